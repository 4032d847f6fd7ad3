"""A template's paragraphs as words and tags: the records that Word's reader makes and every check of the prose asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from reportgen.base.issues import Location, short
from reportgen.figures.wording import Asked
from reportgen.template.nesting import blocks, nested
from reportgen.word.sentences import Sentence

_ENOUGH = 12  # characters that say what a number counts
_LAST_WORDS = re.compile("[^，。；：、]{0,8}$")
_FIRST_WORDS = re.compile("^[^，。；：、]{0,6}")


@dataclass(frozen=True)
class PrintingTag:
    """A tag that prints, as its author sees it.

    `name` is what the catalogue calls it: a metric, a text, 「列表.项」 for a text of an item; '' for a tag that can't be used, and for
    what isn't the catalogue's (循环的序号). `wordings` are its filters. `pieces` are the texts of the runs that Word cut it
    into, none where it is whole; `looks` names in what they look different, the first being the one that its figure gets.
    """

    tag: str
    name: str
    wordings: tuple[Asked, ...] = ()
    pieces: tuple[str, ...] = ()
    looks: tuple[str, ...] = ()


@dataclass(frozen=True)
class BlockTag:
    """A tag that says whether or how often what follows is printed: its word is if, elif, else, endif, for or endfor.

    `said` are the catalogue's names of what it asks.
    """

    tag: str
    word: str
    said: tuple[str, ...] = ()
    pieces: tuple[str, ...] = ()


Piece = str | PrintingTag | BlockTag


@dataclass(frozen=True)
class Line:
    """One paragraph: its words and tags in order, and the sentences that they make.

    `number` is the number that Word gives it, '' for none. `within` are the conditions and loops around it that take whole paragraphs
    or rows, outermost first. `bare` is a paragraph with nothing but text in it; `in_body` is false for headers, footers and notes.
    """

    at: Location
    pieces: tuple[Piece, ...]
    sentences: tuple[Sentence, ...]
    number: str = ""
    within: tuple[BlockTag, ...] = ()
    bare: bool = True
    in_table: bool = False
    in_body: bool = True

    @property
    def slots(self) -> Iterator[PrintingTag]:
        """Yield the tags that print."""
        return (piece for piece in self.pieces if isinstance(piece, PrintingTag))

    @property
    def branches(self) -> Iterator[BlockTag]:
        """Yield the tags that choose or repeat within the paragraph."""
        return (piece for piece in self.pieces if isinstance(piece, BlockTag))

    def at_words(self, words: str) -> Location:
        """Return the paragraph's place with the words that are meant, which people search for."""
        return self.at._replace(column=short(words))

    def at_slot(self, number: int) -> Location:
        """Return the place of the tag `number`, with the words right before and behind it."""
        before, tag, behind = (
            piece if isinstance(piece, str) else piece.tag
            for piece in (*(self.pieces[number - 1 : number] or ("",)), *(*self.pieces, "")[number : number + 2])
        )
        return self.at_words(_LAST_WORDS.findall(before)[0] + tag + _FIRST_WORDS.findall(behind)[0])

    @cached_property
    def ways(self) -> tuple[tuple[int, ...], ...]:
        """For each piece, the numbers of those that may follow it in print; len(pieces) is the paragraph's end."""
        ways: list[tuple[int, ...]] = [(number + 1,) for number in range(len(self.pieces))]
        for block in blocks(nested(range(len(self.pieces)), self._word)):
            if block.end is None:  # which is told
                continue
            first, *others = (branch.tag for branch in block.branches)
            skipped = () if others and self._word(others[-1]) == "else" else (block.end + 1,)
            ways[first] = (first + 1, *(other + 1 for other in others), *skipped)
            for other in others:  # where what stands before it has been printed
                ways[other] = (block.end + 1,)
        return tuple(ways)

    def _word(self, number: int) -> str:
        piece = self.pieces[number]
        return piece.word if isinstance(piece, BlockTag) else ""

    def behind(self, number: int) -> Iterator[tuple[str, int]]:
        """Yield what may be printed behind a piece, as (words, number of the piece that ends them: a slot's, or the paragraph's end)."""
        seen: set[tuple[int, str]] = set()
        waiting = [(number + 1, "")]
        while waiting:
            at, words = waiting.pop()
            if (at, words) in seen:
                continue
            seen.add((at, words))
            piece = self.pieces[at] if at < len(self.pieces) else None
            if piece is None or isinstance(piece, PrintingTag) or len(words) >= _ENOUGH:
                yield words, at
            elif isinstance(piece, str):
                waiting.append((at + 1, words + piece))
            else:
                waiting += ((then, words) for then in self.ways[at])
