"""A second office, invented (tests/offices/qingshi): two years of tables by village, in every form that offices save them in."""

from __future__ import annotations

import csv
import functools
import io
import re
import shutil
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from conftest import DATA, ROOT, TEMPLATE, assert_sound
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.base.issues import Issue, Severity, Unusable
from reportgen.base.numbers import Exact
from reportgen.checks.data import check
from reportgen.figures.compute import Figures, compute
from reportgen.figures.wording import value_text
from reportgen.inputs import acceptance
from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.folder import read_sources
from reportgen.inputs.metric_rules import FormulaOf, SumOf
from reportgen.inputs.years import years
from reportgen.report import drafting
from reportgen.word.package import read_package, write_package
from reportgen.word.text import plain_text

OFFICE = ROOT / "tests" / "offices" / "qingshi"
YEARS = (2024, 2025)
DEMO = "虚构的青石街道，数字只供测试"
VILLAGE = "村（社区）"
VILLAGES = (
    "青石社区",
    "柳溪村委会",
    "白塔岭村委会",
    "竹林湾村委会",
    "梨花坪村委会",
    "大槐树村委会",
    "水磨沟村委会",
    "云雾寨村委会",
)
SCHOLARSHIPS = {"小学": 160, "初中": 260, "高中": 1000, "专科": 1200, "本科": 2000}
# What stays as it is from year to year: how the street is divided, and the target that the county sets.
STRUCTURAL = {
    "村民委员会",
    "社区居委会",
    "村居民小组",
    "签订责任书村居委会",
    "完成考核村居委会",
    "领补贴村社区",
    "性别比指标数",
    "小学奖学金标准",
    "初中奖学金标准",
    "高中奖学金标准",
    "专科奖学金标准",
    "本科奖学金标准",
}

Row = dict[str, str]
Written = list[list[str]]


@functools.cache
def annual() -> Catalogue:
    """Return the shipped report's catalogue, read once."""
    return read_catalogue(TEMPLATE)


def understood(folder: Path, year: int, catalogue: Catalogue | None = None) -> tuple[Figures, tuple[Issue, ...]]:
    """Return the figures of a year's folder and what the checks say of them that the year doesn't accept."""
    known = catalogue or annual()
    sources = read_sources(folder, year, known)
    figures = compute(known, sources)
    found = acceptance.apply(check(known, figures), sources.accepted)
    return figures, tuple(issue for issue in found if not issue.accepted)


@functools.cache
def qingshi(year: int) -> Figures:
    """Return the invented office's figures."""
    return understood(OFFICE / str(year), year)[0]


def numbers_of(figures: Figures) -> dict[str, object]:
    """Return each metric's value."""
    return {figure.name: figure.value for figure in figures}


@contextmanager
def changed(folder: Path, name: str, rows: Written) -> Iterator[Path]:
    """Yield a copy of a year's folder in which one table holds `rows`, as plain CSV."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(shutil.copytree(folder, Path(place) / folder.name))
        for old in copy.glob(f"{name}.*"):
            if old.suffix != ".yaml":
                old.unlink()
        (copy / f"{name}.csv").write_bytes(csv_bytes(rows))
        yield copy


# The tables once more, read without reportgen.


def cells_of(folder: Path, table: str) -> Written:
    """Return a copy of a table's header and rows, cells trimmed."""
    return [[*row] for row in _cells_of(folder, table)]


@functools.cache
def _cells_of(folder: Path, table: str) -> Written:
    """Read a table by the csv module or openpyxl alone: titles, empty rows and empty columns left out."""
    path = next(path for path in folder.glob(f"{table}.*") if path.suffix in {".csv", ".xlsx"})
    if path.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(path).worksheets[0]
        rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    else:
        data = path.read_bytes()
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("gb18030")
        rows = list(csv.reader(io.StringIO(text, newline="")))
    rows = [["".join(cell.split()) for cell in row] for row in rows]
    full = [row for row in rows if sum(map(bool, row)) > 1]
    width = sum(map(bool, full[0]))
    return [row[:width] for row in full]


def rows_of(folder: Path, table: str) -> list[Row]:
    """Return a table's rows by column name, names in full-width brackets as the catalogue has them."""
    header, *rows = [[cell.replace("(", "（").replace(")", "）") for cell in row] for row in cells_of(folder, table)]
    return [dict(zip(header, row, strict=True)) for row in rows]


