"""A document's parts -> what waits in it for somebody: braces of a tag that nothing filled, tracked changes that nobody has decided on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from reportgen.base.issues import Issue, Location, Severity, short
from reportgen.base.textfile import BRACES
from reportgen.word.comments import AUTHOR
from reportgen.word.drawingml import CHART, DESCRIBED, A
from reportgen.word.package import W, parse_part
from reportgen.word.relations import stories

_CHECK = "没有填的标签"
_BRACES = (b"{", b"}", "｛".encode(), "｝".encode())
_SHOWN = 30
_AROUND = 12  # characters before the braces, where a paragraph is long
_FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_WATERMARK = "{urn:schemas-microsoft-com:vml}textpath"
_SAID_BESIDE = {DESCRIBED: ("descr", "title"), _WATERMARK: ("string",)}
_TEXTS = (f"{W}t", f"{A}t", f"{CHART}v", f"{_FORMULA}t")
_ALIKE = (f"{W}p", f"{A}p", f"{CHART}pt")  # what a person reads as one line
_CORE = "docProps/core.xml"
_READ = re.compile(rf"word/(?!_rels/)(?:[^/]+|charts/[^/]+|diagrams/[^/]+)\.xml|{re.escape(_CORE)}")
_WHERE = {
    "header": "页眉",
    "footer": "页脚",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "comments": "批注",
    "core": "文档属性",
}
# ECMA-376 17.13.5, and what Word 2010 added to it for conflicts.
_REVISION_NAMES = (
    "ins del moveFrom moveTo rPrChange pPrChange sectPrChange tblPrChange tblGridChange trPrChange tcPrChange tblPrExChange "
    "numberingChange cellIns cellDel cellMerge"
)
_REVISIONS = tuple(W + name for name in _REVISION_NAMES.split())


def unfilled_tags(parts: Mapping[str, bytes], file: str) -> Iterator[Issue]:
    """Yield an error for each line of a document, called `file`, in which braces of a tag stand: body, tables, text boxes, headers,
    footers, notes, comments, charts, formulas, watermarks, what pictures are described by, and the title that Word shows of the file.

    A finished report has none; what Word keeps of deleted text is a revision that must be decided anyway. Our own comments may quote
    the tag that they speak of.
    """
    for name in filter(_READ.fullmatch, parts):
        where = _WHERE.get(name.rpartition("/")[2].removesuffix(".xml").rstrip("0123456789"), "")
        for text in (" ".join(line.split()) for line in _lines(parts[name], name == _CORE)):
            braces = BRACES.search(text)
            if braces:
                shown = short(text, _SHOWN, max(0, braces.start() - _AROUND))
                message = f"{where}里还有没有填的标签「{shown}」。请改成要印的字。"
                at = Location(file, None, where or None)
                yield Issue(_CHECK, Severity.ERROR, message.removeprefix("里"), at, (), "没有花括号", braces[0])


def _lines(content: bytes, is_core: bool) -> Iterator[str]:
    if not any(brace in content for brace in _BRACES):
        return
    try:
        root = parse_part(content)
    except etree.XMLSyntaxError:  # whoever opens the document says so
        return
    if is_core:
        yield from (str(element.text or "") for element in root.iter())
        return
    said: dict[etree._Element | None, list[str]] = {}
    for node in root.iter(*_TEXTS):
        if all(comment.get(f"{W}author") != AUTHOR for comment in node.iterancestors(f"{W}comment")):
            said.setdefault(next(node.iterancestors(*_ALIKE), None), []).append(node.text or "")
    yield from ("".join(pieces) for pieces in said.values())
    for element in root.iter(*_SAID_BESIDE):
        yield from (str(element.get(name, "")) for name in _SAID_BESIDE[str(element.tag)])


def revised(parts: Mapping[str, bytes]) -> list[tuple[str, int]]:
    """Return the paragraphs with tracked changes and how many each has; '' is for what stands in none."""
    counts: dict[etree._Element | None, int] = {}
    for name in stories(parts):
        root = parse_part(parts[name])
        for change in root.iter(*_REVISIONS):
            paragraph = next((one for one in (change, *change.iterancestors()) if one.tag == f"{W}p"), None)
            if paragraph is None:  # a row's or a table's: its first paragraph says where
                holder = next(change.iterancestors(f"{W}tr", f"{W}tbl"), None)
                paragraph = None if holder is None else next(holder.iter(f"{W}p"), None)
            counts[paragraph] = counts.get(paragraph, 0) + 1
    return [("" if paragraph is None else _all_text(paragraph), count) for paragraph, count in counts.items()]


def _all_text(paragraph: etree._Element) -> str:
    return "".join(node.text or "" for node in paragraph.iter(f"{W}t", f"{W}delText"))
