"""The words of `compare` -> a county's offices side by side, printed or written, and an exit code."""

from __future__ import annotations

from pathlib import Path

from reportgen.base.issues import nearest
from reportgen.commands.arguments import BadArguments, Command, Options, Parser, one_of
from reportgen.commands.made import hand_over
from reportgen.commands.of_county import county_of, county_words
from reportgen.compare import forms

_DOCX = "docx"  # has the looks of the offices' template


def _compare_words(parser: Parser) -> None:
    county_words(parser)
    parser.add_argument(
        "--format", default="text", metavar="样子", help=f"{'、'.join(forms.OF_LEAGUE)}、{_DOCX}（默认 text）"
    )
    parser.add_argument("-o", dest="target", type=Path, metavar="文件", help="写到这个文件")
    parser.add_argument("--section", default="", metavar="部分", help="只列一个部分")
    parser.add_argument("--partly", action="store_true", help="有单位没报时，合计和占比只算已报的单位")


def _compare(options: Options) -> int:
    from reportgen.compare.league import of_section
    from reportgen.offices.league import read_league

    one_of("--format", options.format, [*forms.OF_LEAGUE, _DOCX])
    county, year, template = county_of(options, "compare")
    found = read_league(county, template, year, partly=options.partly)
    if options.section:
        sections = list(dict.fromkeys(contest.entry.section for contest in found.contests))
        if options.section not in sections:
            near = nearest(options.section, sections)
            raise BadArguments(f"没有部分「{options.section}」。{near}有：{'、'.join(sections)}")
        found = of_section(found, options.section)
    usual = county.output / str(year) / f"{forms.name_of_league(found, options.section)}.{options.format}"
    if options.format == _DOCX:
        from reportgen.report.documents import league_document

        return hand_over(league_document(found, template), options.target, usual)
    return hand_over(forms.OF_LEAGUE[options.format](found), options.target, usual)


COMPARE = Command("县区各单位逐个指标排在一起：名次、占比、和上年比、哪个单位突出", _compare_words, _compare)
