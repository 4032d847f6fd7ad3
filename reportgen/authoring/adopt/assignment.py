"""A paragraph's text + what a year's figures and sentences say -> the tags to put into it, and the numbers that are left.

A wrong tag prints a wrong number next year and nobody looks; a number that is left is told. So a number becomes a tag only where its
sentence is one that the office's template prints, or where its value and the words beside it agree on one metric.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reportgen.authoring.adopt.naming import Naming
from reportgen.authoring.adopt.patterns import ENDS, Pattern, Put, agrees, standing, tag
from reportgen.base.textfile import half_width
from reportgen.checks.prose import BY_CHANCE, is_longer_unit

_NUMBER = re.compile(
    r"(?<![0-9A-Za-z.,/—–~-])(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?(?![0-9A-Za-z]|[.,][0-9])"
)
_CELL = re.compile(r"\s*([-−]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)\s*([^0-9\s]*)\s*")
_POINT = r"(?:[0-9]{4}年)?[0-9]{1,2}月(?:[0-9]{1,2}日)?"
_DATE = re.compile(rf"(?<![0-9.])(?:{_POINT})(?:[至到~—-]+(?:{_POINT}|[0-9]{{1,2}}日))?")
_YEAR = re.compile(r"(?<![0-9A-Za-z.—–~-])([0-9]{4})(?=年(?![0-9]))")
_LEFT_OUT = re.compile(r"〔[^〕]{0,200}〕[0-9]*号?|\[[0-9]{4}\][0-9]*号?")  # the number of a document
_TITLES = re.compile(r"《[^》]{0,200}》")
_SINCE = re.compile(r"(?:自|从|于|始于|[至到—–~-])$")
_ON = re.compile(r"年(?:起|以来|以后|以前|之前|之后|开始|成立|版|修订|[—–~-]|[至到][0-9])")
_NEAR = 500  # characters on either side of a number that are looked at; a sentence has a hundred
_LEAST_TEXT = 3  # characters of a name of an office or place; shorter ones stand in other words
_SOME, _TELLING = 3, 4  # digits of a number that seldom agrees by chance with another, or doesn't


@dataclass(frozen=True)
class Left:
    """A stretch that stays as it is: what stands there, the sentence, and the tags that it might be, none for an unknown one."""

    found: str
    sentence: str
    candidates: tuple[str, ...]


@dataclass(frozen=True)
class YearSaid:
    """What a year says.

    `numbers` are metrics by printed number and unit; `dates` are (metric, tag) by printed text; `years` tags by year; `texts` tags by
    text; `cutoffs` the dates up to which figures count; `patterns` the sentences that the office's template prints; `conditions` those
    of its paragraphs that it prints only sometimes, by their squeezed text.
    """

    numbers: Mapping[tuple[str, str], Sequence[str]]
    dates: Mapping[str, Sequence[tuple[str, str]]]
    years: Mapping[str, tuple[str, int]]
    texts: Mapping[str, Sequence[str]]
    cutoffs: frozenset[str]
    naming: Naming
    patterns: Sequence[Pattern]
    conditions: Mapping[str, str]


@dataclass(frozen=True)
class Heads:
    """The words at the head of a table cell's row and of its column, '' where merged cells leave them open."""

    row: str
    column: str


@dataclass
class _Text:
    """One text under assignment: its characters in half width, and which of them are spoken for."""

    text: str
    puts: list[Put] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folded = half_width(self.text)
        self.taken = [character == "\ufffc" for character in self.text]

    def free(self, begin: int, end: int) -> bool:
        return not any(self.taken[begin:end])

    def take(self, begin: int, end: int) -> None:
        self.taken[begin:end] = [True] * (end - begin)

    def put(self, begin: int, end: int, source: str) -> None:
        self.puts.append(Put(begin, end, source))
        self.take(begin, end)

    def leave(self, begin: int, end: int, candidates: Sequence[str]) -> None:
        self.left.append(Left(self.text[begin:end], self.sentence(begin, end), tuple(candidates)))
        self.take(begin, end)

    def until(self, begin: int) -> str:
        """Return what the sentence says before a place."""
        return self.text[self._first(begin) : begin]

    def sentence(self, begin: int, end: int) -> str:
        ends = (at for sign in ENDS if (at := self.text.find(sign, end, end + _NEAR)) >= 0)
        return self.text[self._first(begin) : min(ends, default=end + _NEAR) + 1].strip()

    def behind(self, end: int) -> str:
        """Return what stands behind a place, in half width."""
        return self.folded[end : end + _NEAR]

    def _first(self, begin: int) -> int:
        near = max(begin - _NEAR, 0)
        return max(near, *(self.text.rfind(sign, near, begin) + 1 for sign in ENDS))


def assign(
    text: str, said: YearSaid, marks: Sequence[Put] = (), heads: Heads | None = None
) -> tuple[list[Put], list[Left]]:
    """Return the tags that belong into a text, in order, and what of numbers, dates and years is left.

    `marks` are stretches whose tag is known already, `heads` those of the table cell that the text fills.
    """
    under = _Text(text)
    if said.patterns:
        _by_sentences(under, said, marks)
    for mark in marks:
        if under.free(mark.begin, mark.end):
            under.put(mark.begin, mark.end, mark.source)
    if heads is not None:
        _by_heads(under, said, heads)
    _by_texts(under, said)
    _by_dates(under, said)
    numbers = len(under.puts)
    _by_numbers(under, said)
    _by_years(under, said, [*marks, *under.puts[numbers:]])
    return sorted(under.puts, key=lambda put: (put.begin, put.end)), under.left


def _by_sentences(under: _Text, said: YearSaid, marks: Sequence[Put]) -> None:
    for first, last, puts in standing(under.text, said.patterns):
        if under.free(first, last) and agrees(puts, marks, first, last):
            under.puts += puts
            under.take(first, last)


