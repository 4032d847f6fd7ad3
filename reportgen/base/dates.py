"""A date, month or period as an office writes it -> a calendar value of the report's year, and back to Chinese text.

A year is typed once, as the name of the year's folder: 「9月30日」 is that year's, 「上年10月至9月」 begins in the year before.
Next year's folder can keep such dates as they are. Full dates (2018年9月30日, 2018-09-30) are understood too.
"""

from __future__ import annotations

import calendar
import datetime
import functools
import re
from dataclasses import dataclass, replace
from enum import Enum

from reportgen.base.textfile import BLANKS, half_width

_RELATIVE = {"前年": -2, "上年": -1, "去年": -1, "本年": 0, "今年": 0, "当年": 0, "次年": 1, "明年": 1, "下年": 1}
_POINT = re.compile(
    rf"(?:(?P<word>{'|'.join(_RELATIVE)})|(?P<year>[0-9]{{4}})(?:年|[-/.]))?"
    r"(?:(?P<month>[0-9]{1,2})(?:月|[-/.]|$))?(?:(?P<day>[0-9]{1,2})日?)?"
)
_SAYS_A_YEAR = re.compile(rf"(?P<word>{'|'.join(_RELATIVE)})|(?P<year>[0-9]{{4}})")
_DAY_ONLY = re.compile(r"([0-9]{1,2})日")
_TO = re.compile(r"至|到|~|—+|–")
_SIGNS = "yyyy|mm?|dd?"
_FORM_SIGN = re.compile(_SIGNS, re.IGNORECASE)
_FORM = re.compile(rf"(?:{_SIGNS}|[年月日号./-]){{1,20}}", re.IGNORECASE)
_DAY_IN_FORM = re.compile("[./-]?dd?[日号]?", re.IGNORECASE)
_FORM_READ = re.compile(r"(?i)(?:yyyy年)?mm?月dd?日|yyyy([-/.])mm?\1dd?")
_NO_BLANKS = {ord(blank): None for blank in BLANKS}
_YEARS_AROUND = 3  # a date further from the report's year is a slip of the pen


class DateKind(Enum):
    """What a date metric holds; the value is how the catalogue says it."""

    DAY = "日期"
    MONTH = "月份"
    PERIOD = "期间"
    YEAR = "年份"


class NotADate(ValueError):
    """The text is no such date; the message says in Chinese what to write."""


@dataclass(frozen=True, order=True)
class Point:
    """A day, or a month when `day` is None, or a whole year when `month` is None too."""

    year: int
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True, order=True)
class Period:
    """From `start` to `end`, both included; both are days or both are months."""

    start: Point
    end: Point


CalendarValue = Point | Period


@functools.lru_cache(maxsize=10_000)  # the offices of a county report up to the same days
def parse_date(text: str, kind: DateKind, year: int) -> CalendarValue | None:
    """Return the day, month or period that `text` says for the report's `year`, or None when empty.

    Raises NotADate with what was expected.
    """
    plain = half_width(text).translate(_NO_BLANKS).removesuffix("止")
    if not plain:
        return None
    if kind is DateKind.PERIOD:
        ends = _TO.split(plain)
        if len(ends) != 2:
            raise NotADate("请写成「上年10月至9月」或「1月1日至9月30日」")
        start = _point(ends[0], year, None)
        end = _point(ends[1], year, start)
        if (start.day is None) != (end.day is None):
            raise NotADate("起止要么都写到日，要么都写到月")
        if end < start:
            raise NotADate("结束早于开始")
        _hold_to_the_year(ends, Period(start, end), year)
        return Period(start, end)
    point = _point(plain, year, None)
    if kind is DateKind.DAY and point.day is None:
        raise NotADate("请写到日，如「9月30日」")
    if kind is DateKind.MONTH and point.day is not None:
        raise NotADate("只写到月，如「次年1月」")
    return point


def _hold_to_the_year(ends: list[str], period: Period, year: int) -> None:
    """Raise NotADate for a period that can hardly be meant: 上年10月至次年9月 is two years, 10月至9月 without a word is two years' either.

    One that ends a few days into the next year, 12月20日至1月5日, is meant.
    """
    said = [_SAYS_A_YEAR.match(end) for end in ends]
    start, end = month_day(period.start), month_day(period.end)
    forms = f"请写成「上年{start}至{end}」或「{start}至次年{end}」的样子"
    is_long = replace(period.start, year=period.start.year + 1) < period.end
    if is_long and not all(found and found["year"] for found in said):
        raise NotADate(
            f"是{date_text(period)}，比一年长。{forms}；真有这么长，就把两头的年份都写上（{date_text(period)}）"
        )
    new_year = datetime.date(year + 1, 1, 1)
    first, last = datetime.date(period.start.year, period.start.month or 1, period.start.day or 1), last_day(period)
    if not any(said) and last - new_year > new_year - first:
        raise NotADate(f"跨了年，没有写是哪两年的。{forms}")


