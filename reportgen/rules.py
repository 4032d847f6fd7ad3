"""A metric's YAML node and the tables known -> the metric, or the one reason why it can't be meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping as Dict

from reportgen.catalogue import DateOf, FormulaOf, Metric, Rule, SumOf, Table, ValueOf, YearOf
from reportgen.dates import DateKind
from reportgen.formula import BadFormula, parse_formula
from reportgen.issues import Location, listed, nearest
from reportgen.yamlfile import Mapping, Node, Scalar, Sequence

_KEYS = ("sum", "table", "where", "formula", "value", "year", "unit", "digits", "label")
_RULES = ("sum", "formula", "value", "year")
_DATE_KINDS = {kind.value: kind for kind in DateKind if kind is not DateKind.YEAR}
_MOST_DIGITS = 6


class BadRule(ValueError):
    """The definition can't be meant; the message is a whole Chinese sentence."""


def read_metric(name: str, section: str, node: Node, at: Location, tables: Dict[str, Table]) -> Metric:
    """Return the metric that `node` defines; raises BadRule.

    A single word is the usual case: a unit for one number, or 日期, 月份, 期间 for one date, in the section's YAML.
    """
    if isinstance(node, Scalar):
        if node.text in _DATE_KINDS:
            return Metric(name, section, name, "", 0, DateOf(_DATE_KINDS[node.text]), at)
        return Metric(name, section, name, node.text, 0, ValueOf(name), at)
    if not isinstance(node, Mapping):
        raise BadRule(f"「{name}」应写单位，或 {{sum: 列名}} 的样子，不能是列表。")
    check_keys(node, _KEYS)
    rule = _rule(name, section, node, tables)
    measure = tables[rule.table].measures[rule.measure] if isinstance(rule, SumOf) else None
    unit = word(node, "unit") or (measure.unit if measure else "")
    digits = digits_of(node, measure.digits if measure else 0)
    return Metric(name, section, word(node, "label") or name, unit, digits, rule, at)


def check_keys(node: Mapping, known: Iterable[str]) -> None:
    """Raise BadRule for the first key that isn't known."""
    for key in node.entries:
        if key not in known:
            raise BadRule(f"不认识「{key}」。{nearest(key, list(known))}")


def digits_of(node: Mapping, default: int) -> int:
    """Return the number of decimals under `digits`; raises BadRule."""
    text = word(node, "digits")
    if text and not (text.isdecimal() and int(text) <= _MOST_DIGITS):
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
    if kind == "value":
        return ValueOf(text)
    if kind == "year":
        if not text.lstrip("+-").isdecimal() or abs(int(text)) > 9:
            raise BadRule(f"「{name}」的 year 应是与报告年度相差的年数，如 -1，不是「{text}」。")
        return YearOf(int(text))
    if kind == "formula":
        try:
            return FormulaOf(parse_formula(text))
        except BadFormula as error:
            raise BadRule(f"「{name}」的{error}。") from None
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
        raise BadRule(f"「{name}」要合计的列「{measure}」不在这个部分的表里。{nearest(measure, known)}")
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
    return {
        column: tuple(text_of(item, column) for item in (value.items if isinstance(value, Sequence) else (value,)))
        for column, value in conditions
    }


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
