"""A year's figures, a build record or a document's marks -> a side of a comparison."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.catalogue import Catalogue, DateOf, FormulaOf, Metric, YearOf
from reportgen.changes import Entry, Side
from reportgen.dates import Period, Point, relative_text
from reportgen.figures import Figure, Figures
from reportgen.provenance import cells_text, how
from reportgen.wording import value_text


def side_of_year(catalogue: Catalogue, figures: Figures, demo: str = "") -> Side:
    """Return a year's figures as a side; dates aren't compared, and an optional figure that was left out isn't there."""
    entries = {figure.name: _entry(figure, catalogue, figures) for figure in figures if _is_compared(figure)}
    return Side(f"{figures.year}年", entries, demo)


def _is_compared(figure: Figure) -> bool:
    metric = figure.metric
    return not isinstance(metric.rule, (DateOf, YearOf)) and not (metric.optional and figure.value is None)


def _entry(figure: Figure, catalogue: Catalogue, figures: Figures) -> Entry:
    metric = figure.metric
    return Entry(
        metric.name,
        metric.label,
        catalogue.sections[metric.section].title,
        metric.unit,
        metric.digits,
        figure.number,
        value_text(metric, figure.value),
        how(metric),
        "，".join(dict.fromkeys(_until(metric, catalogue, figures))),
        cells_text(figure, figures),
    )


def _until(metric: Metric, catalogue: Catalogue, figures: Figures) -> Iterator[str]:
    """Yield up to which day, or over which period, a figure counts: that of the metric, and of those that its formula names.

    A day is told from its report's year (9月30日, 上年12月31日), so that the same day of two years is the same.
    """
    if metric.as_of:
        value = figures[metric.as_of].value
        if isinstance(value, (Point, Period)):
            yield relative_text(value, figures.year)
    if isinstance(metric.rule, FormulaOf):
        for name in metric.rule.formula.names:
            yield from _until(catalogue.metrics[name], catalogue, figures)
