"""An office's folders and the gate before them -> the application that answers a browser."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, request, url_for
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as Answer

from reportgen.base.issues import Issue, Severity, Unusable
from reportgen.base.saving import CannotWrite
from reportgen.page.desk import NAME, Desk, desk
from reportgen.page.gate import HEADERS, READING, Asked, Gate
from reportgen.page.presence import Presence
from reportgen.page.shelf import NAME as SHELF
from reportgen.page.shelf import Shelf
from reportgen.page.views import MENU, add_views
from reportgen.page.work import NAME as WORK
from reportgen.page.work import Work
from reportgen.page.working import wants_data

_ENTERING = "entering"
_WITHOUT_COOKIE = (_ENTERING, "static")
MOST_SENT = 100_000_000  # bytes of one request; the largest document that is read
TOO_MUCH = "文件太大了，最大100MB。"
UNREADABLE = "这个请求看不懂。"
_LONGEST_NAME = 40  # of an open page, in characters


def make_app(of: Desk, gate: Gate, presence: Presence) -> Flask:
    """Return the application; every request goes through the gate, every answer says what a page of ours may load."""
    app = Flask("reportgen.page", template_folder="html", static_folder="static")
    app.config.update(MAX_CONTENT_LENGTH=MOST_SENT, MAX_FORM_MEMORY_SIZE=MOST_SENT, PROPAGATE_EXCEPTIONS=False)
    # Signs the sentence that the next page shows; of another name in each of two pages that are open.
    app.config.update(SESSION_COOKIE_NAME=f"{gate.cookie_name}-said", SESSION_COOKIE_SAMESITE="Strict")
    app.secret_key = secrets.token_bytes()
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions.update({NAME: of, WORK: Work(), SHELF: Shelf()})
    add_views(app)

    @app.before_request
    def let_in() -> Answer | None:
        asked = Asked(
            request.method,
            request.headers.get("Host", ""),
            request.headers.get("Origin", ""),
            request.headers.get("Sec-Fetch-Site", ""),
            tuple(request.cookies.getlist(gate.cookie_name)),
        )
        if refused := gate.refusal(asked, entering=request.endpoint in _WITHOUT_COOKIE):
            return _failed(refused, 403)
        presence.seen()
        if g.year is not None and g.year not in of.years:
            abort(404)
        return None

    @app.after_request
    def say_what_may_load(answer: Response) -> Response:
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        return answer

    @app.url_value_preprocessor
    def take_year(_endpoint: str | None, values: dict[str, object] | None) -> None:
        """Take the year out of the address: `g.year`. This runs before the gate, so nothing is looked up for it here."""
        g.year = values.pop("year", None) if values else None

    @app.url_defaults
    def add_year(endpoint: str, values: dict[str, object]) -> None:
        if "year" not in values and g.get("year") and app.url_map.is_endpoint_expecting(endpoint, "year"):
            values["year"] = g.year

    @app.context_processor
    def said_on_every_page() -> dict[str, object]:
        return {"menu": MENU, "years": of.years, "year": g.get("year"), "told": desk().told(), "Severity": Severity}

    @app.get("/enter", endpoint=_ENTERING)
    def enter() -> Answer:
        if not gate.admits(request.args.get("token", "")):
            return _failed("这个地址已经用过了，或者不是这一次的：请到黑色窗口里按一下回车，会打开一个新的页面。", 403)
        answer = redirect(url_for("home"))
        answer.set_cookie(gate.cookie_name, gate.cookie, httponly=True, samesite="Strict")
        return answer

    @app.get("/")
    def home() -> Answer:
        known = of.years
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

    @app.errorhandler(Unusable)
    def tell_issues(error: Unusable) -> Answer:
        return _told(error.issues, "")

    @app.errorhandler(CannotWrite)
    def tell_cannot_write(error: CannotWrite) -> Answer:
        return _told((), str(error))

    @app.errorhandler(HTTPException)
    def tell_http(error: HTTPException) -> Answer:
        said = {404: "没有这一页。", 405: "这个地址不是这样用的。", 413: TOO_MUCH}
        return _failed(said.get(error.code or 0, UNREADABLE), error.code or 400)

    @app.errorhandler(Exception)
    def tell_failure(error: Exception) -> Answer:
        app.logger.error("a fault of our own", exc_info=error)
        return _failed(
            "程序自己出错了，刚才要做的可能没有做成，请先看一看。详细的在黑色窗口里，请把它发给维护的人。", 500
        )

    return app


def _told(issues: Sequence[Issue], sentence: str) -> Answer:
    """Answer with the faults of the inputs, all at once, or with why nothing could be written; 409 where a change was asked for."""
    status = 200 if request.method in READING and not wants_data() else 409
    if wants_data():
        return make_response(jsonify(told=[sentence] if sentence else [str(issue) for issue in issues]), status)
    return make_response(render_template("told.html", issues=issues, sentence=sentence), status)


def _failed(sentence: str, status: int) -> Answer:
    if wants_data():
        return make_response(jsonify(told=[sentence]), status)
    return make_response(render_template("refused.html", reason=sentence), status)
