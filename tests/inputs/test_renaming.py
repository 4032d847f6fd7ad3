"""What the catalogue says of a metric's former names, and the names of today in what was written under those."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_catalogue import faults, read

from reportgen.base.dates import DateKind
from reportgen.inputs.metric_rules import DateOf
from reportgen.inputs.renaming import Renaming, renaming_of

# ---- what the catalogue says -------------------------------------------------------------------------------------------------


def test_any_metric_says_what_it_was_called_before(tmp_path: Path) -> None:
    catalogue = read(
        tmp_path,
        """\
        s:
          tables: {t: {村: [], 人数: 人}}
          死亡人数: {value: 死亡人数, unit: 人, formerly: 死亡}
          总人口: {sum: 人数, formerly: [人口, 人口数]}
          死亡率: {formula: 死亡人数 / 总人口, unit: '‰', formerly: 粗死亡率}
          报告年: {year: 0, formerly: 年度}
          统计截止日: {value: 统计截止日, unit: 日期, formerly: 截止日}
        """,
    )
    assert renaming_of(catalogue).former == {
        "死亡": "死亡人数",
        "人口": "总人口",
        "人口数": "总人口",
        "粗死亡率": "死亡率",
        "年度": "报告年",
        "截止日": "统计截止日",
    }
    assert catalogue.metrics["统计截止日"].rule == DateOf(DateKind.DAY)


def test_a_former_name_is_nobody_else_s_and_said_once(tmp_path: Path) -> None:
    said = """\
        s:
          texts: {说明: 文字}
          出生: 人
          死亡人数: {value: 死亡人数, unit: 人, formerly: 出生}
          迁入人数: {value: 迁入人数, unit: 人, formerly: 说明}
          迁出人数: {value: 迁出人数, unit: 人, formerly: 迁出}
          迁出户数: {value: 迁出户数, unit: 户, formerly: [户数, 迁出]}
          结婚: {value: 结婚, unit: 对, formerly: 结婚}
        """
    used, twice = (
        "是现在还用着的名称（第{}行），请写改名以前的，或删去没有用的那个。",
        "写了两次，前一次在「迁出人数」（第6行），请留一个。",
    )
    assert faults(tmp_path, said) == [
        f"第4行「死亡人数」：「死亡人数」的 formerly「出生」{used.format(3)}",
        f"第5行「迁入人数」：「迁入人数」的 formerly「说明」{used.format(2)}",
        f"第7行「迁出户数」：「迁出户数」的 formerly「迁出」{twice}",
        f"第8行「结婚」：「结婚」的 formerly「结婚」{used.format(8)}",
    ]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("{value: 甲, unit: 人, formerly: ''}", "formerly 后面是空的，要写名称。"),
        ("{value: 甲, unit: 人, formerly: []}", "formerly 后面是空的，要写名称。"),
        ("{value: 甲, unit: 人, formerly: {乙: 丙}}", "「formerly」应是一个词，不是列表或下一层。"),
        (
            "{value: 甲, unit: 人, formerly: 乙、丙}",
            "「甲」的 formerly「乙、丙」不是一个指标的名称；有几个旧名的写成 formerly: [旧名, 更旧的名]。",
        ),
        (
            "{value: 乙, unit: 日期, formerly: 丙}",
            "「甲」是日期，写成「甲: 日期」；改了名的写成「甲: {value: 甲, unit: 日期, formerly: 旧名}」。",
        ),
    ],
)
def test_a_former_name_that_can_t_be_meant_is_told_with_its_row(said: str, told: str, tmp_path: Path) -> None:
    assert faults(tmp_path, f"s:\n  甲: {said}\n") == [f"第2行「甲」：{told}"]


# ---- names where they stand --------------------------------------------------------------------------------------------------

DEATHS = Renaming({"死亡": "死亡人数"}, frozenset({"死亡人数", "死亡率", "总人口"}))


def test_a_name_is_renamed_where_it_is_a_name() -> None:
    assert [DEATHS.title(one) for one in ("死亡", "死亡·死亡", "死亡·较上年", "死亡率")] == [
        "死亡人数",
        "死亡人数·死亡",
        "死亡人数·较上年",
        "死亡率",
    ]
    assert DEATHS.expression("死亡|在(部分)") == "死亡人数|在(部分)" and DEATHS.expression("死亡率") == "死亡率"
    assert (
        DEATHS.remark("「死亡」比总人口多，死亡\n请看 死亡：甲.yaml")
        == "「死亡人数」比总人口多，死亡\n请看 死亡人数：甲.yaml"
    )
    assert DEATHS.key("核对：死亡写45，数据46") == "核对：死亡人数写45，数据46"
    assert DEATHS.key("勾稽关系：死亡率 == 死亡 / 总人口") == "勾稽关系：死亡率 == 死亡人数 / 总人口"
