"""Figures -> how far each figure may lie from what it says, because a person rounded what it rests on before typing it.

A rate typed as 7.23‰ was anything from 7.225‰ up to 7.235‰. A sum or difference of such numbers may be off by all of them together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from reportgen.base.formula import Formula, Identity, TooLarge
from reportgen.base.numbers import Exact, base_unit, is_rounded, is_whole, unit_factor
from reportgen.figures.compute import Figures
from reportgen.figures.figure import Figure
from reportgen.inputs.catalogue import Metric
from reportgen.inputs.metric_rules import FormulaOf, SumOf, ValueOf


@dataclass(frozen=True)
class Slack:
    """How far a true value may lie below and above what is known of it, in the unit without its scale.

    It can be as far as an end only where that is `reached`: numbers are rounded half up, so 7.225 gives 7.23 and 7.235 doesn't.
    """

    below: Fraction = Fraction(0)
    above: Fraction = Fraction(0)
    below_reached: bool = True
    above_reached: bool = True

    def __add__(self, other: Slack) -> Slack:
        return Slack(
            self.below + other.below,
            self.above + other.above,
            self.below_reached and other.below_reached,
            self.above_reached and other.above_reached,
        )

    def __sub__(self, other: Slack) -> Slack:
        return self + Slack(other.above, other.below, other.above_reached, other.below_reached)

    def allows(self, difference: Exact, comparison: str) -> bool:
        """Return whether a difference known only so far may be 0 (`==`), not above it (`<=`), below it (`<`) and so on."""
        low, high = difference - self.below, difference + self.above
        may_be_less, may_be_more = low < 0, high > 0
        at_an_end = (low == 0 and self.below_reached) or (high == 0 and self.above_reached)
        may_be_zero = (may_be_less and may_be_more) or at_an_end
        return {
            "==": may_be_zero,
            "<=": may_be_less or may_be_zero,
            ">=": may_be_more or may_be_zero,
            "<": may_be_less,
            ">": may_be_more,
        }[comparison]


EXACT = Slack()


def of_typed(value: Exact, unit: str, digits: int) -> Slack:
    """Return the slack of a number that was rounded half up to so many decimals."""
    half = unit_factor(unit) / 10**digits / 2
    return Slack(half, half, value > 0, value < 0)


def of_sum(typed: Iterable[Exact], unit: str, digits: int) -> Slack:
    """Return the slack of a sum of typed numbers; none where such numbers are exact."""
    return sum((of_typed(one, unit, digits) for one in typed), EXACT) if is_rounded(unit, digits) else EXACT


class Roundings:
    """Knows the slack of each figure, and of what is computed from figures."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures
        self._known: dict[str, Slack] = {}

    def of_figure(self, name: str) -> Slack:
        """Return the slack of a figure as it is printed."""
        self._learn([name])
        return self._known[name]

    def of_formula(self, formula: Formula) -> Slack:
        """Return the slack of what a formula gives."""
        return EXACT if formula.has_remainder else self._moved(formula.names, formula.value)

    def of_identity(self, identity: Identity) -> Slack:
        """Return the slack of the difference of an identity's sides.

        A typed number that is one side of == alone is held against what the other side rounds to: a count too, where that is finer.
        """
        left, right = identity.left, identity.right
        if left.has_remainder or right.has_remainder or self._counts_one_thing(identity):
            return EXACT

        def difference(values: Mapping[str, Exact | None]) -> Exact | None:
            sides = left.value(values), right.value(values)
            return None if sides[0] is None or sides[1] is None else Fraction(sides[0]) - sides[1]

        alone = {
            side.text: of_typed(figure.number, figure.metric.unit, figure.metric.digits)
            for side, other in ((left, right), (right, left))
            if identity.comparison == "==" and side.text in side.names
            for figure in (self._figures[side.text],)
            if figure.number is not None and _is_typed(figure) and self._is_finer(other, figure.metric)
        }
        return self._moved(identity.names, difference, alone)

    def of_computed(self, figure: Figure) -> Slack:
        """Return the slack of what the inputs give for a figure, whatever was reported."""
        rule = figure.metric.rule
        if isinstance(rule, FormulaOf):
            return self.of_formula(rule.formula)
        if not isinstance(rule, SumOf):
            return EXACT
        cells = (cell.value for cell in figure.cells if isinstance(cell.value, (int, Fraction)))
        return of_sum(cells, rule.unit, self._figures.tables[rule.table].measures[rule.measure].digits)

    def _counts_one_thing(self, identity: Identity) -> bool:
        """Return whether an identity adds up whole numbers of one unit, as an office adds them up itself: 5万元 and 3万元 are 8万元."""
        metrics = [self._figures[name].metric for name in identity.names]
        of_one_unit = len({one.unit for one in metrics}) == 1 and all(is_whole(one.unit, one.digits) for one in metrics)
        return of_one_unit and identity.left.is_sum and identity.right.is_sum

    def _is_finer(self, side: Formula, metric: Metric) -> bool:
        """Return whether a side may have decimals that a typed metric has no room for: it divides, or is counted in smaller things."""
        metrics = [self._figures[name].metric for name in side.names]
        formulas = [side, *(one.rule.formula for one in metrics if isinstance(one.rule, FormulaOf))]
        smaller = (one for one in metrics if one.digits > metric.digits)
        divides = any("/" in formula.text for formula in formulas)
        return divides or any(base_unit(one.unit) == base_unit(metric.unit) for one in smaller)

    def _moved(
        self,
        names: Iterable[str],
        compute: Callable[[Mapping[str, Exact | None]], Exact | None],
        alone: Mapping[str, Slack] | None = None,
    ) -> Slack:
        """Return how far a result moves when each of its operands moves by its slack, the others standing still; added up."""
        self._learn(names)
        values = {name: self._figures[name].base for name in names}
        slacks = {name: self._known[name] for name in names} | dict(alone or {})
        total = EXACT
        try:
            result = compute(values)
            for name, slack in slacks.items():
                value = values[name]
                if slack == EXACT or value is None or result is None:
                    continue
                ends = ((value - slack.below, slack.below_reached), (value + slack.above, slack.above_reached))
                moved = [(compute({**values, name: end}), reached) for end, reached in ends]
                steps = sorted((Fraction(end) - result, reached) for end, reached in moved if end is not None)
                if len(steps) == len(ends):
                    (low, low_reached), (high, high_reached) = steps
                    below, above = max(-low, Fraction(0)), max(high, Fraction(0))
                    total += Slack(below, above, low_reached or not below, high_reached or not above)
        except TooLarge:
            return EXACT
        return total

    def _learn(self, names: Iterable[str]) -> None:
        """Find the slack of each figure, of those that its formula names before; formulas of formulas, however deep."""
        waiting = list(names)
        while waiting:
            name = waiting[-1]  # a part that stands in for its figure has a longer name of its own
            figure = self._figures[name]
            unknown = [operand for operand in _operands(figure) if operand not in self._known]
            if name in self._known:
                waiting.pop()
            elif unknown:
                waiting += unknown
            else:
                self._known[name] = self._of(figure)

    def _of(self, figure: Figure) -> Slack:
        metric = figure.metric
        if not _is_typed(figure):
            return self.of_computed(figure)
        return of_sum([] if figure.number is None else [figure.number], metric.unit, metric.digits)


def _is_typed(figure: Figure) -> bool:
    return figure.reported is not None or isinstance(figure.metric.rule, ValueOf)


def _operands(figure: Figure) -> tuple[str, ...]:
    return () if figure.reported is not None else figure.operands
