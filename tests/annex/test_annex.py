"""The comparison as an annex in Word: behind the report or by itself, with a table and a chart that Word can edit."""

from __future__ import annotations

import functools
import io
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import docx
import openpyxl
import pytest
from conftest import DATA, TEMPLATE, Office, assert_sound
from docx.oxml.ns import qn
from lxml import etree
from specimens import p, package, part, prepared, r, read_marks

from reportgen.annex.chart import bars
from reportgen.annex.drawing import append_annex, as_annex, fitted
from reportgen.annex.form import read_form
from reportgen.base.numbers import Exact, written
from reportgen.compare.comparing import read_comparison
from reportgen.compare.rows import header, notices, row
from reportgen.figures.changes import Change, Comparison, Entry, Kind, Side
from reportgen.report import drafting
from reportgen.report.drafting import Year
from reportgen.report.places import places
from reportgen.template.rendering import ReportTemplate
from reportgen.word.headings import title
from reportgen.word.package import CONTENT_TYPES, DOCUMENT, W, parse_part, read_package, write_package
from reportgen.word.text import paragraphs, plain_text

pytestmark = pytest.mark.slow  # whole reports with their annex

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
CHART, BOOK = "word/charts/chart1.xml", "word/embeddings/Microsoft_Excel_Sheet1.xlsx"


@functools.cache
def drafted() -> tuple[Year, ReportTemplate, dict[str, bytes], Comparison]:
    year, template = drafting.read_all(DATA, TEMPLATE, 2018)
    return year, template, drafting.draft(year, template), read_comparison(DATA, TEMPLATE, 2018, 2017)


@functools.cache
def form() -> ReportTemplate:
    return read_form(TEMPLATE)


@functools.cache
def annexed() -> dict[str, bytes]:
    _, _, plain, comparison = drafted()
    return append_annex(plain, comparison, form())


def change(
    name: str, before: Exact, after: Exact, unit: str = "人", digits: int = 0, section: str = "人口", **more: str
) -> Change:
    old, new = (Entry(name, name, section, unit, digits, value, written(value, digits)) for value in (before, after))
    if more:
        return Change(Kind.INCOMPARABLE, old, new, **more)
    return Change(Kind.SAME if before == after else Kind.CHANGED, old, new)


def comparison(*changes: Change, demo: str = "") -> Comparison:
    return Comparison(Side("2017年", {}), Side("2018年", {}, demo), changes)


