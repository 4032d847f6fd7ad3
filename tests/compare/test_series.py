"""Several years side by side: what a series says of each metric, the same in every form, and the command that asks for it."""

from __future__ import annotations

import csv
import io
import json
import shutil
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import DATA, TEMPLATE
from lxml import html
from test_page import HOSTILE, entry

from reportgen.base.numbers import Exact
from reportgen.commands.cli import OK, UNUSABLE, main
from reportgen.compare import series_text
from reportgen.compare.forms import OF_SERIES
from reportgen.compare.series_page import as_series_page
from reportgen.figures.changes import Entry, Kind, Side
from reportgen.figures.series import Break, Row, Series, series_of


def side(year: int, *entries: Entry, demo: str = "") -> Side:
    return Side(f"{year}年", {one.name: one for one in entries}, demo)


def series(*of: tuple[Entry, ...], first: int = 2016, demo: str = "") -> Series:
    return series_of({first + n: side(first + n, *entries, demo="" if n else demo) for n, entries in enumerate(of)})


def row(*values: Exact | None, **more: str) -> Row:
    """Return the row of a metric with these values from 2016 on."""
    return series(*((entry("甲", value, **more),) for value in values)).rows[0]


def of(*entries: Entry | None) -> Row:
    return series(*(tuple(filter(None, [one])) for one in entries)).rows[0]


def test_a_metric_of_all_years_has_its_values_in_order_and_its_change_from_first_to_last() -> None:
    made = row(100, 90, 112)
    assert [one.text for one in made.entries if one] == ["100", "90", "112"]
    assert (made.whole.kind, made.whole.difference, made.whole.percent) == (Kind.CHANGED, 12, 12)
    assert (made.breaks, made.gap) == ((), "")


def test_the_years_are_in_order_however_they_come() -> None:
    sides = {year: side(year, entry("甲", year)) for year in (2018, 2016, 2017)}
    made = series_of(sides)
    assert made.years == (2016, 2017, 2018)
    assert [one.title for one in made.sides] == ["2016年", "2017年", "2018年"]
    assert made.rows[0].whole.difference == 2


def test_a_year_without_the_metric_is_empty_and_said() -> None:
    made = of(entry("甲", 5), None, entry("甲", 8))
    assert made.entries[1] is None
    assert made.gap == "2017年没有这个数"
    assert made.whole.difference == 3


def test_a_metric_that_began_later_says_from_when_its_change_counts() -> None:
    made = of(None, entry("甲", 5), entry("甲", 8))
    assert made.gap == "2016年没有这个数，增减从2017年算起"
    assert made.whole.difference == 3


def test_a_missing_value_in_the_last_year_leaves_no_change() -> None:
    made = row(5, 6, None)
    assert (made.whole.kind, made.whole.difference, made.gap) == (Kind.MISSING, None, "2018年没有这个数")


def test_one_value_only_is_no_change() -> None:
    for values in ((None, None, 6), (6, None, None), (None, None, None)):
        made = row(*values)
        assert (made.whole.kind, made.whole.difference) == (Kind.MISSING, None)
        assert "增减" not in made.gap


def test_a_metric_that_the_last_year_lacks_is_there_behind_the_last_of_its_section() -> None:
    before = (entry("甲", 1), entry("乙", 2), entry("丙", 3, "别的"))
    made = series(before, before, (entry("甲", 1), entry("丁", 1), entry("丙", 3, "别的")))
    assert [one.entry.name for one in made.rows] == ["甲", "丁", "乙", "丙"]
    assert made.rows[2].gap == "2018年没有这个数"


BREAKS = [
    ("unit", "万元", "单位不同：2017年「人」，2018年「万元」"),
    ("how", "合计 乙", "算法不同：2017年「填报数」，2018年「合计 乙」"),
    ("until", "12月31日", "统计时点不同：2017年「9月30日」，2018年「12月31日」"),
]


@pytest.mark.parametrize(("what", "now", "reason"), BREAKS, ids=[one[0] for one in BREAKS])
def test_what_counts_something_else_is_a_break_with_its_reason_and_has_no_change(
    what: str, now: str, reason: str
) -> None:
    made = of(entry("甲", 5), entry("甲", 6), entry("甲", 7, **{what: now}))
    assert made.breaks == (Break(2, reason),)
    assert (made.whole.kind, made.whole.difference) == (Kind.INCOMPARABLE, None)


