"""A report and its record as the version before this one wrote them, with annex and marks: everything goes on working with them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import ROOT
from leader import paragraph_of
from lxml import etree

from reportgen.commands.cli import OK, main
from reportgen.word.package import DOCUMENT, parse_part, read_package, write_package
from reportgen.word.text import plain_text

HALFYEAR = ROOT / "tests" / "reports" / "halfyear"
NAME = "青石镇2025年上半年人口和卫生健康工作总结报告"
ADDED = "这一句是领导加的。"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of an office whose report was built by the version before."""
    for folder in ("data", "template"):
        shutil.copytree(HALFYEAR / folder, tmp_path / folder)
    shutil.copytree(ROOT / "tests" / "built_before", tmp_path / "output" / "2025")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> int:
    return main([*words, "--data", "data", "--template", "template"])


def report(office: Path) -> Path:
    return office / "output" / "2025" / f"{NAME}.docx"


def edited(office: Path) -> None:
    """Have the leader add a sentence to a paragraph."""
    parts = read_package(report(office).read_bytes())
    root = parse_part(parts[DOCUMENT])
    paragraph = paragraph_of(root, "6月30日，全镇总人口")
    run = etree.SubElement(paragraph, paragraph.tag[:-1] + "r")
    etree.SubElement(run, paragraph.tag[:-1] + "t").text = ADDED
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    report(office).write_bytes(write_package({**parts, DOCUMENT: content}))


def corrected(office: Path) -> None:
    """Correct one village's births."""
    table = office / "data" / "2025" / "births.csv"
    said = table.read_bytes()
    assert "青石社区,男,24".encode() in said
    table.write_bytes(said.replace("青石社区,男,24".encode(), "青石社区,男,25".encode()))


def test_it_is_found_right(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("verify", str(report(office))) == OK, capsys.readouterr().out


def test_corrections_are_brought_into_what_people_edited(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edited(office)
    before = plain_text(read_package(report(office).read_bytes()))
    corrected(office)
    assert run("2025") == OK
    said = capsys.readouterr().out
    assert "更正已合并进去" in said and "核对过，报告里的数和数据没有不一样的。" in said
    after = plain_text(read_package(report(office).read_bytes()))
    assert ADDED in after and after != before and "附件" in after
    assert run("verify", str(report(office))) == OK, capsys.readouterr().out
    assert run("2025") == OK and "没有变化" in capsys.readouterr().out


def test_a_figure_that_people_did_not_get_is_named(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corrected(office)
    assert run("verify", str(report(office))) != OK
    assert "出生" in capsys.readouterr().out


def test_its_version_can_be_had_back_and_its_record_says_what_was_corrected(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = report(office).read_bytes()
    corrected(office)
    assert run("diff", "2025", "--since-last-build") == OK
    assert "出生人口" in capsys.readouterr().out
    assert run("2025") == OK
    assert report(office).read_bytes() != first
    assert run("history", "2025") == OK and "第1版" in capsys.readouterr().out
    assert run("restore", "1", "2025") == OK
    assert report(office).read_bytes() == first


def test_two_documents_of_the_two_versions_are_compared(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = Path(shutil.copy(report(office), office / "旧.docx"))
    corrected(office)
    assert run("2025") == OK
    capsys.readouterr()
    assert run("diff", str(old), str(report(office)), "--changed") == OK
    assert "出生人口" in capsys.readouterr().out
