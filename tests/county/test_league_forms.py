"""The league as CSV, page, workbook and Word document, and as a command."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import leagues
import openpyxl
import pytest
from conftest import Office, assert_sound, document_text
from leagues import NUMBERS, Numbers, league_of
from lxml import html
from playwright.sync_api import Browser, expect
from small_county import YEAR, SmallCounty
from specimens import package

from reportgen.annex.league import as_document
from reportgen.commands.cli import OK, UNUSABLE, main
from reportgen.compare.league import League
from reportgen.compare.league_page import as_page
from reportgen.compare.league_rows import lines, row
from reportgen.compare.league_sheet import as_sheet
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.template.content import vocabulary
from reportgen.template.rendering import ReportTemplate, prepare
from reportgen.word.package import DOCUMENT, W, parse_part, read_package

MANY: Numbers = {f"{n}号街道": (20000 + 3000 * n, 100 + 9 * n, 300, 285 - n) for n in range(30)}
THEN: Numbers = {name: (own[0] - 100, own[1] - 9, 300, 280) for name, own in (NUMBERS | MANY).items()}
HOSTILE = "=1+2<script>"
AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false"  # as test_sheet has it


def rows_of(league: League) -> list[tuple[str, ...]]:
    return [row(line, league) for contest in league.contests for line in lines(contest)]


# ---- the page


def parsed(league: League) -> html.HtmlElement:
    return html.document_fromstring(as_page(league))


def test_every_row_of_the_page_says_what_the_other_forms_say(tmp_path: Path) -> None:
    found = league_of(tmp_path, NUMBERS, THEN, {"红河镇": "没有报"})
    made = [
        [*tr.xpath("th/text()"), *(cell.text_content() for cell in tr.xpath("td"))]
        for tr in parsed(found).xpath("//table//tr[@id]")
    ]
    assert [[text.strip() for text in one] for one in made] == [list(one[3:]) for one in rows_of(found)]


def test_the_page_says_above_whose_numbers_are_invented_and_who_lacks_any(tmp_path: Path) -> None:
    tree = parsed(league_of(tmp_path, NUMBERS, THEN, {"红河镇": "没有报"}, {"黑土乡": f"编的{HOSTILE}"}))
    assert [one.text_content() for one in tree.xpath("//*[@role='note']")] == [f"【演示数据】黑土乡：编的{HOSTILE}"]
    assert tree.body.get("class") == "demo"
    assert tree.xpath("//p[@class='note']/text()")[0].startswith("4个单位中1个没有数：红河镇（没有报）。")
    assert len(tree.xpath("//script")) == 1


def test_the_page_without_a_year_before_has_the_same_columns_empty(tmp_path: Path) -> None:
    tree = parsed(league_of(tmp_path, NUMBERS))
    assert [one.text_content() for one in tree.xpath("//thead//th")][4:7] == ["上年", "增减", "增减（%）"]
    assert {one.text_content() for one in tree.xpath("//tr[@id]/td[position() > 3 and position() < 7]")} == {""}


def test_the_page_refers_to_nothing_outside_itself(tmp_path: Path) -> None:
    page = as_page(league_of(tmp_path, NUMBERS, THEN))
    assert re.findall(r"https?:|//[\w-]+\.|\bsrc=|@import|url\(|<link|<base|<iframe", page) == []


@pytest.mark.slow
def test_the_page_is_searched_by_office_and_sorted_by_a_column(chromium: Browser, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(as_page(league_of(tmp_path, NUMBERS, THEN)), encoding="utf-8")
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path.as_uri())
    page.get_by_label("找").fill("黑土乡")
    expect(page.locator("[role=status]")).to_have_text("显示20项中的5项")
    page.get_by_label("找").fill("出生")
    page.locator("thead button", has_text="2025年").click()
    shown = page.locator("tr[id]:visible").evaluate_all("all => all.map(one => one.cells[2].textContent)")
    assert shown == ["120", "90", "60", "270"]  # what all have together is no office
    page.locator("tr[id]:visible").first.click()
    assert complaints == []
    page.close()


# ---- the workbook


def opened(league: League, *, results: bool = False) -> Any:
    return openpyxl.load_workbook(io.BytesIO(as_sheet(league)), data_only=results).active


def first_row(sheet: Any) -> int:
    return next(number for number in range(1, 20) if sheet.cell(number, 1).value == "突出") + 1


def test_a_row_of_the_workbook_calculates_sum_rank_share_and_change(tmp_path: Path) -> None:
    sheet = opened(league_of(tmp_path, NUMBERS, THEN))
    first = first_row(sheet)
    assert [sheet.cell(first, column).value for column in (5, 6, 7, 8)] == [
        *("合计", None, f"=SUM(G${first + 1}:G${first + 3})", f"=ROUND(G{first}*100/G${first},1)"),
    ]
    own = first + 1
    assert [sheet.cell(own, column).value for column in range(5, 12)] == [
        "青石街道",
        f"=RANK(G{own},G${first + 1}:G${first + 3})",
        30000,
        f"=ROUND(G{own}*100/G${first},1)",
        29900,
        f"=G{own}-I{own}",
        f'=IF(OR(I{own}=0,I{own}*G{own}<0),"",ROUND((G{own}-I{own})*100/ABS(I{own}),1))',
    ]


def test_formulas_come_with_their_results(tmp_path: Path) -> None:
    found = league_of(tmp_path, NUMBERS, THEN)
    sheet = opened(found, results=True)
    first = first_row(sheet)
    assert [sheet.cell(first + 1, column).value for column in range(6, 12)] == [1, 30000, 37.5, 29900, 100, 0.3]


def test_an_office_without_a_number_has_no_formula(tmp_path: Path) -> None:
    sheet = opened(league_of(tmp_path, NUMBERS | {"白岭镇": ("", 90, 300, 285)}, THEN))
    last = first_row(sheet) + 3
    assert [sheet.cell(last, column).value for column in range(5, 12)] == [
        *("白岭镇", None, "待补", None, 19900, None, None)
    ]


@pytest.mark.slow
def test_a_spreadsheet_works_out_what_the_other_forms_say(tmp_path: Path, office: Office) -> None:
    found = league_of(tmp_path, NUMBERS | {"红河镇": ("", 7, 30, 20), HOSTILE: (5, 5, 3, 2)}, THEN)
    path = tmp_path / "league.xlsx"
    path.write_bytes(as_sheet(found))
    made = list(csv.reader(io.StringIO(office(path, AS_SHOWN).read_text(encoding="utf-8"))))
    start = next(number for number, cells in enumerate(made) if cells[0] == "突出") + 1
    assert [tuple(cells[1:]) for cells in made[start:]] == rows_of(found)


# ---- the document


def template_of(folder: Path) -> ReportTemplate:
    report = folder / "template" / "report.docx"
    report.write_bytes(package("<w:p><w:r><w:t>报告</w:t></w:r></w:p>"))
    return prepare(report, vocabulary(read_catalogue(folder / "template")))


def document(folder: Path, league: League) -> bytes:
    return as_document(league, template_of(folder))


def tables(data: bytes) -> list[list[list[str]]]:
    root = parse_part(read_package(data)[DOCUMENT])
    return [
        [["".join(cell.itertext()) for cell in tr.iterfind(f"{W}tc")] for tr in table.iterfind(f"{W}tr")]
        for table in root.iter(f"{W}tbl")
    ]


def test_the_document_has_a_line_for_numbers_ranks_shares_and_changes(tmp_path: Path) -> None:
    made = document(tmp_path, league_of(tmp_path, NUMBERS, THEN))
    (table,) = tables(made)
    assert table[:6] == [
        ["指标", "项目", "合计", "青石街道", "白岭镇", "黑土乡"],
        ["人口"],
        ["总人口（人）", "数", "80000", "30000", "20000", "30000"],
        ["", "名次", "", "1", "3", "1"],
        ["", "占比（%）", "100.0", "37.5", "25.0", "37.5"],
        ["", "增减（%）", "+0.4", "+0.3", "+0.5", "+0.3"],
    ]
    assert table[-1] == ["", "增减（百分点）", "-0.6", "-3.3", "+1.7", "+1.7"]
    assert_sound(made, tmp_path)


@pytest.mark.parametrize(
    ("unit", "named", "moved"),
    [("‰", "增减（千分点）", "-5.6"), ("个百分点", "增减（百分点）", "-0.6"), ("", "增减（%）", "-0.6")],
)
def test_the_document_says_in_what_a_rate_s_change_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unit: str, named: str, moved: str
) -> None:
    monkeypatch.setattr(leagues, "CATALOGUE", leagues.CATALOGUE.replace("unit: '%'", f"unit: '{unit}'"))
    (table,) = tables(document(tmp_path, league_of(tmp_path, NUMBERS, THEN)))
    assert table[-1][1:3] == [named, moved]


def test_without_a_year_before_there_is_no_line_of_changes_and_a_rate_has_no_shares(tmp_path: Path) -> None:
    (table,) = tables(document(tmp_path, league_of(tmp_path, NUMBERS)))
    assert [cells[1] for cells in table[2:]] == ["数", "名次", "占比（%）"] * 4 + ["数", "名次"]


def test_few_offices_stand_upright_and_many_on_the_side_in_several_tables_with_their_heads_on_each_page(
    tmp_path: Path,
) -> None:
    few = document(tmp_path / "few", league_of(tmp_path / "few", NUMBERS, THEN))
    many = document(tmp_path / "many", league_of(tmp_path / "many", MANY, THEN))
    sizes = []
    for made in (few, many):
        size = next(parse_part(read_package(made)[DOCUMENT]).iter(f"{W}pgSz"), None)
        assert size is not None
        sizes.append(size.get(f"{W}orient"))
    assert sizes == [None, "landscape"]
    made_tables = tables(many)
    assert len(made_tables) > 1
    assert [office for table in made_tables for office in table[0][3:]] == list(MANY)
    assert all(table[2][2] == made_tables[0][2][2] for table in made_tables), "each says the sum"
    heads = parse_part(read_package(many)[DOCUMENT]).iter(f"{W}tblHeader")
    assert len(list(heads)) == len(made_tables)
    assert_sound(many, tmp_path)


def test_the_document_says_who_is_invented_who_lacks_any_and_what_stands_out(tmp_path: Path) -> None:
    odd: Numbers = {name: MANY[name] for name in list(MANY)[:8]} | {"0号街道": (20000, 1000, 300, 285)}
    found = league_of(tmp_path, odd, None, {"红河镇": "没有报"}, {"1号街道": "编的 <数> & 字"})
    text = document_text(document(tmp_path, found))
    assert "【演示数据】1号街道：编的 <数> & 字" in text
    assert "9个单位中1个没有数：红河镇（没有报）。" in text
    assert "打「！」的1处突出，请核对：" in text
    assert "0号街道：出生，是各单位中位数141人的7.1倍。" in text
    assert "1000！" in text


# ---- as a command


@pytest.fixture
def county(tmp_path: Path) -> SmallCounty:
    return SmallCounty(tmp_path / "county")


def compare(county: SmallCounty, *words: str) -> int:
    return main(["compare", str(county.folder), *words])


def test_the_command_prints_the_league_of_the_newest_year(
    county: SmallCounty, capsys: pytest.CaptureFixture[str]
) -> None:
    assert compare(county) == OK
    said = capsys.readouterr().out.split("\n")
    start = said.index("死亡（人）")
    assert [line.split() for line in said[start + 1 : start + 4]] == [
        ["合计", "186", "100.0", "146", "+40", "+27.4"],
        ["红河街道", "1", "48", "25.8", "38", "+10", "+26.3"],
        ["黑土乡", "2", "47", "25.3", "37", "+10", "+27.0"],
    ]


def test_an_office_that_lacks_makes_the_sums_missing_unless_partly(
    county: SmallCounty, capsys: pytest.CaptureFixture[str]
) -> None:
    county.data("黑土乡").write_text("街道: [", encoding="utf-8")
    said = []
    for words in ((), ("--partly",)):
        assert compare(county, str(YEAR), "--section", "单位", *words) == OK
        text = capsys.readouterr().out.split("\n")
        said.append(text[text.index("死亡（人）") + 1].split())
        assert text[0].startswith("4个单位中1个没有数：黑土乡（有文件读不了）。")
    assert said == [["全部单位", "待补", "146"], ["合计", "139", "100.0"]]


def test_a_typed_rate_is_ranked_as_each_office_typed_it_and_has_no_whole(
    county: SmallCounty, capsys: pytest.CaptureFixture[str]
) -> None:
    catalogue = county.folder / "template" / "catalogue.yaml"
    catalogue.write_text(
        catalogue.read_text(encoding="utf-8") + "  满意率: {value: 满意率, unit: '%'}\n", encoding="utf-8"
    )
    for number, name in enumerate(county.names):
        for year in (YEAR - 1, YEAR):
            county.corrects(name, "任务: 72", f"任务: 72\n满意率: {90 + number * (year - YEAR + 2)}", year=year)
    assert compare(county) == OK
    said = capsys.readouterr().out.split("\n")
    start = said.index("满意率（%）")
    assert [line.split() for line in said[start + 1 : start + 4]] == [
        ["全部单位", "不合计", "不合计"],
        ["红河街道", "1", "96", "93", "+3.0个百分点"],
        ["黑土乡", "2", "94", "92", "+2.0个百分点"],
    ]


def test_a_part_of_the_offices_isn_t_compared_with_all_of_last_year(
    county: SmallCounty, capsys: pytest.CaptureFixture[str]
) -> None:
    county.data("黑土乡").write_text("街道: [", encoding="utf-8")
    assert compare(county, "--partly") == OK
    said = capsys.readouterr().out.split("\n")
    assert "2017年报了数的单位和2018年不一样，合计不和上年比。" in said
    assert said[said.index("死亡（人）") + 2].split() == ["红河街道", "1", "48", "34.5", "38", "+10", "+26.3"]


def test_numbers_that_are_another_office_s_are_told_in_every_form(
    county: SmallCounty, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("白水镇", "黑土乡"):
        rows = county.data(name, "population.csv").read_text(encoding="utf-8")
        county.data(name, "population.csv").write_text(
            rows.replace("7000", "7313").replace("8000", "8219"), encoding="utf-8"
        )
    assert compare(county, "--format", "csv") == OK
    told = "0002 白水镇、0003 黑土乡的population.csv里4个数一个也不差，像是照抄的。请核对是哪个单位的数。"
    assert told in capsys.readouterr().out


@pytest.mark.parametrize("form", ["csv", "html", "xlsx", "docx"])
def test_each_form_is_written_where_somebody_wants_it(county: SmallCounty, form: str, tmp_path: Path) -> None:
    target = tmp_path / f"league.{form}"
    assert compare(county, "--format", form, "-o", str(target)) == OK
    first = target.read_bytes()
    assert first
    assert compare(county, "--format", form, "-o", str(target)) == OK
    assert target.read_bytes() == first, "the same bytes twice"


def test_what_is_no_text_is_written_into_the_county_s_own_folder(county: SmallCounty) -> None:
    assert compare(county, "--format", "docx") == OK
    assert (county.folder / "output" / str(YEAR) / "各单位指标对比 2018年.docx").is_file()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["compare"], "compare 后面要写县区文件夹，里面有 offices.csv"),
        (["compare", "{}", "--section", "单为"], "没有部分「单为」。是不是「单位」？有：单位"),
        (["compare", "{}", "--format", "pdf"], "--format 只能是 text、csv、html、xlsx、docx。"),
        (["compare", "{}/nothing"], "缺单位名单"),
    ],
)
def test_what_can_t_be_meant_is_told(
    county: SmallCounty, words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([word.format(county.folder) for word in words]) == UNUSABLE
    assert told in capsys.readouterr().err
