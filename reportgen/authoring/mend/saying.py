"""What properties should say, by the names of `layout.properties` -> said by a style, a paragraph or a run of python-docx's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Pt, RGBColor, Twips
from docx.text.font import Font
from docx.text.parfmt import ParagraphFormat

from reportgen.word.block_settings import put_setting

Element = Any  # python-docx's own of a style, a paragraph or a run: its types don't know what these have in common
_FONT = "font."
# What stands in a w:rPr behind w:spacing, which python-docx has no words for (ECMA-376 17.3.2.28).
_BEHIND_SPACING = "w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath"
_RUN = ("sz", "b", "color", "spacing")
_INDENTS = ("left", "right", "first")
_AROUND = ("before", "after")


class Mark:
    """A paragraph's own mark as something that has properties of characters: in its look Word prints the paragraph's number."""

    def __init__(self, paragraph: Element) -> None:
        self._properties = paragraph.get_or_add_pPr()

    @property
    def rPr(self) -> Element | None:
        """Return the mark's properties, None without any."""
        return self._properties.find(qn("w:rPr"))

    def get_or_add_rPr(self) -> Element:
        """Return the mark's properties, new ones where it had none."""
        return put_setting(self._properties, OxmlElement("w:rPr")) if self.rPr is None else self.rPr


def of_runs(right: Mapping[str, str]) -> bool:
    """Return whether properties are those of characters; all of one deviation are of one kind."""
    return any(name in _RUN or name.startswith(_FONT) for name in right)


def say(element: Element | Mark, right: Mapping[str, str]) -> None:
    """Have a style, a run (properties of characters) or a paragraph say what is right."""
    if of_runs(right):
        _say_of_run(element, right)
    else:
        _say_of_paragraph(element, right)


def _say_of_run(element: Element, right: Mapping[str, str]) -> None:
    font, properties = Font(element), element.get_or_add_rPr()
    if "sz" in right:
        font.size = Pt(int(right["sz"]) / 2)
    if "b" in right:
        font.bold = right["b"] != "0"
    if "color" in right:
        font.color.rgb = RGBColor.from_string(right["color"])
    if "spacing" in right:
        for old in properties.findall(qn("w:spacing")):
            properties.remove(old)
        made = OxmlElement("w:spacing", {qn("w:val"): right["spacing"]})
        properties.insert_element_before(made, *(f"w:{name}" for name in _BEHIND_SPACING.split()))
    _say_fonts(properties, {name.removeprefix(_FONT): said for name, said in right.items() if name.startswith(_FONT)})


def _say_fonts(properties: Element, fonts: Mapping[str, str]) -> None:
    for slot, font in fonts.items():
        named = properties.get_or_add_rFonts()
        named.set(qn(f"w:{slot}"), font)
        named.attrib.pop(qn("w:cstheme" if slot == "cs" else f"w:{slot}Theme"), None)  # it would go before the name


def _say_of_paragraph(element: Element, right: Mapping[str, str]) -> None:
    form, properties = ParagraphFormat(element), element.get_or_add_pPr()
    if "jc" in right:
        form.alignment = WD_ALIGN_PARAGRAPH.from_xml(right["jc"])
    if "line" in right:
        form.line_spacing = Twips(int(right["line"]))
        form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    if "pageBreakBefore" in right:
        form.page_break_before = right["pageBreakBefore"] != "0"
    for name in ("autoSpaceDE", "autoSpaceDN"):
        if name in right:
            put_setting(properties, OxmlElement(f"w:{name}", {qn("w:val"): right[name]}))
    for side in _INDENTS:
        if side in right:
            _indent(properties, side, right[side], right.get(f"{side}Chars", "0"))
    for side in _AROUND:
        if side in right:
            _around(properties, side, right[side])


def _indent(properties: Element, side: str, twips: str, hundredths: str) -> None:
    """Say an indent in twips and in characters: Word prefers these, LibreOffice knows only those."""
    indent = properties.get_or_add_ind()
    also = {"left": ("start",), "right": ("end",), "first": ("hanging",)}[side]
    name = "firstLine" if side == "first" else side
    for old in also:
        for unit in ("", "Chars"):
            indent.attrib.pop(qn(f"w:{old}{unit}"), None)
    indent.set(qn(f"w:{name}"), twips)
    indent.set(qn(f"w:{name}Chars"), hundredths)


def _around(properties: Element, side: str, twips: str) -> None:
    """Say the space before or after in twips alone; lines and automatic space would go before it."""
    spacing = properties.get_or_add_spacing()
    spacing.set(qn(f"w:{side}"), twips)
    for other in (f"{side}Lines", f"{side}Autospacing"):
        spacing.set(qn(f"w:{other}"), "0")
