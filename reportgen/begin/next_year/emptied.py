"""An .xlsx workbook's bytes -> the same workbook with cells emptied."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from reportgen.base.textfile import BLANKS
from reportgen.begin.changed_book import changed_book, lost_parts
from reportgen.inputs.header import printed

_REFERENCE = re.compile(r"\$?[A-Z]{1,3}\$?[0-9]+")
_TYPED_TEXT = re.compile('"[^"]*"')
_GUARDED = "=IF(COUNT("


@dataclass(frozen=True)
class Emptied:
    """A workbook with cells emptied: its bytes, the cells whose formula stayed, those whose formula went, and the parts of the file
    that openpyxl can't keep."""

    data: bytes
    stayed: tuple[str, ...]
    gone: tuple[str, ...]
    lost: tuple[str, ...]


def emptied(
    data: bytes,
    sheet: str,
    rows: Iterable[int],
    totals: Collection[int],
    columns: Collection[int],
    labels: Mapping[str, str],
) -> Emptied:
    """Return the workbook with these columns of a sheet empty in `rows`, all from 1. The file is one that was read.

    In the rows of `totals` among them a formula over cells of the sheet stays, =SUM(B2:B4), and says nothing while no row of data is
    filled: =IF(COUNT(B2:B4)=0,"",SUM(B2:B4)), since a total of 0 would be read as one. In a row of data it goes, since it would make a
    0 of what is missing. A formula in any other cell becomes its last value: nothing has computed it anew when the file is next read.
    Above the first row of data a text among `labels` becomes the other. Raises NotAWorkbook where openpyxl can read the values and no more.
    """
    emptying = set(rows)

    def empty(shown: Any, values: Any) -> tuple[list[str], list[str]]:
        _relabel(shown, min(emptying, default=shown.max_row + 1), labels)
        return _empty(shown, values, emptying, totals, columns)

    made, (stayed, gone) = changed_book(data, sheet, empty)
    return Emptied(made, tuple(stayed), tuple(gone), lost_parts(data, made))


def _relabel(sheet: Any, end: int, labels: Mapping[str, str]) -> None:
    filled = [cell for row in sheet.iter_rows(max_row=end - 1) for cell in row if cell.value is not None]
    for cell in filled if labels else ():
        cell.value = labels.get(printed(str(cell.value).strip(BLANKS)), cell.value)


def _empty(
    sheet: Any, values: Any, rows: Collection[int], totals: Collection[int], columns: Collection[int]
) -> tuple[list[str], list[str]]:
    """Empty the cells; return those whose formula stayed, and those whose formula over cells went."""
    stayed: list[str] = []
    gone: list[str] = []
    data = [row for row in rows if row not in totals]
    for cell in [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]:
        is_formula = cell.data_type == "f"
        if cell.row not in rows or cell.column not in columns:
            if is_formula:
                cell.value = values.cell(cell.row, cell.column).value
            continue
        computes = is_formula and _is_of_this_sheet(cell.value)
        if computes and cell.row in totals and data and isinstance(cell.value, str):
            stayed.append(cell.coordinate)
            if not cell.value.startswith(_GUARDED):
                column = cell.column_letter
                cell.value = f'{_GUARDED}{column}{min(data)}:{column}{max(data)})=0,"",{cell.value.removeprefix("=")})'
        else:
            gone += [cell.coordinate] if computes else []
            cell.value = None
    return stayed, gone


def _is_of_this_sheet(formula: object) -> bool:
    text = _TYPED_TEXT.sub("", str(getattr(formula, "text", formula)))  # an array formula is an object of its own
    return bool(_REFERENCE.search(text)) and "!" not in text
