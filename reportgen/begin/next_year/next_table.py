"""A table's file of one year -> the file for the next: header, titles, categories and rows of totals as they stand, no number.

A CSV is written as Excel reads it without asking, UTF-8 with BOM; an .xlsx keeps its looks and the formulas that add up its cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from reportgen.base.issues import Finder, listed, quoted, rows_listed
from reportgen.base.textfile import BLANKS
from reportgen.begin.next_year.emptied import emptied
from reportgen.begin.table_csv import line_end_of, table_csv, unmerged
from reportgen.inputs.asides import is_worded
from reportgen.inputs.catalogue import Table
from reportgen.inputs.grid import Grid, read_grid, read_sheet
from reportgen.inputs.header import Columns, printed
from reportgen.inputs.over import moved_on, says_other_year
from reportgen.inputs.tables import Names, TableData, read_cells
from reportgen.inputs.written import READERS, Written, ending_of, form_of


@dataclass(frozen=True)
class NextTable:
    """A table's file for the next year, its name and bytes, and in sentences what is to be looked at."""

    file: str
    data: bytes
    remarks: tuple[str, ...]


_Row = tuple[str, ...]


@dataclass(frozen=True)
class _Before:
    """A table's file of the year before as it was read, and the sheet of it that holds the table; `columns` are the positions of its
    numbers, `absent` the rows that it lacks, `labels` what stands over columns and says the year, as the next year's table says it."""

    data: bytes
    file: str
    written: Written
    grid: Grid
    cells: TableData
    columns: list[int]
    absent: list[_Row]
    labels: dict[str, str]


def next_table(
    data: bytes, file: str, table: Table, lists: Names, years: tuple[int, int], title: str = ""
) -> NextTable:
    """Return a table's file for the second of `years`, from that of the first, which was read without a fault.

    A form that can be read and not written (see READERS) becomes a CSV; with a `title` what would be a CSV is a workbook to be filled
    (see form_book), with that above it. Rows that should have been there and weren't are added to either, empty, below the last row of
    data. Raises NotAWorkbook for an .xlsx that can be read and not changed.
    """
    columns = table.columns(lists)
    grid = _read(data, file, columns)
    finder = Finder()
    cells = read_cells(table, grid, lists, finder)
    assert not finder.issues, "read before"
    chosen = read_sheet(data, file, columns, finder)
    assert chosen is not None, "read before"
    labels = {one.label: moved_on(one.label, *years) for one in grid.over if says_other_year(one.label, years[1])}
    positions = _positions(grid, table.measures)
    before = _Before(data, file, chosen[0], grid, cells, positions, _absent_rows(cells, grid), labels)
    named, form = ending_of(file), READERS[form_of(data, file)].next_year
    if title and form == ".csv":
        name = f"{file[: -len(named)]}.xlsx"
        outside = grid.titles or grid.others or cells.remarks or any(not one.column for one in grid.headings)
        around = [f"{file} 里表外面的标题、说明和别的列没有带过来。"] if outside else []
        rows = _of_rows(before, name, table, lists, years[0], True)
        return NextTable(name, _as_form(before, table, lists, name, title), (*around, *rows))
    name = file if form == named else file[: -len(named)] + form
    remarks = [] if form == named else [f"{file} 这种表写不了，照着建成了 {name}。"]
    made, added, said = _WRITERS[form](before)
    remarks += said
    again = _read(made, name, columns)
    assert [one.column for one in again.headings] == [one.column for one in grid.headings], "the header stays"
    wanted = [*(_next_row(before, number, row) for number, row in grid.rows), *added]
    assert _full(row for _, row in again.rows) == _full(wanted), "no row is lost, none has a number"
    remarks += _of_rows(before, name, table, lists, years[0], bool(added))
    remarks += [f"{name} 表头里的{quoted(said)}改成了{quoted(due)}。" for said, due in labels.items()]
    if above := next((cell for _, cell in grid.titles if str(years[0]) in cell and printed(cell) not in labels), ""):
        remarks.append(f"{name} 的表头上面写着{quoted(above)}，原样留着，请改。")
    remarks += _left(before, name, str(years[0]))
    return NextTable(name, made, tuple(remarks))


def _of_rows(before: _Before, name: str, table: Table, lists: Names, year: int, are_added: bool) -> Iterator[str]:
    """Yield which rows of the year before were missing, and that nobody knows whether there are others now."""
    if before.absent:
        what = f"补上了{year}年缺的{len(before.absent)}行" if are_added else f"缺{len(before.absent)}行，请补在表里"
        yield f"{name} {what}：{listed('、'.join(filter(None, row)) for row in before.absent)}。"
    if not all(table.choices(one, lists) for one in before.cells.dimensions):
        yield f"{name} 的行照{year}年的，有增减的请自己加、删。"


def _left(before: _Before, name: str, year: str) -> Iterator[str]:
    """Yield what people wrote beside the figures of a year that is over, and what nobody may change for them."""
    dated = [number for number, row in before.grid.rows if any(year in cell for cell in row)]
    if rows := rows_listed(number for number in dated if number in before.cells.remarks):
        yield f"{name} {rows}里有「{year}」，原样留着，请改。"
    for position, heading in enumerate(before.grid.headings):
        said = [row[position] for number, row in before.grid.rows if number not in before.cells.remarks]
        if not heading.column and is_worded(heading.written) and any(said):
            yield f"{name} 的「{heading.written}」列原样留着，请看还对不对。"


