"""A template + what its names stand for in a year -> the sentences that it prints, each piece with the tags that print it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from reportgen.authoring.adopt.printed import Pattern, Piece, squeezed, usable
from reportgen.base.issues import Finder
from reportgen.template.content import Vocabulary
from reportgen.template.nesting import Block, Nodes, in_a_row, nested, with_tags_around
from reportgen.template.reading import FILE
from reportgen.template.sandbox import printer
from reportgen.template.tag_reader import read_tags
from reportgen.template.tags import NUMBERED, Tag, block_word, own_text, said
from reportgen.word.package import DOCUMENT, W, parse_part

_SENTENCE = "。；！？"
_CLAUSE = "。；！？，、："


def patterns(
    template: Mapping[str, bytes], vocabulary: Vocabulary, values: Mapping[str, object]
) -> tuple[Pattern, ...]:
    """Return the paragraphs, sentences and clauses of a template's body that say for certain which tags they have, longest first.

    What a loop over paragraphs repeats is left out. Raises Unusable for a template with faults.
    """
    finder = Finder()
    root = parse_part(template[DOCUMENT])
    tags = read_tags(root, FILE, vocabulary, finder)
    finder.stop_if_any()
    say = printer(values)
    texts = (text for text, _ in _paragraphs(root, tags) if NUMBERED.search(text))
    said = [Pattern(tuple(_pieces(text, tags, say))) for text in texts]
    sentences = [*said, *(part for paragraph in said for part in _parts(paragraph, _SENTENCE))]
    clauses = [part for paragraph in said for part in _parts(paragraph, _CLAUSE) if not _has_block(part)]
    found = dict.fromkeys((*usable(sentences, whole=True), *usable(clauses, whole=False)))
    return tuple(sorted(found, key=lambda pattern: -len(pattern.printed)))


def conditions(template: Mapping[str, bytes], vocabulary: Vocabulary, values: Mapping[str, object]) -> dict[str, str]:
    """Return what a template's body prints on a condition over whole paragraphs, as squeezed text -> the tags of the condition.

    Raises Unusable for a template with faults.
    """
    finder = Finder()
    root = parse_part(template[DOCUMENT])
    tags = read_tags(root, FILE, vocabulary, finder)
    finder.stop_if_any()
    say = printer(values)
    printed = (
        ("".join(piece.printed for piece in _pieces(text, tags, say)), within)
        for text, within in _paragraphs(root, tags)
    )
    return {squeezed(text)[0]: " ".join(within) for text, within in printed if within and text.strip()}


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


def _pieces(text: str, tags: list[Tag], say: Callable[[str], str]) -> Iterator[Piece]:
    """Yield a paragraph's literal texts, tags, and conditions and loops each as one piece."""
    tree: Nodes[str | Tag] = nested(said(text, tags), block_word)
    for node in tree:
        found: list[str | Tag] = list(in_a_row(node))
        source = "".join(one if isinstance(one, str) else one.jinja for one in found)
        shown = "".join(one if isinstance(one, str) else one.text for one in found)
        if isinstance(node, str):
            yield Piece(shown, shown)
        else:
            yield Piece(shown, say(source), is_tag=True, is_block=isinstance(node, Block))


def _parts(paragraph: Pattern, ends: str) -> Iterator[Pattern]:
    """Yield the sentences or clauses of a paragraph, without the sign that ends them; tags are never cut."""
    cut = re.compile(f"[^{ends}]+[{ends}]*|[{ends}]+")
    held: list[Piece] = []
    for piece in paragraph.pieces:
        for text in [piece.source] if piece.is_tag else cut.findall(piece.source):
            bare = text if piece.is_tag else text.rstrip(ends)
            if bare:
                held.append(piece if piece.is_tag else Piece(bare, bare))
            if held and bare != text:
                yield Pattern(tuple(held))
                held = []
    if held:
        yield Pattern(tuple(held))


def _has_block(pattern: Pattern) -> bool:
    return any(piece.is_block for piece in pattern.pieces)
