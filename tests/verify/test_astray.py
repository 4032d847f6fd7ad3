"""A mark whose own text is right and that says something wrong where it stands: digits beside it, other words, another row, another unit."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path

import pytest
from leader import OFFICE, POPULATION, Desk, paragraph_of, retype, unmark
from lxml import etree
from specimens import p, row, table

from reportgen.commands.cli import ERRORS_STAND, OK
from reportgen.word.package import W

BODY = (
    p("{{ 街道 }}{{ 年度 }}年工作报告")
    + p("截至{{ 截止日 }}，全街道总人口{{ 总人口 }}人，全年死亡{{ 死亡 }}人。")
    + p("开展孕前优生服务，服用叶酸{{ 叶酸 }}人，完成任务{{ 任务 }}人的{{ 完成率 }}%。")
    + p("死亡比上年减少{{ 任务 }}人，每人{{ 死亡 }}万元。")
    + table(
        row("村", "人口"),
        row("{%tr for 村 in 总人口 | 按('村（社区）') %}", ""),
        row("{{ 村.名称 }}", "{{ 村 }}"),
        row("{%tr endfor %}", ""),
        row("合计", "{{ 总人口 }}"),
    )
    + p("{{ 负责人 }}")
)  # fmt: skip
_Change = Callable[[etree._Element], None]


@pytest.fixture
def body() -> str:
    return BODY


def control(root: etree._Element, title: str, number: int = 0) -> etree._Element:
    """Return a mark by its title."""
    found = [next(one.iterancestors(f"{W}sdt")) for one in root.iter(f"{W}alias") if one.get(f"{W}val") == title]
    return found[number]


def run(text: str) -> etree._Element:
    """Return a typed run."""
    made = etree.Element(f"{W}r")
    etree.SubElement(made, f"{W}t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}).text = text
    return made


def behind(title: str, text: str, number: int = 0) -> _Change:
    """Type something behind a mark."""
    return lambda root: control(root, title, number).addnext(run(text))


def before(title: str, text: str, number: int = 0) -> _Change:
    """Type something before a mark."""
    return lambda root: control(root, title, number).addprevious(run(text))


def words(old: str, new: str) -> _Change:
    """Type other words for those of the text, the first time that they stand there."""

    def change(root: etree._Element) -> None:
        node = next(one for one in root.iter(f"{W}t") if old in (one.text or ""))
        node.text = (node.text or "").replace(old, new, 1)

    return change


def exchange(one: str, other: str) -> _Change:
    """Cut and paste two marks into each other's place."""

    def change(root: etree._Element) -> None:
        first, second = control(root, one), control(root, other)
        place = etree.Element("place")
        first.addprevious(place)
        second.addprevious(first)
        place.addprevious(second)
        place.getparent().remove(place)

    return change


def copied(begins: str, old: str, new: str) -> _Change:
    """Copy a sentence with its marks and write another noun into the copy."""

    def change(root: etree._Element) -> None:
        paragraph = paragraph_of(root, begins)
        again = copy.deepcopy(paragraph)
        paragraph.addnext(again)
        words(old, new)(again)

    return change


def findings(desk: Desk) -> list[str]:
    """Return what verify says, without the file's name."""
    desk.runs("verify", str(desk.report))
    return [line.split("：", 1)[1] for line in desk.said.splitlines() if line.startswith(("错误", "提醒"))]


