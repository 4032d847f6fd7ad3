"""People's units and today's draft's -> the marks whose own text is right, and that say something wrong all the same where they stand.

A mark vouches for its text alone. A digit typed beside it makes another number of it, marks that change places, a label or a village's
name typed over give right numbers to the wrong words, and 户 typed for 人 counts something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from reportgen.base.counting import longest_first
from reportgen.verify.announced import is_heading, other_heads, other_unit
from reportgen.verify.printed_as import (
    Heads,
    PrintedAs,
    column_of,
    digits_beside,
    joined,
    label_of,
    named_before,
    names,
    plainest,
    printed_as,
    stands_alone,
    unit_at,
)
from reportgen.word.alignment import align
from reportgen.word.number_forms import plain
from reportgen.word.retyped import Retyped, around, pairs
from reportgen.word.turned import turned
from reportgen.word.units import Token, Unit, by_skeleton

_SHARES = re.compile("[%‰]|百分点|千分点|[万亿]")  # a number without these says something else
_NEGATION = re.compile("没有|尚未|并未|未|没|不|停|非|无")


class Why(Enum):
    """What is wrong with a mark's place; the value stands in keys."""

    JOINED = "连着打字"  # characters typed beside it are read with it
    OTHER_WORDS = "别的指标"  # it stands in the words of another figure
    OTHER_ROW = "别的行"  # in a row with another row's label
    OTHER_COLUMN = "别的列"  # below another column's head
    RENAMED_ROW = "行名"  # in a row whose label the draft doesn't have
    RENAMED_COLUMN = "列名"  # below a head that the draft doesn't have
    UNIT = "单位"
    TURNED = "说反"  # a word of its sentence says the contrary of the draft's
    MAYBE_TURNED = "可能说反"  # the same in a sentence with other words
    DENIED = "否定"  # 没有 or 未 was put before its words
    UNNAMED = "没有名称"  # its own name is gone from the words before it
    SCOPE = "范围"  # in words of another time, place or part; for the caller to judge


@dataclass(frozen=True)
class Astray:
    """A mark that says something wrong where it stands: what a reader sees, and what the draft says there, '' where that isn't known.

    `found` is, for SCOPE, the mark as a number in the draft's place.
    """

    why: Why
    unit: Unit
    token: Token
    printed: str
    due: str = ""
    found: Retyped | None = None


def astray(theirs: Sequence[Unit], draft: Sequence[Unit], units: Iterable[str]) -> Iterator[Astray]:
    """Yield the marks of people's document that say something wrong where they stand; `units` are those that figures have.

    What is wrong with a whole sentence, row or column is told at its first mark.
    """
    listed = longest_first(units)
    search = _Search(printed_as(draft, listed), listed, Heads())
    alike = by_skeleton(draft)
    columns: set[tuple[object, str]] = set()
    for unit, number in zip(theirs, align([u.skeleton for u in draft], [u.skeleton for u in theirs]), strict=True):
        partner = None if number is None else draft[number]
        if partner is not None:
            yield from _contrary(unit, partner, listed)
        placed = {} if partner is None else dict(pairs(unit, partner))
        for mine, token in enumerate(unit.tokens):
            if not token.title:
                continue
            in_column = search.in_column(unit, token)
            if in_column is None:
                found = search.at(unit, mine, partner, placed.get(mine), alike.get(unit.skeleton, ()))
            else:
                if (unit.element.getparent(), in_column.printed) not in columns:
                    columns.add((unit.element.getparent(), in_column.printed))
                    yield in_column
                found = search.beside(unit, token)
                if found is None and in_column.why is Why.RENAMED_COLUMN:
                    found = search.in_row(unit, mine)
            if found is not None:
                yield found


