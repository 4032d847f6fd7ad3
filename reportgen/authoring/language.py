"""A template's or a report's paragraphs -> issues: punctuation, numerals and words that official papers don't allow.

Only what the text alone decides: a wrong finding costs more than a missing one. Numerals, dates and ranges go by GB/T 15835-2011.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reportgen.authoring.punctuation import HAN, Slip, heading_slips, punctuation_slips, rule
from reportgen.base.issues import Issue, Location, Severity, quoted
from reportgen.base.textfile import STEER, VALUE, with_stand_ins
from reportgen.word.text import Paragraph

_CHECK = "语言文字"
_MOST_ROWS = 6
_AROUND = 8  # characters shown on either side
_MARKS_BEHIND = "B.3"  # of GB/T 15834-2011: the marks behind the numbers of items
_SHORT_HEADINGS = (0, 1)  # deeper ones are often whole sentences with their full stop
# 《党政机关公文处理工作条例》第十五条: 不得在报告等非请示性公文中夹带请示事项.
_REGULATION = "《党政机关公文处理工作条例》第十五条"
_WORDS = (
    rule(
        "报告里的请示",
        _REGULATION,
        r"[妥当是]否(?:妥当|可行)?，请(?:批示|指示|批复|审批)|(?<![报提申邀])请(?:予以?)?批复。?$|特此请示|以上请示|请批准为盼",
        "报告里不写请示事项，要请示就另写请示",
    ),
    rule(
        "没有写定",
        "公文惯例",
        r"[×╳]{2,}|[（(【\[「]待(?:核实|确认|补充|补|定)[」）)】\]]|(?<![A-Za-zＸ\d])[XＸ]{2,}(?=[\u4e00-\u9fff])",
        "写定的内容",
    ),
)
_NUMERALS = "GB/T 15835-2011"
_LETTER = "GB/T 9704-2012"
_WHOLE = r"\d{1,12}"  # bounded, or a page of digits takes minutes
_NUMBER = rf"{_WHOLE}(?:\.\d{{1,9}})?"
_FREE = r"(?<![A-Z] )(?<![\d.\-－~～—A-Za-z〔])"  # no part of a longer number, a code or a telephone number
_COUNTED = "岁人户元名次天个对期份条本只件篇‰万亿年月时周米吨倍"
_IN_TEXT = rf"(?<=[{HAN}，。；：、（])(?<![表图例件第章节])"  # 表1 has its blank by custom
_METRIC = "米克瓦卡赫帕伏安焦字升兆比欧牛乏"  # 千米, 千克 …: a unit, no numeral
_NUMERAL_RULES = (
    rule("全角数字", _NUMERALS, r"[０-９][０-９．]*", "半角数字"),
    rule("全角百分号", _NUMERALS, rf"(?<=[\d{VALUE}])％", "%"),
    rule("月日补0", f"{_LETTER} 7.3.5.4", r"(?<!\d)0(\d)月(?:(?:0?)(\d{1,2})日)?", "月、日不补0"),
    rule("月日补0", f"{_LETTER} 7.3.5.4", r"(?<=\d月)0([1-9])日", r"\1日"),
    rule(
        "年份不全",
        _NUMERALS,
        rf"{_FREE}(?<![第近满约续时达超逾])\d{{2}}年(?=1?\d月|底(?![蕴气色线])|末(?![位尾])|初(?![心衷])|度(?![过日]))",
        "四位数的年份",
    ),
    rule("年份用汉字", _NUMERALS, r"(?:一九|二[〇零○Oo])[〇零○一二三四五六七八九]{2}年", "阿拉伯数字的年份"),
    rule("数字混写", _NUMERALS, rf"{_FREE}{_NUMBER}亿{_WHOLE}万", "写成一个带小数的数，如3.45亿"),
    rule("数字混写", _NUMERALS, rf"{_FREE}{_NUMBER}万{_WHOLE}[元千百人户]", "写成一个数，如3.2万或32000"),
    rule("数字混写", _NUMERALS, rf"{_FREE}{_WHOLE}千(?![{_METRIC}])", "写出全部数字，如3000"),
    rule("数字混写", _NUMERALS, rf"{_FREE}{_WHOLE}百(?![分货姓])", "写出全部数字，如500"),
    rule("数值范围的单位", _NUMERALS, rf"{_FREE}({_NUMBER})([～~—\-－–至])({_NUMBER})([%％‰万亿])", r"\1\4～\3\4"),
    rule("浪纹线", _NUMERALS, rf"{_FREE}({_NUMBER}[{HAN}%％‰]{{0,3}})~({_NUMBER})", r"\1～\2"),
    rule("浪纹线", _NUMERALS, rf"({VALUE}[{HAN}%％‰]{{0,3}})~(?={VALUE})", "～"),
    rule("数值范围的连接号", _NUMERALS, rf"{_FREE}({_NUMBER})-({_NUMBER})(?=[{_COUNTED}])(?![万亿])", r"\1～\2或\1—\2"),
    rule(
        "减少不说倍",
        _NUMERALS,
        rf"(?:下降|减少|降低|缩小|下滑|回落)(?:了|约|近|到|为)*(?:{_NUMBER}|{VALUE}|[一二两三四五六七八九十几数半]+)倍",
        "用百分数，如下降50%",
    ),
    rule("百分点", _NUMERALS, rf"(?<=[\d{VALUE}])[%％]个?百分点", "个百分点"),
    rule("小数点前的0", _NUMERALS, rf"(?<=[{HAN}，、；：（])\.{_WHOLE}(?=[{HAN}%％‰])", r"0\g<0>"),
    rule("数字旁的空格", "公文惯例", rf"{_IN_TEXT} +{_NUMBER}[%％‰]? *(?=[{_COUNTED}])", "不空格"),
    rule("数字旁的空格", "公文惯例", rf"{_IN_TEXT}{_NUMBER} +(?=[{_COUNTED}])", "不空格"),
    rule("数字旁的空格", "公文惯例", rf"(?:{_NUMBER}|{VALUE}) +[%％‰]", "不空格"),
    rule(
        "发文字号的括号",
        f"{_LETTER} 7.2.5",
        rf"(?<=[{HAN}])[\[【［(（]((?:19|20)\d{{2}})[\]】］)）](?=第?{_WHOLE}号)",
        r"〔\1〕",
    ),
    rule("发文字号", f"{_LETTER} 7.2.5", r"(?<=〕)(?:第\d{1,12}|0\d{1,12})号", "不加「第」，不补0"),
)


def language_issues(paragraphs: Iterable[Paragraph], file: str) -> Iterator[Issue]:
    """Yield what is wrong, in the order of the text; what stands several times in one paragraph, or alike in many, is told once.

    `file` is what the places call it; rows are counted from 1.
    """
    told: dict[tuple[str, str], list[tuple[int, Slip, str]]] = {}
    for row, one in enumerate(paragraphs, start=1):
        text = with_stand_ins(one.number.strip() + one.text)
        for slip in sorted(_slips(text, one.level), key=lambda slip: slip.at):
            alike = (
                slip.expected if _MARKS_BEHIND in slip.clause else slip.found
            )  # 1、 2、 3、 are one way of numbering
            told.setdefault((slip.rule, alike), []).append((row, slip, text))
    for every in told.values():
        row, slip, text = every[0]
        rows = list(dict.fromkeys(str(row) for row, _, _ in every))
        where = f"第{'、'.join(rows[:_MOST_ROWS])}{'等' if len(rows) > _MOST_ROWS else ''}"
        more = f"这样的共{len(every)}处（{where}）。" if len(every) > 1 else ""
        around = text[max(0, slip.at - _AROUND) : slip.at + len(slip.found) + _AROUND]
        shown = quoted(_said(around))
        found, expected = _said(slip.found), _said(slip.expected)
        message = f"{slip.rule}：{shown}里的「{found}」，应为：{expected}（{slip.clause}）。{more}"
        key = f"{_CHECK}：{slip.rule}：{found}"
        yield Issue(_CHECK, Severity.WARNING, message, Location(file, row), (), expected, found, key)


def _slips(text: str, level: int | None) -> Iterator[Slip]:
    yield from punctuation_slips(text)
    yield from numeral_slips(text)
    for one in _WORDS:
        yield from one.slips(text)
    if level in _SHORT_HEADINGS:
        yield from heading_slips(text)


def numeral_slips(text: str) -> Iterator[Slip]:
    """Yield the slips of a paragraph; `text` has VALUE for what a template's tag prints. A range wrong twice is told once."""
    told: list[range] = []
    for one in _NUMERAL_RULES:
        for slip in one.slips(text):
            span = range(slip.at, slip.at + len(slip.found))
            if not any(other.start < span.stop and span.start < other.stop for other in told):
                told.append(span)
                yield slip


def _said(text: str) -> str:
    """Return a text as a person reads it, {{…}} in place of a tag."""
    return text.replace(VALUE, "{{…}}").replace(STEER, "")
