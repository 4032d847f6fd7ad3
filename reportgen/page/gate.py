"""A browser's request -> let in, or refused: only the person who started the page, only from the page itself, only on this computer.

The page reads and writes an office's files, so a request must show three things: that it means this server by a name of its own (else a
foreign name could be pointed at it, DNS rebinding), that it carries the cookie which only a one-time address gives, and, where it changes
anything, that one of our own pages sent it (Origin and Sec-Fetch-Site; a form elsewhere can send cookies, but neither of these: Fetch
Standard 3.2, Fetch Metadata 2.1).
"""

from __future__ import annotations

import hmac
import secrets
import threading
from dataclasses import dataclass

READING = ("GET", "HEAD")
_BYTES = 32
_PORT_OF_HTTP = 80  # which no browser says
_OWN = "same-origin"
_FROM_OUTSIDE = "none"  # a person typed the address, or the system opened it
# What a page of ours may load and send: its own files and requests to itself; nobody else may show it in a frame (CSP Level 3).
POLICY = "; ".join(
    (
        "default-src 'none'",
        *(f"{kind}-src 'self'" for kind in ("script", "style", "img", "font", "connect")),
        *(f"{kind} 'none'" for kind in ("base-uri", "frame-ancestors")),
        "form-action 'self'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # under no-referrer even our own forms say `Origin: null` (Fetch Standard 3.2)
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True)
class Asked:
    """What of a request says who sent it; '' for what it doesn't say. `cookies` are all that bear our name."""

    method: str
    host: str
    origin: str
    site: str
    cookies: tuple[str, ...]


class Gate:
    """Knows the one-time addresses that were given out and the cookie of this run; asked from several threads."""

    def __init__(self, port: int) -> None:
        # Cookies don't tell ports apart (RFC 6265, 8.5), and two pages may be open.
        self.cookie_name = f"reportgen-{port}"
        self.cookie = secrets.token_urlsafe(_BYTES)
        # Not `localhost`, which may be ::1: there another person's server could stand on our port, and be our site.
        self._hosts = {f"127.0.0.1:{port}", *(["127.0.0.1"] if port == _PORT_OF_HTTP else [])}
        self._tokens: set[str] = set()
        self._lock = threading.Lock()
        self._port = port

    def address(self) -> str:
        """Return a new address that lets one browser in, once."""
        token = secrets.token_urlsafe(_BYTES)
        with self._lock:
            self._tokens.add(token)
        return f"http://127.0.0.1:{self._port}/enter?token={token}"

    def admits(self, token: str) -> bool:
        """Return whether an address was given out and not used yet; it is used now."""
        with self._lock:
            found = [one for one in self._tokens if _is_same(one, token)]
            self._tokens.difference_update(found)
        return bool(found)

    def refusal(self, asked: Asked, *, entering: bool = False) -> str:
        """Return why a request is refused, '' for one that is let in; `entering` is the one that brings a one-time address."""
        if asked.host not in self._hosts:
            return "这个地址不是本机的页面。"
        if asked.origin and asked.origin not in {f"http://{host}" for host in self._hosts}:
            return "这个请求是别的网页发来的。"
        if asked.method not in READING and not asked.origin:
            return "这个请求没有说是从哪个网页发来的。"
        if asked.site not in ("", _OWN, *((_FROM_OUTSIDE,) if asked.method in READING else ())):
            return "这个请求是别的网页发来的。"
        if not entering and not any(_is_same(one, self.cookie) for one in asked.cookies):
            return "这个浏览器还没有进来：请到黑色窗口里按一下回车，会打开一个新的页面。"
        return ""


def _is_same(one: str, other: str) -> bool:
    """Compare two secrets in a time that says nothing of them; as bytes, for a request may say what isn't ASCII."""
    return hmac.compare_digest(one.encode(), other.encode())
