"""A report's folder as people write it -> what is wrong with it; a new folder.

`layout` holds a template to GB/T 9704-2012, `adopt` makes a template of an office's own report.
"""
