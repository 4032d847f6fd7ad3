"""A text as people and word processors leave it -> the same in one spelling, each character knowing where it stood.

Two texts that a reader takes for the same are equal here: widths, blanks, quotes, 截止 and 截至, 帐 and 账.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.base.textfile import BLANKS, half_width

CUT = "↵"  # between two digits that a line's end parts: whether they are one number can't be told
_BLANKS = frozenset(BLANKS) | frozenset("\u000b\u000c\u2028\u2029\u2004\u2005\u2006\u2007\u2008")
_ONE_SIGN = str.maketrans(
    ",;:()!?“”‘’'「」［[]【】~～—–−帐號",
    '，；：（）！？"""""""〔〔〕〔〕-----账号',
)
_SAME = (("截止", "截至"), ("％", "%"))
_GROUPS = re.compile(r"(?<![\d.])\d{1,3}(?:，\d{3})+(?![\d，])")
_LISTED = re.compile("[0-9]，")  # a full-width comma behind a half-width digit parts two numbers
# The number before a heading or item, as typed or as the web made it of an automatic one: a lone bracket.
_NUMBER = re.compile(
    r"(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）、?|（\d{1,2}）|\d{1,2}(?:[.、](?!\d)|）)|[①-⑳⑴-⒇㈠-㈩•·●◆■]|-(?!\d)|第[一二三四五六七八九十]+[章节部分]+)+"
)


@dataclass(frozen=True)
class Evened:
    """A text in one spelling; `at` is where each of its characters stands in `original`."""

    text: str
    at: tuple[int, ...]
    original: str

    def written(self, begin: int, end: int) -> str:
        """Return how the original writes the characters from `begin` to `end`."""
        return self.original[self.at[begin] : self.at[end - 1] + 1] if end > begin else ""


def evened(text: str) -> Evened:
    """Return a text in one spelling; a blank between two digits stays one blank, all others go."""
    kept: list[str] = []
    at: list[int] = []
    for number, sign in enumerate(text):
        if sign in _BLANKS:
            if kept and kept[-1].isdigit() and kept[-1] != " ":
                kept.append(" ")
                at.append(number)
            continue
        if kept and kept[-1] == " " and not half_width(sign).isdigit():
            kept.pop()
            at.pop()
        kept.append(half_width(sign).translate(_ONE_SIGN) if len(half_width(sign)) == 1 else sign)
        at.append(number)
    plain = "".join(kept)
    for other, usual in _SAME:
        plain = plain.replace(other, usual)
    plain = _GROUPS.sub(lambda found: _grouped(found, text, at), plain)
    return Evened(plain, tuple(at), text)


def _grouped(found: re.Match[str], original: str, at: Sequence[int]) -> str:
    """Return digits in groups of three as one number, unless the original lists them."""
    written = original[at[found.start()] : at[found.end() - 1] + 1]
    return found[0] if _LISTED.search(written) else found[0].replace("，", ",")


def without_number(text: str) -> tuple[str, bool]:
    """Return a paragraph's text without the number typed before it, and whether there was one."""
    bare = text.lstrip("".join(_BLANKS))
    even = evened(bare)
    found = _NUMBER.match(even.text)
    end = found.end() if found else 0
    if not found and even.text.startswith("（") and even.text.count("（") > even.text.count("）"):
        end = 1
    if not end or end == len(even.text):
        return bare, False
    return bare[even.at[end] :], True
