"""`template check --fix`: what the check names of the layout is put right, nothing else is, and the file as it was is kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from conftest import DATA, TEMPLATE, assert_sound
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from hypothesis import given, settings
from hypothesis import strategies as st
from papers import BLANK, SECTION, SETTINGS, STYLES, TEXT, Parts, changed, p, paper, restyled, whole

from reportgen.authoring.layout.rules import layout_issues
from reportgen.authoring.mend.looks import mend_looks
from reportgen.commands.cli import ERRORS_STAND, OK, UNUSABLE, main
from reportgen.word.package import DOCUMENT, W, parse_part, read_package, write_package
from reportgen.word.text import paragraphs
from reportgen.word.whole import document_of

FOOTERS = ("word/footer1.xml", "word/footer2.xml")
RED = '<w:color w:val="FF0000"/>'


def left(parts: Parts, *accepted: str) -> list[str]:
    """Return what the check names of a paper that was put right; what its words say may not change."""
    mended = mend_looks(parts, accepted).parts
    assert printed(mended) == printed(parts)
    return [str(issue) for issue in layout_issues(mended, "report.docx")]


def printed(parts: Parts) -> list[str]:
    return [one.number + one.text for one in paragraphs(parts)]


def with_one(at: int, paragraph: str) -> Parts:
    every = whole()
    every[at - 1] = paragraph
    return paper(*every)


# ---- what is put right -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "paragraph", "done"),
    [
        (1, p("禄脿街道办事处2018年\n计划生育工作执行情况报告", "Title", '<w:jc w:val="left"/>'), "标题的对齐：居左，改为居中"),
        (1, p("街道办事处2018年\n计划生育工作执行情况报告", "Title", '<w:ind w:left="880"/>'), "标题的缩进：缩进2.0字，看上去不居中"),
        (1, p("禄脿街道办事处2018年\n计划生育工作执行情况报告", "Title", rpr='<w:b/><w:sz w:val="36"/>'), "标题的字形：加粗，改为不加粗"),
        (3, p("市卫生计生局：", "GWBody"), "主送机关的首行缩进：左空2字，改为顶格"),
        (7, p(TEXT, ppr='<w:ind w:firstLineChars="0" w:firstLine="0"/>'), "正文的首行缩进：左空0字，改为左空2字"),
        (7, p("　" + TEXT, ppr='<w:ind w:firstLineChars="0" w:firstLine="0"/>'), "正文的首行缩进：左空1字，改为左空2字"),  # the blank stays
        (7, p(TEXT, ppr='<w:ind w:left="630"/>'), "正文的首行缩进：左空4字，改为左空2字"),
        (7, p(TEXT, ppr='<w:ind w:left="630" w:firstLineChars="0" w:firstLine="0"/>'), "正文的回行：左空2字，改为顶格"),
        (7, p(TEXT, ppr='<w:ind w:firstLineChars="200" w:firstLine="0"/>'), "正文的首行缩进：只按字符写，LibreOffice 不认，改为按字符和按磅都写"),
        (7, p(TEXT, ppr='<w:spacing w:line="240" w:lineRule="auto"/>'), "正文的行数：每面约27至39行，改为每面22行"),
        (7, p(TEXT, ppr='<w:spacing w:line="360" w:lineRule="auto"/>'), "正文的行数：1.5倍行距，随字体每面约18至26行，改为每面22行"),
        (7, p("共15人。", rpr='<w:rFonts w:ascii="Arial" w:hAnsi="Arial"/>'), "正文的数字和字母的字体：Arial，改为仿宋或 Times New Roman"),
        (7, p(TEXT, ppr='<w:spacing w:beforeLines="100" w:afterAutospacing="1"/>'), "正文的段前段后：段前28.95磅、段后14磅，改为0"),
        (7, p(TEXT, rpr='<w:spacing w:val="0"/>'), "正文的字数：每行27字，改为每行28字"),
        (7, p(TEXT, rpr=RED), "正文的颜色：#FF0000，改为黑色"),
        (7, p(TEXT, rpr='<w:rFonts w:eastAsiaTheme="minorEastAsia"/>'), "改为仿宋"),
        (7, p("共15人。", rpr='<w:rFonts w:ascii="Calibri"/>'), "正文的数字和字母的字体：Calibri，改为仿宋或 Times New Roman"),
        (7, p("落实“一把手”负责制。", rpr='<w:rFonts w:hint="default" w:hAnsi="Arial"/>'), "正文的引号、破折号等标点的字体：Arial，改为仿宋"),
        (7, p("共15人，APP。", ppr="<w:autoSpaceDE/><w:autoSpaceDN/>"), "正文的汉字和数字之间：自动空四分之一字，改为不空"),
        (6, p("人口", "Heading2", rpr='<w:rFonts w:eastAsia="宋体"/>'), "二级标题「（一）」的字体：宋体，改为楷体"),
        (10, "", "附件说明的上面：没有空行，改为空一行"),
        (14, p("安宁市人民政府禄脿街道办事处", "GWBody"), "发文机关署名的位置：在左边，改为在右边，右空二字"),
        (15, p("2018年12月12日", "GWSign"), "成文日期的位置：右空0字，改为右空二字以上"),
        (20, p("附件2", "GWAttLabel", '<w:pageBreakBefore w:val="0"/>'), "附件顺序号的位置：接着上文，改为另起一面"),
    ],
)  # fmt: skip
def test_what_the_check_names_is_put_right_where_it_stands(row: int, paragraph: str, done: str, tmp_path: Path) -> None:
    parts = with_one(row, paragraph)
    made = mend_looks(parts, ())
    assert any(done in one for one in made.done), made.done
    assert left(parts) == []
    assert (
        made.parts[STYLES] == mend_looks(paper(*whole()[:6], p(TEXT, rpr=RED)), ()).parts[STYLES]
    )  # no style was touched
    assert_sound(write_package(made.parts), tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "done"),
    [
        ('w:w="11906" w:h="16838"', 'w:w="12240" w:h="15840"', "页面的纸张：216×279毫米，改为A4（210×297毫米）"),
        ('w:top="2098"', 'w:top="1440"', "页面的页边距：上25.4毫米、版心高237毫米，改为上37毫米"),
        ('w:gutter="0"', 'w:gutter="567"', "页面的页边距：左38.0毫米"),
        ('w:type="lines" w:linePitch="579"', 'w:type="linesAndChars" w:linePitch="579" w:charSpace="-848"', "页面的文档网格"),
        ('w:footer="1446"', 'w:footer="1134"', "页码的一字线：距版心下边缘约13毫米，改为距版心下边缘7毫米"),
    ],
)  # fmt: skip
def test_page_margins_and_grid_are_put_right(old: str, new: str, done: str) -> None:
    parts = paper(*whole(), section=SECTION.replace(old, new))
    assert [done in one for one in mend_looks(parts, ()).done] == [True]
    assert left(parts) == []


def test_whatever_is_put_right_has_a_line_of_its_own() -> None:
    section = SECTION.replace('w:w="11906" w:h="16838"', 'w:w="12240" w:h="15840"').replace(
        'w:top="2098"', 'w:top="1440"'
    )
    made = mend_looks(paper(*whole(), section=section), ())
    paper_done, margins_done = made.done
    assert "页面的纸张：216×279毫米，改为A4" in paper_done
    assert "页面的页边距：上25.4毫米" in margins_done
    quoted = mend_looks(
        with_one(7, p("落实“一把手”负责制。", rpr='<w:rFonts w:hint="default" w:eastAsia="宋体" w:hAnsi="Arial"/>')), ()
    )
    assert [one.split("：")[0] for one in quoted.done] == ["正文的字体", "正文的引号、破折号等标点的字体"]


def test_a_font_of_letters_is_replaced_for_all_letters() -> None:
    made = mend_looks(with_one(7, p("共15人é。", rpr='<w:rFonts w:ascii="Arial" w:hAnsi="Arial"/>')), ())
    assert b"Arial" not in made.parts[DOCUMENT]
    own = mend_looks(with_one(7, p("共15人。", rpr='<w:rFonts w:ascii="Arial" w:hAnsi="仿宋"/>')), ())
    assert 'w:hAnsi="仿宋"'.encode() in own.parts[DOCUMENT]


def test_a_page_on_its_side_stays_on_its_side() -> None:
    aside = SECTION.replace('w:w="11906" w:h="16838"', 'w:w="15840" w:h="12240" w:orient="landscape"')
    made = mend_looks(paper(*whole(), f"<w:p><w:pPr>{aside}</w:pPr></w:p>"), ())
    assert b'w:w="16838" w:h="11906"' in made.parts[DOCUMENT]
    assert left(made.parts) == []


def without_footers() -> Parts:
    begin, end = SECTION.index("<w:footerReference"), SECTION.index("<w:pgSz")
    return changed(paper(*whole(), section=SECTION[:begin] + SECTION[end:]), SETTINGS, "<w:evenAndOddHeaders/>", "")


def test_page_numbers_are_put_where_there_are_none(tmp_path: Path) -> None:
    parts = without_footers()
    made = mend_looks(parts, ())
    assert made.done == ("页面的页码：没有页码，改为版心下面有页码",)
    assert left(parts) == []
    assert_sound(write_package(made.parts), tmp_path)


def numbered(text: str, ppr: str = '<w:jc w:val="center"/>', rpr: str = "") -> Parts:
    """Return the right paper with one footer on all pages: Word's own 「页面底端」 with this text around the number."""
    before, after = text.split("1")
    number = f'{p(before, "Footer", ppr, rpr)[: -len("</w:p>")]}<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    root = f'<w:ftr xmlns:w="{W.strip("{}")}">{number}<w:r><w:t>{after}</w:t></w:r></w:p></w:ftr>'
    begin = SECTION.index('<w:footerReference w:type="even"')
    section = SECTION[:begin] + SECTION[SECTION.index("<w:pgSz") :]
    parts = changed(paper(*whole(), section=section), SETTINGS, "<w:evenAndOddHeaders/>", "")
    return {one: root.encode() if one in FOOTERS else content for one, content in parts.items()}


