"""A rendered part -> the same part as Word insists on having it, after conditions and loops have taken and repeated pieces of it.

Word calls a file unreadable for a cell without a paragraph or two bookmarks with one id, and doesn't say which.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, pairwise

from lxml import etree

from reportgen.template.columns import fit_grids
from reportgen.template.merged_down import begin_anew
from reportgen.word.blocks import within
from reportgen.word.drawingml import DESCRIBED
from reportgen.word.package import W

_STORIES = tuple(W + name for name in ("body", "tc", "txbxContent", "hdr", "ftr", "footnote", "endnote"))
_BLOCKS = (f"{W}p", f"{W}tbl", f"{W}sdt", f"{W}customXml")
_RANGES = tuple((f"{W}{kind}Start", f"{W}{kind}End") for kind in ("bookmark", "perm"))
_TRACKED = tuple(
    W + name for name in ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "trPrChange", "tcPrChange")
)


def mend(root: etree._Element) -> bool:
    """Mend a part; return whether anything had to be."""
    begun = begin_anew(root)
    laid = fit_grids(root)
    wrong = [*_rows_without_cells(root), *_tables_without_rows(root), *_repeated(root), *_halves(root)]
    for element in wrong:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    unfinished = list(_unfinished(root))
    for story in unfinished:
        story.insert(len(story) - len(story.findall(f"{W}sectPr")), etree.Element(f"{W}p"))
    touching = list(_touching(root))
    for table in touching:
        table.addnext(etree.Element(f"{W}p"))
    tracked = (element for element in root.iter(*_TRACKED) if element.get(f"{W}author") is not None)
    renumbered = [_renumbered(root.iter(DESCRIBED), "id"), _renumbered(tracked, f"{W}id")]
    return bool(begun or laid or wrong or unfinished or touching) or any(renumbered)


def can_break(root: etree._Element) -> bool:
    """Return whether conditions and loops could leave a part in need of mending; `root` is the part before rendering.

    Without tables, ranges, pictures and the like, and with a paragraph of its own at the end, nothing can.
    """
    delicate = (f"{W}tbl", *_STORIES[1:], *chain(*_RANGES), *_TRACKED, DESCRIBED, f"{W}id")
    body = root.find(f"{W}body")
    last = None if body is None else next((child for child in reversed(body) if child.tag != f"{W}sectPr"), None)
    return last is None or last.tag != f"{W}p" or next(root.iter(*delicate), None) is not None


def _rows_without_cells(root: etree._Element) -> Iterator[etree._Element]:
    return (row for row in root.iter(f"{W}tr") if next(row.iter(f"{W}tc"), None) is None)


def _tables_without_rows(root: etree._Element) -> Iterator[etree._Element]:
    return (table for table in root.iter(f"{W}tbl") if next(table.iter(f"{W}tc"), None) is None)


def _repeated(root: etree._Element) -> Iterator[etree._Element]:
    """Yield what a loop repeated although its id may stand once: bookmarks, content controls' own numbers."""
    seen: set[tuple[str, str | None]] = set()
    settings = (one for one in root.iter(f"{W}id") if next(one.iterancestors()).tag == f"{W}sdtPr")
    for element in chain(root.iter(*chain(*_RANGES)), settings):
        key = (str(element.tag), element.get(f"{W}id", element.get(f"{W}val")))
        if key in seen:
            yield element
        seen.add(key)


def _halves(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the beginnings and ends of ranges whose other half a condition took."""
    for start, end in _RANGES:
        starts, ends = ({element.get(f"{W}id") for element in root.iter(tag)} for tag in (start, end))
        yield from (element for element in root.iter(start, end) if element.get(f"{W}id") in starts ^ ends)


def _unfinished(root: etree._Element) -> Iterator[etree._Element]:
    """Yield what must end with a paragraph and doesn't; behind a table at the end of the body Word has its own."""
    for story in root.iter(*_STORIES):
        last = next(story.iterchildren(*_BLOCKS, reversed=True), None)
        if (
            last is None
            or (last.tag == f"{W}tbl" and story.tag != f"{W}body")
            or next(last.iter(f"{W}p"), None) is None
        ):
            yield story


def _touching(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the tables that another one follows with nothing between them: Word shows two such tables as one."""
    for story in root.iter(*_STORIES):
        shown = list(within(story, f"{W}p", f"{W}tbl"))
        yield from (one for one, after in pairwise(shown) if one.tag == after.tag == f"{W}tbl")


def _renumbered(elements: Iterable[etree._Element], attribute: str) -> bool:
    """Give those that a loop repeated numbers of their own; return whether there were any."""
    numbers: set[str] = set()
    repeated: list[etree._Element] = []
    for element in elements:
        number = element.get(attribute, "")
        if number in numbers:
            repeated.append(element)
        numbers.add(number)
    highest = max((int(number) for number in numbers if number.isdecimal()), default=0)
    for next_number, element in enumerate(repeated, start=highest + 1):
        element.set(attribute, str(next_number))
    return bool(repeated)
