"""A year's texts are templates too: their tags are filled, marked and checked like the template's; an empty text is told like an empty number."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import specimens
from conftest import assert_sound
from editions import box
from hypothesis import example, given, settings
from hypothesis import strategies as st
from leader import CATALOGUE, OFFICE, Desk, paragraph_of
from lxml import etree
from specimens import BOLD, ITALIC, NOTE_ENDS, Draft, p, package, part, r, usual_values, vocabulary

from reportgen.base.issues import Location
from reportgen.commands.cli import ERRORS_STAND, OK, UNUSABLE
from reportgen.template.tagged_texts import filled, read_texts
from reportgen.template.texts import Text
from reportgen.word.package import DOCUMENT, W, parse_part, read_package, serialized, write_package

BODY = (
    p("{{ 街道 }}{{ 年度 }}年工作报告")
    + p(r("全年死亡{{ 死亡 }}人。"))
    + p("{%p for 项 in 存在的问题 %}")
    + p(r("{{ 项 }}", BOLD))
    + p("{%p endfor %}")
    + p("{%p for 步 in 下步工作 %}")
    + p(r("{{ 步.标题 }}", ITALIC))
    + p("{%p if 步.内容 %}")
    + p("{{ 步.内容 }}")
    + p("{%p endif %}")
    + p("{%p endfor %}")
    + p("{{ 负责人 }}")
)
TEXTS = "texts: {街道: 文字, 负责人: 文字, 存在的问题: 列表, 下步工作: [标题, 内容]}"


@pytest.fixture
def small(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """Return the small office, with texts by themselves, in a list and in items."""
    desk = Desk(tmp_path, BODY, capsys)
    changed = CATALOGUE.replace("texts: {街道: 文字, 负责人: 文字, 存在的问题: 列表}", TEXTS)
    catalogue(desk, changed.replace("  死亡: 人\n", "  死亡: 人\n  出生: {value: 出生, unit: 人, optional: true}\n"))
    desk.writes(OFFICE + "下步工作: [{标题: 加强宣传, 内容: 进村入户}]\n")
    return desk


def catalogue(desk: Desk, text: str) -> None:
    """Give the office another catalogue."""
    (desk.template / "catalogue.yaml").write_text(text, encoding="utf-8")


def says(desk: Desk, name: str, typed: str) -> None:
    """Put another value into the YAML, as it is typed behind the colon; the whole list for a list."""
    path = desk.year / "office.yaml"
    text = path.read_text(encoding="utf-8")
    entry = rf"(?m)^{name}:.*\n(?:[ -].*\n)*"
    assert re.search(entry, text)
    path.write_text(re.sub(entry, lambda _: f"{name}:{typed}\n", text), encoding="utf-8")


def drops(desk: Desk, name: str) -> None:
    """Take a name out of the YAML."""
    path = desk.year / "office.yaml"
    path.write_text(re.sub(rf"(?m)^{name}:.*\n", "", path.read_text(encoding="utf-8")), encoding="utf-8")


def problem(desk: Desk, text: str) -> None:
    """Let the list of problems be one text."""
    says(desk, "存在的问题", f"\n  - {text}")


def drafted(desk: Desk) -> Draft:
    """Return the report as it was just built."""
    assert desk.runs() == OK, desk.said
    assert_sound(desk.report.read_bytes(), desk.folder)
    return Draft(desk.report.read_bytes())


def with_last_year(desk: Desk) -> None:
    """Give the office the year before, with 40 deaths and other texts."""
    year = (desk.year / "office.yaml").read_text(encoding="utf-8").replace("死亡: 45", "死亡: 40")
    for now, then in (("八街街道", "八街镇"), ("计生办", "卫计办"), ("死亡{{", "有{{"), ("加强宣传", "加强管理")):
        year = year.replace(now, then)
    desk.writes(year, (desk.year / "population.csv").read_text(encoding="utf-8"), 2017)


# ---- filled and marked --------------------------------------------------------------------------------------------------------


def test_a_tag_in_a_list_item_is_filled_and_its_figure_is_a_mark_set_like_the_run(small: Desk) -> None:
    problem(small, "全街道总人口{{ 总人口 }}人，死亡{{死亡}}人")
    draft = drafted(small)
    assert draft.lines()[2] == "全街道总人口15142人，死亡45人"
    assert draft.titled == [("年度", "2018"), ("死亡", "45"), ("总人口", "15142"), ("死亡", "45")]
    said = "".join(character for character, _ in draft.characters)
    begin = said.index("全街道")
    assert {look for _, look in draft.characters[begin : begin + len("全街道总人口15142人，死亡45人")]} == {BOLD}
    (control,) = [
        one for one in draft.root().iter(f"{W}sdt") if one.find(f"{W}sdtPr/{W}alias").get(f"{W}val") == "总人口"
    ]
    assert control.find(f"{W}sdtPr/{W}rPr/{W}b") is not None
    assert control.find(f"{W}sdtPr/{W}tag").get(f"{W}val") == "总人口"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("'{{ 死亡 }}人死亡'", "45人死亡"),
        ("死亡{{ 死亡 }}", "死亡45"),
        ("'{{ 死亡 }}{{ 叶酸 }}'", "4585"),
        ("截至{{ 截止日 | 月日 }}", "截至9月30日"),
        ("死亡{{ 死亡 | 较上年 }}", "死亡比上年增加5人，增长12.5%"),
        ("死亡{% if 叶酸 > 任务 %}多{% else %}少{% endif %}", "死亡多"),
        ("死亡{% if 叶酸 < 任务 %}多{{ 死亡 }}人{% else %}少{{ 叶酸 }}人{% endif %}。", "死亡少85人。"),
        (
            "各村{% for 村 in 总人口 | 按('村（社区）') %}{{ 村.名称 }}{{ 村 }}人{% if not loop.last %}、{% endif %}{% endfor %}",
            "各村甲村7142人、乙村8000人",
        ),
        ("'由{{ 负责人 }}负责，{{ 年度 }}年'", "由计生办负责，2018年"),
        ('A&B <{{ 死亡 }}> "{{ 叶酸 }}"', 'A&B <45> "85"'),
        ("|-\n    一{{ 死亡 }}\n    二{{ 叶酸 }}", "一45\n二85"),
        ("'{# 问过社保所 #}死亡{{ 死亡 }}人'", "死亡45人"),
        ("'{单括号}不是标签'", "{单括号}不是标签"),
        ("死亡｛｛ 死亡 ｝｝人", "死亡45人"),
        ("死亡{｛ 死亡 }}人", "死亡45人"),
        ("死亡｛％ if 死亡 ＞ ４０ ％｝多{% endif %}", "死亡多"),
    ],
)
def test_a_text_says_what_a_template_may_say_in_one_paragraph(small: Desk, typed: str, said: str) -> None:
    with_last_year(small)
    problem(small, typed)
    assert drafted(small).lines()[2] == said


def test_a_part_of_a_breakdown_in_a_text_has_its_own_mark(small: Desk) -> None:
    typed = "{% for 村 in 总人口 | 按('村（社区）') %}{{ 村 }}人{% endfor %}"
    problem(small, f'"{typed}"')
    assert [title for title, _ in drafted(small).titled][2:] == ["总人口·甲村", "总人口·乙村"]


def test_an_item_whose_tags_leave_no_word_is_no_item(small: Desk) -> None:
    says(small, "存在的问题", "\n  - 人手不足\n  - '{% if 死亡 > 100 %}死亡偏多{% endif %}'")
    assert drafted(small).lines()[2:4] == ["人手不足", "加强宣传"]


def test_tags_are_filled_in_the_texts_of_items_and_in_texts_that_say_others(small: Desk) -> None:
    says(small, "负责人", " '{{ 街道 }}计生办（{{ 死亡 }}）'")
    says(small, "下步工作", " [{标题: '由{{ 负责人 }}宣传', 内容: '进{{ 任务 }}户'}]")
    draft = drafted(small)
    assert draft.lines()[4:] == ["由八街街道计生办（45）宣传", "进72户", "八街街道计生办（45）"]
    assert draft.titled[2:] == [("死亡", "45"), ("任务", "72"), ("死亡", "45")]


def titled(small: Desk, title: str) -> None:
    """Put a paragraph in the style of titles before all."""
    parts = read_package(package(p(title, properties='<w:pStyle w:val="Big"/>') + BODY))
    style = f'<w:style w:type="paragraph" w:styleId="Big" xmlns:w="{W.strip("{}")}"><w:name w:val="Title"/></w:style>'
    styles = parse_part(parts["word/styles.xml"])
    styles.append(parse_part(style.encode()))
    (small.template / "report.docx").write_bytes(write_package({**parts, "word/styles.xml": serialized(styles)}))


def test_a_text_that_becomes_title_and_file_name_is_filled_in_both(small: Desk) -> None:
    titled(small, "{{ 街道 }}")
    says(small, "街道", " '八街街道{{ 年度 }}年总结'")
    small.title = "八街街道2018年总结"
    assert drafted(small).lines()[0] == "八街街道2018年总结"


def test_what_isn_t_filled_yet_stays_out_of_the_file_s_name_which_is_kept_once_it_is_filled(small: Desk) -> None:
    titled(small, "{{ 街道 }}{{ 年度 }}年总结")
    says(small, "街道", "")
    small.title = "2018年总结"
    assert drafted(small).lines()[0] == "待补2018年总结"
    says(small, "街道", " 八街街道")
    assert drafted(small).lines()[0] == "八街街道2018年总结"
    assert [name for name in small.names if name.endswith(".docx")] == ["2018年总结.docx"]


def test_a_title_of_which_nothing_is_filled_makes_a_plain_name(small: Desk) -> None:
    titled(small, "{{ 街道 }}")
    says(small, "街道", "")
    small.title = "报告"
    assert drafted(small).lines()[0] == "待补"


def test_tags_in_a_text_are_marked_in_headers_notes_tables_and_text_boxes_too(small: Desk) -> None:
    others = {
        "header1.xml": part("hdr", p("{{ 负责人 }}")),
        "footnotes.xml": part("footnotes", NOTE_ENDS + f'<w:footnote w:id="2">{p("{{ 负责人 }}")}</w:footnote>'),
    }
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    body = BODY + p("注", note) + p(box(p("{{ 负责人 }}")))
    (small.template / "report.docx").write_bytes(package(body, others))
    says(small, "负责人", " '死亡{{ 死亡 }}'")
    draft = drafted(small)
    for name in ("word/header1.xml", "word/footnotes.xml"):
        assert draft.lines(name)[-1] == "死亡45" and [mark.title for mark in draft.marks(name)] == ["死亡"]
    assert draft.lines().count("死亡45") == 3  # the text box stands in the file twice: for Word and for older programs


def test_a_template_whose_xml_names_words_elements_otherwise_takes_marks_too(small: Desk) -> None:
    parts = read_package(package(BODY))
    parts[DOCUMENT] = re.sub(rb"(</?|\s|xmlns:)w:", rb"\1ns0:", parts[DOCUMENT].replace(b"xmlns:w=", b"xmlns:ns0="))
    (small.template / "report.docx").write_bytes(write_package(parts))
    problem(small, "死亡{{ 死亡 }}人")
    assert small.runs() == OK
    draft = Draft(small.report.read_bytes())
    assert draft.lines()[2] == "死亡45人" and ("死亡", "45") in draft.titled[2:]


def test_the_same_inputs_give_the_same_bytes(small: Desk) -> None:
    problem(small, "死亡{{ 死亡 }}人")
    once = drafted(small).document
    assert small.runs("--fresh") == OK and small.report.read_bytes() == once and "没有变化" in small.said


def test_conditions_of_the_template_see_the_filled_text(small: Desk) -> None:
    body = BODY + p("{% if 负责人 == '45' %}同{% else %}不同{% endif %}")
    (small.template / "report.docx").write_bytes(package(body))
    says(small, "负责人", " '{{ 死亡 }}'")
    assert drafted(small).lines()[-1] == "同"


# ---- renewed ------------------------------------------------------------------------------------------------------------------


def test_a_mark_in_a_list_item_follows_a_correction_into_an_edited_report(small: Desk) -> None:
    says(small, "存在的问题", "\n  - 人手不足，死亡{{ 死亡 }}人\n  - 经费不足")
    assert small.runs() == OK

    def rewords(root: etree._Element) -> None:
        for node in root.iter(f"{W}t"):
            node.text = (node.text or "").replace("人手不足", "人手严重不足").replace("经费不足", "经费仍然不足")

    small.edits(rewords)
    small.corrects("死亡: 45", "死亡: 46")
    draft = drafted(small)
    assert draft.lines()[1:4] == ["全年死亡46人。", "人手严重不足，死亡46人", "经费仍然不足"]
    assert small.comments == [] and "核对过，报告里的数和数据没有不一样的。" in small.said
    assert small.runs("verify", str(small.report)) == OK, small.said
    assert small.runs() == OK and "没有变化" in small.said


def test_a_corrected_number_says_that_it_is_printed_in_the_list(small: Desk) -> None:
    problem(small, "今年死亡{{ 死亡 }}人")
    small.runs()
    small.corrects("死亡: 45", "死亡: 46")
    assert small.runs() == OK
    assert "今年死亡46人" in small.said


def test_a_number_typed_over_a_mark_in_a_list_is_told_like_any_other(small: Desk) -> None:
    problem(small, "今年死亡{{ 死亡 }}人")
    small.runs()

    def types_over(root: etree._Element) -> None:
        for node in paragraph_of(root, "今年死亡").iter(f"{W}t"):
            node.text = (node.text or "").replace("45", "54")

    small.edits(types_over)
    assert small.runs() == OK and "「死亡」写的是54，数据是45" in small.said
    assert small.runs("verify", str(small.report)) == ERRORS_STAND


def test_a_wording_of_last_year_in_a_text_is_renewed_too(small: Desk) -> None:
    with_last_year(small)
    problem(small, "死亡{{ 死亡 | 较上年 }}")
    small.runs()
    small.edits(lambda root: paragraph_of(root, "全年").addnext(_paragraph("领导加的一段。")))
    small.corrects("死亡: 45", "死亡: 50")
    assert {"死亡比上年增加10人，增长25%", "领导加的一段。"} <= set(drafted(small).lines())


def _paragraph(text: str) -> etree._Element:
    return parse_part(f'<w:p xmlns:w="{W.strip("{}")}"><w:r><w:t>{text}</w:t></w:r></w:p>'.encode())


# ---- checked like the template -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("总人口{{ 总人数 }}人", "没有「总人数」这个名称。是不是「总人口」？"),
        ("总人口{{ 总人口 + 1 }}人", "不能计算，请在指标目录里加一个指标"),
        ("总人口{{ 总人口.real }}人", "没有「real」这一项"),
        ("总人口{{ 总人口.__class__ }}人", "没有「__class__」这一项"),
        ("总人口{{ range(3) }}人", "不能带括号调用"),
        ("总人口{{ 总人口 | length }}人", "没有过滤器「length」"),
        ("截至{{ 截止日 | 较上年 }}", "只能用于指标的数"),
        ("总人口{{ 总人口 人", "标签的括号不成对，或者是全角的"),
        ("总人口 总人口 }}人", "标签的括号不成对，或者是全角的"),
        ("总人口｛｛ 总人口 ｝人", "标签的括号不成对，或者是全角的"),
        ("总人口｛% if 死亡 %｝人", "没有对应的 {% endif %}"),
        ("总人口{ 总人口 }人", "标签的括号不成对，或者是全角的"),
        ("总人口{% if 死亡 %}人", "没有对应的 {% endif %}"),
        ("总人口{% endif %}人", "前面没有与它对应的 {% if … %}"),
        ("总人口{% set a = 1 %}", "不认识「set」"),
        ("总人口{% include 'a' %}", "不认识「include」"),
        ("总人口{%p if 死亡 %}人", "要单独占一段"),
        ("有{{ 下步工作 }}", "是一个列表"),
        ("总人口{{ }}人", "标签是空的"),
    ],
)
def test_a_tag_that_cannot_be_filled_is_told_with_file_and_row(small: Desk, typed: str, told: str) -> None:
    says(small, "存在的问题", f'\n  - 人手不足\n  - "{typed}"')
    number = (small.year / "office.yaml").read_text(encoding="utf-8").splitlines().index(f'  - "{typed}"') + 1
    for command in ((), ("check",)):
        assert small.runs(*command) == UNUSABLE
        assert f"office.yaml 第{number}行「存在的问题」：" in small.said and told in small.said
    assert not (small.folder / "output").exists()
    assert small.runs("status") == ERRORS_STAND and told in small.said


def test_all_that_is_wrong_in_texts_data_and_template_is_told_at_once(small: Desk) -> None:
    (small.template / "report.docx").write_bytes(package(BODY + p("{{ 没有的 }}")))
    small.corrects("死亡: 45", "死亡: 四十五")
    says(small, "存在的问题", '\n  - "{{ 甲 }}"\n  - "{{ 乙 }}"')
    assert small.runs() == UNUSABLE
    assert all(what in small.said for what in ("「没有的」", "四十五", "「甲」", "「乙」"))


@pytest.mark.parametrize(
    ("leader", "work", "told"),
    [
        ("'{{ 负责人 }}'", "加强宣传", "这段文字里的标签印的是它自己"),
        (
            "'{% for 步 in 下步工作 %}{{ 步.标题 }}{% endfor %}'",
            "'由{{ 负责人 }}宣传'",
            "「下步工作」，那里又说到「负责人」",
        ),
        ("'{% if 负责人 %}甲{% endif %}'", "加强宣传", "这段文字里的标签印的是它自己"),
    ],
)
def test_a_text_that_comes_round_to_itself_is_told(small: Desk, leader: str, work: str, told: str) -> None:
    says(small, "负责人", f" {leader}")
    says(small, "下步工作", f" [{{标题: {work}}}]")
    assert small.runs() == UNUSABLE
    assert told in small.said and "请改写其中一处" in small.said


BRACES = ("{{", "}}", "{%", "%}", "{", "}", "%", "｛", "｝", "{#", "#}")
SAID = (" ", "总人口", "街道", "死亡", "|月日", "截止日", "if 死亡", "endif", "人", "|", "1")


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(BRACES + SAID), max_size=9).map("".join))
@example("{{总人口}}{%if 死亡%}{{截止日|月日}}{%endif%}")
@example("{{{{总人口}}}}")
@example("{{{总人口}}}")
@example("{#人#}")
@example("}{#{#}}")
@example("｛#}#}")
@example("{＃人＃｝")
def test_whatever_is_typed_a_text_is_filled_or_told_and_no_tag_is_left_in_it(said: str) -> None:
    text = Text(specimens.catalogue().texts["简介"], 0, "", said.strip(), Location("office.yaml", 3, "简介"))
    tagged, wrong = read_texts([text], vocabulary())
    assert all(issue.location == text.at for issue in wrong)
    if not wrong:
        printed = filled(tagged, lambda _: usual_values()).get(text.place, said)
        assert not re.search(r"\{\{|\}\}|\{%|%\}", printed)


# ---- counted like the template's ------------------------------------------------------------------------------------------------


def test_explain_names_the_sentence_of_the_list(small: Desk) -> None:
    problem(small, "服用叶酸{{ 叶酸 }}人")
    small.runs("explain", "叶酸")
    assert "服用叶酸85人" in small.said
    problem(small, "服用叶酸85人")
    small.runs("explain", "叶酸")
    assert "报告里没有印这个数" in small.said


def test_a_metric_that_only_a_text_prints_is_printed(small: Desk) -> None:
    small.runs("template", "check")
    assert "「任务」" in small.said and "「叶酸」" in small.said
    problem(small, "完成任务{{ 任务 }}人{% if 叶酸 %}多{% endif %}")
    small.runs("template", "check")
    unprinted = [line for line in small.said.splitlines() if "没有印" in line]
    assert unprinted and not any("「任务」" in line for line in unprinted)


def test_an_optional_metric_may_be_said_where_this_year_has_it(small: Desk) -> None:
    problem(small, "出生{{ 出生 }}人")
    assert small.runs("check") == ERRORS_STAND
    assert "「出生」今年没有填，报告里暂写「未填」。请填上，或改写这段文字。" in small.said
    problem(small, "人手不足{% if 出生 %}，出生{{ 出生 }}人{% endif %}")
    assert small.runs("check") == OK, small.said
    assert "人手不足" in drafted(small).lines()
    small.writes((small.year / "office.yaml").read_text(encoding="utf-8") + "出生: 7\n")
    assert small.runs("check") == OK, small.said
    assert "人手不足，出生7人" in drafted(small).lines()


def test_a_comparison_without_last_year_is_told_at_the_text(small: Desk) -> None:
    problem(small, "死亡{{ 死亡 | 较上年 }}")
    assert small.runs("check") == ERRORS_STAND
    assert re.search(r"office\.yaml 第\d+行「存在的问题」：标签 \{\{ 死亡 \| 较上年 \}\}.*没有2017年的数据", small.said)
    assert "或改写这段文字" in small.said
    with_last_year(small)
    assert small.runs("check") == OK, small.said


def test_our_comment_may_quote_the_tag_that_it_speaks_of(small: Desk) -> None:
    problem(small, "死亡{{ 死亡 | 较上年 }}")
    assert small.runs() == OK and "{{ 死亡 | 较上年 }}" in small.comments[0]
    small.edits(lambda root: paragraph_of(root, "全年").addnext(_paragraph("领导加的一段。")))
    assert small.runs() == OK
    assert "没有填的标签" not in small.said


def test_a_persons_number_that_a_text_comes_to_hold_is_told(small: Desk) -> None:
    says(small, "负责人", " '负责人：{{ 街道 }}'")
    says(small, "街道", " 王小明")
    assert small.runs("check") == ERRORS_STAND
    assert "里面像有人名" in small.said


def test_a_figure_typed_in_a_text_is_told_as_it_always_was_and_a_tag_is_the_way_out(small: Desk) -> None:
    def told() -> list[str]:
        small.runs("check", "--format", "json")
        return [issue["message"] for issue in json.loads(small.said)["issues"]]

    problem(small, "全街道总人口15142人，人手不足")
    assert [message for message in told() if "15142" in message]
    problem(small, "全街道总人口{{ 总人口 }}人，人手不足")
    assert told() == []


def test_a_sentence_that_two_texts_say_word_for_word_is_told_with_their_numbers_filled(small: Desk) -> None:
    says(
        small,
        "存在的问题",
        "\n  - 全年服用叶酸{{ 叶酸 }}人，人手和经费都不足。\n  - 全年服用叶酸{{ 叶酸 }}人，人手和经费都不足。",
    )
    small.runs("check")
    assert "这句话在报告里出现了两次" in small.said


# ---- nobody has written it yet ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("负责人", "", "「负责人」：是空的，报告里暂写「待补」。请填上文字。"),
        ("负责人", " ~", "「负责人」：是空的，报告里暂写「待补」。请填上文字。"),
        ("负责人", " ''", "「负责人」：是空的，报告里暂写「待补」。请填上文字。"),
        ("存在的问题", "", "「存在的问题」：是空的，报告里暂写「待补」。请填上文字。没有的写 []。"),
        (
            "存在的问题",
            " [人手不足, '']",
            "「存在的问题」：第2条是空的，报告里暂写「待补」。请填上文字。不要的就删去。",
        ),
        (
            "存在的问题",
            "\n  - 人手不足\n  -",
            "「存在的问题」：第2条是空的，报告里暂写「待补」。请填上文字。不要的就删去。",
        ),
        ("下步工作", "", "「下步工作」：是空的，报告里暂写「待补」。请填上文字。没有的写 []。"),
        ("下步工作", "\n  - 标题:\n    内容: 进村", "第1条的「标题」是空的，报告里暂写「待补」。请填上文字。"),
        ("下步工作", "\n  - 标题: 宣传\n    内容:", "第1条的「内容」是空的，报告里暂写「待补」。请填上文字。"),
        ("下步工作", "\n  - 内容: 进村", "第1条的「标题」是空的，报告里暂写「待补」。请填上文字。"),
    ],
)
def test_an_empty_text_is_the_error_that_an_empty_number_is(small: Desk, name: str, typed: str, told: str) -> None:
    says(small, name, typed)
    assert small.runs("check") == ERRORS_STAND
    assert re.search(rf"错误  office\.yaml 第\d+行「{name}」：", small.said) and told in small.said
    assert small.runs() == OK and told in small.said and "待补" in small.lines
    assert small.runs("--strict") == ERRORS_STAND
    assert small.runs("--final") == ERRORS_STAND and "公开版没有写" in small.said
    assert small.runs("status") == ERRORS_STAND and name in small.said


@pytest.mark.parametrize("name", ["负责人", "存在的问题", "下步工作"])
def test_a_text_that_is_left_out_is_the_same_error(small: Desk, name: str) -> None:
    drops(small, name)
    assert small.runs("check") == ERRORS_STAND
    assert f"错误  office.yaml「{name}」：是空的，报告里暂写「待补」" in small.said
    assert small.runs("status") == ERRORS_STAND and name in small.said


@pytest.mark.parametrize(
    ("name", "typed"),
    [("存在的问题", " []"), ("下步工作", " []"), ("下步工作", " [{标题: 宣传}]"), ("下步工作", " [宣传]")],
)
def test_a_list_that_says_it_is_empty_and_a_key_that_is_left_out_lack_nothing(
    small: Desk, name: str, typed: str
) -> None:
    says(small, name, typed)
    assert small.runs("check") == OK, small.said
    assert "待补" not in drafted(small).lines()
    assert small.runs("status") == OK, small.said


def test_an_empty_text_may_be_accepted_by_its_key_and_stays_visible(small: Desk) -> None:
    says(small, "负责人", "")
    small.runs("check")
    (key,) = set(re.findall(r"缺文字：office\.yaml「负责人」", small.said))
    small.writes(
        (small.year / "office.yaml").read_text(encoding="utf-8") + f"accepted:\n  - {{issue: {key}, reason: 待任命}}\n"
    )
    assert small.runs("check") == OK and "待任命" in small.said
    assert small.runs("--final") == ERRORS_STAND  # 待补 itself is never published


def test_braces_that_meet_where_a_comment_goes_are_told() -> None:
    text = Text(
        specimens.catalogue().texts["简介"], 0, "", "面积}{# 旧数 #}}平方公里", Location("office.yaml", 3, "简介")
    )
    _, (issue,) = read_texts([text], vocabulary())
    assert issue.message.startswith("标签的括号不成对") and issue.location == text.at
