"""Figures -> issues: what is missing, what was reported otherwise than the tables give, which identities don't hold.

A check returns its issues and never raises; all checks run. The order is the catalogue's.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from reportgen.catalogue import Catalogue, FormulaOf, PlacedIdentity
from reportgen.dates import Period, Point, last_day
from reportgen.exact import Exact, rounded, unit_factor
from reportgen.figures import Figure, Figures
from reportgen.formula import Formula
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


def check(catalogue: Catalogue, figures: Figures) -> tuple[Issue, ...]:
    """Return the findings of every check."""
    return (*missing_values(figures), *reported_otherwise(figures), *broken_identities(catalogue, figures))


def missing_values(figures: Figures) -> Iterator[Issue]:
    """Missing is not zero: each empty cell, absent row or unfilled key once, with the figures that wait for it."""
    waiting: dict[Location, list[Figure]] = {}
    for figure in figures:
        for place in figure.missing:
            waiting.setdefault(place, []).append(figure)
    for place, waiters in waiting.items():
        names = tuple(figure.name for figure in waiters)
        if waiters[0].metric.at == place:
            message = f"「{names[0]}」的除数是0，算不出来，报告里暂写「待补」。"
            place = Location(place.file, place.row, place.column)
        else:
            what = "缺这一行" if place.row is None and not place.file.endswith(".yaml") else "是空的"
            message = f"{what}，报告里暂写「待补」：{listed(names)}。没有发生请填0。"
        yield Issue("缺数据", Severity.ERROR, message, place, names, expected="一个数", found="空")


def reported_otherwise(figures: Figures) -> Iterator[Issue]:
    """A figure printed as reported must equal, to its printed digits, what the tables give."""
    for figure in figures:
        given, entry = figure.computed, figure.reported
        if entry is None:
            continue
        metric = figure.metric
        if given is None or isinstance(given, (Fraction, int)) and _agrees(entry.value, given, metric.digits):
            continue
        assert isinstance(given, (Fraction, int)), "only computed numbers can be reported otherwise"
        how = f"，即{long_text(given)}" if isinstance(metric.rule, FormulaOf) else ""
        message = (
            f"「{figure.name}」上报{with_unit(metric, entry.value)}，按表计算是{with_unit(metric, given)}{how}"
            f"（上报原因：{entry.reason}）。请核对表或改正上报数。"
        )
        yield Issue(
            "上报数",
            Severity.ERROR,
            message,
            entry.at,
            (figure.name, *figure.operands),
            value_text(metric, given),
            value_text(metric, entry.value),
        )


def broken_identities(catalogue: Catalogue, figures: Figures) -> Iterator[Issue]:
    """Every declared identity must hold; silent where a figure is missing, which is told already."""
    for placed in catalogue.identities:
        identity = placed.identity
        values = [figures[name].value for name in identity.names]
        if None in values:
            continue
        if all(isinstance(value, (Point, Period)) for value in values):
            days = [last_day(value) for value in values if isinstance(value, (Point, Period))]
            if not _HOLDS[identity.comparison](days[0], days[-1]):
                yield _broken(placed, figures, "", "")
            continue
        left, right = _side(identity.left, figures), _side(identity.right, figures)
        if left is not None and right is not None and not _HOLDS[identity.comparison](left, right):
            yield _broken(placed, figures, long_text(left), long_text(right), f"，相差{long_text(abs(left - right))}")


def _broken(placed: PlacedIdentity, figures: Figures, found: str, expected: str, difference: str = "") -> Issue:
    identity = placed.identity
    words = {name: f"{name}{with_unit(figures[name].metric, figures[name].value)}" for name in identity.names}
    sum_of_right = f"（{expected}）" if len(identity.right.names) > 1 else ""
    verb = "早于或等于" if not found and identity.comparison == "<=" else _SHOULD[identity.comparison]
    message = (
        f"{identity.left.filled_in(words)} 应{verb} {identity.right.filled_in(words)}{sum_of_right}{difference}。"
        "请核对这几个数。"
    )
    cells = [cell.at for name in identity.names for cell in figures[name].cells]
    place = cells[0] if cells else placed.at
    expected = expected or value_text(figures[identity.names[-1]].metric, figures[identity.names[-1]].value)
    found = found or value_text(figures[identity.names[0]].metric, figures[identity.names[0]].value)
    return Issue("勾稽关系", Severity.ERROR, message, place, identity.names, expected, found)


def _side(formula: Formula, figures: Figures) -> Fraction | None:
    values: dict[str, Exact | None] = {}
    for name in formula.names:
        number = figures[name].number
        values[name] = None if number is None else Fraction(number) * unit_factor(figures[name].metric.unit)
    result = formula.value(values)
    return None if result is None else Fraction(result)


def _agrees(left: Exact, right: Exact, digits: int) -> bool:
    return rounded(left, digits) == rounded(right, digits)
