"""Bytes, or a file -> their SHA-256 in hexadecimal, by which a record knows a file: the same hash, the same bytes."""

from __future__ import annotations

import hashlib
from pathlib import Path


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def sha256_of(path: Path) -> str:
    """Return the hash of a file, '' for one that isn't there or that another program lets nobody read: who needs the file tells it."""
    try:
        return sha256(path.read_bytes())
    except OSError:
        return ""
