"""A county's folder and a year -> its offices and how far each is, read once until a byte of what they handed in changes."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

from flask import abort, current_app

from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.offices.batch import hash_of
from reportgen.offices.county import County, Office, read_county
from reportgen.offices.gathering import inputs_of, one_by_one
from reportgen.offices.progress import CountyProgress, read_progress, with_reports
from reportgen.page.desk import Clock, desk
from reportgen.page.work import Step

_NAME = "reportgen.county"


@dataclass
class CountyDesk:
    """A county's folder, and the last reading of how far its offices are with all that it was read from."""

    folder: Path
    clock: Clock
    _last: tuple[tuple[object, ...], CountyProgress] | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def county(self) -> County:
        """Return the offices of the list; raises Unusable with every fault of it."""
        return read_county(self.folder)

    def inputs(self, county: County, year: int) -> tuple[object, ...]:
        """Return what everything that is shown of a year comes from: the list, the offices' report folder, each one's two years."""
        every = tuple(inputs_of(office, one) for office in county.offices for one in (year, year - 1))
        return county, year, hash_of(county.template), every

    def progress(self, county: County, year: int) -> CountyProgress | None:
        """Return how far the offices are today, with their reports of this moment; None where that has to be read first."""
        key = (*self.inputs(county, year), self.clock.day())
        with self._lock:
            if self._last is None or self._last[0] != key:
                return None
            found = self._last[1]
        return replace(found, offices=tuple(with_reports(one, year) for one in found.offices))

    def read(self, county: County, year: int, step: Step) -> None:
        """Read how far the offices are; raises Unusable where their report's folder can't be used, and CannotWrite."""
        day = self.clock.day()
        key = (*self.inputs(county, year), day)

        def before(office: Office, done: int, of: int) -> None:
            step(f"第{done + 1}个单位，共{of}个：{office}", done, of)

        found = read_progress(county, county.template, year, day, before)
        if (*self.inputs(county, year), day) == key:  # else an office saved meanwhile, and it is of neither
            with self._lock:
                self._last = key, found


def read_all(county: County, year: int, step: Step) -> None:
    """Read what the offices handed in for a year and the one before, and keep it: who adds it up then hasn't to wait."""
    catalogue = read_catalogue(county.template)
    for one, earlier in ((year - 1, True), (year, False)):
        if any((office.data / str(one)).is_dir() for office in county.lowest):
            reading = one_by_one(county, catalogue, one, earlier=earlier)
            for done, (office, _) in enumerate(zip(county.offices, reading, strict=True), 1):
                step(f"读{one}年的数，第{done}个单位，共{len(county.offices)}个：{office}", done, len(county.offices))


def county_desk() -> CountyDesk:
    """Return the county that the page of the current request works on; answers 404 where it is a single office."""
    of = desk()
    if of.county is None:
        abort(404)
    return cast(CountyDesk, current_app.extensions.setdefault(_NAME, CountyDesk(of.county, of.clock)))
