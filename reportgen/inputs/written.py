"""A table's file as a spreadsheet saved it -> its rows as written, numbered as Excel counts them; one reader for each form."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reportgen.base.issues import Finder, Location
from reportgen.base.odsfile import read_opendocument
from reportgen.base.shown import Look
from reportgen.base.spreadsheet_xml import MOST_COLUMNS
from reportgen.base.textfile import BLANKS, read_text
from reportgen.base.workbook import NotAWorkbook, Sheet, read_workbook
from reportgen.base.worksheet import Merged
from reportgen.base.xlsfile import BEGINNING as OLD_BEGINNING
from reportgen.base.xlsfile import as_xlsx

Row = tuple[int, list[str]]
_QUOTED = re.compile('"[^"]*"')


@dataclass(frozen=True)
class Written:
    """The rows of a file that hold anything, or of a workbook's first sheet that does.

    `looks` say by row and position how the cells of a workbook look whose text is not all: a percentage, a date. `merged` are the ranges
    of cells that people see as one, `hidden` and `hidden_columns` the rows and columns that they don't see,
    `formulas` the cells whose number comes from other cells, `others` the filled sheets behind this one.
    """

    rows: list[Row]
    looks: Mapping[tuple[int, int], Look] = field(default_factory=dict)
    sheet: str = ""
    is_hidden: bool = False
    merged: Sequence[Merged] = ()
    hidden: Collection[int] = ()
    hidden_columns: Collection[int] = ()
    formulas: Collection[tuple[int, int]] = ()
    others: tuple[Written, ...] = ()


@dataclass(frozen=True)
class Reader:
    """A form in which tables are kept: what reads it, and in which form `new` writes the year after and `collect` what came back
    (see next_table, filled_table).

    `read` takes a file's bytes, its name and where to note faults. It never raises, whatever the bytes are, and gives what people see:

    - a row that holds anything, with its number from 1 as a spreadsheet counts it; a sheet without such gives no row and no fault
    - a number as 16800 or 0.5; 0.85 that is shown as 85% as 「85%」, with the look (its number, its unit) where the form stores 0.85
    - a date as it is shown, with Problem.DATE as its look where the form knows that it is one; an error as #DIV/0!
    - a formula as its last saved result; where there is none, with Problem.NOT_COMPUTED as its look where the form has formulas
    - None, with one fault noted, for what is no such file, and for more than a table can hold: told before it
      has filled the memory
    """

    read: Callable[[bytes, str, Finder], Written | None]
    next_year: str = ".csv"


def form_of(data: bytes, file: str) -> str:
    """Return in which of READERS' forms a file is: what its bytes say, since people rename files, else the ending of its name."""
    if data.startswith(_ZIP) and _OF_OPEN_XML in data:
        return ".xlsm" if ending_of(file) == ".xlsm" else ".xlsx"
    if data.startswith(_ZIP) and _OF_OPENDOCUMENT in data:
        return ".ods"
    if data.startswith(OLD_BEGINNING):
        return ".et" if ending_of(file) == ".et" else ".xls"
    return ending_of(file)


def ending_of(file: str) -> str:
    """Return the ending of a table's file, one of READERS."""
    return next(ending for ending in READERS if file.lower().endswith(ending))


def read_written(data: bytes, file: str, finder: Finder) -> Written | None:
    """Return a file's rows, or None with the reason noted; the ending of its name must be one of READERS."""
    return READERS[form_of(data, file)].read(data, file, finder)


def _csv(data: bytes, file: str, finder: Finder) -> Written | None:
    text = read_text(data, file, _SAVE_TEXT_AS, finder)
    return None if text is None else _separated(text, separator_of(text, ".csv"), file, finder)


def _txt(data: bytes, file: str, finder: Finder) -> Written | None:
    text = read_text(data, file, _SAVE_TEXT_AS, finder)
    return None if text is None else _separated(text, separator_of(text, ".txt"), file, finder)


