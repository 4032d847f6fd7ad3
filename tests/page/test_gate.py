"""Who is let in: the browser that was given the address, only from our own page, only on this computer; each request through a real server."""

from __future__ import annotations

import hashlib
import http.client
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from clerk import Clerk
from served import Served, Told, serving

from reportgen.page import app as application
from reportgen.page.gate import HEADERS, Asked, Gate

YEAR = "/2018/"
FOREIGN = "http://evil.example"
SECRET = "密码在此"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Clerk:
    made = Clerk(tmp_path_factory.mktemp("gate") / "office")
    (made.folder / "secret.txt").write_text(SECRET, encoding="utf-8")
    (made.data / "secret.txt").write_text(SECRET, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def page(guarded: Clerk) -> Iterator[Served]:
    with serving(guarded.folders) as served:
        yield served


def addresses(guarded: Clerk) -> list[tuple[str, str, str]]:
    """Return every address of the application with its endpoint and each method that it takes."""
    built = guarded.app.url_map.bind("127.0.0.1")
    found = []
    for rule in guarded.app.url_map.iter_rules():
        values = {name: 2018 if name == "year" else "1" for name in rule.arguments}
        address = built.build(rule.endpoint, values, method="GET" if "GET" in (rule.methods or ()) else "POST")
        found += [
            (rule.endpoint, method, urlsplit(address).path) for method in sorted((rule.methods or set()) - {"OPTIONS"})
        ]
    return found


def bytes_of(folder: Path) -> str:
    """Return one hash over all files of a folder."""
    whole = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "page.lock"):
        whole.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return whole.hexdigest()


def assert_guarded(answer: Told) -> None:
    for name, value in HEADERS.items():
        if name != "Cache-Control":  # what holds nothing of an office may be kept
            assert answer.headers[name.lower()] == value
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy and "frame-ancestors 'none'" in policy and "form-action 'self'" in policy


def test_the_page_itself_may_read_and_change(page: Served) -> None:
    cookie = {"Cookie": page.own["Cookie"]}
    assert page.asked("GET", YEAR, cookie).status == 200
    assert page.asked("GET", YEAR, {**cookie, "Sec-Fetch-Site": "none"}).status == 200, "as an address that was typed"
    assert page.asked("POST", "/alive", page.own).status == 204
    older = {name: value for name, value in page.own.items() if name != "Sec-Fetch-Site"}
    assert page.asked("POST", "/alive", older).status == 204, "a browser that doesn't know Sec-Fetch-Site"


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",  # a foreign name that is pointed at this computer: DNS rebinding
        "evil.example:{port}",
        "127.0.0.1",  # of another port
        "127.0.0.1:1",
        "127.0.0.1:{port}.evil.example",
        "evil.example@127.0.0.1:{port}",
        "127.0.0.1:{port}, evil.example",
        "localhost:{port}",  # it may be ::1, where another person's server could stand
        "[::1]:{port}",
        "0.0.0.0:{port}",
        "",
    ],
)
def test_a_server_is_asked_by_its_own_name_alone(page: Served, host: str) -> None:
    for address in (YEAR, "/static/page.css", "/enter?token=a", "/", "/none", "/2017/"):
        answer = page.asked("GET", address, {"Cookie": page.own["Cookie"], "Host": host.format(port=page.port)})
        assert (answer.status, "这个地址不是本机的页面" in answer.text) == (403, True), address
        assert_guarded(answer)


def test_a_server_without_a_host_is_asked_by_nobody(page: Served) -> None:
    answer = page.raw(f"GET {YEAR} HTTP/1.0\r\nCookie: {page.own['Cookie']}\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.0 403 ")


def test_two_hosts_are_none(page: Served) -> None:
    own = f"Host: 127.0.0.1:{page.port}\r\n"
    for hosts in (own + "Host: evil.example\r\n", "Host: evil.example\r\n" + own):
        answer = page.raw(f"GET {YEAR} HTTP/1.1\r\n{hosts}Cookie: {page.own['Cookie']}\r\n\r\n".encode())
        assert answer.split(b" ", 2)[1] in (b"400", b"403")


