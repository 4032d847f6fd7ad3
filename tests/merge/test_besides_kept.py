"""A leader's comment, highlight, link or equation at a paragraph that the data take away or rewrite: it stays, moves, or is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import assert_sound
from leader import BODY, OFFICE, POPULATION, Desk, paragraph_of
from lxml import etree
from specimens import p

from reportgen.commands.cli import OK
from reportgen.word.comments import AUTHOR, Comments
from reportgen.word.package import DOCUMENT, W, parse_part, write_package

MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
FLIPPED = p("今年的形势，{% if 死亡 > 50 %}死亡人数较多{% else %}死亡人数不多{% endif %}，请各村继续做好工作。")


@pytest.fixture
def body() -> str:
    """Return a report with a sentence that goes by the data, and a list."""
    return BODY + FLIPPED


def comment(desk: Desk, begins: str) -> None:
    """Comment a paragraph as a leader does."""
    parts = desk.parts
    root = parse_part(parts[DOCUMENT])
    comments = Comments(parts, root)
    content = [one for one in paragraph_of(root, begins) if one.tag != f"{W}pPr"]
    comments.at(content[0], content[-1], "请再斟酌")
    done = comments.parts()
    done["word/comments.xml"] = done["word/comments.xml"].replace(f'"{AUTHOR}"'.encode(), '"书记"'.encode())
    desk.report.write_bytes(write_package(done))


def highlight(paragraph: etree._Element) -> None:
    run = next(paragraph.iter(f"{W}r"))
    face = etree.Element(f"{W}rPr")
    etree.SubElement(face, f"{W}highlight", {f"{W}val": "yellow"})
    run.insert(0, face)


def link(paragraph: etree._Element) -> None:
    run = next(paragraph.iter(f"{W}r"))
    around = etree.Element(f"{W}hyperlink", {f"{W}anchor": "要点"})
    run.addprevious(around)
    around.append(run)


def equation(paragraph: etree._Element) -> None:
    paragraph.append(etree.fromstring(f'<m:oMath xmlns:m="{MATH}"><m:r><m:t>a+b</m:t></m:r></m:oMath>'))


def commented(desk: Desk, author: str = "书记") -> list[str]:
    """Return the words between the begin and the end of each comment of somebody's."""
    parts = desk.parts
    numbers = [one.get(f"{W}id") for one in parse_part(parts["word/comments.xml"]) if one.get(f"{W}author") == author]
    root = parse_part(parts[DOCUMENT])
    found = []
    for number in numbers:
        begun, text = False, ""
        for node in root.iter():
            if node.get(f"{W}id") == number and str(node.tag).endswith("commentRangeStart"):
                begun = True
            if begun and node.tag == f"{W}t":
                text += node.text or ""
            if node.get(f"{W}id") == number and str(node.tag).endswith("commentRangeEnd"):
                begun = False
        assert sum(one.get(f"{W}id") == number for one in root.iter(f"{W}commentReference")) == 1
        found.append(text)
    return found


# ---- taken away --------------------------------------------------------------------------------------------------------------


def test_a_paragraph_that_a_leader_commented_stays_where_the_data_take_it_away(desk: Desk) -> None:
    comment(desk, "经费不足")
    desk.corrects("[人手不足, 经费不足]", "[人手不足]")
    assert desk.runs() == OK
    assert "经费不足" in desk.lines and commented(desk) == ["经费不足"]
    assert desk.comments == ["现在的数据和模板里没有这一段，因为上面有人加的批注，所以留着。"]
    assert "两边都改了  经费不足（现在的报告里没有这一段，上面有人加的批注）" in desk.said
    assert_sound(desk.report.read_bytes(), desk.folder)


@pytest.mark.parametrize(("put", "kind"), [(highlight, "突出显示"), (link, "超链接"), (equation, "公式")])
def test_what_people_put_into_a_paragraph_keeps_it(
    put: Callable[[etree._Element], None], kind: str, desk: Desk
) -> None:
    desk.edits(lambda root: put(paragraph_of(root, "经费不足")))
    desk.corrects("[人手不足, 经费不足]", "[人手不足]")
    assert desk.runs() == OK
    assert any(line.startswith("经费不足") for line in desk.lines)
    assert f"两边都改了  经费不足（现在的报告里没有这一段，上面有人加的{kind}）" in desk.said


def test_a_paragraph_with_our_own_comment_alone_goes(desk: Desk) -> None:
    comment(desk, "经费不足")
    parts = desk.parts
    ours = parts["word/comments.xml"].replace('"书记"'.encode(), f'"{AUTHOR}"'.encode())
    desk.report.write_bytes(write_package({**parts, "word/comments.xml": ours}))
    desk.corrects("[人手不足, 经费不足]", "[人手不足]")
    desk.runs()
    assert "经费不足" not in desk.lines and "删去段落  经费不足" in desk.said


def test_what_word_puts_there_by_itself_does_not_keep_a_paragraph(desk: Desk) -> None:
    def goes_back(root: etree._Element) -> None:
        paragraph = paragraph_of(root, "经费不足")
        paragraph.append(etree.Element(f"{W}bookmarkStart", {f"{W}id": "9", f"{W}name": "_GoBack"}))
        paragraph.append(etree.Element(f"{W}bookmarkEnd", {f"{W}id": "9"}))
        paragraph.append(etree.Element(f"{W}proofErr", {f"{W}type": "spellStart"}))
        paragraph.set(f"{W}rsidR", "00AB12CD")

    desk.edits(goes_back)
    desk.corrects("[人手不足, 经费不足]", "[人手不足]")
    desk.runs()
    assert "经费不足" not in desk.lines and "两边都改了" not in desk.said


