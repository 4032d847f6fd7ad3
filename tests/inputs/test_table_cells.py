"""Cells of a workbook are read as people see them, and told where what they see can't be what is stored."""

from __future__ import annotations

import datetime
import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from conftest import Office
from openpyxl.styles import Border, Side
from workbooks import EXCEL, LIBREOFFICE, WPS, Cells, workbook

from reportgen.base.issues import Unusable
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.folder import read_sources

CATALOGUE = """
office:
  tables:
    checks: {项目: [甲, 乙, 丙], 合格率: {unit: '%', digits: 2}, 死亡率: {unit: ‰, digits: 2}, 人数: 人, 金额: {unit: 万元, digits: 4}}
    months: {月份: [1月, 2月], 份数: ''}
"""
MONTHS = "月份,份数\n1月,1\n2月,2\n"
Read = Callable[[str, "bytes | str"], "dict[str, list[object]] | list[str]"]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function that reads one table's file as the office's: its columns, or everything that is told."""
    (tmp_path / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
    catalogue = read_catalogue(tmp_path)
    folder = tmp_path / "2018"
    folder.mkdir()

    def read_one(name: str, content: bytes | str) -> dict[str, list[object]] | list[str]:
        for file, usual in {"checks.csv": "项目,合格率,死亡率,人数,金额\n甲,,,,\n", "months.csv": MONTHS}.items():
            (folder / file).write_text(usual, encoding="utf-8")
        path = folder / name
        path.with_suffix(".csv").unlink()
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        try:
            table = read_sources(folder, 2018, catalogue).tables[path.stem]
        except Unusable as error:
            return [str(issue) for issue in error.issues]
        finally:
            path.unlink()
        return {**table.categories, **table.numbers}

    return read_one


def column(name: str, *cells: object) -> Cells:
    """Return a table of checks with these cells in one of its columns, the others empty."""
    header = ["项目", "合格率", "死亡率", "人数", "金额"]
    rows = [
        [word, *(cell if other == name else None for other in header[1:])]
        for word, cell in zip("甲乙丙", cells, strict=False)
    ]
    return [header, *rows]


def numbers(found: dict[str, list[object]] | list[str], name: str) -> list[object]:
    assert isinstance(found, dict), found
    return [
        None if number is None else float(str(number)) if isinstance(number, int) else number for number in found[name]
    ]


# ---- percentages -------------------------------------------------------------------------------------------------------------


def test_a_percent_cell_is_read_as_it_is_shown(read: Read) -> None:
    found = read("checks.xlsx", workbook(column("合格率", (0.92, "0%"), (1, "0.00%"), (0.5, '0.0"%"'))))
    assert isinstance(found, dict)
    assert [str(number) for number in found["合格率"]] == ["92", "100", "1/2"]


def test_a_zero_and_an_empty_cell_are_the_same_in_every_format(read: Read) -> None:
    found = read("checks.xlsx", workbook(column("合格率", (0.92, "0%"), (0, "General"), (None, "0%"))))
    assert isinstance(found, dict) and found["合格率"] == [92, 0, None]


def test_a_rate_that_excel_computed_is_the_one_that_it_shows(read: Read) -> None:
    rows = column("合格率", ("=12/13", "0.00%"), ("=2/3", "0.0%"))
    found = read("checks.xlsx", workbook(rows, {"B2": "0.923076923076923", "B3": "0.666666666666667"}, calculated=True))
    assert isinstance(found, dict)
    assert [str(number) for number in found["合格率"]] == ["9231/100", "667/10"]
    plain = read("checks.xlsx", workbook(column("合格率", ("=12/13*100", "0.00")), {"B2": "92.3076923076923"}))
    assert isinstance(plain, dict) and str(plain["合格率"][0]) == "9231/100"


def test_a_rate_below_zero_that_excel_computed_keeps_its_sign(tmp_path: Path) -> None:
    rates = "office: {tables: {checks: {项目: [甲], 增长: {unit: '%', digits: 2, below_zero: true}}}}\n"
    (tmp_path / "catalogue.yaml").write_text(rates, encoding="utf-8")
    rows = [["项目", "增长"], ["甲", ("=-2/3", "0.00%")]]
    (tmp_path / "checks.xlsx").write_bytes(workbook(rows, {"B2": "-0.666666666666667"}, calculated=True))
    table = read_sources(tmp_path, 2018, read_catalogue(tmp_path)).tables["checks"]
    assert [str(number) for number in table.numbers["增长"]] == ["-6667/100"]


def test_an_exact_rate_keeps_decimals_that_the_cell_does_not_show(read: Read) -> None:
    found = read("checks.xlsx", workbook(column("合格率", (0.9234, "0%"))))
    assert isinstance(found, dict) and str(found["合格率"][0]) == "4617/50"


def test_decimals_of_a_count_or_an_amount_are_told_whatever_the_cell_shows(read: Read) -> None:
    assert read("checks.xlsx", workbook(column("人数", (3.5, "0")))) == [
        "checks.xlsx 第2行「人数」：「4」（存的是3.5）应是整数（单位：人），请核对；小数位数由指标目录里的 digits 定，"
        "没有写就是整数，如「人数: {unit: 人, digits: 1}」。"
    ]
    assert read("checks.xlsx", workbook(column("合格率", (92.345, "General")))) == [
        "checks.xlsx 第2行「合格率」：「92.345」应是最多2位小数（单位：%），请核对；位数由指标目录里的 digits 定。"
    ]


@pytest.mark.parametrize("typed", ["92%", "92 %", "９２％"])
def test_a_typed_sign_in_its_own_column_is_the_unit(read: Read, typed: str) -> None:
    for file, content in {
        "checks.csv": f"项目,合格率,死亡率,人数,金额\n甲,{typed},7.23‰,,\n",
        "checks.xlsx": workbook(
            [["项目", "合格率", "死亡率", "人数", "金额"], ["甲", typed, (7.23, "0.00‰"), None, None]]
        ),
    }.items():
        found = read(file, content)
        assert isinstance(found, dict)
        assert [str(found[name][0]) for name in ("合格率", "死亡率")] == ["92", "723/100"]


@pytest.mark.parametrize(
    ("name", "cell", "told"),
    [
        ("人数", (0.92, "0%"), "「92%」的单位不是这一列的（人），请换算、核对后只填数字，单元格格式用「常规」。"),
        (
            "死亡率",
            (0.00723, "0.000%"),
            "「0.723%」的单位不是这一列的（‰），请换算、核对后只填数字，单元格格式用「常规」。",
        ),
        (
            "合格率",
            (7.23, '0.00"‰"'),
            "「7.23‰」的单位不是这一列的（%），请换算、核对后只填数字，单元格格式用「常规」。",
        ),
        (
            "金额",
            (15000, '0"元"'),
            "「15000元」的单位不是这一列的（万元），请换算、核对后只填数字，单元格格式用「常规」。",
        ),
        ("人数", (1.5, '0.0"万"'), "「1.5万」的单位不是这一列的（人），请换算、核对后只填数字，单元格格式用「常规」。"),
    ],
)
def test_a_unit_that_is_not_the_columns_is_told(read: Read, name: str, cell: tuple[float, str], told: str) -> None:
    assert read("checks.xlsx", workbook(column(name, cell))) == [f"checks.xlsx 第2行「{name}」：{told}"]


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("金额", (1.5, '0.00"万元"')),
        ("金额", (1.5, '0.00"万"')),
        ("人数", (12, '0"人"')),
        ("人数", (12, '0"（预计）"')),
    ],
)
def test_a_unit_that_is_the_columns_and_a_note_are_no_fault(read: Read, name: str, cell: tuple[float, str]) -> None:
    assert isinstance(read("checks.xlsx", workbook(column(name, cell))), dict)


def test_a_column_half_in_percent_is_told_with_its_rows(read: Read) -> None:
    cells = ((0.92, "0%"), (95, "General"), (0.97, "0%"))
    assert read("checks.xlsx", workbook(column("合格率", *cells))) == [
        "checks.xlsx 第3行「合格率」：这一列里有的格带「%」（第2、4行），有的不带（第3行），不知道是不是一样的数，请统一：都带或都不带。"
    ]
    assert read("checks.csv", "项目,合格率,死亡率,人数,金额\n甲,92%,,,\n乙,95,,,\n") == [
        "checks.csv 第2行「合格率」：这一列里有的格带「%」（第2行），有的不带（第3行），不知道是不是一样的数，请统一：都带或都不带。"
    ]


def test_a_fault_of_a_whole_column_is_told_once(read: Read) -> None:
    assert read("checks.xlsx", workbook(column("人数", *[(0.92, "0%")] * 3))) == [
        "checks.xlsx 第2行「人数」：「92%」的单位不是这一列的（人），请换算、核对后只填数字，单元格格式用「常规」（第3–4行也是）。"
    ]


def test_a_sign_without_a_number_is_no_empty_cell(read: Read) -> None:
    assert read("checks.csv", "项目,合格率,死亡率,人数,金额\n甲,%,,,\n") == [
        "checks.csv 第2行「合格率」：「%」不是数字，请填数字；没有就填0，还不知道就留空。"
    ]


# ---- formats that show another number; dates ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stored", "code", "shown"),
    [(15000, "0!.0000", "1.5000"), (15000, "#,##0,", "15"), (15, ";;;", ""), (15, '0"000"', "15000")],
)
def test_a_number_shown_as_another_is_told(read: Read, stored: int, code: str, shown: str) -> None:
    assert read("checks.xlsx", workbook(column("金额", (stored, code)))) == [
        f"checks.xlsx 第2行「金额」：这一格显示的是「{shown}」，存的是{stored}，不知道以哪个为准，"
        "请把单元格格式改成「常规」，再按这一列的单位填写。"
    ]


def test_a_date_in_a_column_of_numbers_is_told(read: Read) -> None:
    day = datetime.date(2018, 1, 5)
    assert read("checks.xlsx", workbook(column("人数", (day, "yyyy/m/d"), (day, 'm"月"')))) == [
        "checks.xlsx 第2行「人数」：「2018/1/5」是日期，这里要填数，请把单元格格式改成「常规」，再重新填写（第3行也是）。"
    ]


def test_a_date_shown_as_a_month_is_that_month(read: Read) -> None:
    rows = [["月份", "份数"], [(datetime.date(2018, 1, 1), 'm"月"'), 7], [(datetime.date(2018, 2, 1), 'm"月";@'), 8]]
    assert read("months.xlsx", workbook(rows)) == {"月份": ["1月", "2月"], "份数": [7, 8]}


def test_what_arithmetic_leaves_behind_the_decimals_is_nothing(read: Read) -> None:
    rows = column("金额", "=16800.35-16800")
    found = read("checks.xlsx", workbook(rows, {"E2": "0.349999999998545"}, calculated=True))
    assert isinstance(found, dict) and str(found["金额"][0]) == "7/20"


# ---- formulas that nothing has computed --------------------------------------------------------------------------------------

UNCOMPUTED = "公式没有算过（=70+6），请用 Excel 或 WPS 打开再保存，或直接填数"


@pytest.mark.parametrize("results", [{}, {"D2": "0"}, {"D2": "0", "D3": "0"}], ids=["none", "0 and none", "0"])
def test_a_formula_that_nothing_has_computed_is_told(read: Read, results: dict[str, str]) -> None:
    data = workbook(column("人数", "=70+6", "=D2"), results)
    assert read("checks.xlsx", data) == [f"checks.xlsx 第2行「人数」：{UNCOMPUTED}（第3行也是）。"]


def test_a_formula_without_a_result_is_told_in_a_file_that_excel_computed(read: Read) -> None:
    data = workbook(column("人数", "=70+6", "=1+1"), {"D3": "2"}, calculated=True)
    assert read("checks.xlsx", data) == [f"checks.xlsx 第2行「人数」：{UNCOMPUTED}。"]


@pytest.mark.parametrize(
    ("program", "calculated", "properties"),
    [(EXCEL, True, ()), (WPS, False, ()), (EXCEL, False, ("KSOProductBuildVer",)), (LIBREOFFICE, False, ())],
    ids=["Excel", "WPS", "WPS that says it is Excel", "LibreOffice"],
)
def test_a_formula_that_came_to_nothing_is_a_zero(
    read: Read, program: str, calculated: bool, properties: tuple[str, ...]
) -> None:
    data = workbook(
        column("人数", "=1-1", "=D2"),
        {"D2": "0", "D3": "0"},
        program=program,
        calculated=calculated,
        properties=properties,
    )
    found = read("checks.xlsx", data)
    assert isinstance(found, dict) and found["人数"] == [0, 0]


def test_where_one_formula_has_a_result_the_others_have_too(read: Read) -> None:
    found = read("checks.xlsx", workbook(column("人数", "=1-1", "=70+6"), {"D2": "0", "D3": "76"}))
    assert isinstance(found, dict) and found["人数"] == [0, 76]


def test_a_formula_that_says_an_empty_text_is_an_empty_cell(read: Read) -> None:
    found = read("checks.xlsx", workbook(column("人数", '=IF(1=1,"",1)', 3), {"D2": ""}, calculated=True))
    assert isinstance(found, dict) and found["人数"] == [None, 3]


@pytest.mark.parametrize("results", [{}, {"D3": "0"}])
def test_a_total_that_nothing_has_computed_controls_nothing(read: Read, results: dict[str, str]) -> None:
    rows = [*column("人数", 76), ["合计", None, None, "=SUM(D2:D2)", None]]
    found = read("checks.xlsx", workbook(rows, results))
    assert isinstance(found, dict) and found["人数"] == [76]


def test_a_category_that_nothing_has_computed_is_told(read: Read) -> None:
    rows = [
        ["项目", "合格率", "死亡率", "人数", "金额"],
        ['="甲"', None, None, 1, None],
        ['="乙"', None, None, 2, None],
    ]
    assert read("checks.xlsx", workbook(rows)) == [
        'checks.xlsx 第2行「项目」：公式没有算过（="甲"），请用 Excel 或 WPS 打开再保存，或直接填数（第3行也是）。'
    ]


def test_what_libreoffice_saved_is_read_without_a_false_finding(read: Read, office: Office, tmp_path: Path) -> None:
    path = tmp_path / "checks.xlsx"
    rows = [
        ["项目", "合格率", "死亡率", "人数", "金额"],
        ["甲", ("=12/13", "0.00%"), (7.23, '0.00"‰"'), "=1-1", ("=16800.35-16800", "0.00")],
        ["乙", (0.5, "0%"), None, "=D2", '=IF(D2=0,"",1)'],
        ["合计", None, None, "=SUM(D2:D3)", None],
    ]
    path.write_bytes(workbook(rows))
    assert "公式没有算过" in str(read("checks.xlsx", path.read_bytes()))
    found = read("checks.xlsx", office(path, "xlsx").read_bytes())
    assert isinstance(found, dict)
    assert {name: [str(number) for number in found[name]] for name in found if name != "项目"} == {
        "合格率": ["9231/100", "50"],
        "死亡率": ["723/100", "None"],
        "人数": ["0", "0"],
        "金额": ["7/20", "None"],
    }
    path.write_bytes(workbook(column("人数", "=1-1", "=D2")))
    zeros = read("checks.xlsx", office(path, "xlsx").read_bytes())
    assert isinstance(zeros, dict) and zeros["人数"] == [0, 0]


# ---- bounds ------------------------------------------------------------------------------------------------------------------

SHEET = "xl/worksheets/sheet1.xml"
BEGIN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def with_sheet(rows: bytes) -> bytes:
    """Return a workbook with these rows in its sheet, written by hand."""
    return with_part(SHEET, BEGIN + rows + b"</sheetData></worksheet>")


def _part_of(book: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as source:
        return source.read(name)


def with_part(changed: str, part: bytes, book: bytes | None = None) -> bytes:
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book or workbook(column("人数", 76)))) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(name, part if name == changed else source.read(name))
    return made.getvalue()


TOO_MANY = "工作簿里的格子太多（连同只画了框线的空格），不像一张数据表，请把数据贴到新的工作簿里。"
ENDLESS = {
    "cells": (lambda: with_sheet(b"<row>" + b"<c/>" * 24_000_000 + b"</row>"), TOO_MANY),
    "elements": (lambda: with_sheet(b"<x/>" * 24_000_000), TOO_MANY),
    "styles": (lambda: with_part("xl/styles.xml", b"<cellXfs>" + b"<xf/>" * 19_000_000 + b"</cellXfs>"), TOO_MANY),
    "rows": (lambda: with_sheet(b"<row/>" * 16_000_000), "工作表超过1048576行，请检查。"),
    "columns": (
        lambda: with_sheet(b'<row r="3"><c r="XFD3"><v>1</v></c></row>'),
        "第3行一直写到第16384列，不像一张数据表，请把右边多出来的内容清除。",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("what", ENDLESS)
def test_a_small_workbook_without_end_is_refused_soon(read: Read, what: str) -> None:
    make, told = ENDLESS[what]
    data = make()
    assert len(data) < 400_000
    began = time.process_time()
    assert read("checks.xlsx", data) == [f"checks.xlsx：{told}"]
    assert time.process_time() - began < 12


def test_a_bound_is_told_and_what_is_below_is_read(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    data = workbook(column("人数", 76, 80, 7))
    for bound, told in ((10, [f"checks.xlsx：{TOO_MANY}"]), (1_000, None)):
        monkeypatch.setattr("reportgen.base.workbook.MOST_ELEMENTS", bound)
        found = read("checks.xlsx", data)
        assert found == told if told else isinstance(found, dict)


@pytest.mark.slow
def test_empty_cells_with_borders_down_to_row_65536_are_read_soon(read: Read) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(column("人数", 76, 80))), rich_text=True)
    border = Border(bottom=Side("thin"))
    for row in book.active.iter_rows(max_row=4, max_col=20):
        for cell in row:
            cell.border = border
    made = io.BytesIO()
    book.save(made)
    sheet = _part_of(made.getvalue(), SHEET)
    last = sheet[sheet.index(b'<row r="4">') : sheet.index(b"</sheetData>")]  # the others are as it is
    rows = (last.replace(b'4" s=', b'%d" s=' % row).replace(b'"4">', b'"%d">' % row) for row in range(4, 65_537))
    data = with_part(SHEET, sheet.replace(last, b"".join(rows)), made.getvalue())
    began = time.process_time()
    found = read("checks.xlsx", data)
    assert time.process_time() - began < 8
    assert isinstance(found, dict) and found["人数"] == [76, 80]


def test_an_empty_cell_far_out_is_no_column(read: Read) -> None:
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>项目</t></is></c><c r="XFD1" s="0"/></row>'.encode()
    told = read("checks.xlsx", with_sheet(row))
    assert isinstance(told, list) and all("缺这一列" in one for one in told) and len(told) == 4


# ---- signs for nothing ---------------------------------------------------------------------------------------------------------

SIGNS = ["—", "——", "-", "－", "–", "/", "／", "无", " 无 "]


def with_signs(folder: Path, blank: str, cells: str) -> dict[str, list[object]] | list[str]:
    """Return the columns of a table in which a sign for nothing may stand, or what is told."""
    said = f", blank: {blank}" if blank else ""
    (folder / "catalogue.yaml").write_text(
        f"office:\n  tables:\n    checks: {{项目: [], 人数: {{unit: 人{said}}}, 户数: 户}}\n", encoding="utf-8"
    )
    (folder / "checks.csv").write_text(f"项目,人数,户数\n{cells}", encoding="utf-8")
    try:
        table = read_sources(folder, 2018, read_catalogue(folder)).tables["checks"]
    except Unusable as error:
        return [str(issue) for issue in error.issues]
    return {**table.numbers, "合计": [total.values["人数"] for total in table.totals]}


@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_for_nothing_is_what_the_catalogue_says(tmp_path: Path, sign: str) -> None:
    cells = f"甲,{sign},1\n乙,5,2\n丙,,3\n合计,{sign},6\n"
    assert with_signs(tmp_path, "0", cells) == {"人数": [0, 5, None], "户数": [1, 2, 3], "合计": [0]}
    assert with_signs(tmp_path, "missing", cells) == {"人数": [None, 5, None], "户数": [1, 2, 3], "合计": [None]}


@pytest.mark.parametrize("sign", SIGNS)
def test_without_a_word_in_the_catalogue_a_sign_for_nothing_is_refused_once_with_the_choice(
    tmp_path: Path, sign: str
) -> None:
    shown = sign.strip()
    assert with_signs(tmp_path, "", f"甲,{sign},1\n乙,5,2\n丙,{sign},3\n丁,{sign},4\n") == [
        f"checks.csv 第2行「人数」：「{shown}」不是数字，请填数字；没有就填0，还不知道就留空；这一列都这样写的，"
        "在指标目录里写「人数: {unit: 人, blank: 0}」（就是0）或 blank: missing（还不知道）（第4–5行也是）。"
    ]


@pytest.mark.parametrize("cell", ["-5", "无业", "--1", "/2", "约—", "———————", "0-"])
def test_what_says_more_than_nothing_is_refused_whatever_the_catalogue_says(tmp_path: Path, cell: str) -> None:
    told = with_signs(tmp_path, "0", f"甲,{cell},1\n")
    assert isinstance(told, list) and len(told) == 1 and told[0].startswith(f"checks.csv 第2行「人数」：「{cell}」")


def test_a_catalogue_that_says_something_else_of_signs_is_told(tmp_path: Path) -> None:
    assert with_signs(tmp_path, "1", "甲,1,1\n") == [
        "catalogue.yaml 第3行「人数」：blank（「—」「/」「无」是什么意思）只能写 0 或 missing，不是「1」。"
    ]
