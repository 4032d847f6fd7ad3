"""A year that is wanted, or an older report -> a year's folder: from the year before, from the catalogue, or from what somebody confirms was read."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from flask import Blueprint, flash, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from reportgen.base.issues import Issue, Severity, Unusable
from reportgen.base.saving import file_name, write_folder
from reportgen.begin.first_year.first_folder import what_waits
from reportgen.begin.new_year import make_year, told
from reportgen.begin.old_report import told as older_told
from reportgen.begin.old_report.confirming import Said, not_taken, tidied, values_said, with_typed
from reportgen.begin.old_report.importing import Heard, heard, placed
from reportgen.begin.old_report.readings import Reading
from reportgen.begin.old_report.year_files import RECORD, Imported, year_files
from reportgen.inputs.years import is_year
from reportgen.page.desk import desk
from reportgen.page.shelf import shelf
from reportgen.report.places import sentences_saying

pages = Blueprint("begin", __name__)
_CHECK = "新的一年"
_SHELF = "older"
_FIELD = "value-"  # before a value's key in the form


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
    name = _file_name(sent.filename)
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
    one = _heard(path)
    return _asked(one, placed(one), {})


@pages.post("/begin/older/<key>")
@pages.post("/<int:year>/begin/older/<key>")
def write(key: str) -> Answer:
    """Write a year's folder from what an older report says and somebody confirmed; where what was typed can't be meant, ask again.

    The document is read anew: of the form nothing is believed but what was typed for the values that stand in it.
    """
    path = _uploaded(key)
    if path is None:
        return _gone()
    one = _heard(path)
    shown = {value.key: value.text for value in values_said(one, placed(one))}
    sent = {name.removeprefix(_FIELD): tidied(text) for name, text in request.form.items() if name.startswith(_FIELD)}
    if sent.keys() != shown.keys():
        raise _refused("这一页打开以后，指标目录或模板改过了。什么都没有写，请重新选报告。")
    typed = {key: text for key, text in sent.items() if text != shown[key]}
    now = with_typed(one, typed)
    imported = placed(now)
    if lost := not_taken(typed, values_said(now, imported)):
        return _asked(one, imported, sent, lost=lost)
    folder = desk().data / str(one.year)
    if os.path.lexists(folder) and "replace" not in request.form:
        return _asked(one, imported, sent, unconfirmed=True)
    files = year_files(imported, one.catalogue)
    kept = write_folder(folder, files)
    flash(
        f"已写 {folder}（{len(files)}个文件），每个数的出处在 {folder / RECORD}。"
        + (f"原来的数据留在 {kept}。" if kept else "")
    )
    flash("下一步：在「填表」里补上没有读到的，再看「问题」。")
    return redirect(url_for("overview.overview", year=one.year))


def _asked(
    one: Heard, imported: Imported, typed: Mapping[str, str], *, lost: Iterable[str] = (), unconfirmed: bool = False
) -> Answer:
    """Return the page that asks for each value, with what was typed already; 409 where nothing could be written yet."""
    values = values_said(one, placed(one))
    page = render_template(
        "older.html",
        one=imported,
        said=list(older_told.what_was_read(imported)),
        values=values,
        texts={value.key: typed.get(value.key, value.text) for value in values},
        lost=set(lost),
        unconfirmed=unconfirmed,
        reported=older_told.as_reported(imported),
        missing=older_told.still_to_fill(imported, one.catalogue),
        unused=older_told.not_used(imported),
        exists=os.path.lexists(desk().data / str(one.year)),
        field=_FIELD,
        evidence=_evidence,
        sentences_saying=sentences_saying,
    )
    return make_response(page, 409 if lost or unconfirmed else 200)


def _evidence(value: Said) -> tuple[list[Reading], list[Reading]]:
    """Return the first place that says a value as each text that stands for it, and the others; a mark and its sentence are one place."""
    places: dict[tuple[str, int], Reading] = {}
    for one in value.readings:
        places.setdefault((one.text, one.line), one)
    first = {one.text: one for one in reversed(places.values())}
    others = [one for one in places.values() if one is not first[one.text]]
    return [one for one in places.values() if one is first[one.text]], others


def _heard(path: Path) -> Heard:
    """Return what a document says; raises Unusable, which names the file as it was uploaded."""
    year = request.args.get("of", "")
    try:
        return heard(path, desk().template, int(year) if is_year(year) else None)
    except Unusable as error:
        raise Unusable(_by_name(issue, path) for issue in error.issues) from None


def _by_name(issue: Issue, path: Path) -> Issue:
    at = issue.location
    return replace(issue, location=at._replace(file=path.name)) if at and at.file == str(path) else issue


def _uploaded(key: str) -> Path | None:
    return next(iter(shelf().files(_SHELF, key).values()), None)


def _gone() -> Answer:
    flash("上传的报告已经不在了（页面重新开过），请再选一次。")
    return redirect(url_for("begin.begin"))


def _file_name(sent: str) -> str:
    """Return the name of an uploaded file, without folders, as every system takes it."""
    name = sent.replace("\\", "/").rpartition("/")[2]
    stem, dot, ending = name.rpartition(".")
    return f"{file_name(stem)}.{file_name(ending.lower())}" if dot else file_name(name)


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
