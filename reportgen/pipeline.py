"""The stages in order: a year's folder and a report's folder -> figures and issues -> a draft -> files on disk."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reportgen import __version__, acceptance, prose
from reportgen.catalogue import Catalogue
from reportgen.catalogue_file import FILE as CATALOGUE_FILE
from reportgen.catalogue_file import read_catalogue
from reportgen.changes import Change, Comparison, Side, compare
from reportgen.checks import check
from reportgen.content import is_compared, values, vocabulary
from reportgen.corrections import Correction, corrections
from reportgen.figures import MADE_BY as FIGURES_MADE_BY
from reportgen.figures import Figures, compute
from reportgen.issues import Issue, Location, Severity, Unusable, key_text
from reportgen.privacy import personal_details
from reportgen.provenance import remark_text
from reportgen.record import begun, last_built, make_record, read_record, record_path, sha256
from reportgen.saving import CannotWrite, keep_aside, write_safely
from reportgen.sides import side_of_year
from reportgen.sources import Sources, read_sources
from reportgen.unusual import CHECK as UNUSUAL
from reportgen.unusual import against_last_year, unusual
from reportgen.word.comments import Remark, add_comments
from reportgen.word.sentences import sentences
from reportgen.word.template import FILE as TEMPLATE_FILE
from reportgen.word.template import MADE_BY as DOCUMENTS_MADE_BY
from reportgen.word.template import Prepared, assemble, prepare, render_parts
from reportgen.word.title import title
from reportgen.wording import PENDING

VERSIONS = {"reportgen": __version__, **FIGURES_MADE_BY, **DOCUMENTS_MADE_BY}
_NOT_IN_A_NAME = re.compile(r'[\\/:*?"<>|\s]')  # what Windows refuses in a file name
_MOST_HASHED = 1_000_000_000  # bytes; what is larger is refused by its reader
_MOST_NAME = 80
_MOST_NAME_BYTES = 200  # Linux takes 255, and the record's name and that of a copy kept aside are longer


@dataclass(frozen=True)
class Year:
    """One year's inputs understood: definitions, inputs, figures, what they are compared as, and what the checks found.

    `comparison` is that with the year before, None where there is no folder for it or it can't be read; `earlier` are the hashes of
    that year's files.
    """

    catalogue: Catalogue
    sources: Sources
    figures: Figures
    side: Side
    comparison: Comparison | None
    earlier: Mapping[str, str]
    issues: tuple[Issue, ...]

    @property
    def changes(self) -> dict[str, Change]:
        """Return the changes from the year before, by metric."""
        return {} if self.comparison is None else {change.name: change for change in self.comparison.changes}


@dataclass(frozen=True)
class Built:
    """What a build did: where the report stands, whether it changed, where an edited one was kept, and what was corrected since."""

    report: Path
    changed: bool
    kept: Path | None
    corrections: tuple[Correction, ...]
    issues: tuple[Issue, ...]
    sources: Sources
    figures: Figures


def read_year(data: Path, template: Path, year: int) -> Year:
    """Return a year's figures and issues; raises Unusable."""
    catalogue = read_catalogue(template)
    return _understand(catalogue, read_sources(data / str(year), year, catalogue), data)


def read_all(data: Path, template: Path, year: int) -> tuple[Year, Prepared]:
    """Return a year's figures and the prepared template; raises Unusable with the faults of both at once."""
    catalogue = read_catalogue(template)
    faults: list[Issue] = []
    sources = prepared = None
    try:
        sources = read_sources(data / str(year), year, catalogue)
    except Unusable as error:
        faults += error.issues
    try:
        prepared = prepare(template / TEMPLATE_FILE, vocabulary(catalogue))
    except Unusable as error:
        faults += error.issues
    if sources is None or prepared is None:
        raise Unusable(faults)
    year_read = _understand(catalogue, sources, data)
    lacking = acceptance.apply(_without_last_year(year_read, prepared), sources.accepted)
    return replace(year_read, issues=(*year_read.issues, *lacking)), prepared


def draft(year: Year, prepared: Prepared) -> dict[str, bytes]:
    """Return the parts of the report, without comments."""
    return render_parts(prepared, values(year.catalogue, year.sources, year.figures, year.changes), year.sources.demo)


def review(year: Year, report: Mapping[str, bytes]) -> tuple[Issue, ...]:
    """Return everything that the checks find in a year and in its draft; what the year accepts carries its reason."""
    accepted = year.sources.accepted
    found = (*year.issues, *acceptance.apply(prose.check(sentences(report), year.figures), accepted))
    return (*found, *acceptance.outlived(found, accepted))


def commented(report: Mapping[str, bytes], year: Year, issues: Iterable[Issue]) -> Mapping[str, bytes]:
    """Return the draft with each standing issue that concerns a figure as a Word comment at that figure."""
    remarks = [
        Remark(issue.metrics, remark_text(issue, year.figures))
        for issue in issues
        if issue.metrics and not issue.accepted
    ]
    return add_comments(report, remarks) if remarks else report


