"""A table -> what its cells say, row by row and column by column, a merged cell in each row and column that it goes through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from reportgen.word.blocks import cells, is_taken_out, pieces, within
from reportgen.word.numbering import integer
from reportgen.word.package import W


@dataclass(frozen=True)
class Cell:
    """What a cell says: its texts, each with the title of its mark or '', and what the first cell of its row says."""

    pieces: tuple[tuple[str, str], ...]
    label: str


Line = tuple[Cell, ...]  # of a row from left to right, of a column from top to bottom


def placed(row: etree._Element) -> Iterator[tuple[int, int, etree._Element]]:
    """Yield a row's cells with the column of the grid that each begins in and how many it takes."""
    at = integer(row.find(f"{W}trPr"), "gridBefore") or 0
    for cell in cells(row):
        span = max(integer(cell.find(f"{W}tcPr"), "gridSpan") or 1, 1)
        yield at, span, cell
        at += span


def is_merged(cell: etree._Element) -> bool:
    """Return whether a cell belongs to the one above it and says nothing itself; a w:vMerge without value says so (ECMA-376 17.4.85)."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    merged = merge is not None and merge.get(f"{W}val", "continue") == "continue"
    return merged and not any((node.text or "").strip() for node in cell.iter(f"{W}t"))


def lines(table: etree._Element) -> tuple[list[Line], list[Line]]:
    """Return the rows of a table and its columns; what a revision has deleted is in none."""
    rows: list[Line] = []
    columns: dict[int, list[Cell]] = {}
    above: dict[int, tuple[tuple[str, str], ...]] = {}
    for row in within(table, f"{W}tr"):
        here: dict[int, tuple[tuple[str, str], ...]] = {}
        spans: dict[int, int] = {}
        for at, span, cell in () if is_taken_out(row) else placed(row):
            if not is_taken_out(cell):
                here[at] = above[at] if is_merged(cell) and at in above else _read(cell)
                spans[at] = span
        if not here:
            continue
        label = "".join(text for text, _ in here[min(here)]).strip()
        rows.append(tuple(Cell(said, label) for said in here.values()))
        for at, span in spans.items():
            for column in range(at, at + span):
                columns.setdefault(column, []).append(Cell(here[at], label))
        above = here
    return rows, [tuple(columns[column]) for column in sorted(columns)]


def _read(cell: etree._Element) -> tuple[tuple[str, str], ...]:
    return tuple((text, "" if mark is None else mark.title) for text, mark in pieces(cell))
