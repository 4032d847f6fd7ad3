"""A comparison -> one self-contained HTML page to read, search, sort and print; nothing in it comes from elsewhere.

`page.html` is the frame with its style and script, `comparison_page.html` fills it; Jinja escapes every text that they print. The script
finds everything in the table's own HTML, so that the page is whole without it, and no data stands in code.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import lcm
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from reportgen.base.numbers import Exact, decimals, decimals_written
from reportgen.compare.rows import header, is_by_section, notices, row
from reportgen.figures.changes import Change, Comparison, Entry, Kind, by_size
from reportgen.figures.wording import long_text

_FOLDER = Path(__file__).parent
_APART = (Kind.INCOMPARABLE, Kind.MISSING, Kind.NEW, Kind.GONE)  # what has no difference, the gravest first
_FULL = 20  # per cent, or points, at which a bar is full: fixed, so that two pages can be laid side by side
_PER_CENT, _TIP = 25, 50  # what a bar is long for each per cent, and its arrowhead where the change goes on beyond
_HALF = _FULL * _PER_CENT


@dataclass(frozen=True)
class _Bar:
    """A picture of a change, which the numbers beside it say already: rise or fall, '' for none; where its neck and it end."""

    kind: str
    neck: int
    end: int


@dataclass(frozen=True)
class _Line:
    """A change in the table: where links lead to, its cells under `header`, and by which ranks its numbers are sorted."""

    change: Change
    place: str
    cells: tuple[str, ...]
    ranks: tuple[int | None, ...]
    bar: _Bar | None
    origin: tuple[tuple[str, list[str]], ...]

    @property
    def moved(self) -> bool:
        return self.change.kind is not Kind.SAME

    @property
    def difference(self) -> str:
        return small(self.cells[5], self.change.difference_unit if self.change.is_rate else "")


def as_page(comparison: Comparison) -> str:
    """Return the comparison as a page, in the order of its changes until somebody sorts them otherwise."""
    changes, titles = comparison.changes, (comparison.before.title, comparison.after.title)
    sizes = [_sizes(change) for change in changes]
    lines = {
        change.name: _Line(
            change, f"m{number}", row(change), ranks, _bar(size[-1]), origin(zip(titles, _sides(change), strict=True))
        )
        for number, (change, ranks, size) in enumerate(zip(changes, _ranks(sizes), sizes, strict=True), start=1)
    }
    titled = is_by_section(changes)
    counts = [("指标", len(changes), "项")]
    counts += [(kind.value, sum(change.kind is kind for change in changes), "项") for kind in Kind]
    _, *front, difference, percent, remark = header(comparison)
    return page(
        "comparison_page.html",
        title=f"主要指标对比：{titles[0]}—{titles[1]}",
        warnings=notices(comparison),
        sections=list(dict.fromkeys(change.entry.section for change in changes)),
        counts=[*counts, ("变化突出", sum(bool(change.notes) for change in changes), "项")],
        standouts=[lines[change.name] for change in by_size(change for change in changes if change.notes)],
        apart=sorted((one for one in lines.values() if one.change.kind in _APART), key=_gravity),
        lacking={Kind.NEW: f"{titles[0]}没有这一项", Kind.GONE: f"{titles[1]}没有这一项"},
        heads=[*front, difference, percent, "幅度", remark],
        titled=titled,
        groups=[
            (section, list(group))
            for section, group in groupby(lines.values(), lambda line: line.change.entry.section if titled else "")
        ],
        full=_FULL,
        half=_HALF,
    )


def page(template: str, *, style: str = "", **said: object) -> str:
    """Return the page that a template of this folder makes of what is said; `style` is what it needs beside the frame's own."""
    frame = (_FOLDER / "page.html").read_text(encoding="utf-8")
    own = Markup("<style>{}</style>\n").format(Markup(style)) if style else ""
    return environment().get_template(template).render(said, style=own, policy=Markup(policy(f"{frame}{own}")))


