"""Last year's figures and this year's -> issues: what changed so much, or so oddly, that somebody should look before the leader does.

A typing error shows against last year although every identity holds: two digits swapped, a decimal place lost, last year's number
left standing, a village's row gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from reportgen.catalogue import Catalogue
from reportgen.changes import Change, signed
from reportgen.exact import rounded, unit_factor
from reportgen.figures import Figures
from reportgen.issues import Issue, Location, Severity, listed
from reportgen.wording import with_unit

CHECK = "与上年比"
_SWAP_FROM = Fraction(5, 100)  # of last year's value: below, swapped digits can't be told from an ordinary change
_SWAP_NEARER = 3  # times nearer to last year's value than as typed
_TENFOLD = (Fraction(7), Fraction(14))  # a factor of 10 and an ordinary change of up to two fifths
_LEAST_EQUAL = 100  # smaller numbers may well come out the same twice


def unusual(changes: Iterable[Change], catalogue: Catalogue) -> tuple[Change, ...]:
    """Return the changes with the reasons why they stand out."""
    return tuple(replace(change, notes=tuple(_reasons(change, catalogue))) for change in changes)


def against_last_year(
    changes: Iterable[Change], catalogue: Catalogue, before: Figures, after: Figures
) -> Iterator[Issue]:
    """Yield a warning for each of `unusual` changes that stands out, each stock that doesn't follow, and each row that is gone."""
    for change in changes:
        if change.notes and change.before and change.after:
            figure = after[change.name]
            found, expected = with_unit(figure.metric, figure.value), f"{change.before.text}上下"
            message = f"「{change.name}」{before.year}年是{change.before.text}，{after.year}年是{found}：{'；'.join(change.notes)}。请核对。"
            at = after.place(change.name) or figure.metric.at
            yield Issue(
                CHECK, Severity.WARNING, message, at, (change.name,), expected, found, f"{CHECK}：{change.name}"
            )
    yield from _stocks(catalogue, before, after)
    yield from _lost_rows(before, after)


def _reasons(change: Change, catalogue: Catalogue) -> Iterator[str]:
    metric = catalogue.metrics.get(change.name)
    if metric is None or change.before is None or change.after is None or change.difference is None:
        return
    old, new = change.before.value, change.after.value
    if old is None or new is None:
        return
    limits = catalogue.limits
    moved = abs(Fraction(change.difference))
    if change.is_rate:
        if moved > (metric.notable or limits.points):
            yield f"{_went(change)}{signed(change.difference, 1).lstrip('+-')}{change.difference_unit}"
    elif (old < 0) != (new < 0) and old and new:
        yield "正负号变了"
    elif not change.difference:
        if new >= _LEAST_EQUAL and not metric.steady:
            yield "和上年一个数也不差，可能忘了更新"
    elif not old or not new:
        if moved >= limits.least:
            yield "上年是0" if not old else "今年变成了0"
    elif slip := next((slip for test, slip in _SLIPS if test(Fraction(old), Fraction(new))), ""):
        yield slip
    elif (
        change.percent is not None
        and abs(Fraction(change.percent)) > (metric.notable or limits.percent)
        and moved >= limits.least
    ):
        yield f"{_went(change)}{signed(change.percent, 1).lstrip('+-')}%"


def _went(change: Change) -> str:
    return "增加" if (change.difference or 0) > 0 else "减少"


def _is_tenfold(old: Fraction, new: Fraction) -> bool:
    low, high = sorted((abs(old), abs(new)))
    return _TENFOLD[0] <= high / low <= _TENFOLD[1] and high >= 10


def _is_swapped(old: Fraction, new: Fraction) -> bool:
    """Return whether the new number with two neighbouring digits swapped would be far nearer to the old one than as it stands."""
    away = abs(new - old)
    if new.denominator != 1 or away <= abs(old) * _SWAP_FROM:
        return False
    digits = str(abs(int(new)))
    swaps = (digits[:n] + digits[n + 1] + digits[n] + digits[n + 2 :] for n in range(len(digits) - 1))
    return any(abs(int(swap) - abs(old)) * _SWAP_NEARER <= away for swap in swaps if swap != digits)


_SLIPS: tuple[tuple[Callable[[Fraction, Fraction], bool], str], ...] = (
    (_is_tenfold, "差了约10倍，可能多打或少打了一位"),
    (_is_swapped, "相邻两位数字对调后就和上年接近，可能打颠倒了"),
)


def _stocks(catalogue: Catalogue, before: Figures, after: Figures) -> Iterator[Issue]:
    """A stock is last year's stock and this year's flow, up to the share that the catalogue allows for what isn't counted."""
    for stock in catalogue.stocks:
        names = (stock.name, *stock.flow.names)
        old, new = _base(before, stock.name), _base(after, stock.name)
        flow = stock.flow.value({name: _base(after, name) for name in stock.flow.names})
        if old is None or new is None or flow is None:
            continue
        due = old + Fraction(flow)
        if abs(new - due) <= abs(old) * stock.within / 100:
            continue
        metric = after[stock.name].metric
        factor = unit_factor(metric.unit)
        expected, found = (
            with_unit(metric, rounded(due / factor, metric.digits)),
            with_unit(metric, after[stock.name].value),
        )
        was = with_unit(metric, before[stock.name].value)
        message = (
            f"「{stock.name}」上年{was}，加上今年的变动（{stock.flow.text}）应在{expected}上下，现在是{found}。请核对。"
        )
        at = after.place(stock.name) or stock.at
        key = f"{CHECK}：{stock.name}的存量"
        yield Issue(CHECK, Severity.WARNING, message, at, names, expected, found, key)


def _base(figures: Figures, name: str) -> Fraction | None:
    number = figures[name].number
    return None if number is None else Fraction(number) * unit_factor(figures[name].metric.unit)


def _lost_rows(before: Figures, after: Figures) -> Iterator[Issue]:
    """A category that a table had last year and lacks now, where the table's own definition doesn't name its categories."""
    for name, table in after.tables.items():
        earlier = before.tables[name]
        for column in table.dimensions:
            if column not in earlier.dimensions:
                continue
            told = {row.get(column) for row in table.absent}
            there = set(table.frame[column])
            lost = [one for one in dict.fromkeys(earlier.frame[column]) if one not in there and one not in told]
            if lost and there:
                message = f"上年的表里有{listed(map(str, lost))}，今年没有。是不是漏了行？真的没有就填0。"
                at = Location(table.file, None, column)
                key = f"{CHECK}：{table.file}「{column}」少了{listed(map(str, lost))}"
                yield Issue(CHECK, Severity.WARNING, message, at, (), listed(map(str, lost)), "没有这一行", key)
