"""A table's file as a spreadsheet saved it -> its rows as written, numbered as Excel counts them; one reader for each ending of a name."""

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
    """The rows of a file that hold anything.

    `looks` say by row and position how the cells of a workbook look whose text is not all: a percentage, a date.
    """

    rows: list[Row]
    looks: Mapping[tuple[int, int], Look] = field(default_factory=dict)


@dataclass(frozen=True)
class Reader:
    """A form in which tables are kept: what reads it, and in which form `new` writes the year after (see next_table).

    `read` takes a file's bytes, its name and where to note faults. It never raises, whatever the bytes are, and gives what people see:

    - a row that holds anything, with its number from 1 as a spreadsheet counts it; a sheet without such gives no row and no fault
    - a number as 16800 or 0.5; 0.85 that is shown as 85% as 「85%」, with the look (its number, its unit) where the form stores 0.85
    - a date as it is shown, with Problem.DATE as its look where the form knows that it is one; an error as #DIV/0!
    - a formula as its last saved result; where there is none, with Problem.NOT_COMPUTED as its look where the form has formulas
    - None, with one fault noted, for what is no such file, for two filled sheets, and for more than a table can hold: told before it
      has filled the memory
    """

    read: Callable[[bytes, str, Finder], Written | None]
    next_year: str = ".csv"


def form_of(file: str) -> str:
    """Return the ending of a table's file, one of READERS."""
    return next(ending for ending in READERS if file.lower().endswith(ending))


def read_written(data: bytes, file: str, finder: Finder) -> Written | None:
    """Return a file's rows, or None with the reason noted; the ending of its name must be one of READERS."""
    return READERS[form_of(file)].read(data, file, finder)


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


# How a table may be saved: a new form is one line here and what reads it. The first is the one that people are asked for.
READERS = {".csv": Reader(_csv), ".xlsx": Reader(_xlsx, next_year=".xlsx")}
UNREAD = (".xls", ".et")  # forms that people are asked to save otherwise


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
    return [(number, cells) for number, cells in rows if any(cell.strip(BLANKS) for cell in cells)]
