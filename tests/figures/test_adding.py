"""Tables as an office types them -> sums and their parts, held against plain fractions added up one by one."""

from __future__ import annotations

import itertools
import tempfile
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.base.issues import Location
from reportgen.base.numbers import Exact
from reportgen.figures import rules
from reportgen.figures.compute import Figures, compute, figures_of, sums
from reportgen.figures.figure import Cell, Figure
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.folder import read_sources

YEAR = 2018
KINDS = {"户口": ("农业", "非农业"), "孩次": ("一孩", "二孩", "多孩")}
VILLAGES = ("甲村", "乙村", "丙村")
UNITS = {"人": 1, "元": 1, "万元": 10_000, "%": Fraction(1, 100), "公顷": 1}


def figures(folder: Path, catalogue: str, tables: dict[str, str]) -> Figures:
    """Return the figures of tables typed as CSV."""
    (folder / "catalogue.yaml").write_text(catalogue, encoding="utf-8")
    (folder / str(YEAR)).mkdir()
    for name, text in tables.items():
        (folder / str(YEAR) / f"{name}.csv").write_text(text, encoding="utf-8")
    definitions = read_catalogue(folder)
    return compute(definitions, read_sources(folder / str(YEAR), YEAR, definitions))


# ---- any tables ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Typed:
    """A table as an office types it: its columns of kinds and perhaps villages, the unit and decimals of each measure, its rows.

    A row's cells are texts, '' for an empty one; `total` is the row 「合计」 below, () for none.
    """

    name: str
    kinds: tuple[str, ...]
    by_village: bool
    measures: tuple[tuple[str, str, int], ...]
    rows: dict[tuple[str, ...], tuple[str, ...]]
    total: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.kinds, "村") if self.by_village else self.kinds

    @property
    def csv(self) -> str:
        lines = [(*self.columns, *(name for name, _, _ in self.measures))]
        lines += [(*key, *cells) for key, cells in self.rows.items()]
        if self.total:
            lines.append(("合计", *[""] * (len(self.columns) - 1), *self.total))
        return "".join(",".join(line) + "\n" for line in lines)

    @property
    def definition(self) -> str:
        kinds = [f"{column}: [{', '.join(KINDS[column])}]" for column in self.kinds]
        measures = [f"{name}: {{unit: '{unit}', digits: {digits}}}" for name, unit, digits in self.measures]
        return f"    {self.name}: {{{', '.join(kinds + measures)}}}\n"


@dataclass(frozen=True)
class Asked:
    """A metric: the sum of a measure in a unit, over the rows of some kinds."""

    table: Typed
    measure: int
    unit: str
    where: dict[str, tuple[str, ...]]

    @property
    def definition(self) -> str:
        where = ", ".join(f"{column}: [{', '.join(values)}]" for column, values in self.where.items())
        name = self.table.measures[self.measure][0]
        chosen = f", where: {{{where}}}" if where else ""
        return f"{{sum: {name}, table: {self.table.name}, unit: '{self.unit}', digits: 6{chosen}}}\n"


@st.composite
def cells(draw: st.DrawFn, digits: int) -> str:
    if draw(st.integers(0, 9)) == 0:
        return ""
    number = draw(st.integers(0, 20) | st.integers(0, 10**15 - 1))
    decimals = draw(st.integers(0, digits))
    whole, part = divmod(number, 10**decimals)
    return f"{whole}.{part:0{decimals}}" if decimals else str(whole)


@st.composite
def typed_tables(draw: st.DrawFn, name: str) -> Typed:
    kinds = tuple(draw(st.lists(st.sampled_from(list(KINDS)), unique=True)))
    by_village = draw(st.booleans()) or not kinds
    measures = tuple(
        (f"量{number}", draw(st.sampled_from(list(UNITS))), draw(st.integers(0, 6)))
        for number in range(draw(st.integers(1, 2)))
    )
    row = st.tuples(*(cells(digits) for _, _, digits in measures))
    keys = list(itertools.product(*(KINDS[column] for column in kinds), *([VILLAGES] if by_village else [])))
    every = draw(st.permutations(keys))
    there = every[: draw(st.integers(0, len(every)) | st.just(len(every)))]
    empty = ("",) * len(measures)
    rows = {key: draw(row) if draw(st.integers(0, 9)) else empty for key in there}
    if draw(st.integers(0, 4)) == 0:
        rows = dict.fromkeys(there, empty)
    return Typed(name, kinds, by_village, measures, rows, draw(st.just(()) | row))


