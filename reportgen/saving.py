"""Bytes -> a file on disk, whole or not at all; what a person edited is kept under a name of its own first."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path


class CannotWrite(Exception):
    """A file can't be written; nothing of it was changed. The message says in Chinese why and what to do."""


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
            f"写不进 {path}：文件可能正在 Word 或 WPS 里打开，或者文件夹是只读的。原来的文件没有动，请关掉它再运行一次。"
        ) from error
    except (OSError, ValueError) as error:  # ValueError for a name that no system takes
        reason = (error.strerror if isinstance(error, OSError) else "") or "这个名称不能用"
        raise CannotWrite(f"写不进 {path}：{reason}。原来的文件没有动，请检查磁盘空间和路径。") from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()


def write_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Write a new folder with these files, whole or not at all: it is filled under another name and renamed.

    Raises CannotWrite, also when something of that name is there already.
    """
    if os.path.lexists(path):
        raise CannotWrite(f"已经有 {path} 了，没有动它。请换一个文件夹名，或者先把它改名。")
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(dir=path.parent, prefix=".写入中-"))
        for name, data in files.items():
            write_safely(temporary / name, data)
        temporary.chmod(0o755)  # mkdtemp makes folders that only their owner can open; an office shares them
        temporary.rename(path)
        temporary = None
        with contextlib.suppress(OSError):  # the folder is in its place already
            _sync_folder(path.parent)
    except (OSError, ValueError) as error:  # ValueError for a name that no system takes
        reason = (error.strerror if isinstance(error, OSError) else "") or "这个名称不能用"
        raise CannotWrite(f"写不进 {path}：{reason}。什么都没有写，请检查磁盘空间和路径。") from error
    finally:
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)


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
    try:
        old = path.read_bytes()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else "") or "这个名称不能用"
        raise CannotWrite(f"写不进 {path}：{reason}。请看它是不是文件夹，或另写一个文件名。") from error
    return None if old == data else keep_aside(path, old, "原有")


def _sync_folder(folder: Path) -> None:
    # The rename itself must survive a power cut; Windows neither needs nor allows syncing a folder.
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
