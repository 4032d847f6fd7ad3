"""Two sides -> changes: each metric before and after, the difference from unrounded values, and what can't be compared and why.

A side is a set of figures with what a comparison has to know of them, whether they come from a year's folder, a build record or a
Word file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple, Protocol

from reportgen.base.numbers import POINTS, Exact, is_share, size, whole, written

CHECK = "与上年比"  # what every issue about two years is called
_POINT_DIGITS = 1  # at least; a rate without decimals can still move by half a point


class Kind(Enum):
    """What became of a metric; the value is what office staff read."""

    CHANGED = "有增减"
    SAME = "持平"
    NEW = "新增"
    GONE = "取消"
    INCOMPARABLE = "不可比"
    MISSING = "缺数据"


class HasInputs(Protocol):
    """A figure, as far as a comparison asks it."""

    @property
    def inputs(self) -> tuple[object, ...]: ...


class Entry(NamedTuple):
    """One metric on one side: `value` is unrounded, in `unit`; `text` is what the report prints.

    `how` and `until` say what was counted and up to which day, '' where nobody can tell; `source` names the cells, and `figure` knows what
    they say, which is asked of few. A `worded` entry is no number but a text, which can only be the same or another.
    """

    name: str
    label: str
    section: str
    unit: str
    digits: int
    value: Exact | None
    text: str
    how: str = ""
    until: str = ""
    source: str = ""
    worded: bool = False
    figure: HasInputs | None = None

    @property
    def inputs(self) -> tuple[object, ...]:
        """Return what the cells say that the metric rests on, () where that isn't known."""
        return () if self.figure is None else self.figure.inputs


@dataclass(frozen=True)
class Side:
    """One set of figures: what to call it, its entries in the catalogue's order, and whether its numbers are invented."""

    title: str
    entries: Mapping[str, Entry]
    demo: str = ""


@dataclass(frozen=True)
class Comparison:
    """Two sides and the changes from one to the other, in the catalogue's order."""

    before: Side
    after: Side
    changes: tuple[Change, ...]

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.before, self.after

    @cached_property
    def by_name(self) -> Mapping[str, Change]:
        """Return the changes by metric."""
        return {change.name: change for change in self.changes}


@dataclass(frozen=True)
class Change:
    """A metric before and after; one of the two is None where the metric is new or gone. `reason` says why nothing is compared."""

    kind: Kind
    before: Entry | None
    after: Entry | None
    reason: str = ""
    notes: tuple[str, ...] = field(default=())  # why it stands out

    @property
    def entry(self) -> Entry:
        """Return what the metric is now, or was where it is gone."""
        entry = self.after or self.before
        assert entry is not None, "a change has a side"
        return entry

    @property
    def name(self) -> str:
        """Return the metric's name."""
        return self.entry.name

    @property
    def is_rate(self) -> bool:
        """Return whether the difference is in points and has no percentage of its own."""
        return is_share(self.entry.unit)

    @cached_property
    def difference(self) -> Exact | None:
        """Return after − before, unrounded; None where they can't be compared."""
        if self.kind is not Kind.CHANGED and self.kind is not Kind.SAME:
            return None
        if self.before is None or self.after is None:
            return None
        if self.before.value is None or self.after.value is None:
            return None
        return whole(self.after.value - self.before.value)

    @cached_property
    def percent(self) -> Exact | None:
        """Return the difference in per cent of what was; None for rates, where nothing is compared, and where nothing was or it is
        beyond zero now: from 13 to -26 nothing falls by 300 %."""
        difference = self.difference
        if difference is None or self.is_rate or self.before is None or self.after is None:
            return None
        if not self.before.value or self.before.value * (self.after.value or 0) < 0:
            return None
        return whole(Fraction(difference * 100, size(self.before.value)))

    @property
    def difference_text(self) -> str:
        """Return the difference with its sign, rounded for print: +12, -0.7, 0; '' where there is none."""
        return "" if self.difference is None else with_sign(self.difference, self.difference_digits)

    @property
    def difference_digits(self) -> int:
        """Return how many decimals the difference is printed with."""
        digits = max(entry.digits for entry in (self.before, self.after) if entry)
        return max(digits, _POINT_DIGITS) if self.is_rate and self.difference else digits

    @property
    def percent_text(self) -> str:
        """Return the percentage with its sign and one decimal: +7.9, '' where there is none."""
        return "" if self.percent is None else with_sign(self.percent, 1)

    @property
    def difference_unit(self) -> str:
        """Return what the difference is counted in: 人, 个百分点."""
        return POINTS.get(self.entry.unit, self.entry.unit)


def compare(before: Side, after: Side) -> tuple[Change, ...]:
    """Return the changes in the order of `after`, each gone metric behind the last one of its section."""
    changes = [_change(before.entries.get(name), entry, before, after) for name, entry in after.entries.items()]
    for name, entry in before.entries.items():
        if name not in after.entries:
            places = [n for n, change in enumerate(changes, start=1) if change.entry.section == entry.section]
            changes.insert(places[-1] if places else len(changes), Change(Kind.GONE, entry, None))
    return tuple(changes)


def _change(before: Entry | None, after: Entry, old: Side, new: Side) -> Change:
    if before is None:
        return Change(Kind.NEW, None, after)
    reason = "；".join(_unlike(before, after, old, new))
    if reason:
        return Change(Kind.INCOMPARABLE, before, after, reason)
    if before.worded or after.worded:
        return Change(Kind.SAME if before.text == after.text else Kind.CHANGED, before, after)
    lacking = [side.title for side, entry in ((old, before), (new, after)) if entry.value is None]
    if lacking:
        return Change(Kind.MISSING, before, after, f"{'、'.join(lacking)}没有这个数")
    return Change(Kind.SAME if before.value == after.value else Kind.CHANGED, before, after)


def _unlike(before: Entry, after: Entry, old: Side, new: Side) -> Iterator[str]:
    """Yield why two entries don't count the same thing; what a side doesn't know isn't held against it."""
    if (before.unit, before.how, before.until) == (after.unit, after.how, after.until):  # nearly always
        return
    asked: tuple[tuple[str, Callable[[Entry], str]], ...] = (
        ("单位", lambda entry: entry.unit),
        ("算法", lambda entry: entry.how),
        ("统计时点", lambda entry: entry.until),
    )
    for what, of in asked:
        if of(before) != of(after) and (what == "单位" or (of(before) and of(after))):
            yield f"{what}不同：{old.title}{_said(of(before))}，{new.title}{_said(of(after))}"


def _said(text: str) -> str:
    return f"「{text}」" if text else "没有"


def with_sign(value: Exact, digits: int) -> str:
    """Return a rounded number with its sign, 0 and what rounds to it without: +12, -0.7, 0.0."""
    text = written(value, digits)
    if not text.strip("-0."):
        return text.removeprefix("-")
    return text if value < 0 else f"+{text}"


def only_changed(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return those that differ or can't be compared, and those that stand out though they don't."""
    return tuple(change for change in changes if change.kind is not Kind.SAME or change.notes)


def by_size(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return the changes, the largest in per cent (rates in points) first; what has no size comes last in its order."""

    def size(change: Change) -> Fraction:
        moved = change.difference if change.percent is None else change.percent
        return Fraction(-1) if moved is None else abs(Fraction(moved))

    return tuple(sorted(changes, key=size, reverse=True))
