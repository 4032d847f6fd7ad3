"""What loops repeat, in a report that people edited, when the data add, drop or move a round: no number is lost or said twice."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from conftest import assert_sound
from leader import Desk, paragraph_of, retype
from lxml import etree
from specimens import NOTE_ENDS, Mark, p, package, part, read_marks, row, table

from reportgen.commands.cli import OK
from reportgen.word.blocks import printed_in, visible_text
from reportgen.word.package import DOCUMENT, W, parse_part

EACH_VILLAGE = "{%p for 村 in 总人口 | 按('村（社区）') %}"
MORE = "丙村,农业,500\n丙村,非农业,30\n"
LISTS = (
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
)
LISTED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
Office = Callable[..., Desk]


@pytest.fixture
def drafted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    """Return what drafts the small office's report with this in its middle, between a paragraph before and one behind."""

    def made(body: str, others: Mapping[str, bytes] | None = None) -> Desk:
        desk = Desk(tmp_path, p("{{ 街道 }}情况") + body + p("特此报告。"), capsys, others)
        assert desk.runs() == OK, desk.said
        return desk

    return made


def add_a_village(desk: Desk) -> None:
    """Write 丙村's rows at the end of the table of data."""
    path = desk.year / "population.csv"
    path.write_text(path.read_text(encoding="utf-8") + MORE, encoding="utf-8")


def rebuilt(desk: Desk) -> Desk:
    """Build again; fails where the report isn't sound or a number of it isn't so."""
    assert desk.runs() == OK, desk.said
    assert_sound(desk.report.read_bytes(), desk.folder)
    return desk


def numbered(desk: Desk) -> list[str]:
    """Return the report's lines without the blank behind a number."""
    return [line.replace("\t", "").replace(" ", "") for line in desk.lines]


def marks(desk: Desk) -> list[tuple[str, str]]:
    """Return title and text of each mark of the body."""
    found: list[Mark] = read_marks(parse_part(desk.parts[DOCUMENT]))
    return [(one.title, one.text) for one in found]


def holds(desk: Desk) -> bool:
    """Return whether `verify` finds every figure of the report right."""
    return desk.runs("verify", str(desk.report)) == OK


def test_a_table_for_each_village_comes_with_a_new_village_and_stands_apart(drafted: Office) -> None:
    each = p(EACH_VILLAGE) + table(row("{{ 村.名称 }}", "{{ 村 }}人")) + p("{%p endfor %}")
    desk = drafted(each)
    desk.retypes("特此报告", "特此报告，请审阅。")
    add_a_village(desk)
    rebuilt(desk)
    assert marks(desk) == [("总人口·甲村", "7142"), ("总人口·乙村", "8000"), ("总人口·丙村", "530")]
    body = parse_part(desk.parts[DOCUMENT])[0]
    assert [str(one.tag).removeprefix(W) for one in body][:7] == ["p", "tbl", "p", "tbl", "p", "tbl", "p"]
    assert desk.lines[-1] == "特此报告，请审阅。"
    assert holds(desk), desk.said


def test_a_table_of_a_village_that_is_gone_goes_where_people_left_it(drafted: Office) -> None:
    each = p(EACH_VILLAGE) + table(row("{{ 村.名称 }}", "{{ 村 }}人")) + p("{%p endfor %}")
    desk = drafted(each)
    desk.retypes("特此报告", "特此报告，请审阅。")
    desk.corrects("乙村,农业,8000\n乙村,非农业,0\n", "", "population.csv")
    rebuilt(desk)
    assert marks(desk) == [("总人口·甲村", "7142")]
    assert holds(desk), desk.said


def test_rows_that_a_loop_adds_go_on_in_a_cell_merged_down(drafted: Office) -> None:
    def cell(text: str, merge: str = "") -> str:
        return f"<w:tc><w:tcPr>{merge}</w:tcPr>{p(text)}</w:tc>"

    goes_on = "<w:vMerge/>"
    rows = (
        ("各村", '<w:vMerge w:val="restart"/>', "人口"),
        ("", goes_on, "{%tr for 村 in 总人口 | 按('村（社区）') %}"),
        ("", goes_on, "{{ 村.名称 }}{{ 村 }}"),
        ("", goes_on, "{%tr endfor %}"),
    )
    desk = drafted(table(*(f"<w:tr>{cell(one, merge)}{cell(other)}</w:tr>" for one, merge, other in rows)))
    desk.retypes("特此报告", "特此报告，请审阅。")
    add_a_village(desk)
    rebuilt(desk)
    assert marks(desk) == [("总人口·甲村", "7142"), ("总人口·乙村", "8000"), ("总人口·丙村", "530")]
    merges = parse_part(desk.parts[DOCUMENT]).iter(f"{W}vMerge")
    assert [one.get(f"{W}val", "continue") for one in merges] == ["restart", "continue", "continue", "continue"]
    assert holds(desk), desk.said


