"""A report's folder -> the frames of its template: the paragraphs of its body with slots where tags print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from reportgen.base.issues import Unusable
from reportgen.template.content import CATEGORY, SAME_PART, Vocabulary
from reportgen.template.frames import (
    Choice,
    Element,
    Elements,
    Loop,
    Paragraph,
    ParagraphChoice,
    ParagraphLoop,
    Piece,
    Pieces,
    Slot,
    SlotKind,
)
from reportgen.template.reading import read_template
from reportgen.template.tags import NUMBERED, Tag
from reportgen.word.numbering import Numbering, read_lists, read_styles
from reportgen.word.package import DOCUMENT, W, parse_part

_LOOP = re.compile(
    r"(?P<variable>\w+)\s+in\s+(?P<name>\w+)(\s*\|\s*按\(\s*['\"](?P<column>.*?)['\"]\s*\))?(\s+if\s.*)?", re.DOTALL
)
_SAME_PART = re.compile(rf"(?P<name>\w+)\s*\|\s*{SAME_PART}\(\s*(?P<variable>\w+)\s*\)")
_WHOLE_DATES = {"", "月日", "简写", "月点日"}  # wordings from which the date can be told
_PRINTED = re.compile(r"(?P<name>\w+)(\.(?P<key>\w+))?(\s*\|\s*(?P<wording>\w+))?")


@dataclass(frozen=True)
class _Source:
    """What a loop's variable goes through: a list, or the parts of a figure by `column`."""

    name: str
    column: str


def read_frames(folder: Path, file: str, vocabulary: Vocabulary) -> Elements:
    """Return the frames of a template's body; raises Unusable with every fault of every tag."""
    read = read_template(folder / file, vocabulary)
    if read.issues:
        raise Unusable(read.issues)
    root, tags = read.texts[DOCUMENT]
    styles = read_styles(_root(read.parts, "word/styles.xml"))
    numbering = Numbering(read_lists(_root(read.parts, "word/numbering.xml"), styles), styles)
    return _Reader(tags, numbering, vocabulary).elements(root)


def _root(parts: dict[str, bytes], name: str) -> etree._Element:
    return parse_part(parts[name]) if name in parts else etree.Element("absent")


class _Reader:
    """Reads a body's paragraphs in document order; the tags' variables are those of the loops that stand open."""

    def __init__(self, tags: list[Tag], numbering: Numbering, vocabulary: Vocabulary) -> None:
        self.tags = tags
        self.numbering = numbering
        self.vocabulary = vocabulary
        self.reach: dict[str, _Source] = {}

    def elements(self, root: etree._Element) -> Elements:
        """Return the body's paragraphs, those that tags take in their blocks."""
        found: list[Tag | Element] = []
        for paragraph in root.iter(f"{W}p"):
            numbered = bool(self.numbering.number(paragraph.find(f"{W}pPr")))
            said = list(self._said(paragraph))
            taking = next((piece for piece in said if isinstance(piece, Tag) and piece.scope), None)
            if taking is not None:
                self._follow(taking)
                found.append(taking)
            else:
                found.append(Paragraph(self._pieces(said), numbered))
        return tuple(_nested(found, ParagraphChoice, ParagraphLoop))

    def _said(self, paragraph: etree._Element) -> Iterator[str | Tag]:
        """Yield a paragraph's text and tags."""
        nodes = (node for node in paragraph.iter(f"{W}t") if next(node.iterancestors(f"{W}p")) is paragraph)
        text, end = "".join(node.text or "" for node in nodes), 0
        for match in NUMBERED.finditer(text):
            if match.start() > end:
                yield text[end : match.start()]
            yield self.tags[int(match[1])]
            end = match.end()
        if text[end:]:
            yield text[end:]

    def _pieces(self, said: Sequence[str | Tag]) -> Pieces:
        pieces: list[Tag | Piece] = []
        for one in said:
            if isinstance(one, str):
                pieces.append(one)
            elif one.sort == "{":
                pieces.append(self._slot(one))
            elif one.sort == "%":
                self._follow(one)
                pieces.append(one)
        return tuple(_nested(pieces, Choice, Loop))

    def _follow(self, tag: Tag) -> None:
        loop = _LOOP.fullmatch(tag.rest) if tag.word == "for" else None
        if loop:
            self.reach[loop["variable"]] = _Source(loop["name"], loop["column"] or "")

    def _slot(self, tag: Tag) -> Slot:
        part = _SAME_PART.fullmatch(tag.rest.strip())
        if part and part["variable"] in self.reach:
            return Slot(SlotKind.PART, part["name"], self.reach[part["variable"]].column)
        said = _PRINTED.fullmatch(tag.rest.strip())
        if said is None:
            return Slot(SlotKind.OTHER)
        name, key, wording = said["name"], said["key"] or "", said["wording"] or ""
        if name == "loop":
            return Slot(SlotKind.COUNT if key == "index" else SlotKind.OTHER)
        if name in self.reach:
            source = self.reach[name]
            if not source.column:
                return Slot(SlotKind.ITEM, source.name, key)
            return Slot(SlotKind.CATEGORY if key == CATEGORY else SlotKind.PART, source.name, source.column)
        if name in self.vocabulary.dates:
            return Slot(SlotKind.DATE if wording in _WHOLE_DATES else SlotKind.OTHER, name, wording)
        if name in self.vocabulary.figures and not wording:
            return Slot(SlotKind.NUMBER, name)
        return Slot(SlotKind.TEXT if name in self.vocabulary.texts else SlotKind.OTHER, name)


def _nested(flat: Sequence[Any], choice: Any, loop: Any) -> list[Any]:
    """Return pieces, or paragraphs, with those between block tags put into choices and loops; the tags have been checked."""
    open_blocks: list[tuple[Tag, list[tuple[str, list[Any]]]]] = []
    found: list[Any] = []

    def reached() -> list[Any]:
        return open_blocks[-1][1][-1][1] if open_blocks else found

    for one in flat:
        if not isinstance(one, Tag):
            reached().append(one)
        elif one.word in {"if", "for"}:
            open_blocks.append((one, [(one.rest, [])]))
        elif one.word in {"elif", "else"}:
            open_blocks[-1][1].append((one.rest, []))
        elif one.word in {"endif", "endfor"}:
            opened, branches = open_blocks.pop()
            if opened.word == "if":
                reached().append(choice(tuple((condition, tuple(body)) for condition, body in branches)))
            else:
                source = _LOOP.fullmatch(opened.rest)
                name, column = (source["name"], source["column"] or "") if source else ("", "")
                reached().append(loop(name, column, tuple(branches[0][1])))
    return found
