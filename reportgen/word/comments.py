"""A report's parts + remarks about figures -> the parts with a Word comment at each figure remarked upon.

Written straight into the package: opening and saving a report through python-docx takes as long as everything else together, and it
stamps each comment with the clock, so that the same inputs would give other bytes every time. python-docx reads them in the tests.
A comment (ECMA-376 17.13.4) needs its part, a relationship, a content type, and a range around what it speaks of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

from reportgen.figures import PART_SIGN
from reportgen.word.package import DOCUMENT, W, parse_part, serialized
from reportgen.word.relations import related, with_part

AUTHOR = "reportgen"
_PART = "word/comments.xml"  # unless the package has comments under another name
_KIND = "comments"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"


@dataclass(frozen=True)
class Remark:
    """What to say about figures: `titles` are the marks' titles, the one it is about first; one line of text is a paragraph."""

    titles: tuple[str, ...]
    text: str


def add_comments(parts: Mapping[str, bytes], remarks: Iterable[Remark]) -> dict[str, bytes]:
    """Return the parts with a comment for every remark that has a mark in the document; the others have no place there."""
    root = parse_part(parts[DOCUMENT])
    name = _comments_part(parts)
    comments = parse_part(parts[name]) if name else etree.Element(f"{W}comments", nsmap={"w": W.strip("{}")})
    number = 1 + max(
        (int(known) for comment in comments if (known := comment.get(f"{W}id", "")).isdecimal()), default=-1
    )
    paragraphs = _marks_by_paragraph(root)
    added = False
    for remark in remarks:
        control = _control_for(remark, paragraphs)
        if control is not None:
            comments.append(_comment(number, remark.text))
            _place(control, number)
            number += 1
            added = True
    if not added:
        return dict(parts)
    placed = {**parts, DOCUMENT: serialized(root)}
    if name:
        return {**placed, name: serialized(comments)}
    return with_part(placed, DOCUMENT, _PART, serialized(comments), _KIND, _TYPE)[0]


def _comments_part(parts: Mapping[str, bytes]) -> str:
    """Return the name of the part that the document has its comments in, '' where it has none yet."""
    names = (name for kind, name in related(parts, DOCUMENT).values() if kind == _KIND and name in parts)
    return next(names, "")


def _marks_by_paragraph(root: etree._Element) -> list[dict[str, etree._Element]]:
    """Return, for each paragraph with marks, its first control of each title; a metric's first category stands in for it."""
    found: dict[etree._Element, dict[str, etree._Element]] = {}
    for alias in root.iter(f"{W}alias"):
        control = next(alias.iterancestors(f"{W}sdt"), None)
        paragraph = None if control is None else next(control.iterancestors(f"{W}p"), None)
        if control is not None and paragraph is not None:
            found.setdefault(paragraph, {}).setdefault(alias.get(f"{W}val", ""), control)
    for marks in found.values():
        for title, control in list(marks.items()):
            marks.setdefault(title.split(PART_SIGN)[0], control)
    return list(found.values())


def _control_for(remark: Remark, paragraphs: list[dict[str, etree._Element]]) -> etree._Element | None:
    """Return the mark to comment: in the paragraph that holds most of the figures concerned, the one it is about before others."""
    best: tuple[int, bool] = (0, False)
    chosen: etree._Element | None = None
    for marks in paragraphs:
        there = [title for title in remark.titles if title in marks]
        rank = (len(there), bool(there) and there[0] == remark.titles[0])
        if there and rank > best:
            best, chosen = rank, marks[there[0]]
    return chosen


def _place(control: etree._Element, number: int) -> None:
    """Put the range around a control and the reference behind it."""
    key = {f"{W}id": str(number)}
    control.addprevious(etree.Element(f"{W}commentRangeStart", key))
    reference = etree.Element(f"{W}r")
    etree.SubElement(reference, f"{W}commentReference", key)
    reference.tail, control.tail = control.tail, None
    control.addnext(reference)
    control.addnext(etree.Element(f"{W}commentRangeEnd", key))


def _comment(number: int, text: str) -> etree._Element:
    comment = etree.Element(f"{W}comment", {f"{W}id": str(number), f"{W}author": AUTHOR, f"{W}initials": "r"})
    for line in text.split("\n"):
        paragraph = etree.SubElement(comment, f"{W}p")
        properties = etree.SubElement(paragraph, f"{W}pPr")
        # The report's body has a fixed line and a large face; a comment is small print with lines of its own height.
        etree.SubElement(properties, f"{W}spacing", {f"{W}line": "240", f"{W}lineRule": "auto"})
        etree.SubElement(properties, f"{W}jc", {f"{W}val": "left"})
        run = etree.SubElement(paragraph, f"{W}r")
        face = etree.SubElement(run, f"{W}rPr")
        etree.SubElement(face, f"{W}sz", {f"{W}val": "18"})
        etree.SubElement(run, f"{W}t").text = line
    return comment
