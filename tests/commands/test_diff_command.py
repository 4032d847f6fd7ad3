"""The command that compares: every form from the command line, the same numbers in all of them, and what it can't compare."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path

import docx
import openpyxl
import pytest
from conftest import DATA, TEMPLATE, Office, assert_sound
from lxml import html
from openpyxl.cell import Cell, MergedCell

from reportgen.commands.cli import OK, UNUSABLE, main
from reportgen.report import building
from reportgen.word.package import read_package
from reportgen.word.text import plain_text

COMMAND = ["--data", str(DATA), "--template", str(TEMPLATE)]
FORMS = ["text", "csv", "json", "html", "xlsx", "docx"]
Line = tuple[str, str, str, str]  # metric, before, after, difference


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the comparison of the shipped years in every form."""
    folder = tmp_path_factory.mktemp("made")
    paths = {form: folder / f"made.{form}" for form in FORMS}
    for form, path in paths.items():
        assert main(["diff", "2018", *COMMAND, "--format", form, "-o", str(path)]) == OK
    return paths


def csv_lines(path: Path) -> list[list[str]]:
    return [row for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))) if len(row) > 1]


def lines(form: str, path: Path) -> list[Line]:
    """Return what a form says of each metric, read by other means than ours."""
    if form == "json":
        changes = json.loads(path.read_text(encoding="utf-8"))["changes"]
        texts = [[(c[side] or {"text": ""})["text"] for side in ("before", "after")] for c in changes]
        return [(c["label"], *text, c["difference_text"]) for c, text in zip(changes, texts, strict=True)]
    if form == "csv":
        return [(row[1], row[3], row[4], row[5]) for row in csv_lines(path)[1:]]
    if form == "xlsx":
        sheet = openpyxl.load_workbook(path, data_only=True).worksheets[0]
        rows = [[shown(cell) for cell in row] for row in sheet.iter_rows()]
        start = next(number for number, row in enumerate(rows) if "部分" in row)
        at = rows[start].index("指标")
        return [(row[at], *row[at + 2 : at + 5]) for row in rows[start + 1 :]]
    if form == "docx":
        cells = [[cell.text for cell in row.cells] for row in docx.Document(str(path)).tables[0].rows]
        return [(row[0], row[2], row[3], row[4]) for row in cells if len(set(row)) > 2 and row[0] != "指标"]
    tree = html.fromstring(path.read_text(encoding="utf-8"))
    return [
        tuple(" ".join(cell.text_content().split()) for cell in row.xpath("./th|./td"))[:5]
        for row in tree.xpath("//table//tbody/tr")
    ]


def shown(cell: Cell | MergedCell) -> str:
    """Return what a spreadsheet shows of a cell, by its number format."""
    if isinstance(cell.value, float):
        decimals = re.search(r"\.(0*)", cell.number_format)
        return f"{cell.value:.{len(decimals[1]) if decimals else 0}f}"
    return "" if cell.value is None else str(cell.value)


def plain(text: str) -> str:
    """Return a difference without what only some forms write: the plus, the unit of points, noughts."""
    number = text.removeprefix("+").removesuffix("个百分点").removesuffix("个千分点")
    return number.removesuffix(".0") if number != "0.0" else "0"


@pytest.mark.parametrize("form", ["json", "xlsx", "docx"])
def test_all_forms_say_the_same_numbers(form: str, made: dict[str, Path]) -> None:
    expected = [(name, before, after, plain(moved)) for name, before, after, moved in lines("csv", made["csv"])]
    assert len(expected) > 130
    found = [
        (name, plain(before), plain(after), plain(moved)) for name, before, after, moved in lines(form, made[form])
    ]
    assert found == [(name, plain(before), plain(after), moved) for name, before, after, moved in expected]


def test_the_lines_of_a_terminal_and_of_a_page_say_them_too(made: dict[str, Path]) -> None:
    text = made["text"].read_text(encoding="utf-8").splitlines()
    page = html.fromstring(made["html"].read_text(encoding="utf-8")).text_content()
    for name, before, after, moved in lines("csv", made["csv"]):
        (line,) = [one.split() for one in text if name in one.split()[:2] and len(one.split()) > 2]
        assert {before, after} - {""} <= set(line)
        assert not moved or plain(moved) in {plain(word) for word in line}
        assert name in page and before in page and after in page


def test_every_form_says_whose_numbers_are_invented(made: dict[str, Path]) -> None:
    note = "【演示数据】2017年：数字是虚构的"
    for form in ("text", "csv", "html"):
        assert note in made[form].read_text(encoding="utf-8"), form
    assert json.loads(made["json"].read_text(encoding="utf-8"))["before"]["demo"].startswith("数字是虚构的")
    sheet = openpyxl.load_workbook(made["xlsx"]).worksheets[0]
    assert any(note in str(cell.value) for row in sheet.iter_rows(max_row=4) for cell in row)
    assert note in plain_text(read_package(made["docx"].read_bytes()))


def test_the_annex_is_a_sound_document_that_writer_opens(made: dict[str, Path], office: Office, tmp_path: Path) -> None:
    assert_sound(made["docx"].read_bytes(), tmp_path)
    copy = tmp_path / "annex.docx"
    shutil.copy(made["docx"], copy)
    text = office(copy, "txt:Text (encoded):UTF8").read_text(encoding="utf-8")
    assert "主要指标对比表" in text and "出生婴儿" in text


