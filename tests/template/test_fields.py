"""A template with fields of Word's: what a table of contents copied from its headings is no tag, and Word renews it when it opens the report."""

from __future__ import annotations

import pytest
from specimens import draft, faults, p, r

from reportgen.word.fields import renewed_on_opening
from reportgen.word.package import W, parse_part


def char(kind: str) -> str:
    """Return a field's beginning, middle or end."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def field(code: str, *shows: str) -> str:
    """Return a field in runs: its code and what it shows."""
    inside = "".join(one if one.startswith("<") else r(one) for one in shows)
    return f"{char('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{char('separate')}{inside}{char('end')}"


def contents(*entries: str) -> str:
    """Return a table of contents as Word writes it: a field over paragraphs, a page number behind each entry."""
    lines = [f"{r(entry)}{field(' PAGEREF _Toc1 ', '1')}" for entry in entries]
    code = '<w:r><w:instrText> TOC \\o "1-3" \\h </w:instrText></w:r>'
    lines[0] = f"{char('begin')}{code}{char('separate')}{lines[0]}"
    return "".join(f"<w:p>{line}</w:p>" for line in [*lines, char("end")])


HEADING = "{% for 村 in 总人口 | 按('村（社区）') %}{{ 村.名称 }}{{ 村 }}人{% endfor %}"


def test_an_entry_of_the_contents_that_word_copied_from_a_heading_in_a_loop_is_no_tag() -> None:
    looped = p("{%p for 村 in 总人口 | 按('村（社区）') %}") + p("{{ 村.名称 }}") + p("{%p endfor %}")
    body = contents("一、{{ 街道 }}", "二、{{ 村.名称 }}", HEADING) + looped
    assert faults(body) == []
    report = draft(body)
    assert report.lines() == ["一、八街街道1", "", "", "", "甲村", "乙村"]
    assert "{{" not in report.body


def test_a_wrong_tag_of_a_heading_is_told_at_the_heading_alone() -> None:
    (issue,) = faults(contents("一、{{ 街到 }}") + p("{{ 街到 }}"))
    assert issue.location is not None and issue.location.row == 3


def test_a_wrong_tag_in_what_another_field_shows_is_told() -> None:
    (issue,) = faults(p(field(' HYPERLINK "http://example.org" ', "{{ 街到 }}")))
    assert "没有「街到」这个名称" in issue.message


@pytest.mark.parametrize(
    ("code", "renewed"),
    [
        (' TOC \\o "1-3" ', True),
        (" REF _Ref1 ", True),
        (" =SUM(ABOVE) ", True),
        (" PAGE ", False),
        (' HYPERLINK "http://example.org" ', False),
    ],
)
def test_word_renews_on_opening_what_is_made_of_the_rest_of_the_document(code: str, renewed: bool) -> None:
    settings = draft(p(field(code, "1"))).root("word/settings.xml")
    assert [one.get(f"{W}val") for one in settings.findall(f"{W}updateFields")] == ["true"] * renewed


def test_settings_that_say_of_it_already_stay_as_they_are() -> None:
    space = W.strip("{}")
    said = f'<w:settings xmlns:w="{space}"><w:zoom/><w:updateFields w:val="false"/><w:compat/></w:settings>'.encode()
    assert renewed_on_opening(said) == said
    bare = said.replace(b'<w:updateFields w:val="false"/>', b"")
    names = ("zoom", "updateFields", "compat")
    assert [one.tag for one in parse_part(renewed_on_opening(bare))] == [f"{W}{name}" for name in names]
