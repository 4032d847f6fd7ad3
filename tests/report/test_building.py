"""What a build leaves on disk: the same bytes, an edited report kept, the old file or the new one and never neither."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest
from conftest import DATA, TEMPLATE

from reportgen.base import saving
from reportgen.base.hashing import sha256
from reportgen.base.saving import CannotWrite, keep_aside, write_safely
from reportgen.inputs.years import years
from reportgen.report import building
from reportgen.report.built import Built
from reportgen.report.records.record import record_path
from reportgen.word.package import read_package, write_package


def build(target: Path, data: Path = DATA) -> Built:
    return building.build(data, TEMPLATE, 2018, target.parent, target)


def change(year_folder: Path) -> None:
    """Correct one number, as a village does on the last evening."""
    (year_folder / "certificates.csv").write_text("孩次,发证数\n一孩,42\n二孩,23\n多孩,3\n", encoding="utf-8")


def test_the_same_inputs_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "a" / "report.docx", tmp_path / "b" / "report.docx"
    build(first)
    build(second)
    assert first.read_bytes() == second.read_bytes()
    assert record_path(first).read_bytes() == record_path(second).read_bytes()


def test_a_second_build_without_changes_touches_nothing(tmp_path: Path) -> None:
    target = tmp_path / "report.docx"
    assert build(target).changed
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert not build(target).changed
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before


def test_a_corrected_figure_replaces_the_report_that_nobody_edited(year_folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "out" / "report.docx"
    build(target, year_folder.parent)
    old = target.read_bytes()
    change(year_folder)
    built = build(target, year_folder.parent)
    assert built.changed and not built.edited
    assert target.read_bytes() != old
    assert len(list(target.parent.iterdir())) == 2


def test_a_report_that_cannot_be_renewed_stays_and_the_draft_is_written_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "report.docx"
    build(target)
    target.write_bytes(b"rewritten by the leader")
    built = build(target)
    assert built.report == tmp_path / "report（新稿）.docx"
    assert built.apart == "它不是 .docx 文件或已损坏，请用 Word 打开后重新另存"
    assert target.read_bytes() == b"rewritten by the leader"
    assert not build(target).changed  # the draft beside it is today's already


@pytest.mark.parametrize("record", [None, b"", b"{", b"[]", b'{"output": {"file": "report.docx"}}'])
def test_without_a_readable_record_nobody_knows_what_people_changed(record: bytes | None, tmp_path: Path) -> None:
    target = tmp_path / "report.docx"
    build(tmp_path / "elsewhere" / "other.docx")
    edited = read_package((tmp_path / "elsewhere" / "other.docx").read_bytes())
    edited["word/document.xml"] = edited["word/document.xml"].replace("总人口".encode(), "常住总人口".encode(), 1)
    target.write_bytes(write_package(edited))
    before = target.read_bytes()
    if record is not None:
        record_path(target).write_bytes(record)
    built = build(target)
    assert built.report == tmp_path / "report（新稿）.docx"
    assert "生成记录" in built.apart
    assert target.read_bytes() == before


def test_an_edited_report_kept_once_is_not_kept_twice(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    assert keep_aside(path, b"same", "留存") == keep_aside(path, b"same", "留存")


def test_the_record_holds_inputs_figures_issues_and_the_output(tmp_path: Path) -> None:
    target = tmp_path / "report.docx"
    build(target)
    record = json.loads(record_path(target).read_bytes())
    assert record["output"] == {"file": "report.docx", "sha256": sha256(target.read_bytes()), "edited": False}
    assert record["inputs"]["certificates.csv"] == sha256((DATA / "2018" / "certificates.csv").read_bytes())
    assert {"catalogue.yaml", "report.docx"} <= set(record["inputs"])
    by_name = {figure["name"]: figure for figure in record["figures"]}
    assert by_name["总人口"]["value"] == "15142"
    assert by_name["综合节育率"]["computed"] == "89.9"
    assert {issue["check"] for issue in record["issues"]} == {"上报数", "勾稽关系", "小数目", "不可核", "照抄的段落"}
    told = {"check", "severity", "message", "file", "row", "column", "metrics", "expected", "found", "key", "accepted"}
    assert all(set(issue) == told for issue in record["issues"])


@pytest.mark.parametrize(
    ("code", "message"),
    [(errno.ENOSPC, "磁盘满了。原来的文件没有动，请检查磁盘空间"), (errno.EACCES, "请关掉它再做一次")],
    ids=["disk full", "open in Word"],
)
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_when_writing_fails_the_old_file_is_whole_and_nothing_is_left_beside_it(
    step: str, code: int, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(*((saving.os, "fsync") if step == "fsync" else (Path, "replace")), fail)
    with pytest.raises(CannotWrite, match=message):
        write_safely(path, b"new")
    monkeypatch.undo()
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"report.docx": b"old"}


def test_a_title_becomes_a_name_that_windows_takes() -> None:
    assert building.file_name('关于<2018>年 "计划":工作\n的/报告?') == "关于2018年计划工作的报告"
    assert building.file_name("...") == "报告"
    assert len(building.file_name("长" * 500)) <= 80


@pytest.mark.parametrize("name", ["2018", "1999"])
def test_years_are_folders_of_four_digits(name: str, tmp_path: Path) -> None:
    for folder in (name, "20180", "abcd", "二〇一八", ".git"):
        (tmp_path / folder).mkdir()
    (tmp_path / "2020").write_text("a file is no folder", encoding="utf-8")
    assert years(tmp_path) == [int(name)]
