"""Paragraphs and plain text of small specimens, and of a whole document beside LibreOffice's own text export."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import docx
import pytest
from conftest import Office
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from reportgen.word.numbering import number_text
from reportgen.word.package import read_package
from reportgen.word.text import Paragraph, paragraphs, plain_text

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

# The five levels of an official report, linked to the heading styles, as in a template for GB/T 9704.
REPORT_LEVELS = [
    ("chineseCountingThousand", "%1、"),
    ("chineseCountingThousand", "（%2）"),
    ("decimal", "%3."),
    ("decimal", "（%4）"),
    ("decimalEnclosedCircle", "%5"),
]


def specimen(body: str, *, styles: str = "", numbering: str = "", footnotes: str = "") -> dict[str, bytes]:
    """Return the parts of a .docx without relationships, so that Word's usual part names apply."""
    return {
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>".encode(),
        "word/styles.xml": f"<w:styles {NAMESPACES}>{styles}</w:styles>".encode(),
        "word/numbering.xml": f"<w:numbering {NAMESPACES}>{numbering}</w:numbering>".encode(),
        "word/footnotes.xml": f"<w:footnotes {NAMESPACES}>{footnotes}</w:footnotes>".encode(),
    }


def p(text: str = "", properties: str = "") -> str:
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def listed(num_id: int, ilvl: int = 0) -> str:
    """Return a paragraph with direct numbering and no text, so that its line is its number."""
    return p("", f'<w:numPr><w:ilvl w:val="{ilvl}"/><w:numId w:val="{num_id}"/></w:numPr>')


def heading(level: int) -> str:
    return p("", f'<w:pStyle w:val="H{level}"/>')