def separator_of(text: str, form: str) -> str:
    """Return what separates the cells of a table that is a text: a comma in a CSV, else what more of the lines hold outside of quotes."""
    lines = [] if form == ".csv" else _QUOTED.sub("", text).splitlines()
    by_tab, by_comma = (sum(sign in line for line in lines) for sign in "\t,")
    return "," if form == ".csv" or by_comma > by_tab else "\t"


def _separated(text: str, separator: str, file: str, finder: Finder) -> Written | None:
    try:
        return Written(_filled(_text_rows(text, separator)))
    except _BadRow as error:
        message = f"从这一行起{' CSV 的' if separator == ',' else ''}{error}，请用表格软件打开检查，再另存一次。"
        finder.error("文件", Location(file, error.row), message, expected="成对的引号")
    return None


def _of_sheet(read: Callable[[bytes], Sheet]) -> Callable[[bytes, str, Finder], Written | None]:
    """Return the reader of a form of workbook: `read` raises NotAWorkbook."""

    def read_sheet(data: bytes, file: str, finder: Finder) -> Written | None:
        try:
            return _written(read(data))
        except NotAWorkbook as error:
            finder.error("文件", Location(file), str(error), expected="一个工作簿，一张工作表")
        return None

    return read_sheet


def _written(sheet: Sheet) -> Written:
    others = tuple(_written(other) for other in sheet.others)
    around = (sheet.merged, sheet.hidden, sheet.hidden_columns, sheet.formulas)
    return Written(_filled(sheet.rows), sheet.looks, sheet.name, sheet.is_hidden, *around, others)


def _old(data: bytes, file: str, finder: Finder) -> Written | None:
    """Read a workbook as Excel kept it up to 2003, and what other programs call so: most of them write a text or a web page."""
    if data.startswith(OLD_BEGINNING):
        return _of_sheet(lambda old: read_workbook(as_xlsx(old)))(data, file, finder)
    if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        message = "里面其实是网页，不是工作簿，请用表格软件打开，另存为 .xlsx。"
        finder.error("文件", Location(file), message, expected="一个工作簿，一张工作表", found="网页")
        return None
    return _txt(data, file, finder)


_ZIP = b"PK\x03\x04"
# A part that every such package has, by its name.
_OF_OPEN_XML, _OF_OPENDOCUMENT = b"[Content_Types].xml", b"content.xml"
_SAVE_TEXT_AS = "「CSV UTF-8」"
# How a table may be saved: a new form is one line here and what reads it.
READERS = {
    ".csv": Reader(_csv),
    ".xlsx": Reader(_of_sheet(read_workbook), next_year=".xlsx"),
    ".xlsm": Reader(_of_sheet(read_workbook), next_year=".xlsx"),
    ".ods": Reader(_of_sheet(read_opendocument)),
    ".txt": Reader(_txt),
    ".xls": Reader(_old),
    ".et": Reader(_old),
}
ASKED_FOR = (".csv", ".xlsx")  # those that people are asked to save a table in, the first before all


class _BadRow(Exception):
    """A row of the CSV can't be read: a quote isn't paired, so its cell runs on over what follows, or a cell is without end."""

    def __init__(self, row: int, reason: str) -> None:
        super().__init__(reason)
        self.row = row


def _text_rows(text: str, separator: str) -> Iterator[Row]:
    # strict: an unpaired quote must be told, not swallow the rest of the file into one cell.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, cells
    except csv.Error as error:
        reason = f"一格超过{csv.field_size_limit()}个字" if "limit" in str(error) else "引号不成对"
        raise _BadRow(number + 1, reason) from error


def _filled(rows: Iterable[Row]) -> list[Row]:
    """Return the rows that hold anything. Empty cells further out than a table goes are left: a spreadsheet saves hundreds at times."""
    widths = ((number, cells, _width(cells)) for number, cells in rows)
    return [(number, cells[: max(width, MOST_COLUMNS)]) for number, cells, width in widths if width]


def _width(cells: list[str]) -> int:
    if cells and cells[-1].strip(BLANKS):  # nearly always
        return len(cells)
    return next((width for width in range(len(cells), 0, -1) if cells[width - 1].strip(BLANKS)), 0)
