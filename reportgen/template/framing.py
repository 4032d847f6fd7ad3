"""A report's folder -> the frames of its template: the paragraphs of its body with slots where tags print."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from reportgen.base.issues import Unusable
from reportgen.template.content import Vocabulary
from reportgen.template.expressions import Condition, Noun, Source
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
from reportgen.template.nesting import Block, Nodes, nested
from reportgen.template.reading import read_template
from reportgen.template.tags import Tag, block_word, own_text, said
from reportgen.word.numbering import Numbering, read_lists, read_styles
from reportgen.word.package import DOCUMENT, W, parse_part

_WHOLE_DATES = {"", "月日", "简写", "月点日"}  # wordings from which the date can be told


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
    """Reads a body's paragraphs in document order."""

    def __init__(self, tags: list[Tag], numbering: Numbering, vocabulary: Vocabulary) -> None:
        self.tags = tags
        self.numbering = numbering
        self.vocabulary = vocabulary

    def elements(self, root: etree._Element) -> Elements:
        """Return the body's paragraphs, those that tags take in their blocks."""
        found: list[Tag | Paragraph] = []
        for paragraph in root.iter(f"{W}p"):
            numbered = bool(self.numbering.number(paragraph.find(f"{W}pPr")))
            pieces = list(said(own_text(paragraph), self.tags))
            taking = next((piece for piece in pieces if isinstance(piece, Tag) and piece.scope), None)
            found.append(taking or Paragraph(self._pieces(nested(pieces, block_word)), numbered))
        return tuple(self._elements(nested(found, block_word)))

    def _elements(self, tree: Nodes[Tag | Paragraph]) -> Iterator[Element]:
        for node in tree:
            if isinstance(node, Paragraph):
                yield node
            elif isinstance(node, Block):
                bodies = [tuple(self._elements(branch.body)) for branch in node.branches]
                source, conditions = _opened(node)
                if source is None:
                    yield ParagraphChoice(tuple(zip(conditions, bodies, strict=True)))
                else:
                    yield ParagraphLoop(source.name, source.column, bodies[0])

    def _pieces(self, tree: Nodes[str | Tag]) -> Pieces:
        return tuple(self._each(tree))

    def _each(self, tree: Nodes[str | Tag]) -> Iterator[Piece]:
        for node in tree:
            if isinstance(node, str):
                yield node
            elif isinstance(node, Block):
                bodies = [self._pieces(branch.body) for branch in node.branches]
                source, conditions = _opened(node)
                if source is None:
                    yield Choice(tuple(zip(conditions, bodies, strict=True)))
                else:
                    yield Loop(source.name, source.column, bodies[0])
            elif node.sort == "{":
                yield self._slot(node.noun)

    def _slot(self, noun: Noun) -> Slot:
        source, name = noun.source, noun.name
        if source is not None and not source.column:
            return Slot(SlotKind.ITEM, source.name, source.key)
        if source is not None:
            return Slot(SlotKind.CATEGORY if source.key else SlotKind.PART, source.name, source.column)
        if not name:
            return Slot(SlotKind.COUNT)
        if name in self.vocabulary.dates:
            return Slot(SlotKind.DATE if noun.wording in _WHOLE_DATES else SlotKind.OTHER, name, noun.wording)
        if name in self.vocabulary.figures and not noun.wording:
            return Slot(SlotKind.NUMBER, name)
        return Slot(SlotKind.TEXT if name in self.vocabulary.texts else SlotKind.OTHER, name)


def _opened(block: Block[Any]) -> tuple[Source | None, list[Condition | None]]:
    """Return what a loop goes through, None for a choice; and the conditions of a choice's branches, None for its else."""
    tags = [branch.tag for branch in block.branches]
    return tags[0].source, [tag.condition for tag in tags]
