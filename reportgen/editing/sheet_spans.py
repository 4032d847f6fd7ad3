"""A worksheet's XML -> where in its bytes each row and cell stands, with what a cell says and the formula behind it."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from reportgen.base.names import column_position
from reportgen.base.spreadsheet_xml import new_parser
from reportgen.base.workbook import CANT_BE_CHANGED, NotAWorkbook

_DECLARED = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([^\"']+)")


class Cell(NamedTuple):
    """A cell's span in bytes, its first tag's end and its last one's begin, what its tag says and what it holds.

    `formula` is None without one, '' where another cell says it; `value_span` is that of its value's element, (0, 0) without one.
    """

    begin: int
    inside: int
    close: int
    end: int
    attributes: dict[str, str]
    value: str
    formula: str | None
    of_formula: dict[str, str]
    value_span: tuple[int, int]


@dataclass
class Row:
    """A row's span in bytes, the end of its first tag, where its last one begins, and its cells by column from 1, in their order."""

    begin: int
    inside: int
    close: int = 0
    end: int = 0
    attributes: dict[str, str] = field(default_factory=dict)
    cells: dict[int, Cell] = field(default_factory=dict)


@dataclass
class Spans:
    """A worksheet: its rows by number, in their order; the place of the cells' element, and the style of columns that have one."""

    data: bytes
    prefix: str = ""
    rows: dict[int, Row] = field(default_factory=dict)
    inside: int = 0
    close: int = 0
    end: int = 0
    columns: list[tuple[int, int, str]] = field(default_factory=list)


def spans_of(data: bytes) -> Spans:
    """Return where everything stands; raises NotAWorkbook for a part that isn't in UTF-8, expat's errors where it is damaged."""
    said = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf"))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or (
        said and said[1].upper() not in {b"UTF-8", b"US-ASCII", b"ASCII"}
    ):
        raise NotAWorkbook(CANT_BE_CHANGED)
    reader = _Reader(data)
    reader.parse()
    return reader.spans


class _Reader:
    """Notes the bytes at which elements begin and end. expat says where a tag begins, but of an empty element's end where it ends."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.spans = Spans(data)
        self.parser = new_parser()
        self.namespace: str | None = None
        self.row: Row | None = None
        self.number = 0
        self.column = 0
        self.begin = self.inside = 0
        self.attributes: dict[str, str] = {}
        self.value: list[str] = []
        self.formula: list[str] | None = None
        self.of_formula: dict[str, str] = {}
        self.value_span = (0, 0)
        self.within = ""

    def parse(self) -> None:
        self.parser.StartElementHandler = self._begun
        self.parser.EndElementHandler = self._ended
        self.parser.CharacterDataHandler = self._characters
        self.parser.ParseFile(io.BytesIO(self.data))

    def _tag_end(self, begin: int) -> int:
        """Return the byte behind the tag that begins here."""
        at, quote = begin, 0
        while quote or self.data[at] != 0x3E:
            sign = self.data[at]
            if quote:
                quote = 0 if sign == quote else quote
            elif sign in b"\"'":
                quote = sign
            at += 1
        return at + 1

    def _last_tag(self, inside: int) -> tuple[int, int]:
        """Return where the last tag of the element that ends now begins and ends; `inside` is the end of its first one."""
        at = self.parser.CurrentByteIndex
        is_empty = at == inside and self.data[at - 2 : at] == b"/>"
        return (at, at) if is_empty else (at, self._tag_end(at))

    def _local(self, name: str) -> str:
        own, _, word = name.rpartition(" ")
        if self.namespace is None:
            self.namespace = own
            tag = self.data[self.parser.CurrentByteIndex + 1 :].split(word.encode(), 1)[0]
            self.spans.prefix = tag.decode()
        return word if own == self.namespace else ""

    def _begun(self, name: str, attributes: dict[str, str]) -> None:
        at, word = self.parser.CurrentByteIndex, self._local(name)
        if word == "sheetData":
            self.spans.inside = self._tag_end(at)
        elif word == "col" and "style" in attributes:
            self.spans.columns.append((int(attributes["min"]), int(attributes["max"]), attributes["style"]))
        elif word == "row":
            self.number = int(attributes.get("r") or self.number + 1)
            self.row = Row(at, self._tag_end(at), attributes=attributes)
            self.column = 0
        elif word == "c" and self.row is not None:
            letters = attributes.get("r", "").rstrip("0123456789")
            self.column = column_position(letters) + 1 if letters else self.column + 1
            self.begin, self.inside, self.attributes = at, self._tag_end(at), attributes
            self.value, self.formula, self.of_formula, self.value_span = [], None, {}, (0, 0)
        elif word == "f":
            self.formula, self.of_formula, self.within = [], attributes, "f"
        elif word == "v":
            self.within = "v"
            self.value_span = (at, self._tag_end(at))

    def _characters(self, text: str) -> None:
        if self.within == "v":
            self.value.append(text)
        elif self.within == "f" and self.formula is not None:
            self.formula.append(text)

    def _ended(self, name: str) -> None:
        word = self._local(name)
        if word == "c" and self.row is not None:
            formula = None if self.formula is None else "".join(self.formula)
            close, end = self._last_tag(self.inside)
            value = "".join(self.value)
            of_value = (value, formula, self.of_formula, self.value_span)
            self.row.cells[self.column] = Cell(self.begin, self.inside, close, end, self.attributes, *of_value)
        elif word == "row" and self.row is not None:
            self.row.close, self.row.end = self._last_tag(self.row.inside)
            self.spans.rows[self.number], self.row = self.row, None
        elif word == "sheetData":
            self.spans.close, self.spans.end = self._last_tag(self.spans.inside)
        elif word == "v":
            self.value_span = (self.value_span[0], self._last_tag(self.value_span[1])[1])
        if word in {"f", "v"}:
            self.within = ""
