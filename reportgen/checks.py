"""Figures -> issues: what is missing, what was reported otherwise than the tables give, which identities don't hold.

A check returns its issues and never raises; all checks run. The order is the catalogue's.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from reportgen.catalogue import Catalogue, DateOf, PlacedIdentity, ValueOf
from reportgen.dates import Period, Point, last_day
from reportgen.exact import Exact, rounded, unit_factor, whole
from reportgen.figures import PART_SIGN, Figure, Figures
from reportgen.formula import Formula, TooLarge
from reportgen.issues import Issue, Location, Severity, listed
from reportgen.wording import PENDING, long_text, value_text, with_unit

_HOLDS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}
_FEW = 5  # fewer than these may be recognised: the usual threshold for suppressing counts in public statistics
_SHOULD = {"==": "等于", "<=": "不大于", ">=": "不小于", "<": "小于", ">": "大于"}
_SHOULD_BE = {"==": "就是", "<=": "早于或等于", ">=": "晚于或等于", "<": "早于", ">": "晚于"}  # of dates


def check(catalogue: Catalogue, figures: Figures) -> tuple[Issue, ...]:
    """Return the findings of every check."""
    return (
        *missing_values(figures),
        *reported_otherwise(figures),
        *wrong_totals(figures),
        *out_of_bounds(figures),
        *small_counts(figures),
        *broken_identities(catalogue, figures),
    )


def missing_values(figures: Figures) -> Iterator[Issue]:
    """Missing is not zero: each empty cell, absent row or unfilled key once, with the figures that wait for it."""
    waiting: dict[Location, list[Figure]] = {}
    for figure in figures:
        for place in () if figure.metric.optional else figure.missing:
            waiting.setdefault(place, []).append(figure)
    for place, waiters in waiting.items():
        divided = next((figure for figure in waiters if figure.metric.at == place), None)
        pending = [figure.name for figure in waiters if figure.value is None]
        stands = f"，报告里暂写「{PENDING}」：{listed(pending)}" if pending else ""
        if divided is not None:
            message, expected = f"「{divided.name}」的除数是0，算不出来{stands}。请核对除数。", "除数大于0"
            zeros = [figures[name] for name in reversed(divided.operands) if figures[name].number == 0]
            place = next((cell.at for figure in zeros for cell in figure.cells), place)
        else:
            message, expected = f"{_what_is_missing(place)}{stands}。没有发生请填0。", "一个数"
            if isinstance(waiters[0].metric.rule, DateOf):
                message, expected = f"是空的{stands}。请填上日期。", "一个日期"
        names = tuple(figure.name for figure in waiters)
        key = f"缺数据：{place.file}「{place.column or names[0]}」"
        yield Issue("缺数据", Severity.ERROR, message, place, names, expected, "0" if divided else "空", key)


def _what_is_missing(place: Location) -> str:
    if place.row is not None or place.file.endswith(".yaml"):
        return "是空的"
    return "缺这一行" if place.column else "表里没有数据行"


def reported_otherwise(figures: Figures) -> Iterator[Issue]:
    """A figure printed as reported must equal, to its printed digits, what the tables give; unverifiable if they give nothing."""
    for figure in figures:
        metric, given, entry = figure.metric, figure.computed, figure.reported
        if entry is None or isinstance(given, (Point, Period)):
            continue
        if given is None:
            severity, found, advice = Severity.UNVERIFIABLE, "表里的数不全，核对不了", "请补全表"
        elif rounded(entry.value, metric.digits) == rounded(given, metric.digits):
            continue
        else:
            how = "" if long_text(given) == value_text(metric, given) else f"，即{long_text(given)}"
            severity, found = Severity.ERROR, f"按表计算是{with_unit(metric, given)}{how}"
            advice = "请核对表或改正上报数"
        message = (
            f"「{figure.name}」上报{with_unit(metric, entry.value)}，{found}（上报原因：{entry.reason}）。{advice}。"
        )
        names = (figure.name, *figure.operands)
        texts = value_text(metric, given), value_text(metric, entry.value)
        yield Issue("上报数", severity, message, entry.at, names, *texts, key=f"上报数：{figure.name}")


def wrong_totals(figures: Figures) -> Iterator[Issue]:
    """A total that an office typed under a table must be what the rows add up to."""
    for total in figures.totals():
        if total.typed == total.added:
            continue
        found, expected = long_text(total.typed), long_text(total.added)
        difference = long_text(whole(abs(Fraction(total.typed) - total.added)))
        message = f"合计写的是{found}，各行相加是{expected}，相差{difference}。请核对这一行和上面各行。"
        key = f"合计：{total.at.file}「{total.at.column}」第{total.at.row}行"
        yield Issue("合计", Severity.ERROR, message, total.at, total.metrics, expected, found, key)


def out_of_bounds(figures: Figures) -> Iterator[Issue]:
    """A figure must not be above the bound that its metric has: most rates can't be above 100 %."""
    for figure in figures:
        metric, number = figure.metric, figure.number
        if metric.at_most is None or number is None or number <= metric.at_most:
            continue
        most, found = with_unit(metric, whole(metric.at_most)), with_unit(metric, number)
        message = f"「{figure.name}」是{found}，不会超过{most}。请核对。"
        place = figure.cells[0].at if figure.cells else metric.at
        names = (figure.name, *figure.operands)
        yield Issue(
            "超过上限", Severity.ERROR, message, place, names, f"不超过{most}", found, f"超过上限：{figure.name}"
        )


