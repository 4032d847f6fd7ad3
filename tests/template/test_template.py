"""A template and a year's content become a report: what is printed, what a condition or loop takes along, and what stays untouched."""

from __future__ import annotations

import io
import re
import time
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import docx
import pytest
from conftest import DATA, TEMPLATE, assert_sound
from docx.shared import Cm
from docxtpl import DocxTemplate
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jinja2.sandbox import SandboxedEnvironment
from specimens import (
    BOLD,
    ITALIC,
    NOTE_ENDS,
    OFFICE,
    POPULATION,
    Draft,
    draft,
    p,
    package,
    part,
    prepared,
    r,
    row,
    table,
    text_of,
    usual_values,
    values,
    vocabulary,
)

from reportgen.base.issues import Unusable
from reportgen.figures.wording import WORDINGS, Takes, usual
from reportgen.report import drafting
from reportgen.template import content
from reportgen.template.content import Shown
from reportgen.template.filters import filters
from reportgen.template.frames import Slot, SlotKind, paragraphs, read_frames
from reportgen.template.rendering import prepare, render
from reportgen.word.package import DOCUMENT, W, read_package, write_package
from reportgen.word.text import plain_text

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def if_(condition: str, *between: str) -> str:
    """Return paragraphs that stand between a {%p if %} and its {%p endif %}."""
    return p(f"{{%p if {condition} %}}") + "".join(between) + p("{%p endif %}")


def for_(what: str, *between: str) -> str:
    """Return paragraphs that stand between a {%p for %} and its {%p endfor %}."""
    return p(f"{{%p for {what} %}}") + "".join(between) + p("{%p endfor %}")


# What is printed


def test_prose_is_printed_with_its_figures_dates_and_texts() -> None:
    body = p("截止{{ 截止日 }}，{{ 街道 }}总人口{{ 总人口 }}人，农业人口占{{ 农业比重 }}%，{{ 落款日 | 月日 }}。")
    assert draft(body).lines() == ["截止2018年9月30日，八街街道总人口110人，农业人口占82%，10月17日。"]


def test_dates_and_periods_are_worded_as_a_filter_says_and_stay_marks() -> None:
    report = draft(
        p("{{ 截止日|月日 }}，{{ 截止日 | 月点日 }}，{{ 活动期间 }}，{{ 活动期间 | 简写 }}，{{ 活动期间 | 月日 }}")
    )
    worded = ["9月30日", "9.30", "2018年4月17日至2018年4月18日", "2018年4月17日至18日", "4月17日至4月18日"]
    assert report.lines() == ["，".join(worded)]
    assert report.titled == list(zip(("截止日", "截止日", "活动期间", "活动期间", "活动期间"), worded, strict=True))


def test_a_number_is_printed_with_commas_where_the_template_asks_for_them() -> None:
    told = values(population=POPULATION.replace("60", "15062"))
    report = draft(p("总人口{{ 总人口 | 千分位 }}人，即{{ 总人口 }}人，死亡{{ 死亡 | 千分位 }}人"), told)
    assert report.lines() == ["总人口15,112人，即15112人，死亡85人"]
    assert report.titled == [("总人口", "15,112"), ("总人口", "15112"), ("死亡", "85")]


def test_a_number_has_the_decimals_that_its_tag_asks_for_rounded_half_up_from_the_exact_value() -> None:
    told = values(office=OFFICE.replace("女孩: 88", "女孩: 90"), population=POPULATION.replace("60", "15062"))
    body = p(
        "{{ 性别比 }}，{{ 性别比 | 小数(2) }}，{{ 性别比|小数(0) }}，{{ 死亡 | 小数(1) }}，{{ 总人口 | 小数(2) | 千分位 }}"
    )
    report = draft(body, told)
    assert report.lines() == ["103，103.33，103，85.0，15,112.00"]  # 93 to 90 is 103.333…
    assert [title for title, _ in report.titled] == ["性别比", "性别比", "性别比", "死亡", "总人口"]


def test_a_number_is_printed_in_chinese_numerals_where_the_template_asks_for_them() -> None:
    told = values(population=POPULATION.replace("60", "15062"))
    report = draft(p("总人口{{ 总人口 | 大写 }}人，农业占百分之{{ 农业比重 | 小数(1) | 大写 }}"), told)
    assert report.lines() == ["总人口一万五千一百一十二人，农业占百分之九十九点九"]
    assert report.titled == [("总人口", "一万五千一百一十二"), ("农业比重", "九十九点九")]


