"""What every reader of tables promises, whatever the form: the same sheet gives the same figures and the same faults."""

from __future__ import annotations

import csv
import functools
import io
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spreadsheets import cell, number, of_rows, spreadsheet, text
from workbooks import workbook

from reportgen.base import libreoffice
from reportgen.base.book import saved
from reportgen.base.issues import Finder, Unusable
from reportgen.begin.next_year.next_folder import make_next_year
from reportgen.begin.next_year.next_table import next_table
from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.folder import read_sources
from reportgen.inputs.written import READERS, Reader, Written, read_written

CATALOGUE = """
office:
  tables: {checks: {项目: [甲, 乙], 合格率: {unit: '%', digits: 2}, 人数: 人}}
  合格率: {sum: 合格率}
  人数: {sum: 人数}
"""
HEADER = ("项目", "合格率", "人数")
PERCENT, DATE, FORMULA, ERROR = "85%", "2018/9/30", "=B2+B3", "#DIV/0!"
Rows = Sequence[Sequence[str]]


def as_csv(rows: Rows) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def as_xlsx(rows: Rows) -> bytes:
    """Return a workbook whose cells hold what people see in these rows, stored as Excel stores it."""
    stored = {PERCENT: (0.85, "0%"), DATE: (43373, "yyyy/m/d")}
    return workbook(
        [[stored.get(cell, int(cell) if cell.isdecimal() else cell or None) for cell in row] for row in rows]
    )


def as_xlsm(rows: Rows) -> bytes:
    """Return the same with a macro, which nobody runs."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(as_xlsx(rows))) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
            target.writestr(name, part.replace(plain, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"))
        target.writestr("xl/vbaProject.bin", b"\0" * 20)
    return made.getvalue()


def as_ods(rows: Rows) -> bytes:
    """Return a spreadsheet as LibreOffice stores it, its formula without a result."""
    stored = {
        PERCENT: cell("percentage", "0.85", PERCENT),
        DATE: cell("date", "2018-09-30", DATE),
        FORMULA: cell(formula="of:=[.B2]+[.B3]"),
        ERROR: cell("string", "", ERROR, formula="of:=1/0"),
    }
    return spreadsheet(
        of_rows(
            [stored.get(one) or (number(int(one)) if one.isdecimal() else text(one)) for one in row] for row in rows
        )
    )


def as_txt(rows: Rows) -> bytes:
    """Return what Excel calls a Unicode text."""
    text = io.StringIO()
    csv.writer(text, delimiter="\t").writerows(rows)
    return text.getvalue().encode("utf-16")


def as_xls(rows: Rows) -> bytes:
    """Return a workbook as Excel 97 to 2003 kept it, written by LibreOffice, which has an error only where a formula makes one."""
    return _converted(as_xlsx([["=1/0" if cell == ERROR else cell for cell in row] for row in rows]))


@functools.cache
def _converted(data: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"
        path.write_bytes(data)
        try:
            return libreoffice.convert(path, "xls", path.parent).read_bytes()
        except libreoffice.NotConverted as error:
            pytest.skip(str(error))


# A new form of tables needs a line here: a program of the office's that saves rows so. The cells are what people see in them.
SAVED: dict[str, Callable[[Rows], bytes]] = {
    ".csv": as_csv,
    ".xlsx": as_xlsx,
    ".xlsm": as_xlsm,
    ".ods": as_ods,
    ".txt": as_txt,
    ".xls": as_xls,
    ".et": as_xls,  # WPS keeps its own workbooks as Excel did
}
OLD = (".xls", ".et")  # come through LibreOffice, which also computes what nothing has computed; and have 256 columns
WORKBOOKS = (".xlsx", ".xlsm", ".ods")
FORMS = pytest.mark.parametrize(
    "form", [pytest.param(form, marks=pytest.mark.slow if form in OLD else ()) for form in READERS]
)
QUICK = pytest.mark.parametrize("form", [form for form in READERS if form not in OLD])


def read(folder: Path, form: str, rows: Rows | bytes) -> dict[str, list[object]] | list[str]:
    """Return the columns of a table of checks saved in this form, or everything that is told of it without its file's name."""
    (folder / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
    (folder / f"checks{form}").write_bytes(rows if isinstance(rows, bytes) else SAVED[form](rows))
    try:
        table = read_sources(folder, 2018, catalogue_of(folder)).tables["checks"]
    except Unusable as error:
        return [str(issue).removeprefix(f"checks{form}") for issue in error.issues]
    return {**table.categories, **table.numbers, "rows": list(table.rows)}


def catalogue_of(folder: Path) -> Catalogue:
    (folder / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
    return read_catalogue(folder)


def test_every_form_is_held_to_what_a_reader_promises() -> None:
    assert list(SAVED) == list(READERS)


@FORMS
def test_a_table_is_read_as_people_see_it_with_its_rows_as_a_spreadsheet_counts_them(tmp_path: Path, form: str) -> None:
    rows = [["检查情况"], HEADER, ["甲", PERCENT, "16800"], [], [" 乙 ", "", "0"], ["合计", "", ""]]
    assert read(tmp_path, form, rows) == {
        "项目": ["甲", "乙"],
        "合格率": [85, None],
        "人数": [16800, 0],
        "rows": [3, 5],
    }


@FORMS
@pytest.mark.parametrize(("seen", "found"), [(DATE, DATE), (FORMULA, FORMULA), (ERROR, ERROR), (PERCENT, PERCENT)])
def test_what_is_no_number_of_its_column_is_told_at_its_cell(tmp_path: Path, form: str, seen: str, found: str) -> None:
    if form in OLD and seen == FORMULA:
        pytest.skip("what comes through LibreOffice is computed")
    told = read(tmp_path, form, [HEADER, ["甲", "1", seen], ["乙", "2", "3"]])
    assert isinstance(told, list) and len(told) == 1, told
    assert told[0].startswith(" 第2行「人数」：") and found in told[0]


@FORMS
def test_an_empty_sheet_is_told_once(tmp_path: Path, form: str) -> None:
    assert read(tmp_path, form, []) == ["：表是空的，请填好后再放进来。"]
    assert read(tmp_path, form, [[" ", "　"], []]) == ["：表是空的，请填好后再放进来。"]


@QUICK
def test_a_sheet_wider_than_any_table_is_told_once(tmp_path: Path, form: str) -> None:
    (wide,) = read(tmp_path, form, [HEADER, ["甲", "1", "1"], ["乙", "2", *["3"] * 600]])
    assert "不像一张数据表" in wide and ("602列" in wide or "第501列" in wide)


@QUICK
@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 255), st.booleans())
def test_a_damaged_file_is_told_and_never_a_traceback(form: str, at: int, byte: int, cut: bool) -> None:
    whole = SAVED[form]([HEADER, ["甲", PERCENT, "1"], ["乙", "2", "3"]])
    at %= len(whole)
    finder = Finder()
    written = read_written(whole[:at] if cut else whole[:at] + bytes([byte]) + whole[at + 1 :], f"checks{form}", finder)
    assert (written is None) == (len(finder.issues) == 1)
    assert all(issue.location and issue.location.file == f"checks{form}" for issue in finder.issues)


