"""What stands in a table beside its figures is passed over and said in one line; what could be a figure never is."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from spreadsheets import of_rows, spreadsheet, text

from reportgen.base.book import saved
from reportgen.base.issues import Severity, Unusable, counted
from reportgen.commands.screen import print_issues
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.folder import read_sources
from reportgen.inputs.sources import Sources

CATALOGUE = "office:\n  tables:\n    people: {村: [%s], 户口: [农业, 非农业], 人口: 人, 户数: 户}\n"
HEADER = "村,户口,人口,户数\n"
DATA = "甲村,农业,120,40\n甲村,非农业,80,30\n乙村,农业,60,20\n乙村,非农业,40,10\n"
FIGURES = {"人口": [120, 80, 60, 40], "户数": [40, 30, 20, 10]}
Read = Callable[..., "Sources | list[str]"]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function that reads the table of people: the year's inputs, or everything that is told of the table."""

    def read_one(content: str | bytes, villages: str = "甲村, 乙村", *, form: str = ".xlsx") -> Sources | list[str]:
        (tmp_path / "catalogue.yaml").write_text(CATALOGUE % villages, encoding="utf-8")
        folder = tmp_path / "2018"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        path = folder / f"people{'.csv' if isinstance(content, str) else form}"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        try:
            return read_sources(folder, 2018, read_catalogue(tmp_path))
        except Unusable as error:
            return [str(issue) for issue in error.issues]

    return read_one


def said(found: Sources | list[str], totals: int = 0) -> list[str]:
    """Return what is said of a table that gives the clean one's figures and so many rows of totals."""
    assert isinstance(found, Sources), found
    table = found.tables["people"]
    assert table.numbers == FIGURES and table.categories["村"] == ["甲村", "甲村", "乙村", "乙村"]
    assert len(table.totals) == totals
    return [f"{issue.severity.value} {issue}" for issue in found.issues]


def note(what: str, file: str = "people.csv") -> list[str]:
    return [f"说明 {file}：不是数据，没有读：{what}。"]


def test_a_table_with_nothing_beside_its_figures_says_nothing(read: Read) -> None:
    assert said(read(HEADER + DATA)) == []


def test_a_note_is_no_issue_that_counts_and_has_no_key(read: Read) -> None:
    found = read(HEADER + DATA + "注：户籍人口,,,\n")
    assert isinstance(found, Sources)
    (issue,) = found.issues
    assert (issue.severity, issue.severity.code, issue.key) == (Severity.NOTE, "note", "")
    assert counted(found.issues) == "没有发现问题"
    out = io.StringIO()
    print_issues(found.issues, out, keys=True)
    assert out.getvalue() == "说明  people.csv：不是数据，没有读：第6行（注）。\n"


# ---- columns -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("numbered", ["序号", "序 号", "编号", "No.", "行次", "联系电话"])
@pytest.mark.parametrize("worded", ["备注", "备 注", "备注（情况说明）", "填表人", "说明"])
def test_columns_of_the_office_s_own_are_passed_over(read: Read, numbered: str, worded: str) -> None:
    rows = "".join(f"{n},{row},新建{n}户\n" for n, row in enumerate(DATA.splitlines(), 1))
    assert said(read(f"{numbered},{HEADER.strip()},{worded}\n{rows}")) == note(f"「{numbered}」「{worded}」列")


def test_a_bare_number_in_a_column_of_words_is_told(read: Read) -> None:
    rows = "甲村,农业,,40,120\n甲村,非农业,80,30,见表二\n乙村,农业,60,20,\n乙村,非农业,,10,40\n"
    assert read(f"{HEADER.strip()},备注\n{rows}") == [
        "people.csv 第2行「备注」：「备注」列里有数（第2、5行），不知道是不是别的列的；是的就移过去，不是的就写成文字。"
    ]


def test_a_column_that_the_catalogue_knows_is_read_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / "catalogue.yaml").write_text("office: {tables: {people: {序号: [], 编号: 个}}}\n", encoding="utf-8")
    (tmp_path / "2018").mkdir()
    (tmp_path / "2018" / "people.csv").write_text("序号,编号\n甲,3\n", encoding="utf-8")
    found = read_sources(tmp_path / "2018", 2018, read_catalogue(tmp_path))
    assert (found.tables["people"].numbers, found.issues) == ({"编号": [3]}, ())


def test_a_column_that_may_hold_figures_is_refused(read: Read) -> None:
    told = read(f"{HEADER.strip()},备注人数\n甲村,农业,1,1,5\n")
    assert told == ["people.csv 第1行「备注人数」：不认识这一列。这张表的列有：村、户口、人口、户数。"]


