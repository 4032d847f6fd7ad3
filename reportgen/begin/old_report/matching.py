"""A document's sentences and marks + the template's phrases -> which sentence is which phrase, and which marks stand where they belong."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reportgen.begin.old_report.likeness import Fixed
from reportgen.begin.old_report.phrases import Phrase, bare, rounds
from reportgen.begin.old_report.readings import How, Reading, Sentence, Unread
from reportgen.begin.old_report.scope import other_time_or_place
from reportgen.begin.old_report.spelling import evened
from reportgen.template.frames import Loop, Piece, Slot, SlotKind, slots

LEAST_LETTERS = 4  # a phrase with fewer fixed characters is like any sentence


@dataclass(frozen=True)
class Match:
    """A sentence that is a phrase word for word."""

    sentence: Sentence
    phrase: Phrase
    found: re.Match[str]

    def readings(self) -> Iterator[Reading]:
        """Yield what its slots say, and what the branch that it stands in takes for granted."""
        for number, group in enumerate(self.phrase.groups, 1):
            begin, end = self.found.span(number)
            if isinstance(group, Slot):
                yield self._reading(group, begin, end)
            else:
                yield from self._parts(group, begin, end)
        for told in self.phrase.told:
            for name, said in told.equals:
                yield self.sentence.reading(Slot(SlotKind.NUMBER, name), said, How.WORD_FOR_WORD)

    def _reading(self, slot: Slot, begin: int, end: int, category: str = "") -> Reading:
        start = self.sentence.begin
        as_written = self.sentence.even.written(start + begin, start + end)
        text = as_written if slot.kind is SlotKind.TEXT else self.sentence.text[begin:end]
        return self.sentence.reading(slot, text, How.WORD_FOR_WORD, category)

    def _parts(self, loop: Loop[Piece], begin: int, end: int) -> Iterator[Reading]:
        text = self.sentence.text[begin:end]
        for there in rounds(loop, text):
            named = {slot.kind: span for slot, span in there.items()}
            if SlotKind.CATEGORY in named and SlotKind.PART in named:
                first, last = named[SlotKind.CATEGORY]
                first += _said_before_names(text[first:last])
                start = self.sentence.begin + begin
                category = self.sentence.even.written(start + first, start + last)
                part = next(slot for slot in there if slot.kind is SlotKind.PART)
                yield self._reading(part, begin + there[part][0], begin + there[part][1], category)


_BEFORE_NAMES = re.compile("(?:其中|里面|包括|分别是|分别为|全年|共计|共有)*")


def _said_before_names(text: str) -> int:
    """Return how many characters of a category are no part of its name."""
    found = _BEFORE_NAMES.match(text)
    return found.end() if found and found.end() < len(text) else 0


def match(sentences: Sequence[Sentence], phrases: Sequence[Phrase]) -> tuple[list[Match], list[Sentence]]:
    """Return the sentences that are one phrase word for word, and those that are several phrases of which none is nearer.

    Phrases that say the same but print different metrics are told apart by their neighbours: the sentence before or behind, or the
    heading above.
    """
    known = [phrase for phrase in phrases if phrase.letters >= LEAST_LETTERS and phrase.opens is None]
    fixed = Fixed(known)
    candidates = {sentence.number: list(_candidates(sentence, fixed)) for sentence in sentences}
    placed = {
        number: {(one.phrase.paragraph, one.phrase.position) for one in found} for number, found in candidates.items()
    }
    matches: list[Match] = []
    unclear: list[Sentence] = []
    for sentence in sentences:
        found = _alike(candidates[sentence.number])
        if len(found) > 1:
            found = _nearest(sentence, found, sentences, placed)
        if len(found) == 1:
            matches.append(found[0])
        elif found:
            unclear.append(sentence)
    return matches, unclear


def _candidates(sentence: Sentence, phrases: Fixed) -> Iterator[Match]:
    text = bare(sentence.text)
    for phrase in phrases.in_sentence(sentence.text):
        # A loop may print its last round's full stop itself.
        found = phrase.pattern.fullmatch(text) or (phrase.ends_in_loop and phrase.pattern.fullmatch(sentence.text))
        if found:
            yield Match(sentence, phrase, found)


def _alike(found: Sequence[Match]) -> list[Match]:
    """Return one match for all that read the same slots; a phrase that only texts could stretch to gives way to a closer one."""
    by_slots: dict[object, Match] = {}
    for one in sorted(found, key=lambda one: -one.phrase.letters):
        by_slots.setdefault((one.phrase.groups, tuple(told.equals for told in one.phrase.told if told.equals)), one)
    best = max((one.phrase.letters for one in by_slots.values()), default=0)
    return [one for one in by_slots.values() if one.phrase.letters == best]


def _nearest(
    sentence: Sentence,
    found: Sequence[Match],
    sentences: Sequence[Sentence],
    placed: Mapping[int, set[tuple[int, int]]],
) -> list[Match]:
    """Return the matches whose neighbours in the template are the sentence's neighbours in the document."""
    scores: defaultdict[int, list[Match]] = defaultdict(list)
    for one in found:
        at, position = one.phrase.paragraph, one.phrase.position
        score = 0
        for step in (-1, 1):
            other = sentences[sentence.number + step] if 0 <= sentence.number + step < len(sentences) else None
            if other is None:
                continue
            if other.line is sentence.line:
                score += 2 * ((at, position + step) in placed[other.number])
            else:
                score += any(paragraph == at + step for paragraph, _ in placed[other.number])
        scores[score].append(one)
    best = max(scores)
    return scores[best] if best else list(found)


