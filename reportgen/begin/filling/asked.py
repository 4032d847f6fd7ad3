"""What a year has and what the catalogue asks for -> each input that is filled or still missing, by section and file.

A text that is rewritten each year counts as missing while it says word for word what the year before said, and the year doesn't accept that.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from reportgen.base.dates import Period, Point, moved
from reportgen.base.issues import Issue, Location
from reportgen.inputs.acceptance import apply
from reportgen.inputs.catalogue import Catalogue, TextField, TextKind
from reportgen.inputs.metric_rules import DateOf, SumOf
from reportgen.inputs.sources import Sources
from reportgen.inputs.tables import TableData
from reportgen.template.texts import texts_of, unchanged_texts

OWN = "本单位"  # whom to ask where the catalogue names nobody


class Lack(Enum):
    """Why an input is missing; the value is what office staff read."""

    EMPTY = "空"
    NO_ROW = "缺这一行"
    UNCHANGED = "还是上年的原文"
    SAME_PICTURE = "还是上年的图"
    NO_FILE = "文件夹里没有这张图"


@dataclass(frozen=True)
class Input:
    """One thing to be filled: where, of which village, in which row's other categories, and what it lacks, None when it is there.

    `at.column` is the table's column or the YAML's key, None where a table has no row at all.
    """

    at: Location
    village: str = ""
    row: tuple[str, ...] = ()
    lack: Lack | None = None


@dataclass(frozen=True)
class FileInputs:
    """A file's inputs in order, and from whom they come."""

    file: str
    source: str
    inputs: tuple[Input, ...]

    @property
    def missing(self) -> tuple[Input, ...]:
        """Return what is still to be filled."""
        return tuple(one for one in self.inputs if one.lack)


@dataclass(frozen=True)
class SectionInputs:
    """A section's files that hold anything to be filled."""

    name: str
    title: str
    files: tuple[FileInputs, ...]

    @property
    def inputs(self) -> tuple[Input, ...]:
        """Return the inputs of all files."""
        return tuple(one for file in self.files for one in file.inputs)


@dataclass(frozen=True)
class Filling:
    """How far a year is filled. `earlier` is the year that its texts were held against, None without one.

    `same_dates` are dates that say the same day as the year before, though no figure counts up to them: an event's, perhaps.
    """

    year: int
    earlier: int | None
    sections: tuple[SectionInputs, ...]
    same_dates: tuple[Location, ...]
    faults: tuple[Issue, ...]

    @property
    def inputs(self) -> tuple[Input, ...]:
        """Return the inputs of all sections."""
        return tuple(one for section in self.sections for one in section.inputs)

    @property
    def missing(self) -> tuple[Input, ...]:
        """Return what is still to be filled."""
        return tuple(one for one in self.inputs if one.lack)


def filling(catalogue: Catalogue, sources: Sources, earlier: Sources | None, faults: Iterable[Issue]) -> Filling:
    """Return how far a year is filled; `sources` may lack what couldn't be read, as `faults` say."""
    sections = []
    unchanged = _unchanged(catalogue, sources, earlier)
    for section in catalogue.sections.values():
        own = section.source or OWN
        files = [FileInputs(f"{section.name}.yaml", own, tuple(_single(catalogue, section.name, sources, unchanged)))]
        for table in catalogue.tables.values():
            if table.section == section.name:
                data = sources.tables[table.name]
                village = next((column for column in catalogue.any_table if column in data.dimensions), "")
                inputs = tuple(_cells(catalogue, table.name, data, village))
                files.append(FileInputs(data.file, f"各{village}" if village else own, inputs))
        sections.append(SectionInputs(section.name, section.title, tuple(file for file in files if file.inputs)))
    same = tuple(_same_dates(catalogue, sources, earlier)) if earlier else ()
    return Filling(sources.year, earlier.year if earlier else None, tuple(sections), same, tuple(faults))


