"""A unit that somebody wrote over a column, and the column's own -> whether it is the same, or another of the same thing."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from reportgen.base.names import column_key
from reportgen.base.numbers import SCALES, base_unit, is_share, same_unit
from reportgen.base.textfile import half_width

_SAID = "(?:单位:?)?"
_AS = r"(?:均?为|是)?"
_BEHIND = re.compile(
    rf"(?P<name>.+?)(?:[(\[【〔]{_SAID}(?P<within>[^()\[\]【】〔〕]+)[)\]】〕]|单位:(?P<named>.+)|/(?P<per>[^/()]+))"
)
_IN_TITLE = re.compile(
    rf"单位 *{_AS} *:? *([^():;,。]+)|以([^,。;以]{{1,4}})(?:为单位|计)|[(\[【〔]([^()\[\]【】〔〕]+)[)\]】〕]|"
    r"[为是以按用:] *[“\"「]?([^ ():;,。、“”\"「」]{1,4}?)[”\"」]?(?=$|[ ,。;、)]|计|为单位|填|统计|表示)"
)


def is_unit(said: str, unit: str) -> bool:
    """Return whether what is said is this unit."""
    return bool(unit) and same_unit(_in_full(said, unit), column_key(unit))


def converts(said: str, unit: str) -> bool:
    """Return whether what is said is another unit of the same thing: 万元 for 元, ‰ for %, 万 for 人."""
    other, own = _in_full(said, unit), column_key(unit)
    if is_unit(said, unit):
        return False
    return (is_share(other) and is_share(own)) or bool(base_unit(own) and base_unit(other) == base_unit(own))


def without_unit(heading: str) -> tuple[str, str, bool]:
    """Return a heading's key without the unit behind its name, the unit, '' for none, and whether only a unit can stand there.

    人口（人） is 人口 and 人; so is 人口/人, where 人 might also be another name.
    """
    key = column_key(heading)
    found = _BEHIND.fullmatch(key)
    if not found:
        return key, "", False
    return found["name"], found["within"] or found["named"] or found["per"], not found["per"]


def alone(cell: str) -> str:
    """Return what may be a unit that stands in a cell of its own, below a name: 人, （人）, 单位：人."""
    return re.sub(f"^{_SAID}", "", column_key(cell).strip('()[]【】〔〕“”"「」'))


def units_in(title: str) -> Iterator[str]:
    """Yield what may be a unit in a cell above the header: 单位：万元, 收支表（万元）, 金额均为万元, 万元 alone."""
    yield alone(half_width(title))
    yield from units_below(title)


def units_below(cell: str) -> tuple[str, ...]:
    """Return what may be a unit of the whole table in a cell below the header: 注：金额单位为万元, 以万元计; an amount as 3万元 is none."""
    return () if cell.isascii() else _units_in(cell)


@functools.lru_cache(maxsize=10_000)  # the categories of a table are those of every office and year
def _units_in(cell: str) -> tuple[str, ...]:
    said = (next(filter(None, found.groups())) for found in _IN_TITLE.finditer(half_width(cell)))
    return tuple(alone(one) for every in said for one in re.split("[、,/和及 ]", every))


def _in_full(said: str, unit: str) -> str:
    """Return a unit in full where its scale alone is said: 万 above a column of 元 is 万元."""
    key = column_key(said)
    return key + base_unit(column_key(unit)) if key in SCALES else key
