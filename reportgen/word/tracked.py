"""A report's parts -> its paragraphs with tracked changes that nobody has decided on."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from reportgen.word.package import W, parse_part
from reportgen.word.relations import stories

# ECMA-376 17.13.5, and what Word 2010 added to it for conflicts.
_REVISION_NAMES = (
    "ins del moveFrom moveTo rPrChange pPrChange sectPrChange tblPrChange tblGridChange trPrChange tcPrChange tblPrExChange "
    "numberingChange cellIns cellDel cellMerge"
)
_REVISIONS = tuple(W + name for name in _REVISION_NAMES.split())


def revised(parts: Mapping[str, bytes]) -> list[tuple[str, int]]:
    """Return the paragraphs with tracked changes and how many each has; '' is for what stands in none."""
    counts: dict[etree._Element | None, int] = {}
    for name in stories(parts):
        root = parse_part(parts[name])
        for change in root.iter(*_REVISIONS):
            paragraph = next((one for one in (change, *change.iterancestors()) if one.tag == f"{W}p"), None)
            if paragraph is None:  # a row's or a table's: its first paragraph says where
                holder = next(change.iterancestors(f"{W}tr", f"{W}tbl"), None)
                paragraph = None if holder is None else next(holder.iter(f"{W}p"), None)
            counts[paragraph] = counts.get(paragraph, 0) + 1
    return [("" if paragraph is None else _all_text(paragraph), count) for paragraph, count in counts.items()]


def _all_text(paragraph: etree._Element) -> str:
    """Return a paragraph's text, deleted or not."""
    return "".join(node.text or "" for node in paragraph.iter(f"{W}t", f"{W}delText"))
