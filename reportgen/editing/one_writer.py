"""A file that is about to be written -> a lock beside it: two pages that save at the same moment do it one behind the other."""

from __future__ import annotations

import contextlib
import os
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from reportgen.base.issues import reason_of
from reportgen.base.saving import CannotWrite

WAITED = 10.0  # seconds; a save takes one
FORSAKEN = 60.0  # seconds after which a lock is nobody's: its computer was switched off
_STEP = 0.05


@contextlib.contextmanager
def only_writer(path: Path, waited: float = WAITED, forsaken: float = FORSAKEN) -> Iterator[None]:
    """Hold a file's lock, whatever ends the block; it keeps out those who ask for it too, not Excel or WPS.

    Raises CannotWrite where another holds it for longer than anybody waits, or the folder can't be written.
    """
    lock = path.with_name(f".{path.name}.保存中")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for _ in range(int(waited / _STEP) + 1):
            if _taken(lock, forsaken):
                break
            threading.Event().wait(_STEP)
        else:
            raise CannotWrite(
                f"{path.name} 正由另一个人保存，等了{waited:.0f}秒还没有完。什么都没有写，请过一会儿再保存。"
            )
    except (OSError, ValueError) as error:
        raise CannotWrite(f"写不进 {path}：{reason_of(error)}。什么都没有写，请看文件夹能不能写。") from error
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            lock.unlink()


def _taken(lock: Path, forsaken: float) -> bool:
    try:
        os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644))
    except FileExistsError:
        if _age(lock) > forsaken:
            with contextlib.suppress(FileNotFoundError):
                lock.unlink()
        return False
    return True


def _age(lock: Path) -> float:
    """Return for how many seconds a lock has been there, by the clock of the computer that keeps its folder; 0 where it is gone."""
    with tempfile.NamedTemporaryFile(dir=lock.parent, prefix=".写入中-") as now:
        today = Path(now.name).stat().st_mtime
    try:
        return today - lock.stat().st_mtime
    except FileNotFoundError:
        return 0.0
