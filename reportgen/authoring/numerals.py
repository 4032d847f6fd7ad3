"""A paragraph's text -> its numbers, dates and ranges that GB/T 15835-2011 doesn't allow, as far as the text alone can tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.authoring.punctuation import HAN, Rule, Slip
from reportgen.base.textfile import VALUE

STANDARD = "GB/T 15835-2011"
_LETTER = "GB/T 9704-2012"
_WHOLE = r"\d{1,12}"  # bounded, or a page of digits takes minutes
_NUMBER = rf"{_WHOLE}(?:\.\d{{1,9}})?"
_FREE = r"(?<![A-Z] )(?<![\d.\-－~～—A-Za-z〔])"  # no part of a longer number, a code or a telephone number
_COUNTED = "岁人户元名次天个对期份条本只件篇‰万亿年月时周米吨倍"
_IN_TEXT = rf"(?<=[{HAN}，。；：、（])(?<![表图例件第章节])"  # 表1 has its blank by custom
_METRIC = "米克瓦卡赫帕伏安焦字升兆比欧牛乏"  # 千米, 千克 …: a unit, no numeral


def _rule(name: str, clause: str, pattern: str, expected: str) -> Rule:
    return Rule(name, clause, re.compile(pattern), expected)


RULES = (
    _rule("全角数字", STANDARD, r"[０-９][０-９．]*", "半角数字"),
    _rule("全角百分号", STANDARD, rf"(?<=[\d{VALUE}])％", "%"),
    _rule("月日补0", f"{_LETTER} 7.3.5.4", r"(?<!\d)0(\d)月(?:(?:0?)(\d{1,2})日)?", "月、日不补0"),
    _rule("月日补0", f"{_LETTER} 7.3.5.4", r"(?<=\d月)0([1-9])日", r"\1日"),
    _rule(
        "年份不全",
        STANDARD,
        rf"{_FREE}(?<![第近满约续时达超逾])\d{{2}}年(?=1?\d月|底(?![蕴气色线])|末(?![位尾])|初(?![心衷])|度(?![过日]))",
        "四位数的年份",
    ),
    _rule("年份用汉字", STANDARD, r"(?:一九|二[〇零○Oo])[〇零○一二三四五六七八九]{2}年", "阿拉伯数字的年份"),
    _rule("数字混写", STANDARD, rf"{_FREE}{_NUMBER}亿{_WHOLE}万", "写成一个带小数的数，如3.45亿"),
    _rule("数字混写", STANDARD, rf"{_FREE}{_NUMBER}万{_WHOLE}[元千百人户]", "写成一个数，如3.2万或32000"),
    _rule("数字混写", STANDARD, rf"{_FREE}{_WHOLE}千(?![{_METRIC}])", "写出全部数字，如3000"),
    _rule("数字混写", STANDARD, rf"{_FREE}{_WHOLE}百(?![分货姓])", "写出全部数字，如500"),
    _rule("数值范围的单位", STANDARD, rf"{_FREE}({_NUMBER})([～~—\-－–至])({_NUMBER})([%％‰万亿])", r"\1\4～\3\4"),
    _rule("浪纹线", STANDARD, rf"{_FREE}({_NUMBER}[{HAN}%％‰]{{0,3}})~({_NUMBER})", r"\1～\2"),
    _rule("浪纹线", STANDARD, rf"({VALUE}[{HAN}%％‰]{{0,3}})~(?={VALUE})", "～"),
    _rule("数值范围的连接号", STANDARD, rf"{_FREE}({_NUMBER})-({_NUMBER})(?=[{_COUNTED}])(?![万亿])", r"\1～\2或\1—\2"),
    _rule(
        "减少不说倍",
        STANDARD,
        rf"(?:下降|减少|降低|缩小|下滑|回落)(?:了|约|近|到|为)*(?:{_NUMBER}|{VALUE}|[一二两三四五六七八九十几数半]+)倍",
        "用百分数，如下降50%",
    ),
    _rule("百分点", STANDARD, rf"(?<=[\d{VALUE}])[%％]个?百分点", "个百分点"),
    _rule("小数点前的0", STANDARD, rf"(?<=[{HAN}，、；：（])\.{_WHOLE}(?=[{HAN}%％‰])", r"0\g<0>"),
    _rule("数字旁的空格", "公文惯例", rf"{_IN_TEXT} +{_NUMBER}[%％‰]? *(?=[{_COUNTED}])", "不空格"),
    _rule("数字旁的空格", "公文惯例", rf"{_IN_TEXT}{_NUMBER} +(?=[{_COUNTED}])", "不空格"),
    _rule("数字旁的空格", "公文惯例", rf"(?:{_NUMBER}|{VALUE}) +[%％‰]", "不空格"),
    _rule(
        "发文字号的括号",
        f"{_LETTER} 7.2.5",
        rf"(?<=[{HAN}])[\[【［(（]((?:19|20)\d{{2}})[\]】］)）](?=第?{_WHOLE}号)",
        r"〔\1〕",
    ),
    _rule("发文字号", f"{_LETTER} 7.2.5", r"(?<=〕)(?:第\d{1,12}|0\d{1,12})号", "不加「第」，不补0"),
)


def numeral_slips(text: str) -> Iterator[Slip]:
    """Yield the slips of a paragraph; `text` has VALUE for what a template's tag prints. A range wrong twice is told once."""
    told: list[range] = []
    for rule in RULES:
        for slip in rule.slips(text):
            span = range(slip.at, slip.at + len(slip.found))
            if not any(one.start < span.stop and span.start < one.stop for one in told):
                told.append(span)
                yield slip
