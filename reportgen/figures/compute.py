"""Catalogue + a year's sources -> figures: exact values, each with the rows or figures it came from. pandas ends here."""

from __future__ import annotations

import functools
import itertools
import operator
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, cast

import pandas

from reportgen.base.dates import CalendarValue, Period, Point
from reportgen.base.formula import TooLarge
from reportgen.base.issues import Issue, Location, Severity, Unusable
from reportgen.base.names import PART_SIGN
from reportgen.base.numbers import Exact, unit_factor, whole
from reportgen.inputs.catalogue import Catalogue, FormulaOf, Measure, Metric, SumOf, YearOf
from reportgen.inputs.folder import Sources, TableData
from reportgen.inputs.section import Reported, Typed

MOST_BELOW = 100  # figures that one is told to rest on; formulas in a chain of thousands would each tell all
MADE_BY = {"pandas": pandas.__version__}


@dataclass(frozen=True)
class Cell:
    """One input that a figure rests on: where it stands and what it says, None for an empty or absent one.

    `digits` is with how many decimals its column or metric is printed at least.
    """

    at: Location
    value: Exact | CalendarValue | None
    digits: int = 0


@dataclass(frozen=True)
class Figure:
    """A metric's value for one year, as the report prints it, in the metric's unit and unrounded; None where it is missing.

    `computed` is what the rows give; it differs from `value` only where `reported` says so. `cells` are the inputs read directly,
    `operands` the metrics of the formula. `missing` are the places that must be filled in before there is a value.
    """

    metric: Metric
    value: Exact | CalendarValue | None
    computed: Exact | CalendarValue | None
    cells: tuple[Cell, ...] = ()
    operands: tuple[str, ...] = ()
    missing: tuple[Location, ...] = ()
    reported: Reported | None = None

    @property
    def name(self) -> str:
        """Return the metric's name."""
        return self.metric.name

    @property
    def number(self) -> Exact | None:
        """Return the value where it is a number, None where it is missing or a date."""
        return None if isinstance(self.value, (Point, Period)) else self.value

    @property
    def base(self) -> Fraction | None:
        """Return the number in its unit without scale, as formulas compute with it: 83300 for 8.33万元, 1/2 for 50%."""
        return None if self.number is None else Fraction(self.number) * unit_factor(self.metric.unit)


Parts = tuple[tuple[str, Figure], ...]  # of one figure, by the categories of a column


@dataclass(frozen=True)
class Total:
    """A total that an office typed under a column of a table, the cells that it is of, and the metrics that say the same.

    `categories` say which rows it is of, '' for the whole table.
    """

    at: Location
    categories: str
    measure: Measure
    typed: Exact
    cells: tuple[Exact, ...]
    metrics: tuple[str, ...]

    @property
    def added(self) -> Exact:
        """Return what the cells add up to."""
        return whole(Fraction(sum(self.cells)))


