"""A report's `report.docx` -> its parts and their tags, with everything that is wrong with them.

Both what prepares a template and what checks its prose begin here, so that they agree on what a tag is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from reportgen.base.issues import Finder, Issue, Location, Severity, key_text, listed, quoted
from reportgen.template.charts import ChartTags, take_charts
from reportgen.template.content import Vocabulary
from reportgen.template.notes import take_in
from reportgen.template.tag_reader import read_tags
from reportgen.template.tags import FILE as FILE  # who reads a template takes its name from here
from reportgen.template.tags import Tag
from reportgen.word.comments import without_comments
from reportgen.word.fields import codes, is_made_of_the_rest, renewed_on_opening
from reportgen.word.notes import KINDS
from reportgen.word.numbering import Numbering, read_lists, read_styles
from reportgen.word.opening import open_document
from reportgen.word.outside import Outside, embeds_files, self_contained
from reportgen.word.package import DOCUMENT, parse_part
from reportgen.word.relations import name_of_kind

TEXT_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_NAMES = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注"}
_DRAWN_PARTS = re.compile(r"(word/(charts|diagrams)/[^/]+|docProps/core)\.xml")
_SHOWN_PLACES, _SHOWN = 5, 60  # of them, and characters of each
_TAG_SIGNS = ((b"{{", b"}}"), (b"{%", b"%}"))


@dataclass(frozen=True)
class TemplateRead:
    """A template as its author wrote it.

    `parts` is the package; `texts` are the roots of those of its parts that hold text, {{number}} standing in them for each of their
    tags. `issues` are the reasons why it can't be used; `told` is what was left out of the parts, because it fetches, runs or leads
    elsewhere. So are the comments, which are its authors' own: `comments` is what they say. `charts` are the charts with tags, by the
    part that shows them.
    """

    parts: dict[str, bytes]
    texts: dict[str, tuple[etree._Element, list[Tag]]]
    issues: tuple[Issue, ...]
    told: tuple[Issue, ...]
    charts: Mapping[str, tuple[ChartTags, ...]]
    comments: tuple[str, ...]

    def numbering(self) -> Numbering:
        """Return what gives the paragraphs of one of its parts their numbers, in their order."""
        styles, lists = (
            parse_part(self.parts[name]) if name in self.parts else etree.Element("absent")
            for name in ("word/styles.xml", "word/numbering.xml")
        )
        known = read_styles(styles)
        return Numbering(read_lists(lists, known), known)


def read_parts(path: Path) -> dict[str, bytes]:
    """Return the parts of a template without what fetches, runs or leads elsewhere; raises Unusable."""
    return self_contained(_open(path))[0]


def _open(path: Path) -> dict[str, bytes]:
    return open_document(path, "模板", Location(path.name))


def read_template(path: Path, vocabulary: Vocabulary) -> TemplateRead:
    """Return the template of `path`, its tags checked against what they may say; raises Unusable where it can't be opened."""
    finder = Finder()
    parts, left_out = self_contained(_open(path))
    parts, comments = without_comments(parts)
    texts: dict[str, tuple[etree._Element, list[Tag]]] = {}
    charts: dict[str, tuple[ChartTags, ...]] = {}
    roots = {name: parse_part(parts[name]) for name in filter(TEXT_PARTS.fullmatch, parts)}
    kinds = {kind: name_of_kind(parts, kind) for kind in KINDS.values()}
    take_in(roots[DOCUMENT], {kind: roots[name] for kind, name in kinds.items() if name in roots})
    for name, root in roots.items():
        if embeds_files([root]):
            message = "模板里嵌着别的文件，读不出它的字。请在 Word 里打开模板，另存一次再运行。"
            finder.error("模板", Location(shown_part(path.name, name)), message)
        at = shown_part(path.name, name)
        charts[name] = take_charts(parts, name, root, at, vocabulary, finder)
        texts[name] = (root, read_tags(root, at, vocabulary, finder))
    for name in filter(_DRAWN_PARTS.fullmatch, parts):
        if any(parts[name].rfind(end) > parts[name].find(begin) >= 0 for begin, end in _TAG_SIGNS):
            finder.error(
                "模板标签",
                Location(path.name),
                f"图表、图示和文档属性里不能写标签（{name}）。图表的标签写在它的替代文字里。",
            )
    if any(is_made_of_the_rest(code) for root, _ in texts.values() for code in codes(root)):
        settings = name_of_kind(parts, "settings")
        if settings:
            parts = {**parts, settings: renewed_on_opening(parts[settings])}
    told = tuple(_left_out(left_out, Location(path.name)))
    return TemplateRead(parts, texts, tuple(finder.issues), told, charts, comments)


def _left_out(found: Iterable[Outside], at: Location) -> Iterator[Issue]:
    for said in outside_said(found):
        message = f"模板里有{said}，没有带进报告：报告里只放模板自己的东西。请在 Word 里从模板中删去。"
        yield Issue("模板", Severity.WARNING, message, at, key=f"模板：{key_text(said)}")


def outside_said(found: Iterable[Outside]) -> Iterator[str]:
    """Yield what of a file lay or led outside of it, as a person reads it: one line for each kind, with the places."""
    places: dict[str, list[str]] = {}
    for one in found:
        places.setdefault(one.what, []).extend([quoted(one.where, _SHOWN)] if one.where else [])
    for what, every in places.items():
        yield f"{what}{listed(every, _SHOWN_PLACES)}"


def part_name(part: str) -> str:
    """Return how a person calls a part: 页脚1, 脚注; the body is ''."""
    stem = Path(part).stem
    kind = stem.rstrip("0123456789")
    return "" if part == DOCUMENT else f"{_NAMES[kind]}{stem.removeprefix(kind)}"


def shown_part(file: str, part: str) -> str:
    """Return how a person calls a part of a file: report.docx, report.docx（页脚1）."""
    name = part_name(part)
    return f"{file}（{name}）" if name else file
