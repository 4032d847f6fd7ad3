"""A table's file as Excel or WPS saved it -> its rows as written, numbered as Excel counts them; one reader for each ending of a name."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from reportgen.base.issues import Finder, Location
from reportgen.base.shown import Look
from reportgen.base.textfile import BLANKS, read_text
from reportgen.base.workbook import NotAWorkbook, read_workbook

Row = tuple[int, list[str]]


@dataclass(frozen=True)
class Written:
    """The rows of a file that hold anything, without the blanks around their cells.

    `looks` say by row and position how the cells of a workbook look whose text is not all: a percentage, a date.
    """

    rows: list[Row]
    looks: Mapping[tuple[int, int], Look] = field(default_factory=dict)


def read_written(data: bytes, file: str, finder: Finder) -> Written | None:
    """Return a file's rows, or None with the reason noted; the ending of its name must be one of READERS."""
    ending = next(ending for ending in READERS if file.lower().endswith(ending))
    return READERS[ending](data, file, finder)


def _csv(data: bytes, file: str, finder: Finder) -> Written | None:
    text = read_text(data, file, "「CSV UTF-8」", finder)
    if text is None:
        return None
    try:
        return Written(_filled(_csv_rows(text)))
    except _BadRow as error:
        message = f"从这一行起 CSV 的{error}，请用表格软件打开检查，再另存一次。"
        finder.error("文件", Location(file, error.row), message, expected="成对的引号")
    return None


def _xlsx(data: bytes, file: str, finder: Finder) -> Written | None:
    try:
        sheet = read_workbook(data)
        return Written(_filled(sheet.rows), sheet.looks)
    except NotAWorkbook as error:
        finder.error("文件", Location(file), str(error), expected="一个 .xlsx 工作簿，一张工作表")
    return None


# How a table may be saved: a new form is one line here and its reader. The first is the one that people are asked for.
READERS: dict[str, Callable[[bytes, str, Finder], Written | None]] = {".csv": _csv, ".xlsx": _xlsx}


class _BadRow(Exception):
    """A row of the CSV can't be read: a quote isn't paired, so its cell runs on over what follows, or a cell is without end."""

    def __init__(self, row: int, reason: str) -> None:
        super().__init__(reason)
        self.row = row


def _csv_rows(text: str) -> Iterator[Row]:
    # strict: an unpaired quote must be told, not swallow the rest of the file into one cell.
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, cells
    except csv.Error as error:
        reason = f"一格超过{csv.field_size_limit()}个字" if "limit" in str(error) else "引号不成对"
        raise _BadRow(number + 1, reason) from error


def _filled(rows: Iterable[Row]) -> list[Row]:
    tidy = ((number, [cell.strip(BLANKS) for cell in cells]) for number, cells in rows)
    return [(number, cells) for number, cells in tidy if any(cells)]
