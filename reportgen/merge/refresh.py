"""A report as built, the same as people left it, and the report as it would be built now -> people's report with today's figures.

What people wrote stays, to the character. A figure that still stands as we wrote it is renewed, a paragraph that they left alone
follows the data and the template; where both changed, theirs stays and a comment says what ours would be. What need not change isn't
touched, to the XML.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from reportgen.annex.annexed import Taken, put_annexes, take_annexes
from reportgen.annex.held import is_other
from reportgen.annex.renewal import HEADING, renewed_table
from reportgen.annex.renewed_chart import with_chart_of
from reportgen.annex.table import Table, match, read_table
from reportgen.base.issues import short
from reportgen.merge import beside_body, besides, stale
from reportgen.merge.charts import renewed_charts
from reportgen.merge.conflicts import Conflicts
from reportgen.merge.merging import Merge
from reportgen.merge.own_names import own_names
from reportgen.merge.pictures import Pictures
from reportgen.merge.telling import Telling
from reportgen.merge.wordings import Texts, Worded, Wordings, standing_texts, texts_of, unworded
from reportgen.word.blocks import blocks, marks_of, named, named_paragraphs, printed_in, rows, visible_text
from reportgen.word.charts import charts_of, data_of, drawn_of, mark_of
from reportgen.word.comments import Comments
from reportgen.word.events import Event, Kind
from reportgen.word.headings import Headings, heading_styles
from reportgen.word.notes import KINDS, notes_of, referred, without_these
from reportgen.word.package import DOCUMENT, W, body_of, parse_part, serialized
from reportgen.word.relations import name_of_kind, root_of_kind, stories, without_unshown
from reportgen.word.resaved import put_inside, resaved_undone, without_stutter
from reportgen.word.revisions import Reviser
from reportgen.word.undecided import decided


@dataclass(frozen=True)
class Renewed:
    """People's package with today's figures, and what happened in it, in the order of the document.

    `standing` are the texts of its marks that today's draft doesn't print, for the next time; `given_up` are the paragraphs of earlier
    drafts whose words still stand in it, though today's draft says otherwise.
    """

    parts: dict[str, bytes]
    events: tuple[Event, ...]
    standing: Texts
    given_up: tuple[str, ...]


def refresh(
    base: Mapping[str, bytes],
    theirs: Mapping[str, bytes],
    ours: Mapping[str, bytes],
    *,
    tracked: str = "",
    worded: Worded = unworded,
    said: Texts | None = None,
    given_up: Sequence[str] = (),
) -> Renewed:
    """Return `theirs` renewed from `base` to `ours`; with `tracked`, a w:date, every change is a Word revision.

    `worded` says what a mark would say today that ours doesn't print any more, as a copy in people's own paragraph; `said` is what
    all marks said after the last build, such ones too, None for those of the base alone; `given_up` what stood in it then that drafts said
    before.
    """
    drafted = texts_of(ours)
    texts = Wordings(texts_of(base) if said is None else said, drafted, worded)
    roots = [parse_part(one[DOCUMENT]) for one in (base, theirs, ours)]
    root = roots[1]
    put_inside(root, texts.knows)
    mended = without_stutter(root)
    names = own_names(theirs, ours, root, roots[2])
    names.put_into(roots[2])
    comments = Comments(theirs, root)
    pictures = Pictures(base, theirs, ours, root, DOCUMENT)
    pictures.lend(roots[2], DOCUMENT)
    known = besides.Known(comments.ours(), {*texts.before, *texts.now}, pictures.touched)
    renamed = frozenset(map(names.style, heading_styles(ours)))
    headings = Headings(heading_styles(base), heading_styles(theirs), renamed)
    lines = frozenset(visible_text(one).strip() for one in roots[2].iter(f"{W}p"))
    telling = Telling(Conflicts(comments, root), lines)
    merge = Merge(texts, Reviser(root, tracked), telling, known, headings)
    was, now, mine = (take_annexes(one) for one in roots)
    drafted_before, people, drafted_now = (blocks(body_of(one)) for one in roots)
    drafts = [
        [one.named for one in side if one.element.tag == f"{W}p"] + [text for _, text in stale.beside_body(parts)]
        for side, parts in ((drafted_before, base), (drafted_now, ours))
    ]
    merge.renew(drafted_before, people, drafted_now, body_of(root))
    left = [named for _, named in named_paragraphs(body_of(root))]
    before, due = next(iter(was), None), next(iter(mine), None)
    put_annexes(root, [_renewed_annex(merge, before, one, due) for one in now])
    shown = list(pictures.renew(root, DOCUMENT, merge.reviser))
    decided(root)  # what was taken back isn't undecided any more
    telling.conflicts.forget_gone(root)
    parts = names.defined(comments.parts(), root)
    if (telling.changed or mended or DOCUMENT in pictures.changed) and not comments.changed:
        parts[DOCUMENT] = serialized(root)
    parts, noted = _without_notes_gone(pictures.filed(parts, root, DOCUMENT), theirs, base, root)
    telling.events += noted
    marks = list(printed_in(root))
    reworded = beside_body.reworded(base, theirs, ours, lambda tree: put_inside(tree, texts.knows))
    for name, kind in [one for one in stories(theirs).items() if one[0] != DOCUMENT]:
        story = parse_part(parts[name])
        put_inside(story, texts.knows)
        mended = without_stutter(story)
        other = Merge(texts, Reviser(story, tracked), Telling(Conflicts(None, story)), known)
        merged: set[etree._Element] = set()
        for number, text in enumerate(beside_body.texts_in(story, kind)):
            drafted_text = reworded.get((name, number))
            if drafted_text is not None:
                names.put_into(drafted_text.ours)
                pictures.lend(drafted_text.ours, drafted_text.part)
                other.story(drafted_text.was, text, drafted_text.ours)
                merged.add(text)
        other.marks(tuple(one for one in printed_in(story) if merged.isdisjoint(one.control.iterancestors())), ())
        shown += pictures.renew(story, name, other.reviser)
        decided(story)
        marks += printed_in(story)
        telling.events += other.telling.events
        if other.telling.changed or mended or name in pictures.changed:
            parts[name] = serialized(story)
        parts = pictures.filed(names.defined(parts, story) if merged else parts, story, name)
    telling.events += [*shown, *pictures.gone()]
    if due and any(before or not is_other(match(_table(one), _table(due))) for one in now):
        parts = with_chart_of(parts, base, ours)
    parts = without_unshown(parts, theirs)
    charts = renewed_charts(parts, base, ours)
    events = (*telling.events, *charts.events)
    left += [text for _, text in stale.beside_body(parts)]
    printed = set(drafts[1])
    still = stale.still_said((*given_up, *(text for text in drafts[0] if text not in printed)), drafts[1], left)
    return Renewed(charts.parts, events, standing_texts(marks, drafted, worded), tuple(dict.fromkeys(still.values())))


def _without_notes_gone(
    parts: Mapping[str, bytes], theirs: Mapping[str, bytes], base: Mapping[str, bytes], root: etree._Element
) -> tuple[dict[str, bytes], list[Event]]:
    """Return the parts without the notes whose signs went with paragraphs that the data took away, and which of them people wrote in."""
    done, before, events = dict(parts), parse_part(theirs[DOCUMENT]), list[Event]()
    for kind in KINDS.values():
        gone = referred(before, kind) - referred(root, kind)
        if not gone:
            continue
        name = name_of_kind(parts, kind)
        notes = parse_part(parts[name]) if name else etree.Element("absent")
        drafted = {named(note) for note in notes_of(root_of_kind(base, kind))}
        for note in without_these(notes, gone):
            if named(note) not in drafted:
                text = f"脚注和它的段落一起删去了，里面有人改过：{short(visible_text(note))}"
                events.append(Event(Kind.CONFLICT, "", text))
        if name:
            done[name] = serialized(notes)
    return done, events


def _renewed_annex(merge: Merge, base: Taken | None, theirs: Taken, ours: Taken | None) -> Taken | None:
    """Return people's annex with today's numbers, None where it goes: it is ours, so that it is renewed or taken away with the rest.

    Its places are told as one, but for those that people wrote in, and for an annex that people put there themselves.
    """
    own = Telling(merge.telling.conflicts, merge.telling.lines, HEADING)
    renewal = Merge(merge.texts, merge.reviser, own, merge.known)
    left: Taken | None = theirs
    if ours is not None:
        if base is not None:
            renewal.story(base.body, theirs.body, ours.body)
        renewed = renewed_table(None if base is None else _table(base), _table(theirs), _table(ours), merge.reviser)
        own.changed |= any(event.kind not in {Kind.KEPT, Kind.CONFLICT} for event in renewed)
        own.events += renewed
        for element in (*([theirs.body] if base is None else []), *theirs.annex.tables):
            renewal.marks(printed_in(element), ())
    elif base is not None and _is_as_drafted(theirs, base, merge.known):
        own.changed, left = True, None
        own.events.append(Event(Kind.REMOVED, HEADING, "按要求不再附对比表"))
    else:
        own.events.append(Event(Kind.CONFLICT, HEADING, "附件有人改过，所以留着；里面的数没有更新"))
    everything = base is None or left is None
    told = [event for event in own.events if event.kind in {Kind.KEPT, Kind.CONFLICT} or everything]
    if len(told) < len(own.events):
        told.append(Event(Kind.PARAGRAPH, HEADING, f"更新了{len(own.events) - len(told)}处"))
    merge.telling.events += told
    merge.telling.changed |= own.changed
    return left


def _table(annex: Taken) -> Table:
    return read_table(annex.annex.tables)


def _said(annex: Taken) -> list[str]:
    rows_of = [row.named for table in annex.annex.tables for row in rows(table)]
    return [one.named for one in blocks(annex.body)] + rows_of


def _is_as_drafted(theirs: Taken, base: Taken, known: besides.Known) -> bool:
    """Return whether people wrote nothing into an annex, took nothing away and put nothing there."""
    sides = [(theirs.body, base.body), *zip(theirs.annex.tables, base.annex.tables, strict=False)]
    return _said(base) == _said(theirs) and not any(besides.put_in(*pair, known) for pair in sides)


def has_marks(theirs: Mapping[str, bytes], base: Mapping[str, bytes]) -> bool:
    """Return whether any mark or chart of the base is in people's document: a word processor or a person may have stripped them all.

    A base without any has nothing that could be stripped.
    """
    titles, drawn = texts_of(base), drawn_of(base)
    if not titles and not drawn:
        return True
    as_drafted = resaved_undone(theirs)
    charts = (chart for _, _, shown in charts_of(theirs) for chart in shown)
    return any(mark.title in titles for mark in marks_of(as_drafted)) or any(
        mark_of(chart, data_of(parse_part(theirs[chart.part])), drawn) in drawn for chart in charts
    )