@pytest.mark.parametrize("rows", ["after", "before"])
def test_the_list_of_a_new_round_begins_at_one_and_the_others_stay_as_they_are(drafted: Office, rows: str) -> None:
    items = p("人口{{ 村 }}人；", properties=LISTED) + p("按月上报。", properties=LISTED)
    body = p(EACH_VILLAGE) + p("{{ 村.名称 }}：") + items + p("{%p endfor %}")
    desk = drafted(body, {"numbering.xml": part("numbering", LISTS)})
    desk.retypes("特此报告", "特此报告，请审阅。")
    if rows == "after":
        add_a_village(desk)
    else:
        desk.corrects("甲村,农业,7000", f"{MORE}甲村,农业,7000", "population.csv")
    rebuilt(desk)
    old = ["甲村：", "1.人口7142人；", "2.按月上报。", "乙村：", "1.人口8000人；", "2.按月上报。"]
    new = ["丙村：", "1.人口530人；", "2.按月上报。"]
    said = [*old, *new] if rows == "after" else [*new, *old]
    assert numbered(desk) == ["八街街道情况", *said, "特此报告，请审阅。"]
    assert holds(desk), desk.said


SORTED = (
    "{%tr for 村 in 总人口 | 按('村（社区）') | 排序('-数') %}",
    "{{ 村.名称 }}",
    "{%tr endfor %}",
)


def test_rows_in_an_order_follow_it_when_a_correction_turns_it(drafted: Office) -> None:
    head, name, end = SORTED
    desk = drafted(table(row("村", "人口"), row(head, ""), row(name, "{{ 村 }}"), row(end, "")))
    desk.retypes("特此报告", "特此报告，请审阅。")
    assert marks(desk) == [("总人口·乙村", "8000"), ("总人口·甲村", "7142")]
    desk.corrects("甲村,农业,7000", "甲村,农业,9000", "population.csv")
    add_a_village(desk)
    rebuilt(desk)
    assert marks(desk) == [("总人口·甲村", "9142"), ("总人口·乙村", "8000"), ("总人口·丙村", "530")]
    assert desk.lines[-1] == "特此报告，请审阅。"
    assert holds(desk), desk.said


def test_an_order_that_people_changed_is_told_and_every_number_renewed(drafted: Office) -> None:
    head, name, end = SORTED
    desk = drafted(table(row("村", "人口"), row(head, ""), row(name, "{{ 村 }}"), row(end, "")))
    add_a_village(desk)
    rebuilt(desk)

    def turn(root: etree._Element) -> None:
        rows = list(root.iter(f"{W}tr"))
        rows[1].addprevious(rows[3])

    desk.edits(turn)
    desk.corrects("甲村,农业,7000", "甲村,农业,9000", "population.csv")
    rebuilt(desk)
    assert sorted(marks(desk)) == [("总人口·丙村", "530"), ("总人口·乙村", "8000"), ("总人口·甲村", "9142")]
    assert holds(desk), desk.said


INNER = "{% for 类 in 村 | 按('户口') %}{{ 类.名称 }}{{ 类 }}人{% if not loop.last %}、{% endif %}{% endfor %}。"


