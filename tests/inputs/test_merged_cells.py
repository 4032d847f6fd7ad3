"""Cells that are merged in a workbook: a category stands for every row that people see it beside, a number for its own row alone."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
from spreadsheets import cell, number, row, sheet, spreadsheet, text

from reportgen.base.book import saved
from reportgen.base.issues import Unusable
from reportgen.begin.next_year.next_table import next_table
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.folder import read_sources

CATALOGUE = "office:\n  tables:\n    people: {村: [], 户口: [农业, 非农业], 人口: 人, 户数: 户}\n"
ROWS: list[list[object]] = [
    ["村", "户口", "人口", "户数"],
    ["甲村", "农业", 120, 40],
    [None, "非农业", 80, 30],
    ["乙村", "农业", 60, 20],
    [None, "非农业", 40, None],
]


def as_xlsx(rows: list[list[object]], *ranges: str) -> bytes:
    book = openpyxl.Workbook()
    for one in rows:
        book.active.append(one)
    for one in ranges:
        book.active.merge_cells(one)
    return saved(book)


def as_ods() -> bytes:
    """Return the same as LibreOffice keeps it, 甲村 and 乙村 over two rows each."""
    header, *below = ROWS
    down = ' table:number-rows-spanned="2" table:number-columns-spanned="1"'
    rows = [row(*(text(str(one)) for one in header))]
    for village, household, *numbers in below:
        first = cell("string", "", str(village), more=down) if village else "<table:covered-table-cell/>"
        rows.append(
            row(first, text(str(household)), *(cell() if one is None else number(float(str(one))) for one in numbers))
        )
    return spreadsheet(sheet(*rows))


def read(folder: Path, form: str, data: bytes) -> dict[str, list[object]] | list[str]:
    (folder / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
    (folder / f"people{form}").write_bytes(data)
    try:
        table = read_sources(folder, 2018, read_catalogue(folder)).tables["people"]
    except Unusable as error:
        return [str(issue).removeprefix(f"people{form}") for issue in error.issues]
    return {**table.categories, **table.numbers, "合计": [(one.where, one.values["人口"]) for one in table.totals]}


SEEN = {
    "村": ["甲村", "甲村", "乙村", "乙村"],
    "户口": ["农业", "非农业", "农业", "非农业"],
    "人口": [120, 80, 60, 40],
    "户数": [40, 30, 20, None],
    "合计": [],
}


def test_a_merged_category_is_that_of_each_row_beside_it(tmp_path: Path) -> None:
    assert read(tmp_path, ".xlsx", as_xlsx(ROWS, "A2:A3", "A4:A5")) == SEEN
    (tmp_path / "people.xlsx").unlink()
    assert read(tmp_path, ".ods", as_ods()) == SEEN


def test_an_empty_category_that_is_not_merged_is_told(tmp_path: Path) -> None:
    assert read(tmp_path, ".xlsx", as_xlsx(ROWS, "A2:A3")) == [
        " 第5行「村」：这一格是空的，每一行都要填；和上一行一样的，也请再写一遍。"
    ]


def test_a_merged_number_is_that_of_its_first_row_alone(tmp_path: Path) -> None:
    rows = [*ROWS[:2], ["甲村", "非农业", None, 30]]
    found = read(tmp_path, ".xlsx", as_xlsx(rows, "C2:C3"))
    assert isinstance(found, dict) and found["人口"] == [120, None]


def test_sixty_merged_villages_and_their_totals_are_read(tmp_path: Path) -> None:
    rows: list[list[object]] = [ROWS[0]]
    for village in range(60):
        rows += [[f"第{village}村", "农业", 1, 1], [None, "非农业", 2, 1], [None, "小计", 3, 2]]
    rows.append(["合计", None, 180, 120])
    ranges = [f"A{first}:A{first + 2}" for first in range(2, 182, 3)]
    found = read(tmp_path, ".xlsx", as_xlsx(rows, *ranges, "A182:B182"))
    assert isinstance(found, dict)
    assert found["村"] == [f"第{village}村" for village in range(60) for _ in range(2)]
    assert found["合计"] == [*(({"村": f"第{village}村"}, 3) for village in range(60)), ({}, 180)]


@pytest.mark.slow
def test_merges_that_lie_over_each_other_cost_no_more_than_their_rows(tmp_path: Path) -> None:
    kinds = ("农业", "非农业")
    rows = [ROWS[0], *([None if n % 2 else f"{n}村", kinds[n % 2], 1, 1] for n in range(20_000))]
    endless = "".join(f'<mergeCell ref="A{n}:A1048576"/>' for n in range(2, 20_002, 2))  # no program writes it
    whole, made = io.BytesIO(as_xlsx(rows)), io.BytesIO()
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            merges = f"</sheetData><mergeCells>{endless}</mergeCells>".encode()
            target.writestr(name, source.read(name).replace(b"</sheetData>", merges))
    began = time.perf_counter()
    found = read(tmp_path, ".xlsx", made.getvalue())
    assert isinstance(found, dict) and found["村"][:4] == ["0村", "0村", "2村", "2村"]
    assert time.perf_counter() - began < 20


@pytest.mark.parametrize("form", [".xlsx", ".ods"])
def test_the_year_after_keeps_each_row_s_category(tmp_path: Path, form: str) -> None:
    data = as_xlsx(ROWS, "A2:A3", "A4:A5") if form == ".xlsx" else as_ods()
    (tmp_path / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
    found = next_table(data, f"people{form}", read_catalogue(tmp_path).tables["people"], {}, (2018, 2019))
    assert found.file == ("people.xlsx" if form == ".xlsx" else "people.csv")
    made = read(tmp_path, found.file.removeprefix("people"), found.data)
    assert made == {**SEEN, "人口": [None] * 4, "户数": [None] * 4}
