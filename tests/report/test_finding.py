"""Reports renamed, copied, mailed back and put over others: each finds the record that it comes from, and nothing is drafted past an edit."""

from __future__ import annotations

import contextlib
import json
import random
import re
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from conftest import TEMPLATE, Office, assert_sound
from leader import Desk
from old_office import BEFORE, another_year, edit, renewed, said, silence

from reportgen.base.hashing import sha256
from reportgen.commands.cli import OK, UNUSABLE, main
from reportgen.report import building, replacing
from reportgen.report.records import history
from reportgen.report.records.record import record_path
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


def test_a_report_that_was_edited_and_renamed_is_renewed_under_its_new_name(old_desk: Desk) -> None:
    assert old_desk.runs("2018") == OK
    edit(old_desk.report)
    final = old_desk.report.rename(old_desk.output / "报告（定稿）.docx")
    old_desk.corrects("死亡: 85", "死亡: 86")
    assert old_desk.runs("2018") == OK
    assert renewed(final, 86)
    assert (
        "「报告（定稿）.docx」：更新的是它，文件名没有动。" in old_desk.said and "旁边没有生成记录" not in old_desk.said
    )
    assert old_desk.names == ["报告（定稿）.docx", "报告（定稿）.生成记录.json"]  # its record has come along
    assert old_desk.runs("2018") == OK and f"没有变化，{final.relative_to(old_desk.folder)} 没有动" in old_desk.said
    assert old_desk.runs("diff", "2018", "--since-last-build") == OK
    old_desk.corrects("死亡: 86", "死亡: 87")
    assert old_desk.runs("2018") == OK and renewed(final, 87)


def test_a_dry_run_says_which_file_it_would_renew_and_writes_nothing(old_desk: Desk) -> None:
    old_desk.runs("2018")
    edit(old_desk.report)
    final = old_desk.report.rename(old_desk.output / "报告（定稿）.docx")
    before = {path: path.read_bytes() for path in old_desk.output.iterdir()}
    old_desk.corrects("死亡: 85", "死亡: 86")
    assert old_desk.runs("2018", "--dry-run") == OK
    assert f"会写 {final.relative_to(old_desk.folder)}" in old_desk.said
    assert {path: path.read_bytes() for path in old_desk.output.iterdir()} == before


def test_a_renamed_report_that_a_build_has_merged_since_is_not_drafted_past(old_desk: Desk) -> None:
    old_desk.runs("2018")
    edit(old_desk.report)
    old_desk.corrects("死亡: 85", "死亡: 86")
    old_desk.runs("2018")  # people's words are in it, though its bytes are those of a build
    final = old_desk.report.rename(old_desk.output / "报告（定稿）.docx")
    old_desk.corrects("死亡: 86", "死亡: 87")
    assert old_desk.runs("2018") == OK
    assert renewed(final, 87) and old_desk.names == ["报告（定稿）.docx", "报告（定稿）.生成记录.json"]


def test_beside_a_report_that_nobody_edited_an_edited_copy_is_not_passed_over(old_desk: Desk) -> None:
    old_desk.runs("2018")
    copy = Path(shutil.copy(old_desk.report, old_desk.output / "报告（定稿）.docx"))
    edit(copy)
    before = {path: path.read_bytes() for path in old_desk.output.iterdir()}
    old_desk.corrects("死亡: 85", "死亡: 86")
    assert old_desk.runs("2018") == UNUSABLE
    assert re.search(r"没有人改过  \d{4}-\d\d-\d\d \d\d:\d\d 存的  output/2018/报告\.docx", old_desk.said)
    assert re.search(r"    有人改过  \d{4}-\d\d-\d\d \d\d:\d\d 存的  output/2018/报告（定稿）\.docx", old_desk.said)
    assert '请用 -o 指明，如 -o "output/2018/报告（定稿）.docx"；不再用的请移到别的文件夹' in old_desk.said
    assert {path: path.read_bytes() for path in old_desk.output.iterdir()} == before
    assert old_desk.runs("2018", "-o", str(copy.relative_to(old_desk.folder))) == OK
    assert renewed(copy, 86)
    assert "死亡85人" in said(old_desk.report)


