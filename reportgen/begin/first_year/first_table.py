"""A table's definition and the names known -> the columns and rows that are to be filled; as a CSV or a workbook.

With a list of villages each has a row for each combination of categories; without one the table goes by its categories alone.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from reportgen.begin.table_csv import table_csv
from reportgen.inputs.catalogue import Catalogue, Table
from reportgen.inputs.tables import Names


@dataclass(frozen=True)
class EmptyTable:
    """A table to be filled: its columns of categories, with what may stand in them, () for anything, and the categories of each row.

    The columns of numbers stand behind them."""

    dimensions: dict[str, tuple[str, ...]]
    rows: tuple[tuple[str, ...], ...]


def _dimensions_of(catalogue: Catalogue, table: Table, lists: Names) -> dict[str, tuple[str, ...]]:
    """Return the columns of categories that a new table gets, with what may stand in them, () for anything.

    A column that any table may carry (村) stands in those tables whose definition names it; where none does, in all of them, as soon
    as there are names for it.
    """
    own = {column: table.choices(column, lists) for column in table.dimensions}
    if _says_which(catalogue):
        return own
    listed = {column: lists[column] for column in catalogue.any_table if lists.get(column)}
    return {**dict(itertools.islice(listed.items(), 1)), **own}


def waits_for(catalogue: Catalogue, table: Table) -> str:
    """Return the list of names that decides which rows a new table has, '' where none does."""
    named = [column for column, values in table.dimensions.items() if not values and catalogue.any_table.get(column)]
    columns = named or [
        column for column, source in catalogue.any_table.items() if source and not _says_which(catalogue)
    ]
    return catalogue.any_table[columns[0]] if columns else ""


def _says_which(catalogue: Catalogue) -> bool:
    """Return whether the catalogue says of any table that it has a column that every table may carry."""
    return any(column in table.dimensions for table in catalogue.tables.values() for column in catalogue.any_table)


def first_table(catalogue: Catalogue, table: Table, lists: Names) -> EmptyTable:
    """Return what is to be filled: no row where nobody says what may stand in a column, or a table has no column of categories."""
    columns = _dimensions_of(catalogue, table, lists)
    rows = tuple(itertools.product(*columns.values())) if columns and all(columns.values()) else ()
    return EmptyTable(columns, rows)


def as_csv(table: Table, empty: EmptyTable) -> bytes:
    """Return the table as a CSV that Excel reads without asking, UTF-8 with BOM."""
    rows = ([*row, *[""] * len(table.measures)] for row in empty.rows)
    return table_csv([(1, [[*empty.dimensions, *table.measures], *rows])])


def as_form(table: Table, empty: EmptyTable, title: str) -> bytes:
    """Return the table as a workbook to be filled, with its title above it."""
    from reportgen.begin.forms.form_book import Form, form_book  # noqa: PLC0415  openpyxl costs a fifth of a second

    columns = (*empty.dimensions, *table.measures)
    rows = tuple((*row, *(None for _ in table.measures)) for row in empty.rows)
    return form_book([Form(table.name, title, columns, rows, empty.dimensions, table.measures)])
