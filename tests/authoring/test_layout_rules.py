"""Layout against GB/T 9704-2012: what holds, what is broken with its message and place, and what is just right."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from time import process_time

import pytest
from conftest import DATA, ROOT, TEMPLATE, Office
from hypothesis import given, settings
from hypothesis import strategies as st
from papers import BLANK, SECTION, SETTINGS, STYLES, TEXT, Parts, changed, p, paper, restyled, whole
from test_layout import FILLER, pages

from reportgen.authoring.layout.effective import Package
from reportgen.authoring.layout.elements import Element, placed
from reportgen.authoring.layout.rules import layout_deviations, layout_issues
from reportgen.base.issues import Issue
from reportgen.report import drafting
from reportgen.word.package import DOCUMENT, W, read_package, write_package

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
    read, prepared = drafting.read_all(folder, TEMPLATE, year)
    assert said(read_package(write_package(drafting.draft(read, prepared)))) == []


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


def test_for_one_paragraph_without_a_style_the_base_of_all_styles_is_not_told_to_be_changed() -> None:
    (issue,) = said(with_one(7, p(TEXT, "Normal")))
    assert "正文的首行缩进：左空0字" in issue and "选中这一段" in issue


def test_marks_in_a_western_font_are_told_of_the_style_though_few_paragraphs_have_any() -> None:
    parts = restyled(
        paper(*whole()[:3], *[p(TEXT)] * 20, p("落实“一把手”负责制。")), "Normal", 'w:hAnsi="仿宋"', 'w:hAnsi="Arial"'
    )
    (issue,) = said(changed(parts, STYLES, 'w:hint="eastAsia" ', ""))
    assert "第24段：正文的引号、破折号等标点的字体：Arial，应为仿宋" in issue and "右击「正文」" in issue


@pytest.mark.parametrize(
    ("row", "paragraph", "message"),
    [
        (1, p("禄脿街道办事处2018年\n计划生育工作执行情况报告", "Title", '<w:jc w:val="left"/>'), "标题的对齐：居左，应为居中"),
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
        (7, p(TEXT, ppr='<w:spacing w:line="360" w:lineRule="auto"/>'), "正文的行数：1.5倍行距，随字体每面约18至26行，应为每面22行"),
        (7, p(TEXT, ppr='<w:spacing w:before="240"/>'), "正文的段前段后：段前12磅、段后0磅，应为0"),
        (7, p(TEXT, rpr='<w:spacing w:val="-4"/>'), "正文的字数：每行27字，应为每行28字"),
        (7, p(TEXT, rpr='<w:color w:val="FF0000"/>'), "正文的颜色：#FF0000，应为黑色（GB/T 9704-2012 5.2.4）"),
        (7, p("共15人。", rpr='<w:rFonts w:ascii="Calibri"/>'), "正文的数字和字母的字体：Calibri，应为仿宋或 Times New Roman"),
        (7, p("落实“一把手”负责制。", rpr='<w:rFonts w:hint="default" w:hAnsi="Times New Roman"/>'), "引号、破折号等标点的字体：Times New Roman"),
        (9, p("常住人口15142人。", "Heading5", '<w:autoSpaceDN/>'), "「①」的汉字和数字之间：自动空四分之一字，应为不空（GB/T 9704-2012 5.2.3）"),
        (9, p("常住人口{{ 总人口 }}人。", "Heading5", '<w:autoSpaceDN w:val="1"/>'), "五级标题「①」的汉字和数字之间：自动空四分之一字"),
        (7, p("推广APP办理。", ppr='<w:autoSpaceDE/>'), "正文的汉字和西文之间：自动空四分之一字，应为不空"),
        (5, p("基本情况", "Heading1", rpr='<w:rFonts w:eastAsia="宋体"/>'), "一级标题「一、」的字体：宋体，应为黑体"),
        (6, p("人口", "Heading2", rpr='<w:rFonts w:eastAsia="仿宋"/>'), "二级标题「（一）」的字体：仿宋，应为楷体"),
        (6, p("人口", "Heading4"), "层次标题的次序：「一、」下面直接是「（1）」，跳过了「（一）」、「1.」"),
        (6, p("人口", "Heading5"), "层次标题的次序：「一、」下面直接是「①」"),
        (8, p("指标", "Heading4"), "层次标题的次序：「（一）」下面直接是「（1）」，跳过了「1.」"),
        (14, p("安宁市人民政府禄脿街道办事处", "GWSign"), "发文机关署名的位置：右空0字，应为右空二字（GB/T 9704-2012 7.3.5.2）"),
        (15, p("2018年12月12日", "GWSign"), "成文日期的位置：右空0字，应为右空二字以上"),
        (15, p("2018年12月12日", "GWBody"), "成文日期的位置：在左边，应为在右边，右空二字"),
        (14, p("{{ 落款单位 }}", "GWSign", '<w:jc w:val="left"/>'), "发文机关署名的位置：在左边，应为在右边，右空二字"),
        (14, p("{{ 落款单位 }}", "GWSign"), "发文机关署名的位置：右空0字"),
        (15, p("{{ 落款日期 }}", "GWSign", '<w:jc w:val="left"/>'), "成文日期的位置：在左边，应为在右边，右空二字"),
        (15, p("{{ 落款日期 }}", "GWSign"), "成文日期的位置：右空0字，应为右空二字以上"),
        (15, p("2018年12月02日", "GWSign", '<w:ind w:right="1260"/>'), "成文日期的写法：「2018年12月02日」"),
        (15, p("二〇一八年十二月十二日", "GWSign", '<w:ind w:right="1260"/>'), "成文日期的写法：「二〇一八年十二月十二日」"),
        (15, p("2018-12-12", "GWSign", '<w:ind w:right="1260"/>'), "成文日期的写法：「2018-12-12」，应为2018年12月12日这样"),
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


@pytest.mark.parametrize(
    ("row", "paragraph"),
    [
        (1, p("禄脿街道办事处2018年计划生育报告", "Title")),  # one line
        (1, p("禄脿街道办事处\n2018年计划生育\n工作执行情况报告", "Title")),
        (1, p("禄脿街道办事处\n关于2018年计划生育工作执行\n情况的报告（送审稿）", "Title")),  # a diamond
        (1, p("{{ 街道 }}办事处{{ 年度 }}年\n计划生育工作执行情况报告", "Title")),  # nobody knows how long
        (1, p("禄脿街道办事处2018年\n计划生育工作执行情况报告", "Title", rpr='<w:rFonts w:eastAsia="方正小标宋简体"/>')),
        (7, p("　　" + TEXT, ppr='<w:ind w:firstLineChars="0" w:firstLine="0"/>')),  # two typed blanks look the same
        (7, p(TEXT, ppr='<w:ind w:firstLineChars="0" w:firstLine="640"/>')),
        (7, p(TEXT, ppr='<w:spacing w:line="560" w:lineRule="exact"/>')),  # 28 pt: 22 lines too
        (7, p(TEXT, ppr='<w:spacing w:line="579" w:lineRule="atLeast"/>')),
        (7, p(TEXT, ppr='<w:snapToGrid/><w:spacing w:line="240" w:lineRule="auto"/>')),  # the grid makes it one line of 28.95 pt
        (7, p(TEXT, rpr='<w:rFonts w:ascii="FangSong" w:hAnsi="FangSong" w:eastAsia="仿宋_GB2312"/>')),
        (7, p("落实“一把手”负责制。", rpr='<w:rFonts w:hint="eastAsia" w:hAnsi="Times New Roman"/>')),
        (7, p(TEXT, rpr='<w:color w:val="auto"/>')),
        (7, p("{{ 内容 }}")),
        (7, p("认真贯彻落实上级文件精神。", ppr='<w:autoSpaceDE/><w:autoSpaceDN/>')),  # nothing to put blanks beside
        (7, p("{%p if 出生婴儿 %}", ppr='<w:ind w:firstLineChars="0" w:firstLine="0"/>')),  # prints nothing
        (6, p("（一）强化统筹。" + TEXT, rpr='<w:rFonts w:eastAsia="楷体" w:hAnsi="楷体"/>').replace(TEXT, "")),
        (6, p("一孩、二孩生育登记制度进一步落实。")),  # no heading
        (6, p("人口", "Heading3")),  # 一、 then 1.: two levels
        (8, p("指标", "Heading3", "<w:b/>")),
        (14, p("　　　　　　　　安宁市人民政府禄脿街道办事处", "GWBody")),  # typed blanks: how wide, the font knows
        (15, p("2018年12月2日", "GWSign", '<w:ind w:rightChars="400" w:right="1260"/>')),  # sealed
        (15, p("{{ 落款日期 }}", "GWSign", '<w:ind w:left="4434"/><w:jc w:val="left"/>')),  # nobody knows how long
        (15, p("{{ 落款日期 }}", "GWSign", '<w:jc w:val="center"/>')),
        (11, p("附件：1.《人口统计表》", "GWAtt1")),
    ],
)  # fmt: skip
def test_what_is_just_right_is_not_told(row: int, paragraph: str) -> None:
    assert said(with_one(row, paragraph)) == []


def test_text_behind_a_run_in_heading_is_body_text() -> None:
    kai = '<w:rFonts w:eastAsia="楷体" w:hAnsi="楷体"/>'
    run = f"</w:t></w:r><w:r><w:rPr>%s</w:rPr><w:t>{TEXT}"
    right = p("（一）强化统筹。", rpr=kai).replace("统筹。", "统筹。" + run % "", 1)
    assert said(with_one(6, right)) == []
    (issue,) = said(with_one(6, right.replace(run % "", run % kai)))
    assert "第6段：正文的字体：楷体，应为仿宋" in issue


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('w:w="11906" w:h="16838"', 'w:w="11900" w:h="16840"', ""),
        ('w:w="11906" w:h="16838"', 'w:w="12240" w:h="15840"', "页面的纸张：216×279毫米，应为A4（210×297毫米）（GB/T 9704-2012 5.1）"),
        ('w:top="2098"', 'w:top="2155"', ""),  # 38 mm
        ('w:top="2098"', 'w:top="2270"', "页面的页边距：上40.0毫米、版心高222毫米，应为上37毫米"),
        ('w:left="1588"', 'w:left="1797"', "页面的页边距：左31.7毫米、版心宽152毫米"),
        ('w:gutter="0"', 'w:gutter="567"', "页面的页边距：左38.0毫米"),
        ('w:type="lines" w:linePitch="579"', 'w:type="linesAndChars" w:linePitch="579" w:charSpace="-848"', "LibreOffice 会把每行排成14个字"),
        ('w:footer="1446"', 'w:footer="1134"', "页码的一字线：距版心下边缘约13毫米，应为距版心下边缘7毫米"),
    ],
)  # fmt: skip
def test_page_margins_and_grid(old: str, new: str, message: str) -> None:
    parts = paper(*whole(), section=SECTION.replace(old, new))
    pages = [one for one in said(parts) if "页" in one.split("：")[1] or "一字线" in one]
    assert [message in one and one.startswith("report.docx：") for one in pages] == [True] * bool(message)


@pytest.mark.parametrize(
    ("old", "new"), [('w:w="11906" w:h="16838"', 'w:w="12240" w:h="15840"'), ('w:top="2098"', 'w:top="1440"')]
)
def test_lines_that_are_right_are_not_told_to_be_changed_because_the_page_is_wrong(old: str, new: str) -> None:
    section = SECTION.replace(old, new)
    assert len(said(paper(*whole(), section=section))) == 1
    wide = p(TEXT, ppr='<w:spacing w:line="600" w:lineRule="exact"/>')
    page, line = said(paper(*whole()[:6], wide, *whole()[7:], section=section))
    assert "页面的" in page and "正文的行数：每面21行" in line


def test_the_strict_margins_are_right_too() -> None:
    section = SECTION.replace('w:top="2098"', 'w:top="1894"').replace('w:bottom="1984"', 'w:bottom="1938"')
    parts = paper(*whole(), section=section.replace('w:linePitch="579"', 'w:linePitch="591"'))
    parts = restyled(parts, "Normal", 'w:line="579"', 'w:line="591"')
    assert said(parts) == []


def footer(parts: Parts, kind: str) -> str:
    root = parts[DOCUMENT].decode()
    relation = root.split(f'<w:footerReference w:type="{kind}" r:id="')[1].split('"')[0]
    names = parts["word/_rels/document.xml.rels"].decode().split(f'Id="{relation}"')
    entry = names[0].rsplit("<", 1)[1] + names[1].split(">")[0]
    return "word/" + entry.split('Target="')[1].split('"')[0]


@pytest.mark.parametrize(
    ("kind", "old", "new", "message"),
    [
        ("default", '<w:jc w:val="right"/>', '<w:jc w:val="center"/>', "单页页码的位置：居中，应为居右空一字（GB/T 9704-2012 7.5）"),
        ("even", '<w:jc w:val="left"/>', '<w:jc w:val="right"/>', "双页页码的位置：居右，应为居左空一字"),
        ("default", 'w:rightChars="100" w:right="280"', 'w:right="0"', "单页页码的位置：居右空0字，应为居右空一字"),
        ("default", "— ", "- ", "页码的样子：「- 1 —」，应为左右各一条一字线「— 1 —」"),
        ("default", '"宋体"', '"仿宋"', "页码的字体：仿宋，应为半角宋体数字"),
        ("even", "PAGE", "NUMPAGES", "双页页脚的页码：没有页码，应为有页码"),
        ("default", "— ", "—", ""),
        ("default", '"宋体"', '"SimSun"', ""),
    ],
)  # fmt: skip
def test_page_numbers(kind: str, old: str, new: str, message: str) -> None:
    parts = paper(*whole())
    issues = said(changed(parts, footer(parts, kind), old, new))
    assert [message in one for one in issues] == [True] * bool(message)


def test_pages_without_numbers_or_with_one_footer_for_both_sides_are_told() -> None:
    parts = paper(*whole())
    assert (
        "页面的页码：没有页码"
        in said(paper(*whole(), section=SECTION[SECTION.index("<w:pgSz") :].join(("<w:sectPr>", ""))))[0]
    )
    (issue,) = said(changed(parts, SETTINGS, "<w:evenAndOddHeaders/>", ""))
    assert "页码的位置：单双页一样，应为单页居右空一字，双页居左空一字" in issue


def test_a_page_number_in_a_text_box_or_frame_is_left_alone() -> None:
    parts = changed(paper(*whole()), SETTINGS, "<w:evenAndOddHeaders/>", "")
    name = footer(parts, "default")
    framed = changed(
        parts,
        name,
        '<w:pStyle w:val="Footer"/>',
        '<w:pStyle w:val="Footer"/><w:framePr w:wrap="around" w:xAlign="outside"/>',
    )
    assert said(framed) == []
    text = parts[name].decode()
    begin, end = text.index("<w:p>"), text.rindex("</w:p>") + len("</w:p>")
    boxed = f"<w:p><w:r><w:pict><w:txbxContent>{text[begin:end]}</w:txbxContent></w:pict></w:r></w:p>"
    assert said(parts | {name: (text[:begin] + boxed + text[end:]).encode()}) == []


def test_missing_blank_lines_are_told() -> None:
    every = whole()
    assert "第2段：主送机关的上面：没有空行，应为空一行（GB/T 9704-2012 7.3.2）" in said(paper(every[0], *every[2:]))[0]
    assert "第10段：附件说明的上面：没有空行" in said(paper(*every[:9], *every[10:]))[0]


def test_a_typed_number_that_is_left_out_is_told() -> None:
    every = whole()
    for at, heading in enumerate(("一、甲", "二、乙", "四、丙", "五、丁")):
        every.insert(5 + at, p(heading, "GWBody", rpr='<w:rFonts w:eastAsia="黑体" w:hAnsi="黑体"/>'))
    every[4] = p(TEXT)
    (issue,) = said(paper(*every[:9], *every[-13:]))
    assert "第8段：层次标题的序号：「四、」，前一个是第2，应为接着前面的第3（GB/T 9704-2012 7.3.3）" in issue


def test_a_paper_without_the_styles_is_told_by_its_looks() -> None:
    title = p("禄脿街道办事处2018年计划生育报告", "Normal", '<w:jc w:val="center"/>')
    (issue, *_) = found(paper(title, BLANK, p(TEXT), section=SECTION))
    assert "第1段：标题的字体：仿宋，应为小标宋" in str(issue)


def test_the_number_of_annexes_is_compared() -> None:
    (issue,) = said(paper(*whole()[:19]))
    assert "第11段：附件说明的个数：列了2个，后面有1个，应为与后面的附件一致（GB/T 9704-2012 7.3.7）" in issue


def test_an_annex_bound_by_itself_is_checked_as_a_paper() -> None:
    every = whole()
    assert said(paper(every[16], *every[:9])) == []
    assert "第8段：正文的字号" in said(paper(every[16], *every[:6], p(TEXT, rpr='<w:sz w:val="28"/>')))[0]


def test_a_date_under_the_title_is_not_the_one_of_the_signature() -> None:
    date = p("2018年12月12日", "Normal", '<w:jc w:val="center"/>')
    every = whole()
    every[6] = p(TEXT, rpr='<w:sz w:val="28"/>')
    (issue,) = said(paper(every[0], date, *every[1:9], *[p(TEXT)] * 8))
    assert "第8段：正文的字号：14磅" in issue


def test_a_page_break_in_the_text_begins_an_annex_too() -> None:
    every = whole()
    every[16] = p("附件1", "GWAttLabel", '<w:pageBreakBefore w:val="0"/>')
    assert said(paper(*every[:16], '<w:p><w:r><w:br w:type="page"/></w:r></w:p>', *every[16:])) == []


def test_the_names_of_annexes_may_stand_under_a_line_of_their_own_and_their_titles_take_two() -> None:
    every = whole()
    every[10:12] = [p("附件：", "GWBody"), p("1.人口统计表", "GWBody"), p("2.经费统计表", "GWBody")]
    every[-1:] = [p("经费", "Title"), p("统计表", "Title")]
    assert said(paper(*every)) == []


def test_a_page_on_its_side_has_other_margins() -> None:
    aside = SECTION.replace('w:w="11906" w:h="16838"', 'w:w="16838" w:h="11906" w:orient="landscape"')
    assert said(paper(*whole(), f"<w:p><w:pPr>{aside}</w:pPr></w:p>")) == []


def test_text_of_tables_and_annexes_is_left_alone() -> None:
    cell = p("小五宋体", "Normal", '<w:ind w:left="99"/>', '<w:rFonts w:eastAsia="宋体"/><w:sz w:val="18"/>')
    table = f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc>{cell}</w:tc></w:tr></w:tbl>"
    every = whole()
    assert said(paper(*every[:9], table, *every[9:], table, cell)) == []


@pytest.mark.parametrize("name", [STYLES, "word/numbering.xml", SETTINGS, "word/theme/theme1.xml"])
def test_a_package_without_a_part_is_still_read(name: str) -> None:
    parts = paper(*whole())
    assert isinstance(said({one: content for one, content in parts.items() if one != name}), list)


RUN = {
    "sz": ['<w:sz w:val="32"/>', '<w:sz w:val="28"/>'],
    "font": [
        '<w:rFonts w:eastAsia="仿宋" w:hAnsi="仿宋" w:ascii="Times New Roman"/>',
        '<w:rFonts w:eastAsia="宋体" w:ascii="Calibri"/>',
    ],
    "color": ['<w:color w:val="000000"/>', '<w:color w:val="FF0000"/>'],
    "spacing": ['<w:spacing w:val="-5"/>', '<w:spacing w:val="0"/>'],
}
PARAGRAPH = {
    "autoSpace": ['<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>', "<w:autoSpaceDE/><w:autoSpaceDN/>"],
    "spacing": [
        '<w:spacing w:line="579" w:lineRule="exact"/>',
        '<w:spacing w:line="240" w:lineRule="auto" w:after="120"/>',
    ],
    "ind": ['<w:ind w:firstLineChars="200" w:firstLine="630"/>', '<w:ind w:left="420"/>'],
    "jc": ['<w:jc w:val="both"/>', '<w:jc w:val="left"/>'],
}
ORDER = ("autoSpace", "spacing", "ind", "jc"), ("font", "color", "spacing", "sz")  # as the schema has them


def layered(said: dict[str, tuple[int, int]], count: int) -> Parts:
    """Return a paper of some alike paragraphs; `said` is for each property which of its values, and on which layer it stands."""

    def layer(number: int, kind: str) -> str:
        of, order = (PARAGRAPH, ORDER[0]) if kind == "p" else (RUN, ORDER[1])
        return "".join(of[name][said[f"{kind}.{name}"][0]] for name in order if said[f"{kind}.{name}"][1] == number)

    styles = (
        f'<w:styles xmlns:w="{W.strip("{}")}"><w:docDefaults><w:rPrDefault><w:rPr>{layer(3, "r")}</w:rPr></w:rPrDefault>'
        f"<w:pPrDefault><w:pPr>{layer(3, 'p')}</w:pPr></w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        f'<w:style w:type="paragraph" w:styleId="Base"><w:name w:val="底样式"/><w:basedOn w:val="Normal"/>'
        f"<w:pPr>{layer(2, 'p')}</w:pPr><w:rPr>{layer(2, 'r')}</w:rPr></w:style>"
        '<w:style w:type="paragraph" w:styleId="Body"><w:name w:val="正文样式"/><w:basedOn w:val="Base"/>'
        f"<w:pPr>{layer(1, 'p')}</w:pPr><w:rPr>{layer(1, 'r')}</w:rPr></w:style></w:styles>"
    )
    text = p(TEXT + "共15人。", "Body", layer(0, "p"), layer(0, "r"))
    return paper(*[text] * count) | {STYLES: styles.encode()}


def bare(parts: Parts) -> list[tuple[object, ...]]:
    package = Package(parts)
    every = placed(package.paragraphs(package.document))
    found = layout_deviations(package, every)
    return [(one.element, one.respect, one.clause, one.expected, one.found, one.row) for one in found if one.row]


PLACES = {f"p.{name}": 1 for name in PARAGRAPH} | {f"r.{name}": 1 for name in RUN}


@settings(deadline=None, max_examples=60)
@given(
    st.fixed_dictionaries({name: st.integers(0, 1) for name in PLACES}),
    st.fixed_dictionaries({name: st.integers(0, 3) for name in PLACES}),
)
def test_it_is_the_same_wherever_a_property_is_written(values: dict[str, int], layers: dict[str, int]) -> None:
    direct = bare(layered({name: (value, 0) for name, value in values.items()}, 3))
    moved = bare(layered({name: (value, layers[name]) for name, value in values.items()}, 3))
    assert moved == direct
    assert bool(direct) == any(value for name, value in values.items() if name != "p.jc")


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(range(len(whole()))), max_size=12))
def test_no_order_of_paragraphs_makes_it_fail(picked: Sequence[int]) -> None:
    every = whole()
    assert isinstance(said(paper(*(every[at] for at in picked))), list)


@pytest.mark.parametrize(
    ("line", "spacing", "lines", "characters"),
    [(579, -5, 22, 28), (580, -5, 21, 28), (560, 0, 22, 27), (480, -20, 26, 29)],
)
def test_libreoffice_counts_the_lines_and_characters_that_are_computed(
    line: int, spacing: int, lines: int, characters: int, tmp_path: Path, office: Office
) -> None:
    parts = restyled(paper(p(FILLER * 30, "Normal")), "Normal", 'w:line="579"', f'w:line="{line}"')
    parts = restyled(parts, "Normal", '<w:spacing w:val="-5"/>', f'<w:spacing w:val="{spacing}"/>')
    path = tmp_path / "filler.docx"
    path.write_bytes(write_package(parts))
    page = [one for one in pages(office(path, "pdf"))[0] if not one.text.startswith("—")]
    assert (len(page), len(page[0].text)) == (lines, characters)
    told = [issue.found for issue in found(parts)]
    assert (f"每面{lines}行" in told, f"每行{characters}字" in told) == (lines != 22, characters != 28)