def test_of_two_edited_copies_a_person_must_say_which(old_desk: Desk) -> None:
    old_desk.runs("2018")
    one = old_desk.report.rename(old_desk.output / "报告（书记改）.docx")
    other = Path(shutil.copy(one, old_desk.output / "报告（主任改）.docx"))
    edit(one)
    edit(other, "经费不足", "经费紧张")
    assert old_desk.runs("2018") == UNUSABLE
    assert (
        "报告（书记改）.docx" in old_desk.said
        and "报告（主任改）.docx" in old_desk.said
        and not old_desk.report.exists()
    )
    other.rename(old_desk.folder / other.name)
    old_desk.corrects("死亡: 85", "死亡: 86")
    assert old_desk.runs("2018") == OK and renewed(one, 86)


def test_an_edited_report_is_renewed_and_the_edited_copy_beside_it_is_named(old_desk: Desk) -> None:
    old_desk.runs("2018")
    edit(old_desk.report)
    copy = Path(shutil.copy(old_desk.report, old_desk.output / "报告（送领导）.docx"))
    edit(copy, "经费不足", "经费紧张")
    old_desk.corrects("死亡: 85", "死亡: 86")
    assert old_desk.runs("2018") == OK
    assert renewed(old_desk.report, 86)
    assert "同一份报告还有改过的，没有更新（要更新就用 -o 指明）" in old_desk.said and copy.name in old_desk.said
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
def test_what_is_no_copy_of_the_report_is_passed_over(name: str, content: bytes | None, old_desk: Desk) -> None:
    old_desk.runs("2018")
    other = write_package({**read_package(old_desk.report.read_bytes())})
    (old_desk.output / name).write_bytes(other if content is None else content)
    if content is None:
        silence(old_desk.output / name)
        edit(old_desk.output / name, "<w:alias ", "<w:lock ")
        parts = read_package((old_desk.output / name).read_bytes())
        parts[DOCUMENT] = parts[DOCUMENT].replace(b"<w:alias ", b"<w:lock ")
        (old_desk.output / name).write_bytes(write_package(parts))
    old_desk.corrects("死亡: 85", "死亡: 86")
    assert old_desk.runs("2018") == OK
    assert "死亡86人" in said(old_desk.report) and "同一份" not in old_desk.said


def test_a_report_that_says_nothing_any_more_is_known_by_its_marks(old_desk: Desk) -> None:
    old_desk.runs("2018")
    edit(old_desk.report)
    silence(old_desk.report)
    final = old_desk.report.rename(old_desk.output / "报告（定稿）.docx")
    old_desk.corrects("死亡: 85", "死亡: 86")
    assert old_desk.runs("2018") == OK
    assert renewed(final, 86) and old_desk.names == ["报告（定稿）.docx", "报告（定稿）.生成记录.json"]


def test_after_libreoffice_saved_and_somebody_renamed_it_it_is_found(old_desk: Desk, office: Office) -> None:
    old_desk.runs("2018")
    edit(old_desk.report)
    final = old_desk.output / "报告（定稿）.docx"
    shutil.copy(office(old_desk.report, "docx:MS Word 2007 XML"), final)
    old_desk.report.unlink()
    shutil.rmtree(old_desk.output / "converted")
    old_desk.corrects("死亡: 85", "死亡: 86")
    assert old_desk.runs("2018") == OK
    assert renewed(final, 86) and not old_desk.report.exists()


def test_a_report_mailed_back_to_another_folder_finds_its_record(old_desk: Desk) -> None:
    old_desk.runs("2018")
    inbox = old_desk.folder / "收件箱"
    inbox.mkdir()
    mailed = Path(shutil.copy(old_desk.report, inbox / "报告(1).docx"))
    edit(mailed)
    old_desk.corrects("死亡: 85", "死亡: 86")
    old_desk.runs("2018")  # the office went on meanwhile: its first draft is only in the history
    old_desk.corrects("死亡: 86", "死亡: 87")
    assert old_desk.runs("2018", "-o", "收件箱/报告(1).docx") == OK
    assert renewed(mailed, 87)
    assert "旁边没有生成记录，用了 output/2018/history/0001 报告.json 里的。" in old_desk.said


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


