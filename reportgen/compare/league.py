"""Many offices' figures of a year, and of the year before -> a league: each metric by office, with rank, share, change and what stands out.

Nobody knows whether more is better, so that the largest comes first; offices whose numbers are the same share a rank, unrounded. An office
that lacks a number is 待补 and has no rank. A share is of what the offices have together, where just that is their sum: a rate has none,
nor has anybody where the whole is missing because an office is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from reportgen.base.numbers import Exact, is_share, whole
from reportgen.compare.outlying import judged
from reportgen.figures.changes import Change, Entry, Side, compare
from reportgen.figures.wording import PENDING


@dataclass(frozen=True)
class Field:
    """A year's figures: those of all offices together, and each office's by its name; a side says whether its numbers are invented."""

    whole: Side
    offices: Mapping[str, Side]


@dataclass(frozen=True)
class Standing:
    """An office's number of one metric: its rank, None without a number, its share of the whole in per cent, None where it has none,
    and its change, whose `notes` say why it stands out."""

    office: str
    change: Change
    rank: int | None
    share: Exact | None

    @property
    def entry(self) -> Entry:
        """Return the number."""
        return self.change.entry


@dataclass(frozen=True)
class Contest:
    """One metric: what all offices have together, each office's standing, the largest first, and why nobody was looked for who stands out."""

    whole: Change
    standings: tuple[Standing, ...]
    reason: str

    @property
    def entry(self) -> Entry:
        """Return the metric's number of all offices together."""
        return self.whole.entry

    @property
    def is_added(self) -> bool:
        """Return whether the whole is the sum of the offices' numbers."""
        return any(standing.share is not None for standing in self.standings)


@dataclass(frozen=True)
class League:
    """A year's contests in the catalogue's order. `titles` are those of the year before, '' without one, and of the year; `offices` all
    offices in the list's order, `lacking` those that have handed in nothing that can be read, and why; `notices` say of whom the numbers are
    invented, and what else has to stand above every form."""

    titles: tuple[str, str]
    offices: tuple[str, ...]
    contests: tuple[Contest, ...]
    lacking: Mapping[str, str]
    demo: Mapping[str, str]
    notices: tuple[str, ...] = ()


def league(
    offices: Sequence[str], after: Field, before: Field | None, lacking: Mapping[str, str] | None = None
) -> League:
    """Return the league of these offices; `before` is None where nobody has a year before."""
    nothing = Side("", {})
    of_whole = {one.name: one for one in compare(before.whole if before else nothing, after.whole)}
    changes: dict[str, dict[str, Change]] = {name: {} for name in after.whole.entries}
    for office in offices:
        now = after.offices.get(office, nothing)
        then = before.offices.get(office, nothing) if before else nothing
        filled = replace(now, title=after.whole.title, entries={**_missing(after.whole), **now.entries})
        earlier = replace(then, title=before.whole.title if before else "")
        for change in compare(earlier, filled):
            if change.name in changes and change.after:
                changes[change.name][office] = change
    contests = tuple(_contest(of_whole[name], found) for name, found in changes.items())
    demo = {name: side.demo for name, side in after.offices.items() if side.demo}
    titles = (before.whole.title if before else "", after.whole.title)
    return League(titles, tuple(offices), contests, lacking or {}, demo)


def of_section(found: League, section: str) -> League:
    """Return a league of one section's metrics."""
    return replace(found, contests=tuple(one for one in found.contests if one.entry.section == section))


def _missing(side: Side) -> dict[str, Entry]:
    """Return each metric as an office has it that hasn't got the number."""
    return {name: entry._replace(value=None, text=PENDING, until="", source="") for name, entry in side.entries.items()}


def _contest(of_all: Change, changes: Mapping[str, Change]) -> Contest:
    values = {office: change.after.value for office, change in changes.items() if change.after}
    ranks = _ranks({office: value for office, value in values.items() if value is not None})
    total = _total(of_all.entry, list(values.values()))
    found = judged(changes)
    standings = [
        Standing(
            office,
            replace(change, notes=found.notes.get(office, ())),
            ranks.get(office),
            _share(values[office], total),
        )
        for office, change in changes.items()
    ]
    last = len(standings) + 1
    return Contest(of_all, tuple(sorted(standings, key=lambda one: one.rank or last)), found.reason)


def _ranks(values: Mapping[str, Exact]) -> dict[str, int]:
    """Return each office's rank; of two that share the first one the next is third."""
    first: dict[Exact, int] = {}
    for place, value in enumerate(sorted(values.values(), reverse=True), start=1):
        first.setdefault(value, place)
    return {office: first[value] for office, value in values.items()}


def _share(value: Exact | None, total: Exact | None) -> Exact | None:
    return None if value is None or total is None else whole(Fraction(value) / Fraction(total) * 100)


def _total(entry: Entry, values: Sequence[Exact | None]) -> Exact | None:
    """Return what the offices' numbers are shares of, None where they are none: of rates, of what isn't their sum, of numbers below zero."""
    known = [value for value in values if value is not None]
    if is_share(entry.unit) or "=" in entry.unit or not entry.value:
        return None
    return entry.value if known and min(known) >= 0 and sum(known) == entry.value else None
