"""{%- and -%}: paragraphs joined and blanks trimmed as docxtpl's documentation shows it, the first paragraph's settings kept."""

from __future__ import annotations

import pytest
from specimens import BOLD, draft, p, r

from reportgen.word.package import W


@pytest.mark.parametrize(
    ("deaths", "printed"), [("80", "全年死亡85人，较多，请注意。"), ("90", "全年死亡85人，不多，请注意。")]
)
def test_paragraphs_are_joined_as_docxtpl_s_documentation_shows_it(deaths: str, printed: str) -> None:
    lines = (
        "全年死亡{{ 死亡 }}人，",
        f"{{%- if 死亡 > {deaths} -%}}",
        "较多",
        "{%- else -%}",
        "不多",
        "{%- endif -%}",
        "，请注意。",
        "完",
    )
    done = draft("".join(map(p, lines)))
    assert done.lines() == [printed, "完"]
    assert done.titled == [("死亡", "85")]


def test_the_first_of_joined_paragraphs_keeps_its_settings_and_each_run_its_face() -> None:
    body = p("甲", properties='<w:jc w:val="center"/>') + p(r("{%- if 死亡 %}乙", BOLD), r("丙"), r("{% endif %}"))
    done = draft(body)
    assert done.lines() == ["甲乙丙"]
    assert done.characters == [("甲", ""), ("乙", "<w:b/>"), ("丙", "")]
    assert done.root().find(f".//{W}jc") is not None


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("死亡 {{- 死亡 -}} 人", "死亡85人"),
        ("死亡 {{- 死亡 }} 人", "死亡85 人"),
        ("死亡  {%- if 死亡 -%}  多  {%- endif -%}  人", "死亡多人"),
        ("死亡 {#- 说明 -#} 人", "死亡人"),
        ("{{- 死亡 -}}", "85"),
        ("3-5人{{ 死亡 }}", "3-5人85"),
    ],
)
def test_within_a_paragraph_the_sign_trims_blanks(typed: str, printed: str) -> None:
    assert draft(p(typed)).lines() == [printed]


def test_a_tag_that_word_cut_into_runs_joins_too() -> None:
    assert draft(p("甲") + p("{%", "- if 死亡 -", "%}") + p("乙{% endif %}")).lines() == ["甲乙"]


def test_paragraphs_that_both_join_are_joined_once() -> None:
    assert draft(p("甲{% if 死亡 -%}") + p("{%- if 出生 %}乙{% endif %}{% endif %}") + p("丙")).lines() == [
        "甲乙",
        "丙",
    ]


def test_paragraphs_of_cells_are_joined_within_their_cell() -> None:
    inside = f"<w:tc><w:tcPr/>{p('甲')}{p('{%- if 死亡 %}乙{% endif %}')}</w:tc>"
    grid = '<w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid><w:gridCol w:w="4000"/></w:tblGrid>'
    assert draft(f"<w:tbl>{grid}<w:tr>{inside}</w:tr></w:tbl>" + p("完")).lines() == ["甲乙", "完"]
