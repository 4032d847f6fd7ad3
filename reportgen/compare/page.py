"""A comparison -> one self-contained HTML page to read, search, sort and print; nothing in it comes from elsewhere.

`page.html` is the frame with its style and script. The script finds everything in the table's own HTML, so that the page is whole
without it, and no data stands in code.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby
from math import lcm
from pathlib import Path
from string import Template

from reportgen.base.numbers import Exact, decimals, decimals_written
from reportgen.compare.rows import header, notices, row
from reportgen.figures.changes import Change, Comparison, Entry, Kind, by_size
from reportgen.figures.wording import long_text

_FRAME_FILE = Path(__file__).with_name("page.html")
_APART = (Kind.INCOMPARABLE, Kind.MISSING, Kind.NEW, Kind.GONE)  # what has no difference, the gravest first
_FULL = 20  # per cent, or points, at which a bar is full: fixed, so that two pages can be laid side by side
_PER_CENT, _TIP = 25, 50  # what a bar is long for each per cent, and its arrowhead where the change goes on beyond
_HALF = _FULL * _PER_CENT


class _Frame(Template):
    """Its places are §title: $ belongs to the script."""

    delimiter = "§"


def as_page(comparison: Comparison) -> str:
    """Return the comparison as a page, in the order of its changes until somebody sorts them otherwise."""
    title = f"主要指标对比：{comparison.before.title}—{comparison.after.title}"
    places = {change.name: f"m{number}" for number, change in enumerate(comparison.changes, start=1)}
    top = _summary(comparison.changes) + _standouts(comparison, places) + _apart(comparison, places)
    sections = list(dict.fromkeys(change.entry.section for change in comparison.changes))
    return framed(title, list(notices(comparison)), top, sections, _table(title, comparison, places))


def framed(
    title: str,
    warnings: Sequence[str],
    top: str,
    sections: Iterable[str],
    table: str,
    *,
    notable: str = "只看突出的",
    style: str = "",
) -> str:
    """Return the whole page: `top` and `table` are HTML, the others plain text; `sections` can be chosen from.

    `notable` is what the box says that leaves the rows of this class; `style` is what another table needs beside the frame's own.
    """
    own = f"<style>{style}</style>\n" if style else ""
    frame = _FRAME_FILE.read_text(encoding="utf-8").replace("</head>", f"{own}</head>")
    return _Frame(frame).substitute(
        notable=escape(notable),
        policy=_policy(frame),
        kind="demo" if warnings else "real",
        title=escape(title),
        warnings="".join(f'<p class="warning" role="note">{escape(warning)}</p>' for warning in warnings),
        top=top,
        options="".join(f"<option>{escape(section)}</option>" for section in sections),
        table=table,
    )


def _policy(frame: str) -> str:
    """Return the Content-Security-Policy that lets the frame's own styles and script run, and nothing else at all."""
    rules = ["default-src 'none'", "base-uri 'none'", "form-action 'none'"]
    for element in ("style", "script"):
        codes = re.findall(f"<{element}>(.*?)</{element}>", frame, re.DOTALL)
        hashes = (base64.b64encode(hashlib.sha256(code.encode()).digest()).decode() for code in codes)
        rules.append(" ".join([f"{element}-src", *(f"'sha256-{digest}'" for digest in hashes)]))
    return "; ".join(rules)


def _summary(changes: Sequence[Change]) -> str:
    counts = [("指标", len(changes))]
    counts += [(kind.value, sum(change.kind is kind for change in changes)) for kind in Kind]
    counts.append(("变化突出", sum(bool(change.notes) for change in changes)))
    items = (f"<li>{name}<b>{count}</b>项</li>" for name, count in counts if count)
    return f'<ul class="counts" aria-label="概况">{"".join(items)}</ul>\n'


def _standouts(comparison: Comparison, places: dict[str, str]) -> str:
    changes = by_size(change for change in comparison.changes if change.notes)
    return block("standouts", "变化突出，请先核对", (_standout(change, places[change.name]) for change in changes))


