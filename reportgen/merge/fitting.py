"""A row that the data add + people's table -> the row as it fits between theirs, and behind which one it belongs.

People drag the borders of columns, so that a table has more columns in its grid than cells in a row (w:gridSpan), and merge cells one
below the other (w:vMerge, ECMA-376 17.4.84).
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence

from lxml import etree

from reportgen.word.blocks import cells, visible_text, within
from reportgen.word.package import W

_BEFORE_SPAN = ("cnfStyle", "tcW")
_BEFORE_MERGE = (*_BEFORE_SPAN, "gridSpan", "hMerge")


def columns(table: etree._Element) -> int:
    """Return how many cells a table's longest row has; the grid says more once a border was dragged in some of the rows."""
    return max((len(cells(row)) for row in within(table, f"{W}tr")), default=0)


def moved(was: Sequence[str], ours: Sequence[str]) -> list[int]:
    """Return the places in a row at which the data have another cell than before, one of the two being in the row on both sides."""
    return [
        place
        for place, (before, after) in enumerate(zip(was, ours, strict=True))
        if before != after and any(text.strip() and text in was and text in ours for text in (before, after))
    ]


def fitted(row: etree._Element, anchor: etree._Element | None) -> tuple[etree._Element, etree._Element | None]:
    """Return a copy of a row that fits behind people's row `anchor`, and the row that it goes behind.

    Its cells are as wide as those above. Within cells that people merged it is merged too where it says nothing else there; else it goes
    behind them all.
    """
    made = copy.deepcopy(row)
    if anchor is None or {row.tag, anchor.tag} != {f"{W}tr"}:
        return made, anchor
    own, above = cells(made), cells(anchor)
    if len(own) != len(above):
        return made, anchor
    merged = [n for n, cell in enumerate(above) if _goes_on(anchor, n) and _merge(own[n]) is None]
    if any(_says(own[n]) not in {"", _said(anchor, n)} for n in merged):
        following = anchor
        while any(_goes_on(following, n) for n in merged) and (after := _next(following)) is not None:
            following = after
        return fitted(row, following)
    for cell, like in zip(own, above, strict=True):
        for name, before in (("tcW", ("cnfStyle",)), ("gridSpan", _BEFORE_SPAN)):
            _take(cell, name, like.find(f"{W}tcPr/{W}{name}"), before)
    for n in merged:
        _take(own[n], "vMerge", etree.Element(f"{W}vMerge"), _BEFORE_MERGE)
        for paragraph in own[n].findall(f"{W}p"):
            for child in [one for one in paragraph if one.tag != f"{W}pPr"]:
                paragraph.remove(child)
    return made, anchor


def _goes_on(row: etree._Element, n: int) -> bool:
    """Return whether the cell below a row's n-th is merged with it."""
    below = _next(row)
    there = [] if below is None else cells(below)
    return n < len(there) and _merge(there[n]) == "continue"


def _said(row: etree._Element, n: int) -> str:
    """Return what the merged cell says that a row's n-th belongs to."""
    for one in (row, *_beside(row, before=True)):
        there = cells(one)
        if n < len(there) and _merge(there[n]) != "continue":
            return _says(there[n])
    return ""


def _says(cell: etree._Element) -> str:
    return visible_text(cell).strip()


def _merge(cell: etree._Element) -> str | None:
    found = cell.find(f"{W}tcPr/{W}vMerge")
    return None if found is None else found.get(f"{W}val", "continue")


def _next(row: etree._Element) -> etree._Element | None:
    return next(_beside(row), None)


def _beside(row: etree._Element, *, before: bool = False) -> Iterator[etree._Element]:
    """Yield a table's rows behind one, or before it, nearest first, those in people's frames too."""
    element: etree._Element | None = row
    while element is not None and element.tag != f"{W}tbl":
        for sibling in element.itersiblings(preceding=before):
            held = [sibling] if sibling.tag == f"{W}tr" else list(within(sibling, f"{W}tr"))
            yield from reversed(held) if before else held
        element = element.getparent()


def _take(cell: etree._Element, name: str, setting: etree._Element | None, before: tuple[str, ...]) -> None:
    """Give a cell another's setting, or none as that has none, behind those that come `before` it."""
    settings = cell.find(f"{W}tcPr")
    if settings is None:
        settings = etree.Element(f"{W}tcPr")
        cell.insert(0, settings)
    for old in settings.findall(W + name):
        settings.remove(old)
    if setting is not None:
        settings.insert(sum(len(settings.findall(W + one)) for one in before), copy.deepcopy(setting))
