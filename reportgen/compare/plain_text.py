"""A comparison -> text for a terminal, CSV or JSON."""

from __future__ import annotations

import csv
import io
import itertools
import json
from fractions import Fraction

from reportgen.base.numbers import Exact
from reportgen.base.terminal import table
from reportgen.base.textfile import inert
from reportgen.compare.rows import header, notices, row
from reportgen.figures.changes import Change, Comparison, Entry

_RIGHT = (2, 3, 4, 5, 6)  # columns of numbers
_BOLD, _RED, _GREEN, _PLAIN = "\033[1m", "\033[31m", "\033[32m", "\033[0m"


def as_text(comparison: Comparison, coloured: bool = False) -> str:
    """Return the comparison as aligned lines; what stands out is marked with ！.

    Each section stands under its title; where the changes are sorted otherwise, each line names its own.
    """
    changes = comparison.changes
    apart = [section for section, _ in itertools.groupby(change.entry.section for change in changes)]
    titled = len(set(apart)) == len(apart)
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
    """Return the comparison as CSV that Excel opens: with a byte order mark, and no cell that it takes for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*header(comparison)[:6], "增减单位", *header(comparison)[6:]])
    for change in comparison.changes:
        cells = row(change)
        numbers = (text.removeprefix("+") for text in (change.difference_text, change.percent_text))
        difference, percent = numbers
        unit = change.difference_unit if difference else ""
        writer.writerow([*map(inert, cells[:5]), difference, inert(unit), percent, inert(cells[7])])
    for notice in notices(comparison):
        writer.writerow([notice])
    return "\ufeff" + out.getvalue()


def as_json(comparison: Comparison) -> str:
    """Return the comparison for machines; exact values are fractions as text, 「709200/7889」."""
    sides = [{"title": side.title, "demo": side.demo or None} for side in (comparison.before, comparison.after)]
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
        "before": _side(change.before),
        "after": _side(change.after),
        "difference": _exact(change.difference),
        "difference_text": change.difference_text,
        "difference_unit": change.difference_unit,
        "percent": _exact(change.percent),
        "percent_text": change.percent_text,
        "reason": change.reason or None,
        "notes": list(change.notes),
    }


def _side(entry: Entry | None) -> dict[str, object] | None:
    if entry is None:
        return None
    return {
        "text": entry.text,
        "exact": _exact(entry.value),
        "how": entry.how,
        "until": entry.until,
        "cells": entry.source,
    }


def _exact(value: Exact | None) -> str | None:
    return None if value is None else str(Fraction(value))


def _coloured(line: str, change: Change) -> str:
    if change.notes:
        return f"{_BOLD}{_RED}{line}{_PLAIN}"
    return line if not change.difference else f"{_RED if change.difference < 0 else _GREEN}{line}{_PLAIN}"


def _summary(comparison: Comparison) -> str:
    counts: dict[str, int] = {}
    for change in comparison.changes:
        counts[change.kind.value] = counts.get(change.kind.value, 0) + 1
    marked = sum(bool(change.notes) for change in comparison.changes)
    said = "，".join(f"{kind}{count}项" for kind, count in counts.items())
    return f"{comparison.before.title} → {comparison.after.title}：{said or '没有可比的指标'}。" + (
        f"打「！」的{marked}项变化突出，请看说明。" if marked else ""
    )