def _read(data: bytes, file: str, columns: Columns) -> Grid:
    finder = Finder()
    grid = read_grid(data, file, columns, finder)
    assert grid is not None and not finder.issues, "a table that can be read"
    return grid


def _positions(grid: Grid, names: Iterable[str]) -> list[int]:
    return [grid.positions[name] for name in names if name in grid.positions]


def _absent_rows(cells: TableData, grid: Grid) -> list[_Row]:
    """Return a row for each combination of categories that should be there, its cells at the header's positions.

    A column whose categories nobody names, such as the village in a table without rows, leaves none to add.
    """
    rows = []
    for absent in cells.absent:
        if set(absent) != set(cells.dimensions):
            continue
        row = [""] * (max(grid.positions.values()) + 1)
        for name, category in absent.items():
            row[_positions(grid, [name])[0]] = category
        rows.append(tuple(row))
    first = min(_positions(grid, cells.dimensions), default=0)
    order = {category: number for number, category in enumerate(dict.fromkeys(row[first] for row in rows))}
    return sorted(rows, key=lambda row: order[row[first]])  # as people write them: all of one village together


_Made = tuple[bytes, list[_Row], list[str]]  # a file, the rows that were added to it, and what is to be said of it


def _as_csv(before: _Before) -> _Made:
    """Return the rows with no number below the header, and the absent ones behind the last row of data."""
    header, last = before.grid.header_row, max([before.grid.header_row, *before.cells.rows])
    rows = (
        (
            number,
            [
                _next_row(before, number, row) if number > header else _relabelled(row, before.labels),
                *(before.absent if number == last else ()),
            ],
        )
        for number, row in unmerged(before.written, before.grid)
    )
    made = table_csv(rows, line_end_of(before.data, before.file))
    others = [f"{before.file} 里的工作表{quoted(one)}没有带过来。" for one in before.grid.others]
    return made, before.absent, others


def _as_workbook(before: _Before) -> _Made:
    """Return the workbook with no number below the header, and what of it didn't come along; no row is added to a form laid out by hand."""
    rows = [row for row, _ in before.grid.rows if row not in before.cells.remarks]
    totals, columns = {total.row for total in before.cells.totals}, {column + 1 for column in before.columns}
    workbook = emptied(before.data, before.grid.sheet, rows, totals, columns, before.labels)
    told = {
        "合计行的公式留着（{}），用表格软件打开、保存一次才有数。": workbook.stayed,
        "的公式没有带过来（{}）：空着的格会被它算成0。": workbook.gone,
        "里的图、链接等没有带过来：{}。": workbook.lost,
    }
    return workbook.data, [], [f"{before.file} {said.format(listed(what))}" for said, what in told.items() if what]


def _as_form(before: _Before, table: Table, lists: Names, name: str, title: str) -> bytes:
    """Return the rows of data and of totals, without numbers, as a workbook to be filled; what stands around the table is left."""
    from reportgen.begin.forms.form_book import Form, form_book  # noqa: PLC0415  openpyxl costs a fifth of a second

    cells, positions = before.cells, before.grid.positions
    columns = tuple(sorted((*cells.dimensions, *table.measures), key=positions.__getitem__))
    kept = {*cells.rows, *(total.row for total in cells.totals)}
    last = max(cells.rows, default=0)
    rows: list[tuple[str | None, ...]] = []
    for number, row in before.grid.rows:
        if number in kept:
            rows.append(tuple(row[positions[column]] if column in cells.dimensions else None for column in columns))
        if number == last:
            rows += _of_columns(before.absent, positions, columns)
    if not last:
        rows += _of_columns(before.absent, positions, columns)
    choices = {column: table.choices(column, lists) for column in cells.dimensions}
    made = form_book([Form(table.name, title, columns, tuple(rows), choices, table.measures)])
    again = read_cells(table, _read(made, name, table.columns(lists)), lists, Finder())
    assert len(again.rows) == len(cells.rows) + len(before.absent), "no row is lost"
    assert len(again.totals) == len(cells.totals), "nor one of totals"
    return made


def _of_columns(
    rows: Iterable[_Row], positions: dict[str, int], columns: tuple[str, ...]
) -> list[tuple[str | None, ...]]:
    return [tuple(row[positions[column]] or None for column in columns) for row in rows]


# In which form a table can be written; READERS says for each form that is read which of them its next year takes.
_WRITERS: dict[str, Callable[[_Before], _Made]] = {".csv": _as_csv, ".xlsx": _as_workbook}


def _relabelled(row: Iterable[str], labels: Mapping[str, str]) -> list[str]:
    return [labels.get(printed(cell.strip(BLANKS)), cell) for cell in row]


def _next_row(before: _Before, number: int, row: Iterable[str]) -> _Row:
    """Return a row below the header as it stands in the year after: one of remarks whole, any other without numbers."""
    gone = () if number in before.cells.remarks else before.columns
    return tuple("" if position in gone else cell for position, cell in enumerate(row))


def _full(rows: Iterable[_Row]) -> list[list[str]]:
    """Return the rows that hold anything, without the empty cells at their ends."""
    trimmed = ([cell for column, cell in enumerate(row) if any(row[column:])] for row in rows)
    return sorted(row for row in trimmed if row)
