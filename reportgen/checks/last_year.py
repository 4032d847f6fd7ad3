"""Last year's figures and this year's -> issues: what changed so much, or so oddly, that somebody should look before the leader does.

A typing error shows against last year although every identity holds: two digits swapped, a decimal place lost, last year's number
left standing, a village's row gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from reportgen.base.dates import CalendarValue, Period, Point, last_day
from reportgen.base.formula import TooLarge
from reportgen.base.issues import Issue, Location, Severity, key_text, listed
from reportgen.base.names import column_key
from reportgen.base.numbers import Exact, decimals, enough_digits, in_base, size, unit_factor, whole, written
from reportgen.checks.fractions import typed_as_fractions
from reportgen.checks.rounding import Roundings, Slack
from reportgen.checks.rows.findings import row_findings
from reportgen.checks.rows.paired import keys_of
from reportgen.checks.rows.slips import is_telling, slip
from reportgen.figures.changes import CHECK, Change, with_sign
from reportgen.figures.compute import Figures
from reportgen.figures.wording import value_text, with_unit
from reportgen.inputs.catalogue import Catalogue, Metric
from reportgen.inputs.metric_rules import DateOf, FormulaOf
from reportgen.inputs.relation_records import Stock
from reportgen.inputs.tables import TableData

_YEAR = 365
_IN_STEP = (_YEAR - 120, _YEAR + 120)


def unusual(changes: Iterable[Change], catalogue: Catalogue) -> tuple[Change, ...]:
    """Return the changes, those that stand out with the reasons why."""
    noted = ((change, tuple(_reasons(change, catalogue))) for change in changes)
    return tuple(replace(change, notes=notes) if notes else change for change, notes in noted)


def against_last_year(
    changes: Iterable[Change], catalogue: Catalogue, before: Figures, after: Figures
) -> Iterator[Issue]:
    """Yield a warning for each of `unusual` changes that stands out, each stock that doesn't follow, each row that was mistyped, exchanged
    with another, forgotten or lost, each rate that became a fraction of one, and each date of another year. What the rows explain isn't told of
    the figures again."""
    compared = [change for change in changes if change.difference is not None]
    rows, explained = row_findings(catalogue, [after[change.name] for change in compared], before, after)
    fractions = list(typed_as_fractions(catalogue, after, before))
    told = [issue.key for issue in typed_as_fractions(catalogue, after)]  # by the checks of the year alone
    yield from (issue for issue in fractions if issue.key not in told)
    explained |= {name for issue in fractions for name in issue.metrics}
    for change in compared:
        if change.notes and change.name not in explained:
            yield _issue(change, catalogue, before, after)
    for stock in catalogue.stocks:
        yield from _unlike_stock(stock, before, after)
    yield from rows
    yield from _lost_rows(before, after)
    yield from _dates_out_of_step(before, after)


def _issue(change: Change, catalogue: Catalogue, before: Figures, after: Figures) -> Issue:
    figure = after[change.name]
    was, found = with_unit(figure.metric, before[change.name].value), with_unit(figure.metric, figure.value)
    then, now = catalogue.titled(before.year), catalogue.titled(after.year)
    message = f"「{change.name}」{then}是{was}，{now}是{found}：{'；'.join(change.notes)}。请核对。"
    expected = f"{was}上下" if change.difference else f"{now}的数"
    at, key = after.place(change.name) or figure.metric.at, f"{CHECK}：{change.name}"
    return Issue(CHECK, Severity.WARNING, message, at, (change.name,), expected, found, key)


def _reasons(change: Change, catalogue: Catalogue) -> Iterator[str]:
    metric = catalogue.metrics.get(change.name)
    if metric is None or change.before is None or change.after is None or change.difference is None:
        return
    limits, unit = catalogue.limits, change.entry.unit
    old, new = in_base(change.before.value or 0, unit), in_base(change.after.value or 0, unit)
    is_small = size(new - old) < limits.least
    if change.is_rate:
        if size(change.difference) > _limit(metric, limits.points):
            yield f"{_went(change)}{change.difference_text.lstrip('+-')}{change.difference_unit}"
    elif old * new < 0:
        yield "正负号变了"
    elif old == new:
        if _is_left_standing(change, metric, new):
            yield "和上年一个数也不差，可能忘了更新"
    elif not old or not new:
        if not is_small:
            yield "上年是0" if not old else "今年变成了0"
    elif found := slip(old, new):
        yield found
    elif change.percent is not None and size(change.percent) > _limit(metric, limits.percent) and not is_small:
        yield f"{_went(change)}{with_sign(change.percent, 1).lstrip('+-')}%"


def _limit(metric: Metric, usual: Exact) -> Exact:
    return usual if metric.notable is None else metric.notable


def _went(change: Change) -> str:
    return "增加" if (change.difference or 0) > 0 else "减少"


def _is_left_standing(change: Change, metric: Metric, number: Exact) -> bool:
    """Return whether last year's number may have been forgotten; a sum of other cells comes out the same by chance."""
    assert change.before and change.after, "compared"
    if metric.steady or isinstance(metric.rule, FormulaOf):
        return False
    return is_telling(number) and change.before.inputs == change.after.inputs


