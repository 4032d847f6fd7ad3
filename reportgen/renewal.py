"""A record, the report as people left it, and today's draft -> people's report with today's figures, or why it can't be had."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from reportgen.content import Shown, filters, parts_by
from reportgen.figures import PART_SIGN
from reportgen.record import Base, bases_of
from reportgen.word.comments import Remark, renew_comments
from reportgen.word.opening import opened
from reportgen.word.package import NotADocument, read_package, write_package
from reportgen.word.refresh import Event, Worded, has_marks, refresh, unlike


class CannotMerge(Exception):
    """People's report can't be renewed; the message says why, in Chinese."""


@dataclass(frozen=True)
class Merged:
    """People's report renewed, byte for byte theirs where nothing had to change, and what happened in it."""

    document: bytes
    events: tuple[Event, ...]


def merge(
    record: Mapping[str, Any] | None,
    theirs: bytes,
    ours: Mapping[str, bytes],
    remarks: Iterable[Remark],
    worded: Worded,
    tracked: str,
) -> Merged:
    """Return people's report renewed; `ours` is today's draft without comments, `remarks` are today's. Raises CannotMerge."""
    try:
        parts = opened(theirs)
    except NotADocument as error:
        raise CannotMerge(f"它{error}") from error
    base = _nearest(bases_of(record, theirs), parts)
    before = read_package(base.document)
    if not has_marks(before, parts):
        raise CannotMerge("它里面的数据标记都没有了，可能另存成过别的格式，或者内容是重新粘贴的")
    done = refresh(before, parts, ours, tracked=tracked, worded=worded)
    said = [Remark(tuple(titles), text) for titles, text in base.remarks]
    renewed = renew_comments(done.parts, said, remarks)
    return Merged(theirs if renewed == parts else write_package(renewed), done.events)


def _nearest(bases: list[Base], theirs: Mapping[str, bytes]) -> Base:
    """Return the build that people's report comes from; after a crash there are two, and the one that it is more like is it."""
    if not bases:
        raise CannotMerge("旁边没有生成记录，或者是旧版本写的，不知道哪些是人改的")
    if len(bases) == 1:
        return bases[0]
    return min(bases, key=lambda base: unlike(read_package(base.document), theirs))


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
