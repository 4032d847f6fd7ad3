"""Cells of two years -> the tables in which every number is still last year's.

A count of events comes out the same as last year's once in √(4πx) times, by Poisson; zeros behind its last digit count for nothing, as round
numbers are set and not counted, and numbers below LEAST for nothing, as small things often stay as they are. A table that would come out
the same less than once in LIKELY times was forgotten. What its metrics call `steady` is the same every year and isn't counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from reportgen.base.issues import Issue, Location, Severity
from reportgen.base.numbers import decimals
from reportgen.checks.rows.paired import PairedCell
from reportgen.figures.changes import CHECK
from reportgen.figures.compute import Figures
from reportgen.inputs.catalogue import Catalogue

LIKELY = 300
LEAST = 10


def is_left_standing(cells: Sequence[PairedCell], catalogue: Catalogue) -> bool:
    """Return whether a table's cells are all last year's and hardly by chance."""
    if any(cell.old != cell.new for cell in cells):
        return False
    telling = [_telling(cell) for cell in cells if not all(catalogue.metrics[name].steady for name in cell.metrics)]
    counted = [number for number in telling if number >= LEAST]
    return len(counted) > 1 and prod(12 * number for number in counted) >= LIKELY**2  # 4π is 12 and a half


def left_issue(cells: Sequence[PairedCell], catalogue: Catalogue, before: Figures, after: Figures) -> Issue:
    """Return the warning about such a table."""
    file = cells[0].at.file
    message = (
        f"整张表的{len(cells)}个数和{catalogue.titled(before.year)}一个也不差，可能忘了更新。请核对，没有更新的换成"
        f"{catalogue.titled(after.year)}的数。"
    )
    metrics = tuple(dict.fromkeys(name for cell in cells for name in cell.metrics))
    expected = f"{catalogue.titled(after.year)}的数"
    return Issue(
        CHECK,
        Severity.WARNING,
        message,
        Location(file),
        metrics,
        expected,
        "上年的数",
        f"{CHECK}：{file}和上年相同",
    )


def _telling(cell: PairedCell) -> int:
    """Return the number as far as it was counted and not rounded: 589 for 58900 and for 5.89."""
    places = decimals(cell.new) or 0
    return int(str(int(cell.new * 10**places)).rstrip("0") or 0)
