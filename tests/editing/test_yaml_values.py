"""What a person typed for a value, date, text or list of a section -> its YAML with exactly this, and nothing else, written otherwise."""

from __future__ import annotations

import pytest
from conftest import DATA, TEMPLATE
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.base.issues import Finder, Issue, Location, Severity, Unusable
from reportgen.base.yamlfile import parse_yaml
from reportgen.editing.accepting import section_of, with_accepted, without_accepted
from reportgen.editing.yaml_file import comments, opened
from reportgen.editing.yaml_list import with_item, with_item_added, with_item_moved, without_item
from reportgen.editing.yaml_values import with_reported, with_value, with_values, without_remark, without_reported
from reportgen.inputs.catalogue_file import catalogue_of, read_catalogue

CATALOGUE = catalogue_of(
    """
office:
  title: 单位
  tables:
    population: {户口: [农业, 非农业], 人口: 人}
  texts: {街道: 文字, 群号: 文字, 打算: 列表, 问题: [标题, 内容]}
  截止日: 日期
  出生: 人
  死亡人数: {value: 死亡人数, unit: 人, formerly: 死亡}
  叶酸: 人
  总人口: {sum: 人口}
  农业人口: {sum: 人口, where: {户口: 农业}}
""".encode()
)


def valued(text: str, name: str, typed: str) -> str:
    return with_value(text.encode(), "office.yaml", CATALOGUE, "office", name, typed).decode()


def item(text: str, name: str, number: int, typed: str | dict[str, str]) -> str:
    return with_item(text.encode(), "office.yaml", CATALOGUE, "office", name, number, typed).decode()


def added(text: str, name: str, number: int, typed: str | dict[str, str]) -> str:
    return with_item_added(text.encode(), "office.yaml", CATALOGUE, "office", name, number, typed).decode()


def without(text: str, name: str, number: int) -> str:
    return without_item(text.encode(), "office.yaml", CATALOGUE, "office", name, number).decode()


def moved(text: str, name: str, number: int, to: int) -> str:
    return with_item_moved(text.encode(), "office.yaml", CATALOGUE, "office", name, number, to).decode()


@pytest.mark.parametrize(
    ("before", "name", "typed", "after"),
    [
        ("出生:  85   # 户籍\n", "出生", "86", "出生:  86   # 户籍\n"),
        ("出生: 85   # 户籍\n", "出生", "", "出生:   # 户籍\n"),
        ("出生:   # 户籍\n", "出生", "85", "出生: 85   # 户籍\n"),
        ("出生: 85\n", "出生", "", "出生:\n"),
        ("出生:", "出生", "85", "出生: 85"),
        ("出生: ~\n", "出生", "85", "出生: 85\n"),
        ("出生: 85\r\n叶酸: 1\r\n", "出生", "86", "出生: 86\r\n叶酸: 1\r\n"),
        ("{出生: 85,叶酸: 1 }\n", "出生", "86", "{出生: 86,叶酸: 1 }\n"),
        ("{出生: ,叶酸: 1 }\n", "出生", "86", "{出生: 86 ,叶酸: 1 }\n"),
        ("截止日: 9月30日\n", "截止日", "1月1日", "截止日: 1月1日\n"),
        ("群号: '374552990'\n", "群号", "374552991", "群号: '374552991'\n"),
        ('群号: "374552990"\n', "群号", "374552991", '群号: "374552991"\n'),
        ("群号:\n", "群号", "374552990", "群号: '374552990'\n"),
        ("群号:\n", "群号", "0374", "群号: '0374'\n"),
        ("群号:\n", "群号", "yes", "群号: 'yes'\n"),
        ('出生: "85"\n', "出生", "8\\5", "出生: '8\\5'\n"),  # between such quotes a backslash says something else
        ('截止日: ""\n', "截止日", "9月30日\\", "截止日: '9月30日\\'\n"),
        ("街道:\n", "街道", "甲: 乙", "街道: '甲: 乙'\n"),
        ("街道: 甲  # 注\n", "街道", "甲 #3栋", "街道: '甲 #3栋'  # 注\n"),
        ("街道: >  # 头\n  一\n  二\n\n\n# 尾\n", "街道", "三", "街道: 三  # 头\n\n\n# 尾\n"),
        ("街道: 一\n  二\n出生: 1\n", "街道", "三", "街道: 三\n出生: 1\n"),
        ("街道: 一  # 注\n出生: 1\n", "街道", "三\n四", "街道: |-  # 注\n  三\n  四\n出生: 1\n"),
        ("死亡: 4\n", "死亡人数", "5", "死亡: 5\n"),  # as it was called before
    ],
)
def test_one_value_is_written_anew_and_nothing_else(before: str, name: str, typed: str, after: str) -> None:
    assert valued(before, name, typed) == after


