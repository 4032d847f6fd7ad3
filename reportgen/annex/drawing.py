"""A comparison in the form of `annex.docx` -> the annex 「附件 主要指标对比表」: behind a draft, or a document of its own in the look of the report.

Its numbers carry no marks: a mark says which figure of this year's report stands there, and the annex prints another year's beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from xml.sax.saxutils import quoteattr

from lxml import etree

from reportgen.annex.chart import Bar, add_chart, bars, title
from reportgen.annex.form import AFTER, BEFORE, CELLS, CHART, NOTICES, ROWS, SECTION, blocks_of
from reportgen.base.terminal import width
from reportgen.compare.rows import LABEL, REMARK, notices, row
from reportgen.figures.changes import Comparison
from reportgen.template.blank import emptied
from reportgen.template.rendering import ReportTemplate
from reportgen.template.sandbox import drawing
from reportgen.word import drawingml
from reportgen.word.blocks import visible_text
from reportgen.word.package import DOCUMENT, W, body_of, parse_part, serialized, write_package
from reportgen.word.relations import OFFICE

_STYLES = "word/styles.xml"
_WP, _A, _C = (name.strip("{}") for name in (drawingml.WP, drawingml.A, drawingml.CHART))
_EMU = 635  # in a twip
_BAR, _AROUND = 430, 1100  # twips of the chart for each bar, and for its title
_A4 = {"w": 11906, "left": 1588, "right": 1474, "gutter": 0}  # and the margins of GB/T 9704-2012, 5.2.1
_HERE = "annex"  # an instruction that stands where the annex comes
_ALSO = {"title": "标题"}  # what another word processor calls a style of Word's
_SMALL = 18  # half points: 小五
_MARGINS = 2 * 57  # twips: 1 mm at both sides of a cell
_SLACK = 120  # LibreOffice sets a gap between Chinese characters and digits
_LEAST = {REMARK: 10, LABEL: 16}  # half characters; the columns that can wrap, in the order in which they make way
_MOST, _MOST_HEAD = 60, 14  # half characters; a file's name is no reason for a wide column


def append_annex(parts: Mapping[str, bytes], comparison: Comparison, form: ReportTemplate) -> dict[str, bytes]:
    """Return a draft's parts with the annex behind its last paragraph, on a new page (GB/T 9704-2012, 7.3.7).

    Why a change stands out is left out here: that is for the one who drafts, and has its comment; the annex goes out with the report.
    """
    plain = tuple(replace(change, notes=()) for change in comparison.changes)
    return _with_annex(parts, replace(comparison, changes=plain), form)


def as_annex(comparison: Comparison, template: ReportTemplate, form: ReportTemplate) -> bytes:
    """Return the annex as a .docx of its own, on the template's page and styles.

    A header or footer with tags is left out: nobody is there to say what they stand for.
    """
    parts, root = emptied(template.parts, template.tagged)
    return write_package(_with_annex({**parts, DOCUMENT: serialized(root)}, comparison, form))


def _with_annex(parts: Mapping[str, bytes], comparison: Comparison, form: ReportTemplate) -> dict[str, bytes]:
    root = parse_part(parts[DOCUMENT])
    body = body_of(root)
    section = body[-1] if len(body) and body[-1].tag == f"{W}sectPr" else None
    total = type_area(section)
    shown, heading = bars(comparison), title(comparison)
    found, drawn = dict(parts), ""
    if shown:
        found, key = add_chart(found, heading, shown)
        taken = (one.get("id", "") for one in root.iter(drawingml.DESCRIBED))
        number = 1 + max((int(one) for one in taken if one.isdecimal()), default=0)
        drawn = _drawing(key, number, heading, shown, total)
    printed = form.rendered(_values(comparison, drawn))
    own, blocks = blocks_of(printed)
    _restyle(own, printed, parts)
    drawn_for = type_area(next(body_of(own).iterchildren(f"{W}sectPr"), None))
    for table in body_of(own).iterchildren(f"{W}tbl"):
        _lay_out(table, total, drawn_for)
    # As text: lxml takes longer to carry a table of hundreds of rows into another tree than all else here.
    here = etree.ProcessingInstruction(_HERE)
    body.insert(len(body) - (section is not None), here)
    behind = b"".join(etree.tostring(block, encoding="utf-8", with_tail=False) for block in blocks)
    return {**found, DOCUMENT: serialized(root).replace(etree.tostring(here, with_tail=False), behind)}


def _values(comparison: Comparison, drawn: str) -> dict[str, object]:
    return {
        BEFORE: comparison.before.title,
        AFTER: comparison.after.title,
        NOTICES: tuple(notices(comparison)),
        ROWS: tuple(_rows(comparison)),
        CHART: drawing(drawn) if drawn else "",
    }


def _rows(comparison: Comparison) -> Iterator[dict[str, str]]:
    section = None
    for change in comparison.changes:
        of, *cells = row(change)
        yield {SECTION: of if of != section else "", **dict(zip(CELLS, cells, strict=True))}
        section = of


def _restyle(root: etree._Element, form: Mapping[str, bytes], parts: Mapping[str, bytes]) -> None:
    """Give the annex the report's styles of the same names; of one that the report hasn't only the font is kept."""
    theirs = {(kind, name): key for key, kind, name, _ in styles_of(parts)}
    ours = {key: (kind, name, style) for key, kind, name, style in styles_of(form)}
    for said in list(root.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")):
        kind, name, style = ours.get(said.get(f"{W}val", ""), ("", "", None))
        known = theirs.get((kind, name)) or theirs.get((kind, _ALSO.get(name, "")))
        settings = said.getparent()
        if known:
            said.set(f"{W}val", known)
        elif settings is not None:
            settings.remove(said)
            paragraph, fonts = settings.getparent(), None if style is None else style.find(f"{W}rPr/{W}rFonts")
            if paragraph is not None and paragraph.tag == f"{W}p" and fonts is not None:
                _set_in(paragraph, fonts)


def _set_in(paragraph: etree._Element, fonts: etree._Element) -> None:
    """Set the runs of a paragraph in a style's fonts, as far as they say nothing else."""
    for run in paragraph.iter(f"{W}r"):
        settings = run.find(f"{W}rPr")
        if settings is None:
            settings = etree.Element(f"{W}rPr")
            run.insert(0, settings)
        own = settings.find(f"{W}rFonts")
        if own is None:
            own = etree.Element(f"{W}rFonts")
            settings.insert(0, own)
        for name, font in fonts.attrib.items():
            if name not in own.attrib:
                own.set(name, font)


