"""People's headers, footers and notes, and those of two drafts -> which is which: by what they say, for word processors number them anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lxml import etree

from reportgen.word.alignment import align
from reportgen.word.blocks import TITLED, named
from reportgen.word.notes import KINDS, notes_of
from reportgen.word.package import DOCUMENT, parse_part
from reportgen.word.relations import stories

Place = tuple[str, int]  # the name of a part, and the number of a note in it; 0 for a header or footer
WHERE = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注"}


@dataclass(frozen=True)
class Drafts:
    """What a header, footer or note of people's was in the last draft, and what it is in today's; `part` is that of today's."""

    was: etree._Element
    ours: etree._Element
    part: str


def texts_in(story: etree._Element, kind: str) -> list[etree._Element]:
    """Return the texts of a story other than the body: a header or footer as a whole, each note for itself."""
    return list(notes_of(story)) if kind in KINDS.values() else [story]


def reworded(
    base: Mapping[str, bytes],
    theirs: Mapping[str, bytes],
    ours: Mapping[str, bytes],
    as_drafted: Callable[[etree._Element], object],
) -> dict[Place, Drafts]:
    """Return those of people's headers, footers and notes that today's draft words otherwise than the last one.

    `as_drafted` gives the marks in a tree of people's the form that drafts have.
    """
    found: dict[Place, Drafts] = {}
    for kind in WHERE:
        was, now, due = _texts(base, kind), _texts(theirs, kind, as_drafted), _texts(ours, kind)
        before = [named(one) for one in was.values()]
        of_theirs, of_ours = (align(before, [named(one) for one in side.values()], _titles) for side in (now, due))
        today = {b: place for place, b in zip(due, of_ours, strict=True) if b is not None}
        drafted = list(was.values())
        for place, b in zip(now, of_theirs, strict=True):
            if b is not None and b in today and before[b] != named(due[today[b]]):
                found[place] = Drafts(drafted[b], due[today[b]], today[b][0])
    return found


def _texts(
    parts: Mapping[str, bytes], kind: str, as_drafted: Callable[[etree._Element], object] = lambda root: None
) -> dict[Place, etree._Element]:
    found: dict[Place, etree._Element] = {}
    for name, of in stories(parts).items():
        if of == kind and name != DOCUMENT:
            root = parse_part(parts[name])
            as_drafted(root)
            found |= {(name, number): one for number, one in enumerate(texts_in(root, kind))}
    return found


def _titles(text: str) -> frozenset[str]:
    """Return what tells a text from others of the same words: the figures in it."""
    return frozenset(TITLED.findall(text))
