"""A year and a report's folder -> the report on disk, whole, with its record; what people changed in it is never lost."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen import __version__
from reportgen.catalogue_file import FILE as CATALOGUE_FILE
from reportgen.content import values
from reportgen.figures import MADE_BY as FIGURES_MADE_BY
from reportgen.figures import Figures
from reportgen.issues import Issue, Location, Severity, Unusable, reason_of
from reportgen.pipeline import Year, commented, corrections_since, draft, read_all, remarks_of, review
from reportgen.record import Base, begun, last_built, make_record, read_record, record_path, sha256
from reportgen.saving import CannotWrite, keep_aside, write_safely
from reportgen.sources import Sources
from reportgen.unusual import CHECK as UNUSUAL
from reportgen.word.comments import Remark
from reportgen.word.template import FILE as TEMPLATE_FILE
from reportgen.word.template import MADE_BY as DOCUMENTS_MADE_BY
from reportgen.word.template import assemble
from reportgen.word.title import title

if TYPE_CHECKING:  # these are only needed where people have edited, and cost a fifteenth of a plain build
    from reportgen.corrections import Correction
    from reportgen.word.refresh import Event

# What Windows refuses in a file name, and what nobody sees in one: control characters, signs that turn the direction of writing.
_NOT_IN_A_NAME = re.compile(r'[\\/:*?"<>|\s\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]')
_MOST_HASHED = 1_000_000_000  # bytes; what is larger is refused by its reader
_APART = "（新稿）"  # behind the name of a draft that stands beside a report that it could not be brought into
_NEW = "新稿"
_MOST_NAME = 80
_MOST_NAME_BYTES = 200  # Linux takes 255, and the record's name and that of a copy kept aside are longer
VERSIONS = {"reportgen": __version__, **FIGURES_MADE_BY, **DOCUMENTS_MADE_BY}


@dataclass(frozen=True)
class Way:
    """How a report is to be built: with the comparison as an `annex`; with changes `tracked` (a w:date, '' for not); `fresh`, without
    what people changed; `dry`, without writing. `when` is the time that the history notes, '' to keep none."""

    annex: bool = False
    tracked: str = ""
    fresh: bool = False
    dry: bool = False
    when: str = ""


@dataclass(frozen=True)
class Built:
    """What a build did: where the report stands, whether it changed, whether people had edited it, and what was renewed in it.

    `document` is the report as it stands then, `draft` what today's data give without people's changes.
    `corrections` are the figures that the data give otherwise than the last time. `apart` says why the report doesn't stand where it
    should: what stands there could not be renewed or replaced.
    """

    report: Path
    changed: bool
    edited: bool
    events: tuple[Event, ...]
    corrections: tuple[Correction, ...]
    apart: str
    issues: tuple[Issue, ...]
    year: Year
    document: bytes
    draft: bytes

    @property
    def sources(self) -> Sources:
        """Return the year's inputs."""
        return self.year.sources

    @property
    def figures(self) -> Figures:
        """Return the year's figures."""
        return self.year.figures


def build(data: Path, template: Path, year: int, output: Path, target: Path | None, way: Way = Way()) -> Built:
    """Draft the report and write it with its record to `target`, or to `output`/<year>/<title>.docx.

    A file there that is not what was last built has been edited by people: today's figures are brought into it. Where that can't be
    done it stays, and the draft is written beside it. Raises Unusable before anything is written, CannotWrite when a file can't be.
    """
    hashes = _hashes(template)
    understood, prepared = read_all(data, template, year)
    plain = draft(understood, prepared)
    issues = review(understood, plain)
    whole = commented(plain, understood, issues)
    report = target or output / str(year) / f"{file_name(title(plain))}.docx"
    _refuse(hashes != _hashes(template), template, "模板或指标目录正在被改动，请等改完再运行一次。")
    _refuse(_is_same(report, template / TEMPLATE_FILE), report, "这是模板本身，报告请写到别的文件。")
    ready = _Ready(
        understood,
        plain,
        tuple(remarks_of(understood, issues)),
        issues,
        {**understood.sources.hashes, **understood.earlier, **hashes},
        assemble(prepared, plain),
        assemble(prepared, _with_annex(whole, understood) if way.annex else whole),
    )
    return _put(ready, report, way)


@dataclass(frozen=True)
class _Ready:
    """A draft ready to be written: `base` without comments, `document` with them."""

    year: Year
    plain: Mapping[str, bytes]
    remarks: tuple[Remark, ...]
    issues: tuple[Issue, ...]
    inputs: Mapping[str, str]
    base: bytes
    document: bytes


