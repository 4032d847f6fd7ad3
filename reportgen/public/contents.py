"""A document with a table of contents -> the same with the numbers of today's pages in it, as LibreOffice sets them where it is installed.

LibreOffice is shown a copy with bookmarks of ours, and asked for a PDF that says on which page each stands; nothing else of what it
makes is taken.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from reportgen.base.libreoffice import NotConverted
from reportgen.public.paper import printed
from reportgen.word.fields import kind_of, shown_by
from reportgen.word.package import DOCUMENT, W, parse_part, remove, serialized, write_package

# A PDF in which bookmarks are named destinations, and whose pages are those of the paper, empty ones too.
_PDF = (
    'pdf:writer_pdf_Export:{"ExportBookmarksToPDFDestination":{"type":"boolean","value":"true"},'
    '"IsSkipEmptyPages":{"type":"boolean","value":"false"}}'
)
_ENTRY, _SECTION = "contentsentry", "contentssection"  # names of bookmarks that a PDF writes as they are
_DESTINATION = re.compile(rb"/(contents(?:entry|section)\d+)\[(\d+) 0 R/")
_PAGES = re.compile(rb"/Type/Pages\b[^>]*?/Kids\[([^\]]*)\]", re.DOTALL)
_PAGE = re.compile(rb"(\d+) 0 R")
_DECIMAL = frozenset(("", "decimal", "numberInDash"))


@dataclass(frozen=True)
class _Entry:
    """A line of a table of contents: the texts (w:t) that show its page, and the bookmark that it leads to."""

    shown: tuple[etree._Element, ...]
    target: str


@dataclass(frozen=True)
class _Section:
    """A section: its first block, from which number its pages count, None where they go on, and whether they are plain numbers."""

    first: etree._Element
    start: int | None
    is_decimal: bool


def with_pages(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts with today's page numbers in their tables of contents; as they are where there is none.

    An entry that leads nowhere stays as it is, and one whose page has another number than a plain one. Raises NotConverted.
    """
    root = parse_part(parts[DOCUMENT])
    entries = list(_entries(root))
    if not entries:
        return dict(parts)
    sections = list(_sections(root))
    pages = _pages(_asking(parts, root, entries, sections))
    changed = False
    for number, entry in enumerate(entries):
        target = _bookmark(root, entry.target)
        page = pages.get(f"{_ENTRY}{number}")
        if target is None or page is None:
            continue
        said = _number(page, sections, pages)
        if said and said != "".join(node.text or "" for node in entry.shown):
            for node in entry.shown:
                node.text = said if node is entry.shown[0] else ""
            changed = True
    return {**parts, DOCUMENT: serialized(root)} if changed else dict(parts)


def _entries(root: etree._Element) -> Iterator[_Entry]:
    """Yield the lines whose page is a field PAGEREF within a field TOC, as Word and WPS write them."""
    inside = [
        (node, codes[-1].split()[1])
        for node, codes in shown_by(root)
        if kind_of(codes[-1]) == "PAGEREF"
        and len(codes[-1].split()) > 1
        and any(kind_of(one) == "TOC" for one in codes)
    ]
    for (target, _), nodes in itertools.groupby(inside, lambda pair: (pair[1], _paragraph(pair[0]))):
        shown = tuple(node for node, _ in nodes)
        if "".join(node.text or "" for node in shown).strip().isdecimal():
            yield _Entry(shown, target)


def _paragraph(node: etree._Element) -> etree._Element | None:
    return next(node.iterancestors(f"{W}p"), None)


def _sections(root: etree._Element) -> Iterator[_Section]:
    """Yield the sections of a document in order."""
    body = root.find(f"{W}body")
    first: etree._Element | None = None
    for block in () if body is None else body:
        first = block if first is None and block.tag != f"{W}sectPr" else first
        section = block if block.tag == f"{W}sectPr" else block.find(f"{W}pPr/{W}sectPr")
        if section is not None and first is not None:
            numbers = section.find(f"{W}pgNumType")
            start = "" if numbers is None else numbers.get(f"{W}start", "")
            form = "" if numbers is None else numbers.get(f"{W}fmt", "")
            yield _Section(first, int(start) if start.isdecimal() else None, form in _DECIMAL)
            first = None


def _asking(
    parts: Mapping[str, bytes], root: etree._Element, entries: Sequence[_Entry], sections: Sequence[_Section]
) -> bytes:
    """Return the document with bookmarks of ours where entries lead and where sections begin; `root` is left as it was."""
    wanted = {f"{_ENTRY}{number}": _bookmark(root, entry.target) for number, entry in enumerate(entries)}
    for number, section in enumerate(sections):
        wanted[f"{_SECTION}{number}"] = next(section.first.iter(f"{W}p"), None)
    taken = (one.get(f"{W}id", "") for one in root.iter(f"{W}bookmarkStart"))
    free = 1 + max((int(one) for one in taken if one.isdecimal()), default=0)
    put: list[etree._Element] = []
    for key, (name, place) in enumerate(wanted.items(), start=free):
        if place is None:
            continue
        begin = etree.Element(f"{W}bookmarkStart", {f"{W}id": str(key), f"{W}name": name})
        end = etree.Element(f"{W}bookmarkEnd", {f"{W}id": str(key)})
        if place.tag == f"{W}p":
            at = 1 if len(place) and place[0].tag == f"{W}pPr" else 0
            place[at:at] = [begin, end]
        else:
            place.addprevious(begin)
            place.addprevious(end)
        put += [begin, end]
    made = write_package({**parts, DOCUMENT: serialized(root)})
    for one in put:
        remove(one)
    return made


def _bookmark(root: etree._Element, name: str) -> etree._Element | None:
    return next((one for one in root.iter(f"{W}bookmarkStart") if one.get(f"{W}name") == name), None)


def _pages(document: bytes) -> dict[str, int]:
    """Return the page, counted from 1, of each of our bookmarks in a document; raises NotConverted."""
    pdf = printed(document, "contents", _PDF)
    kids = [int(one) for found in _PAGES.finditer(pdf) for one in _PAGE.findall(found[1])]
    places = {found[1].decode(): int(found[2]) for found in _DESTINATION.finditer(pdf)}
    if not places or not set(places.values()) <= set(kids):
        raise NotConverted("从 LibreOffice 的 PDF 里读不出页码")
    return {name: kids.index(page) + 1 for name, page in places.items()}


def _number(page: int, sections: Sequence[_Section], pages: Mapping[str, int]) -> str:
    """Return the number that a page bears, '' where it isn't a plain one or nobody knows where its section begins."""
    begins = [pages.get(f"{_SECTION}{number}", 0) for number in range(len(sections))]
    own = max((number for number, begin in enumerate(begins) if 0 < begin <= page), default=None)
    if own is None or not sections[own].is_decimal or 0 in begins:
        return ""
    for number in range(own, -1, -1):
        start = sections[number].start
        if start is not None:
            return str(start + page - begins[number])
    return str(page)
