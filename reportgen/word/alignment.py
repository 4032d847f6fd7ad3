"""Two lists of texts -> which of the one is which of the other: by content, so that nothing depends on ids that word processors rewrite."""

from __future__ import annotations

import functools
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

_ALIKE = 0.5  # two texts in the same place are one text edited from here on
_ALIKE_ELSEWHERE = 0.75  # in another place
_LONG = 12  # characters; shorter texts are alike by chance
_MOST_PAIRS = 4_000  # compared letter by letter; beyond, a text is looked for only near its place
_NEAR = 4
# Of a text's runs, as many must another one have to hold it; those at one or two places where people put words in are lost.
_HELD = 0.75
_RUN = 4  # characters
_LEAST_PART = 6  # characters of a part of a text that stands in another place


def align(
    old: Sequence[str], new: Sequence[str], signs: Callable[[str], frozenset[str]] = lambda text: frozenset()
) -> list[int | None]:
    """Return for each new text which old one it is, None for none; each old text is used once.

    Equal texts first, in their order, then equal ones that moved, then those with the same `signs` where only one on each side has them,
    then those in the same place that are much alike, then long ones that moved and are very much alike. Linear in the texts as long as
    most of them are equal.
    """
    found: list[int | None] = [None] * len(new)
    for o, n in _in_order(old, new, 0, len(old), 0, len(new)):
        found[n] = o
    _moved(old, new, found)
    _signed(old, new, found, signs)
    for olds, news in _gaps(len(old), found):
        _match(old, new, olds, news, found, _ALIKE, 0, in_order=True)
    used = {o for o in found if o is not None}
    _match(
        old,
        new,
        [o for o in range(len(old)) if o not in used and len(old[o]) >= _LONG],
        [n for n in range(len(new)) if found[n] is None],
        found,
        _ALIKE_ELSEWHERE,
        _LONG,
    )
    return found


def with_held(old: Sequence[str], new: Sequence[str], partners: Sequence[int | None]) -> list[int | None]:
    """Return what `align` found, and for each text that it found none for which one holds nearly all of the other, however much longer.

    In the same place a text of a few characters will do, a heading; in another one a part of a long text.
    """
    found = list(partners)
    for olds, news in _gaps(len(old), found):
        _match(old, new, olds, news, found, _HELD, _RUN, measure=_held)
    used = set(found)
    olds = [o for o in range(len(old)) if o not in used and len(old[o]) >= _LONG]
    news = [n for n, o in enumerate(found) if o is None]
    _match(old, new, olds, news, found, _HELD, _LEAST_PART, measure=_held)
    return found


def _held(one: str, other: str) -> float:
    """Return which share of the shorter of two texts the other has, in runs of characters, 0 to 1.

    A short one must begin or end the other: in the middle of a sentence its words are only mentioned.
    """
    short, long = sorted((one.strip(), other.strip()), key=len)
    if len(short) < _LONG and not (long.startswith(short[:_RUN]) or long.endswith(short[-_RUN:])):
        return 0.0
    fewer, more = _runs(short), _runs(long)
    return len(fewer & more) / len(fewer) if fewer else 0.0


@functools.lru_cache(maxsize=256)
def _runs(text: str) -> frozenset[str]:
    """Return the runs of characters in the lines of a text: of a row's, in its cells, each of which may grow."""
    return frozenset(line[at : at + _RUN] for line in text.split("\n") for at in range(len(line) - _RUN + 1))


def _in_order(
    old: Sequence[str], new: Sequence[str], o: int, o_end: int, n: int, n_end: int
) -> Iterable[tuple[int, int]]:
    """Yield equal pairs in order (patience diff): equal ends, then what is unique on both sides, then what lies between."""
    waiting = [(o, o_end, n, n_end)]
    while waiting:
        o, o_end, n, n_end = waiting.pop()
        while o < o_end and n < n_end and old[o] == new[n]:
            yield o, n
            o, n = o + 1, n + 1
        while o < o_end and n < n_end and old[o_end - 1] == new[n_end - 1]:
            o_end, n_end = o_end - 1, n_end - 1
            yield o_end, n_end
        anchors = _unique(old, new, o, o_end, n, n_end)
        ends = [*anchors, (o_end, n_end)]
        for (begin_o, begin_n), (end_o, end_n) in zip([(o - 1, n - 1), *anchors], ends, strict=True):
            if anchors and begin_o + 1 < end_o and begin_n + 1 < end_n:
                waiting.append((begin_o + 1, end_o, begin_n + 1, end_n))
        yield from anchors


def _unique(old: Sequence[str], new: Sequence[str], o: int, o_end: int, n: int, n_end: int) -> list[tuple[int, int]]:
    """Return the longest ordered run of pairs whose text stands once on each side."""
    places: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for number in range(o, o_end):
        places[old[number]][0].append(number)
    for number in range(n, n_end):
        places[new[number]][1].append(number)
    return _longest([(olds[0], news[0]) for olds, news in places.values() if len(olds) == len(news) == 1])


