"""README's table of what docxtpl's documentation shows: each line is held by a template that uses it."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pictured import desk, shown
from specimens import NOTE_ENDS, draft, faults, p, part, row, table

from reportgen.commands.cli import OK
from reportgen.word.package import DOCUMENT

README = Path(__file__).parents[2] / "README.md"
ITEMS = "{% for 项 in 存在的问题 %}"

Held = Callable[[], None]


def prints(body: str, *lines: str, **texts: object) -> Held:
    """Return what holds that a body prints these lines, with these texts of the year put otherwise."""

    def held() -> None:
        assert draft(body, texts).lines() == list(lines)

    return held


def refuses(reason: str, *bodies: str) -> Held:
    """Return what holds that each of some bodies is refused, the first line saying this reason."""

    def held() -> None:
        for body in bodies:
            first, *_ = [issue.message for issue in faults(body)]
            assert reason in first

    return held


def everywhere() -> None:
    """Hold that tags are filled in headers, footers and footnotes."""
    others = {
        "header1.xml": part("hdr", p("{{ 街道 }}")),
        "footer1.xml": part("ftr", p("{{ 死亡 }}")),
        "footnotes.xml": part("footnotes", NOTE_ENDS + f'<w:footnote w:id="1">{p("{{ 总人口 }}")}</w:footnote>'),
    }
    report = draft(p("甲", '<w:r><w:footnoteReference w:id="1"/></w:r>'), others=others)
    assert ["".join(report.lines(f"word/{name}")) for name in others] == ["八街街道", "85", "110"]


def prints_a_picture() -> None:
    """Hold that a picture of the year's folder is printed in the body, a table and a header."""
    with tempfile.TemporaryDirectory() as folder:
        header = {"header1.xml": part("hdr", p("{{ 印章 }}"))}
        made = desk(Path(folder), p("{{ 印章 }}") + table(row("{{ 照片 }}")), header)
        assert made.runs() == OK
        assert [one.name for story in (DOCUMENT, "word/header1.xml") for one in shown(made, story)] == [
            "印章",
            "照片",
            "印章",
        ]


