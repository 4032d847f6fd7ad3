"""Readings of an older report -> one value for each metric, part and text, with its evidence; places that disagree -> issues."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from reportgen.base.dates import CalendarValue, NotADate, Period, parse_date
from reportgen.base.issues import Issue, Location, Severity, quoted
from reportgen.base.names import PART_SIGN, column_key
from reportgen.base.numbers import Exact, NotANumber, decimals, decimals_written, parse_number, rounded
from reportgen.begin.old_report.readings import How, Reading
from reportgen.inputs.catalogue import Catalogue, Metric
from reportgen.inputs.categories import may_be_category
from reportgen.inputs.metric_rules import DateOf, FormulaOf, SumOf, YearOf
from reportgen.template.frames import SlotKind

CHECK = "导入"
Place = tuple[str, str, str]  # a metric, its part's category and the columns that this goes by, '' for the whole
_KEPT = {SlotKind.NUMBER, SlotKind.DATE, SlotKind.PART}


@dataclass(frozen=True)
class Decided:
    """What one metric, or its part `category`, is: the value in the metric's unit, the text as printed, and where it was read.

    `how` is that of the surest reading. What was concluded has no evidence.
    """

    name: str
    value: Exact | CalendarValue
    how: How
    evidence: tuple[Reading, ...] = ()
    category: str = ""
    column: str = ""

    @property
    def where(self) -> dict[str, tuple[str, ...]]:
        """Return the columns that a part goes by, each with its category; nothing for a whole metric."""
        columns = self.column.split(PART_SIGN) if self.column else []
        categories = self.category.split(PART_SIGN, len(columns) - 1) if columns else []
        return {column: (category,) for column, category in zip(columns, categories, strict=False)}


def decide(
    readings: Iterable[Reading], catalogue: Catalogue, year: int, file: str
) -> tuple[dict[str, Decided], list[Decided], dict[str, Reading], list[Issue]]:
    """Return the values of metrics by name, those of parts, the texts by name, and what disagrees."""
    decider = _Decider(catalogue, year, file)
    by_place, texts = grouped(readings, catalogue)
    decided = [decider.value(*place, found) for place, found in by_place.items()]
    metrics = {one.name: one for one in decided if one and not one.category}
    parts = [one for one in decided if one and one.category]
    parts = [one for one in parts if decider.adds_up(one, parts, metrics.get(one.name))]
    return metrics, parts, {name: decider.most_said(name, found) for name, found in texts.items()}, decider.issues


def grouped(
    readings: Iterable[Reading], catalogue: Catalogue
) -> tuple[dict[Place, list[Reading]], dict[str, list[Reading]]]:
    """Return the readings that say one value each, of metrics and parts by place, and those of texts by name."""
    by_place: dict[Place, list[Reading]] = {}
    texts: dict[str, list[Reading]] = {}
    names: dict[tuple[str, str], str] = {}  # blanks and widths make no other category
    for one in readings:
        if one.slot.kind is SlotKind.TEXT:
            texts.setdefault(one.slot.name, []).append(one)
        elif _is_kept(one, catalogue):
            column = one.slot.detail if one.slot.kind is SlotKind.PART else ""
            spelled = names.setdefault((one.slot.name, column_key(one.category)), one.category)
            by_place.setdefault((one.slot.name, spelled, column), []).append(one)
    return by_place, texts


def _is_kept(one: Reading, catalogue: Catalogue) -> bool:
    """Return whether a reading says an input or a result; the year names the folder, and the parts of a rate follow from others."""
    metric = catalogue.metrics.get(one.slot.name)
    if metric is None or isinstance(metric.rule, YearOf) or one.slot.kind not in _KEPT:
        return False
    return not (one.category and isinstance(metric.rule, FormulaOf))


def _is_category(part: Decided, catalogue: Catalogue) -> bool:
    """Return whether a table can have a row of this category."""
    rule = catalogue.metrics[part.name].rule
    known = catalogue.tables[rule.table].dimensions if isinstance(rule, SumOf) else {}
    return all(
        category in known[column] if known.get(column) else may_be_category(category)
        for column, (category,) in part.where.items()
    )


class _Decider:
    """Decides what the readings of one place say, and notes where they disagree."""

    def __init__(self, catalogue: Catalogue, year: int, file: str) -> None:
        self.catalogue = catalogue
        self.year = year
        self.file = file
        self.issues: list[Issue] = []

    def _note(
        self,
        metric: str,
        line: int,
        message: str,
        severity: Severity = Severity.ERROR,
        expected: str = "",
        found: str = "",
    ) -> None:
        metrics = (metric,) if metric in self.catalogue.metrics else ()
        at = Location(self.file, line)
        self.issues.append(Issue(CHECK, severity, message, at, metrics, expected or None, found or None))

    def adds_up(self, part: Decided, parts: Sequence[Decided], total: Decided | None) -> bool:
        """Return whether a figure's parts are of categories and add up to it; where they don't, none is believed, which is noted once."""
        own = [one for one in parts if (one.name, one.column) == (part.name, part.column)]
        numbers = [one.value for one in own if isinstance(one.value, (int, Fraction))]
        odd = next((one.category for one in own if not _is_category(one, self.catalogue)), "")
        if not odd and total and total.value == sum(numbers):
            return True
        if part is own[0] and odd:
            message = f"「{part.name}」按{part.column}的数里，{quoted(odd)}不是{part.column}的名称，这几个数都没有采用，请核对后自己填。"
            self._note(part.name, part.evidence[0].line, message, found=odd)
        elif part is own[0]:
            said = "、".join(f"{one.category}{one.evidence[0].text}" for one in own)
            whole = f"是{total.evidence[0].text}" if total else "没有读到"
            message = (
                f"「{part.name}」按{part.column}是{said}，加起来和合计（{whole}）对不上，没有采用，请核对后自己填。"
            )
            self._note(part.name, part.evidence[0].line, message)
        return False

    def value(self, name: str, category: str, column: str, found: Sequence[Reading]) -> Decided | None:
        """Return the value that the surest readings agree on, None where they don't, which is noted."""
        metric = self.catalogue.metrics[name]
        values: list[tuple[Reading, Exact | CalendarValue]] = []
        for one in found:
            try:
                values.append((one, _value(metric, one.text, self.year, below_zero=name in self.catalogue.below_zero)))
            except (NotANumber, NotADate) as error:
                message = f"「{name}」读到的是{quoted(one.text)}，{error}。"
                self._note(name, one.line, message, found=one.text)
        if not values:
            return None
        order = list(How)
        surest = min((one.how for one, _ in values), key=order.index)
        sure = [(one, value) for one, value in values if one.how is surest]
        value = _agreed(sure)
        believed = values[0][1] if value is None else value
        other = next((one for one, said in values if said != believed and not _rounds_to(believed, said, one)), None)
        if other is not None:
            first = next(one for one, said in values if said == believed)
            severity, taken = Severity.WARNING, f"采用了第{sure[0][0].line}行的（{surest.value}）"
            if value is None:
                severity, taken = Severity.ERROR, "两处都没有采用，请核对后自己填"
            places = "，".join(f"第{one.line}行是{one.text}" for one in (first, other))
            message = f"「{name}{f'·{category}' if category else ''}」两处不一样：{places}，{taken}。"
            self._note(name, other.line, message, severity, first.text, other.text)
        if value is None:
            return None
        evidence = tuple(one for one, said in values if said == value or _rounds_to(value, said, one))
        return Decided(name, value, surest, evidence, category, column)

    def most_said(self, name: str, found: Sequence[Reading]) -> Reading:
        """Return a text's reading that most places have; others are noted."""
        text = Counter(one.text for one in found).most_common(1)[0][0]
        if other := next((one for one in found if one.text != text), None):
            message = f"「{name}」多数地方是{quoted(text)}，这里是{quoted(other.text)}，采用了前一个，请核对。"
            self._note(name, other.line, message, Severity.WARNING, found=other.text)
        return next(one for one in found if one.text == text)