def behind(body: str, *changes: Change, others: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    return append_annex(read_package(package(body, others)), comparison(*changes), form())


def lines_of(parts: Mapping[str, bytes]) -> list[str]:
    return plain_text(parts).split("\n")


FEW = (change("甲", 100, 120), change("乙", 50, 40), change("丙", 89, 90, "%"))


# ---- behind the report -------------------------------------------------------------------------------------------------------


def test_the_report_s_own_text_stays_and_the_annex_follows_it() -> None:
    _, _, plain, compared = drafted()
    before, after = lines_of(plain), lines_of(annexed())
    assert after[: len(before)] == before
    told = list(notices(compared))
    assert after[len(before) :][: 3 + len(told)] == ["附件", "", "主要指标对比表", *told]


def test_each_change_has_the_cells_that_the_other_forms_have() -> None:
    _, _, plain, compared = drafted()
    said = lines_of(annexed())[len(lines_of(plain)) :]
    expected: list[str] = ["\t".join(header(compared)[1:])]
    section = None
    for one in compared.changes:
        cells = row(replace(one, notes=()))
        expected += [cells[0]] if cells[0] != section else []
        section = cells[0]
        expected.append("\t".join(cells[1:]))
    start = said.index(expected[0])
    assert said[start : start + len(expected)] == expected


def test_what_is_for_the_one_who_drafts_does_not_go_out_with_the_report() -> None:
    _, template, plain, _ = drafted()
    odd = comparison(replace(FEW[0], notes=("可能打颠倒了",)), change("丁", 3, 4, reason="算法不同"))
    published, working = (
        plain_text(append_annex(plain, odd, form())),
        plain_text(read_package(as_annex(odd, template, form()))),
    )
    assert "可能打颠倒了" in working and "可能打颠倒了" not in published
    assert "不可比：算法不同" in working and "不可比：算法不同" in published


def test_a_report_with_its_annex_is_a_sound_document(tmp_path: Path) -> None:
    assert_sound(write_package(annexed()), tmp_path)


def test_the_same_inputs_give_the_same_bytes() -> None:
    _, template, plain, compared = drafted()
    assert write_package(append_annex(plain, compared, form())) == write_package(annexed())
    assert as_annex(compared, template, form()) == as_annex(compared, template, form())


def test_marks_places_and_title_of_the_report_are_those_without_an_annex() -> None:
    year, _, plain, _ = drafted()
    before, after = parse_part(plain[DOCUMENT]), parse_part(annexed()[DOCUMENT])
    assert list(read_marks(after)) == list(read_marks(before))
    assert title(annexed()) == title(plain)
    for figure in list(year.figures)[::10]:
        assert list(places(paragraphs(annexed()), figure.name)) == list(places(paragraphs(plain), figure.name))


def test_comments_stand_at_the_figures_of_the_body(tmp_path: Path) -> None:
    year, _, plain, compared = drafted()
    issues = drafting.review(year, plain)
    document = append_annex(drafting.commented(plain, year, issues), compared, form())
    assert dict(drafting.commented(annexed(), year, issues)).keys() == document.keys()
    body = parse_part(document[DOCUMENT])
    starts = list(body.iter(f"{W}commentRangeStart"))
    assert len(starts) == len(list(parse_part(drafting.commented(plain, year, issues)[DOCUMENT]).iter(starts[0].tag)))
    assert all(next(start.iterancestors(f"{W}tbl"), None) is None for start in starts)
    assert_sound(write_package(document), tmp_path)


def test_the_section_of_the_report_goes_on_so_that_pages_and_headings_keep_their_numbers() -> None:
    _, _, plain, _ = drafted()
    before, after = parse_part(plain[DOCUMENT]), parse_part(annexed()[DOCUMENT])
    assert [etree.tostring(one) for one in after.iter(f"{W}sectPr")] == [
        etree.tostring(one) for one in before.iter(f"{W}sectPr")
    ]
    assert after[0][-1].tag == f"{W}sectPr"
    assert len(list(after.iter(f"{W}numPr"))) == len(list(before.iter(f"{W}numPr")))


def test_the_annex_begins_a_page_with_its_label_and_its_title_in_the_third_line() -> None:
    _, _, plain, _ = drafted()
    paragraphs = list(parse_part(annexed()[DOCUMENT])[0].iterchildren(f"{W}p"))
    label, blank, heading = paragraphs[len(list(parse_part(plain[DOCUMENT])[0].iterchildren(f"{W}p"))) :][:3]
    assert label.find(f"{W}pPr/{W}pageBreakBefore") is not None
    assert [style(one) for one in (label, heading)] == ["GWAttLabel", "Title"]
    assert ["".join(one.itertext()) for one in (label, blank, heading)] == ["附件", "", "主要指标对比表"]


def style(paragraph: etree._Element) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else found.get(f"{W}val", "")


# ---- the table ---------------------------------------------------------------------------------------------------------------


def test_the_header_is_repeated_and_no_row_is_split_and_the_columns_fill_the_type_area() -> None:
    (table,) = docx.Document(io.BytesIO(write_package(annexed()))).tables
    rows = [one._tr for one in table.rows]
    assert [one.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for one in rows] == [True] + [False] * (
        len(rows) - 1
    )
    assert all(one.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for one in rows)
    assert sum(int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.gridCol_lst) == 8844  # 156 mm


@pytest.mark.parametrize(
    "needs",
    [[500] * 7, [1200] * 6 + [6000], [6000] + [1000] * 5 + [6000], [9000] * 7],
    ids=["little", "a long remark", "both that wrap", "too much"],
)
def test_columns_always_fill_the_width_and_numbers_give_way_last(needs: list[int]) -> None:
    widths = fitted(needs, 8844, {6: 900, 0: 1440})
    assert sum(widths) == 8844
    assert min(widths) > 0
    if sum(needs[1:6]) < 6000:
        assert all(wide >= need for wide, need in zip(widths[1:6], needs[1:6], strict=True))


def test_any_text_can_stand_in_the_table(tmp_path: Path) -> None:
    odd = change('“甲”<b>&"乙"', 100, 130, "人", section="一<二"), change("=丙", 10, 10, reason="算法不同：「a<b」")
    document = behind(p("正文"), *odd, change("丁", 100, 90))
    assert '“甲”<b>&"乙"\t人\t100\t130\t+30\t+30.0\t' in plain_text(document)
    assert_sound(write_package(document), tmp_path)


def test_figures_without_sections_stand_under_no_empty_title() -> None:
    said = lines_of(behind(p("正文"), change("甲", 1, 2, section=""), change("乙", 1, 2, section="")))
    assert said[said.index("甲\t人\t1\t2\t+1\t+100.0\t") - 1].startswith("指标\t单位")


# ---- the chart ---------------------------------------------------------------------------------------------------------------


def test_the_chart_shows_at_most_ten_figures_the_largest_first_as_the_table_prints_them() -> None:
    many = [change(f"甲{n}", 1000, 1000 + n * (-1) ** n) for n in range(1, 40)]
    shown = bars(comparison(*many))
    assert [bar.label for bar in shown[:2]] == ["甲39（1000→961人）", "甲38（1000→1038人）"]
    assert [bar.percent for bar in shown] == [written(Fraction(n * (-1) ** n, 10), 1) for n in range(39, 29, -1)]


def test_the_chart_leaves_out_rates_handfuls_what_stayed_and_what_cannot_be_compared() -> None:
    others = (
        change("率", 50, 90, "%"),
        change("少", 1, 3),
        change("同", 100, 100),
        change("异", 100, 300, reason="算法不同"),
        change("从零", 0, 50),
    )
    assert [bar.label for bar in bars(comparison(*others, *FEW))] == ["甲（100→120人）", "乙（50→40人）"]
    assert [bar.label for bar in bars(comparison(change("比", 114, 120, "女=100"), change("额", 8, 9, "万元", 2)))] == [
        "额（8.00→9.00万元）",
        "比（114→120）",
    ]


def test_nothing_is_drawn_where_too_little_moved(tmp_path: Path) -> None:
    document = behind(p("正文"), change("甲", 100, 120), change("乙", 5, 5))
    assert not [name for name in document if "chart" in name or "embeddings" in name]
    assert_sound(write_package(document), tmp_path)


def test_word_edits_the_chart_in_a_workbook_that_holds_the_same_data() -> None:
    parts = annexed()
    chart = parse_part(parts[CHART])
    labels, numbers = (
        [point.findtext(f"{C}v") for point in chart.findall(f".//{C}{kind}//{C}pt")] for kind in ("cat", "val")
    )
    assert chart.findtext(f".//{C}cat//{C}f") == f"数据!$A$2:$A${len(labels) + 1}"
    assert chart.findtext(f".//{C}val//{C}f") == f"数据!$B$2:$B${len(labels) + 1}"
    sheet = openpyxl.load_workbook(io.BytesIO(parts[BOOK]))["数据"]
    assert [cell.value for cell in sheet["A"]][1:] == labels
    assert [cell.value for cell in sheet["B"]][1:] == [float(number or "") for number in numbers]
    assert sheet["B1"].value == chart.findtext(f".//{C}tx//{C}v")
    data = chart.find(f"{C}externalData")
    assert data is not None
    key = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    relation = next(iter(parse_part(parts["word/charts/_rels/chart1.xml.rels"])))
    assert (relation.get("Id"), relation.get("Target")) == (data.get(key), "../embeddings/Microsoft_Excel_Sheet1.xlsx")


def test_the_chart_says_in_words_what_it_shows() -> None:
    (drawn,) = parse_part(behind(p("正文"), *FEW)[DOCUMENT]).iter(f"{WP}docPr")
    assert drawn.get("descr") == "2018年比2017年增减较大的指标（%）：甲（100→120人）20.0%；乙（50→40人）-20.0%"


def test_charts_drawings_and_relationships_of_a_template_keep_their_names(tmp_path: Path) -> None:
    once = behind(p("正文"), *FEW)
    twice = append_annex(once, comparison(*FEW), form())
    assert twice[CHART] == once[CHART] and twice["word/charts/chart2.xml"] == once[CHART]
    numbers = [one.get("id") for one in parse_part(twice[DOCUMENT]).iter(f"{WP}docPr")]
    assert numbers == ["1", "2"]
    keys = [one.get("Id") for one in parse_part(twice["word/_rels/document.xml.rels"])]
    assert len(keys) == len(set(keys))
    assert_sound(write_package(twice), tmp_path)


# ---- by itself ---------------------------------------------------------------------------------------------------------------


def test_an_annex_of_its_own_has_the_page_styles_and_page_numbers_of_the_template(tmp_path: Path) -> None:
    _, template, _, compared = drafted()
    document = as_annex(compared, template, form())
    assert_sound(document, tmp_path)
    parts = read_package(document)
    for name in (
        "word/styles.xml",
        "word/settings.xml",
        "word/footer1.xml",
        "word/footer2.xml",
        "word/theme/theme1.xml",
    ):
        assert parts[name] == template.parts[name]
    assert lines_of(parts)[0] == "附件"
    assert "{{" not in plain_text(parts)
    section = docx.Document(io.BytesIO(document)).sections[0]
    assert (section.page_width, section.left_margin) == (11906 * 635, 1588 * 635)


def test_a_template_without_our_styles_serves_too(tmp_path: Path) -> None:
    document = as_annex(comparison(*FEW), prepared(package(p("{{ 总人口 }}"))), form())
    assert_sound(document, tmp_path)
    body = parse_part(read_package(document)[DOCUMENT])[0]
    assert [style(one) for one in body.iterchildren(f"{W}p")][:3] == ["", "", ""]
    fonts = body.find(f"{W}p/{W}r/{W}rPr/{W}rFonts")
    assert fonts is not None and fonts.get(f"{W}eastAsia") == "黑体"


def test_what_the_template_says_and_what_only_its_text_needs_is_left_out(tmp_path: Path) -> None:
    notes = '<w:footnote w:id="2">' + p(r("脚注")) + "</w:footnote>"
    others = {
        "header1.xml": part("hdr", p("{{ 总人口 }}")),
        "footer1.xml": part("ftr", p("页脚")),
        "comments.xml": part("comments", '<w:comment w:id="7" w:author="某">' + p("内部意见") + "</w:comment>"),
        "footnotes.xml": part("footnotes", notes),
    }
    body = p("{{ 总人口 }}") + p(
        r("甲"), '<w:r><w:footnoteReference w:id="2"/></w:r>', '<w:r><w:commentReference w:id="7"/></w:r>'
    )
    document = as_annex(comparison(*FEW), prepared(package(body, others)), form())
    assert_sound(document, tmp_path)
    parts = read_package(document)
    assert {"word/header1.xml", "word/comments.xml"} & parts.keys() == set()
    assert "脚注".encode() not in parts["word/footnotes.xml"]
    assert parts["word/footer1.xml"] == others["footer1.xml"]
    assert b"header1" not in parts[CONTENT_TYPES] + parts["word/_rels/document.xml.rels"]
    assert b"headerReference" not in parts[DOCUMENT] and b"footerReference" in parts[DOCUMENT]


# ---- another word processor --------------------------------------------------------------------------------------------------


def shown_pages(office: Office, path: Path, parts: Mapping[str, bytes]) -> list[str]:
    path.write_bytes(write_package(parts))
    pdf = office(path, "pdf")
    said = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True).stdout.decode()
    return ["".join(page.split()) for page in said.split("\f")[:-1]]


@pytest.mark.slow
def test_the_report_s_pages_stay_as_they_are_and_the_annex_counts_on(office: Office, tmp_path: Path) -> None:
    _, _, plain, compared = drafted()
    before = shown_pages(office, tmp_path / "plain.docx", plain)
    after = shown_pages(office, tmp_path / "annexed.docx", annexed())
    assert after[: len(before)] == before
    annex = after[len(before) :]
    assert annex[0].startswith("附件主要指标对比表")
    head = "".join(header(compared)[1:])
    for number, page in enumerate(annex, start=len(before) + 1):
        assert page.endswith(f"—{number}—")
        assert head in page or page is annex[-1]
    everything = "".join(annex)
    for one in compared.changes:
        cells = row(replace(one, notes=()))
        assert "".join("".join(cells[1:7]).split()) in everything or cells[7], one.name
    for bar in bars(compared):
        assert bar.label in everything
    assert "2018年比2017年增减较大的指标（%）" in everything
