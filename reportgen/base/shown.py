"""A number as a spreadsheet stores it and its format, or what it showed -> the number as people see it, or that they see another one.

0.92 formatted 0% is 92%, 15000 formatted 0!.0000 is 1.5000, 43101 formatted m"月" is 1月 (ECMA-376, part 1, 18.8.30 and 18.8.31).
"""

from __future__ import annotations

import datetime
import functools
import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

from reportgen.base.textfile import half_width

# What a format's number stands for where the file doesn't say its code; 27 to 36 and 50 to 58 as Excel has them in China.
GENERAL = "General"  # the number format that says nothing
_BUILT_IN = {
    **{1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"},
    **dict.fromkeys((5, 6, 37, 38, 41, 42), "#,##0"),
    **dict.fromkeys((7, 8, 39, 40, 43, 44), "#,##0.00"),
    **{14: "yyyy/m/d", 15: "yyyy/m/d", 16: "m/d", 17: "yyyy/m", 22: "yyyy/m/d h:mm", 30: "m/d/yyyy"},
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56), "h:mm"),
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    31: 'yyyy"年"m"月"d"日"',
}
_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<general>General|G/通用格式)'
    r"|(?P<power>E[+-])|(?P<half>AM/PM|A/P|上午/下午)|(?P<date>y+|m+|d+|h+|s+|aaaa?|e+|g+)|(?P<digit>[0#?])|(?P<plain>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|=|<|>)(-?[0-9.]+)")
_NUMBER = re.compile(r"(?<![A-Za-z])(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)")
_SCIENTIFIC = re.compile(r"[+-]?[0-9](\.[0-9]+)?E[+-]?[0-9]+", re.IGNORECASE)
_AROUND = " ()+-.　（）"  # a number, not its unit
_DUST = Decimal("1e-9")  # what binary arithmetic leaves: 16800.35 - 16800 is 0.349999999998545
_MOST_DECIMALS = 6  # as many as a metric can have
_MOST_KEPT = 15  # digits of a number in a spreadsheet
_LONG_DATE = "$-F800"  # the system's long date


class Problem(Enum):
    """Why a cell's number is not what people see in it."""

    DATE = "a date"
    OTHERWISE = "shown as another number than is stored"
    NOT_COMPUTED = "a formula that nothing has computed yet"


@dataclass(frozen=True, slots=True)
class Look:
    """What is behind a cell of which people see more, or less, than its number.

    `stored` is what the file says, or the formula. Without a problem, `number` is the number in what follows it, `unit` (%, 万元), and
    `rounded` the same as far as it is shown.
    """

    stored: str
    number: str = ""
    rounded: str = ""
    unit: str = ""
    problem: Problem | None = None


@dataclass(frozen=True)
class _Section:
    """One of a format's sections, between its semicolons: its pieces as (kind, text), and when it holds."""

    pieces: tuple[tuple[str, str], ...]
    condition: tuple[str, Decimal] | None


def code_of(number: int, code: str) -> str:
    """Return the code of a cell's format, '' for General; a file may leave out those that every spreadsheet knows."""
    return code or _BUILT_IN.get(number, "")


def look(value: Decimal, code: str, base: datetime.date) -> tuple[str, Look | None]:
    """Return what people see of a stored number, and what is behind it where that is more than the number; `base` is day 0."""
    plain = _plain(value)
    section = _section_for(value, code)
    if section is None:
        return plain, None
    kinds = [kind for kind, _ in section.pieces]
    if "date" in kinds:
        return _date(value, section, base), Look(plain, problem=Problem.DATE)
    if "general" in kinds or "digit" not in kinds:
        shown = "".join(plain if kind == "general" or text == "@" else text for kind, text in section.pieces)
        due = value
    elif "power" in kinds or ("plain", "/") in section.pieces:  # the same number, written otherwise
        return plain, None
    else:
        due = value * 100 ** section.pieces.count(("plain", "%"))
        shown = _printed(abs(due), section)
        if value < 0 and section is _sections(code)[0]:  # a section for negative numbers says the sign itself
            shown = f"-{shown}"
    return _held(value, due, shown, _decimals(section))


