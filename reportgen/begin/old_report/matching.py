"""A document's sentences and marks + the template's phrases -> which sentence is which phrase, and which marks stand where they belong."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reportgen.begin.old_report.likeness import Fixed
from reportgen.begin.old_report.phrases import Phrase, bare, rounds
from reportgen.begin.old_report.readings import How, Reading, Sentence, Unread, numbers_in
from reportgen.begin.old_report.scope import of_another_time, other_time_or_place
from reportgen.begin.old_report.spelling import evened
from reportgen.figures.wording import COMPARED
from reportgen.template.frames import Slot, SlotKind, slots

LEAST_LETTERS = 4  # a phrase with fewer fixed characters is like any sentence


@dataclass(frozen=True)
class Match:
    """A sentence that is a phrase word for word."""

    sentence: Sentence
    phrase: Phrase
    found: re.Match[str]

    def readings(self) -> Iterator[Reading]:
        """Yield what its slots say, and what the branch that it stands in takes for granted."""
        for one in self._said():
            if not self._why_not(one):
                text = self.sentence.text[one.begin : one.end]
                if one.slot.kind is SlotKind.TEXT:
                    text = self._written(one.begin, one.end)
                category = one.category if one.slot.kind is SlotKind.PART else ""
                yield self.sentence.reading(one.slot, text, How.WORD_FOR_WORD, category)
        for told in self.phrase.told:
            for name, said in told.equals:
                yield self.sentence.reading(Slot(SlotKind.NUMBER, name), said, How.WORD_FOR_WORD)

    def unread(self) -> Iterator[tuple[Reading, str]]:
        """Yield the numbers that stand where the template prints one and that aren't read, each as its slot would say it, and why."""
        for one in self._said():
            why = self._why_not(one)
            if why:
                text = self._written(one.begin, one.end)
                yield self.sentence.reading(one.slot, text, How.WORD_FOR_WORD, one.category), why

    def _said(self) -> Iterator[_Said]:
        """Yield its slots, those of its loops too, with whose part each is: what is called so in the same round, or in the sentence itself."""
        own: list[tuple[Slot, tuple[int, int]]] = []
        for number, group in enumerate(self.phrase.groups, 1):
            begin, end = self.found.span(number)
            if isinstance(group, Slot):
                own.append((group, (begin, end)))
                continue
            every, until = rounds(group, self.sentence.text[begin:end])
            for there in every:
                yield from self._named([(slot, (begin + first, begin + last)) for slot, (first, last) in there])
            for first, last in numbers_in(self.sentence.text[begin + until : end]):
                yield _Said(_UNKNOWN, begin + until + first, begin + until + last, "")
        yield from self._named(own)

    def _named(self, there: Sequence[tuple[Slot, tuple[int, int]]]) -> Iterator[_Said]:
        called = next((span for slot, span in there if slot.kind is SlotKind.CATEGORY), (0, 0))
        begin = called[0] + _said_before_names(self.sentence.text[called[0] : called[1]])
        category = self._written(begin, called[1])
        yield from (_Said(slot, first, last, category) for slot, (first, last) in there)

    def _written(self, begin: int, end: int) -> str:
        return self.sentence.even.written(self.sentence.begin + begin, self.sentence.begin + end)

    def _why_not(self, said: _Said) -> str:
        """Return why what stands in a slot isn't read though it is a number, '' for what is read or says nothing that could be."""
        slot = said.slot
        if slot.kind is SlotKind.PART and not said.category:
            return f"这一句没有写是哪个{slot.detail}的"
        if slot.kind is SlotKind.PART and of_another_time(said.category):
            return "这句话写的是别的时候"
        if slot.kind is SlotKind.OTHER and slot.detail not in COMPARED:
            return "这样写的数读不回来"
        return ""


@dataclass(frozen=True)
class _Said:
    """What stands in a slot of a sentence, `begin` to `end` of its text, and of which category it is, '' where nothing says so."""

    slot: Slot
    begin: int
    end: int
    category: str


_UNKNOWN = Slot(SlotKind.OTHER)  # of a number in what a loop printed that no round of it explains
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
        elif there and all(_is_otherwise(one, mark, skeletons[mark.slot.name], introduced) for one in there):
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


def _is_otherwise(sentence: Sentence, mark: Reading, skeletons: Sequence[str], introduced: Mapping[int, str]) -> bool:
    """Return whether the words before a mark's number, or those that introduce its sentence, speak of another time or place.

    Those that name the mark's own village don't.
    """
    before = sentence.text[: sentence.text.index(evened(mark.text).text)]
    above = introduced.get(sentence.number, "")
    own = evened(mark.category).text
    if above and not (own and own in evened(above).text and not other_time_or_place(above, (), of=own)):
        return True
    return bool(skeletons) and other_time_or_place(before, skeletons, of=own)
