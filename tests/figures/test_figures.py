"""A catalogue and a year's files, both written beside the assertion -> exact figures that know where they come from."""

from __future__ import annotations

import itertools
from fractions import Fraction
from pathlib import Path
from textwrap import dedent

import pytest
from conftest import DATA, TEMPLATE
from written_year import YEAR, figures

from reportgen.base.dates import Period, Point
from reportgen.base.issues import Location
from reportgen.figures.compute import Figures, compute
from reportgen.figures.figure import Cell
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.folder import read_sources

CATALOGUE = """\
any_table: {村: ''}
s:
  tables:
    births: {孩次: [一孩, 二孩, 多孩], 户口: [农业, 非农业], 人数: 人, 奖金: {unit: 元, digits: 2}}
  出生: {sum: 人数}
  农业出生: {sum: 人数, where: {户口: 农业}}
  农业一二孩: {sum: 人数, where: {户口: 农业, 孩次: [一孩, 二孩]}}
  奖金: {sum: 奖金}
  奖金万元: {sum: 奖金, unit: 万元, digits: 2}
"""
BIRTHS = """\
    孩次,户口,人数,奖金
    一孩,农业,3,1000.10
    二孩,农业,2,2000.20
    多孩,农业,1,0
    一孩,非农业,4,500
    二孩,非农业,0,0.05
    多孩,非农业,0,0
"""


def at(file: str, row: int | None, column: str | None) -> Location:
    return Location(file, row, column)


# ---- sums --------------------------------------------------------------------------------------------------------------------


def test_a_sum_adds_up_its_column(tmp_path: Path) -> None:
    assert figures(tmp_path, CATALOGUE, births=BIRTHS)["出生"].value == 10


def test_where_chooses_rows(tmp_path: Path) -> None:
    assert figures(tmp_path, CATALOGUE, births=BIRTHS)["农业出生"].value == 6


def test_where_takes_several_columns_and_lists(tmp_path: Path) -> None:
    assert figures(tmp_path, CATALOGUE, births=BIRTHS)["农业一二孩"].value == 5


def test_money_is_added_exactly(tmp_path: Path) -> None:
    assert figures(tmp_path, CATALOGUE, births=BIRTHS)["奖金"].value == Fraction("3500.35")


def test_a_sum_is_converted_to_the_unit_of_its_metric(tmp_path: Path) -> None:
    assert figures(tmp_path, CATALOGUE, births=BIRTHS)["奖金万元"].value == Fraction("0.350035")


def test_whole_values_are_ints(tmp_path: Path) -> None:
    assert type(figures(tmp_path, CATALOGUE, births=BIRTHS)["出生"].value) is int


def test_a_column_of_any_table_is_added_over(tmp_path: Path) -> None:
    births = """\
    村,孩次,户口,人数,奖金
    甲村,一孩,农业,3,0
    甲村,二孩,农业,2,0
    甲村,多孩,农业,1,0
    甲村,一孩,非农业,4,0
    甲村,二孩,非农业,0,0
    甲村,多孩,非农业,0,0
    乙村,一孩,农业,10,0
    乙村,二孩,农业,0,0
    乙村,多孩,农业,0,0
    乙村,一孩,非农业,0,0
    乙村,二孩,非农业,0,0
    乙村,多孩,非农业,0,0
    """
    year = figures(tmp_path, CATALOGUE, births=births)
    assert (year["出生"].value, year["农业出生"].value) == (20, 16)


def test_a_table_without_categories_has_one_row(tmp_path: Path) -> None:
    year = figures(tmp_path, "s:\n  tables: {t: {数: 人}}\n  甲: {sum: 数}\n", t="数\n5\n")
    assert year["甲"].value == 5


# ---- formulas ----------------------------------------------------------------------------------------------------------------

RATES = """\
s:
  率: {formula: 甲 / 乙, unit: '%', digits: 1}
  千分率: {formula: 甲 / 乙, unit: '‰'}
  人均: {formula: 经费 / 乙, unit: 元, digits: 2}
  一半: {formula: 典型率 / 2, unit: '%'}
  双倍: {formula: 率 * 2, unit: '%', digits: 1}
  性别比: {formula: 甲 / 乙 * 100, unit: 女=100}
  甲: 人
  乙: 人
  经费: {value: 经费, unit: 万元, digits: 2}
  典型率: '%'
"""


