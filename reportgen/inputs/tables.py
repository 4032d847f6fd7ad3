"""One table's cells and its definition -> categories and exact numbers by column; faults of every cell -> issues.

A combination of categories that has no row is remembered as absent: a row somebody forgot must not count as zero.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from reportgen.base.issues import Finder, Issue, Location, listed, nearest, quoted, rows_listed
from reportgen.base.numbers import Exact
from reportgen.base.shown import Problem
from reportgen.inputs.asides import is_aside
from reportgen.inputs.catalogue import Measure, Table
from reportgen.inputs.categories import Categories, is_no_data, is_total
from reportgen.inputs.crosswise import tell_categories_beside
from reportgen.inputs.grid import Grid
from reportgen.inputs.passed_over import PassedOver
from reportgen.inputs.quantities import NOT_COMPUTED, Quantities
from reportgen.inputs.total_words import said_by

_MOST_COMBINATIONS = 300_000  # of categories; thousands of villages by a dozen categories stay below

ORIGIN = "出处"  # heads the column in which a table that was added up says where each row comes from

Names = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Total:
    """A row of totals as the office typed it: never added, only held against the sum of the rows that `where` selects.

    `values` are by measure; an empty cell controls nothing.
    """

    row: int
    where: dict[str, str]
    values: dict[str, Exact | None]


@dataclass(frozen=True)
class TableData:
    """A table's cells by column, row by row: `categories` as text, `numbers` exact, None for an empty cell; `rows` are Excel's.

    `dimensions` are the columns of categories that the file has, `measures` the catalogue's columns of numbers.
    `absent` are the combinations of categories that should have a row and have none, as {column: category}. `totals` are rows of
    totals, which are held against the others and never added. `remarks` are the rows that were passed over and hold no number; `issues`
    say what was passed over and what nobody sees. `formulas` are the cells of numbers, by row and column, that a formula gives from others.
    `origins` say of each row of a table that was added up where it comes from, the file and row of an office below; there are none in an
    office's own table.
    """

    file: str
    rows: tuple[int, ...]
    categories: dict[str, list[str]]
    numbers: dict[str, list[Exact | None]]
    dimensions: tuple[str, ...]
    measures: dict[str, Measure]
    absent: tuple[dict[str, str], ...]
    totals: tuple[Total, ...] = ()
    remarks: tuple[int, ...] = ()
    issues: tuple[Issue, ...] = ()
    formulas: frozenset[tuple[int, str]] = frozenset()
    origins: tuple[str, ...] = ()

    def origin(self, place: int, measure: str) -> str:
        """Return where a number comes from that was added up, a row known by its place among `rows`: 「0001 青石街道/population.csv 第3行」.

        Of a row whose numbers stand in rows of their own there, one is listed for each measure: 「0001 青石街道/office.yaml 第3、7行」.
        """
        if not self.origins:
            return ""
        if "、" not in self.origins[place]:  # most rows stand in one row there
            return self.origins[place]
        file, sign, rows = self.origins[place].rpartition(" 第")
        each = rows.removesuffix("行").split("、")
        if not sign or len(each) == 1 or len(each) != len(self.measures):
            return self.origins[place]
        row = each[list(self.measures).index(measure)]
        return f"{file} 第{row}行" if row.isdecimal() else file

    def key(self, place: int) -> tuple[str, ...]:
        """Return the categories of a row, known by its place among `rows`, in the order of `dimensions`."""
        return tuple(self.categories[column][place] for column in self.dimensions)


def read_cells(
    table: Table,
    grid: Grid,
    any_table: Names,
    finder: Finder,
    *,
    earlier: bool = False,
    within: Collection[str] = (),
) -> TableData:
    """Return the cells of a grid that the definition understands; faults are noted, never guessed away.

    `any_table` maps the columns that any table may carry to the categories allowed there, none for any. A table of an `earlier` year
    may differ from today's definition in its columns and categories: what it hasn't got is empty, what isn't asked for is left. One
    without any of its dimensions holds nothing, because what a row is of, or that it is a total, can't be told. Of the columns `within`
    another nobody knows which names there should be.
    """
    known = {name: table.choices(name, any_table) for name in (*any_table, *table.dimensions)}
    positions = _positions(table, grid, list(table.columns(any_table)), finder, earlier)
    dimensions = tuple(name for name in dict.fromkeys((*table.dimensions, *any_table)) if name in positions)
    columns = {name: Categories(name, known[name], grid.file, finder, earlier) for name in dimensions}
    measures = {
        name: Quantities(one, grid.file, finder, is_of_other_unit=name in grid.of_other_units)
        for name, one in table.measures.items()
        if name in positions
    }
    categories: dict[str, list[str]] = {name: [] for name in dimensions}
    numbers: dict[str, list[Exact | None]] = {name: [] for name in measures}
    lacking = [name for name in table.dimensions if name not in positions]  # only an earlier year gets on without
    rows: list[int] = []
    totals: list[Total] = []
    first: dict[tuple[str, ...], int] = {}
    every = [one for name in dimensions for one in known[name]] if all(known[name] for name in dimensions) else None
    beside = PassedOver(
        grid, [positions[name] for name in dimensions], [positions[name] for name in measures], every, finder
    )
    spelled = {key for column in columns.values() for key in column.spelled}
    uncomputed = _uncomputed(grid, [(name, positions[name]) for name in dimensions], finder)
    places, readers = [positions[name] for name in dimensions], list(columns.values())
    listed_in = [column.listed for column in readers]
    measured = [(numbers[name], positions[name], measure) for name, measure in measures.items()]
    for row, cells in () if lacking and not dimensions else grid.rows:
        if row in uncomputed or beside.takes(row, cells, spelled):
            continue
        words = [cells[position] for position in places]
        key = tuple(listed.get(word, "") for listed, word in zip(listed_in, words, strict=True))
        is_data = bool(key) and all(key)  # nearly always: the words are spelled as they are listed, and no total
        if not is_data and (is_total(words, readers) or beside.says_total(cells)):
            named = {name: word for name, word in zip(dimensions, words, strict=True) if word and said_by(word) is None}
            where = {name: columns[name].read(word, row) for name, word in named.items()}
            values = {
                name: measure.read(row, cells[positions[name]], grid.looks.get((row, positions[name])), is_total=True)
                for name, measure in measures.items()
            }
            totals.append(Total(row, where, values))
            continue
        if not is_data:
            if is_no_data(row, words, readers, grid.file, finder):
                continue
            key = tuple(column.read(word, row) for column, word in zip(readers, words, strict=True))
        same = first.setdefault(key, row)
        if same != row and all(key) and not lacking:
            what = quoted("、".join(key)) if key else "这张表没有分类列，只能有一行，这一行"
            message = f"{what}和第{same}行重复，请删去一行。"
            finder.error("重复", Location(grid.file, row), message, expected="一行", found="、".join(key) or "两行")
        rows.append(row)
        for name, category in zip(dimensions, key, strict=True):
            categories[name].append(category)
        for column_of, position, measure in measured:
            column_of.append(measure.read(row, cells[position], grid.looks.get((row, position))))
    for measure in measures.values():
        measure.tell()
    beside.tell_slipped()
    # Without a list a column that any table may carry has what this table itself holds.
    held = {
        name: tuple(dict.fromkeys(categories[name]))
        for name in dimensions
        if name not in table.dimensions and name not in within
    }
    axes = {name: known[name] or held.get(name, ()) for name in dimensions}
    absent = () if _are_too_many(axes, grid.file, finder) or earlier else absent_combinations(axes, categories)
    numbers |= {name: [None] * len(rows) for name in table.measures if name not in numbers}
    categories |= {name: [""] * len(rows) for name in lacking}
    told = tuple(beside.issues(rows))
    of_table = (grid.file, tuple(rows), categories, numbers, dimensions, table.measures)
    column_at = {positions[name]: name for name in measures}
    formulas = frozenset((row, column_at[n]) for row, n in grid.formulas if n in column_at and row in first.values())
    return TableData(*of_table, absent, tuple(totals), beside.remarks, told, formulas, _origins(grid, rows))


def _positions(table: Table, grid: Grid, known: list[str], finder: Finder, earlier: bool) -> dict[str, int]:
    """Return where each known column stands; unknown, doubled and missing ones are noted, as far as an earlier year can't have them."""
    wanting = [name for name in known if name not in grid.positions]
    units = {name: table.measures[name].unit if name in table.measures else None for name in known}
    at = Location(grid.file, grid.header_row)
    if not earlier and tell_categories_beside(grid.headings, grid.rows, units, at, finder):
        return grid.positions
    positions: dict[str, int] = {}
    for position, heading in enumerate(grid.headings):
        at = Location(grid.file, grid.header_row, heading.written)
        if not heading.written or (not heading.column and (earlier or _is_beside(heading.written))):
            continue
        if not heading.column:
            near = nearest(heading.written, wanting) or f"这张表的列有：{listed(known)}。"
            finder.error("列", at, f"不认识这一列。{near}", expected=listed(known), found=heading.written)
        elif heading.column not in positions:
            positions[heading.column] = position
        elif heading.written not in [one.written for one in grid.headings[:position]]:  # that is told of the header
            message = f"「{heading.column}」这一列出现了两次，请删去一列。"
            finder.error("重复", at, message, expected="一列", found="两列")
    for name in () if earlier else (*table.dimensions, *table.measures):
        if name not in positions:
            near = nearest(name, [heading.written for heading in grid.headings if not heading.column])
            message = f"缺这一列，请补上。{near}"
            at = Location(grid.file, grid.header_row, name)
            finder.error("列", at, message, expected=name, found=listed(grid.names))
    return positions


