"""A comparison -> the annex 「附件 主要指标对比表」: behind a draft, or a document of its own in the look of the report's template.

Its numbers carry no marks: a mark says which figure of this year's report stands there, and the annex prints another year's beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from xml.sax.saxutils import quoteattr

from lxml import etree

from reportgen.annex.chart import Bar, add_chart, bars, title
from reportgen.annex.word_table import BOLD, NO_INDENT, PLAIN, SMALL, comparison_table, paragraph
from reportgen.compare.rows import TITLE, notices
from reportgen.figures.changes import Comparison
from reportgen.template.blank import emptied
from reportgen.template.rendering import Prepared
from reportgen.word.package import DOCUMENT, W, body_of, parse_part, serialized, write_package
from reportgen.word.relations import OFFICE

_LABEL = "附件"
_NOTE = "注：增减按四舍五入前的数计算，末位可能与表中两数之差略有出入。"
_STYLES = "word/styles.xml"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_NAMESPACES = {
    "w": W.strip("{}"),
    "r": OFFICE,
    "wp": f"{_DRAWING}/wordprocessingDrawing",
    "a": f"{_DRAWING}/main",
    "c": f"{_DRAWING}/chart",
}
_DRAWN = f"{{{_NAMESPACES['wp']}}}docPr"
_EMU = 635  # in a twip
_BAR, _AROUND = 430, 1100  # twips of the chart for each bar, and for its title
_LINE, _TITLE_LINE, _SMALL_LINE, _GAP = 579, 720, 400, 200  # twips
_SAN, _ER, _XIAO_SI = 32, 44, 24  # half points: 三号, 二号, 小四
_A4 = {"w": 11906, "left": 1588, "right": 1474, "gutter": 0}  # and the margins of GB/T 9704-2012, 5.2.1


def append_annex(parts: Mapping[str, bytes], comparison: Comparison) -> dict[str, bytes]:
    """Return a draft's parts with the annex behind its last paragraph, on a new page (GB/T 9704-2012, 7.3.7).

    Why a change stands out is left out here: that is for the one who drafts, and has its comment; the annex goes out with the report.
    """
    plain = tuple(replace(change, notes=()) for change in comparison.changes)
    return _with_annex(parts, replace(comparison, changes=plain))


def as_annex(comparison: Comparison, template: Prepared) -> bytes:
    """Return the annex as a .docx of its own, on the template's page and styles.

    A header or footer with tags is left out: nobody is there to say what they stand for.
    """
    parts, root = emptied(template.parts, template.tagged)
    return write_package(_with_annex({**parts, DOCUMENT: serialized(root)}, comparison))


def _with_annex(parts: Mapping[str, bytes], comparison: Comparison) -> dict[str, bytes]:
    root = parse_part(parts[DOCUMENT])
    body, section = _body(root)
    total, styles = _type_area(section), _styles(parts)
    cell = styles.get("公文表格", "")
    content = [
        _label(styles.get("公文附件标识", "")),
        paragraph("", "", "left", _SAN, _LINE, keep=True),  # 7.3.7: the title stands in the third line
        _title(styles.get("title", styles.get("标题", ""))),
        *(paragraph(notice, cell, "center", _XIAO_SI, _SMALL_LINE, keep=True) for notice in notices(comparison)),
        paragraph("", cell, "left", SMALL, _GAP, keep=True),
        comparison_table(comparison, total, cell),
        paragraph(_NOTE, cell, "left", SMALL, _SMALL_LINE),
    ]
    shown, heading = bars(comparison), title(comparison)
    found = dict(parts)
    if shown:
        found, key = add_chart(found, heading, shown)
        taken = (one.get("id", "") for one in root.iter(_DRAWN))
        number = 1 + max((int(one) for one in taken if one.isdecimal()), default=0)
        content.append(_drawing(key, number, heading, shown, total))
    declared = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in _NAMESPACES.items())
    blocks = list(etree.fromstring(f"<w:body {declared}>{''.join(content)}</w:body>"))
    at = len(body) - (section is not None)
    body[at:at] = blocks
    return {**found, DOCUMENT: serialized(root)}


def _body(root: etree._Element) -> tuple[etree._Element, etree._Element | None]:
    """Return the body and its last section's settings."""
    body = body_of(root)
    return body, body[-1] if len(body) and body[-1].tag == f"{W}sectPr" else None


def _type_area(section: etree._Element | None) -> int:
    """Return how wide the last section's type area is, in twips."""
    told = dict(_A4)
    for settings in () if section is None else section.iterchildren(f"{W}pgSz", f"{W}pgMar"):
        found = {side: settings.get(f"{W}{side}", "") for side in told}
        told |= {side: int(size) for side, size in found.items() if size.isdecimal()}
    return told["w"] - told["left"] - told["right"] - told["gutter"]


def _styles(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Return the paragraph styles' ids by their names, which Word writes in small letters or not."""
    found: dict[str, str] = {}
    for style in parse_part(parts[_STYLES]).iter(f"{W}style") if _STYLES in parts else ():
        name = style.find(f"{W}name")
        if name is not None and style.get(f"{W}type") == "paragraph":
            found[name.get(f"{W}val", "").lower()] = style.get(f"{W}styleId", "")
    return found


def _label(style: str) -> str:
    """Return 「附件」: 三号黑体, in the first line of a new page, at the margin (7.3.7)."""
    return paragraph(_LABEL, style, "left", _SAN, _LINE, PLAIN if style else BOLD, keep=True, new_page=True)


def _title(style: str) -> str:
    """Return the annex's title, set like the report's own (7.3.7)."""
    return paragraph(TITLE, style, "center", _ER, _TITLE_LINE, PLAIN if style else BOLD, keep=True)


def _drawing(key: str, number: int, heading: str, shown: tuple[Bar, ...], total: int) -> str:
    """Return the paragraph with the chart; what it shows stands in words for those who can't see it."""
    said = "；".join(f"{bar.label}{bar.percent}%" for bar in shown)
    wide, high = total * _EMU, (_AROUND + _BAR * len(shown)) * _EMU
    return (
        '<w:p><w:pPr><w:snapToGrid w:val="0"/><w:spacing w:before="120" w:after="0" w:line="240" w:lineRule="auto"/>'
        f'{NO_INDENT}<w:jc w:val="center"/></w:pPr><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{wide}" cy="{high}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{number}" name="图表 {number}" descr={quoteattr(f"{heading}：{said}")}/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_NAMESPACES["c"]}"><c:chart r:id="{key}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r></w:p>"
    )
