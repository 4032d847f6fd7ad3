"""A workbook made with openpyxl, or rows -> the bytes of an .xlsx; the same cells always give the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table

from reportgen.base.textfile import RUN

_STAMP = (1980, 1, 1, 0, 0, 0)  # the zip format's zero
_CORE = "docProps/core.xml"
_TABLE = "表1"
_SHEET = "xl/worksheets/sheet1.xml"
_DATES = re.compile(r"<dcterms:(created|modified)\b.*?</dcterms:\1>")
_FORMULA = re.compile(r'(<c r="([A-Z]+[0-9]+)"[^>]*><f>[^<]*</f>)<v ?/?>(?:</v>)?')


def put_text(cell: Cell, text: str) -> None:
    """Write a text that stays one: what begins like a formula is no formula, in the file and after somebody has edited the cell."""
    shown = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.value = shown or None
    if shown.startswith(RUN):
        cell.data_type = "s"
        cell.quotePrefix = True


def saved(book: Workbook, results: Mapping[str, str] | None = None) -> bytes:
    """Return the workbook as .xlsx; `results` are the numbers that the first sheet's formulas come to, by cell.

    openpyxl writes a formula without its result, so that a preview on a phone, which doesn't calculate, would show an empty cell;
    and it stamps the file with the clock.
    """
    known = results or {}
    book.properties.creator = "reportgen"
    book.calculation.fullCalcOnLoad = True
    written = io.BytesIO()
    book.save(written)
    stamped = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(stamped, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == _CORE:
                content = _DATES.sub("", content.decode()).encode()
            elif name == _SHEET and known:
                content = _FORMULA.sub(lambda at: f"{at[1]}<v>{known.get(at[2], '')}</v>", content.decode()).encode()
            info = zipfile.ZipInfo(name, _STAMP)
            info.create_system = 0  # Python writes its own system's number otherwise
            target.writestr(info, content, zipfile.ZIP_DEFLATED)
    return stamped.getvalue()


def chart_book(title: str, heads: Sequence[str], rows: Iterable[Sequence[object]], forms: Sequence[str]) -> bytes:
    """Return a workbook of one plain sheet, as a chart keeps its data.

    Each row is a name and numbers, None for a missing one; `forms` are the formats of the columns of numbers. The cells are a table, whose
    corner somebody draws in Word where a row is to be added; a table's heads must differ, so that there is none where two are the same.
    """
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for column, head in enumerate(heads, start=1):
        put_text(sheet.cell(1, column), head)
    count = 1
    for count, (name, *numbers) in enumerate(rows, start=2):
        put_text(sheet.cell(count, 1), str(name))
        for column, (number, form) in enumerate(zip(numbers, forms, strict=True), start=2):
            cell = sheet.cell(count, column)
            cell.value = number
            cell.number_format = form
    if len({head.casefold() for head in heads if head.strip()}) == len(heads):
        sheet.add_table(Table(displayName=_TABLE, ref=f"A1:{get_column_letter(len(heads))}{max(count, 2)}"))
    return saved(book)
