"""{{r 名称 }} prints a year's text with its emphasis, {{p 名称 }} each of its lines as a paragraph; the figures in them stay marks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import assert_sound
from editions import listed, numbering
from hypothesis import given
from hypothesis import strategies as st
from leader import BODY, Desk, paragraph_of
from specimens import Draft, draft, faults, p, package, r, row, table

from reportgen.commands.cli import OK, UNUSABLE
from reportgen.template.content import Filled, Printed, emphasised, lines_of
from reportgen.word.blocks import printed_in
from reportgen.word.package import DOCUMENT, W, parse_part


def faces(made: Draft | Desk, begins: str) -> list[tuple[str, bool]]:
    """Return the texts of a paragraph's runs with whether each is in bold, what is alike in one piece."""
    found: list[tuple[str, bool]] = []
    for run in paragraph_of(parse_part(made.parts[DOCUMENT]), begins).iter(f"{W}r"):
        text = "".join(one.text or "" for one in run.iter(f"{W}t"))
        bold = run.find(f"{W}rPr/{W}b") is not None
        if text and found and found[-1][1] == bold:
            found[-1] = (found[-1][0] + text, bold)
        elif text:
            found.append((text, bold))
    return found


def test_what_stands_between_two_pairs_of_asterisks_is_in_bold() -> None:
    made = draft(p(r("说明：{{r 简介 }}完")), {"简介": "**一是抓宣传。**进村入户；**二是<抓>落实。**"})
    assert faces(made, "说明") == [
        ("说明：", False),
        ("一是抓宣传。", True),
        ("进村入户；", False),
        ("二是<抓>落实。", True),
        ("完", False),
    ]


def test_the_look_of_the_tag_is_kept_and_bold_comes_in_its_place() -> None:
    made = draft(p(r("{{r 简介 }}", '<w:rFonts w:eastAsia="楷体"/><w:i/><w:sz w:val="30"/>')), {"简介": "甲**乙**"})
    runs = [run for run in paragraph_of(made.root(), "甲乙").iter(f"{W}r") if run.find(f"{W}t").text]
    assert [[one.tag.removeprefix(W) for one in run.find(f"{W}rPr")] for run in runs] == [
        ["rFonts", "i", "sz"],
        ["rFonts", "b", "bCs", "i", "sz"],
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("甲", [(False, "甲")]),
        ("**甲**", [(True, "甲")]),
        ("甲**乙", [(False, "甲"), (False, "**"), (False, "乙")]),
        ("**甲**乙**", [(True, "甲"), (False, "乙"), (False, "**")]),
        ("3*4", [(False, "3*4")]),
        ("****", []),
    ],
)
def test_a_sign_without_its_fellow_is_printed(text: str, said: list[tuple[bool, str]]) -> None:
    assert list(emphasised(text)) == said


@given(st.text("甲*\n "), st.lists(st.text("乙*\n"), max_size=2))
def test_emphasis_and_lines_lose_no_word_and_no_figure(text: str, others: list[str]) -> None:
    figure = Printed("死亡", "死亡", "85")
    filled = Filled([text, *[piece for other in others for piece in (figure, other)]])
    pieces = [piece for _, piece in emphasised(filled)]
    assert pieces.count(figure) == len(others)
    assert "".join(p for p in pieces if isinstance(p, str)).replace("*", "") == str(Filled([text, *others])).replace(
        "*", ""
    )
    lines = lines_of(filled)
    assert all(line.strip() == line and line for line in lines)
    assert "".join("".join(lines).split()) == "".join(str(filled).split())
    assert sum(figure in getattr(line, "pieces", ()) for line in lines) <= len(others)