def _value(metric: Metric, text: str, year: int, *, below_zero: bool) -> Exact | CalendarValue:
    """Return what a reading says; raises NotANumber or NotADate."""
    if isinstance(metric.rule, DateOf):
        date = parse_date(text, metric.rule.kind, year)
        if date is None:
            raise NotADate("是空的")
        return date
    number = parse_number(text, below_zero=below_zero)
    if number is None:
        raise NotANumber("是空的")
    if (decimals(number) or 0) > metric.digits:
        raise NotANumber(f"小数比指标目录里的多（最多{metric.digits}位，由 digits 定）")
    return number


def _agreed(values: Sequence[tuple[Reading, Exact | CalendarValue]]) -> Exact | CalendarValue | None:
    """Return the value that all say, some of them perhaps with fewer decimals; None where they differ."""
    _, finest = max(values, key=lambda one: _fineness(*one))
    return finest if all(value == finest or _rounds_to(finest, value, one) for one, value in values) else None


def _fineness(one: Reading, value: Exact | CalendarValue) -> int:
    if isinstance(value, (int, Fraction)):
        return decimals_written(one.text)
    return isinstance(value, Period) and value.start.day is not None


def _rounds_to(value: Exact | CalendarValue | None, other: Exact | CalendarValue, printed: Reading) -> bool:
    """Return whether `other` is `value` as it was `printed` with fewer decimals, or a period of days by its months.

    58.60 says two decimals: it is no 58.63 with fewer.
    """
    if isinstance(value, Period) and isinstance(other, Period):
        return other == Period(replace(value.start, day=None), replace(value.end, day=None))
    if not isinstance(value, (int, Fraction)) or not isinstance(other, (int, Fraction)):
        return False
    return rounded(value, decimals_written(printed.text)) == other
