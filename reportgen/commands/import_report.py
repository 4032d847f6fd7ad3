"""The words of `import` -> an older report's figures in a year's folder, what was read and what was not on the screen, an exit code."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.commands.arguments import BadArguments, Command, Options, Parser, year_of
from reportgen.commands.screen import OK, UNUSABLE, print_issues

if TYPE_CHECKING:
    from reportgen.begin.old_report.year_files import Imported
    from reportgen.inputs.catalogue import Catalogue


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
    from reportgen.begin.old_report import told

    for line in told.what_was_read(one):
        print(line)
    print_issues(one.issues, sys.stdout)
    for line in told.as_reported(one):
        print(f"照印  {line}")
    for why, names in told.still_to_fill(one, catalogue):
        print(f"{why}：{'、'.join(names)}")
    for line in told.not_used(one):
        print(f"没有用上  {line}")
