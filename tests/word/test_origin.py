"""What a Word file says of itself: report, year and build, in two places, of which word processors leave at least one."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from conftest import Office, assert_sound
from editions import IMPRINT
from specimens import p, package

from reportgen.public.parts import edition
from reportgen.word.origin import Origin, origin_in, origin_of, with_origin
from reportgen.word.package import CONTENT_TYPES, read_package, write_package
from reportgen.word.relations import with_part

ANNUAL = Origin("annual", 2018, "0123456789abcdef" * 2)
OTHER = Origin("半年报告 & <甲>", 2025, "f" * 32)
PROPERTIES = "docProps/custom.xml"
OWN = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
 xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property
 fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="7" name="文号"><vt:lpwstr>〔2018〕5号</vt:lpwstr></property></Properties>"""


def parts(body: str = "") -> dict[str, bytes]:
    return read_package(package(body or p("甲")))


def offices_own(plain: dict[str, bytes]) -> dict[str, bytes]:
    """Return a template's parts with a custom property of the office's own; custom XML of somebody's they have already."""
    kind = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
    return with_part(plain, "", PROPERTIES, OWN.encode(), "custom-properties", kind)[0]


@pytest.mark.parametrize("origin", [ANNUAL, OTHER], ids=["annual", "another office's"])
def test_a_document_says_what_it_is_and_word_takes_it(origin: Origin, tmp_path: Path) -> None:
    said = with_origin(parts(), origin)
    assert origin_in(said) == origin
    assert_sound(write_package(said), tmp_path)


def test_it_is_said_anew_in_place_of_what_was_said_before(tmp_path: Path) -> None:
    once = with_origin(parts(), ANNUAL)
    again = with_origin(once, OTHER)
    assert origin_in(again) == OTHER
    assert set(again) == set(once)
    assert with_origin(again, ANNUAL) == once
    assert_sound(write_package(again), tmp_path)


def test_a_templates_own_properties_and_data_stay(tmp_path: Path) -> None:
    own = offices_own(parts())
    said = with_origin(own, ANNUAL)
    assert origin_in(said) == ANNUAL
    assert said["customXml/item1.xml"] == own["customXml/item1.xml"] and "customXml/item2.xml" in said
    assert "〔2018〕5号" in said[PROPERTIES].decode() and 'pid="8"' in said[PROPERTIES].decode()
    assert_sound(write_package(said), tmp_path)


@pytest.mark.parametrize("gone", ["docProps/", "customXml/"], ids=["properties", "custom XML"])
def test_where_somebody_had_word_inspect_the_one_away_the_other_is_enough(gone: str) -> None:
    said = with_origin(parts(), ANNUAL)
    assert origin_in({name: content for name, content in said.items() if not name.startswith(gone)}) == ANNUAL


@pytest.mark.parametrize(
    "broken",
    [
        lambda said: {name: b"<" if "custom" in name else content for name, content in said.items()},
        lambda said: {name: content.replace(b"2018", b"20x8") for name, content in said.items()},
        lambda said: {name: content.replace(ANNUAL.build.encode(), b"0" * 31) for name, content in said.items()},
        lambda said: {name: content.replace(b"annual", b"") for name, content in said.items()},
        lambda said: said | {"_rels/.rels": b"", "word/_rels/document.xml.rels": b"<a"},
    ],
    ids=["no XML", "no year", "no build", "no report", "no relationships"],
)
def test_what_nobody_could_have_written_says_nothing(
    broken: Callable[[dict[str, bytes]], dict[str, bytes]],
) -> None:
    assert origin_in(broken(with_origin(parts(), ANNUAL))) is None


def test_no_word_file_says_nothing() -> None:
    assert origin_of(b"rewritten by the leader") is None
    assert origin_in(parts()) is None


def test_the_public_edition_says_neither() -> None:
    public = edition(with_origin(offices_own(parts()), ANNUAL), IMPRINT)
    assert origin_in(public) is None
    assert not [name for name in public if "custom" in name.lower()]
    assert b"custom" not in public[CONTENT_TYPES] + public["_rels/.rels"]
    for name, content in public.items():
        assert b"reportgen" not in content and ANNUAL.build.encode() not in content, name


def test_python_docx_keeps_it() -> None:
    opened = docx.Document(io.BytesIO(write_package(with_origin(parts(), ANNUAL))))
    opened.paragraphs[0].add_run("领导加的")
    saved = io.BytesIO()
    opened.save(saved)
    assert origin_of(saved.getvalue()) == ANNUAL


def test_libreoffice_keeps_it(office: Office, tmp_path: Path) -> None:
    report = tmp_path / "报告.docx"
    report.write_bytes(write_package(with_origin(offices_own(parts()), OTHER)))
    saved = office(report, "docx:MS Word 2007 XML")
    assert origin_of(saved.read_bytes()) == OTHER
