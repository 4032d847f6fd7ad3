"""A Word file + the folders where records may lie -> the record and base that it comes from, or why nobody knows.

A file is known by what it says it is, by its bytes, and, where a word processor or a person took what it said away, by what its marks
say; by its name only as far as to look first at the record beside it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from reportgen.base.faced import Faced, on_page
from reportgen.base.hashing import sha256
from reportgen.base.issues import Issue, Location, Severity, reason_of
from reportgen.inputs.renaming import Renaming
from reportgen.report.records.history import FOLDER, records_kept
from reportgen.report.records.record import ENDING, Base, base_of, begun, is_of, record_path, under_todays_names
from reportgen.report.records.record_file import NotARecord, opened, read_bytes
from reportgen.word.blocks import marks_of, printed_in
from reportgen.word.opening import opened as opened_document
from reportgen.word.opening import read_file
from reportgen.word.origin import Origin, origin_of
from reportgen.word.package import DOCUMENT, NotADocument, parse_part, read_package
from reportgen.word.resaved import put_inside

_EVERY = ("base",)  # a text that stands in each record: all of them are looked at
_HASHES = {"base": ("sha256", "edited"), "previous": ("replaces", "replaces_edited")}
_NONE = "旁边没有生成记录"
_BESIDE = "旁边的生成记录"
_NOT_ITS = f"{_BESIDE}不是它那一次的"
UNKNOWN = f"{_NONE}，或者是旧版本写的，不知道哪些是人改的"
_LOST = "history 里也没有它那一次的，不知道哪些是人改的。从生成它的电脑上把那一次的生成记录拷到它旁边，就能合并"


@dataclass(frozen=True)
class Wanted:
    """Which report and year a file must be of."""

    report: str
    year: int

    def fits(self, record: Mapping[str, Any]) -> bool:
        """Return whether a record is of it."""
        return is_of(record, self.report, self.year)

    def other(self, said: Origin) -> str:
        """Return in Chinese what a file says it is, '' where it is what is wanted."""
        if said.report.casefold() != self.report.casefold():
            return Faced(
                f"它说自己是「{said.report}」的报告（{said.year}年），不是「{self.report}」的",
                f"它说自己是另一种报告（「{said.report}」，{said.year}年的），不是这里的",
            )
        return "" if said.year == self.year else f"它说自己是{said.year}年的报告，不是{self.year}年的"


@dataclass(frozen=True)
class Kept:
    """A record with its bytes, and the file that holds it: a record beside a report, or a history's note."""

    record: Mapping[str, Any]
    data: bytes
    source: Path


@dataclass(frozen=True)
class Found:
    """Where a file comes from: the record that `kept` it, and under which `key` its base stands there.

    `untouched` says that it is byte for byte what a build wrote, with nothing of people's in it. `lacking` says in Chinese why no base
    is known, `told` what a person should know of how the record was found; '' nearly always.
    """

    kept: Kept | None
    key: str = "base"
    untouched: bool = False
    lacking: str = ""
    told: str = ""

    @cached_property
    def base(self) -> Base | None:
        """Return what people began from."""
        return None if self.kept is None else base_of(self.kept.record, self.key)

    def under(self, renaming: Renaming) -> Found:
        """Return the same with the names that metrics have today, in all but the base's document."""
        if self.kept is None or not renaming:
            return self
        return replace(self, kept=replace(self.kept, record=under_todays_names(self.kept.record, renaming)))

    def until_written(self, record: bytes, replaced: bytes) -> bytes:
        """Return the new record as it stands while the file, which is `replaced`, is being written over."""
        previous = self.kept.record.get(self.key) if self.kept else None
        return begun(record, replaced, previous, edited=not self.untouched)

    def orphan(self, file: Path) -> Path | None:
        """Return the record that stands beside `file` under another name, and whose own report isn't there any more: it was renamed."""
        source = self.kept.source if self.kept else None
        if source is None or source.parent != file.parent or not source.name.endswith(ENDING):
            return None
        named = source.with_name(f"{source.name.removesuffix(ENDING)}{file.suffix}")
        return None if named.exists() or source == record_path(file) else source


def beside(file: Path, wanted: Wanted) -> Found:
    """Return the record beside where a file is going to stand, which tells what an earlier build printed there."""
    return Found(_beside(file, wanted)[0])


def find(file: Path, document: bytes, wanted: Wanted, folders: Iterable[Path]) -> Found:
    """Return where a Word file comes from; `folders` are further ones, besides its own, in which records may lie."""
    digest = sha256(document)
    near, fault = _beside(file, wanted)
    if near is not None and near.record["output"].get("sha256") == digest and _is_as_built(near.record, digest):
        return Found(near, untouched=True)
    places = list(dict.fromkeys((file.parent, *folders)))
    said = origin_of(document)
    kept = list(_kept(places, [digest, *([said.build] if said else [])], near))
    untouched = any(_is_as_built(one.record, digest) for one in kept)
    what = wanted.other(said) if said else ""
    if what:
        return Found(None, untouched=untouched, lacking=what)
    fitting = [*([near] if near else []), *(one for one in kept if wanted.fits(one.record))]
    found = next(_exact(fitting, digest, said, untouched), None)
    if found is None and said is None:
        others = (one for one in _kept(places, _EVERY, near) if wanted.fits(one.record))
        found = _by_marks(near, others, document, untouched)
    fault = fault or (_NOT_ITS if near else _NONE)
    if found is None or found.kept is None:
        lacking = f"{fault}，{_LOST}" if said else UNKNOWN if fault in (_NONE, _NOT_ITS) else fault
        return Found(None, untouched=untouched, lacking=lacking)
    source = found.kept.source
    is_usual = source == record_path(file) or source == found.orphan(file)
    return found if is_usual else replace(found, told=f"{fault}，用了 {source} 里的")


