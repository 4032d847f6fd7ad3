"""A year's folder as clerks really leave it: what is read all the same, and what every other slip is answered with.

Each case edits a copy of data/2018 and says, word for word, what the clerk is told: file, row as Excel counts it, column, what to do.
"""

from __future__ import annotations

import hashlib
import shutil
import time
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import yaml
from conftest import DATA, TEMPLATE
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.base.issues import Finder, Issue, Unusable
from reportgen.base.yamlfile import parse_yaml
from reportgen.checks.data import check
from reportgen.figures.compute import Figures, compute
from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.folder import read_sources

Edit = Callable[[Path], object]
Rows = list[list[object]]

YEAR = DATA / "2018"
BIRTHS = "basic_stats_births.csv"
METHODS = "contraception_methods.csv"
FAMILIES = "special_families.csv"
LONG_NAME = "一个长得没有哪一位领导能一口气读完的村民委员会及其下属居民小组"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue(TEMPLATE)


def figures_of(folder: Path, catalogue: Catalogue) -> Figures:
    return compute(catalogue, read_sources(folder, 2018, catalogue))


def faults_of(folder: Path, catalogue: Catalogue) -> tuple[Issue, ...]:
    with pytest.raises(Unusable) as caught:
        read_sources(folder, 2018, catalogue)
    return caught.value.issues


def swap(file: str, old: str, new: str) -> Edit:
    """Replace the one place in a file where `old` stands."""

    def edit(folder: Path) -> None:
        text = (folder / file).read_bytes().decode()
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        (folder / file).write_bytes(text.replace(old, new).encode())

    return edit


def put(file: str, content: str | bytes) -> Edit:
    """Write a whole file."""
    return lambda folder: (folder / file).write_bytes(content if isinstance(content, bytes) else content.encode())


def end(file: str, text: str) -> Edit:
    """Add text at the end of a file."""
    return lambda folder: (folder / file).write_bytes((folder / file).read_bytes() + text.encode())


def drop(file: str) -> Edit:
    return lambda folder: (folder / file).unlink()


def rename(file: str, new: str) -> Edit:
    return lambda folder: (folder / file).rename(folder / new)


def into(place: str, file: str, *, copy: bool = False) -> Edit:
    """Move a file, or a copy of it, into a folder of the folder."""

    def edit(folder: Path) -> None:
        (folder / place).mkdir(exist_ok=True)
        (folder / place / file).write_bytes((folder / file).read_bytes())
        if not copy:
            (folder / file).unlink()

    return edit


def workbook(stem: str, rows: Rows, *, merge: str = "", more_sheets: dict[str, Rows] | None = None) -> Edit:
    """Put a workbook in the place of a CSV."""

    def edit(folder: Path) -> None:
        (folder / f"{stem}.csv").unlink()
        book = openpyxl.Workbook()
        for name, content in {"Sheet": rows, **(more_sheets or {})}.items():
            sheet = book[name] if name in book.sheetnames else book.create_sheet(name)
            for row in content:
                sheet.append(row)
        if merge:
            book["Sheet"].merge_cells(merge)
        book.save(folder / f"{stem}.xlsx")

    return edit


def all_of(*edits: Edit) -> Edit:
    return lambda folder: [edit(folder) for edit in edits]


def births(text: str) -> Edit:
    """Replace the table of births; its header is its first row."""
    return put(BIRTHS, "孩次,计划内,计划外\n" + text)


def office_yaml(old: str, new: str) -> Edit:
    return swap("office.yaml", old, new)


# ---- read all the same -------------------------------------------------------------------------------------------------------

BIRTHS_TEXT = (YEAR / BIRTHS).read_bytes().decode("utf-8-sig")
BIRTHS_ROWS: Rows = [["孩次", "计划内", "计划外"], ["一孩", 76, 0], ["二孩", 80, 0], ["多孩", 7, 0]]


def with_wrong_size(folder: Path) -> None:
    """Write a workbook whose sheet says that it is one cell, as some programs do."""
    workbook("basic_stats_births", BIRTHS_ROWS)(folder)
    path = folder / "basic_stats_births.xlsx"
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert b'<dimension ref="A1:C4"' in sheet
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"A1:C4", b"A1")
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


READ = [
    pytest.param(put(BIRTHS, BIRTHS_TEXT), id="UTF-8 without BOM"),
    pytest.param(put(BIRTHS, BIRTHS_TEXT.encode("gb18030")), id="GB18030, as Excel saves a CSV"),
    pytest.param(put(BIRTHS, ("\ufeff" + BIRTHS_TEXT).encode("gb18030")), id="GB18030 with its BOM"),
    pytest.param(put(BIRTHS, b"\xef\xbb\xbf" + BIRTHS_TEXT.encode("gb18030")), id="GB18030 with the BOM of UTF-8"),
    pytest.param(put(BIRTHS, BIRTHS_TEXT.encode("utf-16")), id="UTF-16"),
    pytest.param(put(BIRTHS, BIRTHS_TEXT.replace("\n", "\r\n")), id="lines end in CR LF"),
    pytest.param(put(BIRTHS, BIRTHS_TEXT.replace("\n", "\r")), id="lines end in CR"),
    pytest.param(births("一孩,７６,０\n二孩,80,0\n多孩,7,0\n"), id="full-width digits"),
    pytest.param(births('一孩," 76",0\n二孩,"0,080 ",0\n多孩,\u3000000 007,0\u00a0\n'), id="separators and blanks"),
    pytest.param(births("一孩,76.0,0\n二孩,80.00,0\n多孩,7,0\n"), id="whole numbers with decimals"),
    pytest.param(births("一孩,76,0,,,\n二孩,80,0\n多孩,7,0,\n,,\n,,,,\n\n  \n"), id="trailing empty rows and columns"),
    pytest.param(births("\n一孩,76,0\n\n\n二孩,80,0\n,,\n多孩,7,0"), id="empty rows between, no line end at the end"),
    pytest.param(births('"一孩","76","0"\n二孩,"80",0\n"多\n孩",7,"0\n"\n'), id="quotes and line breaks in cells"),
    pytest.param(
        put(BIRTHS, '孩次,"计划\n内",计 划 外\n一孩,76,0\n二孩,80,0\n多孩,7,0\n'), id="line break in a header"
    ),
    pytest.param(put(BIRTHS, "计划外,孩次,计划内\n0,多孩,7\n0,一孩,76\n0,二孩,80\n"), id="another order"),
    pytest.param(put(BIRTHS, f"2018年出生情况,,\n,,单位：人\n{BIRTHS_TEXT}"), id="title and unit over the header"),
    *[
        pytest.param(put(BIRTHS, f"{above}\n{BIRTHS_TEXT}"), id=f"over the header: {above}")
        for above in (
            "填报单位：街道,,填报日期：2018年12月5日",
            "2018年,,单位：人",
            "计生办,2018-12-05,",
            "出生情况,1—9月,",
        )
    ],
    pytest.param(births("一孩\u200b,\u200e76,0\n\ufeff二孩,80,0\n 多 孩 ,7,0\n"), id="invisible characters"),
    pytest.param(workbook("basic_stats_births", BIRTHS_ROWS), id="xlsx"),
    pytest.param(
        workbook(
            "basic_stats_births", [[None], *BIRTHS_ROWS[:2], ["二孩", 80.0, "0"], ["多孩 ", " 7", 0.0], [None, ""]]
        ),
        id="xlsx with floats, texts and empty rows",
    ),
    pytest.param(
        workbook("basic_stats_births", BIRTHS_ROWS, more_sheets={"Sheet2": [], "Sheet3": [[None, " "]]}),
        id="xlsx with empty sheets",
    ),
    pytest.param(with_wrong_size, id="xlsx that misstates its size"),
    pytest.param(rename(BIRTHS, "Basic_Stats_Births.CSV"), id="file name in capitals"),
    pytest.param(office_yaml("9月30日\n均", "９月３０日\n均"), id="full-width date"),
    pytest.param(office_yaml("9月30日\n均", "2018-09-30\n均"), id="date with hyphens"),
    pytest.param(office_yaml("上年10月至9月", "2017年10月～2018年9月"), id="period with years"),
    pytest.param(office_yaml("12月12日", '"12月12日"'), id="quoted date"),
    pytest.param(swap("basic_stats.yaml", "44", " ４４ "), id="full-width digits in YAML"),
    pytest.param(
        lambda folder: put("office.yaml", (folder / "office.yaml").read_bytes().decode().encode("gb18030"))(folder),
        id="YAML in GB18030",
    ),
    pytest.param(end("migrants.yaml", "reported:\n"), id="empty reported"),
]


