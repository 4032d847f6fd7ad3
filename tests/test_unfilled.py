"""Braces of a tag that nothing filled go out in no report, whatever way they came in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from small_office import SmallOffice, edited
from specimens import p, package, r, row, table

from reportgen.cli import ERRORS_STAND
from reportgen.issues import Severity
from reportgen.word.package import DOCUMENT, read_package
from reportgen.word.unfilled import unfilled_tags


@pytest.fixture
def small(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> SmallOffice:
    """Return a small office whose report has no fault."""
    return SmallOffice(tmp_path, capsys)


TAGS = ("{{ 总人口 }}", "{% if 死亡 %}", "{{", "}}", "｛｛ 总人口 ｝｝")


def with_braces(parts: dict[str, bytes], braces: str) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Yield a report with braces of a tag in one place each."""
    root = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = parts[DOCUMENT].decode()
    inside = p(r(braces[:1]), r(braces[1:]))  # as Word cuts it
    box = (
        "<w:p><w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox>"
        f"<w:txbxContent>{inside}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    for added in (inside, box, table(row(inside))):
        yield "", {**parts, DOCUMENT: body.replace("<w:body>", f"<w:body>{added}", 1).encode()}
    for name, tag, where in (
        ("header7", "hdr", "页眉"),
        ("footer2", "ftr", "页脚"),
        ("footnotes", "footnotes", "脚注"),
        ("endnotes", "endnotes", "尾注"),
        ("comments", "comments", "批注"),
    ):
        yield where, {**parts, f"word/{name}.xml": f"<w:{tag} {root}>{inside}</w:{tag}>".encode()}


@pytest.mark.parametrize("braces", TAGS)
def test_braces_that_stay_unfilled_are_an_error_wherever_they_stand(braces: str) -> None:
    for where, parts in with_braces(read_package(package(p("甲"))), braces):
        (issue,) = unfilled_tags(parts, "报告.docx")
        assert str(issue) == (
            f"报告.docx{f'「{where}」' if where else ''}：{f'{where}里' if where else ''}还有没有填的标签「{braces}」。"
            "请改成要印的字。"
        )
        assert issue.severity is Severity.ERROR


def test_braces_are_found_in_what_is_drawn_and_in_what_the_document_says_of_itself() -> None:
    parts = read_package(package(p("甲")))
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    picture = f'<w:drawing><wp:docPr xmlns:wp="{drawing}/wordprocessingDrawing" id="1" name="图" descr="{{{{ 图 }}}}"/></w:drawing>'
    body = parts[DOCUMENT].replace(b"<w:body>", f"<w:body><w:p><w:r>{picture}</w:r></w:p>".encode(), 1)
    chart = (
        f'<c:c xmlns:c="{drawing}/chart" xmlns:a="{drawing}/main"><a:p><a:r><a:t>{{{{ 题 }}}}</a:t></a:r></a:p></c:c>'
    )
    core = parts["docProps/core.xml"].replace(
        b"</cp:coreProperties>", b"<dc:subject>{{ x }}</dc:subject></cp:coreProperties>"
    )
    everywhere = {**parts, DOCUMENT: body, "word/charts/chart1.xml": chart.encode(), "docProps/core.xml": core}
    assert sorted(issue.found or "" for issue in unfilled_tags(everywhere, "报告.docx")) == ["{{"] * 3


def test_our_own_comment_may_quote_the_tag_that_it_is_about(small: SmallOffice) -> None:
    small.says(简介="死亡{{ 死亡 | 较上年 }}")
    small.runs()
    assert "{{ 死亡 | 较上年 }}" in read_package(small.report.read_bytes())["word/comments.xml"].decode()
    small.runs("verify", str(small.report))
    assert "没有填的标签" not in small.said


@pytest.mark.parametrize("text", ["甲{乙}丙", "｛甲｝", "{80%｝", "{ {", "100%"])
def test_other_braces_in_a_document_are_words(text: str) -> None:
    assert list(unfilled_tags(read_package(package(p(text))), "报告.docx")) == []


def test_verify_and_the_public_edition_refuse_what_is_unfilled(small: SmallOffice) -> None:
    small.runs()
    edited(small.report, "全年死亡", "全年{{ 死亡 }}死亡")
    told = "报告.docx：还有没有填的标签「全年{{ 死亡 }}死亡85人。」。请改成要印的字。"
    assert small.runs("verify", str(small.report)) == ERRORS_STAND
    assert told in small.said
    assert small.runs("--final") == ERRORS_STAND
    assert told in small.said
    assert not list((small.output / "2018").glob("*公开版*"))
