"""A printed table -> the same as wide as the page: with the columns that the office drew, or as wide as what they hold.

A table that Word fits to its contents (布局：根据内容自动调整) gets its widths here, since LibreOffice and WPS don't fit one that nobody
has opened in Word; one with fixed columns keeps them, larger or smaller with the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise

from lxml import etree

from reportgen.base.terminal import width
from reportgen.compare.rows import LABEL, REMARK
from reportgen.word.blocks import visible_text
from reportgen.word.package import W

_SMALL = 18  # half points: 小五
_MARGINS = 2 * 57  # twips: 1 mm at both sides of a cell
_SLACK = 120  # LibreOffice sets a gap between Chinese characters and digits
_LEAST = {REMARK: 10, LABEL: 16}  # half characters; the columns that can wrap, in the order in which they make way
_MOST, _MOST_HEAD = 60, 14  # half characters; a file's name is no reason for a wide column


def lay_out(table: etree._Element, total: int, before: int) -> None:
    """Give a table's columns their widths in twips, on a page with a type area of `total` where the form's own has `before`."""
    layout = table.find(f"{W}tblPr/{W}tblLayout")
    grid = [int(one.get(f"{W}w", "0")) for one in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    if layout is None or layout.get(f"{W}type") != "fixed":
        rows = [texts for texts in map(_texts, table.iterchildren(f"{W}tr")) if len(texts) == len(grid)]
        if not rows:
            return
        half = _size(table) * 5  # twips that half a character takes
        least = {rows[0].index(name): wide * half for name, wide in _LEAST.items() if name in rows[0]}
        widths = fitted(list(_needs(rows, half)), total, least)
    elif total != before:
        widths = [
            right - left for left, right in pairwise(wide * total // before for wide in accumulate(grid, initial=0))
        ]
    else:
        return
    _write(table, widths)


def fitted(needs: Sequence[int], total: int, least: Mapping[int, int]) -> list[int]:
    """Return the columns' widths: what they need, those of `least` less where that is too much, `total` in sum."""
    widths = list(needs)
    for column, fewest in least.items():
        lack = sum(widths) - total
        widths[column] -= max(0, min(lack, widths[column] - fewest))
    whole = sum(widths)
    widths = [one * total // whole for one in widths]
    widths[next(iter(least), -1)] += total - sum(widths)
    return widths


def _needs(rows: Sequence[Sequence[str]], half: int) -> Iterator[int]:
    head, *others = rows
    for column, text in enumerate(head):
        longest = max([min(width(text), _MOST_HEAD), *(min(width(texts[column]), _MOST) for texts in others)])
        yield longest * half + _MARGINS + _SLACK


def _texts(row: etree._Element) -> list[str]:
    return [visible_text(cell).strip() for cell in row.iterchildren(f"{W}tc")]


def _size(table: etree._Element) -> int:
    found = next(table.iter(f"{W}sz"), None)
    said = "" if found is None else found.get(f"{W}val", "")
    return int(said) if said.isdecimal() else _SMALL


def _write(table: etree._Element, widths: Sequence[int]) -> None:
    _set_width(table, f"{W}tblPr/{W}tblW", sum(widths))
    layout = table.find(f"{W}tblPr/{W}tblLayout")
    if layout is not None:
        layout.set(f"{W}type", "fixed")
    for one, wide in zip(table.iterfind(f"{W}tblGrid/{W}gridCol"), widths, strict=True):
        one.set(f"{W}w", str(wide))
    for row in table.iterchildren(f"{W}tr"):
        at = 0
        for cell in row.iterchildren(f"{W}tc"):
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            next_at = at + (1 if span is None else int(span.get(f"{W}val", "1")))
            _set_width(cell, f"{W}tcPr/{W}tcW", sum(widths[at:next_at]))
            at = next_at


def _set_width(element: etree._Element, path: str, wide: int) -> None:
    found = element.find(path)
    if found is not None:
        found.set(f"{W}w", str(wide))
        found.set(f"{W}type", "dxa")
