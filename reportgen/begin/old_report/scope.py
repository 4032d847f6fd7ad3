"""Words of an older report -> whether what they speak of is another time, place or kind than the template's sentence.

A number is told apart from the same number of last year, of a village or of the county only by words that stand before it: in its
sentence, in the sentence that introduces it, in the heading above.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # what reads older reports; a build only asks what a sentence speaks of
    from reportgen.begin.old_report.readings import Sentence

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
_VILLAGE = r"(?:村|社区|村委会|居委会|小组)(?=$|的?(?:基本|具体|主要)?(?:情况|为例|方面|数据))"
_INTRODUCING = re.compile(rf"{_OTHER_TIMES_AND_PLACES}|{_VILLAGE}|^附")
_FOLLOWING = re.compile("(?:如下|为例|情况|这样的?)$")
_YEAR = re.compile(r"\d{4}(?=年)")
_OTHER_YEARS = re.compile("上一?年|去年|前年|往年|历年|同期")
_THIS_YEAR = re.compile("今年|本年|当年")
_WHOLE_YEAR = re.compile("全年|年内")
_ASIDE = re.compile("[（(][^（）()]*[）)]")  # what is said in brackets speaks for nothing behind them
_CLAUSE_ENDS = re.compile("[，,；;。：:！？!?]")
# A stretch of the report's year; up to the end of December it is the whole of it.
_PART_OF_YEAR = re.compile(
    r"目前|迄今|至今|期间|[上中下]旬|[本当]月|[本当上]周|[春夏秋冬]季|(?<![\d一二三四五六七八九十])[\d一二三四五六七八九十]{1,2}月"
)
_YEARS_END = re.compile("[至到](?:12|十二)月(?:31日|三十一日|[底末])?")
# Words that name some of the people or things that a sentence counts, a group by its name or by what tells it apart, with the
# character before: 流动人口 isn't 总人口. 人 of 24人 is a unit.
_PART = re.compile(
    r"(?<!\d)[^\W\d]?"
    "(?:其中|男|女|老年|青年|少年|儿童|婴|幼|孕|妇|流动|外来|本地|常住|户籍|非?农业|城[镇市]|失独|独生|残疾|低保|[贫特]困|困难|特殊|"
    "少数民族|[^各民]族|[一二三多]孩|[一二三]胎|人口|(?<!动)员|学生|考生|职工|农民|党员|干部|家庭|[^入逐挨到上每]户|者|"
    "人(?![民均人])|[因病]病|事故|意外)"
)
# Of these the words that leave no doubt; 常住 and 户籍 before 总人口 may as well say more exactly what it is.
_CLEAR_PART = re.compile("其中|男|女|老年|青年|少年|儿童|婴|幼|孕|流动|外来|失独|独生|残疾|低保|困难|少数民族")
# Words that make what is said behind them a plan's, a document's or somebody else's, or an event's.
_ANOTHER_S = re.compile(
    r"计划(?!生育|内|外)|规划|预[计测]|目标|任务|指标|争取|力争|拟|下一?步|打算|(?<![数])据|指出|通报|普查|抽样|抽查|事故|发生|活动|行动|专项|会上|现场|当[天日]|[此这本]次|[“”‘’《》「」『』\"]"
)
_OF_ALL = re.compile("全员")  # the whole, though a word of it may name a part
_LEAST_SHARED = 2  # characters before a number that name what it counts
_MOST_OF_A_TIME = 2  # characters that a clause may have beside a time or place, and be no sentence: 去年底, 2017年度
_YEAR_SAID = re.compile(r"(?:\d{4}年?[至到-])?\d{4}年?[度底末初]?")
_MOST_INTRODUCTION = 30  # characters of a heading, or of a sentence that introduces others


def same_scope(said: str, skeleton: str, known: Mapping[str, str]) -> bool:
    """Return whether the words before a number name no other scope, and no other year, than the template's sentence does."""
    words = Counter(_GUARDS.findall(said)) - Counter(_GUARDS.findall(skeleton))
    years = set(_YEAR.findall(said)) - {year for text in known.values() for year in re.findall(r"\d{4}", text)}
    return not words and not years


def other_time_or_place(said: str, skeletons: Collection[str], *, of: str = "") -> bool:
    """Return whether words name a time or place that none of the template's sentences for the number names.

    `of` is the village, or the like, that the number is said to be of: where the words name it, what is said of places before is of others,
    and its own name is no other place.
    """
    if of and of in said:
        others, _, own = said.rpartition(of)
        said = re.sub("村|社区", "", others) + own
    words = Counter(_OTHERS.findall(said))
    return all(words - Counter(_OTHERS.findall(skeleton)) for skeleton in skeletons) and bool(words)


