"""Numbers that were rounded before they were typed: what they may be off by, in relations, totals, reported figures and stocks."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_checks import found, identity, told
from test_unusual import told as told_against_last_year

from reportgen.base.issues import Issue


def related(folder: Path, text: str, values: str, units: str) -> tuple[Issue, ...]:
    """Check one identity over typed numbers; `units` are lines of the catalogue, `values` in their order."""
    names = [line.split(":")[0] for line in units.split("\n")]
    typed = "".join(f"{name}: {value}\n" for name, value in zip(names, values.split(), strict=True))
    metrics = "".join(f"  {line}\n" for line in units.split("\n"))
    return found(folder, f"s:\n{metrics}  identities:\n    - {text}\n", s_yaml=typed)


def rates(*names: str, digits: int = 2) -> str:
    return "\n".join(f"{name}: {{value: {name}, unit: ‰, digits: {digits}}}" for name in names)


# ---- relations ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "holds"),
    [
        ("5.30 12.52 7.22", True),
        ("5.30 12.51 7.22", True),  # 5.29: each of the three is off by 0.005 at most
        ("5.30 12.50 7.22", False),  # 5.28
        ("5.30 12.53 7.22", True),
        ("5.30 12.54 7.22", False),
    ],
)
def test_a_difference_of_typed_rates_carries_the_rounding_of_all(values: str, holds: bool, tmp_path: Path) -> None:
    issues = related(tmp_path, "增长率 == 出生率 - 死亡率", values, rates("增长率", "出生率", "死亡率"))
    assert [issue.check for issue in issues] == ([] if holds else ["勾稽关系"])


@pytest.mark.parametrize(("values", "holds"), [("5.30 5.30", True), ("5.30 5.29", False), ("5.30 5.31", False)])
def test_one_rate_typed_in_two_places_is_one_number(values: str, holds: bool, tmp_path: Path) -> None:
    assert (related(tmp_path, "甲率 == 乙率", values, rates("甲率", "乙率")) == ()) is holds


@pytest.mark.parametrize(("values", "holds"), [("5.3 5.34", True), ("5.3 5.25", True), ("5.3 5.36", False)])
def test_one_rate_typed_with_fewer_decimals_is_the_other_rounded(values: str, holds: bool, tmp_path: Path) -> None:
    units = f"{rates('甲率', digits=1)}\n{rates('乙率')}"
    assert (related(tmp_path, "甲率 == 乙率", values, units) == ()) is holds


@pytest.mark.parametrize(
    ("text", "values", "holds"),
    [
        ("甲率 <= 乙率", "5.30 5.30", True),
        ("甲率 <= 乙率", "5.30 5.29", False),
        ("甲率 <= 乙率 + 丙率", "5.31 3.10 2.20", True),
        ("甲率 <= 乙率 + 丙率", "5.32 3.10 2.20", False),
    ],
)
def test_an_order_of_typed_rates_carries_their_rounding(text: str, values: str, holds: bool, tmp_path: Path) -> None:
    units = rates(*("甲率", "乙率", "丙率")[: len(values.split())])
    assert (related(tmp_path, text, values, units) == ()) is holds


@pytest.mark.parametrize(
    ("text", "values", "holds"),
    [
        ("甲 == 丙 + 丁", "8.33 50000 33349", True),  # 8.3349万元
        ("甲 == 丙 + 丁", "8.33 50000 33350", False),
        ("甲 + 乙 == 丙 + 丁", "8.33 1.50 50000 48399", True),
        ("甲 + 乙 == 丙 + 丁", "8.33 1.50 50000 48401", False),
        ("丙 == 甲 - 乙", "8.33 1.50 68399 0", True),
        ("丙 == 甲 - 乙", "8.33 1.50 68401 0", False),
        ("丙 == 丁 * 甲", "8.33 0 166600 2", True),  # twice the money, twice the rounding
        ("丙 == 丁 * 甲", "8.33 0 166699 2", True),
        ("丙 == 丁 * 甲", "8.33 0 166701 2", False),
        ("丙 <= 甲 + 乙", "8.33 1.50 98399 0", True),
        ("丙 <= 甲 + 乙", "8.33 1.50 98401 0", False),
        ("丙 % 丁 == 0", "8.33 1.50 98401 2", False),
    ],
)
def test_money_in_wan_yuan_is_rounded_against_yuan(text: str, values: str, holds: bool, tmp_path: Path) -> None:
    units = "\n".join(f"{name}: {{value: {name}, unit: 万元, digits: 2}}" for name in "甲乙") + "\n丙: 元\n丁: 元"
    given = values.split()
    assert (
        related(tmp_path, text, " ".join(given if len(given) == 4 else [given[0], "0", *given[1:]]), units) == ()
    ) is holds


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("甲 == 乙 + 丙", "10 4 5"),
        ("甲 + 1 == 乙 + 丙", "8 4 6"),
        ("甲 <= 乙", "5 4 0"),
    ],
)
def test_counts_are_exact(text: str, values: str, tmp_path: Path) -> None:
    assert len(identity(tmp_path, text, values)) == 1


@pytest.mark.parametrize(("values", "holds"), [("8 5 3", True), ("9 5 3", False)])
def test_whole_wan_yuan_are_added_up_as_they_stand(values: str, holds: bool, tmp_path: Path) -> None:
    assert (identity(tmp_path, "甲 == 乙 + 丙", values, "甲: 万元, 乙: 万元, 丙: 万元") == ()) is holds


@pytest.mark.parametrize(("values", "holds"), [("8 50000 34999", True), ("8 50000 35000", False)])
def test_whole_wan_yuan_are_rounded_against_yuan(values: str, holds: bool, tmp_path: Path) -> None:
    assert (identity(tmp_path, "甲 == 乙 + 丙", values, "甲: 万元, 乙: 元, 丙: 元") == ()) is holds


def test_whole_per_cents_are_rounded_even_so(tmp_path: Path) -> None:
    assert identity(tmp_path, "甲 == 乙 + 丙", "101 48 52", "甲: '%', 乙: '%', 丙: '%'") == ()


def test_a_total_of_whole_wan_yuan_is_what_its_rows_add_up_to(tmp_path: Path) -> None:
    catalogue = "s:\n  tables: {t: {类: [甲, 乙], 金额: 万元}}\n  合计: {sum: 金额}\n"
    assert told(found(tmp_path, catalogue, t="类,金额\n甲,5\n乙,3\n合计,9\n")) == [
        "t.csv 第4行「金额」：合计写的是9万元，各行相加是8万元，相差1万元。请核对这一行和上面各行。"
    ]


def test_money_to_the_fen_is_exact(tmp_path: Path) -> None:
    units = "\n".join(f"{name}: {{value: {name}, unit: 元, digits: 2}}" for name in "甲乙丙")
    (issue,) = related(tmp_path, "甲 == 乙 + 丙", "12345.60 12000 345.59", units)
    assert issue.message == "甲12345.60元 应等于 乙12000.00元 + 丙345.59元（12345.59），相差0.01。请核对这几个数。"


@pytest.mark.parametrize(("typed", "holds"), [("12346", True), ("12345", False)])
def test_whole_yuan_are_what_fen_round_to(typed: str, holds: bool, tmp_path: Path) -> None:
    catalogue = """\
    s:
      tables: {t: {类: [甲, 乙], 金额: {unit: 元, digits: 2}}}
      合计: {sum: 金额}
      总额: 元
      identities: [总额 == 合计]
    """
    assert (found(tmp_path, catalogue, t="类,金额\n甲,12000\n乙,345.60\n", s_yaml=f"总额: {typed}\n") == ()) is holds


@pytest.mark.parametrize(("total", "holds"), [("123149", True), ("123151", False), ("122850", True), ("122849", False)])
def test_rounded_cells_are_off_by_as_much_as_all_of_them(total: str, holds: bool, tmp_path: Path) -> None:
    catalogue = """\
    s:
      tables: {t: {类: [甲, 乙, 丙], 金额: {unit: 万元, digits: 2}}}
      合计: {sum: 金额}
      总额: 元
      identities: [总额 == 合计]
    """
    rows = "类,金额\n甲,4.10\n乙,4.10\n丙,4.10\n"
    assert (found(tmp_path, catalogue, t=rows, s_yaml=f"总额: {total}\n") == ()) is holds


@pytest.mark.parametrize(("total", "holds"), [("1.17", True), ("1.18", True), ("1.19", False)])
def test_a_formula_carries_the_rounding_of_its_operands(total: str, holds: bool, tmp_path: Path) -> None:
    catalogue = """\
    s:
      今年: {value: 今年, unit: '%', digits: 2}
      上年: {value: 上年, unit: '%', digits: 2}
      提高: {formula: 今年 - 上年, unit: 个百分点, digits: 2}
      再算: {formula: 提高 * 1, unit: 个百分点, digits: 2}
      公布: {value: 公布, unit: 个百分点, digits: 2}
      补差: {value: 补差, unit: 个百分点, digits: 2}
      identities: [公布 == 再算 + 补差]
    """
    typed = f"今年: 99.54\n上年: 98.37\n补差: 0.00\n公布: {total}\n"
    assert (found(tmp_path, catalogue, s_yaml=typed) == ()) is holds


def test_a_chain_of_formulas_however_deep_carries_it(tmp_path: Path) -> None:
    chain = "".join(f"  甲{n}: {{formula: 甲{n - 1} * 1, unit: '%', digits: 2}}\n" for n in range(1, 1500))
    catalogue = f"s:\n  甲0: {{value: 甲0, unit: '%', digits: 2}}\n{chain}  乙: {{value: 乙, unit: '%', digits: 3}}\n"
    catalogue += "  identities: [乙 == 甲1499]\n"
    assert found(tmp_path, catalogue, s_yaml="甲0: 50.00\n乙: 50.004\n") == ()


# ---- what a broken relation says ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rate", "message", "expected", "printed"),
    [
        ("7.23", "死亡率7.23‰ 应等于 死亡381人 ÷ 总人口52746人（7.22‰），相差0.01‰。", "7.22‰", "7.23‰"),
        ("8", "死亡率8.00‰ 应等于 死亡381人 ÷ 总人口52746人（7.22‰），相差0.78‰。", "7.22‰", "8.00‰"),
    ],
)
def test_a_typed_rate_is_told_in_its_unit_and_decimals(
    rate: str, message: str, expected: str, printed: str, tmp_path: Path
) -> None:
    units = f"{rates('死亡率')}\n死亡: 人\n总人口: 人"
    (issue,) = related(tmp_path, "死亡率 == 死亡 / 总人口", f"{rate} 381 52746", units)
    assert issue.message == f"{message}请核对这几个数。"
    assert (issue.expected, issue.found) == (expected, printed)


def test_the_rate_may_stand_on_the_right(tmp_path: Path) -> None:
    units = f"{rates('死亡率')}\n死亡: 人\n总人口: 人"
    (issue,) = related(tmp_path, "死亡 / 总人口 == 死亡率", "7.23 381 52746", units)
    assert (issue.expected, issue.found) == ("7.23‰", "7.22‰")


def test_sides_that_are_printed_alike_are_told_with_as_many_decimals_as_show_it(tmp_path: Path) -> None:
    catalogue = """\
    s:
      率: {formula: 甲 / 乙, unit: '%', digits: 1}
      甲: 人
      乙: 人
      丙: 人
      identities: [率 == 甲 / 丙]
    """
    (issue,) = found(tmp_path, catalogue, s_yaml="甲: 5000\n乙: 10001\n丙: 10000\n")
    assert issue.message == "率50.0% 应等于 甲5000人 ÷ 丙10000人（50.000%），相差0.005%。请核对这几个数。"
    assert (issue.expected, issue.found) == ("50.000%", "49.995%")


@pytest.mark.parametrize(
    ("text", "values", "expected", "printed"),
    [
        ("甲 == 丙 + 丁", "8.33 50000 33450", "8.35万元", "8.33万元"),
        ("丙 == 甲", "8.33 83450 0", "83300元", "83450元"),  # beside 万元 a bare number could be either
        ("丙 + 丁 == 甲", "8.33 50000 33450", "8.33万元", "8.35万元"),
        ("甲 + 丙 <= 丁", "8.33 50000 33450", "33450元", "133300元"),
        ("丁 + 丙 >= 甲 + 甲", "8.33 50000 33450", "166600元", "83450元"),
    ],
)
def test_money_is_told_in_the_unit_of_the_side_that_is_one_metric(
    text: str, values: str, expected: str, printed: str, tmp_path: Path
) -> None:
    units = "甲: {value: 甲, unit: 万元, digits: 2}\n丙: 元\n丁: 元"
    (issue,) = related(tmp_path, text, values, units)
    assert (issue.expected, issue.found) == (expected, printed)


def test_the_ratio_of_two_amounts_in_wan_yuan_has_no_unit(tmp_path: Path) -> None:
    units = "\n".join(f"{name}: {{value: {name}, unit: 万元, digits: 2}}" for name in "甲乙丙丁")
    (issue,) = related(tmp_path, "甲 / 乙 <= 丙 / 丁", "6 2 2 2", units)
    assert (issue.expected, issue.found) == ("1", "3")


# ---- totals, reported figures, stocks ----------------------------------------------------------------------------------------

TABLE = """\
s:
  tables: {t: {类: [甲, 乙, 丙], 金额: {unit: UNIT, digits: 2}}}
  合计: {sum: 金额}
