"""A typed number in people's own words -> the metric that these state of the whole office and the report's year, '' where a doubt is left.

What may stand around such a number is listed here; any other word is a doubt. A number of a village, of last year or of a plan must not be
held against the figure of the same name.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reportgen.base.counting import unit_behind
from reportgen.base.stated import amount
from reportgen.base.textfile import half_width
from reportgen.begin.old_report.scope import (
    announces,
    introduces,
    is_of_a_village,
    of_another_time,
    speaks_of_others,
    stretches,
)
from reportgen.verify.announced import is_heading
from reportgen.verify.printed_as import named_before, words_behind
from reportgen.word.package import W
from reportgen.word.units import CELL_END, NUMBER_SIGN, Token, Unit

# Between a metric's name and its number.
_IS = re.compile("(?:人数|总数|数)?(?:已经?)?(?:共计?|总计|合计|一共|总共)?(?:有|为|是|计|达到?)?")
_MOST_IS = 8  # characters of these words
# Before the name: the whole office and the whole year.
_ALL = re.compile(
    "(?:全|我|本)(?:街道|镇|乡|办事处|辖区)(?:办事处)?|街道|办事处|辖区|[今本当全]年度?|年内|截[至止]|[至到]|止|共计?|一共|总共|现有|有|的|内"
)
# A clause before that says under what circumstances, and of nothing else.
_CIRCUMSTANCE = re.compile("在.+(?:领导|支持|关心|关怀|帮助|努力|配合|指导)之?下|经过?.+努力")
_CLAUSE_ENDS = re.compile("[，,；;：:。！？!?]")
_ENDS = tuple("，,；;、。！!\n")
_CONTINUED = re.compile("其中|比|较|同比|与[上去]年")  # goes on about the same number, which stays of the whole
_MOST_BEFORE = 20  # sentences of a paragraph, and numbers of a sentence
_ITEM = re.compile(r"(?:[（(]?[#一二三四五六七八九十]{1,2}[)）.．、]|[①-⑳])")
_OFFICE = re.compile("(?:街道|镇|乡|县|区|市|办事处|局|委)$")
_BELOW = re.compile("街道|镇|乡|县")
# What happened in the year isn't what stands at its end: 「今年放环20人」 isn't all who use it.
_IN_YEAR = re.compile(r"[今本当全]年|年内|\d{4}年(?!\d)")
_WHOLE = (
    "总"  # a metric that is called so has no such second meaning, and is no part, though words of its name may say one
)
_YEAR = re.compile(r"(\d{4})年度?")


@dataclass(frozen=True)
class Claims:
    """What sentences of people's document state: `named` are the metrics by all that they are called, `units` those that a text may say,
    `years` the report's own, its year the first.
    """

    said: Sequence[Unit]
    draft: Sequence[Unit]
    named: Mapping[str, str]
    units: Sequence[str]
    years: Sequence[str]
    _printed: dict[str, list[tuple[Unit, Token]]] = field(default_factory=dict, init=False)
    _own: set[str] = field(default_factory=set, init=False)

    def __post_init__(self) -> None:
        self._own.update(unit.text.strip() for unit in self.draft)
        for unit in self.draft:
            for token in unit.tokens:
                if token.title and CELL_END not in unit.text:
                    self._printed.setdefault(token.title, []).append((unit, token))

    def metric(self, at: int, number: int) -> str:
        """Return the metric that a unit states with one of its numbers, '' where it states none or any doubt is left."""
        unit = self.said[at]
        token = unit.tokens[number]
        if number > _MOST_BEFORE or unit.element.tag != f"{W}p":
            return ""
        if unit.text.strip() in self._own or re.search("[余多]", token.behind):
            return ""
        *clauses, last = _CLAUSE_ENDS.split(_ITEM.sub("", _without_numbers(unit, number), count=1))
        *before, own = last.split("、")
        name = self._named(own)
        if not name or not self._ends(unit, token):
            return ""
        if not all(self._is_circumstance(clause) or self._are_of_all(clause.split("、"), name) for clause in clauses):
            return ""
        if self._is_of_another_stretch(at, token, name):
            return ""
        return name if self._are_of_all(before, name) and not self._is_below_others(at, name) else ""

    def _is_of_another_stretch(self, at: int, token: Token, name: str) -> bool:
        """Return whether the words before a number in its paragraph speak of the year's course, and the draft's before the figure don't."""
        said = "".join((*self._before(at), _squeezed(self.said[at].text[: token.begin])))
        drafted = [_squeezed(one.text[: figure.begin]) for one, figure in self._printed.get(name, ())]
        if any(stretches(said, text) for text in drafted):
            return True
        is_of_course = _IN_YEAR.search(said) is not None and not name.startswith(_WHOLE)
        return is_of_course and not any(map(_IN_YEAR.search, drafted))

    def _named(self, clause: str) -> str:
        """Return the metric whose name stands before a number, behind no word but those for the whole."""
        for end in range(len(clause), max(len(clause) - _MOST_IS, 0) - 1, -1):
            called = named_before(clause[:end], self.named) if _IS.fullmatch(clause, end) else ""
            if called:
                name = self.named[called]
                before = clause[: end - len(called)]
                return name if self._says_all(before, name) or self._is_drafted(clause[:end], name) else ""
        return ""

    def _is_drafted(self, clause: str, name: str) -> bool:
        """Return whether the draft prints the figure behind these same words: 服用 in 服用叶酸85人."""
        printed = self._printed.get(name, ())
        said = (_CLAUSE_ENDS.split(_squeezed(unit.text[: token.begin]))[-1].split("、")[-1] for unit, token in printed)
        if "其中" in clause or of_another_time(clause):
            return False
        return self._bare(clause, name) in {self._bare(one, name) for one in said}

    def _says_all(self, words: str, name: str) -> bool:
        """Return whether words say the whole office, the report's year, the day of which the draft prints the figure, or nothing."""
        return not _ALL.sub("", self._bare(words, name))

    def _bare(self, words: str, name: str) -> str:
        """Return words without the office's name, the report's year and the day of which the draft prints a figure."""
        for unit, figure in self._printed.get(name, ()):
            for token in unit.tokens:
                if token.begin < figure.begin and amount(token.text + token.behind) is None:
                    words = words.replace(half_width(token.text), "")
        words = _YEAR.sub(lambda found: "" if found[1] == self.years[0] else found[0], words)
        title = _squeezed(self.draft[0].text) if self.draft else ""
        ends = (
            end for end in range(len(words), 2, -1) if title.startswith(words[:end]) and _OFFICE.search(words[:end])
        )
        end = next(ends, 0)
        return words if _BELOW.search(title, end) else words[end:]

    def _speaks_of_others(self, said: str, *, parts: bool = True) -> bool:
        for called in filter(lambda one: one.startswith(_WHOLE), self.named):
            said = said.replace(called, "")
        return speaks_of_others(said, self.years, parts=parts)

    def _is_circumstance(self, clause: str) -> bool:
        return _CIRCUMSTANCE.fullmatch(clause) is not None and not self._speaks_of_others(clause)

    def _are_of_all(self, clauses: Sequence[str], name: str) -> bool:
        """Return whether each clause before says the whole or nothing, or is itself such a statement of a number."""
        for clause in clauses:
            words, sign, behind = clause.partition(NUMBER_SIGN)
            is_statement = bool(sign and self._named(words)) and unit_behind(behind, self.units) == behind != ""
            if not self._says_all(clause, name) and (not is_statement or self._speaks_of_others(words)):
                return False
        return True

    def _ends(self, unit: Unit, token: Token) -> bool:
        """Return whether the clause ends with what the number counts, and nothing behind it speaks of something else."""
        end = token.end + len(token.behind)
        said = unit_behind(words_behind(unit, end), self.units)
        behind = _squeezed(unit.text[end:]).removeprefix(said)
        if not said or (behind and not behind.startswith(_ENDS)):
            return False
        rest = _CONTINUED.split(behind.strip("".join(_ENDS)), maxsplit=1)[0]
        return not self._speaks_of_others(rest, parts=False)

    def _before(self, at: int) -> list[str]:
        """Return the sentences before one in its paragraph, the last of them where they are many."""
        own = self.said[at].element
        return [_squeezed(one.text) for one in self.said[max(at - _MOST_BEFORE, 0) : at] if one.element is own]

    def _is_below_others(self, at: int, name: str) -> bool:
        """Return whether a sentence before in the paragraph, what introduces it or a heading above may speak of others."""
        year = int(self.years[0])
        return self._below_others[at] or any(
            announces(text, year) or self._speaks_of_others(self._bare(text, name)) for text in self._before(at)
        )

    @functools.cached_property
    def _below_others(self) -> list[bool]:
        """Tell of each unit whether what stands above its paragraph may speak of others.

        A heading speaks until the next, a village's to the end: which headings are below it is not known here.
        """
        year = int(self.years[0])
        found: list[bool] = []
        place, element = "", None
        in_village = is_doubtful = is_opened = opens = False
        for unit in self.said:
            if unit.place != place:
                place, in_village, is_doubtful, opens = unit.place, False, False, False
            text = _squeezed(unit.text)
            if unit.element is not element:
                element, is_opened = unit.element, opens
            found.append(in_village or is_doubtful or is_opened)
            if CELL_END in unit.text or not text:
                continue
            if is_heading(unit):
                in_village |= is_of_a_village(text)
                is_doubtful = introduces(text, year) or self._speaks_of_others(text)
                opens = text.endswith(":")
            else:
                # What a paragraph introduces stands below it.
                is_doubtful |= introduces(text, year)
                opens = announces(text, year)
        return found


def _without_numbers(unit: Unit, number: int) -> str:
    """Return the text before a number, with a sign for each other number; years and dates stay."""
    said, end = "", 0
    for token in unit.tokens[: number + 1]:
        said += unit.text[end : token.begin]
        end = token.end + len(token.behind)
        is_year = unit.text[end : end + 1] == "年"
        said += token.text if is_year or amount(token.text + token.behind) is None else NUMBER_SIGN
    return _squeezed(said)[:-1]


def _squeezed(text: str) -> str:
    return "".join(half_width(text).split())
