"""A metric's YAML node and the tables known -> the metric, or the one reason why it can't be meant."""

from __future__ import annotations

import re
from collections.abc import Collection
from collections.abc import Mapping as Dict
from dataclasses import replace
from typing import NamedTuple

from reportgen.base.dates import DateKind
from reportgen.base.formula import BadFormula, parse_formula
from reportgen.base.issues import Location, listed, nearest
from reportgen.base.numbers import BelowZero, Exact, NotANumber, TooFine, base_unit, parse_number
from reportgen.base.yamlfile import Mapping, Node, Scalar, Sequence
from reportgen.inputs.catalogue import Metric, Rollup, Table
from reportgen.inputs.metric_rules import DateOf, FormulaOf, Rule, SumOf, ValueOf, YearOf

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
    "below_zero",
    "formerly",
    "rollup",
)
_RULES = ("sum", "formula", "value", "year")
_DATE_KINDS = {kind.value: kind for kind in DateKind if kind is not DateKind.YEAR}
_MOST_DIGITS = 6


# An input method writes these in full width, and ％ has to scale like %.
_HALF_WIDTH = str.maketrans("％＝０１２３４５６７８９", "%=0123456789")


class Digits(NamedTuple):
    """How many decimals are printed at most, and at least."""

    most: int = 0
    least: int = 0


class BadRule(ValueError):
    """The definition can't be meant; the message is a whole Chinese sentence."""


def read_metric(name: str, section: str, node: Node, at: Location, tables: Dict[str, Table]) -> Metric:
    """Return the metric that `node` defines; raises BadRule.

    A single word is the usual case: a unit for one number, or 日期, 月份, 期间 for one date, in the section's YAML. Spelt out it is
    {value: its name, unit: the word}, which leaves room for `formerly`.
    """
    if isinstance(node, Scalar):
        if node.text in _DATE_KINDS:
            return Metric(name, section, name, "", 0, DateOf(_DATE_KINDS[node.text]), at)
        return Metric(name, section, name, unit_text(node.text), 0, ValueOf(name), at)
    if not isinstance(node, Mapping):
        near = nearest(name, SECTION_KEYS)
        raise BadRule(f"「{name}」应写单位，或 {{sum: 列名}} 的样子，不能是列表。{near}")
    check_keys(node, _KEYS)
    formerly = _names_of(node, "formerly")
    kind = _DATE_KINDS.get(word(node, "unit"))
    if kind is not None:
        return _renamed_date(name, section, node, at, kind, formerly)
    rule = _rule(name, section, node, tables)
    unit, digits = unit_text(word(node, "unit")), Digits()
    if isinstance(rule, SumOf):
        measure = tables[rule.table].measures[rule.measure]
        unit, digits = unit or measure.unit, Digits(measure.digits, measure.least_digits)
        if measure.unit and base_unit(measure.unit) != base_unit(unit):
            raise BadRule(f"「{name}」的单位是{unit}，要合计的列「{measure.name}」的单位是{measure.unit}，换算不了。")
        # A column without a unit of its own holds each row's: 只 in one, 盒 in the next.
        rule = replace(rule, unit=measure.unit or unit)
    digits = digits_of(node, digits)
    return Metric(
        name,
        section,
        word(node, "label") or name,
        unit,
        digits.most,
        rule,
        at,
        bound(node, "at_most"),
        flag(node, "optional"),
        flag(node, "sensitive"),
        flag(node, "steady"),
        bound(node, "notable"),
        word(node, "as_of"),
        flag(node, "below_zero"),
        digits.least,
        formerly,
        _rollup(name, node, rule),
    )


