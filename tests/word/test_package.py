"""The zip around a document: the same parts give the same bytes, and what is no document is refused with a reason in Chinese."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from specimens import p, package

from reportgen.word import package as module
from reportgen.word.package import (
    DOCUMENT,
    NotADocument,
    Packages,
    W,
    keep_read,
    parse_part,
    read_package,
    read_part,
    serialized,
    write_package,
)

GOOD = package(p("总人口"))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)  # .doc, .wps, and .docx with a password


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip as any program might write it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


NO_DOCUMENTS = {
    "an empty file": (b"", "不是 .docx 文件或已损坏"),
    "a text": ("总人口15142人".encode(), "不是 .docx 文件或已损坏"),
    "a web page called .docx": (b"<html><body>report</body></html>", "不是 .docx 文件或已损坏"),
    "an old .doc, or one with a password": (OLE, "是旧的 .doc/.wps 格式或加了密码，请用 Word 或 WPS 另存为 .docx"),
    "a file cut off in the middle": (GOOD[: len(GOOD) // 2], "不是 .docx 文件或已损坏"),
    "a file with its end missing": (GOOD[:-10], "不是 .docx 文件或已损坏"),
    "an .xlsx": (zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}), "里面没有 Word 正文"),
    "a zip of photographs": (zipped({"a.jpg": b"\xff\xd8"}), "里面没有 Word 正文"),
    "a document without types": (zipped({DOCUMENT: b"<a/>"}), "里面没有 Word 正文"),
    "a flipped bit": (GOOD[:60] + bytes([GOOD[60] ^ 1]) + GOOD[61:], "不是 .docx 文件或已损坏"),
}


@pytest.mark.parametrize("what", NO_DOCUMENTS)
def test_what_is_no_document_is_refused_with_the_reason(what: str) -> None:
    data, reason = NO_DOCUMENTS[what]
    with pytest.raises(NotADocument, match=re.escape(reason)):
        read_package(data)


def test_a_zip_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 1_000_000)
    bomb = zipped({"[Content_Types].xml": b"<Types/>", DOCUMENT: bytes(2_000_000)})
    assert len(bomb) < 5_000
    with pytest.raises(NotADocument, match="解压后太大"):
        read_package(bomb)


def test_a_zip_bomb_that_lies_about_its_size_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 1_000_000)
    size = (2_000_000).to_bytes(4, "little")
    bomb = zipped({"[Content_Types].xml": b"<Types/>", DOCUMENT: bytes(2_000_000)}).replace(
        size, (100).to_bytes(4, "little")
    )
    with pytest.raises(NotADocument):
        read_package(bomb)


def test_thousands_of_parts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_PARTS", 50)
    with pytest.raises(NotADocument, match="解压后太大"):
        read_package(zipped({f"{number}.xml": b"" for number in range(60)}))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60), st.integers(0, len(GOOD) - 1), st.integers(0, 80))
def test_a_damaged_file_is_read_or_refused_and_never_a_traceback(damage: bytes, at: int, length: int) -> None:
    try:
        parts = read_package(GOOD[:at] + damage + GOOD[at + length :])
    except NotADocument as error:
        assert str(error).endswith(("另存", ".docx", "（不设密码）", "不像一份报告"))
    else:
        assert DOCUMENT in parts


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_that_word_would_not_read_is_refused(method: int) -> None:
    with pytest.raises(NotADocument, match="已损坏"):
        read_package(zipped({"[Content_Types].xml": b"<Types/>", DOCUMENT: b"<a/>"}, method))


def test_parts_come_back_in_their_order_without_folders() -> None:
    parts = {"[Content_Types].xml": b"<Types/>", "word/": b"", DOCUMENT: b"<a/>", "word/media/图.png": b"\x89PNG"}
    assert list(read_package(zipped(parts)).items()) == [item for item in parts.items() if item[0] != "word/"]


def test_the_same_parts_give_the_same_bytes_with_no_trace_of_when_and_where() -> None:
    parts = {"[Content_Types].xml": b"<Types/>", DOCUMENT: b"<a/>"}
    assert write_package(parts) == write_package(dict(parts))
    with zipfile.ZipFile(io.BytesIO(write_package(parts))) as archive:
        for info in archive.infolist():
            assert (info.date_time, info.create_system) == ((1980, 1, 1, 0, 0, 0), 0)
            assert info.extra == b"" and info.comment == b""


@given(st.dictionaries(st.sampled_from(["word/a.xml", "word/media/图.png", "b"]), st.binary(max_size=200)))
def test_what_is_written_is_read_back(others: dict[str, bytes]) -> None:
    parts = {"[Content_Types].xml": b"<Types/>", DOCUMENT: b"<a/>"} | others
    assert read_package(write_package(parts)) == parts


@pytest.mark.parametrize("broken", ["", "<a>", "<a>&x;</a>", "<a/><b/>", "<a b='1' b='2'/>", "<a>\0</a>"])
def test_broken_xml_is_no_part(broken: str) -> None:
    with pytest.raises(etree.XMLSyntaxError):
        parse_part(broken.encode())


@pytest.mark.parametrize("entity", ['SYSTEM "file:///etc/passwd"', 'SYSTEM "http://127.0.0.1:9/"', f'"{"&y;" * 99}"'])
def test_entities_bring_nothing_in(entity: str) -> None:
    root = parse_part(f'<!DOCTYPE a [<!ENTITY y "甲"><!ENTITY x {entity}>]><a>乙&x;</a>'.encode())
    assert "".join(map(str, root.itertext(etree.Element))) == "乙"


def test_comments_and_instructions_of_xml_are_left_out() -> None:
    assert serialized(parse_part(b"<a><!-- b --><?c d?><e/></a>")).endswith(b"<a><e/></a>")


def test_a_part_in_another_encoding_is_read() -> None:
    root = parse_part(f'<?xml version="1.0" encoding="UTF-16"?><w:p xmlns:w="{W[1:-1]}">人</w:p>'.encode("utf-16"))
    assert root.text == "人"
    assert serialized(root).decode().startswith("<?xml version='1.0' encoding='UTF-8' standalone='yes'?>")


def by_zipfile(parts: dict[str, bytes]) -> bytes:
    """Return a package as Python's own zipfile writes each of its parts, with no clock and no system in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 0
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, 1)
    return buffer.getvalue()


