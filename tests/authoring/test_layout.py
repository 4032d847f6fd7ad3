"""The rendered pages against GB/T 9704-2012, measured on the PDF that LibreOffice makes of them."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import DATA, TEMPLATE, Office
from lxml import etree

from reportgen.report import drafting
from reportgen.word.package import DOCUMENT, W, parse_part, read_package, write_package

pytestmark = pytest.mark.slow

MM = 72 / 25.4  # points
FILLER = "为深入贯彻落实党中央国务院关于加强数字政府建设的决策部署全面提升基层治理能力和公共服务水平现将本年度重点工作推进情况报告如下"


@dataclass(frozen=True)
class Line:
    """One line of a page, in points from the page's top left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def pages(pdf: Path) -> list[list[Line]]:
    """Return the lines of each page as pdftotext sees them, from top to bottom."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    run = subprocess.run(["pdftotext", "-bbox-layout", str(pdf), "-"], check=True, capture_output=True)
    found = []
    for page in etree.fromstring(run.stdout, etree.XMLParser(recover=True)).iter("{*}page"):
        # A line that changes face comes in pieces; pieces of one height are one line.
        rows: dict[int, list[Line]] = {}
        for line in page.iter("{*}line"):
            words = [word.text or "" for word in line.iter("{*}word")]
            box = [float(line.get(side, "0")) for side in ("xMin", "yMin", "xMax", "yMax")]
            piece = Line("".join(words), box[0], box[1], box[2], box[3])
            rows.setdefault(round((piece.top + piece.bottom) / 2 / 10), []).append(piece)
        found.append([_joined(rows[key]) for key in sorted(rows)])
    return found


def _joined(pieces: list[Line]) -> Line:
    ordered = sorted(pieces, key=lambda piece: piece.left)
    return Line(
        "".join(piece.text for piece in ordered),
        ordered[0].left,
        min(piece.top for piece in ordered),
        ordered[-1].right,
        max(piece.bottom for piece in ordered),
    )


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory, office: Office) -> list[list[Line]]:
    path = tmp_path_factory.mktemp("layout") / "report.docx"
    year, prepared = drafting.read_all(DATA, TEMPLATE, 2018)
    path.write_bytes(write_package(drafting.draft(year, prepared)))
    return pages(office(path, "pdf"))


def test_a_page_of_plain_text_holds_22_lines_of_28_characters(tmp_path: Path, office: Office) -> None:
    parts = read_package((TEMPLATE / "report.docx").read_bytes())
    root = parse_part(parts[DOCUMENT])
    body = root.find(f"{W}body")
    assert body is not None
    section = body.find(f"{W}sectPr")
    for child in list(body):
        if child is not section:
            body.remove(child)
    paragraph = etree.Element(f"{W}p")
    etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t").text = FILLER * 40
    body.insert(0, paragraph)
    path = tmp_path / "filler.docx"
    path.write_bytes(write_package(parts | {DOCUMENT: etree.tostring(root)}))
    found = pages(office(path, "pdf"))
    assert len(found) >= 3
    for page in found[:-1]:
        body_lines = [line for line in page if not re.fullmatch(r"—\d+—", line.text)]
        assert [len(line.text) for line in body_lines] == [28] * 22


def test_no_page_holds_more_than_22_lines_and_full_pages_hold_22(report: list[list[Line]]) -> None:
    counts = [len(page) - 1 for page in report]
    assert max(counts) == 22
    assert counts[1:-1] == [22] * len(counts[1:-1])


def test_the_report_has_its_fourteen_pages(report: list[list[Line]]) -> None:
    assert len(report) == 14


def test_page_numbers_stand_below_the_type_area_right_on_odd_and_left_on_even_pages(report: list[list[Line]]) -> None:
    for number, page in enumerate(report, start=1):
        footer = page[-1]
        assert footer.text == f"—{number}—"
        assert footer.top > (297 - 35) * MM
        blank = (210 - 26) * MM - footer.right if number % 2 else footer.left - 28 * MM
        assert blank == pytest.approx(14, abs=3)  # 7.5: one character of 14 pt from the edge


def test_text_stays_in_the_type_area(report: list[list[Line]]) -> None:
    hanging = 17  # points: LibreOffice lets one closing mark hang over the edge
    for page in report:
        for line in page[:-1]:
            assert line.left >= 28 * MM - 1
            assert line.right <= (210 - 26) * MM + hanging
            assert line.top >= 37 * MM - 1 and line.bottom <= (297 - 35) * MM + 8


def test_the_title_is_centred_in_two_lines(report: list[list[Line]]) -> None:
    first, second = report[0][:2]
    assert (first.text, second.text) == ("禄脿街道办事处2018年", "计划生育工作执行情况报告")
    middle = (28 + 156 / 2) * MM
    for line in (first, second):
        assert abs((line.left + line.right) / 2 - middle) < 6


def test_headings_and_paragraphs_begin_two_characters_in(report: list[list[Line]]) -> None:
    for line in (line for page in report for line in page[:-1]):
        if re.match(r"一、|二、|（[一二三四五六七八九十]+）|[①-⑦]", line.text):
            assert abs(line.left - 28 * MM - 31.5) < 6, line.text


def test_office_and_date_stand_at_the_right_and_the_date_two_characters_in(report: list[list[Line]]) -> None:
    office_line, date_line, note = report[-1][-4:-1]
    assert office_line.text == "安宁市人民政府禄脿街道办事处"
    assert date_line.text == "2018年12月12日"
    assert note.text == "（此件公开发布）"
    assert abs((210 - 26) * MM - office_line.right - 31.5) < 8  # 7.3.5.2: two characters from the edge
    assert abs(date_line.left - office_line.left - 31.5) < 8  # its first character two to the right of the office's
    assert date_line.top - office_line.top == pytest.approx(28.95, abs=0.5)