def plain(cell: str) -> int:
    """Return the whole number of a cell with full-width digits or thousands separators."""
    number = float(unicodedata.normalize("NFKC", cell).replace(",", ""))
    assert number == int(number)
    return int(number)


def added(year: int, table: str, measure: str, **where: str) -> int:
    """Return a measure's sum over the rows of an invented year that say `where`."""
    rows = rows_of(OFFICE / str(year), table)
    chosen = [row for row in rows if all(row[column] == value for column, value in where.items())]
    assert chosen
    return sum(plain(row[measure]) for row in chosen)


# The same table in the forms that offices save.


def csv_bytes(rows: Written, encoding: str = "utf-8", newline: str = "\n", quoted: bool = False) -> bytes:
    """Return the rows as a CSV file."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=newline, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_bytes(rows: list[list[str | int | float | None]]) -> bytes:
    """Return the rows as the filled sheet of a workbook, with an empty one after it."""
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.create_sheet("Sheet2")
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def of_wrong_size(workbook: bytes) -> bytes:
    """Return the workbook with its first sheet said to end at B3, as some programs do."""
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(data, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                part, changes = re.subn(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:B3"', part)
                assert changes == 1
            new.writestr(name, part)
    return data.getvalue()


def in_numbers(rows: Written, change: Callable[[str], str]) -> Written:
    """Return the rows with each number written otherwise; header and categories stay."""
    return [rows[0], *([change(cell) if re.fullmatch(r"[\d.]+", cell) else cell for cell in row] for row in rows[1:])]


def grouped(cell: str) -> str:
    """Return a number with thousands separators, decimals kept."""
    whole, dot, decimals = cell.partition(".")
    return f"{int(whole):,}{dot}{decimals}"


def full_width(cell: str) -> str:
    """Return the number in full-width digits, comma and point."""
    return "".join(chr(ord(sign) + 0xFEE0) for sign in cell)


def typed(rows: Written, integer: type[int] | type[float]) -> list[list[str | int | float | None]]:
    """Return the rows with numbers as a spreadsheet holds them."""
    return [
        [(float(cell) if "." in cell else integer(cell)) if re.fullmatch(r"[\d.]+", cell) else cell for cell in row]
        for row in rows
    ]


FORMS: dict[str, Callable[[Written], tuple[str, bytes]]] = {
    "GB18030": lambda rows: (".csv", csv_bytes(rows, "gb18030", "\r\n")),
    "UTF-8 with BOM": lambda rows: (".csv", csv_bytes(rows, "utf-8-sig", "\r\n")),
    "UTF-16": lambda rows: (".csv", csv_bytes(rows, "utf-16")),
    "quoted": lambda rows: (".csv", csv_bytes(rows, quoted=True)),
    "thousands separators": lambda rows: (".csv", csv_bytes(in_numbers(rows, grouped))),
    "full-width": lambda rows: (".csv", csv_bytes(in_numbers(rows, full_width))),
    "full-width separators": lambda rows: (".csv", csv_bytes(in_numbers(rows, lambda cell: full_width(grouped(cell))))),
    "blanks": lambda rows: (".csv", csv_bytes([[f" {cell}\u3000" for cell in row] for row in rows])),
    "half-width brackets": lambda rows: (
        ".csv",
        csv_bytes([[cell.replace("（", "(").replace("）", ")") for cell in row] for row in rows]),
    ),
    "columns turned around": lambda rows: (".csv", csv_bytes([row[::-1] for row in rows])),
    "rows turned around": lambda rows: (".csv", csv_bytes([rows[0], *rows[:0:-1]])),
    "titles above and nothing below": lambda rows: (
        ".csv",
        csv_bytes([["某表"], ["单位：人"], [], *([*row, "", ""] for row in rows), [""] * 5, [""] * 5]),
    ),
    "xlsx": lambda rows: (".xlsx", xlsx_bytes(typed(rows, int))),
    "xlsx of a wrong size": lambda rows: (".xlsx", of_wrong_size(xlsx_bytes(typed(rows, int)))),
    "xlsx of floats": lambda rows: (".xlsx", xlsx_bytes(typed(rows, float))),
    "xlsx of texts": lambda rows: (".xlsx", xlsx_bytes([[*row] for row in in_numbers(rows, grouped)])),
    "xlsx with a title": lambda rows: (
        ".xlsx",
        xlsx_bytes(
            [["某表", None], [None], *([None, *row, None] for row in typed(rows, int)), [None] * 6, ["", "", ""]]
        ),
    ),
}
SMALL_CATALOGUE = f"""
any_table: {{{VILLAGE}: ''}}
subject:
  tables:
    subject: {{学段: [小学, 高中（中专）, 大学], 人数: 人, 金额: {{unit: 元, digits: 2}}}}
  全部人数: {{sum: 人数}}
  高中人数: {{sum: 人数, where: {{学段: 高中（中专）}}}}
  全部金额: {{sum: 金额}}
  高中金额: {{sum: 金额, where: {{学段: 高中（中专）}}, unit: 万元, digits: 2}}
  人均: {{formula: 全部金额 / 全部人数, unit: 元}}
