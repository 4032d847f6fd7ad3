"""Cells of a table's workbook are changed in its XML: formats and all other parts stay, and totals follow."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workbooks import workbook

from reportgen.base import libreoffice
from reportgen.base.issues import Finder, Unusable
from reportgen.editing.cell_changes import Changes
from reportgen.editing.table_cells import changed_table
from reportgen.inputs.written import Written, read_written

FILE = "population.xlsx"
ROWS = [["村", "人口", "合格率"], ["甲村", (16800, "#,##0"), (0.92, "0%")], ["乙村", 85, (0.5, "0%")]]
TOTALS: list[list[object]] = [*ROWS, ["合计", "=SUM(B2:B3)", None], ["差", "=B2-B3", "=B4*2"]]


def plain() -> bytes:
    return workbook(ROWS)


def computed(*more: list[object], results: dict[str, str] | None = None) -> bytes:
    known = {"B4": "16885", "B5": "16715", "C5": "33770"}
    return workbook([*TOTALS, *more], {**known, **(results or {})}, calculated=True)


def typed(data: bytes, cells: dict[tuple[int, int], str], last: int = 3, **others: Any) -> Written:
    made = changed_table(data, FILE, "Sheet", Changes(cells, **others), last)
    found = read_written(made, FILE, Finder())
    assert found is not None
    return found


def reasons(data: bytes, changes: Changes, last: int = 3) -> list[str]:
    with pytest.raises(Unusable) as refused:
        changed_table(data, FILE, "Sheet", changes, last)
    return [str(issue) for issue in refused.value.issues]


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def cell_of(data: bytes, name: str) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))["Sheet"][name]


@pytest.mark.parametrize(
    ("place", "text", "stored", "shown"),
    [
        ((2, 2), "16,900", 16900, "16900"),
        ((2, 2), "１２", 12, "12"),
        ((2, 2), "85%", "85%", "85%"),  # the column isn't one of per cent: the text says it
        ((2, 3), "95%", 0.95, "95%"),
        ((2, 3), "95", 0.95, "95%"),  # as a spreadsheet takes it
        ((3, 2), "2018/9/30", "2018/9/30", "2018/9/30"),
        ((3, 2), "-5", -5, "-5"),
        ((3, 2), "—", "—", "—"),
        # openpyxl doesn't decode what Excel and our reader do.
        ((3, 1), "丙<&>村\n二组 _x0041_", "丙<&>村\n二组 _x005F_x0041_", "丙<&>村\n二组 _x0041_"),
        ((3, 1), "007", "007", "007"),
        ((3, 2), "", None, ""),
        ((3, 5), "备注", "备注", "备注"),  # a cell that isn't there yet
        ((9, 2), "7", 7, "7"),  # nor its row
    ],
)
def test_a_text_is_read_back_as_it_was_meant(place: tuple[int, int], text: str, stored: object, shown: str) -> None:
    made = changed_table(plain(), FILE, "Sheet", Changes({place: text}), 3)
    name = f"{'ABCDE'[place[1] - 1]}{place[0]}"
    assert cell_of(made, name).value == stored
    before = cell_of(plain(), name)
    assert cell_of(made, name).number_format == before.number_format
    found = read_written(made, FILE, Finder())
    assert found is not None
    row = dict(found.rows).get(place[0], [])
    assert (row[place[1] - 1] if place[1] <= len(row) else "") == shown


def test_half_a_share_where_per_cent_is_shown_is_asked_about() -> None:
    (told,) = reasons(plain(), Changes({(2, 3): "0.85"}))
    assert told == "population.xlsx 第2行「C」：这一格显示百分数，「0.85」不知道是0.85%还是85%，请带上 % 填写。"


@pytest.mark.parametrize(
    ("code", "text", "shown"),
    [("0%", "92.5", "93%"), ("0%", "0.5%", "1%"), ("#,##0", "16,800.35", "16800"), ("0", "-3.25", "-3")],
)
def test_a_number_that_its_cell_would_show_rounded_is_refused_since_nobody_would_see_what_was_typed(
    code: str, text: str, shown: str
) -> None:
    data = workbook([["村", "数"], ["甲村", (0.92, code)], ["乙村", 85]])
    (told,) = reasons(data, Changes({(2, 2): text}))
    assert told == (
        f"population.xlsx 第2行「B」：这一格的格式会把「{text}」显示成「{shown}」，填的和看到的就不一样了；"
        "请在 Excel 或 WPS 里先改单元格格式，多留几位小数，再填。"
    )


def test_decimals_that_the_cell_shows_all_of_are_typed_as_ever() -> None:
    data = workbook([["村", "数"], ["甲村", (0.92, "0.00%")], ["乙村", 85]])
    assert typed(data, {(2, 2): "92.5"}).rows[1][1][1] == "92.50%"


def test_everything_else_in_the_package_stays_byte_for_byte() -> None:
    before, after = parts(plain()), parts(changed_table(plain(), FILE, "Sheet", Changes({(2, 2): "1"}), 3))
    assert [name for name in before if before[name] != after[name]] == ["xl/worksheets/sheet1.xml"]
    old, new = before["xl/worksheets/sheet1.xml"].decode(), after["xl/worksheets/sheet1.xml"].decode()
    assert new == old.replace(' t="n"><v>16800</v>', "><v>1</v>")  # n is what no kind says


def test_totals_follow_through_others_and_everything_is_computed_when_it_is_opened() -> None:
    made = changed_table(computed(), FILE, "Sheet", Changes({(2, 2): "100"}), 3)
    found = read_written(made, FILE, Finder())
    assert found is not None
    assert [row for _, row in found.rows][3:] == [["合计", "185"], ["差", "15", "370"]]
    assert cell_of(made, "B4").value == "=SUM(B2:B3)"
    assert b'fullCalcOnLoad="1"' in parts(made)["xl/workbook.xml"]


def test_a_rate_is_computed_as_a_spreadsheet_does() -> None:
    rows: list[list[object]] = [["村", "人口", "率"], ["甲村", 3, ("=B2/B3", "0.00%")], ["乙村", 4, None]]
    found = typed(workbook(rows, {"C2": "0.75"}, calculated=True), {(3, 2): "9"})
    assert dict(found.rows)[2] == ["甲村", "3", "33.33%"]


@pytest.mark.parametrize("formula", ["=AVERAGE(B2:B3)", "=B2+平均", '=INDIRECT("B2")', "=SUM(C2:C3)+B2^2", "=B2/0"])
def test_a_formula_that_cannot_be_computed_here_stops_the_change(formula: str) -> None:
    data = computed(["人均", formula], results={"B6": "5"})
    (told,) = reasons(data, Changes({(2, 2): "100"}))
    assert told.startswith("population.xlsx 第6行「B」：B6 的公式「=") and "请在 Excel 或 WPS 里改" in told


@pytest.mark.parametrize("text", ["85%", "007"])
def test_a_number_that_a_sum_would_miss_stops_the_change(text: str) -> None:
    data = workbook([*ROWS, ["合计", "=SUM(B2:B3)"]], {"B4": "16885"}, calculated=True)
    assert "B4 的公式" in reasons(data, Changes({(3, 2): text}))[0]


def test_a_sum_passes_over_words_as_a_spreadsheet_does() -> None:
    data = workbook([*ROWS, ["合计", "=SUM(B2:B3)"]], {"B4": "16885"}, calculated=True)
    assert dict(typed(data, {(3, 2): "无"}).rows)[4] == ["合计", "16800"]


@pytest.mark.parametrize("place", [(0, 1), (2, 0), (2, 501), (1_048_577, 1), (-1, -1)])
def test_what_lies_outside_of_any_table_is_refused(place: tuple[int, int]) -> None:
    assert "这一格在表的外面" in reasons(plain(), Changes({place: "1"}))[0]


def test_a_formula_on_another_sheet_follows_too() -> None:
    book = openpyxl.load_workbook(io.BytesIO(plain()))
    book.create_sheet("汇总").append(["合计", "=SUM(Sheet!B:B)", "=B1/2", "='Sheet'!B3"])
    out = io.BytesIO()
    book.save(out)
    found = typed(out.getvalue(), {(2, 2): "100"})
    assert found.others[0].rows == [(1, ["合计", "185", "92.5", "85"])]


def test_a_formula_that_does_not_depend_on_it_is_left_alone() -> None:
    data = computed(["人均", "=AVERAGE(B3:B3)", "=VLOOKUP(A3,A3:A4,1,FALSE)"], results={"B6": "85", "C6": "乙村"})
    assert typed(data, {(2, 2): "100"})


def test_a_formula_is_not_typed_over_and_neither_is_what_a_merged_cell_covers() -> None:
    assert "这一格是公式（=SUM(B2:B3)）" in reasons(computed(), Changes({(4, 2): "1"}))[0]
    book = openpyxl.load_workbook(io.BytesIO(plain()))
    book["Sheet"].merge_cells("A2:A3")
    out = io.BytesIO()
    book.save(out)
    assert reasons(out.getvalue(), Changes({(3, 1): "丙村"})) == [
        "population.xlsx 第3行「A」：A3 和 A2 合并成了一格，请填在 A2。"
    ]
    assert typed(out.getvalue(), {(2, 1): "丙村"}).rows[1][1][0] == "丙村"
    assert "跨几行的合并单元格" in reasons(out.getvalue(), Changes(deleted={2}))[0]


def test_rows_are_added_in_the_looks_of_the_last_one_where_there_is_room() -> None:
    made = changed_table(plain(), FILE, "Sheet", Changes(added=[["丙村", "7", "80%"]]), 3)
    assert cell_of(made, "C4").value == 0.8
    assert cell_of(made, "C4").number_format == "0%"
    (told,) = reasons(computed(), Changes(added=[["丙村", "7"]]))
    assert told == "population.xlsx 第4行：第3行下面没有空行，添不进去；请在 Excel 或 WPS 里插入一行再填。"


def test_a_deleted_row_is_emptied_and_the_total_follows() -> None:
    found = typed(computed(), {}, deleted={2})
    assert [number for number, _ in found.rows] == [1, 3, 4, 5]
    assert dict(found.rows)[4] == ["合计", "85"]


def test_formulas_that_nothing_has_computed_yet_are_computed_with_it() -> None:
    data = workbook([["村", "人口"], ["甲村", None], ["合计", "=SUM(B2:B2)"], ["倍", "=B3*2"]], program="openpyxl")
    found = typed(data, {(2, 2): "7"}, 2)
    assert [row for _, row in found.rows] == [["村", "人口"], ["甲村", "7"], ["合计", "7"], ["倍", "14"]]
    assert not found.looks


def test_shared_formulas_are_moved_to_their_cells() -> None:
    rows: list[list[object]] = [["村", "男", "女", "合"], ["甲", 1, 2, "=B2+$C$2"], ["乙", 3, 4, None]]
    data = workbook(rows, {"D2": "3"}, calculated=True)
    all_parts = parts(data)
    sheet = all_parts["xl/worksheets/sheet1.xml"].decode()
    sheet = sheet.replace("<f>B2+$C$2</f>", '<f t="shared" ref="D2:D3" si="0">B2+$C$2</f>')
    sheet = sheet.replace(
        '<c r="C3" t="n"><v>4</v></c>', '<c r="C3" t="n"><v>4</v></c><c r="D3"><f t="shared" si="0"/><v>5</v></c>'
    )
    assert 'si="0"/>' in sheet
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in {**all_parts, "xl/worksheets/sheet1.xml": sheet.encode()}.items():
            archive.writestr(name, part)
    found = typed(out.getvalue(), {(2, 3): "20"})
    assert [row[3] for _, row in found.rows] == ["合", "21", "23"]


CELLS = st.one_of(
    st.none(),
    st.integers(-(10**6), 10**9),
    st.text(st.sampled_from("甲乙村<&> 1.,%"), max_size=5).filter(lambda one: not one or one.strip()),
    st.tuples(
        st.integers(0, 1000).map(lambda one: one / 1000), st.sampled_from(["0%", "0.0%", "#,##0.00", "yyyy/m/d"])
    ),
)
TEXTS = st.one_of(
    st.integers(-(10**6), 10**9).map(str),
    st.integers(1, 999).map(lambda one: f"{one}%"),
    st.text(st.sampled_from('甲乙村<&>"\n 1.,%'), max_size=6),
    st.sampled_from(["16,800", "１２．５", "2018/9/30", "—", "007", "123456789012345678", ""]),
)


@pytest.mark.slow
@settings(deadline=None)  # a machine that does something else besides
@given(
    st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=5),
    st.dictionaries(st.tuples(st.integers(1, 8), st.integers(1, 6)), TEXTS, max_size=6),
)
def test_random_cells_are_read_back_with_exactly_the_changes(
    rows: list[list[object]], cells: dict[tuple[int, int], str]
) -> None:
    data = workbook([["村", "人口"], *rows])
    changes = Changes({(row + 1, column): text for (row, column), text in cells.items()})
    try:
        changed_table(data, FILE, "Sheet", changes, 3)
    except Unusable as refused:
        assert all("这一格的格式会把" in str(issue) or "不知道是" in str(issue) for issue in refused.issues)


@pytest.mark.slow
@pytest.mark.skipif(libreoffice.program() is None, reason="LibreOffice isn't installed")
def test_a_workbook_that_libreoffice_saved_is_changed_and_opened_by_it_again(tmp_path: Path) -> None:
    (tmp_path / "made.xlsx").write_bytes(computed())
    saved = libreoffice.convert(tmp_path / "made.xlsx", "xlsx:Calc MS Excel 2007 XML", tmp_path / "saved").read_bytes()
    made = changed_table(saved, FILE, "Sheet", Changes({(2, 2): "100", (3, 1): "丙村", (7, 2): "9"}), 3)
    (tmp_path / "changed.xlsx").write_bytes(made)
    again = libreoffice.convert(tmp_path / "changed.xlsx", "xlsx:Calc MS Excel 2007 XML", tmp_path / "again")
    for data in (made, again.read_bytes()):
        found = read_written(data, FILE, Finder())
        assert found is not None
        assert [row for _, row in found.rows] == [
            ["村", "人口", "合格率"],
            ["甲村", "100", "92%"],
            ["丙村", "85", "50%"],
            ["合计", "185"],
            ["差", "15", "370"],
            ["", "9"],
        ]
