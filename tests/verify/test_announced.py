"""What stands above figures and away from them: captions, titles, heads of two rows, 「单位：人」; and words whose sign was turned with them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from leader import CATALOGUE, Desk, paragraph_of, retype
from lxml import etree
from specimens import p, row, table
from test_astray import findings, words

from reportgen.commands.cli import ERRORS_STAND, OK

BODY = (
    p("{{ 街道 }}{{ 年度 }}年上半年工作报告")
    + p("截至本年{{ 截止日 }}，全街道总人口{{ 总人口 }}人，上半年死亡{{ 死亡 }}人。")
    + p("表1 各村人口情况（人次）")
    + p("单位：万元")
    + table(
        row("村", "人口", "人口", "期初死亡"),
        row("", "农业（人）", "非农业", "死亡"),
        row("甲村", "{{ 总人口 }}", "{{ 叶酸 }}", "{{ 任务 }}"),
    )
    + p("上半年叶酸增加{{ 叶酸 }}人，任务减少{{ 任务 }}人。")
    + p("性别比没有超过107，65岁及以上老人和60岁及以上老人每千人一例，共{{ 叶酸 }}人。")
    + p("人口自然增加数为{{ 增加 }}人，需要重视。")
)


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """Return an office with a report of captions and heads, in which 增加 is below zero."""
    made = Desk(tmp_path, BODY, capsys=capsys)
    catalogue = CATALOGUE + "  增加: {formula: 任务 - 叶酸 - 13, unit: 人}\n"
    (made.template / "catalogue.yaml").write_text(catalogue, encoding="utf-8")
    assert made.runs() == OK, made.said
    assert findings(made) == [] and any("增加数为-26人" in line for line in made.lines)
    return made


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("（人次）", "（人）", "「表题」的单位写的是人，应为人次"),
        ("（人次）", "（户）", "「表题」的单位写的是户，应为人次"),
        ("（人）", "（户）", "「表题」的单位写的是户，应为人"),
        ("单位：万元", "单位：元", "「表题」的单位写的是元，应为万元"),
        ("年上半年工作", "年下半年工作", "「年度」写的是下半年，应为上半年"),
        ("截至本年", "截至上年", "「截止日」写的是上年2018年9月30日，应为本年2018年9月30日"),
        ("叶酸增加", "叶酸减少", "「叶酸」写的是减少85人，应为增加85人"),
        ("没有超过", "超过", "「叶酸」写的是超过107，应为没有超过107"),
        ("65岁及以上", "65岁及以下", "「叶酸」写的是以下，应为以上"),
        ("每千", "每百", "「叶酸」写的是每百，应为每千"),
        ("自然增加", "自然减少", "「增加」写的是减少，应为增加"),
    ],
)
def test_a_unit_or_time_typed_over_away_from_its_figures_is_an_error(desk: Desk, old: str, new: str, said: str) -> None:
    desk.edits(words(old, new))
    assert any(line.startswith(said) for line in findings(desk)), desk.said
    assert desk.runs("--final") == ERRORS_STAND


def test_two_directions_that_changed_places_are_an_error(desk: Desk) -> None:
    desk.edits(words("叶酸增加", "叶酸◇"))
    desk.edits(words("任务减少", "任务增加"))
    desk.edits(words("叶酸◇", "叶酸减少"))
    assert any("写的是减少85人，应为增加85人" in line for line in findings(desk)), desk.said


def test_a_head_of_two_rows_that_names_something_else_is_asked_about(desk: Desk) -> None:
    desk.edits(words("非农业", "流动"))
    assert findings(desk)[0].startswith("「表题」这一列的列名写的是流动，模板里是非农业") and "错误" not in desk.said


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("（人次）", "（单位：人次）"),
        ("（人次）", "（人次，含流动人口）"),
        ("（人次）", ""),
        ("表1 ", "附表1 "),
        ("单位：万元", "（单位：万元）"),
        ("非农业", "非农业（人）"),
        ("截至本年", "截至今年"),
        ("年上半年工作", "年上半年主要工作"),
    ],
)
def test_the_same_said_otherwise_above_figures_is_no_finding(desk: Desk, old: str, new: str) -> None:
    desk.edits(words(old, new))
    assert findings(desk) == []


@pytest.mark.parametrize(
    "said", ["人口自然减少26人，需要重视。", "人口自然增加数为-26人，要引起重视。", "人口比上年减少26人，需要重视。"]
)
def test_a_sign_that_was_turned_with_its_word_says_the_same(desk: Desk, said: str) -> None:
    desk.retypes("人口自然", said)
    assert not [line for line in findings(desk) if "标记少了" not in line], desk.said
    assert "错误" not in desk.said


@pytest.mark.parametrize(
    "said", ["人口自然增加数为26人，需要重视。", "人口自然减少62人，需要重视。", "人口自然减少-26人，需要重视。"]
)
def test_a_sign_or_a_word_that_was_turned_alone_is_told(desk: Desk, said: str) -> None:
    desk.retypes("人口自然", said)
    assert any(line.startswith("「增加」写的是") or "打字的是26，数据是-26" in line for line in findings(desk)), (
        desk.said
    )


def test_a_minus_taken_out_of_a_mark_whose_word_was_turned_says_the_same(desk: Desk) -> None:
    def turn(sign: str) -> Callable[[etree._Element], None]:
        def change(root: etree._Element) -> None:
            words("自然增加数为", sign)(root)
            words("-26", "26")(root)

        return change

    desk.edits(turn("自然减少"))
    assert findings(desk) and "错误" not in desk.said


def test_a_title_that_people_wrote_anew_is_no_finding(desk: Desk) -> None:
    desk.edits(lambda root: retype(paragraph_of(root, "表1"), "表1 我街道各村的人口（人次）"))
    assert findings(desk) == []
