"""A paragraph's frame -> its sentences in every wording, each as a pattern that finds them in a document and reads their slots."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from reportgen.begin.old_report.spelling import evened
from reportgen.template.frames import Flat, Loop, Paragraph, Piece, Slot, SlotKind, Told, slots, wordings

# A sign belongs to a number where nothing stands before it that could make it a range or a dash.
NUMBER = r"(?<![\d.])(?:(?<!-)-)?(?:\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?!\d|\.\d)"
_DAY = r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?"
_DASHED_DAY = r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)"
_DASHED = f"{_DASHED_DAY}(?:至{_DASHED_DAY})?"
# A day, a month or a period, however it is written.
DATE = rf"{_DASHED}|{_DAY}(?:[至到—-]+(?:\d{{4}}年)?(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?)?"
_CATEGORY = r"[^\d，、；。：（）]{1,30}?"
_PATTERNS = {
    SlotKind.NUMBER: NUMBER,
    SlotKind.DATE: rf"{_DASHED}|{_DAY}(?:[至到—-]+(?:{_DAY}|\d{{1,2}}日))?|\d{{1,2}}\.\d{{1,2}}",
    SlotKind.TEXT: r"[^。；！？]{1,80}?",
    SlotKind.ITEM: r".+?",
    SlotKind.CATEGORY: _CATEGORY,
    SlotKind.PART: NUMBER,
    SlotKind.INNER: NUMBER,
    SlotKind.INNER_NAME: _CATEGORY,
    SlotKind.COUNT: r"\d{1,3}",
    SlotKind.OTHER: r".{0,80}?",
}
_ENDS = re.compile("(?<=[。；！？])")
_LAST = "。；！？，、：."  # what may be there or not at a sentence's end

Token = str | Slot | Loop[Piece]


@dataclass(frozen=True)
class Phrase:
    """A sentence of the template in one wording: evened text between slots, and the branches that it stands in.

    `paragraph` counts the template's paragraphs and `position` the sentences of one wording, both from 0.
    """

    tokens: tuple[Token, ...]
    told: tuple[Told, ...]
    paragraph: int
    position: int

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Return what the whole of an evened sentence matches; a group for each slot outside of loops, and for each loop."""
        return re.compile("".join(_pattern(token) for token in self._stripped()), re.DOTALL)

    @cached_property
    def groups(self) -> tuple[Slot | Loop[Piece], ...]:
        """Return what the pattern's groups stand for."""
        return tuple(token for token in self.tokens if not isinstance(token, str))

    @cached_property
    def skeleton(self) -> str:
        """Return the sentence with # for each slot and loop."""
        return "".join(token if isinstance(token, str) else "#" for token in self._stripped())

    @cached_property
    def pairs(self) -> Counter[str]:
        """Return the pairs of neighbouring characters of the skeleton, by which two sentences are alike."""
        return pairs(self.skeleton)

    @property
    def fixed(self) -> tuple[str, ...]:
        """Return the texts between its slots that every sentence says which it matches."""
        return tuple(token for token in self._stripped() if isinstance(token, str))

    @cached_property
    def letters(self) -> int:
        """Return how many characters of it are fixed."""
        return sum(map(len, self.fixed))

    @property
    def has_parts_within_parts(self) -> bool:
        """Return whether it prints numbers by two columns, whose text doesn't say of which other category each is."""
        return any(slot.kind is SlotKind.INNER for slot in slots(self.tokens))

    @property
    def ends_in_loop(self) -> bool:
        """Return whether a loop prints its end."""
        return isinstance(self.tokens[-1], Loop)

    @property
    def opens(self) -> Loop[Piece] | None:
        """Return the loop that the phrase is, where its entries are sentences themselves."""
        return self.tokens[0] if len(self.tokens) == 1 and isinstance(self.tokens[0], Loop) else None

    def _stripped(self) -> tuple[Token, ...]:
        last = self.tokens[-1] if self.tokens else ""
        return (*self.tokens[:-1], last.rstrip(_LAST)) if isinstance(last, str) else self.tokens


def pairs(text: str) -> Counter[str]:
    """Return how often each pair of neighbouring characters stands in a text."""
    return Counter(text[at : at + 2] for at in range(len(text) - 1))


def bare(sentence: str) -> str:
    """Return an evened sentence as a phrase's pattern takes it: without what may be there or not at its end."""
    return sentence.rstrip(_LAST)


def phrases(paragraph: Paragraph, number: int) -> list[Phrase]:
    """Return the sentences of a paragraph's wordings, each once."""
    found: dict[tuple[tuple[Token, ...], tuple[Told, ...]], Phrase] = {}
    for wording in wordings(paragraph.pieces):
        for position, (tokens, told) in enumerate(_sentences(wording)):
            found.setdefault((tokens, told), Phrase(tokens, told, number, position))
    return list(found.values())


