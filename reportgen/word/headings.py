"""A document's styles and blocks -> which of its paragraphs are headings, and under which heading each block stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

from reportgen.word.blocks import visible_text
from reportgen.word.events import short
from reportgen.word.package import W, parse_part

_HEADING = re.compile(r"(heading|标题) ?\d", re.IGNORECASE)


@dataclass(frozen=True)
class Headings:
    """The ids of the styles of headings: in a base, in people's document and in today's draft."""

    base: frozenset[str] = frozenset()
    theirs: frozenset[str] = frozenset()
    ours: frozenset[str] = frozenset()


def heading_styles(package: Mapping[str, bytes]) -> frozenset[str]:
    """Return the ids of the styles of headings, by their names, which all word processors keep."""
    content = package.get("word/styles.xml")
    if content is None:
        return frozenset()
    named = ((style, style.find(f"{W}name")) for style in parse_part(content).iter(f"{W}style"))
    return frozenset(
        style.get(f"{W}styleId", "")
        for style, name in named
        if name is not None and _HEADING.fullmatch(name.get(f"{W}val", ""))
    )


def is_heading(block: etree._Element, styles: frozenset[str]) -> bool:
    """Return whether a block is a paragraph in the style of a heading."""
    style = block.find(f"{W}pPr/{W}pStyle")
    return style is not None and style.get(f"{W}val") in styles


def headings_above(blocks: Iterable[etree._Element], styles: frozenset[str]) -> list[str]:
    """Return for each of a story's blocks, in order, the heading that it stands under, shortened for a line of the screen; '' for none.

    A heading stands under itself.
    """
    found: list[str] = []
    heading = ""
    for block in blocks:
        if is_heading(block, styles):
            heading = short(visible_text(block).strip())
        found.append(heading)
    return found
