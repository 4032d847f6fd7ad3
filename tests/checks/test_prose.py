"""Sentences of a draft, and what only the text shows: copied paragraphs, sentences said twice, numbers typed by hand."""

from __future__ import annotations

import functools
import shutil
from pathlib import Path

import pytest
from conftest import DATA, ROOT, TEMPLATE
from hypothesis import given, settings
from hypothesis import strategies as st
from specimens import p, package, r

from reportgen.base.issues import Issue, Location, Severity
from reportgen.checks import prose
from reportgen.figures.compute import Figures
from reportgen.report import drafting
from reportgen.word.package import DOCUMENT, read_package, write_package
from reportgen.word.sentences import Sentence, sentences

QINGSHI = ROOT / "tests" / "offices" / "qingshi"


def mark(title: str, *texts: str) -> str:
    """Return a figure's content control whose number stands in one or more runs."""
    return f'<w:sdt><w:sdtPr><w:alias w:val="{title}"/><w:text/></w:sdtPr><w:sdtContent>{"".join(map(r, texts))}</w:sdtContent></w:sdt>'


def read(*paragraphs: str) -> list[Sentence]:
    return list(sentences(read_package(package("".join(paragraphs)))))


@functools.cache
def figures() -> Figures:
    """Return the published year's figures."""
    return drafting.read_year(DATA, TEMPLATE, 2018).figures


def found(*paragraphs: str) -> list[Issue]:
    """Return what the checks of the text find in paragraphs, with the published year's figures."""
    return list(prose.check(read(*paragraphs), figures()))


# ---- sentences ---------------------------------------------------------------------------------------------------------------


def test_sentences_end_at_the_four_marks_and_at_the_paragraph_s_end() -> None:
    texts = [sentence.text for sentence in read(p("一、甲；乙！丙？丁。戊，己"), p("  "), p("庚。"), p("。辛"))]
    assert texts == ["一、甲；", "乙！", "丙？", "丁。", "戊，己", "庚。", "。", "辛"]


def test_a_sentence_has_the_marks_in_it_and_no_others() -> None:
    first, second = read(p("总人口", mark("总人口", "15142"), "人；死亡", mark("死亡", "85"), "人。"))
    assert (first.text, first.marks) == ("总人口15142人；", (("总人口", "15142"),))
    assert (second.text, second.marks) == ("死亡85人。", (("死亡", "85"),))
    assert (first.named, second.named) == ("总人口总人口人；", "死亡死亡人。")


def test_a_number_and_a_mark_that_were_split_over_runs_are_whole() -> None:
    (sentence,) = read(p("总人", "口", mark("总人口", "15", "1", "42"), "人，1", "95", "0户"))
    assert sentence.text == "总人口15142人，1950户"
    assert sentence.marks == (("总人口", "15142"),)
    assert sentence.typed == (("1950", "户"),)


def test_two_marks_side_by_side_stay_two() -> None:
    (sentence,) = read(p(mark("甲", "1"), mark("甲", "2"), mark("乙", "3")))
    assert sentence.marks == (("甲", "1"), ("甲", "2"), ("乙", "3"))
    assert sentence.typed == ()


def test_a_typed_number_beside_a_mark_is_not_one_with_it() -> None:
    (sentence,) = read(p("约", mark("甲", "15"), "0户，", mark("乙", "3"), ".5个"))
    assert [(number, behind[:1]) for number, behind in sentence.typed] == [("0", "户"), ("5", "个")]


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("8.33万元", (("8.33", "万元"),)),
        ("15,142人", (("15142", "人"),)),
        ("1,2,3号", (("1", ",2,3号"), ("2", ",3号"), ("3", "号"))),
        ("没有", ()),
        ("1-18附表", (("1", "-18附表"), ("18", "附表"))),
        ("第3　15 142人", (("3", "　15 14"), ("15", " 142人"), ("142", "人"))),  # a blank parts numbers of a sentence
    ],
)
def test_the_numbers_typed_in_a_sentence_have_what_follows_them(text: str, typed: tuple[tuple[str, str], ...]) -> None:
    assert read(p(text))[0].typed == typed


def test_a_title_around_whole_paragraphs_is_no_figure() -> None:
    around = (
        f'<w:sdt><w:sdtPr><w:alias w:val="封面"/></w:sdtPr><w:sdtContent>{p("总人口15142人")}</w:sdtContent></w:sdt>'
    )
    (sentence,) = read(around)
    assert (sentence.marks, sentence.typed) == ((), (("15142", "人"),))