def look_as_saved(value: Decimal, shown: str | None, *, is_percentage: bool) -> tuple[str, Look | None]:
    """Return the same of a stored number beside which its file says what people saw when it was saved, None where it doesn't."""
    due = value * 100 if is_percentage else value
    if shown is None:
        shown = _plain(due) + ("%" if is_percentage else "")
    if _SCIENTIFIC.fullmatch(shown):  # the same number, written otherwise
        return _plain(value), None
    decimals = max((len(found[0].partition(".")[2]) for found in _NUMBER.finditer(half_width(shown))), default=0)
    return _held(value, due, shown, decimals)


def _held(value: Decimal, due: Decimal, shown: str, decimals: int | None) -> tuple[str, Look | None]:
    """Return what is shown of a number, held against what it should show, `due`, with so many decimals; None for all of them."""
    text = half_width(shown).replace(",", "")
    numbers = list(_NUMBER.finditer(text))
    if not value and not numbers:  # zeros are often hidden, or a dash
        return "0", None
    expected = abs(due) if decimals is None else _rounded(abs(due), decimals)
    if len(numbers) != 1 or _tidy(Decimal(numbers[0][0])) != _tidy(expected):
        return shown, Look(_plain(value), problem=Problem.OTHERWISE)
    exact = _plain(due)
    if text == numbers[0][0] and expected == due:
        return exact, None
    rounded = f"-{numbers[0][0]}" if due < 0 else numbers[0][0]
    return shown, Look(_plain(value), exact, rounded, text[numbers[0].end() :].strip(_AROUND))


def number_form(digits: int, least_digits: int) -> str:
    """Return the number format that shows so many decimals; where a number may have fewer, the one that shows those that it has."""
    return GENERAL if least_digits < digits else f"0{'.' if digits else ''}{'0' * digits}"


def tidy(value: float) -> Decimal:
    """Return a float as the decimal number that was meant: 15 digits, as many as a spreadsheet keeps, without what arithmetic left."""
    return _tidy(Decimal(format(value, ".15g")))


def _tidy(number: Decimal) -> Decimal:
    near = _rounded(number, _MOST_DECIMALS)
    return near if abs(number - near) <= _DUST else number