def test_a_date_is_printed_in_the_form_that_its_tag_says() -> None:
    report = draft(
        p("{{ 截止日 | 日期('YYYY-MM-DD') }}，{{ 落款日 | 日期(“yyyy年m月d日”) }}，{{ 活动期间 | 日期('M/D') }}")
    )
    assert report.lines() == ["2018-09-30，2018年10月17日，4/17至4/18"]
    assert [title for title, _ in report.titled] == ["截止日", "落款日", "活动期间"]


def test_a_part_of_a_figure_is_worded_like_a_whole_one() -> None:
    told = values(population=POPULATION.replace("60", "15062"))
    loop = "{% for 村 in 总人口 | 按('村（社区）') %}{{ 村.名称 }}{{ 村 | 千分位 }}（{{ 农业人口 | 在(村) | 小数(1) }}）{% endfor %}"
    report = draft(p(loop), told)
    assert report.lines() == ["甲村15,082（15062.0）乙村30（30.0）"]
    assert report.titled[:2] == [("总人口·甲村", "15,082"), ("农业人口·甲村", "15062.0")]


def test_what_is_missing_is_to_be_added_in_every_wording() -> None:
    for takes, name in ((Takes.DATE, "截止日"), (Takes.NUMBER, "死亡")):
        told = values(office=OFFICE.replace("截止日: 9月30日", "截止日:").replace("死亡: 85", "死亡:"))
        assert draft(p(*(f"{{{{ {name} | {one} }}}}，" for one in usual(takes))), told).lines() == [
            "待补，" * len(list(usual(takes)))
        ]


def test_a_wording_says_in_its_table_whether_an_older_report_is_read_back_by_it(tmp_path: Path) -> None:
    every = [one for takes in Takes for one in usual(takes)]
    assert {one.name for one in every} == {*WORDINGS}
    names = {Takes.DATE: "截止日", Takes.NUMBER: "死亡", Takes.CHANGE: "死亡"}
    tags = "".join(p(f"{{{{ {names[one.wording.takes]} | {one} }}}}") for one in every)
    (tmp_path / "report.docx").write_bytes(package(tags))
    found = [paragraph.pieces for paragraph in paragraphs(read_frames(tmp_path, "report.docx", vocabulary()))]
    kinds = {Takes.DATE: SlotKind.DATE, Takes.NUMBER: SlotKind.NUMBER}
    due = [(kinds[one.wording.takes] if one.is_read else SlotKind.OTHER) for one in every]
    assert [slot.kind for (slot,) in found if isinstance(slot, Slot)] == due
    assert [slot.detail for (slot,) in found if isinstance(slot, Slot)] == [str(one) for one in every]
    read = [
        "月日",
        "简写",
        "月点日",
        "日期('YYYY-MM-DD')",
        "日期('YYYY年M月D日')",
        "日期('YYYY/M/D')",
        "日期('YYYY.M.D')",
        "千分位",
    ]
    assert [str(one) for one in every if one.is_read] == read


AWKWARD = "<甲> & “乙” '丙' \"丁\" &amp; &#65; ]]> <w:t>"


def test_what_xml_has_signs_for_is_printed_as_it_is_typed_in_template_and_values() -> None:
    report = draft(
        p(r(AWKWARD), r("：{{ 街道 }}、{% for 项 in 存在的问题 %}{{ 项 }}{% endfor %}")),
        {"街道": AWKWARD, "存在的问题": (AWKWARD,)},
    )
    assert report.lines() == [f"{AWKWARD}：{AWKWARD}、{AWKWARD}"]


def test_a_category_with_such_signs_is_printed_and_titles_its_mark() -> None:
    told = values(population=POPULATION.replace("甲村", '"甲""&""<村>"'))
    report = draft(p("{% for 部分 in 总人口 | 按('村（社区）') %}{{ 部分.名称 }}{{ 部分 }}{% endfor %}"), told)
    assert report.lines() == ['甲"&"<村>80乙村30']
    assert report.titled[0] == ('总人口·甲"&"<村>', "80")


def test_a_category_on_two_lines_titles_its_mark_on_one() -> None:
    whole = usual_values()["总人口"]
    assert isinstance(whole, Shown)
    metric = replace(whole.figure.metric, name="总人口·甲\n村")
    assert Shown(replace(whole.figure, metric=metric), whole.figures).title == "总人口·甲 村"


