"""Corrections brought into a report that people have edited: build, edit, correct, run again, as the office does."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT, TEMPLATE, assert_sound

from reportgen.base.saving import CannotWrite
from reportgen.commands.cli import ERRORS_STAND, OK, UNUSABLE, main
from reportgen.report import building, replacing
from reportgen.report.built import Built, Way
from reportgen.report.records import history
from reportgen.report.records.record import record_path
from reportgen.word.package import DOCUMENT, read_package, write_package
from reportgen.word.text import plain_text

pytestmark = pytest.mark.slow  # builds killed and run again

WHEN = "2018-12-09 21:00:00"


@pytest.fixture
def report(year_folder: Path, tmp_path: Path) -> Path:
    """Return a report that was built and then edited: 「常住总人口」 in place of 「总人口」."""
    path = tmp_path / "out" / "2018" / "report.docx"
    building.build(year_folder.parent, TEMPLATE, 2018, tmp_path, path)
    edit(path, "总人口", "常住总人口")
    return path


def edit(path: Path, old: str, new: str) -> None:
    """Change the prose once, as a leader does."""
    parts = read_package(path.read_bytes())
    body = parts[DOCUMENT].decode()
    assert old in body
    parts[DOCUMENT] = (
        body.replace(f">{old}", f">{new}", 1).encode() if f">{old}" in body else body.replace(old, new, 1).encode()
    )
    path.write_bytes(write_package(parts))


def correct(year_folder: Path, number: int) -> None:
    """Correct how many certificates of a first child there are, 41 as published."""
    path = year_folder / "certificates.csv"
    path.write_text(f"孩次,发证数\n一孩,{number}\n二孩,23\n多孩,3\n", encoding="utf-8")


def build(year_folder: Path, report: Path, way: Way = Way(when=WHEN)) -> Built:  # noqa: B008  frozen
    return building.build(year_folder.parent, TEMPLATE, 2018, report.parent, report, way)


def said(report: Path) -> str:
    return plain_text(read_package(report.read_bytes()))


def test_a_correction_comes_into_the_edited_report_and_the_edit_stays(
    year_folder: Path, report: Path, tmp_path: Path
) -> None:
    correct(year_folder, 45)
    built = build(year_folder, report)
    assert built.edited and built.changed and not built.apart
    assert "常住总人口" in said(report) and "一孩《生育服务证》45本" in said(report)
    assert "数据更新" in {event.kind.value for event in built.events}
    assert_sound(report.read_bytes(), tmp_path)


def test_twice_equals_once(year_folder: Path, report: Path) -> None:
    correct(year_folder, 45)
    build(year_folder, report)
    once = report.read_bytes()
    assert not build(year_folder, report).changed
    assert report.read_bytes() == once


def test_corrections_come_in_again_and_again_and_no_edit_is_lost(year_folder: Path, report: Path) -> None:
    for number in (45, 46, 47):
        correct(year_folder, number)
        build(year_folder, report)
        assert "常住总人口" in said(report) and f"一孩《生育服务证》{number}本" in said(report)
    edit(report, "常住总人口", "年末常住总人口")
    correct(year_folder, 48)
    build(year_folder, report)
    assert "年末常住总人口" in said(report) and "一孩《生育服务证》48本" in said(report)


def test_without_a_correction_the_edited_file_is_left_alone(year_folder: Path, report: Path) -> None:
    before = report.read_bytes()
    assert not build(year_folder, report).changed
    assert report.read_bytes() == before


def test_a_figure_that_a_person_changed_stays_and_a_comment_says_what_the_data_say(
    year_folder: Path, report: Path
) -> None:
    edit(report, "41</w:t>", "40</w:t>")
    correct(year_folder, 45)
    built = build(year_folder, report)
    assert "一孩《生育服务证》40本" in said(report)
    assert "人工改为40，数据现为45" in read_package(report.read_bytes())["word/comments.xml"].decode()
    assert [event.text for event in built.events if event.kind.value == "两边都改了"] == [
        "一孩生育服务证 人工改为40，数据现为45"
    ]


def test_revisions_can_be_asked_for(year_folder: Path, report: Path) -> None:
    correct(year_folder, 45)
    build(year_folder, report, Way(tracked="2018-12-09T21:00:00Z", when=WHEN))
    body = read_package(report.read_bytes())[DOCUMENT].decode()
    assert 'w:author="reportgen"' in body and "<w:delText" in body
    assert "一孩《生育服务证》45本" in said(report)


def test_a_dry_run_says_what_would_happen_and_writes_nothing(
    year_folder: Path, report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    correct(year_folder, 45)
    before = {path: path.read_bytes() for path in report.parent.iterdir()}
    words = ["2018", "--data", str(year_folder.parent), "--template", str(TEMPLATE), "-o", str(report), "--dry-run"]
    assert main(words) == OK
    told = capsys.readouterr().out
    assert "一孩生育服务证 41 → 45" in told and "只是试一遍，什么都没有写。会写" in told
    assert {path: path.read_bytes() for path in report.parent.iterdir()} == before


def test_edits_can_be_dropped_on_purpose_and_are_kept_in_the_history(year_folder: Path, report: Path) -> None:
    edited = report.read_bytes()
    build(year_folder, report, Way(fresh=True, when=WHEN))
    assert "常住总人口" not in said(report)
    (version,) = history.versions(report.parent / history.FOLDER)
    assert version.document.read_bytes() == edited
    assert (version.number, version.when, version.reason) == (1, WHEN, "有人改过的，不要这些改动，重新生成")


def test_every_version_that_a_run_replaces_can_be_brought_back(
    year_folder: Path, report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edited = report.read_bytes()
    for number in (45, 46):
        correct(year_folder, number)
        build(year_folder, report)
    output = ["--output", str(tmp_path / "out")]
    assert main(["history", "2018", *output]) == OK
    assert "第2版" in capsys.readouterr().out
    assert main(["restore", "1", "2018", *output]) == OK
    assert report.read_bytes() == edited
    assert len(history.versions(report.parent / history.FOLDER)) == 3
    build(year_folder, report)  # its record came back with it, so it can be renewed
    assert "常住总人口" in said(report) and "一孩《生育服务证》46本" in said(report)
    assert main(["restore", "9", "2018", *output]) == UNUSABLE
    assert "没有第9版，有：1、2、3" in capsys.readouterr().err


def test_after_a_crash_between_record_and_report_nothing_is_taken_for_an_edit_or_lost(
    year_folder: Path, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = replacing.write_safely

    def crash(path: Path, data: bytes) -> None:
        if path == report:
            raise KeyboardInterrupt
        write(path, data)

    correct(year_folder, 45)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(replacing, "write_safely", crash)
        build(year_folder, report)
    edit(report, "常住总人口", "年末常住总人口")  # people go on as if nothing had been
    correct(year_folder, 46)
    built = build(year_folder, report)
    assert "年末常住总人口" in said(report) and "一孩《生育服务证》46本" in said(report)
    assert not [event for event in built.events if event.kind.value == "两边都改了"]


def test_a_report_without_any_mark_is_left_alone_and_the_draft_written_beside(year_folder: Path, report: Path) -> None:
    parts = read_package(report.read_bytes())
    parts[DOCUMENT] = parts[DOCUMENT].replace(b"<w:alias w:val=", b"<w:lock w:val=")
    stripped = write_package(parts)
    report.write_bytes(stripped)
    built = build(year_folder, report)
    assert built.report.name == "report（新稿）.docx" and "数据标记都没有了" in built.apart
    assert report.read_bytes() == stripped


def test_a_report_open_elsewhere_stays_and_the_new_one_is_written_beside(
    year_folder: Path, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if target == report:
            raise PermissionError(13, "in use")
        return replace(self, target)

    before, record = report.read_bytes(), record_path(report).read_bytes()
    correct(year_folder, 45)
    monkeypatch.setattr(Path, "replace", refuse)
    built = build(year_folder, report)
    assert built.report.name == "report（新稿1）.docx" and "正在别的程序里打开" in built.apart
    assert "一孩《生育服务证》45本" in said(built.report) and "常住总人口" in said(built.report)
    assert (report.read_bytes(), record_path(report).read_bytes()) == (before, record)


def test_the_last_look_before_signing(year_folder: Path, report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["verify", str(report), "2018", "--data", str(year_folder.parent), "--template", str(TEMPLATE)]
    assert main(words) == OK
    assert "没有发现问题" in capsys.readouterr().out
    edit(report, "41</w:t>", "40</w:t>")
    edit(report, "常住总人口", "常住总人口12345人，即")
    assert main(words) == ERRORS_STAND
    told = capsys.readouterr().out
    assert "「一孩生育服务证」写的是40，数据是41。请核对。" in told
    assert "「12345人，」是人写的，和数据里的数都不一样。请核对它的依据。" in told or "「12345人" in told


def test_the_last_look_says_that_the_data_themselves_hold_errors(
    year_folder: Path, report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The published year holds five that its office missed: a report that says what the data say isn't right for that."""
    words = ["verify", str(report), "2018", "--data", str(year_folder.parent), "--template", str(TEMPLATE)]
    assert main(words) == OK
    said = capsys.readouterr().out.splitlines()
    assert said[-2:] == [
        f"{report}：没有发现问题。",
        "数据自己还有5个错误没有改，也没有认可，报告是照着它们印的：签发前用 check 2018 看。",
    ]


