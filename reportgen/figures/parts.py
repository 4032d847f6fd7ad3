"""A metric's rule + what its rows add up to by category -> its parts by the categories of a column: as figures, or their numbers alone."""

from __future__ import annotations

import functools
import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from reportgen.base.formula import TooLarge
from reportgen.base.names import PART_SIGN
from reportgen.base.numbers import Exact, in_base
from reportgen.figures.adding import Sums
from reportgen.figures.figure import Basis, Figure
from reportgen.figures.rules import absent_rows, added_rows, from_formula, summed
from reportgen.inputs.catalogue import Metric
from reportgen.inputs.metric_rules import FormulaOf, SumOf
from reportgen.inputs.tables import TableData

Within = tuple[tuple[str, str], ...]  # columns, each with a category: what parts are parts of
Parts = tuple[tuple[str, Figure], ...]  # of one figure, by the categories of a column
Bases = Mapping[
    str, Exact | None
]  # of one figure's parts: their `whole_base`, by the categories of a column, in any order


def summed_parts(sums: Sums, metric: Metric, rule: SumOf, table: TableData, column: str, within: Within) -> Parts:
    """Return a sum's share for each category, in the table's order; `sums` knows the rule by the metric's name."""
    said = table.categories[column]
    rows: dict[str, list[int]] = defaultdict(list)
    for row in sums.rows(metric.name):
        if all(table.categories[other][row] == category for other, category in within):
            rows[said[row]].append(row)
    absent: dict[str, list[dict[str, str]]] = defaultdict(list)
    for combination in absent_rows(table, rule):
        if all(combination.get(other, category) == category for other, category in within):
            absent[combination.get(column, "")].append(combination)
    of_any = absent.pop("", [])  # which may be of any category
    # By the whole table, so that the parts of all its metrics stand in one order.
    order = dict.fromkeys([*said, *absent])
    return tuple(
        (
            category,
            summed(
                replace(metric, name=_part_name(metric.name, within, category)),
                rule,
                table,
                added_rows(table, rule, rows[category]) if within else sums.part(metric.name, column, category),
                rows[category],
                absent[category] + of_any,
            ),
        )
        for category in order
        if category in rows or category in absent
    )


def summed_bases(sums: Sums, name: str, rule: SumOf, table: TableData, column: str) -> Bases:
    """Return the bases of what `summed_parts` gives, without the figures, of which a thousand offices have a hundred thousand."""
    bases = {
        category: None if added.total is None else in_base(added.total, rule.unit)
        for category, added in sums.by_category(name, column).items()
    }
    absent = absent_rows(table, rule)
    if not all(column in row for row in absent):  # one may be of any category
        bases = dict.fromkeys(bases)
    return bases | {row[column]: None for row in absent if column in row}


def computed_parts(metric: Metric, rule: FormulaOf, parts: Mapping[str, Parts], within: Within) -> Parts:
    """Compute a formula for each category from its operands' parts, whose cells it rests on; one that an operand lacks has no value.
    Raises Unusable for a number beyond any figure."""
    of_operands = {operand: dict(of_operand) for operand, of_operand in parts.items()}
    done: dict[str, Figure] = {}
    for category in dict.fromkeys(itertools.chain.from_iterable(of_operands.values())):
        part = replace(metric, name=_part_name(metric.name, within, category))
        there = {operand: found[category] for operand, found in of_operands.items() if category in found}
        is_complete = len(there) == len(of_operands)
        figure = from_formula(part, rule, there) if is_complete else Figure(part, None, None)
        look_up = functools.partial(_basis_of_computed, tuple(there.values()), figure)
        done[category] = replace(figure, look_up=look_up, operands=())
    return tuple(done.items())


def computed_bases(rule: FormulaOf, operands: Mapping[str, Bases]) -> Bases | None:
    """Return the bases of what `computed_parts` gives, from those of its operands' parts; None for a number beyond any figure."""
    try:
        return {
            category: rule.formula.value({name: bases.get(category) for name, bases in operands.items()})
            for category in dict.fromkeys(itertools.chain.from_iterable(operands.values()))
        }
    except TooLarge:
        return None


def _part_name(name: str, within: Within, category: str) -> str:
    return PART_SIGN.join((name, *(one for _, one in within), category))


def _basis_of_computed(operands: Iterable[Figure], figure: Figure) -> Basis:
    return Basis(tuple(dict.fromkeys(cell for operand in operands for cell in operand.cells)), figure.missing)
