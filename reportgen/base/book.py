"""A workbook made with openpyxl, or rows -> the bytes of an .xlsx; the same cells always give the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell

from reportgen.base.textfile import RUN

_STAMP = (1980, 1, 1, 0, 0, 0)  # the zip format's zero
_CORE = "docProps/core.xml"
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


def plain_book(title: str, rows: Iterable[Sequence[str | float]]) -> bytes:
    """Return a workbook of one plain sheet, as a chart keeps its data."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for number, row in enumerate(rows, start=1):
        for column, content in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            if isinstance(content, str):
                put_text(cell, content)
            else:
                cell.value = content
    return saved(book)
