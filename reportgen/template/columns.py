"""A template's tables with columns that a loop repeats -> why one can't be printed so; the same as Jinja, each column as wide as it must be.

A figure that stands under another column's head is worse than none, so all rows of a table go through the same columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from reportgen.template.cells import ACROSS, SPAN
from reportgen.template.tags import NUMBERED, Tag
from reportgen.word.block_settings import put_setting, settings_of
from reportgen.word.blocks import cells, rows, within
from reportgen.word.numbering import integer
from reportgen.word.package import W

_COLUMNS, _STRETCHED = (
    "columns",
    "stretched",
)  # attributes of a table and of a cell, gone before anybody reads the report
_LOOP = re.compile(r"(?P<variable>.*?)\s+in\s+(?P<over>.*)", re.DOTALL)


@dataclass(frozen=True)
class _Cell:
    """A cell of a row: the columns of the grid from `begin` to `end`, its width in twentieths of a point, and the tags in it."""

    element: etree._Element
    begin: int
    end: int
    width: int
    tags: tuple[Tag, ...]

    @property
    def column_tag(self) -> Tag | None:
        """Return the tag that takes the cell away."""
        return next((tag for tag in self.tags if tag.scope == "tc"), None)


def _row(row: etree._Element, tags: Sequence[Tag]) -> list[_Cell]:
    found: list[_Cell] = []
    begin = integer(row, f"trPr/{W}gridBefore") or 0
    for cell in cells(row):
        end = begin + (integer(cell, f"tcPr/{W}gridSpan") or 1)
        width = cell.find(f"{W}tcPr/{W}tcW")
        said = "" if width is None or width.get(f"{W}type", "dxa") != "dxa" else width.get(f"{W}w", "")
        text = "".join(node.text or "" for one in within(cell, f"{W}p") for node in one.iter(f"{W}t"))
        numbers = [int(number) for number in NUMBERED.findall(text)]
        inside = tuple(tags[number] for number in numbers if number < len(tags))
        found.append(_Cell(cell, begin, end, int(said) if said.isdecimal() else 0, inside))
        begin = end
    return found


def wrong_columns(root: etree._Element, tags: Sequence[Tag]) -> Iterator[tuple[Tag, str]]:
    """Yield what is wrong with the loops over columns of a part, each with its tag."""
    for table in root.iter(f"{W}tbl"):
        every = [_row(row.element, tags) for row in rows(table)]
        first = next((row for row in every if any(map(_begins, row))), None)
        if first is not None:
            yield from _wrong(every, first)


def _wrong(every: Iterable[list[_Cell]], first: list[_Cell]) -> Iterator[tuple[Tag, str]]:
    (begin, end), head = _range(first), next(tag for cell in first if (tag := _begins(cell)))
    turning = [_LOOP.fullmatch(tag.rest) for row in every for cell in row for tag in cell.tags if tag.scope == "tr"]
    variables = [found["variable"].strip("() ") for found in turning if found]
    for row in every:
        if any(tag.scope == "tr" for cell in row for tag in cell.tags):
            continue
        loops = [tag for cell in row if (tag := _begins(cell))]
        for tag in loops[1:]:
            yield tag, "一行里只能有一个列循环，列循环里不能再套列循环。"
        if not loops:
            crossing = [cell for cell in row if cell.begin < end and cell.end > begin]
            if len(crossing) > 1 and not any(tag.word == SPAN for cell in row for tag in cell.tags):
                yield (
                    head,
                    "表里另有一行没有这个循环：每一行都要有同样的列循环，或者在 Word 里把那一行的这几格合并成一格。",
                )
            continue
        over = _over(loops[0])
        if over != _over(head):
            yield (
                loops[0],
                f"一个表里各行的列循环要一样，上面写的是「{_over(head)}」。别的数也用这个循环，写成 {{{{ 指标 | 在(项) }}}}。",
            )
        named = next((name for name in variables if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", over)), "")
        if named:
            yield (
                loops[0],
                f"列不能随行变：循环里不能用「{named}」，要写成 指标 | 按('列名')，格里写 {{{{ 指标 | 在({named}, 项) }}}}。",
            )


def _begins(cell: _Cell) -> Tag | None:
    tag = cell.column_tag
    return tag if tag is not None and tag.word == "for" else None


def _over(tag: Tag) -> str:
    found = _LOOP.fullmatch(tag.rest)
    return "" if found is None else " ".join(found["over"].split())


def _range(row: Sequence[_Cell]) -> tuple[int, int]:
    """Return which columns of the grid a row's loop takes, its tags' own among them."""
    held = [cell for cell in row if cell.column_tag is not None]
    return held[0].begin, held[-1].end


def widen(root: etree._Element, tags: Sequence[Tag]) -> None:
    """Let each repeated cell of a part share the width that the loop and its tags have, and cells above or below be as wide as all."""
    for table in root.iter(f"{W}tbl"):
        every = [_row(row.element, tags) for row in rows(table)]
        first = next((row for row in every if any(map(_begins, row))), None)
        if first is None:
            continue
        table.set(_COLUMNS, "")
        begin, end = _range(first)
        for row in every:
            if any(cell.column_tag for cell in row):
                _share(row)
            elif not any(tag.word == SPAN for cell in row for tag in cell.tags):
                for cell in row:
                    if cell.begin <= begin and end <= cell.end:
                        cell.element.set(_STRETCHED, "")


def _share(row: Sequence[_Cell]) -> None:
    held = [number for number, cell in enumerate(row) if cell.column_tag is not None]
    inside = row[held[0] + 1 : held[-1]]
    whole, own = (sum(cell.width for cell in some) for some in (row[held[0] : held[-1] + 1], inside))
    for cell in inside:
        width = cell.element.find(f"{W}tcPr/{W}tcW")
        if width is not None and cell.width and own:
            rounds = "" if any(tag.word == ACROSS for tag in cell.tags) else " // loop.length"
            width.set(f"{W}w", f"{{{{ {cell.width * whole // own}{rounds} }}}}")


def fit_grids(root: etree._Element) -> bool:
    """Give the tables of a rendered part whose columns were repeated the grid that their cells make; return whether there were any."""
    found = False
    for table in root.iter(f"{W}tbl"):
        if table.get(_COLUMNS) is None:
            continue
        found = True
        del table.attrib[_COLUMNS]
        every = [_row(row.element, ()) for row in rows(table)]
        steady = [row for row in every if row and not any(cell.element.get(_STRETCHED) is not None for cell in row)]
        longest = max(steady, key=lambda row: row[-1].end, default=[])
        count = longest[-1].end if longest else 0
        for row in every:
            for cell in row:
                if cell.element.get(_STRETCHED) is not None:
                    del cell.element.attrib[_STRETCHED]
                    _span(cell.element, count - row[-1].end + cell.end - cell.begin)
        _lay(table, longest)
    return found


def _span(cell: etree._Element, count: int) -> None:
    put_setting(settings_of(cell, "tcPr"), etree.Element(f"{W}gridSpan", {f"{W}val": str(max(count, 1))}))


def _lay(table: etree._Element, row: Sequence[_Cell]) -> None:
    grid = table.find(f"{W}tblGrid")
    if grid is None or not row:
        return
    whole = sum(int(one.get(f"{W}w", "0")) for one in grid.findall(f"{W}gridCol"))
    for one in grid.findall(f"{W}gridCol"):
        grid.remove(one)
    usual = whole // row[-1].end
    widths = [(cell.width or usual * (cell.end - cell.begin)) // (cell.end - cell.begin) for cell in row]
    every = [width for cell, width in zip(row, widths, strict=True) for _ in range(cell.begin, cell.end)]
    for number, width in enumerate([usual] * row[0].begin + every):
        grid.insert(number, etree.Element(f"{W}gridCol", {f"{W}w": str(width)}))
