"""A document's styles and blocks -> its title, which of its paragraphs are headings, and under which heading each block stands."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from reportgen.base.issues import short
from reportgen.word.blocks import OBJECT, visible_text
from reportgen.word.package import DOCUMENT, W, read_part

_HEADING = re.compile(r"(heading|标题) ?\d", re.IGNORECASE)
_TITLE = re.compile(r"title|标题", re.IGNORECASE)


@dataclass(frozen=True)
class Headings:
    """The ids of the styles of headings: in a base, in people's document and in today's draft."""

    base: frozenset[str] = frozenset()
    theirs: frozenset[str] = frozenset()
    ours: frozenset[str] = frozenset()


def heading_styles(package: Mapping[str, bytes]) -> frozenset[str]:
    """Return the ids of the styles of headings, by their names, which all word processors keep."""
    return _styles_named(_HEADING, package)


def _styles_named(name: re.Pattern[str], package: Mapping[str, bytes]) -> frozenset[str]:
    content = package.get("word/styles.xml")
    return frozenset() if content is None else _named_in(content, name)


@functools.lru_cache(maxsize=8)  # all reports of a template have its styles
def _named_in(content: bytes, name: re.Pattern[str]) -> frozenset[str]:
    styles = read_part(content).iter(f"{W}style")
    named = ((style.get(f"{W}styleId", ""), style.find(f"{W}name")) for style in styles)
    return frozenset(one for one, said in named if said is not None and name.fullmatch(said.get(f"{W}val", "")))


def title(package: Mapping[str, bytes]) -> str:
    """Return the title of a draft of ours, its lines joined; '' when nothing is set in the style Title."""
    styles = _styles_named(_TITLE, package)
    found: list[str] = []
    for paragraph in read_part(package[DOCUMENT]).iter(f"{W}p"):
        titled = is_heading(paragraph, styles)
        if titled or found:
            text = "".join(node.text or "" for node in paragraph.iter(f"{W}t"))
            if titled:
                found.append(text)
            elif text.strip():
                break
    return "".join(found)


def is_heading(block: etree._Element, styles: frozenset[str]) -> bool:
    """Return whether a block is a paragraph in one of these styles, those of headings."""
    style = block.find(f"{W}pPr/{W}pStyle")
    return style is not None and style.get(f"{W}val") in styles


def heads(blocks: Iterable[etree._Element], styles: frozenset[str]) -> list[int | None]:
    """Return for each of a story's blocks, in order, the number of the heading that it stands under; a heading stands under itself.

    People put a heading into a table too, for a frame around it. One without words heads nothing: nobody sees it.
    """
    found: list[int | None] = []
    head: int | None = None
    for number, block in enumerate(blocks):
        if _words(_heading_in(block, styles)):
            head = number
        found.append(head)
    return found


def headings_above(blocks: Sequence[etree._Element], styles: frozenset[str]) -> list[str]:
    """Return for each of a story's blocks, in order, the heading that it stands under, shortened for a line of the screen; '' for none."""
    above = heads(blocks, styles)
    texts = {head: _words(_heading_in(blocks[head], styles)) for head in set(above) if head is not None}
    return ["" if head is None else texts[head] for head in above]


def _heading_in(block: etree._Element, styles: frozenset[str]) -> etree._Element | None:
    """Return the heading that a block is, or the last one in a table."""
    if block.tag != f"{W}tbl":
        return block if is_heading(block, styles) else None
    return next((one for one in reversed(list(block.iter(f"{W}p"))) if is_heading(one, styles)), None)


def _words(heading: etree._Element | None) -> str:
    """Return what a heading says on a line of the screen, without the sign that stands for a picture or footnote in it."""
    return "" if heading is None else short(visible_text(heading).replace(OBJECT, "").strip())
