"""A .docx's parts -> its paragraphs, its headers and footers, and its plain text as Word shows them, automatic numbers included.

Word's own numbers stand in no part, so most extractors lose 「一、」; comparing two reports, naming a place in one and
testing what a template writes need them. Tracked changes are read as accepted; headers, footers, comments left out.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from lxml import etree

from reportgen.word.blocks import LEFT_OUT, branch, is_taken_out, printed_in, within
from reportgen.word.numbering import Numbering, Styles, integer, read_lists, read_styles, value
from reportgen.word.package import DOCUMENT, XML_SPACE, W, parse_part
from reportgen.word.relations import OFFICE, related, relations_of, root_of_kind

_TABLE, _ROW, _CELL = f"{W}tbl", f"{W}tr", f"{W}tc"
_EDGES = {f"{W}headerReference": "header", f"{W}footerReference": "footer"}
_NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
# The boxes that forms are ticked in: their fonts have them at places where Unicode has no character.
_SYMBOLS = {
    "Wingdings": {0x6F: "□", 0xA8: "□", 0xFE: "☑", 0xFD: "☒", 0xFC: "✓", 0xFB: "✗"},
    "Wingdings 2": {0xA3: "□", 0x52: "☑", 0x54: "☒", 0x50: "✓", 0x4F: "✗"},
}


_Sign = tuple[str, str]  # of a note: its kind and id


@dataclass(frozen=True)
class Paragraph:
    """One paragraph: its automatic number with the tab or space after it, its text, style and outline level.

    `text` may hold line breaks and tabs. `style` is the style's name in styles.xml, the id of a style that isn't there,
    or ''. `level` is 0..8, set on the paragraph or by its style or a base of it; None means body text. `marks` are the
    marks in it, as (title, text, tag), `notes` the notes that it refers to, as (kind, id).
    """

    number: str
    text: str
    style: str
    level: int | None
    marks: tuple[tuple[str, str, str], ...] = ()
    notes: tuple[_Sign, ...] = ()


_Cells = tuple[tuple[Paragraph, ...], ...]  # a table row; paragraphs of tables in a cell are the cell's own
_Line = Paragraph | _Cells


def paragraphs(package: Mapping[str, bytes]) -> list[Paragraph]:
    """Return the body's paragraphs in order, those in tables too; those in text boxes follow the one holding the box.

    `package` maps part names (word/document.xml) to contents. Notes are left out. Raises lxml.etree.XMLSyntaxError for
    bad XML, and KeyError where there is no main part.
    """
    body, _ = _read(package)
    return list(_flat(body))


def plain_text(package: Mapping[str, bytes]) -> str:
    """Return a line for every paragraph and every table row (a tab between cells), then an empty line and the notes.

    Notes are the foot- and endnotes that the body refers to, in its order. `package` and errors as in `paragraphs`.
    """
    body, notes = _read(package)
    noted = [_written(line).strip() for note in notes.values() for line in note]
    return "\n".join([*map(_written, body), *(["", *noted] if noted else [])])


def noted(package: Mapping[str, bytes]) -> list[tuple[int, str]]:
    """Return what each note says, with the number from 1 of the paragraph that refers to it. `package` and errors as in `paragraphs`."""
    body, notes = _read(package)
    signs = ((number, sign) for number, paragraph in enumerate(_flat(body), 1) for sign in paragraph.notes)
    return [(number, "\n".join(map(_written, notes[sign])).strip()) for number, sign in signs if sign in notes]


def edge_texts(package: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """Return what headers and footers say as (header or footer, its lines), in the order of the sections; the same is told once.

    Nothing for those that say nothing. `package` and errors as in `paragraphs`.
    """
    styles, lists = (root_of_kind(package, kind) for kind in ("styles", "numbering"))
    known = read_styles(styles)
    numbers = read_lists(lists, known)
    names = related(package, DOCUMENT)
    found: dict[tuple[str, str], None] = {}
    for reference in parse_part(package[DOCUMENT]).iter(*_EDGES):
        _, name = names.get(reference.get(f"{{{OFFICE}}}id", ""), ("", ""))
        if name in package:
            reader = _Reader(known, boxes=Numbering(numbers, known))
            lines = map(_written, reader.lines(parse_part(package[name]), Numbering(numbers, known)))
            if text := "\n".join(line for line in lines if line.strip()):
                found[_EDGES[str(reference.tag)], text] = None
    return list(found)


def _read(package: Mapping[str, bytes]) -> tuple[list[_Line], dict[_Sign, list[_Line]]]:
    """Return the lines of the body and of each note that it refers to; the parts are found by relationship (ECMA-376 Part 2, 9.3)."""
    main = _targets(package, "").get("officeDocument", DOCUMENT)
    targets = _targets(package, main)

    def root(kind: str) -> etree._Element:
        name = targets.get(kind, "")
        try:
            return parse_part(package[name]) if name in package else etree.Element("absent")
        except etree.XMLSyntaxError:  # a relationship that says a picture is the styles
            return etree.Element("absent")

    styles = read_styles(root("styles"))
    lists = read_lists(root("numbering"), styles)
    reader = _Reader(styles, boxes=Numbering(lists, styles))
    body = list(reader.lines(parse_part(package[main]), Numbering(lists, styles)))
    referred = tuple(reader.referred)
    notes: dict[_Sign, list[_Line]] = {}
    numbering = Numbering(lists, styles)
    for kind in _NOTES.values():
        by_id = {note.get(f"{W}id"): note for note in root(kind).iterchildren(f"{W}*")}
        for sign in dict.fromkeys(sign for sign in referred if sign[0] == kind and sign[1] in by_id):
            notes[sign] = list(reader.lines(by_id[sign[1]], numbering))
    return body, notes


def _targets(package: Mapping[str, bytes], source: str) -> dict[str, str]:
    """Return the parts that a part ('' for the package) refers to, by the last word of the relationship's type.

    Without a relationships part: the names that Word gives its parts.
    """
    if relations_of(source) not in package:
        return {kind: f"word/{kind}.xml" for kind in ("styles", "numbering", *_NOTES.values())}
    targets: dict[str, str] = {}
    for one in parse_part(package[relations_of(source)]).iterchildren("{*}Relationship"):
        target = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), one.get("Target", ""))).lstrip("/")
        if one.get("TargetMode") != "External":  # found by its kind, with or without an id
            targets.setdefault(posixpath.basename(one.get("Type", "")), target)
    return targets


@dataclass
class _Reader:
    """Reads containers of paragraphs; text boxes count on their own, `referred` grows by the notes met on the way."""

    styles: Styles
    boxes: Numbering
    referred: list[tuple[str, str]] = field(default_factory=list)

    def lines(self, container: etree._Element, numbering: Numbering) -> Iterator[_Line]:
        """Yield the lines of a body, cell, text box or note, inserted and deleted rows and cells as accepted."""
        for group in _joined(container):
            if group[0].tag != _TABLE:
                yield from self._paragraph(group, numbering)
                continue
            for row in within(group[0], _ROW):
                if not is_taken_out(row):
                    cells = (cell for cell in within(row, _CELL) if not is_taken_out(cell))
                    yield tuple(tuple(_flat(self.lines(cell, numbering))) for cell in cells)

    def _paragraph(self, group: list[etree._Element], numbering: Numbering) -> Iterator[_Line]:
        """Yield a paragraph and its text boxes' lines; nothing for what a tracked deletion takes away entirely."""
        inline, before = Inline(self.referred), len(self.referred)
        text = "".join(piece for element in group for piece in inline.pieces(element))
        if text or not _mark_deleted(group[-1]):
            properties = group[-1].find(f"{W}pPr")
            style_id = value(properties, "pStyle") or ""
            name = value(self.styles.by_id.get(style_id), "name") or style_id
            stated = (integer(source, "outlineLvl") for _, source in self.styles.sources(properties))
            level = next((level for level in stated if level is not None), None)
            marks = tuple(
                (mark.title, mark.text, mark.tag)
                for element in group
                for mark in printed_in(element)
                if next(mark.control.iterancestors(f"{W}p"), None) is element  # and not in a text box of it
            )
            notes = tuple(self.referred[before:])
            yield Paragraph(
                numbering.number(properties), text, name, level if level in range(9) else None, marks, notes
            )
        for box in inline.boxes:
            yield from self.lines(box, self.boxes)


