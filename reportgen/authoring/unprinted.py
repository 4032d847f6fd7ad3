"""A template's lines and the catalogue -> the metrics and texts that people fill in and nobody reads.

What serves another metric, an identity or a condition isn't lost when it is not printed; it is named all the same, because a sentence
that somebody deleted looks like that too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from reportgen.base.issues import Issue, Severity, listed
from reportgen.inputs.catalogue import Catalogue, FormulaOf, TextKind
from reportgen.template.lines import Line
from reportgen.template.tagged_texts import TaggedText

CHECK = "没有印的指标"


@dataclass(frozen=True)
class Uses:
    """What the lines print of the catalogue, and what its names serve besides, in words."""

    printed: frozenset[str]
    serves: Mapping[str, tuple[str, ...]]


def uses(lines: Iterable[Line], catalogue: Catalogue, texts: Iterable[TaggedText] = ()) -> Uses:
    """Return what a template prints and what it, the catalogue's relations and its printed formulas need besides.

    `texts` are those that print something themselves, of the year that is printed next; what their conditions ask is of use too.
    """
    printed: set[str] = set()
    serves: dict[str, list[str]] = {}

    def note(names: Iterable[str], whom: str) -> None:
        for name in names:
            if whom not in serves.setdefault(name, []):
                serves[name].append(whom)

    for line in lines:
        printed |= {slot.name for slot in line.slots}
        for branch in (*line.within, *line.branches):
            note(branch.said, "条件")
    for text in texts:
        printed |= text.printed
        note(text.names - text.printed, "条件")
    for placed in catalogue.identities:
        note(placed.identity.names, "勾稽关系")
    for stock in catalogue.stocks:
        note((stock.name, *stock.flow.names), "和上年的衔接")
    for name in catalogue.any_table.values():
        note((name,), "表的列")
    for metric in catalogue.metrics.values():
        note((metric.as_of,) if metric.as_of else (), "统计时点")
    for metric in reversed(catalogue.in_order):  # whatever needs a metric comes before it here
        if isinstance(metric.rule, FormulaOf) and (metric.name in printed or metric.name in serves):
            note(metric.rule.formula.names, "公式")
    return Uses(frozenset(printed), {name: tuple(whom) for name, whom in serves.items()})


def unprinted_issues(used: Uses, catalogue: Catalogue) -> Iterator[Issue]:
    """Yield a warning for each metric and text that is neither printed nor of use; an optional metric can't be printed."""
    for metric in catalogue.metrics.values():
        if metric.name in used.printed or metric.name in used.serves or metric.optional:
            continue
        formulas = [
            f"「{other.name}」"
            for other in catalogue.metrics.values()
            if isinstance(other.rule, FormulaOf) and metric.name in other.rule.formula.names
        ]
        why = f"，只用来算{listed(formulas)}，而它也没有印" if formulas else "，也没有别的指标、勾稽关系用到它"
        message = (
            f"「{metric.name}」没有印在模板里{why}。请在模板里写上 {{{{ {metric.name} }}}}，不要了就从目录里删去。"
        )
        yield Issue(CHECK, Severity.WARNING, message, metric.at, (metric.name,))
    for text in catalogue.texts.values():
        parts = [f"{text.name}.{key}" for key in text.keys] if text.kind is TextKind.RECORDS else [text.name]
        missing = [name for name in parts if name not in used.printed and name not in used.serves]
        if missing:
            names = "、".join(f"「{name}」" for name in (missing if len(missing) < len(parts) else [text.name]))
            message = f"文字{names}没有印在模板里，填了也看不到。请在模板里写上它的标签，不要了就从目录里删去。"
            yield Issue(CHECK, Severity.WARNING, message, text.at)


def unprinted_notes(used: Uses, catalogue: Catalogue) -> Iterator[str]:
    """Yield a line on the metrics that only serve others: the person knows whether their sentences should be there."""
    quiet = {name: used.serves[name] for name in catalogue.metrics if name in used.serves and name not in used.printed}
    served: dict[str, list[str]] = {}
    for name, whom in quiet.items():
        if not catalogue.metrics[name].optional:
            served.setdefault("、".join(whom), []).append(name)
    for whose, names in served.items():
        yield f"{len(names)}个指标没有印，只用于{whose}：{listed(names, len(names))}。要印的请写上标签。"
