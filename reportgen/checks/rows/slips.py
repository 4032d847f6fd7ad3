"""Last year's number and this year's -> which slip of typing this year's looks like, '' for none.

Only slips that an ordinary year hardly makes: a digit too many or too few, the first two digits swapped. Digits swapped further back
change a number by as little as years do, and a rule for them would cry wolf at one number in twenty.
"""

from __future__ import annotations

from fractions import Fraction

from reportgen.base.numbers import decimals

_TENFOLD = (Fraction(7), Fraction(14))  # a factor of 10 and an ordinary change of up to two fifths
_LEAST_TENFOLD = 10  # 1 may well become 8
_SWAP_FROM = Fraction(6, 100)  # 89 for 98 is 9 % less, after an ordinary change of 3 % only 6 %
_SWAP_NEAR = Fraction(3, 100)
_LEAST_TELLING = 3


def slip(old: Fraction, new: Fraction) -> str:
    """Return the slip in words."""
    if not old or not new:
        return ""
    if _is_tenfold(abs(old), abs(new)):
        return "差了约10倍，可能多打或少打了一位"
    if _is_swapped(abs(old), abs(new)):
        return "前两位数字对调后就和上年接近，可能打颠倒了"
    return ""


def is_telling(number: Fraction) -> bool:
    """Return whether a number hardly comes out the same twice: 163 and 15142 do, 85 and 9000 are small or round."""
    return len(_digits(number).rstrip("0")) >= _LEAST_TELLING


def _is_tenfold(old: Fraction, new: Fraction) -> bool:
    low, high = sorted((old, new))
    return _TENFOLD[0] <= high / low <= _TENFOLD[1] and high >= _LEAST_TENFOLD


def _is_swapped(old: Fraction, new: Fraction) -> bool:
    """Return whether the new number is off, and with its first two digits swapped would be as near as in an ordinary year."""
    digits = _digits(new)
    if not digits or abs(new - old) <= old * _SWAP_FROM:
        return False
    as_typed = [digits, f"0{digits}"] if len(digits) > 1 else [f"0{digits}"]  # 017 is kept as 17
    swapped = [Fraction(int(one[1] + one[0] + one[2:]), int(digits)) * new for one in as_typed]
    return any(abs(one - old) <= old * _SWAP_NEAR for one in swapped)


def _digits(number: Fraction) -> str:
    """Return the digits from the first that isn't zero on, '' for a number that can't have been typed."""
    places = decimals(number)
    return "" if places is None else str(int(abs(number) * 10**places))
