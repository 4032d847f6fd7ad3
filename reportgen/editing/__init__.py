"""A file as an office keeps it + what a person changed in it -> the same file with the change.

Knows no figure and no Word file.
"""
