"""What the catalogue says of the year before: what each key means, and what is told, with its line, of what can't be meant."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from textwrap import dedent

import pytest
from conftest import DATA, TEMPLATE

from reportgen.base.issues import Unusable
from reportgen.compare import comparing
from reportgen.figures.changes import Kind
from reportgen.figures.wording import PENDING
from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.relation_records import Limits
from reportgen.report import drafting
from reportgen.word.text import plain_text

CATALOGUE = """\
changes: {percent: 30, points: 2.5}
people:
  as_of: 截止日
  texts: {说明: 文字}
  截止日: 日期
  服务期: 期间
  年度: {year: 0}
  总人口: {value: 总人口, unit: 人, notable: 10}
  出生: 人
  死亡: 人
  服务: {value: 服务, unit: 人, as_of: 服务期}
  标准: {value: 标准, unit: 元, steady: true}
  服务率: {formula: 服务 / 总人口, unit: '%'}
  stocks:
    - {stock: 总人口, flow: 出生 - 死亡, within_percent: 2}
    - {stock: 出生, flow: 死亡}
subsidies:
  tables: {t: {类: [], 金额: 元}}
  补助: {sum: 金额}
"""


def read(folder: Path, text: str = CATALOGUE) -> Catalogue:
    (folder / "catalogue.yaml").write_text(dedent(text), encoding="utf-8")
    return read_catalogue(folder)


def test_limits_that_are_not_said_are_the_usual_ones(tmp_path: Path) -> None:
    assert read(tmp_path).limits == Limits(30, Fraction(5, 2), 10)
    assert read(tmp_path, "s:\n  数: 人\n").limits == Limits(50, 10, 10)
    assert read(tmp_path, "changes:\ns:\n  数: 人\n").limits == Limits(50, 10, 10)


def test_a_metric_may_be_steady_or_have_its_own_limit(tmp_path: Path) -> None:
    metrics = read(tmp_path).metrics
    assert (metrics["总人口"].notable, metrics["总人口"].steady) == (10, False)
    assert (metrics["标准"].notable, metrics["标准"].steady) == (None, True)


def test_a_section_says_up_to_when_its_metrics_count_and_a_metric_may_say_another_date(tmp_path: Path) -> None:
    metrics = read(tmp_path).metrics
    assert {name: metric.as_of for name, metric in metrics.items()} == {
        "截止日": "",  # dates count nothing
        "服务期": "",
        "年度": "",
        "总人口": "截止日",
        "出生": "截止日",
        "死亡": "截止日",
        "服务": "服务期",
        "标准": "截止日",
        "服务率": "截止日",
        "补助": "",
    }


def test_a_stock_has_its_flow_and_five_per_cent_unless_it_says_so(tmp_path: Path) -> None:
    first, second = read(tmp_path).stocks
    assert (first.name, first.flow.text, first.within_percent, first.at.row) == ("总人口", "出生 - 死亡", 2, 15)
    assert (second.name, second.flow.names, second.within_percent) == ("出生", ("死亡",), 5)


@pytest.mark.parametrize("empty", ["  stocks:\n", "  stocks: []\n", "  stocks:\n    -\n", "  as_of:\n"])
def test_what_is_empty_says_nothing(empty: str, tmp_path: Path) -> None:
    found = read(tmp_path, f"s:\n  数: 人\n{empty}")
    assert (found.stocks, found.metrics["数"].as_of) == ((), "")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("points: 2.5", "point: 2.5", "第1行「changes」：不认识「point」。是不是「points」？"),
        (
            "percent: 30",
            "percent: 很多",
            "第1行「changes」：percent「很多」不是数字，请填数字；没有就填0，还不知道就留空。",
        ),
        ("percent: 30", "percent: -30", "第1行「changes」：percent「-30」是负数，这里只能填0或正数。"),
        ("percent: 30", "percent: [30]", "第1行「changes」：「percent」应是一个词，不是列表或下一层。"),
        (
            "changes: {percent: 30, points: 2.5}",
            "changes: 30",
            "第1行「changes」：「changes」下面应是「名称: 值」的样子，冒号用半角、后面空一格。",
        ),
        (
            "notable: 10",
            "notable: 一成",
            "第8行「总人口」：notable「一成」不是数字，请填数字；没有就填0，还不知道就留空。",
        ),
        ("steady: true", "steady: 是", "第12行「标准」：steady 只能写 true 或 false，不是「是」。"),
        (
            "  as_of: 截止日\n",
            "  as_of: 截至日\n",
            "第3行「as_of」：as_of（统计时点）「截至日」不是一个日期的名称。是不是「截止日」？",
        ),
        ("  as_of: 截止日\n", "  as_of: 总人口\n", "第3行「as_of」：as_of（统计时点）「总人口」不是一个日期的名称。"),
        ("  as_of: 截止日\n", "  as_of: 说明\n", "第3行「as_of」：as_of（统计时点）「说明」不是一个日期的名称。"),
        ("  as_of: 截止日\n", "  as_of: [截止日]\n", "第3行：这里应是一个词，不是列表或下一层。"),
        ("as_of: 服务期}", "as_of: 年度}", "第11行「服务」：as_of（统计时点）「年度」不是一个日期的名称。"),
        (
            "as_of: 服务期}",
            "as_of: 期}",
            "第11行「服务」：as_of（统计时点）「期」不是一个日期的名称。是不是「服务期」？",
        ),
        (
            "stock: 出生, flow: 死亡",
            "stock: 出身, flow: 死亡",
            "第16行：stocks 里的「出身」不是一个数的名称。是不是「出生」？",
        ),
        (
            "stock: 出生, flow: 死亡",
            "stock: 截止日, flow: 死亡",
            "第16行：stocks 里的「截止日」不是一个数的名称。",
        ),
        ("stock: 出生, flow: 死亡", "stock: 出生, flow: 说明", "第16行：stocks 里的「说明」不是一个数的名称。"),
        (
            "stock: 出生, flow: 死亡",
            "stock: 出生, flow: 死亡 -",
            "第16行：「出生」的 flow：算式读不懂：只能用指标名称、数字、+ - * / %（余数）和半角括号。",
        ),
        (
            "stock: 出生, flow: 死亡",
            "stock: 出生",
            "第16行：「出生」的 flow：算式读不懂：只能用指标名称、数字、+ - * / %（余数）和半角括号。",
        ),
        ("stock: 出生, flow: 死亡", "flow: 死亡", "第16行：stocks 的一条没有写 stock（哪个指标）。"),
        ("{stock: 出生, flow: 死亡}", "出生 == 死亡", "第16行：stocks 的每一条应是 {stock: 指标, flow: 算式} 的样子。"),
        ("within_percent: 2", "percent: 2", "第15行：不认识「percent」。是不是「within_percent」？"),
        (
            "within_percent: 2",
            "within: 2",
            "第15行：stocks 里可以相差上年的百分之几，现在写 within_percent: 2，不写 within。",
        ),
        (
            "within_percent: 2",
            "within_percent: 少",
            "第15行：within_percent「少」不是数字，请填数字；没有就填0，还不知道就留空。",
        ),
        ("  死亡: 人\n", "  死亡: {value: 死亡, unitt: 人}\n", "第10行「死亡」：不认识「unitt」。是不是「unit」？"),
    ],
)
def test_what_cannot_be_meant_is_told_once_with_its_line(old: str, new: str, message: str, tmp_path: Path) -> None:
    assert old in CATALOGUE
    with pytest.raises(Unusable) as caught:
        read(tmp_path, CATALOGUE.replace(old, new))
    (told,) = (str(issue).removeprefix("catalogue.yaml ") for issue in caught.value.issues)
    assert told == message


def year(folder: Path, number: int, text: str) -> None:
    (folder / "data" / str(number)).mkdir(parents=True, exist_ok=True)
    (folder / "data" / str(number) / "people.yaml").write_text(text, encoding="utf-8")
    (folder / "data" / str(number) / "t.csv").write_text("类,金额\n甲,1\n", encoding="utf-8")


USUAL = "截止日: 9月30日\n服务期: 上年10月至9月\n总人口: %s\n出生: 163\n死亡: 85\n服务: 785\n标准: 160\n"


@pytest.mark.parametrize(
    ("old", "new", "incomparable"),
    [
        ("9月30日", "9月30日", set()),  # of each year its own
        ("9月30日", "12月31日", {"总人口", "出生", "死亡", "标准", "服务率"}),
        ("上年10月至9月", "1月至9月", {"服务", "服务率"}),  # a formula counts up to what its operands do
        ("上年10月至9月", "", set()),  # what nobody filled in isn't held against it
    ],
)
def test_years_that_count_up_to_different_days_are_not_compared(
    old: str, new: str, incomparable: set[str], tmp_path: Path
) -> None:
    read(tmp_path)
    year(tmp_path, 2017, (USUAL % 15158).replace(old, new))
    year(tmp_path, 2018, USUAL % 15142)
    found = comparing.read_comparison(tmp_path / "data", tmp_path, 2018, 2017)
    assert {one.name for one in found.changes if one.kind is Kind.INCOMPARABLE} == incomparable


def test_the_reason_names_both_days(tmp_path: Path) -> None:
    read(tmp_path)
    year(tmp_path, 2017, (USUAL % 15158).replace("9月30日", "12月31日"))
    year(tmp_path, 2018, USUAL % 15142)
    by_name = {one.name: one for one in comparing.read_comparison(tmp_path / "data", tmp_path, 2018, 2017).changes}
    assert by_name["总人口"].reason == "统计时点不同：2017年「12月31日」，2018年「9月30日」"
    assert (
        by_name["服务率"].reason == "统计时点不同：2017年「12月31日，上年10月至9月」，2018年「9月30日，上年10月至9月」"
    )


# ---- the shipped report ------------------------------------------------------------------------------------------------------


def test_the_published_year_shows_nothing_unusual_against_the_invented_one() -> None:
    understood = drafting.read_year(DATA, TEMPLATE, 2018)
    assert [issue for issue in understood.issues if issue.check == "与上年比"] == []


def test_the_invented_year_is_clean_and_says_that_it_is_invented() -> None:
    understood = drafting.read_year(DATA, TEMPLATE, 2017)
    assert [str(issue) for issue in understood.issues if not issue.accepted] == []
    demos = {name: values.demo for name, values in understood.sources.sections.items()}
    assert set(demos.values()) == {"数字是虚构的，只用来演示和2018年的对比", ""}
    assert {name for name, demo in demos.items() if not demo} == {"certificates"}  # has no YAML
    assert sorted(path.name for path in (DATA / "2017").iterdir()) == sorted(
        path.name for path in (DATA / "2018").iterdir()
    )


def test_the_draft_of_the_invented_year_says_so_and_lacks_nothing() -> None:
    understood, prepared = drafting.read_all(DATA, TEMPLATE, 2017)
    drafted = drafting.draft(understood, prepared)
    text = plain_text(drafted)
    assert text.startswith("【演示数据】数字是虚构的，只用来演示和2018年的对比")
    assert PENDING not in text
    assert [issue for issue in drafting.review(understood, drafted) if not issue.accepted] == []


def test_every_figure_of_the_shipped_report_can_be_compared() -> None:
    found = comparing.read_comparison(DATA, TEMPLATE, 2018, 2017)
    unlike = {one.name: one.kind for one in found.changes if one.kind not in {Kind.CHANGED, Kind.SAME}}
    assert unlike == {"流动人口户数": Kind.GONE, "应检查人数": Kind.GONE}  # 2018 left them out
    assert [one.name for one in found.changes if one.notes] == []
    assert (bool(found.before.demo), found.after.demo) == (True, "")


# ---- which part of its year a folder is of ------------------------------------------------------------------------------------


def test_a_folder_is_of_its_whole_year_unless_the_catalogue_says_of_which_part(tmp_path: Path) -> None:
    assert read(tmp_path, "s:\n  数: 人\n").titled(2018) == "2018年"
    assert read(tmp_path, "period: 上半年\ns:\n  数: 人\n").titled(2018) == "2018年上半年"


@pytest.mark.parametrize("period", ["上半年", "1—6月", "第一季度", "1至9月", "''"])
def test_a_period_is_a_word_that_can_stand_behind_a_year(period: str, tmp_path: Path) -> None:
    assert read(tmp_path, f"period: {period}\ns:\n  数: 人\n").period == period.strip("'")


@pytest.mark.parametrize(
    ("period", "told"),
    [
        ("[上半年]", "第1行：这里应是一个词，不是列表或下一层。"),
        ("上半年/下半年", "第1行「period」：「上半年/下半年」不能接在年份后面，请写成「上半年」「1—6月」的样子。"),
        ("2025年上半年度的全部时间", "不能接在年份后面"),
        ("<b>", "不能接在年份后面"),
    ],
)
def test_a_period_that_is_no_such_word_is_told(period: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(Unusable) as caught:
        read(tmp_path, f"period: {period}\ns:\n  数: 人\n")
    (issue,) = caught.value.issues
    assert told in str(issue)
