"""An office's files <-> bytes: to a computer that doesn't see the county's folder, and what became of them back to where they stand."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.base.saving import write_all
from reportgen.offices.county import Office
from reportgen.report.records.history import FOLDER as HISTORY
from reportgen.report.records.record import ENDING as RECORD

Changes = Mapping[str, bytes | None]  # by path below an office's folder; None for a file that went


@dataclass(frozen=True)
class File:
    """A file's bytes, and when it was saved in nanoseconds: a word about two reports says when each was."""

    data: bytes
    saved: int


@dataclass(frozen=True)
class Parcel:
    """An office with its folders and files that a build of a year may read, by their paths below the office's folder."""

    office: Office
    folders: tuple[str, ...]
    files: Mapping[str, File]


def packed(office: Office, year: int) -> Parcel:
    """Return what a build of an office's year may read: the year, the year before, and all that stands in its output folder.

    Raises OSError where a file can't be read.
    """
    asked = (office.data / str(year), office.data / str(year - 1), office.output / str(year))
    folders = [folder for folder in asked if folder.is_dir()]
    found = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    files = {path.relative_to(office.folder).as_posix(): _read(path) for path in found}
    return Parcel(office, tuple(folder.relative_to(office.folder).as_posix() for folder in folders), files)


def unpacked(parcel: Parcel, below: Path) -> Office:
    """Write a parcel's files into a folder of another computer; return the office as it stands there."""
    folder = below / parcel.office.folder.name
    for name in parcel.folders:
        (folder / name).mkdir(parents=True, exist_ok=True)
    for name, file in parcel.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
        os.utime(path, ns=(file.saved, file.saved))
    return replace(parcel.office, folder=folder)


def changes(parcel: Parcel, there: Office, year: int) -> dict[str, bytes | None]:
    """Return what a build changed in an office's output folder."""
    before, now = _output(parcel, year), _output(packed(there, year), year)
    changed: dict[str, bytes | None] = {name: data for name, data in now.items() if before.get(name) != data}
    return changed | {name: None for name in before if name not in now}


def is_as_sent(parcel: Parcel, year: int) -> bool:
    """Return whether nobody wrote into an office's output folder since it was sent."""
    return _output(packed(parcel.office, year), year) == _output(parcel, year)


def put(office: Office, changed: Changes) -> None:
    """Write what a build on another computer changed, all of it or none: earlier versions first, then the record, then the report, so that a
    run cut short leaves no report that nothing knows. Raises CannotWrite."""
    in_order = sorted(
        changed, key=lambda name: (changed[name] is None, f"/{HISTORY}/" not in name, not name.endswith(RECORD))
    )
    write_all({office.folder / name: changed[name] for name in in_order})


def _output(parcel: Parcel, year: int) -> dict[str, bytes]:
    begins = f"{parcel.office.output.name}/{year}/"
    return {name: file.data for name, file in parcel.files.items() if name.startswith(begins)}


def _read(path: Path) -> File:
    return File(path.read_bytes(), path.stat().st_mtime_ns)
