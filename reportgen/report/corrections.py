"""A build's record and the figures now -> corrections: which figures are others now, from which cells, printed where; as text or JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reportgen.base.issues import Location, listed
from reportgen.figures.changes import Change, Kind, Side, compare
from reportgen.figures.compute import Figures
from reportgen.figures.provenance import all_cells, cell_value
from reportgen.report.records.record import cells_of_record, side_of_record

_Content = tuple[str, str | None, str]  # a cell without its row: file, column, value
_MOST = 5  # cells and places of one figure that a screen holds


@dataclass(frozen=True)
class Correction:
    """A figure that isn't what it was: the change, its cells as 「place：old → new」, and the places of the report that print it."""

    change: Change
    cells: tuple[str, ...]
    places: tuple[str, ...]

    @property
    def is_printed_same(self) -> bool:
        """Return whether the report prints it as before: only what stands behind the last printed digit has changed."""
        before, after = self.change.before, self.change.after
        return before is not None and after is not None and (before.text, before.unit) == (after.text, after.unit)


def corrections(
    record: Mapping[str, Any], side: Side, figures: Figures, places: Callable[[str], Iterable[str]]
) -> tuple[Correction, ...] | None:
    """Return what was corrected since the record was written, None where the record holds no figures.

    `places` tells where the report prints a metric.
    """
    before = side_of_record(record, "上次生成")
    if before is None:
        return None
    changed = [change for change in compare(before, side) if not _is_as_before(change)]
    return tuple(
        Correction(change, tuple(_cells(record, figures, change.name)), tuple(places(change.name)))
        for change in changed
    )


def _is_as_before(change: Change) -> bool:
    """Return whether a figure is what it was: the same, or wanting as before."""
    wanting = all(one is not None and one.value is None for one in (change.before, change.after))
    return change.kind is Kind.SAME or (change.kind is Kind.MISSING and wanting)


def _cells(record: Mapping[str, Any], figures: Figures, name: str) -> Iterator[str]:
    """Yield the cells below a figure that say something else now; a row that only moved says the same.

    What a column has lost is paired with what it has gained, in the same row before others; the rest came or went.
    """
    new = {cell.at: cell_value(cell) for cell in all_cells(figures[name], figures)} if name in figures.by_name else {}
    old = cells_of_record(record, name)
    moved = Counter(map(_content, old.items())) & Counter(map(_content, new.items()))
    lost, gained = _without(old, moved, new), _without(new, moved, old)
    for at, value in gained.items():
        there = [one for one in lost if (one.file, one.column) == (at.file, at.column)]
        before = at if at in lost else next(iter(there), None)
        yield f"{at}：{'没有' if before is None else lost.pop(before)} → {value}"
    yield from (f"{Location(at.file, None, at.column)}：{value} → 没有了" for at, value in lost.items())


def _content(item: tuple[Location, str]) -> _Content:
    at, value = item
    # Earlier records hold 58.6 where 58.60 is printed now.
    return at.file, at.column, value.rstrip("0").rstrip(".") if "." in value else value


def _without(
    cells: Mapping[Location, str], moved: Counter[_Content], other: Mapping[Location, str]
) -> dict[Location, str]:
    """Return the cells but for as many as the other side has too; those that stayed in their row are such before others."""
    left = Counter(moved)
    kept: dict[Location, str] = {}
    for item in sorted(cells.items(), key=lambda item: other.get(item[0]) != item[1]):
        if left[_content(item)]:
            left[_content(item)] -= 1
        else:
            kept[item[0]] = item[1]
    return dict(sorted(kept.items(), key=lambda item: (item[0].file, item[0].row or 0, item[0].column or "")))


def as_text(corrections: Iterable[Correction]) -> str:
    """Return a line for each figure with its cells and places below; one line for all that are printed as before."""
    lines = [line for said, below in as_lines(corrections) for line in (said, *(f"    {one}" for one in below))]
    return "\n".join(lines or ["和上次生成时的数据一样。"]) + "\n"


def as_lines(corrections: Iterable[Correction]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what became of each figure, and below it its cells and places; one line for all that are printed as before."""
    found = list(corrections)
    for correction in [one for one in found if not one.is_printed_same]:
        below = (*_few("数据", correction.cells), *_few("印在", correction.places))
        yield changed_text(correction.change), below
    same = [one.change.entry.label for one in found if one.is_printed_same]
    if same:
        yield f"另有{len(same)}个数只在四舍五入以后的位数上变了，印出来一样：{listed(same)}", ()


def changed_text(change: Change) -> str:
    """Return 「出生婴儿 163人 → 165人（+2）」「计划生育率 98.37% → 99.54%（+1.17个百分点）」."""
    entry = change.entry
    unit = "" if "=" in entry.unit else entry.unit
    if change.kind is Kind.NEW:
        return f"{entry.label} 新增 {entry.text}{unit}"
    if change.kind is Kind.GONE:
        return f"{entry.label} 取消（原来是{entry.text}{unit}）"
    old, new = (
        f"{side.text}{unit if side.value is not None else ''}" for side in (change.before, change.after) if side
    )
    points = change.difference_unit if change.is_rate else ""
    said = f"{change.difference_text}{points}" if change.difference_text else change.reason
    return f"{entry.label} {old} → {new}" + (f"（{said}）" if said else "")


def _few(word: str, texts: tuple[str, ...]) -> list[str]:
    lines = [f"{word} {text}" for text in texts[:_MOST]]
    return [*lines, f"……共{len(texts)}处"] if len(texts) > _MOST else lines


def _as_json(corrections: Iterable[Correction]) -> str:
    entries = [
        {
            "name": correction.change.name,
            "label": correction.change.entry.label,
            "kind": correction.change.kind.name.lower(),
            "before": correction.change.before.text if correction.change.before else None,
            "after": correction.change.after.text if correction.change.after else None,
            "unit": correction.change.entry.unit,
            "cells": list(correction.cells),
            "places": list(correction.places),
        }
        for correction in corrections
    ]
    return json.dumps({"corrections": entries}, ensure_ascii=False, indent=1) + "\n"


FORMATS: dict[str, Callable[[Iterable[Correction]], str]] = {"text": as_text, "json": _as_json}
