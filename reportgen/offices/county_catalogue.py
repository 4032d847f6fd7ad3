"""The catalogue of a county's offices -> the county's own: every table with the office in front, typed counts as tables, nothing typed anew.

What can't be added up stays out, and so does what rests on it; why, is told of each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from reportgen.base.formula import Formula, parse_formula, parse_identity
from reportgen.base.hashing import sha256
from reportgen.base.issues import Issue, Location, Severity, Unusable
from reportgen.base.names import column_key
from reportgen.base.numbers import adds_up, decimals, whole, written
from reportgen.base.yaml_writing import yaml_text
from reportgen.base.yamlfile import Mapping, Node, Scalar, Sequence
from reportgen.inputs.catalogue import Catalogue, Metric, Table
from reportgen.inputs.catalogue_file import FILE, TOP_KEYS, catalogue_from
from reportgen.inputs.definitions import SECTION_KEYS
from reportgen.inputs.metric_rules import SumOf, ValueOf
from reportgen.offices.fates import Fates, Weighted

OWN = "own.yaml"
_HEAD = f"# 由 rollup 从各单位的指标目录生成，请不要改：自己的部分、指标和文字写在旁边的 {OWN} 里。校验："
_AT = Location(FILE)
_KEPT_OF_SUM = ("sum", "where", "unit", "digits", "label", "optional", "sensitive", "notable", "formerly")
_KEPT_OF_TYPED = ("label", "optional", "sensitive", "notable", "formerly")
_KEPT_OF_RATE = ("unit", "digits", "label", "at_most", "optional", "sensitive", "notable", "formerly", "below_zero")
_STOCK = ("stock", "flow")


class Level(NamedTuple):
    """A level at which offices are added up: the column that names them, the list of their names, how many have reported of how many, and the
    section that holds the three."""

    column: str
    names: str
    reported: str
    due: str
    section: str


LEVELS = (
    Level("街道（单位）", "街道单位名单", "已报单位", "应报单位", "units"),
    Level("县（单位）", "县单位名单", "已报县", "应报县", "county_units"),
    Level("市（单位）", "市单位名单", "已报市", "应报市", "city_units"),
    Level("省（单位）", "省单位名单", "已报省", "应报省", "province_units"),
)


@dataclass(frozen=True)
class Derived:
    """A county's catalogue: its file's `text`, which level it adds up to, the columns of its generated tables with the metric, or the product
    of two, that each holds an office's value of, and what was left out, each metric with the reason."""

    text: str
    level: Level
    typed: Dict[str, Dict[str, str | Weighted]]
    left_out: tuple[tuple[str, str], ...]


def derive(top: Mapping, catalogue: Catalogue, own: Mapping | None = None, offices: int = 1) -> Derived:
    """Return the catalogue of the county that so many `offices` belong to, whose file says `top`; `own` are the county's own sections.

    Raises Unusable where these can't be meant.
    """
    level = level_of(catalogue)
    fates = Fates(catalogue)
    made = _County(catalogue, fates, level, offices).of(top)
    if own is not None:
        made = _with_own(made, own)
        catalogue_from(made)  # with the places of own.yaml
    text = yaml_text(made)
    return Derived(f"{_HEAD}{sha256(text.encode())}\n{text}", level, fates.typed, tuple(fates.out.items()))


def is_derived(data: bytes) -> bool:
    """Return whether a catalogue's file is as it was derived, and nobody has edited it since."""
    head, _, rest = data.partition(b"\n")
    return head == f"{_HEAD}{sha256(rest)}".encode()


def level_of(catalogue: Catalogue) -> Level:
    """Return the level to which offices of this catalogue are added up: the first whose words it has not used; raises Unusable."""
    taken = {column_key(column) for column in catalogue.any_table}
    taken |= {
        column_key(column) for table in catalogue.tables.values() for column in (*table.dimensions, *table.measures)
    }
    taken |= {*catalogue.metrics, *catalogue.texts, *catalogue.sections}
    for level in LEVELS:
        if taken.isdisjoint({column_key(level.column), *level[1:]}):
            return level
    message = f"「{LEVELS[-1].column}」也用过了，不能再往上汇总。"
    raise Unusable([Issue("汇总", Severity.ERROR, message, _AT)])


