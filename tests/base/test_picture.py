"""A picture file is what its content says, whole or refused with what to do; of what cameras note down beside the picture nothing is kept."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from photographs import GPS, WHO, chunk, exif, jpeg, png, segment

from reportgen.base.picture import NotAPicture, Picture, read_picture

XMP = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + WHO)
NOTE, IPTC = segment(0xFE, WHO), segment(0xED, b"Photoshop 3.0\0" + GPS)
SMALL_COPY = segment(0xE0, b"JFIF\0\x01\x01\x01\0\x48\0\x48\x01\x01" + b"abc")
COLOURS = segment(0xE2, b"ICC_PROFILE\0\x01\x01" + b"colours")
TEXTS = (chunk(b"tEXt", b"Author\0" + WHO), chunk(b"eXIf", GPS), chunk(b"tIME", b"\x07\xe2\x09\x1e\0\0\0"))


def refused(data: bytes) -> str:
    with pytest.raises(NotAPicture) as told:
        read_picture(data)
    return str(told.value)


def test_a_png_and_a_jpeg_are_read_with_their_sizes() -> None:
    assert read_picture(png(60, 30)) == Picture("png", 60, 30, png(60, 30))
    made = read_picture(jpeg(64, 32))
    assert (made.form, made.width, made.height) == ("jpeg", 64, 32)
    assert read_picture(made.data) == made  # what was left is a picture again, the same


def test_a_photograph_s_place_time_and_owner_are_left_out_and_its_colours_stay() -> None:
    made = read_picture(jpeg(64, 32, exif(), XMP, NOTE, IPTC, SMALL_COPY, COLOURS, behind=jpeg() + GPS))
    assert not [one for one in (GPS, WHO, b"Exif", b"xap", b"abc") if one in made.data]
    assert COLOURS in made.data
    assert made.data.endswith(b"\xff\xd9")
    assert made.data.count(b"\xff\xd8") == 1
    assert made.data[2:4] == b"\xff\xe0"  # a JPEG's usual beginning, without which some programs don't know it
    assert made.data[made.data.index(b"\xff\xdb") :] == jpeg()[2:]  # the picture's own data, not coded anew


def test_a_png_s_texts_time_and_place_are_left_out() -> None:
    made = read_picture(png(60, 30, (1, 2, 3), *TEXTS, chunk(b"gAMA", b"\0\0\xb1\x8f")) + b"behind" + GPS)
    assert made.data == png(60, 30, (1, 2, 3), chunk(b"gAMA", b"\0\0\xb1\x8f"))


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_photograph_that_a_telephone_only_notes_as_turned_is_refused(order: str) -> None:
    assert read_picture(jpeg(64, 32, exif(1, order))).width == 64
    assert "转正后另存" in refused(jpeg(64, 32, exif(6, order)))
    unreadable = segment(0xE1, b"Exif\0\0II*\0\xff\xff\xff\xff")
    assert read_picture(jpeg(64, 32, unreadable)).width == 64


@pytest.mark.parametrize(
    ("begins", "said"),
    [
        (b"", "是空的"),
        (b"GIF89a", "是GIF"),
        (b"BM\0\0", "是BMP"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "是WebP"),
        (b"\0\0\0\x18ftypheic", "是HEIC（手机照片）"),
        (b"%PDF-1.7", "是PDF"),
        (b"PK\x03\x04", "是Word、Excel 文件或压缩包"),
        ("印章".encode(), "不是 PNG 或 JPEG 图片，请"),
    ],
)
def test_what_is_no_png_and_no_jpeg_is_called_by_its_name(begins: bytes, said: str) -> None:
    assert said in refused(begins)
    assert refused(begins).endswith("另存为 PNG 或 JPEG")


def test_colours_for_printing_are_refused() -> None:
    adobe = segment(0xEE, b"Adobe\0\x64\0\0\0\0\0")
    for made in (jpeg(8, 8, components=4), jpeg(8, 8, adobe, components=3)):
        assert "CMYK" in refused(made)
    assert read_picture(jpeg(8, 8, components=3)).width == 8


def test_a_picture_of_too_many_points_or_of_none_is_refused() -> None:
    head = struct.pack(">IIBBBBB", 60_000, 1_001, 8, 2, 0, 0, 0)
    large = png(1, 1)[:8] + chunk(b"IHDR", head) + png(1, 1)[33:]
    assert refused(large) == "有60000×1001点，最多6000万点，请用「画图」缩小后另存"
    assert read_picture(
        large.replace(chunk(b"IHDR", head), chunk(b"IHDR", struct.pack(">II", 60_000, 1_000) + head[8:]))
    )
    assert refused(png(0, 5)).startswith("不完整或已损坏")


@given(st.sampled_from([png(), jpeg(64, 32, exif())]), st.data())
def test_a_picture_that_was_cut_or_whose_bytes_were_lost_is_refused_or_whole(
    picture: bytes, data: st.DataObject
) -> None:
    cut = picture[: data.draw(st.integers(0, len(picture) - 1))]
    assert refused(cut)
    at = data.draw(st.integers(0, len(picture) - 1))
    changed = picture[:at] + bytes([data.draw(st.integers(0, 255))]) + picture[at + 1 :]
    try:
        made = read_picture(changed)
    except NotAPicture:
        return
    assert read_picture(made.data) == made