def allowing(error: NotANumber, defined: str) -> str:
    """Return what to write in the catalogue where the number that was refused is meant, '' where nothing there decides.

    `defined` is the definition to which it is added, as far as it goes: 「合格率: {value: 合格率, unit: '%'」; '' where it is longer.
    """
    if isinstance(error, BelowZero):
        what, key = "真有负数的，在指标目录里写 below_zero: true", "below_zero: true"
    elif isinstance(error, TooFine) and error.permitted:
        return "；位数由指标目录里的 digits 定"
    elif isinstance(error, TooFine):
        what, key = "小数位数由指标目录里的 digits 定，没有写就是整数", f"digits: {min(error.decimals, _MOST_DIGITS)}"
    else:
        return ""
    return f"；{what}，如「{defined}, {key}}}」" if defined else f"；{what}"


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
            near = node.unsplit or nearest(key, list(known)) or f"这里可以写：{listed(known)}。"
            raise BadRule(f"不认识「{key}」。{near}")


def unit_text(text: str) -> str:
    """Return a unit in half width: ％ is %, 女＝１００ is 女=100."""
    return text.translate(_HALF_WIDTH)


def digits_of(node: Mapping, default: Digits) -> Digits:
    """Return how many decimals are printed under `digits`: 2, or 0-2 where they are printed as typed; raises BadRule."""
    text = word(node, "digits")
    if not text:
        return default
    found = re.fullmatch(rf"([0-{_MOST_DIGITS}])(?: *[-–—~～至] *([0-{_MOST_DIGITS}]))?", text)
    if found is None or (found[2] and found[2] <= found[1]):
        said = f"应是0到{_MOST_DIGITS}的整数，填几位印几位的写范围（0-2），不是「{text}」"
        raise BadRule(f"digits（小数位数）{said}。")
    return Digits(int(found[2] or found[1]), int(found[1]))


def word(node: Mapping, key: str) -> str:
    """Return the text under `key`, '' when absent; raises BadRule when it is a list or a mapping."""
    return text_of(node.entries[key], key) if key in node.entries else ""


def _names_of(node: Mapping, key: str) -> tuple[str, ...]:
    """Return the name under `key`, or the names of a list there; none when absent; raises BadRule."""
    said = node.entries.get(key)
    if said is None:
        return ()
    names = tuple(text_of(one, key) for one in (said.items if isinstance(said, Sequence) else (said,)))
    if not names or "" in names:
        raise BadRule(f"{key} 后面是空的，要写名称。")
    return names


def text_of(node: Node, what: str) -> str:
    """Return a scalar's text; raises BadRule for anything else."""
    if isinstance(node, Scalar):
        return node.text
    raise BadRule(f"「{what}」应是一个词，不是列表或下一层。")


def _rollup(name: str, node: Mapping, rule: Rule) -> Rollup | None:
    """Return what `rollup` says: sum, or {by: the metric that weighs}; None without it; raises BadRule."""
    said = node.entries.get("rollup")
    if said is None:
        return None
    if not isinstance(rule, (SumOf, ValueOf)):
        raise BadRule(f"「{name}」是算出来的，汇总时按合计数重新算，不写 rollup。")
    if isinstance(said, Scalar) and said.text == "sum":
        return Rollup()
    by = word(said, "by") if isinstance(said, Mapping) and [*said.entries] == ["by"] else ""
    if not by or by == name:
        raise BadRule(f"「{name}」的 rollup 应写 sum（相加），或 {{by: 作权数的指标}}，如 {{by: 总人口}}。")
    return Rollup(by)


def _renamed_date(
    name: str, section: str, node: Mapping, at: Location, kind: DateKind, formerly: tuple[str, ...]
) -> Metric:
    """Return the date that says what it was called before; raises BadRule for anything else: a date is read under its own name."""
    if set(node.entries) != {"value", "unit", "formerly"} or word(node, "value") != name:
        raise BadRule(
            f"「{name}」是{kind.value}，写成「{name}: {kind.value}」；改了名的写成"
            f"「{name}: {{value: {name}, unit: {kind.value}, formerly: 旧名}}」。"
        )
    return Metric(name, section, name, "", 0, DateOf(kind), at, formerly=formerly)


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
