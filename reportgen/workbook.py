"""An .xlsx workbook's bytes -> the cells of its one filled sheet as text, by row; of libraries openpyxl is known here, and nothing of tables."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from reportgen.issues import listed

MOST_UNPACKED = 100_000_000  # bytes; a small file can hold a sheet without end
MOST_SHEETS = 50
MOST_ROWS = 1_048_576  # what Excel itself can number


class NotAWorkbook(Exception):
    """The bytes are no workbook with one filled sheet; the message is a whole Chinese sentence."""


def workbook_rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield each row's number and cells; a formula counts with the value that Excel last saved for it. Raises NotAWorkbook."""
    import openpyxl  # noqa: PLC0415  costs a fifth of a second; most offices' folders hold only CSV

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
        if unpacked > MOST_UNPACKED:
            raise NotAWorkbook("工作簿展开后太大，不像一张数据表，请把数据贴到新的工作簿里。")
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # about styles and validations that openpyxl doesn't keep; we only read values
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            if len(book.sheetnames) > MOST_SHEETS:
                raise NotAWorkbook(f"工作簿里有{len(book.sheetnames)}张工作表，请只留有数据的一张。")
            filled = [sheet for sheet in book.worksheets if any(True for _ in _filled_rows(sheet))]
            if len(filled) > 1:
                names = listed(sheet.title for sheet in filled)
                raise NotAWorkbook(f"工作簿里有几张填了内容的工作表（{names}），不知道以哪张为准，请只留一张。")
            for sheet in filled:
                yield from _filled_rows(sheet)
    except NotAWorkbook:
        raise
    except Exception as error:  # whatever a damaged file makes of openpyxl, zipfile and the XML parser
        message = "打不开，不是 .xlsx 工作簿、已损坏或设了密码，请用表格软件重新另存为 .xlsx。"
        raise NotAWorkbook(message) from error


def _filled_rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    # Some programs write a wrong size of the sheet, by which openpyxl would cut it off.
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        if number > MOST_ROWS:
            raise NotAWorkbook(f"工作表超过{MOST_ROWS}行，请检查。")
        cells = [_text(value) for value in row]
        if any(cell.strip() for cell in cells):
            yield number, cells


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    # A spreadsheet keeps 15 significant digits; more of a float's digits are binary dust (0.1 + 0.2).
    if isinstance(value, float) and abs(value) < 10**15:
        return format(Decimal(format(value, ".15g")), "f")
    return format(value, ".15g") if isinstance(value, float) else str(value)
