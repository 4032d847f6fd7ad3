"""Today's draft + people's document -> the draft under the ids that people's document has for its styles and lists, and what it lacks.

Word, WPS and LibreOffice give styles and lists other ids when they save: 「1」 or 「Style14」 for Heading1. A style's name stays, in
English or in Chinese; a list is the one that the same paragraphs are in, else one that counts alike.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from reportgen.word.list_ids import Lists, known_lists
from reportgen.word.numbering import value
from reportgen.word.package import DOCUMENT, W, parse_part, serialized
from reportgen.word.relations import with_part

_STYLES, _NUMBERING = "word/styles.xml", "word/numbering.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_STYLE_IDS = tuple(
    W + name for name in ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link", "styleLink", "numStyleLink")
)
_LIST_ID = f"{W}numId"
# Built-in styles under the names that Chinese programs show; Word itself writes the English ones, in small letters or not.
_ENGLISH = {
    "正文": "normal",
    "标题": "title",
    "副标题": "subtitle",
    "页眉": "header",
    "页脚": "footer",
    "题注": "caption",
    "正文文本": "body text",
    "列出段落": "list paragraph",
    "列表段落": "list paragraph",
    "网格型": "table grid",
    "普通表格": "normal table",
    "默认段落字体": "default paragraph font",
    "无列表": "no list",
    "脚注文本": "footnote text",
    "超链接": "hyperlink",
    "页码": "page number",
    **{f"标题 {level}": f"heading {level}" for level in range(1, 10)},
    **{f"标题{level}": f"heading {level}" for level in range(1, 10)},
}


@dataclass(frozen=True)
class Fitting:
    """What people's document may lack: styles of today's draft, and the definitions of its lists, under ids that are free there."""

    styles: Mapping[str, etree._Element]
    lists: Mapping[str, tuple[etree._Element, ...]]

    def completed(self, parts: Mapping[str, bytes], root: etree._Element) -> dict[str, bytes]:
        """Return the parts of people's document, whose body is `root` now, with the definitions that it uses and lacks."""
        styles, lists = self._used(root)
        made = dict(parts)
        if styles:
            made = _with_definitions(made, _STYLES, "styles", styles)
        if lists:
            made = _with_definitions(made, _NUMBERING, "numbering", lists)
        return made

    def _used(self, root: etree._Element) -> tuple[list[etree._Element], list[etree._Element]]:
        """Return the styles and definitions of lists that a body uses, and what these use themselves."""
        styles: dict[str, etree._Element] = {}
        lists: dict[etree._Element, None] = {}
        waiting = [root]
        while waiting:
            for one in waiting.pop().iter(*_STYLE_IDS, _LIST_ID):
                said = one.get(f"{W}val", "")
                if one.tag == _LIST_ID:
                    waiting += [new for new in self.lists.get(said, ()) if new not in lists]
                    lists |= dict.fromkeys(self.lists.get(said, ()))
                elif said in self.styles and said not in styles:
                    styles[said] = self.styles[said]
                    waiting.append(styles[said])
        return list(styles.values()), list(lists)


def fit(
    base: Mapping[str, bytes], theirs: Mapping[str, bytes], ours: Mapping[str, bytes], roots: Sequence[etree._Element]
) -> Fitting:
    """Give what today's draft says the ids of people's document; `roots` are the three documents, of which the last is changed in place."""
    if all(theirs.get(name) == ours.get(name) for name in (_STYLES, _NUMBERING)):
        return Fitting({}, {})
    there = {_name(style): style.get(f"{W}styleId", "") for style in _root(theirs, _STYLES).iter(f"{W}style")}
    taken = set(there.values())
    names: dict[str, str] = {}
    styles: dict[str, etree._Element] = {}
    for style in _root(ours, _STYLES).iter(f"{W}style"):
        style_id = style.get(f"{W}styleId", "")
        names[style_id] = there.get(_name(style)) or next(one for one in _free(style_id) if one not in taken)
        taken.add(names[style_id])
        if _name(style) not in there:
            new = styles[names[style_id]] = copy.deepcopy(style)
            new.set(f"{W}styleId", names[style_id])
            new.attrib.pop(f"{W}default", "")
    documents = (base, theirs, ours)
    known = known_lists(*(Lists(_root(parts, _NUMBERING), root) for parts, root in zip(documents, roots, strict=True)))
    lists = {one.number: one.definitions for one in known.values() if one.definitions}
    for definition in {one: None for definitions in lists.values() for one in definitions}:
        for link in list(definition.iter(f"{W}pStyle")):
            level = link.getparent()
            if level is not None and names.get(link.get(f"{W}val", "")) not in styles:
                level.remove(link)  # that style counts in a list of people's
        _rename(definition, names, {})
    for element in (roots[2], *styles.values()):
        _rename(element, names, {one: said.number for one, said in known.items()})
    return Fitting(styles, lists)


def _rename(element: etree._Element, names: Mapping[str, str], lists: Mapping[str, str]) -> None:
    for one in element.iter(*_STYLE_IDS, _LIST_ID):
        said = one.get(f"{W}val", "")
        one.set(f"{W}val", (lists if one.tag == _LIST_ID else names).get(said, said))


def _name(style: etree._Element) -> tuple[str, str]:
    """Return what a style is known by everywhere: its kind and its name, a built-in one in English."""
    name = " ".join((value(style, "name") or "").lower().split())
    return style.get(f"{W}type", ""), _ENGLISH.get(name, name)


def _free(style_id: str) -> Iterator[str]:
    yield style_id
    yield from (f"{style_id}{number}" for number in itertools.count(1))


def _root(parts: Mapping[str, bytes], name: str) -> etree._Element:
    return parse_part(parts[name]) if name in parts else etree.Element("absent")


def _with_definitions(
    parts: Mapping[str, bytes], name: str, kind: str, definitions: Iterable[etree._Element]
) -> dict[str, bytes]:
    """Return the parts with more definitions in one of them, in the order that the schema wants: w:abstractNum before w:num."""
    if name not in parts:
        empty = serialized(etree.Element(W + kind, nsmap={"w": W.strip("{}")}))
        parts, _ = with_part(parts, DOCUMENT, name, empty, kind, _TYPE.format(kind))
    root = parse_part(parts[name])
    for one in definitions:
        first = root.find(f"{W}num") if one.tag == f"{W}abstractNum" else root.find(f"{W}numIdMacAtCleanup")
        if first is None:
            root.append(one)
        else:
            first.addprevious(one)
    return {**parts, name: serialized(root)}
