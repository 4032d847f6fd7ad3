"""Tags as Word leaves them: cut into runs and made whole again; and every tag that can't be used, told with its place and reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from specimens import (
    BOLD,
    ITALIC,
    NOTE_ENDS,
    draft,
    faults,
    p,
    package,
    part,
    prepared,
    r,
    row,
    table,
    usual_values,
)

from reportgen.template.compiled import Part
from reportgen.template.rendering import render
from reportgen.word.package import W

PROOF = '<w:proofErr w:type="spellStart"/>'
BOOKMARK = '<w:bookmarkStart w:id="1" w:name="_GoBack"/><w:bookmarkEnd w:id="1"/>'
PRINTED = [("总人口", "110")]


# Whole again


@pytest.mark.parametrize(
    "cut",
    [
        [r("共{{ 总人口 }}人")],
        [r("共{"), r("{ 总人口 }}人")],
        [r("共{{ 总人口 }"), r("}人")],
        [r("共{{ "), PROOF, r("总人口"), '<w:proofErr w:type="spellEnd"/>', r(" }}人")],
        [r("共{{ 总"), r("人", BOLD), r("口 }}人")],
        [r("共{{ 总"), BOOKMARK, r("人口 }}人")],
        [r("共{{ 总"), '<w:r w:rsidR="00A77B3E"><w:t>人口 }}</w:t></w:r>', r("人")],
        ["<w:r><w:t>共{{ 总</w:t><w:t>人口 }}人</w:t></w:r>"],
        [r("共{"), r("{"), r(" "), r("总"), r("人"), r("口"), r(" "), r("}"), r("}"), r("人")],
        [r("共{{ 总"), '<w:ins w:id="7" w:author="甲">', r("人"), "</w:ins>", r("口 }}人")],
        [r("共{{ 总"), '<w:hyperlink w:anchor="甲">', r("人口 }}"), "</w:hyperlink>", r("人")],
        [r("共{{ 总"), "<w:sdt><w:sdtContent>", r("人口 }}人"), "</w:sdtContent></w:sdt>"],
        [r("共{{ 总"), "<w:r><w:lastRenderedPageBreak/><w:t>人口 }}人</w:t></w:r>"],
        [r("共{{\u200b总\u00ad人\u200e口\ufeff}}人")],
        [r("共{{\u3000总人口\u00a0}}人")],
        [r("共{{总人口}}人")],
    ],
)
def test_a_tag_is_whole_however_word_has_cut_it(cut: list[str]) -> None:
    report = draft(f"<w:p>{''.join(cut)}</w:p>")
    assert report.lines() == ["共110人"]
    assert report.titled == PRINTED
    assert all(any(child.tag != f"{W}rPr" for child in run) for run in report.root().iter(f"{W}r"))


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("{% for 部分 in 总人口 | 按(‘村（社区）’) %}{{ 部分.名称 }}{% endfor %}", "甲村乙村"),
        ("{% for 部分 in 总人口 | 按(‘村（社区）') %}{{ 部分.名称 }}{% endfor %}", "甲村乙村"),
        ("{% if 街道 == “八街街道” %}对{% endif %}", "对"),
        ("{% if 街道 == '“八街”' %}错{% else %}对{% endif %}", "对"),
    ],
)
def test_quotes_that_word_has_curled_are_straight_again_unless_they_are_quoted(typed: str, printed: str) -> None:
    assert draft(p(typed)).lines() == [printed]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("共｛｛ 总人口 ｝｝人", "共110人"),
        ("共{｛总人口｝}人", "共110人"),
        ("｛％ if 死亡 ＞ ８０ ％｝多{％ else ％}少｛% endif %｝", "多"),
        ("{% if 死亡 ≥ 85 and 出生 ≠ 0 %}对{% endif %}", "对"),
        ("{% if 死亡 ＝＝ 85 and 出生！＝0 and 死亡＜＝８５．５ %}对{% endif %}", "对"),
        ("{% for 部分 in 总人口 ｜ 按（‘村（社区）’） %}{{ 部分。名称 }}{% endfor %}", "甲村乙村"),
        ("{% for 部分 in 总人口｜按（＇村（社区）＇） %}{{ 部分．名称 }}、{% endfor %}", "甲村、乙村、"),
        ("{% if 街道 == “（＞）” %}错{% else %}对{% endif %}", "对"),
        ("{# ｛｛ 不印 ｝｝ #}共{＃ 总数 ＃}{{ 总人口 }}人", "共110人"),
        ("共{# 人数 #｝若干人", "共若干人"),
        ("{{ 截止日 ｜ 日期（“YYYY-MM-DD”） }}", "2018-09-30"),
        ("{{ 死亡 | 小数（２） }}", "85.00"),
    ],
)
def test_braces_quotes_and_signs_of_an_input_method_are_read_as_what_they_mean(typed: str, printed: str) -> None:
    assert draft(p(typed)).lines() == [printed]
    assert draft(p(*(r(sign) for sign in typed))).lines() == [printed]  # each in a run of its own


def test_a_list_may_be_empty_and_say_so_in_its_else() -> None:
    body = p("{% for 项 in 存在的问题 %}{{ loop.index }}.{{ 项 }}；{% else %}没有问题。{% endfor %}")
    assert draft(body).lines() == ["1.人手不足；2.经费不足；"]
    assert draft(body, {"存在的问题": ()}).lines() == ["没有问题。"]
    whole = (
        p("{%p for 项 in 存在的问题 %}") + p("{{ 项 }}") + p("{%p else %}") + p("没有，{{ 死亡 }}") + p("{%p endfor %}")
    )
    assert draft(whole).lines() == ["人手不足", "经费不足"]
    assert draft(whole, {"存在的问题": ()}).lines() == ["没有，85"]


def test_a_misspelt_block_is_told_once_and_what_stands_in_it_is_read() -> None:
    body = p("{% p for 项 in 存在的问题 %}") + p("{{ 项 }}") + p("{%p endfor %}")
    (told,) = faults(body)
    assert told.message.endswith("紧跟在 {% 后面，再空一格，要写成 {%p for 项 in 存在的问题 %}。")


def test_a_quoted_text_may_hold_what_xml_and_typography_have_signs_for() -> None:
    body = p("{% if 街道 == '“甲”&<乙>' %}同{% else %}异{% endif %}")
    assert draft(body, {"街道": "“甲”&<乙>"}).lines() == ["同"]


def test_what_stands_inside_a_cut_tag_stays_in_the_paragraph() -> None:
    report = draft(
        p(r("{{ 总"), '<w:bookmarkStart w:id="1" w:name="甲"/>', r("人口 }}"), '<w:bookmarkEnd w:id="1"/>', r("人"))
    )
    assert [element.tag for element in report.root().iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")] == [
        f"{W}bookmarkStart",
        f"{W}bookmarkEnd",
    ]


def test_text_behind_a_cut_tag_keeps_its_own_formatting() -> None:
    report = draft(p(r("共{{ 总", BOLD), r("人口 }}人", ITALIC)))
    assert report.characters == [("共", BOLD), ("1", BOLD), ("1", BOLD), ("0", BOLD), ("人", ITALIC)]


@dataclass(frozen=True)
class Cut:
    """A paragraph's text in runs of random length and formatting, with what Word puts between them."""

    runs: tuple[tuple[str, str], ...]
    between: tuple[str, ...]

    @property
    def xml(self) -> str:
        """Return the paragraph."""
        return "<w:p>" + "".join(r(*run) + sign for run, sign in zip(self.runs, self.between, strict=True)) + "</w:p>"


