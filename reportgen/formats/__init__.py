"""A comparison -> the forms in which people read it: a terminal's lines, CSV, JSON, a page, a workbook."""