def build(data: Path, template: Path, year: int, output: Path, target: Path | None, *, annex: bool = False) -> Built:
    """Draft the report and write it with its record to `target`, or to `output`/<year>/<title>.docx; `annex` adds the comparison.

    A file there that is not what was last built has been edited by somebody: it is kept under another name first. Raises Unusable
    before anything is written, CannotWrite when a file can't be. The record is written first and knows both the old report and the
    new one, so that after a crash at any moment the next build doesn't take what stands there for edited.
    """
    hashes = _hashes(template)
    understood, prepared = read_all(data, template, year)
    plain = draft(understood, prepared)
    issues = review(understood, plain)
    whole = commented(plain, understood, issues)
    document = assemble(prepared, _with_annex(whole, understood) if annex else whole)
    report = target or output / str(year) / f"{file_name(title(plain))}.docx"
    _refuse(hashes != _hashes(template), template, "模板或指标目录正在被改动，请等改完再运行一次。")
    _refuse(_is_same(report, template / TEMPLATE_FILE), report, "这是模板本身，报告请写到别的文件。")
    kept, old = None, _bytes_of(report)
    if old is not None and old != document and sha256(old) not in last_built(report):
        kept = keep_aside(report, old, "人工修改，留存")
    inputs = {**understood.sources.hashes, **understood.earlier, **hashes}
    corrected = corrections_since(read_record(record_path(report)), understood, plain)
    record = make_record(understood.side, inputs, understood.figures, issues, VERSIONS, report, document)
    if old != document:
        _write_both(report, document, record, old)
    if _bytes_of(record_path(report)) != record:
        write_safely(record_path(report), record)
    return Built(report, old != document, kept, corrected or (), issues, understood.sources, understood.figures)


def _with_annex(report: Mapping[str, bytes], year: Year) -> Mapping[str, bytes]:
    from reportgen.word.annex import append_annex  # noqa: PLC0415  openpyxl is as slow as all of ours

    before = year.sources.year - 1
    if year.comparison is None:
        message = f"没有{before}年的数据，附不了对比表。请放进 data 下的 {before} 文件夹，或去掉 --annex。"
        raise Unusable([Issue(UNUSUAL, Severity.ERROR, message, Location(str(before)))])
    return append_annex(report, year.comparison)


def corrections_since(
    record: Mapping[str, Any] | None, year: Year, report: Mapping[str, bytes]
) -> tuple[Correction, ...] | None:
    """Return what the data say otherwise than when a record was written, with the places of the draft; None without a record."""

    def printed(name: str) -> Iterator[str]:
        from reportgen.word.places import places  # noqa: PLC0415  nearly always nothing was corrected

        return map(str, places(report, name))

    return None if record is None else corrections(record, year.side, year.figures, printed)


def file_name(text: str) -> str:
    """Return a title as a name that every system takes."""
    name = _NOT_IN_A_NAME.sub("", text).strip(".")[:_MOST_NAME]
    return name.encode()[:_MOST_NAME_BYTES].decode(errors="ignore") or "报告"


def _understand(catalogue: Catalogue, sources: Sources, data: Path) -> Year:
    figures = compute(catalogue, sources)
    side = side_of_year(catalogue, figures, sources.demo)
    found = [*catalogue.issues, *sources.issues, *personal_details(sources), *check(catalogue, figures)]
    comparison = None
    hashes: dict[str, str] = {}
    if (data / str(sources.year - 1)).is_dir():
        try:
            earlier = read_sources(data / str(sources.year - 1), sources.year - 1, catalogue, earlier=True)
            hashes = {f"{earlier.year}/{name}": digest for name, digest in earlier.hashes.items()}
            before = compute(catalogue, earlier)
            then = side_of_year(catalogue, before, earlier.demo)
            comparison = Comparison(then, side, unusual(compare(then, side), catalogue))
            found += against_last_year(comparison.changes, catalogue, before, figures)
        except Unusable as error:
            found.append(_cannot_compare(sources.year - 1, error))
    return Year(catalogue, sources, figures, side, comparison, hashes, acceptance.apply(found, sources.accepted))


def _without_last_year(year: Year, prepared: Prepared) -> Iterator[Issue]:
    """Yield an error for each tag that compares a figure for which there is nothing to compare with: it prints 待补."""
    changes = year.changes if prepared.compared else {}
    for at, tag, name in prepared.compared:
        change = changes.get(name)
        if not is_compared(change):
            why = (change.reason if change else "") or f"没有{year.sources.year - 1}年的数据"
            message = f"{tag}：{why}，报告里暂写「{PENDING}」。请补上，或改模板。"
            yield Issue(
                UNUSUAL, Severity.ERROR, message, at, (name,), "上年的数", "没有", f"{UNUSUAL}：{key_text(tag)}"
            )


def _cannot_compare(year: int, error: Unusable) -> Issue:
    message = f"{year}年的数据读不出来，没有和上年比：{error.issues[0]}"
    message += f"（共{len(error.issues)}处）" if len(error.issues) > 1 else ""
    return Issue(UNUSUAL, Severity.WARNING, message, Location(str(year)), key=f"{UNUSUAL}：{year}年的数据")


def _write_both(report: Path, document: bytes, record: bytes, old: bytes | None) -> None:
    """Write the record and then the report; a report that can't be written leaves the record as it was."""
    path = record_path(report)
    before = _bytes_of(path)
    write_safely(path, record if old is None else begun(record, old))
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
        why = (error.strerror if isinstance(error, OSError) else "") or "名称不能用"
        reason = f"读不出来（{why}），请看它是不是文件夹，或正被别的程序占用。"
        raise Unusable([Issue("输出", Severity.ERROR, reason, Location(str(path)))]) from error
