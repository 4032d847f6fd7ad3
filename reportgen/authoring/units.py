"""A template's lines and the catalogue -> issues: a unit behind a tag that isn't the metric's, or that the tag brings along itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.base.counting import TIMES, longest_first, unit_behind
from reportgen.base.dates import CalendarValue, DateKind, Period, Point, date_text
from reportgen.base.issues import Issue, Severity
from reportgen.base.numbers import POINTS, is_share, same_unit
from reportgen.base.textfile import half_width
from reportgen.inputs.catalogue import Catalogue, Metric
from reportgen.inputs.metric_rules import DateOf, FormulaOf, YearOf
from reportgen.template.lines import Line, PrintingTag

_MORE = re.compile("^[多余]")  # 30余人
_SHARED = re.compile("[、和与及至到~—–/或:-]?")  # 男女分别为93、88人: the next number's unit is this one's too
_SAMPLES: dict[DateKind, CalendarValue] = {
    DateKind.DAY: Point(2018, 9, 30),
    DateKind.MONTH: Point(2018, 9),
    DateKind.PERIOD: Period(Point(2018, 4, 17), Point(2018, 4, 18)),
}


def unit_issues(lines: list[Line], catalogue: Catalogue) -> Iterator[Issue]:
    """Yield what is wrong with what stands behind the tags of metrics, whichever way the conditions there go."""
    units = _Units(catalogue)
    for line in lines:
        for number, slot in enumerate(line.pieces):
            if not isinstance(slot, PrintingTag) or slot.name not in catalogue.metrics:
                continue
            metric = catalogue.metrics[slot.name]
            found = {reason for words, end in line.behind(number) for reason in units.wrong(line, number, words, end)}
            for severity, message in sorted(found, key=lambda reason: reason[1]):
                told = f"标签 {slot.tag}{message}"
                expected = metric.unit or None
                yield Issue("单位", severity, told, line.at_slot(number), (metric.name,), expected=expected)


class _Units:
    """Knows the units that can stand behind a number."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        units = (metric.unit for metric in catalogue.metrics.values())
        self.longest_first = longest_first(unit for unit in units if "=" not in unit)

    def wrong(self, line: Line, number: int, words: str, end: int) -> Iterator[tuple[Severity, str]]:
        """Yield what is wrong with the words behind the slot `number`, which the piece `end` ends."""
        slot = line.pieces[number]
        assert isinstance(slot, PrintingTag), "only slots print numbers"
        metric = self.catalogue.metrics[slot.name]
        said = _plain(words)
        other = unit_behind(said, self.longest_first)
        if isinstance(metric.rule, DateOf):
            yield from _date(line, number, slot, metric.rule.kind, said, self.catalogue)
        elif isinstance(metric.rule, YearOf):
            return
        elif any(asked.wording.has_unit(metric.unit) for asked in slot.wordings):
            if other:
                yield Severity.ERROR, f"：「{slot.wordings[-1].name}」印出来已经带单位，后面又写了「{other}」，请删去。"
        elif "=" in metric.unit:
            base = metric.unit.partition("=")[2]
            to = re.match(":([0-9]+)", said)
            if to and to[1] != base:
                message = f"：「{metric.name}」的单位是{metric.unit}，后面应写「:{base}」，现写「:{to[1]}」。"
                yield Severity.ERROR, message
            elif other:
                message = f"：「{metric.name}」的单位是{metric.unit}，后面不写单位，或写「:{base}」，现写「{other}」，请删去。"
                yield Severity.ERROR, message
        elif not metric.unit:
            if is_share(other) and isinstance(metric.rule, FormulaOf):
                message = f"：「{metric.name}」在指标目录里没有单位，印的是比值（如0.89），后面却写了「{other}」。请在目录里给它 unit: '{other}'。"
                yield Severity.ERROR, message
        elif not (_is(metric.unit, said) or same_unit(metric.unit, other) or _in_points(metric, other)):
            if other:
                message = f"：「{metric.name}」的单位是「{metric.unit}」，后面写的是「{other}」，请改成「{metric.unit}」，或改指标目录。"
                yield Severity.ERROR, message
            elif not (line.in_table or self._is_shared(line, metric, said, end) or _said_before(line, number, metric)):
                severity = Severity.ERROR if is_share(metric.unit) else Severity.WARNING
                yield severity, f"：后面没有写单位，「{metric.name}」的单位是「{metric.unit}」，请加上。"

    def _is_shared(self, line: Line, metric: Metric, said: str, end: int) -> bool:
        """Return whether the next number follows at once and has the same unit, which then stands behind it for both."""
        following = line.pieces[end] if end < len(line.pieces) else None
        if not isinstance(following, PrintingTag) or not _SHARED.fullmatch(said):
            return False
        other = self.catalogue.metrics.get(following.name)
        return other is not None and other.unit == metric.unit


def _plain(words: str) -> str:
    """Return words without blanks, in half width where they have one: ％ is %, ： and ∶ are :."""
    return "".join(half_width(words).replace("∶", ":").split())


def _said_before(line: Line, number: int, metric: Metric) -> bool:
    """Return whether the unit stands before the tag, as in 死亡（人）：{{ 死亡 }}, or the number is one in a row: 第{{ 期数 }}."""
    before = line.pieces[number - 1] if number else ""
    said = _plain(before) if isinstance(before, str) else ""
    return said.endswith("第") or bool(re.search(rf"\({re.escape(metric.unit)}\)[^,。;、]*$", said))


def _is(unit: str, said: str) -> bool:
    """Return whether the words begin with the unit and not with one that only begins like it: 人次 is not 人."""
    said, longer = _MORE.sub("", said), tuple(one for one in TIMES if one != unit and one.startswith(unit))
    return said.startswith(unit) and not said.startswith(longer)


def _in_points(metric: Metric, other: str) -> bool:
    """Return whether a rate is said in points and may be a difference: typed so, or the formula subtracts."""
    may_be = not isinstance(metric.rule, FormulaOf) or "-" in metric.rule.formula.text
    return metric.unit in POINTS and may_be and same_unit(POINTS[metric.unit], other)


def _date(
    line: Line, number: int, slot: PrintingTag, kind: DateKind, said: str, catalogue: Catalogue
) -> Iterator[tuple[Severity, str]]:
    """Yield what a date's tag prints and the words around it print again: 2018年9月30日日, 2018年2018年9月30日."""
    sample = _SAMPLES[kind]
    printed = str(slot.wordings[0].say(sample)) if slot.wordings else date_text(sample)
    if printed[-1] in "月日" and re.match(f"{printed[-1]}(?![底初末中份])", said):
        yield Severity.ERROR, f"：印出来的日期已经有「{printed[-1]}」字，后面又写了「{printed[-1]}」，请删去。"
    before = line.pieces[max(number - 2, 0) : number]
    if printed.startswith("2018年") and len(before) == 2 and isinstance(before[0], PrintingTag) and before[1] == "年":
        year = catalogue.metrics.get(before[0].name)
        if year is not None and isinstance(year.rule, YearOf):
            yield Severity.ERROR, f"：印出来的日期已经有年份，前面的「{before[0].tag}年」请删去，或写成 | 月日。"
