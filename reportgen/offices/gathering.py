"""A county's offices and a year -> what each handed in, as read: from what an earlier run kept of it as long as no byte of its folder is another.

`output/<year>/gathered.jsonl` keeps one line of JSON for each office: numbers exact, whole ones as such and 1/3 as text, with a checksum
over the line. A line that is damaged, or of other files, another catalogue or another version of this program, is never believed.
"""

from __future__ import annotations

import contextlib
import functools
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from reportgen import __version__
from reportgen.base.dates import CalendarValue, Period, Point
from reportgen.base.hashing import sha256
from reportgen.base.issues import Location, Unusable
from reportgen.base.numbers import Exact
from reportgen.base.saving import write_safely
from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.folder import read_sources
from reportgen.inputs.section import Reported, SectionValues, TypedValue
from reportgen.inputs.sources import Sources
from reportgen.inputs.tables import TableData, Total
from reportgen.offices.county import County, Office
from reportgen.offices.fingerprint import fingerprint

_FORM = f"3 {__version__}"  # of a line, and of what reads an office's files; another one's lines are read anew
_CHECKSUM = len(sha256(b""))
_CODE, _MOST_HEAD = re.compile(rb'"code":("(?:[^"\\]|\\.)*")'), 500  # where a line says its office
_HEAD, _TAIL = '{"checksum":"', '",'


@dataclass(frozen=True)
class Gathered:
    """What one office handed in for a year: `sources` as its readers understood them, without its pictures and remarks, and its texts but of
    an earlier year; None where they couldn't, and then `refused` says why.

    `inputs` is the fingerprint of the year's folder, '' without one; `catalogue` is the digest of the catalogue that it was read by. An
    `earlier` year was read to be compared with, as `read_sources` does it.
    """

    code: str
    year: int
    inputs: str
    catalogue: str
    sources: Sources | None
    refused: tuple[str, ...] = ()
    earlier: bool = False


def gather(county: County, catalogue: Catalogue, year: int, *, earlier: bool = False) -> tuple[Gathered, ...]:
    """Return what every office of the list handed in, in its order, and keep it for the next run; raises CannotWrite."""
    return tuple(one_by_one(county, catalogue, year, earlier=earlier))


def one_by_one(county: County, catalogue: Catalogue, year: int, *, earlier: bool = False) -> Iterator[Gathered]:
    """Yield the same as each office is read, and keep it behind the last; raises CannotWrite."""
    kept = _kept(county, catalogue, year, earlier)
    found: list[Gathered] = []
    for office in county.offices:
        found.append(_gathered(office, catalogue, year, kept.get(office.code), earlier))
        yield found[-1]
    if any(one is not kept.get(one.code) for one in found) or kept.keys() - {one.code for one in found}:
        keep(county, year, map(line_of, found), earlier=earlier)


def keep(county: County, year: int, lines: Iterable[str], *, earlier: bool = False) -> None:
    """Write the lines of all offices of a year, in place of those of an earlier run; raises CannotWrite."""
    write_safely(file_of(county, year, earlier=earlier), "".join(f"{line}\n" for line in lines).encode())


def adding(county: County, year: int, *, earlier: bool = False) -> Callable[[str], None]:
    """Return what adds an office's line to those of a year, the last of which holds; a line that can't be added is read anew."""
    file = file_of(county, year, earlier=earlier)
    known = {office.code for office in county.offices}
    keep(county, year, (kept_line(file, code) for code in _places_in(file) if code in known), earlier=earlier)

    def add(line: str) -> None:
        with contextlib.suppress(OSError), file.open("ab") as opened:
            opened.write(f"{line}\n".encode())

    return add


def kept_line(file: Path, code: str) -> str:
    """Return the line that a file keeps of an office, whole or not, '' for none: who reads it says whether it is believed."""
    place = _places_in(file).get(code)
    if place is None:
        return ""
    with contextlib.suppress(OSError, UnicodeDecodeError), file.open("rb") as opened:
        opened.seek(place[0])
        return opened.read(place[1]).decode()
    return ""


