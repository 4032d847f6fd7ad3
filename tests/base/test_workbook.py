"""A workbook's parts as different programs write them, and what is read of them; openpyxl is the second reader."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Mapping

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workbooks import workbook

from reportgen.base.shown import Problem
from reportgen.base.workbook import NotAWorkbook, read_workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def by_hand(
    rows: str,
    *,
    texts: str = "",
    styles: str = "",
    properties: str = "",
    space: str = MAIN,
    relations: str = RELATIONS,
    others: Mapping[str, str] | None = None,
) -> bytes:
    """Return a workbook whose parts are written as in the tests; its parts lie where no program puts them."""
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="a" Type="{relations}/officeDocument" Target="/book/main.xml"/></Relationships>',
        "book/main.xml": f'<x:workbook xmlns:x="{space}" xmlns:r="{relations}"><x:workbookPr {properties}/>'
        '<x:sheets><x:sheet name="表" sheetId="1" r:id="r1"/><x:sheet name="图" sheetId="2" r:id="r9"/></x:sheets></x:workbook>',
        "book/_rels/main.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="r1" Type="{relations}/worksheet" Target="sheets/one.xml"/>'
        f'<Relationship Id="r2" Type="{relations}/sharedStrings" Target="../texts.xml"/>'
        f'<Relationship Id="r3" Type="{relations}/styles" Target="styles.xml"/>'
        f'<Relationship Id="r9" Type="{relations}/chartsheet" Target="chart.xml"/></Relationships>',
        "book/sheets/one.xml": f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>',
        "texts.xml": f'<sst xmlns="{space}">{texts}</sst>',
        "book/styles.xml": f'<styleSheet xmlns="{space}">{styles}</styleSheet>',
        **(others or {}),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return made.getvalue()


TEXTS = (
    "<si><t>户口</t></si><si><r><t>农</t></r><r><rPr><b/></rPr><t xml:space='preserve'>业 </t></r></si>"
    "<si><t>甲村</t><rPh sb='0' eb='1'><t>jia</t></rPh></si><si><t>上_x000D_下_x005F_x</t></si>"
)


def test_shared_texts_are_put_together_without_their_pronunciation() -> None:
    cells = "".join(f'<c r="{letter}2" t="s"><v>{n}</v></c>' for n, letter in enumerate("ABCD"))
    sheet = read_workbook(by_hand(f'<row r="2">{cells}</row>', texts=TEXTS))
    assert sheet.rows == [(2, ["户口", "农业 ", "甲村", "上\r下_x"])]


@pytest.mark.parametrize(
    ("space", "relations"), [(MAIN, RELATIONS), (STRICT, STRICT_RELATIONS)], ids=["usual", "Strict"]
)
def test_strict_open_xml_is_read_like_the_usual_one(space: str, relations: str) -> None:
    data = by_hand('<row r="1"><c r="A1"><v>7</v></c></row>', space=space, relations=relations)
    assert read_workbook(data).rows == [(1, ["7"])]


def test_cells_and_rows_that_say_no_place_stand_in_turn() -> None:
    rows = "<row><c><v>1</v></c><c/><c><v>3</v></c></row><row r='5'><c r='B5'><v>4</v></c><c><v>5</v></c></row><row><c><v>6</v></c></row>"
    assert read_workbook(by_hand(rows)).rows == [(1, ["1", "", "3"]), (5, ["", "4", "5"]), (6, ["6"])]


def test_every_kind_of_cell_is_read() -> None:
    cells = (
        '<c t="b"><v>1</v></c><c t="b"><v>0</v></c><c t="e"><v>#N/A</v></c><c t="str"><f>A1</f><v>甲</v></c>'
        '<c t="inlineStr"><is><r><t>乙</t></r><r><t>村</t></r></is></c><c><v>1.50E1</v></c><c><v>1e20</v></c>'
        '<c t="inlineStr"><is><t> </t></is></c><c t="n"><v></v></c>'
    )
    sheet = read_workbook(by_hand(f"<row>{cells}</row>"))
    assert sheet.rows == [(1, ["TRUE", "FALSE", "#N/A", "甲", "乙村", "15", "1e+20"])]


STYLES = (
    '<numFmts><numFmt numFmtId="165" formatCode="0.0&quot;‰&quot;"/></numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="165"/><xf numFmtId="57"/><xf numFmtId="10"/></cellXfs>'
)


def test_the_cells_own_style_says_its_format() -> None:
    cells = (
        '<c s="1"><v>7.2</v></c><c s="2"><v>43101</v></c><c s="3"><v>0.5</v></c><c><v>0.5</v></c><c s="99"><v>3</v></c>'
    )
    sheet = read_workbook(by_hand(f"<row>{cells}</row>", styles=STYLES))
    assert sheet.rows == [(1, ["7.2‰", "2018年1月", "50.00%", "0.5", "3"])]
    assert {position: one.problem for (_, position), one in sheet.looks.items()} == {0: None, 1: Problem.DATE, 2: None}


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    cells = '<row><c s="2"><v>41639</v></c><c t="d"><v>2018-01-05T00:00:00</v></c></row>'
    for properties in ("date1904='1'", "date1904='true'"):
        assert read_workbook(by_hand(cells, styles=STYLES, properties=properties)).rows == [
            (1, ["2018年1月", "2018/1/5"])
        ]


def test_merged_cells_and_rows_that_nobody_sees_are_known_by_their_places() -> None:
    rows = (
        "<row r='2' hidden='1'><c><v>1</v></c></row><row hidden='true'><c/></row><row hidden='0'><c><v>1</v></c></row>"
        "<row hidden='true'><c><v>1</v></c></row>"
    )
    merged = "</sheetData><mergeCells><mergeCell ref='A2:A3'/><mergeCell ref='B10:AA10'/><mergeCell ref='C1'/></mergeCells><sheetData>"
    sheet = read_workbook(by_hand(rows + merged))
    assert sheet.hidden == {2, 5}
    assert sheet.merged == [(2, 3, 0, 0), (10, 10, 1, 26), (1, 1, 2, 2)]
    assert read_workbook(by_hand("<row><c><v>1</v></c></row>")).merged == []


DAMAGED = {
    "no zip": b"PK",
    "no parts": workbook([])[:100],
    "no number": by_hand("<row><c><v>一</v></c></row>"),
    "no such text": by_hand('<row><c t="s"><v>9</v></c></row>'),
    "no XML": by_hand("<row><c>"),
    "a document type": by_hand(
        "", others={"book/styles.xml": '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "texts.xml": "<!DOCTYPE a><a/>"}
    ),
}


@pytest.mark.parametrize("what", DAMAGED)
def test_a_damaged_workbook_is_told(what: str) -> None:
    with pytest.raises(NotAWorkbook, match="打不开"):
        read_workbook(DAMAGED[what])


CONTENT = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**14), 10**14),
    st.floats(-1e12, 1e12).map(lambda number: round(number, 5)),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=6),
    st.dates(datetime.date(1900, 3, 1), datetime.date(2100, 1, 1)),
)


@pytest.mark.slow
@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.lists(st.lists(CONTENT, max_size=5), max_size=5))
def test_openpyxl_reads_the_same(rows: list[list[object]]) -> None:
    rows = [[None if isinstance(cell, str) and cell.startswith("=") else cell for cell in row] for row in rows]
    data = workbook(rows)
    sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=True).worksheets[0]
    due = {
        (cell.row, cell.column - 1): cell.value
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None and str(cell.value).strip()
    }
    found = {
        (number, n): text for number, cells in read_workbook(data).rows for n, text in enumerate(cells) if text.strip()
    }
    assert found.keys() == due.keys()
    for place, value in due.items():
        text = found[place]
        if isinstance(value, bool):
            assert text == str(value).upper()
        elif isinstance(value, datetime.datetime):
            assert text == str(_serial(value))  # shown by no format of a date here
        elif isinstance(value, (int, float)):
            assert float(text) == pytest.approx(value, rel=1e-14, abs=1e-9)  # 15 digits
        else:
            assert text == value


def _serial(day: datetime.datetime) -> int:
    return (day - datetime.datetime(1899, 12, 30)).days
