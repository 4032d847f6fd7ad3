"""How long the page takes to open, and a typed cell to be checked, against `check` from the shell; and the memory of its server.

    python benchmarks/page.py [ROUNDS]

Every round runs `check`, then a server of its own: from its start to the last byte of its first page, then a cell of a table typed and
checked again and again, then every page of its menu. A machine that slows down slows all of them; the first round is dropped.
Prints medians, with the median of the ratio to `check` round by round, and the most memory that a server ever held (Linux alone tells).
"""

from __future__ import annotations

import http.client
import json
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from cold import ROOT, as_a_clerk_s

sys.path.insert(0, str(ROOT))

from reportgen.commands.screen import ERRORS_STAND, OK
from reportgen.editing.saved import digest_of
from reportgen.page.views import MENU

YEAR = "2018"
TABLE = "basic_stats_births.csv"
CELL = (2, 1)  # its row as Excel counts, its column from 0
CHECKS = 9  # cells typed one after the other, each another number
_KILOBYTE = 1024


@dataclass(frozen=True)
class Visit:
    """A browser's visit to a server that was just started: seconds to the first page, of each check of a cell, the server's memory in bytes."""

    first: float
    checks: list[float]
    memory: int


class Browser:
    """A browser that keeps its connection and the cookie that it is given."""

    def __init__(self, place: str) -> None:
        self._connection = http.client.HTTPConnection(place)
        self._headers = {"Origin": f"http://{place}", "Sec-Fetch-Site": "same-origin"}

    def asked(self, address: str, said: object = None) -> bytes:
        """Ask for an address, or send it what a script of ours says; returns the answer, raises RuntimeError for a refusal."""
        if said is None:
            self._connection.request("GET", address, headers=self._headers)
        else:
            told = {**self._headers, "Content-Type": "application/json", "X-Wants": "data"}
            self._connection.request("POST", address, json.dumps(said), told)
        answer = self._connection.getresponse()
        text = answer.read()
        if answer.status >= http.HTTPStatus.BAD_REQUEST:
            raise RuntimeError(f"{address}: {answer.status} {text.decode()}")
        if cookie := answer.getheader("Set-Cookie"):
            self._headers["Cookie"] = cookie.partition(";")[0]
        return text


def visit() -> Visit:
    """Start a server, look at it as a browser does, and end it."""
    begun = time.perf_counter()
    command = [sys.executable, "build_report.py", "page", "--no-browser"]
    pipes = {"stdout": subprocess.PIPE, "stdin": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, env=as_a_clerk_s(), encoding="utf-8", **pipes) as server:
        try:
            assert server.stdout is not None
            entrance = urlsplit(next(line.strip() for line in server.stdout if line.startswith("http://")))
            browser = Browser(entrance.netloc)
            browser.asked(f"{entrance.path}?{entrance.query}")
            browser.asked(f"/{YEAR}/")
            first = time.perf_counter() - begun
            checks = list(checks_of_a_cell(browser))
            for name in MENU:
                browser.asked(f"/{YEAR}/" if name == "overview" else f"/{YEAR}/{name}/")
            return Visit(first, checks, most_memory(server.pid))
        finally:
            server.send_signal(signal.SIGINT)


def checks_of_a_cell(browser: Browser) -> Iterator[float]:
    """Yield the seconds that each check of a cell takes, another number in it each time."""
    address = f"/{YEAR}/tables/{TABLE}"
    browser.asked(address)
    digest = digest_of((ROOT / "data" / YEAR / TABLE).read_bytes())
    for number in range(CHECKS):
        begun = time.perf_counter()
        said = browser.asked(
            f"{address}/check", {"digest": digest, "cells": [[*CELL, str(number)]], "added": [], "deleted": []}
        )
        yield time.perf_counter() - begun
        if "faults" not in json.loads(said):
            raise RuntimeError(f"a cell wasn't checked: {said.decode()}")


def check_from_the_shell() -> float:
    """Return the seconds of one run; the published year has errors that stand, as most years have."""
    begun = time.perf_counter()
    command = [sys.executable, "build_report.py", "check", YEAR]
    done = subprocess.run(command, cwd=ROOT, env=as_a_clerk_s(), capture_output=True, check=False)
    if done.returncode not in (OK, ERRORS_STAND):
        raise RuntimeError(done.stderr.decode())
    return time.perf_counter() - begun


def most_memory(number: int) -> int:
    """Return the most bytes that a process has held at once, 0 where the system doesn't tell."""
    status = Path(f"/proc/{number}/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return sum(int(line.split()[1]) * _KILOBYTE for line in lines if line.startswith("VmHWM:"))


def main(rounds: int) -> None:
    """Run and print."""
    shell, visits = [], []
    for number in range(rounds + 1):
        taken, visited = check_from_the_shell(), visit()
        if number:
            shell.append(taken)
            visits.append(visited)
    cells = [statistics.median(one.checks) for one in visits]
    print(f"{'`check` from the shell':36} {1000 * statistics.median(shell):6.0f} ms")
    for name, times in (("the first page of a fresh server", [one.first for one in visits]), ("a cell's check", cells)):
        ratio = statistics.median(one / other for one, other in zip(times, shell, strict=True))
        print(f"{name:36} {1000 * statistics.median(times):6.0f} ms   {ratio:.2f} x `check`")
    print(f"{'memory of the server, at most':36} {max(one.memory for one in visits) / 1e6:6.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
