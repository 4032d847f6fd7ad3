"""What is read of an .ods, as LibreOffice, WPS and programs write it; LibreOffice's own conversion is the second opinion."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from conftest import Office
from spreadsheets import LIBREOFFICE, ODFPY, cell, number, of_rows, row, sheet, spreadsheet, text
from workbooks import workbook

from reportgen.base.odsfile import read_opendocument
from reportgen.base.shown import Look, Problem
from reportgen.base.workbook import NotAWorkbook, read_workbook


def cells_of(*cells: str, generator: str = LIBREOFFICE) -> list[str]:
    """Return what is read of the cells of one row."""
    ((_, read),) = read_opendocument(spreadsheet(of_rows([cells]), generator=generator)).rows
    return read


def look_of(one: str, generator: str = LIBREOFFICE) -> Look | None:
    """Return how one cell looks, beside another so that its row is there."""
    return read_opendocument(spreadsheet(of_rows([[text("甲"), one]]), generator=generator)).looks.get((1, 1))


# ---- values, and what is shown of them ---------------------------------------------------------------------------------------


def test_every_kind_of_cell_is_read_as_it_is_shown() -> None:
    assert cells_of(
        text("甲"),
        number(16800, "16,800"),
        cell("percentage", "0.85", "85%"),
        cell("currency", "1234.5", "￥1,234.50"),
        cell("date", "2018-09-30", "2018/9/30"),
        cell("time", "PT08H30M00S", "8:30"),
        cell("boolean", "true", "TRUE"),
        cell("float", "1.5E+20", "1.5E+20"),
        cell("float", "0.349999999998545", "0.349999999998545"),
    ) == ["甲", "16800", "85%", "￥1,234.50", "2018/9/30", "8:30", "TRUE", "1.5e+20", "0.35"]


def test_a_percentage_is_the_number_before_its_sign() -> None:
    assert look_of(cell("percentage", "0.923076923076923", "92.31%")) == Look(
        "0.923076923076923", "92.3076923076923", "92.31", "%"
    )
    assert look_of(cell("float", "7.23", "7.23‰")) == Look("7.23", "7.23", "7.23", "‰")
    assert look_of(cell("percentage", "-0.055", "-5.50%")) == Look("-0.055", "-5.5", "-5.50", "%")


@pytest.mark.parametrize(
    ("value", "shown"), [("15000", "1.5000"), ("15000", "15"), ("15", ""), ("15", "15000"), ("0.5", "1/2")]
)
def test_a_number_shown_as_another_is_known(value: str, shown: str) -> None:
    assert look_of(cell("float", value, shown)) == Look(value, problem=Problem.OTHERWISE)


@pytest.mark.parametrize("shown", ["0", "-", "", "0.00", "—"])
def test_a_zero_is_one_however_it_is_shown(shown: str) -> None:
    assert cells_of(text("甲"), cell("float", "0", shown)) == ["甲", "0"]
    assert look_of(cell("float", "0", shown)) is None


def test_a_number_beside_which_nothing_says_what_is_shown_is_its_value() -> None:
    assert cells_of(cell("float", "16800"), cell("percentage", "0.85"), cell("date", "2018-09-30")) == [
        "16800",
        "85%",
        "2018-09-30",
    ]
    assert cells_of(cell("string", "甲村")) == ["甲村"]


def test_dates_are_known_as_dates() -> None:
    assert look_of(cell("date", "2018-01-01", "1月")) == Look("2018-01-01", problem=Problem.DATE)
    assert look_of(cell("time", "PT08H30M00S", "8:30")) == Look("PT08H30M00S", problem=Problem.DATE)


@pytest.mark.parametrize("shown", ["#DIV/0!", "#N/A", "Err:502", "#NAME?", "错误:502"])
def test_an_error_is_read_as_it_is_shown_and_its_digits_are_no_number(shown: str) -> None:
    for kind, value in (("string", ""), ("float", "0")):
        one = cell(kind, value, shown, formula="of:=1/0")
        assert cells_of(text("甲"), one) == ["甲", shown]
        assert look_of(one) is None


# ---- texts -------------------------------------------------------------------------------------------------------------------


def test_a_text_is_put_together_with_its_blanks_lines_and_links() -> None:
    said = (
        '<table:table-cell office:value-type="string"><text:p>农<text:span>业</text:span>\n   户<text:s text:c="2"/>口'
        "<text:tab/>（<text:a>一</text:a>）</text:p><text:p>甲<text:line-break/>村</text:p></table:table-cell>"
    )
    assert cells_of(said) == ["农业 户  口\t（一）\n甲\n村"]


def test_comments_drawings_and_notes_are_no_text_of_the_cell() -> None:
    said = (
        '<table:table-cell office:value-type="float" office:value="7"><office:annotation><dc:date>2018</dc:date>'
        "<text:p>批注 99</text:p></office:annotation><text:p>7</text:p><drawing:custom-shape><text:p>框 88</text:p>"
        "</drawing:custom-shape></table:table-cell>"
    )
    ruby = "<text:p><text:ruby><text:ruby-base>甲</text:ruby-base><text:ruby-text>jia</text:ruby-text></text:ruby></text:p>"
    assert cells_of(said, f'<table:table-cell office:value-type="string">{ruby}</table:table-cell>') == ["7", "甲"]


# ---- formulas ----------------------------------------------------------------------------------------------------------------


def test_a_formula_without_a_result_is_known() -> None:
    assert look_of(cell(formula="of:=[.B2]+SUM([.C3:.C9])")) == Look("=B2+SUM(C3:C9)", problem=Problem.NOT_COMPUTED)
    assert look_of(cell(shown="", formula='of:=IF(1=1;"";1)')) is None  # LibreOffice: it came to an empty text
    assert look_of(cell("string", "", "", formula='of:=IF(1=1;"";1)')) is None


def test_zeros_that_a_program_wrote_for_its_formulas_are_no_results() -> None:
    nought = cell("float", "0", "0", formula="of:=70+6")
    assert look_of(nought, ODFPY) == Look("=70+6", problem=Problem.NOT_COMPUTED)
    assert look_of(nought, "") == Look("=70+6", problem=Problem.NOT_COMPUTED)
    for program in (LIBREOFFICE, "MicrosoftOffice/16.0 MicrosoftExcel", "WPS Office"):
        assert look_of(nought, program) is None
    computed = cell("float", "76", "76", formula="of:=70+6")
    found = read_opendocument(spreadsheet(of_rows([[nought, computed]]), generator=ODFPY))
    assert (found.rows, found.looks) == ([(1, ["0", "76"])], {})


def test_a_file_that_does_not_say_who_wrote_it_computed_nothing() -> None:
    data = spreadsheet(of_rows([[text("甲"), cell("float", "0", "0", formula="of:=70+6")]]))
    without = data.replace(b"meta.xml", b"mete.xml")
    assert read_opendocument(without).looks[1, 1].problem is Problem.NOT_COMPUTED


# ---- rows and columns --------------------------------------------------------------------------------------------------------


def test_what_is_repeated_stands_as_often_and_rows_are_counted_as_people_see_them() -> None:
    rows = (
        row(text("甲"), cell("float", "1", "1", more=' table:number-columns-repeated="3"')),
        row(more=' table:number-rows-repeated="5"'),
        row(
            text("乙"),
            cell(more=' table:number-columns-repeated="2"'),
            number(2),
            more=' table:number-rows-repeated="2"',
        ),
    )
    assert read_opendocument(spreadsheet(sheet(*rows))).rows == [
        (1, ["甲", "1", "1", "1"]),
        (7, ["乙", "", "", "2"]),
        (8, ["乙", "", "", "2"]),
    ]


def test_rows_in_groups_and_rows_of_the_header_are_rows() -> None:
    groups = (
        f"<table:table-header-rows>{row(text('项目'))}</table:table-header-rows>",
        f"<table:table-row-group>{row(text('甲'))}<table:table-row-group>{row(text('乙'))}</table:table-row-group>"
        "</table:table-row-group>",
        f"<table:table-rows>{row(text('丙'))}</table:table-rows>",
    )
    found = read_opendocument(spreadsheet(sheet(*groups))).rows
    assert found == [(1, ["项目"]), (2, ["甲"]), (3, ["乙"]), (4, ["丙"])]


def test_a_cell_behind_a_merged_one_keeps_its_place_and_nobody_sees_what_it_holds() -> None:
    merged = text("甲").replace(">", ' table:number-columns-spanned="3">', 1)
    behind = '<table:covered-table-cell office:value-type="float" office:value="9"><text:p>9</text:p></table:covered-table-cell>'
    more = '<table:covered-table-cell table:number-columns-repeated="1"/>'
    assert cells_of(merged, behind, more, number(7)) == ["甲", "", "", "7"]


def test_what_is_no_sheet_of_the_file_is_passed_over() -> None:
    elsewhere = sheet(row(number(5)), name="'file:///去年.ods'#表").replace(
        "<table:table-row", "<table:table-source/><table:table-row", 1
    )
    tracked = f"<table:tracked-changes><table:deletion>{row(number(6))}</table:deletion></table:tracked-changes>"
    linked = f"<table:dde-links><table:dde-link>{sheet(row(number(8)))}</table:dde-link></table:dde-links>"
    data = spreadsheet(tracked + sheet(row(text("甲"))) + elsewhere + linked)
    assert read_opendocument(data).rows == [(1, ["甲"])]


def test_every_filled_sheet_is_read_and_which_of_them_nobody_sees() -> None:
    filled, empty = row(text("甲")), row()
    found = read_opendocument(
        spreadsheet(sheet(filled, name="今年") + sheet(empty, name="空") + sheet(filled, name="去年", style="hidden"))
    )
    assert [(one.name, one.is_hidden, one.rows) for one in (found, *found.others)] == [
        ("今年", False, [(1, ["甲"])]),
        ("去年", True, [(1, ["甲"])]),
    ]
    assert read_opendocument(spreadsheet(sheet(empty))).rows == []


def test_merged_cells_and_rows_that_nobody_sees_are_known_by_their_places() -> None:
    spanned = cell("string", "", "甲村", more=' table:number-rows-spanned="2" table:number-columns-spanned="3"')
    rows = (
        row(text("村")),
        row(spanned, number(1), more=' table:visibility="visible"'),
        row(number(2), more=' table:visibility="filter" table:number-rows-repeated="2"'),
        row(text(""), more=' table:visibility="collapse"'),
        row(text("乙村"), more=' table:visibility="collapse"'),
    )
    found = read_opendocument(spreadsheet(sheet(*rows)))
    assert (found.merged, found.hidden) == ([(2, 3, 0, 2)], {3, 4, 6})
    assert read_opendocument(spreadsheet(sheet(row(text("村"))))).merged == []


# ---- bounds, and files that are none -----------------------------------------------------------------------------------------

ENDLESS = {
    "columns": (row(cell("float", "1", "1", more=' table:number-columns-repeated="600"')), "第1行一直写到第600列"),
    "rows": (row(number(1), more=' table:number-rows-repeated="99000000"'), "工作表超过1048576行"),
    "cells": (
        row(
            cell("float", "1", "1", more=' table:number-columns-repeated="400"'),
            more=' table:number-rows-repeated="1000000"',
        ),
        "工作簿里的格子太多",
    ),
    "elements": ("<x/>" * 7_000_000, "工作簿里的格子太多"),
}


@pytest.mark.parametrize(
    "what", [pytest.param(one, marks=pytest.mark.slow if one == "elements" else ()) for one in ENDLESS]
)
def test_a_small_file_without_end_is_refused_soon(what: str) -> None:
    rows, told = ENDLESS[what]
    data = spreadsheet(sheet(rows))
    assert len(data) < 400_000
    began = time.process_time()
    with pytest.raises(NotAWorkbook, match=told):
        read_opendocument(data)
    assert time.process_time() - began < 12


def test_the_last_column_of_a_table_is_read() -> None:
    assert len(cells_of(cell("float", "1", "1", more=' table:number-columns-repeated="500"'))) == 500


_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TEXT = f'<o:document-content xmlns:o="{_OFFICE}"><o:body><o:text/></o:body></o:document-content>'
DAMAGED = {
    "no zip": b"PK",
    "cut": spreadsheet(of_rows([[number(1)]]))[:300],
    "no content": spreadsheet("").replace(b"content.xml", b"content.xmi"),
    "no XML": spreadsheet("<table:table>"),
    "no number": spreadsheet(of_rows([[cell("float", "一", "一")]])),
    "no count": spreadsheet(of_rows([[cell("float", "1", "1", more=' table:number-columns-repeated="-1"')]])),
    "a text document": spreadsheet("", others={"content.xml": TEXT}),
    "a document type": spreadsheet("", others={"content.xml": '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'}),
}


@pytest.mark.parametrize("what", DAMAGED)
def test_a_damaged_file_is_told(what: str) -> None:
    with pytest.raises(NotAWorkbook, match=r"打不开，不是 \.ods 工作簿"):
        read_opendocument(DAMAGED[what])


# ---- LibreOffice -------------------------------------------------------------------------------------------------------------


def test_what_libreoffice_made_of_a_workbook_is_read_like_the_workbook(office: Office, tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["检查 情况  两格", None, None, None],
        ["项目", "合格率", "人数", "金额"],
        ["甲\n村", (0.85, "0%"), (16800, "#,##0"), (15000, '0.00,"千"')],
        ["乙", (7.23, '0.00"‰"'), "=1/0", (15, ";;;")],
        [None, (0.923076923076923, "0.00%"), "=C3+1", (-5.5, "0.00")],
        [(43101, 'm"月"'), (43373, "yyyy/m/d"), (0, "0;-0;;@"), (5, '0"人"')],
        [None] * 4,
        ['=IF(1=1,"",1)', '="甲"&"乙"', 1e-7, 123456789012345678],
    ]
    path = tmp_path / "t.xlsx"
    path.write_bytes(workbook(rows))
    like = read_workbook(office(path, "xlsx").read_bytes())
    found = read_opendocument(office(path, "ods").read_bytes())
    assert found.rows == like.rows
    assert [(one, look.number, look.unit, look.problem) for one, look in found.looks.items()] == [
        (one, look.number, look.unit, look.problem) for one, look in like.looks.items()
    ]
