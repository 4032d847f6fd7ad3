"""People's document, and drafts of before and of today -> the document with today's numbers in the charts of ours that it shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reportgen.base.issues import listed
from reportgen.word.chart_data import misfit, redrawn
from reportgen.word.charts import Data, ShownChart, charts_of, data_of, drawn_of, mark_of, same_number
from reportgen.word.events import Event, Kind
from reportgen.word.package import parse_part, serialized

_HEADING = "图表"


@dataclass(frozen=True)
class RenewedCharts:
    """People's parts with today's numbers in the charts, and what became of those whose numbers changed."""

    parts: dict[str, bytes]
    events: list[Event] = field(default_factory=list)


def renewed_charts(theirs: Mapping[str, bytes], base: Mapping[str, bytes], ours: Mapping[str, bytes]) -> RenewedCharts:
    """Return people's parts with the charts of ours as today's data draw them, in the look that they have by now.

    A chart whose numbers people changed stays, and is told where the data changed them too; so is one that can't take them any more, as a
    pie doesn't take two series. Theirs that are none of ours stay as they are, and so do those that say what is due.
    """
    due = drawn_of(ours)
    done = RenewedCharts(dict(theirs))
    if not due:
        return done
    before, every = drawn_of(base), list(charts_of(theirs))
    called = {chart.mark for _, _, shown in every for chart in shown}
    nameless = {mark: one for mark, one in before.items() if mark not in called}
    for story, root, shown in every:
        marks = [mark_of(chart, data_of(parse_part(theirs[chart.part])), nameless) for chart in shown]
        touched = [
            _renew(done, chart, mark, before.get(mark), due[mark])
            for chart, mark in zip(shown, marks, strict=True)
            if mark in due
        ]
        if any(touched):
            done.parts[story] = serialized(root)
    return done


def _renew(
    done: RenewedCharts, chart: ShownChart, mark: str, was: tuple[ShownChart, Data] | None, due: tuple[ShownChart, Data]
) -> bool:
    """Renew a chart that draws what `mark` says; return whether what describes it in its story has changed."""
    described, today = due
    root = parse_part(done.parts[chart.part])
    data = data_of(root)
    title = described.described.get("descr", "")
    if not today.says(data):
        reason = "" if was is None or was[1].says(data) else "有人改过图里的数"
        reason = reason or misfit(root, len(today.series))
        if reason and was is not None and was[1].says(today):
            return False  # the data say what they said: people's chart is theirs
        if reason:
            done.events.append(Event(Kind.CONFLICT, _HEADING, f"「{mark}」{reason}，没有更新：{_changed(data, today)}"))
            return False
        made = redrawn(done.parts, chart.part, today)
        done.parts.clear()
        done.parts.update(made)
        done.events.append(Event(Kind.FIGURE, _HEADING, f"「{mark}」{_changed(data, today)}"))
    said = chart.described.get("descr", "")
    is_ours = not said or (was is not None and said == was[0].described.get("descr", ""))
    if chart.mark == mark and (not is_ours or said == title):
        return False
    chart.called(mark)
    if is_ours:
        chart.described.set("descr", title)
    return True


def _changed(data: Data, today: Data) -> str:
    """Return which numbers are others now, and which came and went."""
    old, new = data.points, today.points
    said = []
    for one in dict.fromkeys((*new, *old)):
        before, after = old.get(one, ""), new.get(one, "")
        if same_number(before) != same_number(after):
            name = " ".join(one) if len(today.series) > 1 else one[1]
            said.append(f"{name} {before or '空'}→{after or '空'}")
    return listed(said)
