"""A metric's YAML node and the tables known -> the metric, or the one reason why it can't be meant."""

from __future__ import annotations

import re
from collections.abc import Collection
from collections.abc import Mapping as Dict
from dataclasses import replace

from reportgen.catalogue import DateOf, FormulaOf, Metric, Rule, SumOf, Table, ValueOf, YearOf
from reportgen.dates import DateKind
from reportgen.exact import Exact, NotANumber, base_unit, parse_number
from reportgen.formula import BadFormula, parse_formula
from reportgen.issues import Location, listed, nearest
from reportgen.yamlfile import Mapping, Node, Scalar, Sequence

SECTION_KEYS = ("title", "from", "tables", "texts", "identities", "stocks", "as_of")
_KEYS = (
    "sum",
    "table",
    "where",
    "formula",
    "value",
    "year",
    "unit",
    "digits",
    "label",
    "at_most",
    "optional",
    "sensitive",
    "steady",
    "notable",
    "as_of",
)
_RULES = ("sum", "formula", "value", "year")
_DATE_KINDS = {kind.value: kind for kind in DateKind if kind is not DateKind.YEAR}
_MOST_DIGITS = 6


# An input method writes these in full width, and ％ has to scale like %.
_HALF_WIDTH = str.maketrans("％＝０１２３４５６７８９", "%=0123456789")


class BadRule(ValueError):
    """The definition can't be meant; the message is a whole Chinese sentence."""


def read_metric(name: str, section: str, node: Node, at: Location, tables: Dict[str, Table]) -> Metric:
    """Return the metric that `node` defines; raises BadRule.

    A single word is the usual case: a unit for one number, or 日期, 月份, 期间 for one date, in the section's YAML.
    """
    if isinstance(node, Scalar):
        if node.text in _DATE_KINDS:
            return Metric(name, section, name, "", 0, DateOf(_DATE_KINDS[node.text]), at)
        return Metric(name, section, name, unit_text(node.text), 0, ValueOf(name), at)
    if not isinstance(node, Mapping):
        near = nearest(name, SECTION_KEYS)
        raise BadRule(f"「{name}」应写单位，或 {{sum: 列名}} 的样子，不能是列表。{near}")
    check_keys(node, _KEYS)
    rule = _rule(name, section, node, tables)
    unit, digits = unit_text(word(node, "unit")), 0
    if isinstance(rule, SumOf):
        measure = tables[rule.table].measures[rule.measure]
        unit, digits = unit or measure.unit, measure.digits
        if measure.unit and base_unit(measure.unit) != base_unit(unit):
            raise BadRule(f"「{name}」的单位是{unit}，要合计的列「{measure.name}」的单位是{measure.unit}，换算不了。")
        # A column without a unit of its own holds each row's: 只 in one, 盒 in the next.
        rule = replace(rule, unit=measure.unit or unit)
    return Metric(
        name,
        section,
        word(node, "label") or name,
        unit,
        digits_of(node, digits),
        rule,
        at,
        bound(node, "at_most"),
        flag(node, "optional"),
        flag(node, "sensitive"),
        flag(node, "steady"),
        bound(node, "notable"),
        word(node, "as_of"),
    )


def bound(node: Mapping, key: str) -> Exact | None:
    """Return the number under `key`, None when absent; raises BadRule."""
    text = word(node, key)
    if not text:
        return None
    try:
        return parse_number(text)
    except NotANumber as error:
        raise BadRule(f"{key}「{text}」{error}。") from None


def flag(node: Mapping, key: str) -> bool:
    """Return whether `key` says true, False when absent; raises BadRule for anything but true and false."""
    text = word(node, key)
    if text not in {"", "true", "false"}:
        raise BadRule(f"{key} 只能写 true 或 false，不是「{text}」。")
    return text == "true"


def check_keys(node: Mapping, known: Collection[str]) -> None:
    """Raise BadRule for the first key that isn't known."""
    for key in node.entries:
        if key not in known:
            near = nearest(key, list(known)) or f"这里可以写：{listed(known)}。"
            raise BadRule(f"不认识「{key}」。{near}")


def unit_text(text: str) -> str:
    """Return a unit in half width: ％ is %, 女＝１００ is 女=100."""
    return text.translate(_HALF_WIDTH)


