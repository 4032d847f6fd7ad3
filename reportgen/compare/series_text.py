"""A series over several years -> text for a terminal, CSV or JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

from reportgen.base.terminal import table
from reportgen.base.textfile import csv_text, inert
from reportgen.compare.plain_text import calculable, change_said
from reportgen.compare.rows import entry_said, moved, notices
from reportgen.figures.changes import Side
from reportgen.figures.series import Row, Series


def header(series: Series) -> tuple[str, ...]:
    """Return the columns' names."""
    return ("部分", "指标", "单位", *(side.title for side in series.sides), "首尾增减", "首尾增减（%）", "说明")


def cells(row: Row) -> tuple[str, ...]:
    """Return a row's cells under `header`."""
    entry, values = row.entry, (one.text if one else "" for one in row.entries)
    return (entry.section, entry.label, entry.unit, *values, *moved(row.whole), remark(row))


def remark(row: Row) -> str:
    """Return what has to be said beside the numbers: why they can't be set side by side, and which years have none."""
    unlike = [f"不可比：{'；'.join(one.reason for one in row.breaks)}"] if row.breaks else []
    return "；".join([*unlike, row.gap] if row.gap else unlike)


def skipped(series: Series) -> str:
    """Return which years between the first and the last are left out, '' for none."""
    return f"中间没有{'、'.join(f'{year}年' for year in series.skipped)}的数据。" if series.skipped else ""


def _said_above(series: Series) -> list[str]:
    return [*notices(series), *filter(None, [skipped(series)])]


def as_text(series: Series) -> str:
    """Return aligned lines, each section under its title."""
    rows = [header(series)[1:], *(cells(row)[1:] for row in series.rows)]
    right = range(1, len(rows[0]) - 1)
    lines = list(table(rows, right=right))
    said, section = [*_said_above(series), f"  {lines[0]}"], ""
    for row, line in zip(series.rows, lines[1:], strict=True):
        if row.entry.section != section:
            section = row.entry.section
            said += ["", section]
        said.append(f"  {line}")
    return "\n".join(said) + "\n"


def as_csv(series: Series) -> str:
    """Return CSV that Excel opens, no cell of which it takes for a formula."""
    *front, difference, percent, last = map(inert, header(series))
    rows = [[*front, difference, "增减单位", percent, last]]
    for row in series.rows:
        *front, _, _, last = map(inert, cells(row))
        rows.append([*front, *calculable(row.whole), last])
    return csv_text([*rows, *([said] for said in _said_above(series))])


def as_json(series: Series) -> str:
    """Return the series for machines; exact values are fractions as text."""
    content = {
        "years": [{"title": side.title, "demo": side.demo or None} for side in series.sides],
        "skipped": [f"{year}年" for year in series.skipped],
        "metrics": [_metric(row, series.sides) for row in series.rows],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _metric(row: Row, sides: Sequence[Side]) -> dict[str, object]:
    return {
        "name": row.entry.name,
        "label": row.entry.label,
        "section": row.entry.section,
        "unit": row.entry.unit,
        "kind": row.whole.kind.name.lower(),
        "values": [entry and {"text": entry.text, "unit": entry.unit, **entry_said(entry)} for entry in row.entries],
        **change_said(row.whole),
        "breaks": [{"year": sides[one.at].title, "reason": one.reason} for one in row.breaks],
        "gap": row.gap or None,
    }
