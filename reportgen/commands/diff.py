"""The words of `diff` -> the comparison asked for, printed or written, and an exit code."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.base.issues import nearest
from reportgen.commands.arguments import BadArguments, Command, Options, Parser, one_of, year_of
from reportgen.commands.made import hand_over
from reportgen.commands.screen import OK
from reportgen.compare import forms, plain_text
from reportgen.inputs.years import years

if TYPE_CHECKING:
    from reportgen.figures.changes import Comparison
    from reportgen.figures.series import Series

_SPAN = re.compile(r"[0-9]{4}\.\.[0-9]{4}")  # more than two years: 2016..2018
_WHAT = "一年、两年，2016..2018（几年排在一起），或两个 .docx 文件（先旧后新）；不写就是最新的一年和上一年"


def _diff_words(parser: Parser) -> None:
    parser.add_argument("what", nargs="*", metavar="比什么", help=_WHAT)
    parser.add_argument(
        "--format", default="text", metavar="样子", help=f"{'、'.join(forms.OF_COMPARISON)}、docx（默认 text）"
    )
    parser.add_argument("-o", dest="target", type=Path, metavar="文件", help="写到这个文件")
    parser.add_argument("--section", default="", metavar="部分", help="只列一个部分")
    parser.add_argument("--changed", action="store_true", help="只列有变化的")
    parser.add_argument("--by-size", action="store_true", help="按变化大小排")
    parser.add_argument(
        "--since-last-build", action="store_true", help="和上次生成相比，更正了哪些数、哪几格、印在哪里"
    )
    parser.add_argument("--record", type=Path, metavar="生成记录.json", help="和这份生成记录相比")
    parser.folders("data", "template", "output")


def _diff(options: Options) -> int:
    """Compare two years, several, a year with its last build, or two Word files. Returns the exit code."""
    what: list[str] = options.what
    if options.since_last_build or options.record:
        return _since_last_build(options)
    if len(what) > 2:
        raise BadArguments("diff 后面写一年、两年、2016..2018，或两个 .docx 文件")
    if len(what) == 1 and _SPAN.fullmatch(what[0]):
        one_of("--format", options.format, list(forms.OF_SERIES))
        if options.changed or options.by_size or options.section:
            raise BadArguments("几年排在一起时没有 --changed、--by-size、--section；网页里可以筛选和排序")
        series = _of_span(what[0], options.data, options.template)
        name = forms.name_of_series(*what[0].split(".."))
        return hand_over(
            forms.OF_SERIES[options.format](series), options.target, options.output / f"{name}.{options.format}"
        )
    one_of("--format", options.format, [*forms.OF_COMPARISON, "docx"])
    if any(word.lower().endswith(".docx") for word in what):
        if len(what) != 2:
            raise BadArguments("比较 Word 文件要写两个 .docx 文件，先旧后新")
        from reportgen.report.documents import compare_documents

        comparison = compare_documents([Path(word) for word in what], options.template)
    else:
        comparison = _of_years(what, options.data, options.template)
    comparison = _chosen(comparison, options)
    if options.format == "text" and not options.target and sys.stdout.isatty():
        print(plain_text.as_text(comparison, coloured=True), end="")
        return OK
    name = forms.name_of_comparison(comparison)
    if options.format == "docx":  # an annex has the looks of the report's template
        from reportgen.report.documents import annex_of

        return hand_over(
            annex_of(comparison, options.template), options.target, options.output / f"{name}.{options.format}"
        )
    return hand_over(
        forms.OF_COMPARISON[options.format](comparison), options.target, options.output / f"{name}.{options.format}"
    )


DIFF = Command("和上年（或另一年）逐个指标对比；几年排在一起；两份报告、两次生成有什么不同", _diff_words, _diff)


def _of_years(words: Sequence[str], data: Path, template: Path) -> Comparison:
    """Return the comparison of the year asked for, else the newest, with the other one named, else the one before it that there is."""
    from reportgen.compare.comparing import read_comparison, year_before

    year = year_of(words[0] if words else None, data)
    other = year_of(words[1], data) if len(words) == 2 else year_before(year, data)
    if other == year:
        raise BadArguments("要比的两年是同一年")
    return read_comparison(data, template, max(year, other), min(year, other))


def _of_span(word: str, data: Path, template: Path) -> Series:
    """Return the series over the years of a span, 2016..2018, that have a folder."""
    from reportgen.compare.comparing import read_series

    first, last = sorted(int(one) for one in word.split(".."))
    there = [one for one in years(data) if first <= one <= last]
    if len(there) < 2:
        raise BadArguments(f"{word} 里要有至少两年的数据，现在有：{'、'.join(map(str, there)) or '没有'}")
    return read_series(data, template, there)


def _chosen(comparison: Comparison, options: Options) -> Comparison:
    """Return as much of a comparison as is wanted: only what changed, the largest first, one section."""
    from reportgen.figures.changes import by_size, only_changed

    changes, wanted = comparison.changes, options.section
    if wanted:
        sections = list(dict.fromkeys(change.entry.section for change in changes))
        if wanted not in sections:
            raise BadArguments(f"没有部分「{wanted}」。{nearest(wanted, sections)}有：{'、'.join(sections)}")
        changes = tuple(change for change in changes if change.entry.section == wanted)
    changes = only_changed(changes) if options.changed else changes
    return replace(comparison, changes=by_size(changes) if options.by_size else changes)


def _since_last_build(options: Options) -> int:
    from reportgen.report import corrections
    from reportgen.report.documents import since_last_build

    one_of("--format", options.format, list(corrections.FORMATS))
    if len(options.what) > 1:
        raise BadArguments("--since-last-build 和 --record 前面只写一年")
    year = year_of(options.what[0] if options.what else None, options.data)
    found = since_last_build(year, options.data, options.template, options.output, options.record)
    return hand_over(
        corrections.FORMATS[options.format](found), options.target, options.output / f"更正 {year}年.{options.format}"
    )
