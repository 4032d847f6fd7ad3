"""What the prose says of last year: the wordings, their marks, and one message per tag where there is nothing to compare with."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from conftest import DATA, TEMPLATE
from specimens import faults, p, read_marks

from reportgen.base.issues import Severity
from reportgen.base.numbers import Exact
from reportgen.figures.changes import Change, Entry, Kind, Side, compare
from reportgen.figures.wording import WORDINGS
from reportgen.report import drafting
from reportgen.word.package import DOCUMENT, parse_part


def change(before: Exact | None, after: Exact | None, unit: str = "人", digits: int = 0) -> Change:
    """Return the change of one metric of the year 2018 from 2017."""

    def side(year: int, value: Exact | None) -> Side:
        text = "待补" if value is None else str(value)
        return Side(f"{year}年", {"出生婴儿": Entry("出生婴儿", "出生婴儿", "基本情况", unit, digits, value, text)})

    (found,) = compare(side(2017, before), side(2018, after))
    return found


@pytest.mark.parametrize(
    ("before", "after", "unit", "digits", "wording", "text"),
    [
        (151, 163, "人", 0, "较上年", "比上年增加12人，增长7.9%"),
        (163, 151, "人", 0, "较上年", "比上年减少12人，下降7.4%"),
        (151, 151, "人", 0, "较上年", "与上年持平"),
        (0, 12, "人", 0, "较上年", "比上年增加12人"),
        (12, 0, "人", 0, "较上年", "比上年减少12人，下降100%"),
        (30000, 30015, "人", 0, "较上年", "比上年增加15人，增长0.1%"),
        (30000, 30014, "人", 0, "较上年", "比上年增加14人"),  # not 「增长0%」
        (30000, 29986, "人", 0, "增幅", "减少14人"),
        (50, 75, "户", 0, "较上年", "比上年增加25户，增长50%"),
        (90, 91, "%", 1, "较上年", "比上年提高1.0个百分点"),
        (100, 97, "%", 0, "较上年", "比上年下降3.0个百分点"),
        (9, 8, "‰", 1, "较上年", "比上年下降1.0个千分点"),
        (105, 114, "女=100", 0, "较上年", "比上年上升9"),
        (114, 105, "女=100", 0, "增幅", "下降9"),
        (13, -26, "人", 0, "较上年", "比上年减少39人"),
        (-26, -13, "人", 0, "较上年", "比上年增加13人"),  # a loss that is half as large has not grown
        (151, 163, "人", 0, "较上年同期", "比上年同期增加12人，增长7.9%"),
        (151, 151, "人", 0, "较上年同期", "与上年同期持平"),
        (9, 8, "‰", 1, "较上年同期", "比上年同期下降1.0个千分点"),
        (0, 12, "人", 0, "较上年同期", "比上年同期增加12人"),
        (151, 163, "人", 0, "同比", "同比增加12人，增长7.9%"),
        (151, 151, "人", 0, "同比", "同比持平"),
        (0, 0, "人", 0, "同比", "同比持平"),
        (151, 163, "人", 0, "增减", "增加12人"),
        (163, 163, "人", 0, "增减", "持平"),
        (90, 91, "%", 1, "增减", "提高1.0个百分点"),
        (151, 163, "人", 0, "增幅", "增长7.9%"),
        (163, 151, "人", 0, "增幅", "下降7.4%"),
        (0, 12, "人", 0, "增幅", "增加12人"),
        (90, 91, "%", 1, "增幅", "提高1.0个百分点"),
        (151, 163, "人", 0, "上年同期", "（上年同期151人）"),
        (105, 114, "女=100", 0, "上年同期", "（上年同期105）"),
    ],
)
def test_a_change_is_worded_as_reports_word_it(
    before: Exact, after: Exact, unit: str, digits: int, wording: str, text: str
) -> None:
    assert WORDINGS[wording].say(change(before, after, unit, digits)) == text


def with_sentence(template: Path, text: str) -> None:
    """Write a sentence at the end of the template."""
    document = docx.Document(str(template / "report.docx"))
    document.add_paragraph(text)
    document.save(str(template / "report.docx"))


@pytest.fixture
def two_years(year_folder: Path) -> Path:
    """Return a data folder of the published year and one before it in which 151 children were born: 70 and 81."""
    before = year_folder.parent / "2017"
    before.mkdir()
    for path in year_folder.iterdir():
        (before / path.name).write_bytes(path.read_bytes())
    births = before / "basic_stats_births.csv"
    births.write_text("孩次,计划内,计划外\n一孩,70,0\n二孩,76,0\n多孩,5,0\n合计,151,0\n", encoding="utf-8")
    return year_folder.parent


SENTENCE = (
    "出生{{ 出生婴儿 }}人{{ 出生婴儿 | 上年同期 }}，{{ 出生婴儿 | 较上年 }}"
    "{% if 出生婴儿 > 出生婴儿 | 上年 %}，上年只有{{ 出生婴儿 | 上年 }}人{% endif %}。"
)


def test_the_prose_says_how_a_figure_changed_and_each_wording_is_a_mark(two_years: Path, template_folder: Path) -> None:
    with_sentence(template_folder, SENTENCE)
    year, prepared = drafting.read_all(two_years, template_folder, 2018)
    marks = list(read_marks(parse_part(drafting.draft(year, prepared)[DOCUMENT])))[-4:]
    assert [(mark.title, mark.text) for mark in marks] == [
        ("出生婴儿", "163"),
        ("出生婴儿·上年同期", "（上年同期151人）"),
        ("出生婴儿·较上年", "比上年增加12人，增长7.9%"),
        ("出生婴儿·上年", "151"),
    ]


def test_without_last_year_s_data_each_tag_is_told_and_prints_that_it_waits(
    year_folder: Path, template_folder: Path
) -> None:
    with_sentence(template_folder, "出生{{ 出生婴儿 | 较上年 }}，死亡{{ 死亡 | 较上年 }}。")
    year, prepared = drafting.read_all(year_folder.parent, template_folder, 2018)
    told = [issue for issue in year.issues if issue.check == "与上年比"]
    assert [(issue.severity, issue.metrics) for issue in told] == [
        (Severity.ERROR, ("出生婴儿",)),
        (Severity.ERROR, ("死亡",)),
    ]
    assert told[0].message == (
        "标签 {{ 出生婴儿 | 较上年 }}（这一段：出生{{ 出生婴儿 | 较上年 }}，死亡{{ 死亡 | 较上年 }}。）："
        "没有2017年的数据，报告里暂写「待补」。请补上，或改模板。"
    )
    assert str(told[0].location).startswith("report.docx 第")
    marks = list(read_marks(parse_part(drafting.draft(year, prepared)[DOCUMENT])))[-2:]
    assert [mark.text for mark in marks] == ["待补", "待补"]


def test_a_figure_that_last_year_lacks_is_told_at_its_tag(two_years: Path, template_folder: Path) -> None:
    with_sentence(template_folder, "死亡{{ 死亡 | 较上年 }}。")
    (two_years / "2017" / "basic_stats_persons.csv").write_text("项目,人数\n领取独生子女证,600\n", encoding="utf-8")
    year, _ = drafting.read_all(two_years, template_folder, 2018)
    (issue,) = [one for one in year.issues if one.check == "与上年比" and one.severity is Severity.ERROR]
    assert "2017年没有这个数" in issue.message


def test_another_last_day_is_not_compared(two_years: Path, template_folder: Path) -> None:
    catalogue = template_folder / "catalogue.yaml"
    text = catalogue.read_text(encoding="utf-8").replace(
        "  死亡: {sum: 人数,", "  死亡: {as_of: 统计截止日, sum: 人数,"
    )
    catalogue.write_text(text, encoding="utf-8")
    office = two_years / "2017" / "office.yaml"
    office.write_text(office.read_text(encoding="utf-8").replace("9月30日", "11月30日"), encoding="utf-8")
    with_sentence(template_folder, "死亡{{ 死亡 | 较上年 }}。")
    year, _ = drafting.read_all(two_years, template_folder, 2018)
    assert year.changes["死亡"].kind is Kind.INCOMPARABLE
    (issue,) = [one for one in year.issues if one.check == "与上年比" and one.severity is Severity.ERROR]
    assert "统计时点不同：2017年「11月30日」，2018年「9月30日」" in issue.message


@pytest.mark.parametrize(
    ("tag", "reason"),
    [
        ("{{ 截止日 | 较上年 }}", "「较上年」只能用于指标的数，直接跟在它的名称后面。"),
        ("{{ 街道 | 较上年 }}", "「较上年」只能用于指标的数，直接跟在它的名称后面。"),
        ("{{ 总人口 | 上年 | 较上年 }}", "「较上年」只能用于指标的数，直接跟在它的名称后面。"),
        ("{{ 总人口 | 较上年(1) }}", "「较上年」后面不带括号。"),
        ("{% if 总人口 > 总人口 | 较上年 %}多{% endif %}", "比较的两边要同是数、同是日期或同是文字。"),
    ],
)
def test_a_comparison_that_cannot_be_meant_is_told(tag: str, reason: str) -> None:
    (issue,) = faults(p(tag))
    assert issue.message.endswith(reason)


def test_a_template_that_compares_nothing_needs_no_last_year() -> None:
    _, prepared = drafting.read_all(DATA, TEMPLATE, 2018)
    assert prepared.compared == ()