def _rounded(number: Decimal, decimals: int) -> Decimal:
    if decimals > _MOST_KEPT:  # Excel shows up to 30, all noughts
        return number
    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _plain(number: Decimal) -> str:
    text = format(_tidy(number), "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def _section_for(value: Decimal, code: str) -> _Section | None:
    """Return the section of a format that a number is shown by; None for General."""
    sections = _sections(code) if code else ()
    if any(section.condition for section in sections):
        return next((one for one in sections if one.condition is None or _holds(value, one.condition)), None)
    numeric = sections[:3]  # a fourth is for texts
    if not numeric:
        return None
    if len(numeric) == 1 or value > 0:
        return numeric[0]
    return numeric[1] if value < 0 else numeric[2] if len(numeric) == 3 else numeric[0]


def _holds(value: Decimal, condition: tuple[str, Decimal]) -> bool:
    sign, bound = condition
    order = (value > bound) - (value < bound)
    return ("<" in sign and order < 0) or (">" in sign and order > 0) or ("=" in sign and order == 0)


@functools.cache
def _sections(code: str) -> tuple[_Section, ...]:
    sections: list[_Section] = []
    pieces: list[tuple[str, str]] = []
    condition: tuple[str, Decimal] | None = None
    for found in _PIECE.finditer(f"{code};"):
        kind = found.lastgroup or ""  # none for a blank as wide as a sign, and for a sign that fills the cell
        text = found[kind] if kind else ""
        if (kind, text) == ("plain", ";"):
            sections.append(_Section(tuple(pieces), condition))
            pieces, condition = [], None
        elif kind == "bracket" and (said := _CONDITION.fullmatch(text)):
            condition = said[1], Decimal(said[2])
        elif kind == "bracket" and text.upper() == _LONG_DATE:
            return _sections(_BUILT_IN[31])
        elif kind == "bracket":
            if text.startswith("$"):
                pieces.append(("literal", text[1:].partition("-")[0]))
            elif re.fullmatch("h+|m+|s+", text, re.IGNORECASE):
                pieces.append(("date", "h"))
        elif kind in {"quoted", "escaped"}:
            pieces.append(("literal", text))
        elif kind == "half":
            pieces.append(("date", "h"))
        elif kind:
            pieces.append((kind, text.lower() if kind == "date" else text))
    return tuple(sections)


def _decimals(section: _Section) -> int | None:
    """Return how many decimals a section shows, None where it shows them all."""
    if not any(kind == "digit" for kind, _ in section.pieces):
        return None
    behind = section.pieces[section.pieces.index(("plain", ".")) :] if ("plain", ".") in section.pieces else ()
    return sum(kind == "digit" for kind, _ in behind)


def _printed(number: Decimal, section: _Section) -> str:
    """Return a number's digits at a section's places for digits, with the texts among them; commas behind the digits divide by 1000."""
    pieces = section.pieces
    digits = [n for n, (kind, _) in enumerate(pieces) if kind == "digit"]
    point = pieces.index(("plain", ".")) if ("plain", ".") in pieces else len(pieces)
    before, behind = [n for n in digits if n < point], [n for n in digits if n > point]
    thousands = sum(_commas(pieces[places[-1] + 1 :]) for places in (before, behind) if places)
    whole, _, rest = format(_rounded(number.scaleb(-3 * thousands), len(behind)), "f").partition(".")
    filled = dict(zip(behind, rest.ljust(len(behind), "0"), strict=False))
    whole = whole.lstrip("0")
    for n in reversed(before):
        filled[n] = whole[-1:] or ("0" if pieces[n][1] == "0" else "")
        whole = whole[:-1]
    if before:
        filled[before[0]] = whole + filled[before[0]]
    return "".join(_words(pieces, filled))


def _commas(pieces: Iterable[tuple[str, str]]) -> int:
    return sum(1 for _ in itertools.takewhile(lambda piece: piece == ("plain", ","), pieces))


def _words(pieces: Iterable[tuple[str, str]], filled: dict[int, str]) -> Iterable[str]:
    for n, (kind, text) in enumerate(pieces):
        if kind == "digit":
            yield filled[n]
        elif (kind, text) != ("plain", ","):
            yield text


def _date(value: Decimal, section: _Section, base: datetime.date) -> str:
    """Return a date as it is shown; one with a time, a weekday or a month's name in full, as the cell's editing line has it."""
    days = int(value) + (base.year == 1899 and value < 60)  # the 29th of February 1900, which only Excel knew
    try:
        day = base + datetime.timedelta(days=days)
    except OverflowError:
        return "####"
    if value < 0:
        return "####"
    said = dict.fromkeys(("yyy", "yyyy", "e"), f"{day.year}") | dict.fromkeys(("y", "yy"), f"{day.year % 100:02}")
    said |= {"m": f"{day.month}", "mm": f"{day.month:02}", "d": f"{day.day}", "dd": f"{day.day:02}"}
    if any(kind == "date" and text not in said for kind, text in section.pieces):
        seconds = int((value % 1) * 86_400 + Decimal("0.5"))
        time = f" {seconds // 3600:02}:{seconds // 60 % 60:02}" if seconds else ""
        return f"{day.year}/{day.month}/{day.day}{time}"
    return "".join(said[text] if kind == "date" else text for kind, text in section.pieces if text != "@").strip()
