"""`status` of a county: who has handed in everything, who lacks what, whose errors stand, who is late; in the words of a notice."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path

import pytest
from county_on_a_page import due_county, without
from leader import POPULATION
from small_county import NAMES, YEAR, SmallCounty, alone

from reportgen.commands import clock
from reportgen.commands import year as command
from reportgen.commands.cli import ERRORS_STAND, OK, UNUSABLE, main
from reportgen.inputs.sources import PartlyRead
from reportgen.offices import progress as module
from reportgen.offices.county import read_county
from reportgen.offices.handed_in import Stage
from reportgen.offices.notice import as_json, as_text
from reportgen.offices.progress import CountyProgress, read_progress
from reportgen.report.drafting import Year, understood
from reportgen.report.records.record_file import opened, sealed
from reportgen.report.report_folder import ReportFolder

BEFORE, ON, AFTER = (datetime.date(YEAR, 12, day) for day in (9, 10, 11))


@pytest.fixture
def county(tmp_path: Path) -> SmallCounty:
    return due_county(tmp_path / "county")


def progress(county: SmallCounty, today: datetime.date = BEFORE) -> CountyProgress:
    return read_progress(read_county(county.folder), county.folder / "template", YEAR, today)


def stages(found: CountyProgress) -> list[str]:
    return [one.stage.value for one in found.offices]


def part(found: CountyProgress, heading: str) -> list[str]:
    """Return the lines of the text below a heading."""
    lines = as_text(found).split("\n")
    start = lines.index(heading) + 1 if heading in lines else len(lines)
    return [line.strip() for line in lines[start : lines.index("", start) if "" in lines[start:] else None]]


# ---- how far an office is


def test_who_lacks_nothing_is_complete(county: SmallCounty) -> None:
    found = progress(county, AFTER)
    assert stages(found) == ["已报齐"] * 4
    assert as_text(found).split("\n")[:2] == [
        "2018年报送情况（截至2018年12月11日）",
        "应报4个单位：已报齐4个，没报齐0个，逾期0个。",
    ]


def test_an_empty_value_and_an_empty_cell_are_lacking_by_file(county: SmallCounty) -> None:
    county.corrects("白水镇", "死亡: 46", "死亡:")
    county.data("白水镇", "population.csv").write_text(
        POPULATION.replace("142", "").replace("7000", ""), encoding="utf-8"
    )
    found = progress(county)
    assert stages(found) == ["已报齐", "没报齐", "已报齐", "已报齐"]
    assert part(found, "还差的：") == ["0002 白水镇：还差office.yaml 1项、population.csv 2格。"]
    assert part(found, "有错误的：") == []  # that it is missing is told once


def test_last_year_s_words_left_standing_are_lacking_too(county: SmallCounty) -> None:
    county.corrects("白水镇", "白水镇去年人手不足", "人手不足", year=YEAR - 1)
    assert stages(progress(county)) == ["已报齐", "没报齐", "已报齐", "已报齐"]


def test_who_has_no_folder_of_the_year_has_handed_in_nothing(county: SmallCounty) -> None:
    without(county, "黑土乡")
    found = progress(county)
    assert stages(found) == ["已报齐", "已报齐", "没有报", "已报齐"]
    assert part(found, "还差的：") == ["0003 黑土乡：没有报。"]


def test_a_file_that_can_t_be_read_is_told_with_its_place_and_not_counted_as_filled(county: SmallCounty) -> None:
    county.data("黑土乡", "population.csv").write_text(POPULATION.replace("142", "一百"), encoding="utf-8")
    found = progress(county)
    assert stages(found)[2] == "有文件读不了"
    (line,) = part(found, "还差的：")
    assert line.startswith("0003 黑土乡：population.csv 第3行「人口」：")
    assert next(line for line in as_text(found).split("\n") if line.startswith("0003")).split() == [
        *("0003", "黑土乡", "12月10日", "有文件读不了", "没有生成")
    ]


def test_errors_that_stand_are_told_and_the_office_is_complete_all_the_same(county: SmallCounty) -> None:
    totals = POPULATION + "合计,,99999\n"
    county.data("红河街道", "population.csv").write_text(totals, encoding="utf-8")
    found = progress(county)
    assert (stages(found)[3], len(found.offices[3].errors)) == ("已报齐", 1)
    (line,) = part(found, "有错误的：")
    assert line.startswith("0004 红河街道：population.csv 第6行「人口」：合计写的是99999，")


def test_whether_a_report_is_there_is_said_and_what_word_keeps_open_is_none(county: SmallCounty) -> None:
    output = county.office("青石街道") / "output" / str(YEAR)
    output.mkdir(parents=True)
    (output / "~$报告.docx").write_bytes(b"")
    assert progress(county).offices[0].reports == ()
    (output / "报告.docx").write_bytes(b"")
    assert progress(county).offices[0].reports == ("报告.docx",)


def test_a_report_is_older_once_what_it_was_made_of_is_another_and_no_more_once_it_is_made_again(
    county: SmallCounty,
) -> None:
    def older() -> list[str]:
        found = progress(county)
        said = {line.split()[1]: line.split()[-1] for line in as_text(found).split("\n") if re.match("000[1-4] ", line)}
        names = [one.office.name for one in found.offices if one.older]
        entries = json.loads(as_json(found))["offices"]
        assert [one["name"] for one in entries if one["older_reports"]] == names
        assert [name for name in NAMES if said[name] == "已生成，数据后来改过，请再生成"] == names
        return names

    assert older() == []
    county.runs()
    assert older() == []
    county.corrects("青石街道", "死亡: 45", "死亡: 54")
    county.corrects("白水镇", "死亡: 36", "死亡: 37", year=YEAR - 1)
    county.data("红河街道", "population.csv").unlink()
    (county.data("黑土乡").parent / "备忘.txt").write_text("不读的", encoding="utf-8")
    assert older() == ["青石街道", "白水镇", "红河街道"]
    assert alone(county, "青石街道") == OK, "its clerk makes it, and no ledger knows"
    assert older() == ["白水镇", "红河街道"]
    county.runs("--only", "白水镇")
    assert older() == ["红河街道"]


def test_a_report_whose_record_can_t_be_read_is_passed_over(county: SmallCounty) -> None:
    county.runs()
    county.corrects("青石街道", "死亡: 45", "死亡: 54")
    assert progress(county).offices[0].older == (county.report("青石街道").name,)
    (record,) = county.report("青石街道").parent.glob("*.生成记录.json")
    record.write_bytes(record.read_bytes()[:-20])
    assert progress(county).offices[0].older == ()
    record.unlink()
    assert progress(county).offices[0].older == ()


@pytest.mark.parametrize("inputs", [[], {"office.yaml": 1}, {"/dev/zero": "0"}, {"../../../x.yaml": "0"}])
def test_a_record_that_names_what_no_build_reads_tells_nothing(county: SmallCounty, inputs: object) -> None:
    county.runs("--only", "青石街道")
    (record,) = county.report("青石街道").parent.glob("*.生成记录.json")
    said = {**opened(record.read_bytes()), "inputs": inputs}
    said.pop("checksum", None)
    record.write_bytes(sealed(said))
    assert progress(county).offices[0].older == ()


def test_a_new_catalogue_alone_is_no_correction_of_the_data(county: SmallCounty) -> None:
    county.runs()
    catalogue = county.folder / "template" / "catalogue.yaml"
    catalogue.write_text(catalogue.read_text(encoding="utf-8") + "\n# 新的一行\n", encoding="utf-8")
    assert not any(one.older for one in progress(county).offices)


def checked(county: SmallCounty, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the offices whose checks a status makes anew."""
    found: list[str] = []

    def told(folder: ReportFolder, data: Path, year: int, *, read: PartlyRead) -> Year:
        found.append(data.parent.name.partition(" ")[2])
        return understood(folder, data, year, read=read)

    monkeypatch.setattr(module, "understood", told)
    progress(county)
    return found