def _standout(change: Change, place: str) -> str:
    _, label, unit, before, after, difference, percent, _ = row(change)
    moved = "" if change.kind is Kind.SAME else difference + (f"（{percent}%）" if percent else "")
    return (
        f'<li><a href="#{place}">{escape(label)}</a> <span>{escape(before)} → {escape(after)}{escape(_unit(unit))}</span> '
        f"<span>{escape(moved)}</span> <span>{escape('；'.join(change.notes))}</span></li>"
    )


def _apart(comparison: Comparison, places: dict[str, str]) -> str:
    changes = sorted((change for change in comparison.changes if change.kind in _APART), key=_gravity)
    lacking = {Kind.NEW: f"{comparison.before.title}没有这一项", Kind.GONE: f"{comparison.after.title}没有这一项"}
    items = (
        f'<li><a href="#{places[change.name]}">{escape(change.entry.label)}</a> <b>{change.kind.value}</b> '
        f"<span>{escape(change.reason or lacking.get(change.kind, ''))}</span></li>"
        for change in changes
    )
    return block("apart", "不能直接比较", items)


def _gravity(change: Change) -> int:
    return _APART.index(change.kind)


def block(name: str, title: str, items: Iterable[str]) -> str:
    """Return a titled list of HTML items, nothing for none."""
    listed = list(items)
    if not listed:
        return ""
    return (
        f'<section class="{name}" aria-labelledby="{name}"><h2 id="{name}">{title}（{len(listed)}项）</h2>\n'
        f"<ul>{''.join(listed)}</ul></section>\n"
    )


def _table(title: str, comparison: Comparison, places: dict[str, str]) -> str:
    _, label, unit, before, after, difference, percent, remark = map(escape, header(comparison))
    sorted_by = (before, after, difference, percent, "幅度")
    heads = [f'<th scope="col">{label}</th><th scope="col">{unit}</th>']
    heads += [f'<th scope="col" data-sort="{name}">{name}</th>' for name in sorted_by]
    heads.append(f'<th scope="col">{remark}</th>')
    titles = comparison.before.title, comparison.after.title
    sizes = [_sizes(change) for change in comparison.changes]
    bars = (_bar(moved) for *_, moved in sizes)
    lines = zip(comparison.changes, bars, _ranks(sizes), strict=True)
    titled = _is_by_section(comparison.changes)
    body = []
    for section, group in groupby(lines, key=lambda line: line[0].entry.section if titled else ""):
        rows = "\n".join(_row(change, places[change.name], titles, bar, ranks) for change, bar, ranks in group)
        heading = (
            f'<tr class="section"><th scope="rowgroup" colspan="{len(sorted_by) + 3}">{escape(section)}</th></tr>\n'
        )
        body.append(f"<tbody>\n{heading if titled else ''}{rows}\n</tbody>\n")
    caption = (
        f"<i>{escape(title)}。</i><span>点一行，看两年的数据来源。</span>"
        f"幅度条以中线为零，右增左减，满格是{_FULL}%（比率是{_FULL}个百分点），更大的带箭头。"
    )
    start = f'<table class="{"by-section" if titled else "mixed"}">'
    return f"{start}\n<caption>{caption}</caption>\n<thead><tr>{''.join(heads)}</tr></thead>\n{''.join(body)}</table>\n"


def _is_by_section(changes: Iterable[Change]) -> bool:
    """Return whether each section's changes stand together; where somebody sorted them before, each row names its own."""
    sections = [section for section, _ in groupby(change.entry.section for change in changes)]
    return len(set(sections)) == len(sections)


def _sizes(change: Change) -> tuple[Exact | None, ...]:
    """Return what each column that sorts sorts by; the last is how far a bar goes: in per cent, a rate in points."""
    before, after = (side.value if side else None for side in _sides(change))
    difference, percent = change.difference, change.percent
    return before, after, difference, percent, difference if change.is_rate else percent


