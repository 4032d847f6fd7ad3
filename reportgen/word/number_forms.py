"""A text with numbers as a person typed them -> the numbers in it, the same in one form, and another text in that person's form.

People write 2352 as 2,352, ２３５２ or 2 352: the same number, so no edit of what it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), 0xFF0C, 0xFF0E, 0xFF0D, 0xFF05)}  # ０-９，．－％
_NARROW = {ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)}
# Begins with all of its signs, so that the search goes from one to the next; most texts have none.
_WIDE_SIGNS = re.compile(
    r"[\uff0c\uff0e\uff10-\uff19\uff0d\uff05](?:(?<![\uff0c\uff0e])|(?<=[\d\uff10-\uff19].)(?=[\d\uff10-\uff19]))"
)
_BETWEEN = ",\u0020\u00a0\u2009\u202f'"  # what stands between groups of three digits
_NUMBER = re.compile(rf"(?<![\d.])\d{{1,3}}(?:([{_BETWEEN}])\d{{3}})(?:\1\d{{3}})*(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?")
# Of a sentence, where a blank parts two numbers: 表3 120人.
_IN_SENTENCE = re.compile(r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?")


def plain_numbers(sentence: str) -> Iterator[re.Match[str]]:
    """Yield the numbers of a sentence where they stand in it, the sentence with its wide digits and signs narrow."""
    return _IN_SENTENCE.finditer(_narrow(sentence))


def without_numbers(sentence: str) -> str:
    """Return a sentence with # for each number."""
    return _IN_SENTENCE.sub("#", _narrow(sentence))


def plain(text: str) -> str:
    """Return a text with every number in one form: 2,352 and ２３５２ as 2352; decimals stay, for 9.30 is a day."""
    return _NUMBER.sub(lambda found: _bare(found[0]), _narrow(text).strip())


def in_form_of(text: str, like: str) -> str:
    """Return a text with its numbers as they are written in `like`: with the same sign between groups, in wide digits."""
    grouped = next((found for found in _NUMBER.finditer(_narrow(like)) if found[1]), None)
    if grouped is not None:
        text = _NUMBER.sub(lambda found: _grouped(_bare(found[0]), grouped[1]), text)
    return text.translate(_NARROW) if re.search(r"[\uff10-\uff19]", like) else text


def _narrow(text: str) -> str:
    """Return a text with its wide digits narrow; a wide comma is one of a number only between three digits and three."""
    return _WIDE_SIGNS.sub(lambda found: found[0].translate(_WIDE), text)


def _bare(number: str) -> str:
    return "".join(char for char in number if char not in _BETWEEN)


def _grouped(number: str, sign: str) -> str:
    whole, point, decimals = number.partition(".")
    return f"{int(whole):,}".replace(",", sign) + point + decimals
