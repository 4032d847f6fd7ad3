"""百分点 and 千分点, which count differences of rates: computed, printed, compared, related, listed, explained and read back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest
from specimens import p, package

from reportgen.base.issues import Issue
from reportgen.commands.cli import main
from reportgen.figures.wording import WORDINGS, value_text, with_unit
from reportgen.report.drafting import Year, read_year

OK = 0
CATALOGUE = """\
work:
  title: 工作
  年度: {year: 0}
  计划生育率: {value: 计划生育率, unit: '%', digits: 2}
  上年计划生育率: {value: 上年计划生育率, unit: '%', digits: 2}
  比上年: {formula: 计划生育率 - 上年计划生育率, unit: 个百分点, digits: 2}
"""
TYPED = "计划生育率: 99.54\n上年计划生育率: 98.37\n"
TEMPLATE = p("{{ 年度 }}年计划生育率{{ 计划生育率 }}%，上年{{ 上年计划生育率 }}%，比上年提高{{ 比上年 }}个百分点。")


def office(folder: Path, catalogue: str = CATALOGUE, years: Mapping[int, str] | None = None) -> Path:
    """Write a report of one section and its years."""
    (folder / "template").mkdir()
    (folder / "template" / "catalogue.yaml").write_text(dedent(catalogue), encoding="utf-8")
    (folder / "template" / "report.docx").write_bytes(package(TEMPLATE))
    for year, typed in (years or {2018: TYPED}).items():
        (folder / "data" / str(year)).mkdir(parents=True)
        (folder / "data" / str(year) / "work.yaml").write_text(typed, encoding="utf-8")
    return folder


def read(folder: Path, catalogue: str = CATALOGUE, years: Mapping[int, str] | None = None) -> Year:
    office(folder, catalogue, years)
    return read_year(folder / "data", folder / "template", 2018)


def words(folder: Path) -> list[str]:
    """Return the command line's words for the office's folders."""
    return ["--data", str(folder / "data"), "--template", str(folder / "template")]


def broken(year: Year) -> list[Issue]:
    return [issue for issue in year.issues if issue.check == "勾稽关系"]


@pytest.mark.parametrize(
    ("rate", "unit", "text"),
    [
        ("'%'", "百分点", "1.17百分点"),
        ("'%'", "个百分点", "1.17个百分点"),
        ("‰", "千分点", "1.17千分点"),
        ("‰", "个千分点", "1.17个千分点"),
        ("'%'", "个千分点", "11.70个千分点"),  # a hundredth is ten thousandths
        ("％", "个百分点", "1.17个百分点"),  # as an input method writes it
    ],
)
def test_the_difference_of_two_rates_is_counted_in_points(rate: str, unit: str, text: str, tmp_path: Path) -> None:
    catalogue = CATALOGUE.replace("'%'", rate).replace("个百分点", unit)
    figure = read(tmp_path, catalogue).figures["比上年"]
    assert with_unit(figure.metric, figure.value) == text


def test_a_rate_that_fell_has_points_below_zero(tmp_path: Path) -> None:
    figure = read(tmp_path, years={2018: "计划生育率: 98.37\n上年计划生育率: 99.54\n"}).figures["比上年"]
    assert value_text(figure.metric, figure.value) == "-1.17"


def test_points_in_a_formula_are_parts_of_a_hundred(tmp_path: Path) -> None:
    more = "  应提高: {value: 应提高, unit: 百分点, digits: 2}\n  超额: {formula: 比上年 - 应提高, unit: 个百分点, digits: 2}\n"
    year = read(tmp_path, CATALOGUE + more, {2018: f"{TYPED}应提高: 1\n"})
    assert with_unit(year.figures["超额"].metric, year.figures["超额"].value) == "0.17个百分点"


@pytest.mark.parametrize(("points", "messages"), [("1.17", 0), ("1.18", 0), ("1.19", 1)])
def test_an_identity_holds_typed_points_against_the_rates(points: str, messages: int, tmp_path: Path) -> None:
    catalogue = CATALOGUE.replace("formula: 计划生育率 - 上年计划生育率", "value: 比上年")
    catalogue += "  identities: [比上年 == 计划生育率 - 上年计划生育率]\n"
    found = broken(read(tmp_path, catalogue, {2018: f"{TYPED}比上年: {points}\n"}))
    assert len(found) == messages
    for issue in found:
        assert issue.message == (
            "比上年1.19个百分点 应等于 计划生育率99.54% - 上年计划生育率98.37%（1.17个百分点），相差0.02个百分点。请核对这几个数。"
        )
        assert (issue.expected, issue.found) == ("1.17个百分点", "1.19个百分点")


def test_points_are_compared_by_points_and_not_in_per_cent(tmp_path: Path) -> None:
    year = read(tmp_path, years={2017: "计划生育率: 98\n上年计划生育率: 97.5\n", 2018: TYPED})
    change = year.changes["比上年"]
    assert (change.difference_text, change.difference_unit, change.percent_text) == ("+0.67", "个百分点", "")
    assert WORDINGS["较上年"].say(change) == "比上年提高0.67个百分点"


def test_the_list_and_the_derivation_say_points(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office(tmp_path)
    assert main(["figures", "2018", *words(tmp_path)]) == OK
    listed = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["比上年", "1.17", "个百分点"] in [line[:3] for line in listed]
    assert main(["explain", "比上年", "2018", *words(tmp_path)]) == OK
    assert "计划生育率 - 上年计划生育率 = 99.54% - 98.37% = 1.17个百分点" in capsys.readouterr().out


def test_a_report_with_points_is_drafted_checked_and_read_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office(tmp_path)
    output = tmp_path / "output"
    assert main(["2018", *words(tmp_path), "--output", str(output)]) == OK
    (report,) = output.rglob("*.docx")
    capsys.readouterr()
    assert main(["text", str(report)]) == OK
    text = capsys.readouterr().out
    assert "2018年计划生育率99.54%，上年98.37%，比上年提高1.17个百分点。" in text
    (tmp_path / "往年.txt").write_text(text, encoding="utf-8")
    words_back = ["--data", str(tmp_path / "back"), "--template", str(tmp_path / "template"), "--year", "2018"]
    assert main(["import", str(tmp_path / "往年.txt"), *words_back]) == OK
    back = (tmp_path / "back" / "2018" / "work.yaml").read_text(encoding="utf-8")
    assert "\n计划生育率: 99.54 " in back and "\n上年计划生育率: 98.37 " in back and "reported" not in back


def test_typed_points_may_be_below_zero(tmp_path: Path) -> None:
    catalogue = CATALOGUE.replace("formula: 计划生育率 - 上年计划生育率", "value: 比上年")
    figure = read(tmp_path, catalogue, {2018: f"{TYPED}比上年: -1.20\n"}).figures["比上年"]
    assert with_unit(figure.metric, figure.value) == "-1.20个百分点"
