"""A year's figures, all of them or each category's of a column, or the marks of a document -> sides of a comparison."""

from __future__ import annotations

import contextlib
import functools
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from reportgen.base.dates import Period, Point, relative_text
from reportgen.base.numbers import NotANumber, decimals_written, parse_number
from reportgen.figures.changes import Entry, Side
from reportgen.figures.compute import Figures
from reportgen.figures.figure import Figure
from reportgen.figures.provenance import cells_text, how
from reportgen.inputs.catalogue import Catalogue

_UNKNOWN = ""


def side_of_year(catalogue: Catalogue, figures: Figures, demo: str = "", *, sourced: bool = False) -> Side:
    """Return a year's figures as a side; dates aren't compared, and an optional figure that was left out isn't there.

    Its entries name the cells that they rest on where `sourced`, which takes as long as all the rest.
    """
    until = _until(catalogue, figures)
    entries = {
        figure.name: _entry(
            figure,
            catalogue,
            until[figure.name],
            cells_text(figure, figures) if sourced else "",
            keeps_figure=True,
        )
        for figure in figures
        if _is_compared(figure)
    }
    return Side(catalogue.titled(figures.year), entries, demo)


def entries_of(catalogue: Catalogue, figures: Figures, names: Collection[str]) -> dict[str, Entry]:
    """Return some of a year's figures as `side_of_year` does, without their cells: of a thousand offices these are kept."""
    until = _until(catalogue, figures)
    found = ((name, figures[name]) for name in names)
    return {name: _entry(figure, catalogue, until[name]) for name, figure in found if _is_compared(figure)}


def sides_of_parts(
    catalogue: Catalogue, figures: Figures, column: str, demo: Mapping[str, str] | None = None
) -> dict[str, Side]:
    """Return a side for each category of a column, 甲街道 and 乙镇, with its part of each figure that the column tells apart; `demo` says
    by category whose numbers are invented."""
    until = _until(catalogue, figures)
    entries: dict[str, dict[str, Entry]] = defaultdict(dict)
    for figure in figures:
        for category, part in figures.parts(figure.name, column):
            if _is_compared(part):
                entries[category][figure.name] = _entry(part, catalogue, until[figure.name])._replace(name=figure.name)
    return {category: Side(category, found, (demo or {}).get(category, "")) for category, found in entries.items()}


def _is_compared(figure: Figure) -> bool:
    metric = figure.metric
    return metric.is_number and not (metric.optional and figure.value is None)


def _entry(
    figure: Figure,
    catalogue: Catalogue,
    until: dict[str, None],
    source: str = "",
    *,
    keeps_figure: bool = False,
) -> Entry:
    metric = figure.metric
    return Entry(
        metric.name,
        metric.label,
        catalogue.sections[metric.section].title,
        metric.unit,
        metric.digits,
        figure.number,
        figure.text,
        how(metric),
        "" if _UNKNOWN in until else "，".join(until),
        source,
        figure=figure if keeps_figure else None,
    )


def _until(catalogue: Catalogue, figures: Figures) -> dict[str, dict[str, None]]:
    """Return up to which days, or over which periods, each figure counts: that of its metric, and those of what its formula names.

    A day is told from its report's year (9月30日, 上年12月31日), so that the same day of two years is the same. A date that nobody filled
    in is _UNKNOWN.
    """

    @functools.cache
    def day(name: str) -> str:
        date = figures[name].value
        return relative_text(date, figures.year) if isinstance(date, (Point, Period)) else _UNKNOWN

    until: dict[str, dict[str, None]] = {}
    for metric in catalogue.in_order:
        own = [day(metric.as_of)] if metric.as_of else []
        operands = figures[metric.name].operands
        until[metric.name] = dict.fromkeys([*own, *(one for name in operands for one in until[name])])
    return until


def side_of_marks(marks: Iterable[tuple[str, str]], title: str) -> Side:
    """Return a document's marks, as (title, text) in order, as a side; a mark that says a date or a phrase is compared as text.

    Where a document prints a figure in several places that differ, all are said; a mark that was emptied prints nothing.
    """
    said: dict[str, dict[str, None]] = {}
    for name, text in marks:
        if text.strip():
            said.setdefault(name, {})[text.strip()] = None
    return Side(title, {name: _printed(name, list(texts)) for name, texts in said.items()})


def _printed(name: str, texts: list[str]) -> Entry:
    number = None
    if len(texts) == 1:
        with contextlib.suppress(NotANumber):
            number = parse_number(texts[0], below_zero=True)
    digits = 0 if number is None else decimals_written(texts[0])
    return Entry(name, name, "", "", digits, number, "、".join(texts), worded=number is None)
