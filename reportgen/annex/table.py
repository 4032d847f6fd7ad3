"""The annex's table as it stands in two documents -> which row and column of the one is which of the other, by what they say.

People sort rows, take columns out and put others in, so that a place says nothing: a column is known by its header, a row by its label,
and either by what the rest of its cells say where somebody typed over the name.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lxml import etree

from reportgen.compare.rows import DIFFERENCE, LABEL, PERCENT, REMARK, UNIT
from reportgen.word.blocks import printed_in, visible_text, within
from reportgen.word.number_forms import plain
from reportgen.word.package import W

_HEAD_WITHIN = 4  # rows from the top, among which the header is looked for
_MOST_PAIRS = 4_000  # of rows without a name in common that are held against each other
_LEAST_NUMBERS = 2  # other than 0, that two rows must share to be one row under two names
_NOTES = "*＊※①②③④⑤⑥⑦⑧⑨⑩"
_DASHES = str.maketrans("−–—‐", "----")
_ORDINAL = re.compile(r"(?:其中:?|\(?[\d一二三四五六七八九十]+\)|[\d一二三四五六七八九十]+[.、])+")
_NUMBER = re.compile(
    r"(?:(?P<less>-|减少|下降|减|降|↓|▼)|\+|增加|增长|上升|增|升|↑|▲)?(?P<number>\d+(?:\.\d+)?)(?P<unit>\D*)"
)


_Scored = tuple[float, int, int]  # how alike two rows are, the draft's and people's


@dataclass(frozen=True)
class Line:
    """A row: its element, and its cells and what they say by the column of the grid in which each begins. A section's title has one cell."""

    element: etree._Element
    section: str
    cells: Mapping[int, etree._Element]
    texts: Mapping[int, str]

    @property
    def is_title(self) -> bool:
        """Return whether it is a section's title above its rows."""
        return len(self.cells) == 1

    def text(self, column: int | None) -> str:
        """Return what stands in a column, '' where the row has none."""
        return "" if column is None else self.texts.get(column, "")


@dataclass(frozen=True)
class Table:
    """A table with its header, None where no row is one, and all rows below it; `width` is the number of its columns."""

    head: Line | None
    rows: tuple[Line, ...]
    width: int

    @property
    def lines(self) -> list[Line]:
        """Return the rows that say figures: neither titles of sections nor empty."""
        return [one for one in self.rows if not one.is_title and any(one.texts.values())]

    def column(self, name: str) -> int | None:
        """Return the column with this header."""
        texts = self.head.texts if self.head else {}
        return next((column for column, text in texts.items() if form(text) == form(name)), None)


@dataclass(frozen=True)
class Match:
    """Which column of a table is which of another, and which row: numbers of `lines`. The keys are `drafted`'s."""

    theirs: Table
    drafted: Table
    columns: Mapping[int, int]
    rows: Mapping[int, int]

    @property
    def pairs(self) -> Iterator[tuple[Line, Line]]:
        """Yield people's row and the draft's, in people's order."""
        theirs, drafted = self.theirs.lines, self.drafted.lines
        yield from ((theirs[mine], drafted[due]) for due, mine in sorted(self.rows.items(), key=lambda pair: pair[1]))


def read_table(elements: Iterable[etree._Element]) -> Table:
    """Return a table that stands in one piece, or in several below each other where somebody split it."""
    found = [row for element in elements for row in _rows(element)]
    head = _head(found)
    rows: list[Line] = []
    section = ""
    for one in found[found.index(head) + 1 :] if head else found:
        section = form(next(iter(one.texts.values()))) if one.is_title else section
        rows.append(Line(one.element, section, one.cells, one.texts))
    return Table(head, tuple(rows), max((_width(one.element) for one in found), default=0))


def _head(rows: Iterable[Line]) -> Line | None:
    return next((row for row in itertools.islice(rows, _HEAD_WITHIN) if len(_names(row)) > 1), None)


def is_headed(element: etree._Element) -> bool:
    """Return whether a table has a header."""
    return _head(_rows(element)) is not None


