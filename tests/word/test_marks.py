"""Marks: what a run becomes when a figure stands in it, where in a document that may be, and what is read back of them."""

from __future__ import annotations

import re

import pytest
from lxml import etree
from specimens import BOLD, NOTE_ENDS, Mark, draft, p, part, r, read_marks, row, table

from reportgen.word.marks import mark, split
from reportgen.word.package import W, parse_part

NAMESPACE = W[1:-1]
ALL_FORMATS = '<w:rStyle w:val="Heading1Char"/><w:rFonts w:eastAsia="仿宋" w:hint="eastAsia"/><w:b/><w:color w:val="FF0000"/><w:sz w:val="32"/>'
TITLED = '<w:sdtPr><w:alias w:val="{}"/></w:sdtPr><w:sdtContent>'


def document(inside: str) -> etree._Element:
    """Return a document's root."""
    return parse_part(part("document", f"<w:body>{inside}</w:body>"))


def test_a_mark_is_a_content_control_titled_with_the_metric_that_holds_plain_text() -> None:
    (control,) = draft(p("共{{ 总人口 }}人")).root().iter(f"{W}sdt")
    assert plain(control) == (
        '<w:sdt><w:sdtPr><w:alias w:val="总人口"/><w:tag w:val="总人口"/><w:text/></w:sdtPr>'
        '<w:sdtContent><w:r><w:t xml:space="preserve">110</w:t></w:r></w:sdtContent></w:sdt>'
    )


def plain(element: etree._Element) -> str:
    """Return an element's XML without the namespaces that the root declares."""
    return re.sub(r' xmlns:\w+="[^"]*"', "", etree.tostring(element, encoding="unicode"))


def test_a_mark_has_the_formatting_of_its_run_inside_and_for_what_is_typed_over_it() -> None:
    (control,) = draft(p(r("{{ 总人口 }}", ALL_FORMATS))).root().iter(f"{W}sdt")
    formats = [plain(properties) for properties in control.iter(f"{W}rPr")]
    assert formats == [f"<w:rPr>{ALL_FORMATS}</w:rPr>"] * 2
    assert [str(one.tag).removeprefix(W) for one in control[0]] == ["rPr", "alias", "tag", "text"]


def test_a_tracked_change_of_formatting_is_not_copied_into_every_piece() -> None:
    change = '<w:rPrChange w:id="5" w:author="甲"><w:rPr/></w:rPrChange>'
    assert "rPrChange" not in draft(p(r("共{{ 总人口 }}人", BOLD + change))).body


def test_the_tag_says_how_the_figure_is_worded() -> None:
    tags = [one.get(f"{W}val") for one in draft(p("{{  截止日   |  月日 }}{{ 截止日 }}")).root().iter(f"{W}tag")]
    assert tags == ["截止日|月日", "截止日"]


def test_a_tag_is_never_longer_than_word_allows() -> None:
    run = document(p("甲")).find(f".//{W}r")
    assert run is not None
    assert len(str(mark(run, "1", "甲" * 30, "甲" * 100).findall(f".//{W}tag")[0].get(f"{W}val"))) == 64


def test_texts_and_the_count_of_a_loop_are_no_marks() -> None:
    report = draft(p("{{ 街道 }}{% for 项 in 存在的问题 %}{{ loop.index }}. {{ 项 }}{% endfor %}{{ 年度 }}"))
    assert report.lines() == ["八街街道1. 人手不足2. 经费不足2018"]
    assert report.titled == [("年度", "2018")]


@pytest.mark.parametrize(
    ("run", "pieces"),
    [
        ("甲{{ 死亡 }}乙", ["甲", "[85]", "乙"]),
        ("{{ 死亡 }}{{ 出生 }}", ["[85]", "[178]"]),
        ("  {{ 死亡 }}  ", ["  ", "[85]", "  "]),
        ("{{ 死亡 }}", ["[85]"]),
        ("{甲}{{ 死亡 }}％", ["{甲}", "[85]", "％"]),
        ("}{{ 死亡 }}}", ["}", "[85]", "}"]),
    ],
)
def test_a_run_is_split_around_its_marks_and_blanks_stay(run: str, pieces: list[str]) -> None:
    paragraph = draft(p(run)).root().find(f".//{W}p")
    assert paragraph is not None
    assert [
        f"[{text}]" if child.tag == f"{W}sdt" else text
        for child in paragraph
        for text in ["".join(node.text or "" for node in child.iter(f"{W}t"))]
    ] == pieces