def test_the_newest_year_is_compared_with_the_one_before_by_default(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", *COMMAND]) == OK
    by_default = capsys.readouterr().out
    assert main(["diff", "2018", "2017", *COMMAND]) == OK
    assert capsys.readouterr().out == by_default
    assert main(["diff", "2017", "2018", *COMMAND]) == OK
    assert capsys.readouterr().out == by_default  # the later year is always the one that changed


def test_only_what_changed_the_largest_first_of_one_section(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["diff", *COMMAND, "--format", "json"]
    assert main([*words, "--changed", "--by-size", "--section", "基本情况"]) == OK
    changes = json.loads(capsys.readouterr().out)["changes"]
    sizes = [abs(float(change["percent_text"] or change["difference_text"])) for change in changes]
    assert sizes == sorted(sizes, reverse=True) and min(sizes) > 0
    assert {change["section"] for change in changes} == {"基本情况"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["2018", "2018"], "要比的两年是同一年"),
        (["2018", "2017", "2016"], "diff 后面写一年、两年、2016..2018，或两个 .docx 文件"),
        (["2017"], "没有2017年以前的数据，没有可比的。"),
        (["--format", "pdf"], "--format 只能是 text、csv、json、html、xlsx、docx。"),
        (["--section", "基本情"], "没有部分「基本情」。是不是「基本情况」？"),
        (["甲.docx"], "比较 Word 文件要写两个 .docx 文件，先旧后新"),
        (["2010..2011"], "2010..2011 里要有至少两年的数据，现在有：没有"),
        (["2018", "1999"], "没有1999年的数据文件夹"),
    ],
)
def test_what_cannot_be_compared_is_told(words: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", *words, *COMMAND]) == UNUSABLE
    assert told in capsys.readouterr().err


def test_a_fault_in_either_year_is_told_with_its_year(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(DATA, tmp_path / "data")
    for year in ("2017", "2018"):
        (tmp_path / "data" / year / "certificates.csv").write_text("孩次,发证数\n一孩,若干\n", encoding="utf-8")
    assert main(["diff", "--data", str(tmp_path / "data"), "--template", str(TEMPLATE)]) == UNUSABLE
    told = capsys.readouterr().err
    assert "2017/certificates.csv 第2行「发证数」" in told and "2018/certificates.csv 第2行「发证数」" in told


def test_a_file_that_somebody_changed_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "对比.csv"
    words = ["diff", *COMMAND, "--format", "csv", "-o", str(path)]
    assert main(words) == OK
    first = path.read_bytes()
    assert main(words) == OK
    assert [one.name for one in tmp_path.iterdir()] == ["对比.csv"]
    path.write_text("改过", encoding="utf-8")
    assert main(words) == OK
    assert (tmp_path / "对比（原有1）.csv").read_text(encoding="utf-8") == "改过"
    assert path.read_bytes() == first
    assert "已另存为" in capsys.readouterr().out


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return two reports of 2018, the second with one more birth certificate and another day of settlement."""
    folder = tmp_path_factory.mktemp("reports")
    shutil.copytree(DATA / "2018", folder / "data" / "2018")
    old, new = folder / "old.docx", folder / "new.docx"
    building.build(folder / "data", TEMPLATE, 2018, folder, old)
    table = folder / "data" / "2018" / "certificates.csv"
    table.write_text(table.read_text(encoding="utf-8-sig").replace("一孩,41", "一孩,42"), encoding="utf-8")
    yaml = folder / "data" / "2018" / "grassroots.yaml"
    yaml.write_text(yaml.read_text(encoding="utf-8").replace("10月25日", "10月26日"), encoding="utf-8")
    building.build(folder / "data", TEMPLATE, 2018, folder, new)
    return old, new


def test_two_word_files_are_compared_by_their_marks(
    reports: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", *map(str, reports), "--changed", "--format", "json"]) == OK
    said = json.loads(capsys.readouterr().out)
    assert (said["before"]["title"], said["after"]["title"]) == ("old.docx", "new.docx")
    changed = {c["name"]: (c["before"]["text"], c["after"]["text"], c["difference_text"]) for c in said["changes"]}
    assert changed == {
        "一孩生育服务证": ("41", "42", "+1"),
        "村级考核完成日": ("2018年10月25日", "2018年10月26日", ""),
    }


def test_a_word_file_without_marks_is_told(
    reports: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bare = tmp_path / "bare.docx"
    docx.Document().save(str(bare))
    assert main(["diff", str(reports[0]), str(bare)]) == UNUSABLE
    assert "bare.docx：里面没有数据标记，不是本程序生成的报告。" in capsys.readouterr().err
    assert main(["diff", str(reports[0]), str(tmp_path / "none.docx")]) == UNUSABLE
    assert "none.docx" in capsys.readouterr().err


@pytest.mark.slow
def test_the_build_appends_the_comparison_when_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = tmp_path / "report.docx"
    assert main(["2018", *COMMAND, "--annex", "-o", str(report)]) == OK
    text = plain_text(read_package(report.read_bytes()))
    assert text.count("主要指标对比表") >= 1 and "【演示数据】2017年" in text
    assert_sound(report.read_bytes(), tmp_path)
    capsys.readouterr()
    shutil.copytree(DATA / "2018", tmp_path / "data" / "2018")
    alone = ["2018", "--data", str(tmp_path / "data"), "--template", str(TEMPLATE)]
    assert main([*alone, "--annex", "-o", str(tmp_path / "other.docx")]) == UNUSABLE
    assert "没有2017年的数据，附不了对比表。" in capsys.readouterr().err
    assert not (tmp_path / "other.docx").exists()
