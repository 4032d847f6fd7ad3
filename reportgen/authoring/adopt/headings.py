"""A document whose headings have typed numbers + a layout -> the document with Word's own numbers in their place.

A typed number goes only where Word's own, counted over the whole document, will be the very same; all others are told.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from lxml import etree

from reportgen.authoring.adopt.heading_styles import FORMATS, HeadingStyles, Sheets, place
from reportgen.authoring.adopt.passages import CLOSED, Passage, passages
from reportgen.base.textfile import half_width
from reportgen.word.numbering import number_text, value
from reportgen.word.package import DOCUMENT, W, parse_part, serialized

_CHINESE = "[一二三四五六七八九十]{1,3}"
# By level: what stands before the number, the number, what stands behind it. A decimal point is no end of a number.
_TYPED = (
    re.compile(rf"()({_CHINESE})(、)"),
    re.compile(rf"([（(])({_CHINESE})([）)])"),
    re.compile(r"()([0-9０-９]{1,2})([.．、](?![0-9０-９]))"),
    re.compile(r"([（(])([0-9０-９]{1,2})([）)])"),
    re.compile(r"()([①-⑳])()"),
)
_COUNTS = {number_text(count, form): count for form in set(FORMATS) for count in range(99, 0, -1)}
_BLANK = re.compile(r"[\s\u3000]*")
_FREE = 2  # levels from here on also number items within a text, of which there is more than one


@dataclass(frozen=True, eq=False)
class Numbered:
    """A paragraph that begins with a number: its level from 0, the number as typed and what it counts, and where the words begin."""

    passage: Passage
    level: int
    before: str
    count: int
    behind: str
    shown: str
    lead: str
    begin: int


@dataclass(frozen=True)
class Turned:
    """A package whose headings Word numbers: how many were turned, and the paragraphs whose typed numbers stay, with the reason."""

    parts: dict[str, bytes]
    count: int
    doubts: tuple[tuple[int, str, str], ...]


def turn_headings(
    parts: Mapping[str, bytes], layout: Mapping[str, bytes], only: Collection[int] | None = None
) -> Turned:
    """Return a package with its headings' typed numbers made Word's own; paragraphs are counted from 1 in document order.

    With `only`, no paragraphs but these.
    """
    root = parse_part(parts[DOCUMENT])
    every = {passage.paragraph: passage for passage in passages(root, {})}
    order = {paragraph: number for number, paragraph in enumerate(every, start=1)}
    story = [one for one in every if next(one.iterancestors(f"{W}txbxContent"), None) is None]
    sheets = Sheets(parts, {_style(one) for one in root.iter(f"{W}p")})
    numbering = sheets.numbering()
    numbered = {one for one in story if numbering.number(one.find(f"{W}pPr"))}
    typed = [
        one
        for paragraph in story
        if paragraph not in numbered
        and (only is None or order[paragraph] in only)
        and _is_top(paragraph, root)
        and (one := _typed(every[paragraph])) is not None
    ]
    doubts = _doubtful(typed)
    wanted = {one.passage.paragraph: one for one in typed if one not in doubts}
    styles = _styles(sheets, layout, root, list(wanted.values())) if wanted else None
    if styles is None:
        reason = "文件里只有一部分标题是自动编号的"
        doubts |= dict.fromkeys(wanted.values(), reason)
        return Turned(dict(parts), 0, _told(doubts, order))
    numbering, count = sheets.numbering(), 0
    for paragraph in story:
        properties = paragraph.find(f"{W}pPr")
        one = wanted.get(paragraph)
        if one is None:
            numbering.number(properties)
            continue
        heading = styles.properties(one.level, properties, numbered=True)
        shown = numbering.preview(heading).strip()
        if shown == one.shown:
            numbering.number(heading)
            _replace(paragraph, one, heading)
            count += 1
        else:
            doubts[one] = f"照顺序应是{shown}"
            if _style(paragraph) in styles.ids.values():
                _set(paragraph, styles.properties(one.level, properties, numbered=False))
            numbering.number(paragraph.find(f"{W}pPr"))
    if not count:
        return Turned(dict(parts), 0, _told(doubts, order))
    return Turned({**sheets.written(), DOCUMENT: serialized(root)}, count, _told(doubts, order))


def _told(doubts: Mapping[Numbered, str], order: Mapping[etree._Element, int]) -> tuple[tuple[int, str, str], ...]:
    told = ((order[one.passage.paragraph], one.passage.text.strip(), reason) for one, reason in doubts.items())
    return tuple(sorted(told))


def _typed(passage: Passage) -> Numbered | None:
    blank = _BLANK.match(passage.text)
    at = blank.end() if blank else 0
    for level, pattern in enumerate(_TYPED):
        found = pattern.match(passage.text, at)
        if found and (count := _COUNTS.get(half_width(found[2]))) and CLOSED not in passage.text[: found.end()]:
            rest = _BLANK.match(passage.text, found.end())
            begin = rest.end() if rest else found.end()
            if begin < len(passage.text):
                return Numbered(passage, level, found[1], count, found[3], found[0], passage.text[:at], begin)
    return None


def _doubtful(typed: list[Numbered]) -> dict[Numbered, str]:
    """Return the numbers that may be none of a heading, with the reason: an item that is first and last."""
    doubts: dict[Numbered, str] = {}
    later: list[Numbered] = []  # those behind that no higher one hides, the nearest last
    for one in reversed(typed):
        while later and later[-1].level > one.level:
            later.pop()
        goes_on = bool(later) and (later[-1].level, later[-1].count) == (one.level, 2)
        if one.level >= _FREE and one.count == 1 and not goes_on:
            doubts[one] = "后面没有第二条"
        later.append(one)
    return doubts


def _styles(
    sheets: Sheets, layout: Mapping[str, bytes], root: etree._Element, wanted: list[Numbered]
) -> HeadingStyles | None:
    """Return the heading styles with their numbers: the document's own, or new ones; None where only some have numbers."""
    levels = {one.level for one in wanted}
    found = sheets.existing(levels)
    if found is not None or sheets.any_linked():
        return found
    texts: dict[int, tuple[str, str]] = {}
    for one in wanted:
        texts.setdefault(one.level, (FORMATS[one.level], f"{one.before}%{one.level + 1}{one.behind}"))
    by_style: dict[str, set[etree._Element]] = {}
    for paragraph in root.iter(f"{W}p"):
        by_style.setdefault(_style(paragraph), set()).add(paragraph)
    headed = {level: {one.passage.paragraph for one in wanted if one.level == level} for level in levels}
    whole = {level for level in levels if by_style.get(sheets.heading(level), set()) <= headed[level]}
    return sheets.link(Sheets(layout, ()), texts, whole)


def _replace(paragraph: etree._Element, one: Numbered, properties: etree._Element) -> None:
    """Take the typed number away; Word's own looks as it did, and blanks before it become an indent."""
    first = one.passage.places[len(one.lead)]
    run = None if first is None else first[0].getparent()
    looks = None if run is None else run.find(f"{W}rPr")
    if looks is not None:
        inner = place(properties, "rPr")
        inner.extend(copy.deepcopy([child for child in looks if child.tag != f"{W}rPrChange"]))
    indent = sum(100 if sign == "\u3000" else 50 for sign in one.lead if sign != "\t")
    if indent and properties.find(f"{W}ind") is None:
        place(properties, "ind", firstLineChars=str(indent))
    _set(paragraph, properties)
    one.passage.drop(one.begin)


def _set(paragraph: etree._Element, properties: etree._Element) -> None:
    for old in paragraph.findall(f"{W}pPr"):
        paragraph.remove(old)
    paragraph.insert(0, properties)


def _is_top(paragraph: etree._Element, root: etree._Element) -> bool:
    parent = paragraph.getparent()
    return parent is not None and parent.getparent() is root


def _style(paragraph: etree._Element) -> str:
    return value(paragraph.find(f"{W}pPr"), "pStyle") or ""
