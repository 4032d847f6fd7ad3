"""A worksheet's bytes with the places of its cells + what some of them store now -> its bytes; only these cells' spans differ."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from reportgen.base.names import column_letters
from reportgen.editing.cell_changes import Place
from reportgen.editing.dependent_formulas import Value
from reportgen.editing.sheet_spans import Cell, Row, Spans
from reportgen.editing.typed_cell import stored_number, text_element

_ITS_KIND = re.compile(rb"\s(?:t|cm|vm)\s*=\s*(?:\"[^\"]*\"|'[^']*')")  # of the value that it had
# A hint at a row's columns, which may be left out (18.3.1.73).
_SPANS = re.compile(rb"\sspans\s*=\s*(?:\"[^\"]*\"|'[^']*')")


def rewritten(
    spans: Spans, typed: Mapping[Place, Value], styles: Mapping[Place, str], computed: Mapping[Place, str]
) -> bytes:
    """Return the sheet with each `typed` cell as it is stored now, a new one in its style, and formulas with what they come to."""
    edits: list[tuple[int, int, bytes]] = []
    new_rows: dict[int, list[tuple[int, bytes]]] = {}
    for (number, column), value in sorted(typed.items()):
        row = spans.rows.get(number)
        cell = row.cells.get(column) if row else None
        if cell is not None:
            edits.append((cell.begin, cell.end, _changed(spans, cell, value)))
        elif value is not None:
            made = _new(spans.prefix, (number, column), value, styles[number, column])
            new_rows.setdefault(number, []).append((column, made))
    for (number, column), text in computed.items():
        edits.extend(_result(spans, spans.rows[number].cells[column], text))
    outside: dict[int, list[bytes]] = {}
    for number, cells in new_rows.items():
        row = spans.rows.get(number)
        if row is not None:
            edits += _into_row(spans, row, cells)
            continue
        behind = next((one.begin for other, one in spans.rows.items() if other > number), spans.close)
        tag = f'<{spans.prefix}row r="{number}">'.encode()
        made = tag + b"".join(cell for _, cell in cells) + f"</{spans.prefix}row>".encode()
        outside.setdefault(behind, []).append(made)
    is_empty = spans.inside == spans.end
    for at, made_rows in outside.items():
        content = b"".join(made_rows)
        if is_empty:
            edits.append((spans.inside - 2, spans.inside, b">" + content + f"</{spans.prefix}sheetData>".encode()))
        else:
            edits.append((at, at, content))
    return _spliced(spans.data, edits)


def _spliced(data: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    pieces: list[bytes] = []
    at = 0
    for begin, end, content in sorted(edits, key=lambda edit: edit[:2]):
        assert begin >= at, "no two edits of one place"
        pieces += [data[at:begin], content]
        at = end
    return b"".join((*pieces, data[at:]))


def _changed(spans: Spans, cell: Cell, value: Value) -> bytes:
    tag = spans.data[cell.begin : cell.inside]
    opened = _ITS_KIND.sub(b"", tag).removesuffix(b">").removesuffix(b"/").rstrip()
    return opened + _content(spans.prefix, value)


def _new(prefix: str, place: Place, value: Value, style: str) -> bytes:
    named = f"{column_letters(place[1] - 1)}{place[0]}"
    styled = f" s={quoteattr(style)}" if style else ""
    return f'<{prefix}c r="{named}"{styled}'.encode() + _content(prefix, value)


def _content(prefix: str, value: Value) -> bytes:
    """Return the rest of a cell whose first tag isn't ended yet."""
    if value is None:
        return b"/>"
    if isinstance(value, str):
        return f' t="inlineStr">{text_element(value, prefix)}</{prefix}c>'.encode()
    return f"><{prefix}v>{stored_number(value)}</{prefix}v></{prefix}c>".encode()


def _result(spans: Spans, cell: Cell, text: str) -> list[tuple[int, int, bytes]]:
    """Return the edits that give a formula another result; what it is stays."""
    tag = spans.data[cell.begin : cell.inside]
    said = f"<{spans.prefix}v>{text}</{spans.prefix}v>".encode()
    at = cell.value_span if cell.value_span != (0, 0) else (cell.close, cell.close)
    return [(cell.begin, cell.inside, _ITS_KIND.sub(b"", tag)), (*at, said)]


def _into_row(spans: Spans, row: Row, cells: list[tuple[int, bytes]]) -> list[tuple[int, int, bytes]]:
    """Return the edits that put new cells into a row, in the order of their columns."""
    tag = _SPANS.sub(b"", spans.data[row.begin : row.inside])
    if row.inside == row.end:  # an empty element
        opened = tag.removesuffix(b"/>").rstrip() + b">"
        return [(row.begin, row.end, opened + b"".join(made for _, made in cells) + f"</{spans.prefix}row>".encode())]
    places: dict[int, list[bytes]] = {}
    for column, made in cells:
        behind = next((cell.begin for other, cell in sorted(row.cells.items()) if other > column), row.close)
        places.setdefault(behind, []).append(made)
    return [(row.begin, row.inside, tag), *((at, at, b"".join(made)) for at, made in places.items())]
