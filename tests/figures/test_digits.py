"""`digits`: as many decimals as the catalogue says, wherever a metric or a column is printed; and what is told where it says none."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from specimens import p, package, row, table
from written_year import figures

from reportgen.base.issues import Unusable
from reportgen.commands.cli import main
from reportgen.figures.changes import compare
from reportgen.figures.provenance import cell_value
from reportgen.figures.sides import side_of_marks
from reportgen.figures.wording import grouped, long_text, value_text
from reportgen.word.package import DOCUMENT, read_package, write_package
from reportgen.word.text import plain_text

OK = 0
CATALOGUE = """\
work:
  title: 工作
  tables: {pay: {村: [], 金额: {unit: 元, digits: 2}}}
  年度: {year: 0}
  合格率: {value: 合格率, unit: '%', digits: 2}
  金额: {sum: 金额}
  金额万元: {sum: 金额, unit: 万元, digits: 2}
"""
TEMPLATE = (
    p("{{ 年度 }}年合格率{{ 合格率 }}%，{{ 合格率 | 较上年 }}，发放{{ 金额 }}元（{{ 金额万元 }}万元）。")
    + table(row("{%tr for 村 in 金额 | 按('村') %}", ""), row("{{ 村.名称 }}", "{{ 村 }}"), row("{%tr endfor %}", ""))
    + p("完")
)


def office(folder: Path) -> list[str]:
    """Write two years of the office; return the command line's words for its folders."""
    (folder / "template").mkdir()
    (folder / "template" / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
    (folder / "template" / "report.docx").write_bytes(package(TEMPLATE))
    for year, rate, pay in ((2017, "58", "1000"), (2018, "58.60", "12345.6")):
        (folder / "data" / str(year)).mkdir(parents=True)
        (folder / "data" / str(year) / "work.yaml").write_text(f"合格率: {rate}\n", encoding="utf-8")
        (folder / "data" / str(year) / "pay.csv").write_text(f"村,金额\n甲村,{pay}\n乙村,1000\n", encoding="utf-8")
    return ["--data", str(folder / "data"), "--template", str(folder / "template")]


def test_a_report_prints_all_decimals_in_its_sentences_and_tables(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = office(tmp_path)
    assert main(["2018", *words, "--output", str(tmp_path / "output")]) == OK
    (report,) = (tmp_path / "output").rglob("*.docx")
    text = plain_text(read_package(report.read_bytes()))
    assert "2018年合格率58.60%，比上年提高0.60个百分点，发放13345.60元（1.33万元）。" in text
    assert "甲村\t12345.60" in text and "乙村\t1000.00" in text
    capsys.readouterr()
    assert main(["verify", str(report), "2018", *words]) == OK  # it reads what is printed
    (tmp_path / "往年.txt").write_text(text, encoding="utf-8")
    back = ["--data", str(tmp_path / "back"), "--template", str(tmp_path / "template"), "--year", "2018"]
    assert main(["import", str(tmp_path / "往年.txt"), *back]) == OK
    assert "合格率: 58.6 " in (tmp_path / "back" / "2018" / "work.yaml").read_text(encoding="utf-8")


def test_a_number_with_commas_is_renewed_held_and_read_back_like_any_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = office(tmp_path)
    template = tmp_path / "template" / "report.docx"
    template.write_bytes(package(p("发放{{ 金额 | 千分位 }}元，合格率{{ 合格率 }}%。")))
    build = ["2018", *words, "--output", str(tmp_path / "output")]
    assert main(build) == OK
    (report,) = (tmp_path / "output").rglob("*.docx")
    parts = read_package(report.read_bytes())
    assert plain_text(parts) == "发放13,345.60元，合格率58.60%。"
    edited = parts[DOCUMENT].replace("元，".encode(), "元整，".encode())
    report.write_bytes(write_package(parts | {DOCUMENT: edited}))
    pay = tmp_path / "data" / "2018" / "pay.csv"
    pay.write_text("村,金额\n甲村,2234345.6\n乙村,1000\n", encoding="utf-8")
    assert main(build) == OK
    text = plain_text(read_package(report.read_bytes()))
    assert text == "发放2,235,345.60元整，合格率58.60%。"
    assert main(["verify", str(report), "2018", *words]) == OK
    (tmp_path / "往年.txt").write_text(text.replace("整", ""), encoding="utf-8")
    back = ["--data", str(tmp_path / "back"), "--template", str(tmp_path / "template"), "--year", "2018"]
    assert main(["import", str(tmp_path / "往年.txt"), *back]) == OK
    assert "合计,2235345.6" in (tmp_path / "back" / "2018" / "pay.csv").read_text(encoding="utf-8-sig")
    marked = read_package(report.read_bytes())
    wrong = marked[DOCUMENT].replace(b"2,235,345.60", b"2,253,345.60")
    report.write_bytes(write_package(marked | {DOCUMENT: wrong}))
    capsys.readouterr()
    assert main(["verify", str(report), "2018", *words]) == 1
    assert "2,235,345.60" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("0", "0"),
        ("999", "999"),
        ("1000", "1,000"),
        ("-1234.5678", "-1,234.5678"),
        ("-0.5", "-0.5"),
        ("1234567", "1,234,567"),
    ],
)
def test_commas_stand_before_every_three_digits_of_a_whole_number(text: str, shown: str) -> None:
    assert grouped(text) == shown


