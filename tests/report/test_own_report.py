"""What a report says it is, in the commands other than the build: verify, diff, import, history and restore, the public edition."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import TEMPLATE
from desk import Desk, another_year, damage, edit, renewed, said

from reportgen.commands.cli import ERRORS_STAND, OK, UNUSABLE, main
from reportgen.report import building
from reportgen.report.records.record import record_path
from reportgen.word.package import DOCUMENT, read_package, write_package


def test_verify_holds_a_report_against_the_year_that_it_says(desk: Desk) -> None:
    desk.build()
    another_year_of = desk.folder / "data" / "2019"
    shutil.copytree(desk.folder / "data" / "2018", another_year_of)
    (another_year_of / "office.yaml").write_text(
        (another_year_of / "office.yaml").read_text(encoding="utf-8").replace("死亡: 85", "死亡: 99"), encoding="utf-8"
    )
    renamed = desk.report.rename(desk.folder / "终稿.docx")
    assert desk.run("verify", str(renamed)) == OK
    assert desk.run("verify", str(renamed), "2019") == ERRORS_STAND
    assert "它说自己是2018年的报告，不是2019年的" in desk.told


def test_import_says_what_its_own_report_is_and_reads_the_year_from_it(desk: Desk) -> None:
    desk.build()
    edit(desk.report, "年度", "年份")  # the mark of the year is gone
    parts = read_package(desk.report.read_bytes())
    parts[DOCUMENT] = parts[DOCUMENT].replace(b"2018", "本".encode())
    report = desk.report.rename(desk.folder / "a.docx")
    report.write_bytes(write_package(parts))
    shutil.rmtree(desk.folder / "data" / "2018")
    assert desk.run("import", str(report)) == OK
    assert "a.docx 说自己是本程序生成的：template 2018年的报告。" in desk.told
    assert (desk.folder / "data" / "2018").is_dir()


def test_import_asks_where_the_words_are_of_another_year_than_the_report_says(
    tmp_path: Path, year_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "去年的改成今年.docx"
    building.build(year_folder.parent, TEMPLATE, 2018, tmp_path, report)
    parts = read_package(report.read_bytes())
    parts[DOCUMENT] = parts[DOCUMENT].replace(b"2018", b"2019")
    report.write_bytes(write_package(parts))
    words = ["import", str(report), "--data", str(tmp_path / "new"), "--template", str(TEMPLATE)]
    assert main(words) == UNUSABLE
    told = capsys.readouterr().err
    assert "它说自己是annual 2018年的报告，写的却是2019年的情况，请用 --year 指明是哪一年的" in told
    assert main([*words, "--year", "2019"]) == OK


def test_two_reports_that_are_compared_say_what_they_are_where_that_differs(desk: Desk) -> None:
    desk.build()
    first = Path(shutil.copy(desk.report, desk.folder / "a.docx"))
    desk.correct("死亡", "85", "86")
    desk.build()
    assert desk.run("diff", str(first), str(desk.report)) == OK and "年的报告" not in desk.told
    another_year(desk)
    assert desk.run("diff", str(first), str(desk.report)) == OK
    assert "a.docx（template 2018年的报告）" in desk.told and "报告.docx（template 2019年的报告）" in desk.told


def test_since_the_last_build_is_told_by_the_record_of_this_report_and_year(desk: Desk) -> None:
    desk.build()
    shutil.copytree(desk.folder / "data" / "2018", desk.folder / "data" / "2019")
    assert desk.run("2019", "-o", str(desk.output / "放错.docx")) == OK
    desk.correct("死亡", "85", "86")
    assert desk.run("diff", "2018", "--since-last-build") == OK
    assert "85人 → 86人" in desk.told
    record = record_path(desk.output / "放错.docx")
    assert desk.run("diff", "2018", "--record", str(record)) == UNUSABLE
    assert "是别的报告的（template 2019年）" in desk.told
    damage(record_path(desk.report), 0.5)
    assert desk.run("diff", "2018", "--since-last-build") == UNUSABLE
    assert "坏了（和它自己的校验码对不上）" in desk.told


def test_the_history_of_a_report_written_elsewhere_is_found(desk: Desk) -> None:
    desk.build("-o", "送审稿.docx")
    report = desk.folder / "送审稿.docx"
    edit(report)
    edited = report.read_bytes()
    desk.correct("死亡", "85", "86")
    desk.build("-o", "送审稿.docx")
    for words in (("2018",), ("送审稿.docx",)):
        assert desk.run("history", *words) == OK
        assert "第1版" in desk.told and "0001 送审稿.docx" in desk.told
    assert desk.run("restore", "1", "送审稿.docx") == OK
    assert report.read_bytes() == edited
    desk.build("-o", "送审稿.docx")
    assert renewed(report, 86)


def test_two_first_versions_are_told_apart_by_the_file(desk: Desk) -> None:
    for words in (("-o", "送审稿.docx"), ()):
        desk.build(*words)
    desk.correct("死亡", "85", "86")
    for words in (("-o", "送审稿.docx"), ()):
        desk.build(*words)
    assert desk.run("restore", "1", "2018") == UNUSABLE
    assert "有2个第1版：" in desk.told and "请写上报告的文件" in desk.told
    assert desk.run("restore", "1", "送审稿.docx") == OK
    assert "死亡85人" in said(desk.folder / "送审稿.docx") and "死亡86人" in said(desk.report)


def test_a_version_of_a_renamed_report_is_put_back_into_it(desk: Desk) -> None:
    desk.build()
    edit(desk.report)
    desk.correct("死亡", "85", "86")
    desk.build()
    final = desk.report.rename(desk.output / "报告（定稿）.docx")
    assert desk.run("restore", "1", "output/2018/报告（定稿）.docx") == OK
    assert "死亡85人" in said(final) and not desk.report.exists()
    assert desk.build() == OK and renewed(final, 86)


def test_a_version_whose_note_is_damaged_is_still_listed_and_can_be_had_back(desk: Desk) -> None:
    desk.build()
    edit(desk.report)
    edited = desk.report.read_bytes()
    desk.correct("死亡", "85", "86")
    desk.build()
    damage(desk.output / "history" / "0001 报告.json", 0.0)
    assert desk.run("history", "2018") == OK
    assert "第1版    说明坏了，只有报告还在" in desk.told
    assert desk.run("restore", "1", "2018") == OK
    assert desk.report.read_bytes() == edited


def test_a_version_whose_copy_somebody_deleted_is_told_and_nothing_is_written(desk: Desk) -> None:
    desk.build()
    desk.correct("死亡", "85", "86")
    desk.build()
    (desk.output / "history" / "0001 报告.docx").unlink()
    before = desk.names(), desk.report.read_bytes()
    assert desk.run("restore", "1", "2018") == UNUSABLE
    assert desk.told == "output/2018/history/0001 报告.docx 读不出来（没有这个文件）。什么都没有恢复。\n"
    assert (desk.names(), desk.report.read_bytes()) == before


def test_the_public_edition_of_a_renamed_report_names_the_one_from_before(desk: Desk) -> None:
    assert desk.build("--final") == OK, desk.told
    edit(desk.report)
    desk.report.rename(desk.output / "报告（定稿）.docx")
    assert desk.build("--final") == OK, desk.told
    assert (desk.output / "公开版" / "报告（定稿）.docx").exists()
    assert "是改名以前的，不要再用，请删去：output/2018/公开版/报告.docx" in desk.told