def _places_in(file: Path) -> dict[str, tuple[int, int]]:
    try:
        state = file.stat()
    except OSError:
        return {}
    return _places(file, state.st_size, state.st_mtime_ns)


@functools.lru_cache(maxsize=2)
def _places(file: Path, size: int, saved: int) -> dict[str, tuple[int, int]]:
    """Return where the last line of each office begins in a file, and how long it is; a thousand offices' lines are too much to hold."""
    found: dict[str, tuple[int, int]] = {}
    begin = 0
    with contextlib.suppress(OSError), file.open("rb") as opened:
        for line in opened:
            if said := _CODE.search(line[:_MOST_HEAD]):
                with contextlib.suppress(ValueError):
                    found[json.loads(said[1])] = begin, len(line.rstrip(b"\n"))
            begin += len(line)
    return found


def line_of(gathered: Gathered) -> str:
    """Return what is kept of an office, on one line."""
    entry = {
        "form": _FORM,
        "code": gathered.code,
        "year": gathered.year,
        "earlier": gathered.earlier,
        "inputs": gathered.inputs,
        "catalogue": gathered.catalogue,
        "refused": gathered.refused,
        "sources": None if gathered.sources is None else _sources_entry(gathered.sources, gathered.earlier),
    }
    body = json.dumps(entry, ensure_ascii=False, separators=(",", ":"))[1:]
    return f"{_HEAD}{sha256(body.encode())}{_TAIL}{body}"


def read_line(line: str, catalogue: Catalogue) -> Gathered | None:
    """Return what a line keeps of an office, None for one that is damaged, of another version or of another catalogue."""
    body = line.rstrip("\n")[len(_HEAD) + _CHECKSUM + len(_TAIL) :]
    if not body or line[len(_HEAD) : len(_HEAD) + _CHECKSUM] != sha256(body.encode()):
        return None
    entry = json.loads("{" + body)
    if entry["form"] != _FORM or entry["catalogue"] != catalogue.digest:
        return None
    sources = entry["sources"] and _sources(entry["sources"], entry["year"], catalogue)
    return Gathered(
        entry["code"],
        entry["year"],
        entry["inputs"],
        entry["catalogue"],
        sources,
        tuple(entry["refused"]),
        entry["earlier"],
    )


def file_of(county: County, year: int, *, earlier: bool) -> Path:
    """Return where the lines of a year are kept."""
    return county.output / str(year) / ("gathered_earlier.jsonl" if earlier else "gathered.jsonl")


def _kept(county: County, catalogue: Catalogue, year: int, earlier: bool) -> dict[str, Gathered]:
    try:
        text = file_of(county, year, earlier=earlier).read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        return {}
    found = (read_line(line, catalogue) for line in text.split("\n"))
    return {one.code: one for one in found if one and (one.year, one.earlier) == (year, earlier)}


def inputs_of(office: Office, year: int) -> str:
    """Return the fingerprint of an office's year, '' without one, or where a file can't be read, which its reader tells."""
    try:
        return fingerprint(office.data / str(year))
    except OSError:
        return ""


def _gathered(office: Office, catalogue: Catalogue, year: int, kept: Gathered | None, earlier: bool) -> Gathered:
    return gathered_of(office, catalogue, year, inputs_of(office, year), kept, earlier=earlier)


def gathered_of(
    office: Office, catalogue: Catalogue, year: int, inputs: str, kept: Gathered | None, *, earlier: bool
) -> Gathered:
    """Return what an office handed in whose year's folder has the fingerprint `inputs`: what is `kept` of it where that is of the same."""
    folder = office.data / str(year)
    if kept is not None and inputs and kept.inputs == inputs:
        return kept
    try:
        sources = read_sources(folder, year, catalogue, earlier=earlier)
    except Unusable as error:
        refused = tuple(map(str, error.issues))
        told = Gathered(office.code, year, inputs, catalogue.digest, None, refused, earlier)
        return kept if kept == told else told
    # Saved while it was read: nobody knows which bytes these are, and who takes the change back again would find them kept as those before.
    sure = inputs if inputs_of(office, year) == inputs else ""
    return Gathered(office.code, year, sure, catalogue.digest, sources, (), earlier)


