"""The XML of an .xlsx's parts -> its cells, merged ranges, hidden rows and columns as stored, its texts and formats, no further than a table goes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import IO, NamedTuple

from reportgen.base.names import column_position
from reportgen.base.spreadsheet_xml import MOST_COLUMNS, TRUE, Attributes, Budget, check_length, parse, too_wide

_DIGITS = "0123456789"
_CODED = re.compile("_x([0-9A-F]{4})_")  # how texts hold what XML can't, 22.9.2.19


class Stored(NamedTuple):
    """A cell that holds something. `kind` is the file's: n number, s and inlineStr text, str a formula's text, b, e error, d date.

    `text` is '' where a formula has no result; `formula` is None where there is none, '' where another cell of the file says it.
    """

    kind: str
    text: str
    style: int
    formula: str | None


class StoredRow(NamedTuple):
    """A row's number, from 1, and its cells that hold something, by column from 0."""

    number: int
    cells: dict[int, Stored]


class Merged(NamedTuple):
    """A range of cells that people see as one: its first and last row, from 1, and column, from 0. Its first cell holds what they see."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True)
class StoredSheet:
    """A worksheet's rows that hold anything, its merged ranges, the numbers of those rows that nobody sees, hidden or
    filtered out, and the positions of such columns, from 0."""

    rows: list[StoredRow]
    merged: list[Merged]
    hidden: set[int]
    hidden_columns: set[int]


def read_sheet(stream: IO[bytes], texts: list[str], budget: Budget) -> StoredSheet:
    """Return what a worksheet holds; raises BeyondATable, and expat's or Python's own errors where it is damaged."""
    reader = _SheetReader(texts)
    parse(stream, reader.start, reader.end, budget)
    return StoredSheet(reader.rows, reader.merged, reader.hidden, reader.hidden_columns)


def read_texts(stream: IO[bytes], budget: Budget) -> list[str]:
    """Return the shared texts (18.4) in their order."""
    texts: list[str] = []
    inside: list[str] = []
    phonetic = 0

    def start(name: str, _: Attributes) -> bool:
        nonlocal phonetic
        if name == "si":
            inside.clear()
        phonetic += name == "rPh"  # how a name is read aloud
        return name == "t" and not phonetic

    def end(name: str, text: str) -> None:
        nonlocal phonetic
        phonetic -= name == "rPh"
        if name == "t" and not phonetic:
            inside.append(text)
        elif name == "si":
            texts.append(_decoded("".join(inside)))

    parse(stream, start, end, budget)
    return texts


def read_formats(stream: IO[bytes], budget: Budget) -> list[tuple[int, str]]:
    """Return the number format of each cell style (18.8.10): its number, and its code where the file says one, else ''."""
    codes: dict[int, str] = {}
    styles: list[int] = []
    within = ""

    def start(name: str, attributes: Attributes) -> bool:
        nonlocal within
        if name == "numFmt":
            codes[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif name in {"cellXfs", "cellStyleXfs", "dxfs"}:
            within = name
        elif name == "xf" and within == "cellXfs":
            styles.append(int(attributes.get("numFmtId", "0")))
        return False

    parse(stream, start, lambda name, text: None, budget)
    return [(number, codes.get(number, "")) for number in styles]


class _SheetReader:
    """Takes a worksheet's elements as they come. Cells that hold nothing, such as those with a border alone, leave no trace."""

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts
        self.rows: list[StoredRow] = []
        self.merged: list[Merged] = []
        self.hidden: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.row = StoredRow(0, {})
        self.is_hidden = False
        self.column = -1
        self.cell: Attributes = {}
        self.value = ""
        self.inline: list[str] = []
        self.formula: str | None = None
        self.phonetic = False

    def start(self, name: str, attributes: Attributes) -> bool:
        """Note an element that begins; return whether its text is wanted."""
        if name == "c":
            letters = attributes.get("r", "").rstrip(_DIGITS)
            self.column = self.column + 1 if not letters else column_position(letters)
            self.cell = attributes
            return False
        if name == "row":
            number = int(attributes.get("r") or self.row.number + 1)
            check_length(number)
            self.row, self.column = StoredRow(number, {}), -1
            self.is_hidden = attributes.get("hidden") in TRUE
            return False
        if name == "mergeCell":
            first, _, last = attributes["ref"].partition(":")
            (top, left), (bottom, right) = self._place(first), self._place(last or first)
            self.merged.append(Merged(top, bottom, left, right))
        elif name == "col" and attributes.get("hidden") in TRUE:
            # Excel hides all columns behind a table as one range, down to its last.
            self.hidden_columns.update(range(int(attributes["min"]) - 1, min(int(attributes["max"]), MOST_COLUMNS)))
        elif name == "rPh":
            self.phonetic = True
        elif name == "is":
            self.inline = []
        return name in {"v", "f", "t"}

    def end(self, name: str, text: str) -> None:
        """Note an element that ends, with its text."""
        if name == "c":
            if self.value or self.inline or self.formula is not None:
                self._keep()
            self.value, self.inline, self.formula = "", [], None
        elif name == "v":
            self.value = text
        elif name == "f":
            self.formula = text
        elif name == "t" and not self.phonetic:
            self.inline.append(text)
        elif name == "rPh":
            self.phonetic = False
        elif name == "row" and self.row.cells:
            self.rows.append(self.row)
            if self.is_hidden:
                self.hidden.add(self.row.number)

    def _place(self, reference: str) -> tuple[int, int]:
        """Return a cell's row, from 1, and column, from 0: B3 is (3, 1)."""
        letters = reference.rstrip(_DIGITS)
        return int(reference[len(letters) :]), column_position(letters)

    def _keep(self) -> None:
        kind, text = self.cell.get("t", "n"), self.value
        if kind == "s" and text:
            text = self.texts[int(text)]
        elif kind == "inlineStr":
            text = _decoded("".join(self.inline))
        elif kind == "str":
            text = _decoded(text)
        if not text.strip() and self.formula is None:
            return
        if self.column >= MOST_COLUMNS:
            raise too_wide(self.row.number, self.column + 1)
        self.row.cells[self.column] = Stored(kind, text, int(self.cell.get("s", "0")), self.formula)


def _decoded(text: str) -> str:
    return _CODED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
