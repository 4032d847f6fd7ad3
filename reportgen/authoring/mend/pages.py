"""A document of python-docx's -> the same with paper, margins, grid and page numbers as GB/T 9704-2012 5 and 7.5 have them."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Set
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.section import Section
from docx.shared import Twips
from docx.text.paragraph import Paragraph

from reportgen.authoring.layout.page_rules import (
    DASHED,
    GRID,
    MARGINS,
    PAGE_NUMBER,
    PAPER,
    SHOWS_PAGE,
    differences,
    page_of,
)
from reportgen.authoring.mend.saying import Element, say
from reportgen.word.package import XML_SPACE, W
from reportgen.word.relations import OFFICE

# In twips: A4; the margins that nearly everybody sets; and the line of a page number, with its middle 7 mm below the type area.
_WIDE, _HIGH = 11906, 16838
_TOP, _BOTTOM, _LEFT, _RIGHT = 2098, 1984, 1588, 1474
_PITCH, _BELOW, _NUMBER_LINE = "579", 397, 280
_RUN = {"font.ascii": "宋体", "font.hAnsi": "宋体", "font.eastAsia": "宋体", "font.cs": "宋体", "font.hint": "eastAsia"}
_SIZE = {"sz": "28"}  # 四号
_LINE = {"line": str(_NUMBER_LINE), "lineRule": "exact", "before": "0", "after": "0"}
_ADORNED = re.compile(r"[\s\-~·–—―－]*\d*[\s\-~·–—―－]*")  # a number, and what only adorns it
_Edge = Any  # a header or a footer of python-docx's


def mend_pages(document: Document, wrong: Set[tuple[str, str]]) -> None:
    """Put right what is `wrong`: the name of a deviation and its respect."""
    names = {name for name, _ in wrong}
    for section in document.sections:
        for one in differences(page_of(section._sectPr)):
            if one.name in names:
                _mend_page(section, one.name)
    respects = {respect for name, respect in wrong if name == PAGE_NUMBER}
    if respects:
        _mend_numbers(document, respects)


def _mend_page(section: Section, name: str) -> None:
    if name == PAPER:
        sides = _WIDE, _HIGH
        aside = (section.page_width or 0) > (section.page_height or 0)
        wide, high = reversed(sides) if aside else sides
        section.page_width, section.page_height = Twips(wide), Twips(high)
    elif name == MARGINS:
        section.top_margin, section.bottom_margin = Twips(_TOP), Twips(_BOTTOM)
        section.left_margin, section.right_margin, section.gutter = Twips(_LEFT), Twips(_RIGHT), Twips(0)
    elif name == GRID:
        for grid in section._sectPr.findall(qn("w:docGrid")):
            grid.set(qn("w:type"), "lines")
            grid.set(qn("w:linePitch"), grid.get(qn("w:linePitch"), _PITCH))
            grid.attrib.pop(qn("w:charSpace"), "")


def _mend_numbers(document: Document, respects: Set[str]) -> None:
    """Put right the page numbers of all sections; those of a section without a footer of its own are the section's before it."""
    two_sided = document.settings.odd_and_even_pages_header_footer
    if not two_sided and not all(_can_be_doubled(section) for section in document.sections):
        return  # what stands beside the number would be missing on every other page
    if respects & {"位置", "页码"} and not two_sided:
        document.settings.odd_and_even_pages_header_footer = True
        for section in document.sections:
            _double(section.header, section.even_page_header)
            _double(section.footer, section.even_page_footer)
    sections = list(document.sections)
    footers = [(one.footer, "right") for one in sections] + [(one.even_page_footer, "left") for one in sections]
    own = [(footer, side) for footer, side in footers if not footer.is_linked_to_previous]
    if not any(next(_numbered(footer), None) is not None for footer, _ in own):  # else a cover without one stays so
        own = [*own, *(one for one in (footers[0], footers[len(sections)]) if one not in own)]
    for footer, side in own:
        _mend_footer(footer, side, respects)
    for section in sections:
        if respects & {"一字线", "页码"}:
            _place(section)


