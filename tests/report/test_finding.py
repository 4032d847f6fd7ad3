"""Reports renamed, copied, mailed back and put over others: each finds the record that it comes from, and nothing is drafted past an edit."""

from __future__ import annotations

import contextlib
import json
import random
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import TEMPLATE, Office, assert_sound
from desk import BEFORE, Desk, another_year, edit, renewed, said, silence

from reportgen.commands.cli import OK, UNUSABLE, main
from reportgen.report import building, replacing
from reportgen.report.records import history
from reportgen.report.records.record import record_path, sha256
from reportgen.word.origin import origin_of
from reportgen.word.package import DOCUMENT, read_package, write_package


def test_a_draft_says_it_and_the_same_inputs_the_same(tmp_path: Path, year_folder: Path) -> None:
    said = []
    for name in ("a", "b"):
        report = tmp_path / name / "report.docx"
        building.build(year_folder.parent, TEMPLATE, 2018, report.parent, report)
        said.append(origin_of(report.read_bytes()))
    assert said[0] == said[1] and said[0] is not None
    assert (said[0].report, said[0].year) == ("annual", 2018)
    (year_folder / "certificates.csv").write_text("孩次,发证数\n一孩,42\n二孩,23\n多孩,3\n", encoding="utf-8")
    building.build(year_folder.parent, TEMPLATE, 2018, report.parent, report)
    corrected = origin_of(report.read_bytes())
    assert corrected is not None and corrected.build != said[0].build
    assert_sound(report.read_bytes(), tmp_path)


# ---- renamed and copied --------------------------------------------------------------------------------------------------------


def test_a_report_that_was_edited_and_renamed_is_renewed_under_its_new_name(desk: Desk) -> None:
    assert desk.build() == OK
    edit(desk.report)
    final = desk.report.rename(desk.output / "报告（定稿）.docx")
    desk.correct("死亡", "85", "86")
    assert desk.build() == OK
    assert renewed(final, 86)
    assert "「报告（定稿）.docx」：更新的是它，文件名没有动。" in desk.told and "旁边没有生成记录" not in desk.told
    assert desk.names() == ["报告（定稿）.docx", "报告（定稿）.生成记录.json"]  # its record has come along
    assert desk.build() == OK and f"没有变化，{final.relative_to(desk.folder)} 没有动" in desk.told
    assert desk.run("diff", "2018", "--since-last-build") == OK
    desk.correct("死亡", "86", "87")
    assert desk.build() == OK and renewed(final, 87)


def test_a_dry_run_says_which_file_it_would_renew_and_writes_nothing(desk: Desk) -> None:
    desk.build()
    edit(desk.report)
    final = desk.report.rename(desk.output / "报告（定稿）.docx")
    before = {path: path.read_bytes() for path in desk.output.iterdir()}
    desk.correct("死亡", "85", "86")
    assert desk.build("--dry-run") == OK
    assert f"会写 {final.relative_to(desk.folder)}" in desk.told
    assert {path: path.read_bytes() for path in desk.output.iterdir()} == before


def test_a_renamed_report_that_a_build_has_merged_since_is_not_drafted_past(desk: Desk) -> None:
    desk.build()
    edit(desk.report)
    desk.correct("死亡", "85", "86")
    desk.build()  # people's words are in it, though its bytes are those of a build
    final = desk.report.rename(desk.output / "报告（定稿）.docx")
    desk.correct("死亡", "86", "87")
    assert desk.build() == OK
    assert renewed(final, 87) and desk.names() == ["报告（定稿）.docx", "报告（定稿）.生成记录.json"]


def test_beside_a_report_that_nobody_edited_an_edited_copy_is_not_passed_over(desk: Desk) -> None:
    desk.build()
    copy = Path(shutil.copy(desk.report, desk.output / "报告（定稿）.docx"))
    edit(copy)
    before = {path: path.read_bytes() for path in desk.output.iterdir()}
    desk.correct("死亡", "85", "86")
    assert desk.build() == UNUSABLE
    assert re.search(r"没有人改过  \d{4}-\d\d-\d\d \d\d:\d\d 存的  output/2018/报告\.docx", desk.told)
    assert re.search(r"    有人改过  \d{4}-\d\d-\d\d \d\d:\d\d 存的  output/2018/报告（定稿）\.docx", desk.told)
    assert '请用 -o 指明，如 -o "output/2018/报告（定稿）.docx"；不再用的请移到别的文件夹' in desk.told
    assert {path: path.read_bytes() for path in desk.output.iterdir()} == before
    assert desk.build("-o", str(copy.relative_to(desk.folder))) == OK
    assert renewed(copy, 86)
    assert "死亡85人" in said(desk.report)


