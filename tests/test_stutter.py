"""What LibreOffice 7.4 says again and again when it saves a mark whose text changes script."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
from conftest import DATA, TEMPLATE
from lxml import etree

from reportgen import pipeline
from reportgen.changes import Kind
from reportgen.documents import compare_documents
from reportgen.verification import Today, verify
from reportgen.word.blocks import printed_in, visible_text
from reportgen.word.package import DOCUMENT, W, parse_part, serialized, write_package
from reportgen.word.stutter import without_stutter


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


def test_a_document_that_libreoffice_saved_says_the_same_to_verify_and_to_diff(tmp_path: Path) -> None:
    year, prepared = pipeline.read_all(DATA, TEMPLATE, 2018)
    plain = pipeline.draft(year, prepared)
    root = parse_part(plain[DOCUMENT])
    (date,) = [mark.control for mark in printed_in(root) if mark.title == "落款日期"]
    for stretch in ("年", "12", "月", "12", "日"):
        again = copy.deepcopy(date)
        next(again.iter(f"{W}t")).text = f"{stretch}2018年12月12日"
        *_, last = [mark.control for mark in printed_in(root) if mark.title == "落款日期"]
        last.addnext(again)
    saved = {**plain, DOCUMENT: serialized(root)}
    assert list(verify("报告.docx", saved, Today(plain, lambda title, tag: None))) == []
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
    ],
)
def test_what_people_wrote_stays(marks: list[tuple[str, str]]) -> None:
    root = paragraph(*marks)
    before = visible_text(root)
    assert not without_stutter(root)
    assert visible_text(root) == before
