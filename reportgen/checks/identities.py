"""Identities and figures -> issues: which relations don't hold, in all or in one village, and which ones nothing that was given can confirm.

What is added up over villages must fit in each of them, too: two cells that were exchanged cancel in the total. Only relations between sums
and multiples are asked of parts: a mean or a ratio of the whole needn't be that of a village. A number that no table tells apart (a standard
a head) may stand in one where the catalogue calls it steady.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from reportgen.base.dates import Period, Point, last_day
from reportgen.base.formula import Formula, Identity, TooLarge
from reportgen.base.issues import Issue, Location, Severity, key_text, listed
from reportgen.base.numbers import Exact, base_unit, decimals, enough_digits, rounded, size, unit_factor, whole, written
from reportgen.checks.rounding import Roundings
from reportgen.figures.compute import Figures
from reportgen.figures.wording import long_text, value_text, with_unit
from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.metric_rules import SumOf
from reportgen.inputs.relation_records import PlacedIdentity

_MOST_TOLD = 3  # categories of one relation; where more break it, it isn't a slip of one
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
    """Every declared identity must hold, as far as numbers tell that were rounded before they were typed: 50% is right for 433 of 870,
    and 0.01‰ between 5.30‰ and what two typed rates give is nothing. Silent where a figure is missing, which is told already.
    """
    roundings = Roundings(figures)
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
        if placed.within is None and roundings.of_identity(identity).allows(left - right, identity.comparison):
            continue
        yield _broken(placed, figures, (left, right))


def broken_in_parts(catalogue: Catalogue, figures: Figures) -> Iterator[Issue]:
    """Yield each relation that doesn't hold in a category for which all its figures have a value."""
    for placed in catalogue.identities:
        divided = [name for name in placed.identity.names if figures.columns(name)]
        others = [name for name in placed.identity.names if not figures.columns(name)]
        if not divided or not all(catalogue.metrics[name].steady for name in others):
            continue
        columns = _shared_columns(divided, figures)
        if columns and _is_of_sums(placed, divided, figures):
            for column in columns:
                yield from _broken_in(column, placed, divided, catalogue, figures)


def _holds(placed: PlacedIdentity, left: Exact, right: Exact, figures: Figures) -> bool:
    if placed.within is None:
        return bool(_HOLDS[placed.identity.comparison](left, right))
    unit = figures[placed.identity.names[0]].metric.unit
    spared = placed.within * unit_factor(unit)
    if placed.identity.comparison == "==":
        return size(left - right) <= spared
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


def _broken(placed: PlacedIdentity, figures: Figures, sides: tuple[Exact, Exact] | None = None) -> Issue:
    """Return the issue; `sides` are the two values where numbers and not dates are compared."""
    identity, names = placed.identity, placed.identity.names
    words = {name: f"{name}{with_unit(figures[name].metric, figures[name].value)}" for name in names}
    left, right = identity.left.filled_in(words), identity.right.filled_in(words)
    if sides is None:
        found, expected = (value_text(figures[name].metric, figures[name].value) for name in (names[0], names[-1]))
        message = f"{left} 应{_SHOULD_BE[identity.comparison]} {right}。请核对这几个日期。"
    else:
        found, expected, difference = _voiced(identity, figures, *sides)
        total = f"（{expected}）" if len(identity.right.names) > 1 else ""
        allowed = f"（可以相差{_spared(placed, figures)}）" if placed.within else ""
        message = f"{left} 应{_SHOULD[identity.comparison]} {right}{total}，相差{difference}{allowed}。请核对这几个数。"
    if placed.reason:
        message = f"{message.removesuffix('。')}（{placed.reason}）。"
    place, key = _place(placed, figures), _key("勾稽关系", identity)
    return Issue("勾稽关系", placed.severity, message, place, names, expected, found, key)


def _spared(placed: PlacedIdentity, figures: Figures) -> str:
    """Return how far the sides may differ, with its unit."""
    within = placed.within or 0
    return with_unit(replace(figures[placed.identity.names[0]].metric, digits=decimals(within) or 0), within)


def _place(placed: PlacedIdentity, figures: Figures) -> Location:
    """Return where to look first: what was typed for one of the figures rather than what a formula of them rests on."""
    names = placed.identity.names
    typed = [name for name in names if figures[name].cells or figures[name].reported]
    return figures.place(*typed, *names) or placed.at


def _key(check: str, identity: Identity) -> str:
    return f"{check}：{' '.join(identity.text.split())}"


