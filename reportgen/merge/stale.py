"""The texts of a base, of today's draft and of people's document -> which of people's still say words that the draft has given up.

Leaders move a sentence into another paragraph, join two, break one at its commas or rewrite the half of it. When the data then take the
other branch of a condition, or drop a paragraph, the old words stand somewhere else than where they were drafted. They are known by runs
of a few characters, a mark counting as one: what the base said, and no place of today's draft says any more.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from reportgen.word.alignment import align
from reportgen.word.blocks import TITLED, named_paragraphs, visible_text
from reportgen.word.package import DOCUMENT, body_of, parse_part
from reportgen.word.relations import stories

_RUN = 4  # characters; a changed word of two is in five runs of an untouched sentence
_LEAST = 3  # runs that a text must share with what was given up; fewer are alike by chance
_CLAUSES = re.compile(r"(?<=[，。；！？])")  # where people join, cut and break


def left_over(
    base: Sequence[str],
    ours: Sequence[str],
    partners: Mapping[int, int],
    theirs: Sequence[str],
    own: Sequence[int | None],
) -> dict[int, int]:
    """Return for each of people's texts that still says what the draft gave up the base text that said it, by their numbers.

    `partners` is which base text is which of ours, `own` which base text each of people's is: what is left over of that one is for
    the caller to see, so that it isn't returned. Of the neighbouring pieces that a text was broken into the first stands for all; a copy
    stands for itself.
    """
    changed = [number for number, text in enumerate(base) if number not in partners or ours[partners[number]] != text]
    if not changed:
        return {}
    signs: dict[str, str] = {}
    said = {run for text in ours for run in _runs(text, signs)}
    given_up: dict[str, int] = {}
    for number in changed:
        for run in _runs(base[number], signs):
            if run not in said:
                given_up.setdefault(run, number)
    found: dict[int, int] = {}
    still = [given_up.keys() & set(_runs(text, signs)) for text in theirs]
    before = -1  # the base text that the text before is a piece of
    for number, text in enumerate(theirs):
        mine = own[number]
        shared = Counter(given_up[run] for run in still[number])
        shared.pop(-1 if mine is None else mine, None)
        most = max(shared, key=lambda one: (shared[one], -one), default=-1)
        if shared[most] >= _LEAST:
            if most != before or _is_copy(still[number], still[number - 1]):
                found[number] = most
            before = most
        else:
            before = mine if mine is not None and text != base[mine] else -1
    behind = {number - 1: mine for number, mine in enumerate(own) if mine is not None and theirs[number] != base[mine]}
    return {
        number: most
        for number, most in found.items()
        if behind.get(number) != most or _is_copy(still[number], still[number + 1])
    }


def _is_copy(one: set[str], other: set[str]) -> bool:
    """Return whether two neighbours say the same, by their runs; pieces of one text that was broken each say something else."""
    return len(one & other) * 2 > min(len(one), len(other))


@dataclass(frozen=True)
class Words:
    """Where the words of a text stand: in which other text most do, whether that says `mostly` it, and whether all say it `whole`.

    More than half is mostly; a text is said wholly where each of its clauses stands in one of the others.
    """

    place: int
    mostly: bool
    whole: bool


def standing_words(texts: Mapping[int, str], others: Mapping[int, str]) -> dict[int, Words]:
    """Return for each text, by number, where its words stand in the others, if half of them or more do."""
    signs: dict[str, str] = {}
    there: dict[str, list[int]] = {}
    for n, text in others.items():
        for run in set(_runs(text, signs)):
            there.setdefault(run, []).append(n)
    found: dict[int, Words] = {}
    for number, text in texts.items():
        own = {run for clause in _CLAUSES.split(text) for run in _runs(clause, signs)}
        said = [run for run in own if run in there]
        if len(said) >= max(_LEAST, len(own) / 2):
            shared = Counter(n for run in said for n in there[run])
            place = max(shared, key=lambda n: (shared[n], -n))
            found[number] = Words(place, shared[place] * 2 > len(own), len(said) == len(own))
    return found


@dataclass(frozen=True)
class Stale:
    """A paragraph that still says what drafts said before: what it says, and what today's draft has in its place, '' for nothing."""

    said: str
    due: str


def stale_paragraphs(
    theirs: Mapping[str, bytes], draft: Mapping[str, bytes], given_up: Collection[str]
) -> Iterator[Stale]:
    """Yield the paragraphs of people's document that say what drafts have `given_up`, and today's draft doesn't say."""
    if not given_up:
        return
    sides = [(_in_body(theirs), _in_body(draft)), (beside_body(theirs), beside_body(draft))]
    texts = [named for _, ours in sides for _, named in ours]
    for said, ours in sides:
        own = [named for _, named in ours]
        for n, before in still_said(given_up, texts, [named for _, named in said]).items():
            partner = next((number for number, b in enumerate(align([before], own)) if b is not None), None)
            due = "" if partner is None else visible_text(ours[partner][0]).strip()
            yield Stale(visible_text(said[n][0]).strip(), due)


def _in_body(parts: Mapping[str, bytes]) -> list[tuple[etree._Element, str]]:
    return named_paragraphs(body_of(parse_part(parts[DOCUMENT])))


def beside_body(parts: Mapping[str, bytes]) -> list[tuple[etree._Element, str]]:
    """Return the paragraphs of headers, footers and notes, each with its text in which marks are named."""
    roots = (parse_part(parts[name]) for name in stories(parts) if name != DOCUMENT)
    return [one for root in roots for one in named_paragraphs(root)]


def still_said(given_up: Iterable[str], ours: Sequence[str], theirs: Sequence[str]) -> dict[int, str]:
    """Return for each of people's texts, by number, which of those that drafts have given up it still says, though ours says so no more."""
    texts = list(dict.fromkeys(given_up))
    return {n: texts[b] for n, b in left_over(texts, ours, {}, theirs, [None] * len(theirs)).items()}


def _runs(text: str, signs: dict[str, str]) -> Iterator[str]:
    """Yield the runs of a text's characters; `signs` gives each mark's title one private character."""
    plain = TITLED.sub(lambda mark: signs.setdefault(mark[1], chr(0xF0000 + len(signs))), text)
    bare = "".join(plain.split())
    yield from (bare[at : at + _RUN] for at in range(len(bare) - _RUN + 1))
