"""Typed numbers + today's draft and figures -> those that a figure was before it was corrected, those that nothing vouches for.

People copy a figure into a sentence or a table of their own, and as they please: 85名, 85余人, 1.5142万人, 八十五人, （85）. The same quantity
in any form is a copy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import takewhile
from types import MappingProxyType

from reportgen.base.counting import Counted, counted, longest_first, unit_behind
from reportgen.base.numbers import base_unit
from reportgen.base.stated import Agreement, amount
from reportgen.begin.old_report.scope import of_another_time
from reportgen.checks.prose import BY_CHANCE, Quantity, is_longer_unit
from reportgen.verify.claimed import Claims
from reportgen.verify.printed_as import named_before, names, stands_alone, words_behind
from reportgen.word.number_forms import plain
from reportgen.word.retyped import around
from reportgen.word.units import CELL_END, Spot, Token, Unit

_LEAST = 100  # a number below it is many things' number by chance
_YEARS = range(1900, 2101)
_MOST_WORD = 2  # characters of a word that is no known unit
# 1. and （3） at the beginning of an item count the items.
_ITEM = re.compile(r"\s*(?:[（(](\d{1,2})[)）]|(\d{1,2})(?:[.．、](?!\d)|[)）]))")


# How a number typed for a mark's title stands to the text that is due.
Stands = Callable[[str, str, str], Agreement]


@dataclass(frozen=True)
class Copy:
    """A typed number that a figure was before it was corrected, and what the figure is now, both with their unit as said.

    It is certain where it is too long to be there by chance, or has its unit in a sentence with words of the figure's name.
    """

    place: Spot
    name: str
    typed: str
    due: str
    is_certain: bool


@dataclass(frozen=True)
class _Number:
    """A number of a text: its place, its value, what that is in the plainest unit ('' for none), and the unit as said."""

    place: Spot
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
    told: Collection[Spot],
) -> Iterator[Copy]:
    """Yield the typed numbers that a figure said before it was corrected, and that no figure says `now` and the draft doesn't type."""
    if not earlier:
        return
    units = longest_first(unit for _, unit in (*now, *earlier))
    was = {_counted(quantity): (quantity, name) for quantity, name in [*earlier.items()][::-1]}
    was_bare = {_value(quantity): (quantity, name) for quantity, name in was.values()}
    typed = (
        (at, unit, token) for at, unit, token in _tokens(said) if not token.title and (at, token.begin) not in told
    )
    found: list[tuple[_Number, bool, tuple[Quantity, str]]] = []
    for number in _numbers(typed, units):
        is_bare = not number.unit and stands_alone(said[number.place[0]], number.token)
        known = was_bare.get(number.value) if is_bare else was.get(number.counted)
        if known is not None and not of_another_time(number.before):
            found.append((number, is_bare, known))
    if not found:
        return
    ours = list(_numbers(_tokens(due), units))
    today = {_counted(quantity) for quantity in now} | {number.counted for number in ours}
    today_bare = {_value(quantity) for quantity in now} | {number.value for number in ours}
    for number, is_bare, ((_, its_unit), name) in found:
        value = number.value
        if value in today_bare if is_bare else number.counted in today:
            continue
        due_now = _said_now(name, its_unit, now)
        if due_now is not None:
            as_typed = f"{number.token.text}{number.token.behind}{number.unit}"
            is_telling = value >= _LEAST and not (is_bare and value in _YEARS)
            is_certain = is_telling or (not is_bare and names(said[number.place[0]].text, name))
            yield Copy(number.place, name, as_typed, due_now + (its_unit if number.unit else ""), is_certain)


@dataclass(frozen=True)
class Unvouched:
    """A typed number that nothing vouches for, or only another figure than the one whose name stands right before it.

    `unit` is what it counts; `name` is that figure's and `due` what it is, '' where no name stands there. `is_certain` says that its sentence
    states it of the whole office and the report's year.
    """

    place: Spot
    token: Token
    unit: str
    name: str = ""
    due: str = ""
    is_certain: bool = False


def unvouched(
    said: Sequence[Unit],
    due: Sequence[Unit],
    now: Mapping[Quantity, Collection[str]],
    told: Collection[Spot],
    stands: Stands,
    named: Mapping[str, str] = MappingProxyType({}),
    years: Sequence[str] = (),
) -> Iterator[Unvouched]:
    """Yield the typed numbers and dates that the draft neither types nor marks, in the unit that they are said with, and no figure is.

    A number that something vouches for is told all the same where it stands behind the name of a figure that is another. `named` are the
    metrics by all that sentences call them, `years` the report's own.
    """
    listed = longest_first(unit for _, unit in now)
    claims = Claims(said, due, named, listed, years)
    known = _Known(due, now, listed, stands)
    figures = {token.title for unit in due for token in unit.tokens if token.title}
    for at, unit in enumerate(said):
        item = item_number(unit)
        for number, token in enumerate(unit.tokens):
            place = (at, token.begin)
            if token.title or place in told or token.begin == item:
                continue
            name = unit_behind(_behind(unit, token), listed)
            claimed = claims.metric(at, number) if name else ""
            other = _other_than(claimed, token, name, now, stands) if claimed else ""
            if other:
                yield Unvouched(place, token, name, claimed, other, is_certain=True)
                continue
            if not known.vouches(token, name):
                word = "" if amount(token.text + token.behind) is None else counted_behind(unit, token, listed)
                yield Unvouched(place, token, word)
                continue
            called = named_before(around(unit, number)[0], figures)
            value = amount(token.text + token.behind)
            if not called or not name or value is None or of_another_time(unit.text[: token.begin]):
                continue
            due_now = _said_now(called, name, now)
            if due_now is not None and _value((due_now, name)) != abs(value.value):
                yield Unvouched(place, token, name, called, due_now + name)