@functools.cache
def environment() -> Environment:
    """Return what reads the templates of this folder: every text is escaped, a name that nobody says is a fault of ours."""
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def policy(page: str) -> str:
    """Return the Content-Security-Policy that lets a page's own styles and script run, and nothing else at all.

    The page says it itself; a server that hands it on says the same in a header.
    """
    rules = ["default-src 'none'", "base-uri 'none'", "form-action 'none'"]
    for element in ("style", "script"):
        codes = re.findall(f"<{element}>(.*?)</{element}>", page, re.DOTALL)
        hashes = (base64.b64encode(hashlib.sha256(code.encode()).digest()).decode() for code in codes)
        rules.append(" ".join([f"{element}-src", *(f"'sha256-{digest}'" for digest in hashes)]))
    return "; ".join(rules)


def _gravity(line: _Line) -> int:
    return _APART.index(line.change.kind)


def small(number: str, unit: str) -> str:
    """Return a number as HTML with the unit behind it in small print, where it has one."""
    return Markup("{}<small>{}</small>").format(number.removesuffix(unit), unit) if number and unit else number


def _sizes(change: Change) -> tuple[Exact | None, ...]:
    """Return what each column that sorts sorts by; the last is how far a bar goes: in per cent, a rate in points."""
    before, after = (side.value if side else None for side in _sides(change))
    difference, percent = change.difference, change.percent
    return before, after, difference, percent, difference if change.is_rate else percent


def _ranks(sizes: Iterable[tuple[Exact | None, ...]]) -> Iterator[tuple[int | None, ...]]:
    """Yield where each change stands in each column that sorts: a browser's numbers would round the exact ones."""
    columns = list(zip(*sizes, strict=True))
    columns[-1:] = [tuple(size and max(size, -size) for size in column) for column in columns[-1:]]
    return zip(*map(ranked, columns), strict=True)


def ranked(values: Sequence[Exact | None]) -> list[int | None]:
    """Return a number for each value by which to sort, the same for equal ones; fractions of one denominator sort as ints."""
    common = lcm(*(value.denominator for value in values if value is not None))
    sizes = [None if value is None else value.numerator * (common // value.denominator) for value in values]
    order = {size: rank for rank, size in enumerate(sorted({size for size in sizes if size is not None}))}
    return [None if size is None else order[size] for size in sizes]


def _sides(change: Change) -> tuple[Entry | None, Entry | None]:
    return change.before, change.after


def _bar(moved: Exact | None) -> _Bar | None:
    if moved is None:
        return None
    length = min(abs(moved.numerator) * _PER_CENT // moved.denominator, _HALF)
    neck = length - _TIP if abs(moved.numerator) > _FULL * moved.denominator else length
    sign = -1 if moved < 0 else 1
    return _Bar(("fall" if moved < 0 else "rise") if moved else "", sign * neck, sign * length)


def origin(years: Iterable[tuple[str, Entry | None]]) -> tuple[tuple[str, list[str]], ...]:
    """Return where each year's figure comes from, as (of what, texts); what is the same in all years is said once."""
    sides = [(title, entry) for title, entry in years if entry]
    found: list[tuple[str, list[str]]] = []
    for what, texts in (
        ("算法", [entry.how for _, entry in sides]),
        ("统计时点", [entry.until for _, entry in sides]),
    ):
        if len(set(texts)) == 1:
            found.append((what, texts[:1]))
        else:
            found += [(f"{title}{what}", [text]) for (title, _), text in zip(sides, texts, strict=True)]
    found += [(title, [_values(entry), entry.source]) for title, entry in sides]
    said = ((what, [text for text in texts if text]) for what, texts in found)
    return tuple((what, texts) for what, texts in said if texts)


def _values(entry: Entry) -> str:
    value = entry.value
    if value is None:
        return entry.text
    unit = f"（{entry.unit}）" if "=" in entry.unit else entry.unit
    exact = str(value) if isinstance(value, int) else long_text(value, decimals_written(entry.text))
    return f"{entry.text}{unit}（精确值{exact}" + (f"，即{value}）" if decimals(value) is None else "）")
