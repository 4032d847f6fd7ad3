"""The page as people meet it: in a real Chromium, by keyboard, at the width of a desk's screen and of a phone's, and from elsewhere."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from clerk import TITLE, Clerk
from for_everybody import SIZES, assert_for_everybody, is_wider_than_the_screen
from playwright.sync_api import Browser, BrowserContext, Page, expect
from served import Served, serving

from reportgen.page.gate import Asked
from reportgen.page.presence import Presence
from reportgen.page.views import MENU

pytestmark = pytest.mark.slow  # in a browser


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, draft: Path) -> Iterator[Served]:
    clerk = Clerk(tmp_path_factory.mktemp("browser"), (2017, 2018))
    shutil.copytree(draft, clerk.output)
    with serving(clerk.folders) as running:
        yield running


@pytest.fixture(scope="module")
def visitor(chromium: Browser, served: Served) -> Iterator[BrowserContext]:
    """Yield a browser that was let in, as one profile of a person's."""
    context = chromium.new_context(viewport=SIZES["a desk's screen"])
    page = context.new_page()
    page.goto(served.server.address())
    page.close()
    yield context
    context.close()


@pytest.fixture
def page(visitor: BrowserContext, served: Served) -> Iterator[Page]:
    """Yield a tab on 2018; whatever the browser complains of fails the test: faults of scripts, a policy that was broken, what isn't there."""
    tab = visitor.new_page()
    complaints: list[str] = []
    tab.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.goto(f"{served.origin}/2018/")
    yield tab
    tab.close()
    assert complaints == []


@pytest.mark.parametrize("name", MENU)
def test_a_page_of_the_menu_is_for_everybody(name: str, page: Page, grave_faults: Callable[[Page], list[str]]) -> None:
    page.get_by_role("navigation", name="页面").get_by_role("link", name=MENU[name], exact=True).click()
    if not page.locator("body *").count():
        pytest.fail("the page is empty") if os.environ.get("CI") else pytest.skip("nobody has written it yet")
    expect(page.locator("nav [aria-current=page]")).to_have_text(MENU[name])
    assert page.title().endswith("2018年")
    assert_for_everybody(page, grave_faults)


BEHIND = {
    "a table's sheet": "tables/basic_stats_births.csv",
    "a sheet of single values": "tables/basic_stats.yaml",
    "a list's paragraphs": "tables/grassroots.yaml",
    "a figure": "figures/总人口",
    "a report's numbers": f"report/verify/{TITLE}.docx",
    "the pages as pictures": f"report/pages/{TITLE}.docx",
    "the public edition": "report/public/",
    "all years": "compare/?other=all",
}


@pytest.mark.parametrize("name", BEHIND)
def test_a_page_behind_the_menu_is_for_everybody(
    name: str, page: Page, served: Served, grave_faults: Callable[[Page], list[str]]
) -> None:
    page.goto(f"{served.origin}/2018/{BEHIND[name]}")
    assert_for_everybody(page, grave_faults)


def test_axe_and_the_width_are_measured(page: Page, grave_faults: Callable[[Page], list[str]]) -> None:
    page.evaluate("document.querySelector('main').innerHTML = '<input><p class=wide>' + '宽'.repeat(500)")
    page.evaluate("document.querySelector('main').style.whiteSpace = 'nowrap'")
    page.evaluate("document.querySelector('main p').style.overflow = 'visible'")
    assert [one.partition(":")[0] for one in grave_faults(page)] == ["label"]
    assert is_wider_than_the_screen(page)


def test_what_can_t_be_done_is_said_on_pages_for_everybody(
    visitor: BrowserContext, served: Served, grave_faults: Callable[[Page], list[str]]
) -> None:
    tab = visitor.new_page()
    for address in ("/1999/", "/enter?token=a", "/begin-here"):
        tab.goto(served.origin + address)
        expect(tab.get_by_role("heading", level=1)).to_have_count(1)
        assert grave_faults(tab) == [], address
        assert not is_wider_than_the_screen(tab)
    tab.close()


def focused(tab: Page) -> str:
    return str(tab.evaluate("document.activeElement.innerText || document.activeElement.id"))


def test_the_keyboard_leads_everywhere(page: Page) -> None:
    page.keyboard.press("Tab")
    assert focused(page) == "跳到正文" and page.get_by_role("link", name="跳到正文").is_visible()
    for title in MENU.values():
        page.keyboard.press("Tab")
        assert focused(page) == title
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid", (
            "one sees where one is"
        )
    for _ in range(len(MENU) - 1):
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert focused(page).startswith("2018年"), "the text itself"
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_a_form_of_ours_is_let_in(page: Page) -> None:
    """A browser says where a form comes from only as far as the page's own policy lets it."""
    with page.expect_response(lambda answer: answer.request.is_navigation_request()) as answered:
        page.evaluate(
            """() => {
                const form = document.createElement("form");
                form.method = "post";
                form.action = "/alive";
                document.body.append(form);
                form.submit();
            }"""
        )
    assert (answered.value.request.method, answered.value.status) == ("POST", 204)


