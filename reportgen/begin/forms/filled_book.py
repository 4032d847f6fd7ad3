"""An .xlsx workbook's bytes + numbers for some of its cells and rows to add -> the same workbook with them."""

from __future__ import annotations

import copy
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from reportgen.base.numbers import Exact, decimals, written
from reportgen.begin.changed_book import changed_book

Cell = tuple[Exact, int]  # a number, and how many decimals it may have
Cells = Mapping[tuple[int, int], Cell]  # by row from 1 and position from 0
Added = Mapping[int, str | Cell]  # a row to add, by position


def plain(cell: Cell) -> str:
    """Return a number with the decimals that it has."""
    number, most = cell
    return written(number, min(decimals(number) or 0, most))


def filled_book(
    data: bytes,
    sheet: str,
    cells: Cells,
    added: Sequence[Added],
    header: int,
    rows: Collection[int],
    totals: Collection[int],
) -> tuple[bytes, tuple[str, ...]]:
    """Return the workbook with this sheet filled, and the cells whose formula became the number that it gave last.

    `rows` are those of data, `totals` those whose formulas stay, for a spreadsheet to compute: nothing here could. Raises NotAWorkbook
    where openpyxl can read the values and no more.
    """

    def fill(shown: Any, values: Any) -> tuple[str, ...]:
        formulas = _settle(shown, values, cells, totals)
        for (row, position), cell in cells.items():
            _put(shown.cell(row, position + 1), cell)
        last = max([header, *rows])
        first = last + 1
        if added and any(_is_filled(row) for row in shown.iter_rows(last + 1, last + len(added))):
            first = shown.max_row + 1  # below totals and notes, which people see and move as they like
        for number, new in enumerate(added, first):
            _add(shown, number, new, last if rows else None)
        return tuple(formulas)

    return changed_book(data, sheet, fill)


def _settle(sheet: Any, values: Any, cells: Cells, totals: Collection[int]) -> list[str]:
    """Put each formula's last value in its place, but those of rows of totals; return those that weren't given another number."""
    found = []
    for cell in [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f" and cell.row not in totals]:
        last = values.cell(cell.row, cell.column)
        given = cells.get((cell.row, cell.column - 1))
        cell.value = last.value
        if given is None or float(_stored(last, given)) == last.value:
            found.append(cell.coordinate)
    return found


def _put(cell: Any, content: Cell) -> None:
    cell.value = _stored(cell, content)


def _stored(cell: Any, content: Cell) -> int | Decimal:
    """Return what a cell is to hold for a number: one that shows 92% holds 0.92."""
    number = Decimal(plain(content))
    shown = number / 100 if "%" in cell.number_format else number
    return int(shown) if shown == shown.to_integral_value() else shown


def _add(sheet: Any, row: int, new: Mapping[int, str | Cell], like: int | None) -> None:
    """Write a row, with the looks of the row `like`."""
    from reportgen.base.book import put_text  # noqa: PLC0415  brings openpyxl along

    for column in range(1, sheet.max_column + 1) if like else ():
        sheet.cell(row, column)._style = copy.copy(sheet.cell(like, column)._style)
    for position, content in new.items():
        cell = sheet.cell(row, position + 1)
        if isinstance(content, str):
            put_text(cell, content)
        else:
            _put(cell, content)


def _is_filled(row: Sequence[Any]) -> bool:
    return any(str(cell.value).strip() for cell in row if cell.value is not None)
