"""Corrections as revisions, run after run while nobody decides, and through LibreOffice, which decides in its own way."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import assert_sound
from leader import Desk
from lxml import etree
from merge_oracle import read, settled
from merges import NOW, Merged, births, mark, merged, parts
from specimens import p, r
from test_refresh import CHANGED, FEW, ONE, SOME, TWO, lines

from reportgen.merge.refresh import Kind, refresh
from reportgen.word.package import DOCUMENT, W, parse_part, write_package
from reportgen.word.pending import AUTHOR

SERVED = p("持证", mark("持证", "{}"), "人。")
LATER = "2026-11-25T10:00:00Z"


def run(was: str, people: dict[str, bytes], now: str, date: str = LATER) -> Merged:
    """Return people's report renewed from one draft to the next, as revisions unless the date says otherwise."""
    return Merged(refresh(parts(was), people, parts(now), tracked=date))


def ours_in(root: etree._Element) -> list[str]:
    """Return our revisions, by kind and text."""
    changes = root.iter(
        f"{W}ins", f"{W}del", f"{W}pPrChange", f"{W}customXmlInsRangeStart", f"{W}customXmlDelRangeStart"
    )
    return [
        f"{etree.QName(one).localname} {''.join(one.itertext())}" for one in changes if one.get(f"{W}author") == AUTHOR
    ]


def rejected(root: etree._Element) -> list[str]:
    return [one.text for one in read(settled(settled(root, accept=False, author=AUTHOR), accept=True))]


def empty_controls(root: etree._Element) -> list[etree._Element]:
    return [one for one in root.iter(f"{W}sdt") if not "".join(one.itertext())]


MANY = [*CHANGED, pytest.param(ONE + FEW + TWO, ONE + FEW + TWO, ONE + SOME + TWO, id="a paragraph between others")]


@pytest.mark.parametrize(("base", "theirs", "ours"), MANY)
def test_a_correction_that_is_taken_back_before_anybody_decides_leaves_no_revision(
    base: str, theirs: str, ours: str, tmp_path: Path
) -> None:
    first = merged(base, theirs, ours, NOW)
    second = run(ours, first.renewed.parts, base)
    assert ours_in(second.root) == []
    assert second.lines == rejected(first.root) == lines(theirs)
    assert empty_controls(second.root) == []
    assert Kind.CONFLICT not in second.kinds and "人工" not in str(second.told)
    assert_sound(write_package(second.renewed.parts), tmp_path)


@pytest.mark.parametrize(("base", "theirs", "ours"), MANY)
def test_a_correction_made_three_times_is_one_revision(base: str, theirs: str, ours: str) -> None:
    first = merged(base, theirs, ours, NOW)
    third = run(base, run(ours, first.renewed.parts, base).renewed.parts, ours)
    assert ours_in(third.root) == ours_in(first.root)
    assert third.lines == first.lines and rejected(third.root) == lines(theirs)
    assert empty_controls(third.root) == []


def test_a_figure_corrected_again_is_one_deletion_and_one_insertion() -> None:
    second = run(
        SERVED.format("45"),
        merged(SERVED.format("41"), SERVED.format("41"), SERVED.format("45"), NOW).renewed.parts,
        SERVED.format("47"),
    )
    assert ours_in(second.root) == ["del 41", "ins 47"]
    assert second.told == [(Kind.FIGURE, "持证 45 → 47")]


def test_a_figure_in_a_paragraph_that_waits_for_a_decision_is_renewed_in_it() -> None:
    first = merged(FEW, FEW, SOME, NOW)
    more = SOME.replace("166", "170")
    second = run(SOME, first.renewed.parts, more)
    assert second.lines == lines(more) and rejected(second.root) == lines(FEW)
    assert not [one for one in second.root.iter(f"{W}ins") if next(one.iterancestors(f"{W}ins"), None) is not None]
    back = run(more, second.renewed.parts, FEW.replace("163", "160"))
    assert back.lines == lines(FEW.replace("163", "160"))
    assert ours_in(back.root) == ["del 163", "ins 160"]