# ---- rows --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "label"),
    [
        ("注：人口按户籍统计，共4行。", "注"),
        ("备注:户数含集体户", "备注"),
        ("说明：1.人口数含外出", "说明"),
        ("注1：人口按户籍统计", "注"),
        ("※ 户数含集体户。", "注"),
        ("填表人：张三,,审核人：李四,填报日期：2018年12月5日", "填表人"),
        ("填表人,张三,审核人,李四", "填表人"),
        ("单位负责人：,,,联系电话：0872-7123456", "单位负责人"),
        ("联系电话,,联系电话：,13800000000", "联系电话"),
        (",,,2018年12月5日", "落款"),
        (",,某某街道办事处（盖章）", "落款"),
        ("其中：女", "其中"),
        ("其中：女,,95,", "其中"),
        ("甲村,其中：流动人口,30,12", "其中"),
    ],
)
@pytest.mark.parametrize("villages", ["甲村, 乙村"])
def test_rows_of_remarks_are_passed_over(read: Read, row: str, label: str, villages: str) -> None:
    assert said(read(f"{HEADER}{DATA}{row}\n", villages)) == note(f"第6行（{label}）")


def test_the_rows_of_one_note_are_said_together(read: Read) -> None:
    below = "注：1.人口按户籍统计\n2.户数含集体户\n（3）本表一式两份。\n\n填表人：张三\n"
    assert said(read(HEADER + DATA + below, "")) == note("第6–8行（注），第10行（填表人）")


@pytest.mark.parametrize(
    ("row", "first", "number"),
    [
        ("注：另有外来人口,,95,", "注", "95"),
        ("填表人,农业,16800,", "填表人", "16800"),
        ("说明,,,约3户", "说明", "约3户"),
        ("备注：见表二,,三十,", "备注", "三十"),
        ("注：另有,16800,,", "注", "16800"),
    ],
)
@pytest.mark.parametrize("villages", ["甲村, 乙村", ""])
def test_a_remark_with_what_may_be_a_number_is_told_once(
    read: Read, row: str, first: str, number: str, villages: str
) -> None:
    assert read(f"{HEADER}{DATA}{row}\n", villages) == [
        f"people.csv 第6行：「{first}」这一行像是说明，里面却有「{number}」；是说明就把它写到别处，是数据就改好名称。"
    ]


@pytest.mark.parametrize(
    ("row", "villages"),
    [
        ("其中：甲村,农业,5,1", "甲村, 乙村"),
        ("其中：,,5,1", "甲村, 乙村"),
        ("其中：非农业户,,5,1", "甲村, 乙村"),
        ("其中：丙村,农业,5,1", ""),
    ],
)
def test_a_part_that_may_be_a_category_of_ours_is_told(read: Read, row: str, villages: str) -> None:
    assert read(f"{HEADER}{DATA}{row}\n", villages) == [
        f"people.csv 第6行：不知道「{row.split(',')[0]}」的数在别的行里算过没有；算过的就删去这一行，没有算过的就把「其中」删去。"
    ]


@pytest.mark.parametrize("row", ["2018年12月5日,,,", "审核,,,", "电话,,,"])
def test_where_any_category_may_stand_what_may_be_one_is_no_remark(tmp_path: Path, row: str) -> None:
    (tmp_path / "catalogue.yaml").write_text("office: {tables: {people: {哪天: [], 人口: 人}}}\n", encoding="utf-8")
    (tmp_path / "2018").mkdir()
    (tmp_path / "2018" / "people.csv").write_text(f"哪天,人口\n{row}\n2018年12月6日,5\n", encoding="utf-8")
    found = read_sources(tmp_path / "2018", 2018, read_catalogue(tmp_path))
    assert (found.tables["people"].numbers, found.issues) == ({"人口": [None, 5]}, ())


def test_a_category_that_the_catalogue_lists_is_no_remark(tmp_path: Path) -> None:
    (tmp_path / "catalogue.yaml").write_text(
        "office: {tables: {people: {项目: [说明, 其中女], 人口: 人}}}\n", encoding="utf-8"
    )
    (tmp_path / "2018").mkdir()
    (tmp_path / "2018" / "people.csv").write_text("项目,人口\n说明,\n其中女,5\n", encoding="utf-8")
    found = read_sources(tmp_path / "2018", 2018, read_catalogue(tmp_path))
    assert (found.tables["people"].numbers, found.issues) == ({"人口": [None, 5]}, ())


