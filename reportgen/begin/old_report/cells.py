"""Decided values + the catalogue -> the cells, totals and reported figures that a year's folder must hold to print them again.

A sum over one cell is that cell; a sum over more whose cells aren't all known is a total; a sum of nothing is nothing in every cell. What
a formula gives otherwise than the report printed is a figure as reported, with the reason.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from reportgen.base.dates import Period, Point
from reportgen.base.formula import TooLarge
from reportgen.base.numbers import Exact, rounded, unit_factor, whole
from reportgen.begin.old_report.readings import How
from reportgen.begin.old_report.values import Decided
from reportgen.figures.wording import with_unit
from reportgen.inputs.catalogue import Catalogue, Metric, Table
from reportgen.inputs.metric_rules import FormulaOf, SumOf

_MOST_ROUNDS = 20  # of solving; each finds at least one more value
_PRINTED_OTHERWISE = "原报告印的是{}，按读到的数算是{}"
_NOT_COMPUTED = "原报告印的数；算它要用的数没有都读到"

NO_PART: Mapping[str, tuple[str, ...]] = {}
Key = tuple[str, ...]  # a row's categories, in the order of its table's columns


@dataclass
class DeducedTable:
    """A table as it will be written: its columns of categories, its rows, and totals with what they are of ('' for all)."""

    table: Table
    columns: tuple[str, ...]
    rows: dict[Key, dict[str, Exact | None]]
    totals: dict[Key, dict[str, Exact]] = field(default_factory=dict)


@dataclass(frozen=True)
class Deduced:
    """What a year's folder holds: tables by name, values by metric (what was concluded too), and reasons by metric as reported.

    `unplaced` are sums that no row of totals can say; `concluded` the cells that a sum leaves for the one row that isn't printed, in words.
    """

    sheets: dict[str, DeducedTable]
    values: dict[str, Decided]
    reported: dict[str, str]
    unplaced: tuple[str, ...]
    concluded: tuple[str, ...]


def deduce(
    decided: Mapping[str, Decided], parts: Sequence[Decided], catalogue: Catalogue, silent: Collection[str]
) -> Deduced:
    """Return what gives the decided values again. `silent` are the metrics that a report may well not print, so that one is concluded."""
    values = dict(decided)
    sheets = {
        name: _sheet(table, [one for one in parts if _of(one, name, catalogue)])
        for name, table in catalogue.tables.items()
    }
    for one in parts:
        _put_part(one, sheets, catalogue)
    for _ in range(_MOST_ROUNDS):
        found = list(_solved(values, catalogue, silent))
        if not found:
            break
        values |= {one.name: one for one in found}
    sums = [
        (metric, metric.rule)
        for metric in catalogue.metrics.values()
        if isinstance(metric.rule, SumOf) and metric.name in values
    ]
    for metric, rule in sums:
        chosen = _chosen(sheets[rule.table], rule)
        if len(chosen) == 1 and not _any_category(sheets[rule.table].table):
            _put(sheets[rule.table], chosen[0], rule.measure, _counted(values[metric.name], metric, rule))
        elif values[metric.name].value == 0:
            for key in chosen:
                _put(sheets[rule.table], key, rule.measure, 0)
    always = [metric for metric in catalogue.metrics.values() if metric.name not in silent]
    concluded = [cell for metric, rule in sums for cell in _rest(metric, rule, values, sheets, always)]
    reported: dict[str, str] = {}
    unplaced: list[str] = []
    for metric, rule in sums:
        _put_total(metric, rule, values, sheets[rule.table], reported, unplaced)
    for metric in catalogue.in_order:
        if isinstance(metric.rule, FormulaOf) and metric.name in values:
            _compare(metric, values, catalogue, reported)
    return Deduced(sheets, values, reported, tuple(unplaced), tuple(concluded))


def _of(part: Decided, table: str, catalogue: Catalogue) -> bool:
    rule = catalogue.metrics[part.name].rule
    return isinstance(rule, SumOf) and rule.table == table


def _sheet(table: Table, parts: Sequence[Decided]) -> DeducedTable:
    """Return a table with a row for every combination of the categories that are known or were read."""
    columns = tuple(dict.fromkeys((*table.dimensions, *(column for part in parts for column in part.where))))
    read = {
        column: tuple(dict.fromkeys(one for part in parts for one in part.where.get(column, ()))) for column in columns
    }
    axes = [table.dimensions.get(column) or read[column] for column in columns]
    measures = dict.fromkeys(table.measures)
    return DeducedTable(table, columns, {key: dict(measures) for key in itertools.product(*axes)})


def is_filled(metric: Metric, sheets: Mapping[str, DeducedTable]) -> bool:
    """Return whether every cell that a sum adds up was read."""
    if not isinstance(metric.rule, SumOf):
        return False
    sheet = sheets[metric.rule.table]
    cells = [sheet.rows[key][metric.rule.measure] for key in _chosen(sheet, metric.rule)]
    return bool(cells) and None not in cells and not _any_category(sheet.table)


def _any_category(table: Table) -> bool:
    """Return whether a table may have rows that nobody read: a column whose categories the catalogue doesn't know."""
    return any(not known for known in table.dimensions.values())


