"""A document's charts and the draft's -> the numbers that are drawn otherwise than the data's, or under another name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from reportgen.annex import renewed_chart
from reportgen.word.charts import Data, charts_of, data_of, drawn_of, mark_of, same_number
from reportgen.word.package import DOCUMENT, parse_part


@dataclass(frozen=True)
class OtherNumber:
    """A number of people's chart that isn't the draft's: its name there, what is drawn and what is due; `due` is '' for one that the draft
    hasn't, `drawn` for one that people's chart lacks. `series` is the series that it is of, '' where the chart has one alone."""

    name: str
    drawn: str
    due: str
    series: str = ""


def bars_held(theirs: Mapping[str, bytes], root: etree._Element, draft: Mapping[str, bytes]) -> Iterator[OtherNumber]:
    """Yield the bars of the annexes' charts that say something else than the draft's, from the values that the charts keep.

    `root` is the part of people's body. Nothing is held where the draft has no chart.
    """
    drafted = renewed_chart.charts_of(draft, parse_part(draft[DOCUMENT]), "")
    due = [data_of(parse_part(draft[name])) for _, name in drafted]
    for _, name in renewed_chart.charts_of(theirs, root, "") if due else ():
        yield from (bar for bar in _differing(data_of(parse_part(theirs[name])), due[0]) if bar.drawn)


def charts_held(
    theirs: Mapping[str, bytes], draft: Mapping[str, bytes]
) -> Iterator[tuple[str, tuple[OtherNumber, ...]]]:
    """Yield the template's charts in people's document of which something isn't the data's, each as what it draws, with what that is.

    One that the draft has no more is yielded without a number: nothing says what is due in it.
    """
    drafted = drawn_of(draft)
    for _, _, shown in charts_of(theirs):
        for chart in shown:
            data = data_of(parse_part(theirs[chart.part]))
            mark = mark_of(chart, data, drafted)
            differing = tuple(_differing(data, drafted[mark][1])) if mark in drafted else ()
            if mark and (differing or mark not in drafted):
                yield mark, differing


def _differing(data: Data, due: Data) -> Iterator[OtherNumber]:
    """Yield the numbers that two charts say differently; a series that people took away is theirs to leave out."""
    drawn, known = data.points, due.points
    series = data.labels[1]
    for one in dict.fromkeys((*drawn, *known)):
        said, right = drawn.get(one, ""), known.get(one, "")
        if same_number(said) != same_number(right) and one[0] in series:
            yield OtherNumber(one[1], said, right, one[0] if len(series) > 1 else "")
