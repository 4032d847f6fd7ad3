"""A package's parts -> every paragraph of a story with the properties that Word shows it in, and which style says so.

Near goes before far: the run's own, its character style, the paragraph's style and those it is based on, the table's style, the
document's defaults (ECMA-376 17.7.2). The level of a list stands between a paragraph and its style where the paragraph says the list,
and behind the style where the style does (17.9.23, and Word).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from lxml import etree

from reportgen.authoring.layout.properties import SIDES, SLOTS, TOGGLES, Fonts, number, read_theme, stated, switches_on
from reportgen.word.block_settings import layers
from reportgen.word.numbering import Level, Numbering, read_lists, read_styles, value
from reportgen.word.package import DOCUMENT, W, parse_part
from reportgen.word.relations import root_of_kind
from reportgen.word.text import run_text

DIRECT, DEFAULTS = "", "文档默认格式"  # what says a property, where it is no style
_GONE = frozenset(W + name for name in ("del", "moveFrom"))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_AUTO = 280  # twips before and after a paragraph with automatic spacing (Word behaviour: 14 pt)
Stated = Mapping[str, tuple[str, str]]  # a property's name -> its value, and the style that says it


@dataclass(frozen=True)
class Run:
    """A run of visible text: its fonts, size (half points), extra width of a character (twips), colour, bold; `said` by which style.

    `at` is which of its paragraph's w:r it is, from 0.
    """

    text: str
    fonts: Fonts
    size: int
    spacing: int
    bold: bool
    colour: str
    said: Stated = field(repr=False, compare=False)
    at: int = 0

    @property
    def character(self) -> int:
        """Return the width of one Chinese character in twips."""
        return self.size * 10 + self.spacing


@dataclass(frozen=True)
class Paragraph:
    """A paragraph as Word shows it; lengths in twips.

    `row` counts the part's paragraphs from 1. `said` tells which style says a property. `line_rule` is auto, exact or atLeast.
    """

    row: int
    style: str
    number: str
    runs: tuple[Run, ...]
    line: int
    line_rule: str
    before: int
    after: int
    jc: str
    level: int | None
    breaks: bool  # a page break stands before it
    ends: bool  # a page or a section ends in it
    snapped: bool  # to the grid
    in_table: bool
    framed: str  # how a frame with it is aligned (w:framePr w:xAlign), '' without a frame
    mark: Run  # an empty paragraph's own character
    said: Stated = field(repr=False, compare=False)

    @cached_property
    def text(self) -> str:
        """Return its visible text without the automatic number."""
        return "".join(run.text for run in self.runs)

    @property
    def face(self) -> Run:
        """Return its first run, or what stands for one in an empty paragraph."""
        return self.runs[0] if self.runs else self.mark

    def length(self, name: str) -> int:
        """Return its indent `left`, `right` or `first` (negative where it hangs); in hundredths of a character for `leftChars` and so on."""
        return number(self.said[name][0]) or 0 if name in self.said else 0

    def indent(self, side: str) -> float:
        """Return its left, right or first-line indent in characters; characters go before twips where both are told."""
        chars = self.length(f"{side}Chars")
        return chars / 100 if chars else self.length(side) / max(1, self.face.character)


class Package:
    """The parts that paragraphs take their look from. Raises lxml.etree.XMLSyntaxError for bad XML."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self.parts = parts
        self.document = parse_part(parts[DOCUMENT])
        kinds = ("settings", "styles", "numbering", "theme")
        self.settings, styles, numbering, theme = (root_of_kind(parts, kind) for kind in kinds)
        self.styles = read_styles(styles)
        self.lists = read_lists(numbering, self.styles)
        self._defaults = styles.find(f"{W}docDefaults")
        language = self.settings.find(f"{W}themeFontLang")
        said = () if language is None else language.attrib.items()
        told = {etree.QName(key).localname: str(text) for key, text in said}
        self.theme = read_theme(theme, told)
        self._flats: dict[tuple[etree._Element | None, str], Stated] = {}
        self._table_styles: dict[etree._Element, str] = {}

    def name(self, style_id: str) -> str:
        """Return the name of a style, its id where it has none."""
        return value(self.styles.by_id.get(style_id), "name") or style_id

    def paragraphs(self, story: etree._Element) -> Iterator[Paragraph]:
        """Yield the paragraphs of a body, header or footer in order; those in text boxes are left out, and what revisions delete."""
        numbering = Numbering(self.lists, self.styles)
        for row, element in enumerate(story.iter(f"{W}p"), start=1):
            above = {one.tag for one in element.iterancestors()}
            if f"{W}txbxContent" in above or above & _GONE:
                continue
            properties = element.find(f"{W}pPr")
            runs = tuple(self._runs(element, properties))
            mark = None if properties is None else properties.find(f"{W}rPr")
            if not runs and mark is not None and any(mark.find(tag) is not None for tag in _GONE):
                continue
            yield self._paragraph(row, element, runs, *numbering.placed(properties))

    def _paragraph(
        self, row: int, element: etree._Element, runs: tuple[Run, ...], label: str, listed: Level | None
    ) -> Paragraph:
        properties = element.find(f"{W}pPr")
        said = self._said(element, properties, None if listed is None else listed.paragraph)
        told = {name: text for name, (text, _) in said.items()}
        frame = None if properties is None else properties.find(f"{W}framePr")
        level = number(told.get("outlineLvl"))
        return Paragraph(
            row=row,
            style=self.name(self._style_id(properties)),
            number=label,
            runs=runs,
            line=number(told.get("line")) or 240,
            line_rule=told.get("lineRule", "auto"),
            before=self._around(told, "before"),
            after=self._around(told, "after"),
            jc=SIDES.get(told.get("jc", "left"), told.get("jc", "left")),
            level=level if level in range(9) else None,
            breaks=switches_on(told.get("pageBreakBefore", "0")),
            ends=_ends_page(element, properties),
            snapped=switches_on(told.get("snapToGrid", "1")),
            in_table=next(element.iterancestors(f"{W}tc"), None) is not None,
            framed="" if frame is None else frame.get(f"{W}xAlign", "left"),
            mark=self._run("", element, properties, None if properties is None else properties.find(f"{W}rPr")),
            said=said,
        )

    def _said(self, element: etree._Element, properties: etree._Element | None, level: etree._Element | None) -> Stated:
        """Return what is said of a paragraph, the nearest of each property."""
        said = {**self._default("p"), **self._of_table(element, "pPr")}
        for style_id, source in reversed(list(layers(self.styles.sources(properties), level))):
            said |= self._flat(source, self.name(style_id) if style_id else DIRECT)
        return said

    def _runs(self, element: etree._Element, properties: etree._Element | None) -> Iterator[Run]:
        for at, run in enumerate(element.iter(f"{W}r")):
            text = run_text(run)
            if not text:
                continue
            above = list(run.iterancestors())
            near = above[: above.index(element)]
            if any(one.tag in _GONE or one.tag in (f"{W}p", f"{W}rt", _FALLBACK) for one in near):
                continue
            found = self._run(text, element, properties, run.find(f"{W}rPr"))
            if not _is_on(found.said, "vanish"):
                yield replace(found, at=at)

    def _run(
        self, text: str, element: etree._Element, properties: etree._Element | None, own: etree._Element | None
    ) -> Run:
        direct, character = self._flat(own, DIRECT), self._of_style(value(own, "rStyle") or "", "rPr")
        defaults, table = self._default("r"), self._of_table(element, "rPr")
        style = self._of_style(self._style_id(properties), "rPr")
        said = {**defaults, **table, **style, **character, **direct}
        for name in TOGGLES:
            if name in said and name not in direct and not _is_on(defaults, name):
                odd = sum(_is_on(layer, name) for layer in (table, style, character)) % 2
                said[name] = (str(odd), said[name][1])
        told = {name: value for name, (value, _) in said.items()}
        ascii_, h_ansi, east_asia, cs = (told.get(f"font.{slot}", "") for slot in SLOTS)
        fonts = Fonts(ascii_, h_ansi, east_asia, cs, told.get("font.hint") == "eastAsia")
        size, spacing = number(told.get("sz")) or 20, number(told.get("spacing")) or 0
        return Run(text, fonts, size, spacing, _is_on(said, "b"), told.get("color", "auto"), said)

    def _style_id(self, properties: etree._Element | None) -> str:
        style_id = value(properties, "pStyle") or ""
        return style_id if style_id in self.styles.by_id else self.styles.default

    def _of_style(self, style_id: str, kind: str) -> Stated:
        """Return what a style and those that it is based on say, its own before theirs."""
        said: dict[str, tuple[str, str]] = {}
        for one in reversed(list(self.styles.bases(style_id))):
            said |= self._flat(self.styles.by_id[one].find(W + kind), self.name(one))
        return said

    def _of_table(self, element: etree._Element, kind: str) -> Stated:
        table = next(element.iterancestors(f"{W}tbl"), None)
        if table is None:
            return {}
        if table not in self._table_styles:  # a table has as many cells as it has rows to look through
            self._table_styles[table] = value(table, f"tblPr/{W}tblStyle") or ""
        return self._of_style(self._table_styles[table], kind)

    def _default(self, kind: str) -> Stated:
        found = None if self._defaults is None else self._defaults.find(f"{W}{kind}PrDefault/{W}{kind}Pr")
        return self._flat(found, DEFAULTS)

    def _flat(self, properties: etree._Element | None, source: str) -> Stated:
        if (properties, source) not in self._flats:  # a style's, again and again
            said = stated(properties, self.theme)
            self._flats[properties, source] = {name: (text, source) for name, text in said.items()}
        return self._flats[properties, source]

    def _around(self, told: Mapping[str, str], side: str) -> int:
        """Return the space before or after a paragraph: automatic before lines before twips (ECMA-376 17.3.1.33)."""
        if switches_on(told.get(f"{side}Autospacing", "0")):
            return _AUTO
        lines = number(told.get(f"{side}Lines")) or 0
        return lines * self.pitch // 100 if lines else number(told.get(side)) or 0

    @cached_property
    def normal_size(self) -> int:
        """Return the size of the default paragraph style in half points."""
        return number({**self._default("r"), **self._of_style(self.styles.default, "rPr")}.get("sz", ("", ""))[0]) or 20

    @cached_property
    def pitch(self) -> int:
        """Return the height of a line of the first section's grid, in twips; 240 where there is none."""
        grid = next(self.document.iter(f"{W}docGrid"), None)
        return (number(grid.get(f"{W}linePitch")) if grid is not None else None) or 240


def _ends_page(element: etree._Element, properties: etree._Element | None) -> bool:
    broken = any(one.get(f"{W}type") == "page" for one in element.iter(f"{W}br"))
    return broken or (properties is not None and properties.find(f"{W}sectPr") is not None)


def _is_on(said: Stated, name: str) -> bool:
    return name in said and switches_on(said[name][0])
