"""A paragraph, row or cell -> its settings, and those of its mark, in the places that the schema wants, where revisions of it stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from reportgen.word.numbering import integer
from reportgen.word.package import W

# ECMA-376 17.3.1.26: the order of a paragraph's settings, on which Word insists.
_ORDER_NAMES = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku "
    "wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing "
    "mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
)
# 17.4.69: that of a cell's.
_ORDER_NAMES_OF_CELLS = (
    "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark headers cellIns cellDel "
    "cellMerge tcPrChange"
)
_ORDER, _ORDER_OF_CELLS = (tuple(W + name for name in names.split()) for names in (_ORDER_NAMES, _ORDER_NAMES_OF_CELLS))


def put_setting(settings: etree._Element, new: etree._Element) -> etree._Element:
    """Put a setting into a paragraph's or a cell's, in place of the one of its kind, and return it."""
    for old in settings.findall(str(new.tag)):
        settings.remove(old)
    order = _ORDER_OF_CELLS if settings.tag == f"{W}tcPr" else _ORDER
    behind = order[order.index(str(new.tag)) + 1 :]
    at = next((place for place, one in enumerate(settings) if one.tag in behind), len(settings))
    settings.insert(at, new)
    return new


def settings_of(element: etree._Element, name: str) -> etree._Element:
    """Return an element's settings, which stand first in it."""
    found = element.find(W + name)
    if found is None:
        found = etree.Element(W + name)
        exceptions = element.find(f"{W}tblPrEx")  # only this may stand before a row's settings
        element.insert(0 if exceptions is None else 1, found)
    return found


def row_settings(row: etree._Element) -> etree._Element:
    """Return a row's settings; the schema wants one beside a change, so the one that every row has is said aloud."""
    settings = settings_of(row, "trPr")
    if not len(settings):
        etree.SubElement(settings, f"{W}cantSplit", {f"{W}val": "off"})
    return settings


def paragraph_mark(paragraph: etree._Element) -> etree._Element:
    """Return the settings of a paragraph's own mark, in their place among the paragraph's."""
    settings = settings_of(paragraph, "pPr")
    found = settings.find(f"{W}rPr")
    return put_setting(settings, etree.Element(f"{W}rPr")) if found is None else found


def mark_has(paragraph: etree._Element, kind: str) -> bool:
    """Return whether a paragraph's own mark is inserted (`ins`) or deleted (`del`) by a revision."""
    return paragraph.find(f"{W}pPr/{W}rPr/{W}{kind}") is not None


def next_paragraph(paragraph: etree._Element) -> etree._Element | None:
    """Return the paragraph right behind another."""
    following = next(paragraph.itersiblings(f"{W}p", f"{W}tbl"), None)
    return following if following is not None and following.tag == f"{W}p" else None


def plain_settings(settings: etree._Element) -> list[etree._Element]:
    """Return a paragraph's settings without those of its mark, its section and their history."""
    return [one for one in settings if one.tag not in {f"{W}rPr", f"{W}sectPr", f"{W}pPrChange"}]


def layers(
    sources: Iterable[tuple[str, etree._Element | None]], level: etree._Element | None
) -> Iterator[tuple[str, etree._Element | None]]:
    """Yield a paragraph's sources, nearest first, and what its list's level says right behind the one that puts it into the list.

    That is where Word has it, and ECMA-376 17.9.23 for a style.
    """
    for style_id, source in sources:
        yield style_id, source
        if level is not None and integer(source, f"numPr/{W}numId") is not None:
            yield style_id, level
            level = None