@pytest.mark.parametrize(
    ("before", "name", "after"),
    [
        ("", "出生", "出生: 85\n"),
        ("# 单位\n", "出生", "# 单位\n出生: 85\n"),
        ("# 单位", "出生", "# 单位\n出生: 85\n"),
        ("---\n# 尾\n", "出生", "---\n# 尾\n出生: 85\n"),
        (
            "截止日: 9月30日   # 年年一样\n\n# 药\n叶酸: 1\n",
            "出生",
            "截止日: 9月30日   # 年年一样\n出生: 85\n\n# 药\n叶酸: 1\n",
        ),
        ("# 头\n\n# 药\n叶酸: 1\n", "出生", "# 头\n\n出生: 85\n# 药\n叶酸: 1\n"),
        ("# 头\n叶酸: 1", "出生", "# 头\n叶酸: 1\n出生: 85"),
        ("截止日: 9月30日\r\n", "出生", "截止日: 9月30日\r\n出生: 85\r\n"),
        ("打算:\n  - 一\n  # 尾\n叶酸: 1\n", "出生", "打算:\n  - 一\n  # 尾\n出生: 85\n叶酸: 1\n"),
        ("{截止日: 9月30日}\n", "出生", "{截止日: 9月30日, 出生: 85}\n"),
        ("{叶酸: 1}\n", "出生", "{出生: 85, 叶酸: 1}\n"),
    ],
)
def test_a_value_that_the_file_lacks_stands_where_the_catalogue_has_it(before: str, name: str, after: str) -> None:
    assert valued(before, name, "85") == after


def test_a_blank_typed_for_a_value_that_a_file_in_brackets_lacks_is_an_empty_one() -> None:
    assert valued("{截止日: 9月30日}\n", "出生", " ") == "{截止日: 9月30日, 出生: ''}\n"
    assert valued("{}\n", "出生", " ") == "{出生: ''}\n"


