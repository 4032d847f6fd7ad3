"""What a template brings along besides its text: other endings renamed, its authors' comments, a font for what tags will print."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from conftest import DATA, TEMPLATE, assert_sound

from reportgen.commands.cli import OK, main
from reportgen.report import drafting
from reportgen.word.package import CONTENT_TYPES, read_package, write_package
from reportgen.word.text import plain_text

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def check(folder: Path) -> int:
    return main(["template", "check", str(folder), "--data", str(DATA)])


def drafted(folder: Path) -> dict[str, bytes]:
    read, prepared = drafting.read_all(DATA, folder, 2018)
    return drafting.draft(read, prepared)


# ---- another kind under this name --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "called"),
    [
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml", "Word 模板（.dotx）"),
        ("application/vnd.ms-word.document.macroEnabled.main+xml", "启用宏的文档（.docm）"),
        ("application/vnd.ms-word.template.macroEnabledTemplate.main+xml", "启用宏的模板（.dotm）"),
    ],
)
def test_a_file_of_another_kind_that_was_renamed_is_told_and_read(
    kind: str, called: str, template_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = template_folder / "report.docx"
    parts = read_package(path.read_bytes())
    renamed = parts[CONTENT_TYPES].decode().replace(_WORD, kind)
    path.write_bytes(write_package(parts | {CONTENT_TYPES: renamed.encode()}))
    assert check(template_folder) == OK
    told = capsys.readouterr().out.splitlines()[0]
    assert (
        told
        == f"提醒  report.docx：它其实是{called}，只是改了名，Word 可能打不开。请用 Word 打开原来的文件，另存为「Word 文档（.docx）」。"
    )
    assert plain_text(drafted(template_folder)) == plain_text(drafted(TEMPLATE))


# ---- the comments of the template's authors ----------------------------------------------------------------------------------


@pytest.fixture
def commented(template_folder: Path) -> Callable[..., Path]:
    """Return a function that puts comments into the template, each at the paragraph with these words."""

    def make(**said: str) -> Path:
        path = template_folder / "report.docx"
        document = docx.Document(str(path))
        for words, text in said.items():
            paragraph = next(one for one in document.paragraphs if words in one.text)
            document.add_comment(paragraph.runs, text, author="王工")
        document.save(str(path))
        return template_folder

    return make


def test_a_comment_in_a_template_is_its_authors_own_and_told(
    commented: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = commented(全街道总人口="这一段明年要改", 签订="问一下计生办")
    assert check(folder) == OK
    assert (
        "说明  模板里有2条批注（「这一段明年要改」、「问一下计生办」），是写给改模板的人看的，不带进报告。"
        in capsys.readouterr().out.splitlines()
    )


def test_no_report_has_the_comments_of_its_template(commented: Callable[..., Path], tmp_path: Path) -> None:
    folder = commented(全街道总人口="这一段明年要改")
    made = drafted(folder)
    assert [name for name in made if "comments" in name.lower()] == []
    assert b"comment" not in made["word/document.xml"]
    assert plain_text(made) == plain_text(drafted(TEMPLATE))
    assert_sound(write_package(made), tmp_path)


def test_ours_are_the_only_comments_of_a_report(commented: Callable[..., Path]) -> None:
    read, prepared = drafting.read_all(DATA, commented(全街道总人口="这一段明年要改"), 2018)
    draft = drafting.draft(read, prepared)
    made = drafting.commented(draft, read, drafting.review(read, draft))
    authors = {one.author for one in docx.Document(io.BytesIO(write_package(made))).comments}
    assert authors == {"reportgen"}


def test_a_template_without_comments_says_nothing_of_them(
    template_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    check(template_folder)
    assert "批注" not in capsys.readouterr().out


# ---- the font of quotation marks that a tag will print -----------------------------------------------------------------------


def in_a_font(folder: Path, words: str, hint: str) -> None:
    """Set the runs of the paragraph with these words in Arial but for Chinese."""
    path = folder / "report.docx"
    parts = read_package(path.read_bytes())
    text = parts["word/document.xml"].decode()
    at = text.index(words)
    begin = text.rindex("<w:rPr>", 0, at)
    old = text[begin : text.index("</w:rPr>", begin)]
    new = f'<w:rPr><w:rFonts w:hint="{hint}" w:hAnsi="Arial"/>'
    path.write_bytes(
        write_package(parts | {"word/document.xml": (text[:begin] + new + text[begin + len(old) :]).encode()})
    )


@pytest.mark.slow
def test_quotation_marks_that_a_text_may_bring_along_are_told_where_they_would_be_western(
    template_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    in_a_font(template_folder, "{{ 项 }}", "default")  # an item of a list that is written each year
    check(template_folder)
    (told,) = (line for line in capsys.readouterr().out.splitlines() if "GB/T 9704" in line and "认可" not in line)
    assert "的引号、破折号等标点的字体：Arial，应为仿宋（GB/T 9704-2012 7.3.3）" in told
    assert main(["template", "check", "--fix", str(template_folder), "--data", str(DATA)]) == OK
    assert "Arial，应为" not in capsys.readouterr().out


def test_a_number_brings_no_quotation_marks_along(template_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    in_a_font(template_folder, "{{ 基础台帐准确率 }}", "default")
    check(template_folder)
    told = [line for line in capsys.readouterr().out.splitlines() if "GB/T 9704" in line and "认可" not in line]
    assert told == []
