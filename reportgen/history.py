"""A version of a report that a run replaces -> a copy in `history/` beside it, with its record, time and reason; and back."""

from __future__ import annotations

import contextlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from reportgen.record import record_path
from reportgen.saving import CannotWrite, write_all, write_safely

FOLDER = "history"
_NUMBERED = re.compile(r"(\d{4}) .+\.json")


@dataclass(frozen=True)
class Version:
    """A version kept: its number, when and why it was replaced, the name that the report had, and where its copy stands."""

    number: int
    when: str
    reason: str
    name: str
    document: Path
    note: Path


def keep(report: Path, document: bytes, record: bytes | None, when: str, reason: str) -> Version:
    """Keep a version that is about to be replaced, the copy and its note or neither; raises CannotWrite."""
    folder = report.parent / FOLDER
    number = 1 + max((version.number for version in versions(folder)), default=0)
    stem = f"{number:04} {report.stem}"
    version = Version(number, when, reason, report.name, folder / f"{stem}{report.suffix}", folder / f"{stem}.json")
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


def drop(version: Version) -> None:
    """Forget a version that was not replaced after all."""
    with contextlib.suppress(OSError):
        version.note.unlink()
        version.document.unlink()
        version.note.parent.rmdir()  # only when it is empty


def versions(folder: Path) -> list[Version]:
    """Return the versions kept in a folder, oldest first; what nobody could have written there is passed over."""
    found = []
    with contextlib.suppress(OSError):
        for note in sorted(folder.iterdir()):
            matched = _NUMBERED.fullmatch(note.name)
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
                if matched:
                    said = json.loads(note.read_bytes())
                    document = folder / Path(said["document"]).name
                    when, reason, name = (str(said[key]) for key in ("when", "reason", "name"))
                    found.append(Version(int(matched[1]), when, reason, Path(name).name, document, note))
    return found


def record_of(version: Version) -> bytes | None:
    """Return the record that belongs to a version."""
    record = json.loads(version.note.read_bytes())["record"]
    return record.encode() if isinstance(record, str) else None


def restore(version: Version, when: str) -> Path:
    """Put a version back with its record, what stands there now kept first; return the report. Raises CannotWrite."""
    report = version.document.parent.parent / version.name
    beside = record_path(report)
    document, record = version.document.read_bytes(), record_of(version)
    if report.exists():
        now = beside.read_bytes() if beside.exists() else None
        keep(report, report.read_bytes(), now, when, f"恢复第{version.number}版以前的")
    write_safely(report, document)
    if record is not None:
        write_safely(beside, record)
    return report
