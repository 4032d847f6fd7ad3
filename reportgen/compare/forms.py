"""A comparison, or a series -> the forms in which people read it; each is imported when somebody asks for it, since a workbook costs 100 ms."""

from __future__ import annotations

from collections.abc import Callable

from reportgen.compare import plain_text, series_text
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
