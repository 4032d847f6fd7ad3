"""A small county as its page meets it: all offices due on one day, and a report of the county's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from small_county import NAMES, SmallCounty
from specimens import p, package

from reportgen.offices.county import Office
from reportgen.offices.one_office import Done, Order
from reportgen.offices.processes import built

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


def in_this_process(then: Callable[[], object] = lambda: None) -> Callable[..., Iterator[Done]]:
    """Return what builds offices in the test's own process, one after the other, with something done behind each; a stop begins no other."""

    def one_by_one(
        order: Order, offices: Sequence[Office], _: int, is_stopped: Callable[[], bool], __: int
    ) -> Iterator[Done]:
        for office in offices:
            if is_stopped():
                return
            yield from built(order, [office], 1)
            then()

    return one_by_one