"""


@functools.cache
def small() -> Catalogue:
    """Return a catalogue of one table."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "catalogue.yaml").write_text(SMALL_CATALOGUE, encoding="utf-8")
        return read_catalogue(Path(folder))


def figures_of_form(suffix: str, data: bytes) -> dict[str, object]:
    """Return the small catalogue's numbers from one file."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / f"subject{suffix}").write_bytes(data)
        figures, issues = understood(Path(folder), 2024, small())
    assert issues == () or figures["全部人数"].value == 0
    return numbers_of(figures)


AMOUNTS = st.tuples(st.integers(0, 10**12), st.integers(0, 10**12))


def table_of(pairs: list[tuple[int, int]]) -> Written:
    """Return a table by village with (人数, 金额 in cents) for each pair."""
    stages = ("小学", "高中（中专）", "大学")
    return [
        [VILLAGE, "学段", "人数", "金额"],
        *(
            [VILLAGES[i // 3], stages[i % 3], str(persons), f"{cents // 100}.{cents % 100:02}"]
            for i, (persons, cents) in enumerate(pairs)
        ),
    ]


# The office.


@pytest.mark.parametrize("year", YEARS)
def test_a_year_of_the_invented_office_reads_without_any_issue(year: int) -> None:
    read = drafting.read_year(OFFICE, TEMPLATE, year)
    assert [issue.key for issue in read.issues if not issue.accepted] == []
    assert [issue.key for issue in read.issues] == ["小数目：特殊家庭"]
    assert all(figure.value is not None and figure.reported is None for figure in qingshi(year))


def test_both_years_stand_in_one_data_folder() -> None:
    assert years(OFFICE) == list(YEARS)


@pytest.mark.parametrize("year", YEARS)
def test_the_invented_office_keeps_the_same_files_as_the_real_one(year: int) -> None:
    assert {path.stem for path in (OFFICE / str(year)).iterdir()} == {path.stem for path in (DATA / "2018").iterdir()}


@pytest.mark.parametrize("year", YEARS)
def test_every_section_says_that_it_is_invented(year: int) -> None:
    files = list((OFFICE / str(year)).glob("*.yaml"))
    assert files
    for path in files:
        data = path.read_bytes()
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("gb18030")
        assert text.splitlines()[0] == "# 虚构数据，只供测试", path.name
        assert not re.search(r"1[3-9]\d{9}|0\d{2,3}-\d{7,8}", text), f"a telephone number in {path.name}"
    assert read_sources(OFFICE / str(year), year, annual()).demo == DEMO


@pytest.mark.parametrize("year", YEARS)
def test_each_table_by_village_has_every_village(year: int) -> None:
    folder = OFFICE / str(year)
    by_village = {name: rows for name in annual().tables if VILLAGE in (rows := rows_of(folder, name))[0]}
    assert len(annual().tables) > len(by_village) > 10
    for name, rows in by_village.items():
        assert tuple(dict.fromkeys(row[VILLAGE] for row in rows)) == VILLAGES, name


def test_the_years_differ_in_everything_but_structure() -> None:
    first, second = (numbers_of(qingshi(year)) for year in YEARS)
    assert {name for name in first if first[name] == second[name]} == STRUCTURAL


def registered(year: int, village: str) -> int:
    """Return how many people have their household registered in a village."""
    return sum(
        added(year, "basic_stats_population", "人口", **{VILLAGE: village, "户口": kind}) for kind in ("农业", "非农业")
    )


def test_the_second_year_continues_the_first_in_every_village() -> None:
    for village in VILLAGES:
        born = added(2025, "sex_ratio_births", "出生人数", **{VILLAGE: village})
        died = added(2025, "basic_stats_persons", "人数", **{VILLAGE: village, "项目": "死亡"})
        moved = registered(2025, village) - registered(2024, village) - born + died
        assert abs(moved) <= 12, f"{village}: {moved} moved in or out"


@pytest.mark.parametrize("year", YEARS)
def test_births_by_order_are_births_by_sex_in_every_village(year: int) -> None:
    for village in VILLAGES:
        planned = added(year, "basic_stats_births", "计划内", **{VILLAGE: village})
        unplanned = added(year, "basic_stats_births", "计划外", **{VILLAGE: village})
        assert planned + unplanned == added(year, "sex_ratio_births", "出生人数", **{VILLAGE: village})


@pytest.mark.parametrize("year", YEARS)
def test_a_scholarship_is_the_stage_s_standard_for_each_person(year: int) -> None:
    for row in rows_of(OFFICE / str(year), "subsidies_scholarships"):
        assert plain(row["金额"]) == plain(row["人数"]) * SCHOLARSHIPS[row["学段"]]


# Figures against the tables, read without reportgen.


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize(
    ("name", "table", "measure", "where"),
    [
        ("总人口", "basic_stats_population", "人口", {}),
        ("农业人口", "basic_stats_population", "人口", {"户口": "农业"}),
        ("流动已婚育龄妇女", "basic_stats_population", "已婚育龄妇女", {"户口": "流入"}),
        ("计划内二孩", "basic_stats_births", "计划内", {"孩次": "二孩"}),
        ("计划外出生", "basic_stats_births", "计划外", {}),
        ("死亡", "basic_stats_persons", "人数", {"项目": "死亡"}),
        ("放环", "contraception_methods", "人数", {"长效措施": "放环"}),
        ("奖学金合计", "subsidies_scholarships", "金额", {}),
        ("奖学金高中人数", "subsidies_scholarships", "人数", {"学段": "高中"}),
        ("独生子女保健费", "subsidies_payments", "金额", {"项目": "独生子女保健费"}),
        ("高中奖学金申报", "subsidies_applications", "数量", {"申报项目": "高中（中专）奖学金"}),
        ("全额资助合作医疗", "subsidies_medical", "人数", {}),
        ("特殊家庭", "special_families", "户数", {}),
        ("跨省流入", "migrants_inflow", "人数", {"来源": "跨省"}),
        ("传染病防控服务", "migrants_services", "人数", {"服务项目": "传染病防控"}),
        ("男孩", "sex_ratio_births", "出生人数", {"性别": "男孩"}),
        ("服用叶酸", "free_services_tasks", "完成数", {"项目": "增补叶酸"}),
        ("避孕药具发放", "contraceptive_supplies", "发放数量", {"药具": "避孕药具"}),
        ("宣传品发放", "publicity_activities", "数量", {"宣传项目": "宣传品发放份数"}),
        ("多孩生育服务证", "certificates", "发证数", {"孩次": "多孩"}),
    ],
)
def test_a_figure_is_the_sum_over_all_villages(
    year: int, name: str, table: str, measure: str, where: dict[str, str]
) -> None:
    assert qingshi(year)[name].value == added(year, table, measure, **where)


@pytest.mark.parametrize("year", YEARS)
def test_rates_are_what_the_summed_rows_give(year: int) -> None:
    figures = qingshi(year)
    women = added(year, "basic_stats_population", "已婚育龄妇女")
    protected = added(year, "basic_stats_persons", "人数", 项目="期末选用各种避孕方法")
    girls, boys = (added(year, "sex_ratio_births", "出生人数", 性别=sex) for sex in ("女孩", "男孩"))
    planned = added(year, "basic_stats_births", "计划内")
    assert figures["综合节育率"].value == Fraction(100 * protected, women)
    assert figures["出生婴儿性别比"].value == Fraction(100 * boys, girls)
    assert figures["计划生育率"].value == Fraction(100 * planned, girls + boys)


@pytest.mark.parametrize("year", YEARS)
def test_the_parts_of_every_sum_add_up_to_the_whole(year: int) -> None:
    figures = qingshi(year)
    parted = 0
    for figure in figures:
        parts = figures.parts(figure.name, VILLAGE)
        rule = figure.metric.rule
        if isinstance(rule, FormulaOf):
            continue
        if not isinstance(rule, SumOf) or VILLAGE not in rows_of(OFFICE / str(year), rule.table)[0]:
            assert parts == (), figure.name
            continue
        assert tuple(category for category, _ in parts) == VILLAGES
        assert sum(part.number or 0 for _, part in parts) == figure.value, figure.name
        for village, part in parts:
            where = {column: value for column, (value,) in rule.where.items()}
            assert part.number == added(year, rule.table, rule.measure, **where, **{VILLAGE: village}), part.name
        parted += 1
    assert parted > 40


# Villages: a column more, a village fewer, a village misspelt.

SHIPPED = DATA / "2018"
WITHOUT_VILLAGES = tuple(name for name in annual().tables if name != "special_families")


@st.composite
def split_tables(draw: st.DrawFn) -> tuple[str, Written]:
    """Draw a table of the shipped year with each row's numbers divided among eight villages, the column anywhere."""
    name = draw(st.sampled_from(WITHOUT_VILLAGES))
    header, *rows = cells_of(SHIPPED, name)
    totals = [row for row in rows if row[0] == "合计"]
    rows = [row for row in rows if row not in totals]
    measures = [column in annual().tables[name].measures for column in header]
    at = draw(st.integers(0, len(header)))
    divided: Written = []
    for row in rows:
        shares = []
        for cell, measure in zip(row, measures, strict=True):
            if measure:
                total = int(cell)
                cuts = [0, *sorted(draw(st.lists(st.integers(0, total), min_size=7, max_size=7))), total]
                shares.append([str(high - low) for low, high in pairwise(cuts)])
            else:
                shares.append([cell] * 8)
        divided += [[*cells[:at], village, *cells[at:]] for village, *cells in zip(VILLAGES, *shares, strict=True)]
    totals = [[*row[:at], "", *row[at:]] for row in totals]  # still of the whole table
    return name, [[*header[:at], VILLAGE, *header[at:]], *draw(st.permutations(divided)), *totals]


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(split_tables())
def test_a_village_column_changes_no_total(split: tuple[str, Written]) -> None:
    name, rows = split
    before, said_before = shipped()
    with changed(SHIPPED, name, rows) as folder:
        after, said_after = understood(folder, 2018)
    assert numbers_of(after) == numbers_of(before)
    of_all = [
        issue.message
        for issue in said_after
        if not issue.key.endswith(tuple(f"（{name}）" for name in (*VILLAGES, VILLAGE)))
    ]
    assert of_all == [issue.message for issue in said_before]
    for figure in after:
        rule = figure.metric.rule
        if isinstance(rule, SumOf) and rule.table == name:
            assert sum(part.number or 0 for _, part in after.parts(figure.name, VILLAGE)) == figure.computed