def test_a_renewed_report_costs_little_more_than_a_build(year_folder: Path, report: Path) -> None:
    correct(year_folder, 45)
    begun = time.process_time()
    build(year_folder, report)
    assert time.process_time() - begun < 5
    assert json.loads(record_path(report).read_bytes())["output"]["edited"] is True


@pytest.mark.slow
def test_killed_at_any_moment_the_edited_report_or_the_merged_one_is_whole(year_folder: Path, report: Path) -> None:
    words = [sys.executable, str(ROOT / "build_report.py"), "2018", "--data", str(year_folder.parent)]
    words += ["--template", str(TEMPLATE), "-o", str(report)]
    begun = time.monotonic()
    subprocess.run([*words, "--dry-run"], check=True, capture_output=True)
    takes = time.monotonic() - begun
    for number in range(20):
        correct(year_folder, 50 + number)
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(takes * (0.75 + number / 50))
        process.kill()
        process.wait()
        assert "常住总人口" in said(report)
        if number % 5 == 0:  # people go on, whatever the machine did
            edit(report, "常住总人口", f"常住总人口（{number}）")
            edit(report, f"常住总人口（{number}）", "常住总人口")
    correct(year_folder, 99)
    subprocess.run(words, check=True, capture_output=True)
    assert "常住总人口" in said(report) and "一孩《生育服务证》99本" in said(report)
    assert "两边都改了" not in subprocess.run(words, check=True, capture_output=True, encoding="utf-8").stdout


def test_on_a_full_disk_the_edited_report_stays(
    year_folder: Path, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    correct(year_folder, 45)
    before = {path: path.read_bytes() for path in report.parent.iterdir() if path.is_file()}

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(CannotWrite, match="请检查磁盘空间"):
        build(year_folder, report)
    assert {path: path.read_bytes() for path in report.parent.iterdir() if path.is_file()} == before
