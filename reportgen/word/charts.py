"""A package's parts -> the charts in them: where each is shown, what it is called by, and the names and numbers that it keeps."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from lxml import etree

from reportgen.word.drawingml import CHART, DESCRIBED
from reportgen.word.package import W, is_xml, parse_part
from reportgen.word.relations import OFFICE, related, stories

_NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?")
_INDEX = re.compile("[0-9]{1,9}")
_FINEST = 9  # decimals that two numbers are told apart by: Excel stores 89.9 as 89.900000000000006
_MOST = 2_000  # points of a series that are looked at
CHART_MARK = "图："  # what the name of a chart of ours begins with; Word shows it in the list of a page's objects alone


@dataclass(frozen=True)
class Series:
    """One row of bars, line or pie: its name, the format of its numbers as Excel writes one, and the numbers as text, '' for a gap."""

    name: str
    form: str
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class Data:
    """What a chart draws: the names along its axis, and its series, each with one number for each name."""

    categories: tuple[str, ...]
    series: tuple[Series, ...]

    @property
    def labels(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the names of the categories and of the series, however blanks stand in them."""
        return tuple(map(_plain, self.categories)), tuple(_plain(one.name) for one in self.series)

    @property
    def points(self) -> dict[tuple[str, str], str]:
        """Return the numbers by the names of their series and category; of two of one name the later."""
        names, series = self.labels
        return {
            (one, name): number
            for one, of in zip(series, self.series, strict=True)
            for name, number in zip(names, of.numbers, strict=True)
        }

    def says(self, other: Data) -> bool:
        """Return whether it draws the same: another spelling of a number, as word processors leave it, is the same number."""
        numbers = ([tuple(map(same_number, one.numbers)) for one in data.series] for data in (self, other))
        return self.labels == other.labels and next(numbers) == next(numbers)


@dataclass(frozen=True)
class ChartPoint:
    """One number of a chart: the title that a mark of its figure would have, what it is called, the number as text, '' for a gap, and both
    in words."""

    title: str
    name: str
    number: str
    said: str


@dataclass(frozen=True)
class Drawing:
    """What a chart draws: its data, the points of each of its series, and in words what each tag of it draws."""

    data: Data
    points: tuple[tuple[ChartPoint, ...], ...]
    words: tuple[str, ...]

    @property
    def every(self) -> list[ChartPoint]:
        """Return the points that draw a number."""
        return [point for points in self.points for point in points if point.number]

    def without(self, titles: Container[str]) -> Data:
        """Return its data with gaps for the figures of these titles."""
        series = (
            replace(one, numbers=tuple("" if point.title in titles else point.number for point in points))
            for one, points in zip(self.data.series, self.points, strict=True)
        )
        return replace(self.data, series=tuple(series))


@dataclass(frozen=True)
class ShownChart:
    """A chart as a story shows it: what describes it (wp:docPr) in the story's tree, and the name of its part."""

    described: etree._Element
    part: str

    @property
    def mark(self) -> str:
        """Return what it draws as the template says it, '' for a chart that isn't ours."""
        name = str(self.described.get("name", ""))
        return name.removeprefix(CHART_MARK) if name.startswith(CHART_MARK) else ""

    def called(self, mark: str) -> None:
        """Make it a chart of ours that draws what `mark` says; '' leaves it a plain chart."""
        self.described.set("name", f"{CHART_MARK}{mark}" if mark else f"图表 {self.described.get('id', '')}".strip())


def charts_below(parts: Mapping[str, bytes], story: str, root: etree._Element) -> Iterator[ShownChart]:
    """Yield the charts that a story's tree shows, those left out whose part the package hasn't got."""
    known: dict[str, tuple[str, str]] | None = None
    for drawing in root.iter(f"{W}drawing"):
        described, shown = next(drawing.iter(DESCRIBED), None), next(drawing.iter(f"{CHART}chart"), None)
        if described is None or shown is None:
            continue
        known = related(parts, story) if known is None else known
        kind, name = known.get(shown.get(f"{{{OFFICE}}}id", ""), ("", ""))
        is_looked_at = is_xml(name) and name.startswith("word/")  # by `opening`
        if kind == "chart" and name in parts and is_looked_at:
            yield ShownChart(described, name)


def charts_of(parts: Mapping[str, bytes]) -> Iterator[tuple[str, etree._Element, list[ShownChart]]]:
    """Yield the stories that show charts, each with its name and tree."""
    for story in stories(parts):
        if any(kind == "chart" for kind, _ in related(parts, story).values()):
            root = parse_part(parts[story])
            shown = list(charts_below(parts, story, root))
            if shown:
                yield story, root, shown


def drawn_of(parts: Mapping[str, bytes]) -> dict[str, tuple[ShownChart, Data]]:
    """Return the charts of ours by what they draw, the first of each, with what they keep."""
    found: dict[str, tuple[ShownChart, Data]] = {}
    for _, _, shown in charts_of(parts):
        for one in shown:
            if one.mark and one.mark not in found:
                found[one.mark] = one, data_of(parse_part(parts[one.part]))
    return found


def mark_of(chart: ShownChart, data: Data, drafted: Mapping[str, tuple[ShownChart, Data]]) -> str:
    """Return what a chart in people's document draws, '' for one of their own; `drafted` are the charts of a draft.

    LibreOffice saves none of the words that stand beside a chart: what draws the same names as a chart of the draft is that chart.
    """
    alike = (mark for mark, (_, drawn) in drafted.items() if drawn.labels == data.labels)
    return chart.mark or next(alike, "")


def data_of(chart: etree._Element) -> Data:
    """Return what a chart keeps of its data (ECMA-376 21.2.2.121), which is what Word draws."""
    every = [(_series_name(one), *_numbers(one), _points(one.find(f"{CHART}cat"))) for one in series_of(chart)]
    count = max((max([*numbers, *names], default=-1) + 1 for _, _, numbers, names in every), default=0)
    names = next((names for *_, names in every if names), {})
    categories = tuple(names.get(at, "") for at in range(count))
    return Data(
        categories,
        tuple(
            Series(name, form, tuple(numbers.get(at, "") for at in range(count))) for name, form, numbers, _ in every
        ),
    )


def series_of(chart: etree._Element) -> list[etree._Element]:
    """Return the series in the order in which they were made, which stays when people put them in another order."""
    return sorted(chart.iter(f"{CHART}ser"), key=lambda one: index_of(one.find(f"{CHART}idx"), "val"))


def index_of(element: etree._Element | None, name: str) -> int:
    """Return the number that an attribute says, 0 where it says none."""
    said = "" if element is None else element.get(name, "")
    return int(said) if _INDEX.fullmatch(said) else 0


def same_number(text: str) -> Fraction | str:
    """Return what two spellings of a number have in common."""
    return round(Fraction(text), _FINEST) if _NUMBER.fullmatch(text) else text


def _plain(text: str) -> str:
    return "".join(text.split())


def _series_name(series: etree._Element) -> str:
    said = series.find(f"{CHART}tx")
    return "" if said is None else next((one.text or "" for one in said.iter(f"{CHART}v")), "")


def _numbers(series: etree._Element) -> tuple[str, dict[int, str]]:
    values = series.find(f"{CHART}val")
    form = "" if values is None else next((one.text or "" for one in values.iter(f"{CHART}formatCode")), "")
    return form, _points(values)


def _points(of: etree._Element | None) -> dict[int, str]:
    points = () if of is None else of.iter(f"{CHART}pt")
    said = ((index_of(one, "idx"), (one.findtext(f"{CHART}v") or "").strip()) for one in points)
    return {at: text for at, text in said if at < _MOST}
