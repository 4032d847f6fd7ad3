"""Dates of two years -> issues: which of this year's isn't about a year after last year's.

What happens every year happens at about the same time, or is moved by some weeks. A date outside of IN_STEP days is one whose year was
mistyped (「上年」 left out or too many), or that was moved so far that somebody should look.
"""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.base.dates import CalendarValue, Period, Point, last_day
from reportgen.base.issues import Issue, Severity
from reportgen.figures.changes import CHECK
from reportgen.figures.compute import Figures
from reportgen.figures.wording import value_text
from reportgen.inputs.catalogue import DateOf

IN_STEP = (365 - 120, 365 + 120)
_YEAR = 365


def dates_out_of_step(before: Figures, after: Figures) -> Iterator[Issue]:
    """Yield a warning for each date, month or period of which an end isn't about a year later than last year's."""
    for figure in after:
        metric, earlier = figure.metric, before.by_name.get(figure.name)
        if not isinstance(metric.rule, DateOf) or earlier is None:
            continue
        then, now = earlier.value, figure.value
        if not isinstance(then, (Point, Period)) or not isinstance(now, (Point, Period)):
            continue
        off = [days for days in _days(then, now) if not IN_STEP[0] <= days <= IN_STEP[1]]
        if not off:
            continue
        was, found = value_text(metric, then), value_text(metric, now)
        after_years = round(off[-1] / _YEAR)
        looks = f"像是{'早' if after_years < 1 else '晚'}了{abs(after_years - 1)}年" if after_years != 1 else "差得太多"
        message = (
            f"「{figure.name}」{before.year}年的是{was}，{after.year}年的是{found}，不是大约晚一年：{looks}。"
            "请核对年份，写「上年」「次年」的也请核对。"
        )
        at = after.place(figure.name) or metric.at
        key = f"{CHECK}：{figure.name}"
        yield Issue(CHECK, Severity.WARNING, message, at, (figure.name,), f"{was}以后大约一年", found, key)


def _days(then: CalendarValue, now: CalendarValue) -> Iterator[int]:
    """Yield how many days later the beginning of a period, and the end or the day, is."""
    if isinstance(then, Period) and isinstance(now, Period):
        yield (last_day(now.start) - last_day(then.start)).days
    yield (last_day(now) - last_day(then)).days
