"""A template's paragraphs with their tags -> frames: prose with slots, branches and loops, and every wording that they can take.

What a template prints, read backwards: the prose is the frame, a tag is a slot, `{% if %}` is a choice of branches, a loop repeats.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any, Generic, TypeVar, Union

from reportgen.base.issues import Unusable
from reportgen.base.names import PART_SIGN
from reportgen.template.content import Vocabulary
from reportgen.template.nesting import Block, nested
from reportgen.template.nouns import PICTURE, Condition, Equals, Noun
from reportgen.template.reading import read_template
from reportgen.template.tags import NOTES, Tag, block_word, own_text, said
from reportgen.word.package import DOCUMENT, W

MOST_WORDINGS = 256  # of one paragraph; with more, the branches of its last choices are not told apart
Part = TypeVar("Part")


class SlotKind(Enum):
    """What stands in a slot."""

    NUMBER = "number"
    DATE = "date"
    TEXT = "text"
    ITEM = "item"  # a text of a list, or one of the texts of an item
    CATEGORY = "category"  # what a part of a figure is called
    PART = "part"  # a part of a figure, a number
    INNER = "inner"  # a part by two columns, or in a column of its own, which only a mark can tell apart
    INNER_NAME = "inner name"  # what such a part is called
    COUNT = "count"  # which round of a loop it is
    OTHER = "other"  # a wording that says nothing which could be read back


_INNER = {SlotKind.PART: SlotKind.INNER, SlotKind.CATEGORY: SlotKind.INNER_NAME}


@dataclass(frozen=True)
class Slot:
    """A tag that prints: `name` is the metric, text or list that it prints, `detail` a date's wording, an item's key or a part's columns."""

    kind: SlotKind
    name: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Choice(Generic[Part]):
    """Branches of which one is printed, as (condition, what it prints); the one without a condition is printed otherwise."""

    branches: tuple[tuple[Condition | None, tuple[Part, ...]], ...]


@dataclass(frozen=True)
class Loop(Generic[Part]):
    """What is printed for each entry of a list, or for each part of the figure `name` by the column `detail`."""

    name: str
    detail: str
    body: tuple[Part, ...]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the template; `numbered` where Word puts a number before it."""

    pieces: Pieces
    numbered: bool


Piece = Union[str, Slot, "Choice[Piece]", "Loop[Piece]"]
Pieces = tuple[Piece, ...]
Element = Union[Paragraph, "Choice[Element]", "Loop[Element]"]  # whole paragraphs, or a table's rows
Elements = tuple[Element, ...]


@dataclass(frozen=True)
class Told:
    """What a wording takes for granted: `condition` is true, or one of those before it and not this one."""

    condition: Condition
    holds: bool

    @property
    def equals(self) -> Equals:
        """Return which metrics are which number where this is so."""
        return self.condition.if_true if self.holds else self.condition.if_false


Flat = tuple[str | Slot | Loop[Piece] | Told, ...]


def wordings(pieces: Pieces) -> list[Flat]:
    """Return every wording of a paragraph: what it prints with each choice taken, `Told` standing where a branch begins."""
    found: list[Flat] = [()]
    for piece in pieces:
        if not isinstance(piece, Choice):
            found = [(*wording, piece) for wording in found]
            continue
        branches = list(_branches(piece))
        if len(found) * len(branches) > MOST_WORDINGS:
            branches = branches[:1]
        found = [(*wording, *branch) for wording in found for branch in branches]
    return found


def _branches(choice: Choice[Piece]) -> Iterator[Flat]:
    refused: tuple[Told, ...] = ()
    for condition, body in choice.branches:
        told = refused if condition is None else (*refused, Told(condition, True))
        yield from ((*told, *wording) for wording in wordings(body))
        refused = refused if condition is None else (*refused, Told(condition, False))
    if all(condition for condition, _ in choice.branches):
        yield refused


def paragraphs(elements: Elements) -> Iterator[Paragraph]:
    """Yield every paragraph, those in branches and loops too."""
    for element in elements:
        if isinstance(element, Paragraph):
            yield element
        elif isinstance(element, Loop):
            yield from paragraphs(element.body)
        else:
            for _, branch in element.branches:
                yield from paragraphs(branch)


def slots(pieces: Sequence[Piece | Told]) -> Iterator[Slot]:
    """Yield every slot, those in branches and loops too."""
    for piece in pieces:
        if isinstance(piece, Slot):
            yield piece
        elif isinstance(piece, Loop):
            yield from slots(piece.body)
        elif isinstance(piece, Choice):
            for _, branch in piece.branches:
                yield from slots(branch)


def unconditional(elements: Elements) -> Iterator[Slot]:
    """Yield the slots that a report prints in any case: those in no branch and in no loop."""
    for element in elements:
        if isinstance(element, Paragraph):
            yield from (piece for piece in element.pieces if isinstance(piece, Slot))


def read_frames(folder: Path, file: str, vocabulary: Vocabulary) -> Elements:
    """Return the frames of a template's body; raises Unusable with every fault of every tag."""
    read = read_template(folder / file, vocabulary)
    if read.issues:
        raise Unusable(read.issues)
    root, tags = read.texts[DOCUMENT]
    numbering = read.numbering()
    found: list[Tag | Paragraph | Loop[Element]] = []
    for paragraph in root.iter(f"{W}p"):
        if next(paragraph.iterancestors(*NOTES), None) is not None:
            continue  # of a loop's note, which stands in no line of the text
        numbered = bool(numbering.number(paragraph.find(f"{W}pPr")))
        pieces = list(said(own_text(paragraph), tags))
        taking = next((piece for piece in pieces if isinstance(piece, Tag) and piece.scope), None)
        framed = Paragraph(_framed(pieces, lambda tag: _slot(tag.noun, vocabulary)), numbered)
        listed = next((piece.rest for piece in pieces if isinstance(piece, Tag) and piece.manner == "p"), "")
        if listed in vocabulary.texts | vocabulary.lists:  # its lines follow each other like a list's items
            found.append(Loop(listed, "", (Paragraph((Slot(SlotKind.ITEM, listed),), numbered),)))
        else:
            found.append(taking or framed)
    return _framed(found, lambda tag: None)