def _chosen(sheet: DeducedTable, rule: SumOf, part: Mapping[str, tuple[str, ...]] = NO_PART) -> list[Key]:
    """Return the rows that a rule adds up, of the categories of one part where it is given."""
    where = {**rule.where, **part}
    return [
        key
        for key in sheet.rows
        if all(key[sheet.columns.index(name)] in values for name, values in where.items() if name in sheet.columns)
    ]


def _counted(one: Decided, metric: Metric, rule: SumOf) -> Exact | None:
    """Return a value in the unit of its table's column."""
    if isinstance(one.value, (Point, Period)):
        return None
    return whole(Fraction(one.value) * unit_factor(metric.unit) / unit_factor(rule.unit))


def _put(sheet: DeducedTable, key: Key, measure: str, number: Exact | None) -> None:
    if sheet.rows[key][measure] is None:
        sheet.rows[key][measure] = number


def _put_part(one: Decided, sheets: Mapping[str, DeducedTable], catalogue: Catalogue) -> None:
    metric = catalogue.metrics[one.name]
    if isinstance(metric.rule, SumOf):
        sheet = sheets[metric.rule.table]
        chosen = _chosen(sheet, metric.rule, one.where)
        number = _counted(one, metric, metric.rule)
        if len(chosen) == 1:
            _put(sheet, chosen[0], metric.rule.measure, number)
        elif number is not None:
            _note_total(sheet, {**metric.rule.where, **one.where}, metric.rule.measure, number)


def _rest(
    metric: Metric,
    rule: SumOf,
    values: Mapping[str, Decided],
    sheets: Mapping[str, DeducedTable],
    always: Sequence[Metric],
) -> Iterator[str]:
    """Put what a sum leaves into the one cell of it that isn't known, unless the report should have printed that cell itself."""
    sheet = sheets[rule.table]
    chosen = _chosen(sheet, rule)
    open_rows = [key for key in chosen if sheet.rows[key][rule.measure] is None]
    number = _counted(values[metric.name], metric, rule)
    if len(open_rows) != 1 or len(chosen) == 1 or number is None or _any_category(sheet.table):
        return
    (key,) = open_rows
    printed = (other.rule for other in always if isinstance(other.rule, SumOf))
    if any(one.table == rule.table and one.measure == rule.measure and _chosen(sheet, one) == [key] for one in printed):
        return
    rest = Fraction(number) - sum(Fraction(sheet.rows[row][rule.measure] or 0) for row in chosen if row != key)
    measure = sheet.table.measures[rule.measure]
    if (rest >= 0 or measure.below_zero) and rounded(whole(rest), measure.digits) == rest:
        _put(sheet, key, rule.measure, whole(rest))
        yield f"{sheet.table.name}「{'、'.join(key)}」{rule.measure}：{metric.label}减去其余各行"


