"""An .xlsx's bytes + changes of cells of one sheet -> the workbook with these cells and what formulas make of them; all else stays as it is."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from fractions import Fraction

from reportgen.base.issues import Finder, Location, quoted
from reportgen.base.shown import Look, Problem
from reportgen.base.workbook import CANT_BE_CHANGED, Book, NotAWorkbook
from reportgen.base.worksheet import Merged
from reportgen.editing.cell_changes import CHECK, Changes, Place, location, place_of
from reportgen.editing.dependent_formulas import Formulas, NotComputable, Value
from reportgen.editing.formula_text import Key
from reportgen.editing.sheet_spans import spans_of
from reportgen.editing.sheet_writing import rewritten
from reportgen.editing.typed_cell import Meant, NotClear, is_read_as, meant, stored_for, stored_number
from reportgen.inputs.written import Written, read_written

_IN_EXCEL = "请在 Excel 或 WPS 里改"
# What stands before the settings of computing in a workbook's part (18.2.27), from the last to the first.
_BEFORE_SETTINGS = ("definedNames", "externalReferences", "functionGroups", "sheets")


def changed_xlsx(data: bytes, file: str, sheet: str, changes: Changes, last: int) -> bytes:
    """Return the workbook, which can be read, with cells of the sheet of this name changed.

    Rows are added into the empty ones below row `last`, in its looks; a deleted row is emptied, since moving those below would move what
    formulas, charts and people's habits point to. Raises Unusable with every cell that can't be changed here, and why.
    """
    finder = Finder()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            made = _Editing(archive, file, sheet, finder).made(_sheets(data, file), changes, last)
    except NotAWorkbook as error:
        finder.error("文件", Location(file), str(error), expected="一个 .xlsx 工作簿")
        made = None
    finder.stop_if_any()
    assert made is not None, "nothing was noted"
    parts, cells, computed = made
    result = _packed(data, parts)
    said = {place: _meant(place, text, changes) for place, text in cells.items()}
    _check(data, result, file, sheet, said, computed)
    return result


def _meant(place: Place, text: str, changes: Changes) -> Meant:
    return Meant(text) if place[1] in changes.texts else meant(text)


class _Editing:
    """One sheet of a workbook while its cells are put otherwise."""

    def __init__(self, archive: zipfile.ZipFile, file: str, sheet: str, finder: Finder) -> None:
        self.book = Book(archive)
        self.file = file
        self.finder = finder
        related = self.book.related(self.book.main, "worksheet")
        paths = {one["name"]: related[one["id"]] for one in self.book.sheets if one["id"] in related}
        self.paths = {name.casefold(): path for name, path in paths.items()}
        self.formulas = Formulas({name: spans_of(archive.read(path)) for name, path in paths.items()})
        self.sheet = sheet.casefold()
        self.spans = self.formulas.sheets[self.sheet]
        self.codes = self.book.codes()

    def made(
        self, sheets: Sequence[Written], changes: Changes, last: int
    ) -> tuple[dict[str, bytes], dict[Place, str], dict[Key, Fraction]] | None:
        """Return the parts that are others, the cells that were typed, and what formulas come to; None where something was noted."""
        before = next((one for one in sheets if one.sheet.casefold() == self.sheet), Written([]))
        cells = {**self._emptied(changes, before.merged), **self._added(changes, last, before.merged), **changes.cells}
        styles = {place: self._style(place, last) for place in cells}
        self._check(cells, before.merged)
        stored: dict[Place, Value] = {}
        for place, text in cells.items():
            code = self._code(styles[place])
            try:
                number = stored_for(_meant(place, text, changes), code, self.book.epoch)
            except NotClear as error:
                self.finder.error(
                    CHECK, location(self.file, place), str(error), expected="这一格看得出、又看得全的数", found=text
                )
                continue
            stored[place] = number if number is not None else text or None
        if self.finder.issues:
            return None
        uncomputed = [
            Key(one.sheet.casefold(), row, position + 1)
            for one in sheets
            for (row, position), seen in one.looks.items()
            if seen.problem is Problem.NOT_COMPUTED
        ]
        changed = {Key(self.sheet, *place): value for place, value in stored.items() if self._is_other(place, value)}
        computed = self._computed(changed, uncomputed) if changed else {}
        if computed is None:
            return None
        kept = {place: stored[place] for place in stored if Key(self.sheet, *place) in changed}
        return self._parts(kept, styles, computed), {place: cells[place] for place in kept}, computed

    def _is_other(self, place: Place, value: Value) -> bool:
        row = self.spans.rows.get(place[0])
        cell = row.cells.get(place[1]) if row else None
        return value is not None or (cell is not None and cell.inside != cell.end)

    def _computed(self, changed: Mapping[Key, Value], uncomputed: list[Key]) -> dict[Key, Fraction] | None:
        try:
            return self.formulas.recomputed(changed, uncomputed)
        except NotComputable as error:
            place = error.key.row, error.key.column
            first = next(iter(changed))
            told = (
                f"{place_of(place)} 的公式{quoted(f'={error.formula}')}会跟着 {place_of((first.row, first.column))} 变，"
                f"这里算不了它；{_IN_EXCEL}这些格。"
            )
            self.finder.error(
                "公式", location(self.file, place), told, expected="SUM 和加减乘除", found=f"={error.formula}"
            )
            return None

    def _emptied(self, changes: Changes, merged: Sequence[Merged]) -> dict[Place, str]:
        emptied: dict[Place, str] = {}
        for number in sorted(changes.deleted):
            if any(one.first_row <= number <= one.last_row and one.first_row < one.last_row for one in merged):
                message = f"这一行里有跨几行的合并单元格，不能在这里删；{_IN_EXCEL}。"
                self.finder.error(CHECK, Location(self.file, number), message, expected="没有合并的一行")
                continue
            row = self.spans.rows.get(number)
            emptied |= {(number, column): "" for column in (row.cells if row else ())}
        return emptied

    def _added(self, changes: Changes, last: int, merged: Sequence[Merged]) -> dict[Place, str]:
        added: dict[Place, str] = {}
        for number, texts in enumerate(changes.added, start=last + 1):
            row = self.spans.rows.get(number)
            is_filled = any(cell.inside != cell.end for cell in row.cells.values()) if row else False
            if is_filled or any(one.first_row <= number <= one.last_row for one in merged):
                message = f"第{last}行下面没有空行，添不进去；请在 Excel 或 WPS 里插入一行再填。"
                self.finder.error(CHECK, Location(self.file, number), message, expected="空行", found="有内容")
                break
            added |= {(number, column): text for column, text in enumerate(texts, start=1) if text}
        return added

    def _check(self, cells: Mapping[Place, str], merged: Sequence[Merged]) -> None:
        """Note the cells in which nothing can be typed: those behind a merged one's first, and formulas."""
        spilled = list(self.formulas.spilled())
        for place in cells:
            key = Key(self.sheet, *place)
            around = next((one for one in merged if _is_covered(one, place)), None)
            if around is not None:
                first = place_of((around.first_row, around.first_column + 1))
                message = f"{place_of(place)} 和 {first} 合并成了一格，请填在 {first}。"
                self.finder.error(CHECK, location(self.file, place), message, expected=first, found=place_of(place))
            elif key in self.formulas.texts or any(area.holds(key) for area in spilled):
                formula = f"={self.formulas.texts.get(key, '')}"
                message = f"这一格是公式（{formula}），不能在这里填；要改公式，{_IN_EXCEL}。"
                self.finder.error("公式", location(self.file, place), message, expected="没有公式的格", found=formula)

    def _style(self, place: Place, last: int) -> str:
        """Return the style of a cell: its own, else as a new one gets it: its row's, its column's; below the data that of the last row."""
        number, column = place
        row = self.spans.rows.get(number)
        if row and column in row.cells:
            return row.cells[column].attributes.get("s", "")
        above = self.spans.rows.get(last)
        if number > last and above and column in above.cells:
            return above.cells[column].attributes.get("s", "")
        if row and row.attributes.get("customFormat") in {"1", "true"}:
            return row.attributes.get("s", "")
        return next((style for first, end, style in self.spans.columns if first <= column <= end), "")

    def _code(self, style: str) -> str:
        number = int(style or 0)
        return self.codes[number] if number < len(self.codes) else ""

    def _parts(
        self, stored: Mapping[Place, Value], styles: Mapping[Place, str], computed: Mapping[Key, Fraction]
    ) -> dict[str, bytes]:
        parts: dict[str, bytes] = {}
        for name, path in self.paths.items():
            own = {(key.row, key.column): stored_number(value) for key, value in computed.items() if key.sheet == name}
            typed = stored if name == self.sheet else {}
            if own or typed:
                parts[path] = rewritten(self.formulas.sheets[name], typed, styles, own)
        if self.formulas.texts and parts:
            parts[self.book.main] = _to_be_computed(self.book.archive.read(self.book.main))
        return parts


