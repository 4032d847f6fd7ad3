"""A report's package -> its layout without its text; and a new template on that layout: page, styles, numbering, footers."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

from reportgen.word.numbering import read_styles, value
from reportgen.word.package import DOCUMENT, XML_SPACE, W, parse_part, serialized, write_package
from reportgen.word.relations import OFFICE, only_related, related

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
    """Return a template of these lines with the layout of a package.

    A line looks like the layout's own paragraphs of its kind: heading styles by their names, the style that most paragraphs have, the
    last two paragraphs for office and date.
    """
    looks = _looks(layout)
    tagged = {name for kind, name in related(layout, DOCUMENT).values() if kind in _EDGES and _has_tags(layout[name])}
    parts, root = emptied(layout, tagged)
    body = root.find(f"{W}body")
    assert body is not None, "emptied leaves the body"
    for line in lines:
        paragraph = etree.Element(f"{W}p", nsmap={"w": W.strip("{}")})
        if line.kind in looks:
            paragraph.append(copy.deepcopy(looks[line.kind]))
        if line.text:
            node = etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t", {XML_SPACE: "preserve"})
            node.text = line.text
        body.insert(len(body) - len(body.findall(f"{W}sectPr")), paragraph)
    return write_package({**parts, DOCUMENT: serialized(root)})


def _looks(layout: Mapping[str, bytes]) -> dict[str, etree._Element]:
    """Return the w:pPr of each kind of line."""
    names = dict(related(layout, DOCUMENT).values())
    styles = read_styles(parse_part(layout[names["styles"]])) if names.get("styles") in layout else None
    by_name = {} if styles is None else {(value(one, "name") or "").lower(): key for key, one in styles.by_id.items()}
    headed = {kind: by_name.get(f"heading {level}", "") for level, kind in enumerate(HEADINGS, start=1)}
    headed[TITLE] = by_name.get("title", "")
    said = [p for p in parse_part(layout[DOCUMENT]).iterfind(f"{W}body/{W}p") if _said(p).strip()]
    styled = [(value(p.find(f"{W}pPr"), "pStyle") or "", p) for p in said]
    plain = Counter(style for style, _ in styled if style not in headed.values())
    usual = max(plain, key=lambda style: plain[style], default="")
    looks = {kind: _properties(style) for kind, style in {**headed, BODY: usual}.items() if style}
    last = max((n for n, (style, _) in enumerate(styled) if style in {usual, *headed.values()}), default=-1)
    for kind, (_, paragraph) in zip(_SIGNED, styled[last + 1 :], strict=False):
        properties = paragraph.find(f"{W}pPr")
        if properties is not None:
            looks[kind] = properties
    for kind in _SIGNED:
        looks.setdefault(kind, _at_the_right())
    return looks


def _properties(style: str) -> etree._Element:
    properties = etree.Element(f"{W}pPr", nsmap={"w": W.strip("{}")})
    etree.SubElement(properties, f"{W}pStyle", {f"{W}val": style})
    return properties


def _at_the_right() -> etree._Element:
    properties = etree.Element(f"{W}pPr", nsmap={"w": W.strip("{}")})
    etree.SubElement(properties, f"{W}jc", {f"{W}val": "right"})
    return properties


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
