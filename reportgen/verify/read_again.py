"""Typed numbers as the reader of older reports reads them + people's units -> the places where they stand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from reportgen.word.number_forms import plain
from reportgen.word.units import Spot, Unit

if TYPE_CHECKING:
    from reportgen.begin.old_report.marked import TypedReading


@dataclass(frozen=True)
class Bare:
    """The texts of units without blanks in one, and where each begins in it: a sentence is found as fast as a text is searched."""

    text: str
    begins: Sequence[int]

    @classmethod
    def of(cls, said: Iterable[Unit]) -> Bare:
        """Return the texts of units."""
        texts = [_bare(unit.text) for unit in said]
        return cls("\n".join(texts), [0, *accumulate(len(text) + 1 for text in texts)][:-1])

    def holding(self, sentence: str) -> Iterator[int]:
        """Yield the numbers of the units that hold a sentence."""
        at = self.text.find(sentence)
        while at >= 0:
            number = bisect_right(self.begins, at) - 1
            yield number
            following = self.begins[number + 1] if number + 1 < len(self.begins) else len(self.text)
            at = self.text.find(sentence, following) if following < len(self.text) else -1


def places_of(reading: TypedReading, said: Sequence[Unit], bare: Bare, told: Collection[Spot]) -> Iterator[Spot]:
    """Yield where a reading may stand: the numbers, typed or told, that say the same in the units that hold its sentence, or what it is
    made of where people put a blank into it."""
    number = plain(reading.text)
    for at in bare.holding(_bare(reading.sentence)):
        typed = [(one.begin, plain(one.text)) for one in said[at].tokens if not one.title or (at, one.begin) in told]
        same = [begin for begin, said_there in typed if said_there == number]
        yield from ((at, begin) for begin in same or [begin for begin, part in typed if part in number])


def says(said: Sequence[Unit], place: Spot) -> str:
    """Return the number at a place, written plainly."""
    return next(plain(token.text) for token in said[place[0]].tokens if token.begin == place[1])


def _bare(text: str) -> str:
    return "".join(text.split())
