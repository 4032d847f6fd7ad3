"""A section's definitions, its YAML as bytes and last year's -> the rows of a sheet: what is typed, its unit, last year's, where it comes from."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reportgen.base.yamlfile import LINE_END, layout
from reportgen.editing.changing import found
from reportgen.editing.saved import digest_of
from reportgen.editing.splicing import line_end, line_start
from reportgen.editing.yaml_file import Plain, YamlFile, opened
from reportgen.editing.yaml_list import ItemText
from reportgen.editing.yaml_values import REPORTED, known_keys, reportable, written_key
from reportgen.inputs.catalogue import Catalogue, Metric, TextField, TextKind
from reportgen.inputs.metric_rules import DateOf
from reportgen.inputs.renaming import renaming_of
from reportgen.inputs.section import IMPORTED, OWN_KEYS

VALUE, DATE, TEXT, LIST, REPORTED_ROW, READ_ONLY = "value", "date", "text", "list", "reported", "read-only"
_ELSEWHERE = "请用记事本改"
_WHY_READ_ONLY = {
    "accepted": "认可的问题在问题一页里改",
    "public": "公开版的写法在问题一页里改",
    "demo": f"这些数是虚构的，这一项{_ELSEWHERE}",
}


@dataclass(frozen=True)
class ValueRow:
    """One value, date, text, list or reported number of a section's YAML.

    `kind` is value, date, text, list, reported or read-only, then with the reason in `why`. `text` is as typed, '' where nothing is; the
    `items` of a list are texts, or texts by the `keys` of each. `last` is last year's as typed there, `asked` the kind of date or text.
    `source` says whom it is asked from, or where an import read it, `remark` what the comments beside and above say, `reason` why a number
    is reported. `row` is its row in the file, None where it isn't there.
    """

    name: str
    kind: str
    text: str = ""
    items: tuple[ItemText, ...] = ()
    keys: tuple[str, ...] = ()
    unit: str = ""
    asked: str = ""
    last: str = ""
    last_items: tuple[ItemText, ...] = ()
    source: str = ""
    remark: str = ""
    reason: str = ""
    row: int | None = None
    why: str = ""


@dataclass(frozen=True)
class ValuesSheet:
    """A section's YAML as rows, in the catalogue's order; `digest` is the hash of the file as shown, '' for a file that isn't there.

    `reportable` are the metrics for which a number may be reported that the tables don't give.
    """

    section: str
    title: str
    file: str
    digest: str
    rows: tuple[ValueRow, ...]
    reportable: tuple[str, ...] = ()


def values_sheet(
    data: bytes | None, shown: str, catalogue: Catalogue, section: str, last_year: bytes | None = None
) -> ValuesSheet:
    """Return the sheet of a section's YAML, with rows for what it lacks; None for a file that isn't there, which the first save creates.

    Raises Unusable with every fault of the file's form, and of last year's.
    """
    now, before = opened(data or b"", shown), opened(last_year or b"", shown)
    rows = [*_asked(now, before, catalogue, section), *_reported(now, before, catalogue, section)]
    rows += _others(now, before, catalogue, section)
    title = catalogue.sections[section].title
    return ValuesSheet(section, title, shown, digest_of(data), tuple(rows), tuple(reportable(catalogue, section)))


def _asked(now: YamlFile, before: YamlFile, catalogue: Catalogue, section: str) -> list[ValueRow]:
    """Return a row for each number, date, text and list that the catalogue asks for, in its order."""
    rows, metrics = [], catalogue.typed_of(section)
    for name in known_keys(catalogue, section)[: -len(OWN_KEYS)]:
        key, old = (written_key(file, catalogue, section, name) for file in (now, before))
        said, last = now.says.get(key, ""), before.says.get(old, "")
        row = _of_metric(metrics[name]) if name in metrics else _of_text(catalogue.texts[name])
        items = _items(said, row.keys)
        why = _why_read_only(row.kind, said, items)
        kind = READ_ONLY if why else row.kind
        remark = _remark(now, (key,))
        imported = next((one for one in remark.split("；") if one.startswith(IMPORTED)), "")
        rows.append(
            replace(
                row,
                kind=kind,
                text=said if isinstance(said, str) else "" if kind == LIST else _words(said),
                items=(items or ()) if kind == LIST else (),
                last=last if isinstance(last, str) else "",
                last_items=() if isinstance(last, str) else _items(last, row.keys) or (),
                source=imported or catalogue.sections[section].source,
                remark=remark,
                row=_row(now, (key,)),
                why=why,
            )
        )
    return rows


def _of_metric(metric: Metric) -> ValueRow:
    """Return what the catalogue says of a number or date that is typed."""
    if isinstance(metric.rule, DateOf):
        return ValueRow(metric.name, DATE, asked=metric.rule.kind.value)
    return ValueRow(metric.name, VALUE, unit=metric.unit)


def _of_text(field: TextField) -> ValueRow:
    """Return what the catalogue says of a text, a list or a picture."""
    kind = {TextKind.TEXT: TEXT, TextKind.PICTURE: READ_ONLY}.get(field.kind, LIST)
    return ValueRow(field.name, kind, keys=field.keys, asked=field.kind.value)


def _why_read_only(kind: str, said: Plain, items: tuple[ItemText, ...] | None) -> str:
    """Return why a row of this kind can't be changed here as the file says it, '' where it can."""
    if kind == READ_ONLY:
        return f"图的文件名和宽{_ELSEWHERE}"
    if kind == LIST:
        is_list = items is not None and not (isinstance(said, str) and said)
        return "" if is_list else f"这里写的不是一条一条的列表，{_ELSEWHERE}"
    return "" if isinstance(said, str) else f"这里写的是列表或下一层，不是一个值，{_ELSEWHERE}"


