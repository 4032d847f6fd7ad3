"""report.docx + what it may say -> a prepared template -> a rendered document.

Knows which figures and texts there are, never what an office calls them.
"""