def test_each_line_of_a_text_is_a_paragraph_like_the_tag_s() -> None:
    body = p("前") + p(r("{{p 简介 }}", "<w:i/>"), properties='<w:jc w:val="center"/>') + p("后")
    made = draft(body, {"简介": "　　第一段。\n\n第二段，**重点**。\n  \n第三段。\n"})
    assert made.lines() == ["前", "第一段。", "第二段，重点。", "第三段。", "后"]
    inside = list(made.root().iter(f"{W}p"))[1:4]
    assert all(one.find(f"{W}pPr/{W}jc") is not None for one in inside)
    assert faces(made, "第二段") == [("第二段，", False), ("重点", True), ("。", False)]


def test_a_list_is_printed_item_by_item_and_an_empty_one_not_at_all() -> None:
    body = p("前") + p("{{p 存在的问题 }}", properties=listed()) + p("后")
    others = {"numbering.xml": numbering()}
    assert draft(body, others=others).lines() == ["前", "人手不足", "经费不足", "后"]
    assert draft(body, {"存在的问题": ()}, others=others).lines() == ["前", "后"]


def test_an_item_s_text_is_printed_in_these_manners_too() -> None:
    body = p("{%p for 步 in 下步工作 %}") + p("{{r 步.标题 }}") + p("{{p 步.内容 }}") + p("{%p endfor %}")
    made = draft(
        body, {"下步工作": ({"标题": "**甲**", "内容": "一\n二", "items": ""}, {"标题": "乙", "内容": "", "items": ""})}
    )
    assert made.lines() == ["甲", "一", "二", "乙"]


def test_a_cell_whose_list_is_empty_keeps_its_paragraph() -> None:
    made = draft(table(row("{{p 存在的问题 }}", "乙")) + p("完"), {"存在的问题": ()})
    assert len(next(made.root().iter(f"{W}tc")).findall(f"{W}p")) == 1


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (p("{{r 死亡 }}"), "{{r 只用来印年度的文字：数、日期和图写成 {{ 名称 }}，要加粗就把标签加粗。"),
        (p("{{p 截止日 }}"), "{{p 只用来印年度的文字"),
        (p("{{r 存在的问题 }}"), "{{r 只用来印年度的文字：列表用 {{p 名称 }}"),
        (p("{{p 下步工作 }}"), "{{p 只用来印年度的文字"),
        (p("说明：{{p 简介 }}"), "要单独占一段，前后不能有文字和别的标签。"),
        (p("{{p 简介 }}", "<w:r><w:br/></w:r>"), "请移到别处"),
        (table(row("{{tr 简介 }}")), "只能写成 {{ 名称 }}"),
        (table(row("{{tc 简介 }}")), "只能写成 {{ 名称 }}"),
    ],
)
def test_what_has_no_emphasis_and_no_lines_is_refused(body: str, said: str) -> None:
    first, *_ = [issue.message for issue in faults(body)]
    assert said in first


