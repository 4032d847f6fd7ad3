"""A league -> one self-contained HTML page: each metric's offices by rank, to read, search, sort and print, in the frame of a comparison's page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportgen.base.numbers import Exact
from reportgen.compare import league_rows as rows
from reportgen.compare.league import League
from reportgen.compare.page import environment, page, small
from reportgen.compare.rows import DIFFERENCE, PERCENT
from reportgen.figures.changes import Kind


@dataclass(frozen=True)
class _Line:
    """An office in a metric's table: where links lead to, its cells, and by which ranks its numbers are sorted."""

    line: rows.Line
    place: str
    cells: tuple[str, ...]
    ranks: tuple[int | None, ...]

    @property
    def office(self) -> str:
        return self.line.office

    @property
    def label(self) -> str:
        return self.line.change.entry.label

    @property
    def section(self) -> str:
        return self.line.change.entry.section

    @property
    def notes(self) -> tuple[str, ...]:
        return self.line.notes

    @property
    def kinds(self) -> str:
        """Return by what the page's own filters know the line."""
        moved = self.line.change.kind in {Kind.CHANGED, Kind.INCOMPARABLE}
        kinds = (("whole", self.line.standing is None), ("moved", moved), ("notable", self.notes))
        return " ".join(name for name, has in kinds if has)

    @property
    def said(self) -> str:
        entry = self.line.change.entry
        return f"{entry.text}（{entry.unit}）" if "=" in entry.unit else f"{entry.text}{entry.unit}"

    @property
    def moved_by(self) -> str:
        difference, percent = self.cells[5:7]
        return f"{difference}（{percent}%）" if percent else difference


def as_page(league: League) -> str:
    """Return the league as a page, in the catalogue's order until somebody sorts it otherwise."""
    before, after = league.titles
    every = [[*rows.lines(contest)] for contest in league.contests]
    ranks = iter(
        zip(*map(_ranked, zip(*(_sizes(line) for group in every for line in group), strict=True)), strict=True)
    )
    groups = [
        [_Line(line, f"m{at}-{number}", _cells(line, league), next(ranks)) for number, line in enumerate(group)]
        for at, group in enumerate(every, start=1)
    ]
    standouts = [line for group in groups for line in group if line.notes]
    return page(
        "league_page.html",
        title=f"{rows.TITLE}：{after}",
        warnings=rows.invented(league),
        notes=rows.notes(league),
        sections=list(dict.fromkeys(contest.entry.section for contest in league.contests)),
        counts=[
            ("单位", len(league.offices), "个"),
            ("没有数的单位", len(league.lacking), "个"),
            ("指标", len(league.contests), "项"),
            ("突出", len(standouts), "处"),
        ],
        standouts=standouts,
        heads=[rows.OFFICE, rows.RANK, after, rows.SHARE, before or "上年", DIFFERENCE, PERCENT, rows.REMARK],
        groups=[(_heading(group[0].line), group) for group in groups],
        style=environment().get_template("league_page.css").render(),
    )


def _heading(line: rows.Line) -> str:
    entry = line.contest.entry
    return f"{entry.section} · {entry.label}{f'（{entry.unit}）' if entry.unit else ''}"


def _cells(line: rows.Line, league: League) -> tuple[str, ...]:
    cells = rows.row(line, league)[3:]
    front, remark = cells[:4], cells[-1]
    difference, percent = cells[5:7] if league.titles[0] else ("", "")
    before = cells[4] if league.titles[0] else ""
    return (
        *front,
        before,
        small(difference, line.change.difference_unit if line.change.is_rate else ""),
        percent,
        remark,
    )


def _sizes(line: rows.Line) -> tuple[Exact | None, ...]:
    """Return what each column that sorts sorts by; all offices together have no rank, and stand behind them."""
    standing, change = line.standing, line.change
    if standing is None:
        return (None,) * 6
    before = change.before.value if change.before else None
    return (standing.rank, change.entry.value, standing.share, before, change.difference, change.percent)


def _ranked(values: Sequence[Exact | None]) -> Iterator[int | None]:
    """Yield a number for each value by which to sort: a browser's numbers would round the exact ones."""
    order = {value: rank for rank, value in enumerate(sorted({value for value in values if value is not None}))}
    return (None if value is None else order[value] for value in values)
