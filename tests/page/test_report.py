"""The page of the report, from the draft to the public edition, as a clerk clicks through it."""

from __future__ import annotations

import os
import re
import shutil
import threading
import time
from pathlib import Path

import pytest
from clerk import AT, TITLE, Clerk, leader_edits
from conftest import document_text

from reportgen.base import libreoffice
from reportgen.page.work import NAME as WORK
from reportgen.page.work import Result
from reportgen.report.records import history
from reportgen.word.package import DOCUMENT, read_package, write_package


def says(report: Path) -> str:
    return document_text(report.read_bytes())


@pytest.mark.slow
def test_a_number_that_a_leader_typed_otherwise_is_never_called_the_datas(drafted: Clerk) -> None:
    parts = read_package(drafted.report().read_bytes())
    body = parts[DOCUMENT].decode()
    assert ">41<" in body  # 一孩《生育服务证》41本
    drafted.report().write_bytes(write_package({**parts, DOCUMENT: body.replace(">41<", ">14<").encode()}))
    drafted.accepts_all()
    drafted.gets(AT)
    drafted.sends(f"{AT}build", {"seen": drafted.field("seen")})  # the comments of what is accepted go
    drafted.gets(AT)
    assert "没有要更新的，可是里面有1处和数据不一样" in drafted.said and "和数据一致" not in drafted.said
    assert drafted.answer and '<a class="button" href="/2018/report/verify/' in drafted.answer.text
    drafted.gets("/2018/")
    assert "有人改过，里面有1处和数据不一样" in drafted.said and "报告里有1处和数据不一样" in drafted.said
    assert "看是哪几处" in drafted.said and "出公开版" not in drafted.said


@pytest.mark.slow
def test_what_is_found_in_a_report_is_accepted_with_a_reason_where_it_is_shown(drafted: Clerk) -> None:
    parts = read_package(drafted.report().read_bytes())
    body = parts[DOCUMENT].decode().replace(">41<", ">14<")
    drafted.report().write_bytes(write_package({**parts, DOCUMENT: body.encode()}))
    address = f"{AT}verify/{drafted.report().name}"
    drafted.gets(address)
    assert "：1个错误" in drafted.said
    shown, before = drafted.field("issue"), drafted.files
    assert drafted.sends(f"{address}/accept", {"issue": shown, "reason": " "}).status_code == 409
    assert drafted.sends(f"{address}/accept", {"issue": "0", "reason": "局里核定"}).status_code == 409
    assert drafted.files == before
    drafted.sends(f"{address}/accept", {"issue": shown, "reason": "局里核定"})
    assert "已认可，和原因一起记在生育登记（单项数和文字）里" in drafted.said, drafted.errors
    assert "（认可的原因：局里核定）" in drafted.said and "：1个错误" not in drafted.said


def test_the_last_look_leads_to_the_errors_of_the_data_until_they_are_accepted(drafted: Clerk) -> None:
    drafted.gets(f"{AT}verify/{drafted.report().name}")
    assert "没有发现问题" in drafted.said and "数据自己还有5个错误没有改，也没有认可" in drafted.said
    drafted.accepts_all()
    drafted.gets(f"{AT}verify/{drafted.report().name}")
    assert "没有发现问题" in drafted.said and "数据自己" not in drafted.said


