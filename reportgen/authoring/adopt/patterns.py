"""A template as a year prints it -> its sentences with the tags that print each piece; where they stand in a text, and which tags belong there.

A sentence that the template prints word for word and number for number is the surest sign of what its numbers are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from reportgen.base.issues import Finder
from reportgen.base.textfile import BLANKS, half_width
from reportgen.template.content import Vocabulary
from reportgen.template.nesting import Block, Nodes, in_a_row, nested, with_tags_around
from reportgen.template.reading import FILE
from reportgen.template.sandbox import printer
from reportgen.template.tag_reader import read_tags
from reportgen.template.tags import NUMBERED, Tag, block_word, own_text, said
from reportgen.word.package import DOCUMENT, W, parse_part

_SENTENCE = "。；！？"
_CLAUSE = f"{_SENTENCE}，、："
ENDS = "。；！？;!?\n"
_BEFORE = f"{ENDS}，、：,:.)）”》①②③④⑤⑥⑦⑧⑨⑩"
_BEHIND = f"{ENDS}，、：,:（(）)"
_HAN = re.compile(r"[一-鿿]")
_LEAST = 4  # characters beside the numbers; fewer may be any sentence's


@dataclass(frozen=True)
class PatternPiece:
    """A piece of a sentence of the template: what prints it, a text or tags, and what it prints for the year.

    `is_block` says that it is a whole condition or loop.
    """

    source: str
    printed: str
    is_tag: bool = False
    is_block: bool = False


@dataclass(frozen=True)
class Pattern:
    """A paragraph, sentence or clause of the template, piece by piece."""

    pieces: tuple[PatternPiece, ...]

    @cached_property
    def printed(self) -> str:
        """Return what it prints, in half width without blanks."""
        return squeezed("".join(piece.printed for piece in self.pieces))[0]

    @property
    def source(self) -> str:
        """Return what the template says."""
        return "".join(piece.source for piece in self.pieces)


@dataclass(frozen=True)
class Put:
    """A tag, or a whole condition or loop where `is_block`, to stand for a stretch of a text."""

    begin: int
    end: int
    source: str
    is_block: bool = False


def tag(expression: str) -> str:
    """Return the tag that prints an expression."""
    return f"{{{{ {expression} }}}}"


def squeezed(text: str) -> tuple[str, list[int]]:
    """Return a text in half width without blanks, and where each of its characters stands in the text."""
    places = [at for at, character in enumerate(text) if character not in BLANKS]
    folded = half_width(text)
    return "".join(folded[at] for at in places), places


def patterns(
    template: Mapping[str, bytes], vocabulary: Vocabulary, values: Mapping[str, object]
) -> tuple[tuple[Pattern, ...], dict[str, str]]:
    """Return what a template's body prints, and what of it on a condition over whole paragraphs.

    First the paragraphs, sentences and clauses that say for certain which tags they have, longest first; what a loop over paragraphs
    repeats is left out. Then squeezed text -> the tags of its condition. Raises Unusable for a template with faults.
    """
    finder = Finder()
    root = parse_part(template[DOCUMENT])
    tags = read_tags(root, FILE, vocabulary, finder)
    finder.stop_if_any()
    say = printer(values)
    read = [(text, Pattern(tuple(_pieces(text, tags, say))), within) for text, within in _paragraphs(root, tags)]
    whole = [pattern for text, pattern, _ in read if NUMBERED.search(text)]
    sentences = [*whole, *(part for paragraph in whole for part in _parts(paragraph, _SENTENCE))]
    parts = (part for paragraph in whole for part in _parts(paragraph, _CLAUSE))
    clauses = [part for part in parts if not any(piece.is_block for piece in part.pieces)]
    found = dict.fromkeys((*_usable(sentences, whole=True), *_usable(clauses, whole=False)))
    conditions = {pattern.printed: " ".join(within) for text, pattern, within in read if within and text.strip()}
    return tuple(sorted(found, key=lambda pattern: -len(pattern.printed))), conditions


def _paragraphs(root: etree._Element, tags: list[Tag]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the paragraphs that stand in no loop over paragraphs or rows: the text with {{number}} for each tag, the conditions on it."""
    for text, around in with_tags_around(nested(_texts(root, tags), block_word)):
        within = [tag for block in around for tag in block if isinstance(tag, Tag)]
        if isinstance(text, str) and all(tag.word != "for" for tag in within):
            yield text, tuple(tag.text for tag in within)