def _reported(now: YamlFile, before: YamlFile, catalogue: Catalogue, section: str) -> list[ValueRow]:
    rows, former = [], renaming_of(catalogue)
    entries, old = (one if isinstance(one := file.says.get(REPORTED), dict) else {} for file in (now, before))
    earlier = {former.name(name): _part(entry, "value") for name, entry in old.items()}
    for key, entry in entries.items():
        name = former.name(key)
        metric = catalogue.metrics.get(name)
        sound = metric is not None and name in reportable(catalogue, section) and isinstance(entry, dict)
        rows.append(
            ValueRow(
                name,
                REPORTED_ROW if sound else READ_ONLY,
                _part(entry, "value") if sound else _words(entry),
                unit=metric.unit if metric else "",
                last=earlier.get(name, ""),
                remark=_remark(now, (REPORTED, key)),
                reason=_part(entry, "reason"),
                row=_row(now, (REPORTED, key)),
                why="" if sound else f"这不是「指标: {{value: 数, reason: 原因}}」，{_ELSEWHERE}",
            )
        )
    return rows


def _others(now: YamlFile, before: YamlFile, catalogue: Catalogue, section: str) -> list[ValueRow]:
    rows = []
    mine = {written_key(now, catalogue, section, name) for name in known_keys(catalogue, section)[: -len(OWN_KEYS)]}
    for key, said in now.says.items():
        if key not in mine and (key != REPORTED or not isinstance(said, dict)):
            why = _WHY_READ_ONLY.get(key, f"指标目录里没有这个名称，{_ELSEWHERE}" if key != REPORTED else _ELSEWHERE)
            last = _words(before.says.get(key, ""))
            row, remark = _row(now, (key,)), _remark(now, (key,))
            rows.append(ValueRow(key, READ_ONLY, _words(said), last=last, remark=remark, row=row, why=why))
    return rows


def _items(said: Plain, keys: tuple[str, ...]) -> tuple[ItemText, ...] | None:
    """Return a list's items, None where one isn't what is asked for; a plain text stands for an item's first key."""
    made: list[ItemText] = []
    for item in said if isinstance(said, list) else ():
        entries = {keys[0]: item} if keys and isinstance(item, str) else item
        if isinstance(entries, str) and not keys:
            made.append(entries)
        elif isinstance(entries, dict) and not {*entries} - {*keys}:
            made.append({key: text for key, text in entries.items() if isinstance(text, str)})
            if len(made[-1]) != len(entries):
                return None
        else:
            return None
    return None if isinstance(said, dict) else tuple(made)


def _part(entry: Plain, key: str) -> str:
    part = entry.get(key, "") if isinstance(entry, dict) else ""
    return part if isinstance(part, str) else _words(part)


def _words(said: Plain) -> str:
    """Return a node on one line, for people who only look at it."""
    if isinstance(said, str):
        return said
    if isinstance(said, list):
        return "；".join(map(_words, said))
    return "，".join(f"{key}: {_words(one)}" for key, one in said.items())


def _key_start(file: YamlFile, path: tuple[str, ...]) -> int | None:
    if path[0] not in file.says or file.root is None:
        return None
    parent = found(file, path[:-1])[0]
    node: Plain = file.says
    for key in path[:-1]:
        assert isinstance(node, dict)
        node = node[key]
    assert isinstance(node, dict)
    return parent.entries[list(node).index(path[-1])][0].span.start


def _row(file: YamlFile, path: tuple[str, ...]) -> int | None:
    start = _key_start(file, path)
    return None if start is None else len(LINE_END.findall(file.text, 0, start)) + 1


def _remark(file: YamlFile, path: tuple[str, ...]) -> str:
    """Return what the comments directly above a key, in and behind its value say, without their #."""
    start = _key_start(file, path)
    if start is None:
        return ""
    end = line_end(file.text, found(file, path)[0].span.end)
    first = line_start(file.text, start)
    while first:
        above = line_start(file.text, first - 2 if file.text[first - 2 : first] == "\r\n" else first - 1)
        if not file.text[above:first].lstrip(" \t").startswith("#"):
            break
        first = above
    said = [file.text[one.start : one.end] for one in layout(file.text).comments if first <= one.start < end]
    return "；".join(filter(None, (one.lstrip("#").strip() for one in said)))
