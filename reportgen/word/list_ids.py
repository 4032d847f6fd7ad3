"""The lists of today's draft and of people's document -> under which id each of the draft's is, or will be, known there.

Word and LibreOffice number the lists anew when they save. A list is the one that the same paragraphs are in; else one that counts alike
and that no paragraph is in yet; else it is new there.
"""

from __future__ import annotations

import copy
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from reportgen.word.blocks import visible_text
from reportgen.word.numbering import value
from reportgen.word.package import W

_Signature = dict[str, tuple[str, str]]  # level -> its format and text


@dataclass(frozen=True)
class Known:
    """The id of a list in people's document; `definitions` is what they lack of it, for their numbering part."""

    number: str
    definitions: tuple[etree._Element, ...] = ()


class Lists:
    """The lists of one document: a numbering part's root, and the body's paragraphs that are in one by themselves."""

    def __init__(self, numbering: etree._Element, body: etree._Element) -> None:
        self.abstracts = {one.get(f"{W}abstractNumId", ""): one for one in numbering.iterchildren(f"{W}abstractNum")}
        self.nums = {one.get(f"{W}numId", ""): one for one in numbering.iterchildren(f"{W}num")}
        self.places = [
            (visible_text(p), number) for p in body.iter(f"{W}p") if (number := value(p, f"pPr/{W}numPr/{W}numId"))
        ]

    def counter(self, number: str) -> str:
        """Return the id of the w:abstractNum that a list counts by."""
        return value(self.nums.get(number), "abstractNumId") or ""

    def signature(self, counter: str) -> _Signature:
        """Return how each level of a w:abstractNum counts."""
        levels = self.abstracts[counter].iterchildren(f"{W}lvl") if counter in self.abstracts else ()
        return {one.get(f"{W}ilvl", ""): (value(one, "numFmt") or "", value(one, "lvlText") or "") for one in levels}

    def is_linked(self, counter: str) -> bool:
        """Return whether styles count by a w:abstractNum."""
        return next(self.abstracts[counter].iter(f"{W}pStyle"), None) is not None


def known_lists(base: Lists, theirs: Lists, ours: Lists) -> dict[str, Known]:
    """Return for each list of today's draft how it is known in people's document."""
    same = {
        number: there
        for number, there in _same_paragraphs(base, theirs).items()
        if base.signature(base.counter(number)) == ours.signature(ours.counter(number))
    }
    counters = {ours.counter(number): theirs.counter(there) for number, there in same.items()}
    fresh_counters, fresh_numbers = _fresh(theirs.abstracts), _fresh(theirs.nums)
    copied: dict[str, etree._Element] = {}
    found: dict[str, Known] = {}
    for number, num in ours.nums.items():
        counter = ours.counter(number)
        if number in same:
            found[number] = Known(same[number])
        if number in same or counter not in ours.abstracts:
            continue
        if counter not in counters:
            counters[counter] = _alike(ours, counter, theirs, counters.values()) or next(fresh_counters)
        if counters[counter] not in theirs.abstracts and counter not in copied:
            copied[counter] = _copy(ours.abstracts[counter], "abstractNumId", counters[counter])
        plain = num.find(f"{W}lvlOverride") is None  # one that begins anew somewhere is a list of its own
        there = _plain_list(theirs, counters[counter]) if plain else None
        if there is not None:
            found[number] = Known(there)
            continue
        new = _copy(num, "numId", next(fresh_numbers))
        for reference in new.iterchildren(f"{W}abstractNumId"):
            reference.set(f"{W}val", counters[counter])
        found[number] = Known(new.get(f"{W}numId", ""), (*([copied[counter]] if counter in copied else []), new))
    return found


def _same_paragraphs(base: Lists, theirs: Lists) -> dict[str, str]:
    """Return for each list of the base the one of people's that most of its paragraphs are in."""
    there = dict(theirs.places)
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for text, number in base.places:
        if text.strip() and there.get(text) in theirs.nums:
            votes[number][there[text]] += 1
    return {number: counted.most_common(1)[0][0] for number, counted in votes.items()}


def _alike(ours: Lists, counter: str, theirs: Lists, taken: Iterable[str]) -> str | None:
    """Return a w:abstractNum of people's that counts like ours: the styles' own, or one that no paragraph is in, where it begins at 1."""
    wanted, busy = ours.signature(counter), {theirs.counter(number) for _, number in theirs.places} | set(taken)
    for one in theirs.abstracts:
        signature, linked = theirs.signature(one), theirs.is_linked(one)
        alike = wanted and all(signature.get(level) == said for level, said in wanted.items())
        if alike and linked == ours.is_linked(counter) and (linked or one not in busy):
            return one
    return None


def _plain_list(theirs: Lists, counter: str) -> str | None:
    """Return a list of people's that counts by a w:abstractNum and begins nowhere anew."""
    on_it = (one for one, num in theirs.nums.items() if num.find(f"{W}lvlOverride") is None)
    return next((one for one in on_it if theirs.counter(one) == counter), None)


def _copy(definition: etree._Element, name: str, number: str) -> etree._Element:
    """Return a definition under another number, without what names it for other documents or refers to pictures."""
    made = copy.deepcopy(definition)
    made.set(W + name, number)
    for unwanted in list(made.iter(f"{W}nsid", f"{W}tmpl", f"{W}lvlPicBulletId")):
        around = unwanted.getparent()
        if around is not None:
            around.remove(unwanted)
    return made


def _fresh(known: Iterable[str]) -> Iterator[str]:
    first = 1 + max((int(one) for one in known if one.isdecimal()), default=0)
    return (str(number) for number in itertools.count(first))
