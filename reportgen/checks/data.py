"""Figures -> issues: what is missing, reported or totalled otherwise than the tables give, too large, or too small to publish.

A check returns its issues and never raises; all checks run. The order is the catalogue's.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from reportgen.base.dates import Period, Point
from reportgen.base.issues import EMPTY, Issue, Location, Severity, key_text, listed
from reportgen.base.numbers import Exact, decimals, in_base, is_whole, rounded, unit_factor, whole
from reportgen.checks.fractions import typed_as_fractions
from reportgen.checks.identities import broken_identities, broken_in_parts
from reportgen.checks.privacy import small_counts
from reportgen.checks.rounding import EXACT, Roundings, of_sum, of_typed
from reportgen.figures.compute import Figures
from reportgen.figures.figure import Figure
from reportgen.figures.wording import PENDING, long_text, value_text, with_unit
from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.metric_rules import DateOf

_MOST_ALIKE = 5  # places that a message names


def check(catalogue: Catalogue, figures: Figures) -> tuple[Issue, ...]:
    """Return the findings of every check."""
    return (
        *missing_values(figures),
        *reported_otherwise(figures),
        *wrong_totals(figures),
        *out_of_bounds(figures),
        *typed_as_fractions(catalogue, figures),
        *small_counts(figures),
        *broken_identities(catalogue, figures),
        *broken_in_parts(catalogue, figures),
    )


def missing_values(figures: Figures) -> Iterator[Issue]:
    """Missing is not zero: each empty cell, absent row or unfilled key once, with the figures that wait for it.

    What only optional metrics read may stay empty; that a figure is computed from it is a warning.
    """
    waiting: dict[Location, list[Figure]] = {}
    for figure in figures:
        for place in () if figure.metric.optional else figure.missing:
            waiting.setdefault(place, []).append(figure)
    undivided = {figure.metric.at: figure for figure in figures if figure.missing == (figure.metric.at,)}
    for places in _alike(waiting, figures):
        place, waiters = places[0], waiting[places[0]]
        divided = undivided.get(place)
        needed = any(figure is divided or not figure.operands for figure in waiters)
        pending = [figure.name for figure in waiters if figure.value is None]
        if not needed and not pending:
            continue
        stands = f"，报告里暂写「{PENDING}」：{listed(pending)}" if pending else ""
        if divided is not None:
            message = f"「{divided.name}」的除数是0，算不出来{stands}。请核对除数。"
            expected, found, key = "除数大于0", "0", f"缺数据：{divided.name}的除数"
            zeros = [figures[name] for name in reversed(divided.operands) if figures[name].number == 0]
            place = next((cell.at for figure in zeros for cell in figure.cells), place)
        else:
            is_date = isinstance(waiters[0].metric.rule, DateOf)
            origin = figures.origin(place)
            advice = "请填上日期。" if is_date else "没有发生请填0。" if needed else "要印这些数就填上。"
            if origin is not None:  # whoever typed a number into a sum would lose it when it is added up again
                whose = "各单位" if len(places) > 1 else "这个单位"
                advice = f"请在{'那里填上' if origin and len(places) == 1 else f'{whose}自己的表里补上'}，再汇总一次。"
            there = f"（{origin}）" if origin and len(places) == 1 else ""
            optional = "" if needed else "（可以不填）"
            message = f"{_what_is_missing(place)}{there}{_also(places, figures)}{optional}{stands}。{advice}"
            expected = "一个日期" if is_date else "一个数"
            found, key = _found_there(place), _missing_key(place, figures)
        severity, names = Severity.ERROR if needed else Severity.WARNING, tuple(figure.name for figure in waiters)
        yield Issue("缺数据", severity, message, place, names, expected, found, key)


def _alike(waiting: Mapping[Location, Sequence[Figure]], figures: Figures) -> Iterable[list[Location]]:
    """Return the places one by one; those of a table that was added up from many offices' together that the same figures wait for."""
    added_up = {table.file for table in figures.tables.values() if table.origins}
    found: dict[tuple[object, ...], list[Location]] = {}
    for place, waiters in waiting.items():
        names = tuple(figure.name for figure in waiters)
        alike = (place.file, place.row is None, place.row and place.column, names)
        found.setdefault(alike if place.file in added_up else (place,), []).append(place)
    return found.values()


def _also(places: Sequence[Location], figures: Figures) -> str:
    """Return how many places there are, and the first, where it is more than one."""
    if len(places) == 1:
        return ""
    return (
        f"（共{len(places)}处：{listed((figures.categories(one) or one.column or '' for one in places), _MOST_ALIKE)}）"
    )


def _what_is_missing(place: Location) -> str:
    if place.row is not None or place.file.endswith(".yaml"):
        return "是空的"
    return "缺这一行" if place.column else "表里没有数据行"


def _found_there(place: Location) -> str:
    """Return what stands at a place that lacks a number: nothing, or not even the row where one that should be there was taken out."""
    return "没有" if place.row is None and place.column and not place.file.endswith(".yaml") else EMPTY


