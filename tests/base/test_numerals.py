"""Numbers in Chinese numerals, and money as on a cheque."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.base.numerals import is_money, money_in_words, numerals
from reportgen.base.stated import amount, chinese_number


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("0", "零"),
        ("10", "十"),
        ("15", "十五"),
        ("110", "一百一十"),
        ("115", "一百一十五"),
        ("1005", "一千零五"),
        ("1050", "一千零五十"),
        ("10000", "一万"),
        ("10015", "一万零一十五"),
        ("15142", "一万五千一百四十二"),
        ("100700", "十万零七百"),
        ("107000", "十万七千"),
        ("20000005", "二千万零五"),
        ("100010001", "一亿零一万零一"),
        ("1000000000000001", "一千万亿零一"),
        ("-40", "负四十"),
        ("58.60", "五十八点六零"),
        ("0.05", "零点零五"),
        ("10.5", "十点五"),
    ],
)
def test_a_number_is_said_in_chinese_numerals_with_the_decimals_that_it_is_printed_with(
    printed: str, said: str
) -> None:
    assert numerals(printed) == said


@given(st.integers(0, 10**15))
def test_every_whole_number_is_read_back_from_its_numerals(number: int) -> None:
    assert chinese_number(numerals(str(number))) == number


@given(st.integers(0, 10**9))
def test_whole_amounts_of_money_are_read_back_from_their_words(yuan: int) -> None:
    said = amount(money_in_words(str(yuan), "元").removesuffix("元整"))
    assert said is not None and said.value == Fraction(yuan)


@pytest.mark.parametrize(
    ("printed", "unit", "said"),
    [
        ("0", "元", "零元整"),
        ("15", "元", "壹拾伍元整"),
        ("1409.50", "元", "壹仟肆佰零玖元伍角"),
        ("6007.14", "元", "陆仟零柒元壹角肆分"),
        ("1680.32", "元", "壹仟陆佰捌拾元叁角贰分"),
        ("107000.53", "元", "壹拾万柒仟元伍角叁分"),
        ("16409.02", "元", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "元", "叁佰贰拾伍元零肆分"),
        ("0.05", "元", "伍分"),
        ("0.50", "元", "伍角"),
        ("0.999", "元", "壹元整"),
        ("8.33", "万元", "捌万叁仟叁佰元整"),
        ("1.2", "亿元", "壹亿贰仟万元整"),
        ("-12.5", "元", "负壹拾贰元伍角"),
    ],
)
def test_money_is_said_as_on_a_cheque(printed: str, unit: str, said: str) -> None:
    assert money_in_words(printed, unit) == said


def test_money_is_known_by_its_unit() -> None:
    assert [unit for unit in ("元", "万元", "亿元", "人", "单元", "%", "") if is_money(unit)] == ["元", "万元", "亿元"]
