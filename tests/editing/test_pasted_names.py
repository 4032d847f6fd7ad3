"""Names that somebody pastes, one on each line, are added once each, and what isn't added is told."""

from __future__ import annotations

import pytest

from reportgen.editing.pasted_names import NoNames, Pasted, pasted


def test_a_column_from_a_spreadsheet_is_a_name_for_each_line() -> None:
    assert pasted("甲村\r\n乙村\r\n丙社区\r\n", ()) == Pasted(("甲村", "乙村", "丙社区"), ())
    assert pasted(" 甲村\t\n　乙村　", ()) == Pasted(("甲村", "乙村"), ())


def test_what_is_there_already_empty_or_odd_is_told() -> None:
    found = pasted("甲村\n\n乙 村\n乙村\n丙村\n\n", ["甲村"])
    assert found.names == ("乙 村", "丙村")
    assert found.told == (
        "已经有了，没有再加：甲村、乙村。",
        "空行没有加：1行。",
        "中间有空格，照样加了，请看对不对：「乙 村」。",
    )


def test_the_total_under_a_column_is_no_name() -> None:
    found = pasted("甲村\n乙村\n东片小计\n合计（2个村）\n", ())
    assert found == Pasted(("甲村", "乙村"), ("是合计，不是名称，没有加：东片小计、合计（2个村）。",))


@pytest.mark.parametrize("between", ["\n", "\r\n", "\r", "\v", "\u2028", "\x85"])
def test_no_line_is_told_as_empty_that_is_none_however_lines_are_parted(between: str) -> None:
    assert pasted(f"甲村{between}乙村{between}", ()) == Pasted(("甲村", "乙村"), ())
    assert pasted(f"{between}甲村{between}{between}乙村", ()).told == ("空行没有加：2行。",)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("甲村\t120\n乙村\t85", "一行只写一个名称：「甲村 120」、「乙村 85」像是几个。什么都没有加。"),
        ("甲村、乙村", "一行只写一个名称：「甲村、乙村」像是几个。什么都没有加。"),
        ("甲村\n", "没有可加的：甲村已经有了。"),
        (" \n\n", "没有可加的：一个名称也没有写。"),
        ("甲村\n合计", "没有可加的：甲村已经有了，合计不是名称。"),
    ],
)
def test_what_adds_nothing_or_holds_several_on_a_line_is_refused(text: str, told: str) -> None:
    with pytest.raises(NoNames, match=told):
        pasted(text, ["甲村"])