@pytest.mark.parametrize("text", ["1", "- 1 -", "— 1 —", "－1－"])
def test_a_number_in_the_middle_goes_to_the_outer_side_of_each_page(text: str) -> None:
    parts = numbered(text)
    (section,) = document_of(mend_looks(parts, ()).parts).sections
    assert left(parts) == []
    for footer, side in ((section.footer, 2), (section.even_page_footer, 0)):
        (number,) = footer.paragraphs
        shown = "".join(one.text or "" for one in number._p.iter(f"{W}t"))
        assert ("".join(shown.split()), number.alignment) == ("—1—", side)


def test_a_cover_without_a_page_number_stays_without() -> None:
    begin, end = SECTION.index("<w:footerReference"), SECTION.index("<w:pgSz")
    cover = f"<w:p><w:pPr>{SECTION[:begin]}{SECTION[end:]}</w:pPr></w:p>"
    parts = changed(paper(cover, *whole()), FOOTERS[1], "PAGE", "DATE")  # the even pages' footer says something else
    made = mend_looks(parts, ())
    assert made.done == ("双页页脚的页码：没有页码，改为有页码",)
    first, last = document_of(made.parts).sections
    assert first.footer.is_linked_to_previous and first.even_page_footer.is_linked_to_previous
    assert len(last.even_page_footer.paragraphs) == 2 and left(parts) == []


