"""The header of a table as an office keeps it: titles above it, two rows, units behind the names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from reportgen.base.book import saved
from reportgen.base.issues import Unusable
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.folder import read_sources

CATALOGUE = """
office:
  tables:
    people:
      村: []
      户口: [农业, 非农业]
      人口: 人
      育龄妇女: 人
      补贴: {unit: 元, digits: 2}
      参保率: {unit: '%', digits: 2}
"""
HEADER = "村,户口,人口,育龄妇女,补贴,参保率"
ROWS = "甲村,农业,120,30,500.5,90\n甲村,非农业,80,20,100,95\n"
COLUMNS = {
    "村": ["甲村", "甲村"],
    "户口": ["农业", "非农业"],
    "人口": ["120", "80"],
    "育龄妇女": ["30", "20"],
    "补贴": ["1001/2", "100"],
    "参保率": ["90", "95"],
}
Read = Callable[["bytes | str"], "dict[str, list[str]] | list[str]"]


def reader_of(tmp_path: Path, catalogue: str) -> Read:
    (tmp_path / "catalogue.yaml").write_text(catalogue, encoding="utf-8")
    folder = tmp_path / "2018"
    folder.mkdir()

    def read(content: bytes | str) -> dict[str, list[str]] | list[str]:
        for path in folder.iterdir():
            path.unlink()
        form, data = ("csv", content.encode()) if isinstance(content, str) else ("xlsx", content)
        (folder / f"people.{form}").write_bytes(data)
        try:
            table = read_sources(folder, 2018, read_catalogue(tmp_path)).tables["people"]
        except Unusable as error:
            return [str(issue).removeprefix("people.csv").removeprefix("people.xlsx") for issue in error.issues]
        return {name: [str(cell) for cell in cells] for name, cells in {**table.categories, **table.numbers}.items()}

    return read


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function that reads the table of people: its columns as text, or everything that is told of it."""
    return reader_of(tmp_path, CATALOGUE)


# ---- what stands above -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [0, 1, 5, 6, 20])
def test_however_many_titles_and_notes_stand_above_the_header_it_is_found(read: Read, count: int) -> None:
    above = "".join(f"第{n}条说明：人口按户籍统计\n" for n in range(count))
    assert read(f"{above}{HEADER}\n{ROWS}") == COLUMNS


def test_a_row_above_a_late_header_that_may_be_data_is_told(read: Read) -> None:
    above = "说明\n" * 7
    assert read(f"{above}甲村,农业,120,,,\n{HEADER}\n{ROWS}") == [
        " 第8行：这一行在表头上面，不会被读到；数据请放在表头下面，标题只占一格。"
    ]


@pytest.mark.parametrize("above", ["16800", "16,800"])
def test_a_bare_number_above_the_header_is_told_and_a_year_is_a_title(read: Read, above: str) -> None:
    assert read(f'"{above}"\n{HEADER}\n{ROWS}') == [
        " 第1行：这一行在表头上面，不会被读到；数据请放在表头下面，标题只占一格。"
    ]
    assert read(f"2018\n{HEADER}\n{ROWS}") == COLUMNS


def test_where_two_rows_name_as_many_columns_the_upper_is_the_header(read: Read) -> None:
    told = read(f"{HEADER}\n{ROWS}{HEADER}\n")
    assert isinstance(told, list) and " 第4行「户口」：不认识「户口」。这里可以填：农业、非农业。" in told


# ---- two rows ----------------------------------------------------------------------------------------------------------------


def merged(rows: list[list[object]], *ranges: str) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for one in ranges:
        book.active.merge_cells(one)
    return saved(book)


BELOW: list[list[object]] = [["甲村", "农业", 120, 30, 500.5, 90], ["甲村", "非农业", 80, 20, 100, 95]]


def test_the_lower_of_two_header_rows_counts_where_it_names_our_columns(read: Read) -> None:
    upper: list[object] = ["村", "户口", "人数", None, "补贴", "参保率"]
    lower: list[object] = [None, None, "人口", "育龄妇女", None, None]
    ranges = ("A1:A2", "B1:B2", "C1:D1", "E1:E2", "F1:F2")
    assert read(merged([upper, lower, *BELOW], *ranges)) == COLUMNS
    assert read(merged([upper, lower, *BELOW])) == COLUMNS
    assert read(f"村,户口,人数,,补贴,参保率\n,,人口,育龄妇女,,\n{ROWS}") == COLUMNS
    assert read(f"人口情况表\n村,户口,人数,,补贴,参保率\n,,人口,育龄妇女,,\n{ROWS}") == COLUMNS


