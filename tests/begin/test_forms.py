"""Workbooks to be filled: what stands in them, how a year's tables become such, and that our readers take them empty, filled, saved again."""

from __future__ import annotations

import io
import shutil
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from conftest import ROOT, TEMPLATE, Office
from test_first_folder import FILLED, fill, names, run
from test_first_folder import beginning as beginning

from reportgen.base.issues import Finder, Location
from reportgen.begin.filling.of_year import how_far
from reportgen.begin.forms.form_book import Form, form_book
from reportgen.begin.forms.form_names import sheet_names
from reportgen.commands.cli import OK, main
from reportgen.inputs.catalogue import Measure, Table
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.folder import read_sources
from reportgen.inputs.grid import read_grid
from reportgen.inputs.tables import TableData, read_cells

AT = Location("catalogue.yaml")
MEASURES = {
    "人口": Measure("人口", "人", 0, AT),
    "净迁入": Measure("净迁入", "人", 0, AT, below_zero=True),
    "合格率": Measure("合格率", "%", 2, AT, least_digits=2),
    "面积": Measure("面积", "亩", 2, AT),
}
CHOICES = {"村": ("甲村", "乙村"), "户口": ("农业", "非农业")}
TABLE = Table("population", "people", CHOICES, MEASURES, AT)
COLUMNS = ("村", "户口", *MEASURES)
ROWS = tuple((village, kind, None, None, None, None) for village in CHOICES["村"] for kind in CHOICES["户口"])
FORM = Form("population", "2025年人口", COLUMNS, ROWS, CHOICES, MEASURES)


def sheet(data: bytes):  # type: ignore[no-untyped-def]
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]


def rules(data: bytes) -> dict[str, tuple[str, str]]:
    """Return the kind of each validation and what it holds against, by its cells."""
    return {str(one.sqref): (one.type, one.formula1) for one in sheet(data).data_validations.dataValidation}


def cells(data: bytes, table: Table = TABLE) -> TableData:
    finder = Finder()
    grid = read_grid(data, "population.xlsx", table.columns(()), finder)
    assert grid is not None
    read = read_cells(table, grid, {}, finder)
    assert [str(issue) for issue in finder.issues] == []
    return read


# ---- the workbook ---------------------------------------------------------------------------------------------------------------


def test_a_sheet_s_name_is_cut_where_excel_takes_no_longer_one() -> None:
    name = "population_of_all_villages_by_registration"
    made = form_book([replace(FORM, sheet=name)])
    assert sheet(made).title == "population_of_all_villages_by_r"


def test_categories_are_chosen_from_a_list_and_numbers_have_their_bounds() -> None:
    assert rules(form_book([FORM])) == {
        "A4:A207": ("list", '"甲村,乙村"'),
        "B4:B207": ("list", '"农业,非农业"'),
        "C4:C207": ("whole", "0"),
        "D4:D207": ("whole", "-1000000000000000"),
        "E4:E207": ("custom", "AND(ISNUMBER(E4),E4>=0,ROUND(E4,2)=E4)"),
        "F4:F207": ("custom", "AND(ISNUMBER(F4),F4>=0,ROUND(F4,2)=F4)"),
    }


def test_a_list_too_long_to_be_typed_is_that_of_the_cells_below_the_header() -> None:
    villages = tuple(f"很长很长的名称第{number}村" for number in range(40))
    rows = tuple((village, "农业", None, None, None, None) for village in villages)
    form = Form("population", "2025年人口", COLUMNS, rows, {"村": villages, "户口": ("农,业",)}, MEASURES)
    found = rules(form_book([form]))
    assert found["A4:A243"] == ("list", "$A$4:$A$43")
    assert "B4:B243" not in found  # 「农,业」 would be two, and no cell holds it


def test_a_column_of_anything_has_no_list() -> None:
    form = Form("helped", "2025年帮扶", ("类别", "人口"), (), {"类别": ()}, {"人口": MEASURES["人口"]})
    assert [kind for kind, _ in rules(form_book([form])).values()] == ["whole"]


def test_a_number_is_shown_with_the_decimals_that_the_report_prints() -> None:
    row = sheet(form_book([FORM]))[4]
    assert [cell.number_format for cell in row] == ["General", "General", "0", "0", "0.00", "General"]


def test_the_header_stays_in_sight_and_on_every_page_and_the_title_says_what_it_is() -> None:
    made = sheet(form_book([FORM]))
    assert made.freeze_panes == "C4" and made.print_title_rows == "$1:$3"
    assert made["A1"].value == "2025年人口"
    assert made["A2"].value.startswith("只填数字，不带单位：人口（人）、净迁入（人）、合格率（%）、面积（亩）。")
    assert made.column_dimensions["A"].width == 10


def test_a_name_that_begins_like_a_formula_stays_a_name() -> None:
    form = Form("helped", "=1+1", ("类别", "人口"), (("=cmd", None),), {"类别": ()}, {"人口": MEASURES["人口"]})
    made = sheet(form_book([form]))
    assert (made["A4"].data_type, made["A4"].value, made["A1"].data_type) == ("s", "=cmd", "s")


def test_the_same_tables_give_the_same_bytes() -> None:
    assert form_book([FORM, FORM]) == form_book([FORM, FORM])


def test_a_sheet_has_its_tables_name_and_two_never_the_same() -> None:
    long = "a_table_whose_name_is_longer_than_a_sheet_may_have"
    assert sheet_names(["population", long, f"{long}_2"]) == {
        "population": "population",
        long: long[:31],
        f"{long}_2": f"{long[:29]}_2",
    }


