"""What offices handed in -> their county's tables: one below the other, the office in front, and where each row comes from.

What an office's table lacks becomes a row with empty cells, so that what is missing there is missing in the sum.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from reportgen.base.issues import Issue, Location, Severity, quoted
from reportgen.base.numbers import Exact, decimals, whole, written
from reportgen.base.textfile import RUN
from reportgen.figures.compute import figures_of, sums
from reportgen.inputs.asides import part_of
from reportgen.inputs.catalogue import Catalogue, Table
from reportgen.inputs.categories import may_be_category
from reportgen.inputs.metric_rules import FormulaOf
from reportgen.inputs.sources import Sources
from reportgen.inputs.tables import ORIGIN, TableData, absent_combinations
from reportgen.inputs.written import ASKED_FOR
from reportgen.offices.county_catalogue import Derived
from reportgen.offices.fates import Weighted
from reportgen.offices.handed_in import HandedIn

UNDIVIDED = "不分"  # stands in a column that an office's table hasn't got


@dataclass(frozen=True)
class _Rows:
    """Rows of a table that grow by column."""

    categories: dict[str, list[str]]
    numbers: dict[str, list[Exact | None]]
    origins: list[str]

    def add(self, words: Mapping[str, str], numbers: Mapping[str, Exact | None], origin: str) -> None:
        for column, said in self.categories.items():
            said.append(words.get(column, UNDIVIDED))
        for measure, column_of_numbers in self.numbers.items():
            column_of_numbers.append(numbers.get(measure))
        self.origins.append(origin)


class Adding:
    """Puts the tables of offices below each other. `county` is the derived catalogue, `offices` the one that they were read by; `names` are
    those that should have handed in, in order; an `earlier` year is read to be compared with, and says what it lacks by rows alone."""

    def __init__(
        self,
        county: Catalogue,
        offices: Catalogue,
        derived: Derived,
        handed_in: Sequence[HandedIn],
        names: Sequence[str],
        *,
        earlier: bool,
    ) -> None:
        self.county = county
        self.offices = offices
        self.derived = derived
        self.handed_in = handed_in
        self.names = tuple(names)
        self.earlier = earlier

    def tables(self) -> dict[str, TableData]:
        """Return the county's tables that its offices' give, by name, in the county's order."""
        products = self._products()
        made: dict[str, TableData] = {}
        for name, table in self.county.tables.items():
            if name in self.derived.typed:
                made[name] = self._typed(table, self.derived.typed[name], products)
            elif name in self.offices.tables:
                made[name] = self._stacked(table)
        return made

    def _stacked(self, table: Table) -> TableData:
        column = self.derived.level.column
        parts = {one.name: one.sources.tables[table.name] for one in self.handed_in}
        held = {name for data in parts.values() for name in data.dimensions if name not in table.dimensions}
        nested = [name for name in self.county.any_table if name in held]
        rows = self._no_rows(table, nested)
        asked = self._combinations(table, parts.values()) if self.earlier else []
        for one in self.handed_in:
            data = parts[one.name]
            count = len(data.rows)
            for name, said in rows.categories.items():
                said += [one.name] * count if name == column else self._called(one, name, data, count)
            for measure, numbers in rows.numbers.items():
                numbers += data.numbers[measure]
            head = f"{one.row_of(data.file)} 第"
            rows.origins.extend([f"{head}{row}行" for row in data.rows])
            for absent in self._lacking(table, data, asked) if self.earlier else data.absent:
                words = {name: self._of(one, name, word) for name, word in absent.items()}
                rows.add({**words, column: one.name}, {}, one.row_of(data.file))
        for name in self.names if self.earlier else ():
            for combination in asked if name not in parts else ():
                rows.add({**combination, column: name}, {}, "")
        return self._table(table, rows)

    def _called(self, one: HandedIn, column: str, data: TableData, count: int) -> list[str]:
        """Return what an office's rows say in a column, as the county's tables say it."""
        said = data.categories.get(column)
        if not said:
            return [UNDIVIDED] * count
        return [self._of(one, column, word) for word in said] if column in self.county.within else said

    def _of(self, one: HandedIn, column: str, word: str) -> str:
        """Return a village's name with its office's in front: two offices may each have a 新村, and these are two."""
        return word if column not in self.county.within or word.startswith(one.name) else f"{one.name}{word}"

    def _lacking(
        self, table: Table, data: TableData, asked: Sequence[Mapping[str, str]]
    ) -> Iterator[Mapping[str, str]]:
        """Yield the rows that others have of an earlier year and an office's table lacks: nobody asked for more then."""
        there = {*_keys(data, self._known(table))}
        return (one for one in asked if tuple(one.values()) not in there)

    def _combinations(self, table: Table, every: Iterable[TableData]) -> list[dict[str, str]]:
        """Return the combinations of the catalogue's categories that some office has."""
        known = self._known(table)
        found = dict.fromkeys(key for data in every for key in _keys(data, known))
        return [dict(zip(known, key, strict=True)) for key in found]

    def _known(self, table: Table) -> list[str]:
        return [name for name, values in table.dimensions.items() if values]

    def _typed(
        self, table: Table, columns: Mapping[str, str | Weighted], products: Mapping[tuple[str, str], Exact | None]
    ) -> TableData:
        rows = self._no_rows(table, [])
        column = self.derived.level.column
        for one in self.handed_in:
            typed = one.sources.sections[table.section].typed
            numbers: dict[str, Exact | None] = {}
            lines: list[str] = []
            file = f"{table.section}.yaml"
            for name, held in columns.items():
                entry = typed.get(held if isinstance(held, str) else held.rate)
                value = products[one.name, name] if isinstance(held, Weighted) else entry and entry.value
                numbers[name] = value if isinstance(value, (int, Fraction)) else None
                lines.append(str(entry.at.row) if entry and entry.at.row else "—")
                file = entry.at.file if entry else file
            said = {*lines} - {"—"}
            rows.add({column: one.name}, numbers, one.row_of(file) + (f" 第{'、'.join(lines)}行" if said else ""))
        if self.earlier:
            there = {one.name for one in self.handed_in}
            for name in self.names:
                if name not in there:
                    rows.add({column: name}, {}, "")
        return self._table(table, rows)

    def _products(self) -> dict[tuple[str, str], Exact | None]:
        """Return each office's rate times its weight, by the office's name and the column of their product."""
        wanted = {
            column: held
            for columns in self.derived.typed.values()
            for column, held in columns.items()
            if isinstance(held, Weighted)
        }
        if not wanted:
            return {}
        needed = _needed(self.offices, (name for held in wanted.values() for name in (held.rate, held.weight)))
        catalogue = replace(
            self.offices, metrics={name: self.offices.metrics[name] for name in self.offices.metrics if name in needed}
        )
        years = [_as_added_up(one.sources) for one in self.handed_in]
        found: dict[tuple[str, str], Exact | None] = {}
        for one, sources, added in zip(self.handed_in, years, sums(catalogue, years), strict=True):
            figures = figures_of(catalogue, sources, added)
            for column, held in wanted.items():
                rate, weight = figures[held.rate].base, figures[held.weight].base
                found[one.name, column] = None if rate is None or weight is None else whole(rate * weight)
        return found

    def _no_rows(self, table: Table, nested: Sequence[str]) -> _Rows:
        columns = dict.fromkeys((*table.dimensions, *self.county.any_table))
        wanted = {*table.dimensions, self.derived.level.column, *nested}
        return _Rows({name: [] for name in columns if name in wanted}, {name: [] for name in table.measures}, [])

    def _table(self, table: Table, rows: _Rows) -> TableData:
        """Return the table as the reader of its file reads it."""
        lists = {self.derived.level.column: self.names}
        axes = {name: table.choices(name, lists) for name in rows.categories}
        absent = () if self.earlier else absent_combinations(axes, rows.categories)
        numbers = tuple(range(2, len(rows.origins) + 2))
        return TableData(
            f"{table.name}{ASKED_FOR[0]}",
            numbers,
            rows.categories,
            rows.numbers,
            tuple(rows.categories),
            table.measures,
            absent,
            origins=tuple(rows.origins),
        )


