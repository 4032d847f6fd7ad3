"""`forms` and `collect` as a clerk runs them: what goes out to villages, what is made of what comes back, what is told, and what is never lost."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
import spreadsheets as ods
from conftest import ROOT, TEMPLATE, Office
from openpyxl.worksheet.worksheet import Worksheet
from specimens import p, package

from reportgen.base import saving
from reportgen.base.book import saved
from reportgen.commands.cli import OK, UNUSABLE, main
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.folder import read_sources
from reportgen.inputs.tables import TableData

CATALOGUE = """
any_table: {村: 村名单}
office:
  title: 单位
  texts: {村名单: 列表}
people:
  title: 老龄工作
  tables:
    people: {年龄: [60至79岁, 80岁以上], 老年人: 人, 签约: 人}
    beds: {机构: [], 床位: 张, 入住率: {unit: '%', digits: 2}}
  老年人: {sum: 老年人}
  签约老年人: {sum: 签约}
  床位: {sum: 床位}
  入住率: {sum: 入住率}
  identities:
    - 签约老年人 <= 老年人
equipment:
  title: 器材
  tables:
    equipment: {器材: [轮椅, 拐杖], 数量: {unit: '', digits: 0}}
  轮椅: {sum: 数量, where: {器材: 轮椅}, unit: 辆}
"""
PEOPLE = "村,年龄,老年人,签约\n东村,60至79岁,,\n东村,80岁以上,,\n西村,60至79岁,,\n西村,80岁以上,,\n"
BEDS = "村,机构,床位,入住率\n"
EQUIPMENT = "器材,数量\n轮椅,\n拐杖,\n"
EAST = {
    "people": [("东村", "60至79岁", 412, 356), ("东村", "80岁以上", 63, 60)],
    "beds": [("东村", "敬老院", 20, 85.5)],
}
WEST = {"people": [("西村", "60至79岁", 388, 331), ("西村", "80岁以上", 57, 51)]}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an office's folder whose tables are empty; 收回 is there for what comes back."""
    monkeypatch.chdir(tmp_path)
    year = tmp_path / "data" / "2025"
    for folder in (year, tmp_path / "template", tmp_path / "收回"):
        folder.mkdir(parents=True)
    (tmp_path / "template" / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
    (tmp_path / "template" / "report.docx").write_bytes(package(p("老年人{{ 老年人 }}人")))
    (year / "office.yaml").write_text("村名单: [东村, 西村]\n", encoding="utf-8")
    for name, text in (("people", PEOPLE), ("beds", BEDS), ("equipment", EQUIPMENT)):
        (year / f"{name}.csv").write_text(text, encoding="utf-8-sig")
    return tmp_path


def run(*words: str) -> int:
    return main([*words, "--data", "data", "--template", "template"])


def came(name: str, sheets: dict[str, list[tuple[object, ...]]], title: str = "2025年老龄工作") -> None:
    """Put a workbook into 收回, as a village sends it."""
    headers = {"people": ("村", "年龄", "老年人", "签约"), "beds": ("村", "机构", "床位", "入住率")}
    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet, rows in sheets.items():
        made = book.create_sheet(sheet)
        for row in ((title,), headers.get(sheet, ("器材", "数量")), *rows):
            made.append(row)
    book.save(Path("收回") / name)


def table(name: str) -> str:
    return (Path("data/2025") / f"{name}.csv").read_text(encoding="utf-8-sig")


def read(name: str) -> TableData:
    return read_sources(Path("data/2025"), 2025, read_catalogue(Path("template"))).tables[name]


def files() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in Path("data").rglob("*") if path.is_file()}


# ---- forms -------------------------------------------------------------------------------------------------------------------


