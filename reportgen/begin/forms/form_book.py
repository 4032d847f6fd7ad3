"""Tables to be filled -> an .xlsx workbook, a sheet each: drop-down lists, bounds and formats of numbers, a header that stays in sight.

The same tables always give the same bytes. Our own readers read it as it is, filled or empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.base.book import put_text, saved
from reportgen.base.numbers import Exact, written
from reportgen.base.shown import number_form
from reportgen.base.terminal import width
from reportgen.begin.forms.form_names import sheet_names
from reportgen.inputs.catalogue import Measure

_TITLE, _NOTE, _HEADER = 1, 2, 3  # rows
_SPARE = 200  # rows below a table to which people add rows that have their lists and bounds too
_MOST_LISTED = 255  # characters of a list that stands in the validation itself (ECMA-376, 18.3.1.33, as Excel takes it)
_NARROWEST, _WIDEST = 10, 40  # columns of a Latin character
_THIN = Side(style="thin", color="808080")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_GREY = PatternFill("solid", fgColor="E7E6E6")
_A4 = "9"


@dataclass(frozen=True)
class Form:
    """A table to be filled: its sheet's name, the title printed above it, its columns in order and its rows so far.

    A name longer than Excel takes is cut. A cell is a text, a number or None for an empty one. `choices` are what may stand in a column of
    categories, () for anything; `measures` are the columns of numbers.
    """

    sheet: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | Exact | None, ...], ...]
    choices: Mapping[str, tuple[str, ...]]
    measures: Mapping[str, Measure]


def form_book(forms: Iterable[Form]) -> bytes:
    """Return the workbook."""
    book = Workbook()
    book.remove(book.active)
    every = list(forms)
    names = sheet_names([form.sheet for form in every])
    for form in every:
        _fill(book.create_sheet(names[form.sheet]), form)
    return saved(book)


def _fill(sheet: Worksheet, form: Form) -> None:
    put_text(sheet.cell(_TITLE, 1), form.title)
    put_text(sheet.cell(_NOTE, 1), _note(form))
    for column, name in enumerate(form.columns, 1):
        put_text(sheet.cell(_HEADER, column), name)
    for number, row in enumerate(form.rows, _HEADER + 1):
        for column, (name, content) in enumerate(zip(form.columns, row, strict=True), 1):
            _put(sheet, number, column, content, form.measures.get(name))
    _look(sheet, form)
    for column, name in enumerate(form.columns, 1):
        measure = form.measures.get(name)
        rule = _choice(form, name, column) if measure is None else _bounds(measure, get_column_letter(column))
        if rule is not None:
            letter = get_column_letter(column)
            rule.add(f"{letter}{_HEADER + 1}:{letter}{_HEADER + len(form.rows) + _SPARE}")
            sheet.add_data_validation(rule)


def _note(form: Form) -> str:
    units = "、".join(f"{name}（{one.unit}）" if one.unit else name for name, one in form.measures.items())
    return f"只填数字，不带单位：{units}。没有发生的填0，还不知道的空着；表头和表的名称不要改。"


def _put(sheet: Worksheet, row: int, column: int, content: str | Exact | None, measure: Measure | None) -> None:
    cell = sheet.cell(row, column)
    if isinstance(content, str):
        put_text(cell, content)
    elif content is not None:
        assert measure is not None, "a number stands in a column of numbers"
        cell.value = content if isinstance(content, int) else Decimal(written(content, measure.digits))


def _look(sheet: Worksheet, form: Form) -> None:
    last = len(form.columns)
    last_row = _HEADER + len(form.rows)
    sheet.cell(_TITLE, 1).font = Font(name="黑体", size=16)
    sheet.cell(_NOTE, 1).font = Font(name="宋体", size=10, color="595959")
    for row in sheet.iter_rows(_HEADER, last_row, 1, last):
        for cell in row:
            cell.border = _BORDER
            cell.font = Font(name="宋体", size=11, bold=cell.row == _HEADER)
    for column, name in enumerate(form.columns, 1):
        sheet.cell(_HEADER, column).fill = _GREY
        sheet.cell(_HEADER, column).alignment = Alignment(horizontal="center", vertical="center")
        said = [name, *(cell for row in form.rows if isinstance(cell := row[column - 1], str))]
        wanted = max(width(text) for text in said) + 4
        sheet.column_dimensions[get_column_letter(column)].width = min(max(wanted, _NARROWEST), _WIDEST)
        if name in form.measures:
            # What is typed is shown with as many decimals as the report prints.
            shown = number_form(form.measures[name].digits, form.measures[name].least_digits)
            for row in range(_HEADER + 1, last_row + 1):
                sheet.cell(row, column).number_format = shown
    categories = sum(name not in form.measures for name in form.columns)
    sheet.freeze_panes = sheet.cell(_HEADER + 1, categories + 1)
    sheet.print_title_rows = f"{_TITLE}:{_HEADER}"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"


def _choice(form: Form, name: str, column: int) -> DataValidation | None:
    """Return the drop-down list of a column of categories, None where anything may stand there."""
    choices = form.choices.get(name, ())
    listed = ",".join(choices)
    if not choices:
        return None
    if len(listed) > _MOST_LISTED or any("," in one for one in choices):
        if not set(choices) <= {row[column - 1] for row in form.rows}:
            return None  # no cells that hold them all; a list in cells of its own would be a column without a header
        letter = get_column_letter(column)
        source = f"${letter}${_HEADER + 1}:${letter}${_HEADER + len(form.rows)}"
    else:
        source = '"{}"'.format(listed.replace('"', '""'))
    rule = DataValidation(type="list", formula1=source, allow_blank=True)
    return _told(rule, "请从下拉列表里选。", "下拉列表里没有这一项")


def _bounds(measure: Measure, letter: str) -> DataValidation:
    """Return what may be typed into a column of numbers: whole or with so many decimals, below zero or not."""
    first = f"{letter}{_HEADER + 1}"
    sign = "" if measure.below_zero else "不小于0的"
    if not measure.digits:
        least = str(-(10**15)) if measure.below_zero else "0"
        rule = DataValidation(type="whole", operator="between", formula1=least, formula2=str(10**15), allow_blank=True)
        return _told(rule, f"填{sign}整数。", f"这里填{sign}整数，不带单位")
    bound = "" if measure.below_zero else f",{first}>=0"
    formula = f"AND(ISNUMBER({first}){bound},ROUND({first},{measure.digits})={first})"
    rule = DataValidation(type="custom", formula1=formula, allow_blank=True)
    what = f"{sign}数，最多{measure.digits}位小数"
    return _told(rule, f"填{what}。", f"这里填{what}，不带单位")


def _told(rule: DataValidation, prompt: str, error: str) -> DataValidation:
    rule.showInputMessage = rule.showErrorMessage = True
    rule.prompt, rule.error, rule.errorTitle = prompt, error, "填得不对"
    return rule
