"""A series -> one self-contained HTML page: each metric's years side by side with a small line, in the frame of a comparison's page.

A line never says more than the numbers beside it: first, last, highest and lowest have shapes of their own, no colours, what can't be
compared isn't joined, and a small change looks small.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise

from markupsafe import Markup

from reportgen.base.numbers import Exact
from reportgen.compare.page import environment, origin, page, ranked, small
from reportgen.compare.rows import notices
from reportgen.compare.series_text import cells, header, remark, skipped
from reportgen.figures.changes import Entry, Kind
from reportgen.figures.series import Row, Series

_PORTRAIT = 5  # years at most for which A4 is wide enough upright
_WIDTH, _HEIGHT = 1220, 320  # of a line's picture, a tenth of a pixel each
_EDGE, _MARGIN = 70, 115  # for the marks at its ends, and for those above and below
_LEAST = Fraction(
    1, 5
)  # a picture is as high as this part of its largest value, or more: else every line would be a mountain
_MARKS = {  # around the point 0,0
    "peak": "M-42 -55H42L0 -115z",
    "low": "M-42 55H42L0 115z",
}
_LEGEND = (
    ("首年", '<circle class="first" r="34"/>'),
    ("末年", '<circle class="last" r="42"/>'),
    ("最高", f'<path class="peak" transform="translate(0 85)" d="{_MARKS["peak"]}"/>'),
    ("最低", f'<path class="low" transform="translate(0 -85)" d="{_MARKS["low"]}"/>'),
    ("前后不可比", '<path class="break" d="M0 -65V65"/>'),
)


@dataclass(frozen=True)
class _Line:
    """A metric in the table: where links lead to, its cells under `header`, by which ranks its numbers are sorted, and its picture."""

    row: Row
    place: str
    cells: tuple[str, ...]
    ranks: tuple[int | None, ...]
    drawing: str
    origin: tuple[tuple[str, list[str]], ...]

    @property
    def moved(self) -> bool:
        return self.row.whole.kind is not Kind.SAME

    @property
    def notable(self) -> bool:
        return bool(remark(self.row))

    @property
    def breaks(self) -> set[int]:
        return {one.at for one in self.row.breaks}

    @property
    def numbers(self) -> tuple[str, ...]:
        *years, difference, percent = self.cells[3:-1]
        return *years, small(difference, self.row.whole.difference_unit if self.row.whole.is_rate else ""), percent


def as_series_page(series: Series) -> str:
    """Return the series as a page, in the catalogue's order until somebody sorts it otherwise."""
    ranks = zip(*map(ranked, zip(*map(_sizes, series.rows), strict=True)), strict=True)
    titles = [side.title for side in series.sides]
    lines = [
        _Line(row, f"m{number}", cells(row), own, _line(row, series), origin(zip(titles, row.entries, strict=True)))
        for number, (row, own) in enumerate(zip(series.rows, ranks, strict=True), start=1)
    ]
    kinds = Counter(row.whole.kind for row in series.rows)
    return page(
        "series_page.html",
        title=f"历年指标：{titles[0]}—{titles[-1]}",
        warnings=notices(series),
        sections=list(dict.fromkeys(row.entry.section for row in series.rows)),
        counts=[
            ("年份", len(titles), "年"),
            ("指标", len(lines), "项"),
            *((kind.value, kinds[kind], "项") for kind in Kind),
        ],
        skipped=skipped(series),
        apart=_apart(lines),
        heads=header(series),
        groups=[(section, list(group)) for section, group in groupby(lines, lambda line: line.row.entry.section)],
        legend=[(said, Markup(shape)) for said, shape in _LEGEND],
        style=_style(len(titles)),
    )


def _style(count: int) -> str:
    upright = count <= _PORTRAIT
    style = environment().get_template("series_page.css")
    return style.render(
        width=max(1180, 740 + 80 * count),
        narrow=700 + 70 * count,
        paper="portrait" if upright else "landscape",
        below="110mm" if upright else "190mm",
    )