def test_tabs_breaks_and_everything_else_of_a_run_stay_where_they_are() -> None:
    run = (
        f'<w:r w:rsidR="00AA1122"><w:rPr>{BOLD}</w:rPr><w:tab/><w:t>甲</w:t><w:br/><w:t xml:space="preserve"> {{{{ 死亡 }}}} </w:t>'
        '<w:noBreakHyphen/><w:t>乙{{ 出生 }}</w:t><w:br w:type="page"/></w:r>'
    )
    report = draft(p(run))
    body = re.sub(r"<w:sdtPr>.*?</w:sdtPr>", "", report.body)
    start = f'<w:r w:rsidR="00AA1122"><w:rPr>{BOLD}</w:rPr>'
    space = '<w:t xml:space="preserve">'
    assert body == (
        f"<w:p>{start}<w:tab/>{space}甲</w:t><w:br/>{space} </w:t></w:r>"
        f"<w:sdt><w:sdtContent>{start}{space}85</w:t></w:r></w:sdtContent></w:sdt>"
        f"{start}{space} </w:t><w:noBreakHyphen/>{space}乙</w:t></w:r>"
        f"<w:sdt><w:sdtContent>{start}{space}178</w:t></w:r></w:sdtContent></w:sdt>"
        f'{start}<w:br w:type="page"/></w:r></w:p>'
    )


HEADING = '<w:pStyle w:val="Heading1"/>'
LINK = '<w:hyperlink w:anchor="甲">'
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF 甲</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)


@pytest.mark.parametrize(
    ("place", "body"),
    [
        ("heading", p("死亡{{ 死亡 }}人", properties=HEADING)),
        ("table", table(row("死亡", "{{ 死亡 }}"))),
        ("hyperlink", p(LINK, r("{{ 死亡 }}"), "</w:hyperlink>")),
        ("tracked insertion", p('<w:ins w:id="1" w:author="甲">', r("{{ 死亡 }}"), "</w:ins>")),
        ("field's result", p(FIELD, r("{{ 死亡 }}"), '<w:r><w:fldChar w:fldCharType="end"/></w:r>')),
        ("simple field", p('<w:fldSimple w:instr="REF 甲">', r("{{ 死亡 }}"), "</w:fldSimple>")),
        ("content control", p("<w:sdt><w:sdtPr/><w:sdtContent>", r("{{ 死亡 }}"), "</w:sdtContent></w:sdt>")),
        ("control around a paragraph", f"<w:sdt><w:sdtPr/><w:sdtContent>{p('{{ 死亡 }}')}</w:sdtContent></w:sdt>"),
    ],
)
def test_a_figure_is_a_mark_wherever_it_stands(place: str, body: str) -> None:
    assert draft(body).titled == [("死亡", "85")], place


def test_headers_footers_and_footnotes_have_marks_too() -> None:
    note = f'<w:footnote w:id="1">{p("截止{{ 截止日 }}。")}</w:footnote>'
    others = {
        "header1.xml": part("hdr", p("{{ 街道 }}{{ 年度 }}年")),
        "footer1.xml": part("ftr", p("共{{ 总人口 }}人")),
        "footnotes.xml": part("footnotes", NOTE_ENDS + note),
    }
    report = draft(p("死亡{{ 死亡 }}人", '<w:r><w:footnoteReference w:id="1"/></w:r>'), others=others)
    assert report.marks("word/header1.xml") == [Mark("年度", "2018", 0)]
    assert report.marks("word/footer1.xml") == [Mark("总人口", "110", 0)]
    assert report.marks("word/footnotes.xml") == [Mark("截止日", "2018年9月30日", 2)]
    assert report.lines("word/footnotes.xml")[-1] == "截止2018年9月30日。"


def test_a_text_box_has_marks_in_both_its_forms() -> None:
    box = f"<w:txbxContent>{p('死亡{{ 死亡 }}人')}</w:txbxContent>"
    shape = f'<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>{box}</v:textbox></v:shape></w:pict></w:r>'
    report = draft(p("{{ 出生 }}", shape, r("{{ 男孩 }}")))
    assert sorted(report.titled) == [("出生", "178"), ("死亡", "85"), ("男孩", "93")]