def small_counts(figures: Figures) -> Iterator[Issue]:
    """Counts below 5 of a sensitive metric, in all or for one category, let neighbours know which household is meant."""
    for figure in figures:
        if not figure.metric.sensitive:
            continue
        parts = [part for column in figures.columns(figure.name) for _, part in figures.parts(figure.name, column)]
        small = [part for part in (figure, *parts) if part.number is not None and 0 < part.number < _FEW]
        if small:
            said = listed(f"{part.name.split(PART_SIGN)[-1]}{with_unit(part.metric, part.value)}" for part in small)
            message = f"「{figure.name}」里有小于{_FEW}的数（{said}），公开后可能认出是哪一户。公开的报告里请不要分开写，或改写成「少于{_FEW}」。"
            found = listed(with_unit(part.metric, part.value) for part in small)
            place, names = small[0].cells[0].at, (figure.name,)
            key = f"小数目：{figure.name}"
            yield Issue("小数目", Severity.WARNING, message, place, names, f"不小于{_FEW}", found, key)


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
            yield Issue(
                "勾稽关系", placed.severity, message, placed.at, identity.names, key=f"勾稽关系：{identity.text}"
            )
            continue
        if left is None or right is None or _HOLDS[identity.comparison](left, right):
            continue
        if identity.comparison == "==" and (
            _rounds_to(identity.right, right, identity.left, left, figures)
            or _rounds_to(identity.left, left, identity.right, right, figures)
        ):
            continue
        yield _broken(placed, figures, (left, right))


def _unverifiable(placed: PlacedIdentity, figures: Figures) -> Iterator[Issue]:
    """Nothing that was given can confirm the figure: the one that would is optional and was left out."""
    names = placed.identity.names
    lacking = [name for name in names if figures[name].value is None]
    if not all(figures[name].metric.optional for name in lacking):
        return  # it waits for a figure that is told as missing
    shown = figures[names[0]]
    place = shown.cells[0].at if shown.cells else placed.at
    message = (
        f"「{names[0]}」{with_unit(shown.metric, shown.value)}没有依据可核：没有填{listed(lacking)}。能填上就填上。"
    )
    key = f"不可核：{placed.identity.text}"
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
    cells = [cell.at for name in names for cell in figures[name].cells]
    place = cells[0] if cells else placed.at
    key = f"勾稽关系：{' '.join(identity.text.split())}"
    return Issue("勾稽关系", placed.severity, message, place, names, expected, found, key)


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