@pytest.mark.parametrize(
    "value",
    ["{{ 总人口 }}", "{% if 死亡 %}", "{% endif %}", "{# 甲 #}", "{{", "{%", "{{12}}", "<?tag 0?>", "{%p endif %}"],
)
def test_a_value_that_looks_like_a_tag_is_printed_and_never_evaluated(value: str) -> None:
    report = draft(
        p("{{ 街道 }}{{ 总人口 }}") + for_("项 in 存在的问题", p("{{ 项 }}")), {"街道": value, "存在的问题": (value,)}
    )
    assert report.lines() == [f"{value}110", value]


def test_line_breaks_and_tabs_in_a_text_become_words_own() -> None:
    report = draft(p(r("前{{ 街道 }}后", BOLD)), {"街道": "一\n二\t三\r\n四\r"})
    space = '<w:t xml:space="preserve">'
    assert report.body == (
        f"<w:p><w:r><w:rPr>{BOLD}</w:rPr>{space}前一</w:t><w:br/>{space}二</w:t><w:tab/>{space}三</w:t><w:br/>{space}四</w:t>"
        f"<w:br/>{space}后</w:t></w:r></w:p>"
    )


PRINTABLE = st.characters(exclude_categories=("Cs", "Cc", "Cn"), include_characters="\n\t")


@settings(max_examples=100, deadline=None)
@given(st.text(PRINTABLE, max_size=60))
@example("  \u3000 \u00a0")
@example("\u0085\u2028\u2029\ufeff\u200d")
@example("𠮷脿〇🀄")
def test_any_text_comes_back_from_the_document_as_it_was(text: str) -> None:
    document = render(ROUND_TRIP, usual_values() | {"街道": text})
    assert docx.Document(io.BytesIO(document)).paragraphs[0].text == f"[{text}]"
    (paragraph,) = Draft(document).root().iter(f"{W}p")
    assert text_of(paragraph) == f"[{text}]"


ROUND_TRIP = prepared(package(p("[{{ 街道 }}]")))


def test_a_missing_figure_is_printed_as_wanting_and_stays_a_mark() -> None:
    report = draft(
        p("死亡{{ 死亡 }}人，截止{{ 截止日 | 月日 }}，比{{ 性别比 }}"),
        values(OFFICE.replace("85", "").replace("9月30日", "").replace("女孩: 88", "女孩:")),
    )
    assert report.lines() == ["死亡待补人，截止待补，比待补"]
    assert report.titled == [("死亡", "待补"), ("截止日", "待补"), ("性别比", "待补")]


def test_comments_are_not_printed() -> None:
    assert draft(p("甲{# 这里按{街道}写 #}乙") + p("{#p 整段都是说明 #}") + p("丙")).lines() == ["甲乙", "丙"]


# What a condition takes along


@pytest.mark.parametrize(("deaths", "expected"), [("85", ["前", "死亡85人", "后"]), ("0", ["前", "后"])])
def test_a_condition_alone_in_its_paragraph_leaves_no_empty_one(deaths: str, expected: list[str]) -> None:
    body = p("前") + if_("死亡", p("死亡{{ 死亡 }}人")) + p("后")
    assert draft(body, values(OFFICE.replace("85", deaths))).lines() == expected


@pytest.mark.parametrize(("deaths", "expected"), [("85", "多"), ("5", "少"), ("0", "无")])
def test_elif_and_else_take_their_paragraphs_too(deaths: str, expected: str) -> None:
    body = if_("死亡 > 10", p("多"), p("{%p elif 死亡 %}"), p("少"), p("{%p else %}"), p("无"))
    assert draft(body, values(OFFICE.replace("85", deaths))).lines() == [expected]


@pytest.mark.parametrize(("deaths", "expected"), [("85", "前 甲 85 人 后"), ("0", "前 无 后")])
def test_a_condition_across_runs_leaves_every_run_its_formatting(deaths: str, expected: str) -> None:
    body = p(
        r("前{% if 死亡 %}"), r("甲{{ 死亡 }}", BOLD), r("人{% else %}"), r("无{% endif %}", BOLD), r("后", ITALIC)
    )
    report = draft(body, values(OFFICE.replace("85", deaths)))
    style = {"前": "", "甲": BOLD, "人": "", "无": BOLD, "后": ITALIC}
    assert report.characters == [(character, style.get(character, BOLD)) for character in expected.replace(" ", "")]
    assert all(len(run) and run.find(f"{W}t") is not None for run in report.root().iter(f"{W}r"))