def _unlike_stock(stock: Stock, before: Figures, after: Figures) -> Iterator[Issue]:
    """A stock is last year's stock and this year's flow, up to the share that the catalogue allows for what isn't counted."""
    names = (stock.name, *stock.flow.names)
    metric, at = after[stock.name].metric, after.place(stock.name) or stock.at
    key = f"{CHECK}：{stock.name}的存量"
    old, new = before[stock.name].base, after[stock.name].base
    try:
        flow = stock.flow.value({name: after[name].base for name in stock.flow.names})
    except TooLarge:
        message = f"「{stock.name}」的变动（{stock.flow.text}）算出来的数太大，比较不了。请检查算式。"
        yield Issue(CHECK, Severity.WARNING, message, stock.at, names, key=key)
        return
    if old is None or new is None or flow is None:
        return
    # Wherever the rounding of the numbers lets it, the difference is within the limit on one side or the other.
    spared, missed = Fraction(abs(old) * stock.within_percent / 100), Fraction(new - old - flow)
    rounding = _rounding(stock, before, after)
    if rounding.allows(missed - spared, "<=") and rounding.allows(missed + spared, ">="):
        return
    due, is_now = ((number / unit_factor(metric.unit)) for number in (old + Fraction(flow), new))
    finer = replace(metric, digits=enough_digits(due, is_now, metric.digits))
    was = with_unit(metric, before[stock.name].value)
    expected, found = with_unit(finer, whole(due)), with_unit(finer, whole(is_now))
    allowed = written(stock.within_percent, decimals(stock.within_percent) or 0)
    should = f"应在{expected}上下（可以相差上年的{allowed}%）" if stock.within_percent else f"应是{expected}"
    message = f"「{stock.name}」上年{was}，加上今年的变动（{stock.flow.text}）{should}，现在是{found}。请核对。"
    yield Issue(CHECK, Severity.WARNING, message, at, names, expected, found, key)


def _rounding(stock: Stock, before: Figures, after: Figures) -> Slack:
    now = Roundings(after)
    return now.of_figure(stock.name) - Roundings(before).of_figure(stock.name) - now.of_formula(stock.flow)


def _lost_rows(before: Figures, after: Figures) -> Iterator[Issue]:
    """A category that a table had last year and lacks now, or a combination of them, where the catalogue doesn't name them all."""
    for name, table in after.tables.items():
        for column, words in _gone(before.tables[name], table).items():
            lost = listed(dict.fromkeys(words))
            message = f"上年的表里有{lost}，今年没有。是不是漏了行？真的没有就填0。"
            key = f"{CHECK}：{table.file}「{key_text(column)}」少了{key_text(lost)}"
            at = Location(table.file, None, column)
            yield Issue(CHECK, Severity.WARNING, message, at, (), lost, "没有这一行", key)


def _gone(earlier: TableData, table: TableData) -> dict[str, list[str]]:
    """Return the categories that no row has any more, by column; where none is gone, the combinations; not what is told as absent."""
    shared = tuple(column for column in table.dimensions if column in earlier.dimensions)
    there, then = set(keys_of(table, shared)), keys_of(earlier, shared)
    if not shared or not there:
        return {}
    gone: dict[str, list[str]] = {}
    for n, column in enumerate(shared):
        known = {key[n] for key in there} | {column_key(row[column]) for row in table.absent if column in row}
        words = zip(then, earlier.categories[column], strict=True)
        gone[column] = [word for key, word in words if key[n] not in known]
    if not any(gone.values()) and not table.absent:
        words_of_row = zip(*(earlier.categories[column] for column in shared), strict=True)
        gone["、".join(shared)] = [
            "、".join(words) for key, words in zip(then, words_of_row, strict=True) if key not in there
        ]
    return {column: words for column, words in gone.items() if words}


def _dates_out_of_step(before: Figures, after: Figures) -> Iterator[Issue]:
    """Yield a warning for each date, month or period of which an end isn't about a year later than last year's.

    What happens every year happens at about the same time, or is moved by some weeks. A date outside of _IN_STEP days is one whose year was
    mistyped (「上年」 left out or too many), or that was moved so far that somebody should look.
    """
    for figure in after:
        metric, earlier = figure.metric, before.by_name.get(figure.name)
        if not isinstance(metric.rule, DateOf) or earlier is None:
            continue
        then, now = earlier.value, figure.value
        if not isinstance(then, (Point, Period)) or not isinstance(now, (Point, Period)):
            continue
        off = [days for days in _days(then, now) if not _IN_STEP[0] <= days <= _IN_STEP[1]]
        if not off:
            continue
        was, found = value_text(metric, then), value_text(metric, now)
        after_years = round(off[-1] / _YEAR)
        looks = f"像是{'早' if after_years < 1 else '晚'}了{abs(after_years - 1)}年" if after_years != 1 else "差得太多"
        message = (
            f"「{figure.name}」{before.year}年的是{was}，{after.year}年的是{found}，不是大约晚一年：{looks}。"
            "请核对年份，写「上年」「次年」的也请核对。"
        )
        at, key = after.place(figure.name) or metric.at, f"{CHECK}：{figure.name}"
        yield Issue(CHECK, Severity.WARNING, message, at, (figure.name,), f"{was}以后大约一年", found, key)


def _days(then: CalendarValue, now: CalendarValue) -> Iterator[int]:
    """Yield how many days later the beginning of a period, and the end or the day, is."""
    if isinstance(then, Period) and isinstance(now, Period):
        yield (last_day(now.start) - last_day(then.start)).days
    yield (last_day(now) - last_day(then)).days