def test_parts_of_parts_are_renewed_where_people_left_them_and_rewrote_the_words_around(drafted: Office) -> None:
    desk = drafted(p(EACH_VILLAGE) + p("{{ 村.名称 }}共{{ 村 }}人，其中" + INNER) + p("{%p endfor %}"))

    def rewrite(root: etree._Element) -> None:
        for node in root.iter(f"{W}t"):
            node.text = (node.text or "").replace("人，其中", "人（分户口看：")

    desk.edits(rewrite)
    desk.corrects("甲村,非农业,142", "甲村,非农业,150", "population.csv")
    add_a_village(desk)
    rebuilt(desk)
    assert marks(desk) == [
        ("总人口·甲村", "7150"),
        ("总人口·甲村·农业", "7000"),
        ("总人口·甲村·非农业", "150"),
        ("总人口·乙村", "8000"),
        ("总人口·乙村·农业", "8000"),
        ("总人口·乙村·非农业", "0"),
        ("总人口·丙村", "530"),
        ("总人口·丙村·农业", "500"),
        ("总人口·丙村·非农业", "30"),
    ]
    assert desk.lines[1] == "甲村共7150人（分户口看：农业7000人、非农业150人。"
    assert holds(desk), desk.said


def test_a_part_of_a_part_that_no_draft_prints_any_more_is_renewed_and_held(drafted: Office) -> None:
    desk = drafted(p(EACH_VILLAGE) + p("{{ 村.名称 }}共{{ 村 }}人，其中" + INNER) + p("{%p endfor %}"))
    desk.edits(lambda root: root[0].insert(0, copy.deepcopy(paragraph_of(root, "甲村共"))))
    body = p("{{ 街道 }}情况") + p("总人口{{ 总人口 }}人。") + p("特此报告。")
    (desk.template / "report.docx").write_bytes(package(body))
    desk.corrects("甲村,非农业,142", "甲村,非农业,150", "population.csv")
    rebuilt(desk)
    assert ("总人口·甲村·非农业", "150") in marks(desk) and ("总人口·甲村·非农业", "142") not in marks(desk)
    desk.runs("verify", str(desk.report))
    assert "错误" not in desk.said  # that its words are out of date is told
    desk.edits(lambda root: retype_mark(root, "总人口·甲村·非农业", "151"))
    assert not holds(desk) and "150" in desk.said


def retype_mark(root: etree._Element, title: str, text: str) -> None:
    """Type another number into a mark."""
    mark = next(one for one in printed_in(root) if one.title == title)
    next(mark.control.iter(f"{W}t")).text = text


OVER = "村 in 总人口 | 按('村（社区）')"
GRID = table(
    row("指标", f"{{%tc for {OVER} %}}", "{{ 村.名称 }}", "{%tc endfor %}"),
    row("人口", f"{{%tc for {OVER} %}}", "{{ 村 }}", "{%tc endfor %}"),
)


BY_ROWS = table(
    row("村", "人口"), row(f"{{%tr for {OVER} %}}", ""), row("{{ 村.名称 }}", "{{ 村 }}"), row("{%tr endfor %}", "")
)
BY_PARAGRAPHS = p(EACH_VILLAGE) + p("{{ 村.名称 }}{{ 村 }}人。") + p("{%p endfor %}")
PARTS_GONE = (
    "「总人口·{0}」写的是{1}，今年的数据里没有{0}，这个数没有核对、以后也不会更新。请从报告里删去这一处，或核对数据。"
)


@pytest.mark.parametrize(("village", "number"), [("甲村", "7142"), ("乙村", "8000")])
@pytest.mark.parametrize("body", [GRID, BY_ROWS, BY_PARAGRAPHS])
def test_a_village_that_is_gone_and_stays_where_people_wrote_beside_it_is_told_by_verify_too(
    drafted: Office, body: str, village: str, number: str
) -> None:
    desk = drafted(body)
    add_a_village(desk)
    rebuilt(desk)
    desk.edits(lambda root: _rename(root, village))
    path = desk.year / "population.csv"
    kept = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith(village)]
    path.write_text("\n".join(kept), encoding="utf-8")
    assert desk.runs() == OK, desk.said
    told = PARTS_GONE.format(village, number)
    assert f"总人口·{village}" in dict(marks(desk)) and told in desk.said
    desk.runs("verify", str(desk.report))
    assert f"提醒  报告.docx「总人口·{village}」：{told}" in desk.said
    assert desk.said.count("总人口·") == 3, (
        desk.said
    )  # place, message and what would accept it: nothing else is said of it
    desk.corrects(
        "死亡: 45\n", f"死亡: 45\naccepted: [{{issue: 核对：今年的数据里没有总人口·{village}, reason: 并入外街道}}]\n"
    )
    assert desk.runs("verify", str(desk.report)) == OK
    assert "已认可" in desk.said or "并入外街道" in desk.said