def test_rows_that_only_have_a_number_of_their_own_are_passed_over(read: Read) -> None:
    rows = "".join(f"{n},{row}\n" for n, row in enumerate(DATA.splitlines(), 1))
    assert said(read(f"序号,{HEADER}{rows}5,,,,\n6,,,,\n")) == note("「序号」列，第6–7行（没有类别也没有数）")
    told = read(f"序号,{HEADER}{rows}5,,,7,\n")
    assert (
        isinstance(told, list)
        and told[0] == "people.csv 第6行「村」：这一格是空的，每一行都要填；和上一行一样的，也请再写一遍。"
    )


@pytest.mark.parametrize("place", range(5))
def test_a_total_is_a_total_wherever_it_stands(read: Read, place: int) -> None:
    lines = DATA.splitlines()
    lines.insert(place, "合 计,,300,100")
    assert said(read(HEADER + "\n".join(lines)), totals=1) == []
    numbered = [f",{line}" for line in DATA.splitlines()]
    numbered.insert(place, "合计,,,300,100")
    assert said(read(f"序号,{HEADER}" + "\n".join(numbered)), totals=1) == note("「序号」列")


def test_empty_rows_between_blocks_are_none(read: Read) -> None:
    assert said(read(HEADER + DATA.replace("乙村,农业", ",,,\n\n乙村,农业"))) == []


@pytest.mark.parametrize("error", ["#N/A", "#REF!"])
def test_a_category_that_is_an_error_is_no_remark(read: Read, error: str) -> None:
    told = read(f"{HEADER}{DATA}{error},农业,,\n")
    assert told == [f"people.csv 第6行「村」：不认识「{error}」。这里可以填：甲村、乙村。"]


def test_remarks_may_go_on_beyond_the_last_column(read: Read) -> None:
    assert said(read(f"{HEADER}{DATA}填表人：张三,,,,审核人：李四\n")) == note("第6行（填表人）")
    told = read(f"{HEADER}{DATA}填表人：张三,,,,16800\n")
    assert told == ["people.csv 第6行：E列有内容「16800」，上面却没有表头，请检查是不是多了逗号或缺了表头。"]


# ---- sheets ------------------------------------------------------------------------------------------------------------------

ROWS = [line.split(",") for line in (HEADER + DATA).splitlines()]
TABLE: list[list[object]] = [ROWS[0], *([*row[:2], int(row[2]), int(row[3])] for row in ROWS[1:])]


def book(sheets: dict[str, Sequence[Sequence[object]]], hidden: str = "") -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if name == hidden else "visible"
    return saved(made)


WORDS = [["指标", "解释"], ["人口", "年末户籍人口"], ["户数", "户籍登记的户数"]]


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("填报说明", [["填报说明"], ["1.人口按户籍统计"], [12]]),
        ("说明", WORDS),
        ("Sheet2", WORDS),
        ("村名", [["村"], ["甲村"], ["乙村"]]),
    ],
)
def test_a_sheet_without_a_number_of_ours_is_passed_over(
    read: Read, name: str, rows: Sequence[Sequence[object]]
) -> None:
    assert said(read(book({"人口": TABLE, name: rows}))) == note(f"工作表「{name}」", "people.xlsx")
    assert said(read(book({name: rows, "人口": TABLE}, hidden=name))) == note(
        f"工作表「{name}（隐藏的）」", "people.xlsx"
    )


def test_a_sheet_of_another_form_is_passed_over_in_an_ods_too(read: Read) -> None:
    table = of_rows([[text(str(cell)) for cell in row] for row in TABLE]).replace("表", "人口", 1)
    words = of_rows([[text("填报说明")]]).replace("表", "说明", 1)
    assert said(read(spreadsheet(words + table), form=".ods")) == note("工作表「说明」", "people.ods")


@pytest.mark.parametrize(
    "other",
    [
        {"去年": TABLE},
        {"空表": TABLE[:1]},
        {"说明": TABLE},
        {"Sheet2": [["补充", 5]]},
        {"Sheet2": [["补充", "16,800"]]},
        {"Sheet2": [["补充", "16800人"]]},
    ],
)
def test_two_sheets_that_may_both_hold_figures_are_refused(
    read: Read, other: dict[str, Sequence[Sequence[object]]]
) -> None:
    (name,) = other
    assert read(book({"人口": TABLE, **other})) == [
        f"people.xlsx：工作簿里有几张填了内容的工作表（人口、{name}），不知道以哪张为准，请只留一张。"
    ]


# ---- rows that nobody sees ---------------------------------------------------------------------------------------------------


