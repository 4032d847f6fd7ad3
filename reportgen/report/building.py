"""A year and a report's folder -> the report on disk, whole, with its record; what people changed in it is never lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen import __version__
from reportgen.base.faced import advised
from reportgen.base.issues import Issue, Location, Severity, Unusable
from reportgen.base.saving import file_name
from reportgen.figures.adding import MADE_BY as FIGURES_MADE_BY
from reportgen.figures.changes import CHECK as UNUSUAL
from reportgen.figures.wording import PENDING
from reportgen.inputs.renaming import renaming_of
from reportgen.report.built import Built, Left, Way
from reportgen.report.drafting import Year, commented, corrections_since, draft, read_all, remarks_of, review
from reportgen.report.records.finding import Wanted, beside, find
from reportgen.report.records.record import (
    Base,
    Earlier,
    build_id,
    earlier_builds,
    make_record,
    report_name,
    under_todays_names,
)
from reportgen.report.records.standing import choose, is_same, records_before
from reportgen.report.replacing import Replacement, bytes_of
from reportgen.report.report_folder import ReportFolder, hashes_of, refuse, unchanged
from reportgen.report.year_inputs import NOTHING_MADE, MadeTables
from reportgen.template.content import values
from reportgen.template.reading import FILE as TEMPLATE_FILE
from reportgen.word.comments import Remark
from reportgen.word.headings import title
from reportgen.word.opening import opened
from reportgen.word.origin import Origin, with_origin
from reportgen.word.package import NotADocument, read_package

if TYPE_CHECKING:  # these are only needed where people have edited, and cost a fifteenth of a plain build
    from reportgen.report.renewal import Today
    from reportgen.word.events import Event

_APART = "（新稿）"  # behind the name of a draft that stands beside a report that it could not be brought into
_USUAL = Way()


def build(
    data: Path,
    template: Path,
    year: int,
    output: Path,
    target: Path | None,
    way: Way = _USUAL,
    made: MadeTables = NOTHING_MADE,
) -> Built:
    """Draft the report and write it with its record to `target`, or to `output`/<year>/<title>.docx, or where that report is by now.

    A file there that is not what a build wrote has been edited by people: today's figures are brought into it. Where that can't be
    done it stays, and the draft is written beside it. Tables that were `made` just now aren't read again.

    Raises Unusable before anything is written, CannotWrite when a file can't be.
    """
    hashes = hashes_of(template)
    understood, prepared = read_all(data, template, year, made)
    return build_from(unchanged(template, understood.catalogue, prepared, hashes), understood, output, target, way)


def build_from(folder: ReportFolder, understood: Year, output: Path, target: Path | None, way: Way = _USUAL) -> Built:
    """Do what `build` does, for a report's folder and a year that are read already."""
    template, year, hashes = folder.path, understood.sources.year, {**folder.hashes}
    plain: Mapping[str, bytes] = draft(understood, folder.template)
    issues = review(understood, plain)
    whole = commented(plain, understood, issues)
    usual = output / str(year)
    # What isn't filled yet stays out of the name: a report keeps the name that its first draft gave it.
    report = target or usual / f"{file_name(title(plain).replace(PENDING, ''))}.docx"
    refuse(is_same(report, template / TEMPLATE_FILE), report, "这是模板本身，报告请写到别的文件。")
    wanted = Wanted(report_name(template), year)
    choice = choose(report, wanted, understood.side, usual, named=target is not None)
    annexed = (_is_annexed(choice.report) and not way.fresh) if way.annex is None else way.annex
    if annexed:
        from reportgen.annex.form import own_form  # noqa: PLC0415  see above

        plain, whole = map(_annexing(template, understood), (plain, whole))
        form = own_form(template)
        hashes |= hashes_of(template, [form.name] if form else ())
    remarks = tuple(remarks_of(understood, issues))
    said = tuple((remark.titles, remark.text) for remark in remarks)
    origin = Origin(wanted.report, year, build_id(plain, said))
    ready = _Ready(
        understood,
        template,
        plain,
        remarks,
        issues,
        {**understood.sources.hashes, **understood.earlier, **hashes},
        Base(folder.packages.written(plain), said, origin),
        folder.packages.written(with_origin(whole, origin)),
        (usual,),
    )
    built = _put(ready, choice.report, way)
    return built if built.apart else replace(built, told=(*choice.told, *built.told))


@dataclass(frozen=True)
class _Ready:
    """A draft ready to be written: `base` without comments, `document` with them; `template` is the report's folder, `folders` may hold
    records besides the report's own."""

    year: Year
    template: Path
    plain: Mapping[str, bytes]
    remarks: tuple[Remark, ...]
    issues: tuple[Issue, ...]
    inputs: Mapping[str, str]
    base: Base
    document: bytes
    folders: tuple[Path, ...]

    @property
    def wanted(self) -> Wanted:
        """Return which report and year it is of."""
        return Wanted(self.base.origin.report, self.base.origin.year)


