"""Villages printed by the size of their numbers: the printed neighbours of a masked number mustn't leave too few that it may be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from drawn import chart_xml, drawing, key, with_charts
from leader import Desk
from lxml import etree
from specimens import p, package, row, table

from reportgen.base import libreoffice
from reportgen.commands.cli import ERRORS_STAND, OK
from reportgen.word.package import W

CATALOGUE = """
any_table: {村（社区）: ''}
office:
  title: 单位
  tables:
    families: {户数: 户, 亩数: {unit: 亩, digits: 1}}
  texts: {街道: 文字}
  特殊家庭: {sum: 户数, sensitive: true}
  面积: {sum: 亩数, sensitive: true}
"""
TWO_MASKED = "  特殊家庭·甲村: {text: 若干, reason: 户数太少}\n  特殊家庭·丁村: {text: 若干, reason: 一减就知道}\n"
FIRST_MASKED = "  特殊家庭·甲村: {text: 若干, reason: 户数太少}\n"
FAMILIES = "村（社区）,户数,亩数\n甲村,{},11.5\n乙村,{},12\n丙村,{},13\n丁村,{},14\n"
PARTS = "特殊家庭 | 按('村（社区）')"
IN_A_SENTENCE = p("其中{{% for 村 in {} %}}{{{{ 村.名称 }}}}{{{{ 村 }}}}户，{{% endfor %}}各有帮扶人。")
IN_PARAGRAPHS = p("{{%p for 村 in {} %}}") + p("{{{{ 村.名称 }}}}{{{{ 村 }}}}户。") + p("{{%p endfor %}}")
IN_ROWS = table(
    row("{{%tr for 村 in {} %}}", ""), row("{{{{ 村.名称 }}}}", "{{{{ 村 }}}}"), row("{{%tr endfor %}}", "")
)
IN_A_CHART = p(drawing(key(1), "各村：{{{{ {} }}}}"))
EVERYWHERE = pytest.mark.parametrize("place", [IN_A_SENTENCE, IN_PARAGRAPHS, IN_ROWS, IN_A_CHART])

Office = Callable[..., Desk]


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Office:
    """Return what makes the office of four villages with so many special families, whose report prints them so."""
    monkeypatch.setattr(libreoffice, "program", lambda: None)

    def made(body: str, numbers: tuple[int, ...], masked: str = TWO_MASKED, accepted: str = "") -> Desk:
        desk = Desk(tmp_path, capsys=capsys)
        (desk.year / "population.csv").unlink(missing_ok=True)
        desk.writes(f"街道: 八街街道\npublic:\n{masked}{accepted}")
        (desk.year / "families.csv").write_text(FAMILIES.format(*numbers), encoding="utf-8")
        (desk.template / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
        whole = p("{{ 街道 }}工作报告") + body + p("特此报告。")
        charted = key(1) in body
        (desk.template / "report.docx").write_bytes(with_charts(whole, chart_xml()) if charted else package(whole))
        return desk

    return made


@EVERYWHERE
def test_neighbours_that_leave_two_numbers_are_an_error(office: Office, place: str) -> None:
    desk = office(place.format(f"{PARTS} | 排序('-数')"), (60, 61, 83, 5), FIRST_MASKED)
    assert desk.runs("--final") == OK, desk.said  # 甲村 is one of 5 to 61
    desk = office(place.format(f"{PARTS} | 排序('-数')"), (60, 61, 83, 59), FIRST_MASKED)
    assert desk.runs("--fresh", "--final") == ERRORS_STAND
    assert (
        "报告.docx「特殊家庭·甲村」：「特殊家庭·甲村」换掉了，可是「特殊家庭」从多到少印着，前面是乙村61户，后面是丁村59户，"
        "只可能是3个数里的一个。请换一种顺序印（照表里的先后，或按名称），或者在 public 里把前后的也换掉。"
    ) in desk.said


@EVERYWHERE
def test_the_table_s_own_order_tells_nothing(office: Office, place: str) -> None:
    desk = office(place.format(PARTS), (60, 61, 62, 63), TWO_MASKED)
    assert desk.runs("--final") == OK, desk.said


def test_an_order_by_name_tells_nothing(office: Office) -> None:
    body = IN_ROWS.format(f"{PARTS} | 排序('名称')")  # 丙、丁、甲、乙
    desk = office(body, (61, 60, 63, 62), FIRST_MASKED)
    assert desk.runs("--final") == OK, desk.said


def test_the_least_first_is_told_as_it_is_printed(office: Office) -> None:
    desk = office(IN_ROWS.format(f"{PARTS} | 排序('数')"), (61, 62, 60, 5), FIRST_MASKED)
    assert desk.runs("--final") == ERRORS_STAND
    assert "「特殊家庭」从少到多印着，前面是丙村60户，后面是乙村62户，只可能是3个数里的一个。" in desk.said


def test_five_numbers_are_enough_and_four_are_not(office: Office) -> None:
    body = IN_ROWS.format(f"{PARTS} | 排序('-数')")
    desk = office(body, (60, 62, 83, 58), FIRST_MASKED)  # 58 to 62, as neighbours may have as many
    assert desk.runs("--final") == OK, desk.said
    desk = office(body, (60, 61, 83, 58), FIRST_MASKED)
    assert desk.runs("--fresh", "--final") == ERRORS_STAND
    assert "只可能是4个数里的一个" in desk.said


def test_neighbours_that_have_as_many_leave_one_number(office: Office) -> None:
    desk = office(
        IN_ROWS.format(f"{PARTS} | 排序('-数')"), (60, 83, 60, 60), "  特殊家庭·丙村: {text: 若干, reason: 太少}\n"
    )
    assert desk.runs("--final") == ERRORS_STAND
    assert "前面是甲村60户，后面是丁村60户，一看就知道。" in desk.said


def test_the_last_is_at_least_one_and_at_most_its_neighbour(office: Office) -> None:
    accepted = "accepted: [{issue: 小数目：特殊家庭, reason: 同意公开}]\n"
    body = IN_ROWS.format(f"{PARTS} | 排序('-数')")
    desk = office(body, (3, 61, 72, 5), FIRST_MASKED, accepted)  # 1 to 5
    assert desk.runs("--final") == OK, desk.said
    desk = office(body, (3, 61, 72, 4), FIRST_MASKED, accepted)
    assert desk.runs("--fresh", "--final") == ERRORS_STAND
    assert "从多到少印着，前面是丁村4户，只可能是4个数里的一个。" in desk.said


def test_the_first_may_be_any_number_from_its_neighbour_on(office: Office) -> None:
    body = IN_ROWS.format(f"{PARTS} | 排序('-数')")
    desk = office(body, (83, 5, 72, 82), FIRST_MASKED)
    assert desk.runs("--final") == OK, desk.said


def test_two_masked_side_by_side_stand_between_the_same_neighbours(office: Office) -> None:
    body = IN_ROWS.format(f"{PARTS} | 排序('-数')")
    desk = office(body, (62, 60, 83, 61), TWO_MASKED)  # 甲 and 丁 are of 60 to 83
    assert desk.runs("--final") == OK, desk.said
    desk = office(body, (62, 60, 63, 61), TWO_MASKED)
    assert desk.runs("--fresh", "--final") == ERRORS_STAND
    assert "「特殊家庭·甲村、特殊家庭·丁村」换掉了，可是" in desk.said
    assert "前面是丙村63户，后面是乙村60户，只可能是4个数里的一个。" in desk.said


def test_a_printed_total_narrows_what_two_masked_numbers_may_be(office: Office) -> None:
    body = IN_ROWS.format(f"{PARTS} | 排序('-数')")
    total = p("全街道特殊家庭{{ 特殊家庭 }}户。")
    desk = office(body, (3, 61, 72, 6), TWO_MASKED)  # of 1 to 61 each
    assert desk.runs("--final") == OK, desk.said
    desk = office(body + total, (3, 61, 72, 6), TWO_MASKED)  # 9 together: 5 to 8 and 1 to 4
    assert desk.runs("--fresh", "--final") == ERRORS_STAND
    assert "从多到少印着，前面是乙村61户，合计也印着，只可能是4个数里的一个。" in desk.said
    desk = office(body + total, (3, 61, 72, 60), TWO_MASKED)  # 63 together: 32 to 61 and 2 to 31
    assert desk.runs("--fresh", "--final") == OK, desk.said


def test_a_total_tells_nothing_where_another_masked_number_stands_elsewhere(office: Office) -> None:
    big = table(
        row(f"{{%tr for 村 in {PARTS} | 排序('-数') %}}", ""),
        row("{%tr if 村 > 10 %}", ""),
        row("{{ 村.名称 }}", "{{ 村 }}"),
        row("{%tr endif %}", ""),
        row("{%tr endfor %}", ""),
    )
    total = p("全街道特殊家庭{{ 特殊家庭 }}户。")
    desk = office(
        big + IN_A_SENTENCE.format(PARTS) + total, (3, 16, 20, 30), TWO_MASKED.replace("丁", "丙")
    )  # of 16 to 30
    assert desk.runs("--final") == OK, desk.said


def test_an_order_by_another_figure_gives_away_that_figure(office: Office) -> None:
    rows = table(
        row("{%tr for 村 in 面积 | 按('村（社区）') | 排序('-特殊家庭') %}", ""),
        row("{{ 村.名称 }}", "{{ 特殊家庭 | 在(村) }}"),
        row("{%tr endfor %}", ""),
    )
    desk = office(rows, (60, 61, 83, 59), FIRST_MASKED)
    assert desk.runs("--final") == ERRORS_STAND
    assert "前面是乙村61户，后面是丁村59户，只可能是3个数里的一个。" in desk.said


def test_decimals_are_counted_as_they_are_printed(office: Office) -> None:
    body = IN_ROWS.format("面积 | 按('村（社区）') | 排序('-数')")  # 丁、丙、乙、甲
    desk = office(body, (60, 61, 83, 59), "  面积·乙村: {text: 若干, reason: 太少}\n")
    desk.corrects("甲村,60,11.5", "甲村,60,12.6", "families.csv")
    desk.corrects("乙村,61,12", "乙村,61,12.8", "families.csv")  # 12.6 to 13.0
    assert desk.runs("--final") == OK, desk.said
    desk.corrects("甲村,60,12.6", "甲村,60,12.7", "families.csv")
    assert desk.runs("--final") == ERRORS_STAND
    assert "前面是丙村13.0亩，后面是甲村12.7亩，只可能是4个数里的一个。" in desk.said


def test_rows_that_people_sorted_by_hand_give_away_as_much(office: Office) -> None:
    desk = office(IN_ROWS.format(PARTS), (60, 61, 83, 59), FIRST_MASKED)
    assert desk.runs("--final") == OK, desk.said

    def sorted_by_hand(root: etree._Element) -> None:
        rows = list(root.iter(f"{W}tr"))
        for at in (2, 1, 0, 3):  # 丙、乙、甲、丁
            rows[at].getparent().append(rows[at])

    desk.edits(sorted_by_hand)
    assert desk.runs("--final") == ERRORS_STAND
    assert "前面是乙村61户，后面是丁村59户，只可能是3个数里的一个。" in desk.said


def test_each_place_is_told_by_itself_and_one_cause_once(office: Office) -> None:
    ordered = f"{PARTS} | 排序('-数')"
    body = IN_A_SENTENCE.format(PARTS) + IN_ROWS.format(ordered) + IN_A_SENTENCE.format(ordered)
    desk = office(body, (60, 61, 83, 59), FIRST_MASKED)
    assert desk.runs("--final") == ERRORS_STAND
    assert desk.said.count("只可能是") == 1
