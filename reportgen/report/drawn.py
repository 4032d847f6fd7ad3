"""A year and a report's charts -> which figures each of them draws; the report with other words in place of some of these."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reportgen.report.drafting import Year
from reportgen.template.charts import drawing_of
from reportgen.template.content import values
from reportgen.word.chart_data import redrawn
from reportgen.word.charts import Data, Drawing, charts_of, data_of, same_number
from reportgen.word.package import parse_part, serialized


def drawings(year: Year, parts: Mapping[str, bytes]) -> dict[str, Drawing]:
    """Return what the template's charts in a report draw, by their parts; those left out that say something else than the data.

    What such a chart draws is known figure by figure; of any other nothing is.
    """
    return {part: drawing for part, drawing, data in _ours(year, parts) if drawing.data.says(data)}


def figures_drawn(year: Year, parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield the figures that the template's charts in a report show, as (title of a mark, number): in one that people changed, those that
    are still the data's."""
    for _, drawing, data in _ours(year, parts):
        names, series = drawing.data.labels
        shown = data.points
        for one, points in zip(series, drawing.points, strict=True):
            for name, point in zip(names, points, strict=True):
                if point.number and same_number(shown.get((one, name), "")) == same_number(point.number):
                    yield point.title, point.number


def _ours(year: Year, parts: Mapping[str, bytes]) -> Iterator[tuple[str, Drawing, Data]]:
    """Yield the template's charts in a report: the part, what it draws by the data, and what it keeps."""
    named: Mapping[str, object] | None = None
    for _, _, shown in charts_of(parts):
        for chart in (one for one in shown if one.mark):
            named = named or values(year.catalogue, year.sources, year.figures, year.changes)
            drawing = drawing_of(chart.mark, named)
            if drawing is not None:
                yield chart.part, drawing, data_of(parse_part(parts[chart.part]))


def reworded_charts(
    parts: Mapping[str, bytes], drawn: Mapping[str, Drawing], texts: Mapping[str, str]
) -> dict[str, bytes]:
    """Return the parts with gaps in the charts for the figures of `texts`, by title, whose words stand in what describes the charts."""
    made = dict(parts)
    for story, root, shown in charts_of(parts):
        for chart in shown:
            drawing = drawn.get(chart.part)
            hidden = [point for point in drawing.every if point.title in texts] if drawing else []
            if drawing and hidden:
                made = redrawn(made, chart.part, drawing.without(texts))
                said = chart.described.get("descr", "")
                for point in hidden:
                    said = said.replace(point.said, f"{point.name}{texts[point.title]}")
                chart.described.set("descr", said)
                made[story] = serialized(root)
    return made
