"""A document's marks, the template's frames and today's words -> what the marks say as readings, and which typed numbers aren't so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportgen.base.names import PART_SIGN
from reportgen.begin.old_report.document import Said
from reportgen.begin.old_report.reader import read_report
from reportgen.begin.old_report.readings import How, Reading, lines_of
from reportgen.begin.old_report.spelling import evened
from reportgen.figures.wording import COMPARED, WORDINGS
from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.metric_rules import DateOf, SumOf
from reportgen.template.expressions import name_and_wordings
from reportgen.template.frames import Elements, Slot, SlotKind, paragraphs, slots
from reportgen.word.number_forms import plain

_FIGURES = (SlotKind.NUMBER, SlotKind.PART, SlotKind.DATE)


@dataclass(frozen=True)
class TypedReading:
    """A typed number of a sentence that is the template's: the figure's title, what is typed, what is due, and the sentence."""

    title: str
    text: str
    due: str
    sentence: str


def readings_of_marks(said: Said, catalogue: Catalogue, elements: Elements) -> Iterator[Reading]:
    """Yield what the marks say whose titles are metrics of the catalogue, or parts of them by a column that the template names.

    A wording that tells less than the whole value isn't read; nor is a mark whose tag is lost where the template words its figure so.
    """
    every = [slot for paragraph in paragraphs(elements) for slot in slots(paragraph.pieces)]
    by = {(slot.name, slot.detail) for slot in every if slot.kind in {SlotKind.PART, SlotKind.INNER}}
    cut = {slot.name for slot in every if slot.kind is SlotKind.OTHER and slot.detail not in COMPARED}
    for title, text, number, around, tag in said.marks:
        name, _, category = title.partition(PART_SIGN)
        metric = catalogue.metrics.get(name)
        if metric is None or category in COMPARED:  # how a metric has changed says nothing that could be read back
            continue
        if not _is_read(tag) if tag else name in cut:
            continue
        if not category:
            kind = SlotKind.DATE if isinstance(metric.rule, DateOf) else SlotKind.NUMBER
            yield Reading(Slot(kind, name), text, How.MARKED, around, number)
        elif isinstance(metric.rule, SumOf):
            known = catalogue.tables[metric.rule.table].dimensions
            columns = _columns(category, sorted(detail for one, detail in by if one == name), known)
            if columns:
                yield Reading(Slot(SlotKind.PART, name, columns), text, How.MARKED, around, number, category)


def _columns(category: str, candidates: Iterable[str], known: Mapping[str, Sequence[str]]) -> str:
    """Return by which of the columns that the template goes by a part is of these categories, '' where that can't be told.

    Where several may have them, those whose categories the catalogue lists tell.
    """
    found: dict[str, int] = {}
    for columns in candidates:
        names = columns.split(PART_SIGN)
        said = category.split(PART_SIGN) if len(names) > 1 else [category]
        listed = [known.get(column, ()) for column in names]
        if len(said) == len(names) and all(one in every for one, every in zip(said, listed, strict=True) if every):
            found[columns] = sum(1 for every in listed if every)
    most = [columns for columns, certain in found.items() if certain == max(found.values())]
    return most[0] if len(most) == 1 else ""


def _is_read(tag: str) -> bool:
    """Return whether a mark's tag words its figure so that the text tells the whole value; a tag that was cut may."""
    _, asked = name_and_wordings(tag) or ("", ())
    return all(one.name in WORDINGS and one.is_read for one in asked)


def typed_otherwise(
    said: Said, elements: Elements, catalogue: Catalogue, year: int, worded: Callable[[str, str], str | None]
) -> Iterator[TypedReading]:
    """Yield the typed numbers of a document of this year whose sentence is the template's, word for word or clause by clause, and that
    differ from what `worded` says today of the figure (by a mark's title and expression)."""
    marks = list(readings_of_marks(said, catalogue, elements))
    marked = {(one.line, one.slot.name, one.category, plain(one.text)) for one in marks}
    report = read_report(lines_of(said.paragraphs), elements, catalogue, marks, year)
    for one in report.readings:
        if one.how not in (How.WORD_FOR_WORD, How.REWORDED) or one.slot.kind not in _FIGURES:
            continue
        title = f"{one.slot.name}{PART_SIGN}{one.category}" if one.category else one.slot.name
        wording = one.slot.detail if one.slot.kind is SlotKind.DATE else ""
        due = worded(title, f"{title}|{wording}" if wording else title)
        if due is None or (one.line, one.slot.name, one.category, plain(one.text)) in marked:
            continue
        if plain(evened(due).text) != plain(one.text):
            yield TypedReading(title, one.text, due, one.sentence)
