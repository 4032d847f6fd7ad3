"""Effective properties: which of the places that say something Word follows."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import Office
from lxml import etree
from papers import NUMBERING, SETTINGS, STYLES, Parts, changed, p, paper

from reportgen.authoring.layout.effective import Package, Paragraph
from reportgen.authoring.layout.properties import Fonts, face
from reportgen.word.package import DOCUMENT, W, write_package

W_NAMESPACE = f'xmlns:w="{W.strip("{}")}"'
LAYERS = ["defaults", "base", "style", "character", "direct"]


def styled(**said: str) -> Parts:
    """Return a paper of one paragraph in 正文样式, based on 底样式, with a run in 字符样式; each layer says what it is given."""
    of = {layer: said.get(layer, "") for layer in (*LAYERS, "p_defaults", "p_base", "p_style", "p_direct")}
    styles = (
        f"<w:styles {W_NAMESPACE}><w:docDefaults><w:rPrDefault><w:rPr>{of['defaults']}</w:rPr></w:rPrDefault>"
        f"<w:pPrDefault><w:pPr>{of['p_defaults']}</w:pPr></w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        f'<w:style w:type="paragraph" w:styleId="Base"><w:name w:val="底样式"/><w:pPr>{of["p_base"]}</w:pPr>'
        f"<w:rPr>{of['base']}</w:rPr></w:style>"
        '<w:style w:type="paragraph" w:styleId="Body"><w:name w:val="正文样式"/><w:basedOn w:val="Base"/>'
        f"<w:pPr>{of['p_style']}</w:pPr><w:rPr>{of['style']}</w:rPr></w:style>"
        f'<w:style w:type="character" w:styleId="Strong"><w:name w:val="字符样式"/><w:rPr>{of["character"]}</w:rPr></w:style>'
        "</w:styles>"
    )
    run = f'<w:rStyle w:val="Strong"/>{of["direct"]}'
    return paper(p("工作work", "Body", of["p_direct"], run)) | {STYLES: styles.encode()}


def only(parts: Parts) -> Paragraph:
    package = Package(parts)
    (paragraph,) = package.paragraphs(package.document)
    return paragraph


@pytest.mark.parametrize("nearest", range(len(LAYERS)), ids=LAYERS)
def test_the_nearest_that_says_a_size_is_followed(nearest: int) -> None:
    said = {layer: f'<w:sz w:val="{20 + 2 * number}"/>' for number, layer in enumerate(LAYERS[: nearest + 1])}
    assert only(styled(**said)).runs[0].size == 20 + 2 * nearest


def test_what_says_a_property_is_known_by_the_name_of_its_style() -> None:
    run = only(styled(base='<w:sz w:val="32"/>', style="<w:b/>", direct='<w:color w:val="FF0000"/>')).runs[0]
    assert {name: run.said[name][1] for name in ("sz", "b", "color")} == {"sz": "底样式", "b": "正文样式", "color": ""}


@pytest.mark.parametrize(
    ("said", "bold"),
    [
        ({"style": "<w:b/>"}, True),
        ({"style": "<w:b/>", "character": "<w:b/>"}, False),  # twice is back again
        ({"base": "<w:b/>", "style": "<w:b/>"}, True),  # of one chain the nearest counts, once
        ({"style": "<w:b/>", "character": "<w:b/>", "direct": "<w:b/>"}, True),  # direct formatting is absolute
        ({"style": "<w:b/>", "direct": '<w:b w:val="0"/>'}, False),
        ({"defaults": "<w:b/>", "style": "<w:b/>"}, True),
        ({}, False),
    ],
)
def test_bold_of_styles_toggles(said: dict[str, str], bold: bool) -> None:
    assert only(styled(**said)).runs[0].bold is bold


def test_hidden_text_is_none() -> None:
    assert only(styled(direct="<w:vanish/>")).text == ""
    assert only(styled(direct='<w:vanish w:val="0"/>')).text == "工作work"


def test_each_font_slot_is_followed_by_itself() -> None:
    defaults = '<w:rFonts w:ascii="甲" w:hAnsi="甲" w:eastAsia="甲" w:cs="甲"/>'
    said = {
        "defaults": defaults,
        "style": '<w:rFonts w:eastAsia="乙"/>',
        "direct": '<w:rFonts w:ascii="丙" w:hint="eastAsia"/>',
    }
    assert only(styled(**said)).runs[0].fonts == Fonts("丙", "甲", "乙", "甲", True)


def test_a_theme_goes_before_a_name_of_the_same_place_and_behind_a_nearer_name() -> None:
    both = '<w:rFonts w:ascii="仿宋" w:asciiTheme="minorHAnsi" w:eastAsia="仿宋"/>'
    assert only(styled(style=both)).runs[0].fonts.ascii == "Cambria"
    assert only(styled(style=both, direct='<w:rFonts w:ascii="仿宋"/>')).runs[0].fonts.ascii == "仿宋"


def test_a_theme_without_an_east_asian_font_has_that_of_the_language() -> None:
    parts = styled(defaults='<w:rFonts w:eastAsiaTheme="minorEastAsia"/>')
    assert only(parts).runs[0].fonts.east_asia == "宋体"
    japanese = changed(parts, SETTINGS, 'w:eastAsia="zh-CN"', 'w:eastAsia="ja-JP"')
    assert only(japanese).runs[0].fonts.east_asia == "ＭＳ 明朝"
    assert only(changed(parts, SETTINGS, "<w:themeFontLang", "<w:other")).runs[0].fonts.east_asia == ""


def test_a_first_line_in_characters_goes_before_one_in_twips_until_something_nearer_takes_it_back() -> None:
    style = '<w:ind w:firstLineChars="200" w:firstLine="420"/>'
    assert only(styled(p_style=style, style='<w:sz w:val="32"/>')).indent("first") == 2
    nearer = only(styled(p_style=style, p_direct='<w:ind w:firstLineChars="0" w:firstLine="0"/>'))
    assert (nearer.length("first"), nearer.indent("first")) == (0, 0)


def test_hanging_is_a_first_line_below_zero() -> None:
    hung = only(styled(p_style='<w:ind w:firstLine="640"/>', p_direct='<w:ind w:left="640" w:hanging="320"/>'))
    assert (hung.length("left"), hung.length("first")) == (640, -320)
    assert only(styled(p_style='<w:ind w:start="100" w:end="200"/>')).length("right") == 200


def test_space_around_is_automatic_or_in_lines_or_in_twips() -> None:
    said = '<w:spacing w:before="100" w:beforeLines="50" w:after="60" w:afterAutospacing="1"/>'
    paragraph = only(styled(p_style=said))
    assert (paragraph.before, paragraph.after) == (579 // 2, 280)
    assert only(styled(p_style='<w:spacing w:before="100" w:beforeLines="0"/>')).before == 100


def test_a_lists_indent_stands_between_style_and_paragraph_where_the_paragraph_says_the_list() -> None:
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    own = '<w:ind w:firstLine="111" w:firstLineChars="0"/>'
    level = '<w:ind w:left="0" w:firstLineChars="200" w:firstLine="630"/>'
    other = '<w:ind w:left="0" w:firstLineChars="0" w:firstLine="222"/>'

    def first(**said: str) -> int:
        return only(changed(styled(**said), NUMBERING, level, other)).length("first")

    assert first(p_style=own, p_direct=listed) == 222
    assert first(p_style=own, p_direct=listed + '<w:ind w:firstLine="333"/>') == 333
    assert first(p_style=listed + own) == 111  # who names the list knows better
    assert first(p_base=own, p_style=listed) == 222
    assert first(p_base=listed, p_style=own) == 111


def test_styles_in_a_circle_or_missing_end_somewhere() -> None:
    circle = changed(
        styled(base='<w:sz w:val="40"/>'),
        STYLES,
        '<w:name w:val="底样式"/>',
        '<w:name w:val="底样式"/><w:basedOn w:val="Body"/>',
    )
    assert only(circle).runs[0].size == 40
    assert only(changed(styled(), STYLES, 'w:styleId="Body"', 'w:styleId="Other"')).style == "Normal"


def test_revised_and_boxed_text_is_left_out() -> None:
    deleted = '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:del w:id="2"><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>'
    inserted = (
        '<w:p><w:ins w:id="3"><w:r><w:t>新</w:t></w:r></w:ins><w:del w:id="4"><w:r><w:t>旧</w:t></w:r></w:del></w:p>'
    )
    package = Package(paper(deleted, inserted))
    assert [(one.row, one.text) for one in package.paragraphs(package.document)] == [(2, "新")]


@pytest.mark.parametrize(
    ("character", "plain", "hinted"),
    [
        ("工", "东", "东"),
        ("。", "东", "东"),
        ("Ａ", "东", "东"),
        ("a", "西", "西"),
        ("7", "西", "西"),
        ("(", "西", "西"),
    ]
    + [(one, "高", "东") for one in "“”‘’—…·×①Ⅱ℃"]
    + [("é", "高", "高")],
)
def test_the_font_of_a_character(character: str, plain: str, hinted: str) -> None:
    assert Fonts("西", "高", "东").of(character) == plain
    assert Fonts("西", "高", "东", east=True).of(character) == hinted


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("仿宋_GB2312", "仿宋"),
        ("FangSong", "仿宋"),
        ("楷体", "楷体"),
        ("KaiTi", "楷体"),
        ("SimHei", "黑体"),
        ("SimSun", "宋体"),
    ]
    + [
        (name, "小标宋")
        for name in ("方正小标宋简体", "方正小标宋_GBK", "小标宋", "华康小标宋W5", "FZXiaoBiaoSong-B05S")
    ]
    + [("方正仿宋_GBK", "仿宋"), ("Calibri", "Calibri"), ("微软雅黑", "微软雅黑"), ("", "")],
)
def test_the_face_of_a_font(name: str, expected: str) -> None:
    assert face(name) == expected


def test_libreoffice_shows_the_sizes_and_indents_that_are_computed(tmp_path: Path, office: Office) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    sizes = {"defaults": 28, "base": 36, "style": 44, "character": 52, "direct": 60}
    indents = {"p_defaults": 400, "p_base": 800, "p_style": 1200, "p_direct": 1600}
    heights: list[float] = []
    for nearest in range(len(LAYERS)):
        said = {layer: f'<w:sz w:val="{sizes[layer]}"/>' for layer in LAYERS[: nearest + 1]}
        said["defaults"] = '<w:rFonts w:ascii="Liberation Serif" w:hAnsi="Liberation Serif"/>' + said["defaults"]
        for name in list(indents)[: nearest + 1]:
            said[name] = f'<w:ind w:left="{indents[name]}" w:firstLine="200"/>'
        paragraph, (left, height) = shown(styled(**said), tmp_path / f"{nearest}.docx", office)
        assert left == pytest.approx((1588 + paragraph.length("left") + paragraph.length("first")) / 20, abs=1)
        heights.append(height / paragraph.runs[0].size)
    assert heights == pytest.approx([heights[0]] * len(heights), rel=0.01)


def test_libreoffice_puts_a_lists_indent_where_it_is_computed(tmp_path: Path, office: Office) -> None:
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    own, level = (
        '<w:ind w:left="1000" w:firstLine="0"/>',
        '<w:ind w:left="0" w:firstLineChars="200" w:firstLine="630"/>',
    )
    cases = [
        {"p_style": own, "p_direct": listed},
        {"p_style": own, "p_direct": listed + '<w:ind w:left="3000" w:firstLine="0"/>'},
        {"p_style": listed + own},
        {"p_base": own, "p_style": listed},
        {"p_base": listed, "p_style": own},
    ]
    for number, said in enumerate(cases):
        parts = changed(styled(**said), NUMBERING, level, '<w:ind w:left="2000" w:firstLine="0"/>')
        parts = changed(parts, NUMBERING, 'w:lvlText w:val="%1、"', 'w:lvlText w:val=""')
        paragraph, (left, _) = shown(parts, tmp_path / f"{number}.docx", office)
        assert left == pytest.approx((1588 + paragraph.length("left") + paragraph.length("first")) / 20, abs=1), said


def shown(parts: Parts, path: Path, office: Office) -> tuple[Paragraph, tuple[float, float]]:
    """Return the paragraph as computed, and the left edge and height of its first word on LibreOffice's page, in points."""
    parts = changed(parts, DOCUMENT, "工作work", "work")
    path.write_bytes(write_package(parts))
    run = subprocess.run(["pdftotext", "-bbox", str(office(path, "pdf")), "-"], check=True, capture_output=True)
    word = next(one for one in etree.fromstring(run.stdout, etree.XMLParser(recover=True)).iter("{*}word"))
    assert word.text == "work"
    left, top, bottom = (float(word.get(side, "0")) for side in ("xMin", "yMin", "yMax"))
    return only(parts), (left, bottom - top)
