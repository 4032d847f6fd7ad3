"""A year and an issue about small numbers -> what the public edition is to print of them, and the names for which that can be decided."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.base.issues import Issue
from reportgen.base.names import PART_SIGN
from reportgen.checks.privacy import DISCLOSED, SMALL, parts_of
from reportgen.inputs.acceptance import Disclosure
from reportgen.page.desk import Checked


@dataclass(frozen=True)
class Disclosable:
    """Of a metric with small numbers: what has been decided, and what can be: all its small numbers by its own name, or one part."""

    metric: str
    decided: tuple[Disclosure, ...]
    names: tuple[str, ...]


def disclosable(checked: Checked, issue: Issue) -> Disclosable | None:
    """Return what can be decided of the metric that an issue is about, None for an issue about something else."""
    if issue.check not in (SMALL, DISCLOSED):
        return None
    figures, every = checked.year.figures, checked.year.sources.disclosures
    metric = next((one.name for one in every if one.at == issue.location), next(iter(issue.metrics), ""))
    metric = metric.split(PART_SIGN)[0]
    decided = tuple(one for one in every if one.name.split(PART_SIGN)[0] == metric)
    if issue.check == DISCLOSED or metric not in figures.by_name:
        return Disclosable(metric, decided, ())
    return Disclosable(
        metric, decided, (metric, *(part.name for part in parts_of(figures, metric) if part.value is not None))
    )
