"""A table's file for the next year: the same header, titles, categories and looks, and no number of the year before."""

from __future__ import annotations

import csv
import functools
import io
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Font
from openpyxl.worksheet.table import Table as ExcelTable
from spreadsheets import of_rows, spreadsheet, text

from reportgen.base.workbook import NotAWorkbook
from reportgen.begin.next_year.next_table import NextTable, next_table
from reportgen.inputs.catalogue import Table
from reportgen.inputs.catalogue_file import read_catalogue

CATALOGUE = """
any_table: {村: 名单}
office:
  texts: {名单: 列表}
  tables:
    births: {孩次: [一孩, 二孩], 计划内: 人, 计划外: 人}
    families: {户主村: [], 户数: 户}
  计划内: {sum: 计划内}
  计划外: {sum: 计划外}
  户数: {sum: 户数}
"""
BOM = "\ufeff"


@functools.cache
def tables() -> dict[str, Table]:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
        return read_catalogue(Path(folder)).tables


def made(data: bytes, name: str = "births.csv", villages: tuple[str, ...] = ()) -> NextTable:
    return next_table(data, name, tables()[name.partition(".")[0]], {"村": villages}, (2018, 2019))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("孩次,计划内,计划外\n一孩,76,0\n二孩,80,\n合计,156,0\n", "孩次,计划内,计划外\n一孩,,\n二孩,,\n合计,,\n"),
        ("孩次,计划内,计划外\r\n一孩,76,0\r\n二孩,80,1", "孩次,计划内,计划外\r\n一孩,,\r\n二孩,,\r\n"),
        ("计划外,孩次,计划内\n0,二孩,1\n\n0,一孩,1\n", "计划外,孩次,计划内\n,二孩,\n\n,一孩,\n"),
        ('"孩次","计划内","计划外"\n" 一孩 ","1,076",0\n二孩,1,1\n', "孩次,计划内,计划外\n 一孩 ,,\n二孩,,\n"),
        ("孩次,计划内,计划外,,\n一孩,1,1,,\n二孩,1,1\n", "孩次,计划内,计划外,,\n一孩,,,,\n二孩,,\n"),
        (
            "村,孩次,计划内,计划外\n甲,一孩,7,0\n甲,二孩,8,0\n甲,小计,15,0\n合计,,15,0\n",
            "村,孩次,计划内,计划外\n甲,一孩,,\n甲,二孩,,\n甲,小计,,\n合计,,,\n",
        ),
    ],
)
def test_a_csv_keeps_header_and_categories_and_no_number(before: str, after: str) -> None:
    for data in (before.encode(), before.encode("utf-8-sig"), before.encode("gb18030"), before.encode("utf-16")):
        assert made(data).data == (BOM + after).encode()
        assert made(data, villages=("甲",)).remarks == ()


def test_a_title_stays_and_one_with_the_year_is_told() -> None:
    found = made("2018年出生情况,,\n孩次,计划内,计划外\n一孩,1,1\n二孩,1,1\n".encode())
    assert found.data.decode() == f"{BOM}2018年出生情况,,\n孩次,计划内,计划外\n一孩,,\n二孩,,\n"
    assert found.remarks == ("births.csv 的表头上面写着「2018年出生情况」，原样留着，请改。",)
    assert made("出生情况,,\n孩次,计划内,计划外\n一孩,1,1\n二孩,1,1\n".encode()).remarks == ()


def test_rows_that_were_lacking_are_added_above_the_total() -> None:
    found = made("孩次,计划内,计划外\n二孩,1,1\n合计,76,0\n".encode())
    assert found.data.decode() == f"{BOM}孩次,计划内,计划外\n二孩,,\n一孩,,\n合计,,\n"
    assert found.remarks == ("births.csv 补上了2018年缺的1行：一孩。",)
    wide = made("孩次,计划内,计划外,,\n二孩,1,1,,\n".encode())
    assert wide.data.decode() == f"{BOM}孩次,计划内,计划外,,\n二孩,,,,\n一孩,,\n"
    only_total = made("村,孩次,计划内,计划外\n合计,,76,0\n".encode(), villages=("甲", "乙"))
    only_total = made("村,孩次,计划内,计划外\n合计,,76,0\n".encode(), villages=("甲", "乙"))
    rows = "甲,一孩,,\n甲,二孩,,\n乙,一孩,,\n乙,二孩,,\n"
    assert only_total.data.decode() == f"{BOM}村,孩次,计划内,计划外\n{rows}合计,,,\n"