@dataclass
class _County:
    """Makes the county's nodes from its offices'."""

    catalogue: Catalogue
    fates: Fates
    level: Level
    offices: int
    used: set[tuple[str, str]] = field(default_factory=set)

    def of(self, top: Mapping) -> Mapping:
        for metric in self.catalogue.metrics.values():
            if isinstance(metric.rule, SumOf) and self._is_added(metric):
                self.used.add((metric.rule.table, metric.rule.measure))
        within = {column: _mapping({"within": _scalar(self.level.column)}) for column in self.catalogue.any_table}
        made: dict[str, Node] = {
            "any_table": _mapping({self.level.column: _scalar(self.level.names), **within}),
            **{key: node for key, node in top if key in {"changes", "period"}},
            self.level.section: self._units(),
        }
        for name, body in top:
            if name not in TOP_KEYS and isinstance(body, Mapping):
                section = self._section(name, body)
                if section.entries.keys() - {"title", "from"}:
                    made[name] = section
        return _mapping(made)

    def _is_added(self, metric: Metric) -> bool:
        return metric.name not in self.fates.out and metric.name not in self.fates.weighted

    def _units(self) -> Mapping:
        level = self.level
        counts = {
            name: _mapping({"value": _scalar(name), "unit": _scalar("个")}) for name in (level.reported, level.due)
        }
        relation = {
            "relation": f"{level.reported} == {level.due}",
            "severity": Severity.WARNING.value,
            "reason": "没有报的单位，数不在合计里",
        }
        texts = _mapping({level.names: _scalar("列表")})
        identities = Sequence((_mapping({key: _scalar(said) for key, said in relation.items()}),), _AT)
        return _mapping({"title": _scalar("汇总的单位"), "texts": texts, **counts, "identities": identities})

    def _section(self, name: str, body: Mapping) -> Mapping:
        made: dict[str, Node] = {key: node for key, node in body if key in {"title", "from"}}
        tables = {**self._tables(name, body), **self._typed_table(name, body)}
        if tables:
            made["tables"] = _mapping(tables)
        for key, node in body:
            if key not in SECTION_KEYS and key in self.catalogue.metrics and key not in self.fates.out:
                made |= self._metric(self.catalogue.metrics[key], node)
        for key, relations in (("identities", self._identities(body)), ("stocks", self._stocks(body))):
            if kept := tuple(relations):
                made[key] = Sequence(kept, _AT)
        return _mapping(made)

    def _tables(self, section: str, body: Mapping) -> dict[str, Node]:
        """Return a section's tables without the columns that only metrics left out read."""
        nodes = body.entries.get("tables")
        made: dict[str, Node] = {}
        for name, columns in nodes if isinstance(nodes, Mapping) else ():
            if isinstance(columns, Mapping):
                kept = kept_measures(self.catalogue, self.catalogue.tables[name], self.used)
                gone = self.catalogue.tables[name].measures.keys() - set(kept)
                if kept:
                    made[name] = _mapping({key: node for key, node in columns if key not in gone})
        return made

    def _typed_table(self, section: str, body: Mapping) -> dict[str, Node]:
        name = self.fates.table_of(section)
        columns: dict[str, Node] = {}
        for column, held in self.fates.typed.get(name, {}).items():
            metric = self.catalogue.metrics[held if isinstance(held, str) else held.rate]
            node = body.entries[metric.name]
            digits = node.entries.get("digits") if isinstance(node, Mapping) else None
            said: dict[str, Node] = {"unit": _scalar(metric.unit if isinstance(held, str) else "")}
            if isinstance(held, Weighted):
                said |= {"digits": _scalar(f"0-{held.digits}")} if held.digits else {}
            elif digits is not None:
                said["digits"] = digits
            if metric.name in self.catalogue.below_zero:
                said["below_zero"] = _scalar("true")
            columns[column] = _mapping(said) if len(said) > 1 else said["unit"]
        return {name: _mapping(columns)} if columns else {}

    def _metric(self, metric: Metric, node: Node) -> dict[str, Node]:
        said = node.entries if isinstance(node, Mapping) else {}
        rule = metric.rule
        if metric.name in self.fates.weighted:
            weighted = self.fates.weighted[metric.name]
            product, table = self.fates.product(metric.name), _scalar(self.fates.table_of(metric.section))
            label = _scalar(f"{metric.label}×{self.catalogue.metrics[weighted.weight].label}")
            formula = {"formula": _scalar(f"{product} / {weighted.weight}"), "unit": _scalar(metric.unit)}
            if metric.digits:
                formula["digits"] = _scalar(str(metric.digits))
            return {
                product: _mapping({"sum": _scalar(product), "table": table, "label": label}),
                metric.name: _mapping({**formula, **_only(said, _KEPT_OF_RATE)}),
            }
        if isinstance(rule, ValueOf):
            table = _scalar(self.fates.table_of(metric.section))
            kept = _only(said, _KEPT_OF_TYPED)
            return {metric.name: _mapping({"sum": _scalar(metric.name), "table": table, **kept})}
        if isinstance(rule, SumOf):
            return {metric.name: _mapping({**_only(said, _KEPT_OF_SUM), "table": _scalar(rule.table)})}
        dropped = {"as_of"} if not adds_up(metric.unit) else {"as_of", "at_most"}
        return {metric.name: _mapping({key: one for key, one in said.items() if key not in dropped})}

    def _identities(self, body: Mapping) -> Iterator[Node]:
        for item in _items(body.entries.get("identities")):
            said = item.entries.get("relation", item) if isinstance(item, Mapping) else item
            if not isinstance(said, Scalar) or not said.text:
                continue
            identity = parse_identity(said.text)
            if self._holds(identity.left, identity.right):
                yield self._wider(item, identity.names[0]) if isinstance(item, Mapping) else item

    def _wider(self, item: Mapping, first: str) -> Mapping:
        """Return a relation whose sides may differ by so much in each office."""
        metric, within = self.catalogue.metrics[first], item.entries.get("within")
        if not isinstance(within, Scalar) or not adds_up(metric.unit):
            return item
        wider = whole(Fraction(within.text) * self.offices)
        return _mapping({**item.entries, "within": _scalar(written(wider, decimals(wider) or 0))})

    def _stocks(self, body: Mapping) -> Iterator[Node]:
        for item in _items(body.entries.get("stocks")):
            if isinstance(item, Mapping):
                sides = [parse_formula(one.text) for key in _STOCK if isinstance(one := item.entries.get(key), Scalar)]
                if self._holds(*sides):
                    yield item

    def _holds(self, *sides: Formula) -> bool:
        """Return whether what is said of each office holds of their sum: nothing of it is left out or a mean, and none multiplies another."""
        names = [name for side in sides for name in side.names]
        is_number = all(self.catalogue.metrics[name].is_number for name in names)
        of_means = any(name in self.fates.weighted for name in names)
        return is_number and not of_means and self.fates.keeps(names) and all(side.holds_of_sums for side in sides)


