"""A county's year -> its offices side by side: the league's own page within ours, and the same to take away as a workbook, a text or a Word file."""

from __future__ import annotations

from flask import Response, abort, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as Answer

from reportgen.base.hashing import sha256
from reportgen.base.issues import Unusable
from reportgen.compare import forms
from reportgen.offices.county import County, refuse_unless_there
from reportgen.offices.league import read_league
from reportgen.page.compare import DOCX, FILES, HTML, own_page, sent
from reportgen.page.county_desk import CountyDesk, county_desk, read_all
from reportgen.page.gate import POLICY
from reportgen.page.offices import nobody
from reportgen.page.report_files import named
from reportgen.page.shelf import shelf
from reportgen.page.work import Step
from reportgen.page.working import made_first
from reportgen.report.documents import league_document

_KIND, _FILE = "league", "league.html"
_SET = "yes"


def league() -> ResponseReturnValue:
    """Show the league; made first where it hasn't been since anything was handed in."""
    at, partly = county_desk(), _partly()
    try:
        county = at.county()
        refuse_unless_there(county, g.year)
    except Unusable as error:
        return nobody(error)
    key = _key(at, county, g.year, partly=partly)
    if not shelf().files(_KIND, key):
        leading = _made_first(at, county, key, partly=partly)
        if leading is not None or not shelf().files(_KIND, key):
            return leading or redirect(_address(partly=partly))
    asked = _SET if partly else None
    address = {form: url_for("offices.league.download", form=form, partly=asked) for form in FILES}
    frame = url_for("offices.league.shown", key=key)
    answer = make_response(render_template("offices_league.html", address=address, frame=frame, partly=partly))
    answer.headers["Content-Security-Policy"] = f"{POLICY}; frame-src 'self'"
    return answer


def shown(key: str) -> Response:
    """Give the page that the frame shows."""
    return own_page(named(shelf().files(_KIND, key), _FILE).read_text(encoding="utf-8"))


def download(form: str) -> Response:
    """Give the league in one of the forms to take away."""
    if form not in FILES:
        abort(404)
    county = county_desk().county()
    refuse_unless_there(county, g.year)
    found = read_league(county, county.template, g.year, partly=_partly())
    made = league_document(found, county.template) if form == DOCX else forms.OF_LEAGUE[form](found)
    return sent(made, forms.name_of_league(found), form)


def _partly() -> bool:
    return request.args.get("partly") == _SET


def _key(at: CountyDesk, county: County, year: int, *, partly: bool) -> str:
    return sha256(repr((*at.inputs(county, year), partly)).encode())


def _address(*, partly: bool) -> str:
    return url_for("offices.league.league", partly=_SET if partly else None)


def _made_first(at: CountyDesk, county: County, key: str, *, partly: bool) -> Answer | None:
    year, on = g.year, shelf()

    def does(step: Step) -> None:
        made = _made(county, year, step, partly=partly)
        if _key(at, county, year, partly=partly) == key:  # else an office saved meanwhile, and it is of neither
            on.put(_KIND, key, {_FILE: made.encode()})

    return made_first(f"把{year}年各单位排在一起", _address(partly=partly), does)


def _made(county: County, year: int, step: Step, *, partly: bool) -> str:
    read_all(county, year, step)
    step("逐个指标排名次")
    found = read_league(county, county.template, year, partly=partly)
    step("做成网页")
    made = forms.OF_LEAGUE[HTML](found)
    return made if isinstance(made, str) else made.decode()
