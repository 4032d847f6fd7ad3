"""What stands above the columns of a table, and the year that it is of -> columns of another time or a plan; the other year of all of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportgen.base.issues import Finder, Location, listed, quoted
from reportgen.base.names import column_key
from reportgen.base.textfile import half_width
from reportgen.base.worksheet import Merged
from reportgen.inputs.header import Header, is_another_time, printed, row_above

_MOST_LABEL = 8  # characters of what stands over some columns; a title is longer
_TITLE_ENDS = ("表", "情况", "统计", "汇总")
_YEAR_SAID = re.compile("(?<![0-9])([12][0-9]{3}) *年")
_YEARS = re.compile("(?<![0-9])[12][0-9]{3}(?![0-9])")
# 2017年, 2016—2017年度, 2017年12月31日, 2017年末实际数: a time and nothing that is counted.
_TIME = re.compile(r"[0-9年月日号度第一二三四季半上下全初中末底止当实际完成数同期至到.、,()/~〜～－—–-]+")


@dataclass(frozen=True)
class Over:
    """What stands over some of our columns, in which row, and over which."""

    row: int
    label: str
    columns: tuple[str, ...]

    def tell(self, file: str, finder: Finder) -> None:
        """Note that the columns are of another time."""
        message = (
            f"下面的{listed(quoted(one) for one in self.columns)}像是别的时间的数，或者计划数，没有读；"
            f"请只留今年的列，两种都要的在指标目录里给它们各起一个列名。"
        )
        finder.error("表头", Location(file, self.row, self.label), message, expected="今年的数", found=self.label)


def over_columns(
    header: Header, rows: Sequence[tuple[int, Sequence[str]]], merged: Sequence[Merged]
) -> tuple[Over, ...]:
    """Return what stands over some of a header's columns, in its own upper row or right above it; what stands over all is a title."""
    said = [(header.first + n, label, one.column) for one in header.headings for n, label in one.over]
    labels = zip(row_above(header, rows, merged), header.headings, strict=False)
    said += [(header.first - 1, label, heading.column) for label, heading in labels if label and heading.column]
    found: dict[tuple[int, str], list[str]] = {}
    for place, label, column in said:
        found.setdefault((place, printed(label)), []).append(column)
    return tuple(
        Over(rows[place][0], label, tuple(columns))
        for (place, label), columns in found.items()
        if {*columns} != header.known or len(set(filter(None, rows[place][1]))) > 1
    )


def is_of_another_time(label: str) -> bool:
    """Return whether what stands over some columns says that their numbers are of another time than this year, or a plan."""
    key = column_key(label)
    return len(key) <= _MOST_LABEL and is_another_time(key) and not key.endswith(_TITLE_ENDS)


def says_other_year(label: str, year: int) -> bool:
    """Return whether a label is a year, a month or a day and not of this year."""
    key = column_key(label)
    years = _YEARS.findall(key)
    return bool(years) and str(year) not in years and bool(_TIME.fullmatch(key))


def moved_on(label: str, year: int, next_year: int) -> str:
    """Return a label of one year as it stands over another's table: 2018—2019年 for 2017—2018年."""
    return _YEARS.sub(lambda found: str(int(found[0]) + next_year - year), half_width(label))


def other_year(titles: Iterable[tuple[int, str]], year: int) -> tuple[int, str] | None:
    """Return the first year that is said above a header, with its row, where it isn't this one's and this one is said nowhere."""
    said = [(row, found) for row, title in titles for found in _YEAR_SAID.findall(half_width(title))]
    return said[0] if said and str(year) not in {found for _, found in said} else None
