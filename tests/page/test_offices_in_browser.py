"""A county's page as people meet it in a real Chromium: a run with its progress, stopped and gone on with; each page for everybody."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from county_on_a_page import due_county, in_this_process, without
from for_everybody import SIZES, assert_for_everybody
from on_a_page import CLOCK
from playwright.sync_api import Browser, Page, expect
from served import Served, serving
from small_county import NAMES, YEAR, SmallCounty

from reportgen.commands.cli import main
from reportgen.page import offices_batch
from reportgen.page.desk import Desk
from reportgen.page.views import MENU_OF_COUNTY

pytestmark = pytest.mark.slow  # in a browser

BEHIND = {"the league": "offices/league/", "a rolled table": "tables/population.csv", "what came of a run": "working/"}


def desk_of(county: SmallCounty) -> Desk:
    return Desk(county.folder / "data", county.folder / "report", county.folder / "output", CLOCK)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Yield the page of a county with an office that is late, another that can't be read, and a year of its own."""
    county = due_county(tmp_path_factory.mktemp("county") / "青山县")
    without(county, NAMES[2])
    county.data(NAMES[1]).write_text("街道: [白水\n", encoding="utf-8")
    county.runs()
    main(["rollup", str(county.folder), "--partly", "--build"])
    with serving(desk_of(county)) as running:
        yield running


@pytest.fixture
def page(chromium: Browser, served: Served) -> Iterator[Page]:
    yield from opened(chromium, served)


def opened(chromium: Browser, served: Served) -> Iterator[Page]:
    """Yield a tab that was let in; whatever the browser complains of fails the test."""
    context = chromium.new_context(viewport=SIZES["a desk's screen"], permissions=["clipboard-read", "clipboard-write"])
    tab = context.new_page()
    complaints: list[str] = []
    tab.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.goto(served.server.address())
    yield tab
    context.close()
    assert complaints == []


@pytest.mark.parametrize("name", MENU_OF_COUNTY)
def test_a_page_of_a_county_s_menu_is_for_everybody(
    name: str, page: Page, grave_faults: Callable[[Page], list[str]]
) -> None:
    page.get_by_role("navigation", name="页面").get_by_role("link", name=MENU_OF_COUNTY[name], exact=True).click()
    expect(page.locator("nav [aria-current=page]")).to_have_text(MENU_OF_COUNTY[name])
    assert page.title().endswith(f"{YEAR}年")
    assert_for_everybody(page, grave_faults)


@pytest.mark.parametrize("name", BEHIND)
def test_a_page_behind_a_county_s_menu_is_for_everybody(
    name: str, page: Page, served: Served, grave_faults: Callable[[Page], list[str]]
) -> None:
    if name == "what came of a run":
        page.get_by_role("button", name="生成全部4个单位的报告").click()
        expect(page.get_by_role("link", name="接着做")).to_be_visible(timeout=60_000)
    page.goto(f"{served.origin}/{YEAR}/{BEHIND[name]}")
    assert_for_everybody(page, grave_faults)


def test_the_words_of_the_notice_are_copied_and_all_offices_ticked_at_once(page: Page) -> None:
    page.get_by_role("button", name="复制").click()
    expect(page.get_by_role("button", name="复制好了")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.splitlines()[0].startswith("2018年报送情况（截至2019年1月7日）")
    page.get_by_label("看哪些").select_option("没报齐的")
    page.get_by_role("button", name="看", exact=True).click()
    expect(page.locator("input[name=ticked]")).to_have_count(2)
    page.get_by_label("全部勾上").check()
    expect(page.locator("input[name=ticked]:checked")).to_have_count(2)


def test_a_run_shows_its_progress_is_stopped_between_two_offices_and_goes_on(
    chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    county, go = due_county(tmp_path / "青山县"), threading.Event()

    def wait() -> None:
        assert go.wait(60)

    monkeypatch.setattr(offices_batch, "in_processes", in_this_process(wait))
    with serving(desk_of(county)) as served:
        for tab in opened(chromium, served):
            expect(tab.get_by_role("heading", level=1)).to_have_text("2018年各单位")
            tab.get_by_role("button", name="生成全部4个单位的报告").click()
            expect(tab.locator("#words")).to_have_text("做完1个，共4个：0001 青石街道（已写）", timeout=30_000)
            assert tab.locator("#share").get_attribute("value") == "25"
            tab.get_by_role("button", name="停下").click()
            expect(tab.locator("#words")).to_have_text("正在停下，手上的做完就停")
            go.set()
            expect(tab.get_by_role("status")).to_contain_text("停下了，还有2个单位没有做。")
            expect(tab.locator("tbody tr")).to_have_count(2)
            assert county.states == ["written"] * 2
            tab.get_by_role("link", name="接着做").click()
            with tab.expect_download() as sent:
                tab.get_by_role("link", name="0002 白水镇的报告").click()
            assert Path(sent.value.path()).read_bytes() == county.report("白水镇").read_bytes()
            tab.get_by_role("button", name="生成全部4个单位的报告").click()
            expect(tab.get_by_role("status")).to_contain_text("已写2个、没有变化2个", timeout=30_000)
            tab.get_by_role("link", name="接着做").click()
            tab.get_by_label("接着生成县里的报告").check()
            tab.get_by_role("button", name="汇总", exact=True).click()
            expect(tab.get_by_role("status")).to_contain_text("已报4个单位，共4个", timeout=30_000)
            tab.get_by_role("link", name="报告", exact=True).click()
            expect(tab.get_by_role("heading", level=1)).to_have_text("2018年的报告")