@functools.cache
def shipped() -> tuple[Figures, tuple[Issue, ...]]:
    """Return the real office's figures and issues."""
    return understood(SHIPPED, 2018)


BY_VILLAGE = tuple(name for name in annual().tables if cells_of(OFFICE / "2025", name)[0][0] == VILLAGE)


@pytest.mark.parametrize(
    ("name", "village"),
    [(name, VILLAGES[number % len(VILLAGES)]) for number, name in enumerate(BY_VILLAGE)],
    ids=BY_VILLAGE,
)
def test_a_village_left_out_makes_the_table_s_figures_missing_not_smaller(name: str, village: str) -> None:
    rows = [row for row in cells_of(OFFICE / "2025", name) if row[0] != village]
    with changed(OFFICE / "2025", name, rows) as folder:
        figures, issues = understood(folder, 2025)
    whole = qingshi(2025)
    from_table = {
        figure.name for figure in whole if isinstance(figure.metric.rule, SumOf) and figure.metric.rule.table == name
    }
    waiting = set(from_table)
    for metric in annual().in_order:
        if isinstance(metric.rule, FormulaOf) and waiting & set(metric.rule.formula.names):
            waiting.add(metric.name)
    assert from_table
    for figure in figures:
        if figure.name in from_table:
            shares = dict(figures.parts(figure.name, VILLAGE))
            assert set(shares) == set(VILLAGES)
            assert [share for share, part in shares.items() if part.value is None] == [village]
        if figure.name in waiting:
            assert figure.value is None
            assert value_text(figure.metric, figure.value) == "待补"
        else:
            assert figure.value == whole[figure.name].value
    assert issues
    assert all(issue.severity is Severity.ERROR and village in str(issue) for issue in issues)
    assert not any(other in str(issue) for issue in issues for other in VILLAGES if other != village)
    assert {named for issue in issues for named in issue.metrics} == waiting


