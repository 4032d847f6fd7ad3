"""A small office on disk, and a leader at work on its report in Word: for tests of what becomes of people's document."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import etree
from specimens import p, package, row, table

from reportgen.commands.cli import main
from reportgen.word.blocks import visible_text
from reportgen.word.comments import Comments
from reportgen.word.package import DOCUMENT, W, parse_part, read_package, serialized, write_package
from reportgen.word.text import plain_text

CATALOGUE = """
any_table: {村（社区）: ''}
office:
  title: 单位
  tables:
    population: {户口: [农业, 非农业], 人口: 人}
  texts: {街道: 文字, 负责人: 文字, 存在的问题: 列表}
  年度: {year: 0}
  截止日: 日期
  总人口: {sum: 人口}
  死亡: 人
  叶酸: 人
  任务: 人
  完成率: {formula: 叶酸 / 任务, unit: '%'}
"""
OFFICE = """
街道: 八街街道
负责人: 计生办
存在的问题: [人手不足, 经费不足]
截止日: 9月30日
死亡: 45
叶酸: 85
任务: 72
"""
LAST_YEAR = (
    OFFICE.replace("八街街道", "八街镇").replace("计生办", "卫计办").replace("人手不足", "人手紧张")
)  # all texts are other ones
POPULATION = "村（社区）,户口,人口\n甲村,农业,7000\n甲村,非农业,142\n乙村,农业,8000\n乙村,非农业,0\n"
BODY = (
    p("{{ 街道 }}{{ 年度 }}年工作报告")
    + p("截至{{ 截止日 }}，全街道总人口{{ 总人口 }}人，全年死亡{{ 死亡 }}人。")
    + p("开展孕前优生服务，服用叶酸{{ 叶酸 }}人，完成任务{{ 任务 }}人的{{ 完成率 }}%。")
    + table(row("指标", "人数"), row("总人口", "{{ 总人口 }}"), row("死亡", "{{ 死亡 }}"))
    + "".join(p(text) for text in ("{%p for 项 in 存在的问题 %}", "{{ 项 }}", "{%p endfor %}"))
    + p("{{ 负责人 }}")
)
_READING = {"verify", "check", "status", "explain", "template", "import", "new"}  # commands that write no report


@dataclass
class Desk:
    """An office's folder and what the last command said; the small office is written there unless one stands there already."""

    folder: Path
    body: str = BODY
    capsys: pytest.CaptureFixture[str] | None = None
    others: Mapping[str, bytes] | None = None
    title: str = "报告"
    said: str = ""

    def __post_init__(self) -> None:
        if self.template.exists():
            return
        self.template.mkdir(parents=True)
        self.year.mkdir(parents=True)
        (self.template / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
        (self.template / "report.docx").write_bytes(package(self.body, self.others))
        self.writes(OFFICE, POPULATION)

    @property
    def template(self) -> Path:
        return self.folder / "template"

    @property
    def year(self) -> Path:
        return self.folder / "data" / "2018"

    @property
    def output(self) -> Path:
        return self.folder / "output" / "2018"

    @property
    def report(self) -> Path:
        """Return where a build writes the report when nobody says where."""
        return self.output / f"{self.title}.docx"

    @property
    def names(self) -> list[str]:
        """Return the names in the output folder, without the history."""
        return sorted(path.name for path in self.output.iterdir() if path.is_file())

    def writes(self, office: str = "", population: str = "", year: int = 2018) -> None:
        """Write the year's files."""
        folder = self.folder / "data" / str(year)
        folder.mkdir(exist_ok=True)
        for name, text in (("office.yaml", office), ("population.csv", population)):
            if text:
                (folder / name).write_text(text, encoding="utf-8")

    def corrects(self, old: str, new: str, file: str = "office.yaml") -> None:
        """Correct something in the data."""
        path = self.year / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def runs(self, *words: str) -> int:
        """Run a command, a build where none is named; in the office's folder, where the test stands there."""
        place = Path() if self.folder.samefile(Path()) else self.folder
        folders = ["--data", str(place / "data"), "--template", str(place / "template")]
        output = [] if words and words[0] in _READING else ["--output", str(place / "output")]
        code = main([*words, *folders, *output])
        self.said = "".join(self.capsys.readouterr()) if self.capsys else ""
        assert "Traceback" not in self.said
        return code

    @property
    def lines(self) -> list[str]:
        """Return the report's lines."""
        return plain_text(self.parts).split("\n")

    @property
    def parts(self) -> dict[str, bytes]:
        """Return the report's parts."""
        return read_package(self.report.read_bytes())

    @property
    def comments(self) -> list[str]:
        """Return what our comments say."""
        parts = self.parts
        return list(Comments(parts, parse_part(parts[DOCUMENT])).ours().values())

    def edits(self, change: Callable[[etree._Element], None], part: str = DOCUMENT) -> None:
        """Change a part of the document as somebody does in Word."""
        parts = self.parts
        root = parse_part(parts[part])
        change(root)
        self.report.write_bytes(write_package({**parts, part: serialized(root)}))

    def retypes(self, begins: str, text: str | None = None) -> None:
        """Type a paragraph anew, with the same words where no others are given: its marks are gone."""
        self.edits(lambda root: retype(paragraph_of(root, begins), text))

    def adds(self, text: str) -> None:
        """Write a paragraph at the report's end."""

        def add(root: etree._Element) -> None:
            body = root[0]
            body.insert(len(body) - 1, parse_paragraph(p(text)))

        self.edits(add)


def parse_paragraph(xml: str) -> etree._Element:
    """Return an element of a specimen's XML."""
    return etree.fromstring(re.sub(r"^<w:p\b", f'<w:p xmlns:w="{W.strip("{}")}"', xml))


def paragraph_of(root: etree._Element, begins: str) -> etree._Element:
    """Return the first paragraph that begins with a text."""
    return next(one for one in root.iter(f"{W}p") if visible_text(one).startswith(begins))


def retype(paragraph: etree._Element, text: str | None) -> None:
    """Put typed text in place of all that a paragraph holds."""
    said = visible_text(paragraph) if text is None else text
    for child in [one for one in paragraph if one.tag != f"{W}pPr"]:
        paragraph.remove(child)
    run = etree.SubElement(paragraph, f"{W}r")
    etree.SubElement(run, f"{W}t").text = said


def unmark(root: etree._Element, title: str) -> None:
    """Leave a mark's text and take its control away, as pasting without formatting does."""
    for alias in list(root.iter(f"{W}alias")):
        control = next(alias.iterancestors(f"{W}sdt"))
        if alias.get(f"{W}val") == title:
            for run in list(control.find(f"{W}sdtContent")):
                control.addprevious(run)
            control.getparent().remove(control)