class _Known:
    """What vouches for a typed number: the draft's own numbers and today's figures, each in its unit, and the draft's dates."""

    def __init__(
        self,
        due: Iterable[Unit],
        now: Iterable[Quantity],
        units: Sequence[str],
        stands: Stands,
    ) -> None:
        self._texts: set[str] = set()
        self._counted: set[Counted | None] = {_counted(quantity) for quantity in now}
        self._values = {value for value in map(_value, now) if value is not None}
        for unit in due:
            for token in unit.tokens:
                found = amount(token.text + token.behind)
                if found is None:
                    self._texts.add(plain(token.text))
                    continue
                name = unit_behind(_behind(unit, token), units)
                self._values.add(abs(found.value))  # 「减少26人」 is -26
                if name or not token.title:  # what a figure counts is said elsewhere
                    self._counted.add(counted(abs(found.value), name))
        self._stands = stands
        self._dates: dict[str, bool] = {}

    def vouches(self, token: Token, unit: str) -> bool:
        """Return whether a number in this unit, or a date, is one of them; a number printed without unit vouches for any."""
        found = amount(token.text + token.behind)
        if found is None:
            return self._is_date(token.text)
        value = abs(found.value)
        if not unit:
            return value in self._values
        return counted(value, unit) in self._counted or counted(value, "") in self._counted

    def _is_date(self, text: str) -> bool:
        if plain(text) in self._texts:
            return True
        if text not in self._dates:
            self._dates[text] = any(self._stands("", text, date) is Agreement.SAME for date in self._texts)
        return self._dates[text]


def _said_now(name: str, unit: str, now: Mapping[Quantity, Collection[str]]) -> str | None:
    """Return what a metric is printed as now in a unit, None where it has none in it."""
    return next((printed for (printed, its), called in now.items() if its == unit and name in called), None)


def _other_than(metric: str, token: Token, unit: str, now: Mapping[Quantity, Collection[str]], stands: Stands) -> str:
    """Return what a metric is, with its unit, where a number in a unit of the same kind states another; '' where it doesn't."""
    printed, its = next((quantity for quantity, called in now.items() if metric in called), ("", ""))
    typed_in, due_in = counted(Fraction(1), token.behind + unit), counted(Fraction(1), its)
    if typed_in[1] != due_in[1]:
        return ""
    typed, due, title = token.text, printed, metric
    if typed_in != due_in:  # 8.33万元 in 元
        scale = its.removesuffix(base_unit(its))
        typed, due, title = token.text + token.behind, printed + scale, "" if scale else metric
    return printed + its if stands(title, typed, due) is Agreement.OTHER else ""


def _value(quantity: Quantity) -> Fraction | None:
    found = amount(quantity[0])
    return None if found is None else abs(found.value)


def _counted(quantity: Quantity) -> Counted | None:
    value = _value(quantity)
    return None if value is None else counted(value, quantity[1])


def _tokens(said: Iterable[Unit]) -> Iterator[tuple[int, Unit, Token]]:
    return ((at, unit, token) for at, unit in enumerate(said) for token in unit.tokens)


def _numbers(tokens: Iterable[tuple[int, Unit, Token]], units: Sequence[str]) -> Iterator[_Number]:
    """Yield the numbers of a text, but for what rules say: 3个工作日, 1名, 100%."""
    for at, unit, token in tokens:
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
    return words_behind(unit, token.end + len(token.behind))


def item_number(unit: Unit) -> int:
    """Return where the number of an item begins in a sentence, -1 where it has none."""
    item = None if CELL_END in unit.text else _ITEM.match(unit.text)
    return -1 if item is None else max(item.start(1), item.start(2))


def counted_behind(unit: Unit, token: Token, units: Sequence[str]) -> str:
    """Return what a number counts, of the words behind it: 平方米, or the first letters of what is no known unit."""
    behind = _behind(unit, token)
    if behind[:1] in ("年", "月", "日"):
        return behind[:1]
    return unit_behind(behind, units) or "".join(takewhile(str.isalpha, behind[:_MOST_WORD]))
