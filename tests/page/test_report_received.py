"""A report that came back is known by what it says it is, shown with what a build would do with it, and put in its place only then."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from clerk import AT, TITLE, Clerk, leader_edits
from conftest import document_text
from specimens import p, package

from reportgen.page.report_wish import Wish
from reportgen.report.records import history
from reportgen.word.origin import Origin, with_origin
from reportgen.word.package import read_package, write_package

RECEIVED = f"{AT}received/"


def says(report: Path) -> str:
    return document_text(report.read_bytes())


def uploads(clerk: Clerk, data: bytes, name: str = "收到/领导 改过.docx") -> str:
    """Upload a file, and return the address of its page, '' where it was refused."""
    answer = clerk.sends(RECEIVED, {"file": (io.BytesIO(data), name)}, follow=False)
    address = answer.headers.get("Location", "")
    if address:
        clerk.gets(address)
    return address


def seen_of(clerk: Clerk, address: str) -> str:
    """Return what a form would say that was seen, for a page that has no such form."""
    return f"{address.rstrip('/').rpartition('/')[2]}-{Wish().seen(clerk.folders, clerk.folders.checked(2018))}"


def edited_copy(clerk: Clerk, folder: Path) -> bytes:
    """Return what a leader made of a copy of the report, elsewhere."""
    copy = folder / "copy.docx"
    copy.write_bytes(clerk.report().read_bytes())
    leader_edits(copy)
    return copy.read_bytes()


def test_a_copy_into_which_nothing_is_brought_is_only_said_to_be_in_place(drafted: Clerk, tmp_path: Path) -> None:
    address = uploads(drafted, edited_copy(drafted, tmp_path))
    drafted.sends(f"{address}put", {"seen": drafted.field("seen")})
    assert (
        "收到的「领导改过.docx」已放到" in drafted.said and "没有变化" not in drafted.said.partition("2018年的报告")[0]
    )


@pytest.mark.slow
def test_an_edited_copy_from_anywhere_is_shown_put_in_place_and_renewed(drafted: Clerk, tmp_path: Path) -> None:
    report, first = drafted.report(), drafted.report().read_bytes()
    sent = edited_copy(drafted, tmp_path)
    drafted.corrects("certificates.csv", "一孩,41", "一孩,45")
    before = drafted.files
    address = uploads(drafted, sent)
    assert "收到的「领导改过.docx」" in drafted.said and "它说自己是\n2018年的报告" in drafted.said
    assert "有人改过" in drafted.said and f"要放到\n{report}" in drafted.said
    assert "一孩《生育服务证》 41本 → 45本（+4）" in drafted.said and "没有人改过，会换成收到的这一份" in drafted.said
    assert drafted.files == before, "nothing is put anywhere before it was seen"
    seen = drafted.field("seen")
    drafted.gets(f"{address}verify")
    assert "核对「领导改过.docx」" in drafted.said and "「一孩生育服务证」" in drafted.said, drafted.errors
    drafted.sends(f"{address}put", {"seen": seen})
    assert f"收到的「领导改过.docx」已放到 {report}" in drafted.said
    assert "常住总人口" in says(report) and "45本" in says(report)
    kept = history.versions(report.parent / history.FOLDER)
    assert [one.document.read_bytes() for one in kept] == [first, sent]
    assert [one.reason for one in kept] == ["换成收到的「领导改过.docx」以前的", "合并更正以前的"]


@pytest.mark.slow
def test_an_edited_report_that_stands_there_already_is_told_and_kept(drafted: Clerk, tmp_path: Path) -> None:
    sent = edited_copy(drafted, tmp_path)
    leader_edits(drafted.report(), "我街道", "本街道")
    standing = drafted.report().read_bytes()
    address = uploads(drafted, sent)
    assert "也有人改过：会换成收到的这一份，那些改动不在里面" in drafted.said
    drafted.sends(f"{address}put", {"seen": drafted.field("seen")})
    assert "本街道" not in says(drafted.report()) and "常住总人口" in says(drafted.report())
    (version,) = history.versions(drafted.report().parent / history.FOLDER)
    assert version.document.read_bytes() == standing
    drafted.sends(f"{AT}history/restore", {"version": version.document.name})
    assert "本街道" in says(drafted.report())


@pytest.mark.slow
def test_what_changed_since_it_was_shown_is_shown_again(drafted: Clerk, tmp_path: Path) -> None:
    address = uploads(drafted, edited_copy(drafted, tmp_path))
    seen = drafted.field("seen")
    leader_edits(drafted.report(), "我街道", "本街道")
    before = drafted.files
    for form in ({"seen": seen}, {}):
        drafted.sends(f"{address}put", form)
        assert "刚才看的已经不是现在的了" in drafted.said and "也有人改过" in drafted.said
    assert drafted.files == before


@pytest.mark.slow
def test_where_no_report_stands_it_is_put_under_its_own_name(drafted: Clerk, tmp_path: Path) -> None:
    sent = edited_copy(drafted, tmp_path)
    drafted.report().unlink()
    address = uploads(drafted, sent, "下载/报告: 第2稿?.DOCX")
    place = drafted.output / "2018" / "报告第2稿.docx"
    assert f"要放到\n{place}" in drafted.said
    drafted.sends(f"{address}put", {"seen": drafted.field("seen")})
    assert drafted.report() == place and "常住总人口" in says(place)


def test_the_very_report_that_stands_there_needs_no_place(drafted: Clerk) -> None:
    address = uploads(drafted, drafted.report().read_bytes())
    assert f"已经在 {TITLE}.docx" in drafted.said and "一模一样，不用放" in drafted.said
    assert "放过去" not in drafted.said
    assert drafted.gets(f"{address}verify").status_code == 200


def test_a_word_file_that_is_no_report_is_told_to_be_none(drafted: Clerk) -> None:
    before = drafted.files
    uploads(drafted, package(p("会议通知") + p("请于周五开会。")), "通知.docx")
    assert "「通知.docx」没有说自己是哪一份报告，里面也没有一个数据标记，看不出是这个报告。" in drafted.said
    assert "它说自己是\n没有说\n" in drafted.said and "没有人改过" not in drafted.said and "放过去" not in drafted.said
    assert drafted.files == before


@pytest.mark.slow
@pytest.mark.parametrize("data", [package(p("会议通知")), b"hello"])
def test_a_word_file_among_the_reports_that_is_none_is_not_offered_to_be_renewed(drafted: Clerk, data: bytes) -> None:
    drafted.report().with_name("通知.docx").write_bytes(data)
    drafted.gets(AT)
    assert "更新哪一份" not in drafted.said and "通知.docx（看不出是这个报告，不会更新）" in drafted.said, (
        drafted.errors
    )
    before = drafted.files
    drafted.gets(f"{AT}?which=通知.docx")
    assert "没有可以更新的。请选别的一份" in drafted.said and "（新稿）" not in drafted.said
    assert drafted.sends(f"{AT}build", {"which": "通知.docx", "seen": ""}).status_code in (302, 409)
    assert drafted.files == before


@pytest.mark.slow
@pytest.mark.parametrize(
    ("said", "told"),
    [
        (Origin("county", 2018, "0" * 32), "它说自己是另一种报告（「county」，2018年的），不是这里的"),
        (Origin("annual", 2016, "0" * 32), "它说自己是2016年的报告，不是2018年的"),
    ],
)
def test_another_report_or_year_is_told_and_can_only_be_looked_at(drafted: Clerk, said: Origin, told: str) -> None:
    parts = with_origin(read_package(drafted.report().read_bytes()), said)
    before = drafted.files
    address = uploads(drafted, write_package(parts))
    assert told in drafted.said and "放过去" not in drafted.said
    assert drafted.sends(f"{address}put", {"seen": seen_of(drafted, address)}).status_code == 404
    drafted.gets(f"{address}verify")
    assert told in drafted.said
    assert drafted.files == before


def test_a_file_of_another_year_that_is_there_leads_to_that_year(clerk_of_two_years: Clerk) -> None:
    clerk = clerk_of_two_years
    clerk.gets("/2017/report/")
    clerk.sends("/2017/report/build", {"seen": clerk.field("seen")})
    address = uploads(clerk, clerk.report(2017).read_bytes())
    assert address.startswith("/2017/report/received/") and "它说自己是2017年的报告，下面是2017年的。" in clerk.said


def test_of_an_unknown_build_nothing_can_be_brought_in_and_it_stays_out(drafted: Clerk) -> None:
    report = drafted.report()
    parts = with_origin(read_package(report.read_bytes()), Origin("annual", 2018, "f" * 32))
    before = drafted.files
    address = uploads(drafted, write_package(parts))
    assert "更正合并不进这一份" in drafted.said and "不知道哪些是人改的" in drafted.said
    assert "放过去" not in drafted.said
    assert drafted.sends(f"{address}put", {"seen": seen_of(drafted, address)}).status_code == 404
    assert drafted.files == before


@pytest.mark.parametrize(
    ("data", "told"),
    [(b"", "领导改过.docx"), (b"not a document", "领导改过.docx"), (b"PK\x03\x04 cut short", "领导改过.docx")],
)
def test_what_is_no_document_is_refused_by_its_name(clerk: Clerk, data: bytes, told: str) -> None:
    assert uploads(clerk, data) == ""
    assert clerk.answer is not None and clerk.answer.status_code == 409
    assert told in clerk.said and "没有做成" in clerk.said and not clerk.output.exists()


def test_no_file_and_no_such_file_are_told(clerk: Clerk) -> None:
    assert clerk.sends(RECEIVED).status_code == 409
    assert "没有选文件" in clerk.said
    for address in (f"{RECEIVED}{'0' * 64}/", f"{RECEIVED}..%2F..%2Fdata/", f"{RECEIVED}x/verify"):
        assert clerk.gets(address).status_code == 404


@pytest.mark.slow
def test_of_two_edited_reports_somebody_says_which_is_replaced(drafted: Clerk, tmp_path: Path) -> None:
    report = drafted.report()
    leader_edits(report)
    one, other = report.with_name("甲.docx"), report.with_name("乙.docx")
    sent = report.read_bytes()
    leader_edits(report, "我街道", "本街道")
    other.write_bytes(report.read_bytes())
    report.rename(one)
    address = uploads(drafted, sent)
    assert "换掉哪一份" in drafted.said
    seen = drafted.field("seen")
    before = drafted.files
    assert drafted.sends(f"{address}put", {"seen": seen, "which": "丙.docx"}).status_code == 404
    assert drafted.files == before
    drafted.sends(f"{address}put", {"seen": seen, "which": "乙.docx"})
    assert "本街道" in says(one) and "本街道" not in says(other)


def test_a_file_that_is_larger_than_any_report_is_refused(clerk: Clerk) -> None:
    clerk.app.config["MAX_CONTENT_LENGTH"] = 1000
    assert uploads(clerk, b"x" * 2000) == ""
    assert clerk.answer is not None and clerk.answer.status_code == 413 and "文件太大了" in clerk.said
