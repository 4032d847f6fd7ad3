"""Identities + figures by category -> issues: relations that must hold in every village, and don't in one.

What is added up over villages must fit in each of them, too: two cells that were exchanged cancel in the total. Only relations between sums
and multiples are asked of parts: a mean or a ratio of the whole needn't be that of a village. A number that no table tells apart (a standard
a head) may stand in one where the catalogue calls it steady.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reportgen.base.formula import TooLarge
from reportgen.base.issues import Issue, key_text, listed
from reportgen.checks.identities import broken_identities
from reportgen.figures.compute import Figures
from reportgen.inputs.catalogue import Catalogue, PlacedIdentity, SumOf

_MOST_TOLD = 3  # categories of one relation; where more break it, it isn't a slip of one


def broken_in_parts(catalogue: Catalogue, figures: Figures) -> Iterator[Issue]:
    """Yield each relation that doesn't hold in a category for which all its figures have a value."""
    for placed in catalogue.identities:
        divided = [name for name in placed.identity.names if figures.columns(name)]
        others = [name for name in placed.identity.names if not figures.columns(name)]
        if not divided or not all(catalogue.metrics[name].steady for name in others):
            continue
        columns = _shared_columns(divided, figures)
        if columns and _is_of_sums(placed, divided, figures):
            for column in columns:
                yield from _broken_in(column, placed, divided, catalogue, figures)


def _shared_columns(names: list[str], figures: Figures) -> list[str]:
    """Return the columns by which all of the figures are told apart, but for those of which one of them is a category."""
    shared = list(figures.columns(names[0]))
    for name in names:
        rule = figures[name].metric.rule
        chosen = rule.where if isinstance(rule, SumOf) else {}
        shared = [column for column in shared if column in figures.columns(name) and column not in chosen]
    return shared


def _is_of_sums(placed: PlacedIdentity, divided: list[str], figures: Figures) -> bool:
    """Return whether both sides double where all that is divided doubles."""
    once = {name: figures[name].number for name in placed.identity.names}
    twice = {name: number * 2 if number is not None and name in divided else number for name, number in once.items()}
    for side in (placed.identity.left, placed.identity.right):
        try:
            one, two = side.value(once), side.value(twice)
        except TooLarge:
            return False
        if one is None or two is None or one * 2 != two:
            return False
    return True


def _broken_in(
    column: str, placed: PlacedIdentity, divided: list[str], catalogue: Catalogue, figures: Figures
) -> Iterator[Issue]:
    parts = {name: dict(figures.parts(name, column)) for name in divided}
    alone = replace(catalogue, identities=(placed,))
    found: dict[str, Issue] = {}
    for category in parts[divided[0]]:
        there = {name: by_category[category] for name, by_category in parts.items() if category in by_category}
        if len(there) < len(divided) or any(part.number is None for part in there.values()):
            continue
        view = replace(figures, by_name=figures.by_name | there)
        for issue in broken_identities(alone, view):
            found[category] = replace(
                issue, message=f"{category}：{issue.message}", key=f"{issue.key}（{key_text(category)}）"
            )
    if len(found) <= _MOST_TOLD:
        yield from found.values()
    else:
        first, *others = found
        message = f"{found[first].message}另外{listed(others)}也是这样。"
        key = f"{found[first].key.rpartition('（')[0]}（{key_text(column)}）"
        yield replace(found[first], message=message, key=key)
