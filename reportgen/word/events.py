"""What became of places in a report -> events, as a run lists them; and two drafts -> the paragraphs that came and went."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from reportgen.base.issues import short
from reportgen.word.alignment import align
from reportgen.word.number_forms import without_numbers
from reportgen.word.text import paragraphs


class Kind(Enum):
    """What became of a place in the report; the value is what office staff read."""

    FIGURE = "数据更新"
    PARAGRAPH = "段落更新"
    ADDED = "新增段落"
    REMOVED = "删去段落"
    MOVED = "段落移位"
    KEPT = "人工改动保留"
    CONFLICT = "两边都改了"
    RENAMED = "指标改名"


@dataclass(frozen=True)
class Event:
    """Something that was renewed or kept: what, under which heading, and in words."""

    kind: Kind
    heading: str
    text: str


def between_drafts(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[Event]:
    """Yield the paragraphs of a draft that the one before didn't have, and those of it that went."""
    old, new = (
        [(heading, text) for heading, text in _under_headings(parts) if text.strip()] for parts in (before, after)
    )
    # A paragraph with other numbers is the same paragraph.
    before_texts, after_texts = ([without_numbers(text) for _, text in side] for side in (old, new))
    partners = align(before_texts, after_texts)
    kept = set(partners)
    yield from (Event(Kind.REMOVED, heading, short(text)) for at, (heading, text) in enumerate(old) if at not in kept)
    yield from (
        Event(Kind.ADDED, heading, short(text)) for (heading, text), at in zip(new, partners, strict=True) if at is None
    )


def _under_headings(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    heading = ""
    for paragraph in paragraphs(parts):
        if paragraph.level is not None:
            heading = short(paragraph.number + paragraph.text)
        yield heading, paragraph.text
