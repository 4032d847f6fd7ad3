"""A folder of workbooks that came back -> their rows by table, read and checked as a year's own tables are; every fault with its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.base.issues import Finder, Issue, Location, Severity, listed, nearest, quoted, reason_of
from reportgen.base.names import column_key
from reportgen.base.numbers import Exact
from reportgen.base.textfile import read_bytes
from reportgen.begin.forms.form_names import sheet_names, village_column, villages_of
from reportgen.checks.data import wrong_totals
from reportgen.figures.compute import compute
from reportgen.inputs.catalogue import Catalogue, Table
from reportgen.inputs.grid import Grid, grid_of
from reportgen.inputs.sheets import marked_hidden, may_hold
from reportgen.inputs.sources import Sources
from reportgen.inputs.tables import TableData, read_cells
from reportgen.inputs.written import READERS, Written, read_written

_MOST_BYTES = 20_000_000  # of a workbook of one village

Key = tuple[str, ...]  # a row's categories, in the order of the year's own table


@dataclass(frozen=True)
class Row:
    """A row that came back: its categories and numbers, its village, '' for none, and where it stands."""

    key: Key
    numbers: dict[str, Exact | None]
    village: str
    at: Location

    @property
    def is_filled(self) -> bool:
        """Return whether any number stands in it."""
        return any(number is not None for number in self.numbers.values())


@dataclass(frozen=True)
class Returned:
    """What came back: the rows by table, of a village those of a sheet in which any of it is filled in, and the villages of each file."""

    rows: dict[str, list[Row]]
    villages: dict[str, tuple[str, ...]]
    remarks: tuple[Issue, ...]


def read_returned(folder: Path, catalogue: Catalogue, sources: Sources, finder: Finder) -> Returned:
    """Return what the files of a folder say; everything that can't be meant is noted."""
    reader = _Reader(catalogue, sources, finder)
    for path in _files(folder, finder):
        if path.is_dir():
            reader.remark(path.name, "这是文件夹，里面的没有收；收回来的文件请直接放在外面。")
        elif not path.name.lower().endswith(tuple(READERS)) or reader.is_note(path):
            reader.remark(path.name, "这个文件没有收：只收发下去的工作簿。")
        else:
            reader.file(path)
    return Returned(reader.rows, reader.villages, tuple(reader.remarks))


def _files(folder: Path, finder: Finder) -> Sequence[Path]:
    try:
        return [path for path in sorted(folder.iterdir()) if not path.name.startswith((".", "~"))]
    except (OSError, ValueError) as error:
        message = f"收回来的文件夹打不开（{reason_of(error)}）。"
        finder.error("文件", Location(str(folder)), message, expected="一个文件夹", found="打不开")
        return []


