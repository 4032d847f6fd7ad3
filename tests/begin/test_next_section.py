"""A section's YAML for the next year: what stays, what goes, and that it says nothing else, however the file was written."""

from __future__ import annotations

import functools
import re
import tempfile
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.base.dates import DateKind, moved, parse_date
from reportgen.base.issues import Finder
from reportgen.base.yaml_writing import scalar_text
from reportgen.base.yamlfile import Mapping, parse_yaml
from reportgen.begin.next_year.next_section import NextSection, next_section
from reportgen.begin.next_year.rewriting import plain
from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.section import read_section

CATALOGUE = """
any_table: {村: 名单}
office:
  title: 单位
  tables: {people: {户口: [农业], 人口: 人}}
  texts:
    街道: {kind: 文字, steady: true}
    简介: 文字
    名单: 列表
    问题: [标题, 内容]
    打算: 列表
  总人口: {sum: 人口, as_of: 截止日}
  截止日: 日期
  落款日: 日期
  兑付月: 月份
  活动期间: 期间
  死亡: 人
  标准: {value: 标准（元）, unit: 元, digits: 2}
  户数: {value: 户数, unit: 户, optional: true}
"""
NUMBERS, DATES = (
    ("死亡", "标准（元）", "户数"),
    {"截止日": "日期", "落款日": "日期", "兑付月": "月份", "活动期间": "期间"},
)
TEXTS = ("街道", "简介", "名单", "问题", "打算")
OWN = ("reported", "accepted", "demo")


@functools.cache
def catalogue() -> Catalogue:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
        return read_catalogue(Path(folder))


def read(text: str) -> Mapping:
    finder = Finder()
    top = parse_yaml(text.encode(), "office.yaml", finder)
    read_section(top, "office.yaml", "office", 2018, catalogue(), finder)
    assert not finder.issues, (text, [str(issue) for issue in finder.issues])
    return top


def moved_on(text: str, years: tuple[int, int] = (2018, 2019), demo: bool = False) -> NextSection:
    return next_section(text, read(text), "office", catalogue(), years, demo=demo)


def becomes(text: str) -> str:
    """Return the next year's text without the keys that this one hasn't got."""
    return moved_on(dedent(text)).text.split("\n# 指标目录里有")[0].rstrip("\n")


# ---- what stays and what goes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "then"),
    [
        ("死亡: 85", "死亡:   # 2018年：85"),
        ("死亡: '85'", "死亡:   # 2018年：85"),
        ("死亡:    85   ", "死亡:   # 2018年：85"),
        ("死亡:", "死亡:"),
        ("死亡:   # 还没有报", "死亡:   # 还没有报"),
        ("死亡:\n  85", "死亡:   # 2018年：85"),
        ("死亡: |\n  85\n\n街道: 甲", "死亡:   # 2018年：85\n\n街道: 甲"),
        ("'死亡': 85", "'死亡':   # 2018年：85"),
        ("? 死亡\n: 85", "? 死亡\n:   # 2018年：85"),
        ("{死亡: 85, 街道: 甲}", "死亡:   # 2018年：85\n街道: 甲"),
        (
            "标准（元）: 79.20 # 每人；公布的633.60元除以8人",
            "标准（元）:   # 2018年：79.20；2018年的说明：每人；公布的633.60元除以8人",
        ),
        ("死亡: 85   # 每年9月30日前报", "死亡:   # 2018年：85；每年9月30日前报"),
        ("死亡: 85   # 2017年：90", "死亡:   # 2018年：85"),
        ("死亡: 85   # 2017年：90；2017年的说明：含3人", "死亡:   # 2018年：85；2017年的说明：含3人"),
        ("死亡: 85   # 2017年：约90人", "死亡:   # 2018年：85；2017年：约90人"),
        ("# 公布的是85人\n死亡: 85", "# 2018年的说明：公布的是85人\n死亡:   # 2018年：85"),
        ("# 数字是虚构的\n街道: 甲", "# 2018年的说明：数字是虚构的\n街道: 甲"),
        ("# 2017年的说明：公布的是85人\n街道: 甲", "# 2017年的说明：公布的是85人\n街道: 甲"),
        ("# 「9月30日」就是本年度的\n街道: 甲", "# 「9月30日」就是本年度的\n街道: 甲"),
        ("demo: 虚构的\n街道: 甲", "街道: 甲"),
        (
            "街道: 甲\n\nreported:  # 2条\n  总人口:\n    value: 9   # 市里的\n    reason: |\n      核定\n\n死亡: 1",
            "街道: 甲\n\n# 2018年的说明：2条\n# 2018年的说明：市里的\n\n死亡:   # 2018年：1",
        ),
        ("accepted:\n  - {issue: 甲, reason: 乙}", ""),
    ],
)
def test_numbers_go_and_comments_say_of_which_year_they_are(line: str, then: str) -> None:
    assert becomes(line) == then


