"""Figures + what the office discloses of them -> what the public edition prints in place of small numbers, and where one stands all the same."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from reportgen.base.faced import advised
from reportgen.base.issues import Issue, Severity, listed
from reportgen.base.names import PART_SIGN
from reportgen.checks.privacy import DISCLOSED, FEW, SMALL, meant, small_parts
from reportgen.figures.compute import Figures
from reportgen.figures.wording import value_text
from reportgen.inputs.acceptance import Disclosure

_CHINESE = {1: "一", 2: "二两", 3: "三", 4: "四", 5: "五", 6: "六", 7: "七", 8: "八", 9: "九", 10: "十"}


@dataclass(frozen=True)
class Mask:
    """What stands in place of a figure; `title` is that of its marks, `number` its own text."""

    title: str
    text: str
    number: str
    unit: str
    label: str

    @property
    def told(self) -> str:
        """Return what is printed in the figure's place, as messages begin."""
        return f"「{self.title}」公开时印「{self.text}」"

    @property
    def names(self) -> tuple[str, ...]:
        """Return the words by which a sentence speaks of the figure: a part's category, or the metric's name and label."""
        _, _, category = self.title.partition(PART_SIGN)
        return (category,) if category else (self.title, self.label)


def masks(figures: Figures, disclosures: Iterable[Disclosure]) -> dict[str, Mask]:
    """Return the masks by their marks' titles; what is said of a part goes before what is said of its metric."""
    found: dict[str, Mask] = {}
    for one in sorted(disclosures, key=lambda one: PART_SIGN not in one.name):
        for figure in meant(one, figures):
            number = value_text(figure.metric, figure.value)
            title = " ".join(figure.name.split())
            found.setdefault(title, Mask(title, one.text, number, figure.metric.unit, figure.metric.label))
    return found


def undecided(figures: Figures, issues: Iterable[Issue], masked: Collection[str]) -> Iterator[Issue]:
    """Yield an issue for each metric with small numbers that the office has neither accepted nor masked."""
    for issue in issues:
        if issue.check == SMALL and not issue.accepted:
            name = issue.metrics[0]
            bare = [part.name for part in small_parts(figures, name) if " ".join(part.name.split()) not in masked]
            if bare:
                file = f"{figures[name].metric.section}.yaml"
                message = advised(
                    f"小于{FEW}的数还没有定怎么公开：{listed(bare)}。",
                    f"请在 {file} 的 public 里写怎么印，如「{bare[0]}: {{text: 若干, reason: 原因}}」；"
                    f"可以照印的，在 accepted 里认可「{issue.key}」。",
                    "请在「问题」里写它公开时印什么；可以照印的，在那里认可。",
                )
                yield Issue(DISCLOSED, Severity.ERROR, message, issue.location, (name,))


def showing(
    masked: Mapping[str, Mask],
    sentences: Iterable[tuple[str, list[tuple[str, str]]]],
    lines: Iterable[list[tuple[str, str]]],
    labels: Collection[str],
) -> Iterator[tuple[Mask, str]]:
    """Yield the masks whose number stands typed where the text speaks of the figure, with that place.

    `sentences` are (text, numbers typed outside of marks with what stands behind each), `lines` the rows and columns of tables, cell by
    cell (what is typed in it, what its row is called); `labels` what metrics are called: a row of another one says that one's number.
    """
    for text, typed in sentences:
        for mask in masked.values():
            if any(name in text for name in mask.names) and _says(mask, text, typed):
                yield mask, text
    for line in lines:
        for mask in masked.values():
            cells = [cell for cell, label in line if label not in labels or label in (mask.title, mask.label)]
            named = (at for at, cell in enumerate(cells) if any(name in cell for name in mask.names))
            if any(_stands(mask, cells, at) for at in named):
                yield mask, " ".join(cells)


def _stands(mask: Mask, cells: list[str], named: int) -> bool:
    """Return whether a cell of a line whose cell `named` speaks of the figure says its number; a bare one before it counts the lines."""
    numbers = {mask.number, *(_signs(mask))}
    return any(
        cell.strip() in {number + mask.unit for number in numbers} or (cell.strip() in numbers and at > named)
        for at, cell in enumerate(cells)
        if at != named
    )


def _signs(mask: Mask) -> str:
    """Return the Chinese numerals, each of which says its number, '' for a number of several."""
    return _CHINESE.get(int(mask.number), "") if mask.number.isdecimal() else ""


def _says(mask: Mask, text: str, typed: list[tuple[str, str]]) -> bool:
    if any(number == mask.number and behind.lstrip().startswith(mask.unit) for number, behind in typed):
        return True
    signs = _signs(mask)
    # 「每一户」「一户一档」 count nothing, and 「二十一户」 counts something else.
    return bool(signs and mask.unit and re.search(f"(?<![每逐十百千第])[{signs}]{re.escape(mask.unit)}(?!一)", text))
