"""The words of check, figures and explain -> what the checks find, all figures, or where one of them comes from, printed."""

from __future__ import annotations

import json
import sys

from reportgen.base.issues import counted, nearest
from reportgen.commands.arguments import TEXT_OR_JSON, BadArguments, Command, Options, Parser, year_of
from reportgen.commands.outdated import print_outdated
from reportgen.commands.screen import ERRORS_STAND, OK, errors_stand, print_issues

_FORMATS = ("text", "csv", "json")


def _check_words(parser: Parser) -> None:
    parser.year()
    parser.format(TEXT_OR_JSON)
    parser.folders("data", "template")


def _check(options: Options) -> int:
    from reportgen.base.issues import issue_entry
    from reportgen.figures.wording import DEMO
    from reportgen.report import drafting

    year, prepared = drafting.read_all(options.data, options.template, year_of(options.year, options.data))
    issues = drafting.review(year, drafting.draft(year, prepared))
    if options.format == "json":
        entries = [issue_entry(issue) for issue in issues]
        print(json.dumps({"year": year.sources.year, "issues": entries}, ensure_ascii=False, indent=1))
    else:
        if year.sources.demo:
            print(f"{DEMO}{year.sources.demo}")
        print_issues(issues, sys.stdout, keys=" accepted ")
        print(f"{year.sources.year}年：{counted(issues)}。")
        print_outdated(options.data, year.sources.year)
    return ERRORS_STAND if errors_stand(issues) else OK


CHECK = Command("只检查不写报告；有「错误」时退出码为1", _check_words, _check)


def _figures_words(parser: Parser) -> None:
    parser.year()
    parser.format(_FORMATS)
    parser.folders("data", "template")


def _figures(options: Options) -> int:
    from reportgen.figures import listing
    from reportgen.report import drafting

    year = drafting.read_year(options.data, options.template, year_of(options.year, options.data))
    print(listing.FORMATS[options.format](year.catalogue, year.figures, year.sources.demo), end="")
    return OK


FIGURES = Command("列出全部数据：数值、单位、怎么算、依据哪几格", _figures_words, _figures)


def _explain_words(parser: Parser) -> None:
    parser.add_argument("metric", nargs="?", metavar="指标", help="指标的名称，如 总人口")
    parser.year()
    parser.folders("data", "template")


def _explain(options: Options) -> int:
    """Say where one figure comes from and where the report prints it. Returns the exit code."""
    from reportgen.base import terminal
    from reportgen.figures import provenance
    from reportgen.figures.wording import DEMO
    from reportgen.inputs.renaming import renaming_of
    from reportgen.report import drafting
    from reportgen.report.places import places
    from reportgen.word.text import paragraphs

    if options.metric is None:
        raise BadArguments("explain 后面要写指标的名称，如 explain 总人口")
    year, prepared = drafting.read_all(options.data, options.template, year_of(options.year, options.data))
    by_label = {metric.label: name for name, metric in year.catalogue.metrics.items()}
    name = by_label.get(options.metric, renaming_of(year.catalogue).name(options.metric))
    if name not in year.catalogue.metrics:
        raise BadArguments(f"没有指标「{name}」。{nearest(name, list(year.catalogue.metrics))}")
    if year.sources.demo:
        print(f"{DEMO}{year.sources.demo}")
    if options.metric in year.catalogue.metrics[name].formerly:
        print(f"「{options.metric}」改名为「{name}」了。")
    for line in terminal.tree(provenance.derivation(year.figures[name], year.figures)):
        print(line)
    found = list(places(paragraphs(drafting.draft(year, prepared)), name))
    print("\n印在报告里的地方：" if found else "\n报告里没有印这个数。")
    for place in found:
        print(f"  {place}")
    for issue in year.issues:
        if name in issue.metrics:
            print(f"\n{issue.severity.value}：{issue}")
    return OK


EXPLAIN = Command("一个数的来历，一层一层到单元格，以及印在报告哪里", _explain_words, _explain)
