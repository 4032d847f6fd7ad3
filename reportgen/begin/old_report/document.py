"""A .docx -> its paragraphs as somebody reads them, and what its marks say, for reading an older report back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from reportgen.word.numbering import is_on, value
from reportgen.word.origin import Origin, origin_in
from reportgen.word.package import DOCUMENT, W, parse_part, serialized
from reportgen.word.resaved import resaved_undone
from reportgen.word.text import noted, paragraphs


@dataclass(frozen=True)
class Said:
    """A document's paragraphs as (text, whether Word numbers it), and its marks as (title, text, paragraph from 1, its text,
    tag, '' where a word processor dropped it).

    `notes` are what its foot- and endnotes say, each with the paragraph from 1 that refers to it; `origin` is what a report of ours says it is.
    """

    paragraphs: tuple[tuple[str, bool], ...]
    marks: tuple[tuple[str, str, int, str, str], ...]
    notes: tuple[tuple[int, str], ...] = ()
    origin: Origin | None = None


def _leave_out(root: etree._Element) -> None:
    """Take the text away that nobody reads, hidden or struck out, and put ^ before what is raised: 84 with a note's ¹ is no 841."""
    for run in root.iter(f"{W}r"):
        properties = run.find(f"{W}rPr")
        if properties is None:
            continue
        if any(is_on(properties.find(f"{W}{name}")) for name in ("vanish", "strike", "dstrike")):
            for child in [child for child in run if child is not properties]:
                run.remove(child)
        elif value(properties, "vertAlign") in {"superscript", "subscript"}:
            for text in run.iter(f"{W}t"):
                text.text = f"^{text.text or ''}"


def read_document(parts: Mapping[str, bytes]) -> Said:
    """Return what the parts of a .docx say."""
    root = parse_part(resaved_undone(parts)[DOCUMENT])
    _leave_out(root)
    left = {**parts, DOCUMENT: serialized(root)}
    found = paragraphs(left)
    marks = tuple(
        (title, text.strip(), number, paragraph.text, tag)
        for number, paragraph in enumerate(found, 1)
        for title, text, tag in paragraph.marks
    )
    lines = tuple((paragraph.text, bool(paragraph.number)) for paragraph in found)
    return Said(lines, marks, tuple(noted(left)), origin_in(parts))
