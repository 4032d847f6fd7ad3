"""What was read of an older report: records of single readings, and of everything that could not be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from reportgen.base.textfile import BLANKS
from reportgen.begin.old_report.phrases import DATE, NUMBER, sentence_ends
from reportgen.begin.old_report.spelling import Evened, evened, without_number
from reportgen.template.frames import Slot


class How(Enum):
    """How sure a reading is; the value is what office staff read. In falling order."""

    TYPED = "人改的"  # by somebody who was shown the sentence
    MARKED = "数据标记"  # the document says itself which metric it is
    WORD_FOR_WORD = "原句"  # the sentence is the template's
    REWORDED = "改写过的句子"  # the words around the number are the template's
    CONCLUDED = "推算"  # it follows from others, or from which branch was printed


@dataclass(frozen=True)
class Line:
    """A paragraph of the document: its number from 1 as a person counts, its text without its number, and whether it had one."""

    number: int
    text: str
    numbered: bool


@dataclass(frozen=True)
class Sentence:
    """A sentence of a line: `begin` to `end` of the line's evened text; `number` counts the document's sentences from 0."""

    number: int
    line: Line
    even: Evened
    begin: int
    end: int

    @property
    def text(self) -> str:
        """Return the sentence in one spelling."""
        return self.even.text[self.begin : self.end]

    @property
    def original(self) -> str:
        """Return the sentence as it was written."""
        return self.even.written(self.begin, self.end)

    def reading(self, slot: Slot, text: str, how: How, category: str = "") -> Reading:
        """Return what a slot says in the sentence."""
        return Reading(slot, text, how, self.original, self.line.number, category)

    def unread(self, reason: str, number: str = "") -> Unread:
        """Return that the sentence, or a number of it, is not trusted."""
        return Unread(self.line.number, self.original, number, reason)


@dataclass(frozen=True)
class Reading:
    """What one slot says in one place: the text as printed, how sure it is, and where it was read. `category` for a part of a figure."""

    slot: Slot
    text: str
    how: How
    sentence: str
    line: int
    category: str = ""


@dataclass(frozen=True)
class Unread:
    """A number that no slot claims, or a sentence whose numbers were not trusted, and why."""

    line: int
    sentence: str
    number: str
    reason: str


@dataclass(frozen=True)
class Listed:
    """The entries of a list as read: each a mapping of key ('' for a plain text) to text, with the lines that they stand in."""

    name: str
    entries: tuple[dict[str, str], ...]
    lines: tuple[int, ...]


def lines_of(paragraphs: Sequence[tuple[str, bool]]) -> list[Line]:
    """Return the lines that say something of (text, automatically numbered) paragraphs, each cell of a row as a line."""
    found: list[Line] = []
    for number, (text, automatic) in enumerate(paragraphs, 1):
        for cell in _cells(text):
            said, typed = without_number(cell)
            said = said.strip(BLANKS).strip()
            if said:
                found.append(Line(number, said, automatic or typed))
    return found


def _cells(text: str) -> list[str]:
    """Return the cells of a table's row in a plain text; a number with a tab behind it belongs to its paragraph."""
    first, *others = text.strip().split("\t")
    return [text] if not others or without_number(f"{first}甲")[0] == "甲" else [first, *others]


def sentences_of(lines: Sequence[Line]) -> list[Sentence]:
    """Return the lines' sentences in order."""
    found: list[Sentence] = []
    for line in lines:
        even = evened(line.text)
        for begin, end in sentence_ends(even.text):
            found.append(Sentence(len(found), line, even, begin, end))
    return found


_NUMBERS = re.compile(NUMBER)
_DATES = re.compile(rf"(?<!\d){DATE}|\d{{4}}年")


def numbers_in(text: str) -> Iterator[tuple[int, int]]:
    """Yield (begin, end) of each number or date of an evened text, a date as one."""
    end = 0
    for date in [*_DATES.finditer(text), None]:
        until = date.start() if date else len(text)
        yield from (found.span() for found in _NUMBERS.finditer(text, end, until))
        if date:
            yield date.span()
            end = date.end()
