"""A document with the annex 「附件 主要指标对比表」 -> the annexes out of its body, wherever they stand, and back.

The annex is known by its title, or by its table's header where people wrote another title or deleted it: a word processor keeps no name
that we could give to a stretch of paragraphs and tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from reportgen.annex.table import is_headed, is_ours, read_table
from reportgen.compare.rows import TITLE
from reportgen.figures.wording import DEMO
from reportgen.word.blocks import printed_in, visible_text
from reportgen.word.drawingml import CHART
from reportgen.word.package import DOCUMENT, W, body_of, parse_part
from reportgen.word.units import Unit, units, units_of

_LABEL = "附件"
_PLACE = "annex"  # an instruction that keeps the place while something is out
_MOST_BETWEEN = 4  # blocks from the label to the title, and from the title to the table: an empty line, notices
_FAR = 15  # blocks from the title to a table with the annex's header, where people wrote in between
_MOST_TITLE = 40  # characters of a title that people added something to
_BEHIND = 3  # blocks behind the table that may be the annex's: its note, the chart
_STATED = re.compile(r"附件\s*[：:]")


@dataclass(frozen=True)
class Annex:
    """One annex of a document: its blocks in order, and those of them that hold its table, several where somebody split it."""

    blocks: tuple[etree._Element, ...]
    holders: tuple[etree._Element, ...]

    @property
    def tables(self) -> list[etree._Element]:
        """Return the pieces of its table."""
        return [next(holder.iter(f"{W}tbl")) for holder in self.holders]


@dataclass(frozen=True)
class Taken:
    """An annex that was taken out, and the body that holds what it says beside its table, for that is taken out of it too."""

    annex: Annex
    body: etree._Element


def has_annex(parts: Mapping[str, bytes]) -> bool:
    """Return whether a document has the annex; one that can't be read has none."""
    try:
        body = parse_part(parts[DOCUMENT]).find(f"{W}body")
    except (KeyError, etree.XMLSyntaxError):
        return False
    return body is not None and bool(annexes(body))


def take_annexes(root: etree._Element) -> list[Taken]:
    """Take the annexes out of a document's body, and out of each its table, into bodies behind that body.

    They stay in one document: lxml takes seconds to carry a table of hundreds of rows out of it.
    """
    taken: list[Taken] = []
    for found in annexes(body_of(root)):
        body, aside = (etree.SubElement(root, f"{W}body") for _ in range(2))
        found.blocks[0].addprevious(etree.ProcessingInstruction(_PLACE))
        body.extend(found.blocks)
        for holder in found.holders:
            holder.addprevious(etree.ProcessingInstruction(_PLACE))
            aside.append(holder)
        taken.append(Taken(found, body))
    return taken


def put_annexes(root: etree._Element, taken: list[Taken | None]) -> None:
    """Put the annexes that were taken out back where they stood; None leaves one out, and takes it out of the document."""
    for place, one in zip(_places(body_of(root)), taken, strict=True):
        for holder, kept in zip(one.annex.holders, _places(one.body), strict=True) if one else ():
            _replace(kept, [holder])
        _replace(place, list(one.body) if one else [])
    for extra in root.findall(f"{W}body")[1:]:
        root.remove(extra)


def units_outside(parts: Mapping[str, bytes], root: etree._Element) -> Iterator[Unit]:
    """Yield a document's units but for the rows of its annexes; `root` is its body's part as it was read."""
    rows = {row for annex in annexes(body_of(root)) for table in annex.tables for row in table.iter(f"{W}tr")}
    yield from (unit for unit in units_of(root, DOCUMENT) if unit.element not in rows)
    yield from units(parts, without=DOCUMENT)


