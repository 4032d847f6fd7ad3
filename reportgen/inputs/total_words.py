"""A word in a column of categories -> whether it says a total: of the whole table, of the category beside it, or of rows that nobody can tell."""

from __future__ import annotations

import functools
import re
from enum import Enum

from reportgen.base.names import column_key

_OFFICE = "(?:街道|镇|乡|县|区|市)"
_WHOLE = re.compile(f"(?:全?{_OFFICE})?(?:总?合计|[总共]计)数?|全?{_OFFICE}小计|全{_OFFICE}")
_PART = re.compile(".+(?:合计|总计|共计|小计)数?")
_WORKED_OUT = re.compile(
    "共[0-9一二三四五六七八九十百]+.*|累计|总数|平均[数值]?|均值|全村|(?:上年|去年)(?:同期|数|末)?|同期数?|同比|环比|"
    "[比较](?:上年|去年|同期).*|增减|占比|比重"
)
_IN_BRACKETS = re.compile(r"\(.*\)$")  # 合计（8个村）


class Said(Enum):
    """What such a word says of its row, as it is told where the row can't be read; of a total that can, what it is of.

    WHOLE is of the whole table, or of the category beside it; so is BESIDE, 小计, which is of nothing where no category stands beside it.
    PART is of some rows, WORKED_OUT no total but a number of another time, or one that other rows give.
    """

    WHOLE = "合计"
    BESIDE = "不知道{}是哪几行的，请删去这一行；全表的合计请写「合计」。"
    PART = "不知道{}是哪几行的，请删去这一行；全表的合计请写「合计」，真是一个类别的，在指标目录里列出来。"
    WORKED_OUT = (
        "{}像是从别的行算出来的，或者是别的时间的，会多算一次；请删去这一行；真是一个类别的，在指标目录里列出来。"
    )


def is_sum(word: str) -> bool:
    """Return whether a word says a total of rows, by whatever rows: no name of a place, even where a list holds it."""
    return said_by(word) in (Said.WHOLE, Said.BESIDE, Said.PART)


@functools.lru_cache(maxsize=10_000)  # the words of a table are those of every office and year
def said_by(word: str) -> Said | None:
    """Return what a word says that the catalogue doesn't list, None for a category."""
    key = _IN_BRACKETS.sub("", column_key(word).rstrip(":"))
    if key == "小计":
        return Said.BESIDE
    for pattern, said in ((_WHOLE, Said.WHOLE), (_PART, Said.PART), (_WORKED_OUT, Said.WORKED_OUT)):
        if pattern.fullmatch(key):
            return said
    return None
