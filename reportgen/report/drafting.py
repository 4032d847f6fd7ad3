"""The stages in order: a year's folder and a report's folder -> figures, issues, the draft; a standing issue about a figure is a comment at it."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.base.issues import Issue, Location, Severity, Unusable, key_text
from reportgen.base.names import PART_SIGN
from reportgen.checks import prose
from reportgen.checks.data import check
from reportgen.checks.last_year import against_last_year, unusual
from reportgen.checks.privacy import idle_disclosures, personal_details
from reportgen.figures.changes import CHECK as UNUSUAL
from reportgen.figures.changes import Change, Comparison, Side, compare
from reportgen.figures.compute import Figures, figures_of, sums
from reportgen.figures.provenance import remark_text
from reportgen.figures.sides import side_of_year
from reportgen.figures.wording import NOT_GIVEN, PENDING
from reportgen.inputs import acceptance
from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.section import TextPlace
from reportgen.inputs.sources import PartlyRead, Sources
from reportgen.report.year_inputs import NOTHING_MADE, MadeTables, YearInputs, read_inputs
from reportgen.template.content import Filled, Printed, is_compared, text_values, values, vocabulary
from reportgen.template.reading import FILE as TEMPLATE_FILE
from reportgen.template.tagged_texts import TaggedText, filled
from reportgen.template.texts import missing_texts, texts, unchanged_texts, with_texts
from reportgen.word.comments import Remark, add_comments
from reportgen.word.sentences import sentences
from reportgen.word.unfinished import unfilled_tags

if TYPE_CHECKING:
    from reportgen.figures.adding import Sums
    from reportgen.report.corrections import Correction
    from reportgen.report.report_folder import ReportFolder
    from reportgen.template.rendering import ReportTemplate
    from reportgen.word.text import Paragraph


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
    def changes(self) -> Mapping[str, Change]:
        """Return the changes from the year before, by metric."""
        return {} if self.comparison is None else self.comparison.by_name


def read_year(data: Path, template: Path, year: int) -> Year:
    """Return a year's figures and issues; raises Unusable."""
    catalogue = read_catalogue(template)
    return _understood(catalogue, read_inputs(data, year, catalogue))


def read_all(data: Path, template: Path, year: int, made: MadeTables = NOTHING_MADE) -> tuple[Year, ReportTemplate]:
    """Return a year's figures and the prepared template; raises Unusable with the faults of both at once."""
    from reportgen.template.rendering import prepare  # noqa: PLC0415  docxtpl takes longer to import than all of ours

    catalogue = read_catalogue(template)
    faults: list[Issue] = []
    inputs = prepared = None
    try:
        inputs = read_inputs(data, year, catalogue, made=made)
    except Unusable as error:
        faults += error.issues
    try:
        prepared = prepare(template / TEMPLATE_FILE, vocabulary(catalogue))
    except Unusable as error:
        faults += error.issues
    if inputs is None or prepared is None:
        raise Unusable(faults)
    return _with_template(_understood(catalogue, inputs), prepared), prepared


def understood(
    folder: ReportFolder,
    data: Path,
    year: int,
    earlier: Sources | None = None,
    read: PartlyRead | None = None,
) -> Year:
    """Return a year's figures and issues for a report's folder that is read already; raises Unusable.

    `earlier` are the inputs of the year before, `read` what was read of the year itself, where they are known already.
    """
    inputs = read_inputs(data, year, folder.catalogue, earlier, read=read)
    return _with_template(_understood(folder.catalogue, inputs), folder.template)


