"""Styles and lists that a word processor renamed on saving: what today's draft adds still looks and counts as the draft says."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import assert_sound
from merges import parts
from specimens import p, part, r, row, table

from reportgen.base import libreoffice
from reportgen.merge.refresh import refresh
from reportgen.word.package import DOCUMENT, W, parse_part, read_package, write_package
from reportgen.word.text import plain_text

NORMAL = '<w:style w:type="paragraph" w:default="1" w:styleId="{}"><w:name w:val="Normal"/></w:style>'
FIRST = p("人手不足，请上级增加编制。", properties='<w:pStyle w:val="GWBody"/>')
NEW = p("经费不足，", r("请上级拨付", '<w:rStyle w:val="GWRunIn"/>'), properties='<w:pStyle w:val="GWBody"/>')


def style(style_id: str, name: str, kind: str = "paragraph", more: str = "") -> str:
    """Return a style's definition."""
    return f'<w:style w:type="{kind}" w:styleId="{style_id}"><w:name w:val="{name}"/>{more}</w:style>'


def levels(number: int, text: str, kind: str = "decimal") -> str:
    """Return a list's levels: one, numbered as `text` says."""
    level = f'<w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>'
    return f'<w:abstractNum w:abstractNumId="{number}"><w:lvl w:ilvl="0">{level}</w:lvl></w:abstractNum>'


def num(number: int, of: int) -> str:
    """Return a list with some levels."""
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/></w:num>'


