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
from typing import Any, NamedTuple, cast

import pandas

from reportgen.base.numbers import Exact, whole
from reportgen.inputs.metric_rules import SumOf
from reportgen.inputs.tables import TableData

MADE_BY = {"pandas": pandas.__version__}
_BEYOND = 2**63  # the first number that Int64 can't hold
Tables = Mapping[str, TableData]
_Asked = tuple[str, str, tuple[tuple[str, tuple[str, ...]], ...]]  # a rule's table, measure and categories


class Added(NamedTuple):
    """What cells add up to in their column's unit, None where one of them is empty or there is none; `filled` of them say a number."""

    total: Exact | None = None
    filled: int = 0


_NOTHING = Added()
_NO_MEASURE = -1, 0  # of a table that no year has


@dataclass(frozen=True)
class Sums:
    """The sums that rules ask of one year's tables, whole and by category; a rule goes by any key that the caller likes."""

    _asked: Mapping[Hashable, _Asked]
    _added: Mapping[tuple[_Asked, str], Mapping[str, Added]]
    _rows: Mapping[_Asked, Sequence[int]]

    def whole(self, key: Hashable) -> Added:
        """Return what all cells of a rule add up to."""
        return self.part(key, "", "")

    def part(self, key: Hashable, column: str, category: str) -> Added:
        """Return what those of a rule's cells add up to that have a category in a column."""
        return self.by_category(key, column).get(category, _NOTHING)

    def by_category(self, key: Hashable, column: str) -> Mapping[str, Added]:
        """Return what `part` does of each category that one of a rule's cells has in a column."""
        return self._added.get((self._asked[key], column), {})

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
    """All rows of some years' tables, and of each of their measures a cell for each row; what is of one year stands together.

    A row says its `year`, by its place among them, its `row` in its table, and in each column of categories the number of a word, 0 where its
    table hasn't got the column. A cell says the `place` of its row among all rows and a `value`, none where it is empty; a row that
    is absent from its table is none here.
    """

    def __init__(self, years: Sequence[Tables]) -> None:
        tables = [(year, name, table) for year, own in enumerate(years) for name, table in own.items()]
        counts = [len(table.rows) for *_, table in tables]
        self._columns: dict[str, dict[str, None]] = {}  # of categories, by table
        self._measures: dict[tuple[str, str], tuple[int, int]] = {}  # number and decimals, by table and name
        measures: list[int] = []  # of each column of cells its measure's number
        firsts: list[int] = []  # and the place of its first row
        lengths: list[int] = []
        values: list[int | None] = []
        for (_, name, table), count, end in zip(tables, counts, itertools.accumulate(counts), strict=True):
            self._columns.setdefault(name, {}).update(dict.fromkeys(table.dimensions))
            for one in table.measures.values():
                number, _ = self._measures.get((name, one.name), (len(self._measures), 0))
                self._measures[name, one.name] = number, one.digits
                measures.append(number)
                firsts.append(end - count)
                lengths.append(count)
                values += _scaled(table.numbers[one.name], one.digits)
        fits = sum(map(abs, filter(None, values))) < _BEYOND
        self._value = pandas.Series(pandas.array(values, dtype="Int64" if fits else object))
        self._place = _ranges(firsts, lengths)
        self._cells: Mapping[Any, Any] = pandas.Series(self._place).groupby(_repeated(measures, lengths)).indices
        self._row = _ranges([0] * len(counts), counts)
        self._year = _repeated([year for year, *_ in tables], counts)
        self._starts = self._year[self._place].searchsorted(range(len(years) + 1))
        said = [
            (column, end - count, of_rows)
            for (*_, table), count, end in zip(tables, counts, itertools.accumulate(counts), strict=True)
            for column, of_rows in table.categories.items()
        ]
        words: Any = pandas.array([*itertools.chain.from_iterable(of_rows for *_, of_rows in said)], dtype=object)
        numbers, found = pandas.factorize(words)
        self._words = ["", *found]
        self._numbers = {word: number for number, word in enumerate(self._words)}
        self._said = {"": 0 * self._year}
        begin = 0
        for column, first, of_rows in said:
            of_column = self._said.setdefault(column, 0 * self._year)
            of_column[first : first + len(of_rows)] = numbers[begin : begin + len(of_rows)] + 1
            begin += len(of_rows)

    def chosen(self, asked: _Asked) -> Any:
        """Return the cells, by their place in the frame, that a rule adds up, of all years."""
        table, measure, where = asked
        number, _ = self._measures.get((table, measure), _NO_MEASURE)
        cells = self._cells.get(number, self._place[:0])
        for column, values in where:
            said = self._said[column][self._place[cells]]
            wanted = (self._numbers.get(value, -1) for value in values)
            cells = cells[functools.reduce(operator.or_, (said == number for number in wanted))]
        return cells

    def rows(self, cells: Any) -> list[list[int]]:
        """Return which rows of each year's table these cells are of."""
        rows: list[int] = self._row[self._place[cells]].tolist()
        return [rows[first:last] for first, last in itertools.pairwise(cells.searchsorted(self._starts).tolist())]

    def added(self, chosen: Mapping[_Asked, Any]) -> list[dict[tuple[_Asked, str], dict[str, Added]]]:
        """Return every sum at once, of each year by rule and column, and there by category; those of whole rules under '' and ''."""
        asked = [(one, column) for one in chosen for column in ("", *self._columns.get(one[0], ()))]
        years, most = len(self._starts) - 1, len(self._words)
        groups = []
        for number, (one, column) in enumerate(asked):
            places = self._place[chosen[one]]
            groups.append((number * years + self._year[places]) * most + self._said[column][places])
        every = self._value.take(_joined([chosen[one] for one, _ in asked])).groupby(_joined(groups), sort=False)
        totals, filled = every.sum(), every.count()  # a sum takes an empty cell as 0
        rest, said = totals.index // most, totals.index % most
        place = zip((rest // years).tolist(), (rest % years).tolist(), said.tolist(), strict=True)
        decimals = [self._measures.get(one[:2], _NO_MEASURE)[1] for one, _ in asked]
        found: list[list[dict[str, Added]]] = [[{} for _ in asked] for _ in range(years)]
        sums = zip(place, totals.tolist(), filled.tolist(), every.size().tolist(), strict=True)
        for (number, year, word), total, there, of_all in sums:
            exact = whole(Fraction(total, 10 ** decimals[number])) if decimals[number] else total
            found[year][number][self._words[word]] = Added(exact if there == of_all else None, there)
        return [dict(zip(asked, of_year, strict=True)) for of_year in found]


def _repeated(numbers: Sequence[int], counts: Sequence[int]) -> Any:
    """Return each number as often as its count says."""
    return pandas.Index([*numbers], dtype="int64").repeat(counts).to_numpy()


def _ranges(firsts: Sequence[int], counts: Sequence[int]) -> Any:
    """Return the numbers from each first one on, as many as its count says."""
    begins = itertools.accumulate(counts, initial=0)
    shifts = _repeated([first - begin for first, begin in zip(firsts, begins, strict=False)], counts)
    return pandas.RangeIndex(len(shifts)).to_numpy() + shifts


def _joined(arrays: Sequence[Any]) -> Any:
    """Return arrays of integers one behind the other, without a Series of each: a year asks for hundreds."""
    found = pandas.RangeIndex(sum(map(len, arrays))).to_numpy(copy=True)
    end = 0
    for array in arrays:
        begin, end = end, end + len(array)
        found[begin:end] = array
    return found


def _scaled(numbers: Sequence[Exact | None], digits: int) -> Sequence[int | None]:
    """Return numbers in their column's last decimal; no cell is read with more decimals than its column has."""
    if not digits and all(type(one) is int or one is None for one in numbers):
        return cast("Sequence[int | None]", numbers)  # nearly always
    return [None if one is None else _in_last_decimal(one, digits) for one in numbers]


def _in_last_decimal(number: Exact, digits: int) -> int:
    scaled: Exact = number * 10**digits
    assert scaled.denominator == 1, f"{number} has more than {digits} decimals"
    return scaled.numerator