def test_a_comparison_prints_them_in_every_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = office(tmp_path)
    expected = {
        "合格率": ("58.00", "58.60", "+0.60"),
        "金额": ("2000.00", "13345.60", "+11345.60"),
        "金额万元": ("0.20", "1.33", "+1.13"),
    }
    for form in ("csv", "json", "html", "docx", "xlsx", "text"):
        path = tmp_path / f"diff.{form}"
        assert main(["diff", "2018", "2017", *words, "--format", form, "-o", str(path)]) == OK
    lines = list(csv.reader(io.StringIO((tmp_path / "diff.csv").read_text(encoding="utf-8-sig"))))
    assert {line[1]: (line[3], line[4], f"+{line[5]}") for line in lines[1:]} == expected
    entries = json.loads((tmp_path / "diff.json").read_text(encoding="utf-8"))["changes"]
    assert {
        one["name"]: (one["before"]["text"], one["after"]["text"], one["difference_text"]) for one in entries
    } == expected
    page, text = ((tmp_path / f"diff.{form}").read_text(encoding="utf-8") for form in ("html", "text"))
    annex = plain_text(read_package((tmp_path / "diff.docx").read_bytes()))
    for said in (one for cells in expected.values() for one in cells):
        assert said in page and said in text and said in annex
    sheet = openpyxl.load_workbook(tmp_path / "diff.xlsx").worksheets[0]
    formats = {line[2].value: [cell.number_format for cell in line[4:7]] for line in sheet.iter_rows(min_row=2)}
    assert all(formats[name][:2] == ["0.00", "0.00"] and formats[name][2].startswith("+0.00") for name in expected)


def test_the_list_the_derivation_and_the_series_print_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = office(tmp_path)
    assert main(["figures", "2018", *words, "--format", "csv"]) == OK
    printed = list(csv.reader(io.StringIO(capsys.readouterr().out.removeprefix("\ufeff"))))
    assert [line[2] for line in printed[1:]] == ["2018", "58.60", "13345.60", "1.33"]
    assert main(["explain", "金额", "2018", *words]) == OK
    assert "：12345.60" in (derived := capsys.readouterr().out) and "：1000.00" in derived
    assert main(["diff", "2017..2018", *words, "--format", "csv"]) == OK
    assert "58.00,58.60,0.60,个百分点" in capsys.readouterr().out


def test_two_documents_are_compared_with_the_decimals_that_they_print() -> None:
    before, after = side_of_marks([("率", "58.60")], "旧"), side_of_marks([("率", "58.80")], "新")
    (change,) = compare(before, after)
    assert change.difference_text == "+0.20"


