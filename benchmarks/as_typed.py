"""A year's folder -> its numbers and dates as typed, with what last year said, and its files with some of them typed otherwise."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from reportgen.base.dates import NotADate, Period, Point, parse_date
from reportgen.base.names import column_key
from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.folder import read_sources
from reportgen.inputs.metric_rules import DateOf, ValueOf

TOTAL = "合计"
Place = tuple[str, int, str]  # file, row from 1, the column's header or the key


@dataclass(frozen=True)
class Slip:
    """What was done, the text of the files that it changes, and the cells that are wrong; `whole` where it is about a table's rows."""

    what: str
    files: Mapping[str, str]
    places: frozenset[Place]
    whole: bool = False


@dataclass(frozen=True)
class Table:
    """A table as typed: which columns are measures, and which one names the villages, '' for none."""

    file: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    measures: tuple[str, ...]
    village: str

    def column(self, name: str) -> int:
        return self.header.index(name)

    def with_rows(self, rows: list[list[str]]) -> str:
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([self.header, *rows])
        return out.getvalue()

    def key(self, row: int) -> tuple[str, ...]:
        return tuple(
            sorted(
                column_key(cell)
                for cell, name in zip(self.rows[row], self.header, strict=True)
                if name not in self.measures
            )
        )

    def is_total(self, row: int) -> bool:
        return TOTAL in self.rows[row]


@dataclass(frozen=True)
class Number:
    """A number as typed: in a table its row from 0 there, in YAML its line from 0; `largest` is what a share of it is taken of."""

    place: Place
    row: int
    text: str
    unit: str
    largest: Fraction


class Folder:
    """A year's folder as typed, and last year's values of its cells."""

    def __init__(
        self, folder: Path, year: int, catalogue: Catalogue, before: Mapping[tuple[str, tuple[str, ...], str], str]
    ) -> None:
        self.year, self.catalogue, self.before = year, catalogue, before
        self.tables = {}
        self.texts = {}
        for path in sorted(folder.iterdir()):
            text = path.read_bytes().decode("utf-8-sig")
            self.texts[path.name] = text
            if path.suffix == ".csv":
                self.tables[path.name] = self._table(path, text)

    def _table(self, path: Path, text: str) -> Table:
        header, *rows = ([cell.strip() for cell in row] for row in csv.reader(io.StringIO(text)))
        measures = tuple(self.catalogue.tables[path.stem].measures)
        village = next((name for name in self.catalogue.any_table if name in header), "")
        return Table(path.name, tuple(header), tuple(map(tuple, rows)), measures, village)

    # ---- cells

    def numbers(self) -> Iterator[Number]:
        """Yield every number typed."""
        for table in self.tables.values():
            for measure in table.measures:
                at = table.column(measure)
                unit = self.catalogue.tables[table.file.removesuffix(".csv")].measures[measure].unit
                typed = [row[at] for n, row in enumerate(table.rows) if row[at] and not table.is_total(n)]
                largest = sum(map(Fraction, typed), Fraction(0))
                for n, row in enumerate(table.rows):
                    if row[at]:
                        yield Number((table.file, n + 2, measure), n, row[at], unit, largest)
        for file, lines in self._yaml():
            found = []
            for n, line in enumerate(lines):
                key, _, rest = line.partition(":")
                value = rest.split("#")[0].strip()
                metric = self._typed(file, key.strip())
                if metric is not None and re.fullmatch(r"\d+(\.\d+)?", value):
                    found.append(Number((file, n + 1, key.strip()), n, value, metric, Fraction(value)))
            top = max((number.largest for number in found), default=Fraction(0))
            yield from (replace(number, largest=top) for number in found)

    def _yaml(self) -> Iterator[tuple[str, list[str]]]:
        for file, text in self.texts.items():
            if file.endswith(".yaml"):
                yield file, text.split("\n")

    def _typed(self, file: str, key: str) -> str | None:
        for metric in self.catalogue.of_section(file.removesuffix(".yaml")):
            if isinstance(metric.rule, ValueOf) and metric.rule.key == key:
                return metric.unit
        return None

    def dates(self) -> Iterator[tuple[Place, str, Point | Period]]:
        """Yield every date typed, with its text."""
        for file, lines in self._yaml():
            kinds = {
                m.name: m.rule.kind
                for m in self.catalogue.of_section(file.removesuffix(".yaml"))
                if isinstance(m.rule, DateOf)
            }
            for n, line in enumerate(lines):
                key, _, rest = line.partition(":")
                if key in kinds:
                    try:
                        value = parse_date(rest.split("#")[0].strip(), kinds[key], self.year)
                    except NotADate:
                        continue
                    if value is not None:
                        yield (file, n + 1, key), rest.split("#")[0].strip(), value

    def typed_before(self, number: Number) -> str | None:
        """Return what the cell said last year."""
        file, _, column = number.place
        key = self.tables[file].key(number.row) if file in self.tables else ()
        return self.before.get((Path(file).stem, key, column))

    # ---- planting

    def retyped(self, what: str, changes: Mapping[Number, str], *, whole: bool = False) -> Slip:
        """Return the slip that types other texts into cells of one file."""
        (file,) = {number.place[0] for number in changes}
        places = frozenset(number.place for number in changes)
        if file in self.tables:
            table = self.tables[file]
            rows = [list(row) for row in table.rows]
            for number, text in changes.items():
                rows[number.row][table.column(number.place[2])] = text
            return Slip(what, {file: table.with_rows(rows)}, places, whole)
        lines = self.texts[file].split("\n")
        for number, text in changes.items():
            key, _, rest = lines[number.row].partition(":")
            lines[number.row] = f"{key}:{rest.replace(number.text, text, 1)}"
        return Slip(what, {file: "\n".join(lines)}, places, whole)


def cells_before(folder: Path, catalogue: Catalogue) -> dict[tuple[str, tuple[str, ...], str], str]:
    """Return every number of an earlier year by (table or section, categories, column or key), as plain text."""
    sources = read_sources(folder, int(folder.name), catalogue, earlier=True)
    cells: dict[tuple[str, tuple[str, ...], str], str] = {}
    for name, table in sources.tables.items():
        for measure in catalogue.tables[name].measures:
            for row, value in enumerate(table.numbers[measure]):
                if value is not None:
                    key = sorted(column_key(table.categories[column][row]) for column in table.dimensions)
                    cells[name, tuple(key), measure] = str(value)
        for total in table.totals:
            if total.where:
                continue
            for measure, value in total.values.items():
                if value is not None:
                    cells[name, (*[""] * (len(table.dimensions) - 1), column_key(TOTAL)), measure] = str(value)
    for name, values in sources.sections.items():
        for metric in catalogue.of_section(name):
            if isinstance(metric.rule, ValueOf):
                typed = values.typed.get(metric.name)
                if typed is not None and isinstance(typed.value, (int, Fraction)):
                    places = metric.digits
                    cells[name, (), metric.rule.key] = (
                        f"{float(typed.value):.{places}f}" if places else str(typed.value)
                    )
    return cells
