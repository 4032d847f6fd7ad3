"""A comparison -> what moved most, as a Word chart that can be edited."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from reportgen.base.numbers import written
from reportgen.figures.changes import Change, Comparison, by_size
from reportgen.word.chart_data import CHART_TYPE, redrawn
from reportgen.word.charts import Data, Series
from reportgen.word.package import DOCUMENT
from reportgen.word.relations import free_name, with_part

_MOST, _FEWEST = 10, 2  # more bars are no longer read, a single one compares nothing
_LEAST = 20  # of a smaller count a per cent says nothing: 2 families instead of 1 are +100%
_HEADER, _FORM_OF_NUMBERS = "增减（%）", "0.0"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# The form's line breaks. The same chart has the same bytes in all versions, so that it isn't drawn anew.
_BETWEEN = re.compile(r">\s+<")
_FORM = Path(__file__).with_name("chart.xml")  # the look: lying bars, the largest on top; with Jinja's tags


@dataclass(frozen=True)
class Bar:
    """A metric that moved: its name with both numbers, and by how many per cent, as the table prints it."""

    label: str
    percent: str


def bars(comparison: Comparison) -> tuple[Bar, ...]:
    """Return what moved most in per cent, the largest first; () where too little moved for a picture."""
    moved = [change for change in by_size(comparison.changes) if change.percent and _counts_enough(change)]
    found = tuple(_bar(change) for change in moved[:_MOST])
    return found if len(found) >= _FEWEST else ()


def _counts_enough(change: Change) -> bool:
    values = (side.value for side in (change.before, change.after) if side)
    return change.entry.digits > 0 or any(value is not None and not -_LEAST < value < _LEAST for value in values)


def _bar(change: Change) -> Bar:
    entry = change.entry
    before, after = (side.text if side else "" for side in (change.before, change.after))
    unit = "" if "=" in entry.unit else entry.unit
    return Bar(f"{entry.label}（{before}→{after}{unit}）", written(change.percent or 0, 1))


def title(comparison: Comparison) -> str:
    """Return what the chart shows."""
    return f"{comparison.after.title}比{comparison.before.title}增减较大的指标（%）"


def add_chart(parts: Mapping[str, bytes], heading: str, shown: Sequence[Bar]) -> tuple[dict[str, bytes], str]:
    """Return a document's parts with the chart and its workbook, and the relationship by which the document may show it."""
    chart = free_name(parts, "word/charts/chart", ".xml")
    found, key = with_part(parts, DOCUMENT, chart, _look(heading), "chart", CHART_TYPE)
    numbers = Series(_HEADER, _FORM_OF_NUMBERS, tuple(bar.percent for bar in shown))
    return redrawn(found, chart, Data(tuple(bar.label for bar in shown), (numbers,))), key


def _look(heading: str) -> bytes:
    """Return the chart's part (ECMA-376 21.2) without a bar in it."""
    form = Environment(autoescape=True, undefined=StrictUndefined).from_string(_FORM.read_text("utf-8"))
    return f"{_XML}{_BETWEEN.sub('><', form.render(heading=heading).strip())}".encode()
