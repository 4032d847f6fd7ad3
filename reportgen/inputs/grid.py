"""One table file as Excel or WPS saved it -> its header and cells as text, with the rows as Excel counts them.

Nothing is understood here beyond the file's form; what a column means is for `tables`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from reportgen.base.issues import Finder, Location, listed, quoted
from reportgen.base.names import column_key
from reportgen.base.shown import Look
from reportgen.base.textfile import BLANKS, bad_character, half_width, printable
from reportgen.base.worksheet import MOST_COLUMNS
from reportgen.inputs.written import Row, read_written

_MOST_CELL = 1_000  # characters in one cell of a table of figures
MOST_ROWS = 150_000  # a hundred times what a street office counts by name
_TITLE_ROWS = 5  # an office may write a title and a unit line over the header
_OTHER_SEPARATORS = {"\t": "Tab 键", ";": "「;」", "；": "「；」", "，": "全角的「，」", "|": "「|」"}
_DATE = "(?<![0-9])[0-9]{4} *(?:年|[-/.][0-9]{1,2}[-/.][0-9])|[0-9]月|[0-9]季度"
_NOTE = re.compile(f":|{_DATE}")  # 填报日期：12月5日


@dataclass(frozen=True)
class Grid:
    """A table as written: `header` maps each column's text to its position; one row is (Excel's row number, its cells).

    `looks` say by row and position how the cells of a workbook look whose text is not all: a percentage, a date.
    """

    file: str
    header_row: int
    header: dict[str, int]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    looks: Mapping[tuple[int, int], Look]


def read_grid(data: bytes, file: str, known_columns: Collection[str], finder: Finder) -> Grid | None:
    """Return the file's grid, or None with the reason noted when there is nothing to read.

    The header is the first of the top rows that holds the most known columns; rows above it are titles. Empty rows and columns are
    dropped.
    """
    found = read_written(data, file, finder)
    if found is None:
        return None
    if found.others:
        sheets = listed(f"{one.sheet}{'（隐藏的）' if one.is_hidden else ''}" for one in (found, *found.others))
        message = f"工作簿里有几张填了内容的工作表（{sheets}），不知道以哪张为准，请只留一张。"
        finder.error("文件", Location(file), message, expected="一张工作表", found=sheets)
        return None
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
        finder.error(
            "文件",
            Location(file),
            "表是空的，请填好后再放进来。",
            expected=f"表头：{'、'.join(known_columns)}",
            found="空",
        )
        return None
    keys = {column_key(column) for column in known_columns}
    known = [len(keys & {column_key(cell) for cell in cells}) for _, cells in written[:_TITLE_ROWS]]
    start = known.index(max(known))
    if not known[start] and (sign := _other_separator(written, keys)):
        at = Location(file, written[start][0])
        message = f"各列之间用的是{_OTHER_SEPARATORS[sign]}，请在表格软件里另存为用逗号分隔的「CSV UTF-8」。"
        finder.error("文件", at, message, expected="用逗号分隔", found=_OTHER_SEPARATORS[sign])
        return None
    header_row = written[start][0]
    names = [printable("".join(name.splitlines())) for name in written[start][1]]
    header: dict[str, int] = {}
    for position, name in enumerate(names):
        if name and name in header:
            at = Location(file, header_row, name)
            finder.error("重复", at, "表头里这一列出现了两次，请删去一列。", expected="一列", found="两列")
        elif name:
            header[name] = position
    for number, cells in written[:start]:
        if sum(map(bool, cells)) > 1 and any(_may_be_data(cell) for cell in cells):
            message = "这一行在表头上面，不会被读到；数据请放在表头下面，标题只占一格。"
            finder.error("表头", Location(file, number), message, expected=listed(header), found=listed(cells))
    _check_cells(written[start:], names, file, finder)
    width = len(names)
    rows_below = tuple((number, (*cells, *[""] * (width - len(cells)))) for number, cells in written[start + 1 :])
    return Grid(file, header_row, header, rows_below, found.looks)


def _may_be_data(cell: str) -> bool:
    """Return whether a cell above the header may be a number that slipped there: 16,800, and no date or unit beside a title."""
    plain = half_width(cell)
    return bool(re.search("[0-9]", plain)) and not _NOTE.search(plain)


def _other_separator(written: list[Row], keys: set[str]) -> str:
    """Return the sign at which the top rows fall into known columns, '' when there is none."""
    top = [cell for _, cells in written[:_TITLE_ROWS] for cell in cells]
    return next(
        (sign for sign in _OTHER_SEPARATORS if any(keys & {column_key(p) for p in cell.split(sign)} for cell in top)),
        "",
    )


def _check_cells(written: list[Row], names: list[str], file: str, finder: Finder) -> None:
    """Note cells that are no data (too long, with nothing written above them) and take out signs that can't be printed."""
    for number, cells in written:
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
                message = (
                    f"{_letters(position)}列有内容{quoted(cell)}，上面却没有表头，请检查是不是多了逗号或缺了表头。"
                )
                finder.error("列", at, message, expected="空", found=cell)


def _letters(position: int) -> str:
    """Return a column's position as a spreadsheet names it: 0 is A, 26 is AA."""
    return (_letters(position // 26 - 1) if position >= 26 else "") + chr(ord("A") + position % 26)
