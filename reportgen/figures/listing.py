"""All figures -> a list of them as text, CSV or JSON: value, unit, how computed, from which cells."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from reportgen.base.terminal import table
from reportgen.base.textfile import csv_text, inert
from reportgen.figures.compute import Figures
from reportgen.figures.figure import Cell, Figure
from reportgen.figures.provenance import cell_value, cells_text, how
from reportgen.figures.wording import DEMO, value_text
from reportgen.inputs.catalogue import Catalogue

HEADER = ("部分", "指标", "数值", "单位", "怎么算", "依据")


def rows(catalogue: Catalogue, figures: Figures) -> Iterator[tuple[str, ...]]:
    """Yield one row per figure, in the catalogue's order."""
    for figure in figures:
        metric = figure.metric
        method = how(metric) + ("（按上报数印）" if figure.reported else "")
        title = catalogue.sections[metric.section].title
        yield title, metric.name, figure.text, metric.unit, method, cells_text(figure, figures)


def as_text(catalogue: Catalogue, figures: Figures, demo: str) -> str:
    """Return the list for a terminal, a heading per section."""
    lines = [f"{DEMO}{demo}"] if demo else []
    section = ""
    body = list(rows(catalogue, figures))
    aligned = list(table([row[1:] for row in body], right=[1]))
    for row, line in zip(body, aligned, strict=True):
        if row[0] != section:
            section = row[0]
            lines.append(f"\n{section}" if lines else section)
        lines.append(f"  {line}")
    return "\n".join(lines) + "\n"


def as_csv(catalogue: Catalogue, figures: Figures, demo: str) -> str:
    """Return the list as CSV for a spreadsheet; a note of invented numbers is its last row."""
    said = (map(inert, row) for row in rows(catalogue, figures))
    return csv_text([HEADER, *said, *([[f"{DEMO}{demo}"]] if demo else [])])


def as_json(catalogue: Catalogue, figures: Figures, demo: str) -> str:
    """Return the list as JSON, with the cells one by one."""
    entries = [figure_entry(figure) for figure in figures]
    return json.dumps({"year": figures.year, "demo": demo, "figures": entries}, ensure_ascii=False, indent=1) + "\n"


FORMATS: dict[str, Callable[[Catalogue, Figures, str], str]] = {"text": as_text, "csv": as_csv, "json": as_json}


def figure_entry(figure: Figure) -> dict[str, object]:
    """Return a figure for machines: value as printed, how it was made, and from which cells."""
    metric = figure.metric
    return {
        "name": metric.name,
        "label": metric.label,
        "section": metric.section,
        "value": None if figure.value is None else figure.text,
        "exact": None if figure.number is None else str(figure.number),
        "unit": metric.unit,
        "digits": metric.digits,
        "how": how(metric),
        "computed": _computed(figure),
        "reported_reason": figure.reported.reason if figure.reported else None,
        "operands": list(figure.operands),
        "cells": [_cell(cell) for cell in figure.cells],
        "missing": [str(place) for place in figure.missing],
    }


def _computed(figure: Figure) -> str | None:
    if figure.computed is None:
        return None
    return figure.text if figure.computed == figure.value else value_text(figure.metric, figure.computed)


def _cell(cell: Cell) -> dict[str, object]:
    at = cell.at
    said: dict[str, object] = {"file": at.file, "row": at.row, "column": at.column, "value": cell_value(cell)}
    if cell.origin:
        said["origin"] = cell.origin
    return said
