"""What is nearly always so is read by a quick way: it must say what the long way says."""

from __future__ import annotations

from unittest.mock import patch

from hypothesis import example, given, settings
from hypothesis import strategies as st

from reportgen.base.issues import Finder, Location
from reportgen.inputs import header, quantities
from reportgen.inputs.catalogue import Blank, Measure
from reportgen.inputs.header import find_header

COLUMNS = st.dictionaries(
    st.sampled_from(
        ["村", "户口", "人口", "农业人口", "上年人口", "金额", "补贴金额", "率", "2024人口", "18岁以下", "甲/乙"]
    ),
    st.sampled_from([None, "人", "万元", "元", "%", "‰", "女=100", ""]),
    min_size=1,
)
CELLS = st.sampled_from(
    [
        *["村", "户口", "人口", "农业", "上年", "金额", "补贴", "率", "18岁以下", "以下", "甲", "农业人口（人）"],
        *["（元）", "万元", "单位：人", "人", "%", "元/人", "人口/人", "甲村", "2024", "18", "16800", "1.5", "合计"],
        *["", "", "", "２０２４", "人 口", "\u2028", "单位：万元的表", "2024年"],
    ]
)
ROWS = st.lists(st.lists(CELLS, max_size=5), min_size=1, max_size=6)


@given(COLUMNS, ROWS)
@example({"农业人口": "人"}, [["农业", ""], ["", "人口"], ["甲村", ""]])
@example({"人口": "人", "村": None}, [["村", "人口"], ["", "人"], ["甲村", "5"]])
@settings(max_examples=500)
def test_a_header_that_nothing_below_it_adds_to_is_the_one_that_is_found_among_all(
    columns: dict[str, str | None], rows: list[list[str]]
) -> None:
    numbered = list(enumerate(rows, start=1))
    found = find_header(numbered, columns)
    with patch.object(header._Names, "may_say_more", return_value=True):
        assert find_header(numbered, columns) == found


def test_of_a_table_of_numbers_the_first_row_alone_is_looked_at() -> None:
    rows = [(1, ["户口", "人口"]), (2, ["农业", "120"]), (3, ["非农业", "80"])]
    with patch.object(header, "_levels", wraps=header._levels) as looked:
        found = find_header(rows, {"户口": None, "人口": "人", "村": None})
    assert [one.column for one in found.headings] == ["户口", "人口"]
    assert looked.call_count == 1


@given(
    st.text("0123456789１., -—/无%‰", max_size=18),
    st.sampled_from(["人", "元", "%", "‰", ""]),
    st.integers(0, 2),
    st.booleans(),
    st.sampled_from([None, *Blank]),
    st.booleans(),
)
@example("007", "人", 0, False, None, False)
@example("1234567890123456", "人", 0, False, None, False)
@example("0", "%", 2, False, None, True)
def test_a_number_in_plain_digits_is_what_it_is_to_the_reader_of_all_numbers(
    text: str, unit: str, digits: int, below_zero: bool, blank: Blank | None, is_total: bool
) -> None:
    def read() -> object:
        finder = Finder()
        measure = Measure("人口", unit, digits, Location("catalogue.yaml"), below_zero, 0, blank)
        column = quantities.Quantities(measure, "people.csv", finder, is_of_other_unit=False)
        value = column.read(2, text, None, is_total=is_total)
        column.tell()
        return value, type(value), finder.issues, column.bare, column.signed

    quick = read()
    with patch.object(quantities, "is_plain", return_value=False):
        assert read() == quick
