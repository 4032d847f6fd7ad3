"""The sides of several years -> a series per metric: its values year by year, and where they can't be set side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportgen.figures.changes import Change, Entry, Kind, Side, compare


@dataclass(frozen=True)
class Break:
    """From the year numbered `at` on, something else is counted than before."""

    at: int
    reason: str


@dataclass(frozen=True)
class Row:
    """One metric over the years: `entries` are its sides, None in a year that lacks it; `breaks` say where it changed.

    `whole` is the change from the first year that has a value to the last year; `gap` says which years have none.
    """

    entry: Entry
    entries: tuple[Entry | None, ...]
    whole: Change
    breaks: tuple[Break, ...]
    gap: str


@dataclass(frozen=True)
class Series:
    """The years, oldest first, with their sides, and a row per metric in the catalogue's order."""

    years: tuple[int, ...]
    sides: tuple[Side, ...]
    rows: tuple[Row, ...]

    @property
    def skipped(self) -> tuple[int, ...]:
        """Return the years between the first and the last that nobody has figures of."""
        return tuple(year for year in range(self.years[0], self.years[-1]) if year not in self.years)


def series_of(sides: Mapping[int, Side]) -> Series:
    """Return the series of all metrics that any year has, by year; one that is gone stands behind the last of its section."""
    years = sorted(sides)
    ordered = [sides[year] for year in years]
    known = Side("", {})
    for side in ordered:
        known = Side("", {change.name: change.entry for change in compare(known, side)})
    rows = tuple(_row(entry, ordered) for entry in known.entries.values())
    return Series(tuple(years), tuple(ordered), rows)


def _row(latest: Entry, sides: Sequence[Side]) -> Row:
    entries = tuple(side.entries.get(latest.name) for side in sides)
    valued = [number for number, entry in enumerate(entries) if entry and entry.value is not None]
    breaks = tuple(_breaks(latest.name, [(number, sides[number]) for number in valued]))
    first = entries[valued[0]] if valued else None
    whole = _whole(first, entries[-1], len(valued), breaks)
    return Row(latest, entries, whole, breaks, _gap(sides, valued, whole))


def _breaks(name: str, sides: Sequence[tuple[int, Side]]) -> Iterator[Break]:
    """Yield where a year can't be compared with one since the last break.

    The year before isn't enough: where it doesn't say what it counted, it is like both its neighbours, and they may be unlike.
    """
    since: list[Side] = []
    for number, side in sides:
        now = Side(side.title, {name: side.entries[name]})
        changes = [compare(Side(one.title, {name: one.entries[name]}), now)[0] for one in reversed(since)]
        unlike = next((change for change in changes if change.kind is Kind.INCOMPARABLE), None)
        if unlike:
            yield Break(number, unlike.reason)
            since = []
        since.append(side)


def _whole(first: Entry | None, last: Entry | None, count: int, breaks: Sequence[Break]) -> Change:
    if breaks:
        return Change(Kind.INCOMPARABLE, first, last, breaks[0].reason)
    if first is None or last is None or last.value is None or count < 2:
        return Change(Kind.MISSING, first, last)
    return Change(Kind.SAME if first.value == last.value else Kind.CHANGED, first, last)


def _gap(sides: Sequence[Side], valued: Sequence[int], whole: Change) -> str:
    lacking = [side.title for number, side in enumerate(sides) if number not in valued]
    if not lacking:
        return ""
    late = whole.difference is not None and valued[0] > 0
    return f"{'、'.join(lacking)}没有这个数" + (f"，增减从{sides[valued[0]].title}算起" if late else "")
