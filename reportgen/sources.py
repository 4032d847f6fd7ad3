"""A year's folder -> its tables (pandas), single values, dates and texts as written; every fault in them -> issues with cell.

A table is read whole, an office's other columns are refused, and a combination of categories that has no row is remembered as
absent: a row somebody forgot must not count as zero.
"""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import dataclass, field
from pathlib import Path

import pandas

from reportgen.catalogue import Catalogue, Measure, Table
from reportgen.exact import Exact, NotANumber, decimals, parse_number
from reportgen.grid import Grid, column_key, read_grid
from reportgen.issues import Finder, Issue, Location, Severity, listed, nearest
from reportgen.values import SectionValues, read_section
from reportgen.yamlfile import read_yaml

_TOTAL_WORDS = ("合计", "总计", "小计", "共计", "全街道")


@dataclass(frozen=True)
class TableData:
    """A table's cells. `frame` has the dimensions as text and the measures as exact numbers or None; its index is Excel's row.

    `absent` are the combinations of categories that should have a row and have none, as {column: category}.
    """

    file: str
    frame: pandas.DataFrame
    dimensions: tuple[str, ...]
    absent: tuple[dict[str, str], ...]


@dataclass(frozen=True)
class Sources:
    """All of a year's inputs. `hashes` maps each file read to the SHA-256 of its bytes; `issues` are warnings."""

    year: int
    tables: dict[str, TableData]
    sections: dict[str, SectionValues]
    hashes: dict[str, str]
    issues: tuple[Issue, ...] = field(default=())

    @property
    def demo(self) -> str:
        """Return the note that says that this year's numbers are invented, '' for real ones."""
        return next((values.demo for values in self.sections.values() if values.demo), "")


def read_sources(folder: Path, year: int, catalogue: Catalogue) -> Sources:
    """Return the year's inputs; raises Unusable with every fault of every file."""
    finder = Finder()
    files = {path.name: path for path in sorted(folder.iterdir()) if path.is_file()} if folder.is_dir() else {}
    if not folder.is_dir():
        finder.error("文件", Location(str(folder)), f"没有{year}年的数据文件夹。", expected=str(folder))
        finder.stop_if_any()
    used: list[str] = []
    sections: dict[str, SectionValues] = {}
    for section in catalogue.sections.values():
        name = f"{section.name}.yaml"
        if name in files:
            used.append(name)
            top = read_yaml(files[name], name, finder)
        else:
            top = None
        sections[section.name] = read_section(top, name, section.name, year, catalogue, finder)
    tables: dict[str, TableData] = {}
    for table in catalogue.tables.values():
        path = _table_path(table, files, finder)
        if path is None:
            continue
        used.append(path.name)
        known = [*table.dimensions, *table.measures, *catalogue.any_table]
        grid = read_grid(path, known, finder)
        if grid is not None:
            lists = {column: _listed_names(source, sections) for column, source in catalogue.any_table.items()}
            tables[table.name] = _table_data(table, grid, lists, finder)
    finder.stop_if_any()
    hashes = {name: hashlib.sha256(files[name].read_bytes()).hexdigest() for name in used}
    return Sources(year, tables, sections, hashes, tuple(_stray_files(files, used, catalogue)))


def _table_path(table: Table, files: dict[str, Path], finder: Finder) -> Path | None:
    found = [name for name in files if name.lower() in {f"{table.name}.csv", f"{table.name}.xlsx"}]
    wanted = f"{table.name}.csv"
    if not found:
        near = nearest(wanted, [name for name in files if name.endswith((".csv", ".xlsx"))])
        finder.error(
            "文件",
            Location(wanted),
            f"缺这张表（{wanted} 或 {table.name}.xlsx）。{near}",
            expected=wanted,
            found="没有",
        )
        return None
    if len(found) > 1:
        finder.error("文件", Location(wanted), f"同一张表有两个文件：{listed(found)}，不知道以哪个为准，请只留一个。")
        return None
    return files[found[0]]


def _listed_names(source: str, sections: dict[str, SectionValues]) -> tuple[str, ...]:
    return next((values.lists[source] for values in sections.values() if source in values.lists), ())


def _stray_files(files: dict[str, Path], used: list[str], catalogue: Catalogue) -> list[Issue]:
    wanted = [f"{table}.csv" for table in catalogue.tables] + [f"{section}.yaml" for section in catalogue.sections]
    return [
        Issue("文件", Severity.WARNING, f"这个文件没有用到。{nearest(name, wanted)}", Location(name))
        for name in files
        if name not in used
        and name.lower().endswith((".csv", ".xlsx", ".yaml", ".yml"))
        and not name.startswith(("~", "."))
    ]


