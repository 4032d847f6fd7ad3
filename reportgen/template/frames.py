"""A template's paragraphs with their tags -> frames: prose with slots, branches and loops, and every wording that they can take.

What a template prints, read backwards: the prose is the frame, a tag is a slot, `{% if %}` is a choice of branches, a loop repeats.
Nothing here knows Word; `word.framing` makes the frames from a .docx.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from reportgen.template.expressions import Condition, Equals

MOST_WORDINGS = 256  # of one paragraph; with more, the branches of its last choices are not told apart


class SlotKind(Enum):
    """What stands in a slot."""

    NUMBER = "number"
    DATE = "date"
    TEXT = "text"
    ITEM = "item"  # a text of a list, or one of the texts of an item
    CATEGORY = "category"  # what a part of a figure is called
    PART = "part"  # a part of a figure, a number
    COUNT = "count"  # which round of a loop it is
    OTHER = "other"  # a wording that says nothing which could be read back


@dataclass(frozen=True)
class Slot:
    """A tag that prints: `name` is the metric, text or list that it prints, `detail` a date's wording, an item's key or a part's column."""

    kind: SlotKind
    name: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Choice:
    """Branches of which one is printed, as (condition, what it prints); the one without a condition is printed otherwise."""

    branches: tuple[tuple[Condition | None, Pieces], ...]


@dataclass(frozen=True)
class Loop:
    """What is printed for each entry of a list, or for each part of the figure `name` by the column `detail`."""

    name: str
    detail: str
    body: Pieces


Piece = str | Slot | Choice | Loop
Pieces = tuple[Piece, ...]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the template; `numbered` where Word puts a number before it."""

    pieces: Pieces
    numbered: bool


@dataclass(frozen=True)
class ParagraphChoice:
    """Branches of whole paragraphs, as in Choice."""

    branches: tuple[tuple[Condition | None, Elements], ...]


@dataclass(frozen=True)
class ParagraphLoop:
    """Whole paragraphs, or a table's rows, for each entry, as in Loop."""

    name: str
    detail: str
    body: Elements


Element = Paragraph | ParagraphChoice | ParagraphLoop
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


Flat = tuple[str | Slot | Loop | Told, ...]


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


def _branches(choice: Choice) -> Iterator[Flat]:
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
        elif isinstance(element, ParagraphLoop):
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
