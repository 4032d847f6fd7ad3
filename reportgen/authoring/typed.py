"""A template's lines + the years' figures -> issues: numbers, years, dates and numbers of headings typed where they should come by themselves.

What is typed stays when the data change, and is last year's next December. Rules aren't data: 「3个工作日」「每村不少于2名」「每年2月28日前」.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping

from reportgen.authoring.layout.elements import STATED, STATEMENT
from reportgen.base.issues import Issue, Severity
from reportgen.base.textfile import half_width
from reportgen.checks.prose import known_quantities, typed_quantities
from reportgen.figures.compute import Figures
from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.metric_rules import YearOf
from reportgen.template.lines import Line

TYPED_HEADING = "打字的编号"  # the check that tells them
_CLAUSE = re.compile("[,，、;；:：。()（）!！?？]")
_RULE = re.compile("每|不少于|不低于|不超过|不高于|不得|至少|至多|最多|最少|以上|以下|以内|标准|的要求|目标")
# A document's title and number are its own; bounded, or a page of opening brackets takes minutes.
_QUOTED = re.compile("《[^》]{0,200}》|[〔\\[【][^〕\\]】]{0,200}[〕\\]】]")
_CHINESE_YEAR = re.compile("[一二][〇○零Ｏ一二三四五六七八九]{3}(?=年)")
_CHINESE_DIGITS = str.maketrans("〇○零Ｏ一二三四五六七八九", "0000123456789")
_YEAR = re.compile(r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})(?=年|[-./](?:1[0-2]|0?[1-9])(?![0-9万亿元%‰]))")
_YEARS = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})年?[-~—–至到]+((?:19|20)[0-9]{2})(?=年)")
_SINCE = re.compile("以来|起")
_DAY = re.compile(r"(?<![0-9年])(?P<month>1[0-2]|[1-9])月(?P<day>[12][0-9]|3[01]|[1-9])日")
_RULED = re.compile(
    "(以?前|之前|起|[“”\"'‘’]?[^0-9,，、;；。]{0,10}[日节])"
)  # a deadline, a law's beginning, a day that has a name
_COUNT = "[一二三四五六七八九十]{1,3}"
_HEADING = re.compile(
    rf"\s*(?P<number>{_COUNT}(?P<after>、)|{_COUNT}[.．]|[（(]{_COUNT}[）)]|[（(][0-9]{{1,2}}[）)]|[0-9]{{1,2}}(?P<also>、)"
    r"|[0-9]{1,2}[.．)）](?![0-9])|[①-⒛㈠-㈩])\s*"
)
_IN_A_CELL = re.compile(
    r"(?!(?:19|20)[0-9]{2}$)[0-9]{3,}(?:[.][0-9]+)?|[0-9]+[.][0-9]+"
)  # a row's own number has two digits
_Known = dict[tuple[str, str], tuple[list[str], int]]  # (number, unit) -> the metrics printed so, and in which year
_MOST_NAMES = 3  # of metrics with the same number
_BEFORE, _BEHIND = 14, 14  # characters to show around what is meant
_COUNTED = "一二三四五六七八九十"


def typed_issues(
    lines: Iterable[Line], catalogue: Catalogue, figures: Collection[Figures], years: Collection[int]
) -> Iterator[Issue]:
    """Yield what is typed in the lines; `figures` are those of each year that could be read, `years` those that have a folder."""
    known: _Known = {}
    for of_year in figures:
        for quantity, names in known_quantities(of_year).items():
            known[quantity] = (names, of_year.year)  # the newest year comes last
    alone = {number: (number, unit) for number, unit in known}
    units = {metric.unit for metric in catalogue.metrics.values()} - {""}
    annexes = False
    for line in lines:
        yield from _numbers(line, units, known)
        yield from _without_unit(line, catalogue, known, alone)
        yield from _years(line, catalogue, years)
        yield from _days(line)
        begin = line.pieces[0] if line.pieces and isinstance(line.pieces[0], str) else ""
        annexes = bool(STATEMENT.match(begin)) or (annexes and bool(STATED.match(begin)))
        if not annexes:
            yield from _heading(line, begin)


def _numbers(line: Line, units: set[str], known: _Known) -> Iterator[Issue]:
    """A number with a unit that equals a figure of any year, or that no rule says, was typed from the data."""
    for sentence in line.sentences:
        text = _squeezed(sentence.text)
        for number, unit in dict.fromkeys(typed_quantities(sentence, units)):
            if f"第{number}" in text:  # 第12期 counts nothing
                continue
            if (number, unit) in known:
                yield _copied(line, sentence.text, number + unit, number, *known[number, unit])
                continue
            around = [clause for clause in _CLAUSE.split(text) if _says(clause, number + unit)]
            if around and not any(_RULE.search(clause) for clause in around):
                message = f"「{number}{unit}」像是数据，却是打字打进去的，明年不会跟着改。是数据请换成标签，目录里没有的先加一个指标。"
                at = line.at_words(_around(sentence.text, number))
                yield Issue("打字的数", Severity.WARNING, message, at, found=number + unit)


def _without_unit(
    line: Line, catalogue: Catalogue, known: _Known, alone: Mapping[str, tuple[str, str]]
) -> Iterator[Issue]:
    """A figure's number without its unit: one that has none in print behind the metric's name (性别比为114), or alone in a cell."""
    whole = "".join(piece if isinstance(piece, str) else piece.tag for piece in line.pieces)
    number = _squeezed(whole).replace(",", "")
    if line.in_table and _IN_A_CELL.fullmatch(number) and number in alone:
        yield _copied(line, whole, number, whole.strip(), *known[alone[number]])
    ratios = {(number, unit): of for (number, unit), of in known.items() if "=" in unit}
    for sentence in line.sentences if ratios else ():
        typed = {number for number, _ in sentence.typed}
        for clause in _CLAUSE.split(_squeezed(sentence.text)):
            for (number, _), (names, year) in ratios.items():
                called = {word for name in names for word in (name, catalogue.metrics[name].label)}
                behind = max((clause.find(word) + len(word) for word in called if word in clause), default=-1)
                if behind >= 0 and number in typed and _says(clause[behind:], number):
                    yield _copied(line, sentence.text, number, number, names, year)


def _copied(line: Line, text: str, said: str, number: str, names: list[str], year: int) -> Issue:
    same = "".join(f"「{name}」" for name in names[:_MOST_NAMES])
    instead = f"标签 {{{{ {names[0]} }}}}" if len(names) == 1 else "相应的标签"
    message = f"「{said}」是打字打进去的，和{year}年{same}的数一样；数据改了它不会跟着改，请换成{instead}。"
    at = line.at_words(_around(text, number))
    return Issue("打字的数", Severity.WARNING, message, at, tuple(names), found=said)


def _years(line: Line, catalogue: Catalogue, years: Collection[int]) -> Iterator[Issue]:
    """A year typed that is the report's or one beside it is wrong next year; without any year's folder every year may be."""
    near = {year + offset for year in years for offset in (-1, 0, 1)}
    tags = "、".join(
        f"{{{{ {metric.name} }}}}" for metric in catalogue.metrics.values() if isinstance(metric.rule, YearOf)
    )
    instead = f"换成标签（{tags}）" if tags else "在指标目录里加「年度: {year: 0}」，换成标签 {{ 年度 }}"
    for sentence in line.sentences:
        text = _CHINESE_YEAR.sub(lambda year: year[0].translate(_CHINESE_DIGITS), sentence.text)
        text = _QUOTED.sub("", _squeezed(text))
        for plan in _YEARS.finditer(text):
            if int(plan[2]) - int(plan[1]) > 1:  # a plan of several years keeps its name
                text = text.replace(plan[0], "")
        typed: dict[str, None] = {}
        for clause in _CLAUSE.split(text):
            for match in _YEAR.finditer(clause):
                if match["year"] not in typed and not _SINCE.search(clause, match.end()):
                    typed[match["year"]] = None
        for year in typed:
            if not near or int(year) in near:
                message = (
                    f"年份「{year}」是打字打进去的，明年就不对了。随年度变的请{instead}；不变的（如法规的年份）不用改。"
                )
                at = line.at_words(_around(sentence.text, year))
                yield Issue("打字的年份", Severity.WARNING, message, at, found=year)


def _days(line: Line) -> Iterator[Issue]:
    """A day typed without a year is this year's, unless it is a rule's: 每年…, …前, or has a name."""
    for sentence in line.sentences:
        text = _QUOTED.sub("", _squeezed(sentence.text))
        typed = {
            f"{match['month']}月{match['day']}日": None
            for clause in re.split("[,，;；。]", text)
            for match in _DAY.finditer(clause)
            if "每" not in clause[: match.start()] and not _RULED.match(clause, match.end())
        }
        for day in typed:
            message = f"日期「{day}」是打字打进去的，明年不会跟着改。随年度变的请在目录里加一个日期，换成标签；年年是这一天的不用改。"
            yield Issue("打字的日期", Severity.WARNING, message, line.at_words(_around(sentence.text, day)), found=day)


def _heading(line: Line, begin: str) -> Iterator[Issue]:
    """A number at a paragraph's start is Word's to give: typed, it stays when a section is added, or stands beside Word's own."""
    match = _HEADING.match(begin)
    if match is None or not line.in_body or (line.in_table and not line.number):
        return
    if (match["after"] or match["also"]) and _goes_on(match["number"][:-1], begin[match.end() :]):
        return
    number = match["number"]
    if line.number:
        message = f"编号「{number}」是打字打进去的，Word 已经自动编了「{line.number}」，会印成「{line.number}{number}」。请删去打字的编号。"
    else:
        message = (
            f"编号「{number}」是打字打进去的，加一段、删一段就乱了。请删去它，套用「标题」样式或自动编号，让 Word 编。"
        )
    yield Issue(TYPED_HEADING, Severity.WARNING, message, line.at_words(begin), found=number)


def _goes_on(number: str, behind: str) -> bool:
    """Return whether what looks like a heading's number is an enumeration: 一、二孩, 1、2月."""
    if number.isdecimal():
        following = re.match("[0-9]+", behind)
        return following is not None and int(following[0]) == int(number) + 1
    return number in _COUNTED[:-1] and behind.startswith(_COUNTED[_COUNTED.index(number) + 1])


def _says(text: str, quantity: str) -> bool:
    """Return whether a text says a number, with or without its unit, that is no part of a longer one."""
    return re.search(rf"(?<![0-9.]){re.escape(quantity)}(?![0-9]|[.][0-9])", text) is not None


def _around(text: str, word: str) -> str:
    """Return what stands around a word of a sentence, or how it begins where the word is written otherwise."""
    at = max(half_width(text).find(word), 0)
    return text[max(at - _BEFORE, 0) : at + len(word) + _BEHIND]


def _squeezed(text: str) -> str:
    """Return a text without blanks, full-width digits in half width; the marks of Chinese sentences become their half-width fellows."""
    return "".join(unicodedata.normalize("NFKC", text).split())