def cuts(text: str) -> st.SearchStrategy[Cut]:
    """Return ways in which Word might cut a text."""

    def of(places: set[int]) -> st.SearchStrategy[Cut]:
        ends = [0, *sorted(places), len(text)]
        pieces = [text[begin:end] for begin, end in pairwise(ends)]
        formats = st.tuples(*(st.sampled_from(["", BOLD, ITALIC, "<w:u/>"]) for _ in pieces))
        signs = st.tuples(
            *(st.sampled_from(["", "", PROOF, BOOKMARK, "<w:r><w:lastRenderedPageBreak/></w:r>"]) for _ in pieces)
        )
        return st.builds(lambda styles, between: Cut(tuple(zip(pieces, styles, strict=True)), between), formats, signs)

    return st.sets(st.integers(1, len(text) - 1), max_size=25).flatmap(of)


SENTENCE = (
    "截止{{ 截止日 | 月日 }}，{{ 街道 }}{% if 死亡 == 0 %}无死亡{% elif 死亡 > 80 and 街道 != '<&>' %}死亡{{ 死亡 }}人{% endif %}"
    "{% for 部分 in 总人口 | 按('村（社区）') %}、{{ 部分.名称 }}{{ 部分 }}人{# 各村 #}{% endfor %}。"
)


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(cuts(SENTENCE))
def test_cut_anywhere_and_formatted_anyhow_it_prints_the_same_with_the_same_marks(cut: Cut) -> None:
    report = draft(cut.xml, audited=False)
    assert report.lines() == ["截止9月30日，八街街道死亡85人、甲村80人、乙村30人。"]
    assert report.titled == [("截止日", "9月30日"), ("死亡", "85"), ("总人口·甲村", "80"), ("总人口·乙村", "30")]


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(cuts("截止{{ 截止日 | 月日 }}，总人口{{ 总人口 }}人，死亡{{死亡}}人。"))
def test_every_character_keeps_its_formatting_and_a_mark_has_that_of_its_first_brace(cut: Cut) -> None:
    typed = [(character, style) for text, style in cut.runs for character in text]
    text = "".join(character for character, _ in typed)
    expected: list[tuple[str, str]] = []
    end = 0
    for tag, printed in zip(re.finditer(r"\{\{.*?\}\}", text), ("9月30日", "110", "85"), strict=True):
        expected += typed[end : tag.start()] + [(character, typed[tag.start()][1]) for character in printed]
        end = tag.end()
    report = draft(cut.xml, audited=False)
    assert report.characters == expected + typed[end:]
    for control in report.root().iter(f"{W}sdt"):
        inside, outside = control.find(f"{W}sdtContent/{W}r/{W}rPr"), control.find(f"{W}sdtPr/{W}rPr")
        assert [one.tag for one in (() if inside is None else inside)] == [
            one.tag for one in (() if outside is None else outside)
        ]


