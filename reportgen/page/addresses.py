"""A place in a year's files -> the address of the sheet that shows it, '' for a place that no sheet shows."""

from __future__ import annotations

from flask import g, url_for

from reportgen.base.issues import Issue, Location
from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.years import is_year
from reportgen.page.desk import desk
from reportgen.page.wording import known_catalogue
from reportgen.page.year_files import year_file


def sheet_address(at: Location | None, catalogue: Catalogue | None) -> str:
    """Return where the page shows a place of this year's, or of the year that stands before its file's name: 2017/population.csv."""
    if at is None or catalogue is None:
        return ""
    folder, _, file = at.file.rpartition("/")
    year = folder or str(g.year)
    if not is_year(year) or int(year) not in desk().years:
        return ""
    found = year_file(desk().data / year, catalogue, file)
    return url_for("tables.sheet", year=int(year), file=found.name, row=at.row, column=at.column) if found else ""


def issue_address(issue: Issue) -> str:
    """Return where the page shows the place of an issue."""
    return sheet_address(issue.location, known_catalogue())
