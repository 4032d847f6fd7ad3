"""What the catalogue says of the year before -> limits of an ordinary change, stocks that follow from last year's, and as-of dates.

changes: {percent: 50, points: 10, least: 10}
basic_stats:
  as_of: 统计截止日
  stocks:
    - {stock: 总人口, flow: 出生婴儿 - 死亡, within_percent: 5}
"""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping as Dict
from dataclasses import replace

from reportgen.base.formula import BadFormula, parse_formula
from reportgen.base.issues import Location, nearest
from reportgen.base.yamlfile import Mapping, Node, Scalar
from reportgen.inputs.catalogue import DateOf, Limits, Metric, Stock, YearOf
from reportgen.inputs.definitions import BadRule, bound, check_keys, word

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
        if one not in names or one in texts or (one in metrics and isinstance(metrics[one].rule, (DateOf, YearOf))):
            numbers = [known for known, metric in metrics.items() if not isinstance(metric.rule, (DateOf, YearOf))]
            raise BadRule(f"stocks 里的「{one}」不是一个数的名称。{nearest(one, numbers)}")
    if not all(one in metrics for one in (name, *flow.names)):
        return None
    percent = bound(node, "within_percent")
    return Stock(name, flow, _MOST_PERCENT if percent is None else percent, Location(node.at.file, node.at.row))


def with_as_of(
    metric: Metric, of_section: str, metrics: Dict[str, Metric], texts: Collection[str], names: Collection[str]
) -> Metric:
    """Return the metric with the date up to which it counts, its own or its section's; raises BadRule for what is no date."""
    if isinstance(metric.rule, (DateOf, YearOf)):
        return metric
    name = metric.as_of or of_section
    is_other = name in texts or (name in metrics and not isinstance(metrics[name].rule, DateOf))
    if name and (name not in names or is_other):
        dates = [date for date, known in metrics.items() if isinstance(known.rule, DateOf)]
        raise BadRule(f"as_of（统计时点）「{name}」不是一个日期的名称。{nearest(name, dates)}")
    return replace(metric, as_of=name if name in metrics else "")