@pytest.mark.parametrize("name", BY_VILLAGE)
def test_an_empty_cell_of_one_village_makes_only_its_figures_missing(name: str) -> None:
    rows = cells_of(OFFICE / "2025", name)
    rows[3] = [*rows[3][:-1], ""]
    with changed(OFFICE / "2025", name, rows) as folder:
        figures, issues = understood(folder, 2025)
    assert len(issues) == 1
    place = issues[0].location
    assert place is not None
    assert (place.file, place.row, place.column) == (f"{name}.csv", 4, rows[0][-1])
    assert issues[0].metrics
    assert {figure.name for figure in figures if figure.value is None} == set(issues[0].metrics)


@st.composite
def misspelt(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a village and a slip in its name: a character wrong, missing or doubled."""
    village = draw(st.sampled_from(VILLAGES))
    at = draw(st.integers(0, len(village) - 1))
    wrong = draw(st.sampled_from(("", "湖", "员", village[at] * 2)))
    return village, village[:at] + wrong + village[at + 1 :]


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(misspelt(), st.sampled_from(BY_VILLAGE))
def test_for_a_misspelt_village_the_nearest_is_proposed(names: tuple[str, str], table: str) -> None:
    village, slip = names
    rows = cells_of(OFFICE / "2025", table)
    row = next(number for number, cells in enumerate(rows) if cells[0] == village)
    rows[row][0] = slip
    with changed(OFFICE / "2025", table, rows) as folder, pytest.raises(Unusable) as raised:
        read_sources(folder, 2025, annual())
    (issue,) = raised.value.issues
    assert f"不认识「{slip}」。是不是「{village}」？" in issue.message
    assert issue.location is not None
    assert (issue.location.file, issue.location.row, issue.location.column) == (f"{table}.csv", row + 1, VILLAGE)


def test_a_village_written_with_other_blanks_or_brackets_is_the_same_village() -> None:
    rows = cells_of(OFFICE / "2025", "certificates")
    rows[0][0] = " 村(社区)"
    rows[1][0], rows[2][0] = "青石　社区", " 青石社区"
    with changed(OFFICE / "2025", "certificates", rows) as folder:
        figures, issues = understood(folder, 2025)
    assert issues == ()
    assert numbers_of(figures) == numbers_of(qingshi(2025))
    assert tuple(category for category, _ in figures.parts("一孩生育服务证", VILLAGE)) == VILLAGES


# Forms of file.


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_a_table_gives_the_same_figures_as_the_plain_one(form: str) -> None:
    rows = table_of([(number * 1_237, number * 98_765) for number in range(24)])
    expected = figures_of_form(".csv", csv_bytes(rows))
    assert expected["全部人数"] == 1_237 * 276
    assert expected["全部金额"] == Fraction(98_765 * 276, 100)
    assert figures_of_form(*FORMS[form](rows)) == expected


@pytest.mark.slow
@settings(max_examples=80, deadline=None)
@given(
    st.lists(AMOUNTS, min_size=3, max_size=24).filter(lambda pairs: len(pairs) % 3 == 0), st.sampled_from(sorted(FORMS))
)
def test_no_form_changes_a_number(pairs: list[tuple[int, int]], form: str) -> None:
    total = sum(persons for persons, _ in pairs)
    cents = sum(amount for _, amount in pairs)
    expected: dict[str, Exact | None] = {
        "全部人数": total,
        "高中人数": sum(persons for persons, _ in pairs[1::3]),
        "全部金额": Fraction(cents, 100),
        "高中金额": Fraction(sum(amount for _, amount in pairs[1::3]), 100 * 10_000),
        "人均": Fraction(cents, 100 * total) if total else None,
    }
    assert figures_of_form(*FORMS[form](table_of(pairs))) == expected


@pytest.mark.parametrize("name", annual().tables)
def test_a_table_of_the_office_written_anew_as_plain_text_says_the_same(name: str) -> None:
    measures = annual().tables[name].measures
    rows = rows_of(OFFICE / "2024", name)
    cells = [[str(plain(cell)) if column in measures else cell for column, cell in row.items()] for row in rows]
    with changed(OFFICE / "2024", name, [[*rows[0]], *cells]) as folder:
        figures, issues = understood(folder, 2024)
    assert issues == ()
    assert numbers_of(figures) == numbers_of(qingshi(2024))


def test_the_first_year_comes_in_the_forms_that_offices_save() -> None:
    tables = {path.name: path.read_bytes() for path in (OFFICE / "2024").iterdir() if path.suffix != ".yaml"}
    csvs = [data for name, data in tables.items() if name.endswith(".csv")]
    assert sum(name.endswith(".xlsx") for name in tables) == 1
    assert all(len(data) < 10_000 for data in tables.values())
    assert any(data.startswith(b"\xef\xbb\xbf") for data in csvs)
    assert any(VILLAGE.encode() in data and not data.startswith(b"\xef\xbb\xbf") for data in csvs)
    assert any(VILLAGE.encode("gb18030") in data for data in csvs)
    assert any(b"\r\n" in data for data in csvs)
    assert any(b"\r\n" not in data for data in csvs)
    population = tables["basic_stats_population.csv"].decode("utf-8-sig")
    assert re.search(r'"\d,\d{3}"', population)
    assert re.search("[０-９]{3}", population)
    assert re.search(r'"[ \u3000]\d+', population)


# The report.


@functools.cache
def report(year: int) -> bytes:
    """Return the invented office's draft with the shipped template."""
    year_read, prepared = drafting.read_all(OFFICE, TEMPLATE, year)
    return write_package(drafting.draft(year_read, prepared))


def lines_of(year: int) -> list[str]:
    """Return the draft's paragraphs that say something."""
    return [line for line in plain_text(read_package(report(year))).splitlines() if line.strip()]


@pytest.mark.parametrize("year", YEARS)
def test_the_draft_says_at_its_top_that_the_numbers_are_invented(year: int, tmp_path: Path) -> None:
    assert lines_of(year)[0] == f"【演示数据】{DEMO}"
    assert_sound(report(year), tmp_path)


@pytest.mark.parametrize("year", YEARS)
def test_the_draft_lacks_nothing_and_bears_the_name_of_the_invented_office(year: int) -> None:
    text = "\n".join(lines_of(year))
    assert "待补" not in text
    assert "禄脿" not in text
    assert "安宁" not in text
    assert "云溪市人民政府青石街道办事处" in text


@pytest.mark.parametrize(
    ("year", "said", "unsaid"),
    [
        (2024, "出生婴儿性别比为113，高于107的指标数。", "的指标数以内"),
        (2025, "出生婴儿性别比为103，在107的指标数以内。", "高于107"),
    ],
    ids=YEARS,
)
def test_the_draft_judges_the_sex_ratio_by_the_year_s_numbers(year: int, said: str, unsaid: str) -> None:
    text = "\n".join(lines_of(year))
    assert said in text
    assert unsaid not in text


@pytest.mark.parametrize(
    ("year", "said", "unsaid"),
    [
        (
            2024,
            "2023年10月至2024年9月我街道无流动人口在各社区、村委会卫生服务站接受传染病预防接种服务",
            "接受传染病预防接种服务0人",
        ),
        (
            2025,
            "2024年10月至2025年9月在各社区、村委会卫生服务站接受传染病预防接种服务9人",
            "我街道无流动人口",
        ),
    ],
    ids=YEARS,
)
def test_the_draft_says_in_words_that_nobody_used_a_service(year: int, said: str, unsaid: str) -> None:
    text = "\n".join(lines_of(year))
    assert said in text
    assert unsaid not in text


@pytest.mark.parametrize(
    ("year", "said"),
    [
        (
            2024,
            "计划生育特殊家庭10户，其中青石社区2户，柳溪村委会1户，竹林湾村委会3户，梨花坪村委会1户，"
            "大槐树村委会2户，水磨沟村委会1户。",
        ),
        (
            2025,
            "计划生育特殊家庭11户，其中青石社区3户，柳溪村委会1户，竹林湾村委会3户，梨花坪村委会1户，"
            "大槐树村委会2户，水磨沟村委会1户。",
        ),
    ],
    ids=YEARS,
)
def test_the_draft_lists_the_villages_that_have_such_families(year: int, said: str) -> None:
    assert said in "\n".join(lines_of(year))


def test_the_draft_mentions_births_outside_the_plan_with_their_number() -> None:
    assert "计划外出生4人，计划生育率97%。" in "\n".join(lines_of(2024))
    assert "计划外出生2人，计划生育率99%。" in "\n".join(lines_of(2025))
