"""The names in columns for which nobody listed them -> issues: two that may be one place, 庄科村 and 庄科村委会.

Where there is a list, another spelling is no name at all and is refused when the table is read.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reportgen.base.faced import advised
from reportgen.base.issues import Issue, Location, Severity, key_text
from reportgen.base.names import column_key

CHECK = "名称"
# What the names of the two kinds of places end in, by their committees' laws: 村民委员会组织法, 城市居民委员会组织法.
_ENDING = re.compile("(?P<village>村民委员会|村委会|村)$|(?P<community>居民委员会|居委会|社区)$")


@dataclass(frozen=True)
class _Name:
    """A name as it first stands in a table's column."""

    text: str
    at: Location


def namesakes(columns: Iterable[tuple[str, str, Iterable[tuple[int, str]]]]) -> Iterator[Issue]:
    """Yield an issue for each two names of a column, over all tables, that differ only in what a place's name may end in.

    `columns` are those without a list: the file, the column's name, and its names with their rows. Two spellings of one kind of place
    in one table (村, 村委会) are an error, as its rows are then told apart wrongly. 庄科村 and 庄科社区 may be two places, and another
    table may be about other places: a warning.
    """
    found: dict[tuple[str, str], dict[str, list[_Name]]] = {}  # by column and stem, by name
    for file, column, cells in columns:
        here: dict[str, _Name] = {}
        for row, text in cells:
            here.setdefault(column_key(text), _Name(text, Location(file, row, column)))
        for key, name in here.items():
            stem, _ = _parted(key)
            if stem:
                found.setdefault((column_key(column), stem), {}).setdefault(key, []).append(name)
    for names in found.values():
        yield from itertools.starmap(_issue, itertools.combinations(names.items(), 2))


def _issue(first: tuple[str, list[_Name]], other: tuple[str, list[_Name]]) -> Issue:
    """Return what is wrong with two names, at a table that holds both where there is one."""
    files = {name.at.file: name for name in first[1]}
    two = next((name for name in other[1] if name.at.file in files), other[1][0])
    one = files.get(two.at.file, first[1][0])
    together = one.at.file == two.at.file
    kinds = {_parted(first[0])[1], _parted(other[0])[1]}
    severity = Severity.ERROR if together and len(kinds) == 1 else Severity.WARNING
    place = f"第{one.at.row}行" if together else f"{one.at.file} 第{one.at.row}行"
    advice = "是一个地方就改成一样的名称" + ("，并成一行" if together else "") + "；是两个地方就在"
    fact = f"「{two.text}」和{place}的「{one.text}」像是一个地方的两种写法，现在各算各的。{advice}"
    message = advised(fact, " accepted 里认可。", "「问题」里认可。")
    key = f"{CHECK}：{key_text(one.text)}、{key_text(two.text)}"
    return Issue(CHECK, severity, message, two.at, (), one.text, two.text, key)


def _parted(key: str) -> tuple[str, str]:
    """Return a name without what a place's name ends in, and the kind of place that the last of it says, '' for none."""
    kind = ""
    while ending := _ENDING.search(key):  # 庄科村村委会
        key = key[: ending.start()]
        kind = kind or str(ending.lastgroup)
    return key, kind