"""


@pytest.mark.parametrize(
    ("unit", "total", "messages"),
    [
        ("万元", "12.34", []),  # the 元 behind the three may add up to it
        ("万元", "12.32", []),
        (
            "万元",
            "12.35",
            ["t.csv 第5行「金额」：合计写的是12.35万元，各行相加是12.33万元，相差0.02万元。请核对这一行和上面各行。"],
        ),
        ("元", "12.33", []),
        (
            "元",
            "12.30",
            ["t.csv 第5行「金额」：合计写的是12.30，各行相加是12.33，相差0.03。请核对这一行和上面各行。"],
        ),
    ],
)
def test_a_total_of_rounded_cells_carries_their_rounding(
    unit: str, total: str, messages: list[str], tmp_path: Path
) -> None:
    rows = f"类,金额\n甲,4.11\n乙,4.11\n丙,4.11\n合计,{total}\n"
    assert told(found(tmp_path, TABLE.replace("UNIT", unit), t=rows)) == messages


@pytest.mark.parametrize(("value", "holds"), [("1.17", True), ("1.18", True), ("1.19", False)])
def test_a_reported_difference_of_typed_rates_carries_their_rounding(value: str, holds: bool, tmp_path: Path) -> None:
    catalogue = """\
    s:
      今年: {value: 今年, unit: '%', digits: 2}
      上年: {value: 上年, unit: '%', digits: 2}
      提高: {formula: 今年 - 上年, unit: 个百分点, digits: 2}
    """
    typed = f"今年: 99.54\n上年: 98.37\nreported:\n  提高: {{value: {value}, reason: 上级公布}}\n"
    assert (found(tmp_path, catalogue, s_yaml=typed) == ()) is holds


@pytest.mark.parametrize(("now", "holds"), [("12.51", True), ("12.52", False)])
def test_a_stock_of_rounded_numbers_carries_their_rounding(now: str, holds: bool, tmp_path: Path) -> None:
    catalogue = """\
    s:
      余额: {value: 余额, unit: 万元, digits: 2}
      收入: {value: 收入, unit: 万元, digits: 2}
      stocks:
        - {stock: 余额, flow: 收入, within_percent: 0}
    """
    before, after = {"s.yaml": "余额: 10.00\n收入: 1.00\n"}, {"s.yaml": f"余额: {now}\n收入: 2.50\n"}
    issues = told_against_last_year(tmp_path, catalogue, before, after)
    assert [issue.key for issue in issues if "存量" in issue.key] == ([] if holds else ["与上年比：余额的存量"])
