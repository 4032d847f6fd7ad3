"""Marks where word processors put them when they save, frames that people put around text, and text that stands in other wrappers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import TEMPLATE, assert_sound
from leader import Desk
from lxml import etree
from specimens import NOTE_ENDS, p, part, r, read_marks, row, table, text_of
from test_refresh import FEW, ONE, SOME, THREE, TWO, lines, mark, merged, parts, tracked

from reportgen.begin.old_report.document import read_document
from reportgen.figures.changes import Kind as Change
from reportgen.merge.refresh import has_marks, refresh
from reportgen.report.documents import compare_documents
from reportgen.word.blocks import printed_in
from reportgen.word.events import Kind
from reportgen.word.package import DOCUMENT, W, parse_part, read_package, write_package
from reportgen.word.resaved import resaved_undone
from reportgen.word.units import units


def around(inside: str, title: str = "", tag: str = "", kind: str = "") -> str:
    """Return a control around blocks, cells or rows; a mark's where `kind` says plain text."""
    names = "".join(f'<w:{name} w:val="{said}"/>' for name, said in (("alias", title), ("tag", tag)) if said)
    return f"<w:sdt><w:sdtPr>{names}{kind}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def lifted(inside: str, title: str) -> str:
    """Return a mark as Word saves it around the paragraph, cell or row in which it was alone."""
    return around(inside, title, title, "<w:text/>")


def cell(inside: str) -> str:
    return f"<w:tc><w:tcPr/>{inside}</w:tc>"


ALONE = p(mark("出生婴儿", "163"))
LEVELS = {
    "paragraph": (ALONE, lifted(p(r("163")), "出生婴儿")),
    "cell": (
        table(row("出生", ALONE)) + p("完"),
        table(f"<w:tr>{cell(p('出生'))}{lifted(cell(p(r('163'))), '出生婴儿')}</w:tr>") + p("完"),
    ),
    "paragraph of a cell": (
        table(row("出生", ALONE)) + p("完"),
        table(f"<w:tr>{cell(p('出生'))}{cell(lifted(p(r('163')), '出生婴儿'))}</w:tr>") + p("完"),
    ),
    "row": (
        table(row(ALONE), row("完")) + p("完"),
        table(lifted(f"<w:tr>{cell(p(r('163')))}</w:tr>", "出生婴儿"), row("完")) + p("完"),
    ),
}
BOX = "<w:r><w:pict><v:textbox xmlns:v='urn:schemas-microsoft-com:vml'><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict></w:r>"
each_level = pytest.mark.parametrize(("base", "theirs"), LEVELS.values(), ids=LEVELS.keys())


@each_level
def test_a_figure_whose_control_word_lifted_is_renewed(base: str, theirs: str, tmp_path: Path) -> None:
    done = merged(base, theirs, base.replace("163", "160"))
    assert done.lines == lines(base.replace("163", "160"))
    assert done.told == [(Kind.FIGURE, "出生婴儿 163 → 160")]
    assert_sound(write_package(done.renewed.parts), tmp_path)


@each_level
def test_a_figure_typed_over_in_a_control_that_word_lifted_stays_and_is_commented(
    base: str, theirs: str, tmp_path: Path
) -> None:
    done = merged(base, theirs.replace("163", "165"), base.replace("163", "160"))
    assert done.lines == lines(base.replace("163", "165"))
    assert done.said == ["人工改为165，数据现为160"]
    assert_sound(write_package(done.renewed.parts), tmp_path)


@each_level
def test_a_lifted_control_alone_is_no_change(base: str, theirs: str) -> None:
    done = refresh(parts(base), parts(theirs), parts(base))
    assert (done.parts, done.events) == (parts(theirs), ())


