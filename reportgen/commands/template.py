"""The words of `template` -> a report's folder made, looked at or put right, and an exit code."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.base.issues import counted
from reportgen.commands.arguments import TEXT_OR_JSON, BadArguments, Command, Options, Parser, year_of
from reportgen.commands.screen import ERRORS_STAND, OK, UNUSABLE, errors_stand, print_issues

if TYPE_CHECKING:
    from reportgen.authoring.mend.template_file import Mended
    from reportgen.base.issues import Issue


def _check_words(parser: Parser) -> None:
    parser.add_argument("folder", type=Path, nargs="?", metavar="文件夹", help="报告的文件夹（默认 --template）")
    parser.add_argument(
        "--fix", action="store_true", help="先改好查得出的版式和打字的标题编号，原来的文件留在旁边，再查"
    )
    parser.format(TEXT_OR_JSON)
    parser.folders("data", "template")


def _check(options: Options) -> int:
    from reportgen.authoring.findings import check_template
    from reportgen.base.issues import issue_entry

    folder: Path = options.folder or options.template
    mended = _mended(folder, options.data) if options.fix else None
    checked = check_template(folder, options.data)
    if options.format == "json":
        entries = [issue_entry(issue) for issue in checked.issues]
        shown: dict[str, object] = {"template": str(folder), "issues": entries, "notes": checked.notes}
        if mended:
            shown |= {"fixed": mended.done, "kept": str(mended.kept) if mended.kept else None}
        print(json.dumps(shown, ensure_ascii=False, indent=1))
    else:
        if mended:
            _tell_mended(mended, checked.issues)
        print_issues(checked.issues, sys.stdout, keys="指标目录的 accepted ")
        for note in checked.notes:
            print(f"说明  {note}")
        print(f"{folder}：{counted(checked.issues)}。")
    return ERRORS_STAND if errors_stand(checked.issues) else OK


def _mended(folder: Path, data: Path) -> Mended:
    from reportgen.authoring.mend.template_file import mend_template

    return mend_template(folder, data)


def _tell_mended(mended: Mended, left: Iterable[Issue]) -> None:
    """Print what was put right in a template, and that what is `left` of its layout has to be done by hand."""
    from reportgen.authoring.layout.deviations import CHECK as LAYOUT

    for what in mended.done:
        print(f"已改  {what}")
    kept = f"改好了 {mended.path}，原来的留在 {mended.kept}。"
    print(kept if mended.kept else "版式没有能自动改的，文件没有动。")
    if any(issue.check == LAYOUT and not issue.accepted for issue in left):
        print("下面的版式没有改：要动文字，或者改了会动到别的内容。请照说明在 Word 里改。")


CHECK = Command(
    "查模板：写错的标签、和指标不符的单位、打字打进去的数和年份、没有印的指标、空段、版式；有「错误」时退出码为1，读不出来为2",
    _check_words,
    _check,
)


def _new_words(parser: Parser) -> None:
    parser.add_argument("folder", nargs="?", type=Path, metavar="文件夹", help="新的文件夹，如 templates/halfyear")
    parser.folders("data", "template")


def _new(options: Options) -> int:
    """Make a new report's folder: an empty template and a catalogue that explains itself. Returns the exit code."""
    from reportgen.authoring import skeleton
    from reportgen.base.saving import write_folder

    if options.folder is None:
        raise BadArguments("template new 后面写新文件夹，如 templates/halfyear")
    if _is_there(options.folder):
        return UNUSABLE
    write_folder(options.folder, skeleton.skeleton(options.template))
    print(
        f"已写 {options.folder}：report.docx（空模板，版式照 {options.template}）、catalogue.yaml（指标目录，里面有说明）、"
        "annex.docx（附件对比表的样张）。"
    )
    print("数据每年一个文件夹（如 data/2018），照现在的指标目录要有这些文件：")
    for wanted in skeleton.wanted_files(options.folder):
        print(f"  {wanted.name}：{wanted.content}")
    print(f"填好后生成：python build_report.py 2018 --template {options.folder}")
    return OK


NEW = Command(
    "一个空模板和一份带说明的指标目录，版式照正在用的模板（--template 或 reportgen.toml 指的，没有指的是默认模板）",
    _new_words,
    _new,
)


def _adopt_words(parser: Parser) -> None:
    parser.add_argument("file", nargs="?", type=Path, metavar="报告.docx", help="现成的报告")
    parser.add_argument("folder", nargs="?", type=Path, metavar="文件夹", help="新的文件夹")
    parser.add_argument("--year", metavar="年份", help="报告是哪一年的（默认最新的一年）")
    parser.folders("data", "template")


def _adopt(options: Options) -> int:
    from reportgen.authoring.adopt.from_report import adopt_report, told
    from reportgen.base.saving import write_folder

    if options.folder is None:
        raise BadArguments("template adopt 后面写报告和新文件夹，如 template adopt 去年的报告.docx templates/ours")
    if _is_there(options.folder):  # said before the work
        return UNUSABLE
    year = year_of(options.year, options.data)
    adoption = adopt_report(options.file, options.data, options.template, year)
    write_folder(options.folder, adoption.files)
    print(
        f"已写 {options.folder}：report.docx（模板），照 {options.template} 抄的 catalogue.yaml（指标目录）和 annex.docx（附件对比表的样张）。"
    )
    for line in told(adoption):
        print(line)
    print(f"接下来：用 Word 打开模板看一遍，再生成一次：python build_report.py {year} --template {options.folder}")
    return OK


ADOPT = Command("把现成的报告变成模板：和那一年的数据对得上的数换成标签", _adopt_words, _adopt)


def _is_there(folder: Path) -> bool:
    if os.path.lexists(folder):
        print(f"已经有 {folder} 了，没有动它。请换一个文件夹名。", file=sys.stderr)
        return True
    return False
