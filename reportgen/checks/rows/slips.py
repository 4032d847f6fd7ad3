"""Last year's number, or table of numbers, and this year's -> which slip of typing this year's looks like.

Only slips that an ordinary year hardly makes: a digit too many or too few, the first two digits swapped. Digits swapped further back
change a number by as little as years do, and a rule for them would cry wolf at one number in twenty.

A count of events comes out the same as last year's once in √(4πx) times, by Poisson; zeros behind its last digit count for nothing, as round
numbers are set and not counted, and numbers below LEAST for nothing, as small things often stay as they are. A table that would come out
the same less than once in LIKELY times was forgotten. What its metrics call `steady` is the same every year and isn't counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import prod

from reportgen.base.issues import Issue, Location, Severity
from reportgen.base.numbers import Exact, decimals, size
from reportgen.checks.rows.paired import PairedCell
from reportgen.figures.changes import CHECK
from reportgen.figures.compute import Figures
from reportgen.inputs.catalogue import Catalogue

_TENFOLD = (7, 14)  # a factor of 10 and an ordinary change of up to two fifths
_LEAST_TENFOLD = 10  # 1 may well become 8
_SWAP_FROM = 6  # in a hundred: 89 for 98 is 9 % less, after an ordinary change of 3 % only 6 %
_SWAP_NEAR = 3  # in a hundred
_LEAST_TELLING = 3
LIKELY = 300
LEAST = 10


def slip(old: Exact, new: Exact) -> str:
    """Return the slip in words, '' for none."""
    if not old or not new:
        return ""
    if _is_tenfold(size(old), size(new)):
        return "差了约10倍，可能多打或少打了一位"
    if _is_swapped(size(old), size(new)):
        return "前两位数字对调后就和上年接近，可能打颠倒了"
    return ""


def is_telling(number: Exact) -> bool:
    """Return whether a number hardly comes out the same twice: 163 and 15142 do, 85 and 9000 are small or round."""
    return len(_digits(number).rstrip("0")) >= _LEAST_TELLING


def is_left_standing(cells: Sequence[PairedCell], catalogue: Catalogue) -> bool:
    """Return whether a table's cells are all last year's and hardly by chance."""
    if any(cell.old != cell.new for cell in cells):
        return False
    moving = [cell.new for cell in cells if not all(catalogue.metrics[name].steady for name in cell.metrics)]
    return are_hardly_chance(moving)


def are_hardly_chance(numbers: Iterable[Exact], tries: int = 1) -> bool:
    """Return whether these counts come out the same a second time less than once in LIKELY times, where so many `tries` are made."""
    counted = [int(_digits(number).rstrip("0") or 0) for number in numbers if number > 0]
    telling = [number for number in counted if number >= LEAST]
    return len(telling) > 1 and prod(12 * number for number in telling) >= (LIKELY * tries) ** 2  # 4π is 12 and a half


def left_issue(cells: Sequence[PairedCell], catalogue: Catalogue, before: Figures, after: Figures) -> Issue:
    """Return the warning about such a table."""
    file, then, expected = cells[0].at.file, catalogue.titled(before.year), f"{catalogue.titled(after.year)}的数"
    message = f"整张表的{len(cells)}个数和{then}一个也不差，可能忘了更新。请核对，没有更新的换成{expected}。"
    metrics, key = tuple(dict.fromkeys(name for cell in cells for name in cell.metrics)), f"{CHECK}：{file}和上年相同"
    return Issue(CHECK, Severity.WARNING, message, Location(file), metrics, expected, "上年的数", key)


def _is_tenfold(old: Exact, new: Exact) -> bool:
    low, high = min(old, new), max(old, new)
    return _TENFOLD[0] * low <= high <= _TENFOLD[1] * low and high >= _LEAST_TENFOLD


def _is_swapped(old: Exact, new: Exact) -> bool:
    """Return whether the new number is off, and with its first two digits swapped would be as near as in an ordinary year."""
    digits = _digits(new)
    if not digits or 100 * size(new - old) <= old * _SWAP_FROM:
        return False
    as_typed = [digits, f"0{digits}"] if len(digits) > 1 else [f"0{digits}"]  # 017 is kept as 17
    was = int(digits) * old  # all numbers by what the digits say, so that whole ones stay whole
    swapped = [int(one[1] + one[0] + one[2:]) * new for one in as_typed]
    return any(100 * size(one - was) <= was * _SWAP_NEAR for one in swapped)


def _digits(number: Exact) -> str:
    """Return the digits from the first that isn't zero on: 589 for 5.89; '' for a number that can't have been typed."""
    places = decimals(number)
    return "" if places is None else str(int(abs(number) * 10**places))