def _rename(root: etree._Element, village: str) -> None:
    """Write a word behind a village's name, which is typed text."""
    said = next(one for one in root.iter(f"{W}t") if village in (one.text or ""))
    said.text = (said.text or "").replace(village, f"{village}（旧）")


def test_a_village_that_the_data_still_have_is_none_that_is_gone(drafted: Office) -> None:
    desk = drafted(GRID)
    desk.edits(lambda root: _rename(root, "甲村"))
    path = desk.year / "population.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("7000", "").replace("142", ""), encoding="utf-8")
    desk.runs()
    desk.runs("verify", str(desk.report))
    assert "今年的数据里没有" not in desk.said


def test_a_new_village_s_column_comes_into_a_table_that_people_left_alone(drafted: Office) -> None:
    desk = drafted(GRID)
    desk.retypes("特此报告", "特此报告，请审阅。")
    desk.corrects("甲村,非农业,142", "甲村,非农业,150", "population.csv")
    rebuilt(desk)
    assert marks(desk) == [("总人口·甲村", "7150"), ("总人口·乙村", "8000")]
    add_a_village(desk)
    rebuilt(desk)
    assert marks(desk) == [("总人口·甲村", "7150"), ("总人口·乙村", "8000"), ("总人口·丙村", "530")]
    assert desk.lines[1:3] == ["指标\t甲村\t乙村\t丙村", "人口\t7150\t8000\t530"]
    assert holds(desk), desk.said


def test_a_new_village_s_column_is_told_where_people_wrote_in_the_table_and_its_figures_are_renewed(
    drafted: Office,
) -> None:
    desk = drafted(GRID)
    desk.edits(lambda root: retype(paragraph_of(root, "指标"), "项目"))
    desk.corrects("甲村,非农业,142", "甲村,非农业,150", "population.csv")
    add_a_village(desk)
    rebuilt(desk)
    assert marks(desk) == [("总人口·甲村", "7150"), ("总人口·乙村", "8000")]
    assert desk.lines[1:3] == ["项目\t甲村\t乙村", "人口\t7150\t8000"]
    assert any("丙村" in comment and "530" in comment for comment in desk.comments)


@pytest.mark.parametrize(
    ("old", "new"),
    [("甲村", "甲村（试点）"), ("7142", "7142（含迁入）"), ("7142", "7200")],
    ids=["a head", "words at a number", "a number"],
)
def test_what_people_wrote_in_a_column_stays_in_it_where_the_data_put_the_columns_otherwise(
    drafted: Office, old: str, new: str
) -> None:
    desk = drafted(GRID)
    add_a_village(desk)
    rebuilt(desk)
    desk.edits(lambda root: retype(next(one for one in root.iter(f"{W}p") if visible_text(one) == old), new))
    path = desk.year / "population.csv"
    head, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(head + "".join([*rows[4:], *rows[2:4], *rows[:2]]), encoding="utf-8")
    desk.corrects("乙村,非农业,0", "乙村,非农业,9", "population.csv")
    rebuilt(desk)
    lines = [line.replace(new, old) for line in desk.lines[1:3]]
    assert lines == ["指标\t甲村\t乙村\t丙村", "人口\t7142\t8009\t530"] and new in "".join(desk.lines)
    assert any("丙村" in comment and "甲村" in comment for comment in desk.comments)
    desk.runs("verify", str(desk.report))
    assert "应为530" not in desk.said and "应为8009" not in desk.said


def test_what_people_wrote_in_a_column_that_keeps_its_place_leaves_the_others_to_the_data(drafted: Office) -> None:
    desk = drafted(GRID)
    add_a_village(desk)
    rebuilt(desk)
    desk.edits(lambda root: retype(paragraph_of(root, "甲村"), "甲村（试点）"))
    path = desk.year / "population.csv"
    head, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(head + "".join([*rows[:2], *rows[4:], *rows[2:4]]), encoding="utf-8")
    rebuilt(desk)
    assert desk.lines[1:3] == ["指标\t甲村（试点）\t丙村\t乙村", "人口\t7142\t530\t8000"]


