"""The way of an office that begins, as README.zh-CN.md says it: last year's file, its data, next year's folder, filled, drafted, compared."""

from __future__ import annotations

import csv
import re
import shlex
import shutil
from pathlib import Path

import docx
import pytest
from conftest import REFERENCE, ROOT, TEMPLATE, assert_sound, document_text
from specimens import read_marks

from reportgen.commands.cli import ERRORS_STAND, OK, main
from reportgen.word.package import DOCUMENT, parse_part, read_package

PUBLISHED = (REFERENCE / "report_2018.txt").read_text(encoding="utf-8-sig")
PROGRAM = "python build_report.py "


def commands() -> list[list[str]]:
    """Return the words of each command of the path in README.zh-CN.md."""
    text = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
    block = text.partition("<!-- path -->")[2].split("```")[1].splitlines()[1:]
    assert all(line.startswith(PROGRAM) for line in block)
    return [shlex.split(line.removeprefix(PROGRAM)) for line in block]


def fill(folder: Path) -> None:
    """Fill in a year's folder as a clerk does: each empty cell, each single number, and something of one's own in each text."""
    for path in sorted(folder.glob("*.csv")):
        rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
        for number, row in enumerate(rows[1:], 1):
            rows[number] = [cell if cell or row[0] == "合计" else str(7 + number) for cell in row]
        path.write_text("".join(f"{','.join(row)}\n" for row in rows), encoding="utf-8-sig")
    for path in sorted(folder.glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"^(\S+):[ \t]*# 2018年：([\d.]+).*$", r"\1: \2", text, flags=re.MULTILINE)
        text = re.sub(r"^(\S*标准):[ \t]*$", r"\1: 160", text, flags=re.MULTILINE)
        text = text.replace("出现问题是难以处理落实", "有的问题一时难以落实").replace(
            "加大村组服务力度", "加大村组上门服务力度"
        )
        path.write_text(text, encoding="utf-8")


@pytest.mark.slow
def test_last_years_word_file_becomes_this_years_report_and_the_comparison_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(TEMPLATE, tmp_path / "templates" / "annual")
    report = docx.Document()  # as somebody pastes it from the web
    for line in PUBLISHED.splitlines():
        report.add_paragraph(line)
    report.save(str(tmp_path / "2018年报告.docx"))
    monkeypatch.chdir(tmp_path)
    path = commands()
    assert [words[0] for words in path] == ["import", "check", "new", "status", "2019", "diff"]
    told: dict[str, str] = {}
    codes: dict[str, int] = {}
    for words in path:
        if words[0] == "2019":
            fill(tmp_path / "data" / "2019")
        codes[words[0]] = main(words)
        told[words[0]] = capsys.readouterr().out
    assert codes == {"import": OK, "check": ERRORS_STAND, "new": OK, "status": ERRORS_STAND, "2019": OK, "diff": OK}
    assert "读到144个数据（原句143、推算1），3份清单。" in told["import"]
    # The faults that the published report holds are told of the imported figures too.
    assert "流入人口1950人 应等于 跨省流入856人 + 省内流入1323人（2179），相差229" in told["check"]
    assert "「全额资助合作医疗」上报1531人，按表计算是1526人" in told["check"]
    assert re.search(r"2019年：已填 \d+/\d+\n", told["status"])
    assert "2019年：已填" in told["new"] and "（街道计生办）" in told["new"]
    assert main(["status", "2019"]) == OK  # the clerk has left nothing out
    written = next((tmp_path / "output" / "2019").glob("*.docx"))
    text = document_text(written.read_bytes())
    assert written.name == "禄脿街道办事处2019年计划生育工作执行情况报告.docx"
    assert "待补" not in text
    assert "截止2019年9月30日，全街道总人口27人，其中农业人口8人、非农业人口9人、流入人口10人" in text
    assert "有的问题一时难以落实" in text
    assert len(list(read_marks(parse_part(read_package(written.read_bytes())[DOCUMENT])))) > 150
    assert_sound(written.read_bytes(), tmp_path)
    assert re.search(r"总人口\s+人\s+15142\s+27\s+-15115", told["diff"])
