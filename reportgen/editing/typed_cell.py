"""A text as a person typed it + the format of the cell -> how a workbook stores it such that it is read back as what was meant."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from xml.sax.saxutils import escape

from reportgen.base.numbers import MOST_DIGITS, NotANumber, decimals, parse_number, whole, written
from reportgen.base.shown import Look, look
from reportgen.base.textfile import BLANKS, half_width

_CODED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # how texts hold what XML can't, 22.9.2.19
_ZEROS_AHEAD = re.compile("[-−–]?0[0-9]")
_SHARES = ("%", "‰")
_SIGNIFICANT = 17  # digits of a quotient without end, as Excel writes it


@dataclass(frozen=True)
class Meant:
    """What a text says: a number with the sign behind it, or a text, where `number` is None; nothing is the text ''."""

    text: str
    number: Fraction | None = None
    sign: str = ""


class NotClear(ValueError):
    """Nobody can tell what was meant; the message is a whole Chinese sentence."""


def meant(text: str) -> Meant:
    """Return what a person meant by a text: 16,800 is 16800; 007 is a text, and so is what has more digits than a spreadsheet keeps."""
    said = read_as(text)
    return Meant(text) if _ZEROS_AHEAD.match(half_width(text).strip(BLANKS)) else said


def read_as(text: str) -> Meant:
    """Return what a text says where numbers are read: 007 is 7 there."""
    plain = half_width(text).strip(BLANKS)
    sign = plain[-1] if plain.endswith(_SHARES) else ""
    try:
        value = parse_number(plain.removesuffix(sign) if sign else plain, below_zero=True)
    except NotANumber:
        value = None
    return Meant(text) if value is None else Meant(text, Fraction(value), sign)


def stored_for(said: Meant, code: str, epoch: datetime.date) -> Fraction | None:
    """Return the number that a cell of this format stores for what was meant; None where it is to be stored as a text.

    85 typed where the cell shows per cent is 85%, as a spreadsheet takes it. Raises NotClear for 0.85 there, and for a number that the
    format would show rounded: of a rate the rounded number is read, and the person who typed another would not be told.
    """
    if said.number is None:
        return None
    for factor in (1, 100):
        stored = said.number / factor
        shown, behind = look(_decimal(stored), code, epoch)
        if not _is_meant(said, shown, behind):
            continue
        if not said.sign and behind and behind.unit in _SHARES and 0 < abs(said.number) < 1:
            per_cent = _decimal(said.number * 100).normalize()
            raise NotClear(f"这一格显示百分数，「{said.text}」不知道是{said.text}%还是{per_cent:f}%，请带上 % 填写。")
        if behind and behind.rounded and Fraction(Decimal(behind.rounded)) != said.number:
            raise NotClear(
                f"这一格的格式会把「{said.text}」显示成「{shown}」，填的和看到的就不一样了；"
                f"请在 Excel 或 WPS 里先改单元格格式，多留几位小数，再填。"
            )
        return stored
    return None


def is_read_as(said: Meant, shown: str, behind: Look | None) -> bool:
    """Return whether a cell that a reader gives says what was meant."""
    return _is_meant(said, shown, behind) if said.number is not None else shown == said.text and behind is None


def _is_meant(said: Meant, shown: str, behind: Look | None) -> bool:
    if behind is not None and behind.problem is not None:
        return False
    again = Meant(shown, Fraction(Decimal(behind.number)), behind.unit) if behind else meant(shown)
    return again.number == said.number and said.sign in {"", again.sign}


def _decimal(value: Fraction) -> Decimal:
    return Decimal(written(whole(value), decimals(whole(value)) or 0))


def text_element(text: str, prefix: str) -> str:
    """Return a text as a cell holds it (18.3.1.53); a text that looks like a coded character stays itself."""
    said = escape(_CODED.sub("_x005F_", text)).replace("\n", "&#10;")
    return f'<{prefix}is><{prefix}t xml:space="preserve">{said}</{prefix}t></{prefix}is>'


def stored_number(value: Fraction) -> str:
    """Return a number as a sheet stores it: exactly where so many digits are enough, else as many as Excel writes."""
    places = decimals(whole(value))
    if places is not None:
        text = written(value, places)
        if len(text.replace(".", "").lstrip("-0")) <= MOST_DIGITS:
            return text
    quotient = Context(prec=_SIGNIFICANT).divide(Decimal(value.numerator), Decimal(value.denominator))
    return format(quotient, "f")
