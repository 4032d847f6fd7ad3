"""A clerk with the page open: an office's folders copied from the shipped ones, and a browser that was let in, without a server."""

from __future__ import annotations

import datetime
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from itertools import count
from pathlib import Path
from typing import Any

from conftest import DATA, TEMPLATE
from flask import Flask, g
from hands import Hand
from werkzeug.test import TestResponse

from reportgen.api import check
from reportgen.base.issues import Issue, Location
from reportgen.page.app import make_app
from reportgen.page.desk import Clock
from reportgen.page.desk import Desk as Folders
from reportgen.page.gate import Gate
from reportgen.page.presence import Presence
from reportgen.page.wording import issue_text, said
from reportgen.page.work import NAME as WORK
from reportgen.word.package import DOCUMENT, read_package, write_package

PORT = 8018
AT = "/2018/report/"
TITLE = "禄脿街道办事处2018年计划生育工作执行情况报告"
OWN = f"http://127.0.0.1:{PORT}"
_FORWARD = (301, 302, 303)


@dataclass
class Clerk:
    """An office's folder with the shipped years and template in it, and what the page answered last.

    `gets` and `sends` go through the gate as the browser that the page itself opened; `said` is the answer's text as one reads it.
    """

    folder: Path
    years: tuple[int, ...] = (2018,)
    answer: TestResponse | None = None
    _times: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        for year in self.years:
            shutil.copytree(DATA / str(year), self.data / str(year))
        shutil.copytree(TEMPLATE, self.template)
        clock = Clock(self._time, lambda: datetime.date(2018, 12, 12), lambda: "2018-12-12T20:00:00Z")
        self.folders = Folders(self.data, self.template, self.output, clock)
        self.gate = Gate(PORT)
        self.app: Flask = make_app(self.folders, self.gate, Presence())
        self.browser = self.app.test_client()
        self.browser.set_cookie(self.gate.cookie_name, self.gate.cookie, domain="127.0.0.1")

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def template(self) -> Path:
        return self.folder / "templates" / "annual"

    @property
    def output(self) -> Path:
        return self.folder / "output"

    @property
    def said(self) -> str:
        """Return the last answer's text without its tags, one line for each element but a span and the place of an issue."""
        assert self.answer is not None
        text = re.sub(r"<(script|style)\b.*?</\1>", "", self.answer.text, flags=re.DOTALL)
        text = re.sub(r"</?span\b[^>]*>", "", re.sub(r'<a class="at"[^>]*>(.*?)</a>', r"\1", text))
        lines = (" ".join(line.split()) for line in unescape(re.sub(r"<[^>]*>", "\n", text)).splitlines())
        return "\n".join(line for line in lines if line)

    def gets(self, address: str, **more: Any) -> TestResponse:
        """Open an address of the page, such as `/2018/report/`."""
        self.answer = self.browser.get(address, base_url=OWN, follow_redirects=True, buffered=True, **more)
        return self.answer

    def sends(self, address: str, form: dict[str, Any] | None = None, *, follow: bool = True) -> TestResponse:
        """Send a form as a page of ours does, and go where the answer leads; an upload is (file, name)."""
        headers = {"Origin": OWN, "Sec-Fetch-Site": "same-origin"}
        answer = self.browser.post(address, base_url=OWN, data=form or {}, headers=headers)
        self.answer = answer
        if follow and answer.status_code in _FORWARD:
            self.gets(answer.headers["Location"])
        return answer

    def asks(self, address: str, *, json: Any = None) -> TestResponse:
        """Send JSON as a script of ours does, which wants data back."""
        headers = {"Origin": OWN, "Sec-Fetch-Site": "same-origin", "X-Wants": "data"}
        self.answer = self.browser.post(address, base_url=OWN, json=json, headers=headers)
        return self.answer

    def words(self, of: Issue | Location) -> str:
        """Return what the page says for an issue, or for a place."""
        with self.app.test_request_context():
            g.year = self.years[-1]
            return said(of) if isinstance(of, Location) else issue_text(of)

    @property
    def errors(self) -> str:
        """Return the answer's status and text, for a test that fails."""
        return f"{self.answer.status if self.answer else ''}\n{self.said}"

    def field(self, name: str) -> str:
        """Return what the last answer's form would send as a hidden field."""
        assert self.answer is not None
        found = re.search(rf'name="{name}" value="([^"]*)"', self.answer.text)
        assert found, f"no field {name}: {self.errors}"
        return unescape(found[1])

    @property
    def files(self) -> dict[str, bytes]:
        """Return every file of the office."""
        return {str(path): path.read_bytes() for path in sorted(self.folder.rglob("*")) if path.is_file()}

    def report(self, year: int = 2018) -> Path:
        """Return the only report of a year."""
        (path,) = (self.output / str(year)).glob("*.docx")
        return path

    def works(self) -> None:
        """Wait until what takes long is done, and look at what came of it."""
        job = self.app.extensions[WORK].last
        assert job is not None and job.wait(120)
        self.gets("/2018/working/")

    def accepts_all(self, year: int = 2018) -> None:
        """Accept whatever the checks found, in the office's own YAML."""
        keys = dict.fromkeys(one.key for one in check(self.data, self.template, year) if one.key and not one.accepted)
        items = "".join(f"- issue: '{key}'\n  reason: 测试里认可\n" for key in keys)
        path = self.data / str(year) / "office.yaml"
        path.write_text(f"{path.read_text(encoding='utf-8').rstrip()}\naccepted:\n{items}", encoding="utf-8")

    def corrects(self, file: str, old: str, new: str, year: int = 2018) -> None:
        """Correct something in the data, as Excel or a text editor does."""
        path = self.data / str(year) / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} doesn't say {old}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def _time(self) -> str:
        return f"2018-12-12 20:{next(self._times):02}:00"


def leader_edits(report: Path, old: str = "总人口", new: str = "常住总人口") -> None:
    """Change a word of the prose, and add words of one's own to the paragraph behind, as a leader does in Word."""
    parts = read_package(report.read_bytes())
    body = parts[DOCUMENT].decode()
    assert old in body
    hand = Hand({**parts, DOCUMENT: body.replace(old, new, 1).encode()}, frozenset())
    assert hand.does("add_words", hand.paragraph("加强村级"))
    report.write_bytes(write_package(hand.saved()))
