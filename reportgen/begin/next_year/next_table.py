"""A table's file of one year -> the file for the next: header, titles, categories and rows of totals as they stand, no number.

A CSV is written as Excel reads it without asking, UTF-8 with BOM; an .xlsx keeps its looks and the formulas that add up its cells.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reportgen.base.issues import Finder, listed, quoted
from reportgen.base.textfile import decode
from reportgen.base.workbook import read_workbook
from reportgen.begin.next_year.emptied import emptied
from reportgen.inputs.catalogue import Table
from reportgen.inputs.grid import Grid, column_key, read_grid
from reportgen.inputs.tables import Names, TableData, read_cells


@dataclass(frozen=True)
class NextTable:
    """A table's bytes for the next year, and in sentences what is to be looked at."""

    data: bytes
    remarks: tuple[str, ...]


def next_table(data: bytes, file: str, table: Table, lists: Names, years: tuple[int, int]) -> NextTable:
    """Return a table's file for the second of `years`, from that of the first, which was read without a fault.

    Raises NotAWorkbook for an .xlsx that can be read and not changed.

    Rows that should have been there and weren't are added to a CSV, empty, below its last row of data.
    """
    columns = [*table.dimensions, *table.measures, *lists]
    grid = _read(data, file, columns)
    finder = Finder()
    cells = read_cells(table, grid, lists, finder)
    assert not finder.issues, "read before"
    emptied_columns = _positions(grid, table.measures)
    added = _absent_rows(cells, grid)
    remarks: list[str] = []
    if file.lower().endswith(".xlsx"):
        rows, totals = [row for row, _ in grid.rows], {total.row for total in cells.totals}
        workbook = emptied(data, rows, totals, {column + 1 for column in emptied_columns})
        made = workbook.data
        if workbook.stayed:
            remarks.append(f"{file} 合计行的公式留着（{listed(workbook.stayed)}），用表格软件打开、保存一次才有数。")
        if workbook.gone:
            remarks.append(f"{file} 的公式没有带过来（{listed(workbook.gone)}）：空着的格会被它算成0。")
        if workbook.lost:
            remarks.append(f"{file} 里的图、链接等没有带过来：{listed(workbook.lost)}。")
        if added:
            remarks.append(f"{file} 缺{len(added)}行，请补在表里：{_rows_text(added)}。")
        added = []
    else:
        made = _next_csv(data, grid, emptied_columns, added, max([grid.header_row, *cells.rows]))
        if added:
            remarks.append(f"{file} 补上了{years[0]}年缺的{len(added)}行：{_rows_text(added)}。")
    wanted = [_without(row, emptied_columns) for _, row in grid.rows]
    again = _read(made, file, columns)
    assert again.header == grid.header, "the header stays"
    _hold([row for _, row in again.rows], [*wanted, *added])
    if not all(table.dimensions.get(name) or lists.get(name) for name in cells.dimensions):
        remarks.append(f"{file} 的行照{years[0]}年的，有增减的请自己加、删。")
    if title := next((title for title in _titles(data, file, grid) if str(years[0]) in title), ""):
        remarks.append(f"{file} 的表头上面写着{quoted(title)}，原样留着，请改。")
    return NextTable(made, tuple(remarks))


def _read(data: bytes, file: str, columns: list[str]) -> Grid:
    finder = Finder()
    grid = read_grid(data, file, columns, finder)
    assert grid is not None and not finder.issues, "a table that can be read"
    return grid


def _positions(grid: Grid, names: Iterable[str]) -> list[int]:
    keys = {column_key(name) for name in names}
    return [position for written, position in grid.header.items() if column_key(written) in keys]


def _absent_rows(cells: TableData, grid: Grid) -> list[tuple[str, ...]]:
    """Return a row for each combination of categories that should be there, its cells at the header's positions.

    A column whose categories nobody names, such as the village in a table without rows, leaves none to add.
    """
    rows = []
    for absent in cells.absent:
        if set(absent) != set(cells.dimensions):
            continue
        row = [""] * (max(grid.header.values()) + 1)
        for name, category in absent.items():
            row[_positions(grid, [name])[0]] = category
        rows.append(tuple(row))
    first = min(_positions(grid, cells.dimensions), default=0)
    order = {category: number for number, category in enumerate(dict.fromkeys(row[first] for row in rows))}
    return sorted(rows, key=lambda row: order[row[first]])  # as people write them: all of one village together


def _next_csv(data: bytes, grid: Grid, columns: list[int], added: list[tuple[str, ...]], last: int) -> bytes:
    """Return the CSV with these columns empty below the header, and `added` behind its row number `last`."""
    text = decode(data)
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\r\n" if "\r\n" in text else "\n")
    for number, row in enumerate(csv.reader(io.StringIO(text, newline="")), start=1):
        writer.writerow(_without(row, columns) if number > grid.header_row else row)
        if number == last:
            writer.writerows(added)
    return codecs.BOM_UTF8 + made.getvalue().encode()


def _without(row: Iterable[str], columns: list[int]) -> tuple[str, ...]:
    return tuple("" if position in columns else cell for position, cell in enumerate(row))


def _rows_text(rows: list[tuple[str, ...]]) -> str:
    return listed("、".join(filter(None, row)) for row in rows)


def _hold(rows: Iterable[tuple[str, ...]], wanted: Iterable[tuple[str, ...]]) -> None:
    """Fail unless the rows read again are those wanted; empty cells at a row's end are none, nor is a row of them."""
    assert _full(rows) == _full(wanted), "no row is lost, none has a number"


def _full(rows: Iterable[tuple[str, ...]]) -> list[list[str]]:
    trimmed = ([cell for column, cell in enumerate(row) if any(row[column:])] for row in rows)
    return sorted(row for row in trimmed if row)


def _titles(data: bytes, file: str, grid: Grid) -> Iterator[str]:
    """Yield the cells above the header."""
    is_workbook = file.lower().endswith(".xlsx")
    written = read_workbook(data).rows if is_workbook else enumerate(csv.reader(io.StringIO(decode(data))), 1)
    yield from (cell for number, row in written if number < grid.header_row for cell in row if cell)
