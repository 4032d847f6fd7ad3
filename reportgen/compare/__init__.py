"""Two years, or several -> their changes, as text, CSV, JSON, a page or a spreadsheet.

Knows no Word file.
"""
