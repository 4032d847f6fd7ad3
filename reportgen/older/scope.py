"""Words of an older report -> whether what they speak of is another time, place or kind than the template's sentence.

A number is told apart from the same number of last year, of a village or of the county only by words that stand before it: in its
sentence, in the sentence that introduces it, in the heading above.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from reportgen.older.readings import Sentence

_OTHER_TIMES_AND_PLACES = (
    r"上一?年|去年|前年|往年|历年|明年|来年|同期|上半年|下半年|季度|月份|上月|本月|全国|全省|全州|全市|全县|全区"
)
# What, said before a number, can make it another number: time, place, kind, comparison, doubt.
_GUARDS = re.compile(
    rf"累计|{_OTHER_TIMES_AND_PLACES}|预计|计划|目标|任务|指标|争取|力争|拟|"
    r"比|较|增|减|提高|下降|上升|降低|约|近|超|不足|余|多|左右|以上|以下|平均|人均|户均|每|其他|其它|其余|"
    r"除|不含|包括|含|未|没|无|非|不|仅|只|新增|原有|应|需"
)
_OTHERS = re.compile(rf"{_OTHER_TIMES_AND_PLACES}|村|社区")
# One village is introduced by its name alone, or by 「……情况如下」; 村民自治 and 村级例会 are subjects of the whole office.
_INTRODUCING = re.compile(
    rf"{_OTHER_TIMES_AND_PLACES}|(?:村|社区|村委会|居委会|小组)(?=$|的?(?:基本|具体|主要)?(?:情况|为例|方面|数据))|^附"
)
_FOLLOWING = re.compile("(?:如下|为例|情况|这样的?)$")
_YEAR = re.compile(r"\d{4}(?=年)")
_YEAR_SAID = re.compile(r"(?:\d{4}年?[至到-])?\d{4}年?[度底末初]?")
_MOST_INTRODUCTION = 30  # characters of a heading, or of a sentence that introduces others


def same_scope(said: str, skeleton: str, known: Mapping[str, str]) -> bool:
    """Return whether the words before a number name no other scope, and no other year, than the template's sentence does."""
    words = Counter(_GUARDS.findall(said)) - Counter(_GUARDS.findall(skeleton))
    years = set(_YEAR.findall(said)) - {year for text in known.values() for year in re.findall(r"\d{4}", text)}
    return not words and not years


def other_time_or_place(said: str, skeletons: Collection[str]) -> bool:
    """Return whether words name a time or place that none of the template's sentences for the number names."""
    words = Counter(_OTHERS.findall(said))
    return all(words - Counter(_OTHERS.findall(skeleton)) for skeleton in skeletons) and bool(words)


def introduced_otherwise(sentences: Sequence[Sentence], matched: Collection[int], year: int | None) -> dict[int, str]:
    """Return the sentences that stand below words of another time or place, by number, with those words.

    A sentence that says so and no number speaks for the rest of its line; a line of its own speaks as a heading does, until the next
    heading. `matched` are the sentences that are the template's, which speak of nothing else.
    """
    found: dict[int, str] = {}
    heading = ""
    for _, group in itertools.groupby(sentences, key=lambda one: id(one.line)):
        line = list(group)
        introduction = ""
        for one in line:
            if one.number not in matched and _introduces(one.text, year):
                introduction = one.original
            elif introduction or (heading and not _is_heading(line)):
                found[one.number] = introduction or heading
        if _is_heading(line) or (introduction and len(line) == 1):
            heading = introduction
    return found


def _introduces(text: str, year: int | None) -> bool:
    whole = text.rstrip("。；！？：，（）")
    said = re.split("[，；、：]", whole)[-1]  # 领证621人，安丰营村的情况如下。
    said = said if _FOLLOWING.search(said) else whole
    if len(said) > _MOST_INTRODUCTION or re.search(r"\d", _YEAR_SAID.sub("", said)):
        return False
    years = _YEAR.findall(said)
    return bool(_INTRODUCING.search(said)) or bool(years and year and str(year) not in years)


def _is_heading(line: Sequence[Sentence]) -> bool:
    text = line[0].even.text
    return (
        len(text) <= _MOST_INTRODUCTION and text[-1:] not in "。；" and not re.search(r"\d", _YEAR_SAID.sub("", text))
    )
