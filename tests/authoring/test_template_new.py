"""`template new`: a report's folder to begin with, which drafts at once."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import DATA, TEMPLATE, assert_sound
from specimens import read_marks

from reportgen.annex.form import form_issues
from reportgen.commands.cli import main
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.word.package import DOCUMENT, W, parse_part, read_package, write_package
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


def test_a_new_template_says_whose_layout_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    ours = Path(shutil.copytree(TEMPLATE, tmp_path / "ours"))
    parts = read_package((ours / "report.docx").read_bytes())
    styles = parts["word/styles.xml"].replace(b"</w:styles>", b"<!-- ours --></w:styles>")
    (ours / "report.docx").write_bytes(write_package({**parts, "word/styles.xml": styles}))
    (tmp_path / "reportgen.toml").write_text('template = "ours"\n', encoding="utf-8")
    assert main(["template", "new", "new"]) == 0
    assert "已写 new：report.docx（空模板，版式照 ours）" in capsys.readouterr().out
    assert b"<!-- ours -->" in read_package(Path("new/report.docx").read_bytes())["word/styles.xml"]


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
    for name in ("report.docx", "catalogue.yaml", "annex.docx"):
        assert (begun / name).read_bytes() == (tmp_path / "again" / name).read_bytes()


def test_the_annex_s_form_is_the_named_report_s_own_where_it_has_one(begun: Path, tmp_path: Path) -> None:
    assert (begun / "annex.docx").read_bytes() == (TEMPLATE / "annex.docx").read_bytes()
    without = tmp_path / "layout"
    shutil.copytree(TEMPLATE, without)
    (without / "annex.docx").unlink()
    assert main(["template", "new", str(tmp_path / "again"), "--template", str(without)]) == 0
    assert form_issues(tmp_path / "again") == ()
    own = (begun / "annex.docx").read_bytes() + b"edited"  # whatever it is, it is handed on
    (without / "annex.docx").write_bytes(own)
    assert main(["template", "new", str(tmp_path / "third"), "--template", str(without)]) == 0
    assert (tmp_path / "third" / "annex.docx").read_bytes() == own


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


def layout_with(folder: Path, name: str, old: bytes, new: bytes) -> Path:
    """Write the template's layout into a folder, with one stretch of one of its parts put otherwise."""
    parts = read_package((TEMPLATE / "report.docx").read_bytes())
    assert old in parts[name]
    folder.mkdir()
    (folder / "report.docx").write_bytes(write_package({**parts, name: parts[name].replace(old, new, 1)}))
    return folder


def test_a_layout_with_a_relationship_that_leads_to_nothing_lends_its_page_all_the_same(tmp_path: Path) -> None:
    layout = layout_with(tmp_path / "layout", "word/_rels/document.xml.rels", b"webSettings.xml", b"../NULL")
    assert main(["template", "new", str(tmp_path / "new"), "--template", str(layout)]) == 0
    assert_sound((tmp_path / "new" / "report.docx").read_bytes(), tmp_path)


@pytest.mark.parametrize("name", [b"/word/styles.xml", b"/word/document.xml"])
def test_a_layout_whose_types_are_missing_is_told(
    name: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    layout = layout_with(tmp_path / "layout", "[Content_Types].xml", name, b"/word/other.xml")
    assert main(["template", "new", str(tmp_path / "new"), "--template", str(layout)]) == 2
    assert "模板里有一部分没有说明是什么类型" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_a_layout_with_a_part_of_unknown_ending_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    layout = layout_with(tmp_path / "layout", "word/_rels/document.xml.rels", b"webSettings.xml", b"settings.bin")
    path = layout / "report.docx"
    path.write_bytes(write_package({**read_package(path.read_bytes()), "word/settings.bin": b""}))
    assert main(["template", "new", str(tmp_path / "new"), "--template", str(layout)]) == 2
    assert "没有说明" in capsys.readouterr().err


def test_office_and_date_are_found_where_they_stand_in_controls_of_the_layout(tmp_path: Path) -> None:
    layout = tmp_path / "layout"
    layout.mkdir()
    words = ["2018", "--data", str(DATA), "--template", str(TEMPLATE), "-o", str(layout / "report.docx")]
    assert main(words) == 0
    assert main(["template", "new", str(tmp_path / "new"), "--template", str(layout)]) == 0
    root = parse_part(read_package((tmp_path / "new" / "report.docx").read_bytes())[DOCUMENT])
    looks = [style.get(f"{W}val") for style in root.iterfind(f"{W}body/{W}p/{W}pPr/{W}pStyle")]
    assert looks[-2:] == ["GWSign", "GWSign"]


@pytest.mark.parametrize("written", ["heading 1", "Heading 1", "HEADING 1"])
def test_a_heading_style_is_found_however_its_name_is_written(written: str, tmp_path: Path) -> None:
    name = b'<w:name w:val="heading 1"/>'
    layout = layout_with(tmp_path / "layout", "word/styles.xml", name, name.replace(b"heading 1", written.encode()))
    assert main(["template", "new", str(tmp_path / "new"), "--template", str(layout)]) == 0
    made = read_package((tmp_path / "new" / "report.docx").read_bytes())
    assert b'<w:pStyle w:val="Heading1"/>' in made[DOCUMENT]
