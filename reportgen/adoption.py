"""A report as an office has it + a year's data + a report's folder -> a new report's folder, and what is left to do by hand."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from reportgen import content, pipeline
from reportgen.assignment import Said, squeezed
from reportgen.catalogue import TextKind, YearOf
from reportgen.catalogue_file import FILE as CATALOGUE
from reportgen.dates import Period, Point
from reportgen.issues import Issue, Location, Severity, Unusable
from reportgen.naming import Naming
from reportgen.pipeline import Year
from reportgen.word.adoption import Adopted, adopt
from reportgen.word.loops import ProseList
from reportgen.word.package import NotADocument, read_file, read_package, write_package
from reportgen.word.patterns import patterns
from reportgen.word.template import FILE as TEMPLATE
from reportgen.word.template import prepare, read_template, render_parts
from reportgen.word.text import paragraphs
from reportgen.wording import DATE_WORDINGS, value_text


@dataclass(frozen=True)
class Adoption:
    """A new report's files; what became tags and what didn't; and the lines that its draft prints otherwise than the document had them."""

    files: Mapping[str, bytes]
    adopted: Adopted
    differences: tuple[tuple[str, str], ...]


def adopt_report(file: Path, data: Path, template: Path, year: int) -> Adoption:
    """Return the folder that a Word file becomes with a year's data and the catalogue of the report in `template`; raises Unusable."""
    understood = pipeline.read_year(data, template, year)
    try:
        package = read_package(read_file(file))
        layout = read_template(template / TEMPLATE)
        values = content.values(understood.catalogue, understood.sources, understood.figures, understood.changes)
        vocabulary = content.vocabulary(understood.catalogue)
        said = _said(understood, layout, vocabulary, values)
        lists = list(_lists(understood, values))
        adopted = adopt(package, layout, said, lists, vocabulary)
    except (OSError, ValueError) as error:
        reason = str(error) if isinstance(error, NotADocument) else "读不出来，请看文件名和文件夹"
        raise Unusable([Issue("文件", Severity.ERROR, f"{reason}。", Location(str(file)))]) from error
    files = {TEMPLATE: write_package(adopted.parts), CATALOGUE: (template / CATALOGUE).read_bytes()}
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / TEMPLATE
        made.write_bytes(files[TEMPLATE])
        drafted = render_parts(prepare(made, vocabulary), values)
    return Adoption(files, adopted, tuple(_differences(package, drafted)))


def _said(
    year: Year, layout: Mapping[str, bytes], vocabulary: content.Vocabulary, values: Mapping[str, object]
) -> Said:
    numbers: dict[tuple[str, str], list[str]] = defaultdict(list)
    dates: dict[str, list[tuple[str, str]]] = defaultdict(list)
    years: dict[str, tuple[str, int]] = {}
    for figure in year.figures:
        metric, value = figure.metric, figure.value
        if isinstance(metric.rule, YearOf):
            years[value_text(metric, value)] = (_tag(metric.name), metric.rule.offset)
        elif isinstance(value, (Point, Period)):
            forms = {value_text(metric, value): _tag(metric.name)}
            for wording, say in DATE_WORDINGS.items():
                forms.setdefault(say(value), _tag(f"{metric.name} | {wording}"))
            for text, tag in forms.items():
                dates[text].append((metric.name, tag))
        elif value is not None and metric.name in vocabulary.figures and "=" not in metric.unit:
            numbers[value_text(metric, value), metric.unit].append(metric.name)
    texts: dict[str, list[str]] = defaultdict(list)
    for name, field in year.catalogue.texts.items():
        text = year.sources.sections[field.section].texts.get(name)
        if text and field.kind is TextKind.TEXT:
            texts[text].append(_tag(name))
    cutoffs = frozenset(metric.as_of for metric in year.catalogue.metrics.values() if metric.as_of)
    naming = Naming(year.catalogue.metrics)
    return Said(numbers, dates, years, texts, cutoffs, naming, patterns(layout, vocabulary, values))


def _tag(expression: str) -> str:
    return f"{{{{ {expression} }}}}"


def _lists(year: Year, values: Mapping[str, object]) -> Iterator[ProseList]:
    for name, field in year.catalogue.texts.items():
        section = year.sources.sections[field.section]
        if field.kind is TextKind.LIST and name in section.lists:
            yield ProseList(name, tuple({"": text} for text in section.lists[name]))
        elif field.kind is TextKind.RECORDS and name in section.items:
            yield ProseList(name, tuple(section.items[name]))


def _differences(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield the paragraphs that a draft for the same year prints otherwise, blanks aside; one that is there alone stands against ''."""
    old, new = (
        [line for one in paragraphs(parts) if (line := squeezed(one.number + one.text)[0])] for parts in (before, after)
    )
    for sort, i, i_end, j, j_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if sort != "equal":
            for at in range(max(i_end - i, j_end - j)):
                yield (old[i + at] if i + at < i_end else "", new[j + at] if j + at < j_end else "")
