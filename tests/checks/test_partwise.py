"""A relation that holds in all must hold in every village: where it does, where it doesn't, and which relations aren't asked of villages."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from reportgen.base.issues import Issue
from reportgen.report import drafting

CATALOGUE = """\
any_table: {村: ''}
s:
  tables: {t: {户口: [农业, 流入], 人口: 人, 妇女: 人}, u: {来源: [跨省, 省内], 人数: 人}, v: {人数: 人, 金额: 元}}
  总人口: {sum: 人口}
  流入人口: {sum: 人口, where: {户口: 流入}}
  妇女: {sum: 妇女}
  跨省: {sum: 人数, where: {来源: 跨省}}
  省内: {sum: 人数, where: {来源: 省内}}
  领取: {sum: 人数, table: v}
  金额: {sum: 金额}
  标准: {value: 标准, unit: 元, STEADY}
  identities:
    - RELATION
"""
PEOPLE = "村,户口,人口,妇女\n甲村,农业,310,60\n甲村,流入,30,7\n乙村,农业,420,80\n乙村,流入,50,9\n丙村,农业,200,35\n丙村,流入,20,4\n"
INFLOW = "村,来源,人数\n甲村,跨省,10\n甲村,省内,20\n乙村,跨省,15\n乙村,省内,35\n丙村,跨省,8\n丙村,省内,12\n"
PAID = "村,人数,金额\n甲村,3,480\n乙村,5,800\n丙村,2,320\n"
SOURCES = "流入人口 == 跨省 + 省内"


def told(
    folder: Path, relation: str, *, people: str = PEOPLE, inflow: str = INFLOW, paid: str = PAID, steady: bool = True
) -> list[Issue]:
    """Return what the relation finds."""
    catalogue = CATALOGUE.replace("RELATION", relation).replace("STEADY", f"steady: {str(steady).lower()}")
    files = {"t.csv": people, "u.csv": inflow, "v.csv": paid, "s.yaml": "标准: 160\n"}
    (folder / "data" / "2018").mkdir(parents=True)
    (folder / "catalogue.yaml").write_text(dedent(catalogue), encoding="utf-8")
    for name, text in files.items():
        (folder / "data" / "2018" / name).write_text(text, encoding="utf-8")
    return [issue for issue in drafting.read_year(folder / "data", folder, 2018).issues if issue.check == "勾稽关系"]


def test_a_relation_holds_in_every_village(tmp_path: Path) -> None:
    assert told(tmp_path, SOURCES) == []


def test_two_cells_that_cancel_in_the_total_are_told_in_their_villages(tmp_path: Path) -> None:
    swapped = INFLOW.replace("甲村,省内,20", "甲村,省内,35").replace("乙村,省内,35", "乙村,省内,20")
    first, second = told(tmp_path, SOURCES, inflow=swapped)
    assert str(first) == (
        "t.csv 第3行「人口」：甲村：流入人口30人 应等于 跨省10人 + 省内35人（45），相差15。请核对这几个数。"
    )
    assert first.key == "勾稽关系：流入人口 == 跨省 + 省内（甲村）"
    assert second.key == "勾稽关系：流入人口 == 跨省 + 省内（乙村）"
    assert first.metrics == ("流入人口", "跨省", "省内")


def test_a_relation_that_is_broken_in_all_names_the_village_too(tmp_path: Path) -> None:
    issues = told(tmp_path, SOURCES, inflow=INFLOW.replace("丙村,省内,12", "丙村,省内,21"))
    assert [issue.key for issue in issues] == [f"勾稽关系：{SOURCES}", f"勾稽关系：{SOURCES}（丙村）"]


def test_a_village_that_has_handed_in_is_held_to_it_while_another_is_still_awaited(tmp_path: Path) -> None:
    awaited = INFLOW.replace("乙村,跨省,15", "乙村,跨省,").replace("乙村,省内,35", "乙村,省内,")
    assert told(tmp_path / "holds", SOURCES, inflow=awaited) == []
    (issue,) = told(tmp_path / "broken", SOURCES, inflow=awaited.replace("丙村,省内,12", "丙村,省内,21"))
    assert issue.key == f"勾稽关系：{SOURCES}（丙村）"
    half = awaited.replace("丙村,省内,12", "丙村,省内,")  # 丙村's own isn't whole yet
    assert told(tmp_path / "edge", SOURCES, inflow=half) == []


def test_while_a_village_is_awaited_a_mean_is_no_more_asked_of_the_others(tmp_path: Path) -> None:
    awaited = PAID.replace("乙村,5,800", "乙村,,")
    assert told(tmp_path, "金额 / 领取 == 标准", paid=awaited.replace("丙村,2,320", "丙村,2,300")) == []


def test_a_part_that_is_as_large_as_its_whole_is_no_fault_and_one_more_is(tmp_path: Path) -> None:
    relation = "妇女 <= 流入人口 * 3"
    assert told(tmp_path / "edge", relation, people=PEOPLE.replace("丙村,农业,200,35", "丙村,农业,200,56")) == []
    (issue,) = told(tmp_path / "more", relation, people=PEOPLE.replace("丙村,农业,200,35", "丙村,农业,200,57"))
    assert issue.key == "勾稽关系：妇女 <= 流入人口 * 3（丙村）"


def test_many_villages_that_break_a_relation_are_told_in_one_line(tmp_path: Path) -> None:
    villages = ("甲", "乙", "丙", "丁", "戊")
    people = "村,户口,人口,妇女\n" + "".join(f"{v}村,农业,100,20\n{v}村,流入,30,5\n" for v in villages)
    inflow = "村,来源,人数\n" + "".join(f"{v}村,跨省,10\n{v}村,省内,{20 + n - 2}\n" for n, v in enumerate(villages))
    (issue,) = told(tmp_path, SOURCES, people=people, inflow=inflow)
    assert issue.message.startswith("甲村：流入人口30人 应等于 跨省10人 + 省内18人（28），相差2。")
    assert issue.message.endswith("另外乙村、丁村、戊村也是这样。")
    assert issue.key == f"勾稽关系：{SOURCES}（村）"


def test_a_village_without_a_row_is_told_as_absent_only(tmp_path: Path) -> None:
    assert told(tmp_path, SOURCES, inflow=INFLOW.replace("丙村,跨省,8\n丙村,省内,12\n", "")) != []
    again = told(tmp_path / "again", SOURCES, inflow=INFLOW.replace("丙村,跨省,8\n", ""))
    assert again == []  # the row is missing, which is told, and the figures wait for it


@pytest.mark.parametrize(
    ("relation", "people"),
    [
        (
            "妇女 / 总人口 <= 0.23",
            PEOPLE.replace("丙村,农业,200,35", "丙村,农业,200,70"),
        ),  # a mean needn't be every village's
        ("妇女 <= 300", PEOPLE),  # a bound of the whole says nothing of a part
    ],
)
def test_a_ratio_or_a_bound_of_the_whole_is_not_asked_of_a_village(relation: str, people: str, tmp_path: Path) -> None:
    assert told(tmp_path, relation, people=people) == []


def test_an_amount_a_head_is_asked_of_each_village_where_it_is_steady(tmp_path: Path) -> None:
    relation = "金额 == 领取 * 标准"
    swapped = PAID.replace("甲村,3,480", "甲村,3,320").replace("丙村,2,320", "丙村,2,480")
    issues = told(tmp_path / "steady", relation, paid=swapped)
    assert [issue.key for issue in issues] == [f"勾稽关系：{relation}（甲村）", f"勾稽关系：{relation}（丙村）"]
    assert told(tmp_path / "mean", relation, paid=swapped, steady=False) == []
