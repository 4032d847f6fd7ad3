"""Lines that somebody pasted, a name in each + the names of a list -> the names to add to it, and what is to be said of the other lines."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from reportgen.base.issues import listed
from reportgen.base.names import column_key
from reportgen.base.textfile import BLANKS
from reportgen.inputs.total_words import is_sum

_SEVERAL = re.compile("[\t、，,；;]")  # between cells that were copied side by side, or names on one line


class NoNames(ValueError):
    """Nothing can be added; the message is a whole Chinese sentence."""


@dataclass(frozen=True)
class Pasted:
    """The names to add, in order, and sentences on what was left out or looks odd."""

    names: tuple[str, ...]
    told: tuple[str, ...]


def pasted(text: str, there: Collection[str]) -> Pasted:
    """Return the names that a text adds to those that are `there`; a name that is known in another spelling of its blanks and widths is
    there already, and the total under a column is no name. Raises NoNames where a line holds several, or none is new."""
    lines = [line.strip(BLANKS) for line in text.rstrip().splitlines()]
    filled = [line for line in lines if line]
    if several := [line for line in filled if _SEVERAL.search(line)]:
        raise NoNames(
            f"一行只写一个名称：{listed((f'「{_shown(one)}」' for one in several), 3)}像是几个。什么都没有加。"
        )
    known = {column_key(name) for name in there}
    names: list[str] = []
    again: list[str] = []
    sums = [line for line in filled if is_sum(line)]
    for line in filled:
        if line in sums:
            continue
        key = column_key(line)
        (again if key in known else names).append(line)
        known.add(key)
    if not names:
        why = [*([f"{listed(again)}已经有了"] if again else []), *([f"{listed(sums)}不是名称"] if sums else [])]
        raise NoNames(f"没有可加的：{'，'.join(why) or '一个名称也没有写'}。")
    inside = [name for name in names if any(sign in name for sign in BLANKS)]
    empty = len(lines) - len(filled)
    said = (
        (again, f"已经有了，没有再加：{listed(again)}。"),
        (sums, f"是合计，不是名称，没有加：{listed(sums)}。"),
        (empty, f"空行没有加：{empty}行。"),
        (inside, f"中间有空格，照样加了，请看对不对：{listed(f'「{name}」' for name in inside)}。"),
    )
    return Pasted(tuple(names), tuple(sentence for is_so, sentence in said if is_so))


def _shown(line: str) -> str:
    return " ".join(line.split())
