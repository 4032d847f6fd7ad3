"""Tables of one year or of many offices' years and what is to be added up -> exact sums, one `groupby` for all; over an empty cell: missing.

pandas is known here and nowhere else. A number stands in the frame as a whole number of its column's last decimal, so that adding
up is exact: 12.50 with two decimals as 1250. Where such numbers could grow past 64 bits they stay Python's, which never overflow.
"""

from __future__ import annotations

import functools
import itertools
import operator
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pandas

from reportgen.base.numbers import Exact, whole
from reportgen.inputs.catalogue import SumOf
from reportgen.inputs.tables import TableData

MADE_BY = {"pandas": pandas.__version__}
_BEYOND = 2**63  # the first number that Int64 can't hold
Tables = Mapping[str, TableData]
_Asked = tuple[str, str, tuple[tuple[str, tuple[str, ...]], ...]]  # a rule's table, measure and categories


@dataclass(frozen=True)
class Added:
    """What cells add up to in their column's unit, None where one of them is empty or there is none; `filled` of them say a number."""

    total: Exact | None = None
    filled: int = 0


@dataclass(frozen=True)
class Sums:
    """The sums that rules ask of one year's tables, whole and by category; a rule goes by any key that the caller likes."""

    _asked: Mapping[Hashable, _Asked]
    _added: Mapping[tuple[_Asked, str, str], Added]
    _rows: Mapping[_Asked, Sequence[int]]

    def whole(self, key: Hashable) -> Added:
        """Return what all cells of a rule add up to."""
        return self.part(key, "", "")

    def part(self, key: Hashable, column: str, category: str) -> Added:
        """Return what those of a rule's cells add up to that have a category in a column."""
        return self._added.get((self._asked[key], column, category), Added())

    def rows(self, key: Hashable) -> list[int]:
        """Return which rows of its table a rule adds up, counted from 0."""
        return list(self._rows[self._asked[key]])


def sums_of(years: Sequence[tuple[Tables, Mapping[Hashable, SumOf]]]) -> list[Sums]:
    """Return the sums that the rules of each of these years ask of its tables; all are of one catalogue, whatever offices they are of."""
    asked = [{key: _asked(rule) for key, rule in rules.items()} for _, rules in years]
    frame = _Frame([tables for tables, _ in years])
    chosen = {one: frame.chosen(one) for one in dict.fromkeys(one for own in asked for one in own.values())}
    added = frame.added(chosen)
    rows = {one: frame.rows(cells) for one, cells in chosen.items()}
    return [Sums(own, added[year], {one: rows[one][year] for one in own.values()}) for year, own in enumerate(asked)]


def _asked(rule: SumOf) -> _Asked:
    return rule.table, rule.measure, tuple(rule.where.items())