@pytest.mark.parametrize("form", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_file_keeps_its_encoding(form: str) -> None:
    before, after = (
        "街道: 八街街道办事处\r\n出生: 85   # 户籍人口\r\n",
        "街道: 八街街道办事处\r\n出生: 86   # 户籍人口\r\n",
    )
    done = with_value(before.encode(form), "office.yaml", CATALOGUE, "office", "出生", "86")
    assert done == after.encode(form)


@pytest.mark.parametrize(
    ("before", "name", "typed", "said"),
    [
        ("出生: 85\n", "没有", "1", "「没有」不是在这个部分里填的指标或文字。"),
        ("出生: 85\n", "总人口", "1", "「总人口」不是在这个部分里填的指标或文字。"),
        ("出生: 85\n", "打算", "1", "「打算」是列表，不是一段文字。"),
        ("出生: [85]\n", "出生", "1", "这里原来写的是列表或下一层，不是一个值，请用记事本改。"),
        ("出生: 85\n", "街道", "甲\x07", "有看不见的控制字符或乱码（U+0007），请删去后再填。"),
        ("出生: 85\n", "街道", "null", "「null」在这种文件里是「没有填」，请换个写法；没有就不填。"),
        ("出生: 85\n", "街道", "锟斤拷", "中文丢了，成了「锟斤拷」"),
        ("出生: 85\n出生: 86\n", "出生", "1", "「出生」写了两次"),
        ("{出生}\n", "出生", "1", "写法特别"),
    ],
)
def test_what_cannot_be_written_is_said(before: str, name: str, typed: str, said: str) -> None:
    with pytest.raises(Unusable) as caught:
        valued(before, name, typed)
    assert said in str(caught.value)


LIST = """\
打算:   # 七条
  # 领导要的
  - 一   # 先办
  - 二
    # 二的说明
  # 三的说明
  - >-
    三
    三

# 尾
叶酸: 1
"""


def test_an_item_takes_its_comments_along() -> None:
    assert moved(LIST, "打算", 3, 1) == (
        "打算:   # 七条\n  # 三的说明\n  - >-\n    三\n    三\n  # 领导要的\n  - 一   # 先办\n  - 二\n    # 二的说明\n\n# 尾\n叶酸: 1\n"
    )
    assert moved(moved(LIST, "打算", 1, 2), "打算", 2, 1) == LIST
    assert without(LIST, "打算", 2) == LIST.replace("  - 二\n    # 二的说明\n", "")


def test_items_are_changed_and_added_in_the_list_s_own_look() -> None:
    assert item(LIST, "打算", 1, "壹：甲") == LIST.replace("- 一 ", "- 壹：甲 ")
    assert item(LIST, "打算", 3, "叁") == LIST.replace("- >-\n    三\n    三", "- 叁")
    assert added(LIST, "打算", 2, "新: 的") == LIST.replace("先办\n", "先办\n  - '新: 的'\n")
    assert added(LIST, "打算", 4, "四") == LIST.replace("    三\n\n", "    三\n  - 四\n\n")
    assert added(LIST, "打算", 1, "零") == LIST.replace("  # 领导", "  - 零\n  # 领导")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("打算:   # 没有的写 []\n", "打算:   # 没有的写 []\n  - 一\n"),
        ("打算: []   # 注\n叶酸: 1\n", "打算:   # 注\n  - 一\n叶酸: 1\n"),
        ("叶酸: 1\n", "打算:\n  - 一\n叶酸: 1\n"),
        ("", "打算:\n  - 一\n"),
        ("打算: [二, 三]\n", "打算: [一, 二, 三]\n"),
        ("打算:\n- 二\n", "打算:\n- 一\n- 二\n"),
        ("打算:\n- 二", "打算:\n- 一\n- 二"),
    ],
)
def test_a_first_item_begins_the_list(before: str, after: str) -> None:
    assert added(before, "打算", 1, "一") == after


def test_the_last_item_leaves_an_empty_list_and_lists_in_brackets_stay_in_them() -> None:
    assert without("打算:   # 注\n  - 一\n叶酸: 1\n", "打算", 1) == "打算: []   # 注\n叶酸: 1\n"
    assert without("打算: [一]\n", "打算", 1) == "打算: []\n"
    assert without("打算: [一, 二, 三]\n", "打算", 2) == "打算: [一, 三]\n"
    assert without("打算: [一, 二, 三]\n", "打算", 3) == "打算: [一, 二]\n"
    assert moved("打算: [一, 二,  三]\n", "打算", 1, 3) == "打算: [二, 三,  一]\n"
    assert added("打算: [一]\n", "打算", 2, "二, 三") == "打算: [一, '二, 三']\n"
    assert moved("打算:\n- 一\n- 二", "打算", 2, 1) == "打算:\n- 二\n- 一"
    assert without("打算:\n- 一\n- 二", "打算", 2) == "打算:\n- 一\n"
    with pytest.raises(Unusable, match="括号里夹着注释"):
        moved("打算: [一,  # 注\n  二]\n", "打算", 1, 2)
    with pytest.raises(Unusable, match="没有第3条，这里现在有2条"):
        without("打算: [一, 二]\n", "打算", 3)


