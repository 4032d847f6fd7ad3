"""A county's year -> its offices as a table, who has handed in what and who is behind; the words of a notice, each office's issues and reports."""

from __future__ import annotations

import io
from collections.abc import Callable

from flask import abort, g, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as Answer

from reportgen.base.issues import Unusable
from reportgen.inputs.years import years
from reportgen.offices import notice as words
from reportgen.offices.county import County, Office, newest_year, refuse_unless_there
from reportgen.offices.handed_in import Stage
from reportgen.offices.progress import Progress, reports_of
from reportgen.page.county_desk import CountyDesk, county_desk
from reportgen.page.desk import Desk, desk
from reportgen.page.report_files import named
from reportgen.page.working import made_first

_ALL = "all"
# What a table of offices shows -> its title, and which offices.
_KINDS: dict[str, tuple[str, Callable[[Progress], bool]]] = {
    _ALL: ("全部单位", lambda one: True),
    "behind": ("没报齐的", lambda one: one.stage is not Stage.COMPLETE),
    "late": ("逾期的", lambda one: one.is_late(desk().clock.day())),
    "wrong": ("有错误的", lambda one: bool(one.errors or one.faults)),
    "unwritten": ("没有生成报告的", lambda one: not one.reports),
    "older": ("报告比数据旧的", lambda one: bool(one.older)),
}


def offices() -> ResponseReturnValue:
    """Show the offices of a year, or of them only who is behind; without a year those of the newest."""
    at = county_desk()
    try:
        county = at.county()
        if g.year is None:
            return redirect(url_for("offices.offices", year=newest_year(county)))
        refuse_unless_there(county, g.year)
    except Unusable as error:
        return nobody(error)
    asked = request.args.get("show", _ALL)
    if asked not in _KINDS:
        abort(404)
    found = at.progress(county, g.year)
    if found is None:
        leading = _read_first(at, county, url_for("offices.offices", show=None if asked == _ALL else asked))
        found = at.progress(county, g.year)
        if leading is not None or found is None:
            return leading or redirect(url_for("offices.offices"))
    return render_template(
        "offices.html",
        found=found,
        shown=[one for one in found.offices if _KINDS[asked][1](one)],
        all=len(county.offices),
        kinds={name: title for name, (title, _) in _KINDS.items()},
        asked=asked,
        words=words,
        Stage=Stage,
        years=_years(county),
        has_own=g.year in desk().years,
    )


def nobody(error: Unusable) -> str:
    """Return a page of why no office can be shown."""
    return render_template("offices_none.html", issues=error.issues)


def notice() -> Answer:
    """Send the words of the notice as a text."""
    at = county_desk()
    county = at.county()
    found = at.progress(county, g.year)
    if found is None:
        return redirect(url_for("offices.offices"))
    data = io.BytesIO(b"\xef\xbb\xbf" + words.as_text(found).replace("\n", "\r\n").encode())  # for Notepad of any age
    name = f"{g.year}年报送情况.txt"
    return send_file(data, "text/plain; charset=utf-8", as_attachment=True, download_name=name)


def found(code: str) -> str:
    """Show all that the checks find in an office, warnings too, as its own page does; nothing of it is changed here."""
    at = county_desk()
    county = at.county()
    refuse_unless_there(county, g.year)
    office = _of_code(county, code)
    try:
        issues = Desk(office.data, county.template, office.output, at.clock).checked(g.year).issues
    except Unusable as error:
        issues = error.issues
    return render_template("offices_found.html", office=office, issues=issues)


def download(code: str, name: str) -> Answer:
    """Send a report of an office."""
    office = _of_code(county_desk().county(), code)
    listed = {one: office.output / str(g.year) / one for one in reports_of(office, g.year)}
    return send_file(named(listed, name).resolve(), as_attachment=True, download_name=name)


def _of_code(county: County, code: str) -> Office:
    office = next((one for one in county.offices if one.code == code), None)
    if office is None:
        abort(404)
    return office


def _read_first(at: CountyDesk, county: County, back: str) -> Answer | None:
    year = g.year
    return made_first(f"看{year}年各单位报到哪里了", back, lambda step: at.read(county, year, step))


def _years(county: County) -> list[int]:
    """Return the years that the county or any of its offices has a folder for, oldest first."""
    return sorted({*desk().years, *(year for office in county.offices for year in years(office.data))})
