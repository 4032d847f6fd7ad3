"""A data folder -> the years that it holds, and the folders that are nearly named like one."""

from __future__ import annotations

import re
from pathlib import Path

from reportgen.base.textfile import BLANKS, half_width

_NEARLY = re.compile("([12][0-9]{3})(?:年|年度)?")


def years(data: Path) -> list[int]:
    """Return the years that have a folder, oldest first."""
    return sorted(int(name) for name in _folders(data) if is_year(name))


def newest_before(data: Path, year: int) -> int | None:
    """Return the newest year before `year` that has a folder, None without one."""
    return max((known for known in years(data) if known < year), default=None)


def misnamed(data: Path) -> dict[int, str]:
    """Return the folders whose names say a year as no year's folder does, 2018年 or ２０１８, by their year, where it has no folder."""
    names = [name for name in _folders(data) if not is_year(name)]
    said = {name: _NEARLY.fullmatch(half_width(name).strip(BLANKS)) for name in names}
    found = {int(year[1]): name for name, year in said.items() if year}
    return {year: found[year] for year in sorted(found) if year not in years(data)}


def _folders(data: Path) -> list[str]:
    try:
        return sorted(folder.name for folder in data.iterdir() if folder.is_dir())
    except (OSError, ValueError):  # ValueError for a name that no system takes
        return []


def is_year(word: str) -> bool:
    """Return whether a word names a year that may have a folder: 2018, and not 3018, which is a slip."""
    return re.fullmatch("[12][0-9]{3}", word) is not None
