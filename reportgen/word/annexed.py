"""A document with the annex 「附件 主要指标对比表」 -> the annex taken out of its body, and put back; its chart renewed.

The annex is known by its title: a word processor keeps no name that we could give to a stretch of paragraphs and tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from lxml import etree

from reportgen.formats.rows import TITLE
from reportgen.word.blocks import visible_text
from reportgen.word.package import DOCUMENT, W, body_of, parse_part, serialized
from reportgen.word.relations import OFFICE, only_related, related, relations_of, with_part
from reportgen.word.units import CELL_END, Unit, units, units_of

_LABEL = "附件"
_PLACE = "annex"  # an instruction that keeps the place while the annex is out
_MOST_BETWEEN = 4  # blocks from the label to the title, and from the title to the table: an empty line, notices
_BEHIND = 3  # blocks behind the table that may be the annex's: its note, the chart
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def has_annex(parts: Mapping[str, bytes]) -> bool:
    """Return whether a document has the annex behind its report; one that can't be read has none."""
    try:
        body = parse_part(parts[DOCUMENT]).find(f"{W}body")
    except (KeyError, etree.XMLSyntaxError):
        return False
    return body is not None and bool(_blocks(body))


def take_annex(root: etree._Element) -> etree._Element | None:
    """Take the annex out of a document's body and return it as a body of its own, None where there is none."""
    found = _blocks(body_of(root))
    if not found:
        return None
    annex = etree.SubElement(etree.Element(f"{W}document", nsmap={"w": W.strip("{}")}), f"{W}body")
    found[0].addprevious(etree.ProcessingInstruction(_PLACE))
    annex.extend(found)
    return annex


def put_annex(root: etree._Element, annex: etree._Element | None) -> None:
    """Put an annex that was taken out back where it stood; None leaves it out."""
    for place in [one for one in body_of(root) if isinstance(one, etree._ProcessingInstruction)]:
        for block in () if annex is None else list(annex):
            place.addprevious(block)
        body_of(root).remove(place)


def drafted_units(parts: Mapping[str, bytes]) -> Iterator[Unit]:
    """Yield a draft's units; the numbers of an annex's row are figures under the name of what the row is of, though they carry no marks."""
    root = parse_part(parts[DOCUMENT])
    annex = take_annex(root)
    yield from units_of(root, DOCUMENT)
    for unit in () if annex is None else units_of(annex, DOCUMENT):
        name = f"{unit.text.partition(CELL_END)[0].strip()}（{_LABEL}）"
        named = (
            token if token.title or CELL_END not in unit.text else replace(token, title=name) for token in unit.tokens
        )
        yield replace(unit, tokens=tuple(named))
    yield from (unit for unit in units(parts) if unit.place != DOCUMENT)


def with_chart_of(
    theirs: Mapping[str, bytes], base: Mapping[str, bytes], ours: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return people's parts with the annex's chart as today's data draw it; what they did to its look goes where the data changed it.

    The same parts where the chart says what it said, or where people deleted it.
    """
    was, now, mine = (_chart(parts) for parts in (base, theirs, ours))
    if mine is None or now is None or (was is not None and base[was] == ours[mine]):
        return dict(theirs)
    left = {key for key, (kind, _) in related(theirs, now).items() if kind != "package"}
    parts = only_related(theirs, now, left) if relations_of(now) in theirs else dict(theirs)
    book_key, book = next((key, name) for key, (kind, name) in related(ours, mine).items() if kind == "package")
    name = next((name for kind, name in related(theirs, now).values() if kind == "package"), book)
    parts, key = with_part(parts, now, name, ours[book], "package", _BOOK_TYPE)
    parts[now] = ours[mine].replace(f'r:id="{book_key}"'.encode(), f'r:id="{key}"'.encode())
    root = parse_part(parts[DOCUMENT])
    _describe(root, parse_part(ours[DOCUMENT]))
    return {**parts, DOCUMENT: serialized(root)}


def without_chart(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts of a document whose annex has gone without the charts that nothing shows any more."""
    shown = {one.get(f"{{{OFFICE}}}id") for one in parse_part(parts[DOCUMENT]).iter(_CHART)}
    known = related(parts, DOCUMENT)
    gone = {key for key, (kind, _) in known.items() if kind == "chart" and key not in shown}
    if not gone:
        return dict(parts)
    relations = parse_part(parts[relations_of(DOCUMENT)])
    return only_related(parts, DOCUMENT, {one.get("Id", "") for one in relations} - gone)


def _chart(parts: Mapping[str, bytes]) -> str | None:
    """Return the part that the annex's chart is in."""
    drawing = _drawing(_blocks(body_of(parse_part(parts[DOCUMENT]))))
    if drawing is None:
        return None
    shown = next(drawing.iter(_CHART)).get(f"{{{OFFICE}}}id", "")
    _, name = related(parts, DOCUMENT).get(shown, ("", ""))
    return name if name in parts else None


def _describe(theirs: etree._Element, ours: etree._Element) -> None:
    """Give people's drawing the words of ours, for those who can't see it."""
    pairs = [_drawing(_blocks(body_of(root))) for root in (theirs, ours)]
    said = [None if one is None else one.find(f".//{_WP}docPr") for one in pairs]
    if said[0] is not None and said[1] is not None:
        said[0].set("descr", said[1].get("descr", ""))


def _drawing(blocks: list[etree._Element]) -> etree._Element | None:
    return next(
        (one for block in blocks for one in block.iter(f"{W}drawing") if next(one.iter(_CHART), None) is not None), None
    )


def _blocks(body: etree._Element) -> list[etree._Element]:
    """Return the annex's blocks: from its label, or its title where somebody deleted the label, to its note and chart."""
    children = [one for one in body if one.tag != f"{W}sectPr"]
    titles = [number for number, one in enumerate(children) if _is_title(one)]
    texts = ["" if one.tag == f"{W}tbl" else visible_text(one).strip() for one in children] if titles else []
    for title in titles:
        table = next(
            (n for n in range(title + 1, min(title + 1 + _MOST_BETWEEN, len(children))) if _is_table(children[n])), None
        )
        if table is None:
            continue
        first = next((n for n in range(title - 1, max(title - 1 - _MOST_BETWEEN, -1), -1) if texts[n] == _LABEL), title)
        last = table
        for n in range(table + 1, min(table + 1 + _BEHIND, len(children))):
            if texts[n].startswith("注：") or next(children[n].iter(_CHART), None) is not None:
                last = n
        return children[first : last + 1]
    return []


def _is_title(block: etree._Element) -> bool:
    return block.tag != f"{W}tbl" and "".join(node.text or "" for node in block.iter(f"{W}t")).strip() == TITLE


def _is_table(element: etree._Element) -> bool:
    return element.tag == f"{W}tbl" or next(element.iter(f"{W}tbl"), None) is not None