def is_ours(element: etree._Element) -> bool:
    """Return whether a table has the annex's header, so that nothing else needs to say what it is.

    A table of the report's own text with the same header has marks in its cells; the annex has none but those that people put there.
    """
    head = _head(_rows(element))
    names = _names(head) if head else set()
    if not names >= {DIFFERENCE, PERCENT} or not names & {LABEL, UNIT, REMARK}:
        return False
    return sum(1 for _ in printed_in(element)) * 2 <= len(read_table([element]).lines)


def match(theirs: Table, drafted: Table) -> Match:
    """Return which row and column of people's table is which of a draft's."""
    columns = _by_header(theirs, drafted)
    label = drafted.column(LABEL)
    if label is not None and label not in columns:
        left = sorted(set(_all_columns(theirs)) - set(columns.values()))
        columns |= {label: left[0]} if left else {}
    rows = _matched_rows(theirs.lines, drafted, columns)
    columns |= _by_content(theirs, drafted, columns, rows)
    return Match(theirs, drafted, columns, rows)


def form(text: str) -> str:
    """Return a text in the form in which it is compared: without blanks, signs and digits in one form."""
    return plain(unicodedata.normalize("NFKC", "".join(text.split()))).translate(_DASHES)


def same(said: str, due: str, units: Collection[str] = ()) -> bool:
    """Return whether two cells say the same: a number by its value, also with its unit behind it or its sign as a word."""
    one, other = form(said), form(due)
    if one == other:
        return True
    mine, ours = number(one), number(other)
    if mine is None or ours is None:
        return False
    known = {ours[1]} if ours[1] else set(map(form, units))
    return mine[0] == ours[0] and (not mine[1] or mine[1] in known)


def number(text: str) -> tuple[Fraction, str] | None:
    """Return the one number that a cell says and the unit behind it, None where it says anything else."""
    found = _NUMBER.fullmatch(form(text))
    if found is None:
        return None
    value = Fraction(found["number"])
    return (-value if found["less"] else value), found["unit"]


def label_form(text: str, units: Collection[str] = ()) -> str:
    """Return a row's label as it is compared: people number labels, say 其中, and put a note's sign or one of the `units` behind."""
    said = form(text.strip().rstrip(_NOTES))
    for unit in units:
        said = said.removesuffix(f"({form(unit)})") if unit else said
    return said[found.end() :] if (found := _ORDINAL.match(said)) and found.end() < len(said) else said


def _agreeing(theirs: Line, drafted: Line, columns: Mapping[int, int], counted: Iterable[int]) -> list[str]:
    """Return the draft's numbers in the `counted` columns that people's row says too."""
    return [
        drafted.text(column)
        for column in counted
        if column in columns and drafted.text(column) and same(theirs.text(columns[column]), drafted.text(column))
    ]


def counted_columns(drafted: Table) -> list[int]:
    """Return a draft's columns that hold numbers."""
    words = {drafted.column(name) for name in (LABEL, UNIT, REMARK)}
    return [column for column in _all_columns(drafted) if column not in words]


def _rows(table: etree._Element) -> Iterator[Line]:
    for element in within(table, f"{W}tr"):
        cells: dict[int, etree._Element] = {}
        column = 0
        for cell in within(element, f"{W}tc"):
            cells[column] = cell
            column += _span(cell)
        if cells:
            yield Line(element, "", cells, {at: visible_text(cell).strip() for at, cell in cells.items()})


def _span(cell: etree._Element) -> int:
    found = cell.find(f"{W}tcPr/{W}gridSpan")
    said = "" if found is None else found.get(f"{W}val", "")
    return max(1, int(said)) if said.isdecimal() and len(said) < 4 else 1


def _width(row: etree._Element) -> int:
    return sum(_span(cell) for cell in within(row, f"{W}tc"))


def _names(row: Line) -> set[str]:
    """Return the annex's own names among a row's cells."""
    said = {form(text) for text in row.texts.values()}
    return {name for name in (LABEL, UNIT, DIFFERENCE, PERCENT, REMARK) if form(name) in said}