def styles_of(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str, str, etree._Element]]:
    """Yield the styles: id, type, and name, which Word writes in small letters or not."""
    for style in parse_part(parts[_STYLES]).iter(f"{W}style") if _STYLES in parts else ():
        name = style.find(f"{W}name")
        if name is not None:
            yield style.get(f"{W}styleId", ""), style.get(f"{W}type", ""), name.get(f"{W}val", "").lower(), style


def type_area(section: etree._Element | None) -> int:
    """Return how wide a section's type area is, in twips."""
    told = dict(_A4)
    for settings in () if section is None else section.iterchildren(f"{W}pgSz", f"{W}pgMar"):
        found = {side: settings.get(f"{W}{side}", "") for side in told}
        told |= {side: int(size) for side, size in found.items() if size.isdecimal()}
    return told["w"] - told["left"] - told["right"] - told["gutter"]


def _drawing(key: str, number: int, heading: str, shown: tuple[Bar, ...], total: int) -> str:
    """Return the chart as a drawing; what it shows stands in words for those who can't see it."""
    said = "；".join(f"{bar.label}{bar.percent}%" for bar in shown)
    wide, high = total * _EMU, (_AROUND + _BAR * len(shown)) * _EMU
    return (
        f'<w:drawing><wp:inline xmlns:wp="{_WP}" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{wide}" cy="{high}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{number}" name="图表 {number}" descr={quoteattr(f"{heading}：{said}")}/><wp:cNvGraphicFramePr/>'
        f'<a:graphic xmlns:a="{_A}"><a:graphicData uri="{_C}"><c:chart xmlns:c="{_C}" xmlns:r="{OFFICE}" r:id="{key}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )


def _lay_out(table: etree._Element, total: int, before: int) -> None:
    """Give a table's columns their widths in twips, on a page with a type area of `total` where the form's own has `before`.

    A table that Word fits to its contents (布局：根据内容自动调整) gets its widths here, since LibreOffice and WPS don't fit one that
    nobody has opened in Word; one with fixed columns keeps them, larger or smaller with the page.
    """
    layout = table.find(f"{W}tblPr/{W}tblLayout")
    grid = [int(one.get(f"{W}w", "0")) for one in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    if layout is None or layout.get(f"{W}type") != "fixed":
        rows = [texts for texts in map(_said_in, table.iterchildren(f"{W}tr")) if len(texts) == len(grid)]
        if not rows:
            return
        half = _font_size(table) * 5  # twips that half a character takes
        least = {rows[0].index(name): wide * half for name, wide in _LEAST.items() if name in rows[0]}
        widths = fitted(list(_needs(rows, half)), total, least)
    elif total != before:
        widths = [
            right - left for left, right in pairwise(wide * total // before for wide in accumulate(grid, initial=0))
        ]
    else:
        return
    _write_widths(table, widths)


def fitted(needs: Sequence[int], total: int, least: Mapping[int, int]) -> list[int]:
    """Return the columns' widths: what they need, those of `least` less where that is too much, `total` in sum."""
    widths = list(needs)
    for column, fewest in least.items():
        lack = sum(widths) - total
        widths[column] -= max(0, min(lack, widths[column] - fewest))
    whole = sum(widths)
    widths = [one * total // whole for one in widths]
    widths[next(iter(least), -1)] += total - sum(widths)
    return widths


def _needs(rows: Sequence[Sequence[str]], half: int) -> Iterator[int]:
    head, *others = rows
    for column, text in enumerate(head):
        longest = max([min(width(text), _MOST_HEAD), *(min(width(texts[column]), _MOST) for texts in others)])
        yield longest * half + _MARGINS + _SLACK


def _said_in(row: etree._Element) -> list[str]:
    return [visible_text(cell).strip() for cell in row.iterchildren(f"{W}tc")]


def _font_size(table: etree._Element) -> int:
    found = next(table.iter(f"{W}sz"), None)
    said = "" if found is None else found.get(f"{W}val", "")
    return int(said) if said.isdecimal() else _SMALL


def _write_widths(table: etree._Element, widths: Sequence[int]) -> None:
    _set_width(table, f"{W}tblPr/{W}tblW", sum(widths))
    layout = table.find(f"{W}tblPr/{W}tblLayout")
    if layout is not None:
        layout.set(f"{W}type", "fixed")
    for one, wide in zip(table.iterfind(f"{W}tblGrid/{W}gridCol"), widths, strict=True):
        one.set(f"{W}w", str(wide))
    for line in table.iterchildren(f"{W}tr"):
        at = 0
        for cell in line.iterchildren(f"{W}tc"):
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            next_at = at + (1 if span is None else int(span.get(f"{W}val", "1")))
            _set_width(cell, f"{W}tcPr/{W}tcW", sum(widths[at:next_at]))
            at = next_at


def _set_width(element: etree._Element, path: str, wide: int) -> None:
    found = element.find(path)
    if found is not None:
        found.set(f"{W}w", str(wide))
        found.set(f"{W}type", "dxa")