def _apart(lines: Iterable[_Line]) -> list[tuple[str, str, list[_Line]]]:
    """Return why metrics can't be compared, each reason once: a day of counting that moved moves for half the report."""
    reasons: dict[tuple[Kind, str], list[_Line]] = {}
    for line in lines:
        for one in line.row.breaks:
            reasons.setdefault((Kind.INCOMPARABLE, one.reason), []).append(line)
        if line.row.gap:
            reasons.setdefault((Kind.MISSING, line.row.gap), []).append(line)
    found = sorted(reasons.items(), key=lambda item: item[0][0] is Kind.MISSING)
    return [(kind.value, reason, concerned) for (kind, reason), concerned in found]


def _sizes(row: Row) -> tuple[Exact | None, ...]:
    """Return what each column that sorts sorts by."""
    values = (entry.value if entry else None for entry in row.entries)
    return (*values, row.whole.difference, row.whole.percent)


def _line(row: Row, series: Series) -> str:
    """Return a picture of the values, '' for less than two; the same in words is what it is called."""
    values = {
        number: Fraction(entry.value)
        for number, entry in enumerate(row.entries)
        if entry is not None and entry.value is not None
    }
    if len(values) < 2:
        return ""
    places = _places(row, values, series.years)
    breaks = {one.at for one in row.breaks}
    shapes, run = [], ""
    for before, number in pairwise([None, *values]):
        assert number is not None, "only the first has none before it"
        x, y = places[number]
        joined = before is not None and number not in breaks and series.years[number] == series.years[before] + 1
        run += f"{'L' if joined else 'M'}{x} {y}"
        if before is not None and number in breaks:
            middle = (places[before][0] + x) // 2
            shapes.append(f'<path class="break" d="M{middle} 0V{_HEIGHT}"/>')
    shapes.append(f'<path class="run" d="{run}"/>')
    first, *between, last = values
    shapes += [f'<circle class="dot" cx="{x}" cy="{y}" r="22"/>' for x, y in map(places.__getitem__, between)]
    ends = (("first", first, 34), ("last", last, 42))
    shapes += [f'<circle class="{name}" cx="{places[n][0]}" cy="{places[n][1]}" r="{r}"/>' for name, n, r in ends]
    said = "，".join(f"{side.title}{_said(entry)}" for side, entry in zip(series.sides, row.entries, strict=True))
    for mark, word, number in _extremes(row, values):
        x, y = places[number]
        shapes.append(f'<path class="{mark}" transform="translate({x} {y})" d="{_MARKS[mark]}"/>')
        said += f"；{word}{series.sides[number].title}"
    said += "".join(f"；{one.reason}，不可比" for one in row.breaks)
    drawn = Markup("".join(shapes))
    return Markup('<svg role="img" viewBox="0 0 {} {}"><title>走势：{}</title>{}</svg>').format(
        _WIDTH, _HEIGHT, said, drawn
    )


def _places(row: Row, values: dict[int, Fraction], years: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Return where each value's point is: across by its year, up by its value among those that it can be compared with."""
    room, first, last = _HEIGHT - 2 * _MARGIN, years[0], years[-1]
    starts = sorted({0, *(one.at for one in row.breaks)})
    places = {}
    for start, end in pairwise([*starts, len(years)]):
        stretch = {number: value for number, value in values.items() if start <= number < end}
        low, high = min(stretch.values()), max(stretch.values())
        scale = max(high - low, max(map(abs, (low, high))) * _LEAST) or 1
        for number, value in stretch.items():
            x = _EDGE + (_WIDTH - 2 * _EDGE) * (years[number] - first) // (last - first)
            up = (value - (low + high) / 2) / scale
            places[number] = x, round(_HEIGHT // 2 - up * room)
    return places


def _extremes(row: Row, values: dict[int, Fraction]) -> Iterator[tuple[str, str, int]]:
    """Yield the mark, the word and the year of the highest and the lowest value, where all can be compared and differ."""
    low, high = min(values.values()), max(values.values())
    if row.breaks or low == high:
        return
    for mark, word, extreme in (("peak", "最高", high), ("low", "最低", low)):
        yield from ((mark, word, number) for number, value in values.items() if value == extreme)


def _said(entry: Entry | None) -> str:
    if entry is None or entry.value is None:
        return "没有这个数"
    return f"{entry.text}（{entry.unit}）" if "=" in entry.unit else f"{entry.text}{entry.unit}"
