"""A file that says who holds a lock -> made by one alone, its age by its folder's clock, taken away by one alone who judged it to be nobody's.

Two kinds of lock are made of it. `offices.lock` is held for as long as a run lasts, with a sign of life from time to time, and who comes second
is told whose it is; `editing.one_writer` is held for the moment of a save, and who comes second waits for it.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import uuid
from collections.abc import Callable
from pathlib import Path


def created(path: Path, said: bytes) -> bool:
    """Make a lock's file that says this; return whether it is made, and wasn't there before."""
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
    except FileExistsError:
        return False
    with os.fdopen(descriptor, "wb") as file:
        file.write(said)
    return True


def age(path: Path) -> float | None:
    """Return for how many seconds a file hasn't been written by the clock of the computer that keeps its folder, None without it."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".写入中-") as now:
        now.write(b"-")
        now.flush()
        today = Path(now.name).stat().st_mtime
    try:
        return today - path.stat().st_mtime
    except FileNotFoundError:
        return None


def removed(path: Path, is_nobodys: Callable[[Path], bool]) -> bool:
    """Take away a lock that was judged to be nobody's; two may have judged it at once, and the other's new one is put back."""
    aside = path.with_name(f"{path.name}-{uuid.uuid4().hex}")
    try:
        path.rename(aside)
    except FileNotFoundError:
        return False
    if not is_nobodys(aside):
        with contextlib.suppress(OSError):
            aside.rename(path)
        return False
    aside.unlink()
    return True
