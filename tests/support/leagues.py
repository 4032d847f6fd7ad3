"""A county's figures by office without a folder on disk: one small catalogue whose tables have a column of offices."""

from __future__ import annotations

from pathlib import Path

from reportgen.compare.league import Field, League, league
from reportgen.figures.compute import Figures, compute
from reportgen.figures.sides import side_of_year, sides_of_parts
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.folder import read_sources

CATALOGUE = """
any_table: {单位: ''}
people:
  title: 人口
  tables:
    people: {项目: [总人口, 出生, 任务, 完成], 数: 人}
  总人口: {sum: 数, where: {项目: 总人口}}
  出生: {sum: 数, where: {项目: 出生}}
  任务: {sum: 数, where: {项目: 任务}}
  完成: {sum: 数, where: {项目: 完成}}
  完成率: {formula: 完成 / 任务, unit: '%', digits: 1}
"""
ITEMS = ("总人口", "出生", "任务", "完成")
# By office, in the order of ITEMS; '' for an empty cell.
Numbers = dict[str, tuple[int | str, int | str, int | str, int | str]]
NUMBERS: Numbers = {
    "青石街道": (30000, 120, 400, 360),
    "白岭镇": (20000, 90, 300, 285),
    "黑土乡": (30000, 60, 200, 190),
}


def figures(folder: Path, year: int, numbers: Numbers) -> Figures:
    """Return the figures of a year in which each office has these numbers."""
    (folder / "template").mkdir(parents=True, exist_ok=True)
    (folder / "template" / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
    data = folder / str(year)
    data.mkdir(parents=True)
    rows = (f"{name},{item},{n}\n" for name, own in numbers.items() for item, n in zip(ITEMS, own, strict=True))
    (data / "people.csv").write_text("单位,项目,数\n" + "".join(rows), encoding="utf-8")
    catalogue = read_catalogue(folder / "template")
    return compute(catalogue, read_sources(data, year, catalogue))


def field(folder: Path, year: int, numbers: Numbers, demo: dict[str, str] | None = None) -> Field:
    """Return a year's figures as a league takes them."""
    found = figures(folder, year, numbers)
    catalogue = read_catalogue(folder / "template")
    return Field(side_of_year(catalogue, found), sides_of_parts(catalogue, found, "单位", demo))


def league_of(
    folder: Path,
    now: Numbers,
    then: Numbers | None = None,
    lacking: dict[str, str] | None = None,
    demo: dict[str, str] | None = None,
) -> League:
    """Return the league of 2025, held against those of these offices that were there in 2024."""
    before = {name: numbers for name, numbers in (then or {}).items() if name in now}
    offices = [*now, *(lacking or {})]
    return league(offices, field(folder, 2025, now, demo), field(folder, 2024, before) if before else None, lacking)
