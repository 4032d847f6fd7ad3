"""What YAML drops, turns or takes for a sign of its own in a section's file is read as the person meant it, or told with its row."""

from __future__ import annotations

import pytest
import yaml
from specimens import catalogue

from reportgen.base.dates import Point
from reportgen.base.issues import Finder
from reportgen.base.numbers import Exact
from reportgen.base.yamlfile import parse_yaml
from reportgen.inputs.section import SectionValues, read_section

FORM = "冒号用半角，后面空一格。"


@pytest.fixture(params=["libyaml", "PyYAML alone"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read with either of PyYAML's parsers."""
    if request.param != "libyaml":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)


def read(text: str) -> tuple[SectionValues, list[str]]:
    """Return what a section says, and what is told: faults, then remarks."""
    finder = Finder()
    top = parse_yaml(text.encode(), "office.yaml", finder)
    values = read_section(top, "office.yaml", "office", 2018, catalogue(), finder)
    told = [str(issue).removeprefix("office.yaml ") for issue in (*finder.issues, *values.remarks)]
    return values, told


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("Off", "Off"),
        ("true", "true"),
        ("是", "是"),
        ("08", "08"),
        ("0123", "0123"),
        ("2018-09-30", "2018-09-30"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("1e3", "1e3"),
        (".5", ".5"),
        ("0x1F", "0x1F"),
        ("Null", "Null"),
        ("<<", "<<"),
        ("=", "="),
        ("'~'", "~"),
        ("甲:乙", "甲:乙"),
        ("甲：乙", "甲：乙"),
        ("“八街”街道", "“八街”街道"),
        ("100%", "100%"),
        ("-5℃", "-5℃"),
        ("3#楼", "3#楼"),
        ("'阳光小区 #3栋'", "阳光小区 #3栋"),
        ("'阳光小区' # 注", "阳光小区"),
        ("八街街道   # 导入：逐字，第3行：八街街道", "八街街道"),
        ("一二\n  三四", "一二三四"),
        ("总人口\n  110人", "总人口110人"),
        ("Word 2016\n  WPS", "Word 2016 WPS"),
        ("一 二\n  三", "一 二三"),
        ("一\n\n  二", "一\n二"),
        ("'一''二\n  三'", "一'二三"),
        ('"一二\n  三"', "一二三"),
        ('"一\\\n  二"', "一二"),
        (">\n  一二\n  三\n", "一二三"),
        (">-\n  一二\n\n  三\n", "一二\n三"),
        ("|\n  一二\n  三\n", "一二\n三"),
        ("|-\n  甲 #乙\n", "甲 #乙"),
        (">  # 注\n  一\n  二\n# 二\n", "一二"),
        ("一\n  \u3000\u3000二\u200b\n  三", "一二三"),
        ("\n  八街\n  街道", "八街街道"),
    ],
)
def test_a_text_is_what_the_person_sees(written: str, said: str) -> None:
    values, told = read(f"死亡: 1\n街道: {written}\n出生: 2\n")
    assert (values.texts["街道"], told) == (said, [])
    assert values.typed["出生"].value == 2


@pytest.mark.parametrize(
    ("written", "value"),
    [("08", 8), ("0123", 123), ("85   # 人", 85), ("85 #人", 85), ("'85'", 85), ("1,085", 1085), ("~", None)],
)
def test_a_number_is_what_the_person_sees_and_a_comment_behind_it_is_a_comment(
    written: str, value: Exact | None
) -> None:
    values, told = read(f"死亡: {written}\n街道: 甲\n")
    assert (values.typed["死亡"].value, told) == (value, [])


@pytest.mark.parametrize("written", ["2018-09-30", "2018年9月30日", "'9月30日'", "9月30日 # 上级要求", "2018/9/30"])
def test_a_date_is_what_the_person_sees(written: str) -> None:
    values, told = read(f"截止日: {written}\n")
    assert (values.typed["截止日"].value, told) == (Point(2018, 9, 30), [])


