"""A package's parts -> the same with every automatic number of a heading or item as typed text, in the look that it had.

Automatic numbers stand in no text: copied to a website or read by another program they are lost. What a number's level gave its
paragraph, indents and tab stops, is written into the paragraph; the lists themselves and what refers to them are gone after it.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping

from lxml import etree

from reportgen.word.block_settings import layers, put_setting, settings_of
from reportgen.word.numbering import Level, Numbering, Styles, read_lists, read_styles
from reportgen.word.package import XML_SPACE, W, remove
from reportgen.word.relations import root_of_kind

_BOX = f"{W}txbxContent"
_CHOICE, _FALLBACK = (
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}" + n for n in ("Choice", "Fallback")
)
# Bullets by font and code: these fonts have them where Unicode has something else or nothing.
_BULLETS = {
    ("Symbol", 0xB7): "•",
    ("Wingdings", 0x6C): "●",
    ("Wingdings", 0x6E): "■",
    ("Wingdings", 0x75): "◆",
    ("Wingdings", 0x76): "❖",
    ("Wingdings", 0xA7): "▪",
    ("Wingdings", 0xA8): "□",
    ("Wingdings", 0xD8): "➢",
    ("Wingdings", 0xFC): "✓",
    ("Courier New", 0x6F): "○",
}
_UNKNOWN_BULLET = "•"
_PRIVATE = range(0xE000, 0xF900)
_OPPOSITE = {"firstLine": "hanging", "firstLineChars": "hangingChars"}
_OPPOSITE |= {other: one for one, other in _OPPOSITE.items()}
_OTHER_NAMES = {"start": "left", "end": "right", "startChars": "leftChars", "endChars": "rightChars"}
# ECMA-376 17.3.2.28: the order that Word insists on.
_RUN_ORDER_NAMES = (
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish webHidden color "
    "spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath"
)
_RUN_ORDER = tuple(_RUN_ORDER_NAMES.split())


class Literal:
    """Writes the numbers of a document's stories; the counts of text boxes and notes go on from one to the next."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._styles = read_styles(root_of_kind(parts, "styles"))
        self._lists = read_lists(root_of_kind(parts, "numbering"), self._styles)

    def counts(self) -> Numbering:
        """Return counts that begin."""
        return Numbering(self._lists, self._styles)

    def write(self, root: etree._Element, main: Numbering, boxes: Numbering) -> None:
        """Type the numbers of a story's paragraphs; `main` counts them, `boxes` those in its text boxes.

        What stands in an mc:Choice stands again in its mc:Fallback, which counts along and never on.
        """
        again = main.fork(), boxes.fork()
        for counters, hidden in (((main, boxes), _FALLBACK), (again, _CHOICE)):
            for paragraph in [one for one in root.iter(f"{W}p") if not _is_below(one, hidden)]:
                numbering = counters[_is_below(paragraph, _BOX)]
                number, level = numbering.placed(paragraph.find(f"{W}pPr"))
                if level is not None and (hidden == _FALLBACK or _is_below(paragraph, _FALLBACK)):
                    _type(paragraph, number, level, self._styles)


def without_lists(root: etree._Element) -> None:
    """Take from a story, or from the styles, what makes paragraphs items of lists."""
    for listed in list(root.iter(f"{W}numPr")):
        remove(listed)


def _is_below(element: etree._Element, tag: str) -> bool:
    return next(element.iterancestors(tag), None) is not None


def _type(paragraph: etree._Element, number: str, level: Level, styles: Styles) -> None:
    properties = settings_of(paragraph, "pPr")  # none yet where it is in a list by the default style
    if level.paragraph is not None:
        said = [layer for _, layer in layers(styles.sources(properties), level.paragraph) if layer is not None]
        _keep_indents(properties, said)
        _keep_tabs(properties, level.paragraph)
    if number:
        face = _face(properties.find(f"{W}rPr"), level.run)
        properties.addnext(_run(_shown(number, level, face), face))


def _keep_indents(properties: etree._Element, layers: list[etree._Element]) -> None:
    merged: dict[str, str] = {}
    for layer in reversed(layers):
        for indents in layer.iterfind(f"{W}ind"):
            for name, value in indents.attrib.items():
                local = etree.QName(name).localname
                local = _OTHER_NAMES.get(local, local)
                merged.pop(_OPPOSITE.get(local, ""), None)
                merged[local] = str(value)
    if merged:
        put_setting(properties, etree.Element(f"{W}ind", {W + name: value for name, value in merged.items()}))


def _keep_tabs(properties: etree._Element, level: etree._Element) -> None:
    """Keep a level's tab stops; the kind 「num」 is one that a list alone may have (ECMA-376 17.18.84)."""
    own = properties.find(f"{W}tabs")
    stops = {tab.get(f"{W}pos"): tab for tab in level.iterfind(f"{W}tabs/{W}tab")}
    stops |= {} if own is None else {tab.get(f"{W}pos"): tab for tab in own}
    if stops:
        tabs = etree.Element(f"{W}tabs")
        for tab in sorted(map(copy.deepcopy, stops.values()), key=_position):
            if tab.get(f"{W}val") == "num":
                tab.set(f"{W}val", "left")
            tabs.append(tab)
        put_setting(properties, tabs)


def _position(tab: etree._Element) -> int:
    text = tab.get(f"{W}pos", "")
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else 0


def _face(mark: etree._Element | None, own: etree._Element | None) -> etree._Element:
    """Return how Word draws a number: as the paragraph's mark, its level's own settings before that."""
    face = etree.Element(f"{W}rPr")
    known = {f"{W}{name}" for name in _RUN_ORDER}
    for source in (mark, own):
        for one in () if source is None else source:
            if one.tag not in known:
                continue
            before = face.find(str(one.tag))
            if before is None:
                face.append(copy.deepcopy(one))
            elif one.tag == f"{W}rFonts":
                before.attrib.update(one.attrib)
            else:
                face.replace(before, copy.deepcopy(one))
    face[:] = sorted(face, key=lambda one: _RUN_ORDER.index(etree.QName(one).localname))
    return face


def _shown(number: str, level: Level, face: etree._Element) -> str:
    """Return the number with a bullet as a character that every font has; `face` loses the font that drew it."""
    fonts = face.find(f"{W}rFonts")
    if level.format != "bullet":
        return number
    font = "" if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or ""
    code = ord(number[0])
    known = _BULLETS.get((font, code & 0xFF if code in _PRIVATE else code))
    if known is None and code not in _PRIVATE:
        return number
    if fonts is not None:
        face.remove(fonts)
    return (known or _UNKNOWN_BULLET) + number[1:]


def _run(number: str, face: etree._Element) -> etree._Element:
    run = etree.Element(f"{W}r")
    if len(face):
        run.append(face)
    text = etree.SubElement(run, f"{W}t", {XML_SPACE: "preserve"})
    text.text = number.removesuffix("\t")
    if number.endswith("\t"):
        etree.SubElement(run, f"{W}tab")
    return run
