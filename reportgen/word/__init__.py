"""The only place that knows Word: packages, templates, marks, numbering and text of .docx files."""
