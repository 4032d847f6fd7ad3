"""The XML of an .xlsx's parts -> its cells, merged ranges, hidden rows and columns as stored, its texts and formats, no further than a table goes.

Elements are known by their names in the root's namespace, so that Strict Open XML is read like the usual one (ECMA-376, part 1, 18).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, NamedTuple
from xml.parsers import expat

LAST_ROW = 1_048_576  # what Excel itself can number
MOST_COLUMNS = 500  # as many as no table that people fill in has
TRUE = {"1", "true"}  # how XML says so, XML Schema part 2, 3.2.2
_DIGITS = "0123456789"
_CODED = re.compile("_x([0-9A-F]{4})_")  # how texts hold what XML can't, 22.9.2.19

Attributes = dict[str, str]


class BeyondATable(Exception):
    """The sheet holds more than any table of an office; the message is a whole Chinese sentence."""


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


@dataclass
class Budget:
    """How many elements may still be read; shared by the parts of a workbook."""

    elements: int

    def spend(self, count: int) -> None:
        """Take so many from the budget; raises BeyondATable where it is spent."""
        self.elements -= count
        if self.elements < 0:
            raise BeyondATable("工作簿里的格子太多（连同只画了框线的空格），不像一张数据表，请把数据贴到新的工作簿里。")


def new_parser() -> expat.XMLParserType:
    """Return a parser whose names are 「namespace name」. It raises ValueError for a document type: no spreadsheet has one, and entities
    are declared there."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise ValueError("a document type")

    parser.StartDoctypeDeclHandler = refuse
    return parser


def too_wide(row: int, columns: int) -> BeyondATable:
    """Return the fault of a row that goes on to a column further out than any table's."""
    return BeyondATable(f"第{row}行一直写到第{columns}列，不像一张数据表，请把右边多出来的内容清除。")


def too_long() -> BeyondATable:
    """Return the fault of a sheet with more rows than any table's."""
    return BeyondATable(f"工作表超过{LAST_ROW}行，请检查。")


def read_sheet(stream: IO[bytes], texts: list[str], budget: Budget) -> StoredSheet:
    """Return what a worksheet holds; raises BeyondATable, and expat's or Python's own errors where it is damaged."""
    reader = _SheetReader(texts)
    _parse(stream, reader.start, reader.end, budget)
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

    _parse(stream, start, end, budget)
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

    _parse(stream, start, lambda name, text: None, budget)
    return [(number, codes.get(number, "")) for number in styles]


def elements(stream: IO[bytes], budget: Budget) -> Iterator[tuple[str, Attributes, str]]:
    """Yield a small part's elements as name, attributes (r:id is id) and text, in the order in which they end."""
    found: list[tuple[str, Attributes, str]] = []
    open_ones: list[Attributes] = []

    def start(_: str, attributes: Attributes) -> bool:
        open_ones.append({key.rpartition(" ")[2]: value for key, value in attributes.items()})
        return True

    _parse(stream, start, lambda name, text: found.append((name, open_ones.pop(), text)), budget)
    yield from found


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
        self.columns: dict[str, int] = {}
        self.cell: Attributes = {}
        self.value = ""
        self.inline: list[str] = []
        self.formula: str | None = None
        self.phonetic = False

    def start(self, name: str, attributes: Attributes) -> bool:
        """Note an element that begins; return whether its text is wanted."""
        if name == "c":
            letters = attributes.get("r", "").rstrip(_DIGITS)
            self.column = self.column + 1 if not letters else self._position(letters)
            self.cell = attributes
            return False
        if name == "row":
            number = int(attributes.get("r") or self.row.number + 1)
            if number > LAST_ROW:
                raise too_long()
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
        return int(reference[len(letters) :]), self._position(letters)

    def _position(self, letters: str) -> int:
        if letters not in self.columns:
            position = 0
            for letter in letters.upper():
                position = position * 26 + ord(letter) - ord("A") + 1
            self.columns[letters] = position - 1
        return self.columns[letters]

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


def _parse(
    stream: IO[bytes], start: Callable[[str, Attributes], bool], end: Callable[[str, str], None], budget: Budget
) -> None:
    """Feed a part's elements to `start`, which says whether it wants their text, and `end`; names are without namespace.

    Elements of another namespace than the root's are passed by. Raises expat.ExpatError for what is no XML, and as new_parser's does.
    """
    parser = new_parser()
    names: dict[str, str] = {}
    space: str | None = None
    said: list[str] = []
    wanted = False

    def local(name: str) -> str:
        nonlocal space
        own, _, word = name.rpartition(" ")
        space = own if space is None else space
        names[name] = word if own == space else ""
        return names[name]

    def begun(name: str, attributes: Attributes) -> None:
        nonlocal wanted
        budget.spend(1)
        if word := names[name] if name in names else local(name):
            wanted = start(word, attributes)
            if wanted:
                said.clear()

    def ended(name: str) -> None:
        nonlocal wanted
        if word := names[name]:
            end(word, "".join(said) if wanted else "")
            wanted = False

    def characters(text: str) -> None:
        if wanted:
            said.append(text)

    parser.StartElementHandler = begun
    parser.EndElementHandler = ended
    parser.CharacterDataHandler = characters
    parser.ParseFile(stream)