def lvl(ilvl: int, text: str, number_format: str = "decimal", more: str = "", start: int = 1) -> str:
    """Return a w:lvl with nothing after the number unless `more` (in front of w:lvlText) says so."""
    more = more if "w:suff" in more else f'{more}<w:suff w:val="nothing"/>'
    return (
        f'<w:lvl w:ilvl="{ilvl}"><w:start w:val="{start}"/><w:numFmt w:val="{number_format}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(abstract_id: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{abstract_id}">{"".join(levels)}</w:abstractNum>'


def num(num_id: int, abstract_id: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{num_id}"><w:abstractNumId w:val="{abstract_id}"/>{overrides}</w:num>'


def style(style_id: str, properties: str = "", based_on: str = "", more: str = "") -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{style_id}" {more}><w:name w:val="name of {style_id}"/>{base}'
        f"<w:pPr>{properties}</w:pPr></w:style>"
    )


def numbers(body: str, numbering: str, styles: str = "") -> list[str]:
    return [paragraph.number for paragraph in paragraphs(specimen(body, styles=styles, numbering=numbering))]


REPORT_LIST = abstract(
    0, *(lvl(i, text, form, f'<w:pStyle w:val="H{i + 1}"/>') for i, (form, text) in enumerate(REPORT_LEVELS))
) + num(1, 0)
REPORT_STYLES = "".join(
    style(f"H{i}", f'<w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="{i - 1}"/>') for i in range(1, 6)
)


def headings(*levels: int) -> list[str]:
    return numbers("".join(map(heading, levels)), REPORT_LIST, REPORT_STYLES)


# Numbers


def test_headings_are_numbered_in_order_and_restart_under_each_parent() -> None:
    shown = ["一、", "（一）", "1.", "（1）", "①", "②", "（2）", "2.", "（二）", "1.", "二、", "（一）", "1."]
    assert headings(1, 2, 3, 4, 5, 5, 4, 3, 2, 3, 1, 2, 3) == shown


def test_a_fifth_level_straight_under_a_third_restarts_after_each_third() -> None:
    assert headings(1, 2, 3, 5, 5, 3, 5, 5, 5, 3, 5) == [
        "一、",
        "（一）",
        "1.",
        "①",
        "②",
        "2.",
        "①",
        "②",
        "③",
        "3.",
        "①",
    ]


def test_a_skipped_level_counts_as_used() -> None:
    """Microsoft KB Q110380: after headings 2 2 2 2, the first heading 1 is number 2, by design."""
    assert headings(2, 2, 2, 2, 1) == ["（一）", "（二）", "（三）", "（四）", "二、"]
    assert headings(1, 2, 3, 5, 5, 4) == ["一、", "（一）", "1.", "①", "②", "（2）"]


def test_other_paragraphs_between_do_not_disturb_the_count() -> None:
    body = heading(1) + p("正文") + heading(2) + p() + heading(2) + p("正文") + heading(1)
    assert numbers(body, REPORT_LIST, REPORT_STYLES) == ["一、", "", "（一）", "", "（二）", "", "二、"]


def test_the_level_linked_to_a_style_goes_before_the_level_the_style_names() -> None:
    styles = style("H2", '<w:numPr><w:ilvl w:val="4"/><w:numId w:val="1"/></w:numPr>')
    assert numbers(heading(2), REPORT_LIST, styles) == ["（一）"]


def test_a_style_takes_list_and_level_from_the_style_it_is_based_on() -> None:
    """`Own` is H2 under another name; `Deeper` only names a level and has its list from H1."""
    styles = (
        style("H1", '<w:numPr><w:numId w:val="2"/></w:numPr>')
        + style("H2", '<w:numPr><w:numId w:val="2"/></w:numPr>')
        + style("Own", based_on="H2")
        + style("Deeper", '<w:numPr><w:ilvl w:val="2"/></w:numPr>', based_on="H1")
    )
    linked = '<w:pStyle w:val="H{}"/>'
    numbering = abstract(
        0, lvl(0, "%1", more=linked.format(1)), lvl(1, "%1.%2", more=linked.format(2)), lvl(2, "%1.%2.%3")
    ) + num(2, 0)
    body = heading(1) + p("", '<w:pStyle w:val="Own"/>') + p("", '<w:pStyle w:val="Deeper"/>')
    assert numbers(body, numbering, styles) == ["1", "1.1", "1.1.1"]


def test_a_paragraph_without_a_style_has_the_default_style() -> None:
    styles = style("Base", '<w:numPr><w:numId w:val="1"/></w:numPr>', more='w:default="1"')
    assert numbers(p() + p("", '<w:pStyle w:val="Unknown"/>'), REPORT_LIST, styles) == ["一、", "二、"]


def test_styles_based_on_each_other_end() -> None:
    assert numbers(heading(1), REPORT_LIST, style("H1", based_on="H2") + style("H2", based_on="H1")) == [""]


def test_direct_numbering_goes_before_the_style_and_may_keep_its_list_or_its_level() -> None:
    numbering = REPORT_LIST + abstract(7, lvl(0, "%1)"), lvl(1, "%2]")) + num(9, 7)
    body = (
        p("", '<w:pStyle w:val="H1"/><w:numPr><w:ilvl w:val="1"/><w:numId w:val="9"/></w:numPr>')
        + p("", '<w:pStyle w:val="H1"/><w:numPr><w:ilvl w:val="3"/></w:numPr>')
        + p("", '<w:pStyle w:val="H4"/><w:numPr><w:numId w:val="1"/></w:numPr>')
    )
    assert numbers(body, numbering, REPORT_STYLES) == ["1]", "（1）", "（2）"]


def test_list_zero_and_lists_that_are_not_there_give_no_number() -> None:
    out = p("", '<w:pStyle w:val="H1"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>')
    body = heading(1) + out + listed(404) + listed(1, 8) + listed(5) + heading(1)
    assert numbers(body, REPORT_LIST + num(5, 99), REPORT_STYLES) == ["一、", "", "", "", "", "二、"]


def test_old_numbering_kept_by_a_tracked_formatting_change_is_not_read() -> None:
    change = '<w:pPrChange w:id="1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange>'
    assert numbers(p("", change), REPORT_LIST) == [""]


def test_a_start_override_begins_anew_once_and_all_lists_of_the_definition_go_on() -> None:
    """What Word shows for five paragraphs of list 1, one of list 2 that starts at 8, then list 1 again."""
    numbering = abstract(0, lvl(0, "%1.")) + num(1, 0)
    numbering += num(2, 0, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="8"/></w:lvlOverride>')
    body = listed(1) * 5 + listed(2) * 2 + listed(1) + listed(2)
    assert numbers(body, numbering) == ["1.", "2.", "3.", "4.", "5.", "8.", "9.", "10.", "11."]


def test_a_start_override_is_the_start_whenever_its_level_restarts() -> None:
    override = '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = abstract(0, lvl(0, "%1."), lvl(1, "%1.%2.")) + num(1, 0, override)
    assert numbers((listed(1) + listed(1, 1) * 2) * 2, numbering) == ["1.", "1.5.", "1.6.", "2.", "2.5.", "2.6."]


def test_a_level_override_changes_the_look_in_its_list_only() -> None:
    numbering = abstract(0, lvl(0, "%1.")) + num(1, 0)
    numbering += num(2, 0, f'<w:lvlOverride w:ilvl="0">{lvl(0, "第%1条", "chineseCounting")}</w:lvlOverride>')
    assert numbers(listed(1) + listed(2) + listed(1), numbering) == ["1.", "第二条", "3."]


def test_definitions_count_apart() -> None:
    numbering = abstract(0, lvl(0, "%1.")) + abstract(1, lvl(0, "%1)")) + num(1, 0) + num(2, 1)
    assert numbers(listed(1) + listed(2) + listed(1) + listed(2), numbering) == ["1.", "1)", "2.", "2)"]


def test_a_list_style_leads_to_the_definition_that_has_the_levels() -> None:
    numbering = '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="Legal"/></w:abstractNum>'
    numbering += abstract(1, '<w:styleLink w:val="Legal"/>', lvl(0, "第%1条", "chineseCounting"))
    styles = (
        '<w:style w:type="numbering" w:styleId="Legal"><w:name w:val="Legal"/>'
        '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    lists = numbering + num(1, 0) + num(2, 1)
    assert numbers(listed(1) + listed(2), lists, styles) == ["第一条", "第二条"]


def test_a_level_may_never_restart_or_only_after_a_certain_level() -> None:
    def after(restart: str) -> list[str]:
        levels = (lvl(0, "%1"), lvl(1, "%1.%2"), lvl(2, "%3", more=restart))
        order = (0, 1, 2, 2, 1, 2, 0, 2)
        return numbers("".join(listed(1, ilvl) for ilvl in order), abstract(0, *levels) + num(1, 0))

    assert after("") == ["1", "1.1", "1", "2", "1.2", "1", "2", "1"]
    assert after('<w:lvlRestart w:val="0"/>') == ["1", "1.1", "1", "2", "1.2", "3", "2", "4"]
    assert after('<w:lvlRestart w:val="1"/>') == ["1", "1.1", "1", "2", "1.2", "3", "2", "1"]
    assert after('<w:lvlRestart w:val="3"/>') == after("")


def test_legal_numbering_shows_every_level_in_decimal() -> None:
    levels = (lvl(0, "第%1章", "chineseCounting"), lvl(1, "%1.%2"), lvl(2, "%1.%2.%3", more="<w:isLgl/>"))
    off = lvl(3, "%1.%4", more='<w:isLgl w:val="0"/>')
    numbering = abstract(0, *levels, off) + num(1, 0)
    body = listed(1) + listed(1, 1) + listed(1, 2) + listed(1, 3)
    assert numbers(body, numbering) == ["第一章", "一.1", "1.1.1", "一.1"]


@pytest.mark.parametrize(
    ("suffix", "after"), [("", "\t"), ('<w:suff w:val="tab"/>', "\t"), ('<w:suff w:val="space"/>', " ")]
)
def test_the_suffix_of_the_number_is_part_of_it_and_a_tab_by_default(suffix: str, after: str) -> None:
    level = f'<w:lvl w:ilvl="0"><w:start w:val="3"/>{suffix}<w:lvlText w:val="%1."/></w:lvl>'
    assert numbers(listed(1), abstract(0, level) + num(1, 0)) == [f"3.{after}"]


def test_a_level_without_text_has_no_number_and_no_tab() -> None:
    assert numbers(listed(1), abstract(0, lvl(0, "", more='<w:suff w:val="tab"/>')) + num(1, 0)) == [""]


def test_bullets_show_their_sign_and_give_nothing_to_other_levels() -> None:
    numbering = abstract(0, lvl(0, "●", "bullet"), lvl(1, "附%2", "none"), lvl(2, "%1%2%3")) + num(1, 0)
    assert numbers(listed(1) + listed(1, 1) + listed(1, 2), numbering) == ["●", "附", "1"]


def test_the_twenty_first_circle_is_plain_as_in_word() -> None:
    numbering = abstract(0, lvl(0, "%1", "decimalEnclosedCircle")) + num(1, 0)
    assert numbers(listed(1) * 22, numbering)[18:] == ["⑲", "⑳", "21", "22"]


# What Word 16 shows, by the probes in gbt9704.md and docling pull request 4336.
FORMATS = {
    "chineseCountingThousand": {
        0: "〇", 1: "一", 10: "十", 11: "十一", 19: "十九", 20: "二十", 21: "二十一", 99: "九十九", 100: "一百",
        101: "一百〇一", 110: "一百一十", 999: "九百九十九", 1001: "一千〇一", 1010: "一千〇一十", 10_000: "一万",
        10_005: "一万〇五", 10_101: "一万〇一百〇一", 100_000: "一十万", 100_010: "一十万〇一十",
        909_090: "九十万〇九千〇九十",
    },
    "chineseCounting": {0: "○", 10: "十", 21: "二十一", 99: "九十九", 100: "一○○", 101: "一○一", 110: "一一○"},
    "japaneseCounting": {
        0: "〇", 1: "一", 10: "十", 21: "二十一", 100: "百", 101: "百一", 110: "百十", 1000: "千", 1100: "千百",
        10_000: "一万", 11_100: "一万一千百", 111_111: "十一万一千百十一",
    },
    "ideographDigital": {1: "一", 10: "一〇", 101: "一〇一"},
    "chineseLegalSimplified": {1: "壹", 10: "壹拾", 21: "贰拾壹", 101: "壹佰零壹", 100_100: "壹拾萬零壹佰"},
    "decimalEnclosedCircle": {0: "0", 1: "①", 20: "⑳", 21: "21"},
    "decimalEnclosedCircleChinese": {10: "⑩", 11: "11"},
    "decimalEnclosedParen": {1: "⑴", 20: "⒇", 21: "21"},
    "ideographEnclosedCircle": {1: "㈠", 10: "㈩", 11: "11"},
    "decimalFullWidth": {1: "１", 20: "２０"},
    "decimalZero": {1: "01", 10: "10", 100: "100"},
    "upperLetter": {1: "A", 26: "Z", 27: "AA", 53: "AAA", 780: "Z" * 30, 781: "781"},
    "lowerLetter": {1: "a", 28: "bb"},
    "upperRoman": {4: "IV", 1994: "MCMXCIV"},
    "lowerRoman": {9: "ix"},
    "decimal": {12: "12"},
    "klingon": {12: "12"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("number_format", "count", "shown"),
    [(number_format, count, shown) for number_format, cases in FORMATS.items() for count, shown in cases.items()],
)
def test_a_count_is_written_as_word_writes_it(number_format: str, count: int, shown: str) -> None:
    assert number_text(count, number_format) == shown


def counted(text: str) -> int:
    """Read 一千〇一十 back, by its units only."""
    total = digit = 0
    for character in text.replace("〇", ""):
        if character in "十百千":
            total, digit = total + (digit or 1) * 10 ** ("十百千".index(character) + 1), 0
        else:
            digit = "一二三四五六七八九".index(character) + 1
    return total + digit


@given(st.integers(1, 9999))
def test_chinese_counting_reads_back_and_has_one_zero_per_gap(count: int) -> None:
    text = number_text(count, "chineseCountingThousand")
    assert counted(text) == count
    assert "零" not in text
    assert "〇〇" not in text
    assert not text.endswith("〇")


@given(st.integers(-(10**9), 10**9))
def test_a_start_out_of_all_bounds_gives_a_short_number_of_any_format(start: int) -> None:
    for number_format in FORMATS:
        [number] = numbers(listed(1), abstract(0, lvl(0, "%1", number_format, start=start)) + num(1, 0))
        assert len(number) < 2000


@pytest.mark.parametrize("number_format", FORMATS)
def test_a_number_of_numbers_without_end_is_no_longer_than_a_line(number_format: str) -> None:
    """A level's text 「%1%1%1…」 of ten thousand, that begins at 32767."""
    [number] = numbers(listed(1), abstract(0, lvl(0, "%1" * 10_000, number_format, start=32_767)) + num(1, 0))
    assert 0 < len(number) <= 255
    [usual] = numbers(listed(1), abstract(0, lvl(0, "附录" * 100 + "%1。", number_format, start=3)) + num(1, 0))
    assert usual == "附录" * 100 + number_text(3, number_format) + "。"


@pytest.mark.slow
def test_styles_and_lists_that_lead_on_and_on_come_to_an_end() -> None:
    """2,000 styles, each based on the next, and as many list styles that each refer to the next: Word takes eleven."""
    styles = "".join(style(f"S{n}", "", f"S{n + 1}") for n in range(2_000))
    linked = "".join(
        f'<w:style w:type="numbering" w:styleId="L{n}"><w:pPr><w:numPr><w:numId w:val="{n + 2}"/></w:numPr></w:pPr></w:style>'
        for n in range(2_000)
    )
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:numStyleLink w:val="L{n}"/></w:abstractNum>' for n in range(2_000)
    ) + "".join(num(n + 1, n) for n in range(2_000))
    body = p("", '<w:pStyle w:val="S0"/>') * 200 + listed(1)
    began = time.process_time()
    assert set(numbers(body, lists, styles + linked)) == {""}
    assert time.process_time() - began < 10


def test_nonsense_in_attributes_is_as_good_as_nothing() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="x"><w:lvl w:ilvl="?"><w:start w:val="one"/><w:lvlText w:val="%1."/></w:lvl>'
    )
    numbering += '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="x"/></w:num><w:num/>'
    assert numbers(listed(1) + p("", '<w:numPr><w:numId w:val="many"/></w:numPr>'), numbering) == ["0.\t", ""]


# Text


def text_of(body: str, **parts: str) -> str:
    return plain_text(specimen(body, **parts))


def test_a_line_is_the_number_and_the_text() -> None:
    body = p("总体情况", '<w:pStyle w:val="H1"/>') + p("正文。") + p() + p("问题", '<w:pStyle w:val="H1"/>')
    assert text_of(body, styles=REPORT_STYLES, numbering=REPORT_LIST) == "一、总体情况\n正文。\n\n二、问题"


def test_a_paragraph_has_its_style_name_and_outline_level() -> None:
    body = (
        p("一", '<w:pStyle w:val="H1"/>')
        + p("二", '<w:pStyle w:val="Like2"/>')
        + p("三", '<w:pStyle w:val="H1"/><w:outlineLvl w:val="9"/>')
        + p("四", '<w:pStyle w:val="Gone"/><w:outlineLvl w:val="2"/>')
        + p("五")
    )
    styles = (
        style("H1", '<w:outlineLvl w:val="0"/>') + style("H2", '<w:outlineLvl w:val="1"/>') + style("Like2", "", "H2")
    )
    assert paragraphs(specimen(body, styles=styles)) == [
        Paragraph("", "一", "name of H1", 0),
        Paragraph("", "二", "name of Like2", 1),
        Paragraph("", "三", "name of H1", None),
        Paragraph("", "四", "Gone", 2),
        Paragraph("", "五", "", None),
    ]


def test_breaks_tabs_hyphens_and_symbols_become_characters() -> None:
    body = (
        "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:cr/>"
        '<w:br w:type="page"/><w:t>丁</w:t><w:br w:type="column"/><w:noBreakHyphen/><w:softHyphen/>'
        '<w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Symbol" w:char="F0B7"/><w:sym w:char="2460"/>'
        '<w:sym w:char="D800"/><w:sym w:char="?"/></w:r></w:p>'
    )
    assert text_of(body) == "甲\t乙\n丙\n丁-☑\uf0b7①"


def test_blanks_count_only_where_the_file_says_that_they_are_preserved() -> None:
    body = '<w:p><w:r><w:t>\n  甲\n乙  </w:t><w:t xml:space="preserve"> 丙 </w:t></w:r></w:p>'
    assert text_of(body) == "甲 乙 丙 "


def test_hidden_text_links_and_unknown_wrappers_are_text_but_pinyin_and_comments_in_the_xml_are_not() -> None:
    body = (
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:hyperlink><w:r><w:t>链</w:t></w:r></w:hyperlink>"
        "<w:smartTag><w:customXml><w:r><w:t>标</w:t></w:r></w:customXml></w:smartTag><!-- note --><?do nothing?>"
        "<w:r><w:ruby><w:rt><w:r><w:t>hàn</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>汉</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>"
    )
    assert text_of(body) == "隐链标汉"


def test_text_in_content_controls_counts_at_every_level() -> None:
    def control(content: str) -> str:
        properties = '<w:sdtPr><w:alias w:val="总人口"/><w:tabs><w:tab/></w:tabs></w:sdtPr>'
        return f"<w:sdt>{properties}<w:sdtContent>{content}</w:sdtContent></w:sdt>"

    inline = f"<w:p><w:r><w:t>共</w:t></w:r>{control('<w:r><w:t>13</w:t></w:r>')}<w:r><w:t>人</w:t></w:r></w:p>"
    cells = control(f"<w:tc>{p('格')}</w:tc>") + f"<w:tc>{control(p('内'))}</w:tc>"
    table = f"<w:tbl>{control(f'<w:tr>{cells}</w:tr>')}</w:tbl>"
    assert text_of(inline + control(p("块") + control(p("套"))) + table) == "共13人\n块\n套\n格\t内"


def test_tracked_changes_are_read_as_accepted() -> None:
    body = (
        "<w:p><w:r><w:t>人口</w:t></w:r><w:del><w:r><w:delText>12</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>13</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t>新</w:t></w:r></w:moveTo></w:p>"
    )
    assert text_of(body) == "人口13新"


def deleted(text: str, properties: str = "") -> str:
    """Return a paragraph whose end a tracked change deletes, with `text` that stays."""
    return p(text, f"{properties}<w:rPr><w:del/></w:rPr>")


def test_a_paragraph_whose_end_is_deleted_runs_into_the_next_and_has_no_number_of_its_own() -> None:
    one = '<w:pStyle w:val="H1"/>'
    body = (
        p("甲", one) + deleted("", one) + deleted("乙", one) + p("丙", one) + deleted("尾") + "<w:tbl/>" + deleted("")
    )
    assert text_of(body, styles=REPORT_STYLES, numbering=REPORT_LIST) == "一、甲\n二、乙丙\n尾"


def test_a_table_row_is_a_line_and_a_tab_parts_its_cells() -> None:
    inner = f"<w:tbl><w:tr><w:tc>{p('内一')}</w:tc><w:tc>{p('内二')}</w:tc></w:tr></w:tbl>"
    body = (
        f"{p('前')}<w:tbl><w:tr><w:tc>{p('村')}</w:tc><w:tc>{p('人口')}{p('（人）')}</w:tc></w:tr>"
        f"<w:tr><w:tc>{p()}</w:tc><w:tc>{inner}{p('a	b')}</w:tc></w:tr></w:tbl>{p('后')}"
    )
    assert text_of(body) == "前\n村\t人口 （人）\n\t内一 内二 a b\n后"
    assert [paragraph.text for paragraph in paragraphs(specimen(body))][:4] == ["前", "村", "人口", "（人）"]


def test_numbers_go_on_through_tables() -> None:
    body = f"{listed(1)}<w:tbl><w:tr><w:tc>{listed(1)}</w:tc><w:tc>{listed(1)}</w:tc></w:tr></w:tbl>{listed(1)}"
    assert text_of(body, numbering=abstract(0, lvl(0, "%1.")) + num(1, 0)) == "1.\n2.\t3.\n4."


def test_deleted_rows_and_cells_are_left_out() -> None:
    body = (
        f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{p('去')}</w:tc></w:tr><w:tr><w:trPr><w:ins/></w:trPr>"
        f"<w:tc>{p('留')}</w:tc><w:tc><w:tcPr><w:cellDel/></w:tcPr>{p('去')}</w:tc></w:tr></w:tbl>"
    )
    assert text_of(body) == "留"


def test_notes_are_listed_at_the_end_in_the_order_of_their_references() -> None:
    def note(note_id: int, *texts: str) -> str:
        return f'<w:footnote w:id="{note_id}">{"".join(map(p, texts))}</w:footnote>'

    def reference(note_id: int) -> str:
        return f'<w:r><w:footnoteReference w:id="{note_id}"/></w:r>'

    body = (
        f"<w:p><w:r><w:t>甲</w:t></w:r>{reference(3)}<w:r><w:t>乙</w:t></w:r></w:p>"
        f"<w:p><w:del>{reference(1)}</w:del>{reference(2)}{reference(44)}</w:p>"
    )
    notes = note(-1, "分隔符") + note(1, "已删") + note(2, " 后注") + note(3, " 先注", "第二段")
    assert text_of(body, footnotes=notes) == "甲乙\n\n\n先注\n第二段\n后注"
    assert [paragraph.text for paragraph in paragraphs(specimen(body, footnotes=notes))] == ["甲乙", ""]


def test_alternate_content_is_read_once() -> None:
    def alternate(*branches: str) -> str:
        return f"<mc:AlternateContent>{''.join(branches)}</mc:AlternateContent>"

    def branch(name: str, content: str) -> str:
        return f"<mc:{name}>{content}</mc:{name}>"

    run = "<w:r><w:t>{}</w:t></w:r>"
    choices = (
        branch("Choice", run.format("选")) + branch("Choice", run.format("又")) + branch("Fallback", run.format("退"))
    )
    body = f"<w:p>{alternate(choices)}{alternate(branch('Fallback', run.format('退')))}{alternate()}</w:p>"
    assert text_of(body + alternate(branch("Choice", p("块")), branch("Fallback", p("块二")))) == "选退\n块"


def test_text_boxes_follow_their_paragraph_once_and_count_on_their_own() -> None:
    box = f"<w:txbxContent>{listed(1)}{p('框')}</w:txbxContent>"
    body = (
        f"{listed(1)}<w:p><w:r><w:t>前</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}"
        f"</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        f"</mc:AlternateContent></w:r><w:r><w:t>后</w:t></w:r></w:p>{listed(1)}"
    )
    assert text_of(body, numbering=abstract(0, lvl(0, "%1.")) + num(1, 0)) == "1.\n前后\n1.\n框\n2."


def test_fields_show_their_result_and_not_their_code() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    result = f"{mark('separate')}<w:r><w:t>7</w:t></w:r>{mark('end')}"
    nested = f"{mark('begin')}<w:r><w:instrText>PAGE</w:instrText></w:r>{result}"
    code = f"<w:r><w:instrText>IF </w:instrText></w:r>{nested}<w:r><w:instrText> = 7</w:instrText></w:r>"
    body = (
        f"<w:p>{mark('begin')}{code}{mark('separate')}<w:r><w:t>见</w:t></w:r>{nested}{mark('end')}<w:r><w:t>页</w:t></w:r>"
        f"<w:fldSimple><w:r><w:t>，共9页</w:t></w:r></w:fldSimple>{mark('end')}{mark('begin')}</w:p>{p('下一段')}"
    )
    assert text_of(body) == "见7页，共9页\n下一段"


# Parts


def relationships(*targets: tuple[str, str]) -> bytes:
    rows = "".join(f'<Relationship Type="{OFFICE}/{kind}" Target="{target}"/>' for kind, target in targets)
    outside = f'<Relationship Type="{OFFICE}/styles" Target="https://example.org/s.xml" TargetMode="External"/>'
    return f'<Relationships xmlns="{RELATIONSHIPS}"><!-- by hand -->{outside}{rows}</Relationships>'.encode()


def test_parts_are_found_through_relationships() -> None:
    parts = specimen(heading(1), styles=REPORT_STYLES, numbering=REPORT_LIST)
    package = {
        "_rels/.rels": relationships(("officeDocument", "/here/main.xml")),
        "here/main.xml": parts["word/document.xml"],
        "here/_rels/main.xml.rels": relationships(("styles", "../there/s.xml"), ("numbering", "/there/n.xml")),
        "there/s.xml": parts["word/styles.xml"],
        "there/n.xml": parts["word/numbering.xml"],
    }
    assert plain_text(package) == "一、"


def test_a_package_with_a_main_part_only_is_enough() -> None:
    assert plain_text({"word/document.xml": specimen(p("甲"))["word/document.xml"]}) == "甲"


def test_a_package_without_main_part_is_a_key_error() -> None:
    with pytest.raises(KeyError, match=r"word/document\.xml"):
        plain_text({})


def test_bad_xml_is_a_syntax_error_of_lxml() -> None:
    with pytest.raises(etree.XMLSyntaxError):
        plain_text({"word/document.xml": b"<w:document"})


def test_entities_are_not_resolved(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    entity = f'<!DOCTYPE d [<!ENTITY e SYSTEM "{(tmp_path / "secret").as_uri()}">]>'.encode()
    document = specimen("<w:p><w:r><w:t>甲&amp;e;</w:t></w:r></w:p>")["word/document.xml"].replace(b"&amp;e;", b"&e;")
    assert plain_text({"word/document.xml": entity + document}) == "甲"


@pytest.mark.slow
def test_the_text_is_what_libreoffice_exports(office: Office, tmp_path: Path) -> None:
    """LibreOffice writes a blank after every number, whatever its suffix; beyond ⑳ and 一百 it departs from Word."""
    report = docx.Document()
    numbering = report.part.numbering_part.element
    levels = (lvl(i, text, form, f'<w:pStyle w:val="Heading{i + 1}"/>') for i, (form, text) in enumerate(REPORT_LEVELS))
    numbering[:] = parse_xml(
        f"<w:numbering {nsdecls('w')}>"
        + abstract(0, *levels)
        + abstract(1, lvl(0, "第%1条"), lvl(1, "%1.%2"))
        + num(1, 0)
        + num(2, 1)
        + num(3, 1, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="8"/></w:lvlOverride>')
        + "</w:numbering>"
    )
    for level in range(1, 6):
        in_style = report.styles[f"Heading {level}"].element.get_or_add_pPr().get_or_add_numPr()
        in_style.get_or_add_ilvl().val = level - 1  # LibreOffice 7.4 doesn't go by the link alone
        in_style.get_or_add_numId().val = 1
    for level in (1, 2, 3, 5, 5, 3, 5, 4, 4, 5, 2, 2, 3, 1, 3, 5, 2, 3, *[5] * 19, 1, *[2] * 21):
        report.add_heading("标题。", level).add_run("后面接正文，13人。")
        report.add_paragraph("正文，按户籍人口计算。")
    for num_id, ilvl in [(2, 0), (2, 1), (2, 1), (2, 0), (2, 1), (3, 0), (3, 1), (2, 0)]:
        item = report.add_paragraph("条文")._p.get_or_add_pPr().get_or_add_numPr()
        item.get_or_add_ilvl().val = ilvl
        item.get_or_add_numId().val = num_id
    path = tmp_path / "report.docx"
    report.save(str(path))

    ours = plain_text(read_package(path.read_bytes()))
    theirs = office(path, "txt:Text (encoded):UTF8").read_text(encoding="utf-8-sig")
    assert ours.splitlines() == theirs.replace(" ", "").splitlines()


def test_a_zipped_document_is_read_through_its_package() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for name, content in specimen(p("甲")).items():
            archive.writestr(name, content)
    assert plain_text(read_package(buffer.getvalue())) == "甲"
