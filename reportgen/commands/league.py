"""The words of `compare` -> a county's offices side by side, printed or written, and an exit code."""

from __future__ import annotations

from pathlib import Path

from reportgen.base.issues import nearest
from reportgen.commands.arguments import BadArguments, Command, Options, Parser, one_of, year_of
from reportgen.commands.made import hand_over
from reportgen.compare import forms

_DOCX = "docx"  # has the looks of the offices' template


def _compare_words(parser: Parser) -> None:
    parser.add_argument("county", nargs="?", type=Path, metavar="县区文件夹", help="里面有单位名单 offices.csv")
    parser.year("哪一年；不写就是各单位里最新的一年")
    parser.add_argument(
        "--format", default="text", metavar="样子", help=f"{'、'.join(forms.OF_LEAGUE)}、{_DOCX}（默认 text）"
    )
    parser.add_argument("-o", dest="target", type=Path, metavar="文件", help="写到这个文件")
    parser.add_argument("--section", default="", metavar="部分", help="只列一个部分")
    parser.add_argument("--partly", action="store_true", help="有单位没报时，合计和占比只算已报的单位")
    parser.add_argument(
        "--template",
        dest="report",
        type=Path,
        metavar="文件夹",
        help="模板和指标目录在哪里（默认县区文件夹下的 template）",
    )


def _compare(options: Options) -> int:
    from reportgen.base.saving import file_name
    from reportgen.compare.league import of_section
    from reportgen.offices.batch import newest_year
    from reportgen.offices.county import read_county
    from reportgen.offices.league import read_league

    one_of("--format", options.format, [*forms.OF_LEAGUE, _DOCX])
    if options.county is None:
        raise BadArguments("compare 后面写县区文件夹，如 compare 县区")
    county = read_county(options.county)
    year = year_of(options.year, county.data) if options.year else newest_year(county)
    template: Path = options.report or county.template
    found = read_league(county, template, year, partly=options.partly)
    if options.section:
        sections = list(dict.fromkeys(contest.entry.section for contest in found.contests))
        if options.section not in sections:
            near = nearest(options.section, sections)
            raise BadArguments(f"没有部分「{options.section}」。{near}有：{'、'.join(sections)}")
        found = of_section(found, options.section)
    section = f" {file_name(options.section)}" if options.section else ""
    name = f"各单位指标对比 {found.titles[1]}{section}"
    usual = county.output / str(year) / f"{name}.{options.format}"
    if options.format == _DOCX:
        from reportgen.report.documents import league_document

        return hand_over(league_document(found, template), options.target, usual)
    return hand_over(forms.OF_LEAGUE[options.format](found), options.target, usual)


COMPARE = Command("县区各单位逐个指标排在一起：名次、占比、和上年比、哪个单位突出", _compare_words, _compare)
