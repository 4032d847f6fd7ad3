"""A document with annexes, and drafts of before and of today -> the document with its annexes' charts as today's data draw them."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from reportgen.annex.annexed import annexes
from reportgen.word.chart_data import misfit, redrawn
from reportgen.word.charts import data_of
from reportgen.word.drawingml import CHART, DESCRIBED
from reportgen.word.package import DOCUMENT, W, body_of, parse_part, serialized
from reportgen.word.relations import OFFICE, related


def with_chart_of(
    theirs: Mapping[str, bytes], base: Mapping[str, bytes], ours: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return people's parts with the annex's chart drawing today's data, in the look that it has by now.

    A chart that was moved away from its annex is known by its words for those who can't see it. The same parts where the chart says
    what it said, or where people deleted it.
    """
    parts = dict(theirs)
    root = parse_part(parts[DOCUMENT])
    was, mine = (charts_of(one, parse_part(one[DOCUMENT]), "") for one in (base, ours))
    said = was[0][0].get("descr", "") if was else ""
    found = charts_of(parts, root, said)
    if not mine or not found or (was and base[was[0][1]] == ours[mine[0][1]]):
        return parts
    described, chart = mine[0]
    for drawn, now in found:
        parts = _redrawn(parts, now, ours, chart)
        drawn.set("descr", described.get("descr", ""))
    return {**parts, DOCUMENT: serialized(root)}


def _redrawn(parts: Mapping[str, bytes], now: str, ours: Mapping[str, bytes], chart: str) -> dict[str, bytes]:
    """Return the parts with the chart in `now` drawing what our part `chart` draws, in ours' look where people's can't take it."""
    today = data_of(parse_part(ours[chart]))
    fits = not misfit(parse_part(parts[now]), len(today.series))
    return redrawn(parts if fits else {**parts, now: ours[chart]}, now, today)


def charts_of(parts: Mapping[str, bytes], root: etree._Element, said: str) -> list[tuple[etree._Element, str]]:
    """Return what describes each annex's chart, and the part that it is in; elsewhere only a chart that is described as `said`."""
    body = body_of(root)
    within = {one for annex in annexes(body) for block in annex.blocks for one in block.iter(f"{W}drawing")}
    known = related(parts, DOCUMENT)
    found: list[tuple[etree._Element, str]] = []
    for drawing in body.iter(f"{W}drawing"):
        described, shown = drawing.find(f".//{DESCRIBED}"), next(drawing.iter(f"{CHART}chart"), None)
        if described is None or shown is None:
            continue
        _, name = known.get(shown.get(f"{{{OFFICE}}}id", ""), ("", ""))
        if name in parts and (drawing in within or (said and described.get("descr") == said)):
            found.append((described, name))
    return found
