"""What an older report said, placed in tables and sections -> the files of a year's folder, and the record of the import.

A number that was not read is an empty cell or an empty entry. Each entry of a YAML says in a comment where it was read; a CSV has no
comments, so the record lists everything.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportgen.base.dates import Period, Point, typed_text
from reportgen.base.issues import Issue, short
from reportgen.base.numbers import Exact, written
from reportgen.base.yaml_writing import scalar_text
from reportgen.begin.old_report.cells import Deduced, DeducedTable, is_filled
from reportgen.begin.old_report.reader import OlderReport
from reportgen.begin.old_report.readings import How, Reading
from reportgen.begin.old_report.values import Decided
from reportgen.figures.wording import with_unit
from reportgen.inputs.catalogue import Catalogue, Metric, TextKind
from reportgen.inputs.metric_rules import FormulaOf, YearOf
from reportgen.inputs.section import IMPORTED
from reportgen.word.origin import Origin

RECORD = "导入记录.txt"
_TOTAL = "合计"
_NOT_READ = f"# {IMPORTED}没有读到，请填"
_MOST_SAID = 60  # characters of a sentence in a comment


@dataclass(frozen=True)
class Imported:
    """One document's import, ready to be written: the year, what was read and placed, and what disagrees.

    `printed` are the metrics and texts that the template prints. `demo` is the document's note that its numbers are invented, '' for
    real ones. `origin` is what a report of ours says it is, None for one that says nothing.
    """

    file: str
    year: int
    report: OlderReport
    deduced: Deduced
    parts: tuple[Decided, ...]
    texts: Mapping[str, Reading]
    issues: tuple[Issue, ...]
    printed: frozenset[str]
    demo: str
    origin: Origin | None = None


def year_files(one: Imported, catalogue: Catalogue) -> dict[str, bytes]:
    """Return the files of the year's folder by name."""
    files = {f"{name}.csv": _csv(sheet) for name, sheet in one.deduced.sheets.items()}
    for number, section in enumerate(catalogue.sections):
        noted = [f"demo: {scalar_text(one.demo)}"] if one.demo and not number else []
        text = "\n".join([*noted, *_section(section, one, catalogue)])
        if text:
            files[f"{section}.yaml"] = (
                f"# {IMPORTED}从《{one.file}》读回。数后面的话是它的出处，核对后可以删去。\n{text}\n".encode()
            )
    files[RECORD] = ("\n".join(record(one, catalogue)) + "\n").encode("utf-8-sig")
    return files


def missing(one: Imported, catalogue: Catalogue) -> tuple[list[str], list[str]]:
    """Return the metrics and texts that were not read: those that the template prints, and those that it never does."""
    absent = [
        metric.name
        for metric in catalogue.metrics.values()
        if not isinstance(metric.rule, (FormulaOf, YearOf))
        and not metric.optional
        and not _is_there(metric.name, one, catalogue)
    ]
    lists = {entry.name for entry in one.report.lists}
    absent += [name for name in catalogue.texts if name not in one.texts and name not in lists]
    return [name for name in absent if name in one.printed], [name for name in absent if name not in one.printed]


def _is_there(name: str, one: Imported, catalogue: Catalogue) -> bool:
    return name in one.deduced.values or is_filled(catalogue.metrics[name], one.deduced.sheets)


def _csv(sheet: DeducedTable) -> bytes:
    buffer = io.StringIO()
    lines = csv.writer(buffer, lineterminator="\n")
    measures = list(sheet.table.measures)
    lines.writerow([*sheet.columns, *measures])
    for key, cells in sheet.rows.items():
        lines.writerow([*key, *(_number(cells[measure], sheet, measure) for measure in measures)])
    for key, totals in sheet.totals.items():
        named = [category or _TOTAL for category in key]
        lines.writerow([*named, *(_number(totals.get(measure), sheet, measure) for measure in measures)])
    return buffer.getvalue().encode("utf-8-sig")


def _number(number: Exact | None, sheet: DeducedTable, measure: str) -> str:
    return "" if number is None else _plain(number, sheet.table.measures[measure].digits)


