"""A block of people's document + the same block as drafted -> what people put into it besides words: comments, links, equations and so on.

Words are compared as text (word.blocks); what is named here stands between, around or behind them. What Word writes by itself is no
edit: bookmarks of its own (_GoBack, _Toc), signs of its spelling check, rsids, languages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from lxml import etree

from reportgen.word.blocks import GONE, visible_text
from reportgen.word.fields import codes, kind_of
from reportgen.word.package import W

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_OWN = "_"  # begins the names that Word gives to bookmarks; people's begin with a letter
_TO_OWN = re.compile(rf'[\s"]{_OWN}\w')  # in a field's code: PAGEREF _Toc7, of a table of contents
_NO_SHADE = {"", "auto", "FFFFFF"}


class Kind(Enum):
    """What can stand in a block besides words; the value is what office staff read."""

    COMMENT = "批注"
    EQUATION = "公式"
    PICTURE = "图片"
    FIELD = "域"
    LINK = "超链接"
    FOOTNOTE = "脚注"
    BOOKMARK = "书签"
    CONTROL = "内容控件"
    HIGHLIGHT = "突出显示"


# What has a place among words and no words of its own: it can stand at other words as well.
PLACES = frozenset({Kind.COMMENT, Kind.BOOKMARK})


@dataclass(frozen=True)
class Known:
    """What of a document's comments and controls isn't people's: the numbers of our comments, the titles of our marks.

    `pictures` are drawings of ours that people put another picture into, or gave another size: people's, then.
    """

    comments: Collection[str] = ()
    marks: Collection[str] = ()
    pictures: Collection[etree._Element] = ()


_Thing = tuple[
    Kind, str
]  # which, and what tells it from others of its kind through every word processor; '' where nothing does


def put_in(theirs: etree._Element, drafted: etree._Element, known: Known) -> tuple[Kind, ...]:
    """Return the kinds of what people put into a block that the drafted one doesn't have, each once, in the order of Kind."""
    new = Counter(_things(theirs, known)) - Counter(_things(drafted, known))
    kinds = {kind for kind, _ in new}
    return tuple(kind for kind in Kind if kind in kinds)


def named(kinds: Iterable[Kind]) -> str:
    """Return kinds as a Chinese enumeration."""
    return "、".join(kind.value for kind in kinds)


def _things(block: etree._Element, known: Known) -> Iterator[_Thing]:
    for code in codes(block):
        if code and not _TO_OWN.search(code):
            yield (Kind.LINK, "") if kind_of(code) == "HYPERLINK" else (Kind.FIELD, kind_of(code))
    highlighted = ""
    for element in (block, *_standing(block)):
        tag = str(element.tag)
        if tag in _COMMENTS:
            if element.get(f"{W}id") not in known.comments:
                yield Kind.COMMENT, tag
        elif tag in _ONLY_KIND:
            yield _ONLY_KIND[tag], "people's" if element in known.pictures else ""
        elif tag == f"{_MATH}oMath":
            yield Kind.EQUATION, "".join(node.text or "" for node in element.iter(f"{_MATH}t"))
        elif tag == f"{W}hyperlink":
            if not element.get(f"{W}anchor", "").startswith(_OWN):
                yield Kind.LINK, ""
        elif tag == f"{W}bookmarkStart":
            name = element.get(f"{W}name", "")
            if name and not name.startswith(_OWN):
                yield Kind.BOOKMARK, name
        elif tag == f"{W}sdt":
            title = _control_name(element)
            if title not in known.marks:
                yield Kind.CONTROL, title
        elif tag == f"{W}r" and _is_highlighted(element):
            highlighted += visible_text(element)
    if highlighted.strip():
        yield Kind.HIGHLIGHT, highlighted


_COMMENTS = {f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference"}
_ONLY_KIND = {
    f"{W}drawing": Kind.PICTURE,
    f"{W}pict": Kind.PICTURE,
    f"{W}object": Kind.PICTURE,
    f"{W}footnoteReference": Kind.FOOTNOTE,
    f"{W}endnoteReference": Kind.FOOTNOTE,
}


def _standing(element: etree._Element) -> Iterator[etree._Element]:
    """Yield what stands below an element, but for what a revision has deleted, settings, and what is said again for old programs."""
    for child in element:
        if child.tag not in GONE:
            yield child
            yield from _standing(child)


def _control_name(control: etree._Element) -> str:
    said = (control.find(f"{W}sdtPr/{W}{name}") for name in ("alias", "tag"))
    return next((name for one in said if one is not None and (name := one.get(f"{W}val", ""))), "")


def _is_highlighted(run: etree._Element) -> bool:
    properties = run.find(f"{W}rPr")
    if properties is None:
        return False
    highlight, shade = (
        properties.find(f"{W}highlight"),
        properties.find(f"{W}shd"),
    )  # LibreOffice writes the one or the other
    return (highlight is not None and highlight.get(f"{W}val") != "none") or (
        shade is not None and shade.get(f"{W}fill", "") not in _NO_SHADE
    )
