"""The blocks of a base, of people's document and of today's draft -> which is which, and which of them the data put in another order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from reportgen.word.alignment import again, align, in_order, with_held
from reportgen.word.blocks import OBJECT, TITLED, Block


@dataclass(frozen=True)
class Counterparts:
    """Three lists of blocks, and by their numbers: which base block each of people's is, and which of ours each base block is.

    `back` are blocks that only ours has and that people had kept when the data dropped them: ours -> people's.
    """

    was: Sequence[Block]
    now: Sequence[Block]
    ours: Sequence[Block]
    base_of: Sequence[int | None]
    ours_of: dict[int, int]
    back: dict[int, int]

    @property
    def deleted(self) -> list[int]:
        """Return the base blocks that people deleted."""
        return sorted(set(range(len(self.was))) - set(self.base_of))

    @property
    def new(self) -> list[int]:
        """Return the blocks of ours that the base doesn't have."""
        return sorted(set(range(len(self.ours))) - set(self.ours_of.values()))

    @property
    def edited(self) -> dict[int, str]:
        """Return what people's blocks say that they wrote themselves or otherwise than it was drafted, by their numbers."""
        return {
            n: block.named
            for n, (block, b) in enumerate(zip(self.now, self.base_of, strict=True))
            if b is None or block.named != self.was[b].named
        }

    @cached_property
    def pieces(self) -> dict[etree._Element, list[etree._Element]]:
        """Return for each block that people broke into several its pieces, itself among them, as they stand one behind the other."""
        found: dict[etree._Element, list[etree._Element]] = {}
        for n, b in enumerate(self.base_of):
            if b is None or self.now[n].named == self.was[b].named:
                continue
            whole = _bare(self.was[b].named)
            first, last = n, n
            while self._is_piece(first - 1, whole):
                first -= 1
            while self._is_piece(last + 1, whole):
                last += 1
            if first < last:
                found[self.now[n].element] = [one.element for one in self.now[first : last + 1]]
        return found

    def _is_piece(self, n: int, whole: str) -> bool:
        """Return whether one of people's blocks is no counterpart of any, and says a piece of what a drafted one said."""
        if not 0 <= n < len(self.now) or self.base_of[n] is not None:
            return False
        piece = _bare(self.now[n].named)
        return bool(piece) and piece in whole

    def triples(self) -> Iterator[tuple[Block, Block, Block]]:
        """Yield the blocks that are there on all three sides: people's, the base's and ours."""
        for n, b in enumerate(self.base_of):
            if b is not None and b in self.ours_of:
                yield self.now[n], self.was[b], self.ours[self.ours_of[b]]

    def moved(self) -> tuple[list[int], list[int]]:
        """Return which of our blocks the data put elsewhere in the order: those that can follow, and those that people had moved too.

        A block follows where people moved neither it nor its neighbours in ours. Where theirs stand as ours do already, nothing has moved.
        """
        standing = {b: n for n, b in enumerate(self.base_of) if b is not None and b in self.ours_of}
        common = sorted(standing, key=self.ours_of.__getitem__)  # base numbers in the order of ours
        steady = in_order(common)
        wanted = [(place, b) for place, b in enumerate(common) if place not in steady]
        if not wanted:
            return [], []
        in_theirs = sorted(standing, key=standing.__getitem__)
        by_people = _out_of_order(in_theirs)
        otherwise = _out_of_order([self.ours_of[b] for b in in_theirs])
        follow: list[int] = []
        disputed: list[int] = []
        for place, b in wanted:
            if self.ours_of[b] in otherwise:
                near = [b, *common[max(place - 1, 0) : place], *common[place + 1 : place + 2]]
                (disputed if by_people & set(near) else follow).append(self.ours_of[b])
        return follow, disputed


def counterparts(was: Sequence[Block], now: Sequence[Block], ours: Sequence[Block]) -> Counterparts:
    """Return which block is which."""
    drafted, theirs = ([one.named for one in side] for side in (was, now))
    base_of = with_held(drafted, theirs, align(drafted, theirs, _titles))
    # Two branches of two sentences may have the same marks, so that between drafts they say nothing.
    of_ours = align(drafted, [one.named for one in ours])
    news = [o for o, b in enumerate(of_ours) if b is None]
    own = [n for n, b in enumerate(base_of) if b is None]
    came = again([ours[o].named for o in news], [now[n].named for n in own], _titles) if news and own else {}
    return Counterparts(
        was,
        now,
        ours,
        base_of,
        {b: o for o, b in enumerate(of_ours) if b is not None},
        {news[o]: own[n] for n, o in came.items()},
    )


def _bare(text: str) -> str:
    """Return a text without blanks, and without the sign that stands for a picture or footnote which people put into it."""
    return "".join(text.replace(OBJECT, "").split())


def _titles(named: str) -> frozenset[str]:
    return frozenset(TITLED.findall(named))


def _out_of_order(numbers: Iterable[int]) -> set[int]:
    """Return the numbers that have a greater one before them or a smaller one behind them."""
    listed = list(numbers)
    found: set[int] = set()
    greatest, least = -1, len(listed) and max(listed) + 1
    for number in listed:
        if number < greatest:
            found.add(number)
        greatest = max(greatest, number)
    for number in reversed(listed):
        if number > least:
            found.add(number)
        least = min(least, number)
    return found
