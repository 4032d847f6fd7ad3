"""Last year's folder, read to be compared with by today's catalogue: what it hasn't got is missing, what is no longer asked for is left."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from reportgen.base.issues import Unusable
from reportgen.compare import comparing
from reportgen.figures.changes import Change, Kind
from reportgen.report import drafting

CATALOGUE = """\
any_table: {村: 名单}
people:
  texts: {名单: 列表, 打算: [标题, 内容], 说明: 文字}
  tables:
    births: {孩次: [一孩, 二孩], 性别: [女, 男], 人数: 人}
    houses: {类型: [户籍, 流动], 户数: 户, 间数: 间}
  出生: {sum: 人数}
  一孩: {sum: 人数, where: {孩次: 一孩}}
  女孩: {sum: 人数, where: {性别: 女}}
  户数: {sum: 户数}
  间数: {sum: 间数}
  总人口: 人
  死亡: 人
"""
USUAL = {
    "births.csv": "孩次,性别,人数\n一孩,女,41\n一孩,男,42\n二孩,女,43\n二孩,男,44\n合计,,170\n",
    "houses.csv": "类型,户数,间数\n户籍,4702,15142\n流动,1953,2000\n合计,6655,\n",
    "people.yaml": "总人口: 15158\n死亡: 88\n名单:\n",
}
THIS_YEAR = {
    "births.csv": "孩次,性别,人数\n一孩,女,40\n一孩,男,41\n二孩,女,42\n二孩,男,43\n",
    "houses.csv": "类型,户数,间数\n户籍,4739,15150\n流动,1960,2011\n",
    "people.yaml": "总人口: 15142\n死亡: 85\n名单:\n打算: [甲]\n说明: 乙\n",
}


def lay(folder: Path, **before: str | None) -> None:
    """Write both years; `before` replaces files of 2017, None leaves one out: births_csv="…"."""
    (folder / "catalogue.yaml").write_text(dedent(CATALOGUE), encoding="utf-8")
    changed = {name.replace("_", "."): text for name, text in before.items()}
    for year, files in ((2017, {**USUAL, **changed}), (2018, THIS_YEAR)):
        (folder / "data" / str(year)).mkdir(parents=True)
        for name, text in files.items():
            if text is not None:
                (folder / "data" / str(year) / name).write_text(text, encoding="utf-8")


def compared(folder: Path, **before: str | None) -> dict[str, Change]:
    lay(folder, **before)
    return {one.name: one for one in comparing.read_comparison(folder / "data", folder, 2018, 2017).changes}


def missing(changes: dict[str, Change]) -> set[str]:
    found = [one for one in changes.values() if one.kind is Kind.MISSING]
    assert all(one.reason == "2017年没有这个数" for one in found)
    return {one.name for one in found}


def values(changes: dict[str, Change]) -> dict[str, object]:
    return {name: one.before.value for name, one in changes.items() if one.before and one.before.value is not None}


ALL = {"出生": 170, "一孩": 83, "女孩": 84, "户数": 6655, "间数": 17142, "总人口": 15158, "死亡": 88}


def test_a_whole_year_is_compared(tmp_path: Path) -> None:
    changes = compared(tmp_path)
    assert values(changes) == ALL
    assert {one.kind for one in changes.values()} == {Kind.CHANGED}


@pytest.mark.parametrize(
    ("before", "lacking"),
    [
        ({"houses_csv": None}, {"户数", "间数"}),
        ({"people_yaml": None}, {"总人口", "死亡"}),
        ({"people_yaml": "总人口: 15158\n"}, {"死亡"}),
        ({"people_yaml": "总人口: 15158\n死亡:\n"}, {"死亡"}),
        ({"houses_csv": "类型,户数\n户籍,4702\n流动,1953\n"}, {"间数"}),
        ({"births_csv": "孩次,人数\n一孩,83\n二孩,87\n合计,170\n"}, {"女孩"}),
        ({"births_csv": "次序,两性,人数\n一孩,女,41\n一孩,男,42\n合计,,83\n"}, {"出生", "一孩", "女孩"}),
        ({"births_csv": "孩次,性别,人数\n"}, {"出生", "一孩", "女孩"}),
        ({"houses_csv": "类型,户数,间数\n户籍,4702,\n流动,1953,2000\n"}, {"间数"}),
    ],
    ids=["table", "yaml", "key", "value", "measure", "dimension", "all dimensions", "rows", "cell"],
)
def test_what_last_year_lacks_is_missing_there_and_no_fault(
    before: dict[str, str | None], lacking: set[str], tmp_path: Path
) -> None:
    changes = compared(tmp_path, **before)
    assert missing(changes) == lacking
    assert values(changes) == {name: value for name, value in ALL.items() if name not in lacking}


@pytest.mark.parametrize(
    ("before", "births"),
    [
        ({"births_csv": USUAL["births.csv"].replace("合计,,170", "多孩,女,7\n合计,,177")}, 177),
        ({"births_csv": "孩次,性别,人数,备注\n一孩,女,41,无\n一孩,男,42,\n二孩,女,43,\n二孩,男,44,\n"}, 170),
        ({"births_csv": "村,孩次,性别,人数\n东,一孩,女,41\n东,一孩,男,42\n西,二孩,女,43\n西,二孩,男,44\n"}, 170),
        ({"people_yaml": USUAL["people.yaml"] + "旧指标: 3\n"}, 170),
        ({"people_yaml": USUAL["people.yaml"] + "名单旧: [甲]\n打算: 一段文字\n说明: [一, 二]\n"}, 170),
        ({"people_yaml": USUAL["people.yaml"] + "打算:\n  - {标题: 甲, 旧项: 乙}\n"}, 170),
        ({"people_yaml": USUAL["people.yaml"] + "reported:\n  旧指标: {value: 3, reason: 核定}\n"}, 170),
        ({"people_yaml": USUAL["people.yaml"] + "accepted:\n  - {issue: 旧的问题, reason: 已说明}\n"}, 170),
        ({"people_yaml": USUAL["people.yaml"].replace("名单:", "名单: [中村]")}, 170),
        ({"old_csv": "类,数\n甲,1\n"}, 170),
    ],
    ids=[
        "category", "column", "villages", "key", "texts of another shape", "item's key", "reported", "accepted", "list", "table",
    ],
)  # fmt: skip
def test_what_today_s_catalogue_has_dropped_is_left(before: dict[str, str], births: int, tmp_path: Path) -> None:
    changes = compared(tmp_path, **before)
    assert values(changes) == {**ALL, "出生": births, "女孩": ALL["女孩"] + births - 170}


def test_a_figure_that_was_reported_is_compared_as_reported(tmp_path: Path) -> None:
    text = USUAL["people.yaml"] + "reported:\n  出生: {value: 171, reason: 核定}\n"
    assert values(compared(tmp_path, people_yaml=text)) == {**ALL, "出生": 171}


@pytest.mark.parametrize(
    ("before", "message"),
    [
        ({"births_csv": USUAL["births.csv"].replace("43", "四三")}, "2017/births.csv 第4行「人数」：「四三」不是数字"),
        ({"people_yaml": "总人口: -5\n死亡: 88\n"}, "2017/people.yaml 第1行「总人口」：「-5」是负数"),
        (
            {"births_csv": USUAL["births.csv"].replace("二孩,女", "一孩,女")},
            "2017/births.csv 第4行：「一孩、女」和第2行重复",
        ),
        ({"births_csv": USUAL["births.csv"].replace("二孩,女", ",女")}, "2017/births.csv 第4行「孩次」：这一格是空的"),
    ],
)
def test_a_wrong_number_of_last_year_is_refused_with_its_place(
    before: dict[str, str], message: str, tmp_path: Path
) -> None:
    with pytest.raises(Unusable) as caught:
        compared(tmp_path, **before)
    (issue,) = caught.value.issues
    assert str(issue).startswith(message)


def test_the_faults_of_both_years_are_told_at_once(tmp_path: Path) -> None:
    lay(tmp_path, people_yaml="总人口: 多\n")
    (tmp_path / "data" / "2018" / "people.yaml").write_text("总人口: 少\n", encoding="utf-8")
    with pytest.raises(Unusable) as caught:
        comparing.read_comparison(tmp_path / "data", tmp_path, 2018, 2017)
    assert [str(issue.location) for issue in caught.value.issues] == [
        "2017/people.yaml 第1行「总人口」",
        "2018/people.yaml 第1行「总人口」",
    ]


def test_a_year_without_folder_is_told(tmp_path: Path) -> None:
    lay(tmp_path)
    with pytest.raises(Unusable, match="没有2016年的数据文件夹"):
        comparing.read_comparison(tmp_path / "data", tmp_path, 2018, 2016)


def test_this_year_itself_may_lack_nothing(tmp_path: Path) -> None:
    lay(tmp_path)
    with pytest.raises(Unusable) as caught:
        drafting.read_year(tmp_path / "data", tmp_path, 2019)
    assert "没有2019年的数据文件夹" in str(caught.value)
    (tmp_path / "data" / "2018" / "houses.csv").write_text("类型,户数\n户籍,1\n流动,2\n", encoding="utf-8")
    with pytest.raises(Unusable, match="缺这一列"):
        drafting.read_year(tmp_path / "data", tmp_path, 2018)


def test_a_dropped_column_gives_this_year_no_warning(tmp_path: Path) -> None:
    lay(tmp_path, births_csv="孩次,人数\n一孩,83\n二孩,87\n", houses_csv=None)
    assert drafting.read_year(tmp_path / "data", tmp_path, 2018).issues == ()