@pytest.mark.slow
def test_what_a_batch_found_without_an_error_is_not_checked_anew_until_something_is_another(
    county: SmallCounty, monkeypatch: pytest.MonkeyPatch
) -> None:
    county.data("红河街道", "population.csv").write_text(POPULATION + "合计,,99999\n", encoding="utf-8")
    assert checked(county, monkeypatch) == [*NAMES]
    county.runs()
    assert checked(county, monkeypatch) == ["红河街道"]  # whose error has to be told
    county.corrects("白水镇", "死亡: 36", "死亡: 37", year=YEAR - 1)
    assert checked(county, monkeypatch) == ["白水镇", "红河街道"]
    catalogue = county.folder / "template" / "catalogue.yaml"
    catalogue.write_text(catalogue.read_text(encoding="utf-8") + "\n# 新的一行\n", encoding="utf-8")
    assert checked(county, monkeypatch) == [*NAMES]


# ---- late


@pytest.mark.parametrize(("today", "late"), [(BEFORE, 0), (ON, 0), (AFTER, 2)])
def test_who_isn_t_complete_is_late_from_the_day_after_the_last(
    county: SmallCounty, today: datetime.date, late: int
) -> None:
    without(county, "黑土乡")
    county.corrects("白水镇", "死亡: 46", "死亡:")
    found = progress(county, today)
    assert len(found.late) == late
    assert f"没报齐2个，逾期{late}个" in as_text(found)
    told = ["0002 白水镇（截止12月10日，没报齐）", "0003 黑土乡（截止12月10日，没有报）"]
    assert part(found, "逾期的单位：") == told[: late or 0]