def test_the_december_evening_from_the_draft_to_the_public_edition(clerk: Clerk) -> None:
    clerk.accepts_all()
    clerk.gets(AT)
    assert "还没有生成。会写" in clerk.said and "生成报告" in clerk.said
    clerk.sends(f"{AT}build", {"seen": clerk.field("seen")})
    report = clerk.report()
    assert f"已写 {report}。" in clerk.said and "和数据一致，没有要改的" in clerk.said
    leader_edits(report)
    clerk.gets(AT)
    assert "有人改过，和数据一致" in clerk.said
    edited = report.read_bytes()

    # A village telephones: 45 certificates, not 41. Somebody types it into the table on disk.
    clerk.corrects("certificates.csv", "一孩,41", "一孩,45")
    before = clerk.files
    clerk.gets(AT)
    assert "一孩《生育服务证》 41本 → 45本（+4）\n数据 生育登记第2行「发证数」：41 → 45" in clerk.said
    assert "报告有人改过，更正会这样合并进去：" in clerk.said
    assert "数据更新" in clerk.said and "就这样更新" in clerk.said
    assert clerk.files == before, "a dry run writes nothing"
    clerk.sends(f"{AT}build", {"seen": clerk.field("seen")})
    assert "报告有人改过，更正已合并进去" in clerk.said and f"已写 {report}。" in clerk.said
    assert "一孩《生育服务证》45本" in says(report) and "常住总人口" in says(report)

    clerk.gets(f"{AT}verify/{report.name}")
    assert "按2018年的数据" in clerk.said and "个错误" not in clerk.said, clerk.errors

    clerk.sends(f"{AT}public/make")
    clerk.works()
    public = report.parent / "公开版" / report.name
    assert f"已写 {public}" in clerk.said and "没有 PDF：没有装 LibreOffice" in clerk.said, clerk.errors
    assert "一孩《生育服务证》45本" in says(public)
    clerk.gets(f"{AT}public/")
    assert f"{TITLE}.html" in clerk.said
    assert clerk.gets(f"{AT}files/public/{report.name}").data == public.read_bytes()

    clerk.gets(AT)
    assert "第1版" in clerk.said and "合并更正以前的" in clerk.said
    (version,) = history.versions(report.parent / history.FOLDER)
    assert version.document.read_bytes() == edited
    assert clerk.gets(f"{AT}files/history/{version.document.name}").data == edited
    clerk.gets(AT)
    clerk.sends(f"{AT}history/restore", {"version": version.document.name})
    assert f"第1版已恢复到 {report}" in clerk.said and "第2版" in clerk.said
    assert report.read_bytes() == edited and "一孩《生育服务证》41本" in says(report)
    assert "数据比它新" in clerk.said, "the restored report can be renewed again"


@pytest.mark.slow
def test_what_was_not_seen_is_not_written(drafted: Clerk) -> None:
    drafted.corrects("certificates.csv", "一孩,41", "一孩,45")
    drafted.gets(AT)
    seen = drafted.field("seen")
    drafted.corrects("certificates.csv", "一孩,45", "一孩,46")
    before = drafted.files
    drafted.sends(f"{AT}build", {"seen": seen})
    assert "刚才看的已经不是现在的了" in drafted.said and "41本 → 46本" in drafted.said
    drafted.sends(f"{AT}build")
    assert drafted.files == before, "neither without having looked, nor with another wish"
    drafted.gets(AT)
    drafted.sends(f"{AT}build", {"seen": drafted.field("seen"), "fresh": "yes"})
    assert drafted.files == before
    drafted.gets(AT)
    drafted.sends(f"{AT}build", {"seen": drafted.field("seen")})
    assert "一孩《生育服务证》46本" in says(drafted.report())


@pytest.mark.slow
def test_corrections_can_be_written_as_tracked_changes(drafted: Clerk) -> None:
    drafted.corrects("certificates.csv", "一孩,41", "一孩,45")
    drafted.gets(f"{AT}?tracked=yes")
    assert "更正写成 Word 修订" in drafted.said
    drafted.sends(f"{AT}build", {"seen": drafted.field("seen"), "tracked": "yes"})
    body = read_package(drafted.report().read_bytes())[DOCUMENT].decode()
    assert "<w:delText" in body and 'w:date="2018-12-12T20:00:00Z"' in body
    assert "报告里有" in drafted.said and "处修订等人接受或拒绝" in drafted.said


@pytest.mark.slow
def test_what_people_changed_goes_only_after_a_second_look_and_stays_in_the_history(drafted: Clerk) -> None:
    leader_edits(drafted.report())
    edited = drafted.report().read_bytes()
    drafted.gets(AT)
    assert "不要人工的改动，重新生成……" in drafted.said
    drafted.gets(f"{AT}?fresh=yes")
    assert "改过的字、批注、修订都不在新的里面了" in drafted.said
    drafted.sends(f"{AT}build", {"seen": drafted.field("seen"), "fresh": "yes"})
    assert "常住总人口" not in says(drafted.report())
    (version,) = history.versions(drafted.report().parent / history.FOLDER)
    assert version.document.read_bytes() == edited


@pytest.mark.slow
def test_the_comparison_can_be_put_behind_the_report(clerk_of_two_years: Clerk) -> None:
    clerk = clerk_of_two_years
    clerk.gets(f"{AT}?annex=yes")
    assert "后面附主要指标对比表。" in clerk.said
    clerk.sends(f"{AT}build", {"seen": clerk.field("seen"), "annex": "yes"})
    assert "主要指标对比表" in says(clerk.report())
    clerk.gets(f"{AT}?annex=no")
    assert "不附主要指标对比表。" in clerk.said and "就这样更新" in clerk.said