def kept_measures(catalogue: Catalogue, table: Table, used: Iterable[tuple[str, str]]) -> list[str]:
    """Return which of a table's columns of numbers the county's has: those that a metric of it reads, and those that no metric ever read."""
    read = {(m.rule.table, m.rule.measure) for m in catalogue.metrics.values() if isinstance(m.rule, SumOf)}
    added = set(used)
    return [name for name in table.measures if (table.name, name) in added or (table.name, name) not in read]


def _with_own(made: Mapping, own: Mapping) -> Mapping:
    """Return the county's nodes with those of its own sections behind them; a name that both define is told."""
    doubled: list[Issue] = []

    def joined(one: Node | None, other: Node, depth: int, at: Location) -> Node:
        if one is None or (isinstance(one, Scalar) and isinstance(other, Scalar) and at.column in {"title", "from"}):
            return other
        if isinstance(one, Sequence) and isinstance(other, Sequence):
            return Sequence((*one.items, *other.items), other.at)
        if isinstance(one, Mapping) and isinstance(other, Mapping) and depth:
            entries, places = dict(one.entries), dict(one.places)
            for key, node in other:
                entries[key] = joined(entries.get(key), node, depth - 1, other.places[key])
                places[key] = other.places[key]
            return Mapping(entries, places, one.at)
        message = f"「{at.column}」各单位的指标目录里已经有了，请换一个名称。"
        doubled.append(Issue("指标目录", Severity.ERROR, message, at, found=at.column))
        return one

    whole = joined(made, own, 3, own.at)
    if doubled:
        raise Unusable(doubled)
    assert isinstance(whole, Mapping)
    return whole


def _items(node: Node | None) -> tuple[Node, ...]:
    return () if node is None else node.items if isinstance(node, Sequence) else (node,)


def _only(said: Dict[str, Node], keys: Iterable[str]) -> dict[str, Node]:
    return {key: said[key] for key in keys if key in said}


def _scalar(text: str) -> Scalar:
    return Scalar(text, _AT)


def _mapping(entries: dict[str, Node]) -> Mapping:
    return Mapping(entries, {key: Location(FILE, None, key) for key in entries}, _AT)
