"""A package's styles and numbering + another's -> heading styles linked to one list, so that Word numbers the headings itself."""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

from reportgen.word.block_settings import put_setting
from reportgen.word.numbering import Numbering, Styles, integer, read_lists, read_styles, value
from reportgen.word.package import DOCUMENT, W, parse_part, serialized
from reportgen.word.relations import name_of_kind, with_part, without_kind

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_OLD_STYLES = "stylesWithEffects"  # a copy of the styles for Word 2010 alone, which would say otherwise
# How each level is numbered (GB/T 9704-2012, 7.3.3; the fifth as Chinese Word has it), and Word's names of these forms.
FORMATS = ("chineseCountingThousand", "chineseCountingThousand", "decimal", "decimal", "decimalEnclosedCircle")
_TEXTS = ("%1、", "（%2）", "%3.", "（%4）", "%5")


@dataclass(frozen=True)
class HeadingStyles:
    """The ids of the heading styles by level, the list that numbers them, and whether each style is linked to it."""

    ids: Mapping[int, str]
    list_id: int
    linked: Collection[int]

    def properties(self, level: int, old: etree._Element | None, *, numbered: bool) -> etree._Element:
        """Return a paragraph's properties as those of a heading of `level`; not `numbered` where it keeps a number that is typed."""
        made = etree.Element(f"{W}pPr", nsmap={"w": W.strip("{}")}) if old is None else copy.deepcopy(old)
        for element in made.findall(f"{W}numPr"):
            made.remove(element)
        place(made, "pStyle", val=self.ids[level])
        if numbered and level not in self.linked:
            _put_into_list(made, level, self.list_id)
        elif not numbered:
            etree.SubElement(place(made, "numPr"), f"{W}numId", {f"{W}val": "0"})
        return made


def place(properties: etree._Element, name: str, **attributes: str) -> etree._Element:
    """Put an element into a w:pPr where the schema wants it, in place of one of its name, and return it."""
    return put_setting(properties, etree.Element(W + name, {W + key: said for key, said in attributes.items()}))


def _put_into_list(properties: etree._Element, level: int, list_id: int) -> None:
    numbers = place(properties, "numPr")
    for name, said in (("ilvl", level), ("numId", list_id)):
        etree.SubElement(numbers, W + name, {f"{W}val": str(said)})


