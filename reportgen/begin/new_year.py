"""A year that is wanted -> its folder, made from the year before or, where there is none, from the catalogue alone; and what is to be said of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reportgen.base.faced import advised
from reportgen.base.issues import listed
from reportgen.begin.first_year.first_folder import FirstYear, is_first, make_first_year
from reportgen.begin.next_year.next_folder import NextYear, make_next_year
from reportgen.begin.next_year.next_section import NextDate


@dataclass(frozen=True)
class Told:
    """What is to be said of a new folder: sentences, and lists under their headings; what is to be filled is told by its `filling`."""

    sentences: tuple[str, ...]
    lists: tuple[tuple[str, tuple[str, ...]], ...] = ()


def make_year(
    data: Path, template: Path, year: int, earlier: int | None, *, as_forms: bool = False
) -> FirstYear | NextYear:
    """Make the folder of `year` from that of an `earlier` one, None for the newest before it; where no other year is there, from the catalogue.

    Raises Unusable when there is nothing to make or to begin from, CannotWrite. Then nothing is written.
    """
    if earlier is None and is_first(data, year):
        return make_first_year(data, template, year, as_forms=as_forms)
    return make_next_year(data, template, year, earlier, as_forms=as_forms)


def told(made: FirstYear | NextYear, again: str) -> Told:
    """Return what is to be said of a folder that was made; `again` says how somebody makes what is still missing."""
    return _of_first(made, again) if isinstance(made, FirstYear) else _of_next(made)


def _of_first(made: FirstYear, again: str) -> Told:
    said = [f"已建 {made.folder}：{len(made.files)}个文件，照指标目录建的，都空着。"]
    said += [
        f"还有{len(one.tables)}张表没有建（{listed(one.tables)}），要先有名单：{one}，{again}。" for one in made.waiting
    ]
    return Told(tuple(said))


def _of_next(made: NextYear) -> Told:
    said = [f"已建 {made.folder}：{made.files}个文件，照{made.earlier}年的。数字都空着。"]
    if not made.demo:
        said[0] = advised(
            said[0].removesuffix("。"),
            "，单项上一次的数写在后面的 # 里，只供参考。",
            "，上年的数写在旁边，只供参考。",
        )
    if made.demo:
        said.append(
            f"注意，{made.earlier}年是演示数据（{made.demo}）：里面的名称、文字和日期也要逐个看过，换成自己的。"
        )
    lists = (
        ("日期已移到新的一年，请逐个核对：", [_date_line(date, made.earlier) for date in made.dates]),
        (f"只属于{made.earlier}年、没有带过来的：", made.left),
        ("还要看一看：", made.remarks),
    )
    return Told(tuple(said), tuple((heading, tuple(lines)) for heading, lines in lists if lines))


def _date_line(date: NextDate, earlier: int) -> str:
    place = f"{date.at.file}「{date.at.column}」"
    if not date.after:
        return f"{place}：{earlier}年是{date.before}，今年日历上没有这一天，空着"
    before = "" if date.before == date.after else f"（原来写的是{date.before}）"
    return f"{place}：{date.after}，即{date.means}{before}{'' if date.standing else '  ← 不是统计时点，今年可能不同'}"
