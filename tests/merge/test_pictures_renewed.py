"""A picture of the data is renewed in people's document like a number: today's where they left it, theirs where they put their own, and told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Office, assert_sound
from leader import OFFICE, Desk
from lxml import etree
from photographs import jpeg, png
from pictured import BODY, CM, PHOTOGRAPH, desk, shown
from specimens import p, part, r

from reportgen.commands.cli import ERRORS_STAND, OK
from reportgen.word.package import DOCUMENT, W, parse_part, read_package, write_package
from reportgen.word.pictures import pictures_in
from reportgen.word.relations import stories

OLD, NEW, THEIRS = png(120, 90), png(100, 100, (1, 1, 200)), png(30, 30, (9, 9, 9))
LEFT = "图「印章」换成今天的"


@pytest.fixture
def small(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """Return the small office with a report that somebody has written a paragraph into."""
    made = desk(tmp_path, BODY, {"header1.xml": part("hdr", p("{{ 印章 }}"))})
    made.capsys = capsys
    assert made.runs() == OK, made.said
    made.adds("领导写的一段。")
    return made


def seals(made: Desk, story: str = DOCUMENT) -> list[bytes]:
    """Return the files of the seals in a story of the report."""
    parts = made.parts
    return [parts[one.part] for one in shown(made, story) if one.name == "印章"]


def in_seal(change: Callable[[etree._Element], None]) -> Callable[[etree._Element], None]:
    """Return what changes the seal's drawing in a document."""

    def changed(root: etree._Element) -> None:
        change(list(root.iter(f"{W}drawing"))[-1])

    return changed


def new_seal(made: Desk) -> None:
    (made.year / "印章.png").write_bytes(NEW)


def replaces(made: Desk, data: bytes = THEIRS) -> None:
    """Put another picture in the seal's place, as 「更改图片」 does in Word: the drawing keeps its name."""
    parts = made.parts
    seal = next(one for one in shown(made) if one.name == "印章")
    made.report.write_bytes(write_package({**parts, seal.part: data}))


def test_a_new_picture_comes_into_the_edited_report_wherever_the_old_one_stood(small: Desk) -> None:
    new_seal(small)
    assert small.runs() == OK, small.said
    assert_sound(small.report.read_bytes(), small.folder)
    assert LEFT in small.said
    assert "领导写的一段。" in small.lines
    assert seals(small) == [NEW]
    assert seals(small, "word/header1.xml") == [NEW]
    assert OLD not in small.parts.values()
    assert next(one.size for one in shown(small) if one.name == "印章") == (4 * CM, 4 * CM)
    before = small.report.read_bytes()
    assert small.runs() == OK
    assert small.report.read_bytes() == before


def test_a_report_whose_pictures_are_as_they_were_is_left_byte_for_byte(small: Desk) -> None:
    before = small.report.read_bytes()
    assert small.runs() == OK
    assert small.report.read_bytes() == before


def test_another_width_and_other_words_come_in_too(small: Desk) -> None:
    small.writes(OFFICE + PHOTOGRAPH + "印章: {图: 印章.png, 宽: 5, 说明: 新的话}\n")
    assert small.runs() == OK
    seal = next(one for one in shown(small) if one.name == "印章")
    assert (seal.size, seal.said) == ((5 * CM, int(3.75 * CM)), "新的话")


def test_a_picture_that_people_replaced_stays_and_is_told(small: Desk) -> None:
    replaces(small)
    assert small.runs() == OK
    assert "人工改动保留  图「印章」有人换过，或者被字处理软件压缩过" in small.said
    new_seal(small)
    assert small.runs() == OK
    assert "两边都改了  图「印章」有人换过，或者被字处理软件压缩过，今天的图没有放" in small.said
    assert seals(small) == [THEIRS]
    assert small.runs("verify", str(small.report)) == ERRORS_STAND
    assert "图「印章」和今天文件夹里的不一样" in small.said


def test_a_picture_that_people_deleted_stays_away_and_is_told(small: Desk) -> None:
    for story in (DOCUMENT, "word/header1.xml"):
        small.edits(in_seal(lambda drawing: drawing.getparent().remove(drawing)), story)
    assert small.runs("verify", str(small.report)) == ERRORS_STAND
    assert "图「印章」报告里没有这张图了" in small.said
    new_seal(small)
    assert small.runs() == OK
    assert "两边都改了  图「印章」有人删去了，今天的图没有放" in small.said
    assert seals(small) == []


