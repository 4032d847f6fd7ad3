"""An .ods spreadsheet's bytes -> its filled sheets: their cells as people see them, by row.

A cell says its value and, beside it, what was shown of it when it was saved; both are read and held against each other (OpenDocument 1.3,
part 3, 9.1 and 19.385).
"""

from __future__ import annotations

import re
import zipfile

from reportgen.base.odstable import ContentReader, StoredCell, StoredRow, StoredTable, read_part
from reportgen.base.shown import Look, Problem, look_as_saved, tidy
from reportgen.base.spreadsheet_xml import Budget
from reportgen.base.workbook import COMPUTING, MOST_ELEMENTS, MOST_EXACT, Sheet, first_filled, is_of_cells

_ERROR = re.compile("#|Err:|错误[:：]")
_REFERENCE = re.compile(r"\[([^\[\]]*)\]")


def read_opendocument(data: bytes) -> Sheet:
    """Return the first filled sheet, without rows where there is none; a formula counts with its last saved value. Raises NotAWorkbook."""
    return first_filled(data, ".ods", _filled_sheets)


def _filled_sheets(archive: zipfile.ZipFile) -> list[Sheet]:
    budget = Budget(MOST_ELEMENTS)
    reader = ContentReader(budget)
    read_part(archive.open("content.xml"), reader)
    if not reader.is_spreadsheet:
        raise ValueError("a document of another kind, such as a text")
    return [_seen(sheet, _is_computed(sheet.rows, archive, budget)) for sheet in reader.sheets]


def _seen(stored: StoredTable, computed: bool) -> Sheet:
    unseen = stored.hidden_columns
    sheet = Sheet(stored.name, stored.is_hidden, merged=stored.merged, hidden=stored.hidden, hidden_columns=unseen)
    for number, row in stored.rows:
        cells = [""] * (max(row) + 1)
        for position, cell in row.items():
            cells[position], look = _look(cell, computed)
            if look is not None:
                sheet.looks[number, position] = look
            if cell.formula is not None and is_of_cells(_formula(cell.formula).removeprefix("=")):
                sheet.formulas.add((number, position))
        sheet.rows.append((number, cells))
    return sheet


def _look(cell: StoredCell, computed: bool) -> tuple[str, Look | None]:
    """Return what people see in a cell, and how it looks where that is not all."""
    shown = cell.value if cell.shown is None else cell.shown
    if cell.formula is not None and (_is_without_result(cell) or (not computed and _is_nought(cell))):
        return shown, Look(_formula(cell.formula), problem=Problem.NOT_COMPUTED)
    if cell.kind in {"date", "time"}:
        return shown, Look(cell.value, problem=Problem.DATE)
    if cell.kind == "boolean":
        return cell.value.upper(), None
    if cell.kind in {"float", "percentage", "currency"} and not _ERROR.match(shown):
        value = float(cell.value)
        if abs(value) >= MOST_EXACT:
            return format(value, ".15g"), None
        return look_as_saved(tidy(value), cell.shown, is_percentage=cell.kind == "percentage")
    return shown, None


def _is_without_result(cell: StoredCell) -> bool:
    return not cell.kind and cell.shown is None  # a formula's text may well be empty


def _is_nought(cell: StoredCell) -> bool:
    return cell.value in {"", "0"} and cell.kind != "string"


def _is_computed(rows: list[StoredRow], archive: zipfile.ZipFile, budget: Budget) -> bool:
    """Return whether the formulas' values were computed: a program that writes a file may write 0 for each, or nothing."""
    formulas = [cell for _, row in rows for cell in row.values() if cell.formula is not None]
    if not formulas or not all(_is_nought(cell) for cell in formulas):
        return True
    if "meta.xml" not in archive.namelist():
        return False
    reader = ContentReader(budget)
    read_part(archive.open("meta.xml"), reader)
    return reader.generator.startswith(COMPUTING)


def _formula(text: str) -> str:
    """Return a formula as a spreadsheet's editing line has it: of:=[.B2]+[.B3] is =B2+B3."""
    return _REFERENCE.sub(lambda found: re.sub(r"(^|:)\.", r"\1", found[1]), text.partition("=")[2]).join(("=", ""))
