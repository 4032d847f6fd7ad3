"""A year's figures -> the list of them with last year's and what the checks found; one of them -> where it comes from and where it is printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from reportgen.base.issues import Issue, Severity, Unusable
from reportgen.compare.rows import moved, remark
from reportgen.figures.changes import Change
from reportgen.figures.figure import Figure
from reportgen.figures.provenance import derivation, how
from reportgen.figures.wording import value_text, with_unit
from reportgen.inputs.renaming import renaming_of
from reportgen.page.addresses import sheet_address
from reportgen.page.desk import Checked, desk
from reportgen.report.places import places
from reportgen.word.text import paragraphs

_SOUND = "没有问题"


@dataclass(frozen=True)
class Row:
    """A figure in the list: its value as the report prints it, what it was, how far it moved, and what stands against it.

    `state` is the gravest kind of issue that stands, with their number; `code` is that kind's, '' without any.
    """

    figure: Figure
    section: str
    value: str
    before: str
    moved: tuple[str, str]
    remark: str
    state: str
    code: str


def figures() -> str | Answer:
    """Show all figures, or those of a section, or in whose names a text stands."""
    try:
        checked = desk().checked(g.year)
    except Unusable:
        return redirect(url_for("issues.issues"))
    section, text = request.args.get("section", ""), request.args.get("text", "").strip()
    every = list(rows(checked))
    chosen = [
        row
        for row in every
        if section in ("", row.figure.metric.section) and (text in row.figure.name or text in row.figure.metric.label)
    ]
    return render_template(
        "figures.html",
        rows=chosen,
        count=len(every),
        sections=checked.folder.catalogue.sections,
        section=section,
        text=text,
        demo=checked.year.sources.demo,
        before=_title_before(checked),
    )


def figure(name: str) -> str | Answer:
    """Show where a figure comes from, down to the cells, where the report prints it, and what the checks found about it."""
    try:
        checked = desk().checked(g.year)
    except Unusable:
        return redirect(url_for("issues.issues"))
    year = checked.year
    today = renaming_of(year.catalogue).name(name)
    if today not in year.figures.by_name:
        abort(404)
    if today != name:
        return redirect(url_for("figures.figure", name=today))
    found = year.figures[name]
    change = year.changes.get(name)
    return render_template(
        "figure.html",
        figure=found,
        section=year.catalogue.sections[found.metric.section],
        said=with_unit(found.metric, found.value),
        how=how(found.metric),
        change=change,
        moved=moved(change) if change else ("", ""),
        remark=remark(change) if change else "",
        before=_title_before(checked),
        root=derivation(found, year.figures),
        address=lambda at: sheet_address(at, year.catalogue),
        places=list(places(paragraphs(checked.draft), name)),
        issues=about(checked.issues, name),
        demo=year.sources.demo,
    )


def rows(checked: Checked) -> Iterator[Row]:
    """Yield a row for each figure, in the catalogue's order."""
    year = checked.year
    for one in year.figures:
        change = year.changes.get(one.name)
        state, code = _state(about(checked.issues, one.name))
        yield Row(
            one,
            year.catalogue.sections[one.metric.section].title,
            value_text(one.metric, one.value),
            _text_before(change),
            moved(change) if change else ("", ""),
            remark(change) if change else "",
            state,
            code,
        )


def about(issues: Sequence[Issue], name: str) -> list[Issue]:
    """Return the issues that concern a figure."""
    return [issue for issue in issues if name in issue.metrics]


def _state(issues: Sequence[Issue]) -> tuple[str, str]:
    standing = [issue.severity for issue in issues if not issue.accepted]
    gravest = next((kind for kind in Severity if kind in standing and kind is not Severity.NOTE), None)
    if gravest is None:
        accepted = sum(bool(issue.accepted) for issue in issues)
        return (f"{accepted}处已认可" if accepted else _SOUND), ""
    return f"{standing.count(gravest)}个{gravest.value}", gravest.code


def _text_before(change: Change | None) -> str:
    return change.before.text if change and change.before else ""


def _title_before(checked: Checked) -> str:
    """Return what the year before is called, '' where there is none to compare with."""
    return checked.year.comparison.before.title if checked.year.comparison else ""
