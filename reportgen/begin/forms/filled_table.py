"""A table's file + numbers for some of its cells and rows to add -> the file with them, in the form that it has, all else as it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportgen.base.issues import Finder
from reportgen.base.numbers import POINTS, Exact
from reportgen.base.workbook import NotAWorkbook
from reportgen.begin.changed_book import lost_parts
from reportgen.begin.forms.filled_book import Added, Cell, Cells, filled_book, plain
from reportgen.begin.forms.returned import Key
from reportgen.begin.table_csv import line_end_of, table_csv, unmerged
from reportgen.inputs.catalogue import Table
from reportgen.inputs.grid import Grid, grid_of, read_grid, read_sheet
from reportgen.inputs.tables import Names, TableData, read_cells
from reportgen.inputs.written import READERS, Written, ending_of, form_of


@dataclass(frozen=True)
class Filled:
    """A table's file as it is to be, its name and bytes; of a workbook the cells whose formula became the number that it gave, and the
    parts (pictures and the like) that didn't come along."""

    file: str
    data: bytes
    formulas: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


Numbers = Mapping[str, Exact | None]  # a row's, by column


def filled_table(data: bytes, table: Table, before: TableData, lists: Names, rows: Mapping[Key, Numbers]) -> Filled:
    """Return the file with these numbers in its rows, by their categories; those that it hasn't got are added below its last row of data.

    A number that is None leaves the cell as it is. A form that can be read and not written becomes a CSV. Raises NotAWorkbook for a
    workbook that can be read and not changed.
    """
    columns = table.columns(lists)
    chosen = read_sheet(data, before.file, columns, Finder())
    grid = chosen and grid_of(chosen[0], before.file, columns, Finder())
    assert chosen is not None and grid is not None, "read before"
    places = {before.key(place): number for place, number in enumerate(before.rows)}
    cells: dict[tuple[int, int], Cell] = {}
    added: list[Added] = []
    for key, numbers in rows.items():
        typed = {
            grid.positions[name]: (number, table.measures[name].digits)
            for name, number in numbers.items()
            if number is not None
        }
        if key in places:
            cells |= {(places[key], position): cell for position, cell in typed.items()}
        else:
            named = {grid.positions[one]: category for one, category in zip(before.dimensions, key, strict=True)}
            added.append({**named, **typed})
    ending, form = ending_of(before.file), READERS[form_of(data, before.file)].next_year
    name = before.file if form == ending else before.file[: -len(ending)] + form
    formulas: tuple[str, ...] = ()
    if form == ".csv":
        made = table_csv(_csv_rows(chosen[0], before, grid, cells, added), line_end_of(data, before.file))
    else:
        totals = {total.row for total in before.totals}
        made, formulas = filled_book(data, grid.sheet, cells, added, grid.header_row, set(before.rows), totals)
    finder = Finder()
    again_grid = read_grid(made, name, columns, finder)
    again = None if again_grid is None else read_cells(table, again_grid, lists, finder)
    if again is None or finder.issues or _values(again) != _wanted(before, rows):
        raise NotAWorkbook(f"{before.file} 读得出、改不了，请用表格软件重新另存为 .xlsx 或 CSV。")
    return Filled(name, made, formulas, () if form == ".csv" else lost_parts(data, made))


def _values(table: TableData) -> dict[Key, dict[str, Exact | None]]:
    return {
        table.key(place): {name: numbers[place] for name, numbers in table.numbers.items()}
        for place in range(len(table.rows))
    }


def _wanted(before: TableData, rows: Mapping[Key, Numbers]) -> dict[Key, dict[str, Exact | None]]:
    found = _values(before)
    for key, numbers in rows.items():
        row = found.setdefault(key, dict.fromkeys(before.numbers))
        row.update({name: number for name, number in numbers.items() if number is not None})
    return found


def _csv_rows(
    sheet: Written, before: TableData, grid: Grid, cells: Cells, added: Sequence[Added]
) -> Iterator[tuple[int, list[list[str]]]]:
    """Yield the rows as a CSV has them, each with those added behind it."""
    last = max([grid.header_row, *before.rows])
    signs = _signs(grid)
    for number, row in unmerged(sheet, grid):
        own = {place: plain(cell) + signs.get(place, "") for (at, place), cell in cells.items() if at == number}
        here = [_with(row, own)]
        for new in added if number == last else ():
            said = {at: one if isinstance(one, str) else plain(one) + signs.get(at, "") for at, one in new.items()}
            here.append(_with([""] * len(grid.headings), said))
        yield number, here


def _signs(grid: Grid) -> dict[int, str]:
    """Return the sign that people type behind the numbers of a column, 85%, where they do."""
    return {
        position: cell[-1]
        for _, row in grid.rows
        for position, cell in enumerate(row)
        if len(cell) > 1 and cell.endswith(tuple(POINTS))
    }


def _with(row: Sequence[str], cells: Mapping[int, str]) -> list[str]:
    longest = max([len(row), *(position + 1 for position in cells)])
    padded = [*row, *[""] * (longest - len(row))]
    return [cells.get(position, cell) for position, cell in enumerate(padded)]
