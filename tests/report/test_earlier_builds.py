"""What a figure was in any build of a report is known to the next one: people have a printout of it, or a copy of the file."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from leader import OFFICE, POPULATION, Desk

from reportgen.commands.cli import ERRORS_STAND, OK
from reportgen.report.records.record import record_path

COPIED = "综上所述，全街道15142人的服务工作都有成效。"  # 15142 was the sum before its correction


def corrects_the_sum(desk: Desk, number: int) -> None:
    """Correct 甲村's number, 7100 of 15242 being the first."""
    desk.corrects(f"甲村,农业,{number - 100}", f"甲村,农业,{number}", "population.csv")
    assert desk.runs() == OK


@pytest.mark.parametrize("builds", [1, 2, 3])
def test_a_number_of_an_old_printout_is_told_though_nobody_had_edited_the_report(desk: Desk, builds: int) -> None:
    for number in range(builds):
        corrects_the_sum(desk, 7100 + 100 * number)
    desk.adds(COPIED)
    assert desk.runs() == OK
    assert f"「总人口」打字的是15142人，数据是{15142 + 100 * builds}人：综上所述" in desk.said


def test_what_builds_said_after_an_old_copy_was_made_is_known_when_it_comes_back(desk: Desk) -> None:
    old = desk.report.read_bytes()
    corrects_the_sum(desk, 7100)
    desk.report.write_bytes(old)
    desk.adds(COPIED.replace("15142", "15242"))
    corrects_the_sum(desk, 7200)
    assert "「总人口」打字的是15242人，数据是15342人：综上所述" in desk.said
    desk.runs()
    assert "「总人口」打字的是15242人，数据是15342人：综上所述" in desk.said


def test_a_report_with_a_name_of_its_own_knows_what_the_others_in_the_output_folder_said(desk: Desk) -> None:
    corrects_the_sum(desk, 7100)
    other = desk.folder / "送审稿.docx"
    assert desk.runs("-o", str(other)) == OK
    shutil.rmtree(desk.folder / "output")
    assert ["15142", "人", "总人口"] in json.loads(record_path(other).read_bytes())["earlier"]


def test_a_figure_that_never_changed_has_no_earlier_value(desk: Desk) -> None:
    for _ in range(2):
        assert desk.runs() == OK
    assert json.loads(record_path(desk.report).read_bytes())["earlier"] == []
    desk.corrects("死亡: 45", "死亡: 46")
    desk.runs()
    desk.corrects("死亡: 46", "死亡: 45")
    desk.runs()
    assert json.loads(record_path(desk.report).read_bytes())["earlier"] == [["46", "人", "死亡"]]


def test_a_small_number_is_an_earlier_value_only_where_the_sentence_names_the_figure(desk: Desk) -> None:
    desk.corrects("死亡: 45", "死亡: 14")
    desk.runs()
    desk.corrects("死亡: 14", "死亡: 41")
    desk.runs()
    desk.adds("专职干部14人。")
    desk.adds("其中因病死亡14人。")
    desk.runs()
    assert "「死亡」打字的是14人，数据是41人：其中因病死亡14人" in desk.said and "人：专职干部" not in desk.said
    desk.runs("verify", str(desk.report))
    assert "提醒  " in desk.said and "「死亡」更正以前是14人，数据现在是41人：专职干部14人" in desk.said


# ---- a copy somewhere else ---------------------------------------------------------------------------------------------------


def test_a_copy_in_another_folder_is_held_against_the_records_of_the_output_folder(desk: Desk) -> None:
    desk.adds(COPIED)
    corrects_the_sum(desk, 7100)
    copy = Path(shutil.copy(desk.report, desk.folder / "发回来的.docx"))
    assert desk.runs("verify", str(copy), "--output", str(desk.folder / "output")) == ERRORS_STAND
    assert "「总人口」打字的是15142人，数据是15242人" in desk.said and "没有核对" not in desk.said


def test_verify_says_what_it_can_not_know_without_a_record(desk: Desk) -> None:
    copy = Path(shutil.copy(desk.report, desk.folder / "发回来的.docx"))
    shutil.rmtree(desk.folder / "output")
    assert desk.runs("verify", str(copy), "--output", str(desk.folder / "output")) == OK
    folder = desk.folder / "output" / "2018"
    assert desk.said.splitlines()[0] == (
        f"打字的话里有没有更正以前的旧数，没有核对：文件旁边和 {folder} 里都没有它能用的生成记录（报告在别处的，用 --output 指明）。"
    )
    assert desk.said.splitlines()[-1] == f"{copy}：没有发现问题。"


def test_another_office_s_records_in_the_output_folder_say_nothing_of_this_one(desk: Desk) -> None:
    mine = desk.folder / "我们的.docx"
    desk.writes(
        OFFICE.replace("45", "145").replace("85", "385").replace("72", "372"), POPULATION.replace("000", "0000")
    )
    assert desk.runs("-o", str(mine)) == OK
    record_path(mine).unlink()
    assert desk.runs("verify", str(mine), "--output", str(desk.folder / "output")) == OK
    assert "没有核对" in desk.said


def test_verify_of_a_report_beside_its_record_says_nothing_of_records(desk: Desk) -> None:
    assert desk.runs("verify", str(desk.report)) == OK
    assert desk.said.splitlines() == [f"{desk.report}：没有发现问题。"]