def test_a_report_as_it_was_drafted_has_no_mark_astray(desk: Desk) -> None:
    assert desk.runs("verify", str(desk.report)) == OK and findings(desk) == []


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (behind("叶酸", "1"), "「叶酸」的数连着打字的字，看上去是851，数据是85"),
        (behind("叶酸", ".5"), "「叶酸」的数连着打字的字，看上去是85.5，数据是85"),
        (before("叶酸", "-"), "「叶酸」的数连着打字的字，看上去是-85，数据是85"),
        (before("叶酸", "1"), "「叶酸」的数连着打字的字，看上去是185，数据是85"),
        (before("截止日", "1"), "「截止日」的数连着打字的字，看上去是1"),
        (behind("截止日", "0"), "「截止日」的数连着打字的字，看上去是"),
        (behind("叶酸", "万"), "「叶酸」的单位写的是85万人，应为85人"),
        (behind("叶酸", "%"), "「叶酸」的单位写的是85%，应为85人"),
        (exchange("叶酸", "任务"), "「任务」的数72放在了别的指标的话里，那里应为85"),
        (exchange("死亡", "叶酸"), "「叶酸」的数85放在了别的指标的话里，那里应为45"),
        (copied("截至", "总人口", "死亡"), "「总人口」的数15142放在了别的指标的话里，那里应为45"),
        (words("人，完成任务", "户，完成任务"), "「叶酸」的单位写的是85户，应为85人"),
        (words("%。", "‰。"), "「完成率」的单位写的是118‰，应为118%"),
        (words("%。", "。"), "「完成率」的单位写的是118，应为118%"),
        (words("万元", "元"), "「死亡」的单位写的是45元，应为45人"),
        (words("减少", "增加"), "「任务」写的是增加72人，应为减少72人"),
        (words("甲村", "乙村"), "「总人口·甲村」的数7142放在了别的一行里，那一行应为8000"),
        (words("服用叶酸", "死亡"), "「叶酸」的数85放在了别的指标的话里，那里应为45"),
        (words("全年死亡", "全年任务"), "「死亡」的数45放在了别的指标的话里，那里应为72"),
        (before("叶酸", "两百"), "「叶酸」的数连着打字的字，看上去是百85，数据是85"),
        (behind("叶酸", "〇"), "「叶酸」的数连着打字的字，看上去是85〇，数据是85"),
        (behind("叶酸", "²"), "「叶酸」的数连着打字的字，看上去是85²，数据是85"),
        (before("叶酸", "第"), "「叶酸」的数连着打字的字，看上去是第85，数据是85"),
    ],
)  # fmt: skip
def test_a_mark_that_says_something_wrong_where_it_stands_is_an_error(desk: Desk, edit: _Change, said: str) -> None:
    desk.edits(edit)
    assert any(line.startswith(said) for line in findings(desk)), desk.said
    assert desk.runs("--final") == ERRORS_STAND
    assert desk.runs() == OK and said.partition("」")[0] in desk.said.partition("核对过")[2]


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (words("服用叶酸", "未服用叶酸"), "「叶酸」前面写的是「未服用叶酸」，模板里是「服用叶酸」"),
        (words("服用叶酸", "服用钙片"), "「叶酸」前面写的是「服用钙片」，模板里是「服用叶酸」"),
        (words("人口", "户数"), "「总人口」前面写的是「全街道总户数」"),
        (
            copied("开展孕前", "开展孕前优生服务，服用叶酸", "甲村还要再接再厉，其中上年叶酸"),
            "「叶酸」前面的话说的是别的时间",
        ),
    ],
)
def test_words_that_people_changed_before_a_mark_are_asked_about(desk: Desk, edit: _Change, said: str) -> None:
    desk.edits(edit)
    assert any(line.startswith(said) for line in findings(desk)), desk.said
    assert "错误" not in desk.said


@pytest.mark.parametrize(
    "edit",
    [
        behind("叶酸", "多"),
        words("人，完成任务", "名，完成任务"),
        words("人，完成任务", "个人，完成任务"),
        words("服用叶酸", "共服用叶酸 "),
        words("%。", "％。"),
        words("减少", "下降"),
        words("全街道总人口", "全街道的总人口达到"),
        copied("截至", "全街道总人口", "总的来看，总人口达"),
        words("开展孕前优生服务，服用叶酸", "在各级领导的关心下，服用叶酸"),
    ],
)
def test_ordinary_rewording_around_a_mark_is_no_error(desk: Desk, edit: _Change) -> None:
    desk.edits(edit)
    assert not [line for line in findings(desk) if "打字" not in line], desk.said


def test_last_year_in_the_other_word_for_it_is_the_same_phrase(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    body = p("全年死亡{{ 死亡 }}人，{{ 死亡 | 较上年 }}。")
    made = Desk(tmp_path, body, capsys=capsys)
    made.writes(OFFICE.replace("死亡: 45", "死亡: 40"), POPULATION, 2017)
    assert made.runs("2018") == OK, made.said
    made.edits(words("比上年", "比去年"))
    assert findings(made) == []


@pytest.mark.parametrize("said", ["上年服用叶酸", "甲村服用叶酸", "其中流动人口服用叶酸"])
def test_a_mark_behind_words_of_another_time_place_or_part_is_told(desk: Desk, said: str) -> None:
    desk.edits(words("服用叶酸", said))
    assert any(line.startswith("「叶酸」前面的话说的是别的时间、地方或其中一部分") for line in findings(desk)), (
        desk.said
    )


def test_a_row_whose_label_people_typed_over_is_told_once(desk: Desk) -> None:
    desk.edits(words("甲村", "丙寨"))
    assert [line for line in findings(desk) if "名称" in line] == [
        line for line in findings(desk) if line.startswith("「总人口·甲村」这一行的名称写的是丙寨，数据里是甲村")
    ]


TOTALS = table(row("指标", "人数"), row("总人口合计", "{{ 总人口 }}"), row("死亡合计", "{{ 死亡 }}"))


@pytest.fixture
def totals(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """Return an office whose rows are all named 合计, each of something else."""
    made = Desk(tmp_path, p("{{ 街道 }}{{ 叶酸 }}{{ 任务 }}") + TOTALS, capsys=capsys)
    assert made.runs() == OK, made.said
    return made


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("死亡合计", "叶酸合计", "「死亡」这一行的名称写的是叶酸合计，数据里是死亡合计"),
        ("总人口合计", "任务合计", "「总人口」这一行的名称写的是任务合计，数据里是总人口合计"),
    ],
)
def test_a_row_s_label_that_keeps_only_what_other_rows_say_too_is_told(
    totals: Desk, old: str, new: str, said: str
) -> None:
    totals.edits(words(old, new))
    assert [line.split("：", 1)[0] for line in findings(totals)] == [said], totals.said


