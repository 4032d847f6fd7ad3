"""What the script of a sheet sends -> changes of a table's cells or of a section's values; and the file's bytes with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reportgen.base.issues import Issue, Location, Severity, Unusable
from reportgen.editing.cell_changes import CHECK, Changes
from reportgen.editing.saved import with_changes
from reportgen.editing.sheet import refused_cells, sheet_of
from reportgen.editing.yaml_values import with_values
from reportgen.page.year_around import Around


@dataclass(frozen=True)
class Typed:
    """The hash of the file as it was shown, and what was typed into it: a table's `changes`, or a section's `values` by name."""

    digest: str
    changes: Changes = field(default_factory=Changes)
    values: Mapping[str, str] = field(default_factory=dict)


def typed_of(said: object, *, is_table: bool) -> Typed:
    """Return what was typed; raises ValueError for anything that our script doesn't send."""
    if not isinstance(said, dict) or not isinstance(said.get("digest"), str):
        raise ValueError("no hash of the file")
    cells = [_cell(one) for one in _list(said.get("cells"))]
    if not is_table:
        return Typed(said["digest"], values={_text(place): text for place, _, text in cells})
    added = [[_text(cell) for cell in _list(row)] for row in _list(said.get("added"))]
    deleted = frozenset(_number(row) for row in _list(said.get("deleted")))
    by_place = {(_number(row), column): text for row, column, text in cells}
    return Typed(said["digest"], Changes(by_place, added, deleted))


def with_typed(data: bytes | None, here: Around, typed: Typed) -> bytes:
    """Return a file's bytes, None where nobody has made it yet, with what was typed; raises Unusable with every reason why it can't be."""
    file = here.file
    if data is not None and not (typed.values or typed.changes.cells or typed.changes.added or typed.changes.deleted):
        return data
    if file.table is None:
        return with_values(data or b"", file.name, here.catalogue, file.section, typed.values)
    return with_changes(here.empty if data is None else data, file.name, typed.changes, file.table, here.lists)


def refuse_closed(here: Around) -> None:
    """Raise Unusable where nothing in the file may be typed in here: no page of ours sends that."""
    if here.closed:
        raise Unusable([Issue(CHECK, Severity.ERROR, here.closed, Location(here.file.name))])


def refuse_locked(data: bytes | None, here: Around, typed: Typed) -> None:
    """Raise Unusable with every cell that was typed in though the sheet shows it as one that can't be: no script of ours sends that."""
    refuse_closed(here)
    file = here.file
    if file.table is not None:
        begun = here.empty if data is None else data
        if refused := refused_cells(sheet_of(begun, file.name, file.table, here.lists), typed.changes):
            raise Unusable(refused)


def _cell(one: object) -> tuple[object, int, str]:
    place, column, text = _list(one)
    return place, _number(column), _text(text)


def _list(one: object) -> list[object]:
    if not isinstance(one, list):
        raise ValueError("no list")
    return one


def _number(one: object) -> int:
    if not isinstance(one, int) or isinstance(one, bool):
        raise ValueError("no number")
    return one


def _text(one: object) -> str:
    if not isinstance(one, str):
        raise ValueError("no text")
    return one