def governing(said: str, years: Collection[str]) -> str:
    """Return what of the words before a number speaks for it: its own clause, and another time or part that goes on from before.

    「去年，」 and 「上年服用叶酸80人，」 go on; 「去年工作扎实，」 doesn't, and nothing does behind 「今年」. `years` are the report's own.
    """
    *before, own = _CLAUSE_ENDS.split(_ASIDE.sub("", said))
    carried: list[str] = []
    for clause in before:
        if _is_this_year(clause, years):
            carried.clear()
        elif _goes_on(clause, years):
            carried.append(clause)
    return own if _is_this_year(own, years) else "，".join((*carried, own))


def of_another_time(said: str) -> bool:
    """Return whether the clause before a number says the time of another year: 上年, 同期."""
    return bool(_OTHER_YEARS.search(_CLAUSE_ENDS.split(said)[-1]))


def names_a_part(said: str, drafted: str, sentence: str, *, clearly: bool = False) -> bool:
    """Return whether the words that speak for a number name a part of what the template's number counts, or a part of its year.

    `drafted` is what the template's sentence says before its number, `sentence` the whole of it: 其中流动人口服用叶酸 is a part of 服用叶酸,
    12月死亡 one of 全年死亡, and 全年共死亡 is the same. `clearly` asks for words that leave no doubt.
    """
    if _PART_OF_YEAR.search(_YEARS_END.sub("", said)) and not re.search("月|目前", sentence):
        return True
    own, theirs = (_CLAUSE_ENDS.split(text)[-1] for text in (drafted, said))
    pairs = zip(reversed(own), reversed(theirs), strict=False)
    shared = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))
    head = said[: len(said) - shared] if shared >= _LEAST_SHARED else said
    return any(found[0] not in sentence for found in (_CLEAR_PART if clearly else _PART).finditer(head))


def speaks_of_others(said: str, years: Collection[str], *, parts: bool = True) -> bool:
    """Return whether words leave any doubt that what is said with them is so of the whole office in the report's year.

    `years` are the report's own; `parts` says whether words that name a part of what is counted are a doubt too.
    """
    if _other_than(said, years) or _ANOTHER_S.search(said):
        return True
    return parts and _PART.search(_OF_ALL.sub("", said)) is not None


def announces(said: str, year: int) -> bool:
    """Return whether a sentence or heading introduces what stands below it as another time's or place's, or as it doesn't say whose."""
    return introduces(said, year) or _FOLLOWING.search(said.rstrip("。；：:")) is not None or said.endswith(("：", ":"))


def stretches(said: str, drafted: str) -> bool:
    """Return whether the words before a number name the whole year where the template's name a part of it: 全年 for 上半年."""
    of_year = _WHOLE_YEAR.search(said) and not _WHOLE_YEAR.search(drafted)
    return bool(of_year) and re.search("半年|季度|月", drafted) is not None


def _is_this_year(clause: str, years: Collection[str]) -> bool:
    if _THIS_YEAR.search(clause) or set(_YEAR.findall(clause)) & set(years):
        return True
    return bool(_WHOLE_YEAR.search(clause)) and not _other_than(clause, years)


def _goes_on(clause: str, years: Collection[str]) -> bool:
    """Return whether a clause of another time or part says a number, or nothing else."""
    others = _other_than(clause, years)
    rest = clause
    for other in others:
        rest = rest.replace(other, "", 1)
    is_alone = len(re.sub("[截至年度底末初日份的在]", "", rest)) <= _MOST_OF_A_TIME or bool(
        re.search("(?<![各全每])(?:村|社区)(?:委会)?$", clause)
    )
    return bool(others) and (is_alone or bool(re.search(r"\d", _YEAR_SAID.sub("", rest))))


def _other_than(clause: str, years: Collection[str]) -> list[str]:
    """Return the words of a clause that name another time or place, a part of the year, or 其中."""
    found = [*_OTHERS.findall(clause), *_PART_OF_YEAR.findall(_YEARS_END.sub("", clause)), *re.findall("其中", clause)]
    return found + [year for year in _YEAR.findall(clause) if year not in years]


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
            if one.number not in matched and introduces(one.text, year):
                introduction = one.original
            elif introduction or (heading and not _is_heading(line)):
                found[one.number] = introduction or heading
        if _is_heading(line) or (introduction and len(line) == 1):
            heading = introduction
    return found


def is_of_a_village(heading: str) -> bool:
    """Return whether a heading is a village's: what stands below it is so, whatever headings stand between."""
    return re.search(_VILLAGE, heading.rstrip("：:")) is not None


def introduces(text: str, year: int | None) -> bool:
    """Return whether a sentence or heading says another time or place, and no number, for what stands below it."""
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
