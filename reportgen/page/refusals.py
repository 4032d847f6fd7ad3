"""Why a request can't be answered as it was meant -> a page that says so, or the same as data for a script of ours."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask, current_app, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as Answer

from reportgen.base.issues import Issue, Unusable
from reportgen.base.saving import CannotWrite
from reportgen.page.gate import READING
from reportgen.page.wording import issue_text, said
from reportgen.page.working import wants_data

TOO_MUCH = "文件太大了，最大100MB。"
UNREADABLE = "这个请求看不懂。"
_OUR_FAULT = "程序自己出错了，刚才要做的可能没有做成，请先看一看。详细的在黑色窗口里，请把它发给维护的人。"
_SAID = {404: "没有这一页。", 405: "这个地址不是这样用的。", 413: TOO_MUCH}


def refused(sentence: str, status: int) -> Answer:
    """Answer with one sentence, on a page of its own."""
    if wants_data():
        return make_response(jsonify(told=[sentence]), status)
    return make_response(render_template("refused.html", reason=sentence), status)


def add_refusals(app: Flask) -> None:
    """Let an application answer whatever its views raise."""
    app.register_error_handler(Unusable, lambda error: _not_done(error.issues, ""))
    app.register_error_handler(CannotWrite, lambda error: _not_done((), str(error)))
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(Exception, _of_ours)


def _not_done(issues: Sequence[Issue], sentence: str) -> Answer:
    """Answer with the faults of the inputs, all at once, or with why nothing could be written; 409 where a change was asked for."""
    status = 200 if request.method in READING and not wants_data() else 409
    if wants_data():
        told = [said(sentence)] if sentence else [issue_text(issue) for issue in issues]
        return make_response(jsonify(told=told), status)
    return make_response(render_template("told.html", issues=issues, sentence=sentence), status)


def _of_http(error: HTTPException) -> Answer:
    return refused(_SAID.get(error.code or 0, UNREADABLE), error.code or 400)


def _of_ours(error: Exception) -> Answer:
    current_app.logger.error("a fault of our own", exc_info=error)
    return refused(_OUR_FAULT, 500)