def understood_of_many(
    folder: ReportFolder, offices: Sequence[Path], year: int, earlier: Sequence[Sources | None] = ()
) -> Iterator[Year | Unusable]:
    """Yield what `understood` returns or raises for the data folder of each of several offices; all their rows are added up at once.

    `earlier` are the inputs of the year before of those offices of which they are known already; the others' are read.
    """
    catalogue = folder.catalogue
    read: list[YearInputs | Unusable] = []
    for data, known in itertools.zip_longest(offices, earlier):
        try:
            read.append(read_inputs(data, year, catalogue, known))
        except Unusable as error:
            read.append(error)
    added = iter(_added(catalogue, [one for one in read if not isinstance(one, Unusable)]))
    for one in read:
        try:
            yield (
                one
                if isinstance(one, Unusable)
                else _with_template(_understand(catalogue, one, *next(added)), folder.template)
            )
        except Unusable as error:
            yield error


def draft(year: Year, prepared: ReportTemplate) -> dict[str, bytes]:
    """Return the parts of the report, without comments."""
    return prepared.rendered(values(year.catalogue, year.sources, year.figures, year.changes), year.sources.demo)


def review(year: Year, report: Mapping[str, bytes]) -> tuple[Issue, ...]:
    """Return everything that the checks find in a year and in its draft; what the year accepts carries its reason."""
    accepted = year.sources.accepted
    idle = idle_disclosures(year.figures, year.sources.disclosures)
    by_name = {one.field.name: one.said for one in texts(year.catalogue, year.sources) if not one.item}
    told = (*prose.check(sentences(report), year.figures, by_name), *unfilled_tags(report, "报告"), *idle)
    found = (*year.issues, *acceptance.apply(told, accepted))
    return (*found, *acceptance.outlived(found, accepted))


def remarks_of(year: Year, issues: Iterable[Issue]) -> list[Remark]:
    """Return what is to be said at the figures: each standing issue that concerns one."""
    return [
        Remark(issue.metrics, remark_text(issue, year.figures))
        for issue in issues
        if issue.metrics and not issue.accepted
    ]


def commented(report: Mapping[str, bytes], year: Year, issues: Iterable[Issue]) -> Mapping[str, bytes]:
    """Return the draft with each standing issue that concerns a figure as a Word comment at that figure."""
    remarks = remarks_of(year, issues)
    return add_comments(report, remarks) if remarks else report


def corrections_since(
    record: Mapping[str, Any] | None, year: Year, report: Mapping[str, bytes]
) -> tuple[Correction, ...] | None:
    """Return what the data say otherwise than when a record was written, with the places of the draft; None without a record."""

    @functools.cache
    def said() -> tuple[Paragraph, ...]:
        from reportgen.word.text import paragraphs  # noqa: PLC0415  nearly always nothing was corrected

        return tuple(paragraphs(report))

    def printed(name: str) -> Iterator[str]:
        from reportgen.report.places import places  # noqa: PLC0415  as above

        return map(str, places(said(), name))

    if record is None:
        return None
    from reportgen.report.corrections import corrections  # noqa: PLC0415  as above

    return corrections(record, year.side, year.figures, printed)


def _added(catalogue: Catalogue, read: Sequence[YearInputs]) -> Iterator[tuple[Sums, Sums | None]]:
    """Yield what the rows of each of these years add up to, and those of the year before."""
    before = [one.earlier for one in read if isinstance(one.earlier, Sources)]
    added = sums(catalogue, [*(one.sources for one in read), *before])
    rest = iter(added[len(read) :])
    for one, own in zip(read, added, strict=False):
        yield own, next(rest) if isinstance(one.earlier, Sources) else None


def _understood(catalogue: Catalogue, inputs: YearInputs) -> Year:
    return _understand(catalogue, inputs, *next(_added(catalogue, [inputs])))


