"""A document's paragraphs -> where in it each figure stands: the path of headings and the sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from reportgen.base.issues import short
from reportgen.base.names import PART_SIGN
from reportgen.figures.wording import COMPARED
from reportgen.word.text import Paragraph

_SENTENCES = re.compile(r"[^。；！？]*[。；！？]?")
_MOST_CELLS = 12
_MOST_HEADING = 20  # a numbered paragraph can be half a page; its beginning is enough to find it


@dataclass(frozen=True)
class Place:
    """Where a figure stands: the headings above it, outermost first, and the sentence, or the heading, that prints it."""

    headings: tuple[str, ...]
    sentence: str

    def __str__(self) -> str:
        return f"{' '.join(self.headings)}：{self.sentence}" if self.headings else self.sentence


def places(said: Iterable[Paragraph], name: str) -> Iterator[Place]:
    """Yield the places of a figure, and of the parts of its breakdowns, in document order; the cells of a table are one place."""
    for (headings, is_cell), found in groupby(_places(said, name), key=lambda place: place[:2]):
        sentences = [sentence for *_, sentence in found]
        yield from (Place(headings, said) for said in ([_table(sentences)] if is_cell else sentences))


def _places(said: Iterable[Paragraph], name: str) -> Iterator[tuple[tuple[str, ...], bool, str]]:
    """Yield the headings above each place, whether it is a number alone, as in a table's cell, and its sentence."""
    path: list[Paragraph] = []
    for paragraph in said:
        above = path
        if paragraph.level is not None:
            above = [heading for heading in path if (heading.level or 0) < paragraph.level]
            path = [*above, paragraph]
        found = [mark for mark in paragraph.marks if mark[0].partition(PART_SIGN)[0] == name]
        if found:
            headings, (title, text, _) = tuple(_short(heading) for heading in above), found[0]
            is_cell = paragraph.text == text
            part = title.partition(PART_SIGN)[2]
            sentence = (
                f"{'' if part in COMPARED else part}{text}"
                if is_cell
                else sentences_saying(
                    [text for _, text, _ in found], paragraph.number.strip() + paragraph.text.replace("\n", "")
                )
            )
            yield headings, is_cell, sentence


def _table(cells: Sequence[str]) -> str:
    more = f"……共{len(cells)}格" if len(cells) > _MOST_CELLS else ""
    return f"表格（{'、'.join(cells[:_MOST_CELLS])}{more}）"


def sentences_saying(printed: Iterable[str], whole: str) -> str:
    """Return those of a paragraph's sentences that hold one of the printed texts as a word of its own; the paragraph where none does."""
    words = [re.compile(rf"(?<![\d.]){re.escape(text)}(?![\d.]*\d)") for text in printed]
    found = [sentence for sentence in _SENTENCES.findall(whole) if any(word.search(sentence) for word in words)]
    return "……".join(found) or whole


def _short(heading: Paragraph) -> str:
    return short(heading.number + heading.text, _MOST_HEADING)
