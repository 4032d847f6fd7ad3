"""A table's rows, at the numbers that they have in its file -> a CSV that Excel reads without asking; the rows of a sheet as a CSV says them."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from reportgen.inputs.grid import Grid
from reportgen.inputs.written import Row, Written, form_of


def unmerged(sheet: Written, grid: Grid) -> Iterator[Row]:
    """Yield a table's rows as they are written, a merged category in each of its rows: a CSV has no merged cells."""
    below = dict(grid.rows)
    for number, row in sheet.rows:
        yield number, [cell or seen for cell, seen in zip(row, below.get(number, row), strict=False)]


def table_csv(rows: Iterable[tuple[int, Sequence[Sequence[str]]]], line_end: str = "\n") -> bytes:
    """Return the CSV, UTF-8 with BOM. `rows` are numbered from 1, each with those that are added behind it; empty ones stand between."""
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator=line_end)
    above = 0
    for number, here in rows:
        writer.writerows([] for _ in range(above + 1, number))
        writer.writerows(here)
        above = number
    return codecs.BOM_UTF8 + made.getvalue().encode()


def line_end_of(data: bytes, file: str) -> str:
    """Return the line ends of a table's file; a workbook has none and gets those of Unix."""
    is_text = form_of(data, file) in {".csv", ".txt"}
    return "\r\n" if is_text and b"\r\n" in data.replace(b"\0", b"") else "\n"  # zeros of UTF-16