def test_of_two_edited_copies_a_person_must_say_which(desk: Desk) -> None:
    desk.build()
    one = desk.report.rename(desk.output / "报告（书记改）.docx")
    other = Path(shutil.copy(one, desk.output / "报告（主任改）.docx"))
    edit(one)
    edit(other, "经费不足", "经费紧张")
    assert desk.build() == UNUSABLE
    assert "报告（书记改）.docx" in desk.told and "报告（主任改）.docx" in desk.told and not desk.report.exists()
    other.rename(desk.folder / other.name)
    desk.correct("死亡", "85", "86")
    assert desk.build() == OK and renewed(one, 86)


def test_an_edited_report_is_renewed_and_the_edited_copy_beside_it_is_named(desk: Desk) -> None:
    desk.build()
    edit(desk.report)
    copy = Path(shutil.copy(desk.report, desk.output / "报告（送领导）.docx"))
    edit(copy, "经费不足", "经费紧张")
    desk.correct("死亡", "85", "86")
    assert desk.build() == OK
    assert renewed(desk.report, 86)
    assert "同一份报告还有改过的，没有更新（要更新就用 -o 指明）" in desk.told and copy.name in desk.told
    assert "死亡85人" in said(copy)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("~$报告.docx", b"who has it open"),
        ("会议通知.docx", None),
        ("坏的.docx", b"PK\x03\x04"),
        ("去年的报告.docx", b""),
    ],
    ids=["a lock", "another document", "no document", "empty"],
)
def test_what_is_no_copy_of_the_report_is_passed_over(name: str, content: bytes | None, desk: Desk) -> None:
    desk.build()
    other = write_package({**read_package(desk.report.read_bytes())})
    (desk.output / name).write_bytes(other if content is None else content)
    if content is None:
        silence(desk.output / name)
        edit(desk.output / name, "<w:alias ", "<w:lock ")
        parts = read_package((desk.output / name).read_bytes())
        parts[DOCUMENT] = parts[DOCUMENT].replace(b"<w:alias ", b"<w:lock ")
        (desk.output / name).write_bytes(write_package(parts))
    desk.correct("死亡", "85", "86")
    assert desk.build() == OK
    assert "死亡86人" in said(desk.report) and "同一份" not in desk.told


def test_a_report_that_says_nothing_any_more_is_known_by_its_marks(desk: Desk) -> None:
    desk.build()
    edit(desk.report)
    silence(desk.report)
    final = desk.report.rename(desk.output / "报告（定稿）.docx")
    desk.correct("死亡", "85", "86")
    assert desk.build() == OK
    assert renewed(final, 86) and desk.names() == ["报告（定稿）.docx", "报告（定稿）.生成记录.json"]


def test_after_libreoffice_saved_and_somebody_renamed_it_it_is_found(desk: Desk, office: Office) -> None:
    desk.build()
    edit(desk.report)
    final = desk.output / "报告（定稿）.docx"
    shutil.copy(office(desk.report, "docx:MS Word 2007 XML"), final)
    desk.report.unlink()
    shutil.rmtree(desk.output / "converted")
    desk.correct("死亡", "85", "86")
    assert desk.build() == OK
    assert renewed(final, 86) and not desk.report.exists()


def test_a_report_mailed_back_to_another_folder_finds_its_record(desk: Desk) -> None:
    desk.build()
    inbox = desk.folder / "收件箱"
    inbox.mkdir()
    mailed = Path(shutil.copy(desk.report, inbox / "报告(1).docx"))
    edit(mailed)
    desk.correct("死亡", "85", "86")
    desk.build()  # the office went on meanwhile: its first draft is only in the history
    desk.correct("死亡", "86", "87")
    assert desk.build("-o", "收件箱/报告(1).docx") == OK
    assert renewed(mailed, 87)
    assert "旁边没有生成记录，用了 output/2018/history/0001 报告.json 里的。" in desk.told


