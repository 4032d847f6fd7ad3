"""Catalogue + a year's sources -> figures: exact values, each with the rows or figures it came from."""

from __future__ import annotations

import functools
import itertools
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from reportgen.base.dates import Point
from reportgen.base.issues import Location
from reportgen.base.names import PART_SIGN, column_key
from reportgen.base.numbers import Exact
from reportgen.figures.adding import Sums, sums_of
from reportgen.figures.figure import Basis, Cell, Figure
from reportgen.figures.parts import (
    Bases,
    Parts,
    Within,
    computed_bases,
    computed_parts,
    summed_bases,
    summed_parts,
)
from reportgen.figures.rules import absent_rows, from_formula, in_unit, same_cells, summed, typed_total, typed_totals
from reportgen.inputs.catalogue import Catalogue, Measure, Metric
from reportgen.inputs.metric_rules import FormulaOf, SumOf, YearOf
from reportgen.inputs.section import TypedValue
from reportgen.inputs.sources import Sources
from reportgen.inputs.tables import TableData

MOST_BELOW = 100  # figures that one is told to rest on; formulas in a chain of thousands would each tell all


@dataclass(frozen=True)
class Total:
    """A total that an office typed under a column of a table, what the cells that it is of add up to, and the metrics that say the same.

    `categories` say which rows it is of, '' for the whole table.
    """

    at: Location
    categories: str
    measure: Measure
    typed: Exact
    added: Exact
    cells: tuple[Exact, ...]
    metrics: tuple[str, ...]


