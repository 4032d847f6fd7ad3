"""Names of places for which nobody wrote a list: what may be one place in two spellings is told, and can be accepted."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.base.issues import Issue, Severity
from reportgen.inputs.acceptance import apply
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.folder import read_sources

CATALOGUE = """
any_table: {村（社区）: ''}
office:
  tables:
    births: {村: [], 人数: 人}
    deaths: {村: [], 人数: 人}
    families: {户数: 户}
  出生: {sum: 人数, table: births}
  死亡: {sum: 人数, table: deaths}
  特殊家庭: {sum: 户数}
"""
ONE_PLACE = "像是一个地方的两种写法，现在各算各的。是一个地方就改成一样的名称"
ACCEPT = "；是两个地方就在 accepted 里认可。"


def told(
    folder: Path, births: str, deaths: str = "", families: str = "", catalogue: str = CATALOGUE
) -> tuple[Issue, ...]:
    """Return what is told about the names of three tables, given as 甲村 乙村."""
    (folder / "catalogue.yaml").write_text(catalogue, encoding="utf-8")
    for name, column, measure, names in (
        ("births", "村", "人数", births),
        ("deaths", "村", "人数", deaths),
        ("families", "村（社区）", "户数", families),
    ):
        rows = "".join(f"{one},1\n" for one in names.split())
        (folder / f"{name}.csv").write_text(f"{column},{measure}\n{rows}", encoding="utf-8")
    issues = read_sources(folder, 2018, read_catalogue(folder)).issues
    return tuple(issue for issue in issues if issue.location and issue.location.file != "catalogue.yaml")


@pytest.mark.parametrize("other", ["庄科村委会", "庄科村民委员会", "庄科村村委会"])
def test_a_village_and_its_committee_in_one_table_are_an_error(tmp_path: Path, other: str) -> None:
    (issue,) = told(tmp_path, f"庄科村 甲村 {other}")
    assert issue.severity is Severity.ERROR
    assert str(issue) == f"births.csv 第4行「村」：「{other}」和第2行的「庄科村」{ONE_PLACE}，并成一行{ACCEPT}"
    assert issue.key == f"名称：庄科村、{other}"


@pytest.mark.parametrize("one", ["庄科社区", "庄科社区居委会", "庄科居委会", "庄科"])
def test_a_village_and_a_community_may_be_two_places(tmp_path: Path, one: str) -> None:
    (issue,) = told(tmp_path, f"庄科村 {one}")
    assert issue.severity is Severity.WARNING
    assert str(issue) == f"births.csv 第3行「村」：「{one}」和第2行的「庄科村」{ONE_PLACE}，并成一行{ACCEPT}"


def test_two_tables_that_name_a_place_differently_are_told_once(tmp_path: Path) -> None:
    (issue,) = told(tmp_path, "庄科村 甲村", "甲村 庄科村委会")
    assert issue.severity is Severity.WARNING
    assert str(issue) == f"deaths.csv 第3行「村」：「庄科村委会」和births.csv 第2行的「庄科村」{ONE_PLACE}{ACCEPT}"


def test_the_same_name_and_other_places_are_no_fault(tmp_path: Path) -> None:
    assert told(tmp_path, "庄科村 甲村 新村 村 社区", "庄科村 甲村", "庄科村委会 甲社区居委会") == ()


def test_other_columns_hold_other_names(tmp_path: Path) -> None:
    assert told(tmp_path, "庄科村", "", "庄科村委会") == ()
    (issue,) = told(tmp_path, "庄科村", "", "甲社区居委会 甲社区")
    assert issue.location is not None and issue.location.file == "families.csv"


def test_where_names_are_listed_another_spelling_is_refused_anyway(tmp_path: Path) -> None:
    listed = CATALOGUE.replace("births: {村: []", "births: {村: [庄科村, 庄科社区]")
    assert told(tmp_path, "庄科村 庄科社区", catalogue=listed) == ()


def test_two_places_are_accepted_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "office.yaml").write_text(
        "accepted:\n  - {issue: 名称：庄科村、庄科社区, reason: 一个村分出去的两个单位}\n", encoding="utf-8"
    )
    issues = told(tmp_path, "庄科村 庄科社区")
    accepted = read_sources(tmp_path, 2018, read_catalogue(tmp_path)).accepted
    assert [issue.accepted for issue in apply(issues, accepted)] == ["一个村分出去的两个单位"]
