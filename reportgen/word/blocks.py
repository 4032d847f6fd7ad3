"""A part's root -> what it says block by block: each paragraph's text with its marks named, as a person sees it.

What tracked changes have deleted is gone, what they have inserted is there (ECMA-376 17.13.5). Everything that asks what the marks of
a document say asks `marks_of` or `printed_in`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from reportgen.word.package import W, parse_part
from reportgen.word.relations import stories

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Besides deletions and field codes: pinyin above characters (rt), and properties, whose w:tab is no tab in the text.
LEFT_OUT = frozenset(W + name for name in ("del", "moveFrom", "instrText", "rt", "pPr", "rPr", "sdtPr"))
_GONE = ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sdtPr")
GONE = {*(W + name for name in _GONE), f"{_MC}Fallback"}
_DELETED = {f"{W}tr": f"{W}trPr/{W}del", f"{W}tc": f"{W}tcPr/{W}cellDel"}
_RUN, _LOOK = f"{W}r", f"{W}rPr"
_TEXT, _CONTROL, _SETTINGS, _CONTENT = f"{W}t", f"{W}sdt", f"{W}sdtPr", f"{W}sdtContent"
_TITLE, _TAG, _PLACEHOLDER, _VALUE = f"{W}alias", f"{W}tag", f"{W}showingPlcHdr", f"{W}val"
_LINES = (f"{W}p", f"{W}tc")  # end a line
_SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_EQUATION = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
OBJECT = "\ufffc"  # stands for a picture or the like
_OBJECTS = {W + name for name in ("drawing", "pict", "object", "footnoteReference", "endnoteReference", "sym", "ptab")}
_OPEN, _CLOSE = "\ue000", "\ue001"  # around a mark's title; private characters, which no text of an office holds
TITLED = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")  # a mark's title in a block's name
# What people put around a block: it may hold more blocks or this one alone.
_AROUND = frozenset((f"{W}sdt", f"{W}sdtContent", f"{W}customXml"))
BLOCKS = tuple(W + name for name in ("p", "tbl", "tr", "tc", "sdt", "sdtContent", "customXml"))


@dataclass(frozen=True)
class Mark:
    """A mark where it stands: its control, title, expression ('' where a word processor dropped it) and visible text."""

    control: etree._Element
    title: str
    tag: str
    text: str


@dataclass(frozen=True)
class Block:
    """A paragraph or table of a story. `named` is its text with each mark's title in place of its text."""

    element: etree._Element
    named: str
    marks: tuple[Mark, ...]


def blocks(story: etree._Element) -> list[Block]:
    """Return the paragraphs and tables of a body, cell, header or footer in order; what a revision has deleted is none.

    Those in somebody's control or custom XML are the story's own like all others.
    """
    said = (as_block(child) for child in within(story, f"{W}p", f"{W}tbl"))
    return [block for block in said if block.named.strip() or not _is_deleted(block.element)]


def last_block(story: etree._Element) -> etree._Element | None:
    """Return the last of a story's blocks, None where it has none."""
    shown = (one for one in reversed(list(within(story, f"{W}p", f"{W}tbl"))))
    return next((one for one in shown if not _is_deleted(one) or visible_text(one).strip()), None)


def named_paragraphs(body: etree._Element) -> list[tuple[etree._Element, str]]:
    """Return the paragraphs of a body's top level with their texts in which marks are named."""
    return [(one.element, one.named) for one in blocks(body) if one.element.tag == f"{W}p"]


def _is_deleted(element: etree._Element) -> bool:
    """Return whether a paragraph's own mark is deleted or moved away by a revision: with nothing left in it, it is gone."""
    marked = (element.find(f"{W}pPr/{W}rPr/{W}{change}") for change in ("del", "moveFrom"))
    return element.tag == f"{W}p" and any(one is not None for one in marked)


def rows(table: etree._Element) -> list[Block]:
    """Return the rows of a table as blocks, those that a revision has deleted left out."""
    return [as_block(row) for row in within(table, f"{W}tr") if not is_taken_out(row)]


def cells(row: etree._Element) -> list[etree._Element]:
    """Return the cells of a row."""
    return list(within(row, f"{W}tc"))


def marks_of(package: Mapping[str, bytes]) -> Iterator[Mark]:
    """Yield the marks of a document's stories, the body's first: of one that others have saved, see `word.resaved`."""
    for name in stories(package):
        yield from printed_in(parse_part(package[name]))


def printed_in(root: etree._Element, is_meant: Callable[[str], bool] = bool) -> Iterator[Mark]:
    """Yield the marks below an element in document order, those left out that a revision has deleted or moved elsewhere; of all titles, or
    of those that are meant."""
    known: dict[etree._Element, bool] = {}
    for control in root.iter(_CONTROL):
        settings = _settings(control)
        mark = _mark_of(control, settings) if is_meant(_value(settings, _TITLE)) else None
        if mark is not None and not _is_within_taken_out(control.getparent(), known):
            yield mark


def _is_within_taken_out(element: etree._Element | None, known: dict[etree._Element, bool]) -> bool:
    """Return whether an element or one above it is taken out; `known` are those that were asked about: all marks stand below a few."""
    if element is None:
        return False
    if element not in known:
        known[element] = is_taken_out(element) or _is_within_taken_out(element.getparent(), known)
    return known[element]


def is_taken_out(element: etree._Element) -> bool:
    """Return whether nobody reads what stands below an element: properties, and what a revision has deleted or moved elsewhere.

    Of a deleted row or cell only its properties say so (ECMA-376 17.13.5.12 and 17.13.5.1).
    """
    if element.tag in _DELETED:
        return element.find(_DELETED[str(element.tag)]) is not None
    return element.tag in GONE


