"""What a report says it is, in the commands other than the build: verify, diff, import, history and restore, the public edition."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import TEMPLATE
from leader import Desk
from old_office import another_year, damage, edit, renewed, said

from reportgen.commands.cli import ERRORS_STAND, OK, UNUSABLE, main
from reportgen.report import building
from reportgen.report.records.record import record_path
from reportgen.word.package import DOCUMENT, read_package, write_package


def test_verify_holds_a_report_against_the_year_that_it_says(old_desk: Desk) -> None:
    old_desk.runs("2018")
    another_year_of = old_desk.folder / "data" / "2019"
    shutil.copytree(old_desk.folder / "data" / "2018", another_year_of)
    (another_year_of / "office.yaml").write_text(
        (another_year_of / "office.yaml").read_text(encoding="utf-8").replace("死亡: 85", "死亡: 99"), encoding="utf-8"
    )
    renamed = old_desk.report.rename(old_desk.folder / "终稿.docx")
    assert old_desk.runs("verify", str(renamed)) == OK
    assert old_desk.runs("verify", str(renamed), "2019") == ERRORS_STAND
    assert "它说自己是2018年的报告，不是2019年的" in old_desk.said


def test_import_says_what_its_own_report_is_and_reads_the_year_from_it(old_desk: Desk) -> None:
    old_desk.runs("2018")
    edit(old_desk.report, "年度", "年份")  # the mark of the year is gone
    parts = read_package(old_desk.report.read_bytes())
    parts[DOCUMENT] = parts[DOCUMENT].replace(b"2018", "本".encode())
    report = old_desk.report.rename(old_desk.folder / "a.docx")
    report.write_bytes(write_package(parts))
    shutil.rmtree(old_desk.folder / "data" / "2018")
    assert old_desk.runs("import", str(report)) == OK
    assert "a.docx 说自己是本程序生成的：template 2018年的报告。" in old_desk.said
    assert (old_desk.folder / "data" / "2018").is_dir()


@pytest.mark.slow
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
    assert "它说自己是annual 2018年的报告，写的却是2019年的情况，请用 --year 指明是哪一年的。" in told
    assert main([*words, "--year", "2019"]) == OK


def test_two_reports_that_are_compared_say_what_they_are_where_that_differs(old_desk: Desk) -> None:
    old_desk.runs("2018")
    first = Path(shutil.copy(old_desk.report, old_desk.folder / "a.docx"))
    old_desk.corrects("死亡: 85", "死亡: 86")
    old_desk.runs("2018")
    assert old_desk.runs("diff", str(first), str(old_desk.report)) == OK and "年的报告" not in old_desk.said
    another_year(old_desk)
    assert old_desk.runs("diff", str(first), str(old_desk.report)) == OK
    assert "a.docx（template 2018年的报告）" in old_desk.said and "报告.docx（template 2019年的报告）" in old_desk.said


def test_since_the_last_build_is_told_by_the_record_of_this_report_and_year(old_desk: Desk) -> None:
    old_desk.runs("2018")
    shutil.copytree(old_desk.folder / "data" / "2018", old_desk.folder / "data" / "2019")
    assert old_desk.runs("2019", "-o", str(old_desk.output / "放错.docx")) == OK
    old_desk.corrects("死亡: 85", "死亡: 86")
    assert old_desk.runs("diff", "2018", "--since-last-build") == OK
    assert "85人 → 86人" in old_desk.said
    record = record_path(old_desk.output / "放错.docx")
    assert old_desk.runs("diff", "2018", "--record", str(record)) == UNUSABLE
    assert "是别的报告的（template 2019年）" in old_desk.said
    damage(record_path(old_desk.report), 0.5)
    assert old_desk.runs("diff", "2018", "--since-last-build") == UNUSABLE
    assert "坏了（和它自己的校验码对不上）" in old_desk.said


def test_the_history_of_a_report_written_elsewhere_is_found(old_desk: Desk) -> None:
    old_desk.runs("2018", "-o", "送审稿.docx")
    report = old_desk.folder / "送审稿.docx"
    edit(report)
    edited = report.read_bytes()
    old_desk.corrects("死亡: 85", "死亡: 86")
    old_desk.runs("2018", "-o", "送审稿.docx")
    for words in (("2018",), ("送审稿.docx",)):
        assert old_desk.runs("history", *words) == OK
        assert "第1版" in old_desk.said and "0001 送审稿.docx" in old_desk.said
    assert old_desk.runs("restore", "1", "送审稿.docx") == OK
    assert report.read_bytes() == edited
    old_desk.runs("2018", "-o", "送审稿.docx")
    assert renewed(report, 86)


def test_two_first_versions_are_told_apart_by_the_file(old_desk: Desk) -> None:
    for words in (("-o", "送审稿.docx"), ()):
        old_desk.runs("2018", *words)
    old_desk.corrects("死亡: 85", "死亡: 86")
    for words in (("-o", "送审稿.docx"), ()):
        old_desk.runs("2018", *words)
    assert old_desk.runs("restore", "1", "2018") == UNUSABLE
    assert "有2个第1版：" in old_desk.said and "请写上报告的文件" in old_desk.said
    assert old_desk.runs("restore", "1", "送审稿.docx") == OK
    assert "死亡85人" in said(old_desk.folder / "送审稿.docx") and "死亡86人" in said(old_desk.report)


def test_a_version_of_a_renamed_report_is_put_back_into_it(old_desk: Desk) -> None:
    old_desk.runs("2018")
    edit(old_desk.report)
    old_desk.corrects("死亡: 85", "死亡: 86")
    old_desk.runs("2018")
    final = old_desk.report.rename(old_desk.output / "报告（定稿）.docx")
    assert old_desk.runs("restore", "1", "output/2018/报告（定稿）.docx") == OK
    assert "死亡85人" in said(final) and not old_desk.report.exists()
    assert old_desk.runs("2018") == OK and renewed(final, 86)


def test_a_version_whose_note_is_damaged_is_still_listed_and_can_be_had_back(old_desk: Desk) -> None:
    old_desk.runs("2018")
    edit(old_desk.report)
    edited = old_desk.report.read_bytes()
    old_desk.corrects("死亡: 85", "死亡: 86")
    old_desk.runs("2018")
    damage(old_desk.output / "history" / "0001 报告.json", 0.0)
    assert old_desk.runs("history", "2018") == OK
    assert "第1版    说明坏了，只有报告还在" in old_desk.said
    assert old_desk.runs("restore", "1", "2018") == OK
    assert old_desk.report.read_bytes() == edited


def test_a_version_whose_copy_somebody_deleted_is_told_and_nothing_is_written(old_desk: Desk) -> None:
    old_desk.runs("2018")
    old_desk.corrects("死亡: 85", "死亡: 86")
    old_desk.runs("2018")
    (old_desk.output / "history" / "0001 报告.docx").unlink()
    before = old_desk.names, old_desk.report.read_bytes()
    assert old_desk.runs("restore", "1", "2018") == UNUSABLE
    assert old_desk.said == "output/2018/history/0001 报告.docx 读不出来（没有这个文件）。什么都没有恢复。\n"
    assert (old_desk.names, old_desk.report.read_bytes()) == before


def test_the_public_edition_of_a_renamed_report_names_the_one_from_before(old_desk: Desk) -> None:
    assert old_desk.runs("2018", "--final") == OK, old_desk.said
    edit(old_desk.report)
    old_desk.report.rename(old_desk.output / "报告（定稿）.docx")
    assert old_desk.runs("2018", "--final") == OK, old_desk.said
    assert (old_desk.output / "公开版" / "报告（定稿）.docx").exists()
    assert "是改名以前的，不要再用，请删去：output/2018/公开版/报告.docx" in old_desk.said
