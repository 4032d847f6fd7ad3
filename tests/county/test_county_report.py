"""`templates/county`: the report of those who add their offices up, on the catalogue derived from the shipped report's."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, document_text
from invented_county import YEARS, invented_county, the_twelve

from reportgen.authoring.findings import check_template
from reportgen.base.issues import Severity
from reportgen.commands.cli import ERRORS_STAND, OK, main

YEAR = YEARS[-1]
OWN = """
汇总地区: 青山县
落款单位: 青山县卫生健康局
工作情况: |
  **一是压实责任。**与各乡镇、街道签订责任书。
  **二是优化服务。**把服务送到村组。
下步打算: [继续做好生育登记。]
统计截止日: 9月30日
落款日期: 12月20日
"""


def rolled(county: Path, *words: str) -> int:
    """Add a county up and draft its report, with what the county itself types."""
    shutil.copytree(ROOT / "templates" / "county", county / "report", dirs_exist_ok=True)
    own = county / "data" / str(YEAR) / "county.yaml"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text(OWN, encoding="utf-8")
    return main(["rollup", str(county), str(YEAR), "--build", *words])


def said(county: Path) -> str:
    (report,) = (county / "output" / str(YEAR)).glob("*.docx")
    return document_text(report.read_bytes())


@pytest.fixture
def county(tmp_path: Path) -> Path:
    return invented_county(tmp_path, 3)


def typed(county: Path, table: str, kind: str) -> list[tuple[str, int]]:
    """Return what each office typed in a row of a table, by its name."""
    found = []
    for office in sorted((county / "offices").iterdir()):
        text = (office / "data" / str(YEAR) / f"{table}.csv").read_text(encoding="utf-8-sig")
        found += [(office.name[5:], int(row[1])) for row in csv.reader(io.StringIO(text)) if row[0] == kind]
    return found


@pytest.mark.slow
def test_the_report_says_the_sums_the_offices_and_what_changed_since_last_year(county: Path) -> None:
    assert rolled(county) == OK
    text = said(county)
    came = typed(county, "basic_stats_population", "流入")
    assert text.startswith("【演示数据】")
    assert "青山县2025年\n计划生育工作情况汇总报告\n" in text
    assert "已报3个单位，共3个。" in text
    assert f"流入人口{sum(number for _, number in came)}人。" in text
    for name, number in came:
        (row,) = [line for line in text.split("\n") if line.startswith(f"{name}\t")]
        assert row.split("\t")[2] == str(number)
    assert "人，比上年" in text.partition("一、基本情况")[2].partition("二、")[0]
    assert "（四）宣传和协会" in text and "\n一是压实责任。" in text
    assert "待补" not in text


@pytest.mark.slow
def test_with_offices_missing_it_says_how_many_and_compares_with_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    twelve = the_twelve(tmp_path)
    assert rolled(twelve.folder, "--partly") == OK
    text = said(twelve.folder)
    assert "已报10个单位，共12个。" in text
    assert "上年" not in text
    assert not any(office.partition(" ")[2] in text for office in (twelve.late, twelve.broken))
    assert "缺  0009 云关乡：certificates.xlsx" in capsys.readouterr().out


@pytest.mark.slow
def test_with_offices_missing_and_nobody_asking_for_a_part_every_sum_is_awaited(tmp_path: Path) -> None:
    twelve = the_twelve(tmp_path)
    assert rolled(twelve.folder) == ERRORS_STAND
    assert "总人口待补人" in said(twelve.folder)


@pytest.mark.slow
def test_its_template_has_no_fault_but_that_it_is_short(county: Path) -> None:
    rolled(county)
    found = check_template(county / "report", county / "data").issues
    assert {issue.check for issue in found if issue.severity is not Severity.NOTE} == {"没有印的指标"}
