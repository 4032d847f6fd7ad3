"""One table file as Excel or WPS saved it -> its header and cells as text, with the rows as Excel counts them.

Nothing is understood here beyond the file's form; what a column means is for `tables`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from reportgen.base.issues import Finder, Location, listed, quoted
from reportgen.base.names import column_key, column_letters
from reportgen.base.shown import Look
from reportgen.base.spreadsheet_xml import MOST_COLUMNS
from reportgen.base.textfile import BLANKS, bad_character, printable
from reportgen.base.worksheet import Merged
from reportgen.inputs.asides import is_bare_number, label_of, may_be_number
from reportgen.inputs.crosswise import tell_columns_below
from reportgen.inputs.header import MOST_ABOVE, Columns, Heading, find_header, is_header_too, printed
from reportgen.inputs.over import Over, is_of_another_time, other_year, over_columns, says_other_year
from reportgen.inputs.said_units import tell_other_units
from reportgen.inputs.sheets import called, the_sheet
from reportgen.inputs.written import Row, Written, read_written

_MOST_CELL = 1_000  # characters in one cell of a table of figures
MOST_ROWS = 150_000  # a hundred times what a street office counts by name
_YEAR = re.compile("[12][0-9]{3}")
_OTHER_SEPARATORS = {"\t": "Tab 键", ";": "「;」", "；": "「；」", "，": "全角的「，」", "|": "「|」"}


@dataclass(frozen=True)
class Grid:
    """A table as written: its headings by position, in a header of which `header_row` is the last; one row is (Excel's row number, its cells).

    `of_other_units` are the columns of which another unit is said. `titles` are the cells above the header with their rows, `over` is what
    stands over some of our columns. `looks` say by row and position how the cells of a workbook look whose text is not all: a percentage, a
    date. `formulas` are the cells whose number comes from others, by row and position. `sheet` is the name of the sheet that was read and
    `is_hidden` whether nobody sees it, `hidden` are the rows and `hidden_columns` the positions that nobody sees, and `others` are the names of
    the sheets passed over.
    """

    file: str
    header_row: int
    headings: tuple[Heading, ...]
    of_other_units: frozenset[str]
    titles: tuple[tuple[int, str], ...]
    over: tuple[Over, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    looks: Mapping[tuple[int, int], Look]
    formulas: Collection[tuple[int, int]]
    sheet: str
    is_hidden: bool
    hidden: Collection[int]
    hidden_columns: Collection[int]
    others: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """Return what stands in the header, as it is written."""
        return [heading.written for heading in self.headings if heading.written]

    def other_year(self, year: int) -> tuple[int, str] | None:
        """Return the first year that is said above the header of the whole table, with its row, where it isn't this one's and this one is
        said nowhere."""
        of_some = {(one.row, one.label) for one in self._of_other_years(year)}
        return other_year(((row, title) for row, title in self.titles if (row, printed(title)) not in of_some), year)

    def tell_other_years(self, year: int, finder: Finder) -> None:
        """Note the columns that stand below another year."""
        for one in self._of_other_years(year):
            one.tell(self.file, finder)

    def _of_other_years(self, year: int) -> list[Over]:
        return [one for one in self.over if says_other_year(one.label, year) and not is_of_another_time(one.label)]

    @cached_property
    def positions(self) -> dict[str, int]:
        """Where each known column stands that the header names."""
        found: dict[str, int] = {}
        for position, heading in enumerate(self.headings):
            if heading.column:
                found.setdefault(heading.column, position)
        return found


def read_grid(data: bytes, file: str, columns: Columns, finder: Finder) -> Grid | None:
    """Return the file's grid, or None with the reason noted when there is nothing to read.

    The header is found by the `columns` that the table may have (see find_header); rows above it are titles. Empty rows and columns
    are dropped, and a merged category stands in each of its rows.
    """
    chosen = read_sheet(data, file, columns, finder)
    return chosen and grid_of(chosen[0], file, columns, finder, chosen[1])


def read_sheet(data: bytes, file: str, columns: Columns, finder: Finder) -> tuple[Written, tuple[str, ...]] | None:
    """Return the file's sheet that holds the table and the names of the others, passed over; None with the reason noted."""
    found = read_written(data, file, finder)
    if found is None:
        return None
    chosen = the_sheet(found, columns)
    if chosen is None:
        sheets = listed(called(one) for one in (found, *found.others))
        message = f"工作簿里有几张填了内容的工作表（{sheets}），不知道以哪张为准，请只留一张。"
        finder.error("文件", Location(file), message, expected="一张工作表", found=sheets)
    return chosen


def grid_of(found: Written, file: str, columns: Columns, finder: Finder, others: tuple[str, ...] = ()) -> Grid | None:
    """Return the grid of a sheet as written, as `read_grid` does of a file: `file` is what to call it, `others` are sheets passed over."""
    written = [(number, [cell.strip(BLANKS) for cell in cells]) for number, cells in found.rows]
    if len(written) > MOST_ROWS:
        message = f"这张表超过{MOST_ROWS}行，不像一张汇总表，请先按类别汇总。"
        finder.error("文件", Location(file), message, expected=f"最多{MOST_ROWS}行", found=f"{len(written)}行")
        return None
    widest, number = max(((len(cells), number) for number, cells in written), default=(0, 0))
    if widest > MOST_COLUMNS:
        message = f"这一行有{widest}列，不像一张数据表，请检查是不是多了逗号。"
        finder.error("列", Location(file, number), message, expected=f"最多{MOST_COLUMNS}列", found=f"{widest}列")
        return None
    if not written:
        message = "表是空的，请填好后再放进来。"
        finder.error("文件", Location(file), message, expected=f"表头：{'、'.join(columns)}", found="空")
        return None
    header = find_header(written, columns, found.merged)
    if not header.known and (sign := _other_separator(written, {column_key(column) for column in columns})):
        at = Location(file, written[0][0])
        message = f"各列之间用的是{_OTHER_SEPARATORS[sign]}，请在表格软件里另存为用逗号分隔的「CSV UTF-8」。"
        finder.error("文件", at, message, expected="用逗号分隔", found=_OTHER_SEPARATORS[sign])
        return None
    if tell_columns_below(written, header, columns, file, finder):
        return None
    categories = [n for n, one in enumerate(header.headings) if one.column and columns[one.column] is None]
    _fill_down(written[header.last + 1 :], categories, found.merged)
    if is_header_too(written[header.last + 1 :], header, columns):
        message = "这一行像是表头的又一行，和上面合起来不是指标目录里的列名；请把这一行删去，或者把表头改成一行，一列写一个列名。"
        extra = written.pop(header.last + 1)
        expected, found_there = listed(columns), listed(filter(None, extra[1]))
        finder.error("表头", Location(file, extra[0]), message, expected=expected, found=found_there)
    _check_cells(written[header.first :], [heading.written for heading in header.headings], file, finder)
    titles = tuple((number, cell) for number, cells in written[: header.first] for cell in cells if cell)
    rows = tuple(
        (number, (*cells, *[""] * (len(header.headings) - len(cells)))) for number, cells in written[header.last + 1 :]
    )
    over = over_columns(header, written, found.merged)
    for one in over:
        if is_of_another_time(one.label):
            one.tell(file, finder)
    header_row = written[header.last][0]
    _check_header(written[: header.first], header_row, [heading.written for heading in header.headings], file, finder)
    others_said = tell_other_units((header_row, header.headings), titles, rows, columns, file, finder)
    return Grid(
        file,
        header_row,
        header.headings,
        others_said,
        titles,
        over,
        rows,
        found.looks,
        found.formulas,
        found.sheet,
        found.is_hidden,
        found.hidden,
        found.hidden_columns,
        others,
    )


def _fill_down(rows: list[Row], positions: list[int], merged: Sequence[Merged]) -> None:
    """Write a merged cell's text into each of the cells below it in one of the columns: people see it beside every row."""
    for position in positions if merged else ():
        last_rows = {one.first_row: one.last_row for one in merged if one.first_column == position}
        text, last = "", 0
        for number, cells in rows:
            cell = cells[position] if position < len(cells) else ""
            if number in last_rows:
                text, last = cell, last_rows[number]
            elif number <= last and not cell:
                cells += [""] * (position + 1 - len(cells))
                cells[position] = text


def _check_header(above: list[Row], header_row: int, names: list[str], file: str, finder: Finder) -> None:
    """Note a name that stands twice in the header, and rows above it that may be data."""
    for position, name in enumerate(names):
        if name and name in names[:position]:
            at = Location(file, header_row, name)
            finder.error("重复", at, "表头里这一列出现了两次，请删去一列。", expected="一列", found="两列")
    for number, cells in above:
        filled = [cell for cell in cells if cell]
        is_title = len(filled) == 1 and (not is_bare_number(filled[0]) or _YEAR.fullmatch(filled[0]))
        if not is_title and any(map(may_be_number, filled)):
            message = "这一行在表头上面，不会被读到；数据请放在表头下面，标题只占一格。"
            at = Location(file, number)
            finder.error("表头", at, message, expected=listed(filter(None, names)), found=listed(cells))


def _other_separator(written: list[Row], keys: set[str]) -> str:
    """Return the sign at which the top rows fall into known columns, '' when there is none."""
    top = [cell for _, cells in written[:MOST_ABOVE] for cell in cells]
    return next(
        (sign for sign in _OTHER_SEPARATORS if any(keys & {column_key(p) for p in cell.split(sign)} for cell in top)),
        "",
    )


def _check_cells(written: list[Row], names: list[str], file: str, finder: Finder) -> None:
    """Note cells that are no data (too long, with nothing written above them) and take out signs that can't be printed."""
    named = len(names) if all(names) else 0
    for number, cells in written:
        if len(cells) <= named and len(every := "".join(cells)) <= _MOST_CELL and not bad_character(every):
            continue  # nearly always
        remark: str | None = None
        for position, cell in enumerate(cells):
            name = names[position] if position < len(names) else ""
            at = Location(file, number, name or None)
            if len(cell) > _MOST_CELL:
                message = f"这一格超过{_MOST_CELL}个字，不像一张数据表，请检查引号。"
                finder.error("单元格", at, message, expected=f"最多{_MOST_CELL}个字", found=f"{len(cell)}个字")
            elif bad := bad_character(cell):
                message = f"有看不见的控制字符或乱码（{bad}），请清除这一格后重新填写。"
                finder.error("单元格", at, message, expected="文字或数字", found=bad)
                cells[position] = printable(cell)
            elif cell and not name:
                remark = label_of(cells) if remark is None else remark
                if remark and not may_be_number(cell):
                    continue
                message = f"{column_letters(position)}列有内容{quoted(cell)}，上面却没有表头，请检查是不是多了逗号或缺了表头。"
                finder.error("列", at, message, expected="空", found=cell)
