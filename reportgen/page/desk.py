"""An office's folders, the clock that a command brings and a year -> the year as all checks see it, read once until a byte changes."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from flask import current_app

from reportgen.base.issues import Issue, Unusable
from reportgen.inputs.years import years
from reportgen.offices.fingerprint import fingerprint
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


@dataclass(frozen=True)
class Reading:
    """A year as all checks see it: its inputs and figures, its draft without comments, and everything that was found."""

    year: Year
    folder: ReportFolder
    draft: Mapping[str, bytes]
    issues: tuple[Issue, ...]


@dataclass
class Desk:
    """An office's folders, and the last reading of them with the hash of the files that it was read from.

    Nothing is kept but what the files say: another byte in any of them, and everything is read again. `told` is a sentence about another
    page that works on the same folder, '' without.
    """

    data: Path
    template: Path
    output: Path
    clock: Clock
    told: str = ""
    _last: tuple[tuple[object, ...], Reading] | None = None
    _folder: ReportFolder | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def years(self) -> list[int]:
        """Return the years that have a folder, oldest first."""
        return years(self.data)

    def report_folder(self) -> ReportFolder:
        """Return the catalogue and the prepared template; raises Unusable."""
        with self._lock:
            return self._report_folder()

    def reading(self, year: int) -> Reading:
        """Return what the checks find in a year today; raises Unusable with every fault of its files."""
        with self._lock:
            folder = self._both(year)
            key = (year, *(fingerprint(self.data / str(one)) for one in (year, year - 1)), tuple(folder.hashes.items()))
            if self._last is None or self._last[0] != key:
                understood = drafting.understood(folder, self.data, year)
                plain = drafting.draft(understood, folder.template)
                self._last = key, Reading(understood, folder, plain, drafting.review(understood, plain))
            return self._last[1]

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
