"""A number as a person typed it -> an exact number, or the reason why it is none; and units that scale a number.

Everything here is exact: int, Decimal and Fraction, never float.
"""

from __future__ import annotations

import functools
import itertools
import re
from decimal import Decimal
from fractions import Fraction

from reportgen.base.textfile import BLANKS, INVISIBLE, SPACES, half_width

Exact = int | Fraction

MOST_DIGITS = 15  # what a spreadsheet keeps exactly; longer is an ID or a slip
_PLAIN = re.compile(r"[0-9]+(\.[0-9]+)?")
_GROUPED = re.compile(r"[0-9]{1,3}([, ])[0-9]{3}(\1[0-9]{3})*(\.[0-9]+)?")  # GB/T 15835 groups by spaces
_SCIENTIFIC = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?[eE][+-]?[0-9]+")
_NEGATIVE = re.compile(r"[-−–] *([0-9][0-9, ]*(\.[0-9]+)?)|\([0-9][0-9, ]*(\.[0-9]+)?\)")  # bookkeepers write (5)
_ONE_SPACE = {ord(blank): " " for blank in SPACES} | {ord(blank): None for blank in INVISIBLE}
SCALES = tuple("百千万亿")
POINTS = {"%": "个百分点", "‰": "个千分点"}  # what a difference of rates is counted in
_SHARES = {"%": 100, "‰": 1000, "百分点": 100, "个百分点": 100, "千分点": 1000, "个千分点": 1000}  # of one


class NotANumber(ValueError):
    """The text is no number that can stand here; the message says in Chinese why or what to write instead, `expected` in a word."""

    def __init__(self, reason: str, expected: str = "0或正数") -> None:
        super().__init__(reason)
        self.expected = expected


class BelowZero(NotANumber):
    """The number is below zero where the catalogue doesn't say that it may be."""

    def __init__(self) -> None:
        super().__init__("是负数，这里只能填0或正数")


class TooFine(NotANumber):
    """The number has more decimals than the catalogue says: `decimals`, where `permitted` are."""

    def __init__(self, unit: str, decimals: int, permitted: int) -> None:
        expected = f"最多{permitted}位小数" if permitted else "整数"
        super().__init__(f"应是{expected}" + (f"（单位：{unit}），请核对" if unit else "，请核对"), expected)
        self.decimals = decimals
        self.permitted = permitted


def is_plain(text: str) -> bool:
    """Return whether a text is a whole number in nothing but digits."""
    return text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS


def parse_number(text: str, *, below_zero: bool = False) -> Exact | None:
    """Return the number that `text` says, or None for an empty cell.

    Full-width digits, blanks around and well-placed thousands separators (comma or space) are read as in Excel and WPS. Raises
    NotANumber for anything else, for numbers that a spreadsheet has already rounded, and BelowZero for -5, −5 and a bookkeeper's
    (5), unless the number may be `below_zero`: most of what an office reports is counts and amounts.
    """
    if is_plain(text):  # nearly always
        return int(text)
    plain = half_width(text).strip(BLANKS).translate(_ONE_SPACE)
    if not plain:
        return None
    if below_zero and _NEGATIVE.fullmatch(plain):
        size = parse_number(plain.strip("-−–() "))
        return None if size is None else -size
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "").replace(" ", "")
    if not _PLAIN.fullmatch(plain):
        raise BelowZero if _NEGATIVE.fullmatch(plain) else NotANumber(_why_not(plain))
    if len(plain.replace(".", "").lstrip("0")) > MOST_DIGITS:
        raise NotANumber(f"超过{MOST_DIGITS}位，不像一个统计数，请检查是否贴错了列")
    return whole(Fraction(Decimal(plain)))


def parse_quantity(text: str, digits: int, unit: str, *, below_zero: bool = False) -> Exact | None:
    """Return the number that `text` says, which may have `digits` decimals; TooFine for 3.5 persons, and as in parse_number."""
    value = parse_number(text, below_zero=below_zero)
    needed = decimals(value) or 0 if isinstance(value, Fraction) else 0
    if needed > digits:
        raise TooFine(unit, needed, digits)
    return value


def _why_not(text: str) -> str:
    if _SCIENTIFIC.fullmatch(text):
        return "是科学记数法，可能已被表格软件舍入，请把单元格格式改成「数值」重新填写"
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
    if after.startswith(SCALES):
        return "不是数字，请换算成这里的单位，只填数字"
    return f"不是数字，只填数字，不带单位和文字（{numbers[0].replace(',', '')}）"


def whole(value: Exact) -> Exact:
    """Return an int when the value is one: counts print and compare as ints."""
    return int(value) if value.denominator == 1 else value


def size(value: Exact) -> Exact:
    """Return the number without its sign."""
    return -value if value < 0 else value


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