def _put(ready: _Ready, report: Path, way: Way, apart: str = "") -> Built:
    """Write a draft to where a report may stand already; `apart` says why it isn't written where it should."""
    old = bytes_of(report)
    found = beside(report, ready.wanted) if old is None else find(report, old, ready.wanted, ready.folders)
    renaming = renaming_of(ready.year.catalogue)
    found = found.under(renaming)
    records = records_before(report, found, ready.wanted, ready.folders, ready.year.side)
    earlier = earlier_builds((under_todays_names(one, renaming) for one in records), ready.year.figures)
    events: tuple[Event, ...] = ()
    told: tuple[str, ...] = ()
    base = ready.base
    document, reason = ready.document, "上一次生成的"
    edited = old is not None and old != document and not found.untouched
    if old is not None and (edited or (way.tracked and old != document)):
        from reportgen.report.renewal import CannotMerge, merge  # noqa: PLC0415  see above

        if way.fresh:
            reason = "有人改过的，不要这些改动，重新生成"
        else:
            try:
                merged = merge(found, old, _today(ready), way.tracked)
            except CannotMerge as error:
                built = _put(ready, report.with_name(f"{report.stem}{_APART}{report.suffix}"), way, str(error))
                return replace(built, left=(_left(ready, report, old, earlier, recorded=bool(records)), *built.left))
            document, events, reason = merged.document, merged.events, "合并更正以前的"
            base = replace(base, standing=merged.standing, gone=merged.gone, given_up=merged.given_up)
            earlier = replace(earlier, given_up=merged.given_up)
            told = (f"{found.told}。",) if found.told else ()
    elif old is not None and old != document:
        events = _between(old, ready.plain)
    record = found.kept.record if found.kept else None
    parts = ready.plain if document == ready.document else read_package(document)
    corrected = corrections_since(record, ready.year, parts) or ()
    built = Built(
        report,
        old != document,
        edited,
        events,
        corrected,
        *((), 0) if document == ready.document else _held(ready, report, parts, earlier),
        apart,
        ready.issues,
        ready.year,
        document,
        told,
    )
    if way.dry:
        return built
    replacement = Replacement(
        report, document, old, found, ready.base.origin, partial(_record, ready, document, earlier, base)
    )
    done = replacement.write(way.when, reason)
    if done == report or old is None:
        return built
    left = _left(ready, report, old, earlier, recorded=bool(records))
    return replace(built, report=done, apart="它正在别的程序里打开，或者是只读的", left=(left,))


def _record(ready: _Ready, document: bytes, earlier: Earlier, base: Base, file: Path) -> bytes:
    from reportgen.template.rendering import MADE_BY as DOCUMENTS_MADE_BY  # noqa: PLC0415  as where a template is prepared

    return make_record(
        ready.year.side,
        ready.inputs,
        ready.year.figures,
        ready.issues,
        {"reportgen": __version__, **FIGURES_MADE_BY, **DOCUMENTS_MADE_BY},
        file,
        document,
        base,
        edited=document != ready.document,
        earlier=earlier.quantities,
    )


def _today(ready: _Ready) -> Today:
    from reportgen.report.against_data import judging  # noqa: PLC0415  see above
    from reportgen.report.renewal import Today, wording_of  # noqa: PLC0415

    named = values(ready.year.catalogue, ready.year.sources, ready.year.figures, ready.year.changes)
    renaming = renaming_of(ready.year.catalogue)
    return Today(
        ready.plain,
        ready.base.origin,
        ready.remarks,
        wording_of(named, renaming),
        judging(ready.year),
        lambda parts: _annexing(ready.template, ready.year)(parts),
        renaming,
    )


def _held(ready: _Ready, report: Path, parts: Mapping[str, bytes], earlier: Earlier) -> tuple[tuple[Issue, ...], int]:
    """Return what of a report's numbers isn't so, and how many tracked changes wait in it."""
    from reportgen.report.against_data import held  # noqa: PLC0415  see above
    from reportgen.word.unfinished import revised  # noqa: PLC0415

    waiting = sum(count for _, count in revised(parts))
    return held(ready.year, ready.template, ready.plain, report.name, parts, earlier), waiting


def _left(ready: _Ready, report: Path, document: bytes, earlier: Earlier, *, recorded: bool) -> Left:
    """Return what of the numbers isn't so of people's report, which stays as it is."""
    from reportgen.merge.renamed import renamed  # noqa: PLC0415  see above

    try:
        parts = renamed(opened(document), renaming_of(ready.year.catalogue)).parts
    except NotADocument:
        return Left(report, None)
    return Left(report, _held(ready, report, parts, earlier)[0], recorded)


def _between(old: bytes, plain: Mapping[str, bytes]) -> tuple[Event, ...]:
    """Return the paragraphs that came and went since a draft that nobody edited."""
    from reportgen.word.events import between_drafts  # noqa: PLC0415  see above

    try:
        return tuple(between_drafts(read_package(old), plain))
    except NotADocument:  # a record can say of anything that a build wrote it
        return ()


def _is_annexed(report: Path) -> bool:
    """Return whether the report that stands there has its annex: it keeps it, renewed, until somebody says otherwise."""
    old = bytes_of(report)
    if old is None:
        return False
    from reportgen.annex.annexed import has_annex  # noqa: PLC0415  see above

    try:
        return has_annex(read_package(old))
    except NotADocument:
        return False


def _annexing(template: Path, year: Year) -> Callable[[Mapping[str, bytes]], Mapping[str, bytes]]:
    """Return what puts the annex behind a report; raises Unusable where there is nothing to compare with, or its form can't be used."""
    from reportgen.annex.drawing import append_annex  # noqa: PLC0415  openpyxl is as slow as all of ours
    from reportgen.annex.form import read_form  # noqa: PLC0415

    before = year.sources.year - 1
    if year.comparison is None:
        message = advised(
            f"没有{before}年的数据，附不了对比表。",
            f"请放进 data 下的 {before} 文件夹，或改用 --no-annex。",
            f"请在「新的一年」里从{before}年的报告读回数据，或者在「报告」的「别的做法」里选不附。",
        )
        raise Unusable([Issue(UNUSUAL, Severity.ERROR, message, Location(str(before)))])
    return partial(append_annex, comparison=year.comparison, form=read_form(template))
