"""The template's charts in people's report, held against the data by the numbers that they keep."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from drawn import DOC_PR, C, chart_xml, drawing, key, with_charts
from leader import BODY, Desk
from lxml import etree
from specimens import p
from test_astray import findings

from reportgen.commands.cli import ERRORS_STAND, OK

CHART = "word/charts/chart1.xml"
BY_VILLAGE = "各村总人口：{{ 总人口 | 按('村（社区）') }}"
MARK = "总人口|按('村（社区）')"


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Return an office whose report was drafted with a chart by village. Nobody may change it."""
    made = Desk(tmp_path_factory.mktemp("drafted"))
    document = with_charts(BODY + p(drawing(key(1), BY_VILLAGE)), chart_xml())
    (made.template / "report.docx").write_bytes(document)
    assert made.runs() == OK
    return made


@pytest.fixture
def desk(drafted: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """Return a copy of the office at which a leader may do anything."""
    shutil.copytree(drafted.folder, tmp_path, dirs_exist_ok=True)
    return Desk(tmp_path, capsys=capsys)


def typed(desk: Desk, old: str, new: str) -> None:
    """Type over what a chart keeps, as its data sheet does."""

    def change(root: etree._Element) -> None:
        next(one for one in root.iter(f"{C}v") if one.text == old).text = new

    desk.edits(change, CHART)


def test_a_chart_as_it_was_drawn_is_no_finding(desk: Desk) -> None:
    assert findings(desk) == []


def test_a_number_that_people_drew_otherwise_is_an_error(desk: Desk) -> None:
    typed(desk, "7142", "7412")
    (line,) = findings(desk)
    assert line.startswith(f"图「{MARK}」里「甲村」画的是7412，数据是7142。请再生成一次，或改过来。")
    assert desk.runs("--final") == ERRORS_STAND


def test_a_chart_that_was_not_drawn_again_after_a_correction_is_an_error(desk: Desk) -> None:
    desk.corrects("甲村,农业,7000", "甲村,农业,7100", "population.csv")
    assert f"图「{MARK}」里「甲村」画的是7142，数据是7242。" in "".join(findings(desk))


def test_a_number_under_another_name_is_an_error(desk: Desk) -> None:
    typed(desk, "甲村", "丙村")
    assert f"图「{MARK}」里「丙村」画的是7142，今天的数据里没有它的数" in "".join(findings(desk))


def test_a_number_that_is_not_drawn_is_a_warning(desk: Desk) -> None:
    def change(root: etree._Element) -> None:
        one = next(one for one in root.iter(f"{C}pt") if one.findtext(f"{C}v") == "7142")
        one.getparent().remove(one)

    desk.edits(change, CHART)
    (line,) = findings(desk)
    assert line.startswith(f"图「{MARK}」里「甲村」没有画数，数据是7142")


def test_a_number_in_another_form_is_no_finding(desk: Desk) -> None:
    typed(desk, "7142", "7142.0000000000009")
    assert findings(desk) == []


def test_a_chart_that_has_lost_its_name_is_known_by_what_it_draws(desk: Desk) -> None:
    desk.edits(lambda root: next(root.iter(DOC_PR)).set("name", "Object1"))
    typed(desk, "7142", "7412")
    assert "画的是7412，数据是7142" in "".join(findings(desk))


def test_a_chart_that_the_template_has_no_more_is_a_warning(desk: Desk) -> None:
    (desk.template / "report.docx").write_bytes(with_charts(BODY))
    (line,) = findings(desk)
    assert line.startswith(f"图「{MARK}」模板里已经没有了，里面的数没有核对")


def test_a_number_that_the_year_accepts_is_no_error(desk: Desk) -> None:
    typed(desk, "7142", "7412")
    issue = f"核对：图{MARK}里甲村画7412，应为7142"
    desk.corrects("死亡: 45", f'死亡: 45\naccepted:\n  - {{issue: "{issue}", reason: 图按旧口径}}')
    assert desk.runs("verify", str(desk.report), "2018") == OK