def of_another_office(old_desk: Desk) -> None:
    """Put another office's numbers in place of this one's."""
    office = old_desk.folder / "data" / "2018" / "office.yaml"
    text = office.read_text(encoding="utf-8")
    for old, new in (("85", "37"), ("178", "96"), ("93", "50"), ("88", "46"), ("八街街道", "县街街道")):
        text = text.replace(f": {old}\n", f": {new}\n")
    office.write_text(text, encoding="utf-8")
    table = old_desk.folder / "data" / "2018" / "population.csv"
    table.write_text("村（社区）,户口,人口\n丙村,农业,330\n丙村,非农业,12\n", encoding="utf-8")


@pytest.mark.parametrize("edited", [True, False], ids=["edited", "as built"])
def test_another_offices_report_in_the_same_folder_is_left_alone(edited: bool, old_desk: Desk) -> None:
    old_desk.runs("2018")
    other = old_desk.report.rename(old_desk.output / "八街街道报告.docx")
    if edited:
        edit(other)
    kept = other.read_bytes()
    of_another_office(old_desk)
    assert old_desk.runs("2018") == OK
    assert other.read_bytes() == kept and "死亡37人" in said(old_desk.report)
    assert ("像是别的单位的，没有动（要更新就用 -o 指明）" in old_desk.said) == edited
    assert old_desk.runs("2018") == OK and "别的单位" not in old_desk.said


def test_a_village_that_comes_late_makes_no_other_office(old_desk: Desk) -> None:
    old_desk.runs("2018")
    edit(old_desk.report)
    final = old_desk.report.rename(old_desk.output / "报告（定稿）.docx")
    table = old_desk.folder / "data" / "2018" / "population.csv"
    table.write_text(table.read_text(encoding="utf-8") + "丙村,农业,20\n丙村,非农业,3\n", encoding="utf-8")
    old_desk.corrects("死亡: 85", "死亡: 99")
    old_desk.corrects("出生: 178", "出生: 201")
    assert old_desk.runs("2018") == OK and renewed(final, 99) and "总人口133人" in said(final)


def test_without_its_record_anywhere_an_edited_report_stays_and_the_draft_is_beside_it(old_desk: Desk) -> None:
    old_desk.runs("2018")
    edit(old_desk.report)
    before = old_desk.report.read_bytes()
    record_path(old_desk.report).unlink()
    old_desk.corrects("死亡: 85", "死亡: 86")
    assert old_desk.runs("2018") == OK
    assert "旁边没有生成记录，history 里也没有它那一次的，不知道哪些是人改的" in old_desk.said
    assert old_desk.report.read_bytes() == before and "死亡86人" in said(old_desk.output / "报告（新稿）.docx")


def test_a_report_deleted_on_purpose_is_drafted_anew_and_a_copy_that_comes_back_still_finds_its_record(
    old_desk: Desk,
) -> None:
    old_desk.runs("2018")
    away = old_desk.report.rename(old_desk.folder / "寄出.docx")
    edit(away)
    old_desk.corrects("死亡: 85", "死亡: 86")
    assert old_desk.runs("2018") == OK and "死亡86人" in said(old_desk.report)
    old_desk.corrects("死亡: 86", "死亡: 87")
    back = Path(shutil.copy(away, old_desk.report))
    assert old_desk.runs("2018") == OK and renewed(back, 87)


# ---- the base that fits --------------------------------------------------------------------------------------------------------


def test_an_older_copy_put_over_a_newer_draft_is_renewed_from_the_draft_that_it_comes_from(old_desk: Desk) -> None:
    old_desk.runs("2018")
    edit(old_desk.report)
    sent = Path(shutil.copy(old_desk.report, old_desk.folder / "报告（领导）.docx"))
    old_desk.corrects("死亡: 85", "死亡: 86")
    old_desk.runs("2018")
    old_desk.corrects("出生: 178", "出生: 179")
    old_desk.runs("2018")
    shutil.copy(sent, old_desk.report)
    old_desk.corrects("死亡: 86", "死亡: 87")
    assert old_desk.runs("2018") == OK
    assert renewed(old_desk.report, 87) and "出生179人" in said(old_desk.report)
    assert "旁边的生成记录不是它那一次的，用了 output/2018/history/0001 报告.json 里的。" in old_desk.said
    assert "两边都改了" not in old_desk.said


def test_an_older_copy_that_nobody_edited_is_replaced_like_any_draft(old_desk: Desk) -> None:
    old_desk.runs("2018")
    sent = old_desk.report.read_bytes()
    old_desk.corrects("死亡: 85", "死亡: 86")
    old_desk.runs("2018")
    old_desk.report.write_bytes(sent)
    old_desk.corrects("死亡: 86", "死亡: 87")
    assert old_desk.runs("2018") == OK
    assert "死亡87人" in said(old_desk.report) and "报告有人改过" not in old_desk.said


