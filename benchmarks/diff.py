"""How long the comparison of two years takes from the shell, against the import of pandas alone.

    python benchmarks/diff.py [ROUNDS]

Measured as in cold.py: each command in turn, round by round.
"""

from __future__ import annotations

import sys

from cold import race

PYTHON = sys.executable


def commands(folder: str) -> dict[str, list[str]]:
    """Return the contestants, the floor first."""
    diff = [PYTHON, "build_report.py", "diff", "2018", "2017"]
    return {
        "floor: import pandas": [PYTHON, "-c", "import pandas"],
        "reportgen diff": diff,
        "reportgen diff, as a page": [*diff, "--format", "html", "-o", f"{folder}/diff.html"],
        "reportgen diff, as a workbook": [*diff, "--format", "xlsx", "-o", f"{folder}/diff.xlsx"],
        "reportgen diff, as an annex": [*diff, "--format", "docx", "-o", f"{folder}/diff.docx"],
    }


if __name__ == "__main__":
    race(commands, int(sys.argv[1]) if len(sys.argv) > 1 else 11)
