"""Counts of two years, cell by cell -> how far each is off what it should be by chance, in squared standard deviations.

A count of independent events (births, visits, permits) scatters like a Poisson number: its root, 2√(x + 3/8), has the standard deviation 1
whatever its size (Anscombe 1948), so that two years' roots differ by √2. Where the same column counts the same thing in several places
(eight villages), the others tell more: what all of them moved by is no slip, and where they move less than by chance, as populations do, so
should this one. Few others tell it badly, so that chance is counted in with the weight of two places: the estimate of a variance from seven
others may be off by a factor of three.

Whole numbers throughout: roots in thousandths, squared deviations in thousandths too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import isqrt

from reportgen.base.issues import Location
from reportgen.checks.rows.paired import PairedCell

UNIT = 1000  # one squared standard deviation
FEWEST = 4  # other places that say how one should move
_CHANCE = 2 * 1000**2  # variance of the difference of two roots
_WEIGHT = 2

Group = tuple[str, ...]


def root(count: int) -> int:
    """Return 2√(count + 3/8) in thousandths."""
    return isqrt(4_000_000 * count + 1_500_000)


@dataclass(frozen=True)
class Counted:
    """A count of two years with its roots, how far they are apart, and what it counts: in other places, the same is its group.

    It is `telling` for its group where it could move: what was and is 0 couldn't, and one without places has no group.
    """

    cell: PairedCell
    then: int
    now: int
    step: int
    group: Group
    telling: bool


@dataclass
class _Steps:
    """How the counts of one group moved: their number, sum and sum of squares."""

    number: int = 0
    total: int = 0
    squares: int = 0


class Scatter:
    """The counts of one table in two years."""

    def __init__(self, cells: Iterable[PairedCell]) -> None:
        self.counts = tuple(_counted(cell) for cell in cells if cell.is_count and cell.old >= 0 and cell.new >= 0)
        self.by_place: dict[Location, Counted] = {count.cell.at: count for count in self.counts}
        self._groups: dict[Group, _Steps] = defaultdict(_Steps)
        for count in self.counts:
            if count.telling:
                steps = self._groups[count.group]
                steps.number += 1
                steps.total += count.step
                steps.squares += count.step * count.step

    def has_others(self, count: Counted) -> bool:
        """Return whether enough other places count the same thing."""
        return count.group in self._groups and self._groups[count.group].number > FEWEST

    def off(self, count: Counted, now: int | None = None, without: Counted | None = None) -> int:
        """Return how far a count is off, or would be were its root `now`; the others are those `without` one that may be wrong too."""
        step = count.step if now is None else now - count.then
        steps = self._groups.get(count.group)
        if steps is None:
            return UNIT * step * step // _CHANCE
        number, total, squares = steps.number, steps.total, steps.squares
        for one in (count, without):
            if one is not None and one.telling and one.group == count.group:
                number, total, squares = number - 1, total - one.step, squares - one.step * one.step
        if number < FEWEST:
            return UNIT * step * step // _CHANCE
        variance = (squares - total * total // number + _WEIGHT * _CHANCE) // (number - 1 + _WEIGHT)
        return UNIT * (step - total // number) ** 2 * number // (variance * (number + 1))


def _counted(cell: PairedCell) -> Counted:
    then, now = root(int(cell.old)), root(int(cell.new))
    group = tuple(word for axis, word in cell.along.items() if axis != cell.across) if cell.across else ()
    return Counted(cell, then, now, now - then, group, bool(group) and bool(cell.old or cell.new))