def test_the_corrected_name_of_the_office_names_no_second_report(year_folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    first = building.build(year_folder.parent, TEMPLATE, 2018, output, None).report
    edit(first, "总人口", "常住总人口")
    office = year_folder / "office.yaml"
    office.write_text(
        office.read_text(encoding="utf-8").replace("街道: 禄脿街道", "街道: 新禄脿街道"), encoding="utf-8"
    )
    built = building.build(year_folder.parent, TEMPLATE, 2018, output, None)
    assert built.report == first and [path.name for path in first.parent.glob("*.docx")] == [first.name]
    assert "常住总人口" in said(first) and "新禄脿街道办事处2018年" in said(first)
    assert built.told == (
        "文件夹里没有「新禄脿街道办事处2018年计划生育工作执行情况报告.docx」，"
        "同一份报告现在是「禄脿街道办事处2018年计划生育工作执行情况报告.docx」：更新的是它，文件名没有动。",
    )


def of_another_office(desk: Desk) -> None:
    """Put another office's numbers in place of this one's."""
    office = desk.folder / "data" / "2018" / "office.yaml"
    text = office.read_text(encoding="utf-8")
    for old, new in (("85", "37"), ("178", "96"), ("93", "50"), ("88", "46"), ("八街街道", "县街街道")):
        text = text.replace(f": {old}\n", f": {new}\n")
    office.write_text(text, encoding="utf-8")
    table = desk.folder / "data" / "2018" / "population.csv"
    table.write_text("村（社区）,户口,人口\n丙村,农业,330\n丙村,非农业,12\n", encoding="utf-8")


@pytest.mark.parametrize("edited", [True, False], ids=["edited", "as built"])
def test_another_offices_report_in_the_same_folder_is_left_alone(edited: bool, desk: Desk) -> None:
    desk.build()
    other = desk.report.rename(desk.output / "八街街道报告.docx")
    if edited:
        edit(other)
    kept = other.read_bytes()
    of_another_office(desk)
    assert desk.build() == OK
    assert other.read_bytes() == kept and "死亡37人" in said(desk.report)
    assert ("像是别的单位的，没有动（要更新就用 -o 指明）" in desk.told) == edited
    assert desk.build() == OK and "别的单位" not in desk.told


def test_a_village_that_comes_late_makes_no_other_office(desk: Desk) -> None:
    desk.build()
    edit(desk.report)
    final = desk.report.rename(desk.output / "报告（定稿）.docx")
    table = desk.folder / "data" / "2018" / "population.csv"
    table.write_text(table.read_text(encoding="utf-8") + "丙村,农业,20\n丙村,非农业,3\n", encoding="utf-8")
    desk.correct("死亡", "85", "99")
    desk.correct("出生", "178", "201")
    assert desk.build() == OK and renewed(final, 99) and "总人口133人" in said(final)


def test_without_its_record_anywhere_an_edited_report_stays_and_the_draft_is_beside_it(desk: Desk) -> None:
    desk.build()
    edit(desk.report)
    before = desk.report.read_bytes()
    record_path(desk.report).unlink()
    desk.correct("死亡", "85", "86")
    assert desk.build() == OK
    assert "旁边没有生成记录，history 里也没有它那一次的，不知道哪些是人改的" in desk.told
    assert desk.report.read_bytes() == before and "死亡86人" in said(desk.output / "报告（新稿）.docx")


def test_a_report_deleted_on_purpose_is_drafted_anew_and_a_copy_that_comes_back_still_finds_its_record(
    desk: Desk,
) -> None:
    desk.build()
    away = desk.report.rename(desk.folder / "寄出.docx")
    edit(away)
    desk.correct("死亡", "85", "86")
    assert desk.build() == OK and "死亡86人" in said(desk.report)
    desk.correct("死亡", "86", "87")
    back = Path(shutil.copy(away, desk.report))
    assert desk.build() == OK and renewed(back, 87)


# ---- the base that fits --------------------------------------------------------------------------------------------------------


def test_an_older_copy_put_over_a_newer_draft_is_renewed_from_the_draft_that_it_comes_from(desk: Desk) -> None:
    desk.build()
    edit(desk.report)
    sent = Path(shutil.copy(desk.report, desk.folder / "报告（领导）.docx"))
    desk.correct("死亡", "85", "86")
    desk.build()
    desk.correct("出生", "178", "179")
    desk.build()
    shutil.copy(sent, desk.report)
    desk.correct("死亡", "86", "87")
    assert desk.build() == OK
    assert renewed(desk.report, 87) and "出生179人" in said(desk.report)
    assert "旁边的生成记录不是它那一次的，用了 output/2018/history/0001 报告.json 里的。" in desk.told
    assert "两边都改了" not in desk.told


def test_an_older_copy_that_nobody_edited_is_replaced_like_any_draft(desk: Desk) -> None:
    desk.build()
    sent = desk.report.read_bytes()
    desk.correct("死亡", "85", "86")
    desk.build()
    desk.report.write_bytes(sent)
    desk.correct("死亡", "86", "87")
    assert desk.build() == OK
    assert "死亡87人" in said(desk.report) and "报告有人改过" not in desk.told


def test_another_years_record_beside_the_report_is_not_believed(desk: Desk) -> None:
    desk.build()
    edit(desk.report)
    kept = desk.report.read_bytes()
    desk.report.unlink()
    another_year(desk)
    desk.report.write_bytes(kept)
    desk.correct("死亡", "85", "86")
    desk.correct("出生", "178", "180")
    assert desk.build() == OK and renewed(desk.report, 86) and "出生180人" in said(desk.report)


@pytest.mark.parametrize("says", [True, False], ids=["saying what it is", "saying nothing"])
def test_another_years_record_is_told_where_there_is_no_other(says: bool, desk: Desk) -> None:
    desk.build()
    edit(desk.report)
    if not says:
        silence(desk.report)
    kept = desk.report.read_bytes()
    shutil.rmtree(desk.output)
    another_year(desk)
    desk.report.write_bytes(kept)
    assert desk.build() == OK
    assert "旁边的生成记录是别的报告的（template 2019年）" in desk.told
    assert desk.report.read_bytes() == kept and (desk.output / "报告（新稿）.docx").exists()


def test_another_years_report_is_not_taken_for_this_years(desk: Desk) -> None:
    another_year_of = desk.report
    another_year(desk)
    edit(another_year_of)
    kept = another_year_of.read_bytes()
    assert desk.build() == OK
    assert "它说自己是2019年的报告，不是2018年的" in desk.told
    assert another_year_of.read_bytes() == kept


def test_another_reports_file_is_not_taken_for_this_reports(desk: Desk) -> None:
    shutil.copytree(desk.folder / "template", desk.folder / "半年报告")
    assert main(["2018", "--data", "data", "--template", "半年报告"]) == OK
    edit(desk.report)
    kept = desk.report.read_bytes()
    assert desk.build() == OK
    assert "它说自己是「半年报告」的报告（2018年），不是「template」的" in desk.told
    assert desk.report.read_bytes() == kept


# ---- cut short -----------------------------------------------------------------------------------------------------------------


class Killed(BaseException):
    """The machine was switched off."""


def killed_before(path: Path, monkeypatch: pytest.MonkeyPatch, module: object, run: Callable[[], object]) -> None:
    """Run something that is killed when it is about to write a file."""
    write = module.write_safely  # type: ignore[attr-defined]

    def crash(target: Path, data: bytes) -> None:
        if Path(target).resolve() == path.resolve():
            raise Killed
        write(target, data)

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(module, "write_safely", crash)
        run()


@pytest.mark.parametrize("says", [True, False], ids=["saying what it is", "saying nothing"])
def test_killed_between_record_and_report_an_old_text_is_not_taken_for_an_edit(
    says: bool, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only words were corrected, no figure: the marks fit both drafts."""
    desk.build()
    edit(desk.report, "人手不足", "人手仍然不足")
    desk.correct("存在的问题", "[人手不足, 经费不足]", "[人手不足, 经费短缺]")
    killed_before(desk.report, monkeypatch, replacing, desk.build)
    desk.capsys.readouterr()
    edit(desk.report, "出生", "全年出生")  # people go on
    if not says:
        silence(desk.report)
    desk.correct("死亡", "85", "86")
    assert desk.build() == OK
    assert renewed(desk.report, 86) and "全年出生" in said(desk.report)
    assert "经费短缺" in said(desk.report) and "经费不足" not in said(desk.report)


@pytest.mark.parametrize("moment", ["before the report", "before the last record"])
@pytest.mark.parametrize("says", [True, False], ids=["saying what it is", "saying nothing"])
def test_killed_while_a_version_is_restored_nothing_is_taken_for_an_edit(
    says: bool, moment: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.build()
    edit(desk.report)
    if not says:
        silence(desk.report)
    desk.correct("死亡", "85", "86")
    desk.build()
    if moment == "before the report":
        killed_before(desk.report, monkeypatch, history, lambda: desk.run("restore", "1", "2018"))
    else:
        seen: Iterator[int] = iter(range(9))
        write = history.write_safely

        def crash(target: Path, data: bytes) -> None:
            if target.name == record_path(desk.report).name and next(seen) == 1:
                raise Killed
            write(target, data)

        with monkeypatch.context() as patch, pytest.raises(Killed):
            patch.setattr(history, "write_safely", crash)
            desk.run("restore", "1", "2018")
    desk.capsys.readouterr()
    desk.correct("死亡", "86", "87")
    assert desk.build() == OK
    assert renewed(desk.report, 87) and "两边都改了" not in desk.told


def test_as_revisions_a_draft_without_its_base_is_said_to_be_written_apart(desk: Desk) -> None:
    desk.build()
    record = {"output": {"file": desk.report.name, "sha256": sha256(desk.report.read_bytes())}}
    record_path(desk.report).write_text(json.dumps(record), encoding="utf-8")
    desk.correct("死亡", "85", "86")
    assert desk.build("--track-changes") == OK
    assert "原来的报告没有动，新稿另写一份：旁边没有生成记录，或者是旧版本写的" in desk.told


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(25))
def test_whatever_people_do_with_the_file_its_words_stay_and_its_figures_are_todays(
    seed: int, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)
    deaths, number = 85, 0
    desk.build()
    living, words = desk.report, set[str]()
    sent: list[tuple[Path, set[str]]] = []
    for step in range(14):
        what = chance.choice(
            ["edit", "edit", "correct", "correct", "rename", "send", "return", "kill", "restore", "build"]
        )
        if what == "edit":
            word = f"（第{step}次改）"
            edit(living, "经费", f"{word}经费")
            words.add(word)
        elif what == "correct":
            desk.correct("死亡", str(deaths), str(deaths + 1))
            deaths += 1
        elif what == "rename":
            number += 1
            old, living = living, living.rename(desk.output / f"报告（{number}稿）.docx")
            assert not old.exists()
        elif what == "send":
            sent.append((Path(shutil.copy(living, desk.folder / f"寄出{step}.docx")), set(words)))
        elif what == "return" and sent:
            copy, words = chance.choice(sent)
            words = set(words)
            shutil.copy(copy, living)
        elif what == "kill":
            path = living if chance.random() < 0.5 else record_path(living)
            with contextlib.suppress(pytest.fail.Exception):  # nothing was to be written
                killed_before(path, monkeypatch, replacing, desk.build)
            desk.capsys.readouterr()
        elif what == "restore":
            kept = history.versions(desk.output / history.FOLDER)
            if kept:
                one = chance.choice(kept)
                words = {word for word in words | {f"（第{n}次改）" for n in range(step)} if word in said(one.document)}
                assert desk.run("restore", str(one.number), str(living)) == OK
        else:
            assert desk.build() == OK, desk.told
            assert "人工改为" not in desk.told and renewed_figure(living, deaths), (step, desk.told)
        assert words <= {word for word in words if word in said(living)}, (step, what)
    assert desk.build() == OK and renewed_figure(living, deaths)
    assert all(word in said(living) for word in words)


def renewed_figure(path: Path, deaths: int) -> bool:
    """Return whether the figure is today's, and nothing says that a person changed one."""
    comments = read_package(path.read_bytes()).get("word/comments.xml", b"").decode()
    return f"死亡{deaths}人" in said(path) and "人工改为" not in comments


# ---- from before ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["报告.docx", "报告（定稿）.docx"], ids=["in its place", "renamed"])
def test_a_report_and_record_from_before_are_renewed(name: str, desk: Desk) -> None:
    desk.output.mkdir(parents=True)
    shutil.copy(BEFORE / "报告.生成记录.json", desk.output)
    report = Path(shutil.copy(BEFORE / "报告.docx", desk.output / name))
    edit(report)
    assert desk.run("verify", str(report), "2018") == OK
    desk.correct("死亡", "85", "86")
    assert desk.build() == OK
    assert renewed(report, 86) and [one for one in desk.names() if one.endswith(".docx")] == [name]
    desk.correct("死亡", "86", "87")
    assert desk.build() == OK and renewed(report, 87)


def test_a_report_from_before_that_nobody_edited_is_replaced_and_says_then_what_it_is(desk: Desk) -> None:
    desk.output.mkdir(parents=True)
    for name in ("报告.docx", "报告.生成记录.json"):
        shutil.copy(BEFORE / name, desk.output)
    desk.correct("死亡", "85", "86")
    assert desk.build() == OK
    assert "死亡86人" in said(desk.report) and "报告有人改过" not in desk.told
    assert "死亡 85人 → 86人（+1）" in desk.told
