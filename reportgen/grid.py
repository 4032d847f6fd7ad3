"""One table file, CSV or .xlsx, as Excel or WPS saved it -> its cells as text, with the rows as Excel counts them.

Nothing is understood here beyond the file's form; what a column means is for `sources`.
"""

from __future__ import annotations

import csv
import io
import unicodedata
import zipfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reportgen.exact import BLANKS
from reportgen.issues import Finder, Location
from reportgen.textfile import bad_character, decode

MOST_CELL = 1_000  # characters in one cell of a table of figures
_TITLE_ROWS = 5  # an office may write a title and a unit line over the header


@dataclass(frozen=True)
class Grid:
    """A table as written: `header` maps each column's text to its position; one row is (Excel's row number, its cells)."""

    file: str
    header_row: int
    header: dict[str, int]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_grid(path: Path, known_columns: Collection[str], finder: Finder) -> Grid | None:
    """Return the file's grid, or None with the reason noted when there is nothing to read.

    The header is the first of the top rows that holds a known column; rows above it are titles. Empty rows and columns are dropped.
    """
    at = Location(path.name)
    try:
        data = path.read_bytes()
        rows = list(_xlsx_rows(data) if path.suffix.lower() == ".xlsx" else _csv_rows(decode(data)))
    except OSError as error:
        finder.error("文件", at, f"文件读不出来（{error.strerror}），请看它是否被别的程序占用或没有读取权限。")
        return None
    except UnicodeDecodeError:
        finder.error("编码", at, "文件的编码认不出来，请在表格软件里另存为「CSV UTF-8」。", expected="UTF-8 或 GB18030")
        return None
    except csv.Error:
        finder.error("文件", at, "CSV 的格式坏了（引号不成对或单元格太长），请用表格软件重新另存。")
        return None
    except _NotAWorkbook:
        finder.error("文件", at, "打不开，不是 .xlsx 工作簿或已损坏，请用表格软件重新另存为 .xlsx。")
        return None
    written = [(number, cells) for number, cells in rows if any(cells)]
    if not written:
        finder.error("文件", at, "表是空的。", expected=f"表头：{'、'.join(known_columns)}")
        return None
    if not _acceptable(written, path.name, finder):
        return None
    keys = {column_key(column) for column in known_columns}
    top = range(min(_TITLE_ROWS, len(written)))
    start = max(top, key=lambda index: (len(keys & {column_key(cell) for cell in written[index][1]}), -index))
    header_row, names = written[start]
    header: dict[str, int] = {}
    for position, name in enumerate(names):
        if name and name in header:
            finder.error(
                "重复", Location(path.name, header_row, name), "表头里这一列出现了两次，请删去一列。", found=name
            )
        elif name:
            header[name] = position
    width = len(names)
    for number, cells in written[start + 1 :]:
        beyond = [cell for position, cell in enumerate(cells) if cell and (position >= width or not names[position])]
        if beyond:
            finder.error(
                "列",
                Location(path.name, number),
                f"这一行有内容在表头之外：「{beyond[0]}」，请检查是否多了逗号或缺了表头。",
            )
    rows_below = tuple((number, (*cells, *[""] * (width - len(cells)))) for number, cells in written[start + 1 :])
    return Grid(path.name, header_row, header, rows_below)


def column_key(name: str) -> str:
    """Return what makes two spellings of a name the same: full-width and half-width forms and blanks don't matter."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def _acceptable(rows: Iterable[tuple[int, list[str]]], file: str, finder: Finder) -> bool:
    found_before = len(finder.issues)
    for number, cells in rows:
        for cell in cells:
            if len(cell) > MOST_CELL:
                finder.error(
                    "单元格", Location(file, number), f"有一格超过{MOST_CELL}个字，不像一张数据表，请检查引号。"
                )
            elif bad := bad_character(cell):
                finder.error("单元格", Location(file, number), f"有看不见的控制字符（{bad}），请清除该格后重新填写。")
    return len(finder.issues) == found_before


def _csv_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    # strict: an unpaired quote must be told, not swallow the rest of the file into one cell.
    for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), start=1):
        yield number, [_tidy(cell) for cell in cells]


class _NotAWorkbook(Exception):
    """The file's bytes are no readable .xlsx."""


def _xlsx_rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    import openpyxl  # noqa: PLC0415  costs a fifth of a second; most offices' folders hold only CSV

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield number, [_tidy(_cell_text(value)) for value in row]
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, TypeError, SyntaxError, EOFError) as error:
        raise _NotAWorkbook from error


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    # A spreadsheet keeps 15 significant digits; more of a float's digits are binary dust (0.1 + 0.2).
    return format(value, ".15g") if isinstance(value, float) else str(value)


def _tidy(cell: str) -> str:
    return cell.strip(BLANKS)
