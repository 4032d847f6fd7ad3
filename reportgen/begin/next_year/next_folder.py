"""A year's folder -> the next year's: same files, villages and categories, no number, dates moved on."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.base.faced import Faced, advised
from reportgen.base.issues import Finder, Issue, Location, Severity, Unusable, listed
from reportgen.base.saving import KEPT, write_folder
from reportgen.base.textfile import decode
from reportgen.base.workbook import NotAWorkbook
from reportgen.base.yamlfile import parse_yaml
from reportgen.begin.filling.asked import Filling, filling
from reportgen.begin.next_year.next_section import NextDate, next_section
from reportgen.begin.next_year.next_table import next_table
from reportgen.inputs.catalogue import Catalogue, TextKind
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.folder import read_sources
from reportgen.inputs.sources import Sources
from reportgen.inputs.years import newest_before, years

_BOM_UTF8 = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class NextYear:
    """What was made: the folder, from which year, how many files, the dates taken over, and how far it is filled.

    `left` says what was not taken over, `remarks` what is to be looked at; `demo` is the note of an earlier year that was invented. `newest` says
    that no year stands after the new one.
    """

    folder: Path
    earlier: int
    files: int
    dates: tuple[NextDate, ...]
    left: tuple[str, ...]
    remarks: tuple[str, ...]
    demo: str
    newest: bool
    filling: Filling


def already_there(year: int) -> Faced:
    """Return why the folder of `year` isn't made."""
    ways = (f"要看还差什么，用 status {year}；", "要看还差什么，到「填表」里看；")
    return advised("已经有了，不会覆盖。", *(f"{way}要重新建，先把它改名或移走。" for way in ways))


def make_next_year(data: Path, template: Path, year: int, earlier: int | None, *, as_forms: bool = False) -> NextYear:
    """Make the folder of `year` from that of an `earlier` one, None for the newest before it; its tables `as_forms`, workbooks to be filled.

    Raises Unusable when there is a folder already, no earlier one, or one with faults; CannotWrite. Then nothing is written.
    """
    folder = data / str(year)
    if os.path.lexists(folder):
        raise Unusable([Issue("文件", Severity.ERROR, already_there(year), Location(str(folder)))])
    source = newest_before(data, year) if earlier is None else earlier
    if source is None:
        message = f"没有{year}年以前的数据，没有可以照着建的。"
        raise Unusable([Issue("文件", Severity.ERROR, message, Location(str(data)))])
    catalogue = read_catalogue(template)
    try:
        sources = read_sources(data / str(source), source, catalogue)
        made = _Made(data / str(source), year, catalogue, sources, as_forms)
    except Unusable as error:
        raise Unusable(_in_folder(issue, data / str(source)) for issue in error.issues) from None
    with tempfile.TemporaryDirectory() as place:
        for name, content in made.files.items():
            (Path(place) / name).write_bytes(content)
        again = read_sources(Path(place), year, catalogue)
    write_folder(folder, made.files)
    others = [path.name for path in sorted((data / str(source)).iterdir()) if path.name not in sources.hashes]
    shown = [name for name in others if not name.startswith((".", "~")) and name != KEPT]
    left = [*made.left, *([f"没有用到的文件：{listed(shown)}"] if shown else [])]
    filled = filling(catalogue, again, sources, ())
    return NextYear(
        folder,
        source,
        len(made.files),
        tuple(made.dates),
        tuple(left),
        tuple(made.remarks),
        sources.demo,
        year == years(data)[-1],
        filled,
    )


def _in_folder(issue: Issue, folder: Path) -> Issue:
    """Return a fault of an earlier year's file, with the year before the file's name."""
    at = issue.location
    if at is None or at.file == str(folder):
        return issue
    return replace(issue, location=at._replace(file=f"{folder.name}/{at.file}"))


class _Made:
    """The files of the new year, in the catalogue's order, and what is to be said of them; raises Unusable."""

    def __init__(self, folder: Path, year: int, catalogue: Catalogue, sources: Sources, as_forms: bool) -> None:
        self.folder = folder
        self.span = (sources.year, year)
        self.catalogue = catalogue
        self.sources = sources
        self.files: dict[str, bytes] = {}
        self.dates: list[NextDate] = []
        self.left: list[str] = []
        self.remarks: list[str] = []
        finder = Finder()
        for section in catalogue.sections:
            for name in [name for name in sources.hashes if name.lower() == f"{section}.yaml"]:
                self._section(section, name)
            for table in catalogue.tables.values():
                if table.section == section:
                    name = sources.tables[table.name].file
                    title = catalogue.heading(table, year) if as_forms else ""
                    try:
                        made = next_table((folder / name).read_bytes(), name, table, sources.lists, self.span, title)
                        self.files[made.file] = made.data
                        self.remarks += made.remarks
                    except NotAWorkbook as error:
                        finder.error("文件", Location(name), str(error))
            self._pictures(section)
        finder.stop_if_any()

    def _pictures(self, section: str) -> None:
        """Take over the pictures that are usually the same every year, a seal's; the others are to be put there anew."""
        for text in self.catalogue.texts.values():
            if text.section == section and text.kind is TextKind.PICTURE and text.name in self.sources.pictures:
                file = self.sources.pictures[text.name].file
                if text.steady:
                    self.files[file] = (self.folder / file).read_bytes()
                else:
                    self.left.append(f"{section}.yaml「{text.name}」的图 {file}")

    def _section(self, section: str, name: str) -> None:
        data = (self.folder / name).read_bytes()
        text = decode(data)
        top = parse_yaml(data, name, Finder())
        made = next_section(text, top, section, self.catalogue, self.span, demo=bool(self.sources.demo))
        if made.text.strip():
            # Without a BOM where it was read so: a file that is no UTF-8 comes from a program that needs to be told.
            plain = not data.startswith(_BOM_UTF8) and data == text.encode()
            self.files[name] = (b"" if plain else _BOM_UTF8) + made.text.encode()
        else:
            self.remarks.append(f"{name} 里没有要填的，没有建。")
        self.dates += made.dates
        self.left += made.left
        self.remarks += made.remarks
