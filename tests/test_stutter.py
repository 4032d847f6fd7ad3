"""What LibreOffice 7.4 says again and again when it saves a mark whose text changes script."""

from __future__ import annotations

import pytest
from lxml import etree

from reportgen.word.blocks import visible_text
from reportgen.word.package import W
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