def test_without_last_year_the_comparison_is_refused_in_the_words_of_a_build(clerk: Clerk) -> None:
    clerk.gets(f"{AT}?annex=yes")
    assert "没有2017年的数据，附不了对比表。" in clerk.said and "现在生成不了" in clerk.said


def test_a_year_that_cannot_be_read_says_why_and_nothing_can_be_built(clerk: Clerk) -> None:
    clerk.corrects("certificates.csv", "一孩,41", "一孩,四十一?")
    assert clerk.gets(AT).status_code == 200
    assert "读不了的地方" in clerk.said and "生育登记第2行「发证数」" in clerk.said
    assert clerk.sends(f"{AT}build", {"seen": "x"}).status_code == 409
    assert "生育登记第2行「发证数」" in clerk.said and not clerk.output.exists()


@pytest.mark.slow
def test_of_two_edited_reports_somebody_says_which(drafted: Clerk) -> None:
    report = drafted.report()
    leader_edits(report)
    other = report.with_name("领导改.docx")
    other.write_bytes(report.read_bytes())
    report.write_bytes(report.read_bytes())
    third = report.rename(report.with_name("科长改.docx"))
    drafted.corrects("certificates.csv", "一孩,41", "一孩,45")
    drafted.gets(AT)
    assert "有人改过，不知道更新哪一份" in drafted.said and "更新哪一份" in drafted.said
    drafted.gets(f"{AT}?which={other.name}")
    drafted.sends(f"{AT}build", {"seen": drafted.field("seen"), "which": other.name})
    assert "45本" in says(other) and "45本" not in says(third)
    assert drafted.gets(f"{AT}?which=../../../secret.docx").status_code == 404


@pytest.mark.parametrize(
    "address",
    ["files/report/nobody.docx", "files/report/..%2Fx.docx", "files/data/office.yaml", "files/history/1", "verify/x"],
)
def test_only_what_is_listed_can_be_asked_for(drafted: Clerk, address: str) -> None:
    (drafted.output / "x.docx").write_bytes(b"not among the year's")
    assert drafted.gets(f"{AT}{address}").status_code == 404
    assert drafted.sends(f"{AT}history/restore", {"version": "1"}).status_code == 404


def test_what_stands_in_the_way_of_the_public_edition_is_listed_and_nothing_is_written(drafted: Clerk) -> None:
    before = drafted.files
    drafted.sends(f"{AT}public/make")
    drafted.works()
    assert "公开版没有写：上面" in drafted.said and "报告本身没有动" in drafted.said
    assert "确实可以这样的：数据里的错误到「问题」里写明原因认可，小数目在那里定公开版怎么印" in drafted.said
    assert "「综合节育率」上报89.2%，按表计算是89.9%" in drafted.said
    assert drafted.files == before