def _contrary(unit: Unit, partner: Unit, units: Sequence[str]) -> Iterator[Astray]:
    """Yield a word that says the contrary of the draft's, in a sentence with a figure or above figures, and a unit or head typed over."""
    if unit.text == partner.text:
        return
    nothing = Token(0, 0, "", "")
    changed = other_unit(unit, partner, units)
    if changed is not None:
        yield Astray(Why.UNIT, unit, nothing, *changed)
    yield from (Astray(Why.RENAMED_COLUMN, unit, nothing, *heads) for heads in other_heads(unit, partner))
    figures = [token for token in partner.tokens if token.title]
    found = turned(unit, partner) if partner.tokens or is_heading(partner) else None
    if found is not None:
        printed, due, is_same = found
        counted = next((one for one in unit.tokens if unit.text[: one.begin].endswith(printed)), None)
        token = counted or next(
            (one for one in unit.tokens if one.title), next(iter((*unit.tokens, *figures)), nothing)
        )
        if figures and not token.title:
            token = replace(token, title=figures[0].title)
        number = "" if counted is None else counted.text + unit_at(unit, counted, units)
        yield Astray(Why.TURNED if is_same else Why.MAYBE_TURNED, unit, token, printed + number, due + number)


@dataclass(frozen=True)
class _Search:
    """How the draft prints its figures, the units that a text may say, and the heads of people's tables."""

    draft: PrintedAs
    units: Sequence[str]
    heads: Heads

    def at(
        self, unit: Unit, mine: int, partner: Unit | None, place: int | None, alike: Sequence[Unit]
    ) -> Astray | None:
        """Return the first thing that is wrong with a mark whose column is its own.

        `partner` is the draft's unit that people's is, `place` the number of the figure in the mark's place there, `alike` the partner's equals.
        """
        token = unit.tokens[mine]
        found = self.beside(unit, token) or self.in_row(unit, mine)
        if found is not None:
            return found
        if partner is not None and place is not None:
            return None if self._is_in_its_row(unit, token) else self._in_place(unit, mine, partner, place, alike)
        found = self._in_clause(unit, mine)
        if found is not None or label_of(unit) or _is_in_phrase(token):
            return found
        tokens = () if partner is None else partner.tokens
        same = next((number for number, one in enumerate(tokens) if one.title == token.title), None)
        if partner is not None and same is not None:
            return self._by_its_words(unit, mine, partner, same) or _scope(unit, token, partner, tokens[same])
        where = self.draft.where.get(token.title)
        return None if where is None else _scope(unit, token, *where)

    def beside(self, unit: Unit, token: Token) -> Astray | None:
        """Return what is wrong with a mark by the characters directly beside it."""
        known = self.draft.joined.get(token.title, {("", "")})
        is_date = "月" in token.mark
        beside = digits_beside(unit, token) if is_date else joined(unit, token)
        if beside not in known and (not is_date or any(beside)):
            before, behind = min(known)
            return Astray(
                Why.JOINED, unit, token, f"{beside[0]}{token.mark}{beside[1]}", f"{before}{token.mark}{behind}"
            )
        units = self.draft.units.get(token.title)
        said = unit_at(unit, token, self.units)
        if units and not stands_alone(unit, token) and plainest(said) not in units:
            other = next((one for one in units.values() if one), "")
            if (said and other) or (not said and _SHARES.search(other)):
                return Astray(Why.UNIT, unit, token, token.text + said, token.text + other)
        return None

    def _is_in_its_row(self, unit: Unit, token: Token) -> bool:
        """Return whether a row's label and column's head both vouch for a mark: people reorder columns and take them out."""
        heads = self.draft.heads.get(token.title, ())
        return token.title in self.draft.labels.get(label_of(unit), {}) and self.heads.of(unit, token) in heads

    def in_column(self, unit: Unit, token: Token) -> Astray | None:
        """Return what is wrong with a mark by the head of its column."""
        head, known = self.heads.of(unit, token), self.draft.heads.get(token.title)
        if not head or not known or head in known:
            return None
        is_other = any(head in heads for heads in self.draft.heads.values())
        return Astray(Why.OTHER_COLUMN if is_other else Why.RENAMED_COLUMN, unit, token, head, min(known))

    def in_row(self, unit: Unit, mine: int) -> Astray | None:
        """Return what is wrong with a mark by the label of its row."""
        token, label = unit.tokens[mine], label_of(unit)
        rows = [row for row, titles in self.draft.labels.items() if token.title in titles] if label else []
        if not rows or label in rows:
            return None
        if label in self.draft.labels:
            column = self.heads.of(unit, token) or column_of(unit, token)
            due = next((one for place, one in self.draft.labels[label].values() if place == column), None)
            if due is None or plain(due.text) == plain(token.text):
                return None
            return Astray(Why.OTHER_ROW, unit, token, token.text, due.text)
        is_first = mine == next(n for n, one in enumerate(unit.tokens) if one.title)
        if len(rows) == 1 and is_first and not self.draft.is_row(label, rows[0]):
            return Astray(Why.RENAMED_ROW, unit, token, label, rows[0])
        return None

    def _in_place(self, unit: Unit, mine: int, partner: Unit, place: int, alike: Sequence[Unit]) -> Astray | None:
        """Return what is wrong with a mark by the figure that the draft has in its place."""
        token, figure = unit.tokens[mine], partner.tokens[place]
        if not figure.title:
            return None
        if token.title == figure.title and _is_in_phrase(token):
            return None
        if token.title == figure.title:
            return self._by_its_words(unit, mine, partner, place) or _scope(unit, token, partner, figure)
        same = [
            one for one in alike if one.tokens[mine].title == token.title
        ]  # rows and sentences alike, in another order
        is_other = unit.skeleton == partner.skeleton or any(one.title == figure.title for one in unit.tokens)
        if same or plain(token.text) == plain(figure.text):
            return None
        if not is_other and not names(unit.text[: token.begin], figure.title):
            return None
        return Astray(Why.OTHER_WORDS, unit, token, token.text, figure.text)

    def _by_its_words(self, unit: Unit, mine: int, partner: Unit, place: int) -> Astray | None:
        """Return what is wrong with a mark at its own place whose words people changed."""
        token = unit.tokens[mine]
        (words, _), (drafted, _) = around(unit, mine), around(partner, place)
        if words == drafted or label_of(unit):
            return None
        other = self._in_clause(unit, mine)
        if other is not None:
            return other
        for denied in _NEGATION.finditer(words):
            if words[: denied.start()] + words[denied.end() :] == drafted:
                return Astray(Why.DENIED, unit, token, words, drafted)
        is_gone = token.title in drafted and token.title not in words
        if is_gone or (names(drafted, token.title) and not names(words, token.title)):
            return Astray(Why.UNNAMED, unit, token, words, drafted)
        return None

    def _in_clause(self, unit: Unit, mine: int) -> Astray | None:
        """Return what is wrong with a mark whose clause is word for word that of another figure, or ends in its name."""
        token = unit.tokens[mine]
        words, behind = around(unit, mine)
        figures = self.draft.clauses.get((words, behind), {})
        if token.title in figures:
            return None
        if len(figures) == 1 and names(words, next(iter(figures))):
            figure = next(iter(figures.values()))
        else:
            called = named_before(words, self.draft.where) or token.title
            if any(said.endswith(called) for said in (token.title, *self.draft.words.get(token.title, ()))):
                return None
            figure = self.draft.where[called][1]
        if plain(figure.text) == plain(token.text):
            return None
        return Astray(Why.OTHER_WORDS, unit, token, token.text, figure.text)


def _is_in_phrase(token: Token) -> bool:
    """Return whether a number is one of a phrase that is a mark: 「比上年减少8人」, whose words are held as its text."""
    return token.text != token.mark and token.text in token.mark


def _scope(unit: Unit, token: Token, partner: Unit, figure: Token) -> Astray:
    return Astray(Why.SCOPE, unit, token, token.text, figure.text, Retyped(token.title, unit, token, partner, figure))
