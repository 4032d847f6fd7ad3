"""A report that was made + what stands in its place -> report, record and history on disk; a crash or a full disk leaves the one or the other."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reportgen.base.issues import Issue, Location, Severity, Unusable, reason_of
from reportgen.base.saving import CannotWrite, keep_aside, write_safely
from reportgen.report.records.finding import Found
from reportgen.report.records.record import record_path
from reportgen.word.origin import Origin

_NEW = "新稿"  # how a copy is called that stands beside a report which is open in Word


@dataclass(frozen=True)
class Replacement:
    """A report's new bytes for a file, and `old`, its bytes until now, which were `found` to come from an earlier build.

    `origin` is what the new report says it is; `record` gives its record as of a file, the report's or a copy aside.
    """

    report: Path
    document: bytes
    old: bytes | None
    found: Found
    origin: Origin
    record: Callable[[Path], bytes]

    def write(self, when: str, reason: str) -> Path:
        """Write report and record, and keep what they replace in the history, if it has a time; return the file that holds the report.

        That is another one where the report is open in Word, which lets nobody write. Raises CannotWrite.
        """
        made, there = self.record(self.report), bytes_of(record_path(self.report))
        own = self.found.kept.data if self.found.kept else there
        changed = self.old != self.document
        is_kept = bool(changed and self.old is not None and when)
        orphan = self.found.orphan(self.report) if when else None
        if when:
            self._keep_records({there, own if orphan else None} - {own if is_kept else None})
        if changed:
            from reportgen.report.records.history import drop, keep  # noqa: PLC0415  a first draft replaces nothing

            replaced = keep(self.report, self.old, own, when, reason) if self.old is not None and when else None
            try:
                self._write_both(made)
            except CannotWrite as error:
                if replaced is not None:
                    drop(replaced)
                if self.old is not None and isinstance(error.__cause__, PermissionError):  # open in Word
                    aside = keep_aside(self.report, self.document, _NEW)
                    write_safely(record_path(aside), self.record(aside))
                    return aside
                raise
        if bytes_of(record_path(self.report)) != made:
            write_safely(record_path(self.report), made)
        if orphan is not None:
            with contextlib.suppress(OSError):
                orphan.unlink()
        return self.report

    def _keep_records(self, records: set[bytes | None]) -> None:
        """Keep records of other builds that are about to go without a version of their own: a copy of their report may yet come back."""
        for record in records - {None, b""}:
            if record is not None and self.origin.build.encode() not in record:
                from reportgen.report.records.history import keep_record  # noqa: PLC0415  see above

                keep_record(self.report, record)

    def _write_both(self, record: bytes) -> None:
        """Write the record and then the report; a report that can't be written leaves the record as it was."""
        path = record_path(self.report)
        before = bytes_of(path)
        write_safely(path, record if self.old is None else self.found.until_written(record, self.old))
        try:
            write_safely(self.report, self.document)
        except CannotWrite:
            with contextlib.suppress(CannotWrite, OSError):
                path.unlink() if before is None else write_safely(path, before)
            raise


def bytes_of(path: Path) -> bytes | None:
    """Return a file's bytes, None where nothing stands; raises Unusable for what is no file or can't be read."""
    try:
        if path.exists() and not path.is_file():
            reason = "这里不是文件，请另写一个文件名，或移开原有的。"
            raise Unusable([Issue("文件", Severity.ERROR, reason, Location(str(path)))])
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        reason = f"读不出来（{reason_of(error)}），请看它是不是文件夹，或正被别的程序占用。"
        raise Unusable([Issue("输出", Severity.ERROR, reason, Location(str(path)))]) from error
