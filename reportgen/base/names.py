"""How a name is spelled, shown and sorted: which spellings are one, the sign before a category, how long either may be; a column's letters."""

from __future__ import annotations

import functools
import re
import unicodedata

from reportgen.base.textfile import INVISIBLE

PART_SIGN = "·"  # between a metric and one category of it: 特殊家庭·甲村
MOST_TITLE = 64  # characters of a mark's title that Word holds
MOST_NAME = 30  # characters of a metric or a category: with 「metric·category」 a title can't be longer than that
_DIGITS = re.compile(r"(\d+)")
_DROPPED = str.maketrans("", "", INVISIBLE)


def column_letters(position: int) -> str:
    """Return a column's position as a spreadsheet names it: 0 is A, 26 is AA."""
    return (column_letters(position // 26 - 1) if position >= 26 else "") + chr(ord("A") + position % 26)


@functools.lru_cache(maxsize=20_000)
def column_position(letters: str) -> int:
    """Return the position that a spreadsheet names so: A is 0, AA is 26, no letter at all −1."""
    position = 0
    for letter in letters.upper():
        position = position * 26 + ord(letter) - ord("A") + 1
    return position - 1


@functools.lru_cache(maxsize=50_000)  # each name is asked for many times, in each year and of each office
def column_key(name: str) -> str:
    """Return what makes two spellings of a name the same: full-width and half-width forms and blanks don't matter."""
    return "".join(unicodedata.normalize("NFKC", name).translate(_DROPPED).split())


def sort_key(name: str) -> tuple[tuple[int, int, bytes], ...]:
    """Return what a name is sorted by: the numbers in it, 2组 before 10组, then the order of GB 18030, which is that of pinyin for common
    characters."""
    pieces = _DIGITS.split(name)
    return tuple(
        (0, int(piece), b"") if number % 2 else (1, 0, piece.encode("gb18030"))
        for number, piece in enumerate(pieces)
        if piece
    )