def test_rows_that_nobody_lists_are_to_be_looked_at() -> None:
    found = made("户主村,户数\n甲,2\n".encode(), "families.csv")
    assert found.remarks == ("families.csv 的行照2018年的，有增减的请自己加、删。",)


CELL = st.integers(0, 10**6).map(str) | st.sampled_from(["", "１２", "1,200", " 7 ", "0"])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(CELL, CELL), min_size=6, max_size=6), st.permutations(range(4)), st.booleans())
def test_whatever_the_order_of_rows_and_columns_all_but_the_numbers_stay(
    numbers: list[tuple[str, str]], order: list[int], total: bool
) -> None:
    rows = [[village, child] for village in "甲乙丙" for child in ("一孩", "二孩")]
    written = [[*row, *cells] for row, cells in zip(rows, numbers, strict=True)] + (
        [["合计", "", "9", ""]] if total else []
    )
    table = [[row[column] for column in order] for row in [["村", "孩次", "计划内", "计划外"], *written]]
    text = io.StringIO()
    csv.writer(text).writerows(table)
    after = list(csv.reader(io.StringIO(made(text.getvalue().encode()).data.decode("utf-8-sig"))))
    numeric = {order.index(2), order.index(3)}
    emptied = [["" if column in numeric else cell for column, cell in enumerate(row)] for row in table[1:]]
    assert after == [table[0], *emptied]


def test_a_year_above_columns_moves_on_with_the_table_and_is_told() -> None:
    before = "孩次,2018年,,备注\n,计划内,计划外,\n一孩,1,1,2018年底前\n二孩,1,1,\n"
    found = made(before.encode())
    assert found.data.decode() == f"{BOM}孩次,2019年,,备注\n,计划内,计划外,\n一孩,,,2018年底前\n二孩,,,\n"
    assert found.remarks == (
        "births.csv 表头里的「2018年」改成了「2019年」。",
        "births.csv 的「备注」列原样留着，请看还对不对。",
    )
    span = ",2017年10月至2018年9月,,\n孩次,计划内,计划外,备注\n一孩,1,1,\n二孩,1,1,\n"
    assert made(span.encode()).data.decode().startswith(f"{BOM},2018年10月至2019年9月,,\n")
    workbook = Workbook()
    for row in (["孩次", "2018年", None], [None, "计划内", "计划外"], ["一孩", 1, 1], ["二孩", 1, 1]):
        workbook.active.append(row)
    workbook.active.merge_cells("B1:C1")
    again = load_workbook(io.BytesIO(made(saved(workbook), "births.xlsx").data)).active
    assert [again["B1"].value, again["B3"].value] == ["2019年", None]


# ---- .xlsx ---------------------------------------------------------------------------------------------------------------------


def book(*rows: tuple[object, ...]) -> Workbook:
    made_book = Workbook()
    for row in rows:
        made_book.active.append(row)
    return made_book


