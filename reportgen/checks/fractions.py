"""The rates in a year's tables, and last year's -> issues: 0.92 in a column of %, where the others say that 92 is meant.

A spreadsheet that shows 92% stores 0.92, and that is what somebody types or pastes into a cell without that format. The number may be right
all the same: it is asked about and never changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reportgen.base.issues import Issue, Location, Severity, key_text, rows_listed
from reportgen.base.numbers import Exact, decimals, written
from reportgen.checks.rows.paired import Key, keys_of, over_places
from reportgen.figures.compute import Figures
from reportgen.inputs.catalogue import Catalogue, Table
from reportgen.inputs.tables import TableData

CHECK = "百分数"
_UNIT, _WHOLE = "%", 100
_TENS = 10  # from here on a rate is no fraction of one; shares of a whole, which are of every size, go below it


def typed_as_fractions(catalogue: Catalogue, figures: Figures, before: Figures | None = None) -> Iterator[Issue]:
    """Yield a warning for each column of % with numbers up to 1 where all the others are tens, or the same ones of the year `before`."""
    for name, table in figures.tables.items():
        for measure in table.measures.values():
            if measure.unit != _UNIT:
                continue
            small = {n: one for n, one in enumerate(table.numbers[measure.name]) if one is not None and 0 < one <= 1}
            told = _beside_others(catalogue, catalogue.tables[name], table, measure.name, small)
            if before is not None and not told:
                told = _beside_last_year(before.tables[name], before.year, table, measure.name, small)
            if told:
                yield _issue(table, measure.name, {n: small[n] for n in told}, next(iter(told.values())), figures)


def _beside_others(
    catalogue: Catalogue, defined: Table, table: TableData, measure: str, small: Mapping[int, Exact]
) -> dict[int, str]:
    """Return those of the `small` numbers, by their places in the table, of which the others say that they are fractions, and how.

    Others are those of the same kind at other places: a rate of injuries is no measure of a rate of insurances.
    """
    across = over_places(catalogue, defined, table.dimensions)
    kinds = keys_of(table, tuple(name for name in table.dimensions if name not in across)) if across else []
    others: dict[Key, list[Exact]] = {}
    for n, number in enumerate(table.numbers[measure]):
        if number and n not in small:
            others.setdefault(kinds[n] if kinds else (), []).append(number)
    beside = {n: others.get(kinds[n] if kinds else (), []) for n in small}
    return {n: f"这一列别的数是{_span(numbers)}" for n, numbers in beside.items() if numbers and min(numbers) >= _TENS}


def _beside_last_year(
    then: TableData, year: int, table: TableData, measure: str, small: Mapping[int, Exact]
) -> dict[int, str]:
    """Return the same by what the same cells said in that year."""
    if set(then.dimensions) != set(table.dimensions):
        return {}
    was = dict(zip(keys_of(then, table.dimensions), then.numbers[measure], strict=True))
    keys = keys_of(table, table.dimensions)
    old = {n: was.get(keys[n]) or 0 for n in small}
    return {n: f"{year}年是{_plain(number)}" for n, number in old.items() if number >= _TENS}


def _issue(table: TableData, measure: str, told: Mapping[int, Exact], reason: str, figures: Figures) -> Issue:
    rows = [table.rows[n] for n in told]
    at = Location(table.file, rows[0], measure)
    found = _plain(next(iter(told.values())))
    due = _plain(next(iter(told.values())) * _WHOLE)
    also = f"（{rows_listed(rows[1:])}也是这样）" if rows[1:] else ""
    message = (
        f"写的是{found}，单位是{_UNIT}，就是{found}{_UNIT}{also}；{reason}，是不是应为{due}？"
        f"是的请改成{due}；真是{found}{_UNIT}的不用改。"
    )
    places = {Location(table.file, row, measure) for row in rows}
    metrics = tuple(figure.name for figure in figures if any(cell.at in places for cell in figure.cells))
    key = f"{CHECK}：{table.file}「{key_text(measure)}」{'、'.join(key_text(figures.categories(one)) for one in sorted(places))}"
    return Issue(CHECK, Severity.WARNING, message, at, metrics, due, found, key)


def _span(numbers: list[Exact]) -> str:
    low, high = _plain(min(numbers)), _plain(max(numbers))
    return low if low == high else f"{low}到{high}"


def _plain(number: Exact) -> str:
    return written(number, decimals(number) or 0)
