"""The web page of a public edition: the same words as the text and the document, clean, and nothing in it that runs or loads."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import DATA, ROOT
from editions import IMPRINT, control, field, listed, many_hands, published, squeezed, tags_of_page, words_of_page
from hypothesis import given, settings
from hypothesis import strategies as st
from specimens import NOTE_ENDS, p, part, r, row, table
from test_edition import SECOND, drafted

from reportgen.public.parts import Imprint, edition
from reportgen.public.webpage import as_webpage, picture_forms
from reportgen.word.package import DOCUMENT
from reportgen.word.text import plain_text

CLEAN = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "p",
    "br",
    "table",
    "tr",
    "td",
    "a",
    "sup",
    "ol",
    "li",
    "div",
    "img",
}
CLEAN |= {f"h{level}" for level in range(1, 7)}


def page(body: str, others: dict[str, bytes] | None = None) -> str:
    """Return what stands in the body of the page of a document."""
    text = as_webpage(published(body, others), IMPRINT).decode()
    return text[text.index("<body>") + len("<body>\n") : text.index("</body>")].strip()


@pytest.mark.parametrize(("year", "data"), [(2018, DATA), (2025, ROOT / "tests" / "offices" / "qingshi")])
def test_the_page_of_a_report_says_line_by_line_what_its_text_says(year: int, data: Path) -> None:
    public = edition(drafted(year, data), IMPRINT)
    lines = [line for line in words_of_page(as_webpage(public, IMPRINT)).split("\n") if line.strip()]
    assert lines == [line for line in plain_text(public).split("\n") if line.strip()]


def test_the_page_of_what_many_hands_left_says_what_its_text_says() -> None:
    public = edition(many_hands(), IMPRINT)
    assert squeezed(words_of_page(as_webpage(public, IMPRINT))) == squeezed(
        plain_text(public).replace("一、框里一\n二、框里二", "一、框里一二、框里二")
    )


def test_a_report_has_one_title_and_headings_by_their_level_and_whole_paragraphs_are_none() -> None:
    text = as_webpage(edition(drafted(), IMPRINT), IMPRINT).decode()
    assert re.findall("<h1>(.*?)</h1>", text) == ["禄脿街道办事处2018年<br>计划生育工作执行情况报告"]
    assert "<h2>一、基本情况</h2>" in text
    assert "<h3>（十）" in text
    assert "<h4>4.主要指标</h4>" in text
    assert "<p>1.坚持层层签订" in text and "<p>①加强常住人口" in text
    assert '<p class="right">安宁市人民政府禄脿街道办事处</p>' in text and '<p class="right">2018年12月12日</p>' in text


def test_the_page_is_clean_and_names_language_title_office_and_date() -> None:
    for parts in (drafted(), many_hands()):
        written = as_webpage(edition(parts, IMPRINT), IMPRINT)
        text = written.decode()
        assert text.startswith('<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">')
        assert set(tags_of_page(written)) <= CLEAN
        assert not re.search(r"mso|<o:|<w:|style=|script|url\(|@import", text)
        assert "<title>甲街道2018年报告</title>" in text
        assert (
            '<meta name="author" content="甲街道办事处">' in text and '<meta name="date" content="2018-12-12">' in text
        )


def test_what_looks_like_markup_is_text() -> None:
    assert (
        page(p("5 < 7 & <script>alert(1)</script>"))
        == '<p class="flush">5 &lt; 7 &amp; &lt;script&gt;alert(1)&lt;/script&gt;</p>'
    )
    hostile = Imprint('"><script>', '"onload="x', "2018-12-12")
    assert "<script>" not in as_webpage(published(p("甲")), hostile).decode()
    assert 'content="&quot;onload=&quot;x"' in as_webpage(published(p("甲")), hostile).decode()


def test_a_table_keeps_its_spans() -> None:
    down = "<w:tc><w:tcPr><w:vMerge{}/></w:tcPr>{}</w:tc>"
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + p("合计") + "</w:tc>"
    body = table(
        f"<w:tr>{down.format(' w:val=' + chr(34) + 'restart' + chr(34), p('村'))}<w:tc><w:tcPr/>{p('一')}</w:tc></w:tr>",
        f"<w:tr>{down.format('', p())}<w:tc><w:tcPr/>{p('二')}</w:tc></w:tr>",
        f"<w:tr>{wide}</w:tr>",
    )
    assert page(body) == (
        '<table>\n<tr><td rowspan="2">村</td><td>一</td></tr>\n<tr><td>二</td></tr>\n<tr><td colspan="2">合计</td></tr>\n</table>'
    )


def test_the_rows_that_word_repeats_on_each_page_are_heads_and_a_cell_keeps_its_side() -> None:
    right = p("5", properties='<w:jc w:val="right"/>')
    head = f"<w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:tcPr/>{p('村')}</w:tc><w:tc><w:tcPr/>{p('户')}{p('数')}</w:tc></w:tr>"
    assert page(table(head, row("甲村", right))) == (
        '<table>\n<tr><th>村</th><th><p class="flush">户</p><p class="flush">数</p></th></tr>\n'
        '<tr><td>甲村</td><td class="right">5</td></tr>\n</table>'
    )


def test_a_page_has_one_main_heading_and_an_annexs_title_stands_below_it() -> None:
    style = '<w:pStyle w:val="Title"/>'
    public = edition(drafted(), IMPRINT)
    last = b"<w:sectPr"
    annex = (p("附件") + p("对比表", properties=style)).encode()
    at = public[DOCUMENT].rindex(last)
    text = as_webpage({**public, DOCUMENT: public[DOCUMENT][:at] + annex + public[DOCUMENT][at:]}, IMPRINT).decode()
    assert text.count("<h1>") == 1 and '<h2 class="title">对比表</h2>' in text


def test_a_cell_that_is_merged_away_but_says_something_is_still_said() -> None:
    merged = "<w:tc><w:tcPr><w:vMerge/></w:tcPr>" + p("藏着的") + "</w:tc>"
    assert "藏着的" in page(table(row("甲"), f"<w:tr>{merged}</w:tr>"))


def test_lists_in_tables_and_controls_around_rows_come_through() -> None:
    body = table(row("甲", p("一", properties=listed())), control(row("乙", p("二", properties=listed()))))
    assert re.findall(r"<td>([^<]*)</td>", page(body, {"numbering.xml": SECOND})) == ["甲", "1.\t一", "乙", "2.\t二"]


def test_links_go_to_websites_alone() -> None:
    text = as_webpage(edition(many_hands(), IMPRINT), IMPRINT).decode()
    assert '看<a href="https://example.org/?a=1&amp;b=2">网站</a>和我的盘' in text


def test_a_note_is_linked_and_its_sign_is_in_no_text() -> None:
    text = as_webpage(edition(many_hands(), IMPRINT), IMPRINT).decode()
    assert '看得见<sup><a href="#footnotes2"></a></sup>' in text
    assert '<li id="footnotes2"><p class="flush">数据来自台账 &amp; &lt;表&gt;。</p></li>' in text


def test_the_second_note_of_two_kinds_has_its_own_place() -> None:
    note = '<w:{0} w:id="2">{1}</w:{0}>'.format
    others = {
        "footnotes.xml": part("footnotes", NOTE_ENDS + note("footnote", p("脚"))),
        "endnotes.xml": part("endnotes", NOTE_ENDS.replace("footnote", "endnote") + note("endnote", p("尾"))),
    }
    text = page(
        p("甲", '<w:r><w:endnoteReference w:id="2"/></w:r>', "乙", '<w:r><w:footnoteReference w:id="2"/></w:r>'), others
    )
    assert re.findall(r'href="#(\w+)"', text) == ["endnotes2", "footnotes2"]
    assert re.findall(r'<li id="(\w+)">', text) == ["footnotes2", "endnotes2"]


def test_field_codes_are_no_text() -> None:
    assert page(p("第", field("PAGE", "3"), "页")) == '<p class="flush">第3页</p>'


PICTURE = (
    '<w:r><w:drawing><wp:inline><wp:extent cx="9" cy="9"/><wp:docPr id="1" name="a" descr="办公楼&lt;"/><a:graphic><a:graphicData>'
    '<pic:pic><pic:blipFill><a:blip r:embed="media-a.{0}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline>'
    "</w:drawing></w:r>"
).format


def test_a_picture_stands_in_the_page_itself_with_its_description() -> None:
    text = page(p("甲", PICTURE("png")), {"media/a.png": b"\x89PNG"})
    assert text == '<p class="flush">甲<img src="data:image/png;base64,iVBORw==" alt="办公楼&lt;"></p>'
    assert picture_forms(published(p(PICTURE("png")), {"media/a.png": b"\x89PNG"})) == frozenset()


def test_a_picture_that_browsers_cannot_show_is_told_and_left_out() -> None:
    public = published(p("甲", PICTURE("emf")), {"media/a.emf": b"emf"})
    assert picture_forms(public) == {"emf"}
    assert "<img" not in as_webpage(public, IMPRINT).decode()


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn")), max_size=8), max_size=6)
)
def test_whatever_is_typed_is_said_the_same_in_text_and_page(texts: list[str]) -> None:
    body = "".join(p(r(text)) for text in texts) + table(*(row(p(r(text)), p(r(text))) for text in ["甲", *texts]))
    public = published(body)
    assert squeezed(words_of_page(as_webpage(public, IMPRINT))) == squeezed(plain_text(public))


def test_a_browser_shows_the_page_and_numbers_its_notes(tmp_path: Path) -> None:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is not installed")
        pytest.skip("Chromium is not installed")
    path = tmp_path / "page.html"
    path.write_bytes(as_webpage(edition(many_hands(), IMPRINT), IMPRINT))
    command = [
        program,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={tmp_path / 'profile'}",
        "--dump-dom",
    ]
    shown = subprocess.run([*command, path.as_uri()], check=True, capture_output=True, timeout=60).stdout
    assert squeezed(words_of_page(shown)) == squeezed(words_of_page(path.read_bytes()))
