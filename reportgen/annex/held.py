"""A document's annexes + the draft's -> the cells that say something else than the data, or that an annex is another one altogether."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from reportgen.annex.annexed import annexes
from reportgen.annex.table import Line, Match, Table, form, label_form, match, read_table, same
from reportgen.base.counting import longest_first, unit_behind
from reportgen.compare.rows import LABEL, PERCENT, REMARK, UNIT
from reportgen.word.number_forms import plain
from reportgen.word.package import DOCUMENT, W, body_of
from reportgen.word.retyped import Retyped
from reportgen.word.turned import contrary
from reportgen.word.units import CELL_END, Token, Unit, units_of

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_SINGLY = 8  # rows that differ are told one by one up to here
_HEAD = "表头"
_YEAR = re.compile(r"\d{4}(?=年)")
_LAST = re.compile("上一?年|去年|同期|上期|前期|基期")
_THIS = re.compile("今年|本年|当年|本期|当期|报告期")
_SHARES = re.compile("[%‰]")
_IN_BRACKETS = re.compile(r"\(([^()]+)\)")


@dataclass(frozen=True)
class Differing:
    """A cell that says something else than the draft's: the row's label in the draft, the column's header, what is typed and due."""

    label: str
    column: str
    typed: str
    due: str
    line: Line
    cell: etree._Element

    @property
    def title(self) -> str:
        """Return what names the row."""
        return f"{self.label}（附件）"

    @property
    def row(self) -> str:
        """Return what the row says."""
        return CELL_END.join(self.line.texts.values())

    def as_retyped(self) -> Retyped:
        """Return it as a number typed where a figure stands, in its cell."""
        paragraph = next(self.cell.iter(f"{W}p"), self.cell)
        unit = Unit(paragraph, self.row, (), f"{self.row}{CELL_END}{self.column}", DOCUMENT)
        typed, due = (Token(0, len(text), text, title) for text, title in ((self.typed, ""), (self.due, self.title)))
        return Retyped(self.title, unit, typed, unit, due)


@dataclass(frozen=True)
class Held:
    """An annex held against the draft's: what differs; the cells that people emptied; how many rows it has, and of them how many are not
    the draft's. `is_other` says that most of it is another year's or another report's: nothing in it can be told row by row."""

    tables: tuple[etree._Element, ...]
    differing: tuple[Differing, ...]
    emptied: tuple[Differing, ...]
    rows: int
    unknown: tuple[str, ...]
    is_other: bool
    lengthened: tuple[Differing, ...] = ()


def held_annexes(root: etree._Element, draft: etree._Element) -> list[Held]:
    """Return a document's annexes, given its body's part and the draft's, as they are held against the draft's annex; [] where that has none."""
    due = next((read_table(one.tables) for one in annexes(body_of(draft))), None)
    if due is None:
        return []
    return [_held(tuple(one.tables), read_table(one.tables), due) for one in annexes(body_of(root))]


def held_cells(root: etree._Element, draft: etree._Element) -> list[Retyped]:
    """Return the cells that say something else than the data, in those annexes that are this report's."""
    held = (one for one in held_annexes(root, draft) if not one.is_other)
    return [cell.as_retyped() for one in held for cell in one.differing]


def rows_held(held: Sequence[Held]) -> Iterator[tuple[Unit, set[str]]]:
    """Yield the rows of annexes with the numbers in them that are told already; an annex that is told as a whole has none."""
    for one in held:
        if one.is_other:
            continue
        told: dict[etree._Element, set[str]] = defaultdict(set)
        for cell in one.differing:
            told[cell.line.element].update(_NUMBER.findall(plain(cell.typed)))
        for table in one.tables:
            for unit in units_of(table, DOCUMENT):
                yield unit, told[unit.element]


def is_other(found: Match) -> bool:
    """Return whether a table is not the draft's: most of its rows differ from it or are none of its rows, and they are many."""
    lines, wrong = len(found.theirs.lines), len({id(one.line) for one in _differing(found) if one.typed})
    known = len(found.rows)
    unknown = lines - known
    return (wrong > _SINGLY and 2 * wrong > known) or (
        unknown > _SINGLY and 2 * unknown > lines and 2 * known < len(found.drafted.lines)
    )


def _held(tables: tuple[etree._Element, ...], theirs: Table, due: Table) -> Held:
    found = match(theirs, due)
    cells = _differing(found)
    known = set(found.rows.values())
    label = found.columns.get(due.column(LABEL) or 0)
    units = longest_first(one.text(due.column(UNIT)) for one in due.lines)
    header = due.head.text(due.column(LABEL)) if due.head else ""
    lengthened = [one for one in cells if one.column == header and one.typed and _goes_on(one.typed, one.due, units)]
    cells = [one for one in cells if one not in lengthened]
    unknown = tuple(one.text(label) for at, one in enumerate(theirs.lines) if at not in known)
    return Held(
        tables,
        tuple(one for one in cells if one.typed),
        tuple(one for one in cells if not one.typed),
        len(theirs.lines),
        unknown,
        is_other(found),
        tuple(lengthened),
    )


def _says_another(said: str, due: str, head: Line) -> bool:
    """Return whether a column's header has another share's sign, or speaks of the other half or year of the two that a draft's `head` names."""
    shares = [_SHARES.findall(form(text)) for text in (said, due)]
    if contrary(said, due) or (all(shares) and shares[0] != shares[1]):
        return True
    years = sorted(year for text in head.texts.values() for year in _YEAR.findall(form(text)))
    its = _YEAR.findall(form(due))
    if not its or years[0] == years[-1]:
        return False
    is_last, is_this = (bool(one.search(said)) for one in (_LAST, _THIS))
    return is_last is not is_this and (its[0] == years[0]) is is_this


def _goes_on(said: str, due: str, units: Sequence[str]) -> bool:
    """Return whether a label is the draft's with more words in it, none of them another unit: 期末总人口 for 期末人口."""
    other = any(unit_behind(one, units) == one for one in _IN_BRACKETS.findall(form(said)))
    left = iter(form(said))
    return not other and all(char in left for char in form(due))


def _differing(found: Match) -> list[Differing]:
    """Return the cells in which the draft prints something and people's table says something else, or nothing; a remark is people's prose."""
    drafted = found.drafted
    label, unit = drafted.column(LABEL), drafted.column(UNIT)
    remark, percent = drafted.column(REMARK), drafted.column(PERCENT)
    cells: list[Differing] = []
    head = drafted.head
    if head and found.theirs.head:
        for column, mine in found.columns.items():
            said, due = found.theirs.head.text(mine), head.text(column)
            if _YEAR.findall(form(said)) not in ([], _YEAR.findall(form(due))) or _says_another(said, due, head):
                cells.append(Differing(_HEAD, due, said, due, found.theirs.head, found.theirs.head.cells[mine]))
    for theirs, ours in found.pairs:
        for column, mine in found.columns.items():
            said, due = theirs.text(mine), ours.text(column)
            if not due or column == remark or mine not in theirs.cells:
                continue
            units = [ours.text(unit), "%"] if column == percent else [ours.text(unit)]
            agrees = label_form(said, units) == label_form(due, units) if column == label else same(said, due, units)
            if not agrees:
                header = head.text(column) if head else ""
                cells.append(Differing(ours.text(label), header, said, due, theirs, theirs.cells[mine]))
    return cells
