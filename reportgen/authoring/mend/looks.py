"""A template's parts -> the same with page, styles and paragraphs as GB/T 9704-2012 has them, and what of it was put right.

A style is changed where that changes nothing which no rule looks at: tables, annexes, headers. Else the paragraphs are, each by itself.
What can't be had without changing words is left; what is left the check goes on to name.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.authoring.layout.deviations import Alike, Deviation
from reportgen.authoring.layout.effective import Package, Paragraph
from reportgen.authoring.layout.element_rules import pieces
from reportgen.authoring.layout.elements import Element, Placed, placed
from reportgen.authoring.layout.page_rules import GRID, MARGINS, PAGE_NUMBER, PAPER
from reportgen.authoring.layout.properties import face
from reportgen.authoring.layout.rules import deviations_alike
from reportgen.authoring.mend.pages import mend_pages
from reportgen.authoring.mend.saying import Mark, of_runs, say
from reportgen.word.package import DOCUMENT, W, parse_part
from reportgen.word.relations import stories
from reportgen.word.whole import document_of, parts_of

if TYPE_CHECKING:
    from docx.document import Document

_OF_PAGES = frozenset((PAPER, MARGINS, GRID, PAGE_NUMBER))
_ROUNDS = 6  # one thing put right shows the next: the font of quotation marks behind that of the text
_FONTS = {"小标宋": "方正小标宋简体"}  # faces that no font is called by
_DRAWN = tuple(W + name for name in ("drawing", "pict", "object"))
_INDENTS = ("left", "leftChars", "first", "firstChars", "right", "rightChars")
_At = tuple[str, str, int | None]  # of what, in which respect, in which paragraph


@dataclass(frozen=True)
class Looks:
    """A package put right, and what was, as people read it: 正文的字号：14磅，改为三号（40段）."""

    parts: dict[str, bytes]
    done: tuple[str, ...]


def mend_looks(parts: Mapping[str, bytes], accepted: Collection[str], worded: Collection[str] = ()) -> Looks:
    """Put right what the check of the layout names, but what is `accepted` by its key; raises NotADocument.

    `worded` as in `layout_issues`.
    """
    seen = _found(Package(parts), accepted, worded)[1]
    if not any(map(_can_be_mended, seen)):
        return Looks(dict(parts), ())
    document = document_of(parts)
    tried: set[tuple[str, str]] = set()
    now = parts_of(document)
    for _ in range(_ROUNDS):
        every, found = _found(Package(now), accepted, worded)
        seen += _new(found, seen)
        mend_pages(document, {(one.name, one.respect) for group in found for one in group.every})
        for group in found:
            if _can_be_mended(group) and group.every[0].right:
                _mend(document, every, group, tried)
        before, now = now, parts_of(document)
        if now == before:
            break
    left = {at for group in _found(Package(now), accepted, worded)[1] for at in _places(group)}
    return Looks(now, tuple(filter(None, (_said(group, left) for group in seen))))


def _found(package: Package, accepted: Collection[str], worded: Collection[str]) -> tuple[list[Placed], list[Alike]]:
    every = placed(package.paragraphs(package.document))
    return every, [group for group in deviations_alike(package, every, worded) if group.key not in accepted]


def _new(found: Iterable[Alike], seen: Iterable[Alike]) -> list[Alike]:
    """Return what shows only now: margins are told once the paper is right, the font of quotation marks once that of the text is."""
    known = {at for group in seen for at in _places(group)}
    fresh = (replace(group, every=tuple(one for one in group.every if _at(one) not in known)) for group in found)
    return [group for group in fresh if group.every]


def _can_be_mended(group: Alike) -> bool:
    first = group.every[0]
    return bool(first.right) or (first.row is None and first.name in _OF_PAGES)


def _places(group: Alike) -> Iterator[_At]:
    yield from map(_at, group.every)


def _at(one: Deviation) -> _At:
    return one.element, one.respect, one.row


def _said(group: Alike, left: Collection[_At]) -> str:
    """Return what of a group was put right, '' for nothing."""
    done = [at for at in _places(group) if at not in left]
    rows = {row for _, _, row in done if row is not None}
    if not done:
        return ""
    return f"{group.what}，改为{group.every[0].expected}{f'（{len(rows)}段）' if len(rows) > 1 else ''}"


def _mend(document: Document, every: list[Placed], group: Alike, tried: set[tuple[str, str]]) -> None:
    first = group.every[0]
    if group.style and (group.style, first.respect) not in tried:
        tried.add((group.style, first.respect))
        if _mend_style(document, group.style, _named(first.right, every)):
            return
    paragraphs = list(document.element.iter(f"{W}p"))
    by_row = {one.paragraph.row: one for one in every}
    for one in group.every:
        if one.row is None:
            continue
        element = paragraphs[one.row - 1]
        if "line" in one.right and next(element.iter(*_DRAWN), None) is not None:
            continue  # an exact line cuts a picture off
        right = _named(one.right, every)
        if not of_runs(right):
            say(element, right)
            continue
        runs = list(element.iter(f"{W}r"))
        for place, (name, run, *_) in enumerate(pieces(by_row[one.row])):
            if name == one.element or "spacing" in right:  # a line's width is that of all its runs
                say(runs[run.at], right)
                if not place:  # Word's own number looks like what begins the paragraph
                    say(Mark(element), right)


def _mend_style(document: Document, name: str, right: Mapping[str, str]) -> bool:
    """Have a style say what is right, where nothing that no rule looks at becomes another; return whether it does now."""
    style = next((one for one in document.styles.element.style_lst if name in (one.name_val, one.styleId)), None)
    if style is None:
        return False
    before, unseen = copy.deepcopy(style), _unseen(document)
    say(style, right)
    if _unseen(document) == unseen:
        return True
    style.getparent().replace(style, before)
    return False


def _unseen(document: Document) -> list[tuple[Paragraph, tuple[int, ...]]]:
    """Return the paragraphs that no rule looks at, with all that a style could change of them."""
    package = Package(parts_of(document))
    found: list[Paragraph] = []
    for name in stories(package.parts):
        root = package.document if name == DOCUMENT else parse_part(package.parts[name])
        paragraphs = list(package.paragraphs(root))
        if name == DOCUMENT:
            elements = list(root.iter(f"{W}p"))
            seen = {one.paragraph.row for one in placed(paragraphs) if _is_seen(one)}
            drawn = {row for row, one in enumerate(elements, start=1) if next(one.iter(*_DRAWN), None) is not None}
            paragraphs = [one for one in paragraphs if one.row not in seen or one.row in drawn]
        found += paragraphs
    return [(one, tuple(one.length(name) for name in _INDENTS)) for one in found]


def _is_seen(one: Placed) -> bool:
    return one.element is not Element.OTHER and not one.paragraph.in_table


def _named(right: Mapping[str, str], every: list[Placed]) -> dict[str, str]:
    """Return the properties with the font's name for each face: the one that the document has for it most often."""
    used = Counter(run.fonts.east_asia for one in every for run in one.paragraph.runs)
    made = dict(right)
    for name in ("font.eastAsia", "font.hAnsi"):
        if name in made:
            wanted = made[name]
            known = [font for font, _ in used.most_common() if face(font) == wanted]
            made[name] = known[0] if known else _FONTS.get(wanted, wanted)
    return made
