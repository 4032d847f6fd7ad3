"""A report that is listed -> every number in it held against the year's data, as `verify` does before signing."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, g, render_template

from reportgen.base.issues import counted
from reportgen.offices.rolled_memory import outdated
from reportgen.page.desk import desk
from reportgen.page.report_files import named, reports
from reportgen.report.records import finding
from reportgen.report.records.finding import Wanted
from reportgen.report.records.record import report_name

pages = Blueprint("held", __name__, url_prefix="/verify")


@pages.get("/<name>")
def held(name: str) -> str:
    """Show what of a report's numbers isn't the data's."""
    return shown(named(reports(desk(), g.year), name))


def shown(path: Path) -> str:
    """Return the page on a Word file, wherever it is; raises Unusable."""
    from reportgen.report.against_data import verified  # a tenth of what a first page waits for

    of = desk()
    other = finding.other(path, finding.read_said(path), Wanted(report_name(of.template), g.year))
    done = verified(path, of.data, of.template, g.year, of.output)
    found = (*other, *done.issues)
    return render_template(
        "report_held.html",
        name=path.name,
        found=found,
        unchecked=done.unchecked,
        counts=counted(found),
        outdated=outdated(of.data, g.year),
    )
