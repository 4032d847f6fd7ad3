"""What a report's metrics are: the records that the catalogue's reader makes and every later stage asks.

A catalogue belongs to a report, not to a year: tables with their columns, texts, metrics and identities, by section.
"""

from __future__ import annotations

import graphlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from reportgen.base.issues import Accepted, Issue, Location
from reportgen.base.numbers import Exact, is_points
from reportgen.inputs.metric_rules import DateOf, FormulaOf, Rule, SumOf, ValueOf, YearOf
from reportgen.inputs.relation_records import Limits, PlacedIdentity, Stock


class Blank(Enum):
    """What a sign for nothing, — or / or 无, says in a column of numbers; the value is what the catalogue says. An empty cell is missing."""

    ZERO = "0"
    MISSING = "missing"


@dataclass(frozen=True)
class Measure:
    """A table's column of numbers, with its unit, how many decimals a cell may have (0: whole things are counted) and is printed with
    at least, whether it may be below zero, and what a sign for nothing says in it, None where nobody knows."""

    name: str
    unit: str
    digits: int
    at: Location
    below_zero: bool = False
    least_digits: int = 0
    blank: Blank | None = None


@dataclass(frozen=True)
class Table:
    """A section's tidy table: one row per combination of its dimensions.

    `dimensions` maps each dimension column to its allowed values; no values means that any text may stand there.
    """

    name: str
    section: str
    dimensions: dict[str, tuple[str, ...]]
    measures: dict[str, Measure]
    at: Location

    def columns(self, of_any: Iterable[str]) -> dict[str, str | None]:
        """Return each column that its file may have with the unit of its numbers, None where categories stand in it; `of_any` are
        those that may stand in any table."""
        units = {name: measure.unit for name, measure in self.measures.items()}
        return {**dict.fromkeys(self.dimensions), **units, **dict.fromkeys(of_any)}

    def choices(self, column: str, lists: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
        """Return what may stand in a column of categories, () for anything; `lists` are the names for columns whose categories aren't the
        catalogue's."""
        return self.dimensions.get(column) or lists.get(column, ())


@dataclass(frozen=True)
class Rollup:
    """How offices' numbers that are no plain counts become their county's: as the mean weighted by the metric `by`; added up without one."""

    by: str = ""


@dataclass(frozen=True)
class Metric:
    """A definition: what a figure is called, counted in, rounded to and how it comes about.

    `digits` is how many decimals are printed, and how many a typed number may have at most; where `least_digits` is less, a number is printed
    with as many as it needs from there on. `at_most` is a bound in the metric's unit (100 for a rate that can't be above 100 %). An
    `optional` figure may be left out: nothing prints it, an identity with it is then unverifiable. A `sensitive` one tells of few
    households: small counts of it are doubtful in a public report. A `steady` one is usually the same every year. `notable` is the
    change against last year from which on it stands out, in per cent, of rates in points. `as_of` names the date or period up to which
    it counts, '' for none. `below_zero` is what the catalogue says of a typed one; `Catalogue.below_zero` knows all that may be.
    `formerly` are the names that it had before. `rollup` says how offices' figures become their county's where that isn't plain.
    """

    name: str
    section: str
    label: str
    unit: str
    digits: int
    rule: Rule
    at: Location
    at_most: Exact | None = None
    optional: bool = False
    sensitive: bool = False
    steady: bool = False
    notable: Exact | None = None
    as_of: str = ""
    below_zero: bool = False
    least_digits: int = 0
    formerly: tuple[str, ...] = ()
    rollup: Rollup | None = None

    @property
    def is_number(self) -> bool:
        """Return whether its figure is a number: no date, and no year."""
        return not isinstance(self.rule, (DateOf, YearOf))

    @property
    def key(self) -> str:
        """Return the key under which people type it in its section's YAML, '' where it is computed."""
        return self.rule.key if isinstance(self.rule, ValueOf) else self.name if isinstance(self.rule, DateOf) else ""


class TextKind(Enum):
    """What shape a section's text has; the value is how the catalogue says it."""

    TEXT = "文字"  # one text
    LIST = "列表"  # a list of texts
    RECORDS = "条目"  # a list of items with named texts each
    PICTURE = "图"  # no text: a picture of the year's folder


@dataclass(frozen=True)
class TextField:
    """A text of a section's YAML that the template prints; `keys` names the texts of each item where it is a list of items.

    A `steady` one is usually the same every year; any other is to be rewritten each year.
    """

    name: str
    section: str
    kind: TextKind
    keys: tuple[str, ...]
    at: Location
    steady: bool = False


@dataclass(frozen=True)
class Section:
    """One subject's inputs: its YAML file is `<name>.yaml`, its tables are `<table>.csv` or `<table>.xlsx`.

    `source` is the unit that the numbers come from, '' for the office itself.
    """

    name: str
    title: str
    at: Location
    source: str = ""


@dataclass(frozen=True)
class Properties:
    """What the public edition's properties say: the text that names the office as its author, and the report's date; '' for none."""

    author: str = ""
    date: str = ""


@dataclass(frozen=True)
class Catalogue:
    """All definitions of a report, in the catalogue's order.

    `any_table` maps a column that every table may carry (村（社区）) to the text list that names its values, '' for any. `within`
    maps such a column to the one whose names its own are of, villages to their offices: which of them there should be, nobody asks.
    `period` says which part of its year a folder is of (上半年), '' for all of it. `issues` are warnings found while reading;
    `accepted` is what may stand of what the template's check finds. `digest` is the SHA-256 of the file that it was read from.
    """

    sections: dict[str, Section]
    tables: dict[str, Table]
    texts: dict[str, TextField]
    metrics: dict[str, Metric]
    identities: tuple[PlacedIdentity, ...]
    stocks: tuple[Stock, ...]
    limits: Limits
    any_table: dict[str, str]
    properties: Properties
    period: str
    issues: tuple[Issue, ...]
    accepted: tuple[Accepted, ...] = ()
    digest: str = field(default="", compare=False)
    within: Mapping[str, str] = field(default_factory=dict)

    def titled(self, year: int) -> str:
        """Return what to call the figures of a year's folder: 2018年, 2025年上半年."""
        return f"{year}年{self.period}"

    def heading(self, table: Table, year: int) -> str:
        """Return what stands above a year's table where it is to be filled in: 2018年基本情况."""
        return self.titled(year) + self.sections[table.section].title

    def of_section(self, section: str) -> tuple[Metric, ...]:
        """Return a section's metrics in order."""
        return self._by_section.get(section, ())

    @cached_property
    def _by_section(self) -> dict[str, tuple[Metric, ...]]:
        found: dict[str, list[Metric]] = {}
        for metric in self.metrics.values():
            found.setdefault(metric.section, []).append(metric)
        return {section: tuple(metrics) for section, metrics in found.items()}

    def typed_of(self, section: str) -> Mapping[str, Metric]:
        """Return a section's numbers and dates that are typed, by their key in the section's YAML."""
        return self._typed_by_section.get(section, {})

    @cached_property
    def _typed_by_section(self) -> dict[str, dict[str, Metric]]:
        return {
            section: {metric.key: metric for metric in metrics if metric.key}
            for section, metrics in self._by_section.items()
        }

    @cached_property
    def former_names(self) -> Mapping[str, str]:
        """What each name that a metric had before is now."""
        return {old: name for name, metric in self.metrics.items() for old in metric.formerly}

    @cached_property
    def standing_dates(self) -> frozenset[str]:
        """The dates up to which figures count: the same every year, as an event's are not."""
        return frozenset(metric.as_of for metric in self.metrics.values() if metric.as_of)

    @cached_property
    def name_lists(self) -> frozenset[str]:
        """The texts that are no prose: they name the categories of a column."""
        return frozenset(source for source in self.any_table.values() if source)

    def is_of_one_year(self, text: TextField) -> bool:
        """Return whether a text is prose that must be rewritten each year."""
        return not text.steady and text.name not in self.name_lists

    @cached_property
    def in_order(self) -> tuple[Metric, ...]:
        """All metrics such that each follows those its formula names (the reader has refused cycles)."""
        graph = {
            metric.name: metric.rule.formula.names if isinstance(metric.rule, FormulaOf) else ()
            for metric in self.metrics.values()
        }
        return tuple(self.metrics[name] for name in graphlib.TopologicalSorter(graph).static_order())

    @cached_property
    def below_zero(self) -> frozenset[str]:
        """The metrics whose numbers may be below zero: what the catalogue says may be, points, differences, and what rests on such."""
        found: set[str] = set()
        for metric in self.in_order:
            rule = metric.rule
            if isinstance(rule, SumOf):
                may_be = self.tables[rule.table].measures[rule.measure].below_zero
            else:
                may_be = isinstance(rule, FormulaOf) and (
                    rule.formula.subtracts or not found.isdisjoint(rule.formula.names)
                )
            if may_be or metric.below_zero or is_points(metric.unit):
                found.add(metric.name)
        return frozenset(found)

    def columns(self, of_sum: Callable[[SumOf], tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        """Return the columns by which each metric can be told apart: a sum by those of `of_sum`, a formula by those that all its
        operands have.

        But not by one of which an operand is a single category: births of girls over all births have no share by sex.
        """
        found: dict[str, tuple[str, ...]] = {}
        for metric in self.in_order:
            rule = metric.rule
            if isinstance(rule, SumOf):
                found[metric.name] = of_sum(rule)
            elif isinstance(rule, FormulaOf) and rule.formula.names:
                first, *others = ({*found[name]} - self._chosen(name) for name in rule.formula.names)
                shared = first.intersection(*others)
                found[metric.name] = tuple(column for column in found[rule.formula.names[0]] if column in shared)
            else:
                found[metric.name] = ()
        return found

    def _chosen(self, name: str) -> set[str]:
        rule = self.metrics[name].rule
        return {*rule.where} if isinstance(rule, SumOf) else set()
