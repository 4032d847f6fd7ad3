"""A table as a page shows it: which row is what, which cells can't be typed in and why, and what they were last year."""

from __future__ import annotations

import dataclasses
import json

import pytest
from tables_shown import LISTS, POPULATION, TABLE
from workbooks import workbook

from reportgen.base.issues import Finder, Location, Unusable
from reportgen.editing.cell_changes import Changes
from reportgen.editing.saved import digest_of, read_shown
from reportgen.editing.sheet import Sheet, refused_cells, sheet_of
from reportgen.inputs.catalogue import Measure, Table
from reportgen.inputs.tables import read_cells

AT = Location("catalogue.yaml")
CHECKS = Table(
    "checks",
    "people",
    {"项目": ("甲", "乙")},
    {"人数": Measure("人数", "人", 0, AT), "合格率": Measure("合格率", "%", 2, AT)},
    AT,
)


def shown(data: bytes = POPULATION, table: Table = TABLE, file: str = "population.csv") -> Sheet:
    return sheet_of(data, file, table, LISTS)


def test_columns_and_rows_are_told_apart() -> None:
    sheet = shown()
    assert [(one.number, one.kind, one.name, one.unit) for one in sheet.columns] == [
        (1, "分类", "村", ""),
        (2, "数", "人口", "人"),
        (3, "没有读", "", ""),
    ]
    assert [(row.number, row.kind, row.cells) for row in sheet.rows] == [
        (3, "数据", ("甲村", "120", "")),
        (4, "数据", ("乙村", "85", "估")),
        (5, "合计", ("合计", "205", "")),
        (6, "说明", ("注：年末数", "", "")),
    ]
    assert (sheet.header_row, sheet.digest, sheet.locked) == (2, digest_of(POPULATION), "")


def test_what_cannot_be_typed_in_says_why() -> None:
    sheet = shown()
    assert sheet.rows[0].locked == ("", "", "这一列不是这张表的数据，没有读。")
    assert sheet.rows[2].locked[:2] == ("这是合计行的名称，不在这里改。", "")
    assert sheet.rows[3].locked[0] == "这一行是说明，没有读。"


def test_a_listed_category_stays_and_one_that_is_spelt_wrong_can_be_put_right() -> None:
    sheet = shown("项目,人数,合格率\n甲,1,85%\n\n己,2,\n".encode(), CHECKS, "checks.csv")
    assert [(row.number, row.kind, bool(row.locked[0])) for row in sheet.rows] == [
        (2, "数据", True),
        (3, "空行", False),
        (4, "数据", False),
    ]
    assert sheet.columns[0].choices == ("甲", "乙")


def test_a_formula_is_not_typed_over() -> None:
    rows: list[list[object]] = [
        ["项目", "人数", "合格率"],
        ["甲", 1, (0.85, "0%")],
        ["乙", 2, None],
        ["合计", "=SUM(B2:B3)"],
    ]
    sheet = shown(workbook(rows, {"B4": "3"}, calculated=True), CHECKS, "checks.xlsx")
    assert sheet.rows[0].cells == ("甲", "1", "85%")
    assert "公式" in sheet.rows[2].locked[1]


def test_last_years_numbers_stand_beside_this_years_by_their_categories() -> None:
    before = "人口,村\n80,乙村\n1,丁村\n119,甲村\n200,合计\n".encode()
    _, grid = read_shown(before, "population.csv", TABLE, LISTS)
    last_year = read_cells(TABLE, grid, LISTS, Finder(), earlier=True)
    sheet = sheet_of(POPULATION, "population.csv", TABLE, LISTS, last_year=last_year)
    assert [row.last_year for row in sheet.rows] == [("", "119", ""), ("", "80", ""), ("", "200", ""), ("", "", "")]
    assert [row.changes for row in sheet.rows] == [("", "+1", ""), ("", "+5", ""), ("", "+5", ""), ("", "", "")]


def test_a_change_from_last_year_is_exact_and_there_is_none_without_both_numbers() -> None:
    before = "项目,人数,合格率\n甲,3,85.25%\n乙,2,90%\n".encode()
    _, grid = read_shown(before, "checks.csv", CHECKS, LISTS)
    last_year = read_cells(CHECKS, grid, LISTS, Finder(), earlier=True)
    now = "项目,人数,合格率\n甲,3,85%\n乙,,\n".encode()
    sheet = sheet_of(now, "checks.csv", CHECKS, LISTS, last_year=last_year)
    assert [row.changes for row in sheet.rows] == [("", "0", "-0.25"), ("", "", "")]


def test_a_form_that_is_only_looked_at_says_so() -> None:
    old = "村\t人口\n甲村\t120\n".encode()
    assert "这里只能看" in shown(old, file="population.xls").locked


def test_a_file_without_the_table_says_what_is_wrong_with_it() -> None:
    with pytest.raises(Unusable, match="引号不成对"):
        shown(b'a,"b\n')


def test_it_is_plain_data_for_a_page() -> None:
    said = json.loads(json.dumps(dataclasses.asdict(shown()), ensure_ascii=False))
    assert said["rows"][0]["cells"] == ["甲村", "120", ""]


def test_a_cell_that_cannot_be_typed_in_is_refused_with_the_reason_that_the_sheet_gives() -> None:
    changes = Changes({(3, 2): "121", (3, 3): "估", (5, 1): "共计", (6, 1): "注：年末数"})
    assert [str(one) for one in refused_cells(shown(), changes)] == [
        "population.csv 第3行「C」：这一列不是这张表的数据，没有读。",
        "population.csv 第5行「A」：这是合计行的名称，不在这里改。",
    ]