def _is_covered(one: Merged, place: Place) -> bool:
    row, column = place[0], place[1] - 1
    is_within = one.first_row <= row <= one.last_row and one.first_column <= column <= one.last_column
    return is_within and (row, column) != (one.first_row, one.first_column)


def _to_be_computed(workbook: bytes) -> bytes:
    """Return a workbook's part that says that everything is computed when a spreadsheet opens it (18.2.2)."""
    found = re.search(rb"<(?:\w+:)?calcPr\b[^>]*>", workbook)
    if found:
        tag = re.sub(rb'\sfullCalcOnLoad\s*=\s*("[^"]*"|\'[^\']*\')', b"", found[0])
        end = b"/>" if tag.endswith(b"/>") else b">"
        return (
            workbook[: found.start()]
            + tag.removesuffix(end).rstrip()
            + b' fullCalcOnLoad="1"'
            + end
            + workbook[found.end() :]
        )
    for name in _BEFORE_SETTINGS:
        pattern = rb"<(\w+:)?%b\b[^>]*?/>|</(\w+:)?%b\s*>" % (name.encode(), name.encode())
        if behind := re.search(pattern, workbook):
            prefix = behind[1] or behind[2] or b""
            return workbook[: behind.end()] + b'<%bcalcPr fullCalcOnLoad="1"/>' % prefix + workbook[behind.end() :]
    raise NotAWorkbook(CANT_BE_CHANGED)


