"""A comparison -> an .xlsx that an office forwards: numbers that calculate, and formulas for what changed.

The formulas take the difference of the unrounded numbers first and round last, as `changes` does. So cells show the text of the other
forms, and nobody who corrects a number has to correct its difference.
"""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.base.book import put_text, saved
from reportgen.base.numbers import written
from reportgen.base.terminal import width
from reportgen.compare import sheet_look as look
from reportgen.compare.rows import TITLE, header, notices, row
from reportgen.figures.changes import Change, Comparison

_NAME = "指标对比"
_BEFORE, _AFTER, _DIFFERENCE, _PERCENT = "E", "F", "G", "H"
_WIDTHS = (6, 22, 30, 8, 12, 12, 16, 11, 48)  # characters; the sides are wider where their titles are
_SIDES = (4, 5)  # their columns among these
_ALIGNED = (look.CENTRE, look.LEFT, look.LEFT, look.CENTRE, *[look.RIGHT] * 4, look.LEFT)
_MOST_WIDE = 24


def as_sheet(comparison: Comparison) -> bytes:
    """Return the comparison as a workbook of one sheet, ready to print on A4."""
    book = Workbook()
    sheet = book.active
    sheet.title = _NAME
    head = look.put_above(sheet, TITLE, notices(comparison), ("突出", *header(comparison)), _WIDTHS)
    results: dict[str, str] = {}
    looks = look.Looks()
    for number, change in enumerate(comparison.changes, start=head + 1):
        results |= _write(sheet, number, change, looks)
    widths = list(_WIDTHS)
    for column, side in zip(_SIDES, comparison.sides, strict=True):
        widths[column] = max(widths[column], min(width(side.title) + 2, _MOST_WIDE))
    look.set_up(sheet, head, len(comparison.changes), widths)
    return saved(book, results)


def _write(sheet: Worksheet, number: int, change: Change, looks: look.Looks) -> dict[str, str]:
    """Write a change's row; return what its formulas come to."""
    texts = (look.SIGN if change.notes else "", *row(change))
    for column, text in enumerate(texts, start=1):
        cell = sheet.cell(number, column)
        looks.dress(cell, _ALIGNED[column - 1], look.MARKED if change.notes else None)
        put_text(cell, text)
    sheet.row_dimensions[number].height = look.height(texts, _WIDTHS)
    for letter, entry in ((_BEFORE, change.before), (_AFTER, change.after)):
        if entry is not None and entry.value is not None:
            look.put_number(sheet[f"{letter}{number}"], entry, entry.value)
    before, after, difference, percent = (f"{letter}{number}" for letter in (_BEFORE, _AFTER, _DIFFERENCE, _PERCENT))
    return put_change(sheet, change, before, after, difference, percent)


def put_change(
    sheet: Worksheet, change: Change, before: str, after: str, difference: str, percent: str
) -> dict[str, str]:
    """Write the formulas of a change into two cells, from those in which its numbers stand; return what they come to."""
    if change.difference is None:
        return {}
    digits = change.difference_digits
    whole = isinstance(change.difference, int) and not digits
    taken = f"{after}-{before}" if whole else f"ROUND(ROUND({after}-{before},{look.DUST}),{digits})"
    look.put_formula(sheet[difference], taken)
    sheet[difference].number_format = look.signed(digits, change.difference_unit if change.is_rate else "")
    results = {difference: written(change.difference, digits)}
    if not change.is_rate:
        share = f'IF(OR({before}=0,{before}*{after}<0),"",ROUND(({after}-{before})*100/ABS({before}),1))'
        look.put_formula(sheet[percent], share)
        sheet[percent].number_format = look.signed(1)
        if change.percent is not None:
            results[percent] = written(change.percent, 1)
    return results
