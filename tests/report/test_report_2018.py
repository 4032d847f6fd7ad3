"""The draft of 2018 against the report that the office published: every sentence, every statistic, every cell."""

from __future__ import annotations

import csv
import functools
import io
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from conftest import DATA, REFERENCE, TEMPLATE, Office, assert_sound
from specimens import Mark, read_marks

from reportgen.figures.compute import Figures
from reportgen.figures.wording import value_text
from reportgen.report import drafting
from reportgen.report.report_folder import ReportFolder, read_report
from reportgen.word.package import DOCUMENT, parse_part, read_package, write_package
from reportgen.word.text import paragraphs, plain_text

PUBLISHED = (REFERENCE / "report_2018.txt").read_text(encoding="utf-8")

# What the draft prints otherwise than the published text, and why. Anything else that differs fails the test.
NUMBER_LOST = "an automatic number was lost when the report was copied to the web; it is restored"
SPACES = "stray spaces"
PERCENT = "GB/T 15835: the per cent sign is half-width"
RANGE = "GB/T 15835: between the ends of a range stands ～ or —, no hyphen"
DEVIATIONS = [
    ("计划生育率100% 。2018年死亡85人。", "计划生育率100%。2018年死亡85人。", SPACES),
    ("(加强常住人口符合政策生育率的管控", "①加强常住人口符合政策生育率的管控", NUMBER_LOST),
    ("符合政策生育率100% 。", "符合政策生育率100%。", SPACES),
    ("(期末选用各种避孕方法", "②期末选用各种避孕方法", NUMBER_LOST),
    ("填报。1. 农村部分", "填报。1.农村部分", SPACES),
    ("报送。 2. 免除", "报送。2.免除", SPACES),
    ("报送。 3. 奖学金", "报送。3.奖学金", SPACES),
    ("报送。 4. 升学", "报送。4.升学", SPACES),
    ("建立健全流动人口台帐， PADIS", "建立健全流动人口台帐，PADIS", SPACES),
    ("(预防接种服务均等化", "③预防接种服务均等化", NUMBER_LOST),
    ("及时掌握辖区内 “非医学", "及时掌握辖区内“非医学", SPACES),
    ("入户率达92％。", "入户率达92%。", PERCENT),
    ("辖区内14-49岁孕龄妇女", "辖区内14～49岁孕龄妇女", RANGE),
    ("\n保障全面两孩政策实施\n", "\n（十）保障全面两孩政策实施\n", NUMBER_LOST),
]
TITLE_BREAK = ("禄脿街道办事处2018年\n计划生育工作执行情况报告", "禄脿街道办事处2018年计划生育工作执行情况报告")


@dataclass(frozen=True)
class Draft:
    """One build in memory: the document, its plain text, its marks and the figures it was made from."""

    document: bytes
    text: str
    marks: list[Mark]
    figures: Figures


@functools.cache
def shipped() -> ReportFolder:
    """Return the shipped report's folder, read once for all the drafts."""
    return read_report(TEMPLATE)


def draft(data: Path) -> Draft:
    """Draft 2018 from a data folder with the shipped template."""
    year = drafting.understood(shipped(), data, 2018)
    document = write_package(drafting.draft(year, shipped().template))
    package = read_package(document)
    return Draft(document, plain_text(package), list(read_marks(parse_part(package[DOCUMENT]))), year.figures)


@pytest.fixture(scope="module")
def published_draft() -> Draft:
    return draft(DATA)


def lines(text: str) -> list[str]:
    """Return the lines that say something, without the blanks around them."""
    return [line.strip("\ufeff \t\u3000") for line in text.splitlines() if line.strip("\ufeff \t\u3000")]


def expected_lines() -> list[str]:
    text = PUBLISHED
    for published, ours, _ in DEVIATIONS:
        assert text.count(published) == 1, f"a deviation must name one place: {published}"
        text = text.replace(published, ours)
    return lines(text)


def test_our_own_text_equals_the_published_report_but_for_the_listed_deviations(published_draft: Draft) -> None:
    assert lines(published_draft.text.replace(*TITLE_BREAK)) == expected_lines()


