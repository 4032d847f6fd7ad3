"""What the offices of a county handed in: read once, and again only where a byte of it is another."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from photographs import png

from reportgen.base.dates import Period, Point
from reportgen.base.issues import Location
from reportgen.figures.compute import compute
from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.folder import read_partly, read_sources
from reportgen.inputs.section import Reported, TypedValue
from reportgen.inputs.sources import Sources
from reportgen.offices import gathering
from reportgen.offices.county import County, read_county
from reportgen.offices.gathering import Gathered, gather, line_of, read_line
from reportgen.template.texts import unchanged_texts

CATALOGUE = """
any_table: {村: 村名单}
population:
  tables:
    population: {户口: [农业, 非农业], 人口: 人, 面积: {unit: 公顷, digits: 2}}
  texts: {村名单: 列表}
  截止日: 日期
  期间: 期间
  干部: 名
  经费: {value: 经费, unit: 万元, digits: 2}
  总人口: {sum: 人口}
  农业面积: {sum: 面积, where: {户口: 农业}}
  人均: {formula: 总人口 / 干部, unit: 人, digits: 1}
"""
TABLE = "村,户口,人口,面积\n甲,农业,10,1.25\n甲,非农业,5,\n乙,农业,7,0.5\n合计,,22,\n"
SECTION = "村名单: [甲, 乙]\n截止日: 9月30日\n期间: 上年10月至9月\n干部: 3\n经费: 8.33\nreported:\n  总人口: {value: 23, reason: 按上级核定数}\n"
FILE = "output/2025/gathered.jsonl"


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    (tmp_path / "template").mkdir()
    (tmp_path / "template" / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
    return read_catalogue(tmp_path / "template")


@pytest.fixture
def county(tmp_path: Path) -> County:
    (tmp_path / "offices.csv").write_text("代码,名称\n0001,青石街道\n0002,白水镇\n0003,黑土乡\n", encoding="utf-8")
    for name, section in {"0001 青石街道": SECTION, "0002 白水镇": SECTION.replace("3", "三")}.items():
        folder = tmp_path / "offices" / name / "data" / "2025"
        folder.mkdir(parents=True)
        (folder / "population.csv").write_text(TABLE, encoding="utf-8")
        (folder / "population.yaml").write_text(section, encoding="utf-8")
    return read_county(tmp_path)


def lines(county: County) -> list[str]:
    return (county.folder / FILE).read_text(encoding="utf-8").splitlines()


def test_each_office_comes_as_read_or_with_the_reason_why_it_can_t_be(county: County, catalogue: Catalogue) -> None:
    first, second, third = gather(county, catalogue, 2025)
    assert first.sources == read_sources(county.offices[0].data / "2025", 2025, catalogue)
    assert second.sources is None
    assert second.refused[0].startswith("population.yaml 第2行「截止日」")
    assert third.sources is None
    assert "没有2025年的数据文件夹" in third.refused[0]


def test_what_was_kept_is_what_was_read(county: County, catalogue: Catalogue) -> None:
    read, kept = gather(county, catalogue, 2025), gather(county, catalogue, 2025)
    for one, other in zip(read, kept, strict=True):
        assert (one.code, one.inputs, one.refused) == (other.code, other.inputs, other.refused)
        if one.sources and other.sources:
            assert one.sources.tables == other.sources.tables
            assert one.sources.lists == other.sources.lists
            figures = compute(catalogue, other.sources)
            assert figures.by_name == compute(catalogue, one.sources).by_name
            assert (figures["总人口"].value, figures["总人口"].computed) == (23, None)  # 乙's 非农业 has no row
            assert figures["农业面积"].value == Fraction(7, 4)
            assert str(figures["经费"].cells[0].at) == "population.yaml 第5行「经费」"
            assert other.sources.sections["population"].typed["期间"].value == Period(Point(2024, 10), Point(2025, 9))


def test_nothing_is_read_again_while_no_byte_is_another(
    county: County, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    gather(county, catalogue, 2025)
    read: list[str] = []

    def reading(folder: Path, *words: object, **more: object) -> object:
        read.append(folder.parts[-3])
        return read_sources(folder, *words, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(gathering, "read_sources", reading)
    gather(county, catalogue, 2025)
    assert read == ["0003 黑土乡"], "an office without a folder is looked for each time"
    table = county.offices[1].data / "2025" / "population.csv"
    table.write_text(TABLE.replace("10", "11"), encoding="utf-8")
    gather(county, catalogue, 2025)
    assert read[1:] == ["0002 白水镇", "0003 黑土乡"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.replace('"人口":[10,', '"人口":[19,'),
        lambda text: text[: len(text) // 3],
        lambda text: "",
        lambda text: "{}\n" * 3,
        lambda text: text.replace('"', "'"),
    ],
    ids=["a number changed", "cut off", "empty", "foreign", "no JSON"],
)
def test_a_damaged_line_is_read_anew(county: County, catalogue: Catalogue, damage: object) -> None:
    before = gather(county, catalogue, 2025)
    whole = (county.folder / FILE).read_text(encoding="utf-8")
    damaged = damage(whole)  # type: ignore[operator]
    assert damaged != whole
    (county.folder / FILE).write_text(damaged, encoding="utf-8")
    after = gather(county, catalogue, 2025)
    assert after[0].sources and before[0].sources
    assert after[0].sources.tables == before[0].sources.tables
    assert (county.folder / FILE).read_text(encoding="utf-8") == whole


def test_bytes_that_are_no_text_are_no_cache(county: County, catalogue: Catalogue) -> None:
    gather(county, catalogue, 2025)
    whole = (county.folder / FILE).read_bytes()
    (county.folder / FILE).write_bytes(b"\xff\xfe" + whole)
    gather(county, catalogue, 2025)
    assert (county.folder / FILE).read_bytes() == whole


def test_what_was_saved_while_it_was_read_and_is_taken_back_is_read_again(
    county: County, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = gather(county, catalogue, 2025)[0]
    path = county.offices[0].data / "2025" / "population.csv"
    (county.folder / FILE).unlink()
    whole = gathering.read_sources

    def saved_meanwhile(*words: Any, **more: Any) -> Sources:
        path.write_text(TABLE.replace(",10,", ",100,").replace("22", "112"), encoding="utf-8")
        return whole(*words, **more)

    monkeypatch.setattr(gathering, "read_sources", saved_meanwhile)
    assert gather(county, catalogue, 2025)[0].sources != before.sources
    monkeypatch.setattr(gathering, "read_sources", whole)
    path.write_text(TABLE, encoding="utf-8")
    assert gather(county, catalogue, 2025)[0] == before


def test_another_catalogue_reads_everything_anew(county: County, catalogue: Catalogue) -> None:
    first, *_ = gather(county, catalogue, 2025)
    file = county.folder / "template" / "catalogue.yaml"
    file.write_text(CATALOGUE.replace("干部: 名", "干部: 人"), encoding="utf-8")
    other = read_catalogue(county.folder / "template")
    assert read_line(line_of(first), other) is None
    assert gather(county, other, 2025)[0].catalogue == other.digest != first.catalogue


def test_a_year_to_be_compared_with_is_kept_apart(county: County, catalogue: Catalogue) -> None:
    strict, *_ = gather(county, catalogue, 2025)
    before, *_ = gather(county, catalogue, 2025, earlier=True)
    assert strict.sources and before.sources
    assert (len(strict.sources.tables["population"].absent), before.sources.tables["population"].absent) == (1, ())
    again = gather(county, catalogue, 2025)
    assert again[0].sources and again[0].sources.tables == strict.sources.tables


def test_the_texts_and_pictures_of_a_year_to_be_compared_with_are_kept(county: County, tmp_path: Path) -> None:
    texts = "texts: {村名单: 列表, 现状: 文字, 打算: 列表, 措施: [标题, 内容], 照片: 图}"
    file = tmp_path / "template" / "catalogue.yaml"
    file.parent.mkdir()
    file.write_text(CATALOGUE.replace("texts: {村名单: 列表}", texts), encoding="utf-8")
    folder = tmp_path / "offices" / "0001 青石街道" / "data" / "2025"
    said = "现状: 好\n打算: [甲, 乙]\n措施: [{标题: 宣传, 内容: 进村}]\n照片: {图: 现场.png, 宽: 4}\n"
    (folder / "population.yaml").write_text(SECTION.replace("reported", f"{said}reported"), encoding="utf-8")
    (folder / "现场.png").write_bytes(png(12, 9))
    catalogue = read_catalogue(file.parent)
    read, kept = (gather(county, catalogue, 2025, earlier=True)[0].sources for _ in range(2))
    assert read and kept and kept.drawn == read.drawn and len(kept.drawn) == 1
    of_read, of_kept = (one.sections["population"] for one in (read, kept))
    assert (of_kept.texts, of_kept.lists, of_kept.items) == (of_read.texts, of_read.lists, of_read.items)
    told = [one.key for one in unchanged_texts(catalogue, read_sources(folder, 2025, catalogue), kept)]
    assert told == [f"没改写：population.yaml「{name}」" for name in ("现状", "打算", "措施", "照片")]


def test_a_line_is_plain_json_with_numbers_that_are_exact(county: County, catalogue: Catalogue) -> None:
    gather(county, catalogue, 2025)
    tables = json.loads(lines(county)[0])["sources"]["tables"]
    assert tables["population"][3] == {"人口": [10, 5, 7], "面积": ["5/4", None, "1/2"]}


NUMBERS = some.one_of(some.none(), some.integers(), some.fractions())


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Catalogue, Sources]:
    folder = tmp_path_factory.mktemp("small")
    for name, text in {"catalogue.yaml": CATALOGUE, "population.csv": TABLE, "population.yaml": SECTION}.items():
        (folder / name).write_text(text, encoding="utf-8")
    catalogue = read_catalogue(folder)
    return catalogue, read_partly(folder, 2025, catalogue)[0]


@given(numbers=some.lists(NUMBERS, max_size=5), typed=NUMBERS, reported=some.fractions(), reason=some.text())
def test_any_number_comes_back_as_it_was(
    small: tuple[Catalogue, Sources],
    numbers: list[int | Fraction | None],
    typed: int | Fraction | None,
    reported: Fraction,
    reason: str,
) -> None:
    catalogue, sources = small
    table = replace(
        sources.tables["population"],
        rows=tuple(range(2, len(numbers) + 2)),
        categories={"户口": ["农业"] * len(numbers)},
        numbers={"人口": list(numbers), "面积": list(numbers)},
    )
    section = replace(
        sources.sections["population"],
        typed={"干部": TypedValue(typed, Location("population.yaml", 4, "干部"))},
        reported={"总人口": Reported(reported, reason, Location("population.yaml", 9, "总人口"))},
    )
    other = replace(sources, tables={"population": table}, sections={"population": section})
    line = line_of(Gathered("0001", 2025, "…", catalogue.digest, other))
    back = read_line(line, catalogue)
    assert "\n" not in line
    assert back is not None and back.sources is not None
    assert back.sources.tables == {"population": replace(table, issues=(), remarks=())}
    assert back.sources.sections["population"].typed == section.typed
    assert back.sources.sections["population"].reported == section.reported