@pytest.mark.parametrize(
    ("value", "digits", "text"), [("58.6", 2, "58.60"), ("58.6", 0, "58.6"), ("0.123456", 6, "0.123456")]
)
def test_a_number_in_full_has_at_least_the_decimals_of_its_metric(value: str, digits: int, text: str) -> None:
    assert long_text(Fraction(value), digits) == text


# ---- a number with more decimals than the catalogue says -----------------------------------------------------------------------


def refused(folder: Path, catalogue: str, **files: str) -> list[str]:
    with pytest.raises(Unusable) as error:
        figures(folder, catalogue, **files)
    return [issue.message for issue in error.value.issues]


def test_a_rate_with_a_decimal_is_told_that_digits_decides_and_how(tmp_path: Path) -> None:
    (message,) = refused(tmp_path, "s:\n  合格率: '%'\n", s_yaml="合格率: 50.7\n")
    assert message == (
        "「50.7」应是整数（单位：%），请核对；小数位数由指标目录里的 digits 定，没有写就是整数，"
        "如「合格率: {value: 合格率, unit: '%', digits: 1}」。"
    )
    line = message.partition("如「")[2].removesuffix("」。")
    (tmp_path / "again").mkdir()
    assert figures(tmp_path / "again", f"s:\n  {line}\n", s_yaml="合格率: 50.7\n")["合格率"].value == Fraction("50.7")


def test_a_column_is_told_so_too(tmp_path: Path) -> None:
    catalogue = "s:\n  tables: {t: {面积: 公顷}}\n  面积: {sum: 面积}\n"
    assert refused(tmp_path, catalogue, t="面积\n3.25\n") == [
        "「3.25」应是整数（单位：公顷），请核对；小数位数由指标目录里的 digits 定，没有写就是整数，"
        "如「面积: {unit: 公顷, digits: 2}」。"
    ]


def test_where_digits_are_said_the_message_names_the_word_only(tmp_path: Path) -> None:
    catalogue = "s:\n  率: {value: 率, unit: '%', digits: 1}\n"
    assert refused(tmp_path, catalogue, s_yaml="率: 50.75\n") == [
        "「50.75」应是最多1位小数（单位：%），请核对；位数由指标目录里的 digits 定。"
    ]


TYPED = "s:\n  任务: {value: 任务, unit: 万元, digits: 0-2}\n"


@pytest.mark.parametrize(("typed", "text"), [("6", "6"), ("6.80", "6.8"), ("6.85", "6.85")])
def test_digits_from_to_print_as_many_as_a_number_has(typed: str, text: str, tmp_path: Path) -> None:
    figure = figures(tmp_path, TYPED, s_yaml=f"任务: {typed}\n")["任务"]
    assert value_text(figure.metric, figure.value) == text
    assert cell_value(figure.cells[0]) == text


def test_digits_from_to_have_a_most(tmp_path: Path) -> None:
    assert refused(tmp_path, TYPED, s_yaml="任务: 6.855\n") == [
        "「6.855」应是最多2位小数（单位：万元），请核对；位数由指标目录里的 digits 定。"
    ]


def test_a_column_may_leave_its_decimals_to_its_numbers_and_its_sum_does_too(tmp_path: Path) -> None:
    catalogue = "s:\n  tables: {t: {村: [], 面积: {unit: 亩, digits: 1-2}}}\n  面积: {sum: 面积}\n"
    figure = figures(tmp_path, catalogue, t="村,面积\n甲村,3\n乙村,2.25\n")["面积"]
    assert [cell_value(cell) for cell in figure.cells] == ["3.0", "2.25"]
    assert value_text(figure.metric, figure.value) == "5.25"
    assert value_text(figure.metric, 5) == "5.0"


def test_as_many_decimals_as_digits_says_are_fine(tmp_path: Path) -> None:
    assert figures(tmp_path, "s:\n  率: {value: 率, unit: '%', digits: 1}\n", s_yaml="率: 50.70\n")["率"].value
