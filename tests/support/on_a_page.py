"""The page of an office's folder, asked without a browser: by its own cookie, from its own address."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

from reportgen.page.app import make_app
from reportgen.page.desk import Clock, Desk
from reportgen.page.gate import Gate
from reportgen.page.presence import Presence
from reportgen.page.work import NAME as WORK
from reportgen.page.work import Job, Result

_PORT = 8018
_OWN = f"http://127.0.0.1:{_PORT}"
CLOCK = Clock(lambda: "2019-01-07 09:30", lambda: datetime.date(2019, 1, 7), lambda: "2019-01-07T09:30:00Z")


class OnAPage:
    """A browser that has come in, at the page of an office's folder."""

    def __init__(self, folder: Path, data: str = "data", template: str = "template") -> None:
        gate = Gate(_PORT)
        self.app = make_app(Desk(folder / data, folder / template, folder / "output", CLOCK), gate, Presence())
        self.client: FlaskClient = self.app.test_client()
        self.client.set_cookie(gate.cookie_name, gate.cookie, domain="127.0.0.1")

    def get(self, address: str) -> TestResponse:
        return self.client.get(address, base_url=_OWN, buffered=True)

    def sends(self, address: str, form: dict[str, Any]) -> TestResponse:
        """Send a form as a browser does."""
        return self.client.post(address, base_url=_OWN, data=form, headers={"Origin": _OWN})

    def asks(self, address: str, said: object) -> TestResponse:
        """Send data as a script of the page does."""
        headers = {"Origin": _OWN, "X-Wants": "data"}
        return self.client.post(address, base_url=_OWN, json=said, headers=headers)

    def comes_to(self, address: str) -> TestResponse:
        """Open an address, and go on to where its answers lead."""
        return self.client.get(address, base_url=_OWN, follow_redirects=True, buffered=True)

    @property
    def job(self) -> Job:
        """Return what takes long and is being done, or was done last."""
        job = self.app.extensions[WORK].last
        assert isinstance(job, Job)
        return job

    def done(self) -> Result:
        """Wait until what takes long is done, and return what came of it."""
        assert self.job.wait(120) and self.job.result is not None
        return self.job.result

    def words(self, address: str) -> str:
        """Return what a page says, its blanks made one."""
        main = html.document_fromstring(self.get(address).get_data(as_text=True)).xpath("//main")[0]
        return re.sub(r"\s+", " ", main.text_content())

    def drawn(self, address: str) -> dict[str, Any]:
        """Return what the script of a sheet draws."""
        tree = html.document_fromstring(self.get(address).get_data(as_text=True))
        drawn: dict[str, Any] = json.loads(tree.xpath("//script[@id='data']")[0].text)
        return drawn
