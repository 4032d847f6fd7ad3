"""The XML of an .ods's parts -> its tables that hold anything, their cells as they are stored, no further than a table goes.

Every element that isn't known here is passed over with all that it holds: comments, drawings, tracked changes (OpenDocument 1.3, part 3).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import IO, NamedTuple

from reportgen.base.spreadsheet_xml import MOST_COLUMNS, Attributes, Budget, check_length, new_parser, too_wide
from reportgen.base.worksheet import Merged

_NAMES = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0 "
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "  # whole: a report may have a section of this name, which no module knows
_TABLE, _TEXT, _META, _STYLING = map(_NAMES.format, ("table", "text", "meta", "style"))
_SPREADSHEET, _SHEET, _ROW, _CELL = (
    f"{_OFFICE}spreadsheet",
    f"{_TABLE}table",
    f"{_TABLE}table-row",
    f"{_TABLE}table-cell",
)
_COVERED = f"{_TABLE}covered-table-cell"  # behind a merged one; nobody sees what it holds
_ELSEWHERE = f"{_TABLE}table-source"  # the sheet is a copy of another file's, kept for formulas that look there
_PARAGRAPH, _SPACES = f"{_TEXT}p", f"{_TEXT}s"
_STYLES, _STYLE, _LOOK = (
    f"{_OFFICE}automatic-styles",
    f"{_STYLING}style",
    f"{_STYLING}table-properties",
)
_COLUMN = f"{_TABLE}table-column"
_COLUMN_GROUPS = {f"{_TABLE}{name}" for name in ("table-column-group", "table-header-columns", "table-columns")}
_GROUPS = {f"{_TABLE}{name}" for name in ("table-row-group", "table-header-rows", "table-rows")}
# What is read within what; within a paragraph, what else is text of the cell, and no note or reading aid.
_WITHIN: dict[str, Collection[str]] = {
    "": {f"{_OFFICE}document-content", f"{_OFFICE}document-meta"},
    f"{_OFFICE}document-content": {_STYLES, f"{_OFFICE}body"},
    _STYLES: {_STYLE},
    _STYLE: {_LOOK},
    f"{_OFFICE}document-meta": {f"{_OFFICE}meta"},
    f"{_OFFICE}meta": {f"{_META}generator"},
    f"{_OFFICE}body": {_SPREADSHEET},
    _SPREADSHEET: {_SHEET},
    _SHEET: {_ROW, _ELSEWHERE, *_GROUPS, _COLUMN, *_COLUMN_GROUPS},
    **{group: {_COLUMN, *_COLUMN_GROUPS} for group in _COLUMN_GROUPS},
    **{group: {_ROW, *_GROUPS} for group in _GROUPS},
    _ROW: {_CELL, _COVERED},
    _CELL: {_PARAGRAPH},
}
_NO_WORDS = {f"{_TEXT}note", f"{_TEXT}ruby-text"}
_SIGNS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
_MOST_SPACES = 1_000
_BLANKS = re.compile("[ \t\r\n]+")  # of the file's XML; spaces in a row are elements of their own


class StoredCell(NamedTuple):
    """A cell that holds something. `kind` is the file's value-type, `value` what it says of it, `shown` the text, None where it has none.

    `formula` is None where there is none.
    """

    kind: str
    value: str
    shown: str | None
    formula: str | None


StoredRow = tuple[int, dict[int, StoredCell]]


@dataclass(frozen=True)
class StoredTable:
    """A sheet as it is stored; its fields are a Sheet's."""

    name: str = ""
    is_hidden: bool = False
    rows: list[StoredRow] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


