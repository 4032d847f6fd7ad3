"""The comparison as a workbook: the numbers of the other forms, formulas that come to them, and texts that stay texts."""

from __future__ import annotations

import csv
import functools
import io
import random
import re
import subprocess
import zipfile
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from conftest import DATA, TEMPLATE, Office

from reportgen.base.numbers import Exact, rounded, written
from reportgen.compare.comparing import read_comparison
from reportgen.compare.rows import TITLE, header, notices, row
from reportgen.compare.sheet import as_sheet
from reportgen.figures.changes import Change, Comparison, Entry, Side, compare

# Fields by comma, text by quotes, UTF-8, from the first row, as shown and not as stored.
AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false"
DANGEROUS = ("=1+2", "+3", "-3", "@SUM(1)", "＝1+2", "＋3", "－3", "＠SUM(1)", '=HYPERLINK("http://example.org")')


def entry(name: str, value: Exact | None, unit: str = "人", digits: int = 0, **more: Any) -> Entry:
    text = "待补" if value is None else written(value, digits)
    return Entry(name, more.pop("label", name), more.pop("section", "人口"), unit, digits, value, text, **more)


def compared(*pairs: tuple[Entry | None, Entry | None], notes: Iterable[str] = (), demo: str = "") -> Comparison:
    old, new = (
        Side(title, {one.name: one for one in side if one is not None}, told)
        for title, side, told in zip(("2017年", "2018年"), zip(*pairs, strict=True), (demo, ""), strict=True)
    )
    changes = compare(old, new)
    return Comparison(
        old, new, tuple(Change(one.kind, one.before, one.after, one.reason, tuple(notes)) for one in changes)
    )


def pair(
    name: str, before: Exact | None, after: Exact | None, unit: str = "人", digits: int = 0
) -> tuple[Entry, Entry]:
    return entry(name, before, unit, digits), entry(name, after, unit, digits)


def opened(comparison: Comparison, *, results: bool = False) -> Any:
    return openpyxl.load_workbook(io.BytesIO(as_sheet(comparison)), data_only=results).active


@functools.cache
def published() -> Comparison:
    return read_comparison(DATA, TEMPLATE, 2018, 2017)


def first_row(comparison: Comparison) -> int:
    return 3 + len(list(notices(comparison)))


def in_calc(comparison: Comparison, office: Office, folder: Path) -> list[list[str]]:
    """Return the rows as LibreOffice shows them after it has calculated, with the results of ours taken away before."""
    path = folder / "sheet.xlsx"
    with zipfile.ZipFile(io.BytesIO(as_sheet(comparison))) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = re.sub(rb"</f><v>[^<]*</v>", b"</f><v></v>", content)
            target.writestr(name, content)
    shown = office(path, AS_SHOWN).read_text(encoding="utf-8-sig")
    return list(csv.reader(io.StringIO(shown)))[first_row(comparison) - 1 :]


def test_every_change_has_its_row_in_order_with_its_section() -> None:
    comparison = published()
    sheet = opened(comparison)
    first = first_row(comparison)
    assert [cell.value for cell in sheet[first - 1]] == ["突出", *header(comparison)]
    assert sheet.max_row == first - 1 + len(comparison.changes)
    for number, change in enumerate(comparison.changes, start=first):
        cells = row(change)
        assert [sheet.cell(number, column).value or "" for column in (2, 3, 4, 9)] == [*cells[:3], cells[7]]


def test_numbers_are_numbers_that_show_the_digits_of_the_report() -> None:
    comparison = published()
    sheet = opened(comparison)
    for number, change in enumerate(comparison.changes, start=first_row(comparison)):
        for column, text, side in ((5, row(change)[3], change.before), (6, row(change)[4], change.after)):
            cell = sheet.cell(number, column)
            if side is None or side.value is None:
                assert (cell.value or "") == text
                continue
            assert isinstance(cell.value, (int, float))
            assert isinstance(side.value, int) <= (cell.value == side.value)
            digits = len(cell.number_format.partition(".")[2])
            assert written(Fraction(str(cell.value)), digits) == text, change.name


def test_formulas_carry_the_results_that_the_other_forms_print() -> None:
    comparison = published()
    formulas, results = opened(comparison), opened(comparison, results=True)
    for number, change in enumerate(comparison.changes, start=first_row(comparison)):
        difference, percent = results.cell(number, 7).value, results.cell(number, 8).value
        if change.difference is None:
            assert difference is percent is None
            assert formulas.cell(number, 7).data_type != "f" != formulas.cell(number, 8).data_type
            continue
        assert formulas.cell(number, 7).data_type == "f"
        assert Fraction(str(difference)) == rounded(change.difference, change.difference_digits)
        assert (percent is None) == (change.percent is None)
        if change.percent is not None:
            assert Fraction(str(percent)) == rounded(change.percent, 1)


def test_a_count_is_compared_by_the_formulas_that_a_person_would_write() -> None:
    sheet = opened(compared(pair("总人口", 15012, 15142)))
    assert [sheet.cell(3, column).value for column in (5, 6, 7, 8)] == [
        15012,
        15142,
        "=F3-E3",
        '=IF(OR(E3=0,E3*F3<0),"",ROUND((F3-E3)*100/ABS(E3),1))',
    ]


