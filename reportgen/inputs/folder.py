"""A year's folder -> its tables, single values, dates and texts as written; every fault in them -> issues with cell.

Every file is read to its end whatever is wrong with it or with another, so that one run tells everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as Dict
from dataclasses import replace
from functools import partial
from pathlib import Path

from reportgen.base.hashing import sha256
from reportgen.base.issues import Finder, Issue, Location, Severity, Unusable, key_text, quoted
from reportgen.base.names import MOST_NAME, column_key
from reportgen.base.numbers import Exact
from reportgen.base.textfile import read_bytes, word_length
from reportgen.base.yamlfile import MOST_BYTES, Mapping, parse_yaml
from reportgen.inputs.catalogue import Catalogue, Table, TextKind
from reportgen.inputs.folder_files import FolderFiles, files_of
from reportgen.inputs.grid import Grid, read_grid
from reportgen.inputs.namesakes import namesakes
from reportgen.inputs.pictures import PlacedPicture, found_file, not_there, placed
from reportgen.inputs.section import SectionValues, read_section
from reportgen.inputs.sources import Made, PartlyRead, Sources
from reportgen.inputs.tables import Names, TableData, absent_combinations, read_cells
from reportgen.inputs.total_words import is_sum
from reportgen.inputs.written import ASKED_FOR, READERS
from reportgen.inputs.years import misnamed

_MOST_TABLE_BYTES = 100_000_000


def read_sources(
    folder: Path, year: int, catalogue: Catalogue, *, earlier: bool = False, made: Dict[str, Made] | None = None
) -> Sources:
    """Return the year's inputs; raises Unusable with every fault of every file.

    An `earlier` year is read to be compared with: what the catalogue asks for only since then is missing there, and no fault.
    """
    sources, faults = read_partly(folder, year, catalogue, earlier=earlier, made=made)
    if faults:
        raise Unusable(faults)
    return sources


def read_partly(
    folder: Path,
    year: int,
    catalogue: Catalogue,
    *,
    earlier: bool = False,
    made: Dict[str, Made] | None = None,
    typed: Dict[str, bytes] | None = None,
) -> PartlyRead:
    """Return what of a year's inputs can be read, and every fault of every file; tables that were `made` just now aren't read again.

    `typed` are files by name as they would be, which are read in place of those on disk, or beside them. A table that can't be read
    holds no row. Raises Unusable without a folder, and for faults without end.
    """
    finder = Finder()
    files = files_of(folder, year, finder) | {name: folder / name for name in typed or {}}
    reader = _FolderReader(folder, files, catalogue, finder, earlier, made or {}, typed or {})
    sections = {name: reader.section(name, year) for name in catalogue.sections}
    lists = {column: _names(source, catalogue, sections, finder) for column, source in catalogue.any_table.items()}
    tables = {table.name: reader.table(table, lists, year) for table in catalogue.tables.values()}
    read = {name: data or unread_table(catalogue.tables[name], lists) for name, data in tables.items()}
    reader.read_pictures(sections)
    remarks = (remark for values in sections.values() for remark in values.remarks)
    others = () if earlier else _other_years(folder.parent)
    of_tables = () if earlier else (issue for data in read.values() for issue in data.issues)
    told = (
        *remarks,
        *of_tables,
        *reader.files.stray(reader.hashes),
        *others,
        *namesakes(_unlisted(catalogue, read, lists)),
    )
    drawn = {name: sha256(one.picture.data) for name, one in reader.pictures.items()}
    sources = Sources(year, read, sections, reader.hashes, told, lists, reader.pictures, reader.no_pictures, drawn)
    return PartlyRead(sources, tuple(finder.issues))


def read_lists(folder: Path, year: int, catalogue: Catalogue) -> Names:
    """Return the names that a column of any table may hold, by column, as far as the sections that list them can be read.

    Raises Unusable without a folder, and for faults without end.
    """
    finder = Finder()
    reader = _FolderReader(folder, files_of(folder, year, finder), catalogue, finder, False, {}, {})
    listing = {catalogue.texts[source].section for source in catalogue.any_table.values() if source}
    sections = {name: reader.section(name, year) for name in listing}
    return {column: _names(source, catalogue, sections, finder) for column, source in catalogue.any_table.items()}


def _other_years(data: Path) -> Iterator[Issue]:
    """Yield a warning for each folder beside the years that is one and isn't named so: nobody compares with it."""
    for year, name in misnamed(data).items():
        message = f"这个文件夹没有用到：名称只写四位年份，请改名为 {year}。"
        yield Issue("文件", Severity.WARNING, message, Location(name), key=f"文件：{key_text(name)}")


def _unlisted(
    catalogue: Catalogue, tables: dict[str, TableData], lists: Names
) -> Iterator[tuple[str, str, Iterator[tuple[int, str]]]]:
    """Yield the columns of names for which there is no list, by file, with their cells by row."""
    for name, data in tables.items():
        for column in data.dimensions:
            if data.rows and column not in catalogue.within and not catalogue.tables[name].choices(column, lists):
                yield data.file, column, zip(data.rows, data.categories[column], strict=True)


def unread_table(table: Table, lists: Names) -> TableData:
    """Return a table that couldn't be read, or that nobody has filled: every row is absent that the catalogue or a list asks for."""
    axes = {name: table.choices(name, lists) for name in table.dimensions}
    categories: dict[str, list[str]] = {name: [] for name in axes}
    numbers: dict[str, list[Exact | None]] = {name: [] for name in table.measures}
    absent = absent_combinations(axes, categories)
    return TableData(
        f"{table.name}{ASKED_FOR[0]}", (), categories, numbers, tuple(table.dimensions), table.measures, absent
    )


