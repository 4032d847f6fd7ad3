"""People's document, today's draft and what figures are and were -> what in the document isn't so.

Writes nothing; `report.held` brings together what it needs.
"""
