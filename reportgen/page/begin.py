"""A year that is wanted -> its folder, from the year before or from the catalogue; the page of all ways in which a year begins."""

from __future__ import annotations

import os
from collections.abc import Iterable

from flask import g, render_template, request

from reportgen.base.issues import Issue, Severity, Unusable
from reportgen.base.textfile import BLANKS, half_width
from reportgen.begin.first_year.first_folder import what_waits
from reportgen.begin.new_year import make_year, told
from reportgen.inputs.years import is_year
from reportgen.page.desk import desk

_CHECK = "新的一年"


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


def new() -> str:
    """Make a year's folder and say what is in it; nobody can be told later what was moved or left behind."""
    of = desk()
    year, earlier = asked_year("wanted"), asked_year("from", of.years)
    if year is None:
        raise refused("请写要建哪一年，四位数，如 2019。")
    if earlier is not None and earlier >= year:
        raise refused(f"照着建的{earlier}年要早于{year}年。")
    if os.path.lexists(of.data / str(year)) and what_waits(of.data, of.template, year) is None:
        raise refused(f"{year}年的文件夹已经有了，不会覆盖。要重新建，先把它改名或移走。")
    made = make_year(of.data, of.template, year, earlier, as_forms="forms" in request.form)
    said = told(made, "再到「新的一年」里建还缺的文件")
    g.year = year  # what comes next is done in it
    return render_template("made.html", made=made, said=said, filling=made.filling)


def asked_year(field: str, known: Iterable[int] | None = None) -> int | None:
    """Return the year that a form says, None where it says none; raises Unusable for what is no year, or none of those `known`."""
    word = half_width(request.form.get(field, "")).strip(BLANKS)
    if not word:
        return None
    if not is_year(word) or (known is not None and int(word) not in known):
        raise refused(f"「{word}」不是年份，请写四位数，如 2019。" if not is_year(word) else f"没有{word}年的数据。")
    return int(word)


def refused(message: str) -> Unusable:
    return Unusable([Issue(_CHECK, Severity.ERROR, message)])
