"""Several corrections in a row of one edited report, through the command line: each arrives or is told once, and what is settled is taken back."""

from __future__ import annotations

import pytest
from leader import OFFICE, Desk, paragraph_of
from lxml import etree
from specimens import p

from reportgen.commands.cli import OK
from reportgen.word.package import W

BODY = (
    p("{{ 街道 }}{{ 年度 }}年工作报告")
    + p("全年死亡{{ 死亡 }}人，由社区登记。")
    + p("{%p if 叶酸 > 0 %}")
    + p("开展孕前优生服务，服用叶酸{{ 叶酸 }}人，完成任务{{ 任务 }}人的{{ 完成率 }}%。")
    + p("{%p else %}")
    + p("今年没有人服用叶酸。")
    + p("{%p endif %}")
    + "".join(p(text) for text in ("{%p for 项 in 存在的问题 %}", "{{ 项 }}", "{%p endfor %}"))
    + p("{{ 负责人 }}")
)


@pytest.fixture
def body() -> str:
    return BODY


def types_over(desk: Desk, old: str, new: str) -> None:
    """Type another number into a mark."""

    def change(root: etree._Element) -> None:
        next(one for one in root.iter(f"{W}t") if one.text == old and one.getparent() is not None).text = new

    desk.edits(change)


def test_corrections_in_a_row_of_a_number_that_people_typed_over_are_one_comment(desk: Desk) -> None:
    types_over(desk, "45", "50")
    for number in (46, 47, 48, 49):
        desk.corrects(f"死亡: {number - 1}", f"死亡: {number}")
        assert desk.runs() == OK
        assert desk.comments == [f"人工改为50，数据现为{number}"]
    desk.corrects("死亡: 49", "死亡: 50")
    assert desk.runs() == OK
    assert desk.comments == [] and "没有不一样的" in desk.said


def test_a_comment_that_people_deleted_comes_back_with_the_next_correction_only(desk: Desk) -> None:
    types_over(desk, "45", "50")
    desk.corrects("死亡: 45", "死亡: 46")
    desk.runs()

    def settle(root: etree._Element) -> None:
        for name in ("commentRangeStart", "commentRangeEnd", "commentReference"):
            for sign in list(root.iter(W + name)):
                sign.getparent().remove(sign)

    desk.edits(settle)
    desk.runs()
    assert "commentReference" not in desk.parts["word/document.xml"].decode()
    desk.corrects("死亡: 46", "死亡: 47")
    desk.runs()
    assert "人工改为50，数据现为47" in desk.comments


@pytest.mark.parametrize("between", [0, 1], ids=["at once", "with a build between"])
def test_a_figure_that_falls_to_nothing_and_comes_back_is_renewed_where_people_wrote(desk: Desk, between: int) -> None:
    def write(root: etree._Element) -> None:
        run = etree.SubElement(paragraph_of(root, "开展孕前"), f"{W}r")
        etree.SubElement(run, f"{W}t").text = "领导表示肯定。"

    desk.edits(write)
    desk.corrects("叶酸: 85", "叶酸: 0")
    for _ in range(1 + between):
        assert desk.runs() == OK
        assert "开展孕前优生服务，服用叶酸0人，完成任务72人的0%。领导表示肯定。" in desk.lines
    desk.corrects("叶酸: 0", "叶酸: 36")
    assert desk.runs() == OK
    assert [line for line in desk.lines if "叶酸" in line] == [
        "开展孕前优生服务，服用叶酸36人，完成任务72人的50%。领导表示肯定。"
    ]
    assert "人工改为" not in desk.said and desk.comments == []
    desk.corrects("叶酸: 36", "叶酸: 54")
    assert desk.runs() == OK
    assert "服用叶酸54人，完成任务72人的75%。领导表示肯定。" in "".join(desk.lines)


def test_the_order_of_a_list_follows_the_data_in_a_report_that_was_edited_elsewhere(desk: Desk) -> None:
    desk.adds("领导作了批示。")
    desk.writes(OFFICE.replace("[人手不足, 经费不足]", "[经费不足, 人手不足]"))
    assert desk.runs() == OK
    assert desk.lines.index("经费不足") < desk.lines.index("人手不足")
    assert "段落移位" in desk.said and "领导作了批示。" in desk.lines
