"""An office whose report has all that a correction can move: figures, branches, lists, a table by village, a header, a footer, a text box.

What the office knows is said once, in `Facts`; the year's files and what each mark must say today both come from there.
"""

from __future__ import annotations

import contextlib
import functools
import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from unittest import mock

from leader import Desk
from specimens import NOTE_ENDS, box, p, package, part, r, row, table

from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.report import drafting
from reportgen.template import rendering
from reportgen.template.content import vocabulary
from reportgen.template.rendering import prepare

CATALOGUE = """
any_table: {村（社区）: ''}
office:
  title: 单位
  tables:
    population: {人口: 人}
  texts: {街道: 文字, 负责人: 文字, 存在的问题: 列表}
  年度: {year: 0}
  总人口: {sum: 人口}
  死亡: 人
  叶酸: 人
  任务: 人
  完成率: {formula: 叶酸 / 任务, unit: '%'}
  走访: 户
  接种: 人
  培训: 人次
"""
HEADING = '<w:pStyle w:val="Heading1"/>'
_NOTE = '<w:r><w:footnoteReference w:id="1"/></w:r>'
BODY = (
    p("{{ 街道 }}{{ 年度 }}年工作报告")
    + p("人口情况", properties=HEADING)
    + p("全街道户籍总人口{{ 总人口 }}人，全年死亡{{ 死亡 }}人。", _NOTE)
    + p("开展孕前优生服务，服用叶酸{{ 叶酸 }}人，完成任务{{ 任务 }}人的{{ 完成率 }}%。各村按月上报进度。")
    + p(
        "村组干部坚持入户宣传。{% if 走访 > 0 %}上门走访{{ 走访 }}户，群众比较满意。{% else %}因防控要求没有上门。{% endif %}"
        "宣传资料由街道印制。"
    )
    + p("{%p if 接种 > 0 %}")
    + p("为流动人口预防接种{{ 接种 }}人，做到应种尽种。接种点设在卫生院。")
    + p("{%p endif %}")
    + p("台账由专人管理，每季度核对一次。")
    + table(
        row("村（社区）", "户籍人数"),
        row("{%tr for 村 in 总人口 | 按('村（社区）') %}", ""),
        row("{{ 村.名称 }}", "{{ 村 }}"),
        row("{%tr endfor %}", ""),
        row("合计", "{{ 总人口 }}"),
    )
    + p("存在的问题", properties=HEADING)
    + "".join(p(text) for text in ("{%p for 项 in 存在的问题 %}", "{{ 项 }}", "{%p endfor %}"))
    + p("下步打算", properties=HEADING)
    + p("继续加强业务学习，计划培训{{ 培训 }}人次。请各村提前报名。")
    + p("本页数据截至年底。", box(p("值班电话以街道公布为准，叶酸{{ 叶酸 }}人。")))
    + p("{{ 负责人 }}")
)
OTHERS = {
    "header1.xml": part("hdr", p("{{ 街道 }}，死亡{{ 死亡 }}人")),
    "footer1.xml": part("ftr", p("叶酸{{ 叶酸 }}人")),
    "footnotes.xml": part(
        "footnotes",
        NOTE_ENDS + f'<w:footnote w:id="1">{p("死亡数", r("以公安", ""), "部门为准，{{ 死亡 }}人。")}</w:footnote>',
    ),
}
ITEMS = (
    "基层力量薄弱，一人身兼数职；",
    "宣传经费紧张，资料更新偏慢；",
    "信息系统老旧，查询经常中断；",
    "部门配合不够，数据共享困难。",
)
NUMBERS = (("死亡", 45), ("叶酸", 85), ("任务", 72), ("走访", 6), ("接种", 12), ("培训", 300))
VILLAGES = (("甲村", 7142), ("乙村", 8000), ("丙村", 953))
MORE = "档案柜子短缺，纸质材料受潮；"


