"""Dates, months and periods as an office writes them, in a year that is typed once."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.base.dates import (
    CalendarValue,
    DateKind,
    NotADate,
    Period,
    Point,
    date_text,
    dotted,
    last_day,
    month_day,
    months,
    moved,
    parse_date,
    relative_text,
    short_period,
    typed_text,
)

DAY, MONTH, PERIOD = DateKind.DAY, DateKind.MONTH, DateKind.PERIOD
YEAR = 2018
DAYS = st.dates(datetime.date(2015, 1, 1), datetime.date(2021, 12, 31)).map(
    lambda day: Point(day.year, day.month, day.day)
)
MONTHS = DAYS.map(lambda day: Point(day.year, day.month))
PERIODS = st.one_of(st.tuples(DAYS, DAYS), st.tuples(MONTHS, MONTHS)).map(
    lambda ends: Period(*sorted(ends, key=lambda end: (end.year, end.month or 0, end.day or 0)))
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9月30日", Point(2018, 9, 30)),
        ("9月30", Point(2018, 9, 30)),
        ("9.30", Point(2018, 9, 30)),
        ("09-30", Point(2018, 9, 30)),
        ("９月３０日", Point(2018, 9, 30)),
        (" 9 月 30 日 ", Point(2018, 9, 30)),
        ("2018年9月30日", Point(2018, 9, 30)),
        ("2018-9-30", Point(2018, 9, 30)),
        ("2018/09/30", Point(2018, 9, 30)),
        ("2018.9.30", Point(2018, 9, 30)),
        ("本年9月30日止", Point(2018, 9, 30)),
        ("上年12月31日", Point(2017, 12, 31)),
        ("前年2月29日", Point(2016, 2, 29)),
        ("次年1月5日", Point(2019, 1, 5)),
        ("", None),
        (" \u3000", None),
    ],
)
def test_a_day_is_of_the_reports_year(text: str, value: Point | None) -> None:
    assert parse_date(text, DAY, YEAR) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("6月", Point(2018, 6)),
        ("6", Point(2018, 6)),
        ("次年1月", Point(2019, 1)),
        ("2017年10月", Point(2017, 10)),
        ("2017-10", Point(2017, 10)),
    ],
)
def test_a_month_has_no_day(text: str, value: Point) -> None:
    assert parse_date(text, MONTH, YEAR) == value


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("上年10月至9月", Point(2017, 10), Point(2018, 9)),
        ("上年10月至12月", Point(2017, 10), Point(2017, 12)),
        ("上年10月到本年9月", Point(2017, 10), Point(2018, 9)),
        ("前年10月至上年9月", Point(2016, 10), Point(2017, 9)),
        ("2017年10月～2018年9月", Point(2017, 10), Point(2018, 9)),
        ("1月1日至9月30日", Point(2018, 1, 1), Point(2018, 9, 30)),
        ("1月1日~9月30日止", Point(2018, 1, 1), Point(2018, 9, 30)),
        ("4月17日至18日", Point(2018, 4, 17), Point(2018, 4, 18)),
        ("4月17日——5月2日", Point(2018, 4, 17), Point(2018, 5, 2)),
        ("12月20日至1月5日", Point(2018, 12, 20), Point(2019, 1, 5)),
        ("上年12月20日至1月5日", Point(2017, 12, 20), Point(2018, 1, 5)),
        ("10月至次年9月", Point(2018, 10), Point(2019, 9)),
        ("上年9月30日至本年9月30日", Point(2017, 9, 30), Point(2018, 9, 30)),
        ("2017年10月至2019年9月", Point(2017, 10), Point(2019, 9)),
    ],
)
def test_what_the_end_of_a_period_leaves_out_is_as_people_mean_it(text: str, start: Point, end: Point) -> None:
    assert parse_date(text, PERIOD, YEAR) == Period(start, end)


@pytest.mark.parametrize(
    ("text", "kind", "told"),
    [
        ("2月30日", DAY, "日历上没有这一天"),
        ("2月29日", DAY, "日历上没有这一天"),
        ("13月1日", DAY, "日历上没有这一天"),
        ("0月1日", DAY, "日历上没有这一天"),
        ("4月0日", DAY, "日历上没有这一天"),
        ("9月", DAY, "请写到日"),
        ("30日", DAY, "认不出日期"),
        ("2018", DAY, "认不出日期"),
        ("20180930", DAY, "认不出日期"),
        ("九月三十日", DAY, "认不出日期"),
        ("①月1日", DAY, "认不出日期"),
        ("9月底", DAY, "认不出日期"),
        ("大前年9月30日", DAY, "认不出日期"),
        ("9月30日至10月1日", DAY, "认不出日期"),
        ("2014年9月30日", DAY, "年份2014离报告年度2018太远"),
        ("2022年9月30日", DAY, "年份2022离报告年度2018太远"),
        ("0000年9月30日", DAY, "年份0离报告年度2018太远"),
        ("9月30日", MONTH, "只写到月"),
        ("上年", MONTH, "认不出日期"),
        ("9月", PERIOD, "请写成「上年10月至9月」"),
        ("1月至2月至3月", PERIOD, "请写成「上年10月至9月」"),
        ("1月1日-9月30日", PERIOD, "请写成「上年10月至9月」"),
        ("至9月", PERIOD, "认不出日期"),
        ("10月至9月30日", PERIOD, "起止要么都写到日"),
        ("2018年9月至2018年1月", PERIOD, "结束早于开始"),
        ("9月30日至本年1月1日", PERIOD, "结束早于开始"),
        ("4月18日至17日", PERIOD, "结束早于开始"),
        ("2月20日至30日", PERIOD, "日历上没有这一天"),
    ],
)
def test_what_is_no_such_date_is_told(text: str, kind: DateKind, told: str) -> None:
    with pytest.raises(NotADate, match=told):
        parse_date(text, kind, YEAR)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "上年10月至次年9月",
            "是2017年10月至2019年9月，比一年长。请写成「上年10月至9月」或「10月至次年9月」的样子；"
            "真有这么长，就把两头的年份都写上（2017年10月至2019年9月）",
        ),
        (
            "前年1月1日至本年12月31日",
            "是2016年1月1日至2018年12月31日，比一年长。请写成「上年1月1日至12月31日」或「1月1日至次年12月31日」的样子；"
            "真有这么长，就把两头的年份都写上（2016年1月1日至2018年12月31日）",
        ),
        ("10月至9月", "跨了年，没有写是哪两年的。请写成「上年10月至9月」或「10月至次年9月」的样子"),
        (
            "12月20日至6月30日",
            "跨了年，没有写是哪两年的。请写成「上年12月20日至6月30日」或「12月20日至次年6月30日」的样子",
        ),
    ],
)
def test_a_period_that_does_not_fit_the_year_is_asked_about(text: str, told: str) -> None:
    with pytest.raises(NotADate) as caught:
        parse_date(text, PERIOD, YEAR)
    assert str(caught.value) == told


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.one_of(st.tuples(DAYS, st.just(DAY)), st.tuples(PERIODS, st.just(PERIOD))))
def test_a_date_that_is_written_down_is_read_back(case: tuple[CalendarValue, DateKind]) -> None:
    value, kind = case
    assert parse_date(typed_text(value, YEAR), kind, YEAR) == value


def test_three_years_around_are_near_enough() -> None:
    assert parse_date("2015年1月1日", DAY, YEAR) == Point(2015, 1, 1)
    assert parse_date("2021年1月1日", DAY, YEAR) == Point(2021, 1, 1)


@pytest.mark.parametrize(
    ("value", "full", "without_year", "short", "points"),
    [
        (Point(2018, 9, 30), "2018年9月30日", "9月30日", "2018年9月30日", "9.30"),
        (Point(2018, 6), "2018年6月", "6月", "2018年6月", "2018年6月"),
        (
            Period(Point(2016, 10), Point(2017, 9)),
            "2016年10月至2017年9月",
            "10月至9月",
            "2016年10月至2017年9月",
            "2016年10月至2017年9月",
        ),
        (
            Period(Point(2018, 4, 17), Point(2018, 4, 18)),
            "2018年4月17日至2018年4月18日",
            "4月17日至4月18日",
            "2018年4月17日至18日",
            "2018年4月17日至2018年4月18日",
        ),
        (
            Period(Point(2018, 1, 1), Point(2018, 9, 30)),
            "2018年1月1日至2018年9月30日",
            "1月1日至9月30日",
            "2018年1月1日至9月30日",
            "2018年1月1日至2018年9月30日",
        ),
        (
            Period(Point(2018, 1), Point(2018, 9)),
            "2018年1月至2018年9月",
            "1月至9月",
            "2018年1月至9月",
            "2018年1月至2018年9月",
        ),
    ],
)
def test_dates_are_worded_without_padding(
    value: CalendarValue, full: str, without_year: str, short: str, points: str
) -> None:
    assert (date_text(value), month_day(value), short_period(value), dotted(value)) == (
        full,
        without_year,
        short,
        points,
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1月1日至6月30日", "1—6月"),
        ("1月至6月", "1—6月"),
        ("1月1日至2月28日", "1—2月"),
        ("上年1月1日至上年2月28日", "1—2月"),
        ("6月1日至6月30日", "6月"),
        ("1月1日至6月29日", "1月1日至6月29日"),
        ("1月2日至6月30日", "1月2日至6月30日"),
        ("上年10月至9月", "10月至9月"),
    ],
)
def test_a_period_of_whole_months_is_told_by_its_months(text: str, said: str) -> None:
    value = parse_date(text, DateKind.PERIOD, 2018)
    assert value is not None
    assert months(value) == said


def test_what_is_no_period_has_no_months_to_tell() -> None:
    assert months(Point(2018, 6, 30)) == "6月30日"


def test_a_year_is_its_number() -> None:
    assert date_text(Point(2018)) == "2018"


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (Point(2018, 9, 30), datetime.date(2018, 9, 30)),
        (Point(2016, 2), datetime.date(2016, 2, 29)),
        (Point(2018), datetime.date(2018, 12, 31)),
        (Period(Point(2017, 10), Point(2018, 9)), datetime.date(2018, 9, 30)),
    ],
)
def test_the_last_day_makes_dates_of_any_grain_comparable(value: CalendarValue, day: datetime.date) -> None:
    assert last_day(value) == day


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.one_of(st.tuples(DAYS, st.just(DAY)), st.tuples(MONTHS, st.just(MONTH)), st.tuples(PERIODS, st.just(PERIOD))))
def test_a_date_is_read_back_from_its_text(case: tuple[CalendarValue, DateKind]) -> None:
    value, kind = case
    assert parse_date(date_text(value), kind, YEAR) == value
    assert parse_date(short_period(value), kind, YEAR) == value


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.one_of(DAYS, MONTHS, PERIODS), st.integers(-3, 3))
def test_a_date_that_moves_with_the_years_keeps_its_relative_text(value: CalendarValue, years: int) -> None:
    later = moved(value, years)
    assert month_day(later) == month_day(value)
    ends = (value.start.year, value.end.year) if isinstance(value, Period) else (value.year,)
    if all(-2 <= end - YEAR <= 1 for end in ends):  # what has a word: 前年 to 次年
        assert relative_text(later, YEAR + years) == relative_text(value, YEAR)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(alphabet="0123456789年月日上本次至~-./ ３", max_size=16), st.sampled_from([DAY, MONTH, PERIOD]))
def test_any_text_is_a_date_or_told_why_not(text: str, kind: DateKind) -> None:
    try:
        value = parse_date(text, kind, YEAR)
    except NotADate as error:
        assert str(error)
    else:
        assert value is None or date_text(value)