def test_a_text_box_counts_on_its_own_and_once() -> None:
    box = f"<w:txbxContent>{p('框里的话。')}</w:txbxContent>"
    both = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert [sentence.text for sentence in read(p("正文", both, "。"))] == ["正文。", "框里的话。"]


def test_moved_and_deleted_words_count_where_they_stand_now() -> None:
    moved = f'<w:moveFrom w:id="1" w:author="甲">{r("旧处")}</w:moveFrom>'
    deleted = '<w:del w:id="2" w:author="甲"><w:r><w:delText>删去</w:delText></w:r></w:del>'
    arrived = f'<w:moveTo w:id="3" w:author="甲">{r("新处")}</w:moveTo>'
    assert [sentence.text for sentence in read(p("话", moved, deleted, arrived))] == ["话新处"]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.text("甲乙。；12", max_size=5), st.integers(0, 999)), max_size=5))
def test_no_text_and_no_figure_is_lost(pieces: list[tuple[str, int]]) -> None:
    every = read(p(*[part for text, number in pieces for part in (r(text), mark("数", str(number)))]))
    assert "".join(sentence.text for sentence in every) == "".join(f"{text}{number}" for text, number in pieces)
    assert [text for one in every for _, text in one.marks] == [str(number) for _, number in pieces]


# ---- copied paragraphs -------------------------------------------------------------------------------------------------------

AT_STATION = "在各社区、村委会卫生服务站预防接种服务"  # 19 characters


def test_the_paragraph_that_the_published_report_copied_is_found() -> None:
    year, prepared = drafting.read_all(DATA, TEMPLATE, 2018)
    (issue,) = prose.check(sentences(drafting.draft(year, prepared)), year.figures)
    assert str(issue) == (
        "migrants_services.csv 第4行「人数」：「预防接种服务」和「孕产妇和儿童保健服务」是两个指标，印成了同一句话、"
        "同一个数199，像是整段复制后没有改。请核对「孕产妇和儿童保健服务」的数和文字。"
    )
    assert (issue.check, issue.severity, issue.found) == ("照抄的段落", Severity.WARNING, "199")
    assert issue.metrics == ("孕产妇和儿童保健服务", "预防接种服务")
    assert issue.key == "照抄的段落：预防接种服务、孕产妇和儿童保健服务"


@pytest.mark.parametrize("year", [2024, 2025])
def test_the_invented_office_copied_nothing(year: int) -> None:
    understood, prepared = drafting.read_all(QINGSHI, TEMPLATE, year)
    assert prose.check(sentences(drafting.draft(understood, prepared)), understood.figures) == ()


def test_the_same_words_with_another_number_are_no_copy() -> None:
    assert (
        found(
            p(AT_STATION, mark("预防接种服务", "199"), "人。"),
            p(AT_STATION, mark("孕产妇和儿童保健服务", "198"), "人。"),
        )
        == []
    )


def test_two_figures_that_wait_for_their_numbers_are_no_copy() -> None:
    once = p(AT_STATION, mark("预防接种服务", "待补"), "人。")
    assert found(once, p(AT_STATION, mark("孕产妇和儿童保健服务", "待补"), "人。")) == []


def test_one_figure_may_be_another_s_neighbour_in_a_sentence_that_says_more() -> None:
    assert (
        found(
            p(AT_STATION, mark("预防接种服务", "199"), "人。"),
            p("共", AT_STATION, mark("孕产妇和儿童保健服务", "199"), "人。"),
        )
        == []
    )


def test_only_the_figures_that_differ_are_told() -> None:
    once = p("至", mark("统计截止日", "2018年9月30日"), AT_STATION, mark("预防接种服务", "199"), "人。")
    again = p("至", mark("统计截止日", "2018年9月30日"), AT_STATION, mark("重点人群保健服务", "199"), "人。")
    (issue,) = found(once, again)
    assert issue.metrics == ("重点人群保健服务", "预防接种服务")
    assert issue.location == Location("migrants_services.csv", 5, "人数")


def test_two_figures_that_were_copied_in_two_sentences_are_told_once() -> None:
    def copied(name: str) -> str:
        return p(AT_STATION, mark(name, "199"), "人。已在", AT_STATION, mark(name, "199"), "人次。")

    (issue,) = found(copied("预防接种服务"), copied("孕产妇和儿童保健服务"))
    assert issue.key == "照抄的段落：预防接种服务、孕产妇和儿童保健服务"