@dataclass(frozen=True)
class Figures:
    """All figures of one year, by metric name in the catalogue's order."""

    year: int
    by_name: dict[str, Figure]
    tables: dict[str, TableData] = field(repr=False)
    _columns: Mapping[str, tuple[str, ...]] = field(repr=False)
    # What `parts` has made, so that it makes nothing twice.
    _parts: dict[tuple[str, str], Parts] = field(default_factory=dict, init=False, repr=False, compare=False)
    _below: dict[str, tuple[str, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __iter__(self) -> Iterator[Figure]:
        return iter(self.by_name.values())

    def __getitem__(self, name: str) -> Figure:
        return self.by_name[name]

    def place(self, *names: str) -> Location | None:
        """Return where to look first for figures: what was reported, the first cell, that of a formula's operands; None without any."""
        waiting, seen = list(reversed(names)), set[str]()
        while waiting:
            figure = self.by_name[waiting.pop()]
            if figure.reported is not None:
                return figure.reported.at
            if figure.cells:
                return figure.cells[0].at
            if figure.name not in seen:
                seen.add(figure.name)
                waiting += reversed(figure.operands)
        return None

    def below(self, name: str) -> tuple[str, ...]:
        """Return the figures that no formula gives and this one rests on, itself where none gives it, in the order of the formulas.

        At most one more than MOST_BELOW are named.
        """
        waiting = [name]
        while waiting:  # formulas of formulas, however deep
            operands = self.by_name[waiting[-1]].operands
            needed = [operand for operand in operands if operand not in self._below]
            if not needed:
                one = waiting.pop()
                every = dict.fromkeys(itertools.chain.from_iterable(self._below[operand] for operand in operands))
                self._below[one] = tuple(itertools.islice(every, MOST_BELOW + 1)) if operands else (one,)
            waiting += needed
        return self._below[name]

    def categories(self, at: Location) -> str:
        """Return the categories of a table's row, 「一孩、甲村」; '' for any other place."""
        table = next((table for table in self.tables.values() if table.file == at.file), None)
        if table is None or at.row not in table.frame.index:
            return ""
        return "、".join(str(table.frame.at[at.row, column]) for column in table.dimensions)

    def totals(self) -> Iterator[Total]:
        """Yield the totals typed under tables; those over an empty cell or an absent row can't be held against anything."""
        for name, table in self.tables.items():
            for total in table.totals:
                where: dict[str, tuple[str, ...]] = {column: (category,) for column, category in total.where.items()}
                for measure, typed in total.values.items():
                    rule = SumOf(name, measure, "", where)
                    added = [cell.value for cell in _cells(table, rule)]
                    if typed is None or _absent(table, rule) or not added or None in added:
                        continue
                    same = tuple(figure.name for figure in self if _asks(figure.metric.rule, rule))
                    at, categories = Location(table.file, total.row, measure), "、".join(total.where.values())
                    cells = tuple(cast("list[Exact]", added))
                    yield Total(at, categories, table.measures[measure], typed, cells, same)

    def columns(self, name: str) -> tuple[str, ...]:
        """Return the columns by which this year's tables tell a sum apart, or all that a formula computes from; () for other figures."""
        return self._columns[name]

    def parts(self, name: str, column: str) -> Parts:
        """Return the figure's share for each category of `column`, in the table's order, as (category, figure).

        A part's metric is named 「figure·category」; a category whose rows are all absent comes last, without a value. Empty where
        `columns` hasn't the column.
        """
        waiting = [name]
        while waiting:  # formulas of formulas, however deep
            one, rule = waiting[-1], self.by_name[waiting[-1]].metric.rule
            if (one, column) in self._parts:
                pass
            elif column not in self.columns(one):
                self._parts[one, column] = ()
            elif isinstance(rule, SumOf):
                self._parts[one, column] = self._summed_parts(one, rule, column)
            elif isinstance(rule, FormulaOf):
                needed = [operand for operand in rule.formula.names if (operand, column) not in self._parts]
                waiting += needed
                if needed:
                    continue
                self._parts[one, column] = self._computed_parts(one, rule, column)
            waiting.pop()
        return self._parts[name, column]

    def _summed_parts(self, name: str, rule: SumOf, column: str) -> Parts:
        metric = self.by_name[name].metric
        table = self.tables[rule.table]
        there: dict[str, list[Cell]] = {}
        categories = table.frame[column].to_numpy()[_chosen(table, rule)]
        for category, cell in zip(categories, _cells(table, rule), strict=True):
            there.setdefault(str(category), []).append(cell)
        absent: dict[str | None, list[dict[str, str]]] = {}
        for row in _absent(table, rule):
            absent.setdefault(row.get(column), []).append(row)
        of_any = absent.pop(None, [])
        # By the whole table, so that the parts of all its metrics stand in one order.
        order = dict.fromkeys([*table.frame[column], *absent])
        return tuple(
            (
                category,
                _summed(
                    replace(metric, name=f"{name}{PART_SIGN}{category}"),
                    rule,
                    table.file,
                    tuple(there.get(category, ())),
                    absent.get(category, []) + of_any,
                ),
            )
            for category in order
            if category in there or category in absent
        )

    def _computed_parts(self, name: str, rule: FormulaOf, column: str) -> Parts:
        """Compute a formula for each category from its operands' parts, whose cells it rests on; one that an operand lacks has no value."""
        metric = self.by_name[name].metric
        of_operands = {operand: dict(self._parts[operand, column]) for operand in rule.formula.names}
        done: dict[str, Figure] = {}
        for category in dict.fromkeys(category for parts in of_operands.values() for category in parts):
            part = replace(metric, name=f"{name}{PART_SIGN}{category}")
            there = {operand: parts[category] for operand, parts in of_operands.items() if category in parts}
            whole = len(there) == len(of_operands)
            done[category] = _from_formula(part, rule, there) if whole else Figure(part, None, None)
            cells = dict.fromkeys(cell for operand in there.values() for cell in operand.cells)
            done[category] = replace(done[category], cells=tuple(cells), operands=())
        return tuple(done.items())


def _asks(rule: object, other: SumOf) -> bool:
    return isinstance(rule, SumOf) and (rule.table, rule.measure, rule.where) == (
        other.table,
        other.measure,
        other.where,
    )


def compute(catalogue: Catalogue, sources: Sources) -> Figures:
    """Return every metric's figure for the year of `sources`; raises Unusable for a formula that grows beyond any figure."""
    done: dict[str, Figure] = {}
    reported = {name: entry for values in sources.sections.values() for name, entry in values.reported.items()}
    for metric in catalogue.in_order:
        figure = _figure(metric, sources, done)
        entry = reported.get(metric.name)
        done[metric.name] = figure if entry is None else replace(figure, value=entry.value, reported=entry)
    columns = catalogue.columns(lambda rule: sources.tables[rule.table].dimensions)
    return Figures(sources.year, {name: done[name] for name in catalogue.metrics}, sources.tables, columns)


def _figure(metric: Metric, sources: Sources, done: dict[str, Figure]) -> Figure:
    rule = metric.rule
    if isinstance(rule, SumOf):
        table = sources.tables[rule.table]
        cells = _cells(table, rule)
        # Where none of the rows is filled in, a typed total is all that is known of them.
        total = None if any(cell.value is not None for cell in cells) else _typed_total(table, rule)
        if total is not None:
            return _summed(metric, rule, table.file, (total,), [])
        return _summed(metric, rule, table.file, cells, _absent(table, rule))
    if isinstance(rule, FormulaOf):
        return _from_formula(metric, rule, done)
    if isinstance(rule, YearOf):
        value = Point(sources.year + rule.offset)
        return Figure(metric, value, value)
    nothing = Typed(None, Location(f"{metric.section}.yaml", None, metric.name))
    typed = sources.sections[metric.section].typed.get(metric.name, nothing)
    missing = (typed.at,) if typed.value is None else ()
    return Figure(
        metric, typed.value, typed.value, (Cell(typed.at, typed.value, metric.least_digits),), missing=missing
    )


def _chosen(table: TableData, rule: SumOf) -> Any:
    """Return which rows the rule adds up, as what selects them from a column's array."""
    wanted = [
        functools.reduce(operator.or_, (table.frame[column].to_numpy() == value for value in values))
        for column, values in rule.where.items()
    ]
    return functools.reduce(operator.and_, wanted) if wanted else slice(None)


def _cells(table: TableData, rule: SumOf) -> tuple[Cell, ...]:
    """Return what the rule adds up, in the table's order."""
    chosen = _chosen(table, rule)
    digits = table.measures[rule.measure].least_digits
    rows, values = table.frame.index.to_numpy()[chosen], table.frame[rule.measure].to_numpy()[chosen]
    return tuple(
        Cell(Location(table.file, row, rule.measure), value, digits)
        for row, value in zip(rows.tolist(), values.tolist(), strict=True)
    )


def _typed_total(table: TableData, rule: SumOf) -> Cell | None:
    """Return the total that an office typed of just the rows that the rule adds up; None without one, or with several that differ."""
    found = [
        Cell(
            Location(table.file, total.row, rule.measure),
            total.values[rule.measure],
            table.measures[rule.measure].least_digits,
        )
        for total in table.totals
        # A spreadsheet's own sum of empty cells is 0.
        if {column: (category,) for column, category in total.where.items()} == rule.where
        and total.values.get(rule.measure)
    ]
    return found[0] if len({cell.value for cell in found}) == 1 else None


def _absent(table: TableData, rule: SumOf) -> list[dict[str, str]]:
    """Return the absent rows that the rule would add up; one that doesn't say a column's category may be any of them."""
    where = rule.where.items()
    return [row for row in table.absent if all(row.get(column, values[0]) in values for column, values in where)]


def _summed(metric: Metric, rule: SumOf, file: str, cells: tuple[Cell, ...], absent: list[dict[str, str]]) -> Figure:
    """Add up `cells`; missing when one is empty, a row `absent`, or there is nothing to add."""
    missing = [cell.at for cell in cells if cell.value is None]
    missing += [Location(file, None, "、".join(row.values())) for row in absent]
    if not cells and not absent:
        sought = "、".join(value for values in rule.where.values() for value in values)
        missing.append(Location(file, None, sought or None))
    value = None
    if not missing:
        total = sum(cast("Exact", cell.value) for cell in cells)  # ints and fractions stay exact
        value = whole(Fraction(total) * unit_factor(rule.unit) / unit_factor(metric.unit))
    return Figure(metric, value, value, cells, missing=tuple(missing))


def _from_formula(metric: Metric, rule: FormulaOf, done: dict[str, Figure]) -> Figure:
    names = rule.formula.names
    bases = {name: None if (base := done[name].base) is None else whole(base) for name in names}
    try:
        result = rule.formula.value(bases)
    except TooLarge:
        message = f"「{metric.name}」的算式算出来的数太大，不像一个统计数，请检查算式。"
        raise Unusable([Issue("指标目录", Severity.ERROR, message, metric.at, (metric.name,))]) from None
    value = None if result is None else whole(Fraction(result) / unit_factor(metric.unit))
    waiting = (done[name] for name in names if done[name].value is None)
    missing = tuple(dict.fromkeys(place for figure in waiting for place in figure.missing))
    if value is None and not missing:  # a divisor is zero
        missing = (metric.at,)
    return Figure(metric, value, value, operands=names, missing=missing)