@st.composite
def questions(draw: st.DrawFn) -> tuple[list[Typed], list[Asked]]:
    tables = [draw(typed_tables(f"t{number}")) for number in range(draw(st.integers(1, 3)))]
    asked = []
    for table in tables:
        for measure, (_, unit, _) in enumerate(table.measures):
            units = st.sampled_from(["元", "万元"]) if "元" in unit else st.just(unit)
            for _ in range(draw(st.integers(1, 3))):
                columns = draw(st.lists(st.sampled_from(table.kinds), unique=True)) if table.kinds else []
                where = {
                    column: tuple(draw(st.lists(st.sampled_from(KINDS[column]), min_size=1, unique=True)))
                    for column in columns
                }
                asked.append(Asked(table, measure, draw(units), where))
    return tables, draw(st.permutations(asked))


# ---- what they add up to, said once more ---------------------------------------------------------------------------------------


Basis = tuple[Fraction | None, list[Cell], list[Location]]


def due(asked: Asked, category: tuple[str, str] | None = None) -> Basis | None:
    """Return a metric's value, cells and missing places, or those of its part; None where it has no such part."""
    table, (measure, unit, digits) = asked.table, asked.table.measures[asked.measure]
    columns, file = table.columns, f"{asked.table.name}.csv"
    conditions = [*asked.where.items(), *([(category[0], (category[1],))] if category else [])]

    def is_meant(row: dict[str, str]) -> bool:
        return all(row.get(column, values[0]) in values for column, values in conditions)

    found: list[Cell] = []
    for number, (key, texts) in enumerate(table.rows.items(), start=2):
        if is_meant(dict(zip(columns, key, strict=True))):
            text = texts[asked.measure]
            found.append(Cell(Location(file, number, measure), exact(text) if text else None, digits))
    # Without a row nobody knows the villages, and a row of any of them is absent.
    known = [column for column in columns if column != "村" or table.rows]
    villages = tuple(dict.fromkeys(key[-1] for key in table.rows))
    every = itertools.product(*(KINDS.get(column, villages) for column in known)) if known else []
    there = {key[: len(known)] for key in table.rows}
    lacking = [dict(zip(known, key, strict=True)) for key in every if key not in there]
    absent = [row for row in lacking if is_meant(row)]
    if category and not found and not any(category[0] in row for row in absent):
        return None
    if category is None and all(cell.value is None for cell in found) and not conditions and table.total:
        said = table.total[asked.measure]
        if said and exact(said):
            place = Location(file, len(table.rows) + 2, measure)
            return Fraction(exact(said)) * UNITS[unit] / UNITS[asked.unit], [Cell(place, exact(said), digits)], []
    missing = [cell.at for cell in found if cell.value is None]
    missing += [Location(file, None, "、".join(row.values())) for row in absent]
    if not found and not absent:
        sought = "、".join(value for _, values in conditions for value in values)
        missing.append(Location(file, None, sought or None))
    if missing:
        return None, found, missing
    total = Fraction(0)
    for cell in found:
        assert isinstance(cell.value, (int, Fraction))
        total += cell.value
    return total * UNITS[unit] / UNITS[asked.unit], found, []


def exact(text: str) -> Exact:
    value = Fraction(text)
    return int(value) if value.denominator == 1 else value


def said(figure: Figure) -> Basis:
    assert not isinstance(figure.number, float) and figure.value == figure.number == figure.computed
    return None if figure.number is None else Fraction(figure.number), list(figure.cells), list(figure.missing)


