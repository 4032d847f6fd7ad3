"""A figure that a tracked revision takes out of a report, or moves: every command reads the report's marks alike."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from leader import BODY, Desk, paragraph_of
from lxml import etree
from specimens import p, part

from reportgen.begin.old_report.document import read_document
from reportgen.commands.cli import OK, main
from reportgen.report.places import places
from reportgen.word.blocks import marks_of
from reportgen.word.package import W, read_package
from reportgen.word.resaved import resaved_undone
from reportgen.word.sentences import sentences
from reportgen.word.text import paragraphs

BY = {f"{W}id": "70", f"{W}author": "主任", f"{W}date": "2018-11-20T09:00:00Z"}


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """Return the office with its report drafted, whose header says a figure too."""
    office = Desk(tmp_path, BODY, capsys, {"header1.xml": part("hdr", p("任务{{ 任务 }}人"))})
    assert office.runs("2018") == OK
    (tmp_path / "drafted.docx").write_bytes(office.report.read_bytes())
    return office


def mark_of(root: etree._Element, title: str) -> etree._Element:
    """Return the last mark of a title."""
    *_, alias = (one for one in root.iter(f"{W}alias") if one.get(f"{W}val") == title)
    return next(alias.iterancestors(f"{W}sdt"))


def around(element: etree._Element, kind: str) -> etree._Element:
    """Put a revision around an element."""
    revision = etree.Element(W + kind, BY)
    element.addprevious(revision)
    revision.append(element)
    return revision


def deleted_text(root: etree._Element) -> None:
    """Delete the number in its control, as Word tracks it."""
    for run in list(mark_of(root, "完成率").iter(f"{W}r")):
        around(run, "del")
        for text in run.iter(f"{W}t"):
            text.tag = f"{W}delText"


def deleted_control(root: etree._Element) -> None:
    """Delete the control with its number, as LibreOffice tracks it."""
    around(mark_of(root, "完成率"), "del")


def deleted_cell(root: etree._Element) -> None:
    """Move the sentence's figure into the table and delete that row there, without a revision in its cells."""
    row = next(one for one in root.iter(f"{W}tr") if "死亡" in "".join(one.itertext()))
    row.insert(0, etree.fromstring(f'<w:trPr xmlns:w="{W.strip("{}")}"><w:del w:id="70" w:author="主任"/></w:trPr>'))
    list(row.iter(f"{W}p"))[-1].append(mark_of(root, "完成率"))


def moved_away(root: etree._Element) -> None:
    """Move the number out of this document's words: what it leaves is still to be seen as moved."""
    around(mark_of(root, "完成率"), "moveFrom")


def emptied(root: etree._Element) -> None:
    """Delete the number, without a revision; its control stays, empty."""
    for text in mark_of(root, "完成率").iter(f"{W}t"):
        text.text = ""


TAKEN_OUT = [deleted_text, deleted_control, deleted_cell, moved_away, emptied]


def differences(desk: Desk) -> dict[str, tuple[str, str | None, str | None]]:
    """Return what `diff` says has become of the draft's figures: kind, before, after."""
    paths = [str(desk.folder / "drafted.docx"), str(desk.report)]
    assert main(["diff", *paths, "--template", str(desk.template), "--changed", "--format", "json"]) == OK
    return {
        one["name"]: (one["kind"], *(one[side] and one[side]["text"] for side in ("before", "after")))
        for one in json.loads(desk.capsys.readouterr().out)["changes"]
    }


@pytest.mark.parametrize("takes_out", TAKEN_OUT, ids=lambda one: one.__name__)
def test_a_figure_that_was_taken_out_is_gone_for_diff_and_not_changed(
    takes_out: Callable[[etree._Element], None], desk: Desk
) -> None:
    desk.edits(takes_out)
    assert differences(desk) == {"完成率": ("gone", "118", None)}


def test_a_number_that_a_revision_replaces_is_the_new_one(desk: Desk) -> None:
    def replaces(root: etree._Element) -> None:
        run = next(mark_of(root, "完成率").iter(f"{W}r"))
        new = etree.fromstring(etree.tostring(run))
        deleted_text(root)
        revision = next(mark_of(root, "完成率").iter(f"{W}del"))
        for text in new.iter(f"{W}t"):
            text.text = "119"
        inserted = etree.Element(f"{W}ins", BY)
        inserted.append(new)
        revision.addnext(inserted)

    desk.edits(replaces)
    assert differences(desk) == {"完成率": ("changed", "118", "119")}


def test_a_sentence_that_was_moved_says_its_figures_once_more_and_nothing_has_changed(desk: Desk) -> None:
    def moves(root: etree._Element) -> None:
        sentence = paragraph_of(root, "开展孕前")
        copy = etree.fromstring(etree.tostring(sentence))
        for one, kind in ((sentence, "moveFrom"), (copy, "moveTo")):
            content = [child for child in one if child.tag != f"{W}pPr"]
            revision = etree.SubElement(one, W + kind, BY)
            revision.extend(content)
        for text in sentence.iter(f"{W}t"):
            text.text = (text.text or "").replace("118", "999")  # a number of before it was moved counts for nothing
        root[0].insert(0, copy)

    desk.edits(moves)
    assert differences(desk) == {}


def test_a_figure_of_a_header_is_compared_too(desk: Desk) -> None:
    def retyped(root: etree._Element) -> None:
        for text in mark_of(root, "任务").iter(f"{W}t"):
            text.text = "73"

    desk.edits(retyped, "word/header1.xml")
    assert differences(desk) == {"任务": ("changed", "72", "72、73")}


@pytest.mark.parametrize("takes_out", TAKEN_OUT[:-1], ids=lambda one: one.__name__)
def test_all_readers_of_a_document_say_the_same_marks(takes_out: Callable[[etree._Element], None], desk: Desk) -> None:
    drafted = resaved_undone(read_package((desk.folder / "drafted.docx").read_bytes()))
    desk.edits(takes_out)
    parts = resaved_undone(desk.parts)
    for package, stands in ((drafted, True), (parts, False)):
        assert ("完成率" in {mark.title for mark in marks_of(package)}) is stands
        assert ("完成率" in {title for title, *_ in read_document(package).marks}) is stands
        assert ("完成率" in {title for one in sentences(package) for title, _ in one.marks}) is stands
        assert bool(list(places(paragraphs(package), "完成率"))) is stands
