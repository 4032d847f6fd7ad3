"""`batch`: every office's report in one run, as a build of it alone writes it; how each ended, and what a second run passes over."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from small_county import NAMES, YEAR, SmallCounty, alone

from reportgen.base.terminal import width
from reportgen.commands.bar import Bar
from reportgen.commands.cli import ERRORS_STAND, OK, UNUSABLE, main
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.offices import gathering, one_office
from reportgen.offices.county import read_county
from reportgen.offices.gathering import Gathered, gather, line_of
from reportgen.offices.outcome import Outcome, State
from reportgen.report import building, drafting

FIRST, SECOND, THIRD, FOURTH = NAMES
WRITTEN, UNCHANGED, MERGED = "written", "unchanged", "merged"
REFUSED, NOT_WRITTEN, FAILED = "refused", "not_written", "failed"


@pytest.fixture
def county(tmp_path: Path) -> SmallCounty:
    return SmallCounty(tmp_path / "青山县")


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[[], str]:
    return lambda: capsys.readouterr().out


def in_parallel(county: SmallCounty) -> int:
    return county.runs("--workers", "2")


def one_by_one(county: SmallCounty) -> int:
    return max(alone(county, name) for name in NAMES)


# ---- the same bytes


@pytest.mark.slow
def test_processes_write_the_bytes_that_each_office_alone_writes(tmp_path: Path) -> None:
    counties = [SmallCounty(tmp_path / name) for name in ("serial", "processes", "alone")]
    ran: list[Callable[[SmallCounty], int]] = [SmallCounty.runs, in_parallel, one_by_one]
    assert [run(county) for run, county in zip(ran, counties, strict=True)] == [OK, OK, OK]
    serial, processes, apart = (county.files() for county in counties)
    assert len(serial) == 4 * (2 * 2 + 2), "four offices, two years of two files, report and record"
    assert serial == processes == apart


def test_one_process_writes_the_bytes_that_each_office_alone_writes(tmp_path: Path) -> None:
    together, apart = SmallCounty(tmp_path / "together"), SmallCounty(tmp_path / "apart")
    assert (together.runs(), one_by_one(apart)) == (OK, OK)
    assert together.files() == apart.files()
    assert "全年死亡47人" in together.text(THIRD)


def test_corrections_come_into_an_edited_report_as_in_a_build_of_it_alone(tmp_path: Path) -> None:
    together, apart = SmallCounty(tmp_path / "together"), SmallCounty(tmp_path / "apart")
    for county in (together, apart):
        assert county.runs() == OK
        county.edits(SECOND, "开展孕前优生服务", "优生服务做得很好。")
        county.corrects(SECOND, "死亡: 46", "死亡: 49")
    assert (together.runs(), alone(apart, SECOND)) == (OK, OK)
    assert together.states == [UNCHANGED, MERGED, UNCHANGED, UNCHANGED]
    assert together.report(SECOND).read_bytes() == apart.report(SECOND).read_bytes()
    text = together.text(SECOND)
    assert "优生服务做得很好。" in text and "全年死亡49人" in text
    assert together.last()[SECOND]["counts"]["corrected"] == 1


# ---- how an office ends


def test_each_office_ends_in_a_state_that_is_printed_and_kept(county: SmallCounty, said: Callable[[], str]) -> None:
    assert county.runs() == OK
    assert re.findall(r"^(\d{4})  (\S+) +已写", said(), re.M) == [(f"{n:04}", name) for n, name in enumerate(NAMES, 1)]
    line = county.last()[FIRST]
    assert list(line) == [
        "code",
        "name",
        "state",
        "inputs",
        "report",
        "output",
        "file",
        "counts",
        "seconds",
        "barred",
        "said",
    ]
    assert (line["code"], line["state"], line["file"]) == ("0001", WRITTEN, county.report(FIRST).name)
    assert line["report"] == hashlib.sha256(county.report(FIRST).read_bytes()).hexdigest() and line["seconds"] > 0


def test_what_has_not_changed_is_not_read_again(
    county: SmallCounty, said: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert county.runs() == OK
    before = county.files()

    def read(*_: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(one_office, "do", read)
    monkeypatch.setattr("reportgen.offices.processes.opened", read)
    said()
    assert county.runs() == OK
    assert "2018年，4个单位：没有变化4个。" in said()
    assert (county.states, county.files()) == ([UNCHANGED] * 4, before)


def test_last_year_is_read_once_and_kept_by_the_bytes_of_its_files(
    county: SmallCounty, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert county.runs() == OK
    made, read = county.files(), []
    whole = gathering.read_sources
    monkeypatch.setattr(
        gathering, "read_sources", lambda folder, *all_, **how: read.append(folder) or whole(folder, *all_, **how)
    )
    for name in NAMES:
        shutil.rmtree(county.office(name) / "output")
    assert (county.runs(), county.files() == made, read) == (OK, True, [])
    county.corrects(NAMES[1], "死亡: 36", "死亡: 35", YEAR - 1)
    assert (county.runs(), read) == (OK, [county.office(NAMES[1]) / "data" / str(YEAR - 1)])
    other = SmallCounty(county.folder.parent / "另一个县")
    other.corrects(NAMES[1], "死亡: 36", "死亡: 35", YEAR - 1)
    assert one_by_one(other) == OK
    assert county.report(NAMES[1]).read_bytes() == other.report(NAMES[1]).read_bytes()


def a_cell(county: SmallCounty) -> None:
    county.corrects(SECOND, "死亡: 46", "死亡: 49")


def last_year_s_cell(county: SmallCounty) -> None:
    county.corrects(SECOND, "死亡: 36", "死亡: 35", YEAR - 1)


def no_last_year(county: SmallCounty) -> None:
    county.data(SECOND, year=YEAR - 1).parent.rename(county.office(SECOND) / "data" / "2016")


def the_report(county: SmallCounty) -> None:
    county.edits(SECOND, "开展孕前优生服务", "优生服务做得很好。")


def the_record(county: SmallCounty) -> None:
    next((county.office(SECOND) / "output" / str(YEAR)).glob("*.json")).unlink()


def a_second_report(county: SmallCounty) -> None:
    county.report(SECOND).with_name("另一份.docx").write_bytes(county.report(SECOND).read_bytes())


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        (a_cell, WRITTEN),
        (last_year_s_cell, UNCHANGED),
        (no_last_year, WRITTEN),
        (the_report, UNCHANGED),
        (the_record, UNCHANGED),
        (a_second_report, UNCHANGED),
    ],
)
def test_an_office_in_which_anything_changed_is_built(
    county: SmallCounty, monkeypatch: pytest.MonkeyPatch, changed: Callable[[SmallCounty], None], state: str
) -> None:
    assert county.runs() == OK
    changed(county)
    built: list[str] = []
    whole = one_office.do
    monkeypatch.setattr(
        "reportgen.offices.processes.do", lambda *all_: built.extend(one.name for one in all_[2]) or whole(*all_)
    )
    county.runs()
    assert (built, county.last()[SECOND]["state"]) == ([SECOND], state)
    county.runs()
    assert built == [SECOND], "and the next run passes it over"


@pytest.mark.slow
@pytest.mark.parametrize("words", [["--annex"], ["--final"]])
def test_what_is_asked_for_otherwise_is_built(county: SmallCounty, words: list[str]) -> None:
    assert county.runs() == OK
    county.runs(*words)
    assert UNCHANGED not in county.states or words == ["--final"]
    assert all(line["inputs"] != county.lines()[0]["inputs"] for line in county.last().values())


def test_another_template_builds_all(county: SmallCounty) -> None:
    assert county.runs() == OK
    catalogue = county.folder / "template" / "catalogue.yaml"
    catalogue.write_text(
        catalogue.read_text(encoding="utf-8").replace("title: 单位", "title: 本单位"), encoding="utf-8"
    )
    first = county.last()[FIRST]["inputs"]
    assert county.runs() == OK and county.last()[FIRST]["inputs"] != first


def test_a_template_elsewhere_is_taken(county: SmallCounty) -> None:
    moved = county.folder.parent / "模板"
    (county.folder / "template").rename(moved)
    assert county.runs() == UNUSABLE
    assert county.runs("--template", str(moved)) == OK


def test_refused_inputs_are_told_with_their_places_and_the_other_offices_go_on(
    county: SmallCounty, said: Callable[[], str]
) -> None:
    county.corrects(SECOND, "死亡: 46", "死亡: 四十六人")
    county.corrects(SECOND, "叶酸: 85", "叶酸: 很多")
    assert county.runs() == ERRORS_STAND
    shown = said()
    assert county.states == [WRITTEN, REFUSED, WRITTEN, WRITTEN]
    assert re.search(
        r"^0002  白水镇 +不能用\n +office\.yaml 第6行「死亡」.+\n +office\.yaml 第7行「叶酸」", shown, re.M
    )
    assert "2018年，4个单位：已写3个、不能用1个。" in shown
    assert not (county.office(SECOND) / "output").exists()


def test_a_refused_office_is_read_again_each_time(county: SmallCounty) -> None:
    data = county.data(SECOND).parent
    data.rename(data.with_name("晚交"))
    assert (county.runs(), county.states) == (ERRORS_STAND, [WRITTEN, REFUSED, WRITTEN, WRITTEN])
    assert county.runs() == ERRORS_STAND
    assert county.states == [UNCHANGED, REFUSED, UNCHANGED, UNCHANGED]
    data.with_name("晚交").rename(data)
    assert (county.runs(), county.states[1]) == (OK, WRITTEN)


def test_a_failure_of_ours_keeps_its_traceback_and_the_others_go_on(
    county: SmallCounty, said: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = building.draft

    def draft(year: building.Year, *more: object) -> object:
        if year.sources.sections["office"].texts["街道"] in (SECOND, THIRD):
            raise ZeroDivisionError("a fault of ours")
        return whole(year, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(building, "draft", draft)
    assert county.runs() == ERRORS_STAND
    assert county.states == [WRITTEN, FAILED, FAILED, WRITTEN]
    assert all(county.last()[name]["said"][0].startswith("Traceback") for name in (SECOND, THIRD))
    shown = said()
    assert shown.count("Traceback") == 1 and shown.count("ZeroDivisionError: a fault of ours") == 2
    monkeypatch.undo()
    assert (county.runs(), county.states) == (OK, [UNCHANGED, WRITTEN, WRITTEN, UNCHANGED])


def test_a_full_disk_leaves_an_office_as_it_was_and_the_others_go_on(
    county: SmallCounty, said: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = tempfile.mkstemp

    def full(**said: Any) -> tuple[int, str]:
        if SECOND in str(said["dir"]):
            raise OSError(errno.ENOSPC, "No space left on device")
        return whole(**said)

    monkeypatch.setattr(tempfile, "mkstemp", full)
    assert county.runs() == ERRORS_STAND
    assert county.states == [WRITTEN, NOT_WRITTEN, WRITTEN, WRITTEN]
    assert re.search(r"^0002  白水镇 +没写进\n +写不进 .+磁盘满了", said(), re.M)
    assert [path for path in county.office(SECOND).rglob("output/**/*") if path.is_file()] == []


def test_people_s_report_that_can_t_be_renewed_stays_and_is_told(county: SmallCounty, said: Callable[[], str]) -> None:
    assert county.runs() == OK
    report = county.report(SECOND)
    report.write_bytes(b"PK what Word left when the power went")
    county.corrects(SECOND, "死亡: 46", "死亡: 49")
    assert (county.runs(), county.states[1]) == (ERRORS_STAND, NOT_WRITTEN)
    assert report.read_bytes().endswith(b"the power went")
    assert "原来的报告没有动，新稿另写一份：" in said()


def test_a_typed_number_that_isn_t_the_data_s_is_counted(county: SmallCounty, said: Callable[[], str]) -> None:
    assert county.runs() == OK
    county.edits(SECOND, "开展孕前优生服务", "开展孕前优生服务，服用叶酸58人，完成任务72人的118.1%。")
    assert county.runs() == OK and "报告里1处和数据不一样" in said()
    assert county.runs("--strict") == ERRORS_STAND


def test_each_typed_number_that_isn_t_the_data_s_is_said_below_its_office_in_every_run(
    county: SmallCounty, said: Callable[[], str]
) -> None:
    county.runs()
    county.edits(SECOND, "截至", "领导改写的一段话，全年死亡46人。")
    county.corrects(SECOND, "死亡: 46", "死亡: 51")
    said()
    told = "      「死亡」打字的是46，数据是51：领导改写的一段话，全年死亡46人。请改过来，或核对数据。\n"
    for state in (MERGED, UNCHANGED, UNCHANGED):
        county.runs()
        assert told in said()
        assert county.last()[SECOND]["state"] == state
    county.edits(SECOND, "领导", "领导改写的一段话，全年死亡51人。")
    county.runs()
    assert "打字的是" not in said()


def test_strict_gives_1_where_errors_stand_in_any_office_though_nothing_changed(county: SmallCounty) -> None:
    assert county.runs("--strict") == OK
    county.corrects(SECOND, "死亡: 46", "死亡: ")
    assert county.runs() == OK
    assert [county.runs("--strict"), county.states[1]] == [ERRORS_STAND, UNCHANGED]


def test_last_year_s_words_are_told_whether_that_year_was_read_or_kept(
    county: SmallCounty, said: Callable[[], str]
) -> None:
    county.corrects(SECOND, "人手不足", f"{SECOND}去年人手不足")
    for deaths in ("46", "51"):
        county.corrects(SECOND, "死亡: 46", f"死亡: {deaths}")
        county.runs()
        assert re.search(r"^0002  白水镇 .*1个错误", said(), re.M)


# ---- a dry run, the public edition


def test_a_dry_run_writes_nothing_at_all(county: SmallCounty, said: Callable[[], str]) -> None:
    before = county.files()
    assert county.runs("--dry-run") == OK
    shown = said()
    assert "2018年，4个单位：会写4个。" in shown and "只是试一遍，什么都没有写。" in shown
    assert county.files() == before and not (county.folder / "output").exists()


def test_final_writes_each_office_s_public_edition_or_says_what_stands_in_its_way(
    tmp_path: Path, said: Callable[[], str]
) -> None:
    county, apart = SmallCounty(tmp_path / "together"), SmallCounty(tmp_path / "apart")
    for one in (county, apart):
        one.corrects(SECOND, "叶酸: 85", "叶酸: ")
    assert county.runs("--final") == ERRORS_STAND
    shown = said()
    assert re.search(r"^0002  白水镇 +已写 .+\n( +\S.+\n)* +不能公开：.*还有「待补」", shown, re.M)
    assert "4个单位：已写4个；公开版没有出1个。" in shown
    assert [county.last()[name]["barred"] for name in NAMES] == [False, True, False, False]
    assert [alone(apart, name, "--final") for name in NAMES] == [OK, ERRORS_STAND, OK, OK]
    assert county.files() == apart.files()
    assert len(list((county.folder / "offices").rglob("公开版/*.docx"))) == 3


# ---- which offices


@pytest.mark.parametrize("word", ["0002", "2", SECOND, f"0002 {SECOND}"])
def test_only_the_named_offices_are_done(county: SmallCounty, word: str) -> None:
    assert county.runs("--only", word, "红河街道") == OK
    assert list(county.last()) == [SECOND, FOURTH]


def test_an_unknown_office_is_told_with_the_nearest_and_nothing_is_written(
    county: SmallCounty, capsys: pytest.CaptureFixture[str]
) -> None:
    assert county.runs("--only", "白水乡", "0009") == UNUSABLE
    told = capsys.readouterr().err
    assert "单位名单里没有「白水乡」。是不是「白水镇」？请写代码或名称。" in told
    assert "单位名单里没有「0009」。" in told
    assert not (county.folder / "output").exists()


def test_the_newest_year_of_any_office_is_taken_when_none_is_named(
    county: SmallCounty, said: Callable[[], str]
) -> None:
    county.data(THIRD).parent.rename(county.office(THIRD) / "data" / "2019")
    assert county.runs() == ERRORS_STAND
    assert "2019年，4个单位：已写1个、不能用3个。" in said()
    assert county.runs("2018", "--only", FIRST) == OK


def test_without_a_county_it_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["batch"]) == UNUSABLE
    assert "batch 后面要写县区文件夹，里面有 offices.csv" in capsys.readouterr().err


def test_without_any_data_it_says_where_they_belong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "offices.csv").write_text("代码,名称\n0001,青石街道\n", encoding="utf-8")
    county = SmallCounty.__new__(SmallCounty)
    county.folder = tmp_path
    assert county.runs() == UNUSABLE
    assert "哪个单位都还没有数据" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--workers", "很多"], "--workers 后面写用几个进程，如 2，不是「很多」"),
        (["--workers", "0"], "--workers 后面写用几个进程，如 2，不是「0」"),
        (["--send"], "--send 要和 --scheduler 一起用"),
        (
            ["--scheduler", "tls://x:1", "--tls-key", "k"],
            "加密连接要写 tls:// 开头的地址和 --tls-ca-file、--tls-cert、--tls-key 三样",
        ),
        (["--scheduler", "tls://x:1"], "三样，缺一样都不行"),
        (
            ["--scheduler", "tcp://x:1", "--tls-ca-file", "c", "--tls-cert", "d", "--tls-key", "k"],
            "不加密的写 tcp:// 开头的",
        ),
        (["十八年"], "「十八年」不是年份"),
    ],
)
def test_what_can_t_be_meant_is_told(
    county: SmallCounty, words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert county.runs(*words) == UNUSABLE
    assert told in capsys.readouterr().err


# ---- the ledger


def test_a_line_cut_short_is_passed_over_and_the_office_looked_at_again(county: SmallCounty) -> None:
    assert county.runs() == OK
    text = county.ledger.read_text(encoding="utf-8")
    county.ledger.write_text(text[: text.rindex('"seconds"')], encoding="utf-8")
    assert (county.runs(), county.states) == (OK, [UNCHANGED] * 4)
    assert all(json.loads(line) for line in county.ledger.read_text(encoding="utf-8").splitlines())


def test_a_foreign_ledger_is_believed_in_nothing(county: SmallCounty, monkeypatch: pytest.MonkeyPatch) -> None:
    assert county.runs() == OK
    lines = county.lines()
    for line, (name, value) in zip(
        lines, [("state", "done"), ("said", "全部"), ("counts", {"error": "1"}), ("barred", 0)], strict=True
    ):
        line[name] = value
    county.ledger.write_text("".join(f"{json.dumps(line)}\n" for line in [*lines, [], 7]), encoding="utf-8")
    built: list[str] = []
    whole = one_office.do
    monkeypatch.setattr(
        "reportgen.offices.processes.do", lambda *all_: built.extend(one.name for one in all_[2]) or whole(*all_)
    )
    assert (county.runs(), built) == (OK, list(NAMES))


def test_the_ledger_does_not_grow_with_each_run(county: SmallCounty) -> None:
    for _ in range(4):
        assert county.runs() == OK
    assert len(county.lines()) == 8, "what was known at the beginning of the last run, and how it ended"


def test_a_ledger_that_can_t_be_written_stops_the_run_before_it_begins(
    county: SmallCounty, capsys: pytest.CaptureFixture[str]
) -> None:
    before = county.files()
    (county.folder / "output").write_text("a file where the folder should be", encoding="utf-8")
    assert county.runs() == UNUSABLE
    assert "写不进" in capsys.readouterr().err and county.files() == before


# ---- what each office handed in


def test_what_the_offices_handed_in_is_kept_as_a_rollup_reads_it(county: SmallCounty) -> None:
    county.corrects(SECOND, "死亡: 46", "死亡: 很多")
    assert county.runs() == ERRORS_STAND
    assert list(county.gathered) == ["0001", "0003", "0004"], "a refused office is read again by whoever wants it"
    assert [line_of(one) for one in read_anew(county) if one.sources] == list(county.gathered.values())
    county.corrects(FIRST, "死亡: 45", "死亡: 50")
    before = county.gathered
    assert county.runs() == ERRORS_STAND
    assert [code for code, line in county.gathered.items() if before[code] != line] == ["0001"]


def read_anew(county: SmallCounty) -> tuple[Gathered, ...]:
    """Return what a rollup without a batch before it reads."""
    kept = county.ledger.with_name("gathered.jsonl")
    text = kept.read_bytes()
    kept.unlink()
    found = gather(read_county(county.folder), read_catalogue(county.folder / "template"), YEAR)
    kept.write_bytes(text)
    return found


def test_a_rollup_behind_a_run_reads_no_office_again(county: SmallCounty, monkeypatch: pytest.MonkeyPatch) -> None:
    assert county.runs() == OK

    def read(*_: object, **__: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(gathering, "read_sources", read)
    found = gather(read_county(county.folder), read_catalogue(county.folder / "template"), YEAR)
    assert [one.code for one in found if one.sources] == ["0001", "0002", "0003", "0004"]


# ---- how far it is


class Terminal(io.StringIO):
    """A terminal that keeps what it was told."""

    def isatty(self) -> bool:
        return True

    @property
    def shown(self) -> list[str]:
        """Return what stood on its line, one time after the other."""
        return [text.rstrip() for text in self.getvalue().split("\r") if text.strip()]


def test_on_a_terminal_a_bar_says_how_far_it_is_and_how_long_it_still_takes(
    county: SmallCounty, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal, times = Terminal(), iter(range(0, 1000, 30))
    monkeypatch.setattr("reportgen.commands.bar.seconds", lambda: next(times))
    monkeypatch.setattr(sys, "__stderr__", terminal)
    assert county.runs() == OK
    assert terminal.shown == [
        "[██████░░░░░░░░░░░░░░░░░░] 1/4  还要约1分30秒  0001 青石街道",
        "[████████████░░░░░░░░░░░░] 2/4  还要约1分00秒  0002 白水镇",
        "[██████████████████░░░░░░] 3/4  还要约0分30秒  0003 黑土乡",
        "[████████████████████████] 4/4  0004 红河街道",
    ]
    assert terminal.getvalue().endswith("\r"), "and the bar is taken away"
    assert capsys.readouterr().err == ""


def test_a_long_name_does_not_break_the_bar_s_line() -> None:
    terminal = Terminal()
    bar = Bar(2, terminal)
    bar.ended(Outcome("0001", "很长的名称" * 20, State.WRITTEN))
    assert all(width(line) <= 78 for line in terminal.shown)


def test_elsewhere_each_office_has_a_line_and_what_has_not_changed_none(
    county: SmallCounty, capsys: pytest.CaptureFixture[str]
) -> None:
    county.runs("--only", FIRST, SECOND)
    assert capsys.readouterr().err == "[1/2] 0001 青石街道  已写\n[2/2] 0002 白水镇  已写\n"
    county.runs("--only", SECOND, THIRD)
    assert capsys.readouterr().err == "[2/2] 0003 黑土乡  已写\n"


def test_what_was_saved_while_an_office_was_read_and_is_taken_back_is_built_again(
    county: SmallCounty, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = drafting.understood_of_many

    def saved_meanwhile(*words: Any) -> object:
        county.corrects("青石街道", "死亡: 45", "死亡: 99")
        return whole(*words)

    monkeypatch.setattr(drafting, "understood_of_many", saved_meanwhile)
    assert county.runs() == OK and "99" in county.text("青石街道")
    monkeypatch.setattr(drafting, "understood_of_many", whole)
    county.corrects("青石街道", "死亡: 99", "死亡: 45")
    assert county.runs() == OK and "99" not in county.text("青石街道")
