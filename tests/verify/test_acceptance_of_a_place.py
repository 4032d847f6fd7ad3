"""What a year accepts of its report is one number in one place: the key quotes the sentence without its numbers, or the row's label."""

from __future__ import annotations

import re

import pytest
from leader import OFFICE, Desk, unmark
from lxml import etree

from reportgen.commands.cli import ERRORS_STAND, OK
from reportgen.word.package import W
from reportgen.word.quotation import quotation, quoted_in

SENTENCE = "开展孕前优生服务，服用叶酸58人，完成任务72人的118%。"
FIRST = "核对：叶酸写58，数据85，在「开展孕前优生服务服用叶酸…人」"


def keys(desk: Desk) -> list[str]:
    """Return the keys that verify prints."""
    desk.runs("verify", str(desk.report))
    return re.findall("写 issue: (.+)", desk.said)


def accepts(desk: Desk, *said: str, office: str = OFFICE, flow: bool = False) -> None:
    """Accept keys, as they are copied from the screen."""
    items = (
        f"  - {{issue: {one}, reason: 口径}}\n" if flow else f"  - issue: {one}\n    reason: 口径\n" for one in said
    )
    desk.writes(f"{office}accepted:\n{''.join(items)}")


def overtype(desk: Desk, old: str, new: str, count: int = 99) -> None:
    """Type over marks that say a number."""

    def change(root: etree._Element) -> None:
        for node in [one for one in root.iter(f"{W}t") if one.text == old][:count]:
            node.text = new

    desk.edits(change)


def test_a_number_accepted_in_one_sentence_is_not_accepted_in_another(desk: Desk) -> None:
    desk.retypes("开展孕前", SENTENCE)
    desk.adds("综上，服用叶酸58人。")
    assert {FIRST, "核对：叶酸写58，数据85，在「综上服用叶酸…人」"} <= set(keys(desk))
    accepts(desk, FIRST)
    assert desk.runs("verify", str(desk.report)) == ERRORS_STAND
    assert "已认可" in desk.said and "错误" in desk.said and "现在没有这条问题" not in desk.said
    assert desk.runs("--final") == ERRORS_STAND
    accepts(desk, *keys(desk))
    assert desk.runs("verify", str(desk.report)) == ERRORS_STAND  # the first isn't accepted any more
    accepts(desk, FIRST, "核对：叶酸写58，数据85，在「综上服用叶酸…人」")
    assert "错误" not in "".join(keys(desk)) and desk.runs("--final") == OK, desk.said


def test_a_key_holds_while_other_numbers_of_the_sentence_are_renewed(desk: Desk) -> None:
    overtype(desk, "85", "58")
    (key,) = keys(desk)
    assert key == FIRST
    accepts(desk, key, office=OFFICE.replace("任务: 72", "任务: 1720"))
    assert desk.runs() == OK and "没有不一样的" in desk.said
    assert any("完成任务1720人的5%" in line for line in desk.lines)
    desk.runs("verify", str(desk.report))
    assert "已认可" in desk.said and "错误" not in desk.said


def test_a_mark_typed_over_in_a_sentence_and_in_a_table_is_two_places(desk: Desk) -> None:
    overtype(desk, "45", "46")
    assert keys(desk) == [
        "核对：死亡写46，数据45，在「截至…全街道总人口…人全年死亡…人」",
        "核对：死亡写46，数据45，在「死亡…」",
    ]
    accepts(desk, *keys(desk)[1:])
    desk.runs("verify", str(desk.report))
    assert desk.said.count("已认可") == 1 and desk.said.count("错误  ") == 1


def test_a_typed_cell_is_named_by_its_row(desk: Desk) -> None:
    def overtyped(root: etree._Element) -> None:
        for line in root.iter(f"{W}tr"):
            unmark(line, "总人口")

    desk.edits(overtyped)
    desk.corrects("甲村,农业,7000", "甲村,农业,7100", "population.csv")
    assert "核对：总人口写15142，数据15242，在「总人口…」" in keys(desk)


def test_a_number_that_people_wrote_is_accepted_in_its_sentence_alone(desk: Desk) -> None:
    desk.adds("全年开展宣传37次，反响很好。")
    desk.adds("其中下村37次，都有记录。")
    one, other = keys(desk)
    assert (one, other) == ("核对：人写的37次，在「全年开展宣传…次」", "核对：人写的37次，在「其中下村…次」")
    accepts(desk, one)
    assert keys(desk) == [other]
    accepts(desk, one, other)
    assert desk.runs("verify", str(desk.report)) == OK


def test_the_same_sentence_a_second_time_is_accepted_by_itself(desk: Desk) -> None:
    for _ in range(3):
        desk.adds("全年开展宣传37次，反响很好。")
    first, second, third = keys(desk)
    assert (second, third) == (f"{first}第2处", f"{first}第3处")
    accepts(desk, first)
    assert keys(desk) == [second, third]
    accepts(desk, first, second, third, "核对：人写的37次，在「全年开展宣传…次」第4处")
    desk.runs("verify", str(desk.report))
    assert (
        "「核对：人写的37次，在「全年开展宣传…次」第4处」现在没有这条问题" in desk.said and "提醒  office" in desk.said
    )


@pytest.mark.parametrize(
    "typed",
    ["5,800", "五十八: 人", "[58]", "{58}", "58 #甲", "'58\"", "见上一段的说明" * 9, ""],
    ids=["comma", "colon", "bracket", "brace", "hash", "quote", "long", "nothing"],
)
@pytest.mark.parametrize("flow", [False, True], ids=["list", "braces"])
def test_a_key_is_what_yaml_takes_whatever_was_typed(typed: str, flow: bool, desk: Desk) -> None:
    overtype(desk, "85", typed)
    (key,) = [one for one in keys(desk) if "叶酸写" in one]
    assert len(key) <= 70
    accepts(desk, key, flow=flow)
    assert not [one for one in keys(desk) if "叶酸写" in one], desk.said
    assert "（认可的原因：口径）" in desk.said


# ---- what is quoted ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number", "quoted"),
    [
        ("全年死亡46人。", "46", "全年死亡…人"),
        ("截至2018年9月30日，全街道总人口15,241人。", "15241", "截至…全街道总人口…人"),
        ("死亡\t46", "46", "死亡…"),
        ("甲村\t农业\t40\t46", "46", "甲村农业…"),
        ("46人死亡。", "46", "…人死亡"),
        ("46", "46", "…"),
        ("全年146人，死亡46人", "46", "全年…人死亡…人"),
        ("今年以来在上级的正确领导和大力支持下全街道共死亡46人", "46", "今年以来在上…持下全街道共死亡…人"),
        ("全年死亡四十六人", "46", "全年死亡四十六人…"),
        ("增长3.5%，为12～15元", "12", "增长…为…元"),
    ],
)
def test_the_words_around_a_number_are_quoted_without_numbers(text: str, number: str, quoted: str) -> None:
    assert quoted_in(text, number) == quoted


def test_a_renewed_number_beside_it_changes_nothing() -> None:
    for other in ("9", "1,950", "12.5", "２０"):
        assert quotation(f"总人口{other}人，死亡", "人") == "总人口…人死亡…人"
