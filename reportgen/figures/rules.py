"""A metric's rule + the cells, totals and figures that it is of -> its figure; the totals that an office typed, as rules of their own."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping

from reportgen.base.formula import TooLarge
from reportgen.base.issues import Issue, Location, Severity, Unusable
from reportgen.base.numbers import Exact, from_base, in_base
from reportgen.figures.adding import Added
from reportgen.figures.figure import Basis, Cell, Figure
from reportgen.inputs.catalogue import Metric
from reportgen.inputs.metric_rules import FormulaOf, SumOf
from reportgen.inputs.tables import TableData


def added_rows(table: TableData, rule: SumOf, rows: list[int]) -> Added:
    """Return what these few of a rule's rows add up to."""
    numbers = [table.numbers[rule.measure][row] for row in rows]
    filled = [number for number in numbers if number is not None]
    return Added(sum(filled) if filled and len(filled) == len(numbers) else None, len(filled))


def same_cells(rule: object, other: SumOf) -> bool:
    """Return whether two rules add up the same cells, whatever unit they print the sum in."""
    return isinstance(rule, SumOf) and _cells_of(rule) == _cells_of(other)


def _cells_of(rule: SumOf) -> tuple[str, str, dict[str, tuple[str, ...]]]:
    return rule.table, rule.measure, rule.where


def typed_totals(tables: Mapping[str, TableData]) -> Iterator[tuple[Location, Exact, SumOf]]:
    """Yield the totals that an office typed, each with its place and what it should be the sum of."""
    for name, table in tables.items():
        for total in table.totals:
            where: dict[str, tuple[str, ...]] = {column: (category,) for column, category in total.where.items()}
            for measure, typed in total.values.items():
                if typed is not None:
                    yield Location(table.file, total.row, measure), typed, SumOf(name, measure, "", where)


def typed_total(table: TableData, rule: SumOf) -> Cell | None:
    """Return the total that an office typed of just the rows that the rule adds up; None without one, or with several that differ."""
    digits = table.measures[rule.measure].least_digits
    every = typed_totals({rule.table: table})
    # A spreadsheet's own sum of empty cells is 0.
    found = [Cell(at, typed, digits) for at, typed, of in every if typed and same_cells(of, rule)]
    return found[0] if len({cell.value for cell in found}) == 1 else None


def empty_rows(table: TableData, rule: SumOf) -> list[int]:
    """Return the rows that the rule would add up and whose cell is empty, counted from 0."""
    numbers = table.numbers[rule.measure]
    empty = [row for row, number in enumerate(numbers) if number is None] if None in numbers else []
    where = [(table.categories[column], values) for column, values in rule.where.items()]
    return [row for row in empty if all(said[row] in values for said, values in where)]


def absent_rows(table: TableData, rule: SumOf) -> list[dict[str, str]]:
    """Return the absent rows that the rule would add up; one that doesn't say a column's category may be any of them."""
    where = rule.where.items()
    return [row for row in table.absent if all(row.get(column, values[0]) in values for column, values in where)]


def summed(
    metric: Metric, rule: SumOf, table: TableData, added: Added, rows: list[int], absent: list[dict[str, str]]
) -> Figure:
    """Return the sum of `rows`; missing when a cell is empty, a row `absent`, or there is nothing to add."""
    value = None if added.total is None or absent else in_unit(added.total, rule, metric)
    return Figure(metric, value, value, functools.partial(_basis_of_sum, rule, table, rows, absent))


def in_unit(total: Exact, rule: SumOf, metric: Metric) -> Exact:
    """Return a total of the rule's column in the metric's unit."""
    if rule.unit == metric.unit:  # nearly always
        return total
    return from_base(in_base(total, rule.unit), metric.unit)


def _basis_of_sum(rule: SumOf, table: TableData, rows: list[int], absent: list[dict[str, str]]) -> Basis:
    """Return the cells of `rows`, in the table's order, and what is missing among them."""
    digits, numbers = table.measures[rule.measure].least_digits, table.numbers[rule.measure]
    cells = tuple(
        Cell(Location(table.file, table.rows[row], rule.measure), numbers[row], digits, table.origin(row, rule.measure))
        for row in rows
    )
    missing = [cell.at for cell in cells if cell.value is None]
    missing += [Location(table.file, None, "、".join(row.values())) for row in absent]
    if not cells and not absent:
        sought = "、".join(value for values in rule.where.values() for value in values)
        missing.append(Location(table.file, None, sought or None))
    return Basis(cells, tuple(missing))


def from_formula(metric: Metric, rule: FormulaOf, done: dict[str, Figure]) -> Figure:
    """Return what the formula gives of the figures `done`; missing where one of them is or a divisor is zero. Raises Unusable for a number
    beyond any figure."""
    names = rule.formula.names
    bases = {name: done[name].whole_base for name in names}
    try:
        result = rule.formula.value(bases)
    except TooLarge:
        message = f"「{metric.name}」的算式算出来的数太大，不像一个统计数，请检查算式。"
        raise Unusable([Issue("指标目录", Severity.ERROR, message, metric.at, (metric.name,))]) from None
    value = None if result is None else from_base(result, metric.unit)
    waiting = (done[name] for name in names if done[name].value is None)
    missing = tuple(dict.fromkeys(place for figure in waiting for place in figure.missing))
    if value is None and not missing:  # a divisor is zero
        missing = (metric.at,)
    return Figure(metric, value, value, functools.partial(Basis, (), missing), names)
