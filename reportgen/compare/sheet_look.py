"""Texts, exact numbers and formulas -> the cells of a comparison's workbook in one look, ready to print on A4.

A cell holds the unrounded number (a fraction to the 15 digits that a spreadsheet keeps) and shows the digits that the report prints.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.base.book import put_text
from reportgen.base.numbers import Exact, decimals_written
from reportgen.base.terminal import width
from reportgen.figures.changes import Entry

SIGN = "！"
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
RIGHT = Alignment(horizontal="right", vertical="center", wrap_text=True)
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
PLAIN, HEADING, TITLE = Font(name="宋体", size=11), Font(name="黑体", size=11), Font(name="黑体", size=16)
MARKED = PatternFill("solid", start_color="FFF2CC")
HEAD = PatternFill("solid", start_color="E7E6E6")
BOX = Border(*[Side(style="thin", color="808080")] * 4)
DUST = 9  # digits; below are the traces of binary fractions: 89.25-89.2 is 0.04999999999999716
_A4 = 9  # ECMA-376 18.3.1.63
_LINE = 16  # points


def put_above(sheet: Worksheet, title: str, notices: Sequence[str], heads: Iterable[str], widths: Sequence[int]) -> int:
    """Write the title, what must stand above the table, and the table's header; return the header's row."""
    put_text(sheet["A1"], title)
    sheet["A1"].font, sheet["A1"].alignment = TITLE, CENTRE
    sheet.row_dimensions[1].height = 30
    for number, notice in enumerate(notices, start=2):
        cell = sheet.cell(number, 1)
        put_text(cell, notice)
        cell.font, cell.alignment = HEADING, LEFT
        sheet.row_dimensions[number].height = height([notice], [sum(widths)])
    head = len(notices) + 2
    for number in range(1, head):
        sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=len(widths))
    for column, text in enumerate(heads, start=1):
        cell = sheet.cell(head, column)
        put_text(cell, text)
        cell.font, cell.alignment, cell.border, cell.fill = HEADING, CENTRE, BOX, HEAD
    return head


class Looks:
    """Dresses the cells of one workbook: the first of each look through openpyxl's styles, which it hashes anew for each cell, and all
    others like that one, in a tenth of the time."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], Any] = {}

    def dress(self, cell: Cell, alignment: Alignment, fill: PatternFill | None) -> None:
        """Give a cell of the table its box, font, alignment and fill, which are among this module's or their module's own."""
        look = id(alignment), id(fill)
        if look in self._known:
            cell._style = copy(self._known[look])
            return
        cell.font, cell.alignment, cell.border = PLAIN, alignment, BOX
        if fill is not None:
            cell.fill = fill
        self._known[look] = copy(cell._style)


def put_number(cell: Cell, entry: Entry, value: Exact) -> None:
    """Write a metric's number, shown as the report prints it."""
    cell.value = value if isinstance(value, int) else float(value)
    cell.quotePrefix = False
    cell.number_format = shown(decimals_written(entry.text))


def put_formula(cell: Cell, formula: str) -> None:
    """Write a formula, without the sign in front."""
    cell.value = f"={formula}"
    cell.quotePrefix = False


def height(texts: Iterable[str], widths: Iterable[int]) -> int:
    """Return the height that wrapped texts need, in points; LibreOffice gives a row no other than what the file says."""
    return _LINE * max(-(-width(text) // (wide - 2)) or 1 for text, wide in zip(texts, widths, strict=True))


def shown(digits: int) -> str:
    """Return the format of a number with so many decimals."""
    return f"0.{'0' * digits}" if digits else "0"


def signed(digits: int, unit: str = "") -> str:
    """Return the format of a difference: +12, -0.7, 0, a rate's with its unit."""
    form = shown(digits) + (f'"{unit}"' if unit else "")
    return f"+{form};-{form};{form}"


def set_up(sheet: Worksheet, head: int, rows: int, widths: Sequence[int]) -> None:
    """Set widths, what stays in view, what can be filtered, and how the sheet prints."""
    letters = [get_column_letter(column) for column in range(1, len(widths) + 1)]
    for letter, wide in zip(letters, widths, strict=True):
        sheet.column_dimensions[letter].width = wide
    sheet.freeze_panes = f"A{head + 1}"
    sheet.auto_filter.ref = f"A{head}:{letters[-1]}{head + rows}"
    sheet.print_title_rows = f"{head}:{head}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top = sheet.page_margins.bottom = 0.7
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
