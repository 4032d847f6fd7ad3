"""Braces of a tag that nothing filled are an error wherever in a report they stand: in a draft, in people's document, before it is published."""

from __future__ import annotations

import posixpath

import pytest
from editions import box
from leader import BODY, Desk
from lxml import etree
from specimens import NOTE_ENDS, p, package, part, row, table

from reportgen.commands.cli import ERRORS_STAND, OK
from reportgen.word.package import W, parse_part, write_package

UNFILLED = "还有没有填的标签"
FORMULA = '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>{{ 总人口 }}</m:t></m:r></m:oMath>'
WATERMARK = '<v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textpath string="{{ 总人口 }}"/></v:shape>'
DESCRIBED = p(box(p("字"))).replace('name="某甲的文本框"', 'name="图" descr="{{ 总人口 }}"')
CHART = '<c:pt xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:v>{{ 总人口 }}</c:v></c:pt>'
CORE = '<core xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{{ 总人口 }}</dc:title></core>'


@pytest.mark.slow
@pytest.mark.parametrize(
    "braces", ["{{ 总人口 }}", "{{", "}}", "{% if", "%}", "｛｛ 总人口 ｝｝", "｛% if", "%｝", "｛# 说明"]
)
def test_braces_that_people_leave_in_the_report_are_told_everywhere_and_stop_the_public_edition(
    desk: Desk, braces: str
) -> None:
    desk.adds(f"总人口{braces}人")
    assert desk.runs() == OK and f"{UNFILLED}「总人口{braces}人」" in desk.said and "1处不对" in desk.said
    assert desk.runs("--strict") == ERRORS_STAND
    assert desk.runs("verify", str(desk.report)) == ERRORS_STAND and UNFILLED in desk.said
    assert desk.runs("--final") == ERRORS_STAND and "公开版没有写" in desk.said
    assert desk.said.split("公开版：")[1].count(UNFILLED) == 1
    assert not list((desk.folder / "output").rglob("*.html"))


def test_braces_cut_into_runs_are_braces_and_single_ones_are_not(desk: Desk) -> None:
    desk.adds("集合{1}和{2}")
    desk.runs()
    assert UNFILLED not in desk.said

    def cut(root: etree._Element) -> None:
        (node,) = [one for one in root.iter(f"{W}t") if one.text == "集合{1}和{2}"]
        node.text = "集合{"
        run = node.getparent()
        run.addnext(parse_part(f'<w:r xmlns:w="{W.strip("{}")}"><w:t>{{1</w:t></w:r>'.encode()))

    desk.edits(cut)
    desk.runs()
    assert f"{UNFILLED}「集合{{{{1」" in desk.said


@pytest.mark.parametrize(
    ("name", "content", "where"),
    [
        ("header1.xml", part("hdr", p("{{ 总人口 }}")), "页眉"),
        ("footer1.xml", part("ftr", p("{{ 总人口 }}")), "页脚"),
        (
            "footnotes.xml",
            part("footnotes", NOTE_ENDS + f'<w:footnote w:id="2">{p("{{ 总人口 }}")}</w:footnote>'),
            "脚注",
        ),
        (
            "comments.xml",
            part("comments", f'<w:comment w:id="7" w:author="某">{p("{{ 总人口 }}")}</w:comment>'),
            "批注",
        ),
        ("document.xml", part("document", f"<w:body>{p(box(p('{{ 总人口 }}')))}</w:body>"), ""),
        (
            "document.xml",
            part("document", f"<w:body>{table(row('表', '{{ 总人口 }}'))}</w:body>"),
            "",
        ),
        ("document.xml", part("document", f"<w:body>{p(f'<w:r>{FORMULA}</w:r>')}</w:body>"), ""),
        ("header1.xml", part("hdr", p(f"<w:r><w:pict>{WATERMARK}</w:pict></w:r>")), "页眉"),
        (
            "document.xml",
            part("document", f"<w:body>{DESCRIBED}</w:body>"),
            "",
        ),
        ("charts/chart1.xml", CHART.encode(), ""),
        ("../docProps/core.xml", CORE.encode(), "文档属性"),
    ],
)
def test_braces_are_found_wherever_a_reader_may_see_them(desk: Desk, name: str, content: bytes, where: str) -> None:
    handed_in = desk.folder / "送审稿.docx"
    handed_in.write_bytes(write_package({**desk.parts, posixpath.normpath(f"word/{name}"): content}))
    assert desk.runs("verify", str(handed_in)) == ERRORS_STAND
    assert f"{f'{where}里' if where else '：'}{UNFILLED}「{{{{ 总人口 }}}}」" in desk.said


def test_braces_that_a_village_brings_in_are_an_error_of_the_draft(desk: Desk) -> None:
    (desk.template / "report.docx").write_bytes(
        package(BODY + p("{% for 村 in 总人口 | 按('村（社区）') %}{{ 村.名称 }}{{ 村 }}人{% endfor %}"))
    )
    desk.corrects("甲村", "甲村{{ 1 }}", "population.csv")
    assert desk.runs("check") == ERRORS_STAND
    assert UNFILLED in desk.said
    assert desk.runs("--final") == ERRORS_STAND and "公开版没有写" in desk.said
