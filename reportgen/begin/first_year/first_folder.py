"""The catalogue alone -> the first year's folder, or what a folder that was begun still lacks of it; what stands there is left alone.

Which villages there are stands in the year's own YAML, in the list that the catalogue names: the tables that go by village are made as
soon as it is written.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.base.faced import advised
from reportgen.base.issues import Issue, Location, Severity, Unusable
from reportgen.base.saving import write_all, write_folder
from reportgen.begin.filling.asked import Filling, filling
from reportgen.begin.first_year.first_section import first_section
from reportgen.begin.first_year.first_table import as_csv, as_form, first_table, waits_for
from reportgen.begin.next_year.next_folder import already_there
from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.folder import read_partly
from reportgen.inputs.sources import Made, Sources
from reportgen.inputs.written import READERS
from reportgen.inputs.years import years


@dataclass(frozen=True)
class Waiting:
    """A list of names that nobody has written yet, where it is to be written, and the tables that can't be made before."""

    at: Location
    tables: tuple[str, ...]

    def __str__(self) -> str:
        return f"在 {self.at.file} 的「{self.at.column}」里写上"


@dataclass(frozen=True)
class FirstYear:
    """What was made: the folder, the files that are new in it, the lists that tables wait for, and how far it is filled."""

    folder: Path
    files: tuple[str, ...]
    waiting: tuple[Waiting, ...]
    filling: Filling


def lacking_files(folder: Path, catalogue: Catalogue, year: int, made: Mapping[str, Made]) -> dict[str, bytes]:
    """Return the files that a year's folder lacks of what a catalogue asks for, as they begin; `made` are the tables that need no reading.

    Raises Unusable with the faults of those that stand there.
    """
    there = _names_in(folder) or ()
    sources = _read(folder, year, catalogue, made)
    later = {name for one in _waiting(catalogue, sources, there) for name in one.tables}
    return _lacking(catalogue, sources, there, later, as_forms=False)


def is_first(data: Path, year: int) -> bool:
    """Return whether no other year has a folder: then there is none to begin from."""
    return not set(years(data)) - {year}


def make_first_year(data: Path, template: Path, year: int, *, as_forms: bool = False) -> FirstYear:
    """Make the files of `year` that its folder lacks, from the catalogue alone; its tables `as_forms`, workbooks to be filled.

    Raises Unusable when there is none to make, and when a file that stands there has faults; CannotWrite. Then nothing is written.
    """
    catalogue = read_catalogue(template)
    folder = data / str(year)
    there = _names_in(folder)
    if there is None and os.path.lexists(folder):
        raise _refused(folder, year, ())
    sources = _read(folder, year, catalogue)
    waiting = _waiting(catalogue, sources, there or ())
    later = {name for one in waiting for name in one.tables}
    files = _lacking(catalogue, sources, there or (), later, as_forms)
    if not files:
        raise _refused(folder, year, waiting)
    if there is None:
        write_folder(folder, files)
    else:
        write_all({folder / name: made for name, made in files.items()})
    now = replace(catalogue, tables={name: table for name, table in catalogue.tables.items() if name not in later})
    return FirstYear(folder, tuple(files), waiting, filling(now, _read(folder, year, catalogue), None, ()))


def what_waits(data: Path, template: Path, year: int) -> tuple[Waiting, ...] | None:
    """Return the lists that a first year's tables wait for; None where `new` has no file to make."""
    there = _names_in(data / str(year))
    if there is None or not is_first(data, year):
        return None
    catalogue = read_catalogue(template)
    sources, _ = read_partly(data / str(year), year, catalogue)
    waiting = _waiting(catalogue, sources, there)
    return waiting if waiting or _lacking(catalogue, sources, there, (), False) else None


def _names_in(folder: Path) -> Collection[str] | None:
    """Return the names in a folder, in small letters as Windows compares them; None where there is no folder."""
    return {path.name.lower() for path in folder.iterdir()} if folder.is_dir() else None


def _read(folder: Path, year: int, catalogue: Catalogue, made: Mapping[str, Made] | None = None) -> Sources:
    """Return what a folder holds, nothing where there is none; raises Unusable with the faults of its files, but that one isn't there."""
    with tempfile.TemporaryDirectory() as empty:
        sources, faults = read_partly(folder if folder.is_dir() else Path(empty), year, catalogue, made=made)
    if wrong := [fault for fault in faults if (fault.check, fault.found) != ("文件", "没有")]:
        raise Unusable(wrong)
    return sources


def _refused(folder: Path, year: int, waiting: tuple[Waiting, ...]) -> Unusable:
    ways = (f"，再运行一次 new {year}。", "，再到「新的一年」里建还缺的文件。")
    lacking = [advised(f"还缺{len(one.tables)}张表，要先有名单：{one}", *ways) for one in waiting]
    said = lacking or [already_there(year)]
    return Unusable(Issue("文件", Severity.ERROR, message, Location(str(folder))) for message in said)


def _waiting(catalogue: Catalogue, sources: Sources, there: Collection[str]) -> tuple[Waiting, ...]:
    absent: dict[str, list[str]] = {}
    for table in catalogue.tables.values():
        source = waits_for(catalogue, table)
        written = source and source in sources.sections[catalogue.texts[source].section].lists
        if source and not written and not _has_table(table.name, there):
            absent.setdefault(source, []).append(table.name)
    return tuple(
        Waiting(Location(f"{catalogue.texts[source].section}.yaml", None, source), tuple(tables))
        for source, tables in absent.items()
    )


def _lacking(
    catalogue: Catalogue, sources: Sources, there: Collection[str], waiting: Collection[str], as_forms: bool
) -> dict[str, bytes]:
    """Return the files that aren't there, in the catalogue's order, but the tables that wait."""
    files: dict[str, bytes] = {}
    for section in catalogue.sections:
        text = first_section(catalogue, section)
        if text and f"{section}.yaml" not in there:
            files[f"{section}.yaml"] = text.encode()
        for table in catalogue.tables.values():
            if table.section == section and table.name not in waiting and not _has_table(table.name, there):
                empty = first_table(catalogue, table, sources.lists)
                if as_forms:
                    files[f"{table.name}.xlsx"] = as_form(table, empty, catalogue.heading(table, sources.year))
                else:
                    files[f"{table.name}.csv"] = as_csv(table, empty)
    return files


def _has_table(name: str, there: Collection[str]) -> bool:
    return any(f"{name}{ending}" in there for ending in READERS)
