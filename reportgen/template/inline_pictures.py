"""Pictures of a year's folder -> docxtpl's InlineImage for each part of a report that prints them, and the parts with their files."""

from __future__ import annotations

import io
from collections.abc import Container, Iterator, Mapping

from docxtpl import InlineImage
from lxml import etree

from reportgen.inputs.pictures import PlacedPicture
from reportgen.template.sandbox import drawing
from reportgen.template.tags import NUMBERED
from reportgen.word.drawingml import BLIP
from reportgen.word.package import W
from reportgen.word.pictures import EMBED, described, named, with_file
from reportgen.word.whole import drawing_board

_ENDINGS = {"png": ".png", "jpeg": ".jpg"}
_OF_WORDS = frozenset(W + name for name in ("pPr", "r", "bookmarkStart", "bookmarkEnd", "proofErr"))
_OF_A_RUN = frozenset(W + name for name in ("rPr", "t"))
_COMPACT = etree.XMLParser(remove_blank_text=True)


class Pictures:
    """The pictures that one report may print; `added` are its parts that hold or name one that it does print."""

    def __init__(self, parts: Mapping[str, bytes], pictures: Mapping[str, PlacedPicture]) -> None:
        self._parts = dict(parts)
        self._pictures = pictures
        self._keys: dict[tuple[str, bytes], str] = {}  # by part and file
        self.added: dict[str, bytes] = {}
        # What docxtpl asks of a template for its pictures; the files are put into the report's own package here.
        self.current_rendering_part = drawing_board() if pictures else None

    def of(self, part: str) -> dict[str, object]:
        """Return what the names of pictures stand for in a part."""
        return {name: _Inline(self, part, name, placed) for name, placed in self._pictures.items()}

    def key(self, part: str, placed: PlacedPicture) -> str:
        """Return the relationship by which a part refers to a picture's file, which is put there when it is first asked for."""
        picture = placed.picture
        if (part, picture.data) not in self._keys:
            linked, key = with_file(self._parts, part, picture.data, _ENDINGS[picture.form])
            self.added |= {one: content for one, content in linked.items() if self._parts.get(one) != content}
            self._parts, self._keys[part, picture.data] = linked, key
        return self._keys[part, picture.data]


class _Inline(InlineImage):  # type: ignore[misc]  # docxtpl ships no types
    """A picture as a tag prints it into the run that it stands in: docxtpl's drawing, by our name and with its words."""

    def __init__(self, pictures: Pictures, part: str, name: str, placed: PlacedPicture) -> None:
        super().__init__(pictures, io.BytesIO(placed.picture.data), placed.width, placed.height)
        self.place = part, placed
        self.name = name

    def __html__(self) -> str:
        whole = etree.fromstring(
            f'<w:p xmlns:w="{W.strip("{}")}"><w:r><w:t>{super().__html__()}</w:t></w:r></w:p>', _COMPACT
        )
        drawn = whole.find(f".//{W}drawing")
        assert drawn is not None, "docxtpl draws a picture"
        named(drawn, self.name)
        described(drawn, self.place[1].said)
        for blip in drawn.iter(BLIP):
            blip.set(EMBED, self.tpl.key(*self.place))
        etree.cleanup_namespaces(drawn)
        return str(drawing(etree.tostring(drawn, encoding="unicode")))


def alone(root: etree._Element, pictured: Container[int]) -> Iterator[tuple[etree._Element, int]]:
    """Yield the paragraphs of a body that hold nothing but a tag of a picture, with its number: `pictured` are those of such tags.

    A year may have none. The paragraph of a cell, of a header or of the last page of a section stays all the same.
    """
    for paragraph in root.iterfind(f"{W}body/{W}p"):
        found = NUMBERED.fullmatch("".join(node.text or "" for node in paragraph.iter(f"{W}t")).strip())
        inside = {child.tag for run in paragraph.iterchildren(f"{W}r") for child in run}
        is_bare = inside <= _OF_A_RUN and {child.tag for child in paragraph} <= _OF_WORDS
        if found and int(found[1]) in pictured and is_bare and paragraph.find(f"{W}pPr/{W}sectPr") is None:
            yield paragraph, int(found[1])


def placed_in(values: Mapping[str, object]) -> dict[str, PlacedPicture]:
    """Return the pictures among what a template's names stand for."""
    return {name: value for name, value in values.items() if isinstance(value, PlacedPicture)}