def _texts(root: etree._Element, tags: list[Tag]) -> Iterator[str | Tag]:
    """Yield the texts of the paragraphs, and in place of one that a tag takes with it, the tag."""
    for paragraph in root.iter(f"{W}p"):
        text = own_text(paragraph)
        yield next((one for one in said(text, tags) if isinstance(one, Tag) and one.scope), text)


def _pieces(text: str, tags: list[Tag], say: Callable[[str], str]) -> Iterator[PatternPiece]:
    """Yield a paragraph's literal texts, tags, and conditions and loops each as one piece."""
    tree: Nodes[str | Tag] = nested(said(text, tags), block_word)
    for node in tree:
        found: list[str | Tag] = list(in_a_row(node))
        source = "".join(one if isinstance(one, str) else one.jinja for one in found)
        shown = "".join(one if isinstance(one, str) else one.text for one in found)
        if isinstance(node, str):
            yield PatternPiece(shown, shown)
        else:
            yield PatternPiece(shown, say(source), is_tag=True, is_block=isinstance(node, Block))


def _parts(paragraph: Pattern, ends: str) -> Iterator[Pattern]:
    """Yield the sentences or clauses of a paragraph, without the sign that ends them; tags are never cut."""
    cut = re.compile(f"[^{ends}]+[{ends}]*|[{ends}]+")
    held: list[PatternPiece] = []
    for piece in paragraph.pieces:
        for text in [piece.source] if piece.is_tag else cut.findall(piece.source):
            bare = text if piece.is_tag else text.rstrip(ends)
            if bare:
                held.append(piece if piece.is_tag else PatternPiece(bare, bare))
            if held and bare != text:
                yield Pattern(tuple(held))
                held = []
    if held:
        yield Pattern(tuple(held))


def _usable(patterns: Sequence[Pattern], *, whole: bool) -> Iterator[Pattern]:
    """Yield the patterns that say for certain which tags they have; those that are `whole` sentences may differ in their values alone.

    Two places of a template that print the same words with other tags tell nothing of either.
    """
    sources: dict[str, set[str]] = {}
    for pattern in patterns:
        sources.setdefault(_key(pattern, whole), set()).add(pattern.source)
    for pattern in dict.fromkeys(patterns):
        words = "".join(piece.printed for piece in pattern.pieces if not piece.is_tag)
        tagged = any(piece.is_tag for piece in pattern.pieces)
        if tagged and len(sources[_key(pattern, whole)]) == 1 and len(_HAN.findall(words)) >= _LEAST:
            yield pattern


def _key(pattern: Pattern, whole: bool) -> str:
    if whole:
        return pattern.printed
    return squeezed("".join("\0" if piece.is_tag else piece.printed for piece in pattern.pieces))[0]


def standing(text: str, patterns: Sequence[Pattern]) -> Iterator[tuple[int, int, list[Put]]]:
    """Yield where a text says what a pattern prints, as (begin, end, the tags there), the patterns in their order."""
    said, places = squeezed(text)
    for pattern in patterns:
        begin = said.find(pattern.printed)
        while begin >= 0:
            end = begin + len(pattern.printed)
            if _stands_alone(said, begin, end):
                yield places[begin], places[end - 1] + 1, list(_placed(pattern, begin, places))
            begin = said.find(pattern.printed, end)


def _stands_alone(text: str, begin: int, end: int) -> bool:
    opens = begin == 0 or text[begin - 1] in _BEFORE
    return opens and (end == len(text) or text[end - 1] in ENDS or text[end] in _BEHIND)


def _placed(pattern: Pattern, begin: int, places: list[int]) -> Iterator[Put]:
    """Yield a pattern's tags where it stands; one that prints nothing stands behind what is before it."""
    for piece in pattern.pieces:
        end = begin + len(squeezed(piece.printed)[0])
        if piece.is_tag:
            behind = places[begin - 1] + 1 if begin else 0
            first, last = (places[begin], places[end - 1] + 1) if end > begin else (behind, behind)
            yield Put(first, last, piece.source, piece.is_block)
        begin = end


def agrees(puts: Sequence[Put], marks: Sequence[Put], first: int, last: int) -> bool:
    """Return whether every mark in a stretch is one of the tags put there, or within a condition or loop."""
    for mark in (mark for mark in marks if mark.begin < last and mark.end > first):
        around = [put for put in puts if put.begin <= mark.begin and mark.end <= put.end]
        if not any(put.source == mark.source or put.is_block for put in around):
            return False
    return True