def _plain(number: Exact, digits: int) -> str:
    text = written(number, digits)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _section(section: str, one: Imported, catalogue: Catalogue) -> Iterator[str]:
    lists = {entry.name: entry for entry in one.report.lists}
    for text in (text for text in catalogue.texts.values() if text.section == section):
        if text.kind is TextKind.TEXT and text.name in lists:  # one that is printed line by line
            yield f"{text.name}: |{_lines_of(lists[text.name].lines)}"
            yield "\n\n".join(f"  {line.strip()}" for entry in lists[text.name].entries for line in entry.values())
        elif text.kind is TextKind.TEXT:
            reading = one.texts.get(text.name)
            yield (
                f"{text.name}: {scalar_text(reading.text)}{_source(reading)}"
                if reading
                else f"{text.name}: {_NOT_READ}"
            )
        elif text.name not in lists:
            yield f"{text.name}: {_NOT_READ}"
        else:
            yield f"{text.name}: {_lines_of(lists[text.name].lines)}"
            for entry in lists[text.name].entries:
                yield from _entry(entry)
    for key, metric in catalogue.typed_of(section).items():
        decided = one.deduced.values.get(metric.name)
        if decided is None:
            yield f"{key}:{'   # 可以不填' if metric.optional else ' ' + _NOT_READ}"
        else:
            yield f"{key}: {_typed(decided, metric, one.year)}{_source(decided.evidence[0] if decided.evidence else None)}"
    own = [name for name in one.deduced.reported if catalogue.metrics[name].section == section]
    if own:
        yield "reported:"
    for name in own:
        value = one.deduced.values[name].value
        assert not isinstance(value, (Point, Period)), "dates are typed, not computed"
        yield f"  {name}:"
        yield f"    value: {_plain(value, catalogue.metrics[name].digits)}"
        yield f"    reason: {scalar_text(one.deduced.reported[name])}"


def _entry(entry: Mapping[str, str]) -> Iterator[str]:
    if list(entry) == [""]:
        yield f"  - {scalar_text(entry[''])}"
        return
    for number, (key, text) in enumerate(entry.items()):
        yield f"  {'-' if number == 0 else ' '} {key}: {scalar_text(text)}"


def _typed(decided: Decided, metric: Metric, year: int) -> str:
    text = as_typed(decided, metric, year)
    return scalar_text(text) if isinstance(decided.value, (Point, Period)) else text


def as_typed(decided: Decided, metric: Metric, year: int) -> str:
    """Return a value in the form in which somebody would type it into the year's files."""
    if isinstance(decided.value, (Point, Period)):
        return typed_text(decided.value, year)
    return _plain(decided.value, metric.digits)


def _source(reading: Reading | None) -> str:
    if reading is None:
        return f"   # {IMPORTED}{How.CONCLUDED.value}"
    return f"   # {IMPORTED}{reading.how.value}，第{reading.line}行：{short(reading.sentence, _MOST_SAID)}"


def _lines_of(lines: Sequence[int]) -> str:
    first, last = lines[0], lines[-1]
    return f"  # {IMPORTED}第{first}行" if first == last else f"  # {IMPORTED}第{first}至{last}行"


def record(one: Imported, catalogue: Catalogue) -> Iterator[str]:
    """Yield the lines of the record: every value with how sure it is and its sentence, then what is doubtful and what is missing."""
    yield f"从《{one.file}》导入{one.year}年的数据"
    yield ""
    for section in catalogue.sections.values():
        yield f"【{section.title}】"
        for metric in catalogue.of_section(section.name):
            decided = one.deduced.values.get(metric.name)
            if decided is not None:
                yield f"{metric.label}\t{with_unit(metric, decided.value)}\t{_evidence(decided)}"
            for part in (part for part in one.parts if part.name == metric.name):
                yield f"{metric.label}·{part.category}\t{with_unit(metric, part.value)}\t{_evidence(part)}"
        yield ""
    yield from _listing("【两处不一样、读到了但不能用的】", [str(issue) for issue in one.issues])
    printed, silent = missing(one, catalogue)
    yield from _listing("【报告里应有、没有读到的，请填】", printed)
    yield from _listing("【报告里不印、要另外填的】", silent)
    yield from _listing("【合计读到了、各行没有都读到，表里放不下的】", one.deduced.unplaced)
    yield from _listing("【没有印、用合计减出来的格】", one.deduced.concluded)
    yield from _listing(
        "【没有用上的数，请看要不要填】",
        [
            f"第{unread.line}行 {unread.number or '整句'}：{unread.sentence}（{unread.reason}）"
            for unread in one.report.unread
        ],
    )


def _evidence(decided: Decided) -> str:
    if not decided.evidence:
        return decided.how.value
    first = decided.evidence[0]
    return f"{decided.how.value}\t第{first.line}行\t{' '.join(first.sentence.split())}"


def _listing(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield title
        yield from lines
        yield ""
