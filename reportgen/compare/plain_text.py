"""A comparison -> text for a terminal, CSV or JSON."""

from __future__ import annotations

import json
from collections import Counter

from reportgen.base.terminal import table
from reportgen.base.textfile import csv_text, inert
from reportgen.compare.rows import entry_said, exact, header, is_by_section, notices, row
from reportgen.figures.changes import Change, Comparison

_RIGHT = (2, 3, 4, 5, 6)  # columns of numbers
_BOLD, _RED, _GREEN, _PLAIN = "\033[1m", "\033[31m", "\033[32m", "\033[0m"


def as_text(comparison: Comparison, coloured: bool = False) -> str:
    """Return the comparison as aligned lines; what stands out is marked with ！.

    Each section stands under its title; where the changes are sorted otherwise, each line names its own.
    """
    changes = comparison.changes
    titled = is_by_section(changes)
    rows = [("", *header(comparison)[1:], "" if titled else header(comparison)[0])]
    rows += [
        ("！" if change.notes else "", *row(change)[1:], "" if titled else change.entry.section) for change in changes
    ]
    lines = list(table(rows, right=_RIGHT))
    said = [*notices(comparison), lines[0]]
    section = None
    for change, line in zip(changes, lines[1:], strict=True):
        if titled and change.entry.section != section:
            section = change.entry.section
            said += ["", f"{_BOLD}{section}{_PLAIN}" if coloured else section]
        said.append(_coloured(line, change) if coloured else line)
    return "\n".join([*said, "", _summary(comparison)]) + "\n"


def as_csv(comparison: Comparison) -> str:
    """Return the comparison as CSV that Excel opens, no cell of which it takes for a formula."""
    rows = [[*header(comparison)[:6], "增减单位", *header(comparison)[6:]]]
    for change in comparison.changes:
        *front, _, _, remark = map(inert, row(change))
        rows.append([*front, *calculable(change), remark])
    return csv_text([*rows, *([notice] for notice in notices(comparison))])


def calculable(change: Change) -> tuple[str, str, str]:
    """Return how far a change goes, in which unit, and in per cent, as a spreadsheet calculates with them."""
    difference, percent = (text.removeprefix("+") for text in (change.difference_text, change.percent_text))
    return difference, inert(change.difference_unit) if difference else "", percent


def as_json(comparison: Comparison) -> str:
    """Return the comparison for machines; exact values are fractions as text, 「709200/7889」."""
    sides = [{"title": side.title, "demo": side.demo or None} for side in comparison.sides]
    changes = [_entry(change) for change in comparison.changes]
    return json.dumps({"before": sides[0], "after": sides[1], "changes": changes}, ensure_ascii=False, indent=1) + "\n"


def _entry(change: Change) -> dict[str, object]:
    entry = change.entry
    return {
        "name": entry.name,
        "label": entry.label,
        "section": entry.section,
        "unit": entry.unit,
        "kind": change.kind.name.lower(),
        "before": change.before and entry_said(change.before),
        "after": change.after and entry_said(change.after),
        **change_said(change),
        "reason": change.reason or None,
        "notes": list(change.notes),
    }


def change_said(change: Change) -> dict[str, str | None]:
    """Return how far a change goes, for machines."""
    return {
        "difference": exact(change.difference),
        "difference_text": change.difference_text,
        "difference_unit": change.difference_unit,
        "percent": exact(change.percent),
        "percent_text": change.percent_text,
    }


def _coloured(line: str, change: Change) -> str:
    if change.notes:
        return f"{_BOLD}{_RED}{line}{_PLAIN}"
    return line if not change.difference else f"{_RED if change.difference < 0 else _GREEN}{line}{_PLAIN}"


def _summary(comparison: Comparison) -> str:
    counts = Counter(change.kind.value for change in comparison.changes)
    marked = sum(bool(change.notes) for change in comparison.changes)
    said = "，".join(f"{kind}{count}项" for kind, count in counts.items())
    return f"{comparison.before.title} → {comparison.after.title}：{said or '没有可比的指标'}。" + (
        f"打「！」的{marked}项变化突出，请看说明。" if marked else ""
    )
