"""What the catalogue says about its metrics and the metrics known -> relations between them, or the reason why one can't be meant.

identities:
  - 总人口 == 农业人口 + 非农业人口 + 流入人口
  - {relation: 流动人口宣传品入户 <= 流入人口, reason: 一户至少一人}
  - {relation: 发放宣传品户数 <= 宣传品发放, severity: 提醒, reason: 一户至少一份}
  - {relation: 补助金额 == 补助人数 * 补助标准, within: 1}
stocks:
  - {stock: 总人口, flow: 出生婴儿 - 死亡, within_percent: 5}
as_of: 统计截止日                                # a section's; and of the whole catalogue:
changes: {percent: 50, points: 10, least: 10}
properties: {author: 落款单位, date: 落款日期}
"""

from __future__ import annotations

import graphlib
from collections.abc import Collection, Iterator
from collections.abc import Mapping as Dict
from dataclasses import replace

from reportgen.base.dates import DateKind
from reportgen.base.formula import BadFormula, parse_formula, parse_identity
from reportgen.base.issues import Location, Severity, nearest
from reportgen.base.yamlfile import Mapping, Node, Scalar
from reportgen.inputs.catalogue import Metric, Properties, TextField, TextKind
from reportgen.inputs.definitions import BadRule, bound, check_keys, text_of, word
from reportgen.inputs.metric_rules import DateOf, FormulaOf
from reportgen.inputs.relation_records import Limits, PlacedIdentity, Stock
from reportgen.inputs.section import OWN_KEYS

_KEYS = ("relation", "severity", "reason", "within")
_MOST_RINGS = 20  # of formulas that are computed from each other, told at once
_SEVERITIES = {severity.value: severity for severity in (Severity.ERROR, Severity.WARNING)}


def read_identity(
    node: Node, section: str, metrics: Dict[str, Metric], texts: Collection[str], defined: Collection[str]
) -> PlacedIdentity | None:
    """Return the identity that `node` says; None for an empty item, and where it names a metric that couldn't be read itself.

    `defined` are all names that the catalogue defines, whether or not their definition could be meant. Raises BadRule.
    """
    severity, reason, within = Severity.ERROR, "", None
    if isinstance(node, Mapping):
        if "within_percent" in node.entries:
            said = word(node, "within_percent")
            raise BadRule(
                f"勾稽关系可以相差多少，写 within: {said}，按第一个指标的单位算；within_percent 只用在 stocks 里。"
            )
        check_keys(node, _KEYS)
        text, reason, grade = (word(node, key) for key in ("relation", "reason", "severity"))
        if grade and grade not in _SEVERITIES:
            raise BadRule(f"severity 只能写「错误」或「提醒」，不是「{grade}」。")
        severity, within = _SEVERITIES.get(grade, Severity.ERROR), bound(node, "within")
    else:
        text = text_of(node, "勾稽关系")
    if not text:
        return None
    try:
        identity = parse_identity(text)
    except BadFormula as error:
        raise BadRule(f"勾稽关系「{text}」：{error}。") from None
    for name in identity.names:
        if name in texts:
            raise BadRule(f"勾稽关系「{text}」里的「{name}」是文字，不能比较。")
        if name not in defined:
            raise BadRule(f"勾稽关系「{text}」里的「{name}」没有定义。{nearest(name, list(metrics))}")
    if not all(name in metrics for name in identity.names):
        return None
    dates = [name for name in identity.names if not metrics[name].is_number]
    if dates and [identity.left.text, identity.right.text] != dates:
        raise BadRule(f"勾稽关系「{text}」：日期只能和日期直接比早晚，不能计算。")
    if dates and within is not None:
        raise BadRule(f"勾稽关系「{text}」：日期不能写 within。")
    return PlacedIdentity(identity, section, Location(node.at.file, node.at.row), severity, reason, within)


_LIMITS = ("percent", "points", "least")
_STOCK = ("stock", "flow", "within_percent")
_MOST_PERCENT = 5  # where the catalogue doesn't say


def read_limits(node: Mapping) -> Limits:
    """Return from where on a change stands out; raises BadRule."""
    check_keys(node, _LIMITS)
    given = {key: bound(node, key) for key in _LIMITS}
    return replace(Limits(), **{key: value for key, value in given.items() if value is not None})


def read_stock(node: Node, metrics: Dict[str, Metric], texts: Collection[str], names: Collection[str]) -> Stock | None:
    """Return the stock that `node` says, None where it names a metric that couldn't be read itself; raises BadRule.

    `names` are those of metrics and `texts`, whether they could be read or not. An empty item is None too.
    """
    if isinstance(node, Scalar) and not node.text:
        return None
    if not isinstance(node, Mapping):
        raise BadRule("stocks 的每一条应是 {stock: 指标, flow: 算式} 的样子。")
    if "within" in node.entries:  # which was the word until it was told from that of an identity
        raise BadRule(f"stocks 里可以相差上年的百分之几，现在写 within_percent: {word(node, 'within')}，不写 within。")
    check_keys(node, _STOCK)
    name = word(node, "stock")
    if not name:
        raise BadRule("stocks 的一条没有写 stock（哪个指标）。")
    try:
        flow = parse_formula(word(node, "flow"))
    except BadFormula as error:
        raise BadRule(f"「{name}」的 flow：{error}。") from None
    for one in (name, *flow.names):
        if one not in names or one in texts or (one in metrics and not metrics[one].is_number):
            numbers = [known for known, metric in metrics.items() if metric.is_number]
            raise BadRule(f"stocks 里的「{one}」不是一个数的名称。{nearest(one, numbers)}")
    if not all(one in metrics for one in (name, *flow.names)):
        return None
    percent = bound(node, "within_percent")
    return Stock(name, flow, _MOST_PERCENT if percent is None else percent, Location(node.at.file, node.at.row))