# Told

IMAGE = "<w:r><w:pict/></w:r>"
FAULTS: dict[str, tuple[str, str]] = {
    "an unknown name, with the nearest": (p("{{ 总人囗 }}"), "没有「总人囗」这个名称。是不是「总人口」？"),
    "a name that nothing is near": (p("{{ qqq }}"), "：没有「qqq」这个名称。"),
    "a misspelt filter": (
        p("{{ 截止日 | 日月 }}"),
        "没有过滤器「日月」，可用：上年、上年同期、千分位、同比、在、增减、增幅、大写、小数、按、排序、日期、月日、月点日、简写、起止月、较上年、较上年同期。",
    ),
    "a filter of Jinja's": (p("{{ 街道 | upper }}"), "没有过滤器「upper」"),
    "a filter that would open a door": (p("{{ 下步工作 | map(attribute='标题') }}"), "没有过滤器「map」"),
    "a list printed": (p("{{ 存在的问题 }}"), "是一个列表，要用 {% for … in … %}"),
    "items printed": (p("{{ 下步工作 }}"), "是一个列表"),
    "a breakdown printed": (p("{{ 总人口 | 按('户口') }}"), "是一个列表"),
    "an item printed whole": (p("{% for 项 in 下步工作 %}{{ 项 }}{% endfor %}"), "要写出印哪一项：标题、内容、items。"),
    "the loop printed": (p("{% for 项 in 存在的问题 %}{{ loop }}{% endfor %}"), "要写出印哪一项：first、last、index。"),
    "a yes or no printed": (p("{% for 项 in 存在的问题 %}{{ loop.first }}{% endfor %}"), "只能写在 {% if … %} 里"),
    "an unknown attribute": (p("{% for 项 in 下步工作 %}{{ 项.题目 }}{% endfor %}"), "没有「题目」这一项。是不是「标题」？"),
    "an attribute of a figure": (p("{{ 总人口.figure }}"), "没有「figure」这一项。"),
    "an attribute of a text": (p("{{ 街道.format }}"), "没有「format」这一项。"),
    "an attribute of the loop": (p("{% for 项 in 存在的问题 %}{{ loop.length }}{% endfor %}"), "有：first、last、index。"),
    "arithmetic": (p("{{ 总人口 - 死亡 }}"), "不能计算，请在指标目录里加一个指标"),
    "a sign": (p("{{ -总人口 }}"), "不能计算"),
    "texts joined": (p("{{ 街道 ~ 简介 }}"), "不能计算"),
    "a call": (p("{{ 街道() }}"), "不能带括号调用"),
    "a call of Jinja's": (p("{{ range(9) }}"), "不能带括号调用"),
    "an index": (p("{{ 存在的问题[0] }}"), "不能用方括号"),
    "a test": (p("{% if 总人口 is defined %}有{% endif %}"), "不能用 is"),
    "one among several": (p("{% if 街道 in 存在的问题 %}有{% endif %}"), "比较只能用 ==、!=、>、>=、<、<="),
    "a comparison printed": (p("{{ 总人口 > 3 }}"), "条件只能写在 {% if … %} 里"),
    "a choice printed": (p("{{ 街道 if 死亡 else 简介 }}"), "条件只能写在 {% if … %} 里"),
    "a literal printed": (p("{{ '街道' }}"), "不带引号的文字直接写在标签外面"),
    "two names in one tag": (p("{{ 街道, 简介 }}"), "不能这样写"),
    "an empty tag": (p("共{{ }}人"), "标签是空的，请写名称。"),
    "an assignment": (p("{% set 甲 = 1 %}"), "不认识「set」，只能用 if、elif、else、endif、for、endfor。"),
    "an include": (p("{% include 'word/styles.xml' %}"), "不认识「include」"),
    "an import": (p("{% import 'os' as os %}"), "不认识「import」"),
    "a macro": (p("{% macro 甲() %}"), "不认识「macro」"),
    "raw text": (p("{% raw %}{% endraw %}"), "不认识「raw」"),
    "a call block": (p("{% call 甲() %}"), "不认识「call」"),
    "a block": (p("{% block 甲 %}"), "不认识「block」"),
    "a misspelt statement": (p("{% fi 死亡 %}"), "不认识「fi」"),
    "an empty statement": (p("{% %}"), "不认识「」"),
    "an if without condition": (p("{% if %}有{% endif %}"), "后面要写条件"),
    "an if that stays open": (p("{% if 死亡 %}有"), "没有对应的 {% endif %}。"),
    "a for that stays open": (p("{%p for 项 in 存在的问题 %}"), "没有对应的 {% endfor %}。"),
    "an endif of nothing": (p("有{% endif %}"), "前面没有与它对应的 {% if … %}。"),
    "an endfor for an if": (p("{% if 死亡 %}有{% endfor %}"), "前面没有与它对应的 {% for … %}。"),
    "an else of nothing": (p("有{% else %}无"), "前面没有与它对应的 {% if … %}。"),
    "an elif behind the else": (p("{% if 死亡 %}{% else %}{% elif 出生 %}{% endif %}"), "else 后面只能是 endif。"),
    "a second else": (p("{% if 死亡 %}{% else %}{% else %}{% endif %}"), "else 后面只能是 endif。"),
    "an elif in a for": (p("{% for 项 in 存在的问题 %}{% elif 死亡 %}无{% endfor %}"), "前面没有与它对应的 {% if … %}。"),
    "a second else in a for": (
        p("{% for 项 in 存在的问题 %}{% else %}无{% else %}{% endfor %}"),
        "else 后面只能是 endfor。",
    ),
    "a loop's variable behind its else": (
        p("{% for 项 in 存在的问题 %}{{ 项 }}{% else %}{{ 项 }}{% endfor %}"),
        "没有「项」这个名称。",
    ),
    "words behind an endif": (p("{% if 死亡 %}有{% endif 死亡 %}"), "endif 后面不能再有字。"),
    "words behind an else": (p("{% if 死亡 %}有{% else 无 %}{% endif %}"), "else 后面不能再有字。"),
    "a loop over a figure": (p("{% for 项 in 总人口 %}{% endfor %}"), "只能对列表循环，或对「数 | 按('列名')」循环。"),
    "a loop over a text": (p("{% for 字 in 街道 %}{% endfor %}"), "只能对列表循环"),
    "a loop without a list": (p("{% for 项 %}{% endfor %}"), "写法不对"),
    "a loop with two variables": (p("{% for 甲, 乙 in 下步工作 %}{% endfor %}"), "循环应写成 {% for 项 in 列表 %}。"),
    "a loop that calls itself": (p("{% for 项 in 存在的问题 recursive %}{% endfor %}"), "循环应写成"),
    "a variable with a metric's name": (p("{% for 死亡 in 存在的问题 %}{% endfor %}"), "循环里的「死亡」和已有的名称相同，请换一个词。"),
    "a variable of an outer loop": (
        p("{% for 项 in 存在的问题 %}{% for 项 in 下步工作 %}{% endfor %}{% endfor %}"),
        "循环里的「项」和已有的名称相同",
    ),
    "a variable called loop": (p("{% for loop in 存在的问题 %}{% endfor %}"), "循环里的「loop」和已有的名称相同"),
    "a variable behind its loop": (p("{% for 项 in 存在的问题 %}{% endfor %}{{ 项 }}"), "没有「项」这个名称。"),
    "loop in the choice of what to loop over": (p("{% for 项 in 存在的问题 if loop.first %}{% endfor %}"), "没有「loop」这个名称。"),
    "an outer loop in the choice of what an inner one loops over": (
        p("{% for 项 in 存在的问题 %}{% for 部分 in 总人口 | 按('户口') if loop.first %}{% endfor %}{% endfor %}"),
        "没有「loop」这个名称。",
    ),
    "a date's wording for a number": (p("{{ 总人口 | 月日 }}"), "「月日」只能用于日期。"),
    "a wording reworded": (p("{{ 截止日 | 月日 | 简写 }}"), "「简写」只能用于日期。"),
    "a wording with arguments": (p("{{ 截止日 | 月日(1) }}"), "「月日」后面不带括号。"),
    "a breakdown by an unknown column": (
        p("{% for 部分 in 总人口 | 按('村(社区)') %}{% endfor %}"),
        "列名可用：户口、村（社区）。是不是「村（社区）」？",
    ),
    "a breakdown by nothing": (p("{% for 部分 in 总人口 | 按 %}{% endfor %}"), "「按」应写成 数 | 按('列名')"),
    "a breakdown of a rate": (p("{% for 部分 in 农业比重 | 按('户口') %}{% endfor %}"), "列名可用：村（社区）。"),
    "a breakdown of a typed number": (p("{% for 部分 in 死亡 | 按('户口') %}{% endfor %}"), "「按」只能用于从表里合计的数，和只从"),
    "another's part outside of a loop": (p("{{ 总人口 | 在(死亡) }}"), "「在」应写成 数 | 在(项)"),
    "another's part without a loop's variable": (p("{{ 总人口 | 在 }}"), "「在」应写成 数 | 在(项)"),
    "another's part by a text": (p("{{ 总人口 | 在('甲村') }}"), "「在」应写成 数 | 在(项)"),
    "another's part of what has none": (
        p("{% for 村 in 总人口 | 按('村（社区）') %}{{ 死亡 | 在(村) }}{% endfor %}"),
        "「在」只能用于可以按「村（社区）」分的数",
    ),
    "another's part by a list's item": (
        p("{% for 项 in 存在的问题 %}{{ 总人口 | 在(项) }}{% endfor %}"),
        "「在」应写成 数 | 在(项)",
    ),
    "a part's comparison with last year": (
        p("{% for 村 in 总人口 | 按('村（社区）') %}{{ 总人口 | 在(村) | 较上年 }}{% endfor %}"),
        "「较上年」只能用于指标的数，直接跟在它的名称后面。",
    ),
    "commas in a date": (p("{{ 截止日 | 千分位 }}"), "「千分位」只能用于指标的数"),
    "commas in a year": (p("{{ 年度 | 千分位 }}"), "「千分位」只能用于指标的数，「年度」是年份。"),
    "commas behind numerals": (p("{{ 死亡 | 大写 | 千分位 }}"), "直接跟在它的名称后面，或写在「小数」后面。"),
    "a year in numerals": (p("{{ 年度 | 大写 }}"), "「大写」只能用于指标的数"),
    "a year compared with last year's": (p("{{ 年度 | 较上年 }}"), "「较上年」只能用于指标的数"),
    "a comparison of a number worded already": (p("{{ 死亡 | 千分位 | 较上年 }}"), "「较上年」只能用于指标的数，直接跟在它的名称后面。"),
    "decimals behind commas": (p("{{ 死亡 | 千分位 | 小数(1) }}"), "「小数」只能用于指标的数，直接跟在它的名称后面。"),
    "decimals of a text": (p("{{ 街道 | 小数(1) }}"), "「小数」只能用于指标的数"),
    "decimals of the round of a loop": (
        p("{% for 项 in 存在的问题 %}{{ loop.index | 小数(1) }}{% endfor %}"),
        "「小数」只能用于指标的数",
    ),
    "decimals without a number of them": (p("{{ 死亡 | 小数 }}"), "「小数」后面要带括号，写成 | 小数(2)。"),
    "decimals and something else": (p("{{ 死亡 | 小数(1, 2) }}"), "「小数」后面要带括号，写成 | 小数(2)。"),
    "decimals by another figure": (p("{{ 死亡 | 小数(出生) }}"), "「小数」后面要带括号"),
    "seven decimals": (p("{{ 死亡 | 小数(7) }}"), "「小数」应写成 | 小数(2) 的样子：括号里是小数的位数，0到6。"),
    "half a decimal": (p("{{ 死亡 | 小数(1.5) }}"), "括号里是小数的位数，0到6"),
    "decimals in words": (p("{{ 死亡 | 小数('两位') }}"), "括号里是小数的位数，0到6"),
    "yes for a number of decimals": (p("{{ 死亡 | 小数(true) }}"), "括号里是小数的位数，0到6"),
    "a date without its form": (p("{{ 截止日 | 日期 }}"), "「日期」后面要带括号，写成 | 日期('YYYY-MM-DD')。"),
    "a date in a form of Python's": (p("{{ 截止日 | 日期('%Y-%m-%d') }}"), "「日期」应写成 | 日期('YYYY-MM-DD') 的样子：YYYY 是年，MM 或 M 是月"),
    "a date in a form that says nothing": (p("{{ 截止日 | 日期('年月日') }}"), "YYYY 是年，MM 或 M 是月"),
    "a date in a form with blanks": (p("{{ 截止日 | 日期('YYYY MM') }}"), "不留空格"),
    "a number in a date's form": (p("{{ 死亡 | 日期('YYYY') }}"), "「日期」只能用于日期。"),
    "a year in a date's form": (p("{{ 年度 | 日期('YYYY') }}"), "「日期」只能用于日期。"),
    "a number against a text": (p("{% if 街道 > 5 %}{% endif %}"), "比较的两边要同是数、同是日期或同是文字。"),
    "a date against a number": (p("{% if 截止日 > 5 %}{% endif %}"), "比较的两边要同是数"),
    "texts by size": (p("{% if 街道 < 简介 %}{% endif %}"), "文字只能用 ==、!= 比较。"),
    "a chain of comparisons that ends in a text": (p("{% if 1 < 死亡 < 街道 %}{% endif %}"), "比较的两边要同是数"),
    "a list compared": (p("{% if 存在的问题 > 3 %}{% endif %}"), "比较的两边要同是数"),
    "a condition of a literal": (p("{% if 1 %}{% endif %}"), "条件里要写一个数、文字、列表，或一个比较。"),
    "one equals sign": (p("{% if 死亡 = 0 %}{% endif %}"), "相等要写 =="),
    "a sign that means nothing": (p("{% if 死亡 〉 0 %}{% endif %}"), "里面有「〉」：符号要用半角"),
    "a column without quotes": (
        p("{% for 部分 in 总人口 | 按(村（社区）) %}{% endfor %}"),
        "「按」应写成 数 | 按('列名')，列名可用：户口、村（社区）。",
    ),
    "elseif": (p("{% if 死亡 %}{% elseif 出生 %}{% endif %}"), "这里的「否则如果」写作 elif，要写成 {% elif 出生 %}。"),
    "else if": (p("{% if 死亡 %}{% else if 出生 > 3 %}{% endif %}"), "这里的「否则如果」写作 elif，要写成 {% elif 出生 > 3 %}。"),
    "elsif of a paragraph": (
        p("{%p if 死亡 %}") + p("{%p elsif 出生 %}") + p("{%p endif %}"),
        "要写成 {%p elif 出生 %}。",
    ),
    "a space before tr": (
        table(row("{% tr for 项 in 存在的问题 %}"), row("{{ 项 }}"), row("{% tr endfor %}")),
        "「tr」要小写，紧跟在 {% 后面，再空一格，要写成 {%tr for 项 in 存在的问题 %}。",
    ),
    "a capital P": (p("{%P if 死亡 %}") + p("{%P endif %}"), "「p」要小写，紧跟在 {% 后面，再空一格，要写成 {%p if 死亡 %}。"),
    "no space behind p": (p("{%pif 死亡 %}") + p("{%pendif %}"), "要写成 {%p if 死亡 %}。"),
    "a capital statement": (p("{% IF 死亡 %}有{% EndIf %}"), "这个词要小写，要写成 {% if 死亡 %}。"),
    "end if": (p("{% if 死亡 %}有{% end if %}"), "end 和后面的词连着写，要写成 {% endif %}。"),
    "an unfinished expression": (p("{{ 总人口 | }}"), "写法不对，请对照 README 里的例子"),
    "infinity": (p("{% if 死亡 > 1e999 %}{% endif %}"), "标签里只能写名称"),
    "truth": (p("{% if 死亡 == true %}{% endif %}"), "标签里只能写名称"),
    "braces that don't match": (p("共{{ 总人口 }人"), "或者是全角的：「共{{ 总人口 }人」。要写成 {{ 名称 }} 或 {% … %}，都用半角。"),
    "a wrong brace far in a paragraph": (p("共{{ 总人口 }}人，" * 9 + "死亡{{ 死亡 }"), "人，共{{ 总人口 }}人，死亡{{ 死亡 }」"),
    "a brace that the next tag closes": (p("共{{ 总人口 }人，死亡{{ 死亡 }}人"), "里面又有「{{」：前面那个标签的括号没有写完整"),
    "a name in single braces": (p("共{ 总人口 }人"), "标签的括号不成对，或者是全角的：「共{ 总人口 }人」"),
    "a name in single wide braces": (p("共{{ 总人口 }}人，死亡｛死亡｝人"), "标签的括号不成对"),
    "wide braces that don't match": (p("共｛｛总人口｝人"), "标签的括号不成对，或者是全角的"),
    "a wide statement that stays open": (p("{％ if 死亡 ％}"), "没有对应的 {% endif %}。"),
    "a tag across two paragraphs": (p("共{{ 总") + p("人口 }}人"), "标签的括号不成对"),
    "docxtpl's rich text, of a number": (p("{{r 总人口 }}"), "{{r 只用来印年度的文字"),
    "docxtpl's sub-document, of a number": (p("{{p 总人口 }}"), "{{p 只用来印年度的文字"),
    "docxtpl's run tag": (p("{%r if 死亡 %}有{%r endif %}"), "只能写成 {{ 名称 }}、{% … %}，或者"),
    "docxtpl's cell tag": (table(row("{{tc 死亡 }}")), "只能写成 {{ 名称 }}、{% … %}，或者"),
    "docxtpl's colours": (table(row("{% cellbg 死亡 %}")), "后面要写加引号的颜色，如 'FFF2CC'，或者一项文字的名称。"),
    "a p with a space before it": (p("{% p if 死亡 %}") + p("{% p endif %}"), "要写成 {%p if 死亡 %}。"),
    "a sign that joins nothing": (p("{%- if 死亡 -%}有{% endif %}"), "括号里侧的「-」「+」在这里没有用："),
    "a sign that joins a table": (table(row("甲")) + p("{%- if 死亡 %}有{% endif %}"), "不能是表格或分节"),
    "a sign in a tag of a paragraph": (p("甲") + p("{%-p if 死亡 %}") + p("{%p endif %}"), "括号里侧的「-」「+」在这里没有用："),
    "Jinja's plus": (p("{{+ 死亡 }}"), "括号里侧的「-」「+」在这里没有用："),
    "two p-tags in one paragraph": (p("{%p if 死亡 %}{%p endif %}"), "要单独占一段，前后不能有文字和别的标签。"),
    "text beside a p-tag": (p("有{%p if 死亡 %}") + p("{%p endif %}"), "要单独占一段"),
    "text beside a tr-tag": (table(row("{%tr if 死亡 %}", "有"), row("{%tr endif %}")), "要单独占一行"),
    "a tr-tag outside of a table": (p("{%tr if 死亡 %}") + p("{%tr endif %}"), "{%tr 只能写在表格的行里。"),
    "a picture beside a p-tag": (p("{%p if 死亡 %}", IMAGE) + p("{%p endif %}"), "会和标签一起消失，请移到别处。"),
    "a section's end beside a p-tag": (p("{%p if 死亡 %}", properties="<w:sectPr/>") + p("{%p endif %}"), "分节符"),
    "a plain if across paragraphs": (p("有{% if 死亡 %}") + p("死亡{% endif %}"), "和它的开头不在一处"),
    "a p-if that ends inside a cell": (p("{%p if 死亡 %}") + table(row("{%p endif %}")), "和它的开头不在一处"),
    "an if across cells": (table(row("{% if 死亡 %}", "{% endif %}")), "和它的开头不在一处"),
    "an if that leaves a hyperlink": (p('<w:hyperlink w:anchor="甲">', r("{% if 死亡 %}"), "</w:hyperlink>", r("{% endif %}")), "和它的开头不在一处"),
    "a p-if that ends plainly": (p("{%p if 死亡 %}") + p("{% endif %}"), "开头写的是 {%p，这里也要写成 {%p endif"),
    "blocks in each other without end": (p("{% if 死亡 %}" * 11 + "{% endif %}" * 11), "套得太深，最多10层。"),
    "a tag as long as a page": (p("{{ " + "(" * 400 + "死亡" + ")" * 400 + " }}"), "太长了，最多300个字。"),
    "a tag that is all brackets": (p("{{ " + "(" * 140 + "死亡" + ")" * 140 + " }}"), "写法不对"),
    "a tag in deleted text": (p('<w:del w:id="1" w:author="甲">', "<w:r><w:delText>{{ 死亡 }}</w:delText></w:r>", "</w:del>"), "删除线（修订）"),
    "a tag in moved text": (p('<w:moveFrom w:id="1" w:author="甲">', r("{{ 死亡 }}"), "</w:moveFrom>"), "请先接受或拒绝修订"),
    "a tag in a field code": (p("<w:r><w:instrText>PAGEREF {{ 街道 }}</w:instrText></w:r>"), "不能写在图片说明、公式、链接、域里"),
    "a tag in a bookmark's name": (p('<w:bookmarkStart w:id="1" w:name="{{ 街道 }}"/>'), "不能写在图片说明"),
    "a tag in a picture's description": (
        p('<w:r><w:drawing><wp:inline><wp:docPr id="1" name="图" descr="{{ 街道 }}"/></wp:inline></w:drawing></w:r>'),
        "不能写在图片说明",
    ),
    "a sign without a footnote in a loop": (
        p("{% for 项 in 存在的问题 %}", '<w:r><w:footnoteReference w:id="1"/></w:r>', r("{% endfor %}")),
        "循环里的脚注、尾注没有注文，请在 Word 里删去重新插入。",
    ),
}  # fmt: skip