def every_record(folders: Iterable[Path], wanted: Wanted) -> Iterator[Mapping[str, Any]]:
    """Yield the records of a report and year that stand in folders and their histories."""
    yield from (one.record for one in _kept(folders, _EVERY) if wanted.fits(one.record))


def read_said(file: Path) -> Origin | None:
    """Return what a Word file says it is, None for one that says nothing or can't be read, which its reader tells."""
    with contextlib.suppress(OSError, ValueError):  # NotADocument is a ValueError
        return origin_of(read_file(file))
    return None


def why_no_report(file: Path) -> str:
    """Return in Chinese, as a sentence's beginning, why a Word file is nobody's report: it can't be read, or says nothing of any and shows
    not one figure; '' where it may be one."""
    try:
        data = read_file(file)
        if origin_of(data) is not None or any(marks_of(opened_document(data))):
            return ""
    except NotADocument as error:
        return f"「{file.name}」{error}"
    except (OSError, ValueError) as error:
        return f"「{file.name}」读不出来（{reason_of(error)}）"
    return f"「{file.name}」没有说自己是哪一份报告，里面也没有一个数据标记，看不出是这个报告"


def other(file: Path, said: Origin | None, wanted: Wanted) -> tuple[Issue, ...]:
    """Return a warning where a file says that it is of another report or year than that which it is held against."""
    what = wanted.other(said) if said else ""
    message = Faced(*(f"{one}。请看文件对不对。" for one in (what, on_page(what))))
    return (Issue("文件", Severity.WARNING, message, Location(file.name)),) if what else ()


def _beside(file: Path, wanted: Wanted) -> tuple[Kept | None, str]:
    """Return the record beside a file, and what is wrong with what stands there; one of another report or year is none."""
    path = record_path(file)
    try:
        data = read_bytes(path)
        record = None if data is None else opened(data)
    except NotARecord as error:
        return None, f"旁边的「{path.name}」{error}"
    if data is None or record is None:
        return None, ""
    if not wanted.fits(record):
        year, other = record.get("year", ""), record.get("report", "")
        what = f"{year}年的报告的" if other == wanted.report else f"别的报告的（{other} {year}年）"
        return None, f"{_BESIDE}是{what}"
    return Kept(record, data, path), ""


def _kept(folders: Iterable[Path], known: Collection[str], near: Kept | None = None) -> Iterator[Kept]:
    """Yield the records of folders and their histories that hold any of the texts `known`; `near` has been read already."""
    for folder in folders:
        for path in sorted(folder.glob(f"*{ENDING}")):
            with contextlib.suppress(NotARecord):
                data = read_bytes(path) or b""
                if any(one.encode() in data for one in known):
                    yield replace(near, source=path) if near and near.data == data else Kept(opened(data), data, path)
        for path, data in records_kept(folder / FOLDER, known):
            with contextlib.suppress(NotARecord):
                yield Kept(opened(data), data, path)


def _is_as_built(record: Mapping[str, Any], digest: str) -> bool:
    """Return whether these are the bytes that a build wrote, or was about to replace, and nothing of people's was in them."""
    output = record["output"]
    return any(output.get(name) == digest and not output.get(edited) for name, edited in _HASHES.values())


def _exact(kept: Iterable[Kept], digest: str, said: Origin | None, untouched: bool) -> Iterator[Found]:
    """Yield the records that know a file by its bytes or its build: its own first, then those of a build cut short while replacing it."""
    every = list(kept)
    for key, (name, _) in _HASHES.items():
        for one in every:
            entry = one.record.get(key) or {}
            by_build = said is not None and entry.get("build") == said.build
            found = Found(one, key, untouched)
            if (by_build or one.record["output"].get(name) == digest) and found.base is not None:
                yield found


def _by_marks(beside: Kept | None, others: Iterable[Kept], document: bytes, untouched: bool) -> Found | None:
    """Return the record whose base a file that doesn't say what it is comes from, None where that can't be known.

    The record beside it, unless it has none; of several, and of the two bases of a build cut short, what it is most like.
    """
    try:
        theirs = opened_document(document)
    except NotADocument:
        return None
    for every, is_sure in (([beside] if beside else [], True), (others, False)):
        found = [
            (_unlike(read_package(base.document), theirs), one, key)
            for one in every
            for key in _HASHES
            if (base := base_of(one.record, key)) is not None
        ]
        near = [one for one in found if is_sure or one[0].is_same]
        if near:
            _, one, key = min(near, key=lambda one: one[0])
            return Found(one, key, untouched)
    return None


@dataclass(frozen=True, order=True)
class _Unlike:
    """How many marks of a document say something else than the other's, of how many, and how many of its lines the other hasn't."""

    marks: int
    lines: int
    of: int

    @property
    def is_same(self) -> bool:
        """Return whether it can only be the same report: three marks of four say the same, which those of another year don't."""
        return self.of > 0 and self.marks * 4 <= self.of


def _unlike(base: Mapping[str, bytes], theirs: Mapping[str, bytes]) -> _Unlike:
    """Return how unlike a base people's document is."""
    from reportgen.word.text import plain_text  # noqa: PLC0415  nearly every file says what it is

    said: dict[str, set[str]] = {}
    for mark in printed_in(parse_part(base[DOCUMENT])):
        said.setdefault(mark.title, set()).add(mark.text.strip())
    root = parse_part(theirs[DOCUMENT])
    put_inside(root)
    marks = list(printed_in(root))
    others = sum(mark.text.strip() not in said.get(mark.title, ()) for mark in marks)
    lines = set(plain_text(base).split("\n"))
    return _Unlike(others, sum(line not in lines for line in plain_text(theirs).split("\n")), len(marks))