def with_as_of(
    metric: Metric, of_section: str, metrics: Dict[str, Metric], texts: Collection[str], names: Collection[str]
) -> Metric:
    """Return the metric with the date up to which it counts, its own or its section's; raises BadRule for what is no date."""
    if not metric.is_number:
        return metric
    name = metric.as_of or of_section
    is_other = name in texts or (name in metrics and not isinstance(metrics[name].rule, DateOf))
    if name and (name not in names or is_other):
        dates = [date for date, known in metrics.items() if isinstance(known.rule, DateOf)]
        raise BadRule(f"as_of（统计时点）「{name}」不是一个日期的名称。{nearest(name, dates)}")
    return replace(metric, as_of=name if name in metrics else "")


_PROPERTIES = ("author", "date")


def read_properties(
    node: Mapping, metrics: Dict[str, Metric], texts: Dict[str, TextField], names: Collection[str]
) -> Properties:
    """Return what the node names; raises BadRule. `names` are those of metrics and texts, whether they could be read or not."""
    check_keys(node, _PROPERTIES)
    author, date = (word(node, key) for key in _PROPERTIES)
    single = [name for name, text in texts.items() if text.kind is TextKind.TEXT]
    days = [name for name, one in metrics.items() if isinstance(one.rule, DateOf) and one.rule.kind is DateKind.DAY]
    if author and author not in single:
        raise BadRule(
            f"properties 的 author（单位）应是 texts 里的一段文字，「{author}」不是。{nearest(author, single)}"
        )
    if date and date not in days and (date in metrics or date in texts or date not in names):
        raise BadRule(f"properties 的 date（日期）应是填「日期」的指标，「{date}」不是。{nearest(date, days)}")
    return Properties(author, date if date in metrics else "")


def shared_keys(metrics: Dict[str, Metric], texts: Dict[str, TextField]) -> Iterator[tuple[Location, str]]:
    """Yield, with its place, which typed metric can't be told by its key in its section's YAML from something else there."""
    taken = {(text.section, text.name): f"「{text.name}」是一段文字" for text in texts.values()}
    for metric in metrics.values():
        if key := metric.key:
            reason = f"「{key}」是固定的写法" if key in OWN_KEYS else taken.get((metric.section, key))
            if reason:
                yield metric.at, f"「{metric.name}」不能填在「{key}」下面：{reason}，请换一个。"
            taken[metric.section, key] = f"「{metric.name}」已经填在那里"


def impossible_weights(metrics: Dict[str, Metric], names: Collection[str]) -> Iterator[tuple[Location, str]]:
    """Yield what is wrong with the metrics that weigh others when offices' figures become their county's: where, and the message."""
    numeric = [name for name, metric in metrics.items() if metric.is_number]
    for metric in metrics.values():
        by = metric.rollup.by if metric.rollup else ""
        if by and (by not in names or (by in metrics and not metrics[by].is_number)):
            yield metric.at, f"「{metric.name}」的 rollup 里「{by}」不是一个数的名称。{nearest(by, numeric)}"


def impossible_formulas(
    metrics: Dict[str, Metric], texts: Collection[str], names: Collection[str]
) -> Iterator[tuple[Location, str]]:
    """Yield, with its place, why a formula can't be computed: it asks for what is no number, or for itself by a detour."""
    numeric = [name for name, metric in metrics.items() if metric.is_number]
    formulas = {one.name: one.rule.formula for one in metrics.values() if isinstance(one.rule, FormulaOf)}
    for metric, formula in formulas.items():
        for name in formula.names:
            said = f"「{metric}」的算式里「{name}」"
            if name in metrics and not metrics[name].is_number:
                yield metrics[metric].at, f"{said}是日期，不能计算。"
            elif name in texts:
                yield metrics[metric].at, f"{said}是文字，不能计算。"
            elif name not in names:
                yield metrics[metric].at, f"{said}没有定义。{nearest(name, numeric)}"
    graph = {name: formula.names for name, formula in formulas.items()}
    for _ in range(_MOST_RINGS):  # each is a search of the whole catalogue
        try:
            graphlib.TopologicalSorter(graph).prepare()
            return
        except graphlib.CycleError as error:
            ring = list(reversed(error.args[1]))
            yield metrics[ring[0]].at, f"算式绕成了圈：{' → '.join(ring)}。"
            graph = {name: names for name, names in graph.items() if name not in ring}