def doubtful_names(tables: Mapping[str, TableData], catalogue: Catalogue) -> Iterator[Issue]:
    """Yield an error for each name that no list vouches for and that can't stand in a county's table: it would be read as a total."""
    for name, table in tables.items():
        for column in table.dimensions:
            if catalogue.tables[name].dimensions.get(column) or catalogue.any_table.get(column):
                continue
            first: dict[str, int] = {}
            for row, word in enumerate(table.categories[column]):
                first.setdefault(word, row)
            for word, row in first.items():
                if not may_be_category(word) or part_of(word) is not None or word.startswith(RUN):
                    at = Location(table.origins[row].rpartition(" 第")[0] or table.file, None, column)
                    own = (
                        word.removeprefix(table.categories[outer][row])
                        if (outer := catalogue.within.get(column))
                        else word
                    )
                    message = f"{quoted(own)}在汇总表里会看成说明、合计或公式，请改一个名称。"
                    yield Issue("分类", Severity.ERROR, message, at, expected="一个名称", found=own)


def as_csv(table: TableData, any_table: Collection[str]) -> bytes:
    """Return the file of a table that was added up: the columns of `any_table`, of which the offices' is the first, then its own."""
    dimensions = [name for name in any_table if name in table.dimensions]
    dimensions += [name for name in table.dimensions if name not in any_table]
    words = [table.categories[name] for name in dimensions]
    numbers = [_cells(table.numbers[measure]) for measure in table.measures]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*dimensions, *table.measures, ORIGIN])
    writer.writerows(zip(*words, *numbers, table.origins, strict=True))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _cells(numbers: Sequence[Exact | None]) -> Sequence[Exact | str | None]:
    """Return what a column's cells say; whole numbers, and None for an empty cell, are written as they are."""
    if Fraction not in {*map(type, numbers)}:
        return numbers
    return [written(one, decimals(one) or 0) if isinstance(one, Fraction) else one for one in numbers]


def _keys(data: TableData, columns: Sequence[str]) -> Iterable[tuple[str, ...]]:
    """Return the words of each row in these columns."""
    said = [data.categories[name] for name in columns]
    return zip(*said, strict=True) if said else [()] * len(data.rows)


def _needed(catalogue: Catalogue, names: Iterable[str]) -> set[str]:
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            rule = catalogue.metrics[name].rule
            waiting += rule.formula.names if isinstance(rule, FormulaOf) else ()
    return found


def _as_added_up(sources: Sources) -> Sources:
    """Return an office's inputs without what it prints in place of what its tables give."""
    return replace(sources, sections={name: replace(one, reported={}) for name, one in sources.sections.items()})