class _Frame:
    """All cells with numbers of some years, one a row: `year` by its place among them, `table`, `measure`, `row` counted from 0, `value`,
    and its categories; a year's cells stand together.

    An empty cell has no value; a row that is absent from its table is none here. The columns of categories are numbered, because an
    office may call them anything; a cell has none in those that its table hasn't got.
    """

    def __init__(self, years: Sequence[Tables]) -> None:
        self._columns: dict[str, dict[str, None]] = {}  # of categories, by table
        self._digits: dict[tuple[str, str], int] = {}
        for tables in years:
            for name, table in tables.items():
                self._columns.setdefault(name, {}).update(dict.fromkeys(table.dimensions))
                self._digits |= {(name, one.name): one.digits for one in table.measures.values()}
        categories = dict.fromkeys(
            column for tables in years for table in tables.values() for column in table.categories
        )
        frame = _tidy(years, list(categories))
        self._value, self._year, self._row = frame["value"], frame["year"].to_numpy(), frame["row"].to_numpy()
        self._said = {column: frame[number].to_numpy() for number, column in enumerate(categories)}
        self._starts = self._year.searchsorted(range(len(years) + 1))
        self._cells: Mapping[Any, Any] = frame.groupby(["table", "measure"]).indices

    def chosen(self, asked: _Asked) -> Any:
        """Return the cells, by their place in the frame, that a rule adds up, of all years."""
        table, measure, where = asked
        cells = self._cells.get((table, measure), self._row[:0])
        for column, values in where:
            said = self._said[column][cells]
            cells = cells[functools.reduce(operator.or_, (said == value for value in values))]
        return cells

    def rows(self, cells: Any) -> list[list[int]]:
        """Return which rows of each year's table these cells are of."""
        rows: list[int] = self._row[cells].tolist()
        return [rows[first:last] for first, last in itertools.pairwise(cells.searchsorted(self._starts).tolist())]

    def added(self, chosen: Mapping[_Asked, Any]) -> list[dict[tuple[_Asked, str, str], Added]]:
        """Return every sum at once, of each year by rule, column and category; those of whole rules under '' and ''."""
        asked = [(one, column) for one in chosen for column in ("", *self._columns.get(one[0], ()))]
        groups: dict[tuple[int, int, str], int] = {}
        group: list[int] = []
        for number, (one, column) in enumerate(asked):
            cells = chosen[one]
            said = self._said[column][cells] if column else itertools.repeat("")
            keys = zip(itertools.repeat(number), self._year[cells].tolist(), said)
            group += [groups.setdefault(key, len(groups)) for key in keys]
        values = self._value.take([*itertools.chain.from_iterable(chosen[one] for one, _ in asked)])
        every = values.groupby(pandas.Series(group, values.index, dtype="int64"), sort=False)
        totals, filled = every.sum(), every.count()  # a sum takes an empty cell as 0
        found: list[dict[tuple[_Asked, str, str], Added]] = [{} for _ in range(len(self._starts) - 1)]
        rows = zip(groups, totals.tolist(), filled.tolist(), every.size().tolist(), strict=True)
        for (number, year, word), total, there, of_all in rows:
            one, column = asked[number]
            found[year][one, column, word] = Added(self._unscaled(total, one) if there == of_all else None, there)
        return found

    def _unscaled(self, total: int, asked: _Asked) -> Exact:
        digits = self._digits[asked[:2]]
        return whole(Fraction(total, 10**digits)) if digits else total


def _tidy(years: Sequence[Tables], categories: Sequence[str]) -> pandas.DataFrame:
    columns = [
        (year, name, table, measure)
        for year, tables in enumerate(years)
        for name, table in tables.items()
        for measure in table.measures.values()
    ]
    values = [_scaled(value, one.digits) for *_, table, one in columns for value in table.numbers[one.name]]
    fits = sum(abs(value) for value in values if value is not None) < _BEYOND
    counts = [len(table.rows) for _, _, table, _ in columns]
    repeat = functools.partial(_repeated, counts)
    cells: dict[str | int, Any] = {
        "year": pandas.array(repeat([year for year, *_ in columns]), dtype="int64"),
        "table": repeat([name for _, name, _, _ in columns]),
        "measure": repeat([one.name for *_, one in columns]),
        "row": pandas.array([row for count in counts for row in range(count)], dtype="int64"),
        "value": pandas.array(values, dtype="Int64" if fits else object),
    }
    for number, column in enumerate(categories):
        said = (table.categories.get(column) or itertools.repeat(None, len(table.rows)) for _, _, table, _ in columns)
        cells[number] = pandas.array([word for words in said for word in words], dtype=object)
    return pandas.DataFrame(cells)


def _repeated(counts: Sequence[int], words: Sequence[Any]) -> list[Any]:
    """Return each word as often as its count says."""
    return [*itertools.chain.from_iterable(map(itertools.repeat, words, counts))]


def _scaled(value: Exact | None, digits: int) -> int | None:
    """Return a number in its column's last decimal; no cell is read with more decimals than its column has."""
    if value is None or (not digits and isinstance(value, int)):  # nearly always
        return value
    scaled: Exact = value * 10**digits
    assert scaled.denominator == 1, f"{value} has more than {digits} decimals"
    return scaled.numerator
