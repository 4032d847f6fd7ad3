"""What stands before a filter -> what it gives: a figure's parts, entries in another order, a figure worded.

Each filter's arguments have been checked by `filter_checker`; here they are only followed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

from reportgen.base.dates import Period, Point
from reportgen.base.issues import Issue, Location, Severity, Unusable
from reportgen.base.names import MOST_TITLE, PART_SIGN, sort_key
from reportgen.figures.figure import Figure
from reportgen.figures.wording import PENDING, WORDINGS, Number, Takes, Wording
from reportgen.template.content import BREAKDOWN, CATEGORY, ORDER, OWN_NUMBER, SAME_PART, Shown, is_compared
from reportgen.template.tags import FILE

_Entry = TypeVar("_Entry")
_SortKey = Fraction | tuple[tuple[int, int, bytes], ...]


def filters() -> dict[str, Callable[..., object]]:
    """Return the filters that a tag may use: the breakdown, its parts and their order, and every wording."""
    wordings = {name: _worded(wording) for name, wording in WORDINGS.items()}
    return {BREAKDOWN: parts_by, SAME_PART: part_like, ORDER: in_order, **wordings}


def parts_by(shown: Shown, column: str) -> list[Shown]:
    """Return a figure's parts by a column of its table, or a part's own parts by another column.

    Raises Unusable where a mark can't hold what such a part is called.
    """
    return [
        _part(shown, part, column, category)
        for category, part in shown.figures.parts(shown.whole, column, shown.within)
    ]


def part_like(shown: Shown, *parts: Shown) -> Shown:
    """Return a figure's part of the categories that `parts` stand for; missing where this year's table has none of them."""
    for column, category in (pair for part in parts for pair in part.within):
        found = shown.figures.part(shown.whole, column, category, shown.within)
        if found is None:
            nothing = replace(shown.figure.metric, name=f"{shown.figure.name}{PART_SIGN}{category}")
            found = category, Figure(nothing, None, None)
        named, part = found
        shown = _part(shown, part, column, named)
    return shown


def part_titled(shown: Shown, title: str) -> Shown | None:
    """Return the part of a figure that a mark's title names; None where this year's tables have none."""
    found = shown.figures.titled(title)
    return None if found is None else Shown(found[0], shown.figures, whole=shown.whole, within=found[1])


def _part(shown: Shown, part: Figure, column: str, category: str) -> Shown:
    found = Shown(part, shown.figures, whole=shown.whole, within=(*shown.within, (column, category)))
    if len(found.title) > MOST_TITLE:
        message = (
            f"「{found.title}」有{len(found.title)}个字，Word 的数据标记最多记{MOST_TITLE}个字。"
            "请把指标的名称或表里的名称改短，或者只按一列分。"
        )
        raise Unusable([Issue("模板", Severity.ERROR, message, Location(FILE), (shown.whole,))])
    return found


def in_order(entries: Sequence[_Entry], by: str) -> list[_Entry]:
    """Return a loop's entries from the least to the greatest, from the greatest with - before; equal ones stay in the table's order.

    Numbers go by what the reader sees, a missing one stands last; names by the numbers in them, then by the order of GB 18030, which is
    that of pinyin for common characters.
    """
    name = by.removeprefix("-")
    keys = [_key(entry, name) for entry in entries]
    known = [number for number, key in enumerate(keys) if key is not None]
    # Python keeps the order of equal entries either way round.
    ordered = sorted(known, key=lambda number: keys[number], reverse=by.startswith("-"))  # type: ignore[arg-type,return-value]
    return [entries[number] for number in (*ordered, *(number for number, key in enumerate(keys) if key is None))]


def _key(entry: object, name: str) -> _SortKey | None:
    """Return what an entry of a loop is sorted by, None where it isn't known."""
    if isinstance(entry, Shown) and name != CATEGORY:
        if name in {OWN_NUMBER, entry.whole}:
            return entry.value
        return part_like(Shown(entry.figures[name], entry.figures), entry).value
    text = entry.名称 if isinstance(entry, Shown) else entry.get(name) if isinstance(entry, Mapping) else entry
    return sort_key(str(text)) if text and text != PENDING else None


def _worded(wording: Wording) -> Callable[..., Shown]:
    def worded(shown: Shown, *arguments: int | str) -> Shown:
        taken = _taken(wording.takes, shown)
        said = None if taken is None else wording.say(taken, *arguments)
        figure = replace(shown.figure, value=said) if wording.gives_number else shown.figure
        text = "" if wording.gives_number else PENDING if said is None else said
        return Shown(figure, shown.figures, whole=shown.whole, within=shown.within, text=text)

    return worded


def _taken(takes: Takes, shown: Shown) -> object:
    """Return what a wording is made of, None where a figure lacks it."""
    value = shown.figure.value
    if takes is Takes.CHANGE:
        return shown.change if is_compared(shown.change) else None
    if takes is Takes.NUMBER:
        number = shown.figure.number
        return None if number is None else Number(number, str(shown), shown.figure.metric.unit)
    return value if isinstance(value, (Point, Period)) else None
