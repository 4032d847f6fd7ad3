"""An order and some offices, on another computer -> how each ended there, and the files that came of it where these are to be sent back."""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen import __version__
from reportgen.base.issues import Issue
from reportgen.offices.county import Office
from reportgen.offices.fingerprint import fingerprint
from reportgen.offices.one_office import Done, Order, do
from reportgen.offices.processes import read_or_issues
from reportgen.offices.sending import Changes, Parcel, changes, unpacked

if TYPE_CHECKING:
    from reportgen.report.report_folder import ReportFolder

Answer = list[tuple[Done, Changes]] | tuple[Issue, ...]  # or why the report's folder can't be used there
_ONE = threading.Lock()  # a worker may have several threads; a report is built by one at a time


def looked_at(template: Path) -> tuple[str, str]:
    """Return which reportgen is installed here, and the hash of the report's folder as it is seen from here."""
    try:
        return __version__, fingerprint(template)
    except OSError:
        return __version__, ""


def in_shared_folder(order: Order, offices: Sequence[Office]) -> Answer:
    """Build offices in the folder that all computers see."""
    with _ONE:
        folder = _report(order)
        return folder if isinstance(folder, tuple) else [(done, {}) for done in do(folder, order, offices)]


def from_parcels(order: Order, template: Mapping[str, bytes], name: str, parcels: Sequence[Parcel]) -> Answer:
    """Build offices that were sent; `template` are the files of the report's folder, which is called `name`."""
    with _ONE, tempfile.TemporaryDirectory() as below:
        there = replace(order, template=_unpacked_template(tuple(template.items()), name))
        folder = _report(there)
        if isinstance(folder, tuple):
            return folder
        offices = [unpacked(parcel, Path(below)) for parcel in parcels]
        return [
            (done.saying(office.folder, parcel.office.folder), changes(parcel, office, order.year))
            for parcel, office, done in zip(parcels, offices, do(folder, there, offices), strict=True)
        ]


@functools.lru_cache(maxsize=1)  # of the run that this computer works for
def _report(order: Order) -> ReportFolder | tuple[Issue, ...]:
    return read_or_issues(order)


@functools.lru_cache(maxsize=1)
def _unpacked_template(files: tuple[tuple[str, bytes], ...], name: str) -> Path:
    """Return the report's folder of the run that this computer works for, written once; it goes when this process ends."""
    below = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, below, ignore_errors=True)
    folder = below / name
    folder.mkdir()
    for file, data in files:
        (folder / file).write_bytes(data)
    return folder
