"""A whole number -> its Chinese numerals, as people write them: the rule, for tests of what reads them back."""

from __future__ import annotations


def in_chinese(number: int) -> str:
    """Return a whole number below 10^12 in Chinese numerals."""
    for scale, sign in ((10**8, "亿"), (10**4, "万")):
        if number >= scale:
            head, rest = divmod(number, scale)
            return f"{in_chinese(head)}{sign}{'零' if 0 < rest < scale // 10 else ''}{in_chinese(rest) if rest else ''}"
    said, zero = "", False
    for place, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            said += ("零" if zero and said else "") + "零一二三四五六七八九"[digit] + sign
        zero = not digit
    return said