def test_years_that_are_unlike_are_not_joined_by_one_that_does_not_say_what_it_counted() -> None:
    made = of(entry("甲", 5), entry("甲", 6, until=""), entry("甲", 7, until="12月31日"))
    assert made.breaks == (Break(2, "统计时点不同：2016年「9月30日」，2018年「12月31日」"),)


def test_a_break_across_a_year_without_a_value_stands_at_the_year_that_differs() -> None:
    made = of(entry("甲", 5), None, entry("甲", 7, how="乙"), entry("甲", 8, how="乙"))
    assert [one.at for one in made.breaks] == [2]
    assert series_text.remark(made) == "不可比：算法不同：2016年「填报数」，2018年「乙」；2017年没有这个数"


def test_years_between_that_have_no_folder_are_known() -> None:
    made = series_of({year: side(year, entry("甲", 1)) for year in (2013, 2014, 2017)})
    assert made.skipped == (2015, 2016)
    assert series((entry("甲", 1),), (entry("甲", 1),)).skipped == ()


def all_kinds() -> Series:
    third = Fraction(709200, 7889)
    rate = {"unit": "%", "digits": 1}
    return series(
        (entry("总数", 15000), entry("率", third, **rate), entry("口径", 1, "乙"), entry("=险", 7, "乙")),
        (entry("总数", 15100), entry("率", 91, **rate), entry("口径", 2, "乙", how="别的"), entry(HOSTILE, 4, "乙")),
        (entry("总数", 14900), entry("率", 89, **rate), entry("口径", 3, "乙", how="别的"), entry(HOSTILE, 5, "乙")),
        demo="<编>的",
    )


Line = tuple[str, ...]


def csv_lines(text: str) -> list[Line]:
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    return [tuple(cell.removeprefix("'") for cell in one) for one in rows if len(one) > 1]


def plain(text: str) -> str:
    return text.removeprefix("+").removesuffix("个百分点")


def lines(made: Series, form: str) -> list[Line]:
    """Return label, values, difference, per cent and remark as a form says them."""
    text = OF_SERIES[form](made)
    assert isinstance(text, str)
    if form == "csv":
        return [(one[1], *one[3:-3], *one[-2:]) for one in csv_lines(text)[1:]]
    if form == "json":
        return [
            (
                one["label"],
                *(value["text"] if value else "" for value in one["values"]),
                plain(one["difference_text"]),
                plain(one["percent_text"]),
            )
            for one in json.loads(text)["metrics"]
        ]
    rows = html.document_fromstring(text).xpath("//table//tr[@id]")
    return [
        (
            tr.xpath("string(th)"),
            *(plain(cell.text_content()) for cell in tr.xpath("td[contains(@class, 'n')][@data-head]")),
            tr.xpath("string(.//summary/span[1])"),
        )
        for tr in rows
    ]


def test_all_forms_say_the_same() -> None:
    made = all_kinds()
    expected = lines(made, "csv")
    assert len(expected) == 5
    assert expected[0] == ("总数", "15000", "15100", "14900", "-100", "-0.7", "")
    assert lines(made, "html") == expected
    assert lines(made, "json") == [one[:-1] for one in expected]
    text = series_text.as_text(made).splitlines()
    for label, *rest in expected:
        line = next(one for one in text if one.strip().startswith(label))
        assert all(word in line for word in rest)


def test_json_has_the_exact_values_and_where_they_come_from() -> None:
    found = json.loads(series_text.as_json(all_kinds()))
    rate = found["metrics"][1]
    assert rate["values"][0] == {
        "text": "89.9",
        "unit": "%",
        "exact": "709200/7889",
        "how": "填报数",
        "until": "9月30日",
        "cells": "a.csv「率」第2行",
    }
    assert Fraction(rate["difference"]) == 89 - Fraction(709200, 7889)
    assert found["metrics"][2]["breaks"] == [{"year": "2017年", "reason": "算法不同：2016年「填报数」，2017年「别的」"}]


def test_no_cell_of_the_csv_is_taken_for_a_formula() -> None:
    rows = list(csv.reader(io.StringIO(series_text.as_csv(all_kinds()).removeprefix("\ufeff"))))
    cells = [cell for one in rows for cell in one]
    assert "'=险" in cells
    for cell in cells:
        assert not cell.startswith(("=", "+", "@", "＝", "＋", "＠"))
        assert not cell.startswith("-") or Fraction(cell) < 0
    assert {len(one) for one in rows if len(one) > 1} == {len(rows[0])}
    assert rows[2][-4:-2] == ["-0.9", "个百分点"]


