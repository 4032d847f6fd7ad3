"""The versions of a year's reports that were replaced -> one of them back in its place; what stands there now is kept too."""

from __future__ import annotations

from flask import abort, flash, g, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from reportgen.base.issues import Issue, Location, Severity, Unusable, reason_of
from reportgen.page.desk import desk
from reportgen.page.report_files import versions
from reportgen.page.work import work
from reportgen.report.records import history


def restore() -> Answer:
    """Bring a version back."""
    of = desk()
    with work().alone():
        version = versions(of, g.year).get(request.form.get("version", ""))
        if version is None:
            abort(404)
        try:
            report = history.restore(version, of.clock.time())
        except OSError as error:
            message = f"读不出来（{reason_of(error)}）。什么都没有恢复。"
            raise Unusable([Issue("文件", Severity.ERROR, message, Location(str(error.filename)))]) from error
    flash(f"第{version.number}版已恢复到 {report}，原来的也留在下面「以前的版本」里。")
    return redirect(url_for("report.report"))
