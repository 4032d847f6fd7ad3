"""An office's folders and the gate before them -> the application that answers a browser."""

from __future__ import annotations

import contextlib
import secrets
from pathlib import Path

from flask import Flask, Response, abort, g, redirect, request, url_for
from jinja2 import FileSystemBytecodeCache, StrictUndefined
from jinja2.bccache import Bucket
from werkzeug.wrappers import Response as Answer

from reportgen.base.issues import Severity
from reportgen.page.addresses import issue_address
from reportgen.page.desk import NAME, Desk, desk
from reportgen.page.gate import HEADERS, Asked, Gate
from reportgen.page.presence import Presence
from reportgen.page.refusals import add_refusals, refused
from reportgen.page.shelf import NAME as SHELF
from reportgen.page.shelf import Shelf
from reportgen.page.views import MENU, MENU_OF_COUNTY, OF_COUNTY, add_views
from reportgen.page.wording import kind, place, said
from reportgen.page.work import NAME as WORK
from reportgen.page.work import Work

_ENTERING = "entering"
_WITHOUT_COOKIE = (_ENTERING, "static")
MOST_SENT = 100_000_000  # bytes of one request; the largest document that is read
_BESIDE_PYTHON_S = Path(__file__).with_name("__pycache__")
_LONGEST_NAME = 40  # of an open page, in characters


class _Compiled(FileSystemBytecodeCache):
    """Templates compiled once, beside the bytecode that Python keeps of this module; where it keeps none, they are compiled each time."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template where that is possible: the folder may be another's, or not be there."""
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)


def make_app(of: Desk, gate: Gate, presence: Presence) -> Flask:
    """Return the application; every request goes through the gate, every answer says what a page of ours may load."""
    app = Flask("reportgen.page", template_folder="html", static_folder="static")
    app.config.update(MAX_CONTENT_LENGTH=MOST_SENT, MAX_FORM_MEMORY_SIZE=MOST_SENT, PROPAGATE_EXCEPTIONS=False)
    # Signs the sentence that the next page shows; of another name in each of two pages that are open.
    app.config.update(SESSION_COOKIE_NAME=f"{gate.cookie_name}-said", SESSION_COOKIE_SAMESITE="Strict")
    app.secret_key = secrets.token_bytes()
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.jinja_env.bytecode_cache = _Compiled(str(_BESIDE_PYTHON_S))
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.filters.update(said=said, kind=kind, place=place, address=issue_address)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions.update({NAME: of, WORK: Work(), SHELF: Shelf()})
    _take_years(app)
    _guard(app, gate, presence)
    _add_doors(app, gate, presence)
    add_views(app)
    add_refusals(app)
    app.context_processor(_said_on_every_page)
    return app


def _take_years(app: Flask) -> None:
    """Take the year out of each address, `g.year`, and put it into the addresses that a page names."""

    @app.url_value_preprocessor
    def take_year(_endpoint: str | None, values: dict[str, object] | None) -> None:
        """This runs before the gate, so nothing is looked up for it here."""
        g.year = values.pop("year", None) if values else None

    @app.url_defaults
    def add_year(endpoint: str, values: dict[str, object]) -> None:
        if "year" not in values and g.get("year") and app.url_map.is_endpoint_expecting(endpoint, "year"):
            values["year"] = g.year


def _guard(app: Flask, gate: Gate, presence: Presence) -> None:
    """Let each request through the gate or refuse it, and say with each answer what a page of ours may load."""

    @app.before_request
    def let_in() -> Answer | None:
        asked = Asked(
            request.method,
            request.headers.get("Host", ""),
            request.headers.get("Origin", ""),
            request.headers.get("Sec-Fetch-Site", ""),
            tuple(request.cookies.getlist(gate.cookie_name)),
        )
        if reason := gate.refusal(asked, entering=request.endpoint in _WITHOUT_COOKIE):
            return refused(reason, 403)
        presence.seen()
        if g.year is not None and g.year not in desk().years and not _is_of_county():
            abort(404)
        return None

    @app.after_request
    def say_what_may_load(answer: Response) -> Response:
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        return answer


def _add_doors(app: Flask, gate: Gate, presence: Presence) -> None:
    """Add the addresses that are no page: the one-time one, the bare one, and the one to which open pages give signs of life."""

    @app.get("/enter", endpoint=_ENTERING)
    def enter() -> Answer:
        if not gate.admits(request.args.get("token", "")):
            return refused("这个地址已经用过了，或者不是这一次的：请到黑色窗口里按一下回车，会打开一个新的页面。", 403)
        answer = redirect(url_for("home"))
        answer.set_cookie(gate.cookie_name, gate.cookie, httponly=True, samesite="Strict")
        return answer

    @app.get("/")
    def home() -> Answer:
        if desk().county:
            return redirect(url_for("offices.offices"))
        known = desk().years
        return redirect(url_for("overview.overview", year=known[-1]) if known else url_for("overview.nothing"))

    @app.post("/alive")
    def alive() -> tuple[str, int]:
        """A page that is open says so from time to time, and once more when it is closed."""
        page = request.form.get("page", "")[:_LONGEST_NAME]
        if request.form.get("how") == "closed":
            presence.closed(page)
        elif page:
            presence.opened(page)
        return "", 204


def _said_on_every_page() -> dict[str, object]:
    of, year = desk(), g.get("year")
    years = of.years
    return {
        "menu": {**(MENU_OF_COUNTY if of.county else {}), **(MENU if year in years else {})},
        "years": years,
        "year": year,
        "leads": "offices" if year and _is_of_county() else "overview",  # where another year is shown
        "told": of.told(),
        "Severity": Severity,
    }


def _is_of_county() -> bool:
    """Return whether a page is asked for that a county has of every year of its offices."""
    return (request.endpoint or "").partition(".")[0] in OF_COUNTY and desk().county is not None