def test_conditions_and_loops_stand_in_each_other() -> None:
    inline = (
        "{% for 部分 in 总人口 | 按('村（社区）') if 部分 %}{% if loop.first %}其中{% endif %}{{ 部分.名称 }}{{ 部分 }}"
        "{% if loop.last %}。{% else %}，{% endif %}{% endfor %}"
    )
    body = for_(
        "项 in 下步工作",
        p("{{ loop.index }}.{{ 项.标题 }}"),
        if_("项.内容", p("{{ 项.内容 }}：" + inline)),
        if_("not 项.内容 and loop.last", p("无")),
    )
    assert draft(body).lines() == ["1.加强宣传", "进村入户：其中甲村80，乙村30。", "2.加强培训", "无"]


def test_a_key_that_python_dictionaries_know_is_the_items_own() -> None:
    assert draft(p("{% for 项 in 下步工作 %}[{{ 项.items }}]{% endfor %}")).lines() == ["[甲][]"]


def test_a_list_nobody_wrote_is_printed_as_wanting_and_an_empty_one_is_not() -> None:
    body = p("前") + for_("项 in 存在的问题", p("{{ 项 }}")) + for_("项 in 下步工作", p("{{ 项.标题 }}{{ 项.内容 }}"))
    unwritten = re.sub(r"存在的问题.*\n|下步工作:\n(  .*\n)+", "", OFFICE)
    assert draft(body, values(unwritten)).lines() == ["前", "待补", "待补"]
    assert draft(body, {"存在的问题": (), "下步工作": ()}).lines() == ["前"]


def test_a_list_is_a_condition() -> None:
    body = if_("存在的问题", p("有问题")) + if_("总人口 | 按('户口')", p("分户口"))
    assert draft(body).lines() == ["有问题", "分户口"]
    assert draft(body, {"存在的问题": ()}).lines() == ["分户口"]


ROWS = (
    row("村", "人口"),
    row("{%tr for 部分 in 总人口 | 按('村（社区）') %}"),
    row("{{ 部分.名称 }}", "{{ 部分 }}"),
    row("{%tr endfor %}"),
)


def test_a_table_has_a_row_for_every_part() -> None:
    report = draft(table(*ROWS, row("合计", "{{ 总人口 }}")))
    rows = [
        ["".join(map(text_of, cell.iter(f"{W}p"))) for cell in line.iter(f"{W}tc")]
        for line in report.root().iter(f"{W}tr")
    ]
    assert rows == [["村", "人口"], ["甲村", "80"], ["乙村", "30"], ["合计", "110"]]


def test_a_row_loop_may_stand_in_a_table_inside_a_cell() -> None:
    inner = table(*ROWS) + p()
    assert draft(table(row(p("外") + inner, "旁"))).lines() == [
        "外",
        "村",
        "人口",
        "甲村",
        "80",
        "乙村",
        "30",
        "",
        "旁",
    ]


def test_a_year_whose_table_has_no_such_column_prints_no_parts() -> None:
    body = table(*ROWS) + p(
        "{% for 部分 in 总人口 | 按('村（社区）') %}{% if loop.first %}其中{% endif %}{{ 部分 }}{% endfor %}后"
    )
    assert draft(body, values(population="户口,人口\n农业,60\n非农业,20\n")).lines() == ["村", "人口", "后"]


BY_VILLAGE = "按('村（社区）')"


def test_a_row_prints_other_figures_of_its_village_each_in_a_mark_of_its_own() -> None:
    rows = (
        row(f"{{%tr for 村 in 总人口 | {BY_VILLAGE} %}}"),
        row("{{ 村.名称 }}", "{{ 村 }}", "{{ 农业人口 | 在(村) }}"),
        row("{%tr endfor %}"),
    )
    report = draft(table(*rows) + p("后"))
    assert report.lines() == ["甲村", "80", "60", "乙村", "30", "30", "后"]
    assert report.titled == [
        ("总人口·甲村", "80"),
        ("农业人口·甲村", "60"),
        ("总人口·乙村", "30"),
        ("农业人口·乙村", "30"),
    ]


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("{% if 农业人口 | 在(村) > 50 %}{{ 村.名称 }}{% endif %}", "甲村"),
        ("{{ (农业人口 | 在(村)).名称 }}", "甲村乙村"),
        ("{{ 农业人口|在( 村 ) }}；", "60；30；"),
    ],
)
def test_another_figure_s_part_is_a_number_like_any_other(said: str, printed: str) -> None:
    assert draft(p(f"{{% for 村 in 总人口 | {BY_VILLAGE} %}}{said}{{% endfor %}}")).lines() == [printed]


