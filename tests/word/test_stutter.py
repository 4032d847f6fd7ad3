"""What LibreOffice 7.4 says again and again when it saves a mark whose text changes script."""

from __future__ import annotations

import copy
import re
from pathlib import Path

import pytest
from conftest import DATA, TEMPLATE
from lxml import etree

from reportgen.base import libreoffice
from reportgen.figures.changes import Kind
from reportgen.report import drafting
from reportgen.report.documents import compare_documents
from reportgen.verify.verification import Due, verify
from reportgen.word.blocks import printed_in, visible_text
from reportgen.word.package import DOCUMENT, W, parse_part, read_package, serialized, write_package
from reportgen.word.resaved import without_stutter


def paragraph(*marks: tuple[str, str]) -> etree._Element:
    """Return a paragraph of marks, each (title, text), with nothing between them."""
    root = etree.Element(f"{W}p")
    for title, text in marks:
        control = etree.SubElement(root, f"{W}sdt")
        etree.SubElement(etree.SubElement(control, f"{W}sdtPr"), f"{W}alias", {f"{W}val": title})
        run = etree.SubElement(etree.SubElement(control, f"{W}sdtContent"), f"{W}r")
        etree.SubElement(run, f"{W}t").text = text
    return root


def test_the_repetitions_go_and_the_first_mark_stays() -> None:
    stretches = ("9月30日", "月9月30日", "309月30日", "日9月30日", "9月30日")
    root = paragraph(*(("截止日", text) for text in stretches))
    assert without_stutter(root)
    assert visible_text(root) == "9月30日"


def saved(text: str) -> list[str]:
    """Return what LibreOffice 7.4 makes of a control's text: all, each stretch of one script (but for a number in front) with all, all."""
    stretches = re.findall(r"\d+|\D+", text)
    behind = stretches[1:] if stretches[0].isdecimal() else stretches
    return [text, *(stretch + text for stretch in behind), text] if len(stretches) > 1 else [text]


@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.parametrize("text", ["9月30日", "2018年1月1日至9月30日", "6月", "15142"])
def test_the_repetitions_of_repetitions_go_however_often_it_saved(text: str, times: int) -> None:
    said = [text]
    for _ in range(times):
        said = [one for before in said for one in saved(before)]
    root = paragraph(*(("截止日", one) for one in said))
    assert without_stutter(root) == (len(said) > 1)
    assert visible_text(root) == text


def test_a_person_s_copy_beside_a_mark_stays_when_both_are_repeated() -> None:
    root = paragraph(*(("截止日", one) for _ in range(2) for once in saved("9月30日") for one in saved(once)))
    assert without_stutter(root)
    assert visible_text(root) == "9月30日9月30日"


@pytest.mark.slow
def test_a_report_that_libreoffice_saved_twice_says_what_was_built(tmp_path: Path) -> None:
    year, prepared = drafting.read_all(DATA, TEMPLATE, 2018)
    plain = drafting.draft(year, prepared)
    path = tmp_path / "报告.docx"
    path.write_bytes(write_package(plain))
    try:
        for _ in range(2):
            path = libreoffice.convert(path, "docx", tmp_path / "保存")
    except libreoffice.NotConverted as error:
        pytest.skip(str(error))
    root = parse_part(read_package(path.read_bytes())[DOCUMENT])
    without_stutter(root)
    built = [(mark.title, mark.text) for mark in printed_in(parse_part(plain[DOCUMENT]))]
    assert [(mark.title, mark.text) for mark in printed_in(root)] == built


def test_a_document_that_libreoffice_saved_says_the_same_to_verify_and_to_diff(tmp_path: Path) -> None:
    year, prepared = drafting.read_all(DATA, TEMPLATE, 2018)
    plain = drafting.draft(year, prepared)
    root = parse_part(plain[DOCUMENT])
    (date,) = [mark.control for mark in printed_in(root) if mark.title == "落款日期"]
    for stretch in ("年", "12", "月", "12", "日"):
        again = copy.deepcopy(date)
        next(again.iter(f"{W}t")).text = f"{stretch}2018年12月12日"
        *_, last = [mark.control for mark in printed_in(root) if mark.title == "落款日期"]
        last.addnext(again)
    saved = {**plain, DOCUMENT: serialized(root)}
    assert list(verify("报告.docx", saved, Due(plain, lambda title, tag: None))) == []
    paths = [tmp_path / "old.docx", tmp_path / "new.docx"]
    for path, parts in zip(paths, (plain, saved), strict=True):
        path.write_bytes(write_package(parts))
    assert {change.kind for change in compare_documents(paths, TEMPLATE).changes} == {Kind.SAME}


@pytest.mark.parametrize(
    "marks",
    [
        [("总人口", "15142")],
        [("总人口", "15142"), ("总人口", "15142")],  # a person's copy
        [("截止日", "9月30日"), ("落款日", "月9月30日")],
        [("截止日", "9月30日"), ("截止日", "10月9月30日")],  # no stretch of it
        [("截止日", "9月30日"), ("截止日", "月9月30日"), ("截止日", "10月9月30日"), ("截止日", "9月30日")],
    ],
)
def test_what_people_wrote_stays(marks: list[tuple[str, str]]) -> None:
    root = paragraph(*marks)
    before = visible_text(root)
    assert not without_stutter(root)
    assert visible_text(root) == before