def test_a_copy_of_which_one_number_was_typed_is_no_pair_of_figures() -> None:
    once = p(mark("年度", "2018"), "年", AT_STATION, mark("预防接种服务", "199"), "人。")
    again = p("2018年", AT_STATION, mark("预防接种服务", "199"), "人。")
    assert [issue.check for issue in found(once, again)] == ["重复的话"]


# ---- said twice --------------------------------------------------------------------------------------------------------------


def test_a_sentence_of_one_figure_said_twice_is_told_by_its_beginning() -> None:
    sentence = p("认真核对各类台账数据，及时更正错误信息，全街道总人口", mark("总人口", "15142"), "人。")
    (issue,) = found(sentence, p("其它。"), sentence)
    assert str(issue) == (
        "报告正文「认真核对各类台账数据，及时更正错误信息，全街道总…」：这句话在报告里出现了两次，请删去一处，或写出不同。"
    )
    assert (issue.check, issue.severity, issue.metrics) == ("重复的话", Severity.WARNING, ())


def test_a_sentence_said_three_times_is_told_once() -> None:
    assert len(found(*[p("认真核对各类台账数据，及时更正错误信息。")] * 3)) == 1


@pytest.mark.parametrize(("length", "told"), [(14, 0), (15, 1), (16, 1)])
def test_a_sentence_of_fifteen_characters_may_not_be_said_twice(length: int, told: int) -> None:
    text = "一二三四五六七八九十甲乙丙丁戊己"[: length - 1] + "。"
    assert len(found(p(text), p(text))) == told
    assert len(found(p(text, text))) == told  # in one paragraph too


def test_the_shown_beginning_is_cut_after_24_characters() -> None:
    text = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地"
    assert [str(issue.location) for issue in found(p(text), p(text))] == [f"报告正文「{text}」"]
    assert [str(issue.location) for issue in found(p(text, "玄"), p(text, "玄"))] == [f"报告正文「{text}…」"]


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000_000), st.integers(0, 10_000_000))
def test_the_key_of_a_sentence_said_twice_stays_when_its_number_changes(before: int, after: int) -> None:
    def key(number: int) -> str:
        text = f"全街道死亡的人数合计一共是{number}人。"
        said = [Sentence(text, "全街道死亡的人数合计一共是死亡人。", (("死亡", str(number)),), ()) for _ in range(2)]
        (issue,) = prose.check(said, figures())
        return issue.key

    assert key(before) == key(after)


def test_two_sentences_that_begin_alike_have_keys_of_their_own() -> None:
    alike = "认真核对各类台账数据，及时更正错误信息，做好痕迹资料管理"
    issues = found(*[p(f"{alike}甲。"), p(f"{alike}乙。")] * 2)
    assert len({issue.key for issue in issues}) == 2


def test_a_key_can_be_pasted_into_yaml(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(DATA / "2018", tmp_path / "2018"))
    text = "按《方案》: 每村 #1 张榜公布、逐户登记、逐级上报如下:"
    outlook = folder / "outlook.yaml"
    outlook.write_text(f"下步工作计划:\n  - '{text}'\n  - '{text}'\n", encoding="utf-8")
    year, prepared = drafting.read_all(tmp_path, TEMPLATE, 2018)
    (key,) = [issue.key for issue in drafting.review(year, drafting.draft(year, prepared)) if issue.check == "重复的话"]
    with outlook.open("a", encoding="utf-8") as file:
        file.write(f"accepted:\n  - issue: {key}\n    reason: 两处都要\n")
    year, prepared = drafting.read_all(tmp_path, TEMPLATE, 2018)
    assert [issue.key for issue in drafting.review(year, drafting.draft(year, prepared)) if issue.accepted] == [key]


# ---- typed numbers -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number", "name"),
    [
        ("全街道总人口15142人。", "15142", "总人口"),
        ("全街道总人口 15142 人。", "15142", "总人口"),
        ("全街道总人口15,142人。", "15142", "总人口"),
        ("全街道总人口１５１４２人。", "15142", "总人口"),
        ("全街道总人口１５，１４２人。", "15142", "总人口"),
        ("综合节育率达８９．２％。", "89.2", "综合节育率"),
        ("综合节育率达89.2%。", "89.2", "综合节育率"),
        ("综合节育率达89.2％。", "89.2", "综合节育率"),
        ("购买8.33万元。", "8.33", "意外伤害保险"),
    ],
)
def test_a_typed_number_that_equals_a_figure_with_its_unit_is_found(text: str, number: str, name: str) -> None:
    (issue,) = found(p(text))
    assert (issue.check, issue.severity, issue.metrics, issue.found) == ("打字的数", Severity.WARNING, (name,), number)
    assert f"是打字打进去的，和「{name}」的数一样；数据改了它不会跟着改，请换成标签。" in issue.message
    assert issue.location == Location("报告正文", None, text)