@pytest.mark.slow
@given(questions())
def test_sums_and_their_parts_are_those_of_plain_fractions(question: tuple[list[Typed], list[Asked]]) -> None:
    tables, asked = question
    metrics = "".join(f"  指标{number}: {one.definition}" for number, one in enumerate(asked))
    catalogue = "any_table: {村: ''}\ns:\n  tables:\n" + "".join(table.definition for table in tables) + metrics
    with tempfile.TemporaryDirectory() as folder:
        year = figures(Path(folder), catalogue, {table.name: table.csv for table in tables})
    for number, one in enumerate(asked):
        name = f"指标{number}"
        assert said(year[name]) == due(one)
        assert year.columns(name) == one.table.columns
        for place, column in enumerate(one.table.columns):
            order = dict.fromkeys([*(key[place] for key in one.table.rows), *KINDS.get(column, ())])
            wanted = {category: part for category in order if (part := due(one, (column, category)))}
            assert {category: said(part) for category, part in year.parts(name, column)} == wanted
            bases = {category: part.whole_base for category, part in year.parts(name, column)}
            assert year.part_bases(name, column) == bases
            there = [category for category in wanted if category in {key[place] for key in one.table.rows}]
            assert [category for category, _ in year.parts(name, column)][: len(there)] == there
    for total in year.totals():
        assert total.added == sum(total.cells)
    held = {(total.at, total.added) for total in year.totals()}
    assert held == {
        (Location(f"{table.name}.csv", len(table.rows) + 2, measure), whole)
        for table in tables
        for number, (measure, unit, _) in enumerate(table.measures)
        if table.total and table.total[number] and table.rows
        for whole in [(due(Asked(Typed(**{**vars(table), "total": ()}), number, unit, {})) or (None,))[0]]
        if whole is not None
    }


@pytest.mark.slow
@given(questions(), st.data())
def test_an_office_s_figures_are_the_same_beside_those_of_others(
    question: tuple[list[Typed], list[Asked]], data: st.DataObject
) -> None:
    tables, asked = question
    metrics = "".join(f"  指标{number}: {one.definition}" for number, one in enumerate(asked))
    catalogue = "any_table: {村: ''}\ns:\n  tables:\n" + "".join(table.definition for table in tables) + metrics
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "catalogue.yaml").write_text(catalogue, encoding="utf-8")
        definitions = read_catalogue(Path(folder))
        offices = []
        for year in (YEAR - 1, YEAR, YEAR + 1):
            (Path(folder) / str(year)).mkdir()
            for table in tables:
                keys = data.draw(st.permutations(list(table.rows)))
                rows = {key: table.rows[key] for key in keys[data.draw(st.integers(0, len(keys))) :]}
                own = replace(table, rows=rows, total=data.draw(st.sampled_from([(), table.total])))
                (Path(folder) / str(year) / f"{table.name}.csv").write_text(own.csv, encoding="utf-8")
            offices.append(read_sources(Path(folder) / str(year), year, definitions))
    for sources, added in zip(offices, sums(definitions, offices), strict=True):
        alone, beside = compute(definitions, sources), figures_of(definitions, sources, added)
        for figure in alone:
            assert said(beside[figure.name]) == said(figure)
            for column in alone.columns(figure.name):
                parts = [(category, said(part)) for category, part in alone.parts(figure.name, column)]
                assert [(category, said(part)) for category, part in beside.parts(figure.name, column)] == parts
        assert [*beside.totals()] == [*alone.totals()]


def test_the_numbers_of_a_formula_s_parts_are_known_without_their_figures(tmp_path: Path) -> None:
    catalogue = dedent("""\
        any_table: {村: ''}
        s:
          tables:
            t: {户口: [农业, 非农业], 经费: 万元, 人数: 人}
          经费: {sum: 经费, unit: 元}
          人数: {sum: 人数, where: {户口: 农业}}
          人均: {formula: 经费 / 人数, unit: 元}
          占比: {formula: 人均 / 经费, unit: '%'}
    """)
    rows = [
        "甲村,农业,1,4",
        "甲村,非农业,2,1",
        "乙村,农业,3,0",
        "乙村,非农业,3,1",
        "丙村,农业,,5",
        "丙村,非农业,1,5",
        "丁村,非农业,1,1",
    ]
    year = figures(tmp_path, catalogue, {"t": "\n".join(["村,户口,经费,人数", *rows, ""])})
    assert year.part_bases("经费", "村") == {"甲村": 30_000, "乙村": 60_000, "丙村": None, "丁村": None}
    for name in ("经费", "人数", "人均"):
        bases = {category: part.whole_base for category, part in year.parts(name, "村")}
        assert year.part_bases(name, "村") == bases
    assert year.part_bases("人均", "村") == {"甲村": 7500, "乙村": None, "丙村": None, "丁村": None}
    assert year.part_bases("占比", "村") is None  # a formula of a formula is left to the figures


