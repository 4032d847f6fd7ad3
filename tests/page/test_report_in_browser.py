"""The December evening in a real browser: from the first draft to the public edition and back, without a terminal."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from clerk import AT, Clerk, leader_edits
from conftest import document_text
from on_a_sheet import cell, types
from playwright.sync_api import Browser, Page, expect

from reportgen.page.serving import Server

pytestmark = pytest.mark.slow
_PATIENCE = 90_000  # milliseconds; LibreOffice starts for the first time


@pytest.fixture
def tab(clerk: Clerk, chromium: Browser) -> Iterator[Page]:
    """Yield a browser's page of the office, which has accepted what the checks found."""
    clerk.accepts_all()
    server = Server(clerk.folders)
    serving = threading.Thread(target=server.run)
    serving.start()
    page = chromium.new_page(viewport={"width": 1366, "height": 768})
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(server.address())
    yield page
    page.close()
    server.stop()
    serving.join(20)
    assert not serving.is_alive()
    assert told == [], "nothing was refused by the browser, and no script failed"


def menu(page: Page, title: str) -> None:
    """Go to a page of the menu."""
    page.get_by_role("navigation", name="页面").get_by_role("link", name=title, exact=True).click()


def test_the_december_evening_in_a_browser(clerk: Clerk, tab: Page, tmp_path_factory: pytest.TempPathFactory) -> None:
    origin = tab.url.partition("/2018/")[0]
    tab.goto(origin + AT)
    tab.get_by_role("button", name="生成报告").click()
    expect(tab.get_by_role("status").first).to_contain_text("已写")
    report = clerk.report()

    copy = tmp_path_factory.mktemp("mail") / "领导改.docx"
    copy.write_bytes(report.read_bytes())
    leader_edits(copy)
    menu(tab, "填表")
    tab.get_by_role("cell", name="certificates.csv").get_by_role("link").click()
    expect(cell(tab, 1, 0)).to_have_text("41")
    types(tab, 1, {0: "45"})
    assert "45本" not in document_text(report.read_bytes())
    menu(tab, "报告")
    expect(tab.get_by_text("一孩《生育服务证》 41本 → 45本（+4）")).to_be_visible()

    tab.get_by_label("改过的报告（.docx）").set_input_files(copy)
    tab.get_by_role("button", name="先看一看").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("收到的「领导改.docx」")
    assert "45本" not in document_text(report.read_bytes())
    tab.get_by_role("button", name="放过去，并合并更正").click()
    expect(tab.get_by_role("status").first).to_contain_text("收到的「领导改.docx」已放到")
    assert "45本" in document_text(report.read_bytes()) and "常住总人口" in document_text(report.read_bytes())

    tab.get_by_role("link", name="核对每个数").click()
    expect(tab.get_by_role("heading", level=1)).to_contain_text("核对")
    expect(tab.locator(".issues .error")).to_have_count(0)

    tab.goto(f"{origin}{AT}public/")
    tab.get_by_role("button", name="出公开版").click()
    tab.get_by_role("link", name="接着做").click(timeout=_PATIENCE)  # the script leads to what came of it
    with tab.expect_download() as download:
        tab.get_by_role("link", name=report.name).click()
    assert "45本" in document_text(download.value.path().read_bytes())
    assert download.value.suggested_filename == report.name

    tab.goto(origin + AT)
    tab.get_by_role("button", name="恢复第1版").click()
    expect(tab.get_by_role("status").first).to_contain_text("第1版已恢复到")
    assert "41本" in document_text(report.read_bytes())