def _voiced(identity: Identity, figures: Figures, left: Exact, right: Exact) -> tuple[str, str, str]:
    """Return both sides and their difference as their metrics are printed: 7.23‰, 7.22‰, 0.01‰.

    With more decimals where those don't show that the sides differ. A count is told without its unit, and in full where a rule gives
    it decimals; so is what no metric counts, the share that one count is of another.
    """
    unit, digits = _voice(identity, figures)
    factor = unit_factor(unit)
    left, right = left / factor, right / factor
    if unit and (digits or factor != 1 or "=" in unit):
        places = enough_digits(left, right, digits)
        sides = rounded(left, places), rounded(right, places)
        said = [written(number, places) for number in (*sides, abs(sides[0] - sides[1]))]
    else:
        said = [long_text(whole(number)) for number in (left, right, abs(left - right))]
    others = {figures[name].metric.unit for name in identity.names} - {unit}
    is_needed = factor != 1 or any(base_unit(other) == unit for other in others)  # 元 beside 万元
    found, expected, difference = (f"{text}{unit if is_needed else ''}" for text in said)
    return found, expected, difference


def _voice(identity: Identity, figures: Figures) -> tuple[str, int]:
    """Return the unit and decimals in which both sides can be said: those of a metric that is one side alone, else of the first where
    all are counted in one thing and added up; ('', 0) where no metric is."""
    metrics = [figures[name].metric for name in identity.names]
    sides = (identity.left, identity.right)
    alone = [figures[side.text].metric for side in sides if side.text in side.names]
    if not alone and (len({base_unit(metric.unit) for metric in metrics}) > 1 or not all(one.is_sum for one in sides)):
        return "", 0
    unit = (alone or metrics)[0].unit
    return unit, max(metric.digits for metric in alone or metrics if metric.unit == unit)


def _side(formula: Formula, figures: Figures) -> Exact | None:
    return formula.value({name: figures[name].whole_base for name in formula.names})


def _shared_columns(names: list[str], figures: Figures) -> list[str]:
    """Return the columns by which all of the figures are told apart, but for those of which one of them is a category."""
    shared = list(figures.columns(names[0]))
    for name in names:
        rule = figures[name].metric.rule
        chosen = rule.where if isinstance(rule, SumOf) else {}
        shared = [column for column in shared if column in figures.columns(name) and column not in chosen]
    return shared


def _is_of_sums(placed: PlacedIdentity, divided: list[str], figures: Figures) -> bool:
    """Return whether both sides double where all that is divided doubles; any number stands for one whose villages aren't all in."""
    numbers = {name: figures[name].number for name in placed.identity.names}
    once = {name: 1 if number is None and name in divided else number for name, number in numbers.items()}
    twice = {name: number * 2 if number is not None and name in divided else number for name, number in once.items()}
    for side in (placed.identity.left, placed.identity.right):
        try:
            one, two = side.value(once), side.value(twice)
        except TooLarge:
            return False
        if one is None or two is None or one * 2 != two:
            return False
    return True


def _hold_surely(column: str, placed: PlacedIdentity, divided: list[str], figures: Figures) -> bool:
    """Return whether a relation holds in every category that has all its numbers, as these alone tell: nearly always."""
    parts: dict[str, Mapping[str, Exact | None]] = {}
    for name in divided:
        bases = figures.part_bases(name, column)
        if bases is None:
            return False
        parts[name] = bases
    wholes = {name: figures[name].whole_base for name in placed.identity.names if name not in parts}
    for category in parts[divided[0]]:
        there = {name: bases.get(category) for name, bases in parts.items()}
        if None not in there.values() and not _surely_holds(placed, {**wholes, **there}, figures):
            return False
    return True


def _surely_holds(placed: PlacedIdentity, bases: Mapping[str, Exact | None], figures: Figures) -> bool:
    """Return whether a relation holds between these numbers, whatever was rounded."""
    try:
        left, right = placed.identity.left.value(bases), placed.identity.right.value(bases)
    except TooLarge:
        return False
    return left is not None and right is not None and _holds(placed, left, right, figures)


def _broken_in(
    column: str, placed: PlacedIdentity, divided: list[str], catalogue: Catalogue, figures: Figures
) -> Iterator[Issue]:
    if _hold_surely(column, placed, divided, figures):
        return
    parts = {name: dict(figures.parts(name, column)) for name in divided}
    alone = replace(catalogue, identities=(placed,))
    found: dict[str, Issue] = {}
    for category in parts[divided[0]]:
        there = {name: by_category[category] for name, by_category in parts.items() if category in by_category}
        if len(there) < len(divided) or any(part.number is None for part in there.values()):
            continue
        bases = {name: there.get(name, figures[name]).whole_base for name in placed.identity.names}
        if _surely_holds(placed, bases, figures):  # a view of all figures takes ten times as long
            continue
        view = replace(figures, by_name=figures.by_name | there)
        for issue in broken_identities(alone, view):
            message, key = f"{category}：{issue.message}", f"{issue.key}（{key_text(category)}）"
            found[category] = replace(issue, message=message, key=key)
    if len(found) <= _MOST_TOLD:
        yield from found.values()
    else:
        first, *others = found
        message = f"{found[first].message}另外{listed(others)}也是这样。"
        key = f"{found[first].key.rpartition('（')[0]}（{key_text(column)}）"
        yield replace(found[first], message=message, key=key)
