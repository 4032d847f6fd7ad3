"""The words of `import` -> an older report's figures in a year's folder, what was read and what was not on the screen, an exit code."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.commands.arguments import BadArguments, Command, Options, Parser, year_of
from reportgen.commands.screen import OK, UNUSABLE, print_issues

if TYPE_CHECKING:
    from reportgen.begin.old_report.year_files import Imported
    from reportgen.inputs.catalogue import Catalogue

_MOST_SHOWN = 20  # of what was not read; the record holds all


def _import_words(parser: Parser) -> None:
    parser.add_argument("file", nargs="?", type=Path, metavar="文件", help="往年的报告，.docx 或 .txt")
    parser.add_argument("--year", metavar="年份", help="哪一年的报告（默认看报告自己怎么说）")
    parser.add_argument("--force", action="store_true", help="代替已有的数据；原来的会留一份")
    parser.folders("data", "template")


def _import(options: Options) -> int:
    """Read the figures of an older report back into a year's folder. Returns the exit code."""
    from reportgen.base.saving import write_folder
    from reportgen.begin.old_report import importing, year_files

    if options.file is None:
        raise BadArguments("import 后面写往年的报告，如 import 2017年报告.docx")
    year = year_of(options.year, options.data) if options.year else None
    one, catalogue = importing.read_older(options.file, options.template, year)
    folder = options.data / str(one.year)
    if folder.exists() and not options.force:
        _print_read(one, catalogue)
        print(f"{folder} 里已经有数据，没有动它。要用导入的代替，加 --force（原来的会留一份）。", file=sys.stderr)
        return UNUSABLE
    files = year_files.year_files(one, catalogue)
    kept = write_folder(folder, files)  # before anything is printed: whoever reads that may go away
    _print_read(one, catalogue)
    if kept:
        print(f"原来的数据留在 {kept}。")
    print(f"已写 {folder}（{len(files)}个文件），每个数的出处在 {folder / year_files.RECORD}。")
    print(f"下一步：补上没有读到的，再运行 check {one.year}。")
    return OK


IMPORT = Command("从往年的报告（.docx、.txt）读回数据，写成 data/年份", _import_words, _import)


def _print_read(one: Imported, catalogue: Catalogue) -> None:
    from reportgen.begin.old_report.year_files import missing

    values = [*one.deduced.values.values(), *one.parts]
    counts = Counter(decided.how for decided in values)
    ways = "、".join(f"{how.value}{count}" for how, count in counts.items())
    if one.origin is not None:
        print(f"{one.file} 说自己是本程序生成的：{one.origin}。")
    print(f"{one.file}：{one.year}年的报告，读到{len(values)}个数据（{ways}），{len(one.report.lists)}份清单。")
    print_issues(one.issues, sys.stdout)
    for name, reason in one.deduced.reported.items():
        print(f"照印  「{name}」：{reason}")
    printed, silent = missing(one, catalogue)
    _print_names("没有读到，请填", printed)
    _print_names("报告里不印，要另外填", silent)
    _print_names("只读到合计，表里放不下", one.deduced.unplaced)
    for unread in one.report.unread[:_MOST_SHOWN]:
        print(
            f"没有用上  第{unread.line}行 {unread.number or '整句'}（{unread.reason}）：{' '.join(unread.sentence.split())[:60]}"
        )
    if len(one.report.unread) > _MOST_SHOWN:
        print(f"没有用上的还有{len(one.report.unread) - _MOST_SHOWN}处，都在导入记录里。")


def _print_names(what: str, names: Sequence[str]) -> None:
    if names:
        print(f"{what}：{'、'.join(names)}")