def test_a_rate_has_its_difference_in_points_and_no_percentage() -> None:
    sheet = opened(compared(pair("节育率", Fraction(1782, 20), Fraction(1797, 20), "%", 1)))
    assert sheet["G3"].value == "=ROUND(ROUND(F3-E3,9),1)"
    assert sheet["G3"].number_format == '+0.0"个百分点";-0.0"个百分点";0.0"个百分点"'
    assert sheet["H3"].value is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (compared((None, entry("甲", 5))), "新增"),
        (compared((entry("甲", 5), None)), "取消"),
        (
            compared((entry("甲", 5, how="合计"), entry("甲", 5, how="乙＋丙"))),
            "不可比：算法不同：2017年「合计」，2018年「乙＋丙」",
        ),
        (compared(pair("甲", None, 5)), "2017年没有这个数"),
    ],
    ids=["new", "gone", "incomparable", "missing"],
)
def test_what_cannot_be_compared_has_no_formula_and_says_why(change: Comparison, said: str) -> None:
    sheet = opened(change)
    assert [sheet["G3"].value, sheet["H3"].value, sheet["I3"].value] == [None, None, said]


def test_what_stands_out_is_marked_by_a_sign_and_not_by_colour_alone() -> None:
    marked, plain = opened(compared(pair("甲", 1, 2), notes=["增加100%"])), opened(compared(pair("甲", 1, 2)))
    assert (marked["A3"].value, marked["I3"].value, marked["A3"].fill.fill_type) == ("！", "增加100%", "solid")
    assert (plain["A3"].value, plain["A3"].fill.fill_type) == (None, None)


def test_invented_numbers_are_told_above_the_header() -> None:
    sheet = opened(compared(pair("甲", 1, 2), demo="数字是编的"))
    assert (sheet["A1"].value, sheet["A2"].value) == (TITLE, "【演示数据】2017年：数字是编的")
    assert sheet.freeze_panes == "A4"


def test_the_header_stays_in_view_is_printed_on_each_page_and_filters() -> None:
    sheet = opened(compared(pair("甲", 1, 2), pair("乙", 1, 2)))
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.auto_filter.ref) == ("A3", "$2:$2", "A2:I4")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_that_begins_like_a_formula_stays_a_text(text: str) -> None:
    one = entry("甲", 1, text, label=text, section=text)
    sheet = opened(compared((one, one), notes=[text]))
    for place in ("B3", "C3", "D3", "I3"):
        assert (sheet[place].value, sheet[place].data_type, sheet[place].quotePrefix) == (text, "s", True)


def test_a_negative_number_is_a_number() -> None:
    sheet = opened(compared(pair("甲", -5, -7)))
    assert (sheet["E3"].value, sheet["E3"].data_type, sheet["E3"].quotePrefix) == (-5, "n", False)


def test_control_characters_and_an_empty_comparison_do_no_harm() -> None:
    assert opened(compared((entry("甲", 1, label="a\x07b"), None)))["C3"].value == "ab"
    assert opened(compared((entry("甲", 1, label="\x07=1+2"), None)))["C3"].data_type == "s"
    assert opened(Comparison(Side("甲", {}), Side("乙", {}), ())).max_row == 2


def test_the_same_comparison_gives_the_same_bytes_without_a_date() -> None:
    data = as_sheet(published())
    assert data == as_sheet(published())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"dcterms:" not in archive.read("docProps/core.xml")
        assert b'fullCalcOnLoad="1"' in archive.read("xl/workbook.xml")


# ---- another program ---------------------------------------------------------------------------------------------------------


def test_calc_comes_to_the_same_differences_and_shows_the_same_texts(office: Office, tmp_path: Path) -> None:
    comparison = published()
    shown = in_calc(comparison, office, tmp_path)
    assert shown == [["！" if change.notes else "", *row(change)] for change in comparison.changes]


def test_calc_rounds_halves_as_the_report_does(office: Office, tmp_path: Path) -> None:
    chance = random.Random(9704)
    pairs = [pair(f"整{n}", 2000, 2000 + n * (-1) ** n) for n in range(1, 200, 2)]
    for n in range(300):
        before, after = (Fraction(chance.randrange(80000, 120000), 1000 if n % 2 else 1) for _ in "12")
        pairs.append(pair(f"率{n}", before / 20, after / 20, "%", n % 3))
        pairs.append(pair(f"额{n}", rounded(before, 2), rounded(after, 2), "万元", 2))
    pairs += [
        pair("零", 0, 5),
        pair("负", -8, 3),
        pair("亏", -8, -3),
        pair("半", Fraction(892, 10), Fraction(8925, 100), "%", 1),
    ]
    comparison = compared(*pairs)
    shown = in_calc(comparison, office, tmp_path)
    assert [line[1:8] for line in shown] == [list(row(change)[:7]) for change in comparison.changes]


def test_calc_runs_no_text(office: Office, tmp_path: Path) -> None:
    entries = [entry(str(n), 1, label=text, section=text) for n, text in enumerate(DANGEROUS)]
    shown = in_calc(compared(*zip(entries, entries, strict=True)), office, tmp_path)
    assert [line[1:3] for line in shown] == [[text, text] for text in DANGEROUS]


def test_calc_prints_all_columns_on_a4_across_with_the_header_on_each_page(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(as_sheet(published()))
    pdf = office(path, "pdf")
    said = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True).stdout.decode()
    pages = said.split("\f")[:-1]
    assert len(pages) > 1
    assert all(re.search(r"突出 +部分 +指标 .* 说明", page) for page in pages)
    size = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True).stdout.decode()
    assert re.search(r"Page size: +841\.\d+ x 595\.\d+ pts \(A4\)", size)
