"""Masked parts + the order in which the edition prints a figure's parts -> where printed neighbours leave too few numbers for one of them.

Who sees villages stand by the size of their numbers knows that a masked one is no greater than the one before and no less than the next.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportgen.base.faced import advised
from reportgen.base.issues import listed
from reportgen.base.names import PART_SIGN, sort_key
from reportgen.base.numbers import rounded
from reportgen.checks.privacy import FEW
from reportgen.figures.compute import Figures
from reportgen.figures.figure import Figure
from reportgen.figures.wording import with_unit

_Parts = Mapping[str, Figure]  # of one figure by one column, by the titles of their marks, in the table's order


@dataclass(frozen=True)
class _Ranking:
    """Parts of a figure from the greatest to the least: their titles, and their numbers, counted in the last decimal that is printed.

    `together` is what the masked ones are in all, None where a reader can't know that.
    """

    titles: tuple[str, ...]
    numbers: tuple[int, ...]
    masked: Collection[str]
    together: int | None

    def possible(self, title: str) -> int:
        """Return how many numbers a masked part may be for a reader, counted no further than FEW away from its own.

        They follow one another without a gap and its own is among them, so that fewer than FEW are all of them.
        """
        at = self.titles.index(title)
        return sum(self._may_be(at, self.numbers[at] + more) for more in range(-FEW, FEW + 1))

    def _may_be(self, at: int, number: int) -> bool:
        bounds = self._bounds()
        lowest = [max(least, number) if place <= at else least for place, (least, _) in bounds.items()]
        highest = [min(most, number) if place >= at else most for place, (_, most) in bounds.items()]
        within = bounds[at][0] <= number <= bounds[at][1]
        return within and (self.together is None or sum(lowest) <= self.together <= sum(highest))

    def _bounds(self) -> dict[int, tuple[int, int]]:
        """Return the least and the greatest number that may stand in each place of a masked one; masked numbers are no zeros."""
        beyond_all = sum(self.numbers) + FEW
        known = [number for number, title in zip(self.numbers, self.titles, strict=True) if title not in self.masked]
        found: dict[int, tuple[int, int]] = {}
        before = 0
        for place, title in enumerate(self.titles):
            if title in self.masked:
                least = known[before] if before < len(known) else 1
                found[place] = least, known[before - 1] if before else beyond_all
            else:
                before += 1
        return found


def given_away(
    figures: Figures, masked: Collection[str], places: Iterable[Sequence[str]], printed: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Yield (title, message) for masked parts to which the order that they are printed in leaves fewer than FEW numbers.

    `places` are the titles of marks as they follow one another, `printed` all titles that are printed. The table's own order and that of
    names tell nothing.
    """
    every = [place for place in places if any(title in masked for title in place)]
    for name in dict.fromkeys(title.split(PART_SIGN)[0] for title in masked if PART_SIGN in title):
        for column in figures.columns(name) if every else ():
            parts = {" ".join(part.name.split()): part for _, part in figures.parts(name, column)}
            total = name in printed and name not in masked and _adds_up(figures[name], parts)
            for titles in (titles for place in every for titles in _listings(place, parts)):
                others = {title: part for title, part in parts.items() if title not in titles}
                others_known = all(
                    title not in masked and (title in printed or part.number == 0) for title, part in others.items()
                )
                ranking = _ranking(titles, parts, masked, total=total and others_known)
                if ranking is not None:
                    yield from _narrow(name, titles, parts, ranking)


def _listings(place: Sequence[str], parts: _Parts) -> Iterator[list[str]]:
    """Yield the parts of a figure that a place prints one after the other; where one comes again, another listing begins."""
    listing: list[str] = []
    for title, _ in itertools.groupby(title for title in place if title in parts):
        if title in listing:
            yield listing
            listing = []
        listing.append(title)
    yield listing


def _ranking(titles: Sequence[str], parts: _Parts, masked: Collection[str], *, total: bool) -> _Ranking | None:
    """Return the parts from the greatest, None where they aren't printed by the size of their numbers, or all know the order."""
    numbers = [_counted(parts[title]) for title in titles]
    plain = [title for title in parts if title in titles]
    named = sorted(plain, key=lambda title: sort_key(title.rpartition(PART_SIGN)[2]))
    if list(titles) in (plain, named, named[::-1]) or None in numbers:
        return None
    ranked = [(title, number) for title, number in zip(titles, numbers, strict=True) if number is not None]
    together = sum(number for title, number in ranked if title in masked) if total else None
    for way in (ranked, ranked[::-1]):
        if all(one >= other for (_, one), (_, other) in itertools.pairwise(way)):
            return _Ranking(tuple(title for title, _ in way), tuple(number for _, number in way), masked, together)
    return None


def _narrow(name: str, titles: Sequence[str], parts: _Parts, ranking: _Ranking) -> Iterator[tuple[str, str]]:
    """Yield what is told of the masked parts of a listing that may be few numbers, once for those that stand side by side."""
    way = "从多到少" if titles[0] == ranking.titles[0] else "从少到多"
    at = 0
    for is_masked, several in itertools.groupby(titles, key=lambda title: title in ranking.masked):
        beside = list(several)
        counts = {title: ranking.possible(title) for title in beside} if is_masked else {}
        few = [title for title, count in counts.items() if count < FEW]
        before, behind = titles[at - 1 : at], titles[at + len(beside) :][:1]
        at += len(beside)
        if few:
            most = max(counts[title] for title in few)
            around = [
                f"{where}是{_said(parts[one])}" for where, some in (("前面", before), ("后面", behind)) for one in some
            ]
            around += ["合计也印着"] if ranking.together is not None else []
            left = f"只可能是{most}个数里的一个" if most > 1 else "一看就知道"
            message = advised(
                f"「{listed(few)}」换掉了，可是「{name}」{way}印着，{'，'.join(around)}，{left}。"
                "请换一种顺序印（照表里的先后，或按名称），或者",
                "在 public 里把前后的也换掉。",
                "给前后的也定公开写法。",
            )
            yield few[0], message


def _adds_up(figure: Figure, parts: _Parts) -> bool:
    return figure.number == sum(part.number or 0 for part in parts.values())


def _counted(part: Figure) -> int | None:
    return None if part.number is None else int(rounded(part.number, part.metric.digits) * 10**part.metric.digits)


def _said(part: Figure) -> str:
    return f"{part.name.rpartition(PART_SIGN)[2]}{with_unit(part.metric, part.value)}"
