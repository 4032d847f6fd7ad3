"""The words behind a number -> the unit that they begin with, and the amount in its plainest unit, in which two spellings are one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from fractions import Fraction

from reportgen.base.numbers import POINTS, base_unit, is_share, unit_factor
from reportgen.base.textfile import half_width

OTHER_UNITS = (
    "个工作日",
    "个小时",
    "个月",
    "个季度",
    *POINTS.values(),
    "人次",
    "人份",
    "人均",
    "户均",
    "期间",
    "元/",
)  # begin like a unit and say something else
TIMES = ("户次", "场次", "件次", *OTHER_UNITS)  # begin like a unit and count something else
# Units that a text may say though no metric is counted in them, and words that only begin like one.
_COUNTED = "人名位户个次份本册件例对条期场元只盒支台套吨亩岁"
_PERSONS = ("名", "位", "个人", "口人")  # count persons as 人 does
_COMMON = (*_COUNTED, *_PERSONS, "公里", "平方公里", "平方米", "公顷", "周岁", *POINTS, "百分点", "千分点", *TIMES)
_WORDS = re.compile(
    "[人户]均|人[员民口]|户籍|名[单义]|位于|[本次]年|次[日月]|本[街乡镇村市县区级]|条件|期[末间内]|场所|元[旦月]|台[账帐]|对于|例[如会]|只[有要]|支[持付]"
)
_SCALE = re.compile("[十百千万亿]*")

Counted = tuple[Fraction, str]  # an amount, and the plainest unit that it is counted in


def longest_first(units: Iterable[str]) -> list[str]:
    """Return a catalogue's units and those that any text may say, the longest first."""
    return sorted({*units, *_COMMON} - {""}, key=lambda unit: (-len(unit), unit))


def unit_behind(said: str, units: Sequence[str]) -> str:
    """Return the one of `units`, longest first, that the words behind a number begin with, with its scale: 万元; '' for none.

    The catalogue's units are in half width; a unit that is one sign there is that sign, ㎡, and where it is letters, the sign is these: ㎏.
    """
    for words in (half_width(said), unicodedata.normalize("NFKC", said)):
        scale = _SCALE.match(words)
        for begin in (0, scale.end() if scale else 0):
            unit = next((unit for unit in units if words.startswith(unit, begin)), "")
            if unit and not _WORDS.match(words, begin):
                return words[:begin] + unit
    return ""


def counted(value: Fraction, unit: str) -> Counted:
    """Return an amount in its plainest unit: 8.33万元 is 83300元, 85名 is 85人, 3百分点 is 3个百分点."""
    if is_share(unit):
        return value, unit if unit in POINTS or unit.startswith("个") else f"个{unit}"
    base = base_unit(unit)
    return value * unit_factor(unit), "人" if base in _PERSONS else base