def test_a_part_that_its_table_lacks_is_wanting_and_stays_a_mark() -> None:
    told = values(population="户口,人口\n农业,60\n非农业,20\n")
    body = p("{% for 类 in 总人口 | 按('户口') %}{{ 类.名称 }}{{ 农业人口 | 在(类) }}，{% endfor %}")
    report = draft(body, told)
    assert report.lines() == ["农业60，非农业待补，"]
    assert report.titled == [("农业人口·农业", "60"), ("农业人口·非农业", "待补")]


def test_a_village_whose_name_xml_has_signs_for_titles_the_marks_of_all_its_figures() -> None:
    told = values(population='村（社区）,户口,人口\n甲<&"村,农业,60\n甲<&"村,非农业,20\n')
    report = draft(p(f"{{% for 村 in 总人口 | {BY_VILLAGE} %}}{{{{ 农业人口 | 在(村) }}}}{{% endfor %}}"), told)
    assert report.titled == [('农业人口·甲<&"村', "60")]


FALSE = "死亡 == 0"


@pytest.mark.parametrize(
    ("body", "others"),
    [
        (table(row(if_(FALSE, p("甲")), "乙")), {}),
        (table(row(if_(FALSE, table(row("甲")), p("乙")), "丙")), {}),
        (table(row(table(row("甲")) + if_(FALSE, p("乙")))), {}),
        (table(row("{%tr if 死亡 == 0 %}"), row("甲"), row("{%tr endif %}")), {}),
        (table(row(table(row("{%tr if 死亡 == 0 %}"), row("甲"), row("{%tr endif %}")))), {}),
        (table(row(f"<w:sdt><w:sdtPr/><w:sdtContent>{if_(FALSE, p('甲'))}</w:sdtContent></w:sdt>")), {}),
        (table(row("甲")) + if_(FALSE, p("乙")), {}),
        (if_(FALSE, p("甲")), {"header1.xml": part("hdr", if_(FALSE, p("乙"))), "footer1.xml": part("ftr", if_(FALSE, p("乙")))}),
        (
            p("甲", '<w:r><w:footnoteReference w:id="1"/></w:r>'),
            {"footnotes.xml": part("footnotes", f'{NOTE_ENDS}<w:footnote w:id="1">{if_(FALSE, p("乙"))}</w:footnote>')},
        ),
    ],
)  # fmt: skip
def test_what_a_false_condition_empties_is_still_a_document(body: str, others: dict[str, bytes]) -> None:
    report = draft(body, others=others)
    assert all(cell[-1].tag == f"{W}p" for cell in report.root().iter(f"{W}tc"))
    assert all(table_.find(f".//{W}tr") is not None for table_ in report.root().iter(f"{W}tbl"))


def test_a_bookmark_or_comment_whose_other_half_a_condition_takes_goes_too() -> None:
    body = if_(FALSE, p('<w:bookmarkStart w:id="5" w:name="甲"/>', r("甲"))) + p('<w:bookmarkEnd w:id="5"/>', r("乙"))
    assert draft(body).body == f"<w:p>{r('乙')}</w:p>"


def test_what_a_loop_repeats_keeps_only_one_of_each_number() -> None:
    drawing = (
        '<w:r><w:drawing><wp:inline><wp:extent cx="1" cy="1"/><wp:docPr id="7" name="图"/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"/></a:graphic></wp:inline></w:drawing></w:r>'
    )
    control = '<w:sdt><w:sdtPr><w:id w:val="5"/></w:sdtPr><w:sdtContent>'
    body = for_(
        "项 in 存在的问题",
        '<w:p w14:paraId="00000001" w14:textId="00000002"><w:bookmarkStart w:id="5" w:name="甲"/>'
        + f'<w:ins w:id="9" w:author="甲">{r("{{ 项 }}")}</w:ins><w:bookmarkEnd w:id="5"/>{control}{r("丙")}</w:sdtContent></w:sdt>{drawing}</w:p>',
    )
    report = draft(body, audited=False)
    found = re.findall(r'<(?:w|wp):(\w+) [^>]*?(?:paraId|w:id|(?<=docPr )id|id w:val)="(\w+)"', report.body)
    assert found == [
        ("bookmarkStart", "5"),
        ("ins", "9"),
        ("bookmarkEnd", "5"),
        ("docPr", "7"),
        ("ins", "10"),
        ("docPr", "8"),
    ]
    assert report.body.count('<w:id w:val="5"/>') == 1 and "paraId" not in report.body


