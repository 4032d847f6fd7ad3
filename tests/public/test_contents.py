"""The page numbers in a table of contents: today's where LibreOffice can say them, and nothing else of the document changes."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import specimens as s
from conftest import Office, assert_sound
from editions import field

from reportgen.base.libreoffice import NotConverted
from reportgen.public import paper
from reportgen.public.contents import with_pages
from reportgen.word.package import DOCUMENT, XML_SPACE, W, parse_part, read_package, write_package
from reportgen.word.text import plain_text

HEADS = {"_Toc1": "基本情况", "_Toc2": "主要工作", "_Toc3": "存在问题"}


def entry(name: str, number: str, begin: str = "", end: str = "") -> str:
    """Return a line of a table of contents as Word writes it."""
    page = field(f" PAGEREF {name} \\h ", number)
    link = f'<w:hyperlink w:anchor="{name}">{s.r(HEADS[name])}<w:r><w:tab/></w:r>{page}</w:hyperlink>'
    return f"<w:p>{begin}{link}{end}</w:p>"


def toc(numbers: Mapping[str, str]) -> str:
    """Return a table of contents with these numbers."""
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \\o "1-3" \\h </w:instrText>'
        '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    last = list(numbers)[-1]
    every = (
        entry(name, said, begin if name == "_Toc1" else "", end if name == last else "")
        for name, said in numbers.items()
    )
    return "".join(every)


def section(numbers: str = "") -> str:
    """Return a paragraph that ends a section, and its page."""
    return f"<w:p><w:pPr><w:sectPr>{numbers}</w:sectPr></w:pPr></w:p>"


def head(name: str, number: int) -> str:
    start = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
    return f'<w:p>{start}{s.r(HEADS[name])}<w:bookmarkEnd w:id="{number}"/></w:p>'


def report(numbers: Mapping[str, str], own: str = "", before: str = section()) -> dict[str, bytes]:
    """Return a report of a cover, a table of contents in a section of its own, and three chapters of 70 lines each."""
    chapters = "".join(head(name, at) + s.p("全街道总人口15142人。") * 70 for at, name in enumerate(numbers, start=1))
    parts = read_package(s.package(s.p("封面") + before + toc(numbers) + section() + chapters))
    size = b'<w:pgSz w:w="11906" w:h="16838"/>'
    return parts | {DOCUMENT: parts[DOCUMENT].replace(size, size + own.encode())}


def lines(parts: Mapping[str, bytes]) -> list[str]:
    return [line.partition("\t")[2] for line in plain_text(parts).split("\n") if "\t" in line]


STALE = dict.fromkeys(HEADS, "99")


# ---- what LibreOffice says, made up ------------------------------------------------------------------------------------------


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that has LibreOffice print these bookmarks on these pages of ten."""

    def say(**pages: int) -> None:
        def made(path: Path, form: str, folder: Path) -> Path:
            asked = parse_part(read_package(path.read_bytes())[DOCUMENT])
            names = {str(one.get(f"{W}name")) for one in asked.iter(f"{W}bookmarkStart")}
            assert pages.keys() <= names, f"{pages.keys() - names} isn't asked for"
            said = "".join(f"/{name}[{page * 3} 0 R/XYZ 90 696 0]\n" for name, page in pages.items())
            kids = " ".join(f"{page * 3} 0 R" for page in range(1, 11))
            folder.mkdir()
            result = folder / "contents.pdf"
            result.write_bytes(
                f"%PDF-1.6\n<<{said}>>\n<</Type/Pages/Resources 4 0 R/Kids[ {kids} ]/Count 10>>".encode()
            )
            return result

        monkeypatch.setattr(paper, "convert", made)

    return say


def test_the_entries_get_today_s_pages_and_nothing_else_changes(printed: Callable[..., None]) -> None:
    old = report(STALE)
    printed(
        contentsentry0=3, contentsentry1=5, contentsentry2=8, contentssection0=1, contentssection1=2, contentssection2=3
    )
    new = with_pages(old)
    assert lines(new) == ["3", "5", "8"]
    assert [name for name in new if new[name] != old[name]] == [DOCUMENT]
    by_hand = parse_part(report({"_Toc1": "3", "_Toc2": "5", "_Toc3": "8"})[DOCUMENT])
    made = parse_part(new[DOCUMENT])
    assert [(one.tag, one.text, _attributes(one)) for one in made.iter()] == [
        (one.tag, one.text, _attributes(one)) for one in by_hand.iter()
    ]


def _attributes(element: object) -> dict[str, str]:
    return {key: said for key, said in element.attrib.items() if key != XML_SPACE}  # type: ignore[attr-defined]


def test_pages_are_counted_from_where_a_section_begins_anew(printed: Callable[..., None]) -> None:
    sections = {"contentssection0": 1, "contentssection1": 2, "contentssection2": 3}
    printed(contentsentry0=3, contentsentry1=5, contentsentry2=8, **sections)
    assert lines(with_pages(report(STALE, '<w:pgNumType w:start="1"/>'))) == ["1", "3", "6"]
    assert lines(with_pages(report(STALE, before=section('<w:pgNumType w:start="0"/>')))) == ["2", "4", "7"]
    assert lines(with_pages(report(STALE, '<w:pgNumType w:fmt="numberInDash" w:start="11"/>'))) == ["11", "13", "16"]


def test_roman_numbers_and_entries_that_lead_nowhere_stay(printed: Callable[..., None]) -> None:
    sections = {"contentssection0": 1, "contentssection1": 2, "contentssection2": 3}
    printed(contentsentry0=3, contentsentry1=5, contentsentry2=8, **sections)
    assert lines(with_pages(report(STALE, '<w:pgNumType w:fmt="upperRoman"/>'))) == ["99"] * 3
    parts = report(STALE)
    parts[DOCUMENT] = parts[DOCUMENT].replace(b'w:name="_Toc2"', b'w:name="_Toc9"')
    printed(contentsentry0=3, contentsentry2=8, **sections)
    assert lines(with_pages(parts)) == ["3", "99", "8"]


def test_numbers_that_are_right_leave_the_document_as_it_is(printed: Callable[..., None]) -> None:
    old = report({"_Toc1": "3", "_Toc2": "5", "_Toc3": "8"})
    printed(
        contentsentry0=3, contentsentry1=5, contentsentry2=8, contentssection0=1, contentssection1=2, contentssection2=3
    )
    assert with_pages(old) == old


def test_a_document_without_contents_asks_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "convert", None)
    parts = read_package(s.package(s.p("全街道总人口15142人。") + s.p(field(" PAGE ", "1"))))
    assert with_pages(parts) == parts


def test_a_pdf_that_says_nothing_of_pages_is_told(printed: Callable[..., None]) -> None:
    printed()
    with pytest.raises(NotConverted, match="读不出页码"):
        with_pages(report(STALE))


# ---- LibreOffice itself ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_pages_are_those_of_the_pdf(office: Office, tmp_path: Path) -> None:
    made = with_pages(report(STALE, '<w:pgNumType w:start="1"/>'))
    assert_sound(write_package(made), tmp_path)
    source = tmp_path / "made.docx"
    source.write_bytes(write_package(made))
    pdf = office(source, "pdf")
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    pages = [re.sub(r"\s", "", page) for page in text.split("\f")]
    due = [str(next(n for n, page in enumerate(pages) if n > 1 and title in page) - 1) for title in HEADS.values()]
    assert lines(made) == due and due[0] == "1" and int(due[2]) > int(due[1]) > 1
