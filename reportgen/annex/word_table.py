"""A comparison -> Word's own table: a section's title above its rows, a header on each page, columns as wide as what they hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from reportgen.base.terminal import width
from reportgen.compare.rows import header, row
from reportgen.figures.changes import Comparison

SMALL = 18  # half points: 小五
_LINE = 260  # twips; a cell must not take the body's fixed line
_ROW = 340
_MARGIN = 57  # 1 mm at both sides of a cell
_HALF = SMALL * 5  # twips that half a character takes
_SLACK = 120  # LibreOffice sets a gap between Chinese characters and digits
_LABEL, _REMARK = 0, 6
_ALIGNED = ("left", "center", "right", "right", "right", "right", "left")
_LEAST = {_REMARK: 10 * _HALF, _LABEL: 16 * _HALF}  # the columns that can wrap, in the order in which they make way
_MOST, _MOST_HEAD = 60, 14  # half characters; a file's name is no reason for a wide column
PLAIN = '<w:rFonts w:hint="eastAsia"/>'
BOLD = '<w:rFonts w:hint="eastAsia" w:ascii="Times New Roman" w:hAnsi="黑体" w:eastAsia="黑体"/>'  # 黑体, which official papers have for bold
NO_INDENT = '<w:ind w:left="0" w:right="0" w:firstLineChars="0" w:firstLine="0"/>'


def comparison_table(comparison: Comparison, total: int, style: str) -> str:
    """Return the table as XML, `total` twips wide; `style` is what a template calls its cells' style, '' without one.

    GB/T 9704-2012 says nothing of tables in upright pages; the rules that a reader expects are here: one thin line, black.
    """
    rows = [(change.entry.section, row(change)[1:]) for change in comparison.changes]
    head = header(comparison)[1:]
    widths = fitted(list(_needs(head, [cells for _, cells in rows])), total)
    said = [_row(head, widths, ["center"] * len(head), style, heading=True)]
    section = None
    for title, cells in rows:
        if title != section:
            section = title
            said += [_spanning(title, widths, style)] if title else []  # a document's figures have no sections
        said.append(_row(cells, widths, _ALIGNED, style))
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides)
    margins = "".join(f'<w:{side} w:w="{_MARGIN}" w:type="dxa"/>' for side in ("left", "right"))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{total}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{lines}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(said)}</w:tbl>"
    )


def fitted(needs: Sequence[int], total: int) -> list[int]:
    """Return the columns' widths in twips: what they need, the wrapping ones less where that is too much, `total` in sum."""
    widths = list(needs)
    for column, least in _LEAST.items():
        lack = sum(widths) - total
        widths[column] -= max(0, min(lack, widths[column] - least))
    whole = sum(widths)
    widths = [one * total // whole for one in widths]
    widths[_REMARK] += total - sum(widths)
    return widths


def _needs(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[int]:
    for column, text in enumerate(head):
        longest = max([min(width(text), _MOST_HEAD), *(min(width(cells[column]), _MOST) for cells in rows)])
        yield longest * _HALF + 2 * _MARGIN + _SLACK


def _row(cells: Sequence[str], widths: Sequence[int], aligned: Sequence[str], style: str, heading: bool = False) -> str:
    said = "".join(
        _cell(cell, str(wide), align, style, heading) for cell, wide, align in zip(cells, widths, aligned, strict=True)
    )
    return f"<w:tr>{_row_settings(heading)}{said}</w:tr>"


def _spanning(title: str, widths: Sequence[int], style: str) -> str:
    cell = _cell(title, str(sum(widths)), "left", style, True, f'<w:gridSpan w:val="{len(widths)}"/>')
    return f"<w:tr>{_row_settings(False)}{cell}</w:tr>"


def _row_settings(repeated: bool) -> str:
    again = "<w:tblHeader/>" if repeated else ""
    return f'<w:trPr><w:cantSplit/><w:trHeight w:val="{_ROW}" w:hRule="atLeast"/>{again}</w:trPr>'


def _cell(text: str, wide: str, align: str, style: str, bold: bool, span: str = "") -> str:
    settings = f'<w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{span}<w:vAlign w:val="center"/></w:tcPr>'
    # A title stays with its first row.
    return f"<w:tc>{settings}{paragraph(text, style, align, SMALL, _LINE, BOLD if bold else PLAIN, keep=bold)}</w:tc>"


def paragraph(
    text: str,
    style: str,
    align: str,
    size: int,
    line: int,
    face: str = PLAIN,
    *,
    keep: bool = False,
    new_page: bool = False,
) -> str:
    """Return a paragraph as XML, with its own line and no indent, whatever the template's body has; sizes in half points and twips."""
    settings = [
        f"<w:pStyle w:val={quoteattr(style)}/>" if style else "",
        "<w:keepNext/>" if keep else "",
        "<w:pageBreakBefore/>" if new_page else "",
        f'<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="{line}" w:lineRule="exact"/>',
        f'{NO_INDENT}<w:jc w:val="{align}"/>',
    ]
    face += f'<w:spacing w:val="0"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    run = f'<w:r><w:rPr>{face}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{''.join(settings)}<w:rPr>{face}</w:rPr></w:pPr>{run}</w:p>"
