"""People's document, today's draft and what figures are and were -> what in the document isn't so.

Writes nothing; `report.against_data` brings together what it needs.
"""
