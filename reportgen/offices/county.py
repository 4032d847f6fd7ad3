"""A county's folder -> its offices: `offices.csv` says which there are, each has a folder below `offices/`.

    代码,名称,上级,截止日
    0001,青石街道,青山县,12月10日

An office's folder is named 「0001 青石街道」, 0001 or 青石街道 and holds what a single office's folder holds: `data/<year>/`, `output/<year>/`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from reportgen.base.dates import DateKind, NotADate, last_day, parse_date
from reportgen.base.issues import Finder, Issue, Location, Severity, Unusable, key_text, listed, quoted, reason_of
from reportgen.base.names import column_key
from reportgen.base.saving import file_name
from reportgen.base.textfile import read_bytes
from reportgen.inputs.grid import Grid, read_grid
from reportgen.inputs.written import ASKED_FOR
from reportgen.inputs.years import years

CODE, NAME, UPPER, DEADLINE = "代码", "名称", "上级", "截止日"
LIST = tuple(f"offices{ending}" for ending in ASKED_FOR)
_COLUMNS = dict.fromkeys((CODE, NAME, UPPER, DEADLINE))
_NEEDED = (CODE, NAME)
_MOST_BYTES = 10_000_000
_ANY_YEAR = 2000  # a leap year: whether a deadline is a date at all is asked before anybody says of which year


@dataclass(frozen=True)
class Office:
    """An office of a county: `upper` is the unit above it, which may be an office of the list too; `due` is its deadline as typed,
    12月10日, '' for none; `folder` is where its data are, or would be."""

    code: str
    name: str
    upper: str
    due: str
    folder: Path
    at: Location

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def data(self) -> Path:
        """Return where its years are."""
        return self.folder / "data"

    @property
    def output(self) -> Path:
        """Return where its reports are written."""
        return self.folder / "output"

    def deadline(self, year: int) -> datetime.date | None:
        """Return the day until which its report of a year is due, None without one."""
        said = parse_date(self.due, DateKind.DAY, year)
        return None if said is None else last_day(said)


@dataclass(frozen=True)
class County:
    """A county's offices in the order of its list; `issues` are what doesn't stop anybody: a folder that no line of the list names."""

    folder: Path
    offices: tuple[Office, ...]
    issues: tuple[Issue, ...]

    @property
    def template(self) -> Path:
        """Return where the offices' report folder is unless somebody says otherwise."""
        return self.folder / "template"

    @property
    def data(self) -> Path:
        """Return where the county's own years are, which are added up from its offices'."""
        return self.folder / "data"

    @property
    def output(self) -> Path:
        """Return where the county's own reports are written, and what is remembered of each run."""
        return self.folder / "output"

    def above(self, office: Office) -> Office | None:
        """Return the office of the list that an office belongs to, None where the list doesn't hold it."""
        return self._called.get(column_key(office.upper))

    @cached_property
    def _called(self) -> dict[str, Office]:
        """The offices by all that they may be called."""
        words = ((word, one) for one in reversed(self.offices) for word in (one.code, one.name, str(one)))
        return {column_key(word): one for word, one in words}

    @cached_property
    def lowest(self) -> tuple[Office, ...]:
        """Return the offices below which the list has none: those whose figures are added up, so that no number is added twice."""
        above = {one.code for office in self.offices if (one := self.above(office))}
        return tuple(office for office in self.offices if office.code not in above)


def is_county(folder: Path) -> bool:
    """Return whether a folder is a county's: a list of offices lies in it."""
    return any((folder / name).is_file() for name in LIST)


def county_around(data: Path) -> Path | None:
    """Return the county's folder whose own years lie in a folder, None where they are a single office's."""
    return data.parent if data.name == "data" and is_county(data.parent) else None


def read_county(folder: Path) -> County:
    """Return a county's offices; raises Unusable with every fault of its list."""
    finder = Finder()
    file = _the_list(folder, finder)
    data = read_bytes(folder / file, file, _MOST_BYTES, finder) if file else None
    grid = None if data is None else read_grid(data, file, _COLUMNS, finder)
    if grid is None:
        raise Unusable(finder.issues)
    there = _folders(folder / "offices", finder)
    offices = _offices(grid, folder / "offices", there, finder)
    county = County(folder, offices, tuple(_unlisted(there, offices)))
    finder.issues += _wrong_uppers(county)
    finder.stop_if_any()
    return county


