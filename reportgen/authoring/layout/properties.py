"""One w:pPr or w:rPr -> what it says, by one name for each property; a character of a run -> the font that Word sets it in, and its face."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from reportgen.word.drawingml import A

TOGGLES = ("b", "i", "vanish")  # those of ECMA-376 17.7.3 that a layout can be wrong by
SIDES = {"start": "left", "end": "right", "distribute": "both"}  # w:jc as other versions of the format call it
AUTO_SPACES = ("autoSpaceDN", "autoSpaceDE")  # between Chinese and digits, and between Chinese and letters
_READ = frozenset(
    ("sz", "color", "spacing", "jc", "outlineLvl", "pageBreakBefore", "snapToGrid", *AUTO_SPACES, *TOGGLES)
)
_OFF = frozenset(("0", "false", "off", "none"))
SLOTS = ("ascii", "hAnsi", "eastAsia", "cs")
# The faces of GB/T 9704-2012 and the names that Windows, the GB 2312 sets and the foundries give them.
_FACES = {
    "仿宋": ("仿宋", "仿宋_gb2312", "仿宋gb2312", "fangsong", "fangsong_gb2312", "stfangsong", "华文仿宋", "方正仿宋"),
    "楷体": ("楷体", "楷体_gb2312", "楷体gb2312", "kaiti", "kaiti_gb2312", "stkaiti", "华文楷体", "方正楷体"),
    "黑体": ("黑体", "simhei", "stheiti", "方正黑体"),
    "宋体": ("宋体", "simsun", "nsimsun", "新宋体", "stsong", "华文中宋", "方正书宋"),
}
_SMALL_TITLE = ("小标宋", "xiaobiaosong")  # every foundry has one, and each writes it otherwise
_ENDINGS = ("简体", "_gbk", "_gb18030", "_gb2312")
# Where the East Asian font is taken whatever the hint says; [from, to, from, to …) in code points (ECMA-376 17.3.2.26).
_EAST = [0x1100, 0x1200, 0x2E80, 0x2FE0, 0x2FF0, 0xD800, 0xF900, 0xFB00, 0xFE30, 0xFE70, 0xFF00, 0xFFF0]
_EAST += [0x20000, 0x40000]
# And where it is taken with hint="eastAsia": “ ” ‘ ’ — … · × ① among them, which else stand in the hAnsi font.
_HINTED = [0xA1, 0xA2, 0xA4, 0xA5, 0xA7, 0xA9, 0xAA, 0xAB, 0xAD, 0xAE, 0xAF, 0xB5, 0xB6, 0xBB, 0xBC, 0xC0, 0xD7, 0xD8]
_HINTED += [0xF7, 0xF8, 0x250, 0x590, 0x1E00, 0x2E80, 0xE000, 0xF900, 0xFB00, 0xFB1D]
_SCRIPTS = dict.fromkeys(("zh-cn", "zh-sg"), "Hans") | dict.fromkeys(("zh-tw", "zh-hk", "zh-mo"), "Hant")
_SCRIPTS |= {"ja-jp": "Jpan", "ko-kr": "Hang"}
Theme = Mapping[str, str]  # the fonts of a theme by the names that w:rFonts gives them: minoreastasia, majorhansi …


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
            found[slot] = theme.get(named.lower(), "")
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


def switches_on(text: str) -> bool:
    """Return whether a w:val switches on (ECMA-376 17.17.4)."""
    return text not in _OFF


def number(text: str | None) -> int | None:
    """Return a length or count as a whole number, None for what is none."""
    return round(float(text)) if text and re.fullmatch(r"[+-]?\d{1,9}(\.\d{1,4})?", text) else None


@dataclass(frozen=True)
class Fonts:
    """The fonts of a run by slot, '' where nothing says one; `east` is w:hint="eastAsia"."""

    ascii: str = ""
    h_ansi: str = ""
    east_asia: str = ""
    cs: str = ""
    east: bool = False

    def of(self, character: str) -> str:
        """Return the font that Word sets a character in."""
        return {"ascii": self.ascii, "hAnsi": self.h_ansi, "eastAsia": self.east_asia}[slot(character, self.east)]


def slot(character: str, east: bool) -> str:
    """Return the slot of w:rFonts that a character of a left-to-right run takes, with w:hint="eastAsia" or without."""
    code = ord(character)
    if code < 0x80:
        return "ascii"
    if bisect_right(_EAST, code) % 2 or (east and bisect_right(_HINTED, code) % 2):
        return "eastAsia"
    return "hAnsi"


def face(name: str) -> str:
    """Return which face of the standard a font is: 仿宋, 楷体, 黑体, 宋体, 小标宋; another font's name as it is."""
    small = name.strip().lower().replace(" ", "")
    if any(part in small for part in _SMALL_TITLE):
        return "小标宋"
    for ending in _ENDINGS:
        small = small.removesuffix(ending) or small
    return next((one for one, names in _FACES.items() if small in names), name.strip())


def read_theme(root: etree._Element, languages: Mapping[str, str]) -> Theme:
    """Return a theme's fonts by their names in small letters; `languages` are the attributes of w:themeFontLang (val, eastAsia, bidi).

    An empty East Asian font stands for the one of the language's script, as Word has it (ECMA-376 17.15.1.88).
    """
    found: dict[str, str] = {}
    for weight in ("major", "minor"):
        fonts = root.find(f".//{A}{weight}Font")
        if fonts is None:
            continue
        scripts = {font.get("script", ""): font.get("typeface", "") for font in fonts.iterfind(f"{A}font")}
        named = (fonts.find(f"{A}{kind}") for kind in ("latin", "ea", "cs"))
        latin, east, cs = ("" if one is None else one.get("typeface", "") for one in named)
        east = east or scripts.get(_SCRIPTS.get(languages.get("eastAsia", "").lower(), ""), "")
        cs = cs or scripts.get({"ar": "Arab", "he": "Hebr"}.get(languages.get("bidi", "")[:2], ""), "")
        of_slots = {"ascii": latin, "hansi": latin, "eastasia": east, "bidi": cs}
        found |= {weight + slot: font for slot, font in of_slots.items()}
    return found
