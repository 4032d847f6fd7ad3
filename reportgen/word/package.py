"""A .docx file's bytes <-> its parts by name; the same parts always give the same bytes."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

from lxml import etree

MOST_BYTES = 300_000_000  # unpacked; a report with many photographs stays far below
MOST_PARTS = 5_000
_STAMP = (1980, 1, 1, 0, 0, 0)  # the zip format's zero: a clock would change the bytes of an unchanged report

DOCUMENT = "word/document.xml"
CONTENT_TYPES = "[Content_Types].xml"


class NotADocument(ValueError):
    """The bytes are no Word document that can be read; the message says in Chinese why."""


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
            parts = {info.filename: archive.read(info) for info in infos if not info.is_dir()}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        if isinstance(error, NotADocument):
            raise
        raise NotADocument("不是 .docx 文件或已损坏，请用 Word 打开后重新另存") from error
    if DOCUMENT not in parts or CONTENT_TYPES not in parts:
        raise NotADocument("里面没有 Word 正文，请用 Word 或 WPS 另存为 .docx")
    return parts


def write_package(parts: Mapping[str, bytes]) -> bytes:
    """Return a .docx of these parts, in this order, with fixed stamps and attributes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, _STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0  # Python would write the operating system here
            archive.writestr(info, content, compresslevel=6)
    return buffer.getvalue()


def parse_part(content: bytes) -> etree._Element:
    """Return a part's root without comments; entities and network are off. Raises lxml.etree.XMLSyntaxError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(content, parser)


def serialized(root: etree._Element) -> bytes:
    """Return a part's root as Word writes it."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