def _longest(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest run of pairs, given in the order of the first, in which the second ascends too."""
    tails: list[int] = []
    ends: list[int] = []  # the last pair of the run of each length
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        at = bisect_left(tails, place)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [place]
        ends[at : at + 1] = [number]
    longest: list[tuple[int, int]] = []
    number = ends[-1] if ends else -1
    while number >= 0:
        longest.append(pairs[number])
        number = before[number]
    return longest[::-1]


def _moved(old: Sequence[str], new: Sequence[str], found: list[int | None]) -> None:
    """Match what is left of equal texts, wherever they stand; an empty one says nothing."""
    used = {o for o in found if o is not None}
    left: dict[str, list[int]] = defaultdict(list)
    for number in range(len(old) - 1, -1, -1):
        if number not in used and old[number].strip():
            left[old[number]].append(number)
    for number, text in enumerate(new):
        if found[number] is None and left.get(text):
            found[number] = left[text].pop()


def again(old: Sequence[str], new: Sequence[str], signs: Callable[[str], frozenset[str]]) -> dict[int, int]:
    """Return which new text is an old one without doubt, by their numbers: equal, or very much alike and long or with signs."""
    found: list[int | None] = [None] * len(new)
    _moved(old, new, found)
    used = set(found)
    olds, news = (
        [number for number, text in enumerate(side) if len(text) >= _LONG or signs(text)] for side in (old, new)
    )
    news = [n for n in news if found[n] is None]
    _match(old, new, [o for o in olds if o not in used], news, found, _ALIKE_ELSEWHERE, 0)
    return {n: o for n, o in enumerate(found) if o is not None}


def in_order(numbers: Sequence[int]) -> set[int]:
    """Return the places of the longest ascending run in a list of different numbers."""
    return {place for place, _ in _longest(list(enumerate(numbers)))}


def _signed(
    old: Sequence[str], new: Sequence[str], found: list[int | None], signs: Callable[[str], frozenset[str]]
) -> None:
    """Match what is left by its signs, where one text on each side has just these."""
    used = {o for o in found if o is not None}
    olds: dict[frozenset[str], list[int]] = defaultdict(list)
    news: dict[frozenset[str], list[int]] = defaultdict(list)
    for o, text in enumerate(old):
        if o not in used:
            olds[signs(text)].append(o)
    for n, text in enumerate(new):
        if found[n] is None:
            news[signs(text)].append(n)
    for sign, there in news.items():
        if sign and len(there) == 1 and len(olds.get(sign, ())) == 1:
            found[there[0]] = olds[sign][0]


def _gaps(count: int, found: Sequence[int | None]) -> Iterable[tuple[list[int], list[int]]]:
    """Yield the unmatched old and new places between each two matched neighbours that stand in order; one that moved parts nothing."""
    used = {o for o in found if o is not None}
    places = [n for n, o in enumerate(found) if o is not None]
    steady = {places[at] for at in in_order([o for o in found if o is not None])}
    last, news = -1, []
    for number, match in enumerate([*found, count]):
        if match is None:
            news.append(number)
        elif number in steady or match == count:
            olds = [o for o in range(last + 1, match) if o not in used] if news else []
            if olds:
                yield olds, news
            last, news = match, []


def _match(
    old: Sequence[str],
    new: Sequence[str],
    olds: Sequence[int],
    news: Sequence[int],
    found: list[int | None],
    least: float,
    shortest: int,
    *,
    in_order: bool = False,
    measure: Callable[[str, str], float] | None = None,
) -> None:
    """Match texts that are alike by `least` or more, as `measure` (likeness) says; an empty text is like an empty one only.

    In the same place (`in_order`) neighbours keep their order: two sentences of one pattern that both changed may each be more like
    the other than like itself. Elsewhere the most alike go first, of those the longest.
    """
    everywhere = len(olds) * len(news) <= _MOST_PAIRS
    scored: list[tuple[float, int, int]] = []
    for place, n in enumerate(news):
        nearby = olds if everywhere else olds[max(0, place - _NEAR) : place + _NEAR + 1]
        for o in nearby:
            if len(new[n]) >= shortest:
                score = (measure or likeness)(old[o], new[n])
                if score >= least:
                    scored.append((-score, o, n))
    taken: set[int] = set()
    longest_first = sorted(scored, key=lambda pair: (pair[0], -min(len(old[pair[1]]), len(new[pair[2]])), pair[1:]))
    for _, o, n in _chain(scored) if in_order else longest_first:
        if found[n] is None and o not in taken:
            found[n] = o
            taken.add(o)


@dataclass(frozen=True)
class _Link:
    """The last pair of a chain, and the chain before it."""

    pair: tuple[float, int, int]
    before: _Link | None


def _chain(scored: Iterable[tuple[float, int, int]]) -> list[tuple[float, int, int]]:
    """Return the pairs, in one order on both sides, that are most alike altogether; one that is very alike outweighs two that are half."""
    ends: list[int] = []  # old places, ascending, at which a chain ends that weighs more than all that end before
    chains: list[tuple[float, _Link | None]] = []
    for score, o, n in sorted(scored, key=lambda pair: (pair[2], -pair[1])):
        at = bisect_left(ends, o)
        weight, before = chains[at - 1] if at else (0.0, None)
        weight += score * score
        if at < len(ends) and ends[at] == o and chains[at][0] >= weight:
            continue
        beyond = at
        while beyond < len(ends) and chains[beyond][0] <= weight:
            beyond += 1
        ends[at:beyond] = [o]
        chains[at:beyond] = [(weight, _Link((score, o, n), before))]
    last = chains[-1][1] if chains else None
    found: list[tuple[float, int, int]] = []
    while last is not None:
        found.append(last.pair)
        last = last.before
    return found


def likeness(one: str, other: str) -> float:
    """Return how much of two texts is the same, 0 to 1: characters in one order on both sides, against all that both have.

    A text that grew by half of another still holds all of itself.
    """
    if not one.strip() or not other.strip():
        return float(one.strip() == other.strip())
    return min(1.0, LCSseq.similarity(one, other) / max(min(len(one), len(other)), (len(one) + len(other)) / 3))
