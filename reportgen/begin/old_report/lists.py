"""The lines between two that were recognised + the template's paragraphs between them -> the lists that stand there, entry by entry.

A list's entries are any prose, so only their place tells them: after the heading that was recognised, before the next such line. Where
the lines could be told apart in two ways, nothing is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportgen.begin.old_report.matching import LEAST_LETTERS, Match
from reportgen.begin.old_report.phrases import NUMBER, Phrase, entries, phrases
from reportgen.begin.old_report.readings import How, Line, Listed, Reading
from reportgen.begin.old_report.spelling import CUT, evened
from reportgen.template.frames import (
    Choice,
    Element,
    Elements,
    Loop,
    Paragraph,
    Slot,
    SlotKind,
    paragraphs,
    slots,
)

_MOST_LINES = 200  # between two recognised lines
_MOST_STEPS = 20_000


@dataclass(frozen=True)
class Placed:
    """What was read by its place: lists, single lines, and the numbers of the lines that they take."""

    lists: tuple[Listed, ...]
    readings: tuple[Reading, ...]
    lines: frozenset[int]


def read_by_place(elements: Elements, lines: Sequence[Line], matches: Sequence[Match]) -> Placed:
    """Return the lists and single lines of text that stand where the template has them."""
    order = {id(paragraph): number for number, paragraph in enumerate(paragraphs(elements))}
    at = {id(line): position for position, line in enumerate(lines)}
    anchors: dict[int, int] = {}  # the template's paragraph -> the position of its line; one that stands twice is none
    for one in matches:
        position = at[id(one.sentence.line)]
        if anchors.setdefault(one.phrase.paragraph, position) != position:
            anchors[one.phrase.paragraph] = -1
    lists: list[Listed] = []
    readings: list[Reading] = []
    taken: set[int] = set()
    for begin, end, between in _gaps(elements, order, anchors, len(lines)):
        there = list(lines[begin:end])
        parse = _parsed(between, there)
        if parse is None:
            continue
        taken |= {line.number for line in there}
        readings += _readings(parse)
        lists += _lists(between, parse)
    lists += _inline(elements, order, matches)
    return Placed(tuple(lists), tuple(readings), frozenset(taken))


def _is_by_place(element: Element) -> bool:
    """Return whether only its place tells what an element prints."""
    if isinstance(element, Paragraph):
        printed = [slot.kind for slot in slots(element.pieces)]
        return bool(printed) and max((phrase.letters for phrase in phrases(element, 0)), default=0) < LEAST_LETTERS
    return isinstance(element, Loop) and any(
        slot.kind in {SlotKind.ITEM, SlotKind.PART}
        for paragraph in paragraphs(element.body)
        for slot in slots(paragraph.pieces)
    )


def _gaps(
    elements: Elements, order: Mapping[int, int], anchors: Mapping[int, int], last: int
) -> Iterator[tuple[int, int, list[Element]]]:
    """Yield (begin, end, elements) for the stretches between recognised lines in which something stands by its place."""
    begin = 0
    between: list[Element] = []
    for element in [*elements, None]:
        if isinstance(element, Paragraph) and not element.pieces:
            continue
        position = last if element is None else -1
        if isinstance(element, Paragraph):
            position = anchors.get(order[id(element)], -1)
        if position < 0 or position < begin:
            if element is not None:
                between.append(element)
            continue
        if any(_is_by_place(one) for one in between) and position > begin:
            yield begin, position, between
        begin, between = position + 1, []


_Parse = list[tuple[Slot, Line]]


def _parsed(between: Sequence[Element], there: Sequence[Line]) -> _Parse | None:
    """Return which slot each line fills, None where that can't be told or could be told in two ways."""
    if len(there) > _MOST_LINES:
        return None
    numbered = any(line.numbered for line in there)
    found: list[_Parse] = []
    steps = 0

    def follow(waiting: tuple[Element | _Again, ...], position: int, parse: _Parse) -> None:
        nonlocal steps
        steps += 1
        if len(found) > 1 or steps > _MOST_STEPS:
            return
        if not waiting:
            if position == len(there):
                found.append(parse)
            return
        first, rest = waiting[0], waiting[1:]
        if isinstance(first, Loop):
            follow(rest, position, parse)
            if position < len(there):
                follow((*first.body, _Again(first, position), *rest), position, parse)
        elif isinstance(first, _Again):
            if position > first.since:  # a round that takes nothing would go on for ever
                follow((first.loop, *rest), position, parse)
        elif isinstance(first, Choice):
            for _, body in first.branches:
                follow((*body, *rest), position, parse)
            if all(condition for condition, _ in first.branches):
                follow(rest, position, parse)
        elif position < len(there):
            line = there[position]
            slot = _whole(first)
            if slot is None and _said(first) is not None:  # a head of a table: it stands there as it is, or not at all
                same = _said(first) == evened(line.text).text
                follow(rest, position + 1 if same else position, parse)
            elif slot is None:  # a sentence of the template that wasn't recognised: reworded, or gone
                follow(rest, position, parse)
                follow(rest, position + 1, parse)
            elif (not numbered or first.numbered == line.numbered) and _fits(slot, line.text):
                follow(rest, position + 1, [*parse, (slot, line)])
        elif _whole(first) is None:
            follow(rest, position, parse)

    follow(tuple(between), 0, [])
    alike = [parse for parse in found if parse == found[0]]
    return found[0] if found and len(alike) == len(found) and steps <= _MOST_STEPS else None


