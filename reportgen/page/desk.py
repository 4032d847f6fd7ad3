"""An office's folders, the clock that a command brings and a year -> the year as all checks see it and how far it is filled, until a byte changes."""

from __future__ import annotations

import contextlib
import datetime
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from flask import current_app

from reportgen.base.issues import Issue, Unusable
from reportgen.begin.filling.asked import Filling
from reportgen.begin.filling.of_year import filling_of
from reportgen.inputs.folder import read_partly, read_sources
from reportgen.inputs.sources import PartlyRead, Sources
from reportgen.inputs.years import years
from reportgen.offices.county import county_around
from reportgen.offices.fingerprint import fingerprint
from reportgen.page.memory import Memory
from reportgen.report import drafting
from reportgen.report.drafting import Year
from reportgen.report.report_folder import ReportFolder, hashes_of, read_report

NAME = "reportgen"


@dataclass(frozen=True)
class Clock:
    """What tells the time; only the commands may read the computer's clock."""

    time: Callable[[], str]
    day: Callable[[], datetime.date]
    revision: Callable[[], str]
    seconds: Callable[[], float] = float


@dataclass(frozen=True)
class Checked:
    """A year as all checks see it: its inputs and figures, its draft without comments, and everything that was found."""

    year: Year
    folder: ReportFolder
    draft: Mapping[str, bytes]
    issues: tuple[Issue, ...]


@dataclass
class Desk:
    """An office's folders, and what was read and checked last of a year with the hashes of the files that it was read from.

    Nothing is kept but what the files say: another byte in any of them, and everything is read again. `told` returns what every page says
    first: that another page works on the same folder, or that nothing can be written there; '' for nothing.
    """

    data: Path
    template: Path
    output: Path
    clock: Clock
    told: Callable[[], str] = str
    _checked: Memory[Checked] = field(default_factory=Memory)
    _earlier: Memory[Sources | None] = field(default_factory=Memory)
    _as_read: Memory[PartlyRead] = field(default_factory=Memory)
    _folder: ReportFolder | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def years(self) -> list[int]:
        """Return the years that have a folder, oldest first."""
        return years(self.data)

    @property
    def county(self) -> Path | None:
        """Return the county's folder in which the years lie, None where they are a single office's."""
        return county_around(self.data)

    def report_folder(self) -> ReportFolder:
        """Return the catalogue and the prepared template; raises Unusable."""
        with self._lock:
            return self._report_folder()

    def checked(self, year: int) -> Checked:
        """Return a year as it is today; raises Unusable with every fault of its files."""
        with self._lock:
            folder = self._both(year)
            return self._checked.of(
                lambda: self._key(folder, year, year - 1), lambda: self._read(folder, year, self._partly(folder, year))
            )

    def filling(self, year: int) -> Filling:
        """Return how far a year is filled, whatever is wrong with its files; raises Unusable without its folder, or the catalogue."""
        with self._lock:
            folder = self._report_folder()
            return filling_of(folder.catalogue, self.data, self._partly(folder, year))

    def checked_with(self, year: int, typed: Mapping[str, bytes]) -> Checked:
        """Return what the checks would find if files of the year, by name, were as they are `typed`; raises Unusable as `checked` does."""
        folder, earlier = self.report_folder(), self.earlier(year)
        with self._lock:  # one template draws one draft at a time
            return self._read(
                folder, year, read_partly(self.data / str(year), year, folder.catalogue, typed=typed), earlier
            )

    def earlier(self, year: int) -> Sources | None:
        """Return the inputs of the year before, None where there are none or they can't be read, which the checks tell."""
        if year - 1 not in self.years:
            return None
        folder = self.report_folder()

        def read() -> Sources | None:
            with contextlib.suppress(Unusable):
                return read_sources(self.data / str(year - 1), year - 1, folder.catalogue, earlier=True)
            return None

        with self._lock:
            return self._earlier.of(lambda: self._key(folder, year - 1), read)

    def _partly(self, folder: ReportFolder, year: int) -> PartlyRead:
        return self._as_read.of(
            lambda: self._key(folder, year), lambda: read_partly(self.data / str(year), year, folder.catalogue)
        )

    def _key(self, folder: ReportFolder, *of: int) -> object:
        """Return what is another as soon as a byte of these years' files or of the report's folder is."""
        return of, *(fingerprint(self.data / str(year)) for year in of), tuple(folder.hashes.items())

    def _read(self, folder: ReportFolder, year: int, read: PartlyRead, earlier: Sources | None = None) -> Checked:
        understood = drafting.understood(folder, self.data, year, earlier, read)
        plain = drafting.draft(understood, folder.template)
        return Checked(understood, folder, plain, drafting.review(understood, plain))

    def _both(self, year: int) -> ReportFolder:
        """Return the report's folder; where that can't be read, raises Unusable with the faults of the year's files too."""
        try:
            return self._report_folder()
        except Unusable:
            drafting.read_all(self.data, self.template, year)
            raise

    def _report_folder(self) -> ReportFolder:
        if self._folder is None or dict(self._folder.hashes) != hashes_of(self.template):
            self._folder = read_report(self.template)
        return self._folder


def desk() -> Desk:
    """Return the folders that the page of the current request works on."""
    return cast(Desk, current_app.extensions[NAME])
