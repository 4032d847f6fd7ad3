"""Two years, or all of them -> the comparison's own page within ours, and the same to take away as a workbook, a text or a Word file."""

from __future__ import annotations

import io

from flask import Response, abort, g, make_response, render_template, request, send_file, url_for

from reportgen.base.issues import Unusable
from reportgen.compare import forms
from reportgen.compare.comparing import read_comparison, read_series
from reportgen.compare.page import policy
from reportgen.figures.changes import Comparison
from reportgen.figures.series import Series
from reportgen.page.desk import desk
from reportgen.page.gate import POLICY
from reportgen.page.issues import faults_page
from reportgen.report.documents import annex_of

_ALL = "all"
_LEAST = 2  # years
HTML, CSV, DOCX = "html", "csv", "docx"
_OF_SERIES = (HTML, CSV)
FILES = {  # what of a comparison can be taken away -> its media type
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    CSV: "text/csv; charset=utf-8",
    DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_WITHIN = "frame-ancestors 'self'"  # a page of ours shows it in a frame, nobody else's does


def compare() -> Response | str:
    """Show the comparison with the year asked for, else the one before, or all years side by side."""
    others = [one for one in desk().years if one != g.year]
    earlier = [one for one in others if one < g.year]
    asked = request.args.get("other", str((earlier or others or [0])[-1]))
    if others and asked not in (_ALL, *map(str, others)):
        abort(404)
    if not others:
        return render_template("compare.html", others=others)
    try:  # before the frame asks for it: no page of ours may be shown in one
        _series() if asked == _ALL else _comparison(int(asked))
    except Unusable as error:
        return faults_page(error, "要比的几年的数据")
    if asked == _ALL:
        address = {form: url_for("compare.series", form=form) for form in _OF_SERIES}
    else:
        address = {form: url_for("compare.comparison", other=asked, form=form) for form in (HTML, *FILES)}
    answer = make_response(render_template("compare.html", others=others, asked=asked, all=_ALL, address=address))
    answer.headers["Content-Security-Policy"] = f"{POLICY}; frame-src 'self'"
    return answer


def comparison(other: int, form: str) -> Response:
    """Give the comparison with another year in one of its forms."""
    if other not in desk().years or other == g.year:
        abort(404)
    if form == HTML:
        return own_page(forms.OF_COMPARISON[form](_comparison(other)))
    if form not in FILES:
        abort(404)
    found = _comparison(other)
    made = annex_of(found, desk().template) if form == DOCX else forms.OF_COMPARISON[form](found)
    return sent(made, forms.name_of_comparison(found), form)


def series(form: str) -> Response:
    """Give all years side by side, as a page or a text for spreadsheets."""
    if form not in _OF_SERIES or len(desk().years) < _LEAST:
        abort(404)
    found = _series()
    if form == HTML:
        return own_page(forms.OF_SERIES[form](found))
    return sent(forms.OF_SERIES[form](found), forms.name_of_series(*map(str, (found.years[0], found.years[-1]))), form)


def _comparison(other: int) -> Comparison:
    of = desk()
    return read_comparison(of.data, of.template, max(g.year, other), min(g.year, other))


def _series() -> Series:
    of = desk()
    return read_series(of.data, of.template, of.years)


def own_page(made: str | bytes) -> Response:
    """Answer with a page that is whole in itself, under the policy that it carries."""
    assert isinstance(made, str)
    answer = make_response(made)
    answer.headers["Content-Security-Policy"] = f"{policy(made)}; {_WITHIN}"
    return answer


def sent(made: str | bytes, name: str, form: str) -> Response:
    """Send one of the forms that can be taken away."""
    data = io.BytesIO(made if isinstance(made, bytes) else made.encode())
    return send_file(data, FILES[form], as_attachment=True, download_name=f"{name}.{form}")
