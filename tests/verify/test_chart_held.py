"""The annex's chart as people leave it: its bars are held by the values that the chart keeps."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from leader import OFFICE, POPULATION, Desk
from lxml import etree
from test_astray import findings

from reportgen.commands.cli import ERRORS_STAND, OK

_V = "{http://schemas.openxmlformats.org/drawingml/2006/chart}v"
CHART = "word/charts/chart1.xml"


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Return an office whose report was drafted with its annex and a chart. Nobody may change it."""
    made = Desk(tmp_path_factory.mktemp("drafted"))
    before = OFFICE.replace("85", "80").replace("死亡: 45", "死亡: 50").replace("任务: 72", "任务: 60")
    made.writes(before, POPULATION.replace("7000", "6000"), 2017)
    assert made.runs("--annex") == OK and CHART in made.parts
    return made


@pytest.fixture
def desk(drafted: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """Return a copy of the office at which a leader may do anything."""
    shutil.copytree(drafted.folder, tmp_path, dirs_exist_ok=True)
    return Desk(tmp_path, capsys=capsys)


def redraw(desk: Desk, old: str, new: str) -> None:
    """Type over what a chart keeps, as its data sheet does."""

    def change(root: etree._Element) -> None:
        node = next(one for one in root.iter(_V) if (one.text or "").startswith(old))
        node.text = (node.text or "").replace(old, new)

    desk.edits(change, CHART)


def test_a_chart_as_it_was_drawn_is_no_finding(desk: Desk) -> None:
    assert findings(desk) == []


def test_a_bar_that_people_drew_longer_is_an_error(desk: Desk) -> None:
    redraw(desk, "-10.0", "10.0")
    (line,) = findings(desk)
    assert line.startswith("附件的图里「死亡（50→45人）」画的是10.0，数据是-10.0。")
    assert desk.runs("--final") == ERRORS_STAND


def test_a_bar_under_another_name_is_an_error(desk: Desk) -> None:
    redraw(desk, "死亡", "出生")
    assert findings(desk)[0].startswith("附件的图里「出生（50→45人）」画的是-10.0，今天的数据画的图里没有这一条。")


def test_a_bar_in_another_form_is_no_finding(desk: Desk) -> None:
    redraw(desk, "-10.0", "-10")
    assert findings(desk) == []
