"""Two years that the office wants compared -> the comparison, and as much of it as is wanted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.arguments import BadArguments, year_of, years
from reportgen.catalogue import Catalogue
from reportgen.catalogue_file import read_catalogue
from reportgen.changes import Comparison, Side, by_size, compare, only_changed
from reportgen.figures import compute
from reportgen.issues import Issue, Location, Severity, Unusable, nearest
from reportgen.series import Series, series_of
from reportgen.sides import side_of_year
from reportgen.sources import read_sources
from reportgen.unusual import unusual


@dataclass(frozen=True)
class Wanted:
    """How much of a comparison is wanted: only what changed, the largest first, one section, '' for all."""

    changed: bool = False
    largest_first: bool = False
    section: str = ""


def of_years(words: Sequence[str], data: Path, template: Path) -> Comparison:
    """Return the comparison of the year asked for, else the newest, with the other one named, else the one before it that there is."""
    year = year_of(words[0] if words else None, data)
    if len(words) == 2:
        other = year_of(words[1], data)
    else:
        earlier = [one for one in years(data) if one < year]
        if not earlier:
            message = f"没有{year}年以前的数据，没有可比的。请把上年的数据放进 {data / str(year - 1)}。"
            raise Unusable([Issue("文件", Severity.ERROR, message, Location(str(data)))])
        other = earlier[-1]
    if other == year:
        raise BadArguments("要比的两年是同一年")
    return read_comparison(data, template, max(year, other), min(year, other))


def read_comparison(data: Path, template: Path, year: int, other: int) -> Comparison:
    """Return what changed from the year `other` to `year`, with what stands out; raises Unusable."""
    catalogue = read_catalogue(template)
    before, after = _sides(catalogue, data, (other, year))
    return Comparison(before, after, unusual(compare(before, after), catalogue))


def of_span(word: str, data: Path, template: Path) -> Series:
    """Return the series over the years of a span, 2016..2018, that have a folder; raises Unusable."""
    first, last = sorted(int(one) for one in word.split(".."))
    there = [one for one in years(data) if first <= one <= last]
    if len(there) < 2:
        raise BadArguments(f"{word} 里要有至少两年的数据，现在有：{'、'.join(map(str, there)) or '没有'}")
    return series_of(dict(zip(there, _sides(read_catalogue(template), data, there), strict=True)))


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
    return issue if at is None else replace(issue, location=replace(at, file=f"{year}/{Path(at.file).name}"))


def chosen(comparison: Comparison, wanted: Wanted) -> Comparison:
    """Return what is wanted of a comparison; raises BadArguments for a section that isn't there."""
    changes = comparison.changes
    if wanted.section:
        sections = list(dict.fromkeys(change.entry.section for change in changes))
        if wanted.section not in sections:
            raise BadArguments(
                f"没有部分「{wanted.section}」。{nearest(wanted.section, sections)}有：{'、'.join(sections)}"
            )
        changes = tuple(change for change in changes if change.entry.section == wanted.section)
    changes = only_changed(changes) if wanted.changed else changes
    return replace(comparison, changes=by_size(changes) if wanted.largest_first else changes)


def is_span(word: str) -> bool:
    """Return whether a word says more than two years: 2016..2018."""
    return re.fullmatch(r"[0-9]{4}\.\.[0-9]{4}", word) is not None
