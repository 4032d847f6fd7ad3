"""A county, its offices that are wanted and an order -> how each of them ended, in the ledger too; what hasn't changed is passed over."""

from __future__ import annotations

import functools
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from pathlib import Path

from reportgen.base.issues import Issue, Location, Severity, Unusable, nearest, quoted, reason_of
from reportgen.offices import ledger
from reportgen.offices.county import County, Office
from reportgen.offices.fingerprint import fingerprint
from reportgen.offices.gathering import adding
from reportgen.offices.one_office import Done, Order, skipped
from reportgen.offices.outcome import Outcome

# Who builds the offices: processes of this computer, or other computers.
Crew = Callable[[Order, Sequence[Office]], Iterator[Done]]


def chosen(county: County, words: Iterable[str]) -> tuple[Office, ...]:
    """Return the offices that words name by code, name or both, in the county's order, all without words; raises Unusable."""
    asked: set[str] = set()
    faults = []
    for word in words:
        found = {one.code for one in county.offices if word in {one.code, one.name, str(one)}}
        found = found or {one.code for one in county.offices if one.code.lstrip("0") == word.lstrip("0") != ""}
        if not found:
            known = [name for one in county.offices for name in (one.name, one.code, str(one))]
            message = f"单位名单里没有{quoted(word)}。{nearest(word, known)}请写代码或名称。"
            faults.append(Issue("单位", Severity.ERROR, message))
        asked |= found
    if faults:
        raise Unusable(faults)
    return tuple(one for one in county.offices if not asked or one.code in asked)


def hash_of(template: Path) -> str:
    """Return the hash of a report's folder, by which an order says which one is meant; raises Unusable."""
    try:
        return fingerprint(template)
    except OSError as error:
        message = f"模板文件夹里有文件读不出来（{reason_of(error)}），请关掉打开着的文件再运行一次。"
        raise Unusable([Issue("文件", Severity.ERROR, message, Location(str(template)))]) from error


def results(county: County, year: int) -> Path:
    """Return the folder in which a run over a year keeps what it did."""
    return county.output / str(year)


def outcomes(county: County, offices: Sequence[Office], order: Order, crew: Crew) -> Generator[Outcome, None, None]:
    """Yield how each office ended, as they end: first those in which nothing changed. Raises Unusable where the report's folder can't be
    used, CannotWrite where the ledger can't be begun."""
    path = results(county, order.year) / ledger.FILE
    codes = {office.code for office in county.offices}
    known = {code: outcome for code, outcome in ledger.read(path).items() if code in codes}
    kept = None if order.dry else ledger.Ledger(path, known)
    left: list[Office] = []

    def ended() -> Iterator[Done]:
        for office in offices:
            outcome = skipped(order, office, known.get(office.code))
            if outcome is None:
                left.append(office)
            else:
                yield Done(outcome)
        yield from crew(order, left)

    add = functools.cache(lambda year, earlier: adding(county, year, earlier=earlier))
    for done in ended():
        if kept is not None:
            kept.add(done.outcome)
        if done.gathered:
            add(order.year, False)(done.gathered)
        if done.earlier:
            add(order.year - 1, True)(done.earlier)
        yield done.outcome