@dataclass
class Inline:
    """What reading a paragraph's content meets besides text: text boxes, notes, and fields that are still open."""

    referred: list[tuple[str, str]]
    boxes: list[etree._Element] = field(default_factory=list)
    codes: list[bool] = field(default_factory=list)  # per open field: are we still in its code?

    def pieces(self, element: etree._Element) -> Iterator[str]:
        """Yield the text below an element."""
        for child in element:
            tag = child.tag
            if tag in _CHARACTERS:
                if not any(self.codes):
                    yield _CHARACTERS[tag](child)
            elif tag == f"{W}txbxContent":
                self.boxes.append(child)
            elif tag == f"{W}fldChar":
                self._field(child.get(f"{W}fldCharType"))
            elif tag in _NOTES:
                self.referred.append((_NOTES[tag], child.get(f"{W}id", "")))
            elif tag not in LEFT_OUT:
                yield from self.pieces(branch(child))

    def _field(self, mark: str | None) -> None:
        """Follow a complex field (ECMA-376 17.16.18); a field in the code of another shows no result of its own."""
        if mark == "begin":
            self.codes.append(True)
        elif self.codes and mark == "separate":
            self.codes[-1] = False
        elif self.codes and mark == "end":
            self.codes.pop()


def _joined(container: etree._Element) -> Iterator[list[etree._Element]]:
    """Yield tables, and paragraphs with those that a tracked deletion of the mark joins to them (17.13.5.15)."""
    group: list[etree._Element] = []
    for block in within(container, f"{W}p", _TABLE):
        if block.tag == _TABLE and group:
            yield group
            group = []
        group.append(block)
        if block.tag == _TABLE or not _mark_deleted(block):
            yield group
            group = []
    if group:
        yield group


