"""A comparison -> rows of text, the same in every form: what each change says, and what is said above all of them."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import groupby

from reportgen.base.numbers import Exact
from reportgen.figures.changes import Change, Comparison, Entry, Kind
from reportgen.figures.series import Series
from reportgen.figures.wording import DEMO

TITLE = "主要指标对比表"  # of every form that has one
# Columns; two more are named after the sides.
LABEL, UNIT, DIFFERENCE, PERCENT, REMARK = "指标", "单位", "增减", "增减（%）", "说明"


def header(comparison: Comparison) -> tuple[str, ...]:
    """Return the columns' names."""
    return ("部分", LABEL, UNIT, comparison.before.title, comparison.after.title, DIFFERENCE, PERCENT, REMARK)


def row(change: Change) -> tuple[str, ...]:
    """Return a change's cells under `header`; a side that a metric isn't on is empty."""
    entry = change.entry
    before, after = (side.text if side else "" for side in (change.before, change.after))
    return (entry.section, entry.label, entry.unit, before, after, *moved(change), remark(change))


def moved(change: Change) -> tuple[str, str]:
    """Return how far a change goes, a rate's with its unit, and in per cent."""
    unit = change.difference_unit if change.is_rate and change.difference_text else ""
    return change.difference_text + unit, change.percent_text


def remark(change: Change) -> str:
    """Return what has to be said beside the numbers: why nothing is compared, and why the change stands out."""
    unlike = change.reason or (change.kind.value if change.kind in {Kind.NEW, Kind.GONE} else "")
    if change.kind is Kind.INCOMPARABLE:
        unlike = f"不可比：{change.reason}"
    return "；".join(part for part in (unlike, *change.notes) if part)


def notices(compared: Comparison | Series) -> list[str]:
    """Return what must stand above every form: whose numbers are invented."""
    return [f"{DEMO}{side.title}：{side.demo}" for side in compared.sides if side.demo]


def is_by_section(changes: Iterable[Change]) -> bool:
    """Return whether each section's changes stand together; where somebody sorted them before, each row names its own."""
    sections = [section for section, _ in groupby(change.entry.section for change in changes)]
    return len(set(sections)) == len(sections)


def entry_said(entry: Entry) -> dict[str, str | None]:
    """Return one side of a metric for machines; the exact value is a fraction as text, 「709200/7889」."""
    said = {"how": entry.how, "until": entry.until, "cells": entry.source}
    return {"text": entry.text, "exact": exact(entry.value), **said}


def exact(value: Exact | None) -> str | None:
    """Return an exact value as the text of a fraction."""
    return None if value is None else str(Fraction(value))
