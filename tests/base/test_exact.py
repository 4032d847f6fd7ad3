"""Numbers as people type them, exact; rounding half up; units that scale."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.base.numbers import (
    Exact,
    NotANumber,
    base_unit,
    decimals,
    from_base,
    in_base,
    is_rounded,
    parse_number,
    parse_quantity,
    rounded,
    unit_factor,
    whole,
    written,
)

FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("15142", 15142),
        ("007", 7),
        ("15,142", 15142),
        ("15 142", 15142),
        ("1,234,567.50", Fraction("1234567.5")),
        ("１５，１４２", 15142),
        ("８．３３", Fraction("8.33")),
        ("\u3000 15142\u00a0\r\n", 15142),
        ("\ufeff151\u200b42\u200e", 15142),
        ("15\u00ad142", 15142),
        ("76.0", 76),
        ("0.1", Fraction(1, 10)),
        ("999999999999999", 999999999999999),
        ("0.00000000000001", Fraction(1, 10**14)),
    ],
)
def test_a_number_is_read_as_a_spreadsheet_reads_it(text: str, value: Exact) -> None:
    assert parse_number(text) == value
    assert type(parse_number(text)) is type(value)


@pytest.mark.parametrize("text", ["", " ", "\u3000\t\r\n", "\u200b\ufeff"])
def test_an_empty_cell_is_no_zero(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("163人", "只填数字，不带单位和文字（163）"),
        ("约163", "只填数字，不带单位和文字（163）"),
        ("￥1,680", "只填数字，不带单位和文字（1680）"),
        ("95％", "只填数字，不带单位和文字（95）"),
        ("6OO", "是不是把字母当成了数字"),
        ("l2", "是不是把字母当成了数字"),
        ("76①", "只填数字，不带单位和文字（76）"),
        ("5²", "只填数字，不带单位和文字（5）"),
        ("1.5万", "请换算成这里的单位，只填数字"),
        ("3 千元", "请换算成这里的单位，只填数字"),
        ("-5", "是负数"),
        ("－5", "是负数"),
        ("−1,234.5", "是负数"),
        ("（5）", "是负数"),
        ("1.5E+05", "是科学记数法"),
        ("1e-3", "是科学记数法"),
        ("-2E7", "是科学记数法"),
        ("12,34", "千位逗号的位置不对"),
        ("1234,567", "千位逗号的位置不对"),
        ("1,234 567", "千位逗号的位置不对"),
        ("1,2,3", "千位逗号的位置不对"),
        ("12 34", "请检查是不是两个数挤在一格"),
        ("12\n345", "请检查是不是两个数挤在一格"),
        ("#DIV/0!", "是表格软件的出错标记"),
        ("无", "请填数字"),
        ("—", "请填数字"),
        ("一百六十三", "请填数字"),
        ("①", "请填数字"),
        ("½", "请填数字"),
        ("٣", "请填数字"),
        ("1.2.3", "请填数字"),
        ("2018-09-30", "请填数字"),
        ("inf", "请填数字"),
        ("nan", "请填数字"),
        (".5", "只填数字"),
        ("5.", "只填数字"),
        ("+5", "只填数字"),
        ("1234567890123456", "超过15位"),
        ("530102199001011234", "超过15位"),
        ("0.1234567890123456", "超过15位"),
    ],
)
def test_what_is_no_number_is_told_what_to_write(text: str, told: str) -> None:
    with pytest.raises(NotANumber, match=told):
        parse_number(text)


def test_a_fraction_of_a_person_is_refused() -> None:
    assert parse_quantity("3", 0, "人") == 3
    assert parse_quantity("3.00", 0, "人") == 3
    assert parse_quantity("8.33", 2, "万元") == Fraction("8.33")
    assert parse_quantity("", 0, "人") is None
    with pytest.raises(NotANumber, match=r"^应是整数（单位：人），请核对$") as caught:
        parse_quantity("3.5", 0, "人")
    assert caught.value.expected == "整数"
    with pytest.raises(NotANumber, match=r"^应是最多2位小数，请核对$"):
        parse_quantity("8.333", 2, "")


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (Fraction(57, 2), 0, "29"),  # 57/200 in per cent: half to even would say 28
        (Fraction("89.85"), 1, "89.9"),
        (Fraction("89.8499999"), 1, "89.8"),
        (Fraction("0.5"), 0, "1"),
        (Fraction("-0.5"), 0, "-1"),
        (Fraction("-0.04"), 1, "0.0"),
        (Fraction("2.675"), 2, "2.68"),  # as a float it is 2.67499…
        (Fraction(2, 3), 2, "0.67"),
        (7, 2, "7.00"),
        (0, 0, "0"),
        (1500000, 0, "1500000"),
    ],
)
def test_numbers_are_rounded_half_up_and_written_in_full(value: Exact, digits: int, text: str) -> None:
    assert written(value, digits) == text


@pytest.mark.parametrize(
    ("value", "needed"),
    [(5, 0), (Fraction(1, 2), 1), (Fraction(1, 8), 3), (Fraction("8.33"), 2), (Fraction(1, 3), None)],
)
def test_a_number_needs_so_many_decimals(value: Exact, needed: int | None) -> None:
    assert decimals(value) == needed


@pytest.mark.parametrize(
    ("unit", "factor", "base"),
    [
        ("人", 1, "人"),
        ("", 1, ""),
        ("%", Fraction(1, 100), ""),
        ("‰", Fraction(1, 1000), ""),
        ("百分点", Fraction(1, 100), ""),  # a difference of rates: 99.54% − 98.37% is 1.17个百分点
        ("个百分点", Fraction(1, 100), ""),
        ("千分点", Fraction(1, 1000), ""),
        ("个千分点", Fraction(1, 1000), ""),
        ("千元", 1000, "元"),
        ("万元", 10_000, "元"),
        ("亿元", 100_000_000, "元"),
        ("万", 1, "万"),  # a unit needs more than its scale
        ("女=100", 1, "女=100"),
    ],
)
def test_a_unit_is_a_scale_and_a_base(unit: str, factor: Exact, base: str) -> None:
    assert (unit_factor(unit), base_unit(unit)) == (factor, base)


NUMBERS = st.decimals(0, 10**9, places=4)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(NUMBERS, st.booleans(), st.sampled_from(["", " ", "\u3000", "\u200b"]))
def test_a_number_written_in_any_form_is_read_back(number: Decimal, wide: bool, blank: str) -> None:
    for text in (f"{number:f}", f"{number:,f}", f"{number:,f}".replace(",", " ")):
        assert parse_number(blank + (text.translate(FULL_WIDTH) if wide else text) + blank) == Fraction(number)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.one_of(st.integers(0, 10**11), st.fractions(0, 10**6, max_denominator=10**5)), st.integers(0, 3))
def test_what_is_written_is_read_back_as_the_rounded_value(value: Exact, digits: int) -> None:
    assert parse_number(written(value, digits)) == rounded(value, digits)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.fractions(-(10**6), 10**6, max_denominator=10**5), st.integers(0, 4))
def test_rounding_is_to_the_nearest_and_half_away_from_zero(value: Fraction, digits: int) -> None:
    grain = Fraction(1, 10**digits)
    error = rounded(value, digits) - value
    assert (rounded(value, digits) / grain).denominator == 1
    assert abs(error) <= grain / 2
    if abs(error) == grain / 2:
        assert abs(rounded(value, digits)) > abs(value)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.integers(-(10**6), 10**6), st.integers(0, 4))
def test_a_half_is_rounded_away_from_zero(halves: int, digits: int) -> None:
    value = Fraction(2 * halves + 1, 2 * 10**digits)
    assert rounded(value, digits) == Fraction(halves + (halves >= 0), 10**digits)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.one_of(st.integers(-(10**6), 10**6), st.fractions(-(10**6), 10**6)),
    st.sampled_from(["", "人", "万", "万元", "亿元", "千克", "%", "‰", "个百分点", "女=100"]),
)
def test_a_number_is_brought_to_the_unit_without_its_scale_and_back(value: Exact, unit: str) -> None:
    based = in_base(value, unit)
    assert based == value * unit_factor(unit)
    assert from_base(based, unit) == value
    assert isinstance(based, int) == (based.denominator == 1)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.fractions(0, 10**6, max_denominator=10**4))
def test_the_decimals_needed_are_enough_and_not_too_many(value: Fraction) -> None:
    needed = decimals(value)
    if needed is None:
        assert all(Fraction(written(value, digits)) != value for digits in range(12))
    else:
        assert Fraction(written(value, needed)) == value
        assert needed == 0 or Fraction(written(value, needed - 1)) != value


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(alphabet="0123456789,. \u3000０，．-−()（）Ee+%人万\n#", max_size=12))
def test_any_text_is_a_number_or_told_why_not(text: str) -> None:
    try:
        value = parse_number(text)
    except NotANumber as error:
        assert str(error)
    else:
        assert value is None or value >= 0


def test_a_whole_fraction_is_an_int() -> None:
    assert type(whole(Fraction(4, 2))) is int
    assert type(whole(Fraction(1, 2))) is Fraction


@pytest.mark.parametrize(
    ("unit", "digits", "is_a_rounded_one"),
    [
        ("人", 0, False),
        ("", 0, False),
        ("元", 0, False),
        ("元", 2, False),  # 分 are counted
        ("元", 3, True),
        ("万元", 4, False),  # to the 元
        ("万元", 3, True),
        ("万元", 0, True),
        ("%", 0, True),
        ("‰", 2, True),
        ("个百分点", 2, True),
        ("女=100", 0, True),
        ("公顷", 1, True),
        ("元/人", 2, True),
    ],
)
def test_what_is_measured_or_scaled_is_typed_rounded_and_what_is_counted_is_not(
    unit: str, digits: int, is_a_rounded_one: bool
) -> None:
    assert is_rounded(unit, digits) is is_a_rounded_one