def test_a_rate_is_exact_and_in_its_unit(tmp_path: Path) -> None:
    year = figures(tmp_path, RATES, s_yaml="甲: 2364\n乙: 2630\n经费: 8.33\n典型率: 95\n")
    assert year["率"].value == Fraction(236400, 2630)
    assert year["千分率"].value == Fraction(2364000, 2630)
    assert year["性别比"].value == Fraction(236400, 2630)


def test_scaled_units_meet_in_one_formula(tmp_path: Path) -> None:
    year = figures(tmp_path, RATES, s_yaml="甲: 1\n乙: 7\n经费: 8.33\n典型率: 95\n")
    assert year["人均"].value == Fraction(83300, 7)
    assert year["一半"].value == Fraction("47.5")


def test_a_formula_of_a_formula_calculates_with_the_unrounded_value(tmp_path: Path) -> None:
    year = figures(tmp_path, RATES, s_yaml="甲: 1\n乙: 3\n经费: 0\n典型率: 0\n")
    assert year["双倍"].value == Fraction(200, 3)


def test_figures_stand_in_the_order_of_the_catalogue(tmp_path: Path) -> None:
    year = figures(tmp_path, RATES, s_yaml="甲: 1\n乙: 3\n经费: 0\n典型率: 0\n")
    assert [figure.name for figure in year] == [
        "率", "千分率", "人均", "一半", "双倍", "性别比", "甲", "乙", "经费", "典型率",
    ]  # fmt: skip


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_the_order_of_definition_does_not_matter(order: tuple[int, ...], tmp_path: Path) -> None:
    lines = ["丁: {formula: 丙 * 乙}", "丙: {formula: 甲 + 乙}", "乙: {formula: 甲 * 2}", "甲: 人"]
    text = "s:\n" + "".join(f"  {lines[place]}\n" for place in order)
    year = figures(tmp_path, text, s_yaml="甲: 3\n")
    assert {figure.name: figure.value for figure in year} == {"甲": 3, "乙": 6, "丙": 9, "丁": 54}


def test_a_year_and_dates_are_figures(tmp_path: Path) -> None:
    text = "s:\n  年度: {year: 0}\n  去年: {year: -1}\n  截止日: 日期\n  下月: 月份\n  服务期: 期间\n"
    year = figures(tmp_path, text, s_yaml="截止日: 9月30日\n下月: 次年1月\n服务期: 上年10月至9月\n")
    assert [figure.value for figure in year] == [
        Point(2018),
        Point(2017),
        Point(2018, 9, 30),
        Point(2019, 1),
        Period(Point(2017, 10), Point(2018, 9)),
    ]
    assert all(figure.number is None for figure in year)


# ---- where they come from ----------------------------------------------------------------------------------------------------


def test_a_sum_knows_its_cells(tmp_path: Path) -> None:
    year = figures(tmp_path, CATALOGUE, births="\n2018年,,,\n" + dedent(BIRTHS))
    assert year["农业一二孩"].cells == (
        Cell(at("births.csv", 4, "人数"), 3),
        Cell(at("births.csv", 5, "人数"), 2),
    )
    assert all(type(cell.at.row) is int for cell in year["农业一二孩"].cells)


def test_a_typed_number_knows_its_line_and_key(tmp_path: Path) -> None:
    text = "s:\n  村数: {value: 村（社区）, unit: 个}\n  截止日: 日期\n"
    year = figures(tmp_path, text, s_yaml="# 单项\n截止日: 9月30日\n\n村（社区）: 8\n")
    assert year["村数"].cells == (Cell(at("s.yaml", 4, "村（社区）"), 8),)
    assert year["截止日"].cells == (Cell(at("s.yaml", 2, "截止日"), Point(2018, 9, 30)),)


def test_a_formula_knows_its_operands_and_has_no_cells(tmp_path: Path) -> None:
    year = figures(tmp_path, RATES, s_yaml="甲: 1\n乙: 3\n经费: 0\n典型率: 0\n")
    assert (year["率"].operands, year["率"].cells) == (("甲", "乙"), ())


def test_a_figure_of_the_published_year_knows_its_cell() -> None:
    catalogue = read_catalogue(TEMPLATE)
    figure = compute(catalogue, read_sources(DATA / "2018", YEAR, catalogue))["计划内二孩"]
    assert figure.cells == (Cell(at("basic_stats_births.csv", 3, "计划内"), 80),)


# ---- reported ----------------------------------------------------------------------------------------------------------------

REPORTED = """\
    甲: 2364
    乙: 2630
    经费: 0
    典型率: 0
    reported:
      率: {value: 89.2, reason: 上级核定}
"""