@each_level
def test_a_lifted_control_is_read_as_a_mark(base: str, theirs: str, tmp_path: Path) -> None:
    saved = parts(theirs)
    assert has_marks(saved, parts(base))
    assert [token.title for unit in units(saved) for token in unit.tokens] == ["出生婴儿"]
    assert [(title, text) for title, text, *_ in read_document(saved).marks] == [("出生婴儿", "163")]
    paths = [tmp_path / "old.docx", tmp_path / "new.docx"]
    for path, one in zip(paths, (parts(base), saved), strict=True):
        path.write_bytes(write_package(one))
    assert [change.kind for change in compare_documents(paths, TEMPLATE).changes] == [Change.SAME]


@pytest.mark.parametrize("where", ["header1.xml", "footer1.xml", "footnotes.xml", "a text box"])
def test_a_lifted_control_is_renewed_in_every_story(where: str) -> None:
    def made(inside: str) -> dict[str, bytes]:
        if where == "a text box":
            return parts(p(BOX.format(inside)))
        note = f'{NOTE_ENDS}<w:footnote w:id="1">{inside}</w:footnote>'
        root = (
            {"h": ("hdr", inside), "f": ("ftr", inside)}[where[0]] if where != "footnotes.xml" else ("footnotes", note)
        )
        return parts(p("正文", '<w:r><w:footnoteReference w:id="1"/></w:r>'), {where: part(*root)})

    done = refresh(made(ALONE), made(LEVELS["paragraph"][1]), made(ALONE.replace("163", "160")))
    name = DOCUMENT if where == "a text box" else f"word/{where}"
    assert [one.text for one in printed_in(parse_part(done.parts[name]))] == ["160"]


def test_a_paragraph_whose_control_word_lifted_follows_a_condition() -> None:
    ours = p(mark("男孩", "80"), "和", mark("女孩", "83"))
    done = merged(ALONE + ONE, LEVELS["paragraph"][1] + ONE, ours + ONE)
    assert done.lines == ["80和83", *lines(ONE)]
    assert [one.title for one in read_marks(done.root)] == ["男孩", "女孩"]


def test_a_control_around_a_paragraph_that_ends_a_table_s_cell_keeps_bookmarks_and_settings() -> None:
    inside = p(
        '<w:bookmarkStart w:id="1" w:name="甲"/>',
        r("163"),
        '<w:bookmarkEnd w:id="1"/>',
        properties='<w:jc w:val="right"/>',
    )
    done = merged(ALONE, lifted(inside, "出生婴儿"), ALONE.replace("163", "160"))
    (paragraph,) = done.root.iter(f"{W}p")
    assert paragraph[0].find(f"{W}jc") is not None and len(list(paragraph.iter(f"{W}bookmarkStart"))) == 1


# ---- people's own frames -----------------------------------------------------------------------------------------------------

FRAMES: dict[str, Callable[[str], str]] = {
    "untitled": lambda inside: around(inside),
    "titled": lambda inside: around(inside, "负责人填写"),
    "plain text": lambda inside: around(inside, "负责人填写", "", "<w:text/>"),
    "custom XML": lambda inside: f'<w:customXml w:element="a">{inside}</w:customXml>',
    "one in another": lambda inside: around(around(inside), "外"),
}
each_frame = pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES.keys())


@each_frame
def test_what_stands_in_people_s_frames_follows_like_other_text(frame: Callable[[str], str], tmp_path: Path) -> None:
    theirs = ONE + frame(FEW) + TWO
    done = merged(ONE + FEW + TWO, theirs, ONE + SOME + TWO)
    assert done.lines == lines(ONE + SOME + TWO)
    assert done.kinds == [Kind.PARAGRAPH]
    (inside,) = [one for one in done.root.iter(f"{W}p") if text_of(one) == lines(SOME)[0]]
    assert inside.getparent() is not done.root[0]
    assert_sound(write_package(done.renewed.parts), tmp_path)


def test_a_typed_paragraph_in_a_person_s_plain_text_frame_is_typed_text() -> None:
    done = merged(ONE + TWO, FRAMES["plain text"](ONE) + TWO, p("改过的一段，与前文完全不同。") + TWO)
    assert "改过的一段，与前文完全不同。" in done.lines