def test_the_words_beside_a_page_number_are_people_s() -> None:
    parts = numbered("第1页")
    assert [one.partition("（")[0] for one in left(parts)] == [
        "report.docx：页码的样子：「第1页」，应为左右各一条一字线「— 1 —」"
    ]


def test_a_style_is_put_right_where_it_is_wrong_for_most() -> None:
    parts = restyled(paper(*whole()[:3], *[p(TEXT)] * 40), "GWBody", "<w:rPr/>", '<w:rPr><w:sz w:val="28"/></w:rPr>')
    made = mend_looks(parts, ())
    assert made.done == ("正文的字号：14磅，改为三号（40段）",)
    assert made.parts[DOCUMENT].count(b"w:sz ") == 0 and left(parts) == []


# ---- what is left ------------------------------------------------------------------------------------------------------------


def test_a_style_that_a_table_has_too_stays_and_the_paragraphs_are_put_right() -> None:
    cell = f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>{p('甲村')}</w:tc></w:tr></w:tbl>"
    parts = paper(*whole()[:3], *[p(TEXT)] * 5, cell, p(TEXT))
    parts = restyled(parts, "GWBody", "<w:rPr/>", '<w:rPr><w:sz w:val="28"/></w:rPr>')
    made = mend_looks(parts, ())
    assert left(parts) == []
    assert parse_part(made.parts[STYLES]).find(f"{W}style[@{W}styleId='GWBody']/{W}rPr/{W}sz").get(f"{W}val") == "28"  # type: ignore[union-attr]