def test_a_reported_figure_is_printed_and_the_computed_one_kept(tmp_path: Path) -> None:
    figure = figures(tmp_path, RATES, s_yaml=REPORTED)["率"]
    assert (figure.value, figure.computed) == (Fraction("89.2"), Fraction(236400, 2630))
    assert figure.reported is not None
    assert (figure.reported.reason, figure.reported.at) == ("上级核定", at("s.yaml", 6, "率"))


def test_what_is_computed_from_a_reported_figure_follows_the_print(tmp_path: Path) -> None:
    assert figures(tmp_path, RATES, s_yaml=REPORTED)["双倍"].value == Fraction("178.4")


def test_a_reported_figure_without_inputs_hides_nothing_and_stops_nothing(tmp_path: Path) -> None:
    year = figures(tmp_path, RATES, s_yaml=REPORTED.replace("2364", ""))
    assert (year["率"].value, year["率"].computed) == (Fraction("89.2"), None)
    assert year["率"].missing == (at("s.yaml", 1, "甲"),)
    assert (year["双倍"].value, year["双倍"].missing) == (Fraction("178.4"), ())


# ---- missing is not zero -----------------------------------------------------------------------------------------------------


def test_an_empty_cell_makes_the_sums_over_it_missing_and_no_other(tmp_path: Path) -> None:
    year = figures(tmp_path, CATALOGUE, births=BIRTHS.replace("多孩,农业,1,0", "多孩,农业,,0"))
    for name in ("出生", "农业出生"):
        assert (year[name].value, year[name].missing) == (None, (at("births.csv", 4, "人数"),))
    assert year["农业一二孩"].value == 5
    assert year["奖金"].value == Fraction("3500.35")


def test_an_absent_row_makes_the_sums_over_it_missing_and_no_other(tmp_path: Path) -> None:
    year = figures(tmp_path, CATALOGUE, births=BIRTHS.replace("    二孩,非农业,0,0.05\n", ""))
    assert (year["出生"].value, year["出生"].missing) == (None, (at("births.csv", None, "二孩、非农业"),))
    assert (year["农业出生"].value, year["农业一二孩"].value) == (6, 5)


def test_a_village_without_a_row_is_missing_once_the_villages_are_listed(tmp_path: Path) -> None:
    catalogue = """\
    any_table: {村: 名单}
    s:
      texts: {名单: 列表}
      tables: {t: {数: 户}}
      户数: {sum: 数}
    """
    year = figures(tmp_path, catalogue, t="村,数\n甲村,1\n丙村,2\n", s_yaml="名单: [甲村, 乙村, 丙村]\n")
    assert (year["户数"].value, year["户数"].missing) == (None, (at("t.csv", None, "乙村"),))


def test_a_table_without_rows_has_no_sum(tmp_path: Path) -> None:
    year = figures(tmp_path, "s:\n  tables: {t: {村: [], 数: 户}}\n  户数: {sum: 数}\n", t="村,数\n,\n")
    assert (year["户数"].value, year["户数"].missing) == (None, (at("t.csv", None, None),))


def test_no_row_of_an_open_category_is_no_zero(tmp_path: Path) -> None:
    catalogue = "s:\n  tables: {t: {村: [], 数: 户}}\n  甲村户数: {sum: 数, where: {村: 甲村}}\n"
    year = figures(tmp_path, catalogue, t="村,数\n乙村,3\n")
    assert (year["甲村户数"].value, year["甲村户数"].missing) == (None, (at("t.csv", None, "甲村"),))


def test_an_unfilled_key_is_missing_with_its_line_if_it_has_one(tmp_path: Path) -> None:
    year = figures(tmp_path, RATES, s_yaml="甲:\n经费: ~\n典型率: 0\n")
    assert year["甲"].missing == (at("s.yaml", 1, "甲"),)
    assert year["经费"].missing == (at("s.yaml", 2, "经费"),)
    assert year["乙"].missing == (at("s.yaml", None, "乙"),)


def test_what_is_missing_is_passed_on_through_formulas_each_place_once(tmp_path: Path) -> None:
    year = figures(tmp_path, RATES, s_yaml="甲:\n乙:\n经费: 0\n典型率: 0\n")
    both = (at("s.yaml", 1, "甲"), at("s.yaml", 2, "乙"))
    for name in ("率", "双倍", "性别比"):
        assert (year[name].value, year[name].missing) == (None, both)
    assert year["人均"].missing == both[1:]


