"""A folder of years and a year -> printed, where they are a county's: what its offices have corrected since they were added up."""

from __future__ import annotations

import sys
from pathlib import Path

from reportgen.commands.screen import print_issues


def print_outdated(data: Path, year: int) -> None:
    """Print what isn't so any more of a county's sums; nothing is imported, and nothing said, for a single office's folder."""
    if (data / ".." / "offices").is_dir():
        from reportgen.offices.rolled_memory import outdated

        print_issues(outdated(data, year), sys.stdout)