@pytest.mark.parametrize(
    "header", ["X-Forwarded-Host", "X-Forwarded-For", "Forwarded", "X-Original-URL", "X-HTTP-Method-Override"]
)
def test_nothing_that_a_proxy_would_say_is_believed(page: Served, header: str) -> None:
    own = {"Cookie": page.own["Cookie"], header: f"127.0.0.1:{page.port}"}
    assert page.asked("GET", YEAR, {**own, "Host": "evil.example"}).status == 403


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "",
        "null",  # a form in a sandboxed frame
        FOREIGN,
        "https://127.0.0.1:{port}",
        "http://127.0.0.1",
        "http://127.0.0.1:1",  # another server of this computer, which is the same site to a browser
        "http://localhost:{port}",
        "http://127.0.0.1:{port}.evil.example",
        "http://127.0.0.1:{port}/",
        "http://127.0.0.1:{port}, http://evil.example",
    ],
)
def test_a_change_is_asked_for_by_our_own_page_alone(page: Served, guarded: Clerk, origin: str | None) -> None:
    before = bytes_of(guarded.folder)
    told = {name: value for name, value in page.own.items() if name != "Origin"}
    if origin is not None:
        told["Origin"] = origin.format(port=page.port)
    for _, method, address in addresses(guarded):
        if method not in ("GET", "HEAD"):
            answer = page.asked(method, address, told)
            assert answer.status == 403, (method, address)
            assert_guarded(answer)
    assert bytes_of(guarded.folder) == before


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", "SAME-ORIGIN", "same-origin, same-origin", "x"])
def test_a_change_that_a_browser_says_comes_from_elsewhere_is_refused(page: Served, site: str) -> None:
    assert page.asked("POST", "/alive", {**page.own, "Sec-Fetch-Site": site}).status == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site", "x"])
def test_nothing_is_shown_to_another_site_even_with_the_cookie(page: Served, guarded: Clerk, site: str) -> None:
    for _, method, address in addresses(guarded):
        if method == "GET":
            answer = page.asked("GET", address, {"Cookie": page.own["Cookie"], "Sec-Fetch-Site": site})
            assert answer.status == 403, address


def test_nothing_is_shown_without_the_cookie_but_the_looks_of_the_page(page: Served, guarded: Clerk) -> None:
    assert len(addresses(guarded)) > 10
    for endpoint, method, address in addresses(guarded):
        told = {name: value for name, value in page.own.items() if name != "Cookie"}
        answer = page.asked(method, address, told)
        assert answer.status == (404 if endpoint == "static" else 403), (method, address)
        assert_guarded(answer)
    assert page.asked("GET", "/static/page.css").status == 200


def test_a_year_that_isn_t_there_looks_like_one_that_is_to_somebody_who_isn_t_in(page: Served) -> None:
    there, nowhere = page.asked("GET", YEAR), page.asked("GET", "/2017/")
    assert (there.status, there.text) == (nowhere.status, nowhere.text) == (403, there.text)
    assert page.asked("GET", "/2017/", {"Cookie": page.own["Cookie"]}).status == 404
    assert page.asked("GET", "/nowhere").status == 403


@pytest.mark.parametrize(
    "said",
    [
        "{name}=",
        "{name}=a",
        "{name}={cookie}a",
        "{name}={short}",
        "{other}={cookie}",  # of a page that was open on another port
        "{name}=é",
        "{name}=\xff\xfe",  # no UTF-8
        "{name}=\xed\xa0\x80",  # a lone surrogate
        '{name}="\\355\\240\\200"',
    ],
)
def test_another_cookie_lets_nobody_in(page: Served, said: str) -> None:
    name, _, cookie = page.own["Cookie"].partition("=")
    told = said.format(name=name, cookie=cookie, short=cookie[:-1], other=name + "0")
    answer = page.asked("GET", YEAR, {"Cookie": told})
    assert (answer.status, "这个浏览器还没有进来" in answer.text) == (403, True)


@pytest.mark.parametrize("other", ["user=\xc0\xee\xcb\xc4", "reportgen-1=a", "session=.eJx", "a; b; =; ;;"])
def test_the_cookies_of_other_servers_of_this_computer_are_in_nobody_s_way(page: Served, other: str) -> None:
    own = page.own["Cookie"]
    for told in (f"{other}; {own}", f"{own}; {other}"):
        assert page.asked("GET", YEAR, {"Cookie": told}).status == 200


