"""The words beside a number -> the metrics that they name, or might mean."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from reportgen.base.textfile import half_width
from reportgen.inputs.catalogue import Metric
from reportgen.inputs.metric_rules import SumOf

_SILENT = {ord(sign): None for sign in "的《》〈〉“”‘’\"'()「」 \t\u3000\u00a0"}
_CLAUSE = re.compile(r"[，。；、：！？,;:!?\n\t\ufffc0-9%]")
_VERBS = ("共", "总计", "合计", "累计", "达到", "达", "约", "为", "是", "有", "计", "了")
_COUNTS = re.compile(r"(?:人数|总数|数量|户数)$")
# What may stand before a metric's name without making it another's. No words of it can be parted in two ways, or a row of them would take
# for ever to try; *+ never tries again.
_NEUTRAL = re.compile(
    r"(?:全(?:年|街道|镇|乡|市|县|区|村)|[我本](?:街道|镇|乡|办|市|县|区|年度?)|年度?|月|日|底|止|现|共|有"
    r"|截[至止]|至|另|以?及|和|累计)*+"
)
_UNIT = re.compile(r"\([^()]*\)$|单位:.*$")  # 人数(人)
_THIS_YEAR = re.compile(r"(?:本年|今年|当年)?(?:度|实际)?(?:人数|户数|件数|数量|数值|数据|数|金额|实绩|合计)?")
_PART = re.compile(
    r"其中|当中|之中|里面|中[，,]"
)  # what follows is counted within something, and is perhaps another metric
_OTHERWISE = re.compile(
    r"(?:[非不未无外内原前旧新增减净除欠应少多超]|计划|任务|目标|上年|去年|平均|人均|户均|其他|其它|以外|之外)$"
)
_LEAST_PART = 3  # characters of a name that stand for it; two say too little
_ABBREVIATED = 0.7  # of a name's characters


@dataclass(frozen=True)
class Named:
    """What words beside a number name: `metrics` by the longest name found.

    `alone` when nothing does; `otherwise` when what stands right before the name makes it another's: 非, 新增.
    """

    metrics: frozenset[str]
    alone: bool
    otherwise: bool = False


NOTHING = Named(frozenset(), False)


@dataclass(frozen=True)
class Naming:
    """The names of a catalogue's metrics, and the words by which people shorten them."""

    metrics: Mapping[str, Metric]

    @cached_property
    def _full(self) -> dict[str, dict[str, set[str]]]:
        """The metrics by unit and full name."""
        found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for metric in self.metrics.values():
            for name in _full_names(metric):
                found[metric.unit][name].add(metric.name)
        return found

    def named(self, before: str, behind: str, unit: str) -> Named:
        """Return the metrics of a unit whose full name stands right before a number or right behind its unit.

        `before` is the sentence until the number.
        """
        known = self._full.get(unit, {})
        whole = _PART.search(before) is None
        best, found = "", NOTHING
        for phrase in phrases_before(before):
            for name, metrics in known.items():
                if len(name) > len(best) and phrase.endswith(name):
                    alone = whole and _NEUTRAL.fullmatch(phrase[: -len(name)]) is not None
                    otherwise = _OTHERWISE.search(phrase[: -len(name)]) is not None
                    best, found = name, Named(frozenset(metrics), alone, otherwise)
        after = plain(_CLAUSE.split(half_width(behind))[0])
        for name, metrics in known.items():
            if len(name) > max(len(best), 1) and after.startswith(name):
                alone = whole and any(map(_NEUTRAL.fullmatch, phrases_before(before)))
                best, found = name, Named(frozenset(metrics), alone)
        return found

    def headed(self, row: str, column: str) -> frozenset[str]:
        """Return the metrics, of whatever unit, that the heads of a table's row and column name: both together, or else the row alone
        where the column says nothing but that these are this year's numbers."""
        one, other = (plain(_UNIT.sub("", half_width(head))) for head in (row, column))
        for wanted in ({one + other, other + one}, {one} if _THIS_YEAR.fullmatch(other) else set()):
            found = {m for known in self._full.values() for name in wanted for m in known.get(name, ())}
            if found and one:
                return frozenset(found)
        return frozenset()

    def shortened(self, before: str, unit: str) -> frozenset[str]:
        """Return the metrics of a unit whose name the words before a number are the end of: 查验率 for 流动人口查验率."""
        ends = [phrase for phrase in _without_lead(before) if len(phrase) >= _LEAST_PART]
        return frozenset(
            metric
            for name, metrics in self._full.get(unit, {}).items()
            if any(name.endswith(end) for end in ends)
            for metric in metrics
        )

    def abbreviated(self, metric: str, before: str) -> bool:
        """Return whether right before a number stands a metric's name with characters left out, or its category."""
        known = self.metrics[metric]
        category = plain("".join(_categories(known)))
        return any(
            (category and phrase.endswith(category)) or any(_abbreviates(phrase, name) for name in _full_names(known))
            for phrase in _without_lead(before)
        )

    def distinguished(self, metric: str, before: str) -> bool:
        """Return whether a sentence says before a number all the categories that tell a metric from others."""
        said = plain(half_width(before))
        categories = [plain(one) for one in _categories(self.metrics[metric])]
        return bool(categories) and all(category in said for category in categories)

    def akin(self, metric: str, sentence: str) -> int:
        """Return how many pairs of neighbouring characters a metric's names share with a sentence."""
        said = plain(half_width(sentence))
        pairs = {name[n : n + 2] for name in _full_names(self.metrics[metric]) for n in range(len(name) - 1)}
        return sum(pair in said for pair in pairs)