@pytest.fixture
def small(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """Return the small office whose report prints a text of several paragraphs."""
    made = Desk(tmp_path, BODY.replace("{{ 负责人 }}", "{{p 负责人 }}"), capsys)
    made.corrects(
        "负责人: 计生办",
        "负责人: |\n  **一是抓宣传。**全年死亡{{ 死亡 }}人。\n\n  **二是服用叶酸{{ 叶酸 }}人，**完成任务。",
    )
    return made


def test_figures_in_such_a_text_are_marks_set_like_the_words_around_them_and_follow_corrections(small: Desk) -> None:
    assert small.runs() == OK, small.said
    assert_sound(small.report.read_bytes(), small.folder)
    assert faces(small, "一是抓") == [("一是抓宣传。", True), ("全年死亡45人。", False)]
    assert faces(small, "二是服用") == [("二是服用叶酸85人，", True), ("完成任务。", False)]
    root = parse_part(small.parts[DOCUMENT])
    assert [one.title for one in printed_in(paragraph_of(root, "二是服用"))] == ["叶酸"]
    small.adds("领导写的一段。")
    small.corrects("叶酸: 85", "叶酸: 86")
    small.corrects("全年死亡{{ 死亡 }}人。", "死亡{{ 死亡 }}人，比上年少。")
    assert small.runs() == OK
    assert faces(small, "一是抓") == [("一是抓宣传。", True), ("死亡45人，比上年少。", False)]
    assert faces(small, "二是服用") == [("二是服用叶酸86人，", True), ("完成任务。", False)]
    assert "领导写的一段。" in small.lines


def test_signs_of_emphasis_that_are_left_in_the_report_are_told(small: Desk) -> None:
    small.corrects("完成任务。", "完成**任务。")
    assert small.runs() == OK
    assert "文字里的 ** 印了出来：「二是服用叶酸85人，完成**任务。」" in small.said
    small.corrects("完成**任务。", "完成任务。")
    assert small.runs() == OK
    assert "印了出来" not in small.said
    (small.template / "report.docx").write_bytes(package(BODY))
    assert small.runs("--fresh") == OK
    told = "「负责人」里的 ** 印了出来：「**一是抓宣传。」。{{ 负责人 }} 印不出加粗，请在模板里改成 {{p 负责人 }}，单独占一段；不加粗就把 ** 删去。"
    assert told in small.said
    assert small.said.count("印了出来") == 1
    small.corrects(
        "负责人: |\n  **一是抓宣传。**全年死亡{{ 死亡 }}人。\n\n  **二是服用叶酸{{ 叶酸 }}人，**完成任务。",
        "负责人: '**计生办**盖章'",
    )
    assert small.runs("--fresh") == OK
    assert "请在模板里改成 {{r 负责人 }}；不加粗就把 ** 删去。" in small.said


def test_such_a_tag_stands_in_the_template_and_not_in_a_year_s_text(small: Desk) -> None:
    small.corrects("街道: 八街街道", "街道: '{{r 负责人 }}'")
    assert small.runs() == UNUSABLE
    assert "文字里不能用 {{r，请把这个标签写在模板里。" in small.said


def test_an_older_report_s_list_is_read_back_through_such_a_tag(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lists = "".join(p(text) for text in ("{%p for 项 in 存在的问题 %}", "{{ 项 }}", "{%p endfor %}"))
    assert lists in BODY
    made = Desk(tmp_path, BODY.replace(lists, p("{{p 存在的问题 }}")), capsys)
    assert made.runs() == OK
    made.year.rename(tmp_path / "原来的")
    assert made.runs("import", str(made.report)) == OK, made.said
    text = (made.year / "office.yaml").read_text(encoding="utf-8")
    assert re.search(r"存在的问题:.*\n  - 人手不足.*\n  - 经费不足", text)


def test_an_older_report_s_text_of_several_paragraphs_is_read_back_whole_or_told(small: Desk) -> None:
    body = BODY.replace("{{ 负责人 }}", "以下是总结，请各村对照执行并按时上报。") + p("{{p 负责人 }}")
    (small.template / "report.docx").write_bytes(package(body))
    assert small.runs() == OK
    small.year.rename(small.folder / "原来的")
    assert small.runs("import", str(small.report)) == OK, small.said
    text = (small.year / "office.yaml").read_text(encoding="utf-8")
    assert re.search(r"(?m)^负责人: \|.*\n  一是抓宣传。全年死亡45人。\n\n  二是服用叶酸85人，完成任务。$", text)
    beside_a_list = BODY.replace("{{ 负责人 }}", "{{p 负责人 }}")
    (small.template / "report.docx").write_bytes(package(beside_a_list))
    assert small.runs("import", str(small.report), "--force") != UNUSABLE
    text = (small.year / "office.yaml").read_text(encoding="utf-8")
    assert "一是抓宣传" not in text  # which of the two it belongs to nobody can tell
    record = (small.year / "导入记录.txt").read_text(encoding="utf-8")
    assert re.search(r"没有读到.*负责人", record, re.DOTALL)
    assert "全年死亡45人。（" in record
