"""An office's year kept in a dozen habits of spreadsheets gives the same figures as the clean one, and says what it passed over."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from spreadsheets import cell, number, row, sheet, spreadsheet, text
from workbooks import workbook

from reportgen.base.book import saved
from reportgen.begin.next_year.next_folder import make_next_year
from reportgen.checks.data import wrong_totals
from reportgen.figures.compute import Figures, compute
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.folder import read_sources
from reportgen.inputs.sources import Sources

CATALOGUE = """
any_table: {村（社区）: 村名单}
people:
  title: 人口
  texts: {村名单: 列表}
  tables:
    people:
      户口: [农业, 非农业]
      人口: 人
      育龄妇女: {unit: 人, blank: 0}
      补贴: {unit: 元, digits: 2}
      参保率: {unit: '%', digits: 2}
    months: {月份: [1月, 2月, 3月], 办件: 件}
  总人口: {sum: 人口}
  农业人口: {sum: 人口, where: {户口: 农业}}
  育龄妇女数: {sum: 育龄妇女}
  补贴总额: {sum: 补贴}
  办件总数: {sum: 办件}
  人均补贴: {formula: 补贴总额 / 总人口, unit: 元, digits: 2}
"""
SECTION = "村名单: [甲村, 乙村, 丙社区]\n"
HEADER = ["村（社区）", "户口", "人口", "育龄妇女", "补贴", "参保率"]
# An invented office's.
ROWS: list[list[object]] = [
    ["甲村", "农业", 1203, 301, 5005.5, 92],
    ["甲村", "非农业", 80, 0, 100, 95.5],
    ["乙村", "农业", 977, 214, 0.35, 100],
    ["乙村", "非农业", 41, 9, 16800, 88],
    ["丙社区", "农业", 12, 3, 7, 90],
    ["丙社区", "非农业", 2650, 702, 1234.56, 99],
]
MONTHS = [["月份", "办件"], ["1月", 7], ["2月", 0], ["3月", 12]]


class Kept(NamedTuple):
    """An office's two tables as it keeps them, with the ending of their names, and what the program says it passed over."""

    people: bytes
    form: str = ".xlsx"
    said: tuple[str, ...] = ()
    months: bytes = b""


