"""The PDF of a public edition: numbers stand in the text as Word sets them, and nothing that is drawn is lost on the way."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from conftest import Office
from papers import TEXT, changed, p, paper
from specimens import package

from reportgen.public import paper as pdf
from reportgen.public.paper import printed
from reportgen.word.package import write_package

DATED = "截至2018年9月30日，全街道总人口15142人。"
STYLES = "word/styles.xml"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the forms that LibreOffice is asked for; what it makes is made up."""
    forms: list[str] = []

    def made(path: Path, form: str, folder: Path) -> Path:
        forms.append(form)
        folder.mkdir()
        result = folder / f"{path.stem}.{form}"
        words = '<w style:text-autospace="ideograph-alpha"/><style:paragraph-properties style:text-autospace="ideograph-alpha"/>'
        result.write_bytes(path.read_bytes() if form == "pdf" and path.suffix == ".fodt" else words.encode())
        return result

    monkeypatch.setattr(pdf, "convert", made)
    return forms


def test_a_document_that_is_set_close_goes_by_libreoffice_s_own_format(asked: list[str]) -> None:
    made = printed(write_package(paper(p(DATED))), "report")
    assert asked == ["fodt", "pdf"]
    assert (
        made == b'<w style:text-autospace="ideograph-alpha"/><style:paragraph-properties style:text-autospace="none"/>'
    )


def test_a_document_with_anything_drawn_in_it_goes_straight(asked: list[str]) -> None:
    drawn = p(TEXT).replace("</w:r>", "</w:r><w:r><w:drawing/></w:r>")
    printed(write_package(paper(drawn, p(DATED))), "report")
    assert asked == ["pdf"]


def test_a_document_that_is_set_with_spaces_keeps_them(asked: list[str]) -> None:
    printed(write_package(changed(paper(p(DATED)), STYLES, '<w:autoSpaceDN w:val="0"/>', "")), "report")
    printed(package(p(DATED)), "report")
    assert asked == ["pdf", "pdf"]


@pytest.mark.slow
def test_lines_of_the_pdf_hold_28_characters_with_numbers_in_them(office: Office, tmp_path: Path) -> None:
    place = tmp_path / "report.pdf"
    place.write_bytes(printed(write_package(paper(p(DATED * 4))), "report"))
    said = subprocess.run(["pdftotext", "-layout", str(place), "-"], check=True, capture_output=True, text=True).stdout
    first, second, *_ = (line.strip() for line in said.splitlines() if line.strip())
    assert first.startswith("截至2018年9月30日，全街道总人口15142人。截至") and " " not in second