JOINED = "office:\n  tables:\n    people: {村: [], 农业人口: 人, 农业户数: 户, 非农业人口: 人, 非农业户数: 户}\n"


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("村,农业,,非农业,", ",人口,户数,人口,户数"),
        ("村,农业,农业,非农业,非农业", ",人口,户数,人口,户数"),
        ("村,人口,,户数,", ",农业,非农业,农业,非农业"),
        ("村,农业,,非农业,", ",人口（人）,户数/户,人口,户数"),
    ],
)
def test_two_header_rows_are_joined_where_both_together_name_our_columns(
    tmp_path: Path, upper: str, lower: str
) -> None:
    read = reader_of(tmp_path, JOINED)
    is_by_count = upper.startswith("村,人口")
    row = "甲村,120,80,40,20" if is_by_count else "甲村,120,40,80,20"
    assert read(f"{upper}\n{lower}\n{row}\n") == {
        "村": ["甲村"],
        "农业人口": ["120"],
        "农业户数": ["40"],
        "非农业人口": ["80"],
        "非农业户数": ["20"],
    }


def test_a_lower_row_that_names_a_column_twice_is_told(read: Read) -> None:
    assert read("村,户口,城镇,农村,育龄妇女,补贴,参保率\n,,人口,人口,,,\n甲村,农业,1,2,3,4,5\n") == [
        " 第2行「人口」：表头里这一列出现了两次，请删去一列。"
    ]


@pytest.mark.parametrize("upper", ["上年", "去年同期", "比上年增减", "2017年同期"])
def test_a_lower_row_below_another_time_is_no_column_of_ours(read: Read, upper: str) -> None:
    told = read(f"村,户口,{upper},育龄妇女,补贴,参保率\n,,人口,,,\n{ROWS}")
    assert (
        isinstance(told, list)
        and f" 第1行「{upper}」：不认识这一列。这张表的列有：村、户口、人口、育龄妇女、补贴、参保率。" in told
    )


def test_a_lower_row_below_another_time_is_read_where_the_catalogue_names_both(tmp_path: Path) -> None:
    read = reader_of(tmp_path, "office:\n  tables:\n    people: {村: [], 上年人口: 人, 人口: 人}\n")
    assert read("村,上年,今年\n,人口,人口\n甲,1,2\n") == {"村": ["甲"], "上年人口": ["1"], "人口": ["2"]}


def test_a_header_of_one_row_stays_one_whatever_stands_below(read: Read) -> None:
    assert read(f"{HEADER}\n甲村,农业,,,,\n甲村,非农业,80,20,100,95\n") == {
        **COLUMNS,
        **{name: ["None", COLUMNS[name][1]] for name in ("人口", "育龄妇女", "补贴", "参保率")},
    }


# ---- three rows --------------------------------------------------------------------------------------------------------------

OF_JOINED = {
    "村": ["甲村"],
    "农业人口": ["120"],
    "农业户数": ["40"],
    "非农业人口": ["80"],
    "非农业户数": ["20"],
}


@pytest.mark.parametrize(
    "header",
    [
        "村,人口和户数,,,\n,农业,,非农业,\n,人口,户数,人口,户数",
        "村,其中,,,\n,农业,,非农业,\n,人口（人）,户数（户）,人口（人）,户数（户）",
        "村,农业,,非农业,\n,2018年,,2018年,\n,人口,户数,人口,户数",
        "村,农业,,非农业,\n,人口,户数,人口,户数\n,人,户,人,户",
        "2018年报表\n村,人口和户数,,,\n,农业,,非农业,\n,人口,户数,人口,户数",
    ],
)
def test_three_header_rows_are_joined_as_two_are(tmp_path: Path, header: str) -> None:
    read = reader_of(tmp_path, JOINED)
    assert read(f"{header}\n甲村,120,40,80,20\n") == OF_JOINED


