"""A year's data and a report as people have it -> what in it isn't so or isn't filled; what the year accepts carries its reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.annex.annexed import has_annex
from reportgen.base.faced import advised
from reportgen.base.issues import Issue, Location, Severity
from reportgen.base.stated import Agreement, agreement
from reportgen.begin.old_report.scope import governing, names_a_part, other_time_or_place, same_scope, stretches
from reportgen.checks.prose import known_quantities
from reportgen.inputs import acceptance
from reportgen.inputs.acceptance import OF_REPORT as CHECK
from reportgen.inputs.metric_rules import DateOf, YearOf
from reportgen.inputs.renaming import renaming_of
from reportgen.merge.renamed import renamed
from reportgen.report.drafting import Year, draft, read_all, review
from reportgen.report.records.finding import Wanted, find
from reportgen.report.records.record import Earlier, earlier_builds, report_name, under_todays_names
from reportgen.report.records.standing import records_before
from reportgen.report.renewal import wording_of
from reportgen.template.content import values, vocabulary
from reportgen.template.reading import FILE as TEMPLATE_FILE
from reportgen.verify.copies import Stands
from reportgen.verify.typed_notes import Judge
from reportgen.verify.verification import Due, verify
from reportgen.word.opening import open_document
from reportgen.word.retyped import Retyped
from reportgen.word.turned import signed
from reportgen.word.unfinished import unfilled_tags

if TYPE_CHECKING:
    from reportgen.begin.old_report.marked import TypedReading


@dataclass(frozen=True)
class Verified:
    """What of a Word file's numbers isn't so, and in a Chinese sentence what could not be held for want of a record, '' nearly always.

    `standing` is how many errors of the data themselves stand unaccepted: a report that says what the data say prints them too.
    """

    issues: tuple[Issue, ...]
    unchecked: str
    standing: int


def verified(file: Path, data: Path, template: Path, year: int, output: Path) -> Verified:
    """Return what of a Word file's numbers differs from a year's data; its record may lie beside it or where reports are written,
    in `output`. Raises Unusable."""
    document = open_document(file)
    understood, prepared = read_all(data, template, year)
    renaming = renaming_of(understood.catalogue)
    wanted, folders = Wanted(report_name(template), year), (output / str(year),)
    found = find(file, file.read_bytes(), wanted, folders)
    records = records_before(file, found, wanted, folders, understood.side)
    earlier = earlier_builds((under_todays_names(one, renaming) for one in records), understood.figures)
    theirs = renamed(document, renaming).parts
    plain = draft(understood, prepared)
    issues = held(understood, template, plain, file.name, theirs, earlier)
    standing = sum(issue.is_standing_error for issue in review(understood, plain))
    unchecked = advised(
        f"打字的话里有没有更正以前的旧数，没有核对：文件旁边和 {folders[0]} 里都没有它能用的生成记录",
        "（报告在别处的，用 --output 指明）。",
        "。",
    )
    return Verified(issues, "" if records else unchecked, standing)


def held(
    year: Year,
    template: Path,
    drafted: Mapping[str, bytes],
    file: str,
    theirs: Mapping[str, bytes],
    earlier: Earlier,
) -> tuple[Issue, ...]:
    """Return what of a document's numbers isn't so, and where the braces of a tag stand in it.

    `drafted` is today's draft without comments, `earlier` what earlier builds printed; document and records are under today's names of
    metrics.
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
            from reportgen.annex.drawing import append_annex  # noqa: PLC0415  openpyxl is as slow as all of ours
            from reportgen.annex.form import read_form  # noqa: PLC0415

            drafted = append_annex(drafted, year.comparison, read_form(template))
    now = known_quantities(year.figures)
    today = Due(
        drafted,
        worded,
        judging(year),
        stands_of(year),
        _elsewhere(year),
        now,
        earlier.quantities,
        named_metrics(year),
        tuple(_years(year).values()),
        year.figures.by_name.keys(),
        earlier.gone,
        earlier.given_up,
    )
    found += acceptance.apart(verify(file, theirs, today, lambda: _readings(year, template, theirs, worded)))
    found += unfilled_tags(theirs, file)
    accepted = year.sources.accepted
    return (*acceptance.apply(found, accepted), *acceptance.outlived(found, accepted, of_report=True))


def _readings(
    year: Year, template: Path, theirs: Mapping[str, bytes], worded: Callable[[str, str], str | None]
) -> Iterator[TypedReading]:
    from reportgen.begin.old_report.document import read_document  # noqa: PLC0415
    from reportgen.begin.old_report.marked import typed_otherwise  # noqa: PLC0415  most people type no number
    from reportgen.template.frames import read_frames  # noqa: PLC0415

    frames = read_frames(template, TEMPLATE_FILE, vocabulary(year.catalogue))
    return typed_otherwise(read_document(theirs), frames, year.catalogue, year.sources.year, worded)


def stands_of(year: Year) -> Stands:
    """Return what tells how a number typed for a mark's title stands to the text that is due."""
    dates = {name for name, metric in year.catalogue.metrics.items() if isinstance(metric.rule, DateOf)}

    def stands(title: str, typed: str, due: str) -> Agreement:
        figure = year.figures.by_name.get(title)
        exact = None if figure is None else figure.number
        return agreement(typed, due, year.sources.year, exact, is_date=title in dates)

    return stands


def judging(year: Year) -> Judge:
    """Return what tells how a typed number stands to the draft's figure, None where it speaks of another time, place or part."""
    known, stands = _years(year), stands_of(year)

    def judged(found: Retyped) -> Agreement | None:
        said, drafted = governing(found.before, known.values()), found.partner.skeleton
        if other_time_or_place(said, [drafted]) or not same_scope(said, drafted, known):
            return None
        if names_a_part(said, found.drafted_before, found.partner.text):
            return None
        return stands(found.title, signed(found.typed, found.due, found.before), found.due)

    return judged


def _elsewhere(year: Year) -> Callable[[Retyped], bool]:
    """Return what tells whether the words before a mark clearly speak of another time, place or part than those before the draft's figure."""
    known = _years(year)

    def is_elsewhere(found: Retyped) -> bool:
        said = governing(found.before, known.values())
        if other_time_or_place(said, [found.partner.skeleton]) or stretches(found.before, found.drafted_before):
            return True
        return names_a_part(said, found.drafted_before, found.partner.text, clearly=True)

    return is_elsewhere


def named_metrics(year: Year) -> dict[str, str]:
    """Return the metrics that are counted by all that sentences call them: their names and labels, but for one that several have.

    What is below zero is printed with words for its sign.
    """
    named: dict[str, set[str]] = defaultdict(set)
    for figure in year.figures:
        if figure.number is not None and figure.number >= 0 and figure.metric.unit:
            for called in (figure.name, figure.metric.label):
                named["".join(called.split())].add(figure.name)
    return {called: next(iter(names)) for called, names in named.items() if len(names) == 1}


def _years(year: Year) -> dict[str, str]:
    """Return the years that the report itself speaks of, by how far they are from its own."""
    offsets = [metric.rule.offset for metric in year.catalogue.metrics.values() if isinstance(metric.rule, YearOf)]
    return {str(offset): str(year.sources.year + offset) for offset in (0, *offsets)}
