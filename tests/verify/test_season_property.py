"""Random Decembers: build, leaders' edits, corrections, renames and copies, verify and final in any order; nothing wrong goes out silently.

Every figure of the office is a number that no other figure ever was, so that each number in a document tells by itself where it came
from: it is today's, or it was one, or a person made it up. What isn't today's must stand in the list of `verify`; the public edition
may hold none that isn't accepted; and every sentence that a person wrote must be there to the end. Right numbers are read wrongly too, where
a hand slips beside them: `misread` says of each document what is read wrongly in it, and `verify` must name all of that.

SEASONS=500 python -m pytest tests/verify/test_season_property.py runs more of them.
"""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from leader import Desk, parse_paragraph, retype, unmark
from lxml import etree
from misread import (
    CAPTION,
    HEAD,
    change_caption_or_head,
    change_unit,
    exchange_marks,
    retype_label,
    turn_direction,
    type_beside,
    wrongs,
)
from numerals import in_chinese
from specimens import p, row, table

from reportgen.commands.cli import ERRORS_STAND, OK, UNUSABLE
from reportgen.word.blocks import visible_text
from reportgen.word.package import DOCUMENT, W, parse_part, read_package, serialized, write_package
from reportgen.word.text import plain_text

pytestmark = pytest.mark.slow

SEASONS = int(os.environ.get("SEASONS", "25"))
STEPS = 14
COUNTED = ("死亡", "叶酸", "任务", "宣传", "经费")
PEOPLE = ("总人口", "死亡", "叶酸", "任务", "宣传")  # the figures that count people
BODY = (
    p("{{ 街道 }}{{ 年度 }}年工作报告")
    + p("截至年底，全街道总人口{{ 总人口 }}人，全年死亡{{ 死亡 }}人。村民参与热情高。")
    + p("开展孕前优生服务，服用叶酸{{ 叶酸 }}人，完成年初下达的任务{{ 任务 }}人。")
    + p(
        "开展各类宣传活动，直接受众{{ 宣传 }}人，比任务{% if 宣传 > 任务 %}增加{% else %}减少{% endif %}，社会反响良好。"
    )
    + p("全年投入经费{{ 经费 }}万元，数字上{% if 经费 > 任务 %}高于{% else %}低于{% endif %}任务数。")
    + p(CAPTION)
    + table(row("指标", HEAD), row("总人口合计", "{{ 总人口 }}"), row("死亡合计", "{{ 死亡 }}"))
    + "".join(p(text) for text in ("{%p for 项 in 存在的问题 %}", "{{ 项 }}", "{%p endfor %}"))
    + p("{{ 负责人 }}")
)
CATALOGUE = """
office:
  title: 单位
  texts: {街道: 文字, 负责人: 文字, 存在的问题: 列表}
  年度: {year: 0}
  总人口: 人
  死亡: 人
  叶酸: 人
  任务: 人
  宣传: 人
  经费: 万元
"""
_NUMBER = re.compile(r"(?<![\d,])\d{1,3}(?:,\d{3})+(?!\d)|(?<![\d,])\d{4,}")


