"""The words of check -> what the checks find, printed."""

from __future__ import annotations

import json
import sys

from reportgen.commands.arguments import Command, Options, Parser, year_of
from reportgen.commands.screen import ERRORS_STAND, OK, counted, errors_stand, print_issues

_FORMATS = ("text", "json")


def _check_words(parser: Parser) -> None:
    parser.year()
    parser.format(_FORMATS)
    parser.folders("data", "template")


def _check(options: Options) -> int:
    """Say what the checks find. Returns the exit code."""
    from reportgen.base.issues import issue_entry  # noqa: PLC0415  as above
    from reportgen.figures.wording import DEMO  # noqa: PLC0415  as above
    from reportgen.report import drafting  # noqa: PLC0415  as above

    year, prepared = drafting.read_all(options.data, options.template, year_of(options.year, options.data))
    issues = drafting.review(year, drafting.draft(year, prepared))
    if options.format == "json":
        entries = [issue_entry(issue) for issue in issues]
        print(json.dumps({"year": year.sources.year, "issues": entries}, ensure_ascii=False, indent=1))
    else:
        if year.sources.demo:
            print(f"{DEMO}{year.sources.demo}")
        print_issues(issues, sys.stdout, keys=True)
        print(f"{year.sources.year}年：{counted(issues)}。")
    return ERRORS_STAND if errors_stand(issues) else OK


CHECK = Command("只检查不写报告；有「错误」时退出码为1", _check_words, _check)
