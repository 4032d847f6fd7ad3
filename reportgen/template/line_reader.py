"""A template read -> its lines: each paragraph as words and tags, with its number and what stands around it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace

from lxml import etree

from reportgen.base.issues import Location
from reportgen.template.lines import BlockTag, Line, Piece, PrintingTag
from reportgen.template.nesting import nested, with_tags_around
from reportgen.template.reading import TemplateRead, shown_part
from reportgen.template.tags import BESIDES_TEXT, Look, Tag, block_word, said
from reportgen.word.fields import kind_of, shown_by
from reportgen.word.numbering import Numbering
from reportgen.word.package import DOCUMENT, W
from reportgen.word.sentences import ELSEWHERE, cut

_BLANKS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
# What of a run's w:rPr (ECMA-376 17.3.2) a reader of Chinese text sees; language, proofing and complex scripts are not among it.
_LOOKS = {
    "rStyle": "字符样式",
    "rFonts": "字体",
    "b": "加粗",
    "i": "倾斜",
    "u": "下划线",
    "strike": "删除线",
    "dstrike": "删除线",
    "color": "颜色",
    "highlight": "底色",
    "shd": "底色",
    "sz": "字号",
    "vertAlign": "上下标",
    "spacing": "字距",
    "w": "字宽",
    "position": "位置",
    "vanish": "隐藏",
    "em": "着重号",
}


def read_lines(template: TemplateRead, file: str) -> Iterator[Line]:
    """Yield the lines of every part of a template in order, `file` being its name.

    Paragraphs that only hold a tag of their own ({%p if … %}) are no lines, they stand in `within` of those between them.
    """
    for part, (root, tags) in template.texts.items():
        numbering = template.numbering()
        made = set(_made_by_word(root))
        read = (
            _line(paragraph, Location(shown_part(file, part), count), tags, made, numbering, in_body=part == DOCUMENT)
            for count, paragraph in enumerate(root.iter(f"{W}p"), start=1)
            if next(paragraph.iterancestors(*ELSEWHERE), None) is None
        )
        for line, around in with_tags_around(nested(read, block_word)):
            if isinstance(line, Line):
                yield replace(line, within=tuple(_branch(tag) for tag, *_ in around if isinstance(tag, Tag)))


def _line(
    paragraph: etree._Element,
    at: Location,
    tags: list[Tag],
    made: Container[etree._Element],
    numbering: Numbering,
    *,
    in_body: bool,
) -> Line | Tag:
    """Return a paragraph as a line, or the tag that takes the paragraph or its row with it."""
    found = list(said("".join(_texts(paragraph, made)), tags))
    scoped = next((one for one in found if isinstance(one, Tag) and one.scope), None)
    if scoped is not None:
        return scoped
    pieces = tuple(_pieces(found))
    spoken = [_spoken(piece) for piece in pieces]
    return Line(
        at,
        pieces,
        tuple(cut([piece for piece in spoken if piece[0]])),
        numbering.number(paragraph.find(f"{W}pPr")).strip(),
        (),
        not any(element.tag in BESIDES_TEXT for element in paragraph.iter()),
        next(paragraph.iterancestors(f"{W}tc"), None) is not None,
        in_body,
    )


def _made_by_word(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the texts that fields stand for: contents, page numbers. A link's text is the author's."""
    return (node for node, codes in shown_by(root) if any(kind_of(code) != "HYPERLINK" for code in codes))


def _texts(paragraph: etree._Element, made: Container[etree._Element]) -> Iterator[str]:
    """Yield a paragraph's own text; that of text boxes in it, what was moved away and what Word made are left out."""
    for node in paragraph.iter(f"{W}t", *_BLANKS):
        around = next(node.iterancestors(f"{W}p"), None)
        if around is not paragraph or node in made or next(node.iterancestors(*ELSEWHERE), None) is not None:
            continue
        if node.tag == f"{W}t":
            yield node.text or ""
        elif next(node.iterancestors(f"{W}pPr"), None) is None:  # whose w:tab is a stop, not a character
            yield _BLANKS[str(node.tag)]


def _pieces(found: Iterable[str | Tag]) -> Iterator[Piece]:
    """Yield words and tags as a line has them; what stands before and behind a comment meets."""
    words = ""
    for one in found:
        if isinstance(one, str):
            words += one
        elif one.sort != "#":
            if words:
                yield words
            words = ""
            yield _branch(one) if one.sort == "%" else _slot(one)
    if words:
        yield words


def _slot(tag: Tag) -> PrintingTag:
    texts = tuple(text for text, _ in tag.looks)
    return PrintingTag(tag.text, tag.noun.name, tag.noun.wordings, texts, _differing(tag.looks))


def _branch(tag: Tag) -> BlockTag:
    return BlockTag(tag.text, tag.word, tag.said, tuple(text for text, _ in tag.looks))


def _differing(looks: tuple[Look, ...]) -> tuple[str, ...]:
    """Return in what the pieces of a tag look different: 加粗, 字号…"""
    seen = [_seen(properties) for _, properties in looks]
    names = {name for one in seen for name in one if any(other.get(name) != one[name] for other in seen)}
    return tuple(dict.fromkeys(label for name, label in _LOOKS.items() if name in names))


def _seen(properties: etree._Element | None) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return what shows of a w:rPr, by element; the hint of a font (w:hint) only says which of its fonts Word takes."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for element in () if properties is None else properties:
        name = str(element.tag).removeprefix(W)
        values = tuple(sorted((str(key), str(value)) for key, value in element.attrib.items() if key != f"{W}hint"))
        if name in _LOOKS and (values or name != "rFonts"):
            found[name] = values
    return found


def _spoken(piece: Piece) -> tuple[str, str]:
    """Return a piece as a sentence's: its text, and for what a number is not typed in a title."""
    if isinstance(piece, str):
        return piece, ""
    return (piece.tag, piece.name or piece.tag) if isinstance(piece, PrintingTag) else ("", "")
