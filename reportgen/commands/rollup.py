"""The words of rollup -> a county's year added up from its offices', what is missing and what was left out, printed, and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.base.issues import listed
from reportgen.commands.arguments import FOLDERS, Command, Options, Parser
from reportgen.commands.clock import now
from reportgen.commands.of_county import county_of, county_words
from reportgen.commands.screen import ERRORS_STAND, OK, print_issues

if TYPE_CHECKING:
    from reportgen.offices.county_folder import Written
    from reportgen.offices.rollup import Rolled

_MOST_NAMED = 5  # offices in a sentence
_MOST_LACKING = 20  # offices that a screen lists with the reason
_MODEL = Path(FOLDERS["template"][0]).with_name("county")  # what a county's report begins from


def _words(parser: Parser) -> None:
    county_words(parser)
    parser.add_argument("--partly", action="store_true", help="只加已报的单位；不写的，缺一个单位，合计就待补")
    parser.add_argument("--build", action="store_true", help="接着生成县里自己的报告")
    parser.add_argument(
        "--report", type=Path, metavar="文件夹", help="县里自己的模板在哪里（默认县区文件夹下的 report）"
    )


def _rollup(options: Options) -> int:
    from reportgen.offices import county_folder

    county, year, template = county_of(options, "rollup")
    report = options.report or county.folder / "report"
    written = county_folder.write_county(
        county, template, report, year, partly=options.partly, since=now(), model=_MODEL
    )
    if written.is_report_begun:
        print(f"县里的报告照 {_MODEL} 建了模板，在 {report}，可以用 Word 改。")
    _print(written, county.folder)
    code = ERRORS_STAND if written.rolled.lacking and not options.partly else OK
    words = _words_of_build(written, county.output)
    if options.build:
        print()
        return _build(written, words) or code
    print(f"生成县里的报告：python build_report.py {' '.join(words)}")
    return code


ROLLUP = Command("汇总各单位的数，成为上级自己的一年；缺哪个单位、哪些数不能相加，都列出来", _words, _rollup)


def _words_of_build(written: Written, output: Path) -> list[str]:
    """Return what is typed to build the county's report of a year that was added up."""
    folders = {"--data": written.folder.parent, "--template": written.report, "--output": output}
    return [str(written.rolled.year), *(word for option, folder in folders.items() for word in (option, str(folder)))]


def _print(written: Written, county: Path) -> None:
    rolled = written.rolled
    due = len(rolled.counted) + len(rolled.lacking)
    print_issues(rolled.issues, sys.stdout)
    reasons: dict[str, list[str]] = {}
    for name, why in rolled.left_out:
        reasons.setdefault(why, []).append(name)
    for why, names in reasons.items():
        print(f"没有汇总  {listed(names)}：{why}。")
    for office, why in rolled.lacking[:_MOST_LACKING]:
        print(f"缺  {office}：{why}")
    if len(rolled.lacking) > _MOST_LACKING:
        print(f"缺  还有{len(rolled.lacking) - _MOST_LACKING}个单位。")
    for path in written.kept:
        print(f"汇总出来的表有人改过，改动没有用到，那一份留在 {path}。要改的请改各单位自己的表，再汇总一次。")
    if written.begun:
        print(f"自己要填的，建了{listed(written.begun)}，在 {written.folder} 里。")
    if written.before is not None:
        print(_of_before(rolled, written.before.rolled, county))
    elif rolled.is_part and written.not_ours is not None:
        print(
            f"{written.not_ours} 不是汇总出来的，可能是全部单位的；今年只有{len(rolled.counted)}个单位，和它比的增减都要核对。"
        )
    counted = f"已报{len(rolled.counted)}个单位，共{due}个"
    if unfilled := [str(office) for office in rolled.unfilled()]:
        see = f"status {county} {rolled.year}"
        counted += f"，其中{len(unfilled)}个没有填全：{listed(unfilled, _MOST_NAMED)}（用 {see} 看缺什么）"
    print(f"{rolled.year}年：{counted}。{_what_follows(written)}已写 {written.folder}，{written.rows}行。")
    print(f"这里只加数；各单位自己的数有没有错误，用 status 看：python build_report.py status {county} {rolled.year}")


def _of_before(rolled: Rolled, before: Rolled, county: Path) -> str:
    """Return what is said of the year before that was added up to be compared with: which offices it has."""
    said = f"{before.year}年的也汇总了，"
    if before.lacking:
        names = listed([str(office) for office, _ in before.lacking], _MOST_NAMED)
        there = len(before.counted) + len(before.lacking)
        only = "今年已报的" if rolled.is_part else ""
        return f"{said}{only}{there}个单位里{len(before.counted)}个有数，缺{names}的，合计不能和上年比。"
    if not rolled.is_part:
        return f"{said}{len(before.counted)}个单位，用来比较。"
    every = len(rolled.counted) + len(rolled.lacking)
    return (
        f"{said}只加今年已报的这{len(before.counted)}个单位，用来比较；"
        f"{before.year}年要全部{every}个单位的合计，运行 rollup {county} {before.year}。"
    )


def _what_follows(written: Written) -> str:
    rolled = written.rolled
    if not rolled.lacking:
        return ""
    level = rolled.derived.level
    if rolled.is_part:
        return f"合计只是已报的单位的，报告里要写明，用 {{{{ {level.reported} }}}} 和 {{{{ {level.due} }}}} 印。"
    return "缺的单位没有报，合计都待补；只要已报的单位的合计，加 --partly。"


def _build(written: Written, words: Sequence[str]) -> int:
    from reportgen.commands.build import BUILD, build_and_tell

    options = BUILD.parser("").read(words)
    years = [written, *([] if written.before is None else [written.before])]
    code = build_and_tell({one.rolled.year: one.made for one in years}, options)
    if written.rolled.is_part:
        from reportgen.report.report_folder import read_report

        level = written.rolled.derived.level
        if not {level.reported, level.due} <= read_report(written.report).template.printed:
            print(
                f"提醒  报告里没有写明只是部分单位的数：请在模板里印上已报{{{{ {level.reported} }}}}个单位，"
                f"共{{{{ {level.due} }}}}个。"
            )
    return code
