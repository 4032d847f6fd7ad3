"""What a page says names tables and sections as people do, leads to them, and advises what can be done on a page."""

from __future__ import annotations

import re
import shutil

import pytest
from clerk import AT, Clerk, leader_edits

from reportgen.base.issues import Location
from reportgen.page.wording import said

OF_SECTION = "基本情况（单项数和文字）"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("certificates.csv 第2行「发证数」", "生育登记第2行「发证数」"),
        ("和2017/certificates.xlsx 第2行一样", "和2017年的生育登记第2行一样"),
        ("记在 basic_stats.yaml 里", f"记在{OF_SECTION}里"),
        ("basic_stats_births.csv：缺这一列", "基本情况（孩次、计划内、计划外）：缺这一列"),
        ("写不进 /home/办公室/data/2018/certificates.csv", "写不进 /home/办公室/data/2018/certificates.csv"),
        (r"写不进 C:\data\2018\certificates.csv", r"写不进 C:\data\2018\certificates.csv"),
        ("请把它改名为「certificates.csv」", "请把它改名为「certificates.csv」"),
        ("my_certificates.csv 和 certificates.csv.bak", "my_certificates.csv 和 certificates.csv.bak"),
        ("别的 report.docx", "别的 report.docx"),
    ],
)
def test_a_file_is_called_as_people_call_what_is_in_it(clerk: Clerk, text: str, shown: str) -> None:
    with clerk.app.test_request_context():
        assert said(text) == shown


@pytest.mark.slow
def test_an_issue_says_its_place_in_chinese_and_that_leads_to_the_cell(clerk: Clerk) -> None:
    clerk.corrects("certificates.csv", "一孩,41", "一孩,四十一?")
    for address in ("/2018/", "/2018/issues/", AT):
        text = clerk.gets(address).text
        link = re.search(r'title="certificates.csv"><a class="at" href="([^"]*)">生育登记第2行「发证数」</a>', text)
        assert link, clerk.errors
        assert clerk.gets(link[1].replace("&amp;", "&")).status_code == 200


def test_what_is_to_be_done_with_a_file_in_its_folder_names_the_file(clerk: Clerk) -> None:
    table = clerk.data / "2018" / "certificates.csv"
    table.with_suffix(".xlsx").write_bytes(b"")
    clerk.gets("/2018/issues/")
    assert "有2个文件：「certificates.csv」、「certificates.xlsx」，不知道以哪个为准" in clerk.said
    table.with_suffix(".xlsx").unlink()
    table.rename(table.with_name("certificates.csv.txt"))
    clerk.gets("/2018/issues/")
    assert "缺这张表（「certificates.csv」或「certificates.xlsx」）" in clerk.said
    assert "请把它改名为「certificates.csv」" in clerk.said


def test_a_catalogue_that_cannot_be_read_leaves_the_files_names(clerk: Clerk) -> None:
    (clerk.template / "catalogue.yaml").write_text("乱的", encoding="utf-8")
    clerk.gets("/2018/issues/")
    assert "catalogue.yaml" in clerk.said
    assert clerk.words(Location("certificates.csv", 2)) == "certificates.csv 第2行"


def test_what_is_to_be_done_with_a_file_names_it_as_its_folder_shows_it(clerk: Clerk) -> None:
    year = clerk.data / "2018"
    table = year / "certificates.csv"

    def told() -> str:
        clerk.gets("/2018/issues/")
        return clerk.said

    other = shutil.copy(table, year / "certificates.xls")
    assert "生育登记：有2个文件：「certificates.csv」、「certificates.xls」，不知道以哪个为准，请只留一个。" in told()
    other.unlink()
    table.rename(year / "certificates.csv.txt")
    said = "缺这张表（「certificates.csv」或「certificates.xlsx」）。有「certificates.csv.txt」，请把它改名为「certificates.csv」（"
    assert f"生育登记：{said}" in told()
    (year / "certificates.csv.txt").rename(table)
    (year / "旧certificates.csv").write_bytes(b"")
    assert "旧certificates.csv：这个文件没有用到。是不是「certificates.csv」？" in told(), clerk.errors


@pytest.mark.slow
def test_several_reports_are_told_with_what_can_be_done_on_the_page(drafted: Clerk) -> None:
    report = drafted.report()
    leader_edits(report)
    shutil.copy(report, report.with_name("另一份.docx"))
    drafted.gets(AT)
    assert "没有更新（要更新就在「报告」里选它）：" in drafted.said and "-o " not in drafted.said
    report.rename(report.with_name("一份.docx"))
    drafted.gets(AT)
    assert "不知道更新哪一份" in drafted.said and "请在「报告」里选更新哪一份" in drafted.said, drafted.errors
    assert "-o " not in drafted.said and "存的 一份.docx" in drafted.said