def with_hidden(rows: Sequence[int], *, filtered: bool = False) -> bytes:
    made = openpyxl.Workbook()
    for row in [*TABLE, ["注：户籍人口"]]:
        made.active.append(row)
    for row in rows:
        made.active.row_dimensions[row].hidden = True
    if filtered:
        made.active.auto_filter.ref = "A1:D5"
    return saved(made)


@pytest.mark.parametrize("filtered", [False, True])
def test_hidden_rows_are_counted_and_told_by_their_numbers(read: Read, filtered: bool) -> None:
    found = read(with_hidden([3, 4], filtered=filtered))
    assert said(found) == [
        *note("第6行（注）", "people.xlsx"),
        "提醒 people.xlsx：第3–4行在表格软件里看不见（隐藏了或筛选掉了），数照样算在内；不该算的请删去，该算的请取消隐藏。",
    ]
    assert isinstance(found, Sources) and found.issues[1].key == "隐藏的行：people.xlsx第3–4行"


def test_what_is_hidden_and_no_data_is_not_told(read: Read) -> None:
    assert said(read(with_hidden([6]))) == note("第6行（注）", "people.xlsx")
    assert said(read(with_hidden([]))) == note("第6行（注）", "people.xlsx")


# ---- columns and sheets that nobody sees -------------------------------------------------------------------------------------

COLUMNS_UNSEEN = "提醒 people.{}：{}列在表格软件里看不见（隐藏了），照样读了；不该读的请删去，该读的请取消隐藏。"


@pytest.mark.parametrize(
    ("letters", "names"), [("C", "「人口」"), ("CD", "「人口」、「户数」"), ("A", "「村」"), ("E", ""), ("", "")]
)
def test_hidden_columns_of_ours_are_read_and_told_by_their_names(read: Read, letters: str, names: str) -> None:
    made = openpyxl.Workbook()
    for row in TABLE:
        made.active.append(row)
    for letter in letters:
        made.active.column_dimensions[letter].hidden = True
    found = read(saved(made))
    assert said(found) == ([COLUMNS_UNSEEN.format("xlsx", names)] if names else [])
    if names:
        assert isinstance(found, Sources) and found.issues[0].key.startswith("隐藏的列：people.xlsx")


def test_hidden_columns_of_an_ods_are_told_as_well(read: Read) -> None:
    table = of_rows([[text(str(cell)) for cell in row] for row in TABLE])
    at = table.index("<table:table-row")
    columns = (
        '<table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column-group><table:table-column table:visibility="collapse"/></table:table-column-group>'
        '<table:table-column table:visibility="filter" table:number-columns-repeated="16000"/>'
    )
    hidden = spreadsheet(table[:at] + columns + table[at:])
    assert said(read(hidden, form=".ods")) == [COLUMNS_UNSEEN.format("ods", "「人口」、「户数」")]


def test_a_table_that_is_read_from_a_sheet_that_nobody_sees_is_told(read: Read) -> None:
    unseen = "提醒 people.xlsx：读的是隐藏的工作表「去年」，请看是不是要的那一张；不是的请删去。"
    assert said(read(book({"去年": TABLE, "今年": []}, hidden="去年"))) == [unseen]
    words = [["请填下表"]]
    assert said(read(book({"去年": TABLE, "今年": words}, hidden="去年"))) == [
        *note("工作表「今年」", "people.xlsx"),
        unseen,
    ]
    assert said(read(book({"今年": TABLE, "去年": []}, hidden="去年"))) == []


# ---- the year above ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title", ["2017年人口情况", "2017 年度人口情况表", "人口情况（2017年12月）", "2016年、2017年人口"]
)
def test_a_table_that_says_another_year_above_its_header_is_told(read: Read, title: str) -> None:
    other = "2016" if "2016" in title else "2017"
    found = read(f"{title}\n{HEADER}{DATA}")
    assert said(found) == [
        f"提醒 people.csv 第1行：表头上面写的是{other}年，这是2018年的表，请核对是不是别的年份的；是今年的就把年份改过来。"
    ]
    assert isinstance(found, Sources) and found.issues[0].key == f"年份：people.csv{other}年"


def test_a_year_in_a_title_beside_a_unit_is_told_as_well(read: Read) -> None:
    (issue,) = said(read(f"2017年人口情况,,,单位：人\n{HEADER}{DATA}"))
    assert issue.startswith("提醒 people.csv 第1行：表头上面写的是2017年，这是2018年的表")


@pytest.mark.parametrize("title", ["2018年人口情况", "2017年10月至2018年9月", "人口情况", "文号2017号", "12017年"])
def test_a_table_of_this_year_or_of_none_says_nothing(read: Read, title: str) -> None:
    assert said(read(f"{title}\n{HEADER}{DATA}")) == []