@pytest.mark.parametrize(
    "kind",
    [
        "<w:text/>",
        '<w:dataBinding w:xpath="/a" w:storeItemID="{00000000-0000-0000-0000-000000000001}"/><w:text/>',
        "<w:date/>",
        '<w:dropDownList><w:listItem w:value="甲"/></w:dropDownList>',
    ],
)
def test_a_control_around_a_mark_becomes_a_frame_that_may_hold_it(kind: str) -> None:
    settings = f'<w:sdtPr><w:alias w:val="标题"/>{kind}</w:sdtPr>'
    report = draft(p(f"<w:sdt>{settings}<w:sdtContent>", r("共{{ 总人口 }}人"), "</w:sdtContent></w:sdt>"))
    outer = report.root().find(f".//{W}sdtPr")
    assert outer is not None and [one.tag for one in outer] == [f"{W}alias"]
    assert report.lines() == ["共110人"]
    assert report.titled == [("总人口", "110")]


def test_a_control_that_holds_no_tag_is_left_alone() -> None:
    control = '<w:sdt><w:sdtPr><w:alias w:val="签发"/><w:text/></w:sdtPr><w:sdtContent>'
    assert control in draft(p(control, r("甲"), "</w:sdtContent></w:sdt>", r("{{ 死亡 }}"))).body


def test_the_parts_of_a_breakdown_are_titled_with_their_category() -> None:
    rows = (
        row("{%tr for 部分 in 总人口 | 按('村（社区）') %}"),
        row("{{ 部分.名称 }}", "{{ 部分 }}"),
        row("{%tr endfor %}"),
    )
    assert draft(table(*rows)).titled == [("总人口·甲村", "80"), ("总人口·乙村", "30")]


def test_one_variable_may_stand_for_a_part_here_and_for_a_text_there() -> None:
    report = draft(
        p("{% for 项 in 总人口 | 按('户口') %}{{ 项.名称 }}{{ 项 }}{% endfor %}")
        + p("{% for 项 in 存在的问题 %}{{ 项 }}{% endfor %}")
    )
    assert report.lines() == ["农业90非农业20", "人手不足经费不足"]
    assert report.titled == [("总人口·农业", "90"), ("总人口·非农业", "20")]


# Read back


def test_marks_are_read_in_order_with_the_number_of_their_paragraph() -> None:
    report = draft(p("无") + table(row("{{ 死亡 }}", "{{ 出生 }}")) + p("{{ 男孩 }}{{ 女孩 }}"))
    assert report.marks() == [
        Mark("死亡", "85", 1),
        Mark("出生", "178", 2),
        Mark("男孩", "93", 3),
        Mark("女孩", "88", 3),
    ]


def test_a_mark_that_somebody_edited_reads_as_it_now_stands() -> None:
    body = p(
        f"<w:sdt>{TITLED.format('死亡')}",
        r("8"),
        '<w:ins w:id="1" w:author="甲">',
        r("6", BOLD),
        '</w:ins><w:del w:id="2" w:author="甲"><w:r><w:delText>5</w:delText></w:r></w:del>',
        "</w:sdtContent></w:sdt>",
    )
    assert list(read_marks(document(body))) == [Mark("死亡", "86", 0)]


def test_controls_without_a_title_or_around_paragraphs_are_somebody_elses() -> None:
    box = f"<w:r><w:pict><w:txbxContent><w:sdt>{TITLED.format('签发')}{p('甲')}</w:sdtContent></w:sdt></w:txbxContent></w:pict></w:r>"
    body = (
        p("<w:sdt><w:sdtPr/><w:sdtContent>", r("甲"), "</w:sdtContent></w:sdt>")
        + f"<w:sdt>{TITLED.format('封面')}{p('甲')}</w:sdtContent></w:sdt>"
        + p(box)
    )
    assert list(read_marks(document(body))) == []


def test_a_match_without_a_replacement_stays_text() -> None:
    root = document(p("甲1乙2丙"))
    (run,) = root.iter(f"{W}r")
    split(run, re.compile(r"\d"), lambda found: mark(run, found, "二", "二") if found == "2" else None)
    paragraph = root.find(f".//{W}p")
    assert paragraph is not None
    assert ["".join(node.text or "" for node in child.iter(f"{W}t")) for child in paragraph] == ["甲1乙", "2", "丙"]


def test_splitting_brings_no_prefixes_of_its_own() -> None:
    root = parse_part(
        f'<x:p xmlns:x="{NAMESPACE}"><x:r x:rsidR="00A"><x:rPr><x:b/></x:rPr><x:t>甲1乙</x:t></x:r></x:p>'.encode()
    )
    (run,) = root.iter(f"{W}r")
    split(run, re.compile(r"\d"), lambda found: mark(run, found, "一", "一"))
    assert not re.search(r"<w:|ns0|xmlns:w", etree.tostring(root, encoding="unicode"))
