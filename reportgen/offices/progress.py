"""A county's offices, a year and today -> how far each is: what it has handed in, what it lacks, which errors stand, whether it is late.

An office is complete where every file can be read and nothing that its report needs is missing; errors that the checks find are told
beside it, since they are for the office to put right and not to send. Only an office that isn't complete can be late.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.base.issues import UNFILLED, Issue, Severity, Unusable
from reportgen.base.saving import is_of_the_moment
from reportgen.begin.filling.asked import Filling
from reportgen.begin.filling.of_year import filling_of
from reportgen.inputs.folder import read_partly
from reportgen.inputs.sources import PartlyRead, Sources
from reportgen.offices.across import other_names, same_numbers
from reportgen.offices.batch import hash_of, results
from reportgen.offices.county import County, Office
from reportgen.offices.handed_in import HandedIn, Stage
from reportgen.offices.league import between_offices
from reportgen.offices.ledger import FILE, read
from reportgen.offices.one_office import Order, inputs_of, read_hashes
from reportgen.offices.outcome import Outcome
from reportgen.offices.report_age import older_reports
from reportgen.offices.rollup import roll_up
from reportgen.report.drafting import understood
from reportgen.report.report_folder import ReportFolder, read_report


@dataclass(frozen=True)
class Progress:
    """How far one office is: `filling` is None where it has handed in nothing, `faults` are what can't be read of its files, `errors` what
    the checks find wrong. `due` is the last day, None for none; `reports` are the Word files of the year, `older` those of them that were made
    of other data than are there now. `sources` are what could be read."""

    office: Office
    due: datetime.date | None
    filling: Filling | None
    faults: tuple[Issue, ...]
    errors: tuple[Issue, ...]
    reports: tuple[str, ...]
    older: tuple[str, ...]
    sources: Sources | None

    @property
    def stage(self) -> Stage:
        """Return how far the office is."""
        if self.filling is None:
            return Stage.NOTHING
        if self.faults:
            return Stage.UNREADABLE
        return Stage.PARTLY if self.filling.missing else Stage.COMPLETE

    def is_late(self, today: datetime.date) -> bool:
        """Return whether the last day has passed and not everything is there."""
        return self.stage is not Stage.COMPLETE and self.due is not None and self.due < today


@dataclass(frozen=True)
class CountyProgress:
    """How far each office that hands in is, in the list's order, on a day; `issues` are about several offices, or about none."""

    year: int
    today: datetime.date
    offices: tuple[Progress, ...]
    issues: tuple[Issue, ...] = ()

    @property
    def complete(self) -> tuple[Progress, ...]:
        return tuple(one for one in self.offices if one.stage is Stage.COMPLETE)

    @property
    def incomplete(self) -> tuple[Progress, ...]:
        return tuple(one for one in self.offices if one.stage is not Stage.COMPLETE)

    @property
    def late(self) -> tuple[Progress, ...]:
        return tuple(one for one in self.offices if one.is_late(self.today))


def read_progress(
    county: County,
    template: Path,
    year: int,
    today: datetime.date,
    before: Callable[[Office, int, int], None] = lambda *_: None,
) -> CountyProgress:
    """Return how far each office is whose figures the year needs: those below which the list has none, and upper ones with a folder.
    `before` each is read it is told of it, of how many have been, and of how many there are.

    What an office lacks is read anew; its checks are made anew too, but where a batch found no error in it and nothing that went in has
    changed since: a ledger counts errors and doesn't say which. Raises Unusable where the template or a county's table can't be used, and
    CannotWrite.
    """
    folder = read_report(template)
    sound = _sound(county, template, year)
    lowest = {office.code for office in county.lowest}
    asked = [one for one in county.offices if one.code in lowest or (one.data / str(year)).is_dir()]
    offices: list[Progress] = []
    for one in asked:
        before(one, len(offices), len(asked))
        offices.append(_progress(one, folder, year, is_sound=one.code in sound))
    there = [HandedIn(one.office, one.sources) for one in offices if one.sources is not None and not one.faults]
    issues = [*county.issues, *other_names(folder.catalogue, there, county.offices)]
    if any(one.office.code not in lowest for one in there):
        rolled = roll_up(county, template, year)
        issues += between_offices(county, folder.catalogue, rolled, there)
    else:
        issues += same_numbers(folder.catalogue, there)
    return CountyProgress(year, today, tuple(offices), tuple(issues))


def _sound(county: County, template: Path, year: int) -> frozenset[str]:
    """Return the codes of the offices in which the last batch, as it usually runs, found no error in what they still are."""
    order = Order(template, hash_of(template), year, None, final=False, dry=False, when="", clock=float, kept=Path())
    return frozenset(
        office.code
        for office, before in _ended(county, year)
        if before.state.is_done
        and not before.counts.get(Severity.ERROR.code)
        and before.inputs
        and before.inputs == inputs_of(order, read_hashes(order, office))
    )


def _ended(county: County, year: int) -> Iterator[tuple[Office, Outcome]]:
    before = read(results(county, year) / FILE)
    yield from ((office, before[office.code]) for office in county.offices if office.code in before)


def _progress(office: Office, folder: ReportFolder, year: int, *, is_sound: bool) -> Progress:
    due = office.deadline(year)
    if not (office.data / str(year)).is_dir():
        return with_reports(Progress(office, due, None, (), (), (), (), None), year)
    read = read_partly(office.data / str(year), year, folder.catalogue)
    filling = filling_of(folder.catalogue, office.data, read)
    faults = tuple(one for one in filling.faults if one.severity is Severity.ERROR)
    errors = () if faults or is_sound else tuple(_errors(office, folder, read))
    return with_reports(Progress(office, due, filling, faults, errors, (), (), read.sources), year)


def with_reports(one: Progress, year: int) -> Progress:
    """Return how far an office is with its reports of this moment."""
    reports = tuple(reports_of(one.office, year))
    older = () if one.filling is None else tuple(older_reports(one.office, year, reports))
    return replace(one, reports=reports, older=older)


def _errors(office: Office, folder: ReportFolder, read: PartlyRead) -> Iterator[Issue]:
    """Yield the errors that stand, other than that something is missing."""
    try:
        found = understood(folder, office.data, read.sources.year, read=read).issues
    except Unusable as error:
        found = error.issues
    for issue in found:
        if issue.is_standing_error and issue.check not in UNFILLED:
            yield issue


def reports_of(office: Office, year: int) -> Iterator[str]:
    """Yield the names of an office's Word files of a year."""
    folder = office.output / str(year)
    for path in sorted(folder.glob("*.docx")) if folder.is_dir() else ():
        if not is_of_the_moment(path):
            yield path.name
