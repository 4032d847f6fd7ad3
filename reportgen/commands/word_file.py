"""The words of text and verify -> a Word file as plain text, or held against the data."""

from __future__ import annotations

import sys
from pathlib import Path

from reportgen.base.issues import counted
from reportgen.commands.arguments import BadArguments, Command, Options, Parser, year_of
from reportgen.commands.outdated import print_outdated
from reportgen.commands.screen import ERRORS_STAND, OK, print_issues

_EDGES = {"header": "页眉", "footer": "页脚"}


def _text_words(parser: Parser) -> None:
    parser.add_argument("file", nargs="*", metavar="文件.docx", help="要看的 Word 文件")


def _text(options: Options) -> int:
    from reportgen.word.opening import open_document
    from reportgen.word.text import edge_texts, plain_text

    if len(options.file) != 1:
        raise BadArguments("text 后面写一个 .docx 文件")
    parts = open_document(Path(options.file[0]))
    print(plain_text(parts))
    edges = [f"{_EDGES[kind]}：{text}" for kind, text in edge_texts(parts)]
    print("\n".join(["", *edges]) if edges else "", end="\n" if edges else "")
    return OK


TEXT = Command("把 Word 文件变成纯文本，带自动编号、脚注、页眉和页脚", _text_words, _text)


def _verify_words(parser: Parser) -> None:
    parser.add_argument("file", type=Path, nargs="?", metavar="文件.docx", help="要核对的报告，在哪里、叫什么都行")
    parser.year("按哪一年的数据；不写就按文件自己说的那一年")
    parser.folders("data", "template", "output")


def _verify(options: Options) -> int:
    from reportgen.report.against_data import verified
    from reportgen.report.records import finding
    from reportgen.report.records.record import report_name

    if options.file is None:
        raise BadArguments("verify 后面写要核对的 .docx 文件")
    said = finding.read_said(options.file)
    year = said.year if said and options.year is None else year_of(options.year, options.data)
    wanted = finding.Wanted(report_name(options.template), year)
    done = verified(options.file, options.data, options.template, year, options.output)
    found = (*finding.other(options.file, said, wanted), *done.issues)
    if done.unchecked:
        print(done.unchecked)
    print_issues(found, sys.stdout, keys=" accepted ")
    print(f"{options.file}：{counted(found)}。")
    if done.standing:
        print(f"数据自己还有{done.standing}个错误没有改，也没有认可，报告是照着它们印的：签发前用 check {year} 看。")
    print_outdated(options.data, year)
    return ERRORS_STAND if any(not issue.accepted for issue in found) else OK


VERIFY = Command("签发前核对 Word 文件里的每个数；有没认可的不同时退出码为1", _verify_words, _verify)