@pytest.mark.parametrize(
    ("line", "then"),
    [
        ("截止日: 9月30日", "截止日: 9月30日"),
        ("截止日: '9月30日'  # 含当天", "截止日: '9月30日'  # 含当天"),
        ("截止日: 2018年9月30日", "截止日: 9月30日"),
        ("截止日: 2018-09-30   # 含当天", "截止日: 9月30日   # 含当天"),
        ("截止日: 2017-12-31", "截止日: 上年12月31日"),
        ("截止日: 2020.1.5", "截止日: 2021年1月5日"),
        ("截止日: 上年12月31日", "截止日: 上年12月31日"),
        ("落款日: 12月12日", "落款日: 12月12日   # 待核对：沿用2018年的"),
        ("落款日: 12月12日   # 待核对：沿用2017年的；周三", "落款日: 12月12日   # 待核对：沿用2018年的；周三"),
        ("落款日: 2018年12月12日", "落款日: 12月12日   # 待核对：沿用2018年的"),
        ("兑付月: 2019年1月", "兑付月: 次年1月   # 待核对：沿用2018年的"),
        ("活动期间: 4月17日至18日", "活动期间: 4月17日至18日   # 待核对：沿用2018年的"),
        ("活动期间: 2017年10月至2018年9月", "活动期间: 上年10月至9月   # 待核对：沿用2018年的"),
        ("落款日:", "落款日:"),
    ],
)
def test_dates_move_on(line: str, then: str) -> None:
    assert becomes(line) == then


def test_a_day_that_the_next_year_lacks_is_left_empty_and_told() -> None:
    finder = Finder()
    top = parse_yaml("落款日: 2月29日\n".encode(), "office.yaml", finder)
    made = next_section("落款日: 2月29日\n", top, "office", catalogue(), (2020, 2021))
    assert made.text.startswith("落款日:   # 2020年：2月29日\n")
    assert [(date.before, date.after, date.means) for date in made.dates] == [("2月29日", "", "")]


@pytest.mark.parametrize(
    ("text", "then"),
    [
        ("街道: 甲街道", "街道: 甲街道"),
        ("名单: [甲村, 乙村]", "名单: [甲村, 乙村]"),
        ("简介: 面积200平方公里", "# 待改写：下面是2018年的，请改成2019年的\n简介: 面积200平方公里"),
        ("简介: |\n  一 # 一\n  二", "# 待改写：下面是2018年的，请改成2019年的\n简介: |\n  一 # 一\n  二"),
        ("简介:", "简介:"),
        (
            "打算:\n- 甲\n- 乙  # 2条",
            "# 待改写：下面是2018年的，请改成2019年的\n打算:\n- 甲\n- 乙  # 2018年的说明：2条",
        ),
        (
            "# 待改写：下面是2017年的，请改成2018年的\n打算: [甲]",
            "# 待改写：下面是2018年的，请改成2019年的\n打算: [甲]",
        ),
        (
            "{打算: [甲, '乙: 丙'], 问题: [{标题: 一, 内容: 二}, 三]}",
            "# 待改写：下面是2018年的，请改成2019年的\n打算:\n  - 甲\n  - '乙: 丙'\n"
            "# 待改写：下面是2018年的，请改成2019年的\n问题:\n  - 标题: 一\n    内容: 二\n  - 三",
        ),
    ],
)
def test_prose_stays_and_is_marked_where_it_is_of_the_year(text: str, then: str) -> None:
    assert becomes(text) == then


def test_what_is_not_taken_over_is_told() -> None:
    text = "demo: 虚构的\n街道: 甲街道2018\nreported: {总人口: {value: 9, reason: 市里核定}}\n"
    made = moved_on(text + "accepted:\n  - {issue: 勾稽关系：甲, reason: 乙}\n")
    assert made.left == (
        "office.yaml「demo」：「虚构的」",
        "office.yaml「reported」的「总人口」：「9；市里核定」",
        "office.yaml「accepted」：「勾稽关系：甲；乙」",
    )
    assert made.remarks == ("office.yaml「街道」里写着2018，原样留着，请看要不要改。",)


def test_invented_numbers_do_not_stand_even_in_comments() -> None:
    assert moved_on("死亡: 85   # 人\n", demo=True).text.startswith("死亡:   # 人\n")


def test_what_the_catalogue_asks_for_and_the_year_had_not_is_added() -> None:
    made = moved_on("死亡: 85").text
    added = "\n# 指标目录里有、2018年没有写的：\n截止日:\n落款日:\n兑付月:\n活动期间:\n标准（元）:\n街道:\n简介:\n名单:\n问题:\n打算:\n"
    assert made == f"死亡:   # 2018年：85\n{added}"


def test_line_ends_stay_as_they_are() -> None:
    assert moved_on("打算: [甲]\r\ndemo: 一\r\n死亡: 85\r\n").text.startswith(
        "# 待改写：下面是2018年的，请改成2019年的\r\n打算: [甲]\r\n死亡:   # 2018年：85\r\n"
    )


