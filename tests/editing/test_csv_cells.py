"""Cells of a table's text file are changed one by one: the file keeps its encoding, its line ends, its quotes and all other bytes."""

from __future__ import annotations

import codecs
import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.base.issues import Unusable
from reportgen.editing.cell_changes import Changes
from reportgen.editing.table_cells import changed_table

FILE = "population.csv"
POPULATION = "村,人口\n甲村,120\n乙村,85\n"


def typed(text: str | bytes, cells: dict[tuple[int, int], str], file: str = FILE) -> bytes:
    data = text.encode() if isinstance(text, str) else text
    return changed_table(data, file, "", Changes(cells), 3)


def reason(text: str | bytes, changes: Changes, file: str = FILE) -> list[str]:
    with pytest.raises(Unusable) as refused:
        changed_table(text.encode() if isinstance(text, str) else text, file, "", changes, 3)
    return [str(issue) for issue in refused.value.issues]


def test_one_cell_changes_and_no_other_byte() -> None:
    assert typed(POPULATION, {(2, 2): "121"}) == "村,人口\n甲村,121\n乙村,85\n".encode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("村,人口\r\n甲村,120\n乙村,85", "村,人口\r\n甲村,121\n乙村,85"),  # each line's own end, none behind the last
        ("村,人口\r甲村,120\r", "村,人口\r甲村,121\r"),
        ('"村","人口"\n"甲村","120"\n', '"村","人口"\n"甲村","121"\n'),
        ('"村","人口"\n"甲村",120\n', '"村","人口"\n"甲村",121\n'),
        ("村,人口,\n甲村,120,,\n\n", "村,人口,\n甲村,121,,\n\n"),
        ('村,人口\n甲村,120\n"丙\n村",  7\n', '村,人口\n甲村,121\n"丙\n村",  7\n'),
        ("村,人口\n甲村\n", "村,人口\n甲村,121\n"),  # a row that ends early
    ],
)
def test_line_ends_quotes_and_blank_lines_stay_as_they_are(before: str, after: str) -> None:
    assert typed(before, {(2, 2): "121"}) == after.encode()


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (b"", "gbk"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ],
)
def test_the_file_keeps_its_encoding(mark: bytes, encoding: str) -> None:
    made = typed(mark + POPULATION.encode(encoding), {(3, 1): "丙，村"})
    assert made == mark + POPULATION.replace("乙村", "丙，村").encode(encoding)


def test_what_holds_a_separator_is_quoted() -> None:
    assert typed(POPULATION, {(2, 1): '甲,"大"村\n二组'}) == '村,人口\n"甲,""大""村\n二组",120\n乙村,85\n'.encode()
    assert typed("村\t人口\n甲村\t120\n", {(2, 1): "甲,村"}, "population.txt") == "村\t人口\n甲,村\t120\n".encode()


def test_a_character_that_the_encoding_lacks_is_named_and_nothing_is_made() -> None:
    (told,) = reason(POPULATION.encode("gbk"), Changes({(2, 1): "𠮷村"}))
    assert told == (
        "population.csv 第2行「A」：「𠮷」（U+20BB7）这个字，文件的编码（GBK）里没有；"
        "请在表格软件里把这个文件另存为「CSV UTF-8」，再填这个字。"
    )
    # A file that has such characters already is GB 18030, which has them all.
    assert typed(POPULATION.replace("乙", "𠮷").encode("gb18030"), {(2, 1): "𠮷村"})


@pytest.mark.parametrize("text", ["=1+1", "＝B2", "@SUM(A1)", "+cmd|' /C calc'!A0"])
def test_what_a_spreadsheet_would_run_is_refused(text: str) -> None:
    (told,) = reason(POPULATION, Changes({(2, 2): text}))
    assert "表格软件会当成公式" in told


@pytest.mark.parametrize("text", ["-5", "—", "-", "(5)", "+3.5", "16,800", "85%"])
def test_a_number_with_a_sign_is_none_of_these(text: str) -> None:
    assert typed(POPULATION, {(2, 2): text})


