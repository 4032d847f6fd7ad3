"""A .docx file's bytes <-> its parts by name; the same parts always give the same bytes."""

from __future__ import annotations

import functools
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.parsers import expat

from lxml import etree

MOST_BYTES = 300_000_000  # unpacked; a report with many photographs stays far below
MOST_PARTS = 5_000
_MOST_XML = 30_000_000  # bytes of one part's XML, whose tree takes ten times as much; a hundred-page report has one
_MOST_TAGS = 1_500_000  # in all parts; a hundred-page report as Word saves it has a tenth
MOST_PARAGRAPHS = 50_000  # in one part, cells of tables too; a hundred-page report has three thousand
_STAMP = (1980, 1, 1, 0, 0, 0)  # the zip format's zero: a clock would change the bytes of an unchanged report
_LEVEL = 1  # takes half of the time of zlib's usual 6; a report is 2 KB larger
DOCUMENT = "word/document.xml"
CONTENT_TYPES = "[Content_Types].xml"
_DATA = "customXml/"  # of other programs, which nothing here reads
_PARAGRAPH = re.compile(rb"<(?:\w+:)?p[\s/>]")


class NotADocument(ValueError):
    """The bytes are no Word document that can be read; the message says in Chinese why."""


def body_of(root: etree._Element) -> etree._Element:
    """Return the body of a document's main part."""
    body = root.find(f"{W}body")
    assert body is not None, "a document has a body"
    return body


def remove(element: etree._Element) -> None:
    """Take an element out of what it stands in, unless it is gone already."""
    holder = element.getparent()
    if holder is not None:
        holder.remove(element)


def read_package(data: bytes) -> dict[str, bytes]:
    """Return the parts of a .docx of our own in their order; raises NotADocument. Anybody else's is opened with `word.opening`."""
    parts = unzipped(data)
    if DOCUMENT not in parts:
        raise NotADocument("里面没有 Word 正文，请用 Word 或 WPS 另存为 .docx")
    return parts


def unzipped(data: bytes) -> dict[str, bytes]:
    """Return the parts of a package with Word's folder in it, in their order and as they stand; raises NotADocument."""
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
            if any(is_xml(info.filename) and info.file_size > _MOST_XML for info in infos):
                raise NotADocument("解压后太大，不像一份报告")
            parts = {info.filename: archive.read(info) for info in infos}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        if isinstance(error, NotADocument):
            raise
        raise NotADocument("不是 .docx 文件或已损坏，请用 Word 打开后重新另存") from error
    if CONTENT_TYPES not in parts or not any(name.startswith("word/") for name in parts):
        raise NotADocument("里面没有 Word 正文，请用 Word 或 WPS 另存为 .docx")
    _check_counts([content for name, content in parts.items() if is_xml(name) and not name.startswith(_DATA)])
    return parts


def _check_counts(contents: Iterable[bytes]) -> None:
    """Raise NotADocument for more than a report has: kilobytes that say one thing over and over unpack to hours of work."""
    tags = 0
    for content in contents:
        tags += content.count(b"<")
        if tags > _MOST_TAGS:
            raise NotADocument(f"里的内容太多（超过{_MOST_TAGS // 10_000}万个标记），不像一份报告")
        if sum(1 for _ in _PARAGRAPH.finditer(content.replace(b"\0", b""))) > MOST_PARAGRAPHS:  # zeros of UTF-16
            raise NotADocument(f"里的段落太多（超过{MOST_PARAGRAPHS // 10_000}万段），不像一份报告")


def write_package(parts: Mapping[str, bytes]) -> bytes:
    """Return a .docx of these parts, in this order; the same parts give the same bytes."""
    return Packages().written(parts)


@dataclass(frozen=True)
class _Deflated:
    """A part's bytes as they stand in a package, and what its entry there says of them."""

    data: bytes
    checksum: int


class Packages:
    """Writes packages of one template one after the other: what stood in one of the two before is compressed already.

    Two, because a draft is written twice, with comments and without. No more than two packages are ever held.
    """

    def __init__(self) -> None:
        self._last: dict[bytes, _Deflated] = {}
        self._before: dict[bytes, _Deflated] = {}

    def written(self, parts: Mapping[str, bytes]) -> bytes:
        """Return what `write_package` does."""
        now = {content: self._deflated(content) for content in parts.values()}
        self._last, self._before = now, self._last
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, content in parts.items():
                entry = _entry(name, content, now[content])
                entry.header_offset = buffer.tell()
                buffer.write(entry.FileHeader(zip64=False))  # no part is as large: see MOST_BYTES
                buffer.write(now[content].data)
                archive.filelist.append(entry)
            archive.start_dir = buffer.tell()
        return buffer.getvalue()

    def _deflated(self, content: bytes) -> _Deflated:
        known = self._last.get(content) or self._before.get(content)
        if known is not None:
            return known
        deflating = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)  # as zip has it: without zlib's own frame
        return _Deflated(deflating.compress(content) + deflating.flush(), zlib.crc32(content))


def _entry(name: str, content: bytes, deflated: _Deflated) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _STAMP)
    entry.create_system = 0  # else the entry says on which system it was written
    entry.external_attr = 0o600 << 16  # as zipfile itself has it
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.CRC, entry.compress_size, entry.file_size = deflated.checksum, len(deflated.data), len(content)
    return entry


def check_xml(content: bytes) -> None:
    """Raise xml.parsers.expat.ExpatError when a part is no well-formed XML; half of the time that a tree takes."""
    expat.ParserCreate().Parse(content, True)


def is_xml(name: str) -> bool:
    """Return whether a part of this name is XML."""
    return name.lower().endswith((".xml", ".rels"))


def _is_part_name(info: zipfile.ZipInfo) -> bool:
    """Return whether an entry may be a part (ECMA-376 Part 2, 6.2.2.2): nothing that unpacks elsewhere."""
    pieces = info.orig_filename.split("/")
    return not any(not piece.strip(". ") or re.search(r"[\\:\x00-\x1f]", piece) for piece in pieces)


def parse_part(content: bytes) -> etree._Element:
    """Return a part's root without comments; entities and network are off. Raises lxml.etree.XMLSyntaxError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(content, parser)


def read_part(content: bytes) -> etree._Element:
    """Return a part's root as `parse_part` does, for those who only read it: a draft's body is read for its title, for its sentences and
    for its places, and all offices' reports have the same styles."""
    held = _held(content)
    if held.root is None:
        held.root = parse_part(content)
    return held.root


def keep_read(content: bytes, root: etree._Element) -> None:
    """Keep what a part's bytes were written from, or read to, for `read_part`: from now on nobody may change it."""
    _held(content).root = root


class _Held:
    """A part's root, None until somebody has read it."""

    root: etree._Element | None = None


@functools.lru_cache(maxsize=8)
def _held(content: bytes) -> _Held:
    return _Held()


def serialized(root: etree._Element) -> bytes:
    """Return a part's root as Word writes it."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