def _packed(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w") as target:
        for info in source.infolist():
            target.writestr(info, parts.get(info.filename, source.read(info)), info.compress_type)
    return made.getvalue()


def _sheets(data: bytes, file: str) -> tuple[Written, ...]:
    finder = Finder()
    found = read_written(data, file, finder)
    assert found is not None, finder.issues
    return (found, *found.others)


def _check(
    data: bytes, made: bytes, file: str, sheet: str, said: Mapping[Place, Meant], computed: Mapping[Key, Fraction]
) -> None:
    """Assert that reading the workbook again gives what was typed, and everything else as before but for what formulas came to."""
    before, after = ({one.sheet.casefold(): _by_place(one) for one in _sheets(each, file)} for each in (data, made))
    cells = {Key(sheet.casefold(), *place): one for place, one in said.items()}
    for name in before.keys() | after.keys():
        old, new = before.get(name, {}), after.get(name, {})
        for place in old.keys() | new.keys() | {(key.row, key.column) for key in cells if key.sheet == name}:
            key = Key(name, *place)
            there = new.get(place, ("", None))
            if key in cells:
                assert is_read_as(cells[key], *there), f"{key} is read as {there}"
            elif key not in computed:
                assert old.get(place, ("", None)) == there, f"{key} was {old.get(place)}, is {there}"


def _by_place(sheet: Written) -> dict[Place, tuple[str, Look | None]]:
    return {
        (row, position + 1): (cell, sheet.looks.get((row, position)))
        for row, cells in sheet.rows
        for position, cell in enumerate(cells)
        if cell or (row, position) in sheet.looks
    }
