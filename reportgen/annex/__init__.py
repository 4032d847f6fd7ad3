"""A comparison -> the annex 「附件」 of a report; the annexes that a document has -> which cells say otherwise, the same renewed; a league -> Word.

Knows no catalogue.
"""
