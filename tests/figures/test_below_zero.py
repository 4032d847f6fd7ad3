"""Numbers below zero: where the catalogue or the definition lets them be, how they may be written, and what is told elsewhere."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from written_year import figures

from reportgen.base.issues import Unusable
from reportgen.base.numbers import BelowZero, Exact, parse_number
from reportgen.figures.wording import value_text
from reportgen.inputs.catalogue_file import read_catalogue

NET = "s:\n  净迁移: {value: 净迁移, unit: 人, below_zero: true}\n  增幅: {value: 增幅, unit: 个百分点, digits: 2}\n  死亡: 人\n"


def refused(folder: Path, catalogue: str, **files: str) -> list[str]:
    with pytest.raises(Unusable) as error:
        figures(folder, catalogue, **files)
    return [issue.message for issue in error.value.issues]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-40", -40),
        ("－４０", -40),
        ("−40", -40),
        ("–40", -40),
        ("- 40", -40),
        ("(40)", -40),  # a bookkeeper's
        ("（1,234.50）", Fraction("-1234.5")),
        ("-11.25", Fraction("-11.25")),
        ("-0", 0),
        ("40", 40),
    ],
)
def test_a_number_below_zero_is_read_where_it_may_be(text: str, value: Exact) -> None:
    assert parse_number(text, below_zero=True) == value


@pytest.mark.parametrize("text", ["-40", "（40）", "−1,234.5"])
def test_a_number_below_zero_is_refused_elsewhere(text: str) -> None:
    with pytest.raises(BelowZero):
        parse_number(text)


def test_what_the_catalogue_says_and_what_is_counted_in_points_may_be_below_zero(tmp_path: Path) -> None:
    year = figures(tmp_path, NET, s_yaml="净迁移: -40\n增幅: -11.25\n死亡: 3\n")
    assert [value_text(figure.metric, figure.value) for figure in year] == ["-40", "-11.25", "3"]


def test_a_count_below_zero_is_refused_and_the_way_is_named(tmp_path: Path) -> None:
    assert refused(tmp_path, NET, s_yaml="净迁移: -40\n增幅: 1\n死亡: -3\n") == [
        "「-3」是负数，这里只能填0或正数；真有负数的，在指标目录里写 below_zero: true，"
        "如「死亡: {value: 死亡, unit: 人, below_zero: true}」。"
    ]


def test_the_line_that_the_message_names_is_the_way(tmp_path: Path) -> None:
    (message,) = refused(tmp_path, "s:\n  结余率: '%'\n", s_yaml="结余率: -3\n")
    line = message.partition("如「")[2].removesuffix("」。")
    (tmp_path / "again").mkdir()
    assert figures(tmp_path / "again", f"s:\n  {line}\n", s_yaml="结余率: -3\n")["结余率"].value == -3


TABLE = "s:\n  tables: {t: {村: [], 净增: {unit: 人, below_zero: true}, 出生: 人}}\n  净增: {sum: 净增}\n  出生: {sum: 出生}\n"


def test_a_column_may_be_below_zero(tmp_path: Path) -> None:
    year = figures(tmp_path, TABLE, t="村,净增,出生\n甲村,-5,1\n乙村,（2）,1\n合计,-7,2\n")
    assert year["净增"].value == -7
    assert [part.value for _, part in year.parts("净增", "村")] == [-5, -2]


def test_another_column_of_the_table_may_not(tmp_path: Path) -> None:
    assert refused(tmp_path, TABLE, t="村,净增,出生\n甲村,-5,-1\n") == [
        "「-1」是负数，这里只能填0或正数；真有负数的，在指标目录里写 below_zero: true，"
        "如「出生: {unit: 人, below_zero: true}」。"
    ]


FORMULAS = """\
s:
  tables: {t: {村: [], 净增: {unit: 人, below_zero: true}}}
  净增: {sum: 净增}
  差: {formula: 甲 - 乙, unit: 人}
  差的两倍: {formula: 差 * 2, unit: 人}
  净增率: {formula: 净增 / 甲, unit: '%'}
  和: {formula: 甲 + 乙, unit: 人}
  甲: 人
  乙: 人
"""


def test_what_subtracts_or_rests_on_such_may_be_below_zero(tmp_path: Path) -> None:
    (tmp_path / "catalogue.yaml").write_text(FORMULAS, encoding="utf-8")
    assert read_catalogue(tmp_path).below_zero == {"净增", "差", "差的两倍", "净增率"}


@pytest.mark.parametrize("name", ["差", "差的两倍", "净增率"])
def test_such_a_figure_may_be_reported_below_zero(name: str, tmp_path: Path) -> None:
    typed = f"甲: 3\n乙: 5\nreported:\n  {name}: {{value: -2, reason: 上级核定}}\n"
    assert figures(tmp_path, FORMULAS, t="村,净增\n甲村,-5\n", s_yaml=typed)[name].value == -2


def test_a_sum_of_counts_is_not_reported_below_zero(tmp_path: Path) -> None:
    typed = "甲: 3\n乙: 5\nreported:\n  和: {value: -8, reason: 上级核定}\n"
    assert refused(tmp_path, FORMULAS, t="村,净增\n甲村,-5\n", s_yaml=typed) == [
        "「-8」是负数，这里只能填0或正数；真有负数的，在指标目录里写 below_zero: true。"
    ]


def test_below_zero_says_true_or_false(tmp_path: Path) -> None:
    (tmp_path / "catalogue.yaml").write_text("s:\n  甲: {value: 甲, below_zero: 是}\n", encoding="utf-8")
    with pytest.raises(Unusable) as error:
        read_catalogue(tmp_path)
    assert [issue.message for issue in error.value.issues] == ["below_zero 只能写 true 或 false，不是「是」。"]
