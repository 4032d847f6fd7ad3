"""An older report, last year or the catalogue alone -> a year's folder.

`old_report` reads a report back, `first_year` and `next_year` begin a year.
"""