@dataclass(frozen=True)
class _Again:
    """Stands behind a loop's body: the loop may begin anew if its round took a line since `since`."""

    loop: Loop[Element]
    since: int


def _whole(paragraph: Paragraph) -> Slot | None:
    """Return the slot that is all of a paragraph, None where it has words of its own."""
    said = [piece for piece in paragraph.pieces if piece != ""]
    return said[0] if len(said) == 1 and isinstance(said[0], Slot) else None


def _said(paragraph: Paragraph) -> str | None:
    """Return the words of a paragraph without tags, None where it has some."""
    if all(isinstance(piece, str) for piece in paragraph.pieces):
        return evened("".join(piece for piece in paragraph.pieces if isinstance(piece, str))).text
    return None


def _fits(slot: Slot, text: str) -> bool:
    number = re.fullmatch(NUMBER, evened(text).text)
    if slot.kind in {SlotKind.NUMBER, SlotKind.PART}:
        return number is not None
    if slot.kind is SlotKind.CATEGORY:
        return number is None
    if slot.kind is SlotKind.DATE:
        return re.fullmatch(r"\d{4}年\d{1,2}月\d{1,2}日", evened(text).text) is not None
    return slot.kind in {SlotKind.ITEM, SlotKind.TEXT}


def _readings(parse: _Parse) -> Iterator[Reading]:
    """Yield what the slots but those of lists say; a part is of the category that was said before it."""
    category = ""
    for slot, line in parse:
        if slot.kind is SlotKind.CATEGORY:
            category = line.text
        elif slot.kind is SlotKind.PART:
            yield Reading(
                slot, evened(line.text).text, How.WORD_FOR_WORD, f"{category} {line.text}", line.number, category
            )
        elif slot.kind is SlotKind.NUMBER:
            yield Reading(slot, evened(line.text).text, How.WORD_FOR_WORD, line.text, line.number)
        elif slot.kind is not SlotKind.ITEM:
            yield Reading(slot, line.text, How.WORD_FOR_WORD, line.text, line.number)


def _lists(between: Sequence[Element], parse: _Parse) -> Iterator[Listed]:
    for element in between:
        if not isinstance(element, Loop):
            continue
        first = next((slot for one in paragraphs(element.body) for slot in slots(one.pieces)), None)
        own = [(slot, line) for slot, line in parse if slot.kind is SlotKind.ITEM and slot.name == element.name]
        found: list[dict[str, str]] = []
        for slot, line in own:
            if slot == first:
                found.append({})
            if found:
                found[-1][slot.detail] = line.text.lstrip(CUT)  # in prose no number goes on
        if found:
            yield Listed(element.name, tuple(found), tuple(line.number for _, line in own))


def _inline(elements: Elements, order: Mapping[int, int], matches: Sequence[Match]) -> Iterator[Listed]:
    """Yield the lists that a paragraph prints one behind the other, after the sentence before them was recognised."""
    for paragraph in paragraphs(elements):
        said = phrases(paragraph, order[id(paragraph)])
        for phrase in said:
            loop = phrase.opens
            match = _last_before(phrase, said, matches)
            if loop is None or match is None:
                continue
            even, at = match.sentence.even, match.sentence.end
            found = [
                {slot.detail: even.written(at + begin, at + end).strip() for slot, (begin, end) in one.items()}
                for one in entries(loop, even.text[at:])
            ]
            if found:
                yield Listed(loop.name, tuple(found), (match.sentence.line.number,))


def _last_before(loop: Phrase, said: Sequence[Phrase], matches: Sequence[Match]) -> Match | None:
    """Return the match of the sentence just before a loop that ends its paragraph; None where there is none or it stands twice."""
    if any(phrase.position > loop.position for phrase in said):
        return None
    found = [
        one for one in matches if (one.phrase.paragraph, one.phrase.position) == (loop.paragraph, loop.position - 1)
    ]
    return found[0] if len(found) == 1 else None
