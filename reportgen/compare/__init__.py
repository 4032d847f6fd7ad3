"""Two years, several, or many offices -> what changed and who ranks where, as text, CSV, JSON, a page or a spreadsheet.

Knows no Word file.
"""
