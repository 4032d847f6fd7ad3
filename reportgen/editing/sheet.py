"""A table's file, its definition and last year's table -> what a sheet on a page shows: columns, rows, which cells can't be typed in and why."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportgen.base.issues import Finder, Issue
from reportgen.base.names import column_key, column_letters
from reportgen.base.numbers import Exact, decimals, whole, written
from reportgen.base.worksheet import Merged
from reportgen.editing.cell_changes import CHECK, Changes, location
from reportgen.editing.saved import digest_of, read_shown
from reportgen.editing.table_cells import why_not_editable
from reportgen.inputs.catalogue import Table
from reportgen.inputs.grid import Grid
from reportgen.inputs.tables import Names, TableData, read_cells

_MOST_BLANK = 20  # empty rows shown between two that aren't; more is a slip far below the table
DIMENSION, MEASURE, OTHER = "分类", "数", "没有读"
DATA, TOTAL, REMARK, UNREAD, BLANK = "数据", "合计", "说明", "没有读", "空行"
_NOT_READ_COLUMN = "这一列不是这张表的数据，没有读。"
_LISTED = "这一列填什么由指标目录和名单定，不在这里改。"
_COMPUTED = "这一格是公式算出来的，要改请在 Excel 或 WPS 里改。"
_NOT_READ_ROW = "这一行是说明，没有读。"
_SAID_ABOVE = "这一格和上面合并成了一格，请改上面那一格。"
_OF_TOTAL = "这是合计行的名称，不在这里改。"


@dataclass(frozen=True)
class SheetColumn:
    """A column: its number from 1, what its header says, its kind (分类, 数, 没有读), the catalogue's name of it, its unit and decimals, and
    what may stand in it, () for anything."""

    number: int
    heading: str
    kind: str
    name: str
    unit: str = ""
    digits: int = 0
    choices: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, str, str]:
        """Return what an issue may call it, the surest first: the catalogue's name, what its header says, its letters."""
        return self.name, self.heading, column_letters(self.number - 1)


@dataclass(frozen=True)
class SheetRow:
    """A row: its number as Excel counts it, its kind (数据, 合计, 说明, 没有读, 空行), and by column its cells as shown, why each can't be
    typed in, '' where it can, last year's value as digits and the change since then with its sign, '' where there is none."""

    number: int
    kind: str
    cells: tuple[str, ...]
    locked: tuple[str, ...]
    last_year: tuple[str, ...]
    changes: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A table as a page shows it. `digest` is the hash of the file as shown, '' where nobody has made it yet; `locked` says why nothing in
    it can be changed here, '' where it can."""

    file: str
    table: str
    digest: str
    header_row: int
    columns: tuple[SheetColumn, ...]
    rows: tuple[SheetRow, ...]
    locked: str


def sheet_of(
    data: bytes | None, file: str, table: Table, lists: Names, *, last_year: TableData | None = None, empty: bytes = b""
) -> Sheet:
    """Return a table's sheet; where it has no file yet, `data` is None, that of the `empty` table, which a save would make.

    Single cells may hold faults; raises Unusable where the file can't be read or its header isn't found.
    """
    shown = empty if data is None else data
    found, grid = read_shown(shown, file, table, lists)
    cells = read_cells(table, grid, lists, Finder())
    columns = tuple(_columns(grid, table, lists))
    before = _LastYear(last_year, cells.dimensions)
    rows = tuple(_Rows(grid, found.merged, cells, columns, before).every())
    locked = why_not_editable(shown, file)
    return Sheet(file, table.name, digest_of(data), grid.header_row, columns, rows, locked)


def refused_cells(sheet: Sheet, changes: Changes) -> list[Issue]:
    """Return an error for each cell that was typed in and can't be, with the reason that the sheet gives."""
    finder = Finder()
    rows = {row.number: row for row in sheet.rows}
    for (number, column), text in changes.cells.items():
        row = rows.get(number)
        if row and 0 < column <= len(row.cells) and row.locked[column - 1] and text != row.cells[column - 1]:
            finder.error(CHECK, location(sheet.file, (number, column)), row.locked[column - 1])
    return finder.issues


def _columns(grid: Grid, table: Table, lists: Names) -> Iterator[SheetColumn]:
    for number, heading in enumerate(grid.headings, start=1):
        name = heading.column if grid.positions.get(heading.column) == number - 1 else ""
        measure = table.measures.get(name)
        if measure is not None:
            yield SheetColumn(number, heading.written, MEASURE, name, measure.unit, measure.digits)
        elif name:
            yield SheetColumn(number, heading.written, DIMENSION, name, choices=table.choices(name, lists))
        else:
            yield SheetColumn(number, heading.written, OTHER, "")


