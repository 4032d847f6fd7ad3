"""What a table says of units above and below its header, and each column's own -> the columns that another unit is said of, each told."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.base.issues import Finder, Location, quoted
from reportgen.inputs.header import Columns, Heading
from reportgen.inputs.unit_words import converts, is_unit, units_below, units_in

Titles = Sequence[tuple[int, str]]
Rows = Sequence[tuple[int, Sequence[str]]]


def tell_other_units(
    header: tuple[int, Sequence[Heading]], titles: Titles, rows: Rows, columns: Columns, file: str, finder: Finder
) -> frozenset[str]:
    """Return the columns of which another unit is said than the catalogue's, in the header, (its row, its headings), above or below."""
    header_row, headings = header
    titled = [(number, unit) for number, title in titles for unit in units_in(title)]
    titled += [(number, unit) for number, cells in rows for cell in cells for unit in units_below(cell)]
    # A unit that some column is counted in may be said of that one alone, beside the unit of this.
    units = {columns.get(heading.column) for heading in headings}
    of_some = {unit for _, unit in titled if any(own and is_unit(unit, own) for own in units)}
    found = set()
    for heading in headings:
        own = columns.get(heading.column)
        if own is None:
            continue
        said = [(header_row, heading.unit)] if heading.unit else titled
        says_own = any(is_unit(unit, own) for _, unit in said)
        if heading.unit:
            others = [] if says_own else said
        else:
            others = [(row, unit) for row, unit in said if converts(unit, own) and not (says_own and unit in of_some)]
        if others:
            row, unit = others[0]
            at = Location(file, row, heading.written)
            finder.error("单位", at, _other_unit(unit, own), expected=own or "没有单位", found=unit)
            found.add(heading.column)
    return frozenset(found)


def _other_unit(said: str, own: str) -> str:
    if not own:
        return f"写的单位是{said}，指标目录里这一列没有单位；请在指标目录里写上，或者把写的单位删去。"
    if converts(said, own):
        return (
            f"写的单位是{said}，指标目录里这一列的单位是{own}，不会自己换算；"
            f"请把数换算好、把写的单位改过来，或者改指标目录里的单位。"
        )
    return f"表头里写的{quoted(said)}不是这一列的单位（{own}）；数是这一列的就把它改掉，是别的数就删去这一列。"
