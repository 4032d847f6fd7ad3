"""A number as it is printed -> the same in Chinese numerals: 一万五千一百四十二, 八十九点二; an amount of money as on a cheque: 壹万伍仟元整."""

from __future__ import annotations

from fractions import Fraction

from reportgen.base.numbers import base_unit, rounded, unit_factor

_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_SCALES = ((8, "亿"), (4, "万"))  # powers of ten that a number is said in portions of, largest first
_FINANCIAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")


def numerals(printed: str) -> str:
    """Return a printed number in Chinese numerals with the decimals that it is printed with: 85 is 八十五, 58.60 is 五十八点六零."""
    number = printed.removeprefix("-")
    whole, _, decimals = number.partition(".")
    said = _whole(int(whole))
    said = said.removeprefix("一") if said.startswith("一十") else said  # 十五, but 一百一十五
    after = "点" + "".join(_DIGITS[int(digit)] for digit in decimals) if decimals else ""
    return ("" if number == printed else "负") + said + after


def is_money(unit: str) -> bool:
    """Return whether numbers in this unit are amounts of money: 元, 万元."""
    return base_unit(unit) == "元"


def money_in_words(printed: str, unit: str) -> str:
    """Return an amount of money in the numerals that nobody can alter, 人民币 not said: 15142.50元 is 壹万伍仟壹佰肆拾贰元伍角.

    As the People's Bank asks for it on cheques (支付结算办法 annex 1 of 1997): 整 where it ends with 元, one 零 for zeros between digits and
    for the 角 before a 分. What is finer than a 分 is rounded half up.
    """
    amount = Fraction(printed) * unit_factor(unit)
    yuan, rest = divmod(int(abs(rounded(amount, 2)) * 100), 100)
    jiao, fen = divmod(rest, 10)
    said = f"{_whole(yuan)}元" if yuan or not rest else ""
    said += f"{_DIGITS[jiao]}角" if jiao else "零" if yuan and fen else ""
    said += f"{_DIGITS[fen]}分" if fen else "" if jiao else "整"
    return ("负" if amount < 0 else "") + said.translate(_FINANCIAL)


def _whole(number: int) -> str:
    """Return a whole number from 0 up, 一 said before 十 wherever it stands."""
    for power, scale in _SCALES:
        if number >= 10**power:
            portions, rest = divmod(number, 10**power)
            gap = "零" if 0 < rest < 10 ** (power - 1) else ""
            return f"{_whole(portions)}{scale}{gap}{_whole(rest) if rest else ''}"
    said = ""
    for place, digit in enumerate(map(int, reversed(str(number)))):
        if digit:
            said = f"{_DIGITS[digit]}{_PLACES[place]}{said}"
        elif said and not said.startswith("零"):
            said = f"零{said}"
    return said or "零"
