"""A year's texts are templates too: their tags are filled, marked and checked like the template's."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from small_office import BODY, SmallOffice, edited
from specimens import (
    BOLD,
    CATALOGUE,
    ITALIC,
    NOTE_ENDS,
    OFFICE,
    POPULATION,
    catalogue,
    p,
    package,
    part,
    r,
    row,
    table,
    usual_values,
    vocabulary,
)

from reportgen.cli import ERRORS_STAND, OK, UNUSABLE
from reportgen.issues import Location, Severity
from reportgen.texts import Text
from reportgen.word.package import DOCUMENT, read_package, write_package
from reportgen.word.texts import filled, read_texts


@pytest.fixture
def small(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> SmallOffice:
    """Return a small office whose report has no fault."""
    return SmallOffice(tmp_path, capsys)


# Filled and marked


def test_a_tag_in_a_text_is_filled_and_its_figure_is_a_mark_set_like_its_run(small: SmallOffice) -> None:
    small.says(简介="全街道总人口{{ 总人口 }}人，农业占{{农业比重}}%")
    draft = small.drafts()
    assert draft.lines()[0] == "八街街道：全街道总人口110人，农业占82%。"
    assert draft.titled[:2] == [("总人口", "110"), ("农业比重", "82")]
    assert {look for _, look in draft.characters[: len(draft.lines()[0])]} == {BOLD}
    assert (
        '<w:sdtPr><w:rPr><w:b/></w:rPr><w:alias w:val="总人口"/><w:tag w:val="总人口"/><w:text/></w:sdtPr>'
        in draft.body
    )
    assert small.issues() == []


def test_a_mark_from_a_text_is_the_same_as_one_from_the_template(small: SmallOffice) -> None:
    small.prints(p(r("总人口{{ 总人口 }}人", ITALIC)))
    of_template = small.drafts().body
    small.prints(p(r("总人口{{ 简介 }}人", ITALIC)))
    small.says(简介="'{{ 总人口 }}'")
    assert small.drafts().body == of_template


def test_a_text_without_tags_leaves_the_draft_as_it_was(small: SmallOffice) -> None:
    assert "<w:sdt>" not in small.drafts().body.partition("全年死亡")[0]


def test_items_of_lists_and_their_keys_are_filled(small: SmallOffice) -> None:
    small.says(
        存在的问题='["死亡{{ 死亡 }}人", 经费不足]',
        下步工作="\n  - 标题: 服务{{ 出生 }}户\n    内容: '{{ 落款日 | 月日 }}前到户'",
    )
    draft = small.drafts()
    assert draft.lines()[1:5] == ["死亡85人", "经费不足", "服务178户", "10月17日前到户"]
    assert draft.titled[:3] == [("死亡", "85"), ("出生", "178"), ("落款日", "10月17日")]


def test_a_condition_and_a_loop_may_stand_in_a_text(small: SmallOffice) -> None:
    small.says(
        存在的问题='\n  - "死亡{% if 死亡 > 80 %}偏多（{{ 死亡 }}人）{% else %}正常{% endif %}"'
        "\n  - \"{% for 部分 in 总人口 | 按('村（社区）') %}{{ 部分.名称 }}{{ 部分 }}人{% if not loop.last %}，{% endif %}{% endfor %}\""
    )
    draft = small.drafts()
    assert draft.lines()[1:3] == ["死亡偏多（85人）", "甲村80人，乙村30人"]
    assert draft.titled[:3] == [("死亡", "85"), ("总人口·甲村", "80"), ("总人口·乙村", "30")]
    small.says(死亡="80")
    assert small.drafts().lines()[1] == "死亡正常"


def test_an_item_of_which_a_condition_leaves_nothing_is_not_printed(small: SmallOffice) -> None:
    small.says(存在的问题='["{% if 死亡 > 90 %}死亡偏多{% endif %}", 经费不足]')
    assert small.drafts().lines()[1:3] == ["经费不足", "加强宣传"]
    assert small.issues() == []


def test_a_text_may_say_another_whose_figures_stay_marks(small: SmallOffice) -> None:
    small.says(街道="八街{{ 死亡 }}", 简介="'{{ 街道 }}有{{ 总人口 }}人'")
    small.says(存在的问题="['{{ 简介 }}', '{% for 项 in 下步工作 %}{{ 项.标题 }}；{% endfor %}']")
    draft = small.drafts()
    assert draft.lines()[:3] == ["八街85：八街85有110人。", "八街85有110人", "加强宣传；加强培训；"]
    assert [title for title, _ in draft.titled[:5]] == ["死亡", "死亡", "总人口", "死亡", "总人口"]


def test_signs_of_xml_line_breaks_and_awkward_categories_come_through(small: SmallOffice) -> None:
    small.says(
        简介="\"<甲> & '乙' {{ 死亡 }}\\n]]>\\t{% for 部分 in 总人口 | 按('村（社区）') %}{{ 部分 }}{% endfor %}\""
    )
    path = small.data / "2018" / "population.csv"
    path.write_text(POPULATION.replace("甲村", '"甲""&<村>"'), encoding="utf-8")
    draft = small.drafts()
    assert draft.lines()[0] == "八街街道：<甲> & '乙' 85\n]]>\t8030。"
    assert draft.titled[1] == ('总人口·甲"&<村>', "80")


def test_texts_with_tags_are_filled_wherever_the_template_prints_them(small: SmallOffice) -> None:
    small.says(简介="总人口{{ 总人口 }}人", 街道="八街街道{{ 年度 }}年")
    note = f'<w:footnote w:id="1">{p("{{ 简介 }}")}</w:footnote>'
    small.prints(
        p("{{ 街道 }}报告", properties='<w:pStyle w:val="Heading1"/>')
        + table(row("{%tr for 项 in 存在的问题 %}"), row("{{ 项 }}", "{{ 简介 }}"), row("{%tr endfor %}"))
        + p("{% if 简介 == '总人口110人' %}{{ 简介 }}{% endif %}", '<w:r><w:footnoteReference w:id="1"/></w:r>'),
        {"header1.xml": part("hdr", p("{{ 简介 }}")), "footnotes.xml": part("footnotes", NOTE_ENDS + note)},
    )
    draft = small.drafts()
    assert draft.lines() == ["八街街道2018年报告", "人手不足", "总人口110人", "经费不足", "总人口110人", "总人口110人"]
    assert [draft.marks(f"word/{name}.xml")[0].text for name in ("header1", "footnotes")] == ["110", "110"]


def test_the_title_and_the_files_name_are_those_of_the_filled_text(small: SmallOffice) -> None:
    small.says(街道="八街街道{{ 年度 }}年")
    parts = read_package(package(p("{{ 街道 }}报告", properties='<w:pStyle w:val="T"/>') + BODY))
    style = b'<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style></w:styles>'
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(b"</w:styles>", style)
    (small.template / "report.docx").write_bytes(write_package(parts))
    assert small.runs() == OK
    assert small.report.name == "八街街道2018年报告.docx"


def test_the_same_inputs_give_the_same_bytes(small: SmallOffice) -> None:
    small.says(存在的问题='["死亡{{ 死亡 }}人，{{ 简介 }}"]', 简介="总人口{{ 总人口 }}人")
    assert small.drafts().document == small.drafts().document


def test_only_a_years_own_texts_are_templates(small: SmallOffice) -> None:
    """A reason and the note of a demo say braces as they are; a category that looks like a tag is never evaluated, and told."""
    small.yaml += "reported:\n  总人口: {value: 111, reason: '按{{ 死亡 }}核定'}\n"
    assert "（上报原因：按{{ 死亡 }}核定）" in "".join(map(str, small.issues()))
    path = small.data / "2018" / "population.csv"
    path.write_text(POPULATION.replace("甲村", "{{ 死亡 }}"), encoding="utf-8")
    small.says(简介="\"{% for 部分 in 总人口 | 按('村（社区）') %}{{ 部分.名称 }}、{% endfor %}\"")
    assert small.drafts().lines()[0] == "八街街道：{{ 死亡 }}、乙村、。"
    assert "没有填的标签" in [issue.check for issue in small.issues()]


# What the other checks see


def test_a_comparison_in_a_text_waits_for_last_year_and_is_told_at_its_row(small: SmallOffice) -> None:
    small.says(简介="死亡{{ 死亡 | 较上年 }}")
    (issue,) = small.issues()
    assert str(issue) == (
        "office.yaml 第3行「简介」：标签 {{ 死亡 | 较上年 }}（这一段：死亡{{ 死亡 | 较上年 }}）："
        "没有2017年的数据，报告里暂写「待补」。请补上，或改写这段文字。"
    )
    assert (issue.severity, issue.metrics) == (Severity.ERROR, ("死亡",))
    earlier = small.data / "2017"
    earlier.mkdir()
    (earlier / "population.csv").write_text(POPULATION, encoding="utf-8")
    (earlier / "office.yaml").write_text(OFFICE.replace("死亡: 85", "死亡: 80"), encoding="utf-8")
    draft = small.drafts()
    assert draft.lines()[0] == "八街街道：死亡比上年增加5人，增长6.3%。"
    assert draft.titled[0] == ("死亡·较上年", "比上年增加5人，增长6.3%")


def test_an_optional_figure_may_be_said_by_the_text_of_a_year_that_has_it(small: SmallOffice) -> None:
    path = small.template / "catalogue.yaml"
    path.write_text(
        CATALOGUE.replace("  死亡: 人", "  抚养费: {value: 抚养费, unit: 万元, optional: true}\n  死亡: 人"),
        encoding="utf-8",
    )
    small.says(简介="征收{{ 抚养费 }}万元")
    (issue,) = small.issues()
    assert str(issue) == (
        "office.yaml 第3行「简介」：「抚养费」今年没有填，报告里暂写「未填」。请填上，或改写这段文字。"
    )
    assert (issue.severity, issue.key) == (Severity.ERROR, "缺数据：office.yaml「简介」里的抚养费")
    small.says(简介="面积大{% if 抚养费 %}，征收{{ 抚养费 }}万元{% endif %}")
    assert small.issues() == []
    assert small.drafts().lines()[0] == "八街街道：面积大。"
    small.yaml += "抚养费: 7\n"
    assert small.issues() == []
    assert small.drafts().lines()[0] == "八街街道：面积大，征收7万元。"


def test_a_number_typed_in_a_text_is_told_and_one_that_a_tag_prints_is_not(small: SmallOffice) -> None:
    small.says(简介="总人口110人")
    assert [issue.check for issue in small.issues()] == ["打字的数"]
    small.says(简介="总人口{{ 总人口 }}人")
    assert small.issues() == []


def test_a_persons_name_that_only_the_filled_text_shows_is_told(small: SmallOffice) -> None:
    small.says(街道="张小三", 简介="联系人：{{ 街道 }}")
    assert [(issue.check, str(issue.location)) for issue in small.issues()] == [("个人信息", "office.yaml「简介」")]


def test_explain_and_the_issues_name_the_sentence_of_a_text(small: SmallOffice) -> None:
    small.says(存在的问题='["女孩{{ 女孩 }}人，偏少"]')
    assert small.runs("explain", "女孩") == OK
    assert "印在报告里的地方：\n  女孩88人，偏少" in small.said


def test_a_metric_that_only_a_text_prints_is_printed(small: SmallOffice) -> None:
    def unprinted() -> set[str]:
        small.runs("template", "check", str(small.template), "--format", "json")
        issues = json.loads(small.said)["issues"]
        return {name for issue in issues if issue["check"] == "没有印的指标" for name in issue["metrics"]}

    assert "性别比" in unprinted()
    small.says(简介="性别比{{ 性别比 }}")
    assert "性别比" not in unprinted()


def test_a_comment_about_a_figure_stands_at_its_mark_in_a_text(small: SmallOffice) -> None:
    small.says(简介="农业占{{ 农业比重 }}%")
    small.yaml += "reported:\n  农业比重: {value: 80, reason: 按上级核定}\n"
    small.runs()
    parts = read_package(small.report.read_bytes())
    assert "上报80%" in parts["word/comments.xml"].decode()
    marked = parts[DOCUMENT].decode()
    assert marked.index("commentRangeStart") < marked.index('w:val="农业比重"') < marked.index("commentRangeEnd")


# Corrections


def test_marks_of_a_text_are_renewed_in_a_report_that_people_edited(small: SmallOffice) -> None:
    small.says(存在的问题='["女孩{{ 女孩 }}人，偏少", "死亡{% if 死亡 > 80 %}偏多{% else %}正常{% endif %}"]')
    small.runs()
    edited(small.report, ">人，偏少", ">人，明显偏少")
    small.says(女孩="90", 死亡="70")
    small.runs()
    assert small.lines[1:3] == ["女孩90人，明显偏少", "死亡正常"]
    assert "女孩" in small.said and "存在的问题" not in small.said
    assert small.runs("verify", str(small.report)) == OK


def test_verify_names_a_number_of_a_text_that_was_retyped(small: SmallOffice) -> None:
    small.says(存在的问题='["女孩{{ 女孩 }}人，偏少"]')
    small.runs()
    edited(small.report, ">88<", ">89<")
    assert small.runs("verify", str(small.report)) == ERRORS_STAND
    assert "「女孩」写的是89，数据是88。请核对。" in small.said


def test_what_a_text_printed_comes_back_as_text_from_an_older_report(small: SmallOffice) -> None:
    """The template's slot is a text: its words are the year's, with the numbers that they then said."""
    small.prints(p("现将有关情况汇报如下：{{ 简介 }}，特此报告。") + BODY)
    small.says(简介="全街道女孩{{ 女孩 }}人")
    small.runs()
    (small.data / "2018").rename(small.data / "gone")
    small.runs("import", str(small.report), "--year", "2018")
    assert re.search(r"(?m)^简介: 全街道女孩88人 ", small.yaml), small.yaml
    assert re.search(r"(?m)^死亡: 85 ", small.yaml)


# Faults, at their rows


def at_row(row: int, name: str, tag: str, text: str, reason: str) -> str:
    return f"office.yaml 第{row}行「{name}」：标签 {tag}（这一段：{text}）：{reason}"


def problems(*texts: str) -> str:
    """Return a list of problems as it is typed."""
    return "".join(f"\n  - '{text}'" for text in texts)


@pytest.mark.parametrize(
    ("text", "tag", "reason"),
    [
        ("共{{ 总入口 }}人", "{{ 总入口 }}", "没有「总入口」这个名称。是不是「总人口」？"),
        (
            "共{{ 总人口 + 1 }}人",
            "{{ 总人口 + 1 }}",
            "不能计算，请在指标目录里加一个指标。标签里只能写名称、比较和规定的过滤器。",
        ),
        ("共{{ 总人口 | 月日 }}", "{{ 总人口 | 月日 }}", "「月日」只能用于日期。"),
        ("{% if 死亡 > 1 %}多", "{% if 死亡 > 1 %}", "没有对应的 {% endif %}。"),
        ("{{ 存在的问题 }}", "{{ 存在的问题 }}", "是一个列表，要用 {% for … in … %} 一条一条地印。"),
    ],
)
def test_a_tag_that_cannot_be_meant_is_told_with_file_row_and_nearest_name(
    small: SmallOffice, text: str, tag: str, reason: str
) -> None:
    small.says(下步工作=problems("一", text))
    row = small.yaml.split("\n").index(f"  - '{text}'") + 1
    assert small.faults() == [at_row(row, "下步工作", tag, text, reason)]


@pytest.mark.parametrize(
    "text",
    [
        "{{ 总人口() }}",
        "{{ 总人口.figure }}",
        "{{ ().__class__ }}",
        "{{ 街道.upper() }}",
        "{% set 甲 = 1 %}",
        "{% include 甲 %}",
    ],
)
def test_calls_attributes_and_statements_are_refused_in_a_text(small: SmallOffice, text: str) -> None:
    small.says(简介=f"'{text}'")
    (fault,) = small.faults()
    assert fault.startswith(f"office.yaml 第3行「简介」：标签 {text}")


@pytest.mark.parametrize(
    "text", ["共{{ 总人口 }人", "共{ 总人口 }}人", "共｛｛ 总人口 ｝｝人", "共{总人口}人", "共{{ 总人口"]
)
def test_braces_that_make_no_tag_are_told(small: SmallOffice, text: str) -> None:
    small.says(简介=f"'{text}'")
    (fault,) = small.faults()
    assert fault == (
        f"office.yaml 第3行「简介」：标签的括号不成对，或者是全角的：「{text}」。"
        "要写成 {{ 名称 }} 或 {% … %}，都用半角。"
    )


def test_other_braces_are_words(small: SmallOffice) -> None:
    small.says(简介="'面积{约}200，｛甲｝'")
    assert small.drafts().lines()[0] == "八街街道：面积{约}200，｛甲｝。"
    assert small.issues() == []


def test_a_text_that_says_itself_or_goes_round_in_a_circle_is_told(small: SmallOffice) -> None:
    small.says(简介="'甲{{ 简介 }}'")
    assert small.faults() == ["office.yaml 第3行「简介」：这段文字里的标签印的是它自己，印不出来。请改写其中一处。"]
    small.says(
        简介="'{{ 街道 }}'", 街道="'{% for 项 in 存在的问题 %}{{ 项 }}{% endfor %}'", 存在的问题="['{{ 简介 }}', 乙]"
    )
    assert small.faults() == [
        "office.yaml 第2行「街道」：这段文字里的标签印的是「存在的问题」，那里又说到「街道」，印不出来。请改写其中一处。",
        "office.yaml 第3行「简介」：这段文字里的标签印的是「街道」，那里又说到「简介」，印不出来。请改写其中一处。",
        "office.yaml 第4行「存在的问题」：这段文字里的标签印的是「简介」，那里又说到「存在的问题」，印不出来。请改写其中一处。",
    ]


def test_faults_of_texts_of_tables_and_of_the_template_are_told_in_one_run(small: SmallOffice) -> None:
    small.says(简介="'{{ 甲甲 }}'", 死亡="八十五")
    small.prints(p("{{ 乙乙 }}"))
    faults = small.faults()
    assert ["八十五" in faults[0], "甲甲" in faults[1], "乙乙" in faults[2]] == [True, True, True]
    assert small.runs("check") == UNUSABLE and small.runs() == UNUSABLE
    assert not small.output.exists()
    assert small.runs("status") == ERRORS_STAND and "没有「甲甲」这个名称" in small.said


BRACES = ("{{", "}}", "{%", "%}", "{", "}", "%", "｛", "｝", "{#", "#}")
SAID = (" ", "总人口", "街道", "死亡", "|月日", "截止日", "if 死亡", "endif", "人", "|", "1")


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(BRACES + SAID), max_size=9).map("".join))
@example("{{总人口}}{%if 死亡%}{{截止日|月日}}{%endif%}")
@example("{{{{总人口}}}}")
@example("{{{总人口}}}")
@example("{#人#}")
def test_whatever_is_typed_a_text_is_filled_or_told_and_no_tag_is_left_in_it(said: str) -> None:
    field = catalogue().texts["简介"]
    text = Text(field, 0, "", said.strip(), Location("office.yaml", 3, "简介"))
    tagged, wrong = read_texts([text], vocabulary())
    if not wrong:
        filled_text = filled(tagged, lambda _: usual_values()).get(text.place, said)
        assert not re.search(r"\{\{|\}\}|\{%|%\}", filled_text), filled_text
    assert all(issue.location == text.at for issue in wrong)
