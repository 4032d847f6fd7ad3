"""A base, the report as people left it, and today's draft -> people's report with today's figures, or why it can't be had."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reportgen.content import Shown, filters, parts_by
from reportgen.figures import PART_SIGN
from reportgen.finding import UNKNOWN, Found
from reportgen.word.comments import Remark, renew_comments
from reportgen.word.origin import Origin, origin_in, with_origin
from reportgen.word.package import NotADocument, check_parts, read_package, write_package
from reportgen.word.refresh import Event, Worded, has_marks, refresh


class CannotMerge(Exception):
    """People's report can't be renewed; the message says why, in Chinese."""


@dataclass(frozen=True)
class Merged:
    """People's report renewed, byte for byte theirs where nothing had to change, and what happened in it."""

    document: bytes
    events: tuple[Event, ...]


def merge(
    found: Found,
    theirs: bytes,
    ours: Mapping[str, bytes],
    origin: Origin,
    remarks: Iterable[Remark],
    worded: Worded,
    tracked: str,
) -> Merged:
    """Return people's report renewed; `found` says from which base it comes. Raises CannotMerge.

    `ours` is today's draft without comments, `origin` what it is, `remarks` are today's.
    """
    try:
        parts = read_package(theirs)
        check_parts(parts)
    except NotADocument as error:
        raise CannotMerge(f"它{error}") from error
    base = found.base
    if base is None:
        raise CannotMerge(found.lacking or UNKNOWN)
    before = read_package(base.document)
    if not has_marks(before, parts):
        raise CannotMerge("它里面的数据标记都没有了，可能另存成过别的格式，或者内容是重新粘贴的")
    done = refresh(before, parts, ours, tracked=tracked, worded=worded)
    said = [Remark(tuple(titles), text) for titles, text in base.remarks]
    renewed = renew_comments(done.parts, said, remarks)
    if renewed == parts and origin_in(parts) in (None, origin):
        return Merged(theirs, done.events)
    return Merged(write_package(with_origin(renewed, origin)), done.events)


def wording_of(named: Mapping[str, object]) -> Worded:
    """Return what says a mark's text today by its title and expression, whether or not today's draft prints it."""
    known = filters()

    def worded(title: str, tag: str) -> str | None:
        name, _, wording = tag.partition("|")
        shown = named.get(name)
        if not isinstance(shown, Shown):
            return _part(title)
        if not wording:
            return str(shown)
        return str(known[wording](shown)) if wording in known else _part(title)

    def _part(title: str) -> str | None:
        """Return what one category of a breakdown says, whose expression names the loop's variable and not the metric."""
        name, _, category = title.partition(PART_SIGN)
        whole = named.get(name)
        if not isinstance(whole, Shown) or not category:
            return None
        columns = whole.figures.columns(name)
        parts = [part for column in columns for part in parts_by(whole, column)]
        return next((str(part) for part in parts if part.title == title), None)

    return worded