def item(text: str, number: int) -> str:
    """Return an item of a list."""
    return p(text, properties=f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>')


def report(body: str, styles: str = "", lists: str = "") -> dict[str, bytes]:
    """Return a report with these styles, without 「Normal」 that of python-docx, and these lists, or no part of them."""
    made = parts(body, {"numbering.xml": part("numbering", lists)} if lists else None)
    return made | ({"word/styles.xml": part("styles", styles)} if styles else {})


DRAFTED = NORMAL.format("Normal") + style("GWBody", "公文正文") + style("GWRunIn", "公文段内正文", "character")


def looks(done: dict[str, bytes], text: str) -> list[str]:
    """Return the names of the styles of the paragraph that begins with a text, and of its runs."""
    root, styles = parse_part(done[DOCUMENT]), parse_part(done["word/styles.xml"])
    named = {one.get(f"{W}styleId"): one.find(f"{W}name").get(f"{W}val") for one in styles.iter(f"{W}style")}
    paragraph = next(
        one for one in root.iter(f"{W}p") if "".join(t.text or "" for t in one.iter(f"{W}t")).startswith(text)
    )
    return [named[one.get(f"{W}val")] for one in paragraph.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")]


# ---- styles ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("body", "within"), [("a7", "a8"), ("Style10", "GWBody"), ("GWRunIn", "GWBody")])
def test_what_is_added_has_the_style_of_its_name_whatever_id_the_word_processor_gave_it(body: str, within: str) -> None:
    """The second and third: an id of ours is another style's there."""
    renamed = NORMAL.format("a") + style(body, "公文正文") + style(within, "公文段内正文", "character")
    theirs = report(FIRST.replace("GWBody", body), renamed)
    done = refresh(report(FIRST, DRAFTED), theirs, report(FIRST + NEW, DRAFTED)).parts
    assert looks(done, "经费不足") == ["公文正文", "公文段内正文"]
    assert done["word/styles.xml"] == theirs["word/styles.xml"]


def test_the_name_of_a_style_is_one_in_capitals_and_small_letters() -> None:
    def headed(name: str) -> str:
        return NORMAL.format("Normal") + style("1" if name == "heading 1" else "Heading1", name)

    head = p("存在的问题", properties='<w:pStyle w:val="Heading1"/>')
    theirs = report(FIRST, headed("heading 1"))
    done = refresh(report(FIRST, headed("Heading 1")), theirs, report(FIRST + head, headed("Heading 1"))).parts
    assert looks(done, "存在的问题") == ["heading 1"]


def test_a_style_that_people_s_document_lost_comes_with_what_needs_it_and_what_it_is_based_on() -> None:
    based = (
        NORMAL.format("Normal")
        + style("Office", "公文")
        + style("GWBody", "公文正文", more='<w:basedOn w:val="Office"/>')
    )
    unused = style("GWNote", "公文附注") + style("GWRunIn", "公文段内正文", "character")
    theirs = report(p("人手不足，请上级增加编制。"), NORMAL.format("a") + style("GWBody", "另一个"))
    done = refresh(report(FIRST, based + unused), theirs, report(FIRST + NEW, based + unused)).parts
    assert looks(done, "经费不足") == ["公文正文", "公文段内正文"]
    names = [one.get(f"{W}val") for one in parse_part(done["word/styles.xml"]).iter(f"{W}name")]
    assert sorted(names) == sorted(["Normal", "另一个", "公文", "公文正文", "公文段内正文"])


def test_a_table_that_is_added_has_its_style_too() -> None:
    styled = table(row("甲", "乙")).replace("<w:tblPr>", '<w:tblPr><w:tblStyle w:val="Grid"/>')
    drafted = NORMAL.format("Normal") + style("Grid", "Table Grid", "table")
    theirs = report(p("一"), NORMAL.format("a") + style("af", "Table Grid", "table"))
    done = refresh(report(p("一"), drafted), theirs, report(p("一") + styled + p("二"), drafted)).parts
    assert [one.get(f"{W}val") for one in parse_part(done[DOCUMENT]).iter(f"{W}tblStyle")] == ["af"]


def test_nothing_is_defined_that_nothing_needs() -> None:
    theirs = report(FIRST.replace("GWBody", "a7"), NORMAL.format("a") + style("a7", "公文正文"))
    assert refresh(report(FIRST, DRAFTED), theirs, report(FIRST, DRAFTED)).parts == theirs


# ---- lists -------------------------------------------------------------------------------------------------------------------

ONE = levels(0, "（%1）") + levels(1, "%1.") + num(1, 0) + num(2, 1)


def numbered(done: dict[str, bytes]) -> list[str]:
    """Return the lines with their numbers."""
    return [line for line in plain_text(done).split("\n") if line]


def test_a_new_item_goes_on_counting_in_the_list_that_has_another_number_there() -> None:
    body, more = item("人手不足", 2) + item("经费不足", 2), item("车辆不足", 2)
    theirs = report(
        body.replace('numId w:val="2"', 'numId w:val="7"'),
        "",
        levels(3, "%1.") + levels(4, "（%1）") + num(7, 3) + num(2, 4),
    )
    done = refresh(report(body, "", ONE), theirs, report(body + more, "", ONE)).parts
    assert numbered(done) == ["1.\t人手不足", "2.\t经费不足", "3.\t车辆不足"]
    assert done["word/numbering.xml"] == theirs["word/numbering.xml"]


def test_a_new_list_does_not_go_on_counting_in_a_list_of_people_s() -> None:
    theirs = report(item("领导加的", 1) + p("完"), "", levels(0, "%1.") + num(1, 0))
    done = refresh(
        report(p("完"), "", ONE), theirs, report(p("完") + item("人手不足", 2) + item("经费不足", 2), "", ONE)
    ).parts
    assert numbered(done) == ["1.\t领导加的", "完", "1.\t人手不足", "2.\t经费不足"]


@pytest.mark.parametrize("lists", ["", levels(0, "%1、", "chineseCounting") + num(1, 0)])
def test_a_list_that_people_s_document_lacks_comes_with_its_items(lists: str, tmp_path: Path) -> None:
    """The first has no part of lists at all."""
    first = item("领导加的", 1) if lists else ""
    new = item("人手不足", 1) + item("经费不足", 1) + item("宣传不够", 2)
    done = refresh(report(p("完"), "", ONE), report(first + p("完"), "", lists), report(p("完") + new, "", ONE)).parts
    assert numbered(done)[-3:] == ["（1）\t人手不足", "（2）\t经费不足", "1.\t宣传不够"]
    assert numbered(done)[:-3] == (["一、\t领导加的", "完"] if lists else ["完"])
    assert_sound(write_package(done), tmp_path)


# ---- a real one --------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_paragraph_that_the_data_add_after_libreoffice_saved_has_its_style(tmp_path: Path) -> None:
    base, ours = report(FIRST, DRAFTED), report(FIRST + NEW, DRAFTED)
    path = tmp_path / "report.docx"
    path.write_bytes(write_package(base))
    try:
        saved = read_package(libreoffice.convert(path, "docx", tmp_path / "saved").read_bytes())
    except libreoffice.NotConverted as error:
        pytest.skip(str(error))
    assert b"GWBody" not in saved[DOCUMENT], "it keeps the ids by now"
    done = refresh(base, saved, ours).parts
    assert looks(done, "经费不足") == ["公文正文", "公文段内正文"]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("heading 1", "标题 1"),
        ("标题1", "Heading 1"),
        ("Title", "标题"),
        ("List Paragraph", "列出段落"),
        ("heading 10", "Heading 10"),  # nobody's built-in style: known by its letters alone
    ],
)
def test_a_built_in_style_is_one_in_english_and_in_chinese(ours: str, theirs: str) -> None:
    new = p("经费不足，请上级拨付。", properties='<w:pStyle w:val="Mine"/>')
    mine, localised = (
        NORMAL.format("Normal") + style("GWBody", "公文正文") + style(one, name)
        for one, name in (("Mine", ours), ("1", theirs))
    )
    done = refresh(report(FIRST, mine), report(FIRST, localised), report(FIRST + new, mine)).parts
    assert looks(done, "经费不足") == [theirs]
    assert done["word/styles.xml"] == report(FIRST, localised)["word/styles.xml"]


def test_a_style_of_the_same_name_but_another_kind_is_another() -> None:
    new = p("经费不足，请上级拨付。", properties='<w:pStyle w:val="Mine"/>')
    mine = NORMAL.format("Normal") + style("GWBody", "公文正文") + style("Mine", "标题 1")
    theirs = NORMAL.format("Normal") + style("GWBody", "公文正文") + style("1", "heading 1", "character")
    done = refresh(report(FIRST, mine), report(FIRST, theirs), report(FIRST + new, mine)).parts
    assert looks(done, "经费不足") == ["标题 1"]