def as_block(element: etree._Element) -> Block:
    """Return a paragraph, table, row or cell with its text and marks."""
    return Block(element, *_said(element))


def named(element: etree._Element) -> str:
    """Return the text of a block, row or cell with each mark's title in place of its text."""
    return _said(element)[0]


def _said(element: etree._Element) -> tuple[str, tuple[Mark, ...]]:
    said = list(pieces(element))
    named = (text if mark is None else f"{_OPEN}{mark.title}{_CLOSE}" for text, mark in said)
    return "".join(named), tuple(mark for _, mark in said if mark is not None)


def pieces(element: etree._Element, *, equations: bool = False) -> Iterator[tuple[str, Mark | None]]:
    """Yield what is said below an element, piece by piece: a visible text, and the mark whose text it is or None.

    An equation is an object beside the text, but where its `equations` are read too.
    """
    for child in element:
        tag = child.tag
        if tag == _TEXT or (equations and tag == _EQUATION):
            yield child.text or "", None
        elif tag in _SIGNS:
            yield _SIGNS[tag], None
        elif is_taken_out(child):
            continue
        elif tag == _CONTROL and (mark := _mark(child)) is not None:
            yield mark.text, mark
        else:
            if tag in _OBJECTS:
                yield OBJECT, None
            yield from pieces(child, equations=equations)
            if tag in _LINES:
                yield "\n", None


def _mark(control: etree._Element) -> Mark | None:
    return _mark_of(control, _settings(control))


def _mark_of(control: etree._Element, settings: Mapping[str, etree._Element]) -> Mark | None:
    """Return the mark that a content control is; None for one without a title, or that holds paragraphs or other controls."""
    content, title = _child(control, _CONTENT), _value(settings, _TITLE)
    if content is None or not title:
        return None
    plain = _one_text(content)
    if plain is None and next(content.iter(f"{W}p", _CONTROL), None) is not None:
        return None
    text = "" if _shows_placeholder(settings) else plain or visible_text(content)
    if not text and next(content.iter(f"{W}del", f"{W}moveFrom"), None) is not None:
        return None  # all of it is deleted, and nobody has accepted that yet
    return Mark(control, title, _value(settings, _TAG), text)


def _settings(control: etree._Element) -> Mapping[str, etree._Element]:
    """Return what a control's properties say, the first of each name: looking for one after the other takes twice as long."""
    settings = _child(control, _SETTINGS)
    return {} if settings is None else {str(one.tag): one for one in settings.iterchildren("*", reversed=True)}


def _one_text(content: etree._Element) -> str | None:
    """Return the text of a content that is one run with one text, as a build writes nearly all marks; None for any other."""
    if len(content) != 1:
        return None
    (run,) = content
    if run.tag != _RUN or not len(run):
        return None
    *before, last = run
    return last.text if last.tag == _TEXT and (not before or {one.tag for one in before} == {_LOOK}) else None


def title_of(control: etree._Element) -> str:
    """Return a content control's title, '' where it has none."""
    return _value(_settings(control), _TITLE)


def _shows_placeholder(settings: Mapping[str, etree._Element]) -> bool:
    """Return whether a control shows what Word puts into an empty one: 单击或点击此处输入文字。 (ECMA-376 17.5.2.39)."""
    shown = settings.get(_PLACEHOLDER)
    return shown is not None and shown.get(_VALUE) not in {"0", "false", "off"}


def visible_text(element: etree._Element) -> str:
    """Return what a person sees below an element."""
    return "".join(text for text, _ in pieces(element))


def visible_runs(element: etree._Element) -> list[etree._Element]:
    """Return the runs below an element whose text a person sees, in order."""
    return [
        run
        for run in element.iter(f"{W}r")
        if not any(above.tag in GONE for above in _between(run, element)) and visible_text(run)
    ]


def _between(element: etree._Element, top: etree._Element) -> Iterator[etree._Element]:
    for above in element.iterancestors():
        if above is top:
            return
        yield above


def _value(settings: Mapping[str, etree._Element], name: str) -> str:
    found = settings.get(name)
    return "" if found is None else found.get(_VALUE, "")


def within(container: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """Yield the nearest elements of these tags, through content controls and whatever else may stand between."""
    for child in container:
        if child.tag in tags:
            yield child
        elif child.tag not in LEFT_OUT:
            yield from within(branch(child), *tags)


def branch(element: etree._Element) -> etree._Element:
    """Return one branch of an mc:AlternateContent, the first choice where there is one; any other element as it is."""
    if element.tag != f"{_MC}AlternateContent":
        return element
    branches = (element.find(f"{_MC}{name}") for name in ("Choice", "Fallback"))
    return next((branch for branch in branches if branch is not None), element)


def _child(element: etree._Element, name: str) -> etree._Element | None:
    """Return the first child of a name, in half the time that `find` takes: marks are read many times."""
    return next(element.iterchildren(name), None)


def behind(block: etree._Element, story: etree._Element) -> etree._Element:
    """Return what the next block of a story goes behind: the block, or the control or custom XML whose last it is."""
    above = block.getparent()
    while above is not None and above is not story and next(block.itersiblings(*BLOCKS), None) is None:
        block, above = above, above.getparent()
    return block


def with_frame(block: etree._Element) -> etree._Element:
    """Return a block, or the control or custom XML that people put around it alone."""
    while (around := block.getparent()) is not None and around.tag in _AROUND:
        if any(one is not block for one in around.iterchildren(*BLOCKS)):
            break
        block = around
    return block


def take_out_block(block: etree._Element) -> None:
    """Remove a block, and a control or custom XML around it that holds none any more."""
    around = block.getparent()
    if around is None:
        return
    around.remove(block)
    if around.tag in _AROUND and next(around.iterchildren(*BLOCKS), None) is None:
        take_out_block(around)