def test_each_village_gets_a_workbook_with_its_own_rows_of_each_table_that_goes_by_village(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("forms", "发给各村") == OK
    assert sorted(path.name for path in Path("发给各村").iterdir()) == ["东村.xlsx", "西村.xlsx"]
    book = openpyxl.load_workbook("发给各村/西村.xlsx")
    assert book.sheetnames == ["people", "beds"]
    rows = [[cell.value for cell in row] for row in book["people"].iter_rows(min_row=3)]
    assert rows == [
        ["村", "年龄", "老年人", "签约"],
        ["西村", "60至79岁", None, None],
        ["西村", "80岁以上", None, None],
    ]
    assert book["people"]["A1"].value == "2025年老龄工作（西村）"
    lists = {str(one.sqref)[:2]: one.formula1 for one in book["beds"].data_validations.dataValidation}
    assert lists["A4"] == '"西村"' and "B4" not in lists
    assert "不按村填的表不在里面：equipment。要发的加 --by-section，一个部分一个。" in capsys.readouterr().out


def test_by_section_each_gets_a_workbook_with_all_rows(desk: Path) -> None:
    assert run("forms", "发给部门", "--by-section") == OK
    assert sorted(path.name for path in Path("发给部门").iterdir()) == ["器材.xlsx", "老龄工作.xlsx"]
    assert openpyxl.load_workbook("发给部门/老龄工作.xlsx")["people"].max_row == 7
    assert openpyxl.load_workbook("发给部门/器材.xlsx").sheetnames == ["equipment"]


def test_a_form_shows_what_the_table_holds_already(desk: Path) -> None:
    Path("data/2025/people.csv").write_text(PEOPLE.replace("西村,60至79岁,,", "西村,60至79岁,388,"), encoding="utf-8")
    run("forms", "发给各村")
    assert openpyxl.load_workbook("发给各村/西村.xlsx")["people"]["C4"].value == 388


def test_a_number_that_a_formula_gives_from_other_cells_is_asked_for_and_told(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own_workbook()
    book = openpyxl.load_workbook("data/2025/people.xlsx")
    book.active["C3"], book.active["C4"], book.active["C5"] = "=D3+5", "=300+88", 12
    Path("data/2025/people.xlsx").write_bytes(saved(book, {"C3": "5", "C4": "388"}))
    assert run("forms", "发给各村") == OK
    rows = [
        [cell.value for cell in row]
        for row in openpyxl.load_workbook("发给各村/东村.xlsx")["people"].iter_rows(min_row=4)
    ]
    # It is 5 as long as nothing stands in D3; 300+88 is what it is whatever stands elsewhere.
    assert [row[2] for row in rows] == [None, 388]
    assert openpyxl.load_workbook("发给各村/西村.xlsx")["people"]["C4"].value == 12
    assert "用别的格算的数没有带上，请各村自己填：people.xlsx 第3行「老年人」。" in capsys.readouterr().out


def test_so_is_one_of_an_ods(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [ods.row(*map(ods.text, ("村", "年龄", "老年人", "签约")))]
    of_cells, of_none = (
        ods.cell("float", "5", "5", formula="of:=[.D2]+5"),
        ods.cell("float", "388", "388", formula="of:=300+88"),
    )
    rows += [
        ods.row(ods.text("东村"), ods.text("60至79岁"), of_cells),
        ods.row(ods.text("东村"), ods.text("80岁以上"), of_none),
        *(ods.row(ods.text("西村"), ods.text(one)) for one in ("60至79岁", "80岁以上")),
    ]
    Path("data/2025/people.csv").unlink()
    Path("data/2025/people.ods").write_bytes(ods.spreadsheet(ods.sheet(*rows)))
    assert run("forms", "发给各村") == OK
    rows_sent = openpyxl.load_workbook("发给各村/东村.xlsx")["people"].iter_rows(min_row=4)
    assert [row[2].value for row in rows_sent] == [None, 388]
    assert "用别的格算的数没有带上，请各村自己填：people.ods 第2行「老年人」。" in capsys.readouterr().out


def test_forms_are_never_written_over_what_somebody_filled_in(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("forms", "发给各村")
    assert run("forms", "发给各村") == OK  # the same bytes
    Path("发给各村/西村.xlsx").write_bytes(b"filled in")
    Path("发给各村/东村.xlsx").unlink()
    assert run("forms", "发给各村") == UNUSABLE
    assert "已经有 西村.xlsx，不会覆盖。请换一个文件夹，或者先把它们移走。" in capsys.readouterr().err
    assert [path.name for path in Path("发给各村").iterdir()] == ["西村.xlsx"]


def test_an_office_that_does_not_count_by_village_is_told_what_to_do(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("data/2025/people.csv").write_text("年龄,老年人,签约\n60至79岁,,\n80岁以上,,\n", encoding="utf-8")
    Path("data/2025/beds.csv").write_text("机构,床位,入住率\n", encoding="utf-8")
    assert run("forms", "发给各村") == UNUSABLE
    assert (
        "没有一张表按村填（没有「村」这一列），没有可以发给各村的。按部分发，加 --by-section。"
        in capsys.readouterr().err
    )
    assert not Path("发给各村").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["forms"], "forms 后面写工作簿写到哪个文件夹，如 forms 发给各村"),
        (["collect"], "collect 后面写收回来的工作簿在哪个文件夹，如 collect 收回"),
        (["collect", "没有的"], "没有的：收回来的文件夹打不开"),
        (["collect", "data/2025"], "这是这一年自己的数据文件夹"),
        (["collect", "收回", "2031"], "没有2031年的数据文件夹"),
    ],
)
def test_what_cannot_be_done_is_said(
    desk: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*words) == UNUSABLE
    assert said in capsys.readouterr().err


# ---- collect: what comes in -----------------------------------------------------------------------------------------------------


def test_what_comes_back_fills_the_tables_and_what_is_missing_is_said(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    came("东村.xlsx", EAST)
    assert run("collect", "收回") == OK
    assert table("people") == (
        "村,年龄,老年人,签约\n东村,60至79岁,412,356\n东村,80岁以上,63,60\n西村,60至79岁,,\n西村,80岁以上,,\n"
    )
    assert table("beds") == "村,机构,床位,入住率\n东村,敬老院,20,85.5\n"
    assert table("equipment") == EQUIPMENT
    assert capsys.readouterr().out == (
        "收到1个工作簿：\n"
        "  东村.xlsx（东村）：新填6个数\n"
        "还没有收到：西村。\n"
        f"已写 people.csv、beds.csv（{Path('data/2025')}）。\n"
        "各村还差：西村6格\n"
        "下一步：还差什么看 status 2025，有没有矛盾看 check 2025。\n"
    )
    assert not Path("data/2025/原有").exists()  # nothing was replaced


def test_the_path_of_a_year_from_forms_to_collected_tables(desk: Path) -> None:
    run("forms", "发给各村")
    for village, rows in (("东村", EAST["people"]), ("西村", WEST["people"])):
        book = openpyxl.load_workbook(f"发给各村/{village}.xlsx")
        for number, row in enumerate(rows, 4):
            assert [cell.value for cell in book["people"][number]][:2] == list(row[:2])
            book["people"][f"C{number}"], book["people"][f"D{number}"] = row[2:]
        book.save(f"收回/{village}.xlsx")
    assert run("collect", "收回") == OK
    assert read("people").numbers == {"老年人": [412, 63, 388, 57], "签约": [356, 60, 331, 51]}


def test_a_section_s_workbook_is_collected_too(desk: Path) -> None:
    came("器材.xlsx", {"equipment": [("轮椅", 3), ("拐杖", 0)]})
    assert run("collect", "收回") == OK
    assert table("equipment") == "器材,数量\n轮椅,3\n拐杖,0\n"


def test_the_same_files_once_more_change_nothing(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    came("东村.xlsx", EAST)
    run("collect", "收回")
    before = files()
    capsys.readouterr()
    assert run("collect", "收回") == OK
    assert files() == before
    said = capsys.readouterr().out
    assert "东村.xlsx（东村）：和表里一样6个数" in said and "没有新的数，什么都没有写。" in said


def test_a_form_that_nobody_filled_in_has_not_come(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("forms", "收回")
    before = files()
    assert run("collect", "收回") == OK
    said = capsys.readouterr().out
    assert "提醒  东村.xlsx：一个数也没有填。" in said and "还没有收到：东村、西村。" in said
    assert files() == before


def test_what_the_checks_say_of_the_numbers_that_came_is_said_at_once(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    came("东村.xlsx", {"people": [("东村", "60至79岁", 412, 536), ("东村", "80岁以上", 63, 60)]})
    assert run("collect", "收回") == OK
    said = capsys.readouterr().out
    assert "东村：签约老年人596人 应不大于 老年人475人，相差121" in said
    assert "待补" not in said  # the other village is counted, not listed cell by cell


@pytest.mark.parametrize(("total", "told"), [(475, False), (999, True)])
def test_a_total_that_a_village_typed_must_be_what_its_rows_add_up_to(
    total: int, told: bool, desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [("东村", "60至79岁", 412, 356), ("东村", "80岁以上", 63, 60), ("合计", "合计", total, 416)]
    before = files()
    came("东村.xlsx", {"people": rows})
    assert run("collect", "收回") == (UNUSABLE if told else OK)
    said = "".join(capsys.readouterr())
    wrong = "东村.xlsx「people」 第5行「老年人」：合计写的是999，各行相加是475，相差524。"
    assert (wrong in said) is told and (files() == before) is told


def test_what_a_village_wrote_beside_its_numbers_is_said(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [("东村", "60至79岁", 412, 356), ("东村", "80岁以上", 63, 60), ("注：其中外出的没有数清",)]
    came("东村.xlsx", {"people": rows})
    assert run("collect", "收回") == OK
    assert "说明  东村.xlsx「people」" in (said := capsys.readouterr().out) and "第5行" in said


@pytest.mark.slow
def test_a_whole_office_s_numbers_come_back_as_they_were_typed(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tests" / "offices" / "qingshi" / "2025", tmp_path / "data" / "2025")
    words = ["--data", str(tmp_path / "data"), "--template", str(TEMPLATE)]
    assert main(["forms", str(tmp_path / "filled"), "2025", *words]) == OK  # with the numbers of 2025
    assert main(["collect", str(tmp_path / "filled"), "2025", *words]) == OK
    assert main(["new", "2026", *words]) == OK
    for path in (tmp_path / "filled").iterdir():
        book = openpyxl.load_workbook(path)
        for sheet in book:
            sheet["A1"] = str(sheet["A1"].value).replace("2025年", "2026年")
        book.save(path)
    assert main(["collect", str(tmp_path / "filled"), "2026", *words]) == OK
    catalogue = read_catalogue(TEMPLATE)
    before, after = (read_sources(tmp_path / "data" / str(year), year, catalogue) for year in (2025, 2026))
    by_village = [name for name, one in before.tables.items() if "村（社区）" in one.dimensions]
    assert len(by_village) > 8
    for name in by_village:
        assert after.tables[name].numbers == before.tables[name].numbers, name
        assert after.tables[name].categories == before.tables[name].categories, name


# ---- collect: corrections -------------------------------------------------------------------------------------------------------


CORRECTED = {"people": [("东村", "60至79岁", 421, 356), ("东村", "80岁以上", 63, None)]}


def test_a_number_that_differs_is_said_with_both_places_and_nothing_is_written(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    came("东村.xlsx", EAST)
    run("collect", "收回")
    came("东村.xlsx", CORRECTED)
    came("西村.xlsx", WEST)
    before = files()
    capsys.readouterr()
    assert run("collect", "收回") == UNUSABLE
    printed = capsys.readouterr()
    assert (
        "  people.csv 第2行「老年人」（东村、60至79岁）：412 → 421   东村.xlsx「people」 第3行\n"
        in printed.out.replace("东村、60至79岁", "东村、60至79岁")
    )
    assert (
        "有1个数和表里的不一样，什么都没有写。核对以后要用收回来的代替，加 --force（原来的表会留一份）。" in printed.err
    )
    assert files() == before


def test_with_force_it_is_replaced_and_the_table_as_it_was_is_kept(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    came("东村.xlsx", EAST)
    run("collect", "收回")
    own = Path("data/2025/people.csv").read_bytes()
    came("东村.xlsx", CORRECTED)
    came("西村.xlsx", WEST)
    capsys.readouterr()
    assert run("collect", "收回", "--force") == OK
    kept = Path("data/2025/原有/people（原有1）.csv")
    assert kept.read_bytes() == own and f"原来的表留在 {kept}。" in capsys.readouterr().out
    assert read("people").numbers == {"老年人": [421, 63, 388, 57], "签约": [356, 60, 331, 51]}
    assert read_sources(Path("data/2025"), 2025, read_catalogue(Path("template"))).issues == ()


def test_a_cell_that_came_back_empty_leaves_the_number_and_is_said(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    came("东村.xlsx", EAST)
    run("collect", "收回")
    came("东村.xlsx", {"people": [("东村", "60至79岁", 412, None), ("东村", "80岁以上", 63, 60)]})
    capsys.readouterr()
    assert run("collect", "收回") == OK
    said = capsys.readouterr().out
    assert "收回来的空着、表里有数的，没有动：\n  people.csv 第2行「签约」（东村、60至79岁）：356 → 空" in said
    assert read("people").numbers["签约"] == [356, 60, None, None]


def test_a_whole_row_that_came_back_empty_or_did_not_come_back_is_said_too(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    came("东村.xlsx", EAST)
    run("collect", "收回")
    capsys.readouterr()
    came("东村.xlsx", {"people": [("东村", "60至79岁", 412, 356), ("东村", "80岁以上", None, None)]})
    assert run("collect", "收回") == OK
    said = capsys.readouterr().out
    assert "  people.csv 第3行「老年人」（东村、80岁以上）：63 → 空   东村.xlsx「people」 第4行\n" in said
    came("东村.xlsx", {"people": [("东村", "60至79岁", 412, 356)]})
    assert run("collect", "收回") == OK
    said = capsys.readouterr().out
    assert "  people.csv 第3行「老年人」（东村、80岁以上）：63 → 空   东村.xlsx「people」\n" in said
    assert read("people").numbers["老年人"][:2] == [412, 63]


def test_a_row_under_another_name_is_not_counted_twice(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    came("东村.xlsx", EAST)
    came("西村.xlsx", {**WEST, "beds": [("西村", "敬老院", 8, 50)]})
    run("collect", "收回")
    came("东村.xlsx", {**EAST, "beds": [("东村", "东村敬老院", 20, 85.5)]})
    before = files()
    capsys.readouterr()
    assert run("collect", "收回", "--force") == UNUSABLE
    assert (
        "东村.xlsx「beds」 第3行：多了「东村、东村敬老院」，又没有 beds.csv 第2行的「东村、敬老院」：是同一行改了名，还是少了一行？"
        "改名的先在 beds.csv 里改成一样；少了的请他们补上。"
    ) in capsys.readouterr().err
    assert files() == before
    Path("data/2025/beds.csv").write_text(table("beds").replace("东村,敬老院", "东村,东村敬老院"), encoding="utf-8-sig")
    assert run("collect", "收回") == OK


def test_a_row_more_beside_those_that_came_back_is_added(desk: Path) -> None:
    came("东村.xlsx", EAST)
    run("collect", "收回")
    came("东村.xlsx", {**EAST, "beds": [*EAST["beds"], ("东村", "日间照料中心", 6, 50)]})
    assert run("collect", "收回") == OK
    assert table("beds") == "村,机构,床位,入住率\n东村,敬老院,20,85.5\n东村,日间照料中心,6,50\n"


def test_a_table_that_was_corrected_by_hand_is_not_put_back(desk: Path) -> None:
    came("东村.xlsx", EAST)
    run("collect", "收回")
    path = Path("data/2025/people.csv")
    path.write_text(table("people").replace("412", "410"), encoding="utf-8-sig")
    came("西村.xlsx", WEST)
    assert run("collect", "收回") == UNUSABLE
    assert "410" in table("people") and "388" not in table("people")


# ---- collect: faults ------------------------------------------------------------------------------------------------------------


FAULTS: list[tuple[str, dict[str, list[tuple[object, ...]]], str, str]] = [
    ("东村.xlsx", {"people": [("东村", "60至79岁", "四百", 1)]}, "2025年", "东村.xlsx「people」 第3行「老年人」：「四百」不是数字"),
    ("东村.xlsx", {"people": [("东村", "60至79岁", -1, 1)]}, "2025年", "东村.xlsx「people」 第3行「老年人」：「-1」"),
    ("东村.xlsx", {"people": [("东村", "60岁", 1, 1)]}, "2025年", "第3行「年龄」：不认识「60岁」"),
    ("东村.xlsx", {"people": [("冬村", "60至79岁", 1, 1)]}, "2025年", "第3行「村」：不认识「冬村」。是不是「"),
    ("东村.xlsx", {"people": [("西村", "60至79岁", 1, 1)]}, "2025年", "第3行：文件名是「东村」，这里填的却是「西村」，请核对"),
    ("东村.xlsx", {"poeple": [("东村", "60至79岁", 1, 1)]}, "2025年", "东村.xlsx「poeple」：不认识这张工作表，不知道填的是哪张表。是不是「"),
    ("东村.xlsx", EAST, "2024年老龄工作", "东村.xlsx「people」 第1行：表头上面写的是2024年，现在收的是2025年的"),
    ("东村.xlsx", {"people": [("东村", "60至79岁", 1, 1), ("东村", "60至79岁", 1, 1)]}, "", "和第3行重复，请删去一行"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "sheets", "title", "said"), FAULTS, ids=[fault[3] for fault in FAULTS])
def test_a_fault_is_told_with_file_sheet_row_and_column_and_nothing_is_written(
    desk: Path,
    name: str,
    sheets: dict[str, list[tuple[object, ...]]],
    title: str,
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    came(name, sheets, title or "2025年")
    came("西村.xlsx", WEST)
    before = files()
    assert run("collect", "收回", "--force") == UNUSABLE
    assert said in capsys.readouterr().err
    assert files() == before


def test_a_column_below_another_year_is_no_number_of_this_one(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    came("东村.xlsx", EAST)
    book = openpyxl.load_workbook("收回/东村.xlsx")
    book["people"].insert_rows(2)
    book["people"]["C2"], book["people"]["D2"] = "2024年", "2025年"
    book.save("收回/东村.xlsx")
    assert run("collect", "收回") == UNUSABLE
    assert "东村.xlsx「people」 第2行「2024年」：下面的「老年人」像是别的时间的数" in capsys.readouterr().err


def test_a_sheet_that_no_form_has_is_passed_over_and_told_where_it_holds_no_table_of_ours(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    came("东村.xlsx", EAST)
    book = openpyxl.load_workbook("收回/东村.xlsx")
    for name, rows in {
        "说明": [["填表说明"], ["老年人", "满60岁的"], ["床位", "实有的"], ["数量", "好用的"], ["电话", 12345678]],
        "Sheet2": [["412+63", 475], ["核过", None]],
    }.items():
        for row in rows:
            (book[name] if name in book.sheetnames else book.create_sheet(name)).append(row)
    book["Sheet2"].sheet_state = "hidden"
    book.save("收回/东村.xlsx")
    assert run("collect", "收回") == OK
    out = capsys.readouterr().out
    assert "东村.xlsx「说明」：不是发下去的工作表，也不是要填的表，没有收。" in out
    assert "东村.xlsx「Sheet2」：不是发下去的工作表（隐藏的），也不是要填的表，没有收。" in out
    assert "412" in table("people")


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("去年", [["村", "年龄", "老年人", "签约"], ["东村", "60至79岁", 400, 300]]),
        ("Sheet2", [["村", "老人数"], ["东村", 400]]),  # a column of ours, and numbers
        ("poeple", [["村里", "老人数"], ["东村", 400]]),  # nearly the name of a sheet of ours
    ],
)
def test_a_sheet_that_may_hold_a_table_of_ours_is_refused(
    desk: Path, name: str, rows: list[list[object]], capsys: pytest.CaptureFixture[str]
) -> None:
    came("东村.xlsx", EAST)
    book = openpyxl.load_workbook("收回/东村.xlsx")
    for row in rows:
        (book[name] if name in book.sheetnames else book.create_sheet(name)).append(row)
    book.save("收回/东村.xlsx")
    assert run("collect", "收回") == UNUSABLE
    assert f"东村.xlsx「{name}」：不认识这张工作表，不知道填的是哪张表。" in capsys.readouterr().err


def test_a_csv_that_came_back_under_a_village_s_name_is_told_what_to_do(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("收回/东村.csv").write_text("村,年龄,老年人,签约\n东村,60至79岁,412,356\n", encoding="utf-8")
    assert run("collect", "收回") == UNUSABLE
    err = capsys.readouterr().err
    told = "东村.csv：里面只有一张表，看不出填的是哪张；请在发下去的工作簿里填好、存成 .xlsx 再收，或者把文件名改成表名，如 people.csv。"
    assert told in err and "工作表" not in err
    Path("收回/东村.csv").rename("收回/people.csv")
    assert run("collect", "收回") == OK


def test_all_faults_of_all_files_and_of_the_year_are_told_at_once(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    came("东村.xlsx", {"people": [("东村", "60至79岁", "四百", 1)], "beds": [("东村", "敬老院", 1.5, 1)]})
    came("西村.xlsx", {"people": [("西村", "60岁", 1, 1)]})
    Path("收回/坏的.xlsx").write_bytes(b"no workbook")
    Path("data/2025/equipment.csv").write_text(EQUIPMENT.replace("轮椅,", "轮椅,三"), encoding="utf-8")
    assert run("collect", "收回") == UNUSABLE
    said = capsys.readouterr().err
    for place in ("东村.xlsx「people」", "东村.xlsx「beds」", "西村.xlsx「people」", "坏的.xlsx", "equipment.csv"):
        assert f"错误  {place}" in said, place
    assert "共5处问题" in said


def test_a_village_that_came_twice_is_told_once_a_table_with_both_places(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    came("东村.xlsx", EAST)
    came("东村（更正）.xlsx", CORRECTED)
    assert run("collect", "收回", "--force") == UNUSABLE
    said = capsys.readouterr().err
    assert (
        "东村（更正）.xlsx「people」 第3行：「东村」在 东村.xlsx「people」 第3行 也有，不知道以哪个为准，请只留一份。"
        in said
    )
    assert said.count("请只留一份") == 1


def test_a_village_s_second_file_is_told_though_no_row_of_it_is_the_same(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    came("东村.xlsx", {"beds": [("东村", "敬老院", 20, 85.5)]})
    came("东村2.xlsx", {"beds": [("东村", "东村敬老院", 20, 85.5)]})
    assert run("collect", "收回") == UNUSABLE
    assert "东村2.xlsx「beds」 第3行：「东村」在 东村.xlsx「beds」 第3行 也有" in capsys.readouterr().err


def test_a_village_may_send_one_table_in_one_file_and_another_in_the_next(desk: Path) -> None:
    came("东村.xlsx", {"people": EAST["people"]})
    came("东村2.xlsx", {"beds": EAST["beds"]})
    assert run("collect", "收回") == OK


def test_what_is_no_workbook_of_ours_is_named_and_stops_nobody(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    came("东村.xlsx", EAST)
    Path("收回/说明.docx").write_bytes(b"words")
    Path("收回/还差谁.txt").write_text("西村，说是周五", encoding="utf-8")
    Path("收回/西村").mkdir()
    Path("收回/~$东村.xlsx").write_bytes(b"open in Excel")
    assert run("collect", "收回") == OK
    said = capsys.readouterr().out
    assert "提醒  说明.docx：这个文件没有收：只收发下去的工作簿。" in said
    assert "提醒  还差谁.txt：这个文件没有收：只收发下去的工作簿。" in said
    assert "提醒  西村：这是文件夹，里面的没有收" in said and "~$" not in said


def test_a_row_that_was_taken_out_of_a_form_is_told(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    came("东村.xlsx", {"people": [("东村", "60至79岁", 412, 356)]})
    assert run("collect", "收回") == OK
    said = capsys.readouterr().out
    assert "提醒  东村.xlsx「people」：缺1行：" in said and "80岁以上" in said and "西村、" not in said


def test_a_village_in_another_village_s_name_is_not_taken_for_it(desk: Path) -> None:
    Path("data/2025/office.yaml").write_text("村名单: [东村, 大东村]\n", encoding="utf-8")
    Path("data/2025/people.csv").write_text(PEOPLE.replace("西村", "大东村"), encoding="utf-8")
    came("大东村.xlsx", {"people": [("大东村", "60至79岁", 1, 1), ("大东村", "80岁以上", 1, 1)]})
    assert run("collect", "收回") == OK


def test_a_table_without_the_village_s_column_takes_none_by_village(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("data/2025/people.csv").write_text("年龄,老年人,签约\n60至79岁,,\n80岁以上,,\n", encoding="utf-8")
    came("东村.xlsx", EAST)
    assert run("collect", "收回") == UNUSABLE
    assert "people.csv 里是年龄，对不上" in capsys.readouterr().err


# ---- collect: the forms in which tables are kept ---------------------------------------------------------------------------------


def own_workbook() -> None:
    """Keep the year's table as an office's own workbook: title, total by a formula, a column shown in per cent, colours."""
    Path("data/2025/people.csv").unlink()
    Path("data/2025/beds.csv").unlink()
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["老年人情况表"])
    sheet.append(["村", "年龄", "老年人", "签约"])
    for village in ("东村", "西村"):
        for age in ("60至79岁", "80岁以上"):
            sheet.append([village, age, None, None])
    sheet.append(["合计", None, '=IF(COUNT(C3:C6)=0,"",SUM(C3:C6))', None])
    sheet["A1"].font = openpyxl.styles.Font(bold=True, size=20)
    book.save("data/2025/people.xlsx")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["村", "机构", "床位", "入住率"])
    sheet.append(["西村", "敬老院", 20, 0.9])
    sheet["D2"].number_format = "0.0%"
    sheet["B2"].font = openpyxl.styles.Font(color="FF0000")
    book.save("data/2025/beds.xlsx")


def test_an_own_workbook_keeps_its_looks_its_totals_and_its_way_to_show_per_cent(desk: Path) -> None:
    own_workbook()
    came("东村.xlsx", EAST)
    assert run("collect", "收回") == OK
    assert read("people").numbers["老年人"] == [412, 63, None, None]
    sheet = openpyxl.load_workbook("data/2025/people.xlsx").active
    assert sheet["C7"].value == '=IF(COUNT(C3:C6)=0,"",SUM(C3:C6))' and sheet["A1"].font.size == 20
    assert read("beds").numbers == {"床位": [20, 20], "入住率": [90, Fraction(171, 2)]}
    added = openpyxl.load_workbook("data/2025/beds.xlsx").active
    assert added["D3"].value == 0.855 and added["B3"].font.color.rgb == "00FF0000"
    assert sorted(path.name for path in Path("data/2025").iterdir()) == [
        "beds.xlsx", "equipment.csv", "office.yaml", "people.xlsx",
    ]  # fmt: skip


def test_the_sheet_that_holds_the_table_is_filled_whatever_stands_before_it(desk: Path) -> None:
    own_workbook()
    book = openpyxl.load_workbook("data/2025/people.xlsx")
    book.create_sheet("说明", 0)["A1"] = "各村12月底前填好"
    book.save("data/2025/people.xlsx")
    came("东村.xlsx", EAST)
    assert run("collect", "收回") == OK
    assert read("people").numbers["老年人"] == [412, 63, None, None]
    assert [[cell.value for cell in row] for row in openpyxl.load_workbook("data/2025/people.xlsx")["说明"]] == [
        ["各村12月底前填好"]
    ]


def test_a_merged_village_and_a_sheet_before_the_table_s_come_into_the_csv_that_an_ods_becomes(desk: Path) -> None:
    rows = [ods.row(*map(ods.text, ("村", "年龄", "老年人", "签约")))]
    for village in ("东村", "西村"):
        merged = ods.cell("string", "", village, more=' table:number-rows-spanned="2"')
        rows += [ods.row(merged, ods.text("60至79岁")), ods.row("<table:covered-table-cell/>", ods.text("80岁以上"))]
    note = ods.sheet(ods.row(ods.text("各村年底前填好")), name="说明")
    Path("data/2025/people.csv").unlink()
    Path("data/2025/people.ods").write_bytes(ods.spreadsheet(note + ods.sheet(*rows)))
    came("东村.xlsx", EAST)
    assert run("collect", "收回") == OK
    assert table("people") == PEOPLE.replace("东村,60至79岁,,", "东村,60至79岁,412,356").replace(
        "东村,80岁以上,,", "东村,80岁以上,63,60"
    ).replace("西村,60至79岁,,", "西村,60至79岁").replace("西村,80岁以上,,", "西村,80岁以上")


def test_a_formula_in_a_row_of_data_becomes_its_number_and_the_workbook_is_kept(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own_workbook()
    book = openpyxl.load_workbook("data/2025/people.xlsx")
    book.active["C5"] = "=300+88"
    Path("data/2025/people.xlsx").write_bytes(saved(book, {"C5": "388"}))
    before = Path("data/2025/people.xlsx").read_bytes()
    came("东村.xlsx", EAST)
    assert run("collect", "收回") == OK
    assert read("people").numbers["老年人"] == [412, 63, 388, None]
    assert "people.xlsx 里的公式换成了它算出的数：C5。" in capsys.readouterr().out
    assert Path("data/2025/原有/people（原有1）.xlsx").read_bytes() == before


def test_a_formula_whose_number_came_back_as_it_was_sent_out_is_told_and_the_workbook_is_kept(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own_workbook()
    book = openpyxl.load_workbook("data/2025/people.xlsx")
    book.active["C3"] = "=D3+5"  # 5 as long as nothing stands in D3; the number that comes for it now makes 8 of it
    Path("data/2025/people.xlsx").write_bytes(saved(book, {"C3": "5"}))
    before = Path("data/2025/people.xlsx").read_bytes()
    came("东村.xlsx", {"people": [("东村", "60至79岁", 5, 3), ("东村", "80岁以上", 63, 60)]})
    assert run("collect", "收回") == OK
    told = "people.xlsx 里的公式换成了它算出的数：C3。公式用到的格这次填了数的，请把这个数改对。"
    assert told in capsys.readouterr().out
    assert Path("data/2025/原有/people（原有1）.xlsx").read_bytes() == before


def test_what_openpyxl_cannot_keep_of_a_workbook_is_told_and_the_workbook_kept(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own_workbook()
    path = Path("data/2025/people.xlsx")
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/media/公章.png", b"a seal")
    before = path.read_bytes()
    came("东村.xlsx", EAST)
    assert run("collect", "收回") == OK
    assert "people.xlsx 里的图、链接等没有带过来：xl/media/公章.png。" in capsys.readouterr().out
    assert Path("data/2025/原有/people（原有1）.xlsx").read_bytes() == before


def test_rows_are_added_below_a_total_where_there_is_no_room_above_it(desk: Path) -> None:
    own_workbook()
    book = openpyxl.load_workbook("data/2025/beds.xlsx")
    book.active.append(["合计", None, 40, None])
    book.save("data/2025/beds.xlsx")
    came("东村.xlsx", EAST)
    assert run("collect", "收回") == OK
    assert read("beds").rows == (2, 4) and [total.row for total in read("beds").totals] == [3]


def test_a_csv_keeps_its_titles_its_totals_and_its_line_ends(desk: Path) -> None:
    text = "老年人情况表,,,\n\n" + PEOPLE + "合计,,,\n"
    Path("data/2025/people.csv").write_bytes(text.replace("\n", "\r\n").encode("gb18030"))
    came("东村.xlsx", EAST)
    assert run("collect", "收回") == OK
    wanted = text.replace("东村,60至79岁,,", "东村,60至79岁,412,356").replace("东村,80岁以上,,", "东村,80岁以上,63,60")
    assert Path("data/2025/people.csv").read_bytes() == wanted.replace("\n", "\r\n").encode("utf-8-sig")


def test_per_cent_signs_typed_in_a_csv_stay(desk: Path) -> None:
    Path("data/2025/beds.csv").write_text(BEDS + "西村,敬老院,20,90%\n", encoding="utf-8-sig")
    came("东村.xlsx", EAST)
    assert run("collect", "收回") == OK
    assert table("beds") == BEDS + "西村,敬老院,20,90%\n东村,敬老院,20,85.5%\n"


def test_a_form_that_cannot_be_written_becomes_a_csv_and_is_kept(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = PEOPLE.replace(",", "\t").encode("utf-16")
    Path("data/2025/people.csv").unlink()
    Path("data/2025/people.txt").write_bytes(own)
    came("东村.xlsx", EAST)
    assert run("collect", "收回") == OK
    assert "people.txt 这种表写不了，收进了 people.csv。" in capsys.readouterr().out
    assert read("people").numbers["签约"] == [356, 60, None, None]
    assert not Path("data/2025/people.txt").exists()
    assert Path("data/2025/原有/people（原有1）.txt").read_bytes() == own


def test_a_full_disk_leaves_every_table_as_it_was(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    came("东村.xlsx", EAST)
    before = files()
    really = saving.write_safely
    done: list[Path] = []

    def until_full(path: Path, data: bytes) -> None:
        done.append(path)
        if len(done) == 2:
            raise saving.CannotWrite(f"写不进 {path}：磁盘满了。")
        really(path, data)

    monkeypatch.setattr(saving, "write_safely", until_full)
    assert run("collect", "收回") == UNUSABLE
    assert "磁盘满了" in capsys.readouterr().err and len(done) == 3  # the third puts the first one back
    assert files() == before


@pytest.mark.parametrize("form", ["xlsx", "ods", "xls"])
def test_what_libreoffice_saved_is_collected(desk: Path, office: Office, form: str) -> None:
    run("forms", "发给各村")
    book = openpyxl.load_workbook("发给各村/东村.xlsx")
    for number, row in enumerate(EAST["people"], 4):
        book["people"][f"C{number}"], book["people"][f"D{number}"] = row[2:]
    for column, content in zip("ABCD", EAST["beds"][0], strict=True):
        book["beds"][f"{column}4"] = content
    book.save("东村.xlsx")
    shutil.copy(office(Path("东村.xlsx"), form), f"收回/东村.{form}")
    assert run("collect", "收回") == OK
    assert read("people").numbers == {"老年人": [412, 63, None, None], "签约": [356, 60, None, None]}
    assert read("beds").numbers == {"床位": [20], "入住率": [Fraction(171, 2)]}


def changed(change: Callable[[Worksheet], None]) -> None:
    """Put 东村's workbook into 收回 with its sheet of people changed."""
    came("东村.xlsx", EAST)
    book = openpyxl.load_workbook("收回/东村.xlsx")
    change(book["people"])
    book.save("收回/东村.xlsx")


def test_what_is_passed_over_in_a_workbook_that_came_is_said(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def remarks(sheet: Worksheet) -> None:
        sheet["E2"], sheet["E3"] = "备注", "含外出务工的"
        sheet.append(["填表人：民政办"])

    changed(remarks)
    assert run("collect", "收回") == OK
    assert "说明  东村.xlsx「people」：不是数据，没有读：「备注」列，第5行（填表人）。" in capsys.readouterr().out
    assert read("people").numbers["老年人"] == [412, 63, None, None]


def test_rows_that_nobody_sees_in_a_workbook_that_came_are_told(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed(lambda sheet: setattr(sheet.row_dimensions[4], "hidden", True))
    assert run("collect", "收回") == OK
    assert "提醒  东村.xlsx「people」：第4行在表格软件里看不见" in capsys.readouterr().out


def test_a_total_over_a_row_that_is_still_empty_is_not_held_against_the_others(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def half(sheet: Worksheet) -> None:
        sheet["C4"] = None
        sheet.append(["合计", None, 475, 416])

    changed(half)
    assert run("collect", "收回") == OK
    assert "合计写的是" not in capsys.readouterr().out
