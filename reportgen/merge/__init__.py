"""A document as it was drafted, as people left it and as it would be drafted today -> people's document with today's figures.

Knows no figure: only marks, and what the two drafts say.
"""
