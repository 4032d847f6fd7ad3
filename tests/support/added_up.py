"""A small county on disk, whose offices' numbers a test types: for tests of what becomes of them when they are added up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from specimens import p, package

from reportgen.offices.county import County, read_county

CATALOGUE = """
any_table: {村: 村名单}
changes: {percent: 50, points: 10, least: 10}
properties: {author: 街道, date: 截止日}
office:
  title: 单位
  texts: {街道: 文字, 村名单: 列表}
  年度: {year: 0}
  截止日: 日期
  落款日: 日期
  干部: 名
  经费: {value: 经费, unit: 万元, digits: 2}
  标准: {value: 标准, unit: 元, steady: true}
  网点: {value: 网点, unit: 个, steady: true, rollup: sum}
  净迁入: {value: 净迁入, unit: 人, below_zero: true}
  知晓率: {value: 知晓率, unit: '%', digits: 1, at_most: 100, rollup: {by: 总人口}}
  满意率: {value: 满意率, unit: '%'}
  identities:
    - 干部 <= 总人口
    - {relation: 经费 == 干部 * 标准, within: 5}
    - {relation: 网点 == 干部, within: 2, severity: 提醒}
    - 满意率 <= 知晓率
    - 截止日 <= 落款日
    - 干部 * 网点 >= 0
population:
  title: 人口
  as_of: 截止日
  tables:
    population: {户口: [农业, 非农业], 人口: 人, 面积: {unit: 公顷, digits: 2}}
    quality: {项目: [达标], 合格率: '%', 检查: 次}
  总人口: {sum: 人口, at_most: 5000}
  农业人口: {sum: 人口, where: {户口: 农业}}
  非农业面积: {sum: 面积, where: {户口: 非农业}}
  检查次数: {sum: 检查}
  合格率: {sum: 合格率}
  人均经费: {formula: 经费 / 总人口, unit: 元, digits: 2}
  农业比重: {formula: 农业人口 / 总人口, unit: '%', at_most: 100}
  率差: {formula: 知晓率 - 满意率, unit: 个百分点, digits: 1}
  差中差: {formula: 率差 * 2, unit: 个百分点, digits: 1}
  identities: [农业人口 <= 总人口]
  stocks:
    - {stock: 总人口, flow: 净迁入}
    - {stock: 标准, flow: 网点}
"""
TYPED = {"干部": "3", "经费": "8.33", "标准": "300", "网点": "2", "净迁入": "-4", "知晓率": "97.5", "满意率": "90"}
BODY = p("{{ 街道 }}{{ 年度 }}年工作报告") + p("总人口{{ 总人口 }}人，经费{{ 经费 }}万元。")
Rows = Sequence[Sequence[str]]  # 户口 first, or a village before it
PEOPLE: Rows = (("农业", "1000", "1.25"), ("非农业", "500", "0.5"))
QUALITY: Rows = (("达标", "96", "12"),)


def write_county(folder: Path, names: Sequence[str], catalogue: str = CATALOGUE, body: str = BODY) -> Path:
    """Write a county's list of offices, 0001 on, and their report's folder."""
    rows = "".join(f"{number:04},{name}\n" for number, name in enumerate(names, 1))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "offices.csv").write_text(f"代码,名称\n{rows}", encoding="utf-8")
    (folder / "template").mkdir(exist_ok=True)
    (folder / "template" / "catalogue.yaml").write_text(catalogue, encoding="utf-8")
    (folder / "template" / "report.docx").write_bytes(package(body))
    return folder


def write_office(
    county: Path,
    office: str,
    typed: Mapping[str, str] | None = None,
    people: Rows = PEOPLE,
    quality: Rows = QUALITY,
    more: str = "",
    year: int = 2025,
) -> Path:
    """Write an office's year; `office` is its folder's name, `typed` what differs from TYPED, `more` stands at the end of its YAML."""
    folder = county / "offices" / office / "data" / str(year)
    folder.mkdir(parents=True, exist_ok=True)
    villages = ["村"] if people and len(people[0]) > 3 else []
    lines = [[*villages, "户口", "人口", "面积"], *people]
    (folder / "population.csv").write_text("".join(",".join(line) + "\n" for line in lines), encoding="utf-8")
    lines = [["项目", "合格率", "检查"], *quality]
    (folder / "quality.csv").write_text("".join(",".join(line) + "\n" for line in lines), encoding="utf-8")
    names = "、".join(dict.fromkeys(row[0] for row in people)) if villages else ""
    listed = f"村名单: [{names.replace('、', ', ')}]\n"
    said = {"街道": office.split(" ")[-1], "截止日": "9月30日", "落款日": "12月8日", **TYPED, **(typed or {})}
    text = listed + "".join(f"{key}: {value}\n" for key, value in said.items()) + more
    (folder / "office.yaml").write_text(text, encoding="utf-8")
    return folder


def small_county(folder: Path, names: Sequence[str] = ("青石街道", "白水镇", "黑土乡")) -> County:
    """Write a county whose offices all hand in the same numbers."""
    write_county(folder, names)
    for number, name in enumerate(names, 1):
        write_office(folder, f"{number:04} {name}")
    return read_county(folder)