@pytest.mark.parametrize("edit", READ)
def test_a_file_in_any_usual_form_gives_the_same_figures(edit: Edit, year_folder: Path, catalogue: Catalogue) -> None:
    before = [(figure.name, figure.value) for figure in figures_of(year_folder, catalogue)]
    edit(year_folder)
    assert [(figure.name, figure.value) for figure in figures_of(year_folder, catalogue)] == before


# ---- refused -----------------------------------------------------------------------------------------------------------------

_PLACE = f"{BIRTHS} 第2行「计划内」："


def _below_zero(defined: str) -> str:
    """Return how the catalogue would allow a number below zero, behind what is wrong with it."""
    return f"；真有负数的，在指标目录里写 below_zero: true，如「{defined}, below_zero: true}}」。"


def _finer(defined: str) -> str:
    """Return how the catalogue would allow one decimal."""
    return f"；小数位数由指标目录里的 digits 定，没有写就是整数，如「{defined}, digits: 1}}」。"


REFUSED = [
    # Numbers.
    pytest.param(
        births("一孩,163人,0\n"), [_PLACE + "「163人」不是数字，只填数字，不带单位和文字（163）。"], id="unit"
    ),
    pytest.param(
        births("一孩,1.6万,0\n"), [_PLACE + "「1.6万」不是数字，请换算成这里的单位，只填数字。"], id="scaled unit"
    ),
    pytest.param(
        births("一孩,无,0\n"),
        [
            _PLACE + "「无」不是数字，请填数字；没有就填0，还不知道就留空；这一列都这样写的，在指标目录里写"
            "「计划内: {unit: 人, blank: 0}」（就是0）或 blank: missing（还不知道）。"
        ],
        id="no number",
    ),
    pytest.param(
        births("一孩,76/80,0\n"),
        [_PLACE + "「76/80」不是数字，请填数字；没有就填0，还不知道就留空。"],
        id="two numbers",
    ),
    pytest.param(
        births("一孩,1.5E+05,0\n"),
        [_PLACE + "「1.5E+05」是科学记数法，可能已被表格软件舍入，请把单元格格式改成「数值」重新填写。"],
        id="scientific",
    ),
    pytest.param(
        births("一孩,−5,0\n"),
        [_PLACE + "「−5」是负数，这里只能填0或正数" + _below_zero("计划内: {unit: 人")],
        id="minus sign",
    ),
    pytest.param(
        births("一孩,-5,0\n"),
        [_PLACE + "「-5」是负数，这里只能填0或正数" + _below_zero("计划内: {unit: 人")],
        id="hyphen",
    ),
    pytest.param(
        births("一孩,（5）,0\n"),
        [_PLACE + "「（5）」是负数，这里只能填0或正数" + _below_zero("计划内: {unit: 人")],
        id="bookkeeper's negative",
    ),
    pytest.param(
        births('一孩,"12,34",0\n'),
        [_PLACE + "「12,34」不是数字，千位逗号的位置不对，请核对后不带逗号重新填写。"],
        id="comma",
    ),
    pytest.param(
        births("一孩,12 34,0\n"),
        [_PLACE + "「12 34」不是数字，中间有空格或换行，请检查是不是两个数挤在一格。"],
        id="blank inside",
    ),
    pytest.param(
        births('一孩,"76\n800",0\n'),
        [_PLACE + "「76 800」不是数字，中间有空格或换行，请检查是不是两个数挤在一格。"],
        id="line break in a number",
    ),
    pytest.param(
        births("一孩,3.5,0\n"),
        [_PLACE + "「3.5」应是整数（单位：人），请核对" + _finer("计划内: {unit: 人")],
        id="half a person",
    ),
    pytest.param(
        births("一孩,530102199001011234,0\n"),
        [_PLACE + "「530102199001011234」超过15位，不像一个统计数，请检查是否贴错了列。"],
        id="18 digits",
    ),
    pytest.param(
        births("一孩,#REF!,0\n"), [_PLACE + "「#REF!」是表格软件的出错标记，请改好公式，或直接填数字。"], id="#REF!"
    ),
    pytest.param(
        births("一孩,76①,0\n"), [_PLACE + "「76①」不是数字，只填数字，不带单位和文字（76）。"], id="footnote sign"
    ),
    pytest.param(
        births("一孩,163人,-1\n二孩,八十,0\n"),
        [
            _PLACE + "「163人」不是数字，只填数字，不带单位和文字（163）。",
            f"{BIRTHS} 第2行「计划外」：「-1」是负数，这里只能填0或正数" + _below_zero("计划外: {unit: 人"),
            f"{BIRTHS} 第3行「计划内」：「八十」不是数字，请填数字；没有就填0，还不知道就留空。",
        ],
        id="several cells of one file",
    ),
    # Cells.
    pytest.param(
        births("一孩,7\x076,0\n"),
        [_PLACE + "有看不见的控制字符或乱码（U+0007），请清除这一格后重新填写。"],
        id="control character",
    ),
    pytest.param(
        births("一孩,\ufffd76,0\n"),
        [_PLACE + "有看不见的控制字符或乱码（U+FFFD），请清除这一格后重新填写。"],
        id="lost character",
    ),
    pytest.param(
        births(f"一孩,76,0\n{'二' * 1001},80,0\n"),
        [
            f"{BIRTHS} 第3行「孩次」：这一格超过1000个字，不像一张数据表，请检查引号。",
            f"{BIRTHS} 第3行「孩次」：不认识「{'二' * 40}…」。这里可以填：一孩、二孩、多孩。",
        ],
        id="a cell without end",
    ),
    pytest.param(
        births("一孩,76,0,85\n"),
        [f"{BIRTHS} 第2行：D列有内容「85」，上面却没有表头，请检查是不是多了逗号或缺了表头。"],
        id="content beyond the header",
    ),
    # Categories.
    pytest.param(
        births("一孩,76,0\n,80,0\n"),
        [f"{BIRTHS} 第3行「孩次」：这一格是空的，每一行都要填；和上一行一样的，也请再写一遍。"],
        id="empty category",
    ),
    pytest.param(
        births("一 孩子,76,0\n"),
        [f"{BIRTHS} 第2行「孩次」：不认识「一 孩子」。是不是「一孩」？"],
        id="category near a known one",
    ),
    pytest.param(
        births("农业,76,0\n"),
        [f"{BIRTHS} 第2行「孩次」：不认识「农业」。这里可以填：一孩、二孩、多孩。"],
        id="category near none",
    ),
    pytest.param(
        births("一孩,76,0\n二孩,80,0\n多孩,7,0\n小　计,163,0\n"),
        [f"{BIRTHS} 第5行「孩次」：不知道「小 计」是哪几行的，请删去这一行；全表的合计请写「合计」。"],
        id="row of totals of unknown rows",
    ),
    pytest.param(
        put(FAMILIES, "村（社区）,户数\n庄科村委会,2\n小计：,2\n"),
        [f"{FAMILIES} 第3行「村（社区）」：不知道「小计：」是哪几行的，请删去这一行；全表的合计请写「合计」。"],
        id="row of totals where any name may stand",
    ),
    pytest.param(
        births("一孩,76,0\n注：多孩含三孩以上。,7,\n"),
        [f"{BIRTHS} 第3行：「注」这一行像是说明，里面却有「7」；是说明就把它写到别处，是数据就改好名称。"],
        id="note under the table with a number",
    ),
    pytest.param(
        put(FAMILIES, "村（社区）,户数\n庄科村委会,2\n另：张三,\n"),
        [f"{FAMILIES} 第3行「村（社区）」：「另：张三」不像一个类别；表里只放数据，说明文字请删去或写到别处。"],
        id="note where any name may stand",
    ),
    pytest.param(
        births("一孩,76,0\n二孩,80,0\n一孩 ,1,0\n"),
        [f"{BIRTHS} 第4行：「一孩」和第2行重复，请删去一行。"],
        id="row twice",
    ),
    pytest.param(
        put(FAMILIES, "村（社区）,户数\n甲（一）村,2\n甲(一)村,2\n"),
        [f"{FAMILIES} 第3行：「甲（一）村」和第2行重复，请删去一行。"],
        id="row twice in two spellings",
    ),
    pytest.param(
        put(FAMILIES, f"村（社区）,户数\n{LONG_NAME},2\n"),
        [f"{FAMILIES} 第2行「村（社区）」：「{LONG_NAME}」超过30个字，请用短一些的名称。"],
        id="name too long for a mark",
    ),
    pytest.param(
        all_of(
            office_yaml("村社区名单:", f"村社区名单: [庄科村委会, {LONG_NAME}, 庄科 村委会]"),
            put(FAMILIES, "村（社区）,户数\n庄科村,2\n"),
        ),
        [
            f"office.yaml「村社区名单」：「{LONG_NAME}」超过30个字，请用短一些的名称。",
            "office.yaml「村社区名单」：「庄科 村委会」写了两次，请留一个。",
            f"{FAMILIES} 第2行「村（社区）」：不认识「庄科村」。是不是「庄科村委会」？",
        ],
        id="list of villages",
    ),
    pytest.param(
        all_of(
            office_yaml("村社区名单:", "村社区名单: [甲村, 乙村, 合计]"),
            put(FAMILIES, "村（社区）,户数\n甲村,3\n乙村,4\n合计,7\n"),
        ),
        [
            "office.yaml「村社区名单」：「合计」是合计，不是一个名称：写在这里，表里的合计会当成一行数，多算一次。请删去。",
        ],
        id="total in the list of villages",
    ),
    # Columns.
    pytest.param(
        put(BIRTHS, "孩次,计划里,计划外\n一孩,76,0\n"),
        [
            f"{BIRTHS} 第1行「计划里」：不认识这一列。是不是「计划内」？",
            f"{BIRTHS} 第1行「计划内」：缺这一列，请补上。是不是「计划里」？",
        ],
        id="unknown column",
    ),
    pytest.param(
        put(BIRTHS, "孩次,计划内\n一孩,76\n"), [f"{BIRTHS} 第1行「计划外」：缺这一列，请补上。"], id="missing column"
    ),
    pytest.param(
        put(BIRTHS, "孩次,计划内,计划外,来源\n一孩,76,0,\n"),
        [f"{BIRTHS} 第1行「来源」：不认识这一列。这张表的列有：孩次、计划内、计划外、村（社区）。"],
        id="column of one's own",
    ),
    pytest.param(
        put(BIRTHS, "孩次,计划内,计划外,计划内\n一孩,76,0,76\n"),
        [f"{BIRTHS} 第1行「计划内」：表头里这一列出现了两次，请删去一列。"],
        id="column twice",
    ),
    pytest.param(
        put(BIRTHS, "孩次,计划内,计划外,计划 内\n一孩,76,0,76\n"),
        [f"{BIRTHS} 第1行「计划 内」：「计划内」这一列出现了两次，请删去一列。"],
        id="column twice in two spellings",
    ),
    pytest.param(
        put(BIRTHS, "一孩,76,0\n孩次,计划内,计划外\n二孩,80,0\n"),
        [f"{BIRTHS} 第1行：这一行在表头上面，不会被读到；数据请放在表头下面，标题只占一格。"],
        id="data over the header",
    ),
    *[
        pytest.param(
            put(FAMILIES, f"{above}\n村（社区）,户数,\n乙村,2,\n"),
            [f"{FAMILIES} 第1行：这一行在表头上面，不会被读到；数据请放在表头下面，标题只占一格。"],
            id=f"data sorted over the header: {above}",
        )
        for above in ('甲村,"16,800",', "甲村,１２,", "甲村,16800.50,", "甲村,约3,", "2018年,3,", "甲村,3,备注：新建")
    ],
    # Form of a CSV.
    *[
        pytest.param(
            put(BIRTHS, BIRTHS_TEXT.replace(",", sign)),
            [f"{BIRTHS} 第1行：各列之间用的是{name}，请在表格软件里另存为用逗号分隔的「CSV UTF-8」。"],
            id=f"separated by {name}",
        )
        for sign, name in [(";", "「;」"), ("\t", "Tab 键"), ("，", "全角的「，」"), ("|", "「|」")]
    ],
    pytest.param(
        put(BIRTHS, BIRTHS_TEXT.replace(",", "\t").encode("utf-16")),
        [f"{BIRTHS} 第1行：各列之间用的是Tab 键，请在表格软件里另存为用逗号分隔的「CSV UTF-8」。"],
        id="Excel's Unicode text",
    ),
    pytest.param(
        births('一孩,76,0\n二孩,"80,0\n多孩,7,0\n'),
        [f"{BIRTHS} 第3行：从这一行起 CSV 的引号不成对，请用表格软件打开检查，再另存一次。"],
        id="unpaired quote",
    ),
    pytest.param(
        put(BIRTHS, b"\x80\xff" + BIRTHS_TEXT.encode("gb18030")),
        [f"{BIRTHS} 第1行：文件的编码认不出来，从这一行起有坏字，请检查后另存为「CSV UTF-8」。"],
        id="no encoding",
    ),
    pytest.param(
        put(BIRTHS, BIRTHS_TEXT.encode().replace("二".encode(), b"\xe4\xba")),
        [f"{BIRTHS} 第3行：文件的编码认不出来，从这一行起有坏字，请检查后另存为「CSV UTF-8」。"],
        id="one bad byte in UTF-8",
    ),
    pytest.param(
        put(BIRTHS, BIRTHS_TEXT.encode("ascii", "replace")),
        [f"{BIRTHS} 第1行：中文丢了，成了「??」，存的时候就没有了；请打开原来的文件，另存为「CSV UTF-8」。"],
        id="all Chinese lost",
    ),
    pytest.param(
        births("一孩,76,0\n锟斤拷锟斤拷,80,0\n"),
        [f"{BIRTHS} 第3行：中文丢了，成了「锟斤拷」，存的时候就没有了；请打开原来的文件，另存为「CSV UTF-8」。"],
        id="Chinese lost on the way",
    ),
    pytest.param(
        put("office.yaml", "????: 7\n"),
        ["office.yaml 第1行：中文丢了，成了「??」，存的时候就没有了；请打开原来的文件，另存为 UTF-8。"],
        id="all Chinese lost in a YAML file",
    ),
    pytest.param(
        put(BIRTHS, "孩次,計劃內,計劃外\n一孩,76,0\n".encode("big5")),
        [f"{BIRTHS}：文件的编码是 BIG5（繁体），这里不认，请另存为「CSV UTF-8」。"],
        id="BIG5",
    ),
    pytest.param(
        births("一孩,76??,0\n"),
        [_PLACE + "「76??」不是数字，只填数字，不带单位和文字（76）。"],
        id="two question marks",
    ),
    pytest.param(put(BIRTHS, ""), [f"{BIRTHS}：表是空的，请填好后再放进来。"], id="empty file"),
    pytest.param(put(BIRTHS, ",,\n \n"), [f"{BIRTHS}：表是空的，请填好后再放进来。"], id="blank file"),
    # Files.
    pytest.param(
        drop(BIRTHS), [f"{BIRTHS}：缺这张表（「{BIRTHS}」或「basic_stats_births.xlsx」）。"], id="missing table"
    ),
    pytest.param(
        rename(BIRTHS, "basic_stats_birth.csv"),
        [f"{BIRTHS}：缺这张表（「{BIRTHS}」或「basic_stats_births.xlsx」）。是不是「basic_stats_birth.csv」？"],
        id="misnamed table",
    ),
    pytest.param(
        all_of(drop(BIRTHS), put("basic_stats_births.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500))),
        ["basic_stats_births.xls：是旧格式的工作簿，请用表格软件打开，另存为 .xlsx（没有装 LibreOffice）。"],
        id="old workbook",
    ),
    pytest.param(
        rename(BIRTHS, f"{BIRTHS}.txt"),
        [
            f"{BIRTHS}：缺这张表（「{BIRTHS}」或「basic_stats_births.xlsx」）。"
            f"有「{BIRTHS}.txt」，请把它改名为「{BIRTHS}」（先在「查看」里勾上「文件扩展名」）。"
        ],
        id="a table with a second ending",
    ),
    pytest.param(
        rename("office.yaml", "Office.yaml.TXT"),
        [
            "office.yaml：缺这个文件，单位和时间的单项数据填在里面。"
            "有「Office.yaml.TXT」，请把它改名为「Office.yaml」（先在「查看」里勾上「文件扩展名」）。"
        ],
        id="YAML with a second ending",
    ),
    pytest.param(
        all_of(into("表", BIRTHS), into("表", "office.yaml")),
        [
            "office.yaml：缺这个文件，单位和时间的单项数据填在里面。「表」文件夹里有「office.yaml」，请放到 2018 里。",
            f"{BIRTHS}：缺这张表（「{BIRTHS}」或「basic_stats_births.xlsx」）。「表」文件夹里有「{BIRTHS}」，请放到 2018 里。",
        ],
        id="files in a folder of the folder",
    ),
    pytest.param(
        all_of(into("甲村", BIRTHS, copy=True), into("乙村", BIRTHS)),
        [
            f"{BIRTHS}：缺这张表（「{BIRTHS}」或「basic_stats_births.xlsx」）。"
            f"「乙村」、「甲村」文件夹里有「{BIRTHS}」，请放到 2018 里。"
        ],
        id="one file in several folders",
    ),
    pytest.param(drop("office.yaml"), ["office.yaml：缺这个文件，单位和时间的单项数据填在里面。"], id="missing YAML"),
    pytest.param(
        rename("office.yaml", "office.yml"),
        ["office.yaml：缺这个文件，单位和时间的单项数据填在里面。是不是「office.yml」？"],
        id="misnamed YAML",
    ),
    pytest.param(
        put("basic_stats_births.xlsx", b""),
        [
            f"{BIRTHS}：有2个文件：「basic_stats_births.csv」、「basic_stats_births.xlsx」，不知道以哪个为准，请只留一个。"
        ],
        id="CSV and xlsx",
    ),
    # Workbooks.
    pytest.param(
        all_of(drop(BIRTHS), put("basic_stats_births.xlsx", BIRTHS_TEXT)),
        ["basic_stats_births.xlsx：打不开，不是 .xlsx 工作簿、已损坏或设了密码，请用表格软件重新另存为 .xlsx。"],
        id="no workbook",
    ),
    pytest.param(
        workbook("basic_stats_births", BIRTHS_ROWS, more_sheets={"去年": BIRTHS_ROWS}),
        ["basic_stats_births.xlsx：工作簿里有几张填了内容的工作表（Sheet、去年），不知道以哪张为准，请只留一张。"],
        id="two sheets",
    ),
    pytest.param(
        workbook("basic_stats_births", []),
        ["basic_stats_births.xlsx：表是空的，请填好后再放进来。"],
        id="empty workbook",
    ),
    pytest.param(
        workbook("basic_stats_births", [BIRTHS_ROWS[0], ["一孩", 76, 0], ["二孩", 80, 0]], merge="A2:A3"),
        ["basic_stats_births.xlsx 第3行：「一孩」和第2行重复，请删去一行。"],
        id="merged cells",
    ),
    pytest.param(
        workbook("basic_stats_births", [BIRTHS_ROWS[0], ["一孩", 3.5, True], ["二孩", "#N/A", -1], ["多孩", 1e20, 0]]),
        [
            "basic_stats_births.xlsx 第2行「计划内」：「3.5」应是整数（单位：人），请核对"
            + _finer("计划内: {unit: 人"),
            "basic_stats_births.xlsx 第2行「计划外」：「TRUE」不是数字，请填数字；没有就填0，还不知道就留空。",
            "basic_stats_births.xlsx 第3行「计划内」：「#N/A」是表格软件的出错标记，请改好公式，或直接填数字。",
            "basic_stats_births.xlsx 第3行「计划外」：「-1」是负数，这里只能填0或正数"
            + _below_zero("计划外: {unit: 人"),
            "basic_stats_births.xlsx 第4行「计划内」：「1e+20」是科学记数法，可能已被表格软件舍入，"
            "请把单元格格式改成「数值」重新填写。",
        ],
        id="cells of a workbook",
    ),
    pytest.param(
        workbook("basic_stats_births", [BIRTHS_ROWS[0], ["一孩", "=70+6", 0], *BIRTHS_ROWS[2:]]),
        [
            "basic_stats_births.xlsx 第2行「计划内」：公式没有算过（=70+6），请用 Excel 或 WPS 打开再保存，或直接填数。",
        ],
        id="formula that was never calculated",
    ),
    # Form of a YAML file.
    pytest.param(
        swap("basic_stats.yaml", "社区居委会: 1", "\t社区居委会: 1"),
        ["basic_stats.yaml 第2行：这一行用了 Tab 键，请换成空格。"],
        id="indented by Tab",
    ),
    pytest.param(
        swap("basic_stats.yaml", "社区居委会: 1", "社区居委会：1"),
        ["basic_stats.yaml 第2行：这一行认不出「名称: 值」：冒号用半角，后面空一格。"],
        id="full-width colon",
    ),
    pytest.param(
        swap("basic_stats.yaml", "社区居委会: 1", "村民委员会: 1"),
        ["basic_stats.yaml 第2行「村民委员会」：「村民委员会」写了两次（前一次在第1行），请留一个。"],
        id="key twice",
    ),
    pytest.param(
        swap("basic_stats.yaml", "社区居委会: 1", "社区居委会: &a 1\n别处: *a"),
        [
            "basic_stats.yaml 第2行：不能用 & 和 * 的引用写法；以这些符号开头的文字请加引号。",
            "basic_stats.yaml 第3行：不能用 & 和 * 的引用写法；以这些符号开头的文字请加引号。",
            "basic_stats.yaml 第3行「别处」：不认识「别处」。可以填的名称在指标目录里。",
        ],
        id="anchor and alias",
    ),
    pytest.param(
        swap("basic_stats.yaml", "社区居委会: 1", "社区居委会: !int 1"),
        ["basic_stats.yaml 第2行：不能用「!int」这样的标签；以叹号开头的文字请加引号。"],
        id="tag",
    ),
    pytest.param(
        office_yaml("禄脿街道\n市", "'禄脿街道\n市"),
        ["office.yaml 第2行：从这一行起引号不成对，请补上或删去。"],
        id="unpaired quote in YAML",
    ),
    pytest.param(
        office_yaml("安宁市\n落", "安宁市: 昆明\n落"),
        ["office.yaml 第3行：这一行多了「: 」或缩进不对；文字里有冒号加空格的请整段加引号。"],
        id="colon in a text",
    ),
    pytest.param(
        office_yaml("安宁市\n落", "@安宁市\n落"),
        ["office.yaml 第3行：值不能以「@」开头，请整段加引号。"],
        id="sign that YAML keeps",
    ),
    pytest.param(
        office_yaml("安宁市\n落", "*安宁市*\n落"),
        ["office.yaml 第3行：以 &、*、! 开头的文字请整段加引号。"],
        id="star that YAML keeps",
    ),
    pytest.param(
        office_yaml("安宁市\n落", "安\x0b宁市\n落"),
        ["office.yaml 第3行：有看不见的控制字符或乱码（U+000B），请删去。"],
        id="control character in YAML",
    ),
    pytest.param(
        put("sex_ratio.yaml", "性别比指标数: 107\n---\n性别比指标数: 108\n"),
        ["sex_ratio.yaml 第2行：一个文件里只能有一份内容，请删去单独成行的 ---。"],
        id="two documents",
    ),
    pytest.param(
        put("sex_ratio.yaml", "- 107\n"),
        ["sex_ratio.yaml 第1行：整个文件应是「名称: 值」的样子，冒号用半角、后面空一格。"],
        id="no mapping",
    ),
    pytest.param(
        put("sex_ratio.yaml", "性别比指标数: " + "[" * 60 + "]" * 60),
        ["sex_ratio.yaml 第1行：层次超过12层，请检查括号和缩进。"],
        id="too deep",
    ),
    pytest.param(
        put("sex_ratio.yaml", b"# \xe4\xba\n" + "性别比指标数: 107".encode()),
        ["sex_ratio.yaml 第1行：文件的编码认不出来，从这一行起有坏字，请检查后另存为 UTF-8。"],
        id="bad byte in YAML",
    ),
    pytest.param(
        put("sex_ratio.yaml", b"#" * 2_000_001),
        ["sex_ratio.yaml：文件超过2兆字节，不像一份手填的文件，请检查。"],
        id="too large",
    ),
    pytest.param(
        put("sex_ratio.yaml", "[性别比, 指标数]: 107\n"),
        ["sex_ratio.yaml 第1行：名称应是一个词，不能是列表；花括号、方括号开头的文字请加引号。"],
        id="list for a key",
    ),
    pytest.param(
        office_yaml("安宁市\n落", '"安\\a宁市"\n落'),
        ["office.yaml 第3行：有看不见的控制字符或乱码（U+0007），请删去。"],
        id="escaped control character",
    ),
    # Values of a YAML file.
    pytest.param(
        swap("basic_stats.yaml", "社区居委会", "社区居委员"),
        ["basic_stats.yaml 第2行「社区居委员」：不认识「社区居委员」。是不是「社区居委会」？"],
        id="unknown key",
    ),
    pytest.param(
        swap("basic_stats.yaml", "44", "44个"),
        ["basic_stats.yaml 第3行「村（居）民小组」：「44个」不是数字，只填数字，不带单位和文字（44）。"],
        id="unit in YAML",
    ),
    pytest.param(
        swap("basic_stats.yaml", "44", "-44"),
        [
            "basic_stats.yaml 第3行「村（居）民小组」：「-44」是负数，这里只能填0或正数"
            + _below_zero("村居民小组: {value: 村（居）民小组, unit: 个")
        ],
        id="negative in YAML",
    ),
    pytest.param(
        swap("basic_stats.yaml", "44", "44.5"),
        [
            "basic_stats.yaml 第3行「村（居）民小组」：「44.5」应是整数（单位：个），请核对"
            + _finer("村居民小组: {value: 村（居）民小组, unit: 个")
        ],
        id="fraction in YAML",
    ),
    pytest.param(
        swap("associations.yaml", "8.33", "8.333"),
        [
            "associations.yaml 第2行「意外伤害保险」：「8.333」应是最多2位小数（单位：万元），请核对；位数由指标目录里的 digits 定。"
        ],
        id="too many decimals in YAML",
    ),
    pytest.param(
        swap("basic_stats.yaml", "44", "{一组: 44}"),
        ["basic_stats.yaml 第3行「村（居）民小组」：这里应填一个值，不是列表或下一层。"],
        id="mapping where a value is due",
    ),
    pytest.param(
        swap("basic_stats.yaml", "44", "[44]"),
        ["basic_stats.yaml 第3行「村（居）民小组」：这里应填一个值，不是列表或下一层。"],
        id="list where a value is due",
    ),
    pytest.param(
        office_yaml("9月30日\n均", "2月30日\n均"),
        ["office.yaml 第6行「统计截止日」：「2月30日」日历上没有这一天。"],
        id="2月30日",
    ),
    pytest.param(
        office_yaml("9月30日\n均", "13月1日\n均"),
        ["office.yaml 第6行「统计截止日」：「13月1日」日历上没有这一天。"],
        id="13月",
    ),
    pytest.param(
        office_yaml("9月30日\n均", "9月\n均"),
        ["office.yaml 第6行「统计截止日」：「9月」请写到日，如「9月30日」。"],
        id="month for a day",
    ),
    pytest.param(
        office_yaml("9月30日\n均", "九月底\n均"),
        [
            "office.yaml 第6行「统计截止日」：「九月底」认不出日期，请写成「9月30日」「上年10月」或「2018年9月30日」的样子。"
        ],
        id="no date",
    ),
    pytest.param(
        office_yaml("9月30日\n均", "2081年9月30日\n均"),
        ["office.yaml 第6行「统计截止日」：「2081年9月30日」年份2081离报告年度2018太远。"],
        id="year too far",
    ),
    pytest.param(
        office_yaml("上年10月至9月", "2018年9月至2018年1月"),
        ["office.yaml 第7行「均等化服务期间」：「2018年9月至2018年1月」结束早于开始。"],
        id="period backwards",
    ),
    pytest.param(
        office_yaml("上年10月至9月", "10月"),
        ["office.yaml 第7行「均等化服务期间」：「10月」请写成「上年10月至9月」或「1月1日至9月30日」。"],
        id="half a period",
    ),
    pytest.param(
        office_yaml("上年10月至9月", "上年10月至9月30日"),
        ["office.yaml 第7行「均等化服务期间」：「上年10月至9月30日」起止要么都写到日，要么都写到月。"],
        id="period of two grains",
    ),
    pytest.param(
        swap("grassroots.yaml", "次年1月", "次年1月1日"),
        ["grassroots.yaml 第12行「下次补贴兑付月」：「次年1月1日」只写到月，如「次年1月」。"],
        id="day for a month",
    ),
    # Texts.
    pytest.param(
        swap("outlook.yaml", "  - 标题: 村居民自治工作\n    内容: 每个", "  - 标题: 村居民自治工作\n    内荣: 每个"),
        ["outlook.yaml 第2行「内荣」：不认识「内荣」。是不是「内容」？"],
        id="unknown key of an item",
    ),
    pytest.param(
        swap("outlook.yaml", "  - 标题: 村居民自治工作\n    内容: 每个", "  - 标题: 村居民自治工作\n    内容：每个"),
        ["outlook.yaml 第3行：这一行认不出「名称: 值」：冒号用半角，后面空一格。"],
        id="full-width colon in an item",
    ),
    pytest.param(
        swap("outlook.yaml", "  - 标题: 村居民自治工作\n    内容: 每个", "  - 标题：村居民自治工作\n    内容：每个"),
        ["outlook.yaml 第2行「存在的问题」：「标题」后面的冒号要用半角，再空一格。"],
        id="full-width colons in an item",
    ),
    pytest.param(
        swap("outlook.yaml", "  - 标题: 村居民自治工作\n    内容: 每个", "  - 标题: 村居民自治工作\n      内容：每个"),
        ["outlook.yaml 第2行「存在的问题」：「内容」后面的冒号要用半角，再空一格。"],
        id="full-width colon, indented too far",
    ),
    pytest.param(
        lambda folder: put("subsidies.yaml", "报表报送期限: 每年2月28日以前报送。\n")(folder),
        ["subsidies.yaml 第1行「报表报送期限」：「报表报送期限」应是一条一条的列表，每条前面写「- 」。"],
        id="text where a list is due",
    ),
    pytest.param(
        office_yaml("禄脿街道\n市", "[禄脿街道]\n市"),
        ["office.yaml 第2行「街道」：这里应是一段文字；文字里有冒号加空格的请整段加引号。"],
        id="list where a text is due",
    ),
    pytest.param(
        swap("subsidies.yaml", "  - 奖学金，每年8月31日以前报送。", "  - 奖学金: 每年8月31日以前报送。"),
        ["subsidies.yaml 第15行「报表报送期限」：这里应是一段文字；文字里有冒号加空格的请整段加引号。"],
        id="colon in a list's text",
    ),
    # Figures as reported.
    pytest.param(
        swap("contraception.yaml", "综合节育率", "综合节欲率"),
        [
            "contraception.yaml 第2行「综合节欲率」：「综合节欲率」不是由表计算的指标，不能写在 reported 里。是不是「综合节育率」？"
        ],
        id="reported: unknown metric",
    ),
    pytest.param(
        end("basic_stats.yaml", "reported:\n  村民委员会: {value: 7, reason: 上级核定}\n"),
        ["basic_stats.yaml 第5行「村民委员会」：「村民委员会」不是由表计算的指标，不能写在 reported 里。"],
        id="reported: typed metric",
    ),
    pytest.param(
        end("basic_stats.yaml", "reported:\n  综合节育率: {value: 89.2, reason: 上级核定}\n"),
        [
            "basic_stats.yaml 第5行「综合节育率」：「综合节育率」不是这个部分的指标，请写到 contraception.yaml 的 reported 里。"
        ],
        id="reported: another section's metric",
    ),
    pytest.param(
        put("contraception.yaml", "reported:\n  综合节育率:\n    value: 89.2\n"),
        ["contraception.yaml 第2行「综合节育率」：要写 value（上报的数）和 reason（原因）两项，不多不少。"],
        id="reported: without reason",
    ),
    pytest.param(
        put("contraception.yaml", "reported:\n  综合节育率:\n    value: 89.2\n    reason:\n"),
        ["contraception.yaml 第2行「综合节育率」：value 和 reason 都不能空：被问「依据是什么」时要答得上来。"],
        id="reported: empty reason",
    ),
    pytest.param(
        put("contraception.yaml", "reported:\n  综合节育率:\n    value: 89.2%\n    reason: 上级核定\n"),
        ["contraception.yaml 第3行「综合节育率」：「89.2%」不是数字，只填数字，不带单位和文字（89.2）。"],
        id="reported: no number",
    ),
    pytest.param(
        put("contraception.yaml", "reported: 89.2\n"),
        ["contraception.yaml 第1行「reported」：reported 下面应是「指标: {value: 数, reason: 原因}」。"],
        id="reported: no mapping",
    ),
    # All at once.
    pytest.param(
        all_of(
            office_yaml("9月30日\n均", "2月30日\n均"),
            swap("basic_stats.yaml", "社区居委会: 1", "社区居委会：1"),
            drop("sex_ratio.yaml"),
            births("一孩,163人,0\n"),
            put(METHODS, ""),
            drop(FAMILIES),
        ),
        [
            "office.yaml 第6行「统计截止日」：「2月30日」日历上没有这一天。",
            "basic_stats.yaml 第2行：这一行认不出「名称: 值」：冒号用半角，后面空一格。",
            "sex_ratio.yaml：缺这个文件，出生人口性别比的单项数据填在里面。",
            _PLACE + "「163人」不是数字，只填数字，不带单位和文字（163）。",
            f"{METHODS}：表是空的，请填好后再放进来。",
            f"{FAMILIES}：缺这张表（「{FAMILIES}」或「special_families.xlsx」）。",
        ],
        id="six files at once",
    ),
]


@pytest.mark.parametrize(("edit", "told"), REFUSED)
def test_a_slip_is_told_with_its_place(edit: Edit, told: list[str], year_folder: Path, catalogue: Catalogue) -> None:
    edit(year_folder)
    issues = faults_of(year_folder, catalogue)
    assert [str(issue) for issue in issues] == told
    for issue in issues:
        assert issue.location is not None and issue.location.file
        assert issue.message.endswith(("。", "？"))
        assert issue.expected or issue.found or issue.check == "YAML格式"


# ---- missing is not zero -----------------------------------------------------------------------------------------------------

WAITING = "出生婴儿、计划内出生、计划内一孩、计划生育率、符合政策生育率"


MISSING = [
    pytest.param(
        swap(BIRTHS, "一孩,76", "一孩,"),
        f"{BIRTHS} 第2行「计划内」：是空的，报告里暂写「待补」：{WAITING}。没有发生请填0。",
        id="empty cell",
    ),
    pytest.param(
        swap(BIRTHS, "一孩,76,0\n", ""),
        f"{BIRTHS}「一孩」：缺这一行，报告里暂写「待补」：出生婴儿、计划内出生、计划外出生、计划内一孩、计划生育率、"
        "符合政策生育率。没有发生请填0。",
        id="absent row",
    ),
    pytest.param(
        swap("sex_ratio.yaml", "107", ""),
        "sex_ratio.yaml 第1行「性别比指标数」：是空的，报告里暂写「待补」：性别比指标数。没有发生请填0。",
        id="empty key",
    ),
    pytest.param(
        put("sex_ratio.yaml", ""),
        "sex_ratio.yaml「性别比指标数」：是空的，报告里暂写「待补」：性别比指标数。没有发生请填0。",
        id="absent key",
    ),
    pytest.param(
        office_yaml("9月30日\n均", "\n均"),
        "office.yaml 第6行「统计截止日」：是空的，报告里暂写「待补」：统计截止日。请填上日期。",
        id="empty date",
    ),
    pytest.param(
        put(FAMILIES, "村（社区）,户数\n"),
        f"{FAMILIES}：表里没有数据行，报告里暂写「待补」：特殊家庭。没有发生请填0。",
        id="header only",
    ),
    pytest.param(
        put("sex_ratio_births.csv", "性别,出生人数\n女孩,0\n男孩,0\n"),
        "sex_ratio_births.csv 第2行「出生人数」：「出生婴儿性别比」的除数是0，算不出来，报告里暂写「待补」：出生婴儿性别比。请核对除数。",
        id="divided by zero",
    ),
    pytest.param(
        swap("basic_stats_persons.csv", "2364", ""),
        "basic_stats_persons.csv 第4行「人数」：是空的，报告里暂写「待补」：期末选用避孕方法。没有发生请填0。",
        id="input of a figure printed as reported",
    ),
]


@pytest.mark.parametrize(("edit", "told"), MISSING)
def test_what_is_missing_is_no_zero_and_no_stop(edit: Edit, told: str, year_folder: Path, catalogue: Catalogue) -> None:
    edit(year_folder)
    figures = figures_of(year_folder, catalogue)
    missing = [issue for issue in check(catalogue, figures) if issue.check == "缺数据"]
    assert [str(issue) for issue in missing] == [told]
    for name in missing[0].metrics:
        assert figures[name].value is None or figures[name].reported is not None


def test_a_file_that_is_not_used_is_a_warning(year_folder: Path, catalogue: Catalogue) -> None:
    (year_folder / "basic_stat_births.csv").write_text("旧", encoding="utf-8")
    (year_folder / "说明.docx").write_text("", encoding="utf-8")
    (year_folder / "记事.txt").write_text("", encoding="utf-8")
    (year_folder / "office.yaml.txt").write_text("", encoding="utf-8")
    (year_folder / "~$basic_stats_births.xlsx").write_text("", encoding="utf-8")
    issues = read_sources(year_folder, 2018, catalogue).issues
    assert [str(issue) for issue in issues] == [
        "basic_stat_births.csv：这个文件没有用到。是不是「basic_stats_births.csv」？",
        "office.yaml.txt：这个文件没有用到。是不是「office.yaml」？",
    ]


def test_another_year_whose_folder_says_more_than_the_year_is_a_warning(
    year_folder: Path, catalogue: Catalogue
) -> None:
    for name in ("2017年", "2018年"):
        (year_folder.parent / name).mkdir()
    issues = read_sources(year_folder, 2018, catalogue).issues
    assert [str(issue) for issue in issues] == ["2017年：这个文件夹没有用到：名称只写四位年份，请改名为 2017。"]


def test_a_year_without_folder_is_told(tmp_path: Path, catalogue: Catalogue) -> None:
    issues = faults_of(tmp_path / "2031", catalogue)
    assert [issue.message for issue in issues] == [
        "没有2018年的数据文件夹：用 new 2018 照指标目录建，或建立后放入数据。"
    ]


def test_a_year_whose_folder_says_more_than_the_year_is_told_with_its_name(
    year_folder: Path, catalogue: Catalogue
) -> None:
    for name in ("2018年", "２０１８", "2018年度", " 2018"):
        year_folder.rename(year_folder.with_name(name))
        issues = faults_of(year_folder, catalogue)
        assert [issue.message for issue in issues] == [f"没有2018年的数据文件夹：请把「{name}」改名为 2018。"]
        year_folder.with_name(name).rename(year_folder)
    for name in ("2018年草稿", "2017年"):
        (year_folder.parent / name).mkdir()
    assert faults_of(year_folder.with_name("2016"), catalogue)[0].message.startswith("没有2018年的数据文件夹：用 new")


def test_what_may_not_be_read_is_told(year_folder: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", refuse)
        told = [str(issue) for issue in faults_of(year_folder, catalogue)]
    assert (
        "office.yaml：文件读不出来（没有权限，或者正被别的程序占用），请看它是否被别的程序占用或没有读取权限。" in told
    )
    assert len(told) == len(FILES)
    monkeypatch.setattr(Path, "iterdir", refuse)
    assert [issue.message for issue in faults_of(year_folder, catalogue)] == [
        "文件夹打不开（没有权限，或者正被别的程序占用），请看有没有读取权限。"
    ]


def test_a_note_of_invented_numbers_is_kept(year_folder: Path, catalogue: Catalogue) -> None:
    assert read_sources(year_folder, 2018, catalogue).demo == ""
    end("outlook.yaml", "demo: 数字是虚构的，只作演示\n")(year_folder)
    assert read_sources(year_folder, 2018, catalogue).demo == "数字是虚构的，只作演示"


def test_the_hashes_are_of_the_bytes_that_were_read(year_folder: Path, catalogue: Catalogue) -> None:
    hashes = read_sources(year_folder, 2018, catalogue).hashes
    assert hashes == {name: hashlib.sha256((year_folder / name).read_bytes()).hexdigest() for name in FILES}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("性别比指标数: 107\n", []),
        ("性别比指标数：107\n村: 1\n", ["第1行：这一行认不出「名称: 值」：冒号用半角，后面空一格。"]),
        ("村: 1\n\t乡: 2\n", ["第2行：这一行用了 Tab 键，请换成空格。"]),
        ("村: 1\r乡：2\r镇: 3\r", ["第2行：这一行认不出「名称: 值」：冒号用半角，后面空一格。"]),
        ("村：1\r乡: 2\r", ["第1行：这一行认不出「名称: 值」：冒号用半角，后面空一格。"]),
        ("村: '1\n乡: 2\n", ["第1行：从这一行起引号不成对，请补上或删去。"]),
        ("村: 甲: 乙\n", ["第1行：这一行多了「: 」或缩进不对；文字里有冒号加空格的请整段加引号。"]),
        ("村: @甲\n", ["第1行：值不能以「@」开头，请整段加引号。"]),
        ("村: [甲\n乡: 乙\n", ["第1行：从这一行起括号不成对，或者括号里的文字有括号、引号；每条文字请加引号。"]),
    ],
)
@pytest.mark.parametrize("compiled", [True, False], ids=["libyaml", "PyYAML alone"])
def test_both_parsers_of_yaml_are_understood(
    compiled: bool, text: str, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if not compiled:
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    finder = Finder()
    parse_yaml(text.encode(), "office.yaml", finder)
    assert [str(issue).removeprefix("office.yaml ") for issue in finder.issues] == told


def test_a_warning_of_openpyxl_reaches_nobody(year_folder: Path, catalogue: Catalogue) -> None:
    workbook("basic_stats_births", BIRTHS_ROWS)(year_folder)
    path = year_folder / "basic_stats_births.xlsx"
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/styles.xml"] = b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert figures_of(year_folder, catalogue)["计划内出生"].value == 163


def test_a_workbook_that_unpacks_without_end_is_refused(
    year_folder: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportgen.base.workbook.MOST_UNPACKED", 1_000_000)
    (year_folder / BIRTHS).unlink()
    with zipfile.ZipFile(year_folder / "basic_stats_births.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 1_000_001)
    assert [issue.message for issue in faults_of(year_folder, catalogue)] == [
        "工作簿展开后太大，不像一张数据表，请把数据贴到新的工作簿里。"
    ]


def test_a_workbook_with_more_rows_than_excel_has_is_refused(
    year_folder: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportgen.base.spreadsheet_xml.LAST_ROW", 3)
    workbook("basic_stats_births", BIRTHS_ROWS)(year_folder)
    assert [issue.message for issue in faults_of(year_folder, catalogue)] == ["工作表超过3行，请检查。"]


# ---- whatever the bytes ------------------------------------------------------------------------------------------------------

FILES = sorted(path.name for path in YEAR.iterdir())
TABLES_OF_KNOWN_ROWS = [name for name in FILES if name.endswith(".csv") and name != FAMILIES]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(YEAR, tmp_path_factory.mktemp("copy") / "2018"))


@pytest.fixture(scope="module")
def copy_with_workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(shutil.copytree(YEAR, tmp_path_factory.mktemp("copy") / "2018"))
    workbook("basic_stats_births", BIRTHS_ROWS)(folder)
    return folder


def told_about(path: Path, content: bytes, catalogue: Catalogue) -> tuple[Issue, ...]:
    """Return everything that a year is told about with this content in one file, which is put back afterwards."""
    before = path.read_bytes()
    path.write_bytes(content)
    try:
        return check(catalogue, figures_of(path.parent, catalogue))
    except Unusable as error:
        return error.issues
    finally:
        path.write_bytes(before)


def damaged(content: bytes, where: float, how: str, byte: int) -> bytes:
    at = int(where * len(content))
    kept = content[at:] if how == "insert" else content[at + 1 :]
    return content[:at] + (b"" if how == "remove" else bytes([byte])) + kept


PLACES = st.floats(0, 1, exclude_max=True)
DAMAGES = st.sampled_from(["change", "remove", "insert"])
BYTES = st.one_of(st.integers(0, 255), st.sampled_from(list(b"\x00\t\n\r \"',-:;[]{}#&*!|>%@`0\xff\xfe\xef")))


@pytest.mark.slow
@settings(max_examples=120, deadline=None, derandomize=True)
@given(name=st.sampled_from(FILES), where=PLACES, how=DAMAGES, byte=BYTES)
def test_any_byte_may_be_damaged(
    copy: Path, catalogue: Catalogue, name: str, where: float, how: str, byte: int
) -> None:
    content = damaged((copy / name).read_bytes(), where, how, byte)
    for issue in told_about(copy / name, content, catalogue):
        assert issue.location is not None
        assert issue.message.endswith(("。", "？"))


@pytest.mark.slow
@settings(max_examples=60, deadline=None, derandomize=True)
@given(where=PLACES, how=DAMAGES, byte=BYTES)
def test_any_byte_of_a_workbook_may_be_damaged(
    copy_with_workbook: Path, catalogue: Catalogue, where: float, how: str, byte: int
) -> None:
    path = copy_with_workbook / "basic_stats_births.xlsx"
    content = damaged(path.read_bytes(), where, how, byte)
    assert all(issue.location for issue in told_about(path, content, catalogue))


@pytest.mark.slow
@settings(max_examples=40, deadline=None, derandomize=True)
@given(content=st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode)), name=st.sampled_from(FILES))
def test_any_content_is_read_or_refused(copy: Path, catalogue: Catalogue, content: bytes, name: str) -> None:
    assert told_about(copy / name, content, catalogue)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, derandomize=True)
@given(name=st.sampled_from(TABLES_OF_KNOWN_ROWS), where=PLACES, doubled=st.booleans())
def test_no_row_is_lost_or_doubled_in_silence(
    copy: Path, catalogue: Catalogue, name: str, where: float, doubled: bool
) -> None:
    rows = (copy / name).read_bytes().splitlines(keepends=True)
    at = int(where * sum(not row.startswith("合计".encode()) for row in rows))  # a row of totals may be there or not
    rows[at : at + 1] = [rows[at]] * 2 if doubled else []
    issues = told_about(copy / name, b"".join(rows), catalogue)
    assert any(issue.location and issue.location.file == name and issue.check != "勾稽关系" for issue in issues)


@pytest.mark.slow
def test_a_hundred_thousand_rows_are_read_in_seconds(year_folder: Path, catalogue: Catalogue) -> None:
    rows = "".join(f"村{number},{number % 7}\n" for number in range(100_000))
    (year_folder / FAMILIES).write_text("村（社区）,户数\n" + rows, encoding="utf-8")
    started = time.process_time()
    assert figures_of(year_folder, catalogue)["特殊家庭"].value == sum(number % 7 for number in range(100_000))
    assert time.process_time() - started < 8
