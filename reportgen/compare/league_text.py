"""A league -> text for a terminal, or CSV."""

from __future__ import annotations

from reportgen.base.terminal import table
from reportgen.base.textfile import csv_text, inert
from reportgen.compare.league import League
from reportgen.compare.league_rows import UNIT, header, lines, notices, row, summary
from reportgen.compare.plain_text import calculable

_WORDS = 3  # columns in front that a metric's own line says


def as_text(league: League) -> str:
    """Return the league metric by metric, its offices by rank; what stands out is marked with ！."""
    head = header(league)
    last = len(head) - _WORDS  # with the sign in front
    every = [[*lines(contest)] for contest in league.contests]
    rows = [("", *head[_WORDS:])]
    rows += [("！" if line.notes else "", *row(line, league)[_WORDS:]) for group in every for line in group]
    printed = table(rows, right=range(2, last))
    said = [*notices(league), next(printed)]
    section = None
    for group in every:
        entry = group[0].contest.entry
        said += ["", f"【{entry.section}】"] if entry.section != section else []
        section = entry.section
        said.append(f"{entry.label}（{entry.unit}）" if entry.unit else entry.label)
        said += [next(printed) for _ in group]
    return "\n".join([*said, "", summary(league)]) + "\n"


def as_csv(league: League) -> str:
    """Return the league as CSV that Excel opens, a row for each metric and office, no cell of which it takes for a formula."""
    has_before = bool(league.titles[0])
    heads = [*header(league)]
    if has_before:
        heads.insert(-2, f"增减{UNIT}")
    rows = [heads]
    for contest in league.contests:
        for line in lines(contest):
            cells = list(map(inert, row(line, league)))
            if has_before:
                cells[-3:-1] = calculable(line.change)
            rows.append(cells)
    return csv_text([*rows, *([notice] for notice in notices(league))])
