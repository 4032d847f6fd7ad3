"""A section's YAML nodes -> its single numbers, dates, texts and the figures that must be printed as reported.

死亡: 85
统计截止日: 9月30日
reported:
  综合节育率: {value: 89.2, reason: 按上级核定数}
demo: 数字是虚构的，只作演示
"""

from __future__ import annotations

from dataclasses import dataclass, field

from reportgen.catalogue import Catalogue, DateOf, FormulaOf, Metric, SumOf, TextKind, ValueOf
from reportgen.dates import CalendarValue, NotADate, parse_date
from reportgen.exact import Exact, NotANumber, decimals, parse_number
from reportgen.issues import Finder, Location, nearest
from reportgen.yamlfile import Mapping, Node, Scalar, Sequence

Item = dict[str, str]


@dataclass(frozen=True)
class Typed:
    """A number or date as somebody typed it, with its place; `value` is None where nothing was typed."""

    value: Exact | CalendarValue | None
    at: Location


@dataclass(frozen=True)
class Reported:
    """A number that the report prints although the tables give another, and why."""

    value: Exact
    reason: str
    at: Location


@dataclass(frozen=True)
class SectionValues:
    """What a section's YAML says. `typed` is by metric; a list is of texts, `items` of {key: text}; absent texts are not in them."""

    typed: dict[str, Typed] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    items: dict[str, tuple[Item, ...]] = field(default_factory=dict)
    reported: dict[str, Reported] = field(default_factory=dict)
    demo: str = ""


def read_section(
    top: Mapping | None, file: str, section: str, year: int, catalogue: Catalogue, finder: Finder
) -> SectionValues:
    """Return a section's values; `top` is None when the file isn't there, which is a fault if the section needs one."""
    metrics = {
        metric.rule.key if isinstance(metric.rule, ValueOf) else metric.name: metric
        for metric in catalogue.of_section(section)
        if isinstance(metric.rule, (ValueOf, DateOf))
    }
    fields = {name: text for name, text in catalogue.texts.items() if text.section == section}
    if top is None:
        if metrics or fields:
            finder.error(
                "文件",
                Location(file),
                f"缺这个文件，{catalogue.sections[section].title}的单项数据填在里面。",
                found="没有",
            )
        return SectionValues()
    values = SectionValues(demo=_plain_text(top.entries.get("demo"), file, finder))
    for key, metric in metrics.items():
        at = top.places.get(key, Location(file, None, key))
        values.typed[metric.name] = Typed(_typed_value(top.entries.get(key), metric, year, at, finder), at)
    known = [*metrics, *fields, "reported", "demo"]
    for key, node in top:
        at = top.places[key]
        if key in fields:
            _read_text(key, fields[key].kind, fields[key].keys, node, values, at, finder)
        elif key == "reported":
            _read_reported(node, at, catalogue, values, finder)
        elif key not in known:
            finder.error("名称", at, f"不认识「{key}」。{nearest(key, known)}", expected="目录里有的名称", found=key)
    return values


def _typed_value(
    node: Node | None, metric: Metric, year: int, at: Location, finder: Finder
) -> Exact | CalendarValue | None:
    if node is None:
        return None
    if not isinstance(node, Scalar):
        finder.error("数字", at, "这里应填一个值，不是列表或下一层。", expected="一个值")
        return None
    if isinstance(metric.rule, DateOf):
        try:
            return parse_date(node.text, metric.rule.kind, year)
        except NotADate as error:
            finder.error("日期", at, f"「{node.text}」{error}。", expected=metric.rule.kind.value, found=node.text)
            return None
    return _exact(node.text, metric, at, finder)


def _exact(text: str, metric: Metric, at: Location, finder: Finder) -> Exact | None:
    try:
        value = parse_number(text)
    except NotANumber as error:
        finder.error("数字", at, f"「{text}」{error}。", expected="0或正数", found=text)
        return None
    if value is not None and (decimals(value) or 0) > metric.digits:
        expected = "整数" if metric.digits == 0 else f"最多{metric.digits}位小数"
        finder.error("数字", at, f"「{text}」应是{expected}（单位：{metric.unit}）。", expected=expected, found=text)
    return value


def _read_reported(node: Node, at: Location, catalogue: Catalogue, values: SectionValues, finder: Finder) -> None:
    if not isinstance(node, Mapping):
        return finder.error(
            "上报数", at, "reported 下面应是「指标: {value: 数, reason: 原因}」。", expected="指标: {value, reason}"
        )
    for name, entry in node:
        place = node.places[name]
        metric = catalogue.metrics.get(name)
        if metric is None or not isinstance(metric.rule, (SumOf, FormulaOf)):
            computed = [m.name for m in catalogue.metrics.values() if isinstance(m.rule, (SumOf, FormulaOf))]
            finder.error(
                "上报数",
                place,
                f"「{name}」不是由表计算的指标，不能写在 reported 里。{nearest(name, computed)}",
                found=name,
            )
            continue
        parts = entry.entries if isinstance(entry, Mapping) else {}
        number, reason = parts.get("value"), parts.get("reason")
        if set(parts) != {"value", "reason"} or not isinstance(number, Scalar) or not isinstance(reason, Scalar):
            finder.error(
                "上报数", place, "要写 value（上报的数）和 reason（原因）两项。", expected="{value: 数, reason: 原因}"
            )
            continue
        value = _exact(number.text, metric, place, finder)
        if not reason.text or value is None:
            finder.error(
                "上报数", place, "value 和 reason 都不能空：被问「依据是什么」时要答得上来。", expected="数和原因"
            )
            continue
        values.reported[name] = Reported(value, reason.text, place)


def _read_text(
    name: str, kind: TextKind, keys: tuple[str, ...], node: Node, values: SectionValues, at: Location, finder: Finder
) -> None:
    if kind is TextKind.TEXT:
        text = _plain_text(node, at.file, finder)
        if text:
            values.texts[name] = text
        return
    if isinstance(node, Scalar) and not node.text:
        return
    if not isinstance(node, Sequence):
        return finder.error("文字", at, f"「{name}」应是一条一条的列表，每条前面写「- 」。", expected="列表")
    if kind is TextKind.LIST:
        values.lists[name] = tuple(_plain_text(item, at.file, finder) for item in node.items)
        return
    items: list[Item] = []
    for item in node.items:
        entries = item.entries if isinstance(item, Mapping) else {keys[0]: item}
        for key in entries:
            if key not in keys:
                finder.error(
                    "名称",
                    Location(at.file, item.at.row, key),
                    f"不认识「{key}」。{nearest(key, keys)}",
                    expected="、".join(keys),
                )
        items.append({key: _plain_text(entries.get(key), at.file, finder) for key in keys})
    values.items[name] = tuple(items)


def _plain_text(node: Node | None, file: str, finder: Finder) -> str:
    if node is None:
        return ""
    if not isinstance(node, Scalar):
        finder.error(
            "文字", Location(file, node.at.row), "这里应是一段文字；文字里有冒号加空格的请整段加引号。", expected="文字"
        )
        return ""
    return node.text
