"""Masked figures + what the edition prints -> where a reader could work a masked number out from the printed ones.

A number that can be had by subtracting, from a relation, or from last year's and the difference, isn't masked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from reportgen.base.faced import advised
from reportgen.base.formula import Formula
from reportgen.base.issues import Issue, Severity, listed
from reportgen.base.names import PART_SIGN
from reportgen.base.numbers import Exact, unit_factor, whole
from reportgen.checks.identities import broken_identities
from reportgen.checks.privacy import DISCLOSED, FEW, is_few
from reportgen.figures.compute import Figures
from reportgen.figures.figure import Figure
from reportgen.figures.wording import COMPARED, value_text, with_unit
from reportgen.inputs.catalogue import Catalogue, Metric
from reportgen.inputs.metric_rules import FormulaOf
from reportgen.public.masking import Mask

_CANDIDATES = range(100)  # what a reader may think that a masked count is
_NUMERIC = re.compile(r"[+\-−]?\d[\d,.]*\D{0,5}")


def subtracted(figures: Figures, masked: Collection[str], printed: Collection[str]) -> Iterator[Issue]:
    """Yield an issue for masked parts that the total and the other parts, all printed, give away.

    One part is what is left. Several are known too where each is 1: masked numbers are no zeros, so as many as what is left are ones.
    A part that isn't printed and is 0 hides nothing: a report doesn't name those.
    """
    for name in dict.fromkeys(title.split(PART_SIGN)[0] for title in masked if PART_SIGN in title):
        for column in figures.columns(name) if name in printed and name not in masked else ():
            parts = {" ".join(part.name.split()): part for _, part in figures.parts(name, column)}
            lacking = [
                title for title, part in parts.items() if title in masked or (title not in printed and part.number != 0)
            ]
            if (
                lacking
                and all(title in masked for title in lacking)
                and (len(lacking) == 1 or all(parts[title].number == 1 for title in lacking))
            ):
                message = advised(
                    f"「{listed(lacking)}」换掉了，可是「{name}」的合计和其余各部分都印着，一减就知道。",
                    "请在 public 里再换一个部分（数大的也可以换）。",
                    "请给再一个部分定公开写法（数大的也可以）。",
                )
                yield Issue(DISCLOSED, Severity.ERROR, message, None, (name,))


def split_by_two(
    figures: Figures, masked: Collection[str], printed: Iterable[str], accepted: Collection[str]
) -> Iterator[Issue]:
    """Yield an issue for each sensitive metric that is printed by two columns at once with a small number, or where part of it is masked.

    What isn't masked adds up to what is. `accepted` are the metrics whose small numbers may be printed.
    """
    parts: dict[str, list[Figure]] = {}
    for title in dict.fromkeys(printed):
        found = figures.titled(title) if title.count(PART_SIGN) > 1 else None
        name = title.partition(PART_SIGN)[0]
        if found is not None and len(found[1]) > 1 and figures[name].metric.sensitive:
            parts.setdefault(name, []).append(found[0])
    for name, every in parts.items():
        few = [part for part in every if is_few(part.value, part.metric)]
        hidden = [title for title in masked if title.partition(PART_SIGN)[0] == name]
        if hidden or (few and name not in accepted):
            said = f"「{name}」按两列分着印，" + (
                f"「{listed(hidden)}」换掉了，一加一减还是知道。"
                if hidden
                else f"「{listed(part.name for part in few)}」小于{FEW}，公开后可能认出是哪一户。"
            )
            message = f"{said}按两列分的数不能换着印，请在报告里删去这几处。"
            yield Issue(DISCLOSED, Severity.ERROR, message, None, (name,))


def deduced(
    catalogue: Catalogue, figures: Figures, masked: Mapping[str, Mask], printed: Collection[str]
) -> Iterator[Issue]:
    """Yield an issue for each masked metric for which a relation with printed metrics alone leaves one number only."""
    for text, names, holds in _relations(catalogue):
        hidden = [name for name in names if name in masked]
        shown = [name for name in names if name not in masked]
        known = all(name in printed for name in shown) and all(figures[name].number is not None for name in names)
        if len(hidden) == 1 and shown and known:
            figure = figures[hidden[0]]
            if [number for number in _CANDIDATES if holds(_with(figures, figure, number))] == [figure.number]:
                said = listed(f"{name}{with_unit(figures[name].metric, figures[name].value)}" for name in shown)
                message = (
                    f"「{figure.name}」公开时印「{masked[figure.name].text}」，可是{said}印着，按「{' '.join(text.split())}」一算就知道。"
                    f"请在报告里改写印着它的句子；或者在指标目录里给「{listed(shown)}」也写上 sensitive: true，再定公开写法。"
                )
                yield Issue(DISCLOSED, Severity.ERROR, message, None, (figure.name, *shown))


def compared(
    masked: Mapping[str, Mask], marks: Iterable[tuple[str, str]], rows: Iterable[list[str]]
) -> Iterator[tuple[Mask, str]]:
    """Yield the masked metrics that are printed in comparison with last year's number, with what is printed.

    `marks` are (title, text); `rows` the cells of tables' rows: one that is about the metric and says two numbers says last year's and
    the difference.
    """
    for title, text in marks:
        name, _, how = title.partition(PART_SIGN)
        if name in masked and how in COMPARED:
            yield masked[name], text
    for cells in rows:
        said = [cell.strip() for cell in cells]
        for mask in masked.values():
            numbers = [cell for cell in said if _NUMERIC.fullmatch(cell)]
            if PART_SIGN not in mask.title and mask.text in said and set(mask.names) & set(said) and len(numbers) > 1:
                yield mask, " ".join(cells)


def echoed(masked: Mapping[str, Mask], sentences: Iterable[str]) -> Iterator[tuple[Mask, str]]:
    """Yield the sentences that speak of a masked figure and say its number of something else, as a mark of another figure may."""
    for text in sentences:
        for mask in masked.values():
            same = mask.unit and re.search(rf"(?<![\d.,]){re.escape(mask.number + mask.unit)}", text)
            if same and any(name in text for name in mask.names):
                yield mask, text


def _with(figures: Figures, figure: Figure, number: Exact) -> Figures:
    return replace(figures, by_name={**figures.by_name, figure.name: replace(figure, value=number, computed=number)})


def _relations(catalogue: Catalogue) -> Iterator[tuple[str, tuple[str, ...], Callable[[Figures], bool]]]:
    """Yield what ties metrics together: its text, their names, and whether figures fit."""
    for placed in catalogue.identities:
        yield placed.identity.text, placed.identity.names, partial(_fits, replace(catalogue, identities=(placed,)))
    for metric in catalogue.metrics.values():
        if isinstance(metric.rule, FormulaOf):
            formula = metric.rule.formula
            yield f"{metric.name} == {formula.text}", (metric.name, *formula.names), partial(_gives, formula, metric)


def _fits(catalogue: Catalogue, figures: Figures) -> bool:
    return not list(broken_identities(catalogue, figures))


def _gives(formula: Formula, metric: Metric, figures: Figures) -> bool:
    """Return whether a formula gives what is printed of its metric."""
    operands = [figures[name] for name in formula.names]
    result = formula.value({one.name: (one.number or 0) * unit_factor(one.metric.unit) for one in operands})
    printed = value_text(metric, figures[metric.name].value)
    return result is not None and value_text(metric, whole(result / unit_factor(metric.unit))) == printed
