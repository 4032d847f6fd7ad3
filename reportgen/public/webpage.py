"""A public edition's parts -> one clean HTML5 page with the same words, numbers and all, for a website's editor to take."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from itertools import takewhile

from lxml import etree

from reportgen.public.parts import Imprint
from reportgen.word.blocks import LEFT_OUT, branch, within
from reportgen.word.drawingml import BLIP
from reportgen.word.grid import is_merged, placed
from reportgen.word.numbering import Styles, integer, read_styles, value
from reportgen.word.package import DOCUMENT, W, parse_part
from reportgen.word.relations import OFFICE, addresses, name_of_kind, related, root_of_kind
from reportgen.word.text import Inline

_TITLES = frozenset({"title", "标题"})
_TABLE, _ROW = f"{W}tbl", f"{W}tr"
_PICTURES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "bmp": "image/bmp"}
_DEEPEST = 6  # HTML has h1 to h6
# Offices number whole paragraphs with the styles of headings; a reader's list of contents wants none of those.
_MOST_HEADING, _ENDS = 40, ("。", "；", "！", "？", "：", "，")
_FAR = 2000  # twips: a block that begins this far from the margin is set to the right, as the date below a signature is
_ALONE = re.compile(r'<p(?: class="(\w+)")?>(.*)</p>', re.DOTALL)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_CSS = """\
body{max-width:46em;margin:2em auto;padding:0 1em;font:1.0625rem/1.8 FangSong,仿宋,STFangsong,serif;color:#000;background:#fff}
h1{font:bold 1.6rem/1.5 SimSun,宋体,serif;text-align:center;margin:1em 0}
h2,h3,h4,h5,h6{font-size:inherit;font-weight:normal;margin:.4em 0;text-indent:2em}
h2.title{font:inherit;font-size:1.4rem;text-align:center;text-indent:0}
h2{font-family:SimHei,黑体,sans-serif}h3{font-family:KaiTi,楷体,serif}
p{margin:.4em 0;text-indent:2em;white-space:pre-wrap;overflow-wrap:anywhere}
p.flush,td p,th p{text-indent:0}.center{text-align:center;text-indent:0}.right{text-align:right;text-indent:0}
table{border-collapse:collapse;margin:1em auto;max-width:100%;font-size:.9em;line-height:1.5}td p,th p{margin:0}
td,th{border:1px solid #000;padding:.2em .5em;white-space:pre-wrap;font-weight:normal}
img{max-width:100%}sup a::before{counter-increment:note;content:"["counter(note)"]"}
@media print{body{max-width:none;margin:0}}
"""


def as_webpage(parts: Mapping[str, bytes], imprint: Imprint) -> bytes:
    """Return the page; `parts` are those of a public edition, whose numbers are typed. It loads nothing and runs nothing.

    The visible signs of notes come from its CSS and its lists, as they come from Word's in the document: they are in no text.
    """
    page = _Page(parts)
    body = parse_part(parts[DOCUMENT]).find(f"{W}body")
    said = [] if body is None else list(page.blocks(body))
    notes = list(page.notes())
    head = [
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(imprint.title)}</title>",
    ]
    if imprint.office:
        head.append(f'<meta name="author" content="{escape(imprint.office)}">')
    if _DATE.fullmatch(imprint.date):
        head.append(f'<meta name="date" content="{imprint.date}">')
    lines = ["<!DOCTYPE html>", '<html lang="zh-CN">', "<head>", *head, f"<style>\n{_CSS}</style>", "</head>", "<body>"]
    lines += [*said, *(["<ol>", *notes, "</ol>"] if notes else []), "</body>", "</html>"]
    return ("\n".join(lines) + "\n").encode()


def picture_forms(parts: Mapping[str, bytes]) -> frozenset[str]:
    """Return the forms of those pictures in the body that a page can't show: charts, and what only Word draws."""
    found = {"图表" for kind, _ in related(parts, DOCUMENT).values() if kind in ("chart", "diagramData", "oleObject")}
    names = (name for kind, name in related(parts, DOCUMENT).values() if kind == "image")
    return frozenset(found | {_ending(name) for name in names if _ending(name) not in _PICTURES})


@dataclass
class _Page:
    """Says the blocks of a document in HTML; `referred` grows by the notes met on the way."""

    parts: Mapping[str, bytes]
    referred: list[tuple[str, str]] = field(default_factory=list)
    styles: Styles = field(init=False)
    source: str = DOCUMENT
    titled: bool = False
    links: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.styles = read_styles(root_of_kind(self.parts, "styles"))

    def blocks(self, container: etree._Element) -> Iterator[str]:
        """Yield the blocks of a body, cell, text box or note; the lines of a title are one heading."""
        title: list[str] = []
        for block in within(container, f"{W}p", _TABLE):
            name = "" if block.tag == _TABLE else self._style(block)
            if title and name not in _TITLES:
                yield self._title(title)
                title = []
            if block.tag == _TABLE:
                yield from self._table(block)
                continue
            inline = Inline(self.referred)
            text = "".join(self._inside(block, inline))
            if name in _TITLES and text.strip():
                title.append(text)
            elif text:
                yield self._block(block, text)
            for box in inline.boxes:
                yield "<div>"
                yield from self.blocks(box)
                yield "</div>"
        if title:
            yield self._title(title)

    def notes(self) -> Iterator[str]:
        """Yield the notes that were referred to, footnotes first, each as an item of a list."""
        for part_kind in ("footnotes", "endnotes"):
            by_id = {note.get(f"{W}id"): note for note in root_of_kind(self.parts, part_kind).iterchildren(f"{W}*")}
            self.source = name_of_kind(self.parts, part_kind)
            for kind, key in [one for one in self.referred if one[0] == part_kind and one[1] in by_id]:
                yield f'<li id="{kind}{escape(key)}">{"".join(self.blocks(by_id[key]))}</li>'

    def _title(self, lines: list[str]) -> str:
        """Return a title's lines as a heading; a page has one h1, an annex's title stands below it."""
        text = "<br>".join(lines)
        first, self.titled = not self.titled, True
        return f"<h1>{text}</h1>" if first else f'<h2 class="title">{text}</h2>'

    def _style(self, paragraph: etree._Element) -> str:
        style = value(paragraph.find(f"{W}pPr"), "pStyle") or self.styles.default
        return (value(self.styles.by_id.get(style), "name") or "").lower()

    def _block(self, paragraph: etree._Element, text: str) -> str:
        sources = [one for _, one in self.styles.sources(paragraph.find(f"{W}pPr")) if one is not None]
        level = next((found for one in sources if (found := integer(one, "outlineLvl")) is not None), None)
        words = "".join(node.text or "" for node in paragraph.iter(f"{W}t")).rstrip()
        if level is not None and level in range(9) and len(words) <= _MOST_HEADING and not words.endswith(_ENDS):
            heading = min(level + 2, _DEEPEST)
            return f"<h{heading}>{text}</h{heading}>"
        looks = self._look(sources)
        return f'<p class="{looks}">{text}</p>' if looks else f"<p>{text}</p>"

    def _look(self, sources: list[etree._Element]) -> str:
        """Return how a paragraph is set where it isn't the usual: flush, center, right."""
        side = next((found for one in sources if (found := value(one, "jc"))), "")
        indents = [found for one in sources for found in one.findall(f"{W}ind")]

        def indent(*names: str) -> int:
            text = next((text for one in indents for name in names if (text := one.get(W + name))), "0")
            return int(text) if re.fullmatch(r"-?\d{1,6}", text) else 0

        if side in ("center", "right", "end"):
            return "center" if side == "center" else "right"
        if indent("left", "start") >= _FAR:
            return "right"
        return "" if indent("firstLine", "firstLineChars") > 0 else "flush"

    def _table(self, table: etree._Element) -> Iterator[str]:
        yield "<table>"
        elements = list(within(table, _ROW))
        rows = [list(placed(row)) for row in elements]
        heads = next((n for n, row in enumerate(elements) if row.find(f"{W}trPr/{W}tblHeader") is None), len(rows))
        for number, row in enumerate(rows):
            cells = []
            for at, span, cell in row:
                if is_merged(cell):
                    continue
                below = (any(other == at and is_merged(one) for other, _, one in row) for row in rows[number + 1 :])
                down = 1 + sum(1 for _ in takewhile(bool, below))
                spans = (f' colspan="{span}"' if span > 1 else "") + (f' rowspan="{down}"' if down > 1 else "")
                cells.append(self._cell(cell, "th" if number < heads else "td", spans))
            yield f"<tr>{''.join(cells)}</tr>"
        yield "</table>"

    def _cell(self, cell: etree._Element, tag: str, spans: str) -> str:
        """Return a cell; its only paragraph needs no tags of its own."""
        said = list(self.blocks(cell))
        alone = _ALONE.fullmatch(said[0]) if len(said) == 1 else None
        if alone is None:
            return f"<{tag}{spans}>{''.join(said)}</{tag}>"
        look = f' class="{alone[1]}"' if alone[1] in ("center", "right") else ""
        return f"<{tag}{spans}{look}>{alone[2]}</{tag}>"

    def _inside(self, paragraph: etree._Element, inline: Inline) -> Iterator[str]:
        """Yield a paragraph's words, with its links, pictures and the signs of its notes."""
        if self.source not in self.links:
            self.links[self.source] = addresses(self.parts, self.source)
        links = self.links[self.source]
        for child in paragraph:
            if child.tag in LEFT_OUT:
                continue
            noted = len(self.referred)
            text = escape("".join(inline.pieces(branch(child))), quote=False).replace("\n", "<br>")
            address = links.get(child.get(f"{{{OFFICE}}}id", "")) if child.tag == f"{W}hyperlink" else None
            yield f'<a href="{escape(address)}">{text}</a>' if address else text
            for blip in branch(child).iter(BLIP):
                if next(blip.iterancestors(f"{W}txbxContent", "{*}Fallback"), None) is None:
                    yield self._picture(blip)
            for kind, key in self.referred[noted:]:
                yield f'<sup><a href="#{kind}{escape(key)}"></a></sup>'

    def _picture(self, blip: etree._Element) -> str:
        _, name = related(self.parts, self.source).get(blip.get(f"{{{OFFICE}}}embed", ""), ("", ""))
        if name not in self.parts or _ending(name) not in _PICTURES:
            return ""
        drawing = next(blip.iterancestors(f"{W}drawing"), blip)
        described = next((one.get("descr", "") for one in drawing.iter("{*}docPr")), "")
        data = base64.b64encode(self.parts[name]).decode()
        return f'<img src="data:{_PICTURES[_ending(name)]};base64,{data}" alt="{escape(described)}">'


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower()
