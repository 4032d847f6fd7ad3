"""People's units and today's draft's -> the marks whose own text is right, and that say something wrong all the same where they stand.

A mark vouches for its text alone. A digit typed beside it makes another number of it, marks that change places or a village's name typed
over give right numbers to the wrong words, and 户 typed for 人 counts something else.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction

from reportgen.counting import counted, longest_first, unit_behind
from reportgen.word.alignment import align
from reportgen.word.number_forms import plain
from reportgen.word.retyped import Retyped, around, pairs
from reportgen.word.units import CELL_END, Token, Unit

_UNIT = 8  # characters behind a number among which its unit stands
_LEAST_NAME, _MOST_NAME = (
    2,
    20,
)  # neighbouring characters of a figure's name that name it, and of one that is looked for
_ROUGH = "余多"
_SHARES = re.compile("[%‰]|百分点|千分点|[万亿]")  # a number without these says something else
_UP = ("增加", "增长", "提高", "上升", "增多", "提升", "上涨", "升高")
_DOWN = ("减少", "下降", "降低", "下滑", "回落", "减低")
_DIRECTION = re.compile(f"(?P<up>{'|'.join(_UP)})(?:了|到|至|约|近)?$|(?P<down>{'|'.join(_DOWN)})(?:了|到|至|约|近)?$")


class Why(Enum):
    """What is wrong with a mark's place."""

    JOINED = "连着打字"  # characters typed beside it are read with it
    OTHER_WORDS = "别的指标"  # it stands in the words of another figure
    OTHER_ROW = "别的行"  # in a row with another row's label
    RENAMED_ROW = "行名"  # in a row whose label the draft doesn't have
    UNIT = "单位"
    DIRECTION = "增减"
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


