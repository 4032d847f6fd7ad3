"""The words of rollup -> a county's year added up from its offices', what is missing and what was left out, printed, and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.commands.arguments import Command, Options, Parser
from reportgen.commands.clock import now
from reportgen.commands.of_county import county_of, county_words
from reportgen.commands.screen import ERRORS_STAND, OK, print_issues

if TYPE_CHECKING:
    from reportgen.offices.county_folder import Written
    from reportgen.offices.telling import Ways


def _words(parser: Parser) -> None:
    county_words(parser)
    parser.add_argument("--partly", action="store_true", help="只加已报的单位；不写的，缺一个单位，合计就待补")
    parser.add_argument("--build", action="store_true", help="接着生成县里自己的报告")
    parser.add_argument(
        "--report", type=Path, metavar="文件夹", help="县里自己的模板在哪里（默认县区文件夹下的 report）"
    )


def _rollup(options: Options) -> int:
    from reportgen.offices import county_folder, telling

    county, year, template = county_of(options, "rollup")
    report = options.report or county.folder / "report"
    written = county_folder.write_county(
        county, template, report, year, partly=options.partly, since=now(), model=county_folder.MODEL
    )
    print_issues(written.rolled.issues, sys.stdout)
    for sentence in telling.about_rollup(written, _ways(county.folder, year)):
        print(sentence)
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


def _ways(county: Path, year: int) -> Ways:
    from reportgen.offices.telling import Ways

    status = f"status {county} {year}"
    see = f"用 status 看：python build_report.py {status}"
    return Ways(f"用 {status} 看缺什么", see, "加 --partly", f"运行 rollup {county} {year - 1}")


def _build(written: Written, words: Sequence[str]) -> int:
    from reportgen.commands.build import BUILD, build_and_tell
    from reportgen.offices import telling
    from reportgen.report.report_folder import read_report

    options = BUILD.parser("").read(words)
    code = build_and_tell(written.tables, options)
    if written.rolled.is_part and (
        said := telling.about_part(written.rolled, read_report(written.report).template.printed)
    ):
        print(f"提醒  {said}")
    return code
