"""A figure's value -> the Chinese text that stands in the report, and the wordings that a template may ask for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Any

from reportgen.base.dates import (
    CalendarValue,
    DateKind,
    Period,
    Point,
    date_text,
    dotted,
    form_fault,
    in_form,
    is_form_read,
    month_day,
    months,
    short_period,
)
from reportgen.base.numbers import Exact, decimals, rounded, written
from reportgen.base.numerals import is_money, money_in_words, numerals
from reportgen.figures.changes import Change
from reportgen.inputs.catalogue import Metric

NOT_GIVEN = "未填"  # an optional figure that was left out
PENDING = "待补"  # stands where a figure is missing, so that nobody signs over it
DEMO = "【演示数据】"  # before the note that says that the numbers are invented, wherever they are printed
_LONG = 4
_MOST_DECIMALS = 6  # that a template may ask for; more are no number of a report
_THOUSANDS = re.compile(r"(?<=\d)(?=(?:\d{3})+$)")


def value_text(metric: Metric, value: Exact | CalendarValue | None) -> str:
    """Return the value as the report prints it, without unit: 15142, 89.2, 2018年9月30日, 待补.

    A number has as many decimals as its metric says, rounded half up: 58.60 beside 12.34, whether it was computed or typed. Only where
    the metric leaves room (0-2) it has as many as it needs: 6 and 6.5.
    """
    if value is None:
        return NOT_GIVEN if metric.optional else PENDING
    if isinstance(value, (Point, Period)):
        return date_text(value)
    needed = decimals(value) if metric.least_digits < metric.digits else None
    return written(value, metric.digits if needed is None else max(metric.least_digits, min(needed, metric.digits)))


def with_unit(metric: Metric, value: Exact | CalendarValue | None) -> str:
    """Return the value with its unit for lists and messages: 15142人, 89.2%, 114（女=100）."""
    text = value_text(metric, value)
    if value is None or not metric.unit:
        return text
    return f"{text}（{metric.unit}）" if "=" in metric.unit else f"{text}{metric.unit}"


def long_text(value: Exact, digits: int = 0) -> str:
    """Return a number with at least `digits` decimals, and enough to see why it was rounded so, cut and not rounded: 89.8859…"""
    needed, long = decimals(value), max(_LONG, digits + 2)
    if needed is not None and needed <= long:
        return written(value, max(needed, digits))
    cut = Fraction(int(value * 10**long), 10**long)
    return f"{written(cut, long)}…"


def _against(before: str, same: str) -> Callable[[Change], str]:
    """Return a wording of amount and growth that begins with `before`; `same` is said where nothing moved."""

    def against(change: Change) -> str:
        """Return 「比上年增加12人，增长7.9%」「比上年下降0.3个千分点」「与上年持平」."""
        amount, share = _amount_moved(change), growth(change)
        if not _moved(change):
            return same
        return f"{before}{amount}" if share == amount else f"{before}{amount}，{share}"

    return against


def _amount_moved(change: Change) -> str:
    """Return 「增加12人」「减少3户」「提高1.2个百分点」「上升1.35」「持平」."""
    if not _moved(change):
        return "持平"
    up, down = ("提高", "下降") if change.is_rate else ("上升", "下降") if _is_index(change) else ("增加", "减少")
    unit = "" if _is_index(change) else change.difference_unit
    return f"{up if _moved(change) > 0 else down}{change.difference_text.lstrip('+-')}{unit}"


def growth(change: Change) -> str:
    """Return 「增长7.9%」「下降3%」; the amount of rates and indices, where nothing or less was, and where the share is no tenth of 1 %."""
    was_less = change.before is not None and (change.before.value or 0) < 0
    if not _moved(change) or not rounded(change.percent or 0, 1) or was_less or _is_index(change):
        return _amount_moved(change)
    share = change.percent_text.lstrip("+-").removesuffix(".0")
    return f"{'增长' if _moved(change) > 0 else '下降'}{share}%"


def _value_then(change: Change) -> str:
    unit = change.before.unit if change.before and "=" not in change.before.unit else ""
    return f"（上年同期{change.before.text if change.before else PENDING}{unit}）"


def grouped(text: str) -> str:
    """Return a printed number with a comma before every three digits from the right: 15,142."""
    whole, point, rest = text.partition(".")
    return f"{_THOUSANDS.sub(',', whole)}{point}{rest}"


def _is_index(change: Change) -> bool:
    """Return whether a metric says how many come to a fixed number (女=100): it rises and falls by points without a name."""
    return "=" in change.entry.unit


def _moved(change: Change) -> Exact:
    """Return the difference as it is printed: what rounds to nothing is no change."""
    return rounded(change.difference or 0, change.difference_digits)


class Takes(Enum):
    """What of a figure a wording is made of: a date, a number, or a number's change from last year."""

    DATE = "date"
    NUMBER = "number"
    CHANGE = "change"


@dataclass(frozen=True)
class Number:
    """A number as a wording takes it: exact, as it is printed up to there, and its unit."""

    value: Exact
    text: str
    unit: str