@pytest.mark.parametrize("new", ["死亡人数合计", "死亡", "全年死亡合计（人）"])
def test_a_row_s_label_that_keeps_its_own_word_is_its_row_s(totals: Desk, new: str) -> None:
    totals.edits(words("死亡合计", new))
    assert findings(totals) == []


def test_a_head_typed_over_in_a_table_that_lost_its_marks_is_told_once(totals: Desk) -> None:
    totals.edits(lambda root: unmark(root, "死亡"))
    totals.edits(lambda root: unmark(root, "总人口"))
    totals.edits(words("人数", "户数"))
    told = [line for line in findings(totals) if "列名" in line]
    assert len(told) == 1 and "这一列的列名写的是户数，模板里是人数" in told[0], totals.said


def test_a_head_typed_over_hides_no_label_typed_over_below_it(totals: Desk) -> None:
    totals.edits(words("人数", "户数"))
    totals.edits(words("死亡合计", "叶酸合计"))
    told = findings(totals)
    assert len(told) == 2 and "这一列的列名写的是户数" in told[0] and "名称写的是叶酸合计" in told[1], totals.said


def test_a_mark_in_other_words_is_told_once_where_people_typed_numbers_too(desk: Desk) -> None:
    desk.adds("走访群众37户。")
    desk.edits(behind("叶酸", "1"))
    assert len([line for line in findings(desk) if "851" in line]) == 1, desk.said


def test_rows_that_people_sorted_are_as_they_should_be(desk: Desk) -> None:
    def sort(root: etree._Element) -> None:
        rows = list(next(root.iter(f"{W}tbl")).iter(f"{W}tr"))
        rows[1].addprevious(rows[2])

    desk.edits(sort)
    assert findings(desk) == []


def test_wide_digits_that_are_right_are_no_finding(desk: Desk) -> None:
    desk.edits(words("85", "８５"))
    assert findings(desk) == []


# ---- columns -----------------------------------------------------------------------------------------------------------------

WIDE = table(
    row("村", "人口", "死亡数"),
    row("{%tr for 村 in 总人口 | 按('村（社区）') %}", "", ""),
    row("{{ 村.名称 }}", "{{ 村 }}", "{{ 死亡 }}"),
    row("{%tr endfor %}", "", ""),
)