RECORDS = "问题:\n  - 标题: 甲   # 注\n    内容: 长\n  - 乙\n  - {标题: 丙}\n叶酸: 1\n"


def test_the_texts_of_an_item_are_changed_by_their_keys() -> None:
    assert item(RECORDS, "问题", 1, {"标题": "甲", "内容": "短"}) == RECORDS.replace("长", "短")
    assert item(RECORDS, "问题", 1, {"标题": "甲", "内容": ""}) == RECORDS.replace(" 长", "")
    assert item(RECORDS, "问题", 2, {"标题": "乙", "内容": "新"}) == RECORDS.replace("乙", "标题: 乙\n    内容: 新")
    assert item(RECORDS, "问题", 3, {"标题": "丙", "内容": "新"}) == RECORDS.replace("丙}", "丙, 内容: 新}")
    assert added(RECORDS, "问题", 4, {"标题": "丁", "内容": "戊"}) == RECORDS.replace(
        "丙}\n", "丙}\n  - 标题: 丁\n    内容: 戊\n"
    )
    assert moved(RECORDS, "问题", 1, 2).startswith("问题:\n  - 乙\n  - 标题: 甲   # 注\n    内容: 长\n")


def test_a_number_is_reported_with_its_reason_and_taken_back() -> None:
    def reported(text: str, name: str, typed: str, why: str) -> str:
        return with_reported(text.encode(), "office.yaml", CATALOGUE, "office", name, typed, why).decode()

    one = reported("叶酸: 1\n", "农业人口", "12", "按上级核定数")
    assert one == "叶酸: 1\nreported:\n  农业人口:\n    value: 12\n    reason: 按上级核定数\n"
    two = reported(one, "总人口", "13", "同上")
    assert two == one.replace("reported:\n", "reported:\n  总人口:\n    value: 13\n    reason: 同上\n")
    assert reported(one, "农业人口", "14", "改了") == one.replace("12", "14").replace("按上级核定数", "改了")
    braces = "reported: {农业人口: {value: 12, reason: 甲}}\n"
    assert reported(braces, "农业人口", "14", "乙") == "reported: {农业人口: {value: 14, reason: 乙}}\n"
    assert without_reported(two.encode(), "office.yaml", CATALOGUE, "总人口").decode() == one
    assert without_reported(one.encode(), "office.yaml", CATALOGUE, "农业人口").decode() == "叶酸: 1\nreported: {}\n"
    assert reported("叶酸: 1\nreported: {}\n", "农业人口", "12", "按上级核定数") == one
    with pytest.raises(Unusable, match="数和原因都不能空"):
        reported(one, "总人口", "13", "")
    with pytest.raises(Unusable, match="不是这个部分由表计算的指标"):
        reported(one, "叶酸", "13", "甲")


def test_an_issue_is_accepted_with_a_reason_and_taken_back() -> None:
    key = "勾稽关系：总人口 == 农业人口 + 非农业人口"
    one = with_accepted("叶酸: 1\n".encode(), "office.yaml", key, "已向市局说明")
    assert one.decode() == f"叶酸: 1\naccepted:\n  - issue: {key}\n    reason: 已向市局说明\n"
    two = with_accepted(one, "office.yaml", "变动：叶酸", "去年少报")
    assert two == one + "  - issue: 变动：叶酸\n    reason: 去年少报\n".encode()
    again = with_accepted(two, "office.yaml", key.replace(" ", ""), "别的")
    assert again.decode() == two.decode().replace("已向市局说明", "别的")
    assert without_accepted(two, "office.yaml", "变动：叶酸") == one
    assert without_accepted(one, "office.yaml", key).decode() == "叶酸: 1\naccepted: []\n"
    for told, why in (("", "甲"), (key, " ")):
        with pytest.raises(Unusable):
            with_accepted(one, "office.yaml", told, why)
    with pytest.raises(Unusable, match="accepted 里没有这一条"):
        without_accepted(one, "office.yaml", "变动：叶酸")