def digits_of(node: Mapping, default: int) -> int:
    """Return the number of decimals under `digits`; raises BadRule."""
    text = word(node, "digits")
    if text and not re.fullmatch(f"[0-{_MOST_DIGITS}]", text):
        raise BadRule(f"digits（小数位数）应是0到{_MOST_DIGITS}的整数，不是「{text}」。")
    return int(text) if text else default


def word(node: Mapping, key: str) -> str:
    """Return the text under `key`, '' when absent; raises BadRule when it is a list or a mapping."""
    return text_of(node.entries[key], key) if key in node.entries else ""


def text_of(node: Node, what: str) -> str:
    """Return a scalar's text; raises BadRule for anything else."""
    if isinstance(node, Scalar):
        return node.text
    raise BadRule(f"「{what}」应是一个词，不是列表或下一层。")


def _rule(name: str, section: str, node: Mapping, tables: Dict[str, Table]) -> Rule:
    kinds = [key for key in _RULES if key in node.entries]
    if len(kinds) != 1:
        raise BadRule(f"「{name}」要写 sum、formula、value、year 中的一个，写了{len(kinds)}个。")
    kind, text = kinds[0], word(node, kinds[0])
    if kind != "sum" and ("where" in node.entries or "table" in node.entries):
        raise BadRule(f"「{name}」的 where、table 只能和 sum 一起用。")
    if kind in {"value", "sum"} and not text:
        raise BadRule(f"「{name}」的 {kind} 后面是空的，要写名称。")
    if kind == "value":
        return ValueOf(text)
    if kind == "year":
        if not re.fullmatch(r"[+-]?[0-9]", text):
            raise BadRule(f"「{name}」的 year 应是与报告年度相差的年数，如 -1，不是「{text}」。")
        return YearOf(int(text))
    if kind == "formula":
        try:
            return FormulaOf(parse_formula(text))
        except BadFormula as error:
            raise BadRule(f"「{name}」：{error}。") from None
    return _sum(name, section, text, node, tables)


def _sum(name: str, section: str, measure: str, node: Mapping, tables: Dict[str, Table]) -> SumOf:
    where = _conditions(name, node)
    named = word(node, "table")
    if named and named not in tables:
        raise BadRule(f"没有表「{named}」。{nearest(named, list(tables))}")
    own = [table for table in tables.values() if (table.name == named if named else table.section == section)]
    holding = [table for table in own if measure in table.measures]
    if not holding:
        known = [column for table in own for column in table.measures]
        near = nearest(measure, known) or (f"表里的数字列有：{listed(dict.fromkeys(known))}。" if known else "")
        raise BadRule(f"「{name}」要合计的列「{measure}」不在{f'表「{named}」' if named else '这个部分的表'}里。{near}")
    misfits = {table.name: _misfit(table, where) for table in holding}
    fitting = [table for table, misfit in misfits.items() if not misfit]
    if len(fitting) > 1:
        raise BadRule(f"「{name}」的列「{measure}」在几个表里都有（{listed(fitting)}），请加 table: 指明。")
    if not fitting:
        raise BadRule(f"「{name}」：" + "".join(dict.fromkeys(misfits.values())))
    return SumOf(fitting[0], measure, tables[fitting[0]].measures[measure].unit, where)


def _conditions(name: str, node: Mapping) -> dict[str, tuple[str, ...]]:
    conditions = node.entries.get("where")
    if conditions is None:
        return {}
    if not isinstance(conditions, Mapping):
        raise BadRule(f"「{name}」的 where 应是 {{列名: 类别}} 的样子。")
    where = {
        column: tuple(text_of(item, column) for item in (value.items if isinstance(value, Sequence) else (value,)))
        for column, value in conditions
    }
    for column, values in where.items():
        if not values or "" in values:
            raise BadRule(f"「{name}」的 where 里「{column}」没有写类别。")
    return where


def _misfit(table: Table, where: Dict[str, tuple[str, ...]]) -> str:
    """Return why the table can't answer `where`, '' when it can."""
    for column, values in where.items():
        if column not in table.dimensions:
            return f"表「{table.name}」没有分类列「{column}」。{nearest(column, list(table.dimensions))}"
        known = table.dimensions[column]
        for value in values:
            if known and value not in known:
                return f"表「{table.name}」的「{column}」没有「{value}」这一类。{nearest(value, known)}"
    return ""