def test_a_third_header_row_that_names_no_column_of_ours_is_told_as_one(tmp_path: Path) -> None:
    read = reader_of(tmp_path, JOINED)
    header = "村,农业,,非农业,\n,人口,户数,人口,户数\n,常住,登记,常住,登记"
    assert read(f"{header}\n甲村,120,40,80,20\n") == [
        " 第3行：这一行像是表头的又一行，和上面合起来不是指标目录里的列名；请把这一行删去，或者把表头改成一行，一列写一个列名。"
    ]


def test_three_header_rows_of_a_workbook_are_joined_by_its_merged_cells(tmp_path: Path) -> None:
    read = reader_of(tmp_path, JOINED)
    rows: list[list[object]] = [
        ["村", "人口和户数", None, None, None],
        [None, "农业", None, "非农业", None],
        [None, "人口", "户数", "人口", "户数"],
        ["甲村", 120, 40, 80, 20],
    ]
    assert read(merged(rows, "A1:A3", "B1:E1", "B2:C2", "D2:E2")) == OF_JOINED
    rows[0][1] = "2017年"
    told = read(merged(rows, "A1:A3", "B1:E1", "B2:C2", "D2:E2"))
    assert told == told_of("2017年", "「农业人口」、「农业户数」、「非农业人口」、「非农业户数」")
    rows[0][1] = "上年"
    told = read(merged(rows, "A1:A3", "B1:E1", "B2:C2", "D2:E2"))
    assert (
        isinstance(told, list)
        and told_of("上年", "「农业人口」、「农业户数」、「非农业人口」、「非农业户数」")[0] in told
    )


def test_a_header_is_no_longer_than_it_must_be(read: Read) -> None:
    assert read(f"{HEADER}\n{ROWS}") == COLUMNS
    assert read(f"村,户口,人数,,补贴,参保率\n,,人口,育龄妇女,,\n{ROWS}") == COLUMNS
    assert read(f"村,户口,人数,,补贴,参保率\n,,人口,育龄妇女,,\n,,人,人,元,%\n{ROWS}") == COLUMNS


# ---- units -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    [
        "村,户口,人口（人）,育龄妇女(人),补贴（元）,参保率（%）",
        "村,户口,人口（单位：人）,育龄妇女 （ 人 ）,补贴/元,参保率（％）",
        "村,户口,人口(人),育龄妇女/人,补贴（单位:元）,参保率(％)",
        "村,户口,人口,育龄妇女,补贴,参保率\n,,人,人,元,%",
        "村,户口,人口,育龄妇女,补贴,参保率\n,,（人）,（人）,（元）,（%）",
        "单位：人、元,,,,,\n村,户口,人口,育龄妇女,补贴,参保率",
    ],
)
def test_the_unit_of_a_column_may_stand_in_its_header(read: Read, header: str) -> None:
    assert read(f"{header}\n{ROWS}") == COLUMNS


OTHER = (
    "写的单位是{}，指标目录里这一列的单位是{}，不会自己换算；请把数换算好、把写的单位改过来，或者改指标目录里的单位。"
)


@pytest.mark.parametrize(
    ("header", "row", "column", "said", "own"),
    [
        (HEADER.replace("补贴", "补贴（万元）"), 1, "补贴（万元）", "万元", "元"),
        (HEADER.replace("补贴", "补贴/万元"), 1, "补贴/万元", "万元", "元"),
        (HEADER.replace("补贴", "补贴（万）"), 1, "补贴（万）", "万", "元"),
        (HEADER.replace("参保率", "参保率（‰）"), 1, "参保率（‰）", "‰", "%"),
        (HEADER.replace("人口", "人口（万人）"), 1, "人口（万人）", "万人", "人"),
        (f"{HEADER}\n,,人,人,万元,%", 2, "补贴", "万元", "元"),
        (f"单位：万元\n{HEADER}", 1, "补贴", "万元", "元"),
        (f"补贴发放情况（万元）\n{HEADER}", 1, "补贴", "万元", "元"),
        (f"补贴发放情况,,,,单位：,万元\n{HEADER}", 1, "补贴", "万元", "元"),
        (f"单位：人、万元\n{HEADER}", 1, "补贴", "万元", "元"),
    ],
)
def test_a_unit_other_than_the_column_s_own_is_told_with_both(
    read: Read, header: str, row: int, column: str, said: str, own: str
) -> None:
    assert read(f"{header}\n{ROWS}") == [f" 第{row}行「{column}」：{OTHER.format(said, own)}"]


