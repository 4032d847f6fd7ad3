"""What a rollup wrote of a county's year <-> `rolled.json`, and what isn't so any more: an office corrected since, a table that people edited."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

from reportgen.base.faced import Faced, advised
from reportgen.base.hashing import sha256
from reportgen.base.issues import Issue, Location, Severity, Unusable, listed
from reportgen.base.saving import read_or_none
from reportgen.inputs.catalogue_file import FILE as CATALOGUE_FILE
from reportgen.offices.county import County, county_around, read_county
from reportgen.offices.gathering import inputs_of

FILE = "rolled.json"
CHECK = "汇总"
_MOST_NAMED = 5  # offices in a sentence


@dataclass(frozen=True)
class Memory:
    """A rollup: the hashes of the `files` that it wrote; the fingerprints of the `offices` that it added up, or would have, by code; the
    names of all that it `listed`; the hash of their `catalogue` where it stands in the county's own folder, else ''; the codes of
    those that its sums are `added` up of."""

    partly: bool = False
    files: Mapping[str, str] = field(default_factory=dict)
    offices: Mapping[str, str] = field(default_factory=dict)
    listed: tuple[str, ...] = ()
    catalogue: str = ""
    added: tuple[str, ...] = ()

    @property
    def text(self) -> bytes:
        """Return the bytes of its file."""
        return f"{json.dumps(asdict(self), ensure_ascii=False, indent=1)}\n".encode()


def remembered(output: Path, year: int) -> Memory:
    """Return what the last rollup of a county whose output that is wrote of a year; nothing where nobody remembers one, or only what is damaged."""
    try:
        said = json.loads((output / str(year) / FILE).read_bytes())
        files, offices = (
            {str(name): str(digest) for name, digest in said.get(key, {}).items()} for key in ("files", "offices")
        )
        files = {name: digest for name, digest in files.items() if Path(name).name == name}
        names, added = (tuple(str(name) for name in said.get(key, ())) for key in ("listed", "added"))
        return Memory(bool(said.get("partly")), files, offices, names, str(said.get("catalogue", "")), added)
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return Memory()


def catalogue_hash(county: County, template: Path) -> str:
    """Return the hash of the offices' catalogue where that is the one in the county's folder."""
    data = read_or_none(template / CATALOGUE_FILE)
    is_usual = template.resolve() == county.template.resolve()
    return sha256(data) if data is not None and is_usual else ""


def outdated(data: Path, year: int) -> tuple[Issue, ...]:
    """Return what isn't so any more of a county's year and of the year before, which it is compared with; nothing for a folder of years that
    isn't a county's."""
    folder = county_around(data.resolve())
    if folder is None:
        return ()
    try:
        county = read_county(folder)
    except Unusable as error:
        message = f"单位名单现在读不出来，不知道汇总以后有没有改过：{error.issues[0]}"
        return (Issue(CHECK, Severity.WARNING, message),)
    found = tuple(issue for one in (year - 1, year) for issue in _outdated(county, data, one))
    return (*found, *_of_other_offices(county, data, year))


def _of_other_offices(county: County, data: Path, year: int) -> Iterator[Issue]:
    """Yield a warning where a year and the year before it were added up of other offices: no number of the one compares with the other's."""
    now, then = remembered(county.output, year), remembered(county.output, year - 1)
    if now.added and then.added and {*now.added} != {*then.added}:
        fact = (
            f"汇总以后{year - 1}年另汇总过，加的是{len(then.added)}个单位，{year}年是{len(now.added)}个，不是同样的单位，"
            "和上年比的数都不能用。"
        )
        at = Location(str(data / str(year - 1)))
        yield _issue(_again(data, year, fact, partly=now.partly), at, "同样的单位", "不同的单位")


def _outdated(county: County, data: Path, year: int) -> Iterator[Issue]:
    memory = remembered(county.output, year)
    if not memory.files or not memory.listed:
        return
    at, again = Location(str(data / str(year))), partial(_again, data, year)
    edited = [
        name
        for name, digest in memory.files.items()
        if (found := read_or_none(data / str(year) / name)) is None or sha256(found) != digest
    ]
    if edited:
        fact = f"汇总以后{listed(edited, _MOST_NAMED)}有人改过或删了，报告里的数不全是各单位的合计。要改的请改各单位自己的表，"
        yield _issue(again(fact), at, "汇总出来的表", listed(edited, _MOST_NAMED))
    names = tuple(map(str, county.lowest))
    if names != memory.listed:
        more = [one for one in names if one not in memory.listed]
        less = [one for one in memory.listed if one not in names]
        said = [f"{word}{listed(those, _MOST_NAMED)}" for word, those in (("多了", more), ("少了", less)) if those]
        fact = f"汇总以后单位名单改过（{'，'.join(said) or '次序变了'}），合计还是按以前的名单。"
        yield _issue(again(fact), at, f"{len(memory.listed)}个单位", f"{len(names)}个单位")
    others = [
        str(office)
        for office in county.lowest
        if office.code in memory.offices and inputs_of(office, year) != memory.offices[office.code]
    ]
    if others:
        fact = (
            f"汇总以后，{len(others)}个单位的数据改过或刚报来（{listed(others, _MOST_NAMED)}），这里的合计还是以前的。"
        )
        yield _issue(again(fact), at, "各单位现在的数", "以前的合计")
    if memory.catalogue and catalogue_hash(county, county.template) != memory.catalogue:
        fact = "汇总以后各单位的指标目录改过，这里还是按以前的。"
        yield _issue(again(fact), at, "现在的指标目录", "以前的")


def _again(data: Path, year: int, fact: str, *, partly: bool = False) -> Faced:
    """Return a fact with what adds the year up again."""
    return advised(
        fact,
        f"请再运行 rollup {data.parent} {year}{' --partly' * partly}。",
        f"请到{year}年的「各单位」里{'勾上「只加已报的单位」，' * partly}再汇总一次。",
    )


def _issue(message: str, at: Location, expected: str, found: str) -> Issue:
    return Issue(CHECK, Severity.WARNING, message, at, expected=expected, found=found)
