"""A year's tables and what is to be added up -> exact sums, one `groupby` for all of them; a sum over an empty cell is missing.

pandas is known here and nowhere else. A number stands in the frame as a whole number of its column's last decimal, so that adding
up is exact: 12.50 with two decimals as 1250. Where such numbers could grow past 64 bits they stay Python's, which never overflow.
"""

from __future__ import annotations

import functools
import itertools
import operator
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pandas

from reportgen.base.numbers import Exact, whole
from reportgen.inputs.catalogue import SumOf
from reportgen.inputs.tables import TableData

MADE_BY = {"pandas": pandas.__version__}
_BEYOND = 2**63  # the first number that Int64 can't hold


@dataclass(frozen=True)
class Added:
    """What cells add up to in their column's unit, None where one of them is empty or there is none; `filled` of them say a number."""

    total: Exact | None = None
    filled: int = 0


class Sums:
    """The sums that `rules` ask of a year's tables, whole and by category; a rule goes by any key that the caller likes."""

    def __init__(self, tables: Mapping[str, TableData], rules: Mapping[Hashable, SumOf]) -> None:
        frame = _tidy(tables)
        self._rows = frame["row"].to_numpy()
        self._said = {name: frame[number].to_numpy() for number, name in enumerate(_category_columns(tables))}
        cells: Mapping[Any, Any] = frame.groupby(["table", "measure"]).indices
        none = self._rows[:0]
        self._cells = {
            key: self._chosen(rule, cells.get((rule.table, rule.measure), none)) for key, rule in rules.items()
        }
        self._added = self._add_up(frame["value"], tables, rules)

    def whole(self, key: Hashable) -> Added:
        """Return what all cells of a rule add up to."""
        return self._added.get((key, "", ""), Added())

    def part(self, key: Hashable, column: str, category: str) -> Added:
        """Return what those of a rule's cells add up to that have a category in a column."""
        return self._added.get((key, column, category), Added())

    def rows(self, key: Hashable) -> list[int]:
        """Return which rows of its table a rule adds up, counted from 0."""
        rows: list[int] = self._rows[self._cells[key]].tolist()
        return rows

    def _chosen(self, rule: SumOf, cells: Any) -> Any:
        """Return those of a column's cells, by their place in the frame, that a rule adds up."""
        for column, values in rule.where.items():
            said = self._said[column][cells]
            cells = cells[functools.reduce(operator.or_, (said == value for value in values))]
        return cells

    def _add_up(
        self, values: Any, tables: Mapping[str, TableData], rules: Mapping[Hashable, SumOf]
    ) -> dict[tuple[Hashable, str, str], Added]:
        """Return every sum at once, by rule, column and category; those of whole rules under '' and ''."""
        asked = [(key, column) for key, rule in rules.items() for column in ("", *tables[rule.table].dimensions)]
        scales = [10 ** tables[rules[key].table].measures[rules[key].measure].digits for key, _ in asked]
        cells = [self._cells[key] for key, _ in asked]
        said = (
            self._said[column][chosen] if column else itertools.repeat("", len(chosen))
            for (_, column), chosen in zip(asked, cells, strict=True)
        )
        number = pandas.RangeIndex(len(asked)).repeat([len(chosen) for chosen in cells])
        category = pandas.Index([*itertools.chain.from_iterable(said)], dtype=object)
        groups = values.take([*itertools.chain.from_iterable(cells)]).groupby([number, category], sort=False)
        totals, filled = groups.sum(), groups.count()  # a sum takes an empty cell as 0
        rows = zip(totals.index.tolist(), totals.tolist(), filled.tolist(), groups.size().tolist(), strict=True)
        return {
            (*asked[n], word): Added(whole(Fraction(total, scales[n])) if there == every else None, there)
            for (n, word), total, there, every in rows
        }


def _tidy(tables: Mapping[str, TableData]) -> pandas.DataFrame:
    """Return all cells with numbers, one a row: `table`, `measure`, `row` counted from 0, `value`, and its categories.

    An empty cell has no value; a row that is absent from its table is none here. The columns of categories are numbered, because an
    office may call them anything; a cell has none in those that its table hasn't got.
    """
    columns = [(name, table, measure) for name, table in tables.items() for measure in table.measures.values()]
    values = [_scaled(value, one.digits) for _, table, one in columns for value in table.numbers[one.name]]
    fits = sum(abs(value) for value in values if value is not None) < _BEYOND
    cells: dict[str | int, Any] = {
        "table": [name for name, table, _ in columns for _ in table.rows],
        "measure": [one.name for _, table, one in columns for _ in table.rows],
        "row": pandas.array([row for _, table, _ in columns for row in range(len(table.rows))], dtype="int64"),
        "value": pandas.array(values, dtype="Int64" if fits else object),
    }
    for number, column in enumerate(_category_columns(tables)):
        said = (table.categories.get(column) or itertools.repeat(None, len(table.rows)) for _, table, _ in columns)
        cells[number] = pandas.array([word for words in said for word in words], dtype=object)
    return pandas.DataFrame(cells)


def _category_columns(tables: Mapping[str, TableData]) -> dict[str, None]:
    return dict.fromkeys(column for table in tables.values() for column in table.categories)


def _scaled(value: Exact | None, digits: int) -> int | None:
    """Return a number in its column's last decimal; no cell is read with more decimals than its column has."""
    if value is None:
        return None
    scaled: Exact = value * 10**digits
    assert scaled.denominator == 1, f"{value} has more than {digits} decimals"
    return scaled.numerator
