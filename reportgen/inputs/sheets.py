"""A workbook's filled sheets and the columns of a table -> the sheet that holds the table, and those that hold no number of it."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.base.textfile import BLANKS
from reportgen.inputs.asides import is_aside_sheet, is_counted
from reportgen.inputs.header import Columns, find_header
from reportgen.inputs.written import Written

_HIDDEN = "（隐藏的）"


def the_sheet(found: Written, columns: Columns) -> tuple[Written, tuple[str, ...]] | None:
    """Return the sheet that holds the table, and the names of the others; None where another may hold numbers of it too.

    A sheet is passed over that isn't the table's form, filled or empty, and holds no number; or that is called 说明 and names no column.
    """
    if not found.others:
        return found, ()
    every = (found, *found.others)
    known = [_known(sheet, columns) for sheet in every]
    ours = [n for n, names in enumerate(known) if _is_form(names, columns)]
    rest = [n for n in range(len(every)) if n not in ours]
    without = {n for n in rest if not _has_number(every[n]) or (is_aside_sheet(every[n].sheet) and not known[n])}
    ours = ours or [n for n in rest if n not in without]
    if len(ours) != 1 or len(without) != len(every) - 1:
        return None
    return every[ours[0]], tuple(called(every[n]) for n in sorted(without))


def may_hold(sheet: Written, columns: Columns) -> bool:
    """Return whether a sheet may hold the table: it is its form, or names one of its columns and holds numbers; one that is called 说明 may
    name each column in a row of its own."""
    known = _known(sheet, columns)
    if is_aside_sheet(sheet.sheet):
        return len(known) > 1 and _is_form(known, columns)
    return _is_form(known, columns) or bool(known and _has_number(sheet))


def called(sheet: Written) -> str:
    """Return how a sheet is named to people, who may not see it."""
    return f"{sheet.sheet}{marked_hidden(sheet)}"


def marked_hidden(sheet: Written) -> str:
    """Return what stands behind the name of a sheet that nobody sees, '' for any other."""
    return _HIDDEN if sheet.is_hidden else ""


def _known(sheet: Written, columns: Columns) -> frozenset[str]:
    return find_header(
        [(number, [cell.strip(BLANKS) for cell in cells]) for number, cells in sheet.rows], columns
    ).known


def _is_form(known: frozenset[str], columns: Columns) -> bool:
    """Return whether a sheet with these columns in a row is the table's form: 人口 alone may be a word that another sheet explains."""
    measures = [name for name, unit in columns.items() if unit is not None]
    return any(name in known for name in measures) and (len(known) > 1 or len(measures) == 1)


def _has_number(sheet: Written) -> bool:
    return any(is_counted(cell) for cell in _cells(sheet))


def _cells(sheet: Written) -> Iterator[str]:
    return (cell.strip(BLANKS) for _, cells in sheet.rows for cell in cells)
