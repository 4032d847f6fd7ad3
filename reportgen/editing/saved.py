"""What a person changed in a file as it was shown -> the file on disk with these changes; or the file as somebody else has left it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.base.hashing import sha256
from reportgen.base.issues import Finder, Location, Unusable
from reportgen.base.saving import read_or_none, write_safely
from reportgen.editing.cell_changes import CHECK, Changes, location
from reportgen.editing.one_writer import only_writer
from reportgen.editing.table_cells import changed_table
from reportgen.inputs.catalogue import Table
from reportgen.inputs.grid import Grid, grid_of, read_sheet
from reportgen.inputs.tables import Names, read_cells
from reportgen.inputs.written import Written


@dataclass(frozen=True)
class Changed:
    """Somebody else has changed the file since it was shown: its bytes now, None where it is gone. Nothing was written."""

    data: bytes | None


def digest_of(data: bytes | None) -> str:
    """Return the hash by which a file as shown is known, '' where there is none yet."""
    return "" if data is None else sha256(data)


def save(path: Path, shown: str, change: Callable[[bytes | None], bytes]) -> Changed | None:
    """Write what `change` makes of a file's bytes, None where nobody has made it yet, where the file still is as it was `shown`.

    Return None where it is written; raises what `change` raises, and CannotWrite; then nothing is written.
    """
    with only_writer(path):
        before = read_or_none(path)
        if digest_of(before) != shown:
            return Changed(before)
        made = change(before)
        now = read_or_none(path)  # Excel and WPS don't ask for the lock
        if now != before:
            return Changed(now)
        write_safely(path, made)
    return None


def with_changes(data: bytes, file: str, changes: Changes, table: Table, lists: Names) -> bytes:
    """Return a table's bytes with the changes; raises Unusable with every reason why they can't be made.

    What stands above the data, the header and titles, isn't changed: by it the table is known. So the table that comes of it must be known
    by the same.
    """
    sheet, grid = read_shown(data, file, table, lists)
    finder = Finder()
    for place in changes.cells:
        if place[0] <= grid.header_row:
            message = "表头和表头上面的字不能在这里改，请在 Excel 或 WPS 里改。"
            finder.error(CHECK, location(file, place), message, expected=f"第{grid.header_row}行下面的格")
    for row in changes.deleted:
        if row <= grid.header_row:
            message = "表头和表头上面的行不能在这里删，请在 Excel 或 WPS 里删。"
            finder.error(CHECK, Location(file, row), message, expected=f"第{grid.header_row}行下面的行")
    finder.stop_if_any()
    cells = read_cells(table, grid, lists, Finder())
    texts = {position + 1 for name, position in grid.positions.items() if name not in table.measures}
    wanted = replace(changes, texts=texts)
    made = changed_table(data, file, sheet.sheet, wanted, max(cells.rows, default=grid.header_row))
    _, now = read_shown(made, file, table, lists)
    if now.header_row != grid.header_row:
        at = Location(file, grid.header_row + 1)
        finder.error(CHECK, at, "这样填，这一行就成了表头，不是数据了。什么都没有写，请填数据。", expected="一行数据")
        finder.stop_if_any()
    return made


def read_shown(data: bytes, file: str, table: Table, lists: Names) -> tuple[Written, Grid]:
    """Return the sheet that holds the table, and its grid, whatever is wrong with single cells.

    Raises Unusable where the file can't be read or its header isn't found.
    """
    finder = Finder()
    columns = table.columns(lists)
    chosen = read_sheet(data, file, columns, finder)
    grid = chosen and grid_of(chosen[0], file, columns, finder, chosen[1])
    if chosen is None or grid is None:
        raise Unusable(finder.issues)
    return chosen[0], grid