def test_a_village_s_column_goes_with_it(drafted: Office) -> None:
    desk = drafted(GRID)
    desk.retypes("特此报告", "特此报告，请审阅。")
    desk.corrects("乙村,农业,8000\n乙村,非农业,0\n", "", "population.csv")
    rebuilt(desk)
    assert marks(desk) == [("总人口·甲村", "7142")]
    assert holds(desk), desk.said


def test_rows_that_come_into_a_merged_cell_say_its_figure_no_second_time(drafted: Office) -> None:
    desk = drafted(
        table(
            row(f"{{%tr for {OVER} %}}", "", ""),
            row("{%tr for 类 in 村 | 按('户口') %}", "", ""),
            row("{% vm %}{{ 村.名称 }}{{ 村 }}", "{{ 类.名称 }}", "{{ 类 }}"),
            row("{%tr endfor %}", "", ""),
            row("{%tr endfor %}", "", ""),
        )
    )
    desk.retypes("特此报告", "特此报告，请审阅。")
    add_a_village(desk)
    desk.corrects("甲村,非农业,142", "甲村,非农业,150", "population.csv")
    rebuilt(desk)
    titles = [title for title, _ in marks(desk)]
    assert sorted(titles) == sorted(set(titles)) and len(titles) == 9
    assert ("总人口·甲村", "7150") in marks(desk) and ("总人口·丙村·非农业", "30") in marks(desk)
    merges = [one.get(f"{W}val", "continue") for one in parse_part(desk.parts[DOCUMENT]).iter(f"{W}vMerge")]
    assert merges == ["restart", "continue"] * 3
    assert holds(desk), desk.said


def test_a_new_round_with_a_note_is_told_and_the_figures_of_the_other_notes_are_renewed(drafted: Office) -> None:
    sign = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    note = f'<w:footnote w:id="1">{p("{{ 村.名称 }}{{ 村 }}人")}</w:footnote>'
    body = p(EACH_VILLAGE) + p("{{ 村.名称 }}{{ 村 }}人，见注", sign) + p("{%p endfor %}")
    desk = drafted(body, {"footnotes.xml": part("footnotes", NOTE_ENDS + note)})
    desk.retypes("特此报告", "特此报告，请审阅。")
    desk.corrects("甲村,非农业,142", "甲村,非农业,150", "population.csv")
    add_a_village(desk)
    rebuilt(desk)
    found = read_marks(parse_part(desk.parts["word/footnotes.xml"]))
    assert [(one.title, one.text) for one in found] == [("总人口·甲村", "7150"), ("总人口·乙村", "8000")]
    assert "新的一段带图片、链接或脚注，请自己加上：丙村530人，见注" in desk.said


def test_a_note_goes_with_the_paragraph_of_its_village(drafted: Office) -> None:
    sign = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    note = f'<w:footnote w:id="1">{p("{{ 村.名称 }}另有{{ 村 }}人")}</w:footnote>'
    body = p("总人口{{ 总人口 }}人。") + p(EACH_VILLAGE) + p("{{ 村.名称 }}见注", sign) + p("{%p endfor %}")
    desk = drafted(body, {"footnotes.xml": part("footnotes", NOTE_ENDS + note)})
    desk.retypes("特此报告", "特此报告，请审阅。")
    desk.corrects("甲村,农业,7000\n甲村,非农业,142\n", "", "population.csv")
    rebuilt(desk)
    assert desk.lines[1:] == ["总人口8000人。", "乙村见注", "特此报告，请审阅。", "", "乙村另有8000人"]
    assert "甲村" not in desk.parts["word/footnotes.xml"].decode()
    assert holds(desk), desk.said


def test_a_paragraph_that_signs_joined_is_renewed_as_one(drafted: Office) -> None:
    desk = drafted(
        "".join(
            map(p, ("全年死亡{{ 死亡 }}人，", "{%- if 死亡 > 50 -%}", "较多", "{%- else -%}", "不多", "{%- endif %}。"))
        )
    )
    desk.retypes("特此报告", "特此报告，请审阅。")
    assert desk.lines[1] == "全年死亡45人，不多。"
    desk.corrects("死亡: 45", "死亡: 60")
    rebuilt(desk)
    assert desk.lines[1:] == ["全年死亡60人，较多。", "特此报告，请审阅。"]
    assert holds(desk), desk.said
