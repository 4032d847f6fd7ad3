"""A year's folder of reports -> the files that a page lists there, by the names that an address may bear; no other file can be asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from flask import abort, g, send_file
from werkzeug.wrappers import Response as Answer

from reportgen.base.saving import is_of_the_moment
from reportgen.page.desk import Desk, desk
from reportgen.public.files import folder_of
from reportgen.report.records import history
from reportgen.report.records.finding import why_no_report
from reportgen.report.records.history import Version


def reports(of: Desk, year: int) -> dict[str, Path]:
    """Return the Word files in the folder of a year's reports."""
    return {path.name: path for path in _files(of.output / str(year)) if path.suffix.lower() == ".docx"}


def renewable(of: Desk, year: int) -> dict[str, Path]:
    """Return those of the reports that may be one, and not any Word file that lies among them."""
    return {name: path for name, path in reports(of, year).items() if not why_no_report(path)}


def editions(of: Desk, year: int) -> dict[str, Path]:
    """Return the files of the public editions of a year's reports."""
    return {path.name: path for path in _files(folder_of(of.output / str(year) / "报告.docx"))}


def versions(of: Desk, year: int) -> dict[str, Version]:
    """Return the versions of a year's reports that were replaced, by the names of their copies, newest first."""
    kept = history.versions(of.output / str(year) / history.FOLDER)
    return {one.document.name: one for one in reversed(kept)}


def _copies(of: Desk, year: int) -> dict[str, Path]:
    return {name: version.document for name, version in versions(of, year).items()}


_LISTED: Mapping[str, Callable[[Desk, int], Mapping[str, Path]]] = {
    "report": reports,
    "public": editions,
    "history": _copies,
}


def download(kind: str, name: str) -> Answer:
    """Send a file that is listed."""
    if kind not in _LISTED:
        abort(404)
    return send_file(named(_LISTED[kind](desk(), g.year), name).resolve(), as_attachment=True, download_name=name)


def named(listed: Mapping[str, Path], name: str) -> Path:
    """Return the file of a name among those that are listed; answers 404 for any other."""
    path = listed.get(name)
    if path is None or not path.is_file():
        abort(404)
    return path


def _files(folder: Path) -> list[Path]:
    return (
        sorted(path for path in folder.iterdir() if path.is_file() and not is_of_the_moment(path))
        if folder.is_dir()
        else []
    )