def test_a_line_with_a_picture_in_it_is_not_made_exact() -> None:
    drawn = p(TEXT, ppr='<w:spacing w:line="240" w:lineRule="auto"/>').replace("</w:r>", "<w:pict/></w:r>")
    assert ["正文的行数" in one for one in left(with_one(7, drawn))] == [True]


def test_words_are_left_and_told() -> None:
    title = p("禄脿街道办事处2018年，\n计划生育工作总结", "Title", '<w:jc w:val="left"/>')
    parts = with_one(1, title)
    assert mend_looks(parts, ()).done == ("标题的对齐：居左，改为居中",)
    assert ["标题的结尾" in one or "标题的标点" in one for one in left(parts)] == [True, True]


def test_what_the_catalogue_accepts_stays_as_it_is() -> None:
    parts = with_one(7, p(TEXT, rpr=RED + '<w:sz w:val="28"/>'))
    assert ["正文的颜色" in one for one in left(parts, "公文格式：正文的颜色：#FF0000")] == [True]


def test_a_right_paper_is_left_byte_for_byte() -> None:
    parts = paper(*whole())
    made = mend_looks(parts, ())
    assert made.parts == parts and made.done == ()


ODD = [
    p(TEXT, "Normal"),
    p("共15人，“一把手”。", rpr='<w:rFonts w:ascii="Calibri" w:hAnsi="Arial" w:eastAsia="宋体"/><w:b/><w:sz w:val="21"/>'),
    p("一、一般情况", "Normal", '<w:ind w:left="300"/>', RED),
    p("（一）强化统筹。" + TEXT, "Heading3", '<w:spacing w:line="360" w:before="120"/>'),
    p("人口", "Heading2", '<w:jc w:val="center"/>'),
    p("附件：1.人口统计表", "GWBody"),
    p("2018年12月12日", "Normal"),
    p("附件1", "Normal"),
    BLANK,
]  # fmt: skip


@pytest.mark.slow
@settings(deadline=None, max_examples=25)
@given(st.lists(st.sampled_from([*ODD, *whole()]), max_size=10), st.sampled_from(["GWBody", "Normal", "Heading2"]))
def test_whatever_the_paper_nothing_new_is_named_and_the_second_time_nothing_is_done(
    picked: Sequence[str], style: str
) -> None:
    parts = restyled(paper(*picked), style, "<w:pPr>", "<w:pPr><w:keepNext/>")
    before = {str(issue) for issue in layout_issues(parts, "report.docx")}
    made = mend_looks(parts, ())
    named = {str(issue) for issue in layout_issues(made.parts, "report.docx")}
    assert {one.split("：")[1] for one in named} <= {one.split("：")[1] for one in before}
    assert printed(made.parts) == printed(parts)
    again = mend_looks(made.parts, ())
    assert again.done == () and {str(issue) for issue in layout_issues(again.parts, "report.docx")} == named


# ---- the command -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def office_made(tmp_path: Path) -> Path:
    """Return a report's folder with a template as somebody types it in a new Word document."""
    document = docx.Document()
    title = document.add_paragraph()
    title.add_run("禄脿街道办事处{{ 年度 }}年计划生育工作执行情况报告").font.size = Pt(18)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("").add_run("一、基本情况").bold = True
    document.add_paragraph("全街道总人口{{ 总人口 }}人，落实“一把手”负责制。")
    for line in ("（一）出生情况", "1.出生婴儿{{ 出生婴儿 }}人。", "2.死亡{{ 死亡 }}人。", "二、存在问题", TEXT):
        document.add_paragraph(line)
    document.add_table(1, 2).cell(0, 0).text = "项目"
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / "catalogue.yaml").write_bytes((TEMPLATE / "catalogue.yaml").read_bytes())
    document.save(str(folder / "report.docx"))
    return folder


def fix(folder: Path, *words: str) -> int:
    return main(["template", "check", "--fix", str(folder), "--data", str(DATA), *words])