FEATURES: dict[str, Held] = {
    "`{{ 名称 }}`": prints(p("死亡{{ 死亡 }}人"), "死亡85人"),
    "`{% if %}`, `{% elif %}`, `{% else %}` in a paragraph": prints(
        p("{% if 死亡 > 90 %}多{% elif 死亡 > 80 %}中{% else %}少{% endif %}"), "中"
    ),
    "`{%p if %}`, `{%p for %}`: paragraphs": prints(
        p("{%p if 死亡 %}") + p("{%p for 项 in 存在的问题 %}") + p("{{ 项 }}") + p("{%p endfor %}") + p("{%p endif %}"),
        "人手不足",
        "经费不足",
    ),
    "`{%tr for %}`, `{%tr if %}`: rows of a table": prints(
        table(
            row("{%tr for 村 in 总人口 | 按('村（社区）') %}"),
            row("{%tr if 村 > 50 %}"),
            row("{{ 村.名称 }}", "{{ 村 }}"),
            row("{%tr endif %}"),
            row("{%tr endfor %}"),
        ),
        "甲村",
        "80",
    ),
    "`{%tc for %}`: columns of a table": prints(
        table(
            row("{%tc for 村 in 总人口 | 按('村（社区）') %}", "{{ 村.名称 }}", "{%tc endfor %}"),
            row("{%tc for 村 in 总人口 | 按('村（社区）') %}", "{{ 村 }}", "{%tc endfor %}"),
        ),
        "甲村",
        "乙村",
        "80",
        "30",
    ),
    "`{%r if %}`: runs": refuses("只能写成 {{ 名称 }}、{% … %}", p("{%r if 死亡 %}有{%r endif %}")),
    "`{% for %}` … `{% else %}` for an empty list": prints(
        p(f"{ITEMS}{{{{ 项 }}}}{{% else %}}没有{{% endfor %}}"), "没有", 存在的问题=()
    ),
    "`loop.index`, `loop.first`, `loop.last`": prints(
        p(
            f"{ITEMS}{{% if loop.first %}}共{{% endif %}}{{{{ loop.index }}}}{{% if loop.last %}}。{{% endif %}}{{% endfor %}}"
        ),
        "共12。",
    ),
    "`loop.length`, `loop.cycle()` and the rest of `loop`": refuses(
        "这一项。",
        p(f"{ITEMS}{{{{ loop.length }}}}{{% endfor %}}"),
        p(f"{ITEMS}{{{{ loop.revindex }}}}{{% endfor %}}"),
    ),
    "`{%-` and `-%}`: join paragraphs, trim blanks": prints(
        p("死亡 {{- 死亡 -}} 人") + p("{%- if 死亡 > 80 -%}") + p("，较多") + p("{%- endif -%}") + p("。"),
        "死亡85人，较多。",
    ),
    "`{# 说明 #}`": prints(p("死亡{# 每年核对 #}{{ 死亡 }}人"), "死亡85人"),
    "filters (Jinja's `round`, `upper`, …)": refuses(
        "没有过滤器「", *(p(f"{{{{ 死亡 | {name} }}}}") for name in ("round", "upper", "int", "e"))
    ),
    "calculation, calls, `{% set %}`, `{% include %}`, `{% macro %}`": refuses(
        "不",
        *map(p, ("{{ 死亡 + 出生 }}", "{{ 街道() }}", "{% set 甲 = 1 %}", "{% include '甲' %}", "{% macro 甲() %}")),
    ),
    "`{{r 名称 }}` with RichText": prints(p("{{r 简介 }}"), "一是抓宣传。", 简介="**一是**抓宣传。"),
    "`{{p 名称 }}` with a sub-document": prints(p("{{p 简介 }}"), "第一段。", "第二段。", 简介="第一段。\n\n第二段。"),
    "`{% cellbg 名称 %}`, `{% colspan 名称 %}`, `{% vm %}`, `{% hm %}`": prints(
        table(
            row("{% colspan 2 %}{% cellbg 'FFF2CC' %}甲"),
            row("{%tr for 项 in 存在的问题 %}", ""),
            row("{% vm %}问题", "{{ 项 }}"),
            row("{%tr endfor %}", ""),
        )
        + table(row("{%tc for 项 in 存在的问题 %}", "{% hm %}共{{ 死亡 }}人", "{%tc endfor %}")),
        "甲",
        "问题",
        "人手不足",
        "",
        "经费不足",
        "",
        "共85人",
    ),
    "`{{ 图 }}` with InlineImage": prints_a_picture,
    "new lines and tabs in a text": prints(p("{{ 街道 }}"), "一\n二\t三", 街道="一\n二\t三"),
    "`<`, `>`, `&` in a text": prints(p("{{ 街道 }}"), "<甲>&乙", 街道="<甲>&乙"),
    "headers, footers, footnotes": everywhere,
}


def table_of_readme() -> dict[str, str]:
    """Return README's table: what docxtpl shows, and what it says of it."""
    text = README.read_text(encoding="utf-8").partition("<!-- docxtpl -->")[2].partition("<!-- /docxtpl -->")[0]
    rows = [line.strip("| ").partition(" | ")[::2] for line in text.strip().splitlines()[2:]]
    return dict(rows)


def test_the_table_names_each_feature_that_is_held_and_no_other() -> None:
    assert [*table_of_readme()] == [*FEATURES]


@pytest.mark.parametrize("feature", FEATURES)
def test_a_feature_does_here_what_the_table_says(feature: str) -> None:
    said, held = table_of_readme()[feature], FEATURES[feature]
    assert re.match("works|refused: ", said)
    assert held is everywhere or said.startswith("works" if held.__qualname__.startswith("prints") else "refused: ")
    held()
