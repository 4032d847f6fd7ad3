"""A comparison -> an .xlsx that an office forwards: numbers that calculate, and formulas for what changed.

The cells hold the unrounded numbers (a fraction to the 15 digits that a spreadsheet keeps) and show the digits that the report prints;
the formulas take the difference first and round last, as `changes` does. So cells show the text of the other forms, and nobody who
corrects a number has to correct its difference.
"""

from __future__ import annotations

from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.base.book import put_text, saved
from reportgen.base.numbers import Exact, decimals_written, written
from reportgen.base.terminal import width
from reportgen.compare.rows import TITLE, header, notices, row
from reportgen.figures.changes import Change, Comparison, Entry

_NAME = "指标对比"
_BEFORE, _AFTER, _DIFFERENCE, _PERCENT = "E", "F", "G", "H"
_WIDTHS = (6, 22, 30, 8, 12, 12, 16, 11, 48)  # characters; the sides are wider where their titles are
_SIGN = "！"
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_RIGHT = Alignment(horizontal="right", vertical="center", wrap_text=True)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_ALIGNED = (_CENTRE, _LEFT, _LEFT, _CENTRE, _RIGHT, _RIGHT, _RIGHT, _RIGHT, _LEFT)
_PLAIN, _HEADING, _TITLE = Font(name="宋体", size=11), Font(name="黑体", size=11), Font(name="黑体", size=16)
_MARKED = PatternFill("solid", start_color="FFF2CC")
_HEAD = PatternFill("solid", start_color="E7E6E6")
_BOX = Border(*[Side(style="thin", color="808080")] * 4)
_A4 = 9  # ECMA-376 18.3.1.63
_DUST = 9  # digits; below are the traces of binary fractions: 89.25-89.2 is 0.04999999999999716
_MOST_WIDE = 24
_LINE = 16  # points


def as_sheet(comparison: Comparison) -> bytes:
    """Return the comparison as a workbook of one sheet, ready to print on A4."""
    book = Workbook()
    sheet = book.active
    sheet.title = _NAME
    head = _above(sheet, comparison)
    for column, text in enumerate(("突出", *header(comparison)), start=1):
        cell = sheet.cell(head, column)
        put_text(cell, text)
        cell.font, cell.alignment, cell.border, cell.fill = _HEADING, _CENTRE, _BOX, _HEAD
    results: dict[str, str] = {}
    for number, change in enumerate(comparison.changes, start=head + 1):
        results |= _write(sheet, number, change)
    _set_up(sheet, comparison, head)
    return saved(book, results)


def _above(sheet: Worksheet, comparison: Comparison) -> int:
    """Write the title and whose numbers are invented; return the header's row."""
    put_text(sheet["A1"], TITLE)
    sheet["A1"].font, sheet["A1"].alignment = _TITLE, _CENTRE
    sheet.row_dimensions[1].height = 30
    said = notices(comparison)
    for number, notice in enumerate(said, start=2):
        cell = sheet.cell(number, 1)
        put_text(cell, notice)
        cell.font, cell.alignment = _HEADING, _LEFT
        sheet.row_dimensions[number].height = _height([notice], [sum(_WIDTHS)])
    for number in range(1, len(said) + 2):
        sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=len(_WIDTHS))
    return len(said) + 2


def _write(sheet: Worksheet, number: int, change: Change) -> dict[str, str]:
    """Write a change's row; return what its formulas come to."""
    texts = (_SIGN if change.notes else "", *row(change))
    for column, text in enumerate(texts, start=1):
        cell = sheet.cell(number, column)
        cell.font, cell.alignment, cell.border = _PLAIN, _ALIGNED[column - 1], _BOX
        if change.notes:
            cell.fill = _MARKED
        put_text(cell, text)
    sheet.row_dimensions[number].height = _height(texts, _WIDTHS)
    for letter, entry in ((_BEFORE, change.before), (_AFTER, change.after)):
        if entry is not None and entry.value is not None:
            _put_number(sheet[f"{letter}{number}"], entry, entry.value)
    if change.difference is None:
        return {}
    before, after = f"{_BEFORE}{number}", f"{_AFTER}{number}"
    digits = change.difference_digits
    difference, percent = sheet[f"{_DIFFERENCE}{number}"], sheet[f"{_PERCENT}{number}"]
    whole = isinstance(change.difference, int) and not digits
    _put_formula(difference, f"{after}-{before}" if whole else f"ROUND(ROUND({after}-{before},{_DUST}),{digits})")
    difference.number_format = _signed(digits, change.difference_unit if change.is_rate else "")
    results = {difference.coordinate: written(change.difference, digits)}
    if not change.is_rate:
        _put_formula(percent, f'IF(OR({before}=0,{before}*{after}<0),"",ROUND(({after}-{before})*100/ABS({before}),1))')
        percent.number_format = _signed(1)
        if change.percent is not None:
            results[percent.coordinate] = written(change.percent, 1)
    return results


def _put_number(cell: Cell, entry: Entry, value: Exact) -> None:
    cell.value = value if isinstance(value, int) else float(value)
    cell.quotePrefix = False
    cell.number_format = _shown(decimals_written(entry.text))


def _put_formula(cell: Cell, formula: str) -> None:
    cell.value = f"={formula}"
    cell.quotePrefix = False


def _height(texts: Iterable[str], widths: Iterable[int]) -> int:
    """Return the height that wrapped texts need, in points; LibreOffice gives a row no other than what the file says."""
    return _LINE * max(-(-width(text) // (wide - 2)) or 1 for text, wide in zip(texts, widths, strict=True))


def _shown(digits: int) -> str:
    return f"0.{'0' * digits}" if digits else "0"


def _signed(digits: int, unit: str = "") -> str:
    """Return the format of a difference: +12, -0.7, 0, a rate's with its unit."""
    shown = _shown(digits) + (f'"{unit}"' if unit else "")
    return f"+{shown};-{shown};{shown}"


def _set_up(sheet: Worksheet, comparison: Comparison, head: int) -> None:
    """Set widths, what stays in view, what can be filtered, and how it prints."""
    titles = {_BEFORE: comparison.before.title, _AFTER: comparison.after.title}
    for letter, least in zip("ABCDEFGHI", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = max(least, min(width(titles.get(letter, "")) + 2, _MOST_WIDE))
    sheet.freeze_panes = f"A{head + 1}"
    sheet.auto_filter.ref = f"A{head}:I{head + len(comparison.changes)}"
    sheet.print_title_rows = f"{head}:{head}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top = sheet.page_margins.bottom = 0.7
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
