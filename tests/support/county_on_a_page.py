"""A small county as its page meets it: all offices due on one day, and a report of the county's own."""

from __future__ import annotations

from pathlib import Path

from small_county import NAMES, SmallCounty
from specimens import p, package

DUE = "12月10日"
COUNTY_S = p("{{ 年度 }}年工作报告") + p(
    "{{ 已报单位 }}个单位，共{{ 应报单位 }}个，总人口{{ 总人口 }}人，死亡{{ 死亡 }}人，完成率{{ 完成率 }}%。"
)


def due_county(folder: Path, names: tuple[str, ...] = NAMES) -> SmallCounty:
    """Return a county in which every office is complete, and due on 10 December."""
    made = SmallCounty(folder, names)
    listed = made.folder / "offices.csv"
    listed.write_text(listed.read_text(encoding="utf-8").replace("青山县,", f"青山县,{DUE}"), encoding="utf-8")
    (made.folder / "report").mkdir()
    (made.folder / "report" / "report.docx").write_bytes(package(COUNTY_S))
    return made


def without(county: SmallCounty, name: str) -> None:
    """Take an office's year away."""
    for path in county.data(name).parent.iterdir():
        path.unlink()
    county.data(name).parent.rmdir()
