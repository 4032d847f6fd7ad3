"""A .docx -> its paragraphs as somebody reads them, and what its marks say, for reading an older report back."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from reportgen.word.package import NotADocument, check_parts, read_package
from reportgen.word.stutter import unstuttered
from reportgen.word.text import paragraphs


@dataclass(frozen=True)
class Said:
    """A document's paragraphs as (text, whether Word numbers it), and its marks as (title, text, paragraph from 1, its text)."""

    paragraphs: tuple[tuple[str, bool], ...]
    marks: tuple[tuple[str, str, int, str], ...]


def read_document(data: bytes) -> Said:
    """Return what a .docx says; raises NotADocument."""
    package = read_package(data)
    check_parts(package)
    try:
        found = paragraphs(unstuttered(package))
    except (KeyError, etree.XMLSyntaxError) as error:
        raise NotADocument("里面的内容已损坏，请用 Word 打开后重新另存") from error
    marks = tuple(
        (title, text.strip(), number, paragraph.text)
        for number, paragraph in enumerate(found, 1)
        for title, text in paragraph.controls
        if title
    )
    return Said(tuple((paragraph.text, bool(paragraph.number)) for paragraph in found), marks)