@dataclass
class _Places:
    """How the draft prints each figure, by title: what stands joined to it, the unit behind, the direction before; the figures of each
    clause and of each row's label."""

    joined: dict[str, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    units: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))  # plainest unit -> as said
    directions: dict[str, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    clauses: dict[tuple[str, str], dict[str, Token]] = field(default_factory=lambda: defaultdict(dict))
    labels: dict[str, dict[str, tuple[str, Token]]] = field(default_factory=lambda: defaultdict(dict))
    figures: dict[str, Token] = field(default_factory=dict)


def astray(theirs: Sequence[Unit], draft: Sequence[Unit], units: Iterable[str]) -> Iterator[Astray]:
    """Yield the marks of people's document that say something wrong where they stand; `units` are those that figures have."""
    names = longest_first(units)
    places = _places(draft, names)
    alike: dict[str, list[Unit]] = defaultdict(list)
    for unit in draft:
        alike[unit.skeleton].append(unit)
    partners = align([unit.skeleton for unit in draft], [unit.skeleton for unit in theirs])
    for unit, number in zip(theirs, partners, strict=True):
        if not any(token.title for token in unit.tokens):
            continue
        partner = None if number is None else draft[number]
        label = _label(unit)
        placed = {} if partner is None else dict(pairs(unit, partner))
        for mine, token in enumerate(unit.tokens):
            if not token.title:
                continue
            found = _alone(unit, token, places, names)
            if found is None and label:
                found = _in_row(unit, mine, label, places)
            if found is None and partner is not None and mine in placed:
                found = _in_place(unit, mine, partner, placed[mine], alike[unit.skeleton])
            elif found is None:
                found = _in_clause(unit, mine, places)
            if found is not None:
                yield found


def _places(draft: Iterable[Unit], names: Sequence[str]) -> _Places:
    found = _Places()
    for unit in draft:
        label = _label(unit)
        for number, token in enumerate(unit.tokens):
            if not token.title:
                continue
            found.figures.setdefault(token.title, token)
            found.joined[token.title].add(_joined(token))
            said = _behind(unit, token, names)
            found.units[token.title].setdefault(_plainest(said), said)
            found.directions[token.title].setdefault(_direction(unit, token)[0], _direction(unit, token)[1])
            found.clauses[around(unit, number)].setdefault(token.title, token)
            if label:
                found.labels[label][token.title] = (_column(unit, token), token)
    return found


def _alone(unit: Unit, token: Token, places: _Places, names: Sequence[str]) -> Astray | None:
    """Return what is wrong with a mark by the characters directly beside it."""
    title = token.title
    known = places.joined.get(title, {("", "")})
    joined = _joined(token)
    if "月" not in token.text and joined not in known:
        before, behind = next(iter(sorted(known)))
        return Astray(Why.JOINED, unit, token, token.text, f"{before}{token.mark}{behind}")
    units = places.units.get(title)
    said = _behind(unit, token, names)
    if units and not _stands_alone(unit, token) and _plainest(said) not in units:
        other = next((one for one in units.values() if one), "")
        if (said and other) or (not said and _SHARES.search(other)):
            return Astray(Why.UNIT, unit, token, token.text + said, token.text + other)
    way, words = _direction(unit, token)
    ways = places.directions.get(title, {})
    if way and -way in ways and way not in ways:
        return Astray(Why.DIRECTION, unit, token, f"{words}{token.text}{said}", f"{ways[-way]}{token.text}{said}")
    return None


def _in_row(unit: Unit, mine: int, label: str, places: _Places) -> Astray | None:
    """Return what is wrong with a mark by the label of the row that it stands in."""
    token = unit.tokens[mine]
    rows = [row for row, titles in places.labels.items() if token.title in titles]
    if not rows or label in rows:
        return None
    if label in places.labels:
        column = _column(unit, token)
        due = next((one for place, one in places.labels[label].values() if place == column), None)
        if due is None or plain(due.text) == plain(token.text):
            return None
        return Astray(Why.OTHER_ROW, unit, token, token.text, due.text)
    if (
        len(rows) == 1
        and mine == next(n for n, one in enumerate(unit.tokens) if one.title)
        and not _names(label, rows[0])
    ):
        return Astray(Why.RENAMED_ROW, unit, token, label, rows[0])
    return None


def _in_place(unit: Unit, mine: int, partner: Unit, place: int, alike: Sequence[Unit]) -> Astray | None:
    """Return what is wrong with a mark by the figure that the draft has in its place."""
    token, figure = unit.tokens[mine], partner.tokens[place]
    if not figure.title:
        return None
    if token.title == figure.title:
        return Astray(
            Why.SCOPE, unit, token, token.text, figure.text, Retyped(token.title, unit, token, partner, figure)
        )
    same = [one for one in alike if one.tokens[mine].title == token.title]  # rows and sentences alike, in another order
    is_other = unit.skeleton == partner.skeleton or any(one.title == figure.title for one in unit.tokens)
    if same or plain(token.text) == plain(figure.text):
        return None
    if not is_other and not _names(unit.text[: token.begin], figure.title):
        return None
    return Astray(Why.OTHER_WORDS, unit, token, token.text, figure.text)


def _in_clause(unit: Unit, mine: int, places: _Places) -> Astray | None:
    """Return what is wrong with a mark whose clause is word for word that of another figure, or ends in its name."""
    token = unit.tokens[mine]
    words, behind = around(unit, mine)
    figures = places.clauses.get((words, behind), {})
    if token.title in figures or _names(words, token.title):
        return None
    named = [words[-length:] for length in range(min(len(words), _MOST_NAME), _LEAST_NAME - 1, -1)]
    called = next((places.figures[name] for name in named if name in places.figures), None)
    figure = next(iter(figures.values())) if len(figures) == 1 and _names(words, next(iter(figures))) else called
    if figure is None or plain(figure.text) == plain(token.text):
        return None
    return Astray(Why.OTHER_WORDS, unit, token, token.text, figure.text)


def _joined(token: Token) -> tuple[str, str]:
    """Return the characters before and behind a mark that are read with it as one number."""
    before, found, behind = token.text.partition(token.mark)
    if not found:  # a number inside of a phrase
        return "", ""
    return before, behind


def _behind(unit: Unit, token: Token, names: Sequence[str]) -> str:
    in_mark = (
        bool(token.behind) and token.text + token.behind in token.mark
    )  # 1.5万 typed into a mark is what the mark says
    end = token.end + (len(token.behind) if in_mark else 0)
    said = unit.text[end:][:_UNIT].split(CELL_END)[0].lstrip(_ROUGH)
    return unit_behind("".join(said.replace("％", "%").split()), names)


def _plainest(unit: str) -> str:
    """Return what tells units apart: 名 and 例 are 人, 元 isn't 万元."""
    if not unit:
        return ""
    factor, base = counted(Fraction(1), "人" if unit == "例" else unit)
    return f"{factor}{base}"


def _direction(unit: Unit, token: Token) -> tuple[int, str]:
    """Return 1 or -1 and the word where a number is said to have grown or fallen by so much, 0 where neither is said."""
    found = _DIRECTION.search(unit.text[: token.begin].rstrip())
    if found is None:
        return 0, ""
    return (1, found["up"]) if found["up"] else (-1, found["down"])


def _label(unit: Unit) -> str:
    """Return the label of a row: what its first cell says, where that is no number; '' of a sentence."""
    first, cells, _ = unit.text.partition(CELL_END)
    return "".join(first.split()) if cells and not any(token.begin < len(first) for token in unit.tokens) else ""


def _column(unit: Unit, token: Token) -> str:
    return str(unit.text.count(CELL_END, 0, token.begin))


def _stands_alone(unit: Unit, token: Token) -> bool:
    """Return whether a number is all that a cell or a pair of brackets holds: what it counts is said elsewhere."""
    before, behind = unit.text[: token.begin].rstrip(" "), unit.text[token.end :].lstrip(" ")
    if before[-1:] in ("（", "(") and behind[:1] in ("）", ")"):
        return True
    return CELL_END in unit.text and before[-1:] in ("", CELL_END) and behind[:1] in ("", CELL_END)


def _names(words: str, title: str) -> bool:
    """Return whether two neighbouring characters of a name stand in words."""
    return any(title[at : at + _LEAST_NAME] in words for at in range(max(len(title) - _LEAST_NAME + 1, 1)))
