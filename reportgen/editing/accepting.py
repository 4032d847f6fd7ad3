"""A section's YAML as bytes + an issue that may stand, with the reason, or may no longer -> the bytes whose `accepted` says so."""

from __future__ import annotations

from reportgen.base.issues import Issue
from reportgen.editing.changing import item_added, left_out, value_put
from reportgen.editing.yaml_file import Plain, YamlFile, opened, typed_text
from reportgen.inputs.acceptance import tidy
from reportgen.inputs.catalogue import Catalogue

ACCEPTED = "accepted"
_ISSUE, _REASON = "issue", "reason"


def section_of(issue: Issue, catalogue: Catalogue) -> str:
    """Return the section in whose YAML an issue is accepted: that of its file, else of its first metric, else the first.

    The reader takes it from any section's; this is where a person would look for it.
    """
    stem = issue.location.file.rpartition("/")[2].rpartition(".")[0] if issue.location else ""
    if stem in catalogue.sections:
        return stem
    if stem in catalogue.tables:
        return catalogue.tables[stem].section
    known = (catalogue.metrics[name].section for name in issue.metrics if name in catalogue.metrics)
    return next(known, next(iter(catalogue.sections)))


def with_accepted(data: bytes, shown: str, key: str, reason: str) -> bytes:
    """Return the bytes in which the issue of this key is accepted; where it is already, with this reason. Raises Unusable without one."""
    file = opened(data, shown)
    said: dict[str, Plain] = {_ISSUE: typed_text(file, ACCEPTED, key), _REASON: typed_text(file, ACCEPTED, reason)}
    if not said[_ISSUE]:
        raise file.refused(ACCEPTED, "这一条问题不能认可，只能改正。")
    if not said[_REASON]:
        raise file.refused(ACCEPTED, "认可要写原因：为什么可以这样，被问到时要答得上来。")
    items = file.says.get(ACCEPTED)
    if not items:
        return value_put(file, (ACCEPTED,), [said]).data
    if not isinstance(items, list):
        raise file.refused(ACCEPTED, "accepted 下面不是一条一条的列表（每条前面写「- 」），请用记事本先改成列表。")
    number = _number(file, key)
    if number is None:
        return item_added(file, (ACCEPTED,), len(items), said).data
    return value_put(file, (ACCEPTED, number, _REASON), said[_REASON]).data


def without_accepted(data: bytes, shown: str, key: str) -> bytes:
    """Return the bytes in which the issue of this key stands again; raises Unusable where it is not accepted there."""
    file = opened(data, shown)
    alone = file.says.get(ACCEPTED)
    if isinstance(alone, dict) and tidy(str(alone.get(_ISSUE, ""))) == tidy(key):
        return left_out(file, (ACCEPTED,)).data
    number = _number(file, key)
    if number is None:
        raise file.refused(ACCEPTED, "accepted 里没有这一条；文件也许改过了，请重新打开这一页。")
    return left_out(file, (ACCEPTED, number)).data


def _number(file: YamlFile, key: str) -> int | None:
    items = file.says.get(ACCEPTED)
    said = [item.get(_ISSUE, "") if isinstance(item, dict) else "" for item in items] if isinstance(items, list) else []
    return next((number for number, one in enumerate(said) if isinstance(one, str) and tidy(one) == tidy(key)), None)
