"""One w:pPr or w:rPr -> what it says, by one name for each property whatever it is written as."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from reportgen.authoring.layout.fonts import SLOTS, Theme

TOGGLES = ("b", "i", "vanish")  # those of ECMA-376 17.7.3 that a layout can be wrong by
SIDES = {"start": "left", "end": "right", "distribute": "both"}  # w:jc as other versions of the format call it
_READ = frozenset(("sz", "color", "spacing", "jc", "outlineLvl", "pageBreakBefore", "snapToGrid", *TOGGLES))
_OFF = frozenset(("0", "false", "off", "none"))


def stated(properties: etree._Element | None, theme: Theme) -> dict[str, str]:
    """Return what the properties say: font.ascii, sz, line, left, firstChars … Nothing for what they leave to others."""
    said: dict[str, str] = {}
    for child in () if properties is None else properties:
        name = etree.QName(child).localname
        attributes = {etree.QName(key).localname: str(text) for key, text in child.attrib.items()}
        if name == "rFonts":
            said |= {f"font.{slot}": font for slot, font in _fonts(attributes, theme).items()}
        elif name == "ind":
            said |= _indents(attributes)
        elif name == "spacing" and "val" not in attributes:  # a paragraph's; a run's has only w:val
            said |= attributes
        elif name in _READ:
            said[name] = attributes.get("val", "1")
    return said


def _fonts(attributes: Mapping[str, str], theme: Theme) -> dict[str, str]:
    """Return the fonts that one w:rFonts says; a theme's goes before a name (ECMA-376 17.3.2.26)."""
    found = {slot: attributes[slot] for slot in ("hint", *SLOTS) if slot in attributes}
    for slot in SLOTS:
        named = attributes.get("cstheme" if slot == "cs" else f"{slot}Theme")
        if named is not None:
            found[slot] = theme.font(named)
    return found


def _indents(attributes: Mapping[str, str]) -> dict[str, str]:
    """Return the indents that one w:ind says, hanging as a first line below zero (ECMA-376 17.3.1.12)."""
    said: dict[str, str] = {}
    for side, other in (("left", "start"), ("right", "end")):
        for unit in ("", "Chars"):
            text = attributes.get(side + unit, attributes.get(other + unit))
            if text is not None:
                said[side + unit] = text
    for unit in ("", "Chars"):
        hanging, first = attributes.get(f"hanging{unit}"), attributes.get(f"firstLine{unit}")
        if hanging is not None and (number(hanging) or first is None):
            said[f"first{unit}"] = str(-(number(hanging) or 0))
        elif first is not None:
            said[f"first{unit}"] = first
    return said


def is_on(text: str) -> bool:
    """Return whether a w:val switches on (ECMA-376 17.17.4)."""
    return text not in _OFF


def number(text: str | None) -> int | None:
    """Return a length or count as a whole number, None for what is none."""
    return round(float(text)) if text and re.fullmatch(r"[+-]?\d{1,9}(\.\d{1,4})?", text) else None