def test_an_issue_is_accepted_in_the_file_where_it_stands() -> None:
    def at(file: str | None, *metrics: str) -> str:
        place = None if file is None else Location(file, 3)
        return section_of(Issue("变动", Severity.WARNING, "……", place, metrics), read_catalogue(TEMPLATE))

    assert at("migrants.yaml") == at("migrants_inflow.csv") == at("migrants_inflow.xlsx") == "migrants"
    assert at("catalogue.yaml", "总户数") == at(None, "总户数") == "publicity"
    assert at(None) == "office"


SHIPPED = read_catalogue(TEMPLATE)


@pytest.mark.parametrize("path", sorted((DATA / "2018").glob("*.yaml")), ids=lambda path: path.stem)
def test_each_value_of_the_published_year_can_be_changed_and_set_back(path: object) -> None:
    section, data = path.stem, path.read_bytes()  # type: ignore[attr-defined]
    for name, said in opened(data, "x.yaml").says.items():
        if said and isinstance(said, str):
            changed = with_value(data, "x.yaml", SHIPPED, section, name, "甲: 1")
            assert changed.replace("'甲: 1'".encode(), said.encode()).replace(b"'", b"") == data.replace(b"'", b"")
            assert with_value(changed, "x.yaml", SHIPPED, section, name, said).replace(b"'", b"") == data.replace(
                b"'", b""
            )
        elif isinstance(said, list):
            for number in range(1, len(said)):
                there = with_item_moved(data, "x.yaml", SHIPPED, section, name, 1, number + 1)
                assert with_item_moved(there, "x.yaml", SHIPPED, section, name, number + 1, 1) == data


# ---- any file ------------------------------------------------------------------------------------------------------------------

WORDS = (
    st.text("甲乙丙3#:：，,- '\"[]{}&*!|>%@`?\\", min_size=1, max_size=8)
    .map(str.strip)
    .filter(lambda text: text and text not in {"~", "null"} and "??" not in text)
)


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


SCALARS = st.one_of(
    st.just(""),
    st.sampled_from(["85", "一", "9月30日", "~", '"甲 # 乙"', "一\n    二", "'一\n    二'"]).map(lambda one: f" {one}"),
    WORDS.map(lambda text: f" {quoted(text)}"),
    st.sampled_from([" >\n    一\n    二", " |-\n    一\n\n    二", " >-  # 头\n    一"]),
)
COMMENTS = st.sampled_from(["", "   # 注", " # 甲: 乙 '"])
ABOVE = st.sampled_from(["", "", "\n", "# 上\n", "\n# 上\n# 再上\n", "    # 里\n"])


@st.composite
def lists(draw: st.DrawFn) -> str:
    if draw(st.booleans()):
        return f" [{', '.join(map(quoted, draw(st.lists(WORDS, max_size=4))))}]{draw(COMMENTS)}\n"
    dash = draw(st.sampled_from(["- ", "  - ", "  -   "]))
    made = draw(COMMENTS) + "\n"
    for _ in range(draw(st.integers(1, 4))):
        scalar = draw(SCALARS.filter(lambda one: one.strip()))
        made += draw(ABOVE) + dash + scalar.strip().replace("\n    ", "\n        ")
        made += ("" if "\n" in scalar else draw(COMMENTS)) + "\n"
    return made


