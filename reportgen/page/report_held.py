"""A report that is listed -> every number in it held against the year's data, as `verify` does before signing; what may stand is accepted."""

from __future__ import annotations

from pathlib import Path

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from reportgen.base.issues import Issue, counted
from reportgen.offices.rolled_memory import outdated
from reportgen.page.desk import desk
from reportgen.page.issues import accept_in_year, digest, other_now
from reportgen.page.report_files import named, reports
from reportgen.report.against_data import Verified, verified
from reportgen.report.records import finding
from reportgen.report.records.finding import Wanted
from reportgen.report.records.record import report_name


def held(name: str) -> str:
    """Show what of a report's numbers isn't the data's."""
    return shown(named(reports(desk(), g.year), name), is_listed=True)


def accept(name: str) -> Answer:
    """Have the year accept what is found in a report, with the reason that was typed."""
    path = named(reports(desk(), g.year), name)
    checked = desk().checked(g.year)
    found, _ = _found(path)
    meant = request.form.get("issue", "")
    issue = next((one for one in found if one.key and not one.accepted and digest(one) == meant), None)
    if issue is None:
        raise other_now()
    flash(accept_in_year(checked, issue, request.form.get("reason", "")))
    return redirect(url_for("report.held.held", name=name))


def shown(path: Path, *, is_listed: bool = False) -> str:
    """Return the page on a Word file, wherever it is; what is found in one that is listed can be accepted there. Raises Unusable."""
    found, done = _found(path)
    return render_template(
        "report_held.html",
        name=path.name,
        found=found,
        digest=digest,
        is_listed=is_listed,
        unchecked=done.unchecked,
        standing=done.standing,
        counts=counted(found),
        outdated=outdated(desk().data, g.year),
    )


def _found(path: Path) -> tuple[tuple[Issue, ...], Verified]:
    """Return all that there is to know of a report before signing, and what holding it against the data gave."""
    of = desk()
    other = finding.other(path, finding.read_said(path), Wanted(report_name(of.template), g.year))
    done = verified(path, of.data, of.template, g.year, of.output)
    return (*other, *done.issues), done