@dataclass
class Season:
    """One December of an office: its desk, the data as they are, and all that people wrote."""

    desk: Desk
    random: random.Random
    numbers: Iterator[int]
    data: dict[str, int] = field(default_factory=dict)
    ever: set[int] = field(default_factory=set)
    printed: set[int] = field(default_factory=set)  # by a build, so that people may have it in their document
    written: list[str] = field(default_factory=list)
    copied: dict[str, tuple[int, str]] = field(
        default_factory=dict
    )  # a sentence -> a figure's value and how it is written there
    report: Path = Path()
    done: list[str] = field(default_factory=list)

    def begin(self) -> None:
        (self.desk.template / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
        shutil.rmtree(self.desk.year)
        self.data = {name: next(self.numbers) for name in ("总人口", *COUNTED)}
        self._write(2017, {name: next(self.numbers) for name in self.data})
        self._write(2018, self.data)
        assert self.desk.runs() == OK, self.desk.said
        self.report = self.desk.report
        self._remember()

    def _remember(self) -> None:
        """Remember what a build printed of the figures that count people; sums of money are no copies of these."""
        self.printed |= {self.data[name] for name in PEOPLE}

    def _write(self, year: int, data: dict[str, int]) -> None:
        folder = self.desk.folder / "data" / str(year)
        folder.mkdir(exist_ok=True)
        said = "街道: 八街街道\n负责人: 计生办\n存在的问题: [人手不足, 经费不足]\n"
        (folder / "office.yaml").write_text(
            said + "".join(f"{name}: {n}\n" for name, n in data.items()), encoding="utf-8"
        )
        self.ever |= set(data.values())

    # ---- what people and the office do

    def correct(self) -> None:
        name = self.random.choice(list(self.data))
        self.data[name] = next(self.numbers)
        self._write(2018, self.data)

    def build(self, *words: str) -> None:
        target = self._target()
        code = self.desk.runs("2018", *words, *target)
        if code == UNUSABLE and not target:  # several that were edited: the office names the one it means
            assert str(self.report) in self.desk.said, (self.done, self.desk.said)
            code = self.desk.runs("2018", *words, "-o", str(self.report))
        assert code == OK, (self.done, self.desk.said)
        assert "新稿" not in self.desk.said, (self.done, self.desk.said)
        self._remember()

    def _target(self) -> list[str]:
        """Return how the report is named to a build: not at all, where it is the only one there, and sometimes else."""
        alone = len(list(self.report.parent.glob("*.docx"))) == 1
        return [] if alone or self.random.random() < 0.3 else ["-o", str(self.report)]

    def edit(self, change: object) -> None:
        parts = read_package(self.report.read_bytes())
        root = parse_part(parts[DOCUMENT])
        change(root)  # type: ignore[operator]
        self.report.write_bytes(write_package({**parts, DOCUMENT: serialized(root)}))

    def paragraph(self, root: etree._Element) -> etree._Element:
        """Return a paragraph of the report with words in it, outside of tables and the annex."""
        found = [
            one for one in root[0].findall(f"{W}p") if len(visible_text(one)) > 12 and "附件" not in visible_text(one)
        ]
        return self.random.choice(found)

    def write_words(self) -> None:
        said = f"（领导批示第{len(self.written) + 1}条）"
        self.written.append(said)

        def write(root: etree._Element) -> None:
            run = etree.SubElement(self.paragraph(root), f"{W}r")
            etree.SubElement(run, f"{W}t").text = said

        self.edit(write)

    def write_paragraph(self) -> None:
        number = self.random.choice(sorted(self.ever))
        said = f"领导补写的第{len(self.written) + 1}段，涉及群众{number}人。"
        self.written.append(said)
        at = self.random.randrange(1, 5)
        self.edit(lambda root: root[0].insert(at, parse_paragraph(p(said))))

    def write_copy(self) -> None:
        """Copy what a figure was in some build into a sentence, in one of the forms in which people write numbers."""
        number = self.random.choice(sorted(self.printed))
        form, behind = self.random.choice(
            [
                (str(number), "名"),
                (f"{number:,}", "位"),
                (f"{number}余", "人"),
                (f"{number / 10_000:.4f}".rstrip("0") + "万", "人"),
                (in_chinese(number), "人"),
                (str(number), "）"),
            ]
        )
        said = f"领导抄录的群众{'（' if behind == '）' else ''}{form}{behind}已逐一核对。"
        self.written.append(said)
        self.copied[said] = number, form
        at = self.random.randrange(1, 5)
        self.edit(lambda root: root[0].insert(at, parse_paragraph(p(said))))

    def retype_paragraph(self) -> None:
        self.edit(lambda root: retype(self.paragraph(root), None))

    def retype_number(self) -> None:
        def change(root: etree._Element) -> None:
            nodes = [one for one in root.iter(f"{W}t") if _NUMBER.fullmatch(one.text or "")]
            node = self.random.choice(nodes) if nodes else None
            if node is not None:
                other = self.random.choice([next(self.numbers), self.random.choice(sorted(self.ever))])
                node.text = f"{other:,}" if self.random.random() < 0.3 else str(other)

        self.edit(change)

    def lose_mark(self) -> None:
        self.edit(lambda root: unmark(root, self.random.choice(list(self.data))))

    def slip(self) -> None:
        """Let a hand slip: each number stays what it was, and what is read of it doesn't."""
        slip = self.random.choice(SLIPS)
        self.done[-1] = slip.__name__
        self.edit(lambda root: slip(root, self.random))

    def annex(self) -> None:
        self.build(self.random.choice(["--annex", "--no-annex"]))

    def rename(self) -> None:
        to = self.report.with_name(f"报告（第{len(self.done)}稿）.docx")
        self.report.rename(to)
        self.report = to

    def copy(self) -> None:
        to = self.report.with_name(f"报告（副本{len(self.done)}）.docx")
        shutil.copy(self.report, to)
        self.report = to

    def track(self) -> None:
        self.build("--track-changes")

    # ---- what must hold

    def verify(self) -> str:
        self.desk.runs("verify", str(self.report), "2018")
        return self.desk.said

    def check(self) -> None:
        """Fail where a number isn't today's and isn't told, or where something that a person wrote is gone."""
        told = self.verify()
        wrong = "".join(line for line in told.split("\n") if line.startswith("错误"))
        text = plain_text(read_package(self.report.read_bytes()))
        for number, line in self.strange(text):
            of_figure = int(number.replace(",", "")) in self.printed
            among = wrong if of_figure else told
            assert re.search(rf"(?<![\d,]){number}(?![\d,])", among), (number, of_figure, line, self.done, told)
        for said in self.written:
            assert said in text, (said, self.done, text)
        for number, form in self.copied.values():
            is_wrong = number not in self.data.values()
            of_copies = [line for line in told.split("\n") if line.startswith("错误") and "领导抄录" in line]
            assert any(f"打字的是{form}" in line for line in of_copies) is is_wrong, (form, self.done, told)
        self.tells_what_is_misread(self.report, told)
        if HARMLESS.issuperset(self.done) and self.done[-1] == "build":
            assert not wrong, (self.done, wrong)

    def tells_what_is_misread(self, report: Path, told: str) -> None:
        """Fail where what is read of a number that is the data's isn't so, and no line says it."""
        root = parse_part(read_package(report.read_bytes())[DOCUMENT])
        for words in wrongs(root, self.data):
            lines = told.split("\n")
            text = plain_text(read_package(report.read_bytes()))
            assert any(all(one in line for one in words) for line in lines), (words, text, self.done, told)

    def strange(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield the numbers of a text that are neither today's nor, in the annex, last year's and differences."""
        today = {str(number) for number in self.data.values()}
        for said in self.copied:  # held by the form in which they are written
            text = text.replace(said, "")
        body = text.partition("主要指标对比表")[0]
        for line in body.split("\n"):
            for found in _NUMBER.findall(line):
                if found.replace(",", "") not in today | {"2018", "2017"}:
                    yield found, line
        for line in text.partition("主要指标对比表")[2].split("\n"):
            cells = line.split("\t")
            if cells[0] in self.data and cells[3].replace(",", "") != str(self.data[cells[0]]):
                yield cells[3], line

    def publish(self) -> None:
        """Publish: what goes out holds no number that isn't today's."""
        target = self._target()
        code = self.desk.runs("2018", "--final", *target)
        if code == UNUSABLE and not target:  # as in a build
            assert str(self.report) in self.desk.said, (self.done, self.desk.said)
            code = self.desk.runs("2018", "--final", "-o", str(self.report))
        public = list(self.report.parent.glob("公开版*/*.txt")) + list(self.report.parent.glob("公开版*/**/*.txt"))
        if code == OK:
            assert public, self.desk.said
            newest = max(public, key=lambda path: path.stat().st_mtime_ns)
            text = newest.read_text(encoding="utf-8-sig")
            for said, (number, _) in self.copied.items():  # a sentence may stand in another copy of the report
                assert said not in text or number in self.data.values(), (said, self.done, self.desk.said)
            for number, line in self.strange(text):
                # A number that no figure ever was may go out, but not without a word.
                assert int(number.replace(",", "")) not in self.printed, (number, line, self.done, self.desk.said)
                assert number in self.desk.said, (number, line, self.done, self.desk.said)
            self.tells_what_is_misread(self.report.with_name(f"{newest.stem}.docx"), self.desk.said)
        else:
            assert code == ERRORS_STAND, self.desk.said


SLIPS = (type_beside, exchange_marks, change_unit, turn_direction, change_caption_or_head, retype_label)
HARMLESS = {"correct", "build", "write_words", "annex", "rename", "copy", "publish", "check"}
ACTS = (
    ("correct", 4), ("build", 4), ("write_words", 2), ("write_paragraph", 2), ("write_copy", 2), ("retype_paragraph", 3), ("retype_number", 2),
    ("lose_mark", 2), ("slip", 5), ("annex", 2), ("rename", 1), ("copy", 1), ("publish", 2), ("check", 2),
)  # fmt: skip


@pytest.mark.parametrize("seed", range(SEASONS))
def test_nothing_wrong_goes_out_unsaid_and_nothing_that_people_wrote_is_lost(
    seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(seed)
    numbers = iter(chance.sample(range(10_000, 99_999), 400))
    season = Season(Desk(tmp_path, BODY, capsys), chance, numbers)
    season.begin()
    names, weights = zip(*ACTS, strict=True)
    for act in chance.choices(names, weights, k=STEPS):
        season.done.append(act)
        getattr(season, act)()
    season.done.append("build")
    season.build()
    season.check()
    season.publish()