def decimals_written(text: str) -> int:
    """Return with how many decimals a number is written: 2 for 58.60, 0 for what is no number."""
    found = re.fullmatch(r"\D*[0-9][0-9, ]*\.([0-9]+)", half_width(text).strip(BLANKS))
    return len(found[1]) if found else 0


def rounded(value: Exact, digits: int) -> Fraction:
    """Return value rounded half up (四舍五入) to `digits` decimals: 57/200 in per cent is 29, not 28.

    GB/T 8170 rounds half to even; offices don't, and a reader who checks with a pocket calculator would find the report wrong.
    """
    return Fraction(value) if isinstance(value, int) else Fraction(_in_decimals(value, digits), 10**digits)


def _in_decimals(value: Exact, digits: int) -> int:
    """Return how many of the last of so many decimals a number rounded half up has: 8929 for 89.285 with two."""
    size: int = abs(value.numerator) * 10**digits
    count = (2 * size + value.denominator) // (2 * value.denominator)
    return -count if value < 0 else count


def written(value: Exact, digits: int) -> str:
    """Return value with exactly `digits` decimals, rounded half up; no thousands separators (GB/T 15835)."""
    scaled = value * 10**digits if isinstance(value, int) else _in_decimals(value, digits)
    sign, figure = ("-" if scaled < 0 else ""), str(abs(scaled)).rjust(digits + 1, "0")
    return sign + (figure if digits == 0 else f"{figure[:-digits]}.{figure[-digits:]}")


def enough_digits(one: Exact, other: Exact, digits: int) -> int:
    """Return with how many decimals, at least `digits`, two numbers that differ are printed differently."""
    if one == other:
        return digits
    return next(places for places in itertools.count(digits) if rounded(one, places) != rounded(other, places))


def unit_factor(unit: str) -> Fraction:
    """Return how much one of `unit` is in the unit without its scale: % and 个百分点 are 1/100, ‰ 1/1000, 万元 10000 (元), 亿元 10^8.

    Formulas calculate without scales, so that a rate is a ratio and 万元 and 元 can meet in one formula.
    """
    return _scale(unit)[0]


def in_base(value: Exact, unit: str) -> Exact:
    """Return a number counted in a unit in this without its scale, whole where it is one: 83300 for 8.33 of 万元, 1/2 for 50 of %."""
    factor, base = _scale(unit)
    return whole(value if base == unit else value * factor)  # most are counts, and Fractions take ten times as long


def from_base(value: Exact, unit: str) -> Exact:
    """Return what `in_base` is given to return this: 8.33 for 83300 of 万元."""
    factor, base = _scale(unit)
    return whole(value if base == unit else value / factor)


def base_unit(unit: str) -> str:
    """Return the unit without its scale: 元 for 万元, '' for %."""
    return _scale(unit)[1]


def is_share(unit: str) -> bool:
    """Return whether numbers in this unit are shares, or differences of shares: 99.54%, 1.17个百分点. They change by points."""
    return unit in _SHARES


def is_points(unit: str) -> bool:
    """Return whether numbers in this unit are differences of rates: 百分点, 个千分点."""
    return unit in _SHARES and unit not in POINTS


def same_unit(one: str, other: str) -> bool:
    """Return whether two units are one in two spellings: 百分点 and 个百分点."""
    return one == other or (is_points(one) and is_points(other) and _SHARES[one] == _SHARES[other])


def adds_up(unit: str) -> bool:
    """Return whether numbers of this unit may be added up over places: 人, 万元; no rate (%, 元/人, 女=100), no age, no mark (分)."""
    return not (unit in _SHARES or re.search("[=/／]|每", unit) or unit in {"倍", "岁", "分", "成"})


def is_rounded(unit: str, digits: int) -> bool:
    """Return whether a number that a person typed in `unit` with `digits` decimals is a rounded one: a rate, 8.33万元, 3.5公顷.

    Whole things are exact, and so is money down to 分: 3人, 12345.60元, 1.2345万元.
    """
    factor, base = _scale(unit)
    step = factor / 10**digits
    exact = step == 1 or (base == "元" and Fraction(1, 100) <= step <= 1)
    return unit in _SHARES or "=" in unit or not exact


def is_whole(unit: str, digits: int) -> bool:
    """Return whether numbers of this unit are counted without decimals and are no rates: 人, but 万元 too where it has none."""
    return not (digits or is_share(unit) or "=" in unit)


@functools.cache
def _scale(unit: str) -> tuple[Fraction, str]:
    if unit in _SHARES:
        return Fraction(1, _SHARES[unit]), ""
    factor = {"千": 10**3, "万": 10**4, "亿": 10**8}.get(unit[:1], 1) if len(unit) > 1 else 1
    return Fraction(factor), unit if factor == 1 else unit[1:]
