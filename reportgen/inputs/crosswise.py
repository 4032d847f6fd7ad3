"""A table's header and rows and the columns that it may have -> why it can't be read where it lies on its side."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.base.issues import Finder, Location, listed, quoted
from reportgen.inputs.asides import is_aside, is_bare_number
from reportgen.inputs.header import MOST_ABOVE, Columns, Header, Heading, find_header

_MOST_ROWS = 200  # in which names of columns are looked for: a table on its side has one for each column

Rows = Sequence[tuple[int, Sequence[str]]]


def tell_columns_below(rows: Rows, header: Header, columns: Columns, file: str, finder: Finder) -> bool:
    """Return whether more of the columns are named under each other than in the header that was found, which is noted."""
    if header.known.issuperset(name for name, unit in columns.items() if unit is not None):
        return False
    top = rows[:_MOST_ROWS]
    width = min(max(len(cells) for _, cells in top), MOST_ABOVE)
    lines = [(n, [cells[n] if n < len(cells) else "" for _, cells in top]) for n in range(width)]
    turned = find_header(lines, columns).headings
    named = [(number, one.column) for (number, _), one in zip(top, turned, strict=False) if one.column]
    is_number = any(is_bare_number(heading.written) for heading in header.headings)
    if len(named) <= max(1, len(header.known) - is_number):
        return False
    names = listed(quoted(name) for _, name in named)
    _tell(f"列名{names}一行一个", columns, Location(file, named[0][0]), finder)
    return True


def tell_categories_beside(
    headings: Sequence[Heading], rows: Rows, columns: Columns, at: Location, finder: Finder
) -> bool:
    """Return whether, in place of the columns of numbers, more columns stand that are none of ours and hold numbers, which is noted."""
    measures = [name for name, unit in columns.items() if unit is not None]
    if any(heading.column in measures for heading in headings):
        return False
    others = []
    for n, heading in enumerate(headings):
        below = [cells[n] for _, cells in rows if n < len(cells) and cells[n]]
        is_other = heading.written and not heading.column and not is_aside(heading.written)
        others += [heading.written] if is_other and below and all(map(is_bare_number, below)) else []
    if len(others) <= len(measures):  # these may be ours by another name
        return False
    _tell(f"{listed(map(quoted, others))}不是列名，下面却都是数", columns, at, finder)
    return True


def _tell(what: str, columns: Columns, at: Location, finder: Finder) -> None:
    every, categories = listed(columns), listed(name for name, unit in columns.items() if unit is None)
    message = (
        f"这张表像是横着放的：{what}。这里要列名写在同一行（表头：{every}），下面一行一类（{categories}）；"
        f"请照这个样子重新排，可以用「选择性粘贴」里的「转置」。"
    )
    finder.error("表头", at, message, expected=f"表头：{every}", found=what)