@pytest.fixture
def wide(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """Return an office whose report has a table of two columns of figures."""
    made = Desk(tmp_path, p("{{ 年度 }}年") + WIDE + p("完"), capsys=capsys)
    assert made.runs() == OK, made.said
    assert findings(made) == []
    return made


def columns(*order: int) -> _Change:
    """Leave a table these columns, in this order."""

    def change(root: etree._Element) -> None:
        for line in root.iter(f"{W}tr"):
            cells = line.findall(f"{W}tc")
            for cell in cells:
                line.remove(cell)
            line.extend(cells[one] for one in order)

    return change


@pytest.mark.parametrize(
    "order", [(0, 2, 1), (0, 2), (0, 1)], ids=["reordered", "the first taken out", "the last taken out"]
)
def test_columns_that_people_reorder_or_take_out_head_and_all_are_no_error(wide: Desk, order: tuple[int, ...]) -> None:
    wide.edits(columns(*order))
    assert not [line for line in findings(wide) if "数据标记少了" not in line], wide.said


def test_heads_of_columns_in_each_other_s_place_are_one_error_a_column(wide: Desk) -> None:
    def exchanged(root: etree._Element) -> None:
        head = next(root.iter(f"{W}tr")).findall(f"{W}tc")
        head[1].addprevious(head[2])

    wide.edits(exchanged)
    assert [line.partition("：")[0] for line in findings(wide)] == [
        "「总人口·甲村」的数放在了「死亡数」一列，应为「人口」一列",
        "「死亡」的数放在了「人口」一列，应为「死亡数」一列",
    ]


def test_a_head_that_people_typed_over_is_asked_about_once(wide: Desk) -> None:
    wide.edits(words("死亡数", "出生数"))
    (line,) = findings(wide)
    assert line.startswith("「死亡」这一列的列名写的是出生数，模板里是死亡数") and "错误" not in wide.said


# ---- words of the contrary ---------------------------------------------------------------------------------------------------

BRANCH = (
    "{% if 叶酸 >= 任务 %}完成率{{ 完成率 }}%，高于目标，工作扎实有力。"
    "{% else %}完成率{{ 完成率 }}%，低于目标，工作有待加强。{% endif %}"
)


@pytest.fixture
def branching(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """Return an office whose report says above or below."""
    made = Desk(tmp_path, p("{{ 年度 }}年") + p(BRANCH), capsys=capsys)
    assert made.runs() == OK, made.said
    return made


def test_a_word_that_says_the_contrary_is_an_error_where_all_else_is_the_draft_s(branching: Desk) -> None:
    branching.edits(words("高于", "低于"))
    assert findings(branching)[0].startswith("「完成率」写的是低于，应为高于")
    assert branching.runs("--final") == ERRORS_STAND


def test_the_other_branch_s_words_in_a_paragraph_that_people_changed_are_told_without_any_comment(
    branching: Desk,
) -> None:
    branching.edits(words("有力", "有效"))
    branching.corrects("叶酸: 85", "叶酸: 60")
    assert branching.runs() == OK and len(branching.comments) == 1

    def settle(root: etree._Element) -> None:
        for name in ("commentRangeStart", "commentRangeEnd", "commentReference"):
            for sign in list(root.iter(W + name)):
                sign.getparent().remove(sign)  # type: ignore[union-attr]

    branching.edits(settle)
    for _ in range(2):
        assert any("完成率83%，高于目标" in line and "更正以前的说法" in line for line in findings(branching)), (
            branching.said
        )
        branching.runs()
    branching.edits(words("高于目标，工作扎实有效", "低于目标，工作还要加强"))
    assert not any("更正以前的说法" in line for line in findings(branching)), branching.said


# ---- other forms of numbers --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("服用叶酸捌拾陆人", "服用叶酸捌拾伍人"),
        ("服用叶酸⑧⑥人", "服用叶酸⑧⑤人"),
        ("完成任务72人的百分之一百一十九", "完成任务72人的百分之一百一十八"),
    ],
)
def test_a_number_in_numerals_of_any_kind_is_held(desk: Desk, typed: str, right: str) -> None:
    said = "开展孕前优生服务，服用叶酸85人，完成任务72人的118%。"
    for text, is_wrong in ((typed, True), (right, False)):
        old = "完成任务72人的118%" if "任务" in text else "服用叶酸85人"
        desk.edits(rewritten(said.replace(old, text)))
        held = [line for line in findings(desk) if "一样；" not in line and "数据标记少了" not in line]
        assert bool(held) is is_wrong, desk.said


def rewritten(said: str) -> _Change:
    """Type the sentence about 叶酸 anew."""
    return lambda root: retype(paragraph_of(root, "开展孕前"), said)


def test_the_digits_of_an_equation_are_held(desk: Desk) -> None:
    def change(root: etree._Element) -> None:
        paragraph = paragraph_of(root, "开展孕前")
        retype(paragraph, "开展孕前优生服务，服用叶酸")
        math = etree.SubElement(paragraph, "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath")
        inner = etree.SubElement(math, "{http://schemas.openxmlformats.org/officeDocument/2006/math}r")
        etree.SubElement(inner, "{http://schemas.openxmlformats.org/officeDocument/2006/math}t").text = "86"
        paragraph.append(run("人，完成任务72人的118%。"))

    desk.edits(change)
    assert any(line.startswith("「叶酸」打字的是86，数据是85") for line in findings(desk)), desk.said


def test_months_of_a_period_are_one_date_and_a_year_is_no_count(desk: Desk) -> None:
    desk.adds("2015年有1-8月的台账。")
    assert [line.partition("是人写的")[0] for line in findings(desk)] == ["「2015年」", "「1-8月」"]
