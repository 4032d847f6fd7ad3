"""A section of the catalogue -> its first YAML: every key empty, and what is asked for beside it or above.

达标率:   # %，最多两位小数
# 一条一行，前面是「- 」；没有的写 []
打算:
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.base.dates import DateKind
from reportgen.base.yaml_writing import scalar_text
from reportgen.begin.filling.asked import OWN
from reportgen.inputs.catalogue import Catalogue, Metric, TextField, TextKind
from reportgen.inputs.metric_rules import DateOf

# No word of these holds a number of its own: next year's file would take it for one of this year.
_EXAMPLES = {DateKind.DAY: "9月30日", DateKind.MONTH: "9月", DateKind.PERIOD: "上年10月至9月"}
_DIGITS = "零一两三四五六"
_OF_TYPING = re.compile(r"「- |写 \[\]$|冒号后面空一格|^# 后面是说明")


def is_of_typing(said: str) -> bool:
    """Return whether a part of a first year's comment says how its file is typed, and not what is asked for."""
    return _OF_TYPING.search(said) is not None


def first_section(catalogue: Catalogue, section: str) -> str:
    """Return the section's YAML with nothing filled in, '' where all its figures come from tables.

    What is asked for stands behind a number or a date, where it may stay, and above a text, behind which it would be a part of it.
    """
    lines = [*_lines(catalogue, section)]
    asked = catalogue.sections[section]
    heading = f"# {asked.title}：向{asked.source or OWN}要。冒号后面空一格再填；# 后面是说明，程序不读。"
    return "".join(f"{line}\n" for line in [heading, *lines]) if lines else ""


def _lines(catalogue: Catalogue, section: str) -> Iterator[str]:
    for field in catalogue.texts.values():
        if field.section == section:
            yield f"# {_asked_text(field, catalogue)}"
            yield f"{scalar_text(field.name)}:"
    for key, metric in catalogue.typed_of(section).items():
        yield f"{scalar_text(key)}:   # {_asked(metric, catalogue)}"


def _asked_text(field: TextField, catalogue: Catalogue) -> str:
    column = next((column for column, source in catalogue.any_table.items() if source == field.name), "")
    if column:
        return f"各{column}的名单，一个一行，前面是「- 」；不按{column}填的写 []"
    if field.kind is TextKind.LIST:
        return "一条一行，前面是「- 」；没有的写 []"
    if field.kind is TextKind.RECORDS:
        first, *others = (f"{scalar_text(key)}: ……" for key in field.keys)
        below = "".join(f"，下一行空四格「{one}」" for one in others)
        return f"一条一条写，每条的样子是「- {first}」{below}；没有的写 []"
    return f"一段文字{'，年年相同的' if field.steady else ''}"


def _asked(metric: Metric, catalogue: Catalogue) -> str:
    if isinstance(metric.rule, DateOf):
        what = f"{metric.rule.kind.value}，如 {_EXAMPLES[metric.rule.kind]}"
    else:
        said = [metric.unit or "没有单位"]
        said += [f"最多{_DIGITS[metric.digits]}位小数"] if metric.digits else []
        said += ["可以是负数"] if metric.name in catalogue.below_zero else []
        what = "，".join(said)
    return f"{what}，可以不填" if metric.optional else what