@FORMS
def test_the_year_after_has_the_same_rows_and_no_number(tmp_path: Path, form: str) -> None:
    rows = [["检查情况"], HEADER, ["甲", PERCENT, "16800"], [], ["乙", "", "0"], ["合计", "", "16800"]]
    table = catalogue_of(tmp_path).tables["checks"]
    found = next_table(SAVED[form](rows), f"checks{form}", table, {}, (2018, 2019))
    finder = Finder()
    written = read_written(found.data, found.file, finder)
    assert written and not finder.issues
    assert [(number, [cell for cell in cells if cell]) for number, cells in written.rows] == [
        (1, ["检查情况"]),
        (2, list(HEADER)),
        (3, ["甲"]),
        (5, ["乙"]),
        (6, ["合计"]),
    ]
    assert found.file == f"checks{READERS[form].next_year}"
    assert bool(found.remarks) == (found.file != f"checks{form}")


def test_a_form_that_can_be_read_and_not_written_becomes_a_csv_which_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tabs(data: bytes, file: str, finder: Finder) -> Written:
        lines = enumerate(data.decode().splitlines(), 1)
        return Written([(number, line.split("\t")) for number, line in lines if line.strip()])

    monkeypatch.setitem(READERS, ".tab", Reader(tabs))
    (tmp_path / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
    (tmp_path / "data" / "2018").mkdir(parents=True)
    (tmp_path / "data" / "2018" / "Checks.TAB").write_text(
        "2018年检查\n项目\t合格率\t人数\n\n乙\t85\t16800\n", encoding="utf-8"
    )
    made = make_next_year(tmp_path / "data", tmp_path, 2019, None)
    (path,) = made.folder.iterdir()
    assert path.name == "Checks.csv"
    assert path.read_text(encoding="utf-8-sig") == "2018年检查\n项目,合格率,人数\n\n乙,,\n甲,,\n"
    assert made.remarks == (
        "Checks.TAB 这种表写不了，照着建成了 Checks.csv。",
        "Checks.csv 补上了2018年缺的1行：甲。",
        "Checks.csv 的表头上面写着「2018年检查」，原样留着，请改。",
    )
    assert read_sources(made.folder, 2019, catalogue_of(tmp_path)).tables["checks"].file == "Checks.csv"


# ---- what only some forms have -----------------------------------------------------------------------------------------------

ROWS: Rows = [HEADER, ["甲", PERCENT, "16800"], ["乙", "", "0"]]
READ = {"项目": ["甲", "乙"], "合格率": [85, None], "人数": [16800, 0], "rows": [2, 3]}


@pytest.mark.parametrize("form", WORKBOOKS)
def test_two_filled_sheets_are_told_with_their_names_and_which_one_nobody_sees(tmp_path: Path, form: str) -> None:
    if form == ".ods":
        filled = of_rows([[text("甲")]])
        two = spreadsheet(filled.replace("表", "今年") + filled.replace("表", "去年").replace("ta1", "hidden"))
    else:
        book = openpyxl.Workbook()
        book.active.title, last = "今年", book.create_sheet("去年")
        book.active["A1"] = last["A1"] = "甲"
        last.sheet_state = "hidden"
        two = saved(book)
    assert read(tmp_path, form, two) == [
        "：工作簿里有几张填了内容的工作表（今年、去年（隐藏的）），不知道以哪张为准，请只留一张。"
    ]


@pytest.mark.parametrize("form", READERS)
@pytest.mark.parametrize("really", WORKBOOKS)
def test_a_workbook_is_read_whatever_its_name_says(tmp_path: Path, form: str, really: str) -> None:
    assert read(tmp_path, form, SAVED[really](ROWS)) == READ


def test_next_year_of_a_workbook_with_another_name_has_the_name_of_what_it_is(tmp_path: Path) -> None:
    table = catalogue_of(tmp_path).tables["checks"]
    found = next_table(as_xlsx(ROWS), "checks.csv", table, {}, (2018, 2019))
    assert (found.file, found.remarks[0]) == ("checks.xlsx", "checks.csv 这种表写不了，照着建成了 checks.xlsx。")
    found = next_table(as_xlsm(ROWS), "checks.xlsm", table, {}, (2018, 2019))
    assert found.file == "checks.xlsx"
    assert "checks.xlsm 里的图、链接等没有带过来：xl/vbaProject.bin。" in found.remarks


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("form", [".txt", ".xls", ".et"])
def test_a_text_with_tabs_is_a_table_in_every_encoding(tmp_path: Path, encoding: str, form: str) -> None:
    said = '检查情况\r\n项目\t合格率\t人数\r\n甲\t85%\t"16,800"\r\n\r\n乙\t\t0\r\n'
    assert read(tmp_path, form, said.encode(encoding)) == {**READ, "rows": [3, 5]}


def test_a_text_with_commas_is_a_table_too(tmp_path: Path) -> None:
    assert read(tmp_path, ".txt", "项目,合格率,人数\n甲\t,85,16800\n乙,,0\n".encode()) == READ
    (told,) = read(tmp_path, ".txt", '项目\t合格率\t人数\n甲\t"85\t1\n'.encode())
    assert told == " 第2行：从这一行起引号不成对，请用表格软件打开检查，再另存一次。"


def test_commas_and_breaks_within_a_cell_separate_nothing(tmp_path: Path) -> None:
    title = '"检查情况,\n上半年,\n下半年,\n全年,\n各组,"'
    said = f"{title}\n项目\t合格率\t人数\n甲\t85\t16800\n乙\t\t0\n"
    assert read(tmp_path, ".txt", said.encode()) == {**READ, "rows": [3, 4]}


@pytest.mark.parametrize("form", OLD)
def test_a_web_page_called_an_old_workbook_is_told(tmp_path: Path, form: str) -> None:
    assert read(tmp_path, form, b"\xef\xbb\xbf\r\n<html><table><tr><td>1</td></tr></table></html>") == [
        "：里面其实是网页，不是工作簿，请用表格软件打开，另存为 .xlsx。"
    ]


@pytest.mark.parametrize("form", [*OLD, ".xlsx"])
def test_an_old_workbook_that_nothing_converts_and_one_with_a_password_are_told(tmp_path: Path, form: str) -> None:
    compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500
    told = read(tmp_path, form, compound)
    assert told == ["：是旧格式的工作簿，请用表格软件打开，另存为 .xlsx（没有装 LibreOffice）。"]
    told = read(tmp_path, form, compound + "EncryptedPackage".encode("utf-16-le"))
    assert told == ["：设了密码，请用表格软件打开、去掉密码，另存为 .xlsx。"]


@pytest.mark.slow
@pytest.mark.parametrize("form", OLD)
def test_a_damaged_old_workbook_is_told_or_read(form: str) -> None:
    whole = SAVED[form](ROWS)
    for damaged in (whole[:600], whole[:512] + b"\xff" * 200 + whole[712:], whole[: len(whole) // 2]):
        finder = Finder()
        assert (read_written(damaged, f"checks{form}", finder) is None) == (len(finder.issues) == 1)


@pytest.mark.parametrize("form", [".xlsx", ".csv"])
def test_a_word_file_is_no_empty_table(tmp_path: Path, form: str) -> None:
    document = (Path(__file__).parents[2] / "templates" / "annual" / "report.docx").read_bytes()
    told = ["：打不开，不是 .xlsx 工作簿、已损坏或设了密码，请用表格软件重新另存为 .xlsx。"]
    assert read(tmp_path, form, document) == told


def test_empty_cells_at_the_end_of_a_row_are_no_columns(tmp_path: Path) -> None:
    rows = "\n".join(",".join(row) + "," * 600 for row in ROWS)
    assert read(tmp_path, ".csv", rows.encode()) == READ
