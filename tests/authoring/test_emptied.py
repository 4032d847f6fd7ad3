"""Paragraphs that a condition, a loop or a missing text leaves empty."""

from __future__ import annotations

import functools
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from specimens import OFFICE, Draft, catalogue, draft, lines, p, package, prepared, row, table, values
from test_typed import NUMBERED, NUMBERING

from reportgen.authoring.tag_use import empty_issues
from reportgen.base.issues import Issue, Severity
from reportgen.template.rendering import render


def found(body: str, others: dict[str, bytes] | None = None) -> list[Issue]:
    return list(empty_issues(lines(body, others), catalogue()))


def test_a_condition_around_all_of_a_paragraph_leaves_an_empty_line() -> None:
    body = p("{% if 死亡 > 100 %}死亡{{ 死亡 }}人。{% endif %}")
    (issue,) = found(body)
    assert str(issue) == (
        "report.docx 第1段「{% if 死亡 > 100 %}死亡{{ 死亡 }}人。{…」：这一段全在 {% if 死亡 > 100 %} 里，条件不成立时会留下一个空行。"
        "请把条件的两个标签各占一段，写成 {%p if … %} 和 {%p endif %}。"
    )
    assert (issue.check, issue.severity) == ("空段", Severity.WARNING)
    assert draft(body).lines() == [""]  # which is what the finding says


def test_a_numbered_one_leaves_its_number() -> None:
    (issue,) = found(p("{% if 死亡 %}死亡{% endif %}", properties=NUMBERED), {"numbering.xml": NUMBERING})
    assert "会留下只剩编号「一、」的空段" in issue.message


@pytest.mark.parametrize(
    "text",
    [
        "{% if 死亡 %}甲{% else %}乙{% endif %}",
        "甲{% if 死亡 %}乙{% endif %}",
        "{% if 死亡 %}甲{% endif %}。",
        "{{ 死亡 }}",
        "{{ 简介 }}",
        "{{ 截止日 }}",
        "",
        "甲",
        "{% if 死亡 %}甲{% elif 出生 %}乙{% else %}{% if 男孩 %}丙{% else %}丁{% endif %}{% endif %}",
    ],
)
def test_what_always_prints_something_is_fine(text: str) -> None:
    assert found(p(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        " {% if 死亡 %}甲{% endif %} ",
        "{% if 死亡 %}甲{% elif 出生 %}乙{% endif %}",
        "{% if 死亡 %}甲{% endif %}{% if 出生 %}乙{% endif %}",
        "{% if 死亡 %}甲{% else %}{% if 男孩 %}丙{% endif %}{% endif %}",
        "{% if 死亡 %}{% else %}乙{% endif %}",
    ],
)
def test_each_way_through_conditions_is_followed(text: str) -> None:
    assert len(found(p(text))) == 1


def test_a_loop_over_a_list_may_print_nothing() -> None:
    (issue,) = found(p("{% for 项 in 存在的问题 %}{{ 项 }}；{% endfor %}"))
    assert (
        "一条都没有的时候会留下一个空行。请把循环的两个标签各占一段，写成 {%p for … %} 和 {%p endfor %}。"
        in issue.message
    )
    assert found(p("{%p for 项 in 存在的问题 %}") + p("{{ 项 }}") + p("{%p endfor %}")) == []


def test_the_second_text_of_an_item_may_be_missing() -> None:
    def items(inside: str) -> str:
        return p("{%p for 项 in 下步工作 %}") + p("{{ 项.标题 }}") + inside + p("{%p endfor %}")

    (issue,) = found(items(p("{{ 项.内容 }}")))
    assert str(issue) == (
        "report.docx 第3段「{{ 项.内容 }}」：这一段只有 {{ 项.内容 }}，没有填的时候会留下一个空行。"
        "请在它的前后各加一段：{%p if … %} 和 {%p endif %}。"
    )
    assert found(items(p("{%p if 项.内容 %}") + p("{{ 项.内容 }}") + p("{%p endif %}"))) == []
    assert found(items(p("内容：{{ 项.内容 }}"))) == []


def test_a_cell_a_picture_and_a_page_break_keep_their_paragraph() -> None:
    assert found(table(row("{% if 死亡 %}甲{% endif %}", "乙"))) == []
    assert found(p("{% if 死亡 %}甲{% endif %}", '<w:r><w:br w:type="page"/></w:r>')) == []


CONDITIONS = ("死亡", "出生", "男孩")
BRANCHES = st.recursive(
    st.sampled_from(["", "甲", " "]),
    lambda inside: st.tuples(st.lists(inside, max_size=2), st.none() | st.lists(inside, max_size=2)),
    max_leaves=4,
)


@functools.cache
def told(chosen: tuple[bool, ...]) -> dict[str, object]:
    """Return what names stand for when these conditions hold and the others don't."""
    office = OFFICE
    for name, number, holds in zip(CONDITIONS, (85, 178, 93), chosen, strict=True):
        office = office.replace(f"{name}: {number}", f"{name}: {number if holds else 0}")
    return values(office)


def written(branches: object, names: list[str]) -> str:
    """Return a template's words for nested conditions, each asking another name."""
    if isinstance(branches, str):
        return branches
    if isinstance(branches, list):
        return "".join(written(one, names) for one in branches)
    assert isinstance(branches, tuple)
    if not names:
        return ""
    name, (then, otherwise) = names.pop(), branches
    told_otherwise = "" if otherwise is None else f"{{% else %}}{written(otherwise, names)}"
    return f"{{% if {name} %}}{written(then, names)}{told_otherwise}{{% endif %}}"


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(st.lists(BRANCHES, max_size=3))
def test_a_paragraph_is_told_when_and_only_when_some_year_leaves_it_empty(branches: list[object]) -> None:
    text = written(branches, list(CONDITIONS))
    template = prepared(package(p(text)))
    chosen = itertools.product([True, False], repeat=len(CONDITIONS))
    printed = {"".join(Draft(render(template, told(one))).lines()).strip() for one in chosen}
    assert bool(found(p(text))) == ("" in printed and "{%" in text), (text, printed)
