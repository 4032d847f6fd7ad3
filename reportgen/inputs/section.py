"""A section's YAML nodes -> its single numbers, dates, texts and the figures that must be printed as reported.

死亡: 85
统计截止日: 9月30日
reported:
  综合节育率: {value: 89.2, reason: 按上级核定数}
demo: 数字是虚构的，只作演示
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from typing import NamedTuple

from reportgen.base.dates import CalendarValue, NotADate, parse_date
from reportgen.base.issues import Accepted, Finder, Issue, Location, Severity, key_text, listed, nearest, quoted
from reportgen.base.numbers import Exact, NotANumber, parse_quantity
from reportgen.base.yaml_writing import scalar_text
from reportgen.base.yamlfile import Mapping, Node, Scalar, Sequence
from reportgen.inputs.acceptance import Disclosure, read_accepted, read_disclosures
from reportgen.inputs.catalogue import Catalogue, Metric, TextField, TextKind
from reportgen.inputs.definitions import allowing
from reportgen.inputs.metric_rules import DateOf, FormulaOf, SumOf
from reportgen.inputs.pictures import AskedPicture, read_asked
from reportgen.inputs.renaming import Renaming, renaming_of

Item = dict[str, str]
TextPlace = tuple[str, int, str]
_MOST_ITEMS = 1_000  # of a list; a template may loop over lists in each other
IMPORTED = "导入："  # begins the comments that say where an imported value was read
OWN_KEYS = ("reported", "accepted", "public", "demo")  # what a section's YAML may hold besides what the catalogue names


class TypedValue(NamedTuple):
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
    """What a section's YAML says. `typed` is by metric; a list is of texts, `items` of {key: text}; absent texts are not in them.

    A picture of which the year says that there is none, [], is an empty list.

    `places` says where each text is written: by its name, its number in its list from 1 (0 for a single text) and, in an item, its key.
    `remarks` are what is to be looked at, though it can be used.
    """

    typed: dict[str, TypedValue] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    items: dict[str, tuple[Item, ...]] = field(default_factory=dict)
    pictures: dict[str, AskedPicture] = field(default_factory=dict)
    places: dict[TextPlace, Location] = field(default_factory=dict)
    reported: dict[str, Reported] = field(default_factory=dict)
    accepted: list[Accepted] = field(default_factory=list)
    disclosures: list[Disclosure] = field(default_factory=list)
    demo: str = ""
    remarks: list[Issue] = field(default_factory=list)


def read_section(
    top: Mapping, file: str, section: str, year: int, catalogue: Catalogue, finder: Finder, *, earlier: bool = False
) -> SectionValues:
    """Return a section's values from its YAML file's top mapping; everything that can't be meant is noted with its row.

    An `earlier` year may name what the catalogue doesn't any more; of its texts those are read, as far as they can be, that are to be written
    anew each year.
    """
    metrics, renaming = catalogue.typed_of(section), renaming_of(catalogue)
    top = under_todays_keys(top, metrics)
    fields = {name: text for name, text in catalogue.texts.items() if text.section == section}
    if earlier:
        fields = {name: text for name, text in fields.items() if catalogue.is_of_one_year(text)}
    values = SectionValues(demo=_plain_text(top.entries.get("demo"), Location(file, None, "demo"), finder))
    for key, metric in metrics.items():
        at = top.places.get(key, Location(file, None, key))
        values.typed[metric.name] = TypedValue(
            _typed_value(top.entries.get(key), metric, year, at, catalogue, finder), at
        )
    known = [*metrics, *fields, *OWN_KEYS]
    for key, node in top:
        at = top.places[key]
        for dropped in () if key in metrics or earlier else _dropped(node):
            _tell_dropped(dropped, at, values, finder)
        if key in fields:
            _read_text(fields[key], node, values, at, Finder() if earlier else finder)
        elif key == "reported":
            _read_reported(node, at, section, catalogue, renaming, values, finder, earlier)
        elif key == "accepted":
            values.accepted.extend(read_accepted(node, at, finder, renaming))
        elif key == "public" and not earlier:
            values.disclosures.extend(read_disclosures(node, at, section, catalogue, finder))
        elif key not in known and not earlier:
            near = nearest(key, known) or "可以填的名称在指标目录里。"
            finder.error("名称", at, f"不认识「{key}」。{near}", expected=listed(known), found=key)
    return values


def under_todays_keys(top: Mapping, metrics: Dict[str, Metric]) -> Mapping:
    """Return a section's entries with those that are still typed under a metric's former name under today's key (see
    `Catalogue.typed_of`)."""
    keys = {old: key for key, metric in metrics.items() for old in metric.formerly if old not in metrics}
    return _under(top, keys) if keys else top


def _under(node: Mapping, keys: Dict[str, str]) -> Mapping:
    """Return a mapping with some of its keys replaced, but for one whose new key is there too: then nobody knows which is meant."""
    made = Mapping({}, {}, node.at)
    for key, value in node:
        now = keys.get(key, key)
        name = key if now in node.entries or now in made.entries else now
        at = node.places[key]
        made.entries[name], made.places[name] = value, at if name == key else at._replace(column=name)
    return made


def _typed_value(
    node: Node | None, metric: Metric, year: int, at: Location, catalogue: Catalogue, finder: Finder
) -> Exact | CalendarValue | None:
    if node is None:
        return None
    if not isinstance(node, Scalar):
        message = "这里应填一个值，不是列表或下一层。"
        finder.error("数字", at, message, expected="一个值", found=_shape(node))
        return None
    if isinstance(metric.rule, DateOf):
        try:
            return parse_date(node.text, metric.rule.kind, year)
        except NotADate as error:
            message = f"{quoted(node.text)}{error}。"
            finder.error("日期", at, message, expected=metric.rule.kind.value, found=node.text)
            return None
    return _exact(node, metric, at, finder, below_zero=metric.name in catalogue.below_zero)


def _exact(node: Scalar, metric: Metric, at: Location, finder: Finder, *, below_zero: bool) -> Exact | None:
    """Return the number; what an office counts is never `below_zero`, what a formula subtracts may be (自然增长率)."""
    try:
        return parse_quantity(node.text, metric.digits, metric.unit, below_zero=below_zero)
    except NotANumber as error:
        key, unit = scalar_text(metric.key), scalar_text(metric.unit)
        defined = f"{metric.name}: {{value: {key}, unit: {unit}" if metric.key else ""
        message = f"{quoted(node.text)}{error}{allowing(error, defined)}。"
        finder.error("数字", at, message, expected=error.expected, found=node.text)
        return None


def _read_reported(
    node: Node,
    at: Location,
    section: str,
    catalogue: Catalogue,
    renaming: Renaming,
    values: SectionValues,
    finder: Finder,
    earlier: bool,
) -> None:
    if not isinstance(node, Mapping):
        if not isinstance(node, Scalar) or node.text:
            message = "reported 下面应是「指标: {value: 数, reason: 原因}」。"
            finder.error("上报数", at, message, expected="指标: {value, reason}", found=_shape(node))
        return
    computed = [m.name for m in catalogue.of_section(section) if isinstance(m.rule, (SumOf, FormulaOf))]
    node = _under(node, renaming.former)
    for name, entry in node:
        place = node.places[name]
        metric = catalogue.metrics.get(name)
        if earlier and (metric is None or not isinstance(metric.rule, (SumOf, FormulaOf))):
            continue
        if metric is None or not isinstance(metric.rule, (SumOf, FormulaOf)):
            message = f"「{name}」不是由表计算的指标，不能写在 reported 里。{nearest(name, computed)}"
            finder.error("上报数", place, message, expected="由表计算的指标", found=name)
        elif metric.section != section and not earlier:  # so that nothing can be reported twice
            message = f"「{name}」不是这个部分的指标，请写到 {metric.section}.yaml 的 reported 里。"
            finder.error("上报数", place, message, expected=f"{metric.section}.yaml", found=place.file)
        else:
            reported = _reported(metric, entry, place, catalogue, finder)
            if reported is not None:
                values.reported[name] = reported


def _reported(metric: Metric, entry: Node, place: Location, catalogue: Catalogue, finder: Finder) -> Reported | None:
    parts = entry.entries if isinstance(entry, Mapping) else {}
    number, reason = parts.get("value"), parts.get("reason")
    if set(parts) != {"value", "reason"} or not isinstance(number, Scalar) or not isinstance(reason, Scalar):
        message = "要写 value（上报的数）和 reason（原因）两项，不多不少。"
        found = listed(parts) or _shape(entry)
        finder.error("上报数", place, message, expected="{value: 数, reason: 原因}", found=found)
        return None
    if not reason.text or not number.text:
        message = "value 和 reason 都不能空：被问「依据是什么」时要答得上来。"
        finder.error("上报数", place, message, expected="数和原因", found="空")
        return None
    at = Location(place.file, number.at.row, place.column)
    value = _exact(number, metric, at, finder, below_zero=metric.name in catalogue.below_zero)
    return None if value is None else Reported(value, reason.text, place)


def _read_text(field: TextField, node: Node, values: SectionValues, at: Location, finder: Finder) -> None:
    values.places[field.name, 0, ""] = at
    if isinstance(node, Scalar) and not node.text:
        return
    if field.kind is TextKind.TEXT:
        values.texts[field.name] = _plain_text(node, at, finder)
    elif field.kind is TextKind.PICTURE and not (isinstance(node, Sequence) and not node.items):
        asked = read_asked(field.name, node, at, finder)
        values.pictures.update({field.name: asked} if asked else {})
    elif not isinstance(node, Sequence):
        message = f"「{field.name}」应是一条一条的列表，每条前面写「- 」。"
        finder.error("文字", at, message, expected="列表", found=_shape(node))
    elif len(node.items) > _MOST_ITEMS:
        message = f"「{field.name}」有{len(node.items)}条，最多{_MOST_ITEMS}条。"
        finder.error("文字", at, message, expected=f"最多{_MOST_ITEMS}条", found=f"{len(node.items)}条")
    elif field.kind in (TextKind.LIST, TextKind.PICTURE):
        values.lists[field.name] = tuple(_plain_text(item, at, finder) for item in node.items)
        rows = {(field.name, n, ""): item.at.row for n, item in enumerate(node.items, 1)}
        values.places.update({place: Location(at.file, row, at.column) for place, row in rows.items()})
    else:
        values.items[field.name] = tuple(
            _item(item, field, number, values, at, finder) for number, item in enumerate(node.items, 1)
        )


def _item(node: Node, field: TextField, number: int, values: SectionValues, at: Location, finder: Finder) -> Item:
    """Return the texts of one item; a plain text stands for its first key alone."""
    keys = field.keys
    values.places[field.name, number, keys[0]] = Location(at.file, node.at.row, at.column)
    entries = node.entries if isinstance(node, Mapping) else {keys[0]: node}
    for key in entries:
        if key not in keys:
            place = Location(at.file, node.at.row, key)
            near = node.unsplit if isinstance(node, Mapping) else ""
            message = f"不认识「{key}」。{near or nearest(key, keys) or f'这里可以写：{listed(keys)}。'}"
            finder.error("名称", place, message, expected=listed(keys), found=key)
    for key, entry in entries.items():
        values.places[field.name, number, key] = Location(at.file, entry.at.row, at.column)
        # 「内容：…」 with a full-width colon is no key to YAML: it becomes the end of the text before it.
        lines = (entry.lines or (entry.text,)) if isinstance(entry, Scalar) else ()
        swallowed = next(
            (k for k in keys if any(re.search(rf"(^|\s){re.escape(k)}[：:]", line) for line in lines)), None
        )
        if swallowed:
            message = f"「{swallowed}」后面的冒号要用半角，再空一格。"
            place, found = Location(at.file, node.at.row, at.column), " ".join(lines)
            finder.error("文字", place, message, expected=f"{swallowed}: ", found=found)
    return {key: _plain_text(entries.get(key), at, finder) for key in keys}


def _plain_text(node: Node | None, at: Location, finder: Finder) -> str:
    if node is None:
        return ""
    if not isinstance(node, Scalar):
        message = "这里应是一段文字；文字里有冒号加空格的请整段加引号。"
        place = Location(at.file, node.at.row, at.column)
        finder.error("文字", place, message, expected="文字", found=_shape(node))
        return ""
    return node.text


def _dropped(node: Node) -> Iterator[Scalar]:
    """Yield the values behind which YAML dropped something as a comment, but numbers as reported: there it is one."""
    if isinstance(node, Scalar):
        if node.comment:
            yield node
    else:
        children = node.items if isinstance(node, Sequence) else [one for key, one in node if key != "value"]
        for child in children:
            yield from _dropped(child)


def _tell_dropped(node: Scalar, at: Location, values: SectionValues, finder: Finder) -> None:
    """Note what YAML dropped behind words: 「#3栋」 is a text, 「# 注」 a remark, which is none where there are no words before it."""
    place, words = Location(at.file, node.at.row, at.column), f"{node.text} {node.comment}".strip()
    remark = node.comment.removeprefix("#")
    what = f"空格后面的「#」起算注释，{quoted(node.comment)}不会印出来。"
    if not remark[:1].isspace():
        message = f"{what}要印的请整段加引号：'{words}'；是注释就在「#」后面空一格。"
        finder.error("文字", place, message, expected="加引号的文字", found=words)
    elif node.text and not remark.strip().startswith(IMPORTED):
        message = f"{what}要印的请整段加引号；是注释就另起一行写。"
        key = f"注释：{at.file}「{key_text(at.column or '')}」{key_text(remark)}"
        values.remarks.append(Issue("注释", Severity.WARNING, message, place, key=key))


def _shape(node: Node) -> str:
    return node.text if isinstance(node, Scalar) else "列表" if isinstance(node, Sequence) else "下一层"
