"""A Word file that came back, from anywhere -> what it says it is and what a build would do with it; in the report's place, once that was seen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flask import abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from reportgen.base.hashing import sha256
from reportgen.base.issues import Issue, Location, Severity, Unusable
from reportgen.page import report_held
from reportgen.page.desk import Checked, Desk, desk
from reportgen.page.report_files import named, renewable
from reportgen.page.report_state import State, state_of, would_build, written
from reportgen.page.report_wish import NOT_SEEN, Wish
from reportgen.page.shelf import shelf, upload_name
from reportgen.page.work import work
from reportgen.report import corrections, telling
from reportgen.report.building import build_from
from reportgen.report.built import Built
from reportgen.report.records import finding, history
from reportgen.report.records.finding import Wanted
from reportgen.report.records.record import report_name
from reportgen.word.opening import open_document
from reportgen.word.origin import Origin

_KIND = "received"
_ENDING = ".docx"


@dataclass(frozen=True)
class Received:
    """A file that came back, as it lies on the shelf; what it says it is, and why it isn't of this report and year, '' where it is."""

    key: str
    path: Path
    said: Origin | None
    other: str

    @property
    def data(self) -> bytes:
        """Return its bytes."""
        return self.path.read_bytes()


def receive() -> Answer:
    """Take a file in, without putting it anywhere yet, and show what it is, in the year that it says it is of."""
    of, sent = desk(), request.files.get("file")
    if sent is None or not sent.filename:
        raise Unusable([Issue("文件", Severity.ERROR, "没有选文件：请先选改过的那份 Word 文件（.docx）。")])
    name, data = f"{upload_name(sent.filename).removesuffix(_ENDING)}{_ENDING}", sent.read()
    key = sha256(data)
    shelf().put(_KIND, key, {name: data})
    path = _on_shelf(key)
    open_document(path, at=Location(name))
    year, said = g.year, finding.read_said(path)
    if (
        said
        and said.year != year
        and said.year in of.years
        and not Wanted(report_name(of.template), said.year).other(said)
    ):
        flash(f"它说自己是{said.year}年的报告，下面是{said.year}年的。")
        year = said.year
    return redirect(url_for("report.received.received", key=key, year=year))


def received(key: str) -> str:
    """Show what a file is, and what becomes of it where it is put in the report's place."""
    of, taken = desk(), _taken(key)
    checked = of.checked(g.year)
    seen = _seen(of, checked, key)  # before anybody looks: what changes meanwhile wasn't seen
    built = would_build(of, checked, target=taken.path)
    state = state_of(of, g.year, checked)
    return render_template(
        "report_received.html",
        received=taken,
        built=built,
        state=state,
        place=_place(of, taken, state),
        is_same=_is_same(taken, state),
        can_be_put=_can_be_put(taken, built),
        reports=renewable(of, g.year),
        seen=seen,
        size=len(taken.data),
        telling=telling,
        corrections=corrections,
    )


def held(key: str) -> str:
    """Hold a file that came back against the data, without putting it anywhere."""
    return report_held.shown(_taken(key).path)


def put(key: str) -> Answer:
    """Put a file in the report's place, and bring today's figures into it, where that is what a person has seen."""
    of, taken = desk(), _taken(key)
    with work().alone():
        checked = of.checked(g.year)
        state = state_of(of, g.year, checked)
        if request.form.get("seen", "") != _seen(of, checked, key):
            flash(NOT_SEEN)
            return redirect(url_for("report.received.received", key=key))
        if not _can_be_put(taken, would_build(of, checked, target=taken.path)):
            abort(404)
        report = (
            named(renewable(of, g.year), request.form.get("which", "")) if state.faults else _place(of, taken, state)
        )
        reason = f"换成收到的「{taken.path.name}」以前的"
        history.put(taken.data, report, of.clock.time(), reason)
        way = Wish().way(of.clock, dry=False)
        built = build_from(checked.folder, checked.year, of.output, report, way)
    flash(f"收到的「{taken.path.name}」已放到 {report}，原来的留在下面「以前的版本」里。")
    for sentence in written(built) if built.changed else ():
        flash(sentence)
    return redirect(url_for("report.report", which=report.name if state.faults else None))


def _on_shelf(key: str) -> Path:
    paths = list(shelf().files(_KIND, key).values())
    if not paths:
        abort(404)
    return paths[0]


def _taken(key: str) -> Received:
    """Return a file that came back; answers 404 for one that was never here, or has been here too long."""
    path = _on_shelf(key)
    said = finding.read_said(path)
    other = Wanted(report_name(desk().template), g.year).other(said) if said else finding.why_no_report(path)
    return Received(key, path, said, other)


def _can_be_put(taken: Received, built: Built) -> bool:
    """Return whether a file is this report, as far as it says, and today's figures can be brought into it."""
    return not taken.other and not built.apart


def _place(of: Desk, taken: Received, state: State) -> Path:
    """Return where a file would be put: in the place of the report that a build would renew, beside the others where there is none."""
    return state.built.report if state.built else of.output / str(g.year) / taken.path.name


def _is_same(taken: Received, state: State) -> bool:
    """Return whether the report that stands there is this very file."""
    there = state.built.report if state.built else None
    return there is not None and there.is_file() and there.read_bytes() == taken.data


def _seen(of: Desk, checked: Checked, key: str) -> str:
    return f"{key}-{Wish().seen(of, checked)}"
