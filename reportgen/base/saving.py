"""Bytes -> a file on disk, whole or not at all; what a person edited is kept under a name of its own first. A title -> a name for a file."""

from __future__ import annotations

import contextlib
import itertools
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from reportgen.base.issues import reason_of

_OF_THE_MOMENT = (
    ".",
    "~$",
)  # how names begin of what is being written, and of what Word keeps beside a file that is open
KEPT = "原有"  # what a file, or a folder of files, is called that was kept before something else took its place
# What Windows refuses in a file name, and what nobody sees in one: control characters, signs that turn the direction of writing.
_NOT_IN_A_NAME = re.compile(r'[\\/:*?"<>|\s\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]')
_MOST_NAME = 80
_MOST_NAME_BYTES = 200  # Linux takes 255, and the record's name and that of a copy kept aside are longer


class CannotWrite(Exception):
    """A file can't be written; nothing of it was changed. The message says in Chinese why and what to do."""


def is_of_the_moment(path: Path) -> bool:
    """Return whether a file is there only while another is being written, or is open in Word."""
    return path.name.startswith(_OF_THE_MOMENT)


def write_safely(path: Path, data: bytes) -> None:
    """Write `data` beside `path`, sync it, and rename it into place: a crash leaves the old file or the new one, never a part.

    Raises CannotWrite when the disk is full, the folder read-only, or the file open in Word (Windows refuses the rename).
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".写入中-", suffix=path.suffix)
        temporary = Path(name)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)  # mkstemp makes files that only their owner can read; an office shares its folder
        temporary.replace(path)
        temporary = None
        with contextlib.suppress(OSError):  # the file is in its place already
            _sync_folder(path.parent)
    except PermissionError as error:
        raise CannotWrite(
            f"写不进 {path}：文件可能正在 Word 或 WPS 里打开，或者文件夹是只读的。原来的文件没有动，请关掉它再做一次。"
        ) from error
    except (OSError, ValueError) as error:  # ValueError for a name that no system takes
        raise CannotWrite(f"写不进 {path}：{reason_of(error)}。原来的文件没有动，请检查磁盘空间和路径。") from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()


def write_folder(folder: Path, files: Mapping[str, bytes]) -> Path | None:
    """Write `files` as a whole new `folder`; one that stands there is kept as 「name（原有1）」. Return where, None without.

    Raises CannotWrite; then everything is as before.
    """
    temporary = kept = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".写入中-"))
        for name, data in files.items():
            write_safely(temporary / name, data)
        temporary.chmod(0o755)  # mkdtemp makes folders that only their owner can enter; an office shares its folder
        if os.path.lexists(folder):
            numbers = (folder.with_name(f"{folder.name}（{KEPT}{number}）") for number in itertools.count(1))
            place = next(path for path in numbers if not os.path.lexists(path))
            folder.rename(place)
            kept = place
        temporary.rename(folder)
        temporary = None
    except (OSError, ValueError) as error:
        if kept is not None and not os.path.lexists(folder):
            kept.rename(folder)
        raise CannotWrite(
            f"写不进 {folder}：{reason_of(error)}。原来的没有动，请检查磁盘空间，关掉打开着的文件。"
        ) from error
    finally:
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)
    return kept


def read_or_none(path: Path) -> bytes | None:
    """Return a file's bytes, None where there is none; raises CannotWrite where something stands that can't be read or replaced."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise CannotWrite(f"写不进 {path}：{reason_of(error)}。请看它是不是文件夹，或另写一个文件名。") from error


def write_all(files: Mapping[Path, bytes | None]) -> None:
    """Write files that belong together, None to remove one; where one can't be written, those before it are put back as they were.

    Files that say so already are left alone. Raises CannotWrite.
    """
    old = {path: read_or_none(path) for path in files}
    done: list[Path] = []
    try:
        for path, data in files.items():
            if data != old[path]:
                _set(path, data)
                done.append(path)
    except CannotWrite:
        for path in reversed(done):
            with contextlib.suppress(CannotWrite):
                _set(path, old[path])
        raise


def _set(path: Path, data: bytes | None) -> None:
    if data is not None:
        write_safely(path, data)
        return
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise CannotWrite(f"删不掉 {path}：{reason_of(error)}。请关掉正打开它的程序，再做一次。") from error


def keep_aside(path: Path, data: bytes, reason: str) -> Path:
    """Write `data` beside `path` as 「name（reason1）.docx」, under the first free number; return that path."""
    number = 1
    while os.path.lexists(kept := path.with_name(f"{path.stem}（{reason}{number}）{path.suffix}")):
        if kept.is_file() and kept.read_bytes() == data:
            return kept
        number += 1
    write_safely(kept, data)
    return kept


def keep_other(path: Path, data: bytes) -> Path | None:
    """Keep what stands at `path` aside where it is something else than `data`; return where, None when there is nothing to keep.

    Raises CannotWrite.
    """
    old = read_or_none(path)
    return None if old is None or old == data else keep_aside(path, old, KEPT)


def file_name(text: str) -> str:
    """Return a title as a name that every system takes."""
    name = _NOT_IN_A_NAME.sub("", text).strip(".")[:_MOST_NAME]
    return name.encode()[:_MOST_NAME_BYTES].decode(errors="ignore") or "报告"


def _sync_folder(folder: Path) -> None:
    # The rename itself must survive a power cut; Windows neither needs nor allows syncing a folder.
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
