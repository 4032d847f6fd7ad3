"""A .docx: its package, marks, numbering, text, comments and revisions.

Knows no catalogue and no figure: only what stands in the document.
"""