def test_flip_and_flop_in_people_s_own_paragraph_without_anybody_deciding() -> None:
    theirs = FEW.replace("出生婴儿</w:t>", "全年出生婴儿</w:t>", 1)
    first = merged(FEW, theirs, FEW.replace("163", "160"), NOW)
    second = run(FEW.replace("163", "160"), first.renewed.parts, FEW)
    assert second.lines == lines(theirs) and ours_in(second.root) == []


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ('<w:commentRangeStart w:id="9"/>', '<w:commentRangeEnd w:id="9"/><w:r><w:commentReference w:id="9"/></w:r>'),
        ('<w:bookmarkStart w:id="9" w:name="计划外"/>', '<w:bookmarkEnd w:id="9"/>'),
    ],
    ids=["a comment", "a bookmark"],
)
def test_what_people_put_into_a_paragraph_that_waits_keeps_a_place_when_the_branch_goes_again(
    begin: str, end: str
) -> None:
    first = merged(FEW, FEW, SOME, NOW)
    word = r("计划外出生")
    xml = first.renewed.parts[DOCUMENT].decode()
    assert xml.count(word) == 1
    put = xml.replace(word, begin + word + end).encode()
    second = run(SOME, {**first.renewed.parts, DOCUMENT: put}, FEW)
    assert second.lines == lines(FEW) and ours_in(second.root) == []
    assert len(list(second.root.iter(f"{W}commentReference", f"{W}bookmarkStart"))) == 1


def test_what_people_wrote_into_a_paragraph_that_we_inserted_stays() -> None:
    first = merged(ONE, ONE, ONE + TWO + births("160"), NOW)
    xml = first.renewed.parts[DOCUMENT].decode().replace("随访工作按时", "随访工作和培训按时")
    second = run(ONE + TWO + births("160"), {**first.renewed.parts, DOCUMENT: xml.encode()}, ONE)
    assert any("随访工作和培训按时完成" in line for line in second.lines)


def test_an_accepted_revision_leaves_plain_marks_as_a_draft_has_them() -> None:
    first = merged(FEW + SERVED.format("41"), FEW + SERVED.format("41"), SOME + SERVED.format("45"), NOW)
    accepted = {**first.renewed.parts, DOCUMENT: etree.tostring(settled(first.root, accept=True))}
    after = run(SOME + SERVED.format("45"), accepted, SOME + SERVED.format("46"), "")
    assert after.lines == lines(SOME + SERVED.format("46"))
    assert all(one.find(f"{W}sdtPr/{W}text") is not None for one in after.root.iter(f"{W}sdt"))


def test_a_document_that_waits_is_left_alone_where_nothing_changes() -> None:
    done = merged(FEW, FEW, SOME, NOW)
    again = run(SOME, done.renewed.parts, SOME)
    assert again.renewed.parts == done.renewed.parts and again.told == []


def test_a_waiting_report_is_verified_corrected_and_decided_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = Desk(tmp_path, capsys=capsys)
    desk.runs()
    desk.corrects("死亡: 45", "死亡: 46")
    desk.runs("--track-changes")
    desk.runs("verify", str(desk.report))
    assert "数据标记少了" not in desk.said and "打字" not in desk.said
    desk.corrects("死亡: 46", "死亡: 47")
    desk.runs("--track-changes")
    assert ours_in(parse_part(desk.parts[DOCUMENT])).count("del 45") == 2 and "打字" not in desk.said
    accepted = settled(parse_part(desk.parts[DOCUMENT]), accept=True)
    desk.report.write_bytes(write_package({**desk.parts, DOCUMENT: etree.tostring(accepted)}))
    desk.runs("verify", str(desk.report))
    assert "数据标记少了" not in desk.said
    desk.runs()
    assert "死亡\t47" in desk.lines


@pytest.mark.parametrize("decided", [False, True], ids=["undecided", "accepted"])
def test_a_mark_that_waits_alone_in_its_paragraph_is_found_where_word_lifts_it(decided: bool) -> None:
    alone = p(mark("持证", "{}"))
    first = merged(alone.format("41"), alone.format("41"), alone.format("45"), NOW)
    root = settled(first.root, accept=True) if decided else first.root
    (control,) = root.iter(f"{W}sdt")
    paragraph, content = control.getparent(), control.find(f"{W}sdtContent")
    paragraph.addprevious(control)
    paragraph.extend(list(content))
    content.append(paragraph)
    second = run(alone.format("45"), {**first.renewed.parts, DOCUMENT: etree.tostring(root)}, alone.format("46"))
    assert second.lines == ["46"] and ours_in(second.root) == [f"del {45 if decided else 41}", "ins 46"]
    assert second.told == [(Kind.FIGURE, "持证 45 → 46")]