def _framed(row: Sequence[Any], slot: Callable[[Tag], Slot | None]) -> tuple[Any, ...]:
    """Return words or paragraphs with tags among them as a frame, what stands between if and endif, for and endfor in one piece."""

    def framed(node: Any) -> Any:
        if isinstance(node, Tag):
            return slot(node) if node.sort == "{" else None
        if not isinstance(node, Block):
            return node
        tags = [branch.tag for branch in node.branches]
        bodies = [tuple(filter(None, map(framed, branch.body))) for branch in node.branches]
        source = tags[0].source
        if source is not None:
            body = tuple(map(_of_a_column, bodies[0])) if tags[0].scope == "tc" else bodies[0]
            loop = Loop(source.name, source.column, body)
            return Choice(((Condition(tags[0].rest), (loop,)), (None, bodies[1]))) if bodies[1:] else loop
        return Choice(tuple(zip((tag.condition for tag in tags), bodies, strict=True)))

    return tuple(filter(None, map(framed, nested(row, block_word))))


def _of_a_column(node: Any) -> Any:
    """Return what a column prints; whose a part is the head of its column says, far from it in the text, and its mark."""
    if isinstance(node, Paragraph):
        return replace(node, pieces=tuple(map(_of_a_column, node.pieces)))
    if isinstance(node, Slot) and node.kind in _INNER:
        return replace(node, kind=_INNER[node.kind])
    return node


def _slot(noun: Noun, vocabulary: Vocabulary) -> Slot | None:
    source, name = noun.source, noun.name
    if noun.kind == PICTURE:  # which says no word
        return None
    if source is not None and not source.column:
        return Slot(SlotKind.ITEM, source.name, source.key)
    is_read = all(asked.is_read for asked in noun.wordings)
    if source is not None and source.within:
        if source.key:
            return Slot(SlotKind.INNER_NAME)
        return Slot(SlotKind.INNER if is_read else SlotKind.OTHER, source.name, PART_SIGN.join(source.columns))
    if source is not None:
        kind = SlotKind.CATEGORY if source.key else SlotKind.PART if is_read else SlotKind.OTHER
        return Slot(kind, source.name, source.column)
    if not name:
        return Slot(SlotKind.COUNT)
    if name in vocabulary.texts:
        return Slot(SlotKind.TEXT, name)
    kind = SlotKind.DATE if name in vocabulary.dates else SlotKind.NUMBER
    wording = " | ".join(map(str, noun.wordings))
    return Slot(kind if is_read else SlotKind.OTHER, name, wording)
