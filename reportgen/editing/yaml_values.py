"""A section's YAML as bytes + what a person typed for one of its values, dates or texts, or for a number to be reported -> the bytes with it."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping

from reportgen.base.issues import Issue, Unusable
from reportgen.editing.changing import left_out, remark_left_out, value_put
from reportgen.editing.yaml_file import YamlFile, opened, typed_text
from reportgen.inputs.catalogue import Catalogue, TextKind
from reportgen.inputs.metric_rules import FormulaOf, SumOf
from reportgen.inputs.section import OWN_KEYS

REPORTED = "reported"


def with_value(data: bytes, shown: str, catalogue: Catalogue, section: str, name: str, typed: str) -> bytes:
    """Return the bytes with a number, date or text of the section as it was typed, '' for none; `name` is the text's, or the metric's or its key.

    Whether it can be meant the check tells, as of a file that somebody typed. Raises Unusable for a file with faults of its form.
    """
    file = opened(data, shown)
    field = catalogue.texts.get(name)
    if field is not None and field.section == section and field.kind is not TextKind.TEXT:
        raise file.refused(name, f"「{name}」是{field.kind.value}，不是一段文字。")
    key = written_key(file, catalogue, section, name)
    text = typed_text(file, name, typed)
    return value_put(file, (key,), text, words=field is not None, order=known_keys(catalogue, section)).data


def with_values(data: bytes, shown: str, catalogue: Catalogue, section: str, typed: Mapping[str, str]) -> bytes:
    """Return the bytes with several of these at once, by name; raises Unusable with every reason why one can't be written."""
    faults: list[Issue] = []
    for name, text in typed.items():
        try:
            data = with_value(data, shown, catalogue, section, name, text)
        except Unusable as error:
            faults += error.issues
    if faults:
        raise Unusable(dict.fromkeys(faults))
    return data


def with_reported(
    data: bytes, shown: str, catalogue: Catalogue, section: str, name: str, typed: str, reason: str
) -> bytes:
    """Return the bytes with the number that the report prints although the tables give another, and why; raises Unusable where one is empty."""
    file = opened(data, shown)
    if name not in reportable(catalogue, section):
        raise file.refused(name, f"「{name}」不是这个部分由表计算的指标，不能写在 {REPORTED} 里。")
    said = {"value": typed_text(file, name, typed), "reason": typed_text(file, name, reason)}
    if not all(said.values()):
        raise file.refused(name, "数和原因都不能空：被问「依据是什么」时要答得上来。")
    entries = file.says.get(REPORTED)
    key = _written_name(name, catalogue, entries) if isinstance(entries, dict) else name
    if not isinstance(entries, dict) or not entries:
        return value_put(file, (REPORTED,), {key: {**said}}, order=known_keys(catalogue, section)).data
    if not isinstance(entries.get(key, {}), dict) or not entries.get(key):
        return value_put(file, (REPORTED, key), {**said}, words=False, order=reportable(catalogue, section)).data
    for part, text in said.items():
        file = value_put(file, (REPORTED, key, part), text, words=part == "reason")
    return file.data


def without_reported(data: bytes, shown: str, catalogue: Catalogue, name: str) -> bytes:
    """Return the bytes in which the figure is again what the tables give; raises Unusable where it is not reported."""
    file = opened(data, shown)
    entries = file.says.get(REPORTED)
    key = _written_name(name, catalogue, entries) if isinstance(entries, dict) else name
    if not isinstance(entries, dict) or key not in entries:
        raise file.refused(name, f"{REPORTED} 里没有「{name}」。")
    return left_out(file, (REPORTED, key)).data


def without_remark(
    data: bytes, shown: str, catalogue: Catalogue, section: str, name: str, is_meant: Callable[[str], bool]
) -> bytes:
    """Return the bytes without what `is_meant` of the comment behind a value; raises Unusable where nothing there is."""
    file = opened(data, shown)
    key = written_key(file, catalogue, section, name)
    made = remark_left_out(file, (key,), is_meant) if key in file.says else None
    if made is None:
        raise file.refused(name, f"「{name}」后面没有要核对的了；文件也许改过了，请重新打开这一页。")
    return made.data


def known_keys(catalogue: Catalogue, section: str) -> list[str]:
    """Return what a section's YAML may hold, in the order in which a first one is written."""
    texts = [name for name, field in catalogue.texts.items() if field.section == section]
    return [*texts, *catalogue.typed_of(section), *OWN_KEYS]


def reportable(catalogue: Catalogue, section: str) -> list[str]:
    """Return the section's metrics that tables give, in the catalogue's order."""
    return [one.name for one in catalogue.of_section(section) if isinstance(one.rule, (SumOf, FormulaOf))]


def written_key(file: YamlFile, catalogue: Catalogue, section: str, name: str) -> str:
    """Return the key of a value or text in this file: a metric may stand there under a former name. Raises Unusable for an unknown one."""
    field = catalogue.texts.get(name)
    if field is not None and field.section == section:
        return name
    metrics = catalogue.typed_of(section)
    metric = metrics.get(name) or next((one for one in metrics.values() if one.name == name), None)
    if metric is None:
        raise file.refused(name, f"「{name}」不是在这个部分里填的指标或文字。")
    old = (one for one in metric.formerly if one not in metrics and one in file.says and metric.key not in file.says)
    return next(old, metric.key)


def _written_name(name: str, catalogue: Catalogue, entries: Container[str]) -> str:
    """Return the name by which a metric stands among the entries, which may be a former one."""
    return next((one for one in (name, *catalogue.metrics[name].formerly) if one in entries), name)
