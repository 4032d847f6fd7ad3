"""A template's or a report's paragraphs -> issues: punctuation, numerals and words that official papers don't allow.

Only what the text alone decides: a wrong finding costs more than a missing one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from reportgen.authoring.numerals import numeral_slips
from reportgen.authoring.punctuation import Rule, Slip, heading_slips, punctuation_slips
from reportgen.base.issues import Issue, Location, Severity, quoted
from reportgen.base.textfile import STEER, VALUE, with_stand_ins

CHECK = "语言文字"
_MOST_ROWS = 6
_AROUND = 8  # characters shown on either side
_NUMBERS = "B.3"  # of GB/T 15834-2011: the marks behind numbers
_SHORT_HEADINGS = (0, 1)  # deeper ones are often whole sentences with their full stop
# 《党政机关公文处理工作条例》第十五条: 不得在报告等非请示性公文中夹带请示事项.
_REGULATION = "《党政机关公文处理工作条例》第十五条"
_WORDS = (
    Rule(
        "报告里的请示",
        _REGULATION,
        re.compile(
            r"[妥当是]否(?:妥当|可行)?，请(?:批示|指示|批复|审批)|(?<![报提申邀])请(?:予以?)?批复。?$|特此请示|以上请示|请批准为盼"
        ),
        "报告里不写请示事项，要请示就另写请示",
    ),
    Rule(
        "没有写定",
        "公文惯例",
        re.compile(
            r"[×╳]{2,}|[（(【\[「]待(?:核实|确认|补充|补|定)[」）)】\]]|(?<![A-Za-zＸ\d])[XＸ]{2,}(?=[\u4e00-\u9fff])"
        ),
        "写定的内容",
    ),
)


@dataclass(frozen=True)
class Line:
    """A paragraph: where it stands, its text with the number before it, and its outline level, None for body text."""

    at: Location
    text: str
    level: int | None = None


class Written(Protocol):
    """A paragraph as `word.text` reads it."""

    @property
    def number(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def level(self) -> int | None: ...


def lines(paragraphs: Iterable[Written], file: str) -> Iterator[Line]:
    """Yield a Word file's paragraphs as lines; their rows are counted from 1."""
    for row, one in enumerate(paragraphs, start=1):
        yield Line(Location(file, row), one.number.strip() + one.text, one.level)


def language_issues(paragraphs: Iterable[Line]) -> Iterator[Issue]:
    """Yield what is wrong, in the order of the text; what stands several times in one paragraph, or alike in many, is told once."""
    told: dict[tuple[str, str], list[tuple[Line, Slip, str]]] = {}
    for line in paragraphs:
        text = with_stand_ins(line.text)
        for slip in sorted(_slips(text, line.level), key=lambda slip: slip.at):
            alike = slip.expected if _NUMBERS in slip.clause else slip.found  # 1、 2、 3、 are one way of numbering
            told.setdefault((slip.rule, alike), []).append((line, slip, text))
    for every in told.values():
        line, slip, text = every[0]
        rows = dict.fromkeys(one.at.row for one, _, _ in every)
        more = f"这样的共{len(every)}处（{_rows(rows)}）。" if len(every) > 1 else ""
        around = text[max(0, slip.at - _AROUND) : slip.at + len(slip.found) + _AROUND]
        shown = quoted(_said(around))
        found, expected = _said(slip.found), _said(slip.expected)
        message = f"{slip.rule}：{shown}里的「{found}」，应为：{expected}（{slip.clause}）。{more}"
        key = f"{CHECK}：{slip.rule}：{found}"
        yield Issue(CHECK, Severity.WARNING, message, line.at, (), expected, found, key)


def _slips(text: str, level: int | None) -> Iterator[Slip]:
    yield from punctuation_slips(text)
    yield from numeral_slips(text)
    for rule in _WORDS:
        yield from rule.slips(text)
    if level in _SHORT_HEADINGS:
        yield from heading_slips(text)


def _rows(rows: Iterable[int | None]) -> str:
    known = [str(row) for row in rows if row is not None]
    return f"第{'、'.join(known[:_MOST_ROWS])}{'等' if len(known) > _MOST_ROWS else ''}"


def _said(text: str) -> str:
    """Return a text as a person reads it, {{…}} in place of a tag."""
    return text.replace(VALUE, "{{…}}").replace(STEER, "")