def _ranks(sizes: Iterable[tuple[Exact | None, ...]]) -> Iterator[tuple[str, ...]]:
    """Yield where each change stands in each column that sorts: a browser's numbers would round the exact ones."""
    columns = list(zip(*sizes, strict=True))
    columns[-1:] = [tuple(size and max(size, -size) for size in column) for column in columns[-1:]]
    return zip(*map(ranked, columns), strict=True)


def ranked(values: Sequence[Exact | None]) -> list[str]:
    """Return an attribute for each value, the same for equal ones, '' for none; fractions of one denominator sort as ints."""
    common = lcm(*(value.denominator for value in values if value is not None))
    sizes = [None if value is None else value.numerator * (common // value.denominator) for value in values]
    order = {size: rank for rank, size in enumerate(sorted({size for size in sizes if size is not None}))}
    return ["" if size is None else f' data-rank="{order[size]}"' for size in sizes]


def _sides(change: Change) -> tuple[Entry | None, Entry | None]:
    return change.before, change.after


def _row(change: Change, place: str, titles: tuple[str, str], bar: str, ranks: tuple[str, ...]) -> str:
    section, label, unit, before, after, difference, percent, remark = map(escape, row(change))
    classes = [name for name, holds in (("moved", change.kind is not Kind.SAME), ("notable", change.notes)) if holds]
    mark = " <mark>突出</mark>" if change.notes else ""
    if change.is_rate and difference:
        points = escape(change.difference_unit)
        difference = f"{difference.removesuffix(points)}<small>{points}</small>"
    cells = (before, after, difference, percent, bar)
    return (
        f'<tr id="{place}" class="{" ".join(classes)}" data-name="{escape(change.name)}">'
        f'<th scope="row" data-section="{section}">{label}{mark}</th><td>{unit}</td>'
        + "".join(f"<td{rank}>{cell}</td>" for rank, cell in zip(ranks, cells, strict=True))
        + f'<td><details><summary><span>{remark}</span> <span class="more"><b>数据来源</b><i>：{label}</i></span></summary>'
        f"<dl>{''.join(origin(zip(titles, _sides(change), strict=True)))}</dl></details></td></tr>"
    )


def _bar(moved: Exact | None) -> str:
    """Return a picture of the change, which the numbers beside it say already."""
    if moved is None:
        return ""
    length = min(abs(moved.numerator) * _PER_CENT // moved.denominator, _HALF)
    neck = length - _TIP if abs(moved.numerator) > _FULL * moved.denominator else length
    sign, kind = ("-", "fall") if moved < 0 else ("", "rise")
    shape = f'<path class="{kind}" d="M0 2H{sign}{neck}L{sign}{length} 6 {sign}{neck} 10H0z"/>' if moved else ""
    zero = '<path class="zero" d="M0 0V12"/>'
    return f'<svg viewBox="-{_HALF} 0 {2 * _HALF} 12" preserveAspectRatio="none" aria-hidden="true">{shape}{zero}</svg>'


def origin(years: Iterable[tuple[str, Entry | None]]) -> Iterator[str]:
    """Yield where each year's figure comes from; what is the same in all years is said once."""
    sides = [(title, entry) for title, entry in years if entry]
    for what, texts in (
        ("算法", [entry.how for _, entry in sides]),
        ("统计时点", [entry.until for _, entry in sides]),
    ):
        if len(set(texts)) == 1:
            yield _said(what, texts[0])
        else:
            for (title, _), text in zip(sides, texts, strict=True):
                yield _said(f"{title}{what}", text)
    for title, entry in sides:
        yield _said(title, _values(entry), entry.source)


def _said(what: str, *texts: str) -> str:
    lines = "".join(f"<dd>{escape(text)}</dd>" for text in texts if text)
    return f"<dt>{escape(what)}</dt>{lines}" if lines else ""


def _values(entry: Entry) -> str:
    value = entry.value
    if value is None:
        return entry.text
    exact = str(value) if isinstance(value, int) else long_text(value, decimals_written(entry.text))
    return f"{entry.text}{_unit(entry.unit)}（精确值{exact}" + (f"，即{value}）" if decimals(value) is None else "）")


def _unit(unit: str) -> str:
    return f"（{unit}）" if "=" in unit else unit