class Sheets:
    """The styles and the numbering of a package, to be read and added to; `used` are the ids of styles that its paragraphs have."""

    def __init__(self, parts: Mapping[str, bytes], used: Collection[str]) -> None:
        self._parts = parts
        self._used = used
        self.styles_root, self.numbering_root = (self._root(kind) for kind in ("styles", "numbering"))

    def _root(self, kind: str) -> etree._Element:
        name = name_of_kind(self._parts, kind)
        return parse_part(self._parts[name]) if name else etree.Element(W + kind, nsmap={"w": W.strip("{}")})

    @property
    def styles(self) -> Styles:
        """Return the styles as they are now."""
        return read_styles(self.styles_root)

    def numbering(self) -> Numbering:
        """Return the counts of a story before its first paragraph."""
        styles = self.styles
        return Numbering(read_lists(self.numbering_root, styles), styles)

    def heading(self, level: int) -> str:
        """Return the id of a heading style, '' without one."""
        wanted = f"heading {level + 1}"
        found = (key for key, one in self.styles.by_id.items() if (value(one, "name") or "").lower() == wanted)
        return next(found, "")

    def existing(self, levels: Collection[int]) -> HeadingStyles | None:
        """Return the heading styles where those of `levels` are linked to one list; None where they aren't."""
        ids = {level: self.heading(level) for level in range(len(FORMATS))}
        lists = {level: self._list_of(style) for level, style in ids.items() if style}
        found = {lists.get(level, 0) for level in levels}
        if len(found) == 1 and (list_id := found.pop()):
            return HeadingStyles(ids, list_id, [level for level in lists if lists[level] == list_id])
        return None

    def any_linked(self) -> bool:
        """Return whether any heading style is in a list."""
        return any(self._list_of(self.heading(level)) for level in range(len(FORMATS)))

    def _list_of(self, style: str) -> int:
        stated = (integer(source, f"numPr/{W}numId") for key, source in self._sources(style))
        return next((found for found in stated if found is not None), 0)

    def _sources(self, style: str) -> list[tuple[str, etree._Element | None]]:
        own = etree.Element(f"{W}pPr")
        etree.SubElement(own, f"{W}pStyle", {f"{W}val": style})
        return list(self.styles.sources(own)) if style else []

    def link(self, layout: Sheets, texts: Mapping[int, tuple[str, str]], whole: Collection[int]) -> HeadingStyles:
        """Link the heading styles to a new list and return them; styles that nobody uses look like those of `layout`.

        `texts` are the format and text of the levels that are typed otherwise than usual; `whole` the levels whose style only headings
        of that level have: a style that others have too can't be numbered.
        """
        ids: dict[int, str] = {}
        linked: list[int] = []
        list_id = _highest(self.numbering_root.iterfind(f"{W}num"), "numId") + 1
        for level in range(len(FORMATS)):
            style = self.heading(level)
            if not style or style not in self._used:
                style = self._taken_over(level, style, layout)
            elif level not in whole:
                ids[level] = style
                continue
            ids[level] = style
            linked.append(level)
            self._number(style, level, list_id)
        self._add_list(list_id, {level: ids[level] for level in linked}, texts)
        return HeadingStyles(ids, list_id, linked)

    def _number(self, style: str, level: int, list_id: int) -> None:
        element = self.styles.by_id[style]
        properties = element.find(f"{W}pPr")
        if properties is None:
            properties = etree.Element(f"{W}pPr")
            known = [n for n, child in enumerate(element) if child.tag in {f"{W}rPr", f"{W}tblPr"}]
            element.insert(known[0] if known else len(element), properties)
        _put_into_list(properties, level, list_id)
        if properties.find(f"{W}outlineLvl") is None:
            place(properties, "outlineLvl", val=str(level))

    def _taken_over(self, level: int, style: str, layout: Sheets) -> str:
        """Give the heading style of a level what the layout's own says; size and spacing, which both inherit, stay the document's.

        Returns its id.
        """
        taken = set(self.styles.by_id)
        names = (f"Heading{level + 1}{'x' * n}" for n in range(len(taken) + 1))
        key = style or next(name for name in names if name not in taken)
        made = etree.Element(f"{W}style", {f"{W}type": "paragraph", f"{W}styleId": key})
        etree.SubElement(made, f"{W}name", {f"{W}val": f"heading {level + 1}"})
        if self.styles.default:
            etree.SubElement(made, f"{W}basedOn", {f"{W}val": self.styles.default})
            etree.SubElement(made, f"{W}next", {f"{W}val": self.styles.default})
        etree.SubElement(made, f"{W}qFormat")
        model = layout.styles.by_id.get(layout.heading(level))
        for name in ("pPr", "rPr"):
            looks = None if model is None else model.find(W + name)
            if looks is not None and len(looks):
                made.append(copy.deepcopy(looks))
        old = self.styles.by_id.get(style)
        if old is None:
            self.styles_root.append(made)
        else:
            self.styles_root.replace(old, made)
        return key

    def _add_list(self, list_id: int, linked: Mapping[int, str], texts: Mapping[int, tuple[str, str]]) -> None:
        known = self.numbering_root.findall(f"{W}abstractNum")
        key = str(_highest(known, "abstractNumId") + 1)
        abstract = etree.Element(f"{W}abstractNum", {f"{W}abstractNumId": key})
        etree.SubElement(abstract, f"{W}multiLevelType", {f"{W}val": "multilevel"})
        for level, usual in enumerate(zip(FORMATS, _TEXTS, strict=True)):
            form, text = texts.get(level, usual)
            one = etree.SubElement(abstract, f"{W}lvl", {f"{W}ilvl": str(level)})
            settings = {"start": "1", "numFmt": form} | ({"pStyle": linked[level]} if level in linked else {})
            for name, said in (settings | {"suff": "nothing", "lvlText": text, "lvlJc": "left"}).items():
                etree.SubElement(one, W + name, {f"{W}val": said})
        at = len(self.numbering_root.findall(f"{W}numPicBullet")) + len(known)
        self.numbering_root.insert(at, abstract)
        num = etree.Element(f"{W}num", {f"{W}numId": str(list_id)})
        etree.SubElement(num, f"{W}abstractNumId", {f"{W}val": key})
        self.numbering_root.insert(at + 1 + len(self.numbering_root.findall(f"{W}num")), num)

    def written(self) -> dict[str, bytes]:
        """Return the package with these styles and this numbering."""
        parts = without_kind(self._parts, _OLD_STYLES)
        for kind, root in (("styles", self.styles_root), ("numbering", self.numbering_root)):
            if name := name_of_kind(parts, kind):
                parts[name] = serialized(root)
            else:
                parts, _ = with_part(parts, DOCUMENT, f"word/{kind}.xml", serialized(root), kind, _TYPE.format(kind))
        return parts


def _highest(elements: Iterable[etree._Element], attribute: str) -> int:
    """Return the highest number that elements have, 0 without one."""
    said = (one.get(W + attribute, "") for one in elements)
    return max((int(one) for one in said if one.isdecimal()), default=0)
