"""A table's sheet, or the rows of a section's YAML -> plain data that the script of a page draws, and a page without script prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

from reportgen.begin.first_year.first_section import is_of_typing
from reportgen.begin.next_year.next_section import is_mark
from reportgen.editing.sheet import BLANK, DATA, MEASURE, OTHER, REMARK, TOTAL, UNREAD, Sheet, SheetColumn
from reportgen.editing.values_sheet import DATE, LIST, READ_ONLY, REPORTED_ROW, TEXT, VALUE, ValueRow, ValuesSheet

TYPED_IN = 1  # which column of a section's rows is typed in, from 0
_BELOW = "这是一段一段的文字，在下面的「一条一条的文字」里改。"
_SHOWN_ONLY = "这一格只是给人看的，不在这里改。"
_KIND = {DATA: "data", TOTAL: "total", REMARK: "remark", UNREAD: "unread", BLANK: "blank"}
_IN_ROWS = {VALUE, DATE, TEXT, LIST, READ_ONLY}


class PlainColumn(TypedDict):
    """A column as the script draws it; `names` are those that an issue may call it by, the surest first."""

    title: str
    names: tuple[str, ...]
    kind: str
    locked: bool
    choices: tuple[str, ...]


class PlainRow(TypedDict):
    """A row as the script draws it: its id (a row's number, a value's name), a key by which it is the same row in a file that somebody
    else has changed, and by column its cells, why each can't be typed in, last year's, and what changed since."""

    id: int | str
    label: str
    key: str
    kind: str
    cells: tuple[str, ...]
    locked: tuple[str, ...]
    last: tuple[str, ...]
    change: tuple[str, ...]


class Plain(TypedDict):
    """What the script draws: a table or a section's values, the hash of the file as shown, why nothing in it can be changed, '' where it can."""

    kind: str
    digest: str
    locked: str
    columns: list[PlainColumn]
    rows: list[PlainRow]


@dataclass(frozen=True)
class Shown:
    """A file as a page shows it: what the script draws, and of a section's values what is changed in forms below them."""

    digest: str
    locked: str
    plain: Plain
    lists: tuple[ValueRow, ...] = ()
    unconfirmed: tuple[ValueRow, ...] = ()
    reported: tuple[ValueRow, ...] = ()
    reportable: tuple[str, ...] = ()


def closed(shown: Shown, why: str) -> Shown:
    """Return a sheet in which nothing can be changed."""
    rows: list[PlainRow] = [{**row, "locked": (why,) * len(row["cells"])} for row in shown.plain["rows"]]
    return Shown(shown.digest, why, {**shown.plain, "locked": why, "rows": rows})


def of_table(sheet: Sheet) -> Shown:
    """Return a table's sheet."""
    dimensions = [one.number - 1 for one in sheet.columns if one.kind not in (MEASURE, OTHER)]
    rows: list[PlainRow] = [
        {
            "id": row.number,
            "label": str(row.number),
            "key": "\n".join(row.cells[at] for at in dimensions) if row.kind in (DATA, TOTAL) else "",
            "kind": _KIND[row.kind],
            "cells": row.cells,
            "locked": (sheet.locked,) * len(row.cells) if sheet.locked else row.locked,
            "last": row.last_year,
            "change": row.changes,
        }
        for row in sheet.rows
    ]
    columns = [_column(one) for one in sheet.columns]
    plain = Plain(kind="table", digest=sheet.digest, locked=sheet.locked, columns=columns, rows=rows)
    return Shown(sheet.digest, sheet.locked, plain)


def _column(one: SheetColumn) -> PlainColumn:
    said = f"（{one.unit}）" if one.unit and f"（{one.unit}）" not in one.heading else ""
    return {
        "title": f"{one.heading}{said}",
        "names": one.names,
        "kind": "number" if one.kind == MEASURE else "text",
        "locked": one.kind == OTHER,
        "choices": one.choices,
    }


def of_values(sheet: ValuesSheet) -> Shown:
    """Return the rows of a section's YAML; its lists and what it reports otherwise than the tables are changed below them."""
    columns: list[PlainColumn] = [
        {"title": title, "names": (title,), "kind": kind, "locked": at != TYPED_IN, "choices": ()}
        for at, (title, kind) in enumerate(
            [("指标", "text"), ("数", "value"), ("单位", "text"), ("上年", "value"), ("来源", "text"), ("备注", "text")]
        )
    ]
    every = [_unmarked(one) for one in sheet.rows]
    rows = [_row(one) for one in every if one.kind in _IN_ROWS]
    return Shown(
        sheet.digest,
        "",
        Plain(kind="values", digest=sheet.digest, locked="", columns=columns, rows=rows),
        tuple(one for one in every if one.kind == LIST),
        tuple(one for one in every if one.kind == DATE and any(map(is_mark, one.remark.split("；")))),
        tuple(one for one in every if one.kind == REPORTED_ROW),
        sheet.reportable,
    )


def _unmarked(one: ValueRow) -> ValueRow:
    """Return a row without the remark that it is last year's still, where it says something else by now, and without how the file is typed;
    in the file both stay."""
    is_last = (one.text, one.items) == (one.last, one.last_items)
    said = (part for part in one.remark.split("；") if not is_of_typing(part) and (is_last or not is_mark(part)))
    return replace(one, remark="；".join(said))


def _row(one: ValueRow) -> PlainRow:
    why = {LIST: _BELOW, READ_ONLY: one.why}.get(one.kind, "")
    text = f"{len(one.items)}条" if one.kind == LIST else one.text
    last = f"{len(one.last_items)}条" if one.kind == LIST and one.last_items else one.last
    said = one.unit or one.asked
    return {
        "id": one.name,
        "label": "" if one.row is None else str(one.row),
        "key": one.name,
        "kind": {VALUE: "number", DATE: "date"}.get(one.kind, "words"),
        "cells": (one.name, text, said, last, one.source, one.remark),
        "locked": tuple(why if at == TYPED_IN else _SHOWN_ONLY for at in range(6)),
        "last": ("",) * 6,
        "change": ("",) * 6,
    }


def cell_at(plain: Plain, row: str, column: str) -> tuple[int, int] | None:
    """Return where a cell is drawn that an issue or a derivation names by its row and its column's name, None for none; a section's row
    may be named by its value alone."""
    rows, columns = plain["rows"], plain["columns"]
    if plain["kind"] == "values":
        of_name = (at for at, one in enumerate(rows) if one["id"] == column)
        at = next(of_name, next((at for at, one in enumerate(rows) if row and one["label"] == row), None))
        return None if at is None else (at, TYPED_IN)
    at = next((at for at, one in enumerate(rows) if one["label"] == row), None)
    return None if at is None else (at, column_named([one["names"] for one in columns], column) or 0)


def column_named(columns: Sequence[tuple[str, ...]], name: str) -> int | None:
    """Return which column, from 0, has this name among its `SheetColumn.names`, the surest kind of name first; None for none."""
    return next(
        (at for names in zip(*columns, strict=True) for at, one in enumerate(names) if name and one == name), None
    )
