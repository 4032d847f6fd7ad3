"""What the catalogue says of its metrics together: identities, stocks from year to year, from where on a change stands out.

`relations` reads them.
"""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.base.formula import Formula, Identity
from reportgen.base.issues import Location, Severity
from reportgen.base.numbers import Exact


@dataclass(frozen=True)
class PlacedIdentity:
    """An identity, where the catalogue says it, how grave it is when broken, and the reason why it should hold, '' if plain.

    `within` is how far its sides may differ, in the unit of its first metric; without, half a unit of the last printed digit where a
    side is a rounded number, else nothing.
    """

    identity: Identity
    section: str
    at: Location
    severity: Severity = Severity.ERROR
    reason: str = ""
    within: Exact | None = None


@dataclass(frozen=True)
class Stock:
    """A metric that follows from its own value last year and what `flow` says of this year, up to `within_percent` of it."""

    name: str
    flow: Formula
    within_percent: Exact
    at: Location


@dataclass(frozen=True)
class Limits:
    """From where on a change against last year stands out: more than `percent`, rates more than `points`, at least `least` in number."""

    percent: Exact = 50
    points: Exact = 10
    least: Exact = 10
