"""A paragraph's text -> its punctuation that GB/T 15834-2011 doesn't allow, as far as the text alone can tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.base.textfile import STEER, VALUE

_STANDARD = "GB/T 15834-2011"
HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_DIGITS = "一二三四五六七八九十百"


@dataclass(frozen=True)
class Slip:
    """One place in a paragraph: which rule and clause, what stands there, what should, and where it begins."""

    rule: str
    clause: str
    found: str
    expected: str
    at: int


@dataclass(frozen=True)
class Rule:
    """A pattern that is wrong wherever it matches; `expected` may say \\g<0> and the groups as in re.sub."""

    name: str
    clause: str
    pattern: re.Pattern[str]
    expected: str

    def slips(self, text: str) -> Iterator[Slip]:
        """Yield where the pattern matches."""
        for match in self.pattern.finditer(text):
            yield Slip(self.name, self.clause, match[0], match.expand(self.expected), match.start())


def rule(name: str, clause: str, pattern: str, expected: str) -> Rule:
    """Return a rule of a pattern that isn't compiled yet."""
    return Rule(name, clause, re.compile(pattern), expected)


_WIDE = dict(zip(",;:?!", "，；：？！", strict=True))
_BEFORE = rf"(?<=[{HAN}”’》）％%‰{VALUE}])"
_RULES = (
    *(
        # A ratio or a time keeps its half-width colon: {{ 性别比 }}:100.
        rule(
            "半角标点",
            _STANDARD,
            rf"{_BEFORE}(?!(?<={VALUE}):[\d{VALUE}]){re.escape(half)}(?=[{HAN}“‘《（{VALUE}\s\d]|$)",
            wide,
        )
        for half, wide in _WIDE.items()
    ),
    rule("半角标点", _STANDARD, rf"(?<=[{HAN}”’》）％%‰])\.$", "。"),
    rule("半角标点", _STANDARD, rf"\(([^(){HAN}]*[{HAN}][^()]*)\)", r"（\1）"),
    rule("直引号", _STANDARD, rf'"([^"{HAN}{VALUE}]*[{HAN}{VALUE}][^"]*)"', r"“\1”"),
    rule("直引号", _STANDARD, rf"(?<=[{HAN}])'([^'{HAN}]*[{HAN}][^']*)'", r"‘\1’"),
    rule("直角引号", _STANDARD, r"[「『]([^「」『』]*)[」』]", r"“\1”"),
    rule("省略号", _STANDARD, rf"(?<=[{HAN}，、”》）])(?:\.{{3,}}|。{{3,}}|·{{3,}}|、{{3,}})", "……"),
    rule("省略号", _STANDARD, rf"(?<=[{HAN}，、”》）])(?<!…)…(?!…)", "……"),
    rule("破折号", _STANDARD, rf"(?<=[{HAN}”》）])(?:-{{2,}}|–{{2,}}|－{{2,}})(?=[{HAN}“《（])", "——"),
    rule("标点重复", _STANDARD, r"，，|、、(?!、)|；；|：：|(?<!。)。。(?!。)", "只用一个"),
    rule("标点相连", _STANDARD, r"，[。；：、]|。[，；：、]|；[，。：、]|、[，。；：]|：[，。；、]", "只用一个"),
    rule("书名号之间的顿号", _STANDARD, r"》、《", "》《"),
    rule("引号之间的顿号", _STANDARD, r"”、“", "”“"),
    rule("书名号套用", _STANDARD, r"《[^《》〈〉]*《[^《》]*》", "里层用〈〉"),
    rule("引号套用", _STANDARD, r"“[^“”‘’]*“[^“”]*”", "里层用‘’"),
    rule("序号后的标点", f"{_STANDARD} B.3.2", rf"^[{_DIGITS}]{{1,3}}[.．，](?=[{HAN}])", "「一、」这样"),
    rule("序号后的标点", f"{_STANDARD} B.3.3", rf"^\d{{1,2}}、(?=[{HAN}“《{VALUE}])", "「1.」这样"),
    rule(
        "序号后的标点", f"{_STANDARD} B.3.4", rf"^[（(](?:[{_DIGITS}]{{1,3}}|\d{{1,2}})[）)][、.．，]", "括号后不加标点"
    ),
    rule("序号的括号", _STANDARD, rf"^\(\d{{1,2}}\)(?=[{HAN}“《{VALUE}])", "全角括号（）"),
)
_PAIRS = {"（": "）", "《": "》", "〈": "〉", "“": "”", "‘": "’", "〔": "〕", "【": "】", "［": "］", "(": ")"}
_CLOSING = {close: opening for opening, close in _PAIRS.items()}
_COUNTED = re.compile(
    r"(?:(?<=^)|(?<=[\s，；。：]))[\dA-Za-z一二三四五六七八九十]{1,3}[）)]"
)  # 1） needs no opening bracket


def punctuation_slips(text: str) -> Iterator[Slip]:
    """Yield the slips of a paragraph, with its number if that is typed; `text` has VALUE and STEER for a template's tags."""
    for one in _RULES:
        yield from one.slips(text)
    if STEER not in text:  # one branch may open what every branch closes
        yield from _unpaired(text)
        yield from _straight_alone(text)


def heading_slips(text: str) -> Iterator[Slip]:
    """Yield a heading's closing mark; one that has text behind it in its paragraph, or a comma, is a sentence and keeps it."""
    match = re.fullmatch(r"[^，。；：！？]{2,30}([。；，、：])", text.strip())
    if match and STEER not in text:
        yield Slip("标题末尾的标点", _STANDARD, match[1], "不加标点", match.start(1))


def _straight_alone(text: str) -> Iterator[Slip]:
    """Yield the one of an odd number of straight quotes that stands beside a Chinese character; 5" is an inch."""
    match = re.search(rf'(?<=[{HAN}”])"|(?<!\d)"(?=[{HAN}“])', text)
    if match and text.count('"') % 2:
        yield Slip("直引号", _STANDARD, match[0], "成对的“”", match.start())


def _unpaired(text: str) -> Iterator[Slip]:
    """Yield what opens and isn't closed, or closes and wasn't opened; a quotation may go on in the next paragraph."""
    opened: list[tuple[str, int]] = []
    blank = _COUNTED.sub(lambda match: " " * len(match[0]), text)
    for at, one in enumerate(blank):
        if one in _PAIRS:
            opened.append((one, at))
        elif one in _CLOSING:
            if opened and opened[-1][0] == _CLOSING[one]:
                opened.pop()
            elif one != "’" and one != "”":  # ’ is an apostrophe too, and ” may close what an earlier paragraph opened
                yield Slip("标点成对", _STANDARD, one, f"前面有「{_CLOSING[one]}」", at)
                return
            elif opened and opened[-1][0] != "‘":
                yield Slip("标点成对", _STANDARD, opened[-1][0], f"后面有「{_PAIRS[opened[-1][0]]}」", opened[-1][1])
                return
    for one, at in opened:
        if one not in "“‘":
            yield Slip("标点成对", _STANDARD, one, f"后面有「{_PAIRS[one]}」", at)
            return
