"""A PDF's pages come as pictures, in their order, where there is a program for it."""

from __future__ import annotations

import shutil
import struct

import pytest

from reportgen.base import pdf_pages
from reportgen.base.libreoffice import NotConverted
from reportgen.base.pdf_pages import pictured

needs_pdftoppm = pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm is not installed")


def paper(*inches: int) -> bytes:
    """Return a PDF with an empty page of each width, ten inches high."""
    kids = " ".join(f"{number} 0 R" for number in range(3, 3 + len(inches)))
    things = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(inches)}>>",
        *(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {72 * width} 720]>>" for width in inches),
    ]
    said = "%PDF-1.4\n"
    places = []
    for number, thing in enumerate(things, 1):
        places.append(len(said))
        said += f"{number} 0 obj{thing}endobj\n"
    at = len(said)
    said += f"xref\n0 {len(things) + 1}\n0000000000 65535 f \n" + "".join(f"{one:010} 00000 n \n" for one in places)
    return f"{said}trailer<</Size {len(things) + 1}/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n".encode()


def widths(pictures: list[bytes]) -> list[int]:
    return [struct.unpack(">I", picture[16:20])[0] for picture in pictures]


@needs_pdftoppm
def test_each_page_is_a_picture_in_its_place() -> None:
    every = (*range(5, 15), 3)
    pictures = pictured(paper(*every))
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)
    assert widths(pictures) == [80 * width for width in every], "page 10 stands behind page 9, not behind page 1"


@needs_pdftoppm
def test_what_is_no_pdf_is_told() -> None:
    with pytest.raises(NotConverted, match="pdftoppm 运行不起来"):
        pictured(b"no PDF")


def test_without_the_program_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pages, "program", lambda: None)
    with pytest.raises(NotConverted, match="没有装 pdftoppm"):
        pictured(paper(8))
