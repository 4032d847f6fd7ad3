"""The catalogue and a year's tables -> what their sheets are called, by which column they go by village, which villages there are."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.sources import Sources
from reportgen.inputs.tables import TableData

_MOST_NAME = 31  # characters of a sheet's name


def village_column(catalogue: Catalogue, table: TableData) -> str:
    """Return the first of a table's columns that every table may carry (村), '' where it has none."""
    return next((column for column in catalogue.any_table if column in table.dimensions), "")


def villages_of(catalogue: Catalogue, sources: Sources) -> tuple[str, ...]:
    """Return the villages of a year: those listed, or else those in its tables."""
    found: dict[str, None] = {}
    for table in sources.tables.values():
        column = village_column(catalogue, table)
        found |= dict.fromkeys(sources.lists.get(column) or table.categories.get(column, []))
    return tuple(found)


def sheet_names(tables: Sequence[str]) -> dict[str, str]:
    """Return by table the name of its sheet: its own, cut where Excel takes no longer one, and numbered where two are one."""
    found: dict[str, str] = {}
    for table in tables:
        name, number = table[:_MOST_NAME], 1
        while name in found.values():
            number += 1
            name = f"{table[: _MOST_NAME - len(str(number)) - 1]}_{number}"
        found[table] = name
    return found