@pytest.mark.parametrize("value", [Fraction(197, 2), 98, Fraction(9851, 100)], ids=str)
def test_numbers_that_are_there_already_are_read_back_exactly(value: Fraction | int) -> None:
    rows = (("甲村", "农业", 60, -3, value, Fraction(1, 4)), *ROWS[1:])
    read = cells(form_book([Form("population", "2025年人口", COLUMNS, rows, CHOICES, MEASURES)]))
    assert [read.numbers[name][0] for name in MEASURES] == [60, -3, value, Fraction(1, 4)]
    assert read.absent == ()


def test_an_empty_one_is_read_without_a_fault_with_a_row_for_each() -> None:
    read = cells(form_book([FORM]))
    assert len(read.rows) == 4 and all(number is None for column in read.numbers.values() for number in column)


def test_libreoffice_saves_it_with_its_lists_and_we_read_what_was_filled_in(tmp_path: Path, office: Office) -> None:
    book = openpyxl.load_workbook(io.BytesIO(form_book([FORM])))
    for row in range(4, 8):
        for column, value in zip("CDEF", (row, -row, 98.5, 1.25), strict=True):
            book.worksheets[0][f"{column}{row}"] = value
    book.save(tmp_path / "population.xlsx")
    data = office(tmp_path / "population.xlsx", "xlsx").read_bytes()
    kinds = {str(one.sqref).split(":")[0]: one.type for one in sheet(data).data_validations.dataValidation}
    assert kinds == {"A4": "list", "B4": "list", "C4": "whole", "D4": "whole", "E4": "custom", "F4": "custom"}
    read = cells(data)
    assert read.numbers == {
        "人口": [4, 5, 6, 7],
        "净迁入": [-4, -5, -6, -7],
        "合格率": [Fraction(197, 2)] * 4,
        "面积": [Fraction(5, 4)] * 4,
    }


# ---- new --xlsx -----------------------------------------------------------------------------------------------------------------


def test_the_first_years_tables_are_workbooks_on_request(beginning: Path) -> None:
    run(beginning, "new", "2025", "--xlsx")
    names(beginning, "甲村", "乙村")
    fill(beginning, FILLED)
    assert run(beginning, "new", "2025", "--xlsx") == OK
    folder = beginning / "2025"
    assert sorted(path.name for path in folder.iterdir()) == ["helped.xlsx", "office.yaml", "population.xlsx"]
    made = sheet((folder / "population.xlsx").read_bytes())
    assert made["A1"].value == "2025年人口" and made.title == "population"
    assert rules((folder / "population.xlsx").read_bytes())["A4:A207"] == ("list", '"甲村,乙村"')
    found = how_far(beginning, beginning.parent, 2025)
    assert found.faults == () and len(found.missing) == 10


def test_next_years_tables_are_workbooks_on_request_with_last_years_rows_and_totals(
    beginning: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(beginning, "new", "2025")
    names(beginning, "甲村", "乙村")
    fill(beginning, FILLED)
    run(beginning, "new", "2025")
    (beginning / "2025" / "population.csv").write_text(
        "2025年各村人口\n村,人口（人）,户口,户数\n合计,9,,\n乙村,1,农业,2\n甲村,3,农业,4\n甲村,5,非农业,6\n",
        encoding="utf-8",
    )
    (beginning / "2025" / "helped.csv").write_text("类别,户数\n困难,3\n", encoding="utf-8")
    assert run(beginning, "new", "2026", "--xlsx") == OK
    made = sheet((beginning / "2026" / "population.xlsx").read_bytes())
    assert [[cell.value for cell in row] for row in made.iter_rows(min_row=3)][:6] == [
        ["村", "人口", "户口", "户数"],
        ["合计", None, None, None],
        ["乙村", None, "农业", None],
        ["甲村", None, "农业", None],
        ["甲村", None, "非农业", None],
        ["乙村", None, "非农业", None],
    ]
    assert made["A1"].value == "2026年人口"
    said = capsys.readouterr().out
    assert "  population.csv 里表外面的标题、说明和别的列没有带过来。\n" in said
    assert "  population.xlsx 补上了2025年缺的1行：乙村、非农业。\n" in said
    assert "  helped.xlsx 的行照2025年的，有增减的请自己加、删。\n" in said
    assert sheet((beginning / "2026" / "helped.xlsx").read_bytes())["A4"].value == "困难"
    sources = read_sources(beginning / "2026", 2026, read_catalogue(beginning.parent))
    assert len(sources.tables["population"].totals) == 1 and sources.tables["population"].absent == ()


@pytest.mark.parametrize(("data", "year"), [(ROOT / "data", 2018), (ROOT / "tests" / "offices" / "qingshi", 2025)])
def test_a_whole_offices_next_year_is_read_at_once_from_workbooks(tmp_path: Path, data: Path, year: int) -> None:
    shutil.copytree(data / str(year), tmp_path / str(year))
    words = ["--data", str(tmp_path), "--template", str(TEMPLATE)]
    assert main(["new", str(year + 1), "--xlsx", *words]) == OK
    catalogue = read_catalogue(TEMPLATE)
    before, after = (read_sources(tmp_path / str(one), one, catalogue) for one in (year, year + 1))
    for name, table in after.tables.items():
        assert table.file.endswith(".xlsx"), name
        rows = [tuple(column[place] for column in table.categories.values()) for place in range(len(table.rows))]
        then = before.tables[name]
        assert rows[: len(then.rows)] == [
            tuple(column[place] for column in then.categories.values()) for place in range(len(then.rows))
        ]
        assert len(table.totals) == len(then.totals) and not any(map(any, table.numbers.values()))