def test_what_we_add_behind_a_frame_stands_behind_it_and_within_it_where_it_goes_on() -> None:
    done = merged(ONE + TWO, around(ONE) + TWO, ONE + THREE + TWO)
    assert done.lines == lines(ONE + THREE + TWO)
    (added,) = [one for one in done.root.iter(f"{W}p") if text_of(one) == lines(THREE)[0]]
    assert added.getparent() is done.root[0]
    within = merged(ONE + TWO, around(ONE + TWO), ONE + THREE + TWO)
    assert within.lines == lines(ONE + THREE + TWO)
    assert len(within.root[0].findall(f"{W}p")) == 0


def test_a_frame_that_would_be_empty_stays_with_its_paragraph_and_is_told(tmp_path: Path) -> None:
    done = merged(ONE + TWO, around(ONE) + TWO, TWO)
    assert done.lines == lines(ONE + TWO) and len(list(done.root.iter(f"{W}sdt"))) == 1
    assert done.kinds == [Kind.CONFLICT] and "内容控件" in done.told[0][1]
    assert_sound(write_package(done.renewed.parts), tmp_path)


def test_a_paragraph_of_several_in_a_frame_goes(tmp_path: Path) -> None:
    done = merged(ONE + TWO + THREE, around(ONE + TWO) + THREE, TWO + THREE)
    assert done.lines == lines(TWO + THREE) and done.kinds == [Kind.REMOVED]
    assert len(list(done.root.iter(f"{W}sdt"))) == 1


ORDERED = [
    p(f"第{n}条：{text}")
    for n, text in enumerate(("人手不足，工作任务重。", "经费不足，宣传不到位。", "台账不全，痕迹不够。"), 1)
]


@pytest.mark.parametrize("date", ["", "2026-11-24T10:00:00Z"], ids=["plainly", "as revisions"])
def test_a_framed_paragraph_moves_with_its_frame_or_its_order_is_told(date: str) -> None:
    one, two, three = ORDERED
    done = merged(one + two + three, one + two + around(three), three + one + two, date)
    (control,) = done.root.iter(f"{W}sdt")
    assert [text_of(one) for one in control.iter(f"{W}p")] == lines(three)
    assert done.kinds == ([Kind.CONFLICT] if date else [Kind.MOVED])
    assert done.lines == lines(one + two + three if date else three + one + two)


def test_a_paragraph_of_several_in_a_frame_does_not_leave_it_and_the_order_is_told() -> None:
    one, two, three = ORDERED
    done = merged(one + two + three, one + around(two + three), three + one + two)
    assert done.lines == lines(one + two + three) and done.kinds == [Kind.CONFLICT]


def test_the_row_of_a_table_that_people_framed_follows() -> None:
    def counted(number: str, *more: str) -> str:
        return table(row("甲村", p(mark("户数·甲村", number, "部分"))), *more) + p("完")

    theirs = (
        counted("2")
        .replace("<w:tr>", "<w:sdt><w:sdtPr/><w:sdtContent><w:tr>")
        .replace("</w:tr>", "</w:tr></w:sdtContent></w:sdt>")
    )
    ours = counted("3", row("乙村", p(mark("户数·乙村", "4", "部分"))))
    done = merged(counted("2"), theirs, ours)
    assert done.lines == lines(ours)


def test_a_row_that_the_data_add_leaves_a_merge_of_rows_that_people_framed_whole() -> None:
    def villages(*names: str, merged: bool = False) -> str:
        made = [
            row("东片" if merged and not number else "", p(mark(f"户数·{name}", "1", "部分")))
            for number, name in enumerate(names)
        ]
        if merged:
            starts = ('<w:vMerge w:val="restart"/>', *["<w:vMerge/>"] * (len(made) - 1))
            made = [
                around(one.replace("<w:tcPr/>", f"<w:tcPr>{start}</w:tcPr>", 1))
                for one, start in zip(made, starts, strict=True)
            ]
        return table(*made) + p("完")

    done = merged(villages("甲村", "丙村"), villages("甲村", "丙村", merged=True), villages("甲村", "乙村", "丙村"))
    assert [one.get(f"{W}val", "continue") for one in done.root.iter(f"{W}vMerge")] == [
        "restart",
        "continue",
        "continue",
    ]


