"""The words of `new` and `status` -> next year's folder, or the first one, or what a year or a county's offices still lack, printed."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.commands.arguments import TEXT_OR_JSON, BadArguments, Command, Options, Parser, year_of
from reportgen.commands.clock import today
from reportgen.commands.of_county import year_in
from reportgen.commands.screen import ERRORS_STAND, OK, errors_stand, print_issues
from reportgen.inputs.years import is_year

if TYPE_CHECKING:
    from reportgen.begin.first_year.first_folder import FirstYear
    from reportgen.begin.next_year.next_folder import NextYear


def _new_words(parser: Parser) -> None:
    parser.year("要建哪一年，如 2019")
    parser.add_argument("--from", dest="earlier", metavar="年份", help="照哪一年的建（默认上一个有数据的）")
    parser.add_argument("--xlsx", action="store_true", help="表建成 .xlsx：类别用下拉列表选，数有范围")
    parser.folders("data", "template")


def _new(options: Options) -> int:
    from reportgen.begin.new_year import make_year

    if options.year is None:
        raise BadArguments("new 后面写要建哪一年，如 new 2019")
    year = year_of(options.year, options.data)
    earlier = None if options.earlier is None else year_of(options.earlier, options.data)
    if earlier is not None and earlier >= year:
        raise BadArguments(f"--from {earlier} 要早于 {year}")
    _print_made(make_year(options.data, options.template, year, earlier, as_forms=options.xlsx))
    return OK


NEW = Command("照上一年建新一年的文件夹，没有上一年就照指标目录：数字空着，列出要填什么、向谁要", _new_words, _new)


def _print_made(made: FirstYear | NextYear) -> None:
    from reportgen.begin.filling.told import as_text
    from reportgen.begin.new_year import told
    from reportgen.begin.next_year.next_folder import NextYear

    year = made.filling.year
    said = told(made, f"再运行一次 new {year}")
    print("\n".join(said.sentences))
    print(f"\n要填的，括号里是向谁要：\n{as_text(made.filling)}", end="")
    for heading, lines in said.lists:
        _print_list(heading, lines)
    newest = f"不写年份的命令从现在起指{year}年。" if isinstance(made, NextYear) and made.newest else ""
    print(f"\n{newest}还差什么，随时用 status {year} 看。")


def _print_list(heading: str, lines: Iterable[str]) -> None:
    every = list(lines)
    if every:
        print(f"\n{heading}")
    for line in every:
        print(f"  {line}")


def _status_words(parser: Parser) -> None:
    said = "哪一年；不写就是最新的一年。前面写县区文件夹（里面有单位名单 offices.csv），就是各单位的报送情况"
    parser.add_argument("what", nargs="*", metavar="县区文件夹 年份", help=said)
    parser.format(TEXT_OR_JSON)
    parser.folders("data", "template")


def _status(options: Options) -> int:
    """Say what a year, or a county's offices, still lack. Returns the exit code: 0 when nothing does."""
    what: list[str] = options.what
    if what and not is_year(what[0]) and Path(what[0]).is_dir():
        if len(what) > 2:
            raise BadArguments("县区文件夹后面只写一年，如 status 县区 2025")
        return _of_county(Path(what[0]), what[1] if len(what) == 2 else None, options)
    if len(what) > 1:
        raise BadArguments(f"「{what[0]}」不是县区文件夹：里面要有单位名单 offices.csv；只看一年就只写年份")
    return _of_year(what[0] if what else None, options)


def _of_county(folder: Path, word: str | None, options: Options) -> int:
    from reportgen.offices import notice
    from reportgen.offices.county import read_county
    from reportgen.offices.progress import read_progress

    county = read_county(folder)
    year = year_in(county, word)
    template = options.template if "template" in options.typed else county.template
    found = read_progress(county, template, year, today())
    print(notice.FORMATS[options.format](found), end="")
    return ERRORS_STAND if found.incomplete else OK


def _of_year(word: str | None, options: Options) -> int:
    from reportgen.begin.filling.of_year import how_far
    from reportgen.begin.filling.told import FORMATS
    from reportgen.begin.first_year.first_folder import what_waits

    found = how_far(options.data, options.template, year_of(word, options.data))
    if options.format == "text":
        print_issues(found.faults, sys.stdout)
    print(FORMATS[options.format](found), end="")
    if options.format == "text":
        lines = (f"{at.file} 第{at.row}行「{at.column}」" for at in found.same_dates)
        waiting = what_waits(options.data, options.template, found.year) if found.faults else None
        if waiting is not None:
            lists = "，".join(f"{one}名单" for one in waiting)
            print(f"{f'先{lists}，再' if lists else ''}用 new {found.year} 建还缺的文件；已有的不动。")
        _print_list(f"和{found.earlier}年同一天的日期，请核对（不算缺）：", lines)
    return ERRORS_STAND if found.missing or errors_stand(found.faults) else OK


STATUS = Command(
    "还差什么没填，按部分、文件和村；县区看谁没报齐、谁逾期；齐了退出码为0，否则为1", _status_words, _status
)
