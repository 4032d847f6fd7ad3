"""`template new`: a report's folder to begin with, which drafts at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import TEMPLATE, assert_sound
from specimens import read_marks

from reportgen.commands.cli import main
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.word.package import DOCUMENT, parse_part, read_package
from reportgen.word.text import paragraphs, plain_text

FILES = {
    "office.yaml": "单位名称: 某某街道办事处\n统计截止日: 9月30日\n落款日期: 12月12日\n",
    "matters.yaml": "办结事项: 57\n",
    "matters_received.csv": "事项,件数\n咨询,40\n申请,20\n投诉,0\n",
    "outlook.yaml": "下步工作:\n  - 做好甲事。\n  - 做好乙事。\n",
}
DRAFT = """\
某某街道办事处2018年工作情况报告

现将2018年工作情况报告如下：
一、基本情况
截至2018年9月30日，共受理事项60件，其中咨询40件、申请20件、投诉0件；已办结57件，办结率95.0%。
二、主要工作
（一）第一项工作
1.一个方面的工作
这里写做了什么、结果怎样。标题前的编号由 Word 自动编：套用“标题 1”到“标题 5”样式就有，不要手打。
①具体的做法。
（二）第二项工作
全年没有收到投诉。
三、下步工作
1.做好甲事。
2.做好乙事。

某某街道办事处
2018年12月12日"""


def write(folder: Path, files: Mapping[str, str]) -> None:
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    folder = tmp_path / "new"
    assert main(["template", "new", str(folder), "--template", str(TEMPLATE)]) == 0
    return folder


def test_a_new_template_drafts_at_once(begun: Path, tmp_path: Path) -> None:
    write(tmp_path / "data" / "2018", FILES)
    target = tmp_path / "draft.docx"
    words = ["2018", "--data", str(tmp_path / "data"), "--template", str(begun), "-o", str(target), "--strict"]
    assert main(words) == 0
    package = read_package(target.read_bytes())
    assert plain_text(package) == DRAFT
    assert_sound(target.read_bytes(), tmp_path)
    titles = [mark.title for mark in read_marks(parse_part(package[DOCUMENT]))]
    assert titles.count("受理事项") == 1 and "办结率" in titles


def test_new_says_which_files_of_data_it_expects(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["template", "new", str(tmp_path / "new"), "--template", str(TEMPLATE)]) == 0
    said = capsys.readouterr().out
    for name in FILES:
        assert f"  {name}：" in said
    assert "表头 事项,件数；事项有咨询、申请、投诉" in said


def test_the_skeleton_shows_each_sort_of_definition_with_words_about_it(begun: Path) -> None:
    text = (begun / "catalogue.yaml").read_text(encoding="utf-8")
    known = read_catalogue(begun)
    assert known.issues == ()
    assert {type(metric.rule).__name__ for metric in known.metrics.values()} == {
        "SumOf",
        "FormulaOf",
        "ValueOf",
        "DateOf",
        "YearOf",
    }
    assert known.identities and {text.kind.value for text in known.texts.values()} == {"文字", "列表"}
    assert text.count("#") > 15


def test_the_layout_is_the_named_reports_own_in_every_part(begun: Path) -> None:
    ours = read_package((begun / "report.docx").read_bytes())
    theirs = read_package((TEMPLATE / "report.docx").read_bytes())
    assert ours.keys() == theirs.keys()
    same = {name for name in ours if ours[name] == theirs[name]}
    assert {"word/styles.xml", "word/numbering.xml", "word/settings.xml", "word/footer1.xml"} <= same
    levels = [paragraph.level for paragraph in paragraphs(ours) if paragraph.level is not None]
    assert set(levels) == {0, 1, 2, 4}


def test_two_new_templates_are_the_same_to_the_byte(begun: Path, tmp_path: Path) -> None:
    assert main(["template", "new", str(tmp_path / "again"), "--template", str(TEMPLATE)]) == 0
    for name in ("report.docx", "catalogue.yaml"):
        assert (begun / name).read_bytes() == (tmp_path / "again" / name).read_bytes()


@pytest.mark.parametrize("standing", ["folder", "file", "dangling"])
def test_what_stands_there_is_never_written_over(
    standing: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "mine"
    if standing == "folder":
        target.mkdir()
    elif standing == "file":
        target.write_text("甲")
    else:
        target.symlink_to(tmp_path / "nowhere")
    assert main(["template", "new", str(target), "--template", str(TEMPLATE)]) == 2
    assert "已经有" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
    assert standing != "file" or target.read_text() == "甲"


def test_a_failure_half_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", full)
    assert main(["template", "new", str(tmp_path / "new"), "--template", str(TEMPLATE)]) == 2
    assert list(tmp_path.iterdir()) == []


def test_a_layout_that_is_no_document_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "layout").mkdir()
    (tmp_path / "layout" / "report.docx").write_bytes(b"no zip")
    assert main(["template", "new", str(tmp_path / "new"), "--template", str(tmp_path / "layout")]) == 2
    assert "不是 .docx 文件或已损坏" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()
