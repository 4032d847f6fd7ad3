"""A county of offices as small as the one that a leader's desk stands in: for tests of what a run over all of them does."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leader import BODY, CATALOGUE, OFFICE, POPULATION, paragraph_of, retype
from specimens import package

from reportgen.commands import clock
from reportgen.commands.cli import main
from reportgen.offices.batch import hash_of
from reportgen.offices.one_office import Order
from reportgen.word.package import DOCUMENT, parse_part, read_package, serialized, write_package
from reportgen.word.text import plain_text

NAMES = ("青石街道", "白水镇", "黑土乡", "红河街道")
YEAR = 2018
STEADY = CATALOGUE.replace(
    "街道: 文字, 负责人: 文字", "街道: {kind: 文字, steady: true}, 负责人: {kind: 文字, steady: true}"
)
UNHANDED = "没有2018年的数据文件夹"


@dataclass
class SmallCounty:
    """A county's folder; its offices are 0001 青石街道, 0002 白水镇, 0003 黑土乡 and 0004 红河街道, whose deaths are 45, 46, 47 and 48."""

    folder: Path
    names: tuple[str, ...] = NAMES

    def __post_init__(self) -> None:
        (self.folder / "template").mkdir(parents=True)
        (self.folder / "template" / "catalogue.yaml").write_text(STEADY, encoding="utf-8")
        (self.folder / "template" / "report.docx").write_bytes(package(BODY))
        listed = "".join(f"{number:04},{name},青山县,\n" for number, name in enumerate(self.names, start=1))
        (self.folder / "offices.csv").write_text(f"代码,名称,上级,截止日\n{listed}", encoding="utf-8")
        for number, name in enumerate(self.names):
            for year in (YEAR - 1, YEAR):
                folder = self.office(name) / "data" / str(year)
                folder.mkdir(parents=True)
                office = OFFICE.replace("死亡: 45", f"死亡: {45 + number - 10 * (year < YEAR)}")
                office = office if year == YEAR else office.replace("人手不足", f"{name}去年人手不足")
                (folder / "office.yaml").write_text(office.replace("八街街道", name), encoding="utf-8")
                (folder / "population.csv").write_text(POPULATION, encoding="utf-8")

    def office(self, name: str) -> Path:
        return self.folder / "offices" / f"{self.names.index(name) + 1:04} {name}"

    def data(self, name: str, file: str = "office.yaml", year: int = YEAR) -> Path:
        return self.office(name) / "data" / str(year) / file

    def report(self, name: str) -> Path:
        (found,) = (self.office(name) / "output" / str(YEAR)).glob("*.docx")
        return found

    def corrects(self, name: str, old: str, new: str, year: int = YEAR) -> None:
        """Correct something in an office's section."""
        path = self.data(name, year=year)
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def edits(self, name: str, begins: str, text: str) -> None:
        """Type a paragraph of an office's report anew, as a leader does."""
        parts = read_package(self.report(name).read_bytes())
        root = parse_part(parts[DOCUMENT])
        retype(paragraph_of(root, begins), text)
        self.report(name).write_bytes(write_package({**parts, DOCUMENT: serialized(root)}))

    def text(self, name: str) -> str:
        """Return what an office's report says."""
        return plain_text(read_package(self.report(name).read_bytes()))

    @property
    def ledger(self) -> Path:
        return self.folder / "output" / str(YEAR) / "batch.jsonl"

    @property
    def gathered(self) -> dict[str, str]:
        """Return the lines that are kept of what the offices handed in, by their offices' codes."""
        lines = (self.ledger.parent / "gathered.jsonl").read_text(encoding="utf-8").splitlines()
        return {json.loads(line)["code"]: line for line in lines}

    def lines(self) -> list[dict[str, Any]]:
        """Return the ledger's whole lines."""
        found = []
        for line in self.ledger.read_text(encoding="utf-8").splitlines():
            with contextlib.suppress(ValueError):
                found.append(json.loads(line))
        return found

    def last(self) -> dict[str, dict[str, Any]]:
        """Return the last line of each office by its name."""
        return {line["name"]: line for line in self.lines()}

    @property
    def states(self) -> list[str]:
        """Return how each office ended the last time, in the county's order."""
        last = self.last()
        return [last[name]["state"] for name in self.names if name in last]

    def runs(self, *words: str) -> int:
        """Run a batch in one process, unless the words say otherwise."""
        workers = () if {"--workers", "--scheduler"} & {*words} else ("--workers", "1")
        return main(["batch", str(self.folder), *words, *workers])

    def files(self) -> dict[str, bytes]:
        """Return every file of the offices."""
        root = self.folder / "offices"
        return {
            path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()
        }

    @property
    def order(self) -> Order:
        """Return what a run without options would order."""
        template, kept = self.folder / "template", self.folder / "output" / "kept.jsonl"
        return Order(template, hash_of(template), YEAR, None, False, False, "2018-12-12 12:00:00", clock.seconds, kept)


def alone(county: SmallCounty, name: str, *words: str) -> int:
    """Build one office's report by itself, as its clerk does."""
    office = county.office(name)
    folders = ["--data", office / "data", "--template", county.folder / "template", "--output", office / "output"]
    return main([str(YEAR), *map(str, folders), *words])