# ---- numbers at the edges ------------------------------------------------------------------------------------------------------

CATALOGUE = """\
any_table: {村: ''}
s:
  tables:
    t: {面积: {unit: 公顷, digits: 6}, 人数: 人}
  面积: {sum: 面积, digits: 6}
  人数: {sum: 人数}
"""


def test_numbers_that_no_binary_fraction_holds_are_added_exactly(tmp_path: Path) -> None:
    year = figures(tmp_path, CATALOGUE, {"t": "村,面积,人数\n甲村,0.1,1\n乙村,0.2,1\n丙村,0.000001,1\n"})
    assert year["面积"].value == Fraction("0.300001")


@pytest.mark.parametrize("villages", [9, 10])  # on either side of 64 bits, whole numbers of the last decimal
def test_numbers_for_which_a_float_has_no_room_are_added_exactly(villages: int, tmp_path: Path) -> None:
    rows = "".join(f"村{number},999999999999.999,1\n" for number in range(villages))
    year = figures(tmp_path, CATALOGUE, {"t": f"村,面积,人数\n{rows}"})
    assert year["面积"].value == villages * Fraction("999999999999.999")
    assert (villages * 999999999999_999000 < 2**63) == (villages == 9)


def test_numbers_that_have_no_room_in_64_bits_are_added_exactly(tmp_path: Path) -> None:
    year = figures(tmp_path, CATALOGUE, {"t": "村,面积,人数\n甲村,999999999999999,3\n乙村,0.000001,\n"})
    assert year["面积"].value == Fraction("999999999999999.000001")
    assert year["人数"].missing == (Location("t.csv", 3, "人数"),)
    parts = dict(year.parts("面积", "村"))
    assert [parts[village].value for village in ("甲村", "乙村")] == [999999999999999, Fraction(1, 10**6)]


@pytest.mark.parametrize("column", ["value", "table", "row", "measure", "0"])
def test_a_column_may_be_called_anything(column: str, tmp_path: Path) -> None:
    catalogue = dedent(f"""\
    s:
      tables:
        t: {{'{column}': [甲, 乙], 人数: 人}}
        u: {{项目: [子, 丑], '{column}': 人}}
      人数: {{sum: 人数, where: {{'{column}': 乙}}}}
      合计数: {{sum: '{column}', table: u, where: {{项目: 丑}}}}
    """)
    year = figures(tmp_path, catalogue, {"t": f"{column},人数\n甲,1\n乙,2\n", "u": f"项目,{column}\n子,3\n丑,4\n"})
    assert (year["人数"].value, year["合计数"].value) == (2, 4)
    assert [(category, part.value) for category, part in year.parts("人数", column)] == [("乙", 2)]


def test_cells_are_looked_up_when_they_are_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up = []
    monkeypatch.setattr(rules, "Cell", lambda *said: looked_up.append(said) or Cell(*said))
    year = figures(tmp_path, CATALOGUE, {"t": "村,面积,人数\n甲村,1.5,3\n乙村,2,4\n"})
    assert (year["人数"].value, dict(year.parts("人数", "村"))["乙村"].value, looked_up) == (7, 4, [])
    assert year["人数"].cells == (Cell(Location("t.csv", 2, "人数"), 3), Cell(Location("t.csv", 3, "人数"), 4))
    assert year["人数"].cells is year["人数"].cells and len(looked_up) == 2
