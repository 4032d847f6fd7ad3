"""Figures and texts -> the names and values that a template may say; nothing else is within its reach.

`Vocabulary` is what a template may say for any year (it comes from the catalogue alone); `values` are what it says this year.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from reportgen.base.dates import DateKind, Period, Point, last_day
from reportgen.base.numbers import rounded
from reportgen.base.textfile import EMPHASIS
from reportgen.figures.changes import Change
from reportgen.figures.compute import Figures
from reportgen.figures.figure import Figure
from reportgen.figures.parts import Within
from reportgen.figures.wording import PENDING, WORDINGS, Wording
from reportgen.inputs.catalogue import Catalogue, TextKind
from reportgen.inputs.metric_rules import DateOf, YearOf
from reportgen.inputs.sources import Sources

BREAKDOWN = "按"  # {% for 部分 in 特殊家庭 | 按('村（社区）') %}
SAME_PART = "在"  # {{ 死亡 | 在(部分) }}, in such a loop: the same category's part of another figure
YEARS = "_years"  # what charts call this year's figures and last year's; no metric has this name
ORDER = "排序"  # {% for 部分 in 特殊家庭 | 按('村（社区）') | 排序('-数') %}: the greatest first
OWN_NUMBER = "数"  # in `排序`: a part's own number
NO_CHANGES: Mapping[str, Change] = {}
CATEGORY = "名称"  # {{ 部分.名称 }}: the category of a part


@dataclass(frozen=True)
class Vocabulary:
    """The names that a template may use, by what they are; `figures` maps a number to the columns that it can be broken down by.

    `dates` are the dates by what they hold, `years` those of `figures` that are no numbers to count with. `wordings` are the filters that it
    may use beside those of a breakdown, which need a number that has one.
    """

    figures: Mapping[str, tuple[str, ...]]
    dates: Mapping[str, DateKind]
    texts: frozenset[str]
    lists: frozenset[str]
    records: Mapping[str, tuple[str, ...]]
    wordings: Mapping[str, Wording]
    years: frozenset[str] = frozenset()
    pictures: frozenset[str] = frozenset()


def vocabulary(catalogue: Catalogue, *, optional: bool = False) -> Vocabulary:
    """Return what a template of this catalogue may say; what is written for one year may say `optional` figures too."""
    of_kind = {kind: [t for t in catalogue.texts.values() if t.kind is kind] for kind in TextKind}
    columns = catalogue.columns(
        lambda rule: tuple(dict.fromkeys((*catalogue.tables[rule.table].dimensions, *catalogue.any_table)))
    )
    dates = {name: metric.rule.kind for name, metric in catalogue.metrics.items() if isinstance(metric.rule, DateOf)}
    return Vocabulary(
        # An optional figure may be left out, so no template of every year can rely on it.
        {
            name: columns[name]
            for name, metric in catalogue.metrics.items()
            if name not in dates and (optional or not metric.optional)
        },
        dates,
        frozenset(text.name for text in of_kind[TextKind.TEXT]),
        frozenset(text.name for text in of_kind[TextKind.LIST]),
        {text.name: text.keys for text in of_kind[TextKind.RECORDS]},
        WORDINGS,
        frozenset(name for name, metric in catalogue.metrics.items() if isinstance(metric.rule, YearOf)),
        frozenset(text.name for text in of_kind[TextKind.PICTURE]),
    )


@dataclass(frozen=True)
class Printed:
    """A figure as a text prints it: what a mark of the template would have as its title, its tag and its text."""

    title: str
    tag: str
    text: str


class Filled(str):
    """A text of a year whose tags are filled: for a template the text that it has become, which knows where its figures stand."""

    __slots__ = ("pieces",)
    pieces: tuple[str | Printed, ...]

    def __new__(cls, pieces: Iterable[str | Printed]) -> Filled:
        """Return the text that words and figures make, in their order."""
        every = tuple(pieces)
        filled = super().__new__(cls, "".join(piece if isinstance(piece, str) else piece.text for piece in every))
        filled.pieces = every
        return filled


def lines_of(value: object) -> tuple[str, ...]:
    """Return the lines of a year's text, or of all texts of a list, that say something: for a template each is a paragraph."""
    if isinstance(value, tuple):
        return tuple(line for text in value for line in lines_of(text))
    rows: list[list[str | Printed]] = [[]]
    for piece in value.pieces if isinstance(value, Filled) else (str(value),):
        first, *others = piece.splitlines() or [""] if isinstance(piece, str) else [piece]
        rows[-1].append(first)
        rows += [[other] for other in others]
        if isinstance(piece, str) and piece.endswith(("\n", "\r")):
            rows.append([])
    return tuple(Filled(_stripped(row)) for row in rows if Filled(row).strip())


def _stripped(row: list[str | Printed]) -> list[str | Printed]:
    """Return a line without the blanks at its ends: what a paragraph is indented by, its layout says."""
    first, last = row[0], row[-1]
    begun = [first.lstrip() if isinstance(first, str) else first, *row[1:]]
    return [*begun[:-1], begun[-1].rstrip() if isinstance(last, str) and isinstance(begun[-1], str) else begun[-1]]