@pytest.mark.parametrize("wrong", FAULTS)
def test_what_a_template_may_not_say_is_told_with_its_reason(wrong: str) -> None:
    body, reason = FAULTS[wrong]
    found = faults(body)
    assert any(reason in issue.message for issue in found), [issue.message for issue in found]
    for issue in found:
        assert issue.location is not None and issue.location.file == "report.docx"
        assert not re.search(r"[a-zA-Z_]+Error|Undefined|jinja", issue.message)


def test_a_fault_is_told_with_the_tag_its_paragraph_and_what_to_write_instead() -> None:
    (issue,) = faults(p("第一段") + p("截止9月30日，全街道", r("总人口{{ 总"), r("人囗 }}人。", BOLD)))
    assert str(issue.location).startswith("report.docx 第2")
    assert issue.message == (
        "标签 {{ 总人囗 }}（这一段：截止9月30日，全街道总人口{{ 总人囗 }}人。）：没有「总人囗」这个名称。是不是「总人口」？"
    )


def test_all_faults_of_all_parts_are_told_at_once_in_order() -> None:
    header = part("hdr", p("{{ 街到 }}"))
    notes = part("footnotes", NOTE_ENDS + f'<w:footnote w:id="1">{p("{% if 死亡 %}")}</w:footnote>')
    found = faults(
        p("{{ 总人囗 }}和{{ 死忘 }}") + p("{{ 出生") + p("{% endfor %}"),
        {"header1.xml": header, "footnotes.xml": notes},
    )
    assert [(issue.location.file, issue.location.row) for issue in found if issue.location] == [
        ("report.docx", 1),
        ("report.docx", 1),
        ("report.docx", 2),
        ("report.docx", 3),
        ("report.docx（页眉1）", 1),
        ("report.docx（脚注）", 3),
    ]