@pytest.mark.parametrize(
    "text",
    [
        "全街道总人口15142户。",  # another unit
        "全街道总人口15143人。",
        "全街道总人口115142人。",
        "全街道总人口15142.5人。",
        "综合节育率达89.20%。",  # as printed or not at all
        "2018年",
        "15142",
        "44个工作日内办结，44 个 月内完成，提高44个百分点，下降44个千分点，服务85人次。",  # 44 groups and 85 deaths, but other things
        "联系人5名，覆盖率100%。",  # rules say small numbers, and so do figures
    ],
)
def test_other_typed_numbers_are_fine(text: str) -> None:
    assert found(p(text)) == []


def test_a_unit_of_one_sign_is_that_of_the_catalogue_or_its_letters() -> None:
    (sentence,) = read(p("绿化4500㎡，清运30㎏，补助1,200元。"))
    assert list(prose.typed_quantities(sentence, ["㎡", "kg", "元"])) == [("4500", "㎡"), ("30", "kg"), ("1200", "元")]


def test_a_figure_s_own_number_is_not_typed() -> None:
    assert found(p("全街道总人口", mark("总人口", "15142"), "人。")) == []


def test_a_number_typed_in_two_sentences_has_a_key_in_each_and_twice_in_one_has_one() -> None:
    issues = found(p("总人口15142人。"), p("全街道15142人，即15142人。"))
    assert [issue.key for issue in issues] == [
        "打字的数：15142人，总人口15142人。",
        "打字的数：15142人，全街道15142人，即15142人。",
    ]


def test_the_key_of_a_typed_number_stays_when_the_figures_beside_it_change() -> None:
    (issue,) = found(p("死亡", mark("死亡", "85"), "人，总人口15142人。"))
    assert issue.key == "打字的数：15142人，死亡死亡人，总人口15142人。"


def test_a_figure_typed_into_the_template_is_found(template_folder: Path) -> None:
    template = template_folder / "report.docx"
    parts = read_package(template.read_bytes())
    tag = "领取独生子女证{{ 领取独生子女证 }}人".encode()
    assert parts[DOCUMENT].count(tag) == 1
    parts[DOCUMENT] = parts[DOCUMENT].replace(tag, "领取独生子女证621人".encode())
    template.write_bytes(write_package(parts))
    year, prepared = drafting.read_all(DATA, template_folder, 2018)
    (issue,) = [one for one in drafting.review(year, drafting.draft(year, prepared)) if one.check == "打字的数"]
    assert str(issue) == (
        "报告正文「领取独生子女证621人。」：「621人」是打字打进去的，和「领取独生子女证」的数一样；"
        "数据改了它不会跟着改，请换成标签。"
    )
    assert issue.key == "打字的数：621人，领取独生子女证621人。"


def test_the_rules_of_the_shipped_template_have_numbers_that_are_no_figures() -> None:
    year, prepared = drafting.read_all(DATA, TEMPLATE, 2018)
    every = list(sentences(drafting.draft(year, prepared)))
    typed = {number for sentence in every for number, _ in sentence.typed}
    assert {"1", "3", "5", "15", "18", "35", "49", "65", "374552990"} <= typed
    assert list(prose.typed_numbers(every, year.figures)) == []


# ---- parts that are printed as wanting ----------------------------------------------------------------------------------------


def test_a_part_that_is_wanting_though_its_figure_is_there_is_told_once() -> None:
    (issue,) = found(p(mark("总人口·甲村", "待补")), p(mark("总人口·甲村", "待补")))
    assert (issue.check, issue.severity, issue.metrics) == ("缺数据", Severity.ERROR, ("总人口",))
    assert issue.message.startswith("「总人口」没有「甲村」的数（表里没有这一行，或者除数是0），报告里暂写「待补」。")
    assert (str(issue.location), issue.key) == ("basic_stats_population.csv「人口」", "缺数据：总人口·甲村")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("总人口·甲村", "80"),
        ("总人口", "待补"),
        ("总人口·较上年", "待补"),
        ("总人口·上年", "待补"),
        ("别的·甲村", "待补"),
    ],
)
def test_what_is_there_or_told_elsewhere_is_no_part_wanting(title: str, text: str) -> None:
    assert found(p(mark(title, text))) == []