def annexes(body: etree._Element) -> list[Annex]:
    """Return the annexes of a body in order, each from its label or title, where it has one, to its note and chart."""
    children = [one for one in body if isinstance(one.tag, str) and one.tag != f"{W}sectPr"]
    tables = _tables(body, children)
    near = {
        n
        for at, table in enumerate(tables)
        if table is not None
        for n in range(at - _FAR - _MOST_BETWEEN, at + _BEHIND + 2)
    }
    texts = [
        visible_text(one).strip() if n in near and tables[n] is None else "" for n, one in enumerate(children)
    ]  # reading all of a long report takes longer than all else here
    found: list[Annex] = []
    begin = 0  # behind the annex before
    for at, table in enumerate(tables):
        if table is None or at < begin:
            continue
        title = _title_before(children, tables, texts, begin, at)
        if title is None and not is_ours(table):
            continue
        first = at if title is None else _label_before(texts, begin, title)
        last, holders = at, [children[at]]
        for n in range(at + 1, len(children)):
            piece = tables[n]
            if piece is not None and n <= last + 2 and _goes_on(table, piece) and not any(texts[last + 1 : n]):
                holders.append(children[n])
                last = n
            elif piece is not None or n > last + _BEHIND:
                break
        for n in range(last + 1, min(last + 1 + _BEHIND, len(children))):
            if texts[n].startswith("注：") or next(children[n].iter(f"{CHART}chart"), None) is not None:
                last = n
        found.append(Annex(tuple(children[first : last + 1]), tuple(holders)))
        begin = last + 1
    return found


def _title_before(
    children: list[etree._Element], tables: list[etree._Element | None], texts: list[str], begin: int, at: int
) -> int | None:
    """Return the place of the title that stands above a table, None where the table has none.

    Under our own title any table is the annex; under one that people rewrote, or far above, the table must have the annex's header.
    """
    table = tables[at]
    assert table is not None
    for n in range(at - 1, max(at - 1 - _FAR, begin - 1), -1):
        near = n >= at - _MOST_BETWEEN
        if tables[n] is not None:
            return None
        if TITLE not in texts[n] and next(printed_in(children[n]), None) is None:
            continue
        if texts[n] == TITLE and (near or is_headed(table)):
            return n
        if TITLE in texts[n]:
            return n if is_headed(table) and not _is_marked(table) and _is_title(texts[n], texts[n + 1 : at]) else None
        return None  # the report's own text, or its signature
    return None


def _is_title(text: str, between: list[str]) -> bool:
    """Return whether a text is a title that people added to, given the texts between it and the table.

    「附件：…」 is one right above the table; farther up it is the list of annexes under the report's text, before the signature.
    """
    if _STATED.match(text) and any(one and not one.startswith(DEMO) for one in between):
        return False
    return len(text) <= _MOST_TITLE and not text.endswith(("。", "；", "："))


def _label_before(texts: list[str], begin: int, title: int) -> int:
    return next(
        (n for n in range(title - 1, max(title - 1 - _MOST_BETWEEN, begin - 1), -1) if texts[n] == _LABEL), title
    )


def _goes_on(table: etree._Element, piece: etree._Element) -> bool:
    """Return whether a table is the rest of the one before it, which somebody split: as wide, without a header of its own."""
    one, other = read_table([table]), read_table([piece])
    return other.head is None and one.width == other.width and not _is_marked(piece)


def _is_marked(table: etree._Element) -> bool:
    return sum(1 for _ in printed_in(table)) * 2 > len(read_table([table]).lines)


def _tables(body: etree._Element, children: list[etree._Element]) -> list[etree._Element | None]:
    """Return the first table in each of a body's children, None where there is none."""
    first: dict[etree._Element, etree._Element] = {}
    for table in body.iter(f"{W}tbl"):
        child = table
        while (above := child.getparent()) is not None and above is not body:
            child = above
        first.setdefault(child, table)
    return [first.get(one) for one in children]


def _places(body: etree._Element) -> list[etree._Element]:
    return [one for one in body if isinstance(one, etree._ProcessingInstruction)]


def _replace(place: etree._Element, elements: list[etree._Element]) -> None:
    for element in elements:
        place.addprevious(element)
    holder = place.getparent()
    assert holder is not None
    holder.remove(place)
