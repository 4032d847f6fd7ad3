"""A report as an office has it + a year's data + a report's folder -> a new report's folder, and what is left to do by hand."""

from __future__ import annotations

import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from reportgen.annex.form import FILE as FORM
from reportgen.annex.form import form_path
from reportgen.authoring.adopt.assignment import YearSaid
from reportgen.authoring.adopt.document import Adopted, Remaining, adopt, check_adoptable
from reportgen.authoring.adopt.loops import ProseList
from reportgen.authoring.adopt.naming import Naming
from reportgen.authoring.adopt.patterns import patterns, squeezed, tag
from reportgen.base.dates import Period, Point
from reportgen.base.issues import Issue, Location, Severity, Unusable, quoted
from reportgen.base.textfile import half_width
from reportgen.figures.wording import Takes, usual, value_text
from reportgen.inputs.catalogue import TextKind
from reportgen.inputs.catalogue_file import FILE as CATALOGUE
from reportgen.inputs.metric_rules import DateOf, FormulaOf, YearOf
from reportgen.report import drafting
from reportgen.report.drafting import Year
from reportgen.template import content
from reportgen.template.reading import FILE as TEMPLATE
from reportgen.template.reading import outside_said, part_name, read_parts
from reportgen.template.rendering import prepare
from reportgen.word.opening import open_document
from reportgen.word.outside import Outside, self_contained
from reportgen.word.package import NotADocument, write_package
from reportgen.word.resaved import resaved_undone
from reportgen.word.text import paragraphs

_YEAR = re.compile(r"(?<![0-9])([12][0-9]{3})年")
_SHOWN = 60  # characters of a sentence
_BEFORE = 6  # characters before a difference


@dataclass(frozen=True)
class Adoption:
    """A new report's files; what became tags and what didn't; and the lines that its draft prints otherwise than the document had them.

    `year` is that of the data, `written_year` the one that the document says most often; `left_out` what of the document fetches, runs or
    leads elsewhere.
    """

    files: Mapping[str, bytes]
    adopted: Adopted
    differences: tuple[tuple[str, str], ...]
    year: int
    written_year: int
    left_out: tuple[Outside, ...]


def adopt_report(file: Path, data: Path, template: Path, year: int) -> Adoption:
    """Return the folder that a Word file becomes with a year's data and the catalogue of the report in `template`; raises Unusable."""
    package = open_document(file)
    try:
        check_adoptable(package)
    except NotADocument as error:
        raise Unusable([Issue("文件", Severity.ERROR, f"{error}。", Location(str(file)))]) from error
    package, left_out = self_contained(resaved_undone(package))
    understood = drafting.read_year(data, template, year)
    layout = read_parts(template / TEMPLATE)
    values = content.values(understood.catalogue, understood.sources, understood.figures, understood.changes)
    vocabulary = content.vocabulary(understood.catalogue)
    said = _said(understood, layout, vocabulary, values)
    adopted = adopt(package, layout, said, list(_lists(understood)), vocabulary)
    files = {
        TEMPLATE: write_package(adopted.parts),
        CATALOGUE: (template / CATALOGUE).read_bytes(),
        FORM: form_path(template).read_bytes(),
    }
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / TEMPLATE
        made.write_bytes(files[TEMPLATE])
        drafted = prepare(made, vocabulary).rendered(values)
    return Adoption(files, adopted, tuple(_differences(package, drafted)), year, _year_of(package, year), left_out)


def _year_of(package: Mapping[str, bytes], year: int) -> int:
    """Return the year that a document says most often, `year` where it says none more often."""
    found = Counter(int(one) for line in paragraphs(package) for one in _YEAR.findall(half_width(line.text)))
    return max(found, key=lambda one: (found[one], one == year), default=year)


def _said(
    year: Year, layout: Mapping[str, bytes], vocabulary: content.Vocabulary, values: Mapping[str, object]
) -> YearSaid:
    numbers: dict[tuple[str, str], list[str]] = defaultdict(list)
    dates: dict[str, list[tuple[str, str]]] = defaultdict(list)
    years: dict[str, tuple[str, int]] = {}
    for figure in year.figures:
        metric, value = figure.metric, figure.value
        if isinstance(metric.rule, YearOf):
            years[value_text(metric, value)] = (tag(metric.name), metric.rule.offset)
        elif isinstance(value, (Point, Period)):
            forms = {value_text(metric, value): tag(metric.name)}
            for asked in usual(Takes.DATE):
                if isinstance(metric.rule, DateOf) and not asked.fault(metric.rule.kind):
                    forms.setdefault(asked.say(value), tag(f"{metric.name} | {asked}"))
            for text, source in forms.items():
                dates[text].append((metric.name, source))
        elif value is not None and metric.name in vocabulary.figures and "=" not in metric.unit:
            text = value_text(metric, value)
            numbers[text, metric.unit].append(metric.name)
            if "." in text and not isinstance(metric.rule, FormulaOf):  # a person may have written 58.6 for 58.60
                shorter = text.rstrip("0").rstrip(".")
                numbers[shorter, metric.unit] += [metric.name] if shorter != text else []
    texts: dict[str, list[str]] = defaultdict(list)
    for name, field in year.catalogue.texts.items():
        written = year.sources.sections[field.section].texts.get(name)
        if written and field.kind is TextKind.TEXT:
            texts[written].append(tag(name))
    cutoffs = frozenset(name for name in year.catalogue.standing_dates if isinstance(year.figures[name].value, Point))
    return YearSaid(
        numbers, dates, years, texts, cutoffs, Naming(year.catalogue.metrics), *patterns(layout, vocabulary, values)
    )


