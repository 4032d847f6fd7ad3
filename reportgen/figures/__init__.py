"""Catalogue + inputs -> figures, their wording, their provenance, and what changed from one side to another.

Only `adding` knows pandas. Knows no check and no Word file.
"""