def test_one_tag_can_be_wrong_twice() -> None:
    assert [issue.message.split("：", 2)[2] for issue in faults(p("有{%p if 死忘 %}") + p("{%p endif %}"))] == [
        "要单独占一段，前后不能有文字和别的标签。",
        "没有「死忘」这个名称。是不是「死亡」？",
    ]


def test_a_block_that_stands_wrong_does_not_make_its_fellows_look_stray() -> None:
    assert len(faults(p("有{%p if 死亡 %}") + p("{%p else %}") + p("{%p endif %}"))) == 1


def test_a_loop_variable_is_out_of_reach_in_the_part_that_follows() -> None:
    header = part("hdr", p("{{ 项 }}"))
    (issue,) = faults(p("{% for 项 in 存在的问题 %}{{ 项 }}{% endfor %}"), {"header1.xml": header})
    assert "没有「项」这个名称。" in issue.message


@pytest.mark.parametrize(
    "attempt",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ 街道.__class__ }}",
        "{{ 总人口.figures.tables }}",
        "{{ 总人口.__init__.__globals__ }}",
        "{{ self }}",
        "{{ self.__init__ }}",
        "{{ loop.__init__.__globals__ }}",
        "{{ lipsum.__globals__['os'].popen('id').read() }}",
        "{{ cycler.__init__ }}",
        "{{ namespace() }}",
        "{{ config }}",
        "{{ 街道 | attr('__class__') }}",
        "{{ 街道['__class__'] }}",
        "{{ '%s' % 街道 }}",
        "{{ '{0.__class__}'.format(街道) }}",
        "{{ 街道 * 1000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ [街道] }}",
        "{{ {'甲': 街道} }}",
        "{{ (街道, 简介) }}",
        "{% for 项 in [1, 2] %}{% endfor %}",
        "{% for 项 in ''.__class__.__mro__ %}{% endfor %}",
        "{% for 部分 in 总人口 | 按('户口') %}{{ 部分.title }}{% endfor %}",
        "{% for 部分 in 总人口 | 按('户口') %}{{ 部分.figures }}{% endfor %}",
        "{% for 部分 in 总人口 | 按(column='户口') %}{% endfor %}",
        "{% for 部分 in 总人口 | 按(*['户口']) %}{% endfor %}",
        "{% for 部分 in 总人口 | 按('户口', column='户口') %}{% endfor %}",
        "{% for 项 in 下步工作 %}{{ 项.values }}{% endfor %}",
        "{% for 项 in 存在的问题 if 项.upper() %}{% endfor %}",
        "{% for self in 存在的问题 %}{{ self }}{% endfor %}",
        "{% if 街道.__class__ == 简介.__class__ %}{% endif %}",
        "{% if 街道 is sameas 简介 %}{% endif %}",
        "{% with 甲 = 街道 %}{{ 甲 }}{% endwith %}",
        "{% filter upper %}{% endfilter %}",
        "{% autoescape false %}{{ 街道 }}{% endautoescape %}",
        "{% extends 'report.docx' %}",
        "{% from 'os' import path %}",
        "{% do 街道.append(1) %}",
        "{% debug %}",
    ],
)
def test_a_template_from_elsewhere_gets_nowhere(attempt: str) -> None:
    assert faults(p(attempt)) != []


