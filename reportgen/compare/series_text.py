"""A series over several years -> text for a terminal, CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from fractions import Fraction

from reportgen.base.numbers import Exact
from reportgen.base.terminal import table
from reportgen.base.textfile import inert
from reportgen.figures.changes import Entry, Side
from reportgen.figures.series import Row, Series
from reportgen.figures.wording import DEMO


def header(series: Series) -> tuple[str, ...]:
    """Return the columns' names."""
    return ("部分", "指标", "单位", *(side.title for side in series.sides), "首尾增减", "首尾增减（%）", "说明")


def cells(row: Row) -> tuple[str, ...]:
    """Return a row's cells under `header`."""
    whole, entry = row.whole, row.entry
    difference = whole.difference_text + (whole.difference_unit if whole.is_rate and whole.difference_text else "")
    values = (one.text if one else "" for one in row.entries)
    return (entry.section, entry.label, entry.unit, *values, difference, whole.percent_text, remark(row))


def remark(row: Row) -> str:
    """Return what has to be said beside the numbers: why they can't be set side by side, and which years have none."""
    unlike = [f"不可比：{'；'.join(one.reason for one in row.breaks)}"] if row.breaks else []
    return "；".join([*unlike, row.gap] if row.gap else unlike)


def notices(series: Series) -> list[str]:
    """Return whose numbers are invented."""
    return [f"{DEMO}{side.title}：{side.demo}" for side in series.sides if side.demo]


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
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    *front, difference, percent, remarked = header(series)
    writer.writerow([*map(inert, front), difference, "增减单位", percent, remarked])
    for row in series.rows:
        *front, _, percent, remarked = cells(row)
        difference = row.whole.difference_text
        unit = row.whole.difference_unit if difference else ""
        numbers = difference.removeprefix("+"), inert(unit), percent.removeprefix("+")
        writer.writerow([*map(inert, front), *numbers, inert(remarked)])
    writer.writerows([said] for said in _said_above(series))
    return "\ufeff" + out.getvalue()


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
        "values": [_value(entry) for entry in row.entries],
        "difference": _exact(row.whole.difference),
        "difference_text": row.whole.difference_text,
        "difference_unit": row.whole.difference_unit,
        "percent": _exact(row.whole.percent),
        "percent_text": row.whole.percent_text,
        "breaks": [{"year": sides[one.at].title, "reason": one.reason} for one in row.breaks],
        "gap": row.gap or None,
    }


def _value(entry: Entry | None) -> dict[str, str | None] | None:
    if entry is None:
        return None
    said = {"how": entry.how, "until": entry.until, "cells": entry.source}
    return {"text": entry.text, "unit": entry.unit, "exact": _exact(entry.value), **said}


def _exact(value: Exact | None) -> str | None:
    return None if value is None else str(Fraction(value))
