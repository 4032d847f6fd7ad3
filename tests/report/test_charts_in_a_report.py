"""Charts of a report from an office's files: last year's numbers beside this year's, decimals, what `template check` says of them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from drawn import C, cells, chart_xml, described, drawing, key, points, with_charts
from leader import BODY, CATALOGUE, OFFICE, POPULATION, Desk
from specimens import p

from reportgen.authoring.findings import check_template
from reportgen.commands.cli import OK
from reportgen.word.package import DOCUMENT, parse_part

CHART = "word/charts/chart1.xml"


def desk_with(folder: Path, text: str, chart: bytes | None = None, catalogue: str = CATALOGUE) -> Desk:
    """Return an office whose template shows one chart, described by a text."""
    made = Desk(folder)
    (made.template / "catalogue.yaml").write_text(catalogue, encoding="utf-8")
    document = with_charts(BODY + p(drawing(key(1), text)), chart or chart_xml())
    (made.template / "report.docx").write_bytes(document)
    return made


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    made = desk_with(tmp_path, "{{ 死亡 }}{{ 叶酸 }}，{{ 死亡 | 上年 }}{{ 叶酸 | 上年 }}")
    made.capsys = capsys
    return made


def test_last_year_s_numbers_are_a_series_of_their_own(desk: Desk) -> None:
    desk.writes(OFFICE.replace("死亡: 45", "死亡: 50").replace("叶酸: 85", "叶酸: 80"), POPULATION, 2017)
    assert desk.runs() == OK
    assert points(desk.parts[CHART]) == {"2018年": {"死亡": "45", "叶酸": "85"}, "2017年": {"死亡": "50", "叶酸": "80"}}
    assert cells(desk.parts, CHART) == [["名称", "2018年", "2017年"], ["死亡", 45, 50], ["叶酸", 85, 80]]
    ((_, text),) = described(parse_part(desk.parts[DOCUMENT]))
    assert text == "死亡45人叶酸85人，死亡上年50人叶酸上年80人"


def test_without_last_year_its_series_is_a_gap_and_told(desk: Desk) -> None:
    assert desk.runs() == OK
    assert points(desk.parts[CHART])["2017年"] == {"死亡": "", "叶酸": ""}
    assert "标签 {{ 死亡 | 上年 }}" in desk.said and "没有2017年的数据" in desk.said


def test_a_chart_has_the_decimals_of_its_metric(tmp_path: Path) -> None:
    catalogue = CATALOGUE.replace("叶酸: 人", "叶酸: {value: 叶酸, unit: 万元, digits: 2}")
    made = desk_with(
        tmp_path,
        "{{ 叶酸 }}{{ 任务 }}",
        catalogue=catalogue.replace("任务: 人", "任务: {value: 任务, unit: 万元, digits: 2}"),
    )
    made.corrects("叶酸: 85", "叶酸: 85.5")
    assert made.runs() == OK
    assert points(made.parts[CHART]) == {"2018年": {"叶酸": "85.50", "任务": "72.00"}}
    assert [one.text for one in parse_part(made.parts[CHART]).iter(f"{C}formatCode")] == ["0.00"]
    assert cells(made.parts, CHART)[1:] == [["叶酸", 85.5], ["任务", 72]]


def test_two_builds_are_the_same_bytes(desk: Desk) -> None:
    assert desk.runs() == OK
    first = desk.report.read_bytes()
    desk.report.unlink()
    assert desk.runs("--fresh") == OK
    assert desk.report.read_bytes() == first


def test_template_check_names_the_fault_of_a_chart_at_its_paragraph(tmp_path: Path) -> None:
    made = desk_with(tmp_path, "{{ 总人口 | 按('村') }}")
    found = [str(issue) for issue in check_template(made.template, made.folder / "data").issues]
    assert [
        one
        for one in found
        if "图表的替代文字" in one and "列名可用：户口、村（社区）" in one and "report.docx 第" in one
    ]


def test_a_metric_that_only_a_chart_draws_is_printed(tmp_path: Path) -> None:
    catalogue = CATALOGUE.replace("  死亡: 人", "  新增: 人\n  死亡: 人")
    made = desk_with(tmp_path, "{{ 新增 }}", catalogue=catalogue)
    told = [issue.metrics for issue in check_template(made.template, made.folder / "data").issues]
    assert ("新增",) not in told
    made = desk_with(tmp_path, "各村", catalogue=catalogue)
    assert ("新增",) in [issue.metrics for issue in check_template(made.template, made.folder / "data").issues]


@pytest.mark.parametrize(("title", "told"), [("2018年各村人口", True), ("各村人口", False)])
def test_a_year_typed_into_a_chart_s_title_is_told(tmp_path: Path, title: str, told: bool) -> None:
    made = desk_with(tmp_path, "{{ 总人口 | 按('村（社区）') }}", chart_xml(title=title))
    found = [str(issue) for issue in check_template(made.template, made.folder / "data").issues]
    assert any("图的标题「2018年各村人口」里打着2018，不会跟着数据变" in one for one in found) is told


def test_a_number_in_the_title_of_a_chart_without_tags_is_its_author_s(tmp_path: Path) -> None:
    made = desk_with(tmp_path, "历年人口", chart_xml(title="2016—2018年"))
    assert "图的标题" not in "".join(str(one) for one in check_template(made.template, made.folder / "data").issues)


@pytest.mark.slow
def test_libreoffice_draws_what_the_data_say(tmp_path: Path) -> None:
    if shutil.which("soffice") is None or shutil.which("pdftotext") is None:
        pytest.skip("needs LibreOffice and pdftotext")
    made = desk_with(tmp_path, "{{ 总人口 | 按('村（社区）') }}", chart_xml("column", 1))
    assert made.runs() == OK
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    told = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path), str(made.report)]
    subprocess.run(told, check=True, capture_output=True)
    pdf = tmp_path / f"{made.report.stem}.pdf"
    said = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True).stdout.decode()
    assert all(one in said for one in ("7142", "8000", "甲村", "乙村")) and "4.3" not in said and "类别" not in said
