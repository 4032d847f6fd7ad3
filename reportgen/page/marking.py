"""A file as it would be with what was typed -> what the checks find in it, each at the cell that it is about as the sheet shows it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from reportgen.base.issues import Issue, Unusable
from reportgen.editing.cell_changes import row_shown
from reportgen.editing.sheet import DATA, Sheet, sheet_of
from reportgen.editing.table_cells import are_rows_moved
from reportgen.editing.values_sheet import ValuesSheet, values_sheet
from reportgen.inputs.metric_rules import SumOf
from reportgen.page.desk import Desk
from reportgen.page.sheet_data import TYPED_IN, column_named
from reportgen.page.typed import Typed
from reportgen.page.wording import issue_text, said
from reportgen.page.year_around import Around


@dataclass(frozen=True)
class Marked:
    """An issue of a file, with the id of its row as shown (a number, −n for the nth row that was added, a value's name; None for the whole
    file or another one) and its column from 0; `file` is the one whose sheet shows it."""

    issue: Issue
    file: str
    row: int | str | None = None
    column: int | None = None

    @property
    def text(self) -> str:
        """Return what it says, its row as the sheet shows it."""
        place = self.issue.location
        if place is None or not isinstance(self.row, int) or self.row == place.row:
            return issue_text(self.issue, self.file)
        if self.row > 0:
            return issue_text(replace(self.issue, location=place._replace(row=self.row)), self.file)
        where = f"新的第{-self.row}行{'' if place.column is None else f'「{place.column}」'}"
        return f"{where}：{said(self.issue.message)}"


@dataclass(frozen=True)
class Found:
    """What the checks find: the issues of this file; how many errors stand elsewhere in the year, apart from what nobody has filled in
    yet; by row what changed since last year. Where the year `is_read` in part alone, no check has looked at it."""

    here: tuple[Marked, ...]
    elsewhere: int
    changes: dict[int, tuple[str, ...]]
    is_read: bool = True


def found_in(of: Desk, year: int, here: Around, typed: Typed, before: bytes | None, made: bytes) -> Found:
    """Return what `check` would find if the file were `made` of what was there `before` and what was typed; nothing is written."""
    try:
        issues: Collection[Issue] = of.checked_with(year, {here.file.name: made}).issues
    except Unusable as error:
        return replace(_placed(error.issues, here, typed, before, made), is_read=False)
    return _placed(issues, here, typed, before, made)


def refused_in(here: Around, typed: Typed, before: bytes | None, refused: Unusable) -> Found:
    """Return why what was typed can't be written at all, at the cells; the rows are those as shown."""
    return _placed(refused.issues, here, Typed(typed.digest), before, here.empty if before is None else before)


def _placed(issues: Collection[Issue], here: Around, typed: Typed, before: bytes | None, made: bytes) -> Found:
    own = [one for one in issues if _is_here(one, here)]
    errors = sum(one.is_standing_error and not one.is_to_be_filled for one in issues if one not in own)
    file, table = here.file, here.file.table
    try:
        if table is None:
            values = values_sheet(made, file.name, here.catalogue, file.section)
            return Found(tuple(Marked(one, file.name, *_in_values(one, file.name, values)) for one in own), errors, {})
        begun = here.empty if before is None else before
        lists = here.lists
        sheet = sheet_of(made, file.name, table, lists, last_year=here.last_table)
        shown = sheet_of(begun, file.name, table, lists) if typed.changes.deleted or typed.changes.added else sheet
    except Unusable:  # then the issues say so, and there is no sheet to mark
        return Found(tuple(Marked(one, file.name) for one in own), errors, {})
    end = max((row.number for row in shown.rows if row.kind == DATA), default=shown.header_row)
    is_moved = are_rows_moved(begun, file.name)
    at = {row.number: row_shown(row.number, typed.changes, end, is_moved=is_moved) for row in sheet.rows}
    marked = tuple(Marked(one, file.name, *_in_table(one, file.name, sheet, at)) for one in own)
    return Found(marked, errors, {at[row.number]: row.changes for row in sheet.rows})


def _is_here(issue: Issue, here: Around) -> bool:
    """Return whether an issue is of this file: it stands there, or is about a metric that the file gives."""
    if issue.location is not None and issue.location.file == here.file.name:
        return True
    table, catalogue = here.file.table, here.catalogue
    if table is None:
        given = {one.name for one in catalogue.typed_of(here.file.section).values()}
    else:
        rules = ((name, one.rule) for name, one in catalogue.metrics.items())
        given = {name for name, rule in rules if isinstance(rule, SumOf) and rule.table == table.name}
    return not given.isdisjoint(issue.metrics)


def _in_table(issue: Issue, file: str, sheet: Sheet, at: dict[int, int]) -> tuple[int | None, int | None]:
    place = issue.location
    if place is None or place.file != file or place.row is None:
        return None, None
    return at.get(place.row), column_named([one.names for one in sheet.columns], place.column or "")


def _in_values(issue: Issue, file: str, values: ValuesSheet) -> tuple[str | None, int | None]:
    place = issue.location
    if place is None or place.file != file:
        return None, None
    named = next((one.name for one in values.rows if one.name == place.column), None)
    by_row = next((one.name for one in values.rows if one.row is not None and one.row == place.row), None)
    name = named or by_row
    return name, None if name is None else TYPED_IN
