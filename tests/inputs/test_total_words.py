"""What a row of totals is called in an office's table: never counted as a village of its own, whatever its name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.base.issues import Unusable
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.folder import read_sources
from reportgen.inputs.tables import TableData

ROWS = "村,户口,人口\n甲村,农业,120\n甲村,非农业,80\n乙村,农业,60\n乙村,非农业,40\n"
Read = Callable[..., "TableData | list[str]"]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function that reads a table in which any village may stand: the table, or everything that is told of it."""

    def read_one(text: str, villages: str = "", households: str = "农业, 非农业") -> TableData | list[str]:
        catalogue = f"office:\n  tables:\n    people: {{村: [{villages}], 户口: [{households}], 人口: 人}}\n"
        (tmp_path / "catalogue.yaml").write_text(catalogue, encoding="utf-8")
        (tmp_path / "2018").mkdir(exist_ok=True)
        (tmp_path / "2018" / "people.csv").write_text(text, encoding="utf-8")
        try:
            return read_sources(tmp_path / "2018", 2018, read_catalogue(tmp_path)).tables["people"]
        except Unusable as error:
            return [str(issue) for issue in error.issues]

    return read_one


@pytest.mark.parametrize(
    "word",
    [
        "合计",
        "合　计：",
        "全街道合计",
        "街道合计",
        "全镇总计",
        "总合计",
        "合计（2个村）",
        "合计数",
        "全街道小计",
        "总计数",
    ],
)
def test_a_total_of_the_whole_table_is_held_against_the_rows_and_never_added(read: Read, word: str) -> None:
    found = read(f"{ROWS}{word},,300\n")
    assert isinstance(found, TableData), found
    assert found.numbers["人口"] == [120, 80, 60, 40]
    assert [(total.where, total.values["人口"]) for total in found.totals] == [({}, 300)]


@pytest.mark.parametrize("word", ["甲村小计", "甲村合计", "本页合计", "本页小计：", "农村小计", "其他合计"])
@pytest.mark.parametrize("household", ["", "农业", "合计"])
def test_a_total_of_some_rows_is_told_where_any_village_may_stand(read: Read, word: str, household: str) -> None:
    assert read(f"{ROWS}{word},{household},200\n") == [
        f"people.csv 第6行「村」：不知道「{word}」是哪几行的，请删去这一行；全表的合计请写「合计」，真是一个类别的，在指标目录里列出来。"
    ]


@pytest.mark.parametrize("word", ["共2个村", "累计", "总数", "平均", "上年", "去年同期", "比上年增减", "占比", "全村"])
def test_a_row_that_is_worked_out_of_the_others_is_told_where_any_village_may_stand(read: Read, word: str) -> None:
    assert read(f"{ROWS}{word},农业,200\n") == [
        f"people.csv 第6行「村」：「{word}」像是从别的行算出来的，或者是别的时间的，会多算一次；"
        "请删去这一行；真是一个类别的，在指标目录里列出来。"
    ]


def test_a_total_beside_a_category_is_that_category_s(read: Read) -> None:
    found = read(ROWS.replace("乙村,农业", "甲村,小计,200\n乙村,农业"))
    assert isinstance(found, TableData), found
    assert [total.where for total in found.totals] == [{"村": "甲村"}]


def test_a_total_of_part_of_a_village_is_told(read: Read) -> None:
    assert read(ROWS + "甲村,农业小计,120\n", households="") == [
        "people.csv 第6行「户口」：不知道「农业小计」是哪几行的，请删去这一行；全表的合计请写「合计」，真是一个类别的，在指标目录里列出来。"
    ]


@pytest.mark.parametrize("village", ["合计庄", "平均村", "总数据社区", "累计水村", "共和村", "上年坊", "全村里社区"])
def test_a_village_whose_name_only_holds_such_a_word_is_a_village(read: Read, village: str) -> None:
    found = read(f"{ROWS}{village},农业,7\n{village},非农业,8\n")
    assert isinstance(found, TableData), found
    assert found.categories["村"][-1] == village


def test_what_the_catalogue_lists_is_a_category_whatever_it_says(read: Read) -> None:
    found = read("村,户口,人口\n甲村,平均,120\n甲村,城乡小计,80\n", households="平均, 城乡小计")
    assert isinstance(found, TableData), found
    assert found.categories["户口"] == ["平均", "城乡小计"] and not found.totals
