"""Catalogue + inputs -> figures, their wording, their provenance, and what changed from one side to another.

pandas ends here. Knows no check and no Word file.
"""