def as_csv(rows: list[list[object]], separator: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue()


def book(rows: list[list[object]], *merged: str, change: Callable[[Worksheet], None] = lambda sheet: None) -> bytes:
    made = openpyxl.Workbook()
    for one in rows:
        made.active.append(one)
    for one in merged:
        made.active.merge_cells(one)
    change(made.active)
    return saved(made)


def note(what: str, file: str = "people.xlsx") -> str:
    return f"说明 {file}：不是数据，没有读：{what}。"


def clean() -> Kept:
    return Kept(as_csv([[*HEADER], *ROWS]).encode("utf-8-sig"), ".csv")


def titles_and_notes_above() -> Kept:
    above = [
        ["2018年人口情况表"],
        ["（2018年12月）"],
        *([f"填表要求{n}：按户籍统计"] for n in "一二三四五"),
        ["单位：人、元"],
    ]
    return Kept(book([*above, [*HEADER], *ROWS], "A1:F1"))


def two_header_rows() -> Kept:
    upper = ["村（社区）", "户口", "人数", None, "补贴", "参保率"]
    lower = [None, None, "人口", "育龄妇女", None, None]
    return Kept(book([upper, lower, *ROWS], "A1:A2", "B1:B2", "C1:D1", "E1:E2", "F1:F2"))


def units_in_the_header() -> Kept:
    return Kept(book([["村（社区）", "户口", "人口（人）", "育龄妇女/人", "补贴（单位：元）", "参保率（％）"], *ROWS]))


def villages_in_merged_cells() -> Kept:
    rows = [[None if n % 2 else row[0], *row[1:]] for n, row in enumerate(ROWS)]
    return Kept(book([[*HEADER], *rows], "A2:A3", "A4:A5", "A6:A7"))


def villages_in_merged_cells_of_an_ods() -> Kept:
    down = ' table:number-rows-spanned="2" table:number-columns-spanned="1"'
    rows = [row(*(text(one) for one in HEADER))]
    for n, (village, household, *numbers) in enumerate(ROWS):
        first = "<table:covered-table-cell/>" if n % 2 else cell("string", "", str(village), more=down)
        rows.append(row(first, text(str(household)), *(number(float(str(one))) for one in numbers)))
    return Kept(spreadsheet(sheet(*rows)), ".ods")


def columns_of_its_own() -> Kept:
    rows = [[n, *row, "含外出务工3人" if n == 2 else None] for n, row in enumerate(ROWS, 1)]
    return Kept(book([["序号", *HEADER, "备注"], *rows]), said=(note("「序号」「备注」列"),))


def remarks_below() -> Kept:
    below: list[list[object]] = [
        ["合计", None, 4963, 1229, 23147.41, None],
        ["其中：女", None, 2400, None, None, None],
        ["注：1.人口按户籍统计，共6行。"],
        ["2.补贴含临时补贴。"],
        ["填表人：张三", None, "审核人：李四", None, "填报日期：2018年12月5日"],
    ]
    said = note("第9行（其中），第10–11行（注），第12行（填表人）")
    return Kept(book([[*HEADER], *ROWS, *below], "A10:F10"), said=(said,))


def subtotals_and_empty_blocks() -> Kept:
    rows: list[list[object]] = [[None, "合计", None, 4963, 1229, 23147.41, None]]
    for village in range(3):
        one, two = ROWS[2 * village : 2 * village + 2]
        rows += [[2 * village + 1, *one], [2 * village + 2, *two]]
        rows += [
            [
                None,
                one[0],
                "小计",
                *(float(str(a)) + float(str(b)) for a, b in zip(one[2:5], two[2:5], strict=True)),
                None,
            ],
            [],
        ]
    return Kept(book([["序号", *HEADER], *rows, [7], [8]]), said=(note("「序号」列，第15–16行（没有类别也没有数）"),))


def a_sheet_of_instructions() -> Kept:
    made = openpyxl.Workbook()
    for line in (["填表说明"], ["1.人口按户籍统计"], ["报送日期", "12月5日"], ["份数", 3]):
        made.active.append(line)
    made.active.title = "填表说明"
    filled = made.create_sheet("人口")
    for one in ([*HEADER], *ROWS):
        filled.append(one)
    return Kept(saved(made), said=(note("工作表「填表说明」"),))


def percent_and_date_formats() -> Kept:
    rows: list[list[object]] = [
        [*row[:4], (float(str(row[4])), '#,##0.00"元"'), (float(str(row[5])) / 100, "0.0%")] for row in ROWS
    ]
    days = [[(datetime.date(2018, n, 1), 'm"月"'), count] for n, (_, count) in enumerate(MONTHS[1:], 1)]
    return Kept(workbook([HEADER, *rows]), months=workbook([MONTHS[0], *days]))


def filtered_rows() -> Kept:
    def hide(sheet: Worksheet) -> None:
        sheet.auto_filter.ref = "A1:F7"
        for hidden in (3, 5, 7):
            sheet.row_dimensions[hidden].hidden = True

    told = (
        "提醒 people.xlsx：第3、5、7行在表格软件里看不见（隐藏了或筛选掉了），数照样算在内；"
        "不该算的请删去，该算的请取消隐藏。"
    )
    return Kept(book([[*HEADER], *ROWS], change=hide), said=(told,))


def signs_for_nothing_and_arithmetic() -> Kept:
    rows = [[*row] for row in ROWS]
    rows[1][3] = "—"
    rows[2][4] = "=16800.35-16800"
    data = workbook([HEADER, *rows], {"E4": "0.349999999998545"}, calculated=True)
    return Kept(data)


def unicode_text_with_empty_columns() -> Kept:
    wide = [[*row, *[""] * 300] for row in ([*HEADER], *ROWS)]
    return Kept(as_csv(wide, "\t").encode("utf-16"), ".txt")


HABITS = [
    titles_and_notes_above,
    two_header_rows,
    units_in_the_header,
    villages_in_merged_cells,
    villages_in_merged_cells_of_an_ods,
    columns_of_its_own,
    remarks_below,
    subtotals_and_empty_blocks,
    a_sheet_of_instructions,
    percent_and_date_formats,
    filtered_rows,
    signs_for_nothing_and_arithmetic,
    unicode_text_with_empty_columns,
]
EVERY = pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.__name__)


