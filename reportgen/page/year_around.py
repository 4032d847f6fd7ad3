"""A file of a year -> what its sheet needs of the year around it: names that may stand in its columns, last year's numbers, an empty table."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.base.issues import Unusable
from reportgen.base.saving import read_or_none
from reportgen.begin.first_year.first_table import as_csv, first_table, waits_for
from reportgen.editing.sheet import sheet_of
from reportgen.editing.values_sheet import values_sheet
from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.folder import read_lists
from reportgen.inputs.sources import Sources
from reportgen.inputs.tables import Names, TableData
from reportgen.page.desk import Desk
from reportgen.page.sheet_data import Shown, closed, of_table, of_values
from reportgen.page.year_files import YearFile, why_closed, year_file


@dataclass(frozen=True)
class Around:
    """A file, the names that may stand in columns of any table, and the year before, None where it can't be read or there is none; `closed`
    says why nothing of the file is typed in here, '' nearly always."""

    file: YearFile
    catalogue: Catalogue
    lists: Names
    earlier: Sources | None
    last_yaml: bytes | None
    closed: str

    @property
    def empty(self) -> bytes:
        """Return what a first save of the file begins with."""
        if self.file.table is None:
            return b""
        return as_csv(self.file.table, first_table(self.catalogue, self.file.table, self.lists))

    @property
    def waits_for(self) -> str:
        """Return the list of names that has to be written before anybody knows which rows the table has, '' for none."""
        source = waits_for(self.catalogue, self.file.table) if self.file.table else ""
        return source if source and not any(self.lists.values()) else ""

    @property
    def last_table(self) -> TableData | None:
        """Return last year's table, None for none."""
        return self.earlier.tables.get(self.file.table.name) if self.earlier and self.file.table else None

    def shown(self, data: bytes | None) -> Shown:
        """Return the file's bytes, None for none yet, as its sheet; raises Unusable where they can't be read."""
        file, table = self.file, self.file.table
        if table is None:
            shown = of_values(values_sheet(data, file.name, self.catalogue, file.section, self.last_yaml))
        else:
            shown = of_table(sheet_of(data, file.name, table, self.lists, last_year=self.last_table, empty=self.empty))
        return closed(shown, self.closed) if self.closed else shown


def around(of: Desk, year: int, name: str) -> Around | None:
    """Return the file that a name means with the year around it, None for a name that the year doesn't ask for.

    Raises Unusable where the report's folder can't be read.
    """
    catalogue = of.report_folder().catalogue
    file = year_file(of.data / str(year), catalogue, name)
    if file is None:
        return None
    lists = read_lists(of.data / str(year), year, catalogue)
    last_yaml = _readable_yaml(of, year - 1, catalogue, file) if file.table is None and year - 1 in of.years else None
    return Around(file, catalogue, lists, of.earlier(year), last_yaml, why_closed(of, year, file.name))


def _readable_yaml(of: Desk, year: int, catalogue: Catalogue, file: YearFile) -> bytes | None:
    """Return last year's YAML of the section, None where it isn't there or has faults of its form."""
    before = year_file(of.data / str(year), catalogue, f"{file.section}.yaml")
    data = read_or_none(before.path) if before else None
    try:
        values_sheet(data, file.name, catalogue, file.section)
    except Unusable:
        return None
    return data
