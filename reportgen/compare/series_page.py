"""A series -> one self-contained HTML page: each metric's years side by side with a small line, in the frame of a comparison's page.

A line never says more than the numbers beside it: first, last, highest and lowest have shapes of their own, no colours, what can't be
compared isn't joined, and a small change looks small.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from html import escape
from itertools import groupby, pairwise
from pathlib import Path
from string import Template

from reportgen.base.numbers import Exact
from reportgen.compare.page import block, framed, origin, ranked
from reportgen.compare.series_text import cells, header, notices, remark, skipped
from reportgen.figures.changes import Entry, Kind
from reportgen.figures.series import Row, Series

_STYLE_FILE = Path(__file__).with_name("series_page.css")
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


class _Style(Template):
    delimiter = "§"


def as_series_page(series: Series) -> str:
    """Return the series as a page, in the catalogue's order until somebody sorts it otherwise."""
    title = f"历年指标：{series.sides[0].title}—{series.sides[-1].title}"
    places = {row.entry.name: f"m{number}" for number, row in enumerate(series.rows, start=1)}
    top = _summary(series) + _apart(series, places)
    sections = list(dict.fromkeys(row.entry.section for row in series.rows))
    table = _table(title, series, places)
    return framed(title, notices(series), top, sections, table, notable="只看不可比和缺数据的", style=_style(series))


def _style(series: Series) -> str:
    count = len(series.sides)
    upright = count <= _PORTRAIT
    return _Style(_STYLE_FILE.read_text(encoding="utf-8")).substitute(
        width=max(1180, 740 + 80 * count),
        narrow=700 + 70 * count,
        paper="portrait" if upright else "landscape",
        below="110mm" if upright else "190mm",
    )


def _summary(series: Series) -> str:
    kinds = Counter(row.whole.kind for row in series.rows)
    counts = [("年份", len(series.sides), "年"), ("指标", len(series.rows), "项")]
    counts += [(kind.value, kinds[kind], "项") for kind in Kind if kinds[kind]]
    items = (f"<li>{name}<b>{count}</b>{unit}</li>" for name, count, unit in counts)
    note = f'<p class="note">{escape(skipped(series))}</p>\n' if skipped(series) else ""
    return f'<ul class="counts" aria-label="概况">{"".join(items)}</ul>\n{note}'


def _apart(series: Series, places: dict[str, str]) -> str:
    """Return why metrics can't be compared, each reason once: a day of counting that moved moves for half the report."""
    reasons: dict[tuple[Kind, str], list[Row]] = {}
    for row in series.rows:
        for one in row.breaks:
            reasons.setdefault((Kind.INCOMPARABLE, one.reason), []).append(row)
        if row.gap:
            reasons.setdefault((Kind.MISSING, row.gap), []).append(row)
    items = []
    for (kind, reason), rows in sorted(reasons.items(), key=lambda item: item[0][0] is Kind.MISSING):
        links = "、".join(f'<a href="#{places[row.entry.name]}">{escape(row.entry.label)}</a>' for row in rows)
        items.append(
            f"<li><b>{kind.value}</b> <span>{escape(reason)}</span> <span>{links}（{len(rows)}项）</span></li>"
        )
    return block("apart", "不可比或缺数据的原因", items)


def _table(title: str, series: Series, places: dict[str, str]) -> str:
    _, label, unit, *numbers, remarked = map(escape, header(series))
    heads = [f'<th scope="col">{label}</th><th scope="col">{unit}</th>']
    heads += [f'<th scope="col" class="n" data-sort="{name}">{name}</th>' for name in numbers]
    heads.append(f'<th scope="col" class="line">走势</th><th scope="col">{remarked}</th>')
    columns = zip(*map(_sizes, series.rows), strict=True)
    lines = zip(series.rows, zip(*map(ranked, columns), strict=True), strict=True)
    body = []
    for section, group in groupby(lines, key=lambda line: line[0].entry.section):
        rows = "\n".join(_row(row, places[row.entry.name], series, ranks) for row, ranks in group)
        heading = f'<th scope="rowgroup" colspan="{len(numbers) + 4}">{escape(section)}</th>'
        body.append(f'<tbody>\n<tr class="section">{heading}</tr>\n{rows}\n</tbody>\n')
    signs = "".join(
        f'<em><svg class="sign" viewBox="-65 -65 130 130" aria-hidden="true">{mark}</svg>{said}</em>'
        for said, mark in _LEGEND
    )
    caption = (
        f"<i>{escape(title)}。</i><span>点一行，看各年的数据来源。</span>"
        f"走势图各自成比例，图高至少是最大值的五分之一；缺数的年份断开。图上：{signs}"
    )
    start = '<table class="years by-section">'
    return f"{start}\n<caption>{caption}</caption>\n<thead><tr>{''.join(heads)}</tr></thead>\n{''.join(body)}</table>\n"


def _sizes(row: Row) -> tuple[Exact | None, ...]:
    """Return what each column that sorts sorts by."""
    values = (entry.value if entry else None for entry in row.entries)
    return (*values, row.whole.difference, row.whole.percent)


def _row(row: Row, place: str, series: Series, ranks: Sequence[str]) -> str:
    section, label, unit, *numbers, remarked = map(escape, cells(row))
    moved, notable = row.whole.kind is not Kind.SAME, bool(remark(row))
    classes = " ".join(name for name, holds in (("moved", moved), ("notable", notable)) if holds)
    if row.whole.is_rate and numbers[-2]:
        points = escape(row.whole.difference_unit)
        numbers[-2] = f"{numbers[-2].removesuffix(points)}<small>{points}</small>"
    breaks = {one.at for one in row.breaks}
    heads = map(escape, header(series)[3:-1])
    shown = "".join(
        f'<td class="n{" broken" if number in breaks else ""}" data-head="{head}"{rank}>{cell}</td>'
        for number, (head, rank, cell) in enumerate(zip(heads, ranks, numbers, strict=True))
    )
    sources = "".join(origin((side.title, entry) for side, entry in zip(series.sides, row.entries, strict=True)))
    return (
        f'<tr id="{place}" class="{classes}" data-name="{escape(row.entry.name)}">'
        f'<th scope="row" data-section="{section}">{label}</th><td>{unit}</td>{shown}<td class="line">{_line(row, series)}</td>'
        f'<td class="told"><details><summary><span>{remarked}</span> '
        f'<span class="more"><b>数据来源</b><i>：{label}</i></span></summary><dl>{sources}</dl></details></td></tr>'
    )


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
    drawn = "".join(shapes)
    return f'<svg role="img" viewBox="0 0 {_WIDTH} {_HEIGHT}"><title>走势：{escape(said)}</title>{drawn}</svg>'


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