def test_another_server_can_t_hide_our_cookie_behind_its_own_of_the_same_name(page: Served) -> None:
    own = page.own["Cookie"]
    name = own.partition("=")[0]
    assert page.asked("GET", YEAR, {"Cookie": f"{name}=a; {own}"}).status == 200


def test_an_address_lets_one_browser_in_once(page: Served) -> None:
    path = page.server.address().removeprefix(page.origin)
    first = page.asked("GET", path, {"Sec-Fetch-Site": "none"})
    assert (first.status, first.headers["location"]) == (302, "/")
    assert re.fullmatch(
        rf"reportgen-{page.port}=[\w-]{{43}}; HttpOnly; Path=/; SameSite=Strict", first.headers["set-cookie"]
    )
    assert_guarded(first)
    assert page.asked("GET", "/", {"Cookie": first.headers["set-cookie"].split(";")[0]}).status == 302
    again = page.asked("GET", path)
    assert (again.status, "已经用过了" in again.text, "set-cookie" in again.headers) == (403, True, False)


@pytest.mark.parametrize(
    "query", ["", "?token=", "?token=a", "?token=%ff%fe", "?token=%ed%a0%80", "?token=%C3%A9", "?token=a&token=b"]
)
def test_an_address_is_not_guessed(page: Served, query: str) -> None:
    page.server.address()
    answer = page.asked("GET", f"/enter{query}")
    assert (answer.status, "set-cookie" in answer.headers) == (403, False)


def test_an_address_that_another_site_leads_to_lets_nobody_in_and_stays_good(page: Served) -> None:
    path = page.server.address().removeprefix(page.origin)
    assert page.asked("GET", path, {"Sec-Fetch-Site": "cross-site"}).status == 403
    assert page.asked("GET", path, {"Sec-Fetch-Site": "none"}).status == 302


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "post", "FOO"])
def test_no_other_method_does_anything(page: Served, method: str) -> None:
    assert page.asked(method, YEAR, {"Cookie": page.own["Cookie"]}).status in (400, 403)
    answer = page.asked(method, YEAR, page.own)
    assert answer.status == {"OPTIONS": 200, "post": 400}.get(method, 405)
    assert "access-control-allow-origin" not in answer.headers


def test_what_is_read_can_t_be_changed_by_reading(page: Served, guarded: Clerk) -> None:
    """Every address that only reads writes nothing, so that no picture or link does."""
    before = bytes_of(guarded.folder)
    for _, method, address in addresses(guarded):
        if method == "GET":
            page.asked("GET", address, {"Cookie": page.own["Cookie"]})
            page.asked("GET", f"{address}?year=2017&how=closed&confirm=1", {"Cookie": page.own["Cookie"]})
    assert bytes_of(guarded.folder) == before


OUTSIDE = [
    *(
        "../secret.txt",
        "..%2fsecret.txt",
        "%2e%2e/secret.txt",
        "%2e%2e%2fsecret.txt",
        "..%5csecret.txt",
        "..\\secret.txt",
    ),
    *(
        "..%252fsecret.txt",
        "....//secret.txt",
        "a/../../secret.txt",
        "%00",
        "secret.txt%00.csv",
        "/etc/passwd",
        "%2fetc%2fpasswd",
    ),
    *(
        "C:%5cwindows%5cwin.ini",
        "file:%2f%2f%2fetc%2fpasswd",
        "~",
        ".",
        "..",
        "%2e%2e",
        "CON",
        "con.csv",
        "%ff%fe",
        "a%0d%0aX: 1",
        ".",
    ),
]


