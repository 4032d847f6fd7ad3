"""A table's file + changes of its cells -> the file with exactly these cells changed, whatever form of those that can be edited it has."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.base.issues import Finder, Location
from reportgen.base.textfile import BLANKS
from reportgen.editing.cell_changes import Changes, tidied
from reportgen.editing.csv_cells import changed_csv
from reportgen.editing.xlsx_cells import changed_xlsx
from reportgen.inputs.written import Written, form_of, read_written

_TEXTS, _WORKBOOKS = {".csv", ".txt"}, {".xlsx", ".xlsm"}


def why_not_editable(data: bytes, file: str) -> str:
    """Return why a table's file can't be changed here, '' where it can, as a whole Chinese sentence."""
    form = form_of(data, file)
    if form in _TEXTS | _WORKBOOKS:
        return ""
    return f"这种文件（{form}）这里只能看，请在原来的软件里改，或者另存为 .xlsx 再在这里改。"


def are_rows_moved(data: bytes, file: str) -> bool:
    """Return whether rows move up and down where some are deleted and added: in a workbook they stay."""
    return form_of(data, file) in _TEXTS


def changed_table(data: bytes, file: str, sheet: str, changes: Changes, last: int) -> bytes:
    """Return the file's bytes with the cells of a sheet changed, `added` rows behind row `last`, `deleted` rows gone.

    The file is one that can be read; `sheet` is the name of the sheet that the table is taken from, '' for a text. In a workbook
    a deleted row stays, empty. Raises Unusable with every reason why it can't be done; then nothing is to be written.
    """
    if reason := why_not_editable(data, file):
        finder = Finder()
        finder.error("文件", Location(file), reason, expected=".csv 或 .xlsx", found=form_of(data, file))
        finder.stop_if_any()
    wanted = tidied(changes, file)
    if form_of(data, file) in _WORKBOOKS:
        return changed_xlsx(data, file, sheet, wanted, last)
    made = changed_csv(data, file, wanted, last)
    assert _rows(made, file) == _expected(_rows(data, file), wanted, last), "exactly the cells that were typed differ"
    return made


def _rows(data: bytes, file: str) -> dict[int, list[str]]:
    finder = Finder()
    found: Written | None = read_written(data, file, finder)
    assert found is not None, finder.issues
    return {number: _trimmed(cells) for number, cells in found.rows}


def _expected(before: dict[int, list[str]], changes: Changes, last: int) -> dict[int, list[str]]:
    """Return the filled rows of a text as they should be read after the changes."""
    rows = {number: list(cells) for number, cells in before.items()}
    for (row, column), text in changes.cells.items():
        cells = rows.setdefault(row, [])
        cells += [""] * (column - len(cells))
        cells[column - 1] = text
    gone = sorted(changes.deleted)
    moved = {
        row - sum(one < row for one in gone) + len(changes.added) * (row > last): _trimmed(cells)
        for row, cells in rows.items()
        if row not in changes.deleted
    }
    first = last - sum(one <= last for one in gone) + 1
    moved |= {first + n: _trimmed(cells) for n, cells in enumerate(changes.added)}
    return {row: moved[row] for row in sorted(moved) if moved[row]}


def _trimmed(cells: Sequence[str]) -> list[str]:
    """Return a row without the empty cells at its end; one that holds blanks alone is empty, and a row of such isn't read."""
    seen = [cell if cell.strip(BLANKS) else "" for cell in cells]
    width = next((n for n in range(len(seen), 0, -1) if seen[n - 1]), 0)
    return seen[:width]
