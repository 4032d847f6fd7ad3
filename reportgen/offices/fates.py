"""The catalogue of a county's offices -> what becomes of each metric when they are added up: a sum, a mean that is weighed, or why it stays out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reportgen.base.numbers import adds_up, decimals, unit_factor, whole
from reportgen.inputs.catalogue import Catalogue, Metric
from reportgen.inputs.metric_rules import FormulaOf, ValueOf, YearOf

_MOST_DIGITS = 6  # of a column


@dataclass(frozen=True)
class Weighted:
    """A rate and the metric that weighs it; their product is a column with so many `digits`, both without the scale of their unit: of 97%
    and 200人 it holds 194."""

    rate: str
    weight: str
    digits: int


class Fates:
    """What becomes of each metric: `out` says why it stays out, `typed` in which generated table and column it is added up."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.out: dict[str, str] = {}
        self.weighted: dict[str, Weighted] = {}
        self.typed: dict[str, dict[str, str | Weighted]] = {}
        for metric in catalogue.metrics.values():
            if why := self._why_out(metric):
                self.out[metric.name] = why
        before = -1
        while len(self.out) > before:  # what rests on something left out is left out, however deep
            before = len(self.out)
            for metric in catalogue.metrics.values():
                if metric.name not in self.out and (why := self._why_without(metric)):
                    self.out[metric.name] = why
        order = list(catalogue.metrics)
        self.out = dict(sorted(self.out.items(), key=lambda item: order.index(item[0])))
        self._place()

    def keeps(self, names: Iterable[str]) -> bool:
        """Return whether all of these are added up or computed anew."""
        return self.out.keys().isdisjoint(names)

    def table_of(self, section: str) -> str:
        """Return what a section's generated table is called."""
        name = f"{section}_typed"
        return name if name not in self.catalogue.tables else f"{name}_{len(self.catalogue.tables)}"

    def _why_out(self, metric: Metric) -> str:
        if isinstance(metric.rule, (FormulaOf, YearOf)):
            return ""
        if not metric.is_number:
            return "是日期，各单位的不能相加"
        if metric.rollup and metric.rollup.by:
            return self._why_not_weighted(metric, self.catalogue.metrics[metric.rollup.by])
        if not adds_up(metric.unit):
            return f"是率（单位：{metric.unit}），不能相加；要汇总的，在指标目录里写 rollup: {{by: 作权数的指标}}"
        if metric.steady and not metric.rollup:
            return "年年相同，像是标准，不能相加；真要相加的，在指标目录里写 rollup: sum"
        return ""

    def _why_not_weighted(self, metric: Metric, weight: Metric) -> str:
        divided = isinstance(weight.rule, FormulaOf) and "/" in weight.rule.formula.text
        if not adds_up(weight.unit) or divided or weight.rollup:
            return f"权数「{weight.name}」要是填的数或合计数，不能是率"
        may_be = weight.below_zero if isinstance(weight.rule, FormulaOf) else weight.name in self.catalogue.below_zero
        if may_be:  # 总数 - 免检 never is, though it subtracts
            return f"权数「{weight.name}」可以是负数，不能作权数"
        step = unit_factor(metric.unit) * unit_factor(weight.unit) / 10 ** (metric.digits + weight.digits)
        digits = decimals(whole(step)) or 0
        if digits > _MOST_DIGITS:
            return f"和权数「{weight.name}」相乘，小数超过{_MOST_DIGITS}位"
        self.weighted[metric.name] = Weighted(metric.name, weight.name, digits)
        return ""

    def _why_without(self, metric: Metric) -> str:
        rule = metric.rule
        needed = rule.formula.names if isinstance(rule, FormulaOf) else ()
        if metric.name in self.weighted:
            needed = (self.weighted[metric.name].weight,)
        lacking = next((name for name in needed if name in self.out), "")
        return f"要用「{lacking}」来算，它没有汇总" if lacking else ""

    def _place(self) -> None:
        for metric in self.catalogue.metrics.values():
            if metric.name in self.out:
                continue
            if metric.name in self.weighted:
                column: str | Weighted = self.weighted[metric.name]
            elif isinstance(metric.rule, ValueOf):
                column = metric.name
            else:
                continue
            name = metric.name if isinstance(column, str) else self.product(metric.name)
            self.typed.setdefault(self.table_of(metric.section), {})[name] = column

    def product(self, rate: str) -> str:
        """Return what the column, and the metric, of a rate times its weight is called."""
        name = f"{rate}加权"
        return name if name not in self.catalogue.metrics else f"{name}积"
