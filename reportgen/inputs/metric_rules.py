"""How a metric's figure comes about, as the catalogue says it: a sum over a table's rows, a formula, a typed number or date, the year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from reportgen.base.dates import DateKind
from reportgen.base.formula import Formula


@dataclass(frozen=True)
class SumOf:
    """Adds up a measure, counted in `unit`, over the rows whose dimensions have one of the values in `where`."""

    table: str
    measure: str
    unit: str
    where: dict[str, tuple[str, ...]]

    @cached_property
    def words(self) -> str:
        """Which cells it adds up: 人口（户口=农业）."""
        where = "，".join(f"{column}={'/'.join(values)}" for column, values in self.where.items())
        return self.measure + (f"（{where}）" if where else "")


@dataclass(frozen=True)
class FormulaOf:
    """Computes from other metrics."""

    formula: Formula


@dataclass(frozen=True)
class ValueOf:
    """Reads one number from the section's YAML, under `key`."""

    key: str


@dataclass(frozen=True)
class DateOf:
    """Reads one date, month or period from the section's YAML, under the metric's name."""

    kind: DateKind


@dataclass(frozen=True)
class YearOf:
    """The report's year plus `offset`; the year itself is the name of the year's folder."""

    offset: int


Rule = SumOf | FormulaOf | ValueOf | DateOf | YearOf
