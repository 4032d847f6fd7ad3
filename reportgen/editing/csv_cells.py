"""A table's text file + changes of its cells -> the file with these cells alone put otherwise: its encoding, line ends and quotes stay.

Where nothing changes no byte does: only the spans of the changed cells are replaced.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reportgen.base.issues import Finder, Location, quoted
from reportgen.base.textfile import decoded
from reportgen.editing.cell_changes import CHECK, Changes, location
from reportgen.inputs.written import form_of, separator_of

_NUMBER = re.compile(r"[-+]?[0-9.,]+%?")


class _Record(NamedTuple):
    """A row: the spans of its cells, and where its line ends; a blank line has no cell."""

    cells: list[tuple[int, int]]
    end: int
    end_of_line: str


@dataclass(frozen=True)
class _Text:
    """A file as signs at which cells can be told apart, its rows, and the bytes before it.

    But for UTF-16 each sign stands for one byte: in UTF-8 and GB 18030 no byte of a longer character is a separator, a quote or the end of
    a line, and a few pairs of GB 18030 are one character, so that reading and writing them isn't the same again.
    """

    signs: str
    separator: str
    records: list[_Record]
    encoding: str
    carrier: str
    mark: bytes

    def carried(self, text: str) -> str:
        """Return a text in signs; raises UnicodeEncodeError."""
        stored = text.encode(self.encoding)
        return stored.decode(self.carrier)


def changed_csv(data: bytes, file: str, changes: Changes, last: int) -> bytes:
    """Return the file, which can be read, with its cells changed, `added` rows behind row `last`, `deleted` rows gone.

    Raises Unusable with every cell that has no row, or whose character the file's encoding hasn't got.
    """
    text = _parsed(data, file)
    finder = Finder()
    _check(text, file, changes, finder)
    finder.stop_if_any()
    quoting = _Quoting(text, changes)
    records = text.records
    by_row: dict[int, dict[int, str]] = {}
    for (row, column), typed in changes.cells.items():
        by_row.setdefault(row, {})[column] = typed
    known = Counter(record.end_of_line for record in records if record.end_of_line).most_common(1)
    usual = known[0][0] if known else "\r\n"
    added = [(_line(text, [quoting.as_typed(text.carried(cell)) for cell in row]), usual) for row in changes.added]
    lines = [] if last else added
    begin = 0
    for number, record in enumerate(records, start=1):
        if number not in changes.deleted:
            lines.append((_changed(text, record, begin, by_row.get(number, {}), quoting), record.end_of_line))
        if number == last:
            lines += added
        begin = record.end + len(record.end_of_line)
    made = "".join(line + (end_of_line or usual) for line, end_of_line in lines)
    if lines and records and not records[-1].end_of_line:  # as the file was: its last line isn't ended
        made = made.removesuffix(lines[-1][1] or usual)
    return text.mark + made.encode(text.carrier)


def _parsed(data: bytes, file: str) -> _Text:
    text, encoding, mark = decoded(data)
    separator = separator_of(text, form_of(data, file))
    if encoding == "gb18030" and _is_gbk(data[len(mark) :]):
        encoding = "gbk"  # what a Chinese Excel saves, and all that it reads
    carrier = encoding if encoding.startswith("utf-16") else "latin-1"
    signs = data[len(mark) :].decode(carrier)
    return _Text(signs, separator, _records(signs, separator), encoding, carrier, mark)


def _is_gbk(data: bytes) -> bool:
    try:
        data.decode("gbk")
    except UnicodeDecodeError:
        return False
    return True


def _records(signs: str, separator: str) -> list[_Record]:
    """Return the rows as Python's csv tells them apart, strictly: a cell's quotes are paired."""
    cell = re.compile(rf'"[^"]*(?:""[^"]*)*"|[^{separator}\r\n]*')
    records: list[_Record] = []
    at = 0
    while at < len(signs):
        cells: list[tuple[int, int]] = []
        while signs[at] not in "\r\n" or cells:
            found = cell.match(signs, at)
            assert found is not None, "it matches nothing too"
            cells.append(found.span())
            at = found.end()
            if not signs.startswith(separator, at):
                break
            at += 1
            if at == len(signs) or signs[at] in "\r\n":
                cells.append((at, at))
                break
        end_of_line = "\r\n" if signs.startswith("\r\n", at) else signs[at : at + 1]
        records.append(_Record(cells, at, end_of_line))
        at += len(end_of_line)
    return records


def _check(text: _Text, file: str, changes: Changes, finder: Finder) -> None:
    typed = [(location(file, place), said) for place, said in changes.cells.items()]
    typed += [(Location(file), cell) for row in changes.added for cell in row]
    for at, said in typed:
        if at.row is not None and not 1 <= at.row <= len(text.records):
            message = f"这张表没有第{at.row}行，新的一行请加在最后。"
            finder.error(CHECK, at, message, expected=f"最多{len(text.records)}行", found=f"第{at.row}行")
        try:
            text.carried(said)
        except UnicodeEncodeError as error:
            sign = said[error.start]
            shown = sign.encode("utf-8", "replace").decode()
            way = (
                "请在表格软件里把这个文件另存为「CSV UTF-8」，再填这个字"
                if text.encoding in {"gbk", "gb18030"}
                else "请换一个字"
            )
            message = (
                f"{quoted(shown)}（U+{ord(sign):04X}）这个字，文件的编码（{text.encoding.upper()}）里没有；{way}。"
            )
            finder.error("编码", at, message, expected="这种编码里有的字", found=f"U+{ord(sign):04X}")


class _Quoting:
    """Which cells a file writes in quotes that don't need them: none, all, or all but numbers. The changed cells aren't asked."""

    def __init__(self, text: _Text, changes: Changes) -> None:
        self.separator = text.separator
        self.counted: Counter[tuple[str, bool]] = Counter()
        for number, record in enumerate(text.records, start=1):
            for column, (begin, end) in enumerate(record.cells, start=1):
                said = text.signs[begin:end]
                plain = _unquoted(said)
                if (number, column) not in changes.cells and not self.is_needed(plain):
                    self.counted[_kind(plain), said.startswith('"')] += 1

    def is_needed(self, signs: str) -> bool:
        return any(sign in signs for sign in ('"', "\r", "\n", self.separator))

    def as_typed(self, signs: str, old: str | None = None) -> str:
        """Return a cell as the file would have it; an `old` one that needed no quotes says itself whether it has them."""
        if (
            old is not None
            and signs
            and old
            and not self.is_needed(_unquoted(old))
            and _kind(signs) == _kind(_unquoted(old))
        ):
            is_quoted = old.startswith('"')
        else:
            kinds = dict.fromkeys((_kind(signs), "text", "number"))
            known = next((kind for kind in kinds if self.counted[kind, True] + self.counted[kind, False]), "text")
            is_quoted = self.counted[known, True] > self.counted[known, False]
        return f'"{signs.replace(chr(34), chr(34) * 2)}"' if is_quoted or self.is_needed(signs) else signs


def _kind(signs: str) -> str:
    return "empty" if not signs else "number" if _NUMBER.fullmatch(signs) else "text"


def _unquoted(signs: str) -> str:
    return signs[1:-1].replace('""', '"') if signs.startswith('"') else signs


def _changed(text: _Text, record: _Record, begin: int, typed: dict[int, str], quoting: _Quoting) -> str:
    """Return a row with some cells changed, its line's end left out; it begins at `begin`."""
    pieces: list[str] = []
    for column, (first, end) in enumerate(record.cells, start=1):
        old = text.signs[first:end]
        said = typed.get(column)
        is_other = said is not None and text.carried(said) != _unquoted(old)
        new = quoting.as_typed(text.carried(said or ""), old) if is_other else old
        pieces += [text.signs[begin:first], new]
        begin = end
    more = {column: said for column, said in typed.items() if column > len(record.cells) and said}
    if more:
        width = len(record.cells)
        cells = [quoting.as_typed(text.carried(more[n])) if n in more else "" for n in range(width + 1, max(more) + 1)]
        pieces.append((text.separator if width else "") + text.separator.join(cells))
    return "".join(pieces)


def _line(text: _Text, cells: Sequence[str]) -> str:
    """Return a row as a line; one empty cell alone would be a blank line."""
    return text.separator.join(cells) or '""'
