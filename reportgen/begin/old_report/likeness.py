"""The template's phrases + a sentence -> the phrases that it could be word for word, and the one that it is most like.

Both are found through the pairs of neighbouring characters that they share, so that a report of a thousand sentences is not held
against a thousand phrases each; the answers are those of comparing every one with every other.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from reportgen.begin.old_report.phrases import NUMBER, Phrase, pairs
from reportgen.template.frames import Slot

_LEAST_LIKENESS = 0.5
_LEAST_LEAD = 0.08  # over the next phrase that prints other metrics


class Fixed:
    """Phrases by a pair of characters that each says outside of its slots, the rarest: a sentence without it isn't the phrase."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self._phrases = phrases
        said = [{pair for token in phrase.fixed for pair in pairs(token)} for phrase in phrases]
        often = Counter(pair for one in said for pair in one)
        self._saying: dict[str, list[int]] = defaultdict(list)
        for number, one in enumerate(said):
            self._saying[min(one, key=lambda pair: (often[pair], pair), default="")].append(number)

    def in_sentence(self, text: str) -> Iterator[Phrase]:
        """Yield the phrases that an evened sentence could be, in their order."""
        found = {number for pair in {"", *pairs(text)} for number in self._saying.get(pair, ())}
        yield from (self._phrases[number] for number in sorted(found))


class MostLike:
    """The phrases that print anything, by their pairs of characters."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self._phrases = [phrase for phrase in phrases if phrase.groups]
        self._saying: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, phrase in enumerate(self._phrases):
            for pair, count in phrase.pairs.items():
                self._saying[pair].append((number, count))

    def phrase(self, text: str) -> Phrase | None:
        """Return the phrase that a sentence is most like, None where none is like it, or two that print other metrics are."""
        own = pairs(re.sub(NUMBER, "#", text))
        near = [self._phrases[number] for number in self._near(own)]
        ranked = sorted(((_likeness(own, phrase), phrase) for phrase in near), key=lambda one: -one[0])
        if not ranked or ranked[0][0] < _LEAST_LIKENESS:
            return None
        first, best = ranked[0]
        printed = {group for group in best.groups if isinstance(group, Slot)}
        for score, phrase in ranked[1:]:
            if first - score >= _LEAST_LEAD:
                break
            if {
                group for group in phrase.groups if isinstance(group, Slot)
            } - printed and phrase.paragraph != best.paragraph:
                return None
        return best

    def _near(self, own: Counter[str]) -> list[int]:
        """Return the phrases whose likeness may be enough to count, in their order.

        A likeness of 2·shared/(own + other) of at least t takes shared >= t·own/(2 − t), as no phrase shares more than it has. Pairs that
        many phrases have are passed over as long as those alone can't be enough.
        """
        least = (_LEAST_LIKENESS - _LEAST_LEAD) / (2 - _LEAST_LIKENESS + _LEAST_LEAD) * own.total() - 1e-9
        rarest = sorted(own, key=lambda pair: len(self._saying.get(pair, ())))
        passed = 0
        while rarest and passed + own[rarest[-1]] < least:
            passed += own[rarest.pop()]
        shared: Counter[int] = Counter()
        for pair in rarest:
            for number, count in self._saying.get(pair, ()):
                shared[number] += min(own[pair], count)
        return sorted(number for number, count in shared.items() if count + passed >= least)


def _likeness(own: Counter[str], phrase: Phrase) -> float:
    shared = sum(min(count, phrase.pairs[pair]) for pair, count in own.items() if pair in phrase.pairs)
    return 2 * shared / max(own.total() + phrase.pairs.total(), 1)
