"""Corrections since a build -> text or JSON: figure by figure, old and new, from which cells, and where the report prints them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from reportgen.base.issues import listed
from reportgen.figures.changes import Change, Kind
from reportgen.report.corrections import Correction

_MOST = 5  # cells and places of one figure that a screen holds


def as_text(corrections: Iterable[Correction]) -> str:
    """Return one line per figure, with its cells and places below; one line for all that are printed as before."""
    lines: list[str] = []
    found = list(corrections)
    for correction in [one for one in found if not one.is_printed_same]:
        lines.append(changed_text(correction.change))
        lines += _few("数据", correction.cells) + _few("印在", correction.places)
    same = [one.change.entry.label for one in found if one.is_printed_same]
    if same:
        lines.append(f"另有{len(same)}个数只在四舍五入以后的位数上变了，印出来一样：{listed(same)}")
    return "\n".join(lines or ["和上次生成时的数据一样。"]) + "\n"


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
    lines = [f"    {word} {text}" for text in texts[:_MOST]]
    return [*lines, f"    ……共{len(texts)}处"] if len(texts) > _MOST else lines


def as_json(corrections: Iterable[Correction]) -> str:
    """Return the corrections for machines."""
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


FORMATS: dict[str, Callable[[Iterable[Correction]], str]] = {"text": as_text, "json": as_json}
