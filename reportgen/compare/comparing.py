"""Two years -> their comparison; several -> their series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from reportgen.base.issues import Issue, Location, Severity, Unusable
from reportgen.checks.last_year import unusual
from reportgen.figures.changes import Comparison, Side, compare
from reportgen.figures.compute import compute
from reportgen.figures.series import Series, series_of
from reportgen.figures.sides import side_of_year
from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.folder import read_sources
from reportgen.inputs.years import newest_before


def year_before(year: int, data: Path) -> int:
    """Return the newest year before `year` that has a folder; raises Unusable where there is none."""
    earlier = newest_before(data, year)
    if earlier is None:
        message = f"没有{year}年以前的数据，没有可比的。请把上年的数据放进 {data / str(year - 1)}。"
        raise Unusable([Issue("文件", Severity.ERROR, message, Location(str(data)))])
    return earlier


def read_comparison(data: Path, template: Path, year: int, other: int) -> Comparison:
    """Return what changed from the year `other` to `year`, with what stands out; raises Unusable."""
    catalogue = read_catalogue(template)
    before, after = _sides(catalogue, data, (other, year))
    return Comparison(before, after, unusual(compare(before, after), catalogue))


def read_series(data: Path, template: Path, wanted: Sequence[int]) -> Series:
    """Return the series over the years, oldest first; raises Unusable."""
    return series_of(dict(zip(wanted, _sides(read_catalogue(template), data, wanted), strict=True)))


def _sides(catalogue: Catalogue, data: Path, wanted: Sequence[int]) -> list[Side]:
    """Return the sides of the years, of which all but the last are read as earlier ones; raises Unusable with the faults of all."""
    faults: list[Issue] = []
    sides: list[Side] = []
    for year in wanted:
        try:
            sources = read_sources(data / str(year), year, catalogue, earlier=year != wanted[-1])
            sides.append(side_of_year(catalogue, compute(catalogue, sources), sources.demo, sourced=True))
        except Unusable as error:
            faults += [_of_year(year, issue) for issue in error.issues]
    if faults:
        raise Unusable(faults)
    return sides


def _of_year(year: int, issue: Issue) -> Issue:
    """Return an issue whose place says in which year's folder its file is."""
    at = issue.location
    return issue if at is None else replace(issue, location=at._replace(file=f"{year}/{Path(at.file).name}"))
