"""An older report, or last year -> a year's folder.

`old_report` reads a report back, `next_year` begins a year.
"""