def _all_columns(table: Table) -> list[int]:
    return list(table.head.texts) if table.head else list(range(table.width))


def _by_header(theirs: Table, drafted: Table) -> dict[int, int]:
    """Return the columns with one header on both sides; without a header, all of them where there are as many."""
    if theirs.head is None or drafted.head is None:
        return {one: one for one in _all_columns(drafted)} if theirs.width == drafted.width else {}
    left: dict[str, list[int]] = defaultdict(list)
    for column, text in theirs.head.texts.items():
        left[form(text)].append(column)
    found: dict[int, int] = {}
    for column, text in drafted.head.texts.items():
        if left[form(text)]:
            found[column] = left[form(text)].pop(0)
    return found


def _by_content(
    theirs: Table, drafted: Table, columns: Mapping[int, int], rows: Mapping[int, int]
) -> Iterable[tuple[int, int]]:
    """Return the columns whose header people typed over: most of their filled cells say what the draft's do."""
    mine, due = theirs.lines, drafted.lines
    left = [one for one in _all_columns(theirs) if one not in columns.values()]
    found: dict[int, int] = {}
    for column in [one for one in _all_columns(drafted) if one not in columns]:
        for other in left:
            said = [(mine[m].text(other), due[d].text(column)) for d, m in rows.items()]
            filled = [(one, two) for one, two in said if one or two]
            if other not in found.values() and 2 * sum(same(one, two) for one, two in filled) > len(filled):
                found[column] = other
                break
    return found.items()


def _matched_rows(theirs: Sequence[Line], drafted: Table, columns: Mapping[int, int]) -> dict[int, int]:
    due, label = drafted.lines, drafted.column(LABEL)
    if label is None or label not in columns:
        return {}
    counted, units = counted_columns(drafted), {one.text(drafted.column(UNIT)) for one in due}
    named: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, lines, column in ((0, due, label), (1, theirs, columns[label])):
        for number_of, one in enumerate(lines):
            named[label_form(one.text(column), units)][side].append(number_of)
    found: dict[int, int] = {}
    for wanted, there in named.values():
        if len(wanted) == len(there) == 1 or len(wanted) * len(there) > _MOST_PAIRS:
            found.update(zip(wanted, there, strict=False))
            continue
        scored: list[_Scored] = []
        for d, m in itertools.product(wanted, there):
            alike = _agreeing(theirs[m], due[d], columns, counted)
            scored.append((len(alike) + 0.5 * (theirs[m].section == due[d].section), d, m))
        _take(found, scored)
    _take(found, _renamed(theirs, due, found, columns, counted))
    return found


def _renamed(
    theirs: Sequence[Line],
    due: Sequence[Line],
    found: Mapping[int, int],
    columns: Mapping[int, int],
    counted: list[int],
) -> list[_Scored]:
    """Return the rows that are one under two labels: by their numbers, few of which are chance where they aren't 0."""
    missing = [d for d in range(len(due)) if d not in found]
    new = sorted(set(range(len(theirs))) - set(found.values()))
    scored: list[_Scored] = []
    for d, m in itertools.product(missing, new) if len(missing) * len(new) <= _MOST_PAIRS else ():
        filled = sum(1 for column in counted if column in columns and due[d].text(column))
        alike = _agreeing(theirs[m], due[d], columns, counted)
        telling = [one for one in alike if (said := number(one)) and said[0]]
        beside = any(found.get(d + step) == m + step for step in (-1, 1))
        if (beside and filled and len(alike) == filled) or (len(telling) >= _LEAST_NUMBERS and 2 * len(alike) > filled):
            scored.append((len(alike) + 0.5 * beside, d, m))
    return scored


def _take(found: dict[int, int], scored: Iterable[_Scored]) -> None:
    used = set(found.values())
    for _, d, m in sorted(scored, key=lambda one: (-one[0], one[1], one[2])):
        if d not in found and m not in used:
            found[d] = m
            used.add(m)