def test_a_division_by_zero_is_missing_at_its_definition(tmp_path: Path) -> None:
    year = figures(tmp_path, RATES, s_yaml="甲: 0\n乙: 0\n经费: 0\n典型率: 0\n")
    assert (year["率"].value, year["率"].missing) == (None, (at("catalogue.yaml", 2, "率"),))
    assert (year["双倍"].value, year["双倍"].missing) == (None, (at("catalogue.yaml", 2, "率"),))


def test_zero_is_a_value(tmp_path: Path) -> None:
    year = figures(tmp_path, RATES, s_yaml="甲: 0\n乙: 5\n经费: 0\n典型率: 0\n")
    assert (year["率"].value, year["率"].missing) == (0, ())


# ---- parts -------------------------------------------------------------------------------------------------------------------


def parts(year: Figures, name: str, column: str) -> list[tuple[str, object]]:
    return [(category, figure.value) for category, figure in year.parts(name, column)]


def test_parts_are_the_share_of_each_category_in_the_order_of_the_table(tmp_path: Path) -> None:
    year = figures(tmp_path, CATALOGUE, births=BIRTHS)
    assert parts(year, "出生", "孩次") == [("一孩", 7), ("二孩", 2), ("多孩", 1)]
    assert parts(year, "奖金万元", "户口") == [("农业", Fraction("0.30003")), ("非农业", Fraction("0.050005"))]


def test_parts_stay_within_what_the_figure_adds_up(tmp_path: Path) -> None:
    year = figures(tmp_path, CATALOGUE, births=BIRTHS)
    assert parts(year, "农业一二孩", "孩次") == [("一孩", 3), ("二孩", 2)]
    assert parts(year, "农业一二孩", "户口") == [("农业", 5)]


@pytest.mark.parametrize("column", ["孩次", "户口"])
@pytest.mark.parametrize("name", ["出生", "农业出生", "农业一二孩", "奖金", "奖金万元"])
def test_parts_add_up_to_the_figure(name: str, column: str, tmp_path: Path) -> None:
    year = figures(tmp_path, CATALOGUE, births=BIRTHS)
    shares = [figure for _, figure in year.parts(name, column)]
    assert sum(share.number or 0 for share in shares) == year[name].value
    assert {cell for share in shares for cell in share.cells} == set(year[name].cells)


def test_a_part_is_named_after_its_figure_and_category(tmp_path: Path) -> None:
    (_, first), *_ = figures(tmp_path, CATALOGUE, births=BIRTHS).parts("出生", "户口")
    assert (first.name, first.metric.unit) == ("出生·农业", "人")
    assert [cell.at.row for cell in first.cells] == [2, 3, 4]


def test_a_part_with_an_empty_cell_or_without_rows_is_missing(tmp_path: Path) -> None:
    births = BIRTHS.replace("一孩,农业,3", "一孩,农业,").replace("    多孩,农业,1,0\n", "")
    year = figures(tmp_path, CATALOGUE, births=births.replace("    多孩,非农业,0,0\n", ""))
    assert parts(year, "出生", "孩次") == [("一孩", None), ("二孩", 2), ("多孩", None)]
    missing = [figure.missing for _, figure in year.parts("出生", "孩次")]
    assert missing[0] == (at("births.csv", 2, "人数"),)
    assert missing[2] == (at("births.csv", None, "多孩、农业"), at("births.csv", None, "多孩、非农业"))


def test_there_are_no_parts_by_an_unknown_column(tmp_path: Path) -> None:
    year = figures(tmp_path, CATALOGUE, births=BIRTHS)
    assert year.parts("出生", "村") == ()


def test_the_parts_of_a_formula_are_computed_from_the_parts_of_what_it_names(tmp_path: Path) -> None:
    year = figures(tmp_path, CATALOGUE + "  双倍: {formula: 出生 * 2, unit: 人}\n", births=BIRTHS)
    assert parts(year, "双倍", "孩次") == [
        (category, 2 * (number or 0)) for category, number in parts(year, "出生", "孩次")
    ]
    assert [part.cells for _, part in year.parts("双倍", "孩次")] == [
        part.cells for _, part in year.parts("出生", "孩次")
    ]


def test_formulas_upon_formulas_have_parts_however_many_stand_upon_each_other(tmp_path: Path) -> None:
    chain = "".join(f"  数{n}: {{formula: 数{n - 1} + 数{n - 2} - 数{n - 2}, unit: 人}}\n" for n in range(2, 1500))
    year = figures(tmp_path, CATALOGUE + "  数0: {sum: 人数}\n  数1: {sum: 人数}\n" + chain, births=BIRTHS)
    assert parts(year, "数1499", "孩次") == parts(year, "出生", "孩次")


