"""A comparison -> the annex 「附件」 of a report; the annexes that a document has -> which cells say something else, the same renewed; a league -> Word.

Knows no catalogue.
"""
