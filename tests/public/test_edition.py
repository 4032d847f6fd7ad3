"""The public edition of a document: the same words in the same look, every number typed, and nobody's traces in any part."""

from __future__ import annotations

import functools
import io
import re
import subprocess
from pathlib import Path

import docx
import pytest
from conftest import DATA, ROOT, TEMPLATE, Office, assert_sound
from editions import (
    IMPRINT,
    SECRETS,
    control,
    field,
    level,
    listed,
    many_hands,
    numbering,
    published,
    squeezed,
    words_of_page,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from person import Person
from specimens import NOTE_ENDS, Draft, p, package, part, r, row, table

from reportgen.annex.drawing import append_annex
from reportgen.annex.form import read_form
from reportgen.public import loose_ends
from reportgen.public.bare import bare
from reportgen.public.parts import Imprint, edition, reworded
from reportgen.public.webpage import as_webpage
from reportgen.report import drafting
from reportgen.word.package import DOCUMENT, W, parse_part, read_package, serialized, write_package
from reportgen.word.text import paragraphs, plain_text
from reportgen.word.unfinished import revised

SECOND = numbering(level(0, "decimal", "%1.", '<w:ind w:left="420" w:hanging="420"/>'))


def lines(parts: dict[str, bytes]) -> list[str]:
    return plain_text(parts).split("\n")


def typed(parts: dict[str, bytes]) -> list[str]:
    """Return the texts as python-docx reads them: it knows no automatic numbers."""
    document = docx.Document(io.BytesIO(write_package(parts)))
    return [paragraph.text for paragraph in document.paragraphs]


def drafted(year: int = 2018, data: Path = DATA) -> dict[str, bytes]:
    understood, prepared = drafting.read_all(data, TEMPLATE, year)
    plain = drafting.draft(understood, prepared)
    issues = drafting.review(understood, plain)
    return read_package(write_package(drafting.commented(plain, understood, issues)))


@functools.cache
def plain_draft() -> dict[str, bytes]:
    understood, prepared = drafting.read_all(DATA, TEMPLATE, 2018)
    return drafting.draft(understood, prepared)


# ---- words -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("year", "data"), [(2018, DATA), (2025, ROOT / "tests" / "offices" / "qingshi")])
def test_the_edition_of_a_draft_says_the_same_and_every_reader_sees_its_numbers(year: int, data: Path) -> None:
    parts = drafted(year, data)
    public = edition(parts, IMPRINT)
    assert plain_text(public) == plain_text(parts)
    assert "\n".join(typed(public)) == plain_text(parts)
    assert "（十）" in "\n".join(typed(public)) and "①" in "\n".join(
        typed(public)
    )  # which the published text of 2018 lost
    assert [paragraph.level for paragraph in paragraphs(public)] == [paragraph.level for paragraph in paragraphs(parts)]
    assert all(paragraph.number == "" for paragraph in paragraphs(public))


def test_everything_that_many_hands_leave_is_gone_and_the_words_stay(tmp_path: Path) -> None:
    public = edition(many_hands(), IMPRINT)
    assert lines(public) == [
        "第一段",
        "一、基本情况",
        "1.\t整段的控件",
        "2.\t外里面的控件",
        "看网站和我的盘",
        "•\t保存人某某科，第1页",
        "村\t3. 数",
        "甲村\t5",
        "看得见",
        "旁边有框",
        "一、框里一",
        "二、框里二",
        "二、各项目标",
        "",
        "",
        "数据来自台账 & <表>。",
    ]
    for name, content in public.items():
        for secret in SECRETS:
            assert secret not in content.decode(errors="ignore"), (name, secret)
    assert_sound(write_package(public), tmp_path)


def test_no_part_stays_that_a_reader_does_not_need() -> None:
    assert set(edition(many_hands(), IMPRINT)) == {
        "[Content_Types].xml",
        "_rels/.rels",
        "word/document.xml",
        "word/_rels/document.xml.rels",
        "word/styles.xml",
        "word/settings.xml",
        "word/fontTable.xml",
        "word/theme/theme1.xml",
        "word/footnotes.xml",
        "word/header1.xml",
        "docProps/core.xml",
        "docProps/app.xml",
    }


def test_no_control_comment_list_or_trace_of_editing_is_left_in_any_part() -> None:
    gone = re.compile(
        r"<w:(sdt|numPr|comment\w*|proofErr|perm\w+|ins|del|\w+Change|rsids?|docVars|trackRevisions|attachedTemplate)\b"
    )
    for parts in (many_hands(), drafted()):
        for name, content in edition(parts, IMPRINT).items():
            assert not gone.search(content.decode()), name


def test_the_properties_say_title_office_and_date_alone() -> None:
    core = docx.Document(io.BytesIO(write_package(edition(many_hands(), IMPRINT)))).core_properties
    assert (core.title, core.author, str(core.created)[:10], str(core.modified)[:10]) == (
        "甲街道2018年报告",
        "甲街道办事处",
        "2018-12-12",
        "2018-12-12",
    )
    assert (core.last_modified_by, core.comments, core.keywords, core.revision) == ("", "", "", 0)
    app = edition(many_hands(), IMPRINT)["docProps/app.xml"].decode()
    assert re.findall(r"<(\w+)>([^<]*)", app) == [("Company", "甲街道办事处")]


@pytest.mark.parametrize(("length", "written"), [(254, 254), (255, 255), (300, 255)])
def test_a_property_of_any_length_is_written_as_long_as_one_may_be(length: int, written: int) -> None:
    parts = edition(many_hands(), Imprint("甲<" * 150, "乙" * length, ""))
    core = docx.Document(io.BytesIO(write_package(parts))).core_properties
    assert (core.title, core.author, core.created) == (("甲<" * 150)[:255], "乙" * written, None)


def test_an_edition_of_an_edition_is_the_edition() -> None:
    once = edition(many_hands(), IMPRINT)
    assert edition(once, IMPRINT) == once
    assert write_package(edition(many_hands(), IMPRINT)) == write_package(once)


# ---- numbers -----------------------------------------------------------------------------------------------------------------


def indents(parts: dict[str, bytes]) -> list[dict[str, str]]:
    found = [one.find(f"{W}pPr/{W}ind") for one in parse_part(parts[DOCUMENT]).iter(f"{W}p")]
    return [
        {} if one is None else {str(key).removeprefix(W): str(value) for key, value in one.attrib.items()}
        for one in found
    ]


def test_a_number_stands_in_the_formatting_of_its_level_before_that_of_the_paragraphs_mark() -> None:
    bold = numbering(level(0, "decimal", "%1.", face='<w:b/><w:rFonts w:eastAsia="黑体"/>'))
    mark = '<w:rPr><w:rFonts w:ascii="Arial" w:eastAsia="楷体"/><w:b w:val="0"/><w:sz w:val="40"/></w:rPr>'
    public = published(p("甲", properties=listed(0, mark)), {"numbering.xml": bold})
    run = next(parse_part(public[DOCUMENT]).iter(f"{W}r"))
    assert re.sub(r' xmlns:\w+="[^"]*"', "", etree.tostring(run, encoding="unicode")) == (
        '<w:r><w:rPr><w:rFonts w:ascii="Arial" w:eastAsia="黑体"/><w:b/><w:sz w:val="40"/></w:rPr>'
        '<w:t xml:space="preserve">1.</w:t><w:tab/></w:r>'
    )


def test_the_indents_of_a_level_become_the_paragraphs_own_and_its_own_go_before() -> None:
    own = listed(0, '<w:ind w:left="1000"/>')
    public = published(p("甲", properties=listed()) + p("乙", properties=own) + p("丙"), {"numbering.xml": SECOND})
    assert indents(public) == [{"left": "420", "hanging": "420"}, {"left": "1000", "hanging": "420"}, {}]


def test_a_hanging_indent_of_the_level_goes_before_the_first_line_of_the_style() -> None:
    styles = 'w:default="1" w:styleId="Normal"'
    parts = read_package(package(p("甲", properties=listed()), {"numbering.xml": SECOND}))
    name = "word/styles.xml"
    assert styles.encode() in parts[name]
    root = parse_part(parts[name])
    normal = next(
        one for one in root.iter(f"{W}style") if one.get(f"{W}default") == "1" and one.get(f"{W}type") == "paragraph"
    )
    for old in normal.findall(f"{W}pPr"):
        normal.remove(old)
    normal.append(
        etree.fromstring(f'<w:pPr xmlns:w="{W.strip("{}")}"><w:ind w:firstLine="640" w:firstLineChars="200"/></w:pPr>')
    )
    public = edition({**parts, name: serialized(root)}, IMPRINT)
    assert indents(public) == [{"left": "420", "hanging": "420", "firstLineChars": "200"}]


def test_a_tab_stop_of_the_level_becomes_an_ordinary_one() -> None:
    stop = '<w:tabs><w:tab w:val="num" w:pos="900"/></w:tabs><w:ind w:left="0"/>'
    public = published(p("甲", properties=listed()), {"numbering.xml": numbering(level(0, "decimal", "%1.", stop))})
    tab = next(parse_part(public[DOCUMENT]).iter(f"{W}tabs"))[0]
    assert (tab.get(f"{W}val"), tab.get(f"{W}pos")) == ("left", "900")


@pytest.mark.parametrize(
    ("sign", "font", "shown"),
    [
        ("\uf0b7", "Symbol", "•"),
        ("\uf0d8", "Wingdings", "➢"),
        ("o", "Courier New", "○"),
        ("\uf099", "某字体", "•"),
        ("－", "宋体", "－"),
    ],
)
def test_a_bullet_becomes_a_character_that_every_font_has(sign: str, font: str, shown: str) -> None:
    bullets = numbering(level(0, "bullet", sign, face=f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/><w:b/>'))
    public = published(p("甲", properties=listed()), {"numbering.xml": bullets})
    assert typed(public) == [f"{shown}\t甲"]
    assert (f'"{font}"' in public[DOCUMENT].decode()) == (sign == shown)
    assert "<w:b/>" in public[DOCUMENT].decode()


def test_a_level_without_a_number_keeps_its_indents_and_an_empty_item_its_number() -> None:
    silent = numbering(level(0, "none", "", '<w:ind w:left="500"/>'), level(1, "decimal", "%2."))
    public = published(p("甲", properties=listed()) + p(properties=listed(1)), {"numbering.xml": silent})
    assert typed(public) == ["甲", "1.\t"]
    assert indents(public)[0] == {"left": "500"}


def test_a_text_box_counts_by_itself_and_older_programs_see_the_same_numbers() -> None:
    texts = re.findall(r"<w:t xml:space=\"preserve\">([^<]*)</w:t>", edition(many_hands(), IMPRINT)[DOCUMENT].decode())
    assert [text for text in texts if text.endswith("、")] == ["一、", *["一、", "二、"] * 2, "二、"]


# ---- what else goes, and what stays --------------------------------------------------------------------------------------------


def test_fields_that_would_say_something_else_tomorrow_become_text_and_page_numbers_stay() -> None:
    simple = f'<w:fldSimple w:instr=" DATE \\@ yyyy ">{r("2018")}</w:fldSimple>'
    nested = field("AUTHOR " + "", "科室")
    public = published(p(simple, nested, field("PAGE", "3"), field("NUMPAGES", "9"), field("REF _Ref1 \\r", "（二）")))
    text = public[DOCUMENT].decode()
    assert plain_text(public) == "2018科室39（二）"
    assert re.findall(r"<w:instrText[^>]*> (\w+)", text) == ["PAGE", "NUMPAGES"]
    assert text.count('"begin"') == text.count('"separate"') == text.count('"end"') == 2
    assert "fldSimple" not in text


@pytest.mark.parametrize(
    ("code", "stays"),
    [
        ('HYPERLINK "https://example.org"', True),
        ('HYPERLINK \\l "_Toc1"', True),
        ('HYPERLINK "C:\\\\Users\\\\MOUJIA\\\\a.xlsx"', False),
        ('HYPERLINK "https://example.org" \\o "C:\\\\a"', False),
        ('INCLUDEPICTURE "C:\\\\a.jpg"', False),
        ("TOC \\o 1-3", True),
    ],
)
def test_a_field_that_leads_to_a_disk_keeps_its_words(code: str, stays: bool) -> None:
    public = published(p(field(code, "看")))
    assert plain_text(public) == "看"
    assert ("instrText" in public[DOCUMENT].decode()) == stays


@pytest.mark.slow
def test_workbooks_behind_charts_stay_behind() -> None:
    understood, prepared = drafting.read_all(ROOT / "tests" / "offices" / "qingshi", TEMPLATE, 2025)
    assert understood.comparison is not None
    parts = append_annex(drafting.draft(understood, prepared), understood.comparison, read_form(TEMPLATE))
    public = edition(parts, IMPRINT)
    assert [name for name in parts if name.endswith(".xlsx")] and not [
        name for name in public if name.endswith(".xlsx")
    ]
    assert b"c:cat" in public["word/charts/chart1.xml"] and b"externalData" not in public["word/charts/chart1.xml"]
    assert plain_text(public) == plain_text(parts)


def test_a_picture_that_is_linked_too_stays_without_its_place() -> None:
    blip = '<a:blip r:embed="media-a.png" r:link="far"/>'
    picture = (
        f"<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill>{blip}</pic:blipFill></pic:pic>"
    )
    picture += "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    parts = read_package(package(p(picture), {"media/a.png": b"\x89PNG"}))
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    link = f'<Relationship Id="far" Type="{office}/image" Target="file:///C:\\MOUJIA.png" TargetMode="External"/></Relationships>'
    rels = "word/_rels/document.xml.rels"
    public = edition({**parts, rels: parts[rels].replace(b"</Relationships>", link.encode())}, IMPRINT)
    assert "r:embed" in public[DOCUMENT].decode() and "r:link" not in public[DOCUMENT].decode()
    assert "word/media/a.png" in public and b"MOUJIA" not in public[rels]


def test_a_link_to_a_website_stays_one_and_a_link_to_a_disk_keeps_its_words() -> None:
    public = edition(many_hands(), IMPRINT)
    assert public[DOCUMENT].decode().count("<w:hyperlink") == 1
    assert b"https://example.org" in public["word/_rels/document.xml.rels"]
    assert b"file:" not in public["word/_rels/document.xml.rels"]


def test_a_picture_stays_without_the_name_of_its_file() -> None:
    picture = (
        '<w:r><w:drawing><wp:inline><wp:extent cx="9" cy="9"/><wp:docPr id="1" name="某甲.jpg" descr="C:\\Users\\某甲.jpg"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        '<pic:cNvPr id="1" name="某甲.jpg" descr="办公楼"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        '<a:blip r:embed="media-a.png"/></pic:blipFill><pic:spPr/></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )
    public = published(p(picture), {"media/a.png": b"\x89PNG"})
    assert public["word/media/a.png"] == b"\x89PNG"
    assert "某甲" not in public[DOCUMENT].decode() and "办公楼" in public[DOCUMENT].decode()


def test_a_character_style_may_hide_text_and_a_run_may_show_it_again() -> None:
    hidden = b'<w:style w:type="character" w:styleId="Hid"><w:name w:val="Hid"/><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    body = p(r("藏", '<w:rStyle w:val="Hid"/>'), r("露", '<w:rStyle w:val="Hid"/><w:vanish w:val="0"/>'), "明")
    parts = read_package(package(body))
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(b"</w:styles>", hidden)
    assert plain_text(edition(parts, IMPRINT)) == "露明"
    assert loose_ends.hidden(parts) == ["藏"]


def test_a_mark_is_reworded_wherever_it_stands_and_the_words_around_it_stay() -> None:
    mark = control(r("2", "<w:b/>"), '<w:alias w:val="户·甲村"/><w:text/>')
    body = p("甲村", mark, "户") + table(row(p("甲村"), p(mark)))
    header = part("header", p("共", mark, "户"))
    parts = read_package(package(body, {"header1.xml": header}))
    public = reworded(parts, {"户·甲村": "若干"}.get)
    assert plain_text(public) == "甲村若干户\n甲村\t若干"
    assert "若干" in public["word/header1.xml"].decode()
    assert '<w:b/></w:rPr><w:t xml:space="preserve">若干' in public[DOCUMENT].decode()
    assert reworded(parts, {}.get) == parts


# ---- what isn't finished -------------------------------------------------------------------------------------------------------


def test_every_kind_of_revision_is_found_at_its_paragraph() -> None:
    who = 'w:id="1" w:author="某甲" w:date="2018-11-11T00:00:00Z"'
    body = (
        p(f"<w:ins {who}>{r('添的')}</w:ins>", f"<w:del {who}><w:r><w:delText>删的</w:delText></w:r></w:del>")
        + p("改了样子", properties=f"<w:pPrChange {who}><w:pPr/></w:pPrChange>")
        + table(f"<w:tr><w:trPr><w:ins {who}/></w:trPr><w:tc><w:tcPr/>{p('加的行')}</w:tc></w:tr>")
        + p("没动")
    )
    assert revised(read_package(package(body))) == [("添的删的", 2), ("改了样子", 1), ("加的行", 1)]
    assert revised(drafted()) == []


def test_a_word_is_found_across_runs_in_headers_and_notes() -> None:
    parts = read_package(
        package(p("总人口", r("待", "<w:b/>"), "补人") + p("已补"), {"header1.xml": part("header", p("待补"))})
    )
    assert loose_ends.holding(parts, "待补") == ["总人口待补人", "待补"]


def test_a_control_that_nobody_filled_in_is_found() -> None:
    body = p(control(r("单击此处输入文字"), "<w:showingPlcHdr/>"), control(r("填了"), '<w:showingPlcHdr w:val="0"/>'))
    assert loose_ends.unfilled(read_package(package(body))) == ["单击此处输入文字"]


def test_a_file_that_stands_in_for_text_is_found() -> None:
    assert loose_ends.embeds_files(read_package(package(p("甲") + '<w:altChunk r:id="rId1"/>')))
    assert not loose_ends.embeds_files(many_hands())


def test_comments_are_listed_with_their_place_and_not_when_they_are_settled() -> None:
    (said,) = loose_ends.comments(many_hands())
    assert (said.ours, said.text, said.at) == (False, "机密标签", "外里面的控件")
    parts = many_hands()
    extended = (
        '<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
        '<w15:commentEx w15:paraId="0000000A" w15:done="1"/></w15:commentsEx>'
    )
    parts["word/commentsExtended.xml"] = extended.encode()
    rels = "word/_rels/document.xml.rels"
    kind = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
    parts[rels] = parts[rels].replace(
        b"</Relationships>",
        f'<Relationship Id="ce" Type="{kind}" Target="commentsExtended.xml"/></Relationships>'.encode(),
    )
    parts["word/comments.xml"] = parts["word/comments.xml"].replace(b"<w:p>", b'<w:p w14:paraId="0000000A">')
    assert list(loose_ends.comments(parts)) == []


# ---- on paper ------------------------------------------------------------------------------------------------------------------


def positions(path: Path, office: Office) -> list[tuple[str, int, int]]:
    """Return each line's words and where it stands, in points, from LibreOffice's PDF."""
    pdf = office(path, "pdf")
    page = subprocess.run(
        ["pdftotext", "-bbox-layout", str(pdf), "-"], check=True, capture_output=True, text=True
    ).stdout
    found = re.findall(r'<line xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>(.*?)</line>', page, re.DOTALL)
    return [
        ("".join(re.findall(r">([^<]+)</word>", inside)), round(float(x)), round(float(y))) for x, y, inside in found
    ]


def test_lists_look_the_same_with_typed_numbers(tmp_path: Path, office: Office) -> None:
    long = "加强领导，落实责任，" * 12
    several = numbering(
        level(0, "decimal", "%1.", '<w:ind w:left="420" w:hanging="420"/>'),
        level(1, "lowerLetter", "%2)", '<w:ind w:left="840" w:hanging="420"/>'),
        level(
            2,
            "chineseCountingThousand",
            "第%3条",
            '<w:ind w:left="0" w:firstLine="640"/>',
            '<w:suff w:val="space"/>',
            "<w:b/>",
        ),
        level(
            3,
            "decimal",
            "（%4）",
            '<w:tabs><w:tab w:val="num" w:pos="1800"/></w:tabs><w:ind w:left="0" w:firstLine="640"/>',
        ),
    )
    body = "".join(p(long, properties=listed(ilvl)) for ilvl in (0, 1, 2, 3, 1, 0))
    body += table(row("甲", p("表里", properties=listed(1)))) + p(
        "自己的", properties=listed(0, '<w:ind w:left="1000"/>')
    )
    before, after = tmp_path / "before.docx", tmp_path / "after.docx"
    before.write_bytes(package(body, {"numbering.xml": several}))
    after.write_bytes(write_package(published(body, {"numbering.xml": several})))
    assert positions(after, office) == positions(before, office)


def test_the_report_looks_the_same_with_typed_numbers(tmp_path: Path, office: Office) -> None:
    """LibreOffice sets 「①」 off from what follows when it is typed, and breaks lines elsewhere at a control; Word does neither."""
    parts = drafted()
    root = parse_part(parts[DOCUMENT])
    bare(root, ())
    before, after = tmp_path / "before.docx", tmp_path / "after.docx"
    before.write_bytes(write_package({**parts, DOCUMENT: serialized(root)}))
    after.write_bytes(write_package(edition(parts, IMPRINT)))
    was, now = positions(before, office), positions(after, office)
    assert now[-1] == was[-1] and len(now) == len(was)
    assert len(set(was) & set(now)) > 0.9 * len(was)


def test_specimens_are_sound_to_begin_with(tmp_path: Path) -> None:
    assert Draft(write_package(edition(many_hands(), IMPRINT))).lines()[0] == "第一段"


UNTRACKED = (
    "insert_words delete_words replace_words rewrite_paragraph add_paragraph move_paragraph delete_paragraph split_paragraph "
    "join_paragraphs overwrite_mark delete_mark unwrap_mark copy_sentence make_bold center_paragraph split_runs drop_tags number_anew"
)


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(UNTRACKED.split()), st.integers(0, 10**6)), min_size=1, max_size=12))
def test_whatever_a_person_does_to_the_report_is_in_every_form(edits: list[tuple[str, int]]) -> None:
    person = Person(plain_draft())
    for kind, seed in edits:
        person.edit(kind, seed)
    edited = person.finish().parts
    public = edition(edited, IMPRINT)
    assert plain_text(public) == plain_text(edited)
    assert squeezed("".join(typed(public))) == squeezed(plain_text(edited))
    assert squeezed(words_of_page(as_webpage(public, IMPRINT))) == squeezed(plain_text(edited))


def test_a_note_whose_sign_is_gone_stands_in_no_public_part() -> None:
    def sign(number: int) -> str:
        return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'

    notes = "".join(
        f'<w:footnote w:id="{number}">{p(text)}</w:footnote>'
        for number, text in ((1, "甲村另有3户"), (2, "乙村另有61户"), (3, "丙村另有4户"))
    )
    hidden = '<w:r><w:rPr><w:vanish/></w:rPr><w:footnoteReference w:id="3"/></w:r>'
    made = published(p("见注", sign(2), hidden), {"footnotes.xml": part("footnotes", NOTE_ENDS + notes)})
    said = made["word/footnotes.xml"].decode()
    assert "乙村另有61户" in said and "甲村" not in said and "丙村" not in said
    assert "separator" in said