def _lists(year: Year) -> Iterator[ProseList]:
    for name, field in year.catalogue.texts.items():
        section = year.sources.sections[field.section]
        if name in year.catalogue.name_lists:  # printed nowhere
            continue
        if field.kind is TextKind.LIST and name in section.lists:
            yield ProseList(name, tuple({"": text} for text in section.lists[name] if text))
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


def told(adoption: Adoption) -> Iterator[str]:
    """Yield what a person has to know of an adoption, line by line."""
    adopted = adoption.adopted
    if adoption.written_year != adoption.year:
        yield (
            f"注意：这份报告里写得最多的是{adoption.written_year}年，用的却是{adoption.year}年的数据；"
            f"不是这一年的报告，请删去刚写的文件夹，用 --year {adoption.written_year} 再做一次。"
        )
    loops = [name for name, reason in adopted.loops.items() if not reason]
    yield f"换成标签{len(adopted.tags)}处；标题编号改成自动的{adopted.headings}处；改成逐条印的列表：{'、'.join(loops) or '没有'}。"
    if adopted.comments:
        yield f"原文件里的{adopted.comments}条批注没有带进模板。"
    for said in outside_said(adoption.left_out):
        yield f"原文件里的{said}没有带进模板：模板里只放它自己的东西。"
    known = [one for one in adopted.remaining if one.left.candidates]
    unknown = [one for one in adopted.remaining if not one.left.candidates and not one.table]
    in_tags = "".join(adopted.tags)
    lists = ((name, reason) for name, reason in adopted.loops.items() if reason and f" in {name} %}}" not in in_tags)
    left: dict[str, Iterable[str]] = {
        "没有换的数、日期和年份，和数据对得上、但不能断定是哪一个，请自己换成标签：": map(_place_of, known),
        "数据里没有的数，请看是不是应该是数据：": map(_place_of, unknown),
        "表格里没有换的数，明年不会跟着变，请自己换成标签（按村的表写成循环，见 README）：": _of_tables(
            adopted.remaining
        ),
        "原来的模板里有条件才印的段落，现在没有条件，情况变了就不对了；请在前面加一段条件，后面加一段 {%p endif %}：": (
            f"第{number}段 {quoted(text)}：{condition}" for number, text, condition in adopted.conditions
        ),
        "没有改的编号，断了的请在原报告里补上缺的那个编号，再做一次：": (
            f"第{number}段 {quoted(text)}：{reason}" for number, text, reason in adopted.doubts
        ),
        "没有改的列表：": (f"{name}：{reason}" for name, reason in lists),
        "印出来会和原文不同的地方：": (
            f"原文{quoted(old)}，现为{quoted(new)}" for old, new in map(_around, adoption.differences)
        ),
    }
    for title, lines in left.items():
        if every := list(lines):
            yield f"{title}（{len(every)}处）"
            yield from (f"  {line}" for line in every)


def _of_tables(remaining: Iterable[Remaining]) -> Iterator[str]:
    """Yield a line for each table with numbers that no metric of the year has; a table by villages has dozens."""
    tables: dict[tuple[str, int], list[Remaining]] = defaultdict(list)
    for one in remaining:
        if one.table and not one.left.candidates:
            tables[one.part, one.table].append(one)
    for (part, table), every in tables.items():
        first = every[0].left
        at = f"（{first.sentence}）" if first.sentence else ""
        yield f"{part_name(part)}第{table}个表：{len(every)}个数，从第{every[0].paragraph}段的 {first.found}{at} 起"


def _place_of(one: Remaining) -> str:
    where = f"{part_name(one.part)}第{one.paragraph}段"
    guess = f"，可能是 {'、'.join(one.left.candidates)}" if one.left.candidates else ""
    return f"{where} {one.left.found}{guess}：{quoted(one.left.sentence, _SHOWN)}"


def _around(lines: tuple[str, str]) -> tuple[str, str]:
    """Return two texts from a little before where they begin to differ."""
    same = next((n for n, (one, other) in enumerate(zip(*lines, strict=False)) if one != other), min(map(len, lines)))
    old, new = (line[max(same - _BEFORE, 0) :] for line in lines)
    return old, new
