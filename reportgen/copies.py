"""The typed numbers of a document, today's draft and the figures -> those that a figure was before it was corrected, and those that nothing
vouches for.

People copy a figure into a sentence or a table of their own, and as they please: 85名, 85余人, 1.5142万人, 八十五人, （85）. The same quantity
in any form is a copy.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from reportgen.counting import Counted, counted, longest_first, unit_behind
from reportgen.older.scope import of_another_time
from reportgen.prose import BY_CHANCE, is_longer_unit
from reportgen.record import Quantity
from reportgen.stated import Agreement, amount
from reportgen.word.number_forms import plain
from reportgen.word.units import CELL_END, Token, Unit

_LEAST = 100  # a number below it is many things' number by chance
_YEARS = range(1900, 2101)
_UNIT = 8  # characters behind a number among which its unit stands
_MOST_WORD = 2  # characters of a word that is no known unit
# 1. and （3） at the beginning of an item count the items.
_ITEM = re.compile(r"\s*(?:[（(](\d{1,2})[)）]|(\d{1,2})(?:[.．、](?!\d)|[)）]))")


@dataclass(frozen=True)
class Copy:
    """A typed number that a figure was before it was corrected, and what the figure is now, both with their unit as said.

    `place` is the number of its unit in the document, and where it begins there. It is certain where it is too long to be there by chance,
    or has its unit in a sentence with words of the figure's name.
    """

    place: tuple[int, int]
    name: str
    typed: str
    due: str
    is_certain: bool


@dataclass(frozen=True)
class _Number:
    """A number of a text: its place, its value, what that is in the plainest unit ('' for none), and the unit as said."""

    place: tuple[int, int]
    token: Token
    value: Fraction
    counted: Counted
    unit: str
    before: str


def outdated(
    said: Sequence[Unit],
    due: Iterable[Unit],
    now: Mapping[Quantity, Collection[str]],
    earlier: Mapping[Quantity, str],
    told: Collection[tuple[int, int]],
) -> Iterator[Copy]:
    """Yield the typed numbers that a figure said before it was corrected, and that no figure says `now` and the draft doesn't type."""
    if not earlier:
        return
    units = longest_first(unit for _, unit in (*now, *earlier))
    was = {_counted(quantity): (quantity, name) for quantity, name in [*earlier.items()][::-1]}
    was_bare = {_value(quantity): (quantity, name) for quantity, name in was.values()}
    ours = list(_numbers(due, units))
    today = {_counted(quantity) for quantity in now} | {number.counted for number in ours}
    today_bare = {_value(quantity) for quantity in now} | {number.value for number in ours}
    for number in _numbers(said, units):
        value = number.value
        is_bare = not number.unit and _stands_alone(said[number.place[0]], number.token)
        known = was_bare.get(value) if is_bare else was.get(number.counted)
        if known is None or number.token.title or number.place in told or of_another_time(number.before):
            continue
        if value in today_bare if is_bare else number.counted in today:
            continue
        (_, its_unit), name = known
        due_now = next((printed for (printed, unit), names in now.items() if unit == its_unit and name in names), None)
        if due_now is not None:
            typed = f"{number.token.text}{number.token.behind}{number.unit}"
            is_telling = value >= _LEAST and not (is_bare and value in _YEARS)
            is_certain = is_telling or (not is_bare and _names(said[number.place[0]].text, name))
            yield Copy(number.place, name, typed, due_now + (its_unit if number.unit else ""), is_certain)


def _names(text: str, name: str) -> bool:
    """Return whether two neighbouring characters of a metric's name stand in a text."""
    return any(name[at : at + 2] in text for at in range(max(len(name) - 1, 1)))


def strangers(
    said: Sequence[Unit],
    due: Iterable[Unit],
    marked: Iterable[str],
    units: Iterable[str],
    told: Collection[tuple[int, int]],
    stands: Callable[[str, str, str], Agreement],
) -> Iterator[tuple[tuple[int, int], Token, str]]:
    """Yield place, number and unit of the typed numbers and dates that the draft neither types nor marks: nothing vouches for them."""
    texts = {plain(token.text) for unit in due for token in unit.tokens} | {plain(text) for text in marked}
    amounts = {abs(found.value) for found in map(amount, texts) if found}  # 「减少26人」 is -26
    dates = [text for text in texts if amount(text) is None and re.search(r"\d", text)]
    names = longest_first(units)

    @functools.cache
    def is_known(text: str) -> bool:
        return any(stands("", text, date) is Agreement.SAME for date in dates)

    for at, unit in enumerate(said):
        item = None if CELL_END in unit.text else _ITEM.match(unit.text)
        for token in unit.tokens:
            if token.title or (at, token.begin) in told or plain(token.text) in texts:
                continue
            found = amount(token.text + token.behind)
            if found is None and is_known(token.text):
                continue
            is_item = item is not None and token.begin in (item.start(1), item.start(2))
            if not is_item and (found is None or abs(found.value) not in amounts):
                yield (at, token.begin), token, "" if found is None else _unit_or_word(_behind(unit, token), names)


def _value(quantity: Quantity) -> Fraction | None:
    found = amount(quantity[0])
    return None if found is None else abs(found.value)


def _counted(quantity: Quantity) -> Counted | None:
    value = _value(quantity)
    return None if value is None else counted(value, quantity[1])


def _numbers(said: Iterable[Unit], units: Sequence[str]) -> Iterator[_Number]:
    """Yield the numbers of a text, but for what rules say: 3个工作日, 1名, 100%."""
    for at, unit in enumerate(said):
        for token in unit.tokens:
            found = amount(token.text + token.behind)
            if found is None:
                continue
            behind = _behind(unit, token)
            name = unit_behind(behind, units)
            number = plain(token.text)
            if {number, number + name} & BY_CHANCE or (name and is_longer_unit(behind, name)):
                continue
            value = abs(found.value)
            yield _Number((at, token.begin), token, value, counted(value, name), name, unit.text[: token.begin])


def _behind(unit: Unit, token: Token) -> str:
    end = token.end + len(token.behind)
    return "".join(unicodedata.normalize("NFKC", unit.text[end : end + _UNIT]).split(CELL_END)[0].split())


def _stands_alone(unit: Unit, token: Token) -> bool:
    """Return whether a number is all that a cell or a pair of brackets holds."""
    before, behind = unit.text[: token.begin], unit.text[token.end + len(token.behind) :]
    if before[-1:] in ("（", "(") and behind[:1] in ("）", ")"):
        return True
    return CELL_END in unit.text and before[-1:] in ("", CELL_END) and behind[:1] in ("", CELL_END)


def _unit_or_word(behind: str, units: Sequence[str]) -> str:
    """Return what a number counts, of the words behind it: 平方米, or the first letters of what is no known unit."""
    word = re.match(f"[^\\W\\d_]{{0,{_MOST_WORD}}}", behind)
    return unit_behind(behind, units) or (word[0] if word else "")