def _by_texts(under: _Text, said: YearSaid) -> None:
    for text in sorted(said.texts, key=lambda one: (-len(one), one)):
        if len(text) < _LEAST_TEXT:
            continue
        edge = (r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])") if text.isascii() else ("", "")
        for found in re.finditer(edge[0] + re.escape(text) + edge[1], under.text):
            if under.free(*found.span()):
                names = said.texts[text]
                if len(names) == 1:
                    under.put(*found.span(), names[0])
                else:
                    under.leave(*found.span(), names)


def _by_dates(under: _Text, said: YearSaid) -> None:
    for found in _DATE.finditer(under.folded):
        begin, end = found.span()
        if not under.free(begin, end):
            continue
        text = re.sub(r"(?<![0-9])0(?=[0-9][月日])", "", found[0])
        known = said.dates.get(text, ())
        sentence = under.sentence(begin, end)
        alone = under.folded.strip() == found[0]
        certain = [
            source
            for metric, source in known
            if "年" in found[0] and (alone or metric in said.cutoffs or said.naming.akin(metric, sentence) > 1)
        ]
        if len(known) == 1 and certain:
            under.put(begin, end, certain[0])
        elif known or found[0][:4] in said.years:
            under.leave(begin, end, [source for _, source in known])
        else:
            under.take(begin, end)


def _by_heads(under: _Text, said: YearSaid, heads: Heads) -> None:
    """Assign a cell that holds a number alone, or with its unit."""
    found = _CELL.fullmatch(under.folded)
    if found is None or not under.free(*found.span(1)):
        return
    number = found[1].replace(",", "").replace("−", "-")
    units = {name: unit for (text, unit), names in said.numbers.items() for name in names if text == number}
    known = [name for name, unit in units.items() if found[2] in ("", half_width(unit))]
    this_year = next((year for year, (_, offset) in said.years.items() if offset == 0), "")
    column = re.sub(f"^{this_year}年度?", "", half_width(heads.column)) if this_year else heads.column
    agreed = [name for name in known if name in said.naming.headed(heads.row, column)]
    if len(agreed) == 1:
        under.put(*found.span(1), tag(agreed[0]))
    else:
        candidates = () if number in BY_CHANCE else tuple(map(tag, known))
        under.left.append(Left(found[0].strip(), "，".join(filter(None, (heads.row, heads.column))), candidates))
        under.take(*found.span(1))


def _by_numbers(under: _Text, said: YearSaid) -> None:
    units = sorted({unit for _, unit in said.numbers if unit}, key=len, reverse=True)
    outside = [found.span() for found in _LEFT_OUT.finditer(under.folded)]
    for found in _NUMBER.finditer(under.folded):
        begin, end = found.span()
        if not under.free(begin, end) or any(first <= begin < last for first, last in outside):
            continue
        behind = under.behind(end).lstrip()
        unit = next((unit for unit in units if behind.startswith(half_width(unit))), "")
        if not unit or is_longer_unit(behind, unit):
            continue
        metric = _metric(found[0].replace(",", ""), unit, under, found, said)
        known = said.numbers.get((found[0].replace(",", ""), unit), ())
        if metric:
            under.put(begin, end, tag(metric))
        else:
            under.left.append(Left(found[0] + unit, under.sentence(begin, end), tuple(map(tag, known))))


def _metric(number: str, unit: str, under: _Text, found: re.Match[str], said: YearSaid) -> str:
    """Return the one metric that a number's value and the words beside it agree on, '' without one."""
    known = said.numbers.get((number, unit), ())
    before, behind = under.until(found.start()), under.behind(found.end()).lstrip()[len(unit) :]
    named = said.naming.named(before, behind, unit)
    agreed = [metric for metric in known if metric in named.metrics]
    by_chance = bool({number, number + unit} & BY_CHANCE)
    digits = 0 if by_chance else len(number.replace(".", ""))
    if named.metrics:  # whatever else has this value, the words say what it is
        alike = len(known) == 1 and digits >= _SOME and not named.otherwise
        return agreed[0] if len(agreed) == 1 and (named.alone or alike) else ""
    shortened = said.naming.shortened(before, unit)
    if len(shortened) == 1:
        return next((metric for metric in known if metric in shortened), "")
    if len(known) != 1 or by_chance:
        return ""
    if known[0] in shortened or said.naming.abbreviated(known[0], before):
        return known[0]
    if digits >= _SOME and said.naming.distinguished(known[0], before):
        return known[0]
    telling = len(number.replace(".", "").rstrip("0")) >= _TELLING
    return known[0] if telling and not shortened and said.naming.akin(known[0], under.sentence(*found.span())) else ""


def _by_years(under: _Text, said: YearSaid, figures: Sequence[Put]) -> None:
    outside = [found.span() for found in _LEFT_OUT.finditer(under.folded)]
    titles = [found.span() for found in _TITLES.finditer(under.folded)]
    for found in _YEAR.finditer(under.folded):
        begin, end = found.span()
        source, offset = said.years.get(found[1], ("", 0))
        if not source or not under.free(begin, end) or any(first <= begin < last for first, last in outside):
            continue
        clause = re.split(f"[{ENDS}，,]", under.behind(end))[0]
        counted = any(end <= put.begin < end + len(clause) for put in figures)
        fixed = (
            any(first <= begin < last for first, last in titles)
            or _SINCE.search(under.folded[max(begin - _NEAR, 0) : begin])
            or _ON.match(under.folded, end)
        )
        if not fixed and (offset == 0 or counted):
            under.put(begin, end, source)
        else:
            under.leave(begin, end, [source])
