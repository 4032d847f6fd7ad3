"""Layout against GB/T 9704-2012: what holds, what is broken with its message and place, and what is just right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time

import pytest
from conftest import DATA, ROOT, TEMPLATE
from hypothesis import given, settings
from hypothesis import strategies as st
from papers import BLANK, SECTION, SETTINGS, STYLES, TEXT, Parts, changed, p, paper, restyled, whole

from reportgen import pipeline
from reportgen.issues import Issue
from reportgen.word.effective import Package
from reportgen.word.elements import Element, placed
from reportgen.word.layout import layout_deviations, layout_issues
from reportgen.word.package import DOCUMENT, W, read_package
from reportgen.word.template import assemble

FILE = "report.docx"
SAN = '<w:sz w:val="32"/>'


def found(parts: Parts) -> list[Issue]:
    return list(layout_issues(parts, FILE))


def said(parts: Parts) -> list[str]:
    return [str(issue) for issue in found(parts)]


def with_one(at: int, paragraph: str) -> Parts:
    """Return the whole right paper with one paragraph (from 1) replaced."""
    every = whole()
    every[at - 1] = paragraph
    return paper(*every)


def test_the_shipped_template_differs_in_nothing() -> None:
    assert said(read_package((TEMPLATE / "report.docx").read_bytes())) == []


@pytest.mark.parametrize(
    ("folder", "year"), [(DATA, 2018), (ROOT / "tests/offices/qingshi", 2024), (ROOT / "tests/offices/qingshi", 2025)]
)
def test_the_drafts_differ_in_nothing(folder: Path, year: int) -> None:
    read, prepared = pipeline.read_all(folder, TEMPLATE, year)
    assert said(read_package(assemble(prepared, pipeline.draft(read, prepared)))) == []


def test_a_right_paper_with_annexes_differs_in_nothing_and_each_paragraph_is_known() -> None:
    parts = paper(*whole())
    assert said(parts) == []
    package = Package(parts)
    elements = [one.element for one in placed(package.paragraphs(package.document)) if one.element is not Element.BLANK]
    assert [one.value for one in elements] == [
        *("标题", "主送机关", "正文", "层次标题", "层次标题", "正文", "层次标题", "层次标题", "附件说明", "附件说明"),
        *("发文机关署名", "成文日期", "附注", "附件顺序号", "附件标题", "附件顺序号", "附件标题"),
    ]


def test_a_template_is_checked_in_a_fraction_of_a_second() -> None:
    parts = read_package((TEMPLATE / "report.docx").read_bytes())
    begin = process_time()
    found(parts)
    assert process_time() - begin < 0.5


def test_a_finding_says_place_clause_what_is_and_should_be_and_what_to_do() -> None:
    (issue,) = found(with_one(7, p(TEXT, rpr='<w:rFonts w:eastAsia="宋体" w:hAnsi="宋体"/>')))
    assert str(issue) == (
        "report.docx 第7段：正文的字体：宋体，应为仿宋（GB/T 9704-2012 7.3.3）。选中这一段，把中文字体改为仿宋。"
    )
    assert (issue.expected, issue.found) == ("仿宋", "宋体")


def test_a_wrong_style_is_told_once_with_how_many_paragraphs() -> None:
    parts = restyled(paper(*whole()[:3], *[p(TEXT)] * 40), "GWBody", "<w:rPr/>", '<w:rPr><w:sz w:val="28"/></w:rPr>')
    assert said(parts) == [
        "report.docx 第4段：正文的字号：14磅，应为三号（GB/T 9704-2012 7.3.3）。共40段：第4、5、6、7、8、9等段。"
        "在“开始”的样式里右击「公文正文」，选“修改”，把字号改为三号。"
    ]


def test_a_style_that_most_use_rightly_is_not_told_to_be_changed() -> None:
    parts = with_one(5, p("一、基本情况", "GWBody"))
    parts = changed(parts, DOCUMENT, p("人口", "Heading2"), p(TEXT) * 3)
    assert said(parts)[0] == (
        "report.docx 第5段：一级标题「一、」的字体：仿宋，应为黑体（GB/T 9704-2012 7.3.3）。选中这一段，把中文字体改为黑体。"
    )


@pytest.mark.parametrize(
    ("row", "paragraph", "message"),
    [
        (1, p("禄脿街道办事处2018年\n计划生育工作执行情况报告", "Title", '<w:jc w:val="left"/>'), "标题的对齐：居左，应为居中（GB/T 9704-2012 7.3.1）"),
        (1, p("禄脿街道办事处2018年\n计划生育工作执行情况报告", "Title", rpr=SAN), "标题的字号：16磅，应为二号"),
        (1, p("禄脿街道办事处2018年\n计划生育工作执行情况报告", "Title", rpr="<w:b/>"), "标题的字形：加粗，应为不加粗"),
        (1, p("禄脿街道办事处2018年\n计划生育工作执行情况报告", "Title", '<w:ind w:firstLineChars="200" w:firstLine="630"/>'), "看上去不居中"),
        (1, p("禄脿街道办事处关于\n计划生育工作的报告", "Title"), "标题的排列：长方形（各行一样长），应为梯形或菱形"),
        (1, p("禄脿街道办事处计划生育\n2018年\n度工作执行情况的报告", "Title"), "标题的排列：沙漏形（中间短）"),
        (1, p("禄脿街道\n办事处2018年\n计划生育工作\n执行情况报告", "Title"), "标题的行数：4行，应为不超过3行"),
        (1, p("禄脿街道办事处关于2018年计划生育工作执行情况的报告", "Title"), "标题的长度：有一行25字，会自己换行"),
        (1, p("禄脿街道办事处2018年\n计划生育工作总结", "Title"), "标题的结尾：「生育工作总结」，应为文种「报告」"),
        (1, p("禄脿街道办事处2018年，\n计划生育工作执行情况报告", "Title"), "标题的标点：「，」"),
        (3, p("市卫生计生局：", "GWBody"), "主送机关的首行缩进：左空2字，应为顶格（GB/T 9704-2012 7.3.2）"),
        (7, p(TEXT, ppr='<w:ind w:firstLineChars="0" w:firstLine="0"/>'), "正文的首行缩进：左空0字，应为左空2字（GB/T 9704-2012 7.3.3）"),
        (7, p(TEXT, ppr='<w:ind w:left="630" w:firstLineChars="0" w:firstLine="0"/>'), "正文的回行：左空2字，应为顶格"),
        (7, p(TEXT, ppr='<w:ind w:firstLineChars="200" w:firstLine="0"/>'), "只按字符写，LibreOffice 不认"),
        (7, p(TEXT, ppr='<w:spacing w:line="240" w:lineRule="auto"/>'), "正文的行数：每面约27至39行，应为每面22行（GB/T 9704-2012 5.2.3）"),
        (7, p(TEXT, ppr='<w:spacing w:line="580" w:lineRule="exact"/>'), "正文的行数：每面21行"),
        (7, p(TEXT, ppr='<w:spacing w:before="240"/>'), "正文的段前段后：段前12磅、段后0磅，应为0"),
        (7, p(TEXT, rpr='<w:spacing w:val="-4"/>'), "正文的字数：每行27字，应为每行28字"),
        (7, p(TEXT, rpr='<w:color w:val="FF0000"/>'), "正文的颜色：#FF0000，应为黑色（GB/T 9704-2012 5.2.4）"),
        (7, p("共15人。", rpr='<w:rFonts w:ascii="Calibri"/>'), "正文的数字和字母的字体：Calibri，应为仿宋或 Times New Roman"),
        (7, p("落实“一把手”负责制。", rpr='<w:rFonts w:hint="default" w:hAnsi="Times New Roman"/>'), "正文的引号、破折号等标点的字体：Times New Roman，应为仿宋"),
        (5, p("基本情况", "Heading1", rpr='<w:rFonts w:eastAsia="宋体"/>'), "一级标题「一、」的字体：宋体，应为黑体"),
        (6, p("人口", "Heading2", rpr='<w:rFonts w:eastAsia="仿宋"/>'), "二级标题「（一）」的字体：仿宋，应为楷体"),
        (6, p("人口", "Heading4"), "层次标题的次序：「一、」下面直接是「（1）」，跳过了「（一）」、「1.」"),
        (6, p("人口", "Heading5"), "层次标题的次序：「一、」下面直接是「①」"),
        (8, p("指标", "Heading4"), "层次标题的次序：「（一）」下面直接是「（1）」，跳过了「1.」"),
        (14, p("安宁市人民政府禄脿街道办事处", "GWSign"), "发文机关署名的位置：右空0字，应为右空二字（GB/T 9704-2012 7.3.5.2）"),
        (15, p("2018年12月12日", "GWSign"), "成文日期的位置：右空0字，应为右空二字以上"),
        (15, p("2018年12月12日", "GWBody"), "成文日期的位置：在左边，应为在右边，右空二字"),
        (15, p("2018年12月02日", "GWSign", '<w:ind w:right="1260"/>'), "成文日期的写法：「2018年12月02日」"),
        (15, p("二〇一八年十二月十二日", "GWSign", '<w:ind w:right="1260"/>'), "成文日期的写法：「二〇一八年十二月十二日」"),
        (15, p("2018-12-12", "GWSign", '<w:ind w:right="1260"/>'), "成文日期的写法：「2018-12-12」，应为2018年12月12日这样（GB/T 9704-2012 7.3.5.4）"),
        (16, p("（此件公开发布）", "Normal"), "附注的首行缩进：左空0字，应为左空2字（GB/T 9704-2012 7.3.6）"),
        (11, p("附件：1.人口统计表。", "GWAtt1"), "附件说明的末尾：「。」，应为不加标点（GB/T 9704-2012 7.3.4）"),
        (11, p("附件：1.人口表", "GWAtt1"), "附件说明的名称：「人口表」，附件上写的是「人口统计表」"),
                (17, p("附件1", "GWAttLabel", '<w:pageBreakBefore w:val="0"/>'), "附件顺序号的位置：接着上文，应为另起一面（GB/T 9704-2012 7.3.7）"),
        (17, p("附件1", "GWAttLabel", rpr='<w:rFonts w:eastAsia="仿宋"/>'), "附件顺序号的字体：仿宋，应为黑体"),
        (20, p("附件3", "GWAttLabel"), "附件顺序号的次序：附件1、附件3"),
    ],
)  # fmt: skip
def test_what_is_broken_is_told(row: int, paragraph: str, message: str) -> None:
    issues = said(with_one(row, paragraph))
    assert len(issues) == 1, issues
    assert message in issues[0]
    places = (f"report.docx 第{row}段：", "report.docx 第11段：", "report.docx 第17段：")
    assert issues[0].startswith(places)