@st.composite
def files(draw: st.DrawFn) -> str:
    made = draw(st.sampled_from(["", "# 头\n", "---\n"]))
    for key in draw(st.permutations(["街道", "群号", "打算", "出生", "叶酸", "截止日"])):
        if draw(st.booleans()):
            made += draw(ABOVE)
            if key == "打算":
                made += f"{key}:{draw(lists())}"
            else:
                scalar = draw(SCALARS)
                made += f"{key}:{scalar}{'' if chr(10) in scalar else draw(COMMENTS)}\n"
    made += draw(st.sampled_from(["", "# 尾\n"]))
    made = made if draw(st.booleans()) else made.removesuffix("\n")
    return made.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


def test_several_values_are_written_at_once_or_every_reason_is_told_why_not() -> None:
    before = "出生: 85  # 户籍\n叶酸:\n"
    after = with_values(
        before.encode(), "office.yaml", CATALOGUE, "office", {"出生": "86", "叶酸": "7", "街道": "八街"}
    )
    assert after.decode() == "街道: 八街\n出生: 86  # 户籍\n叶酸: 7\n"
    with pytest.raises(Unusable) as refused:
        with_values(before.encode(), "office.yaml", CATALOGUE, "office", {"出生": "8\x006", "别的": "1", "叶酸": "7"})
    assert [str(one) for one in refused.value.issues] == [
        "office.yaml「出生」：有看不见的控制字符或乱码（U+0000），请删去后再填。",
        "office.yaml「别的」：「别的」不是在这个部分里填的指标或文字。",
    ]


@pytest.mark.slow
@settings(max_examples=250, deadline=None)
@given(files(), st.sampled_from(["街道", "群号", "出生", "截止日"]), st.one_of(st.just(""), WORDS), st.data())
def test_any_file_says_exactly_the_change_and_set_back_what_it_said(
    text: str, name: str, typed: str, data: st.DataObject
) -> None:
    finder = Finder()
    parse_yaml(text.encode(), "office.yaml", finder)
    if finder.issues:
        return
    before = opened(text.encode(), "office.yaml")
    after = opened(valued(text, name, typed).encode(), "office.yaml")
    assert after.says == before.says | {name: typed}
    assert comments(after.text) == comments(text)
    back = opened(valued(after.text, name, str(before.says.get(name, ""))).encode(), "office.yaml")
    assert back.says == {name: ""} | before.says and comments(back.text) == comments(text)
    items = before.says.get("打算", "")
    if not isinstance(items, list) or not items:
        assert opened(added(text, "打算", 1, "新").encode(), "x").says["打算"] == ["新"]
        return
    number, to = (data.draw(st.integers(1, len(items))) for _ in range(2))
    there = moved(text, "打算", number, to)
    assert comments(there) == comments(text)
    other = item(text, "打算", number, typed)
    assert opened(other.encode(), "x").says["打算"] == [*items[: number - 1], typed, *items[number:]]
    assert opened(item(other, "打算", number, items[number - 1]).encode(), "x").says == before.says
    assert opened(moved(there, "打算", to, number).encode(), "x").says == before.says
    more = added(text, "打算", number, "新")
    assert without(more, "打算", number) == text
    fewer = opened(without(text, "打算", number).encode(), "x").says["打算"]
    assert fewer == [*items[: number - 1], *items[number:]]


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("截止日: 9月30日   # 看；市里定的\n死亡: 1 # 看\n", "截止日: 9月30日   # 市里定的\n死亡: 1 # 看\n"),
        ("截止日: 9月30日   # 看\r\n死亡: 1\r\n", "截止日: 9月30日\r\n死亡: 1\r\n"),
        ("# 看\n截止日: '9月30日' # 看", "# 看\n截止日: '9月30日'"),
    ],
)
def test_a_part_of_the_comment_behind_a_value_is_left_out(text: str, made: str) -> None:
    def is_meant(said: str) -> bool:
        return said == "看"

    done = without_remark(text.encode(), "office.yaml", CATALOGUE, "office", "截止日", is_meant)
    assert done == made.encode()
    with pytest.raises(Unusable, match="没有要核对的了"):
        without_remark(done, "office.yaml", CATALOGUE, "office", "截止日", is_meant)
