"""Charts drawn in Word: their alternative text names what they draw, and a report has them with the year's numbers."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from drawn import AS_DRAWN, C, cells, chart_xml, combined, described, drawing, formulas, key, points, with_charts
from lxml import etree
from sound import assert_sound
from specimens import OFFICE, POPULATION, p, prepared, r, usual_values, values

from reportgen.base.issues import Issue, Unusable
from reportgen.template.charts import drawing_of
from reportgen.template.rendering import render
from reportgen.word.charts import data_of
from reportgen.word.package import DOCUMENT, W, parse_part, read_package, write_package
from reportgen.word.relations import OFFICE as RELATION
from reportgen.word.relations import related, relations_of

BY_VILLAGE = "{{ 总人口 | 按('村（社区）') }}"
CHART = "word/charts/chart1.xml"
MORE = POPULATION + "丙村,农业,7\n丁村,农业,8\n戊村,农业,9\n己村,农业,10\n"
_MAIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def report(text: str, chart: bytes | None = None, named: Mapping[str, object] | None = None) -> dict[str, bytes]:
    """Return the report of a template with one chart that a text describes; fails where Word would complain about it."""
    template = prepared(with_charts(p(drawing(key(1), text)), chart or chart_xml()))
    document = render(template, named or usual_values())
    with tempfile.TemporaryDirectory() as folder:
        assert_sound(document, Path(folder))
    return read_package(document)


def faults(text: str, chart: bytes | None = None) -> list[Issue]:
    """Return what is wrong with a template whose second paragraph shows a chart that a text describes."""
    try:
        prepared(with_charts(p("甲") + p(drawing(key(1), text)), chart or chart_xml()))
    except Unusable as error:
        return list(error.issues)
    return []


# ---- what a chart draws ------------------------------------------------------------------------------------------------------


def test_a_metric_by_village_is_drawn_with_this_year_s_numbers_in_the_chart_and_in_the_workbook_behind_it() -> None:
    parts = report(BY_VILLAGE)
    assert points(parts[CHART]) == {"总人口": {"甲村": "80", "乙村": "30"}}
    assert cells(parts, CHART) == [["名称", "总人口"], ["甲村", 80], ["乙村", 30]]
    assert formulas(parts[CHART]) == ["数据!$B$1", "数据!$A$2:$A$3", "数据!$B$2:$B$3"]


@pytest.mark.parametrize("kind", ["bar", "column", "line", "pie"])
def test_every_usual_kind_of_chart_is_filled(kind: str) -> None:
    parts = report(BY_VILLAGE, chart_xml(kind, 1))
    assert points(parts[CHART]) == {"总人口": {"甲村": "80", "乙村": "30"}}


@pytest.mark.parametrize(("population", "count"), [(POPULATION, 2), (MORE, 6), (MORE[: MORE.index("乙村")], 1)])
def test_a_chart_has_as_many_bars_as_there_are_villages(population: str, count: int) -> None:
    parts = report(BY_VILLAGE, named=values(population=population))
    (drawn,) = points(parts[CHART]).values()
    assert len(drawn) == count
    assert [one.get("val") for one in parse_part(parts[CHART]).iter(f"{C}ptCount")] == ["1", str(count), str(count)]
    book = next(data for name, data in parts.items() if name.endswith(".xlsx"))
    sheet = openpyxl.load_workbook(io.BytesIO(book))["数据"]
    assert [table.ref for table in sheet.tables.values()] == [f"A1:B{count + 1}"] and sheet.max_row == count + 1
    assert formulas(parts[CHART])[1:] == [f"数据!$A$2:$A${count + 1}", f"数据!$B$2:$B${count + 1}"]


def test_each_tag_is_a_series_of_its_own() -> None:
    parts = report(f"{BY_VILLAGE}，{{{{ 农业人口 | 按('村（社区）') }}}}")
    assert points(parts[CHART]) == {"总人口": {"甲村": "80", "乙村": "30"}, "农业人口": {"甲村": "60", "乙村": "30"}}
    assert cells(parts, CHART) == [["名称", "总人口", "农业人口"], ["甲村", 80, 60], ["乙村", 30, 30]]


def test_metrics_without_a_column_stand_side_by_side() -> None:
    parts = report("人口变动：{{ 出生 }}、{{ 死亡 }}")
    assert points(parts[CHART]) == {"2018年": {"出生": "178", "死亡": "85"}}
    assert cells(parts, CHART) == [["名称", "2018年"], ["出生", 178], ["死亡", 85]]


def test_a_share_has_its_sign_and_a_count_none() -> None:
    parts = report("{{ 农业比重 | 按('村（社区）') }}{{ 总人口 | 按('村（社区）') }}")
    assert [one.text for one in parse_part(parts[CHART]).iter(f"{C}formatCode")] == ['0"%"', "0"]
    sheet = openpyxl.load_workbook(
        io.BytesIO(next(data for name, data in parts.items() if name.endswith(".xlsx")))
    ).active
    assert [cell.number_format for cell in sheet[2]][1:] == ['0"%"', "0"]


def test_the_categories_of_a_chart_stand_in_the_order_that_its_tag_asks_for() -> None:
    village = "总人口 | 按('村（社区）')"
    assert list(points(report(f"{{{{ {village} | 排序('数') }}}}")[CHART])["总人口"]) == ["乙村", "甲村"]
    assert list(points(report(f"{{{{ {village} | 排序('-数') }}}}")[CHART])["总人口"]) == ["甲村", "乙村"]
    by_other = report(f"{{{{ {village} }}}}{{{{ 农业人口 | 按('村（社区）') | 排序('-数') }}}}", chart_xml(count=2))
    assert [list(one) for one in points(by_other[CHART]).values()] == [["甲村", "乙村"]] * 2
    by_other = report(f"{{{{ {village} }}}}{{{{ 农业人口 | 按('村（社区）') | 排序('数') }}}}", chart_xml(count=2))
    assert [list(one) for one in points(by_other[CHART]).values()] == [["乙村", "甲村"]] * 2
    assert cells(by_other, CHART)[1][0] == "乙村"


def test_a_chart_is_put_in_order_once() -> None:
    tag = "{{{{ {} | 按('村（社区）') | 排序('数') }}}}"
    (found,) = faults(tag.format("总人口") + tag.format("农业人口"))
    assert "一张图只排一次，「排序」写在一个标签里。" in found.message
    (found,) = faults(BY_VILLAGE + tag.format("总人口"))
    assert "同一个数写了两次。" in found.message


def test_a_line_of_exact_height_grows_for_a_chart_that_stands_in_it() -> None:
    exact = '<w:spacing w:line="579" w:lineRule="exact"/>'
    template = prepared(
        with_charts(p(drawing(key(1), BY_VILLAGE), properties=exact) + p("甲", properties=exact), chart_xml())
    )
    root = parse_part(read_package(render(template, usual_values()))[DOCUMENT])
    assert [one.get(f"{W}lineRule") for one in root.iter(f"{W}spacing")] == ["atLeast", "exact"]


def test_a_missing_number_is_a_gap_and_not_0() -> None:
    parts = report("{{ 出生 }}{{ 死亡 }}", named=values(OFFICE.replace("死亡: 85", "死亡:")))
    assert points(parts[CHART]) == {"2018年": {"出生": "178", "死亡": ""}}
    assert cells(parts, CHART)[2] == ["死亡", None]
    assert [one.get("val") for one in parse_part(parts[CHART]).iter(f"{C}dispBlanksAs")] == ["gap"]
    assert described(parse_part(parts[DOCUMENT]))[0][1] == "出生178人死亡待补"


def test_0_is_a_number() -> None:
    parts = report("{{ 农业人口 | 按('户口') }}", named=values(population="村（社区）,户口,人口\n甲村,农业,0\n"))
    assert points(parts[CHART]) == {"农业人口": {"农业": "0"}} and cells(parts, CHART)[1] == ["农业", 0]


def test_a_chart_that_claims_points_without_end_is_read_as_far_as_one_goes() -> None:
    chart = chart_xml("column", 1).replace(b'<c:pt idx="3">', b'<c:pt idx="999999999">')
    assert len(data_of(parse_part(chart)).categories) == 3
    assert points(report(BY_VILLAGE, chart)[CHART]) == {"总人口": {"甲村": "80", "乙村": "30"}}
    endless = chart.replace(b'<c:idx val="0"/>', b'<c:idx val="' + b"9" * 5000 + b'"/>')
    assert len(data_of(parse_part(endless)).categories) == 3


@pytest.mark.parametrize(
    "mark",
    [
        "",
        "没有",
        "总人口|千分位",
        "总人口|小数(1)",
        "总人口|没有",
        "街道",
        "总人口|按(",
        "总人口 + 1",
        "；",
        "截止日|月日",
    ],
)
def test_a_mark_that_somebody_typed_over_says_nothing_of_figures(mark: str) -> None:
    assert drawing_of(mark, usual_values()) is None


def test_a_column_that_this_year_s_table_has_not_gives_an_empty_chart() -> None:
    parts = report(BY_VILLAGE, named=values(population="户口,人口\n农业,60\n非农业,20\n"))
    assert points(parts[CHART]) == {"总人口": {}} and cells(parts, CHART) == [["名称", "总人口"]]


# ---- what stays as somebody drew it ------------------------------------------------------------------------------------------


def test_title_colours_legend_and_axes_stay_as_they_were_drawn() -> None:
    drawn = parse_part(chart_xml("column", 1))
    filled = parse_part(report(BY_VILLAGE, chart_xml("column", 1))[CHART])
    for root in (drawn, filled):
        for name in ("tx", "cat", "val"):
            for one in list(root.iter(f"{C}ser")):
                one.remove(one.find(f"{C}{name}"))
        for one in [*root.iter(f"{C}externalData"), *root.iter(f"{C}dispBlanksAs")]:
            one.getparent().remove(one)
    assert etree.tostring(filled, method="c14n") == etree.tostring(drawn, method="c14n")


def test_a_series_more_than_was_drawn_has_the_next_colour_and_one_too_many_goes() -> None:
    two = report(f"{BY_VILLAGE}{{{{ 农业人口 | 按('村（社区）') }}}}", chart_xml("column", 1))
    series = list(parse_part(two[CHART]).iter(f"{C}ser"))
    assert [one.find(f"{C}spPr//{_MAIN}schemeClr").get("val") for one in series] == ["accent1", "accent2"]
    assert [(one.find(f"{C}idx").get("val"), one.find(f"{C}order").get("val")) for one in series] == [
        ("0", "0"),
        ("1", "1"),
    ]
    assert len(list(parse_part(report(BY_VILLAGE)[CHART]).iter(f"{C}ser"))) == 1


def test_a_chart_without_a_tag_is_the_same_bytes() -> None:
    template = with_charts(p(drawing(key(1), "各村人口")), chart_xml())
    before, after = read_package(template), read_package(render(prepared(template), usual_values()))
    assert {name for name in before if "chart" in name or "embeddings" in name}
    for name in before:
        if "chart" in name or "embeddings" in name:
            assert after[name] == before[name]
    assert described(parse_part(after[DOCUMENT])) == [("图表 1", "各村人口")]


def test_the_numbers_that_word_drew_first_are_nowhere_in_the_report() -> None:
    parts = report(BY_VILLAGE)
    assert [name for name in parts if name.endswith(".xlsx")] == ["word/embeddings/Microsoft_Excel_Worksheet1.xlsx"]
    assert "系列" not in str(cells(parts, CHART)) and AS_DRAWN[0][0].encode() not in parts[CHART]


def test_the_same_year_gives_the_same_bytes() -> None:
    template = with_charts(p(drawing(key(1), BY_VILLAGE)), chart_xml())
    assert render(prepared(template), values()) == render(prepared(template), values())


def test_the_alternative_text_says_in_words_what_is_drawn() -> None:
    assert described(parse_part(report(f"各村总人口：{BY_VILLAGE}。")[DOCUMENT])) == [
        ("图：总人口|按('村（社区）')", "各村总人口：甲村80人、乙村30人。")
    ]


@pytest.mark.parametrize("text", ["{{总人口|按('村（社区）')}}", "｛｛ 总人口 ｜ 按(‘村（社区）’) ｝｝"])
def test_a_tag_is_read_as_in_the_text(text: str) -> None:
    assert points(report(text)[CHART]) == {"总人口": {"甲村": "80", "乙村": "30"}}


def test_a_tag_may_stand_in_the_title_that_older_words_ask_for() -> None:
    run = drawing(key(1), BY_VILLAGE, attribute="title")
    parts = read_package(render(prepared(with_charts(p(run), chart_xml())), usual_values()))
    assert points(parts[CHART]) == {"总人口": {"甲村": "80", "乙村": "30"}}
    assert b"title=" not in parts[DOCUMENT] and described(parse_part(parts[DOCUMENT]))[0][1] == "甲村80人、乙村30人"


def test_a_chart_in_a_condition_comes_or_goes_with_it() -> None:
    body = p("{%p if 死亡 > 90 %}") + p(drawing(key(1), BY_VILLAGE)) + p("{%p endif %}") + p(r("乙"))
    parts = read_package(render(prepared(with_charts(body, chart_xml())), usual_values()))
    assert described(parse_part(parts[DOCUMENT])) == []


@pytest.mark.parametrize("described_by", [BY_VILLAGE, "甲村80人、乙村30人"])
def test_a_chart_that_is_not_shown_leaves_no_part_and_no_workbook(described_by: str, tmp_path: Path) -> None:
    hidden = p("{%p if 死亡 > 90 %}") + p(drawing(key(1), described_by)) + p("{%p endif %}")
    body = hidden + p(r("乙")) + p(drawing(key(2), BY_VILLAGE))
    made = render(prepared(with_charts(body, chart_xml(), chart_xml())), usual_values())
    parts = read_package(made)
    assert [name for name in parts if "chart" in name] == [
        "word/charts/chart2.xml",
        "word/charts/_rels/chart2.xml.rels",
    ]
    assert [name for name in parts if "embeddings" in name] == ["word/embeddings/Microsoft_Excel_Worksheet2.xlsx"]
    assert b"chart1.xml" not in parts["[Content_Types].xml"] + parts["word/_rels/document.xml.rels"]
    assert_sound(made, tmp_path)


def test_a_chart_in_a_condition_that_holds_stays_with_its_workbook() -> None:
    body = p("{%p if 死亡 < 90 %}") + p(drawing(key(1), BY_VILLAGE)) + p("{%p endif %}") + p(r("乙"))
    parts = read_package(render(prepared(with_charts(body, chart_xml())), usual_values()))
    assert points(parts[CHART]) == {"总人口": {"甲村": "80", "乙村": "30"}}
    assert cells(parts, CHART)[1:] == [["甲村", 80], ["乙村", 30]]


def test_a_chart_that_was_copied_out_of_a_report_is_a_plain_one() -> None:
    run = drawing(key(1), "甲村80人", name="图：总人口|按('村（社区）')")
    parts = read_package(render(prepared(with_charts(p(run), chart_xml())), usual_values()))
    assert described(parse_part(parts[DOCUMENT])) == [("图表 1", "甲村80人")]


# ---- what is wrong with one --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{{ 总人囗 }}", "没有「总人囗」这个名称。是不是「总人口」"),
        ("{{ 总人口 | 按('村') }}", "列名可用：户口、村（社区）"),
        ("{{ 死亡 | 按('户口') }}", "「按」只能用于从表里合计的数"),
        ("{{ 街道 }}", "图里只能画指标的数"),
        ("{{ 截止日 }}", "图里只能画指标的数"),
        ("{{ 年度 }}", "图里只能画指标的数"),
        ("{{ 存在的问题 }}", "图里只能画指标的数"),
        ("{{ 总人口 | 千分位 }}", "图里只能画指标的数"),
        ("{{ }}", "标签是空的"),
        ("{% if 死亡 %}{{ 出生 }}{% endif %}", "替代文字里只能写 {{ 数 }}"),
        ("{{ 出生 }", "标签的括号不成对"),
        ("{{ 出生 }}{{ 总人口 | 按('户口') }}", "一张图里的数要么都按同一列分，要么都不分"),
        ("{{ 总人口 | 按('户口') }}{{ 总人口 | 按('村（社区）') }}", "一张图里的数要么都按同一列分"),
        ("{{ 出生 }}{{ 出生 }}", "同一个数写了两次"),
    ],
)
def test_a_tag_that_cannot_be_drawn_is_told_at_its_paragraph(text: str, told: str) -> None:
    first, *_ = faults(text)
    assert told in first.message and "图表的替代文字" in first.message
    assert str(first.location) == "report.docx 第2段"


def test_a_pie_has_one_series() -> None:
    (fault,) = faults(f"{BY_VILLAGE}{{{{ 农业人口 | 按('村（社区）') }}}}", chart_xml("pie", 1))
    assert "饼图只能画一个系列的数" in fault.message
    assert faults(BY_VILLAGE, chart_xml("pie", 1)) == []


def test_columns_with_a_line_over_them_take_as_many_series_as_they_have() -> None:
    two = f"{BY_VILLAGE}{{{{ 农业比重 | 按('村（社区）') }}}}"
    root = parse_part(report(two, combined())[CHART])
    assert [len(list(plot.iter(f"{C}ser"))) for plot in root.iter(f"{C}barChart", f"{C}lineChart")] == [1, 1]
    assert [one.findtext(f"{C}tx//{C}v") for one in root.iter(f"{C}ser")] == ["总人口", "农业比重"]
    (fault,) = faults(BY_VILLAGE, combined())
    assert "组合图里画了2个系列，标签给的是1个，要一样多" in fault.message


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("barChart", "scatterChart", "只能填柱形图、条形图"),
        (
            "<c:tx><c:rich><a:bodyPr/><a:p><a:r><a:rPr",
            "<c:tx><c:strRef><c:f>Sheet1!$B$1</c:f></c:strRef></c:tx><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:rPr",
            "取自工作表别处",
        ),
        (
            "<c:dLbls>",
            '<c:dLbls><c:dLbl><c:idx val="0"/><c:tx><c:rich><a:p><a:r><a:t>4户</a:t></a:r></a:p></c:rich></c:tx></c:dLbl>',
            "自定的数据标签",
        ),
    ],
)
def test_a_chart_that_would_keep_other_numbers_is_told(old: str, new: str, told: str) -> None:
    chart = chart_xml("column", 1).decode().replace(old, new).encode()
    (fault,) = faults(BY_VILLAGE, chart)
    assert told in fault.message


def test_a_tag_in_the_chart_itself_is_told() -> None:
    (fault,) = faults("各村", chart_xml(title="{{ 年度 }}年各村"))
    assert "图表的标签写在它的替代文字里" in fault.message


def test_a_tag_beside_a_picture_is_none_of_a_chart_s() -> None:
    run = drawing("nothing", BY_VILLAGE)
    with pytest.raises(Unusable) as caught:
        prepared(with_charts(p(run)))
    assert "不能写在图片说明" in caught.value.issues[0].message


# ---- a workbook that lies elsewhere ------------------------------------------------------------------------------------------


def test_a_chart_linked_to_a_file_is_told_and_gets_a_workbook_of_its_own() -> None:
    parts = read_package(with_charts(p(drawing(key(1), BY_VILLAGE)), chart_xml()))
    own = relations_of(CHART)
    linked = parts[own].replace(b"relationships/package", b"relationships/oleObject")
    linked = linked.replace(b"../embeddings/Microsoft_Excel_Worksheet1.xlsx", b"file:///D:/a.xlsx").replace(
        b"/>", b' TargetMode="External"/>'
    )
    template = prepared(write_package({**parts, own: linked}))
    assert ["链接的对象" in one.message for one in template.told] == [True]
    made = read_package(render(template, usual_values()))
    assert cells(made, CHART) == [["名称", "总人口"], ["甲村", 80], ["乙村", 30]]
    assert b"External" not in made[own]
    ((book_key, (kind, _)),) = related(made, CHART).items()
    data = parse_part(made[CHART]).find(f"{C}externalData")
    assert kind == "package" and data is not None and data.get(f"{{{RELATION}}}id") == book_key