@pytest.mark.parametrize("said", ["户", "常住", "单位：个"])
def test_what_is_no_unit_of_the_column_is_told(read: Read, said: str) -> None:
    assert read(f"{HEADER.replace('人口', f'人口（{said}）')}\n{ROWS}") == [
        f" 第1行「人口（{said}）」：表头里写的「{said.removeprefix('单位：')}」不是这一列的单位（人）；"
        "数是这一列的就把它改掉，是别的数就删去这一列。"
    ]


@pytest.mark.parametrize(
    "below",
    ["注：金额单位为万元", "单位：万元", "注：补贴以万元计。", "说明：补贴以万元为单位", "填表人：张三,,,,单位：万元"],
)
def test_a_unit_that_is_said_below_the_table_counts_as_well(read: Read, below: str) -> None:
    assert read(f"{HEADER}\n{ROWS}{below}\n")[0] == f" 第4行「补贴」：{OTHER.format('万元', '元')}"  # type: ignore[index]


@pytest.mark.parametrize("below", ["注：金额单位为元", "注：以户籍计", "填报单位：万家社区", "注：单位人口含外来"])
def test_a_remark_that_says_no_other_unit_is_passed_over(read: Read, below: str) -> None:
    assert read(f"{HEADER}\n{ROWS}{below}\n") == COLUMNS


def test_a_unit_above_the_header_says_nothing_of_a_column_that_has_its_own(read: Read) -> None:
    assert read(f"单位：万元\n{HEADER.replace('补贴', '补贴（元）')}\n{ROWS}") == COLUMNS
    assert read(f"单位：户\n{HEADER}\n{ROWS}") == COLUMNS  # what it is of can't be told


def test_a_column_whose_own_name_has_brackets_is_that_column(tmp_path: Path) -> None:
    read = reader_of(
        tmp_path, "office:\n  tables:\n    people: {村（社区）: [], 收入（万元）: 万元, 支出（现金）: 万元}\n"
    )
    assert read("村(社区),收入(万元),支出（现金）（万元）\n甲,1,2\n") == {
        "村（社区）": ["甲"],
        "收入（万元）": ["1"],
        "支出（现金）": ["2"],
    }


def test_a_unit_of_a_column_that_has_none_in_the_catalogue_is_told(tmp_path: Path) -> None:
    read = reader_of(tmp_path, "office:\n  tables:\n    people: {物品: [], 数量: ''}\n")
    assert read("物品,数量（只）\n口罩,5\n") == [
        " 第1行「数量（只）」：写的单位是只，指标目录里这一列没有单位；请在指标目录里写上，或者把写的单位删去。"
    ]


def test_a_unit_that_is_told_is_told_in_one_line(read: Read) -> None:
    rows = ROWS.replace("120", "0.012").replace(",80,", ",0.008,")
    said = OTHER.format("万人", "人")
    assert read(f"{HEADER.replace('人口', '人口（万人）')}\n{rows}") == [f" 第1行「人口（万人）」：{said}"]
    told = read(f"{HEADER.replace('人口', '人口（万人）')}\n{rows.replace('0.012', '约1')}")
    assert isinstance(told, list) and len(told) == 2 and "「约1」不是数字" in told[1]  # that is wrong in any unit


# ---- another time ------------------------------------------------------------------------------------------------------------


def told_of(word: str, columns: str, row: int = 1) -> list[str]:
    what = "像是别的时间的数，或者计划数，没有读；请只留今年的列，两种都要的在指标目录里给它们各起一个列名。"
    return [f" 第{row}行「{word}」：下面的{columns}{what}"]


@pytest.mark.parametrize(
    "word", ["上年", "去年同期", "上月", "上期末", "年初", "计划数", "目标任务", "期初数", "比上年增减"]
)
def test_a_column_below_another_time_or_a_plan_is_told_where_the_header_s_own_row_names_all(
    read: Read, word: str
) -> None:
    lower: list[object] = [*HEADER.split(",")]
    two = told_of(word, "「人口」、「育龄妇女」")
    assert read(merged([[None, None, word, None, "本年"], lower, *BELOW], "C1:D1", "E1:F1")) == two
    assert read(merged([[None, None, word, None, "本年"], lower, *BELOW])) == two
    assert read(f",,{word},,今年,\n{HEADER}\n{ROWS}") == two
    assert read(f",,{word},今年,,\n{HEADER}\n{ROWS}") == told_of(word, "「人口」")
    titled = merged([["人口情况"], [None, None, word, None, "本年"], lower, *BELOW], "A1:F1", "C2:D2")
    assert read(titled) == told_of(word, "「人口」、「育龄妇女」", 2)