def sentence_ends(text: str) -> Iterator[tuple[int, int]]:
    """Yield (begin, end) of each sentence of an evened text."""
    begin = 0
    for piece in _ENDS.split(text):
        if piece:
            yield begin, begin + len(piece)
            begin += len(piece)


def _sentences(wording: Flat) -> Iterator[tuple[tuple[Token, ...], tuple[Told, ...]]]:
    tokens: list[Token] = []
    told: list[Told] = []
    for piece in wording:
        if isinstance(piece, Told):
            told.append(piece)
        elif isinstance(piece, Loop) and _is_open(piece):
            if tokens:
                yield tuple(tokens), tuple(told)
            yield (piece,), ()
            tokens, told = [], []
        elif isinstance(piece, str):
            *whole, rest = _ENDS.split(evened(piece).text)
            for sentence in whole:
                yield (*tokens, sentence) if sentence else tuple(tokens), tuple(told)
                tokens, told = [], []
            if rest:
                tokens.append(rest)
        else:
            tokens.append(piece)
    if tokens:
        yield tuple(tokens), tuple(told)


def _is_open(loop: Loop[Piece]) -> bool:
    """Return whether a loop's entries hold texts of any length, sentence ends too."""
    return any(slot.kind is SlotKind.ITEM for slot in slots(loop.body))


def _pattern(token: Token) -> str:
    if isinstance(token, str):
        return re.escape(token)
    if isinstance(token, Slot):
        return f"({_PATTERNS[token.kind]})"
    return f"((?:{'|'.join(_alternatives(token))})*)"


def _alternatives(loop: Loop[Piece]) -> Iterator[str]:
    """Yield a pattern without groups for each wording of a loop's body, longest first."""
    bodies = ["".join(_bare_pattern(piece) for piece in wording) for wording in wordings(loop.body)]
    yield from sorted(set(bodies), key=len, reverse=True)


def _bare_pattern(piece: Piece | Told) -> str:
    if isinstance(piece, str):
        return re.escape(evened(piece).text)
    if isinstance(piece, Loop):
        return f"(?:{'|'.join(_alternatives(piece))})*"
    return f"(?:{_PATTERNS[piece.kind]})" if isinstance(piece, Slot) else ""


def rounds(loop: Loop[Piece], text: str) -> tuple[list[list[tuple[Slot, tuple[int, int]]]], int]:
    """Return where a loop's rounds have their slots in the text that it matched, as (begin, end), and where the last of them ends."""
    bodies = sorted(
        wordings(loop.body), key=lambda wording: -sum(len(piece) for piece in wording if isinstance(piece, str))
    )
    patterns = [(_grouped(wording), [piece for piece in wording if isinstance(piece, Slot)]) for wording in bodies]
    found: list[list[tuple[Slot, tuple[int, int]]]] = []
    begin = 0
    while begin < len(text):
        for pattern, there in patterns:
            match = pattern.match(text, begin)
            if match and match.end() > begin:
                found.append([(slot, match.span(number)) for number, slot in enumerate(there, 1)])
                begin = match.end()
                break
        else:
            break
    return found, begin


def _grouped(wording: Sequence[Piece | Told]) -> re.Pattern[str]:
    return re.compile(
        "".join(f"({_bare_pattern(piece)})" if isinstance(piece, Slot) else _bare_pattern(piece) for piece in wording)
    )


_MOST_ENTRIES = 40


def entries(loop: Loop[Piece], text: str) -> list[dict[Slot, tuple[int, int]]]:
    """Return where an open loop's entries have their slots in `text`, [] where they can't be told apart.

    Only the running number in front of each tells where one ends: 1.……2.……
    """
    bodies = wordings(loop.body)
    if not any(isinstance(piece, Slot) and piece.kind is SlotKind.COUNT for piece in bodies[0]):
        return []
    there = [piece for piece in bodies[0] if isinstance(piece, Slot) and piece.kind is not SlotKind.COUNT]
    for most in range(_MOST_ENTRIES, 0, -1):
        if not re.search(rf"(?<!\d){most}(?!\d)", text):
            continue
        source = "".join(_numbered(piece, count) for count in range(1, most + 1) for piece in bodies[0])
        match = re.fullmatch(source, text, re.DOTALL)
        if match:
            spans = [match.span(number) for number in range(1, len(there) * most + 1)]
            return [
                dict(zip(there, spans[first : first + len(there)], strict=True))
                for first in range(0, len(spans), len(there))
            ]
    return []


def _numbered(piece: Piece | Told, count: int) -> str:
    if isinstance(piece, Slot):
        return str(count) if piece.kind is SlotKind.COUNT else f"({_PATTERNS[piece.kind]})"
    return re.escape(evened(piece).text) if isinstance(piece, str) else ""
