"""A .docx's parts -> where in it each figure stands: the path of headings and the sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reportgen.figures import PART_SIGN
from reportgen.word.text import Paragraph, paragraphs

_SENTENCES = re.compile(r"[^。；！？]*[。；！？]?")
_MOST_HEADING = 20  # a numbered paragraph can be half a page; its beginning is enough to find it


@dataclass(frozen=True)
class Place:
    """Where a figure stands: the headings above it, outermost first, and the sentence, or the heading, that prints it."""

    headings: tuple[str, ...]
    sentence: str

    def __str__(self) -> str:
        return f"{' '.join(self.headings)}：{self.sentence}" if self.headings else self.sentence


def places(package: Mapping[str, bytes], name: str) -> Iterator[Place]:
    """Yield the places of a figure, and of the parts of its breakdowns, in document order."""
    path: list[Paragraph] = []
    for paragraph in paragraphs(package):
        above = path
        if paragraph.level is not None:
            above = [heading for heading in path if (heading.level or 0) < paragraph.level]
            path = [*above, paragraph]
        found = [control for control in paragraph.controls if control[0].split(PART_SIGN)[0] == name]
        if found:
            sentence = _sentences_with([text for _, text in found], paragraph)
            if sentence == found[0][1]:  # a cell of a table: the number alone says nothing
                sentence = f"{found[0][0].partition(PART_SIGN)[2]}{sentence}"
            yield Place(tuple(_short(heading) for heading in above), sentence)


def _sentences_with(printed: list[str], paragraph: Paragraph) -> str:
    """Return those of the paragraph's sentences that hold one of the printed texts as a word of its own."""
    words = [re.compile(rf"(?<![\d.]){re.escape(text)}(?![\d.]*\d)") for text in printed]
    whole = paragraph.number.strip() + paragraph.text.replace("\n", "")
    found = [sentence for sentence in _SENTENCES.findall(whole) if any(word.search(sentence) for word in words)]
    return "……".join(found) or whole


def _short(heading: Paragraph) -> str:
    text = heading.number + heading.text
    return text if len(text) <= _MOST_HEADING else f"{text[:_MOST_HEADING]}…"
