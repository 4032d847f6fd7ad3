"""Tags themselves: copied, behind another metric's name, cut by Word, formatted in two ways."""

from __future__ import annotations

import pytest
from specimens import BOLD, catalogue, draft, lines, p, r

from reportgen.authoring.tag_use import cut_notes, slot_issues
from reportgen.base.issues import Issue, Severity


def found(*runs: str) -> list[Issue]:
    return list(slot_issues(lines(p(*runs)), catalogue()))


# ---- copied ------------------------------------------------------------------------------------------------------------------


def test_a_tag_that_stands_twice_in_a_sentence_was_copied() -> None:
    (issue,) = found("出生{{ 出生 }}人，其中男{{ 男孩 }}人，女{{ 男孩 }}人。")
    assert str(issue) == (
        "report.docx 第1段「女{{ 男孩 }}人。」：标签 {{ 男孩 }} 在一句话里出现了两次，像是复制后没有改名称。请核对第二处该是哪个指标。"
    ).replace("人。」", "人」")
    assert (issue.check, issue.severity, issue.metrics) == ("重复的标签", Severity.WARNING, ("男孩",))


@pytest.mark.parametrize(
    "text",
    [
        "男{{ 男孩 }}人。女{{ 男孩 }}人",
        "男{{ 男孩 }}人；女{{ 男孩 }}人",
        "{% if 死亡 %}男{{ 男孩 }}人{% else %}男孩{{ 男孩 }}人{% endif %}",
        "{{ 年度 }}年，{{ 年度 }}年",
        "至{{ 截止日 }}，至{{ 截止日 }}",
        "男{{ 男孩 }}人，{{ 男孩 | 较上年 }}",
        "{{ 街道 }}、{{ 街道 }}",
        "人{{ 总人口 }}人，{% for 村 in 总人口 | 按('村（社区）') %}{{ 村.名称 }}{{ 村 }}人，{% endfor %}",
    ],
)
def test_what_may_be_said_again_is_fine(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "{% if 死亡 %}男{{ 男孩 }}人{% endif %}，女{{男孩}}人",
        "{% if 死亡 %}男{{ 男孩 }}人{% else %}无{% endif %}，女{{ 男孩 }}人",
        "男{{ 男孩 }}人，{% if 死亡 %}{% if 出生 %}女{{ 男孩 }}人{% endif %}{% endif %}",
    ],
)
def test_conditions_hide_nothing(text: str) -> None:
    assert [issue.check for issue in found(text)] == ["重复的标签"]


# ---- behind another's name ---------------------------------------------------------------------------------------------------


def test_a_tag_behind_the_name_of_another_metric_is_doubtful() -> None:
    (issue,) = found("其中女孩{{ 男孩 }}人")
    assert str(issue) == (
        "report.docx 第1段「其中女孩{{ 男孩 }}人」：前面写的是「女孩」，标签却是 {{ 男孩 }}，是不是应为 {{ 女孩 }}？请核对。"
    )
    assert (issue.check, issue.severity, issue.metrics) == ("标签和文字", Severity.WARNING, ("男孩", "女孩"))


@pytest.mark.parametrize(
    "text",
    [
        "其中男孩{{ 男孩 }}人",
        "人口{{ 总人口 }}人",
        "总人口{{ 农业人口 }}人"[1:],  # a part of its own name
        "流入女孩{{ 男孩 }}人",  # not that metric's name alone
        "死亡{{ 农业比重 }}%",  # another unit
        "女孩{{ 男孩 | 较上年 }}",
        "{{ 男孩 }}人",
    ],
)
def test_other_words_before_a_tag_say_nothing_of_it(text: str) -> None:
    assert found(text) == []


# ---- cut by Word -------------------------------------------------------------------------------------------------------------


def test_a_tag_that_looks_two_ways_prints_as_it_begins() -> None:
    runs = (r("死亡"), r("{{ 死", BOLD + '<w:sz w:val="28"/>'), r("亡 }}", '<w:sz w:val="32"/>'), r("人"))
    (issue,) = found(*runs)
    assert str(issue) == (
        "report.docx 第1段「死亡{{ 死亡 }}人」：标签 {{ 死亡 }} 的字格式不一（加粗、字号）：印出来的数按开头「{{ 死」的格式。"
        "请选中整个标签，重新设一次格式。"
    )
    assert (issue.check, issue.severity) == ("标签的格式", Severity.WARNING)
    assert [look for character, look in draft(p(*runs)).characters if character == "8"] == ["<w:b/><w:sz/>"]


def test_a_cut_that_nobody_sees_is_only_told() -> None:
    chinese = '<w:rFonts w:hint="eastAsia"/><w:lang w:eastAsia="zh-CN"/><w:noProof/>'
    body = p(r("{{ 死", chinese), r("亡 "), r("}}", "<w:rFonts/>"), "人", r("{% if 出"), r("生 %}甲{% endif %}", BOLD))
    every = lines(body)
    assert list(slot_issues(every, catalogue())) == []
    assert list(cut_notes(every)) == [
        "2个标签被 Word 拆成几截，已经接上，不用改：第1段 {{ 死亡 }}、第1段 {% if 出生 %}。"
    ]


def test_a_whole_tag_is_none_of_both() -> None:
    every = lines(p(r("死亡", BOLD), r("{{ 死亡 }}"), r("人", BOLD)))
    assert (list(slot_issues(every, catalogue())), list(cut_notes(every))) == ([], [])