def test_a_tracked_insertion_in_a_loop_is_numbered_anew() -> None:
    report = draft(for_("项 in 存在的问题", p('<w:ins w:id="9" w:author="甲">', r("{{ 项 }}"), "</w:ins>")))
    assert [insertion.get(f"{W}id") for insertion in report.root().iter(f"{W}ins")] == ["9", "10"]


def test_a_reviewers_comment_in_a_loop_stays_with_the_template() -> None:
    comment = '<w:comment w:id="3" w:author="甲"><w:p><w:r><w:t>按村写</w:t></w:r></w:p></w:comment>'
    inside = (
        '<w:commentRangeStart w:id="3"/>',
        r("{{ 项 }}"),
        '<w:commentRangeEnd w:id="3"/>',
        '<w:r><w:commentReference w:id="3"/></w:r>',
    )
    report = draft(for_("项 in 存在的问题", p(*inside)), others={"comments.xml": part("comments", comment)})
    assert report.lines() == ["人手不足", "经费不足"]
    assert [report.body.count(f"<w:comment{sign}") for sign in ("RangeStart", "RangeEnd", "Reference")] == [0, 0, 0]


# What a condition compares


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("性别比 > 106", False),  # 93 / 88 is 105.68 and prints 106
        ("性别比 == 106", True),
        ("性别比 >= 106", True),
        ("性别比 < 106", False),
        ("性别比 != 106", False),
        ("男孩 > 女孩", True),
        ("男孩 <= 女孩", False),
        ("80 < 死亡 <= 85", True),
        ("死亡 == 85.0", True),
        ("年度 == 2018", True),
        ("年度 > 2017", True),
        ("截止日 < 落款日", True),
        ("截止日 == 截止日", True),
        ("街道 == '八街街道'", True),
        ("街道 != 简介", True),
        ("死亡 and not 出生", False),
        ("死亡 or 出生", True),
        ("截止日", True),
    ],
)
def test_conditions_compare_what_the_reader_sees(condition: str, holds: bool) -> None:
    assert draft(p(f"{{% if {condition} %}}是{{% else %}}否{{% endif %}}"), audited=False).lines() == [
        "是" if holds else "否"
    ]


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("死亡", False),
        ("not 死亡", True),
        ("死亡 == 0", False),
        ("死亡 != 0", True),
        ("死亡 > 0", False),
        ("死亡 <= 0", False),
        ("死亡 >= 0", False),
        ("死亡 == 死亡", False),
        ("死亡 < 出生", False),
        ("出生 > 死亡", False),
    ],
)
def test_a_missing_figure_is_neither_zero_nor_above_nor_below(condition: str, holds: bool) -> None:
    told = values(OFFICE.replace("死亡: 85", "死亡:"))
    body = p(f"{{% if {condition} %}}是{{% else %}}否{{% endif %}}")
    assert draft(body, told, audited=False).lines() == ["是" if holds else "否"]


@pytest.mark.parametrize("zero", ["0", "0.0"])
def test_zero_is_false(zero: str) -> None:
    assert draft(
        p("{% if 死亡 %}是{% else %}否{% endif %}"), values(OFFICE.replace("85", zero)), audited=False
    ).lines() == ["否"]


def test_figures_that_print_alike_are_equal_and_hash_alike() -> None:
    one, other = usual_values()["性别比"], values(OFFICE.replace("男孩: 93", "男孩: 93"))["性别比"]
    assert isinstance(one, Shown) and isinstance(other, Shown)
    assert one == other and hash(one) == hash(other) and one.value == Fraction(106)
    assert one != "106" and not one < "106"


# The package


