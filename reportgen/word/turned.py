"""A sentence of people's and the draft's that it is + words of two directions -> the word that was turned round: 减少 into 增加."""

from __future__ import annotations

import re
from collections import Counter

from reportgen.word.number_forms import plain
from reportgen.word.units import Unit

_MINUS = ("-", "−")

# What grows and falls, what is above and below, what is left and lacking, what comes and goes, which half and which of two years, when
# a year begins and ends: each side says the contrary of the other.
_CONTRARIES = (
    (
        ("增加", "增长", "提高", "上升", "增多", "提升", "上涨", "升高"),
        ("减少", "下降", "降低", "下滑", "回落", "减低"),
    ),
    (
        ("高于", "多于", "大于", "超过", "超出", "不低于", "不少于"),
        ("低于", "少于", "小于", "不足", "不到", "没有超过", "未超过", "不超过", "不高于"),
    ),
    (("结余", "盈余"), ("超支", "赤字")),
    (("流入", "迁入"), ("流出", "迁出")),
    (("上半年",), ("下半年",)),
    (("今年", "本年", "本期"), ("上年", "去年", "上期")),
    (("期初", "年初", "月初"), ("期末", "年末", "年底", "月末")),
    (("同比",), ("环比",)),
    (("以上",), ("以下",)),
    (("每千",), ("每百", "每万")),
    (("最高", "最多", "最大"), ("最低", "最少", "最小")),
)
_FALLS = frozenset(_CONTRARIES[0][1] + _CONTRARIES[2][1])  # of these -26 is 26
_SIDES = {
    word: (number, side) for number, pair in enumerate(_CONTRARIES) for side, words in enumerate(pair) for word in words
}
_CLAUSE_ENDS = re.compile("[，、；：。]")
_WORD = re.compile("|".join(sorted(_SIDES, key=len, reverse=True)))


def turned(theirs: Unit, draft: Unit) -> tuple[str, str, bool] | None:
    """Return a word of people's sentence that says the contrary of the draft's, the draft's word, and whether all else is the same.

    Words inside of marks are held with these. A sentence that says both, or neither, is none, unless two words changed places in it. A
    word that was turned together with the sign of its number says the same: 减少26人 for 增加-26人.
    """
    said, due = _said(theirs), _said(draft)
    is_same = _plain(theirs) == _plain(draft)
    if is_same and len(said) == len(due):
        exchanged = ((word, other) for word, other in zip(said, due, strict=True) if _SIDES[word] != _SIDES[other])
        word, other = next(exchanged, ("", ""))
        return (word, other, True) if word and not _sign_is_turned(theirs, draft) else None
    mine, ours = (Counter(_SIDES[word] for word in words) for words in (said, due))
    for (number, side), _ in (mine - ours).items():
        contrary = (number, 1 - side)
        if (ours - mine)[contrary] and not _sign_is_turned(theirs, draft):
            word = next(one for one in said if _SIDES[one] == (number, side))
            other = next(one for one in due if _SIDES[one] == contrary)
            return word, other, is_same
    return None


def contrary(said: str, due: str) -> bool:
    """Return whether a text has a word that says the contrary of one of another text, which the text hasn't."""
    mine, ours = ({_SIDES[word] for word in _WORD.findall(text)} for text in (said, due))
    return any((number, 1 - side) in ours - mine for number, side in mine - ours)


def _falls(words: str) -> bool:
    """Return whether the last word of a direction says that something falls or lacks, of which a number behind it is so much less."""
    found = [word for word in _WORD.findall(words) if _SIDES[word][0] in (_SIDES["减少"][0], _SIDES["超支"][0])]
    return bool(found) and found[-1] in _FALLS


def signed(typed: str, due: str, before: str) -> str:
    """Return a typed number with the minus that the words before it say where a figure is below zero: 减少26人 for -26."""
    is_turned = due[:1] in _MINUS and typed[:1] not in _MINUS and _falls(_CLAUSE_ENDS.split(before)[-1])
    return f"-{typed}" if is_turned else typed


def _sign_is_turned(theirs: Unit, draft: Unit) -> bool:
    """Return whether a sentence says a number of the draft's without its minus, behind a word of falling, and no other with it."""
    below = [plain(token.text) for token in draft.tokens]
    lost = {text[1:] for text in below if text[:1] in _MINUS} - {text for text in below if text[:1] not in _MINUS}
    return any(plain(one.text) in lost and _falls(theirs.text[: one.begin]) for one in theirs.tokens)


def _said(unit: Unit) -> list[str]:
    text = unit.text
    for phrase in {token.mark for token in unit.tokens if token.mark and token.mark != token.text}:
        text = text.replace(phrase, "")
    return _WORD.findall(text)


def _plain(unit: Unit) -> str:
    """Return a sentence without its numbers, with one sign for both words of a pair."""
    return _WORD.sub(lambda found: f"<{_SIDES[found[0]][0]}>", unit.skeleton)
