"""Two years' tables -> issues about their rows, one for each cause: the plainest that explains what stands there.

A table that is still last year's, lines that were exchanged, a number with a slip of typing, a copy of its neighbour, one that is far off.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set

from reportgen.base.issues import Issue, Location
from reportgen.checks.rows.exchanged import exchange_issue, exchanges
from reportgen.checks.rows.outlying import outlying_rows, row_issue
from reportgen.checks.rows.paired import PairedCell, paired_cells
from reportgen.checks.rows.scatter import UNIT, Scatter
from reportgen.checks.rows.slips import is_left_standing, left_issue, slip
from reportgen.figures.compute import Figures
from reportgen.figures.figure import Figure
from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.metric_rules import FormulaOf

_LEAST_MISTYPED = 100  # the numbers of one village are small and go up and down more than the sums
_ORDINARY = 4 * UNIT  # two standard deviations of what the other places do


def row_findings(
    catalogue: Catalogue, compared: Sequence[Figure], before: Figures, after: Figures
) -> tuple[list[Issue], frozenset[str]]:
    """Return the issues, and the figures whose change they explain."""
    issues: list[Issue] = []
    explained: set[Location] = set()
    for cells in paired_cells(catalogue, compared, before, after):
        if is_left_standing(cells, catalogue):
            issues.append(left_issue(cells, catalogue, before, after))
            explained |= {cell.at for cell in cells}
            continue
        scatter = Scatter(cells)
        for exchange in exchanges(scatter):
            issues.append(exchange_issue(exchange, catalogue, before, after))
            explained |= exchange.places
        mistyped = [
            row_issue(cell, found, catalogue, before, after) for cell, found in _mistyped(cells, explained, scatter)
        ]
        told = explained | {issue.location for issue in mistyped if issue.location}
        issues += [*mistyped, *outlying_rows(scatter, told, catalogue, before, after)]
    return issues, _explained(compared, explained)


def _mistyped(cells: Iterable[PairedCell], told: Set[Location], scatter: Scatter) -> Iterator[tuple[PairedCell, str]]:
    """Yield the cells that show a slip of typing, which the sums that they go into hide; not where the other places move as much."""
    for cell in cells:
        if cell.is_shown or cell.at in told or max(cell.old, cell.new) < _LEAST_MISTYPED:
            continue
        count = scatter.by_place.get(cell.at)
        if count is not None and scatter.has_others(count) and scatter.off(count) < _ORDINARY:
            continue
        if found := slip(cell.old, cell.new):
            yield cell, found


def _explained(figures: Sequence[Figure], places: Set[Location]) -> frozenset[str]:
    """Return the figures of which every cell is explained, and those computed from one of them."""
    names = {figure.name for figure in figures if figure.cells and all(cell.at in places for cell in figure.cells)}
    waiting = [figure for figure in figures if isinstance(figure.metric.rule, FormulaOf)]
    while more := {
        figure.name for figure in waiting if figure.name not in names and names.intersection(figure.operands)
    }:
        names |= more
    return frozenset(names)
