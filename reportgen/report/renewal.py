"""A base, the report as people left it, and today's draft -> people's report with today's figures, or why it can't be had."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reportgen.annex.annexed import has_annex
from reportgen.base.names import PART_SIGN
from reportgen.figures.wording import WORDINGS
from reportgen.inputs.renaming import Renaming
from reportgen.merge.refresh import has_marks, refresh
from reportgen.merge.renamed import renamed
from reportgen.merge.wordings import Texts, Worded, texts_of, with_texts
from reportgen.report.records.finding import UNKNOWN, Found
from reportgen.report.records.record import figures_named
from reportgen.template.content import Shown
from reportgen.template.expressions import name_and_wordings
from reportgen.template.filters import filters, part_titled
from reportgen.verify.typed_notes import Judge, with_notes
from reportgen.word.comments import Remark, renew_comments
from reportgen.word.events import Event, Kind
from reportgen.word.opening import opened
from reportgen.word.origin import Origin, origin_in, with_origin
from reportgen.word.package import NotADocument, read_package, write_package
from reportgen.word.quotation import excerpt


class CannotMerge(Exception):
    """People's report can't be renewed; the message says why, in Chinese."""


@dataclass(frozen=True)
class Merged:
    """People's report renewed, byte for byte theirs where nothing had to change, and what happened in it; for the rest see Base."""

    document: bytes
    events: tuple[Event, ...]
    standing: Texts
    gone: Texts
    given_up: tuple[str, ...]


@dataclass(frozen=True)
class Today:
    """What today's data give: the draft without comments (with the annex where it is asked for) and what it is, the remarks at its
    figures, how a mark is worded, how a typed number stands to a figure, how the annex is put behind a report that has none, and what
    metrics were called before."""

    draft: Mapping[str, bytes]
    origin: Origin
    remarks: tuple[Remark, ...]
    worded: Worded
    judge: Judge
    append_annex: Callable[[Mapping[str, bytes]], Mapping[str, bytes]]
    renaming: Renaming


def merge(found: Found, theirs: bytes, today: Today, tracked: str) -> Merged:
    """Return people's report renewed; `found` says from which base it comes, under today's names of metrics. Changes are tracked where
    `tracked` is a w:date. Raises CannotMerge."""
    try:
        before_us = opened(theirs)
    except NotADocument as error:
        raise CannotMerge(f"它{error}") from error
    base = found.base
    if base is None or found.kept is None:
        raise CannotMerge(found.lacking or UNKNOWN)
    before = renamed(read_package(base.document), today.renaming).parts
    parts, counts = renamed(before_us, today.renaming)
    drafted = texts_of(before)
    if not has_marks(parts, before):
        raise CannotMerge("它里面的数据标记都没有了，可能另存成过别的格式，或者内容是重新粘贴的")
    said_last = with_texts(drafted, with_texts(base.standing, base.gone))
    done = refresh(
        before, parts, today.draft, tracked=tracked, worded=today.worded, said=said_last, given_up=base.given_up
    )
    events = [
        Event(Kind.RENAMED, "", f"「{old}」改名为「{today.renaming.name(old)}」：{count}处")
        for old, count in counts.items()
    ]
    events += done.events
    said = [Remark(tuple(titles), text) for titles, text in base.remarks]
    renewed: Mapping[str, bytes] = renew_comments(done.parts, said, today.remarks)
    if has_annex(today.draft) and not has_annex(renewed):
        renewed = today.append_annex(renewed)
        events.append(Event(Kind.ADDED, "", "附件「主要指标对比表」"))
    renewed, noted = with_notes(renewed, parts, before, today.draft, today.judge)
    for one in noted:
        kind = Kind.CONFLICT if one.changed else Kind.KEPT
        events.append(
            Event(
                kind,
                one.heading,
                f"{one.found.title} 打字的是{one.found.typed}，数据是{one.found.due}：{excerpt(one.found.unit.text, one.found.typed)}",
            )
        )
    ours = figures_named(found.kept.record) - today.renaming.known
    gone = {title: texts for title, texts in said_last.items() if title.partition(PART_SIGN)[0] in ours}
    if renewed == before_us and origin_in(parts) in (None, today.origin):
        return Merged(theirs, tuple(events), done.standing, gone, done.given_up)
    return Merged(write_package(with_origin(renewed, today.origin)), tuple(events), done.standing, gone, done.given_up)


def wording_of(named: Mapping[str, object], renaming: Renaming) -> Worded:
    """Return what says a mark's text today by its title and expression, whether or not today's draft prints it.

    The expression may be one of before a metric was renamed.
    """
    known = filters()

    def worded(title: str, tag: str) -> str | None:
        name, asked = name_and_wordings(tag) or ("", ())
        whole = named.get(renaming.name(name))
        said: object = whole if isinstance(whole, Shown) else _part(title)
        if said is None or any(one.name not in WORDINGS or one.fault() for one in asked):
            return None
        for one in asked:
            said = known[one.name](said, *one.arguments)
        return str(said)

    def _part(title: str) -> Shown | None:
        """Return one category of a breakdown, whose expression names the loop's variable and not the metric."""
        name, _, category = title.partition(PART_SIGN)
        whole = named.get(name)
        return part_titled(whole, title) if isinstance(whole, Shown) and category else None

    return worded
