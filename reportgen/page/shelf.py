"""Files that a page needs for a while (an upload until somebody decides, pictures of pages) -> a folder of this run, which goes with it."""

from __future__ import annotations

import re
import shutil
import tempfile
import threading
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from flask import current_app

from reportgen.base.saving import file_name, write_folder

NAME = "reportgen.shelf"
_MOST = 8  # sets of files of one kind; the oldest goes
_KEY = re.compile("[0-9a-f]{64}")


class Shelf:
    """Keeps sets of files, each by a hash of our own; nothing of them is named by a client."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._kept: dict[str, list[str]] = {}  # the keys of a kind, the oldest first
        self._lock = threading.Lock()

    def put(self, kind: str, key: str, files: Mapping[str, bytes]) -> None:
        """Keep a set of files, all or none; one of this key that is kept already is the same and stays. Raises CannotWrite."""
        with self._lock:
            place = self._place() / kind / key
            if place.exists():
                return
            write_folder(place, files)
            kept = self._kept.setdefault(kind, [])
            kept.append(key)
            while len(kept) > _MOST:
                shutil.rmtree(place.with_name(kept.pop(0)), ignore_errors=True)

    def files(self, kind: str, key: str) -> dict[str, Path]:
        """Return a set of files by their names; nothing for a key that isn't ours, or whose files have gone."""
        if self._folder is None or not _KEY.fullmatch(key):
            return {}
        place = self._folder / kind / key
        return {path.name: path for path in sorted(place.iterdir())} if place.is_dir() else {}

    def empty(self) -> None:
        """Remove everything: what somebody uploaded doesn't stay behind the server, whose process ends without a word to Python."""
        with self._lock:
            if self._folder is not None:
                shutil.rmtree(self._folder, ignore_errors=True)
                self._folder = None
                self._kept.clear()

    def _place(self) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="reportgen-"))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        return self._folder


def upload_name(sent: str) -> str:
    """Return the name of an uploaded file as one that every system takes, without the folders that a browser may have sent along."""
    name = sent.replace("\\", "/").rpartition("/")[2]
    stem, _, ending = name.rpartition(".")
    return f"{file_name(stem)}.{file_name(ending.lower())}" if ending != name and ending else file_name(name)


def shelf() -> Shelf:
    """Return the shelf of the server that answers the current request."""
    return cast(Shelf, current_app.extensions[NAME])