# ---- other wrappers of shown text --------------------------------------------------------------------------------------------

WRAPPERS: dict[str, Callable[[str], str]] = {
    "smart tag": lambda inside: f'<w:smartTag w:element="a">{inside}</w:smartTag>',
    "custom XML": lambda inside: f'<w:customXml w:element="a">{inside}</w:customXml>',
    "bdo": lambda inside: f'<w:bdo w:val="ltr">{inside}</w:bdo>',
    "dir": lambda inside: f'<w:dir w:val="ltr">{inside}</w:dir>',
    "moved here": lambda inside: tracked("moveTo", inside),
    "inserted": lambda inside: tracked("ins", inside),
}


@pytest.mark.parametrize("wrapper", WRAPPERS.values(), ids=WRAPPERS.keys())
def test_text_in_a_wrapper_is_shown_text_and_is_there_once_when_it_follows(wrapper: Callable[[str], str]) -> None:
    inside = FEW.removeprefix("<w:p>").removesuffix("</w:p>")
    for date in ("", "2026-11-24T10:00:00Z"):
        done = merged(FEW, p(wrapper(inside)), SOME, date)
        assert done.lines == lines(SOME)
        assert merged(FEW, p(wrapper(inside)), FEW.replace("163", "160"), date).lines == lines(
            FEW.replace("163", "160")
        )


def test_a_paragraph_moved_with_changes_tracked_is_one_text_renewed() -> None:
    inside = FEW.removeprefix("<w:p>").removesuffix("</w:p>")
    gone, here = (
        p(
            tracked(kind, inside),
            properties=f'<w:rPr><w:{kind} w:id="7{number}" w:author="某人" w:date="2026-11-20T09:00:00Z"/></w:rPr>',
        )
        for number, kind in enumerate(("moveFrom", "moveTo"), 1)
    )
    done = merged(FEW + ONE + TWO, gone + ONE + here + TWO, SOME + ONE + TWO)
    assert done.lines == lines(ONE + SOME + TWO)
    assert done.kinds == [Kind.PARAGRAPH]
    back = [
        one for one in done.root.iter(f"{W}moveTo") if one.getparent() is not None and one.getparent().tag == f"{W}p"
    ]
    assert len(back) == 1, "rejecting the move takes the renewed text away with it"


# ---- through the commands ----------------------------------------------------------------------------------------------------


def lift(root: etree._Element) -> None:
    """Lift every control that is alone in its paragraph or cell, as Word does."""
    for control in list(root.iter(f"{W}sdt")):
        paragraph = control.getparent()
        if (
            paragraph is None
            or paragraph.tag != f"{W}p"
            or [one for one in paragraph if one.tag != f"{W}pPr"] != [control]
        ):
            continue
        held = paragraph.getparent()
        alone = held is not None and held.tag == f"{W}tc" and len(held.findall(f"{W}p")) == 1
        lifted = held if alone else paragraph
        content = control.find(f"{W}sdtContent")
        assert lifted is not None and content is not None
        lifted.addprevious(control)
        paragraph.extend(list(content))
        content.append(lifted)


def test_a_report_saved_by_word_is_verified_renewed_and_published_like_the_draft(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = Desk(tmp_path, capsys=capsys)
    assert desk.runs() == 0
    before = list(printed_in(parse_part(desk.parts[DOCUMENT])))
    desk.edits(lift)
    desk.runs("verify", str(desk.report))
    assert "数据标记少了" not in desk.said
    assert len(list(printed_in(parse_part(resaved_undone(desk.parts)[DOCUMENT])))) == len(before)
    desk.corrects("死亡: 45", "死亡: 46")
    desk.runs()
    assert "打字" not in desk.said and "死亡\t46" in desk.lines
    desk.runs("verify", str(desk.report))
    assert "错误" not in desk.said
    assert read_package(desk.report.read_bytes())[DOCUMENT].count("死亡".encode()) > 0