def _missing_key(place: Location, figures: Figures) -> str:
    column = f"「{key_text(place.column)}」" if place.column else ""
    return f"缺数据：{place.file}{column}{key_text(figures.categories(place))}"


def reported_otherwise(figures: Figures) -> Iterator[Issue]:
    """A figure printed as reported must equal, to its printed digits, what the tables give; unverifiable if they give nothing.

    What the tables give may itself rest on numbers that were rounded before they were typed.
    """
    roundings = Roundings(figures)
    for figure in figures:
        metric, given, entry = figure.metric, figure.computed, figure.reported
        if entry is None or isinstance(given, (Point, Period)):
            continue
        if given is None:
            severity, found, advice = Severity.UNVERIFIABLE, "表里的数不全，核对不了", "请补全表"
        elif _agrees(figure, entry.value, given, roundings):
            continue
        else:
            exact = long_text(given, metric.least_digits)
            how = "" if exact == value_text(metric, given) else f"，即{exact}"
            severity, found = Severity.ERROR, f"按表计算是{with_unit(metric, given)}{how}"
            advice = "请核对表或改正上报数"
        message = (
            f"「{figure.name}」上报{with_unit(metric, entry.value)}，{found}（上报原因：{entry.reason}）。{advice}。"
        )
        names = (figure.name, *figure.operands)
        texts = value_text(metric, given), value_text(metric, entry.value)
        yield Issue("上报数", severity, message, entry.at, names, *texts, key=f"上报数：{figure.name}")


def _agrees(figure: Figure, reported: Exact, given: Exact, roundings: Roundings) -> bool:
    metric, slack = figure.metric, roundings.of_computed(figure)
    if slack == EXACT:
        return rounded(reported, metric.digits) == rounded(given, metric.digits)
    difference = (Fraction(reported) - given) * unit_factor(metric.unit)
    return (of_typed(reported, metric.unit, metric.digits) - slack).allows(difference, "==")


def wrong_totals(figures: Figures) -> Iterator[Issue]:
    """A total that an office typed under a table must be what the rows add up to, but for what these were rounded by."""
    seen: Counter[str] = Counter()
    for total in figures.totals():
        key = f"合计：{total.at.file}「{key_text(total.at.column or '')}」{key_text(total.categories)}"
        seen[key] += 1
        unit, digits = total.measure.unit, total.measure.digits
        missed = Fraction(total.typed) - total.added
        is_exact = is_whole(unit, digits)
        slack = EXACT if is_exact else of_sum([total.typed], unit, digits) - of_sum(total.cells, unit, digits)
        if slack.allows(missed * unit_factor(unit), "=="):
            continue
        scale = unit if unit_factor(unit) != 1 else ""
        found, expected, difference = (
            f"{long_text(whole(Fraction(number)), total.measure.least_digits)}{scale}"
            for number in (total.typed, total.added, abs(missed))
        )
        message = f"合计写的是{found}，各行相加是{expected}，相差{difference}。请核对这一行和上面各行。"
        key += f"第{seen[key]}个" if seen[key] > 1 else ""
        yield Issue("合计", Severity.ERROR, message, total.at, total.metrics, expected, found, key)


def out_of_bounds(figures: Figures) -> Iterator[Issue]:
    """A figure must not be above the bound that its metric has: most rates can't be above 100 %. Nor may a category's part of it, which
    the whole hides."""
    for figure in figures:
        if figure.metric.at_most is None:
            continue
        whole = list(_above(figure, figure, figures))
        parts = (part for column in figures.columns(figure.name) for part in _parts_above(column, figure, figures))
        yield from whole or (issue for part in parts for issue in _above(part, figure, figures))


def _parts_above(column: str, figure: Figure, figures: Figures) -> Iterator[Figure]:
    """Yield a figure's parts by a column where one of them may be above its bound, which nearly none is."""
    bases = figures.part_bases(figure.name, column)
    most = in_base(figure.metric.at_most or 0, figure.metric.unit)
    if bases is None or any(base is not None and base > most for base in bases.values()):
        yield from (part for _, part in figures.parts(figure.name, column))


def _above(part: Figure, figure: Figure, figures: Figures) -> Iterator[Issue]:
    """Yield what is wrong with a figure, or a part of it, that is above its bound."""
    metric, number = part.metric, part.number
    if metric.at_most is not None and number is not None and number > metric.at_most:
        digits = next(digits for digits in itertools.count(metric.digits) if rounded(number, digits) > metric.at_most)
        found = with_unit(replace(metric, digits=digits), number)
        printed = f"（报告里印作{with_unit(metric, number)}）" if digits > metric.digits else ""
        most = with_unit(replace(metric, digits=decimals(metric.at_most) or 0), metric.at_most)
        message = f"「{part.name}」是{found}{printed}，不会超过{most}。请核对。"
        place = figures.place(figure.name) if part is figure else part.cells[0].at
        names, key = (figure.name, *figure.operands), f"超过上限：{key_text(part.name)}"
        place = place or metric.at
        yield Issue("超过上限", Severity.ERROR, message, place, names, f"不超过{most}", found, key)
