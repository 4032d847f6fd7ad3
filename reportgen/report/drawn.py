"""A year and a report's charts -> which figures each of them draws; the report with other words in place of some of these."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.report.drafting import Year
from reportgen.template.charts import drawing_of
from reportgen.template.content import values
from reportgen.word.chart_data import redrawn
from reportgen.word.charts import Drawing, charts_of, data_of
from reportgen.word.package import parse_part, serialized


def drawings(year: Year, parts: Mapping[str, bytes]) -> dict[str, Drawing]:
    """Return what the template's charts in a report draw, by their parts; those left out that say something else than the data.

    What such a chart draws is known figure by figure; of any other nothing is.
    """
    named: Mapping[str, object] | None = None
    found: dict[str, Drawing] = {}
    for _, _, shown in charts_of(parts):
        for chart in shown:
            if chart.mark:
                named = named or values(year.catalogue, year.sources, year.figures, year.changes)
                drawing = drawing_of(chart.mark, named)
                if drawing is not None and drawing.data.says(data_of(parse_part(parts[chart.part]))):
                    found[chart.part] = drawing
    return found


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
