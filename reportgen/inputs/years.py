"""A data folder -> the years that it holds."""

from __future__ import annotations

import re
from pathlib import Path


def years(data: Path) -> list[int]:
    """Return the years that have a folder, oldest first."""
    try:
        folders = [folder.name for folder in data.iterdir() if folder.is_dir()]
    except (OSError, ValueError):  # ValueError for a name that no system takes
        return []
    return sorted(int(name) for name in folders if is_year(name))


def is_year(word: str) -> bool:
    """Return whether a word names a year that may have a folder: 2018, and not 3018, which is a slip."""
    return re.fullmatch("[12][0-9]{3}", word) is not None