def test_a_comment_in_a_table_s_row_that_goes_keeps_the_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    body = BODY.replace(
        p("{{ 负责人 }}"),
        "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='4000'/></w:tblGrid>"
        + "".join(
            f"<w:tr><w:tc><w:tcPr/>{p(text)}</w:tc></w:tr>"
            for text in ("问题", "{%tr for 项 in 存在的问题 %}", "{{ 项 }}的问题", "{%tr endfor %}")
        )
        + "</w:tbl>"
        + p("{{ 负责人 }}"),
    )
    desk = Desk(tmp_path, body, capsys)
    assert desk.runs() == OK, desk.said
    comment(desk, "经费不足的问题")
    desk.corrects("[人手不足, 经费不足]", "[人手不足]")
    desk.runs()
    assert "经费不足的问题" in desk.lines and "经费不足" not in desk.lines
    assert commented(desk) == ["经费不足的问题"]
    assert "经费不足的问题（现在的报告里没有这一段，上面有人加的批注）" in desk.said


def test_an_annex_that_a_leader_commented_is_not_taken_away(desk: Desk) -> None:
    desk.writes(OFFICE.replace("85", "80"), POPULATION, 2017)
    desk.runs("--annex")
    comment(desk, "主要指标对比表")
    assert desk.runs("--no-annex") == OK
    assert "主要指标对比表" in desk.lines and "附件有人改过，所以留着" in desk.said


# ---- rewritten ---------------------------------------------------------------------------------------------------------------

MANY = "今年的形势，死亡人数较多，请各村继续做好工作。"


@pytest.mark.parametrize("inserted", [False, True], ids=["plain", "while changes were tracked"])
def test_a_leader_s_comment_moves_to_what_the_data_write_now(inserted: bool, desk: Desk) -> None:
    comment(desk, "今年的形势")

    def track(root: etree._Element) -> None:
        reference = next(paragraph_of(root, "今年的形势").iter(f"{W}commentReference")).getparent()
        around = etree.Element(f"{W}ins", {f"{W}id": "77", f"{W}author": "书记", f"{W}date": "2018-11-01T08:00:00Z"})
        reference.addprevious(around)
        around.append(reference)

    if inserted:
        desk.edits(track)
    desk.corrects("死亡: 45", "死亡: 54")
    assert desk.runs() == OK
    assert MANY in desk.lines and commented(desk) == [MANY]
    assert f"段落更新  {MANY}（有人加的批注移到新的话上）" in desk.said and "两边都改了" not in desk.said
    assert_sound(desk.report.read_bytes(), desk.folder)
    desk.corrects("死亡: 54", "死亡: 45")
    assert desk.runs() == OK and commented(desk) == [MANY.replace("较多", "不多")]


def test_two_comments_and_a_bookmark_all_find_a_place_at_the_new_words(desk: Desk) -> None:
    comment(desk, "今年的形势")

    def marked(root: etree._Element) -> None:
        paragraph = paragraph_of(root, "今年的形势")
        paragraph.insert(0, etree.Element(f"{W}bookmarkEnd", {f"{W}id": "9"}))
        paragraph.insert(0, etree.Element(f"{W}bookmarkStart", {f"{W}id": "9", f"{W}name": "要点"}))

    desk.edits(marked)
    comment(desk, "今年的形势")
    desk.corrects("死亡: 45", "死亡: 54")
    assert desk.runs() == OK
    assert commented(desk) == [MANY, MANY]
    assert "（有人加的批注、书签移到新的话上）" in desk.said
    root = parse_part(desk.parts[DOCUMENT])
    (start,) = [one for one in root.iter(f"{W}bookmarkStart") if one.get(f"{W}name") == "要点"]
    assert start.getparent() is paragraph_of(root, "今年的形势")
    assert_sound(desk.report.read_bytes(), desk.folder)


def test_as_a_revision_the_comment_spans_the_old_words_and_the_new(desk: Desk) -> None:
    comment(desk, "今年的形势")
    desk.corrects("死亡: 45", "死亡: 54")
    assert desk.runs("--track-changes") == OK
    assert commented(desk) == [MANY]
    assert_sound(desk.report.read_bytes(), desk.folder)


@pytest.mark.parametrize(("put", "kind"), [(highlight, "突出显示"), (link, "超链接"), (equation, "公式")])
def test_what_is_bound_to_the_old_words_keeps_them_and_the_conflict_is_told(
    put: Callable[[etree._Element], None], kind: str, desk: Desk
) -> None:
    desk.edits(lambda root: put(paragraph_of(root, "今年的形势")))
    desk.corrects("死亡: 45", "死亡: 54")
    assert desk.runs() == OK
    assert any(line.startswith(MANY.replace("较多", "不多")) for line in desk.lines)
    assert desk.comments == [f"现在的数据和模板写作：{MANY}"]
    assert f"；有人加的{kind}在上面，没有换）" in desk.said


def test_a_highlighted_number_is_renewed_all_the_same(desk: Desk) -> None:
    desk.edits(lambda root: highlight(paragraph_of(root, "截至")))
    desk.corrects("死亡: 45", "死亡: 46")
    assert desk.runs() == OK
    assert any("死亡46人" in line for line in desk.lines) and "两边都改了" not in desk.said
