"""Identities and figures -> issues: which relations don't hold, and which ones nothing that was given can confirm."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from reportgen.catalogue import Catalogue, PlacedIdentity, ValueOf
from reportgen.dates import Period, Point, last_day
from reportgen.exact import Exact, rounded, unit_factor
from reportgen.figures import Figures
from reportgen.formula import Formula, Identity, TooLarge
from reportgen.issues import Issue, Location, Severity, listed
from reportgen.wording import long_text, value_text, with_unit

_HOLDS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}
_SHOULD = {"==": "等于", "<=": "不大于", ">=": "不小于", "<": "小于", ">": "大于"}
_SHOULD_BE = {"==": "就是", "<=": "早于或等于", ">=": "晚于或等于", "<": "早于", ">": "晚于"}  # of dates


def broken_identities(catalogue: Catalogue, figures: Figures) -> Iterator[Issue]:
    """Every declared identity must hold; silent where a figure is missing, which is told already.

    A rate or an amount in 万元 that a person typed is rounded, so the other side of == is rounded like it: 50% is right for 433 of 870.
    """
    for placed in catalogue.identities:
        identity = placed.identity
        values = [figures[name].value for name in identity.names]
        if None in values:
            if any(figures[name].metric.optional and figures[name].value is None for name in identity.names):
                yield from _unverifiable(placed, figures)
            continue
        days = [last_day(value) for value in values if isinstance(value, (Point, Period))]
        if days:
            if not _HOLDS[identity.comparison](days[0], days[-1]):
                yield _broken(placed, figures)
            continue
        try:
            left, right = _side(identity.left, figures), _side(identity.right, figures)
        except TooLarge:
            message = f"勾稽关系「{identity.text}」算出来的数太大，比较不了。请检查算式。"
            yield Issue("勾稽关系", placed.severity, message, placed.at, identity.names, key=_key("勾稽关系", identity))
            continue
        if left is None or right is None or _holds(placed, left, right, figures):
            continue
        if (
            identity.comparison == "=="
            and placed.within is None
            and (
                _rounds_to(identity.right, right, identity.left, left, figures)
                or _rounds_to(identity.left, left, identity.right, right, figures)
            )
        ):
            continue
        yield _broken(placed, figures, (left, right))


def _holds(placed: PlacedIdentity, left: Fraction, right: Fraction, figures: Figures) -> bool:
    unit = figures[placed.identity.names[0]].metric.unit
    spared = Fraction(placed.within or 0) * unit_factor(unit)
    if placed.identity.comparison == "==":
        return abs(left - right) <= spared
    below = placed.identity.comparison in {"<=", "<"}
    return bool(_HOLDS[placed.identity.comparison](left, right + spared if below else right - spared))


def _unverifiable(placed: PlacedIdentity, figures: Figures) -> Iterator[Issue]:
    """Nothing that was given can confirm the figure: the one that would is optional and was left out."""
    names = placed.identity.names
    lacking = [name for name in names if figures[name].value is None]
    shown = next((figures[name] for name in names if name not in lacking), None)
    if shown is None or not all(figures[name].metric.optional for name in lacking):
        return  # there is nothing to confirm, or it waits for a figure that is told as missing
    place = figures.place(shown.name) or placed.at
    given = f"「{shown.name}」{with_unit(shown.metric, shown.value)}"
    message = f"{given}没有依据可核：没有填{listed(lacking)}。能填上就填上。"
    key = _key("不可核", placed.identity)
    yield Issue("不可核", Severity.UNVERIFIABLE, message, place, names, listed(lacking), "空", key)


def _rounds_to(formula: Formula, value: Fraction, single: Formula, typed: Fraction, figures: Figures) -> bool:
    """Return whether a side is one typed number that is no plain count, and the other side's value rounds to it."""
    if single.text not in single.names:
        return False
    figure = figures[single.text]
    digits, factor = figure.metric.digits, unit_factor(figure.metric.unit)
    if figure.reported is None and not isinstance(figure.metric.rule, ValueOf):
        return False
    is_rounded = digits > 0 or factor != 1 or "/" in formula.text
    return is_rounded and rounded(value / factor, digits) == rounded(typed / factor, digits)


def _broken(placed: PlacedIdentity, figures: Figures, sides: tuple[Fraction, Fraction] | None = None) -> Issue:
    """Return the issue; `sides` are the two values where numbers and not dates are compared."""
    identity, names = placed.identity, placed.identity.names
    words = {name: f"{name}{with_unit(figures[name].metric, figures[name].value)}" for name in names}
    left, right = identity.left.filled_in(words), identity.right.filled_in(words)
    if sides is None:
        found, expected = (value_text(figures[name].metric, figures[name].value) for name in (names[0], names[-1]))
        message = f"{left} 应{_SHOULD_BE[identity.comparison]} {right}。请核对这几个日期。"
    else:
        found, expected, difference = (
            _in_unit_of(names, figures, value) for value in (*sides, abs(sides[0] - sides[1]))
        )
        total = f"（{expected}）" if len(identity.right.names) > 1 else ""
        message = f"{left} 应{_SHOULD[identity.comparison]} {right}{total}，相差{difference}。请核对这几个数。"
    if placed.reason:
        message = f"{message.removesuffix('。')}（{placed.reason}）。"
    place, key = _place(placed, figures), _key("勾稽关系", identity)
    return Issue("勾稽关系", placed.severity, message, place, names, expected, found, key)


def _place(placed: PlacedIdentity, figures: Figures) -> Location:
    """Return where to look first: what was typed for one of the figures rather than what a formula of them rests on."""
    names = placed.identity.names
    typed = [name for name in names if figures[name].cells or figures[name].reported]
    return figures.place(*typed, *names) or placed.at


def _key(check: str, identity: Identity) -> str:
    return f"{check}：{' '.join(identity.text.split())}"


def _in_unit_of(names: tuple[str, ...], figures: Figures, value: Fraction) -> str:
    """Return a side's value as its figures are printed where all have one scaled unit (0.5% and not 0.005), else without scale."""
    units = {figures[name].metric.unit for name in names}
    unit = units.pop() if len(units) == 1 else ""
    factor = unit_factor(unit)
    return long_text(value / factor) + (unit if factor != 1 else "")


def _side(formula: Formula, figures: Figures) -> Fraction | None:
    values: dict[str, Exact | None] = {}
    for name in formula.names:
        number = figures[name].number
        values[name] = None if number is None else Fraction(number) * unit_factor(figures[name].metric.unit)
    result = formula.value(values)
    return None if result is None else Fraction(result)
