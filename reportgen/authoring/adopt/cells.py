"""A paragraph in a table -> the words at the head of its row and of its column."""

from __future__ import annotations

from lxml import etree

from reportgen.authoring.adopt.assignment import Heads
from reportgen.word.blocks import visible_text
from reportgen.word.package import W


def heads_of(paragraph: etree._Element) -> Heads | None:
    """Return what a cell with this one paragraph is headed by; None outside of a table, and in its first row or column."""
    cell = paragraph.getparent()
    row = None if cell is None else cell.getparent()
    table = None if row is None else row.getparent()
    if cell is None or row is None or table is None or cell.tag != f"{W}tc" or table.tag != f"{W}tbl":
        return None
    top = table.find(f"{W}tr")
    if top is None or top is row or len(cell.findall(f"{W}p")) != 1:
        return None
    cells, first = row.findall(f"{W}tc"), top.findall(f"{W}tc")
    at = cells.index(cell)
    if at == 0:
        return None
    merged = any(next(one.iter(f"{W}gridSpan", f"{W}vMerge", f"{W}gridBefore"), None) is not None for one in (top, row))
    if merged or len(cells) != len(first):
        return Heads("", "")
    return Heads(visible_text(cells[0]).strip(), visible_text(first[at]).strip())