_Place = tuple[int, str]  # a line and a text printed in it


def placed_marks(
    marks: Sequence[Reading],
    matches: Sequence[Match],
    sentences: Sequence[Sentence],
    phrases: Sequence[Phrase],
    introduced: Mapping[int, str],
) -> tuple[list[Reading], list[Unread]]:
    """Return the marks to believe, and those whose sentence says that the number is of another metric, time or place.

    People copy a number together with its mark and type another number over it: then the mark says one metric and its sentence another.
    `introduced` are the sentences that other words introduce as another time's or place's.
    """
    said = _by_place(reading for one in matches for reading in one.readings())
    marked = _by_place(marks)
    skeletons: defaultdict[str, list[str]] = defaultdict(list)
    for phrase in phrases:
        for group in phrase.groups:
            if isinstance(group, Slot):
                skeletons[group.name].append(phrase.skeleton)
    by_line: defaultdict[int, list[Sentence]] = defaultdict(list)
    for sentence in sentences:
        by_line[sentence.line.number].append(sentence)
    within = {
        (replace(slot, kind=SlotKind.PART), one.sentence.line.number)
        for one in matches
        for slot in slots(one.phrase.tokens)
        if slot.kind is SlotKind.INNER
    }
    believed: list[Reading] = []
    others: list[Unread] = []
    for mark in marks:
        place = (mark.line, evened(mark.text).text)
        there = [one for one in by_line[mark.line] if place[1] and place[1] in one.text]
        if _named(mark) in said[place] or (mark.slot, mark.line) in within:
            reason = ""
        elif said[place] - marked[place]:
            reason = "这句话写的是别的指标"
        elif there and all(_is_otherwise(one, place[1], skeletons[mark.slot.name], introduced) for one in there):
            reason = "这句话写的是别的时候、别的地方"
        else:
            reason = ""
        if reason:
            others.append(Unread(mark.line, mark.sentence, mark.text, f"数据标记「{mark.slot.name}」：{reason}"))
        else:
            believed.append(mark)
    return believed, others


def _by_place(readings: Iterable[Reading]) -> defaultdict[_Place, set[tuple[str, str]]]:
    found: defaultdict[_Place, set[tuple[str, str]]] = defaultdict(set)
    for one in readings:
        found[one.line, evened(one.text).text].add(_named(one))
    return found


def _named(reading: Reading) -> tuple[str, str]:
    return reading.slot.name, reading.category


def _is_otherwise(sentence: Sentence, text: str, skeletons: Sequence[str], introduced: Mapping[int, str]) -> bool:
    before = sentence.text[: sentence.text.index(text)]
    return sentence.number in introduced or (bool(skeletons) and other_time_or_place(before, skeletons))
