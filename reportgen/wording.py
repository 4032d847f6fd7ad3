"""A figure's value -> the Chinese text that stands in the report, and the wordings that a template may ask for."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from reportgen.catalogue import FormulaOf, Metric
from reportgen.dates import CalendarValue, Period, Point, date_text, dotted, month_day, short_period
from reportgen.exact import Exact, decimals, written

NOT_GIVEN = "未填"  # an optional figure that was left out
PENDING = "待补"  # stands where a figure is missing, so that nobody signs over it
_LONG = 4

# What a template may ask of a date by a filter: {{ 统计截止日 | 月日 }}
DATE_WORDINGS: dict[str, Callable[[CalendarValue], str]] = {
    "月日": month_day,  # 12月10日, 6月
    "简写": short_period,  # 2018年4月17日至18日
    "月点日": dotted,  # 5.29
}


def value_text(metric: Metric, value: Exact | CalendarValue | None) -> str:
    """Return the value as the report prints it, without unit: 15142, 89.2, 2018年9月30日, 待补.

    A computed number is rounded half up to the metric's digits; a typed one has no more than those and stands as typed.
    """
    if value is None:
        return NOT_GIVEN if metric.optional else PENDING
    if isinstance(value, (Point, Period)):
        return date_text(value)
    if isinstance(metric.rule, FormulaOf):
        return written(value, metric.digits)
    needed = decimals(value)
    return written(value, metric.digits if needed is None else min(needed, metric.digits))


def with_unit(metric: Metric, value: Exact | CalendarValue | None) -> str:
    """Return the value with its unit for lists and messages: 15142人, 89.2%, 114（女=100）."""
    text = value_text(metric, value)
    if value is None or not metric.unit:
        return text
    return f"{text}（{metric.unit}）" if "=" in metric.unit else f"{text}{metric.unit}"


def long_text(value: Exact) -> str:
    """Return a number with enough decimals to see why it was rounded so, cut and not rounded: 89.8859…, 89.9499…"""
    needed = decimals(value)
    if needed is not None and needed <= _LONG:
        return written(value, needed)
    cut = Fraction(int(value * 10**_LONG), 10**_LONG)
    return f"{written(cut, _LONG)}…"