def test_a_time_above_two_header_rows_is_told_as_well(read: Read) -> None:
    rows: list[list[object]] = [
        [None, None, "上年", None, "本年"],
        ["村", "户口", "人数", None, "补贴", "参保率"],
        [None, None, "人口", "育龄妇女", None, None],
    ]
    assert read(merged([*rows, *BELOW], "C1:D1", "E1:F1", "C2:D2")) == told_of("上年", "「人口」、「育龄妇女」")


@pytest.mark.parametrize("word", ["上月", "年初", "计划", "目标数", "全年任务", "上期"])
def test_a_lower_row_below_a_plan_or_another_time_is_no_column_of_ours(read: Read, word: str) -> None:
    told = read(f"村,户口,{word},育龄妇女,补贴,参保率\n,,人口,,,\n{ROWS}")
    assert isinstance(told, list) and any(f"第1行「{word}」：不认识这一列" in one for one in told), told


@pytest.mark.parametrize(
    "word", ["2017年", "2017", "２０１７年", "2017 年末", "2017年度", "2017年12月31日", "2016—2017年"]
)
def test_a_column_below_another_year_is_told(read: Read, word: str) -> None:
    lower: list[object] = [*HEADER.split(",")]
    two = told_of(word, "「人口」、「育龄妇女」")
    if word != "2017":  # a bare number above the header may be data, and is told as such
        assert read(merged([[None, None, word, None, "2018年"], lower, *BELOW], "C1:D1", "E1:F1")) == two
        assert read(f",,{word},,2018年,\n{HEADER}\n{ROWS}") == two
        assert read(f",,{word},今年,,\n{HEADER}\n{ROWS}") == told_of(word, "「人口」")
    assert read(f"村,户口,{word},,补贴,参保率\n,,人口,育龄妇女,,\n{ROWS}") == two
    titled = f"2018年人口情况\n村,户口,{word},育龄妇女,补贴,参保率\n,,人口,,,\n{ROWS}"
    assert read(titled) == told_of(word, "「人口」", 2)


@pytest.mark.parametrize("word", ["2018年", "2018", "2018年末", "2017年10月至2018年9月", "2017年以后出生"])
def test_a_column_below_this_report_s_year_is_ours(read: Read, word: str) -> None:
    assert read(f"村,户口,{word},育龄妇女,补贴,参保率\n,,人口,,,\n{ROWS}") == COLUMNS


def test_a_column_below_another_year_is_read_where_the_catalogue_names_both(tmp_path: Path) -> None:
    read = reader_of(tmp_path, "office:\n  tables:\n    people: {村: [], 2017年人口: 人, 人口: 人}\n")
    assert read("村,2017年,2018年\n,人口,人口\n甲,1,2\n") == {"村": ["甲"], "2017年人口": ["1"], "人口": ["2"]}


@pytest.mark.parametrize("title", ["2018年人口情况（比上年增加5人）", "完成2018年目标任务情况", "上年度报表"])
def test_a_title_over_the_whole_table_may_speak_of_any_time(read: Read, title: str) -> None:
    lower: list[object] = [*HEADER.split(",")]
    assert read(merged([[title], lower, *BELOW], "A1:F1")) == COLUMNS
    assert read(f"{title}\n{HEADER}\n{ROWS}") == COLUMNS
    assert read(f"{title},,,,,\n{HEADER}\n{ROWS}") == COLUMNS
    assert read(f",,{title},,,\n{HEADER}\n{ROWS}") == COLUMNS  # a title set to the middle by hand


@pytest.mark.parametrize("word", ["本年", "2018年", "今年实有", "本期", "计划生育情况", "目标人群", "任务完成情况"])
def test_a_column_below_this_year_is_ours(read: Read, word: str) -> None:
    assert read(f",,{word},,,\n{HEADER}\n{ROWS}") == COLUMNS
    assert read(f"村,户口,{word},育龄妇女,补贴,参保率\n,,人口,,,\n{ROWS}") == COLUMNS


