"""The words of `forms` and `collect` -> workbooks for villages to fill in, or what they sent back in the year's tables, printed, an exit code."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.base.issues import Severity, Unusable, listed
from reportgen.base.numbers import Exact, decimals, written
from reportgen.commands.arguments import BadArguments, Command, Options, Parser, year_of
from reportgen.commands.screen import OK, UNUSABLE, print_issues

if TYPE_CHECKING:
    from reportgen.begin.forms.collecting import Collected, ReturnedNumber

_MOST_SHOWN = 60  # numbers that would be replaced, or that came back empty


def _words(folder: str, flag: str, said: str) -> Callable[[Parser], None]:
    """Return the words that either command takes: a folder, a year, and its own flag."""

    def add(parser: Parser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, metavar="文件夹", help=folder)
        parser.year()
        parser.add_argument(flag, action="store_true", help=said)
        parser.folders("data", "template")

    return add


def _folder(options: Options, missing: str) -> Path:
    """Return the folder that is named; raises BadArguments."""
    if options.folder is None:
        raise BadArguments(missing)
    return Path(options.folder)


def _forms(options: Options) -> int:
    """Write the workbooks to be sent out. Returns the exit code."""
    from reportgen.begin.forms.handed_out import hand_out

    folder = _folder(options, "forms 后面写工作簿写到哪个文件夹，如 forms 发给各村")
    year = year_of(options.year, options.data)
    made = hand_out(options.data, options.template, year, folder, by_section=options.by_section)
    print(f"已写 {folder}：{len(made.files)}个工作簿，照{year}年表里现有的行和数。")
    for name, tables in made.files.items():
        print(f"  {name}：{listed(tables)}")
    if made.others:
        print(f"不按村填的表不在里面：{listed(made.others)}。要发的加 --by-section，一个部分一个。")
    if made.left_empty:
        cells = listed(map(str, made.left_empty))
        print(f"用别的格算的数没有带上，请各村自己填：{cells}。")
    print(f"收回来的放在另一个文件夹里，用 collect 文件夹 {year} 收进表里。")
    return OK


FORMS = Command(
    "把要填的表做成工作簿发下去，一个村一个：类别用下拉列表选，数有范围",
    _words("发下去的工作簿写到哪里，如 发给各村", "--by-section", "一个部分一个工作簿（默认一个村一个）"),
    _forms,
)


def _collect(options: Options) -> int:
    """Bring what villages sent back into the year's tables. Returns the exit code."""
    from reportgen.begin.forms.collecting import collect

    folder = _folder(options, "collect 后面写收回来的工作簿在哪个文件夹，如 collect 收回")
    year = year_of(options.year, options.data)
    found = collect(options.data, options.template, year, folder, replacing=options.force)
    print_issues(found.remarks, sys.stdout)
    _print_files(found)
    _print_numbers("和表里不一样的：", [one for one in found.numbers if one.is_other])
    _print_numbers("收回来的空着、表里有数的，没有动：", [one for one in found.numbers if one.is_blank])
    if found.others and not options.force:
        what = f"有{len(found.others)}个数和表里的不一样，什么都没有写。"
        print(f"{what}核对以后要用收回来的代替，加 --force（原来的表会留一份）。", file=sys.stderr)
        return UNUSABLE
    _print_written(options.data / str(year), found)
    _print_left(options, found)
    return OK


COLLECT = Command(
    "把各村填好送回来的工作簿收进表里：逐格检查，和表里不一样的先说出来",
    _words("收回来的工作簿在哪里，如 收回", "--force", "和表里不一样的数，用收回来的代替；原来的表会留一份"),
    _collect,
)


def _print_files(found: Collected) -> None:
    print(f"收到{len(found.villages)}个工作簿：")
    for file, villages in found.villages.items():
        own = [one for one in found.numbers if one.came.file.partition("「")[0] == file]
        counts = {
            "新填": sum(one.is_new for one in own),
            "不一样": sum(one.is_other for one in own),
            "和表里一样": sum(one.before == one.after for one in own),
        }
        what = "，".join(f"{word}{count}个数" for word, count in counts.items() if count) or "没有数"
        print(f"  {file}{f'（{listed(villages)}）' if villages else ''}：{what}")
    if found.missing:
        print(f"还没有收到：{listed(found.missing, 40)}。")


def _print_numbers(heading: str, numbers: list[ReturnedNumber]) -> None:
    if not numbers:
        return
    print(heading)
    for one in numbers[:_MOST_SHOWN]:
        after = "空" if one.after is None else _plain(one.after)
        of = "、".join(one.of)
        print(f"  {one.at}（{of}）：{'' if one.before is None else _plain(one.before)} → {after}   {one.came}")
    if len(numbers) > _MOST_SHOWN:
        print(f"  还有{len(numbers) - _MOST_SHOWN}个。")


def _plain(number: Exact) -> str:
    return written(number, decimals(number) or 0)


def _print_written(data: Path, found: Collected) -> None:
    if not found.written:
        print("没有新的数，什么都没有写。")
        return
    print(f"已写 {listed(made.file for made in found.files.values())}（{data}）。")
    for name, made in found.files.items():
        if made.file != name:
            print(f"  {name} 这种表写不了，收进了 {made.file}。")
        if made.formulas:
            left = "公式用到的格这次填了数的，请把这个数改对。"
            print(f"  {made.file} 里的公式换成了它算出的数：{listed(made.formulas)}。{left}")
        if made.lost:
            print(f"  {made.file} 里的图、链接等没有带过来：{listed(made.lost)}。")
    if found.kept:
        print(f"原来的表留在 {listed(map(str, found.kept))}。")


def _print_left(options: Options, found: Collected) -> None:
    """Say what villages still owe, and what the checks find in the tables that were written."""
    from reportgen.begin.filling.of_year import how_far
    from reportgen.report import drafting

    tables = {made.file for made in found.files.values()}
    try:
        year = drafting.read_year(options.data, options.template, found.year)
    except Unusable:  # `check` tells it
        return
    # What is empty is counted below; what can't be checked yet can't for that reason.
    told = (one for one in year.issues if one.check != "缺数据" and one.severity is not Severity.UNVERIFIABLE)
    print_issues((one for one in told if one.location and one.location.file in tables), sys.stdout)
    filling = how_far(options.data, options.template, found.year)
    owing = Counter(one.village for one in filling.missing if one.village)
    if owing:
        print(f"各村还差：{'，'.join(f'{village}{count}格' for village, count in owing.items())}")
    print(f"下一步：还差什么看 status {found.year}，有没有矛盾看 check {found.year}。")
