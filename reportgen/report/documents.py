"""Word files, or the record of an earlier build -> what is otherwise in them than in another, or in the data; what was compared -> a Word file."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from reportgen.base.issues import Issue, Location, Severity, Unusable
from reportgen.compare.league import League
from reportgen.figures.changes import Comparison, Side, compare
from reportgen.figures.sides import side_of_marks
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.renaming import Renaming, renaming_of
from reportgen.merge.renamed import renamed
from reportgen.report.corrections import Correction
from reportgen.report.drafting import corrections_since, draft, read_all
from reportgen.report.records.finding import Wanted, find
from reportgen.report.records.record import ENDING, read_record, report_name, under_todays_names
from reportgen.report.records.record_file import NO_RECORD, NotARecord, opened, read_bytes
from reportgen.report.report_folder import read_report
from reportgen.word.blocks import marks_of
from reportgen.word.opening import open_document, read_file
from reportgen.word.origin import Origin, origin_in
from reportgen.word.resaved import resaved_undone


def compare_documents(paths: Sequence[Path], template: Path) -> Comparison:
    """Return the comparison of what the marks of two Word files say, metrics under the names that they have today; raises Unusable."""
    renaming = _renaming_of(template)
    sides: list[Side] = []
    said: list[Origin | None] = []
    faults: list[Issue] = []
    for path in paths:
        try:
            parts = open_document(path)
        except Unusable as error:
            faults += error.issues
            continue
        origin = origin_in(parts)
        if origin is None or origin.report.casefold() == report_name(template).casefold():
            parts = dict(renamed(parts, renaming).parts)
        marks = marks_of(resaved_undone(parts))
        sides.append(side_of_marks(((mark.title, mark.text) for mark in marks), path.name))
        said.append(origin)
    faults += [
        Issue("文件", Severity.ERROR, _without_marks(one), Location(str(path)))
        for path, side, one in zip(paths, sides, said, strict=False)
        if not side.entries and not faults
    ]
    if faults:
        raise Unusable(faults)
    before, after = (replace(side, title=_titled(side.title, one, said)) for side, one in zip(sides, said, strict=True))
    return Comparison(before, after, compare(before, after))


def _renaming_of(template: Path) -> Renaming:
    """Return what metrics were called before; two documents can be compared without any catalogue, which others tell is wrong."""
    try:
        return renaming_of(read_catalogue(template))
    except Unusable:
        return Renaming()


def _without_marks(said: Origin | None) -> str:
    if said is None:
        return "里面没有数据标记，不是本程序生成的报告。"
    return f"里面的数据标记都没有了（它说自己是{said}），可能另存成过别的格式，或者内容是重新粘贴的。"


def _titled(name: str, said: Origin | None, all_say: Sequence[Origin | None]) -> str:
    """Return a file's name, with what it says it is where the two are of different years or reports."""
    is_one = len({(one.report, one.year) for one in all_say if one}) == 1
    return name if said is None or is_one else f"{name}（{said}）"


def since_last_build(year: int, data: Path, template: Path, output: Path, path: Path | None) -> tuple[Correction, ...]:
    """Return what the data say otherwise than when the report was last built; `path` names its record where it isn't the only one."""
    wanted = Wanted(report_name(template), year)
    record = _record_at(path, wanted, output) if path else _last_record(output / str(year), wanted)
    understood, prepared = read_all(data, template, year)
    record = under_todays_names(record, renaming_of(understood.catalogue))
    changed = corrections_since(record, understood, draft(understood, prepared))
    if changed is None:
        raise Unusable([_about_record(path or output / str(year), f"{NO_RECORD}。")])
    return changed


def _last_record(folder: Path, wanted: Wanted) -> Mapping[str, Any]:
    """Return the only record of a folder that is of the report and year wanted; raises Unusable where none or several are."""
    paths = sorted(folder.glob(f"*{ENDING}"))
    of_others = {path for path in paths if (one := read_record(path)) is not None and not wanted.fits(one)}
    found = [path for path in paths if path not in of_others]
    if len(found) != 1:
        how = f"有{len(found)}份生成记录" if found else "还没有生成过报告"
        raise Unusable([_about_record(folder, f"{how}，请用 --record 指明是哪一份。")])
    return _record_at(found[0], wanted, folder)


def _record_at(path: Path, wanted: Wanted, folder: Path) -> Mapping[str, Any]:
    """Return a record, or in place of one that is damaged that which the report beside it comes from; raises Unusable."""
    try:
        record = opened(read_bytes(path) or b"")
    except NotARecord as error:
        report = path.with_name(f"{path.name.removesuffix(ENDING)}.docx")
        with contextlib.suppress(OSError, ValueError):
            found = find(report, read_file(report), wanted, (folder,))
            if found.kept is not None:
                return found.kept.record
        raise Unusable([_about_record(path, f"{error}。")]) from error
    if not wanted.fits(record):
        other = f"是别的报告的（{record.get('report', '')} {record.get('year', '')}年），不是{wanted.report} {wanted.year}年的。"
        raise Unusable([_about_record(path, other)])
    return record


def _about_record(path: Path, message: str) -> Issue:
    return Issue("生成记录", Severity.ERROR, message, Location(str(path)))


def annex_of(comparison: Comparison, template: Path) -> bytes:
    """Return the comparison as a Word document that looks like the report of `template`; raises Unusable."""
    from reportgen.annex.drawing import as_annex  # noqa: PLC0415  openpyxl is as slow as all of ours
    from reportgen.annex.form import read_form  # noqa: PLC0415

    return as_annex(comparison, read_report(template).template, read_form(template))


def league_document(league: League, template: Path) -> bytes:
    """Return many offices' figures side by side as a Word document that looks like the report of `template`; raises Unusable."""
    from reportgen.annex.league import as_document  # noqa: PLC0415  as above

    return as_document(league, read_report(template).template)
