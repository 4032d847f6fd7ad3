"""A report's parts -> its sentences, each with the marks in it and the numbers that are typed beside them."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from operator import itemgetter

from lxml import etree

from reportgen.word.blocks import printed_in
from reportgen.word.number_forms import plain_numbers
from reportgen.word.package import DOCUMENT, W, read_part

# What is said again where it counts.
ELSEWHERE = (f"{W}moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
_TEXT, _PARAGRAPH = f"{W}t", f"{W}p"
ENDS = "。；！？"
_END = re.compile(f"[{ENDS}]")
CLAUSE_END = re.compile(r"[，、；：。（）()！？,;\s]")
_AFTER = 6  # characters behind a number that say what it counts
_Text = tuple[etree._Element | None, str]  # the mark that holds it, and what it says


@dataclass(frozen=True)
class Sentence:
    """A sentence or heading, without its automatic number.

    `named` is the text with its marks' titles in place of their numbers. `marks` are (title, text) in order. `typed` are numbers
    outside of marks, as (number without separators, what stands behind it).
    """

    text: str
    named: str
    marks: tuple[tuple[str, str], ...]
    typed: tuple[tuple[str, str], ...]


def sentences(package: Mapping[str, bytes]) -> Iterator[Sentence]:
    """Yield the sentences of the document's body in order."""
    root = read_part(package[DOCUMENT])
    titles = {mark.control: mark.title for mark in printed_in(root)}  # a mark holds no other control
    again = {text for one in root.iter(*ELSEWHERE) for text in one.iter(_TEXT)}
    said: dict[etree._Element, list[_Text]] = {paragraph: [] for paragraph in root.iter(_PARAGRAPH)}
    said_around = {control: said.get(next(control.iterancestors(_PARAGRAPH), control)) for control in titles}
    holders = said | said_around
    for text in root.iter(_TEXT):
        around = text.getparent()
        while around is not None and around not in holders:  # the nearest: a text box counts on its own
            around = around.getparent()
        own = None if around is None else holders[around]
        if own is not None and text not in again:
            own.append((around if around in titles else None, text.text or ""))
    for texts in said.values():
        yield from _cut(tuple(_pieces(texts, titles)))


@functools.lru_cache(maxsize=2_000)  # most paragraphs of a template are the same in each office's report
def _cut(pieces: tuple[tuple[str, str], ...]) -> tuple[Sentence, ...]:
    return tuple(cut(pieces))


def cut(pieces: Sequence[tuple[str, str]]) -> Iterator[Sentence]:
    """Yield the sentences of a paragraph's pieces, each a text and the title of the mark that holds it or ''."""
    text = "".join(piece for piece, _ in pieces)
    starts = list(accumulate((len(piece) for piece, _ in pieces), initial=0))
    ends = [found.end() for found in _END.finditer(text)]
    for begin, end in zip([0, *ends], [*ends, len(text)], strict=True):
        if text[begin:end].strip():
            first, last = bisect_right(starts, begin) - 1, bisect_left(starts, end)
            yield _sentence(text, pieces[first:last], begin, end, starts[first])


def _pieces(texts: Iterable[_Text], titles: Mapping[etree._Element, str]) -> Iterator[tuple[str, str]]:
    """Yield a paragraph's text as (text, title of the mark that holds it or ''); `titles` are those of the marks by their controls."""
    for mark, own in groupby(texts, itemgetter(0)):
        held = "".join(text for _, text in own)
        if held:
            yield held, "" if mark is None else titles[mark]


def _sentence(text: str, pieces: Sequence[tuple[str, str]], begin: int, end: int, position: int) -> Sentence:
    """Return the sentence of a text that stands in these of its pieces, the first of which begins at `position`."""
    marks: list[tuple[str, str]] = []
    named = ""
    bare = ""  # the sentence with its marks blanked, so that what is left of numbers was typed
    for piece, title in pieces:
        inside = piece[max(begin - position, 0) : end - position]  # each of them begins before the end
        if inside and title:
            marks.append((title, piece))
        bare += "\0" * len(inside) if title else inside
        named += title if inside and title else inside
        position += len(piece)
    typed = tuple(
        (found[0].replace(",", ""), found.string[found.end() : found.end() + _AFTER]) for found in plain_numbers(bare)
    )
    return Sentence(text[begin:end].strip(), named.strip(), tuple(marks), typed)
