"""Counts of two years -> the rows whose number is far off what the years' chance and the other places allow, and copies of a neighbour's.

The sums that such a row goes into hide it. A number that a figure shows by itself is judged as that figure, by the catalogue's limits.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from reportgen.base.issues import Issue, Location, Severity, key_text
from reportgen.checks.rows.paired import PairedCell
from reportgen.checks.rows.scatter import UNIT, Counted, Scatter
from reportgen.figures.changes import CHECK
from reportgen.figures.compute import Figures
from reportgen.figures.wording import long_text
from reportgen.inputs.catalogue import Catalogue

_OFF = 25 * UNIT  # five standard deviations, where other places tell how large these are
# Four, where only chance is known; then also by two fifths, as people's own plans may change.
_OFF_BY_CHANCE = 16 * UNIT
_RATIO = (7, 5)
_VANISHED = 14  # of as many events of two years all fall into one of them by chance once in 2^14 / 2 = 8,000 times
# Three standard deviations: one row in 400, of which hardly one in 20 says just what its neighbour says.
_COPIED_OFF = 9 * UNIT
_LEAST_COPIED = 10  # small numbers are the same all the time


def outlying_rows(
    scatter: Scatter, told: Set[Location], catalogue: Catalogue, before: Figures, after: Figures
) -> Iterator[Issue]:
    """Yield a warning for each row that stands out and isn't told otherwise."""
    above: Counted | None = None
    for count in scatter.counts:
        neighbour, above = above, count
        if count.cell.at in told:
            continue
        reason = ""
        if neighbour is not None and _is_copied(count, neighbour, scatter):
            reason = f"和上一行（{neighbour.cell.row_name}）一个数也不差，像是照抄的"
        elif not count.cell.is_shown and _stands_out(count, scatter):
            reason = _reason(count, scatter)
        if reason:
            yield row_issue(count.cell, reason, catalogue, before, after)


def _is_copied(count: Counted, above: Counted, scatter: Scatter) -> bool:
    cell, other = count.cell, above.cell
    return (
        cell.at.column == other.at.column
        and (cell.at.row or 0) - (other.at.row or 0) == 1
        and cell.new == other.new
        and cell.new >= _LEAST_COPIED
        and scatter.off(count) >= _COPIED_OFF
        and scatter.off(above) < _COPIED_OFF
    )


def _stands_out(count: Counted, scatter: Scatter) -> bool:
    low, high = sorted((int(count.cell.old), int(count.cell.new)))
    if not count.cell.old:
        return False  # where nothing was, anything may begin
    if not low and high >= _VANISHED:
        return True
    if scatter.has_others(count):
        return scatter.off(count) >= _OFF
    return scatter.off(count) >= _OFF_BY_CHANCE and high * _RATIO[1] >= low * _RATIO[0]


def _reason(count: Counted, scatter: Scatter) -> str:
    if not count.cell.new:
        return "今年变成了0"
    went = "增加" if count.step > 0 else "减少"
    return f"{went}得和别处很不一样" if scatter.has_others(count) else f"{went}得太多"


def row_issue(cell: PairedCell, reason: str, catalogue: Catalogue, before: Figures, after: Figures) -> Issue:
    """Return the warning that a row's number isn't like last year's, and why."""
    was, now = long_text(cell.old, cell.digits), long_text(cell.new, cell.digits)
    message = f"{cell.row_name}{catalogue.titled(before.year)}是{was}，{catalogue.titled(after.year)}是{now}：{reason}。请核对。"
    key = f"{CHECK}：{cell.at.file}「{key_text(cell.at.column or '')}」{key_text(cell.row_name)}"
    return Issue(CHECK, Severity.WARNING, message, cell.at, cell.metrics, f"{was}上下", now, key)