def test_another_years_record_beside_the_report_is_not_believed(old_desk: Desk) -> None:
    old_desk.runs("2018")
    edit(old_desk.report)
    kept = old_desk.report.read_bytes()
    old_desk.report.unlink()
    another_year(old_desk)
    old_desk.report.write_bytes(kept)
    old_desk.corrects("死亡: 85", "死亡: 86")
    old_desk.corrects("出生: 178", "出生: 180")
    assert old_desk.runs("2018") == OK and renewed(old_desk.report, 86) and "出生180人" in said(old_desk.report)


@pytest.mark.parametrize("says", [True, False], ids=["saying what it is", "saying nothing"])
def test_another_years_record_is_told_where_there_is_no_other(says: bool, old_desk: Desk) -> None:
    old_desk.runs("2018")
    edit(old_desk.report)
    if not says:
        silence(old_desk.report)
    kept = old_desk.report.read_bytes()
    shutil.rmtree(old_desk.output)
    another_year(old_desk)
    old_desk.report.write_bytes(kept)
    assert old_desk.runs("2018") == OK
    assert "旁边的生成记录是2019年的报告的" in old_desk.said
    assert old_desk.report.read_bytes() == kept and (old_desk.output / "报告（新稿）.docx").exists()


def test_another_years_report_is_not_taken_for_this_years(old_desk: Desk) -> None:
    another_year_of = old_desk.report
    another_year(old_desk)
    edit(another_year_of)
    kept = another_year_of.read_bytes()
    assert old_desk.runs("2018") == OK
    assert "它说自己是2019年的报告，不是2018年的" in old_desk.said
    assert another_year_of.read_bytes() == kept