@pytest.mark.parametrize("name", OUTSIDE)
def test_no_name_leads_out_of_the_folders(page: Served, guarded: Clerk, name: str) -> None:
    taking = [rule for rule in guarded.app.url_map.iter_rules() if set(rule.arguments) - {"year"}]
    assert {"static", "tables.sheet"} <= {rule.endpoint for rule in taking}
    for rule in taking:
        path = re.sub(r"<int:year>", "2018", str(rule))
        address = re.sub(r"<[^>]*>", lambda _: name, path)
        for method in sorted({"GET", "POST"} & (rule.methods or set())):
            answer = page.asked(method, address.replace(" ", "%20").replace("\\", "%5c"), page.own)
            assert answer.status in (302, 308, 400, 404, 405), (method, address)  # 302: what was uploaded has gone
            assert SECRET not in answer.text and "root:" not in answer.text, (method, address)
            assert "x" not in answer.headers
            assert_guarded(answer)


def test_a_stray_year_in_the_question_is_nobody_s_year(page: Served) -> None:
    cookie = {"Cookie": page.own["Cookie"]}
    with_stray = page.asked("GET", f"{YEAR}?year=1999", cookie)
    assert with_stray.status == 200 and "1999" not in with_stray.text
    assert page.asked("GET", "/1999/?year=2018", cookie).status == 404
    assert page.asked("GET", "/begin-here?year=2018", cookie).status == 200
    for odd in ("/99999999999999999999/", "/-2018/", "/2018.0/"):
        assert page.asked("GET", odd, cookie).status == 404, odd


