"""Revisions of ours that nobody has accepted or rejected yet: found below a block, taken back, or seen as if they were."""

from __future__ import annotations

import copy
from collections.abc import Iterator

from lxml import etree

from reportgen.word.blocks import visible_text
from reportgen.word.package import W, remove

AUTHOR = "reportgen"
# Where people's bookmarks, comments and permissions begin and end.
PLACES = tuple(
    W + name
    for name in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "permStart", "permEnd")
)


def is_own(change: etree._Element) -> bool:
    """Return whether a revision is ours."""
    return change.get(f"{W}author") == AUTHOR


def _insertions(element: etree._Element) -> Iterator[etree._Element]:
    """Yield our insertions of content below an element, outermost first."""
    return (one for one in element.iter(f"{W}ins") if is_own(one) and _is_around_content(one))


def deletions(element: etree._Element) -> Iterator[etree._Element]:
    """Yield our deletions of content below an element."""
    return (one for one in element.iter(f"{W}del") if is_own(one) and _is_around_content(one))


def is_in_insertion(element: etree._Element) -> bool:
    """Return whether an element stands in an insertion of ours."""
    return any(is_own(above) for above in element.iterancestors(f"{W}ins"))


def mark_of(block: etree._Element, kind: str) -> etree._Element | None:
    """Return our revision (`ins` or `del`) of a paragraph's own mark or of a row."""
    path = f"{W}trPr/{W}{kind}" if block.tag == f"{W}tr" else f"{W}pPr/{W}rPr/{W}{kind}"
    return next((one for one in block.findall(path) if is_own(one)), None)


def withdraw_insertions(element: etree._Element) -> None:
    """Take away what we inserted below an element, but for the places that people gave bookmarks and comments in it."""
    for one in list(_insertions(element)):
        for place in list(one.iter(*PLACES, f"{W}commentReference")):
            run = place.getparent()
            one.addprevious(place if run is None or place.tag != f"{W}commentReference" else run)
        remove(one)


def take_back(block: etree._Element) -> None:
    """Reject our revisions of a block's content, and our deletion of its paragraphs and rows."""
    withdraw_insertions(block)
    for deletion in list(deletions(block)):
        for node in deletion.iter(f"{W}delText"):
            node.tag = f"{W}t"
        for run in list(deletion):
            deletion.addprevious(run)
        remove(deletion)
    for part in list(block.iter(f"{W}p", f"{W}tr")):
        change = mark_of(part, "del")
        if change is not None:
            remove(change)


def rejected(block: etree._Element) -> etree._Element:
    """Return a copy of a block as it would be without our revisions."""
    made = copy.deepcopy(block)
    take_back(made)
    return made


def is_inserted(block: etree._Element) -> bool:
    """Return whether nothing of a block was there before us: rejecting would take it away."""
    if block.tag == f"{W}tbl":
        return all(mark_of(row, "ins") is not None for row in block.iter(f"{W}tr"))
    if block.tag == f"{W}tr":
        return mark_of(block, "ins") is not None
    standing = mark_of(block, "ins") is not None or mark_before(block, "ins") is not None
    return standing and next(deletions(block), None) is None and not visible_text(rejected(block))


def mark_before(last: etree._Element, kind: str) -> etree._Element | None:
    """Return our revision of the mark before a text's last paragraph, which stands for its own; None for another paragraph."""
    before = next(last.itersiblings(f"{W}p", f"{W}tbl", preceding=True), None)
    if before is None or before.tag == f"{W}tbl" or next(last.itersiblings(f"{W}p", f"{W}tbl"), None) is not None:
        return None
    return mark_of(before, kind)


def is_deleted(block: etree._Element) -> bool:
    """Return whether we have deleted all of a block and nobody has decided on it."""
    if block.tag == f"{W}tbl":
        return all(mark_of(row, "del") is not None for row in block.iter(f"{W}tr"))
    if block.tag == f"{W}tr":
        return mark_of(block, "del") is not None
    return not visible_text(block) and next(deletions(block), None) is not None


def _is_around_content(change: etree._Element) -> bool:
    holder = change.getparent()
    return holder is not None and holder.tag not in {f"{W}rPr", f"{W}trPr"}
