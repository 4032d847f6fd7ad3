"""Sentences that are no phrase word for word + the phrases -> the numbers whose own words are still the template's.

A wrong number is worse than a missing one: a sentence is held against the one phrase that it is most like, and a number is read only
where its whole clause, but for words that say nothing, is a clause of that phrase, and nothing before it in the sentence says that it
is of another time, place or kind.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from reportgen.begin.old_report.likeness import MostLike
from reportgen.begin.old_report.phrases import DATE, NUMBER, Phrase, pairs
from reportgen.begin.old_report.readings import How, Reading, Sentence
from reportgen.begin.old_report.scope import same_scope
from reportgen.template.frames import Loop, Slot, SlotKind

MOST_SENTENCE = 5000  # characters; the published report's longest sentence has three hundred
_LEAST_WORDS = 2  # characters that name what a clause counts
_FILLERS = re.compile(
    "其中|里面|当中|共计|共有|总计|合计|一共|共|为|达到|达|有|是|了|全街道|我街道|全镇|我镇|全乡|我乡|全年|另外|另有|另|以及|分别|先后|的"
)
_OPENINGS = frozenset(
    ("", "据统计", "经统计", "经核实", "经核对", "经清理", "截至目前", "按照要求", "按要求", "总来看")
)
_SUMS = re.compile("共|合计|总计")
_SMALL_BRACKETS = re.compile(r"（[^（）\d#]{1,8}）")
_DELIMITERS = re.compile(r"[，、；：。（）！？]")
_NOT_CHINESE = re.compile(r"[^\u4e00-\u9fff]")


@dataclass(frozen=True)
class _Clause:
    tokens: tuple[str | Slot, ...]

    @cached_property
    def words(self) -> str:
        """Return what of it is fixed."""
        return "".join(token for token in self.tokens if isinstance(token, str))

    @cached_property
    def shape(self) -> tuple[str, ...]:
        """Return its words with each slot's kind in its place: clauses of one shape can't be told apart by themselves."""
        return tuple(token if isinstance(token, str) else token.kind.name for token in self.tokens)

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """Return its slots in order."""
        return tuple(token for token in self.tokens if isinstance(token, Slot))

    @property
    def says_what(self) -> bool:
        """Return whether its words name what it counts."""
        return len(_NOT_CHINESE.sub("", self.words)) > _LEAST_WORDS

    def pattern(self, known: Mapping[str, str]) -> re.Pattern[str]:
        """Return what the clause's bare text must match; a slot whose text is known must say it."""
        return re.compile(
            "".join(
                _slot_pattern(token, known) if isinstance(token, Slot) else re.escape(token) for token in self.tokens
            )
        )


@dataclass(frozen=True)
class Wordings:
    """A template's phrases, in every wording."""

    phrases: Sequence[Phrase]

    @cached_property
    def most_like(self) -> MostLike:
        """Return what finds the phrase that a sentence is most like."""
        return MostLike(self.phrases)

    @cached_property
    def senses(self) -> Counter[tuple[str, ...]]:
        """Return in how many senses the template says each clause, by its shape: with how many different slots in it."""
        every = (clause for phrase in self.phrases for clause in _phrase_clauses(phrase))
        senses = {(clause.shape, clause.slots) for clause in every if clause.slots}
        return Counter(shape for shape, _ in senses)


