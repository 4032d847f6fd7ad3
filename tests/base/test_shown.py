"""A stored number and its number format, as Excel, WPS and LibreOffice write it, and what people see of it."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.base.shown import Look, Problem, code_of, look, tidy

EPOCH = datetime.date(1899, 12, 30)
ACCOUNTS = r'_ * #,##0.00_ ;_ * \-#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("stored", "code", "seen"),
    [
        ("15", "", "15"),
        ("15", "General", "15"),
        ("15", "0", "15"),
        ("15", "0_);[Red](0)", "15"),
        ("16800", "#,##0", "16800"),
        ("16800.5", "#,##0.00", "16800.5"),
        ("0.35", "0.00", "0.35"),
        ("0.5", "#.##", "0.5"),
        ("0.5", "# ?/?", "0.5"),
        ("15000", "0.00E+00", "15000"),
        ("15", "[DBNum1][$-804]General", "15"),
        ("12", "@", "12"),
        ("12", "0.000000000000000000000000000000", "12"),
        ("0", ACCOUNTS, "0"),  # a dash
        ("0", ";;;", "0"),  # hidden
        ("0", "#,##0;-#,##0;", "0"),
    ],
)
def test_a_number_that_looks_as_it_is_stored_is_that_number(stored: str, code: str, seen: str) -> None:
    text, behind = look(Decimal(stored), code, EPOCH)
    number = text if behind is None else behind.number
    assert Decimal(number) == Decimal(seen)
    assert behind is None or (behind.unit, behind.problem) == ("", None)


@pytest.mark.parametrize(
    ("stored", "code", "seen", "number", "unit"),
    [
        ("0.92", "0%", "92%", "92", "%"),
        ("1", "0%", "100%", "100", "%"),
        ("0.57", "0.0%", "57.0%", "57", "%"),
        ("0.923076923076923", "0.00%", "92.31%", "92.3076923076923", "%"),
        ("0.92", "0%;-0%", "92%", "92", "%"),
        ("0.92", "[Red][<0.9]0%;0.0%", "92.0%", "92", "%"),
        ("12", "[<1]0.00%;0", "12", "12", ""),
        ("92", '0"%"', "92%", "92", "%"),  # typed: nothing is multiplied
        ("92", r"0\%", "92%", "92", "%"),
        ("92.5", '0.0"％"', "92.5％", "92.5", "%"),
        ("7.23", "0.00‰", "7.23‰", "7.23", "‰"),
        ("7.23", '0.00"‰"', "7.23‰", "7.23", "‰"),
        ("1.5", '0.00"万元"', "1.50万元", "1.5", "万元"),
        ("12", '0"人"', "12人", "12", "人"),
        ("12", '0" (人)"', "12 (人)", "12", "人"),
        ("12", 'General"户"', "12户", "12", "户"),
        ("12", '0"m2"', "12m2", "12", "m2"),
        ("12", "[$¥-804]#,##0.00", "¥12.00", "12", ""),
        ("3.5", "0", "4", "3.5", ""),
        ("-0.05", "0%", "-5%", "-5", "%"),
    ],
)
def test_what_a_format_shows_beside_the_number_is_known(
    stored: str, code: str, seen: str, number: str, unit: str
) -> None:
    text, behind = look(Decimal(stored), code, EPOCH)
    assert text == seen
    if behind is None:
        assert (text, "") == (number, unit)
    else:
        assert (behind.number, behind.unit, behind.problem) == (number, unit, None)


@pytest.mark.parametrize(
    ("stored", "code", "seen"),
    [
        ("15000", "0!.0000", "1.5000"),  # Chinese Excel: in 万
        ("15000", r"0\.0000", "1.5000"),
        ("15000", '0"."0000', "1.5000"),
        ("15000", '0!.0,"万"', "1.5万"),
        ("15000", "#,##0,", "15"),
        ("15000000", "0.0,,", "15.0"),
        ("15", '0"000"', "15000"),
        ("12", '"2018"0', "201812"),
        ("1234567", "000-0000", "123-4567"),
        ("15", ";;;", ""),
        ("15", '"无"', "无"),
        ("0", '"15"', "15"),
    ],
)
def test_a_format_that_shows_another_number_is_told(stored: str, code: str, seen: str) -> None:
    text, behind = look(Decimal(stored), code, EPOCH)
    assert behind is not None
    assert (text, behind.stored, behind.problem) == (seen, stored, Problem.OTHERWISE)


@pytest.mark.parametrize(
    ("stored", "code", "seen"),
    [
        ("43101", 'm"月"', "1月"),
        ("43101", 'm"月";@', "1月"),
        ("43101", 'yyyy"年"m"月"', "2018年1月"),
        ("43101", "yyyy/m/d;@", "2018/1/1"),
        ("43101", '[$-804]m"月"d"日"', "1月1日"),
        ("43101", "[$-F800]dddd, mmmm dd, yyyy", "2018年1月1日"),
        ("43101", code_of(14, ""), "2018/1/1"),
        ("43101", code_of(57, ""), "2018年1月"),
        ("43101", code_of(58, ""), "1月1日"),
        ("43101", "yy-mm-dd", "18-01-01"),
        ("43101.5", "yyyy/m/d h:mm", "2018/1/1 12:00"),
        ("1", "yyyy/m/d", "1900/1/1"),
        ("61", "yyyy/m/d", "1900/3/1"),
        ("-1", "yyyy/m/d", "####"),
        ("9999999", "yyyy/m/d", "####"),
    ],
)
def test_a_date_is_shown_as_its_format_says(stored: str, code: str, seen: str) -> None:
    text, behind = look(Decimal(stored), code, EPOCH)
    assert behind is not None
    assert (text, behind.problem) == (seen, Problem.DATE)


def test_a_number_below_zero_keeps_its_sign_in_what_is_shown_and_rounded() -> None:
    assert look(Decimal("-0.0550399"), "0.00%", EPOCH) == ("-5.50%", Look("-0.0550399", "-5.50399", "-5.50", "%"))
    assert look(Decimal("-5.5"), "0.00;(0.00)", EPOCH) == ("(5.50)", Look("-5.5", "-5.5", "-5.50", ""))
    assert look(Decimal("-5.5"), "0.00;-0.00", EPOCH) == ("-5.50", Look("-5.5", "-5.5", "-5.50", ""))
    assert look(Decimal("5.5"), "0.00%;-0.00%", EPOCH)[0] == "550.00%"


def test_what_binary_arithmetic_leaves_is_no_digit() -> None:
    assert tidy(16800.35 - 16800) == Decimal("0.35")
    assert tidy(0.1 + 0.2) == Decimal("0.3")
    assert tidy(1 / 3) == Decimal("0.333333333333333")
    assert tidy(0.349999998) == Decimal("0.349999998")  # 2e-9 from 0.35: somebody's number


CODES = st.one_of(
    st.text('0#?,.%;\\!"_*[]<>=-()¥mdyhs@E+/ 万元%‰千G', max_size=14), st.sampled_from(["General", ACCOUNTS])
)


@settings(max_examples=600, deadline=None, derandomize=True)
@given(st.decimals(-(10**14), 10**14, allow_nan=False, places=4), CODES)
def test_whatever_the_format_a_number_is_the_stored_one_or_that_in_hundredths_or_told(
    stored: Decimal, code: str
) -> None:
    text, behind = look(stored, code, EPOCH)
    if behind is None or behind.problem is None:
        number = Decimal(text if behind is None else behind.number)
        hundreds = behind.unit.count("%") if behind else 0
        assert number == stored or (number == stored * 100**hundreds and hundreds)
