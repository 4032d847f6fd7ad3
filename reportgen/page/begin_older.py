"""An older report that was uploaded -> the page that shows each of its values with its sentences, or a year's folder of what was confirmed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from reportgen.base.hashing import sha256
from reportgen.base.issues import Unusable
from reportgen.base.saving import write_folder
from reportgen.begin.old_report import told
from reportgen.begin.old_report.confirming import Said, not_taken, tidied, values_said, with_typed
from reportgen.begin.old_report.importing import Heard, converted, heard, is_old_form, placed
from reportgen.begin.old_report.readings import Reading
from reportgen.begin.old_report.year_files import RECORD, Imported, year_files
from reportgen.inputs.years import is_year
from reportgen.page.begin import asked_year, refused
from reportgen.page.desk import desk
from reportgen.page.shelf import Shelf, shelf, upload_name
from reportgen.page.work import Result, Step
from reportgen.page.working import begin
from reportgen.report.places import sentences_saying

_SHELF, _AS_DOCX = "older", "older-docx"
_FIELD = "value-"  # before a value's key in the form
_CHANGED = "这一页打开以后，指标目录或模板改过了。什么都没有写，请重新选报告。"


def upload() -> Answer:
    """Take an older report, and begin to read it; that leads to what it says."""
    sent = request.files.get("report")
    if sent is None or not sent.filename:
        raise refused("请先选往年的报告（.docx、.doc、.wps 或 .txt），再点「读」。")
    name, data = upload_name(sent.filename), sent.read()
    key = sha256(name.encode() + b"\n" + data)
    year, on = asked_year("of"), shelf()
    on.put(_SHELF, key, {name: data})
    template, leads = desk().template, url_for("begin.older.older", key=key, of=year)
    back = url_for("begin.begin")
    return begin("读往年的报告", back, lambda step: _read(on, key, template, year, leads, step))


def older(key: str) -> Answer:
    """Show what an older report says, each value with its sentences, to be confirmed."""
    one = _heard(key)
    return _gone() if one is None else _asked(one, placed(one), {})


def write(key: str) -> Answer:
    """Write a year's folder from what an older report says and the form confirms; where what was typed can't be meant, ask again.

    The document is read anew: of the form nothing is believed but what was typed for the values that stand in it. Raises Unusable, CannotWrite.
    """
    one = _heard(key)
    if one is None:
        return _gone()
    said = {value.key: value.text for value in values_said(one, placed(one))}
    sent = {name.removeprefix(_FIELD): tidied(text) for name, text in request.form.items() if name.startswith(_FIELD)}
    if sent.keys() != said.keys():
        raise refused(_CHANGED)
    typed = {key: text for key, text in sent.items() if text != said[key]}
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


def _read(on: Shelf, key: str, template: Path, year: int | None, leads: str, step: Step) -> Result:
    """Read an uploaded report once; what LibreOffice makes of it is kept, so that its page needn't wait for that again."""
    path = _kept(on, _SHELF, key)
    assert path is not None, "it was put there just now"
    try:
        if is_old_form(path) and _kept(on, _AS_DOCX, key) is None:
            step(f"请 LibreOffice 把 {path.suffix} 转成 .docx，第一次要一两分钟")
            with tempfile.TemporaryDirectory() as folder:
                made = converted(path, Path(folder))
                on.put(_AS_DOCX, key, {made.name: made.read_bytes()})
        step("读报告里的数")
        heard(path, template, year, _kept(on, _AS_DOCX, key))
    except Unusable as error:
        raise _by_name(error, path) from None
    return Result(leads=leads)


def _kept(on: Shelf, kind: str, key: str) -> Path | None:
    return next(iter(on.files(kind, key).values()), None)


def _gone() -> Answer:
    flash("上传的报告已经不在了（页面重新开过），请再选一次。")
    return redirect(url_for("begin.begin"))


def _asked(
    one: Heard, imported: Imported, typed: Mapping[str, str], *, lost: Iterable[str] = (), unconfirmed: bool = False
) -> Answer:
    """Return the page that asks for each value, with what was typed already; 409 where nothing could be written yet."""
    values = values_said(one, placed(one))
    page = render_template(
        "older.html",
        one=imported,
        said=list(told.what_was_read(imported)),
        values=values,
        texts={value.key: typed.get(value.key, value.text) for value in values},
        lost=set(lost),
        unconfirmed=unconfirmed,
        reported=told.as_reported(imported),
        missing=told.still_to_fill(imported, one.catalogue),
        unused=told.not_used(imported),
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


def _heard(key: str) -> Heard | None:
    """Return what an uploaded report says, None where it isn't there any more; raises Unusable, which names the file as it was uploaded."""
    path, as_docx = _kept(shelf(), _SHELF, key), _kept(shelf(), _AS_DOCX, key)
    if path is None or (is_old_form(path) and as_docx is None):
        return None
    year = request.args.get("of", "")
    try:
        return heard(path, desk().template, int(year) if is_year(year) else None, as_docx)
    except Unusable as error:
        raise _by_name(error, path) from None


def _by_name(error: Unusable, path: Path) -> Unusable:
    """Return what can't be used with the file's name in place of where it lies on the shelf."""
    return Unusable(
        replace(issue, location=at._replace(file=path.name))
        if (at := issue.location) and at.file == str(path)
        else issue
        for issue in error.issues
    )