def newest_year(county: County) -> int:
    """Return the newest year that any office has a folder for; raises Unusable without one."""
    found = max((year for office in county.offices for year in years(office.data)), default=None)
    if found is None:
        message = "哪个单位都还没有数据：每个单位的文件夹里应有 data，下面是以年份命名的文件夹，如 data/2025。"
        raise Unusable([Issue("文件", Severity.ERROR, message, Location(str(county.folder / "offices")))])
    return found


def refuse_unless_there(county: County, year: int) -> None:
    """Raise Unusable for a year of which no office has a folder: a mistyped one would be the county's newest from then on."""
    if not any((office.data / str(year)).is_dir() for office in county.lowest):
        known = listed(sorted({str(one) for office in county.lowest for one in years(office.data)}))
        there = f"，年份是不是写错了？各单位有的是{known}" if known else ""
        message = f"没有一个单位有{year}年的数据文件夹{there}。"
        raise Unusable([Issue("年份", Severity.ERROR, message, Location(str(county.folder / "offices")))])


def _the_list(folder: Path, finder: Finder) -> str:
    found = [name for name in LIST if (folder / name).is_file()]
    if len(found) == 1:
        return found[0]
    at = Location(str(folder))
    if found:
        finder.error(
            "文件", at, f"有{listed(found)}，不知道以哪个为准，请只留一个。", expected="一个文件", found=listed(found)
        )
    else:
        message = f"缺单位名单：请放一张 {LIST[0]} 或 {LIST[1]}，表头是「{'、'.join(_COLUMNS)}」，一个单位一行。"
        finder.error("文件", at, message, expected=LIST[0], found="没有")
    return ""


def _folders(offices: Path, finder: Finder) -> dict[str, Path]:
    """Return the folders of the offices by name."""
    try:
        found = sorted(offices.iterdir()) if offices.is_dir() else []
        return {path.name: path for path in found if path.is_dir() and not path.name.startswith(".")}
    except OSError as error:
        finder.error("文件", Location(str(offices)), f"文件夹打不开（{reason_of(error)}），请看有没有读取权限。")
        return {}


def _offices(grid: Grid, below: Path, there: Mapping[str, Path], finder: Finder) -> tuple[Office, ...]:
    lacking = [column for column in _NEEDED if column not in grid.positions]
    if lacking:
        said = listed(f"「{column}」" for column in lacking)
        at = Location(grid.file, grid.header_row)
        finder.error("列", at, f"单位名单缺{said}这一列。", expected="、".join(_COLUMNS), found="没有")
        return ()
    offices: list[Office] = []
    seen: dict[str, int] = {}
    codes = {cells[grid.positions[CODE]] for _, cells in grid.rows}
    coded: dict[str, list[str]] = {}  # folders by the code in their names, without its noughts
    for one in there:
        coded.setdefault(one.partition(" ")[0].lstrip("0"), []).append(one)
    names = {cells[grid.positions[NAME]] for _, cells in grid.rows}
    for row, cells in grid.rows:
        code, name, upper, due = (cells[grid.positions[c]] if c in grid.positions else "" for c in _COLUMNS)
        at = Location(grid.file, row)
        faults = tuple(_faults(code, name, due, at))
        for issue in faults:
            finder.issues.append(issue)
        for word in (code, name):
            same = seen.setdefault(column_key(word), row)
            if word and same != row:
                message = f"{quoted(word)}和第{same}行一样，代码和名称各单位要不同。"
                finder.error("重复", at, message, expected="一次", found=word)
        if not faults:
            may_be = sorted({f"{code} {name}", code, name, *coded.get(code.lstrip("0"), ())} & there.keys())
            own = {one: there[one] for one in may_be if (first := one.partition(" ")[0]) == code or first not in codes}
            folder = _folder_of(code, name, below, own, at, finder)
            said = folder.name.partition(" ")[2]
            if said != name and said in names:
                message = f"文件夹{quoted(folder.name)}的代码是{name}的，名称是{said}的，不知道是谁的数据。请改文件夹名或名单。"
                finder.error("文件", at, message, expected=f"{code} {name}", found=folder.name)
            offices.append(Office(code, name, upper, due, folder, at))
    if not grid.rows:
        finder.error("文件", Location(grid.file), "单位名单里没有单位，一个单位写一行。", expected="一行", found="没有")
    return tuple(offices)


