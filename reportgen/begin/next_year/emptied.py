"""An .xlsx workbook's bytes -> the same workbook with cells emptied. Of libraries openpyxl is known here, and nothing of tables."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from reportgen.base.workbook import NotAWorkbook

_REFERENCE = re.compile(r"\$?[A-Z]{1,3}\$?[0-9]+")
_TYPED_TEXT = re.compile('"[^"]*"')
_GUARDED = "=IF(COUNT("
_NEVER_KEPT = ("xl/calcChain.xml", "xl/sharedStrings.xml")  # Excel and openpyxl make them anew


@dataclass(frozen=True)
class Emptied:
    """A workbook with cells emptied: its bytes, the cells whose formula stayed, those whose formula went, and the parts of the file
    that openpyxl can't keep."""

    data: bytes
    stayed: tuple[str, ...]
    gone: tuple[str, ...]
    lost: tuple[str, ...]


def emptied(data: bytes, sheet: str, rows: Iterable[int], totals: Collection[int], columns: Collection[int]) -> Emptied:
    """Return the workbook with these columns of a sheet empty in `rows`, all from 1. The file is one that was read.

    In the rows of `totals` among them a formula over cells of the sheet stays, =SUM(B2:B4), and says nothing while no row of data is
    filled: =IF(COUNT(B2:B4)=0,"",SUM(B2:B4)), since a total of 0 would be read as one. In a row of data it goes, since it would make a
    0 of what is missing. A formula in any other cell becomes its last value: nothing has computed it anew when the file is next read.
    Raises NotAWorkbook where openpyxl can read the values and no more.
    """
    import openpyxl  # noqa: PLC0415  costs a fifth of a second; most offices' folders hold only CSV

    from reportgen.base.book import saved  # noqa: PLC0415  as above

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl doesn't keep is found below
            values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
            book = openpyxl.load_workbook(io.BytesIO(data), rich_text=True)
        stayed, gone = _empty(book[sheet], values[sheet], set(rows), totals, columns)
        made = saved(book)
    except Exception as error:  # whatever an odd file makes of openpyxl
        raise NotAWorkbook("这个工作簿读得出、改不了，请用表格软件重新另存为 .xlsx 或 CSV。") from error
    return Emptied(made, tuple(stayed), tuple(gone), lost_parts(data, made))


def lost_parts(data: bytes, made: bytes) -> tuple[str, ...]:
    """Return the parts of a workbook, pictures and the like, that it hasn't got any more after openpyxl saved it as `made`."""
    before, after = (set(zipfile.ZipFile(io.BytesIO(one)).namelist()) for one in (data, made))
    lost = sorted(name for name in before - after if name.startswith("xl/") and name not in _NEVER_KEPT)
    return tuple(name for name in lost if not _is_renamed(name))


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


def _is_renamed(name: str) -> bool:
    # openpyxl numbers sheets and comments anew, and writes their relations under the new names.
    return bool(re.search(r"/_rels/|^xl/worksheets/|^xl/comments|/vmlDrawing|^xl/theme/|^xl/printerSettings", name))
