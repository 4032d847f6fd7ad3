"""A run's outcomes <-> `batch.jsonl`, a line for each office as it ends: a run that was cut short goes on where it was."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path

from reportgen.base.saving import read_or_none, write_safely
from reportgen.offices.outcome import Outcome, as_line, of_line

FILE = "batch.jsonl"


def read(path: Path) -> dict[str, Outcome]:
    """Return how each office ended the last time by its code; the last line of an office holds, one cut short is passed over.

    Raises CannotWrite where something stands there that can't be read.
    """
    found = (of_line(line) for line in (read_or_none(path) or b"").decode(errors="replace").split("\n"))
    return {outcome.code: outcome for outcome in found if outcome is not None}


class Ledger:
    """The file to which each office's outcome is added."""

    def __init__(self, path: Path, known: Mapping[str, Outcome]) -> None:
        """Begin a run: one line for each office that is `known`, so that the file doesn't grow and no torn line stands in front of a
        new one. Raises CannotWrite."""
        self._path = path
        write_safely(path, "".join(f"{as_line(outcome)}\n" for outcome in known.values()).encode())

    def add(self, outcome: Outcome) -> None:
        """Add a line; an office whose line can't be added is only looked at again."""
        with contextlib.suppress(OSError), self._path.open("ab") as file:
            file.write(f"{as_line(outcome)}\n".encode())