def test_should_the_check_ever_be_passed_the_sandbox_still_holds() -> None:
    ready = prepared_as("{{ 街道 }}", "{{ 街道.__class__.__mro__ }}")
    with pytest.raises(Exception, match="unsafe"):
        ready()
    with pytest.raises(Exception, match="unsafe"):
        prepared_as("{{ 街道 }}", "{{ 总人口.figures }}")()


def prepared_as(checked: str, smuggled: str) -> Callable[[], bytes]:
    """Return what renders a template whose tag was exchanged behind the check's back."""
    template = prepared(package(p(checked)))
    environment = template.tagged["word/document.xml"].compiled.environment
    template.tagged["word/document.xml"] = Part(environment.from_string(f"<a>{smuggled}</a>"), False, {}, {})
    return lambda: render(template, usual_values())


TOKENS = re.findall(
    r"\S+",
    "总人口 死亡 截止日 年度 街道 存在的问题 下步工作 项 部分 loop self 标题 名称 items first index title 1 0.5 1e999 'x' \"户口\" "
    "not and or in is if else elif for endfor true none == != > <= = + - * / ~ | 按 月日 upper ( ) [ ] { } . , : % # ' \"",
)
SAID = st.lists(st.sampled_from(TOKENS), max_size=6).map(" ".join)
FORMS = (
    "{{{{ {} }}}}",
    "{{% if {} %}}",
    "{{% for 项 in {} %}}",
    "{{% elif {} %}}",
    "{{% for 部分 in 总人口 | 按({}) %}}",
    "{{%p if {} %}}",
)
LIKELY = (
    "{{ 总人口 }}",
    "{{ 街道 }}",
    "{% if 死亡 > 1 %}",
    "{% else %}",
    "{% endif %}",
    "{% for 项 in 存在的问题 if 项 %}",
    "{{ 项 }}",
    "{% for 部分 in 总人口 | 按('户口') if 部分 > 20 %}",
    "{{ 部分.名称 }}{{ 部分 }}",
    "{% if not loop.last and loop.index == 1 %}",
    "{% endfor %}",
    "{%p if 死亡 %}",
    "{%p endif %}",
    "{%p for 项 in 存在的问题 %}",
    "{%p endfor %}",
    "{%tr if 街道 == '八街街道' %}",
    "{%tr endif %}",
    "文字",
)
TYPED = st.one_of(
    st.sampled_from(LIKELY), st.tuples(st.sampled_from(FORMS), SAID).map(lambda pair: pair[0].format(pair[1]))
)
PARAGRAPH = st.lists(TYPED, max_size=4).map(lambda pieces: p(*pieces))
CELL = st.lists(PARAGRAPH, min_size=1, max_size=3).map("".join)
BODY = st.lists(
    st.one_of(
        PARAGRAPH,
        st.lists(st.tuples(CELL, CELL).map(lambda pair: row(*pair)), min_size=1, max_size=3).map(
            lambda rows: table(*rows)
        ),
    ),
    max_size=6,
).map("".join)


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(BODY)
def test_a_template_is_either_told_to_be_wrong_or_renders(body: str) -> None:
    if not faults(body):
        report = draft(body, audited=False)
        assert not re.search(r"\{\{|\{%|Undefined|object at|<tag", "".join(report.lines()))


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(TYPED)
def test_what_a_tag_says_is_either_wrong_or_renders(tag: str) -> None:
    ends = {"if": "{% endif %}", "fo": "{% endfor %}"}.get(tag[3:5], "") if tag.startswith("{% ") else ""
    body = p(tag + ends)
    if not faults(body):
        for told in ({}, {"存在的问题": (), "街道": ""}):
            assert not re.search(r"Undefined|object at", "".join(draft(body, told, audited=False).lines()))
