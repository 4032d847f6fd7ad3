"""Picture files as telephones and scanners write them, small, with what they note down beside the picture."""

from __future__ import annotations

import struct
import zlib

# What stands in a telephone's notes; both are invented.
GPS = b"GPS 24.8801N 102.8329E"
WHO = "张三的手机".encode()


def png(width: int = 60, height: int = 30, colour: tuple[int, int, int] = (200, 30, 30), *extra: bytes) -> bytes:
    """Return a PNG of one colour; `extra` are further blocks before the picture's data."""
    rows = (b"\0" + bytes(colour) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    blocks = [chunk(b"IHDR", head), *extra, chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(blocks)


def chunk(name: bytes, content: bytes = b"") -> bytes:
    """Return a block of a PNG."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def jpeg(width: int = 64, height: int = 32, *extra: bytes, components: int = 1, behind: bytes = b"") -> bytes:
    """Return a grey JPEG without the block of its resolution, as telephones write one; `extra` are blocks at its beginning."""
    ids = bytes(one for number in range(components) for one in (number + 1, 0x11, 0))
    blocks = -(-width // 8) * -(-height // 8) * components
    bits = "0" * (2 * blocks)  # each block: no difference of its mean, nothing else
    bits += "1" * (-len(bits) % 8)
    drawn = int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\0")
    scan = bytes([components]) + bytes(one for number in range(components) for one in (number + 1, 0)) + b"\0\x3f\0"
    return b"".join(
        (
            b"\xff\xd8",
            *extra,
            segment(0xDB, b"\0" + b"\x01" * 64),
            segment(0xC0, b"\x08" + struct.pack(">HHB", height, width, components) + ids),
            segment(0xC4, b"\0" + b"\x01" + b"\0" * 15 + b"\0"),
            segment(0xC4, b"\x10" + b"\x01" + b"\0" * 15 + b"\0"),
            segment(0xDA, scan),
            drawn,
            b"\xff\xd9",
            behind,
        )
    )


def segment(kind: int, content: bytes) -> bytes:
    """Return a block of a JPEG."""
    return b"\xff" + bytes([kind]) + struct.pack(">H", len(content) + 2) + content


def exif(orientation: int = 1, order: str = ">") -> bytes:
    """Return what a telephone notes down: which way up the picture is, then a place and a person."""
    sign = {">": b"MM\0*", "<": b"II*\0"}[order]
    entry = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    tags = sign + struct.pack(f"{order}IH", 8, 1) + entry + struct.pack(f"{order}I", 0)
    return segment(0xE1, b"Exif\0\0" + tags + GPS + WHO)