def test_a_part_without_tags_comes_through_byte_for_byte() -> None:
    others = {
        "media/图.png": PICTURE,
        "header1.xml": part("hdr", p("页眉<!-- 甲 -->")),
        "footnotes.xml": part("footnotes", NOTE_ENDS),
    }
    template = package(p("{{ 死亡 }}"), others)
    before, after = read_package(template), read_package(render(prepared(template), usual_values()))
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} == {DOCUMENT}


def test_two_renders_give_the_same_bytes_whatever_was_rendered_between() -> None:
    template = prepared(package(p("{{ 街道 }}死亡{{ 死亡 }}人") + table(*ROWS)))
    first = render(template, usual_values())
    other = render(template, usual_values() | {"街道": "青石街道"}, demo="数字是编的")
    assert first != other
    assert render(template, usual_values()) == first
    assert render(prepared(package(p("{{ 街道 }}死亡{{ 死亡 }}人") + table(*ROWS))), usual_values()) == first


def test_the_namespaces_and_ignorable_prefixes_of_word_stay_and_no_others_come() -> None:
    report = draft(p("{{ 死亡 }}") + table(*ROWS) + if_(FALSE, p("甲")))
    xml = report.parts[DOCUMENT].decode()
    assert re.findall(r"xmlns:(\w+)=", xml) == ["w", "r", "mc", "wp", "a", "pic", "w14", "w15", "wp14"]
    ignorable = report.root().get("{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable", "")
    assert set(ignorable.split()) <= set(report.root().nsmap) and ignorable
    assert "ns0" not in xml and "<?tag" not in xml


def test_invented_figures_say_so_at_the_top() -> None:
    for body in (p("死亡{{ 死亡 }}人"), p("没有标签")):
        report = Draft(render(prepared(package(body)), usual_values(), demo="数字只供演示"))
        assert report.lines()[0] == "【演示数据】数字只供演示"
        assert len(report.lines()) == 2


