"""A number as a person typed it -> an exact number, or the reason why it is none; and units that scale a number.

Everything here is exact: int, Decimal and Fraction, never float.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from reportgen.textfile import BLANKS, INVISIBLE, SPACES, half_width

Exact = int | Fraction

MOST_DIGITS = 15  # what a spreadsheet keeps exactly; longer is an ID or a slip
_PLAIN = re.compile(r"[0-9]+(\.[0-9]+)?")
_GROUPED = re.compile(r"[0-9]{1,3}([, ])[0-9]{3}(\1[0-9]{3})*(\.[0-9]+)?")  # GB/T 15835 groups by spaces
_SCIENTIFIC = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?[eE][+-]?[0-9]+")
_NEGATIVE = re.compile(r"[-−–] *([0-9][0-9, ]*(\.[0-9]+)?)|\([0-9][0-9, ]*(\.[0-9]+)?\)")  # bookkeepers write (5)
_ONE_SPACE = {ord(blank): " " for blank in SPACES} | {ord(blank): None for blank in INVISIBLE}
_SCALES = "百千万亿"


class NotANumber(ValueError):
    """The text is no number that can stand here; the message says in Chinese why or what to write instead, `expected` in a word."""

    def __init__(self, reason: str, expected: str = "0或正数") -> None:
        super().__init__(reason)
        self.expected = expected


def parse_number(text: str) -> Exact | None:
    """Return the number that `text` says, or None for an empty cell.

    Full-width digits, blanks around and well-placed thousands separators (comma or space) are read as in Excel and WPS. Raises
    NotANumber for anything else, for negative numbers (an office reports counts and amounts), and for numbers that a spreadsheet
    has already rounded.
    """
    plain = half_width(text).strip(BLANKS).translate(_ONE_SPACE)
    if not plain:
        return None
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "").replace(" ", "")
    if not _PLAIN.fullmatch(plain):
        raise NotANumber(_why_not(plain))
    if len(plain.replace(".", "").lstrip("0")) > MOST_DIGITS:
        raise NotANumber(f"超过{MOST_DIGITS}位，不像一个统计数，请检查是否贴错了列")
    return whole(Fraction(Decimal(plain)))


def parse_quantity(text: str, digits: int, unit: str) -> Exact | None:
    """Return the number that `text` says, which may have `digits` decimals; NotANumber for 3.5 persons, and as in parse_number."""
    value = parse_number(text)
    if isinstance(value, Fraction) and (decimals(value) or 0) > digits:
        expected = "整数" if digits == 0 else f"最多{digits}位小数"
        raise NotANumber(f"应是{expected}" + (f"（单位：{unit}），请核对" if unit else "，请核对"), expected)
    return value


def _why_not(text: str) -> str:
    if _SCIENTIFIC.fullmatch(text):
        return "是科学记数法，可能已被表格软件舍入，请把单元格格式改成「数值」重新填写"
    if _NEGATIVE.fullmatch(text):
        return "是负数，这里只能填0或正数"
    if text.startswith("#"):
        return "是表格软件的出错标记，请改好公式，或直接填数字"
    if re.fullmatch(r"[0-9, .]+", text) and "," in text:
        return "不是数字，千位逗号的位置不对，请核对后不带逗号重新填写"
    numbers = re.findall(r"[0-9][0-9,]*(?:\.[0-9]+)?", text)
    if len(numbers) > 1 and re.search(r"[0-9]\s+[0-9]", text):
        return "不是数字，中间有空格或换行，请检查是不是两个数挤在一格"
    if len(numbers) != 1:
        return "不是数字，请填数字；没有就填0，还不知道就留空"
    if re.search("[0-9][OoIl]|[OoIl][0-9]", text):  # 6OO is 600, not 6
        return "不是数字，请检查是不是把字母当成了数字（O、l），重新填写"
    after = text[text.index(numbers[0]) + len(numbers[0]) :].lstrip()
    if after.startswith(tuple(_SCALES)):
        return "不是数字，请换算成这里的单位，只填数字"
    return f"不是数字，只填数字，不带单位和文字（{numbers[0].replace(',', '')}）"


def whole(value: Fraction) -> Exact:
    """Return an int when the value is one: counts print and compare as ints."""
    return int(value) if value.denominator == 1 else value


def decimals(value: Exact) -> int | None:
    """Return how many decimals the value needs to be written in full, or None when no finite number is enough (1/3)."""
    if isinstance(value, int):  # nearly always
        return 0
    rest = value.denominator
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
    if isinstance(value, int):
        return Fraction(value)
    scaled = value * 10**digits
    sign = -1 if scaled < 0 else 1
    return Fraction(sign * int(abs(scaled) + Fraction(1, 2)), 10**digits)


def written(value: Exact, digits: int) -> str:
    """Return value with exactly `digits` decimals, rounded half up; no thousands separators (GB/T 15835)."""
    scaled = value * 10**digits if isinstance(value, int) else int(rounded(value, digits) * 10**digits)
    sign, figure = ("-" if scaled < 0 else ""), str(abs(scaled)).rjust(digits + 1, "0")
    return sign + (figure if digits == 0 else f"{figure[:-digits]}.{figure[-digits:]}")


def unit_factor(unit: str) -> Fraction:
    """Return how much one of `unit` is in the unit without its scale: % is 1/100, ‰ 1/1000, 万元 10000 (元), 亿元 10^8.

    Formulas calculate without scales, so that a rate is a ratio and 万元 and 元 can meet in one formula.
    """
    return _scale(unit)[0]


def base_unit(unit: str) -> str:
    """Return the unit without its scale: 元 for 万元, '' for %."""
    return _scale(unit)[1]


def _scale(unit: str) -> tuple[Fraction, str]:
    if unit in {"%", "‰"}:
        return Fraction(1, 100 if unit == "%" else 1000), ""
    factor = {"千": 10**3, "万": 10**4, "亿": 10**8}.get(unit[:1], 1) if len(unit) > 1 else 1
    return Fraction(factor), unit if factor == 1 else unit[1:]
