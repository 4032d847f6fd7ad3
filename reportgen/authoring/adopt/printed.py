"""A template's sentences as a year prints them -> where they stand in a text, and which tags belong there.

A sentence that the template prints word for word and number for number is the surest sign of what its numbers are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from reportgen.base.textfile import BLANKS, half_width

ENDS = "。；！？;!?\n"
_BEFORE = f"{ENDS}，、：,:.)）”》①②③④⑤⑥⑦⑧⑨⑩"
_BEHIND = f"{ENDS}，、：,:（(）)"
_HAN = re.compile(r"[一-鿿]")
_LEAST = 4  # characters beside the numbers; fewer may be any sentence's


@dataclass(frozen=True)
class Piece:
    """A piece of a sentence of the template: what prints it, a text or tags, and what it prints for the year.

    `is_block` says that it is a whole condition or loop.
    """

    source: str
    printed: str
    is_tag: bool = False
    is_block: bool = False


@dataclass(frozen=True)
class Pattern:
    """A paragraph, sentence or clause of the template, piece by piece."""

    pieces: tuple[Piece, ...]

    @cached_property
    def printed(self) -> str:
        """Return what it prints, in half width without blanks."""
        return squeezed("".join(piece.printed for piece in self.pieces))[0]

    @property
    def source(self) -> str:
        """Return what the template says."""
        return "".join(piece.source for piece in self.pieces)


@dataclass(frozen=True)
class Put:
    """A tag, or a whole condition or loop where `is_block`, to stand for a stretch of a text."""

    begin: int
    end: int
    source: str
    is_block: bool = False


def tag(expression: str) -> str:
    """Return the tag that prints an expression."""
    return f"{{{{ {expression} }}}}"


def squeezed(text: str) -> tuple[str, list[int]]:
    """Return a text in half width without blanks, and where each of its characters stands in the text."""
    places = [at for at, character in enumerate(text) if character not in BLANKS]
    folded = half_width(text)
    return "".join(folded[at] for at in places), places


def usable(patterns: Sequence[Pattern], *, whole: bool) -> Iterator[Pattern]:
    """Yield the patterns that say for certain which tags they have; those that are `whole` sentences may differ in their values alone.

    Two places of a template that print the same words with other tags tell nothing of either.
    """
    sources: dict[str, set[str]] = {}
    for pattern in patterns:
        sources.setdefault(_key(pattern, whole), set()).add(pattern.source)
    for pattern in dict.fromkeys(patterns):
        words = "".join(piece.printed for piece in pattern.pieces if not piece.is_tag)
        tagged = any(piece.is_tag for piece in pattern.pieces)
        if tagged and len(sources[_key(pattern, whole)]) == 1 and len(_HAN.findall(words)) >= _LEAST:
            yield pattern


def _key(pattern: Pattern, whole: bool) -> str:
    if whole:
        return pattern.printed
    return squeezed("".join("\0" if piece.is_tag else piece.printed for piece in pattern.pieces))[0]


def standing(text: str, patterns: Sequence[Pattern]) -> Iterator[tuple[int, int, list[Put]]]:
    """Yield where a text says what a pattern prints, as (begin, end, the tags there), the patterns in their order."""
    said, places = squeezed(text)
    for pattern in patterns:
        begin = said.find(pattern.printed)
        while begin >= 0:
            end = begin + len(pattern.printed)
            if _stands_alone(said, begin, end):
                yield places[begin], places[end - 1] + 1, list(_placed(pattern, begin, places))
            begin = said.find(pattern.printed, end)


def _stands_alone(text: str, begin: int, end: int) -> bool:
    opens = begin == 0 or text[begin - 1] in _BEFORE
    return opens and (end == len(text) or text[end - 1] in ENDS or text[end] in _BEHIND)


def _placed(pattern: Pattern, begin: int, places: list[int]) -> Iterator[Put]:
    """Yield a pattern's tags where it stands; one that prints nothing stands behind what is before it."""
    for piece in pattern.pieces:
        end = begin + len(squeezed(piece.printed)[0])
        if piece.is_tag:
            behind = places[begin - 1] + 1 if begin else 0
            first, last = (places[begin], places[end - 1] + 1) if end > begin else (behind, behind)
            yield Put(first, last, piece.source, piece.is_block)
        begin = end


def agrees(puts: Sequence[Put], marks: Sequence[Put], first: int, last: int) -> bool:
    """Return whether every mark in a stretch is one of the tags put there, or within a condition or loop."""
    for mark in (mark for mark in marks if mark.begin < last and mark.end > first):
        around = [put for put in puts if put.begin <= mark.begin and mark.end <= put.end]
        if not any(put.source == mark.source or put.is_block for put in around):
            return False
    return True
