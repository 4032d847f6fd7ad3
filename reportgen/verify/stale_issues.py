"""Paragraphs of people's that still say what drafts said before -> issues, with what today's draft says.

Where people changed a paragraph and the data took the other branch of its condition, a comment says so; this holds without the comment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reportgen.base.issues import Issue, Location, Severity, short, unambiguous
from reportgen.inputs.acceptance import OF_REPORT as CHECK
from reportgen.merge.stale import Stale
from reportgen.word.quotation import quotation


def stale_issues(file: str, found: Iterable[Stale]) -> Iterator[Issue]:
    """Yield a warning for each paragraph."""
    for one in found:
        due = f"现在应为：{short(one.due)}" if one.due else "现在的报告里没有这一段"
        message = f"「{short(one.said)}」还是更正以前的说法，{due}。请看要不要改。"
        key = unambiguous(f"{CHECK}：更正以前的说法，在「{quotation(one.said, '')}」")
        yield Issue(CHECK, Severity.WARNING, message, Location(file, None, short(one.said)), key=key)
