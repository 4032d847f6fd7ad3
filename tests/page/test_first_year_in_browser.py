"""The first year in a real browser: from a folder without any data to the public edition, by clicks and keys alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import document_text
from leader import BODY, CATALOGUE
from leader import Desk as Office
from on_a_page import CLOCK
from on_a_sheet import types
from playwright.sync_api import Browser, Page, expect
from served import Served, serving
from specimens import package

from reportgen.commands.cli import OK
from reportgen.page.desk import Desk

pytestmark = pytest.mark.slow  # in a browser
_PATIENCE = 90_000  # milliseconds; LibreOffice starts for the first time


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """Yield the page of an office that has a template and a catalogue, and not a single number."""
    template = tmp_path / "template"
    template.mkdir()
    (template / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
    (template / "report.docx").write_bytes(package(BODY))
    with serving(Desk(tmp_path / "data", template, tmp_path / "output", CLOCK)) as running:
        yield running


@pytest.fixture
def page(served: Served, chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1366, "height": 768})
    context.set_default_timeout(5000)
    tab = context.new_page()
    complaints: list[str] = []
    tab.on("console", lambda said: complaints.append(said.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.goto(served.server.address())
    yield tab
    context.close()
    assert complaints == []


def menu(page: Page, title: str) -> None:
    """Go to a page of the menu."""
    page.get_by_role("navigation", name="页面").get_by_role("link", name=title, exact=True).click()


def drafted_and_published(page: Page) -> str:
    """Go by the overview's own button to the report, draft it, go on to its public edition, and return the text that is taken away."""
    menu(page, "总览")
    expect(page.locator(".next")).to_contain_text("表都填了，没有错误。")
    page.get_by_role("link", name="生成报告").click()
    page.get_by_role("button", name="生成报告").click()
    expect(page.get_by_role("status").first).to_contain_text("已写")
    menu(page, "总览")
    page.get_by_role("link", name="出公开版").click()
    page.get_by_role("link", name="出公开版").click()
    page.get_by_role("button", name="出公开版").click()
    page.get_by_role("link", name="接着做").click(timeout=_PATIENCE)
    with page.expect_download() as download:
        page.get_by_role("link", name="报告.docx").click()
    return document_text(download.value.path().read_bytes())


def test_the_first_year_from_an_empty_folder_to_the_public_edition(page: Page, served: Served, tmp_path: Path) -> None:
    page.get_by_role("link", name="建第一年").click()
    page.get_by_label("要建哪一年").fill("2018")
    page.get_by_role("button", name="建文件夹").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2018年建好了")
    page.get_by_role("link", name="去填表").click()

    page.get_by_role("cell", name="population.csv").get_by_role("link").click()
    types(page, 1, {0: "15000", 1: "142"})
    page.get_by_role("link", name="填表").first.click()
    page.get_by_role("cell", name="office.yaml").get_by_role("link").click()
    types(page, 1, {0: "八街街道", 1: "计生办", 3: "9月30日", 4: "45", 5: "85", 6: "72"})
    page.get_by_label("新的一条").fill("人手不足")
    page.get_by_role("button", name="加这一条").click()
    expect(page.get_by_role("status").first).to_contain_text("「存在的问题」已加一条")

    report = drafted_and_published(page)
    assert "截至2018年9月30日，全街道总人口15142人，全年死亡45人。" in report and "人手不足" in report
    assert document_text((tmp_path / "output" / "2018" / "报告.docx").read_bytes()) == report


def test_the_first_year_from_an_older_report_to_the_public_edition(page: Page, served: Served, tmp_path: Path) -> None:
    older = Office(tmp_path / "elsewhere")
    assert older.runs() == OK
    page.get_by_role("link", name="从往年的 Word 报告读回数据").click()
    page.get_by_label("往年的报告").set_input_files(older.report)
    page.get_by_role("button", name="读", exact=True).click()
    page.get_by_label("死亡").fill("46")
    page.get_by_role("button", name="写成2018年的数据").click()
    expect(page.get_by_role("status").last).to_contain_text("下一步：在「填表」里补上没有读到的")
    expect(page.locator(".next")).to_contain_text("还有2处没有填。")
    page.get_by_role("link", name="接着填").click()
    page.get_by_role("cell", name="population.csv").get_by_role("link").click()
    types(page, 1, {0: "15000", 1: "142"})
    report = drafted_and_published(page)
    assert report == document_text(older.report.read_bytes()).replace("死亡45人", "死亡46人").replace(
        "死亡\t45", "死亡\t46"
    )