@pytest.mark.slow
def test_a_template_typed_in_a_new_document_is_put_right_and_the_old_one_kept(
    office_made: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path, kept = office_made / "report.docx", office_made / "report（修改前1）.docx"
    old = path.read_bytes()
    assert fix(office_made) == OK
    said = capsys.readouterr().out
    assert kept.read_bytes() == old
    assert f"改好了 {path}，原来的留在 {kept}。" in said.splitlines()
    assert "已改  打字的编号，改为 Word 的自动编号（5段），印出来一样" in said.splitlines()
    assert "GB/T 9704" not in said and "是打字打进去的，加一段" not in said
    assert printed(read_package(path.read_bytes())) == printed(read_package(old))
    assert_sound(path.read_bytes(), tmp_path)
    made = path.read_bytes()
    assert fix(office_made) == OK  # the second time there is nothing to do
    assert capsys.readouterr().out.startswith("版式没有能自动改的，文件没有动。\n")
    assert path.read_bytes() == made and len(list(office_made.iterdir())) == 3


@pytest.mark.slow
def test_a_kept_file_is_never_written_over(office_made: Path) -> None:
    other = office_made / "report（修改前1）.docx"
    other.write_bytes(b"somebody's")
    old = (office_made / "report.docx").read_bytes()
    fix(office_made)
    assert other.read_bytes() == b"somebody's"
    assert (office_made / "report（修改前2）.docx").read_bytes() == old


@pytest.mark.slow
def test_the_json_says_what_was_put_right(office_made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fix(office_made, "--format", "json")
    told = json.loads(capsys.readouterr().out)
    assert "页面的页码：没有页码，改为版心下面有页码" in told["fixed"]
    assert told["kept"] == str(office_made / "report（修改前1）.docx")


def test_the_shipped_template_is_left_byte_for_byte(template_folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in template_folder.iterdir()}
    assert fix(template_folder) == OK
    assert {path.name: path.read_bytes() for path in template_folder.iterdir()} == before


def test_a_template_that_can_t_be_read_is_refused(template_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = template_folder / "report.docx"
    path.write_bytes(path.read_bytes()[:999])
    assert fix(template_folder) == UNUSABLE
    assert "report.docx：模板" in capsys.readouterr().err and len(path.read_bytes()) == 999


@pytest.mark.slow
def test_an_error_that_stands_is_told_still_and_the_layout_put_right(office_made: Path) -> None:
    parts = read_package((office_made / "report.docx").read_bytes())
    parts = changed(parts, DOCUMENT, "{{ 死亡 }}", "{{ 死忘 }}")
    (office_made / "report.docx").write_bytes(write_package(parts))
    assert fix(office_made) == ERRORS_STAND
    assert left(read_package((office_made / "report.docx").read_bytes())) == []


@pytest.mark.slow
def test_numbers_that_word_would_count_otherwise_stay_typed_and_are_told(
    office_made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = read_package((office_made / "report.docx").read_bytes())
    (office_made / "report.docx").write_bytes(write_package(changed(parts, DOCUMENT, "二、存在问题", "三、存在问题")))
    fix(office_made)
    said = capsys.readouterr().out
    assert "（4段），印出来一样" in said and "编号「三、」是打字打进去的" in said


def test_a_typed_number_before_word_s_own_stays_typed_since_those_would_count_it(
    template_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = template_folder / "report.docx"
    document = docx.Document(str(path))
    first, body = (
        next(one for one in document.paragraphs if one.style.name == name) for name in ("Heading 1", "Normal")
    )
    first.style = body.style
    first.runs[0].text = f"一、{first.runs[0].text}"
    document.sections[0].left_margin = Pt(40)
    document.save(str(path))
    before = printed(read_package(path.read_bytes()))
    fix(template_folder)
    said = capsys.readouterr().out
    assert "编号「一、」是打字打进去的" in said and "已改  页面的页边距" in said
    assert printed(read_package(path.read_bytes())) == before


@pytest.mark.slow
def test_the_names_of_annexes_keep_their_typed_numbers(office_made: Path) -> None:
    document = docx.Document(str(office_made / "report.docx"))
    for line in ("（二）工作", "1.宣传", "附件：1.人口统计表", "2.经费统计表"):
        document.add_paragraph(line)
    document.save(str(office_made / "report.docx"))
    fix(office_made)
    assert [one.text for one in paragraphs(read_package((office_made / "report.docx").read_bytes()))][
        -1
    ] == "2.经费统计表"
