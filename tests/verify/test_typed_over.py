"""A number of the draft's own prose, behind which no figure is, that people typed over."""

from __future__ import annotations

import pytest
from leader import OFFICE, Desk, paragraph_of, retype
from lxml import etree
from specimens import p, row, table

from reportgen.commands.cli import OK
from reportgen.word.blocks import visible_text
from reportgen.word.package import W

BODY = (
    p("{{ 街道 }}{{ 年度 }}年工作报告")
    + p("全街道总人口{{ 总人口 }}人，60岁以上老人每季度走访1次，65岁以上老人每月走访3次。")
    + p("接到申请的，3日内办结；手续不全的，5日内告知。")
    + p("完成任务{{ 任务 }}人的90%的目标，力争达到95%。全年死亡{{ 死亡 }}人，服用叶酸{{ 叶酸 }}人。")
    + p("1.从2018年3月1日起执行，到2018年6月1日完成，见表1。")
    + p("代表60人参加。")
    + table(row("序号", "项目", "标准"), row("1", "随访", "3次"), row("2", "体检", "1次"))
    + p("{{ 负责人 }}")
)


@pytest.fixture
def body() -> str:
    return BODY


def types(desk: Desk, old: str, new: str) -> None:
    """Type over something in the words of the report."""

    def change(root: etree._Element) -> None:
        node = next(one for one in root.iter(f"{W}t") if old in (one.text or ""))
        node.text = (node.text or "").replace(old, new, 1)

    desk.edits(change)


def told(desk: Desk) -> list[str]:
    """Return what verify says, without the file's name."""
    desk.runs("verify", str(desk.report))
    return [line.split("：", 1)[1] for line in desk.said.splitlines() if line.startswith(("错误", "提醒"))]


def test_a_report_as_it_was_drafted_has_none(desk: Desk) -> None:
    assert told(desk) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("60岁以上", "65岁以上", "「65岁」和生成的报告不一样，那里写的是60岁：全街道总人口15142人，65岁以上"),
        ("3日内", "5日内", "「5日」和生成的报告不一样，那里写的是3日：接到申请的，5日内办结"),
        ("90%", "95%", "「95%」和生成的报告不一样，那里写的是90%："),
        ("90%", "89%", "「89%」和生成的报告不一样，那里写的是90%："),
        ("2018年6月1日", "2018年3月1日", "「2018年3月1日」和生成的报告不一样，那里写的是2018年6月1日："),
        ("代表60人", "代表65人", "「65人」和生成的报告不一样，那里写的是60人："),
        ("3次", "1次", "「1次」和生成的报告不一样，那里写的是3次："),
    ],
)
def test_a_number_of_the_prose_typed_over_is_told_once_with_the_drafted(
    desk: Desk, old: str, new: str, said: str
) -> None:
    types(desk, old, new)
    found = told(desk)
    assert len(found) == 1 and found[0].startswith(said), found
    assert desk.said.startswith("提醒")


def test_a_date_that_is_told_as_people_s_own_is_not_told_again(desk: Desk) -> None:
    types(desk, "2018年6月1日", "2018年7月1日")
    (line,) = told(desk)
    assert "「2018年7月1日」是人写的" in line


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1.从", "2.从"),
        ("见表1", "见表2"),
        ("60岁", "六十岁"),
        ("2018年6月1日", "6月1日"),
        ("以上老人每季度", "以上长者每季度"),
    ],
)
def test_what_is_counted_anew_or_says_the_same_is_none(desk: Desk, old: str, new: str) -> None:
    types(desk, old, new)
    assert [line for line in told(desk) if "和生成的报告不一样" in line] == []


def test_rows_numbered_anew_are_none(desk: Desk) -> None:
    def sort(root: etree._Element) -> None:
        first, second = list(next(root.iter(f"{W}tbl")).iter(f"{W}tr"))[1:]
        first.addprevious(second)
        for number, one in enumerate((second, first), 1):
            next(one.iter(f"{W}t")).text = str(number)

    desk.edits(sort)
    assert told(desk) == []


def test_a_sentence_that_people_wrote_after_the_draft_s_is_their_own(desk: Desk) -> None:
    desk.adds("接到申请的，5日内办结；手续不全的，3日内告知。")
    assert told(desk) == []


def test_it_is_accepted_by_its_key_and_told_again_when_it_changes(desk: Desk) -> None:
    types(desk, "3日内", "5日内")
    told(desk)
    key = next(line.split("issue: ")[1] for line in desk.said.splitlines() if "issue: " in line)
    desk.writes(f"{OFFICE}accepted:\n- {{issue: '{key}', reason: 上级新规定}}\n")
    assert desk.runs("verify", str(desk.report)) == OK
    assert told(desk) == [] and "上级新规定" in desk.said, desk.said
    types(desk, "5日内办结", "1日内办结")
    assert any("「1日」和生成的报告不一样" in line for line in told(desk)), desk.said


def test_a_sentence_typed_anew_with_another_number_is_told(desk: Desk) -> None:
    def change(root: etree._Element) -> None:
        paragraph = paragraph_of(root, "接到申请的")
        retype(paragraph, visible_text(paragraph).replace("5日内", "3日内"))

    desk.edits(change)
    (line,) = told(desk)
    assert "「3日」和生成的报告不一样，那里写的是5日" in line
