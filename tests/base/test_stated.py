"""Numbers and dates as people type them: which state the same as a figure, which round it, which are others."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from numerals import in_chinese

from reportgen.base.stated import Agreement, agreement, amount, chinese_number

SAME, NEARLY, OTHER = Agreement


@pytest.mark.parametrize(
    ("typed", "due", "stands"),
    [
        ("15,142", "15142", SAME),
        ("１５１４２", "15142", SAME),
        ("15 142", "15142", SAME),
        ("1.5142万", "15142", SAME),
        ("1.5万", "15142", NEARLY),
        ("1.6万", "15142", OTHER),
        ("1.5124万", "15142", OTHER),
        ("1.5万余", "15142", NEARLY),
        ("15000余", "15142", NEARLY),
        ("15000", "15142", OTHER),
        ("16000余", "15142", OTHER),
        ("85余", "85", SAME),
        ("80多", "85", NEARLY),
        ("85余", "86", OTHER),
        ("八十五", "85", SAME),
        ("八十六", "85", OTHER),
        ("捌拾伍", "85", SAME),
        ("捌拾陆", "85", OTHER),
        ("⑧⑤", "85", SAME),
        ("⑧⑥", "85", OTHER),
        ("百分之八十五点三", "85.3", SAME),
        ("百分之八十五", "85.3", NEARLY),
        ("百分之八十六点三", "85.3", OTHER),
        ("千分之七点零五", "7.05", SAME),
        ("一万五千一百四十二", "15142", SAME),
        ("2千万", "20000000", SAME),
        ("7.9", "7.90", SAME),
        ("7.9", "7.94", NEARLY),
        ("7.936", "7.94", NEARLY),
        ("7.926", "7.94", OTHER),
        ("8", "7.94", NEARLY),
        ("8", "7.44", OTHER),
        ("0", "0.4", OTHER),
        ("-26", "26", OTHER),
        ("−26", "-26", SAME),
        ("85", "待补", OTHER),
        ("", "85", OTHER),
    ],
)
def test_a_number_typed_otherwise_is_compared_by_what_it_states(typed: str, due: str, stands: Agreement) -> None:
    assert agreement(typed, due, 2018) is stands


@pytest.mark.parametrize(("typed", "stands"), [("7.936", SAME), ("7.9362", SAME), ("7.937", OTHER), ("7.93", OTHER)])
def test_a_finer_number_is_held_against_the_exact_one_where_it_is_at_hand(typed: str, stands: Agreement) -> None:
    assert agreement(typed, "7.94", 2018, Fraction(39681, 5000)) is stands


@pytest.mark.parametrize(
    ("typed", "due", "stands"),
    [
        ("2018年9月30日", "9月30日", SAME),
        ("9月30日", "2018年9月30日", SAME),
        ("2018-09-30", "2018年9月30日", SAME),
        ("2018.9.30", "9月30日", SAME),
        ("2018/9/30", "9月30日", SAME),
        ("9月30号", "2018年9月30日", SAME),
        ("九月三十日", "2018年9月30日", SAME),
        ("二〇一八年九月三十日", "9月30日", SAME),
        ("十二月", "2018年12月", SAME),
        ("2018年4月17日至5月2日", "4月17日至5月2日", SAME),
        ("4月17日-18日", "2018年4月17日至18日", SAME),
        ("9月", "2018年9月30日", NEARLY),
        ("2017年9月30日", "9月30日", OTHER),
        ("9月3日", "9月30日", OTHER),
        ("2018-09-03", "9月30日", OTHER),
        ("十月三十日", "9月30日", OTHER),
        ("9月31日", "9月30日", OTHER),
        ("85", "9月30日", OTHER),
    ],
)
def test_a_date_typed_otherwise_is_compared_as_a_day_of_the_report_s_year(
    typed: str, due: str, stands: Agreement
) -> None:
    assert agreement(typed, due, 2018) is stands


def test_a_day_with_a_point_is_no_number() -> None:
    assert agreement("9.3", "9.30", 2018, is_date=True) is OTHER
    assert agreement("9月30日", "9.30", 2018, is_date=True) is SAME
    assert agreement("9.3", "9.30", 2018) is SAME


@given(st.integers(1, 10**12 - 1))
def test_a_number_written_in_chinese_numerals_is_read_back(number: int) -> None:
    assert chinese_number(in_chinese(number)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [("十", 10), ("十二", 12), ("两百", 200), ("二〇一八", 2018), ("一百零三", 103), ("一亿二千万", 120_000_000),
     ("八〇〇" * 20, None), ("五百三", None), ("三五十", None), ("", None)],
)  # fmt: skip
def test_chinese_numerals_at_the_edge(text: str, number: int | None) -> None:
    assert chinese_number(text) == number


@pytest.mark.parametrize("text", ["待补", "1.2.3", "12,34", "85人", "9" * 5000, "亿" * 5000, "٣٤"])
def test_what_is_no_number_states_none(text: str) -> None:
    assert amount(text) is None