def _put_total(
    metric: Metric,
    rule: SumOf,
    values: Mapping[str, Decided],
    sheet: DeducedTable,
    reported: dict[str, str],
    unplaced: list[str],
) -> None:
    """Note a sum as a total over its rows; where all its rows are known and give another number, as reported."""
    number = _counted(values[metric.name], metric, rule)
    cells = [sheet.rows[key][rule.measure] for key in _chosen(sheet, rule)]
    known = [cell for cell in cells if cell is not None]
    added = whole(Fraction(sum(known)))
    if len(known) == len(cells) and cells and added != number:
        given = whole(Fraction(added) * unit_factor(rule.unit) / unit_factor(metric.unit))
        printed, computed = (with_unit(metric, value) for value in (values[metric.name].value, given))
        reported[metric.name] = _PRINTED_OTHERWISE.format(printed, computed)
        return
    if known and len(known) < len(cells):
        reported[metric.name] = _NOT_COMPUTED
    if len(cells) != 1 or _any_category(sheet.table):
        placed = number is not None and _note_total(sheet, rule.where, rule.measure, number)
        unplaced += [metric.name] if not placed and (len(known) < len(cells) or not cells) else []


def _note_total(sheet: DeducedTable, where: Mapping[str, tuple[str, ...]], measure: str, number: Exact) -> bool:
    """Note a total of the rows that `where` selects; return whether a row of totals can say it: one category of a column, or all."""
    key = tuple(_one(where.get(column, ())) for column in sheet.columns)
    if None in key or all(key):
        return False
    sheet.totals.setdefault(tuple(category or "" for category in key), {}).setdefault(measure, number)
    return True


def _one(categories: tuple[str, ...]) -> str | None:
    """Return the one category that a rule asks for, '' for all of them, None for some."""
    return "" if not categories else categories[0] if len(categories) == 1 else None


def _solved(values: Mapping[str, Decided], catalogue: Catalogue, silent: Collection[str]) -> Iterator[Decided]:
    """Yield the metrics that a formula leaves no choice for: the one operand that is missing in a sum or difference."""
    found: set[str] = set()
    for metric in catalogue.metrics.values():
        if not isinstance(metric.rule, FormulaOf) or metric.name not in values or metric.digits:
            continue
        unknown = [name for name in metric.rule.formula.names if name not in values]
        if len(unknown) != 1 or unknown[0] in found or unknown[0] not in silent:
            continue
        operand = catalogue.metrics[unknown[0]]
        said = values[metric.name].value
        at = [_computed(metric, values, catalogue, {operand.name: guess}) for guess in (0, 1, 2)]
        if None in at or isinstance(said, (Point, Period)):
            continue
        zero, one, two = (Fraction(number) for number in at if number is not None)
        if one - zero not in (1, -1) or two - one != one - zero:
            continue
        number = (Fraction(said) - zero) / (one - zero)
        if (number >= 0 or operand.name in catalogue.below_zero) and rounded(whole(number), operand.digits) == number:
            found.add(operand.name)
            yield Decided(operand.name, whole(number), How.CONCLUDED)


def _computed(
    metric: Metric, values: Mapping[str, Decided], catalogue: Catalogue, guesses: Mapping[str, Exact]
) -> Exact | None:
    """Return what a metric's formula gives, None where an operand is missing."""
    assert isinstance(metric.rule, FormulaOf), "only formulas are computed"
    bases: dict[str, Exact | None] = {}
    for name in metric.rule.formula.names:
        value = guesses[name] if name in guesses else values[name].value if name in values else None
        number = None if value is None or isinstance(value, (Point, Period)) else value
        bases[name] = None if number is None else whole(Fraction(number) * unit_factor(catalogue.metrics[name].unit))
    try:
        result = metric.rule.formula.value(bases)
    except TooLarge:
        return None
    return None if result is None else whole(Fraction(result) / unit_factor(metric.unit))


def _compare(metric: Metric, values: Mapping[str, Decided], catalogue: Catalogue, reported: dict[str, str]) -> None:
    """Note a computed metric as reported where the operands give another number, or are not all there."""
    said = values[metric.name].value
    given = _computed(metric, values, catalogue, {})
    if given is None:
        reported[metric.name] = _NOT_COMPUTED
    elif not isinstance(said, (Point, Period)) and rounded(given, metric.digits) != said:
        reported[metric.name] = _PRINTED_OTHERWISE.format(with_unit(metric, said), with_unit(metric, given))
