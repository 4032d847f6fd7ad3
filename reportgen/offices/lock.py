"""A folder that a run works on -> a lock in it: a second run learns whose it is and since when; one that nobody holds any more is taken over.

Not the lock of `editing.one_writer`, which `base.lock_file` tells apart.
"""

from __future__ import annotations

import contextlib
import ctypes
import getpass
import json
import os
import platform
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from reportgen.base.issues import Issue, Location, Severity, Unusable, reason_of
from reportgen.base.lock_file import age, created, removed
from reportgen.base.saving import CannotWrite

FILE = "batch.lock"
RENEWED = 20.0  # seconds between two signs of life
FORSAKEN = 300.0  # seconds without one: its computer was switched off, or its network is gone
_MOST_BYTES = 10_000


@dataclass(frozen=True)
class Holder:
    """Who holds a lock: `token` is another one for each run."""

    user: str
    computer: str
    pid: int
    since: str
    token: str

    def __str__(self) -> str:
        return f"{self.user}@{self.computer}（进程{self.pid}），{self.since}开始的"


@contextlib.contextmanager
def held(
    folder: Path,
    since: str,
    renewed: float = RENEWED,
    forsaken: float = FORSAKEN,
    *,
    file: str = FILE,
    doing: str = "做这一年",
) -> Iterator[str]:
    """Hold a folder's lock, whatever ends the block; yields a sentence about a lock that was taken over, '' without.

    `since` is the time to be told to others, `doing` what the run does, `file` the lock's name.
    Raises Unusable with whose it is while another run holds it, CannotWrite.
    """
    path, own = folder / file, Holder(_user(), platform.node(), os.getpid(), since, uuid.uuid4().hex)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        told = _taken(path, own, forsaken, doing)
    except OSError as error:
        raise CannotWrite(f"写不进 {path}：{reason_of(error)}。什么都没有写，请看文件夹能不能写。") from error
    ended = threading.Event()
    life = threading.Thread(target=_renew, args=(path, own, ended, renewed), daemon=True)
    life.start()
    try:
        yield told
    finally:
        ended.set()
        life.join()
        if _read(path) == own:
            with contextlib.suppress(OSError):
                path.unlink()


def holder(folder: Path, forsaken: float = FORSAKEN, *, file: str = FILE) -> Holder | None:
    """Return who holds a folder's lock now, None where nobody does."""
    path = folder / file
    other = _read(path)
    if other is None or _is_dead(other):
        return None
    try:
        quiet = age(path)
    except OSError:  # nothing can be written there, and so nobody can hold a lock
        return None
    return other if quiet is not None and quiet <= forsaken else None


def _taken(path: Path, own: Holder, forsaken: float, doing: str) -> str:
    told = ""
    while not created(path, _said(own)):
        other = _read(path)
        quiet = age(path)
        if quiet is None:
            continue  # it was released just now
        dead = other is not None and _is_dead(other)
        if not dead and quiet <= forsaken:
            whose = f"：{other}" if other else ""
            message = (
                f"另一次运行正在{doing}{whose}。请等它做完；要停下它，在那边按 Ctrl-C，或者在那边的页面上点「停下」。"
            )
            raise Unusable([Issue("运行", Severity.ERROR, message, Location(str(path)))])
        if removed(path, partial(_is_of, other)):
            why = "已经不在运行" if dead else f"{int(quiet // 60)}分钟没有动静"
            told = f"上一次运行（{other or '不知是谁的'}）{why}，接着它做。"
    return told


def _is_of(other: Holder | None, path: Path) -> bool:
    return _read(path) == other


def _is_dead(other: Holder) -> bool:
    """Return whether a holder is a process of this computer that has ended."""
    return other.computer == platform.node() and not _lives(other.pid)


def _renew(path: Path, own: Holder, ended: threading.Event, renewed: float) -> None:
    """Write the lock again from time to time, so that the folder's own clock says when it was."""
    while not ended.wait(renewed):
        with contextlib.suppress(OSError):
            if _read(path) == own:
                with path.open("r+b") as file:
                    file.write(_said(own))


def _said(holder: Holder) -> bytes:
    return json.dumps(vars(holder), ensure_ascii=False).encode()


def _read(path: Path) -> Holder | None:
    """Return whose a lock is, None for one that is only beginning, or that somebody damaged."""
    try:
        with path.open("rb") as file:
            said = json.loads(file.read(_MOST_BYTES))
        holder = Holder(**said)
        return holder if all(isinstance(value, (str, int)) for value in vars(holder).values()) else None
    except (OSError, ValueError, TypeError, RecursionError):
        return None


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a system that has no name for its user
        return "不知名的用户"


def _lives(pid: object) -> bool:
    """Return whether a process of this computer is there still."""
    if not isinstance(pid, int) or pid <= 0:
        return False
    if os.name == "nt":  # where os.kill would send the signal, and end it
        kernel = ctypes.windll.kernel32  # type: ignore[attr-defined]
        process = kernel.OpenProcess(0x1000, False, pid)  # PROCESS_QUERY_LIMITED_INFORMATION
        if process:
            kernel.CloseHandle(process)
        return bool(process)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's
        return True
    return True
