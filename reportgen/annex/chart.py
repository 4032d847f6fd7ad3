"""A comparison -> what moved most, as a Word chart that can be edited: the chart's part and the workbook behind it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from reportgen.base.book import plain_book
from reportgen.base.numbers import written
from reportgen.figures.changes import Change, Comparison, by_size
from reportgen.word.package import DOCUMENT
from reportgen.word.relations import free_name, with_part

_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST, _FEWEST = 10, 2  # more bars are no longer read, a single one compares nothing
_LEAST = 20  # of a smaller count a per cent says nothing: 2 families instead of 1 are +100%
_SHEET, _HEADER = "数据", "增减（%）"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# The form's line breaks. The same chart has the same bytes in all versions, so that it isn't drawn anew.
_BETWEEN = re.compile(r">\s+<")
_FORM = Path(__file__).with_name("chart.xml")  # the part with Jinja's tags


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
    book = free_name(parts, "word/embeddings/Microsoft_Excel_Sheet", ".xlsx")
    found, book_key = with_part(parts, chart, book, _workbook(shown), "package", _BOOK_TYPE)
    return with_part(found, DOCUMENT, chart, _chart(heading, shown, book_key), "chart", _TYPE)


def _workbook(shown: Sequence[Bar]) -> bytes:
    """Return the workbook that Word opens for 「编辑数据」."""
    return plain_book(_SHEET, [("指标", _HEADER), *((bar.label, float(bar.percent)) for bar in shown)])


def _chart(heading: str, shown: Sequence[Bar], book: str) -> bytes:
    """Return the chart's part (ECMA-376 21.2): lying bars, the largest on top; `book` is the workbook's relationship.

    What the workbook holds stands here a second time, for Word opens the workbook only to edit it.
    """
    form = Environment(autoescape=True, undefined=StrictUndefined).from_string(_FORM.read_text("utf-8"))
    said = form.render(heading=heading, bars=shown, book=book, sheet=_SHEET, header=_HEADER)
    return f"{_XML}{_BETWEEN.sub('><', said.strip())}".encode()
