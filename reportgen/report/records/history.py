"""A version of a report that a run replaces -> a copy in `history/` beside it, with its record, time and reason; and back."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from reportgen.base.hashing import sha256
from reportgen.base.saving import CannotWrite, read_or_none, write_all, write_safely
from reportgen.report.records.record import ENDING, begun, record_path
from reportgen.report.records.record_file import NotARecord, opened, read_bytes

FOLDER = "history"
_NUMBERED = re.compile(r"(\d{4,9}) (.+)\.json")
_DAMAGED = "说明坏了，只有报告还在"
_SHOWN = 12


@dataclass(frozen=True)
class Version:
    """A version kept: its number, when and why it was replaced, the name that the report had, and where its copy stands.

    `record` is the record that belongs to it, as it was; None where it had none.
    """

    number: int
    when: str
    reason: str
    name: str
    document: Path
    note: Path
    record: bytes | None

    def is_of(self, year: int) -> bool:
        """Return whether it is a report of that year, as far as its record tells."""
        try:
            return self.record is not None and opened(self.record).get("year") == year
        except NotARecord:
            return False


def keep(report: Path, document: bytes, record: bytes | None, when: str, reason: str) -> Version:
    """Keep a version that is about to be replaced, the copy and its note or neither; raises CannotWrite."""
    folder = _folder_of(report)
    number = 1 + max((number for number, _ in _notes(folder)), default=0)
    stem = f"{number:04} {report.stem}"
    copy = folder / f"{stem}{report.suffix}"
    version = Version(number, when, reason, report.name, copy, folder / f"{stem}.json", record)
    note = {
        "when": when,
        "reason": reason,
        "name": report.name,
        "document": version.document.name,
        "record": None if record is None else record.decode(errors="replace"),
    }
    try:
        write_all({version.document: document, version.note: (json.dumps(note, ensure_ascii=False) + "\n").encode()})
    except CannotWrite:
        with contextlib.suppress(OSError):
            folder.rmdir()  # only when it is empty
        raise
    return version


def keep_record(report: Path, record: bytes) -> None:
    """Keep a record that is about to be overwritten while no version of its own is kept: a copy of its report may come back by mail."""
    write_safely(_folder_of(report) / f"{report.stem} {sha256(record)[:_SHOWN]}{ENDING}", record)


def drop(version: Version) -> None:
    """Forget a version that was not replaced after all."""
    with contextlib.suppress(OSError):
        version.note.unlink()
        version.document.unlink()
        version.note.parent.rmdir()  # only when it is empty


def versions(folder: Path) -> list[Version]:
    """Return the versions kept in a folder, oldest first; a version whose note is damaged is one without time and record."""
    found = (_version(number, note, _said(note)) for number, note in _notes(folder))
    return sorted((one for one in found if one is not None), key=lambda version: version.number)


def records_kept(folder: Path, known: Collection[str]) -> Iterator[tuple[Path, bytes]]:
    """Yield the records of a history that hold any of the texts `known`, each with the file that it stands in, newest versions first."""
    for number, note in sorted(_notes(folder), reverse=True):
        data = _said(note)
        version = _version(number, note, data) if _holds(data, known) else None
        if version is not None and version.record is not None:
            yield note, version.record
    for path in sorted(folder.glob(f"*{ENDING}")):
        data = _said(path)
        if data and _holds(data, known):
            yield path, data


def restore(version: Version, when: str, report: Path | None = None) -> Path:
    """Put a version back with its record, what stands there now kept first; return the report. Raises CannotWrite.

    It goes where it stood, or to `report`. A crash between record and report leaves a record that knows both.
    """
    report = report or version.document.parent.parent / version.name
    beside = record_path(report)
    document, record = version.document.read_bytes(), version.record
    if report.exists():
        replaced, now = report.read_bytes(), beside.read_bytes() if beside.exists() else None
        keep(report, replaced, now, when, f"恢复第{version.number}版以前的")
        if record is not None:
            write_safely(beside, _until_written(record, replaced, now))
    write_safely(report, document)
    if record is not None:
        write_safely(beside, record)
    return report


def put(document: bytes, report: Path, when: str, reason: str) -> None:
    """Put a document that people sent where a report stands, or shall stand; what stands there is kept first. Raises CannotWrite.

    The record beside stays, and the one that the document comes from is found by what it says it is.
    """
    old = read_or_none(report)
    if old == document:
        return
    kept = keep(report, old, read_or_none(record_path(report)), when, reason) if old is not None else None
    try:
        write_safely(report, document)
    except CannotWrite:
        if kept is not None:
            drop(kept)
        raise


def _until_written(record: bytes, replaced: bytes, now: bytes | None) -> bytes:
    """Return a version's record as it stands while its report is put back over `replaced`, whose record is `now`."""
    try:
        opened(record)
    except NotARecord:
        return record  # as it was kept; who reads it says what is wrong with it
    try:
        known = opened(now or b"")
    except NotARecord:
        return begun(record, replaced, None, edited=True)
    output = known["output"]
    edited = output.get("edited", False) or output.get("sha256") != sha256(replaced)
    return begun(record, replaced, known.get("base"), edited=edited)


def _folder_of(report: Path) -> Path:
    """Return where a report's versions are kept; raises CannotWrite where a file stands that people called so."""
    folder = report.parent / FOLDER
    if folder.is_file():
        raise CannotWrite(
            f"{folder} 是一个文件，应是文件夹：被替换的旧稿要留在里面。请把这个文件移走或改名，再做一次。报告没有动。"
        )
    return folder


def _notes(folder: Path) -> list[tuple[int, Path]]:
    """Return the notes of a folder with their numbers; what nobody could have written there is passed over."""
    with contextlib.suppress(OSError):
        names = [(_NUMBERED.fullmatch(path.name), path) for path in folder.iterdir() if not path.name.endswith(ENDING)]
        return [(int(found[1]), path) for found, path in names if found]
    return []


def _said(path: Path) -> bytes:
    """Return a file's bytes, b'' where it can't be read."""
    try:
        return read_bytes(path) or b""
    except NotARecord:
        return b""


def _holds(data: bytes, known: Collection[str]) -> bool:
    return any(one.encode() in data for one in known)


def _version(number: int, note: Path, data: bytes) -> Version | None:
    """Return the version of a note that says `data`, None where neither the note nor its copy is any good."""
    try:
        said = json.loads(data)
        when, reason, name, copy = (str(said[key]) for key in ("when", "reason", "name", "document"))
        record = said["record"].encode() if isinstance(said["record"], str) else None
        if Path(name).name and Path(copy).name:
            return Version(number, when, reason, Path(name).name, note.parent / Path(copy).name, note, record)
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    copies = (path for path in sorted(note.parent.iterdir()) if path.stem == note.stem and path.suffix != note.suffix)
    return next((Version(number, "", _DAMAGED, path.name.partition(" ")[2], path, note, None) for path in copies), None)
