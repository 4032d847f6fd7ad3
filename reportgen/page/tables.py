"""A year's files -> each as a sheet to type into, checked while somebody types and saved whole or not at all; and how far each is filled."""

from __future__ import annotations

from flask import abort, flash, g, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from reportgen.base.issues import Issue, Location, Unusable
from reportgen.base.saving import read_or_none
from reportgen.begin.first_year.first_folder import what_waits
from reportgen.editing.pasted_names import Pasted
from reportgen.editing.saved import digest_of, save
from reportgen.editing.yaml_list import ItemText
from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.folder import read_lists
from reportgen.page.addresses import sheet_address
from reportgen.page.desk import Desk, desk
from reportgen.page.item_forms import NotOurs, Sent, sent_of, with_sent
from reportgen.page.marking import Found, found_in, refused_in
from reportgen.page.sheet_data import cell_at
from reportgen.page.typed import Typed, refuse_closed, refuse_locked, typed_of, with_typed
from reportgen.page.wording import kind
from reportgen.page.year_around import Around, around
from reportgen.page.year_files import listed

_OTHERS = "保存不了：这个文件打开以后，别人（或者 Excel、WPS）改过。什么都没有写，请看下面两边各是什么。"
_OTHER_ITEMS = "没有保存：这个文件打开以后别人改过，下面是现在的样子。您填的字在这里，请看过以后拷到该去的地方再保存。"
_GONE = "保存不了：这个文件打开以后，被删掉或改名了。什么都没有写；请重新打开这一页。"


def tables() -> str:
    """Show the year's files, section by section, and how far each is filled."""
    of = desk()
    catalogue = of.report_folder().catalogue
    filling = of.filling(g.year)
    sections = listed(of.data / str(g.year), catalogue, filling)
    return render_template("tables.html", filling=filling, sections=sections, unnamed=_unnamed(of, catalogue))


def _unnamed(of: Desk, catalogue: Catalogue) -> dict[str, dict[str, int]]:
    """Return the lists of names that nobody has written, by their file, each with the number of tables that can't be made before."""
    lists = read_lists(of.data / str(g.year), g.year, catalogue)
    waiting = {one.at.column: len(one.tables) for one in what_waits(of.data, of.template, g.year) or ()}
    found: dict[str, dict[str, int]] = {}
    for column, source in catalogue.any_table.items():
        if source and not lists.get(column):
            found.setdefault(f"{catalogue.texts[source].section}.yaml", {})[source] = waiting.get(source, 0)
    return found


def sheet(file: str) -> str | Response:
    """Show a file as a sheet; `row` and `column` in the address name the cell to begin at."""
    here = _around(file)
    if here.file.name != file:
        return redirect(
            url_for("tables.sheet", file=here.file.name, row=request.args.get("row"), column=request.args.get("column"))
        )
    return _page(here)


def check(file: str) -> Response:
    """Say what the checks would find if what was typed were saved; nothing is written."""
    here, typed = _sent_by_script(file)
    before = read_or_none(here.file.path)
    if digest_of(before) != typed.digest:
        return jsonify(changed=True)
    try:
        made = with_typed(before, here, typed)
    except Unusable as error:
        return jsonify(_found(here, refused_in(here, typed, before, error)))
    return jsonify(_found(here, found_in(desk(), g.year, here, typed, before, made)))


def save_typed(file: str) -> Response | tuple[Response, int]:
    """Write what was typed, unless the file has changed since it was shown; then show what it says now."""
    here, typed = _sent_by_script(file)

    def change(before: bytes | None) -> bytes:
        refuse_locked(before, here, typed)
        return with_typed(before, here, typed)

    done = save(here.file.path, typed.digest, change)
    if done is not None:
        now = None if done.data is None else here.shown(done.data).plain
        return jsonify(told=[_GONE if now is None else _OTHERS], changed=now), 409
    now_there = _around(file)
    return jsonify(saved=now_there.shown(read_or_none(now_there.file.path)).plain)