class ContentReader:
    """Takes elements as they come and keeps the sheets that hold anything. What is repeated without holding anything costs nothing."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.is_spreadsheet = False
        self.sheets: list[StoredTable] = []
        self.generator = ""
        self.style, self.hidden = "", set[str]()
        self.open = [""]
        self.passed = 0  # how deep in what isn't read
        self.sheet, self.is_copy = StoredTable(), False
        self.number, self.row_times, self.row_is_hidden = 0, 1, False
        self.column, self.cells = 0, dict[int, StoredCell]()
        self.cell: Attributes = {}
        self.paragraphs: list[list[str]] = []

    def start(self, name: str, attributes: Attributes) -> None:
        """Note an element that begins."""
        if self.passed or not _is_read(self.open[-1], name):
            self.passed += 1
            return
        self.open.append(name)
        if name in {_CELL, _COVERED}:
            self.cell, self.paragraphs = attributes, []
        elif name == _PARAGRAPH:
            self.paragraphs.append([])
        elif name == _ROW:
            self.row_times = _times(attributes, "number-rows-repeated")
            self.row_is_hidden = _is_hidden(attributes)
            self.column, self.cells = 0, {}
        elif name == _COLUMN:
            first, self.column = self.column, self.column + _times(attributes, "number-columns-repeated")
            if _is_hidden(attributes):
                self.sheet.hidden_columns.update(range(first, min(self.column, MOST_COLUMNS)))
        elif name == _SHEET:
            is_hidden = attributes.get(f"{_TABLE}style-name") in self.hidden
            self.sheet = StoredTable(attributes.get(f"{_TABLE}name", ""), is_hidden)
            self.is_copy, self.number, self.column = False, 0, 0
        elif name == _STYLE:
            self.style = attributes.get(f"{_STYLING}name", "")
        elif name == _LOOK and attributes.get(f"{_TABLE}display") == "false":
            self.hidden.add(self.style)
        elif name == _ELSEWHERE:
            self.is_copy = True
        elif name == _SPREADSHEET:
            self.is_spreadsheet = True
        elif name == _SPACES:
            self.paragraphs[-1].append(" " * min(int(attributes.get(f"{_TEXT}c", "1")), _MOST_SPACES))
        elif name in _SIGNS:
            self.paragraphs[-1].append(_SIGNS[name])

    def text(self, text: str) -> None:
        """Note words between two elements."""
        if self.passed:
            return
        if self.open[-1].startswith(_TEXT):
            self.paragraphs[-1].append(_BLANKS.sub(" ", text))
        elif self.open[-1].startswith(_META):
            self.generator += text

    def end(self) -> None:
        """Note that the element ends which began last."""
        if self.passed:
            self.passed -= 1
            return
        name = self.open.pop()
        if name in {_CELL, _COVERED}:
            times = _times(self.cell, "number-columns-repeated")
            if name == _CELL and (cell := _cell(self.cell, self.paragraphs)):
                if self.column + times > MOST_COLUMNS:
                    raise too_wide(self.number + 1, self.column + times)
                self.cells |= dict.fromkeys(range(self.column, self.column + times), cell)
                self._merge(self.number + 1, self.column)
            self.column += times
        elif name == _ROW:
            self._end_row()
        elif name == _SHEET and self.sheet.rows and not self.is_copy:
            self.sheets.append(self.sheet)

    def _end_row(self) -> None:
        first, self.number = self.number + 1, self.number + self.row_times
        if not self.cells:
            return
        check_length(self.number)
        self.budget.spend(self.row_times * len(self.cells))
        numbers = range(first, self.number + 1)
        self.sheet.rows.extend((number, self.cells) for number in numbers)
        if self.row_is_hidden:
            self.sheet.hidden.update(numbers)

    def _merge(self, row: int, column: int) -> None:
        down, right = (int(self.cell.get(f"{_TABLE}number-{way}-spanned", "1")) for way in ("rows", "columns"))
        if down > 1 or right > 1:
            self.sheet.merged.append(Merged(row, row + down - 1, column, column + right - 1))


def _is_read(within: str, name: str) -> bool:
    if within.startswith(_TEXT):
        return name.startswith(_TEXT) and name not in _NO_WORDS
    return name in _WITHIN.get(within, ())


def _is_hidden(attributes: Attributes) -> bool:
    return attributes.get(f"{_TABLE}visibility", "visible") != "visible"


def _times(attributes: Attributes, name: str) -> int:
    times = int(attributes.get(f"{_TABLE}{name}", "1"))
    if times < 1:
        raise ValueError(name)
    return times


def _cell(attributes: Attributes, paragraphs: list[list[str]]) -> StoredCell | None:
    """Return what a cell holds, None where it holds nothing."""
    kind = attributes.get(f"{_OFFICE}value-type", "")
    named = {"date": "date-value", "time": "time-value", "boolean": "boolean-value", "string": "string-value"}
    value = attributes.get(_OFFICE + named.get(kind, "value"), "")
    shown = "\n".join("".join(pieces) for pieces in paragraphs) if paragraphs else None
    formula = attributes.get(f"{_TABLE}formula")
    if formula is None and not (value or shown or "").strip():
        return None
    return StoredCell(kind, value, shown, formula)


def read_part(stream: IO[bytes], reader: ContentReader) -> None:
    """Feed a part's elements to the reader; raises expat.ExpatError for what is no XML, ValueError for a document type."""
    parser = new_parser()

    def begun(name: str, attributes: Attributes) -> None:
        reader.budget.spend(1)
        reader.start(name, attributes)

    parser.StartElementHandler = begun
    parser.EndElementHandler = lambda _: reader.end()
    parser.CharacterDataHandler = reader.text
    parser.ParseFile(stream)
