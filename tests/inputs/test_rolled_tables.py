"""What a table that was added up from offices' says besides its numbers, and what a catalogue says of adding up."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.base.issues import Unusable
from reportgen.inputs.catalogue import Catalogue, Rollup
from reportgen.inputs.catalogue_file import catalogue_of
from reportgen.inputs.folder import read_sources
from reportgen.inputs.tables import TableData

CATALOGUE = """
any_table: {街道（单位）: 单位名单, 村: {within: 街道（单位）}}
population:
  tables:
    population: {户口: [农业, 非农业], 人口: 人, 育龄妇女: 人}
  texts: {单位名单: 列表}
  总人口: {sum: 人口}
  育龄妇女: {sum: 育龄妇女}
"""
HEAD = "街道（单位）,村,户口,人口,育龄妇女,出处\n"
ROWS = "甲,东村,农业,10,3,0001 甲/population.csv 第2行\n甲,东村,非农业,5,1,0001 甲/population.csv 第3行\n"


def read(folder: Path, rows: str, catalogue: str = CATALOGUE) -> TableData:
    (folder / "population.csv").write_text(HEAD + rows, encoding="utf-8")
    (folder / "population.yaml").write_text("单位名单: [甲, 乙]\n", encoding="utf-8")
    sources = read_sources(folder, 2025, catalogue_of(catalogue.encode()))
    assert sources.issues == ()
    return sources.tables["population"]


def test_the_column_of_origins_is_read_beside_the_numbers(tmp_path: Path) -> None:
    table = read(tmp_path, ROWS)
    assert table.origin(1, "人口") == "0001 甲/population.csv 第3行"
    assert table.numbers["人口"] == [10, 5]


def test_an_office_s_own_table_has_no_origins(tmp_path: Path) -> None:
    (tmp_path / "population.csv").write_text("户口,人口,育龄妇女\n农业,10,3\n非农业,5,1\n", encoding="utf-8")
    (tmp_path / "population.yaml").write_text("单位名单: []\n", encoding="utf-8")
    table = read_sources(tmp_path, 2025, catalogue_of(CATALOGUE.encode())).tables["population"]
    assert (table.origins, table.origin(0, "人口")) == ((), "")


@pytest.mark.parametrize(
    ("origin", "measure", "said"),
    [
        ("0001 甲/office.yaml 第3、7行", "人口", "0001 甲/office.yaml 第3行"),
        ("0001 甲/office.yaml 第3、7行", "育龄妇女", "0001 甲/office.yaml 第7行"),
        ("0001 甲/office.yaml 第—、7行", "人口", "0001 甲/office.yaml"),
        ("0001 甲/office.csv 第3行", "育龄妇女", "0001 甲/office.csv 第3行"),
        ("从电话里听来", "人口", "从电话里听来"),
        ("", "人口", ""),
    ],
)
def test_a_row_of_numbers_from_several_rows_says_which(tmp_path: Path, origin: str, measure: str, said: str) -> None:
    assert read(tmp_path, f'甲,东村,农业,10,3,"{origin}"\n').origin(0, measure) == said


def test_which_names_there_should_be_within_another_column_nobody_asks(tmp_path: Path) -> None:
    table = read(tmp_path, f"{ROWS}乙,西村,农业,7,2,\n乙,西村,非农业,1,,\n")
    assert table.absent == (), "甲 has no 西村"


def test_an_office_of_the_list_without_a_row_is_absent(tmp_path: Path) -> None:
    table = read(tmp_path, ROWS)
    assert table.absent == ({"户口": "农业", "街道（单位）": "乙"}, {"户口": "非农业", "街道（单位）": "乙"})


def of_metric(definition: str) -> Catalogue:
    return catalogue_of(
        f"a:\n  tables: {{a: {{户口: [农业], 人口: 人}}}}\n  总人口: {{sum: 人口}}\n  知晓率: {definition}\n".encode()
    )


@pytest.mark.parametrize(
    ("said", "rollup"), [("{by: 总人口}", Rollup("总人口")), ("sum", Rollup())], ids=["weighted", "added up"]
)
def test_a_catalogue_says_how_a_rate_is_rolled_up(said: str, rollup: Rollup) -> None:
    metric = of_metric(f"{{value: 知晓率, unit: '%', rollup: {said}}}").metrics["知晓率"]
    assert metric.rollup == rollup


@pytest.mark.parametrize(
    ("definition", "told"),
    [
        (
            "{value: 知晓率, rollup: mean}",
            "「知晓率」的 rollup 应写 sum（相加），或 {by: 作权数的指标}，如 {by: 总人口}。",
        ),
        (
            "{value: 知晓率, rollup: {of: 总人口}}",
            "「知晓率」的 rollup 应写 sum（相加），或 {by: 作权数的指标}，如 {by: 总人口}。",
        ),
        (
            "{value: 知晓率, rollup: {by: 知晓率}}",
            "「知晓率」的 rollup 应写 sum（相加），或 {by: 作权数的指标}，如 {by: 总人口}。",
        ),
        (
            "{value: 知晓率, rollup: {by: 总人囗}}",
            "「知晓率」的 rollup 里「总人囗」不是一个数的名称。是不是「总人口」？",
        ),
        ("{formula: 总人口 / 2, rollup: sum}", "「知晓率」是算出来的，汇总时按合计数重新算，不写 rollup。"),
    ],
)
def test_a_rollup_that_can_t_be_meant_is_told(definition: str, told: str) -> None:
    with pytest.raises(Unusable) as raised:
        of_metric(definition)
    assert [issue.message for issue in raised.value.issues] == [told]


def test_a_column_within_none_is_told() -> None:
    with pytest.raises(Unusable) as raised:
        catalogue_of(b"any_table: {a: {within: b}}\n")
    assert [issue.message for issue in raised.value.issues] == ["within 后面应是 any_table 里的另一列，「b」不是。"]