def saved(workbook: Workbook) -> bytes:
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def with_result(data: bytes, cell: str, result: str) -> bytes:
    """Return the workbook with a formula's value as Excel saves it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            content = source.read(name).decode() if name.endswith("sheet1.xml") else ""
            if content:
                begin = content.index("</f>", content.index(f'r="{cell}"')) + 4
                kind = "" if result.isdecimal() else ' t="str"'
                content = (
                    content[:begin]
                    + f"<v>{result}</v>"
                    + content[begin:].replace("<v></v>", "", 1).replace("<v/>", "", 1)
                )
                content = content.replace(f'r="{cell}"', f'r="{cell}"{kind}')
            target.writestr(name, content or source.read(name))
    return buffer.getvalue()


HEADER = ("孩次", "计划内", "计划外")


def cells(data: bytes, *, data_only: bool = False) -> list[tuple[object, ...]]:
    return list(load_workbook(io.BytesIO(data), data_only=data_only).worksheets[0].iter_rows(values_only=True))


def test_a_workbook_keeps_its_form_and_formulas_over_cells() -> None:
    workbook = book(
        ("2018年出生情况",), HEADER, ("一孩", 76, 0), ("二孩", 80, "=40+36"), ("合计", "=SUM(B3:B4)", "=SUM(C3:C4)")
    )
    sheet = workbook.active
    sheet["A2"].font = Font(bold=True, size=20)
    sheet.merge_cells("A1:C1")
    sheet.column_dimensions["A"].width = 33
    found = made(with_result(saved(workbook), "C4", "76"), "births.xlsx")
    assert cells(found.data) == [
        ("2018年出生情况", None, None),
        HEADER,
        ("一孩", None, None),
        ("二孩", None, None),
        ("合计", '=IF(COUNT(B3:B4)=0,"",SUM(B3:B4))', '=IF(COUNT(C3:C4)=0,"",SUM(C3:C4))'),
    ]
    assert cells(made(found.data, "births.xlsx").data)[4] == cells(found.data)[4]
    after = load_workbook(io.BytesIO(found.data)).worksheets[0]
    assert after["A2"].font.bold and after["A2"].font.size == 20 and after.column_dimensions["A"].width == 33
    assert [str(area) for area in after.merged_cells.ranges] == ["A1:C1"]
    assert found.remarks == (
        "births.xlsx 合计行的公式留着（B5、C5），用表格软件打开、保存一次才有数。",
        "births.xlsx 的表头上面写着「2018年出生情况」，原样留着，请改。",
    )


def test_a_formula_in_a_row_of_data_goes_because_it_makes_a_0_of_what_is_missing() -> None:
    data = with_result(saved(book(HEADER, ("一孩", 76, "=B2*2"), ("二孩", 80, 1))), "C2", "152")
    found = made(data, "births.xlsx")
    assert cells(found.data)[1] == ("一孩", None, None)
    assert found.remarks == ("births.xlsx 的公式没有带过来（C2）：空着的格会被它算成0。",)


@pytest.mark.parametrize("formula", ["=76", "=40+36", '="76"', "=旧!B3", "='[1]旧'!B3", '=VALUE("B3")'])
def test_a_formula_that_only_says_last_years_number_goes(formula: str) -> None:
    workbook = book(HEADER, ("一孩", formula, 0), ("二孩", 80, 1), ("合计", formula, 1))
    workbook.create_sheet("旧")
    found = made(with_result(saved(workbook), "B2", "76"), "births.xlsx")
    assert cells(found.data)[1:] == [("一孩", None, None), ("二孩", None, None), ("合计", None, None)]
    assert found.remarks == ()


def test_a_formula_in_a_category_becomes_the_category() -> None:
    data = with_result(saved(book(HEADER, ('="一"&"孩"', 76, 0), ("二孩", 80, 1))), "A2", "一孩")
    assert cells(data, data_only=True)[1][0] == "一孩"
    assert cells(made(data, "births.xlsx").data)[1] == ("一孩", None, None)


def test_what_cannot_be_kept_of_a_workbook_is_told() -> None:
    workbook = book(HEADER, ("一孩", 76, 0), ("二孩", 80, 1))
    chart = BarChart()
    chart.add_data(Reference(workbook.active, min_col=2, min_row=1, max_row=3))
    workbook.active.add_chart(chart, "F1")
    assert made(saved(workbook), "births.xlsx").remarks == ()
    data = io.BytesIO(saved(workbook))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("xl/diagrams/data1.xml", "<a/>")
    remarks = made(data.getvalue(), "births.xlsx").remarks
    assert remarks == ("births.xlsx 里的图、链接等没有带过来：xl/diagrams/data1.xml。",)


def test_a_workbook_that_can_be_read_and_not_changed_is_told() -> None:
    workbook = book(HEADER, ("一孩", 76, 0), ("二孩", 80, 1))
    workbook.active.add_table(ExcelTable(displayName="births", ref="A1:C3"))
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(workbook))) as source, zipfile.ZipFile(data, "w") as target:
        for name in source.namelist():
            target.writestr(name, b"<table/>" if "/tables/" in name else source.read(name))
    with pytest.raises(NotAWorkbook, match="读得出、改不了"):
        made(data.getvalue(), "births.xlsx")
    assert made(saved(workbook), "births.xlsx").remarks == ()


def test_lacking_rows_of_a_workbook_are_told() -> None:
    found = made(saved(book(HEADER, ("一孩", 76, 0))), "births.xlsx")
    assert found.remarks == ("births.xlsx 缺1行，请补在表里：二孩。",)
    assert cells(found.data) == [HEADER, ("一孩", None, None)]


def test_the_same_workbook_gives_the_same_bytes() -> None:
    data = saved(book(HEADER, ("一孩", 76, 0), ("二孩", 80, 1)))
    assert made(data, "births.xlsx").data == made(data, "births.xlsx").data


# ---- a form as an office keeps it ------------------------------------------------------------------------------------------------

OFFICE: list[list[object]] = [
    ["2018年出生情况"],
    ["序号", "孩次", "出生人数", None, "备注"],
    [None, None, "计划内（人）", "计划外（人）", None],
    [1, "一孩", 76, 0, "含外出"],
    [2, "二孩", 80, 0, None],
    ["合计", None, 156, 0, None],
    [None, "其中：女", 70, 0, None],
    ["填表人：张三", None, "填报日期：2018年12月5日"],
]


def as_office_keeps_it(*, first: bool = True) -> bytes:
    """Return the workbook, a sheet 说明 with numbers beside it."""
    book = Workbook()
    sheet = book.active if first else book.create_sheet()
    words = book.create_sheet("填表说明") if first else book.active
    sheet.title, words.title = "出生", "填表说明"
    words.append(["第3列", 5])
    for row in OFFICE:
        sheet.append(row)
    for merged in ("A1:E1", "A2:A3", "B2:B3", "C2:D2", "E2:E3", "A6:B6"):
        sheet.merge_cells(merged)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


KEPT = [
    ["2018年出生情况", None, None, None, None],
    ["序号", "孩次", "出生人数", None, "备注"],
    [None, None, "计划内（人）", "计划外（人）", None],
    [1, "一孩", None, None, "含外出"],
    [2, "二孩", None, None, None],
    ["合计", None, None, None, None],
    [None, "其中：女", None, None, None],
    ["填表人：张三", None, "填报日期：2018年12月5日", None, None],
]
LOOK_AT = (
    "births.{} 的表头上面写着「2018年出生情况」，原样留着，请改。",
    "births.{} 第8行里有「2018」，原样留着，请改。",
    "births.{} 的「备注」列原样留着，请看还对不对。",
)


@pytest.mark.parametrize("first", [True, False])
def test_a_workbook_as_an_office_keeps_it_loses_its_numbers_alone(first: bool) -> None:
    found = made(as_office_keeps_it(first=first), "births.xlsx")
    book = load_workbook(io.BytesIO(found.data))
    assert [[cell.value for cell in row] for row in book["出生"].iter_rows()] == KEPT
    assert [[cell.value for cell in row] for row in book["填表说明"].iter_rows()] == [["第3列", 5]]
    assert found.remarks == tuple(said.format("xlsx") for said in LOOK_AT)


def test_a_spreadsheet_as_an_office_keeps_it_becomes_a_csv_of_the_sheet_that_was_read() -> None:
    rows = [[str(cell) if cell is not None else "" for cell in row] for row in OFFICE]
    table = of_rows([[text(cell) for cell in row] for row in rows]).replace("表", "出生", 1)
    words = of_rows([[text("填表须知"), text("5")]]).replace("表", "填表说明", 1)
    found = made(spreadsheet(words + table), "births.ods")
    below = "1,一孩,,,含外出\n2,二孩,,,\n合计,,,,\n,其中：女,,,\n填表人：张三,,填报日期：2018年12月5日\n"
    above = "2018年出生情况\n序号,孩次,出生人数,,备注\n,,计划内（人）,计划外（人）,\n"
    rows_of = [line.rstrip(",") for line in found.data.decode("utf-8-sig").splitlines()]
    assert rows_of == [line.rstrip(",") for line in f"{above}{below}".splitlines()]
    assert found.remarks == (
        "births.ods 这种表写不了，照着建成了 births.csv。",
        "births.ods 里的工作表「填表说明」没有带过来。",
        *(said.format("csv") for said in LOOK_AT),
    )


def test_a_form_without_remarks_says_nothing_of_them() -> None:
    assert made("序号,孩次,计划内,计划外,备注\n1,一孩,7,0,\n2,二孩,8,0,\n注：,,,\n".encode()).remarks == ()