def test_where_a_refused_public_edition_is_put_right_can_be_clicked(drafted: Clerk) -> None:
    drafted.sends(f"{AT}public/make")
    drafted.works()
    assert drafted.answer is not None
    ways = dict(
        re.findall(r'<a href="([^"]+)">(问题|核对每个数)</a>(?!</li>)', drafted.answer.text.partition("<main")[2])
    )
    assert [*ways.values()] == ["问题", "核对每个数"]
    for address, heading in zip(ways, ("问题", drafted.report().name), strict=True):
        assert drafted.gets(address).status_code == 200 and heading in drafted.said


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="written for a shell")
def test_a_public_edition_can_be_stopped_while_its_pdf_is_made(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    fake, started = clerk.folder / "soffice", clerk.folder / "started"
    fake.write_text(f"#!/bin/sh\necho $$ > '{started}'\nsleep 60\n")
    fake.chmod(0o755)
    monkeypatch.setattr(libreoffice, "program", lambda: str(fake))
    clerk.accepts_all()
    clerk.gets(AT)
    clerk.sends(f"{AT}build", {"seen": clerk.field("seen")})
    clerk.sends(f"{AT}public/make")
    assert any(started.exists() or time.sleep(0.1) for _ in range(300)), "it asks for its PDF"
    before = clerk.files
    clerk.sends("/2018/working/stop")
    clerk.works()
    assert "「出公开版」停下了，没有做完的一样也没有写。" in clerk.said
    assert clerk.files == before and not (clerk.report().parent / "公开版").exists()


@pytest.mark.slow
def test_a_public_edition_waits_for_the_report_to_be_renewed(clerk: Clerk) -> None:
    clerk.sends(f"{AT}public/make")
    clerk.works()
    assert "公开版没有写：还没有报告，请先生成报告" in clerk.said
    clerk.gets(AT)
    clerk.sends(f"{AT}build", {"seen": clerk.field("seen")})
    clerk.corrects("certificates.csv", "一孩,41", "一孩,45")
    clerk.gets(f"{AT}public/")
    assert "请先\n更新报告" in clerk.said
    clerk.sends(f"{AT}public/make")
    clerk.works()
    assert "公开版没有写：数据比报告新，请先更新报告" in clerk.said


@pytest.mark.slow
def test_nothing_is_written_while_something_long_is_being_done(drafted: Clerk) -> None:
    drafted.corrects("certificates.csv", "一孩,41", "一孩,45")
    drafted.gets(AT)
    seen = drafted.field("seen")
    go = threading.Event()
    drafted.app.extensions[WORK].start("数数", AT, lambda step: Result((str(go.wait(60)),)))
    before = drafted.files
    assert drafted.sends(f"{AT}build", {"seen": seen}).status_code == 409
    assert "还在做「数数」，请等它做完" in drafted.said
    drafted.sends(f"{AT}public/make")
    assert "还在做「数数」，请等它做完" in drafted.said and "正在数数" in drafted.said
    assert drafted.files == before
    go.set()
    drafted.works()
    drafted.sends(f"{AT}build", {"seen": seen})
    assert "45本" in says(drafted.report())


def test_a_number_that_people_wrote_and_nothing_vouches_for_is_told_beside_those_that_agree(drafted: Clerk) -> None:
    drafted.gets(AT)
    assert "核对过，报告里的数和数据没有不一样的。" in drafted.said and "拿不准" not in drafted.said
    leader_edits(drafted.report(), "按时参加上级", "全年37次按时参加上级")
    drafted.gets(AT)
    assert "另有1个人写的数拿不准，请逐个核对，在「核对每个数」里看。" in drafted.said


@pytest.mark.slow
def test_a_county_is_told_where_its_sums_are_not_so_any_more(drafted: Clerk) -> None:
    drafted.gets(AT)
    assert "不知道汇总以后有没有改过" not in drafted.said
    (drafted.folder / "offices.csv").write_text("代码\n", encoding="utf-8")
    (drafted.folder / "offices").mkdir()
    for address in ("", f"verify/{drafted.report().name}"):
        drafted.gets(f"{AT}{address}")
        assert "单位名单现在读不出来，不知道汇总以后有没有改过：" in drafted.said


def test_pages_are_set_where_libreoffice_is_installed_and_else_it_is_said(drafted: Clerk) -> None:
    drafted.gets(f"{AT}pages/{drafted.report().name}")
    assert "没有装 LibreOffice，看不了各页" in drafted.said
    drafted.sends(f"{AT}pages/{drafted.report().name}")
    drafted.works()
    assert "排不出来：没有装 LibreOffice。" in drafted.said


def test_pages_are_pictures_where_libreoffice_is_installed(drafted: Clerk, office: object) -> None:
    at = f"{AT}pages/{drafted.report().name}"
    drafted.gets(at)
    drafted.sends(at)
    drafted.works()
    answer = drafted.gets(at)
    if shutil.which("pdftoppm"):
        pictures = re.findall(r'<img src="([^"]+)"', answer.text)
        assert len(pictures) > 3 and drafted.gets(pictures[-1]).data.startswith(b"\x89PNG")
    (paper,) = re.findall(r'href="([^"]+report\.pdf)"', answer.text)
    assert drafted.gets(paper).data.startswith(b"%PDF")
    assert drafted.gets(paper.replace("report.pdf", "report.docx")).status_code == 404
    leader_edits(drafted.report())
    drafted.gets(at)
    assert "排出来看看" in drafted.said, "the pictures were of the report as it was"


@pytest.mark.slow
def test_a_report_that_nothing_can_be_brought_into_stays_and_a_draft_is_written_beside_it(drafted: Clerk) -> None:
    report = drafted.report()
    leader_edits(report)
    report.with_name(f"{report.stem}.生成记录.json").unlink()
    edited = report.read_bytes()
    drafted.corrects("certificates.csv", "一孩,41", "一孩,45")
    drafted.gets(AT)
    assert "原来的报告没有动，新稿另写一份：" in drafted.said and "另写一份新稿" in drafted.said
    drafted.sends(f"{AT}build", {"seen": drafted.field("seen")})
    assert report.read_bytes() == edited and "原来的报告没有动" in drafted.said
    assert "45本" in says(report.with_name(f"{report.stem}（新稿）.docx"))
    drafted.gets(AT)
    assert "更新哪一份" in drafted.said
