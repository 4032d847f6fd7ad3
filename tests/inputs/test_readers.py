"""What every reader of tables promises, whatever the form: the same sheet gives the same figures and the same faults."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workbooks import workbook

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


# A new form of tables needs a line here: a program of the office's that saves rows so. The cells are what people see in them.
SAVED: dict[str, Callable[[Rows], bytes]] = {".csv": as_csv, ".xlsx": as_xlsx}
FORMS = pytest.mark.parametrize("form", READERS)


def read(folder: Path, form: str, rows: Rows | bytes) -> dict[str, list[object]] | list[str]:
    """Return the columns of a table of checks saved in this form, or everything that is told of it without its file's name."""
    (folder / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
    (folder / f"checks{form}").write_bytes(rows if isinstance(rows, bytes) else SAVED[form](rows))
    try:
        table = read_sources(folder, 2018, catalogue(folder)).tables["checks"]
    except Unusable as error:
        return [str(issue).removeprefix(f"checks{form}") for issue in error.issues]
    return {**table.categories, **table.numbers, "rows": list(table.rows)}


def catalogue(folder: Path) -> Catalogue:
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
@pytest.mark.parametrize(("cell", "found"), [(DATE, DATE), (FORMULA, FORMULA), (ERROR, ERROR), (PERCENT, PERCENT)])
def test_what_is_no_number_of_its_column_is_told_at_its_cell(tmp_path: Path, form: str, cell: str, found: str) -> None:
    told = read(tmp_path, form, [HEADER, ["甲", "1", cell], ["乙", "2", "3"]])
    assert isinstance(told, list) and len(told) == 1, told
    assert told[0].startswith(" 第2行「人数」：") and found in told[0]


@FORMS
def test_an_empty_sheet_is_told_once(tmp_path: Path, form: str) -> None:
    assert read(tmp_path, form, []) == ["：表是空的，请填好后再放进来。"]
    assert read(tmp_path, form, [[" ", "　"], []]) == ["：表是空的，请填好后再放进来。"]


@FORMS
def test_a_sheet_wider_than_any_table_is_told_once(tmp_path: Path, form: str) -> None:
    (wide,) = read(tmp_path, form, [HEADER, ["甲", "1", "1"], ["乙", "2", *["3"] * 600]])
    assert "不像一张数据表" in wide and ("602列" in wide or "第501列" in wide)


@FORMS
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
    table = catalogue(tmp_path).tables["checks"]
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
    assert read_sources(made.folder, 2019, catalogue(tmp_path)).tables["checks"].file == "Checks.csv"
