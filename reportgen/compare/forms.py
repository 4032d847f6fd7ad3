"""A comparison, a series or a league -> the forms in which people read it; each is imported when it is asked for: a workbook costs 100 ms."""

from __future__ import annotations

from collections.abc import Callable

from reportgen.base.saving import file_name
from reportgen.compare import league_text, plain_text, series_text
from reportgen.compare.league import League
from reportgen.figures.changes import Comparison
from reportgen.figures.series import Series


def _as_page(comparison: Comparison) -> str:
    from reportgen.compare.page import as_page  # noqa: PLC0415

    return as_page(comparison)


def _as_sheet(comparison: Comparison) -> bytes:
    from reportgen.compare.sheet import as_sheet  # noqa: PLC0415

    return as_sheet(comparison)


def _as_series_page(series: Series) -> str:
    from reportgen.compare.series_page import as_series_page  # noqa: PLC0415

    return as_series_page(series)


def _as_league_page(league: League) -> str:
    from reportgen.compare.league_page import as_page  # noqa: PLC0415

    return as_page(league)


def _as_league_sheet(league: League) -> bytes:
    from reportgen.compare.league_sheet import as_sheet  # noqa: PLC0415

    return as_sheet(league)


def name_of_comparison(comparison: Comparison) -> str:
    """Return what a file of a comparison is called, without its ending."""
    return f"主要指标对比 {comparison.before.title}—{comparison.after.title}"


def name_of_series(first: str, last: str) -> str:
    """Return what a file of a series from the first to the last year is called, without its ending."""
    return f"历年指标 {first}—{last}"


def name_of_league(league: League, section: str = "") -> str:
    """Return what a file of a league, or of one section in it, is called, without its ending."""
    return f"各单位指标对比 {league.titles[1]}{f' {file_name(section)}' if section else ''}"


OF_COMPARISON: dict[str, Callable[[Comparison], str | bytes]] = {
    "text": plain_text.as_text,
    "csv": plain_text.as_csv,
    "json": plain_text.as_json,
    "html": _as_page,
    "xlsx": _as_sheet,
}
OF_SERIES: dict[str, Callable[[Series], str | bytes]] = {
    "text": series_text.as_text,
    "csv": series_text.as_csv,
    "json": series_text.as_json,
    "html": _as_series_page,
}
OF_LEAGUE: dict[str, Callable[[League], str | bytes]] = {
    "text": league_text.as_text,
    "csv": league_text.as_csv,
    "html": _as_league_page,
    "xlsx": _as_league_sheet,
}
