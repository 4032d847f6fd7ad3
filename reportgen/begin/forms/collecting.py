"""A folder of workbooks that came back + a year's folder -> the year's tables with what they say; or why not, and what would be replaced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.base.hashing import sha256
from reportgen.base.issues import Finder, Issue, Location, Unusable
from reportgen.base.numbers import Exact
from reportgen.base.saving import KEPT, keep_aside, write_all
from reportgen.base.workbook import NotAWorkbook
from reportgen.begin.forms.filled_table import Filled, filled_table
from reportgen.begin.forms.form_names import village_column, villages_of
from reportgen.begin.forms.returned import Returned, Row, read_returned
from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.folder import read_partly
from reportgen.inputs.sources import Sources
from reportgen.inputs.tables import TableData


@dataclass(frozen=True)
class ReturnedNumber:
    """A number that came back for a cell of the year's table: both places, what stands there and what came, None for an empty cell.

    `of` are the row's categories, the village first. `at.row` is None for a row that the table hasn't got.
    """

    at: Location
    of: tuple[str, ...]
    before: Exact | None
    after: Exact | None
    came: Location

    @property
    def is_new(self) -> bool:
        """Return whether the cell was empty."""
        return self.before is None and self.after is not None

    @property
    def is_other(self) -> bool:
        """Return whether another number stands there."""
        return None not in (self.before, self.after) and self.before != self.after

    @property
    def is_blank(self) -> bool:
        """Return whether a number stands there and none came."""
        return self.before is not None and self.after is None


@dataclass(frozen=True)
class Collected:
    """What came back and what it would do. `files` are the tables as they would be, by the name of the file that each is now.

    `villages` are those of each file that came, `missing` those of which nothing came. `written` says that the tables are on disk,
    `kept` where those lie that were replaced.
    """

    year: int
    numbers: tuple[ReturnedNumber, ...]
    villages: dict[str, tuple[str, ...]]
    missing: tuple[str, ...]
    remarks: tuple[Issue, ...]
    files: dict[str, Filled]
    written: bool = False
    kept: tuple[Path, ...] = ()

    @property
    def others(self) -> tuple[ReturnedNumber, ...]:
        """Return the numbers that would replace others."""
        return tuple(one for one in self.numbers if one.is_other)


def collect(data: Path, template: Path, year: int, folder: Path, *, replacing: bool) -> Collected:
    """Bring what came back into the year's tables: empty cells are filled; other numbers are replaced only if `replacing`, else nothing
    is written. A cell that came back empty leaves the number that stands there. Tables in which numbers are replaced are kept as they were,
    in the folder KEPT of the year's.

    Raises Unusable with every fault of the files that came and of the year's own, and CannotWrite; then nothing is written.
    """
    catalogue = read_catalogue(template)
    year_folder = data / str(year)
    sources, faults = read_partly(year_folder, year, catalogue)
    finder = Finder()
    if folder.resolve() == year_folder.resolve():
        message = "这是这一年自己的数据文件夹，请写收回来的文件放在哪个文件夹。"
        finder.error("文件", Location(str(folder)), message)
        finder.stop_if_any()
    returned = read_returned(folder, catalogue, sources, finder)
    _tell_renamed(catalogue, sources, returned, finder)
    if faults or finder.issues:
        raise Unusable((*faults, *finder.issues))
    said = tuple(_numbers(catalogue, sources, returned))
    came = {village for villages in returned.villages.values() for village in villages}
    missing = tuple(village for village in villages_of(catalogue, sources) if village not in came)
    collected = Collected(year, said, returned.villages, missing, returned.remarks, {})
    if collected.others and not replacing:
        return collected
    files, replaced = _files(year_folder, catalogue, sources, returned, said)
    kept = [keep_aside(year_folder / KEPT / name, before, KEPT) for name, before in replaced.items()]
    changes: dict[Path, bytes | None] = {year_folder / made.file: made.data for made in files.values()}
    changes |= {year_folder / name: None for name, made in files.items() if made.file != name}
    write_all(changes)
    return replace(collected, files=files, written=bool(files), kept=tuple(kept))


def _numbers(catalogue: Catalogue, sources: Sources, returned: Returned) -> Iterator[ReturnedNumber]:
    for name, rows in returned.rows.items():
        table = sources.tables[name]
        places = {table.key(place): place for place in range(len(table.rows))}
        came = [(row.key, row.numbers, row.at) for row in rows]
        came += [(table.key(place), {}, Location(row.at.file)) for place, row in _left_out(catalogue, table, rows)]
        for key, numbers, at in came:
            place = places.get(key)
            for column in table.measures:
                before = None if place is None else table.numbers[column][place]
                after = numbers.get(column)
                if before is not None or after is not None:
                    ours = Location(table.file, None if place is None else table.rows[place], column)
                    yield ReturnedNumber(ours, _in_words(catalogue, table, key), before, after, at)


def _left_out(catalogue: Catalogue, table: TableData, rows: Iterable[Row]) -> Iterator[tuple[int, Row]]:
    """Yield the places of filled rows of the table that didn't come back, each with the first row that did of the same village."""
    column = village_column(catalogue, table)
    first: dict[str, Row] = {}
    keys = set()
    for row in rows:
        first.setdefault(row.village, row)
        keys.add(row.key)
    for place in range(len(table.rows)):
        village = table.categories[column][place] if column else ""
        filled = any(numbers[place] is not None for numbers in table.numbers.values())
        if filled and village in first and table.key(place) not in keys:
            yield place, first[village]