def _understand(catalogue: Catalogue, inputs: YearInputs, added: Sums, added_before: Sums | None) -> Year:
    sources, tagged, earlier = inputs.sources, inputs.tagged, inputs.earlier
    figures = figures_of(catalogue, sources, added)
    side = side_of_year(catalogue, figures, sources.demo)
    against: list[Issue] = []
    comparison = None
    hashes: dict[str, str] = {}
    if earlier is not None:
        try:
            if isinstance(earlier, Unusable):
                raise earlier
            assert added_before, "added up with the year itself"
            hashes = {f"{earlier.year}/{name}": digest for name, digest in earlier.hashes.items()}
            before = figures_of(catalogue, earlier, added_before)
            then = side_of_year(catalogue, before, earlier.demo)
            comparison = Comparison(then, side, unusual(compare(then, side), catalogue))
            against += against_last_year(comparison.changes, catalogue, before, figures)
        except Unusable as error:
            against.append(_cannot_compare(sources.year - 1, error))
    changes = {} if comparison is None else comparison.by_name
    named = values(catalogue, sources, figures, changes) if tagged else {}
    said = filled(tagged, lambda done: {**named, **text_values(catalogue, with_texts(sources, done))})
    whole = with_texts(sources, said)
    found = [
        *catalogue.issues,
        *sources.issues,
        *personal_details(whole),
        *missing_texts(catalogue, sources),
        *(unchanged_texts(catalogue, sources, earlier) if isinstance(earlier, Sources) else ()),
        *sources.no_pictures.values(),
        *_left_out(tagged, said, figures),
        *check(catalogue, figures),
        *against,
        *_without_last_year(
            [(tag.at, str(tag), name) for one in tagged for tag in one.tags for name in tag.compared],
            catalogue,
            sources.year - 1,
            changes,
        ),
    ]
    return Year(catalogue, whole, figures, side, comparison, hashes, acceptance.apply(found, sources.accepted))


def _with_template(year: Year, prepared: ReportTemplate) -> Year:
    """Return a year with what its template lacks or prints without last year's figures among the issues."""
    waiting = _without_last_year(prepared.compared, year.catalogue, year.sources.year - 1, year.changes)
    lacking = acceptance.apply((*prepared.told, *waiting), (*year.catalogue.accepted, *year.sources.accepted))
    return replace(year, issues=(*year.issues, *lacking))


def _left_out(tagged: Sequence[TaggedText], said: Mapping[TextPlace, Filled], figures: Figures) -> Iterator[Issue]:
    """Yield an error for each optional figure that a text prints though this year leaves it out: no other check asks for it."""
    for one in tagged:
        pieces = said[one.text.place].pieces
        printed = (piece.title.split(PART_SIGN)[0] for piece in pieces if isinstance(piece, Printed))
        for name in dict.fromkeys(printed):
            if figures[name].metric.optional and figures[name].value is None:
                message = f"「{name}」今年没有填，报告里暂写「{NOT_GIVEN}」。请填上，或改写这段文字。"
                key = f"缺数据：{one.text.at.file}「{key_text(one.text.field.name)}」里的{key_text(name)}"
                yield Issue("缺数据", Severity.ERROR, message, one.text.at, (name,), "一个数", NOT_GIVEN, key)


def _without_last_year(
    compared: Sequence[tuple[Location, str, str]], catalogue: Catalogue, earlier: int, changes: Mapping[str, Change]
) -> Iterator[Issue]:
    """Yield an error for each (place, tag, metric) that is compared with the `earlier` year and can't be: it prints 待补."""
    for at, tag, name in compared:
        change = changes.get(name)
        if not is_compared(change):
            why = (change.reason if change else "") or f"没有{catalogue.titled(earlier)}的数据"
            other = "改模板" if at.file.startswith(TEMPLATE_FILE) else "改写这段文字"
            message = f"{tag}：{why}，报告里暂写「{PENDING}」。请补上，或{other}。"
            yield Issue(
                UNUSUAL, Severity.ERROR, message, at, (name,), "上年的数", "没有", f"{UNUSUAL}：{key_text(tag)}"
            )


def _cannot_compare(year: int, error: Unusable) -> Issue:
    message = f"{year}年的数据读不出来，没有和上年比：{error.issues[0]}"
    message += f"（共{len(error.issues)}处）" if len(error.issues) > 1 else ""
    return Issue(UNUSUAL, Severity.WARNING, message, Location(str(year)), key=f"{UNUSUAL}：{year}年的数据")