def test_another_reports_file_is_not_taken_for_this_reports(old_desk: Desk) -> None:
    shutil.copytree(old_desk.folder / "template", old_desk.folder / "半年报告")
    assert main(["2018", "--data", "data", "--template", "半年报告"]) == OK
    edit(old_desk.report)
    kept = old_desk.report.read_bytes()
    assert old_desk.runs("2018") == OK
    assert "它说自己是「半年报告」的报告（2018年），不是「template」的" in old_desk.said
    assert old_desk.report.read_bytes() == kept


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
    says: bool, old_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only words were corrected, no figure: the marks fit both drafts."""
    old_desk.runs("2018")
    edit(old_desk.report, "人手不足", "人手仍然不足")
    old_desk.corrects("存在的问题: [人手不足, 经费不足]", "存在的问题: [人手不足, 经费短缺]")
    killed_before(old_desk.report, monkeypatch, replacing, partial(old_desk.runs, "2018"))
    old_desk.capsys.readouterr()
    edit(old_desk.report, "出生", "全年出生")  # people go on
    if not says:
        silence(old_desk.report)
    old_desk.corrects("死亡: 85", "死亡: 86")
    assert old_desk.runs("2018") == OK
    assert renewed(old_desk.report, 86) and "全年出生" in said(old_desk.report)
    assert "经费短缺" in said(old_desk.report) and "经费不足" not in said(old_desk.report)


@pytest.mark.parametrize("moment", ["before the report", "before the last record"])
@pytest.mark.parametrize("says", [True, False], ids=["saying what it is", "saying nothing"])
def test_killed_while_a_version_is_restored_nothing_is_taken_for_an_edit(
    says: bool, moment: str, old_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    old_desk.runs("2018")
    edit(old_desk.report)
    if not says:
        silence(old_desk.report)
    old_desk.corrects("死亡: 85", "死亡: 86")
    old_desk.runs("2018")
    if moment == "before the report":
        killed_before(old_desk.report, monkeypatch, history, lambda: old_desk.runs("restore", "1", "2018"))
    else:
        seen: Iterator[int] = iter(range(9))
        write = history.write_safely

        def crash(target: Path, data: bytes) -> None:
            if target.name == record_path(old_desk.report).name and next(seen) == 1:
                raise Killed
            write(target, data)

        with monkeypatch.context() as patch, pytest.raises(Killed):
            patch.setattr(history, "write_safely", crash)
            old_desk.runs("restore", "1", "2018")
    old_desk.capsys.readouterr()
    old_desk.corrects("死亡: 86", "死亡: 87")
    assert old_desk.runs("2018") == OK
    assert renewed(old_desk.report, 87) and "两边都改了" not in old_desk.said


def test_as_revisions_a_draft_without_its_base_is_said_to_be_written_apart(old_desk: Desk) -> None:
    old_desk.runs("2018")
    record = {"output": {"file": old_desk.report.name, "sha256": sha256(old_desk.report.read_bytes())}}
    record_path(old_desk.report).write_text(json.dumps(record), encoding="utf-8")
    old_desk.corrects("死亡: 85", "死亡: 86")
    assert old_desk.runs("2018", "--track-changes") == OK
    assert "原来的报告没有动，新稿另写一份：旁边没有生成记录，或者是旧版本写的" in old_desk.said


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(25))
def test_whatever_people_do_with_the_file_its_words_stay_and_its_figures_are_todays(
    seed: int, old_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)
    deaths, number = 85, 0
    old_desk.runs("2018")
    living, words = old_desk.report, set[str]()
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
            old_desk.corrects(f"死亡: {deaths}", f"死亡: {deaths + 1}")
            deaths += 1
        elif what == "rename":
            number += 1
            old, living = living, living.rename(old_desk.output / f"报告（{number}稿）.docx")
            assert not old.exists()
        elif what == "send":
            sent.append((Path(shutil.copy(living, old_desk.folder / f"寄出{step}.docx")), set(words)))
        elif what == "return" and sent:
            copy, words = chance.choice(sent)
            words = set(words)
            shutil.copy(copy, living)
        elif what == "kill":
            path = living if chance.random() < 0.5 else record_path(living)
            with contextlib.suppress(pytest.fail.Exception):  # nothing was to be written
                killed_before(path, monkeypatch, replacing, partial(old_desk.runs, "2018"))
            old_desk.capsys.readouterr()
        elif what == "restore":
            kept = history.versions(old_desk.output / history.FOLDER)
            if kept:
                one = chance.choice(kept)
                words = {word for word in words | {f"（第{n}次改）" for n in range(step)} if word in said(one.document)}
                assert old_desk.runs("restore", str(one.number), str(living)) == OK
        else:
            assert old_desk.runs("2018") == OK, old_desk.said
            assert "人工改为" not in old_desk.said and renewed_figure(living, deaths), (step, old_desk.said)
        assert words <= {word for word in words if word in said(living)}, (step, what)
    assert old_desk.runs("2018") == OK and renewed_figure(living, deaths)
    assert all(word in said(living) for word in words)


def renewed_figure(path: Path, deaths: int) -> bool:
    """Return whether the figure is today's, and nothing says that a person changed one."""
    comments = read_package(path.read_bytes()).get("word/comments.xml", b"").decode()
    return f"死亡{deaths}人" in said(path) and "人工改为" not in comments


# ---- from before ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["报告.docx", "报告（定稿）.docx"], ids=["in its place", "renamed"])
def test_a_report_and_record_from_before_are_renewed(name: str, old_desk: Desk) -> None:
    old_desk.output.mkdir(parents=True)
    shutil.copy(BEFORE / "报告.生成记录.json", old_desk.output)
    report = Path(shutil.copy(BEFORE / "报告.docx", old_desk.output / name))
    edit(report)
    assert old_desk.runs("verify", str(report), "2018") == OK
    old_desk.corrects("死亡: 85", "死亡: 86")
    assert old_desk.runs("2018") == OK
    assert renewed(report, 86) and [one for one in old_desk.names if one.endswith(".docx")] == [name]
    old_desk.corrects("死亡: 86", "死亡: 87")
    assert old_desk.runs("2018") == OK and renewed(report, 87)


def test_a_report_from_before_that_nobody_edited_is_replaced_and_says_then_what_it_is(old_desk: Desk) -> None:
    old_desk.output.mkdir(parents=True)
    for name in ("报告.docx", "报告.生成记录.json"):
        shutil.copy(BEFORE / name, old_desk.output)
    old_desk.corrects("死亡: 85", "死亡: 86")
    assert old_desk.runs("2018") == OK
    assert "死亡86人" in said(old_desk.report) and "报告有人改过" not in old_desk.said
    assert "死亡 85人 → 86人（+1）" in old_desk.said
