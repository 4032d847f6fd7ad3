"""A year's data and a report as people have it -> what in it isn't so or isn't filled; what the year accepts carries its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen import acceptance
from reportgen.acceptance import OF_REPORT as CHECK
from reportgen.catalogue import YearOf
from reportgen.content import values, vocabulary
from reportgen.finding import Wanted, find
from reportgen.issues import Issue, Location, Severity
from reportgen.older.scope import other_time_or_place, same_scope
from reportgen.pipeline import Year, draft, read_all
from reportgen.prose import known_quantities
from reportgen.record import earlier_quantities, figures_named, report_name
from reportgen.renaming import renaming_of
from reportgen.renewal import wording_of
from reportgen.verification import Today, verify
from reportgen.word.annexed import has_annex
from reportgen.word.opening import open_document
from reportgen.word.renamed import renamed
from reportgen.word.retyped import Retyped
from reportgen.word.template import FILE as TEMPLATE_FILE
from reportgen.word.unfilled import unfilled_tags

if TYPE_CHECKING:
    from reportgen.older.marked import TypedReading


def verified(file: Path, data: Path, template: Path, year: int) -> tuple[Issue, ...]:
    """Return what of a Word file's numbers differs from a year's data; raises Unusable."""
    document = open_document(file)
    understood, prepared = read_all(data, template, year)
    renaming = renaming_of(understood.catalogue)
    found = find(file, file.read_bytes(), Wanted(report_name(template), year), ()).under(renaming)
    record = found.kept.record if found.kept else None
    theirs = renamed(document, renaming).parts
    return held(understood, template, draft(understood, prepared), file.name, theirs, record)


def held(
    year: Year,
    template: Path,
    drafted: Mapping[str, bytes],
    file: str,
    theirs: Mapping[str, bytes],
    record: Mapping[str, Any] | None,
) -> tuple[Issue, ...]:
    """Return what of a document's numbers isn't so, and where the braces of a tag stand in it.

    `drafted` is today's draft without comments, `record` that of the last build; document and record are under today's names of metrics.
    """
    named = values(year.catalogue, year.sources, year.figures, year.changes)
    worded = wording_of(named, renaming_of(year.catalogue))
    found: list[Issue] = []
    if has_annex(theirs) and not has_annex(drafted):
        if year.comparison is None:
            message = (
                f"后面附着对比表，可是没有{year.sources.year - 1}年的数据，核对不了。请放进上年的数据，或删去附件。"
            )
            found.append(Issue(CHECK, Severity.ERROR, message, Location(file), key=f"{CHECK}：附件没有上年的数据"))
        else:
            from reportgen.word.annex import append_annex  # noqa: PLC0415  openpyxl is as slow as all of ours

            drafted = append_annex(drafted, year.comparison)
    now = known_quantities(year.figures)
    gone = figures_named(record) - year.figures.by_name.keys() if record else frozenset()
    today = Today(
        drafted, worded, belongs(year), now, earlier_quantities(record, now), year.figures.by_name.keys(), gone
    )
    found += verify(file, theirs, today, lambda: _readings(year, template, theirs, worded))
    found += unfilled_tags(theirs, file)
    accepted = year.sources.accepted
    return (*acceptance.apply(found, accepted), *acceptance.outlived(found, accepted, of_report=True))


def _readings(
    year: Year, template: Path, theirs: Mapping[str, bytes], worded: Callable[[str, str], str | None]
) -> Iterator[TypedReading]:
    from reportgen.older.marked import typed_otherwise  # noqa: PLC0415  most people type no number
    from reportgen.word.framing import read_frames  # noqa: PLC0415
    from reportgen.word.older import read_document  # noqa: PLC0415

    frames = read_frames(template, TEMPLATE_FILE, vocabulary(year.catalogue))
    return typed_otherwise(read_document(theirs), frames, year.catalogue, year.sources.year, worded)


def belongs(year: Year) -> Callable[[Retyped], bool]:
    """Return what tells whether a typed number speaks of the time and place that the draft's sentence speaks of."""
    offsets = [metric.rule.offset for metric in year.catalogue.metrics.values() if isinstance(metric.rule, YearOf)]
    known = {str(offset): str(year.sources.year + offset) for offset in (0, *offsets)}

    def speaks_of_it(found: Retyped) -> bool:
        elsewhere = other_time_or_place(found.before, [found.drafted])
        return same_scope(found.before, found.drafted, known) and not elsewhere

    return speaks_of_it