def _single(catalogue: Catalogue, section: str, sources: Sources, unchanged: Container[str]) -> Iterator[Input]:
    values = sources.sections[section]
    for metric in catalogue.of_section(section):
        if metric.key and not metric.optional:
            typed = values.typed[metric.name]
            yield Input(typed.at, lack=Lack.EMPTY if typed.value is None else None)
    for field in catalogue.texts.values():
        if field.section == section and field.name not in catalogue.name_lists:
            if field.kind is TextKind.PICTURE:
                yield _picture(field, sources, unchanged)
                continue
            unwritten = (text.at for text in texts_of(field, sources) if not text.said)
            at = next(unwritten, Location(f"{section}.yaml", None, field.name))
            yield Input(at, lack=_lack_of_text(field, sources, unchanged))


def _picture(field: TextField, sources: Sources, unchanged: Container[str]) -> Input:
    """Return a picture as an input; its row names the file."""
    values = sources.sections[field.section]
    at = values.places.get((field.name, 0, ""), Location(f"{field.section}.yaml", None, field.name))
    asked = values.pictures.get(field.name)
    lack = Lack.SAME_PICTURE if field.name in unchanged else None
    if field.name not in values.lists and field.name not in sources.pictures:
        lack = Lack.NO_FILE if asked else Lack.EMPTY
    return Input(at, row=(asked.file,) if asked else (), lack=lack)


def _lack_of_text(field: TextField, sources: Sources, unchanged: Container[str]) -> Lack | None:
    if not all(text.said for text in texts_of(field, sources)):
        return Lack.EMPTY
    return Lack.UNCHANGED if field.name in unchanged else None


def _unchanged(catalogue: Catalogue, sources: Sources, earlier: Sources | None) -> frozenset[str]:
    """Return the names of the texts and pictures that are still the year before's, without those of which the year accepts it."""
    found = unchanged_texts(catalogue, sources, earlier) if earlier else ()
    standing = (issue.location for issue in apply(found, sources.accepted) if not issue.accepted)
    return frozenset(at.column for at in standing if at and at.column)


def _cells(catalogue: Catalogue, name: str, table: TableData, village: str) -> Iterator[Input]:
    """Yield the cells that metrics add up, row by row, then those of rows that should be there and aren't."""
    metrics = [metric for metric in catalogue.metrics.values() if not metric.optional]
    rules = [metric.rule for metric in metrics if isinstance(metric.rule, SumOf) and metric.rule.table == name]
    by_measure = {one: [rule for rule in rules if rule.measure == one] for one in catalogue.tables[name].measures}
    others = [column for column in table.dimensions if column != village]
    for position, number in enumerate(table.rows):
        row = {column: table.categories[column][position] for column in table.dimensions}
        for measure in [measure for measure, asking in by_measure.items() if _is_asked(row, asking)]:
            lack = Lack.EMPTY if table.numbers[measure][position] is None else None
            at = Location(table.file, number, measure)
            yield Input(at, row.get(village, ""), tuple(row[column] for column in others), lack)
    for row in table.absent:
        for measure in [measure for measure, asking in by_measure.items() if _is_asked(row, asking)]:
            categories = tuple(row[column] for column in others if column in row)
            yield Input(Location(table.file, None, measure), row.get(village, ""), categories, Lack.NO_ROW)
    if not table.rows and not table.absent:
        yield Input(Location(table.file), lack=Lack.NO_ROW)


def _is_asked(row: dict[str, str], rules: Iterable[SumOf]) -> bool:
    """Return whether any rule adds up the row; one that doesn't say a column's category may be any of them."""
    return any(all(row.get(column, values[0]) in values for column, values in rule.where.items()) for rule in rules)


def _same_dates(catalogue: Catalogue, sources: Sources, earlier: Sources) -> Iterator[Location]:
    years = sources.year - earlier.year
    for metric in catalogue.metrics.values():
        if not isinstance(metric.rule, DateOf) or metric.name in catalogue.standing_dates:
            continue
        now, then = (year.sections[metric.section].typed[metric.name] for year in (sources, earlier))
        if isinstance(then.value, (Point, Period)) and now.value == moved(then.value, years):
            yield now.at
