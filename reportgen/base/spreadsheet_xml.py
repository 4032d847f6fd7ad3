"""An XML part of a spreadsheet -> its elements, as far as a table goes: no more of them, no further out, no document type.

Elements are known by their names in the root's namespace, so that Strict Open XML is read like the usual one (ECMA-376, part 1, 18).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO
from xml.parsers import expat

LAST_ROW = 1_048_576  # what Excel itself can number
MOST_COLUMNS = 500  # as many as no table that people fill in has
TRUE = {"1", "true"}  # how XML says so, XML Schema part 2, 3.2.2
Attributes = dict[str, str]


class BeyondATable(Exception):
    """The sheet holds more than any table of an office; the message is a whole Chinese sentence."""


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


def check_length(rows: int) -> None:
    """Raise BeyondATable where a sheet has more rows than any table."""
    if rows > LAST_ROW:
        raise BeyondATable(f"工作表超过{LAST_ROW}行，请检查。")


def parse(
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


def elements(stream: IO[bytes], budget: Budget) -> Iterator[tuple[str, Attributes, str]]:
    """Yield a small part's elements as name, attributes (r:id is id) and text, in the order in which they end."""
    found: list[tuple[str, Attributes, str]] = []
    open_ones: list[Attributes] = []

    def start(_: str, attributes: Attributes) -> bool:
        open_ones.append({key.rpartition(" ")[2]: value for key, value in attributes.items()})
        return True

    parse(stream, start, lambda name, text: found.append((name, open_ones.pop(), text)), budget)
    yield from found