def item(file: str) -> str | Response | tuple[str, int]:
    """Change one item of a list, or what is reported of one figure; where that can't be done, what was typed stays on the page."""
    here = _around(file)
    if here.file.table is not None:
        abort(404)
    told = Pasted((), ())

    def change(before: bytes | None) -> bytes:
        nonlocal told
        made, told = with_sent(before, here, sent, _item_shown(here, before, sent))
        return made

    try:
        refuse_closed(here)
        sent = sent_of(request.form)
        done = save(here.file.path, sent.digest, change)
    except Unusable as error:
        return _page(here, error.issues, sent), 409
    except NotOurs:
        abort(400)
    if done is not None:
        return _page(here, sentence=_GONE if done.data is None else _OTHER_ITEMS, unsaved=sent.texts), 409
    for sentence in sent.done(told):
        flash(sentence)
    return redirect(url_for("tables.sheet", file=file, _anchor=f"list-{sent.name}"))


def _page(
    here: Around,
    told: tuple[Issue, ...] = (),
    kept: Sent | None = None,
    sentence: str = "",
    unsaved: tuple[str, ...] = (),
) -> str:
    """Return the page of a file. `kept` is a form that is refused as `told`, whose texts stay where they were typed; `unsaved` are texts
    that have no place any more, since somebody else has changed the file."""
    data = read_or_none(here.file.path)
    faults: tuple[Issue, ...] = ()
    shown, go = None, None
    try:
        shown = here.shown(data)
        go = cell_at(shown.plain, request.args.get("row", ""), request.args.get("column", ""))
    except Unusable as error:
        faults = error.issues
    section = here.catalogue.sections[here.file.section]
    return render_template(
        "sheet.html",
        file=here.file,
        section=section,
        heading=here.catalogue.heading(here.file.table, g.year) if here.file.table else section.title,
        shown=shown,
        go=go,
        is_new=data is None,
        name_lists=here.catalogue.name_lists,
        waits_for=here.waits_for,
        list_file=_file_of_list(here),
        faults=faults,
        copied=_copied(here),
        told=told,
        kept=kept,
        sentence=sentence,
        unsaved=unsaved,
    )


def _copied(here: Around) -> list[str]:
    """Return which texts of a section's file are last year's still."""
    if here.file.table is not None:
        return []
    of = desk()
    every = listed(of.data / str(g.year), here.catalogue, of.filling(g.year))
    return [name for _, files in every for one in files if one.file.name == here.file.name for name in one.copied]


def _file_of_list(here: Around) -> str:
    return f"{here.catalogue.texts[here.waits_for].section}.yaml" if here.waits_for else ""


def _around(file: str) -> Around:
    here = around(desk(), g.year, file)
    if here is None:
        abort(404)
    return here


def _sent_by_script(file: str) -> tuple[Around, Typed]:
    here = _around(file)
    try:
        return here, typed_of(request.get_json(silent=True), is_table=here.file.table is not None)
    except ValueError:
        abort(400)


def _item_shown(here: Around, data: bytes | None, sent: Sent) -> ItemText | None:
    rows = [one for one in here.shown(data).lists if one.name == sent.name]
    items = rows[0].items if rows else ()
    return items[sent.number - 1] if 0 < sent.number <= len(items) else None


def _found(here: Around, found: Found) -> dict[str, object]:
    faults = [
        {
            **dict(zip(("code", "word"), kind(one.issue), strict=True)),
            "text": one.text,
            "reason": one.issue.accepted,
            "row": one.row,
            "column": one.column,
            "link": _link(here, one.issue.location),
        }
        for one in found.here
    ]
    return {"faults": faults, "elsewhere": found.elsewhere, "read": found.is_read, "changes": found.changes}


def _link(here: Around, at: Location | None) -> str:
    """Return the address of a place in another file, '' for none."""
    return "" if at is None or at.file == here.file.name else sheet_address(at, here.catalogue)