def test_all_faults_are_told_at_once() -> None:
    told = reason(POPULATION, Changes({(2, 1): "甲\x07", (3, 2): "=1"}))
    assert [one.partition("：")[0] for one in told] == ["population.csv 第2行「A」", "population.csv 第3行「B」"]
    assert "没有第9行" in reason(POPULATION, Changes({(9, 1): "甲"}))[0]


def test_rows_are_added_behind_the_last_row_of_data_and_deleted_anywhere() -> None:
    text = "人口表\n村,人口\n甲村,120\n合计,120\n注：\n".encode()
    made = changed_table(text, FILE, "", Changes(added=[["乙村", "85"], ["丙村"]]), 3)
    assert made == "人口表\n村,人口\n甲村,120\n乙村,85\n丙村\n合计,120\n注：\n".encode()
    changes = Changes({(4, 2): "85"}, [["乙村", "85"]], {1, 3})
    assert changed_table(text, FILE, "", changes, 3) == "村,人口\n乙村,85\n合计,85\n注：\n".encode()


def test_a_last_line_without_end_stays_one() -> None:
    text = "村,人口\r\n甲村,120"
    made = changed_table(text.encode(), FILE, "", Changes(added=[["乙村", "85"]]), 2)
    assert made == "村,人口\r\n甲村,120\r\n乙村,85".encode()
    assert changed_table(made, FILE, "", Changes(deleted={3}), 3) == text.encode()


@pytest.mark.parametrize("file", ["population.ods", "population.xls", "population.et"])
def test_other_forms_are_only_looked_at(file: str) -> None:
    (told,) = reason(POPULATION, Changes({(2, 2): "1"}), file)
    assert "这里只能看，请在原来的软件里改，或者另存为 .xlsx" in told


TEXTS = st.text(st.sampled_from('甲乙0123456789.,%"\n ;村啊（'), max_size=6)
ENCODINGS = [
    (b"", "utf-8"),
    (codecs.BOM_UTF8, "utf-8"),
    (b"", "gb18030"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]


@settings(deadline=None)  # a machine that does something else besides
@given(
    rows=st.lists(st.lists(TEXTS, min_size=2, max_size=4), min_size=1, max_size=6),
    encoding=st.sampled_from(ENCODINGS),
    separator=st.sampled_from(",\t"),
    end_of_line=st.sampled_from(["\n", "\r\n", "\r"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    is_ended=st.booleans(),
    data=st.data(),
)
def test_reading_gives_exactly_the_changes_and_changing_back_the_old_bytes(
    rows: list[list[str]],
    encoding: tuple[bytes, str],
    separator: str,
    end_of_line: str,
    quoting: int,
    is_ended: bool,
    data: st.DataObject,
) -> None:
    head = [f"{'村人口数' * 12}", *("\t" if separator == "\t" else ",") * 3]
    if any("\n" in cell for row in rows for cell in row):
        end_of_line = "\r\n"  # with another Python's writer doesn't quote such a cell
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=end_of_line, quoting=quoting).writerows([head, *rows])
    text = out.getvalue() if is_ended else out.getvalue().removesuffix(end_of_line)
    before = encoding[0] + text.encode(encoding[1])
    places = [(row, column) for row, cells in enumerate(rows, start=2) for column in range(1, len(cells) + 1)]
    chosen = data.draw(st.dictionaries(st.sampled_from(places), TEXTS.map(lambda one: one if one.strip() else "")))
    file = "a.csv" if separator == "," else "a.txt"
    after = changed_table(before, file, "", Changes(chosen), len(rows) + 1)  # which reads it again itself
    old = {(row, column): rows[row - 2][column - 1] for row, column in chosen}
    back = {place: text for place, text in old.items() if text.strip() or not text}
    again = changed_table(after, file, "", Changes(back), len(rows) + 1)
    if back == old:
        assert again == before
