"""A picture file's bytes -> the picture alone: its form, its size, and its bytes without what says where, when and by whom it was taken.

A photograph carries the place (GPS), the time, the telephone's number, a small copy of itself and what programs note down (EXIF, XMP, IPTC).
None of it may go into a report. The picture itself isn't coded anew: only the blocks that draw it are kept (PNG, ISO/IEC 15948, 5.6;
JPEG, ITU-T T.81, annex B).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

MOST_BYTES = 10_000_000  # a telephone's photograph has three to eight million
_MOST_PIXELS = 60_000_000
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_DRAWS = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"sRGB", b"sBIT", b"iCCP"}
# SOF, which says how it is coded.
_SIZES = frozenset((*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)))
_TABLES = frozenset((0xC4, 0xCC, 0xDB, 0xDD))  # DHT, DAC, DQT, DRI
_SCAN, _END, _ALONE = 0xDA, 0xD9, frozenset((0x01, *range(0xD0, 0xD8)))
_EXIF, _COLOURS, _ADOBE = b"Exif\0\0", b"ICC_PROFILE\0", b"Adobe"
# The block with which a JPEG file begins; its resolution (72 dots an inch) says nothing, a report says the width.
_JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x01\x00\x48\x00\x48\x00\x00"
_ORIENTATION, _UPRIGHT = 0x0112, (0, 1)
_OTHERS = (
    (0, b"GIF8", "GIF"),
    (0, b"BM", "BMP"),
    (0, b"II*\0", "TIFF"),
    (0, b"MM\0*", "TIFF"),
    (8, b"WEBP", "WebP"),
    (4, b"ftyphei", "HEIC（手机照片）"),
    (4, b"ftypmif", "HEIC（手机照片）"),
    (0, b"%PDF", "PDF"),
    (0, b"\xd7\xcd\xc6\x9a", "WMF"),
    (0, b"PK", "Word、Excel 文件或压缩包"),
    (0, b"<", "SVG 或网页"),
)


class NotAPicture(ValueError):
    """The bytes are no picture that a report can print; the message says in Chinese why and what to do, without its full stop."""


@dataclass(frozen=True)
class Picture:
    """A picture: `form` is png or jpeg, `width` and `height` are in pixels, `data` is the file without anything beside the picture."""

    form: str
    width: int
    height: int
    data: bytes


def read_picture(data: bytes) -> Picture:
    """Return the picture of a file; its content says what it is, whatever its name. Raises NotAPicture."""
    if data.startswith(_PNG):
        form, (width, height, kept) = "png", _png(data)
    elif data.startswith(_JPEG):
        form, (width, height, kept) = "jpeg", _jpeg(data)
    else:
        is_other = (name for at, sign, name in _OTHERS if data[at : at + len(sign)] == sign)
        kind = "是空的" if not data else f"不是 PNG 或 JPEG 图片{next((f'，是{name}' for name in is_other), '')}"
        raise NotAPicture(f"{kind}，请用「画图」打开原图，另存为 PNG 或 JPEG")
    if not width or not height:
        raise _broken()
    if width * height > _MOST_PIXELS:
        raise NotAPicture(f"有{width}×{height}点，最多{_MOST_PIXELS // 10_000}万点，请用「画图」缩小后另存")
    return Picture(form, width, height, kept)


def _broken() -> NotAPicture:
    return NotAPicture("不完整或已损坏，请重新导出或拷贝一次")


def _png(data: bytes) -> tuple[int, int, bytes]:
    kept, size, drawn = [_PNG], (0, 0), False
    for number, (name, content, whole) in enumerate(_chunks(data)):
        if (name == b"IHDR") != (number == 0):
            raise _broken()
        if name == b"IHDR":
            if len(content) != 13:
                raise _broken()
            size = struct.unpack(">II", content[:8])
        drawn = drawn or name == b"IDAT"
        if name in _DRAWS:
            kept.append(whole)
    if not drawn:
        raise _broken()
    return *size, b"".join(kept)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Yield the blocks of a PNG to its end as (name, content, all of it); what stands behind the end is no part of the picture."""
    at, name = len(_PNG), b""
    while name != b"IEND":
        if len(data) < at + 12:
            raise _broken()
        length, name = struct.unpack(">I4s", data[at : at + 8])
        end = at + 12 + length
        if end > len(data) or zlib.crc32(data[at + 4 : end - 4]) != struct.unpack(">I", data[end - 4 : end])[0]:
            raise _broken()
        yield name, data[at + 8 : end - 4], data[at:end]
        at = end


def _jpeg(data: bytes) -> tuple[int, int, bytes]:
    kept, size, scanned = [_JPEG[:2], _JFIF], (0, 0), False
    for kind, content, whole in _segments(data):
        if kind in _SIZES:
            if len(content) < 6:
                raise _broken()
            height, width, components = struct.unpack(">HHB", content[1:6])
            size = width, height
            if components not in (1, 3) or (components == 3 and content[6::3] == b"RGB"):
                raise _other_colours()
        if kind == 0xE1 and content.startswith(_EXIF) and _turned(content[len(_EXIF) :]):
            raise NotAPicture("是转着存的（相机只记了方向，没有转正），请用「照片」或「画图」打开，转正后另存")
        if kind == 0xEE and content.startswith(_ADOBE) and content[11:12] == b"\0":
            raise _other_colours()
        scanned = scanned or kind == _SCAN
        if kind in _SIZES | _TABLES | {_SCAN, _END} or (kind == 0xE2 and content.startswith(_COLOURS)):
            kept.append(whole)
    if not scanned:
        raise _broken()
    return *size, b"".join(kept)


def _other_colours() -> NotAPicture:
    return NotAPicture("是印刷用的颜色（CMYK 等），请用「画图」打开，另存为 PNG 或 JPEG")


def _segments(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield the blocks of a JPEG to its end as (kind, content, all of it, a scan with the picture's own data behind it).

    What stands behind the end is no part of the picture: telephones put further pictures and films there.
    """
    at, kind = 2, 0
    while kind != _END:
        begin = at
        while data[at : at + 2] == b"\xff\xff":  # fill bytes
            at += 1
        if len(data) < at + 2 or data[at] != 0xFF:
            raise _broken()
        kind = data[at + 1]
        at += 2
        if kind in _ALONE or kind == _END:
            yield kind, b"", b"\xff" + bytes([kind])
            continue
        length = struct.unpack(">H", data[at : at + 2])[0] if len(data) >= at + 2 else 0
        if length < 2 or at + length > len(data):
            raise _broken()
        content = data[at + 2 : at + length]
        at += length
        if kind == _SCAN:
            at = _behind_scan(data, at)
        yield kind, content, data[begin:at]


def _behind_scan(data: bytes, at: int) -> int:
    """Return where a scan's data end: at a sign that is neither a byte FF of the data (FF 00) nor one to begin again at (RST)."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise _broken()
        if data[at + 1] == 0xFF:
            at += 1
        elif data[at + 1] == 0 or data[at + 1] in _ALONE:
            at += 2
        else:
            return at


def _turned(exif: bytes) -> bool:
    """Return whether a photograph is to be turned before it is looked at (EXIF 2.3, tag 274)."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    try:
        if order is None:
            return False
        (at,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, at)
        for number in range(count):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", exif, at + 2 + 12 * number)
            if tag == _ORIENTATION:
                return value not in _UPRIGHT
    except struct.error:
        pass  # what no program can read turns nothing
    return False
