"""A block of a story -> what people put around it: a content control or custom XML, which may hold more blocks or this one alone."""

from __future__ import annotations

from lxml import etree

from reportgen.word.package import W

_AROUND = frozenset((f"{W}sdt", f"{W}sdtContent", f"{W}customXml"))
BLOCKS = tuple(W + name for name in ("p", "tbl", "tr", "tc", "sdt", "sdtContent", "customXml"))


def behind(block: etree._Element, story: etree._Element) -> etree._Element:
    """Return what the next block of a story goes behind: the block, or the control or custom XML whose last it is."""
    above = block.getparent()
    while above is not None and above is not story and next(block.itersiblings(*BLOCKS), None) is None:
        block, above = above, above.getparent()
    return block


def with_frame(block: etree._Element) -> etree._Element:
    """Return a block, or the control or custom XML that people put around it alone."""
    while (around := block.getparent()) is not None and around.tag in _AROUND:
        if any(one is not block for one in around.iterchildren(*BLOCKS)):
            break
        block = around
    return block


def take_out_block(block: etree._Element) -> None:
    """Remove a block, and a control or custom XML around it that holds none any more."""
    around = block.getparent()
    if around is None:
        return
    around.remove(block)
    if around.tag in _AROUND and next(around.iterchildren(*BLOCKS), None) is None:
        take_out_block(around)
