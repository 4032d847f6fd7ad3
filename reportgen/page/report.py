"""A year and its reports -> how the report stands and what a build would change in it, word for word; the build itself, once that was seen."""

from __future__ import annotations

from pathlib import Path

from flask import abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from reportgen.base.issues import Issue, Severity, Unusable
from reportgen.offices.rolled_memory import outdated
from reportgen.page import report_files
from reportgen.page.desk import Desk, desk
from reportgen.page.report_state import would_build, written, wrong_in
from reportgen.page.report_wish import NOT_SEEN, Wish
from reportgen.page.work import work
from reportgen.public import files
from reportgen.report import corrections, telling
from reportgen.report.building import build_from
from reportgen.report.built import Built
from reportgen.report.records.finding import why_no_report


def report() -> str:
    """Show how the report stands, and what a build would do to it as it is wished for in the address."""
    of, wish = desk(), Wish.of(request.args)
    _check(of, wish)
    there = report_files.reports(of, g.year)
    checked, built, seen = None, None, ""
    faults: tuple[Issue, ...] = ()
    try:
        checked = of.checked(g.year)
        seen = wish.seen(of, checked)  # before anybody looks: what changes meanwhile wasn't seen
        target = _target(of, wish)
        built = would_build(of, checked, wish.way(of.clock, dry=True), target)
    except Unusable as error:
        faults = error.issues
    return render_template(
        "report.html",
        built=built,
        faults=faults,
        is_read=checked is not None,
        wish=wish,
        seen=seen,
        reports=there,
        renewable=report_files.renewable(of, g.year),
        is_there=built is not None and built.report.exists(),
        editions=report_files.editions(of, g.year),
        is_old=built is not None and files.is_old(built.report, built.document),
        versions=report_files.versions(of, g.year),
        can_compare=checked is not None and checked.year.comparison is not None,
        outdated=outdated(of.data, g.year),
        telling=telling,
        wrong=wrong_in(built) if built else 0,
        corrections=corrections,
        demo=checked.year.sources.demo if checked else "",
    )


def build() -> Answer:
    """Build as the form says, where that is what a person has seen; else show it again."""
    of, wish = desk(), Wish.of(request.form)
    _check(of, wish)
    with work().alone():
        checked = of.checked(g.year)
        if request.form.get("seen", "") != wish.seen(of, checked):
            flash(NOT_SEEN)
            return redirect(url_for("report.report", **wish.words))
        target = _target(of, wish)
        built = build_from(checked.folder, checked.year, of.output, target, wish.way(of.clock, dry=False))
    for sentence in done(built):
        flash(sentence)
    return redirect(url_for("report.report", which=wish.which or None))


def done(built: Built) -> list[str]:
    """Return the sentences on a build; what it was going to do was shown before."""
    said = telling.about_events(built, dry=False).removesuffix("：")
    return [*([f"{said}（{len(built.events)}处）。"] if said else []), *written(built)]


def _target(of: Desk, wish: Wish) -> Path | None:
    """Return the report that is meant, None where nobody said which; raises Unusable for a file that is no report."""
    target = wish.target(of, g.year)
    if target is not None and (why := why_no_report(target)):
        message = f"{why}，没有可以更新的。请选别的一份；不用的请移到别的文件夹。"
        raise Unusable([Issue("文件", Severity.ERROR, message)])
    return target


def _check(of: Desk, wish: Wish) -> None:
    """Answer 404 for a report that isn't among those that are there."""
    if wish.which and wish.target(of, g.year) is None:
        abort(404)
