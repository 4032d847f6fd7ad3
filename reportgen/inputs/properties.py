"""The catalogue's `properties` node -> which text names the office and which date the report bears, for a public document's properties.

properties: {author: 落款单位, date: 落款日期}
"""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping as Dict

from reportgen.base.dates import DateKind
from reportgen.base.issues import nearest
from reportgen.base.yamlfile import Mapping
from reportgen.inputs.catalogue import DateOf, Metric, Properties, TextField, TextKind
from reportgen.inputs.definitions import BadRule, check_keys, word

_KEYS = ("author", "date")


def read_properties(
    node: Mapping, metrics: Dict[str, Metric], texts: Dict[str, TextField], names: Collection[str]
) -> Properties:
    """Return what the node names; raises BadRule. `names` are those of metrics and texts, whether they could be read or not."""
    check_keys(node, _KEYS)
    author, date = (word(node, key) for key in _KEYS)
    single = [name for name, text in texts.items() if text.kind is TextKind.TEXT]
    days = [name for name, one in metrics.items() if isinstance(one.rule, DateOf) and one.rule.kind is DateKind.DAY]
    if author and author not in single:
        raise BadRule(
            f"properties 的 author（单位）应是 texts 里的一段文字，「{author}」不是。{nearest(author, single)}"
        )
    if date and date not in days and (date in metrics or date in texts or date not in names):
        raise BadRule(f"properties 的 date（日期）应是填「日期」的指标，「{date}」不是。{nearest(date, days)}")
    return Properties(author, date if date in metrics else "")
