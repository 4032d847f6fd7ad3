"""The page's own server, in a thread of the test, and what anybody on this computer can send to it, byte by byte."""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from reportgen.page.desk import Desk
from reportgen.page.presence import Presence
from reportgen.page.serving import Server

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Told:
    """An answer: its status, its headers by their names in small letters (several of one name: the last), its body as text."""

    status: int
    headers: Mapping[str, str]
    text: str


@dataclass
class Served:
    """A server that runs, and the headers that a page of its own sends."""

    server: Server
    running: threading.Thread
    own: dict[str, str] = field(default_factory=dict)

    @property
    def port(self) -> int:
        return urlsplit(self.server.address()).port or 0

    @property
    def origin(self) -> str:
        return f"http://{HOST}:{self.port}"

    def asked(self, method: str, address: str, headers: Mapping[str, str] | None = None, body: bytes = b"") -> Told:
        """Send a request with these headers and no others, but for its length; `Host` is the server's own unless one is said."""
        told = {"Host": f"{HOST}:{self.port}", **(headers or {})}
        connection = http.client.HTTPConnection(HOST, self.port, timeout=20)
        try:
            connection.putrequest(method, address, skip_host=True, skip_accept_encoding=True)
            for name, value in told.items():
                connection.putheader(name, value.encode("latin-1"))
            if body or method == "POST":
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body or None)
            answer = connection.getresponse()
            said = {name.lower(): value for name, value in answer.getheaders()}
            return Told(answer.status, said, answer.read().decode())
        finally:
            connection.close()

    def raw(self, request: bytes) -> bytes:
        """Send bytes as they are and return everything that comes back."""
        with socket.create_connection((HOST, self.port), timeout=20) as connection:
            connection.sendall(request)
            with contextlib.suppress(
                OSError
            ):  # what is no request is refused as soon as it is known for none, maybe before this
                connection.shutdown(socket.SHUT_WR)
            parts = []
            with contextlib.suppress(ConnectionResetError):
                while part := connection.recv(65536):
                    parts.append(part)
        return b"".join(parts)


@contextlib.contextmanager
def serving(of: Desk, presence: Presence | None = None, port: int = 0) -> Iterator[Served]:
    """Run a server until the block ends; `own` is what a page that was let in sends with every change."""
    server = Server(of, port, presence or Presence(every=0.05, silent=10**6))
    running = threading.Thread(target=server.run)
    running.start()
    try:
        served = Served(server, running)
        served.own |= {
            "Cookie": f"{server.gate.cookie_name}={server.gate.cookie}",
            "Origin": served.origin,
            "Sec-Fetch-Site": "same-origin",
        }
        yield served
    finally:
        server.stop()
        running.join(20)
    assert not running.is_alive(), "the server didn't end"
