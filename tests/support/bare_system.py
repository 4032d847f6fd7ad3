"""A folder -> commands run in it on a system that has a C library, zlib, a shell and nothing else: no Python, no network, no variable set."""

from __future__ import annotations

import contextlib
import http.client
import re
import shlex
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import own_loopback

PROGRAMS = ("/bin/sh", "/usr/bin/dirname")
LIBRARIES = ("libc.so.6", "libm.so.6", "libpthread.so.0", "libdl.so.2", "librt.so.1", "libutil.so.1", "libz.so.1")


def can_be_had() -> bool:
    """Return whether this system lets a test have a root of its own."""
    return bool(shutil.which("unshare")) and subprocess.run(["unshare", "-rmn", "true"], check=False).returncode == 0


@dataclass(frozen=True)
class BareSystem:
    """A root folder with what every Linux has, as a new computer has it."""

    root: Path

    def __post_init__(self) -> None:
        for name in ("dev", "proc", "tmp"):
            (self.root / name).mkdir(parents=True)
        for program in PROGRAMS:
            self._take(Path(program))
            told = subprocess.run(["ldd", program], capture_output=True, check=True, encoding="utf-8").stdout
            libraries = [Path(found) for found in re.findall(r"(/\S+) \(0x", told)]
            beside = next(one.parent for one in libraries if one.name == "libc.so.6")
            for library in (*libraries, *(beside / name for name in LIBRARIES)):
                self._take(library)

    def _take(self, file: Path) -> None:
        target = self.root / file.relative_to("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, target)

    def runs(self, folder: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
        """Run a command in a folder below the root, its first word a file there; return how it ended and what it printed."""
        return subprocess.run(
            ["unshare", "-rmn", "sh", "-c", self._script(folder, words)],
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=60,
        )

    @contextlib.contextmanager
    def serving(self, folder: Path, *words: str) -> Iterator[Visit]:
        """Run a command that serves on this system's loopback until the block ends; then it is interrupted, and must end with 0."""
        ours, theirs = socket.socketpair()
        outside = [sys.executable, own_loopback.__file__, str(theirs.fileno()), self._script(folder, words)]
        with subprocess.Popen(
            ["unshare", "-rmn", *outside],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=[theirs.fileno()],
            encoding="utf-8",
        ) as running:
            theirs.close()
            try:
                assert running.stdout is not None
                said: list[str] = []
                while not (said and (found := re.search(r"http://\S+", said[-1]))):
                    said.append(running.stdout.readline())
                    assert said[-1], "".join(said)
                visit = Visit(ours, found[0])
                yield visit
            finally:
                ours.close()
            visit.last_words = running.stdout.read()
        assert running.returncode == 0, visit.last_words

    def _script(self, folder: Path, words: tuple[str, ...]) -> str:
        inside = "/" + folder.relative_to(self.root).as_posix()
        root = shlex.quote(str(self.root))
        within = f"cd {shlex.quote(inside)} && exec {shlex.join(words)}"
        return (
            f"mount --rbind /dev {root}/dev && exec env -i $(command -v chroot) {root} /bin/sh -c {shlex.quote(within)}"
        )


@dataclass
class Visit:
    """Somebody's browser on a system, at the address that a server printed: `cookies` are what it was given, `last_words` how the server ended."""

    _door: socket.socket
    address: str
    cookies: str = ""
    last_words: str = ""

    def asks(
        self, method: str, address: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Send a request as a page of the server's own does, to an address of its or a path; return its status and body, past redirects."""
        here = urlsplit(self.address)
        own = {"Origin": f"http://{here.netloc}", "Sec-Fetch-Site": "same-origin", "Cookie": self.cookies}
        self._door.sendall(str(here.port).encode())
        _, (descriptor,), _, _ = socket.recv_fds(self._door, 1, 1)
        connection = http.client.HTTPConnection(here.netloc, timeout=60)
        connection.sock = socket.socket(fileno=descriptor)
        with contextlib.closing(connection):
            connection.request(method, address.removeprefix(own["Origin"]), body, {**own, **(headers or {})})
            answer = connection.getresponse()
            given = [one.partition(";")[0] for one in answer.headers.get_all("Set-Cookie") or ()]
            self.cookies = "; ".join([*filter(None, [self.cookies]), *given])
            if forward := answer.headers["Location"]:
                return self.asks("GET", forward)
            return answer.status, answer.read()
