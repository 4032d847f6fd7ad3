"""Beside a report that can't be renewed stands a new draft: what is said of the numbers says of which of the two."""

from __future__ import annotations

from pathlib import Path

import pytest
from leader import Desk

from reportgen.commands.cli import ERRORS_STAND, OK, UNUSABLE
from reportgen.report.records.record import record_path


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """Return an office whose report was drafted, edited, and has lost its record."""
    desk.retypes("人手", "人手仍然不足")
    record_path(desk.report).unlink()
    return desk


def test_people_s_report_that_stays_is_held_against_the_data_and_named(desk: Desk) -> None:
    report = desk.report
    desk.corrects("死亡: 45", "死亡: 46")
    assert desk.runs() == OK
    new = report.with_name(f"{report.stem}（新稿）.docx")
    assert f"已写 {new}" in desk.said
    assert f"核对过，新稿「{new.name}」里的数和数据没有不一样的。" in desk.said
    assert f"原来的「{report.name}」没有更新，里面有2个数和数据不一样：\n  「死亡」写的是45，数据是46。" in desk.said
    assert f"verify {report} 2018" in desk.said
    assert desk.runs("--strict") == ERRORS_STAND


def test_people_s_report_that_still_agrees_is_said_to_agree(desk: Desk) -> None:
    report = desk.report
    assert desk.runs() == OK
    assert f"原来的「{report.name}」没有更新，里面的数和数据没有不一样的。" in desk.said
    assert "找不到它的生成记录，只按今天的数据核对了数据标记、标记旁边的话和打字的数" in desk.said


def test_people_s_report_that_nobody_can_read_is_said_not_to_be_held(desk: Desk) -> None:
    report = desk.report
    report.write_bytes(b"\xd0\xcf\x11\xe0 saved as .doc")
    assert desk.runs() == OK
    assert f"原来的「{report.name}」没有更新，也读不出来，里面的数没有核对。" in desk.said


# ---- a file where the history should be ---------------------------------------------------------------------------------------


def test_a_file_called_history_is_told_before_anything_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = Desk(tmp_path, capsys=capsys)
    desk.runs()
    before = desk.report.read_bytes()
    stray = desk.report.parent / "history"
    stray.write_text("旧稿", encoding="utf-8")
    desk.corrects("死亡: 45", "死亡: 46")
    assert desk.runs() == UNUSABLE
    assert desk.said.splitlines()[-1] == (
        f"{stray} 是一个文件，应是文件夹：被替换的旧稿要留在里面。请把这个文件移走或改名，再做一次。报告没有动。"
    )
    assert desk.report.read_bytes() == before and stray.read_text(encoding="utf-8") == "旧稿"
    stray.unlink()
    assert desk.runs() == OK and any("死亡46人" in line for line in desk.lines)


def test_a_file_called_history_does_not_hinder_a_first_draft(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = Desk(tmp_path, capsys=capsys)
    folder = desk.folder / "output" / "2018"
    folder.mkdir(parents=True)
    (folder / "history").write_text("", encoding="utf-8")
    assert desk.runs() == OK
    assert desk.runs("history", "2018") == OK and "还没有被替换过的版本" in desk.said