def _point(text: str, year: int, start: Point | None) -> Point:
    """Read one end. What the end of a period leaves out is as people mean it: 4月17日至18日 stays in the month, 上年10月至9月 goes on
    into the next year, 上年10月至12月 doesn't."""
    found = _POINT.fullmatch(text)
    month: int | None
    day: int | None
    if start is not None and start.day is not None and (alone := _DAY_ONLY.fullmatch(text)):
        own_year, month, day = start.year, start.month, int(alone[1])
    elif found and found["month"]:
        month, day = int(found["month"]), int(found["day"]) if found["day"] else None
        if found["year"]:
            own_year = int(found["year"])
        elif found["word"] or start is None:
            own_year = year + _RELATIVE[found["word"] or "本年"]
        else:
            own_year = start.year + ((month, day or 0) < (start.month or 0, start.day or 0))
    else:
        raise NotADate("认不出日期，请写成「9月30日」「上年10月」或「2018年9月30日」的样子")
    if abs(own_year - year) > _YEARS_AROUND:
        raise NotADate(f"年份{own_year}离报告年度{year}太远")
    try:
        datetime.date(own_year, month or 0, 1 if day is None else day)
    except ValueError:
        raise NotADate("日历上没有这一天") from None
    return Point(own_year, month, day)


def last_day(value: CalendarValue) -> datetime.date:
    """Return the last day of a day, month, year or period, for comparing dates of different grain."""
    point = value.end if isinstance(value, Period) else value
    month = point.month or 12
    day = point.day or calendar.monthrange(point.year, month)[1]
    return datetime.date(point.year, month, day)


def date_text(value: CalendarValue) -> str:
    """Return the full Chinese form without padding (GB/T 9704 7.3.5.4): 2018年9月30日, 2016年10月至2017年9月; a year is 2018."""
    if isinstance(value, Period):
        return f"{date_text(value.start)}至{date_text(value.end)}"
    if value.month is None:
        return str(value.year)
    return f"{value.year}年{month_day(value)}"


def month_day(value: CalendarValue) -> str:
    """Return the form without year: 12月10日, 6月, 4月17日至5月2日."""
    if isinstance(value, Period):
        return f"{month_day(value.start)}至{month_day(value.end)}"
    return f"{value.month}月" + ("" if value.day is None else f"{value.day}日")


def short_period(value: CalendarValue) -> str:
    """Return a period with nothing said twice: 2018年4月17日至18日, 2018年1月1日至9月30日."""
    if not isinstance(value, Period) or value.start.year != value.end.year:
        return date_text(value)
    end = f"{value.end.day}日" if value.start.day and value.start.month == value.end.month else month_day(value.end)
    return f"{date_text(value.start)}至{end}"


def months(value: CalendarValue) -> str:
    """Return a period of whole months of one year by its months, with the dash of GB/T 15834-2011, 4.13.3.2: 1—6月; any other value as
    `month_day` does, without year too."""
    if (
        not isinstance(value, Period)
        or value.start.year != value.end.year
        or value.start.day not in {None, 1}
        or last_day(value) != last_day(replace(value.end, day=None))
    ):
        return month_day(value)
    first, last = value.start.month, value.end.month
    return f"{last}月" if first == last else f"{first}—{last}月"


def dotted(value: CalendarValue) -> str:
    """Return month and day of a commemoration day: 5.29."""
    if isinstance(value, Period) or value.day is None:
        return date_text(value)
    return f"{value.month}.{value.day}"


def form_fault(form: object, kind: DateKind) -> str:
    """Return why dates of a kind can't be put in a form, '' where they can: YYYY-MM-DD, YYYY年M月D日 (as Excel says them)."""
    signs = _FORM_SIGN.findall(form) if isinstance(form, str) and _FORM.fullmatch(form) else []
    if not signs:
        return "YYYY 是年，MM 或 M 是月，DD 或 D 是日（两个字母的补足两位），中间写年月日或 - / .，不留空格"
    if kind is DateKind.MONTH and any(sign[0] in "dD" for sign in signs):
        return "这个日期只到月，样子里不能有 D"
    return ""


def in_form(value: CalendarValue, form: str) -> str:
    """Return a day or month in a form that has no fault, both ends of a period: 2018-09-30, 2018年4月17日至2018年4月18日.

    A period of whole months has no days: what the form says of them is left out.
    """
    if isinstance(value, Period):
        return f"{in_form(value.start, form)}至{in_form(value.end, form)}"
    numbers = {"y": value.year, "m": value.month or 0, "d": value.day or 0}
    shown = form if value.day is not None else _DAY_IN_FORM.sub("", form).strip("./-")
    return _FORM_SIGN.sub(lambda sign: str(numbers[sign[0][0].lower()]).zfill(len(sign[0])), shown)


def is_form_read(form: str) -> bool:
    """Return whether a date in this form can be read back: it says month and day as people and standards write them."""
    return _FORM_READ.fullmatch(form) is not None


def moved(value: CalendarValue, years: int) -> CalendarValue:
    """Return the same month and day so many years later; a year may lack it (2月29日)."""
    if isinstance(value, Period):
        return Period(
            replace(value.start, year=value.start.year + years), replace(value.end, year=value.end.year + years)
        )
    return replace(value, year=value.year + years)


def typed_text(value: CalendarValue, year: int) -> str:
    """Return the form in which a day or period is typed: as `relative_text`, or in full where that would be asked about."""
    text = relative_text(value, year)
    if not isinstance(value, Period):
        return text
    try:
        return text if parse_date(text, DateKind.PERIOD, year) == value else date_text(value)
    except NotADate:
        return date_text(value)


def relative_text(value: CalendarValue, year: int) -> str:
    """Return the form that the same day of every report's year has, as people type it: 9月30日, 上年10月至9月."""
    if isinstance(value, Period):
        return f"{relative_text(value.start, year)}至{relative_text(value.end, year)}"
    words = {-2: "前年", -1: "上年", 0: "", 1: "次年"}
    return f"{words.get(value.year - year, f'{value.year}年')}{month_day(value)}"