def _put(ready: _Ready, report: Path, way: Way, apart: str = "") -> Built:
    """Write a draft to where a report may stand already; `apart` says why it isn't written where it should."""
    old, record = _bytes_of(report), read_record(record_path(report))
    events: tuple[Event, ...] = ()
    document, reason = ready.document, "上一次生成的"
    edited = old is not None and old != document and sha256(old) not in last_built(report)
    if old is not None and (edited or (way.tracked and old != document)):
        from reportgen.renewal import CannotMerge, merge, wording_of  # noqa: PLC0415  see above

        if way.fresh:
            reason = "有人改过的，用 --fresh 重新生成"
        else:
            worded = wording_of(
                values(ready.year.catalogue, ready.year.sources, ready.year.figures, ready.year.changes)
            )
            try:
                merged = merge(record, old, ready.plain, ready.remarks, worded, way.tracked)
            except CannotMerge as error:
                return _put(ready, report.with_name(f"{report.stem}{_APART}{report.suffix}"), way, str(error))
            document, events, reason = merged.document, merged.events, "合并更正以前的"
    corrected = corrections_since(record, ready.year, ready.plain) or ()
    built = Built(
        report,
        old != document,
        edited,
        events,
        corrected,
        apart,
        ready.issues,
        ready.year,
        document,
        ready.document,
    )
    if way.dry:
        return built
    base = Base(ready.base, tuple((remark.titles, remark.text) for remark in ready.remarks))
    made = make_record(
        ready.year.side,
        ready.inputs,
        ready.year.figures,
        ready.issues,
        VERSIONS,
        report,
        document,
        base,
        edited=document != ready.document,
    )
    if old != document:
        from reportgen.history import drop, keep  # noqa: PLC0415  see above

        replaced = None
        if old is not None and way.when:
            replaced = keep(report, old, _bytes_of(record_path(report)), way.when, reason)
        try:
            _write_both(report, document, made, old)
        except CannotWrite as error:
            if replaced is not None:
                drop(replaced)
            if old is not None and isinstance(error.__cause__, PermissionError):  # open in Word
                beside = keep_aside(report, document, _NEW)
                return replace(built, report=beside, apart="它正在别的程序里打开，或者是只读的")
            raise
    if _bytes_of(record_path(report)) != made:
        write_safely(record_path(report), made)
    return built


def _with_annex(report: Mapping[str, bytes], year: Year) -> Mapping[str, bytes]:
    from reportgen.word.annex import append_annex  # noqa: PLC0415  openpyxl is as slow as all of ours

    before = year.sources.year - 1
    if year.comparison is None:
        message = f"没有{before}年的数据，附不了对比表。请放进 data 下的 {before} 文件夹，或去掉 --annex。"
        raise Unusable([Issue(UNUSUAL, Severity.ERROR, message, Location(str(before)))])
    return append_annex(report, year.comparison)


def file_name(text: str) -> str:
    """Return a title as a name that every system takes."""
    name = _NOT_IN_A_NAME.sub("", text).strip(".")[:_MOST_NAME]
    return name.encode()[:_MOST_NAME_BYTES].decode(errors="ignore") or "报告"


def _write_both(report: Path, document: bytes, record: bytes, old: bytes | None) -> None:
    """Write the record and then the report; a report that can't be written leaves the record as it was."""
    path = record_path(report)
    before = _bytes_of(path)
    write_safely(path, record if old is None else begun(record, old, read_record(path)))
    try:
        write_safely(report, document)
    except CannotWrite:
        with contextlib.suppress(CannotWrite, OSError):
            path.unlink() if before is None else write_safely(path, before)
        raise


def _hashes(template: Path) -> dict[str, str]:
    """Return the hashes of a report folder's files, '' for one that can't be read, which its reader tells."""
    hashes = dict.fromkeys((CATALOGUE_FILE, TEMPLATE_FILE), "")
    for name in hashes:
        with contextlib.suppress(OSError, ValueError):
            if (template / name).is_file() and (template / name).stat().st_size <= _MOST_HASHED:
                hashes[name] = sha256((template / name).read_bytes())
    return hashes


def _is_same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except (OSError, ValueError):
        return False


def _refuse(condition: bool, path: Path, reason: str) -> None:
    if condition:
        raise Unusable([Issue("文件", Severity.ERROR, reason, Location(str(path)))])


def _bytes_of(path: Path) -> bytes | None:
    try:
        _refuse(path.exists() and not path.is_file(), path, "这里不是文件，请另写一个文件名，或移开原有的。")
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        reason = f"读不出来（{reason_of(error)}），请看它是不是文件夹，或正被别的程序占用。"
        raise Unusable([Issue("输出", Severity.ERROR, reason, Location(str(path)))]) from error
