"""Marks of people's document + today's metrics -> issues: marks behind which no metric of the catalogue, or no part of the data, stands any more."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from reportgen.base.issues import Issue, Location, Severity, key_text, listed
from reportgen.base.names import PART_SIGN
from reportgen.figures.wording import COMPARED
from reportgen.inputs.acceptance import OF_REPORT as CHECK
from reportgen.template.expressions import name_and_wordings
from reportgen.word.blocks import Mark

BEREFT = "没有的指标"  # the check of such marks


def without_metric(
    file: str, found: Iterable[Mark], of_template: Collection[str], metrics: Collection[str], gone: Collection[str]
) -> Iterator[Issue]:
    """Yield a warning for each metric that marks of ours name and that the catalogue doesn't know any more.

    `of_template` are the titles of today's draft, `metrics` those that there are now, `gone` those that builds printed and that there are no
    more. A control of people's own is none of ours: no build printed a figure of its title, and its tag isn't worded as ours are.
    """
    said: dict[str, list[str]] = {}
    for mark in found:
        name = mark.title.partition(PART_SIGN)[0]
        is_ours = name in gone or name in (name_and_wordings(mark.tag) or ())[:1]
        if is_ours and name not in metrics and mark.title not in of_template:
            said.setdefault(name, []).append(mark.text.strip() or "空")
    for name, texts in said.items():
        message = (
            f"「{name}」写的是{listed(dict.fromkeys(texts))}，指标目录里没有这个指标了，这个数没有核对、以后也不会更新；"
            f"改了名的，在新的指标下写 formerly: {name}。"
        )
        key = f"{CHECK}：指标目录里没有{key_text(name)}"
        yield Issue(BEREFT, Severity.WARNING, message, Location(file, None, name), (name,), key=key)


def without_part(
    found: Iterable[Mark], metrics: Collection[str], worded: Callable[[str, str], str | None]
) -> dict[str, list[str]]:
    """Return what marks say that are a metric's part by a category which this year's data haven't got, of a village that is gone; by title."""
    said: dict[str, list[str]] = {}
    for mark in found:
        name, _, category = mark.title.partition(PART_SIGN)
        is_part = bool(category) and category.rpartition(PART_SIGN)[2] not in COMPARED
        if is_part and name in metrics and worded(mark.title, mark.title) is None:
            said.setdefault(mark.title, []).append(mark.text.strip() or "空")
    return said


def part_issues(file: str, partless: Mapping[str, Iterable[str]]) -> Iterator[Issue]:
    """Yield a warning for each such part, which people's document still prints."""
    for title, texts in partless.items():
        name, _, category = title.partition(PART_SIGN)
        message = (
            f"「{title}」写的是{listed(dict.fromkeys(texts))}，今年的数据里没有{category}，这个数没有核对、以后也不会更新。"
            "请从报告里删去这一处，或核对数据。"
        )
        key = f"{CHECK}：今年的数据里没有{key_text(title)}"
        yield Issue(BEREFT, Severity.WARNING, message, Location(file, None, title), (name,), key=key)
