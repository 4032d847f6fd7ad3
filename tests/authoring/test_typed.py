"""What is typed in a template though it should come by itself: numbers, years, dates, numbers of headings."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path

import pytest
from specimens import OFFICE, POPULATION, catalogue, lines, p, part, r, row, table

from reportgen.authoring.typed import typed_issues
from reportgen.base.issues import Issue, Severity
from reportgen.figures.compute import Figures, compute
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.folder import read_sources


@functools.cache
def figures(year: int = 2018, office: str = OFFICE) -> Figures:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "office.yaml").write_text(office, encoding="utf-8")
        (Path(folder) / "population.csv").write_text(POPULATION, encoding="utf-8")
        return compute(catalogue(), read_sources(Path(folder), year, catalogue()))


def found(body: str, others: dict[str, bytes] | None = None, years: tuple[int, ...] = (2018,)) -> list[Issue]:
    return list(typed_issues(lines(body, others), catalogue(), [figures(year) for year in years], years))


def told(text: str, years: tuple[int, ...] = (2018,)) -> list[tuple[str, str | None]]:
    return [(issue.check, issue.found) for issue in found(p(text), years=years)]


# ---- numbers -----------------------------------------------------------------------------------------------------------------


def test_a_number_that_equals_a_figure_should_be_its_tag() -> None:
    (issue,) = found(p("出生{{ 出生 }}人，死亡85人。"))
    assert str(issue) == (
        "report.docx 第1段「出生{{ 出生 }}人，死亡85人。」：「85人」是打字打进去的，和2018年「死亡」的数一样；数据改了它不会跟着改，"
        "请换成标签 {{ 死亡 }}。"
    )
    assert (issue.severity, issue.metrics) == (Severity.WARNING, ("死亡",))


def test_the_figures_of_every_year_are_known_and_the_newest_is_named() -> None:
    before = figures(2017, OFFICE.replace("死亡: 85", "死亡: 77"))
    issues = typed_issues(lines(p("死亡77人，出生178人。")), catalogue(), [before, figures()], [2017, 2018])
    assert [issue.message.partition("和")[2][:9] for issue in issues] == ["2017年「死亡」", "2018年「出生」"]


def test_a_number_with_a_unit_looks_like_data_though_no_year_has_it() -> None:
    (issue,) = found(p("新建档案，登记123人。"))
    assert (
        issue.message
        == "「123人」像是数据，却是打字打进去的，明年不会跟着改。是数据请换成标签，目录里没有的先加一个指标。"
    )
    assert told("登记123份") == []  # nothing in this catalogue is counted so


@pytest.mark.parametrize(
    "text",
    [
        "15个工作日内办结",
        "年龄在35周岁以上",
        "14-49岁孕龄妇女",
        "每村配备20人",
        "参加的不少于30人",
        "30人以上的单位",
        "达到90%以上",
        "确定1人和3人",
        "覆盖率100%",
        "第12人",
        "三十人，十二人",
        "（云卫办家庭发〔2015〕5号）文件1-18附表",
        "QQ群374552990",
        "“5.29”、“7.11”",
    ],
)
def test_numbers_of_rules_are_no_data(text: str) -> None:
    assert told(text) == []


def test_a_number_of_a_rule_that_is_a_figure_should_be_its_tag_all_the_same() -> None:
    assert told("每年85人") == [("打字的数", "85人")]


@pytest.mark.parametrize("text", ["死亡８５人", "死亡 85 人", "死亡85", "死亡{{ 死亡 }}人", "死亡1,085人"])
def test_numbers_are_read_as_people_type_them(text: str) -> None:
    assert told(text) == {"死亡８５人": [("打字的数", "85人")], "死亡 85 人": [("打字的数", "85人")]}.get(text, [])


def test_a_number_in_full_width_is_shown_where_it_stands() -> None:
    (issue,) = found(p("截止{{ 截止日 }}，全街道有关情况如下，其中死亡８５人。"))
    assert "全街道有关情况如下，其中死亡８５人。" in str(issue)


def test_a_number_split_over_runs_in_a_table_or_in_a_header_is_found() -> None:
    assert [issue.found for issue in found(p(r("死亡8"), r("5", "<w:b/>"), "人"))] == ["85人"]
    assert [issue.found for issue in found(table(row("死亡", "85人")))] == ["85人"]
    assert [issue.found for issue in found(p("正文"), {"header1.xml": part("hdr", p("死亡85人"))})] == ["85人"]


def test_a_ratio_is_known_by_its_name_because_it_has_no_unit_in_print() -> None:
    (issue,) = found(p("出生人口性别比为106，高于103的指标数"))  # 93 / 88
    assert (issue.found, issue.metrics) == ("106", ("性别比",))
    assert (
        told("办结106件，性别比") == told("性别比为{{ 性别比 }}，第106号") == told("性别比为1063") == told("106") == []
    )


def test_a_number_alone_in_a_cell_that_equals_a_figure_was_typed() -> None:
    assert [issue.found for issue in found(table(row("出生", "178"), row("农业比重", " 81.8 ")))] == ["178"]
    assert found(table(row("序号", "85"), row("年份", "2018"), row("其他", "179"), row("出生", "{{ 出生 }}"))) == []


def test_what_word_makes_is_not_typed() -> None:
    def char(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    def code(text: str) -> str:
        return f"<w:r><w:instrText>{text}</w:instrText></w:r>"

    contents = p(char("begin"), code(' TOC \\o "1-3" '), char("separate"), "一、死亡85人，2018年") + p(
        "二、出生", char("end")
    )
    simple = p('<w:fldSimple w:instr=" STYLEREF 1 "><w:r><w:t>85人</w:t></w:r></w:fldSimple>')
    assert found(contents + simple) == []
    link = p(char("begin"), code(' HYPERLINK "http://example.org" '), char("separate"), "死亡85人", char("end"))
    assert [issue.found for issue in found(link)] == ["85人"]


# ---- years and dates ---------------------------------------------------------------------------------------------------------


def test_a_year_typed_is_wrong_next_year() -> None:
    (issue,) = found(p("2018年出生{{ 出生 }}人。"))
    assert str(issue) == (
        "report.docx 第1段「2018年出生{{ 出生 }}人。」：年份「2018」是打字打进去的，明年就不对了。随年度变的请换成标签（{{ 年度 }}）；"
        "不变的（如法规的年份）不用改。"
    )
    assert (issue.check, issue.severity) == ("打字的年份", Severity.WARNING)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2017年底，", "2017"),
        ("2019年计划", "2019"),
        ("截至2018-9-30", "2018"),
        ("截至2018.9.30", "2018"),
        ("截至2018/09", "2018"),
        ("２０１８年", "2018"),
        ("2018 年", "2018"),
        ("二〇一八年十月", "2018"),
        ("二○一八年", "2018"),
        ("2017-2018年度", "2018"),
    ],
)
def test_years_are_read_however_they_are_written(text: str, year: str) -> None:
    assert told(text) == [("打字的年份", year)]


@pytest.mark.parametrize(
    "text",
    [
        "{{ 年度 }}年，今年、去年、上年度、明年",
        "云发〔2018〕5号、[2018]6号",
        "《2018年工作要点》要求",
        "自2018年全面两孩政策实施以来",
        "2018年1月1日起施行",
        "2016—2020年规划、2016年至2020年",
        "1980年建成",
        "编号20180930、电话2018",
        "2018.5万元",
    ],
)
def test_years_that_stay_are_fine(text: str) -> None:
    assert told(text) == []


def test_without_any_year_s_folder_every_year_may_be_stale() -> None:
    assert told("1980年建成", years=()) == [("打字的年份", "1980")]
    assert told("2016年", years=(2018,)) == []
    assert told("2016年", years=(2017, 2018)) == [("打字的年份", "2016")]


def test_a_catalogue_without_a_year_is_told_to_have_one(tmp_path: Path) -> None:
    (tmp_path / "catalogue.yaml").write_text("office:\n  title: 单位\n  死亡: 人\n", encoding="utf-8")
    of = read_catalogue(tmp_path)
    (issue,) = typed_issues(lines(p("2018年"), of=of), of, [], [2018])
    assert "随年度变的请在指标目录里加「年度: {year: 0}」，换成标签 {{ 年度 }}；" in issue.message


def test_a_year_is_told_once_in_a_sentence_and_again_in_the_next() -> None:
    assert told("2018年甲，2018年乙。2018年丙。") == [("打字的年份", "2018")] * 2


@pytest.mark.parametrize("text", ["至9月30日止", "9月30日，", "9 月 30 日召开会议", "4月17日至18日"])
def test_a_day_typed_is_this_year_s(text: str) -> None:
    assert [check for check, _ in told(text)] == ["打字的日期"]


@pytest.mark.parametrize(
    "text",
    [
        "每年2月28日以前",
        "于每年3月1日至5月1日",
        "2月28日以前",
        "12月10日前，",
        "每月15日",
        "7月11日世界人口日",
        "在5月29日“会员活动日”",
        "9月1日起",
        "{{ 截止日 | 月日 }}",
        "13月40日",
    ],
)
def test_days_of_rules_and_days_with_a_name_stay(text: str) -> None:
    assert told(text) == []


def test_a_whole_date_is_told_by_its_year_alone() -> None:
    assert told("截至2018年9月30日，") == [("打字的年份", "2018")]


# ---- numbers of headings -----------------------------------------------------------------------------------------------------

NUMBERING = part(
    "numbering",
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>'
    '<w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>',
)
NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("一、基本情况", "一、"),
        ("十三、下步打算", "十三、"),
        ("（一）加强领导", "（一）"),
        ("(2)加强领导", "(2)"),
        ("1.坚持例会", "1."),
        ("1．坚持例会", "1．"),
        ("12、坚持例会", "12、"),
        ("3）坚持例会", "3）"),
        ("①健康教育", "①"),
        ("  一、 基本情况", "一、"),
        ("1.{{ 简介 }}", "1."),
        ("1、2018户", "1、"),
    ],
)
def test_a_number_typed_at_a_paragraph_s_start_is_word_s_to_give(text: str, number: str) -> None:
    issues = [issue for issue in found(p(text)) if issue.check == "打字的编号"]
    assert [issue.found for issue in issues] == [number]
    assert issues[0].message == (
        f"编号「{number}」是打字打进去的，加一段、删一段就乱了。请删去它，套用「标题」样式或自动编号，让 Word 编。"
    )


@pytest.mark.parametrize(
    "text",
    [
        "一、二孩生育登记",
        "1、2月份",
        "1.5公里",
        "一孩、二孩",
        "一是加强领导",
        "第一，加强领导",
        "（此件公开发布）",
        "18周岁",
        "甲：一、乙",
        "{{ 街道 }}一、",
    ],
)
def test_other_beginnings_are_no_numbers_of_headings(text: str) -> None:
    assert told(text) == []


def test_the_numbers_of_the_annexes_named_under_the_text_are_typed() -> None:
    numbered = "".join(map(p, ["附件：1.\t人口统计表", "2.\t经费统计表", "", "3.加强领导"]))
    assert [issue.found for issue in found(numbered)] == ["3."]


def test_a_number_typed_beside_word_s_own_would_stand_twice() -> None:
    (issue,) = found(p("一、基本情况", properties=NUMBERED), {"numbering.xml": NUMBERING})
    assert issue.message == (
        "编号「一、」是打字打进去的，Word 已经自动编了「一、」，会印成「一、一、」。请删去打字的编号。"
    )
    assert found(p("基本情况", properties=NUMBERED), {"numbering.xml": NUMBERING}) == []


def test_the_rows_of_a_table_and_page_feet_may_number_themselves() -> None:
    assert found(table(row("一、总人口", "{{ 总人口 }}")), {"footer1.xml": part("ftr", p("1. 注"))}) == []


def test_a_hostile_paragraph_takes_no_time() -> None:
    text = "2018年" * 2000 + "9月30日" * 2000 + "《" * 5000 + "85人" * 2000
    assert len(found(p(text))) == 3


def test_a_number_that_several_metrics_have_is_nobody_s_in_particular() -> None:
    both = figures(2018, OFFICE.replace("死亡: 85", "死亡: 178"))
    (issue,) = typed_issues(lines(p("死亡178人。")), catalogue(), [both], [2018])
    assert "和2018年「死亡」「出生」的数一样；数据改了它不会跟着改，请换成相应的标签。" in issue.message
    assert issue.metrics == ("死亡", "出生")


def test_a_number_deep_in_a_sentence_is_shown_with_the_words_around_it() -> None:
    (issue,) = found(p("各村" * 40 + "死亡85人" + "各村" * 40))
    assert issue.location is not None
    assert issue.location.column == "各村" * 6 + "死亡85人" + "各村" * 6 + "各"