# ---- an office's inputs as JSON, and back


def _sources_entry(sources: Sources, earlier: bool) -> dict[str, Any]:
    return {
        "hashes": sources.hashes,
        "tables": {name: _table_entry(table) for name, table in sources.tables.items()},
        "sections": {name: _section_entry(values, with_texts=earlier) for name, values in sources.sections.items()},
        "lists": dict(sources.lists),
        "drawn": sources.drawn if earlier else {},
    }


def _sources(entry: dict[str, Any], year: int, catalogue: Catalogue) -> Sources:
    tables = {name: _table(table, catalogue.tables[name].measures) for name, table in entry["tables"].items()}
    sections = {name: _section(values) for name, values in entry["sections"].items()}
    lists = {column: tuple(names) for column, names in entry["lists"].items()}
    return Sources(year, tables, sections, entry["hashes"], (), lists, drawn=entry["drawn"])


def _table_entry(table: TableData) -> list[Any]:
    numbers = {name: [*map(_number_entry, column)] for name, column in table.numbers.items()}
    totals = [[one.row, one.where, {name: _number_entry(n) for name, n in one.values.items()}] for one in table.totals]
    return [table.file, table.rows, table.categories, numbers, table.dimensions, table.absent, totals, table.origins]


def _table(entry: list[Any], measures: dict[str, Any]) -> TableData:
    file, rows, categories, numbers, dimensions, absent, totals, origins = entry
    return TableData(
        file,
        tuple(rows),
        categories,
        {name: _numbers(column) for name, column in numbers.items()},
        tuple(dimensions),
        measures,
        tuple(absent),
        tuple(Total(row, where, {name: _number(n) for name, n in values.items()}) for row, where, values in totals),
        origins=tuple(origins),
    )


def _section_entry(values: SectionValues, *, with_texts: bool) -> list[Any]:
    typed = {name: [*_at_entry(one.at), _value_entry(one.value)] for name, one in values.typed.items()}
    reported = {
        name: [*_at_entry(one.at), _number_entry(one.value), one.reason] for name, one in values.reported.items()
    }
    return [typed, reported, values.demo, [values.texts, values.lists, values.items] if with_texts else []]


def _section(entry: list[Any]) -> SectionValues:
    typed, reported, demo, words = entry
    texts, lists, items = words or ({}, {}, {})
    return SectionValues(
        typed={
            name: TypedValue(_value(value), Location(said, row, column))
            for name, (said, row, column, value) in typed.items()
        },
        reported={
            name: Reported(_exact(value), reason, Location(said, row, column))
            for name, (said, row, column, value, reason) in reported.items()
        },
        demo=demo,
        texts=texts,
        lists={name: tuple(every) for name, every in lists.items()},
        items={name: tuple(every) for name, every in items.items()},
    )


def _at_entry(at: Location) -> tuple[str, int | None, str | None]:
    return at.file, at.row, at.column


def _number_entry(value: Exact | None) -> int | str | None:
    return value if value is None or isinstance(value, int) else str(value)


def _number(entry: int | str | None) -> Exact | None:
    return entry if entry is None or isinstance(entry, int) else Fraction(entry)


def _numbers(entries: list[Any]) -> list[Exact | None]:
    return [Fraction(entry) if isinstance(entry, str) else entry for entry in entries]


def _exact(entry: int | str) -> Exact:
    return entry if isinstance(entry, int) else Fraction(entry)


def _value_entry(value: Exact | CalendarValue | None) -> Any:
    if isinstance(value, Period):
        return [_value_entry(value.start), _value_entry(value.end)]
    return [value.year, value.month, value.day] if isinstance(value, Point) else _number_entry(value)


def _value(entry: Any) -> Exact | CalendarValue | None:
    if not isinstance(entry, list):
        return _number(entry)
    return Period(*(Point(*end) for end in entry)) if len(entry) == 2 else Point(*entry)