def _can_be_doubled(section: Section) -> bool:
    """Return whether header and footer may stand on even pages too: nothing in them leads to another part."""
    edges = [edge for edge in (section.header, section.footer) if not edge.is_linked_to_previous]
    return not any(
        str(key).startswith(f"{{{OFFICE}}}") for edge in edges for one in edge._element.iter() for key in one.attrib
    )


def _double(edge: _Edge, even: _Edge) -> None:
    """Have even pages show what all pages showed."""
    if edge.is_linked_to_previous:
        if not even.is_linked_to_previous:
            even.is_linked_to_previous = True
        return
    even.is_linked_to_previous = False
    element = even._element
    element[:] = [copy.deepcopy(child) for child in edge._element]


def _mend_footer(footer: _Edge, side: str, respects: Set[str]) -> None:
    known = [] if footer.is_linked_to_previous else list(_numbered(footer))
    if not known and "页码" in respects:
        known = [_added(footer)]
        respects = {"位置", "字体", "字号", "样子", "页码"}
    for paragraph in known:
        text = _text(paragraph)
        if "样子" in respects and _ADORNED.fullmatch(text) and not DASHED.fullmatch("".join(text.split())):
            _write_number(paragraph)
            respects = {*respects, "字体", "字号"}
        if respects & {"位置", "页码"}:
            _align(paragraph, side)
        if respects & {"一字线", "页码"}:
            say(paragraph, _LINE)
        right = (_RUN if "字体" in respects else {}) | (_SIZE if "字号" in respects else {})
        for run in paragraph.iter(f"{W}r") if right else ():
            say(run, right)


def _numbered(footer: _Edge) -> Iterator[Element]:
    """Yield the paragraphs of a footer that show the page's number."""
    for paragraph in footer._element.iter(f"{W}p"):
        said = "".join(
            (one.text or "") + one.get(f"{W}instr", "") for one in paragraph.iter(f"{W}instrText", f"{W}fldSimple")
        )
        if SHOWS_PAGE.search(said):
            yield paragraph


def _text(paragraph: Element) -> str:
    return "".join(one.text or "" for one in paragraph.iter(f"{W}t"))


def _added(footer: _Edge) -> Element:
    """Add a paragraph with the page's number to a footer, in place of an empty one where there is one, and return it."""
    footer.is_linked_to_previous = False
    last = footer.paragraphs[-1] if footer.paragraphs else footer.add_paragraph()
    if last._p.xpath(".//w:r"):
        last = footer.add_paragraph()
    _write_number(last._p)
    return last._p


def _write_number(paragraph: Element) -> None:
    """Write — 1 — in place of what a paragraph says."""
    for child in [one for one in paragraph if one.tag != qn("w:pPr")]:
        paragraph.remove(child)
    written = Paragraph(paragraph, paragraph.getparent())
    written.add_run("— ")
    for kind in ("begin", "", "separate", "1", "end"):
        run = written.add_run("1" if kind == "1" else "")
        if kind == "":
            code = OxmlElement("w:instrText", {XML_SPACE: "preserve"})
            code.text = r" PAGE \* MERGEFORMAT "
            run._r.append(code)
        elif kind != "1":
            run._r.append(OxmlElement("w:fldChar", {qn("w:fldCharType"): kind}))
    written.add_run(" —")


def _align(paragraph: Element, side: str) -> None:
    """Have a page number stand one character from its side of the page; blanks that people typed there are a part of it."""
    properties = paragraph.get_or_add_pPr()
    for frame in properties.findall(f"{W}framePr"):
        properties.remove(frame)
    text = _text(paragraph)
    typed = len(text) - len(text.rstrip("　") if side == "right" else text.lstrip("　"))
    own = max(0, 1 - typed)
    other = "left" if side == "right" else "right"
    blank = {side: str(own * _NUMBER_LINE), f"{side}Chars": str(own * 100), other: "0", "first": "0"}
    say(paragraph, {"jc": side, **blank})


def _place(section: Section) -> None:
    """Have the number's dash stand 7 mm below the type area."""
    bottom = abs(section.bottom_margin or 0)
    section.footer_distance = Twips(max(0, round(bottom / 635) - _BELOW - _NUMBER_LINE // 2))