def _wrong_uppers(county: County) -> Iterator[Issue]:
    """Yield an error for each office whose upper one can't be meant: such an office would be left out of every sum, or added twice."""
    without_noughts = {one.code.lstrip("0"): one for one in reversed(county.offices)}
    for office in county.offices:
        at, upper = _in(office.at, UPPER), county.above(office)
        if upper is None:
            meant = without_noughts.get(column_key(office.upper).lstrip("0"))
            if meant is not None and office.upper:
                message = f"{quoted(office.upper)}和{meant.name}的代码 {meant.code} 只差前面的0。是它的就写成一样的，不是的写上级的名称。"
                yield Issue("单位", Severity.ERROR, message, at, expected=meant.code, found=office.upper)
        elif upper == office:
            message = f"{quoted(office.upper)}是它自己。请写上面的单位，没有的不写。"
            yield Issue("单位", Severity.ERROR, message, at, expected="上面的单位", found=office.upper)
        elif circle := _circle(county, office):
            message = f"{listed(one.name for one in circle)}绕成了一圈，谁是谁的上级不清楚，请改。"
            yield Issue("单位", Severity.ERROR, message, at, expected="上面的单位", found=office.upper)


def _circle(county: County, office: Office) -> tuple[Office, ...]:
    """Return the offices of a circle that begins and ends with an office, none where whoever is above it is not below it too."""
    found, above = [office], county.above(office)
    while above is not None and above not in found:
        found.append(above)
        above = county.above(above)
    return tuple(found) if above == office else ()


def _faults(code: str, name: str, due: str, at: Location) -> Iterator[Issue]:
    for column, word in ((CODE, code), (NAME, name)):
        if not word:
            message = f"「{column}」是空的，请填上。"
            yield Issue("名称", Severity.ERROR, message, _in(at, column), expected="一个词", found="空")
        elif word != file_name(word):
            message = f"{quoted(word)}不能作文件夹名，请去掉空格和 \\ / : * ? 这样的符号。"
            yield Issue("名称", Severity.ERROR, message, _in(at, column), expected=file_name(word), found=word)
    try:
        parse_date(due, DateKind.DAY, _ANY_YEAR if not due[:4].isdigit() else int(due[:4]))
    except NotADate as error:
        message = f"「{DEADLINE}」{error}。"
        yield Issue("日期", Severity.ERROR, message, _in(at, DEADLINE), expected="一个日期，如 12月10日", found=due)


def _in(at: Location, column: str) -> Location:
    return Location(at.file, at.row, column)


def _folder_of(code: str, name: str, below: Path, there: Mapping[str, Path], at: Location, finder: Finder) -> Path:
    """Return an office's folder, whether it is there or not; a spreadsheet has taken the noughts before a code away: 1 is 0001."""
    usual = f"{code} {name}"
    found = [one for one in there if one in {usual, code, name}]
    found += [one for one in there if one not in found and one.partition(" ")[0].lstrip("0") == code.lstrip("0") != ""]
    if len(found) > 1:
        message = f"{name}有{len(found)}个文件夹：{listed(found)}，不知道以哪个为准，请只留一个。"
        finder.error("文件", at, message, expected=usual, found=listed(found))
    return there[found[0]] if found else below / usual


def _unlisted(there: Mapping[str, Path], offices: tuple[Office, ...]) -> Iterator[Issue]:
    used = {office.folder.name for office in offices}
    for name in there:
        if name not in used:
            message = "单位名单里没有这个单位，没有用到。请在名单里加一行，或移走这个文件夹。"
            yield Issue("单位", Severity.WARNING, message, Location(f"offices/{name}"), key=f"单位：{key_text(name)}")
