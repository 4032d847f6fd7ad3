"""A Word file that is listed -> its pages as pictures, or its PDF, as LibreOffice sets them where it is installed."""

from __future__ import annotations

import re

from flask import abort, g, render_template, send_file, url_for
from werkzeug.wrappers import Response as Answer

from reportgen.base import libreoffice, pdf_pages
from reportgen.base.hashing import sha256
from reportgen.base.libreoffice import NotConverted
from reportgen.page.desk import desk
from reportgen.page.report_files import named, reports
from reportgen.page.shelf import Shelf, shelf
from reportgen.page.work import Result, Step
from reportgen.page.working import begin
from reportgen.public.paper import printed

_KIND = "pages"
_PAPER = "report.pdf"
_PICTURE = re.compile(r"\d{4}\.png")


def pictured(name: str) -> str:
    """Show a report's pages, where they have been set, or the button that has them set."""
    path = named(reports(desk(), g.year), name)
    key = sha256(path.read_bytes())
    kept = shelf().files(_KIND, key)
    pictures = [one for one in kept if _PICTURE.fullmatch(one)]
    can = {"paper": libreoffice.program() is not None, "pictures": pdf_pages.program() is not None}
    return render_template("report_pictured.html", name=name, key=key, pictures=pictures, has_paper=bool(kept), can=can)


def set_pages(name: str) -> Answer:
    """Begin to set the pages of a report."""
    path = named(reports(desk(), g.year), name)
    on, document = shelf(), path.read_bytes()
    key = sha256(document)  # of what is set, whatever the file says by then
    back = url_for("report.pictured.pictured", name=name)
    return begin("排出各页", back, lambda step: _set(on, key, document, path.stem, step))


def one(key: str, file: str) -> Answer:
    """Send a picture, or the PDF to take away."""
    path = shelf().files(_KIND, key).get(file)
    if path is None:
        abort(404)
    return send_file(path, as_attachment=file == _PAPER, download_name=file)


def _set(on: Shelf, key: str, document: bytes, stem: str, step: Step) -> Result:
    try:
        step("请 LibreOffice 排版，第一次要一两分钟")
        paper = printed(document, stem)
        pictures: list[bytes] = []
        if pdf_pages.program() is not None:
            step("做各页的图")
            pictures = pdf_pages.pictured(paper)
    except NotConverted as error:
        return Result((f"排不出来：{error}。",))
    named_so = {f"{number:04}.png": picture for number, picture in enumerate(pictures, 1)}
    on.put(_KIND, key, {_PAPER: paper, **named_so})
    return Result((f"排好了{len(pictures)}页。" if pictures else "排好了，可以下载 PDF。",))