def test_every_form_says_whose_numbers_are_invented() -> None:
    made = all_kinds()
    for text in (series_text.as_text(made), series_text.as_csv(made)):
        assert "【演示数据】2016年：<编>的" in text
    assert json.loads(series_text.as_json(made))["years"][0] == {"title": "2016年", "demo": "<编>的"}
    notes = html.document_fromstring(as_series_page(made)).xpath("//*[@role='note']")
    assert [note.text_content() for note in notes] == ["【演示数据】2016年：<编>的"]


def test_every_form_says_which_years_between_are_left_out() -> None:
    made = series_of({year: side(year, entry("甲", 1)) for year in (2015, 2018)})
    for text in (series_text.as_text(made), series_text.as_csv(made), as_series_page(made)):
        assert "中间没有2016年、2017年的数据。" in text
    assert json.loads(series_text.as_json(made))["skipped"] == ["2016年", "2017年"]
    assert html.document_fromstring(as_series_page(made)).body.get("class") == "real"


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    """Return a folder with 2015, 2016 and 2018, each with another 总人口."""
    for year, number in (("2015", "11000"), ("2016", "11500"), ("2018", "11841")):
        folder = Path(shutil.copytree(DATA / "2018", tmp_path / "data" / year))
        table = folder / "basic_stats_population.csv"
        table.write_text(table.read_text(encoding="utf-8").replace("11841", number), encoding="utf-8")
    return tmp_path / "data"


def run(folders: Path, *words: str) -> int:
    return main(["diff", *words, "--data", str(folders), "--template", str(TEMPLATE)])


def test_the_command_prints_the_years_that_have_a_folder_and_says_which_is_missing(
    folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folders, "2014..2018") == OK
    told = capsys.readouterr().out
    assert told.startswith("中间没有2017年的数据。\n")
    (line,) = [one.split() for one in told.splitlines() if one.split()[:1] == ["农业人口"]]
    assert line == ["农业人口", "人", "11000", "11500", "11841", "+841", "+7.6"]
    assert "2015年  2016年  2018年" in told


def test_a_span_may_be_said_backwards(folders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folders, "2015..2018") == OK
    forwards = capsys.readouterr().out
    assert run(folders, "2018..2015") == OK
    assert capsys.readouterr().out == forwards


@pytest.mark.parametrize(("span", "there"), [("2017..2018", "2018"), ("1990..1999", "没有")])
def test_less_than_two_years_are_no_series(
    folders: Path, span: str, there: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folders, span) == UNUSABLE
    assert f"{span} 里要有至少两年的数据，现在有：{there}" in capsys.readouterr().err


@pytest.mark.parametrize("option", [["--changed"], ["--by-size"], ["--section", "基本情况"]])
def test_what_only_two_years_can_have_is_refused_not_ignored(
    folders: Path, option: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folders, "2015..2018", *option) == UNUSABLE
    assert option[0] in capsys.readouterr().err


@pytest.mark.parametrize("form", ["text", "csv", "json", "html"])
def test_a_file_gets_what_the_terminal_would(form: str, folders: Path, tmp_path: Path) -> None:
    path = tmp_path / f"历年.{form}"
    assert run(folders, "2015..2018", "--format", form, "-o", str(path)) == OK
    assert "11841" in path.read_text(encoding="utf-8")


def test_a_page_goes_to_the_output_folder_by_default(
    folders: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folders, "2015..2018", "--format", "html", "--output", str(tmp_path / "out")) == OK
    path = tmp_path / "out" / "历年指标 2015—2018.html"
    assert path.is_file() and f"已写 {path}" in capsys.readouterr().out
    rows = html.document_fromstring(path.read_text(encoding="utf-8")).xpath("//tr[@id]")
    assert len(rows) > 130


def test_a_fault_in_any_year_is_told_with_its_year(folders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folders / "2015" / "basic_stats_births.csv").write_text("孩次,计划内,计划外\n一孩,许多,0\n", encoding="utf-8")
    assert run(folders, "2015..2018") == UNUSABLE
    assert "2015/basic_stats_births.csv" in capsys.readouterr().err
