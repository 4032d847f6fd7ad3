"""Lines of a plain text -> its paragraphs, where only the width of a page ended the lines: copied from a PDF, sent by mail."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from reportgen.base.textfile import BLANKS
from reportgen.begin.old_report.readings import lines_of

CUT = "↵"  # between two digits that a line's end parts: whether they are one number can't be told
_LEAST_WIDTH, _MOST_WIDTH = 20, 160  # characters, or columns, of which a Chinese character takes two
_SLACK = 10  # that a full line may lack: numbers and closing signs aren't parted
_LEAST_FULL = 5
_LEAST_SHARE = 4  # one line of so many must be full


def unwrapped(lines: Sequence[str]) -> list[str]:
    """Return as many lines, a paragraph in the first of those that it was broken into and the others empty, so that each keeps its number."""
    full = next(filter(None, (_full([measure(line) for line in lines]) for measure in (_columns, _characters))), None)
    if full is None:
        full = [False] * len(lines)
    found: list[str] = []
    first = 0
    for number, line in enumerate(lines):
        found.append("")
        if not number or not full[number - 1] or not _goes_on(line):
            first = number
        elif found[first][-1:].isdecimal() and line[0].isdecimal():
            found[first] += CUT
        if first == number and _may_go_on_a_number(line, lines[number - 1] if number else ""):
            line = CUT + line
        found[first] += line
    return found


def _full(widths: Sequence[int]) -> list[bool] | None:
    """Return which lines are as wide as lines get, None where too few are for a page's width to have ended them."""
    widest = max(widths, default=0)
    full = [width > widest - _SLACK for width in widths]
    enough = sum(full) >= max(_LEAST_FULL, sum(map(bool, widths)) / _LEAST_SHARE)
    return full if enough and _LEAST_WIDTH <= widest <= _MOST_WIDTH else None


def _may_go_on_a_number(line: str, above: str) -> bool:
    """Return whether a line that begins with a digit stands under one that ends with one; a line of digits alone is a cell or a page's number."""
    return (
        line[:1].isdecimal()
        and above.rstrip(BLANKS)[-1:].isdecimal()
        and _goes_on(line)
        and not line.strip(BLANKS).isdecimal()
    )


def _columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in line.rstrip(BLANKS))


def _characters(line: str) -> int:
    return len(line.rstrip(BLANKS))


def _goes_on(line: str) -> bool:
    """Return whether a line may be the middle of a paragraph: it isn't empty, indented, numbered or a row of a table."""
    return (
        bool(line)
        and line[0] not in BLANKS
        and "\t" not in line
        and not any(one.numbered for one in lines_of([(line, False)]))
    )