def plain(text: str) -> str:
    """Return words without what is silent in a name: quotes, brackets, blanks, 的."""
    return text.translate(_SILENT)


def phrases_before(before: str) -> list[str]:
    """Return what stands right before a number in its clause, without the verb that leads to it, and without 人数 and the like."""
    text = half_width(before)
    if text.rfind("(") > text.rfind(")"):
        text = text[text.rfind("(") + 1 :]
    phrase = plain(_CLAUSE.split(text)[-1])
    bare = _without_verbs(phrase)
    return list(dict.fromkeys((phrase, bare, _COUNTS.sub("", bare))))


def _without_verbs(phrase: str) -> str:
    end = len(phrase)
    while verb := next((verb for verb in _VERBS if phrase.endswith(verb, 0, end)), ""):
        end -= len(verb)
    return phrase[:end]


def _without_lead(before: str) -> Iterable[str]:
    for phrase in phrases_before(before):
        lead = _NEUTRAL.match(phrase)
        yield phrase[lead.end() if lead else 0 :]


def _full_names(metric: Metric) -> set[str]:
    """Return what a metric is called in full: name, label, and category with column: 农业 + 人口."""
    names = {metric.name, metric.label}
    if isinstance(metric.rule, SumOf) and metric.rule.where:
        category = "".join(_categories(metric))
        names |= {category + metric.rule.measure, metric.rule.measure + category}
    return {name for name in (plain(half_width(name)) for name in names) if name}


def _categories(metric: Metric) -> list[str]:
    """Return the categories that a metric counts, where it counts one of each column."""
    if not isinstance(metric.rule, SumOf) or any(len(values) != 1 for values in metric.rule.where.values()):
        return []
    return [half_width(values[0]) for values in metric.rule.where.values()]


def _abbreviates(phrase: str, name: str) -> bool:
    """Return whether a phrase is a name with characters left out of its middle: 非农已婚育龄妇女 for 非农业已婚育龄妇女."""
    if len(phrase) < max(_LEAST_PART, _ABBREVIATED * len(name)) or phrase[0] != name[0] or phrase[-1] != name[-1]:
        return False
    left = iter(name)
    return all(character in left for character in phrase)
