"""A county, its offices' report folder and a year -> the league of its offices, against the year before where there is one.

Each office's numbers are its parts of the county's sums, those of formulas computed from these. What a county doesn't add up, as rates that
people typed, is taken from each office as it is, and has no whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from reportgen.base.issues import Issue
from reportgen.compare.league import Field, League, league
from reportgen.compare.league_rows import NO_SUM
from reportgen.figures.changes import Entry, Side
from reportgen.figures.compute import compute, figures_of, sums
from reportgen.figures.sides import entries_of, side_of_year, sides_of_parts
from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.metric_rules import FormulaOf
from reportgen.inputs.sources import Sources
from reportgen.offices.across import against_children, same_numbers
from reportgen.offices.county import County, Office
from reportgen.offices.handed_in import HandedIn, Stage
from reportgen.offices.rollup import Rolled, roll_up


def read_league(county: County, template: Path, year: int, *, partly: bool = False) -> League:
    """Return the league of a county's lowest offices; `partly` adds up those that handed in. Raises Unusable, and CannotWrite."""
    catalogue = read_catalogue(template)
    now = roll_up(county, template, year, partly=partly)
    then = None
    if any((office.data / str(year - 1)).is_dir() for office in county.lowest):
        then = roll_up(county, template, year - 1, partly=partly, earlier=True)
    after, before = _field(catalogue, now), _field(catalogue, then) if then else None
    notices = [issue.message for issue in between_offices(county, catalogue, now, now.handed_in)]
    if partly and before and then and {*then.counted} != {*now.counted}:
        before = Field(replace(before.whole, entries={}), before.offices)
        notices.append(f"{before.whole.title}报了数的单位和{after.whole.title}不一样，合计不和上年比。")
    lacking = {office.name: _why(office, year) for office, _ in now.lacking}
    made = league([office.name for office in county.lowest], after, before, lacking)
    return replace(made, notices=tuple(notices))


def between_offices(
    county: County, catalogue: Catalogue, rolled: Rolled, handed_in: Sequence[HandedIn]
) -> Iterator[Issue]:
    """Yield what only several offices' numbers show together: the same in two, an upper office's that aren't the sum of those below it."""
    yield from same_numbers(catalogue, handed_in)
    lowest = {office.code for office in county.lowest}
    upper = [one for one in handed_in if one.office.code not in lowest]
    sides = sides_of_parts(rolled.catalogue, rolled.figures, rolled.column) if upper else {}
    added = [one.name for one in rolled.figures if one.metric.is_number and not isinstance(one.metric.rule, FormulaOf)]
    for one in upper:
        below = {office.name: sides.get(office.name, Side("", {})) for office in _below(county, one.office)}
        own = side_of_year(catalogue, compute(catalogue, one.sources))
        yield from against_children(one.office, own, below, added)


def _below(county: County, upper: Office) -> Iterator[Office]:
    """Yield the lowest offices below one, however far."""
    for office in county.lowest:
        above, seen = county.above(office), {office.code}
        while above is not None and above.code not in seen:
            if above == upper:
                yield office
            seen.add(above.code)
            above = county.above(above)


def _field(catalogue: Catalogue, rolled: Rolled) -> Field:
    """Return a year's figures, in the order of the offices' own catalogue."""
    counted = rolled.added
    demo = {one.name: one.sources.demo for one in counted}
    whole = side_of_year(rolled.catalogue, rolled.figures)
    parts = sides_of_parts(rolled.catalogue, rolled.figures, rolled.column, demo)
    own = dict(_left_out(catalogue, [one.sources for one in counted], [name for name, _ in rolled.left_out]))
    sides = {}
    for number, one in enumerate(counted):
        name = one.name
        side = parts.get(name, Side(name, {}, demo[name]))
        sides[name] = replace(side, entries={**side.entries, **own.get(number, {})})
    entries: dict[str, Entry] = {}
    for name in catalogue.metrics:
        held = next((side.entries[name] for side in sides.values() if name in side.entries), None)
        if held is not None and name in whole.entries:
            entries[name] = whole.entries[name]
        elif held is not None:
            entries[name] = held._replace(value=None, text=NO_SUM)
    return Field(Side(catalogue.titled(rolled.year), entries), sides)


def _left_out(
    catalogue: Catalogue, years: Sequence[Sources], names: Iterable[str]
) -> Iterator[tuple[int, Mapping[str, Entry]]]:
    """Yield for each office, by its number, its own figures of what a county doesn't add up."""
    asked = [name for name in names if name in catalogue.metrics]
    if asked:
        for number, (sources, added) in enumerate(zip(years, sums(catalogue, years), strict=True)):
            yield number, entries_of(catalogue, figures_of(catalogue, sources, added), asked)


def _why(office: Office, year: int) -> str:
    return Stage.UNREADABLE.value if (office.data / str(year)).is_dir() else Stage.NOTHING.value
