"""The versions that runs replaced: each is a copy and a note beside it, or there is nothing."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from leader import Desk

from reportgen.base.saving import CannotWrite
from reportgen.report.records import history
from reportgen.report.records.record import record_path

WHEN = "2018-12-12 09:30:00"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "报告.docx"
    path.write_bytes(b"as it was")
    return path


def full_from(write: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the disk be full from the given write on, counted from 1."""
    synced, done = os.fsync, []

    def fsync(descriptor: int) -> None:
        if Path(f"/proc/self/fd/{descriptor}").resolve().is_dir():
            return synced(descriptor)
        done.append(descriptor)
        if len(done) >= write:
            raise OSError(errno.ENOSPC, "No space left on device")
        return synced(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)


def test_a_version_is_kept_with_its_note(report: Path) -> None:
    kept = history.keep(report, b"as it was", b"{}", WHEN, "上一次生成的")
    assert history.versions(report.parent / history.FOLDER) == [kept]
    assert (kept.document.read_bytes(), kept.record) == (b"as it was", b"{}")


@pytest.mark.skipif(os.name != "posix", reason="/proc says what a descriptor is of")
@pytest.mark.parametrize("write", [1, 2], ids=["at the copy", "at its note"])
@pytest.mark.parametrize("earlier", [0, 1], ids=["the first version", "the second"])
def test_a_full_disk_leaves_no_copy_without_its_note(
    write: int, earlier: int, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(earlier):
        history.keep(report, b"before", None, WHEN, "上一次生成的")
    before = sorted(report.parent.rglob("*"))
    full_from(write, monkeypatch)
    with pytest.raises(CannotWrite, match="磁盘满了"):
        history.keep(report, b"as it was", b"{}", WHEN, "上一次生成的")
    assert sorted(report.parent.rglob("*")) == before


@pytest.mark.skipif(os.name != "posix", reason="/proc says what a descriptor is of")
@pytest.mark.parametrize("write", [1, 2, 3, 4])
def test_a_build_that_finds_the_disk_full_leaves_report_and_history_as_they_were(
    write: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its writes: the copy and its note, the record, the report. On the full disk the record can't be put back, so that it knows both."""
    desk = Desk(tmp_path, capsys=capsys)
    assert desk.runs() == 0
    desk.adds("领导加的一段。")
    desk.corrects("死亡: 45", "死亡: 46")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with monkeypatch.context() as disk:
        full_from(write, disk)
        assert desk.runs() == 2
    assert "磁盘满了" in desk.said and "Traceback" not in desk.said
    after = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert {path for path in before | after if before.get(path) != after.get(path)} <= (
        {record_path(desk.report)} if write == 4 else set()
    )
    assert desk.runs() == 0
    assert "全年死亡46人。" in "".join(desk.lines) and "领导加的一段。" in desk.lines


def test_what_stands_in_a_report_s_place_is_kept_before_what_people_sent(report: Path) -> None:
    record_path(report).write_bytes(b"its record")
    history.put(b"as they sent it", report, WHEN, "换成收到的以前的")
    assert report.read_bytes() == b"as they sent it" and record_path(report).read_bytes() == b"its record"
    (version,) = history.versions(report.parent / history.FOLDER)
    assert (version.document.read_bytes(), version.record) == (b"as it was", b"its record")
    history.put(b"as they sent it", report, WHEN, "再收到一次")
    assert len(history.versions(report.parent / history.FOLDER)) == 1, "the same again replaces nothing"
    history.put(b"another", report.with_name("没有的.docx"), WHEN, "新的")
    assert len(history.versions(report.parent / history.FOLDER)) == 1, "and nothing stood there"


@pytest.mark.skipif(os.name != "posix", reason="/proc says what a descriptor is of")
@pytest.mark.parametrize("write", [1, 2, 3])
def test_a_full_disk_leaves_what_stands_in_a_report_s_place(
    report: Path, monkeypatch: pytest.MonkeyPatch, write: int
) -> None:
    full_from(write, monkeypatch)
    with pytest.raises(CannotWrite):
        history.put(b"as they sent it", report, WHEN, "换成收到的以前的")
    assert report.read_bytes() == b"as it was"
    assert history.versions(report.parent / history.FOLDER) == []
