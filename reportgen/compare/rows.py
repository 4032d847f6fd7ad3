"""A comparison -> rows of text, the same in every form: what each change says, and what is said above all of them."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.figures.changes import Change, Comparison, Kind
from reportgen.figures.wording import DEMO

TITLE = "主要指标对比表"  # of every form that has one
LABEL, UNIT, DIFFERENCE, PERCENT, REMARK = (
    "指标",
    "单位",
    "增减",
    "增减（%）",
    "说明",
)  # columns; two more are named after the sides


def header(comparison: Comparison) -> tuple[str, ...]:
    """Return the columns' names."""
    return ("部分", LABEL, UNIT, comparison.before.title, comparison.after.title, DIFFERENCE, PERCENT, REMARK)


def row(change: Change) -> tuple[str, ...]:
    """Return a change's cells under `header`; a side that a metric isn't on is empty."""
    entry = change.entry
    before, after = (side.text if side else "" for side in (change.before, change.after))
    difference = change.difference_text
    if difference and change.is_rate:
        difference += change.difference_unit
    return entry.section, entry.label, entry.unit, before, after, difference, change.percent_text, remark(change)


def remark(change: Change) -> str:
    """Return what has to be said beside the numbers: why nothing is compared, and why the change stands out."""
    unlike = change.reason or (change.kind.value if change.kind in {Kind.NEW, Kind.GONE} else "")
    if change.kind is Kind.INCOMPARABLE:
        unlike = f"不可比：{change.reason}"
    return "；".join(part for part in (unlike, *change.notes) if part)


def notices(comparison: Comparison) -> Iterator[str]:
    """Yield what must stand above every form: whose numbers are invented."""
    for side in (comparison.before, comparison.after):
        if side.demo:
            yield f"{DEMO}{side.title}：{side.demo}"
