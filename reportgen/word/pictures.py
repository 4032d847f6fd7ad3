"""A story's root -> the pictures in it that come from the data, each known by its drawing's name; room for one in its paragraph, and its file.

A drawing of ours is called 数据图：印章. Word, WPS and LibreOffice keep a drawing's name; it is seen nowhere but in their lists of objects.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from reportgen.word.block_settings import put_setting, settings_of
from reportgen.word.blocks import is_taken_out
from reportgen.word.drawingml import BLIP, DESCRIBED, WP, A
from reportgen.word.numbering import Styles
from reportgen.word.package import W, parse_part
from reportgen.word.relations import OFFICE, free_name, related, stories, with_part

EMBED = f"{{{OFFICE}}}embed"
_SIGN = "数据图："
_DRAWING = b"drawing"
_MEDIA = "word/media/"
_TYPES = {".png": "image/png", ".jpg": "image/jpeg"}


@dataclass(frozen=True)
class ShownPicture:
    """A picture where it stands: its drawing, the name that the catalogue gives it, '' for people's own, the part of its file, its words."""

    drawing: etree._Element
    name: str
    part: str
    said: str

    @property
    def size(self) -> tuple[int, int]:
        """Return width and height in EMU, 0 where nothing says so."""
        extent = next(self.drawing.iter(f"{WP}extent"), None)
        sides = ("", "") if extent is None else (extent.get("cx", ""), extent.get("cy", ""))
        return int(sides[0]) if sides[0].isdecimal() else 0, int(sides[1]) if sides[1].isdecimal() else 0


def named(drawing: etree._Element, name: str) -> None:
    """Call a drawing by the catalogue's name for its picture."""
    for own in drawing.iter(DESCRIBED):
        own.set("name", f"{_SIGN}{name}")


def described(drawing: etree._Element, said: str) -> None:
    """Put down a drawing's words for those who can't see it."""
    for own in drawing.iter(DESCRIBED):
        own.set("descr", said)


def pictures_in(root: etree._Element, parts: Mapping[str, bytes], story: str) -> Iterator[ShownPicture]:
    """Yield the pictures of a story's root that its package holds, those left out that a revision has deleted."""
    known = related(parts, story)
    for drawing in root.iter(f"{W}drawing"):
        blip, own = next(drawing.iter(BLIP), None), next(drawing.iter(DESCRIBED), None)
        if blip is None or own is None or any(is_taken_out(above) for above in drawing.iterancestors()):
            continue
        _, sign, name = own.get("name", "").partition(_SIGN)
        _, part = known.get(blip.get(EMBED, ""), ("", ""))
        yield ShownPicture(drawing, name if sign else "", part if part in parts else "", own.get("descr", ""))


def all_pictures(parts: Mapping[str, bytes]) -> Iterator[ShownPicture]:
    """Yield the pictures of all of a package's stories, as `pictures_in` does."""
    for story in stories(parts):
        # Most reports have none, and parsing takes long. UTF-16 has zeros in between.
        if _DRAWING in parts[story].replace(b"\0", b""):
            yield from pictures_in(parse_part(parts[story]), parts, story)


def with_file(parts: Mapping[str, bytes], story: str, data: bytes, ending: str) -> tuple[dict[str, bytes], str]:
    """Return the parts with a picture's file of this ending, known to a story, and the relationship's id; the same file is there once."""
    for key, (kind, name) in related(parts, story).items():
        if kind == "image" and parts.get(name) == data:
            return dict(parts), key
    there = (name for name, content in parts.items() if content == data and name.startswith(_MEDIA))
    name = next(there, "") or free_name(parts, f"{_MEDIA}picture", ending)
    return with_part(parts, story, name, data, "image", _TYPES[ending])


def is_of_data(element: etree._Element) -> bool:
    """Return whether an element refers to the file of a picture of ours, which a merge brings along."""
    drawing = next(element.iterancestors(f"{W}drawing"), None) if element.tag == BLIP else None
    own = None if drawing is None else next(drawing.iter(DESCRIBED), None)
    return own is not None and own.get("name", "").startswith(_SIGN)


def resized(drawing: etree._Element, width: int, height: int) -> None:
    """Give a drawing another size, in EMU."""
    for extent in (
        *drawing.iter(f"{WP}extent"),
        *(one for form in drawing.iter(f"{A}xfrm") for one in form.iter(f"{A}ext")),
    ):
        extent.set("cx", str(width))
        extent.set("cy", str(height))


def give_room(paragraph: etree._Element, styles: Styles) -> None:
    """Let the lines of a paragraph grow where they are as high as typed (w:lineRule exact), which would show a strip of a picture."""
    for _, properties in styles.sources(paragraph.find(f"{W}pPr")):
        spacing = None if properties is None else properties.find(f"{W}spacing")
        if spacing is None or spacing.get(f"{W}line") is None:
            continue
        if spacing.get(f"{W}lineRule") == "exact":
            own = copy.deepcopy(paragraph.find(f"{W}pPr/{W}spacing"))
            own = etree.Element(f"{W}spacing") if own is None else own
            own.set(f"{W}line", spacing.get(f"{W}line", ""))
            own.set(f"{W}lineRule", "atLeast")
            put_setting(settings_of(paragraph, "pPr"), own)
        return
