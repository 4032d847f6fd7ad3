"""A template's cells merged down -> each knows which merge it is of; a rendered part's -> the same merges, whatever rows are left of them.

Of a merge only its first cell says that it begins (w:vMerge, ECMA-376 17.4.84). A row that holds a tag of its own goes, and its first cell
with it: what goes on below would join the cell above, or be merged with nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from reportgen.word.blocks import cells, within
from reportgen.word.numbering import integer
from reportgen.word.package import W

_MERGE = "merge"  # an attribute of w:vMerge: the number of its merge in the part; gone before anybody reads the report


def name_merges(root: etree._Element) -> None:
    """Give each cell that is merged down the number of its merge, while the rows that hold a tag are there."""
    number = 0
    for table in root.iter(f"{W}tbl"):
        above: dict[int, str] = {}
        for row in within(table, f"{W}tr"):
            here: dict[int, str] = {}
            for column, merge in _merges(row):
                if merge.get(f"{W}val") == "restart" or column not in above:
                    number += 1
                    here[column] = str(number)
                else:
                    here[column] = above[column]
                merge.set(_MERGE, here[column])
            above = here


def begin_anew(root: etree._Element) -> bool:
    """Let a merge begin with the first of its cells that is left, and take the numbers away; return whether there were any."""
    found = False
    for table in root.iter(f"{W}tbl"):
        above: dict[int, str | None] = {}
        for row in within(table, f"{W}tr"):
            here: dict[int, str | None] = {}
            for column, merge in _merges(row):
                found = True
                here[column] = merge.get(_MERGE)
                if here[column] is not None:
                    del merge.attrib[_MERGE]
                if column not in above or above[column] != here[column]:
                    merge.set(f"{W}val", "restart")
            above = here
    return found


def _merges(row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """Yield the w:vMerge of a row's cells, each with the column of the grid in which its cell begins."""
    column = integer(row, f"trPr/{W}gridBefore") or 0
    for cell in cells(row):
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        if merge is not None:
            yield column, merge
        column += integer(cell, f"tcPr/{W}gridSpan") or 1