@pytest.mark.parametrize("written", ["yes", "1_000", "12:30", "1e3", ".5", "0x1F", "0o17", "Null", "true", "1 000 元"])
def test_what_is_no_number_to_a_person_is_told(written: str) -> None:
    _, told = read(f"街道: 甲\n死亡: {written}\n")
    (issue,) = told
    assert issue.startswith(f"第2行「死亡」：「{written}」")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "死亡: 1\n街道: 阳光小区 #3栋、#4栋\n",
            "第2行「街道」：空格后面的「#」起算注释，「#3栋、#4栋」不会印出来。"
            "要印的请整段加引号：'阳光小区 #3栋、#4栋'；是注释就在「#」后面空一格。",
        ),
        (
            "存在的问题:\n  - 人手不足\n  - 阳光小区 #3栋外墙渗水\n",
            "第3行「存在的问题」：空格后面的「#」起算注释，「#3栋外墙渗水」不会印出来。"
            "要印的请整段加引号：'阳光小区 #3栋外墙渗水'；是注释就在「#」后面空一格。",
        ),
        (
            "存在的问题:\n  - #3栋外墙渗水\n",
            "第2行「存在的问题」：空格后面的「#」起算注释，「#3栋外墙渗水」不会印出来。"
            "要印的请整段加引号：'#3栋外墙渗水'；是注释就在「#」后面空一格。",
        ),
        (
            "存在的问题:\n  - 外墙渗水的有\n    #3栋\n  - 人手不足\n",
            "第2行「存在的问题」：空格后面的「#」起算注释，「#3栋」不会印出来。"
            "要印的请整段加引号：'外墙渗水的有 #3栋'；是注释就在「#」后面空一格。",
        ),
        (
            "存在的问题:\n  - #3栋外墙\n    渗水\n  - 人手不足\n",
            "第3行「存在的问题」：空格后面的「#」起算注释，「#3栋外墙」不会印出来。"
            "要印的请整段加引号：'渗水 #3栋外墙'；是注释就在「#」后面空一格。",
        ),
        (
            "下步工作:\n  - 标题: 宣传\n    内容: 进村  #1组\n",
            "第3行「下步工作」：空格后面的「#」起算注释，「#1组」不会印出来。"
            "要印的请整段加引号：'进村 #1组'；是注释就在「#」后面空一格。",
        ),
        (
            "reported:\n  总人口: {value: 9, reason: 按上级核定 #2号文\n    }\n",
            "第2行「reported」：空格后面的「#」起算注释，「#2号文」不会印出来。"
            "要印的请整段加引号：'按上级核定 #2号文'；是注释就在「#」后面空一格。",
        ),
        (
            "街道: 八街街道 # 原八街镇\n",
            "第1行「街道」：空格后面的「#」起算注释，「# 原八街镇」不会印出来。要印的请整段加引号；是注释就另起一行写。",
        ),
        ("街道: 八街 # 原\n  街道\n", "第1行：空格后面的「#」起是注释，这段文字断在这里；要印「#」的请整段加引号。"),
        (
            "存在的问题:\n  - 阳光 #3栋、\n    4栋\n",
            "第2行：空格后面的「#」起是注释，这段文字断在这里；要印「#」的请整段加引号。",
        ),
        (
            "存在的问题: [全年支出1,200元, 乙]\n",
            "第1行：方括号里的逗号把「全年支出1,200元」分成了两条，请给每条加引号，或删去千位逗号。",
        ),
        ("死亡: 85 # 人\n  出生: 2\n", "第2行：这一行附近的写法不对：检查缩进、冒号后的空格、括号和引号是否成对。"),
        ("死亡: 7\n死亡: 8\n", "第2行「死亡」：「死亡」写了两次（前一次在第1行），请留一个。"),
        ("死亡： 7\n出生: 8\n", f"第1行：这一行认不出「名称: 值」：{FORM}"),
        ("出生: 8\n死亡： 7\n", f"第2行：这一行认不出「名称: 值」：{FORM}"),
        ("出生: 8\n死亡： 7\n街道: 甲\n", f"第2行：这一行认不出「名称: 值」：{FORM}"),
        ("死亡:\u00a07\n出生: 8\n", f"第1行：这一行认不出「名称: 值」：{FORM}"),
        ("死亡:\u30007\n出生: 8\n", f"第1行：这一行认不出「名称: 值」：{FORM}"),
        ("死亡:7\n出生: 8\n", f"第1行：这一行认不出「名称: 值」：{FORM}"),
        ("街道: 甲\n\t死亡: 7\n", "第2行：这一行用了 Tab 键，请换成空格。"),
        ("街道: 甲: 乙\n", "第1行：这一行多了「: 」或缩进不对；文字里有冒号加空格的请整段加引号。"),
        ("街道: 甲\n  死亡: 7\n", "第2行：这一行多了「: 」或缩进不对；文字里有冒号加空格的请整段加引号。"),
        ("街道: [一]二\n", "第1行：以「[」开头的文字请整段加引号，里面原有的引号用“ ”。"),
        ('街道: "八街"街道\n', '第1行：以「"」开头的文字请整段加引号，里面原有的引号用“ ”。'),
        ("街道: - 乙\n", "第1行：以「-」开头的文字请整段加引号，里面原有的引号用“ ”。"),
        ("街道: ? 乙\n", "第1行：以「?」开头的文字请整段加引号，里面原有的引号用“ ”。"),
        ("街道: >5人\n", "第1行：以「>」开头的文字请整段加引号，里面原有的引号用“ ”。"),
        ("街道: |5\n", "第1行：以「|」开头的文字请整段加引号。"),
        ("街道: *星*\n", "第1行：以 &、*、! 开头的文字请整段加引号。"),
        ("街道: &和\n", "第1行：以 &、*、! 开头的文字请整段加引号。"),
        ("街道: !叹\n", "第1行：以 &、*、! 开头的文字请整段加引号。"),
        ("街道: %百\n", "第1行：值不能以「%」开头，请整段加引号。"),
        ("街道: @甲\n", "第1行：值不能以「@」开头，请整段加引号。"),
        ("街道: `甲`\n", "第1行：值不能以「`」开头，请整段加引号。"),
        ("街道：{图: 甲, 宽: 4}\n", f"第1行：这一行认不出「名称: 值」：{FORM}"),
        ("街道: [甲, 乙\n", "第1行：从这一行起括号不成对，或者括号里的文字有括号、引号；每条文字请加引号。"),
        (
            "存在的问题: [全街道{{ 总人口 }}人]\n",
            "第1行：从这一行起括号不成对，或者括号里的文字有括号、引号；每条文字请加引号。",
        ),
        (
            "下步工作: [{标题：宣传, 内容: 进村}]\n",
            "第1行「标题：宣传」：不认识「标题：宣传」。花括号里的冒号、逗号要用半角，后面空一格，写成 {标题: 宣传, 内容: 进村}。",
        ),
        ("街道: 甲\n<<: {死亡: 7}\n", "第2行「<<」：不认识「<<」。可以填的名称在指标目录里。"),
    ],
)
def test_what_cannot_be_meant_is_told_at_its_row(text: str, told: str) -> None:
    assert read(text)[1] == [told]


def test_a_text_that_begins_with_a_tag_needs_quotes_and_the_message_says_so() -> None:
    _, told = read("街道: 甲\n简介: {{ 总人口 }}人\n")
    assert told[-1] == "第2行：以「{」开头的文字请整段加引号，里面原有的引号用“ ”。"
    values, told = read("街道: 甲\n简介: '{{ 总人口 }}人'\n")
    assert (values.texts["简介"], told) == ("{{ 总人口 }}人", [])


def test_a_remark_where_a_text_is_still_to_come_is_a_remark() -> None:
    values, told = read(
        "街道:   # 街道的全称\n存在的问题:  # 一条一行\n  - 人手不足\n  #- 旧的\n  # 新的\n  - 经费不足\n"
    )
    assert (values.lists["存在的问题"], values.texts, told) == (("人手不足", "经费不足"), {}, [])


def test_quotes_that_were_missing_keep_what_stood_behind_the_sign() -> None:
    values, told = read("存在的问题:\n  - '阳光小区 #3栋外墙渗水'\n")
    assert (values.lists["存在的问题"], told) == (("阳光小区 #3栋外墙渗水",), [])
