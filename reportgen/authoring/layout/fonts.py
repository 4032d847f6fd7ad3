"""A character and the fonts of its run -> the font that Word sets it in; a font's name -> the face that it is; a theme -> its fonts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
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
_EAST = [
    0x1100,
    0x1200,
    0x2E80,
    0x2FE0,
    0x2FF0,
    0xD800,
    0xF900,
    0xFB00,
    0xFE30,
    0xFE70,
    0xFF00,
    0xFFF0,
    0x20000,
    0x40000,
]
# And where it is taken with hint="eastAsia": “ ” ‘ ’ — … · × ① among them, which else stand in the hAnsi font.
_HINTED = [0xA1, 0xA2, 0xA4, 0xA5, 0xA7, 0xA9, 0xAA, 0xAB, 0xAD, 0xAE, 0xAF, 0xB5, 0xB6, 0xBB, 0xBC, 0xC0, 0xD7, 0xD8]
_HINTED += [0xF7, 0xF8, 0x250, 0x590, 0x1E00, 0x2E80, 0xE000, 0xF900, 0xFB00, 0xFB1D]
_SCRIPTS = {
    "zh-cn": "Hans",
    "zh-sg": "Hans",
    "zh-tw": "Hant",
    "zh-hk": "Hant",
    "zh-mo": "Hant",
    "ja-jp": "Jpan",
    "ko-kr": "Hang",
}


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


@dataclass(frozen=True)
class Theme:
    """The fonts of a theme by the names that w:rFonts gives them: minorEastAsia, majorHAnsi…; '' for none."""

    by_name: Mapping[str, str]

    def font(self, name: str) -> str:
        """Return the font that a theme attribute stands for."""
        return self.by_name.get(name.lower(), "")


def read_theme(root: etree._Element | None, languages: Mapping[str, str]) -> Theme:
    """Return a theme's fonts; `languages` are the attributes of w:themeFontLang (val, eastAsia, bidi).

    An empty East Asian font stands for the one of the language's script, as Word has it (ECMA-376 17.15.1.88).
    """
    found: dict[str, str] = {}
    for weight in ("major", "minor"):
        fonts = None if root is None else root.find(f".//{_A}{weight}Font")
        if fonts is None:
            continue
        scripts = {font.get("script", ""): font.get("typeface", "") for font in fonts.iterfind(f"{_A}font")}
        latin, east, cs = ((fonts.find(f"{_A}{kind}")) for kind in ("latin", "ea", "cs"))
        of_script = scripts.get(_SCRIPTS.get(languages.get("eastAsia", "").lower(), ""), "")
        named = {
            "ascii": _typeface(latin),
            "hansi": _typeface(latin),
            "eastasia": _typeface(east) or of_script,
            "bidi": _typeface(cs)
            or scripts.get({"ar": "Arab", "he": "Hebr"}.get(languages.get("bidi", "")[:2], ""), ""),
        }
        found |= {weight + kind: font for kind, font in named.items()}
    return Theme(found)


def _typeface(element: etree._Element | None) -> str:
    return "" if element is None else element.get("typeface", "")
