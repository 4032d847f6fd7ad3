"""A report's package -> its layout without its text; and a new template on that layout: page, styles, numbering, footers."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from reportgen.word.package import DOCUMENT, W, parse_part, serialized, write_package
from reportgen.word.relations import OFFICE, only_related, related
from reportgen.word.whole import document_of, parts_of

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.text.parfmt import CT_PPr
    from docx.styles.style import BaseStyle

_ID = f"{{{OFFICE}}}id"
# What a document without text of its own still needs of the one whose layout it has.
_LOOK = frozenset({"styles", "settings", "webSettings", "fontTable", "theme", "numbering", "header", "footer"})
NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_EDGES = ("header", "footer")
TITLE, BODY, EMPTY, OFFICE_NAME, DATE = "标题", "正文", "空行", "落款", "日期"
HEADINGS = ("一级", "二级", "三级", "四级", "五级")
_SIGNED = (OFFICE_NAME, DATE)


@dataclass(frozen=True)
class Line:
    """A paragraph of a new template: what it is (标题, 一级…五级, 正文, 落款, 日期, 空行) and its text."""

    kind: str
    text: str


def emptied(parts: Mapping[str, bytes], tagged: Collection[str]) -> tuple[dict[str, bytes], etree._Element]:
    """Return a package without its text, and the root of its main part: an empty body with the last section's settings.

    A header or footer that is `tagged` is left out: nobody is there to say what its tags stand for.
    """
    root = parse_part(parts[DOCUMENT])
    body = root.find(f"{W}body")
    assert body is not None, "a document has a body"
    section = body[-1] if len(body) and body[-1].tag == f"{W}sectPr" else None
    kept = {
        key
        for key, (kind, name) in related(parts, DOCUMENT).items()
        if (kind in _LOOK and name not in tagged) or name in NOTES
    }
    for child in [one for one in body if one is not section]:
        body.remove(child)
    for reference in list(body.iterfind(f"{W}sectPr/*[@{_ID}]")):
        if reference.get(_ID) not in kept and section is not None:
            section.remove(reference)
    left = dict(parts)
    for name in filter(left.__contains__, NOTES):
        left[name] = _separators(left[name])
    return only_related(left, DOCUMENT, kept), root


def blank(layout: Mapping[str, bytes], lines: Iterable[Line]) -> bytes:
    """Return a template of these lines with the layout of a package; raises NotADocument where that can't be written into.

    A line looks like the layout's own paragraphs of its kind: heading styles by their names, the style that most paragraphs have, the
    last two paragraphs for office and date.
    """
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415  only a new template needs python-docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415  as above

    styles, signed = _looks(document_of(layout))
    tagged = {name for kind, name in related(layout, DOCUMENT).values() if kind in _EDGES and _has_tags(layout[name])}
    parts, root = emptied(layout, tagged)
    document = document_of({**parts, DOCUMENT: serialized(root)})
    by_name = {_name(style): style for style in document.styles if style.name and style.type == WD_STYLE_TYPE.PARAGRAPH}
    for line in lines:
        paragraph = document.add_paragraph(line.text, by_name.get(styles.get(line.kind, "")))
        if line.kind in signed:
            paragraph._p.insert(0, copy.deepcopy(signed[line.kind]))
        elif line.kind in _SIGNED:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return write_package(parts_of(document))


def _looks(layout: Document) -> tuple[dict[str, str], dict[str, CT_PPr]]:
    """Return the name of the style that each kind of line has, and the w:pPr of office and date."""
    styles = {kind: f"heading {level}" for level, kind in enumerate(HEADINGS, start=1)} | {TITLE: "title"}
    styled = [(_name(p.style), p._p) for p in layout.paragraphs if _said(p._p).strip()]
    plain = Counter(style for style, _ in styled if style not in styles.values())
    if plain:
        styles[BODY] = max(plain, key=lambda style: plain[style])
    last = max((n for n, (style, _) in enumerate(styled) if style in styles.values()), default=-1)
    signed = zip(_SIGNED, (paragraph.pPr for _, paragraph in styled[last + 1 :]), strict=False)
    return styles, {kind: look for kind, look in signed if look is not None}


def _name(style: BaseStyle | None) -> str:
    """Return a style's name as it is looked for; programs write 「Heading 1」 and 「heading 1」."""
    return (style.name or "").lower() if style else ""


def _has_tags(part: bytes) -> bool:
    return any("{{" in text or "{%" in text for text in map(_said, parse_part(part).iter(f"{W}p")))


def _said(paragraph: etree._Element) -> str:
    return "".join(node.text or "" for node in paragraph.iter(f"{W}t"))


def _separators(notes: bytes) -> bytes:
    """Return footnotes without the template's own; the lines above them stay, for the settings name them."""
    root = parse_part(notes)
    for note in [one for one in root if one.get(f"{W}type") is None]:
        root.remove(note)
    return serialized(root)