def _in_numerals(number: Number) -> str:
    """Return 八十五, and of money 捌拾伍元整; both say what the number says as it is printed."""
    return money_in_words(number.text, number.unit) if is_money(number.unit) else numerals(number.text)


def _decimals_fault(asked: object, kind: DateKind | None) -> str:
    is_fine = type(asked) is int and 0 <= asked <= _MOST_DECIMALS
    return "" if is_fine else f"括号里是小数的位数，0到{_MOST_DECIMALS}"


def _form_fault(asked: object, kind: DateKind | None) -> str:
    return form_fault(asked, kind or DateKind.DAY)


@dataclass(frozen=True)
class Argument:
    """What stands in brackets behind a wording: `examples`, the most usual first; `fault` says why something can't stand there, '' where
    it can, of a date by its kind; `is_read` whether what is worded so can be read back."""

    examples: tuple[int | str, ...]
    fault: Callable[[object, DateKind | None], str]
    is_read: Callable[[Any], bool]


@dataclass(frozen=True)
class Wording:
    """What a template may ask of a figure by a filter: {{ 统计截止日 | 月日 }}. The table of them is the one place that knows it.

    `say` gives the text of what the wording takes and of its argument where it `asks` for one; where it `gives_number`, a number to print
    and to compare with. `is_read` says whether the text tells the whole value, so that an older report is read back by it. `behind` are the
    wordings that it may follow; `has_unit` says of a metric's unit whether the text brings it along.
    """

    takes: Takes
    say: Callable[..., Any]
    gives_number: bool = False
    is_read: bool = False
    asks: Argument | None = None
    behind: tuple[str, ...] = ()
    has_unit: Callable[[str], bool] = lambda unit: False


def _change(say: Callable[[Change], str]) -> Wording:
    return Wording(Takes.CHANGE, say, has_unit=lambda unit: True)


WORDINGS = {
    "月日": Wording(Takes.DATE, month_day, is_read=True),  # 12月10日, 6月
    "简写": Wording(Takes.DATE, short_period, is_read=True),  # 2018年4月17日至18日
    "月点日": Wording(Takes.DATE, dotted, is_read=True),  # 5.29
    "起止月": Wording(Takes.DATE, months),  # 1—6月
    "日期": Wording(  # 2018-09-30
        Takes.DATE,
        in_form,
        is_read=True,
        asks=Argument(("YYYY-MM-DD", "YYYY年M月D日", "YYYY/M/D", "YYYY.M.D"), _form_fault, is_form_read),
    ),
    "千分位": Wording(  # 15,142
        Takes.NUMBER, lambda number: grouped(number.text), is_read=True, behind=("小数",)
    ),
    "小数": Wording(  # 58.60; fewer decimals than the number has say too little to be read back
        Takes.NUMBER,
        lambda number, digits: written(number.value, digits),
        asks=Argument((2, 0), _decimals_fault, lambda digits: False),
    ),
    "大写": Wording(Takes.NUMBER, _in_numerals, behind=("小数",), has_unit=is_money),  # 八十五, 捌拾伍元整
    "较上年": _change(_against("比上年", "与上年持平")),
    "较上年同期": _change(_against("比上年同期", "与上年同期持平")),
    "同比": _change(_against("同比", "同比持平")),
    "增减": _change(_amount_moved),
    "增幅": _change(growth),
    "上年同期": _change(_value_then),
    "上年": Wording(Takes.CHANGE, lambda change: change.before.value, gives_number=True),
}
# What stands behind a metric's name in a mark's title and is no category.
COMPARED = frozenset(name for name, wording in WORDINGS.items() if wording.takes is Takes.CHANGE)


@dataclass(frozen=True)
class Asked:
    """A wording as a template asks for it: its name, and what stands in brackets behind it, () for nothing."""

    name: str
    arguments: tuple[int | str, ...] = ()

    def __str__(self) -> str:
        return f"{self.name}({', '.join(map(repr, self.arguments))})" if self.arguments else self.name

    @property
    def wording(self) -> Wording:
        """Return what the table says of it."""
        return WORDINGS[self.name]

    @property
    def is_read(self) -> bool:
        """Return whether an older report is read back by it."""
        asks = self.wording.asks
        return self.wording.is_read and (asks is None or all(map(asks.is_read, self.arguments)))

    def fault(self, kind: DateKind | None = None) -> str:
        """Return what is wrong with what stands in brackets, '' for nothing; `kind` is that of the date that it words."""
        asks = self.wording.asks
        return next(filter(None, (asks.fault(one, kind) for one in self.arguments)), "") if asks else ""

    def say(self, taken: object) -> Any:
        """Return what it says of what it takes."""
        return self.wording.say(taken, *self.arguments)


def usual(takes: Takes) -> Iterator[Asked]:
    """Yield the wordings of what is taken, one that asks for an argument with each of its examples."""
    for name, wording in WORDINGS.items():
        if wording.takes is takes:
            yield from (Asked(name, (one,)) for one in wording.asks.examples) if wording.asks else (Asked(name),)