class _Reader:
    """Reads one file after the other and remembers which row came from where."""

    def __init__(self, catalogue: Catalogue, sources: Sources, finder: Finder) -> None:
        self.catalogue = catalogue
        self.sources = sources
        self.finder = finder
        self.sheets = {column_key(sheet): table for table, sheet in sheet_names([*catalogue.tables]).items()}
        self.known = villages_of(catalogue, sources)
        self.rows: dict[str, list[Row]] = {}
        self.villages: dict[str, tuple[str, ...]] = {}
        self.remarks: list[Issue] = []
        self.first: dict[tuple[str, str], Row] = {}  # by table and village

    def remark(self, file: str, message: str, row: int | None = None) -> None:
        self.remarks.append(Issue("文件", Severity.WARNING, message, Location(file, row)))

    def is_note(self, path: Path) -> bool:
        """Return whether a file is what people note down: a text that isn't named after a table."""
        return path.suffix.lower() == ".txt" and self._named(path) is None

    def file(self, path: Path) -> None:
        """Read all sheets of a file."""
        data = read_bytes(path, path.name, _MOST_BYTES, self.finder)
        found = None if data is None else read_written(data, path.name, self.finder)
        if found is None:
            return
        if not found.rows:
            self.remark(path.name, "里面是空的。")
            return
        read = [rows for sheet in (found, *found.others) for rows in self._sheet(path, sheet, bool(found.others))]
        self._hold_against_name(path, read)
        self.villages[path.name] = tuple(dict.fromkeys(row.village for row in read if row.village))
        if not read:
            self.remark(path.name, "一个数也没有填。")

    def _sheet(self, path: Path, found: Written, is_one_of_several: bool) -> Iterator[Row]:
        file = f"{path.name}「{found.sheet}」" if found.sheet else path.name
        table = self.sheets.get(column_key(found.sheet)) or (None if is_one_of_several else self._named(path))
        if table is None and not found.sheet:
            message = (
                f"里面只有一张表，看不出填的是哪张；请在发下去的工作簿里填好、存成 .xlsx 再收，"
                f"或者把文件名改成表名，如 {next(iter(self.catalogue.tables))}{path.suffix}。"
            )
            self.finder.error("文件", Location(file), message, expected=listed(self.catalogue.tables), found=path.name)
            return
        if table is None and self._is_beside(found):
            self.remark(file, f"不是发下去的工作表{marked_hidden(found)}，也不是要填的表，没有收。")
            return
        if table is None:
            near = nearest(found.sheet, [*self.catalogue.tables]) or f"应是：{listed(self.catalogue.tables)}。"
            message = f"不认识这张工作表{marked_hidden(found)}，不知道填的是哪张表。{near}工作表的名称照发下去的，没有用的请删去。"
            self.finder.error(
                "文件", Location(file), message, expected=listed(self.catalogue.tables), found=found.sheet
            )
            return
        definition, lists = self.catalogue.tables[table], self.sources.lists
        grid = grid_of(found, file, definition.columns(lists), self.finder)
        if grid is not None:
            self._hold_against_year(grid)
            read = read_cells(definition, grid, lists, self.finder)
            self.remarks += read.issues
            self._hold_totals(definition, read)
            if read.dimensions:
                self._tell_absent(read)
            yield from self._rows(definition, read)

    def _is_beside(self, found: Written) -> bool:
        """Return whether a sheet that no form has holds no table of ours under a name of its own."""
        tables = self.catalogue.tables
        ours = any(may_hold(found, table.columns(self.sources.lists)) for table in tables.values())
        return not ours and not nearest(found.sheet, [*tables])

    def _hold_totals(self, definition: Table, read: TableData) -> None:
        """Note a total that a sheet has of its own and that isn't what its rows add up to: one of both is wrong."""
        if read.totals:
            there = replace(read, absent=())  # the rows of the other villages are in their files
            tables = {**self.sources.tables, definition.name: there}
            found = wrong_totals(compute(self.catalogue, replace(self.sources, tables=tables)))
            self.finder.issues += [one for one in found if one.location and one.location.file == read.file]

    def _named(self, path: Path) -> str | None:
        """Return the table that a file is named after."""
        stem = column_key(path.stem).lower()
        return stem if stem in self.catalogue.tables else None

    def _rows(self, definition: Table, read: TableData) -> Iterator[Row]:
        """Yield the rows of the villages of which anything is filled in, and remember them."""
        ours = self.sources.tables[definition.name]
        if set(read.dimensions) != set(ours.dimensions) and read.rows:
            message = f"分类的列是{listed(read.dimensions) or '没有'}，{ours.file} 里是{listed(ours.dimensions) or '没有'}，对不上。"
            self.finder.error(
                "列", Location(read.file), message, expected=listed(ours.dimensions), found=listed(read.dimensions)
            )
            return
        column = village_column(self.catalogue, read)
        rows = []
        for place, number in enumerate(read.rows):
            key = tuple(read.categories[one][place] for one in ours.dimensions)
            village = read.categories[column][place] if column else ""
            numbers = {name: values[place] for name, values in read.numbers.items()}
            rows += [Row(key, numbers, village, Location(read.file, number))] if all(key) else []
        filled = {row.village for row in rows if row.is_filled}
        doubled: set[str] = set()
        for row in (row for row in rows if row.village in filled):
            if row.village and self.known and row.village not in self.known:
                near = nearest(row.village, self.known) or f"有：{listed(self.known)}。"
                at = row.at._replace(column=column)
                message = f"不认识{quoted(row.village)}。{near}"
                self.finder.error("分类", at, message, expected=listed(self.known), found=row.village)
                continue
            before = self.first.setdefault((definition.name, row.village), row)
            if before.at.file == read.file:
                self.rows.setdefault(definition.name, []).append(row)
                yield row
            elif row.village not in doubled:
                doubled.add(row.village)
                message = f"「{row.village or definition.name}」在 {before.at} 也有，不知道以哪个为准，请只留一份。"
                self.finder.error("重复", row.at, message, expected="一份", found="两份")

    def _tell_absent(self, read: TableData) -> None:
        """Note rows that were taken out of a form: of the villages that it is about, or of all where it isn't about any."""
        column = village_column(self.catalogue, read)
        there = set(read.categories[column]) if column else set()
        absent = [one for one in read.absent if not column or one.get(column) in there]
        if absent and read.rows:
            rows = listed("、".join(one.values()) for one in absent)
            self.remark(read.file, f"缺{len(absent)}行：{rows}。")

    def _hold_against_year(self, grid: Grid) -> None:
        """Note a form of another year, as the title above its header says."""
        year = self.sources.year
        grid.tell_other_years(year, self.finder)
        if found := grid.other_year(year):
            row, other = found
            message = f"表头上面写的是{other}年，现在收的是{year}年的，请核对是不是别的年份的表。"
            self.finder.error("年份", Location(grid.file, row), message, expected=f"{year}年", found=f"{other}年")

    def _hold_against_name(self, path: Path, rows: Sequence[Row]) -> None:
        """Note rows of another village than the one that the file is named after."""
        stem = column_key(path.stem)
        named = [village for village in self.known if column_key(village) in stem]
        named = [
            one for one in named if not any(one != other and column_key(one) in column_key(other) for other in named)
        ]
        others: dict[str, Row] = {}
        for row in rows:
            if row.village and row.village not in named:
                others.setdefault(row.village, row)
        for village, row in others.items() if len(named) == 1 else ():
            message = f"文件名是「{named[0]}」，这里填的却是「{village}」，请核对，再改文件名或改表。"
            self.finder.error("分类", row.at, message, expected=named[0], found=village)