def _mark_deleted(paragraph: etree._Element) -> bool:
    return any(paragraph.find(f"{W}pPr/{W}rPr/{W}{change}") is not None for change in ("del", "moveFrom"))


def _flat(lines: Iterable[_Line]) -> Iterator[Paragraph]:
    for line in lines:
        yield from (line,) if isinstance(line, Paragraph) else chain.from_iterable(line)


def _written(line: _Line) -> str:
    if isinstance(line, Paragraph):
        return line.number + line.text
    return "\t".join(re.sub(r"[\t\n]", " ", "\n".join(map(_written, cell))) for cell in line)


def _characters(element: etree._Element) -> str:
    """Return a w:t as Word reads it: blanks at its ends count if preserved, and a line end in the XML is a blank."""
    text = element.text or ""
    return re.sub(r"[\r\n]+", " ", text if element.get(XML_SPACE) == "preserve" else text.strip(" \t\r\n"))


def _symbol(element: etree._Element) -> str:
    """Return a w:sym as a character, one of the private use area where only its font can show it."""
    try:
        code = int(element.get(f"{W}char", ""), 16)
    except ValueError:
        return ""
    known = _SYMBOLS.get(element.get(f"{W}font", ""), {})
    return known.get(code & 0xFF) or (chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code <= 0xFFFD else "")


_CHARACTERS: Mapping[str, Callable[[etree._Element], str]] = {
    f"{W}t": _characters,
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}t": _characters,
    f"{W}tab": lambda _: "\t",
    f"{W}ptab": lambda _: "\t",
    f"{W}br": lambda element: "" if element.get(f"{W}type") in ("page", "column") else "\n",
    f"{W}cr": lambda _: "\n",
    f"{W}noBreakHyphen": lambda _: "-",
    f"{W}sym": _symbol,
}


def run_text(run: etree._Element) -> str:
    """Return what a run itself says: no field codes, no text of boxes anchored in it."""
    return "".join(_CHARACTERS[child.tag](child) for child in run if child.tag in _CHARACTERS)