@dataclass(frozen=True)
class Figures:
    """All figures of one year, by metric name in the catalogue's order."""

    year: int
    by_name: dict[str, Figure]
    tables: dict[str, TableData] = field(repr=False)
    _columns: Mapping[str, tuple[str, ...]] = field(repr=False)
    _sums: Sums = field(repr=False, compare=False)
    # What `parts`, `part_bases`, `part` and `below` have made, so that they make nothing twice.
    _parts: dict[tuple[str, str, Within], Parts] = field(default_factory=dict, init=False, repr=False, compare=False)
    _bases: dict[tuple[str, str], Bases | None] = field(default_factory=dict, init=False, repr=False, compare=False)
    _spelled: dict[tuple[str, str, Within], dict[str, tuple[str, Figure]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
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
        if table is None or at.row not in table.rows:
            return ""
        return "、".join(table.key(table.rows.index(at.row)))

    def origin(self, at: Location) -> str | None:
        """Return where a cell of a table that was added up comes from, '' for a row that such a table lacks; None for any other place."""
        table = next((table for table in self.tables.values() if table.file == at.file), None)
        if table is None or not table.origins:
            return None
        if at.row not in table.rows or at.column not in table.measures:
            return ""
        return table.origin(table.rows.index(at.row), at.column)

    def totals(self) -> Iterator[Total]:
        """Yield the totals typed under tables; those over an empty cell or an absent row can't be held against anything."""
        of_measure: dict[tuple[str, str], list[Metric]] = defaultdict(list)
        for figure in self:
            if isinstance(figure.metric.rule, SumOf):
                of_measure[figure.metric.rule.table, figure.metric.rule.measure].append(figure.metric)
        for at, typed, rule in typed_totals(self.tables):
            table, added = self.tables[rule.table], self._sums.whole(at).total
            if added is not None and not absent_rows(table, rule):
                numbers = table.numbers[rule.measure]
                cells = tuple(cast("Exact", numbers[row]) for row in self._sums.rows(at))
                sums = of_measure[rule.table, rule.measure]
                same = tuple(metric.name for metric in sums if same_cells(metric.rule, rule))
                categories = "、".join(category for (category,) in rule.where.values())
                yield Total(at, categories, table.measures[rule.measure], typed, added, cells, same)

    def columns(self, name: str) -> tuple[str, ...]:
        """Return the columns by which this year's tables tell a sum apart, or all that a formula computes from; () for other figures."""
        return self._columns[name]

    def parts(self, name: str, column: str, within: Within = ()) -> Parts:
        """Return the figure's share for each category of `column`, in the table's order, as (category, figure).

        With `within` they are the shares of what other columns say: of 甲村, by another column. A part's metric is named 「figure·category」,
        「figure·甲村·category」 there; a category whose rows are all absent comes last, without a value. Empty where `columns` hasn't the columns.
        """
        asked = {column, *(one for one, _ in within)}
        waiting = [name]
        while waiting:  # formulas of formulas, however deep
            one, rule = waiting[-1], self.by_name[waiting[-1]].metric.rule
            key = (one, column, within)
            if key in self._parts:
                pass
            elif not asked <= {*self.columns(one)} or len(asked) == len(within):
                self._parts[key] = ()
            elif isinstance(rule, SumOf):
                self._parts[key] = summed_parts(
                    self._sums, self._metric(one), rule, self.tables[rule.table], column, within
                )
            elif isinstance(rule, FormulaOf):
                needed = [operand for operand in rule.formula.names if (operand, column, within) not in self._parts]
                waiting += needed
                if needed:
                    continue
                of_operands = {operand: self._parts[operand, column, within] for operand in rule.formula.names}
                self._parts[key] = computed_parts(self._metric(one), rule, of_operands, within)
            waiting.pop()
        return self._parts[name, column, within]

    def _metric(self, name: str) -> Metric:
        """Return a figure's metric under its own name: where a part stands in for the whole, it has the part's."""
        return replace(self.by_name[name].metric, name=name)

    def part_bases(self, name: str, column: str) -> Bases | None:
        """Return the `whole_base` of each part that `parts` gives, by category in any order; None where only `parts` knows them, as of a
        formula of formulas. A thousand offices have a hundred thousand parts, and checks ask for the figures of few."""
        if (name, column) not in self._bases:
            rule = self.by_name[name].metric.rule
            if isinstance(rule, SumOf):
                self._bases[name, column] = summed_bases(self._sums, name, rule, self.tables[rule.table], column)
            elif isinstance(rule, FormulaOf):
                self._bases[name, column] = self._computed_bases(rule, column)
        return self._bases.get((name, column))

    def _computed_bases(self, rule: FormulaOf, column: str) -> Bases | None:
        if not all(isinstance(self.by_name[name].metric.rule, SumOf) for name in rule.formula.names):
            return None
        return computed_bases(rule, {name: self.part_bases(name, column) or {} for name in rule.formula.names})

    def part(self, name: str, column: str, category: str, within: Within = ()) -> tuple[str, Figure] | None:
        """Return the part that a category names, however it is spelled, as `parts` gives it; None where there is none."""
        key = (name, column, within)
        if key not in self._spelled:
            found: dict[str, tuple[str, Figure]] = {}
            for one in self.parts(name, column, within):
                found.setdefault(column_key(one[0]), one)
            self._spelled[key] = found
        return self._spelled[key].get(column_key(category))

    def titled(self, title: str) -> tuple[Figure, Within] | None:
        """Return the part, by one column or two, that a mark's title names, and which categories it is of; None where there is none."""
        name = title.partition(PART_SIGN)[0]
        return self._titled(name, title, ()) if name in self.by_name else None

    def _titled(self, name: str, title: str, within: Within) -> tuple[Figure, Within] | None:
        taken = {column for column, _ in within}
        for column in self.columns(name):
            for category, part in self.parts(name, column, within) if column not in taken else ():
                called, here = " ".join(part.name.split()), (*within, (column, category))
                if called == title:
                    return part, here
                if title.startswith(called + PART_SIGN) and (found := self._titled(name, title, here)):
                    return found
        return None


def compute(catalogue: Catalogue, sources: Sources) -> Figures:
    """Return every metric's figure for the year of `sources`; raises Unusable for a formula that grows beyond any figure."""
    return figures_of(catalogue, sources, *sums(catalogue, [sources]))


def sums(catalogue: Catalogue, years: Sequence[Sources]) -> list[Sums]:
    """Return what the rows of each of these years add up to, those of many offices at once."""
    rules: dict[Hashable, SumOf] = {
        name: metric.rule for name, metric in catalogue.metrics.items() if isinstance(metric.rule, SumOf)
    }
    return sums_of([(one.tables, {**rules, **{at: rule for at, _, rule in typed_totals(one.tables)}}) for one in years])


def figures_of(catalogue: Catalogue, sources: Sources, sums: Sums) -> Figures:
    """Return what `compute` does, of a year whose rows are added up already."""
    done: dict[str, Figure] = {}
    reported = {name: entry for values in sources.sections.values() for name, entry in values.reported.items()}
    for metric in catalogue.in_order:
        figure = _figure(metric, sources, sums, done)
        entry = reported.get(metric.name)
        done[metric.name] = figure if entry is None else replace(figure, value=entry.value, reported=entry)
    columns = catalogue.columns(lambda rule: sources.tables[rule.table].dimensions)
    return Figures(sources.year, {name: done[name] for name in catalogue.metrics}, sources.tables, columns, sums)


def _figure(metric: Metric, sources: Sources, sums: Sums, done: dict[str, Figure]) -> Figure:
    rule = metric.rule
    if isinstance(rule, SumOf):
        table, added = sources.tables[rule.table], sums.whole(metric.name)
        # Where none of the rows is filled in, a typed total is all that is known of them.
        total = None if added.filled else typed_total(table, rule)
        if total is not None:
            told = in_unit(cast("Exact", total.value), rule, metric)
            return Figure(metric, told, told, functools.partial(Basis, (total,)))
        return summed(metric, rule, table, added, sums.rows(metric.name), absent_rows(table, rule))
    if isinstance(rule, FormulaOf):
        return from_formula(metric, rule, done)
    if isinstance(rule, YearOf):
        value = Point(sources.year + rule.offset)
        return Figure(metric, value, value)
    nothing = TypedValue(None, Location(f"{metric.section}.yaml", None, metric.name))
    typed = sources.sections[metric.section].typed.get(metric.name, nothing)
    cell = Cell(typed.at, typed.value, metric.least_digits)
    missing = (typed.at,) if typed.value is None else ()
    return Figure(metric, typed.value, typed.value, functools.partial(Basis, (cell,), missing))