def _is_beside(heading: str) -> bool:
    return heading == ORIGIN or is_aside(heading)


def _uncomputed(grid: Grid, columns: list[tuple[str, int]], finder: Finder) -> set[int]:
    """Return the rows whose category is a formula that nothing has computed, noting each column once."""
    found: set[int] = set()
    for name, position in columns if grid.looks else ():
        looks = {row: grid.looks.get((row, position)) for row, _ in grid.rows}
        rows = {row: look for row, look in looks.items() if look and look.problem is Problem.NOT_COMPUTED}
        if rows:
            first, look = next(iter(rows.items()))
            also = f"（{rows_listed(row for row in rows if row != first)}也是）" if len(rows) > 1 else ""
            at = Location(grid.file, first, name)
            finder.error(
                "公式", at, f"{NOT_COMPUTED.format(look.stored)}{also}。", expected="一个名称", found=look.stored
            )
            found |= rows.keys()
    return found


def _origins(grid: Grid, rows: list[int]) -> tuple[str, ...]:
    """Return what the column of origins says of each of the rows of data, () without that column."""
    position = next((n for n, one in enumerate(grid.headings) if one.written == ORIGIN and not one.column), None)
    if position is None:
        return ()
    said = {row: cells[position] for row, cells in grid.rows}
    return tuple(said[row] for row in rows)


def absent_combinations(axes: Names, categories: Mapping[str, list[str]]) -> tuple[dict[str, str], ...]:
    """Return the combinations that have no row, over the dimensions whose categories are known, which are not ()."""
    known = {name: values for name, values in axes.items() if values}
    if not known:
        return ()
    present = set(zip(*(categories[name] for name in known), strict=True))
    return tuple(dict(zip(known, key, strict=True)) for key in itertools.product(*known.values()) if key not in present)


def _are_too_many(axes: Names, file: str, finder: Finder) -> bool:
    """Return whether there are more combinations than anybody could look for rows of, which is noted."""
    too_many = math.prod(len(values) for values in axes.values() if values) > _MOST_COMBINATIONS
    if too_many:
        message = f"分类的组合超过{_MOST_COMBINATIONS}种，核对不了有没有缺行，请把这张表拆成几张。"
        finder.error("分类", Location(file), message, expected=f"最多{_MOST_COMBINATIONS}种")
    return too_many