@dataclass(frozen=True)
class Facts:
    """What the office knows about its year, in persons and households."""

    numbers: tuple[tuple[str, int], ...] = NUMBERS
    items: tuple[str, ...] = ITEMS
    villages: tuple[tuple[str, int], ...] = VILLAGES
    street: str = "八街街道"

    def says(self, name: str, number: int) -> Facts:
        """Return the same with one number corrected."""
        return replace(self, numbers=tuple({**dict(self.numbers), name: number}.items()))

    @property
    def office(self) -> str:
        """Return the year's YAML."""
        numbers = "".join(f"{name}: {number}\n" for name, number in self.numbers)
        items = "".join(f"  - {item}\n" for item in self.items)
        return f"街道: {self.street}\n负责人: 计生办\n存在的问题:{'' if items else ' []'}\n{items}{numbers}"

    @property
    def population(self) -> str:
        """Return the year's table."""
        return "村（社区）,人口\n" + "".join(f"{name},{number}\n" for name, number in self.villages)

    @property
    def due(self) -> dict[str, str]:
        """Return what each mark must say, by its title, computed here and not by the program."""
        known = dict(self.numbers)
        numbers = {name: str(number) for name, number in self.numbers}
        rate = Fraction(known["叶酸"] * 100, known["任务"])
        numbers |= {f"总人口·{name}": str(number) for name, number in self.villages}
        total = sum(number for _, number in self.villages)
        return {**numbers, "年度": "2018", "总人口": str(total), "完成率": str(int(rate + Fraction(1, 2)))}


class Villages(Desk):
    """That office's folder; what is printed is kept in `said`, not shown.

    Thousands of runs print from it, and never another template: it is read once for all of them, as a county's run reads its own.
    """

    def __post_init__(self) -> None:
        self.template.mkdir(parents=True)
        self.year.mkdir(parents=True)
        (self.template / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
        (self.template / "report.docx").write_bytes(_template())
        self.knows(Facts())

    def knows(self, facts: Facts) -> None:
        """Write what the office knows now."""
        self.writes(facts.office, facts.population)

    def runs(self, *words: str) -> int:
        """Run a command; a build where none is named."""
        screen = io.StringIO()
        with contextlib.redirect_stdout(screen), contextlib.redirect_stderr(screen), _report_read_once():
            code = super().runs(*words)
        self.said = screen.getvalue()
        return code


@contextlib.contextmanager
def _report_read_once() -> Iterator[None]:
    """Let a run take the template and the catalogue as an earlier run read them where no byte of them is another."""
    with (
        mock.patch.object(rendering, "prepare", lambda path, _: _prepared(*_files(path.parent))),
        mock.patch.object(drafting, "read_catalogue", lambda folder: _catalogue(*_files(folder))),
    ):
        yield


def _files(template: Path) -> tuple[bytes, bytes]:
    return (template / "catalogue.yaml").read_bytes(), (template / "report.docx").read_bytes()


@functools.lru_cache(maxsize=4)
def _catalogue(*files: bytes) -> Catalogue:
    with _template_folder(*files) as folder:
        return read_catalogue(folder)


@functools.lru_cache(maxsize=4)
def _prepared(*files: bytes) -> rendering.ReportTemplate:
    with _template_folder(*files) as folder:
        return prepare(folder / "report.docx", vocabulary(_catalogue(*files)))


@contextlib.contextmanager
def _template_folder(catalogue: bytes, report: bytes) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "catalogue.yaml").write_bytes(catalogue)
        (Path(folder) / "report.docx").write_bytes(report)
        yield Path(folder)


@functools.cache
def _template() -> bytes:
    return package(BODY, OTHERS)


@functools.cache
def drafted(facts: Facts) -> dict[str, bytes]:
    """Return the parts of the report that the program drafts from these facts where no report is yet."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Villages(Path(folder) / "office")
        desk.knows(facts)
        assert desk.runs() == 0, desk.said
        return desk.parts


TITLES = frozenset(Facts().due) | {f"总人口·{name}" for name in ("甲村", "乙村", "丙村", "丁村", "戊村")}
