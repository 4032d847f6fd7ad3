"""People's units and today's draft's -> numbers of the draft's own prose that people typed over: 60岁 into 65岁, 3日内 into 5日内.

No figure is behind such a number, and the new one may well stand elsewhere in the report. It is known by its sentence, whose words are
otherwise the draft's to the letter and stand there once.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from reportgen.base.counting import longest_first
from reportgen.base.stated import Agreement, amount
from reportgen.verify.copies import Stands, counted_behind, item_number
from reportgen.word.package import W
from reportgen.word.units import CELL_END, NUMBER_SIGN, Spot, Token, Unit, by_skeleton

_LEAST_WORDS = 2  # letters of a sentence besides its numbers; fewer are alike by chance
# What numbers pages, tables and paragraphs: Word and people count them anew. 代表60人 is no table.
_COUNTED_ANEW = re.compile(r"(?:(?<!代)表|图|附件|附录)\s*[\d.．－—-]*$")
_PART = re.compile(r"\s*(?:页|章|节|条|款|项|部分)")


@dataclass(frozen=True)
class TypedOver:
    """A number of the draft's prose that people typed over: where it stands, what is printed and what the draft says, with their units."""

    place: Spot
    unit: Unit
    token: Token
    printed: str
    drafted: str

    @property
    def is_date(self) -> bool:
        """Return whether it is a date."""
        return amount(self.token.text + self.token.behind) is None


def typed_over(
    said: Sequence[Unit],
    due: Iterable[Unit],
    units: Iterable[str],
    told: Collection[Spot],
    stands: Stands,
) -> Iterator[TypedOver]:
    """Yield the numbers that people typed over, but for those `told`; `units` are those that figures have.

    Where people wrote a sentence twice, and once as the draft has it, the other is their own.
    """
    listed = longest_first(units)
    drafted, written = by_skeleton(due), by_skeleton(said)
    for at, unit in enumerate(said):
        ours = drafted.get(unit.skeleton, ())
        if len(ours) != 1 or not _says_enough(unit):
            continue
        if any(one.text == ours[0].text for one in written[unit.skeleton]):
            continue
        for mine, token in enumerate(unit.tokens):
            other = ours[0].tokens[mine]
            if token.title or other.title or (at, token.begin) in told or _is_counted_anew(unit, token, listed):
                continue
            if stands("", token.text + token.behind, other.text + other.behind) is not Agreement.SAME:
                printed, before = (_with_unit(one, number, listed) for one, number in ((unit, token), (ours[0], other)))
                yield TypedOver((at, token.begin), unit, token, printed, before)


def _says_enough(unit: Unit) -> bool:
    """Return whether a unit has words enough to be known by them; page numbers in a field's result are Word's."""
    words = sum(char.isalpha() for char in unit.skeleton.replace(NUMBER_SIGN, ""))
    return words >= _LEAST_WORDS and next(unit.element.iter(f"{W}fldChar", f"{W}fldSimple"), None) is None


def _is_counted_anew(unit: Unit, token: Token, units: Sequence[str]) -> bool:
    """Return whether a number counts items, rows, tables, pages or paragraphs."""
    before, behind = unit.text[: token.begin], unit.text[token.end + len(token.behind) :]
    if CELL_END in unit.text:
        return CELL_END not in before and behind.startswith(CELL_END)
    if item_number(unit) == token.begin or (before.endswith(("第", "共")) and _PART.match(behind) is not None):
        return True
    return _COUNTED_ANEW.search(before) is not None and not counted_behind(unit, token, units)


def _with_unit(unit: Unit, token: Token, units: Sequence[str]) -> str:
    word = "" if amount(token.text + token.behind) is None else counted_behind(unit, token, units)
    return f"{token.text}{token.behind}{word}"