def test_read_through_libreoffice_it_equals_the_published_report_too(
    published_draft: Draft, office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(published_draft.document)
    text = office(path, "txt:Text (encoded):UTF8").read_text(encoding="utf-8")
    number = re.compile(r"^(（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、|\d+\.|[①-⑳]) ", re.MULTILINE)
    assert lines(number.sub(r"\1", text.replace(*TITLE_BREAK))) == expected_lines()


def test_the_draft_is_a_sound_word_file(published_draft: Draft, tmp_path: Path) -> None:
    assert_sound(published_draft.document, tmp_path)


def test_the_title_has_two_lines_that_no_engine_has_to_wrap(published_draft: Draft) -> None:
    title = next(p for p in paragraphs(read_package(published_draft.document)) if p.style == "Title")
    first, second = (sum(0.5 if char.isascii() else 1 for char in line) for line in title.text.split("\n"))
    assert max(first, second) <= 20  # GB/T 9704 7.3.1: characters of 22 pt in the type area
    assert 1 <= abs(second - first) <= 6  # a trapezoid, not a rectangle


# ---------------------------------------------------------------------------------------------- statistics


@dataclass(frozen=True)
class Statistic:
    """One number of the published report as listed by hand: the line of the text that holds it, and how it is printed."""

    name: str
    kind: str
    line: int
    printed: str


def statistics(*kinds: str) -> list[Statistic]:
    listed = yaml.safe_load((REFERENCE / "report_2018_figures.yaml").read_text(encoding="utf-8"))["figures"]
    return [Statistic(f["id"], f["kind"], f["line"], str(f["value"])) for f in listed if f["kind"] in kinds]


def marks_by_line(made: Draft) -> dict[int, list[Mark]]:
    """Return the marks that stand in each line of the published text; lines are matched by their order."""
    root = parse_part(read_package(made.document)[DOCUMENT])
    texts = ["".join(node.text or "" for node in paragraph.iter("{*}t")) for paragraph in root.iter("{*}p")]
    where = {number: index for index, (number, _) in enumerate(_numbered(texts))}
    published = [number for number, line in enumerate(PUBLISHED.split("\n"), start=1) if line.strip()]
    found: dict[int, list[Mark]] = {}
    for mark in made.marks:
        found.setdefault(published[where[mark.paragraph]], []).append(mark)
    return found


def _numbered(texts: list[str]) -> Iterator[tuple[int, str]]:
    return ((number, text) for number, text in enumerate(texts) if text.strip())


def test_every_statistic_of_the_published_report_is_a_mark_in_its_sentence(published_draft: Draft) -> None:
    found = marks_by_line(published_draft)
    for line, wanted in _by_line(statistics("figure")).items():
        there = Counter(mark.text for mark in found.get(line, []))
        missing = Counter(statistic.printed for statistic in wanted) - there
        assert not missing, f"line {line}: {missing}"
    assert len(statistics("figure")) == 135


def test_every_date_and_period_of_the_published_report_is_a_mark(published_draft: Draft) -> None:
    found = marks_by_line(published_draft)
    for line, wanted in _by_line(statistics("date", "window")).items():
        assert len(found.get(line, [])) >= len(wanted), f"line {line}: {[w.name for w in wanted]}"
    texts = {mark.text for marks in found.values() for mark in marks}
    assert {
        "2018年9月30日",
        "2018年12月12日",
        "12月10日",
        "2016年10月至2017年9月",
        "2018年4月17日至18日",
        "5.29",
        "6月",
    } <= texts


def test_no_statistic_and_no_year_is_typed_in_the_template() -> None:
    root = parse_part(read_package((TEMPLATE / "report.docx").read_bytes())[DOCUMENT])
    text = "\n".join("".join(node.text or "" for node in p.iter("{*}t")) for p in root.iter("{*}p"))
    prose = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", text)
    # What is left are numbers of documents and of rules: deadlines, ages, terms that don't change with the year.
    assert re.findall(r"\d[\d.\-]*", prose) == [
        "15", "18", "35", "1", "1", "2015", "5", "1-18", "15", "65", "65", "14", "49", "3", "5", "2012", "35",
    ]  # fmt: skip
    assert not re.search(
        r"^\s*([一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+\.|[①-⑳])", prose, re.MULTILINE
    )


def _by_line(listed: list[Statistic]) -> dict[int, list[Statistic]]:
    grouped: dict[int, list[Statistic]] = {}
    for statistic in listed:
        grouped.setdefault(statistic.line, []).append(statistic)
    return grouped


# ------------------------------------------------------------------------------------- every cell and no other


@dataclass(frozen=True)
class NumberCell:
    """One number that the office typed: in a CSV (row and column from 0) or under a YAML key."""

    file: str
    row: int
    column: int
    text: str

    @property
    def changed(self) -> str:
        return str(int(self.text.split(".")[0]) + 1) + ("." + self.text.split(".")[1] if "." in self.text else "")


def number_cells() -> list[NumberCell]:
    cells = []
    for path in sorted((DATA / "2018").iterdir()):
        text = path.read_text(encoding="utf-8-sig")
        if path.suffix == ".csv":
            for row, values in enumerate(csv.reader(io.StringIO(text))):
                if values[0] == "合计":  # held against the rows, printed nowhere
                    continue
                cells += [NumberCell(path.name, row, i, value) for i, value in enumerate(values) if value.isdecimal()]
        else:
            for row, line in enumerate(text.splitlines()):
                if match := re.fullmatch(r"\s*[^#\s].*: (\d+(?:\.\d+)?)", line):
                    cells.append(NumberCell(path.name, row, 0, match[1]))
    return cells


def write_changed(folder: Path, cell: NumberCell) -> None:
    path = folder / cell.file
    text = path.read_text(encoding="utf-8-sig")
    if path.suffix == ".csv":
        table = list(csv.reader(io.StringIO(text)))
        table[cell.row][cell.column] = cell.changed
        out = io.StringIO()
        csv.writer(out).writerows(table)
        path.write_text(out.getvalue(), encoding="utf-8")
    else:
        rows = text.splitlines()
        rows[cell.row] = re.sub(r"\d+(?:\.\d+)?$", cell.changed, rows[cell.row])
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")


def dependents(figures: Figures, cell: NumberCell, before: Figures) -> set[str]:
    """Return the metrics that rest on a cell by their own provenance, through formulas too."""
    column = None
    if cell.file.endswith(".csv"):
        header = next(csv.reader(io.StringIO((DATA / "2018" / cell.file).read_text(encoding="utf-8-sig"))))
        column = header[cell.column]
    direct = {
        figure.name
        for figure in before
        for source in figure.cells
        if source.at.file == cell.file and source.at.row == cell.row + 1 and column in {None, source.at.column}
    }
    for figure in before:
        place = figure.reported.at if figure.reported else None
        # The value of a reported figure stands a line below its name.
        if place and place.file == cell.file and place.row == cell.row:
            direct.add(figure.name)
    while True:
        more = {figure.name for figure in before if direct & set(figure.operands)} - direct
        if not more:
            return direct
        direct |= more


@pytest.mark.slow
def test_changing_a_cell_changes_every_place_that_depends_on_it_and_nothing_else(
    published_draft: Draft, tmp_path: Path
) -> None:
    cells = number_cells()
    assert len(cells) > 90
    for number, cell in enumerate(cells):
        folder = Path(shutil.copytree(DATA / "2018", tmp_path / str(number) / "2018"))
        write_changed(folder, cell)
        made = draft(folder.parent)
        depending = dependents(made.figures, cell, published_draft.figures)
        assert depending, f"{cell}: nothing depends on it"
        changed = {mark.title for mark in set(made.marks) ^ set(published_draft.marks)}
        assert {title.split("·")[0] for title in changed} <= depending, cell
        worded = {f.name for f in made.figures if f.value != published_draft.figures[f.name].value}
        texts = {mark.title: mark.text for mark in made.marks}
        for name in worded & set(texts):
            assert texts[name] == value_text(made.figures[name].metric, made.figures[name].value), cell


def test_all_headings_have_their_level(published_draft: Draft) -> None:
    found = paragraphs(read_package(published_draft.document))
    firsts = [(p.level, p.number) for p in found if p.level in {0, 1} and p.number]
    assert [number for level, number in firsts if level == 0] == ["一、", "二、"]
    assert [number for level, number in firsts if level == 1] == [
        f"（{n}）" for n in ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三"]
    ]
