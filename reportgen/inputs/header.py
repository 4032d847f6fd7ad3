"""The top rows of a table and the columns that it may have -> its header: one row or two, and which column each of its cells names."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reportgen.base.names import column_key
from reportgen.base.textfile import printable
from reportgen.base.worksheet import Merged
from reportgen.inputs.unit_words import alone, converts, is_unit, without_unit

MOST_ABOVE = 30  # filled rows in which the header is looked for; what stands above it is titles and notes
# 人口 below 上年 or 计划 is no 人口 of this year; 计划生育 and 任务完成 are neither.
_ANOTHER_TIME = re.compile("上年|去年|前年|往年|上月|上季|上期|[年期]初|同期|增减|增长|[比较]上")
_PLAN = re.compile("(?:全年|年度?)?(?:计划|目标|任务|指标){1,2}[数值额]?")
_MOST_LABEL = 8  # characters of what stands over some columns; a title is longer
_TITLE_ENDS = ("表", "情况", "统计", "汇总")
Columns = Mapping[str, str | None]  # each column that a table may have, and its unit, None where categories stand in it


class Heading(NamedTuple):
    """What stands above a column: as it is written, the known column that it names, '' for none, and the unit that it says.

    `is_plain` where nothing is said but a column's name, perhaps with a unit in which the column could be counted.
    """

    written: str
    column: str = ""
    unit: str = ""
    is_plain: bool = False


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

    Two rows under each other are one where that names more than either of them, or where the lower says the units of the upper.
    `merged` are the merged ranges of a workbook. Where no row names a column, the first is taken.
    """
    names = _names(tuple(columns.items()))
    heading, joined = functools.partial(_heading, names), functools.partial(_joined, names)
    best, best_rank = Header(0, 0, ()), (-1, 0, 0, False)
    for place, (number, cells) in enumerate(rows[:MOST_ABOVE]):
        found = [(Header(place, place, tuple(map(heading, cells))), 0)]
        if place + 1 < len(rows):
            lower = rows[place + 1][1]
            upper = _spread(cells, lower, [one for one in merged if one.first_row == number])
            pairs = [*map(joined, upper, _padded(lower, len(upper)))]
            units = sum(is_unit for _, is_unit in pairs)
            found.append((Header(place, place + 1, tuple(heading for heading, _ in pairs)), units))
        for header, units in found:
            plain = {heading.column for heading in header.headings if heading.is_plain}
            rank = (len(plain), units, len(header.known), header.first == header.last)
            if rank > best_rank:
                best, best_rank = header, rank
    return best


def another_time(
    header: Header, rows: Sequence[tuple[int, Sequence[str]]], merged: Sequence[Merged]
) -> dict[str, list[str]]:
    """Return what the row right above the header says over some of its columns, and these, where it is another time or a plan.

    What stands over all columns is a title.
    """
    number, cells = rows[header.first - 1] if header.first else (0, ())
    if not cells or number + 1 != rows[header.first][0]:
        return {}
    names = [heading.written for heading in header.headings]
    over = _spread(cells, names, [one for one in merged if one.first_row == number])
    found: dict[str, list[str]] = {}
    for label, heading in zip(over, header.headings, strict=False):
        key = column_key(label)
        if len(key) <= _MOST_LABEL and _is_another_time(key) and not key.endswith(_TITLE_ENDS) and heading.column:
            found.setdefault(_printed(label), []).append(heading.column)
    return {label: columns for label, columns in found.items() if {*columns} != header.known}


def _is_another_time(text: str) -> bool:
    return bool(_ANOTHER_TIME.search(text) or _PLAN.fullmatch(text))


@functools.lru_cache(maxsize=1_000)
def _names(columns: tuple[tuple[str, str | None], ...]) -> _Names:
    """Return the names of a table's columns; an office's table is read as the office's before, which had the same header."""
    return _Names(dict(columns))


@functools.lru_cache(maxsize=10_000)
def _heading(names: _Names, text: str) -> Heading:
    return names.heading(text)


@functools.lru_cache(maxsize=20_000)
def _joined(names: _Names, upper: str, lower: str) -> tuple[Heading, bool]:
    return names.joined(upper, lower)


class _Names:
    """Tells which column a text in a header names."""

    def __init__(self, columns: Columns) -> None:
        self.units = columns
        self.spelled = {column_key(name): name for name in columns}

    def heading(self, text: str) -> Heading:
        """Return what one cell says: a column's name, or that and a unit behind it, 人口（人）."""
        written, name = _printed(text), self.spelled.get(column_key(text))
        if name:
            return Heading(written, name, is_plain=True)
        key, said, is_surely = without_unit(text)
        name = self.spelled.get(key, "")
        is_plain = self._is_of(said, name)
        return (
            Heading(written, name, said, is_plain)
            if is_plain or (is_surely and self._counts(name))
            else Heading(written)
        )

    def joined(self, upper: str, lower: str) -> tuple[Heading, bool]:
        """Return what two cells under each other say, and whether the lower is the unit of the upper.

        Both together are looked for first: 人口 under 农业 is 农业人口 where there is such a column, and so is 农业 under 人口.
        """
        if not lower or not upper:
            return self.heading(upper or lower), False
        above, over, _ = without_unit(upper)
        below, under, _ = without_unit(lower)
        ways = ((upper + lower, ""), (above + below, under), (below + above, under), (lower, ""), (below, under))
        for text, said in ways:
            name, whole = self.spelled.get(column_key(text), ""), text in {lower, below}
            if name and (not said or self._counts(name)) and not (whole and _is_another_time(above)):
                unit = said or (over if self._is_of(over, name) else "")
                return Heading(
                    _printed(lower if whole else upper + lower), name, unit, not unit or self._is_of(unit, name)
                ), False
        heading = self.heading(upper)
        if self._is_of(alone(lower), heading.column):
            return heading._replace(unit=alone(lower)), True
        return Heading(_printed(upper + lower)), False

    def _counts(self, name: str) -> bool:
        """Return whether a column is one of numbers."""
        return self.units.get(name) is not None

    def _is_of(self, said: str, name: str) -> bool:
        """Return whether the column could be counted in what is said."""
        unit = self.units.get(name)
        return bool(said and unit) and (is_unit(said, unit or "") or converts(said, unit or ""))


def _printed(text: str) -> str:
    return printable("".join(text.splitlines()))


def _spread(upper: Sequence[str], lower: Sequence[str], merged: Sequence[Merged]) -> list[str]:
    """Return the cells of an upper row, those over several columns repeated over each of them.

    A workbook says so by its `merged` ranges. Without, an empty cell belongs to the filled one at its left as long as the lower row has
    a name under each: that is how a CSV keeps merged cells.
    """
    over = _padded(upper, max(len(upper), len(lower)))
    if merged:
        for one in merged:
            last = min(one.last_column + 1, len(over))
            over[one.first_column : last] = over[one.first_column : one.first_column + 1] * (last - one.first_column)
        return over
    for position, name in enumerate(lower):
        if position and name and lower[position - 1] and not over[position]:
            over[position] = over[position - 1]
    return over


def _padded(cells: Sequence[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]
