"""Numbers, dates, formulas, names, text files, YAML, spreadsheets, saving, issues.

Knows no report, no catalogue and no Word file; every other room may import it.
"""
