"""The words of text and verify -> a Word file as plain text, or held against the data."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from reportgen.commands.arguments import BadArguments, Parser, year_of
from reportgen.commands.screen import ERRORS_STAND, OK, counted, print_issues


def text(words: Sequence[str]) -> int:
    """Print a Word file as plain text. Returns the exit code."""
    from reportgen.word.opening import open_document  # noqa: PLC0415  lxml is not needed for --help
    from reportgen.word.text import plain_text  # noqa: PLC0415  as above

    if len(words) != 1:
        raise BadArguments("text 后面写一个 .docx 文件")
    print(plain_text(open_document(Path(words[0]))))
    return OK


def verify(words: Sequence[str]) -> int:
    """Hold a Word file against the data. Returns the exit code."""
    from reportgen.report.held import verified  # noqa: PLC0415
    from reportgen.report.records import finding  # noqa: PLC0415  as above
    from reportgen.report.records.record import report_name  # noqa: PLC0415

    parser = Parser()
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("year", nargs="?")
    parser.add_argument("--output", type=Path, default=Path("output"))
    options = parser.read(words)
    if options.file is None:
        raise BadArguments("verify 后面写要核对的 .docx 文件")
    said = finding.read_said(options.file)
    year = said.year if said and options.year is None else year_of(options.year, options.data)
    wanted = finding.Wanted(report_name(options.template), year)
    done = verified(options.file, options.data, options.template, year, options.output)
    found = (*finding.other(options.file, said, wanted), *done.issues)
    if done.unchecked:
        print(done.unchecked)
    print_issues(found, sys.stdout, keys=True)
    print(f"{options.file}：{counted(found)}。")
    return ERRORS_STAND if any(not issue.accepted for issue in found) else OK