def _tell_renamed(catalogue: Catalogue, sources: Sources, returned: Returned, finder: Finder) -> None:
    """Note a row that is new where another of its village didn't come back, in a table in which anything may stand: under two names it
    would be counted twice."""
    for name, rows in returned.rows.items():
        table, defined = sources.tables[name], catalogue.tables[name]
        column = village_column(catalogue, table)
        if all(defined.choices(one, sources.lists) or one == column for one in table.dimensions):
            continue
        known = {table.key(place) for place in range(len(table.rows))}
        left_out = {row.village: place for place, row in _left_out(catalogue, table, rows)}
        for row in rows:
            if row.is_filled and row.key not in known and row.village in left_out:
                place = left_out[row.village]
                new, gone = ("、".join(_in_words(catalogue, table, key)) for key in (row.key, table.key(place)))
                message = (
                    f"多了「{new}」，又没有 {table.file} 第{table.rows[place]}行的「{gone}」："
                    f"是同一行改了名，还是少了一行？改名的先在 {table.file} 里改成一样；少了的请他们补上。"
                )
                finder.error("分类", row.at, message)


def _in_words(catalogue: Catalogue, table: TableData, key: Sequence[str]) -> tuple[str, ...]:
    """Return a row's categories as people say them, the village first."""
    column = village_column(catalogue, table)
    by_column = dict(zip(table.dimensions, key, strict=True))
    return tuple(by_column[one] for one in sorted(table.dimensions, key=lambda one: one != column))


def _files(
    folder: Path, catalogue: Catalogue, sources: Sources, returned: Returned, said: Iterable[ReturnedNumber]
) -> tuple[dict[str, Filled], dict[str, bytes]]:
    """Return the tables that change, by their name now, and the bytes of those of which numbers or the form are replaced."""
    changing = {one.at.file for one in said if one.is_new or one.is_other}
    losing = {one.at.file for one in said if one.is_other}
    files: dict[str, Filled] = {}
    replaced: dict[str, bytes] = {}
    finder = Finder()
    for name, rows in returned.rows.items():
        table = sources.tables[name]
        if table.file not in changing:
            continue
        data = (folder / table.file).read_bytes()
        try:
            if sha256(data) != sources.hashes[table.file]:
                raise NotAWorkbook("刚才有人改了这张表，请再运行一次。")
            numbers = {row.key: row.numbers for row in rows if row.is_filled}
            made = filled_table(data, catalogue.tables[name], table, sources.lists, numbers)
        except NotAWorkbook as error:
            finder.error("文件", Location(table.file), str(error))
            continue
        files[table.file] = made
        if table.file in losing or made.file != table.file or made.formulas or made.lost:
            replaced[table.file] = data
    finder.stop_if_any()
    return files, replaced
