"""A data folder and a report's folder -> what another Python program wants of them; the same functions that the commands call.

    from pathlib import Path
    from reportgen.api import check, compare, draft, figures, import_report, renew

Each raises `Unusable` with every fault of the inputs, its place and what to do, before anything is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reportgen.base.issues import Issue, Location, Severity, Unusable
from reportgen.begin.old_report.importing import read_older
from reportgen.begin.old_report.year_files import year_files
from reportgen.compare.comparing import read_comparison
from reportgen.figures.changes import Comparison
from reportgen.figures.compute import Figures
from reportgen.figures.figure import Figure
from reportgen.report import drafting
from reportgen.report.building import build
from reportgen.report.built import Built, Way
from reportgen.report.drafting import Year
from reportgen.word.package import write_package

__all__ = [
    "Built",
    "Comparison",
    "Draft",
    "Figure",
    "Figures",
    "Issue",
    "Location",
    "Severity",
    "Unusable",
    "Way",
    "Year",
    "check",
    "compare",
    "draft",
    "figures",
    "import_report",
    "renew",
]


@dataclass(frozen=True)
class Draft:
    """A year's report as it is drafted, without what people changed in an earlier one: the bytes of its .docx, and what was found."""

    document: bytes
    issues: tuple[Issue, ...]
    year: Year


def figures(data: Path, template: Path, year: int) -> Figures:
    """Return a year's figures: exact values, each with the cells that it comes from."""
    return drafting.read_year(data, template, year).figures


def check(data: Path, template: Path, year: int) -> tuple[Issue, ...]:
    """Return everything that the checks find in a year and in its draft."""
    return draft(data, template, year).issues


def draft(data: Path, template: Path, year: int) -> Draft:
    """Return a year's report; nothing is written."""
    understood, prepared = drafting.read_all(data, template, year)
    plain = drafting.draft(understood, prepared)
    issues = drafting.review(understood, plain)
    return Draft(write_package(drafting.commented(plain, understood, issues)), issues, understood)


def compare(data: Path, template: Path, year: int, other: int) -> Comparison:
    """Return what changed in every figure from the year `other` to `year`."""
    return read_comparison(data, template, year, other)


def renew(data: Path, template: Path, year: int, output: Path, way: Way | None = None) -> Built:
    """Write a year's report below `output`, or bring today's figures into the one that people edited there."""
    return build(data, template, year, output, None, way or Way())


def import_report(file: Path, template: Path, year: int | None = None) -> dict[str, bytes]:
    """Return the files of a year's folder that an older report (.docx, .txt, .doc) gives, by name."""
    return year_files(*read_older(file, template, year))
