"""What a person changed in a table's cells -> the record of it, and which texts no cell of a table can take."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reportgen.base.issues import Finder, Location, quoted
from reportgen.base.names import column_letters
from reportgen.base.spreadsheet_xml import LAST_ROW, MOST_COLUMNS
from reportgen.base.textfile import BLANKS, bad_character

CHECK = "单元格"
MOST_CELL = 1_000  # characters, as many as a table's reader takes
Place = tuple[int, int]  # a row as Excel counts it and a column, both from 1
# What a spreadsheet would run when it opens a CSV: =1+1, @SUM(A1), +cmd|'…'!A1. A number with a sign, and a dash, it doesn't.
_RUN = re.compile("[=＝@＠]|[-+＋－].*[|!(]")


@dataclass(frozen=True)
class Changes:
    """What was typed, as it was typed: `cells` by place; rows to be `added` behind the last row of data; numbers of rows `deleted`, as they
    are before any of it. In the columns of `texts`, from 1, what looks like a number is the text that was typed."""

    cells: Mapping[Place, str] = field(default_factory=dict)
    added: Sequence[Sequence[str]] = ()
    deleted: Collection[int] = ()
    texts: Collection[int] = ()


def row_shown(row: int, changes: Changes, last: int, *, is_moved: bool) -> int:
    """Return where a row of the changed table stood when it was shown, -1 for the first row that was added, -2 for the second.

    `last` is the last row of data as shown; `is_moved` says that rows move up and down, as in a text: a workbook's stay where they are.
    """
    gone = sorted(changes.deleted) if is_moved else []
    first = last - sum(one <= last for one in gone) + 1
    if first <= row < first + len(changes.added):
        return first - row - 1
    at = row - len(changes.added) if is_moved and row >= first else row
    for one in gone:
        at += one <= at
    return at


def place_of(place: Place) -> str:
    """Return a cell as a spreadsheet names it: (3, 2) is B3."""
    return f"{column_letters(place[1] - 1)}{place[0]}"


def location(file: str, place: Place) -> Location:
    """Return a cell's place in a file."""
    return Location(file, place[0], column_letters(place[1] - 1))


def tidied(changes: Changes, file: str) -> Changes:
    """Return the changes with one sort of line ends and without what nobody sees; raises Unusable with every text that no cell can take."""
    finder = Finder()
    cells = {place: _tidied(text) for place, text in changes.cells.items() if place[0] not in changes.deleted}
    added = [[_tidied(text) for text in row] for row in changes.added]
    for place, text in (*cells.items(), *_places(added)):
        at = Location(file, place[0] or None, column_letters(place[1] - 1) if place[1] > 0 else None)
        first = 1 if place in cells else 0
        if not (first <= place[0] <= LAST_ROW and 1 <= place[1] <= MOST_COLUMNS):
            most = f"最多{LAST_ROW}行、{MOST_COLUMNS}列"
            finder.error(CHECK, at, "这一格在表的外面，不能填。", expected=most, found=f"第{place[0]}行第{place[1]}列")
        elif bad := bad_character(text):
            finder.error(
                CHECK, at, f"有看不见的控制字符或乱码（{bad}），请重新填写。", expected="文字或数字", found=bad
            )
        elif len(text) > MOST_CELL:
            finder.error(CHECK, at, f"超过{MOST_CELL}个字，不像一张数据表的一格。", expected=f"最多{MOST_CELL}个字")
        elif _RUN.match(text):
            message = f"{quoted(text)}表格软件会当成公式，这里只填数和文字；公式请在 Excel 或 WPS 里写。"
            finder.error(CHECK, at, message, expected="数或文字", found=text)
    finder.stop_if_any()
    return replace(changes, cells=cells, added=added)


def _places(added: Sequence[Sequence[str]]) -> Iterator[tuple[Place, str]]:
    """Yield the cells of the rows that are added, which have no number yet."""
    return (((0, column), text) for row in added for column, text in enumerate(row, start=1))


def _tidied(text: str) -> str:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return plain if plain.strip(BLANKS) else ""
