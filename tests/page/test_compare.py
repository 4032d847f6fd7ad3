"""The page that compares: two years or all of them in the comparison's own page, under its own policy, and as files."""

from __future__ import annotations

import io
import re
import shutil
from html import unescape

import openpyxl
import pytest
from clerk import Clerk
from conftest import document_text

from reportgen.page.gate import POLICY


def header(clerk: Clerk, name: str) -> str:
    assert clerk.answer is not None
    return clerk.answer.headers.get(name, "")


def test_the_year_is_compared_with_the_one_before_until_another_is_chosen(clerk_of_two_years: Clerk) -> None:
    clerk = clerk_of_two_years
    assert clerk.gets("/2018/compare/").status_code == 200
    text = clerk.answer.text if clerk.answer else ""
    assert '<iframe class="whole" src="/2018/compare/2017.html" sandbox="allow-scripts"' in text
    assert header(clerk, "Content-Security-Policy") == f"{POLICY}; frame-src 'self'"
    clerk.gets("/2018/compare/?other=all")
    assert 'src="/2018/compare/series.html"' in (clerk.answer.text if clerk.answer else "")


@pytest.mark.parametrize("address", ["/2018/compare/2017.html", "/2018/compare/series.html", "/2017/compare/2018.html"])
def test_its_own_page_is_served_under_the_policy_that_it_carries_and_in_a_frame_of_ours_alone(
    clerk_of_two_years: Clerk, address: str
) -> None:
    clerk = clerk_of_two_years
    answer = clerk.gets(address)
    carried = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', answer.text)
    assert carried
    assert header(clerk, "Content-Security-Policy") == f"{unescape(carried[1])}; frame-ancestors 'self'"
    assert "'unsafe-inline'" not in carried[1] and "script-src 'sha256-" in carried[1]
    assert "总人口" in clerk.said and "2017年" in clerk.said and "2018年" in clerk.said


def test_the_older_year_stands_first_whichever_one_looks_from(clerk_of_two_years: Clerk) -> None:
    clerk = clerk_of_two_years
    there, back = (clerk.gets(address).text for address in ("/2018/compare/2017.html", "/2017/compare/2018.html"))
    assert there == back


@pytest.mark.slow
def test_the_comparison_is_taken_away_as_a_workbook_a_text_and_a_word_file(clerk_of_two_years: Clerk) -> None:
    clerk = clerk_of_two_years
    for form in ("xlsx", "csv", "docx"):
        answer = clerk.gets(f"/2018/compare/2017.{form}")
        assert answer.status_code == 200
        disposition = answer.headers["Content-Disposition"]
        assert disposition.startswith("attachment") and disposition.endswith(f"2018%E5%B9%B4.{form}")
        assert "%E4%B8%BB%E8%A6%81%E6%8C%87%E6%A0%87" in disposition, "主要指标 as RFC 8187 says it"
        if form == "xlsx":
            book = openpyxl.load_workbook(io.BytesIO(answer.data))
            assert any(cell.value == "总人口" for sheet in book for row in sheet.iter_rows() for cell in row)
        elif form == "csv":
            assert answer.data.startswith(b"\xef\xbb\xbf") and "总人口" in answer.data.decode()
        else:
            assert "总人口" in document_text(answer.data)
    assert "总人口" in clerk.gets("/2018/compare/series.csv").data.decode()


@pytest.mark.parametrize(
    "address",
    ["2018.html", "2016.html", "2017.exe", "2017.json", "series.xlsx", "?other=2016", "?other=2018", "?other=x"],
)
def test_a_year_or_a_form_that_is_none_is_not_there(clerk_of_two_years: Clerk, address: str) -> None:
    assert clerk_of_two_years.gets(f"/2018/compare/{address}").status_code == 404


def test_a_single_year_has_nothing_to_be_compared_with(clerk: Clerk) -> None:
    assert clerk.gets("/2018/compare/").status_code == 200
    assert "只有2018年的数据" in clerk.said
    assert clerk.gets("/2018/compare/series.html").status_code == 404


def test_a_year_that_cannot_be_read_is_told_with_its_cells_and_not_in_the_frame(clerk_of_two_years: Clerk) -> None:
    clerk = clerk_of_two_years
    (clerk.data / "2017" / "office.yaml").write_text("街道: [八街\n", encoding="utf-8")
    clerk.gets("/2018/compare/")
    assert "要比的几年的数据有" in clerk.said
    text = clerk.answer.text if clerk.answer else ""
    assert 'href="/2017/tables/office.yaml' in text and "<iframe" not in text


def test_a_third_year_stands_in_the_series(clerk_of_two_years: Clerk) -> None:
    clerk = clerk_of_two_years
    shutil.copytree(clerk.data / "2018", clerk.data / "2019")
    clerk.gets("/2019/compare/series.html")
    assert all(f"{year}年" in clerk.said for year in (2017, 2018, 2019))
