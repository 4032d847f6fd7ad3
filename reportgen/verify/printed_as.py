"""A draft's units -> how it prints each figure: joined to what, with which unit, in which clauses, in rows and columns of which names."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from lxml import etree

from reportgen.base.counting import counted, unit_behind
from reportgen.base.textfile import half_width
from reportgen.word.blocks import cells, visible_text
from reportgen.word.package import W
from reportgen.word.retyped import around
from reportgen.word.units import CELL_END, Token, Unit

_ROUGH = "余多"  # 85余 is 85 and somewhat more
_UNIT = 8  # characters behind a number among which its unit stands
_SCALES = "百千万亿"  # behind a number they are of its unit: 万元
_LEAST_NAME, _MOST_NAME = (
    2,
    20,
)  # neighbouring characters of a name that name it; all that are looked for before a number


@dataclass
class PrintedAs:
    """How a draft prints each figure, by the marks' titles.

    `joined` is what is read with the mark as one number, `units` the unit behind by its plainest form, `heads` the heads of its columns;
    `words` the clauses before it, `where` its first place. `clauses` are the figures by the words before them and the character behind,
    `labels` those of each row.
    """

    joined: dict[str, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    units: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    heads: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    where: dict[str, tuple[Unit, Token]] = field(default_factory=dict)
    words: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    clauses: dict[tuple[str, str], dict[str, Token]] = field(default_factory=lambda: defaultdict(dict))
    labels: dict[str, dict[str, tuple[str, Token]]] = field(default_factory=lambda: defaultdict(dict))

    def is_row(self, label: str, row: str) -> bool:
        """Return whether a label says the name of a row: two neighbouring characters of it that no other row's label has, as 合计 is."""
        others = [one for one in self.labels if one != row]
        own = [two for two in _twos(row) if not any(two in other for other in others)]
        said = "".join(filter(str.isalnum, label))  # 八街（村） is 八街村
        return any(two in said for two in own) if own else names(said, row)


def printed_as(draft: Iterable[Unit], units: Sequence[str]) -> PrintedAs:
    """Return how a draft prints its figures; `units` are those that a text may say, the longest first."""
    found, heads = PrintedAs(), Heads()
    for unit in draft:
        label = label_of(unit)
        for number, token in enumerate(unit.tokens):
            if not token.title:
                continue
            said = unit_at(unit, token, units)
            found.where.setdefault(token.title, (unit, token))
            found.joined[token.title].add(joined(unit, token))
            found.units[token.title].setdefault(plainest(said), said)
            found.words[token.title].add(around(unit, number)[0])
            found.clauses[around(unit, number)].setdefault(token.title, token)
            head = heads.of(unit, token)
            if head:
                found.heads[token.title].add(head)
            if label:
                found.labels[label][token.title] = (head or column_of(unit, token), token)
    return found


class Heads:
    """The heads of tables' columns; a table whose first row holds figures, or is divided otherwise than its others, has none."""

    def __init__(self) -> None:
        self._known: dict[etree._Element, list[str]] = {}

    def of(self, unit: Unit, token: Token) -> str:
        """Return the head of the column that a number stands in, '' for none."""
        table = next(unit.element.iterancestors(f"{W}tbl"), None) if unit.element.tag == f"{W}tr" else None
        if table is None:
            return ""
        heads = self._known.get(table)
        if heads is None:
            heads = self._known[table] = _heads(table)
        at = int(column_of(unit, token))
        return heads[at] if len(heads) == unit.text.count(CELL_END) + 1 else ""


def _heads(table: etree._Element) -> list[str]:
    first = next(table.iter(f"{W}tr"))
    if next(first.iter(f"{W}alias"), None) is not None:
        return []
    return ["".join(visible_text(cell).split()) for cell in cells(first)]


def joined(unit: Unit, token: Token) -> tuple[str, str]:
    """Return the characters before and behind a mark that are read with it as one number, or as one word with its digits."""
    before, found, behind = token.text.partition(token.mark)
    if not found:  # a number inside of a phrase
        return "", ""
    end = token.end + len(token.behind)
    ahead, after = unit.text[: token.begin][-1:], unit.text[end : end + 1]
    return (ahead if _is_read_with(ahead) else "") + before, behind + (
        after if _is_read_with(after) and after not in _SCALES else ""
    )


def digits_beside(unit: Unit, token: Token) -> tuple[str, str]:
    """Return the digits typed directly before and behind a date's mark, '' for none: of its text any part may be the token."""
    at = unit.text.find(token.mark, max(token.begin - len(token.mark), 0))
    if at < 0:
        return "", ""
    ahead, after = unit.text[:at][-1:], unit.text[at + len(token.mark) :][:1]
    return ahead if ahead.isdigit() else "", after if after.isdigit() else ""


def _is_read_with(char: str) -> bool:
    """Return whether a character beside a number makes another of it: 两 and 〇, ² and ⒈, a letter, 第."""
    return bool(char) and (
        char == "第" or (char.isascii() and char.isalpha()) or unicodedata.numeric(char, None) is not None
    )


def unit_at(unit: Unit, token: Token, units: Sequence[str]) -> str:
    """Return the unit that a number is said with, with its scale; '' for none."""
    in_mark = (
        bool(token.behind) and token.text + token.behind in token.mark
    )  # 1.5万 typed into a mark is what the mark says
    return unit_behind(words_behind(unit, token.end + (len(token.behind) if in_mark else 0)).lstrip(_ROUGH), units)


def words_behind(unit: Unit, end: int) -> str:
    """Return the first words behind a number that ends there, in its own cell, in half width and without blanks."""
    return "".join(half_width(unit.text[end : end + _UNIT]).split(CELL_END)[0].split())


def plainest(unit: str) -> str:
    """Return what tells units apart: 名 and 例 are 人, 元 isn't 万元."""
    if not unit:
        return ""
    factor, base = counted(Fraction(1), "人" if unit == "例" else unit)
    return f"{factor}{base}"


def label_of(unit: Unit) -> str:
    """Return the label of a row: what its first cell says, where that is no number; '' of a sentence."""
    first, rest, _ = unit.text.partition(CELL_END)
    return "".join(first.split()) if rest and not any(token.begin < len(first) for token in unit.tokens) else ""


def column_of(unit: Unit, token: Token) -> str:
    """Return the number of the column that a number of a row stands in."""
    return str(unit.text.count(CELL_END, 0, token.begin))


def stands_alone(unit: Unit, token: Token) -> bool:
    """Return whether a number is all that a cell or a pair of brackets holds: what it counts is said elsewhere."""
    before, behind = unit.text[: token.begin].rstrip(" "), unit.text[token.end + len(token.behind) :].lstrip(" ")
    if before[-1:] in ("（", "(") and behind[:1] in ("）", ")"):
        return True
    return CELL_END in unit.text and before[-1:] in ("", CELL_END) and behind[:1] in ("", CELL_END)


def names(words: str, name: str) -> bool:
    """Return whether two neighbouring characters of a name stand in words."""
    return any(two in words for two in _twos(name))


def named_before(words: str, figures: Container[str]) -> str:
    """Return the figure whose whole name the words before a number end in, the longest; '' for none."""
    endings = (words[-length:] for length in range(min(len(words), _MOST_NAME), _LEAST_NAME - 1, -1))
    return next((one for one in endings if one in figures), "")


def _twos(name: str) -> list[str]:
    return [name[at : at + _LEAST_NAME] for at in range(max(len(name) - _LEAST_NAME + 1, 1))]
