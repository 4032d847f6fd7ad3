"""The top rows of a table and the columns that it may have -> its header: one to three rows, and which column each of its cells names."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reportgen.base.names import column_key
from reportgen.base.textfile import printable
from reportgen.base.worksheet import Merged
from reportgen.inputs.unit_words import alone, converts, is_unit, without_unit

_MOST_ROWS = 3  # of a header
MOST_ABOVE = 30  # filled rows in which the header is looked for; what stands above it is titles and notes
# 人口 below 上年 or 计划 is no 人口 of this year; 计划生育 and 任务完成 are neither.
_ANOTHER_TIME = re.compile("上年|去年|前年|往年|上月|上季|上期|[年期]初|同期|增减|增长|[比较]上")
_PLAN = re.compile("(?:全年|年度?)?(?:计划|目标|任务|指标){1,2}[数值额]?")
Columns = Mapping[str, str | None]  # each column that a table may have, and its unit, None where categories stand in it


class Heading(NamedTuple):
    """What stands above a column: as it is written, the known column that it names, '' for none, and the unit that it says.

    `is_plain` where nothing is said but a column's name, perhaps with a unit in which the column could be counted. `over` is what else
    the header says above the name, each with the place of its row in the header.
    """

    written: str
    column: str = ""
    unit: str = ""
    is_plain: bool = False
    over: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Header:
    """A header: the places of its first and last row among those written, and its headings by position."""

    first: int
    last: int
    headings: tuple[Heading, ...]

    @property
    def known(self) -> frozenset[str]:
        """Return the columns that it names."""
        return frozenset(heading.column for heading in self.headings if heading.column)


def find_header(rows: Sequence[tuple[int, Sequence[str]]], columns: Columns, merged: Sequence[Merged] = ()) -> Header:
    """Return the header of the filled `rows`, (number, cells): the one among the top rows that names the most columns.

    Two or three rows under each other are one where that names more than fewer of them, or where the lowest says the units of the others.
    `merged` are the merged ranges of a workbook. Where no row names a column, the first is taken.
    """
    names = _names(tuple(columns.items()))
    best, best_rank = Header(0, 0, ()), (-1, 0, 0, 0)
    for place in range(min(len(rows), MOST_ABOVE)):
        for height in range(1, min(_MOST_ROWS, len(rows) - place) + 1):
            levels = _levels(rows[place : place + height], merged)
            said = [_merged_down(names, cells) for cells in zip(*levels, strict=True)]
            header = Header(place, place + height - 1, tuple(heading for heading, _ in said))
            plain = {heading.column for heading in header.headings if heading.is_plain}
            rank = (len(plain), sum(is_unit for _, is_unit in said), len(header.known), -height)
            if rank > best_rank:
                best, best_rank = header, rank
                # Then the ranks of all others are at most this one: no more columns, no units, more rows.
                if (
                    height == 1
                    and plain == header.known
                    and not names.may_say_more(rows[place : MOST_ABOVE + 2], plain)
                ):
                    return best
            if height > 1 and not header.known:  # nor would a third row name what stands in none of these
                break
    return best


def is_header_too(below: Sequence[tuple[int, Sequence[str]]], header: Header, columns: Columns) -> bool:
    """Return whether the first row below a header belongs to it: words in columns of numbers, beside no category."""
    cells = dict(enumerate(below[0][1])) if below else {}
    places = {n: columns[one.column] is None for n, one in enumerate(header.headings) if one.column}
    words = [cells.get(n, "") for n, is_category in places.items() if not is_category]
    categories = [cells.get(n, "") for n, is_category in places.items() if is_category]
    return (
        bool(categories)
        and not any(categories)
        and any(words)
        and not any(re.search("[0-9]|[-—–/]|无", word) for word in words)
    )


def row_above(header: Header, rows: Sequence[tuple[int, Sequence[str]]], merged: Sequence[Merged]) -> list[str]:
    """Return what the row right above the header says over each of its columns, nothing where there is no such row."""
    number, cells = rows[header.first - 1] if header.first else (0, ())
    if not cells or number + 1 != rows[header.first][0]:
        return []
    names = [heading.written for heading in header.headings]
    return _spread(cells, names, [one for one in merged if one.first_row == number])


def is_another_time(text: str) -> bool:
    """Return whether a text above some columns says that their numbers are of another time than this year, or a plan."""
    return bool(_ANOTHER_TIME.search(text) or _PLAN.fullmatch(text))


class _Cell(NamedTuple):
    """A cell that may stand in a header: what makes its spellings one, the same without the unit behind it, that unit and whether only
    a unit can stand there."""

    key: str
    bare: str
    unit: str
    is_surely: bool


@functools.lru_cache(maxsize=20_000)
def _cell(text: str) -> _Cell:
    return _Cell(column_key(text), *without_unit(text))


@functools.lru_cache(maxsize=1_000)
def _names(columns: tuple[tuple[str, str | None], ...]) -> _Names:
    """Return the names of a table's columns; an office's table is read as the office's before, which had the same header."""
    return _Names(dict(columns))


@functools.lru_cache(maxsize=20_000)
def _merged_down(names: _Names, cells: tuple[str, ...]) -> tuple[Heading, bool]:
    return names.merged_down(cells)


@functools.lru_cache(maxsize=20_000)
def _is_unit_of(names: _Names, text: str) -> bool:
    """Return whether one of the columns could be counted in what a cell says."""
    return any(names.is_of(alone(text), name) for name in names.units)