# ---- whatever the file looks like ----------------------------------------------------------------------------------------------

WORDS = st.text("甲乙丙丁ab:# -，'\"[]{}18\\", min_size=1, max_size=8).filter(lambda text: text == text.strip())
COMMENTS = st.text("甲乙人含3元9月日#:'- 2018年", max_size=10).map(lambda text: f"# {text.strip()}注")
DATE = {
    "日期": ["9月30日", "2018年9月30日", "上年12月31日", "2017-12-31", "次年1月5日"],
    "月份": ["6月", "次年1月", "2019年1月"],
}
DATE["期间"] = ["4月17日至18日", "上年10月至9月", "2017年10月至2018年9月", "1月1日至2018年9月30日"]


@st.composite
def scalars(draw: st.DrawFn, text: str) -> str:
    """Return the text as one of the ways in which YAML writes it."""
    ways = [
        scalar_text(text),
        f"'{text.replace(chr(39), chr(39) * 2)}'",
        '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"',
    ]
    ways += [f"\n  {scalar_text(text)}", f"|\n  {text}", f">-\n  {text}\n"]
    return draw(st.sampled_from(ways))


@st.composite
def entries(draw: st.DrawFn, key: str) -> str:
    """Return one entry's lines."""
    behind = draw(st.one_of(st.just(""), st.just("  "), COMMENTS.map(lambda comment: f"   {comment}")))
    if key in NUMBERS:
        number = str(draw(st.integers(0, 99999)))
        value = draw(scalars(number))
    elif key in DATES:
        value = draw(scalars(draw(st.sampled_from(DATE[DATES[key]]))))
    elif key in {"简介", "街道", "demo"}:
        value = draw(scalars(draw(WORDS)))
    elif key == "reported":
        value = (
            "\n  总人口: {value: 31, reason: 核定}"
            if draw(st.booleans())
            else "\n  总人口:\n    value: 31\n    reason: 核定"
        )
    elif key == "accepted":
        value = "\n- issue: 甲\n  reason: 乙"
    else:
        items = draw(st.lists(WORDS, max_size=3, unique_by=lambda word: re.sub(r"\W", "", word)))
        if key == "名单":
            items = [item for item in items if re.search(r"\w", item)]
        flow = f"[{', '.join(map(scalar_text, items))}]"
        value = draw(
            st.sampled_from([flow, *(["".join(f"\n  - {scalar_text(item)}" for item in items)] if items else [])])
        )
    if behind.strip() and "\n" in value and value.lstrip(" ").startswith(("|", ">")):
        return f"{key}: {value}\n{behind.strip()}"
    return f"{key}: {value}{behind}".replace(": \n", ":\n")


@st.composite
def sections(draw: st.DrawFn) -> str:
    keys = draw(st.lists(st.sampled_from([*NUMBERS, *DATES, *TEXTS, *OWN]), unique=True))
    lines: list[str] = []
    for key in keys:
        lines += draw(st.lists(st.one_of(st.just(""), COMMENTS), max_size=2))
        lines.append(draw(entries(key)))
    lines += draw(st.lists(COMMENTS, max_size=1))
    text = "\n".join(lines) + draw(st.sampled_from(["", "\n", "\n\n"]))
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(sections())
def test_keys_comments_and_lists_stay_and_no_number_does(text: str) -> None:
    before = read(text)
    made = moved_on(text).text
    finder = Finder()
    top = parse_yaml(made.encode(), "office.yaml", finder)
    values = read_section(top, "office.yaml", "office", 2019, catalogue(), finder)
    assert not finder.issues, made
    kept = [key for key in before.entries if key not in OWN]
    assert list(top.entries)[: len(kept)] == kept
    assert set(list(top.entries)[len(kept) :]) == {*NUMBERS, *DATES, *TEXTS} - {*kept, "户数"}
    assert all(plain(top.entries[key]) == "" for key in NUMBERS if key in top.entries)
    assert all(plain(top.entries[key]) == plain(before.entries[key]) for key in TEXTS if key in kept)
    assert not values.reported and not values.accepted and not values.demo
    for key, kind in DATES.items():
        if key in kept:
            then = parse_date(str(plain(before.entries[key])), DateKind(kind), 2018)
            assert then and values.typed[key].value == moved(then, 1)
    for comment in re.findall(r"(?:^| )# [^\r\n]*注(?=\r?$)", text, re.MULTILINE):
        assert comment.strip().lstrip("# ") in made


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(sections())
def test_the_year_after_the_next_has_nothing_of_the_first_but_what_says_so(text: str) -> None:
    first = moved_on(text).text
    again = next_section(
        first, parse_yaml(first.encode(), "office.yaml", Finder()), "office", catalogue(), (2019, 2020)
    ).text
    assert again.count("待改写：") == first.count("待改写：")
    assert again.count("待核对：") == first.count("待核对：")
    assert again.count("没有写的") <= 1
    assert again.count("注") == first.count("注")
