"""How many slips of the pen the checks find, in both offices' years held against the year before, and how often they cry wolf.

    python benchmarks/strength.py [SLIPS OF A KIND] [YEARS]

Each slip is planted alone in the files as typed, on any cell that can have it, zeros and single digits too. It is found where an error or a
warning that wasn't there before names one of its cells or a figure that rests on one. Falsely told is what the checks find in years in which
nothing is wrong: the offices' own, and plausible next years. Limits that the catalogue itself sets (`changes`) are counted apart: a year in
which a number doubles is meant to be told.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from as_typed import Folder, Place, Slip, cells_before  # noqa: E402  the checkout that the script stands in, installed or not
from next_years import next_year  # noqa: E402
from slips import KINDS  # noqa: E402

from reportgen.base.issues import Issue, Severity, Unusable  # noqa: E402
from reportgen.checks.data import check  # noqa: E402
from reportgen.checks.last_year import against_last_year, unusual  # noqa: E402
from reportgen.figures.changes import compare  # noqa: E402
from reportgen.figures.compute import compute  # noqa: E402
from reportgen.figures.sides import side_of_year  # noqa: E402
from reportgen.inputs.catalogue_file import read_catalogue  # noqa: E402
from reportgen.inputs.folder import read_sources  # noqa: E402

CATALOGUE = read_catalogue(ROOT / "templates" / "annual")
OFFICES = (("data/2018", ROOT / "data", 2018), ("invented", ROOT / "tests" / "offices" / "qingshi", 2025))
AGAINST = "与上年比"


class Office:
    """One office's year and the year before, in a folder of its own in which slips are planted."""

    def __init__(self, name: str, data: Path, year: int, scratch: Path) -> None:
        self.name, self.year, self.original = name, year, data / str(year)
        earlier = data / str(year - 1)
        self.before = compute(CATALOGUE, read_sources(earlier, year - 1, CATALOGUE, earlier=True))
        self.then = side_of_year(CATALOGUE, self.before)
        self.typed = Folder(self.original, year, CATALOGUE, cells_before(earlier, CATALOGUE))
        self.folder = Path(shutil.copytree(self.original, scratch / name / str(year)))
        self.figures = compute(CATALOGUE, read_sources(self.folder, year, CATALOGUE))
        self.known = {issue.key for issue in self.told({})}
        self.rests = {figure.name: self._places(figure.name) for figure in self.figures}
        self.covered = self._covered()

    def told(self, files: dict[str, str]) -> list[Issue]:
        """Return what is told of the year with other files."""
        for file, text in files.items():
            (self.folder / file).write_text(text, encoding="utf-8")
        try:
            sources = read_sources(self.folder, self.year, CATALOGUE)
            figures = compute(CATALOGUE, sources)
            changes = unusual(compare(self.then, side_of_year(CATALOGUE, figures)), CATALOGUE)
            against = against_last_year(changes, CATALOGUE, self.before, figures)
            return [*sources.issues, *check(CATALOGUE, figures), *against]
        except Unusable as error:
            return list(error.issues)
        finally:
            for file in files:
                shutil.copy(self.original / file, self.folder / file)

    def new(self, files: dict[str, str]) -> list[Issue]:
        """Return the errors and warnings that the year as it is doesn't have."""
        told = [issue for issue in self.told(files) if issue.severity is not Severity.UNVERIFIABLE]
        return [issue for issue in told if not issue.key or issue.key not in self.known]

    def is_found(self, slip: Slip) -> bool:
        """Return whether something new is told about the slip's cells."""
        names = {name for name, places in self.rests.items() if places & slip.places}
        return any(names.intersection(issue.metrics) or _is_at(issue, slip) for issue in self.new(dict(slip.files)))

    def _places(self, name: str) -> frozenset[Place]:
        waiting, places = [name], set[Place]()
        while waiting:
            figure = self.figures[waiting.pop()]
            places |= {(c.at.file, c.at.row or 0, c.at.column or "") for c in figure.cells}
            waiting += figure.operands
        return frozenset(places)

    def _covered(self) -> frozenset[Place]:
        """Return the cells that an equation rests on: an identity, a total typed under a table, a figure as reported."""
        names = {n for p in CATALOGUE.identities if p.identity.comparison == "==" for n in p.identity.names}
        names = {n for n in names if self.figures[n].value is not None}
        names |= {figure.name for figure in self.figures if figure.reported}
        covered = {place for name in names for place in self.rests[name]}
        for table in self.figures.tables.values():
            for total in table.totals:
                for measure, value in total.values.items():
                    rows = [*table.rows, total.row]
                    covered |= {(table.file, row, measure) for row in rows if value is not None}
        return frozenset(covered)