def test_a_share_has_no_parts_by_the_column_of_which_it_is_one_category(tmp_path: Path) -> None:
    more = "  农业比重: {formula: 农业出生 / 出生, unit: '%'}\n  两年: {formula: 出生 + 1, unit: 人}\n"
    year = figures(tmp_path, CATALOGUE + more, births=BIRTHS)
    assert (year.parts("农业比重", "户口"), year.columns("农业比重")) == ((), ("孩次",))


def test_parts_of_a_table_without_rows_are_missing_or_none(tmp_path: Path) -> None:
    year = figures(tmp_path, CATALOGUE, births="孩次,户口,人数,奖金\n")
    assert parts(year, "农业出生", "户口") == [("农业", None)]
    assert parts(year, "农业一二孩", "孩次") == [("一孩", None), ("二孩", None)]


# ---- by two columns at once --------------------------------------------------------------------------------------------------


def both(year: Figures, name: str, columns: tuple[str, str] = ("孩次", "户口")) -> dict[str, object]:
    """Return a figure's parts by two columns, by the names of both categories."""
    first, second = columns
    return {
        part.name: part.value
        for category, _ in year.parts(name, first)
        for _, part in year.parts(name, second, ((first, category),))
    }


def test_parts_by_two_columns_are_the_cells_of_both_categories_in_either_order(tmp_path: Path) -> None:
    year = figures(tmp_path, CATALOGUE, births=BIRTHS)
    assert both(year, "出生") == {
        "出生·一孩·农业": 3,
        "出生·一孩·非农业": 4,
        "出生·二孩·农业": 2,
        "出生·二孩·非农业": 0,
        "出生·多孩·农业": 1,
        "出生·多孩·非农业": 0,
    }
    turned = both(year, "出生", ("户口", "孩次"))
    assert turned["出生·农业·一孩"] == 3 and sum(map(int, map(str, turned.values()))) == 10
    assert both(year, "奖金万元")["奖金万元·一孩·农业"] == Fraction("0.10001")
    (part,) = year.parts("农业出生", "户口", (("孩次", "二孩"),))
    assert part[0] == "农业" and [cell.at for cell in part[1].cells] == [at("births.csv", 3, "人数")]


def test_parts_by_two_columns_add_up_the_rows_of_a_third(tmp_path: Path) -> None:
    rows = [line.strip().split(",") for line in BIRTHS.splitlines()]
    villages = "\n".join(
        ",".join((village, *row))
        for village, every in (("村", rows[:1]), ("甲村", rows[1:]), ("乙村", rows[1:]))
        for row in every
    )
    year = figures(tmp_path, CATALOGUE, births=villages)
    assert both(year, "出生")["出生·一孩·农业"] == 6
    assert both(year, "出生", ("村", "孩次"))["出生·甲村·一孩"] == 7
    assert year.parts("出生", "户口", (("村", "丁村"),)) == ()
    assert year.parts("出生", "户口", (("户口", "农业"),)) == ()
    assert year.parts("出生", "组", (("户口", "农业"),)) == ()


def test_the_part_of_a_rate_by_two_columns_is_computed_from_the_cells_of_both(tmp_path: Path) -> None:
    catalogue = CATALOGUE + "  人均奖金: {formula: 奖金 / 出生, unit: 元, digits: 2}\n"
    said = both(figures(tmp_path, catalogue, births=BIRTHS), "人均奖金")
    assert said["人均奖金·一孩·农业"] == Fraction("1000.10") / 3
    assert said["人均奖金·二孩·非农业"] is None


def test_an_empty_cell_and_an_absent_row_are_missing_in_the_part_that_they_belong_to_alone(tmp_path: Path) -> None:
    year = figures(
        tmp_path, CATALOGUE, births=BIRTHS.replace("一孩,农业,3", "一孩,农业,").replace("    多孩,农业,1,0\n", "")
    )
    said = both(year, "出生")
    assert (said["出生·一孩·农业"], said["出生·一孩·非农业"]) == (None, 4)
    assert (said["出生·多孩·农业"], said["出生·多孩·非农业"]) == (None, 0)
    absent = dict(year.parts("出生", "户口", (("孩次", "多孩"),)))["农业"]
    assert absent.missing == (at("births.csv", None, "多孩、农业"),)