def _table_data(table: Table, grid: Grid, lists: dict[str, tuple[str, ...]], finder: Finder) -> TableData:
    """Check a grid against its definition and return its data; faults are noted, never guessed away."""
    spelled = {column_key(name): name for name in (*table.dimensions, *table.measures, *lists)}
    positions: dict[str, int] = {}
    for written, position in grid.header.items():
        name = spelled.get(column_key(written))
        at = Location(grid.file, grid.header_row, written)
        if name is None:
            near = nearest(written, list(spelled.values())) or f"这张表的列有：{listed(spelled.values())}。"
            finder.error("列", at, f"不认识这一列。{near}", expected=listed(spelled.values()), found=written)
        elif name in positions:
            finder.error("重复", at, f"「{name}」这一列出现了两次，请删去一列。", found=written)
        else:
            positions[name] = position
    missing = [name for name in (*table.dimensions, *table.measures) if name not in positions]
    for name in missing:
        near = nearest(name, list(grid.header))
        finder.error(
            "列",
            Location(grid.file, grid.header_row, name),
            f"缺这一列。{near}",
            expected=name,
            found=listed(grid.header),
        )
    closed = {name: values for name, values in table.dimensions.items()}
    closed.update({name: values for name, values in lists.items() if name in positions})
    dimensions = tuple(name for name in closed if name in positions)
    columns: dict[str, list[object]] = {name: [] for name in (*dimensions, *table.measures) if name in positions}
    for row, cells in grid.rows:
        for name in dimensions:
            columns[name].append(
                _category(cells[positions[name]], closed[name], Location(grid.file, row, name), finder)
            )
        for name, measure in table.measures.items():
            if name in positions:
                columns[name].append(_number(cells[positions[name]], measure, Location(grid.file, row, name), finder))
    rows = [row for row, _ in grid.rows]
    if dimensions:
        _refuse_duplicates(rows, dimensions, columns, grid.file, finder)
    frame = pandas.DataFrame(columns, index=pandas.Index(rows, dtype="int64"), dtype=object)
    return TableData(grid.file, frame, dimensions, () if missing else _absent(dimensions, columns, table, lists))


def _category(text: str, known: tuple[str, ...], at: Location, finder: Finder) -> str:
    if not text:
        finder.error(
            "分类", at, "这一格是空的，合并单元格请拆开、每行都填。", expected=listed(known) or "一个名称", found="空"
        )
    elif text in _TOTAL_WORDS:
        finder.error(
            "分类", at, f"请删去「{text}」行，合计由程序计算。", expected=listed(known) or "一个名称", found=text
        )
    elif known:
        spelled = {column_key(value): value for value in known}
        if column_key(text) not in spelled:
            near = nearest(text, known) or f"这里可以填：{listed(known)}。"
            finder.error("分类", at, f"不认识「{text}」。{near}", expected=listed(known), found=text)
        return spelled.get(column_key(text), text)
    return text


def _number(text: str, measure: Measure, at: Location, finder: Finder) -> Exact | None:
    try:
        value = parse_number(text)
    except NotANumber as error:
        finder.error("数字", at, f"「{text}」{error}。", expected="0或正数", found=text)
        return None
    if value is not None and (decimals(value) or 0) > measure.digits:
        expected = "整数" if measure.digits == 0 else f"最多{measure.digits}位小数"
        finder.error(
            "数字", at, f"「{text}」应是{expected}（单位：{measure.unit or '个'}）。", expected=expected, found=text
        )
    return value


def _refuse_duplicates(
    rows: list[int], dimensions: tuple[str, ...], columns: dict[str, list[object]], file: str, finder: Finder
) -> None:
    first: dict[tuple[object, ...], int] = {}
    for row, key in zip(rows, zip(*(columns[name] for name in dimensions), strict=True), strict=True):
        if key in first:
            words = "、".join(str(value) for value in key)
            finder.error("重复", Location(file, row), f"「{words}」和第{first[key]}行重复，请删去一行。", found=words)
        first.setdefault(key, row)


def _absent(
    dimensions: tuple[str, ...], columns: dict[str, list[object]], table: Table, lists: dict[str, tuple[str, ...]]
) -> tuple[dict[str, str], ...]:
    """Return the combinations that have no row, over the dimensions whose categories are known.

    A column that any table may carry counts with the names on its list, or with those that the table itself holds.
    """
    axes: dict[str, tuple[str, ...]] = {}
    for name in dimensions:
        values = table.dimensions.get(name) or lists.get(name) or ()
        if name in lists and name not in table.dimensions and not values:
            values = tuple(dict.fromkeys(str(value) for value in columns[name]))
        if values:
            axes[name] = values
    if not axes:
        return ()
    present = set(zip(*(columns[name] for name in axes), strict=True))
    return tuple(dict(zip(axes, key, strict=True)) for key in itertools.product(*axes.values()) if key not in present)