def test_a_picture_that_people_made_larger_and_let_float_stays_so(small: Desk) -> None:
    def grow(drawing: etree._Element) -> None:
        for extent in (*drawing.iter("{*}extent"), *drawing.iter("{*}ext")):
            extent.set("cx", str(6 * CM))
            extent.set("cy", str(9 * CM // 2))
        inline = drawing[0]
        inline.tag = inline.tag.replace("inline", "anchor")

    small.edits(in_seal(grow))
    new_seal(small)
    assert small.runs() == OK
    seal = next(one for one in shown(small) if one.name == "印章")
    assert seal.size == (6 * CM, 6 * CM)
    assert seal.drawing[0].tag.endswith("anchor")
    assert seals(small) == [NEW]


def test_a_picture_whose_name_a_word_processor_dropped_is_known_by_its_file(small: Desk) -> None:
    def drop(drawing: etree._Element) -> None:
        for one in drawing.iter("{*}docPr"):
            one.set("name", "图片 1")

    small.edits(in_seal(drop))
    new_seal(small)
    assert small.runs() == OK
    parts = small.parts
    assert [parts[one.part] for one in shown(small)][-1] == NEW


def test_a_tracked_change_keeps_the_old_picture_until_somebody_accepts(small: Desk) -> None:
    new_seal(small)
    assert small.runs("--track-changes") == OK
    assert_sound(small.report.read_bytes(), small.folder)
    root = parse_part(small.parts[DOCUMENT])
    kinds = [
        [one.tag.removeprefix(W) for one in drawing.iterancestors(f"{W}ins", f"{W}del")]
        for drawing in root.iter(f"{W}drawing")
    ]
    assert kinds == [[], ["del"], ["ins"]]
    assert seals(small) == [NEW]
    assert {OLD, NEW} <= set(small.parts.values())
    before = small.report.read_bytes()
    assert small.runs() == OK
    assert small.report.read_bytes() == before


def test_a_picture_comes_with_a_paragraph_that_the_data_add_or_change(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = "{% if 死亡 > 50 %}多，见{{ 照片 }}图一。{% else %}少。{% endif %}"
    more = p("{%p if 死亡 > 50 %}") + p("盖章处", r("{{ 印章 }}")) + p("{%p endif %}")
    made = desk(tmp_path, p("{{ 街道 }}总人口{{ 总人口 }}人") + p(words) + p("{{ 负责人 }}") + more + p("完"))
    made.capsys = capsys
    assert made.runs() == OK, made.said
    made.adds("领导写的一段。")
    made.corrects("死亡: 45", "死亡: 55")
    assert made.runs() == OK, made.said
    assert_sound(made.report.read_bytes(), tmp_path)
    assert [one.name for one in shown(made)] == ["照片", "印章"]
    assert all(one.part for one in shown(made))
    made.corrects("死亡: 55", "死亡: 45")
    assert made.runs() == OK
    assert shown(made) == []
    assert not [name for name in made.parts if name.startswith("word/media/")]


def test_the_picture_of_people_is_not_lost_with_words_that_the_data_change(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = desk(
        tmp_path,
        p("{{ 街道 }}总人口{{ 总人口 }}人")
        + p("{% if 死亡 > 50 %}多{% else %}少{% endif %}，章：{{ 印章 }}。")
        + p("完"),
    )
    made.capsys = capsys
    assert made.runs() == OK
    replaces(made)
    made.corrects("死亡: 45", "死亡: 55")
    assert made.runs() == OK
    assert seals(made) == [THEIRS]
    assert "有人加的图片在上面，没有换" in made.said


def test_a_missing_file_prints_the_lack_and_the_file_that_comes_later_prints_the_picture(small: Desk) -> None:
    (small.year / "印章.png").unlink()
    assert small.runs() == OK
    assert seals(small) == []
    assert "待补" in small.lines
    new_seal(small)
    assert small.runs() == OK
    assert seals(small) == [NEW]
    assert "待补" not in small.lines


def test_verify_has_nothing_to_say_of_today_s_pictures(small: Desk) -> None:
    assert small.runs("verify", str(small.report)) == OK
    assert "图「" not in small.said


@pytest.mark.parametrize("tracked", [[], ["--track-changes"]], ids=["plainly", "as revisions"])
def test_a_picture_that_libreoffice_saved_is_known_and_renewed(small: Desk, office: Office, tracked: list[str]) -> None:
    """LibreOffice calls files and numbers otherwise, rounds sizes, and drops the name of a drawing in a header."""
    small.report.write_bytes(office(small.report, "docx:MS Word 2007 XML").read_bytes())
    assert small.runs("verify", str(small.report)) == OK
    assert "图「" not in small.said
    new_seal(small)
    assert small.runs(*tracked) == OK, small.said
    assert_sound(small.report.read_bytes(), small.folder)
    assert LEFT in small.said
    assert seals(small) == [NEW]
    parts = small.parts
    (header,) = [name for name in stories(parts) if name.startswith("word/header")]
    assert [parts[one.part] for one in shown(small, header)] == [NEW]
    assert next(one.size for one in shown(small) if one.name == "印章") == (4 * CM, 4 * CM)
    again = office(small.report, "docx:MS Word 2007 XML")
    assert [png for png in read_package(again.read_bytes()).values() if png == NEW]


def test_the_public_edition_shows_the_pictures_without_our_names_for_them(
    small: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    (small.year / "现场.jpg").write_bytes(jpeg(64, 32))
    code = small.runs("--final")
    public = [path for path in small.output.rglob("*.docx") if path != small.report and "history" not in str(path)]
    assert public, (code, small.said)
    parts = read_package(public[0].read_bytes())
    drawn = list(pictures_in(parse_part(parts[DOCUMENT]), parts, DOCUMENT))
    assert [(one.name, one.said, bool(one.part)) for one in drawn] == [("", "照片", True), ("", "街道办事处印章", True)]