def _of_another_year(grid: Grid, year: int) -> Iterator[Issue]:
    """Yield a warning where another year stands above the header: last year's table may still lie in the folder."""
    if found := grid.other_year(year):
        row, other = found
        message = f"表头上面写的是{other}年，这是{year}年的表，请核对是不是别的年份的；是今年的就把年份改过来。"
        key = f"年份：{key_text(f'{grid.file} {other}年')}"
        yield Issue("年份", Severity.WARNING, message, Location(grid.file, row), key=key)


class _FolderReader:
    """Reads the files of one folder, each once, and remembers which."""

    def __init__(
        self,
        folder: Path,
        files: dict[str, Path],
        catalogue: Catalogue,
        finder: Finder,
        earlier: bool,
        made: Dict[str, Made],
        typed: Dict[str, bytes],
    ) -> None:
        self.files = FolderFiles(folder, files, catalogue)
        self.catalogue = catalogue
        self.finder = finder
        self.earlier = earlier
        self.made = made
        self.typed = typed
        self.hashes: dict[str, str] = {}
        self.pictures: dict[str, PlacedPicture] = {}
        self.no_pictures: dict[str, Issue] = {}

    def section(self, name: str, year: int) -> SectionValues:
        """Return what a section's YAML says; a section whose figures all come from tables needs none."""
        wanted = f"{name}.yaml"
        file = self._meant([wanted], partial(self._missing_section, name))
        data = self._bytes(file, MOST_BYTES) if file else None
        top = Mapping({}, {}, Location(wanted)) if data is None else parse_yaml(data, file, self.finder)
        return read_section(top, file or wanted, name, year, self.catalogue, self.finder, earlier=self.earlier)

    def _missing_section(self, name: str) -> str:
        needed = self.catalogue.typed_of(name) or any(text.section == name for text in self.catalogue.texts.values())
        return f"缺这个文件，{self.catalogue.sections[name].title}的单项数据填在里面。" if needed else ""

    def table(self, table: Table, lists: Names, year: int) -> TableData | None:
        """Return a table's cells, None when there is nothing to read, which is noted."""
        if made := self.made.get(table.name):
            self.hashes[made.table.file] = made.digest
            return made.table
        wanted = [f"{table.name}{ending}" for ending in READERS]
        names = "或".join(f"「{table.name}{ending}」" for ending in ASKED_FOR)
        file = self._meant(wanted, lambda: f"缺这张表（{names}）。")
        data = self._bytes(file, _MOST_TABLE_BYTES) if file else None
        if data is None and self.earlier and not file:
            return replace(unread_table(table, lists), absent=())
        if data is None:
            return None
        grid = read_grid(data, file, table.columns(lists), self.finder)
        if grid is None:
            return None
        grid.tell_other_years(year, self.finder)
        read = read_cells(table, grid, lists, self.finder, earlier=self.earlier, within=self.catalogue.within)
        told = tuple(_of_another_year(grid, year))
        return replace(read, issues=(*told, *read.issues)) if told else read

    def read_pictures(self, sections: dict[str, SectionValues]) -> None:
        """Read the pictures that the sections ask for, and note those whose files nobody has put there yet.

        What is wrong with an earlier year's is nobody's concern.
        """
        for name, text in self.catalogue.texts.items():
            values = sections[text.section]
            if text.kind is not TextKind.PICTURE or name in values.lists:
                continue
            asked = values.pictures.get(name)
            file = found_file(asked, self.files.paths) if asked else ""
            if asked and file:
                read = placed(asked, self.files.paths[file], Finder() if self.earlier else self.finder)
                if read:
                    self.pictures[name], self.hashes[file] = read[0], sha256(read[1])
            elif not self.earlier:
                at = values.places.get((name, 0, ""), Location(f"{text.section}.yaml", None, name))
                self.no_pictures[name] = not_there(name, asked, at, self.files.folder.name, self.files.paths)

    def _meant(self, wanted: Sequence[str], missing: Callable[[], str]) -> str:
        """Return the file of a wanted name, '' where there is none; what an earlier year lacks is no fault."""
        return self.files.meant(wanted, self.finder, str if self.earlier else missing)

    def _bytes(self, file: str, most: int) -> bytes | None:
        data = self.typed[file] if file in self.typed else read_bytes(self.files.paths[file], file, most, self.finder)
        if data is not None:
            self.hashes[file] = sha256(data)
        return data


def _names(source: str, catalogue: Catalogue, sections: dict[str, SectionValues], finder: Finder) -> tuple[str, ...]:
    """Return the names that the list `source` allows in a column of any table, none when it is empty."""
    if not source:
        return ()
    section = catalogue.texts[source].section
    at = Location(f"{section}.yaml", None, source)
    seen: dict[str, str] = {}
    for name in filter(None, sections[section].lists.get(source, ())):
        if word_length(name) > MOST_NAME:
            message = f"{quoted(name)}超过{MOST_NAME}个字，请用短一些的名称。"
            finder.error("名称", at, message, expected=f"最多{MOST_NAME}个字", found=name)
        elif is_sum(name):
            message = f"{quoted(name)}是合计，不是一个名称：写在这里，表里的合计会当成一行数，多算一次。请删去。"
            finder.error("名称", at, message, expected="一个名称", found=name)
        elif column_key(name) in seen:
            finder.error("重复", at, f"{quoted(name)}写了两次，请留一个。", expected="一次", found=name)
        else:
            seen[column_key(name)] = name
    return tuple(seen.values())
