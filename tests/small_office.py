"""A small office on disk with a report that prints its texts, and what its clerk and its leader do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import assert_sound
from specimens import (
    BOLD,
    CATALOGUE,
    OFFICE,
    POPULATION,
    Draft,
    p,
    package,
    r,
)

from reportgen import pipeline
from reportgen.cli import main
from reportgen.issues import Issue, Unusable
from reportgen.word.package import DOCUMENT, read_package, write_package
from reportgen.word.text import plain_text

BODY = (
    p(r("{{ 街道 }}：{{ 简介 }}。", BOLD))
    + p("{%p for 项 in 存在的问题 %}")
    + p("{{ 项 }}")
    + p("{%p endfor %}")
    + p("{%p for 项 in 下步工作 %}")
    + p("{{ 项.标题 }}")
    + p("{%p if 项.内容 %}")
    + p("{{ 项.内容 }}")
    + p("{%p endif %}")
    + p("{%p endfor %}")
    + p("全年死亡{{ 死亡 }}人。")
)


class SmallOffice:
    """A small office on disk, and what its clerk runs."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.data, self.template, self.output = folder / "data", folder / "template", folder / "output"
        self.capsys = capsys
        self.said = ""
        for year in (self.data / "2018", self.template):
            year.mkdir(parents=True)
        (self.template / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
        self.prints(BODY)
        (self.data / "2018" / "population.csv").write_text(POPULATION, encoding="utf-8")
        self.yaml = OFFICE

    @property
    def yaml(self) -> str:
        """Return the office's YAML."""
        return (self.data / "2018" / "office.yaml").read_text(encoding="utf-8")

    @yaml.setter
    def yaml(self, text: str) -> None:
        (self.data / "2018" / "office.yaml").write_text(text, encoding="utf-8")

    @property
    def report(self) -> Path:
        """Return the report that was built."""
        (path,) = (self.output / "2018").glob("*.docx")
        return path

    @property
    def lines(self) -> list[str]:
        """Return the lines of the report that was built."""
        return plain_text(read_package(self.report.read_bytes())).splitlines()

    def prints(self, body: str, others: dict[str, bytes] | None = None) -> None:
        """Put another body into the template."""
        (self.template / "report.docx").write_bytes(package(body, others))

    def says(self, **texts: str) -> None:
        """Put other values into the YAML, as they are typed behind the colon."""
        for name, typed in texts.items():
            before, entry, after = re.split(rf"(?m)^({name}:.*\n(?:[ -].*\n)*)", self.yaml, maxsplit=1)
            assert entry
            self.yaml = f"{before}{name}:{' ' if typed[:1] not in ('', chr(10)) else ''}{typed}\n{after}"

    def drafts(self) -> Draft:
        """Return the draft, as Word would open it."""
        year, prepared = pipeline.read_all(self.data, self.template, 2018)
        document = write_package(pipeline.draft(year, prepared))
        assert_sound(document, self.output.parent)
        return Draft(document)

    def issues(self) -> list[Issue]:
        """Return what a build would tell."""
        year, prepared = pipeline.read_all(self.data, self.template, 2018)
        return list(pipeline.review(year, pipeline.draft(year, prepared)))

    def faults(self) -> list[str]:
        """Return why nothing can be drafted."""
        with pytest.raises(Unusable) as unusable:
            pipeline.read_all(self.data, self.template, 2018)
        return [str(issue) for issue in unusable.value.issues]

    def runs(self, *words: str) -> int:
        """Run a command; what it prints is `said`."""
        folders = ["--data", str(self.data), "--template", str(self.template)]
        if not words or words[0].startswith("--"):
            folders += ["--output", str(self.output)]
        code = main([*words, *folders])
        printed = self.capsys.readouterr()
        self.said = printed.out + printed.err
        return code


def edited(path: Path, old: str, new: str) -> None:
    """Change the prose of a report once, as a leader does."""
    parts = read_package(path.read_bytes())
    body = parts[DOCUMENT].decode()
    assert old in body
    path.write_bytes(write_package({**parts, DOCUMENT: body.replace(old, new, 1).encode()}))