def test_who_has_no_last_day_is_never_late(county: SmallCounty) -> None:
    listed = county.folder / "offices.csv"
    listed.write_text(listed.read_text(encoding="utf-8").replace("12月10日", ""), encoding="utf-8")
    without(county, "黑土乡")
    assert progress(county, AFTER).late == ()


# ---- between offices, and offices above


def test_what_only_several_offices_show_is_told_below(county: SmallCounty) -> None:
    county.corrects("黑土乡", "街道: 黑土乡", "街道: 白水镇")
    assert part(progress(county), "单位之间要核对的：") == [
        "提醒  offices/0003 黑土乡/data/2018/office.yaml 第2行「街道」：「街道」写的是「白水镇」，这里是0003 黑土乡，"
        "像是从0002 白水镇抄来的。请改成自己的。"
    ]


def test_an_upper_office_hands_in_only_where_it_has_a_folder_and_is_held_against_the_sum(county: SmallCounty) -> None:
    with (county.folder / "offices.csv").open("a", encoding="utf-8") as listed:
        listed.write("01,青山县,,\n")
    assert len(progress(county).offices) == 4
    own = county.folder / "offices" / "01 青山县" / "data" / str(YEAR)
    own.mkdir(parents=True)
    office = county.data("青石街道").read_text(encoding="utf-8").replace("青石街道", "青山县")
    sums = office.replace("死亡: 45", "死亡: 187").replace("叶酸: 85", "叶酸: 340").replace("任务: 72", "任务: 288")
    (own / "office.yaml").write_text(sums, encoding="utf-8")
    (own / "population.csv").write_text("户口,人口\n农业,60000\n非农业,568\n", encoding="utf-8")
    found = progress(county)
    assert len(found.offices) == 5
    assert part(found, "单位之间要核对的：") == [
        "错误  offices.csv 第6行：01 青山县自己填的死亡是187人，所属单位合计186人，相差1人。请核对。"
    ]


# ---- as a command


def status(county: SmallCounty, *words: str, today: datetime.date = BEFORE, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(command, "today", lambda: today)
    return main(["status", str(county.folder), *words])


def test_status_of_a_county_gives_0_where_nobody_lacks_anything_and_1_elsewhere(
    county: SmallCounty, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(county, str(YEAR), monkeypatch=monkeypatch) == OK
    assert "已报齐4个" in capsys.readouterr().out
    county.corrects("白水镇", "死亡: 46", "死亡:")
    assert status(county, monkeypatch=monkeypatch) == ERRORS_STAND  # the newest year
    assert "2018年报送情况（截至2018年12月9日）" in capsys.readouterr().out


def test_status_as_json_says_the_same(county: SmallCounty) -> None:
    without(county, "黑土乡")
    county.corrects("白水镇", "死亡: 46", "死亡:")
    said = json.loads(as_json(progress(county, AFTER)))
    assert {name: said[name] for name in ("year", "today", "complete", "incomplete", "late")} == {
        **{"year": 2018, "today": "2018-12-11", "complete": 2},
        **{"incomplete": 2, "late": 2},
    }
    assert [one["stage"] for one in said["offices"]] == ["complete", "partly", "nothing", "complete"]
    assert said["offices"][1]["missing"] == [{"file": "office.yaml", "count": 1}]


def test_a_folder_that_is_no_county_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", str(tmp_path), "2018"]) == UNUSABLE
    assert "缺单位名单：请放一张 offices.csv" in capsys.readouterr().err


def test_invented_numbers_are_said_first(county: SmallCounty) -> None:
    county.corrects("白水镇", "街道: ", "demo: 编的\n街道: ")
    assert as_text(progress(county)).startswith("【演示数据】0002 白水镇的数字是虚构的。\n")


def test_today_is_a_day() -> None:
    assert isinstance(clock.today(), datetime.date)
    assert {stage.value for stage in Stage} == {"已报齐", "没报齐", "有文件读不了", "没有报"}
