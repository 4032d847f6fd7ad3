"""The same number of many offices -> which of them are far off the others', by median and MAD, or why nobody can tell.

An office is far off where 0.6745 · |x − median| / MAD is more than 3.5: the modified z-score of Iglewicz and Hoaglin, How to Detect and
Handle Outliers (1993), as NIST/SEMATECH, e-Handbook of Statistical Methods, 1.3.5.17, gives it; 3.5 / 0.6745 is taken as 26/5. Median and
MAD (the median of the distances from it) stay where they are until half of the offices are wrong; mean and standard deviation follow a
single slip.

Counts are measured by how many times as large they are: a town with twice the people of the next is as far from it as one with half of them,
and a digit too many is told though the offices differ in size. Rates and indices are measured by their difference. What a count changed
by is held against the others' changes in per cent. Either is told only where chance hardly makes it: of two counts of independent events the
difference has their sum for its variance (Poisson), and small numbers move by large percentages every year.

Where offices are much alike anything would stand out. So a count is told from three times the median on, or a third of it, as offices of one
level differ in size; a change from ten per cent beyond the others' on; a rate where it is printed otherwise.

Whole numbers and fractions throughout: powers stand in place of logarithms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial

from reportgen.base.numbers import Exact, is_share, is_whole, whole, written
from reportgen.figures.changes import Change, Entry, with_sign

FEWEST = 5  # offices; of fewer nobody can tell which is the odd one
_FAR = Fraction(26, 5)  # MADs
_BEYOND_CHANCE = 25  # five standard deviations, squared
_LEAST_TIMES = 3
_LEAST_MOVED = 10  # per cent
_BY_ALL = "半数以上的单位一样"
_FEW = f"不到{FEWEST}个单位有数"
_FEW_ABOVE = f"不到{FEWEST}个单位不是0"


@dataclass(frozen=True)
class Judged:
    """Which offices stand out and why, by name; `reason` says why nobody was looked for, '' where somebody was."""

    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reason: str = ""


def judged(changes: Mapping[str, Change]) -> Judged:
    """Return which offices' numbers of one metric, or what these changed by since last year, are far off those of the others."""
    entries = {name: change.after for name, change in changes.items() if change.after}
    values = {name: entry.value for name, entry in entries.items() if entry.value is not None}
    if not values:
        return Judged()
    entry = next(entry for entry in entries.values() if entry.value is not None)
    found: dict[str, list[str]] = {}
    amount = _is_amount(entry)

    def is_printed_otherwise(_: str, value: Exact, median: Exact) -> bool:
        return written(value, entry.digits) != written(median, entry.digits)

    def is_much_larger(_: str, value: Exact, median: Exact) -> bool:
        is_count = is_whole(entry.unit, entry.digits)
        return _times(value, median) >= _LEAST_TIMES and (not is_count or _is_beyond_chance(value, median))

    far = is_much_larger if amount else is_printed_otherwise
    of_values = _told(found, values, lambda value, median: _said(entry, value, median), far, times=amount)
    moved = {name: of for name, change in changes.items() if (of := _moved(change)) is not None}
    of_changes = ""
    if len(moved) >= FEWEST:  # where few have a last year, this year is judged all the same
        beyond = partial(_is_beyond, changes)
        of_changes = _told(found, moved, lambda value, median: _change_said(entry, value, median), beyond)
    return Judged({name: tuple(notes) for name, notes in found.items()}, _reason(of_values, of_changes))


def _reason(of_values: str, of_changes: str) -> str:
    """Return why nobody was looked for: among the numbers, among what they changed by, or both."""
    if of_values == of_changes:
        return of_values and f"不判断是否突出：{of_values}"
    said = (("数", of_values), ("增减", of_changes))
    return "；".join(f"不判断{what}是否突出：{why}" for what, why in said if why)


def _told(
    found: dict[str, list[str]],
    values: Mapping[str, Exact],
    said: Callable[[Exact, Exact], str],
    is_worth_it: Callable[[str, Exact, Exact], bool],
    *,
    times: bool = False,
) -> str:
    """Note for each office that is far off, and worth it, what is said of it; return why nobody was looked for."""
    asked = {name: value for name, value in values.items() if value > 0} if times else values
    if len(asked) < FEWEST:
        return _FEW if len(values) < FEWEST else _FEW_ABOVE
    median = median_of(asked.values())
    distance_of = _times if times else _apart
    distances = {name: distance_of(value, median) for name, value in asked.items()}
    usual = median_of(distances.values())
    if usual == (1 if times else 0):
        return _BY_ALL
    for name, distance in distances.items():
        if _is_far(distance, usual, times) and is_worth_it(name, values[name], median):
            found.setdefault(name, []).append(said(values[name], median))
    return ""


def _is_far(distance: Exact, usual: Exact, times: bool) -> bool:
    if times:
        far: Fraction = Fraction(usual) ** _FAR.numerator
        return Fraction(distance) ** _FAR.denominator > far
    return distance > _FAR * usual


def median_of(values: Iterable[Exact]) -> Exact:
    """Return the value in the middle, of an even number the mean of the two there."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return whole(Fraction(ordered[middle - 1] + ordered[middle]) / 2)


def _apart(value: Exact, median: Exact) -> Fraction:
    return abs(Fraction(value) - median)


def _times(value: Exact, median: Exact) -> Fraction:
    return Fraction(max(value, median)) / min(value, median)


def _is_amount(entry: Entry) -> bool:
    """Return whether a metric says how much there is: a larger office has more of it, where a rate has nothing to do with size."""
    return not is_share(entry.unit) and "=" not in entry.unit


def _moved(change: Change) -> Exact | None:
    """Return by how much a number moved, whatever its size: in per cent, a rate or an index in points."""
    return change.percent if change.after and _is_amount(change.after) else change.difference


def _is_beyond(changes: Mapping[str, Change], name: str, moved: Exact, median: Exact) -> bool:
    """Return whether an office moved so much otherwise than the others that neither chance nor an ordinary year makes it."""
    before, after = changes[name].before, changes[name].after
    assert before is not None and after is not None and before.value is not None and after.value is not None
    if not _is_amount(after):
        return True
    if _apart(moved, median) < _LEAST_MOVED:
        return False
    if not is_whole(after.unit, after.digits):
        return True
    return _is_beyond_chance(after.value, before.value, 1 + Fraction(median) / 100)


def _is_beyond_chance(count: Exact, other: Exact, times: Fraction = Fraction(1)) -> bool:
    """Return whether a count is off what so many times another one is by more than five standard deviations."""
    off = count - times * other
    return off * off > _BEYOND_CHANCE * (abs(Fraction(count)) + times * times * abs(Fraction(other)))


def _said(entry: Entry, value: Exact, median: Exact) -> str:
    middle = written(median, entry.digits)
    if not _is_amount(entry):
        unit = entry.unit if is_share(entry.unit) else ""
        return f"{'高' if value > median else '低'}出别的单位很多，各单位的中位数是{middle}{unit}"
    ratio = Fraction(value) / median
    many = f"{written(ratio, 1)}倍" if ratio > 1 else f"{written(ratio * 100, 1)}%"
    return f"是各单位中位数{middle}{entry.unit}的{many}"


def _change_said(entry: Entry, value: Exact, median: Exact) -> str:
    unit = "%" if _is_amount(entry) else "个百分点" if is_share(entry.unit) else ""
    digits = 1 if _is_amount(entry) else max(entry.digits, 1)
    return f"比上年{with_sign(value, digits)}{unit}，各单位的中位数是{with_sign(median, digits)}{unit}"
