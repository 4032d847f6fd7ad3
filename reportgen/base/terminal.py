"""Rows and trees of text -> lines for a terminal, where a Chinese character is two columns wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reportgen.base.issues import Location


@dataclass(frozen=True)
class Branch:
    """A line and the lines below it; `at` is the place in an input that the line is about, None for any other line."""

    line: str
    below: tuple[Branch, ...] = ()
    at: Location | None = None


def width(text: str) -> int:
    """Return how many columns the text takes (Unicode TR 11: wide and full-width take two)."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def table(rows: Sequence[Sequence[str]], right: Iterable[int] = ()) -> Iterator[str]:
    """Yield the rows with aligned columns, two blanks between; the columns numbered in `right` are flush right."""
    flush = set(right)
    columns = len(rows[0]) if rows else 0
    # Nothing stands behind the last column; the sources of a figure there may be long.
    padded = [column for column in range(columns) if column < columns - 1 or column in flush]
    widths = {column: max(width(row[column]) for row in rows) for column in padded}
    for row in rows:
        cells = list(row)
        for column, widest in widths.items():
            gap = " " * (widest - width(row[column]))
            cells[column] = gap + row[column] if column in flush else row[column] + gap
        yield "  ".join(cells).rstrip()


def tree(branch: Branch) -> Iterator[str]:
    """Yield a tree's lines with the usual strokes."""
    yield branch.line
    for number, child in enumerate(branch.below, start=1):
        last = number == len(branch.below)
        first, rest = ("└─ ", "   ") if last else ("├─ ", "│  ")
        for index, line in enumerate(tree(child)):
            yield (rest if index else first) + line
