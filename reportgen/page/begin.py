"""A year that is wanted, or an older report -> a year's folder: from the year before, from the catalogue, or from what somebody confirms was read."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from reportgen.base.issues import Issue, Severity, Unusable
from reportgen.begin.first_year.first_folder import what_waits
from reportgen.begin.new_year import make_year, told
from reportgen.inputs.years import is_year
from reportgen.page.desk import desk
from reportgen.page.shelf import shelf, upload_name

pages = Blueprint("begin", __name__)
_CHECK = "新的一年"
_SHELF = "older"


@pages.get("/begin/")
@pages.get("/<int:year>/begin/")
def begin() -> str:
    """Show the ways in which a year begins."""
    of = desk()
    waiting = what_waits(of.data, of.template, g.year) if g.year else None
    known = of.years
    return render_template(
        "begin.html",
        waiting=waiting,
        wanted=known[-1] + 1 if known else of.clock.day().year,
    )


@pages.post("/begin/new")
@pages.post("/<int:year>/begin/new")
def new() -> str:
    """Make a year's folder and say what is in it; nobody can be told later what was moved or left behind."""
    of = desk()
    year, earlier = _year("wanted"), _year("from", of.years)
    if year is None:
        raise _refused("请写要建哪一年，四位数，如 2019。")
    if earlier is not None and earlier >= year:
        raise _refused(f"照着建的{earlier}年要早于{year}年。")
    if os.path.lexists(of.data / str(year)) and what_waits(of.data, of.template, year) is None:
        raise _refused(f"{year}年的文件夹已经有了，不会覆盖。要重新建，先把它改名或移走。")
    made = make_year(of.data, of.template, year, earlier, as_forms="forms" in request.form)
    said = told(made, "再到「新的一年」里建还缺的文件")
    return render_template("made.html", made=made, said=said, filling=made.filling)


@pages.post("/begin/older")
@pages.post("/<int:year>/begin/older")
def upload() -> Answer:
    """Take an older report, and lead to what it says."""
    sent = request.files.get("report")
    if sent is None or not sent.filename:
        raise _refused("请先选往年的报告（.docx、.doc、.wps 或 .txt），再点「读」。")
    name = upload_name(sent.filename)
    data = sent.read()
    key = hashlib.sha256(name.encode() + b"\n" + data).hexdigest()
    shelf().put(_SHELF, key, {name: data})
    return redirect(url_for("begin.older", key=key, of=_year("of")))


@pages.get("/begin/older/<key>")
@pages.get("/<int:year>/begin/older/<key>")
def older(key: str) -> Answer:
    """Show what an older report says, each value with its sentences, to be confirmed."""
    path = _uploaded(key)
    if path is None:
        return _gone()
    from reportgen.page.older import shown  # what reads an older report takes long to import

    return shown(path)


@pages.post("/begin/older/<key>")
@pages.post("/<int:year>/begin/older/<key>")
def write(key: str) -> Answer:
    """Write a year's folder from what an older report says and somebody confirmed."""
    path = _uploaded(key)
    if path is None:
        return _gone()
    from reportgen.page.older import written  # as above

    return written(path)


def _uploaded(key: str) -> Path | None:
    return next(iter(shelf().files(_SHELF, key).values()), None)


def _gone() -> Answer:
    flash("上传的报告已经不在了（页面重新开过），请再选一次。")
    return redirect(url_for("begin.begin"))


def _year(field: str, known: Iterable[int] | None = None) -> int | None:
    """Return the year that a form says, None where it says none; raises Unusable for what is no year, or none of those `known`."""
    word = request.form.get(field, "").strip()
    if not word:
        return None
    if not is_year(word) or (known is not None and int(word) not in known):
        raise _refused(f"「{word}」不是年份，请写四位数，如 2019。" if not is_year(word) else f"没有{word}年的数据。")
    return int(word)


def _refused(message: str) -> Unusable:
    return Unusable([Issue(_CHECK, Severity.ERROR, message)])
