"""A table's grid and which of its columns are ours -> what in it is no data, passed over and said in one line; rows that nobody sees, told.

What could be a number of ours is never passed over: a remark's row with a number in one of our columns is an error.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from reportgen.base.issues import Finder, Issue, Location, Severity, key_text, listed, quoted, rows_listed
from reportgen.base.names import column_key
from reportgen.inputs.asides import CLOSING, is_aside, is_bare_number, is_worded, label_of, number_among, part_of
from reportgen.inputs.grid import Grid
from reportgen.inputs.total_words import Said, said_by

CHECK = "没有读"
_PART = "其中"
_EMPTY = "没有类别也没有数"


class PassedOver:
    """Tells the rows of a grid that are no data. `categories` and `numbers` are the positions of our columns, `known` the categories that
    may stand in them, None where any may."""

    def __init__(
        self, grid: Grid, categories: list[int], numbers: list[int], known: Sequence[str] | None, finder: Finder
    ) -> None:
        self.grid = grid
        self.categories = categories
        self.numbers = numbers
        self.known = None if known is None else [column_key(one) for one in known]
        self.finder = finder
        self.columns = {
            n: one.written for n, one in enumerate(grid.headings) if not one.column and is_aside(one.written)
        }
        self.rows: dict[int, str] = {}
        self.label = ""

    @property
    def remarks(self) -> tuple[int, ...]:
        """Return the rows in which there is no number of anything."""
        return tuple(row for row, label in self.rows.items() if label != _PART)

    def takes(self, row: int, cells: Sequence[str], spelled: Collection[str]) -> bool:
        """Return whether a row is no data, noting it; where it may be all the same, that is an error. `spelled` are the categories that
        were listed, as `column_key` spells them."""

        def knows(word: str) -> bool:
            return column_key(word) in spelled

        words = [cells[position] for position in self.categories]
        if words and all(words) and all(map(knows, words)) and knows(next(filter(None, cells))):  # nearly always
            self.label = ""
            return False
        parts = [part for word in words if not knows(word) and (part := part_of(word)) is not None]
        self.label = "" if knows(next(filter(None, cells), "")) else label_of(cells, self.label)
        if self.label == CLOSING and self.known is None and any(words):
            self.label = ""  # a day may be a category where any may stand
        if parts:
            self._take_part(row, cells, parts[0])
        elif self.label:
            self._take_remark(row, cells)
        elif words and not any(words) and not any(cells[position] for position in self.numbers):
            if not any(cells[position] for position in self.columns):
                return False
            self.rows[row] = _EMPTY
        else:
            return False
        return True

    def says_total(self, cells: Sequence[str]) -> bool:
        """Return whether a total is said in a row without a category, in a column as 序号: 合计 in a cell merged over both."""
        if not self.categories or any(cells[position] for position in self.categories):
            return False
        return any(said_by(cells[position]) is Said.WHOLE for position in self.columns)

    def _take_remark(self, row: int, cells: Sequence[str]) -> None:
        number = number_among(cells, self.numbers, self.categories)
        if not number:
            self.rows[row] = self.label
            return
        message = f"「{self.label}」这一行像是说明，里面却有{quoted(number)}；是说明就把它写到别处，是数据就改好名称。"
        self.finder.error("分类", Location(self.grid.file, row), message, expected="一个类别", found=self.label)

    def _take_part(self, row: int, cells: Sequence[str], part: str) -> None:
        is_ours = self.known is None or any(one in part or part in one for one in self.known)
        if not is_ours or not any(cells[position] for position in self.numbers):
            self.rows[row] = _PART
            return
        said = next(cell for cell in cells if cell and part_of(cell) is not None)
        message = f"不知道{quoted(said)}的数在别的行里算过没有；算过的就删去这一行，没有算过的就把「其中」删去。"
        self.finder.error("分类", Location(self.grid.file, row), message, expected="一个类别", found=said)

    def tell_slipped(self) -> None:
        """Note a bare number in a column of words as 备注, once for the column: it has slipped from another."""
        for position, name in self.columns.items():
            rows = [row for row, cells in self.grid.rows if row not in self.rows and is_bare_number(cells[position])]
            if rows and is_worded(name):
                message = (
                    f"「{name}」列里有数（{rows_listed(rows)}），不知道是不是别的列的；是的就移过去，不是的就写成文字。"
                )
                at = Location(self.grid.file, rows[0], name)
                self.finder.error("列", at, message, expected="文字", found="数")

    def issues(self, read: Iterable[int]) -> Iterator[Issue]:
        """Yield what was passed over as one note, and what nobody sees as warnings; `read` are the rows of data."""
        pieces = ["".join(f"「{name}」" for name in self.columns.values()) + "列"] if self.columns else []
        for label in dict.fromkeys(self.rows.values()):
            pieces.append(f"{rows_listed(row for row, said in self.rows.items() if said == label)}（{label}）")
        pieces += [f"工作表「{name}」" for name in self.grid.others]
        if pieces:
            yield Issue(CHECK, Severity.NOTE, f"不是数据，没有读：{'，'.join(pieces)}。", Location(self.grid.file))
        yield from self._unseen(read)

    def _unseen(self, read: Iterable[int]) -> Iterator[Issue]:
        """Yield a warning each for the sheet, the rows `read` and the columns of ours that nobody sees."""
        if self.grid.is_hidden:
            sheet = quoted(self.grid.sheet)
            message = f"读的是隐藏的工作表{sheet}，请看是不是要的那一张；不是的请删去。"
            yield self._warning("隐藏的工作表", message, sheet)
        hidden = [row for row in read if row in self.grid.hidden]
        if hidden:
            rows = rows_listed(hidden)
            message = f"{rows}在表格软件里看不见（隐藏了或筛选掉了），数照样算在内；不该算的请删去，该算的请取消隐藏。"
            yield self._warning("隐藏的行", message, rows)
        ours = [one.column for n, one in enumerate(self.grid.headings) if one.column and n in self.grid.hidden_columns]
        if ours:
            columns = listed(quoted(one) for one in ours)
            message = f"{columns}列在表格软件里看不见（隐藏了），照样读了；不该读的请删去，该读的请取消隐藏。"
            yield self._warning("隐藏的列", message, columns)

    def _warning(self, check: str, message: str, what: str) -> Issue:
        key = f"{check}：{key_text(f'{self.grid.file} {what}')}"
        return Issue(check, Severity.WARNING, message, Location(self.grid.file), key=key)
