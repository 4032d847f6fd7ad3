"""A .docx: its package, marks, numbering, text, comments and revisions.

Knows no catalogue and no figure: only what stands in the document.

python-docx does what is done to a whole document: opening one to write paragraphs, styles and properties into it (`whole`). The rest works
on the parts' XML itself. python-docx has no words for content controls, revisions and the numbers that Word shows; it stamps comments
with the clock and takes longer to open and save a report than a draft takes altogether; and it writes every part anew, where a merge must
not touch what it needn't.
"""
