"""Counts of two years -> those that were exchanged: villages, categories, columns, or two cells that fit last year better the other way round.

Both changes cancel in every total. What is exchanged must fit last year, and better than what stands there by EXCHANGED squared standard
deviations (see `scatter`): it is then 8,000 times as likely (e to the power of 9) that somebody exchanged them. A hundred villages make
5,000 pairs, of which some look exchanged by chance: each doubling of the pairs asks for odds twice as high.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from reportgen.base.issues import Issue, Location, Severity, key_text
from reportgen.checks.rows.paired import MEASURE, PairedCell
from reportgen.checks.rows.scatter import UNIT, Counted, Scatter
from reportgen.figures.changes import CHECK
from reportgen.figures.compute import Figures
from reportgen.figures.wording import long_text
from reportgen.inputs.catalogue import Catalogue

EXCHANGED = 18 * UNIT
_FEW_PAIRS = 56  # of eleven villages; EXCHANGED is enough for as many
_TWICE_AS_LIKELY = 1386  # 2 ln 2, in thousandths
_FITS = 6 * UNIT  # on average; what is exchanged rightly is as near to last year as any
_OTHERS_GAIN = 6 * UNIT  # what the other cells gain, where a whole row or column was exchanged and not one cell
_MOST_LABELS = 60  # beyond, only those that are off by themselves are tried in pairs

Line = dict[tuple[str, ...], Counted]  # the cells of one label, by where they stand on the other axes


@dataclass(frozen=True)
class Exchange:
    """Two labels of an axis (two villages, two columns), and the pairs of cells that stand in each other's place, the plainest first."""

    axis: str
    pairs: tuple[tuple[PairedCell, PairedCell], ...]

    @property
    def places(self) -> frozenset[Location]:
        """Return where the exchanged cells are."""
        return frozenset(cell.at for pair in self.pairs for cell in pair)


def exchanges(scatter: Scatter) -> Iterator[Exchange]:
    """Yield what was exchanged in a table, the plainest first; no cell is in two of them."""
    taken: set[Location] = set()
    for _, exchange in sorted(_candidates(scatter), key=lambda found: -found[0]):
        if taken.isdisjoint(exchange.places):
            taken |= exchange.places
            yield exchange


def exchange_issue(exchange: Exchange, catalogue: Catalogue, before: Figures, after: Figures) -> Issue:
    """Return the warning about it, at the plainest pair."""
    one, other = exchange.pairs[0]
    names = one.along[exchange.axis], other.along[exchange.axis]
    shared = "、".join(word for axis, word in one.along.items() if axis not in {exchange.axis, MEASURE})
    shared += "" if exchange.axis == MEASURE else f"「{one.along[MEASURE]}」"
    is_whole = len(exchange.pairs) > 1
    now, then = (
        [long_text(value, one.digits) for value in pair] for pair in ((one.new, other.new), (one.old, other.old))
    )
    what = "这两列" if exchange.axis == MEASURE and is_whole else "这些行" if is_whole else "这两格"
    message = (
        f"{names[0]}和{names[1]}的数像是填反了：{shared}{catalogue.titled(after.year)}是{now[0]}和{now[1]}，"
        f"{catalogue.titled(before.year)}是{then[0]}和{then[1]}，对调后就和上年接近。请核对{what}。"
    )
    at = Location(one.at.file, one.at.row, None if is_whole else one.at.column)
    where = "" if is_whole else key_text(shared)
    key = f"{CHECK}：{at.file}{where}{key_text('和'.join(names))}对调"
    metrics = tuple(dict.fromkeys(name for pair in exchange.pairs for cell in pair for name in cell.metrics))
    return Issue(CHECK, Severity.WARNING, message, at, metrics, "、".join(reversed(now)), "、".join(now), key)


def _candidates(scatter: Scatter) -> Iterator[tuple[int, Exchange]]:
    axes = dict.fromkeys(axis for count in scatter.counts for axis in count.cell.along)
    for axis in axes:
        lines: dict[str, Line] = defaultdict(dict)
        for count in scatter.counts:
            rest = tuple(word for other, word in count.cell.along.items() if other != axis)
            lines[count.cell.along[axis]][rest] = count
        doublings = (len(lines) * (len(lines) - 1) // 2 // _FEW_PAIRS).bit_length()
        least = EXCHANGED + _TWICE_AS_LIKELY * doublings
        for one, other in combinations(_worth_trying(lines, scatter, least), 2):
            yield from _exchanged(axis, lines[one], lines[other], scatter, least)


def _worth_trying(lines: dict[str, Line], scatter: Scatter, least: int) -> list[str]:
    if len(lines) <= _MOST_LABELS:
        return list(lines)
    return [label for label, line in lines.items() if sum(map(scatter.off, line.values())) >= least // 2]


def _exchanged(axis: str, one: Line, other: Line, scatter: Scatter, least: int) -> Iterator[tuple[int, Exchange]]:
    """Yield the exchange of two lines of cells, or of one pair in them, that fits last year better."""
    pairs = [(count, other[rest]) for rest, count in one.items() if rest in other]
    # Only where the larger of two became the smaller can they be the other way round.
    if not any((a.then - b.then) * (b.now - a.now) > 0 for a, b in pairs):
        return
    measured = [(*_gain(a, b, scatter), (a, b)) for a, b in pairs]
    measured.sort(key=lambda found: -found[0])
    gains = [gain for gain, _, _ in measured]
    if sum(gains) >= least and (len(pairs) == 1 or sum(gains[1:]) >= _OTHERS_GAIN):
        if sum(left for _, left, _ in measured) <= 2 * len(pairs) * _FITS:
            yield sum(gains), Exchange(axis, tuple((a.cell, b.cell) for _, _, (a, b) in measured))
    elif gains[0] >= least and measured[0][1] <= 2 * _FITS:
        a, b = measured[0][2]
        yield gains[0], Exchange(axis, ((a.cell, b.cell),))


def _gain(one: Counted, other: Counted, scatter: Scatter) -> tuple[int, int]:
    """Return by how much two counts fit better exchanged, and how far they are off then."""
    as_they_stand = scatter.off(one, without=other) + scatter.off(other, without=one)
    exchanged = scatter.off(one, other.now, other) + scatter.off(other, one.now, one)
    return as_they_stand - exchanged, exchanged