def test_a_package_is_what_zipfile_itself_writes() -> None:
    for parts in ({}, {"a.xml": b""}, read_package(GOOD), {"图/一.png": bytes(range(256)) * 400, "b": b"2018" * 9_000}):
        assert write_package(parts) == by_zipfile(parts)


def test_a_package_written_behind_others_has_its_own_parts() -> None:
    one, other = {"styles": b"s" * 500, "body": b"15142"}, {"body": b"15143", "copy": b"s" * 500, "styles": b"s" * 500}
    packages = Packages()
    for parts in (one, other, one, one, other, {"body": b"", "styles": b"s"}, one):
        assert packages.written(parts) == by_zipfile(parts)


def test_no_more_than_two_packages_are_held() -> None:
    packages = Packages()
    for number in range(50):
        packages.written({"styles": b"s", "body": str(number).encode()})
    assert {content for held in (packages._last, packages._before) for content in held} == {b"s", b"48", b"49"}


def test_what_a_part_was_written_from_is_what_reading_it_gives() -> None:
    root = parse_part(read_package(GOOD)[DOCUMENT])
    root[0][0].set(f"{W}rsidR", "00A1")
    content = serialized(root)
    keep_read(content, root)
    assert read_part(content) is root
    assert serialized(read_part(content)) == content == serialized(parse_part(content))
    other = content.replace("总人口".encode(), "户籍人口".encode())
    assert serialized(read_part(other)) == other