def test_what_is_too_large_is_refused_in_chinese_and_never_read(page: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    too_much = {**page.own, "Content-Type": "multipart/form-data; boundary=b", "Content-Length": str(10**12)}
    told = "".join(f"{name}: {value}\r\n" for name, value in too_much.items())
    answer = page.raw(f"POST /alive HTTP/1.1\r\nHost: 127.0.0.1:{page.port}\r\n{told}\r\n".encode()).decode()
    assert answer.startswith("HTTP/1.1 413 ") and "文件太大了" in answer
    assert f"Content-Security-Policy: {HEADERS['Content-Security-Policy']}" in answer


def test_an_upload_above_the_bound_is_told_in_chinese(guarded: Clerk) -> None:
    most = guarded.app.config["MAX_CONTENT_LENGTH"]
    assert most == application.MOST_SENT
    guarded.app.config["MAX_CONTENT_LENGTH"] = 1000
    try:
        assert guarded.sends("/alive", {"page": "a" * 2000}).status_code == 413
        assert "文件太大了，最大100MB" in guarded.said
        assert guarded.sends("/alive", {"page": "a" * 900}).status_code == 204
    finally:
        guarded.app.config["MAX_CONTENT_LENGTH"] = most


@pytest.mark.parametrize(
    "request_",
    [
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : a\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\nZ\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"a" * 300_000 + b"\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",  # a browser that begins with TLS
    ],
)
def test_what_is_no_request_is_refused_with_the_same_headers(page: Served, request_: bytes) -> None:
    answer = page.raw(request_).decode()
    assert re.match(r"HTTP/1\.[01] (400|403|431|501) ", answer), answer
    assert HEADERS["Content-Security-Policy"] in answer
    assert "waitress" not in answer and "server" not in answer.lower()


@pytest.mark.parametrize("name", ["a\r\nSet-Cookie: b=1", "a\nb"])
def test_no_header_is_smuggled_in_by_an_address(page: Served, name: str) -> None:
    quoted = name.replace("\r", "%0d").replace("\n", "%0a").replace(" ", "%20")
    for address in (f"/{quoted}", f"/2018/tables/{quoted}", f"/2018/tables?{quoted}", f"/static/{quoted}"):
        answer = page.asked("GET", address, {"Cookie": page.own["Cookie"]})
        assert "set-cookie" not in answer.headers, address
        assert "b=1" not in "".join(answer.headers.values()) or "%0d%0a" in answer.headers.get("location", "").lower()


def test_a_redirect_stays_on_the_server(page: Served) -> None:
    for address in ("/2018/tables", "//evil.example/2018/tables", "/2018//tables"):
        answer = page.asked("GET", address, {"Cookie": page.own["Cookie"]})
        if "location" in answer.headers:
            assert answer.headers["location"].startswith((page.origin, "/")), address
            assert not answer.headers["location"].startswith("//")
        assert_guarded(answer)


def test_every_kind_of_answer_says_what_may_load(page: Served) -> None:
    kinds = {
        YEAR: 200,
        "/": 302,
        "/2018/tables": 308,
        "/none": 404,
        "/alive": 405,
        "/static/page.css": 200,
        "/static/none": 404,
        "/begin-here": 200,
    }
    for address, status in kinds.items():
        answer = page.asked("GET", address, {"Cookie": page.own["Cookie"]})
        assert answer.status == status, address
        assert_guarded(answer)
    assert page.asked("GET", YEAR, {"Cookie": page.own["Cookie"]}).headers["cache-control"] == "no-store"


def test_our_own_failure_says_neither_where_nor_what_and_keeps_its_traceback(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    guarded = Clerk(tmp_path)

    def fails(_year: int) -> None:
        raise ZeroDivisionError("内部的事")

    monkeypatch.setattr(guarded.folders, "checked", fails)
    with serving(guarded.folders) as served:
        answer = served.asked("GET", YEAR, {"Cookie": served.own["Cookie"]})
    assert (answer.status, "程序自己出错了" in answer.text) == (500, True)
    assert "内部的事" not in answer.text and "Traceback" not in answer.text
    assert_guarded(answer)
    assert "ZeroDivisionError: 内部的事" in caplog.text


def test_a_script_is_refused_in_its_own_form(page: Served) -> None:
    answer = page.asked("POST", "/alive", {"Origin": page.origin, "X-Wants": "data"})
    assert answer.status == 403 and answer.headers["content-type"] == "application/json"
    assert answer.text.startswith('{"told":["这个浏览器还没有进来')


HOSTILE = """<script src=x>'"&amp;<img onerror=alert(1)>"""


def test_names_of_folders_and_files_are_text_never_html(tmp_path: Path) -> None:
    guarded = Clerk(tmp_path / "<b id=x>&amp;'", years=())
    guarded.folders.told = lambda: HOSTILE
    guarded.gets("/begin-here")
    assert guarded.answer is not None and HOSTILE in guarded.said
    assert "<script src=x" not in guarded.answer.text and "<b id=x>" not in guarded.answer.text
    assert "&lt;b id=x&gt;&amp;amp;&#39;" in guarded.answer.text


def test_a_fault_that_names_a_file_in_html_is_text(clerk: Clerk) -> None:
    (clerk.data / "2018" / "<img src=x>.csv").write_text(f"{HOSTILE},b\n1,2\n", encoding="utf-8")
    doubled = HOSTILE.replace("'", "''")
    clerk.corrects("office.yaml", "\n", f"\n? '{doubled}'\n: 1\n")
    for name in ("", "issues/"):
        clerk.gets(YEAR + name)
        assert clerk.answer is not None and clerk.answer.status_code == 200
        assert name or "不认识「<script src=x>" in clerk.said
        assert "<img src=x" not in clerk.answer.text and "<img onerror" not in clerk.answer.text


def test_only_this_computer_reaches_the_server(page: Served) -> None:
    """Another address of this machine is how its network sees it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing; tells which address would be used
            own = probe.getsockname()[0]
        except OSError:
            own = "127.0.0.2"
    for other in {own, "127.0.0.2"} - {"127.0.0.1"}:
        with pytest.raises(OSError):
            http.client.HTTPConnection(other, page.port, timeout=5).connect()
    with pytest.raises(OSError):
        socket.create_connection(("::1", page.port), timeout=5)


def test_the_port_of_http_is_not_said_by_a_browser() -> None:
    asked = Asked("POST", "127.0.0.1", "http://127.0.0.1", "same-origin", ())
    assert Gate(80).refusal(asked, entering=True) == ""
    assert Gate(8018).refusal(asked, entering=True) != ""


def test_two_pages_that_are_open_at_once_keep_their_sentences_apart(tmp_path: Path) -> None:
    """A browser sends both the cookies of both: none of one page is named as one of the other."""
    guarded = Clerk(tmp_path)
    names = set()
    for port in (8018, 8019):
        made = application.make_app(guarded.folders, Gate(port), application.Presence())
        names |= {made.config["SESSION_COOKIE_NAME"], f"reportgen-{port}"}
        assert made.config["SESSION_COOKIE_SAMESITE"] == "Strict" and made.config["SESSION_COOKIE_HTTPONLY"]
    assert len(names) == 4
