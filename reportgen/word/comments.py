"""A report's parts + remarks about figures -> the parts with a Word comment at each figure remarked upon; or without anybody's.

Written straight into the package: opening and saving a report through python-docx takes as long as everything else together, and it
stamps each comment with the clock, so that the same inputs would give other bytes every time. python-docx reads them in the tests.
A comment (ECMA-376 17.13.4) needs its part, a relationship, a content type, and a range around what it speaks of.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

from reportgen.base.names import PART_SIGN
from reportgen.word.blocks import printed_in
from reportgen.word.package import DOCUMENT, W, parse_part, read_part, remove, serialized
from reportgen.word.relations import name_of_kind, stories, with_part, without_kind
from reportgen.word.resaved import put_inside

AUTHOR = "reportgen"
_PART = "word/comments.xml"  # unless the package has comments under another name
_KIND = "comments"
_SIGNS = ("commentRangeStart", "commentRangeEnd", "commentReference")
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"


@dataclass(frozen=True)
class Remark:
    """What to say about figures: `titles` are the marks' titles, the one it is about first; one line of text is a paragraph."""

    titles: tuple[str, ...]
    text: str


def without_comments(parts: Mapping[str, bytes]) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return the parts without anybody's comments, and what those said."""
    name = name_of_kind(parts, _KIND)
    if not name:
        return dict(parts), ()
    said = tuple("".join(node.text or "" for node in one.iter(f"{W}t")) for one in parse_part(parts[name]))
    made = dict(parts)
    for story in stories(parts):
        root = parse_part(parts[story])
        signs = [*root.iter(*(W + sign for sign in _SIGNS))]
        for sign in signs:
            _remove_sign(sign)
        if signs:
            made[story] = serialized(root)
    return without_kind(made, _KIND), said  # and without the parts that say which answers which


class Comments:
    """The comments of a document whose body is `root`: reads, adds and removes those of ours, and gives the parts back."""

    def __init__(self, parts: Mapping[str, bytes], root: etree._Element) -> None:
        self._parts = parts
        self._root = root
        self._name = _comments_part(parts)
        empty = etree.Element(f"{W}comments", nsmap={"w": W.strip("{}")})
        self._comments = parse_part(parts[self._name]) if self._name else empty
        known = (comment.get(f"{W}id", "") for comment in self._comments)
        self._number = 1 + max((int(one) for one in known if one.isdecimal()), default=-1)
        self.changed = False

    def at(self, first: etree._Element, last: etree._Element, text: str) -> None:
        """Say something about what stands from `first` to `last`, two elements of one paragraph."""
        self._comments.append(_comment(self._number, text))
        _place(first, last, self._number)
        self._number += 1
        self.changed = True

    def reword(self, number: str, text: str) -> None:
        """Say something else in a comment that is there."""
        for comment in [one for one in self._comments if one.get(f"{W}id") == number]:
            for paragraph in list(comment):
                comment.remove(paragraph)
            comment.extend(_comment(int(number), text))
        self.changed = True

    def ours(self) -> dict[str, str]:
        """Return the texts of our comments by their number."""
        return {
            comment.get(f"{W}id", ""): "\n".join(
                "".join(t.text or "" for t in p.iter(f"{W}t")) for p in comment.iter(f"{W}p")
            )
            for comment in self._comments
            if comment.get(f"{W}author") == AUTHOR
        }

    def remove(self, number: str) -> None:
        """Take a comment away with its range."""
        for comment in [one for one in self._comments if one.get(f"{W}id") == number]:
            self._comments.remove(comment)
        for name in _SIGNS:
            for sign in [one for one in self._root.iter(W + name) if one.get(f"{W}id") == number]:
                _remove_sign(sign)
        self.changed = True

    def parts(self) -> dict[str, bytes]:
        """Return the package's parts with the comments and the body as they are now."""
        if not self.changed:
            return dict(self._parts)
        placed = {**self._parts, DOCUMENT: serialized(self._root)}
        if self._name:
            return {**placed, self._name: serialized(self._comments)}
        return with_part(placed, DOCUMENT, _PART, serialized(self._comments), _KIND, _TYPE)[0]


def add_comments(parts: Mapping[str, bytes], remarks: Iterable[Remark]) -> dict[str, bytes]:
    """Return the parts with a comment for every remark that has a mark in the document; the others have no place there."""
    root = copy.deepcopy(read_part(parts[DOCUMENT]))
    comments = Comments(parts, root)
    every = tuple(remarks)
    paragraphs = _marks_by_paragraph(root, every)
    for remark in every:
        control = _control_for(remark, paragraphs)
        if control is not None:
            comments.at(control, control, remark.text)
    return comments.parts()


def renew_comments(parts: Mapping[str, bytes], before: Iterable[Remark], now: Iterable[Remark]) -> dict[str, bytes]:
    """Return the parts of a report that people had with the comments of today: those settled are gone, new ones are there.

    A comment of `before` that still holds stays as people left it, deleted or not.
    """
    root = parse_part(parts[DOCUMENT])
    put_inside(root)
    comments = Comments(parts, root)
    said, saying = ({remark.text: remark for remark in remarks} for remarks in (before, now))
    standing = comments.ours()
    for number, text in standing.items():
        if text in said and text not in saying:
            comments.remove(number)
    paragraphs = _marks_by_paragraph(root, saying.values())
    for text, remark in saying.items():
        control = _control_for(remark, paragraphs)
        if text not in said and text not in standing.values() and control is not None:
            comments.at(control, control, text)
    return comments.parts()


def _comments_part(parts: Mapping[str, bytes]) -> str:
    """Return the name of the part that the document has its comments in, '' where it has none yet."""
    return name_of_kind(parts, _KIND)


def _marks_by_paragraph(root: etree._Element, remarks: Iterable[Remark]) -> list[dict[str, etree._Element]]:
    """Return, for each paragraph with marks that these remarks are about, its first control of each title; a metric's first category
    stands in for it."""
    wanted = {title for remark in remarks for title in remark.titles}
    found: dict[etree._Element, dict[str, etree._Element]] = {}
    for mark in printed_in(root, lambda title: title in wanted or title.split(PART_SIGN)[0] in wanted):
        paragraph = next(mark.control.iterancestors(f"{W}p"), None)
        if paragraph is not None:
            found.setdefault(paragraph, {}).setdefault(mark.title, mark.control)
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


def _place(first: etree._Element, last: etree._Element, number: int) -> None:
    """Put the range around what is meant and the reference behind it."""
    key = {f"{W}id": str(number)}
    first.addprevious(etree.Element(f"{W}commentRangeStart", key))
    reference = etree.Element(f"{W}r")
    etree.SubElement(reference, f"{W}commentReference", key)
    reference.tail, last.tail = last.tail, None
    last.addnext(reference)
    last.addnext(etree.Element(f"{W}commentRangeEnd", key))


def _remove_sign(sign: etree._Element) -> None:
    """Take away where a comment begins, ends or is referred to; of a run that holds nothing else, the run."""
    above = sign.getparent()
    remove(above if above is not None and above.tag == f"{W}r" and len(above.findall("*")) <= 2 else sign)


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
