"""A formula's text -> its tokens with the ranges of cells that it names; the same text as a shared formula says it in another cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from reportgen.base.names import column_letters, column_position
from reportgen.base.spreadsheet_xml import LAST_ROW
from reportgen.editing.cell_changes import Place

_LAST_COLUMN = 16_384  # what Excel itself can number
_A1 = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
_TOKEN = re.compile(
    r"\s*(?:(?P<text>\"(?:[^\"]|\"\")*\")"
    r"|(?:(?P<sheet>'(?:[^']|'')+'|[^\W\d][\w.]*)!)?"
    rf"(?P<range>{_A1}(?::{_A1})?|\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}|\$?[0-9]+:\$?[0-9]+)(?![\w.(!])"
    r"|(?P<boolean>TRUE|FALSE)(?![\w.(!])"
    r"|(?P<function>[A-Za-z_][\w.]*)\("
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?![\w.])"
    r"|(?P<sign>[-+*/(),%&=<>^])"
    r"|(?P<unknown>.))",
    re.DOTALL,
)
_ELSEWHERE = {"INDIRECT", "OFFSET", "CELL", "GETPIVOTDATA"}  # what they say depends on cells that they don't name
_PIECE = re.compile(r"(\$?)([A-Za-z]{1,3})?(\$?)([0-9]{1,7})?")


class Key(NamedTuple):
    """A cell of a workbook: its sheet, its row and column from 1."""

    sheet: str
    row: int
    column: int


class Area(NamedTuple):
    """A range of cells of one sheet."""

    sheet: str
    first: Place
    last: Place

    def holds(self, key: Key) -> bool:
        """Return whether a cell is one of the range's."""
        (top, left), (bottom, right) = self.first, self.last
        return key.sheet == self.sheet and top <= key.row <= bottom and left <= key.column <= right


class Token(NamedTuple):
    """A piece of a formula: a range, a function, a number, a text, a boolean, a sign, or what is unknown here."""

    kind: str
    text: str
    area: Area | None = None


def is_elsewhere(token: Token) -> bool:
    """Return whether what a token says may depend on cells that the formula doesn't name: a name, INDIRECT."""
    return token.kind == "unknown" or (token.kind == "function" and token.text in _ELSEWHERE)


def tokens_of(formula: str, sheet: str) -> Iterator[Token]:
    """Yield what a formula on a sheet is made of; sheets are named in lower case, as Excel takes them."""
    for found in _TOKEN.finditer(formula.strip()):
        kind = found.lastgroup or ""
        if kind == "range":
            said = found["sheet"]
            of_sheet = said.strip("'").replace("''", "'").casefold() if said else sheet
            yield Token(kind, found[0], _area(found["range"], of_sheet))
        elif kind == "function":
            yield Token(kind, found["function"].upper())
        elif kind:
            yield Token(kind, found[kind])


def _area(text: str, sheet: str) -> Area:
    first, _, last = text.partition(":")
    (top, left), (bottom, right) = (_corner(one) for one in (first, last or first))
    rows, columns = (top or 1, bottom or LAST_ROW), (left or 1, right or _LAST_COLUMN)
    return Area(sheet, (min(rows), min(columns)), (max(rows), max(columns)))


def _corner(text: str) -> tuple[int, int]:
    """Return a reference's row and column from 1, 0 for the one that it leaves out."""
    plain = text.replace("$", "").upper()
    letters = plain.rstrip("0123456789")
    return int(plain[len(letters) :] or 0), column_position(letters) + 1


def moved_text(formula: str, rows: int, columns: int) -> str:
    """Return a formula with its relative references so many rows and columns further."""

    def moved(found: re.Match[str]) -> str:
        if not found["range"]:
            return found[0]
        begin = found.start("range") - found.start()
        parts = (_moved_corner(part, rows, columns) for part in found["range"].split(":"))
        return found[0][:begin] + ":".join(parts)

    return _TOKEN.sub(moved, formula)


def _moved_corner(text: str, rows: int, columns: int) -> str:
    found = _PIECE.fullmatch(text)
    assert found is not None, "a corner that _TOKEN found"
    column, row = found[2] or "", found[4] or ""
    if column and not found[1]:
        column = column_letters(column_position(column) + columns)
    fixed = found[3] or (found[1] if not column else "")
    if row and not fixed:
        row = str(int(row) + rows)
    return f"{found[1]}{column}{found[3]}{row}"