def _is_at(issue: Issue, slip: Slip) -> bool:
    at = issue.location
    if at is None or at.file not in slip.files:
        return False
    return slip.whole or at.row is None or any(at.row == row and at.column in {None, c} for _, row, c in slip.places)


@dataclass
class Tally:
    """Found and tried."""

    found: int = 0
    tried: int = 0

    def add(self, found: bool) -> None:
        self.found += found
        self.tried += 1

    def __str__(self) -> str:
        return f"{self.found} of {self.tried}" if self.tried else "none"

    @property
    def share(self) -> str:
        return f"{100 * self.found / self.tried:.0f} %" if self.tried else ""


def plant(office: Office, most: int) -> tuple[dict[str, Tally], Tally, Tally]:
    """Return what was found of each kind, in cells under an equation, and where the right number has two digits or more."""
    kinds = {kind: Tally() for kind in KINDS}
    covered, large = Tally(), Tally()
    numbers = {number.place: Fraction(number.text) for number in office.typed.numbers()}
    for kind, slips in KINDS.items():
        chance = random.Random(f"{kind} {office.name}")
        every = list(slips(office.typed, chance))
        for slip in chance.sample(every, min(most, len(every))):
            found = office.is_found(slip)
            kinds[kind].add(found)
            if slip.places & office.covered and not slip.whole:
                covered.add(found)
            if slip.whole or max(numbers.get(place, 10) for place in slip.places) >= 10:
                large.add(found)
    return kinds, covered, large


def clean_years(office: Office, years: int) -> Iterator[list[Issue]]:
    """Yield what is told of plausible next years; one that breaks the catalogue's own relations isn't plausible."""
    chance = random.Random(office.name)
    while years:
        told = office.new(next_year(office.typed, chance))
        if all(issue.check == AGAINST or issue.key.endswith("）") for issue in told):
            years -= 1
            yield told


def cry_wolf(office: Office, years: int) -> str:
    """Return in words how often something is told of years in which nothing is wrong."""
    by: Counter[str] = Counter()
    for told in clean_years(office, years):
        for issue in told:
            shown = issue.check == AGAINST and ".csv" not in issue.key
            by["limits" if shown else "rows"] += 1
    cells = years * sum(1 for _ in office.typed.numbers())
    return (
        f"{office.name}: {years} next years of {cells // years} numbers: rows, tables, dates, relations by village falsely told "
        f"{by['rows']} times (of {cells}), figures above the catalogue's limits {by['limits']} times"
    )


def main(most: int, years: int) -> None:
    """Run and print."""
    with tempfile.TemporaryDirectory() as scratch:
        offices = [Office(name, data, year, Path(scratch)) for name, data, year in OFFICES]
        planted = [plant(office, most) for office in offices]
        print(f"| kind of slip | {' | '.join(office.name for office in offices)} |\n|---|---|---|")
        for kind in KINDS:
            print(f"| {kind} | {' | '.join(str(kinds[kind]) for kinds, _, _ in planted)} |")
        sums = [
            Tally(sum(t.found for t in kinds.values()), sum(t.tried for t in kinds.values())) for kinds, _, _ in planted
        ]
        for what, tallies in (
            ("all", sums),
            ("numbers of two digits or more", [large for _, _, large in planted]),
            ("cells under an equation", [covered for _, covered, _ in planted]),
        ):
            print(f"| {what} | {' | '.join(f'{tally}, {tally.share}' for tally in tallies)} |")
        for office in offices:
            print(cry_wolf(office, years))


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:3]), *(60, 60)[len(sys.argv) - 1 :])
