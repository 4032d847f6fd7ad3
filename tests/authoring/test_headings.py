"""Typed numbers of headings become Word's own where Word will print the very same."""

from __future__ import annotations

from pathlib import Path

import pytest
import specimens as s
from conftest import TEMPLATE, assert_sound
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.authoring.adopt.headings import Turned, turn_headings
from reportgen.word.numbering import number_text
from reportgen.word.package import DOCUMENT, W, parse_part, read_package, serialized, write_package
from reportgen.word.text import paragraphs

LAYOUT = read_package((TEMPLATE / "report.docx").read_bytes())


def turned(*lines: str) -> Turned:
    """Turn a document of these paragraphs; what is no XML becomes one."""
    body = "".join(line if line.startswith("<w:") else s.p(line) for line in lines)
    return turn_headings(read_package(s.package(body)), LAYOUT)


def shown(made: Turned) -> list[tuple[str, str]]:
    return [(one.number, one.text) for one in paragraphs(made.parts)]


def printed(made: Turned) -> list[str]:
    return [number + text for number, text in shown(made)]


def test_all_five_levels_are_turned_and_print_the_same(tmp_path: Path) -> None:
    lines = [
        "一、甲",
        "（一）乙",
        "1.丙",
        "（1）丁",
        "（2）戊",
        "2.己",
        "（二）庚",
        "1.辛",
        "①壬",
        "②癸",
        "2.子",
        "二、丑",
        "（一）寅",
    ]
    made = turned(*lines)
    assert made.count == len(lines) and made.doubts == ()
    assert printed(made) == lines
    assert [one.style for one in paragraphs(made.parts)][:3] == ["heading 1", "heading 2", "heading 3"]
    assert_sound(write_package(made.parts), tmp_path)


def test_a_heading_put_between_renumbers_the_rest() -> None:
    made = turned("一、甲", "二、乙")
    root = parse_part(made.parts[DOCUMENT])
    body = root.find(f"{W}body")
    assert body is not None
    body.insert(1, parse_part(made.parts[DOCUMENT])[0][0])
    again = {**made.parts, DOCUMENT: serialized(root)}
    assert [one.number for one in paragraphs(again)] == ["一、", "二、", "三、"]


@pytest.mark.parametrize(
    ("lines", "doubts"),
    [
        (["一、甲", "三、乙"], [(2, "照顺序应是二、")]),
        (["二、甲"], [(1, "照顺序应是一、")]),
        (["1.甲", "正文"], [(1, "后面没有第二条")]),
        (["一、甲", "1.乙", "（一）丙", "2.丁"], [(2, "后面没有第二条"), (4, "照顺序应是1.")]),
        (["1.甲", "2、乙"], [(2, "照顺序应是2.")]),  # one list, one form
        (["１．甲", "２．乙"], [(1, "照顺序应是1．"), (2, "照顺序应是1．")]),  # Word would print narrow digits
    ],
)
def test_a_number_out_of_order_stays_typed_and_is_told(lines: list[str], doubts: list[tuple[int, str]]) -> None:
    made = turned(*lines)
    assert [(number, reason) for number, _, reason in made.doubts] == doubts
    assert printed(made) == lines


@pytest.mark.parametrize(
    "line", ["2018年，一是甲", "5.29宣传日", "1.5万元", "第一、二季度", "一", "（二〇一八年）", "１个", "1-18附表"]
)
def test_what_only_looks_like_a_number_is_none(line: str) -> None:
    made = turned("一、甲", line, "二、乙")
    assert made.doubts == ()
    assert printed(made) == ["一、甲", line, "二、乙"]


def test_the_documents_own_form_of_a_number_is_kept() -> None:
    lines = ["一、甲", "(一)乙", "1、丙", "2、丁", "(二)戊"]
    made = turned(*lines)
    assert printed(made) == lines and made.count == 5


def test_lists_in_one_paragraph_and_in_tables_are_no_headings() -> None:
    cell = s.table(s.row("1.甲", "2.乙"), s.row("2.丙", ""))
    made = turned("一、甲", "填报。1.农村部分。2.免除。", cell, s.p("二、乙"))
    assert made.count == 2
    assert "1.甲" in printed(made)


def test_blanks_and_tabs_around_a_number_go_and_the_indent_stays() -> None:
    tabbed = f"<w:p>{s.r('1.')}<w:r><w:tab/></w:r>{s.r('甲')}</w:p>"
    made = turned(tabbed, "\u3000\u30002. 乙")
    assert shown(made) == [("1.", "甲"), ("2.", "乙")]
    root = parse_part(made.parts[DOCUMENT])
    assert [one.get(f"{W}firstLineChars") for one in root.iter(f"{W}ind")] == ["200"]


def test_the_number_looks_as_it_did_and_so_do_the_words() -> None:
    made = turned(s.p(s.r("一、", s.BOLD), s.r("甲", s.ITALIC)), s.p(s.r("二、乙", s.BOLD)))
    first = parse_part(made.parts[DOCUMENT]).find(f"{W}body/{W}p")
    assert first is not None
    assert first.find(f"{W}pPr/{W}rPr/{W}b") is not None
    assert [run.find(f"{W}rPr/{W}i") is not None for run in first.findall(f"{W}r")] == [True]


def test_a_style_that_other_paragraphs_have_too_is_not_numbered() -> None:
    style = '<w:pStyle w:val="Heading1"/>'
    made = turned(s.p("前言", properties=style), s.p("一、甲", properties=style), s.p("二、乙", properties=style))
    assert shown(made) == [("", "前言"), ("一、", "甲"), ("二、", "乙")]


def test_numbers_that_word_gives_already_stay_and_count() -> None:
    parts = read_package((TEMPLATE / "report.docx").read_bytes())
    root = parse_part(parts[DOCUMENT])
    body = root.find(f"{W}body")
    assert body is not None
    for child in body.findall(f"{W}p"):
        body.remove(child)
    style = '<w:pStyle w:val="Heading1"/>'
    fragment = s.part(
        "body", s.p("甲", properties=style) + s.p("二、乙") + s.p("丙", properties=style) + s.p("（一）丁")
    )
    for at, child in enumerate(parse_part(fragment)):
        body.insert(at, child)
    made = turn_headings({**parts, DOCUMENT: serialized(root)}, LAYOUT)
    assert printed(made)[:4] == ["一、甲", "二、乙", "三、丙", "（一）丁"]
    assert made.count == 2
    assert made.parts["word/numbering.xml"].count(b"<w:abstractNum ") == 1


def test_a_document_without_headings_comes_back_as_it_is() -> None:
    parts = read_package(s.package(s.p("正文")))
    assert turn_headings(parts, LAYOUT).parts == parts


_LEVELS = ("chineseCountingThousand", "chineseCountingThousand", "decimal", "decimal", "decimalEnclosedCircle")
_FORMS = ("{}、", "（{}）", "{}.", "（{}）", "{}")
_NUMBERED = st.tuples(st.integers(0, 4), st.integers(1, 4)).map(
    lambda one: _FORMS[one[0]].format(number_text(one[1], _LEVELS[one[0]])) + "某项工作"
)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.one_of(_NUMBERED, st.just("正文。")), max_size=12))
def test_whatever_is_typed_the_document_prints_the_same(lines: list[str]) -> None:
    made = turned(*lines)
    assert printed(made) == lines
    assert made.count + len(made.doubts) == sum(line != "正文。" for line in lines)
