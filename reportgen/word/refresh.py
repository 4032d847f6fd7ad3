"""A report as built, the same as people left it, and the report as it would be built now -> people's report with today's figures.

What people wrote stays, to the character. A figure that still stands as we wrote it is renewed, a paragraph that they left alone
follows the data and the template; where both changed, theirs stays and a comment says what ours would be. What need not change isn't
touched, to the XML.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from reportgen.word import besides
from reportgen.word.annexed import put_annex, take_annex, with_chart_of, without_chart
from reportgen.word.blocks import blocks, printed_in, visible_text
from reportgen.word.comments import Comments
from reportgen.word.conflicts import Conflicts
from reportgen.word.events import Event, Kind
from reportgen.word.merging import Merge
from reportgen.word.package import DOCUMENT, W, body_of, parse_part, serialized
from reportgen.word.relations import stories
from reportgen.word.revisions import Reviser
from reportgen.word.stutter import without_stutter
from reportgen.word.wordings import Texts, Worded, Wordings, standing_texts, texts_of, unworded, with_texts

_HEADING = re.compile(r"(heading|标题) ?\d", re.IGNORECASE)
_ANNEX = "附件"


@dataclass(frozen=True)
class Renewed:
    """People's package with today's figures, and what happened in it, in the order of the document.

    `standing` are the texts of its marks that today's draft doesn't print, for the next time.
    """

    parts: dict[str, bytes]
    events: tuple[Event, ...]
    standing: Texts


def refresh(
    base: Mapping[str, bytes],
    theirs: Mapping[str, bytes],
    ours: Mapping[str, bytes],
    *,
    tracked: str = "",
    worded: Worded = unworded,
    standing: Texts | None = None,
) -> Renewed:
    """Return `theirs` renewed from `base` to `ours`; with `tracked`, a w:date, every change is a Word revision.

    `worded` says what a mark would say today that ours doesn't print any more, as a copy in people's own paragraph; `standing`
    is what such marks said after the last build.
    """
    drafted = texts_of(ours)
    texts = Wordings(with_texts(texts_of(base), standing or {}), drafted, worded)
    roots = [parse_part(one[DOCUMENT]) for one in (base, theirs, ours)]
    root = roots[1]
    mended = without_stutter(root)
    comments = Comments(theirs, root)
    known = besides.Known(comments.ours(), {*texts.before, *texts.now})
    headings = _heading_styles(theirs), _heading_styles(ours)
    lines = frozenset(visible_text(one).strip() for one in roots[2].iter(f"{W}p"))
    merge = Merge(texts, Reviser(root, tracked), Conflicts(comments, root), known, headings, lines)
    annexes = [take_annex(one) for one in roots]
    merge.story(*map(body_of, roots))
    put_annex(root, _renewed_annex(merge, *annexes))
    parts = comments.parts()
    if (merge.changed or mended) and not comments.changed:
        parts[DOCUMENT] = serialized(root)
    for name in [one for one in stories(theirs) if one != DOCUMENT]:
        story = parse_part(theirs[name])
        other = Merge(texts, Reviser(story, tracked), Conflicts(None, story), known)
        other.marks(printed_in(story), ())
        merge.events += other.events
        if other.changed:
            parts[name] = serialized(story)
    if None not in annexes:
        parts = with_chart_of(parts, base, ours)
    elif annexes[1] is not None:
        parts = without_chart(parts)
    return Renewed(parts, tuple(merge.events), standing_texts(parts, drafted, worded))


def _renewed_annex(
    merge: Merge, base: etree._Element | None, theirs: etree._Element | None, ours: etree._Element | None
) -> etree._Element | None:
    """Return people's annex with today's numbers, None where it goes: it is ours, so that it is renewed or replaced with the rest.

    Its places are told as one, but for those that people wrote in.
    """
    if theirs is None:
        return None
    own = Merge(merge.texts, merge.reviser, merge.conflicts, merge.known, lines=merge.lines, heading=_ANNEX)
    if base is not None and ours is not None:
        own.story(base, theirs, ours)
    elif base is None and ours is not None:
        own.changed, theirs = True, None
        own.events.append(Event(Kind.PARAGRAPH, _ANNEX, "按今天的数重新附上"))
    elif base is not None and _is_as_drafted(theirs, base, merge.known):
        own.changed, theirs = True, None
        own.events.append(Event(Kind.REMOVED, _ANNEX, "按要求不再附对比表"))
    else:
        own.events.append(Event(Kind.CONFLICT, _ANNEX, "附件有人改过，所以留着；里面的数没有更新"))
    told = [event for event in own.events if event.kind in {Kind.KEPT, Kind.CONFLICT} or theirs is None]
    if len(told) < len(own.events):
        told.append(Event(Kind.PARAGRAPH, _ANNEX, f"更新了{len(own.events) - len(told)}处"))
    merge.events += told
    merge.changed |= own.changed
    return theirs


def _is_as_drafted(theirs: etree._Element, base: etree._Element, known: besides.Known) -> bool:
    """Return whether people wrote nothing into a stretch of blocks, took nothing away and put nothing there."""
    same = [one.named for one in blocks(base)] == [one.named for one in blocks(theirs)]
    return same and not besides.put_in(theirs, base, known)


def has_marks(base: Mapping[str, bytes], theirs: Mapping[str, bytes]) -> bool:
    """Return whether any of our marks is still in people's document; a word processor or a person may have stripped them all."""
    titles = texts_of(base).keys()
    return any(mark.title in titles for mark in printed_in(parse_part(theirs[DOCUMENT])))


def _heading_styles(package: Mapping[str, bytes]) -> frozenset[str]:
    """Return the ids of the styles of headings, by their names, which all word processors keep."""
    content = package.get("word/styles.xml")
    if content is None:
        return frozenset()
    named = ((style, style.find(f"{W}name")) for style in parse_part(content).iter(f"{W}style"))
    return frozenset(
        style.get(f"{W}styleId", "")
        for style, name in named
        if name is not None and _HEADING.fullmatch(name.get(f"{W}val", ""))
    )
