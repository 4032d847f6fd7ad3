"""A number or date as people type it in a sentence -> what it states, and whether that is what a figure says.

People write 15142 as 1.5142万, 15,142 or 一万五千一百四十二, 85 as 85余, and 2018年9月30日 as 9月30日, 2018-09-30 or 九月三十日.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from reportgen.base.dates import CalendarValue, DateKind, NotADate, Period, parse_date
from reportgen.base.numbers import Exact, rounded
from reportgen.base.textfile import half_width

_DIGITS = {
    sign: value
    for value, signs in enumerate(("〇零○", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
    for sign in signs
}
_FINANCIAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬億", "一二三四五六七八九十百千万亿")
_CIRCLED = str.maketrans("⓪①②③④⑤⑥⑦⑧⑨", "0123456789")
_SHARE = re.compile(r"[百千]分之(?P<whole>[〇零一二两三四五六七八九十百]+)(?:点(?P<part>[〇零一二三四五六七八九]+))?")
_PLACES = {"十": 10, "百": 100, "千": 1000}
_SCALES = {
    "": 1,
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "百亿": 10**10,
    "千亿": 10**11,
}
_NUMBER = re.compile(
    r"(?P<sign>[-−+]?)(?P<number>[0-9]{1,3}(?:[, \u00a0\u2009\u202f'][0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
    r"(?P<more>[余多]?)(?P<scale>[百千]?[万亿]?)(?P<after>[余多]?)"
)
_CHINESE = re.compile(r"(?P<number>[〇零一二两三四五六七八九十百千万亿]+)(?P<more>[余多]?)")
_CHINESE_IN_DATES = re.compile("[〇零○一二三四五六七八九十]+")
_DATE = re.compile(r"\d月|\d{4}[-/.]\d{1,2}[-/.]\d")
_MOST_SIGNS = 30  # what is longer is no number of a report
_MONTHS = re.compile(r"(?<!\d)(\d{1,2})[-—–~至到]+(?=\d{1,2}月)")
_RANGE = re.compile(r"(?<=[月日])[-—–~]+(?=\d)")


class Agreement(Enum):
    """How a typed number stands to a figure: it states the same, rounds it or is finer, or states another number."""

    SAME = "same"
    NEARLY = "nearly"
    OTHER = "other"


@dataclass(frozen=True)
class Amount:
    """A number that a text states: `step` is what one of its last digit is worth, `more` that 余 or 多 says it is somewhat more."""

    value: Fraction
    step: Fraction
    more: bool = False


def agreement(typed: str, due: str, year: int, exact: Exact | None = None, *, is_date: bool = False) -> Agreement:
    """Return how a typed number or date stands to what a figure is printed as in the report of a `year`.

    `exact` is the figure unrounded, None where it isn't at hand. `is_date` says of a figure that it is one: 9.3 isn't 9.30 then.
    """
    if half_width(typed).strip() == half_width(due).strip():
        return Agreement.SAME
    if is_date or _DATE.search(_in_digits(due)):
        return _dates(typed, due, year)
    one, other = amount(typed), amount(due)
    if one is None or other is None:
        return Agreement.OTHER
    if one.value == other.value:
        return Agreement.SAME
    if one.step < other.step:  # more decimals than the figure is printed with
        if _at(one.value, other.step) != other.value:
            return Agreement.OTHER
        if exact is None:
            return Agreement.NEARLY
        return Agreement.SAME if _at(Fraction(exact), one.step) == one.value else Agreement.OTHER
    step = one.step
    if one.more and step == 1:  # 15000余 is more than 15000 by less than a thousand
        while one.value and not one.value % (step * 10):
            step *= 10
    if one.value and step > other.step and (_at(other.value, step) == one.value or _begins(one, other, step)):
        return Agreement.NEARLY
    return Agreement.OTHER


def amount(text: str) -> Amount | None:
    """Return the number that a text states, None where it is none: 1.5142万, 15,142, 85余, 八十五, 捌拾伍, ⑧⑤, 百分之八十五点三 as 85.3."""
    said = half_width(text.translate(_CIRCLED)).strip().translate(_FINANCIAL)
    if len(said) > _MOST_SIGNS:
        return None
    share = _SHARE.fullmatch(said)
    whole = chinese_number(share["whole"]) if share else None
    if share is not None and whole is not None:
        part = "".join(str(_DIGITS[sign]) for sign in share["part"] or "")
        step = Fraction(1, 10 ** len(part))
        return Amount(whole + int(part or 0) * step, step)
    found = _NUMBER.fullmatch(said)
    if found and found["scale"] in _SCALES:
        plain = re.sub("[^0-9.]", "", found["number"])
        scale = Fraction(_SCALES[found["scale"]])
        value = Fraction(plain) * scale * (-1 if found["sign"] in ("-", "−") else 1)
        return Amount(value, scale / 10 ** len(plain.partition(".")[2]), bool(found["more"] or found["after"]))
    chinese = _CHINESE.fullmatch(said)
    value_said = chinese_number(chinese["number"]) if chinese else None
    if chinese is None or value_said is None:
        return None
    return Amount(Fraction(value_said), Fraction(1), bool(chinese["more"]))


def chinese_number(text: str) -> int | None:
    """Return a whole number written in Chinese numerals, None for what is no number: 八十五, 一万五千一百四十二, 一百零三, 二〇一八."""
    if len(text) > _MOST_SIGNS:
        return None
    if len(text) > 1 and all(sign in _DIGITS for sign in text):
        return int("".join(str(_DIGITS[sign]) for sign in text))
    total = section = 0
    digit: int | None = None
    place = 1  # what the last sign of a place was worth: 一万五 is 15000 in speech, and no way to write it in a report
    for sign in text:
        if sign in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[sign]
        elif sign in _PLACES:
            place = _PLACES[sign]
            section += (1 if digit is None and not section else digit or 0) * place
            digit = None
        elif sign in _SCALES:
            place = 1
            section += digit or 0
            total = (total + section) * _SCALES[sign] if sign == "亿" else total + section * _SCALES[sign]
            section, digit = 0, None
        else:
            return None
    if not text or (digit and place > 10 and text[-2:-1] not in ("零", "〇", "○")):
        return None
    return total + section + (digit or 0)


def _day_or_period(text: str, year: int) -> CalendarValue | None:
    """Return the date that a text states in a report of a `year`, None where it is none: 9月30号, 2018-09-30, 九月三十日."""
    said = _MONTHS.sub(r"\1月至", _RANGE.sub("至", _in_digits(text)))
    for kind in (DateKind.MONTH, DateKind.DAY, DateKind.PERIOD):
        try:
            return parse_date(said, kind, year)
        except NotADate:
            pass
    return None


def _dates(typed: str, due: str, year: int) -> Agreement:
    one, other = _day_or_period(typed, year), _day_or_period(due, year)
    if one is None or other is None:
        return Agreement.OTHER
    if one == other:
        return Agreement.SAME
    if isinstance(one, Period) or isinstance(other, Period) or one.day is not None:
        return Agreement.OTHER
    return Agreement.NEARLY if (one.year, one.month) == (other.year, other.month) else Agreement.OTHER


def _in_digits(text: str) -> str:
    """Return a date's text with its Chinese numerals in digits, a year sign by sign: 二〇一八年九月三十号 is 2018年9月30日."""
    plain = half_width(text).strip().replace("号", "日")
    return _CHINESE_IN_DATES.sub(lambda found: str(chinese_number(found[0])), plain)


def _at(value: Fraction, step: Fraction) -> Fraction:
    """Return a value rounded half up to whole steps."""
    return rounded(value / step, 0) * step


def _begins(typed: Amount, due: Amount, step: Fraction) -> bool:
    """Return whether 余 or 多 says truly that a figure is somewhat more: 1.5万余 of 15142."""
    return typed.more and typed.value < due.value < typed.value + step
