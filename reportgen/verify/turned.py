"""A sentence of people's and the draft's that it is + words of two directions -> the word that was turned round: 减少 into 增加."""

from __future__ import annotations

import re
from collections import Counter

from reportgen.word.units import Unit

# What grows and falls, what is above and below, what is left and lacking, what comes and goes: each side says the contrary of the other.
_CONTRARIES = (
    (
        ("增加", "增长", "提高", "上升", "增多", "提升", "上涨", "升高"),
        ("减少", "下降", "降低", "下滑", "回落", "减低"),
    ),
    (("高于", "多于", "大于", "超过", "超出"), ("低于", "少于", "小于", "不足", "不到")),
    (("结余", "盈余"), ("超支", "赤字")),
    (("流入", "迁入"), ("流出", "迁出")),
)
_SIDES = {
    word: (number, side) for number, pair in enumerate(_CONTRARIES) for side, words in enumerate(pair) for word in words
}
_WORD = re.compile("|".join(sorted(_SIDES, key=len, reverse=True)))


def turned(theirs: Unit, draft: Unit) -> tuple[str, str, bool] | None:
    """Return a word of people's sentence that says the contrary of the draft's, the draft's word, and whether all else is the same.

    Words inside of marks are held with these. A sentence that says both, or neither, is none.
    """
    said, due = _said(theirs), _said(draft)
    mine, ours = (Counter(_SIDES[word] for word in words) for words in (said, due))
    for (number, side), _ in (mine - ours).items():
        contrary = (number, 1 - side)
        if (ours - mine)[contrary]:
            word = next(one for one in said if _SIDES[one] == (number, side))
            other = next(one for one in due if _SIDES[one] == contrary)
            return word, other, _plain(theirs) == _plain(draft)
    return None


def _said(unit: Unit) -> list[str]:
    text = unit.text
    for phrase in {token.mark for token in unit.tokens if token.mark and token.mark != token.text}:
        text = text.replace(phrase, "")
    return _WORD.findall(text)


def _plain(unit: Unit) -> str:
    """Return a sentence without its numbers, with one sign for both words of a pair."""
    return _WORD.sub(lambda found: f"<{_SIDES[found[0]][0]}>", unit.skeleton)
