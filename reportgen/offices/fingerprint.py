"""A folder of an office's year -> one hash over the names and bytes of its files: the same hash, the same figures."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

_LOCKS = ("~$", ".~lock.")  # what Excel, WPS and LibreOffice put beside a table while it is open


def fingerprint(folder: Path) -> str:
    """Return the SHA-256 over every file that lies in the folder itself, '' without a folder; raises OSError where one can't be read.

    Bytes are hashed, never times: a table copied from a stick keeps its time, and on a network drive two saves can have the same.
    """
    found = hashlib.sha256()
    try:
        entries = sorted((entry.name, entry.path) for entry in os.scandir(folder) if entry.is_file())
    except (FileNotFoundError, NotADirectoryError):
        return ""
    for name, path in entries:
        if not name.startswith(_LOCKS):
            with Path(path).open("rb", buffering=0) as file:
                data = file.read()
            found.update(f"{len(name.encode())} {name} {len(data)} ".encode())
            found.update(data)
    return found.hexdigest()
