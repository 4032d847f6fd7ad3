"""People's document and today's draft -> the numbers that are typed where the draft has a figure.

A sentence typed anew, a number pasted as text, a mark lost on the way through another program: nothing renews such a number. Its place
is known by the words around it: sentences and rows are aligned without their numbers, and within two that are alike a number stands
for the figure whose neighbours it has.
"""

from __future__ import annotations

import functools
import operator
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from reportgen.word.alignment import align
from reportgen.word.number_forms import plain
from reportgen.word.sentences import CLAUSE_END
from reportgen.word.units import NUMBER_SIGN, Token, Unit, by_skeleton

_LEAST_WORDS = 2  # characters before a number that are the draft's, where the rest of the sentence is not
_SAYS_NOTHING = frozenset("，、；：。（）()！？ \t\n" + NUMBER_SIGN)


@dataclass(frozen=True)
class Retyped:
    """A typed number where the draft has a figure: the mark's title, people's unit and number, and the draft's.

    Whether both speak of the same time and place, and state the same, is for the caller to judge.
    """

    title: str
    unit: Unit
    token: Token
    partner: Unit
    figure: Token

    @property
    def typed(self) -> str:
        """Return what is typed, with what scales it where the draft's figure is scaled otherwise: 1.5142万."""
        return self.token.text + ("" if self.token.behind == self.figure.behind else self.token.behind)

    @property
    def due(self) -> str:
        """Return what is due, scaled as `typed` is."""
        return self.figure.text + ("" if self.token.behind == self.figure.behind else self.figure.behind)

    @property
    def before(self) -> str:
        """Return what people's sentence says before the number."""
        return self.unit.text[: self.token.begin]

    @property
    def drafted_before(self) -> str:
        """Return what the draft's sentence says before the figure."""
        return self.partner.text[: self.figure.begin]


def retyped(theirs: Sequence[Unit], draft: Sequence[Unit], ours: Collection[str] = ()) -> Iterator[Retyped]:
    """Yield the typed numbers of people's units that stand where the draft has a figure.

    `ours` are the titles of marks that vouch for themselves although the draft doesn't print them.
    """
    titles = {token.title for unit in draft for token in unit.tokens if token.title} | set(ours)
    lost = operator.sub(*(Counter(token.title for unit in side for token in unit.tokens) for side in (draft, theirs)))
    clauses = _Clauses(draft, lost)
    alike = by_skeleton(draft)
    counts = Counter(unit.skeleton for unit in theirs)
    partners = align([unit.skeleton for unit in draft], [unit.skeleton for unit in theirs])
    for unit, number in zip(theirs, partners, strict=True):
        if all(token.title in titles for token in unit.tokens):
            continue
        partner = _copied(unit, alike[unit.skeleton]) if number is None else draft[number]
        places = {} if partner is None else dict(pairs(unit, partner))
        candidates = alike.get(unit.skeleton, ())
        for mine, token in enumerate(unit.tokens):
            if token.title in titles:
                continue
            if partner is not None and mine in places:
                named: tuple[Unit, Token] | None = partner, partner.tokens[places[mine]]
                if unit.skeleton != partner.skeleton and not _is_missing(
                    partner.tokens[places[mine]], unit, partner, lost
                ):
                    continue  # words that people put in beside the figure
                if len(candidates) not in (0, counts[unit.skeleton]) and _says_one_of(token, mine, candidates):
                    continue  # one of several sentences alike, and it is not clear which
            else:
                named = clauses.figure(unit, mine)
            if named is not None and named[1].title:
                yield Retyped(named[1].title, unit, token, *named)


def _copied(unit: Unit, candidates: Sequence[Unit]) -> Unit | None:
    """Return the draft's sentence that people's own is a copy of: word for word, with another of its marks to vouch for it."""
    marked = {token.title for token in unit.tokens} - {""}
    one = candidates[0] if len(candidates) == 1 else None
    return one if one is not None and marked & {token.title for token in one.tokens} else None


class _Clauses:
    """The clauses in which the draft prints figures whose marks are missing in people's document, by the words before each and the
    character behind it."""

    def __init__(self, draft: Sequence[Unit], lost: Mapping[str, int]) -> None:
        self._lost = lost
        self._known: dict[str, list[tuple[str, Unit, Token]]] = defaultdict(list)
        for unit in draft:
            for number, token in enumerate(unit.tokens):
                words, behind = around(unit, number)
                self._known[f"{words[-_LEAST_WORDS:]}{NUMBER_SIGN}{behind}"].append((words, unit, token))

    def figure(self, unit: Unit, number: int) -> tuple[Unit, Token] | None:
        """Return the draft's figure that the words around a number of people's name, None where none or several do.

        People's words may be fewer than the draft's. More words could speak of something else: 甲村服用叶酸.
        """
        words, behind = around(unit, number)
        if len(words) < _LEAST_WORDS:
            return None
        near = self._known.get(f"{words[-_LEAST_WORDS:]}{NUMBER_SIGN}{behind}", ())
        found = [
            (other, token)
            for said, other, token in near
            if said == words or (said.endswith(words) and len(words) > _LEAST_WORDS)
        ]
        if len({token.title for _, token in found}) != 1 or found[0][1].title not in self._lost:
            return None
        return found[0]


def around(unit: Unit, number: int) -> tuple[str, str]:
    """Return the words of the clause before a number, and the character behind it."""
    before, behind = _between_numbers(unit.skeleton)[number : number + 2]
    return CLAUSE_END.split(before)[-1].strip(), behind[:1]


@functools.lru_cache(maxsize=16)  # a unit is asked for each of its numbers
def _between_numbers(skeleton: str) -> list[str]:
    return skeleton.split(NUMBER_SIGN)


def _is_missing(figure: Token, unit: Unit, partner: Unit, lost: Mapping[str, int]) -> bool:
    """Return whether a figure's mark is missing in people's document, and in the unit where the draft has it."""
    here, there = (sum(token.title == figure.title for token in one.tokens) for one in (unit, partner))
    return figure.title in lost and here < there


def _says_one_of(token: Token, number: int, candidates: Iterable[Unit]) -> bool:
    return any(plain(one.tokens[number].text) == plain(token.text) for one in candidates)


def pairs(unit: Unit, partner: Unit) -> Iterator[tuple[int, int]]:
    """Yield which number of a unit stands in the place of which of its partner's."""
    if unit.skeleton == partner.skeleton:
        yield from ((number, number) for number in range(len(unit.tokens)))
        return
    matcher = SequenceMatcher(None, partner.skeleton, unit.skeleton, autojunk=False)
    for block in matcher.get_matching_blocks():
        same = unit.skeleton[block.b : block.b + block.size]
        for at, char in enumerate(same):
            if char == NUMBER_SIGN and _is_placed(same, at, unit, partner, block.b + at, block.a + at):
                yield (
                    unit.skeleton[: block.b + at].count(NUMBER_SIGN),
                    partner.skeleton[: block.a + at].count(NUMBER_SIGN),
                )


def _is_placed(same: str, at: int, unit: Unit, partner: Unit, mine: int, due: int) -> bool:
    """Return whether the words around a number that both units share name what it counts: its unit, and words before it."""
    behind = same[at + 1 : at + 2]
    both_end = mine == len(unit.skeleton) - 1 and due == len(partner.skeleton) - 1
    words = [char for char in same[:at] if char not in _SAYS_NOTHING]
    return (bool(behind) or both_end) and len(words) >= _LEAST_WORDS