def write(folder: Path, kept: Kept, year: int = 2018) -> None:
    (folder / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
    inputs = folder / "data" / str(year)
    inputs.mkdir(parents=True)
    (inputs / "people.yaml").write_text(SECTION, encoding="utf-8")
    (inputs / f"people{kept.form}").write_bytes(kept.people)
    months = kept.months or as_csv(MONTHS).encode()
    (inputs / f"months{'.xlsx' if kept.months else '.csv'}").write_bytes(months)


def figures_of(folder: Path, year: int = 2018) -> tuple[Sources, Figures]:
    catalogue = read_catalogue(folder)
    sources = read_sources(folder / "data" / str(year), year, catalogue)
    return sources, compute(catalogue, sources)


def values(figures: Figures) -> dict[str, str]:
    found = {name: str(figure.value) for name, figure in figures.by_name.items()}
    parts = [part for name in ("总人口", "育龄妇女数", "补贴总额") for part in figures.parts(name, "村（社区）")]
    assert len(parts) == 9
    return found | {figure.name: str(figure.value) for _, figure in parts}


@EVERY
def test_a_year_kept_in_a_habit_gives_the_figures_of_the_clean_one(tmp_path: Path, habit: Callable[[], Kept]) -> None:
    for name, kept in (("clean", clean()), ("kept", habit())):
        (tmp_path / name).mkdir()
        write(tmp_path / name, kept)
    (nothing, wanted), (sources, found) = (figures_of(tmp_path / name) for name in ("clean", "kept"))
    assert values(found) == values(wanted)
    assert values(wanted)["人均补贴"] == str(wanted["补贴总额"].value / wanted["总人口"].value)  # type: ignore[operator]
    assert [f"{issue.severity.value} {issue}" for issue in sources.issues] == list(habit().said)
    assert nothing.issues == ()
    assert list(wrong_totals(found)) == []


@EVERY
def test_the_year_after_one_kept_in_a_habit_has_every_row_and_no_number(
    tmp_path: Path, habit: Callable[[], Kept]
) -> None:
    write(tmp_path, habit())
    make_next_year(tmp_path / "data", tmp_path, 2019, None)
    sources, _ = figures_of(tmp_path, 2019)
    before, _ = figures_of(tmp_path)
    after, then = sources.tables["people"], before.tables["people"]
    assert (after.categories, after.absent) == (then.categories, ())
    assert {number for numbers in after.numbers.values() for number in numbers} == {None}
    assert [total.where for total in after.totals] == [total.where for total in then.totals]
    assert {value for total in after.totals for value in total.values.values()} <= {None}


def test_a_wrong_total_in_a_habit_is_still_told(tmp_path: Path) -> None:
    wrong = [[*HEADER], *ROWS, ["合计", None, 4964, None, None, None]]
    write(tmp_path, Kept(book(wrong, "A8:B8")))
    (told,) = wrong_totals(figures_of(tmp_path)[1])
    assert (told.found, told.expected) == ("4964", "4963")


def test_a_form_with_every_habit_at_once_gives_the_same_figures(tmp_path: Path) -> None:
    upper = ["序号", "村（社区）", "户口", "人数", None, "补贴", "参保率", "备注"]
    lower = [None, None, None, "人口（人）", "育龄妇女/人", "（元）", "%", None]
    rows: list[list[object]] = [
        [n, None if n % 2 == 0 else row[0], *row[1:], "见说明" if n == 3 else None] for n, row in enumerate(ROWS, 1)
    ]
    rows[1][4] = "/"
    above = [["2018年人口情况表"], ["填报单位：某某街道", None, None, None, None, "单位：人、元"]]
    below = [
        ["合计", None, None, 4963, 1229, 23147.41, None],
        ["注：含集体户。"],
        ["填表人：张三", None, None, "审核人：李四"],
    ]

    def finish(sheet: Worksheet) -> None:
        sheet.row_dimensions[6].hidden = True
        sheet.parent.create_sheet("填表说明").append(["1.人口按户籍统计"])

    merged = (
        "A1:H1",
        "A3:A4",
        "B3:B4",
        "C3:C4",
        "D3:E3",
        "G3:G3",
        "H3:H4",
        "B5:B6",
        "B7:B8",
        "B9:B10",
        "A11:C11",
        "A12:H12",
    )
    write(tmp_path, Kept(book([*above, upper, lower, *rows, *below], *merged, change=finish)))
    (tmp_path / "clean").mkdir()
    write(tmp_path / "clean", clean())
    sources, found = figures_of(tmp_path)
    assert values(found) == values(figures_of(tmp_path / "clean")[1])
    passed = note("「序号」「备注」列，第12行（注），第13行（填表人），工作表「填表说明」")
    assert next(f"{issue.severity.value} {issue}" for issue in sources.issues) == passed
    assert list(wrong_totals(found)) == [] and len(sources.issues) == 2
