"""Figures + what the office discloses of them -> what the public edition prints in place of small numbers, and where one stands all the same."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from reportgen.base.issues import Issue, Severity, listed, nearest
from reportgen.base.names import PART_SIGN
from reportgen.checks.data import SMALL, small_parts
from reportgen.figures.compute import Figures
from reportgen.figures.figure import Figure
from reportgen.figures.wording import value_text
from reportgen.inputs.acceptance import Disclosure

CHECK = "公开写法"
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
    def names(self) -> tuple[str, ...]:
        """Return the words by which a sentence speaks of the figure: a part's category, or the metric's name and label."""
        _, _, category = self.title.partition(PART_SIGN)
        return (category,) if category else (self.title, self.label)


def masks(figures: Figures, disclosures: Iterable[Disclosure]) -> dict[str, Mask]:
    """Return the masks by their marks' titles; what is said of a part goes before what is said of its metric."""
    found: dict[str, Mask] = {}
    for one in sorted(disclosures, key=lambda one: PART_SIGN not in one.name):
        for figure in _meant(one, figures):
            number = value_text(figure.metric, figure.value)
            title = " ".join(figure.name.split())
            found.setdefault(title, Mask(title, one.text, number, figure.metric.unit, figure.metric.label))
    return found


def idle(figures: Figures, disclosures: Iterable[Disclosure]) -> Iterator[Issue]:
    """Yield an issue for each disclosure that masks nothing: its part is misspelt, or its number isn't small any more."""
    for one in disclosures:
        meant, key = _meant(one, figures), f"{CHECK}：{one.name}"
        if not meant and PART_SIGN in one.name:
            known = [part.name for part in _parts(figures, one.name.split(PART_SIGN)[0])]
            message = f"public 里的「{one.name}」表里没有。{nearest(one.name, known)}请删去或改正。"
            yield Issue(CHECK, Severity.ERROR, message, one.at, key=key)
        elif not meant:
            message = f"「{one.name}」现在没有小数目，public 里的这一条没有用到，请删去或改正。"
            yield Issue(CHECK, Severity.WARNING, message, one.at, (one.name,), key=key)
        elif any(value_text(figure.metric, figure.value) == one.text for figure in meant):
            message = f"「{one.name}」的 text 和数据一样，等于照印。可以照印的请写在 accepted 里。"
            yield Issue(CHECK, Severity.ERROR, message, one.at, (one.name.split(PART_SIGN)[0],), key=key)


def undecided(figures: Figures, issues: Iterable[Issue], masked: Collection[str]) -> Iterator[Issue]:
    """Yield an issue for each metric with small numbers that the office has neither accepted nor masked."""
    for issue in issues:
        if issue.check == SMALL and not issue.accepted:
            name = issue.metrics[0]
            bare = [part.name for part in small_parts(figures, name) if " ".join(part.name.split()) not in masked]
            if bare:
                file = f"{figures[name].metric.section}.yaml"
                message = (
                    f"小于5的数还没有定怎么公开：{listed(bare)}。请在 {file} 的 public 里写怎么印，如「{bare[0]}: "
                    f"{{text: 若干, reason: 原因}}」；可以照印的，在 accepted 里认可「{issue.key}」。"
                )
                yield Issue(CHECK, Severity.ERROR, message, issue.location, (name,))


def showing(
    masked: Mapping[str, Mask], sentences: Iterable[tuple[str, Iterable[tuple[str, str]]]], rows: Iterable[list[str]]
) -> Iterator[tuple[Mask, str]]:
    """Yield the masks whose number stands typed where the text speaks of the figure, with that place.

    `sentences` are (text, numbers typed outside of marks with what stands behind each), `rows` the cells of tables' rows.
    """
    for text, typed in sentences:
        pairs = list(typed)
        for mask in masked.values():
            if any(name in text for name in mask.names) and _says(mask, text, pairs):
                yield mask, text
    for cells in rows:
        for mask in masked.values():
            if any(
                _stands(mask, cells, at) for at, cell in enumerate(cells) if any(name in cell for name in mask.names)
            ):
                yield mask, " ".join(cells)


def _stands(mask: Mask, cells: list[str], named: int) -> bool:
    """Return whether a cell of a row whose cell `named` speaks of the figure says its number; a bare one before it is the row's own."""
    return any(
        cell.strip() == mask.number + mask.unit or (cell.strip() == mask.number and at > named)
        for at, cell in enumerate(cells)
        if at != named
    )


def _says(mask: Mask, text: str, typed: list[tuple[str, str]]) -> bool:
    if any(number == mask.number and behind.lstrip().startswith(mask.unit) for number, behind in typed):
        return True
    signs = _CHINESE.get(int(mask.number), "") if mask.number.isdecimal() else ""
    # 「每一户」「一户一档」 count nothing, and 「二十一户」 counts something else.
    return bool(signs and mask.unit and re.search(f"(?<![每逐十百千第])[{signs}]{re.escape(mask.unit)}(?!一)", text))


def _meant(one: Disclosure, figures: Figures) -> list[Figure]:
    if PART_SIGN in one.name:
        name = one.name.split(PART_SIGN)[0]
        return [part for part in _parts(figures, name) if part.name == one.name and part.value is not None]
    return small_parts(figures, one.name)


def _parts(figures: Figures, name: str) -> list[Figure]:
    return [part for column in figures.columns(name) for _, part in figures.parts(name, column)]
