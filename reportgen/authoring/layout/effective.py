"""A package's parts -> every paragraph of a story with the properties that Word shows it in, and which style says so.

Near goes before far: the run's own, its character style, the paragraph's style and those it is based on, the table's style, the
document's defaults (ECMA-376 17.7.2). The level of a list stands between a paragraph and its style where the paragraph says the list,
and behind the style where the style does (17.9.23, and Word).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from reportgen.authoring.layout.fonts import SLOTS, Fonts, Theme, read_theme
from reportgen.authoring.layout.properties import SIDES, TOGGLES, is_on, number, stated
from reportgen.word.numbering import MOST_BASES, Numbering, Styles, integer, read_lists, read_styles, value
from reportgen.word.package import DOCUMENT, W, parse_part
from reportgen.word.relations import related
from reportgen.word.text import run_text

DIRECT, DEFAULTS = "", "文档默认格式"  # what says a property, where it is no style
_KINDS = ("styles", "numbering", "settings", "theme")
_GONE = frozenset(W + name for name in ("del", "moveFrom"))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_AUTO = 280  # twips before and after a paragraph with automatic spacing (Word behaviour: 14 pt)
Said = Mapping[str, tuple[str, str]]  # a property's name -> its value, and the style that says it


@dataclass(frozen=True)
class Run:
    """A run of visible text: its fonts, size (half points), extra width of a character (twips), colour, bold; `said` by which style."""

    text: str
    fonts: Fonts
    size: int
    spacing: int
    bold: bool
    colour: str
    said: Said = field(repr=False, compare=False)

    @property
    def character(self) -> int:
        """Return the width of one Chinese character in twips."""
        return self.size * 10 + self.spacing


@dataclass(frozen=True)
class Paragraph:
    """A paragraph as Word shows it; lengths in twips, `first` negative where it hangs; the `…_chars` in hundredths of a character.

    `row` counts the part's paragraphs from 1. `said` tells which style says a property. `line_rule` is auto, exact or atLeast.
    """

    row: int
    style: str
    number: str
    runs: tuple[Run, ...]
    left: int
    right: int
    first: int
    left_chars: int
    right_chars: int
    first_chars: int
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
    said: Said = field(repr=False, compare=False)

    @cached_property
    def text(self) -> str:
        """Return its visible text without the automatic number."""
        return "".join(run.text for run in self.runs)

    @property
    def character(self) -> int:
        """Return the width of one character in twips, of the first run's."""
        return max(1, (self.runs[0] if self.runs else self.mark).size * 10)

    def indent(self, side: str) -> float:
        """Return its left, right or first-line indent in characters; characters go before twips where both are told."""
        chars, twips = getattr(self, f"{side}_chars"), getattr(self, side)
        own = (self.runs[0] if self.runs else self.mark).character
        return float(chars / 100 if chars else twips / max(1, own))