def test_a_document_built_by_python_docx_keeps_its_picture_heading_header_and_table(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_heading("{{ 街道 }}{{ 年度 }}年情况", level=1)
    paragraph = made.add_paragraph("死亡")
    paragraph.add_run("{{ 死").bold = True
    paragraph.add_run("亡 }}人")
    made.add_picture(io.BytesIO(PICTURE), width=Cm(1))
    made.sections[0].header.paragraphs[0].text = "{{ 截止日 | 月日 }}"
    cells = made.add_table(rows=3, cols=2).columns[0].cells
    for cell, text in zip(cells, ("{%tr for 项 in 存在的问题 %}", "{{ 项 }}", "{%tr endfor %}"), strict=True):
        cell.text = text
    made.save(str(tmp_path / "report.docx"))
    document = render(prepare(tmp_path / "report.docx", vocabulary()), usual_values())
    read = docx.Document(io.BytesIO(document))
    assert [text_of(one._p) for one in read.paragraphs] == ["八街街道2018年情况", "死亡85人", ""]
    assert read.paragraphs[0].style is not None and read.paragraphs[0].style.name == "Heading 1"
    assert text_of(read.sections[0].header.paragraphs[0]._p) == "9月30日"
    assert [line.cells[0].text for line in read.tables[0].rows] == ["人手不足", "经费不足"]
    assert [shape.width for shape in read.inline_shapes] == [Cm(1)]
    assert PICTURE in [part_.blob for part_ in read.part.package.iter_parts()]


def test_the_shipped_template_is_one_that_docxtpl_prints_alike() -> None:
    year, ready = drafting.read_all(DATA, TEMPLATE, 2018)
    environment = SandboxedEnvironment(autoescape=True)
    environment.filters.update(filters())
    theirs = DocxTemplate(TEMPLATE / "report.docx")
    theirs.render(content.values(year.catalogue, year.sources, year.figures), environment, autoescape=True)
    buffer = io.BytesIO()
    theirs.save(buffer)
    ours = render(ready, content.values(year.catalogue, year.sources, year.figures))
    assert plain_text(read_package(buffer.getvalue())) == plain_text(read_package(ours))


def test_a_template_whose_program_has_another_prefix_for_word_prints_alike() -> None:
    paragraphs = p("{%p if 死亡 > 80 %}"), p("全年死亡{{ 死亡 }}人"), p("{%p else %}"), p("较少"), p("{%p endif %}")
    rows = row("{%tr for 项 in 存在的问题 %}"), row("{{ 项 }}"), row("{%tr endfor %}")
    usual = package("".join(paragraphs) + table(*rows) + p())
    parts = read_package(usual)
    other = parts[DOCUMENT].replace(b"<w:", b"<ns0:").replace(b"</w:", b"</ns0:").replace(b" w:", b" ns0:")
    renamed = write_package(parts | {DOCUMENT: other.replace(b"xmlns:w=", b"xmlns:ns0=")})
    said = [plain_text(read_package(render(prepared(one), usual_values()))) for one in (usual, renamed)]
    assert said[0] == said[1] == "全年死亡85人\n人手不足\n经费不足\n"


def test_a_brace_in_the_text_is_the_text_s_own() -> None:
    body = p("{", r("{# 注 #}", BOLD)) + p("{{ 街道 }}") + p("{") + p("{{ 街道 }}", "占5%") + p("}")
    said = plain_text(read_package(render(prepared(package(body)), usual_values())))
    assert said == "{\n八街街道\n{\n八街街道占5%\n}"


def test_blanks_that_word_does_not_show_stay_unshown_before_a_tag() -> None:
    body = p("<w:r><w:t> 甲 </w:t></w:r>") + p("{{ 街道 }}")
    assert b"<w:t> \xe7\x94\xb2 </w:t>" in read_package(render(prepared(package(body)), usual_values()))[DOCUMENT]


def test_the_shipped_template_drafts_a_sound_document(tmp_path: Path) -> None:
    year, ready = drafting.read_all(DATA, TEMPLATE, 2018)
    assert_sound(render(ready, content.values(year.catalogue, year.sources, year.figures)), tmp_path)


# What can't be used


def reason(path: Path) -> str:
    """Return why a template can't be used."""
    with pytest.raises(Unusable) as caught:
        prepare(path, vocabulary())
    (issue,) = caught.value.issues
    return issue.message


def test_a_template_that_is_no_document_is_told(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    assert reason(path) == f"找不到模板 {path}。"
    path.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    assert reason(path).startswith("模板是旧的 .doc/.wps 格式或加了密码")
    path.unlink()
    path.mkdir()
    assert reason(path).startswith("模板读不出来（")


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        (DOCUMENT, b"<w:document", "模板里的 word/document.xml 已损坏，请用 Word 打开后重新另存。"),
        (DOCUMENT, b'<document xmlns="http://purl.oclc.org/ooxml/wordprocessingml/main"/>', "Strict Open XML"),
        (DOCUMENT, b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "已损坏"),
        ("word/footer3.xml", b"<w:ftr>", "word/footer3.xml 已损坏"),
        (
            "word/charts/chart1.xml",
            "<c><t>总人口{{ 总人口 }}</t></c>".encode(),
            "图表、图示和文档属性里不能写标签（word/charts/chart1.xml）。",
        ),
        ("docProps/core.xml", "<c><t>{{ 街道 }}</t></c>".encode(), "不能写标签（docProps/core.xml）"),
    ],
)
def test_a_part_that_cannot_be_used_is_told(tmp_path: Path, name: str, data: bytes, told: str) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(write_package(read_package(package(p("甲"))) | {name: data}))
    assert told in reason(path)


# Size


@pytest.mark.slow
def test_thousands_of_tags_are_prepared_in_seconds_and_rendered_at_once(tmp_path: Path) -> None:
    body = (p("全街道总人口", r("{{ 总", BOLD), r("人口 }}人，死亡{{ 死亡 }}人。")) + p("没有标签的一段")) * 2500
    template = package(body)
    began = time.perf_counter()
    ready = prepared(template)
    prepared_at = time.perf_counter()
    document = render(ready, usual_values())
    assert prepared_at - began < 10
    assert time.perf_counter() - prepared_at < 1.5
    assert len(Draft(document).marks()) == 5000


def test_a_year_of_a_thousand_villages_is_one_long_table() -> None:
    villages = "村（社区）,户口,人口\n" + "".join(f"{number}村,农业,1\n{number}村,非农业,2\n" for number in range(1000))
    assert len(draft(table(*ROWS), values(population=villages), audited=False).titled) == 1000


def test_braces_that_never_close_do_not_take_for_ever() -> None:
    began = time.perf_counter()
    with pytest.raises(Unusable):
        prepared(package(p("{{" * 20_000)))
    assert time.perf_counter() - began < 10