class _Names:
    """Tells which column a text in a header names."""

    def __init__(self, columns: Columns) -> None:
        self.units = columns
        self.spelled = {column_key(name): name for name in columns}
        said = (*self.spelled, *(column_key(unit) for unit in columns.values() if unit))
        self.are_without_digits = not any(character.isdigit() for text in said for character in text)

    def may_say_more(self, rows: Sequence[tuple[int, Sequence[str]]], named: Collection[str]) -> bool:
        """Return whether the first of the rows could name another column than those `named`, together with the rows below it or without,
        or one of these could say a unit."""
        others = [key for key, name in self.spelled.items() if name not in named]
        for place, (_, cells) in enumerate(rows):
            for text in cells:
                if not text or (self.are_without_digits and text.isascii() and text.isdecimal()):
                    continue
                cell = _cell(text)
                if any(cell.key in key or cell.bare in key for key in others) or (place and _is_unit_of(self, text)):
                    return True
        return False

    def heading(self, text: str) -> Heading:
        """Return what one cell says: a column's name, or that and a unit behind it, 人口（人）."""
        cell, written = _cell(text), printed(text)
        if name := self.spelled.get(cell.key):
            return Heading(written, name, is_plain=True)
        name = self.spelled.get(cell.bare, "")
        is_plain = self.is_of(cell.unit, name)
        return (
            Heading(written, name, cell.unit, is_plain)
            if is_plain or (cell.is_surely and self._counts(name))
            else Heading(written)
        )

    def merged_down(self, cells: Sequence[str]) -> tuple[Heading, bool]:
        """Return what cells under each other say, and whether the lowest is the unit of those above.

        All together are looked for first: 人口 under 农业 is 农业人口 where there is such a column, and so is 农业 under 人口.
        """
        *above, lower = [(n, cell) for n, cell in enumerate(cells) if cell] or [(0, "")]
        if not above:
            return self.heading(lower[1]), False
        for kept in _choices(above) if self._is_part(_cell(lower[1]).bare) else ():
            rest = tuple(one for one in above if one not in kept)
            name, said = self._together([_cell(cell) for _, cell in kept], _cell(lower[1]))
            if name and not any(is_another_time(_cell(cell).bare) for _, cell in rest):
                units = (_cell(cell).unit for _, cell in reversed(above))
                unit = said or next((one for one in units if self.is_of(one, name)), "")
                written = printed("".join(cell for _, cell in (*kept, lower)))
                return Heading(written, name, unit, not unit or self.is_of(unit, name), rest), False
        heading = _merged_down(self, tuple(cell for _, cell in above))[0]
        if heading.column and self.is_of(alone(lower[1]), heading.column):
            return heading._replace(unit=alone(lower[1])), True
        return Heading(printed("".join(cells))), False

    def _together(self, above: Sequence[_Cell], lower: _Cell) -> tuple[str, str]:
        """Return the column that cells name together, '' for none, and the unit behind the lowest."""
        if name := self.spelled.get("".join(cell.key for cell in (*above, lower))):
            return name, ""
        for way in itertools.permutations([cell.bare for cell in (*above, lower)]):
            name = self.spelled.get("".join(way), "")
            if name and (not lower.unit or self._counts(name)):
                return name, lower.unit
        return "", ""

    def _is_part(self, bare: str) -> bool:
        """Return whether a text may be part of a column's name: numbers and villages below a header mostly aren't."""
        return any(bare in name for name in self.spelled)

    def _counts(self, name: str) -> bool:
        """Return whether a column is one of numbers."""
        return self.units.get(name) is not None

    def is_of(self, said: str, name: str) -> bool:
        """Return whether the column could be counted in what is said."""
        unit = self.units.get(name)
        return bool(said and unit) and (is_unit(said, unit or "") or converts(said, unit or ""))


def printed(text: str) -> str:
    """Return a cell of a header on one line."""
    return printable("".join(text.splitlines()))


def _choices(cells: Sequence[tuple[int, str]]) -> Iterator[tuple[tuple[int, str], ...]]:
    """Yield the cells that may belong to the name below them: all, then fewer, the nearest first, then none."""
    for count in range(len(cells), -1, -1):
        yield from reversed(list(itertools.combinations(cells, count)))


def _levels(rows: Sequence[tuple[int, Sequence[str]]], merged: Sequence[Merged]) -> list[list[str]]:
    """Return the rows of a header, all of one length, their cells repeated over each column that they stand over."""
    width = max(len(cells) for _, cells in rows)
    below = _padded(rows[-1][1], width)
    levels = [below]
    for n in range(len(rows) - 2, -1, -1):
        number, cells = rows[n]
        begun = {position for _, above in rows[:n] for position, cell in enumerate(above) if cell}
        level = _spread(cells, below, [one for one in merged if one.first_row == number], begun)
        levels.insert(0, level)
        below = [upper or lower for upper, lower in zip(level, below, strict=True)]
    return levels


def _spread(
    upper: Sequence[str], lower: Sequence[str], merged: Sequence[Merged], begun: Collection[int] = ()
) -> list[str]:
    """Return the cells of an upper row, those over several columns repeated over each of them.

    A workbook says so by its `merged` ranges. Without, an empty cell belongs to the filled one at its left as long as the lower row has
    a name under each and a row above has not `begun` another group there: that is how a CSV keeps merged cells.
    """
    over = _padded(upper, max(len(upper), len(lower)))
    if merged:
        for one in merged:
            last = min(one.last_column + 1, len(over))
            over[one.first_column : last] = over[one.first_column : one.first_column + 1] * (last - one.first_column)
        return over
    for position, name in enumerate(lower):
        if position and name and lower[position - 1] and not over[position] and position not in begun:
            over[position] = over[position - 1]
    return over


def _padded(cells: Sequence[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]
