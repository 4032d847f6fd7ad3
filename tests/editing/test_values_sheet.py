"""A section's YAML and last year's -> the rows that a person fills in: value, unit, last year's, where it comes from, remarks."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest
from conftest import DATA, TEMPLATE

from reportgen.base.issues import Unusable
from reportgen.editing.values_sheet import ValueRow, values_sheet
from reportgen.editing.yaml_values import with_value
from reportgen.inputs.catalogue_file import catalogue_of, read_catalogue

CATALOGUE = catalogue_of(
    """
office:
  title: 单位
  from: 派出所
  tables:
    population: {户口: [农业, 非农业], 人口: 人}
  texts: {街道: 文字, 打算: 列表, 问题: [标题, 内容], 印章: 图}
  截止日: 日期
  死亡人数: {value: 死亡人数, unit: 人, formerly: 死亡}
  叶酸: 人
  总人口: {sum: 人口}
""".encode()
)
NOW = """\
# 甲县的
街道: 八街街道
打算:   # 两条
  - 一
  - 二
问题: [甲, {标题: 乙, 内容: 丙}]
印章: {图: 印章.png, 宽: 4}

# 户籍人口
死亡: 45   # 导入：第3页
reported:
  总人口: {value: 12, reason: 核定数}   # 上级
accepted:
  - {issue: 变动：叶酸, reason: 去年少报}
别的: 1
"""
LAST = "死亡人数: 44\n截止日: 9月30日\n打算: [旧]\nreported: {总人口: {value: 11, reason: 核定数}}\n"


def rows(text: str, last: str = "") -> dict[str, ValueRow]:
    made = values_sheet(text.encode(), "office.yaml", CATALOGUE, "office", last.encode())
    return {row.name: row for row in made.rows}


def test_each_row_says_what_is_typed_and_what_was_last_year() -> None:
    said = rows(NOW, LAST)
    assert [*said] == ["街道", "打算", "问题", "印章", "截止日", "死亡人数", "叶酸", "总人口", "accepted", "别的"]
    assert said["街道"] == ValueRow("街道", "text", "八街街道", asked="文字", source="派出所", remark="甲县的", row=2)
    assert said["死亡人数"] == ValueRow(
        "死亡人数", "value", "45", unit="人", last="44", source="导入：第3页", remark="户籍人口；导入：第3页", row=10
    )
    assert said["截止日"] == ValueRow("截止日", "date", asked="日期", last="9月30日", source="派出所")
    assert said["叶酸"] == ValueRow("叶酸", "value", unit="人", source="派出所")
    assert (said["打算"].kind, said["打算"].items, said["打算"].last_items) == ("list", ("一", "二"), ("旧",))
    assert said["打算"].remark == "两条"
    assert said["问题"].items == ({"标题": "甲"}, {"标题": "乙", "内容": "丙"})
    assert said["问题"].keys == ("标题", "内容")
    assert said["总人口"] == ValueRow(
        "总人口", "reported", "12", unit="人", last="11", remark="上级", reason="核定数", row=12
    )


def test_what_is_changed_elsewhere_is_shown_with_the_reason() -> None:
    said = rows(NOW)
    assert (said["印章"].kind, said["印章"].text) == ("read-only", "图: 印章.png，宽: 4")
    assert said["accepted"].why == "认可的问题在问题一页里改"
    assert said["别的"].why == "指标目录里没有这个名称，请用记事本改"
    assert rows("叶酸: [1]\n")["叶酸"].why == "这里写的是列表或下一层，不是一个值，请用记事本改"
    assert rows("打算: 一\n")["打算"].why == rows("打算: [{甲: 乙}]\n")["打算"].why
    assert rows("打算: 一\n")["打算"].why == "这里写的不是一条一条的列表，请用记事本改"


def test_a_file_that_is_not_there_has_rows_from_the_catalogue_and_the_first_save_creates_it() -> None:
    made = values_sheet(None, "office.yaml", CATALOGUE, "office")
    assert made.digest == "" and [row.row for row in made.rows] == [None] * 7
    assert made.reportable == ("总人口",)
    data = with_value(b"", "office.yaml", CATALOGUE, "office", "叶酸", "85")
    again = values_sheet(data, "office.yaml", CATALOGUE, "office")
    assert len(again.digest) == 64 and [row.text for row in again.rows if row.name == "叶酸"] == ["85"]


def test_a_file_with_faults_has_no_sheet() -> None:
    with pytest.raises(Unusable, match="写了两次"):
        rows("叶酸: 1\n叶酸: 2\n")


@pytest.mark.parametrize("path", sorted((DATA / "2018").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_published_year_s_sheets_can_be_sent(path: object) -> None:
    data, section = path.read_bytes(), path.stem  # type: ignore[attr-defined]
    made = values_sheet(data, f"{section}.yaml", read_catalogue(TEMPLATE), section, data)
    sent = json.loads(json.dumps(asdict(made)))
    assert [row["name"] for row in sent["rows"]] == [row.name for row in made.rows] and sent[
        "file"
    ] == f"{section}.yaml"
    assert all(row.text == row.last and row.items == row.last_items for row in made.rows)
    assert not [row for row in made.rows if row.kind == "read-only"]