def emphasised(text: str) -> Iterator[tuple[bool, str | Printed]]:
    """Yield a text piece by piece with whether it is emphasised; a sign without its fellow is printed, which is told."""
    pieces = text.pieces if isinstance(text, Filled) else (text,)
    signs = sum(piece.count(EMPHASIS) for piece in pieces if isinstance(piece, str))
    strong, seen = False, 0
    for piece in pieces:
        if not isinstance(piece, str):
            yield strong, piece
            continue
        for number, words in enumerate(piece.split(EMPHASIS)):
            if number:
                seen += 1
                if seen < signs or signs % 2 == 0:
                    strong = not strong
                else:
                    yield strong, EMPHASIS
            if words:
                yield strong, words


def _holds(compare: Callable[[Fraction, Fraction], bool]) -> Callable[[Shown, object], bool]:
    def holds(shown: Shown, other: object) -> bool:
        value = _comparable(other)
        return shown.value is not None and value is not None and compare(shown.value, value)

    return holds


class Shown:
    """A figure as a template sees it: prints its text, compares by its printed value, is false when it is zero or missing.

    It compares what the reader sees: 107.3 prints as 107 and is not "above 107". A missing figure is neither above nor below.
    `change` is that from last year, None where there is nothing to compare with. A part of a breakdown knows the `whole` metric's name
    and `within` which categories of which columns it is.
    """

    __slots__ = ("change", "figure", "figures", "text", "whole", "within")

    def __init__(
        self,
        figure: Figure,
        figures: Figures,
        change: Change | None = None,
        *,
        whole: str = "",
        within: Within = (),
        text: str = "",
    ) -> None:
        self.figure = figure
        self.figures = figures
        self.change = change
        self.whole = whole or figure.name
        self.within = within
        self.text = text or figure.text

    @property
    def value(self) -> Fraction | None:
        """Return what the reader sees as a number; few figures are ever compared by it."""
        return _printed(self.figure)

    @property
    def 名称(self) -> str:
        """Return the category that a part stands for, the last of several."""
        return self.within[-1][1] if self.within else ""

    @property
    def title(self) -> str:
        """Return the mark's title, on one line as an attribute has to be."""
        return " ".join(self.figure.name.split())

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.value)

    __eq__, __lt__, __le__, __gt__, __ge__ = map(
        _holds, (operator.eq, operator.lt, operator.le, operator.gt, operator.ge)
    )

    def __hash__(self) -> int:
        return hash(self.value)


def _printed(figure: Figure) -> Fraction | None:
    value = figure.value
    if isinstance(value, Point) and value.month is None:
        return Fraction(value.year)
    if isinstance(value, (Point, Period)):
        return Fraction(last_day(value).toordinal())
    return None if value is None else rounded(value, figure.metric.digits)


def _comparable(other: object) -> Fraction | None:
    if isinstance(other, Shown):
        return other.value
    # A number in a condition is read from its digits as typed, so 0.1 is one tenth.
    return Fraction(str(other)) if isinstance(other, (int, float)) else None


def values(
    catalogue: Catalogue, sources: Sources, figures: Figures, changes: Mapping[str, Change] = NO_CHANGES
) -> dict[str, object]:
    """Return what each name of the vocabulary stands for this year; a text nobody wrote stands as 「待补」.

    `changes` are those from last year, by metric.
    """
    shown = {figure.name: Shown(figure, figures, changes.get(figure.name)) for figure in figures}
    years = tuple(catalogue.titled(sources.year + offset) for offset in (0, -1))
    return {**shown, **text_values(catalogue, sources), YEARS: years}


def text_values(catalogue: Catalogue, sources: Sources) -> dict[str, object]:
    """Return what the names of texts and pictures stand for this year; an item of a list whose tags leave no word of it isn't one."""
    named: dict[str, object] = {}
    for name, field in catalogue.texts.items():
        section = sources.sections[field.section]
        if field.kind is TextKind.TEXT:
            named[name] = _written(section.texts.get(name, ""))
        elif field.kind is TextKind.PICTURE:
            named[name] = "" if name in section.lists else sources.pictures.get(name, PENDING)
        elif field.kind is TextKind.LIST:
            every = (_written(text) for text in section.lists.get(name, ("",)))
            named[name] = tuple(text for text in every if text)
        else:
            items = section.items.get(name, (dict.fromkeys(field.keys, ""),))
            named[name] = tuple(
                {
                    key: _written(text) if key == field.keys[0] or (name, number, key) in section.places else text
                    for key, text in item.items()
                }
                for number, item in enumerate(items, 1)
            )
    return named


def _written(text: str) -> str:
    return text if text or isinstance(text, Filled) else PENDING


def is_compared(change: Change | None) -> bool:
    """Return whether a text can say how a figure changed."""
    return change is not None and change.difference is not None
