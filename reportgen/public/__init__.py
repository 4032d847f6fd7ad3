"""A finished report -> its public edition.

Changes nothing in the report itself.
"""