class Package:
    """The parts that paragraphs take their look from. Raises lxml.etree.XMLSyntaxError for bad XML."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self.parts = parts
        kinds = {kind: name for kind, name in related(parts, DOCUMENT).values() if name in parts}
        root = {kind: parse_part(parts[name]) for kind, name in kinds.items() if kind in _KINDS}
        absent = etree.Element("absent")
        self.document = parse_part(parts[DOCUMENT])
        self.settings = root.get("settings", absent)
        self.styles: Styles = read_styles(root.get("styles", absent))
        self.lists = read_lists(root.get("numbering", absent), self.styles)
        self._defaults = root.get("styles", absent).find(f"{W}docDefaults")
        self._levels = _levels(root.get("numbering", absent))
        language = self.settings.find(f"{W}themeFontLang")
        told = {} if language is None else {etree.QName(key).localname: said for key, said in language.attrib.items()}
        self.theme: Theme = read_theme(root.get("theme"), {str(key): str(said) for key, said in told.items()})
        self._of_styles: dict[tuple[str, str], Said] = {}
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
            yield self._paragraph(row, element, properties, runs, numbering.number(properties))

    def _paragraph(
        self, row: int, element: etree._Element, properties: etree._Element | None, runs: tuple[Run, ...], label: str
    ) -> Paragraph:
        style_id = self._style_id(properties)
        said = self._said(element, properties)
        told = {name: text for name, (text, _) in said.items()}
        frame = None if properties is None else properties.find(f"{W}framePr")
        level = number(told.get("outlineLvl"))
        return Paragraph(
            row=row,
            style=self.name(style_id),
            number=label,
            runs=runs,
            left=number(told.get("left")) or 0,
            right=number(told.get("right")) or 0,
            first=number(told.get("first")) or 0,
            left_chars=number(told.get("leftChars")) or 0,
            right_chars=number(told.get("rightChars")) or 0,
            first_chars=number(told.get("firstChars")) or 0,
            line=number(told.get("line")) or 240,
            line_rule=told.get("lineRule", "auto"),
            before=self._around(told, "before"),
            after=self._around(told, "after"),
            jc=SIDES.get(told.get("jc", "left"), told.get("jc", "left")),
            level=level if level in range(9) else None,
            breaks=is_on(told.get("pageBreakBefore", "0")),
            ends=_ends_page(element, properties),
            snapped=is_on(told.get("snapToGrid", "1")),
            in_table=next(element.iterancestors(f"{W}tc"), None) is not None,
            framed="" if frame is None else frame.get(f"{W}xAlign", "left"),
            mark=self._run("", element, properties, None if properties is None else properties.find(f"{W}rPr")),
            said=said,
        )

    def _said(self, element: etree._Element, properties: etree._Element | None) -> Said:
        """Return what is said of a paragraph, the nearest of each property."""
        style_id = self._style_id(properties)
        level, source = self._level(properties)
        own = self._flat(properties, DIRECT)
        far = {**self._default("p"), **self._of_table(element, "pPr")}
        listed = self._flat(level, DIRECT if source == DIRECT else self.name(source))
        if source == DIRECT:
            return {**far, **self._of_style(style_id, "pPr"), **listed, **own}
        chain = [style for style, _ in self.styles.sources(properties)][1:]
        near = chain[: chain.index(source) + 1] if source in chain else chain
        base = self._of_style(chain[len(near)], "pPr") if len(near) < len(chain) else {}
        styled = {**base, **listed}
        for style in reversed(near):
            styled |= self._flat(self.styles.by_id[style].find(f"{W}pPr"), self.name(style))
        return {**far, **styled, **own}

    def _level(self, properties: etree._Element | None) -> tuple[etree._Element | None, str]:
        """Return the w:pPr of the list level that a paragraph is in, and the style that says the list, '' where itself does."""
        sources = list(self.styles.sources(properties))
        stated = ((style, integer(one, f"numPr/{W}numId")) for style, one in sources)
        source, num_id = next(((style, found) for style, found in stated if found is not None), (DIRECT, 0))
        listed = self.lists.get(num_id)
        if listed is None:
            return None, DIRECT
        linked = {level.style: number for number, level in listed.levels.items() if level.style}
        levels = (linked.get(style, integer(one, f"numPr/{W}ilvl")) for style, one in sources)
        ilvl = next((level for level in levels if level is not None), 0)
        own = self._levels.get(("num", str(num_id), str(ilvl)))
        return (self._levels.get(("abstractNum", listed.counter or "", str(ilvl))) if own is None else own), source

    def _runs(self, element: etree._Element, properties: etree._Element | None) -> Iterator[Run]:
        for run in element.iter(f"{W}r"):
            text = run_text(run)
            if not text:
                continue
            above = list(run.iterancestors())
            near = above[: above.index(element)]
            if any(one.tag in _GONE or one.tag in (f"{W}p", f"{W}rt", _FALLBACK) for one in near):
                continue
            found = self._run(text, element, properties, run.find(f"{W}rPr"))
            if not _is_on(found.said, "vanish"):
                yield found

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

    def _of_style(self, style_id: str, kind: str) -> Said:
        """Return what a style and those that it is based on say, its own before theirs."""
        key = (style_id, kind)
        if key not in self._of_styles:
            chain: list[str] = []
            while style_id in self.styles.by_id and style_id not in chain and len(chain) < MOST_BASES:
                chain.append(style_id)
                style_id = value(self.styles.by_id[style_id], "basedOn") or ""
            said: dict[str, tuple[str, str]] = {}
            for one in reversed(chain):
                said |= self._flat(self.styles.by_id[one].find(W + kind), self.name(one))
            self._of_styles[key] = said
        return self._of_styles[key]

    def _of_table(self, element: etree._Element, kind: str) -> Said:
        table = next(element.iterancestors(f"{W}tbl"), None)
        if table is None:
            return {}
        if table not in self._table_styles:  # a table has as many cells as it has rows to look through
            self._table_styles[table] = value(table, f"tblPr/{W}tblStyle") or ""
        return self._of_style(self._table_styles[table], kind)

    def _default(self, kind: str) -> Said:
        found = None if self._defaults is None else self._defaults.find(f"{W}{kind}PrDefault/{W}{kind}Pr")
        return self._flat(found, DEFAULTS)

    def _flat(self, properties: etree._Element | None, source: str) -> dict[str, tuple[str, str]]:
        return {name: (text, source) for name, text in stated(properties, self.theme).items()}

    def _around(self, told: Mapping[str, str], side: str) -> int:
        """Return the space before or after a paragraph: automatic before lines before twips (ECMA-376 17.3.1.33)."""
        if is_on(told.get(f"{side}Autospacing", "0")):
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


def _levels(numbering: etree._Element) -> dict[tuple[str, str, str], etree._Element]:
    """Return the w:pPr of the lists' levels by w:abstractNum or w:num, its id and the level."""
    found: dict[tuple[str, str, str], etree._Element] = {}
    for level in numbering.iter(f"{W}lvl"):
        properties = level.find(f"{W}pPr")
        home = next(level.iterancestors(f"{W}abstractNum", f"{W}num"), None)
        if properties is not None and home is not None:
            kind = etree.QName(home).localname
            found[kind, home.get(f"{W}{kind}Id", ""), level.get(f"{W}ilvl", "0")] = properties
    return found


def _ends_page(element: etree._Element, properties: etree._Element | None) -> bool:
    broken = any(one.get(f"{W}type") == "page" for one in element.iter(f"{W}br"))
    return broken or (properties is not None and properties.find(f"{W}sectPr") is not None)


def _is_on(said: Said, name: str) -> bool:
    return name in said and is_on(said[name][0])
