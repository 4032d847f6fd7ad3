"""A paragraph or row -> its settings, and those of its mark, in the places that the schema wants, where revisions of it stand."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from reportgen.word.package import W


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
    if found is None:
        found = etree.Element(f"{W}rPr")
        behind = next(_last_settings(settings), None)
        if behind is None:
            settings.append(found)
        else:
            behind.addprevious(found)
    return found


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


def _last_settings(settings: etree._Element) -> Iterator[etree._Element]:
    return settings.iterchildren(f"{W}sectPr", f"{W}pPrChange")
