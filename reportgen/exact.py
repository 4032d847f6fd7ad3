"""A number as a person typed it -> an exact number, or the reason why it is none; and units that scale a number.

Everything here is exact: int, Decimal and Fraction, never float.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

Exact = int | Fraction

BLANKS = "\u0020\u00a0\u2002\u2003\u2009\u202f\u3000\ufeff\t\r\n"
MOST_DIGITS = 15  # what a spreadsheet keeps exactly; longer is an ID or a slip
_PLAIN = re.compile(r"\d+(\.\d+)?")
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
_SCIENTIFIC = re.compile(r"[+-]?\d+(\.\d+)?[eE][+-]?\d+")


class NotANumber(ValueError):
    """The text is no number; the message says in Chinese what to write instead."""


def parse_number(text: str) -> Exact | None:
    """Return the number that `text` says, or None for an empty cell.

    Full-width digits, spaces and well-placed thousands separators are read as in Excel and WPS. Raises NotANumber for anything
    else, for negative numbers (an office reports counts and amounts), and for numbers a spreadsheet has already rounded.
    """
    plain = unicodedata.normalize("NFKC", text)
    plain = plain.translate({ord(blank): None for blank in BLANKS}).replace("−", "-")
    if not plain:
        return None
    if _SCIENTIFIC.fullmatch(plain):
        raise NotANumber("是科学记数法，可能已被表格软件舍入，请把单元格格式改成「数值」重新填写")
    if plain.startswith("-") and (_PLAIN.fullmatch(plain[1:]) or _GROUPED.fullmatch(plain[1:])):
        raise NotANumber("是负数，这里只能填0或正数")
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if not _PLAIN.fullmatch(plain):
        digits = re.sub(r"\D", "", plain)
        hint = (
            f"只填数字，不带单位和文字（{digits}）"
            if digits and _PLAIN.match(plain)
            else "请填数字；没有就填0，还不知道就留空"
        )
        raise NotANumber(f"不是数字，{hint}")
    if len(plain.replace(".", "").lstrip("0")) > MOST_DIGITS:
        raise NotANumber(f"超过{MOST_DIGITS}位，不像一个统计数，请检查是否贴错了列")
    return whole(Fraction(Decimal(plain)))


def whole(value: Fraction) -> Exact:
    """Return an int when the value is one: counts print and compare as ints."""
    return int(value) if value.denominator == 1 else value


def decimals(value: Exact) -> int | None:
    """Return how many decimals the value needs to be written in full, or None when no finite number is enough (1/3)."""
    rest = Fraction(value).denominator
    twos = fives = 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None


def rounded(value: Exact, digits: int) -> Fraction:
    """Return value rounded half up (四舍五入) to `digits` decimals: 57/200 in per cent is 29, not 28.

    GB/T 8170 rounds half to even; offices don't, and a reader who checks with a pocket calculator would find the report wrong.
    """
    scaled = Fraction(value) * 10**digits
    sign = -1 if scaled < 0 else 1
    return Fraction(sign * int(abs(scaled) + Fraction(1, 2)), 10**digits)


def written(value: Exact, digits: int) -> str:
    """Return value with exactly `digits` decimals, rounded half up; no thousands separators (GB/T 15835)."""
    scaled = int(rounded(value, digits) * 10**digits)
    sign, figure = ("-" if scaled < 0 else ""), str(abs(scaled)).rjust(digits + 1, "0")
    return sign + (figure if digits == 0 else f"{figure[:-digits]}.{figure[-digits:]}")


def unit_factor(unit: str) -> Fraction:
    """Return how much one of `unit` is in the unit without its scale: % is 1/100, ‰ 1/1000, 万元 10000 (元), 亿元 10^8.

    Formulas calculate without scales, so that a rate is a ratio and 万元 and 元 can meet in one formula.
    """
    return {"%": Fraction(1, 100), "‰": Fraction(1, 1000)}.get(
        unit, Fraction({"万": 10**4, "亿": 10**8}.get(unit[:1] if len(unit) > 1 else "", 1))
    )