def reworded(
    sentence: Sentence, template: Wordings, known: Mapping[str, str], said_already: Collection[tuple[int, int]]
) -> tuple[list[Reading], str]:
    """Return what a sentence that was reworded still says for certain, and why nothing more, '' where its phrase is clear.

    `known` maps years and dates, by metric, to the text that they have in this report. `said_already` are the places of phrases that
    stand in the document word for word: what is like one of them is something else.
    """
    if len(sentence.text) > MOST_SENTENCE:
        return [], "这一句太长"
    best = template.most_like.phrase(sentence.text)
    if best is None:
        return [], "和模板里的哪一句都不够像"
    if (best.paragraph, best.position) in said_already:
        return [], "最像的那一句，报告里另有一句一字不差的"
    text = sentence.text
    clauses = _phrase_clauses(best)
    spans = list(_clauses(text))
    said = [_bare(text[begin:end]) for begin, end in spans]
    fitting = [[at for at, clause in enumerate(clauses) if clause.pattern(known).fullmatch(one)] for one in said]
    found: list[Reading] = []
    for number, ((begin, end), one, fits) in enumerate(zip(spans, said, fitting, strict=True)):
        if len(fits) != 1:
            if not fits and not _is_harmless(one, clauses):
                break  # what was put in may make everything behind it another thing's
            continue
        clause = clauses[fits[0]]
        if not clause.slots or sum(fits == others for others in fitting) > 1 or not clause.says_what:
            continue
        if template.senses[clause.shape] > 1 and (
            not (number and fits[0] and fitting[number - 1] == [fits[0] - 1]) or _SUMS.search(text[begin:end])
        ):
            continue  # 兑现金额{}元 says whose amount it is only behind 小学{}人, and 共兑现 that it is more than his
        if not same_scope(text[:end], best.skeleton, known):
            break
        match = clause.pattern(known).fullmatch(one)
        assert match is not None, "it fits"
        found += [
            sentence.reading(slot, match[group], How.REWORDED)
            for group, slot in enumerate(clause.slots, 1)
            if slot.kind in {SlotKind.NUMBER, SlotKind.DATE}
            and not (fits[0] and not sentence.begin and not begin and match.start(group) == 0)
            and not (end == len(sentence.even.text) - sentence.begin and match.end(group) == len(one))
        ]  # at a line's edge a number may be the half of one
    return found, ""


def _is_harmless(said: str, clauses: Sequence[_Clause]) -> bool:
    """Return whether a clause that is none of the phrase's says nothing about those behind it: an opening, or prose said otherwise."""
    if re.search(r"\d", said):
        return False
    own = pairs(said)
    return said in _OPENINGS or any(
        2 * (own & pairs(clause.words)).total() >= own.total() + pairs(clause.words).total() > 0
        for clause in clauses
        if not clause.slots
    )


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    """Yield (begin, end) of each clause of a sentence; a bracket of a few words belongs to its clause."""
    kept = {at for found in _SMALL_BRACKETS.finditer(text) for at in range(found.start(), found.end())}
    begin = 0
    for found in _DELIMITERS.finditer(text):
        if found.start() not in kept:
            if found.start() > begin:
                yield begin, found.start()
            begin = found.end()
    if begin < len(text):
        yield begin, len(text)


def _bare(text: str) -> str:
    return _FILLERS.sub("", _SMALL_BRACKETS.sub("", text))


@functools.cache
def _phrase_clauses(phrase: Phrase) -> tuple[_Clause, ...]:
    slots: list[Slot] = []
    text = ""
    for token in phrase.tokens:
        if isinstance(token, Loop):
            text += "。"  # what a loop prints belongs to no clause
        elif isinstance(token, Slot):
            text += chr(_FIRST + len(slots))
            slots.append(token)
        else:
            text += token
    found: list[_Clause] = []
    for begin, end in _clauses(text):
        tokens: list[str | Slot] = []
        for piece in re.split(f"([{chr(_FIRST)}-{chr(_FIRST + len(slots))}])", _bare(text[begin:end])):
            if piece:
                tokens.append(slots[ord(piece) - _FIRST] if len(piece) == 1 and ord(piece) >= _FIRST else piece)
        found.append(_Clause(tuple(tokens)))
    return tuple(found)


_FIRST = 0xE000  # private characters stand for slots while the text is cut


def _slot_pattern(slot: Slot, known: Mapping[str, str]) -> str:
    if slot.name in known and not slot.detail:
        return f"({re.escape(_FILLERS.sub('', known[slot.name]))})"
    if slot.kind is SlotKind.NUMBER:
        return f"({NUMBER})"
    if slot.kind is SlotKind.DATE:
        return f"({DATE})"
    return r"([^\d，]{1,30}?)" if slot.kind is SlotKind.TEXT else r"(.{0,20}?)"
