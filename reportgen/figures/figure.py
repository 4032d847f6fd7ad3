"""What a figure is: a metric's value for one year, and the cells that it rests on, looked up when they are asked for."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from reportgen.base.dates import CalendarValue, Period, Point
from reportgen.base.issues import Location
from reportgen.base.numbers import Exact, in_base, unit_factor
from reportgen.figures.wording import value_text
from reportgen.inputs.catalogue import Metric
from reportgen.inputs.section import Reported


class Cell(NamedTuple):
    """One input that a figure rests on: where it stands and what it says, None for an empty or absent one.

    `digits` is with how many decimals its column or metric is printed at least. `origin` is where it comes from, in a table that was
    added up: the file and row of an office below; '' for what somebody typed here.
    """

    at: Location
    value: Exact | CalendarValue | None
    digits: int = 0
    origin: str = ""


class Basis(NamedTuple):
    """The inputs that a figure reads directly, and the places that must be filled in before it has a value."""

    cells: tuple[Cell, ...] = ()
    missing: tuple[Location, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A metric's value for one year, as the report prints it, in the metric's unit and unrounded; None where it is missing.

    `computed` is what the rows give; it differs from `value` only where `reported` says so. `operands` are the metrics of the
    formula. `look_up` finds the figure's basis, which most figures are never asked for.
    """

    metric: Metric
    value: Exact | CalendarValue | None
    computed: Exact | CalendarValue | None
    look_up: Callable[[], Basis] = field(default=Basis, repr=False, compare=False)
    operands: tuple[str, ...] = ()
    reported: Reported | None = None

    @functools.cached_property
    def _basis(self) -> Basis:
        return self.look_up()

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Return the inputs read directly."""
        return self._basis.cells

    @property
    def inputs(self) -> tuple[Exact | CalendarValue | None, ...]:
        """Return what the cells say, without where they stand."""
        return tuple([cell.value for cell in self.cells])

    @property
    def missing(self) -> tuple[Location, ...]:
        """Return the places that must be filled in before there is a value."""
        return self._basis.missing

    @property
    def name(self) -> str:
        """Return the metric's name."""
        return self.metric.name

    @functools.cached_property
    def text(self) -> str:
        """Return the value as the report prints it, without unit."""
        return value_text(self.metric, self.value)

    @property
    def number(self) -> Exact | None:
        """Return the value where it is a number, None where it is missing or a date."""
        return None if isinstance(self.value, (Point, Period)) else self.value

    @property
    def whole_base(self) -> Exact | None:
        """Return the same as `base`, whole where it is one."""
        return None if self.number is None else in_base(self.number, self.metric.unit)

    @property
    def base(self) -> Fraction | None:
        """Return the number in its unit without scale, as formulas compute with it: 83300 for 8.33万元, 1/2 for 50%."""
        return None if self.number is None else Fraction(self.number) * unit_factor(self.metric.unit)
