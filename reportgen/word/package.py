"""A .docx file's bytes <-> its parts by name; the same parts always give the same bytes."""

from __future__ import annotations

import io
import posixpath
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from lxml import etree

MOST_BYTES = 300_000_000  # unpacked; a report with many photographs stays far below
MOST_PARTS = 5_000
MOST_XML = 30_000_000  # bytes of one part's XML, whose tree takes ten times as much; a hundred-page report has one
_STAMP = 0x0021  # 1 January 1980, the zip format's zero: a clock would change the bytes of an unchanged report

_LEVEL = 1  # takes half of the time of zlib's usual 6; a report is 2 KB larger
DOCUMENT = "word/document.xml"
CONTENT_TYPES = "[Content_Types].xml"
_RELATIONS = "_rels/.rels"


class NotADocument(ValueError):
    """The bytes are no Word document that can be read; the message says in Chinese why."""


def read_file(path: Path) -> bytes:
    """Return a .docx file's bytes; raises OSError or NotADocument, the latter for what could be read for ever."""
    state = path.stat()
    if not stat.S_ISREG(state.st_mode) and not stat.S_ISDIR(state.st_mode):  # reading a folder says what it is
        raise NotADocument("不是一个文件")
    if state.st_size > MOST_BYTES:
        raise NotADocument("太大，不像一份报告")
    return path.read_bytes()


def read_package(data: bytes) -> dict[str, bytes]:
    """Return the parts of a .docx in their order; raises NotADocument."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotADocument("是旧的 .doc/.wps 格式或加了密码，请用 Word 或 WPS 另存为 .docx（不设密码）")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_BYTES:
                raise NotADocument("解压后太大，不像一份报告")
            if not {info.compress_type for info in infos} <= {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                raise zipfile.BadZipFile("Word compresses in no other way")
            infos = [info for info in infos if not info.is_dir()]
            if len({info.filename.casefold() for info in infos}) < len(infos) or not all(map(_is_part_name, infos)):
                raise zipfile.BadZipFile("a part stands twice, or would stand outside of the package")
            if any(_is_xml(info.filename) and info.file_size > MOST_XML for info in infos):
                raise NotADocument("解压后太大，不像一份报告")
            parts = {info.filename: archive.read(info) for info in infos}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        if isinstance(error, NotADocument):
            raise
        raise NotADocument("不是 .docx 文件或已损坏，请用 Word 打开后重新另存") from error
    if DOCUMENT not in parts or CONTENT_TYPES not in parts:
        raise NotADocument("里面没有 Word 正文，请用 Word 或 WPS 另存为 .docx")
    return parts


@dataclass(frozen=True)
class Packed:
    """A part compressed and ready to stand in a package, so that an unchanged one is compressed once for many reports."""

    name: bytes
    checksum: int
    size: int
    data: bytes

    @property
    def header(self) -> bytes:
        """Return what the local header and the directory say alike (PKWARE APPNOTE 4.4): fixed stamps, names in UTF-8."""
        sizes = struct.pack("<LLL", self.checksum, len(self.data), self.size)
        return (
            struct.pack("<HHHHH", 20, 0x0800, zipfile.ZIP_DEFLATED, 0, _STAMP)
            + sizes
            + struct.pack("<H", len(self.name))
        )


def pack(name: str, content: bytes) -> Packed:
    """Return a part compressed."""
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Packed(name.encode(), zlib.crc32(content), len(content), deflate.compress(content) + deflate.flush())


def join_package(packed: Iterable[Packed]) -> bytes:
    """Return a .docx of packed parts, in their order. zipfile can't take parts that are compressed already."""
    body, directory, count = bytearray(), bytearray(), 0
    for part in packed:
        directory += (
            b"PK\x01\x02" + struct.pack("<H", 20) + part.header + struct.pack("<HHHHLL", 0, 0, 0, 0, 0, len(body))
        )
        directory += part.name
        body += b"PK\x03\x04" + part.header + b"\0\0" + part.name + part.data
        count += 1
    end = struct.pack("<HHHHLLH", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory) + b"PK\x05\x06" + end


def write_package(parts: Mapping[str, bytes]) -> bytes:
    """Return a .docx of these parts, in this order; the same parts give the same bytes."""
    return join_package(pack(name, content) for name, content in parts.items())


def check_parts(parts: Mapping[str, bytes]) -> None:
    """Raise NotADocument when Word could not open a package of these parts: XML that is none or has a DTD, another main part."""
    for name, content in parts.items():
        try:
            if _is_xml(name):
                parser = expat.ParserCreate(namespace_separator=" ")
                parser.StartDoctypeDeclHandler = (
                    _refuse_dtd  # Office files have none; entities let a small one grow without end
                )
                parser.Parse(content, True)
                parse_part(content)  # which refuses what is nested without end
        except (
            expat.ExpatError,
            etree.XMLSyntaxError,
            ValueError,
            LookupError,
        ) as error:  # the last two for an unknown encoding
            raise NotADocument(f"里的 {name} 已损坏，请用 Word 打开后重新另存") from error
    relations = parse_part(parts[_RELATIONS]) if _RELATIONS in parts else ()
    main = [
        relation.get("Target", "") for relation in relations if relation.get("Type", "").endswith("/officeDocument")
    ]
    if [posixpath.normpath(posixpath.join("/", target)) for target in main] != [f"/{DOCUMENT}"]:
        raise NotADocument("里面找不到 Word 正文，请用 Word 打开后重新另存")


def check_xml(content: bytes) -> None:
    """Raise xml.parsers.expat.ExpatError when a part is no well-formed XML; half of the time that a tree takes."""
    expat.ParserCreate().Parse(content, True)


def _refuse_dtd(*_: object) -> None:
    raise expat.ExpatError("a DTD")


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _is_part_name(info: zipfile.ZipInfo) -> bool:
    """Return whether an entry may be a part (ECMA-376 Part 2, 6.2.2.2): nothing that unpacks elsewhere."""
    pieces = info.orig_filename.split("/")
    return not any(not piece.strip(". ") or re.search(r"[\\:\x00-\x1f]", piece) for piece in pieces)


def parse_part(content: bytes) -> etree._Element:
    """Return a part's root without comments; entities and network are off. Raises lxml.etree.XMLSyntaxError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(content, parser)


def serialized(root: etree._Element) -> bytes:
    """Return a part's root as Word writes it."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
