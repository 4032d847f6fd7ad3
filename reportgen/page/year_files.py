"""A year's folder, the catalogue and a name -> the file of this name that opens as a sheet; all of them, how far filled and what called."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from reportgen.begin.filling.asked import FileInputs, Filling, Lack
from reportgen.inputs.catalogue import Catalogue, Table
from reportgen.inputs.written import ASKED_FOR, READERS
from reportgen.page.desk import Desk

_YAML = ".yaml"
_ROLLED = "这是汇总各单位得来的，不在这里改：请改那个单位自己的表，再到「各单位」里汇总一次。"


@dataclass(frozen=True)
class YearFile:
    """A file of a year's folder, which may not be there yet: a section's YAML, where `table` is None, or a table's."""

    path: Path
    section: str
    table: Table | None

    @property
    def name(self) -> str:
        """Return its bare name."""
        return self.path.name

    @property
    def holds(self) -> str:
        """Return in the office's words what is filled in there: a table's columns."""
        return "、".join((*self.table.dimensions, *self.table.measures)) if self.table else "单项数和文字"


@dataclass(frozen=True)
class Listed:
    """A file in the list of a year's files: how far it is filled, None where nothing in it is asked for; whether anybody has made it."""

    file: YearFile
    filling: FileInputs | None
    is_there: bool

    @property
    def lacks(self) -> int:
        """Return how many of its inputs are still to be filled."""
        return len(self.filling.missing) if self.filling else 0

    @property
    def copied(self) -> list[str]:
        """Return the names of the texts that are to be rewritten, and say what the year before said."""
        missing = self.filling.missing if self.filling else ()
        return [one.at.column for one in missing if one.lack is Lack.UNCHANGED and one.at.column]


def listed(folder: Path, catalogue: Catalogue, filling: Filling) -> list[tuple[str, list[Listed]]]:
    """Return a year's files that are there or asked for, by their section's title."""
    known = {_bare(one.file): one for section in filling.sections for one in section.files}
    sections = []
    for name, section in catalogue.sections.items():
        files = files_of_section(folder, catalogue, name)
        every = [Listed(one, known.get(_bare(one.name)), one.path.exists()) for one in files]
        sections.append((section.title, [one for one in every if one.filling or one.is_there]))
    return sections


def year_file(folder: Path, catalogue: Catalogue, name: str) -> YearFile | None:
    """Return the file that a name means, None for a name that no section and no table has.

    Where a table's file has another ending than was asked for, or a name is written with capitals, it is the one that is there;
    where there is none, the one that a first save would make.
    """
    there = sorted(path.name for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []
    for file, section, table in _asked_for(catalogue):
        names = {f"{table.name}{ending}" for ending in READERS} if table else {file}
        if name.lower() in names:
            found = [one for one in there if one.lower() in names]
            return YearFile(folder / (name if name in found else (*found, file)[0]), section, table)
    return None


def called(catalogue: Catalogue) -> dict[str, str]:
    """Return by its name, with each ending that it may have, what people call each file: its section, and what of it is filled in there."""
    with_tables = {one.section for one in catalogue.tables.values()}
    alone = Counter(one.section for one in catalogue.tables.values())
    found: dict[str, str] = {}
    for file, section, table in _asked_for(catalogue):
        title, holds = catalogue.sections[section].title, YearFile(Path(file), section, table).holds
        is_plain = section not in with_tables if table is None else alone[section] == 1
        names = [f"{table.name}{ending}" for ending in READERS] if table else [file]
        found |= dict.fromkeys(names, title if is_plain else f"{title}（{holds}）")
    return found


def files_of_section(folder: Path, catalogue: Catalogue, section: str) -> list[YearFile]:
    """Return a section's files, the YAML first, those too that nobody has made yet."""
    every = [year_file(folder, catalogue, file) for file, of, _ in _asked_for(catalogue) if of == section]
    return [one for one in every if one is not None]


def _bare(name: str) -> str:
    """Return what tells a year's files apart: a table may have any of several endings, and capitals are the same."""
    lower = name.lower()
    return lower if lower.endswith(_YAML) else lower.rpartition(".")[0]


def _asked_for(catalogue: Catalogue) -> list[tuple[str, str, Table | None]]:
    yaml: list[tuple[str, str, Table | None]] = [(f"{name}{_YAML}", name, None) for name in catalogue.sections]
    return [*yaml, *((f"{one.name}{ASKED_FOR[0]}", one.section, one) for one in catalogue.tables.values())]


def why_closed(of: Desk, year: int, name: str) -> str:
    """Return why a file that a county's rollup makes anew each time isn't typed in, '' for any other."""
    if of.county is None:
        return ""
    from reportgen.offices.rolled_memory import remembered  # noqa: PLC0415  no single office's sheet waits for it

    return _ROLLED if name in remembered(of.county / "output", year).files else ""
