"""Word files, or the record of an earlier build -> what is otherwise in them than in another file, or in the data."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportgen.catalogue_file import read_catalogue
from reportgen.changes import Comparison, Side, compare
from reportgen.content import vocabulary
from reportgen.corrections import Correction
from reportgen.issues import Issue, Location, Severity, Unusable
from reportgen.pipeline import corrections_since, draft, read_all
from reportgen.record import read_record
from reportgen.sides import side_of_marks
from reportgen.word.marks import read_marks
from reportgen.word.opening import open_document
from reportgen.word.package import DOCUMENT, parse_part
from reportgen.word.stutter import without_stutter
from reportgen.word.template import FILE as TEMPLATE
from reportgen.word.template import prepare


def compare_documents(paths: Sequence[Path]) -> Comparison:
    """Return the comparison of what the marks of two Word files say; raises Unusable."""
    sides: list[Side] = []
    faults: list[Issue] = []
    for path in paths:
        try:
            root = parse_part(open_document(path)[DOCUMENT])
        except Unusable as error:
            faults += error.issues
            continue
        without_stutter(root)
        sides.append(side_of_marks(((mark.title, mark.text) for mark in read_marks(root)), path.name))
    faults += [
        Issue("文件", Severity.ERROR, "里面没有数据标记，不是本程序生成的报告。", Location(str(path)))
        for path, side in zip(paths, sides, strict=False)
        if not side.entries and not faults
    ]
    if faults:
        raise Unusable(faults)
    before, after = sides
    return Comparison(before, after, compare(before, after))


def since_last_build(year: int, data: Path, template: Path, output: Path, path: Path | None) -> tuple[Correction, ...]:
    """Return what the data say otherwise than when the report was last built; `path` names its record where it isn't the only one."""
    found = [path] if path else sorted((output / str(year)).glob("*.生成记录.json"))
    if len(found) != 1:
        how = f"有{len(found)}份生成记录" if found else "还没有生成过报告"
        raise Unusable([_about_record(output / str(year), f"{how}，请用 --record 指明是哪一份。")])
    understood, prepared = read_all(data, template, year)
    changed = corrections_since(read_record(found[0]), understood, draft(understood, prepared))
    if changed is None:
        raise Unusable([_about_record(found[0], "不是生成记录，或者是旧版本写的，读不出里面的数。")])
    return changed


def _about_record(path: Path, message: str) -> Issue:
    return Issue("生成记录", Severity.ERROR, message, Location(str(path)))


def annex_of(comparison: Comparison, template: Path) -> bytes:
    """Return the comparison as a Word document that looks like the report of `template`; raises Unusable."""
    from reportgen.word.annex import as_annex  # noqa: PLC0415  openpyxl is as slow as all of ours

    return as_annex(comparison, prepare(template / TEMPLATE, vocabulary(read_catalogue(template))))
