"""A league -> an .xlsx that an office forwards: a row for each metric and office, with formulas for sum, rank, share and change.

So whoever filters one office sees where it stands in everything, and whoever corrects a number has the rest corrected.
"""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.base.book import put_text, saved
from reportgen.compare import league_rows as rows
from reportgen.compare import sheet_look as look
from reportgen.compare.league import Contest, League
from reportgen.compare.rows import DIFFERENCE, PERCENT
from reportgen.compare.sheet import put_change

_NAME = "各单位对比"
_RANK, _NOW, _SHARE, _BEFORE, _DIFFERENCE, _PERCENT = "F", "G", "H", "I", "J", "K"
_WIDTHS = (6, 18, 28, 9, 18, 7, 13, 10, 13, 16, 11, 44)  # characters
_ALIGNED = (
    look.CENTRE,
    look.LEFT,
    look.LEFT,
    look.CENTRE,
    look.LEFT,
    look.CENTRE,
    *[look.RIGHT] * 5,
    look.LEFT,
)
_ALL = PatternFill("solid", start_color="F2F2F2")


def as_sheet(league: League) -> bytes:
    """Return the league as a workbook of one sheet, ready to print on A4."""
    book = Workbook()
    sheet = book.active
    sheet.title = _NAME
    before, after = league.titles
    front = ("突出", *rows.header(league)[:4], rows.RANK, after, rows.SHARE)
    heads = (*front, before or "上年", DIFFERENCE, PERCENT, rows.REMARK)
    title = f"{rows.TITLE}（{after}）"
    head = number = look.put_above(sheet, title, rows.notices(league), heads, _WIDTHS)
    results: dict[str, str] = {}
    looks = look.Looks()
    for contest in league.contests:
        results |= _write(sheet, number + 1, contest, league, looks)
        number += 1 + len(contest.standings)
    look.set_up(sheet, head, number - head, _WIDTHS)
    return saved(book, results)


def _write(sheet: Worksheet, first: int, contest: Contest, league: League, looks: look.Looks) -> dict[str, str]:
    """Write a metric's rows, that of all offices first; return what their formulas come to."""
    results: dict[str, str] = {}
    last = first + len(contest.standings)
    own = f"{_NOW}${first + 1}:{_NOW}${last}"
    for number, line in enumerate(rows.lines(contest), start=first):
        _put_texts(sheet, number, line, league, looks)
        now, share, rank = (f"{letter}{number}" for letter in (_NOW, _SHARE, _RANK))
        entry = line.change.entry
        if entry.value is not None:
            look.put_number(sheet[now], entry, entry.value)
        if line.change.before is not None and line.change.before.value is not None:
            look.put_number(sheet[f"{_BEFORE}{number}"], line.change.before, line.change.before.value)
        if line.standing is None and contest.is_added and entry.value is not None:
            look.put_formula(sheet[now], f"SUM({own})")
            results[now] = str(entry.value) if isinstance(entry.value, int) else str(float(entry.value))
        if line.rank:
            look.put_formula(sheet[rank], f"RANK({now},{own})")
            results[rank] = line.rank
        if line.share:
            look.put_formula(sheet[share], f"ROUND({now}*100/{_NOW}${first},1)")
            sheet[share].number_format = look.shown(1)
            results[share] = line.share
        at = (f"{letter}{number}" for letter in (_BEFORE, _NOW, _DIFFERENCE, _PERCENT))
        results |= put_change(sheet, line.change, *at)
    return results


def _put_texts(sheet: Worksheet, number: int, line: rows.Line, league: League, looks: look.Looks) -> None:
    fill = look.MARKED if line.notes else _ALL if line.standing is None else None
    cells = rows.row(line, league)
    against = cells[7:-1] if league.titles[0] else ("", "", "")
    texts = (look.SIGN if line.notes else "", *cells[:7], *against, cells[-1])
    for column, text in enumerate(texts, start=1):
        cell = sheet.cell(number, column)
        looks.dress(cell, _ALIGNED[column - 1], fill)
        put_text(cell, text)
    sheet.row_dimensions[number].height = look.height(texts, _WIDTHS)