class _LastYear:
    """Last year's numbers by the categories of their row, where both years have the same columns of categories."""

    def __init__(self, data: TableData | None, dimensions: Collection[str]) -> None:
        self.numbers: dict[frozenset[tuple[str, str]], dict[str, Exact | None]] = {}
        if data is None or {*data.dimensions} != {*dimensions}:
            return
        for place in range(len(data.rows)):
            where = dict(zip(data.dimensions, data.key(place), strict=True))
            self._take(where, {name: column[place] for name, column in data.numbers.items()})
        for total in data.totals:
            self._take({**total.where, "": "合计"}, total.values)

    def _take(self, where: dict[str, str], values: dict[str, Exact | None]) -> None:
        key = _key(where)
        self.numbers[key] = {} if key in self.numbers else values  # of two rows nobody knows which is meant

    def of(self, where: dict[str, str], name: str) -> Exact | None:
        return self.numbers.get(_key(where), {}).get(name)


def _as_digits(value: Exact | None) -> str:
    return "" if value is None else written(value, decimals(value) or 0)


def _change(now: Exact | None, before: Exact | None) -> str:
    if now is None or before is None:
        return ""
    return f"{'+' if now > before else ''}{_as_digits(whole(now - before))}"


def _key(where: dict[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset((name, column_key(category)) for name, category in where.items())


class _Rows:
    """Makes the rows of a sheet, those of the grid and the empty ones between."""

    def __init__(
        self,
        grid: Grid,
        merged: Sequence[Merged],
        cells: TableData,
        columns: Sequence[SheetColumn],
        before: _LastYear,
    ) -> None:
        self.grid = grid
        self.columns = columns
        self.before = before
        self.data = {row: place for place, row in enumerate(cells.rows)}
        self.totals = {total.row: total for total in cells.totals}
        self.remarks = {*cells.remarks}
        self.cells = cells
        self.choices = {one.number: {column_key(name) for name in one.choices} for one in columns}
        self.covered = {
            (row, one.first_column) for one in merged for row, _ in grid.rows if one.first_row < row <= one.last_row
        }

    def every(self) -> Iterator[SheetRow]:
        above = self.grid.header_row
        nothing = ("",) * len(self.columns)
        for number, texts in self.grid.rows:
            if number - above - 1 <= _MOST_BLANK:
                for blank in range(above + 1, number):
                    locked = tuple(_NOT_READ_COLUMN if one.kind == OTHER else "" for one in self.columns)
                    yield SheetRow(blank, BLANK, nothing, locked, nothing, nothing)
            yield self._row(number, texts[: len(self.columns)])
            above = number

    def _row(self, number: int, texts: tuple[str, ...]) -> SheetRow:
        kind = self._kind(number)
        locked = tuple(self._lock(kind, number, one, text) for one, text in zip(self.columns, texts, strict=True))
        against = list(self._against_last_year(kind, number))
        last_year, changes = (tuple(one) for one in zip(*against, strict=True)) if against else ((), ())
        return SheetRow(number, kind, texts, locked, last_year, changes)

    def _kind(self, number: int) -> str:
        if number in self.data:
            return DATA
        if number in self.totals:
            return TOTAL
        return REMARK if number in self.remarks else UNREAD

    def _lock(self, kind: str, number: int, column: SheetColumn, text: str) -> str:
        if column.kind == OTHER:
            return _NOT_READ_COLUMN
        if (number, column.number - 1) in self.grid.formulas:
            return _COMPUTED
        if kind == REMARK:
            return _NOT_READ_ROW
        if column.kind == DIMENSION and (number, column.number - 1) in self.covered:
            return _SAID_ABOVE
        if column.kind == DIMENSION and kind == TOTAL:
            return _OF_TOTAL
        # A category that is spelt wrong must be put right, and one of an office's own is its own.
        is_listed = column.kind == DIMENSION and text != "" and column_key(text) in self.choices[column.number]
        return _LISTED if is_listed else ""

    def _against_last_year(self, kind: str, number: int) -> Iterator[tuple[str, str]]:
        where: dict[str, str] | None = None
        now: Mapping[str, Exact | None] = {}
        if kind == DATA:
            place = self.data[number]
            where = dict(zip(self.cells.dimensions, self.cells.key(place), strict=True))
            now = {name: column[place] for name, column in self.cells.numbers.items()}
        elif kind == TOTAL:
            where = {**self.totals[number].where, "": "合计"}
            now = self.totals[number].values
        for column in self.columns:
            before = self.before.of(where, column.name) if where is not None and column.kind == MEASURE else None
            yield _as_digits(before), _change(now.get(column.name), before)
