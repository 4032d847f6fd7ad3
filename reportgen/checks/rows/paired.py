"""Two years' tables -> the cells that stand in both, each with what it says in either year and the metrics that it goes into.

Rows are the same where their categories are, however they are spelled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import NamedTuple

from reportgen.base.issues import Location
from reportgen.base.names import column_key
from reportgen.base.numbers import Exact
from reportgen.figures.compute import Figures
from reportgen.figures.figure import Figure
from reportgen.inputs.catalogue import Catalogue, Table
from reportgen.inputs.metric_rules import SumOf
from reportgen.inputs.tables import TableData

MEASURE = ""  # the axis of a cell's column of numbers, beside the axes of its categories
_MONEY = "元"

Key = tuple[str, ...]


class PairedCell(NamedTuple):
    """A cell of this year's table and last year's of the same categories.

    `along` says where on each axis it stands: {村（社区）: 甲村, 户口: 农业, '': 人口}. `across` is the column by which the table goes over
    many places, '' for none. `is_count` where things or people are counted, not money, and nothing has decimals. `metrics` are the
    sums that it goes into, `is_shown` where one of them is nothing but this cell; `digits` how many decimals its column prints at least.
    """

    at: Location
    along: Mapping[str, str]
    across: str
    is_count: bool
    old: Exact
    new: Exact
    metrics: tuple[str, ...]
    is_shown: bool
    digits: int

    @property
    def row_name(self) -> str:
        """Return the categories, as the table says them: 甲村、农业."""
        return "、".join(word for axis, word in self.along.items() if axis != MEASURE)


def paired_cells(
    catalogue: Catalogue, compared: Iterable[Figure], before: Figures, after: Figures
) -> Iterator[tuple[PairedCell, ...]]:
    """Yield for each table the cells that any of the `compared` figures adds up; nothing for a table without, or for one that was added up
    from offices' tables: each office has its own checks of its rows, and what it types is no concern of those who read the sums."""
    into: dict[Location, list[str]] = {}
    shown: set[Location] = set()
    for figure in compared:
        if isinstance(figure.metric.rule, SumOf):
            shown |= {cell.at for cell in figure.cells if len(figure.cells) == 1}
            for cell in figure.cells:
                into.setdefault(cell.at, []).append(figure.name)
    for name, table in after.tables.items():
        if not table.origins and (
            cells := tuple(_paired(catalogue, catalogue.tables[name], table, before.tables[name], into, shown))
        ):
            yield cells


def _paired(
    catalogue: Catalogue,
    table: Table,
    now: TableData,
    then: TableData,
    into: Mapping[Location, list[str]],
    shown: Set[Location],
) -> Iterator[PairedCell]:
    columns = now.dimensions
    if not columns or set(columns) != set(then.dimensions):
        return
    across = next(iter(over_places(catalogue, table, columns)), "")
    keys, keys_then = keys_of(now, columns), keys_of(then, columns)
    words = list(zip(*(now.categories[column] for column in columns), strict=True))
    for measure, definition in table.measures.items():
        is_count = not definition.digits and _MONEY not in definition.unit
        earlier = dict(zip(keys_then, then.numbers[measure], strict=True))
        for key, said, row, new in zip(keys, words, now.rows, now.numbers[measure], strict=True):
            at, old = Location(now.file, row, measure), earlier.get(key)
            if new is not None and old is not None and at in into:
                along = {**dict(zip(columns, said, strict=True)), MEASURE: measure}
                metrics, digits = tuple(into[at]), definition.least_digits
                yield PairedCell(at, along, across, is_count, old, new, metrics, at in shown, digits)


def over_places(catalogue: Catalogue, table: Table, columns: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of categories that go over places: those that the catalogue leaves open; those that it lists are kinds."""
    return tuple(name for name in columns if name in catalogue.any_table or not table.dimensions.get(name))


def keys_of(table: TableData, columns: tuple[str, ...]) -> list[Key]:
    """Return each row's categories, however they are spelled."""
    spelled = [map(column_key, table.categories[column]) for column in columns]
    return list(zip(*spelled, strict=True))
