"""The words of a command on a county -> its offices, the year that is meant, and the folder of the offices' report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.commands.arguments import BadArguments, Options, Parser, year_of

if TYPE_CHECKING:
    from reportgen.offices.county import County


def county_words(parser: Parser) -> None:
    """Let a command take a county's folder, a year of its offices and their report's folder."""
    parser.add_argument("county", nargs="?", type=Path, metavar="县区文件夹", help="里面有单位名单 offices.csv")
    parser.year("哪一年；不写就是各单位里最新的一年")
    parser.add_argument(
        "--template",
        dest="of_offices",  # not the folder that an office's settings name
        type=Path,
        metavar="文件夹",
        help="各单位的模板和指标目录在哪里（默认县区文件夹下的 template）",
    )


def county_of(options: Options, command: str) -> tuple[County, int, Path]:
    """Return the county, the year and the report's folder that are meant; raises BadArguments, and Unusable."""
    from reportgen.offices.county import read_county, refuse_unless_there

    if options.county is None:
        raise BadArguments(f"{command} 后面要写县区文件夹，里面有 offices.csv")
    county = read_county(options.county)
    year = year_in(county, options.year)
    refuse_unless_there(county, year)
    return county, year, options.of_offices or county.template


def year_in(county: County, word: str | None) -> int:
    """Return the year that a word says, without one the newest that an office has a folder of; raises BadArguments, and Unusable."""
    from reportgen.offices.county import newest_year

    return newest_year(county) if word is None else year_of(word, county.data)