def test_a_server_lives_as_long_as_a_page_is_open_and_ends_behind_the_last(chromium: Browser, tmp_path: Path) -> None:
    """The open page says nothing for longer than the server would wait for a closed one: it might be asleep."""
    with serving(Clerk(tmp_path).folders, Presence(every=0.05, silent=20, asleep=10**6)) as served:
        context = chromium.new_context()
        first, second = context.new_page(), context.new_page()
        first.goto(served.server.address())
        second.goto(f"{served.origin}/2018/issues/")
        second.goto(f"{served.origin}/2018/")
        first.close(run_before_unload=True)
        second.wait_for_timeout(2500)
        assert served.running.is_alive()
        second.goto("about:blank")
        served.running.join(20)
        assert not served.running.is_alive()
        context.close()


Evil = Callable[[str], str]


@pytest.fixture
def evil() -> Iterator[Evil]:
    """Yield a function that puts HTML on another server of this computer, and returns its address."""
    shown = {"html": ""}

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(shown["html"].encode())

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as site:
        running = threading.Thread(target=site.serve_forever)
        running.start()

        def put(html: str) -> str:
            shown["html"] = f"<!doctype html><title>evil</title>{html}"
            return f"http://127.0.0.1:{site.server_address[1]}/"

        yield put
        site.shutdown()
        running.join()


@pytest.fixture
def asked(served: Served, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Asked, str]]:
    """Return what the server is asked from now on, and why each was refused."""
    found: list[tuple[Asked, str]] = []
    gate = served.server.gate
    decides = gate.refusal

    def noted(one: Asked, *, entering: bool = False) -> str:
        found.append((one, decides(one, entering=entering)))
        return found[-1][1]

    monkeypatch.setattr(gate, "refusal", noted)
    return found


ATTACKS = {
    "a form": "<form method=post action='{0}/alive'><input name=how value=closed></form><script>document.forms[0].submit()</script>",
    "a form that a frame without an origin sends": (
        "<iframe sandbox='allow-scripts allow-forms' srcdoc=\"<form method=post action='{0}/alive'></form>"
        '<script>document.forms[0].submit()</script>"></iframe>'
    ),
    "a script's request": "<script>fetch('{0}/alive', {{method: 'POST', mode: 'no-cors', credentials: 'include'}})</script>",
    "a script's request that says it is ours": (
        "<script>fetch('{0}/alive', {{method: 'POST', credentials: 'include', headers: {{'X-Wants': 'data'}}}})</script>"
    ),
    "a picture": "<img src='{0}/2018/'>",
    "a script": "<script src='{0}/static/page.js'></script>",
    "a link that is followed": "<script>location = '{0}/2018/'</script>",
    "another window": "<script>window.open('{0}/2018/')</script>",
}


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_another_page_in_the_same_browser_gets_nothing(
    attack: str, name: str, visitor: BrowserContext, served: Served, evil: Evil, asked: list[tuple[Asked, str]]
) -> None:
    """Between ports of 127.0.0.1 the browser sends our cookie along: they are one site to it."""
    tab = visitor.new_page()
    tab.goto(evil(ATTACKS[attack].format(served.origin)).replace("127.0.0.1", name))
    deadline = time.monotonic() + 10
    while not asked and time.monotonic() < deadline:
        tab.wait_for_timeout(50)
    tab.wait_for_timeout(100)
    for other in visitor.pages:
        other.close()
    foreign = [
        (one, refused) for one, refused in asked if one.site != "same-origin"
    ]  # of ours: the looks of the refusal
    assert foreign and all(refused for _, refused in foreign)
    assert {one.site for one, _ in foreign} <= {"same-site" if name == "127.0.0.1" else "cross-site", "cross-site"}
    if name == "127.0.0.1" and attack in ("a form", "a picture", "a link that is followed"):
        assert all(one.cookies for one, _ in foreign), "the cookie alone would have let it in"


def test_no_frame_shows_the_page(visitor: BrowserContext, served: Served, evil: Evil) -> None:
    tab = visitor.new_page()
    tab.goto(evil(f"<iframe src='{served.origin}/2018/'></iframe>"))
    tab.wait_for_timeout(500)
    assert not any("总览" in frame.content() for frame in tab.frames)
    own = visitor.new_page()
    own.goto(f"{served.origin}/2018/")
    own.evaluate(
        "() => { const frame = document.createElement('iframe'); frame.src = '/2018/'; document.body.append(frame); }"
    )
    own.wait_for_timeout(500)
    assert [frame.url for frame in own.frames if frame is not own.main_frame and "总览" in frame.content()] == []
    for one in (tab, own):
        one.close()


def test_what_somebody_slipped_into_a_page_is_not_run(visitor: BrowserContext, served: Served) -> None:
    """The policy holds where escaping should ever fail."""
    tab = visitor.new_page()
    tab.goto(f"{served.origin}/2018/")
    tab.evaluate(
        """() => {
        window.ran = [];
        const main = document.querySelector("main");
        main.insertAdjacentHTML("beforeend", "<img src=x onerror=\\"ran.push('handler')\\"><a id=js href=\\"javascript:ran.push('link')\\">x</a>");
        const inline = document.createElement("script"); inline.textContent = "ran.push('inline')"; main.append(inline);
        const far = document.createElement("script"); far.src = "http://127.0.0.1:9/x.js"; far.onload = () => ran.push("far"); main.append(far);
        fetch("http://127.0.0.1:9/").then(() => ran.push("sent"), () => {});
    }"""
    )
    tab.locator("#js").click()
    tab.wait_for_timeout(300)
    assert tab.evaluate("ran") == []
    tab.close()
