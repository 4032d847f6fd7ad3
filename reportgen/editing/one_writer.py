"""A file that is about to be written -> a lock beside it: two pages that save at the same moment do it one behind the other.

Not the lock of `offices.lock`, which `base.lock_file` tells apart.
"""

from __future__ import annotations

import contextlib
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

from reportgen.base.issues import reason_of
from reportgen.base.lock_file import age, created, removed
from reportgen.base.saving import CannotWrite

WAITED = 10.0  # seconds; a save takes one
FORSAKEN = 60.0  # seconds after which a lock is nobody's: its computer was switched off
_STEP = 0.05


@contextlib.contextmanager
def only_writer(path: Path, waited: float = WAITED, forsaken: float = FORSAKEN) -> Iterator[None]:
    """Hold a file's lock, whatever ends the block; it keeps out those who ask for it too, not Excel or WPS.

    Raises CannotWrite where another holds it for longer than anybody waits, or the folder can't be written.
    """
    lock, own = path.with_name(f".{path.name}.保存中"), uuid.uuid4().hex.encode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for _ in range(int(waited / _STEP) + 1):
            if _taken(lock, own, forsaken):
                break
            threading.Event().wait(_STEP)
        else:
            message = f"{path.name} 正由另一个人保存，等了{waited:g}秒还没有完。什么都没有写，请过一会儿再保存。"
            raise CannotWrite(message)
    except (OSError, ValueError) as error:
        raise CannotWrite(f"写不进 {path}：{reason_of(error)}。什么都没有写，请看文件夹能不能写。") from error
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            if lock.read_bytes() == own:
                lock.unlink()


def _taken(lock: Path, own: bytes, forsaken: float) -> bool:
    def is_forsaken(file: Path) -> bool:
        quiet = age(file)
        return quiet is not None and quiet > forsaken

    if created(lock, own):
        return True
    if is_forsaken(lock):
        removed(lock, is_forsaken)
    return False