@pytest.mark.parametrize(
    "below",
    [
        "注：补贴金额单位为万元",
        "注：表中金额均为万元。",
        "说明：本表金额以万元填列",
        "备注：补贴（万元）",
        "注：补贴：万元",
    ],
)
@pytest.mark.parametrize("above", ["", "单位：元\n", "单位：人、元\n"])
def test_another_unit_is_told_whatever_else_is_said_elsewhere(read: Read, above: str, below: str) -> None:
    row = 5 if above else 4
    assert read(f"{above}{HEADER}\n{ROWS}{below}\n") == [f" 第{row}行「补贴」：{OTHER.format('万元', '元')}"]


@pytest.mark.parametrize(
    "title",
    [
        "单位：人 万元",
        "金额：万元",
        "补贴为万元",
        "表中金额均以“万元”为单位",
        "金额（单位：万元）",
        "单位：人、万元、%",
        "金额用万元表示",
    ],
)
def test_a_unit_is_found_in_a_title_however_it_is_said(read: Read, title: str) -> None:
    assert read(f"{title}\n{HEADER}\n{ROWS}") == [f" 第1行「补贴」：{OTHER.format('万元', '元')}"]


@pytest.mark.parametrize(
    "said",
    [
        "注：其中中央补助3万元",
        "注：补贴总额为五万元",
        "注：在家以老年人为主",
        "注：万人联系千家万户情况",
        "注：补贴为元",
        "说明：资产超过万元的户另报",
    ],
)
def test_an_amount_in_a_remark_is_no_unit(read: Read, said: str) -> None:
    assert read(f"{HEADER}\n{ROWS}{said}\n") == COLUMNS


def test_units_that_are_each_some_column_s_own_are_no_contradiction(tmp_path: Path) -> None:
    read = reader_of(tmp_path, "office:\n  tables:\n    people: {村: [], 收入: 万元, 支出: 元}\n")
    assert read("单位：万元、元\n村,收入,支出\n甲,1,2\n") == {"村": ["甲"], "收入": ["1"], "支出": ["2"]}


SMALL = "office:\n  tables:\n    people: {村: [], 人口: 人, 户数: 户}\n"
LIKE_THIS = (
    "这里要列名写在同一行（表头：{}），下面一行一类（{}）；请照这个样子重新排，可以用「选择性粘贴」里的「转置」。"
)


@pytest.mark.parametrize("title", ["", "人口情况表\n"])
@pytest.mark.parametrize(
    ("table", "row", "names"),
    [
        ("指标,甲村,乙村,丙村\n人口,120,80,70\n户数,40,20,10\n", 2, "「人口」、「户数」"),
        ("村,甲村,乙村,丙村\n人口,120,80,70\n户数,40,20,10\n", 1, "「村」、「人口」、「户数」"),
        ("村,甲村,甲村\n户数,40,20\n人口,120,80\n", 1, "「村」、「户数」、「人口」"),
        ("序号,村,甲村,乙村\n1,人口（人）,120,80\n2,户数（户）,40,20\n", 1, "「村」、「人口」、「户数」"),
    ],
)
def test_a_table_whose_columns_are_named_under_each_other_is_told_so(
    tmp_path: Path, title: str, table: str, row: int, names: str
) -> None:
    assert reader_of(tmp_path, SMALL)(title + table) == [
        f" 第{row + bool(title)}行：这张表像是横着放的：列名{names}一行一个。{LIKE_THIS.format('村、人口、户数', '村')}"
    ]


def test_a_table_whose_villages_stand_beside_each_other_is_told_so(tmp_path: Path) -> None:
    read = reader_of(tmp_path, "office:\n  tables:\n    people: {村: [], 户口: [农业, 非农业], 人口: 人}\n")
    assert read("户口,甲村,乙村,备注\n农业,120,80,核过\n非农业,40,20,\n") == [
        " 第1行：这张表像是横着放的：「甲村」、「乙村」不是列名，下面却都是数。"
        f"{LIKE_THIS.format('村、户口、人口', '村、户口')}"
    ]


def test_a_column_of_another_name_is_no_table_on_its_side(tmp_path: Path) -> None:
    told = reader_of(tmp_path, SMALL)("村,总人口,总户数\n甲村,120,40\n")
    assert isinstance(told, list) and len(told) == 4 and "不认识这一列" in told[0]
